//! `slackwater parameters`: which numbers does the model use, how sure are they, who says so, and where are
//! they used?
//!
//! A table for many, a card for one, CSV and JSON for other programs. Filters are plain words that must all
//! occur in name, title, source or note; options ask for more. The table shows the letter of the
//! confidence, the card all there is. Numbers of classes (craft, sensors, desks of authority, years of boats) are more than one
//! wants to see unasked: the table counts them until words, a file or a place of use ask for them; CSV and JSON hold them all.
//!
//! Left out: changing a number. That is a line in a scenario (`overrides`) or `--set` of `compare` and `run`.

use super::library::{Library, Trouble};
use crate::agents::numbers::{KINDS, parts};
use crate::parameters::uses::{Use, uses_of};
use crate::parameters::{Confidence, Entry, Register};
use crate::reading::nearest;
use crate::scenario::{Scenario, fleet_numbers};
use crate::sim::setting::SHIP_LOOKOUT;
use serde::Serialize;
use std::path::PathBuf;

/// Arguments of `parameters`.
#[derive(Debug, clap::Args)]
pub struct ParametersArguments {
    /// Words that must all occur in id, title, source or note; the id of one parameter shows it in full
    #[arg(value_name = "FILTER")]
    pub filter: Vec<String>,
    /// Only numbers of this confidence: letters of H, M, L, E with commas
    #[arg(long, value_name = "LETTERS", value_delimiter = ',')]
    pub confidence: Vec<String>,
    /// Only numbers of this file of the register, like `boats`; `craft`, `sensors`, `authority` and `fleet` are the numbers of classes, of desks and of years of boats
    #[arg(long, value_name = "NAME")]
    pub file: Option<String>,
    /// Only numbers used in a source file or function whose path holds this, like `sim` or `survival`
    #[arg(long, value_name = "PART")]
    pub used_in: Option<String>,
    /// One parameter in full
    #[arg(long, value_name = "ID", conflicts_with_all = ["filter", "confidence", "file", "used_in"])]
    pub id: Option<String>,
    /// JSON for other programs
    #[arg(long, group = "form")]
    pub json: bool,
    /// CSV for a spreadsheet
    #[arg(long, group = "form")]
    pub csv: bool,
}

/// One parameter, as other programs get it.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    title: &'a str,
    value: f64,
    unit: &'a str,
    low: f64,
    high: f64,
    min: f64,
    max: f64,
    confidence: &'static str,
    /// What it is drawn from when it is drawn; empty if it is known exactly.
    distribution: String,
    source: &'a str,
    note: &'a str,
    file: String,
    used_in: Vec<String>,
}

pub(super) fn parameters(root: Option<PathBuf>, a: &ParametersArguments) -> Result<bool, Trouble> {
    let library = Library::open(root)?;
    let register = &library.register;
    let letters = letters(&a.confidence)?;
    let own = crate::parameters::SHIPPED.iter().map(|(name, _)| name.trim_end_matches(".ron"));
    let files: Vec<&str> = own.chain(KINDS.map(|(_, file)| file)).collect();
    if let Some(file) = &a.file
        && !files.contains(&file.trim_end_matches(".ron"))
    {
        return Err(Trouble::one(format!("--file {file}: the register has {}", files.join(", "))));
    }
    let one = match (&a.id, a.filter.as_slice()) {
        (Some(id), _) => Some(register.entry(id).map_err(Trouble::one)?),
        (None, [id]) => register.get(id),
        _ => None,
    };
    let chosen: Vec<&Entry> = match one {
        Some(e) => vec![e],
        None => register.all_entries().filter(|e| is_wanted(e, a, &letters)).collect(),
    };
    if chosen.is_empty() {
        let near = a.filter.first().and_then(|f| nearest(f, register.all_entries().map(|e| e.id.as_str())));
        let hint = near.map_or_else(String::new, |n| format!("; did you mean `{n}`?"));
        super::warn(&format!("no parameter is like that{hint}"));
        return Ok(false);
    }
    let text = if a.json {
        let rows: Vec<Row<'_>> = chosen.iter().map(|e| row(e)).collect();
        serde_json::to_string_pretty(&rows).map_err(|e| Trouble::one(e.to_string()))? + "\n"
    } else if a.csv {
        csv(&chosen)?
    } else if let Some(e) = one {
        card(e, &library)?
    } else {
        let asked = !a.filter.is_empty() || a.file.is_some() || a.used_in.is_some();
        let (shown, counted) = chosen.into_iter().partition(|e| asked || parts(&e.id).is_none());
        table(shown, counted, register)
    };
    super::say(&text).map(|()| true)
}

