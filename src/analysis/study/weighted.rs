//! What does a study say whose nights were lived in unequal shares?
//!
//! Each stratum is weighted with its share of the set of nights (`rare::strata`); means, differences, rates and ratios, and
//! with them the verdict, are those of the whole set. Nights with fewer or more are counted as lived, and floors hold
//! for those; their shares are weighted, each with an interval of its own. Both intervals are told here too: Student's from the
//! strata's variances added up, and BCa from nights resampled within each stratum (`resampled`), the pull of a night being that on
//! the weighted mean (Efron 1987 for several samples; scipy's `bootstrap` of several samples does the same). What pairing bought
//! is `1 − Var(B − A) / (Var A + Var B)` with the variances of one night of the whole set.
//!
//! A night belongs to one stratum by its number, whatever numbers of the model a cell sets: sizes are counts of the same set in
//! every draw and at every point of an axis, so the weights are exact there too (only less apt where a cell moves what nights
//! were sorted by).
//!
//! Nights lived in equal shares are the plain case, so that whoever asks for a mean or a side need not ask which it is.

use super::table::Table;
use crate::analysis::contrast::{Agreement, Contrast as Line, Share, agreement};
use crate::analysis::moments::{mean, student_t_p, sum};
use crate::analysis::multiple::{PValue, Test};
use crate::analysis::paired::{PairedDifference, rule_of_three};
use crate::analysis::rare::control::Estimate;
use crate::analysis::rare::strata::{Stratum, neyman_shares, of_strata, ratio, variance_of_a_night, worth};
use crate::analysis::rate::{Counted, Rate, RateContrast, differing};
use crate::analysis::resample::{Interval, Method, Resampler, interval};
use crate::analysis::verdict::{NIGHTS_FLOOR, VerdictKind};
use crate::draws::{Draws, NightKey, Purpose, Subject};
use crate::units::maths;

/// A column by strata: `column` has a value for each finished night of the cell. None if the nights were not sorted.
#[must_use]
pub fn by_strata(table: &Table, cell: usize, column: &[f64]) -> Option<Vec<Stratum>> {
    let (scenario, _, _) = table.place(cell);
    let strata = &table.header.strata.as_ref()?.scenarios.get(scenario)?.strata;
    let of = |h: usize| {
        let holds = |night: &u64| strata[h].nights.binary_search(night).is_ok();
        let values = table.nights(cell).iter().zip(column).filter(|(n, _)| holds(n)).map(|(_, x)| *x);
        Stratum { size: strata[h].size, values: values.collect() }
    };
    Some((0..strata.len()).map(of).collect())
}

/// A column's mean over all nights with its error: weighted where nights were sorted, plain otherwise; none below two nights (of a
/// stratum).
#[must_use]
pub fn estimate(table: &Table, cell: usize, column: &[f64]) -> Option<Estimate> {
    match by_strata(table, cell, column) {
        Some(strata) => of_strata(&strata),
        None => Estimate::of(column),
    }
}

/// A column's mean over all nights: weighted where nights were sorted, plain otherwise or where a stratum has none.
#[must_use]
pub fn mean_of(table: &Table, cell: usize, column: &[f64]) -> f64 {
    let weights = weights(table, cell);
    if weights.is_empty() { mean(column) } else { sum(weights.iter().zip(column).map(|(w, x)| w * x)) }
}

/// What each finished night of a cell weighs in a mean, in the order of columns, adding up to one; empty where all weigh the same.
#[must_use]
pub fn weights(table: &Table, cell: usize) -> Vec<f64> {
    let place: Vec<f64> = (0..table.nights(cell).len()).map(|i| i as f64).collect();
    let Some(strata) = by_strata(table, cell, &place) else { return Vec::new() };
    let lived = strata.iter().filter(|s| !s.values.is_empty());
    let all = lived.map(|s| s.size).sum::<u64>() as f64;
    let mut out = vec![0.0; place.len()];
    for s in &strata {
        let each = s.size as f64 / all / s.values.len() as f64;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the index of a night")]
        s.values.iter().for_each(|i| out[*i as usize] = each);
    }
    out
}

