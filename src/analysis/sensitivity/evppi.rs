//! Which unknown number would be worth finding out before arguing on?
//!
//! The expected value of perfect information on one parameter: by how much a choice made with its value known would do
//! better on average than the best choice made now, in the unit of a utility that the user states. Found by regression on
//! runs already made, one run for each draw of all parameters (Strong, Oakley & Brennan 2014, doi
//! 10.1177/0272989X13505910; Jackson et al. 2022, doi 10.1146/annurev-statistics-040120-010730): what the parameter
//! foretells of each doctrine's utility is a natural cubic spline in it. A flexible curve finds some value in pure noise,
//! and of four hundred parameters twenty would stand out from their own noise by luck. So the results are dealt out anew many
//! times, each time for all parameters alike, and the largest value found among all of them is kept: a parameter is flagged
//! as noise unless it stands out from what the luckiest of as many idle ones reaches in 95 of 100 (maximum statistic;
//! Westfall & Young 1993). Their dependence on each other is kept, as each deal serves all.
//!
//! Only for parameters with a distribution. Deep uncertainties have none, so there is nothing to average over.
//!
//! Left out: several parameters at once, and the value of a sample.

use super::super::moments::{mean, quantile, sorted, sum};
use crate::draws::{Draws, NightKey, Purpose, Subject};

/// Knots of the spline, at even quantiles of the parameter: a curve with two bends, enough for one input.
const KNOTS: usize = 5;
/// How often the results are dealt out anew.
const SHUFFLES: u64 = 200;

/// The value of knowing one parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evppi {
    /// In the unit of the utility, for each decision; at least 0 but for rounding.
    pub value: f64,
    /// What the luckiest of all parameters asked about would seem worth in 95 of 100 such sets of runs, if none told anything.
    pub noise_level: f64,
    /// Whether the value does not stand out from that.
    pub noise: bool,
}

/// The value of knowing a parameter: `parameter[draw]`, and `utilities[doctrine][draw]`, higher wanted, deaths and hours
/// already put on one scale by weights that the user has stated. `None` without doctrines, with fewer than ten draws, if
/// lengths do not fit, or if the parameter never varies.
#[must_use]
pub fn evppi(parameter: &[f64], utilities: &[&[f64]], seed: u64) -> Option<Evppi> {
    evppi_each(&[parameter], utilities, seed).pop().flatten()
}

/// The same for many parameters at once, with one level of noise for all of them: asking about more of them finds no more in
/// noise.
#[must_use]
pub fn evppi_each(parameters: &[&[f64]], utilities: &[&[f64]], seed: u64) -> Vec<Option<Evppi>> {
    let n = utilities.first().map_or(0, |u| u.len());
    let usable = n >= 2 * KNOTS && utilities.iter().all(|u| u.len() == n);
    // Which draw is which changes nothing about a basis, so it is made once and dealt out in other orders.
    let basis = |p: &&[f64]| (usable && p.len() == n).then(|| natural_spline(p).map(orthonormal)).flatten();
    let bases: Vec<Option<Vec<Vec<f64>>>> = parameters.iter().map(basis).collect();
    let mut by_luck: Vec<f64> = (0..SHUFFLES)
        .map(|s| {
            let dealt = shuffled(n, seed, s);
            bases.iter().flatten().map(|b| gain(b, utilities, |i| dealt[i])).fold(0.0, f64::max)
        })
        .collect();
    by_luck.sort_unstable_by(f64::total_cmp);
    let noise_level = quantile(&by_luck, 0.95).unwrap_or(0.0);
    let one = |basis: Vec<Vec<f64>>| {
        let value = gain(&basis, utilities, |i| i);
        Evppi { value, noise_level, noise: value <= noise_level }
    };
    bases.into_iter().map(|b| b.map(one)).collect()
}

