//! Where does an aircraft on watch fly, and does it fly at all?
//!
//! Drones and patrol aircraft circle a station and are eyes of their side; they take nobody aboard. Their place on the
//! circle is a function of time, so that a night costs no more for them. Wind, fog and ice keep them on the ground
//! (MODEL 6.3), and some nights they are not there at all: the log says so, as what was not seen hangs on it. An aircraft
//! that can fly when the night begins is on its circle then, as ships on patrol are; from its base, from a search and on its
//! way down it flies at its speed. When a boat has not come they leave their circle and search for it (`overdue`).
//!
//! How long one stays in the air is counted with all units (`endure`). Left out: relief in the air, routes other than a
//! circle, and weather that differs between the base and the station.

use super::overdue;
use super::people::People;
use super::setting::Setting;
use super::snapshot::Activity;
use super::state::{Motion, Plots, Unit, UnitState};
use crate::draws::{Purpose, Subject};
use crate::events::{GroundedBy, What};
use crate::units::{Speed, Vec2, maths};

/// What keeps this aircraft on the ground now, if anything does.
fn grounded(people: &People, setting: &Setting, unit: &Unit) -> Option<GroundedBy> {
    let p = &setting.parameters;
    let (night, now) = (&people.fixed.night, people.clock.tick);
    let unmanned = setting.classes[unit.class].craft.unmanned;
    let available = if unmanned { p.drone_availability } else { p.patrol_aircraft_availability };
    if !people.fixed.luck.chance(Subject::unit(unit.id.0), Purpose::AircraftFlies, 0, available) {
        Some(GroundedBy::Availability)
    } else if people.sea.wind_mps > Speed::knots(p.aircraft_wind_limit_kn).mps() {
        Some(GroundedBy::Wind)
    } else if night.visibility_at(now).nm() < p.thermal_fog_nm {
        Some(GroundedBy::Fog)
    } else if night.air_temperature().celsius() <= p.aircraft_ice_temperature_c {
        Some(GroundedBy::Ice)
    } else {
        None
    }
}

/// Once a minute: an aircraft that watches is on its circle, on the tracks of a search, on its way, or on the ground. Others are left as they are.
pub fn watch(
    people: &mut People,
    setting: &Setting,
    plots: &Plots,
    unit: &Unit,
    state: &mut UnitState,
    motion: &mut Motion,
) {
    let craft = &setting.classes[unit.class].craft;
    let (Some(orbit), Some(station)) = (craft.orbit, unit.station) else { return };
    if state.out_of_action || state.task.is_some() || !matches!(state.activity, Activity::OnStation | Activity::InPort)
    {
        return;
    }
    let run = craft.max_speed.mps() * 60.0;
    let night_begins = people.clock.tick.elapsed().min_() < 1.0;
    if let Some(cause) = grounded(people, setting, unit) {
        if state.grounded.is_none() {
            state.grounded = Some(cause);
            people.note(What::AircraftGrounded { unit: unit.id, cause });
        }
        if night_begins || (unit.base - motion.position).length() <= run {
            state.activity = Activity::InPort;
            motion.position = unit.base;
            motion.velocity = Vec2::ZERO;
        } else {
            fly_to(motion, unit.base, run);
        }
        return;
    }
    if state.grounded.take().is_some() {
        people.note(What::AircraftCleared { unit: unit.id });
    }
    state.activity = Activity::OnStation;
    if let Some(at) = overdue::aircraft_at(setting, plots, unit.side, unit.class, people.clock.tick) {
        fly_to(motion, at, run);
        return;
    }
    let angle = people.clock.tick.elapsed().s() * craft.max_speed.mps() / orbit.m();
    let (sin, cos) = maths::sin_cos(angle);
    let at = station + Vec2::new(sin, cos) * orbit.m();
    // Along the circle a minute's chord is shorter than its run: only one that comes from elsewhere is farther off.
    if (at - motion.position).length() > run && !night_begins {
        fly_to(motion, at, run);
        return;
    }
    motion.position = at;
    motion.velocity = Vec2::new(cos, -sin) * craft.max_speed.mps();
}

/// One minute towards a place, no farther than `run_m`.
fn fly_to(motion: &mut Motion, at: Vec2, run_m: f64) {
    let way = at - motion.position;
    let step = if way.length() > run_m { way.normalised() * run_m } else { way };
    motion.position += step;
    motion.velocity = step * (1.0 / 60.0);
}
