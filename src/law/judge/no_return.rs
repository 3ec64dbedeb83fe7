//! R4: was a boat turned back, or were people brought in by force, without a hearing?
//!
//! Turning back before a unit of the waters' own state crosses no boundary; elsewhere it does. That is judged on where the
//! boat was, which the unit on the spot knew. How many were aboard is told by the estimate on which the unit was ordered.
//!
//! Left out: hearings at sea, which the model does not have, and what becomes of people once they are ashore.

use super::{Case, Court};
use crate::events::{BoatId, UnitId, What};
use crate::geo::Waters;
use crate::law::finding::{Band, Finding};
use crate::law::known::own_waters;
use crate::law::rules::NoReturn;
use crate::units::format::fixed;
use std::collections::BTreeMap;

pub(super) fn judge(court: &Court<'_>, t: &NoReturn) -> Vec<Finding> {
    let flags = court.flags();
    // Where a unit last began to stop a boat.
    let mut tried: BTreeMap<(UnitId, BoatId), Waters> = BTreeMap::new();
    // How many were thought to be aboard when it was last ordered.
    let mut thought: BTreeMap<(UnitId, BoatId), f64> = BTreeMap::new();
    let mut all = Vec::new();
    for (i, e) in court.events.iter().enumerate() {
        let (unit, boat, waters, inside, outside, came) = match &e.what {
            What::OrderGiven { unit, boat, why, .. } => {
                thought.insert((*unit, *boat), why.picture.contact.aboard_best);
                continue;
            }
            What::InterceptionTried { unit, boat, waters, .. } | What::BlockTried { unit, boat, waters, .. } => {
                tried.insert((*unit, *boat), *waters);
                continue;
            }
            What::TurnedBack { unit, boat, waters, .. } => {
                (*unit, *boat, *waters, t.turned_back_inside, t.turned_back_outside, "turned back before the unit")
            }
            What::InterceptionDone { unit, boat, .. } | What::BlockedBoatStopped { unit, boat, .. } => {
                let Some(waters) = tried.get(&(*unit, *boat)) else { continue };
                (*unit, *boat, *waters, Band::Green, t.stopped_outside, "was stopped, to be brought in")
            }
            _ => continue,
        };
        // A unit that stops boats was ordered to, and orders say whose it is.
        let Some((side, state)) = flags.get(&unit).copied() else { continue };
        let band = if own_waters(state, waters) { inside } else { outside };
        let aboard = thought
            .get(&(unit, boat))
            .map_or_else(String::new, |n| format!(" with {} aboard by best estimate", fixed(*n, 0)));
        let facts = vec![format!("a boat{aboard} {came}"), waters.words(), "no hearing is in the log".to_owned()];
        all.push(court.find(i, Case { side, unit: Some(unit), boat: Some(boat), contact: None }, band, facts, &[]));
    }
    all
}