/// Which side the verdict would name between two columns of a cell (the second B), by its floors and both intervals, weighted where
/// nights were sorted.
#[must_use]
pub fn told(table: &Table, cell: usize, a: &[f64], b: &[f64]) -> VerdictKind {
    if a.len() < NIGHTS_FLOOR {
        return VerdictKind::TooFew;
    }
    let found = match &table.header.strata {
        Some(_) => line(table, cell, a, b).map(|(line, _)| line),
        None => Line::of(a, b, Resampler::new(table.header.seed)).ok(),
    };
    found.map_or(VerdictKind::TooFew, |line| line.kind(NIGHTS_FLOOR))
}

/// Means of columns over each resample, joint across columns. Where nights were sorted they are drawn within each stratum, one
/// fewer than it has, so that the spread of the resamples is that of the estimate (Rao & Wu 1988, J. Am. Stat. Assoc.
/// 83, 231, with their m = n − 1). The set is a sample too: how many of its nights belong to each stratum is drawn with each
/// resample, by the normal limit of the multinomial, so that the second part of the variance (`rare::strata`) is there as well.
#[must_use]
pub fn resampled(table: &Table, cell: usize, columns: &[&[f64]], resampler: Resampler) -> Vec<Vec<f64>> {
    let nights = columns.first().map_or(0, |c| c.len());
    let place: Vec<f64> = (0..nights).map(|i| i as f64).collect();
    let Some(strata) = by_strata(table, cell, &place) else { return resampler.means(columns) };
    let strata: Vec<&Stratum> = strata.iter().filter(|s| s.values.len() > 1).collect();
    let all = strata.iter().map(|s| s.size).sum::<u64>() as f64;
    let mut out = vec![Vec::with_capacity(resampler.resamples); columns.len()];
    let mut weights = vec![0.0; nights];
    let own = |h: usize| Resampler { seed: resampler.seed.wrapping_add(1 + h as u64), ..resampler };
    for resample in 0..resampler.resamples {
        weights.fill(0.0);
        let luck = Draws::new(NightKey { seed: own(strata.len()).seed, night: resample as u64 });
        let sizes = sizes_drawn(&strata.iter().map(|s| s.size as f64 / all).collect::<Vec<_>>(), all, luck);
        for (h, s) in strata.iter().enumerate() {
            let n = s.values.len();
            // A stratum takes its own part of the resamples' numbers, so that none shifts another's.
            let each = sizes[h] / (n - 1) as f64;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the index of a night")]
            own(h).indices(resample, n).take(n - 1).for_each(|i| weights[s.values[i] as usize] += each);
        }
        for (means, column) in out.iter_mut().zip(columns) {
            means.push(sum(weights.iter().zip(*column).map(|(w, x)| w * x)));
        }
    }
    out
}

/// Shares of strata in another set of as many nights: these shares `w` moved by normal numbers of covariance
/// `(diag(w) − w wᵀ) / all`, that of a multinomial. None goes below nought.
fn sizes_drawn(shares: &[f64], all: f64, luck: Draws) -> Vec<f64> {
    let roots: Vec<f64> = shares.iter().map(|w| maths::sqrt(*w)).collect();
    let z: Vec<f64> =
        (0..).zip(shares).map(|(h, _): (u32, _)| luck.normal(Subject::NIGHT, Purpose::Resample, h)).collect();
    let along: f64 = roots.iter().zip(&z).map(|(r, z)| r * z).sum();
    let drawn =
        shares.iter().zip(&roots).zip(&z).map(|((w, r), z)| (w + (r * z - w * along) / maths::sqrt(all)).max(0.0));
    drawn.collect()
}

/// The pull of each night of a cell on the weighted mean of a column, in any unit; none if nights were not sorted.
fn pulls(table: &Table, cell: usize, column: &[f64]) -> Option<Vec<f64>> {
    let place: Vec<f64> = (0..column.len()).map(|i| i as f64).collect();
    let strata = by_strata(table, cell, &place)?;
    let mut out = vec![0.0; column.len()];
    for s in strata.iter().filter(|s| !s.values.is_empty()) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the index of a night")]
        let nights: Vec<usize> = s.values.iter().map(|i| *i as usize).collect();
        let middle = sum(nights.iter().map(|i| column[*i])) / nights.len() as f64;
        for i in &nights {
            out[*i] = s.size as f64 / nights.len() as f64 * (column[*i] - middle);
        }
    }
    Some(out)
}

