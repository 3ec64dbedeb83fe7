//! What do nights say that were not lived in equal shares?
//!
//! The nights of a large numbered set are sorted into strata by what is known before they are lived; of each stratum some
//! are lived, more of those where much may happen. Each stratum's mean is weighted with its share of the set, so the
//! estimate is unbiased whatever the shares lived. Its variance has two parts (double sampling, Cochran, *Sampling
//! Techniques*, 3rd ed., 12.2): that within strata, and that of the set itself, which is finite though large:
//! `Σ W² s²/n + Σ W (ȳ_h − ȳ)² / N`. For the means of exactly the nights of the set the second part falls away and the first
//! shrinks by `1 − n/N`; both are given. Degrees of freedom after Satterthwaite (1946).
//!
//! Left out: strata with fewer than two nights lived, which have no variance; a plan gives each at least two.

use super::control::Estimate;
use crate::analysis::moments::{mean, student_t_two_sided, variance};
use crate::units::maths;

/// The nights of a stratum that were lived, and how many there are.
#[derive(Clone, Debug)]
pub struct Stratum {
    /// Nights of the set that belong to it.
    pub size: u64,
    /// A value for each night lived.
    pub values: Vec<f64>,
}

/// What the nights of a stratum that were lived come to: enough for the estimate, and it may grow night by night.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Nights of the set that belong to the stratum.
    pub size: u64,
    /// Nights lived.
    pub nights: usize,
    /// Their mean.
    pub mean: f64,
    /// Their variance; none below two nights.
    pub variance: Option<f64>,
}

impl Stratum {
    fn seen(&self) -> Seen {
        let (mean, variance) = (mean(&self.values), variance(&self.values));
        Seen { size: self.size, nights: self.values.len(), mean, variance }
    }
}

/// The mean over all nights that could be, by strata; none if one of them has fewer than two nights lived.
#[must_use]
pub fn of_strata(strata: &[Stratum]) -> Option<Estimate> {
    estimate(strata.iter().map(Stratum::seen), false)
}

/// The same from what the nights of each stratum come to.
#[must_use]
pub fn of_seen(strata: &[Seen]) -> Option<Estimate> {
    estimate(strata.iter().copied(), false)
}

/// The variance of one night's value among all that could be; none if a stratum has fewer than two nights lived.
#[must_use]
pub fn variance_of_a_night(strata: &[Stratum]) -> Option<f64> {
    let mean_of_all = of_strata(strata)?.mean;
    let all = strata.iter().map(|s| s.size).sum::<u64>() as f64;
    let mut v = 0.0;
    for s in strata.iter().filter(|s| s.size > 0) {
        let apart = mean(&s.values) - mean_of_all;
        v += s.size as f64 / all * (variance(&s.values)? + apart * apart);
    }
    Some(v)
}

/// The mean over exactly the nights of the set.
#[must_use]
pub fn of_the_set(strata: &[Stratum]) -> Option<Estimate> {
    estimate(strata.iter().map(Stratum::seen), true)
}

fn estimate(strata: impl Iterator<Item = Seen>, of_the_set: bool) -> Option<Estimate> {
    let strata: Vec<Seen> = strata.filter(|s| s.size > 0).collect();
    let all = strata.iter().map(|s| s.size).sum::<u64>() as f64;
    let (mut total, mut parts) = (0.0, Vec::new());
    for s in &strata {
        let (weight, n) = (s.size as f64 / all, s.nights as f64);
        let left = if of_the_set { 1.0 - n / s.size as f64 } else { 1.0 };
        parts.push((weight * weight * s.variance? / n * left, n - 1.0));
        total += weight * s.mean;
    }
    if parts.is_empty() {
        return None;
    }
    let within: f64 = parts.iter().map(|(v, _)| v).sum();
    let between: f64 = strata.iter().map(|s| s.size as f64 / all * (s.mean - total) * (s.mean - total)).sum();
    let v = within + if of_the_set { 0.0 } else { between / all };
    let df = parts.iter().map(|(v, df)| v * v / df).sum::<f64>();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at least one, at most all nights lived"
    )]
    let df = if df > 0.0 { (within * within / df).max(1.0) as usize } else { strata.len() };
    let standard_error = maths::sqrt(v);
    let half = student_t_two_sided(df) * standard_error;
    Some(Estimate { mean: total, standard_error, interval_95: (total - half, total + half), freedom: df })
}

