//! Over two axes, where does the verdict turn round, and where can these nights not tell?
//!
//! The difference on the metric that decides is lived at every pair of values and taken as straight in between, as is each end
//! of its interval (`contour`). Where both ends lie on one side a side is sure; the rest is the band. So that the band
//! agrees with the fields of the page, the interval at a point is the wider of Student's and the bootstrap's, and it reaches over
//! nought wherever the verdict names no side: too few nights, too few that differ, or none.
//!
//! Left out: axes whose values are choices, as there is nothing between two choices; studies of several scenarios or with
//! draws, which have no single map.

use super::findings::{CellFindings, Contrast};
use super::table::Table;
use crate::analysis::sensitivity::contour::{Cell, Grid, Segment, unsure, zeros};
use crate::analysis::verdict::NIGHTS_FLOOR;

/// A stretch of values, from and to.
pub type Stretch = (f64, f64);

/// Where the difference of one doctrine to the first turns round, over two axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Flip {
    /// Index of the doctrine.
    pub arm: usize,
    /// Values of the first axis.
    pub xs: Vec<f64>,
    /// Values of the second.
    pub ys: Vec<f64>,
    /// Pieces of the line on which the mean difference is nought.
    pub line: Vec<Segment>,
    /// Pieces of the edges of the band.
    pub edges: Vec<Segment>,
    /// The interval at each point, row by row along the first axis.
    pub intervals: Vec<(f64, f64)>,
    /// The same in words' terms: row by row of the second axis.
    pub rows: Vec<FlipRow>,
    /// Of the rectangles between four neighbouring points: with the difference surely below nought at all corners, surely above,
    /// and the rest.
    pub rectangles: [usize; 3],
}

/// What is known along one value of the second axis, in values of the first.
#[derive(Clone, Debug, PartialEq)]
pub struct FlipRow {
    /// The value of the second axis.
    pub at: f64,
    /// Where the mean difference is nought.
    pub zero: Vec<f64>,
    /// Where these nights cannot tell.
    pub unsure: Vec<Stretch>,
    /// Where the difference is surely below nought.
    pub below: Vec<Stretch>,
    /// Where it is surely above.
    pub above: Vec<Stretch>,
}

/// The flips of a study with two axes of sizes, one scenario and no draws; for each doctrine whose cells all have an interval.
#[must_use]
pub fn flips(table: &Table, cells: &[CellFindings]) -> Vec<Flip> {
    let h = &table.header;
    let [across, up] = h.axes.as_slice() else { return Vec::new() };
    let sizes = across.labels.is_empty() && up.labels.is_empty();
    if !(sizes && h.scenarios.len() == 1 && h.draws.is_none()) {
        return Vec::new();
    }
    let metric = table.metric(&h.primary);
    let rate = table.rate().map_or("", |r| r.id);
    let (xs, ys) = (&across.values, &up.values);
    let one = |arm: usize| -> Option<Flip> {
        let at = |ix: usize, iy: usize| point(cells.get(ix * ys.len() + iy)?.contrasts.get(arm - 1)?, metric, rate);
        let points: Option<Vec<(f64, (f64, f64))>> =
            (0..ys.len()).flat_map(|iy| (0..xs.len()).map(move |ix| (ix, iy))).map(|(ix, iy)| at(ix, iy)).collect();
        let (means, intervals): (Vec<f64>, Vec<(f64, f64)>) = points?.into_iter().unzip();
        flip(arm, xs, ys, &means, bounded(intervals))
    };
    (1..table.arms()).filter_map(one).collect()
}

/// Mean and interval of a difference, the interval the wider of both; of the rate of this name where no metric decides.
fn point(contrast: &Contrast, metric: Option<usize>, rate: &str) -> Option<(f64, (f64, f64))> {
    let Some(metric) = metric else {
        let (_, r) = contrast.rates.iter().find(|(i, _)| i.id == rate)?;
        let named = contrast.verdict.as_ref().is_some_and(|v| v.kind.names_a_side());
        let inside = r
            .difference_interval
            .map(|i| (i.low, i.high))
            .filter(|(l, h)| named || r.carries() && *l < 0.0 && *h > 0.0);
        return Some((r.difference, inside.unwrap_or((f64::NEG_INFINITY, f64::INFINITY))));
    };
    let line = &contrast.lines[metric];
    let (mut low, mut high) = line.difference.interval_95?;
    if let Some(b) = line.bootstrap {
        (low, high) = (low.min(b.low), high.max(b.high));
    }
    // Nothing is known here but that it is not known: the ends are set once those of the whole map are.
    let open = low < 0.0 && high > 0.0;
    if !open && !line.kind(NIGHTS_FLOOR).names_a_side() {
        (low, high) = (f64::NEG_INFINITY, f64::INFINITY);
    }
    Some((line.difference.mean_difference, (low, high)))
}

/// Endless intervals reach as far as any other of the map, so that the band goes from them at least half way to a point that
/// names a side: between such a point and one at which nothing is known no side is sure at once.
fn bounded(intervals: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let ends = intervals.iter().flat_map(|(l, h)| [l.abs(), h.abs()]).filter(|x| x.is_finite());
    let far = ends.fold(f64::MIN_POSITIVE, f64::max);
    intervals.into_iter().map(|(l, h)| (l.max(-far), h.min(far))).collect()
}

