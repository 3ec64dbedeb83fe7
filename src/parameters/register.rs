//! What is this number, what could it be, and who says so?
//!
//! Two kinds of entry: the model's own numbers, each a field of [`super::Parameters`], and those of classes: craft,
//! sensors, desks of authority and years of boats, which stand with their class (`assets/craft.ron`, `assets/sensors.ron`,
//! `assets/authority.ron`, `assets/fleet.ron`) and are laid beside them by [`Register::with_classes`]. Names, bounds, draws and refusals are the same for both.

use super::distribution::Distribution;
use super::draw::Override;
use super::number::{self, Number};
use super::order;
use super::values::Values;
use crate::reading::{Fields, Kind, Node, Problem, Report, nearest, parse};

/// How well a number is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// A published number or a textbook formula.
    High,
    /// Published at second hand, or derived from published numbers.
    Medium,
    /// A plausible guess.
    Low,
    /// Known to experts' judgement only: no data identify it.
    Elicited,
}

impl Confidence {
    /// All, best known first.
    pub const ALL: [Self; 4] = [Self::High, Self::Medium, Self::Low, Self::Elicited];

    /// The letter in files and tables.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::High => "H",
            Self::Medium => "M",
            Self::Low => "L",
            Self::Elicited => "E",
        }
    }

    /// The meaning of the letter.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::High => "published number or textbook formula",
            Self::Medium => "published at second hand, or derived from published numbers",
            Self::Low => "plausible guess",
            Self::Elicited => "expert judgement only; no data identify it",
        }
    }

    /// Is it a guess, to be shown as such wherever it carries a result?
    #[must_use]
    pub const fn is_guess(self) -> bool {
        matches!(self, Self::Low | Self::Elicited)
    }

    /// Reads the letter in a file.
    pub fn read(fields: &mut Fields<'_>, report: &mut Report) -> Option<Self> {
        let letters = Self::ALL.map(Self::letter);
        fields.choice(report, "confidence", "confidence", &letters).map(|i| Self::ALL[i])
    }
}

/// One number of the model.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Name, `group.name_unit`.
    pub id: String,
    /// What it is, for people.
    pub title: String,
    /// Best value.
    pub value: f64,
    /// Unit of value, range and bounds.
    pub unit: String,
    /// 5 % point of what it could be.
    pub low: f64,
    /// 95 % point of what it could be.
    pub high: f64,
    /// Smallest value accepted from a scenario or study.
    pub min: f64,
    /// Largest value accepted.
    pub max: f64,
    /// How well it is known.
    pub confidence: Confidence,
    /// Where it comes from.
    pub source: String,
    /// What else one should know; may be empty.
    pub note: String,
    /// Its shape, where the source states one; otherwise one goes through value and range.
    pub distribution: Option<Distribution>,
    /// The id of the parameter whose luck it shares when both are drawn.
    pub drawn_with: Option<String>,
    /// Name of the file of the register, without its ending: the theme.
    pub theme: String,
}

/// All numbers of the model, in order of files and lines.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Register {
    entries: Vec<Entry>,
    classes: Vec<Entry>,
}

/// The word that stands for all numbers that a study of doubt is made of.
pub const ALL: &str = "all";

/// The file of classes whose numbers `all` stands for too. How far sensors see small boats hardly anybody has measured, and
/// much hangs on it; what a class of craft can do is known rather well, so its numbers are drawn when they are named.
const IN_ALL: &str = "sensors";

/// The register files as shipped, name and text: they are compiled in, so that no test and no
/// installed program has to look for them.
pub const SHIPPED: [(&str, &str); 11] = [
    ("boats.ron", include_str!("../../assets/parameters/boats.ron")),
    ("people.ron", include_str!("../../assets/parameters/people.ron")),
    ("sensing.ron", include_str!("../../assets/parameters/sensing.ron")),
    ("command.ron", include_str!("../../assets/parameters/command.ron")),
    ("units.ron", include_str!("../../assets/parameters/units.ron")),
    ("traffic.ron", include_str!("../../assets/parameters/traffic.ron")),
    ("interception.ron", include_str!("../../assets/parameters/interception.ron")),
    ("ashore.ron", include_str!("../../assets/parameters/ashore.ron")),
    ("sea.ron", include_str!("../../assets/parameters/sea.ron")),
    ("weather.ron", include_str!("../../assets/parameters/weather.ron")),
    ("margins.ron", include_str!("../../assets/parameters/margins.ron")),
];

