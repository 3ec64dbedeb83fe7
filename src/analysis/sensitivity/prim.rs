//! In which futures does it come out so? A box such as "water below 9 °C and over 60 aboard" says it in words.
//!
//! The patient rule induction method (Friedman & Fisher 1999, doi 10.1023/A:1008894516817) in the form used for scenario
//! discovery (Bryant & Lempert 2010): slices of a twentieth are peeled off a box, each time the one that raises the mean
//! most for the points it costs, then slices are pasted back. Every box on the way is kept, as it is for people to choose
//! between coverage (how many of the futures of interest are in it) and density (how many in it are of interest). The
//! quasi-p value of a limit tells how likely luck would give the box's density without it; [`pruned`] takes off those limits
//! that luck would give too easily. The value knows nothing of how many ends were tried, so whoever asks divides by them.
//!
//! Steps and ties are those of the EMA workbench, with which the tests compare.
//!
//! Left out: categories (a study runs them side by side) and a second box (run it again on the points outside the first).

use super::super::moments::sorted;
use crate::parameters::incomplete::beta_below;

/// How fine the slices are and how small a box may get, as shares of points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrimSettings {
    /// Share of a box's points that one peel takes: 0.05.
    pub peel: f64,
    /// Share of the points beside a box that one paste adds: 0.05.
    pub paste: f64,
    /// Least share of all points in a box: 0.05.
    pub mass_least: f64,
}

impl Default for PrimSettings {
    fn default() -> Self {
        Self { peel: 0.05, paste: 0.05, mass_least: 0.05 }
    }
}

/// A limit that a box puts on one input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// Which input.
    pub input: usize,
    /// Lowest and highest value inside.
    pub range: (f64, f64),
    /// Quasi-p value of the lower end; `None` where the box goes as far down as the points do.
    pub p_low: Option<f64>,
    /// Quasi-p value of the upper end.
    pub p_high: Option<f64>,
}

/// One box on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct PrimBox {
    /// Limits on those inputs that have any.
    pub limits: Vec<Limit>,
    /// Points inside.
    pub points: usize,
    /// Points of interest inside.
    pub of_interest: usize,
    /// Share of all points of interest that are inside.
    pub coverage: f64,
    /// Share of the points inside that are of interest.
    pub density: f64,
    /// Share of all points that are inside.
    pub mass: f64,
}

/// All boxes from the whole to the last paste, in order. `rows[point][input]`; `interest[point]`. `None` without points of
/// interest, or if the lengths do not fit.
#[must_use]
pub fn prim(rows: &[Vec<f64>], interest: &[bool], settings: PrimSettings) -> Option<Vec<PrimBox>> {
    let inputs = rows.first()?.len();
    let fits = rows.len() == interest.len() && rows.iter().all(|r| r.len() == inputs);
    if !fits || !interest.contains(&true) {
        return None;
    }
    let search = Search { rows, interest, settings, whole: whole(rows) };
    let mut current = Candidate { ranges: search.whole.clone(), points: (0..rows.len()).collect() };
    let mut boxes = vec![search.described(&current)];
    for step in [Search::peels, Search::pastes] {
        while let Some(next) = search.best(&current, step(&search, &current)) {
            boxes.push(search.described(&next));
            current = next;
        }
    }
    Some(boxes)
}

/// The box with most coverage among those at least this dense; of equals the first. `None` if none is.
#[must_use]
pub fn widest(boxes: &[PrimBox], density_least: f64) -> Option<&PrimBox> {
    let dense = boxes.iter().filter(|b| b.density >= density_least);
    dense.reduce(|best, b| if b.coverage > best.coverage { b } else { best })
}

