//! What does a difference in deaths come to with the luck of the draw taken off?
//!
//! Of each kind of mishap a night tells how much there was and what its odds came to. Counted less expected has mean zero
//! exactly, under each doctrine, and goes with the deaths: where a boat filled against the odds, people died. So
//! `d − β·z` has the mean of `d` for any β, and a smaller variance for a good one (control variates; Lavenberg & Welch 1981,
//! doi 10.1287/mnsc.27.3.322). A β fitted on the nights it is used on would bias the mean a little; here the β of each fold
//! is fitted on the other folds alone, so that it is independent of what it multiplies.
//!
//! The other way, deaths by the odds in the place of counted deaths, is β = 1 on the one control made of them. Which is better
//! hangs on the nights: where nearly all who are in the water die of it, the odds scatter more than the count.
//!
//! Left out: controls whose mean is known from elsewhere (waves, boats at sea): strata do better with those (`strata`).

use crate::analysis::moments::{mean, student_t_two_sided, variance};
use crate::units::maths;

/// Parts into which the nights are cut for fitting.
pub const FOLDS: usize = 10;

/// A mean with its error.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Estimate {
    /// The mean.
    pub mean: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// 95 % interval (Student's t).
    pub interval_95: (f64, f64),
    /// Its degrees of freedom.
    pub freedom: usize,
}

impl Estimate {
    /// The mean of a column; none below two nights.
    #[must_use]
    pub fn of(column: &[f64]) -> Option<Self> {
        let n = column.len();
        let standard_error = maths::sqrt(variance(column)? / n as f64);
        let (mean, half) = (mean(column), student_t_two_sided(n - 1) * standard_error);
        Some(Self { mean, standard_error, interval_95: (mean - half, mean + half), freedom: n - 1 })
    }
}

/// A mean after luck was taken off.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Reduced {
    /// The estimate.
    pub estimate: Estimate,
    /// How many times as many nights counting alone would need for the same error: variance of the counted column over that
    /// of this one. Below 1 it cost nights. None if one of the two has no variance: where nothing differed there was nothing to
    /// take off, and what would have been cannot be told.
    pub worth: Option<f64>,
    /// The coefficients, averaged over folds; 1 on the odds alone.
    pub beta: Vec<f64>,
}

/// A mean difference by counting, by the odds, and by counting with luck taken off.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ThreeWays {
    /// As counted.
    pub counted: Estimate,
    /// By the odds in the place of the count.
    pub by_odds: Reduced,
    /// Counted, with all controls fitted.
    pub adjusted: Reduced,
}

/// Estimates the mean of `counted`. `controls` have mean zero, a value for each night; the first of them is the count less
/// its own odds. None if there are too few nights to fit on (three for each control and fold).
#[must_use]
pub fn three_ways(counted: &[f64], controls: &[Vec<f64>]) -> Option<ThreeWays> {
    let n = counted.len();
    if controls.is_empty() || controls.iter().any(|c| c.len() != n) || n < 3 * FOLDS * controls.len() {
        return None;
    }
    let plain = Estimate::of(counted)?;
    let by_odds: Vec<f64> = counted.iter().zip(&controls[0]).map(|(d, z)| d - z).collect();
    let (adjusted, beta) = cross_fitted(counted, controls);
    Some(ThreeWays {
        counted: plain,
        by_odds: reduced(counted, &by_odds, vec![1.0])?,
        adjusted: reduced(counted, &adjusted, beta)?,
    })
}

fn reduced(counted: &[f64], column: &[f64], beta: Vec<f64>) -> Option<Reduced> {
    let (before, after) = (variance(counted)?, variance(column)?);
    let worth = (before > 0.0 && after > 0.0).then(|| before / after);
    Some(Reduced { estimate: Estimate::of(column)?, worth, beta })
}

/// The column with β·z taken off, night by night, each with the β of the other folds; and the mean β.
fn cross_fitted(d: &[f64], controls: &[Vec<f64>]) -> (Vec<f64>, Vec<f64>) {
    let (mut out, mut betas) = (d.to_vec(), vec![0.0; controls.len()]);
    for fold in 0..FOLDS {
        let beta = fit(d, controls, &|i| i % FOLDS != fold);
        for (sum, b) in betas.iter_mut().zip(&beta) {
            *sum += b / FOLDS as f64;
        }
        for i in (fold..d.len()).step_by(FOLDS) {
            out[i] -= controls.iter().zip(&beta).map(|(z, b)| z[i] * b).sum::<f64>();
        }
    }
    (out, betas)
}

