//! How does long work run beside a window that stays awake? On threads, here and nowhere else in the window.
//!
//! Three kinds: paired nights with progress, partial results and cancel; saving them; and opening a scenario, whose
//! sea takes a moment to lay out. Results are left in a shared place and fetched once a frame.

use super::stage::Stage;
use crate::analysis::verdict::{decimals_for_difference, interval_text};
use crate::analysis::{Comparison, NIGHTS_FLOOR, PairOutcome, VerdictKind};
use crate::doctrine::Doctrine;
use crate::draws::NightKey;
use crate::ensemble::{self, NightRow, Progress, columns};
use crate::metrics;
use crate::sim::Setting;
use crate::units::format;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// Pairs between two partial results: often enough to see the interval shrink.
const PARTIAL_EVERY: u64 = 10;

/// One metric's line, ready to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingLine {
    /// Name.
    pub title: String,
    /// What is counted, its unit and wanted direction.
    pub definition: String,
    /// Average under A.
    pub a: String,
    /// Average under B.
    pub b: String,
    /// Average difference B − A.
    pub difference: String,
    /// Its 95 % interval.
    pub interval: String,
}

/// What pairs have shown so far.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Findings {
    /// Pairs that ended.
    pub done: u64,
    /// Pairs asked for.
    pub total: u64,
    /// Pairs that failed.
    pub failed: u64,
    /// The reason of the first failure.
    pub first_failure: Option<String>,
    /// Is it still running?
    pub running: bool,
    /// Was it cancelled?
    pub cancelled: bool,
    /// The verdict on the primary metric, from the pairs so far.
    pub sentence: String,
    /// Does the verdict name a side or say that both are the same?
    pub decided: bool,
    /// All metrics.
    pub lines: Vec<FindingLine>,
}

impl Findings {
    /// In words, from the rows of pairs.
    #[must_use]
    pub fn of(rows: &[NightRow<PairOutcome>], total: u64, names: [&str; 2]) -> Self {
        let comparison = Comparison::from_rows(&columns::infos(), rows);
        let verdict = comparison.verdict(metrics::PRIMARY, names[0], names[1], NIGHTS_FLOOR);
        let failed = comparison.failed();
        let lines = comparison
            .lines()
            .map(|(info, d)| {
                let decimals = decimals_for_difference(d, info.decimals);
                FindingLine {
                    title: info.title.to_owned(),
                    definition: format!("{} ({}; {})", info.definition, info.unit, info.direction.words()),
                    a: format::fixed(d.mean_a, info.decimals),
                    b: format::fixed(d.mean_b, info.decimals),
                    difference: format::signed(d.mean_difference, decimals),
                    interval: interval_text(d, decimals),
                }
            })
            .collect();
        Self {
            done: rows.len() as u64,
            total,
            failed: failed.len() as u64,
            first_failure: failed.first().map(|f| format!("night {}: {}", f.night, f.reason)),
            running: true,
            cancelled: false,
            decided: verdict
                .as_ref()
                .is_some_and(|v| matches!(v.kind, VerdictKind::Identical | VerdictKind::ALower | VerdictKind::BLower)),
            sentence: verdict.map_or_else(String::new, |v| v.sentence),
            lines,
        }
    }
}

/// What to compare.
#[derive(Clone)]
pub struct PairsWanted {
    /// The scenario's and the doctrines' places in their lists.
    pub choices: (usize, [usize; 2]),
    /// The scenario.
    pub setting: Arc<Setting>,
    /// The doctrines, A and B.
    pub doctrines: [Arc<Doctrine>; 2],
    /// Seed of the study.
    pub seed: u64,
    /// Pairs to live.
    pub nights: u64,
}

/// Paired nights under way.
pub struct PairsRun {
    cancel: Arc<AtomicBool>,
    shared: Arc<Mutex<Findings>>,
    lived: Lived,
    wanted: PairsWanted,
    thread: Option<JoinHandle<()>>,
}

/// The nights of a run that has ended, in order.
type Lived = Arc<Mutex<Option<Arc<Vec<NightRow<PairOutcome>>>>>>;

