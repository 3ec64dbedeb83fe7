//! How far could an average over nights, or a rate over nights, have come out otherwise?
//!
//! The nights are drawn anew with replacement, whole nights with all their people, and the statistic is taken again: a
//! cluster bootstrap, as deaths of one night are not independent of each other (METHODS 4). The interval is BCa,
//! bias-corrected and accelerated (Efron 1987, doi 10.1080/01621459.1987.10478410; Efron & Tibshirani 1993, ch. 14): it
//! follows the skew of counts where Student's t is symmetric. Which nights make up a resample is a function of seed and
//! number of the resample, so resamples may be taken in any order, by any number of workers, and all metrics share them:
//! a draw holds every metric of the same nights, and joint statements (a front, a best doctrine) are possible.
//!
//! A resample is kept as how often each night is in it: made once, then one product for each metric.
//!
//! Left out: bootstrap-t (its length is unstable on counts that are mostly zero) and smoothing of resamples.

use super::moments::{mean, quantile, sorted, sum};
use super::paired::CONFIDENCE;
use crate::draws::{Draws, NightKey, Purpose, Subject};
use crate::units::maths;
use std::ops::Range;

/// Resamples unless told otherwise: ends of a 95 % interval then move by a few hundredths of its length from seed to seed
/// (Efron & Tibshirani 1993, ch. 19 advise a thousand at least).
pub const RESAMPLES: usize = 2000;

/// How the ends of an interval were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Bias-corrected and accelerated.
    Bca,
    /// Plain percentiles of the resamples: the correction had no finite value.
    Percentile,
    /// Student's t on strata of nights, each weighted with its size; not resampled.
    Strata,
    /// Every night gave the same, so no resample can differ. It says nothing on nights not seen.
    NothingVaries,
}

/// A 95 % interval from resampled nights.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Interval {
    /// Lower end, in the statistic's unit.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// How it was found.
    pub method: Method,
}

impl Interval {
    /// Does it hold this value, ends included?
    #[must_use]
    pub fn covers(self, x: f64) -> bool {
        self.low <= x && x <= self.high
    }
}

/// Which nights make up each resample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resampler {
    /// The seed: that of the study, so that its page repeats to the last digit.
    pub seed: u64,
    /// How many resamples.
    pub resamples: usize,
}

impl Resampler {
    /// [`RESAMPLES`] resamples under this seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { seed, resamples: RESAMPLES }
    }

    /// The nights of one resample, by index below `nights`: as many as there are nights, in the order drawn.
    #[expect(clippy::cast_possible_truncation, reason = "the upper half of the product is below the number of nights")]
    pub fn indices(self, resample: usize, nights: usize) -> impl Iterator<Item = usize> {
        let draws = Draws::new(NightKey { seed: self.seed, night: resample as u64 });
        // The upper half of a product with 64 random bits is uniform to one part in 2^64 / nights (Lemire 2019).
        (0..nights as u32).map(move |k| {
            ((u128::from(draws.bits(Subject::NIGHT, Purpose::Resample, k)) * nights as u128) >> 64) as usize
        })
    }

    /// How often each night is in one resample.
    pub fn weights(self, resample: usize, weights: &mut [f64]) {
        weights.fill(0.0);
        for i in self.indices(resample, weights.len()) {
            weights[i] += 1.0;
        }
    }

    /// Sums of columns (same index, same night) over each resample: one list for each column, joint across columns.
    ///
    /// # Panics
    /// If the columns are not equally long: nights are whole or absent.
    #[must_use]
    pub fn sums(self, columns: &[&[f64]]) -> Vec<Vec<f64>> {
        self.sums_of(columns, 0..self.resamples)
    }

    /// The same for some of the resamples, by number: a share for one of several workers. Put end to end in order, shares give
    /// what [`Resampler::sums`] gives, bit for bit.
    ///
    /// # Panics
    /// If the columns are not equally long.
    #[must_use]
    pub fn sums_of(self, columns: &[&[f64]], which: Range<usize>) -> Vec<Vec<f64>> {
        let nights = columns.first().map_or(0, |c| c.len());
        assert!(columns.iter().all(|c| c.len() == nights), "columns of a study are equally long");
        let mut weights = vec![0.0; nights];
        let mut out = vec![Vec::with_capacity(which.len()); columns.len()];
        for resample in which {
            self.weights(resample, &mut weights);
            for (sums, column) in out.iter_mut().zip(columns) {
                sums.push(dot(&weights, column));
            }
        }
        out
    }

    /// Means of columns over each resample, joint across columns. See [`Resampler::sums`].
    #[must_use]
    pub fn means(self, columns: &[&[f64]]) -> Vec<Vec<f64>> {
        let nights = columns.first().map_or(0, |c| c.len()) as f64;
        let mut sums = self.sums(columns);
        sums.iter_mut().flatten().for_each(|s| *s /= nights);
        sums
    }

    /// 95 % intervals of the means of columns, on shared resamples; `None` below two nights.
    #[must_use]
    pub fn mean_intervals(self, columns: &[&[f64]]) -> Vec<Option<Interval>> {
        if columns.first().is_none_or(|c| c.len() < 2) {
            return vec![None; columns.len()];
        }
        let one = |(column, draws): (&&[f64], Vec<f64>)| Some(mean_interval_from(column, &draws));
        columns.iter().zip(self.means(columns)).map(one).collect()
    }

    /// 95 % interval of the mean of one column; `None` below two nights.
    #[must_use]
    pub fn mean_interval(self, x: &[f64]) -> Option<Interval> {
        self.mean_intervals(&[x]).pop().flatten()
    }

    /// 95 % interval of a rate, the sum of one column over the sum of another, each night's pair kept together.
    /// `None` below two nights, or if a resample has nothing to divide by: so few nights carry a rate on luck alone.
    #[must_use]
    pub fn ratio_interval(self, numerator: &[f64], denominator: &[f64]) -> Option<Interval> {
        let n = numerator.len();
        if n < 2 {
            return None;
        }
        let sums = self.sums(&[numerator, denominator]);
        let draws: Vec<f64> = sums[0].iter().zip(&sums[1]).map(|(n, d)| n / d).collect();
        let (total_n, total_d) = (sum(numerator.iter().copied()), sum(denominator.iter().copied()));
        if sums[1].iter().any(|d| *d <= 0.0) || total_d <= 0.0 {
            return None;
        }
        let without = |i: usize| (total_n - numerator[i]) / (total_d - denominator[i]);
        let jackknife: Vec<f64> = (0..n).map(without).collect();
        Some(interval(total_n / total_d, &draws, &influence(&jackknife)))
    }
}

