//! Where do stream and wind carry a boat that makes no way, and people in the water?
//!
//! The moment something goes adrift it becomes an object of the Leeway model, with coefficients drawn for it once by
//! the boat's own luck (MODEL 4; `agents::adrift` says which class it is). People from one boat are followed by the
//! centre of the group and by one number, the standard deviation of their places, which grows evenly: exact for a
//! steady wind, and as cheap for eighty people as for one. The spread slows those who pick them up and is drawn.
//!
//! Left out: bodies, which nobody follows; boats that drift while people are taken off (made fast to a unit).

use super::people::People;
use super::setting::Setting;
use super::snapshot::BoatPhase;
use super::state::{Boat, BoatState, SeaNow, TICKS_PER_MIN};
use crate::agents::adrift::Adrift;
use crate::agents::leeway::{Drifter, Orientation, jibe_in};
use crate::agents::search::gathering_factor;
use crate::draws::{Draws, Purpose, Subject};
use crate::units::{Distance, TICK_S, Vec2};

/// Seconds in a minute of ticks.
const MINUTE_S: f64 = (TICKS_PER_MIN * TICK_S) as f64;
/// Draws set aside for one object: its errors need 65, its side one.
const DRAWS_PER_OBJECT: u32 = 100;
/// Jibes are tried every so many minutes.
const JIBES_EVERY_MIN: u32 = 10;

/// What of this boat's hull is adrift, if anything is.
const fn adrift(state: &BoatState) -> Option<Adrift> {
    match state.phase {
        BoatPhase::Adrift => Some(Adrift::Afloat),
        BoatPhase::Wrecked if state.hull_failed => Some(Adrift::Deflated),
        BoatPhase::Wrecked => Some(Adrift::Swamped),
        _ => None,
    }
}

fn draw(setting: &Setting, luck: Draws, boat: &Boat, state: &mut BoatState, what: Adrift) -> Drifter {
    let s = Subject::boat(boat.id.0);
    let place = luck.uniform(s, Purpose::AdriftPlace, 0);
    let class = setting.adrift.of(what, place, &setting.parameters);
    let first = state.drift.drawn * DRAWS_PER_OBJECT;
    state.drift.drawn += 1;
    let right = luck.chance(s, Purpose::Leeway, first + 65, 0.5);
    let side = if right { Orientation::Right } else { Orientation::Left };
    Drifter::drawn_by(&class, side, luck, s, first)
}

/// Once a minute: what goes adrift is drawn, what is adrift may jibe, people in the water move and part.
pub fn drift(setting: &Setting, people: &People, boat: &Boat, state: &mut BoatState) {
    let luck = people.fixed.luck;
    let what = adrift(state);
    if state.drift.hull.map(|(w, _)| w) != what {
        state.drift.hull = what.map(|w| (w, draw(setting, luck, boat, state, w)));
    }
    let minute = people.clock.minute();
    if let Some((_, hull)) = &mut state.drift.hull
        && minute.is_multiple_of(JIBES_EVERY_MIN)
    {
        let chance = jibe_in(f64::from(JIBES_EVERY_MIN) * MINUTE_S, setting.parameters.leeway_jibe_per_h);
        if luck.chance(Subject::boat(boat.id.0), Purpose::Jibe, minute, chance) {
            hull.jibe();
        }
    }
    drift_people(setting, people, boat, state);
}

fn drift_people(setting: &Setting, people: &People, boat: &Boat, state: &mut BoatState) {
    if state.immersed.is_empty() {
        state.drift.people = None;
        state.drift.spread_m = 0.0;
        return;
    }
    let parting = setting.adrift.parting_mps(people.sea.wind_mps, &setting.parameters) * MINUTE_S;
    if state.phase == BoatPhase::Wrecked {
        // There is something to hold on to; the group's centre stays with it.
        state.drift.spread_m += parting * setting.parameters.wreck_spread_factor;
        return;
    }
    state.drift.spread_m += parting;
    let group = match state.drift.people {
        Some(group) => group,
        None => draw(setting, people.fixed.luck, boat, state, Adrift::People),
    };
    state.drift.people = Some(group);
    let stream = setting.stream(state.immersed_at, people.clock.tick);
    state.immersed_at += (stream + group.leeway(people.sea.wind)) * MINUTE_S;
}

/// Leeway of a hull that makes no way, m/s.
pub fn hull_leeway(sea: &SeaNow, state: &BoatState) -> Vec2 {
    state.drift.hull.map_or(Vec2::ZERO, |(_, hull)| hull.leeway(sea.wind))
}

/// Factor on the rate at which a unit takes these people out of the water.
pub fn gathering(setting: &Setting, state: &BoatState, per_min: f64) -> f64 {
    gathering_factor(Distance::metres(state.drift.spread_m), state.immersed.len(), per_min, &setting.parameters)
}

/// Where each person in the water is: about the centre, by two normals that each was born with.
pub fn places_in_water(boat: &Boat, state: &BoatState, luck: Draws) -> impl Iterator<Item = Vec2> {
    let (centre, spread) = (state.immersed_at, state.drift.spread_m);
    let group = boat.id.0;
    state.immersed.iter().map(move |who| {
        let s = Subject::person(group, who.person);
        let (x, y) = (luck.normal(s, Purpose::Leeway, 0), luck.normal(s, Purpose::Leeway, 1));
        centre + Vec2::new(x, y) * spread
    })
}