/// Least squares of the column on the controls, over the nights for which `counts` holds. A control that hardly varies
/// beside the others gets nought.
fn fit(d: &[f64], controls: &[Vec<f64>], counts: &dyn Fn(usize) -> bool) -> Vec<f64> {
    let rows: Vec<usize> = (0..d.len()).filter(|i| counts(*i)).collect();
    let centre = |c: &[f64]| rows.iter().map(|i| c[*i]).sum::<f64>() / rows.len().max(1) as f64;
    let means: Vec<f64> = controls.iter().map(|c| centre(c)).collect();
    let mean_d = centre(d);
    let k = controls.len();
    let cross = |a: &[f64], ma: f64, b: &[f64], mb: f64| rows.iter().map(|i| (a[*i] - ma) * (b[*i] - mb)).sum::<f64>();
    let mut m: Vec<Vec<f64>> = (0..k)
        .map(|i| {
            let mut row: Vec<f64> = (0..k).map(|j| cross(&controls[i], means[i], &controls[j], means[j])).collect();
            row.push(cross(&controls[i], means[i], d, mean_d));
            row
        })
        .collect();
    let scale: Vec<f64> = (0..k).map(|i| m[i][i]).collect();
    // Gauss and Jordan on a symmetric matrix of a few rows; what hardly varies once the others are taken off is left out.
    let mut used = vec![false; k];
    for i in 0..k {
        if m[i][i] <= 1e-9 * scale[i] || scale[i] <= 0.0 {
            continue;
        }
        used[i] = true;
        let pivot = m[i][i];
        m[i].iter_mut().for_each(|x| *x /= pivot);
        let row = m[i].clone();
        for (j, other) in m.iter_mut().enumerate().filter(|(j, _)| *j != i) {
            let factor = other[i];
            let _ = j;
            other.iter_mut().zip(&row).for_each(|(x, r)| *x -= factor * r);
        }
    }
    (0..k).map(|i| if used[i] { m[i][k] } else { 0.0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, NightKey, Purpose, Subject};

    /// Nights of a toy: a rate that varies, a Poisson count of mishaps whose odds are known, and deaths that follow.
    fn toy(seed: u64, nights: u32) -> (Vec<f64>, Vec<Vec<f64>>) {
        let luck = Draws::new(NightKey { seed, night: 0 });
        let (mut deaths, mut own, mut mishaps) = (Vec::new(), Vec::new(), Vec::new());
        for i in 0..nights {
            let s = Subject::boat(i);
            let rate = 0.05 + 0.1 * luck.uniform(s, Purpose::Design, 0);
            let n = f64::from(luck.poisson(s, Purpose::Design, 1, rate));
            let mean = 6.0 * n;
            let died = f64::from(luck.poisson(s, Purpose::Design, 2, mean));
            deaths.push(died);
            own.push(died - mean);
            mishaps.push(n - rate);
        }
        (deaths, vec![own, mishaps])
    }

    #[test]
    fn a_fitted_control_takes_off_what_luck_did_and_leaves_the_mean() {
        let (deaths, controls) = toy(1, 5000);
        let t = three_ways(&deaths, &controls).unwrap();
        // Mean rate 0.1, six deaths each.
        assert!((t.adjusted.estimate.mean - 0.6).abs() < 4.0 * t.adjusted.estimate.standard_error);
        // Var D = 36·0.1 + 6·0.1 + 36·Var(rate); of it the last, 36·0.01/12 = 0.03, is no luck of the draw.
        assert!(t.adjusted.worth.unwrap() > 50.0, "{:?}", t.adjusted.worth);
        assert!((t.by_odds.worth.unwrap() - 4.23 / 3.63).abs() < 0.1, "{:?}", t.by_odds.worth);
        assert!((t.adjusted.beta[0] - 1.0).abs() < 0.02 && (t.adjusted.beta[1] - 6.0).abs() < 0.05);
    }

    /// Small studies, many of them: the mean over studies is that of the truth, with a cross-fitted β of little data too.
    #[test]
    fn the_fit_biases_nothing() {
        let rounds = 400;
        let found: Vec<Estimate> = (0..rounds)
            .map(|seed| {
                let (deaths, controls) = toy(1000 + seed, 90);
                three_ways(&deaths, &controls).unwrap().adjusted.estimate
            })
            .collect();
        let means: Vec<f64> = found.iter().map(|e| e.mean).collect();
        let all = Estimate::of(&means).unwrap();
        assert!((all.mean - 0.6).abs() < 3.0 * all.standard_error, "{all:?}");
        let covers = found.iter().filter(|e| e.interval_95.0 <= 0.6 && 0.6 <= e.interval_95.1).count() as f64;
        assert!(covers / f64::from(u32::try_from(rounds).unwrap()) > 0.88, "{covers} of {rounds}");
    }

    /// Nobody died, and the odds moved: no spread to divide, so nothing is said to have cost nights or to have bought none.
    #[test]
    fn where_nothing_differed_what_it_bought_is_not_told() {
        let (deaths, controls) = toy(4, 600);
        let t = three_ways(&[0.0; 600], &controls).unwrap();
        assert_eq!((t.by_odds.worth, t.adjusted.worth), (None, None));
        assert!(t.by_odds.estimate.standard_error > 0.0);
        let t = three_ways(&deaths, &[vec![0.0; 600]]).unwrap();
        assert!((t.by_odds.worth.unwrap() - 1.0).abs() < 1e-12, "a control of nought takes nothing off");
    }

    #[test]
    fn a_control_that_never_varies_or_repeats_another_is_left_out() {
        let (deaths, mut controls) = toy(3, 600);
        let with = three_ways(&deaths, &controls).unwrap();
        controls.push(vec![0.0; 600]);
        controls.push(controls[1].clone());
        let more = three_ways(&deaths, &controls).unwrap();
        assert!((with.adjusted.estimate.mean - more.adjusted.estimate.mean).abs() < 1e-9);
        assert!(more.adjusted.beta[2].abs() < 1e-12 && more.adjusted.beta[3].abs() < 1e-12);
        assert!(three_ways(&deaths[..20], &[controls[0][..20].to_vec()]).is_none(), "too few nights");
    }
}