fn letters(asked: &[String]) -> Result<Vec<Confidence>, Trouble> {
    let read = |text: &String| {
        let upper = text.trim().to_uppercase();
        Confidence::ALL.into_iter().find(|c| c.letter() == upper).ok_or_else(|| {
            let all: Vec<String> = Confidence::ALL.iter().map(|c| format!("{} ({})", c.letter(), c.words())).collect();
            Trouble::one(format!("--confidence {text}: expected letters of {}", all.join(", ")))
        })
    };
    asked.iter().map(read).collect()
}

fn is_wanted(e: &Entry, a: &ParametersArguments, letters: &[Confidence]) -> bool {
    let text = [&e.id, &e.title, &e.source, &e.note].map(|t| t.to_lowercase());
    a.filter.iter().all(|f| text.iter().any(|t| t.contains(&f.to_lowercase())))
        && (letters.is_empty() || letters.contains(&e.confidence))
        && a.file.as_ref().is_none_or(|f| e.theme == f.trim_end_matches(".ron"))
        && a.used_in.as_ref().is_none_or(|part| uses_of(&e.id).any(|u| place(u).contains(part.as_str())))
}

/// `src/agents/hull.rs: hazard`
fn place(u: Use) -> String {
    if u.function.is_empty() { u.file.to_owned() } else { format!("{}: {}", u.file, u.function) }
}

/// What it is drawn from, as it would be written in a file.
fn drawn_from(e: &Entry) -> String {
    e.uncertainty().ok().flatten().map_or_else(String::new, |d| d.shape.to_string())
}

fn row(e: &Entry) -> Row<'_> {
    Row {
        id: &e.id,
        title: &e.title,
        value: e.value,
        unit: &e.unit,
        low: e.low,
        high: e.high,
        min: e.min,
        max: e.max,
        confidence: e.confidence.letter(),
        distribution: drawn_from(e),
        source: &e.source,
        note: &e.note,
        file: file_of(e),
        used_in: uses_of(&e.id).map(place).collect(),
    }
}

fn file_of(e: &Entry) -> String {
    let folder = if parts(&e.id).is_some() { "assets" } else { "assets/parameters" };
    format!("{folder}/{}.ron", e.theme)
}

fn csv(chosen: &[&Entry]) -> Result<String, Trouble> {
    let trouble = |e: csv::Error| Trouble::one(e.to_string());
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record([
        "id",
        "title",
        "value",
        "unit",
        "low",
        "high",
        "min",
        "max",
        "confidence",
        "distribution",
        "source",
        "note",
        "file",
        "used_in",
    ])
    .map_err(trouble)?;
    for e in chosen {
        let r = row(e);
        let [value, low, high, min, max] = [r.value, r.low, r.high, r.min, r.max].map(|x| x.to_string());
        let used = r.used_in.join("; ");
        out.write_record([
            r.id,
            r.title,
            &value,
            r.unit,
            &low,
            &high,
            &min,
            &max,
            r.confidence,
            &r.distribution,
            r.source,
            r.note,
            &r.file,
            &used,
        ])
        .map_err(trouble)?;
    }
    let bytes = out.into_inner().map_err(|e| Trouble::one(e.to_string()))?;
    String::from_utf8(bytes).map_err(|e| Trouble::one(e.to_string()))
}

