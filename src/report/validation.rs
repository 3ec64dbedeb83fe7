//! How is a validation shown: which figure, observed, simulated, in or out, and what cannot be known?
//!
//! One table for the terminal, one for the page `docs/validation.md`, one JSON for other programs, all of the same
//! rows in the same order. What is out says why, what is not simulated and what cannot be validated
//! stands beneath by name.
//!
//! Left out: a total. "27 of 38 in" is said as a count, not as a grade.

use super::manifest::Manifest;
use crate::analysis::validation::physics::{Check, TESTED};
use crate::analysis::validation::seen::{BLIND, SEEN};
use crate::analysis::validation::{Judged, Named, Sample};
use crate::units::format::fixed;
use serde::Serialize;
use std::fmt::Write as _;

/// A validation with all a reader needs.
#[derive(Clone, Copy, Debug)]
pub struct ValidationReport<'a> {
    /// What produced it.
    pub manifest: &'a Manifest,
    /// Years of each fleet.
    pub years: u32,
    /// Values set on top of the register.
    pub set: &'a [(String, f64)],
    /// The patterns, judged.
    pub judged: &'a [Judged],
    /// Deaths per boat after mass immersion by what led to them; empty if not asked for.
    pub paths: &'a [(&'static str, Sample)],
    /// Reference cases of the formulas.
    pub checks: &'a [Check],
    /// Published figures that no part of the model makes.
    pub not_simulated: &'a [Named],
    /// What no figure can settle.
    pub beyond: &'a [Named],
}

/// What the two figures of a reference case are.
const HOW_TO_READ: &str = "The reference was computed with the model description's values, and `in` says that the program's formula gives \
                           the same with them. Nights are lived with the register's values: where these are calibrated, the figure in nights is another.";

/// Three significant digits, however small.
fn shown(x: f64) -> String {
    if x.abs() < 1e-3 { format!("{x:.2e}") } else { format!("{x:.5}") }
}

/// What a night has instead of a reference, and why.
fn nights(c: &Check) -> String {
    if c.why.is_empty() { String::new() } else { format!("; in nights {}: {}", shown(c.in_nights), c.why) }
}

/// `0.83 (0.80 to 0.85)`.
fn simulated(sample: Option<Sample>, decimals: usize) -> String {
    match sample {
        None => "not simulated".into(),
        Some(Sample { middle, interval: None, .. }) => fixed(middle, decimals),
        Some(Sample { middle, interval: Some((low, high)), .. }) => {
            format!("{} ({} to {})", fixed(middle, decimals), fixed(low, decimals), fixed(high, decimals))
        }
    }
}

fn observed(j: &Judged) -> String {
    j.pattern.observed.map_or_else(|| "–".into(), |x| fixed(x, j.pattern.decimals))
}

fn asked(j: &Judged) -> String {
    let span = |(low, high): (f64, f64)| {
        let plain = |x: f64| x.to_string();
        format!("{} to {}", plain(low), plain(high))
    };
    let mut parts = Vec::new();
    if let Some(band) = j.pattern.band {
        parts.push(span(band));
    }
    if let Some(covers) = j.pattern.covers {
        parts.push(format!("interval over {}", span(covers)));
    }
    if j.pattern.interval != 90 {
        parts.push(format!("{} % interval", j.pattern.interval));
    }
    if parts.is_empty() { "–".into() } else { parts.join("; ") }
}

fn verdict(j: &Judged) -> String {
    let word = match j.inside() {
        None => return "not run".into(),
        Some(true) => "in",
        Some(false) => "OUT",
    };
    let change = if j.fell_out() {
        " (was in)"
    } else if j.came_in() {
        " (was out)"
    } else {
        ""
    };
    let why = j.why_out();
    let why = if why.is_empty() { why } else { format!(": {why}") };
    format!("{word}{change}{why}")
}

