//! For a study that stops by itself: which cells are as precise as was asked for, and which cannot tell yet?

use super::depends::{Block, Grid};
use super::study::letter;
use crate::analysis::stopping::Status;
use crate::analysis::study::enough::Stop;
use crate::analysis::study::{Findings, Table};
use crate::units::format::fixed;
use serde_json::{Value, json};

/// Rows shown; beyond, those that are not precise come first.
const SHOWN: usize = 60;

/// A sentence, and a row for each cell and doctrine.
pub fn blocks(table: &Table, findings: &Findings, out: &mut Vec<Block>) {
    let stops: Vec<(usize, usize, Stop)> =
        findings.cells.iter().flat_map(|c| c.contrasts.iter().filter_map(|k| Some((c.cell, k.arm, k.stop?)))).collect();
    let Some((_, _, first)) = stops.first() else { return };
    let precise = stops.iter().filter(|s| matches!(s.2.status, Status::Stopped { .. })).count();
    out.push(Block::Heading("How precise each cell became".into()));
    out.push(Block::Text(format!(
        "Asked for: a 95 % interval of the mean difference with a half-width of {} or less, within {} nights. Reached in {precise} of {} comparisons. A cell goes on until all its doctrines are precise; how wide an interval is says nothing on which side it lies.",
        first.asked,
        table.header.nights,
        stops.len()
    )));
    let row = |(cell, arm, stop): &(usize, usize, Stop)| {
        vec![table.words(*cell), letter(*arm).to_string(), stop.nights.to_string(), half_width(stop), standing(stop)]
    };
    let open = |s: &&(usize, usize, Stop)| !matches!(s.2.status, Status::Stopped { .. });
    let shown: Vec<Vec<String>> = if stops.len() > SHOWN {
        stops.iter().filter(open).chain(stops.iter().filter(|s| !open(s))).take(SHOWN).map(row).collect()
    } else {
        stops.iter().map(row).collect()
    };
    if stops.len() > shown.len() {
        out.push(Block::Text(format!(
            "The first {} are shown, those that are not precise before the others; the JSON has all.",
            shown.len()
        )));
    }
    out.push(Block::Grid(Grid::new(&["cell", "doctrine", "nights", "half-width", "stands"], shown)));
}

fn half_width(stop: &Stop) -> String {
    let decimals = if stop.asked < 0.01 { 5 } else { 3 };
    stop.half_width.map_or_else(|| "none".to_owned(), |h| fixed(h, decimals))
}

/// Where it stands, in words.
fn standing(stop: &Stop) -> String {
    match stop.status {
        Status::Stopped { nights, met_at } => format!("stopped at {nights} nights; precise from {met_at} on"),
        Status::CannotTellYet { nights, differing } => {
            let reason = if differing == 0 {
                format!(
                    ", as none differs: nights that do are below about 3 in {} (95 %), and as one of them may differ by any amount, that is no half-width",
                    stop.unseen_of
                )
            } else if differing < crate::analysis::verdict::DIFFERING_FLOOR {
                format!(", as only {differing} differ")
            } else {
                String::new()
            };
            format!("reached the most nights ({nights}): cannot tell yet{reason}")
        }
        Status::Running => "not at its end: the file was broken off".to_owned(),
    }
}

/// For a script.
#[must_use]
pub fn json(stop: Stop) -> Value {
    let status = match stop.status {
        Status::Stopped { .. } => "stopped",
        Status::CannotTellYet { .. } => "cannot_tell_yet",
        Status::Running => "not_at_its_end",
    };
    json!({
        "status": status,
        "in_words": standing(&stop),
        "nights": stop.nights,
        "half_width": stop.half_width,
        "half_width_asked": stop.asked,
        "nights_differing": stop.differing,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_to_stand_has_its_words() {
        let stop =
            |status| Stop { status, nights: 160, half_width: Some(0.0494), asked: 0.05, differing: 90, unseen_of: 160 };
        let stopped = stop(Status::Stopped { nights: 160, met_at: 152 });
        assert_eq!(standing(&stopped), "stopped at 160 nights; precise from 152 on");
        assert_eq!(half_width(&stopped), "0.049");
        assert_eq!(
            standing(&stop(Status::CannotTellYet { nights: 160, differing: 90 })),
            "reached the most nights (160): cannot tell yet"
        );
        assert!(standing(&stop(Status::CannotTellYet { nights: 160, differing: 3 })).ends_with("as only 3 differ"));
        let none = standing(&stop(Status::CannotTellYet { nights: 160, differing: 0 }));
        assert!(none.contains("as none differs: nights that do are below about 3 in 160 (95 %)"), "{none}");
        assert_eq!(json(stop(Status::Running))["status"], "not_at_its_end");
    }
}
