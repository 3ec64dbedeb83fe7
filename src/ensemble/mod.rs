//! How are many nights run, on several workers, with the same result as on one?
//!
//! Belongs here: spreading nights over workers, progress, cancelling, and catching what goes wrong in a
//! single night. This is the only place of the core with threads. Does not belong here: what a night is
//! (a function handed in), clocks, and averages (see `analysis`).

pub mod columns;
pub mod expect;
pub mod ordered;
pub mod pair;
pub mod run;
pub mod split;
pub mod study;
pub mod year;

pub use run::{NightRow, Progress, run, run_streaming};
