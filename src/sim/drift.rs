//! Where do stream and wind carry a boat that makes no way, and people in the water?
//!
//! Each class of object goes with the stream and with a share of the wind of its own (MODEL 4.2).
//! Left out: the spread between objects.

use super::people::People;
use super::setting::Setting;
use super::snapshot::BoatPhase;
use super::state::{BoatState, SeaNow, TICKS_PER_MIN};
use crate::units::{TICK_S, Vec2};

/// Seconds in a minute of ticks.
const MINUTE_S: f64 = (TICKS_PER_MIN * TICK_S) as f64;

/// People in the water without a wreck to hold on to drift with stream and wind, once a minute.
pub fn drift_people(setting: &Setting, people: &People, state: &mut BoatState) {
    if state.immersed.is_empty() || state.phase == BoatPhase::Wrecked {
        return;
    }
    let stream = setting.stream(state.immersed_at, people.clock.tick);
    let leeway = people.sea.wind * setting.parameters.piw_leeway_slope;
    state.immersed_at += (stream + leeway) * MINUTE_S;
}

/// Leeway of a hull that makes no way, m/s.
pub fn hull_leeway(setting: &Setting, sea: &SeaNow, state: &BoatState) -> Vec2 {
    let p = &setting.parameters;
    let slope = if state.phase == BoatPhase::Wrecked { p.leeway_slope_swamped } else { p.leeway_slope_afloat };
    sea.wind * slope
}
