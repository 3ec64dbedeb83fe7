//! What does a study say whose nights were lived in unequal shares?
//!
//! Each stratum is weighted with its share of the set of nights (`rare::strata`); means, differences, rates and ratios, and
//! with them the verdict, are those of the whole set. Shares of nights with fewer or more are weighted too, and told as so
//! many of the nights lived. There is no bootstrap here: strata are few and their variances added up.
//!
//! Left out: studies with draws, axes or a rule for stopping; their files are refused with `stratify`.

use super::table::Table;
use crate::analysis::contrast::{Agreement, Contrast as Line, Share};
use crate::analysis::moments::student_t_p;
use crate::analysis::multiple::{PValue, Test};
use crate::analysis::paired::PairedDifference;
use crate::analysis::rare::control::Estimate;
use crate::analysis::rare::strata::{Stratum, neyman_shares, of_strata, ratio, worth};
use crate::analysis::rate::{Rate, RateContrast};
use crate::analysis::resample::{Interval, Method};
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

/// One metric under two doctrines; none if a stratum has too few nights yet.
#[must_use]
pub fn line(table: &Table, cell: usize, a: &[f64], b: &[f64]) -> Option<(Line, PValue)> {
    let estimate = |column: &[f64]| of_strata(&by_strata(table, cell, column)?);
    let d: Vec<f64> = a.iter().zip(b).map(|(a, b)| b - a).collect();
    let (of_a, of_b, of_d) = (estimate(a)?, estimate(b)?, estimate(&d)?);
    let n = d.len();
    let nights = |is: &dyn Fn(f64) -> bool| -> Option<usize> {
        let share = estimate(&d.iter().map(|d| f64::from(u8::from(is(*d)))).collect::<Vec<_>>())?.mean;
        let any = d.iter().any(|d| is(*d));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the nights")]
        let counted = (share * n as f64).round() as usize;
        // A night that was seen is not told as none.
        Some(if any { counted.clamp(1, n) } else { 0 })
    };
    let (a_lower, b_lower) = (nights(&|d| d > 0.0)?, nights(&|d| d < 0.0)?);
    let difference = PairedDifference {
        n,
        mean_a: of_a.mean,
        mean_b: of_b.mean,
        mean_difference: of_d.mean,
        standard_error: Some(of_d.standard_error),
        interval_95: Some(of_d.interval_95),
        nights_a_lower: a_lower,
        nights_b_lower: b_lower,
        nights_equal: n.saturating_sub(a_lower + b_lower),
        correlation_bought: None,
        none_in_a: a.iter().all(|x| *x == 0.0),
        none_in_b: b.iter().all(|x| *x == 0.0),
    };
    let p = match (of_d.standard_error > 0.0, of_d.mean != 0.0) {
        (true, _) => student_t_p(of_d.mean / of_d.standard_error, n.saturating_sub(1).max(1)),
        (false, true) => 0.0,
        (false, false) => 1.0,
    };
    let line = Line {
        difference,
        bootstrap: None,
        // One interval alone, and nothing for it to part from.
        agreement: Agreement::Agree,
        a_lower: Share::of(a_lower, n),
        b_lower: Share::of(b_lower, n),
        equal: Share::of(difference.nights_equal, n),
    };
    Some((line, PValue { p, test: Test::PairedT }))
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
    let rate = |e: Estimate, c: [&[f64]; 2]| Rate {
        value: per * e.mean,
        interval: Some(told(e, per)),
        nights_with_event: c[0].iter().filter(|x| **x > 0.0).count(),
    };
    let mean_of = |column: &[f64]| of_strata(&strata(column)?).map(|e| e.mean);
    let (xa, xb) = (mean_of(a[1])?, mean_of(b[1])?);
    // Linear expansion of the difference, and of the logarithm of the ratio, night by night.
    let off = |c: [&[f64]; 2], r: f64, x: f64, i: usize| (c[0][i] - r * c[1][i]) / x;
    let apart = |scale_a: f64, scale_b: f64| {
        let column: Vec<f64> =
            (0..a[0].len()).map(|i| off(b, rb.mean, xb, i) * scale_b - off(a, ra.mean, xa, i) * scale_a).collect();
        of_strata(&strata(&column)?)
    };
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
        a: rate(ra, a),
        b: rate(rb, b),
        difference: per * by,
        difference_interval: Some(told(moved(difference, by), per)),
        ratio: (ra.mean > 0.0).then(|| rb.mean / ra.mean),
        ratio_interval,
        ratio_fieller: None,
    })
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
