//! Which share of a difference's variance comes from each input, alone and with all others?
//!
//! Sobol's first-order and total indices on a Saltelli design: two sets of points A and B, and for each input a third that
//! is A with that input's column from B. First order after Saltelli et al. 2010 (doi 10.1016/j.cpc.2009.09.018), total
//! after Jansen 1999: the pair recommended there and used by SALib, which the tests compare with. Intervals resample
//! the rows of the design. A first-order index whose interval covers nought is flagged as noise: to be greyed, not read.
//!
//! Left out: second-order indices (twice the runs); total minus first order tells whether there are any.

use super::super::moments::sum;
use super::super::resample::{Interval, Resampler, influence, interval};
use super::points::points;

/// Points of a study: for each of `rows`, A, then A with each input from B, then B.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SobolDesign {
    /// Number of inputs.
    pub inputs: usize,
    /// Rows; a power of two keeps the points even. The runs are `rows × (inputs + 2)`.
    pub rows: usize,
    /// The seed of the points.
    pub seed: u64,
}

/// What one input does to the result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SobolIndex {
    /// Share of the variance that the input brings alone.
    pub first: f64,
    /// Its 95 % interval.
    pub first_interval: Interval,
    /// Share of the variance that goes away only with the input fixed: alone and together with others.
    pub total: f64,
    /// Its 95 % interval.
    pub total_interval: Interval,
    /// Whether `first_interval` covers nought.
    pub noise: bool,
}

impl SobolDesign {
    /// All points in order, numbers between 0 and 1. `None` with more than 20 inputs.
    #[must_use]
    pub fn points(self) -> Option<Vec<Vec<f64>>> {
        let rows = points(2 * self.inputs, self.rows, self.seed)?;
        let mut out = Vec::with_capacity(self.runs());
        for row in rows {
            let (a, b) = row.split_at(self.inputs);
            out.push(a.to_vec());
            for j in 0..self.inputs {
                let mut mixed = a.to_vec();
                mixed[j] = b[j];
                out.push(mixed);
            }
            out.push(b.to_vec());
        }
        Some(out)
    }

    /// Number of points.
    #[must_use]
    pub const fn runs(self) -> usize {
        self.rows * (self.inputs + 2)
    }

    /// The indices, input by input, from results in the order of [`SobolDesign::points`]. `None` if there are not as many
    /// results as points, fewer than two rows, or if nothing varies.
    #[must_use]
    pub fn estimate(self, results: &[f64], resampler: Resampler) -> Option<Vec<SobolIndex>> {
        let d = self.inputs;
        if results.len() != self.runs() || self.rows < 2 {
            return None;
        }
        // Products of centred results lose no digits to a common level.
        let level = sum(results.iter().copied()) / results.len() as f64;
        let rows: Vec<Vec<f64>> = results.chunks_exact(d + 2).map(|r| r.iter().map(|y| y - level).collect()).collect();
        let column = |f: &dyn Fn(&[f64]) -> f64| -> Vec<f64> { rows.iter().map(|r| f(r)).collect() };
        let mut columns = vec![column(&|r| r[0] + r[d + 1]), column(&|r| r[0] * r[0] + r[d + 1] * r[d + 1])];
        for j in 1..=d {
            columns.push(column(&|r| r[d + 1] * (r[j] - r[0])));
            columns.push(column(&|r| 0.5 * (r[0] - r[j]) * (r[0] - r[j])));
        }
        let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let whole: Vec<f64> = columns.iter().map(|c| sum(c.iter().copied())).collect();
        let n = self.rows as f64;
        (variance(whole[0], whole[1], n) > 0.0).then_some(())?;
        let sums = resampler.sums(&slices);
        let share = |c: usize| {
            let at = |s: f64, s1: f64, s2: f64, n: f64| {
                let v = variance(s1, s2, n);
                if v > 0.0 { s / n / v } else { 0.0 }
            };
            let draws: Vec<f64> = (0..resampler.resamples).map(|r| at(sums[c][r], sums[0][r], sums[1][r], n)).collect();
            let without: Vec<f64> = (0..self.rows)
                .map(|i| at(whole[c] - columns[c][i], whole[0] - columns[0][i], whole[1] - columns[1][i], n - 1.0))
                .collect();
            let value = at(whole[c], whole[0], whole[1], n);
            (value, interval(value, &draws, &influence(&without)))
        };
        let index = |j: usize| {
            let ((first, first_interval), (total, total_interval)) = (share(2 + 2 * j), share(3 + 2 * j));
            SobolIndex { first, first_interval, total, total_interval, noise: first_interval.covers(0.0) }
        };
        Some((0..d).map(index).collect())
    }
}

