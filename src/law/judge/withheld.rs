//! R6, second question: was danger seen, was help possible, and was none given? (MODEL 10.2; Code pénal 223-6.)
//!
//! Help is withheld alike by an order to do something else, by taking a unit off the boat, and by sending nobody while somebody
//! is free: whoever withdraws has done no more than whoever watches. So the question is put once for each side, boat and
//! stretch of danger, on the first decision in which it shows. A stretch ends when help is ordered, or the danger is over.
//! Where somebody of whichever side is on the way to help, help is given; when the last of them leaves while the danger lasts,
//! a new stretch begins for the centre that has sent nobody.
//!
//! Left out: whether those who help are enough, risk to the rescuers, and the units of the other side, which a centre cannot
//! order. How long help took is the question of R1.

use super::alone::LeftToOthers;
use super::endanger::deaths;
use super::stints::Stints;
use super::{Case, Court};
use crate::agents::Side;
use crate::agents::calling::Phase;
use crate::doctrine::Contact;
use crate::events::{BoatId, Event, TaskEnd, UnitId, What};
use crate::law::finding::{Finding, Ground};
use crate::law::known::{FORCE, Known, helps, level_of, signs};
use crate::law::rules::Endanger;
use std::collections::{BTreeMap, BTreeSet};

struct Fold<'a> {
    court: &'a Court<'a>,
    t: &'a Endanger,
    stints: Stints,
    /// Whose each unit is, and how many places it has free, as far as the log tells.
    units: BTreeMap<UnitId, (Side, u32)>,
    /// Boats of which it has been said, in this stretch of danger.
    said: BTreeSet<(Side, BoatId)>,
    /// Boats that a centre leaves to the other side's units.
    left: LeftToOthers<'a>,
    found: Vec<Finding>,
}

pub(super) fn judge(court: &Court<'_>, t: &Endanger) -> Vec<Finding> {
    let mut fold = Fold {
        court,
        t,
        stints: Stints::default(),
        units: BTreeMap::new(),
        said: BTreeSet::new(),
        left: LeftToOthers::default(),
        found: Vec::new(),
    };
    for i in 0..court.events.len() {
        fold.step(i);
    }
    fold.found
}

