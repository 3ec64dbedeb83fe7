//! Which of many inputs matter at all?
//!
//! Morris' screening (1991, doi 10.1080/00401706.1991.10484804): from some random points on a coarse grid each input is
//! stepped once, one after the other, so that thirty inputs cost 31 runs a trajectory. The mean size of the steps' effects
//! (μ*, Campolongo, Cariboni & Saltelli 2007) ranks the inputs; their spread (σ) tells of curvature and company. It is a sieve
//! before `sobol`, not a share of anything. Intervals of μ* resample trajectories.
//!
//! Left out: spreading the trajectories apart by a search over many; more trajectories cost less thought.

use super::super::moments::{mean, variance};
use super::super::resample::{Interval, Resampler, mean_interval_from};
use crate::draws::{Draws, NightKey, Purpose, Subject};
use crate::units::maths;

/// Levels of the grid unless told otherwise; a step is then two thirds of the range.
pub const LEVELS: u32 = 4;

/// Points of a screening: trajectories one after the other, each of `inputs + 1` points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MorrisDesign {
    /// Number of inputs.
    pub inputs: usize,
    /// Trajectories: 10 at least, 20 or more for a ranking.
    pub trajectories: usize,
    /// Levels of the grid, an even number from 2 on ([`LEVELS`]).
    pub levels: u32,
    /// The seed of the points.
    pub seed: u64,
}

/// What a whole step of one input (0 to 1) does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MorrisIndex {
    /// Mean effect, with its sign.
    pub mu: f64,
    /// Mean size of the effect.
    pub mu_star: f64,
    /// 95 % interval of `mu_star`; `None` below two trajectories.
    pub mu_star_interval: Option<Interval>,
    /// Spread of the effects; `None` below two trajectories.
    pub sigma: Option<f64>,
}