/// `0.03 1/h`; a number without unit stands alone.
fn with_unit(number: &str, unit: &str) -> String {
    if unit == "-" || unit == "1" { number.to_owned() } else { format!("{number} {unit}") }
}

fn range(e: &Entry) -> String {
    if e.low < e.high { format!("{} to {}", e.low, e.high) } else { "exact".to_owned() }
}

/// `counted` are numbers of classes that are not shown.
fn table(shown: Vec<&Entry>, counted: Vec<&Entry>, register: &Register) -> String {
    let cells: Vec<[String; 5]> = shown
        .iter()
        .map(|e| {
            let value = with_unit(&e.value.to_string(), &e.unit);
            [e.id.clone(), value, range(e), e.confidence.letter().to_owned(), e.title.clone()]
        })
        .collect();
    let heading = ["Parameter", "Value", "5 to 95 %", " ", "Title"].map(str::to_owned);
    let width = |k: usize| cells.iter().chain([&heading]).map(|r| r[k].chars().count()).max().unwrap_or(0);
    let widths = [0, 1, 2, 3].map(width);
    let mut text = String::new();
    for r in [&heading].into_iter().chain(&cells) {
        for (cell, w) in r.iter().zip(widths) {
            text += &format!("{cell:<w$}  ");
        }
        text += &r[4];
        text.push('\n');
    }
    let counts: Vec<String> = Confidence::ALL
        .iter()
        .map(|c| format!("{} {}", shown.iter().filter(|e| e.confidence == *c).count(), c.letter()))
        .collect();
    let any_of_class = shown.iter().any(|e| parts(&e.id).is_some());
    let of = if any_of_class { register.all_entries().count() } else { register.entries().len() };
    text += &format!("\n{} of {of} parameters: {}.\n", shown.len(), counts.join(", "));
    for (kind, file) in KINDS {
        let of_kind: Vec<&str> =
            counted.iter().filter_map(|e| parts(&e.id)).filter(|p| p.0 == kind).map(|p| p.1).collect();
        let mut classes = of_kind.clone();
        classes.dedup();
        // The season is no year.
        if let Some(class) = classes.iter().rfind(|c| **c != "season") {
            let what = match kind {
                "craft" => "classes of craft",
                "sensor" => "classes of sensors",
                "authority" => "desks of authority",
                _ => "years of boats and the season",
            };
            text += &format!(
                "Not shown: {} numbers of {} {what}; `slackwater parameters --file {file}` lists them, `slackwater parameters {kind}.{class}.` those of one.\n",
                of_kind.len(),
                classes.iter().filter(|c| **c != "season").count(),
            );
        }
    }
    for c in Confidence::ALL {
        text += &format!("{}  {}\n", c.letter(), c.words());
    }
    text + "`slackwater parameters ID` shows one in full.\n"
}

