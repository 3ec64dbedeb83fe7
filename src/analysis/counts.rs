//! How sure are counts of events that come one by one, and what is said when there were none?
//!
//! For events that are independent of each other (nights with a death, incidents), not for people, who die together: those
//! need whole nights resampled (`rate`). Shares of nights get the exact bound of Clopper & Pearson 1934; rates of two
//! independent arms get the score interval, which holds its promise for small counts (Gu, Ng, Tang & Schucany 2008, doi
//! 10.1002/bimj.200710403, W2A; Ng, Gu & Tang 2007 for the difference). For none in n nights the exact bound and the rule
//! of three stand side by side (Hanley & Lippman-Hand 1983, doi 10.1001/jama.1983.03330370053031).
//!
//! Left out: exact conditional intervals of a ratio; they are wider than they need be on counts this small.

use super::paired::CONFIDENCE;
use crate::parameters::incomplete::{beta_quantile, gamma_quantile};
use crate::units::maths;

/// Events and what they are counted over (nights, hours, boats) in one independent arm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arm {
    /// Number of events.
    pub events: f64,
    /// Over how much, above 0.
    pub exposure: f64,
}

/// Upper 95 % bound (one-sided) on the share of nights with an event, after `with` of `nights`; `None` for no nights.
/// With none it is 1 − 0.05^(1/n), a little below [`super::paired::rule_of_three`].
#[must_use]
pub fn nights_upper(with: usize, nights: usize) -> Option<f64> {
    match (with, nights) {
        (_, 0) => None,
        (0, n) => Some(1.0 - maths::pow(1.0 - CONFIDENCE, 1.0 / n as f64)),
        (k, n) if k >= n => Some(1.0),
        (k, n) => Some(beta_quantile((k + 1) as f64, (n - k) as f64, CONFIDENCE)),
    }
}

/// Upper 95 % bound (one-sided) on the rate of independent events, for each unit of exposure. With none it is 3.00 over
/// the exposure. `None` without exposure.
#[must_use]
pub fn rate_upper(events: usize, exposure: f64) -> Option<f64> {
    (exposure > 0.0).then(|| gamma_quantile((events + 1) as f64, CONFIDENCE) / exposure)
}

/// 95 % score interval of the rate in B over the rate in A, arms independent. The upper end is infinite if A had no event.
/// `None` without exposure.
#[must_use]
pub fn ratio_score(a: Arm, b: Arm) -> Option<(f64, f64)> {
    if a.exposure <= 0.0 || b.exposure <= 0.0 {
        return None;
    }
    let z = maths::normal_quantile(0.5 + CONFIDENCE / 2.0);
    // (b − a·d)² = z²·(a + b)·d for d, the ratio of expected counts: a quadratic, solved without cancellation.
    let (x, y, q) = (b.events, a.events, z * z * (a.events + b.events));
    let scale = a.exposure / b.exposure;
    let root = maths::sqrt(q * (q + 4.0 * x * y));
    let larger = (2.0 * x * y + q + root) / 2.0;
    let low = if larger > 0.0 { x * x / larger } else { 0.0 };
    let high = if y > 0.0 { larger / (y * y) } else { f64::INFINITY };
    Some((low * scale, high * scale))
}

/// 95 % score interval of the rate in B minus the rate in A, arms independent. `None` without exposure.
#[must_use]
pub fn difference_score(a: Arm, b: Arm) -> Option<(f64, f64)> {
    if a.exposure <= 0.0 || b.exposure <= 0.0 {
        return None;
    }
    let z = maths::normal_quantile(0.5 + CONFIDENCE / 2.0);
    let middle = b.events / b.exposure - a.events / a.exposure;
    let mut reach = (z + 1.0) * (z + 1.0) * (1.0 / a.exposure + 1.0 / b.exposure);
    let end = |side: f64, reach: &mut f64| {
        // The statistic falls as the difference that is tried rises.
        while side * difference_statistic(a, b, middle + side * *reach) > -z {
            *reach *= 2.0;
        }
        let (mut near, mut far) = (middle, middle + side * *reach);
        for _ in 0..200 {
            let half = f64::midpoint(near, far);
            if side * difference_statistic(a, b, half) > -z { near = half } else { far = half }
        }
        f64::midpoint(near, far)
    };
    Some((end(-1.0, &mut reach), end(1.0, &mut reach)))
}

