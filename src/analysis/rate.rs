//! How many deaths for each thousand who set out, and how does that differ between two doctrines?
//!
//! A rate is a sum over nights divided by a sum over nights, and people of one night are no independent cases: one capsize,
//! thirty people. So whole nights are resampled, numerator and denominator of both doctrines together (METHODS 4), which
//! also keeps what pairing bought. The ratio is taken on its logarithm, so that a half and a double are equally far; beside
//! it stands Fieller's interval (1954) where the denominator is far enough from nought to allow one. Difference and ratio
//! are always given together: a rate doubled from almost nothing is still almost nothing.
//!
//! Without any event no resample has one either, and an interval of nought to nought would be read as "sure": there is none then,
//! and what is told is the bound on nights with any. It bounds no rate, as one night may cost many.
//!
//! Left out: Poisson intervals on people; they would be too narrow several times over.

use super::fieller::{Means, Set};
use super::moments::{covariance, student_t_two_sided, sum};
use super::resample::{Interval, Resampler, influence, interval};
use crate::units::maths;

/// A numerator and a denominator of one doctrine; same index, same night.
#[derive(Clone, Copy, Debug)]
pub struct Counted<'a> {
    /// What is counted: deaths a night.
    pub events: &'a [f64],
    /// What it is counted over: people who set out that night.
    pub exposure: &'a [f64],
}

impl Counted<'_> {
    /// Nights with at least one event.
    #[must_use]
    pub fn nights_with_event(self) -> usize {
        self.events.iter().filter(|x| **x > 0.0).count()
    }

    fn totals(self) -> (f64, f64) {
        (sum(self.events.iter().copied()), sum(self.exposure.iter().copied()))
    }
}

/// A rate with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// Events for each `per` units of exposure.
    pub value: f64,
    /// 95 % interval by resampled nights; `None` below two nights, with too few that have any exposure, or without any event.
    pub interval: Option<Interval>,
    /// Nights with at least one event: what the interval really rests on.
    pub nights_with_event: usize,
}

impl Rate {
    /// Events for each `per` units (1000.0 for deaths per 1,000 embarked); `None` without exposure.
    #[must_use]
    pub fn of(counted: Counted, per: f64, resampler: Resampler) -> Option<Self> {
        let (events, exposure) = counted.totals();
        let nights_with_event = counted.nights_with_event();
        let interval = resampler.ratio_interval(counted.events, counted.exposure).filter(|_| nights_with_event > 0);
        (exposure > 0.0).then(|| Self {
            value: per * events / exposure,
            interval: interval.map(|i| scaled(i, per)),
            nights_with_event,
        })
    }
}

/// Two rates on the same nights, compared in both ways.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateContrast {
    /// Paired nights.
    pub nights: usize,
    /// Nights in which the doctrines differ in events or in exposure.
    pub differing: usize,
    /// How many plain nights bound as much what was never seen: `nights`, or fewer where nights do not all weigh the same.
    pub unseen_of: usize,
    /// The rate under A.
    pub a: Rate,
    /// The rate under B.
    pub b: Rate,
    /// B − A, for each `per` units.
    pub difference: f64,
    /// 95 % interval of the difference by resampled nights; `None` without any event under either doctrine.
    pub difference_interval: Option<Interval>,
    /// B / A; `None` if A had no event.
    pub ratio: Option<f64>,
    /// 95 % interval of the ratio by resampled nights, on the logarithm. An end is 0 or infinite where resamples without
    /// any event reach that far; `None` if some have none under either doctrine, so that no ratio exists, or if B had no event.
    pub ratio_interval: Option<Interval>,
    /// Fieller's 95 % interval of the ratio; `None` if the rate under A is not clearly above nought.
    pub ratio_fieller: Option<(f64, f64)>,
}

impl RateContrast {
    /// Compares two rates, events for each `per` units of exposure; `None` without exposure on either side.
    ///
    /// # Panics
    /// If the four columns are not equally long.
    #[must_use]
    pub fn of(a: Counted, b: Counted, per: f64, resampler: Resampler) -> Option<Self> {
        let (rate_a, rate_b) = (Rate::of(a, per, resampler)?, Rate::of(b, per, resampler)?);
        let ratio = (rate_a.value > 0.0).then(|| rate_b.value / rate_a.value);
        let joint = Joint::of(a, b, resampler);
        let seen = rate_a.nights_with_event + rate_b.nights_with_event > 0;
        let difference = joint.as_ref().filter(|_| seen).map(|j| scaled(j.interval(|n, d, m, e| m / e - n / d), per));
        // ln(0) on both sides is no number, and then there is no ratio.
        let log = joint.and_then(|j| {
            let log = |n: f64, d: f64, m: f64, e: f64| maths::ln(m / e) - maths::ln(n / d);
            (ratio.is_some_and(|r| r > 0.0) && j.all(|n, d, m, e| !log(n, d, m, e).is_nan())).then(|| j.interval(log))
        });
        Some(Self {
            nights: a.events.len(),
            differing: differing(a, b),
            unseen_of: a.events.len(),
            a: rate_a,
            b: rate_b,
            difference: rate_b.value - rate_a.value,
            difference_interval: difference,
            ratio,
            ratio_interval: log.map(|i| Interval { low: maths::exp(i.low), high: maths::exp(i.high), ..i }),
            ratio_fieller: fieller(a, b),
        })
    }
}

