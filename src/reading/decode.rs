//! Does the tree say what was asked for? Every mistake is noted, none stops the reading.
//!
//! Each getter gives an `Option`: nothing means that the problem is in the report already. Units stand
//! in field names (`speed_kn`), so a field with the right stem and another unit is told which unit is
//! expected, instead of "unknown field".

use super::problem::{Checked, Problem};
use super::tree::{Kind, Node, Place};
use crate::units::Instant;
use core::ops::RangeInclusive;

/// The most problems that are listed for one file; beyond, only their count is told.
const MAX_PROBLEMS: usize = 200;

/// Units by their ending in field names, and in words. The first group is used in our files; the second
/// is only recognised, to say which unit is expected instead.
const UNITS: &[(&str, &str)] = &[
    ("kn", "knots"),
    ("nm", "nautical miles"),
    ("m", "metres"),
    ("min", "minutes"),
    ("s", "seconds"),
    ("h", "hours"),
    ("c", "degrees Celsius"),
    ("deg", "degrees"),
    ("kg", "kilograms"),
    ("hp", "horsepower"),
    ("per_min", "a number a minute"),
    ("per_h", "a number an hour"),
    ("per_m", "a share per metre of wave height"),
    // Recognised only.
    ("knots", "knots"),
    ("kt", "knots"),
    ("kts", "knots"),
    ("kmh", "kilometres an hour"),
    ("kph", "kilometres an hour"),
    ("mph", "miles an hour"),
    ("mps", "metres a second"),
    ("ms", "metres a second"),
    ("km", "kilometres"),
    ("metres", "metres"),
    ("meters", "metres"),
    ("miles", "miles"),
    ("cm", "centimetres"),
    ("ft", "feet"),
    ("feet", "feet"),
    ("minutes", "minutes"),
    ("mins", "minutes"),
    ("seconds", "seconds"),
    ("sec", "seconds"),
    ("hours", "hours"),
    ("hrs", "hours"),
    ("days", "days"),
    ("f", "degrees Fahrenheit"),
    ("k", "kelvin"),
    ("celsius", "degrees Celsius"),
    ("degrees", "degrees"),
    ("rad", "radians"),
    ("bft", "Beaufort"),
    ("kw", "kilowatts"),
    ("pct", "per cent"),
    ("percent", "per cent"),
];

/// The units of `UNITS` that our files use.
const IN_USE: usize = 13;

/// The endings of field names that say a unit, as our files write them.
pub fn units_in_use() -> impl Iterator<Item = &'static str> {
    UNITS.iter().take(IN_USE).map(|(unit, _)| *unit)
}

/// `max_speed_kn` → (`max_speed`, knots); `m` → (nothing, metres).
fn split_unit(name: &str) -> (&str, Option<&'static str>) {
    let mut best: Option<(&str, &str, &'static str)> = None;
    for (unit, words) in UNITS {
        let stem = if name == *unit { Some("") } else { name.strip_suffix(unit).and_then(|s| s.strip_suffix('_')) };
        if let Some(stem) = stem
            && best.is_none_or(|(_, u, _)| u.len() < unit.len())
        {
            best = Some((stem, unit, words));
        }
    }
    best.map_or((name, None), |(stem, _, words)| (stem, Some(words)))
}

/// The unit that a field's name asks for, in words.
#[must_use]
pub fn unit_of(field: &str) -> Option<&'static str> {
    split_unit(field).1
}

/// The candidate spelt most like `name`, if one is near enough to be meant
/// (Damerau–Levenshtein distance of at most a third of the length and at least one, but never all of it).
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = name.to_lowercase();
    let length = name.chars().count();
    let allowed = (length / 3).clamp(1, 5).min(length.saturating_sub(1));
    candidates
        .into_iter()
        .map(|c| (strsim::damerau_levenshtein(&lower, &c.to_lowercase()), c))
        .filter(|(d, c)| *d <= allowed || (length >= 4 && c.to_lowercase().contains(&lower)))
        .min_by_key(|(d, _)| *d)
        .map(|(_, c)| c)
}

