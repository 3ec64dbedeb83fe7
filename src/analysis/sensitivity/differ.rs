//! Do worlds differ from each other at all, beyond the luck of the nights that they share?
//!
//! All worlds have the same nights. If no number of the model moved the difference between two doctrines, then in each night the
//! worlds would be alike but for luck, and it could not matter which world has which of the night's values. So the values are dealt
//! out anew within each night, many times, and the spread of the worlds' means is taken again: a permutation test in blocks, which
//! is exact whatever the distribution of deaths (Fisher 1935; Edgington & Onghena 2007, ch. 6 on repeated measures). It asks no
//! single world to be sure of itself, so it works with ten nights in each of two hundred worlds.
//!
//! Left out: which number moves it. That is for `evppi`, `prim`, `morris` and `sobol`.

use super::super::moments::{mean, sum};
use crate::draws::{Draws, NightKey, Purpose, Subject};

/// Deals beside the one that was seen: a p value of 0.05 is then met or missed by whole steps of 0.0025.
const DEALS: u64 = 399;

/// How likely a spread of the worlds' means as large as that seen, or larger, is by luck of shared nights alone. `worlds[w][n]` is
/// the difference in world `w` and night `n`; `weights` says what each night weighs in a mean, empty if all weigh the same. `None`
/// with fewer than two worlds or nights, or if worlds have not the same nights.
#[must_use]
pub fn by_luck(worlds: &[&[f64]], weights: &[f64], seed: u64) -> Option<f64> {
    let nights = worlds.first()?.len();
    if worlds.len() < 2 || nights < 2 || worlds.iter().any(|w| w.len() != nights) {
        return None;
    }
    let weight = |n: usize| weights.get(n).copied().unwrap_or(1.0 / nights as f64);
    let mut values: Vec<Vec<f64>> = (0..nights).map(|n| worlds.iter().map(|w| w[n]).collect()).collect();
    // Nights in which all worlds are alike say nothing, and there are many of them.
    let counted: Vec<usize> =
        (0..nights).filter(|n| values[*n].iter().any(|x| x.total_cmp(&values[*n][0]).is_ne())).collect();
    let seen = spread(&values, &counted, &weight, worlds.len());
    let mut as_large = 0_u64;
    for deal in 0..DEALS {
        let luck = Draws::new(NightKey { seed, night: deal });
        let mut k = 0;
        for &n in &counted {
            shuffle(&mut values[n], &luck, &mut k);
        }
        // Sums in another order differ in their last digits.
        as_large += u64::from(spread(&values, &counted, &weight, worlds.len()) >= seen * (1.0 - 1e-9));
    }
    Some((1 + as_large) as f64 / (1 + DEALS) as f64)
}

/// Sum of squares of the worlds' means about their mean.
fn spread(values: &[Vec<f64>], counted: &[usize], weight: &impl Fn(usize) -> f64, worlds: usize) -> f64 {
    let mut means = vec![0.0; worlds];
    for &n in counted {
        let w = weight(n);
        means.iter_mut().zip(&values[n]).for_each(|(m, x)| *m += w * x);
    }
    let middle = mean(&means);
    sum(means.iter().map(|m| (m - middle) * (m - middle)))
}

/// Fisher and Yates' shuffle by keyed draws.
fn shuffle(x: &mut [f64], luck: &Draws, k: &mut u32) {
    for i in (1..x.len()).rev() {
        let bits = luck.bits(Subject::NIGHT, Purpose::SignFlip, *k);
        *k += 1;
        #[expect(clippy::cast_possible_truncation, reason = "the upper half of the product is at most i")]
        let j = ((u128::from(bits) * (i as u128 + 1)) >> 64) as usize;
        x.swap(i, j);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(worlds: &[Vec<f64>], seed: u64) -> f64 {
        by_luck(&worlds.iter().map(Vec::as_slice).collect::<Vec<_>>(), &[], seed).unwrap()
    }

    fn normal(seed: u64) -> impl Fn(u32, u32) -> f64 {
        let luck = Draws::new(NightKey { seed, night: 0 });
        move |w, n| luck.normal(Subject::boat(w), Purpose::Surge, n)
    }

    /// Closed form: two worlds, three nights, in each night one is 1 ahead. Of the 2³ deals, two (all one way) spread as far as the
    /// one seen: p is 1/4 but for the chance of the deals drawn.
    #[test]
    fn two_worlds_by_hand() {
        let found = p(&[vec![0.0, 5.0, 2.0], vec![1.0, 6.0, 3.0]], 1);
        assert!((found - 0.25).abs() < 4.0 * (0.25_f64 * 0.75 / 400.0).sqrt(), "{found}");
        assert!(
            (p(&[vec![0.0, 1.0], vec![1.0, 0.0]], 1) - 1.0).abs() < 1e-12,
            "means alike: every deal spreads as far"
        );
    }

    /// Without any difference between worlds the p value is even from 0 to 1, however unlike the nights are.
    #[test]
    fn luck_alone_is_called_more_than_luck_in_one_case_of_twenty() {
        let called = |seed: u64| {
            let x = normal(seed);
            let worlds: Vec<Vec<f64>> = (1..13)
                .map(|w| (0..8).map(|n| 9.0 * x(0, n) + if x(w, n) > 1.0 { x(w, n) } else { 0.0 }).collect())
                .collect();
            p(&worlds, seed) <= 0.05
        };
        let hits = (0..300).filter(|s| called(*s)).count();
        // 300 × 0.05 = 15, with a standard deviation of 3.8.
        assert!((3..=28).contains(&hits), "{hits} of 300");
    }

    #[test]
    fn worlds_that_differ_are_seen_through_nights_that_differ_more() {
        let x = normal(3);
        let worlds: Vec<Vec<f64>> =
            (1..61).map(|w| (0..10).map(|n| 30.0 * x(0, n) + f64::from(w) / 60.0 + 0.5 * x(w, n)).collect()).collect();
        assert!(p(&worlds, 1) < 0.01);
        assert_eq!(by_luck(&[&[1.0, 2.0]], &[], 1), None);
        assert_eq!(by_luck(&[&[1.0, 2.0], &[1.0]], &[], 1), None);
    }
}
