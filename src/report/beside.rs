//! What do cells of a sweep show beside the metric that decides?
//!
//! A sweep is judged on one metric named beforehand. A reader still wants to know whether anything else moved along it: how
//! many arrived, how many were in the water, what was tried, what the law says of it. One table for each doctrine, with the
//! mean difference and its 95 % interval, the same on the terminal and on the page.
//!
//! Left out: p values. With so many figures they would tempt to pick; the intervals are each for itself, and it is said.

use super::depends::{Block, Grid};
use crate::analysis::study::{Findings, Table};
use crate::analysis::verdict::{decimals_for_difference, interval_text};
use crate::units::format::signed;

/// Metrics that are told beside the one that decides, where the results have them.
const BESIDE: [&str; 7] = [
    "deaths",
    "expected_deaths",
    "entered_water",
    "arrived_uk",
    "interceptions_done",
    "interceptions_harmful",
    "law_strict_red",
];

/// Cells up to which the table is told.
const MOST_CELLS: usize = 60;

/// Tables for a study of several cells; nothing for one of few, which shows all metrics, or of draws.
#[must_use]
pub fn blocks(table: &Table, findings: &Findings, in_full: usize) -> Vec<Block> {
    if findings.cells.len() <= in_full || table.header.draws.is_some() {
        return Vec::new();
    }
    let columns: Vec<usize> =
        BESIDE.iter().filter(|id| **id != table.header.primary).filter_map(|id| table.metric(id)).collect();
    let mut out = vec![
        Block::Heading("Beside the metric that decides".to_owned()),
        Block::Text(format!(
            "Mean difference a night with its 95 % interval, each for itself: with so many, some exclude zero by luck.{}",
            if findings.cells.len() > MOST_CELLS { " The first sixty cells." } else { "" }
        )),
    ];
    for arm in 1..table.arms() {
        let (first, other) = (&table.header.doctrines[0].title, &table.header.doctrines[arm].title);
        out.push(Block::Text(format!("{other}, less {first}:")));
        let mut head = vec!["cell".to_owned()];
        head.extend(columns.iter().map(|m| table.metrics[*m].title.to_owned()));
        let rows = findings.cells.iter().take(MOST_CELLS).map(|c| {
            let cell = |m: &usize| {
                let d = &c.contrasts[arm - 1].lines[*m].difference;
                let decimals = decimals_for_difference(d, table.metrics[*m].decimals);
                format!("{} ({})", signed(d.mean_difference, decimals), interval_text(d, decimals))
            };
            std::iter::once(c.words.clone()).chain(columns.iter().map(cell)).collect()
        });
        out.push(Block::Grid(Grid { rows: rows.collect(), head }));
    }
    out
}
