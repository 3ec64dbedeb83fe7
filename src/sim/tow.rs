//! Who tows a boat, and what if it cannot go on?
//!
//! A boat is towed by the unit that holds it, and by no other. With more than a few aboard, taking it in tow is a manoeuvre
//! of level 4 (MODEL 7 and 8.2), and on the way hull, waves and alarms go on as they do for any boat at sea (`endanger`,
//! `alarm`). A boat that takes water, fills, or has somebody in the water beside it is cast off, and the unit that towed it
//! takes its people aboard: it is the nearest there is, and waits for no order to save life.
//!
//! Left out: tows that part, the strain of a tow on seams beyond that one manoeuvre, and banks on the way (the unit lays it
//! where there is water enough for itself).

use super::act::Job;
use super::harm::Aim;
use super::people::People;
use super::sail::send_back;
use super::setting::Setting;
use super::snapshot::{Activity, BoatPhase};
use super::state::{Boat, BoatState, Motion, Task, Unit, UnitState};
use crate::agents::interception::Level;
use crate::doctrine::{Order, Steps};
use crate::events::{BoatId, UnitId, What};
use crate::units::Vec2;

/// The number of no contact: the plot knows nothing of the case yet.
const NO_CONTACT: u32 = u32::MAX;

impl Job<'_, '_> {
    /// Takes the boat in tow with those aboard; false if that put people in the water or water in the boat, so that it is
    /// not towed.
    pub(super) fn take_in_tow(&mut self) -> bool {
        let few = f64::from(self.boat_state.people_aboard()) <= self.setting.parameters.intercept_tow_few;
        if !few {
            self.manoeuvre(Level::Stop, Aim::Stop);
        } else if self.boat_state.loaded {
            self.manoeuvre(Level::Alongside, Aim::Stop);
        }
        if self.boat_state.water_aboard || !self.boat_state.immersed.is_empty() {
            return false;
        }
        let (boat, unit, aboard) = (self.boat.id, self.unit.id, self.boat_state.people_aboard());
        self.state.towing = Some(boat);
        self.people.note(What::TakenInTow { boat, unit, aboard });
        true
    }
}

/// Does the tow go on?
pub fn holds(boat: &BoatState, unit: UnitId) -> bool {
    boat.held_by == Some(unit) && boat.phase == BoatPhase::Stopped && !boat.water_aboard && boat.immersed.is_empty()
}

/// The tow cannot go on: it is cast off, and the unit turns to those aboard and in the water.
pub fn cast_off(
    people: &mut People,
    setting: &Setting,
    (unit, state, motion): (&Unit, &mut UnitState, &mut Motion),
    boat: &Boat,
    boat_state: &mut BoatState,
) {
    let now = people.clock.tick;
    state.towing = None;
    boat_state.let_go(unit.id);
    people.note(What::CastOff { boat: boat.id, unit: unit.id });
    if !boat_state.has_people() {
        send_back(setting, unit, state, motion);
        return;
    }
    let order = Order::Rescue;
    boat_state.held_by = Some(unit.id);
    state.task =
        Some(Task { on_scene: Some(now), ready: Some(now), ..Task::new(order, Steps::none(), boat.id, NO_CONTACT) });
    state.activity = Activity::Rescuing;
    motion.route.clear();
    motion.leg = 0;
    motion.velocity = Vec2::ZERO;
    people.note(What::UnitOnScene { unit: unit.id, boat: boat.id, order });
}

/// What is wrong with these tows, if anything: each boat is towed by one unit, which holds it.
pub fn fault(tows: &[(UnitId, BoatId)], held_by: impl Fn(BoatId) -> Option<UnitId>) -> Option<String> {
    tows.iter().enumerate().find_map(|(i, &(unit, boat))| {
        if let Some((other, _)) = tows[..i].iter().find(|(_, b)| *b == boat) {
            return Some(format!("units {} and {} both tow boat {}", other.0, unit.0, boat.0));
        }
        let by = held_by(boat);
        (by != Some(unit)).then(|| format!("unit {} tows boat {}, which is held by {by:?}", unit.0, boat.0))
    })
}
