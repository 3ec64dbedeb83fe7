//! Who calls for help, when does the call get through, and what does the centre make of it?
//!
//! Those in distress call if a telephone works, finds a network and is used, and call again while nobody comes; many
//! call before any distress (MODEL 6.4). A call reaches the centre of the region and often the other one, each with a
//! delay of its own that disbelief stretches; some are not acted on. It raises the emergency phase of the case, or is
//! taken for one about another boat (`associate`). Its place carries the error of how it was told (`agents::calling`).
//!
//! A doctrine may have every call believed (`believe_calls`); what a phone, a network and an operator's ears let through stays.
//!
//! Left out: calls that relatives pass on, which arrive as the others do; who reports a boat that has not come is in
//! `overdue`.

use super::associate::{self, Known};
use super::busy;
use super::people::People;
use super::setting::Setting;
use super::snapshot::BoatPhase;
use super::state::{Boat, BoatState, Call, Plots};
use crate::agents::calling::{Fix, coverage};
use crate::agents::{Side, search};
use crate::draws::{Purpose, Subject};
use crate::events::What;
use crate::units::{Distance, Duration, Vec2};

/// Callers repeat while they are in distress and no unit is at hand, and some call before they are.
pub fn call_again(people: &mut People, boat: &Boat, state: &mut BoatState) {
    let somebody = state.phase.afloat() && state.phase != BoatPhase::Stopped && state.has_people();
    if !somebody || state.phase == BoatPhase::Coasting || state.phase == BoatPhase::Boarding {
        return;
    }
    let now = people.clock.tick;
    state.phone.out_since.get_or_insert(now);
    let p = &people.fixed.setting.parameters;
    if !state.in_distress() {
        state.phone.early_hazard += p.call_early_per_h / 60.0;
        let fate = people.fixed.luck.exponential(Subject::boat(boat.id.0), Purpose::EarlyCall, state.phone.early);
        if state.phone.early_hazard >= fate && state.held_by.is_none() {
            state.phone.early += 1;
            state.phone.early_hazard = 0.0;
            raise_the_alarm(people, boat, state);
        }
        return;
    }
    if state.phone.rings.is_some() || state.phone.calls == 0 {
        return;
    }
    let wait = Duration::minutes(p.call_again_min);
    let last = state.phone.called.max(state.attended.unwrap_or_default());
    if now >= last.after(wait) {
        raise_the_alarm(people, boat, state);
    }
}

/// Those aboard call for help, if a phone works and is used.
pub fn raise_the_alarm(people: &mut People, boat: &Boat, state: &mut BoatState) {
    let p = &people.fixed.setting.parameters;
    let (s, luck) = (Subject::boat(boat.id.0), people.fixed.luck);
    let now = people.clock.tick;
    let k = state.phone.calls;
    state.phone.calls += 1;
    state.phone.called = now;
    let out_h = state.phone.out_since.map_or(0.0, |t| now.elapsed().h() - t.elapsed().h());
    let charged = out_h < luck.log_normal(s, Purpose::Battery, 0, p.phone_battery_median_h, p.phone_battery_sigma);
    let works = luck.chance(s, Purpose::Phone, 0, p.phone_working);
    let used = luck.chance(s, Purpose::Phone, 1 + k, p.call_made);
    if works && charged && used && state.phone.rings.is_none() {
        let minutes = luck.log_normal(s, Purpose::CallDelay, k, p.call_delay_median_min, p.call_delay_sigma);
        state.phone.rings = Some(now.after(Duration::minutes(minutes)));
    }
}

