//! How long from a boat's first distress to the first unit at it?
//!
//! A mean would be undefined in nights without distress, so the minutes are summed here, the boats are counted beside it
//! (`boats_reached`, `boats_unreached`), and the mean is the ratio of the sums over all nights (a rate). Distress is what
//! is true of a boat, not what is known of it: an engine that stops, an empty tank, a hull that gives way, water that comes
//! in, a boat that goes over or is run down, or people in the water. Unlike `wait_for_help` it begins once for each boat.
//!
//! Left out: distress that passes by itself, as when an engine runs again; such a boat counts as reached if a unit came all the same.

use super::{Clustering, Direction, Metric, MetricInfo};
use crate::events::{BoatId, Event, UnitId, What};
use crate::units::Tick;
use std::collections::{BTreeMap, BTreeSet};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "to_first_unit",
        title: "From distress to the first unit",
        unit: "min",
        direction: Direction::LowerIsWanted,
        clustering: Clustering::Boat,
        definition: "Minutes from the first distress of a boat to the first unit at it, summed over the boats that a unit came to; none where a unit was at the boat already. To be read with the boats that no unit came to: a doctrine that reaches only the near ones would look quick.",
        decimals: 0,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    first_units(events).iter().filter_map(|w| w.minutes).sum()
}

/// A boat that came to be in distress, and how long it waited for its first unit; none if no unit came.
pub(super) struct Wait {
    /// Minutes until then.
    pub minutes: Option<f64>,
}

/// Each boat that was in distress, once.
pub(super) fn first_units(events: &[Event]) -> Vec<Wait> {
    let mut since: BTreeMap<BoatId, (Tick, Option<Tick>)> = BTreeMap::new();
    let mut at_hand: BTreeSet<(BoatId, UnitId)> = BTreeSet::new();
    for event in events {
        match &event.what {
            What::EngineFailed { boat }
            | What::FuelRanOut { boat }
            | What::HullFailed { boat, .. }
            | What::Swamped { boat, .. }
            | What::Flooded { boat }
            | What::Overturned { boat }
            | What::RunDown { boat }
            | What::EnteredWater { boat, .. } => {
                let there = at_hand.iter().any(|(b, _)| b == boat).then_some(event.tick);
                since.entry(*boat).or_insert((event.tick, there));
            }
            What::UnitOnScene { boat, unit, .. } => {
                at_hand.insert((*boat, *unit));
                if let Some((_, reached)) = since.get_mut(boat) {
                    reached.get_or_insert(event.tick);
                }
            }
            What::TaskEnded { boat, unit, .. } => {
                at_hand.remove(&(*boat, *unit));
            }
            _ => {}
        }
    }
    let minutes = |from: Tick, to: Tick| (to.elapsed() - from.elapsed()).min_();
    since.values().map(|(from, to)| Wait { minutes: to.map(|to| minutes(*from, to)) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctrine::Order;
    use crate::events::TaskEnd;

    #[test]
    fn a_boat_waits_once_and_not_under_the_eyes_of_a_unit() {
        let at = |minute: u32, what| Event { tick: Tick(minute * 6), what };
        let (a, b, c, unit) = (BoatId(0), BoatId(1), BoatId(2), UnitId(0));
        let here = |boat| What::UnitOnScene { unit, boat, order: Order::Rescue };
        let left = |boat| What::TaskEnded { unit, boat, order: Order::Rescue, end: TaskEnd::Done, why: None };
        let events = [
            at(10, What::EngineFailed { boat: a }),
            at(30, here(a)),
            at(31, left(a)),
            at(40, What::Swamped { boat: a, mass: false }),
            at(50, here(b)),
            at(60, What::HullFailed { boat: b, mass: true }),
            at(70, What::EngineFailed { boat: c }),
        ];
        let waits: Vec<Option<f64>> = first_units(&events).iter().map(|w| w.minutes).collect();
        assert_eq!(waits, [Some(20.0), Some(0.0), None]);
        assert!((fold(&events) - 20.0).abs() < 1e-9);
    }
}
