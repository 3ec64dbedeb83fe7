//! How many crossings would an interception have to avert before two doctrines tie in deaths?
//!
//! MODEL 8.3: with `r_I` the deaths by an interception for each one tried and `r_C` the deaths for each boat that sets out where
//! nobody is stopped, the doctrines tie when an interception durably averts `K* = r_I / r_C` crossings. Both rates are sums over
//! whole nights, and nights are resampled together. `r_I` is the deepest doubt of all, so K* is told as a curve over it and never as
//! one verdict: `curve` gives it for the published crossing hazards and for the study's own.
//!
//! Beside K* stands what the nights themselves show: boats fewer that set out for each interception tried, displacement
//! within the night included. What follows on other nights is a *switch*: if of those kept ashore a share tries again, only
//! the rest is averted for good (MODEL 9.2). Each setting of the switch stands alone; they are never averaged.
//!
//! Left out: deterrence of others and whether rescue draws departures. Published estimates contradict each other (METHODS 0);
//! with either, multiply K by what you believe.

use super::table::Table;
use crate::analysis::counts::rate_upper;
use crate::analysis::rate::{Counted, Rate};
use crate::analysis::resample::Resampler;

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
    /// Boats fewer that set out for each interception tried (K within the night).
    pub averted: Option<f64>,
    /// Interceptions tried, over all nights.
    pub tried: f64,
}

impl Price {
    /// `K* = r_I / r_C` of the study's own nights; none if either is missing or nobody died in a crossing.
    #[must_use]
    pub fn to_tie(&self) -> Option<f64> {
        let (i, c) = (self.per_interception?.value, self.per_crossing?.value);
        (c > 0.0).then(|| i / c)
    }

    /// Where no death by an interception was seen: what `r_I` is still below (95 %), counting interceptions as independent; and
    /// K* with it. That none was seen is not that there is none.
    #[must_use]
    pub fn not_ruled_out(&self) -> Option<(f64, f64)> {
        let none = self.per_interception.is_some_and(|r| r.value <= 0.0);
        let bound = none.then(|| rate_upper(0, self.tried)).flatten()?;
        let c = self.per_crossing?.value;
        (c > 0.0).then(|| (bound, bound / c))
    }

    /// K after a share of those kept ashore tries again.
    #[must_use]
    pub fn averted_with_retry(&self, retry: f64) -> Option<f64> {
        self.averted.map(|k| k * (1.0 - retry))
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
                out.push(Price {
                    cell,
                    arm,
                    per_interception: rate(arm, by_it, tried),
                    per_crossing: rate(0, deaths, set_out),
                    averted: Some((total(0, set_out) - total(arm, set_out)) / number),
                    tried: number,
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
        assert!(p.not_ruled_out().is_none(), "deaths were seen");
        let none = Price { per_interception: p.per_interception.map(|r| Rate { value: 0.0, ..r }), ..p.clone() };
        let (r, k) = none.not_ruled_out().unwrap();
        assert!((r - 3.0 / 20.0).abs() < 0.01 && (k - r / 0.05).abs() < 1e-9, "{r} {k}");
        assert!((p.averted.unwrap() - 0.5).abs() < 1e-12);
        assert!((p.averted_with_retry(0.95).unwrap() - 0.025).abs() < 1e-12);
    }
}