impl PairsRun {
    /// Begins, on all cores but one so that the window stays awake.
    #[must_use]
    pub fn start(wanted: PairsWanted) -> Self {
        let cancel = Arc::new(AtomicBool::new(false));
        let shared = Arc::new(Mutex::new(Findings { total: wanted.nights, running: true, ..Findings::default() }));
        let lived = Lived::default();
        let (stop, place, rows, what) = (Arc::clone(&cancel), Arc::clone(&shared), Arc::clone(&lived), wanted.clone());
        let thread = std::thread::Builder::new()
            .name("pairs".to_owned())
            .spawn(move || run_pairs(&what, &stop, &place, &rows))
            .map_err(|e| {
                let mut f = shared.lock().unwrap_or_else(PoisonError::into_inner);
                f.running = false;
                f.first_failure = Some(format!("no thread for the nights: {e}"));
            })
            .ok();
        Self { cancel, shared, lived, wanted, thread }
    }

    /// What they have shown so far.
    #[must_use]
    pub fn findings(&self) -> Findings {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What there is to save, once it has ended.
    #[must_use]
    pub fn to_save(&self) -> Option<ToSave> {
        let rows = self.lived.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
        let (scenario, doctrines) = self.wanted.choices;
        Some(ToSave { scenario, doctrines, seed: self.wanted.seed, rows })
    }

    /// Stops after the nights now running.
    pub fn cancel(&self) {
        self.cancel.store(true, Ordering::Relaxed);
    }

    /// Waits until it is over.
    pub fn wait(&mut self) {
        if let Some(thread) = self.thread.take() {
            // A panic in there is already a row with a reason; nothing is left to tell.
            let _ = thread.join();
        }
    }
}

impl Drop for PairsRun {
    fn drop(&mut self) {
        self.cancel();
    }
}

fn run_pairs(wanted: &PairsWanted, cancel: &AtomicBool, place: &Mutex<Findings>, lived: &Lived) {
    let names = [wanted.doctrines[0].title.as_str(), wanted.doctrines[1].title.as_str()];
    let rows: Mutex<Vec<NightRow<PairOutcome>>> = Mutex::new(Vec::new());
    let put = |findings: Findings| *place.lock().unwrap_or_else(PoisonError::into_inner) = findings;
    let on_row = |row: &NightRow<PairOutcome>| {
        let mut rows = rows.lock().unwrap_or_else(PoisonError::into_inner);
        rows.push(row.clone());
        if (rows.len() as u64).is_multiple_of(PARTIAL_EVERY) {
            put(Findings::of(&rows, wanted.nights, names));
        }
    };
    let progress = |p: Progress| {
        let mut f = place.lock().unwrap_or_else(PoisonError::into_inner);
        (f.done, f.failed) = (p.done, p.failed);
    };
    let workers = std::thread::available_parallelism().map_or(1, |n| n.get().saturating_sub(1).max(1));
    let one = |night: u64| -> Result<PairOutcome, String> {
        let key = NightKey { seed: wanted.seed, night };
        let [a, b] = ensemble::pair::pair(&wanted.setting, [&wanted.doctrines[0], &wanted.doctrines[1]], key)?;
        Ok(PairOutcome { a, b })
    };
    let rows = ensemble::run_streaming(0..wanted.nights, workers, cancel, &progress, &on_row, &one);
    let mut last = Findings::of(&rows, wanted.nights, names);
    last.running = false;
    last.cancelled = (rows.len() as u64) < wanted.nights;
    *lived.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(rows));
    put(last);
}

/// Nights to save, and what they were lived with.
#[derive(Clone, Debug)]
pub struct ToSave {
    /// The scenario's place in its list.
    pub scenario: usize,
    /// The doctrines' places in theirs, A and B.
    pub doctrines: [usize; 2],
    /// Seed of all draws.
    pub seed: u64,
    /// The nights, from the first on without a gap.
    pub rows: Arc<Vec<NightRow<PairOutcome>>>,
}

