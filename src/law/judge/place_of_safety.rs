//! R3: were people brought to a place of safety soon enough?
//!
//! The time runs from when the first of them came aboard a unit to when the unit has landed all. Whether the unit is a small
//! craft shows when it lands; who is still at sea when the night ends is no finding, as it is not known how long it takes.
//!
//! Left out: landing elsewhere than in a port, which the model does not have; whether the place is safe for each of them.

use super::{Case, Court, beside, minutes};
use crate::agents::Side;
use crate::events::{Shore, UnitId, What};
use crate::law::finding::{Band, Finding};
use crate::law::rules::PlaceOfSafety;
use crate::units::Tick;
use std::collections::BTreeMap;

/// People aboard a unit, as far as the log counts them, and since when the first of them was.
struct Aboard {
    since: Tick,
    people: u32,
}

pub(super) fn judge(court: &Court<'_>, t: &PlaceOfSafety) -> Vec<Finding> {
    let mut aboard: BTreeMap<UnitId, Aboard> = BTreeMap::new();
    let mut all = Vec::new();
    for (i, e) in court.events.iter().enumerate() {
        match &e.what {
            What::Recovered { unit, who, .. } => {
                #[expect(clippy::cast_possible_truncation, reason = "people aboard are few")]
                let people = who.len() as u32;
                aboard.entry(*unit).or_insert(Aboard { since: e.tick, people: 0 }).people += people;
            }
            What::Transferred { unit, people, .. } | What::InterceptionDone { unit, aboard: people, .. } => {
                aboard.entry(*unit).or_insert(Aboard { since: e.tick, people: 0 }).people += people;
            }
            What::TakenInTow { unit, aboard: people, .. } => leave(&mut aboard, *unit, *people),
            What::HandedOver { from, to, people } => {
                let since = aboard.get(from).map_or(e.tick, |a| a.since);
                let to = aboard.entry(*to).or_insert(Aboard { since, people: 0 });
                to.since = to.since.min(since);
                to.people += people;
                leave(&mut aboard, *from, *people);
            }
            What::PeopleLanded { unit, shore, people, port, places } => {
                let Some(Aboard { since: began, .. }) = aboard.remove(unit) else { continue };
                let hours = minutes(e.tick.0.saturating_sub(began.0)) / 60.0;
                let small = *places <= t.small_craft_places;
                let band = if small && hours > t.most_hours { t.longer } else { Band::Green };
                let side = match shore {
                    Shore::France => Side::France,
                    Shore::UnitedKingdom => Side::UnitedKingdom,
                };
                let craft = if small { "a small craft" } else { "a ship" };
                let limits: &[f64] = if small { &[t.most_hours] } else { &[] };
                let longest = beside(hours, 1, limits);
                let facts = vec![
                    format!("{people} people landed in {port}"),
                    format!("{longest} h aboard {craft} with places for {places}, at the longest"),
                ];
                let case = Case { side, unit: Some(*unit), boat: None, contact: None };
                all.push(court.find(i, case, band, facts, &[]));
            }
            _ => {}
        }
    }
    all
}

/// So many are off the unit; with the last of them its time is over.
fn leave(aboard: &mut BTreeMap<UnitId, Aboard>, unit: UnitId, people: u32) {
    if let Some(a) = aboard.get_mut(&unit) {
        a.people = a.people.saturating_sub(people);
        if a.people == 0 {
            aboard.remove(&unit);
        }
    }
}
