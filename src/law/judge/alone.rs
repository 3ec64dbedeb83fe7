//! Which boats in danger does a centre leave to others, and are those still there?
//!
//! The log notes once that a centre has nobody on the way to a boat in danger, and again when that changes. It does not
//! look at the other side: that is done here. Such a boat is in good hands while a unit of the other side helps, and
//! waits again when the last one leaves while the danger lasts.
//!
//! Left out: a boat from which somebody took the people off, or which was taken in tow. Until word of that comes, the other
//! centre has it in danger still; its people were helped all the same.

use crate::agents::Side;
use crate::agents::calling::Phase;
use crate::doctrine::Contact;
use crate::events::{BoatId, Event, TaskEnd, What};
use crate::law::known::helps;
use std::collections::{BTreeMap, BTreeSet};

/// A contact in danger to which its centre has sent nobody.
#[derive(Clone, Copy)]
pub(super) struct Alone<'a> {
    pub side: Side,
    pub contact: u32,
    pub known: &'a Contact,
    /// How many units of the side could be sent.
    pub able: u32,
}

/// What was noted last of each, as far as the log has been read.
#[derive(Default)]
pub(super) struct LeftToOthers<'a> {
    noted: BTreeMap<(Side, BoatId), Alone<'a>>,
    /// Boats whose people somebody took off or in.
    saved: BTreeSet<BoatId>,
}

impl<'a> LeftToOthers<'a> {
    /// Reads on.
    pub(super) fn read(&mut self, event: &'a Event) {
        match &event.what {
            What::LeftUnhelped { boat, side, contact, known, able } => {
                let alone = Alone { side: *side, contact: *contact, known, able: *able };
                self.noted.insert((*side, *boat), alone);
            }
            What::NeedOver { boat, side, .. }
            | What::ReportMerged { boat, side, .. }
            | What::PhaseDeclared { boat, side, phase: Phase::Routine, .. } => {
                self.noted.remove(&(*side, *boat));
            }
            What::OrderGiven { boat, order, why, .. } if helps(*order) => {
                self.noted.remove(&(why.picture.unit.side, *boat));
            }
            What::TaskEnded { boat, order, end: TaskEnd::Done, .. } if helps(*order) => {
                self.saved.insert(*boat);
            }
            What::BoatLanded { boat, .. } => {
                self.saved.insert(*boat);
            }
            _ => {}
        }
    }

    /// For whom the boat is alone now that the last who helped has left it.
    pub(super) fn of(&self, boat: BoatId) -> Vec<Alone<'a>> {
        if self.saved.contains(&boat) {
            return Vec::new();
        }
        Side::ALL.into_iter().filter_map(|side| self.noted.get(&(side, boat)).copied()).collect()
    }
}