/// `; did you mean …?`, or the whole list if it is short, or nothing.
fn hint(name: &str, candidates: &[&str]) -> String {
    match nearest(name, candidates.iter().copied()) {
        Some(near) => format!("; did you mean `{near}`?"),
        // A dozen names still fit on a line or two; beyond, the manual is the better list.
        None if (1..=12).contains(&candidates.len()) => {
            format!("; expected one of {}", candidates.iter().map(|c| format!("`{c}`")).collect::<Vec<_>>().join(", "))
        }
        None => String::new(),
    }
}

/// Is one of two names the other with a word before it, like `unit_operator` and `operator`?
fn one_with_a_word_before(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    !short.is_empty() && long.strip_suffix(short).is_some_and(|before| before.ends_with('_'))
}

/// The problems of one file, gathered while it is read.
#[derive(Clone, Debug)]
pub struct Report {
    file: String,
    errors: Vec<Problem>,
    beyond: usize,
    warnings: Vec<Problem>,
}

impl Report {
    /// An empty report on a file; the name appears in each message.
    #[must_use]
    pub fn new(file: &str) -> Self {
        Self { file: file.to_owned(), errors: Vec::new(), beyond: 0, warnings: Vec::new() }
    }

    /// Notes a problem.
    pub fn error(&mut self, place: Place, message: impl Into<String>) {
        if self.errors.len() < MAX_PROBLEMS {
            // What a file holds must not steer the terminal that tells of it.
            let message: String = message.into();
            let message = if message.contains(steers) { escaped(&message) } else { message };
            self.errors.push(Problem { file: self.file.clone(), place, message });
        } else {
            self.beyond += 1;
        }
    }

    /// Notes something doubtful.
    pub fn warn(&mut self, place: Place, message: impl Into<String>) {
        if self.warnings.len() < MAX_PROBLEMS {
            self.warnings.push(Problem { file: self.file.clone(), place, message: message.into() });
        }
    }

    /// Takes over problems found elsewhere (in a file that this one names).
    pub fn adopt(&mut self, problems: Vec<Problem>) {
        self.errors.extend(problems);
    }

    /// Takes over warnings found elsewhere.
    pub fn adopt_warnings(&mut self, warnings: Vec<Problem>) {
        self.warnings.extend(warnings);
    }

    /// Was anything wrong?
    #[must_use]
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// The value with its warnings if nothing was wrong, and all problems in order of place otherwise.
    ///
    /// # Errors
    /// All problems of the file, at least one.
    pub fn finish<T>(mut self, value: Option<T>) -> Result<Checked<T>, Vec<Problem>> {
        self.errors.sort();
        self.errors.dedup();
        self.warnings.sort();
        self.warnings.dedup();
        match value {
            Some(value) if self.errors.is_empty() => Ok(Checked { value, warnings: self.warnings }),
            _ => {
                if self.errors.is_empty() {
                    self.error(Place::START, "the file could not be read");
                }
                if self.beyond > 0 {
                    let place = self.errors.last().map_or(Place::START, |p| p.place);
                    self.errors.push(Problem {
                        file: self.file,
                        place,
                        message: format!("and {} more problems", self.beyond),
                    });
                }
                Err(self.errors)
            }
        }
    }

    /// Notes a value of the wrong kind; silent on a broken one.
    pub fn wrong_kind(&mut self, node: &Node, expected: &str) {
        if !matches!(node.kind, Kind::Broken) {
            self.error(node.place, format!("expected {expected}, found {}", node.words()));
        }
    }

    /// A finite number within bounds; `unit` in words, empty for none.
    pub fn number(&mut self, node: &Node, unit: &str, bounds: &RangeInclusive<f64>) -> Option<f64> {
        let of = |lead: &str| if unit.is_empty() { lead.to_owned() } else { format!("{lead} in {unit}") };
        let Kind::Number { value, .. } = node.kind else {
            self.wrong_kind(node, &of("a number"));
            return None;
        };
        if !value.is_finite() {
            self.error(node.place, format!("{value} is not finite; expected {}", of("a number")));
            return None;
        }
        if !bounds.contains(&value) {
            let (low, high) = (bounds.start(), bounds.end());
            let range = if high.is_infinite() {
                format!("{low} or more")
            } else if (high - low).abs() < f64::EPSILON {
                format!("{low}")
            } else {
                format!("{low} to {high}")
            };
            let unit = if unit.is_empty() { String::new() } else { format!(" ({unit})") };
            self.error(node.place, format!("{value} is out of bounds; expected {range}{unit}"));
            return None;
        }
        Some(value)
    }

