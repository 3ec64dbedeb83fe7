//! How is a result shown and kept, so that a reader can trust it and run it again?
//!
//! Belongs here: pages and files as text: a terminal table, CSV, JSON, and the manifest that stands on
//! each. Everything is written to a string or to a writer handed in. Does not belong here: opening files,
//! colours, and any number that `analysis` could have computed.

pub mod beside;
pub mod best;
pub mod bounds;
pub mod depends;
pub mod flip;
pub mod html;
pub mod json;
pub mod manifest;
pub mod parquet;
mod pull;
pub mod precision;
pub mod study;
pub mod study_json;
pub mod table;
pub mod tracks;
pub mod turn;
pub mod validation;

pub use manifest::{FileStamp, Manifest};

use crate::analysis::{Comparison, FailedNight, Verdict};

/// Stands beside every picture or number of a single night.
pub const ONE_NIGHT_NOTE: &str =
    "One night is not evidence: it is one of many that could have been. Compare over many paired nights.";

/// A number of the model with little evidence behind it that carries a result.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct WeakParameter {
    /// Its id in the register.
    pub id: String,
    /// Its value with unit, as text.
    pub value: String,
    /// Its confidence in the register: `L` for low, `E` for elicited.
    pub confidence: char,
}

/// A comparison with all a reader needs to judge it: what each report format is made from.
#[derive(Clone, Copy, Debug)]
pub struct ComparisonReport<'a> {
    /// What produced it.
    pub manifest: &'a Manifest,
    /// Title of doctrine A.
    pub name_a: &'a str,
    /// Title of doctrine B.
    pub name_b: &'a str,
    /// The nights and what they say.
    pub comparison: &'a Comparison,
    /// Id of the metric named beforehand as the one that decides. An id not in the list gives no verdict.
    pub primary: &'a str,
    /// Fewest nights for a verdict.
    pub nights_floor: usize,
    /// How many numbers of the model were drawn anew each night: with any, every interval is over luck and doubt together.
    pub drawn_each_night: usize,
    /// Low-confidence and elicited parameters that carry the result; `None` if nobody has looked.
    pub weak_parameters: Option<&'a [WeakParameter]>,
}

impl ComparisonReport<'_> {
    /// The verdict on the primary metric.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        let verdict = self.comparison.verdict(self.primary, self.name_a, self.name_b, self.nights_floor)?;
        Some(verdict.over_doubt_too(self.drawn_each_night))
    }

    /// Each failed night with the command that replays it.
    #[must_use]
    pub fn failed(&self) -> Vec<(FailedNight, String)> {
        let with_command = |f: FailedNight| {
            let command = self.manifest.replay_night(f.night);
            (f, command)
        };
        self.comparison.failed().into_iter().map(with_command).collect()
    }
}

/// Text with line breaks turned into spaces: for formats with one thing to a line.
pub(crate) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            _ => out.push(c),
        }
    }
    out
}

/// Shared by the tests of each format.
#[cfg(test)]
pub(crate) mod example {
    use super::{FileStamp, Manifest, WeakParameter};
    use crate::analysis::{Comparison, PairOutcome};
    use crate::ensemble::NightRow;
    use crate::metrics::{Clustering, Direction, MetricInfo};

    pub const METRICS: [MetricInfo; 3] = [
        MetricInfo {
            id: "deaths",
            title: "Deaths",
            unit: "people",
            direction: Direction::LowerIsWanted,
            clustering: Clustering::Boat,
            definition: "People who died between departure and the end of the night, missing people not included.",
            decimals: 2,
        },
        MetricInfo {
            id: "rescue_cover",
            title: "Time with no rescue unit within reach of any boat at sea",
            unit: "min",
            direction: Direction::LowerIsWanted,
            clustering: Clustering::Boat,
            definition: "Minutes.",
            decimals: 1,
        },
        MetricInfo {
            id: "landed_uk",
            title: "Landed in the UK",
            unit: "people",
            direction: Direction::Neutral,
            clustering: Clustering::Boat,
            definition: "People who came ashore in the UK by any means.",
            decimals: 1,
        },
    ];

    pub fn manifest() -> Manifest {
        Manifest {
            program: "slackwater".to_owned(),
            version: "0.1.0".to_owned(),
            commit: Some("f57dffa".to_owned()),
            scenario: FileStamp::of("scenarios/calm.scenario.ron", b"calm"),
            doctrine_a: FileStamp::of("scenarios/doctrines/imminent.doctrine.ron", b"imminent"),
            doctrine_b: Some(FileStamp::of("scenarios/doctrines/taxi.doctrine.ron", b"taxi")),
            parameters: vec![FileStamp::of("assets/parameters/boats.ron", b"boats")],
            changes: Vec::new(),
            assets: vec![FileStamp::of("assets/craft.ron", b"craft")],
            seed: 42,
            nights: 5,
            command: "slackwater compare calm imminent taxi --nights 5 --seed 42".to_owned(),
            night_command: "slackwater night calm imminent taxi --seed 42 --night {night}".to_owned(),
        }
    }

    pub fn comparison() -> Comparison {
        let night = |night, a: [f64; 3], b: [f64; 3]| NightRow {
            night,
            outcome: Ok(PairOutcome { a: a.to_vec(), b: b.to_vec() }),
        };
        let rows = [
            night(0, [2.0, 30.0, 1200.0], [1.0, 30.0, 1100.0]),
            night(1, [0.0, 12.5, 300.0], [0.0, 12.5, 310.0]),
            NightRow { night: 2, outcome: Err("lost \"two\" people,\nat tick 9".to_owned()) },
            night(3, [4.0, 0.0, 800.0], [1.0, 0.0, 760.0]),
            night(4, [0.0, 5.0, 0.0], [1.0, 5.0, 0.0]),
        ];
        Comparison::from_rows(&METRICS, &rows)
    }

    pub fn weak() -> Vec<WeakParameter> {
        vec![
            WeakParameter { id: "harm.interception".to_owned(), value: "0.004".to_owned(), confidence: 'E' },
            WeakParameter { id: "survival.median".to_owned(), value: "40 min".to_owned(), confidence: 'L' },
        ]
    }

    pub fn report<'a>(
        manifest: &'a Manifest,
        comparison: &'a Comparison,
        weak: &'a [WeakParameter],
    ) -> super::ComparisonReport<'a> {
        super::ComparisonReport {
            manifest,
            name_a: "Imminent danger only",
            name_b: "Taxi-boat interception",
            comparison,
            primary: "deaths",
            nights_floor: 100,
            drawn_each_night: 0,
            weak_parameters: Some(weak),
        }
    }
}
