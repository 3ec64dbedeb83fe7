//! When has a cell of a study enough nights?
//!
//! When the interval of the mean difference on the metric that decides is narrow enough for every doctrine held against the
//! first, and stays so through the look-ahead (`stopping`, METHODS 3). A failed night tells nothing and counts for nothing.
//!
//! Where nights were sorted, each belongs to the stratum that the manifest names, and widths are weighted.
//!
//! Left out: stopping because a doctrine seems to win. That would favour chance winners.

use super::table::Table;
use super::weighted::{by_strata, unseen_of};
use crate::analysis::stopping::{Plan, Precision, Status, Target};
use crate::ensemble::study::drive::Judge;
use crate::ensemble::study::rows::StopText;
use crate::ensemble::study::{Row, Strata, StrataText, Study};

/// The precision of each doctrine's difference in each cell.
#[derive(Clone, Debug)]
pub struct Enough {
    metric: usize,
    metrics: usize,
    cells: Vec<Vec<Precision>>,
    strata: Option<StrataText>,
    cells_each: usize,
}

impl Enough {
    /// For a study with a rule for stopping, and the strata of its nights; nothing if it has none or its metric is unknown.
    #[must_use]
    pub fn of(study: &Study, strata: Option<&StrataText>) -> Option<Self> {
        let rule = StopText::from(study.stop?);
        let metric = crate::ensemble::columns::infos().iter().position(|m| m.id == study.primary)?;
        let plan = plan_of(rule, study.nights);
        let cells_each = study.cells() / study.scenarios.len().max(1);
        let start = |cell: usize| precision(plan, strata_of(strata, cell, cells_each));
        let cells = (0..study.cells()).map(|cell| vec![start(cell); study.doctrines.len() - 1]).collect();
        Some(Self { metric, metrics: crate::ensemble::columns::count(), cells, strata: strata.cloned(), cells_each })
    }
}

/// The strata of a cell's nights: those of its scenario.
fn strata_of(strata: Option<&StrataText>, cell: usize, cells_each: usize) -> Option<&Strata> {
    strata?.scenarios.get(cell / cells_each.max(1))
}

fn precision(plan: Plan, strata: Option<&Strata>) -> Precision {
    strata.map_or_else(|| Precision::new(plan), |s| Precision::sorted(plan, s.strata.iter().map(|h| h.size)))
}

/// The stratum of a night, by its place; the first without strata.
fn stratum(strata: Option<&Strata>, night: u64) -> usize {
    strata.and_then(|s| s.strata.iter().position(|h| h.nights.binary_search(&night).is_ok())).unwrap_or(0)
}

fn plan_of(rule: StopText, nights: u64) -> Plan {
    let whole = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    Plan {
        floor: whole(rule.floor),
        look_ahead: whole(rule.look_ahead),
        ..Plan::new(Target::Absolute(rule.half_width), whole(nights))
    }
}

/// Where one doctrine of a cell stands against the precision that was asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    /// Precise enough, not yet, or never within the nights asked for.
    pub status: Status,
    /// Nights told to the rule: those up to its stop, or all.
    pub nights: usize,
    /// Half-width of the 95 % interval of the mean difference over these nights; `None` below two, or if none differs.
    pub half_width: Option<f64>,
    /// The half-width that was asked for.
    pub asked: f64,
    /// Of these nights, those that differ. With none the half-width is nought and says nothing.
    pub differing: usize,
    /// How many plain nights bound as much what was never seen.
    pub unseen_of: usize,
}

/// Works out from the rows where a doctrine of a cell stands, as the run did; `None` if the study does not stop by itself.
#[must_use]
pub fn stop(table: &Table, cell: usize, arm: usize) -> Option<Stop> {
    let rule = table.header.stop?;
    let metric = table.metric(&table.header.primary)?;
    let cells_each = table.cells() / table.header.scenarios.len().max(1);
    let strata = strata_of(table.header.strata.as_ref(), cell, cells_each);
    let mut precision = precision(plan_of(rule, table.header.nights), strata);
    let mut nights = 0;
    let pairs = table.column(cell, 0, metric).into_iter().zip(table.column(cell, arm, metric));
    for (night, (a, b)) in table.nights(cell).iter().zip(pairs) {
        nights += 1;
        if precision.push_in(stratum(strata, *night), b - a) != Status::Running {
            break;
        }
    }
    // Failed nights count towards the most and tell nothing: a cell may be at its end with fewer.
    let ended = nights + table.failed_in(cell) >= usize::try_from(table.header.nights).unwrap_or(usize::MAX);
    let status = match precision.status() {
        Status::Running if ended => Status::CannotTellYet { nights, differing: precision.differing() },
        status => status,
    };
    let bounds = |d: &[f64]| by_strata(table, cell, d).map_or(nights, |s| unseen_of(&s));
    let unseen_of = bounds(&table.column(cell, 0, metric));
    let differing = precision.differing();
    // Where no night differs nothing is known of how far one could: nought is no precision.
    let half_width = precision.half_width().filter(|_| differing > 0);
    Some(Stop { status, nights, half_width, asked: rule.half_width, differing, unseen_of })
}