/// Nights in which events or exposure differ.
#[must_use]
pub fn differing(a: Counted, b: Counted) -> usize {
    let apart = |x: &[f64], y: &[f64], i: usize| x[i].total_cmp(&y[i]).is_ne();
    (0..a.events.len()).filter(|i| apart(a.events, b.events, *i) || apart(a.exposure, b.exposure, *i)).count()
}

/// Sums of the four columns: over all nights, over each resample, and without each night.
struct Joint {
    whole: [f64; 4],
    resampled: Vec<[f64; 4]>,
    without: Vec<[f64; 4]>,
}

impl Joint {
    fn of(a: Counted, b: Counted, resampler: Resampler) -> Option<Self> {
        let columns = [a.events, a.exposure, b.events, b.exposure];
        let nights = columns[0].len();
        let sums = (nights > 1).then(|| resampler.sums(&columns))?;
        let whole = columns.map(|c| sum(c.iter().copied()));
        let resampled: Vec<_> = (0..resampler.resamples).map(|r| [0, 1, 2, 3].map(|c| sums[c][r])).collect();
        let without = (0..nights).map(|i| [0, 1, 2, 3].map(|c| whole[c] - columns[c][i])).collect();
        let divides = resampled.iter().all(|s| s[1] > 0.0 && s[3] > 0.0);
        divides.then_some(Self { whole, resampled, without })
    }

    fn all(&self, holds: impl Fn(f64, f64, f64, f64) -> bool) -> bool {
        self.resampled.iter().all(|&[n, d, m, e]| holds(n, d, m, e))
    }

    fn interval(&self, f: impl Fn(f64, f64, f64, f64) -> f64) -> Interval {
        let at = |&[n, d, m, e]: &[f64; 4]| f(n, d, m, e);
        let draws: Vec<f64> = self.resampled.iter().map(at).collect();
        let without: Vec<f64> = self.without.iter().map(at).collect();
        interval(at(&self.whole), &draws, &influence(&without))
    }
}

/// Fieller's interval of rate B over rate A, from the spread of what each night adds to the two rates.
fn fieller(a: Counted, b: Counted) -> Option<(f64, f64)> {
    let nights = a.events.len();
    if nights < 2 {
        return None;
    }
    // A rate is a ratio of sums; to first order a night moves it by (events − rate × exposure) / mean exposure.
    let pulls = |c: Counted| {
        let (events, exposure) = c.totals();
        let rate = events / exposure;
        let one = |(n, d): (&f64, &f64)| (n - rate * d) * nights as f64 / exposure;
        (rate, c.events.iter().zip(c.exposure).map(one).collect::<Vec<f64>>())
    };
    let ((rate_a, pull_a), (rate_b, pull_b)) = (pulls(a), pulls(b));
    let of = |x: &[f64], y: &[f64]| covariance(x, y).map(|c| c / nights as f64);
    let spread = [of(&pull_b, &pull_b)?, -of(&pull_a, &pull_b)?, of(&pull_a, &pull_a)?];
    // Where B − ratio × A comes to nought; with A's own interval across nought there are no two ends to hold B / A.
    match (Means { at: [rate_b, -rate_a], spread }).zero(student_t_two_sided(nights - 1)) {
        Set::Between(low, high) => Some((low, high)),
        _ => None,
    }
}

