//! Where does an aircraft on watch fly, and does it fly at all?
//!
//! Drones and patrol aircraft circle a station and are eyes of their side; they take nobody aboard. Their place is a
//! function of time, so that a night costs no more for them. Wind, fog and ice keep them on the ground (MODEL 6.3), and
//! some nights they are not there at all. When a boat has not come they leave their circle and search for it (`overdue`).
//!
//! Left out: endurance and relief in the air, and routes other than a circle.

use super::overdue;
use super::people::People;
use super::setting::Setting;
use super::snapshot::Activity;
use super::state::{Motion, Plots, Unit, UnitState};
use crate::draws::{Purpose, Subject};
use crate::units::{Speed, Vec2, maths};

/// Does the weather and its readiness let this aircraft fly now?
fn flies(people: &People, setting: &Setting, unit: &Unit) -> bool {
    let p = &setting.parameters;
    let (night, now) = (&people.fixed.night, people.clock.tick);
    people.fixed.luck.chance(Subject::unit(unit.id.0), Purpose::AircraftFlies, 0, p.drone_availability)
        && people.sea.wind_mps <= Speed::knots(p.aircraft_wind_limit_kn).mps()
        && night.visibility_at(now).nm() >= p.thermal_fog_nm
        && night.air_temperature().celsius() > p.aircraft_ice_temperature_c
}

/// Once a minute: an aircraft that watches is on its circle, on the tracks of a search, or on the ground. Others are left as they are.
pub fn watch(
    people: &People,
    setting: &Setting,
    plots: &Plots,
    unit: &Unit,
    state: &mut UnitState,
    motion: &mut Motion,
) {
    let craft = &setting.classes[unit.class].craft;
    let (Some(orbit), Some(station)) = (craft.orbit, unit.station) else { return };
    if state.task.is_some() || !matches!(state.activity, Activity::OnStation | Activity::InPort) {
        return;
    }
    if !flies(people, setting, unit) {
        state.activity = Activity::InPort;
        motion.position = unit.base;
        motion.velocity = Vec2::ZERO;
        return;
    }
    state.activity = Activity::OnStation;
    let run = craft.max_speed.mps() * 60.0;
    if let Some(at) = overdue::aircraft_at(setting, plots, unit.side, unit.class, people.clock.tick) {
        fly_to(motion, at, run);
        return;
    }
    let angle = people.clock.tick.elapsed().s() * craft.max_speed.mps() / orbit.m();
    let (sin, cos) = maths::sin_cos(angle);
    let at = station + Vec2::new(sin, cos) * orbit.m();
    // Back from a search it first flies home to its circle; from its base it is counted as there at once.
    if (at - motion.position).length() > 2.0 * run && motion.velocity != Vec2::ZERO {
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
