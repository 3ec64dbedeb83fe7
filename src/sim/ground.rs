//! Does a boat touch the ground, and when does it float again?
//!
//! Once a minute, where the water is shallow: a boat that draws more than there is water sits on the bank, with
//! an alarm aboard. On a rising tide it floats again; on a falling one those aboard wait, walk ashore over
//! the flat if the beach is near and they give up, or call for help. Sand may tear a floor: then the boat stays,
//! and the flood puts people in the water once they can no longer stand (12 July 2021: a bank with 37 people went
//! under within 20 minutes). Most boats that come to a shoal see it and steer clear (register).
//!
//! The depth is that of the grid and the tide, on the foreshore at least that of an even beach
//! (`Setting::water_for_hull_m`). Left out: rocks, mud, and people who push.

use super::alarm::{Alarm, alarm};
use super::calls::raise_the_alarm;
use super::flood::wreck;
use super::people::People;
use super::sail::come_ashore;
use super::setting::Setting;
use super::snapshot::BoatPhase;
use super::state::{Boat, BoatState, Motion, TICKS_PER_MIN, Tonight};
use crate::draws::{Purpose, Subject};
use crate::events::{ImmersionCause, Shore, What};
use crate::parameters::Parameters;
use crate::units::{Tick, Vec2};
use bevy_ecs::prelude::{Query, ResMut};

/// Over so long, in minutes, it is judged whether the tide falls.
const TREND_MIN: u32 = 10;

/// Boats touch and float again.
pub fn ground_boats(mut tonight: ResMut<Tonight>, mut boats: Query<(&Boat, &mut BoatState, &mut Motion)>) {
    let mut people = tonight.people();
    let setting = &*people.fixed.setting;
    for (boat, mut state, mut motion) in &mut boats {
        if state.aboard.is_empty() {
            continue;
        }
        match state.phase {
            BoatPhase::Crossing | BoatPhase::Adrift if state.held_by.is_none() => {
                touch(&mut people, setting, boat, &mut state, &mut motion);
            }
            BoatPhase::Grounded => lie_aground(&mut people, setting, boat, &mut state, &mut motion),
            _ => {}
        }
    }
}

fn touch(people: &mut People, setting: &Setting, boat: &Boat, state: &mut BoatState, motion: &mut Motion) {
    let (now, at) = (people.clock.tick, motion.position);
    // The grid alone tells most of the strait from the shallows.
    let draught = state.draught_m;
    if people.fixed.night.depth_at(at, now) >= draught
        || setting.water_for_hull_m(at, now, &people.fixed.night) >= draught
    {
        return;
    }
    let p = &setting.parameters;
    if state.phase == BoatPhase::Crossing && steers_clear(people, p, boat, state, at) {
        return;
    }
    let same_bank = state.grounded.is_some_and(|(place, tick)| {
        (place - at).length_squared() < p.grounding_same_bank_m * p.grounding_same_bank_m && lately(tick, now, p)
    });
    state.phase = BoatPhase::Grounded;
    state.since = now;
    state.grounded = Some((at, now));
    motion.velocity = Vec2::ZERO;
    people.note(What::RanAground { boat: boat.id, aboard: state.people_aboard(), at });
    if same_bank {
        return;
    }
    let (s, k) = (Subject::boat(boat.id.0), 2 * state.groundings);
    state.groundings += 1;
    if !state.hull_failed && people.fixed.luck.chance(s, Purpose::Grounding, k, p.grounding_hull_failure) {
        state.hull_failed = true;
        state.water_aboard = true;
        people.note(What::HullFailed { boat: boat.id, mass: false });
    }
    alarm(people, boat, state, at, Alarm::Grounding);
    if state.phase == BoatPhase::Grounded && (state.hull_failed || falls(people, at, now)) {
        raise_the_alarm(people, boat, state);
    }
}

/// Do those aboard see the shoal, by its breakers or others' course, and find water enough past it? Asked once for each.
fn steers_clear(people: &People, p: &Parameters, boat: &Boat, state: &mut BoatState, at: Vec2) -> bool {
    /// The draws of a boat's groundings count from 0; those of its shoals from here.
    const SHOALS: u32 = 1 << 16;
    let now = people.clock.tick;
    if let Some((place, tick, clear)) = state.shoal
        // Twice as far: a shoal seen from this side is passed on the other.
        && (place - at).length_squared() < 4.0 * p.grounding_same_bank_m * p.grounding_same_bank_m
        && lately(tick, now, p)
    {
        state.shoal = Some((at, now, clear));
        return clear;
    }
    let clear = people.fixed.luck.chance(
        Subject::boat(boat.id.0),
        Purpose::Grounding,
        SHOALS + state.shoals,
        p.grounding_cleared,
    );
    state.shoals += 1;
    state.shoal = Some((at, now, clear));
    clear
}

/// Was that so short a time ago that it was the same bank?
fn lately(tick: Tick, now: Tick, p: &Parameters) -> bool {
    f64::from(now.0 - tick.0) < p.grounding_same_bank_min * f64::from(TICKS_PER_MIN)
}

fn falls(people: &People, at: Vec2, now: Tick) -> bool {
    let night = &people.fixed.night;
    night.depth_at(at, Tick(now.0 + TREND_MIN * TICKS_PER_MIN)) < night.depth_at(at, now)
}

fn lie_aground(people: &mut People, setting: &Setting, boat: &Boat, state: &mut BoatState, motion: &mut Motion) {
    let p = &setting.parameters;
    let (now, at) = (people.clock.tick, motion.position);
    let water = setting.water_for_hull_m(at, now, &people.fixed.night);
    // A torn hull does not float again: those aboard stand by it until the water is too deep to stand in.
    if state.hull_failed {
        if water >= p.shallow_depth_m {
            wreck(people, boat, state, at, ImmersionCause::Grounding);
            return;
        }
    } else if water >= state.draught_m + p.grounding_refloat_m {
        state.phase = if state.engine_dead.is_some() { BoatPhase::Adrift } else { BoatPhase::Crossing };
        state.since = now;
        people.note(What::Refloated { boat: boat.id });
        return;
    }
    // Dry ground all the way to a beach that is near: they may walk.
    if water > 0.0 || setting.to_shore(at) > p.grounding_walk_m {
        return;
    }
    let k = 2 * state.groundings.saturating_sub(1) + 1;
    let shore = setting.shore_of(at);
    let give_up = shore == Shore::UnitedKingdom
        || people.fixed.luck.chance(Subject::boat(boat.id.0), Purpose::Grounding, k, p.grounding_give_up);
    if give_up && state.held_by.is_none() {
        come_ashore(people, boat, state, motion, shore);
    }
}
