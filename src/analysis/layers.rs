//! How much of a difference's spread is luck of the night, and how much is not knowing the model's numbers?
//!
//! A study may draw the uncertain parameters several times and live many nights under each draw. More nights shrink the
//! first kind of doubt and never the second, so they must not be thrown together: with a thousand nights under one draw
//! each, or one draw with a thousand nights, the same table would mean different things. The two are told apart by a
//! one-way random-effects analysis of variance, unbalanced allowed (Searle, Casella & McCulloch 1992, ch. 3.6), and the
//! interval of the mean takes the draw as the unit, since draws are what was sampled independently.
//!
//! Each draw counts once however many nights it has, as each is one world thought as likely as another.
//!
//! A world's own side is told by the floors of the verdict: a hundred nights, of which six differ. Below them a world says nothing by
//! itself, as four lucky nights in ten would; it still counts in the mean and in both variances.
//!
//! Where nights were sorted into strata and not lived in equal shares, a world's mean and its error are those of the strata, and the
//! variance of the true mean is that of the worlds' means less the mean of their squared errors (the same estimator, by moments).
//!
//! Left out, on purpose: deep uncertainties (harm in an interception, deterrence, commitment). They have no odds to average
//! over: call this for each setting of such an axis and show the settings side by side.

use super::contrast::Share;
use super::moments::{mean, student_t_two_sided, sum, variance};
use super::verdict::VerdictKind;
use crate::units::maths;

/// One world: the nights under one draw.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    /// B − A of each night.
    pub differences: &'a [f64],
    /// Which side its nights alone would tell, by the verdict's floors.
    pub told: VerdictKind,
    /// Where nights were sorted: mean, variance of the mean, and variance of a night, all weighted.
    pub weighted: Option<[f64; 3]>,
}

impl World<'_> {
    fn mean(&self) -> f64 {
        self.weighted.map_or_else(|| mean(self.differences), |w| w[0])
    }
}

/// What draws and nights each have to do with a difference (B − A).
#[derive(Clone, Debug, PartialEq)]
pub struct Layers {
    /// Parameter draws.
    pub draws: usize,
    /// Nights in all.
    pub nights: usize,
    /// Mean of the draws' means, in the metric's unit.
    pub mean: f64,
    /// 95 % interval of that mean with the draw as unit (Student's t); `None` below two draws.
    pub interval_95: Option<(f64, f64)>,
    /// Variance of a night's difference within a draw: luck. `None` if no draw has two nights.
    pub night_variance: Option<f64>,
    /// Variance of the true mean from draw to draw: not knowing. Never below 0; `None` below two draws or without
    /// `night_variance`.
    pub draw_variance: Option<f64>,
    /// Draws in which A had the lower mean.
    pub a_lower: Share,
    /// Draws in which B had the lower mean.
    pub b_lower: Share,
    /// Draws whose own nights tell A lower beyond luck.
    pub a_lower_beyond_luck: usize,
    /// Draws whose own nights tell B lower beyond luck.
    pub b_lower_beyond_luck: usize,
    /// Draws with too few nights to tell a side by themselves.
    pub too_few: usize,
    /// Variance that luck adds to the mean of one draw, on average; `None` as `night_variance`.
    pub luck_of_a_mean: Option<f64>,
}

impl Layers {
    /// Takes the worlds; those without a night are not counted. `None` if none is left.
    #[must_use]
    pub fn of(worlds: &[World]) -> Option<Self> {
        let worlds: Vec<World> = worlds.iter().copied().filter(|w| !w.differences.is_empty()).collect();
        if worlds.is_empty() {
            return None;
        }
        let draws: Vec<&[f64]> = worlds.iter().map(|w| w.differences).collect();
        let means: Vec<f64> = worlds.iter().map(World::mean).collect();
        let told = |kind: VerdictKind| worlds.iter().filter(|w| w.told == kind).count();
        let lower = |side: fn(&f64) -> bool| Share::of(means.iter().filter(|m| side(m)).count(), draws.len());
        let weighted: Vec<[f64; 3]> = worlds.iter().filter_map(|w| w.weighted).collect();
        let nights: usize = draws.iter().map(|d| d.len()).sum();
        let (night_variance, draw_variance, luck_of_a_mean) = if weighted.len() == worlds.len() {
            of_weighted(&weighted)
        } else {
            let (night, draw) = components(&draws, &means);
            (night, draw, night.map(|v| v * draws.len() as f64 / nights as f64))
        };
        Some(Self {
            draws: draws.len(),
            nights,
            mean: mean(&means),
            interval_95: interval(&means),
            night_variance,
            draw_variance,
            a_lower: lower(|m| *m > 0.0),
            b_lower: lower(|m| *m < 0.0),
            a_lower_beyond_luck: told(VerdictKind::ALower),
            b_lower_beyond_luck: told(VerdictKind::BLower),
            too_few: told(VerdictKind::TooFew),
            luck_of_a_mean,
        })
    }