    /// A whole number within bounds.
    pub fn whole(&mut self, node: &Node, bounds: &RangeInclusive<u32>) -> Option<u32> {
        let real = f64::from(*bounds.start())..=f64::from(*bounds.end());
        let value = self.number(node, "", &real)?;
        if value.fract() != 0.0 {
            self.error(node.place, format!("{value} is not whole; expected a whole number"));
            return None;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the bounds of u32")]
        Some(value as u32)
    }

    /// Text.
    pub fn text<'n>(&mut self, node: &'n Node) -> Option<&'n str> {
        let Kind::Text(s) = &node.kind else {
            self.wrong_kind(node, "text in double quotes");
            return None;
        };
        if let Some(c) = steering_in(s) {
            let code = u32::from(c);
            self.error(
                node.place,
                format!(
                    "this text holds the control character U+{code:04X}; expected letters, signs, line breaks and tabs"
                ),
            );
            return None;
        }
        Some(s)
    }

    /// `true` or `false`.
    pub fn flag(&mut self, node: &Node) -> Option<bool> {
        let Kind::Bool(b) = node.kind else {
            self.wrong_kind(node, "`true` or `false`");
            return None;
        };
        Some(b)
    }

    /// A list; empty, with a problem noted, if it is none.
    pub fn list<'n>(&mut self, node: &'n Node, of: &str) -> &'n [Node] {
        if let Kind::List(items) = &node.kind {
            return items;
        }
        self.wrong_kind(node, &format!("a list of {of}, `[ … ]`"));
        &[]
    }

    /// A moment, as text like `2025-07-09T20:00Z`.
    pub fn instant(&mut self, node: &Node) -> Option<Instant> {
        let text = self.text(node)?;
        Instant::parse(text).map_err(|e| self.error(node.place, e)).ok()
    }

    /// A bare name or text that must be one of `names`; gives its index.
    pub fn choice(&mut self, node: &Node, what: &str, names: &[&str]) -> Option<usize> {
        let Kind::Named { name: given, body: None } = &node.kind else {
            self.wrong_kind(node, &format!("{} {what}: {}", article(what), either(names)));
            return None;
        };
        self.position_of(node.place, given, what, names)
    }

    /// Text that must be one of `names` (an id defined elsewhere).
    pub fn reference(&mut self, node: &Node, what: &str, names: &[&str]) -> Option<String> {
        let given = self.text(node)?;
        self.position_of(node.place, given, what, names).map(|_| given.to_owned())
    }

    /// The index of a name in a list, or a problem with the nearest spelling.
    pub fn position_of(&mut self, place: Place, given: &str, what: &str, names: &[&str]) -> Option<usize> {
        let found = names.iter().position(|n| *n == given);
        if found.is_none() {
            self.error(place, format!("there is no {what} `{given}`{}", hint(given, names)));
        }
        found
    }
}

/// A character that a terminal obeys instead of showing it, or that turns the direction of writing round.
fn steers(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The first such character of a text; the line breaks of other systems are none.
fn steering_in(text: &str) -> Option<char> {
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if steers(c) && !(c == '\r' && rest.peek() == Some(&'\n')) {
            return Some(c);
        }
    }
    None
}

fn escaped(message: &str) -> String {
    message.chars().map(|c| if steers(c) { c.escape_default().to_string() } else { c.to_string() }).collect()
}

/// `a` or `an`, by how a word sounds: "a unit", "an operator".
fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) && !word.starts_with("uni") { "an" } else { "a" }
}

fn either(names: &[&str]) -> String {
    names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(" or ")
}

struct Given<'n> {
    name: &'n str,
    place: Place,
    value: &'n Node,
}

