//! What does a night keep count of for its end, beside what its events say one by one?
//!
//! Odds against luck for each kind of mishap ([`Hazard`]), and the time without rescue cover. Nothing reads it before the
//! night ends, so it can change nothing.

use crate::agents::Side;
use crate::events::{Hazard, HazardAccounts};
use crate::sim::ledger::PersonNumber;
use bevy_ecs::prelude::Resource;

/// Counts that are written down when the night ends.
#[derive(Resource, Debug, Default)]
pub struct Accounts {
    /// Mishaps, and the odds that they were drawn with.
    pub hazards: HazardAccounts,
    /// Minutes without rescue cover, by side.
    pub uncovered_min: [f64; 2],
    /// Who left the water alive and may fall into it again, with the quantiles of cold shock and of time to death that
    /// they are known to lie beyond.
    spent: Vec<(PersonNumber, [f64; 2])>,
}

impl Accounts {
    /// A draw with this probability is about to be made, for so much.
    pub fn expect(&mut self, hazard: Hazard, amount: f64) {
        self.hazards[hazard as usize].expected += amount;
    }

    /// It came about.
    pub fn count(&mut self, hazard: Hazard, amount: f64) {
        self.hazards[hazard as usize].counted += amount;
    }

    /// Adds minutes without cover.
    pub fn uncovered(&mut self, side: Side, minutes: f64) {
        self.uncovered_min[side.index()] += minutes;
    }

    /// The quantiles that somebody is known to lie beyond: `[cold shock, time to death]`.
    #[must_use]
    pub fn spent(&self, person: PersonNumber) -> [f64; 2] {
        self.spent.iter().find(|(p, _)| *p == person).map_or([0.0; 2], |(_, q)| *q)
    }

    /// Somebody is known to lie beyond these.
    pub fn spend(&mut self, person: PersonNumber, quantiles: [f64; 2]) {
        match self.spent.iter_mut().find(|(p, _)| *p == person) {
            Some((_, q)) => *q = [q[0].max(quantiles[0]), q[1].max(quantiles[1])],
            None => self.spent.push((person, quantiles)),
        }
    }
}

/// Probability that a unit exponential fate, known to lie beyond `before`, is met as the hazard grows to `after`.
#[must_use]
pub fn met_between(before: f64, after: f64) -> f64 {
    let x = (after - before).max(0.0);
    // In a minute the hazard is small: four terms of the series leave 1e-12 of it, without the cost of an exponential.
    if x < 0.004 { x * (1.0 - x * (0.5 - x * (1.0 / 6.0 - x / 24.0))) } else { 1.0 - crate::units::maths::exp(-x) }
}

/// Mean of one and a Poisson number more, at most `most`: how many are hit by a mishap that hits somebody.
#[must_use]
pub fn mean_hit(further_mean: f64, most: u32) -> f64 {
    // E min(1 + N, m) = m − Σ_{k<m−1} (m − 1 − k) P(N = k); terms fall fast, and few people are hit at a time.
    let m = f64::from(most);
    let mut term = crate::units::maths::exp(-further_mean);
    let mut mean = m;
    for k in 0..most.saturating_sub(1) {
        mean -= (m - 1.0 - f64::from(k)) * term;
        term *= further_mean / f64::from(k + 1);
    }
    if most == 0 { 0.0 } else { mean }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::maths;

    #[test]
    fn the_series_and_the_exponential_agree() {
        for x in [0.0, 1e-9, 1e-4, 0.003_999, 0.004_001, 0.3, 5.0] {
            // As a difference of hazards that carry the rounding of their sum.
            let exact = 1.0 - maths::exp(-((2.0 + x) - 2.0));
            assert!((met_between(2.0, 2.0 + x) - exact).abs() < 1e-12, "{x}");
        }
        assert!(met_between(3.0, 2.0).abs() < 1e-15, "a hazard that is already passed");
    }

    #[test]
    fn the_mean_of_those_hit_has_its_limits() {
        assert!((mean_hit(0.7, 1_000) - 1.7).abs() < 1e-9, "nobody is spared by the size of the boat");
        assert!((mean_hit(0.7, 1) - 1.0).abs() < 1e-12 && mean_hit(0.7, 0).abs() < 1e-12);
        // Two at most: one with probability e^-0.7, else two.
        assert!((mean_hit(0.7, 2) - (2.0 - maths::exp(-0.7))).abs() < 1e-12);
    }
}