/// How many standard errors the rates lie from a difference of `value`, with both rates estimated under it.
fn difference_statistic(a: Arm, b: Arm, value: f64) -> f64 {
    let exposure = a.exposure + b.exposure;
    let gap = (a.events + b.events) / exposure - value;
    let rate_a = 0.5 * (gap + maths::sqrt((gap * gap + 4.0 * value * a.events / exposure).max(0.0)));
    // Without events on one side its rate may come out a hair below nought.
    let (rate_a, rate_b) = (rate_a.max(0.0), (rate_a + value).max(0.0));
    let error = maths::sqrt(rate_a / a.exposure + rate_b / b.exposure);
    let distance = b.events / b.exposure - a.events / a.exposure - value;
    if error > 0.0 {
        distance / error
    } else if distance == 0.0 {
        0.0
    } else {
        distance.signum() * f64::INFINITY
    }
}

#[cfg(test)]
mod tests {
    use super::super::paired::rule_of_three;
    use super::*;

    #[derive(serde::Deserialize)]
    struct Known {
        score: Vec<Score>,
        clopper_pearson: Vec<(usize, usize, f64)>,
        poisson_upper: Vec<(usize, f64, f64)>,
    }
    #[derive(serde::Deserialize)]
    struct Score {
        b: (f64, f64),
        a: (f64, f64),
        ratio: (f64, f64),
        difference: (f64, f64),
        statistics: Vec<(f64, f64)>,
    }

    fn known() -> Known {
        serde_json::from_str(include_str!("../../tests/fixtures/oracles/counts.json")).unwrap()
    }

    fn close(ours: f64, theirs: f64, tolerance: f64) -> bool {
        (ours - theirs).abs() <= tolerance * theirs.abs().max(1e-3)
    }

    #[test]
    fn score_intervals_agree_with_statsmodels() {
        let known = known().score;
        assert_eq!(known.len(), 6);
        for s in known {
            let (b, a) = (Arm { events: s.b.0, exposure: s.b.1 }, Arm { events: s.a.0, exposure: s.a.1 });
            // statsmodels looks for the ends with a simplex, to some five digits.
            for (ours, theirs) in
                [(ratio_score(a, b).unwrap(), s.ratio), (difference_score(a, b).unwrap(), s.difference)]
            {
                assert!(close(ours.0, theirs.0, 1e-4) && close(ours.1, theirs.1, 1e-4), "{ours:?} and {theirs:?}");
            }
            for (value, statistic) in s.statistics {
                assert!(close(difference_statistic(a, b, value), statistic, 1e-10), "at {value}");
            }
        }
    }

    #[test]
    fn exact_bounds_agree_with_scipy_and_with_the_rule_of_three() {
        for (with, nights, upper) in known().clopper_pearson {
            assert!(close(nights_upper(with, nights).unwrap(), upper, 1e-9), "{with} of {nights}");
        }
        for (events, exposure, upper) in known().poisson_upper {
            assert!(close(rate_upper(events, exposure).unwrap(), upper, 1e-9), "{events} over {exposure}");
        }
        for n in [10, 100, 1000] {
            assert!(nights_upper(0, n).unwrap() < rule_of_three(n).unwrap());
        }
        assert_eq!((nights_upper(0, 0), nights_upper(5, 5), rate_upper(0, 0.0)), (None, Some(1.0), None));
    }

    #[test]
    fn no_event_on_one_side_leaves_an_end_open() {
        let (none, some) = (Arm { events: 0.0, exposure: 100.0 }, Arm { events: 7.0, exposure: 100.0 });
        let (low, high) = ratio_score(none, some).unwrap();
        assert!(low > 1.0 && high.is_infinite());
        assert_eq!(ratio_score(some, none).map(|i| (i.0, i.1 < 1.0)), Some((0.0, true)));
        assert_eq!(ratio_score(none, none), Some((0.0, f64::INFINITY)));
        let (low, high) = difference_score(none, none).unwrap();
        // Nothing against nothing: z² over the exposure on each side.
        assert!((high - 3.841_459 / 100.0).abs() < 1e-6 && (low + high).abs() < 1e-9, "{low} {high}");
    }
}
