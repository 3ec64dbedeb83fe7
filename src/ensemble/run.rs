//! How are nights spread over workers so that their number changes nothing but the time taken?
//!
//! Each worker takes the next night, runs it to its end, and takes another; rows are put in their place
//! by index, never by completion. A cancelled run is therefore exactly a shorter run: the nights from the
//! first up to some later one, with no favour to quick nights. A night that fails or panics is a row
//! with its reason and the others go on.
//!
//! Left out: clocks and estimates of the time left (the caller has a clock), and when to stop.

use std::any::Any;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// One night of a run: its number, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NightRow<T> {
    /// Number of the night, as in the key of its random draws.
    pub night: u64,
    /// The result, or why there is none.
    pub outcome: Result<T, String>,
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Nights that ended, failed ones included.
    pub done: u64,
    /// Nights asked for.
    pub total: u64,
    /// Nights that failed.
    pub failed: u64,
}

/// Runs the nights on a pool of its own with this many workers (at least one) and returns their rows in
/// order of their number.
///
/// `cancel` is looked at before each night: set it and the rows of all nights begun come back.
/// `progress` is called after each night, from a worker, one call at a time.
pub fn run<T: Send>(
    nights: Range<u64>,
    workers: usize,
    cancel: &AtomicBool,
    progress: &(dyn Fn(Progress) + Sync),
    one_night: &(dyn Fn(u64) -> Result<T, String> + Sync),
) -> Vec<NightRow<T>> {
    run_streaming(nights, workers, cancel, progress, &|_| (), one_night)
}

/// Like [`run`], and shows each row as it is finished: in order of completion, one at a time, before the
/// call of `progress` that counts it. For partial results on a screen.
pub fn run_streaming<T: Send>(
    nights: Range<u64>,
    workers: usize,
    cancel: &AtomicBool,
    progress: &(dyn Fn(Progress) + Sync),
    on_row: &(dyn Fn(&NightRow<T>) + Sync),
    one_night: &(dyn Fn(u64) -> Result<T, String> + Sync),
) -> Vec<NightRow<T>> {
    let total = nights.end.saturating_sub(nights.start);
    let next = AtomicU64::new(0);
    let gathered = Mutex::new(Gathered { rows: Vec::new(), failed: 0 });
    let work = || {
        while !cancel.load(Ordering::Relaxed) {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= total {
                break;
            }
            let row = caught(nights.start + index, one_night);
            gathered.lock().unwrap_or_else(PoisonError::into_inner).add(row, total, on_row, progress);
        }
    };
    // More workers than nights would only idle.
    let workers = workers.clamp(1, usize::try_from(total).unwrap_or(usize::MAX).max(1));
    match rayon::ThreadPoolBuilder::new().num_threads(workers).thread_name(|i| format!("nights {i}")).build() {
        Ok(pool) => {
            pool.broadcast(|_| work());
        }
        // A system that grants no more threads still gets its result, with the same rows.
        Err(_) => work(),
    }
    let mut rows = gathered.into_inner().unwrap_or_else(PoisonError::into_inner).rows;
    rows.sort_unstable_by_key(|row| row.night);
    rows
}

struct Gathered<T> {
    rows: Vec<NightRow<T>>,
    failed: u64,
}

impl<T> Gathered<T> {
    fn add(
        &mut self,
        row: NightRow<T>,
        total: u64,
        on_row: &(dyn Fn(&NightRow<T>) + Sync),
        progress: &(dyn Fn(Progress) + Sync),
    ) {
        self.failed += u64::from(row.outcome.is_err());
        on_row(&row);
        self.rows.push(row);
        progress(Progress { done: self.rows.len() as u64, total, failed: self.failed });
    }
}

/// One night, with a panic turned into a reason.
pub(super) fn caught<T>(night: u64, one_night: &(dyn Fn(u64) -> Result<T, String> + Sync)) -> NightRow<T> {
    // A night shares nothing it could leave half-changed with the next: it is a function of its number.
    let outcome = catch_unwind(AssertUnwindSafe(|| one_night(night)))
        .unwrap_or_else(|payload| Err(format!("the night panicked: {}", panic_text(payload.as_ref()))));
    NightRow { night, outcome }
}

