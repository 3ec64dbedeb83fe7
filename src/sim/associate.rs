//! Which boat does the centre take a report to be about, and what follows when it is the wrong one?
//!
//! With several boats at sea a report can be attached to the wrong contact (MODEL 6.4): two boats are then one contact,
//! and when one of them is helped the case is closed for both. That is how the search of 24 November 2021 came to an
//! end (Cranston Inquiry 2026). What the centre believes stays so until somebody sees the other boat, or one of its
//! calls is understood to be another case. The doctrine sees the picture that results, and no more.
//!
//! Left out: one boat held as two contacts, which costs effort and no lives.

use super::people::People;
use super::setting::Setting;
use super::state::{Association, Boat, BoatState, Call, PlotEntry, Plots, TICKS_PER_MIN};
use crate::agents::Side;
use crate::agents::calling::{Phase, confusion, confusion_per_h};
use crate::draws::{Purpose, Subject};
use crate::events::{BoatId, What};
use crate::parameters::Parameters;
use crate::units::{Distance, Tick, Vec2};

/// Draws for calls that reopen a case begin here.
pub const REOPENS_FROM: u32 = 1 << 24;
/// Draws for the hazard of confusion begin here.
const HAZARDS_FROM: u32 = 1 << 25;

/// A contact of a side, as this minute began.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known {
    /// Which boat it is in truth.
    pub boat: BoatId,
    /// Where it is believed to be.
    pub position: Vec2,
}

/// The contacts of a side, by boat.
pub fn known(plots: &Plots, side: Side, list: &mut Vec<Known>) {
    list.clear();
    #[expect(clippy::cast_possible_truncation, reason = "boats are counted by u32")]
    list.extend(
        plots.entries[side.index()]
            .iter()
            .enumerate()
            .filter_map(|(i, e)| e.contact.as_ref().map(|c| Known { boat: BoatId(i as u32), position: c.position })),
    );
}

/// Hours since the present watch came on.
pub fn hours_on_watch(now: Tick, p: &Parameters) -> f64 {
    let hours = now.elapsed().h();
    hours - p.watch_length_h * (hours / p.watch_length_h).floor()
}

/// The contact nearest to a place that is another boat, if it is near enough to be taken for it.
pub(super) fn nearest(known: &[Known], boat: BoatId, place: Vec2, p: &Parameters) -> Option<BoatId> {
    let reach = Distance::nautical_miles(p.association_reach_nm).m();
    known
        .iter()
        .filter(|k| k.boat != boat)
        .map(|k| ((k.position - place).length_squared(), k.boat))
        .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
        .filter(|(d2, _)| *d2 <= reach * reach)
        .map(|(_, b)| b)
}

/// The boat for which one report on this boat is taken, if for another.
pub fn mistaken(
    people: &People,
    setting: &Setting,
    boat: &Boat,
    side: Side,
    known: &[Known],
    place: Vec2,
    entry: &mut PlotEntry,
) -> Option<BoatId> {
    let p = &setting.parameters;
    let k = entry.association.confusions;
    entry.association.confusions += 1;
    let chance = confusion(known.len(), hours_on_watch(people.clock.tick, p), p);
    let wrong = people.fixed.luck.chance(case(side, boat.id), Purpose::Association, k, chance);
    if wrong { nearest(known, boat.id, place, p) } else { None }
}

/// The boat that a hand-over between centres names, if it names the wrong one.
pub fn misnamed(
    people: &People,
    setting: &Setting,
    boat: &Boat,
    side: Side,
    known: &[Known],
    place: Vec2,
    k: u32,
) -> Option<BoatId> {
    let p = &setting.parameters;
    let wrong = people.fixed.luck.chance(case(side, boat.id), Purpose::RelayIdentity, k, p.relay_identity_error);
    if wrong { nearest(known, boat.id, place, p) } else { None }
}

#[expect(clippy::cast_possible_truncation, reason = "two sides")]
const fn case(side: Side, boat: BoatId) -> Subject {
    Subject::case(side.index() as u32, boat.0)
}

/// Once a minute for a case that nobody has in sight: the hazard of taking it for another grows.
pub fn confuse(
    people: &People,
    setting: &Setting,
    boat: &Boat,
    side: Side,
    known: &[Known],
    entry: &mut PlotEntry,
) -> Option<BoatId> {
    let contact = entry.contact.as_ref()?;
    let now = people.clock.tick;
    if contact.phase == Phase::Routine || contact.last_report.0 + 2 * TICKS_PER_MIN >= now.0 {
        return None;
    }
    let p = &setting.parameters;
    entry.association.hazard += confusion_per_h(known.len(), hours_on_watch(now, p), p) / 60.0;
    let k = HAZARDS_FROM + entry.association.confusions;
    if entry.association.hazard < people.fixed.luck.exponential(case(side, boat.id), Purpose::Association, k) {
        return None;
    }
    entry.association.hazard = 0.0;
    entry.association.confusions += 1;
    nearest(known, boat.id, contact.position, p)
}

/// A report on this boat was taken for one on another. Unless somebody holds its track and knows better, all reports on
/// it are from now on, and a contact of its own is struck off as the same.
pub fn merge(people: &mut People, boat: &Boat, side: Side, plots: &mut Plots, other: BoatId, now: Tick) {
    let entries = &mut plots.entries[side.index()];
    let Some(into) = entries[other.0 as usize].contact.as_ref().map(|c| c.number) else { return };
    let entry = &mut entries[boat.id.0 as usize];
    let in_sight = entry.contact.as_ref().is_some_and(|c| c.last_report.0 + 2 * TICKS_PER_MIN >= now.0);
    if in_sight {
        people.log.note(now, What::ReportMisattributed { boat: boat.id, side, with: other, contact: into });
        return;
    }
    people.log.note(now, What::ReportMerged { boat: boat.id, side, with: other, contact: into });
    entry.contact = None;
    entry.association.with = Some(other);
}

/// A call is booked on the contact of another boat.
pub fn attribute(
    people: &mut People,
    side: Side,
    plots: &mut Plots,
    other: BoatId,
    call: &Call,
    u: f64,
    p: &Parameters,
) {
    let now = people.clock.tick;
    let entry = &mut plots.entries[side.index()][other.0 as usize];
    let Some(contact) = &mut entry.contact else { return };
    entry.calls_taken += call.heard;
    contact.calls = entry.calls_taken;
    let before = contact.phase;
    contact.declare(before.after_call(call.in_distress, u, p));
    if contact.phase != before {
        let (contact, phase) = (contact.number, contact.phase);
        people.log.note(now, What::PhaseDeclared { boat: other, side, contact, phase });
    }
}

/// Once a minute: cases whose contact is gone. If that boat was helped or landed, the centre believes so of both.
pub fn close_cases<'a>(
    people: &mut People,
    plots: &mut Plots,
    side: Side,
    boat: &Boat,
    state_of: impl Fn(BoatId) -> Option<&'a BoatState>,
) {
    let entries = &mut plots.entries[side.index()];
    let Some(other) = entries[boat.id.0 as usize].association.with else { return };
    if entries[other.0 as usize].contact.is_some() {
        return;
    }
    let closed = state_of(other).is_some_and(|s| !s.phase.afloat() || !s.has_people());
    let own = state_of(boat.id).is_some_and(BoatState::has_people);
    let association = &mut entries[boat.id.0 as usize].association;
    *association = Association { with: None, believed_found: closed && own, ..*association };
    if association.believed_found {
        let contact = entries[other.0 as usize].last_number;
        people.note(What::CaseClosedWrongly { boat: boat.id, side, contact });
    }
}