/// How many plain nights would bound as much what was seen in no night: the largest that the share of such nights may be, with
/// three of them expected to be seen (the rule of three, METHODS 4), is that of the stratum lived most thinly, `3 W / n` with its
/// weight and nights.
#[must_use]
pub fn unseen_of(strata: &[Stratum]) -> usize {
    let all = strata.iter().map(|s| s.size).sum::<u64>() as f64;
    let thinnest = strata.iter().filter(|s| s.size > 0).map(|s| s.values.len() as f64 * all / s.size as f64);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most the nights lived, rounding aside"
    )]
    let nights = thinnest.fold(f64::INFINITY, f64::min).min(1e9) as usize;
    nights
}

/// One metric under two doctrines; none if a stratum has too few nights yet.
#[must_use]
pub fn line(table: &Table, cell: usize, a: &[f64], b: &[f64]) -> Option<(Line, PValue)> {
    lines(table, cell, &[(a, b)]).pop().flatten()
}

/// Many metrics under two doctrines, on shared resamples: what takes long is done once.
#[must_use]
pub fn lines(table: &Table, cell: usize, pairs: &[(&[f64], &[f64])]) -> Vec<Option<(Line, PValue)>> {
    let differences: Vec<Vec<f64>> =
        pairs.iter().map(|(a, b)| a.iter().zip(*b).map(|(a, b)| b - a).collect()).collect();
    let columns: Vec<&[f64]> = differences.iter().map(Vec::as_slice).collect();
    let mut lines: Vec<Option<(Line, PValue)>> =
        pairs.iter().map(|(a, b)| without_resampling(table, cell, a, b)).collect();
    if lines.iter().all(Option::is_none) {
        return lines;
    }
    let draws = resampled(table, cell, &columns, Resampler::new(table.header.seed));
    for ((found, column), draws) in lines.iter_mut().zip(&columns).zip(draws) {
        let Some((line, _)) = found else { continue };
        let Some(pulls) = pulls(table, cell, column) else { continue };
        line.bootstrap = Some(interval(line.difference.mean_difference, &draws, &pulls));
        line.agreement = agreement(line.difference.interval_95, line.bootstrap);
    }
    lines
}

/// One metric under two doctrines by the variances of its strata.
fn without_resampling(table: &Table, cell: usize, a: &[f64], b: &[f64]) -> Option<(Line, PValue)> {
    let estimate = |column: &[f64]| of_strata(&by_strata(table, cell, column)?);
    let d: Vec<f64> = a.iter().zip(b).map(|(a, b)| b - a).collect();
    let (of_a, of_b, of_d) = (estimate(a)?, estimate(b)?, estimate(&d)?);
    let n = d.len();
    let unseen_of = unseen_of(&by_strata(table, cell, &d)?);
    // Counts are of the nights lived, and the floors hold for them; shares are of all nights.
    let share = |is: &dyn Fn(f64) -> bool| -> Option<Share> {
        let counted: Vec<f64> = d.iter().map(|d| f64::from(u8::from(is(*d)))).collect();
        let e = estimate(&counted)?;
        let nights = d.iter().filter(|d| is(**d)).count();
        // Never seen or always seen: the strata have no spread to show, and the plain nights' worth of them bounds it.
        let interval = if nights == 0 || nights == n {
            let beyond = rule_of_three(unseen_of).unwrap_or(1.0);
            if nights == 0 { (0.0, beyond) } else { (1.0 - beyond, 1.0) }
        } else {
            (e.interval_95.0.max(0.0), e.interval_95.1.min(1.0))
        };
        Some(Share { nights, of: n, weighted: Some(e.mean), interval_95: Some(interval) })
    };
    let (a_lower, b_lower, equal) = (share(&|d| d > 0.0)?, share(&|d| d < 0.0)?, share(&|d| d == 0.0)?);
    let difference = PairedDifference {
        n,
        mean_a: of_a.mean,
        mean_b: of_b.mean,
        mean_difference: of_d.mean,
        standard_error: Some(of_d.standard_error),
        interval_95: Some(of_d.interval_95),
        nights_a_lower: a_lower.nights,
        nights_b_lower: b_lower.nights,
        nights_equal: equal.nights,
        correlation_bought: bought_by_pairing(table, cell, [a, b, &d]),
        unseen_of,
        none_in_a: a.iter().all(|x| *x == 0.0),
        none_in_b: b.iter().all(|x| *x == 0.0),
    };
    let p = match (of_d.standard_error > 0.0, of_d.mean != 0.0) {
        (true, _) => student_t_p(of_d.mean / of_d.standard_error, of_d.freedom),
        (false, true) => 0.0,
        (false, false) => 1.0,
    };
    let line = Line { difference, bootstrap: None, agreement: Agreement::NoInterval, a_lower, b_lower, equal };
    Some((line, PValue { p, test: Test::PairedT }))
}

