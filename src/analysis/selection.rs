//! Which of several doctrines is lowest (or highest) on a metric, with the fewest nights?
//!
//! All doctrines meet the same nights; one that is clearly behind another is dropped, and the rest go on. KN (Kim & Nelson
//! 2001, doi 10.1145/502109.502111) takes its variances from a first stage and holds its promise for any number of nights
//! with normal differences: the best is chosen in 95 of 100 studies if it is better than the next by the indifference at
//! least. KN++ (Kim & Nelson 2006, Operations Research 54(3)) renews the variances each night, which drops sooner and holds
//! in the limit. Both are used with the variance of *paired* differences and Bonferroni's share of the error, which is what
//! common nights need; independent arms would get by with a little less.
//!
//! Counts that are mostly nought may show no spread at all in a first stage, and then the first night that differs would
//! decide. So nobody is dropped behind another with whom fewer than [`DIFFERING_FLOOR`] nights differ, and for such counts KN++
//! is the one to take.
//!
//! Left out: what the indifference should be. It is the smallest difference worth acting on, and people set it.

use super::moments::{mean, variance};
use super::verdict::DIFFERING_FLOOR;
use crate::units::maths;

/// Which way the metric is wanted to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The lowest mean is looked for.
    Lowest,
    /// The highest mean is looked for.
    Highest,
}

impl Wanted {
    /// The value, turned so that lower is wanted.
    #[must_use]
    pub fn as_cost(self, x: f64) -> f64 {
        match self {
            Self::Lowest => x,
            Self::Highest => -x,
        }
    }
}

/// Whether variances stay those of the first stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Procedure {
    /// KN: from the first stage.
    Kn,
    /// KN++: renewed with each night.
    KnPlusPlus,
}

/// What was asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SelectionPlan {
    /// How many doctrines, two at least.
    pub doctrines: usize,
    /// Which mean is looked for.
    pub wanted: Wanted,
    /// The smallest difference worth telling apart, in the metric's unit, above 0.
    pub indifference: f64,
    /// The chance of a wrong choice that is put up with: 0.05.
    pub alpha: f64,
    /// Nights before the first is dropped, three at least.
    pub first_stage: usize,
    /// Which procedure.
    pub procedure: Procedure,
}

/// The state: which doctrines are still in, and on which nights.
#[derive(Clone, Debug)]
pub struct Selection {
    plan: SelectionPlan,
    costs: Vec<Vec<f64>>,
    dropped_after: Vec<Option<usize>>,
    dropped_by: Vec<Option<usize>>,
    first_variances: Option<Vec<Vec<f64>>>,
    not_before: usize,
}

impl Selection {
    /// Nothing seen yet.
    #[must_use]
    pub fn new(plan: SelectionPlan) -> Self {
        let (costs, dropped_after) = (vec![Vec::new(); plan.doctrines], vec![None; plan.doctrines]);
        let dropped_by = vec![None; plan.doctrines];
        Self { plan, costs, dropped_after, dropped_by, first_variances: None, not_before: 0 }
    }

    /// Drops nobody before so many nights, should the first stage be shorter. Fewer looks are fewer chances to err, so the promise
    /// stands.
    #[must_use]
    pub const fn none_dropped_before(mut self, nights: usize) -> Self {
        self.not_before = nights;
        self
    }

    /// Takes the next night: one value for each doctrine, by index; values of those dropped are not read.
    ///
    /// # Panics
    /// If there are not as many values as doctrines.
    pub fn push(&mut self, values: &[f64]) {
        assert_eq!(values.len(), self.plan.doctrines, "a night has a value for each doctrine");
        for i in self.contenders() {
            self.costs[i].push(self.plan.wanted.as_cost(values[i]));
        }
        if self.nights() >= self.plan.first_stage.max(3) {
            self.screen();
        }
    }

    /// Doctrines still in, by index.
    #[must_use]
    pub fn contenders(&self) -> Vec<usize> {
        (0..self.plan.doctrines).filter(|&i| self.dropped_after[i].is_none()).collect()
    }