/// The box without those ends whose quasi-p value is above this: the least sure is opened first and the others are judged
/// anew. Every point of the same rows as for [`prim`]. What is left may be the whole, without a limit.
#[must_use]
pub fn pruned(rows: &[Vec<f64>], interest: &[bool], found: &PrimBox, p_most: f64) -> PrimBox {
    let search = Search { rows, interest, settings: PrimSettings::default(), whole: whole(rows) };
    let mut ranges = search.whole.clone();
    for l in &found.limits {
        ranges[l.input] = l.range;
    }
    loop {
        let points = search.inside(&ranges);
        let described = search.described(&Candidate { ranges: ranges.clone(), points });
        let ends = |l: &Limit| [(l.p_low, l.input, false), (l.p_high, l.input, true)];
        let unsure = described.limits.iter().flat_map(ends).filter_map(|(p, j, upper)| Some((p?, j, upper)));
        let Some((_, j, upper)) = unsure.filter(|e| e.0 > p_most).max_by(|a, b| a.0.total_cmp(&b.0)) else {
            return described;
        };
        if upper { ranges[j].1 = search.whole[j].1 } else { ranges[j].0 = search.whole[j].0 }
    }
}

/// How far the points reach on each input.
fn whole(rows: &[Vec<f64>]) -> Ranges {
    let ends = |j: usize| rows.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), r| (l.min(r[j]), h.max(r[j])));
    (0..rows.first().map_or(0, Vec::len)).map(ends).collect()
}

type Ranges = Vec<(f64, f64)>;

struct Candidate {
    ranges: Ranges,
    points: Vec<usize>,
}

struct Search<'a> {
    rows: &'a [Vec<f64>],
    interest: &'a [bool],
    settings: PrimSettings,
    whole: Ranges,
}

impl Search<'_> {
    /// The candidate that gains most mean for each point, if it is a step: of equals the one with fewest limits.
    fn best(&self, from: &Candidate, candidates: Vec<Candidate>) -> Option<Candidate> {
        let before = self.mean(&from.points);
        let gain = |c: &Candidate| {
            let moved = c.points.len().abs_diff(from.points.len());
            if moved == 0 { 0.0 } else { (self.mean(&c.points) - before) / moved as f64 }
        };
        let limits = |c: &Candidate| c.ranges.iter().zip(&self.whole).filter(|(a, b)| a != b).count();
        let scored = candidates.into_iter().map(|c| (gain(&c), limits(&c), c));
        let (gain, _, best) = scored.reduce(|a, b| if b.0 > a.0 || (b.0 >= a.0 && b.1 < a.1) { b } else { a })?;
        let heavy = best.points.len() as f64 / self.rows.len() as f64 >= self.settings.mass_least;
        (heavy && gain > 0.0).then_some(best)
    }

    fn peels(&self, from: &Candidate) -> Vec<Candidate> {
        let mut out = Vec::new();
        for j in 0..self.whole.len() {
            let values = sorted(&from.points.iter().map(|&i| self.rows[i][j]).collect::<Vec<_>>());
            let (low, high) = from.ranges[j];
            let upper = edge(&values, 1.0 - self.settings.peel);
            let lower = edge(&values, self.settings.peel);
            for range in [upper.map(|u| (low, u)), lower.map(|l| (l, high))].into_iter().flatten() {
                let mut ranges = from.ranges.clone();
                ranges[j] = range;
                let inside = |&i: &usize| (range.0..=range.1).contains(&self.rows[i][j]);
                let points: Vec<usize> = from.points.iter().copied().filter(inside).collect();
                if points.len() < from.points.len() {
                    out.push(Candidate { ranges, points });
                }
            }
        }
        out
    }

    fn pastes(&self, from: &Candidate) -> Vec<Candidate> {
        let mut out = Vec::new();
        for j in (0..self.whole.len()).filter(|&j| from.ranges[j] != self.whole[j]) {
            let (low, high) = from.ranges[j];
            let (least, most) = self.whole[j];
            let beside = |range: (f64, f64)| {
                let mut ranges = from.ranges.clone();
                ranges[j] = range;
                sorted(&self.inside(&ranges).iter().map(|&i| self.rows[i][j]).collect::<Vec<_>>())
            };
            let down = edge(&beside((least, low)), 1.0 - self.settings.paste).unwrap_or(least);
            let up = edge(&beside((high, most)), self.settings.paste).unwrap_or(most);
            for range in [(down, high), (low, up)] {
                let mut ranges = from.ranges.clone();
                ranges[j] = range;
                let points = self.inside(&ranges);
                if points.len() > from.points.len() {
                    out.push(Candidate { ranges, points });
                }
            }
        }
        out
    }

    fn inside(&self, ranges: &Ranges) -> Vec<usize> {
        let holds = |row: &[f64]| row.iter().zip(ranges).all(|(x, (low, high))| low <= x && x <= high);
        (0..self.rows.len()).filter(|&i| holds(&self.rows[i])).collect()
    }

    fn count(&self, points: &[usize]) -> usize {
        points.iter().filter(|&&i| self.interest[i]).count()
    }

    fn mean(&self, points: &[usize]) -> f64 {
        if points.is_empty() { 0.0 } else { self.count(points) as f64 / points.len() as f64 }
    }

    fn described(&self, c: &Candidate) -> PrimBox {
        let (points, of_interest) = (c.points.len(), self.count(&c.points));
        let all = self.interest.iter().filter(|y| **y).count();
        // How likely is so dense a box if this end were as open as can be?
        let quasi_p = |j: usize, range: (f64, f64)| {
            (range != c.ranges[j]).then(|| {
                let mut ranges = c.ranges.clone();
                ranges[j] = range;
                let share = self.mean(&self.inside(&ranges));
                at_least(of_interest, points, share)
            })
        };
        let limit = |j: usize| {
            let ((low, high), (least, most)) = (c.ranges[j], self.whole[j]);
            let (p_low, p_high) = (quasi_p(j, (least, high)), quasi_p(j, (low, most)));
            Limit { input: j, range: (low, high), p_low, p_high }
        };
        PrimBox {
            limits: (0..self.whole.len()).filter(|&j| c.ranges[j] != self.whole[j]).map(limit).collect(),
            points,
            of_interest,
            coverage: of_interest as f64 / all as f64,
            density: self.mean(&c.points),
            mass: points as f64 / self.rows.len() as f64,
        }
    }
}

