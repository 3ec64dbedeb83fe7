//! Where nobody knows the odds of the futures, how far is each doctrine from the best in each?
//!
//! Regret is the shortfall against the best doctrine of that future (Savage 1951; Lempert, Popper & Bankes 2003). Its
//! maximum and its 90th percentile over the futures ask for no probabilities. Beside it the satisficing share: in how many
//! futures all of the user's bounds are kept (METHODS 9). One metric at a time, in its own unit.
//!
//! Left out: a score over several metrics. Rhodium takes the worst relative regret of all responses; that weighs lives
//! against hours by what happens to be large, so here it is not done.

use super::super::moments::{quantile, sorted};
use super::super::selection::Wanted;

/// Regret of one doctrine over all futures, in the metric's unit, at least 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Regret {
    /// Future by future.
    pub each: Vec<f64>,
    /// The largest.
    pub max: f64,
    /// The 90th percentile.
    pub p90: f64,
    /// Futures in which it is the best, or as good.
    pub best_in: usize,
}

/// Regrets, doctrine by doctrine, from `outcomes[doctrine][future]`. `None` without doctrines or futures, or if they are not
/// equally many.
#[must_use]
pub fn regrets(outcomes: &[&[f64]], wanted: Wanted) -> Option<Vec<Regret>> {
    let futures = outcomes.first()?.len();
    if futures == 0 || outcomes.iter().any(|o| o.len() != futures) {
        return None;
    }
    let cost = |d: &[f64], f: usize| wanted.as_cost(d[f]);
    let best: Vec<f64> =
        (0..futures).map(|f| outcomes.iter().map(|d| cost(d, f)).fold(f64::INFINITY, f64::min)).collect();
    let one = |d: &&[f64]| {
        let each: Vec<f64> = (0..futures).map(|f| cost(d, f) - best[f]).collect();
        let sorted = sorted(&each);
        Regret {
            max: sorted[futures - 1],
            p90: quantile(&sorted, 0.9).unwrap_or(0.0),
            best_in: each.iter().filter(|r| **r <= 0.0).count(),
            each,
        }
    };
    Some(outcomes.iter().map(one).collect())
}

/// In how many futures all bounds are kept: `metrics` holds for each the outcomes over the futures, which way is wanted, and
/// the bound, itself kept. `None` if there is no metric or they are not equally long.
#[must_use]
pub fn satisficing(metrics: &[(&[f64], Wanted, f64)]) -> Option<usize> {
    let futures = metrics.first()?.0.len();
    if metrics.iter().any(|(o, ..)| o.len() != futures) {
        return None;
    }
    let kept = |f: usize| metrics.iter().all(|(o, wanted, bound)| wanted.as_cost(o[f]) <= wanted.as_cost(*bound));
    Some((0..futures).filter(|&f| kept(f)).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Known {
        outcomes: Vec<Vec<f64>>,
        type2_p90: Vec<f64>,
        type2_max: Vec<f64>,
        bounds: (f64, f64),
        satisficing: f64,
    }

    #[test]
    fn regrets_agree_with_rhodium() {
        let known: Known = serde_json::from_str(include_str!("../../../tests/fixtures/oracles/regret.json")).unwrap();
        let outcomes: Vec<&[f64]> = known.outcomes.iter().map(Vec::as_slice).collect();
        let ours = regrets(&outcomes, Wanted::Lowest).unwrap();
        for (d, r) in ours.iter().enumerate() {
            // Rhodium divides each regret by the doctrine's own outcome.
            let relative: Vec<f64> = r.each.iter().zip(outcomes[d]).map(|(r, o)| r / o).collect();
            let relative = sorted(&relative);
            assert!((quantile(&relative, 0.9).unwrap() - known.type2_p90[d]).abs() < 1e-12);
            assert!((relative[relative.len() - 1] - known.type2_max[d]).abs() < 1e-12);
        }
        let kept = satisficing(&[
            (outcomes[0], Wanted::Lowest, known.bounds.0),
            (outcomes[1], Wanted::Highest, known.bounds.1),
        ]);
        let share = kept.unwrap() as f64 / outcomes[0].len() as f64;
        assert!((share - known.satisficing).abs() < 1e-12);
    }

    #[test]
    fn one_small_table_by_hand() {
        let r = regrets(&[&[1.0, 5.0, 2.0], &[3.0, 4.0, 2.0]], Wanted::Lowest).unwrap();
        assert_eq!((r[0].each.clone(), r[0].max, r[0].best_in), (vec![0.0, 1.0, 0.0], 1.0, 2));
        assert_eq!((r[1].each.clone(), r[1].max, r[1].best_in), (vec![2.0, 0.0, 0.0], 2.0, 2));
        assert!((r[1].p90 - 1.6).abs() < 1e-12);
        let turned = regrets(&[&[1.0, 5.0], &[3.0, 4.0]], Wanted::Highest).unwrap();
        assert_eq!((turned[0].max, turned[1].max), (2.0, 1.0));
        assert_eq!(regrets(&[], Wanted::Lowest), None);
        assert_eq!(regrets(&[&[1.0], &[]], Wanted::Lowest), None);
        assert_eq!(satisficing(&[]), None);
    }
}
