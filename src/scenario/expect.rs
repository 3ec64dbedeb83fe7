//! What does a scenario promise to show, and within which bounds?
//!
//! A scenario is written to show something: people in the water on most nights, or one doctrine's nights
//! ending otherwise than another's. Said only in its description, that goes stale when the model changes. Said
//! as an expectation (a mean over the first nights of one seed, with bounds) it can be held by a test and by
//! `slackwater check FILE --expect`. An expectation is about the model, and no finding about the world.
//!
//! Left out: anything that no metric counts, and intervals: bounds are the writer's, wide enough that a
//! change of the model which means nothing stays inside.

use super::load::Names;
use crate::reading::{Fields, Node, Report};
use core::ops::RangeInclusive;

/// The seed whose first nights are looked at: the one that everything uses unless told otherwise.
pub const SEED: u64 = 42;

/// Fewest and most nights. One night is no mean; a thousand take a minute or more.
const NIGHTS: RangeInclusive<u32> = 2..=1000;

/// Any value that a metric of one night could have, people and minutes alike.
const VALUES: RangeInclusive<f64> = -1e6..=1e6;

/// One thing that a scenario is expected to show.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// What it means, for people.
    pub note: String,
    /// The doctrine (id of a shipped one) under which the nights are lived.
    pub doctrine: String,
    /// If there is one: the mean is of the paired difference, this doctrine's nights less those of `doctrine`.
    pub against: Option<String>,
    /// Id of the metric.
    pub metric: String,
    /// The first so many nights of [`SEED`].
    pub nights: u32,
    /// Least mean that is as expected, in the metric's unit; minus infinity if none is stated.
    pub at_least: f64,
    /// Greatest mean that is as expected, in the metric's unit; infinity if none is stated.
    pub at_most: f64,
}

impl Expectation {
    /// The doctrines whose nights it needs.
    pub fn doctrines(&self) -> impl Iterator<Item = &str> {
        core::iter::once(self.doctrine.as_str()).chain(self.against.as_deref())
    }

    /// Whether this mean is within the bounds.
    #[must_use]
    pub fn holds(&self, mean: f64) -> bool {
        (self.at_least..=self.at_most).contains(&mean)
    }

    /// The bounds in words, such as "at least 2" or "0 to 0.4".
    #[must_use]
    pub fn bounds(&self) -> String {
        match (self.at_least.is_finite(), self.at_most.is_finite()) {
            (true, true) => format!("{} to {}", self.at_least, self.at_most),
            (true, false) => format!("at least {}", self.at_least),
            _ => format!("at most {}", self.at_most),
        }
    }
}

/// Reads one entry of a scenario's `expect`.
pub(super) fn read_expectation(node: &Node, names: &Names<'_>, r: &mut Report) -> Option<Expectation> {
    let mut f = Fields::of(r, node, "an expectation")?;
    let note = f.text(r, "note");
    let doctrine = f.need("doctrine").and_then(|n| r.reference(n, "shipped doctrine", names.doctrines));
    let given = f.get("against");
    let against = given.and_then(|n| r.reference(n, "shipped doctrine", names.doctrines));
    let metric = f.need("metric").and_then(|n| r.reference(n, "metric", names.metrics));
    let nights = f.whole(r, "nights", NIGHTS);
    let stated = f.get("at_least").is_some() || f.get("at_most").is_some();
    let at_least = f.get("at_least").map_or(Some(f64::NEG_INFINITY), |n| r.number(n, "", &VALUES));
    let at_most = f.get("at_most").map_or(Some(f64::INFINITY), |n| r.number(n, "", &VALUES));
    let (place, against_place, least_place) = (f.place(), f.place_of("against"), f.place_of("at_least"));
    f.finish(r);
    if !stated {
        r.error(place, "an expectation without bounds cannot fail; expected `at_least`, `at_most` or both");
    }
    if let (Some(least), Some(most)) = (at_least, at_most)
        && least > most
    {
        r.error(least_place, format!("`at_least` ({least}) is above `at_most` ({most})"));
    }
    if against.is_some() && against == doctrine {
        r.error(against_place, "a doctrine against itself differs by nothing; expected another doctrine");
    }
    if given.is_some() && against.is_none() {
        return None;
    }
    Some(Expectation {
        note: note?,
        doctrine: doctrine?,
        against,
        metric: metric?,
        nights: nights?,
        at_least: at_least?,
        at_most: at_most?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_closed_and_told_in_words() {
        let of = |at_least, at_most| Expectation {
            note: String::new(),
            doctrine: "a".into(),
            against: Some("b".into()),
            metric: "deaths".into(),
            nights: 2,
            at_least,
            at_most,
        };
        let e = of(-1.5, 2.0);
        assert!(e.holds(-1.5) && e.holds(2.0) && !e.holds(2.001) && !e.holds(f64::NAN));
        assert_eq!(e.bounds(), "-1.5 to 2");
        assert_eq!(of(3.0, f64::INFINITY).bounds(), "at least 3");
        assert_eq!(of(f64::NEG_INFINITY, 0.5).bounds(), "at most 0.5");
        assert!(e.doctrines().eq(["a", "b"]));
    }
}
