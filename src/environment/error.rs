//! What if a data file is wrong? It is refused whole, with one sentence a person can act on.
//!
//! One type for every loader of this folder: what was wrong, what was expected, what to do. The
//! loaders see bytes and text only, so the caller adds the path of the file.
//!
//! Left out: warnings. Data that is odd but usable does not exist here.

/// A data file (or a scenario's series) that cannot be used, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{data}: {problem}; expected {expected}; {remedy}")]
pub struct DataError {
    /// Which data, in words (`tide stations`, `depth grid`).
    pub data: &'static str,
    /// What was found.
    pub problem: String,
    /// What should have been there.
    pub expected: String,
    /// What to do next.
    pub remedy: String,
}

/// What to do about a damaged shipped file.
pub(super) const RESTORE: &str = "restore the file from the release";

impl DataError {
    pub(super) fn new(data: &'static str, problem: impl Into<String>, expected: impl Into<String>) -> Self {
        Self { data, problem: problem.into(), expected: expected.into(), remedy: RESTORE.to_owned() }
    }

    pub(super) fn with_remedy(mut self, remedy: &str) -> Self {
        remedy.clone_into(&mut self.remedy);
        self
    }

    pub(super) fn json(data: &'static str, error: &serde_json::Error, expected: &str) -> Self {
        Self::new(data, format!("not readable as JSON ({error})"), expected)
    }
}

/// Refuses NaN and infinities, and numbers beyond a generous bound: no shipped figure is near it.
pub(super) fn within(data: &'static str, what: &str, value: f64, low: f64, high: f64) -> Result<f64, DataError> {
    if value.is_finite() && (low..=high).contains(&value) {
        Ok(value)
    } else {
        Err(DataError::new(data, format!("{what} is {value}"), format!("a number from {low} to {high}")))
    }
}
