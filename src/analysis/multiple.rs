//! When many metrics are looked at, how many would differ by luck alone?
//!
//! One primary metric is named beforehand and stands on its own; the p values of all others are adjusted after Holm
//! (1979), which holds whatever the metrics have to do with each other (METHODS 2). The p value is that of the paired t
//! test; but with fewer than [`FEW_DIFFERING`] nights that differ the mean rests on those few and is not near normal, so
//! there the signs of the differences are flipped instead (Fisher 1935). That test is exact for the hypothesis that the
//! doctrine changes nothing, for then either value of a night could have come from either. With many differing nights
//! it is not used, as it asks for symmetry and not only for a mean of nought.
//!
//! Left out: false discovery rates; a page has some thirty metrics, not thousands.

use super::moments::{mean, student_t_p, sum, variance};
use crate::draws::{Draws, NightKey, Purpose, Subject};
use crate::units::maths;

/// Below so many differing nights the signs are flipped. The usual thirty for a mean to be near normal.
pub const FEW_DIFFERING: usize = 30;
/// Up to so many differing nights all sign patterns are tried (2^16); above, so many at random.
const ALL_PATTERNS: usize = 16;
const RANDOM_PATTERNS: u32 = 9_999;

/// Which test gave a p value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// Student's t on the differences.
    PairedT,
    /// All (or many random) patterns of signs of the differences.
    SignFlip,
}

/// How often luck alone would give a mean difference at least as far from nought.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct PValue {
    /// Between 0 and 1.
    pub p: f64,
    /// By which test.
    pub test: Test,
}

/// The two-sided p value of paired differences; 1 if nothing differs or there is one night.
#[must_use]
pub fn p_value(differences: &[f64], seed: u64) -> PValue {
    let differing = differences.iter().filter(|d| **d != 0.0).count();
    if differing < FEW_DIFFERING {
        return PValue { p: sign_flip_p(differences, seed), test: Test::SignFlip };
    }
    PValue { p: paired_t_p(differences), test: Test::PairedT }
}

/// The two-sided p value of Student's t; 1 if nothing differs or there is one night.
#[must_use]
pub fn paired_t_p(differences: &[f64]) -> f64 {
    let m = mean(differences);
    match variance(differences) {
        Some(v) if v > 0.0 => student_t_p(m / maths::sqrt(v / differences.len() as f64), differences.len() - 1),
        // The same difference each night is no accident; none is no difference.
        Some(_) if m != 0.0 => 0.0,
        _ => 1.0,
    }
}

/// The share of sign patterns whose sum is at least as far from nought as that seen. Exact up to 16 differing nights;
/// above, 9,999 random patterns and the one seen.
#[must_use]
pub fn sign_flip_p(differences: &[f64], seed: u64) -> f64 {
    let d: Vec<f64> = differences.iter().map(|d| d.abs()).filter(|d| *d > 0.0).collect();
    let seen = sum(differences.iter().copied()).abs();
    // Sums that are equal but for rounding are equal.
    let bar = seen - 1e-12 * d.iter().sum::<f64>();
    let reaches = |sign: &dyn Fn(usize) -> bool| {
        sum(d.iter().enumerate().map(|(i, d)| if sign(i) { *d } else { -d })).abs() >= bar
    };
    if d.len() <= ALL_PATTERNS {
        let all = 1_u32 << d.len();
        let far = (0..all).filter(|pattern| reaches(&|i| pattern >> i & 1 == 1)).count();
        return far as f64 / f64::from(all);
    }
    let far = (0..RANDOM_PATTERNS).filter(|&pattern| {
        let luck = Draws::new(NightKey { seed, night: u64::from(pattern) });
        #[expect(clippy::cast_possible_truncation, reason = "fewer nights than 2^32")]
        let bit = |i: usize| luck.bits(Subject::NIGHT, Purpose::SignFlip, (i / 64) as u32) >> (i % 64) & 1 == 1;
        reaches(&bit)
    });
    (far.count() + 1) as f64 / f64::from(RANDOM_PATTERNS + 1)
}

/// p values adjusted after Holm, in the order given: each may be held against 0.05 as if it stood alone.
#[must_use]
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&i, &j| p[i].total_cmp(&p[j]));
    let mut out = vec![0.0; p.len()];
    let mut highest = 0.0_f64;
    for (rank, &i) in order.iter().enumerate() {
        highest = highest.max(p[i] * (p.len() - rank) as f64).min(1.0);
        out[i] = highest;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Known {
        holm: Vec<(Vec<f64>, Vec<f64>)>,
        sign_flips: Vec<(Vec<f64>, f64)>,
        t: Vec<(Vec<f64>, f64)>,
    }

    fn known() -> Known {
        serde_json::from_str(include_str!("../../tests/fixtures/oracles/counts.json")).unwrap()
    }

    #[test]
    fn holms_adjustment_agrees_with_statsmodels() {
        for (p, adjusted) in known().holm {
            for (ours, theirs) in holm(&p).iter().zip(&adjusted) {
                assert!((ours - theirs).abs() < 1e-12, "{p:?}: {ours} and {theirs}");
            }
        }
        assert!(holm(&[]).is_empty());
    }

    #[test]
    fn flipped_signs_and_t_agree_with_scipy() {
        for (d, p) in known().sign_flips {
            assert!((sign_flip_p(&d, 0) - p).abs() < 1e-12, "{d:?}: {} and {p}", sign_flip_p(&d, 0));
        }
        for (d, p) in known().t {
            assert!((paired_t_p(&d) - p).abs() < 1e-11, "{d:?}");
        }
    }

    #[test]
    fn five_of_a_kind_are_luck_and_six_are_not_whatever_ties_stand_beside() {
        let some = |n: usize| [vec![1.0; n], vec![0.0; 200]].concat();
        assert_eq!(p_value(&some(5), 0), PValue { p: 2.0 / 32.0, test: Test::SignFlip });
        assert_eq!(p_value(&some(6), 0), PValue { p: 2.0 / 64.0, test: Test::SignFlip });
        assert_eq!(p_value(&some(0), 0), PValue { p: 1.0, test: Test::SignFlip });
        assert_eq!(p_value(&some(30), 0).test, Test::PairedT);
    }

    #[test]
    fn random_patterns_come_close_to_all_of_them() {
        // Seventeen ones: k of them on the other side have p = 2·P(Binomial(17, ½) ≤ k).
        let d: Vec<f64> = (0..17).map(|i| if i < 4 { -1.0 } else { 1.0 }).collect();
        let exact = 2.0 * (1.0 + 17.0 + 136.0 + 680.0 + 2380.0) / 131_072.0;
        let found = sign_flip_p(&d, 3);
        // Four standard errors of a share of 10,000.
        assert!((found - exact).abs() < 4.0 * maths::sqrt(exact / 10_000.0), "{found} and {exact}");
        assert!(sign_flip_p(&[1.0; 29], 3) <= 2.0 / 10_000.0);
    }
}