/// The share of the variance of independent doctrines that living the same nights took away, of columns A, B and B − A.
fn bought_by_pairing(table: &Table, cell: usize, columns: [&[f64]; 3]) -> Option<f64> {
    let of = |column: &[f64]| variance_of_a_night(&by_strata(table, cell, column)?);
    let [a, b, d] = [of(columns[0])?, of(columns[1])?, of(columns[2])?];
    (a + b > 0.0).then(|| 1.0 - d / (a + b))
}

/// A rate under two doctrines, for each `per` units: `[events, exposure]` of each.
#[must_use]
pub fn rate(table: &Table, cell: usize, a: [&[f64]; 2], b: [&[f64]; 2], per: f64) -> Option<RateContrast> {
    let strata = |column: &[f64]| by_strata(table, cell, column);
    let one = |c: [&[f64]; 2]| ratio(&strata(c[0])?, &strata(c[1])?);
    let (ra, rb) = (one(a)?, one(b)?);
    let told = |e: Estimate, scale: f64| Interval {
        low: e.interval_95.0 * scale,
        high: e.interval_95.1 * scale,
        method: Method::Strata,
    };
    let counted_a = Counted { events: a[0], exposure: a[1] };
    let counted_b = Counted { events: b[0], exposure: b[1] };
    let rate = |e: Estimate, c: Counted| {
        let nights_with_event = c.nights_with_event();
        let interval = Some(told(e, per)).filter(|_| nights_with_event > 0);
        Rate { value: per * e.mean, interval, nights_with_event }
    };
    let (rate_a, rate_b) = (rate(ra, counted_a), rate(rb, counted_b));
    let seen = rate_a.nights_with_event + rate_b.nights_with_event > 0;
    let apart = |scale_a, scale_b| of_strata(&strata(&expanded(table, cell, [a, b], [scale_a, scale_b])?)?);
    let difference = apart(1.0, 1.0)?;
    let by = rb.mean - ra.mean;
    let moved = |e: Estimate, by: f64| Estimate { interval_95: (e.interval_95.0 + by, e.interval_95.1 + by), ..e };
    let both = ra.mean > 0.0 && rb.mean > 0.0;
    let log = if both { apart(1.0 / ra.mean, 1.0 / rb.mean) } else { None };
    let ratio_interval = log.map(|e| {
        let i = told(moved(e, maths::ln(rb.mean / ra.mean)), 1.0);
        Interval { low: maths::exp(i.low), high: maths::exp(i.high), ..i }
    });
    Some(RateContrast {
        nights: a[0].len(),
        differing: differing(counted_a, counted_b),
        unseen_of: unseen_of(&strata(a[0])?),
        a: rate_a,
        b: rate_b,
        difference: per * by,
        difference_interval: Some(told(moved(difference, by), per)).filter(|_| seen),
        ratio: (ra.mean > 0.0).then(|| rb.mean / ra.mean),
        ratio_interval,
        ratio_fieller: None,
    })
}

/// What each night moves a difference of rates, by linear expansion: `scale_b (e − r x)/x̄` under B less the same under A. With both
/// scales 1 it is the difference; with 1/rate each, that of the logarithms, which is that of the ratio.
fn expanded(table: &Table, cell: usize, [a, b]: [[&[f64]; 2]; 2], [scale_a, scale_b]: [f64; 2]) -> Option<Vec<f64>> {
    let mean_of = |column: &[f64]| Some(of_strata(&by_strata(table, cell, column)?)?.mean);
    let one = |c: [&[f64]; 2], scale: f64| -> Option<Vec<f64>> {
        let x = mean_of(c[1])?;
        let r = mean_of(c[0])? / x;
        (x > 0.0).then(|| c[0].iter().zip(c[1]).map(|(e, exposed)| scale * (e - r * exposed) / x).collect())
    };
    Some(one(b, scale_b)?.into_iter().zip(one(a, scale_a)?).map(|(b, a)| b - a).collect())
}