/// A ratio of two means over all nights that could be, with its error by linear expansion; none without exposure. `events`
/// and `exposure` have the same strata and nights.
#[must_use]
pub fn ratio(events: &[Stratum], exposure: &[Stratum]) -> Option<Estimate> {
    let (top, under) = (of_strata(events)?, of_strata(exposure)?);
    if under.mean <= 0.0 {
        return None;
    }
    let r = top.mean / under.mean;
    let residual: Vec<Stratum> = events
        .iter()
        .zip(exposure)
        .map(|(e, x)| Stratum {
            size: e.size,
            values: e.values.iter().zip(&x.values).map(|(e, x)| (e - r * x) / under.mean).collect(),
        })
        .collect();
    let e = of_strata(&residual)?;
    Some(Estimate {
        mean: r,
        standard_error: e.standard_error,
        interval_95: (r + e.interval_95.0, r + e.interval_95.1),
        freedom: e.freedom,
    })
}

/// How many times as many nights living them in equal shares would need for the same error: the variance of a plain mean over
/// as many nights, as the strata tell it, over that of the estimate. None if nothing varies: there was nothing to be bought.
#[must_use]
pub fn worth(strata: &[Stratum]) -> Option<f64> {
    let estimate = of_strata(strata)?;
    let lived: usize = strata.iter().map(|s| s.values.len()).sum();
    let v = variance_of_a_night(strata)?;
    let se = estimate.standard_error;
    (se > 0.0).then(|| v / lived as f64 / (se * se))
}

