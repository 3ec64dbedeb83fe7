//! Where does the verdict turn round over one input, by a search that was made apart (`study turn --json`)?
//!
//! The values tried, with their differences and what the nights at each say, beside the answer in words. Left out: values between
//! those tried; the line of the chart joins them.

use super::depends::{Block, Grid};
use super::html::charts;
use crate::analysis::study::Findings;
use crate::ensemble::study::rows::Input;
use crate::units::format::{count, signed};

/// A heading, the answer, and the values that were tried, for each search.
pub fn blocks(findings: &Findings, out: &mut Vec<Block>) {
    let turns = &findings.switches.turns;
    if turns.is_empty() {
        return;
    }
    out.push(Block::Heading("Where the verdict turns round over one input".into()));
    for t in turns {
        let [a, b] = &t.doctrines;
        out.push(Block::Text(format!(
            "{}, {b} less {a}, along {}; {} paired nights at each value. {}",
            t.metric,
            t.axis,
            count(t.nights),
            t.notes.join(" ")
        )));
        out.push(Block::Text(t.sentence.clone()));
        let points: Vec<charts::Estimate> = t
            .tried
            .iter()
            .map(|s| charts::Estimate {
                label: String::new(),
                x: s.value,
                mean: s.difference,
                interval: Some((s.interval_95[0], s.interval_95[1])),
                unsure: !s.told,
            })
            .collect();
        let row = |s: &crate::analysis::study::Tried| {
            let interval = interval(s.interval_95, t.decimals);
            vec![value(s.value), signed(s.difference, t.decimals), interval, s.lower.clone()]
        };
        out.push(Block::Figure {
            drawn: charts::sweep(&points, &t.axis, &format!("{}, difference per night", t.metric)),
            label: format!("{} along {}, at the values that were tried", t.metric, t.axis),
            caption: "Each dot is a value that was tried; filled where a side is named. The band is the wider of Student's and the bootstrap's 95 % interval.".into(),
            grid: Grid::new(&["value", "mean difference", "95 % of the mean", "lower"], t.tried.iter().map(row).collect()),
        });
        let files: Vec<String> = t.inputs.iter().map(Input::short).collect();
        out.push(Block::Text(format!(
            "{}, commit {}; seed {}; {} paired nights at each of {} values. Files: {}. Again: `{}`",
            t.program,
            t.commit.as_deref().unwrap_or("unknown"),
            t.seed,
            count(t.nights),
            t.tried.len(),
            files.join("; "),
            t.command
        )));
    }
}

/// An interval of a difference. Nought to nought would read as sure where it is that no night differs.
pub(crate) fn interval(ends: [f64; 2], decimals: usize) -> String {
    if ends.iter().all(|x| *x == 0.0) {
        return "none differ".into();
    }
    let [low, high] = ends.map(|x| signed(x, decimals));
    format!("{low} to {high}")
}

/// A value of an axis without noughts at its end.
pub(crate) fn value(x: f64) -> String {
    let text = format!("{x:.5}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
