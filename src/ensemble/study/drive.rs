//! How is a study lived, from the beginning or from where it was left?
//!
//! The rows that are there already must be the first ones of the plan: they are read, counted and told to the judge of
//! precision, and the run goes on with the next. So a study that was ended by force and gone on with is the same rows
//! as one that never was. A night of one cell is lived under all its doctrines or counts for none: a fault under one is
//! the row's.
//!
//! A cell's setting is laid out when its first night comes up and kept while there is room.
//!
//! Left out: files, clocks, and what precision means (see [`Judge`]).

use super::super::ordered::run_in_order;
use super::super::pair::night;
use super::{Cell, Job, Numbers, Plan, Row, Shard, Study};
use crate::doctrine::Doctrine;
use crate::draws::NightKey;
use crate::sim::Setting;
use core::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Settings kept at a time. One is a few megabytes at most, beside a sea that the cells of a scenario share.
const KEPT: usize = 48;

/// A cell laid out.
#[derive(Clone, Debug)]
pub struct Ready {
    /// The scenario with the cell's numbers.
    pub setting: Arc<Setting>,
    /// The doctrines, in the study's order, with the cell's numbers.
    pub doctrines: Vec<Arc<Doctrine>>,
}

/// Lays out a cell.
pub type Open<'a> = &'a (dyn Fn(&Cell) -> Result<Ready, String> + Sync);

/// Says which cells have enough nights. It is told every row in the order of the plan, and asked between rounds.
pub trait Judge: Send {
    /// A row more.
    fn row(&mut self, row: &Row);
    /// Does this cell need more nights?
    fn goes_on(&self, cell: usize) -> bool;
}

/// A study without a rule for stopping.
#[derive(Clone, Copy, Debug)]
pub struct ToTheEnd;

impl Judge for ToTheEnd {
    fn row(&mut self, _: &Row) {}
    fn goes_on(&self, _: usize) -> bool {
        true
    }
}

/// How far a study has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Far {
    /// Rows that are written, those of before included.
    pub done: u64,
    /// Of these, read from before.
    pub before: u64,
    /// Of these, failed.
    pub failed: u64,
    /// Rows if no cell stops early.
    pub most: u64,
}

/// What is to be lived.
pub struct Drive<'a> {
    /// The study.
    pub study: &'a Study,
    /// The share of it.
    pub shard: Shard,
    /// Worker threads.
    pub workers: usize,
    /// Set it and no more nights are begun.
    pub cancel: &'a AtomicBool,
    /// Lays out a cell.
    pub open: Open<'a>,
    /// The numbers of the nights, in the order in which they are lived.
    pub numbers: &'a Numbers,
}

/// Rows of before.
pub type Before<'a> = &'a mut dyn Iterator<Item = Result<Row, String>>;

/// Takes the rows in order of the plan, with how far it has come; an error ends the run.
pub type Sink<'a> = &'a mut (dyn FnMut(&Row, Far) -> Result<(), String> + Send);

/// Lives what is left of a study and hands over its rows in the order of the plan.
///
/// # Errors
/// If a row of before is not the next one of the plan, or the sink says so.
pub fn drive(d: &Drive<'_>, judge: &mut dyn Judge, before: Before<'_>, sink: Sink<'_>) -> Result<Far, String> {
    let plan = Plan::of(d.study);
    let kept = Kept { open: d.open, study: d.study, cells: Mutex::new(Vec::new()) };
    let mut far = Far {
        most: (0..plan.rounds()).map(|r| plan.round(r, d.shard, &|_| true).len() as u64).sum(),
        ..Far::default()
    };
    // Without a rule there is nothing to ask between rounds, and workers need not wait for each other there.
    let at_once = if d.study.stop.is_none() { plan.rounds().max(1) } else { 1 };
    let mut round = 0;
    while round < plan.rounds() && !d.cancel.load(Ordering::Relaxed) {
        let jobs: Vec<Job> = (round..(round + at_once).min(plan.rounds()))
            .flat_map(|r| plan.round(r, d.shard, &|cell| judge.goes_on(cell)))
            .map(|job| d.numbers.job(job))
            .collect();
        round += at_once;
        let mut there = 0;
        for expected in &jobs {
            let Some(row) = before.next() else { break };
            let row = row?;
            if row.job != *expected {
                return Err(format!(
                    "there is cell {}, night {} where cell {}, night {} belongs; the rows are not those of this study",
                    row.job.cell, row.job.night, expected.cell, expected.night
                ));
            }
            judge.row(&row);
            there += 1;
            far.done += 1;
            far.before += 1;
            far.failed += u64::from(row.outcome.is_err());
        }
        let left = &jobs[there..];
        let one = |i: u64| {
            let job = usize::try_from(i).ok().and_then(|i| left.get(i)).ok_or("no such night")?;
            lived(&kept, *job)
        };
        let mut trouble = None;
        run_in_order(left.len() as u64, d.workers, d.cancel, &one, &mut |i, outcome| {
            let Some(job) = usize::try_from(i).ok().and_then(|i| left.get(i)) else { return ControlFlow::Break(()) };
            let row = Row { job: *job, outcome };
            far.done += 1;
            far.failed += u64::from(row.outcome.is_err());
            if let Err(why) = sink(&row, far) {
                trouble = Some(why);
                return ControlFlow::Break(());
            }
            judge.row(&row);
            ControlFlow::Continue(())
        });
        if let Some(why) = trouble {
            return Err(why);
        }
    }
    if let Some(row) = before.next() {
        let row = row?;
        return Err(format!(
            "there are rows (cell {}, night {}) beyond the end of this study",
            row.job.cell, row.job.night
        ));
    }
    Ok(far)
}

