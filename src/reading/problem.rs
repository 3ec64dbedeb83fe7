//! How is a mistake in a file told? `file:line:col: what was wrong; what was expected; did you mean …`.

use super::tree::Place;

/// Something wrong, or doubtful, in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Name of the file as it was given to the reader.
    pub file: String,
    /// Where in it.
    pub place: Place,
    /// What was wrong, what was expected, and the nearest names where a name was misspelt.
    pub message: String,
}

impl core::fmt::Display for Problem {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.place.line, self.place.col, self.message)
    }
}

/// A value read from a file without a problem, and what was doubtful in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked<T> {
    /// The value.
    pub value: T,
    /// What is allowed, but probably not meant.
    pub warnings: Vec<Problem>,
}
