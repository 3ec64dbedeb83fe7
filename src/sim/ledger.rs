//! Where is everybody? Each person is in exactly one place, and the ledger knows which.
//!
//! People are numbered once, at the start of the night (boat by boat: first the group that waits
//! ashore, then those aboard at launch), and the numbers are the same under every doctrine. A move names
//! the place left and the place reached; leaving a place one is not in is a fault of the program and
//! stops the night with a reason (DESIGN, invariant 4).

use crate::events::{BoatId, PersonId, Tally};
use bevy_ecs::prelude::Resource;

/// Where a person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Ashore, waiting.
    Waiting,
    /// Aboard an inflatable.
    AboardBoat,
    /// In the water, alive.
    InWater,
    /// Aboard a unit.
    AboardUnit,
    /// Landed in the United Kingdom.
    LandedUk,
    /// Landed in France (or Belgium).
    LandedFr,
    /// Dead, body found.
    Dead,
    /// Missing.
    Missing,
}

/// A person, by number in the ledger.
pub type PersonNumber = u32;

/// Everybody, and the running count.
#[derive(Resource, Debug)]
pub struct Ledger {
    places: Vec<Place>,
    /// For each boat, the number of its first person.
    first: Vec<PersonNumber>,
    tally: Tally,
    total: u32,
    fault: Option<String>,
}

impl Ledger {
    /// A ledger for groups of these sizes (waiting ashore, aboard at launch), boat by boat. Everybody
    /// starts ashore.
    #[must_use]
    pub fn new(groups: &[(u32, u32)]) -> Self {
        let mut first = Vec::with_capacity(groups.len());
        let mut total = 0;
        for (waiting, crew) in groups {
            first.push(total);
            total += waiting + crew;
        }
        Self {
            places: vec![Place::Waiting; total as usize],
            first,
            tally: Tally { waiting: total, ..Tally::default() },
            total,
            fault: None,
        }
    }

    /// The count by place.
    #[must_use]
    pub const fn tally(&self) -> Tally {
        self.tally
    }

    /// The stable id of a person.
    #[must_use]
    pub fn id(&self, person: PersonNumber) -> PersonId {
        let group = self.first.partition_point(|f| *f <= person).saturating_sub(1);
        #[expect(clippy::cast_possible_truncation, reason = "groups are counted by u32")]
        PersonId { group: group as u32, seat: person - self.first[group] }
    }

    /// The number of the first person of a boat's group.
    #[must_use]
    pub fn first_of(&self, boat: BoatId) -> PersonNumber {
        self.first[boat.0 as usize]
    }

    /// Where a person is.
    #[must_use]
    pub fn place(&self, person: PersonNumber) -> Place {
        self.places[person as usize]
    }

    /// Moves a person. A wrong `from` is kept as the night's fault.
    pub fn shift(&mut self, person: PersonNumber, from: Place, to: Place) {
        let at = &mut self.places[person as usize];
        if *at != from {
            let message = format!("person {person} was to leave {from:?} for {to:?} but is {at:?}");
            self.fault.get_or_insert(message);
            return;
        }
        *at = to;
        *count(&mut self.tally, from) -= 1;
        *count(&mut self.tally, to) += 1;
    }

    /// What went wrong, if anything: a wrong move, or a count that does not add up.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        self.fault.clone().or_else(|| {
            (self.tally.total() != self.total)
                .then(|| format!("{} people counted of {}", self.tally.total(), self.total))
        })
    }
}

fn count(tally: &mut Tally, place: Place) -> &mut u32 {
    match place {
        Place::Waiting => &mut tally.waiting,
        Place::AboardBoat => &mut tally.aboard_boat,
        Place::InWater => &mut tally.in_water,
        Place::AboardUnit => &mut tally.aboard_unit,
        Place::LandedUk => &mut tally.landed_uk,
        Place::LandedFr => &mut tally.landed_fr,
        Place::Dead => &mut tally.dead,
        Place::Missing => &mut tally.missing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_from_the_wrong_place_is_a_fault_with_a_reason() {
        let mut ledger = Ledger::new(&[(2, 1), (3, 0)]);
        assert_eq!(ledger.tally().waiting, 6);
        ledger.shift(1, Place::Waiting, Place::AboardBoat);
        assert_eq!(ledger.fault(), None);
        assert_eq!(ledger.id(4), PersonId { group: 1, seat: 1 });
        ledger.shift(1, Place::Waiting, Place::AboardBoat);
        assert!(ledger.fault().unwrap().contains("person 1"));
        assert_eq!(ledger.tally().total(), 6);
    }
}