impl Register {
    /// Reads the register from its files (name and text) and holds it against the typed list: every
    /// field of [`super::Parameters`] must be there, and nothing else.
    ///
    /// # Errors
    /// All problems of all files.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut entries: Vec<Entry> = Vec::new();
        for (name, text) in files {
            let mut report = Report::new(name);
            if let Some(root) = parse(text, &mut report) {
                read_file(&root, name, &mut entries, &mut report);
            }
            if let Err(found) = report.finish(Some(())) {
                problems.extend(found);
            }
        }
        if problems.is_empty() {
            let mut report = Report::new("the register");
            for (_, id) in super::FIELDS {
                if !entries.iter().any(|e| e.id == *id) {
                    report.error(crate::reading::Place::START, format!("parameter `{id}` is missing from all files"));
                }
            }
            if let Err(found) = report.finish(Some(())) {
                problems.extend(found);
            }
        }
        if problems.is_empty() { Ok(Self { entries, classes: Vec::new() }) } else { Err(problems) }
    }

    /// The register as shipped.
    ///
    /// # Panics
    /// Never with the shipped files; a test reads them.
    #[must_use]
    pub fn shipped() -> Self {
        Self::parse(&SHIPPED).unwrap_or_else(|problems| {
            panic!(
                "the shipped register reads without problems, but: {}",
                problems.first().map_or_else(String::new, ToString::to_string)
            )
        })
    }

    /// The register with the numbers of classes laid beside the model's own, in place of any that were.
    #[must_use]
    pub fn with_classes(self, classes: Vec<Entry>) -> Self {
        Self { classes, ..self }
    }

    /// The register with more numbers of classes beside those that it has.
    #[must_use]
    pub fn and_classes(mut self, more: Vec<Entry>) -> Self {
        self.classes.extend(more);
        self
    }

    /// The model's own numbers, in order of files and lines.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The numbers of classes, in order of files and lines.
    #[must_use]
    pub fn class_entries(&self) -> &[Entry] {
        &self.classes
    }

    /// All of both, the model's own first.
    pub fn all_entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().chain(&self.classes)
    }

    /// What `all` stands for: the model's own numbers and those of classes of sensors.
    pub fn of_all(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().chain(self.classes.iter().filter(|e| e.theme == IN_ALL))
    }

    /// What a name stands for where several numbers may be named: an entry; [`ALL`]; or a pattern, in which `*` stands for
    /// one part between dots, and at the end for all that follows (`craft.vcsm.*`, `sensor.*.reference_range_nm`).
    ///
    /// # Errors
    /// Says in a sentence that nothing is meant, with the nearest name.
    pub fn named(&self, name: &str) -> Result<Vec<&Entry>, String> {
        if name == ALL {
            return Ok(self.of_all().collect());
        }
        if !name.contains('*') {
            return self.entry(name).map(|e| vec![e]);
        }
        let found: Vec<&Entry> = self.all_entries().filter(|e| is_like(&e.id, name)).collect();
        if found.is_empty() {
            return Err(format!(
                "no parameter is like `{name}`; expected `*` in the place of a part, as in `engine.*`, `craft.vcsm.*` or `sensor.*.reference_range_nm`"
            ));
        }
        Ok(found)
    }

    /// All values by id.
    #[must_use]
    pub fn values(&self) -> Values {
        Values::of(self)
    }

    /// The entry of this name.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.all_entries().find(|e| e.id == id)
    }

    /// The entry of this name.
    ///
    /// # Errors
    /// Says in a sentence that there is none, with the nearest name.
    pub fn entry(&self, id: &str) -> Result<&Entry, String> {
        self.get(id).ok_or_else(|| {
            let near = nearest(id, self.all_entries().map(|e| e.id.as_str()));
            let hint = near.map_or_else(String::new, |n| format!("; did you mean `{n}`?"));
            format!("there is no parameter `{id}`{hint}")
        })
    }

    /// The register with some values set, in order; one that is drawn stands at its median. Refuses ends of one
    /// range that are out of order, and exclusive shares beyond the whole.
    ///
    /// # Errors
    /// One sentence per refused value.
    pub fn with_overrides(&self, overrides: &[Override]) -> Result<Self, Vec<String>> {
        let mut out = self.clone();
        let mut problems = Vec::new();
        for o in overrides {
            match out.entries.iter_mut().chain(&mut out.classes).find(|e| e.id == o.id) {
                Some(e) => e.value = o.number.central(),
                None => problems.extend(self.entry(&o.id).err()),
            }
        }
        problems.extend(order::problems(|id| out.get(id).map(|e| e.value)));
        problems.extend(order::problems_of_classes(&out.classes));
        if problems.is_empty() { Ok(out) } else { Err(problems) }
    }

    /// The register with some values set to plain numbers, in order.
    ///
    /// # Errors
    /// One sentence per refused value.
    pub fn with_numbers(&self, numbers: &[(String, f64)]) -> Result<Self, Vec<String>> {
        let (mut overrides, mut problems) = (Vec::new(), Vec::new());
        for (id, value) in numbers {
            match self.overriding(id, Number::Fixed(*value)) {
                Ok(o) => overrides.push(o),
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { self.with_overrides(&overrides) } else { Err(problems) }
    }

    /// Sets a parameter to a number, or lets it be drawn.
    ///
    /// # Errors
    /// Says in a sentence why not: an unknown name, or a number out of bounds.
    pub fn overriding(&self, id: &str, number: Number) -> Result<Override, String> {
        let e = self.entry(id)?;
        let within = |x: f64| x.is_finite() && (e.min..=e.max).contains(&x);
        match number {
            Number::Fixed(x) if !within(x) => {
                Err(format!("{x} is out of bounds for `{id}`; expected {} to {} ({})", e.min, e.max, e.unit))
            }
            _ => Ok(Override { id: id.to_owned(), number, luck: e.luck() }),
        }
    }

    /// Reads a map of parameters and what a file sets them to, or lets them be drawn from.
    pub fn read_overrides(&self, node: &Node, r: &mut Report) -> Option<Vec<Override>> {
        let Kind::Map(pairs) = &node.kind else {
            r.wrong_kind(node, "a map of parameters, like { \"engine.failure_per_h\": 0.05 }");
            return None;
        };
        let mut out: Vec<Override> = Vec::new();
        for (key, value) in pairs {
            let Some(new) = self.read_override(key, value, r) else { continue };
            if out.iter().any(|o| o.id == new.id) {
                r.error(key.place, format!("parameter `{}` is set twice", new.id));
            } else {
                out.push(new);
            }
        }
        if let Err(problems) = self.with_overrides(&out) {
            for problem in problems {
                r.error(node.place, problem);
            }
        }
        Some(out)
    }

    /// Reads what a file sets a parameter to. Unknown names are told at `key`, numbers at `value`.
    pub fn read_override(&self, key: &Node, value: &Node, r: &mut Report) -> Option<Override> {
        let id = r.text(key)?.to_owned();
        let e = self.entry(&id).map_err(|problem| r.error(key.place, problem)).ok()?;
        // The register names the bounds of a plain number with the parameter's name and unit.
        let (bounds, unit) = match value.kind {
            Kind::Named { .. } => (e.min..=e.max, e.unit.as_str()),
            _ => (f64::MIN..=f64::MAX, ""),
        };
        let number = number::read(value, unit, &bounds, r)?;
        self.overriding(&id, number).map_err(|problem| r.error(value.place, problem)).ok()
    }
}

/// Is this id like the pattern?
fn is_like(id: &str, pattern: &str) -> bool {
    let mut parts = id.split('.');
    let mut wanted = pattern.split('.').peekable();
    while let Some(want) = wanted.next() {
        match parts.next() {
            None => return false,
            Some(_) if want == "*" && wanted.peek().is_none() => return true,
            Some(part) if want != "*" && want != part => return false,
            Some(_) => {}
        }
    }
    parts.next().is_none()
}

fn read_file(root: &Node, file: &str, entries: &mut Vec<Entry>, report: &mut Report) {
    let Some(mut fields) = Fields::of(report, root, "a register file") else { return };
    fields.whole(report, "format", 1..=1);
    let list = fields.list(report, "parameters", "parameters");
    fields.finish(report);
    let theme = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".ron");
    for node in list {
        if let Some(entry) = read_entry(node, theme, report) {
            if entries.iter().any(|e| e.id == entry.id) {
                report.error(node.place, format!("parameter `{}` is there twice", entry.id));
            } else {
                entries.push(entry);
            }
        }
    }
}

