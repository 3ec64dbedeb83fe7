//! A boat that has filled: who is carried by its tubes, who is in the water, and who gets back aboard?
//!
//! A flooded inflatable floats on its tubes alone and carries a number of people who are partly in the water
//! (MODEL 3.2). When a boat fills, many are thrown off; of the others as many stay as the tubes carry. Those who
//! stay lose their hold in time, and a torn hull goes on losing air. So a mass immersion need not be all, and need
//! not be at once. Those who fell from a boat that still floats are pulled back by the others.
//!
//! Left out: the gear people hold on to that drifts off, and swimmers who reach the tubes again (their chance
//! is within the survival of those who hold something, MODEL 5.2).

use super::calls::raise_the_alarm;
use super::depart::MINUTES_PER_STEP;
use super::ledger::{PersonNumber, Place};
use super::people::People;
use super::snapshot::BoatPhase;
use super::state::{Boat, BoatState, Motion, Tonight};
use crate::draws::Purpose;
use crate::events::{ImmersionCause, What};
use crate::units::{Duration, Tick, Vec2};
use bevy_ecs::prelude::{Query, ResMut};

/// The boat fills, goes over or is run down: people are in the water.
pub fn wreck(people: &mut People, boat: &Boat, state: &mut BoatState, at: Vec2, cause: ImmersionCause) {
    let now = people.clock.tick;
    state.phase = BoatPhase::Wrecked;
    state.since = now;
    state.water_aboard = true;
    state.held_by = None;
    state.wrecked_by = Some(cause);
    // Nobody stays on a boat that is run down or goes over.
    let all = matches!(cause, ImmersionCause::Collision | ImmersionCause::Boarding);
    let thrown_share = if all { 1.0 } else { people.fixed.setting.parameters.flooded_thrown_share };
    let order = people.pick(state, state.people_aboard());
    let (mut off, mut on): (Vec<PersonNumber>, Vec<PersonNumber>) = order
        .into_iter()
        .partition(|x| people.fixed.luck.chance(people.subject(*x), Purpose::Flooding, 0, thrown_share));
    off.extend(beyond(&mut on, carried(people, boat, state, now)));
    people.immerse(boat, state, &off, at, cause);
    raise_the_alarm(people, boat, state);
}

/// How many the tubes carry now.
fn carried(people: &People, boat: &Boat, state: &BoatState, now: Tick) -> u32 {
    let p = &people.fixed.setting.parameters;
    let hours = (now.elapsed().s() - state.since.elapsed().s()) / 3600.0;
    let air = if state.hull_failed || state.wrecked_by == Some(ImmersionCause::HullFailure) {
        (p.flooded_air_after_failure - p.flooded_air_loss_per_h * hours).max(0.0)
    } else {
        1.0
    };
    boat.hull.carried_flooded(air, p)
}

/// Takes those for whom there is no room off the list (the first of it).
fn beyond(on: &mut Vec<PersonNumber>, room: u32) -> Vec<PersonNumber> {
    let over = on.len().saturating_sub(room as usize);
    on.drain(..over).collect()
}

/// Once a minute: people lose their hold on flooded boats, and are pulled back aboard those that float.
pub fn hold_on(mut tonight: ResMut<Tonight>, mut boats: Query<(&Boat, &mut BoatState, &Motion)>) {
    let mut people = tonight.people();
    for (boat, mut state, motion) in &mut boats {
        if state.aboard.is_empty() {
            continue;
        }
        if let (BoatPhase::Wrecked, Some(cause)) = (state.phase, state.wrecked_by) {
            lose_hold(&mut people, boat, &mut state, motion.position, cause);
        } else if state.stays_by() {
            pull_back(&mut people, boat, &mut state, motion.position);
        }
    }
}

fn lose_hold(people: &mut People, boat: &Boat, state: &mut BoatState, at: Vec2, cause: ImmersionCause) {
    let now = people.clock.tick;
    let hold_h = people.fixed.setting.parameters.flooded_hold_h;
    let (mut off, mut on): (Vec<PersonNumber>, Vec<PersonNumber>) =
        people.pick(state, state.people_aboard()).into_iter().partition(|x| {
            let fate = people.fixed.luck.exponential(people.subject(*x), Purpose::Flooding, 1);
            now >= state.since.after(Duration::hours(hold_h * fate))
        });
    off.extend(beyond(&mut on, carried(people, boat, state, now)));
    if !off.is_empty() {
        people.immerse(boat, state, &off, at, cause);
    }
}

/// Those who fell from the boat, one after the other, as long as it lies by them.
fn pull_back(people: &mut People, boat: &Boat, state: &mut BoatState, at: Vec2) {
    state.immersed_at = at;
    state.pull_carry += people.fixed.setting.parameters.falls_pulled_back_per_min * MINUTES_PER_STEP;
    let mut back = false;
    while state.pull_carry >= 1.0 {
        let fell = |w: &super::state::Immersed| w.cause == ImmersionCause::CrowdShift;
        let Some(i) = state.immersed.iter().position(fell) else {
            state.pull_carry = 0.0;
            break;
        };
        state.pull_carry -= 1.0;
        let who = state.immersed.remove(i);
        // Whether they died was last asked a tick ago.
        people.lived_until(&who, Tick(people.clock.tick.0.saturating_sub(1)));
        people.ledger.shift(who.person, Place::InWater, Place::AboardBoat);
        state.aboard.push(who.person);
        let id = people.ledger.id(who.person);
        people.note(What::ReachedSafety { person: id });
        back = true;
    }
    if back {
        let setting = &*people.fixed.setting;
        setting.reload(boat, state);
    }
}

impl BoatState {
    /// Does the boat lie by people who fell from it?
    #[must_use]
    pub fn stays_by(&self) -> bool {
        let floats =
            matches!(self.phase, BoatPhase::Boarding | BoatPhase::Crossing | BoatPhase::Adrift | BoatPhase::Grounded);
        floats && self.immersed.iter().any(|w| w.cause == ImmersionCause::CrowdShift)
    }
}
