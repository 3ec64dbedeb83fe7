//! How long can a unit stay out, and does it hold?
//!
//! Once a minute each unit under way counts its time, its run and its crew's hours, and turns home while
//! fuel, endurance and hours still reach for the way (MODEL 7 and 11.1). Hazards add up against fates the
//! unit was born with: a breakdown (register, our guess), and with more than its ordinary number aboard the
//! danger of capsizing, upon which it takes nobody more and goes home.
//!
//! Left out: repair at sea, units that tow each other home, and the loss of a unit.

use super::hand_over;
use super::people::People;
use super::sail::send_back;
use super::setting::{Class, Setting};
use super::snapshot::Activity;
use super::state::{Boat, BoatState, Motion, Roster, Tonight, Unit, UnitState};
use crate::agents::handling;
use crate::draws::{Draws, Purpose, Subject};
use crate::events::{ReturnCause, TaskEnd, UnitId, What};
use crate::parameters::Parameters;
use crate::units::maths;
use bevy_ecs::prelude::{Query, Res, ResMut, Without};

/// Is the unit there tonight? Each active night in a row takes some away (MODEL 11.1).
pub fn is_there(luck: Draws, unit: UnitId, p: &Parameters) -> bool {
    let share = maths::pow(1.0 - p.availability_loss_per_night, p.availability_active_nights);
    luck.chance(Subject::unit(unit.0), Purpose::Availability, 0, share)
}

/// The fates of a unit's hazards: a breakdown, and the danger of capsizing.
pub fn fates(luck: Draws, unit: UnitId) -> [f64; 2] {
    [0, 1].map(|i| luck.exponential(Subject::unit(unit.0), Purpose::UnitFate, i))
}

/// Minutes that the crew of a unit on patrol has been out when the night begins: it is somewhere in its
/// shift, anywhere as likely.
pub fn hours_behind(luck: Draws, unit: UnitId, p: &Parameters) -> f64 {
    luck.uniform(Subject::unit(unit.0), Purpose::Availability, 1) * p.crew_limit_h * 60.0
}

/// Counts hours and hazards, and sends home whoever must go.
pub fn endure(
    mut tonight: ResMut<Tonight>,
    roster: Res<Roster>,
    mut boats: Query<&mut BoatState, Without<Unit>>,
    mut units: Query<(&Unit, &mut UnitState, &mut Motion), Without<Boat>>,
) {
    let mut people = tonight.people();
    let setting = &*people.fixed.setting;
    for (unit, mut state, mut motion) in &mut units {
        let in_port = match state.activity {
            Activity::InPort | Activity::Landing => true,
            Activity::MakingReady => (motion.position - unit.base).length_squared() < 1.0,
            _ => false,
        };
        if in_port {
            lie_in_port(&mut state, &setting.parameters);
            continue;
        }
        let class = &setting.classes[unit.class];
        let broke = count(&people, &setting.parameters, class, &mut state, &motion);
        let cause =
            broke.or_else(|| if state.homeward { None } else { due(&people, setting, unit, class, &state, &motion) });
        let Some(cause) = cause else { continue };
        people.note(What::UnitReturned { unit: unit.id, cause });
        state.homeward = true;
        hand_over::end(&mut people, unit.id, &mut state);
        if let Some(task) = state.task.take() {
            let (boat, order, end) = (task.boat, task.order, TaskEnd::MustReturn);
            if let Ok(mut boat) = boats.get_mut(roster.boats[boat.0 as usize]) {
                boat.let_go(unit.id);
            }
            if task.unreported > 0 {
                people.note(What::Transferred { boat, unit: unit.id, people: task.unreported });
            }
            people.note(What::TaskEnded { unit: unit.id, boat, order, end, why: None });
        }
        send_back(setting, unit, &mut state, &mut motion);
    }
}

/// In port tanks are filled, and after a while a fresh crew is aboard.
fn lie_in_port(state: &mut UnitState, p: &Parameters) {
    state.port_min += 1.0;
    if state.activity == Activity::InPort {
        state.out_min = 0.0;
        state.run_m = 0.0;
        if state.port_min >= p.crew_relief_min {
            state.crew_min = 0.0;
        }
    }
}

/// Adds a minute; says so if the unit broke down, or was in danger of capsizing.
fn count(
    people: &People,
    p: &Parameters,
    class: &Class,
    state: &mut UnitState,
    motion: &Motion,
) -> Option<ReturnCause> {
    state.port_min = 0.0;
    state.out_min += 1.0;
    state.crew_min += 1.0;
    let run_m = motion.velocity.length() * 60.0;
    state.run_m += run_m;
    let tired = !class.craft.watches && state.crew_min > p.crew_limit_h * 60.0;
    state.spent.at_sea_min += 1.0;
    state.spent.run_m += run_m;
    state.spent.over_limit_min += if tired { 1.0 } else { 0.0 };
    #[expect(clippy::cast_possible_truncation, reason = "survivors aboard are few")]
    let aboard = state.survivors.len() as u32;
    let rates = [
        p.breakdown_per_h * if tired { p.breakdown_tired_factor } else { 1.0 },
        handling::overfull_per_h(&class.craft, aboard, people.sea.wave_height_m, p),
    ];
    let mut cause = None;
    for (i, (rate, is)) in rates.into_iter().zip([ReturnCause::Breakdown, ReturnCause::Overfull]).enumerate() {
        let before = state.hazards[i];
        state.hazards[i] += rate / 60.0;
        if before < state.fates[i] && state.hazards[i] >= state.fates[i] {
            cause = cause.or(Some(is));
        }
    }
    state.out_of_action |= cause == Some(ReturnCause::Breakdown);
    cause
}

/// Must it turn home now, to be there in time?
fn due(
    people: &People,
    setting: &Setting,
    unit: &Unit,
    class: &Class,
    state: &UnitState,
    motion: &Motion,
) -> Option<ReturnCause> {
    let p = &setting.parameters;
    let way_m = (unit.base - motion.position).length() * p.return_detour_factor;
    // A unit that hardly makes way is never home in time; the floor keeps its time finite.
    let speed = setting.laden_speed(unit.class, people.sea, state).max(0.1);
    let home_min = way_m / speed / 60.0 + p.return_reserve_min;
    if state.out_min + home_min >= class.craft.endurance.min_() {
        // For an aircraft the time it can stay out is its fuel.
        Some(if class.craft.flies { ReturnCause::Fuel } else { ReturnCause::Endurance })
    } else if state.run_m + way_m + p.return_reserve_min * 60.0 * speed >= class.craft.fuel_range.m() {
        Some(ReturnCause::Fuel)
    } else if !class.craft.watches && state.crew_min + home_min >= p.crew_limit_h * 60.0 {
        Some(ReturnCause::CrewHours)
    } else {
        None
    }
}
