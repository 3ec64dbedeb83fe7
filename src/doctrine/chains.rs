//! Which chains of authority can a doctrine name? `assets/authority.ron`, read whole or not at all.
//!
//! The shipped file is compiled in as well as read from disk, so that tests and formulas need no file. Each step says
//! where its numbers come from and how well they are known, and each number is an entry of the register
//! (`authority.CHAIN.STEP.seats`), with a range as numbers of craft have one.
//!
//! Left out: what a doctrine makes of a chain (`read_authority`).

use super::authority::{Hours, MOST_STEPS, Step};
use super::desk_numbers::{self, DESKS};
use crate::agents::numbers::{KINDS, whole};
use crate::agents::read_numbers::{ClassNumbers, ClassSource, Rules};
use crate::parameters::{Confidence, Entry};
use crate::reading::{Checked, Fields, Node, Problem, Report, parse};
use crate::units::Duration;
use core::ops::RangeInclusive;
use std::sync::LazyLock;

/// The shipped file.
const SHIPPED: &str = include_str!("../../assets/authority.ron");

/// Where it lies below the root.
pub const FILE: &str = "assets/authority.ron";

/// A day at most at one desk; MODEL 11.1 gives 3 to 60 minutes.
pub(super) const DELAY_MIN: RangeInclusive<f64> = 0.1..=1440.0;
/// Spread of the time at a desk; MODEL 11.1 gives 0.4 to 0.7.
pub(super) const DELAY_SIGMA: RangeInclusive<f64> = 0.0..=2.0;
/// Seats of a desk; more than this are as good as no queue.
pub(super) const SEATS: RangeInclusive<u32> = 1..=100;

/// A named chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// The name by which a doctrine asks for it.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Its steps in order.
    pub steps: Vec<Step>,
    /// For each step: where its numbers come from, and how well they are known.
    pub sources: Vec<(String, Confidence)>,
}

/// All chains of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Chains {
    /// In order of the file.
    pub list: Vec<Chain>,
    /// The numbers of their desks as entries of the register.
    pub numbers: Vec<Entry>,
}

impl Chains {
    /// The shipped chains.
    ///
    /// # Panics
    /// Never: a test holds the shipped file.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static CHAINS: LazyLock<Chains> =
            LazyLock::new(|| load(FILE, SHIPPED).expect("the shipped chains read without problems").value);
        &CHAINS
    }

    /// The chain of this name.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Chain> {
        self.list.iter().find(|c| c.id == id)
    }

    /// Their names, for hints.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.list.iter().map(|c| c.id.as_str()).collect()
    }
}

/// Reads a file of chains.
///
/// # Errors
/// All its problems.
pub fn load(file: &str, text: &str) -> Result<Checked<Chains>, Vec<Problem>> {
    let mut r = Report::new(file);
    let value = parse(text, &mut r).and_then(|root| read(&root, &mut r));
    r.finish(value)
}

fn read(root: &Node, r: &mut Report) -> Option<Chains> {
    let mut f = Fields::of(r, root, "a file of chains")?;
    f.whole(r, "format", 1..=1);
    let rules = Rules::read(&mut f, &desk_numbers::names(), r);
    let (mut chains, mut numbers): (Vec<Chain>, Vec<Entry>) = (Vec::new(), Vec::new());
    for node in f.list(r, "chains", "chains") {
        let Some(mut c) = Fields::of(r, node, "a chain") else { continue };
        let (id, place) = (c.id(r, "id"), c.place_of("id"));
        let title = c.text(r, "title");
        let of = (id.as_deref().unwrap_or("unknown"), title.as_deref().unwrap_or("unknown"));
        let steps = read_steps(c.list(r, "steps", "steps"), of, &rules, &mut numbers, r);
        if steps.is_empty() || steps.len() > MOST_STEPS {
            let n = steps.len();
            r.error(c.place_of("steps"), format!("a chain of {n} steps; expected 1 to {MOST_STEPS}"));
        }
        c.finish(r);
        let (Some(id), Some(title)) = (id, title) else { continue };
        if chains.iter().any(|c| c.id == id) {
            r.error(place, format!("there are two chains `{id}`"));
        }
        let (steps, sources) = steps.into_iter().unzip();
        chains.push(Chain { id, title, steps, sources });
    }
    f.finish(r);
    Some(Chains { list: chains, numbers })
}

fn read_steps(
    nodes: &[Node],
    chain: (&str, &str),
    rules: &Rules,
    numbers: &mut Vec<Entry>,
    r: &mut Report,
) -> Vec<(Step, (String, Confidence))> {
    let mut ids: Vec<String> = Vec::new();
    let mut out = Vec::new();
    for node in nodes {
        let Some(mut f) = Fields::of(r, node, "a step") else { continue };
        let id = f.id(r, "id");
        if let Some(id) = &id {
            if ids.contains(id) {
                let message = format!("there are two steps `{id}`; each id stands once in a chain");
                r.error(f.place_of("id"), message);
            }
            ids.push(id.clone());
        }
        out.extend(read_step(id, f, chain, rules, numbers, r));
    }
    out
}