impl ValidationReport<'_> {
    fn counts(&self) -> (usize, usize) {
        let inside = self.judged.iter().filter(|j| j.inside() == Some(true)).count();
        (inside, self.judged.iter().filter(|j| j.inside().is_some()).count())
    }

    /// Rows of the table: number, what, role, observed, simulated, asked, verdict.
    fn rows(&self) -> Vec<[String; 7]> {
        let row = |j: &Judged| {
            [
                j.pattern.id.clone(),
                j.pattern.title.clone(),
                j.pattern.role.letter().to_owned(),
                observed(j),
                simulated(j.sample, j.pattern.decimals),
                asked(j),
                verdict(j),
            ]
        };
        self.judged.iter().map(row).collect()
    }

    /// The page of the terminal.
    #[must_use]
    pub fn text(&self) -> String {
        let head = ["", "pattern", "", "observed", "simulated (90 %)", "asked", "verdict"].map(str::to_owned);
        let rows = self.rows();
        let all: Vec<&[String; 7]> = std::iter::once(&head).chain(&rows).collect();
        let width = |k: usize| all.iter().map(|r| r[k].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..7).map(width).collect();
        let mut out = format!("{}\n\n", self.lead());
        for row in &all {
            let cells: Vec<String> = row.iter().zip(&widths).map(|(c, w)| format!("{c:<w$}")).collect();
            let _ = writeln!(out, "{}", cells.join("  ").trim_end());
        }
        let (inside, of) = self.counts();
        let _ = write!(
            out,
            "\n{inside} of {of} in. Roles: C may be calibrated on, V held out, T test, S structure. In: the observed value lies in the\n\
             simulated interval and the simulated middle in what is asked.\n"
        );
        if self.years < ENOUGH_YEARS {
            out += "With so few years, figures that rest on rare deaths (P6, P6b, P7b) may lie outside by luck.\n";
        }
        if !self.paths.is_empty() {
            let _ =
                writeln!(out, "\nDeaths per boat after mass immersion, at a year's factor of 1, by what led to them");
        }
        for (words, sample) in self.paths {
            let _ = writeln!(out, "  {}  {words}", by_path(sample));
        }
        let _ = write!(out, "\nWhich figures the numbers have seen\n");
        for s in SEEN {
            let note = if s.note.is_empty() { String::new() } else { format!(": {}", s.note) };
            let _ = writeln!(out, "  {} by {} (role {}){note}.", s.numbers, s.by, s.roles);
        }
        let _ = writeln!(out, "  {BLIND}");
        let _ = writeln!(out, "\nReference cases of the formulas. {HOW_TO_READ}");
        for c in self.checks {
            let word = if c.holds() { "in" } else { "OUT" };
            let _ = writeln!(
                out,
                "  {word:<3}  {} (MODEL {}): {:.5}, reference {}{}",
                c.what,
                c.section,
                c.got,
                c.expected,
                nights(c)
            );
        }
        for (what, place) in TESTED {
            let _ = writeln!(out, "  test {what}: {place}");
        }
        let _ = writeln!(out, "\nPublished, but not simulated");
        for n in self.not_simulated {
            let _ = writeln!(out, "  {} {}: {}.", n.id, n.title, n.reason);
        }
        let _ = writeln!(out, "\nCannot be validated");
        for n in self.beyond {
            let _ = writeln!(out, "  {}: {}.", n.title, n.reason);
        }
        let _ = write!(out, "\n{}\n", self.manifest.to_text());
        out
    }

    fn lead(&self) -> String {
        let set: Vec<String> = self.set.iter().map(|(id, x)| format!("{id} = {x}")).collect();
        let set = if set.is_empty() { String::new() } else { format!(", with {}", set.join(", ")) };
        format!("The baseline (rescue on imminent danger only) over {} years of each fleet{set}", self.years)
    }

    /// The tables of `docs/validation.md`.
    #[must_use]
    pub fn markdown(&self) -> String {
        let (inside, of) = self.counts();
        let mut out = format!("{}: {inside} of {of} in.\n\n", self.lead());
        out += "| | pattern | role | observed | simulated, middle and 90 % | asked | verdict | source |\n";
        out += "| --- | --- | --- | --- | --- | --- | --- | --- |\n";
        for (row, j) in self.rows().iter().zip(self.judged) {
            let note = if j.pattern.note.is_empty() { String::new() } else { format!(" ({})", j.pattern.note) };
            let (source, letter) = (&j.pattern.source, j.pattern.confidence.letter());
            let _ = writeln!(out, "| {} | {source}, {letter}{note} |", row.join(" | "));
        }
        if !self.paths.is_empty() {
            out += "\n| deaths per boat after mass immersion, at a year's factor of 1, by what led to them | middle and 90 % |\n| --- | --- |\n";
        }
        for (words, sample) in self.paths {
            let _ = writeln!(out, "| {words} | {} |", by_path(sample));
        }
        out += "\n| numbers | set by | role | |\n| --- | --- | --- | --- |\n";
        for s in SEEN {
            let _ = writeln!(out, "| {} | {} | {} | {} |", s.numbers, s.by, s.roles, s.note);
        }
        let _ = writeln!(out, "\n{BLIND}\n\n{HOW_TO_READ}");
        out += "\n| reference case | model section | reference | ours with its values | | in nights | why it differs |\n| --- | --- | --- | --- | --- | --- | --- |\n";
        for c in self.checks {
            let word = if c.holds() { "in" } else { "OUT" };
            let lived = if c.why.is_empty() { "the same".to_owned() } else { shown(c.in_nights) };
            let _ = writeln!(
                out,
                "| {} | {} | {} | {:.5} | {word} | {lived} | {} |",
                c.what, c.section, c.expected, c.got, c.why
            );
        }
        out += "\nPublished, but not simulated:\n\n";
        for n in self.not_simulated {
            let _ = writeln!(out, "- **{}** {}. {}.", n.id, n.title, n.reason);
        }
        out += "\nWhat no figure can settle:\n\n";
        for n in self.beyond {
            let _ = writeln!(out, "- {}: {}.", n.title, n.reason);
        }
        out
    }

    /// JSON for other programs.
    ///
    /// # Errors
    /// Those of the writer behind it.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        let patterns = self.judged.iter().map(JsonPattern::of).collect();
        let checks = self.checks.iter().map(JsonCheck::of).collect();
        let set = self.set.iter().cloned().collect();
        let page = JsonPage { manifest: self.manifest, years: self.years, set, patterns, checks };
        serde_json::to_string_pretty(&page).map(|text| text + "\n")
    }
}

