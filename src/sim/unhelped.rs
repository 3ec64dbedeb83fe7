//! Which contacts in danger has nobody been sent to, and could somebody have been?
//!
//! The duty to assist is judged on what a centre knew and on whether it could have acted (UN Convention on the Law of the
//! Sea, article 98). An order shows in the log by itself; its absence does not, so it is noted here, with how many units
//! were free. It changes nothing in the night.
//!
//! Left out: units of the other side, and merchant ships, which a centre may ask and cannot order.

use super::muster::{Hands, Muster};
use super::people::People;
use super::state::{PlotEntry, Plots, Unhelped};
use crate::agents::Side;
use crate::agents::calling::Phase;
use crate::doctrine::{Contact, Order};
use crate::events::{BoatId, What};
use std::sync::Arc;

/// Does the contact show signs of danger?
fn in_danger(contact: &Contact) -> bool {
    contact.people_in_water || contact.water_aboard || matches!(contact.phase, Phase::Alert | Phase::Distress)
}

/// Once a minute, after deciding on a contact: notes that it is left without help, when that begins or changes.
pub(super) fn note(
    people: &mut People,
    side: Side,
    boat: BoatId,
    entry: &mut PlotEntry,
    list: &[Muster],
    hands: &Hands,
) {
    let Some(contact) = entry.contact.filter(in_danger) else { return over(people, side, boat, entry) };
    if list.iter().any(|m| m.boat == Some(boat) && m.order.is_some_and(Order::helps)) {
        // The order stands in the log.
        entry.unhelped = None;
        return;
    }
    let free = hands.free.as_slice().iter().filter(|(_, i)| list[*i].urgency < Order::Rescue.urgency());
    let beside_it = list.iter().filter(|m| m.boat == Some(boat) && !m.at_work && m.free() > 0);
    let able = free.count() + beside_it.count();
    let signs = [contact.people_in_water, contact.water_aboard];
    let said = Unhelped { contact: contact.number, phase: contact.phase, signs, able: able > 0 };
    if entry.unhelped != Some(said) {
        entry.unhelped = Some(said);
        #[expect(clippy::cast_possible_truncation, reason = "units are few")]
        let able = able as u32;
        people.note(What::LeftUnhelped { boat, side, contact: contact.number, known: Arc::new(contact), able });
    }
}

/// Once a minute for each side: contacts left without help that are gone from the plot.
pub(super) fn forget(people: &mut People, side: Side, plots: &mut Plots) {
    for (i, entry) in plots.entries[side.index()].iter_mut().enumerate() {
        if entry.unhelped.is_some() && entry.contact.is_none() {
            #[expect(clippy::cast_possible_truncation, reason = "boats are counted by u32")]
            over(people, side, BoatId(i as u32), entry);
        }
    }
}

fn over(people: &mut People, side: Side, boat: BoatId, entry: &mut PlotEntry) {
    if let Some(said) = entry.unhelped.take() {
        people.note(What::NeedOver { boat, side, contact: said.contact });
    }
}

#[cfg(test)]
mod tests {
    use crate::agents::calling::Phase;
    use crate::doctrine::{Condition, Order};
    use crate::draws::NightKey;
    use crate::events::{Event, What};
    use crate::sim::{Simulation, fixture};
    use std::sync::Arc;

    fn log(doctrine: &Arc<crate::doctrine::Doctrine>, night: u64) -> Vec<Event> {
        let mut sim = Simulation::new(&fixture::setting(), doctrine, NightKey { seed: 42, night });
        sim.run().unwrap();
        sim.take_events()
    }

    #[test]
    fn a_doctrine_that_sends_nobody_leaves_boats_unhelped_with_units_free() {
        let nobody = fixture::with_rule("nobody", Condition::All(Vec::new()), Order::Observe);
        let free = |d: &Arc<_>| {
            let all: Vec<Event> = (0..6).flat_map(|n| log(d, n)).collect();
            let able = |e: &&Event| matches!(e.what, What::LeftUnhelped { able, .. } if able > 0);
            all.iter().filter(able).count()
        };
        let (none, some) = (free(&nobody), free(&fixture::danger_only()));
        assert!(none > 0, "boats come to be in danger in these nights");
        assert!(some < none, "{some} against {none}");
    }

    /// Noted with the signs, once while nothing changes, and ended by an order, by the end of the need, or never.
    #[test]
    fn what_is_noted_shows_danger_and_repeats_only_what_changed() {
        let nobody = fixture::with_rule("nobody", Condition::All(Vec::new()), Order::Observe);
        for night in 0..6 {
            let mut last = std::collections::BTreeMap::new();
            for e in log(&nobody, night) {
                match e.what {
                    What::LeftUnhelped { boat, side, known, able, .. } => {
                        assert!(known.people_in_water || known.water_aboard || known.phase >= Phase::Alert);
                        let said = (known.number, known.phase, known.people_in_water, known.water_aboard, able > 0);
                        assert_ne!(last.insert((boat, side), said), Some(said));
                    }
                    What::NeedOver { boat, side, contact } => {
                        let said = last.remove(&(boat, side)).expect("it was said to be unhelped");
                        assert_eq!(said.0, contact);
                    }
                    _ => {}
                }
            }
        }
    }
}
