//! Something frightens the people aboard: does the crowd crush someone, and does it move to one side?
//!
//! Six things alarm a boat (MODEL 3.2, 5.3): the end of boarding, an engine that stops, a hull that bangs, a
//! vessel that closes, a wake, a grounding. At each of them a crush may kill (5.3), and with a small
//! probability the crowd moves: if more than the critical share go to one side, its edge goes under, and the
//! boat fills or some fall (3.2, `agents::stability`). Draws are keyed by the kind of alarm and its count, so
//! that a vessel sent by one doctrine shifts nothing about the engine that stops under both.
//!
//! Harm done by an interception has a model of its own (MODEL 8); while that holds for a boat, the movement of
//! the crowd is switched off here. Left out: alarm that passes from boat to boat, and calm restored by a crew.

use super::flood::wreck;
use super::ledger::Place;
use super::people::People;
use super::snapshot::BoatPhase;
use super::state::{Boat, BoatState, Motion, Tonight, Unit, mean_hit};
use crate::agents::hull;
use crate::agents::stability::{self, Stance};
use crate::draws::{Purpose, Subject};
use crate::events::{DeathCause, Hazard, ImmersionCause, What};
use crate::units::{Distance, Vec2};
use bevy_ecs::prelude::{Query, ResMut, Without};

/// What alarmed the people aboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// The end of boarding.
    Boarding,
    /// The engine stopped.
    EngineStop,
    /// The hull gave way with a bang.
    HullBang,
    /// A vessel closed to within 50 m.
    VesselClosing,
    /// The wake of a ship.
    Wake,
    /// The boat ran aground.
    Grounding,
}

impl Alarm {
    /// How many kinds there are.
    pub const COUNT: usize = 6;

    /// Place in the counts of a boat.
    const fn index(self) -> usize {
        self as usize
    }

    /// Counter of the first of the four draws of this kind's `k`-th alarm.
    #[expect(clippy::cast_possible_truncation, reason = "six kinds")]
    const fn counter(self, k: u32) -> u32 {
        ((self.index() as u32) << 16 | k) << 2
    }
}

/// One alarm aboard a boat at this place.
pub fn alarm(people: &mut People, boat: &Boat, state: &mut BoatState, at: Vec2, kind: Alarm) {
    let counter = kind.counter(state.alarms[kind.index()]);
    state.alarms[kind.index()] += 1;
    crush(people, boat, state, counter);
    if !state.harm_by_interception && state.phase != BoatPhase::Wrecked {
        crowd_moves(people, boat, state, at, counter);
    }
}

/// A crush may kill (MODEL 5.3): by pressure, or under the others in the water that stands in the boat.
fn crush(people: &mut People, boat: &Boat, state: &mut BoatState, counter: u32) {
    let p = &people.fixed.setting.parameters;
    let aboard = state.people_aboard();
    let chance = hull::crush_probability(boat.hull.crowding(aboard, p), p);
    let s = Subject::boat(boat.id.0);
    let further_mean = p.crush_further_deaths_mean;
    people.accounts.expect(Hazard::Crush, chance * mean_hit(further_mean, aboard));
    if aboard == 0 || !people.fixed.luck.chance(s, Purpose::CrushFate, counter, chance) {
        return;
    }
    let further = people.fixed.luck.poisson(s, Purpose::CrushFate, counter + 1, further_mean);
    let deaths = (1 + further).min(aboard);
    people.accounts.count(Hazard::Crush, f64::from(deaths));
    people.note(What::Crushed { boat: boat.id, deaths });
    let cause = if state.water_aboard { DeathCause::Bilge } else { DeathCause::Crush };
    for person in people.pick(state, deaths) {
        state.aboard.retain(|x| *x != person);
        people.die(boat, person, Place::AboardBoat, cause);
    }
}