fn read_step(
    id: Option<String>,
    mut f: Fields<'_>,
    (chain, title): (&str, &str),
    rules: &Rules,
    numbers: &mut Vec<Entry>,
    r: &mut Report,
) -> Option<(Step, (String, Confidence))> {
    let mut d = ClassNumbers::new(DESKS.map(|n| n.facts).to_vec());
    let desk = f.text(r, "desk");
    let delay_median = d.number(&mut f, r, "delay_median_min").map(Duration::minutes);
    let delay_sigma = d.number(&mut f, r, "delay_sigma");
    let seats = d.optional(&mut f, r, "seats").unwrap_or_else(|| {
        d.by_default("seats", 1.0, f.place());
        Some(1.0)
    });
    let open = f.get("open").map_or(Some(Hours::Always), |n| read_hours(n, r));
    let tires = f.flag_or(r, "tires", false);
    let needs_evidence = f.flag_or(r, "needs_evidence", false);
    let source = f.text(r, "source");
    let confidence = Confidence::read(&mut f, r);
    f.finish(r);
    let (id, desk) = (id?, desk?);
    let (source, confidence) = (source?, confidence?);
    let of = ClassSource { text: source.clone(), confidence };
    let (drawn, entries) = d.finish(KINDS[2], (&format!("{chain}.{id}"), &format!("{title}: {desk}")), &of, rules, r);
    numbers.extend(entries);
    let step = Step {
        id,
        desk,
        delay_median: delay_median?,
        delay_sigma: delay_sigma?,
        seats: whole(seats?),
        open: open?,
        tires: tires?,
        needs_evidence: needs_evidence?,
        stated: Vec::new(),
        drawn,
    };
    Some((step, (source, confidence)))
}

/// `Always`, or `(from: "07:00", to: "18:00")`, UTC.
pub(super) fn read_hours(node: &Node, r: &mut Report) -> Option<Hours> {
    if let crate::reading::Kind::Named { body: None, .. } = node.kind {
        return r.choice(node, "word for opening hours", &["Always"]).map(|_| Hours::Always);
    }
    let mut f = Fields::of(r, node, "opening hours")?;
    let mut clock = |name: &'static str, r: &mut Report| f.need(name).and_then(|n| read_clock(n, r));
    let (from, to) = (clock("from", r), clock("to", r));
    f.finish(r);
    let (from_min, to_min) = (from?, to?);
    if from_min == to_min {
        r.error(node.place, "it opens when it closes; leave `open` out for a desk that is always open");
        return None;
    }
    Some(Hours::Daily { from_min, to_min })
}

/// `"07:30"`, as minutes of the day.
fn read_clock(node: &Node, r: &mut Report) -> Option<u32> {
    let text = r.text(node)?;
    let two = |s: &str, most: u32| {
        (s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit()))
            .then(|| s.parse::<u32>().ok())
            .flatten()
            .filter(|n| *n <= most)
    };
    let read = text.split_once(':').and_then(|(h, m)| Some(60 * two(h, 23)? + two(m, 59)?));
    if read.is_none() {
        r.error(node.place, format!("`{text}` is no time of day; write it like \"07:30\" (UTC)"));
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_chains_read_without_problems_or_warnings() {
        let read = load(FILE, SHIPPED).unwrap_or_else(|p| panic!("{p:?}"));
        assert_eq!(read.warnings, []);
        let chains = read.value;
        let framework = chains.get("premar_prefect_prosecutor").unwrap();
        assert_eq!(framework.steps.len(), 3, "MODEL 11.1: duty officer, consultation, unit");
        assert!(chains.list.iter().all(|c| c.steps.len() == c.sources.len()));
    }

    #[test]
    fn every_problem_of_a_file_of_chains_is_told_at_once() {
        let bad = r#"(format: 1, chains: [
            (id: "a", title: "A", steps: []),
            (id: "a", title: "A", steps: [
                (id: "x", desk: "X", delay_median_h: 1, delay_sigma: 3, seats: 0, source: "s", confidence: L),
                (id: "y", desk: "", delay_median_min: 1, delay_sigma: 0.5, open: (from: "7:00", to: "25:00"), confidence: Q),
                (id: "z", desk: "Z", delay_median_min: 1, delay_sigma: 0.5, open: (from: "07:00", to: "07:00"), source: "s", confidence: L),
                (id: "z", desk: "Z", delay_median_min: 1, delay_sigma: 0.5, open: Allways, source: "s", confidence: L),
                (id: "q", desk: "Q", delay_median_min: 1, delay_sigma: 0.5, source: "s", confidence: L),
                (id: "q", desk: "Q", delay_median_min: 1, delay_sigma: 0.5, source: "s", confidence: L),
            ]),
        ])"#;
        let told: Vec<String> = load("a.ron", bad).unwrap_err().iter().map(ToString::to_string).collect();
        let told = told.join("\n");
        for part in [
            "a chain of 0 steps; expected 1 to 16",
            "there are two chains `a`",
            "write `delay_median_min`",
            "3 is out of bounds; expected 0 to 2",
            "0 is out of bounds; expected 1 to 100",
            "`desk` is empty",
            "`7:00` is no time of day",
            "`25:00` is no time of day",
            "there is no confidence `Q`",
            "needs the field `source`",
            "it opens when it closes",
            "there is no word for opening hours `Allways`",
            "there are two steps `q`",
        ] {
            assert!(told.contains(part), "not told: {part}\nin\n{told}");
        }
    }
}
