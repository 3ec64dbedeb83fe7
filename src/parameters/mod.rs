//! Which numbers does the model use, how sure are they, and who says so?
//!
//! The register is data: one entry per number with unit, 5–95 % range, hard bounds, confidence and
//! source (`assets/parameters/*.ron`). `Parameters` is the same list as typed fields, so that formulas
//! read `parameters.boat_beam_m`; a test holds the two together, and a number that is in neither does
//! not exist for the model.
//!
//! Belongs here: the register, typed access, values set by a study or scenario, what a number could be and
//! its draws. Does not belong here: formulas, and the reading of classes of craft and sensors (`agents`), whose numbers are
//! entries all the same. Left out: correlation between parameters, but for those that an entry says are
//! drawn together.

pub mod distribution;
mod draw;
pub(crate) mod incomplete;
pub mod number;
pub mod order;
mod register;
mod typed;
pub mod uses;
mod values;

pub use distribution::{Bounded, Distribution};
pub use draw::{Override, counter_of};
pub use number::Number;
pub use register::{ALL, Confidence, Entry, Register, SHIPPED};
pub use typed::{FIELDS, Parameters};
pub use values::Values;
