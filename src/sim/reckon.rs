//! What does a night come to, for the metrics: who was in sight of the beach by daylight, and where was rescue cover wanting?
//!
//! Cover is asked for every ten minutes, side by side: does a boat with people lie in the side's region with no unit at
//! it, and could no free unit of that side be there in time? In time means within the standard that lifeboats aim at
//! (`cover.within_min`), from the order: the median time to get under way, and the straight way at the speed of the present
//! sea. Free means fit, with places left, without a task, and not on its way home. A boat in sight of the beach is one that
//! coasts to where it loads, or is boarded, within the horizon of somebody who stands there, and within the visibility.
//! At the night's end the accounts are written down. Nothing here changes the night.
//!
//! Left out: the way round land and banks, and cover for bathers, yachts and ships.

use super::people::People;
use super::snapshot::{Activity, BoatPhase};
use super::state::{Boat, BoatState, Motion, TICKS_PER_MIN, Tonight, Unit, UnitState};
use crate::agents::BoatKind;
use crate::agents::Side;
use crate::events::{UnitAccount, What};
use crate::units::{Distance, Duration, Vec2};
use bevy_ecs::prelude::{Query, ResMut, Without};
use std::sync::Arc;

/// Minutes between two looks at the cover.
const LOOK_MIN: u32 = 10;

/// A unit that could be sent: where it is, minutes until it is under way, metres a minute.
struct Hand {
    side: Side,
    at: Vec2,
    ready_min: f64,
    per_min_m: f64,
}

/// Once a minute.
pub fn reckon(
    mut tonight: ResMut<Tonight>,
    mut boats: Query<(&Boat, &mut BoatState, &Motion), Without<Unit>>,
    units: Query<(&Unit, &UnitState, &Motion), Without<Boat>>,
) {
    let mut people = tonight.people();
    if !people.sea.dark {
        in_sight_of_the_beach(&mut people, &mut boats);
    }
    if people.clock.tick.0.is_multiple_of(LOOK_MIN * TICKS_PER_MIN) {
        cover(&mut people, &boats, &units);
    }
}

fn in_sight_of_the_beach(people: &mut People, boats: &mut Query<(&Boat, &mut BoatState, &Motion), Without<Unit>>) {
    for (boat, mut state, motion) in boats {
        let boarding = match state.phase {
            BoatPhase::Boarding => true,
            BoatPhase::Coasting if boat.kind == BoatKind::TaxiBoat => false,
            _ => continue,
        };
        if state.seen_from_shore[usize::from(boarding)] {
            continue;
        }
        let setting = &people.fixed.setting;
        let seen = Distance::nautical_miles(setting.parameters.beach_sight_nm).m();
        let seen = seen.min(people.fixed.night.visibility_at(people.clock.tick).m());
        let off = setting.to_shore(motion.position);
        if off <= seen {
            state.seen_from_shore[usize::from(boarding)] = true;
            people.note(What::SeenFromShore { boat: boat.id, boarding, off: Distance::metres(off.max(0.0)) });
        }
    }
}

fn cover(
    people: &mut People,
    boats: &Query<(&Boat, &mut BoatState, &Motion), Without<Unit>>,
    units: &Query<(&Unit, &UnitState, &Motion), Without<Boat>>,
) {
    let at_sea =
        |s: &BoatState| s.has_people() && (s.phase.afloat() || !s.immersed.is_empty()) && s.phase != BoatPhase::Stopped;
    if !boats.iter().any(|(_, s, _)| at_sea(s)) {
        return;
    }
    let setting = Arc::clone(&people.fixed.setting);
    let within = setting.parameters.cover_within_min;
    let hands: Vec<Hand> = units.iter().filter_map(|(u, s, m)| hand(people, u, s, m)).collect();
    let mut wanting = [false; 2];
    for (_, state, motion) in boats {
        let attended = state.attended.is_some_and(|t| people.clock.tick.0 - t.0 <= TICKS_PER_MIN);
        if !at_sea(state) || attended || state.held_by.is_some() {
            continue;
        }
        let at = super::lookout::true_place(state, motion);
        let side = setting.region(at);
        let reached =
            hands.iter().any(|h| h.side == side && h.ready_min + (h.at - at).length() / h.per_min_m <= within);
        wanting[side.index()] |= !reached;
    }
    for side in Side::ALL {
        if wanting[side.index()] {
            people.accounts.uncovered(side, f64::from(LOOK_MIN));
        }
    }
}

fn hand(people: &People, unit: &Unit, state: &UnitState, motion: &Motion) -> Option<Hand> {
    let setting = &people.fixed.setting;
    let craft = &setting.classes[unit.class].craft;
    let free = state.task.is_none() && state.towing.is_none() && !state.homeward && !state.out_of_action;
    let places = state.survivors.len() < craft.capacity as usize;
    let there = matches!(state.activity, Activity::InPort | Activity::OnStation | Activity::Transit);
    if !(free && places && there) {
        return None;
    }
    let ready =
        if state.activity == Activity::InPort { setting.readiness(unit, people.sea.dark) } else { Duration::ZERO };
    let per_min_m = setting.laden_speed(unit.class, people.sea, state) * 60.0;
    (per_min_m > 0.0).then_some(Hand { side: unit.side, at: motion.position, ready_min: ready.min_(), per_min_m })
}

/// Writes down what the night came to.
pub fn account(
    mut tonight: ResMut<Tonight>,
    mut boats: Query<(&Boat, &mut BoatState)>,
    units: Query<(&Unit, &UnitState), Without<Boat>>,
) {
    let mut people = tonight.people();
    let setting = Arc::clone(&people.fixed.setting);
    let units = units
        .iter()
        .map(|(unit, state)| {
            let craft = &setting.classes[unit.class].craft;
            let tanks = if craft.flies {
                state.spent.at_sea_min / craft.endurance.min_()
            } else {
                state.spent.run_m / craft.fuel_range.m()
            };
            UnitAccount {
                unit: unit.id,
                side: unit.side,
                at_sea: Duration::minutes(state.spent.at_sea_min),
                run: Distance::metres(state.spent.run_m),
                tanks,
                over_limit: Duration::minutes(state.spent.over_limit_min),
            }
        })
        .collect();
    people.note(What::UnitsAccounted { units });
    let [france, united_kingdom] = people.accounts.uncovered_min.map(Duration::minutes);
    people.note(What::CoverAccounted { france, united_kingdom });
    for (_, mut state) in &mut boats {
        // Who is still in the water was alive at the last tick of the night.
        let last = crate::units::Tick(people.clock.tick.0.saturating_sub(1));
        for who in core::mem::take(&mut state.immersed) {
            people.lived_until(&who, last);
            state.immersed.push(who);
        }
    }
    let hazards = Arc::new(people.accounts.hazards);
    people.note(What::HazardsAccounted { hazards });
}