impl Judge for Enough {
    fn row(&mut self, row: &Row) {
        let Ok(values) = &row.outcome else { return };
        let value = |arm: usize| values[arm * self.metrics + self.metric];
        let place = stratum(strata_of(self.strata.as_ref(), row.job.cell, self.cells_each), row.job.night);
        for (i, precision) in self.cells[row.job.cell].iter_mut().enumerate() {
            precision.push_in(place, value(i + 1) - value(0));
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
    fn the_rows_say_where_each_doctrine_of_a_cell_stopped() {
        let text = StopText { half_width: 0.5, floor: 20, look_ahead: 5 };
        let mut header = super::super::table::tests::header();
        (header.stop, header.nights) = (Some(text), 100);
        let mut table = Table::new(header).unwrap();
        let metric = table.metric("deaths").unwrap();
        let n = table.metrics.len();
        for night in 0..100_u64 {
            for cell in [0, 1] {
                let mut values = vec![0.0; 3 * n];
                values[n + metric] = if night % 2 == 0 { 1.0 } else { -1.0 };
                values[2 * n + metric] = if night % 2 == 0 { 30.0 } else { -20.0 };
                if cell == 0 || night < 10 {
                    table.push(&Row { job: Job { cell, night }, outcome: Ok(values) }).unwrap();
                }
            }
        }
        let b = stop(&table, 0, 1).unwrap();
        assert!(matches!(b.status, Status::Stopped { nights, .. } if nights == b.nights && nights < 40), "{b:?}");
        assert!(b.half_width.unwrap() <= 0.5);
        let c = stop(&table, 0, 2).unwrap();
        assert_eq!((c.status, c.nights), (Status::CannotTellYet { nights: 100, differing: 100 }, 100));
        assert!(c.half_width.unwrap() > 4.0);
        assert_eq!(stop(&table, 1, 1).unwrap().status, Status::Running);
        table.header.stop = None;
        assert_eq!(stop(&table, 0, 1), None);
    }

    /// The run and the report judge the same rows alike, also where nights were sorted.
    #[test]
    fn sorted_nights_end_a_cell_where_the_report_says_they_did() {
        use crate::ensemble::study::strata::{By, StratumText};
        let rule = StopRule { half_width: 0.3, floor: 100, look_ahead: 5 };
        let quiet = StratumText { size: 900, from: 0.0, nights: (0..400).collect() };
        let bad = StratumText { size: 100, from: 1.0, nights: (900..1000).collect() };
        let strata = Strata { strata: vec![quiet, bad] };
        let text = StrataText { by: By::Risk, population: 1000, scenarios: vec![strata.clone(); 2] };
        let study = Study { stop: Some(rule), nights: 500, ..example::study() };
        let mut header = super::super::table::tests::header();
        (header.stop, header.nights, header.strata) = (Some(rule.into()), 500, Some(text.clone()));
        let mut table = Table::new(header).unwrap();
        let metric = table.metric("deaths").unwrap();
        let n = table.metrics.len();
        let mut enough = Enough::of(&study, Some(&text)).unwrap();
        let mut ended = None;
        for (i, (night, _)) in strata.order().into_iter().enumerate() {
            let mut values = vec![0.0; 3 * n];
            // Bad nights scatter ten times as much.
            let by = if night >= 900 { 3.0 } else { 0.3 };
            values[n + metric] = if night % 2 == 0 { by } else { -by };
            values[2 * n + metric] = values[n + metric];
            let row = Row { job: Job { cell: 0, night }, outcome: Ok(values) };
            enough.row(&row);
            table.push(&row).unwrap();
            if !enough.goes_on(0) {
                ended = Some(i + 1);
                break;
            }
        }
        let told = stop(&table, 0, 1).unwrap();
        assert!(matches!(told.status, Status::Stopped { nights, .. } if Some(nights) == ended), "{told:?} {ended:?}");
        // By hand, nights for nights: 0.9²·0.09/n₀ + 0.1²·9/n₁ and some for the set; about 0.1 is wide at the floor of 100 nights.
        assert!(told.half_width.unwrap() < 0.3 && told.nights < 120, "{told:?}");
    }

    #[test]
    fn a_cell_goes_on_until_every_doctrine_is_precise() {
        let stop = Some(StopRule { half_width: 0.5, floor: 20, look_ahead: 5 });
        let study = Study { stop, nights: 400, ..example::study() };
        let mut enough = Enough::of(&study, None).unwrap();
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
        assert!(Enough::of(&Study { stop: None, ..study }, None).is_none());
    }
}
