//! In how many worlds each doctrine keeps the bounds that a study sets, in words and for a script.

use super::depends::{Block, Grid, per_cent, title};
use crate::analysis::study::bounds::Kept;
use crate::analysis::study::{Findings, Table};
use crate::analysis::verdict::{DIFFERING_FLOOR, NIGHTS_FLOOR};
use crate::ensemble::study::Bound;
use serde_json::{Value, json};

/// Points of the axes that are shown, the first so many; the JSON has all.
const SHOWN: usize = 12;

/// A sentence on the bounds, and a row for each doctrine.
pub fn blocks(table: &Table, findings: &Findings, out: &mut Vec<Block>) {
    let Some(first) = findings.kept.first() else { return };
    let bounds = &table.header.satisfice;
    let worlds = if first.of.is_some() { "draws" } else { "cells" };
    let listed: Vec<String> = bounds.iter().map(|b| words(table, b)).collect();
    out.push(Block::Heading("Where a doctrine does well enough".into()));
    out.push(Block::Text(format!(
        "In how many {worlds} a doctrine keeps what the study asks of it, by the means of each one's nights: {}. No odds are put on {worlds}, so a share is a count and no probability. Beyond luck: the 95 % interval of every mean lies within its bound, or that of one outside it. Neither is said of {worlds} with too few nights: it takes {NIGHTS_FLOOR}, of which {DIFFERING_FLOOR} are other than usual, or none.",
        listed.join("; and ")
    )));
    let mut head = vec!["doctrine".to_owned()];
    if bounds.len() > 1 {
        let short = |b: &Bound| format!("{} {} {}", title_of(table, b).0, b.side.words(), b.limit);
        head.extend(bounds.iter().map(short));
    }
    head.extend(["kept", "kept beyond luck", "broken beyond luck", "too few nights"].map(str::to_owned));
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut points = 0;
    let last = findings.kept.len() - 1;
    for (i, k) in findings.kept.iter().enumerate() {
        rows.push(row(table, k));
        if i == last || findings.kept[i + 1].of != k.of {
            if let Some((scenario, point)) = &k.of {
                let here = table.words_of(*scenario, point);
                if !here.is_empty() {
                    out.push(Block::Text(here));
                }
            }
            out.push(Block::Grid(Grid { head: head.clone(), rows: core::mem::take(&mut rows) }));
            points += 1;
            if points == SHOWN && i < last {
                out.push(Block::Text(format!("The first {SHOWN} points of the axes; the JSON has all.")));
                break;
            }
        }
    }
}

fn row(table: &Table, k: &Kept) -> Vec<String> {
    let n = k.worlds.len();
    let of = |count: usize| format!("{count} of {n} ({})", per_cent(count as f64 / n as f64));
    let mut row = vec![title(table, k.arm)];
    if k.each.len() > 1 {
        row.extend(k.each.iter().map(|c| of(*c)));
    }
    row.extend([k.all, k.surely, k.surely_not, k.too_few].map(of));
    row
}

/// Title and unit of a bound's metric.
fn title_of<'a>(table: &'a Table, b: &'a Bound) -> (&'a str, &'a str) {
    let info = table.metrics.iter().find(|m| m.id == b.metric);
    info.map_or((b.metric.as_str(), ""), |m| (m.title, m.unit))
}

fn words(table: &Table, b: &Bound) -> String {
    let (title, unit) = title_of(table, b);
    format!("{title}: {} {} ({unit} a night)", b.side.words(), b.limit)
}

/// For a script: each bound, and each doctrine's counts with the worlds they are of.
#[must_use]
pub fn json(table: &Table, findings: &Findings) -> Value {
    let of = |k: &Kept| {
        let axes: serde_json::Map<String, Value> =
            k.of.iter()
                .flat_map(|(_, point)| table.header.axes.iter().zip(point))
                .map(|(a, i)| (a.id.clone(), json!(a.values[*i])))
                .collect();
        json!({
            "doctrine": table.header.doctrines[k.arm].name,
            "scenario": k.of.as_ref().map(|(s, _)| &table.header.scenarios[*s].name),
            "axes": axes,
            "cells": k.worlds,
            "kept_each": k.each,
            "kept": k.all,
            "kept_beyond_luck": k.surely,
            "broken_beyond_luck": k.surely_not,
            "too_few_nights": k.too_few,
        })
    };
    json!({ "bounds": table.header.satisfice, "doctrines": findings.kept.iter().map(of).collect::<Vec<_>>() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::study::table::tests::header;
    use crate::ensemble::study::{BoundSide, Job, Row};

    /// One cell keeps the bound, one breaks it, one lies on neither side beyond luck, and one has too few nights.
    fn table() -> Table {
        let mut header = header();
        header.draws = None;
        let bound = |metric: &str, limit| Bound { metric: metric.into(), side: BoundSide::AtMost, limit };
        header.satisfice = vec![bound("deaths", 2.0), bound("entered_water", 50.0)];
        let mut table = Table::new(header).unwrap();
        let (n, deaths) = (table.metrics.len(), table.metric("deaths").unwrap());
        let in_water = table.metric("entered_water").unwrap();
        for (cell, mean, nights) in [(0, 1.0, 120), (1, 3.0, 120), (2, 2.0, 120), (3, 1.0, 20)] {
            for night in 0..nights {
                let mut v = vec![0.0; 3 * n];
                for arm in 0..3 {
                    v[arm * n + deaths] = mean + if night % 2 == 0 { 1.0 } else { -1.0 };
                    v[arm * n + in_water] = 10.0;
                }
                table.push(&Row { job: Job { cell, night }, outcome: Ok(v) }).unwrap();
            }
        }
        table
    }

    #[test]
    fn counts_are_told_bound_by_bound_and_nothing_is_sure_on_too_few_nights() {
        let table = table();
        let findings = Findings::of(&table);
        let mut out = Vec::new();
        blocks(&table, &findings, &mut out);
        let [Block::Heading(_), Block::Text(text), Block::Grid(grid)] = out.as_slice() else { panic!("{out:?}") };
        assert!(text.contains("Deaths: at most 2 (people a night); and People in the water: at most 50"), "{text}");
        assert!(text.contains("it takes 100, of which 6 are other than usual"), "{text}");
        assert_eq!(grid.head[1], "Deaths at most 2");
        assert_eq!(grid.head[3..], ["kept", "kept beyond luck", "broken beyond luck", "too few nights"]);
        let row = [
            "A: A",
            "3 of 4 (75 %)",
            "4 of 4 (100 %)",
            "3 of 4 (75 %)",
            "1 of 4 (25 %)",
            "1 of 4 (25 %)",
            "1 of 4 (25 %)",
        ];
        assert_eq!(grid.rows[0], row);
        let json = json(&table, &findings);
        let first = &json["doctrines"][0];
        assert_eq!(
            (&first["kept"], &first["kept_beyond_luck"], &first["too_few_nights"]),
            (&json!(3), &json!(1), &json!(1))
        );
        assert_eq!(json["bounds"][0]["metric"], "deaths");
    }

    #[test]
    fn a_study_without_bounds_says_nothing_of_them() {
        let mut table = table();
        table.header.satisfice.clear();
        let mut out = Vec::new();
        blocks(&table, &Findings::of(&table), &mut out);
        assert!(out.is_empty());
    }
}
