//! A number in a file, or what it could be: `0.04`, or `LogNormal(median: 0.002, sigma: 0.7)`.
//!
//! One reader for both, so that a distribution may stand wherever a number does. Bounds are hard for both:
//! a number beyond them is refused, and so is a distribution whose 5–95 % range is; its tails are cut off.
//! A plain number is read as it always was, bit for bit.
//!
//! Left out: formulas, and references to other numbers.

use super::distribution::{Bounded, Distribution};
use crate::reading::{Fields, Kind, Node, Report};
use core::fmt;
use core::ops::RangeInclusive;

/// A number, or what it is drawn from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// The same on all nights.
    Fixed(f64),
    /// Drawn once for each night.
    Drawn(Bounded),
}

impl Number {
    /// The number, or the median of what it is drawn from.
    #[must_use]
    pub fn central(self) -> f64 {
        match self {
            Self::Fixed(x) => x,
            Self::Drawn(d) => d.median(),
        }
    }

    /// What it is drawn from, if it is drawn.
    #[must_use]
    pub const fn drawn(self) -> Option<Bounded> {
        match self {
            Self::Fixed(_) => None,
            Self::Drawn(d) => Some(d),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(x) => x.fmt(f),
            Self::Drawn(d) => d.shape.fmt(f),
        }
    }
}

/// The shapes, as they are named in files.
const SHAPES: [&str; 8] = ["Uniform", "Normal", "LogNormal", "Triangular", "Beta", "Gamma", "Range", "Through"];

/// Reads a number or a distribution; `unit` in words, empty for none.
pub fn read(node: &Node, unit: &str, bounds: &RangeInclusive<f64>, r: &mut Report) -> Option<Number> {
    if !matches!(node.kind, Kind::Named { .. }) {
        return r.number(node, unit, bounds).map(Number::Fixed);
    }
    let shape = read_shape(node, r)?;
    match Bounded::new(shape, *bounds.start(), *bounds.end()) {
        Ok(bounded) => Some(Number::Drawn(bounded)),
        Err(problem) => {
            let unit = if unit.is_empty() { String::new() } else { format!(" ({unit})") };
            r.error(node.place, format!("{problem}; bounds are {} to {}{unit}", bounds.start(), bounds.end()));
            None
        }
    }
}

/// Reads a distribution, whatever its bounds.
pub fn read_shape(node: &Node, r: &mut Report) -> Option<Distribution> {
    const ANY: RangeInclusive<f64> = f64::MIN..=f64::MAX;
    let Kind::Named { name, body } = &node.kind else {
        r.wrong_kind(node, "a distribution, like `Uniform(low: 1, high: 2)`");
        return None;
    };
    let which = r.position_of(node.place, name, "distribution", &SHAPES)?;
    if body.is_none() {
        r.wrong_kind(node, "a distribution with its numbers, like `Uniform(low: 1, high: 2)`");
        return None;
    }
    let mut f = Fields::of(r, node, "a distribution")?;
    let mut of = |name: &'static str| f.number(r, name, ANY);
    let shape = match which {
        0 => two(of("low"), of("high")).map(|(low, high)| Distribution::Uniform { low, high }),
        1 => two(of("mean"), of("sd")).map(|(mean, sd)| Distribution::Normal { mean, sd }),
        2 => two(of("median"), of("sigma")).map(|(median, sigma)| Distribution::LogNormal { median, sigma }),
        3 => three(of("low"), of("mode"), of("high")).map(|(low, mode, high)| Distribution::Triangular {
            low,
            mode,
            high,
        }),
        4 => {
            let shapes = two(of("a"), of("b"));
            let (low, high) = (f.number_or(r, "low", ANY, 0.0), f.number_or(r, "high", ANY, 1.0));
            shapes.zip(two(low, high)).map(|((a, b), (low, high))| Distribution::Beta { a, b, low, high })
        }
        5 => two(of("shape"), of("mean")).map(|(shape, mean)| Distribution::Gamma { shape, mean }),
        6 => two(of("p05"), of("p95")).map(|(p05, p95)| Distribution::Range { p05, p95 }),
        _ => three(of("p05"), of("median"), of("p95")).map(|(p05, median, p95)| Distribution::Through {
            p05,
            median,
            p95,
        }),
    };
    f.finish(r);
    shape
}

fn two(a: Option<f64>, b: Option<f64>) -> Option<(f64, f64)> {
    a.zip(b)
}

fn three(a: Option<f64>, b: Option<f64>, c: Option<f64>) -> Option<(f64, f64, f64)> {
    Some((a?, b?, c?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::parse;

    fn read_text(text: &str) -> Result<Number, String> {
        let mut report = Report::new("x");
        let value = parse(text, &mut report).and_then(|node| read(&node, "metres", &(0.0..=10.0), &mut report));
        report.finish(value).map(|c| c.value).map_err(|p| p[0].to_string())
    }

    #[test]
    fn a_plain_number_is_itself() {
        assert_eq!(read_text("0.3"), Ok(Number::Fixed(0.3)));
        assert!(read_text("11").unwrap_err().contains("11 is out of bounds; expected 0 to 10 (metres)"));
    }

    #[test]
    fn every_shape_reads_as_it_is_written() {
        for text in [
            "Uniform(low: 1, high: 2)",
            "Normal(mean: 5, sd: 0.5)",
            "LogNormal(median: 0.002, sigma: 0.7)",
            "Triangular(low: 1.5, mode: 2.4, high: 3.5)",
            "Beta(a: 4, b: 16)",
            "Beta(a: 2, b: 3, low: 1, high: 4)",
            "Gamma(shape: 6, mean: 0.033)",
            "Range(p05: 0.5, p95: 4.5)",
            "Through(p05: 1, median: 2, p95: 4)",
        ] {
            let number = read_text(text).unwrap();
            assert_eq!(number.to_string(), text);
            assert!(number.drawn().is_some());
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (text, message) in [
            ("Unifrom(low: 1, high: 2)", "x:1:1: there is no distribution `Unifrom`; did you mean `Uniform`?"),
            ("Uniform(low: 1, hgih: 2)", "did you mean `high`?"),
            ("Uniform(low: 3, high: 2)", "expected `low` < `high`"),
            ("Uniform(low: 3, high: 22)", "bounds are 0 to 10 (metres)"),
            ("Normal", "like `Uniform(low: 1, high: 2)`"),
            ("Gamma(shape: 0, mean: 1)", "expected `shape` above 0"),
            ("\"3\"", "expected a number in metres, found text"),
        ] {
            let said = read_text(text).unwrap_err();
            assert!(said.contains(message), "{text}: {said}");
        }
    }
}