/// What sorting bought for a difference of rates: the same on its linear expansion, night by night. None where no event was seen.
#[must_use]
pub fn bought_of_rate(table: &Table, cell: usize, a: [&[f64]; 2], b: [&[f64]; 2]) -> Option<(f64, Vec<u32>)> {
    let moves = expanded(table, cell, [a, b], [1.0, 1.0])?;
    let strata = by_strata(table, cell, &moves)?;
    Some((worth(&strata)?, neyman_shares(&strata)))
}

/// What sorting bought for a difference, and the shares of nights that would have been best: `(worth, shares)`.
#[must_use]
pub fn bought(table: &Table, cell: usize, a: &[f64], b: &[f64]) -> Option<(f64, Vec<u32>)> {
    let d: Vec<f64> = a.iter().zip(b).map(|(a, b)| b - a).collect();
    let strata = by_strata(table, cell, &d)?;
    Some((worth(&strata)?, neyman_shares(&strata)))
}

#[cfg(test)]
mod tests {
    use super::super::table::tests::header;
    use super::*;
    use crate::ensemble::study::strata::{By, Strata, StrataText, StratumText};
    use crate::ensemble::study::{Job, Row};

    /// A study of one scenario: 40 quiet nights and 10 others, of which these are lived.
    fn table(quiet: &[u64], others: &[u64]) -> Table {
        let mut h = header();
        (h.axes, h.draws) = (Vec::new(), None);
        h.scenarios.truncate(1);
        h.doctrines.truncate(2);
        h.metrics = vec!["deaths".into(), "embarked".into()];
        let stratum = |size, nights: &[u64]| StratumText { size, from: 0.0, nights: nights.to_vec() };
        let strata = vec![stratum(40, quiet), stratum(10, others)];
        h.strata = Some(StrataText { by: By::Risk, population: 50, scenarios: vec![Strata { strata }] });
        let mut table = Table::new(h).unwrap();
        let nights: Vec<u64> = table.header.strata.as_ref().unwrap().scenarios[0].order().iter().map(|o| o.0).collect();
        for night in nights {
            let [a, b] = values(night);
            let outcome = Ok(vec![a, 100.0, b, 90.0 + (night % 3) as f64]);
            table.push(&Row { job: Job { cell: 0, night }, outcome }).unwrap();
        }
        table
    }

    /// Deaths of a night: nights from 40 on are the bad ones.
    fn values(night: u64) -> [f64; 2] {
        let bad = if night >= 40 { 5.0 } else { 0.0 };
        [bad + (night % 4) as f64, bad * 0.5 + (night % 3) as f64]
    }

    #[test]
    fn counts_are_of_nights_lived_and_the_stratum_lived_most_thinly_bounds_what_was_not_seen() {
        let all: Vec<u64> = (0..50).collect();
        // Four of 40 quiet nights and all ten others: the quiet ones weigh 0.8 and bound as five plain nights would.
        let t = table(&all[..4], &all[40..]);
        let (a, b) = (t.column(0, 0, 0), t.column(0, 1, 0));
        let (line, p) = line(&t, 0, &a, &b).unwrap();
        let d = line.difference;
        let fewer = a.iter().zip(&b).filter(|(a, b)| b < a).count();
        assert_eq!((d.n, d.nights_b_lower, line.b_lower.nights), (14, fewer, fewer));
        assert_eq!(d.unseen_of, 5);
        let quiet = all[..4].iter().filter(|n| values(**n)[1] < values(**n)[0]).count() as f64 / 4.0;
        let others = all[40..].iter().filter(|n| values(**n)[1] < values(**n)[0]).count() as f64 / 10.0;
        assert!((line.b_lower.value().unwrap() - (0.8 * quiet + 0.2 * others)).abs() < 1e-12);
        // The p value and the interval go by the same degrees of freedom: one is below 0.05 just when the other leaves nought out.
        let (low, high) = d.interval_95.unwrap();
        assert_eq!(p.p < 0.05, low > 0.0 || high < 0.0, "p {} of {low} to {high}", p.p);
    }

