//! If rescue draws departures: what would the difference in deaths be then, and from how strong a pull on would two
//! doctrines tie?
//!
//! A study's nights are lived one by one, and nothing is carried over. Whether more rescue means more departures is
//! contested (METHODS 0: Deiana, Maheshri & Mastrobuoni against Rodríguez Sánchez et al. 2023), so it is a *switch*: off
//! unless a reader names a value, each value standing alone, none of them an estimate of ours, and never averaged.
//!
//! *Pull* is how many people attempt a crossing in later nights for each person more whom units take aboard under a
//! doctrine than under the first. Each of them is lost as often as people who embark under that doctrine, so
//!
//! ```text
//! difference(pull) = (deaths − deaths under the first) + pull × (taken aboard − the same under the first) × deaths / embarked
//! ```
//!
//! in means over the same nights. The last factor is a rate of whole nights, taken to first order; the interval at each pull
//! is Student's, and the pulls at which it covers nought are Fieller's set (`analysis::fieller`).
//!
//! Left out: a second round (those drawn are taken aboard too and would draw others), where and when they attempt, boats
//! that get worse as rescue gets better, and everybody drawn by anything else. Sorted nights and draws of parameters too:
//! with unequal shares these plain means would be wrong.

use super::table::Table;
use crate::analysis::fieller::{Means, Set};
use crate::analysis::moments::{covariance, mean, student_t_two_sided};
use crate::analysis::verdict::{DIFFERING_FLOOR, NIGHTS_FLOOR};
use crate::units::maths;

/// What rescue brings and what a crossing costs, for one doctrine against the first in one cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pull {
    /// Its cell.
    pub cell: usize,
    /// Index of the doctrine.
    pub arm: usize,
    /// People more whom units take aboard than under the first, per night, with the 95 % interval.
    pub taken: Estimate,
    /// Deaths for each person who embarks under this doctrine; none if nobody died, and then no pull can be reckoned with.
    pub hazard: Option<f64>,
    means: Means,
    t: f64,
    /// Enough nights were lived, and enough of them differ in deaths, to name a side at all (`verdict`).
    enough: bool,
}

/// A mean with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The mean, per night.
    pub mean: f64,
    /// Student's 95 % interval.
    pub interval: (f64, f64),
}

/// Pulls of nought or more that these nights cannot rule out as those at which the doctrines tie: from, and to if it ends.
pub type Stretch = (f64, Option<f64>);

impl Pull {
    /// From the columns of deaths, people taken aboard and people embarked, each under the first doctrine and this one.
    /// None below two nights, or if nobody embarked.
    #[must_use]
    pub fn of(cell: usize, arm: usize, deaths: [&[f64]; 2], taken: [&[f64]; 2], embarked: &[f64]) -> Option<Self> {
        let nights = embarked.len();
        let aboard = mean(embarked);
        if nights < 2 || aboard <= 0.0 {
            return None;
        }
        let less = |[a, b]: [&[f64]; 2]| -> Vec<f64> { a.iter().zip(b).map(|(a, b)| b - a).collect() };
        let (u, more) = (less(deaths), less(taken));
        let (hazard, more_mean) = (mean(deaths[1]) / aboard, mean(&more));
        // To first order a night moves the product by its own people at the hazard, and by what it moves the hazard.
        let v: Vec<f64> = (0..nights)
            .map(|i| hazard * more[i] + more_mean * (deaths[1][i] - hazard * embarked[i]) / aboard)
            .collect();
        let n = nights as f64;
        let t = student_t_two_sided(nights - 1);
        let spread = [covariance(&u, &u)? / n, covariance(&u, &v)? / n, covariance(&v, &v)? / n];
        let half = t * maths::sqrt(covariance(&more, &more)? / n);
        Some(Self {
            cell,
            arm,
            taken: Estimate { mean: more_mean, interval: (more_mean - half, more_mean + half) },
            hazard: (hazard > 0.0).then_some(hazard),
            enough: nights >= NIGHTS_FLOOR && u.iter().filter(|d| **d != 0.0).count() >= DIFFERING_FLOOR,
            means: Means { at: [mean(&u), hazard * more_mean], spread },
            t,
        })
    }

    /// The difference in deaths a night, this doctrine less the first, with a pull.
    #[must_use]
    pub fn difference(&self, pull: f64) -> Estimate {
        let [u, v] = self.means.at;
        let (mean, half) = (u + pull * v, self.t * maths::sqrt(self.means.variance(pull)));
        Estimate { mean, interval: (mean - half, mean + half) }
    }

    /// The pull of nought or more at which the means tie; none if there is none.
    #[must_use]
    pub fn ties_at(&self) -> Option<f64> {
        let [u, v] = self.means.at;
        let at = -u / v;
        (self.hazard.is_some() && v != 0.0 && at >= 0.0).then_some(at)
    }

    /// Where these nights cannot tell on which side the difference lies, in rising order; empty if they can everywhere.
    /// Too few nights, or too few that differ, can tell nowhere.
    #[must_use]
    pub fn cannot_tell(&self) -> Vec<Stretch> {
        match (self.hazard, self.enough) {
            (None, _) => Vec::new(),
            (Some(_), false) => vec![(0.0, None)],
            (Some(_), true) => self.covers_nought(),
        }
    }

