//! `slackwater odd`: what is the model, in the order in which modellers describe models?
//!
//! The ODD protocol (Grimm et al. 2020: overview, design concepts, details). Sentences stand in `page.md`
//! beside this file; every table is made from the program: the register, the classes, the metrics, and the
//! lists whose meaning is the comment above each line of the source (events, draws, state variables,
//! conditions, orders). `docs/ODD.md` is the output, and a test fails when the two differ
//! (`tests/odd_page.rs`), so the page cannot tell of a model that is not there.
//!
//! Left out: numbers in the sentences. They would be right until somebody changes an entry.

use super::library::{Library, Trouble};
use crate::doctrine::authority::Hours;
use crate::metrics;
use crate::parameters::{Confidence, Entry, Register};
use crate::units::{NAUTICAL_MILE_M, format};
use std::path::PathBuf;

/// The sentences; a line `{{name}}` or `{{name argument}}` stands for a table.
const PAGE: &str = include_str!("page.md");

/// Sources whose comments are definitions, for tables of their lines.
const SOURCES: [(&str, &str); 8] = [
    ("events", include_str!("../../events/mod.rs")),
    ("draws", include_str!("../../draws.rs")),
    ("boat", include_str!("../../sim/state/boat.rs")),
    ("unit", include_str!("../../sim/state/unit.rs")),
    ("plot", include_str!("../../sim/state/plot.rs")),
    ("snapshot", include_str!("../../sim/snapshot.rs")),
    ("condition", include_str!("../../doctrine/condition.rs")),
    ("order", include_str!("../../doctrine/order.rs")),
];

pub(super) fn odd(root: Option<PathBuf>) -> Result<bool, Trouble> {
    let library = Library::open_shipped(root)?;
    super::say(&page(&library)?).map(|()| true)
}

fn page(library: &Library) -> Result<String, Trouble> {
    let mut out = String::new();
    for line in PAGE.lines() {
        if let Some(name) = line.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")) {
            out += &table(name, library).ok_or_else(|| Trouble::one(format!("no table `{name}`")))?;
        } else {
            out += line;
            out.push('\n');
        }
    }
    Ok(out)
}

/// The table of this name.
fn table(name: &str, library: &Library) -> Option<String> {
    let (kind, argument) = name.split_once(' ').unwrap_or((name, ""));
    Some(match kind {
        "parameters" => parameters(&library.register, argument),
        "classes" => classes(&library.register, argument),
        "confidence" => confidence(&library.register),
        "distributions" => distributions(&library.register),
        "metrics" => rows(
            &["Metric", "Unit", "Wanted", "Definition"],
            metrics::infos()
                .iter()
                .map(|m| [m.title, m.unit, m.direction.words(), m.definition].map(str::to_owned).to_vec()),
        ),
        "craft" => craft(library),
        "sensors" => sensors(library),
        "chains" => chains(library),
        // `{{items events What}}`: the lines of an enum or struct with the comments above them.
        "items" => {
            let (source, item) = argument.split_once(' ')?;
            let (_, text) = SOURCES.iter().find(|(name, _)| *name == source)?;
            let found = items(text, item);
            if found.is_empty() {
                return None;
            }
            rows(&["Name", "Meaning"], found.into_iter().map(|(name, meaning)| vec![format!("`{name}`"), meaning]))
        }
        _ => return None,
    })
}

/// A Markdown table.
fn rows(heading: &[&str], cells: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut out = format!("| {} |\n|{}\n", heading.join(" | "), " --- |".repeat(heading.len()));
    for row in cells {
        let row: Vec<String> = row.iter().map(|c| c.replace('|', "\\|").replace('\n', " ")).collect();
        out += &format!("| {} |\n", row.join(" | "));
    }
    out
}

fn value(e: &Entry, x: &str) -> String {
    if e.unit == "-" || e.unit == "1" { x.to_owned() } else { format!("{x} {}", e.unit) }
}

fn range(e: &Entry) -> String {
    if e.low < e.high { format!("{} to {}", e.low, e.high) } else { "exact".to_owned() }
}

/// The numbers of the classes of a file. Their meaning is told once for each field, in docs/files.md.
fn classes(register: &Register, theme: &str) -> String {
    rows(
        &["Parameter", "Value", "5 to 95 %", "Bounds", "Conf.", "Source of value and range"],
        register.class_entries().iter().filter(|e| e.theme == theme).map(|e| {
            vec![
                format!("`{}`", e.id),
                value(e, &e.value.to_string()),
                range(e),
                format!("{} to {}", e.min, e.max),
                e.confidence.letter().to_owned(),
                e.source.clone(),
            ]
        }),
    )
}

fn parameters(register: &Register, theme: &str) -> String {
    rows(
        &["Parameter", "Meaning", "Value", "5 to 95 %", "Conf.", "Source"],
        register.entries().iter().filter(|e| e.theme == theme).map(|e| {
            vec![
                format!("`{}`", e.id),
                e.title.clone(),
                value(e, &e.value.to_string()),
                range(e),
                e.confidence.letter().to_owned(),
                e.source.clone(),
            ]
        }),
    )
}

fn confidence(register: &Register) -> String {
    let count = |of: &[Entry], c: Confidence| of.iter().filter(|e| e.confidence == c).count().to_string();
    rows(
        &["Letter", "Means", "Parameters", "Numbers of classes"],
        Confidence::ALL.map(|c| {
            let counts = [register.entries(), register.class_entries()].map(|of| count(of, c));
            [c.letter().to_owned(), c.words().to_owned()].into_iter().chain(counts).collect()
        }),
    )
}