    #[derive(serde::Deserialize)]
    struct Known {
        sizes: Vec<u64>,
        a: Vec<Vec<f64>>,
        b: Vec<Vec<f64>>,
        exposed: Vec<Vec<f64>>,
        mean_a: (f64, f64),
        mean_b: (f64, f64),
        mean_difference: (f64, f64),
        ratio: (f64, f64),
        freedom: f64,
        bca: (f64, f64),
        bought: f64,
        neyman: Vec<f64>,
        exposed_b: Vec<Vec<f64>>,
        rate_difference: [f64; 3],
        rate_log_ratio: [f64; 3],
        worth: f64,
        worth_of_rate: f64,
    }

    /// Means, a ratio and their errors by samplics; BCa by scipy's bootstrap of several samples; what pairing bought by numpy.
    #[test]
    fn sorted_nights_say_what_samplics_and_scipy_say() {
        let k: Known = serde_json::from_str(include_str!("../../../tests/fixtures/oracles/strata.json")).unwrap();
        let mut h = header();
        (h.axes, h.draws) = (Vec::new(), None);
        h.scenarios.truncate(1);
        h.doctrines.truncate(2);
        h.metrics = vec!["deaths".into(), "embarked".into()];
        let first: Vec<u64> = (0..3).map(|s| 1000 * s).collect();
        let lived = |s: usize| (0..k.a[s].len() as u64).map(|i| first[s] + i).collect::<Vec<_>>();
        let strata: Vec<StratumText> =
            (0..3).map(|s| StratumText { size: k.sizes[s], from: 0.0, nights: lived(s) }).collect();
        let population = k.sizes.iter().sum();
        h.strata = Some(StrataText { by: By::Risk, population, scenarios: vec![Strata { strata }] });
        let mut t = Table::new(h).unwrap();
        for s in 0..3 {
            for (i, night) in lived(s).into_iter().enumerate() {
                let outcome = Ok(vec![k.a[s][i], k.exposed[s][i], k.b[s][i], k.exposed[s][i]]);
                t.push(&Row { job: Job { cell: 0, night }, outcome }).unwrap();
            }
        }
        let [a, x, b] = [(0, 0), (0, 1), (1, 0)].map(|(arm, m)| t.column(0, arm, m));
        let near =
            |ours: f64, theirs: f64, by: f64| assert!((ours - theirs).abs() < by * theirs.abs(), "{ours}, {theirs}");
        for (column, (mean, error)) in [(&a, k.mean_a), (&b, k.mean_b)] {
            let e = estimate(&t, 0, column).unwrap();
            near(e.mean, mean, 1e-9);
            near(e.standard_error, error, 1e-6);
        }
        let found = line(&t, 0, &a, &b).unwrap().0;
        near(found.difference.mean_difference, k.mean_difference.0, 1e-9);
        near(found.difference.standard_error.unwrap(), k.mean_difference.1, 1e-6);
        near(found.difference.correlation_bought.unwrap(), k.bought, 1e-9);
        let d: Vec<f64> = a.iter().zip(&b).map(|(a, b)| b - a).collect();
        assert!((estimate(&t, 0, &d).unwrap().freedom as f64 - k.freedom).abs() <= 1.0);
        let bca = found.bootstrap.unwrap();
        // Two thousand resamples against a hundred thousand.
        let room = 0.06 * (k.bca.1 - k.bca.0);
        assert!((bca.low - k.bca.0).abs() < room && (bca.high - k.bca.1).abs() < room, "{bca:?}, scipy {:?}", k.bca);
        assert_eq!(bca.method, Method::Bca);
        let r = rate(&t, 0, [&a, &x], [&b, &x], 1.0).unwrap();
        near(r.b.value, k.ratio.0, 1e-9);
        let e = ratio(&by_strata(&t, 0, &b).unwrap(), &by_strata(&t, 0, &x).unwrap()).unwrap();
        near(e.standard_error, k.ratio.1, 1e-6);
        let shares = neyman_shares(&by_strata(&t, 0, &d).unwrap());
        assert!(
            shares.iter().zip(&k.neyman).all(|(ours, theirs)| (f64::from(*ours) - theirs).abs() < 0.51),
            "{shares:?}"
        );
        near(bought(&t, 0, &a, &b).unwrap().0, k.worth, 1e-6);
        // Exposure that differs too: the ends, each by the delta method on four means.
        let xb = k.exposed_b.concat();
        let r = rate(&t, 0, [&a, &x], [&b, &xb], 1.0).unwrap();
        let (difference, ratio) = (r.difference_interval.unwrap(), r.ratio_interval.unwrap());
        for (ours, theirs) in [difference.low, r.difference, difference.high].iter().zip(k.rate_difference) {
            near(*ours, theirs, 1e-6);
        }
        for (ours, theirs) in [ratio.low, r.ratio.unwrap(), ratio.high].iter().zip(k.rate_log_ratio) {
            near(maths::ln(*ours), theirs, 1e-6);
        }
        near(bought_of_rate(&t, 0, [&a, &x], [&b, &xb]).unwrap().0, k.worth_of_rate, 1e-6);
        let none = vec![0.0; a.len()];
        assert!(bought_of_rate(&t, 0, [&none, &x], [&none, &xb]).is_none() && bought(&t, 0, &a, &a).is_none());
    }

