//! What does a verdict depend on?
//!
//! Belongs here: designs (which values of the inputs to run) and estimates (what the results say), kept apart so that the
//! runs between can be a study like any other, on the same nights at every point. With the nights fixed, luck cannot pose as
//! an interaction of inputs (METHODS 7); results are differences B − A, as it is the verdict that is asked about.
//! Does not belong here: running nights, and what an input means. Inputs are numbers between 0 and 1, shares of their own
//! distributions; who calls maps them through the register's quantiles.

pub mod break_even;
pub mod contour;
pub mod differ;
pub mod evppi;
pub mod morris;
pub mod points;
pub mod prim;
pub mod regret;
pub mod sobol;
