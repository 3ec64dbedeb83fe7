//! How many crossings would an interception have to avert before two doctrines tie in deaths?
//!
//! MODEL 8.3: with `r_I` the deaths by an interception for each one tried and `r_C` the deaths for each boat that sets out where
//! nobody is stopped, the doctrines tie when an interception durably averts `K* = r_I / r_C` crossings. Both rates are sums over
//! whole nights, and nights are resampled together. `r_I` is the deepest doubt of all, so K* is told as a curve over it and never as
//! one verdict: `curve` gives it for the published crossing hazards and for the study's own.
//!
//! Beside K* stands what the nights themselves show, with its interval by whole nights: boats fewer that set out for each
//! interception tried, displacement within the night included. What follows on other nights is a *switch*: if of those kept ashore a share tries again, only
//! the rest is averted for good (MODEL 9.2). Each setting of the switch stands alone; they are never averaged.
//!
//! Left out: deterrence of others and whether rescue draws departures. Published estimates contradict each other (METHODS 0);
//! with either, multiply K by what you believe.

use super::table::Table;
use crate::analysis::counts::rate_upper;
use crate::analysis::rate::{Counted, Rate};
use crate::analysis::resample::{Interval, Resampler};
use crate::analysis::verdict::{DIFFERING_FLOOR, NIGHTS_FLOOR};

/// Deaths for each boat that set out, as published: 27 in 795 boats in 2025, 75 in 830 in 2024 (MODEL 8.3).
pub const PUBLISHED: [(i32, f64); 2] = [(2025, 27.0 / 795.0), (2024, 75.0 / 830.0)];

/// Deaths for each interception at which the curve is told (MODEL 8.3: from 1e-4 to 2).
pub const CURVE: [f64; 9] = [1e-4, 1e-3, 0.01, 0.02, 0.05, 0.1, 0.35, 1.0, 2.0];

/// Shares of those kept ashore who try again at the next chance: none, and MODEL 9.2's low, best and high.
pub const RETRY: [f64; 4] = [0.0, 0.85, 0.95, 0.99];

/// What one doctrine pays and averts for each interception, in one cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Price {
    /// Its cell.
    pub cell: usize,
    /// Index of the doctrine.
    pub arm: usize,
    /// Deaths by an interception, for each one tried (`r_I`); none if none was tried.
    pub per_interception: Option<Rate>,
    /// Deaths for each boat that set out under the first doctrine (`r_C`).
    pub per_crossing: Option<Rate>,
    /// Boats fewer that set out for each interception tried (K within the night), nights resampled. None with an attempt in so
    /// few nights that they carry no ratio.
    pub averted: Option<Rate>,
    /// Interceptions tried, over all nights.
    pub tried: f64,
    /// Nights with an attempt: what K and `r_I` rest on.
    pub nights_tried: usize,
    /// Nights of the cell.
    pub nights: usize,
}

/// What nights can say of a rate, by the verdict's floors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rests {
    /// A hundred nights, of which six carry events: it has an interval.
    Enough,
    /// Events were seen, in so few nights that the number is theirs and no more.
    TooFew,
    /// No event was seen.
    NoneSeen,
}

impl Price {
    /// `K* = r_I / r_C` of the study's own nights; none if either is missing or nobody died in a crossing.
    #[must_use]
    pub fn to_tie(&self) -> Option<f64> {
        let (i, c) = (self.per_interception?.value, self.per_crossing?.value);
        (c > 0.0).then(|| i / c)
    }

    /// What `r_I` rests on: nights of the cell, and those with a death by an interception.
    #[must_use]
    pub fn interception_rests(&self) -> Option<Rests> {
        self.per_interception.map(|r| self.rests(r))
    }

    /// What `r_C` rests on: nights of the cell, and those with a death.
    #[must_use]
    pub fn crossing_rests(&self) -> Option<Rests> {
        self.per_crossing.map(|r| self.rests(r))
    }

    fn rests(&self, rate: Rate) -> Rests {
        match rate.nights_with_event {
            0 => Rests::NoneSeen,
            n if n >= DIFFERING_FLOOR && self.nights >= NIGHTS_FLOOR => Rests::Enough,
            _ => Rests::TooFew,
        }
    }