    /// Where Student's interval covers nought.
    fn covers_nought(&self) -> Vec<Stretch> {
        let from = |low: f64, high: f64| (high >= 0.0).then_some((low.max(0.0), Some(high)));
        match self.means.zero(self.t) {
            Set::Between(low, high) => from(low, high).into_iter().collect(),
            Set::Outside(_, high) if high <= 0.0 => vec![(0.0, None)],
            Set::Outside(low, high) => from(0.0, low).into_iter().chain([(high, None)]).collect(),
            Set::All => vec![(0.0, None)],
            Set::Nowhere => Vec::new(),
        }
    }
}

/// Each doctrine against the first, cell by cell. Empty for a study with draws or sorted nights.
#[must_use]
pub fn pulls(table: &Table) -> Vec<Pull> {
    let ids = ["deaths", "taken_aboard", "embarked"];
    let [Some(deaths), Some(taken), Some(embarked)] = ids.map(|id| table.metric(id)) else {
        return Vec::new();
    };
    if table.header.draws.is_some() || table.header.strata.is_some() {
        return Vec::new();
    }
    let one = |cell: usize, arm: usize| {
        let column = |arm: usize, metric: usize| table.column(cell, arm, metric);
        let (da, db, ta, tb) = (column(0, deaths), column(arm, deaths), column(0, taken), column(arm, taken));
        Pull::of(cell, arm, [&da, &db], [&ta, &tb], &column(arm, embarked))
    };
    (0..table.cells()).flat_map(|cell| (1..table.arms()).filter_map(move |arm| one(cell, arm))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Known {
        cases: Vec<Case>,
    }
    #[derive(serde::Deserialize)]
    struct Case {
        deaths: [Vec<f64>; 2],
        taken: [Vec<f64>; 2],
        embarked: Vec<f64>,
        at: Vec<(f64, f64, f64, f64)>,
        ties_at: Option<f64>,
        ends: Vec<f64>,
    }

    fn of(deaths: [&[f64]; 2], taken: [&[f64]; 2], embarked: &[f64]) -> Pull {
        Pull::of(0, 1, deaths, taken, embarked).unwrap()
    }

    #[test]
    fn differences_and_ends_agree_with_scipy() {
        let known: Known = serde_json::from_str(include_str!("../../../tests/fixtures/oracles/pull.json")).unwrap();
        assert_eq!(known.cases.len(), 4);
        let close = |ours: f64, theirs: f64| {
            assert!((ours - theirs).abs() <= 1e-8 * theirs.abs().max(1.0), "ours {ours}, scipy {theirs}");
        };
        for c in known.cases {
            let p = of([&c.deaths[0], &c.deaths[1]], [&c.taken[0], &c.taken[1]], &c.embarked);
            for (pull, mean, low, high) in c.at {
                let d = p.difference(pull);
                close(d.mean, mean);
                close(d.interval.0, low);
                close(d.interval.1, high);
            }
            assert_eq!(p.ties_at().is_some(), c.ties_at.is_some());
            close(p.ties_at().unwrap_or(0.0), c.ties_at.unwrap_or(0.0));
            let ends: Vec<f64> = p
                .covers_nought()
                .iter()
                .flat_map(|(from, to)| [Some(*from), *to])
                .flatten()
                .filter(|end| *end > 0.0)
                .collect();
            assert_eq!(ends.len(), c.ends.len(), "{ends:?} {:?}", c.ends);
            ends.iter().zip(&c.ends).for_each(|(ours, theirs)| close(*ours, *theirs));
        }
    }

    /// Ten people aboard each night; the second doctrine loses one fewer and takes five more aboard, of ten who embark.
    #[test]
    fn a_tie_by_hand() {
        let (a, b) = ([2.0, 4.0, 3.0, 3.0], [1.0, 3.0, 2.0, 2.0]);
        let (none, five, ten) = ([0.0; 4], [5.0; 4], [10.0; 4]);
        let p = of([&a, &b], [&none, &five], &ten);
        assert_eq!(p.hazard, Some(0.2));
        assert_eq!(p.difference(0.0), Estimate { mean: -1.0, interval: (-1.0, -1.0) });
        assert!((p.ties_at().unwrap() - 1.0).abs() < 1e-12, "5 more a night, a fifth of each lost: one more death");
        assert!(p.difference(2.0).mean > 0.9);
        let other_way = of([&b, &a], [&none, &five], &ten);
        assert_eq!(other_way.ties_at(), None, "more deaths and more rescue: a pull adds to it");
        assert_eq!(other_way.cannot_tell(), [(0.0, None)], "four nights name no side");
    }

    #[test]
    fn what_cannot_be_reckoned_is_none() {
        let (none, ten) = ([0.0; 3], [10.0; 3]);
        let p = of([&ten, &none], [&none, &ten], &ten);
        assert_eq!((p.hazard, p.ties_at(), p.cannot_tell()), (None, None, vec![]), "nobody died under the second");
        assert!(Pull::of(0, 1, [&ten, &ten], [&ten, &ten], &none).is_none(), "nobody embarked");
        assert!(Pull::of(0, 1, [&[1.0], &[1.0]], [&[1.0], &[1.0]], &[1.0]).is_none(), "one night");
        let same = of([&[1.0, 3.0], &[1.0, 3.0]], [&[2.0, 5.0], &[2.0, 5.0]], &[9.0, 9.0]);
        assert_eq!(same.cannot_tell(), [(0.0, None)], "the same doctrine twice ties whatever the pull");
        assert_eq!(same.difference(3.0), Estimate { mean: 0.0, interval: (0.0, 0.0) });
    }
}
