//! What does a unit do in port? It lands people, refuels, changes its crew, and goes out again.
//!
//! People are landed one by one at a rate; a boat in tow comes in with those aboard. Then follows the time
//! to turn round (our guess), longer when the crew must be relieved (MODEL 11.1: at most 12 h).
//!
//! Left out: queues at the quay, and what becomes of people once they are ashore.

use super::act::{Boats, TICK_MIN};
use super::ledger::Place;
use super::people::People;
use super::sail::send_back;
use super::setting::Setting;
use super::snapshot::{Activity, BoatPhase};
use super::state::{Motion, Roster, Unit, UnitState};
use crate::agents::Side;
use crate::events::{Shore, What};
use crate::units::Duration;

/// Lands the survivors at the base, and those of a towed boat; then the unit turns round.
pub(super) fn land(
    people: &mut People,
    setting: &Setting,
    unit: &Unit,
    state: &mut UnitState,
    motion: &mut Motion,
    roster: &Roster,
    boats: &mut Boats,
) {
    let now = people.clock.tick;
    let (shore, place) = match unit.side {
        Side::France => (Shore::France, Place::LandedFr),
        Side::UnitedKingdom => (Shore::UnitedKingdom, Place::LandedUk),
    };
    if let Some(towed) = state.towing.take()
        && let Ok((_, mut boat, _)) = boats.get_mut(roster.boats[towed.0 as usize])
        && boat.phase == BoatPhase::Stopped
    {
        #[expect(clippy::cast_possible_truncation, reason = "a boat holds far fewer than 2^32 people")]
        let n = boat.aboard.len() as u32;
        for person in core::mem::take(&mut boat.aboard) {
            people.ledger.shift(person, Place::AboardBoat, place);
            people.ashore_hands.land(person, unit.id, unit.side);
        }
        boat.phase = match shore {
            Shore::France => BoatPhase::LandedFr,
            Shore::UnitedKingdom => BoatPhase::LandedUk,
        };
        boat.since = now;
        boat.held_by = None;
        people.log.note(now, What::BoatLanded { boat: towed, shore, people: n });
        people.hand_over_ashore(unit.id);
    }
    if state.survivors.is_empty() {
        if now >= state.ready {
            turn_round(people, setting, unit, state, motion);
        }
        return;
    }
    state.landing_carry += setting.parameters.disembark_per_min * TICK_MIN;
    let mut landed = 0;
    while state.landing_carry >= 1.0 {
        let Some(person) = state.survivors.pop() else { break };
        state.landing_carry -= 1.0;
        people.ledger.shift(person, Place::AboardUnit, place);
        people.ashore_hands.land(person, unit.id, unit.side);
        landed += 1;
    }
    state.landed += landed;
    if state.survivors.is_empty() {
        let port = setting.scenario.units[unit.id.0 as usize].base.clone();
        let places = setting.classes[unit.class].craft.capacity;
        people.log.note(now, What::PeopleLanded { unit: unit.id, shore, people: state.landed, port, places });
        people.hand_over_ashore(unit.id);
        state.landed = 0;
        state.landing_carry = 0.0;
        state.ready = now.after(Duration::minutes(setting.parameters.turnaround_min));
    }
}

/// Ready for sea again: whoever came home for want of fuel or rest first spends the time that takes.
fn turn_round(people: &People, setting: &Setting, unit: &Unit, state: &mut UnitState, motion: &mut Motion) {
    if state.out_of_action {
        state.activity = Activity::InPort;
        return;
    }
    let p = &setting.parameters;
    if state.homeward {
        let tired = state.crew_min >= p.fatigue_from_h * 60.0;
        let minutes = if tired { p.crew_relief_min.max(p.turnaround_min) } else { p.turnaround_min };
        if tired {
            state.crew_min = 0.0;
        }
        state.homeward = false;
        state.ready = people.clock.tick.after(Duration::minutes(minutes));
        return;
    }
    state.out_min = 0.0;
    state.run_m = 0.0;
    send_back(setting, unit, state, motion);
}
