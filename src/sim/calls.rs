//! Who calls for help, when does the call get through, and what does the centre make of it?
//!
//! Those in distress call if a phone works and is used, and call again while nobody comes (MODEL 6.4). A call
//! reaches the centre of the region after a delay; on a contact already known it moves the case to distress.
//! Left out: calls through relatives and associations, which arrive as the others do.

use super::people::People;
use super::sense::{draw_offset, report_delay};
use super::setting::Setting;
use super::snapshot::BoatPhase;
use super::state::{Boat, BoatState, Pending, PlotEntry, Reporter, TICKS_PER_MIN};
use crate::agents::Side;
use crate::draws::{Purpose, Subject};
use crate::events::What;
use crate::units::{Distance, Duration, Vec2};

/// Callers repeat (MODEL 6.4) while they are in distress and no unit is at hand.
pub fn call_again(people: &mut People, boat: &Boat, state: &mut BoatState) {
    let in_distress = state.engine_dead.is_some() || state.water_aboard || !state.immersed.is_empty();
    let somebody = state.phase.afloat() && state.phase != BoatPhase::Stopped && state.has_people();
    if !in_distress || !somebody || state.call.is_some() || state.calls == 0 {
        return;
    }
    let now = people.clock.tick;
    let wait = Duration::minutes(people.fixed.setting.parameters.call_again_min);
    let last = state.called.max(state.attended.unwrap_or_default());
    if now >= last.after(wait) {
        raise_the_alarm(people, boat, state);
    }
}

/// Those aboard call for help, if a phone works and is used (MODEL 6.4).
pub fn raise_the_alarm(people: &mut People, boat: &Boat, state: &mut BoatState) {
    let p = &people.fixed.setting.parameters;
    let s = Subject::boat(boat.id.0);
    let k = state.calls;
    state.calls += 1;
    state.called = people.clock.tick;
    let works = people.fixed.luck.chance(s, Purpose::Phone, 0, p.phone_working);
    let used = people.fixed.luck.chance(s, Purpose::Phone, 1 + k, p.call_made);
    if works && used && state.call.is_none() {
        let minutes =
            people.fixed.luck.log_normal(s, Purpose::CallDelay, k, p.call_delay_median_min, p.call_delay_sigma);
        state.call = Some(people.clock.tick.after(Duration::minutes(minutes)));
    }
}

/// A call reaches the centre of the region: a report of distress.
pub fn take_call(people: &mut People, setting: &Setting, boat: &Boat, side: Side, entry: &mut PlotEntry) {
    let now = people.clock.tick;
    people.log.note(now, What::DistressCalled { boat: boat.id, side });
    let delay = report_delay(people.fixed.luck, setting, side, boat, entry.detections, true);
    // A sighting that is about to arrive is not put off by the call; the case is in distress from then.
    let at = entry.pending.as_ref().map_or(now.after(delay), |p| p.at.min(now.after(delay)));
    entry.pending = Some(Pending { at, by: Reporter::Call, distress: true, identified: true });
}

/// A call is accepted on a contact already on the plot: it is in distress, lies where the caller says
/// (MODEL 6.2), and drifts with the stream.
pub fn hear_distress(people: &People, setting: &Setting, boat: &Boat, side: Side, at: Vec2, entry: &mut PlotEntry) {
    let (now, offset) = (people.clock.tick, call_offset(people, setting, boat, side, entry));
    let Some(contact) = &mut entry.contact else { return };
    contact.distress_declared = true;
    // A position from a call counts only where no observer holds the track.
    if contact.last_report.0 + TICKS_PER_MIN < now.0 {
        contact.position = at + offset;
        contact.velocity = setting.stream(contact.position, now);
    }
    contact.last_report = now;
}

pub fn call_offset(people: &People, setting: &Setting, boat: &Boat, side: Side, entry: &mut PlotEntry) -> Vec2 {
    let sd = Distance::nautical_miles(setting.parameters.call_position_error_nm).m();
    entry.detections += 1;
    draw_offset(people, boat, side, entry.detections, sd)
}