    /// A set of few nights is luck of its own: the resamples spread as the error that is told, both parts of it.
    #[test]
    fn resamples_spread_as_the_error_that_is_told() {
        let all: Vec<u64> = (0..50).collect();
        let t = table(&all[..24], &all[40..]);
        let a = t.column(0, 0, 0);
        let e = estimate(&t, 0, &a).unwrap();
        let draws = &resampled(&t, 0, &[&a], Resampler { seed: 3, resamples: 8000 })[0];
        let spread = maths::sqrt(crate::analysis::moments::variance(draws).unwrap());
        assert!((spread / e.standard_error - 1.0).abs() < 0.03, "{spread} drawn, {} told", e.standard_error);
        let within = crate::analysis::rare::strata::of_strata(
            &by_strata(&t, 0, &a)
                .unwrap()
                .iter()
                .map(|s| Stratum { size: s.size * 1_000_000, ..s.clone() })
                .collect::<Vec<_>>(),
        );
        assert!(within.unwrap().standard_error < 0.8 * e.standard_error, "the set's own luck is no small part here");
    }

    fn difference(table: &Table) -> PairedDifference {
        line(table, 0, &table.column(0, 0, 0), &table.column(0, 1, 0)).unwrap().0.difference
    }

    #[test]
    fn a_set_lived_whole_gives_its_plain_means() {
        let all: Vec<u64> = (0..50).collect();
        let d = difference(&table(&all[..40], &all[40..]));
        let mean = |arm: usize| all.iter().map(|n| values(*n)[arm]).sum::<f64>() / 50.0;
        assert!((d.mean_a - mean(0)).abs() < 1e-12 && (d.mean_b - mean(1)).abs() < 1e-12);
        let fewer = all.iter().filter(|n| values(**n)[1] < values(**n)[0]).count();
        assert_eq!((d.n, d.nights_b_lower), (50, fewer));
    }

    /// Ten times as many of the bad nights than their share, and the mean is the set's all the same.
    #[test]
    fn bad_nights_lived_more_often_weigh_no_more() {
        let all: Vec<u64> = (0..50).collect();
        // Every twelfth night in both strata has all remainders by 3 and by 4 once: the strata's means are exact.
        let t = table(&all[..12], &all[40..]);
        let exact = |list: &[u64], arm: usize| list.iter().map(|n| values(*n)[arm]).sum::<f64>() / list.len() as f64;
        let by_hand = |arm: usize| 0.8 * exact(&all[..12], arm) + 0.2 * exact(&all[40..], arm);
        let d = difference(&t);
        assert!((d.mean_a - by_hand(0)).abs() < 1e-12 && (d.mean_b - by_hand(1)).abs() < 1e-12);
        let plain = t.column(0, 0, 0).iter().sum::<f64>() / 22.0;
        assert!(plain > d.mean_a + 1.0, "the plain mean of the nights lived is another: {plain}");
        let r = rate(&t, 0, [&t.column(0, 0, 0), &t.column(0, 0, 1)], [&t.column(0, 1, 0), &t.column(0, 1, 1)], 1000.0);
        let r = r.unwrap();
        assert!((r.a.value - 1000.0 * by_hand(0) / 100.0).abs() < 1e-9);
        assert!(r.difference < 0.0 && r.ratio_interval.unwrap().low < r.ratio.unwrap());
    }
}
