//! Which decisions of a night would a lawyer ask about, under which rule, and on which facts?
//!
//! A reading of the law (`assets/law/*.law.ron`: strict, permissive, or one's own) is a list of rules with their
//! thresholds and the texts they cite. Each rule is a fold over the event log, as a metric is, and judges a decision on
//! what its decider knew then: the log carries the picture behind each order. Out come findings (band, facts in words,
//! justification present or not), an ordinal vector of their counts, and the decision log with its chain of digests.
//! Two readings stand side by side because what the law asks here is itself unsure (MODEL 10.4).
//!
//! Belongs here: readings, findings, their counts, the decision log. Does not belong here: files and printing (`cli`),
//! what a doctrine orders (`doctrine`), and any sum of findings with deaths.
//! Left out: probabilities of conviction, amounts of money, the law of evidence, and every duty that no rule names. This is
//! a list of questions to ask, not legal advice.

pub mod chain;
pub mod decisions;
pub mod exposure;
pub mod finding;
mod judge;
pub mod known;
pub mod load;
pub mod options;
pub mod rules;
pub mod words;

pub use exposure::{Count, Exposure};
pub use finding::{Band, Family, Finding, Ground};
pub use known::Known;
pub use rules::{LawRule, Reading, Test, Text};

use crate::events::Event;

/// The two shipped readings: name and text, compiled in; tests hold them against the files.
pub const SHIPPED: [(&str, &str); 2] = [
    ("strict", include_str!("../../assets/law/strict.law.ron")),
    ("permissive", include_str!("../../assets/law/permissive.law.ron")),
];

/// Everything that a reading of the law finds in a night, in the order of the log, and of the rules within one event.
/// Decisions that a rule was asked about and passed are findings too, with the band green.
#[must_use]
pub fn findings(reading: &Reading, events: &[Event]) -> Vec<Finding> {
    let mut all: Vec<(usize, usize, Finding)> = Vec::new();
    for (place, rule) in reading.rules.iter().enumerate() {
        all.extend(judge::judge(reading, rule, events).into_iter().map(|f| (f.event, place, f)));
    }
    all.sort_by_key(|(event, place, _)| (*event, *place));
    all.into_iter().map(|(_, _, f)| f).collect()
}

#[cfg(test)]
mod help_tests;
#[cfg(test)]
mod tests;