/// Mean of the best fitted utility, less the best mean, with the parameter's values taken in another order.
fn gain(basis: &[Vec<f64>], utilities: &[&[f64]], order: impl Fn(usize) -> usize) -> f64 {
    let n = utilities[0].len();
    let mut best = vec![f64::NEG_INFINITY; n];
    let mut best_mean = f64::NEG_INFINITY;
    for u in utilities {
        // What lies along each column of an orthonormal basis is the least-squares fit; the first column is the mean.
        let level = mean(u);
        let mut fitted = vec![level; n];
        for column in basis {
            let along = sum((0..n).map(|i| column[order(i)] * (u[i] - level)));
            fitted.iter_mut().enumerate().for_each(|(i, f)| *f += along * column[order(i)]);
        }
        best.iter_mut().zip(fitted).for_each(|(b, f)| *b = b.max(f));
        best_mean = best_mean.max(level);
    }
    mean(&best) - best_mean
}

/// A natural cubic spline's columns without the constant (Hastie, Tibshirani & Friedman 2009, 5.4 and 5.5), on the parameter
/// moved and stretched to 0 to 1. `None` if it never varies.
fn natural_spline(x: &[f64]) -> Option<Vec<Vec<f64>>> {
    let ordered = sorted(x);
    let (low, high) = (ordered[0], ordered[ordered.len() - 1]);
    let width = high - low;
    (width > 0.0).then_some(())?;
    let scaled: Vec<f64> = x.iter().map(|x| (x - low) / width).collect();
    let knot = |k: usize| quantile(&ordered, k as f64 / (KNOTS - 1) as f64).map(|q| (q - low) / width);
    let mut knots: Vec<f64> = (0..KNOTS).filter_map(knot).collect();
    knots.dedup();
    let (last, k) = (knots[knots.len() - 1], knots.len());
    let cube = |x: f64| x.max(0.0) * x.max(0.0) * x.max(0.0);
    let bend = |x: f64, j: usize| (cube(x - knots[j]) - cube(x - last)) / (last - knots[j]);
    let mut columns = vec![scaled.clone()];
    for j in 0..k.saturating_sub(2) {
        columns.push(scaled.iter().map(|&x| bend(x, j) - bend(x, k - 2)).collect());
    }
    Some(columns)
}

/// The columns made orthonormal to the constant and to each other (Gram and Schmidt, twice over for the digits); those that
/// add nothing are left out.
fn orthonormal(columns: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let mut out: Vec<Vec<f64>> = Vec::new();
    for mut column in columns {
        let before = sum(column.iter().map(|x| x * x));
        for _ in 0..2 {
            let level = mean(&column);
            for x in &mut column {
                *x -= level;
            }
            for other in &out {
                let along = sum(column.iter().zip(other).map(|(x, y)| x * y));
                column.iter_mut().zip(other).for_each(|(x, y)| *x -= along * y);
            }
        }
        let length = sum(column.iter().map(|x| x * x));
        if length > 1e-18 * before {
            let scale = 1.0 / length.sqrt();
            out.push(column.into_iter().map(|x| x * scale).collect());
        }
    }
    out
}