fn distributions(register: &Register) -> String {
    rows(
        &["Parameter", "Drawn from", "Drawn with"],
        register.all_entries().filter_map(|e| {
            let with = e.drawn_with.as_ref().map_or_else(String::new, |id| format!("`{id}`"));
            e.distribution.map(|d| vec![format!("`{}`", e.id), format!("`{d}`"), with])
        }),
    )
}

fn craft(library: &Library) -> String {
    rows(
        &[
            "Class",
            "Speed, kn",
            "Lost per m of waves",
            "Draught, m",
            "Places",
            "From the water, per min",
            "Intercepts",
            "Sensors",
            "Source",
        ],
        library.craft.iter().map(|c| {
            vec![
                format!("{} (`{}`)", c.title, c.id),
                format::fixed(c.max_speed.kn(), 0),
                format!("{}", c.speed_loss_per_m),
                if c.flies { "flies".to_owned() } else { format::fixed(c.draught.m(), 1) },
                c.capacity.to_string(),
                c.recovery_per_min.to_string(),
                if c.intercepts { "yes" } else { "no" }.to_owned(),
                c.sensors.join(", "),
                c.source.clone(),
            ]
        }),
    )
}

fn sensors(library: &Library) -> String {
    rows(
        &["Sensor", "Principle", "Reference range, nm", "Horizon, nm", "Look every, s", "Source"],
        library.sensors.iter().map(|s| {
            vec![
                format!("{} (`{}`)", s.title, s.id),
                format!("{:?}", s.kind).to_lowercase(),
                format::fixed(s.reference_range.m() / NAUTICAL_MILE_M, 2),
                format::fixed(s.max_range.m() / NAUTICAL_MILE_M, 1),
                format::fixed(s.look_interval.s(), 0),
                s.source.clone(),
            ]
        }),
    )
}

fn chains(library: &Library) -> String {
    let steps =
        library.chains.list.iter().flat_map(|c| c.steps.iter().zip(&c.sources).map(move |(s, from)| (c, s, from)));
    rows(
        &["Chain", "Desk", "Median, min", "Sigma", "Seats", "Tires", "Wants evidence", "Conf.", "Source"],
        steps.map(|(chain, step, (source, confidence))| {
            let hours = match step.open {
                Hours::Always => String::new(),
                Hours::Daily { from_min: a, to_min: b } => {
                    format!(" ({:02}:{:02} to {:02}:{:02})", a / 60, a % 60, b / 60, b % 60)
                }
            };
            let yes_no = |b: bool| if b { "yes" } else { "no" }.to_owned();
            vec![
                format!("`{}`", chain.id),
                format!("{}{hours}", step.desk),
                format!("{}", step.delay_median.min_()),
                format!("{}", step.delay_sigma),
                step.seats.to_string(),
                yes_no(step.tires),
                yes_no(step.needs_evidence),
                confidence.letter().to_owned(),
                source.clone(),
            ]
        }),
    )
}

/// The lines of an enum or struct of our source, each with the comment above it. Fields of a variant stand in
/// parentheses after its name.
fn items(source: &str, item: &str) -> Vec<(String, String)> {
    let begins =
        |line: &&str| ["enum", "struct"].iter().any(|kind| line.trim_end().ends_with(&format!("{kind} {item} {{")));
    let mut out = Vec::new();
    let mut comment: Vec<&str> = Vec::new();
    for line in source.lines().skip_while(|l| !begins(l)).skip(1).take_while(|l| *l != "}") {
        let Some(text) = line.strip_prefix("    ").filter(|t| !t.starts_with([' ', '}', '#'])) else { continue };
        if let Some(words) = text.strip_prefix("///") {
            comment.push(words.trim());
            continue;
        }
        let text = text.strip_prefix("pub ").unwrap_or(text);
        let name: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let fields: Vec<&str> = text
            .split_once("{ ")
            .and_then(|(_, rest)| rest.split_once(" }"))
            .map(|(inside, _)| inside.split(", ").filter_map(|f| f.split_once(": ").map(|(n, _)| n)).collect())
            .unwrap_or_default();
        if !name.is_empty() {
            let shown = if fields.is_empty() { name } else { format!("{name} ({})", fields.join(", ")) };
            out.push((shown, comment.join(" ")));
        }
        comment.clear();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_an_enum_and_a_struct_come_with_their_comments() {
        let source = "/// X.\npub enum Other {\n    /// No.\n    Wrong,\n}\npub enum What {\n    /// First\n    /// of two.\n    \
                      Left { boat: BoatId, at: Vec2 },\n    /// Second.\n    Right {\n        /// Inner.\n        x: f64,\n    },\n    \
                      Last = 3,\n}\n";
        let found = items(source, "What");
        let expected = [("Left (boat, at)", "First of two."), ("Right", "Second."), ("Last", "")]
            .map(|(a, b)| (a.into(), b.into()));
        assert_eq!(found, expected);
        let fields = items("pub struct S {\n    /// Width, m.\n    pub width: f64,\n}\n", "S");
        assert_eq!(fields, [("width".to_owned(), "Width, m.".to_owned())]);
    }

    #[test]
    fn every_line_of_every_list_has_its_meaning() {
        for line in PAGE.lines().filter_map(|l| l.strip_prefix("{{items ")?.strip_suffix("}}")) {
            let (source, item) = line.split_once(' ').unwrap();
            let (_, text) = SOURCES.iter().find(|(name, _)| *name == source).unwrap();
            let found = items(text, item);
            assert!(found.len() > 2, "{line}: {found:?}");
            assert!(found.iter().all(|(_, meaning)| !meaning.is_empty()), "{line}: {found:?}");
        }
    }
}