impl Fold<'_> {
    fn step(&mut self, i: usize) {
        let event = &self.court.events[i];
        let now = event.tick;
        self.left.read(event);
        match &event.what {
            What::OrderGiven { unit, boat, contact, order, why } => {
                let p = &why.picture;
                let before = self.stints.end(now, *unit);
                self.units.insert(*unit, (p.unit.side, p.unit.free_places));
                if helps(*order) {
                    self.stints.begin(now, *unit, p.unit.side, *boat, *order);
                    self.said.retain(|(_, b)| b != boat);
                } else if level_of(*order) < FORCE
                    && p.unit.free_places > 0
                    && Known::of(p).in_danger(self.t.danger_from)
                {
                    let fact =
                        format!("the unit had {} places free and was ordered to {}", p.unit.free_places, order.verb());
                    let case =
                        Case { side: p.unit.side, unit: Some(*unit), boat: Some(*boat), contact: Some(*contact) };
                    self.withheld(i, case, &p.contact, fact);
                }
                self.alone_again(i, before);
            }
            What::TaskEnded { unit, boat, order, end, .. } => {
                let before = self.stints.end(now, *unit);
                if matches!(end, TaskEnd::Revoked | TaskEnd::Recalled | TaskEnd::HandedOver) {
                    self.taken_off(i, *unit, *boat, &format!("its task to {} ended: {}", order.verb(), end.title()));
                }
                self.alone_again(i, before);
            }
            What::LeftUnhelped { boat, side, contact, known, able } if *able > 0 => {
                let case = Case { side: *side, unit: None, boat: Some(*boat), contact: Some(*contact) };
                self.withheld(i, case, known, nobody_sent(*able));
            }
            What::NeedOver { boat, side, .. }
            | What::ReportMerged { boat, side, .. }
            | What::PhaseDeclared { boat, side, phase: Phase::Routine, .. } => {
                self.said.remove(&(*side, *boat));
            }
            What::BoatLanded { boat, .. } => self.said.retain(|(_, b)| b != boat),
            What::Recovered { unit, who, .. } => self.aboard(*unit, who.len()),
            What::Transferred { unit, people, .. } | What::InterceptionDone { unit, aboard: people, .. } => {
                self.aboard(*unit, *people as usize);
            }
            _ => {}
        }
    }

    /// A unit has left this boat. If it was the last that helped, and no other is sent in the same minute, a centre that has sent
    /// nobody sends nobody from now on.
    fn alone_again(&mut self, i: usize, boat: Option<BoatId>) {
        let Some(boat) = boat else { return };
        let events = self.court.events;
        let followed =
            |e: &Event| matches!(&e.what, What::OrderGiven { boat: b, order, .. } if *b == boat && helps(*order));
        let mut same_minute = events[i..].iter().take_while(|e| e.tick == events[i].tick);
        if same_minute.any(followed) {
            return;
        }
        for a in self.left.of(boat).into_iter().filter(|a| a.able > 0) {
            let case = Case { side: a.side, unit: None, boat: Some(boat), contact: Some(a.contact) };
            self.withheld(i, case, a.known, format!("whoever had helped had left; {}", nobody_sent(a.able)));
        }
    }

    /// So many more are aboard the unit.
    fn aboard(&mut self, unit: UnitId, people: usize) {
        if let Some((_, places)) = self.units.get_mut(&unit) {
            *places = places.saturating_sub(u32::try_from(people).unwrap_or(u32::MAX));
        }
    }

    /// A unit is taken off a boat. That danger is known then, and that nobody else of the side is on the way, shows by what is
    /// noted after the decisions of the same minute.
    fn taken_off(&mut self, i: usize, unit: UnitId, boat: BoatId, how: &str) {
        let Some(&(side, places)) = self.units.get(&unit).filter(|(_, places)| *places > 0) else { return };
        let events = self.court.events;
        let same_minute = events[i..].iter().take_while(|e| e.tick == events[i].tick);
        let left = same_minute.into_iter().find_map(|e| match &e.what {
            What::LeftUnhelped { boat: b, side: s, contact, known, .. } if *b == boat && *s == side => {
                Some((*contact, known))
            }
            _ => None,
        });
        let Some((contact, known)) = left else { return };
        let case = Case { side, unit: Some(unit), boat: Some(boat), contact: Some(contact) };
        self.withheld(i, case, known, format!("the unit had {places} places free and was taken off; {how}"));
    }

    /// The question, if danger is known, nobody helps, and it has not been put yet.
    fn withheld(&mut self, i: usize, case: Case, known: &Contact, fact: String) {
        let Some(boat) = case.boat else { return };
        let mut facts = signs(known, self.t.danger_from);
        if facts.is_empty() || self.stints.anybody_helps(boat) || !self.said.insert((case.side, boat)) {
            return;
        }
        facts.push(fact);
        let mut grounds = Vec::new();
        if known.refused_help {
            facts.push("help had been offered and refused".to_owned());
            grounds.push(Ground::Consent);
        }
        if self.stints.others_are_helped(case.side, boat) {
            grounds.push(Ground::SafetyOfLife);
        }
        let helped =
            |what: &What| matches!(what, What::OrderGiven { boat: b, order, .. } if *b == boat && helps(*order));
        let until_help = self.court.events[i + 1..].iter().take_while(|e| !helped(&e.what));
        let dead = deaths(until_help, boat, |_| true);
        let band = if dead > 0 { self.t.death_followed } else { self.t.help_withheld };
        if dead > 0 {
            facts.push(format!("{dead} died before help was ordered"));
        }
        self.found.push(self.court.find(i, case, band, facts, &grounds));
    }
}

/// That nobody was sent, though so many units could have been.
fn nobody_sent(able: u32) -> String {
    match able {
        1 => "one unit could have been sent, and nobody was".to_owned(),
        n => format!("{n} units could have been sent, and nobody was"),
    }
}