struct Kept<'a> {
    open: Open<'a>,
    study: &'a Study,
    cells: Mutex<Vec<(usize, Arc<Ready>)>>,
}

impl Kept<'_> {
    fn get(&self, cell: usize) -> Result<Arc<Ready>, String> {
        let lock = || self.cells.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, ready)) = lock().iter().find(|(c, _)| *c == cell) {
            return Ok(Arc::clone(ready));
        }
        // Two workers may lay out the same cell at once: a little work twice, instead of all waiting for one.
        let ready = Arc::new((self.open)(&self.study.cell(cell))?);
        let mut cells = lock();
        if cells.iter().all(|(c, _)| *c != cell) {
            if cells.len() >= KEPT {
                cells.remove(0);
            }
            cells.push((cell, Arc::clone(&ready)));
        }
        Ok(ready)
    }
}

/// One night of one cell under all doctrines: their metrics in one list.
fn lived(kept: &Kept<'_>, job: Job) -> Result<Vec<f64>, String> {
    let ready = kept.get(job.cell)?;
    let key = NightKey { seed: kept.study.seed, night: job.night };
    let mut out = Vec::new();
    for arm in 0..ready.doctrines.len() {
        out.extend(under(&ready, arm, key)?);
    }
    Ok(out)
}

/// One night under one doctrine of a cell, by its place: its columns.
fn under(ready: &Ready, arm: usize, key: NightKey) -> Result<Vec<f64>, String> {
    let doctrine = &ready.doctrines[arm];
    let values = night(&ready.setting, doctrine, key).map_err(|why| format!("under `{}`: {why}", doctrine.id))?;
    match values.iter().position(|x| !x.is_finite()) {
        Some(i) => {
            let metric = super::super::columns::infos()[i].id;
            Err(format!("under `{}`: metric `{metric}` is {}", doctrine.id, values[i]))
        }
        None => Ok(values),
    }
}

/// One night of a cell under one of its doctrines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Single {
    /// Number of the night.
    pub night: u64,
    /// Index of the doctrine.
    pub arm: usize,
}

/// What singles are lived on: a cell laid out, and how.
#[derive(Clone, Copy, Debug)]
pub struct Singles<'a> {
    /// The cell.
    pub ready: &'a Ready,
    /// Seed of all draws.
    pub seed: u64,
    /// Worker threads; what comes out is the same for any number.
    pub workers: usize,
    /// The column that is kept of each night, by its place.
    pub column: usize,
    /// Looked at before each night: once it is set no further night is begun, and fewer come out than were asked for.
    pub cancel: &'a AtomicBool,
}

/// Lives each of these nights under its doctrine alone, on several workers, and gives one column of each in the order asked.
/// `told` is called after each, with how many are done. For whoever drops a doctrine and lives the others on.
pub fn singles(of: &Singles<'_>, wanted: &[Single], told: &mut (dyn FnMut(usize) + Send)) -> Vec<Result<f64, String>> {
    let mut out = Vec::with_capacity(wanted.len());
    let one = |i: u64| {
        let single = usize::try_from(i).ok().and_then(|i| wanted.get(i)).ok_or("no such night")?;
        let key = NightKey { seed: of.seed, night: single.night };
        under(of.ready, single.arm, key).map(|values| values[of.column])
    };
    run_in_order(wanted.len() as u64, of.workers, of.cancel, &one, &mut |_, outcome| {
        out.push(outcome);
        told(out.len());
        ControlFlow::Continue(())
    });
    out
}