/// The fields of one struct while they are being asked for. Call [`Fields::finish`] when all were: it
/// tells which are missing and which are unknown.
pub struct Fields<'n> {
    what: &'static str,
    place: Place,
    given: Vec<Given<'n>>,
    known: Vec<&'static str>,
    missing: Vec<&'static str>,
    elsewhere: Vec<(&'static str, &'static str)>,
}

impl<'n> Fields<'n> {
    /// The fields of a node; `what` names the thing with its article ("a unit").
    /// Nothing, with a problem noted, if the node has no fields.
    pub fn of(report: &mut Report, node: &'n Node, what: &'static str) -> Option<Self> {
        let fields: &[_] = match &node.kind {
            Kind::Struct(fields) => fields,
            Kind::Unit => &[],
            Kind::Named { body: Some(body), .. } if matches!(body.kind, Kind::Struct(_) | Kind::Unit) => {
                return Self::of(report, body, what);
            }
            _ => {
                report.wrong_kind(node, &format!("{what}, `( name: value, … )`"));
                return None;
            }
        };
        let mut given: Vec<Given<'n>> = Vec::with_capacity(fields.len());
        for f in fields {
            if let Some(first) = given.iter().find(|g| g.name == f.name) {
                let first = first.place;
                report.error(f.place, format!("`{}` is given twice; first in line {}", f.name, first.line));
            } else {
                given.push(Given { name: &f.name, place: f.place, value: &f.value });
            }
        }
        Some(Self { what, place: node.place, given, known: Vec::new(), missing: Vec::new(), elsewhere: Vec::new() })
    }

    /// Where the struct begins.
    #[must_use]
    pub const fn place(&self) -> Place {
        self.place
    }

    /// Where a field's value stands, or the struct if it has no such field.
    #[must_use]
    pub fn place_of(&self, name: &str) -> Place {
        self.given.iter().find(|g| g.name == name).map_or(self.place, |g| g.value.place)
    }

