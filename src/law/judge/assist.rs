//! R1: was help sent in time, while somebody could be sent?
//!
//! The time runs from when danger was known (by a strict reading from the call that told of it) to the first order that
//! sends help, of whichever side. Only the time in which the log says that a unit was free counts: nobody is bound beyond
//! what is possible. A search that ends without knowing that its boat is safe is a stand-down.
//!
//! Left out: how far the free units were, and help by merchant ships.

use super::{Case, Court, minutes};
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
    /// Ticks that count, up to `since`.
    counted: u32,
    /// Ticks before anything is said of free units; they count if one is said to be free next.
    unsaid: u32,
    /// Since then; none of it is counted yet.
    since: Tick,
    /// Was a unit free since then, if anything was said of that?
    able: Option<bool>,
    /// Was anybody of the side saving others meanwhile?
    others: bool,
}

struct Fold<'a> {
    court: &'a Court<'a>,
    t: &'a Assist,
    waiting: BTreeMap<(Side, BoatId), Waiting>,
    /// The last call that reached a centre, until it is understood.
    calls: BTreeMap<(Side, BoatId), Tick>,
    /// Units on their way to help, or helping.
    helping: BTreeMap<UnitId, (Side, BoatId)>,
    found: Vec<Finding>,
}

pub(super) fn judge(court: &Court<'_>, t: &Assist) -> Vec<Finding> {
    let mut fold = Fold {
        court,
        t,
        waiting: BTreeMap::new(),
        calls: BTreeMap::new(),
        helping: BTreeMap::new(),
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

impl Fold<'_> {
    fn step(&mut self, i: usize, event: &Event) {
        let now = event.tick;
        match &event.what {
            What::DistressCalled { boat, side, .. } => {
                self.calls.entry((*side, *boat)).or_insert(now);
            }
            What::CallNotActedOn { boat, side } => {
                self.calls.remove(&(*side, *boat));
            }
            What::PhaseDeclared { boat, side, contact, phase } => {
                let call = self.calls.remove(&(*side, *boat)).filter(|_| self.t.from_the_call);
                if *phase == Phase::Routine {
                    self.end(i, now, (*side, *boat), None, "the case was taken out of its phase");
                } else if *phase >= self.t.danger_from {
                    self.begin(now, (*side, *boat), *contact, vec![phase.title().to_owned()], call);
                }
            }
            What::LeftUnhelped { boat, side, contact, known, able } => {
                self.unhelped(now, (*side, *boat), *contact, known, *able > 0);
            }
            What::NeedOver { boat, side, .. } => {
                self.end(i, now, (*side, *boat), None, "no signs of danger were left");
            }
            What::BoatLanded { boat, .. } => {
                for side in Side::ALL {
                    self.end(i, now, (side, *boat), None, "the boat came ashore by itself");
                }
            }
            What::ReportMerged { boat, side, .. } => {
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
                self.helping.remove(unit);
                if !helps(*order) {
                    return;
                }
                let known = !signs(&p.contact, self.t.danger_from).is_empty();
                let first = !self.helping.values().any(|(_, b)| b == boat);
                self.helping.insert(*unit, (p.unit.side, *boat));
                self.others_are_saved(p.unit.side, *boat);
                let waited = Side::ALL.map(|side| self.waiting.contains_key(&(side, *boat)));
                for side in Side::ALL {
                    self.end(i, now, (side, *boat), Some(*unit), "a unit was sent to help");
                }
                if known && first && !waited[p.unit.side.index()] {
                    let case =
                        Case { side: p.unit.side, unit: Some(*unit), boat: Some(*boat), contact: Some(*contact) };
                    let mut facts = signs(&p.contact, self.t.danger_from);
                    facts.push("a unit was sent as soon as it was known".to_owned());
                    self.found.push(self.court.find(i, case, Band::Green, facts, &[]));
                }
            }
            What::TaskEnded { unit, .. } => {
                self.helping.remove(unit);
            }
            _ => {}
        }
    }

    /// A unit of the side sets out to save others than those who wait.
    fn others_are_saved(&mut self, side: Side, boat: BoatId) {
        for ((s, b), w) in &mut self.waiting {
            w.others |= *s == side && *b != boat;
        }
    }

    /// Danger is known of a boat; it waits unless somebody is on the way already.
    fn begin(&mut self, now: Tick, key: (Side, BoatId), contact: u32, signs: Vec<String>, call: Option<Tick>) {
        if self.waiting.contains_key(&key) || self.helping.values().any(|(_, b)| *b == key.1) {
            return;
        }
        let others = self.helping.values().any(|(side, _)| *side == key.0);
        let mut signs = signs;
        let unsaid = call.map_or(0, |call| now.0.saturating_sub(call.0));
        if unsaid > 0 {
            signs.push(format!("the call had come {} min before", fixed(minutes(unsaid), 0)));
        }
        self.waiting.insert(key, Waiting { contact, signs, counted: 0, unsaid, since: now, able: None, others });
    }

    fn unhelped(&mut self, now: Tick, key: (Side, BoatId), contact: u32, known: &Contact, able: bool) {
        let signs = signs(known, self.t.danger_from);
        if signs.is_empty() {
            return;
        }
        self.begin(now, key, contact, signs, None);
        if let Some(w) = self.waiting.get_mut(&key) {
            w.count(now);
            if able {
                w.counted += w.unsaid;
            }
            w.unsaid = 0;
            w.able = Some(able);
        }
    }

    /// The wait of a boat is over.
    fn end(&mut self, i: usize, now: Tick, key: (Side, BoatId), unit: Option<UnitId>, how: &str) {
        let Some(mut w) = self.waiting.remove(&key) else { return };
        w.count(now);
        // Who is sent was free until then, if nothing else was said.
        if unit.is_some() {
            w.counted += w.unsaid;
        }
        let waited = minutes(w.counted);
        let band = if waited > self.t.red_after_min {
            Band::Red
        } else if waited > self.t.amber_after_min {
            Band::Amber
        } else {
            Band::Green
        };
        let mut facts = w.signs;
        facts.push(format!("{} min without help in which a unit could have been sent", fixed(waited, 0)));
        facts.push(how.to_owned());
        let grounds: &[Ground] = if w.others { &[Ground::SafetyOfLife] } else { &[] };
        let case = Case { side: key.0, unit, boat: Some(key.1), contact: Some(w.contact) };
        self.found.push(self.court.find(i, case, band, facts, grounds));
    }
}

impl Waiting {
    /// Counts up to now.
    fn count(&mut self, now: Tick) {
        let passed = now.0.saturating_sub(self.since.0);
        match self.able {
            Some(true) => self.counted += passed,
            Some(false) => {}
            None => self.unsaid += passed,
        }
        self.since = now;
    }
}
