//! How are the rows of a study held, so that any column of any cell is at hand?
//!
//! A flat list of numbers for each cell, night by night: 100,000 nights of two doctrines and forty metrics take 64 MB. A
//! night that failed has no numbers and counts for no doctrine and no metric.
//!
//! Left out: rows out of order. The file has them in the order of the plan, and a night that comes twice is refused.

use crate::analysis::verdict::{NIGHTS_FLOOR, Question, Wording};
use crate::ensemble::study::{Header, Row};
use crate::metrics::{Direction, MetricInfo, RATES, RateInfo};
use std::collections::BTreeSet;

/// The rows of a study.
#[derive(Clone, Debug)]
pub struct Table {
    /// What made them.
    pub header: Header,
    /// The metrics, in the order of columns.
    pub metrics: Vec<MetricInfo>,
    cells: Vec<CellRows>,
}

/// The nights of one cell.
#[derive(Clone, Debug, Default)]
struct CellRows {
    nights: Vec<u64>,
    values: Vec<f64>,
    failed: Vec<(u64, String)>,
    last: Option<u64>,
    /// Of nights that come in no order.
    seen: BTreeSet<u64>,
}

/// A night without a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// Its cell.
    pub cell: usize,
    /// Its number.
    pub night: u64,
    /// What went wrong.
    pub reason: String,
    /// The command that lives it again.
    pub replay: String,
}

impl Table {
    /// An empty table.
    ///
    /// # Errors
    /// If the manifest names a metric that this program does not know.
    pub fn new(header: Header) -> Result<Self, String> {
        let metrics = header.infos()?;
        let cells = vec![CellRows::default(); header.cells()];
        Ok(Self { header, metrics, cells })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// If there is no such cell, or its night has been there.
    pub fn push(&mut self, row: &Row) -> Result<(), String> {
        let (cell, night) = (row.job.cell, row.job.night);
        let most = self.cells.len();
        let rows = self.cells.get_mut(cell).ok_or_else(|| format!("there is no cell {cell}; the study has {most}"))?;
        // Sorted nights come in the order of their strata, each once.
        let sorted = self.header.strata.is_some();
        let twice = sorted && !rows.seen.insert(night);
        if twice || !sorted && rows.last.is_some_and(|last| last >= night) {
            return Err(format!(
                "cell {cell}, night {night} comes after night {}: out of order",
                rows.last.unwrap_or(0)
            ));
        }
        rows.last = Some(night);
        match &row.outcome {
            Ok(values) => {
                rows.nights.push(night);
                rows.values.extend_from_slice(values);
            }
            Err(reason) => rows.failed.push((night, reason.clone())),
        }
        Ok(())
    }

    /// Number of cells.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.cells.len()
    }

    /// Number of doctrines.
    #[must_use]
    pub fn arms(&self) -> usize {
        self.header.doctrines.len()
    }

    /// Numbers of the nights of a cell that were finished.
    #[must_use]
    pub fn nights(&self, cell: usize) -> &[u64] {
        &self.cells[cell].nights
    }

    /// Nights that were finished, over all cells.
    #[must_use]
    pub fn finished(&self) -> usize {
        self.cells.iter().map(|c| c.nights.len()).sum()
    }

    /// One metric under one doctrine, a value for each finished night of the cell.
    #[must_use]
    pub fn column(&self, cell: usize, arm: usize, metric: usize) -> Vec<f64> {
        let (stride, at) = (self.arms() * self.metrics.len(), arm * self.metrics.len() + metric);
        self.cells[cell].values.iter().skip(at).step_by(stride.max(1)).copied().collect()
    }

    /// What a sentence about a doctrine against the first on a metric is given on; `noun` is that of the metric.
    #[must_use]
    pub fn question<'a>(&'a self, arm: usize, info: &MetricInfo, noun: &'a str) -> Question<'a> {
        let name = |arm: usize| self.header.doctrines[arm].title.as_str();
        Question {
            name_a: name(0),
            name_b: name(arm),
            noun,
            wording: Wording::for_unit(info.unit),
            harm: info.direction == Direction::LowerIsWanted,
            decimals: info.decimals,
            nights_floor: NIGHTS_FLOOR,
        }
    }

    /// The rate that decides, if it is a rate.
    #[must_use]
    pub fn rate(&self) -> Option<RateInfo> {
        RATES.iter().find(|r| r.id == self.header.primary).copied()
    }

    /// The place of a metric among the columns.
    #[must_use]
    pub fn metric(&self, id: &str) -> Option<usize> {
        self.metrics.iter().position(|m| m.id == id)
    }

    /// All nights without a result.
    #[must_use]
    pub fn failed(&self) -> Vec<Failed> {
        let of = |(cell, rows): (usize, &CellRows)| -> Vec<Failed> {
            let each = |(night, reason): &(u64, String)| Failed {
                cell,
                night: *night,
                reason: reason.clone(),
                replay: self.header.replay(cell, *night),
            };
            rows.failed.iter().map(each).collect()
        };
        self.cells.iter().enumerate().flat_map(of).collect()
    }