fn card(e: &Entry, library: &Library) -> Result<String, Trouble> {
    let mut text = format!("{}\n{}\n\n", e.id, e.title);
    let mut line = |what: &str, words: &str| text += &format!("{what:<12}  {words}\n");
    line("value", &with_unit(&e.value.to_string(), &e.unit));
    line("range", &if e.low < e.high { with_unit(&range(e), &e.unit) + ", 5 % and 95 % points" } else { range(e) });
    line("bounds", &with_unit(&format!("{} to {}", e.min, e.max), &e.unit));
    let drawn = drawn_from(e);
    let how = match (&e.distribution, drawn.is_empty()) {
        (_, true) => "nothing: it is known exactly".to_owned(),
        (Some(_), _) => drawn,
        (None, _) => format!("{drawn}: value and range; no shape is published"),
    };
    line("drawn from", &how);
    if let Some(other) = &e.drawn_with {
        line("drawn with", other);
    }
    line("confidence", &format!("{}: {}", e.confidence.letter(), e.confidence.words()));
    line("source", &e.source);
    if !e.note.is_empty() {
        line("note", &e.note);
    }
    line("stands in", &file_of(e));
    for (i, u) in uses_of(&e.id).enumerate() {
        line(if i == 0 { "used in" } else { "" }, &place(u));
    }
    if let Some((kind, class, name)) = parts(&e.id) {
        let (what, on, nobody) = match kind {
            "craft" => ("on duty in", units_of(class, library)?, "no shipped scenario"),
            "sensor" => ("carried by", carriers_of(class, library), "no shipped scenario"),
            "authority" => ("asked by", askers_of(class, name, library)?, "no shipped doctrine"),
            _ => ("boats of", boats_of(e, library)?, "no shipped scenario"),
        };
        line(what, on.first().map_or(nobody, String::as_str));
        for other in on.iter().skip(1) {
            line("", other);
        }
    }
    let of = |o: &&crate::parameters::Override| o.id == e.id;
    let set: Vec<String> = shipped_scenarios(library)?
        .iter()
        .filter_map(|s| s.overrides.iter().find(of).map(|o| format!("{}: {}", s.id, o.number)))
        .collect();
    line("changed by", if set.is_empty() { "no shipped scenario" } else { &set[0] });
    for other in set.iter().skip(1) {
        line("", other);
    }
    Ok(text)
}

/// The shipped scenarios that can be read; one that cannot is told by `list` and `check`.
fn shipped_scenarios(library: &Library) -> Result<Vec<Scenario>, Trouble> {
    let listed = library.scenarios()?;
    Ok(listed.iter().filter_map(|l| library.scenario(&l.path.to_string_lossy()).ok()).map(|s| s.value).collect())
}

/// The scenarios that have units of this class, each with their number.
fn units_of(class: &str, library: &Library) -> Result<Vec<String>, Trouble> {
    let count = |s: &Scenario| s.units.iter().filter(|u| u.class == class).count();
    let told = |s: &Scenario| (count(s) > 0).then(|| format!("{} ({})", s.id, count(s)));
    Ok(shipped_scenarios(library)?.iter().filter_map(told).collect())
}

/// The shipped doctrines that ask this desk of a chain, with those that state the number themselves.
fn askers_of(desk: &str, name: &str, library: &Library) -> Result<Vec<String>, Trouble> {
    let mut out = Vec::new();
    for listed in library.doctrines()? {
        let Ok(read) = library.doctrine(&listed.path.to_string_lossy()) else { continue };
        let d = &read.value.doctrine;
        let chains = d.authority.iter().chain(d.authority_of_side.iter().flatten());
        let mut steps = chains.flat_map(|a| a.steps.iter().map(move |s| (format!("{}.{}", a.chain, s.id), s)));
        if let Some((_, step)) = steps.find(|(class, _)| class == desk) {
            let own = if step.stated.contains(&name) { " (with a number of its own)" } else { "" };
            out.push(format!("{}{own}", listed.id));
        }
    }
    Ok(out)
}

/// The shipped scenarios whose nights read this number of a year of boats.
fn boats_of(e: &Entry, library: &Library) -> Result<Vec<String>, Trouble> {
    let reads = |s: &&Scenario| fleet_numbers::unread(&e.id, fleet_numbers::Named::by(s).as_ref()).is_none();
    Ok(shipped_scenarios(library)?.iter().filter(reads).map(|s| s.id.clone()).collect())
}

/// What carries this sensor.
fn carriers_of(sensor: &str, library: &Library) -> Vec<String> {
    let carries = library.craft.iter().filter(|c| c.sensors.iter().any(|s| s == sensor));
    let mut out: Vec<String> = carries.map(|c| format!("{}: {}", c.id, c.title)).collect();
    if sensor == SHIP_LOOKOUT {
        out.push("merchant ships".to_owned());
    }
    if out.is_empty() {
        out.push("posts ashore alone".to_owned());
    }
    out
}
