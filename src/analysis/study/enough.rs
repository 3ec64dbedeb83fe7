//! When has a cell of a study enough nights?
//!
//! When the interval of the mean difference on the metric that decides is narrow enough for every doctrine held against the
//! first, and stays so through the look-ahead (`stopping`, METHODS 3). A failed night tells nothing and counts for nothing.
//!
//! Left out: stopping because a doctrine seems to win. That would favour chance winners.

use crate::analysis::stopping::{Plan, Precision, Status, Target};
use crate::ensemble::study::drive::Judge;
use crate::ensemble::study::{Row, Study};

/// The precision of each doctrine's difference in each cell.
#[derive(Clone, Debug)]
pub struct Enough {
    metric: usize,
    metrics: usize,
    cells: Vec<Vec<Precision>>,
}

impl Enough {
    /// For a study with a rule for stopping; nothing if it has none or its metric is unknown.
    #[must_use]
    pub fn of(study: &Study) -> Option<Self> {
        let rule = study.stop?;
        let metric = crate::ensemble::columns::infos().iter().position(|m| m.id == study.primary)?;
        let whole = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        let plan = Plan {
            floor: whole(rule.floor),
            look_ahead: whole(rule.look_ahead),
            ..Plan::new(Target::Absolute(rule.half_width), whole(study.nights))
        };
        let cells = vec![vec![Precision::new(plan); study.doctrines.len() - 1]; study.cells()];
        Some(Self { metric, metrics: crate::ensemble::columns::count(), cells })
    }

    /// Where a cell stands, a status for each doctrine but the first.
    #[must_use]
    pub fn status(&self, cell: usize) -> Vec<Status> {
        self.cells[cell].iter().map(Precision::status).collect()
    }
}

impl Judge for Enough {
    fn row(&mut self, row: &Row) {
        let Ok(values) = &row.outcome else { return };
        let value = |arm: usize| values[arm * self.metrics + self.metric];
        for (i, precision) in self.cells[row.job.cell].iter_mut().enumerate() {
            precision.push(value(i + 1) - value(0));
        }
    }

    fn goes_on(&self, cell: usize) -> bool {
        self.cells[cell].iter().any(|p| matches!(p.status(), Status::Running))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ensemble::study::{Job, StopRule, example};

    #[test]
    fn a_cell_goes_on_until_every_doctrine_is_precise() {
        let stop = Some(StopRule { half_width: 0.5, floor: 20, look_ahead: 5 });
        let study = Study { stop, nights: 400, ..example::study() };
        let mut enough = Enough::of(&study).unwrap();
        let metrics = crate::ensemble::columns::count();
        let mut stopped = None;
        for night in 0..400 {
            let mut values = vec![0.0; 3 * metrics];
            // Doctrine b differs by a little in every night, doctrine c by much.
            values[metrics + enough.metric] = if night % 2 == 0 { 1.0 } else { -1.0 };
            values[2 * metrics + enough.metric] = if night % 2 == 0 { 3.0 } else { -2.0 };
            enough.row(&Row { job: Job { cell: 5, night }, outcome: Ok(values) });
            if !enough.goes_on(5) {
                stopped.get_or_insert(night);
            }
        }
        // Half-width of c: 1.97 × 2.5 / √n below 0.5 from some hundred nights on.
        assert!((95..130).contains(&stopped.unwrap()), "{stopped:?}");
        assert!(enough.goes_on(4), "a cell without nights needs some");
        assert!(Enough::of(&Study { stop: None, ..study }).is_none());
    }
}
