//! How is "does rescue draw departures?" told? As a switch: the difference in deaths without it, with each value that the
//! reader names, and the value at which two doctrines would tie.
//!
//! The literature does not agree, so nothing here is an estimate of ours and no value stands out but nought, which is what
//! the nights themselves are. Terminal and page say the same; the page draws it for a study of few comparisons.

use super::depends::{Block, Grid};
use super::html::charts::{self, Estimate as Point};
use super::study::letter;
use crate::analysis::sentence;
use crate::analysis::study::pull::{Estimate, Pull};
use crate::analysis::study::{Findings, Table};
use crate::units::format::{fixed, short, signed};

/// Rows shown, the first so many.
const SHOWN: usize = 40;

/// Comparisons up to which each has its sentence and its chart.
const DRAWN: usize = 2;

/// The blocks; none if nothing can be told.
pub(super) fn blocks(table: &Table, findings: &Findings, out: &mut Vec<Block>) {
    if findings.pulls.is_empty() {
        return;
    }
    let named = &findings.switches.pull;
    out.push(Block::Heading("If rescue draws departures".into()));
    out.push(Block::Text(format!(
        "A switch, {}. Pull is how many people attempt a crossing in later nights for each person more whom units take aboard under a doctrine than under {}; each of them is lost as often as those who embark under that doctrine. The literature does not agree whether there is any: Deiana, Maheshri & Mastrobuoni find that rescue brought more crossings and worse boats, which offset what it gained in safety; Rodríguez Sánchez et al. (2023) find that rescue did not drive attempts from 2011 to 2020. Both are on the central Mediterranean; we know of none on the Channel. No value is an estimate; settings stand side by side and are never averaged.",
        if named.is_empty() { "off in everything above; `--pull` names values".to_owned() } else { format!("off in everything above; here also at {}, as named by the reader", list(named)) },
        letter(0)
    )));
    out.push(Block::Grid(grid(table, findings)));
    if findings.pulls.len() > SHOWN {
        out.push(Block::Text(format!("The first {SHOWN} of {} are shown.", findings.pulls.len())));
    }
    if findings.pulls.len() <= DRAWN {
        findings.pulls.iter().for_each(|p| one(table, p, named, out));
    }
    out.push(Block::Text(
        "To first order, with Student's intervals. A second round (those drawn are taken aboard too) is left out, and so is everything that draws people but rescue.".into(),
    ));
}

fn list(values: &[f64]) -> String {
    values.iter().map(|x| short(*x)).collect::<Vec<_>>().join(", ")
}

/// A mean with its interval; nought to nought would read as sure where it is that no night differs.
fn with(e: Estimate) -> String {
    if e.mean == 0.0 && e.interval == (0.0, 0.0) {
        return "none differ".into();
    }
    format!("{} ({} to {})", signed(e.mean, 3), signed(e.interval.0, 3), signed(e.interval.1, 3))
}

fn grid(table: &Table, findings: &Findings) -> Grid {
    // Where each comparison is drawn, the table of its chart has the values named.
    let named: &[f64] = if findings.pulls.len() <= DRAWN { &[] } else { &findings.switches.pull };
    let mut head = vec![
        "here".to_owned(),
        "more taken aboard".to_owned(),
        "deaths per 1,000".to_owned(),
        "difference at 0".to_owned(),
    ];
    head.extend(named.iter().map(|x| format!("at {}", short(*x))));
    head.extend(["ties at".to_owned(), "nights cannot tell".to_owned()]);
    let row = |p: &Pull| {
        let title = format!("{}: {}", letter(p.arm), table.header.doctrines[p.arm].title);
        let here = if table.cells() > 1 { format!("{} ({})", table.words(p.cell), letter(p.arm)) } else { title };
        let lost = p.hazard.map_or_else(|| "none seen".into(), |h| fixed(1000.0 * h, 2));
        let mut row = vec![here, with(p.taken), lost, with(p.difference(0.0))];
        row.extend(named.iter().map(|x| p.hazard.map_or_else(|| "-".into(), |_| with(p.difference(*x)))));
        row.push(p.ties_at().map_or_else(|| "none".into(), short));
        row.push(stretches(p));
        if p.hazard.is_none() {
            row.iter_mut().rev().take(2).for_each(|cell| *cell = "-".into());
        }
        row
    };
    Grid { head, rows: findings.pulls.iter().take(SHOWN).map(row).collect() }
}

fn stretches(p: &Pull) -> String {
    let words: Vec<String> = p.cannot_tell().into_iter().map(sentence::stretch).collect();
    if words.is_empty() { "nowhere".into() } else { words.join(", ") }
}