/// A call rings: it reaches the centre of the region, perhaps the other too, if there is a network out there.
pub fn ring(
    people: &mut People,
    setting: &Setting,
    boat: &Boat,
    state: &mut BoatState,
    at: Vec2,
    region: Side,
    plots: &mut Plots,
) {
    let now = people.clock.tick;
    if state.phone.rings.take_if(|t| now >= *t).is_none() {
        return;
    }
    let (s, luck, p) = (Subject::boat(boat.id.0), people.fixed.luck, &setting.parameters);
    let k = state.phone.calls;
    let off = Distance::metres(setting.to_shore(at).max(0.0));
    if !luck.chance(s, Purpose::Coverage, k, coverage(off, p)) {
        return;
    }
    let fix = Fix::of(luck.uniform(s, Purpose::CallFix, 3 * k), p);
    let sd = search::deviation(fix.probable_error(p)).m();
    let error = Vec2::new(luck.normal(s, Purpose::CallFix, 3 * k + 1), luck.normal(s, Purpose::CallFix, 3 * k + 2));
    let both = luck.chance(s, Purpose::BothCentres, k, p.call_both_centres);
    let load = Side::ALL.map(|s| busy::load_factor(&plots.entries[s.index()], p));
    for side in Side::ALL {
        if side != region && !both {
            continue;
        }
        let early = !state.in_distress();
        people.log.note(now, What::DistressCalled { boat: boat.id, side, early });
        let entry = &mut plots.entries[side.index()][boat.id.0 as usize];
        let number = entry.calls;
        entry.calls += 1;
        #[expect(clippy::cast_possible_truncation, reason = "two sides")]
        let case = Subject::case(side.index() as u32, boat.id.0);
        let believed = people.fixed.doctrine.believe_calls;
        if luck.chance(case, Purpose::CallAccepted, 2 * number, p.call_disregarded) && !believed {
            people.log.note(now, What::CallNotActedOn { boat: boat.id, side });
            continue;
        }
        // Classifying, stretched by disbelief and by other work at hand (MODEL 6.4, 11.1). A later call does not hold up an earlier one.
        let classify = luck.log_normal(
            case,
            Purpose::ReportDelay,
            CALLS_FROM + number,
            p.classify_delay_median_min,
            p.classify_delay_sigma,
        );
        let belief = p.belief_low + (1.0 - p.belief_low) * luck.uniform(case, Purpose::Belief, number);
        let belief = if believed { 1.0 } else { belief };
        if let Some(call) = &mut entry.call {
            call.heard += 1;
        } else {
            entry.call = Some(Call {
                at: now.after(Duration::minutes(classify * load[side.index()] / belief)),
                place: at + error * sd,
                error_m: fix.probable_error(p).m(),
                in_distress: !early,
                number,
                heard: 1,
            });
        }
    }
}

/// Draws for delays of calls begin here, well above those of sightings.
const CALLS_FROM: u32 = 1 << 24;

/// The centre acts on a call on a boat it knows: the phase rises, and where nobody holds the track, the case lies
/// where the caller said and drifts with the stream. False if it took the call for one about another boat.
pub fn act_on(
    people: &mut People,
    setting: &Setting,
    boat: &Boat,
    side: Side,
    known: &[Known],
    plots: &mut Plots,
    call: &Call,
) -> bool {
    let now = people.clock.tick;
    let entry = &mut plots.entries[side.index()][boat.id.0 as usize];
    #[expect(clippy::cast_possible_truncation, reason = "two sides")]
    let case = Subject::case(side.index() as u32, boat.id.0);
    let u = people.fixed.luck.uniform(case, Purpose::CallAccepted, 2 * call.number + 1);
    let p = &setting.parameters;
    if entry.association.believed_found || entry.association.with.is_some() {
        let seen_through = people.fixed.luck.chance(
            case,
            Purpose::Association,
            associate::REOPENS_FROM + call.number,
            p.case_reopened_by_call,
        );
        if !seen_through {
            match entry.association.with {
                Some(other) => associate::attribute(people, side, plots, other, call, u, p),
                None => people.log.note(now, What::CallNotActedOn { boat: boat.id, side }),
            }
            return false;
        }
        entry.association.with = None;
        entry.association.believed_found = false;
    } else if let Some(other) = associate::mistaken(people, setting, boat, side, known, call.place, entry) {
        associate::merge(people, boat, side, plots, other, now);
        associate::attribute(people, side, plots, other, call, u, p);
        return false;
    }
    let entry = &mut plots.entries[side.index()][boat.id.0 as usize];
    entry.calls_taken += call.heard;
    if let Some(contact) = &mut entry.contact {
        contact.calls = entry.calls_taken;
        let before = contact.phase;
        contact.declare(before.after_call(call.in_distress, u, p));
        if contact.phase != before {
            let (contact, phase) = (contact.number, contact.phase);
            people.log.note(now, What::PhaseDeclared { boat: boat.id, side, contact, phase });
        }
        if contact.last_report.0 + 2 * super::state::TICKS_PER_MIN < now.0 && entry.search.is_none() {
            contact.position = call.place;
            contact.velocity = setting.stream(call.place, now);
            entry.error_m = call.error_m;
            entry.overdue = None;
        }
        contact.last_report = now;
    }
    true
}
