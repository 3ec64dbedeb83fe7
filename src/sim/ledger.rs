//! Where is everybody? Each person is in exactly one place, and the ledger knows which.
//!
//! People are numbered once, at the start of the night (boat by boat: first the group that waits
//! ashore, then those aboard at launch), and the numbers are the same under every doctrine. A move names
//! the place left and the place reached; leaving a place one is not in is a fault of the program and
//! stops the night with a reason (DESIGN, invariant 4).

pub use crate::events::Place;
use crate::events::{BoatId, PersonId, Tally, UnitId};

/// A person, by number in the ledger.
pub type PersonNumber = u32;

/// Everybody, and the running count.
#[derive(Debug)]
pub struct Ledger {
    places: Vec<Place>,
    /// The unit that last took each person aboard.
    units: Vec<Option<UnitId>>,
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
            units: vec![None; total as usize],
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

    /// How many people there are; their numbers run from 0.
    #[must_use]
    pub const fn everybody(&self) -> u32 {
        self.total
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

    /// Moves a person. A wrong `from`, or a move that can't be, is kept as the night's fault and not carried out.
    pub fn shift(&mut self, person: PersonNumber, from: Place, to: Place) {
        let at = &mut self.places[person as usize];
        if *at != from {
            let message = format!("person {person} was to leave {from:?} for {to:?} but is {at:?}");
            self.fault.get_or_insert(message);
            return;
        }
        if !possible(from, to) {
            self.fault.get_or_insert(format!("person {person} can't go from {from:?} to {to:?}"));
            return;
        }
        *at = to;
        *count(&mut self.tally, from) -= 1;
        *count(&mut self.tally, to) += 1;
    }

    /// Moves a person aboard a unit, and keeps which.
    pub fn take_aboard(&mut self, person: PersonNumber, from: Place, unit: UnitId) {
        self.shift(person, from, Place::AboardUnit);
        self.units[person as usize] = Some(unit);
    }

    /// The unit that last took a person aboard.
    #[must_use]
    pub fn unit(&self, person: PersonNumber) -> Option<UnitId> {
        self.units[person as usize]
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

/// Can a person go from here to there? The dead and the missing go nowhere; who has landed may still die of what the
/// sea did; who never left the shore does not land; and nobody is moved to where they are.
const fn possible(from: Place, to: Place) -> bool {
    match from {
        Place::Dead | Place::Missing => false,
        Place::LandedUk | Place::LandedFr => matches!(to, Place::Dead),
        Place::Waiting => !matches!(to, Place::Waiting | Place::LandedUk | Place::LandedFr),
        Place::AboardBoat => !matches!(to, Place::AboardBoat),
        Place::InWater => !matches!(to, Place::InWater),
        Place::AboardUnit => !matches!(to, Place::AboardUnit),
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
    use proptest::prelude::*;

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

    #[test]
    fn the_dead_stay_dead_and_nobody_lands_who_never_left() {
        for (from, to) in
            [(Place::Dead, Place::AboardUnit), (Place::Missing, Place::Dead), (Place::LandedUk, Place::InWater)]
        {
            let mut ledger = Ledger::new(&[(1, 0)]);
            ledger.shift(0, Place::Waiting, Place::InWater);
            ledger.shift(0, Place::InWater, from);
            assert_eq!(ledger.fault(), None);
            ledger.shift(0, from, to);
            assert!(ledger.fault().unwrap().contains("can't go"), "{from:?} to {to:?}");
            assert_eq!(ledger.place(0), from);
        }
        let mut ledger = Ledger::new(&[(1, 0)]);
        ledger.shift(0, Place::Waiting, Place::LandedFr);
        assert!(ledger.fault().is_some());
    }

    proptest! {
        #[test]
        fn whatever_is_asked_everybody_is_in_one_place_and_the_dead_stay(
            moves in prop::collection::vec((0_u32..9, 0_usize..8, 0_usize..8), 0..80),
        ) {
            let mut ledger = Ledger::new(&[(4, 1), (3, 1)]);
            let mut wrong = false;
            for (person, from, to) in moves {
                let (before, from, to) = (ledger.place(person), Place::ALL[from], Place::ALL[to]);
                let right = before == from && possible(from, to);
                wrong |= !right;
                ledger.shift(person, from, to);
                prop_assert_eq!(ledger.place(person), if right { to } else { before });
                prop_assert_eq!(ledger.fault().is_some(), wrong);
                if matches!(before, Place::Dead | Place::Missing) {
                    prop_assert_eq!(ledger.place(person), before);
                }
                for place in Place::ALL {
                    let there = (0..9).filter(|p| ledger.place(*p) == place).count();
                    let mut tally = ledger.tally();
                    prop_assert_eq!(*count(&mut tally, place) as usize, there);
                }
                prop_assert_eq!(ledger.tally().total(), 9);
            }
        }
    }
}
