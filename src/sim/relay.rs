//! How does one centre learn that a case is over which the other has closed?
//!
//! Both centres may hold the same boat, and each has a list of its own. When a unit reports a boat emptied, in tow or
//! gone, its centre tells the other by telephone: mostly, after a while, and now and then of the wrong boat (MODEL
//! 11.1). Until then the other's units go on looking for a boat on which nobody is left. A wrong word strikes off a boat
//! that is still out there, which is how cases were closed on 24 November 2021 (Cranston Inquiry 2026).
//!
//! Left out: one plot shared by both centres, and word of boats that come ashore by themselves.

use super::associate::{self, Known};
use super::people::People;
use super::setting::Setting;
use super::state::{BoatState, Plots, TICKS_PER_MIN};
use crate::agents::Side;
use crate::draws::{Purpose, Subject};
use crate::events::{BoatId, What};
use crate::units::Duration;

/// The centre of `side` has closed the case of this boat; word of it may be on its way to the other.
pub fn tell(people: &People, plots: &mut Plots, side: Side, boat: BoatId) {
    let other = side.other();
    let entry = &mut plots.entries[other.index()][boat.0 as usize];
    if entry.contact.is_none() || entry.closing.is_some() {
        return;
    }
    let p = &people.fixed.setting.parameters;
    let (luck, s, k) = (people.fixed.luck, case(other, boat), entry.closings);
    entry.closings += 1;
    if luck.chance(s, Purpose::ClosingWord, 2 * k, p.relay_closing_told) {
        let minutes =
            luck.log_normal(s, Purpose::ClosingWord, 2 * k + 1, p.relay_closing_median_min, p.relay_closing_sigma);
        entry.closing = Some(people.clock.tick.after(Duration::minutes(minutes)));
    }
}

/// Once a minute: word that has come is acted on. The centre strikes off the boat it takes to be meant, unless somebody
/// holds the track of that one and knows better.
pub fn hear<'a>(
    people: &mut People,
    setting: &Setting,
    plots: &mut Plots,
    side: Side,
    boat: BoatId,
    known: &[Known],
    state_of: impl Fn(BoatId) -> Option<&'a BoatState>,
) {
    let now = people.clock.tick;
    let entries = &mut plots.entries[side.index()];
    let entry = &mut entries[boat.0 as usize];
    if entry.closing.take_if(|t| now >= *t).is_none() {
        return;
    }
    let Some(contact) = entry.contact else { return };
    let p = &setting.parameters;
    let misnamed =
        people.fixed.luck.chance(case(side, boat), Purpose::ClosingIdentity, entry.closings, p.relay_identity_error);
    let meant = if misnamed { associate::nearest(known, boat, contact.position, p) } else { None }
        .filter(|other| {
            let held = |c: &crate::doctrine::Contact| c.last_report.0 + 2 * TICKS_PER_MIN >= now.0;
            entries[other.0 as usize].contact.as_ref().is_some_and(|c| !held(c))
        })
        .unwrap_or(boat);
    let struck = &mut entries[meant.0 as usize];
    struck.pending = None;
    struck.overdue = None;
    let Some(contact) = struck.contact.take() else { return };
    let people_left = meant != boat && state_of(meant).is_some_and(|s| s.phase.afloat() && s.has_people());
    struck.association.believed_found = people_left;
    let contact = contact.number;
    people.log.note(
        now,
        if people_left {
            What::CaseClosedWrongly { boat: meant, side, contact }
        } else {
            What::CaseClosedOnWord { boat: meant, side, contact }
        },
    );
}

#[expect(clippy::cast_possible_truncation, reason = "two sides")]
const fn case(side: Side, boat: BoatId) -> Subject {
    Subject::case(side.index() as u32, boat.0)
}
