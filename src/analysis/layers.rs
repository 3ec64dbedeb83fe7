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
//! Left out, on purpose: deep uncertainties (harm in an interception, deterrence, commitment). They have no odds to average
//! over: call this for each setting of such an axis and show the settings side by side.

use super::contrast::Share;
use super::moments::{mean, student_t_two_sided, sum, variance};
use crate::units::maths;

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
    /// Draws whose own interval over their nights lies wholly above nought: A lower beyond luck.
    pub a_lower_beyond_luck: usize,
    /// Draws whose own interval lies wholly below nought.
    pub b_lower_beyond_luck: usize,
}

impl Layers {
    /// Takes the differences of the nights under each draw; draws without a night are not counted. `None` if none is left.
    #[must_use]
    pub fn of(draws: &[&[f64]]) -> Option<Self> {
        let draws: Vec<&[f64]> = draws.iter().copied().filter(|d| !d.is_empty()).collect();
        if draws.is_empty() {
            return None;
        }
        let means: Vec<f64> = draws.iter().map(|d| mean(d)).collect();
        let own = |d: &&[f64]| interval(d).map_or(0, |(low, high)| i8::from(low > 0.0) - i8::from(high < 0.0));
        let beyond: Vec<i8> = draws.iter().map(own).collect();
        let lower = |side: fn(&f64) -> bool| Share::of(means.iter().filter(|m| side(m)).count(), draws.len());
        let (night_variance, draw_variance) = components(&draws, &means);
        Some(Self {
            draws: draws.len(),
            nights: draws.iter().map(|d| d.len()).sum(),
            mean: mean(&means),
            interval_95: interval(&means),
            night_variance,
            draw_variance,
            a_lower: lower(|m| *m > 0.0),
            b_lower: lower(|m| *m < 0.0),
            a_lower_beyond_luck: beyond.iter().filter(|s| **s > 0).count(),
            b_lower_beyond_luck: beyond.iter().filter(|s| **s < 0).count(),
        })
    }

    /// How much of the variance of the overall mean would stay with endless nights under these draws, from 0 to 1: what
    /// more nights cannot buy. `None` where the two kinds are not told apart or nothing varies.
    #[must_use]
    pub fn share_not_bought_by_nights(&self) -> Option<f64> {
        let (night, draw) = (self.night_variance?, self.draw_variance?);
        let by_nights = night * self.draws as f64 / self.nights as f64;
        (draw + by_nights > 0.0).then(|| draw / (draw + by_nights))
    }
}

/// Student's 95 % interval of a mean.
fn interval(x: &[f64]) -> Option<(f64, f64)> {
    let half =
        student_t_two_sided(x.len().checked_sub(1).filter(|f| *f > 0)?) * maths::sqrt(variance(x)? / x.len() as f64);
    Some((mean(x) - half, mean(x) + half))
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
        Layers::of(&draws.iter().map(Vec::as_slice).collect::<Vec<_>>()).unwrap()
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
                (0..5 + i % 40).map(|k| centre + 3.0 * luck.normal(Subject::boat(i), Purpose::Surge, k + 1)).collect()
            })
            .collect();
        let found = layers(&draws);
        // Four standard errors: 9·√(2/6,900) = 0.15 and about 4·√(2/300) = 0.33 with a little for luck.
        assert!((found.night_variance.unwrap() - 9.0).abs() < 0.6, "{found:?}");
        assert!((found.draw_variance.unwrap() - 4.0).abs() < 1.5, "{found:?}");
        let (low, high) = found.interval_95.unwrap();
        assert!(low < 1.0 && high > 1.0);
        // P(mean of a draw > 0) is about Φ(0.5) = 0.69, blurred by luck.
        assert!((0.6..0.78).contains(&found.a_lower.value().unwrap()));
        assert!(found.a_lower_beyond_luck < found.a_lower.nights && found.a_lower_beyond_luck > 100);
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
        assert_eq!(Layers::of(&[&[]]), None);
    }
}
