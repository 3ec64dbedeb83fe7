//! Which boats are put in the water, which load, and which set out?
//!
//! Once a minute. A taxi-boat in a canal leaves only when there is water enough (MODEL 1.6); it coasts
//! to its beach and loads from waist-deep water at its boarding rate; a beach boat loads at once. Breakers
//! slow the loading (`agents::boarding`); they follow from the waves at the beach (`environment::waves`). Who lies behind a
//! closed canal stays ashore, or loads at the beach later (`canals`).
//!
//! Left out: the depth in which a boat lies beyond that people can stand there, and crews that change.

use super::alarm::{Alarm, alarm};
use super::canals::{self, Canals};
use super::flood::wreck;
use super::ledger::{PersonNumber, Place};
use super::people::People;
use super::setting::Setting;
use super::snapshot::BoatPhase;
use super::state::{Boat, BoatState, Motion, TICKS_PER_MIN, Tonight};
use crate::agents::BoatKind;
use crate::agents::boarding::{boarding_difficulty, overturn_probability, parted};
use crate::agents::survival::WaterDeath;
use crate::draws::{Purpose, Subject};
use crate::environment::{climate, waves};
use crate::events::{DeathCause, Hazard, ImmersionCause, NoDeparture, What};
use crate::parameters::Parameters;
use crate::units::{Duration, Vec2, maths};
use bevy_ecs::prelude::{Query, ResMut};

/// Puts boats in, loads them and sends them off.
pub fn depart_boats(
    mut tonight: ResMut<Tonight>,
    mut canals: ResMut<Canals>,
    mut boats: Query<(&Boat, &mut BoatState, &mut Motion)>,
) {
    let mut people = tonight.people();
    canals.tell(&mut people);
    let setting = &*people.fixed.setting;
    for (boat, mut state, mut motion) in &mut boats {
        match state.phase {
            BoatPhase::Planned if !boat.goes => {
                stay_ashore(&mut people, boat, &mut state, NoDeparture::NotAttempted);
            }
            BoatPhase::Planned | BoatPhase::WaitingForTide
                if people.clock.tick >= state.displaced.unwrap_or(boat.launch) =>
            {
                if canals::is_shut_in(&canals, setting, boat, &state, people.clock.tick) {
                    lie_behind_the_boom(&mut people, boat, &mut state, &mut motion);
                    continue;
                }
                launch(&mut people, boat, &mut state, &mut motion);
            }
            BoatPhase::Coasting
                if motion.leg < state.canal_legs
                    && canals::is_shut_in(&canals, setting, boat, &state, people.clock.tick) =>
            {
                lie_behind_the_boom(&mut people, boat, &mut state, &mut motion);
            }
            BoatPhase::Boarding => board(&mut people, boat, &mut state, &mut motion),
            _ => {}
        }
    }
}

/// A boat that can't pass: its crew go ashore again, and it stays there or is taken to its beach.
fn lie_behind_the_boom(people: &mut People, boat: &Boat, state: &mut BoatState, motion: &mut Motion) {
    for person in core::mem::take(&mut state.aboard) {
        people.ledger.shift(person, Place::AboardBoat, Place::Waiting);
        state.waiting.push(person);
    }
    motion.velocity = Vec2::ZERO;
    motion.route.clear();
    motion.leg = 0;
    state.canal_legs = 0;
    if !canals::is_displaced(people, boat, state, motion) {
        stay_ashore(people, boat, state, NoDeparture::CanalClosed);
    }
}

pub(super) fn stay_ashore(people: &mut People, boat: &Boat, state: &mut BoatState, reason: NoDeparture) {
    state.phase = BoatPhase::StayedAshore;
    state.since = people.clock.tick;
    people.log.note(people.clock.tick, What::DidNotDepart { boat: boat.id, reason });
}

