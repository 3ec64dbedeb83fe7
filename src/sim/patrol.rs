//! Where does an aircraft on watch fly, and does it fly at all?
//!
//! Drones and patrol aircraft circle a station and are eyes of their side; they take nobody aboard. Their place is a
//! function of time, so that a night costs no more for them. Wind, fog and ice keep them on the ground (MODEL 6.3), and
//! some nights they are not there at all.
//!
//! Left out: endurance and relief in the air, and routes other than a circle.

use super::people::People;
use super::setting::Setting;
use super::snapshot::Activity;
use super::state::{Motion, Unit, UnitState};
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

/// Once a minute: an aircraft that watches is on its circle, or on the ground. Others are left as they are.
pub fn circle(people: &People, setting: &Setting, unit: &Unit, state: &mut UnitState, motion: &mut Motion) {
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
    let angle = people.clock.tick.elapsed().s() * craft.max_speed.mps() / orbit.m();
    let (sin, cos) = maths::sin_cos(angle);
    state.activity = Activity::OnStation;
    motion.position = station + Vec2::new(sin, cos) * orbit.m();
    motion.velocity = Vec2::new(cos, -sin) * craft.max_speed.mps();
}
