//! Does the baseline reproduce what was published?
//!
//! Patterns are data (`pattern`); a night is folded into the facts they need (`night`); years of nights give each
//! figure a median and an interval (`measure`); figures are in or out by one rule (`judge`). Beside them stand
//! replays of four incidents (`replay`), reference cases of the formulas (`physics`), and which figures were used to set
//! numbers (`seen`).
//!
//! Left out: running the years (`ensemble::year`) and laying out the page (`report::validation`).

pub mod judge;
pub mod measure;
pub mod night;
pub mod pattern;
pub mod physics;
pub mod replay;
pub mod seen;

pub use judge::{Judged, judge};
pub use measure::{Measure, Sample, Simulated};
pub use night::NightFacts;
pub use pattern::{Named, Pattern, Patterns, Role};
