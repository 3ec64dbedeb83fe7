//! How is a difference in rare deaths estimated with fewer nights, and without a bias for it?
//!
//! Most nights bring no death, a few bring many, so a mean over counted deaths is slow to settle. Three ways make it
//! faster, each unbiased and each with an error of its own (METHODS 5): deaths by the odds instead of counted ones, and
//! what is known to have mean zero taken off the counted ones (`control`); nights of every stratum lived in numbers that
//! suit it, weighted back exactly (`strata`).
//!
//! Belongs here: pure estimators. Does not belong here: which nights are lived (`ensemble`), and what odds are (`events::accounts`).

pub mod control;
pub mod strata;

pub use control::{Estimate, Reduced, three_ways};
pub use strata::{Stratum, of_strata};
