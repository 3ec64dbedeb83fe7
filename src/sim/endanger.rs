//! What goes wrong this minute? Hazards add up and fire when they pass the boat's fate.
//!
//! Engine, hull and swamping by MODEL 3.2 (`agents::hull`); death in the water by the time each person
//! was given at entry (MODEL 5). An engine that stops, a hull that bangs: each is an alarm (`alarm`). A hull
//! that gave way without filling the boat loses air: its freeboard falls until it fills.
//!
//! Left out: repairs of a hull, and water that is bailed out.

use super::alarm::{Alarm, alarm};
use super::depart::{MINUTES_PER_STEP, swamping_fate};
use super::flood::wreck;
use super::ledger::Place;
use super::people::{People, wades_ashore};
use super::snapshot::BoatPhase;
use super::state::{Boat, BoatState, Motion, Roster, UnitState};
use crate::agents::hull;
use crate::draws::{Purpose, Subject};
use crate::events::{DeathCause, ImmersionCause, Shore, What};
use crate::units::{Duration, Vec2};
use bevy_ecs::prelude::{Query, Res};

/// Adds up the hazards of boats under way, once a minute.
pub fn endanger_boats(mut people: People, mut boats: Query<(&Boat, &mut BoatState, &Motion)>) {
    let hours = MINUTES_PER_STEP / 60.0;
    for (boat, mut state, motion) in &mut boats {
        if matches!(state.phase, BoatPhase::Crossing | BoatPhase::Adrift | BoatPhase::Coasting) {
            engine(&mut people, boat, &mut state, motion.position, hours);
        }
        if matches!(state.phase, BoatPhase::Crossing | BoatPhase::Adrift | BoatPhase::Grounded | BoatPhase::Boarding)
            && !state.aboard.is_empty()
        {
            hull_and_waves(&mut people, boat, &mut state, motion.position, hours);
        }
        call_again(&mut people, boat, &mut state);
    }
}

fn engine(people: &mut People, boat: &Boat, state: &mut BoatState, at: Vec2, hours: f64) {
    let setting = people.fixed.setting.clone();
    let p = &setting.parameters;
    let now = people.clock.tick;
    if state.engine_dead.is_some() {
        if state.repair.is_some_and(|t| now >= t) && state.held_by.is_none() {
            state.engine_dead = None;
            state.repair = None;
            state.engine_minutes = 0.0;
            if state.phase == BoatPhase::Adrift {
                state.phase = BoatPhase::Crossing;
                state.since = now;
            }
            people.log.note(now, What::EngineRestarted { boat: boat.id });
        }
        return;
    }
    // Near the launch the boat is among its own people ashore: the rate is for the way across.
    if state.phase == BoatPhase::Coasting {
        return;
    }
    state.engine_minutes += MINUTES_PER_STEP;
    state.fuel_l -= boat.burn_l_per_h * hours;
    if state.fuel_l <= 0.0 {
        stop(people, boat, state, at, What::FuelRanOut { boat: boat.id });
        return;
    }
    state.engine_hazard += hours * hull::engine_failure_per_h(people.sea.wave_height_m, state.engine_minutes, p);
    if state.engine_hazard < state.engine_fate {
        return;
    }
    // Three draws a failure: its fate, whether the engine can be made to run again, and when.
    let s = Subject::boat(boat.id.0);
    let k = 3 * state.engine_failures;
    state.engine_failures += 1;
    state.engine_fate += people.fixed.luck.exponential(s, Purpose::EngineFate, k + 3);
    if people.fixed.luck.chance(s, Purpose::EngineFate, k + 1, p.engine_repair_probability) {
        let minutes = p.engine_repair_minutes * people.fixed.luck.exponential(s, Purpose::EngineFate, k + 2);
        state.repair = Some(now.after(Duration::minutes(minutes)));
    }
    stop(people, boat, state, at, What::EngineFailed { boat: boat.id });
}

/// The engine is dead, with this said: an alarm aboard and a call for help.
fn stop(people: &mut People, boat: &Boat, state: &mut BoatState, at: Vec2, said: What) {
    let now = people.clock.tick;
    state.engine_dead = Some(now);
    state.phase = BoatPhase::Adrift;
    state.since = now;
    people.note(said);
    alarm(people, boat, state, at, Alarm::EngineStop);
    raise_the_alarm(people, boat, state);
}

