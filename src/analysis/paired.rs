//! By how much do two doctrines differ on the same nights, and how sure is that?
//!
//! The mean of the night-by-night differences with Student's t interval (Law, *Simulation Modeling and
//! Analysis*, ch. 10). Separate intervals for A and B would mislead: both arms met the same luck, so
//! what counts is the spread of the difference. How much the pairing bought is measured, not assumed
//! (Nelson & Matejcik 1995, doi 10.1287/mnsc.41.12.1935). Sums run in index order with Neumaier's
//! compensation, so the same nights give the same bits and a large common level loses no digits.
//!
//! Left out: bootstrap intervals for skewed counts (`contrast`), and correction for looking at many metrics
//! (`multiple`).

use super::moments::{mean, student_t_two_sided, variance};
use crate::units::maths;

/// The share of such intervals that hold the true difference, if nights are independent.
pub const CONFIDENCE: f64 = 0.95;

/// Why two vectors cannot be compared.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PairingError {
    /// A night is missing on one side.
    #[error("A has {a} nights and B has {b}: pairs need as many on both sides")]
    LengthsDiffer {
        /// Nights in A.
        a: usize,
        /// Nights in B.
        b: usize,
    },
    /// A value is not a number, or too large to subtract.
    #[error("at index {index} A is {a} and B is {b}: only finite numbers with a finite difference can be compared")]
    NotFinite {
        /// Index in the vectors, from 0.
        index: usize,
        /// Value in A.
        a: f64,
        /// Value in B.
        b: f64,
    },
}

/// What paired nights say about one metric. Differences are always B − A.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairedDifference {
    /// Number of paired nights.
    pub n: usize,
    /// Mean of A over the nights, in the metric's unit; 0 when there are no nights.
    pub mean_a: f64,
    /// Mean of B over the nights, in the metric's unit; 0 when there are no nights.
    pub mean_b: f64,
    /// Mean of B − A, in the metric's unit; 0 when there are no nights.
    pub mean_difference: f64,
    /// Standard error of that mean; `None` below two nights.
    pub standard_error: Option<f64>,
    /// 95 % interval of that mean (Student's t); `None` below two nights, (0, 0) when identical.
    pub interval_95: Option<(f64, f64)>,
    /// Nights in which A had the lower value.
    pub nights_a_lower: usize,
    /// Nights in which B had the lower value.
    pub nights_b_lower: usize,
    /// Nights in which both had exactly the same value.
    pub nights_equal: usize,
    /// Share of the variance of independent arms that pairing took away:
    /// 1 − Var(B − A) / (Var A + Var B). 0 bought nothing, below 0 cost something; `None` if nothing varies.
    pub correlation_bought: Option<f64>,
    /// How many plain nights bound as much what was never seen: `n`, or fewer where nights do not all weigh the same.
    pub unseen_of: usize,
    /// A was zero in every night (and there was at least one).
    pub none_in_a: bool,
    /// B was zero in every night (and there was at least one).
    pub none_in_b: bool,
}

impl PairedDifference {
    /// Compares two vectors whose same index is the same night.
    ///
    /// # Errors
    /// If the lengths differ, or a value or difference is not finite.
    pub fn of(a: &[f64], b: &[f64]) -> Result<Self, PairingError> {
        if a.len() != b.len() {
            return Err(PairingError::LengthsDiffer { a: a.len(), b: b.len() });
        }
        let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| b - a).collect();
        if let Some(index) =
            (0..a.len()).find(|&i| !(a[i].is_finite() && b[i].is_finite() && differences[i].is_finite()))
        {
            return Err(PairingError::NotFinite { index, a: a[index], b: b[index] });
        }
        let n = a.len();
        let nights_a_lower = differences.iter().filter(|d| **d > 0.0).count();
        let nights_b_lower = differences.iter().filter(|d| **d < 0.0).count();
        let mean_difference = mean(&differences);
        let variance_difference = variance(&differences);
        let standard_error = variance_difference.map(|v| maths::sqrt(v / n as f64));
        let interval_95 = standard_error.map(|se| {
            let half = student_t_two_sided(n - 1) * se;
            (mean_difference - half, mean_difference + half)
        });
        let correlation_bought = match (variance(a), variance(b), variance_difference) {
            (Some(va), Some(vb), Some(vd)) if va + vb > 0.0 => Some(1.0 - vd / (va + vb)),
            _ => None,
        };
        Ok(Self {
            n,
            mean_a: mean(a),
            mean_b: mean(b),
            mean_difference,
            standard_error,
            interval_95,
            nights_a_lower,
            nights_b_lower,
            nights_equal: n - nights_a_lower - nights_b_lower,
            correlation_bought,
            unseen_of: n,
            none_in_a: n > 0 && a.iter().all(|x| *x == 0.0),
            none_in_b: n > 0 && b.iter().all(|x| *x == 0.0),
        })
    }

    /// Whether every night (of at least one) gave both arms exactly the same value.
    #[must_use]
    pub const fn is_identical(&self) -> bool {
        self.n > 0 && self.nights_equal == self.n
    }

    /// Nights in which the arms differed.
    #[must_use]
    pub const fn nights_differing(&self) -> usize {
        self.nights_a_lower + self.nights_b_lower
    }
}