fn launch(people: &mut People, boat: &Boat, state: &mut BoatState, motion: &mut Motion) {
    let setting = &*people.fixed.setting;
    let now = people.clock.tick;
    let from_beach = boat.kind == BoatKind::BeachBoat || state.displaced.is_some();
    if boat.canal && state.displaced.is_none() && !setting.canal_passable(boat.launch_at, now, &people.fixed.night) {
        if state.phase == BoatPhase::Planned {
            state.phase = BoatPhase::WaitingForTide;
            state.since = now;
            people.log.note(now, What::WaitedForTide { boat: boat.id });
        } else if now.0 - state.since.0
            > crate::units::Tick::spanning(Duration::hours(setting.parameters.stranded_patience_h))
        {
            stay_ashore(people, boat, state, NoDeparture::Tide);
        }
        return;
    }
    if too_rough(people, boat) {
        stay_ashore(people, boat, state, NoDeparture::Sea);
        return;
    }
    // The crew are the last of the group's numbers, so that those who wait keep theirs.
    for _ in 0..boat.crew {
        if let Some(person) = state.waiting.pop() {
            people.ledger.shift(person, Place::Waiting, Place::AboardBoat);
            state.aboard.push(person);
        }
    }
    let (kind, at) =
        if from_beach { (BoatKind::BeachBoat, boat.pickup_at) } else { (BoatKind::TaxiBoat, boat.launch_at) };
    motion.position = at;
    setting.reload(boat, state);
    people.log.note(now, What::Launched { boat: boat.id, kind, aboard: boat.crew, at });
    if kind == BoatKind::TaxiBoat {
        state.phase = BoatPhase::Coasting;
        let pickup = &setting.departures[boat.departure].pickups[boat.pickup];
        motion.route.clone_from(&pickup.way);
        state.canal_legs = pickup.canal_legs;
        motion.leg = 0;
    } else {
        begin_boarding(people, boat, state, motion);
    }
    state.since = now;
}

/// The boat lies at the shore and people begin to board.
pub fn begin_boarding(people: &mut People, boat: &Boat, state: &mut BoatState, motion: &mut Motion) {
    state.phase = BoatPhase::Boarding;
    state.since = people.clock.tick;
    motion.velocity = Vec2::ZERO;
    motion.route.clear();
    motion.leg = 0;
    #[expect(clippy::cast_possible_truncation, reason = "a group is far smaller than 2^32")]
    let waiting = state.waiting.len() as u32;
    people.log.note(people.clock.tick, What::BoardingStarted { boat: boat.id, waiting, at: motion.position });
    // Who loads at the beach does not wait in the water for the boat.
    state.waded_min = if state.displaced.is_some() { 0.0 } else { boat.wades_min };
    if boat.rush > 0 {
        people.note(What::BoatRushed { boat: boat.id, people: boat.rush });
    }
}

/// Is the sea at the beach, as they see it now, rougher than those who launch this boat dare? All dare what the
/// forecast lets half of them try (MODEL 2.3), some more: the upper half of the same law, each boat its own share.
fn too_rough(people: &People, boat: &Boat) -> bool {
    let (fixed, now) = (&people.fixed, people.clock.tick);
    let p = &fixed.setting.parameters;
    let waves = fixed.night.waves_here(boat.pickup_at, &people.sea.open, fixed.setting.stream(boat.pickup_at, now));
    let effective = climate::effective_height_m(waves, people.sea.wind_mps, p);
    let beyond = effective - p.activity_half_m;
    if beyond <= 0.0 {
        return false;
    }
    let u = fixed.luck.uniform(Subject::boat(boat.id.0), Purpose::GoesAhead, 1);
    beyond > p.activity_width_m * maths::ln((1.0 + u) / (1.0 - u))
}

/// Has a boat that is rushed taken all that it can? Of those who are more than planned few find a place.
fn is_full(boat: &Boat, state: &BoatState, p: &Parameters) -> bool {
    let planned = f64::from(boat.group - boat.rush);
    boat.rush > 0 && f64::from(state.people_aboard()) >= f64::from(boat.crew) + planned * (1.0 + p.rush_aboard_share)
}

/// Does this person stay on the shore? Families mostly share their luck.
fn stays_behind(people: &People, boat: &Boat, person: PersonNumber) -> bool {
    let (luck, p) = (people.fixed.luck, &people.fixed.setting.parameters);
    let id = people.ledger.id(person);
    let after = boat.families.partition_point(|f| f.first <= id.seat);
    let family = after.checked_sub(1).map(|i| boat.families[i]).filter(|f| f.holds(id.seat));
    let own = Subject::person(id.group, id.seat);
    let whose = match family {
        Some(f) if luck.chance(own, Purpose::Families, 0, p.family_together) => Subject::person(id.group, f.first),
        _ => own,
    };
    luck.chance(whose, Purpose::BoardingRate, 0, p.boarding_left_behind_share)
}

