//! What do many paired nights say, and how sure is it?
//!
//! Belongs here: pure functions from numbers to numbers and sentences. Does not belong here: running
//! nights (see `ensemble`) and laying out pages (see `report`).

pub mod comparison;
pub mod contrast;
pub mod counts;
pub mod divergence;
pub mod expectation;
pub mod fieller;
#[cfg(test)]
mod known_answers;
pub mod layers;
pub mod moments;
pub mod multiple;
pub mod paired;
pub mod ranking;
pub mod rare;
pub mod rate;
pub mod rate_verdict;
pub mod resample;
pub mod selection;
pub mod sensitivity;
pub mod sentence;
pub mod sequence;
pub mod shared;
pub mod stopping;
pub mod study;
pub mod validation;
pub mod verdict;

pub use comparison::{Comparison, FailedNight, PairOutcome};
pub use paired::{PairedDifference, PairingError, rule_of_three};
pub use verdict::{NIGHTS_FLOOR, Verdict, VerdictKind};
