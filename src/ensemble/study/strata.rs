//! Which nights of a large numbered set does a study live, if it is to live more of those where much may happen?
//!
//! All nights of the set (numbers 0 to N − 1) are sorted by what is known of them beforehand (`sim::outlook`) and cut into
//! strata; of each the first so many, by number, are lived. Numbers say nothing about nights, so the first are as good as
//! any; and a larger study lives the same nights and more. The cut gives each stratum as much of the sum of the square
//! roots of the yardstick: deaths scatter about like its root, so equal numbers from each are near Neyman's choice (1934;
//! Dalenius & Hodges 1959). Weights are exact: sizes of strata are counted, not estimated. The list stands in the manifest
//! of the results, so rows can be weighted by whoever reads them.
//!
//! A shard, a resumed study and a merge all take nights in the order of [`Strata::order`], in which every part has about its
//! share of each stratum.
//!
//! Left out: choosing shares from a pilot within one study: which nights are lived would then hang on rows. A pilot is a study
//! of its own; its page names the shares that would have been best, to be written into the next one's file.

use super::{Header, Job};
use crate::draws::NightKey;
use crate::ensemble::run;
use crate::sim::Setting;
use crate::sim::outlook::Outlook;
use crate::units::maths;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// By what nights are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// People times the rate at which their boats would give way in that sea, weighted by the cold.
    Risk,
    /// People who wait for boats that go.
    People,
    /// Waves as boats set out.
    Waves,
    /// How cold the water is.
    Cold,
}

impl By {
    /// All, with their names in files.
    pub const ALL: [(&'static str, Self); 4] =
        [("Risk", Self::Risk), ("People", Self::People), ("Waves", Self::Waves), ("Cold", Self::Cold)];

    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Risk => "people at risk of boats that give way, before anybody acts",
            Self::People => "people who wait for boats that go",
            Self::Waves => "waves as boats set out",
            Self::Cold => "cold of the water",
        }
    }

    fn of(self, o: &Outlook) -> f64 {
        match self {
            Self::Risk => o.risk,
            Self::People => f64::from(o.people),
            Self::Waves => o.wave_m,
            // Warmer than this the water is nowhere here.
            Self::Cold => (30.0 - o.water_c).max(0.0),
        }
    }
}

/// How a study sorts its nights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StrataPlan {
    /// By what.
    pub by: By,
    /// Into how many strata.
    pub strata: u32,
    /// Nights of the set.
    pub population: u64,
    /// Shares of the nights lived, from the lowest stratum; equal if empty.
    pub shares: Vec<u32>,
}

/// The strata of one scenario's nights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Strata {
    /// From the lowest.
    pub strata: Vec<StratumText>,
}

/// A stratum, as it stands in the manifest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StratumText {
    /// Nights of the set that belong to it.
    pub size: u64,
    /// The least value of the yardstick in it.
    pub from: f64,
    /// Numbers of the nights that are lived.
    pub nights: Vec<u64>,
}

/// The strata of a study, as they stand in the manifest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StrataText {
    /// By what nights were sorted.
    pub by: By,
    /// Nights of the set.
    pub population: u64,
    /// Scenario by scenario.
    pub scenarios: Vec<Strata>,
}

impl Strata {
    /// Sorts the nights of a setting and chooses those that are lived, `nights` in all.
    #[must_use]
    pub fn of(setting: &Arc<Setting>, plan: &StrataPlan, seed: u64, nights: u64, workers: usize) -> Self {
        let one = |night| Ok(plan.by.of(&Outlook::of(setting, NightKey { seed, night })));
        let rows = run(0..plan.population, workers, &AtomicBool::new(false), &|_| (), &one);
        let scores: Vec<f64> = rows.into_iter().map(|r| r.outcome.unwrap_or(0.0)).collect();
        Self::cut(&scores, plan, nights)
    }

    /// The same from a value of the yardstick for each night.
    #[must_use]
    pub fn cut(scores: &[f64], plan: &StrataPlan, nights: u64) -> Self {
        let mut order: Vec<usize> = (0..scores.len()).collect();
        order.sort_by(|a, b| scores[*a].total_cmp(&scores[*b]).then(a.cmp(b)));
        let roots: f64 = scores.iter().map(|s| maths::sqrt(s.max(0.0))).sum();
        let k = plan.strata as usize;
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); k];
        let (mut sum, mut h) = (0.0, 0);
        for (i, night) in order.iter().enumerate() {
            // Each stratum has two nights at least, also the last ones.
            let must_move = order.len() - i <= 2 * (k - 1 - h);
            let full = sum >= roots * (h + 1) as f64 / k as f64 && members[h].len() >= 2;
            if h + 1 < k && (full || must_move && members[h].len() >= 2) {
                h += 1;
            }
            members[h].push(*night);
            sum += maths::sqrt(scores[*night].max(0.0));
        }
        let lived = allocate(&members.iter().map(Vec::len).collect::<Vec<_>>(), &plan.shares, nights);
        let strata = members
            .into_iter()
            .zip(lived)
            .map(|(mut list, lived)| {
                let from = list.first().map_or(0.0, |n| scores[*n]);
                list.sort_unstable();
                let size = list.len() as u64;
                StratumText { size, from, nights: list.into_iter().take(lived).map(|n| n as u64).collect() }
            })
            .collect();
        Self { strata }
    }

    /// The nights that are lived, in the order in which they are: number and stratum.
    #[must_use]
    pub fn order(&self) -> Vec<(u64, usize)> {
        let mut list: Vec<(f64, usize, u64)> = Vec::new();
        for (h, s) in self.strata.iter().enumerate() {
            let n = s.nights.len() as f64;
            list.extend(s.nights.iter().enumerate().map(|(j, night)| ((j as f64 + 0.5) / n, h, *night)));
        }
        list.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        list.into_iter().map(|(_, h, night)| (night, h)).collect()
    }
}