#[derive(Serialize)]
struct JsonPage<'a> {
    manifest: &'a Manifest,
    years: u32,
    set: std::collections::BTreeMap<String, f64>,
    patterns: Vec<JsonPattern<'a>>,
    checks: Vec<JsonCheck>,
}

#[derive(Serialize)]
struct JsonPattern<'a> {
    id: &'a str,
    title: &'a str,
    measure: &'a str,
    definition: &'a str,
    role: &'a str,
    confidence: &'a str,
    source: &'a str,
    observed: Option<f64>,
    band: Option<(f64, f64)>,
    covers: Option<(f64, f64)>,
    interval_percent: u32,
    middle: Option<f64>,
    interval: Option<(f64, f64)>,
    values: usize,
    inside: Option<bool>,
    was_in: Option<bool>,
}

impl<'a> JsonPattern<'a> {
    fn of(j: &'a Judged) -> Self {
        let p = &j.pattern;
        Self {
            id: &p.id,
            title: &p.title,
            measure: p.measure.name(),
            definition: p.measure.words(),
            role: p.role.letter(),
            confidence: p.confidence.letter(),
            source: &p.source,
            observed: p.observed,
            band: p.band,
            covers: p.covers,
            interval_percent: p.interval,
            middle: j.sample.map(|s| s.middle),
            interval: j.sample.and_then(|s| s.interval),
            values: j.sample.map_or(0, |s| s.n),
            inside: j.inside(),
            was_in: j.was_in,
        }
    }
}

#[derive(Serialize)]
struct JsonCheck {
    what: &'static str,
    section: &'static str,
    expected: f64,
    got: f64,
    in_nights: f64,
    why_it_differs: &'static str,
    holds: bool,
}