/// Shares of the nights to be lived next for the smallest error (Neyman 1934): size times standard deviation, from nights
/// lived already. In thousandths, adding up to about a thousand; a stratum without any spread seen yet keeps its share by size.
#[must_use]
pub fn neyman_shares(strata: &[Stratum]) -> Vec<u32> {
    let spread = |s: &Stratum| variance(&s.values).map_or(0.0, maths::sqrt);
    let pooled = strata.iter().map(|s| s.size as f64 * spread(s)).sum::<f64>();
    let all = strata.iter().map(|s| s.size).sum::<u64>() as f64;
    // Half by spread, half by size would waste; a tenth by size keeps a stratum that showed nothing so far in sight.
    let share = |s: &Stratum| {
        let by_size = s.size as f64 / all.max(1.0);
        if pooled > 0.0 { 0.9 * s.size as f64 * spread(s) / pooled + 0.1 * by_size } else { by_size }
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 1000")]
    strata.iter().map(|s| (1000.0 * share(s)).round().max(1.0) as u32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, NightKey, Purpose, Subject};

    /// A closed form: two strata, worked by hand.
    #[test]
    fn two_strata_by_hand() {
        let strata =
            [Stratum { size: 900, values: vec![0.0, 0.0, 1.0, 1.0] }, Stratum { size: 100, values: vec![4.0, 8.0] }];
        let e = of_strata(&strata).unwrap();
        // 0.9·0.5 + 0.1·6; within: 0.81·(1/3)/4 + 0.01·8/2; between: 0.9·0.55² + 0.1·4.95², over 1,000.
        let within = 0.81 / 12.0 + 0.04;
        let between = 0.9 * 0.3025 + 0.1 * 24.5025;
        assert!((e.mean - 1.05).abs() < 1e-12);
        assert!((e.standard_error.powi(2) - (within + between / 1000.0)).abs() < 1e-12);
        let of_set = of_the_set(&strata).unwrap();
        let fpc = 0.81 / 12.0 * (1.0 - 4.0 / 900.0) + 0.04 * 0.98;
        assert!((of_set.standard_error.powi(2) - fpc).abs() < 1e-12);
        assert!(of_strata(&[Stratum { size: 5, values: vec![1.0] }]).is_none());
        assert_eq!(neyman_shares(&strata).len(), 2);
    }

    /// A set small enough to be lived whole: quiet nights and a few bad ones, known apart with some error.
    fn set() -> Vec<(usize, f64, f64)> {
        let luck = Draws::new(NightKey { seed: 5, night: 0 });
        (0..4000)
            .map(|i| {
                let s = Subject::boat(i);
                let rate = maths::exp(2.5 * luck.normal(s, Purpose::Design, 0) - 3.0).min(3.0);
                let seen = rate * maths::exp(0.3 * luck.normal(s, Purpose::Design, 1));
                let stratum = if seen < 0.05 {
                    0
                } else if seen < 0.4 {
                    1
                } else {
                    2
                };
                let deaths = f64::from(luck.poisson(s, Purpose::Design, 2, rate));
                (stratum, deaths, 20.0 + 10.0 * rate + luck.uniform(s, Purpose::Design, 3))
            })
            .collect()
    }

    /// Samples drawn anew many times: the mean of the estimates is that of the set, their spread is the error that is told, and
    /// it is smaller than that of a plain mean over as many nights.
    #[test]
    fn estimates_are_those_of_the_whole_set_and_their_error_is_as_told() {
        let set = set();
        let n = set.len() as f64;
        let truth = set.iter().map(|(_, d, _)| d).sum::<f64>() / n;
        let exposed = set.iter().map(|(_, _, x)| x).sum::<f64>() / n;
        let of: Vec<Vec<(f64, f64)>> =
            (0..3).map(|h| set.iter().filter(|(s, ..)| *s == h).map(|(_, d, x)| (*d, *x)).collect()).collect();
        let lived = [30, 60, 110];
        let (mut means, mut told, mut ratios, mut plain) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for round in 0..600_u32 {
            let luck = Draws::new(NightKey { seed: 77, night: u64::from(round) });
            let pick = |list: &[(f64, f64)], k: usize, salt: u32| -> Vec<(f64, f64)> {
                let mut order: Vec<(u64, usize)> = (0..list.len())
                    .map(|i| (luck.bits(Subject::ship(salt), Purpose::Design, u32::try_from(i).unwrap()), i))
                    .collect();
                order.sort_unstable();
                order.into_iter().take(k).map(|(_, i)| list[i]).collect()
            };
            let sample: Vec<Vec<(f64, f64)>> =
                (0..3_u32).map(|h| pick(&of[h as usize], lived[h as usize], h)).collect();
            let strata = |which: fn(&(f64, f64)) -> f64| -> Vec<Stratum> {
                (0..3)
                    .map(|h| Stratum { size: of[h].len() as u64, values: sample[h].iter().map(which).collect() })
                    .collect()
            };
            let (deaths, exposure) = (strata(|x| x.0), strata(|x| x.1));
            let e = of_the_set(&deaths).unwrap();
            means.push(e.mean);
            told.push(e.standard_error * e.standard_error);
            ratios.push(ratio(&deaths, &exposure).unwrap().mean);
            let all: Vec<(f64, f64)> = set.iter().map(|(_, d, x)| (*d, *x)).collect();
            plain.push(mean(&pick(&all, 200, 9).iter().map(|x| x.0).collect::<Vec<_>>()));
        }
        let found = Estimate::of(&means).unwrap();
        assert!((found.mean - truth).abs() < 3.0 * found.standard_error, "{} of the set, {} found", truth, found.mean);
        let (spread, by_formula, by_plain) = (variance(&means).unwrap(), mean(&told), variance(&plain).unwrap());
        assert!((spread / by_formula - 1.0).abs() < 0.25, "{spread} seen, {by_formula} told");
        println!("variance: plain {by_plain:.5}, stratified {spread:.5}: worth {:.2}", by_plain / spread);
        assert!(by_plain / spread > 2.0, "{by_plain} plain, {spread} by strata");
        let r = Estimate::of(&ratios).unwrap();
        assert!(
            (r.mean - truth / exposed).abs() < 4.0 * r.standard_error + 1e-4,
            "{} against {}",
            r.mean,
            truth / exposed
        );
    }
}