/// Nights to be lived of each stratum: by the shares, two at least, no more than there are, `nights` in all if there are as
/// many.
fn allocate(sizes: &[usize], shares: &[u32], nights: u64) -> Vec<usize> {
    let share = |h: usize| shares.get(h).map_or(1.0, |s| f64::from(*s));
    let all: usize = sizes.iter().sum();
    let wanted = usize::try_from(nights).unwrap_or(usize::MAX).min(all);
    let mut lived: Vec<usize> = sizes.iter().map(|s| 2.min(*s)).collect();
    let mut left = wanted.saturating_sub(lived.iter().sum());
    // One by one to the stratum that is furthest behind its share: exact, and settled by place where two are equal.
    while left > 0 {
        let behind = (0..sizes.len())
            .filter(|h| lived[*h] < sizes[*h])
            .min_by(|a, b| (lived[*a] as f64 / share(*a)).total_cmp(&(lived[*b] as f64 / share(*b))));
        let Some(h) = behind else { break };
        lived[h] += 1;
        left -= 1;
    }
    lived
}

/// From places in the order of a study to numbers of nights.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    by_scenario: Vec<Vec<u64>>,
    cells_each: usize,
}

impl Numbers {
    /// As the manifest says.
    #[must_use]
    pub fn of(header: &Header) -> Self {
        let Some(strata) = &header.strata else { return Self::default() };
        let by_scenario = strata.scenarios.iter().map(|s| s.order().into_iter().map(|(night, _)| night).collect());
        Self { by_scenario: by_scenario.collect(), cells_each: header.cells() / header.scenarios.len().max(1) }
    }

    /// The job with the number of its night in the place of its place.
    #[must_use]
    pub fn job(&self, job: Job) -> Job {
        let list = self.by_scenario.get(job.cell.checked_div(self.cells_each).unwrap_or(0));
        let place = usize::try_from(job.night).unwrap_or(usize::MAX);
        Job { night: list.and_then(|l| l.get(place)).copied().unwrap_or(job.night), ..job }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn plan(strata: u32, shares: &[u32]) -> StrataPlan {
        StrataPlan { by: By::Risk, strata, population: 1000, shares: shares.to_vec() }
    }

    /// A thousand nights, most without risk, in no order.
    fn scores() -> Vec<f64> {
        (0..1000_u64).map(|i| if i * 7919 % 10 < 6 { 0.0 } else { ((i * 7919 % 997) as f64).powi(3) / 1e6 }).collect()
    }

    #[test]
    fn every_night_is_in_one_stratum_and_the_cut_follows_the_yardstick() {
        let scores = scores();
        let s = Strata::cut(&scores, &plan(5, &[]), 1000);
        assert_eq!(s.strata.iter().map(|s| s.size).sum::<u64>(), 1000);
        let lived: BTreeSet<u64> = s.strata.iter().flat_map(|s| s.nights.iter().copied()).collect();
        assert_eq!(lived.len(), 1000, "as many as there are: all, each once");
        for w in s.strata.windows(2) {
            let most = w[0].nights.iter().map(|n| scores[usize::try_from(*n).unwrap()]).fold(0.0, f64::max);
            assert!(most <= w[1].from && w[0].size >= w[1].size, "high strata are small");
        }
    }

    #[test]
    fn shares_are_met_and_a_larger_study_lives_the_same_nights_and_more() {
        let scores = scores();
        let few = Strata::cut(&scores, &plan(4, &[1, 2, 3, 4]), 100);
        let counts: Vec<usize> = few.strata.iter().map(|s| s.nights.len()).collect();
        assert_eq!(counts, [10, 20, 30, 40]);
        let more = Strata::cut(&scores, &plan(4, &[1, 2, 3, 4]), 150);
        for (a, b) in few.strata.iter().zip(&more.strata) {
            assert_eq!(a.nights[..], b.nights[..a.nights.len()]);
        }
        // A half of the order has about a half of each stratum.
        let half = &few.order()[..50];
        for (h, count) in counts.iter().enumerate() {
            assert!(half.iter().filter(|(_, s)| *s == h).count().abs_diff(count / 2) <= 1);
        }
    }

    #[test]
    fn nobody_is_left_without_two_nights_and_nothing_breaks_without_risk() {
        let flat = Strata::cut(&[0.0; 20], &plan(4, &[]), 12);
        assert!(flat.strata.iter().all(|s| s.size >= 2 && s.nights.len() >= 2), "{flat:?}");
        assert_eq!(allocate(&[100, 3], &[1, 50], 60), [57, 3], "what a small stratum cannot give, others do");
    }
}