fn panic_text(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("without a message")
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUIET: &(dyn Fn(Progress) + Sync) = &|_| ();

    fn go() -> AtomicBool {
        AtomicBool::new(false)
    }

    /// A night whose cost varies, so that completion order differs from index order.
    #[expect(clippy::unnecessary_wraps, reason = "it has the shape of a night, which may fail")]
    fn uneven(night: u64) -> Result<f64, String> {
        let turns = (night * 7919) % 23 * 400;
        Ok((0..turns).fold(night as f64, |x, _| (x * 1.000_1 + 0.1) % 1000.0))
    }

    #[test]
    fn same_rows_for_any_worker_count() {
        let once = run(10..210, 1, &go(), QUIET, &uneven);
        assert_eq!(once.iter().map(|r| r.night).collect::<Vec<_>>(), (10..210).collect::<Vec<_>>());
        for workers in [0, 2, 8, 1000] {
            let again = run(10..210, workers, &go(), QUIET, &uneven);
            for (x, y) in once.iter().zip(&again) {
                let bits = |r: &NightRow<f64>| (r.night, r.outcome.as_ref().unwrap().to_bits());
                assert_eq!(bits(x), bits(y), "with {workers} workers");
            }
            assert_eq!(once.len(), again.len());
        }
    }

    #[test]
    fn a_failed_night_is_a_row_with_its_reason_and_the_others_go_on() {
        let one_night = |night| if night % 10 == 3 { Err(format!("night {night} ran aground")) } else { Ok(night) };
        let last = Mutex::new(None);
        let rows = run(0..50, 4, &go(), &|p| *last.lock().unwrap() = Some(p), &one_night);
        assert_eq!(rows.len(), 50);
        assert_eq!(rows[13].outcome, Err("night 13 ran aground".to_owned()));
        assert_eq!(rows[14].outcome, Ok(14));
        assert_eq!(last.into_inner().unwrap(), Some(Progress { done: 50, total: 50, failed: 5 }));
    }

    #[test]
    fn a_panic_is_a_row_with_its_message() {
        let one_night = |night: u64| {
            assert!(night != 2, "lost {night} people");
            if night == 4 { panic!("bare") } else { Ok(night) }
        };
        let rows = run(0..6, 2, &go(), QUIET, &one_night);
        assert_eq!(rows[2].outcome, Err("the night panicked: lost 2 people".to_owned()));
        assert_eq!(rows[4].outcome, Err("the night panicked: bare".to_owned()));
        assert_eq!(rows.iter().filter(|r| r.outcome.is_ok()).count(), 4);
    }

    #[test]
    fn cancelling_leaves_exactly_a_shorter_run() {
        for workers in [1, 2, 8] {
            let cancel = go();
            let one_night = |night| {
                if night == 20 {
                    cancel.store(true, Ordering::Relaxed);
                }
                uneven(night)
            };
            let rows = run(0..100_000, workers, &cancel, QUIET, &one_night);
            assert!(rows.len() >= 21 && rows.len() < 100_000, "{} rows", rows.len());
            assert_eq!(rows, run(0..rows.len() as u64, 1, &go(), QUIET, &uneven));
        }
    }

    #[test]
    fn cancelled_before_the_start_nothing_runs() {
        let rows = run(0..10, 2, &AtomicBool::new(true), QUIET, &|_| -> Result<(), String> { panic!("never run") });
        assert!(rows.is_empty());
        assert!(run(5..5, 2, &go(), QUIET, &uneven).is_empty());
    }

    #[test]
    fn every_row_is_shown_once_before_it_is_counted() {
        let seen = Mutex::new(Vec::new());
        let counted = Mutex::new(Vec::new());
        let progress = |p: Progress| {
            assert_eq!(seen.lock().unwrap().len() as u64, p.done);
            counted.lock().unwrap().push(p.done);
        };
        run_streaming(0..40, 8, &go(), &progress, &|row| seen.lock().unwrap().push(row.night), &uneven);
        let mut seen = seen.into_inner().unwrap();
        seen.sort_unstable();
        assert_eq!(seen, (0..40).collect::<Vec<_>>());
        assert_eq!(counted.into_inner().unwrap(), (1..=40).collect::<Vec<_>>());
    }
}
