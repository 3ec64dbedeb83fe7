//! What does the file of classes say of one number, and what could it be?
//!
//! A number stands plain, as a distribution, or with its range: `(value: 25, low: 22, high: 32, source: "…")`. A plain one
//! takes its range from the rule for its field at the head of the file (`ranges`), a share to both sides; nought has
//! none and is exact. Each becomes an entry of the register, so that ranges and sources of classes are as open as those
//! of the model's other numbers, and bounds, draws and refusals are the same.
//!
//! Left out: dependence between numbers of a class.

use super::drawn::DrawnField;
use super::numbers::Facts;
use crate::parameters::{Confidence, Entry, Number, number};
use crate::reading::decode::unit_of;
use crate::reading::{Fields, Kind, Node, Place, Report};
use core::ops::RangeInclusive;

/// What plain numbers of a field could be.
struct Rule {
    field: &'static str,
    /// Share of the value to both sides, for 5 and 95 %.
    share: f64,
    confidence: Confidence,
    source: String,
}

/// The rules at the head of a file.
pub(crate) struct Rules(Vec<Rule>);

impl Rules {
    /// Reads `ranges`, of numbers with these names.
    pub(crate) fn read(f: &mut Fields<'_>, known: &[&'static str], r: &mut Report) -> Self {
        let mut rules: Vec<Rule> = Vec::new();
        for node in f.list_or_empty(r, "ranges", "rules for ranges") {
            let Some(mut f) = Fields::of(r, node, "a rule for ranges") else { continue };
            let field = f.need("field").and_then(|n| {
                let given = r.text(n)?;
                r.position_of(n.place, given, "number of a class", known)
            });
            let share = f.number(r, "share", 0.001..=0.95);
            let confidence = Confidence::read(&mut f, r);
            let source = f.text(r, "source");
            f.finish(r);
            let (Some(i), Some(share), Some(confidence), Some(source)) = (field, share, confidence, source) else {
                continue;
            };
            if rules.iter().any(|o| o.field == known[i]) {
                r.error(node.place, format!("there are two rules for `{}`", known[i]));
            }
            rules.push(Rule { field: known[i], share, confidence, source });
        }
        Self(rules)
    }
}

impl Rules {
    /// The rule for one field, said of each of these.
    pub(crate) fn spread(&self, field: &str, over: &[&'static str]) -> Self {
        let Some(rule) = self.0.iter().find(|o| o.field == field) else { return Self(Vec::new()) };
        Self(over.iter().map(|name| Rule { field: name, source: rule.source.clone(), ..*rule }).collect())
    }
}

/// Where a class's numbers come from.
pub(crate) struct ClassSource {
    pub text: String,
    pub confidence: Confidence,
}

/// A number as it was read.
struct Read {
    facts: Facts,
    place: Place,
    value: f64,
    number: Number,
    /// Range, confidence and source of its own.
    own: Option<Own>,
}

struct Own {
    low: f64,
    high: f64,
    confidence: Option<Confidence>,
    source: Option<String>,
}

/// The numbers of a class, as its file is read.
pub(crate) struct ClassNumbers {
    known: Vec<Facts>,
    read: Vec<Read>,
}

impl ClassNumbers {
    /// For a class with these numbers.
    pub(crate) fn new(known: Vec<Facts>) -> Self {
        Self { known, read: Vec::new() }
    }

    /// A number that must be there; gives it, or the median of what it is drawn from.
    pub(crate) fn number(&mut self, f: &mut Fields<'_>, r: &mut Report, name: &'static str) -> Option<f64> {
        let node = f.need(name)?;
        self.read(node, name, r)
    }

    /// The same, if the field is there: none if it is not, and none within if it is wrong.
    #[expect(clippy::option_option, reason = "absent, wrong and given are three things")]
    pub(crate) fn optional(&mut self, f: &mut Fields<'_>, r: &mut Report, name: &'static str) -> Option<Option<f64>> {
        let node = f.get(name)?;
        Some(self.read(node, name, r))
    }

    /// A number that its file leaves out, with the value that it then has.
    pub(crate) fn by_default(&mut self, name: &'static str, value: f64, place: Place) {
        let facts = *self.known.iter().find(|f| f.name == name).expect("the reader asks for fields of the table");
        self.read.push(Read { facts, place, value, number: Number::Fixed(value), own: None });
    }