/// Saves them and says where, or why not: one readable text either way.
pub type SavePairs = Arc<dyn Fn(&ToSave) -> Result<String, String> + Send + Sync>;

/// Nights being saved: their page takes a moment.
pub struct Saving(Arc<Mutex<Option<String>>>);

impl Saving {
    /// Begins.
    #[must_use]
    pub fn start(save: &SavePairs, what: ToSave) -> Self {
        let done = Arc::new(Mutex::new(None));
        let (place, save) = (Arc::clone(&done), Arc::clone(save));
        let work = move || {
            let said = save(&what).unwrap_or_else(|why| format!("Not saved: {why}"));
            *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(said);
        };
        if let Err(e) = std::thread::Builder::new().name("save".to_owned()).spawn(work) {
            *done.lock().unwrap_or_else(PoisonError::into_inner) = Some(format!("Not saved: no thread for it: {e}"));
        }
        Self(done)
    }

    /// What came of it, once it is over; given out once.
    #[must_use]
    pub fn take(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Opens a scenario: lays out its sea and places what it names. An error is one readable text.
pub type OpenScenario = Arc<dyn Fn(usize) -> Result<Arc<Setting>, String> + Send + Sync>;

/// What opening a scenario comes to.
type OpenedStage = Result<Arc<Stage>, String>;

/// A scenario being opened.
pub struct Opening {
    /// Its place in the list.
    pub index: usize,
    done: Arc<Mutex<Option<OpenedStage>>>,
}

impl Opening {
    /// Begins.
    #[must_use]
    pub fn start(open: &OpenScenario, index: usize) -> Self {
        let done = Arc::new(Mutex::new(None));
        let (place, open) = (Arc::clone(&done), Arc::clone(open));
        let work = move || {
            let result = open(index).map(|setting| Arc::new(Stage::new(setting)));
            *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
        };
        if let Err(e) = std::thread::Builder::new().name("open".to_owned()).spawn(work) {
            *done.lock().unwrap_or_else(PoisonError::into_inner) = Some(Err(format!("no thread to open it: {e}")));
        }
        Self { index, done }
    }

    /// The result, once there is one; given out once.
    #[must_use]
    pub fn take(&self) -> Option<OpenedStage> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    fn wanted(nights: u64) -> PairsWanted {
        let stage = fixture::one_boat_stage();
        let a = Arc::clone(&fixture::doctrines()[0]);
        PairsWanted {
            choices: (0, [0, 0]),
            setting: Arc::clone(&stage.setting),
            doctrines: [Arc::clone(&a), a],
            seed: 1,
            nights,
        }
    }

    #[test]
    fn pairs_run_beside_and_end_in_a_verdict() {
        let mut run = PairsRun::start(wanted(10));
        run.wait();
        let f = run.findings();
        assert!(!f.running && !f.cancelled && f.done == 10 && f.failed == 0, "{f:?}");
        assert!(f.sentence.contains("identical in every night"), "{}", f.sentence);
        assert!(!f.decided, "ten pairs decide nothing");
        assert_eq!(run.to_save().map(|s| s.rows.len()), Some(10));
        assert_eq!(f.lines.len(), columns::count());
    }

    #[test]
    fn a_cancelled_run_keeps_what_it_has() {
        let mut run = PairsRun::start(wanted(1_000_000));
        while run.findings().done < 3 {
            std::thread::yield_now();
        }
        run.cancel();
        run.wait();
        let f = run.findings();
        assert!(!f.running && f.cancelled && f.done >= 3 && !f.lines.is_empty());
        let rows = run.to_save().expect("it has ended").rows;
        assert!(rows.iter().zip(0_u64..).all(|(r, n)| r.night == n), "a shorter run, without gaps");
    }

    #[test]
    fn a_scenario_that_cannot_be_opened_says_why() {
        let open: OpenScenario = Arc::new(|i| Err(format!("no scenario {i}")));
        let opening = Opening::start(&open, 4);
        let result = loop {
            if let Some(result) = opening.take() {
                break result;
            }
            std::thread::yield_now();
        };
        assert_eq!(result.err().as_deref(), Some("no scenario 4"));
    }
}
