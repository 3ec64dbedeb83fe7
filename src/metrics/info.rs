//! What does a column of numbers mean, and which way is wanted?
//!
//! Every report, table heading and verdict takes its words from here, so a metric is described once.
//! Stated with unit, direction and definition because a number without them invites its own reading
//! (suggested metric set, METHODS 17).
//!
//! Left out: how a metric is computed. That is a fold over events, in the metric's own file.

use serde::Serialize;

/// Which way a metric is wanted to go. A statement of purpose, not a weight: metrics are never added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Fewer or less is wanted by everybody (deaths).
    LowerIsWanted,
    /// More is wanted by everybody (minutes with rescue cover).
    HigherIsWanted,
    /// Opinions differ or it only describes (crossings completed, asset hours).
    Neutral,
}

impl Direction {
    /// In words, for tables.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::LowerIsWanted => "lower is wanted",
            Self::HigherIsWanted => "higher is wanted",
            Self::Neutral => "no direction is wanted",
        }
    }
}

/// Within what do cases hang together, so that they can't be taken for independent? The night is what is resampled, whatever
/// stands here; the smaller clusters say why a Poisson law on single cases would be wrong (METHODS 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Clustering {
    /// Cases of one night: weather, who is at sea, how busy the centres are.
    Night,
    /// People of one boat share its hull, its engine and its luck.
    Boat,
    /// What one unit does, it does with one crew and one tank.
    Unit,
}

impl Clustering {
    /// In a word, for tables.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Night => "night",
            Self::Boat => "boat",
            Self::Unit => "unit",
        }
    }
}

/// A metric as a reader meets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MetricInfo {
    /// Short name for files and columns: lower case, digits and underscores.
    pub id: &'static str,
    /// Name in tables and sentences, sentence case: `Deaths`.
    pub title: &'static str,
    /// Unit of one night's value: `people`, `min`.
    pub unit: &'static str,
    /// Wanted direction.
    pub direction: Direction,
    /// Within what cases hang together.
    pub clustering: Clustering,
    /// One sentence: what is counted, over whom, from when to when.
    pub definition: &'static str,
    /// Decimals shown for averages over nights.
    pub decimals: usize,
}
