//! Into whose hands do people come ashore who were brought in by an interception?
//!
//! In the cases reported those aboard were held, or passed to border police (FACTS 95, 97). Where the order says so
//! (`land_with`), who was aboard when the boat was stopped is kept in mind, and a line of the log says it when they are landed
//! by a unit of that side: out of a boat towed in or sent to port, or off a unit that took them. It changes nothing in the night.
//!
//! Left out: what follows ashore. No court, no custody and no procedure is in the model; who gets away, or is landed by the
//! other side, is in nobody's hands.

use super::ledger::PersonNumber;
use super::people::People;
use crate::agents::Side;
use crate::doctrine::LandWith;
use crate::events::{BoatId, UnitId, What};

/// Somebody who was brought in.
#[derive(Clone, Copy, Debug)]
struct BroughtIn {
    person: PersonNumber,
    boat: BoatId,
    side: Side,
    to: LandWith,
    /// Landed, by a unit that has not landed all yet.
    landed_by: Option<UnitId>,
}

/// Who is to be handed over ashore; empty unless an order says so.
#[derive(Debug, Default)]
pub struct AshoreHands(Vec<BroughtIn>);

impl AshoreHands {
    /// Those aboard a boat that a unit of this side brings in are to be handed over, if the order says so.
    pub fn expect(&mut self, boat: BoatId, side: Side, aboard: &[PersonNumber], to: Option<LandWith>) {
        let Some(to) = to else { return };
        self.0.retain(|b| !aboard.contains(&b.person));
        self.0.extend(aboard.iter().map(|p| BroughtIn { person: *p, boat, side, to, landed_by: None }));
    }

    /// The boat was let go with those still aboard.
    pub fn release(&mut self, aboard: &[PersonNumber]) {
        self.0.retain(|b| !aboard.contains(&b.person));
    }

    /// A person is landed by a unit of this side; of the other, nobody is handed over.
    pub fn land(&mut self, person: PersonNumber, unit: UnitId, side: Side) {
        if let Some(i) = self.0.iter().position(|b| b.person == person) {
            if self.0[i].side == side {
                self.0[i].landed_by = Some(unit);
            } else {
                self.0.remove(i);
            }
        }
    }

    /// Takes out whom the unit has landed: how many of which boat go to whom, in order of boats.
    fn landed(&mut self, unit: UnitId) -> Vec<(BoatId, LandWith, u32)> {
        let mut all: Vec<(BoatId, LandWith, u32)> = Vec::new();
        self.0.retain(|b| {
            if b.landed_by != Some(unit) {
                return true;
            }
            match all.iter_mut().find(|(boat, to, _)| (*boat, *to) == (b.boat, b.to)) {
                Some((.., n)) => *n += 1,
                None => all.push((b.boat, b.to, 1)),
            }
            false
        });
        all.sort_by_key(|(boat, to, _)| (*boat, *to));
        all
    }
}

impl People<'_> {
    /// The unit has landed all: a line for each boat whose people are handed over.
    pub fn hand_over_ashore(&mut self, unit: UnitId) {
        for (boat, to, people) in self.ashore_hands.landed(unit) {
            self.note(What::HandedAshore { boat, unit, to, people });
        }
    }
}