impl JsonCheck {
    fn of(c: &Check) -> Self {
        Self {
            what: c.what,
            section: c.section,
            expected: c.expected,
            got: c.got,
            in_nights: c.in_nights,
            why_it_differs: c.why,
            holds: c.holds(),
        }
    }
}

/// Deaths per boat by one thing that led to them; that none were seen is said, as 0.0000 would say more.
fn by_path(sample: &Sample) -> String {
    if sample.middle > 0.0 { simulated(Some(*sample), 4) } else { "none in these years".to_owned() }
}

/// Years of each fleet below which a page says that they are few: what `slackwater validate` takes without `--quick`.
const ENOUGH_YEARS: u32 = 20;

/// Where the tables begin on the page.
pub const BEGIN: &str = "<!-- tables: written by `slackwater validate --page` -->";
/// Where they end.
pub const END: &str = "<!-- end of tables -->";

/// The page with new tables between its marks; none if it lacks them.
#[must_use]
pub fn page_with(page: &str, tables: &str) -> Option<String> {
    let (before, rest) = page.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n\n{tables}\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::validation::pattern::{SHIPPED, load};
    use crate::parameters::Parameters;
    use crate::report::example;

    fn example_report<T>(f: impl FnOnce(&ValidationReport<'_>) -> T) -> T {
        let ids = ["2021", "2022", "2023", "2024", "2025", "2026"];
        let patterns = load("p", SHIPPED, &ids).unwrap().value;
        let judged: Vec<Judged> = patterns
            .patterns
            .iter()
            .take(3)
            .enumerate()
            .map(|(i, p)| Judged {
                pattern: p.clone(),
                sample: (i < 2).then_some(Sample { middle: 0.84, interval: Some((0.81, 0.86)), n: 20 }),
                was_in: Some(i == 0),
            })
            .collect();
        let checks = crate::analysis::validation::physics::checks(&Parameters::shipped_for_tests());
        f(&ValidationReport {
            manifest: &example::manifest(),
            years: 20,
            set: &[("crush.coefficient".into(), 0.004)],
            judged: &judged,
            paths: &[("hull failure", Sample { middle: 0.012, interval: None, n: 2 })],
            checks: &checks,
            not_simulated: &patterns.not_simulated,
            beyond: &patterns.beyond,
        })
    }

    #[test]
    fn the_page_says_what_is_in_out_and_beyond() {
        let (text, years) = example_report(|r| (r.text(), r.years));
        assert_eq!(years, 20);
        for part in [
            "over 20 years of each fleet, with crush.coefficient = 0.004",
            "OUT (was in): observed outside the interval",
            "0.840 (0.810 to 0.860)",
            "in (was out)",
            "not run",
            "1 of 2 in.",
            "P16 share of all tries",
            "legal thresholds",
            "seed 42",
            "in nights 4.",
            "turn_back.share by P1, P2 of 2023 (role C): it stands at what 2023 alone leaves",
        ] {
            assert!(text.contains(part), "{part} in\n{text}");
        }
    }

    #[test]
    fn json_and_page_hold_the_same_rows() {
        let (json, markdown) = example_report(|r| (r.json().unwrap(), r.markdown()));
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read["patterns"].as_array().unwrap().len(), 3);
        assert_eq!(read["patterns"][0]["inside"], false);
        assert!(read["patterns"][2]["inside"].is_null());
        assert_eq!(markdown.lines().filter(|l| l.starts_with("| P1")).count(), 3);
    }

    #[test]
    fn tables_go_between_the_marks_of_the_page() {
        let page = format!("# Title\n\n{BEGIN}\nold\n{END}\n\nafter\n");
        let new = page_with(&page, "table\n").unwrap();
        assert!(new.contains("table\n") && !new.contains("old") && new.ends_with("\n\nafter\n"));
        assert_eq!(page_with(&new, "table\n").unwrap(), new);
        assert!(page_with("no marks", "x").is_none());
    }
}
