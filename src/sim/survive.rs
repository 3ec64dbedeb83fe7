//! What becomes of people in the water, and of those taken out of it?
//!
//! Each tick: death by the time each person was given at entry (MODEL 5.2), the way ashore of those who can stand,
//! and collapse after rescue. Every ten minutes: the cold of those aboard at sea. The formulas are in
//! `agents::survival` and `agents::chill`; here is only the order of things.
//!
//! Left out: how people come into the water (`endanger`, `act`) and out of it (`act`).

use super::ledger::{PersonNumber, Place};
use super::people::{People, wades_ashore};
use super::snapshot::BoatPhase;
use super::state::{Boat, BoatState, Roster, TICKS_PER_MIN, Tonight, UnitState};
use crate::agents::{chill, person};
use crate::events::{DeathCause, Hazard, Shore, What};
use bevy_ecs::prelude::{Query, Res, ResMut};

/// Lets the people in the water live, die, or wade ashore; and those rescued collapse.
pub fn endanger_people(
    mut tonight: ResMut<Tonight>,
    roster: Res<Roster>,
    mut boats: Query<(&Boat, &mut BoatState)>,
    mut units: Query<&mut UnitState>,
) {
    let mut people = tonight.people();
    let now = people.clock.tick;
    for (boat, mut state) in &mut boats {
        if state.immersed.is_empty() {
            continue;
        }
        let setting = &*people.fixed.setting;
        let shallow = people.clock.on_the_minute() && setting.is_shallow(state.immersed_at, now, &people.fixed.night);
        let (mut i, at) = (0, state.immersed_at);
        while i < state.immersed.len() {
            let who = state.immersed[i];
            if now >= who.dies {
                state.immersed.remove(i);
                people.died_in_water(&who);
                people.die(boat, who.person, Place::InWater, DeathCause::InWater(who.cause, who.of));
            } else if shallow && now >= wades_ashore(who.entered, setting.parameters.wade_ashore_min) {
                state.immersed.remove(i);
                let landed = match setting.shore_of(at) {
                    Shore::UnitedKingdom => Place::LandedUk,
                    Shore::France => Place::LandedFr,
                };
                people.lived_until(&who, now);
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
        people.accounts.count(Hazard::AfterRescue, 1.0);
        people.die(boat, c.person, from, DeathCause::AfterRescue);
    }
}

/// Minutes between two looks at the cold aboard.
const CHILL_MIN: u32 = 10;

/// Cold adds up in those aboard boats at sea; whoever has met the dose they die of, dies.
pub fn chill_people(mut tonight: ResMut<Tonight>, mut boats: Query<(&Boat, &mut BoatState)>) {
    let mut people = tonight.people();
    if !people.clock.tick.0.is_multiple_of(CHILL_MIN * TICKS_PER_MIN) {
        return;
    }
    let setting = &*people.fixed.setting;
    let (p, air_c) = (&setting.parameters, people.fixed.night.air_temperature().celsius());
    let hours = f64::from(CHILL_MIN) / 60.0;
    let [dry, wet] = [false, true].map(|wet| hours * chill::dose_per_h(air_c, people.sea.wind_mps, wet, p));
    if wet <= 0.0 {
        return;
    }
    for (boat, mut state) in &mut boats {
        let at_sea = matches!(state.phase, BoatPhase::Crossing | BoatPhase::Adrift | BoatPhase::Stopped);
        if !at_sea || state.aboard.is_empty() {
            continue;
        }
        state.cold_dose += if state.water_aboard { wet } else { dry };
        let dose_of = |people: &People, who: PersonNumber| {
            let subject = people.subject(who);
            let build = person::traits(people.fixed.luck, subject, p).build;
            chill::fatal_dose(people.fixed.luck, subject, build, p)
        };
        // The least dose still to come, over the group once and again after each death: a look costs one comparison.
        let first = people.ledger.first_of(boat.id);
        let group = first..first + boat.group + boat.crew;
        let least = |people: &People, above: f64| {
            group.clone().map(|who| dose_of(people, who)).filter(|d| *d > above).fold(f64::INFINITY, f64::min)
        };
        let next = state.cold_least.unwrap_or_else(|| least(&people, 0.0));
        state.cold_least = Some(next);
        if state.cold_dose < next {
            continue;
        }
        let dose = state.cold_dose;
        let lost: Vec<PersonNumber> =
            state.aboard.iter().copied().filter(|who| dose_of(&people, *who) <= dose).collect();
        state.cold_least = Some(least(&people, dose));
        for who in lost {
            state.aboard.retain(|x| *x != who);
            people.die(boat, who, Place::AboardBoat, DeathCause::ColdAboard);
        }
    }
}