/// Variance of all results of A and B, from their sum, their sum of squares, and the number of rows.
fn variance(s1: f64, s2: f64, rows: f64) -> f64 {
    s2 / (2.0 * rows) - (s1 / (2.0 * rows)) * (s1 / (2.0 * rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::maths;

    #[derive(serde::Deserialize)]
    struct Known {
        sobol: Vec<Case>,
    }
    #[derive(serde::Deserialize)]
    struct Case {
        name: String,
        inputs: usize,
        rows: usize,
        results: Vec<f64>,
        first: Vec<f64>,
        total: Vec<f64>,
    }

    #[test]
    fn indices_agree_with_salib_on_the_same_results() {
        let known: Known = serde_json::from_str(include_str!("../../../tests/fixtures/oracles/salib.json")).unwrap();
        assert_eq!(known.sobol.len(), 2);
        for c in known.sobol {
            let design = SobolDesign { inputs: c.inputs, rows: c.rows, seed: 0 };
            let ours = design.estimate(&c.results, Resampler::new(1)).unwrap();
            for (j, ours) in ours.iter().enumerate() {
                assert!((ours.first - c.first[j]).abs() < 1e-10, "{} {j}: {ours:?}", c.name);
                assert!((ours.total - c.total[j]).abs() < 1e-10, "{} {j}: {ours:?}", c.name);
            }
        }
    }

    /// Ishigami & Homma's function of three inputs, a = 7, b = 0.1; its indices are known in closed form.
    fn ishigami(u: &[f64]) -> f64 {
        let x: Vec<f64> = u.iter().map(|u| (2.0 * u - 1.0) * std::f64::consts::PI).collect();
        let s = maths::sin(x[1]);
        maths::sin(x[0]) * (1.0 + 0.1 * x[2] * x[2] * x[2] * x[2]) + 7.0 * s * s
    }

    #[test]
    fn ishigamis_indices_are_found_and_idle_inputs_flagged() {
        let design = SobolDesign { inputs: 4, rows: 4096, seed: 5 };
        let results: Vec<f64> = design.points().unwrap().iter().map(|u| ishigami(u)).collect();
        let found = design.estimate(&results, Resampler { seed: 1, resamples: 500 }).unwrap();
        for (j, (first, total)) in [(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437), (0.0, 0.0)].iter().enumerate() {
            assert!((found[j].first - first).abs() < 0.03, "{j}: {:?}", found[j]);
            assert!((found[j].total - total).abs() < 0.02, "{j}: {:?}", found[j]);
            assert!(found[j].total_interval.covers(found[j].total));
        }
        assert_eq!(found.iter().map(|i| i.noise).collect::<Vec<_>>(), [false, false, true, true]);
        // An input that is not used changes nothing at all on the same nights.
        assert!(found[3].total.abs() <= 0.0);
    }

    #[test]
    fn a_design_changes_one_input_at_a_time_and_answers_only_whole_results() {
        let design = SobolDesign { inputs: 3, rows: 4, seed: 1 };
        let points = design.points().unwrap();
        assert_eq!(points.len(), design.runs());
        for row in points.chunks(5) {
            for j in 0..3 {
                let expected: Vec<f64> = (0..3).map(|i| if i == j { row[4][i] } else { row[0][i] }).collect();
                assert_eq!(row[j + 1], expected);
            }
        }
        assert_eq!(design.estimate(&[1.0; 19], Resampler::new(1)), None);
        assert_eq!(design.estimate(&[1.0; 20], Resampler::new(1)), None);
    }
}
