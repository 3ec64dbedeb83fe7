//! What did a search for the turning point of one input come to, as it is kept and read again?
//!
//! `study turn` lives nights at values that nobody knows beforehand, so its rows are no part of a study's file of results. What it
//! found is kept by itself, with what made it, and goes on the page of the study beside the sweep.
//!
//! Left out: the differences of single nights; the command lives them again.

use serde::{Deserialize, Serialize};

/// The kind of file, for whoever opens it.
pub const KIND: &str = "slackwater turn";

/// What a search found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Turned {
    /// [`KIND`].
    pub kind: String,
    /// Goes up when a key changes meaning.
    pub format: u32,
    /// Version of the program.
    pub program: String,
    /// Its commit, if known.
    pub commit: Option<String>,
    /// The command that searches again.
    pub command: String,
    /// Title of the study.
    pub study: String,
    /// Names of the two doctrines, A first.
    pub doctrines: [String; 2],
    /// The seed.
    pub seed: u64,
    /// Paired nights at each value.
    pub nights: u64,
    /// Title of the metric.
    pub metric: String,
    /// Decimals of its differences.
    pub decimals: usize,
    /// Title of the axis.
    pub axis: String,
    /// What stands still, in sentences.
    pub notes: Vec<String>,
    /// The answer in the fixed grammar.
    pub sentence: String,
    /// Where the mean difference is nought, if the verdict turns round.
    pub at: Option<f64>,
    /// Ends of the stretch in which these nights cannot tell; none where it reaches beyond the range, or nothing turns round.
    pub unsure: [Option<f64>; 2],
    /// All values tried, rising.
    pub tried: Vec<Tried>,
}

/// One value that was tried.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    /// The value of the axis.
    pub value: f64,
    /// Mean difference, B − A.
    pub difference: f64,
    /// Its 95 % interval, the wider of Student's and the bootstrap's.
    pub interval_95: [f64; 2],
    /// The side told to be lower, in words.
    pub lower: String,
    /// Whether a side is named.
    pub told: bool,
}