/// One comparison: its sentence, and the line over the pull with its band.
fn one(table: &Table, p: &Pull, named: &[f64], out: &mut Vec<Block>) {
    let Some(deaths) = table.metric("deaths") else { return };
    let noun = crate::analysis::comparison::noun(table.metrics[deaths].title);
    let question = table.question(p.arm, &table.metrics[deaths], &noun);
    let lead = if table.cells() > 1 { format!("{}: ", table.words(p.cell)) } else { String::new() };
    if p.hazard.is_none() {
        out.push(Block::Text(format!(
            "{lead}Nobody died under {} in these nights, so that no pull can be reckoned with.",
            question.name_b
        )));
        return;
    }
    let said = sentence::pull(&question, p.difference(0.0).mean, p.ties_at(), &p.cannot_tell());
    let points: Vec<Point> = places(p, named)
        .into_iter()
        .map(|x| {
            let d = p.difference(x);
            let unsure = d.interval.0 <= 0.0 && d.interval.1 >= 0.0;
            Point { label: short(x), x, mean: d.mean, interval: Some(d.interval), unsure }
        })
        .collect();
    let title = format!("Deaths, {} less {}, per night", letter(p.arm), letter(0));
    let row = |d: &Point| {
        let interval = d.interval.map_or_else(String::new, |(l, h)| super::turn::interval([l, h], 3));
        vec![d.label.clone(), signed(d.mean, 3), interval]
    };
    out.push(Block::Figure {
        drawn: charts::sweep(&points, "Pull: people who attempt later for each one more taken aboard", &title),
        label: format!("{title}, along the pull of rescue"),
        caption: format!("{lead}{said}"),
        grid: Grid {
            head: ["pull", "mean difference", "95 % of the mean"].map(str::to_owned).to_vec(),
            rows: points.iter().map(row).collect(),
        },
    });
}

/// Where the line is told: evenly up to a bit beyond the last value of interest, and at each of these.
fn places(p: &Pull, named: &[f64]) -> Vec<f64> {
    let upper = p.cannot_tell().iter().filter_map(|s| s.1).fold(0.0, f64::max);
    let tie = p.ties_at();
    let last = named.iter().copied().chain(tie).fold(upper, f64::max);
    let top = if last > 0.0 { 1.2 * last } else { 1.0 };
    let even = (0..=4).map(|i| top * f64::from(i) / 4.0);
    let mut all: Vec<f64> = even.chain(named.iter().copied()).chain(tie).collect();
    all.sort_unstable_by(f64::total_cmp);
    all.dedup();
    all
}

/// The same for a script.
pub(super) fn json(table: &Table, findings: &Findings) -> serde_json::Value {
    let pair = |e: Estimate| serde_json::json!({ "mean": e.mean, "interval_95": [e.interval.0, e.interval.1] });
    let one = |p: &Pull| {
        let at = |pull: f64| {
            let d = p.difference(pull);
            serde_json::json!({ "pull": pull, "mean_difference": d.mean, "interval_95": [d.interval.0, d.interval.1] })
        };
        let values = [0.0].into_iter().chain(findings.switches.pull.iter().copied().filter(|_| p.hazard.is_some()));
        serde_json::json!({
            "cell": p.cell,
            "doctrine": table.header.doctrines[p.arm].name,
            "taken_aboard_difference": pair(p.taken),
            "deaths_per_embarked": p.hazard,
            "deaths_difference": values.map(at).collect::<Vec<_>>(),
            "ties_at": p.ties_at(),
            "cannot_tell": p.cannot_tell(),
        })
    };
    findings.pulls.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::study::Switches;
    use crate::analysis::study::table::tests::header;
    use crate::ensemble::study::{Job, Row};

    /// One cell, two doctrines: the second loses fewer and takes more aboard.
    fn table() -> Table {
        let mut h = header();
        (h.axes, h.draws) = (Vec::new(), None);
        h.scenarios.truncate(1);
        h.doctrines.truncate(2);
        let mut table = Table::new(h).unwrap();
        let n = table.metrics.len();
        let at = |t: &Table, id: &str| t.metric(id).unwrap();
        for night in 0..120 {
            let mut v = vec![0.0; 2 * n];
            v[at(&table, "deaths")] = if night % 3 == 0 { 4.0 } else { 1.0 };
            v[n + at(&table, "deaths")] = if night % 4 == 0 { 3.0 } else { 1.0 };
            v[n + at(&table, "taken_aboard")] = 20.0 + (night % 5) as f64;
            v[n + at(&table, "embarked")] = 500.0;
            table.push(&Row { job: Job { cell: 0, night }, outcome: Ok(v) }).unwrap();
        }
        table
    }

    #[test]
    fn it_is_off_until_named_and_the_tie_is_always_told() {
        let table = table();
        let mut findings = Findings::of(&table);
        let mut off = Vec::new();
        blocks(&table, &findings, &mut off);
        let said = super::super::depends::text(&off);
        assert!(said.contains("off in everything above; `--pull` names values"), "{said}");
        assert!(said.contains("difference at 0  ties at") && !said.contains("  at 0.5"), "{said}");
        // 0.5 fewer deaths a night, 22 more taken aboard of whom 1.5 in 500 would be lost.
        assert!(said.contains("On average they tie at a pull of 7.576: fewer deaths under B below"), "{said}");
        findings.switches = Switches { pull: vec![0.5], ..Switches::default() };
        let mut on = Vec::new();
        blocks(&table, &findings, &mut on);
        let said = super::super::depends::text(&on);
        assert!(said.contains("here also at 0.5, as named by the reader") && said.contains("\n  0.5 "), "{said}");
        assert!(said.contains("\u{2212}0.467"), "a half of 22 × 0.003 more: {said}");
        for word in ["better", "worse,", "best"] {
            assert!(!said.contains(word), "{word}: {said}");
        }
        let out = json(&table, &findings);
        assert_eq!(out[0]["deaths_difference"][1]["pull"], 0.5);
        assert!((out[0]["ties_at"].as_f64().unwrap() - 7.576).abs() < 1e-3);
    }
}
