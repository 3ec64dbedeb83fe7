//! What does a study ask, and which nights answer it?
//!
//! A study is scenarios × points on deep axes × parameter draws × nights, each night lived under every doctrine. The
//! three layers of doubt stay apart: *nights* are luck (what happens to happen), *draws* are what nobody knows and
//! could be learnt (a draw of the register's doubtful numbers, the same for all doctrines and all its nights), *axes* are
//! what is swept and never averaged (commitment, harm of an interception).
//!
//! A scenario at one point of the axes under one draw is a *cell*. Cells share their nights: night 7 has the same luck in
//! each, so that differences between cells are differences of their numbers alone (METHODS 7).
//!
//! Belongs here: what a study is, the order of its nights, and the text of its rows. Does not belong here: files
//! (`cli`), threads (`super::ordered`), estimates (`analysis`).

pub mod drive;
pub mod load;
pub mod plan;
pub mod prepare;
pub mod rows;
pub mod strata;

pub use plan::{Job, Plan, Shard};
pub use rows::{Header, Row, RowError};
pub use strata::{By, Numbers, Strata, StrataPlan, StrataText};

/// A study as its file says it.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// Name of the file without its ending.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// What it is for and what it can't tell.
    pub description: String,
    /// The question, as one would ask it.
    pub question: String,
    /// Scenarios, by name or path.
    pub scenarios: Vec<String>,
    /// Doctrines, by name or path, with named numbers set behind a colon; the first is the one that the others are
    /// held against.
    pub doctrines: Vec<String>,
    /// The metric that decides, named beforehand.
    pub primary: String,
    /// Nights for each cell, at most (if it may stop earlier).
    pub nights: u64,
    /// Seed of all draws.
    pub seed: u64,
    /// Draws of what nobody knows.
    pub draws: Option<DrawPlan>,
    /// What is swept.
    pub axes: Vec<Axis>,
    /// When a cell has enough nights.
    pub stop: Option<StopRule>,
    /// How nights are sorted, if they are not lived in equal shares.
    pub strata: Option<StrataPlan>,
    /// Bounds whose keeping is counted over the cells; none if nothing is counted.
    pub satisfice: Vec<Bound>,
}

/// What a doctrine has to keep in a world to do well enough there: the mean of a metric over that world's nights, on one
/// side of a limit, itself kept.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Bound {
    /// Id of the metric.
    pub metric: String,
    /// Which side is kept.
    pub side: BoundSide,
    /// The limit, in the metric's unit a night.
    pub limit: f64,
}

/// A side of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BoundSide {
    /// No more than it.
    AtMost,
    /// No less than it.
    AtLeast,
}

impl BoundSide {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::AtMost => "at most",
            Self::AtLeast => "at least",
        }
    }
}

/// Parameter draws: epistemic doubt, shared by all doctrines.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawPlan {
    /// How many.
    pub number: u32,
    /// Ids of the parameters that are drawn, in the register's order or as given.
    pub of: Vec<String>,
    /// How they are laid out.
    pub design: Design,
}

/// How draws are laid out over what the parameters could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Design {
    /// Each draw on its own, as likely as the register says: for shares of worlds and what would be worth knowing.
    Random,
    /// Morris' screening with so many trajectories, between the 5th and 95th part of a hundred: which of many matter at all.
    Morris(u32),
    /// Saltelli's points with so many rows: which share of the spread each brings.
    Sobol(u32),
}

/// Precision at which a cell stops by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StopRule {
    /// Half-width of the 95 % interval of the mean difference on the primary metric, in its unit.
    pub half_width: f64,
    /// Fewest nights.
    pub floor: u64,
    /// For how many further nights in a hundred the half-width must stay within it.
    pub look_ahead: u64,
}

/// Something that is swept.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Short name.
    pub id: String,
    /// Name for people, with unit if it has one.
    pub title: String,
    /// What is set.
    pub target: Target,
    /// Its values, in order.
    pub values: Vec<f64>,
    /// Names of the values, if they are choices and not sizes.
    pub labels: Vec<String>,
    /// Why it is swept, and where the values are from.
    pub note: String,
}

