//! What do we judge a night by?
//!
//! Belongs here: one file for each metric, a fold over the events of one night, and its description.
//! Does not belong here: averages over nights and intervals (see `analysis`).

pub mod info;

pub use info::*;
