//! How do the nights of one pair of doctrines stand in a file, the same from the command line and from the window?
//!
//! As the results of a study (`ensemble::study::rows`) of one cell: `compare --csv` and the window's “Save” write the
//! same bytes for the same scenario, doctrines, seed and nights, and `study report` makes a page of either.
//! The form is one, so that a reader learns it once.
//!
//! Left out: going on with such a file. Whoever wants that writes a study.

use super::compare::weak_parameters;
use super::library::{Library, Loaded};
use crate::analysis::PairOutcome;
use crate::doctrine::Doctrine;
use crate::ensemble::NightRow;
use crate::ensemble::study::rows::{FORMAT, Input, NameText, StudyText, WeakText, commit, program};
use crate::ensemble::study::{Header, Job, Row};
use crate::metrics;
use crate::report::{FileStamp, WeakParameter};
use crate::scenario::Scenario;
use std::io::{self, Write};

/// What a pair was lived with.
pub(crate) struct PairFiles<'a> {
    /// The scenario, with the numbers that were set.
    pub scenario: &'a Loaded<Scenario>,
    /// Both doctrines, each with its stamp.
    pub doctrines: [(&'a Doctrine, &'a FileStamp); 2],
    /// Seed of all draws.
    pub seed: u64,
    /// Options that set or draw numbers, as one would type them again.
    pub again: &'a str,
    /// What these set, a line each.
    pub changes: &'a [String],
    /// Doubts that the files gave.
    pub warnings: &'a [String],
}

impl PairFiles<'_> {
    fn paths(&self) -> [&str; 3] {
        let [(_, a), (_, b)] = self.doctrines;
        [&self.scenario.stamps[0].path, &a.path, &b.path]
    }

    /// The command that lives the same nights again.
    pub(crate) fn command(&self, nights: u64) -> String {
        let [scenario, a, b] = self.paths();
        // A against itself has a name of its own, because it is also judged by its exit code.
        let arms = if a == b { format!("--aa --a {a}") } else { format!("--a {a} --b {b}") };
        format!("slackwater compare {scenario} {arms} --nights {nights} --seed {}{}", self.seed, self.again)
    }

    /// The command that lives one night under A again, with `{night}` in the place of its number.
    pub(crate) fn night_command(&self) -> String {
        let [scenario, a, _] = self.paths();
        format!(
            "slackwater run {scenario} --doctrine {a} --night {{night}} --seed {}{} --events",
            self.seed, self.again
        )
    }

    /// The names of both doctrines, told apart where they were opened.
    pub(crate) fn names(&self) -> [String; 2] {
        self.doctrines.map(|(d, _)| d.title.clone())
    }

    /// What stands above the rows.
    pub(crate) fn header(&self, library: &Library, nights: u64) -> Header {
        let [name_a, name_b] = self.names();
        let [scenario, a, b] = self.paths();
        let title = &self.scenario.value.title;
        let mut inputs = self.scenario.stamps.clone();
        inputs.extend(self.doctrines.map(|(_, stamp)| stamp.clone()));
        inputs.extend(library.parameter_stamps.iter().chain(&library.asset_stamps).cloned());
        Header {
            format: FORMAT,
            program: program(),
            commit: commit(),
            study: StudyText {
                id: format!("{}_pair", self.scenario.value.id),
                title: format!("{name_a}, or {name_b}?"),
                question: format!("On the same nights of “{title}”: what does each come to, for people above all?"),
                description: "Two doctrines held against each other on one scenario, without a study file. It is averaged over the luck of the night alone: what nobody knows and what is disputed stand at one value each.".into(),
            },
            share: None,
            command: self.command(nights),
            night_command: self.night_command(),
            seed: self.seed,
            nights,
            stop: None,
            strata: None,
            satisfice: Vec::new(),
            primary: metrics::PRIMARY.to_owned(),
            scenarios: vec![NameText { name: scenario.to_owned(), title: title.clone() }],
            doctrines: vec![
                NameText { name: a.to_owned(), title: name_a },
                NameText { name: b.to_owned(), title: name_b },
            ],
            metrics: crate::ensemble::columns::infos().iter().map(|m| m.id.to_owned()).collect(),
            axes: Vec::new(),
            draws: None,
            drawn_each_night: self.scenario.value.drawn_each_night(),
            changes: self.changes.to_vec(),
            inputs: inputs_of(inputs),
            weak: weak_texts(library, &self.doctrines.map(|(d, _)| d)),
            warnings: self.warnings.to_vec(),
        }
    }
}

/// A pair as a row of a study of one cell.
pub(crate) fn row(night: &NightRow<PairOutcome>) -> Row {
    let job = Job { cell: 0, night: night.night };
    Row { job, outcome: night.outcome.as_ref().map(|p| [p.a.as_slice(), &p.b].concat()).map_err(Clone::clone) }
}

/// Writes head and rows.
///
/// # Errors
/// Those of the writer.
pub(crate) fn write(out: &mut dyn Write, header: &Header, nights: &[NightRow<PairOutcome>]) -> io::Result<()> {
    let columns = header.metrics.len() * header.doctrines.len();
    out.write_all(header.text().as_bytes())?;
    nights.iter().try_for_each(|night| out.write_all(row(night).text(columns).as_bytes()))
}

/// Files as a manifest names them, each once.
pub(crate) fn inputs_of(stamps: Vec<FileStamp>) -> Vec<Input> {
    let mut inputs: Vec<Input> = Vec::new();
    for s in stamps {
        let input = Input { path: s.path, sha256: s.sha256 };
        if !inputs.contains(&input) {
            inputs.push(input);
        }
    }
    inputs
}

/// The weak numbers behind a result, each with who says so.
pub(crate) fn weak_texts(library: &Library, doctrines: &[&Doctrine]) -> Vec<WeakText> {
    let source = |id: &str| library.register.get(id).map_or_else(String::new, |e| e.source.clone());
    let text =
        |w: WeakParameter| WeakText { source: source(&w.id), id: w.id, value: w.value, confidence: w.confidence };
    weak_parameters(library, doctrines).into_iter().map(text).collect()
}