fn read_entry(node: &Node, theme: &str, r: &mut Report) -> Option<Entry> {
    const ANY: core::ops::RangeInclusive<f64> = f64::MIN..=f64::MAX;
    let mut f = Fields::of(r, node, "a parameter")?;
    let id = f.id(r, "id");
    let title = f.text(r, "title");
    let value = f.number(r, "value", ANY);
    let unit = f.text(r, "unit");
    let (low, high) = (f.number(r, "low", ANY), f.number(r, "high", ANY));
    let (min, max) = (f.number(r, "min", ANY), f.number(r, "max", ANY));
    let confidence = Confidence::read(&mut f, r);
    let source = f.text(r, "source");
    let note = f.text_or(r, "note", "");
    let distribution = f.get("distribution").map(|n| number::read_shape(n, r));
    let drawn_with = f.get("drawn_with").map(|n| r.text(n).map(str::to_owned));
    let id_place = f.place_of("id");
    f.finish(r);
    let (id, value, low, high, min, max) = (id?, value?, low?, high?, min?, max?);
    let in_order = min <= low && low <= value && value <= high && high <= max;
    if !in_order {
        r.error(
            node.place,
            format!("`{id}`: expected min ≤ low ≤ value ≤ high ≤ max, found {min}, {low}, {value}, {high}, {max}"),
        );
    }
    if !super::FIELDS.iter().any(|(_, known)| *known == id) {
        let near = nearest(&id, super::FIELDS.iter().map(|(_, known)| *known));
        let hint = near.map_or_else(String::new, |n| format!("; did you mean `{n}`?"));
        r.error(id_place, format!("the model has no parameter `{id}`{hint}"));
    }
    let entry = Entry {
        id,
        title: title?,
        value,
        unit: unit?,
        low,
        high,
        min,
        max,
        confidence: confidence?,
        source: source?,
        note: note?,
        distribution: distribution.map_or(Some(None), |d| d.map(Some))?,
        drawn_with: drawn_with.map_or(Some(None), |d| d.map(Some))?,
        theme: theme.to_owned(),
    };
    if in_order && let Err(problem) = entry.uncertainty() {
        r.error(node.place, format!("`{}`: {problem}; bounds are {min} to {max}", entry.id));
    }
    Some(entry)
}
