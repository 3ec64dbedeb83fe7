//! R1: was help sent in time, while somebody could be sent?
//!
//! The time runs from when danger was known (by a strict reading from the call that told of it) to the first order that
//! sends help, of whichever side; where the last unit leaves while the danger lasts, the boat waits again. Only the time in which the log says that a unit was free counts: nobody is bound beyond
//! what is possible. A search that ends without knowing that its boat is safe is a stand-down.
//!
//! Left out: how far the free units were, and help by merchant ships.

use super::alone::LeftToOthers;
use super::stints::Stints;
use super::{Case, Court, beside, minutes};
use crate::agents::Side;
use crate::agents::calling::Phase;
use crate::doctrine::Contact;
use crate::events::{BoatId, Event, UnitId, What};
use crate::law::finding::{Band, Finding, Ground};
use crate::law::known::{helps, signs};
use crate::law::rules::Assist;
use crate::units::Tick;
use crate::units::format::fixed;
use std::collections::{BTreeMap, BTreeSet};

/// A contact in danger to which nobody has been sent.
struct Waiting {
    contact: u32,
    /// The signs by which danger was known.
    signs: Vec<String>,
    /// When the wait began.
    from: Tick,
    /// Ticks that count, up to `since`.
    counted: u32,
    /// Ticks up to `since` that do not count as who could be sent was saving others.
    bound: u32,
    /// Since then; none of it is counted yet.
    since: Tick,
    /// Was a unit free since then, if anything was said of that?
    able: Option<bool>,
    /// It had been helped before.
    again: bool,
}

struct Fold<'a> {
    court: &'a Court<'a>,
    t: &'a Assist,
    waiting: BTreeMap<(Side, BoatId), Waiting>,
    /// The last call that reached a centre, until it is understood.
    calls: BTreeMap<(Side, BoatId), Tick>,
    /// The call that is being booked on the contact of this boat, though it came from another: when, whose, when it came.
    booked: Option<(Tick, (Side, BoatId), Tick)>,
    /// Who was on the way to help, or helping, and when.
    stints: Stints,
    /// Boats that a centre leaves to the other side's units.
    left: LeftToOthers<'a>,
    found: Vec<Finding>,
}

pub(super) fn judge(court: &Court<'_>, t: &Assist) -> Vec<Finding> {
    let mut fold = Fold {
        court,
        t,
        waiting: BTreeMap::new(),
        calls: BTreeMap::new(),
        booked: None,
        stints: Stints::default(),
        left: LeftToOthers::default(),
        found: Vec::new(),
    };
    for (i, event) in court.events.iter().enumerate() {
        fold.step(i, event);
    }
    let open: BTreeSet<(Side, BoatId)> = fold.waiting.keys().copied().collect();
    if let Some((i, last)) = court.events.iter().enumerate().next_back() {
        for key in open {
            fold.end(i, last.tick, key, None, "nobody had been sent when the night ended");
        }
    }
    fold.found
}

impl<'a> Fold<'a> {
    fn step(&mut self, i: usize, event: &'a Event) {
        let now = event.tick;
        self.left.read(event);
        match &event.what {
            // A call about danger that is known already, or to a boat that is being helped, leads to no phase.
            What::DistressCalled { boat, side, .. }
                if !self.waiting.contains_key(&(*side, *boat)) && !self.stints.anybody_helps(*boat) =>
            {
                self.calls.entry((*side, *boat)).or_insert(now);
            }
            What::CallNotActedOn { boat, side } => {
                self.calls.remove(&(*side, *boat));
            }
            What::PhaseDeclared { boat, side, contact, phase } => {
                let call = self.call_behind(now, (*side, *boat)).filter(|_| self.t.from_the_call);
                if *phase == Phase::Routine {
                    self.end(i, now, (*side, *boat), None, "the case was taken out of its phase");
                } else if *phase >= self.t.danger_from {
                    self.begin(now, (*side, *boat), *contact, vec![phase.title().to_owned()], call);
                }
            }
            What::LeftUnhelped { boat, side, contact, known, able } => {
                self.unhelped(now, (*side, *boat), *contact, known, *able);
            }
            What::NeedOver { boat, side, .. } => {
                self.end(i, now, (*side, *boat), None, "no signs of danger were left");
            }
            What::BoatLanded { boat, .. } => {
                for side in Side::ALL {
                    self.end(i, now, (side, *boat), None, "the boat came ashore by itself");
                }
            }
            What::ReportMisattributed { boat, side, with, .. } => self.book(now, (*side, *boat), *with),
            What::ReportMerged { boat, side, with, .. } => {
                self.book(now, (*side, *boat), *with);
                self.end(i, now, (*side, *boat), None, "it was taken for another boat from then on");
            }
            What::SearchEnded { boat, side, contact, reason, .. } if self.t.stand_downs.contains(reason) => {
                let facts = vec![
                    format!("the search for contact {contact} was ended: {}", reason.title()),
                    "nobody had identified the boat as safe".to_owned(),
                ];
                let case = Case { side: *side, unit: None, boat: Some(*boat), contact: Some(*contact) };
                self.found.push(self.court.find(i, case, Band::Red, facts, &[]));
            }
            What::OrderGiven { unit, boat, contact, order, why } => {
                let p = &why.picture;
                let before = self.stints.end(now, *unit).filter(|b| b != boat || !helps(*order));
                self.alone_again(now, before);
                if !helps(*order) {
                    return;
                }
                let known = !signs(&p.contact, self.t.danger_from).is_empty();
                let first = !self.stints.anybody_helps(*boat);
                let waited = self.waiting.contains_key(&(p.unit.side, *boat));
                for side in Side::ALL {
                    let sent = Some((*unit, p.unit.side == side));
                    self.end(i, now, (side, *boat), sent, "a unit was sent to help");
                }
                self.stints.begin(now, *unit, p.unit.side, *boat, *order);
                if known && first && !waited {
                    let case =
                        Case { side: p.unit.side, unit: Some(*unit), boat: Some(*boat), contact: Some(*contact) };
                    let mut facts = signs(&p.contact, self.t.danger_from);
                    facts.push("a unit was sent as soon as it was known".to_owned());
                    self.found.push(self.court.find(i, case, Band::Green, facts, &[]));
                }
            }
            What::UnitOnScene { unit, .. } => self.stints.on_scene(now, *unit),
            What::TaskEnded { unit, .. } => {
                let before = self.stints.end(now, *unit);
                self.alone_again(now, before);
            }
            _ => {}
        }
    }