    /// Where no death by an interception was seen: what the share of attempts *with* a death is still below (95 %), counting
    /// attempts as independent. It bounds no deaths: one attempt may cost many lives, so neither `r_I` nor K* is bounded.
    #[must_use]
    pub fn fatal_attempts_below(&self) -> Option<f64> {
        let none = self.per_interception.is_some_and(|r| r.value <= 0.0);
        none.then(|| rate_upper(0, self.tried)).flatten().map(|b| b.min(1.0))
    }

    /// K after a share of those kept ashore tries again, with its interval.
    #[must_use]
    pub fn averted_with_retry(&self, retry: f64) -> Option<(f64, Option<Interval>)> {
        let stays = 1.0 - retry;
        let scaled = |i: Interval| Interval { low: i.low * stays, high: i.high * stays, ..i };
        self.averted.map(|k| (k.value * stays, k.interval.map(scaled)))
    }
}

/// K* at each value of [`CURVE`] for a crossing hazard.
#[must_use]
pub fn curve(per_crossing: f64) -> Vec<(f64, f64)> {
    CURVE.iter().map(|r| (*r, r / per_crossing)).collect()
}

/// The price of each doctrine that tried an interception, cell by cell.
#[must_use]
pub fn prices(table: &Table) -> Vec<Price> {
    let ids = ["deaths", "set_out", "deaths_intercepted", "interceptions_tried"];
    let [Some(deaths), Some(set_out), Some(by_it), Some(tried)] = ids.map(|id| table.metric(id)) else {
        return Vec::new();
    };
    let resampler = Resampler::new(table.header.seed);
    let mut out = Vec::new();
    for cell in 0..table.cells() {
        let rate = |arm: usize, events: usize, exposure: usize| {
            let (e, x) = (table.column(cell, arm, events), table.column(cell, arm, exposure));
            Rate::of(Counted { events: &e, exposure: &x }, 1.0, resampler)
        };
        let total = |arm: usize, metric: usize| table.column(cell, arm, metric).iter().sum::<f64>();
        for arm in 1..table.arms() {
            let number = total(arm, tried);
            if number > 0.0 {
                let attempts = table.column(cell, arm, tried);
                let nights_tried = attempts.iter().filter(|x| **x > 0.0).count();
                let out_a = table.column(cell, 0, set_out);
                let fewer: Vec<f64> = out_a.iter().zip(table.column(cell, arm, set_out)).map(|(a, b)| a - b).collect();
                let averted = Rate::of(Counted { events: &fewer, exposure: &attempts }, 1.0, resampler);
                out.push(Price {
                    cell,
                    arm,
                    per_interception: rate(arm, by_it, tried),
                    per_crossing: rate(0, deaths, set_out),
                    averted: averted.filter(|_| nights_tried >= DIFFERING_FLOOR),
                    tried: number,
                    nights_tried,
                    nights: attempts.len(),
                });
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::table::tests::header;
    use super::*;
    use crate::ensemble::study::{Job, Row};

    /// The reference cases of MODEL 8.3.
    #[test]
    fn the_published_curve_is_that_of_the_model() {
        let at = |r_i: f64, year: usize| r_i / PUBLISHED[year].1;
        for (r_i, k_2025, k_2024) in [(0.02, 0.6, 0.2), (0.10, 2.9, 1.1), (0.35, 10.0, 3.9), (1.0, 29.0, 11.0)] {
            assert!((at(r_i, 0) - k_2025).abs() < 0.06 * k_2025.max(1.0), "{r_i}: {}", at(r_i, 0));
            assert!((at(r_i, 1) - k_2024).abs() < 0.06 * k_2024.max(1.0), "{r_i}: {}", at(r_i, 1));
        }
        let found = curve(0.1).iter().find(|(r, _)| (r - 0.35).abs() < 1e-12).map(|(_, k)| *k);
        assert!((found.unwrap() - 3.5).abs() < 1e-9);
    }

    #[test]
    fn rates_are_sums_over_nights() {
        let mut table = Table::new(header()).unwrap();
        let n = table.metrics.len();
        let at = |t: &Table, arm: usize, id: &str| arm * n + t.metric(id).unwrap();
        for night in 0..10 {
            let mut v = vec![0.0; 3 * n];
            v[at(&table, 0, "deaths")] = if night == 0 { 5.0 } else { 0.0 };
            v[at(&table, 0, "set_out")] = 10.0;
            v[at(&table, 1, "set_out")] = 9.0;
            v[at(&table, 1, "interceptions_tried")] = 2.0;
            v[at(&table, 1, "deaths_intercepted")] = if night == 3 { 2.0 } else { 0.0 };
            table.push(&Row { job: Job { cell: 0, night }, outcome: Ok(v) }).unwrap();
        }
        let all = prices(&table);
        assert_eq!(all.len(), 1, "only the doctrine that tried one, in the cell with nights");
        let p = &all[0];
        assert!((p.per_interception.unwrap().value - 0.1).abs() < 1e-12);
        assert!((p.per_crossing.unwrap().value - 0.05).abs() < 1e-12);
        assert!((p.to_tie().unwrap() - 2.0).abs() < 1e-12);
        assert!(p.fatal_attempts_below().is_none(), "deaths were seen");
        let none = Price { per_interception: p.per_interception.map(|r| Rate { value: 0.0, ..r }), ..p.clone() };
        let below = none.fatal_attempts_below().unwrap();
        assert!((below - 3.0 / 20.0).abs() < 0.01, "{below}");
        assert!((p.averted.unwrap().value - 0.5).abs() < 1e-12);
        assert!((p.averted_with_retry(0.95).unwrap().0 - 0.025).abs() < 1e-12);
    }

    /// Deaths by an interception in five nights carry no interval, in six of a hundred they do.
    #[test]
    fn rates_rest_on_the_floors_of_the_verdict() {
        let price = |nights: u64, fatal: u64| {
            let mut table = Table::new(header()).unwrap();
            let n = table.metrics.len();
            let at = |t: &Table, arm: usize, id: &str| arm * n + t.metric(id).unwrap();
            for night in 0..nights {
                let mut v = vec![0.0; 3 * n];
                v[at(&table, 0, "deaths")] = f64::from(u8::from(night % 2 == 0));
                v[at(&table, 0, "set_out")] = 10.0;
                v[at(&table, 1, "interceptions_tried")] = 1.0;
                v[at(&table, 1, "deaths_intercepted")] = f64::from(u8::from(night < fatal));
                table.push(&Row { job: Job { cell: 0, night }, outcome: Ok(v) }).unwrap();
            }
            let p = prices(&table).remove(0);
            (p.interception_rests().unwrap(), p.crossing_rests().unwrap())
        };
        assert_eq!(price(120, 0), (Rests::NoneSeen, Rests::Enough));
        assert_eq!(price(120, 5), (Rests::TooFew, Rests::Enough));
        assert_eq!(price(120, 6), (Rests::Enough, Rests::Enough));
        assert_eq!(price(99, 50), (Rests::TooFew, Rests::TooFew));
    }

    /// K has an interval by whole nights, and none is told from a handful of nights with an attempt.
    #[test]
    fn boats_averted_come_with_an_interval_or_not_at_all() {
        let price = |every: u64| {
            let mut table = Table::new(header()).unwrap();
            let n = table.metrics.len();
            let at = |t: &Table, arm: usize, id: &str| arm * n + t.metric(id).unwrap();
            for night in 0..120 {
                let mut v = vec![0.0; 3 * n];
                v[at(&table, 0, "set_out")] = 10.0;
                v[at(&table, 1, "set_out")] = 10.0 - (night % 3) as f64;
                v[at(&table, 1, "interceptions_tried")] = f64::from(u8::from(night % every == 0));
                table.push(&Row { job: Job { cell: 0, night }, outcome: Ok(v) }).unwrap();
            }
            prices(&table).remove(0)
        };
        let k = price(2).averted.unwrap();
        let i = k.interval.unwrap();
        assert!((k.value - 2.0).abs() < 1e-12 && i.low > 1.2 && i.low < 1.9 && i.high > 2.1 && i.high < 3.2, "{k:?}");
        let few = price(30);
        assert_eq!((few.averted, few.nights_tried, few.averted_with_retry(0.5)), (None, 4, None));
    }
}
