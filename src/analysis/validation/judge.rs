//! Is a published figure met?
//!
//! In: the observed value lies inside the simulated interval *and* the simulated middle inside the stated band
//! (the rule of VALIDATION), as far as either is stated; where a spread is asked for, the interval must reach
//! from end to end of it. Everything else is out, also by a hair: the numbers stand beside.
//!
//! Left out: a score over patterns. Weak patterns do not add up to one number.

use super::measure::{Sample, Simulated};
use super::pattern::{Pattern, Patterns};

/// A pattern held against the simulation.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The pattern.
    pub pattern: Pattern,
    /// What the simulation says; none if nothing it rests on was simulated.
    pub sample: Option<Sample>,
    /// Was it met when the file was last written? None where that run did not hold it.
    pub was_in: Option<bool>,
}

impl Judged {
    /// Is the observed value inside the interval? None if there is no such question.
    #[must_use]
    pub fn observed_inside(&self) -> Option<bool> {
        let (low, high) = self.sample?.interval?;
        self.pattern.observed.map(|x| (low..=high).contains(&x))
    }

    /// Is the middle inside the band? None if there is no such question.
    #[must_use]
    pub fn middle_inside(&self) -> Option<bool> {
        let middle = self.sample?.middle;
        self.pattern.band.map(|(low, high)| (low..=high).contains(&middle))
    }

    /// Does the interval reach far enough? None if there is no such question.
    #[must_use]
    pub fn covers(&self) -> Option<bool> {
        let (low, high) = self.sample?.interval?;
        self.pattern.covers.map(|(from, to)| low <= from && to <= high)
    }

    /// In or out; none if it was not simulated.
    #[must_use]
    pub fn inside(&self) -> Option<bool> {
        self.sample?;
        Some([self.observed_inside(), self.middle_inside(), self.covers()].into_iter().flatten().all(|yes| yes))
    }

    /// Was it in and is it out?
    #[must_use]
    pub fn fell_out(&self) -> bool {
        self.was_in == Some(true) && self.inside() == Some(false)
    }

    /// Was it out and is it in?
    #[must_use]
    pub fn came_in(&self) -> bool {
        self.was_in == Some(false) && self.inside() == Some(true)
    }

    /// Why it is out, in words; empty if it is not.
    #[must_use]
    pub fn why_out(&self) -> String {
        let mut why = Vec::new();
        if self.observed_inside() == Some(false) {
            why.push("observed outside the interval");
        }
        if self.middle_inside() == Some(false) {
            why.push("middle outside the band");
        }
        if self.covers() == Some(false) {
            why.push("interval too narrow");
        }
        why.join(", ")
    }
}

/// Judges the patterns; `quick` asks for the baseline of the quick run.
#[must_use]
pub fn judge(patterns: &[&Pattern], quick: bool, simulated: &Simulated<'_>) -> Vec<Judged> {
    patterns
        .iter()
        .map(|p| Judged {
            sample: simulated.sample(p),
            was_in: if quick { p.was_in.1 } else { Some(p.was_in.0) },
            pattern: (*p).clone(),
        })
        .collect()
}

impl Patterns {
    /// The patterns of these numbers (all if none is given) that belong to the run.
    ///
    /// # Errors
    /// Numbers that no pattern has, each with those that there are.
    pub fn chosen(&self, only: &[String], quick: bool) -> Result<Vec<&Pattern>, Vec<String>> {
        let unknown: Vec<String> =
            only.iter().filter(|id| !self.patterns.iter().any(|p| p.id == **id)).map(|id| self.no_such(id)).collect();
        if !unknown.is_empty() {
            return Err(unknown);
        }
        let wanted = |p: &&Pattern| only.is_empty() || only.contains(&p.id);
        Ok(self.patterns.iter().filter(wanted).filter(|p| !quick || p.was_in.1.is_some()).collect())
    }

    fn no_such(&self, id: &str) -> String {
        if let Some(named) = self.not_simulated.iter().find(|n| n.id == id) {
            return format!("{id} is not simulated: {}", named.reason);
        }
        let mut ids: Vec<&str> = Vec::new();
        for p in &self.patterns {
            if !ids.contains(&p.id.as_str()) {
                ids.push(&p.id);
            }
        }
        format!("there is no pattern `{id}`; expected one of {}", ids.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::super::measure::Measure;
    use super::super::pattern::{Role, SHIPPED, load};
    use super::*;
    use crate::parameters::Confidence;

    fn pattern() -> Pattern {
        Pattern {
            id: "P1".into(),
            title: "x".into(),
            measure: Measure::ArrivedShare,
            fleets: vec!["2023".into()],
            to_april: false,
            replay: None,
            alive_at_min: 0.0,
            observed: Some(0.82),
            band: Some((0.80, 0.86)),
            covers: None,
            interval: 90,
            decimals: 2,
            role: Role::Calibration,
            confidence: Confidence::High,
            source: "x".into(),
            note: String::new(),
            was_in: (true, None),
        }
    }

    fn judged(pattern: Pattern, middle: f64, interval: Option<(f64, f64)>) -> Judged {
        Judged { pattern, sample: Some(Sample { middle, interval, n: 20 }), was_in: Some(true) }
    }

    #[test]
    fn in_needs_both_the_observed_value_and_the_middle() {
        assert_eq!(judged(pattern(), 0.83, Some((0.80, 0.85))).inside(), Some(true));
        let narrow = judged(pattern(), 0.83, Some((0.825, 0.85)));
        assert_eq!((narrow.inside(), narrow.fell_out()), (Some(false), true));
        assert_eq!(narrow.why_out(), "observed outside the interval");
        let off = judged(pattern(), 0.87, Some((0.80, 0.90)));
        assert_eq!((off.inside(), off.why_out().as_str()), (Some(false), "middle outside the band"));
        let band_only = Pattern { observed: None, ..pattern() };
        assert_eq!(judged(band_only, 0.83, None).inside(), Some(true));
        let spread = Pattern { observed: None, covers: Some((1.0, 17.0)), band: Some((3.0, 9.0)), ..pattern() };
        assert_eq!(judged(spread.clone(), 5.0, Some((0.9, 18.0))).inside(), Some(true));
        assert_eq!(judged(spread, 5.0, Some((1.1, 18.0))).why_out(), "interval too narrow");
    }

    #[test]
    fn what_was_not_simulated_is_neither_in_nor_out() {
        let none = Judged { pattern: pattern(), sample: None, was_in: Some(true) };
        assert_eq!((none.inside(), none.fell_out(), none.came_in()), (None, false, false));
    }

    #[test]
    fn patterns_are_chosen_by_number_and_what_is_not_simulated_says_why() {
        let ids = ["2021", "2022", "2023", "2024", "2025", "2026"];
        let all = load("p", SHIPPED, &ids).unwrap().value;
        let one = all.chosen(&["P9".into()], false).unwrap();
        assert!(!one.is_empty() && one.iter().all(|p| p.id == "P9"));
        assert!(all.chosen(&[], true).unwrap().len() < all.chosen(&[], false).unwrap().len());
        let refused = all.chosen(&["P16".into(), "P99".into()], false).unwrap_err();
        assert!(refused[0].starts_with("P16 is not simulated: "), "{refused:?}");
        assert!(refused[1].contains("expected one of P1, P2"), "{refused:?}");
    }
}
