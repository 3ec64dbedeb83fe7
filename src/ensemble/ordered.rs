//! How are jobs run on several workers and yet handed over in order, so that a file of results is always a
//! clean beginning of the whole?
//!
//! Each worker takes the next job; a job that ends before its forerunners waits in a small store. Only as many jobs
//! are begun ahead as the store may hold, so memory does not grow with the number of jobs, and whoever ends the program
//! by force loses no more than the jobs in flight and in the store: [`AHEAD`] for each worker. A job that fails or
//! panics is handed over as its reason.
//!
//! Left out: clocks, files, and what a job is.

use super::run::caught;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

/// Jobs that may be begun or ended but not handed over, for each worker. Nights differ in length by a factor of
/// about two, so a worker seldom waits for room.
pub const AHEAD: u64 = 4;

struct State<T> {
    /// Next job to begin.
    next: u64,
    /// Next job to hand over.
    due: u64,
    /// Ended before their turn.
    store: BTreeMap<u64, Result<T, String>>,
    /// No more jobs are begun.
    stop: bool,
    /// A worker is handing over; others leave what they have in the store.
    handing: bool,
}

/// Runs the jobs numbered 0 to `jobs` − 1 and hands each result to `sink` in that order, one at a time, from some
/// worker. `sink` may end the run with `Break`; `cancel` is looked at before each job. Gives how many were handed over:
/// always the first so many.
pub fn run_in_order<T: Send>(
    jobs: u64,
    workers: usize,
    cancel: &AtomicBool,
    one: &(dyn Fn(u64) -> Result<T, String> + Sync),
    sink: &mut (dyn FnMut(u64, Result<T, String>) -> ControlFlow<()> + Send),
) -> u64 {
    let workers = workers.clamp(1, usize::try_from(jobs).unwrap_or(usize::MAX).max(1));
    let room = AHEAD * workers as u64;
    let state = Mutex::new(State { next: 0, due: 0, store: BTreeMap::new(), stop: false, handing: false });
    let moved = Condvar::new();
    let sink = Mutex::new(sink);
    let lock = || state.lock().unwrap_or_else(PoisonError::into_inner);
    let take = || -> Option<u64> {
        let mut s = lock();
        loop {
            if s.stop || s.next >= jobs || cancel.load(Ordering::Relaxed) {
                return None;
            }
            if s.next < s.due + room {
                s.next += 1;
                return Some(s.next - 1);
            }
            s = moved.wait(s).unwrap_or_else(PoisonError::into_inner);
        }
    };
    let work = || {
        while let Some(job) = take() {
            let outcome = caught(job, &|job| one(job)).outcome;
            let mut s = lock();
            s.store.insert(job, outcome);
            if s.handing {
                continue;
            }
            s.handing = true;
            while !s.stop {
                let due = s.due;
                let Some(outcome) = s.store.remove(&due) else { break };
                // Writing must not hold up those who only want their next job.
                drop(s);
                let flow = (sink.lock().unwrap_or_else(PoisonError::into_inner))(due, outcome);
                s = lock();
                s.due += 1;
                s.stop |= flow.is_break();
                moved.notify_all();
            }
            s.handing = false;
        }
        // Whoever waits for room looks again: it may be over.
        moved.notify_all();
    };
    match rayon::ThreadPoolBuilder::new().num_threads(workers).thread_name(|i| format!("nights {i}")).build() {
        Ok(pool) => {
            pool.broadcast(|_| work());
        }
        // A system that grants no more threads still gets its result.
        Err(_) => work(),
    }
    state.into_inner().unwrap_or_else(PoisonError::into_inner).due
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicU64;

    #[expect(clippy::unnecessary_wraps, reason = "it has the shape of a night, which may fail")]
    fn uneven(job: u64) -> Result<u64, String> {
        let turns = (job * 7919) % 23 * 300;
        Ok((0..turns).fold(job, |x, i| x.wrapping_mul(6364136223846793005).wrapping_add(i)))
    }

    #[test]
    fn results_come_in_order_on_any_number_of_workers() {
        let mut expected = None;
        for workers in [1, 2, 8, 100] {
            let mut got = Vec::new();
            let done = run_in_order(300, workers, &AtomicBool::new(false), &uneven, &mut |job, r| {
                assert_eq!(job, got.len() as u64);
                got.push(r);
                ControlFlow::Continue(())
            });
            assert_eq!(done, 300);
            assert_eq!(expected.get_or_insert_with(|| got.clone()), &got, "{workers} workers");
        }
    }

    #[test]
    fn no_more_than_the_store_is_begun_ahead() {
        let (begun, handed) = (AtomicU64::new(0), AtomicU64::new(0));
        let one = |job| {
            let ahead = begun.fetch_add(1, Ordering::SeqCst) + 1 - handed.load(Ordering::SeqCst);
            assert!(ahead <= AHEAD * 3 + 3, "{ahead} begun ahead");
            // The first job is slow: all others would pass it by.
            if job == 0 {
                (0..3_000_000_u64).for_each(|i| {
                    std::hint::black_box(i);
                });
            }
            Ok(job)
        };
        let mut failed = 0;
        run_in_order(2000, 3, &AtomicBool::new(false), &one, &mut |_, r| {
            failed += u64::from(r.is_err());
            handed.fetch_add(1, Ordering::SeqCst);
            ControlFlow::Continue(())
        });
        assert_eq!(failed, 0);
    }

    #[test]
    fn a_run_that_is_ended_or_cancelled_is_a_shorter_run() {
        for workers in [1, 2, 8] {
            let mut got = Vec::new();
            let done = run_in_order(10_000, workers, &AtomicBool::new(false), &uneven, &mut |job, _| {
                got.push(job);
                if job == 40 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            assert_eq!((done, got), (41, (0..41).collect::<Vec<_>>()));
            let cancel = AtomicBool::new(false);
            let mut got = 0;
            let one = |job| {
                if job == 50 {
                    cancel.store(true, Ordering::Relaxed);
                }
                uneven(job)
            };
            let done = run_in_order(10_000, workers, &cancel, &one, &mut |job, _| {
                assert_eq!(job, got);
                got += 1;
                ControlFlow::Continue(())
            });
            assert!(done == got && (51..10_000).contains(&done), "{done}");
        }
    }

    #[test]
    fn a_job_that_panics_is_a_reason_and_the_others_go_on() {
        let one = |job| if job == 3 { panic!("aground") } else { Ok(job) };
        let mut failed = Vec::new();
        let done = run_in_order(9, 2, &AtomicBool::new(false), &one, &mut |job, r: Result<u64, String>| {
            failed.extend(r.err().map(|e| (job, e)));
            ControlFlow::Continue(())
        });
        assert_eq!((done, failed), (9, vec![(3, "the night panicked: aground".to_owned())]));
        assert_eq!(run_in_order(0, 2, &AtomicBool::new(false), &uneven, &mut |_, _| ControlFlow::Continue(())), 0);
    }
}