/// Probability of at least `k` of `n` with this share each.
fn at_least(k: usize, n: usize, share: f64) -> f64 {
    match k {
        0 => 1.0,
        _ if share >= 1.0 => 1.0,
        k => beta_below(k as f64, (n - k + 1) as f64, share),
    }
}

/// Where to cut sorted values so that a share lies below: midway between two that differ, going on outwards from the middle
/// over equal ones. `None` if there are no two.
fn edge(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share * sorted.len().checked_sub(1)? as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the last index")]
    let (mut low, mut high) = (place as usize, place.ceil() as usize);
    while sorted[low].total_cmp(&sorted[high]).is_eq() {
        if share > 0.5 {
            low = low.checked_sub(1)?;
        } else {
            high = Some(high + 1).filter(|h| *h < sorted.len())?;
        }
    }
    Some(f64::midpoint(sorted[low], sorted[high]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Known {
        cases: Vec<Case>,
    }
    #[derive(serde::Deserialize)]
    struct Case {
        name: String,
        rows: Vec<Vec<f64>>,
        interest: Vec<bool>,
        steps: Vec<(usize, f64, f64)>,
        last: Vec<(usize, f64, f64, f64, f64)>,
    }

    #[test]
    fn boxes_agree_with_the_ema_workbench_step_by_step() {
        let known: Known = serde_json::from_str(include_str!("../../../tests/fixtures/oracles/prim.json")).unwrap();
        assert_eq!(known.cases.len(), 2);
        for c in known.cases {
            let ours = prim(&c.rows, &c.interest, PrimSettings::default()).unwrap();
            assert_eq!(ours.len(), c.steps.len(), "{}", c.name);
            for (ours, (points, coverage, density)) in ours.iter().zip(&c.steps) {
                assert_eq!(ours.points, *points, "{}", c.name);
                assert!((ours.coverage - coverage).abs() < 1e-12 && (ours.density - density).abs() < 1e-12);
            }
            let last = &ours[ours.len() - 1].limits;
            assert_eq!(last.len(), c.last.len(), "{}", c.name);
            for (ours, &(input, low, high, p_low, p_high)) in last.iter().zip(&c.last) {
                assert_eq!(ours.input, input, "{}", c.name);
                assert!((ours.range.0 - low).abs() < 1e-12 && (ours.range.1 - high).abs() < 1e-12, "{ours:?}");
                // The workbench writes −1 where there is no limit.
                for (ours, theirs) in [(ours.p_low, p_low), (ours.p_high, p_high)] {
                    assert!((ours.unwrap_or(-1.0) - theirs).abs() < 1e-9, "{}: {ours:?} and {theirs}", c.name);
                }
            }
        }
    }

    #[test]
    fn a_box_that_was_put_in_is_found() {
        let points = super::super::points::points(4, 1024, 3).unwrap();
        let inside = |p: &[f64]| p[0] < 0.4 && p[2] > 0.7;
        let interest: Vec<bool> = points.iter().map(|p| inside(p)).collect();
        let boxes = prim(&points, &interest, PrimSettings::default()).unwrap();
        let found = widest(&boxes, 0.95).unwrap();
        assert!(found.coverage > 0.9, "{found:?}");
        assert_eq!(found.limits.iter().map(|l| l.input).collect::<Vec<_>>(), [0, 2]);
        assert!((found.limits[0].range.1 - 0.4).abs() < 0.03 && (found.limits[1].range.0 - 0.7).abs() < 0.03);
        assert!(found.limits[0].p_high.unwrap() < 1e-6 && found.limits[0].p_low.is_none());
    }

    #[test]
    fn limits_that_luck_would_give_are_taken_off_and_real_ones_stay() {
        let points = super::super::points::points(30, 256, 3).unwrap();
        let found = |interest: &[bool]| {
            let boxes = prim(&points, interest, PrimSettings::default()).unwrap();
            let last = boxes.last().unwrap().clone();
            let kept = pruned(&points, interest, &last, 0.05 / 60.0);
            (last, kept)
        };
        // Every twenty-third point, whatever its inputs: the peeling finds a box in that too.
        let luck: Vec<bool> = (0..256).map(|i| i % 23 == 0).collect();
        let (last, kept) = found(&luck);
        assert!(last.limits.len() > 3 && last.density > 0.2, "{last:?}");
        assert_eq!((kept.limits.len(), kept.points), (0, 256), "{kept:?}");
        let real: Vec<bool> = points.iter().map(|p| p[0] < 0.4 && p[2] > 0.7).collect();
        let (_, kept) = found(&real);
        assert_eq!(kept.limits.iter().map(|l| l.input).collect::<Vec<_>>(), [0, 2], "{kept:?}");
        assert!(kept.density > 0.8 && kept.limits[0].p_low.is_none(), "{kept:?}");
    }

    #[test]
    fn nothing_of_interest_has_no_box_and_no_input_that_never_varies_is_cut() {
        assert_eq!(prim(&[vec![1.0]], &[false], PrimSettings::default()), None);
        assert_eq!(prim(&[vec![1.0]], &[true, false], PrimSettings::default()), None);
        let boxes = prim(&vec![vec![1.0]; 10], &[true; 10], PrimSettings::default()).unwrap();
        assert_eq!((boxes.len(), boxes[0].density, boxes[0].limits.len()), (1, 1.0, 0));
        assert_eq!(widest(&boxes, 1.1), None);
    }
}
