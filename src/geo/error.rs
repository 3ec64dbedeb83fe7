//! What is wrong with a chart file? Which file, where in it, what was found, what was expected.
//!
//! Loaders collect every problem they can see instead of stopping at the first. The file is named by
//! its role, since the core knows no paths.

use core::fmt;

/// One problem in one chart file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {place}: {what}, expected {expected}")]
pub struct ChartError {
    /// Which of the chart's files.
    pub file: ChartFile,
    /// Where in it: a line of a table, a feature of a GeoJSON file.
    pub place: String,
    /// What was found.
    pub what: String,
    /// What should have been there.
    pub expected: String,
}

impl ChartError {
    pub(super) fn new(
        file: ChartFile,
        place: impl Into<String>,
        what: impl Into<String>,
        expected: impl Into<String>,
    ) -> Self {
        Self { file, place: place.into(), what: what.into(), expected: expected.into() }
    }
}

/// The chart's files by role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartFile {
    /// Land polygons by country.
    Coast,
    /// Boundaries between states and 12 nm limits.
    Limits,
    /// Traffic separation.
    Lanes,
    /// Canals as middle lines.
    Canals,
    /// Where departures were reported.
    LaunchSites,
    /// Harbours and beach fronts.
    Ports,
    /// Banks of sand.
    Banks,
}

impl fmt::Display for ChartFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Coast => "coast",
            Self::Limits => "limits",
            Self::Lanes => "lanes",
            Self::Canals => "canals",
            Self::LaunchSites => "launch sites",
            Self::Ports => "ports",
            Self::Banks => "banks",
        })
    }
}