impl MorrisDesign {
    /// All points in order, numbers between 0 and 1 (ends included: map with care where a distribution has no ends).
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "numbers of trajectories and inputs are small")]
    pub fn points(self) -> Vec<Vec<f64>> {
        let mut out = Vec::with_capacity(self.runs());
        for t in 0..self.trajectories {
            let luck = Draws::new(NightKey { seed: self.seed, night: t as u64 });
            let half = self.levels / 2;
            let steps = f64::from(self.levels - 1);
            // From the lower half of the grid a step goes up, from the upper half down: never out of range.
            let mut point: Vec<f64> = (0..self.inputs as u32)
                .map(|j| {
                    let low = luck.integer(Subject::unit(j), Purpose::Design, 0, 0, half - 1);
                    let up = luck.chance(Subject::unit(j), Purpose::Design, 1, 0.5);
                    f64::from(if up { low } else { low + half }) / steps
                })
                .collect();
            let mut order: Vec<usize> = (0..self.inputs).collect();
            order.sort_by_key(|&j| luck.bits(Subject::unit(j as u32), Purpose::Design, 2));
            out.push(point.clone());
            for j in order {
                let there = maths::round(point[j] * steps);
                let step = if there < f64::from(half) { f64::from(half) } else { -f64::from(half) };
                point[j] = (there + step) / steps;
                out.push(point.clone());
            }
        }
        out
    }

    /// Number of points.
    #[must_use]
    pub const fn runs(self) -> usize {
        self.trajectories * (self.inputs + 1)
    }

    /// The effects, input by input, from points and results in order. `None` if there are not as many results as points, or
    /// if two neighbours in a trajectory do not differ in just one input.
    #[must_use]
    pub fn estimate(self, points: &[Vec<f64>], results: &[f64], resampler: Resampler) -> Option<Vec<MorrisIndex>> {
        if points.len() != self.runs() || results.len() != self.runs() || self.trajectories == 0 {
            return None;
        }
        let length = self.inputs + 1;
        let mut effects = vec![Vec::with_capacity(self.trajectories); self.inputs];
        for (points, results) in points.chunks(length).zip(results.chunks(length)) {
            for (x, y) in points.windows(2).zip(results.windows(2)) {
                let mut changed = (0..self.inputs).filter(|&j| x[0][j].total_cmp(&x[1][j]).is_ne());
                let j = changed.next()?;
                if changed.next().is_some() {
                    return None;
                }
                effects[j].push((y[1] - y[0]) / (x[1][j] - x[0][j]));
            }
        }
        if effects.iter().any(|e| e.len() != self.trajectories) {
            return None;
        }
        let sizes: Vec<Vec<f64>> = effects.iter().map(|e| e.iter().map(|x| x.abs()).collect()).collect();
        let slices: Vec<&[f64]> = sizes.iter().map(Vec::as_slice).collect();
        let draws = if self.trajectories > 1 { resampler.means(&slices) } else { Vec::new() };
        let index = |j: usize| MorrisIndex {
            mu: mean(&effects[j]),
            mu_star: mean(&sizes[j]),
            mu_star_interval: draws.get(j).map(|d| mean_interval_from(&sizes[j], d)),
            sigma: variance(&effects[j]).map(maths::sqrt),
        };
        Some((0..self.inputs).map(index).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Known {
        morris: Vec<Case>,
    }
    #[derive(serde::Deserialize)]
    struct Case {
        name: String,
        points: Vec<Vec<f64>>,
        results: Vec<f64>,
        mu: Vec<f64>,
        mu_star: Vec<f64>,
        sigma: Vec<f64>,
    }

    #[test]
    fn effects_agree_with_salib_on_the_same_results() {
        let known: Known = serde_json::from_str(include_str!("../../../tests/fixtures/oracles/salib.json")).unwrap();
        assert_eq!(known.morris.len(), 2);
        for c in known.morris {
            let inputs = c.mu.len();
            let trajectories = c.results.len() / (inputs + 1);
            let design = MorrisDesign { inputs, trajectories, levels: 4, seed: 0 };
            let ours = design.estimate(&c.points, &c.results, Resampler::new(1)).unwrap();
            for (j, ours) in ours.iter().enumerate() {
                let close =
                    |x: f64, y: f64| assert!((x - y).abs() < 1e-8 * y.abs().max(1.0), "{} {j}: {x} {y}", c.name);
                close(ours.mu, c.mu[j]);
                close(ours.mu_star, c.mu_star[j]);
                close(ours.sigma.unwrap(), c.sigma[j]);
                assert!(ours.mu_star_interval.unwrap().covers(ours.mu_star));
            }
        }
    }

    #[test]
    fn a_plane_has_its_slopes_and_no_spread() {
        let design = MorrisDesign { inputs: 5, trajectories: 12, levels: 6, seed: 3 };
        let points = design.points();
        assert_eq!(points.len(), design.runs());
        assert!(points.iter().flatten().all(|x| (0.0..=1.0).contains(x)));
        let slopes = [4.0, -3.0, 0.0, 0.5, 10.0];
        let results: Vec<f64> = points.iter().map(|p| p.iter().zip(slopes).map(|(x, s)| x * s).sum()).collect();
        for (index, slope) in design.estimate(&points, &results, Resampler::new(1)).unwrap().iter().zip(slopes) {
            assert!((index.mu - slope).abs() < 1e-9 && (index.mu_star - slope.abs()).abs() < 1e-9);
            assert!(index.sigma.unwrap() < 1e-9);
        }
    }

    #[test]
    fn levels_are_visited_evenly_and_broken_trajectories_refused() {
        let design = MorrisDesign { inputs: 2, trajectories: 2000, levels: LEVELS, seed: 1 };
        let mut points = design.points();
        for level in [0.0, 1.0, 2.0, 3.0] {
            let seen = points.iter().filter(|p| (p[0] * 3.0 - level).abs() < 1e-9).count();
            assert!(seen.abs_diff(1500) < 150, "{seen} at {level}");
        }
        let results = vec![0.0; points.len()];
        assert!(design.estimate(&points, &results, Resampler::new(1)).is_some());
        points[1] = points[0].clone();
        assert_eq!(design.estimate(&points, &results, Resampler::new(1)), None);
    }
}