    /// How many nights of a cell have no result.
    #[must_use]
    pub fn failed_in(&self, cell: usize) -> usize {
        self.cells[cell].failed.len()
    }

    /// The index of the scenario, of the value on each axis, and of the draw, of a cell.
    #[must_use]
    pub fn place(&self, cell: usize) -> (usize, Vec<usize>, Option<usize>) {
        let draws = self.header.draws.as_ref().map_or(1, |d| d.number as usize).max(1);
        let draw = self.header.draws.as_ref().map(|_| cell % draws);
        let mut rest = cell / draws;
        let mut point = vec![0; self.header.axes.len()];
        for (i, axis) in self.header.axes.iter().enumerate().rev() {
            point[i] = rest % axis.values.len().max(1);
            rest /= axis.values.len().max(1);
        }
        (rest, point, draw)
    }

    /// A cell in words: scenario, value on each axis, draw. Parts that all cells share are left out.
    #[must_use]
    pub fn words(&self, cell: usize) -> String {
        let (scenario, point, draw) = self.place(cell);
        let mut words = self.words_of(scenario, &point);
        if let Some(d) = draw {
            words += &format!("{}draw {d}", if words.is_empty() { "" } else { "; " });
        }
        if words.is_empty() { self.header.scenarios[scenario].title.clone() } else { words }
    }

    /// A scenario and a point of the axes in words; empty if all cells share them.
    #[must_use]
    pub fn words_of(&self, scenario: usize, point: &[usize]) -> String {
        let mut parts = Vec::new();
        if self.header.scenarios.len() > 1 {
            parts.push(self.header.scenarios[scenario].title.clone());
        }
        for (axis, i) in self.header.axes.iter().zip(point) {
            let value = axis.labels.get(*i).cloned().unwrap_or_else(|| axis.values[*i].to_string());
            parts.push(format!("{}: {value}", axis.title));
        }
        parts.join("; ")
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::ensemble::study::rows::{NameText, header_of};
    use crate::ensemble::study::{Job, example};

    /// The header of the example study, with all its metrics.
    pub fn header() -> Header {
        let name = |n: &str| NameText { name: n.into(), title: n.to_uppercase() };
        let study = example::study();
        let mut header = header_of(&study);
        header.scenarios = study.scenarios.iter().map(|n| name(n)).collect();
        header.doctrines = study.doctrines.iter().map(|n| name(n)).collect();
        header.draws = Some(crate::ensemble::study::rows::DrawText {
            number: 2,
            design: "random".into(),
            size: 2,
            inputs: Vec::new(),
            parameters: Vec::new(),
        });
        header
    }

    fn row(table: &Table, cell: usize, night: u64, start: f64) -> Row {
        let n = table.arms() * table.metrics.len();
        Row { job: Job { cell, night }, outcome: Ok((0..n).map(|i| start + i as f64).collect()) }
    }

    #[test]
    fn columns_are_found_and_places_agree_with_the_study() {
        let mut table = Table::new(header()).unwrap();
        let m = table.metrics.len();
        for night in 0..3 {
            let r = row(&table, 5, night, 1000.0 * night as f64);
            table.push(&r).unwrap();
        }
        assert_eq!(table.column(5, 1, 2), [m as f64 + 2.0, 1000.0 + m as f64 + 2.0, 2000.0 + m as f64 + 2.0]);
        assert_eq!((table.nights(5), table.finished()), (&[0, 1, 2][..], 3));
        let study = example::study();
        for cell in 0..table.cells() {
            let expected = study.cell(cell);
            let (scenario, point, draw) = table.place(cell);
            assert_eq!((scenario, point), (expected.scenario, expected.point));
            assert_eq!(draw, expected.draw.map(|d| d as usize));
        }
        assert_eq!(table.words(23), "TWO; x: 1; y: 2; draw 1");
    }

    #[test]
    fn a_night_counts_once_and_a_failed_one_says_how_it_is_lived_again() {
        let mut table = Table::new(header()).unwrap();
        table.header.night_command = "again {cell} {night}".into();
        table.push(&row(&table, 0, 4, 0.0)).unwrap();
        assert!(table.push(&row(&table, 0, 4, 0.0)).unwrap_err().contains("out of order"));
        assert!(table.push(&row(&table, 99, 0, 0.0)).unwrap_err().contains("the study has 24"));
        table.push(&Row { job: Job { cell: 0, night: 7 }, outcome: Err("aground".into()) }).unwrap();
        let failed = table.failed();
        assert_eq!((failed.len(), failed[0].replay.as_str()), (1, "again 0 7"));
        assert_eq!(table.nights(0), [4]);
    }
}
