//! Does a doctrine do what its file says of it? One test of a file, and what holds it.
//!
//! A test speaks of a picture (what the unit is ordered, what the centre is ordered, which rule waits), or of the doctrine
//! as such (whose word is waited for, how often it comes, which canals are closed): a doctrine that differs from the one
//! it extends in its chain alone gives the same order on every picture, so tests on pictures could not fail.
//!
//! Left out: how a test is written (`read_tests`).

use super::picture::UnitView;
use super::{Decision, Doctrine, Order, Picture, decide_by};
use crate::environment::canal::SILLS;
use crate::reading::Place;

/// What the centre is to order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfCentre {
    /// None of its rules holds.
    Nothing,
    /// This order of its own.
    Orders(Order),
}

/// Given this picture, expect this.
#[derive(Clone, Debug, PartialEq)]
pub struct DoctrineTest {
    /// The picture; what the file leaves out has the defaults named in `docs/files.md`.
    pub given: Picture,
    /// The order that must be given: to the unit, or by the centre if it is one of its own.
    pub expect: Option<Order>,
    /// What the centre must order.
    pub centre: Option<OfCentre>,
    /// Id of the rule that must give the order, if one must.
    pub by: Option<String>,
    /// Id of the rule that must be waiting for authority, if one must.
    pub awaits: Option<String>,
    /// Id of the rule that must have its order of authority asked for ahead, if one must.
    pub asks: Option<String>,
    /// Name of the chain of authority that the unit's side must go by.
    pub chain: Option<String>,
    /// The probability that a lawful request of that side gets its order.
    pub commitment: Option<f64>,
    /// What that probability must not exceed on any day.
    pub commitment_at_most: Option<f64>,
    /// The canals that must be closed all night: these and no others.
    pub closed: Option<Vec<String>>,
    /// The mission that the unit is on.
    pub mission: Option<String>,
    /// The unit by its id.
    pub unit: Option<String>,
    /// What it shows.
    pub note: String,
    /// Where it stands in the file.
    pub place: Place,
}

impl DoctrineTest {
    /// What the doctrine orders the unit here, or the centre where an order of its own is expected.
    fn decide(&self, doctrine: &Doctrine) -> Decision {
        if self.expect.is_some_and(Order::is_of_the_centre) {
            return self.decide_as_centre(doctrine);
        }
        let list = doctrine.list_for_unit(
            self.given.unit.side,
            self.mission.as_deref(),
            self.unit.as_deref().unwrap_or_default(),
        );
        decide_by(doctrine, &list, &self.given)
    }

    /// What the centre is ordered here: it is asked as in a night, with the centre in the unit's place.
    fn decide_as_centre(&self, doctrine: &Doctrine) -> Decision {
        let UnitView { side, in_sight, .. } = self.given.unit;
        let picture = Picture { unit: UnitView::of_centre(side, in_sight), ..self.given };
        decide_by(doctrine, &doctrine.list_for_centre(side), &picture)
    }

    /// All that it has decided: for the unit if it says anything of it, and for the centre.
    #[must_use]
    pub fn decisions(&self, doctrine: &Doctrine) -> Vec<Decision> {
        let of_unit = self.expect.is_some() || self.by.is_some() || self.awaits.is_some() || self.asks.is_some();
        let unit = of_unit.then(|| self.decide(doctrine));
        let centre = self.centre.is_some().then(|| self.decide_as_centre(doctrine));
        unit.into_iter().chain(centre).collect()
    }

    /// What it expects, in a few words.
    #[must_use]
    pub fn words(&self) -> String {
        let mut said: Vec<String> = self.expect.iter().map(|o| o.name().to_owned()).collect();
        said.extend(self.centre.map(|c| match c {
            OfCentre::Nothing => "the centre orders nothing".to_owned(),
            OfCentre::Orders(order) => format!("the centre orders {}", order.name()),
        }));
        if said.is_empty() {
            said.extend(self.awaits.iter().map(|rule| format!("`{rule}` waits")));
            said.extend(self.asks.iter().map(|rule| format!("`{rule}` asks ahead")));
        }
        said.extend(self.chain.iter().map(|chain| format!("by the chain `{chain}`")));
        said.extend(self.commitment.iter().map(|p| format!("commitment {p}")));
        said.extend(self.commitment_at_most.iter().map(|p| format!("commitment at most {p}")));
        said.extend(self.closed.iter().map(|ids| closed_in_words(ids)));
        said.join(", ")
    }

    /// Does the doctrine do as expected?
    ///
    /// # Errors
    /// Says what it does instead, and by which rule.
    pub fn check(&self, doctrine: &Doctrine) -> Result<(), String> {
        self.held(doctrine).map_err(|differs| format!("the test fails ({}): {differs}", self.note))
    }

