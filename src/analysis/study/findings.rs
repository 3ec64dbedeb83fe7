//! What does each cell of a study say: every doctrine held against the first, metric by metric?
//!
//! One metric was named beforehand as the one that decides; its verdict is a sentence. All others are told beside it and
//! decide nothing. Cells are never added up here: a deep axis is not averaged.

use super::table::Table;
use crate::analysis::comparison::noun;
use crate::analysis::paired::PairedDifference;
use crate::analysis::verdict::{NIGHTS_FLOOR, Question, Verdict, Wording, verdict};
use crate::metrics::MetricInfo;

/// What a study says.
#[derive(Clone, Debug)]
pub struct Findings {
    /// Its cells, in order of their number.
    pub cells: Vec<CellFindings>,
}

/// What a cell says.
#[derive(Clone, Debug)]
pub struct CellFindings {
    /// Its number.
    pub cell: usize,
    /// In words.
    pub words: String,
    /// Nights that were finished.
    pub nights: usize,
    /// Each doctrine but the first, held against the first.
    pub contrasts: Vec<Contrast>,
}

/// A doctrine (B) held against the first (A) on the same nights.
#[derive(Clone, Debug)]
pub struct Contrast {
    /// Index of the doctrine.
    pub arm: usize,
    /// A paired difference B − A for each metric, in the order of columns.
    pub lines: Vec<PairedDifference>,
    /// The verdict on the metric that decides.
    pub verdict: Option<Verdict>,
}

impl Findings {
    /// Works out everything that the rows say.
    #[must_use]
    pub fn of(table: &Table) -> Self {
        let cells = (0..table.cells()).map(|cell| cell_findings(table, cell)).collect();
        Self { cells }
    }
}

fn cell_findings(table: &Table, cell: usize) -> CellFindings {
    let contrasts = (1..table.arms())
        .map(|arm| {
            let lines: Vec<PairedDifference> =
                (0..table.metrics.len()).map(|m| difference(table, cell, arm, m)).collect();
            let primary = table.metric(&table.header.primary);
            let name = |arm: usize| table.header.doctrines[arm].title.as_str();
            let verdict = primary.map(|m| of_metric(&table.metrics[m], &lines[m], name(0), name(arm)));
            Contrast { arm, lines, verdict }
        })
        .collect();
    CellFindings { cell, words: table.words(cell), nights: table.nights(cell).len(), contrasts }
}

/// The paired difference of a doctrine against the first, on one metric of one cell.
///
/// # Panics
/// Never: a row with a number that is not finite is not read.
#[must_use]
pub fn difference(table: &Table, cell: usize, arm: usize, metric: usize) -> PairedDifference {
    PairedDifference::of(&table.column(cell, 0, metric), &table.column(cell, arm, metric))
        .expect("rows hold finite numbers, as many for each doctrine")
}

fn of_metric(info: &MetricInfo, difference: &PairedDifference, name_a: &str, name_b: &str) -> Verdict {
    let noun = noun(info.title);
    let question = Question {
        name_a,
        name_b,
        noun: &noun,
        wording: Wording::for_unit(info.unit),
        decimals: info.decimals,
        nights_floor: NIGHTS_FLOOR,
    };
    verdict(&question, difference)
}
