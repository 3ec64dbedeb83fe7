//! What do the rows of a study say, cell by cell and over its layers of doubt?
//!
//! Belongs here: the rows as columns, and what each cell, axis and draw comes to. Does not belong here: the estimators
//! themselves (`analysis`), laying out pages (`report`), and reading files (`cli`).

pub mod best;
pub mod bounds;
pub mod design;
pub mod doubt;
pub mod enough;
pub mod findings;
pub mod flip;
pub mod price;
pub mod pull;
pub mod rank;
pub mod table;
pub mod turned;
pub mod weighted;

pub use enough::Enough;
pub use findings::{CellFindings, Contrast, Findings, Switches};
pub use table::Table;
pub use turned::{Tried, Turned};