/// The crowd may move, and the edge go under (MODEL 3.2).
fn crowd_moves(people: &mut People, boat: &Boat, state: &mut BoatState, at: Vec2, counter: u32) {
    let setting = &*people.fixed.setting;
    let (p, luck, s) = (&setting.parameters, people.fixed.luck, Subject::boat(boat.id.0));
    let aboard = state.people_aboard();
    if aboard == 0 {
        return;
    }
    let stance = Stance {
        people: aboard,
        person_kg: boat.person_kg,
        freeboard: state.freeboard_left(),
        water_width_m: if state.water_aboard { boat.hull.inner_width_m() } else { 0.0 },
        standing: true,
    };
    let critical = stability::critical_share(&boat.hull, &stance, p);
    let fills = p.stability_panic * stability::edge_probability(critical, p) * p.stability_mass_flooding;
    people.accounts.expect(Hazard::Crowd, f64::from(aboard) * fills);
    if !luck.chance(s, Purpose::Panic, counter, p.stability_panic) {
        return;
    }
    let moved = stability::moving_share(luck.uniform(s, Purpose::Panic, counter + 1), p);
    if moved < critical {
        return;
    }
    if luck.chance(s, Purpose::Panic, counter + 2, p.stability_mass_flooding) {
        people.accounts.count(Hazard::Crowd, f64::from(aboard));
        people.note(What::CrowdShifted { boat: boat.id, mass: true });
        wreck(people, boat, state, at, ImmersionCause::CrowdShift);
        return;
    }
    let mean = stability::falls_mean(aboard, moved, critical, p);
    let fall = luck.poisson(s, Purpose::Panic, counter + 3, mean).min(aboard);
    if fall > 0 {
        people.note(What::CrowdShifted { boat: boat.id, mass: false });
        let who = people.pick(state, fall);
        people.immerse(boat, state, &who, at, ImmersionCause::CrowdShift);
        setting.reload(boat, state);
    }
}

/// Once a minute: vessels that came within the alarming distance of a boat since the last.
pub fn close_vessels(
    mut tonight: ResMut<Tonight>,
    mut boats: Query<(&Boat, &mut BoatState, &Motion), Without<Unit>>,
    units: Query<(&Unit, &Motion), Without<Boat>>,
) {
    let mut people = tonight.people();
    let setting = &*people.fixed.setting;
    let range = setting.parameters.alarm_vessel_range_m;
    for (boat, mut state, motion) in &mut boats {
        let alone =
            matches!(state.phase, BoatPhase::Boarding | BoatPhase::Crossing | BoatPhase::Adrift | BoatPhase::Grounded)
                || state.stopped_at_sea();
        if !alone || state.aboard.is_empty() {
            continue;
        }
        let mut near = 0_u128;
        for (unit, place) in &units {
            let close = (place.position - motion.position).length_squared() <= range * range;
            if close && !setting.classes[unit.class].craft.flies {
                near |= 1 << (unit.id.0 % u128::BITS);
            }
        }
        let came = near & !state.vessels_near;
        state.vessels_near = near;
        for _ in 0..came.count_ones() {
            alarm(&mut people, boat, &mut state, motion.position, Alarm::VesselClosing);
        }
    }
}

impl BoatState {
    /// How many are aboard.
    #[must_use]
    pub fn people_aboard(&self) -> u32 {
        #[expect(clippy::cast_possible_truncation, reason = "a boat holds far fewer than 2^32 people")]
        let n = self.aboard.len() as u32;
        n
    }

    /// Freeboard left, after water aboard and lost air.
    #[must_use]
    pub fn freeboard_left(&self) -> Distance {
        Distance::metres((self.freeboard_m - self.freeboard_lost_m).max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_alarms_share_a_draw() {
        let kinds =
            [Alarm::Boarding, Alarm::EngineStop, Alarm::HullBang, Alarm::VesselClosing, Alarm::Wake, Alarm::Grounding];
        assert_eq!(kinds.len(), Alarm::COUNT);
        let mut counters: Vec<u32> = kinds.iter().flat_map(|k| (0..100).map(|n| k.counter(n))).collect();
        counters.sort_unstable();
        assert!(counters.windows(2).all(|w| w[1] - w[0] >= 4), "each has four numbers of its own");
    }
}