    /// How much of the variance of the overall mean would stay with endless nights under these draws, from 0 to 1: what
    /// more nights cannot buy. `None` where the two kinds are not told apart or nothing varies.
    #[must_use]
    pub fn share_not_bought_by_nights(&self) -> Option<f64> {
        let (by_nights, draw) = (self.luck_of_a_mean?, self.draw_variance?);
        (draw + by_nights > 0.0).then(|| draw / (draw + by_nights))
    }
}

/// Student's 95 % interval of a mean.
fn interval(x: &[f64]) -> Option<(f64, f64)> {
    let half =
        student_t_two_sided(x.len().checked_sub(1).filter(|f| *f > 0)?) * maths::sqrt(variance(x)? / x.len() as f64);
    Some((mean(x) - half, mean(x) + half))
}

/// Variance of a night, of the true mean between worlds, and what luck adds to a world's mean, from weighted worlds.
fn of_weighted(worlds: &[[f64; 3]]) -> (Option<f64>, Option<f64>, Option<f64>) {
    let column = |i: usize| worlds.iter().map(|w| w[i]).collect::<Vec<f64>>();
    let luck = mean(&column(1));
    (Some(mean(&column(2))), variance(&column(0)).map(|v| (v - luck).max(0.0)), Some(luck))
}