    /// A field that may be left out; `None` counts as left out and `Some(x)` as `x`.
    pub fn get(&mut self, name: &'static str) -> Option<&'n Node> {
        if !self.known.contains(&name) {
            self.known.push(name);
        }
        let value = self.given.iter().find(|g| g.name == name)?.value;
        match &value.kind {
            Kind::Named { name, body: None } if name == "None" => None,
            Kind::Named { name, body: Some(body) } if name == "Some" => match &body.kind {
                Kind::Tuple(items) if items.len() == 1 => items.first(),
                // `Some((a: 1))` is a tuple of one struct; `Some(a: 1)` is meant as the same.
                _ => Some(body),
            },
            _ => Some(value),
        }
    }

    /// A field that must be there.
    pub fn need(&mut self, name: &'static str) -> Option<&'n Node> {
        if !self.given.iter().any(|g| g.name == name) {
            self.missing.push(name);
        }
        self.get(name)
    }

    /// A number in the unit of the field's name.
    pub fn number(&mut self, r: &mut Report, name: &'static str, bounds: RangeInclusive<f64>) -> Option<f64> {
        let node = self.need(name)?;
        r.number(node, unit_of(name).unwrap_or(""), &bounds)
    }

    /// A number that may be left out.
    pub fn number_or(
        &mut self,
        r: &mut Report,
        name: &'static str,
        bounds: RangeInclusive<f64>,
        default: f64,
    ) -> Option<f64> {
        self.get(name).map_or(Some(default), |node| r.number(node, unit_of(name).unwrap_or(""), &bounds))
    }

    /// A whole number.
    pub fn whole(&mut self, r: &mut Report, name: &'static str, bounds: RangeInclusive<u32>) -> Option<u32> {
        let node = self.need(name)?;
        r.whole(node, &bounds)
    }

    /// A whole number that may be left out.
    pub fn whole_or(
        &mut self,
        r: &mut Report,
        name: &'static str,
        bounds: RangeInclusive<u32>,
        default: u32,
    ) -> Option<u32> {
        self.get(name).map_or(Some(default), |node| r.whole(node, &bounds))
    }

    /// Text, not empty.
    pub fn text(&mut self, r: &mut Report, name: &'static str) -> Option<String> {
        let node = self.need(name)?;
        let text = r.text(node)?;
        if text.trim().is_empty() {
            r.error(node.place, format!("`{name}` is empty; expected some text"));
            return None;
        }
        Some(text.to_owned())
    }

    /// An id: small letters, digits, `-` and `_`, beginning with a letter or digit.
    pub fn id(&mut self, r: &mut Report, name: &'static str) -> Option<String> {
        let node = self.need(name)?;
        let text = r.text(node)?;
        let well = text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.'));
        if !well {
            r.error(node.place, format!("`{text}` is no id; expected small letters, digits, `-` and `_`"));
            return None;
        }
        Some(text.to_owned())
    }

    /// Text that may be left out.
    pub fn text_or(&mut self, r: &mut Report, name: &'static str, default: &str) -> Option<String> {
        self.get(name).map_or_else(|| Some(default.to_owned()), |node| r.text(node).map(str::to_owned))
    }

    /// `true` or `false`, may be left out.
    pub fn flag_or(&mut self, r: &mut Report, name: &'static str, default: bool) -> Option<bool> {
        self.get(name).map_or(Some(default), |node| r.flag(node))
    }

    /// A list that must be there (it may be empty).
    pub fn list(&mut self, r: &mut Report, name: &'static str, of: &str) -> &'n [Node] {
        self.need(name).map_or(&[], |node| r.list(node, of))
    }

    /// A list that may be left out.
    pub fn list_or_empty(&mut self, r: &mut Report, name: &'static str, of: &str) -> &'n [Node] {
        self.get(name).map_or(&[], |node| r.list(node, of))
    }

    /// A moment.
    pub fn instant(&mut self, r: &mut Report, name: &'static str) -> Option<Instant> {
        let node = self.need(name)?;
        r.instant(node)
    }

    /// A bare name out of a list.
    pub fn choice(&mut self, r: &mut Report, name: &'static str, what: &str, names: &[&str]) -> Option<usize> {
        let node = self.need(name)?;
        r.choice(node, what, names)
    }

    /// Names a field that belongs elsewhere, and how it is written there: who writes it here is told so.
    pub fn belongs(&mut self, name: &'static str, there: &'static str) {
        self.elsewhere.push((name, there));
    }

    /// Is a field given that nobody asked for?
    #[must_use]
    pub fn has_unknown(&self) -> bool {
        self.given.iter().any(|g| !self.known.contains(&g.name))
    }

    /// Tells missing and unknown fields.
    pub fn finish(mut self, report: &mut Report) {
        for g in &self.given {
            if self.known.contains(&g.name) {
                continue;
            }
            if let Some((_, there)) = self.elsewhere.iter().find(|(name, _)| *name == g.name) {
                report.error(g.place, format!("`{}` is not a field of {}; it belongs in {there}", g.name, self.what));
                continue;
            }
            let (stem, _) = split_unit(g.name);
            let by_unit = self.known.iter().copied().find(|k| {
                let (known_stem, unit) = split_unit(k);
                unit.is_some() && (known_stem == stem || (!known_stem.is_empty() && known_stem == g.name))
            });
            let lead = format!("`{}` is not a field of {}", g.name, self.what);
            let (message, claimed) = if let Some(k) = by_unit {
                (format!("{lead}; expected {}: write `{k}`", unit_of(k).unwrap_or("another unit")), Some(k))
            } else if let Some(k) = nearest(g.name, self.known.iter().copied()) {
                (format!("{lead}; did you mean `{k}`?"), Some(k))
            } else if let Some(k) = self.known.iter().copied().find(|k| one_with_a_word_before(k, g.name)) {
                (format!("{lead}; did you mean `{k}`?"), Some(k))
            } else {
                (format!("{lead}{}", hint(g.name, &self.known)), None)
            };
            report.error(g.place, message);
            // A misspelt field is one mistake, not also a missing one.
            self.missing.retain(|m| Some(*m) != claimed);
        }
        for m in &self.missing {
            report.error(self.place, format!("{} needs the field `{m}`", self.what));
        }
    }
}
