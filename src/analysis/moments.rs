//! What are the mean, the spread and the quantiles of some numbers, to the last bit the same everywhere?
//!
//! Sums run in index order with Neumaier's compensation, so the same nights give the same bits and a large common level
//! loses no digits. Quantiles interpolate between neighbours (type 7 of Hyndman & Fan 1996, the one of numpy and R).
//!
//! A column of a study fits in memory and is summed whole; [`Stream`] is for whoever looks at unfinished work.

use super::paired::CONFIDENCE;
use crate::parameters::incomplete::beta_below;
use crate::units::maths;
use statrs::distribution::{Continuous, ContinuousCDF, StudentsT};

/// The mean, in index order with compensation; 0 for none.
#[must_use]
pub fn mean(x: &[f64]) -> f64 {
    if x.is_empty() { 0.0 } else { sum(x.iter().copied()) / x.len() as f64 }
}

/// The sample variance in two passes; `None` below two values.
#[must_use]
pub fn variance(x: &[f64]) -> Option<f64> {
    covariance(x, x)
}

/// Mean and variance of numbers as they come, after Welford (1962): the last digits hang on their order.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stream {
    count: usize,
    mean: f64,
    squares: f64,
}

impl Stream {
    /// Nothing seen yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { count: 0, mean: 0.0, squares: 0.0 }
    }

    /// Takes one more.
    pub fn push(&mut self, x: f64) {
        self.count += 1;
        let from_old = x - self.mean;
        self.mean += from_old / self.count as f64;
        self.squares += from_old * (x - self.mean);
    }

    /// How many there were.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.count
    }

    /// Their mean; 0 for none.
    #[must_use]
    pub const fn mean(&self) -> f64 {
        self.mean
    }

    /// Their sample variance; `None` below two.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        (self.count > 1).then(|| self.squares / (self.count - 1) as f64)
    }
}

/// The sample covariance in two passes, over the shorter of the two; `None` below two values.
#[must_use]
pub fn covariance(x: &[f64], y: &[f64]) -> Option<f64> {
    let n = x.len().min(y.len());
    if n < 2 {
        return None;
    }
    let (mx, my) = (mean(&x[..n]), mean(&y[..n]));
    Some(sum(x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my))) / (n - 1) as f64)
}

/// Neumaier's compensated sum.
#[must_use]
pub fn sum(values: impl Iterator<Item = f64>) -> f64 {
    let (mut total, mut lost) = (0.0_f64, 0.0_f64);
    for x in values {
        let next = total + x;
        lost += if total.abs() >= x.abs() { (total - next) + x } else { (x - next) + total };
        total = next;
    }
    total + lost
}

/// The value below which a share `p` of sorted numbers lies, between neighbours by a straight line; `None` for no numbers.
#[must_use]
pub fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = p.clamp(0.0, 1.0) * last as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the last index")]
    let below = place as usize;
    let (low, high, part) = (sorted[below], sorted[(below + 1).min(last)], place - below as f64);
    // Infinite neighbours have no line between them.
    Some(if part == 0.0 || low.total_cmp(&high).is_eq() { low } else { low + (high - low) * part })
}

/// The numbers in rising order.
#[must_use]
pub fn sorted(x: &[f64]) -> Vec<f64> {
    let mut x = x.to_vec();
    x.sort_unstable_by(f64::total_cmp);
    x
}

/// The quantile that holds 95 % of Student's t between minus itself and itself, for one degree of freedom or more.
///
/// The library's inverse is off by 7e-6 at 99 999 degrees of freedom, so one Newton step polishes it. The
/// result is rounded to 11 decimals: its logarithms are the standard library's, whose last digits are
/// unspecified, and an interval must be the same everywhere.
pub fn student_t_two_sided(freedom: usize) -> f64 {
    student_t_quantile(0.5 + CONFIDENCE / 2.0, freedom)
}

/// The value below which a share `p` of Student's t lies, rounded as [`student_t_two_sided`] is.
pub(in crate::analysis) fn student_t_quantile(p: f64, freedom: usize) -> f64 {
    let t = StudentsT::new(0.0, 1.0, freedom as f64).expect("location 0, scale 1 and at least one degree of freedom");
    let rough = t.inverse_cdf(p);
    let polished = rough - (t.cdf(rough) - p) / t.pdf(rough);
    let scale = 1e11;
    maths::round(polished * scale) / scale
}

/// How likely Student's t lies at least as far from zero as `t`, on either side.
#[must_use]
pub fn student_t_p(t: f64, freedom: usize) -> f64 {
    let v = freedom as f64;
    if t.is_infinite() { 0.0 } else { beta_below(v / 2.0, 0.5, v / (v + t * t)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_they_come_have_the_mean_and_variance_of_the_whole() {
        let x = [3.0, -1.0, 4.0, 1.0, -5.0, 9.0, 2.0, 6.0];
        let mut stream = Stream::new();
        for (i, value) in x.iter().enumerate() {
            stream.push(*value);
            assert_eq!(stream.count(), i + 1);
            assert!((stream.mean() - mean(&x[..=i])).abs() < 1e-14);
            assert_eq!(stream.variance().is_some(), i > 0);
        }
        assert!((stream.variance().unwrap() - variance(&x).unwrap()).abs() < 1e-13);
    }

    #[test]
    fn quantiles_lie_between_neighbours() {
        let x = sorted(&[4.0, 1.0, 3.0, 2.0]);
        for (p, expected) in [(0.0, 1.0), (0.5, 2.5), (1.0, 4.0), (0.1, 1.3)] {
            assert_eq!(quantile(&x, p), Some(expected));
        }
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[7.0], 0.9), Some(7.0));
    }

    #[test]
    fn tails_of_students_t_are_those_of_closed_forms() {
        // One degree of freedom is Cauchy's: half of it lies beyond 1. Two have 1 − t/√(2 + t²).
        assert!((student_t_p(1.0, 1) - 0.5).abs() < 1e-12);
        for t in [0.1, 1.0, 4.0, 30.0] {
            let exact = 1.0 - t / maths::sqrt(2.0 + t * t);
            assert!((student_t_p(-t, 2) - exact).abs() < 1e-12, "at {t}");
        }
        for freedom in [1, 7, 99, 9999, 99999] {
            let p = student_t_p(student_t_two_sided(freedom), freedom);
            assert!((p - 0.05).abs() < 1e-9, "{p} at {freedom}");
        }
    }

    #[test]
    fn the_covariance_of_a_line_is_its_slope_times_the_variance() {
        let x = [1.0, 2.0, 4.0, 8.0];
        let y = x.map(|x| 5.0 - 2.0 * x);
        assert!((covariance(&x, &y).unwrap() + 2.0 * variance(&x).unwrap()).abs() < 1e-12);
        assert_eq!(variance(&[1.0]), None);
    }
}