/// The numbers below `n` in a random order, by keyed draws.
#[expect(clippy::cast_possible_truncation, reason = "fewer draws than 2^32")]
fn shuffled(n: usize, seed: u64, shuffle: u64) -> Vec<usize> {
    let luck = Draws::new(NightKey { seed, night: shuffle });
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by_cached_key(|&i| luck.bits(Subject::NIGHT, Purpose::SignFlip, i as u32));
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::maths;

    #[derive(serde::Deserialize)]
    struct Known {
        cases: Vec<Case>,
    }
    #[derive(serde::Deserialize)]
    struct Case {
        name: String,
        parameter: Vec<f64>,
        utilities: Vec<Vec<f64>>,
        evppi: f64,
    }

    #[test]
    fn values_agree_with_a_spline_fitted_by_numpy() {
        let known: Known = serde_json::from_str(include_str!("../../../tests/fixtures/oracles/evppi.json")).unwrap();
        assert_eq!(known.cases.len(), 3);
        for c in known.cases {
            let utilities: Vec<&[f64]> = c.utilities.iter().map(Vec::as_slice).collect();
            let ours = evppi(&c.parameter, &utilities, 1).unwrap();
            assert!((ours.value - c.evppi).abs() < 1e-9, "{}: {ours:?} and {}", c.name, c.evppi);
        }
    }

    fn normals(subject: u32, n: u64) -> Vec<f64> {
        let one = |night| Draws::new(NightKey { seed: 3, night }).normal(Subject::boat(subject), Purpose::Surge, 0);
        (0..n).map(one).collect()
    }

    #[test]
    fn on_a_line_with_normal_spread_the_value_is_that_of_the_closed_form() {
        // B is better than A by x + noise, x normal with mean −0.5 and deviation 2: E max(0, x) = μΦ(μ/σ) + σφ(μ/σ).
        let (mu, sigma) = (-0.5, 2.0);
        let x: Vec<f64> = normals(0, 4000).iter().map(|z| mu + sigma * z).collect();
        let b: Vec<f64> = x.iter().zip(normals(1, 4000)).map(|(x, z)| x + 3.0 * z).collect();
        let a = vec![0.0; 4000];
        let z = mu / sigma;
        let density = maths::exp(-z * z / 2.0) / maths::sqrt(2.0 * std::f64::consts::PI);
        let exact = mu * maths::normal_cdf(z) + sigma * density;
        let found = evppi(&x, &[&a, &b], 1).unwrap();
        assert!((found.value - exact).abs() < 0.1, "{found:?} and {exact}");
        assert!(!found.noise && found.noise_level < 0.1);
        // A parameter that has nothing to do with it is worth nothing that stands out.
        let idle = evppi(&normals(7, 4000), &[&a, &b], 1).unwrap();
        assert!(idle.noise && idle.value < 0.1, "{idle:?}");
    }

    /// A hundred idle parameters: each against its own noise would flag some five as worth knowing.
    #[test]
    fn of_many_idle_parameters_hardly_any_stands_out_and_one_that_matters_does() {
        let mut told = 0;
        for study in 0..10_u32 {
            let (a, b) = (vec![0.0; 80], normals(study, 80));
            let idle: Vec<Vec<f64>> = (0..100).map(|p| normals(1000 + 100 * study + p, 80)).collect();
            let mut all: Vec<&[f64]> = idle.iter().map(Vec::as_slice).collect();
            all.push(&b);
            let found = evppi_each(&all, &[&a, &b], 1);
            told += found[..100].iter().flatten().filter(|e| !e.noise).count();
            assert!(!found[100].unwrap().noise, "what decides stands out");
        }
        assert!(told <= 2, "{told} of 1,000");
    }

    #[test]
    fn a_parameter_that_never_turns_the_choice_is_worth_nothing() {
        let x = normals(0, 500);
        let b: Vec<f64> = x.iter().map(|x| 100.0 + x).collect();
        let found = evppi(&x, &[&vec![0.0; 500], &b], 1).unwrap();
        assert!(found.value.abs() < 1e-9, "{found:?}");
        assert_eq!(evppi(&[1.0; 50], &[&[0.0; 50]], 1), None);
        assert_eq!(evppi(&x, &[&b[1..]], 1), None);
        assert_eq!(evppi(&x[..5], &[&b[..5]], 1), None);
    }

    #[test]
    fn a_parameter_of_two_values_is_fitted_by_their_means() {
        let x: Vec<f64> = (0..40).map(|i| f64::from(i % 2)).collect();
        let u: Vec<f64> = (0..40).map(|i| if i % 2 == 0 { 1.0 } else { -1.0 }).collect();
        let found = evppi(&x, &[&u, &[0.0; 40]], 1).unwrap();
        assert!((found.value - 0.5).abs() < 1e-12, "{found:?}");
    }
}