    fn read(&mut self, node: &Node, name: &'static str, r: &mut Report) -> Option<f64> {
        let facts = *self.known.iter().find(|f| f.name == name).expect("the reader asks for fields of the table");
        let bounds = facts.bounds.0..=facts.bounds.1;
        let (number, own) = match node.kind {
            Kind::Struct(_) => {
                let (value, own) = read_own(node, facts, &bounds, r)?;
                (Number::Fixed(value), Some(own))
            }
            Kind::Named { .. } => (number::read(node, unit_of(name).unwrap_or(""), &bounds, r)?, None),
            _ => (Number::Fixed(plain(node, facts, &bounds, r)?), None),
        };
        let value = number.central();
        self.read.push(Read { facts, place: node.place, value, number, own });
        Some(value)
    }

    /// The fields that are drawn each night, and the entries of the register. `kind` is the first part of their ids, `theme`
    /// the file.
    pub(crate) fn finish(
        self,
        (kind, theme): (&str, &str),
        (id, title): (&str, &str),
        source: &ClassSource,
        rules: &Rules,
        r: &mut Report,
    ) -> (Vec<DrawnField>, Vec<Entry>) {
        let (mut drawn, mut entries) = (Vec::new(), Vec::new());
        for n in self.read {
            let Facts { name, unit, means, bounds: (min, max), whole, .. } = n.facts;
            let mut e = Entry {
                id: format!("{kind}.{id}.{name}"),
                title: format!("{title}: {means}"),
                value: n.value,
                unit: unit.to_owned(),
                low: n.value,
                high: n.value,
                min,
                max,
                confidence: source.confidence,
                source: "That of its class".to_owned(),
                note: format!("Of the class: {}", source.text),
                distribution: None,
                drawn_with: None,
                theme: theme.to_owned(),
            };
            if whole {
                e.note += ". A count: what it is set to, or drawn, is rounded";
            }
            match (n.own, n.number) {
                (Some(own), _) => {
                    (e.low, e.high) = (own.low, own.high);
                    e.confidence = own.confidence.unwrap_or(e.confidence);
                    e.source = own.source.unwrap_or(e.source);
                }
                (None, Number::Drawn(what)) => {
                    (e.low, e.high) = (what.quantile(0.05), what.quantile(0.95));
                    e.distribution = Some(what.shape);
                    drawn.push(DrawnField { name, what });
                }
                (None, Number::Fixed(0.0)) => {}
                (None, Number::Fixed(x)) => {
                    let Some(rule) = rules.0.iter().find(|o| o.field == name) else {
                        let with = "`(value: …, low: …, high: …)` with its 5 % and 95 % points";
                        r.error(
                            n.place,
                            format!(
                                "what else `{name}` could be is not said; expected {with}, or a rule for it in `ranges`"
                            ),
                        );
                        continue;
                    };
                    e.low = tidy(x * (1.0 - rule.share)).max(min);
                    e.high = tidy(x * (1.0 + rule.share)).min(max);
                    e.confidence = e.confidence.max(rule.confidence);
                    e.source = format!("{}; range: {}", e.source, rule.source);
                }
            }
            if let Err(problem) = e.uncertainty() {
                r.error(n.place, format!("`{name}`: {problem}; bounds are {min} to {max}"));
            }
            entries.push(e);
        }
        (drawn, entries)
    }
}

fn plain(node: &Node, facts: Facts, bounds: &RangeInclusive<f64>, r: &mut Report) -> Option<f64> {
    let x = r.number(node, unit_of(facts.name).unwrap_or(""), bounds)?;
    if facts.whole && x.fract() != 0.0 {
        r.error(node.place, format!("{x} is not whole; expected a whole number"));
        return None;
    }
    Some(x)
}

/// `(value: 25, low: 22, high: 32, confidence: M, source: "…")`, the last two if they are not those of the class.
fn read_own(node: &Node, facts: Facts, bounds: &RangeInclusive<f64>, r: &mut Report) -> Option<(f64, Own)> {
    let unit = unit_of(facts.name).unwrap_or("");
    let mut f = Fields::of(r, node, "a number with its range")?;
    let value = f.need("value").and_then(|n| plain(n, facts, bounds, r));
    let [low, high] = ["low", "high"].map(|name| f.need(name).and_then(|n| r.number(n, unit, bounds)));
    let confidence = match f.get("confidence") {
        Some(_) => Confidence::read(&mut f, r).map(Some),
        None => Some(None),
    };
    let source = match f.get("source") {
        Some(_) => f.text(r, "source").map(Some),
        None => Some(None),
    };
    f.finish(r);
    let (value, low, high) = (value?, low?, high?);
    if !(low <= value && value <= high) {
        r.error(node.place, format!("expected low ≤ value ≤ high, found {low}, {value}, {high}"));
        return None;
    }
    Some((value, Own { low, high, confidence: confidence?, source: source? }))
}

/// Four digits: an end of a rule's range is no more exact than that.
fn tidy(x: f64) -> f64 {
    format!("{x:.3e}").parse().unwrap_or(x)
}
