//! What do paired nights say about one metric in two ways that can check each other?
//!
//! Student's t interval on the differences is what everybody knows, and is right once many nights differ; the BCa bootstrap
//! follows the skew that a few terrible nights bring (METHODS 2). Where they part, a reader should see both, so whether
//! they do is part of the answer. Beside them stand the shares of nights in which one doctrine was lower, each with Wilson's
//! interval (Wilson 1927), which keeps its promise near 0 and 1 where most of these shares lie (Brown, Cai & DasGupta
//! 2001, doi 10.1214/ss/1009213286).
//!
//! Left out: which side is wanted. That is for `MetricInfo::direction` and the page.

use super::paired::{CONFIDENCE, PairedDifference, PairingError};
use super::resample::{Interval, Resampler, mean_interval_from};
use crate::units::maths;

/// The ends differ if one is off by more than this share of the half-width of Student's t interval. A bootstrap of 2,000
/// alone scatters by some 0.04.
pub const ENDS_APART: f64 = 0.25;

/// Do the two intervals say the same?
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// Ends close to each other, the same conclusion on zero.
    Agree,
    /// The same conclusion on zero, but an end is off by more than [`ENDS_APART`]: show both.
    EndsDiffer,
    /// One excludes zero and the other does not, so no side should be named.
    ConclusionsDiffer,
    /// Below two nights there is nothing to compare.
    NoInterval,
}

/// How many nights of how many, with Wilson's 95 % interval of the share.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Share {
    /// Nights counted.
    pub nights: usize,
    /// Of how many.
    pub of: usize,
    /// The share of all nights, where those lived do not all weigh the same; `None` where it is `nights` over `of`.
    pub weighted: Option<f64>,
    /// 95 % interval of the share, between 0 and 1; `None` for no nights.
    pub interval_95: Option<(f64, f64)>,
}

impl Share {
    /// So many nights of so many.
    #[must_use]
    pub fn of(nights: usize, of: usize) -> Self {
        Self { nights, of, weighted: None, interval_95: wilson(nights, of) }
    }

    /// The share itself; `None` for no nights.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        self.weighted.or_else(|| (self.of > 0).then(|| self.nights as f64 / self.of as f64))
    }
}

/// A paired difference with a second interval and the shares of nights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contrast {
    /// Means, Student's t interval, counts. Differences are B − A.
    pub difference: PairedDifference,
    /// BCa interval of the mean difference; `None` below two nights.
    pub bootstrap: Option<Interval>,
    /// Whether the two intervals agree.
    pub agreement: Agreement,
    /// Nights in which A had the lower value.
    pub a_lower: Share,
    /// Nights in which B had the lower value.
    pub b_lower: Share,
    /// Nights in which both had the same.
    pub equal: Share,
}

impl Contrast {
    /// Compares two columns whose same index is the same night.
    ///
    /// # Errors
    /// As [`PairedDifference::of`].
    #[expect(clippy::missing_panics_doc, reason = "one pair in gives one contrast out")]
    pub fn of(a: &[f64], b: &[f64], resampler: Resampler) -> Result<Self, PairingError> {
        Self::of_many(&[(a, b)], resampler).map(|mut all| all.pop().expect("one pair gives one contrast"))
    }

    /// Compares the columns of many metrics on shared resamples, which takes little longer than one.
    ///
    /// # Errors
    /// As [`PairedDifference::of`], for the first metric that cannot be compared. All metrics need as many nights as the
    /// first.
    pub fn of_many(metrics: &[(&[f64], &[f64])], resampler: Resampler) -> Result<Vec<Self>, PairingError> {
        let nights = metrics.first().map_or(0, |(a, _)| a.len());
        let mut paired = Vec::with_capacity(metrics.len());
        for (a, b) in metrics {
            if a.len() != nights {
                return Err(PairingError::LengthsDiffer { a: nights, b: a.len() });
            }
            paired.push(PairedDifference::of(a, b)?);
        }
        let differences: Vec<Vec<f64>> =
            metrics.iter().map(|(a, b)| a.iter().zip(*b).map(|(a, b)| b - a).collect()).collect();
        let columns: Vec<&[f64]> = differences.iter().map(Vec::as_slice).collect();
        let draws = if nights < 2 { Vec::new() } else { resampler.means(&columns) };
        let one = |(i, difference): (usize, PairedDifference)| {
            let bootstrap = draws.get(i).map(|draws| mean_interval_from(columns[i], draws));
            Self {
                difference,
                bootstrap,
                agreement: agreement(difference.interval_95, bootstrap),
                a_lower: Share::of(difference.nights_a_lower, nights),
                b_lower: Share::of(difference.nights_b_lower, nights),
                equal: Share::of(difference.nights_equal, nights),
            }
        };
        Ok(paired.into_iter().enumerate().map(one).collect())
    }

    /// Whether both intervals exclude zero, on the same side.
    #[must_use]
    pub fn excludes_zero(&self) -> bool {
        let t = self.difference.interval_95.is_some_and(excludes_zero);
        t && matches!(self.agreement, Agreement::Agree | Agreement::EndsDiffer)
    }
}