/// Variance within draws and between them.
fn components(draws: &[&[f64]], means: &[f64]) -> (Option<f64>, Option<f64>) {
    let (k, nights) = (draws.len(), draws.iter().map(|d| d.len()).sum::<usize>());
    if nights == k {
        return (None, None);
    }
    let squares = draws.iter().zip(means).map(|(d, m)| sum(d.iter().map(|x| (x - m) * (x - m))));
    let within = sum(squares) / (nights - k) as f64;
    if k < 2 {
        return (Some(within), None);
    }
    let n = nights as f64;
    let grand = sum(draws.iter().flat_map(|d| d.iter().copied())) / n;
    let apart = draws.iter().zip(means).map(|(d, m)| d.len() as f64 * (m - grand) * (m - grand));
    let between = sum(apart) / (k - 1) as f64;
    let squared_sizes = sum(draws.iter().map(|d| (d.len() * d.len()) as f64));
    let size = (n - squared_sizes / n) / (k - 1) as f64;
    (Some(within), Some(((between - within) / size).max(0.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, NightKey, Purpose, Subject};

    #[derive(serde::Deserialize)]
    struct Known {
        cases: Vec<Case>,
    }
    #[derive(serde::Deserialize)]
    struct Case {
        name: String,
        draws: Vec<Vec<f64>>,
        f: f64,
        interval: (f64, f64),
        night_variance: f64,
        draw_variance: Option<f64>,
    }

    fn layers(draws: &[Vec<f64>]) -> Layers {
        Layers::of(&worlds(draws)).unwrap()
    }

    /// Worlds whose sides are told by Student's interval from a hundred nights on.
    fn worlds(draws: &[Vec<f64>]) -> Vec<World<'_>> {
        let told = |d: &[f64]| match interval(d) {
            Some((low, _)) if d.len() >= 100 && low > 0.0 => VerdictKind::ALower,
            Some((_, high)) if d.len() >= 100 && high < 0.0 => VerdictKind::BLower,
            _ if d.len() < 100 => VerdictKind::TooFew,
            _ => VerdictKind::CannotTell,
        };
        draws.iter().map(|d| World { differences: d, told: told(d), weighted: None }).collect()
    }

    /// Equal shares of one stratum are the plain case: both ways give the same.
    #[test]
    fn weighted_worlds_agree_with_plain_ones_where_all_weigh_the_same() {
        let luck = Draws::new(NightKey { seed: 9, night: 0 });
        let normal = |i: u32, k: u32| luck.normal(Subject::boat(i), Purpose::Surge, k);
        let draws: Vec<Vec<f64>> =
            (0..50).map(|i| (1..31).map(|k| normal(i, 0) + 2.0 * normal(i, k)).collect()).collect();
        let plain = layers(&draws);
        let weighted: Vec<World> = worlds(&draws)
            .into_iter()
            .map(|w| {
                let v = variance(w.differences).unwrap();
                World { weighted: Some([mean(w.differences), v / 30.0, v]), ..w }
            })
            .collect();
        let weighted = Layers::of(&weighted).unwrap();
        let close = |x: Option<f64>, y: Option<f64>| (x.unwrap() - y.unwrap()).abs() < 1e-9;
        assert!(close(plain.night_variance, weighted.night_variance));
        assert!(close(plain.draw_variance, weighted.draw_variance));
        assert!(close(plain.share_not_bought_by_nights(), weighted.share_not_bought_by_nights()));
        assert_eq!((plain.mean, plain.interval_95), (weighted.mean, weighted.interval_95));
    }

    #[test]
    fn components_agree_with_scipy_and_with_a_mixed_model() {
        let known: Known = serde_json::from_str(include_str!("../../tests/fixtures/oracles/layers.json")).unwrap();
        assert_eq!(known.cases.len(), 3);
        for c in known.cases {
            let ours = layers(&c.draws);
            let close =
                |x: f64, y: f64, by: f64| assert!((x - y).abs() <= by * y.abs().max(1.0), "{}: {x}, {y}", c.name);
            let (low, high) = ours.interval_95.unwrap();
            close(low, c.interval.0, 1e-9);
            close(high, c.interval.1, 1e-9);
            let (night, draw) = (ours.night_variance.unwrap(), ours.draw_variance.unwrap());
            close(night, c.night_variance, 1e-9);
            // F is the ratio of the mean squares, so it fixes the variance between draws.
            let n = ours.nights as f64;
            let sizes: f64 = c.draws.iter().map(|d| (d.len() * d.len()) as f64).sum();
            let size = (n - sizes / n) / (ours.draws - 1) as f64;
            close(draw, ((c.f - 1.0) * night / size).max(0.0), 1e-9);
            // Restricted likelihood gives the same on balanced draws, to what its optimiser finds.
            if let Some(theirs) = c.draw_variance {
                close(draw, theirs, 1e-3);
            }
        }
    }

    #[test]
    fn known_components_are_found_on_unequal_draws() {
        let luck = Draws::new(NightKey { seed: 4, night: 0 });
        let draws: Vec<Vec<f64>> = (0..300_u32)
            .map(|i| {
                let centre = 1.0 + 2.0 * luck.normal(Subject::boat(i), Purpose::Surge, 0);
                (0..80 + i % 40).map(|k| centre + 3.0 * luck.normal(Subject::boat(i), Purpose::Surge, k + 1)).collect()
            })
            .collect();
        let found = layers(&draws);
        // Four standard errors: 9·√(2/30,000) = 0.07 and about 4·√(2/300) = 0.33 with a little for luck.
        assert!((found.night_variance.unwrap() - 9.0).abs() < 0.3, "{found:?}");
        assert!((found.draw_variance.unwrap() - 4.0).abs() < 1.5, "{found:?}");
        let (low, high) = found.interval_95.unwrap();
        assert!(low < 1.0 && high > 1.0);
        // P(mean of a draw > 0) is about Φ(0.5) = 0.69, blurred by luck.
        assert!((0.6..0.78).contains(&found.a_lower.value().unwrap()));
        // Draws with fewer than a hundred nights, seven times twenty and twenty, tell no side by themselves.
        assert!(found.a_lower_beyond_luck < found.a_lower.nights && found.a_lower_beyond_luck > 70, "{found:?}");
        assert_eq!(found.too_few, 160);
        assert!(found.share_not_bought_by_nights().unwrap() > 0.85);
    }

    #[test]
    fn more_nights_do_not_narrow_what_draws_leave_open() {
        let few: Vec<Vec<f64>> = (0..10).map(|i| vec![f64::from(i), f64::from(i) + 1.0]).collect();
        let many: Vec<Vec<f64>> = few.iter().map(|d| d.repeat(500)).collect();
        assert_eq!(layers(&few).interval_95, layers(&many).interval_95);
    }

    #[test]
    fn luck_alone_leaves_nothing_to_the_draws_and_small_tables_leave_gaps() {
        let same = layers(&vec![vec![1.0, -1.0, 2.0]; 4]);
        assert_eq!((same.draw_variance, same.share_not_bought_by_nights()), (Some(0.0), Some(0.0)));
        let single = layers(&[vec![1.0], vec![2.0]]);
        assert_eq!((single.night_variance, single.draw_variance), (None, None));
        assert_eq!(layers(&[vec![1.0, 2.0]]).draw_variance, None);
        assert_eq!(Layers::of(&worlds(&[vec![]])), None);
    }
}