/// Upper 95 % bound on the rate of nights with an event after `n` nights with none: 3/n, at most 1.
/// `None` for no nights. The exact bound, 1 − 0.05^(1/n), is always a little lower
/// (Hanley & Lippman-Hand 1983, doi 10.1001/jama.1983.03330370053031).
#[must_use]
pub fn rule_of_three(n: usize) -> Option<f64> {
    (n > 0).then(|| (3.0 / n as f64).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(serde::Deserialize)]
    struct Quantiles {
        rows: Vec<Quantile>,
    }
    #[derive(serde::Deserialize)]
    struct Quantile {
        freedom: usize,
        quantile: f64,
    }
    #[derive(serde::Deserialize)]
    struct Cases {
        cases: Vec<Case>,
    }
    #[derive(serde::Deserialize)]
    struct Case {
        name: String,
        a: Vec<f64>,
        b: Vec<f64>,
        n: usize,
        mean_a: f64,
        mean_b: f64,
        mean_difference: f64,
        standard_error: f64,
        interval_low: f64,
        interval_high: f64,
        nights_a_lower: usize,
        nights_b_lower: usize,
        nights_equal: usize,
        correlation_bought: f64,
    }

    fn close(what: &str, ours: f64, theirs: f64) {
        assert!((ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0), "{what}: ours {ours}, scipy {theirs}");
    }

    #[test]
    fn student_t_agrees_with_scipy() {
        let known: Quantiles =
            serde_json::from_str(include_str!("../../tests/fixtures/analysis/student_t.json")).unwrap();
        assert_eq!(known.rows.len(), 20);
        for row in known.rows {
            close(&format!("{} degrees of freedom", row.freedom), student_t_two_sided(row.freedom), row.quantile);
        }
    }

    #[test]
    fn paired_differences_agree_with_scipy() {
        let known: Cases = serde_json::from_str(include_str!("../../tests/fixtures/analysis/paired.json")).unwrap();
        assert_eq!(known.cases.len(), 6);
        for case in known.cases {
            let d = PairedDifference::of(&case.a, &case.b).unwrap();
            let (low, high) = d.interval_95.unwrap();
            let check = |what: &str, ours: f64, theirs: f64| close(&format!("{}, {what}", case.name), ours, theirs);
            check("mean A", d.mean_a, case.mean_a);
            check("mean B", d.mean_b, case.mean_b);
            check("mean difference", d.mean_difference, case.mean_difference);
            check("standard error", d.standard_error.unwrap(), case.standard_error);
            check("lower bound", low, case.interval_low);
            check("upper bound", high, case.interval_high);
            check("correlation bought", d.correlation_bought.unwrap(), case.correlation_bought);
            assert_eq!(
                (d.n, d.nights_a_lower, d.nights_b_lower, d.nights_equal),
                (case.n, case.nights_a_lower, case.nights_b_lower, case.nights_equal),
                "{}",
                case.name
            );
        }
    }

    #[test]
    fn the_same_vector_twice_differs_by_exactly_nothing() {
        let x = [0.1, 0.2, 0.3, 1e15];
        let d = PairedDifference::of(&x, &x).unwrap();
        assert!(d.is_identical());
        assert_eq!((d.mean_difference, d.standard_error, d.interval_95), (0.0, Some(0.0), Some((0.0, 0.0))));
        assert_eq!(d.correlation_bought, Some(1.0));
        assert_eq!(PairedDifference::of(&[0.0; 5], &[0.0; 5]).unwrap().correlation_bought, None);
    }

    #[test]
    fn one_night_has_no_interval_and_none_has_nothing() {
        let one = PairedDifference::of(&[1.0], &[3.0]).unwrap();
        assert_eq!((one.mean_difference, one.standard_error, one.interval_95), (2.0, None, None));
        assert_eq!(one.correlation_bought, None);
        let none = PairedDifference::of(&[], &[]).unwrap();
        assert_eq!((none.n, none.mean_a, none.interval_95), (0, 0.0, None));
        assert!(!none.is_identical() && !none.none_in_a);
    }

    #[test]
    fn what_is_not_finite_is_refused() {
        for (a, b) in [(f64::NAN, 0.0), (0.0, f64::INFINITY), (-f64::MAX, f64::MAX)] {
            let refused = PairedDifference::of(&[0.0, a], &[0.0, b]);
            assert!(matches!(refused, Err(PairingError::NotFinite { index: 1, .. })), "{a} and {b}: {refused:?}");
        }
        let uneven = PairedDifference::of(&[0.0], &[]).unwrap_err();
        assert_eq!(uneven.to_string(), "A has 1 nights and B has 0: pairs need as many on both sides");
    }

    #[test]
    fn the_rule_of_three_lies_just_above_the_exact_bound() {
        assert_eq!(rule_of_three(0), None);
        for n in [1, 2, 10, 30, 100, 1000] {
            let exact = 1.0 - maths::pow(0.05, 1.0 / n as f64);
            let rough = rule_of_three(n).unwrap();
            assert!(rough >= exact && rough <= 1.0, "at {n}: {rough} against {exact}");
            assert!(n < 30 || rough < exact * 1.06, "at {n}: {rough} against {exact}");
        }
    }

    proptest! {
        #[test]
        fn swapping_the_arms_swaps_the_signs(pairs in prop::collection::vec((-1e6..1e6f64, -1e6..1e6f64), 2..40)) {
            let (a, b): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
            let there = PairedDifference::of(&a, &b).unwrap();
            let back = PairedDifference::of(&b, &a).unwrap();
            prop_assert!((there.mean_difference + back.mean_difference).abs() == 0.0);
            prop_assert_eq!(there.interval_95, back.interval_95.map(|(low, high)| (-high, -low)));
            prop_assert_eq!(there.nights_a_lower, back.nights_b_lower);
            prop_assert_eq!(there.nights_a_lower + there.nights_b_lower + there.nights_equal, there.n);
            prop_assert!(there.correlation_bought.is_none_or(|c| c <= 1.0));
        }
    }
}