/// What an axis sets.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// These parameters of the register, to the value itself.
    Parameters(Vec<String>),
    /// These parameters of the register, to their value in the register times the value.
    Factor(Vec<String>),
    /// The named number of each doctrine that has it.
    Doctrine(String),
    /// The probability that a lawful request gets its order, of each doctrine with a chain of authority.
    Commitment,
}

/// One scenario at one point of the axes under one draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its number.
    pub number: usize,
    /// Index of the scenario.
    pub scenario: usize,
    /// Index of the value on each axis.
    pub point: Vec<usize>,
    /// Number of the draw; none if nothing is drawn.
    pub draw: Option<u32>,
}

impl Study {
    /// Points of all axes together: the product of their numbers of values.
    #[must_use]
    pub fn points(&self) -> usize {
        self.axes.iter().map(|a| a.values.len()).product()
    }

    /// Number of cells.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.scenarios.len() * self.points() * self.draws_or_one()
    }

    fn draws_or_one(&self) -> usize {
        self.draws.as_ref().map_or(1, |d| d.number as usize)
    }

    /// A cell by its number: scenario first, then the axes (the last one fastest), then the draw.
    #[must_use]
    pub fn cell(&self, number: usize) -> Cell {
        let draws = self.draws_or_one();
        let draw = self.draws.as_ref().map(|_| u32::try_from(number % draws).unwrap_or(u32::MAX));
        let mut rest = number / draws;
        let mut point = vec![0; self.axes.len()];
        for (i, axis) in self.axes.iter().enumerate().rev() {
            point[i] = rest % axis.values.len();
            rest /= axis.values.len();
        }
        Cell { number, scenario: rest, point, draw }
    }

    /// Nights of all cells and doctrines, if none stops early.
    #[must_use]
    pub fn nights_in_all(&self) -> u64 {
        self.cells() as u64 * self.nights * self.doctrines.len() as u64
    }
}

#[cfg(test)]
pub(crate) mod example {
    use super::*;

    /// Two scenarios, an axis of three values and one of two, two draws.
    pub fn study() -> Study {
        let axis = |id: &str, values: &[f64]| Axis {
            id: id.into(),
            title: id.into(),
            target: Target::Commitment,
            values: values.to_vec(),
            labels: Vec::new(),
            note: "For a test".into(),
        };
        Study {
            id: "s".into(),
            title: "S".into(),
            description: "For tests.".into(),
            question: "Does it work?".into(),
            scenarios: vec!["one".into(), "two".into()],
            doctrines: vec!["a".into(), "b".into(), "c".into()],
            primary: "deaths".into(),
            nights: 50,
            seed: 42,
            draws: Some(DrawPlan { number: 2, of: vec!["engine.failure_per_h".into()], design: Design::Random }),
            axes: vec![axis("x", &[0.0, 0.5, 1.0]), axis("y", &[1.0, 2.0])],
            stop: None,
            strata: None,
            satisfice: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_cell_is_another_and_all_are_there() {
        let study = example::study();
        assert_eq!((study.points(), study.cells(), study.nights_in_all()), (6, 24, 3600));
        let all: BTreeSet<_> = (0..24).map(|i| study.cell(i)).map(|c| (c.scenario, c.point, c.draw)).collect();
        assert_eq!(all.len(), 24);
        assert_eq!(study.cell(0), Cell { number: 0, scenario: 0, point: vec![0, 0], draw: Some(0) });
        assert_eq!(study.cell(23), Cell { number: 23, scenario: 1, point: vec![2, 1], draw: Some(1) });
    }

    #[test]
    fn without_axes_and_draws_a_scenario_is_a_cell() {
        let study = Study { draws: None, axes: Vec::new(), ..example::study() };
        assert_eq!(study.cells(), 2);
        assert_eq!(study.cell(1), Cell { number: 1, scenario: 1, point: Vec::new(), draw: None });
    }
}
