//! What goes wrong this minute? Hazards add up and fire when they pass the boat's fate.
//!
//! Engine, hull and swamping by MODEL 3.2 (`agents::hull`). An engine that stops, a hull that bangs: each is an
//! alarm (`alarm`). A hull that gave way without filling the boat loses air: its freeboard falls until it fills. What
//! becomes of people is in `survive`. A hull that was opened on purpose (`cut`) fares like one that gave way; who comes into the
//! water of it does so by the interception. A boat that was stopped at sea, or is towed, has the hull and the waves it had before.
//!
//! Left out: repairs of a hull, and water that is bailed out.

use super::alarm::{Alarm, alarm};
use super::calls::{call_again, raise_the_alarm};
use super::depart::{MINUTES_PER_STEP, swamping_fate};
use super::flood::wreck;
use super::people::People;
use super::snapshot::BoatPhase;
use super::state::{Boat, BoatState, Motion, Tonight, met_between};
use crate::agents::hull;
use crate::draws::{Purpose, Subject};
use crate::events::{Hazard, ImmersionCause, What};
use crate::units::{Duration, Vec2};
use bevy_ecs::prelude::{Query, ResMut};

/// Adds up the hazards of boats under way, once a minute.
pub fn endanger_boats(mut tonight: ResMut<Tonight>, mut boats: Query<(&Boat, &mut BoatState, &Motion)>) {
    let mut people = tonight.people();
    let hours = MINUTES_PER_STEP / 60.0;
    for (boat, mut state, motion) in &mut boats {
        if matches!(state.phase, BoatPhase::Crossing | BoatPhase::Adrift | BoatPhase::Coasting) {
            engine(&mut people, boat, &mut state, motion.position, hours);
        }
        if (matches!(state.phase, BoatPhase::Crossing | BoatPhase::Adrift | BoatPhase::Grounded | BoatPhase::Boarding)
            || state.stopped_at_sea())
            && !state.aboard.is_empty()
        {
            hull_and_waves(&mut people, boat, &mut state, motion.position, hours);
        }
        call_again(&mut people, boat, &mut state);
    }
}

fn engine(people: &mut People, boat: &Boat, state: &mut BoatState, at: Vec2, hours: f64) {
    let setting = &*people.fixed.setting;
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
    let before = state.engine_hazard.min(core::mem::replace(&mut state.met.engine, f64::INFINITY));
    state.engine_hazard += hours * hull::engine_failure_per_h(state.wave_m, state.engine_minutes, p);
    people.accounts.expect(Hazard::EngineStop, met_between(before, state.engine_hazard));
    if state.engine_hazard < state.engine_fate {
        return;
    }
    people.accounts.count(Hazard::EngineStop, 1.0);
    state.met.engine = state.engine_fate;
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
    let setting = &*people.fixed.setting;
    let p = &setting.parameters;
    let now = people.clock.tick;
    let s = Subject::boat(boat.id.0);
    let (hs, aboard) = (state.wave_m, f64::from(state.people_aboard()));
    if !state.hull_failed {
        let before = state.hull_hazard;
        state.hull_hazard += hours * hull::hull_failure_per_h(state.overload, hs, p);
        people.accounts.expect(Hazard::Hull, aboard * met_between(before, state.hull_hazard));
        if state.hull_hazard >= boat.hull_fate {
            people.accounts.count(Hazard::Hull, aboard);
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
            let cause = state.fills_by(ImmersionCause::HullFailure);
            wreck(people, boat, state, at, cause);
            return;
        }
    }
    // A wash that passed is there for this minute only.
    let waves = hs + core::mem::take(&mut state.wash_m);
    let broadside = state.engine_dead.is_some();
    let before = state.swamping_hazard.min(core::mem::replace(&mut state.met.swamping, f64::INFINITY));
    state.swamping_hazard += hours * hull::swamping_per_h(state.freeboard_left(), waves, broadside, p);
    let fills = aboard * p.swamping_mass_immersion;
    people.accounts.expect(Hazard::Swamping, fills * met_between(before, state.swamping_hazard));
    if state.swamping_hazard < state.swamping_fate {
        return;
    }
    state.met.swamping = state.swamping_fate;
    let onset = state.swampings;
    state.swampings += 1;
    state.swamping_fate += swamping_fate(people.fixed.luck, boat.id.0, state.swampings);
    let mass = people.fixed.luck.chance(s, Purpose::SwampingMassImmersion, onset, p.swamping_mass_immersion);
    people.log.note(now, What::Swamped { boat: boat.id, mass });
    if mass {
        people.accounts.count(Hazard::Swamping, aboard);
        let cause = state.fills_by(ImmersionCause::Swamping);
        wreck(people, boat, state, at, cause);
    } else {
        take_water(people, boat, state);
    }
}

/// Water comes aboard: less freeboard, and a call for help.
pub(super) fn take_water(people: &mut People, boat: &Boat, state: &mut BoatState) {
    state.water_aboard = true;
    state.freeboard_lost_m += people.fixed.setting.parameters.swamping_freeboard_loss_m;
    raise_the_alarm(people, boat, state);
}
