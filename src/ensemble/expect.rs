//! Which nights must be lived to judge what a scenario is expected to show?
//!
//! Each doctrine that is named lives as many nights as the expectation that asks most of it, once, and all
//! expectations read the same rows: pairs are pairs because both arms have the same key. All nights of all doctrines
//! are one list of jobs, so that workers are busy to the end. Judging is `analysis::expectation`.

use super::pair::night;
use super::{NightRow, Progress, run};
use crate::doctrine::Doctrine;
use crate::draws::NightKey;
use crate::scenario::expect::{Expectation, SEED};
use crate::sim::Setting;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The nights of one doctrine, in order of their number: the columns in the order of `columns::infos`, or why
/// there are none.
#[derive(Clone, Debug, PartialEq)]
pub struct Lived {
    /// Id of the doctrine.
    pub doctrine: String,
    /// Its rows, one for each night lived.
    pub nights: Vec<Result<Vec<f64>, String>>,
}

/// Lives the nights that the scenario's expectations need. `doctrines` holds at least those they name.
///
/// # Errors
/// If a doctrine that is named is not among `doctrines`.
pub fn live(
    setting: &Arc<Setting>,
    doctrines: &[(String, Arc<Doctrine>)],
    workers: usize,
    cancel: &AtomicBool,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Vec<Lived>, String> {
    let expect = &setting.scenario.expect;
    if let Some(lost) = expect.iter().flat_map(Expectation::doctrines).find(|id| doctrines.iter().all(|(d, _)| d != id))
    {
        return Err(format!("the doctrine `{lost}` was not loaded; expected all that the expectations name"));
    }
    let needed = |id: &str| expect.iter().filter(|e| e.doctrines().any(|d| d == id)).map(|e| e.nights).max();
    let mut jobs: Vec<(&Arc<Doctrine>, u64)> = Vec::new();
    let mut lengths = Vec::new();
    for (id, doctrine) in doctrines {
        let n = u64::from(needed(id).unwrap_or(0));
        jobs.extend((0..n).map(|night| (doctrine, night)));
        lengths.push(n);
    }
    let rows: Vec<NightRow<Vec<f64>>> = run(0..jobs.len() as u64, workers, cancel, progress, &|i| {
        let (doctrine, number) = usize::try_from(i).ok().and_then(|i| jobs.get(i)).ok_or("no such job")?;
        night(setting, doctrine, NightKey { seed: SEED, night: *number })
    });
    let mut rows = rows.into_iter().map(|r| r.outcome);
    Ok(doctrines
        .iter()
        .zip(lengths)
        .map(|((id, _), n)| Lived { doctrine: id.clone(), nights: (0..n).map_while(|_| rows.next()).collect() })
        .collect())
}