fn flip(arm: usize, xs: &[f64], ys: &[f64], means: &[f64], intervals: Vec<(f64, f64)>) -> Option<Flip> {
    let (lows, highs): (Vec<f64>, Vec<f64>) = intervals.iter().copied().unzip();
    let grid = |values| Grid { xs, ys, means: values, intervals: &intervals };
    let line = grid(means).zero_line()?;
    let edges = [grid(&lows).zero_line()?, grid(&highs).zero_line()?].concat();
    let band = grid(means).band()?;
    let of = |c: Cell| band.iter().filter(|b| **b == c).count();
    let negative = |v: &[f64]| v.iter().map(|x| -x).collect::<Vec<f64>>();
    let row = |(iy, at): (usize, &f64)| {
        let here = iy * xs.len()..(iy + 1) * xs.len();
        let (low, high) = (&lows[here.clone()], &highs[here.clone()]);
        FlipRow {
            at: *at,
            zero: zeros(xs, &means[here]),
            unsure: unsure(xs, &negative(low), high),
            below: unsure(xs, &negative(high), &negative(high)),
            above: unsure(xs, low, low),
        }
    };
    let rows = ys.iter().enumerate().map(row).collect();
    let rectangles = [of(Cell::BLower), of(Cell::ALower), of(Cell::Band)];
    Some(Flip { arm, xs: xs.to_vec(), ys: ys.to_vec(), line, edges, rows, rectangles, intervals })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_turns_round_on_a_straight_line_with_a_band_as_wide_as_its_interval() {
        // Difference x − y, known to 0.5: nought at x = y, in doubt from y − 0.5 to y + 0.5.
        let (xs, ys) = ([0.0, 1.0, 3.0, 4.0], [1.0, 2.0]);
        let means: Vec<f64> = ys.iter().flat_map(|y| xs.iter().map(move |x| x - y)).collect();
        let intervals = means.iter().map(|m| (m - 0.5, m + 0.5)).collect();
        let f = flip(1, &xs, &ys, &means, intervals).unwrap();
        assert_eq!((f.line.len(), f.edges.len()), (1, 1 + 2));
        assert!(f.line.iter().all(|((x, y), (x2, y2))| (x - y).abs() < 1e-12 && (x2 - y2).abs() < 1e-12));
        for row in &f.rows {
            assert!((row.zero[0] - row.at).abs() < 1e-12 && row.zero.len() == 1, "{row:?}");
            let near =
                |s: &[Stretch], from: f64, to: f64| s.len() == 1 && (s[0].0 - from).abs() + (s[0].1 - to).abs() < 1e-9;
            assert!(near(&row.unsure, row.at - 0.5, row.at + 0.5), "{row:?}");
            assert!(near(&row.below, 0.0, row.at - 0.5) && near(&row.above, row.at + 0.5, 4.0), "{row:?}");
        }
        assert_eq!(f.rectangles, [0, 1, 2]);
    }

    /// Too few nights, or nights that are all alike, are on no side anywhere: an interval of nought is not below and above at once.
    #[test]
    fn where_the_verdict_names_no_side_neither_does_the_map() {
        for (nights, difference) in [(8, 1.0), (120, 0.0)] {
            let mut header = super::super::table::tests::header();
            header.draws = None;
            header.scenarios.truncate(1);
            let mut table = Table::new(header).unwrap();
            let (m, n) = (table.metric("deaths").unwrap(), table.metrics.len());
            for cell in 0..table.cells() {
                for night in 0..nights {
                    let mut v = vec![0.0; 3 * n];
                    v[n + m] = difference * (1.0 + (night % 3) as f64);
                    let job = crate::ensemble::study::Job { cell, night };
                    table.push(&crate::ensemble::study::Row { job, outcome: Ok(v) }).unwrap();
                }
            }
            let found = &super::super::findings::Findings::of(&table).flips;
            assert_eq!(found.len(), 2);
            for row in found.iter().flat_map(|f| &f.rows) {
                let all = (row.unsure.len(), row.below.len(), row.above.len());
                assert_eq!(all, (1, 0, 0), "{nights} nights: {row:?}");
            }
        }
    }

    #[test]
    fn from_a_point_that_tells_nothing_the_band_goes_half_way_and_more() {
        let ends = bounded([(f64::NEG_INFINITY, f64::INFINITY), (-3.0, -1.0)].repeat(2));
        assert_eq!(ends[..2], [(-3.0, 3.0), (-3.0, -1.0)]);
        let f = flip(1, &[0.0, 1.0], &[0.0, 1.0], &[0.0, -2.0, 0.0, -2.0], ends).unwrap();
        for row in &f.rows {
            assert!(row.unsure == [(0.0, 0.75)] && row.below == [(0.75, 1.0)] && row.above.is_empty(), "{row:?}");
        }
    }

    #[test]
    fn one_side_everywhere_has_no_line_and_no_doubt() {
        let f = flip(1, &[0.0, 1.0], &[0.0, 1.0], &[-1.0; 4], vec![(-1.5, -0.5); 4]).unwrap();
        assert!(f.line.is_empty() && f.edges.is_empty());
        assert!(f.rows.iter().all(|r| r.zero.is_empty() && r.unsure.is_empty() && r.below == [(0.0, 1.0)]));
        assert_eq!(f.rectangles, [1, 0, 0]);
    }
}