/// The interval of a mean whose resampled means are known (from [`Resampler::means`]).
#[must_use]
pub fn mean_interval_from(x: &[f64], draws: &[f64]) -> Interval {
    let m = mean(x);
    // Without one night the mean moves by (x − mean) / (n − 1); only the shape matters.
    let influence: Vec<f64> = x.iter().map(|x| x - m).collect();
    if x.iter().all(|y| y.total_cmp(&x[0]).is_eq()) {
        return Interval { low: m, high: m, method: Method::NothingVaries };
    }
    interval(m, draws, &influence)
}

/// From the statistic without each night to how much each night pulls on it.
#[must_use]
pub fn influence(without: &[f64]) -> Vec<f64> {
    let m = mean(without);
    without.iter().map(|x| m - x).collect()
}

/// The 95 % interval of any statistic: its value, its value on each resample, and the pull of each night on it (any scale).
/// `draws` must not be empty.
#[must_use]
pub fn interval(estimate: f64, draws: &[f64], influence: &[f64]) -> Interval {
    let sorted = sorted(draws);
    let last = sorted.len() - 1;
    if sorted[0].total_cmp(&sorted[last]).is_eq() && influence.iter().all(|u| *u == 0.0) {
        return Interval { low: estimate, high: estimate, method: Method::NothingVaries };
    }
    let at = |p: f64| quantile(&sorted, p).unwrap_or(estimate);
    if let Some((low, high)) = bca_shares(estimate, &sorted, influence) {
        return Interval { low: at(low), high: at(high), method: Method::Bca };
    }
    let tail = (1.0 - CONFIDENCE) / 2.0;
    Interval { low: at(tail), high: at(1.0 - tail), method: Method::Percentile }
}

/// Shares of the resamples that lie below the two ends; `None` where the correction is not finite.
fn bca_shares(estimate: f64, sorted: &[f64], influence: &[f64]) -> Option<(f64, f64)> {
    // Draws that are the estimate but for rounding count half, as ties do.
    let scale = sorted[0].abs().max(sorted[sorted.len() - 1].abs()).max(estimate.abs());
    let rounding = if scale.is_finite() { 1e-13 * scale } else { 0.0 };
    let below = sorted.partition_point(|d| *d < estimate - rounding);
    let not_above = sorted.partition_point(|d| *d <= estimate + rounding);
    let share = (below + not_above) as f64 / (2 * sorted.len()) as f64;
    if share <= 0.0 || share >= 1.0 {
        return None;
    }
    let bias = maths::normal_quantile(share);
    let squares = sum(influence.iter().map(|u| u * u));
    if !(squares > 0.0 && squares.is_finite()) {
        return None;
    }
    let acceleration = sum(influence.iter().map(|u| u * u * u)) / (6.0 * squares * maths::sqrt(squares));
    let z = maths::normal_quantile(0.5 + CONFIDENCE / 2.0);
    let end = |z: f64| {
        let shifted = bias + z;
        let stretch = 1.0 - acceleration * shifted;
        (stretch > 0.0).then(|| maths::normal_cdf(bias + shifted / stretch))
    };
    Some((end(-z)?, end(z)?))
}

/// A product of two columns in eight lanes: their order is fixed, so the bits are, and a processor takes them abreast.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    const LANES: usize = 8;
    let mut lanes = [0.0; LANES];
    let (whole_a, whole_b) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest: f64 = whole_a.remainder().iter().zip(whole_b.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in whole_a.zip(whole_b) {
        for k in 0..LANES {
            lanes[k] += x[k] * y[k];
        }
    }
    lanes.iter().sum::<f64>() + rest
}

#[cfg(test)]
mod tests;
