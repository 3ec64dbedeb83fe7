//! What becomes of people in the water, and of those taken out of it?
//!
//! Each tick: death by the time each person was given at entry (MODEL 5.2), the way ashore of those who can stand,
//! and collapse after rescue. The formulas are in `agents::survival`; here is only the order of things.
//!
//! Left out: how people come into the water (`endanger`, `act`) and out of it (`act`).

use super::ledger::Place;
use super::people::{People, wades_ashore};
use super::state::{Boat, BoatState, Roster, UnitState};
use crate::events::{DeathCause, Shore, What};
use bevy_ecs::prelude::{Query, Res};

/// Lets the people in the water live, die, or wade ashore; and those rescued collapse.
pub fn endanger_people(
    mut people: People,
    roster: Res<Roster>,
    mut boats: Query<(&Boat, &mut BoatState)>,
    mut units: Query<&mut UnitState>,
) {
    let now = people.clock.tick;
    for (boat, mut state) in &mut boats {
        if state.immersed.is_empty() {
            continue;
        }
        let setting = people.fixed.setting.clone();
        let shallow = people.clock.on_the_minute() && setting.is_shallow(state.immersed_at, now, &people.fixed.night);
        let (mut i, at) = (0, state.immersed_at);
        while i < state.immersed.len() {
            let who = state.immersed[i];
            if now >= who.dies {
                state.immersed.remove(i);
                people.die(boat, who.person, Place::InWater, DeathCause::InWater(who.cause, who.of));
            } else if shallow && now >= wades_ashore(who.entered, setting.parameters.wade_ashore_min) {
                state.immersed.remove(i);
                let landed = match setting.shore_of(at) {
                    Shore::UnitedKingdom => Place::LandedUk,
                    Shore::France => Place::LandedFr,
                };
                people.ledger.shift(who.person, Place::InWater, landed);
                let id = people.ledger.id(who.person);
                people.log.note(now, What::ReachedSafety { person: id });
            } else {
                i += 1;
            }
        }
    }
    let mut due: Vec<_> = Vec::new();
    people.collapses.0.retain(|c| {
        if now >= c.at {
            due.push(*c);
        }
        now < c.at
    });
    for c in due {
        let from = people.ledger.place(c.person);
        let Some((boat, _)) = roster.boats.get(c.boat.0 as usize).and_then(|e| boats.get(*e).ok()) else { continue };
        if from == Place::AboardUnit {
            units.iter_mut().for_each(|mut u| u.survivors.retain(|p| *p != c.person));
        }
        people.die(boat, c.person, from, DeathCause::AfterRescue);
    }
}