/// One minute of boarding; at its end the boat sets out.
fn board(people: &mut People, boat: &Boat, state: &mut BoatState, motion: &mut Motion) {
    let setting = &*people.fixed.setting;
    let p = &setting.parameters;
    let breaker_m = waves::breaker_height(state.wave_m, p);
    let difficulty = boarding_difficulty(breaker_m, p).in_depth(boat.boards_in_m, p);
    state.waded_min += MINUTES_PER_STEP;
    state.boarding_carry += boat.boarding_per_min * difficulty.rate_share;
    let mut aboard_now = Vec::new();
    while state.boarding_carry >= 1.0 && !is_full(boat, state, p) {
        state.boarding_carry -= 1.0;
        // From the front of the group: those with the lowest numbers stand nearest.
        let Some(index) = state.waiting.iter().position(|person| !stays_behind(people, boat, *person)) else {
            break;
        };
        let person = state.waiting.remove(index);
        people.ledger.shift(person, Place::Waiting, Place::AboardBoat);
        state.aboard.push(person);
        let chance = p.boarding_drowning_per_person * difficulty.fall_factor;
        people.accounts.expect(Hazard::Boarding, chance.min(1.0));
        if people.fixed.luck.chance(people.subject(person), Purpose::BoardingDrowning, 0, chance) {
            people.accounts.count(Hazard::Boarding, 1.0);
            aboard_now.push(person);
        }
    }
    for person in aboard_now {
        state.aboard.retain(|x| *x != person);
        people.die(
            boat,
            person,
            Place::AboardBoat,
            DeathCause::InWater(ImmersionCause::Boarding, WaterDeath::Drowning),
        );
    }
    let all_who_can = is_full(boat, state, p) || state.waiting.iter().all(|person| stays_behind(people, boat, *person));
    setting.reload(boat, state);
    if !all_who_can {
        return;
    }
    alarm(people, boat, state, motion.position, Alarm::Boarding);
    if state.phase == BoatPhase::Wrecked {
        return;
    }
    let now = people.clock.tick;
    #[expect(clippy::cast_possible_truncation, reason = "a group is far smaller than 2^32")]
    let (aboard, left_behind) = (state.aboard.len() as u32, state.waiting.len() as u32);
    people.log.note(now, What::BoardingEnded { boat: boat.id, aboard, left_behind });
    let first = people.ledger.first_of(boat.id);
    let families = parted(&boat.families, |seat| !state.waiting.contains(&(first + seat)));
    if families > 0 {
        people.note(What::FamiliesParted { boat: boat.id, families });
    }
    if aboard == 0 {
        stay_ashore(people, boat, state, NoDeparture::NotAttempted);
        return;
    }
    let overturns = overturn_probability(breaker_m, p);
    if boat.rush > 0 {
        people.accounts.expect(Hazard::Surf, f64::from(aboard) * overturns.min(1.0));
    }
    if boat.rush > 0 && people.fixed.luck.chance(Subject::boat(boat.id.0), Purpose::Rush, 2, overturns) {
        people.accounts.count(Hazard::Surf, f64::from(aboard));
        overturn(people, boat, state, motion);
        return;
    }
    setting.reload(boat, state);
    state.phase = BoatPhase::Crossing;
    state.loaded = true;
    state.since = now;
    state.engine_minutes = 0.0;
    motion.route = setting.chart_route(motion.position, boat.goal);
    motion.leg = 0;
    let (luck, s) = (people.fixed.luck, Subject::boat(boat.id.0));
    if luck.chance(s, Purpose::TurnBack, 0, p.turn_back_share) {
        let minutes = p.turn_back_within_min * luck.uniform(s, Purpose::TurnBack, 1);
        state.turns_back = Some(now.after(Duration::minutes(minutes)));
    }
    people.log.note(now, What::CrossingStarted { boat: boat.id, aboard });
}

/// The boat goes over while people board it.
pub(super) fn overturn(people: &mut People, boat: &Boat, state: &mut BoatState, motion: &mut Motion) {
    let setting = &*people.fixed.setting;
    people.note(What::Overturned { boat: boat.id });
    motion.position = where_people_stand(setting, motion);
    wreck(people, boat, state, motion.position, ImmersionCause::Boarding);
}

/// People board where they can stand, whatever the chart makes of the place where the boat came in.
pub(super) fn where_people_stand(setting: &Setting, motion: &Motion) -> Vec2 {
    let p = &setting.parameters;
    let off = setting.to_shore(motion.position) - p.rush_overturn_place * p.shallow_shore_m;
    motion.position + setting.seaward(motion.position) * -off.max(0.0)
}

/// What is left undone when the night ends.
pub fn close_the_shore(people: &mut People, boat: &Boat, state: &mut BoatState) {
    if matches!(state.phase, BoatPhase::Planned | BoatPhase::WaitingForTide) {
        let reason = if state.phase == BoatPhase::Planned { NoDeparture::NightEnded } else { NoDeparture::Tide };
        stay_ashore(people, boat, state, reason);
    }
}

/// The first boat's swamping fate, and so on: successive unit exponentials added up.
#[must_use]
pub fn swamping_fate(luck: crate::draws::Draws, boat: u32, onset: u32) -> f64 {
    luck.exponential(Subject::boat(boat), Purpose::SwampingFate, onset)
}

/// Minutes in a slow step.
pub const MINUTES_PER_STEP: f64 = (TICKS_PER_MIN * crate::units::TICK_S) as f64 / 60.0;