    /// A report on a boat was booked on the contact of another, and with it a call that waited to be understood.
    fn book(&mut self, now: Tick, key: (Side, BoatId), with: BoatId) {
        if let Some(call) = self.calls.remove(&key) {
            self.booked = Some((now, (key.0, with), call));
        }
    }

    /// The call that led to the phase which is declared now, if one did.
    fn call_behind(&mut self, now: Tick, key: (Side, BoatId)) -> Option<Tick> {
        match self.booked.take_if(|(tick, of, _)| *tick == now && *of == key) {
            Some((_, _, call)) => Some(call),
            None => self.calls.remove(&key),
        }
    }

    /// Danger is known of a boat; it waits unless somebody is on the way already.
    fn begin(&mut self, now: Tick, key: (Side, BoatId), contact: u32, signs: Vec<String>, call: Option<Tick>) {
        if self.waiting.contains_key(&key) || self.stints.anybody_helps(key.1) {
            return;
        }
        let (from, mut signs) = (call.unwrap_or(now), signs);
        if from < now {
            signs.push(format!("the call had come {} min before", fixed(minutes(now.0 - from.0), 0)));
        }
        self.waiting
            .insert(key, Waiting { contact, signs, from, counted: 0, bound: 0, since: from, able: None, again: false });
    }

    /// A unit has left this boat; if it was the last that helped, whoever knows of danger waits from now on.
    fn alone_again(&mut self, now: Tick, boat: Option<BoatId>) {
        let Some(boat) = boat.filter(|b| !self.stints.anybody_helps(*b)) else { return };
        for a in self.left.of(boat) {
            self.unhelped(now, (a.side, boat), a.contact, a.known, a.able);
            if let Some(w) = self.waiting.get_mut(&(a.side, boat)).filter(|w| w.from == now) {
                w.again = true;
                w.signs.push("whoever had helped had left".to_owned());
            }
        }
    }

    fn unhelped(&mut self, now: Tick, key: (Side, BoatId), contact: u32, known: &Contact, able: u32) {
        let signs = signs(known, self.t.danger_from);
        if signs.is_empty() {
            return;
        }
        self.begin(now, key, contact, signs, None);
        if let Some(w) = self.waiting.get_mut(&key) {
            // Of those who are free now, at least one was free when fewer of them were bound.
            let stints = &self.stints;
            w.count(now, able > 0, |tick| able > stints.bound_then_and_free_now(key.0, tick, now));
            w.able = Some(able > 0);
        }
    }

    /// The wait of a boat is over: with a unit that was sent, and whether it is of the side that waits.
    fn end(&mut self, i: usize, now: Tick, key: (Side, BoatId), sent: Option<(UnitId, bool)>, how: &str) {
        let Some(mut w) = self.waiting.remove(&key) else { return };
        if w.again && w.from == now {
            // One has taken the place of another.
            return;
        }
        let stints = &self.stints;
        // A centre could not have sent the other side's unit.
        let own = sent.filter(|(_, own)| *own).map(|(unit, _)| unit);
        w.count(now, own.is_some(), |tick| own.is_some_and(|unit| !stints.bound(unit, key.1, tick)));
        let waited = minutes(w.counted);
        let band = if waited > self.t.red_after_min {
            Band::Red
        } else if waited > self.t.amber_after_min {
            Band::Amber
        } else {
            Band::Green
        };
        let others = stints.others_helped(key.0, key.1, w.from, now);
        let mut facts = w.signs;
        let told = beside(waited, 0, &[self.t.amber_after_min, self.t.red_after_min]);
        facts.push(format!("{told} min without help in which a unit could have been sent"));
        if w.bound > 0 {
            let not = fixed(minutes(w.bound), 0);
            facts.push(format!("{not} min that do not count, in which whoever could be sent later was saving others"));
        }
        facts.push(how.to_owned());
        let grounds: &[Ground] = if others { &[Ground::SafetyOfLife] } else { &[] };
        let case = Case { side: key.0, unit: sent.map(|(u, _)| u), boat: Some(key.1), contact: Some(w.contact) };
        self.found.push(self.court.find(i, case, band, facts, grounds));
    }
}

impl Waiting {
    /// Counts up to now. Where nothing was said of free units, and one is known to be free at the end, those ticks count in
    /// which one was.
    fn count(&mut self, now: Tick, free_at_the_end: bool, free: impl Fn(Tick) -> bool) {
        let passed = now.0.saturating_sub(self.since.0);
        match self.able {
            Some(true) => self.counted += passed,
            None if free_at_the_end => {
                let counted = (self.since.0..now.0).map(Tick).map(|t| u32::from(free(t))).sum::<u32>();
                self.counted += counted;
                self.bound += passed - counted;
            }
            Some(false) | None => {}
        }
        self.since = now;
    }
}
