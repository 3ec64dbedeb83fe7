//! What does Ctrl-C do in a long run? It asks the run to end: nights in flight are finished, the file is whole, and how to go on is said.
//!
//! A second one ends the program at once; the file then lacks at most the nights in flight, as after any other end by force. The
//! signal is taken by `ctrlc`, which does with care what takes `unsafe`; this crate forbids that.
//!
//! A run that writes its results at its end says that there are none, and leaves no file begun: nights lived in part of a
//! comparison would have another number of nights than its command says.
//!
//! Left out: commands that are over in a moment; there the system's own way to end a program is right.

use super::library::Trouble;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set once somebody has asked the run to end.
static ASKED: AtomicBool = AtomicBool::new(false);

/// The exit code of a program that was ended by Ctrl-C: 128 and the signal's number.
const BY_INTERRUPT: i32 = 130;

/// From now on Ctrl-C (and a request to terminate) sets what is returned, and a second one ends the program. Where no handler can be
/// set the run ends as the system ends it.
pub(super) fn cancel() -> &'static AtomicBool {
    let set = ctrlc::set_handler(|| {
        if ASKED.swap(true, Ordering::Relaxed) {
            std::process::exit(BY_INTERRUPT);
        }
    });
    if let Err(e) = set {
        super::warn(&format!("warning: Ctrl-C will end this run at once ({e})"));
    }
    &ASKED
}

/// Whether somebody has asked the run to end.
pub(super) fn asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}

/// What is said when a run that writes at its end was ended before: how far it had come, that nothing was written, what to do.
pub(super) fn nothing_written(how_far: &str) -> Trouble {
    Trouble::one(format!(
        "broken off after {how_far}; nothing was written. Start again, with fewer nights if it takes too long"
    ))
}