/// The hull may give way, lose air once it has, and waves may come over what freeboard is left.
fn hull_and_waves(people: &mut People, boat: &Boat, state: &mut BoatState, at: Vec2, hours: f64) {
    let setting = people.fixed.setting.clone();
    let p = &setting.parameters;
    let now = people.clock.tick;
    let s = Subject::boat(boat.id.0);
    let hs = people.sea.wave_height_m;
    if !state.hull_failed {
        state.hull_hazard += hours * hull::hull_failure_per_h(state.overload, hs, p);
        if state.hull_hazard >= boat.hull_fate {
            state.hull_failed = true;
            let mass = people.fixed.luck.chance(s, Purpose::HullMassImmersion, 0, p.hull_mass_immersion);
            people.log.note(now, What::HullFailed { boat: boat.id, mass });
            alarm(people, boat, state, at, Alarm::HullBang);
            if state.phase == BoatPhase::Wrecked {
                return;
            }
            if mass {
                wreck(people, boat, state, at, ImmersionCause::HullFailure);
            } else {
                take_water(people, boat, state);
            }
            return;
        }
    } else if state.phase != BoatPhase::Grounded {
        state.freeboard_lost_m += p.deflation_freeboard_per_h_m * hours;
        if state.freeboard_left().m() <= 0.0 {
            people.log.note(now, What::Flooded { boat: boat.id });
            wreck(people, boat, state, at, ImmersionCause::HullFailure);
            return;
        }
    }
    // A wash that passed is there for this minute only.
    let waves = hs + core::mem::take(&mut state.wash_m);
    let broadside = state.engine_dead.is_some();
    state.swamping_hazard += hours * hull::swamping_per_h(state.freeboard_left(), waves, broadside, p);
    if state.swamping_hazard < state.swamping_fate {
        return;
    }
    let onset = state.swampings;
    state.swampings += 1;
    state.swamping_fate += swamping_fate(people.fixed.luck, boat.id.0, state.swampings);
    let mass = people.fixed.luck.chance(s, Purpose::SwampingMassImmersion, onset, p.swamping_mass_immersion);
    people.log.note(now, What::Swamped { boat: boat.id, mass });
    if mass {
        wreck(people, boat, state, at, ImmersionCause::Swamping);
    } else {
        take_water(people, boat, state);
    }
}

/// Water comes aboard: less freeboard, and a call for help.
fn take_water(people: &mut People, boat: &Boat, state: &mut BoatState) {
    state.water_aboard = true;
    state.freeboard_lost_m += people.fixed.setting.parameters.swamping_freeboard_loss_m;
    raise_the_alarm(people, boat, state);
}

/// Callers repeat (MODEL 6.4) while they are in distress and no unit is at hand.
fn call_again(people: &mut People, boat: &Boat, state: &mut BoatState) {
    let in_distress = state.engine_dead.is_some() || state.water_aboard || !state.immersed.is_empty();
    let somebody = state.phase.afloat() && state.phase != BoatPhase::Stopped && state.has_people();
    if !in_distress || !somebody || state.call.is_some() || state.calls == 0 {
        return;
    }
    let now = people.clock.tick;
    let wait = Duration::minutes(people.fixed.setting.parameters.call_again_min);
    let last = state.called.max(state.attended.unwrap_or_default());
    if now >= last.after(wait) {
        raise_the_alarm(people, boat, state);
    }
}

/// Those aboard call for help, if a phone works and is used (MODEL 6.4).
pub fn raise_the_alarm(people: &mut People, boat: &Boat, state: &mut BoatState) {
    let p = &people.fixed.setting.parameters;
    let s = Subject::boat(boat.id.0);
    let k = state.calls;
    state.calls += 1;
    state.called = people.clock.tick;
    let works = people.fixed.luck.chance(s, Purpose::Phone, 0, p.phone_working);
    let used = people.fixed.luck.chance(s, Purpose::Phone, 1 + k, p.call_made);
    if works && used && state.call.is_none() {
        let minutes =
            people.fixed.luck.log_normal(s, Purpose::CallDelay, k, p.call_delay_median_min, p.call_delay_sigma);
        state.call = Some(people.clock.tick.after(Duration::minutes(minutes)));
    }
}

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
                people.die(boat, who.person, Place::InWater, DeathCause::InWater(who.cause));
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