    /// The one that is left; `None` while there are several.
    #[must_use]
    pub fn chosen(&self) -> Option<usize> {
        match self.contenders()[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    /// After how many nights each was dropped; `None` for those still in.
    #[must_use]
    pub fn dropped_after(&self) -> &[Option<usize>] {
        &self.dropped_after
    }

    /// Behind which other each was dropped: of those it was clearly behind, the one with the wanted mean.
    #[must_use]
    pub fn dropped_by(&self) -> &[Option<usize>] {
        &self.dropped_by
    }

    /// The mean of a doctrine over the nights that counted for it, in the metric's unit; `None` before the first.
    #[must_use]
    pub fn mean(&self, doctrine: usize) -> Option<f64> {
        let costs = &self.costs[doctrine];
        // As a cost twice over: turned back.
        (!costs.is_empty()).then(|| self.plan.wanted.as_cost(mean(costs)))
    }

    /// In how many of the nights that both were in they differ.
    #[must_use]
    pub fn differing(&self, i: usize, j: usize) -> usize {
        self.costs[i].iter().zip(&self.costs[j]).filter(|(x, y)| x.total_cmp(y).is_ne()).count()
    }

    /// What was asked.
    #[must_use]
    pub const fn plan(&self) -> &SelectionPlan {
        &self.plan
    }

    /// Over how many nights the mean of a doctrine goes.
    #[must_use]
    pub fn counted(&self, doctrine: usize) -> usize {
        self.costs[doctrine].len()
    }

    /// Nights so far.
    #[must_use]
    pub fn nights(&self) -> usize {
        self.costs.iter().map(Vec::len).max().unwrap_or(0)
    }

    fn screen(&mut self) {
        let contenders = self.contenders();
        if contenders.len() < 2 {
            return;
        }
        let variance_of = |i: usize, j: usize| {
            let d: Vec<f64> = self.costs[i].iter().zip(&self.costs[j]).map(|(x, y)| x - y).collect();
            variance(&d).unwrap_or(0.0)
        };
        let k = self.plan.doctrines;
        if self.plan.procedure == Procedure::Kn && self.first_variances.is_none() {
            self.first_variances = Some((0..k).map(|i| (0..k).map(|j| variance_of(i, j)).collect()).collect());
        }
        if self.nights() < self.not_before {
            return;
        }
        let means: Vec<f64> = self.costs.iter().map(|c| mean(c)).collect();
        let spread = |i: usize, j: usize| self.first_variances.as_ref().map_or_else(|| variance_of(i, j), |v| v[i][j]);
        let differ = |i: usize, j: usize| self.differing(i, j) >= DIFFERING_FLOOR;
        let behind_one = |i: usize, j: usize| means[i] > means[j] + self.slack(spread(i, j)) && differ(i, j);
        let by = |i: usize| {
            let ahead = contenders.iter().copied().filter(|&j| j != i && behind_one(i, j));
            ahead.min_by(|&j, &k| means[j].total_cmp(&means[k]))
        };
        let out: Vec<(usize, usize)> = contenders.iter().filter_map(|&i| Some((i, by(i)?))).collect();
        let nights = self.nights();
        for (i, by) in out {
            self.dropped_after[i] = Some(nights);
            self.dropped_by[i] = Some(by);
        }
    }

    /// How far a mean may lie behind another and stay in.
    fn slack(&self, variance: f64) -> f64 {
        let SelectionPlan { doctrines, indifference, alpha, first_stage, procedure, .. } = self.plan;
        let nights = self.nights() as f64;
        let freedom = match procedure {
            Procedure::Kn => first_stage.max(3) as f64 - 1.0,
            Procedure::KnPlusPlus => nights - 1.0,
        };
        let eta = 0.5 * (maths::pow(2.0 * alpha / (doctrines as f64 - 1.0), -2.0 / freedom) - 1.0);
        let h2 = 2.0 * eta * freedom;
        (indifference / (2.0 * nights) * (h2 * variance / (indifference * indifference) - nights)).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, NightKey, Purpose, Subject};

    #[derive(serde::Deserialize)]
    struct Known {
        selection: Vec<Case>,
    }
    #[derive(serde::Deserialize)]
    struct Case {
        procedure: String,
        data: Vec<Vec<f64>>,
        indifference: f64,
        first_stage: usize,
        chosen: usize,
        dropped_after: Vec<Option<usize>>,
    }

    #[test]
    fn doctrines_are_dropped_when_sim_tools_drops_them() {
        let known: Known = serde_json::from_str(include_str!("../../tests/fixtures/oracles/ranking.json")).unwrap();
        assert_eq!(known.selection.len(), 4);
        for c in known.selection {
            for (wanted, sign) in [(Wanted::Highest, 1.0), (Wanted::Lowest, -1.0)] {
                let mut ours = Selection::new(SelectionPlan {
                    doctrines: c.dropped_after.len(),
                    wanted,
                    indifference: c.indifference,
                    alpha: 0.05,
                    first_stage: c.first_stage,
                    procedure: if c.procedure == "KN" { Procedure::Kn } else { Procedure::KnPlusPlus },
                });
                for night in &c.data {
                    let values: Vec<f64> = night.iter().map(|x| sign * x).collect();
                    if ours.chosen().is_none() {
                        ours.push(&values);
                    }
                }
                assert_eq!(
                    (ours.chosen(), ours.dropped_after()),
                    (Some(c.chosen), &c.dropped_after[..]),
                    "{}",
                    c.procedure
                );
                let in_the_way = |i: usize| ours.dropped_by()[i].is_some_and(|by| by != i);
                assert!((0..c.dropped_after.len()).all(|i| in_the_way(i) == ours.dropped_after()[i].is_some()));
            }
        }
    }

    #[test]
    fn the_best_is_chosen_about_as_often_as_promised() {
        // Five doctrines, the first better by just the indifference, all others level: the hardest case there is.
        let mut right = 0;
        for study in 0..200_u64 {
            let plan = SelectionPlan {
                doctrines: 5,
                wanted: Wanted::Lowest,
                indifference: 0.5,
                alpha: 0.05,
                first_stage: 20,
                procedure: Procedure::Kn,
            };
            let mut selection = Selection::new(plan);
            for night in 0..2000 {
                let luck = Draws::new(NightKey { seed: study, night });
                let shared = 3.0 * luck.normal(Subject::NIGHT, Purpose::Surge, 0);
                let one =
                    |i: u32| shared + luck.normal(Subject::boat(i), Purpose::Surge, 0) + if i == 0 { 0.0 } else { 0.5 };
                selection.push(&[0, 1, 2, 3, 4].map(one));
                if selection.chosen().is_some() {
                    break;
                }
            }
            right += u32::from(selection.chosen() == Some(0));
        }
        assert!(right >= 184, "{right} of 200");
    }

    #[test]
    fn the_first_night_that_differs_decides_nothing() {
        for procedure in [Procedure::Kn, Procedure::KnPlusPlus] {
            let plan = SelectionPlan {
                doctrines: 2,
                wanted: Wanted::Lowest,
                indifference: 0.01,
                alpha: 0.05,
                first_stage: 10,
                procedure,
            };
            let mut selection = Selection::new(plan);
            for night in 0..40 {
                selection.push(&[0.0, f64::from(u8::from(night == 30))]);
            }
            assert_eq!(selection.chosen(), None, "{procedure:?}");
        }
    }

    #[test]
    fn doctrines_that_are_the_same_are_both_kept() {
        let plan = SelectionPlan {
            doctrines: 2,
            wanted: Wanted::Lowest,
            indifference: 0.1,
            alpha: 0.05,
            first_stage: 10,
            procedure: Procedure::KnPlusPlus,
        };
        let mut selection = Selection::new(plan);
        (0..200).for_each(|i| selection.push(&[f64::from(i % 7); 2]));
        assert_eq!((selection.contenders(), selection.chosen()), (vec![0, 1], None));
    }
}