/// Wilson's 95 % interval of a share, `count` of `n`; `None` for none.
#[must_use]
pub fn wilson(count: usize, n: usize) -> Option<(f64, f64)> {
    if n == 0 {
        return None;
    }
    let (k, n) = (count as f64, n as f64);
    let z = maths::normal_quantile(0.5 + CONFIDENCE / 2.0);
    let middle = (k + z * z / 2.0) / (n + z * z);
    let half = z / (n + z * z) * maths::sqrt(k * (n - k) / n + z * z / 4.0);
    // At the ends the formula gives 0 and 1 but for rounding.
    let low = if count == 0 { 0.0 } else { middle - half };
    let high = if k >= n { 1.0 } else { middle + half };
    Some((low, high))
}

fn excludes_zero((low, high): (f64, f64)) -> bool {
    low > 0.0 || high < 0.0
}

/// Do the two intervals, Student's first, say the same?
#[must_use]
pub fn agreement(t: Option<(f64, f64)>, bootstrap: Option<Interval>) -> Agreement {
    let (Some((low, high)), Some(b)) = (t, bootstrap) else { return Agreement::NoInterval };
    let side = |low: f64, high: f64| i8::from(low > 0.0) - i8::from(high < 0.0);
    if side(low, high) != side(b.low, b.high) {
        return Agreement::ConclusionsDiffer;
    }
    let apart = ENDS_APART * (high - low) / 2.0;
    let far = (b.low - low).abs() > apart || (b.high - high).abs() > apart;
    if far { Agreement::EndsDiffer } else { Agreement::Agree }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, NightKey, Purpose, Subject};

    #[derive(serde::Deserialize)]
    struct Known {
        wilson: Vec<(usize, usize, f64, f64)>,
    }

    #[test]
    fn wilsons_interval_agrees_with_statsmodels() {
        let known: Known = serde_json::from_str(include_str!("../../tests/fixtures/oracles/counts.json")).unwrap();
        assert_eq!(known.wilson.len(), 9);
        for (count, n, low, high) in known.wilson {
            let ours = wilson(count, n).unwrap();
            assert!((ours.0 - low).abs() < 1e-8 && (ours.1 - high).abs() < 1e-8, "{count} of {n}: {ours:?}");
        }
        assert_eq!(wilson(0, 0), None);
    }

    #[test]
    fn smooth_differences_have_intervals_that_agree_and_skewed_ones_do_not() {
        let luck = Draws::new(NightKey { seed: 2, night: 0 });
        let zero = vec![0.0; 400];
        let smooth: Vec<f64> = (0..400).map(|i| 0.5 + luck.normal(Subject::boat(i), Purpose::Surge, 0)).collect();
        let calm = Contrast::of(&zero, &smooth, Resampler::new(1)).unwrap();
        assert_eq!(calm.agreement, Agreement::Agree);
        assert!(calm.excludes_zero());
        // One capsize in a hundred nights, of ten to fifty people.
        let skewed: Vec<f64> = (0..400_i32).map(|i| if i % 100 == 3 { f64::from(10 + i / 8) } else { 0.0 }).collect();
        let wild = Contrast::of(&zero, &skewed, Resampler::new(1)).unwrap();
        assert_ne!(wild.agreement, Agreement::Agree);
        assert_eq!((wild.a_lower.nights, wild.equal.nights, wild.b_lower.value()), (4, 396, Some(0.0)));
    }

    #[test]
    fn opposite_conclusions_are_told_as_such() {
        let b = Interval { low: 0.1, high: 3.0, method: super::super::resample::Method::Bca };
        assert_eq!(agreement(Some((-0.1, 2.0)), Some(b)), Agreement::ConclusionsDiffer);
        assert_eq!(agreement(Some((0.1, 2.9)), Some(b)), Agreement::Agree);
        assert_eq!(agreement(Some((0.1, 2.0)), Some(b)), Agreement::EndsDiffer);
        assert_eq!(agreement(Some((-3.0, -0.1)), Some(b)), Agreement::ConclusionsDiffer);
    }

    #[test]
    fn a_against_a_is_nothing_in_both_intervals() {
        let x = [1.0, 4.0, 9.0];
        let same = Contrast::of(&x, &x, Resampler::new(1)).unwrap();
        let b = same.bootstrap.unwrap();
        assert_eq!((same.difference.interval_95, b.low, b.high), (Some((0.0, 0.0)), 0.0, 0.0));
        assert_eq!((same.agreement, same.excludes_zero()), (Agreement::Agree, false));
        assert_eq!(Contrast::of(&[1.0], &[2.0], Resampler::new(1)).unwrap().agreement, Agreement::NoInterval);
    }

    #[test]
    fn many_metrics_get_what_each_would_get_alone() {
        let (a, b): (Vec<f64>, Vec<f64>) = (0..50).map(|i| (f64::from(i % 7), f64::from(i % 5))).unzip();
        let many = Contrast::of_many(&[(&a, &b), (&b, &a)], Resampler::new(3)).unwrap();
        assert_eq!(many[0], Contrast::of(&a, &b, Resampler::new(3)).unwrap());
        assert_eq!(many[1].difference.interval_95.map(|(low, high)| (-high, -low)), many[0].difference.interval_95);
        assert!(Contrast::of_many(&[(&a, &b), (&a[1..], &b[1..])], Resampler::new(3)).is_err());
    }
}