    /// As [`Self::check`], without naming the test.
    ///
    /// # Errors
    /// Says what it does instead, and by which rule.
    pub fn held(&self, doctrine: &Doctrine) -> Result<(), String> {
        self.orders_held(doctrine)?;
        self.centre_held(doctrine)?;
        self.authority_held(doctrine)?;
        match &self.closed {
            Some(wanted) if closed_by_place(wanted) != closed_by_place(&doctrine.closed_canals) => {
                Err(format!("expected {}, but {}", closed_in_words(wanted), closed_in_words(&doctrine.closed_canals)))
            }
            _ => Ok(()),
        }
    }

    fn orders_held(&self, doctrine: &Doctrine) -> Result<(), String> {
        let decision = self.decide(doctrine);
        let rule = |i: Option<usize>| i.and_then(|i| doctrine.rules.get(i)).map(|r| r.id.as_str());
        let fired = rule(decision.rule);
        let by = by_words(fired);
        if let Some(expect) = self.expect.filter(|o| *o != decision.order) {
            return Err(format!(
                "expected {}, but the doctrine orders {} ({by})",
                expect.name(),
                decision.order.name()
            ));
        }
        if let Some(expected) = &self.by
            && fired != Some(expected)
        {
            return Err(format!("expected the order by rule `{expected}`, but: {by}"));
        }
        let waiting = rule(decision.awaits);
        if self.awaits.is_some() && waiting != self.awaits.as_deref() {
            return Err(format!(
                "expected rule `{}` to await authority, but {} does",
                self.awaits.as_deref().unwrap_or_default(),
                waiting.map_or_else(|| "none".to_owned(), |id| format!("`{id}`")),
            ));
        }
        let ahead = rule(decision.ahead);
        if self.asks.is_some() && ahead != self.asks.as_deref() {
            return Err(format!(
                "expected rule `{}` to ask for its order ahead, but {} does",
                self.asks.as_deref().unwrap_or_default(),
                ahead.map_or_else(|| "none".to_owned(), |id| format!("`{id}`")),
            ));
        }
        Ok(())
    }

    fn centre_held(&self, doctrine: &Doctrine) -> Result<(), String> {
        let Some(wanted) = self.centre else { return Ok(()) };
        let decision = self.decide_as_centre(doctrine);
        let fired = decision.rule.map(|i| doctrine.rules[i].id.as_str());
        let by = by_words(fired);
        match (wanted, fired) {
            (OfCentre::Nothing, Some(_)) => {
                Err(format!("expected the centre to order nothing, but it orders {} ({by})", decision.order.name()))
            }
            (OfCentre::Orders(order), None) => {
                Err(format!("expected the centre to order {}, but it orders nothing ({by})", order.name()))
            }
            (OfCentre::Orders(order), Some(_)) if order != decision.order => Err(format!(
                "expected the centre to order {}, but it orders {} ({by})",
                order.name(),
                decision.order.name()
            )),
            _ => Ok(()),
        }
    }

    fn authority_held(&self, doctrine: &Doctrine) -> Result<(), String> {
        if self.chain.is_none() && self.commitment.is_none() && self.commitment_at_most.is_none() {
            return Ok(());
        }
        let side = self.given.unit.side;
        let Some(authority) = doctrine.authority_for(side) else {
            return Err(format!("expected an authority of the {} side, but there is none", side.adjective()));
        };
        if let Some(chain) = self.chain.as_ref().filter(|c| **c != authority.chain) {
            return Err(format!("expected the chain `{chain}`, but orders are asked of `{}`", authority.chain));
        }
        let (low, high) = authority.commitment.range();
        // As written in a file: what differs at all was not meant the same.
        let same = |a: f64, b: f64| (a - b).abs() < 1e-12;
        if let Some(p) = self.commitment.filter(|p| !same(low, *p) || !same(high, *p)) {
            let is = if same(low, high) { format!("it is {low}") } else { format!("it goes from {low} to {high}") };
            return Err(format!("expected the commitment {p}, but {is}"));
        }
        if let Some(most) = self.commitment_at_most.filter(|most| high > *most) {
            return Err(format!("expected a commitment of at most {most}, but it may be {high}"));
        }
        Ok(())
    }
}

fn by_words(fired: Option<&str>) -> String {
    fired.map_or_else(|| "no rule matched".to_owned(), |id| format!("by rule `{id}`"))
}

/// Which canals, whatever the order of writing.
fn closed_by_place(ids: &[String]) -> [bool; SILLS.len()] {
    core::array::from_fn(|i| ids.iter().any(|id| id == SILLS[i].id))
}

fn closed_in_words(ids: &[String]) -> String {
    let names: Vec<&str> = SILLS.iter().map(|s| s.id).filter(|id| ids.iter().any(|x| x == id)).collect();
    if names.is_empty() { "no canal is closed".to_owned() } else { format!("closed: {}", names.join(", ")) }
}
