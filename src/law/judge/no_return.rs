//! R4: was a boat turned back, or were people brought in by force, without a hearing?
//!
//! Turning back before a unit of the waters' own state crosses no boundary; elsewhere it does. That is judged on where the
//! boat was, which the unit on the spot knew.
//!
//! Left out: hearings at sea, which the model does not have, and what becomes of people once they are ashore.

use super::{Case, Court};
use crate::events::{BoatId, UnitId, What};
use crate::geo::Waters;
use crate::law::finding::{Band, Finding};
use crate::law::known::own_waters;
use crate::law::rules::NoReturn;
use std::collections::BTreeMap;

pub(super) fn judge(court: &Court<'_>, t: &NoReturn) -> Vec<Finding> {
    let flags = court.flags();
    // Where a unit last began to stop a boat.
    let mut tried: BTreeMap<(UnitId, BoatId), Waters> = BTreeMap::new();
    let mut all = Vec::new();
    for (i, e) in court.events.iter().enumerate() {
        let (unit, boat, waters, inside, outside, fact) = match &e.what {
            What::InterceptionTried { unit, boat, waters, .. } | What::BlockTried { unit, boat, waters, .. } => {
                tried.insert((*unit, *boat), *waters);
                continue;
            }
            What::TurnedBack { unit, boat, aboard, waters } => {
                let fact = format!("a boat with {aboard} aboard turned back before the unit");
                (*unit, *boat, *waters, t.turned_back_inside, t.turned_back_outside, fact)
            }
            What::InterceptionDone { unit, boat, aboard } | What::BlockedBoatStopped { unit, boat, aboard } => {
                let Some(waters) = tried.get(&(*unit, *boat)) else { continue };
                let fact = format!("a boat with {aboard} aboard was stopped, to be brought in");
                (*unit, *boat, *waters, Band::Green, t.stopped_outside, fact)
            }
            _ => continue,
        };
        // A unit that stops boats was ordered to, and orders say whose it is.
        let Some((side, state)) = flags.get(&unit).copied() else { continue };
        let band = if own_waters(state, waters) { inside } else { outside };
        let facts = vec![fact, waters.words(), "no hearing is in the log".to_owned()];
        all.push(court.find(i, Case { side, unit: Some(unit), boat: Some(boat), contact: None }, band, facts, &[]));
    }
    all
}
