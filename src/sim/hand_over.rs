//! Does a full boat hand its survivors over to a larger ship near by?
//!
//! Small fast boats take people off quickly and fill quickly; a larger ship of the same side within reach
//! saves them the way to port (practice in the notices of the maritime prefecture; reach and rate are our
//! guesses). The full boat goes to the ship, people go over at a rate, and the boat is free again.
//!
//! Left out: handing over between the two sides, and in waves too high for it.

use super::people::People;
use super::sail::send_back;
use super::snapshot::Activity;
use super::state::{Boat, Motion, Roster, Tonight, Unit, UnitState};
use crate::events::{UnitId, What};
use crate::units::{Distance, Vec2};
use bevy_ecs::prelude::{Query, Res, ResMut, Without};

type Units<'w, 's> = Query<'w, 's, (&'static Unit, &'static mut UnitState, &'static mut Motion), Without<Boat>>;

/// Looks for ships, and hands people over, once a minute.
pub fn hand_over(mut tonight: ResMut<Tonight>, roster: Res<Roster>, mut units: Units) {
    let mut people = tonight.people();
    let setting = &*people.fixed.setting;
    let p = &setting.parameters;
    if !units.iter().any(|(_, state, _)| state.hands_to.is_some() || !state.survivors.is_empty()) {
        // Nobody has anybody to hand over.
        return;
    }
    for giver in &roster.units {
        let Ok((unit, state, motion)) = units.get(*giver) else { continue };
        let craft = &setting.classes[unit.class].craft;
        let free_to_go = state.task.is_none() && state.towing.is_none() && !state.survivors.is_empty();
        let under_way = matches!(state.activity, Activity::Transit | Activity::OnStation);
        if !free_to_go || !under_way || state.homeward || craft.flies {
            let left = state.hands_to;
            if let (Some(to), Ok((_, mut state, _))) = (left, units.get_mut(*giver)) {
                end(&mut people, unit_id(*giver, &roster), &mut state);
                send_in(setting, &roster, &mut units, to);
            }
            continue;
        }
        let (id, from, n) = (unit.id, motion.position, state.survivors.len());
        let to = match state.hands_to {
            Some(to) => still_takes(setting, &roster, &units, to).then_some(to),
            None if n >= craft.capacity as usize => find(setting, &roster, &units, id, from, n),
            None => None,
        };
        let Some(to) = to else {
            let mut left = None;
            if let Ok((unit, mut state, mut motion)) = units.get_mut(*giver)
                && state.hands_to.is_some()
            {
                left = state.hands_to;
                end(&mut people, id, &mut state);
                send_back(setting, unit, &mut state, &mut motion);
            }
            if let Some(to) = left {
                send_in(setting, &roster, &mut units, to);
            }
            continue;
        };
        let Ok([mut a, mut b]) = units.get_many_mut([*giver, roster.units[to.0 as usize]]) else { continue };
        a.1.hands_to = Some(to);
        if (b.2.position - a.2.position).length() > p.on_scene_range_m {
            a.1.activity = Activity::Transit;
            a.2.route = setting.unit_route(a.0, a.2.position, b.2.position);
            a.2.leg = 0;
            continue;
        }
        // Alongside: the two keep together.
        a.1.activity = Activity::OnStation;
        a.2.position = b.2.position;
        a.2.velocity = Vec2::ZERO;
        a.1.handing_carry += p.handover_per_min;
        let room = setting.classes[b.0.class].craft.capacity as usize;
        while a.1.handing_carry >= 1.0 && b.1.survivors.len() < room {
            let Some(person) = a.1.survivors.pop() else { break };
            a.1.handing_carry -= 1.0;
            b.1.survivors.push(person);
            a.1.handed += 1;
        }
        if a.1.survivors.is_empty() || b.1.survivors.len() >= room {
            end(&mut people, id, &mut a.1);
            send_back(setting, a.0, &mut a.1, &mut a.2);
            send_in(setting, &roster, &mut units, to);
        }
    }
}

/// A ship that lay on its station with nobody aboard has nothing else to send it in with those it took.
fn send_in(setting: &super::Setting, roster: &Roster, units: &mut Units, ship: UnitId) {
    let Ok((unit, mut state, mut motion)) = units.get_mut(roster.units[ship.0 as usize]) else { return };
    if state.task.is_none() && state.activity == Activity::OnStation && !state.survivors.is_empty() {
        send_back(setting, unit, &mut state, &mut motion);
    }
}

fn unit_id(entity: bevy_ecs::prelude::Entity, roster: &Roster) -> UnitId {
    #[expect(clippy::cast_possible_truncation, reason = "units are few")]
    let i = roster.units.iter().position(|e| *e == entity).unwrap_or_default() as u32;
    UnitId(i)
}

/// The hand-over is over: what went over is written down.
pub(super) fn end(people: &mut People, from: UnitId, state: &mut UnitState) {
    if let (Some(to), true) = (state.hands_to.take(), state.handed > 0) {
        people.note(What::HandedOver { from, to, people: state.handed });
    }
    state.handed = 0;
    state.handing_carry = 0.0;
}

/// Is the ship still at sea with places left?
fn still_takes(setting: &super::Setting, roster: &Roster, units: &Units, to: UnitId) -> bool {
    units.get(roster.units[to.0 as usize]).is_ok_and(|(unit, state, _)| {
        at_sea(state.activity)
            && !state.homeward
            && state.survivors.len() < setting.classes[unit.class].craft.capacity as usize
    })
}

const fn at_sea(activity: Activity) -> bool {
    matches!(
        activity,
        Activity::OnStation | Activity::Transit | Activity::Shadowing | Activity::Rescuing | Activity::Intercepting
    )
}

/// The nearest larger ship of the same side within reach that has places for all of them.
fn find(
    setting: &super::Setting,
    roster: &Roster,
    units: &Units,
    giver: UnitId,
    from: Vec2,
    people: usize,
) -> Option<UnitId> {
    let reach = Distance::nautical_miles(setting.parameters.handover_reach_nm).m();
    let (own, _, _) = units.get(roster.units[giver.0 as usize]).ok()?;
    let own_places = setting.classes[own.class].craft.capacity;
    let home = (own.base - from).length();
    let mut best: Option<(f64, UnitId)> = None;
    for entity in &roster.units {
        let Ok((unit, state, motion)) = units.get(*entity) else { continue };
        let craft = &setting.classes[unit.class].craft;
        let distance = (motion.position - from).length();
        let fits = unit.side == own.side
            && unit.id != giver
            && !craft.flies
            && craft.capacity > own_places
            && at_sea(state.activity)
            && !state.homeward
            && state.towing.is_none()
            && state.survivors.len() + people <= craft.capacity as usize;
        // A port that is nearer than the ship is better.
        if fits && distance <= reach && distance < home && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, unit.id));
        }
    }
    best.map(|(_, id)| id)
}