fn scaled(i: Interval, per: f64) -> Interval {
    Interval { low: i.low * per, high: i.high * per, ..i }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, NightKey, Purpose, Subject};

    #[derive(serde::Deserialize)]
    struct Known {
        rates: Case,
    }
    #[derive(serde::Deserialize)]
    struct Case {
        seed: u64,
        resamples: usize,
        na: Vec<f64>,
        da: Vec<f64>,
        nb: Vec<f64>,
        db: Vec<f64>,
        difference: (f64, f64),
        ratio: (f64, f64),
    }

    fn contrast(na: &[f64], da: &[f64], nb: &[f64], db: &[f64], resampler: Resampler) -> RateContrast {
        let (a, b) = (Counted { events: na, exposure: da }, Counted { events: nb, exposure: db });
        RateContrast::of(a, b, 1000.0, resampler).unwrap()
    }

    #[test]
    fn rate_contrasts_agree_with_scipy_on_the_same_resamples() {
        let Known { rates: k } =
            serde_json::from_str(include_str!("../../tests/fixtures/oracles/counts.json")).unwrap();
        let ours = contrast(&k.na, &k.da, &k.nb, &k.db, Resampler { seed: k.seed, resamples: k.resamples });
        let (difference, ratio) = (ours.difference_interval.unwrap(), ours.ratio_interval.unwrap());
        for (ours, theirs) in [
            (difference.low, 1000.0 * k.difference.0),
            (difference.high, 1000.0 * k.difference.1),
            (ratio.low, k.ratio.0),
            (ratio.high, k.ratio.1),
        ] {
            assert!((ours - theirs).abs() <= 1e-7 * theirs.abs(), "ours {ours}, scipy {theirs}");
        }
        assert!(ratio.covers(ours.ratio.unwrap()) && difference.covers(ours.difference));
    }

    #[test]
    fn fiellers_ends_are_as_far_as_t_allows_and_close_to_the_bootstrap() {
        let Known { rates: k } =
            serde_json::from_str(include_str!("../../tests/fixtures/oracles/counts.json")).unwrap();
        let n = k.na.len() as f64;
        // With one exposure each night the rate is a mean, and the textbook's formula for a ratio of means holds.
        let ours = contrast(&k.na, &vec![1.0; k.na.len()], &k.nb, &vec![1.0; k.na.len()], Resampler::new(1));
        let (low, high) = ours.ratio_fieller.unwrap();
        let of = |x: &[f64], y: &[f64]| covariance(x, y).unwrap() / n;
        let (a, b) = (sum(k.na.iter().copied()) / n, sum(k.nb.iter().copied()) / n);
        let t = student_t_two_sided(k.na.len() - 1);
        for r in [low, high] {
            let error = maths::sqrt(of(&k.nb, &k.nb) - 2.0 * r * of(&k.na, &k.nb) + r * r * of(&k.na, &k.na));
            assert!(((b - r * a).abs() - t * error).abs() < 1e-10, "at {r}");
        }
        let boot = ours.ratio_interval.unwrap();
        assert!((boot.low - low).abs() < 0.1 && (boot.high - high).abs() < 0.2, "{boot:?} and {low} {high}");
    }

    #[test]
    fn without_events_there_is_no_ratio_and_without_people_no_rate() {
        let (zero, ten) = (vec![0.0; 20], vec![10.0; 20]);
        let none = contrast(&zero, &ten, &zero, &ten, Resampler::new(1));
        assert_eq!((none.ratio, none.ratio_interval, none.ratio_fieller, none.difference), (None, None, None, 0.0));
        // Nought to nought would read as sure.
        assert_eq!((none.a.interval, none.b.interval, none.difference_interval), (None, None, None));
        let mut few = zero.clone();
        few[3] = 5.0;
        // A has one night with deaths: a third of resamples miss it. The ratio's upper end is open, B has none at all.
        let one = contrast(&few, &ten, &ten, &ten, Resampler::new(1));
        assert!(one.ratio_interval.unwrap().high.is_infinite() && one.ratio_fieller.is_none());
        assert_eq!(one.a.nights_with_event, 1);
        let nobody = Counted { events: &zero, exposure: &zero };
        assert!(RateContrast::of(nobody, nobody, 1.0, Resampler::new(1)).is_none());
    }

    #[test]
    fn people_of_one_night_are_no_independent_cases() {
        // A capsize in one night of ten takes twenty people: Poisson on people would be narrower by √20.
        let luck = Draws::new(NightKey { seed: 8, night: 0 });
        let capsize = |i: u32| luck.chance(Subject::boat(i), Purpose::HullFate, 0, 0.1);
        let deaths: Vec<f64> = (0..500).map(|i| if capsize(i) { 20.0 } else { 0.0 }).collect();
        let aboard = vec![200.0; 500];
        let rate = Rate::of(Counted { events: &deaths, exposure: &aboard }, 1000.0, Resampler::new(1)).unwrap();
        let Interval { low, high, .. } = rate.interval.unwrap();
        let total: f64 = deaths.iter().sum();
        let poisson = 2.0 * 1.96 * maths::sqrt(total) / 100_000.0 * 1000.0;
        assert!((high - low) / poisson > 3.5 && (high - low) / poisson < 5.0, "{}", (high - low) / poisson);
    }
}
