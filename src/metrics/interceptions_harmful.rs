//! How many interceptions did harm?
//!
//! An attempt lasts from the unit's arrival at the boat under an order to block or to intercept until its task ends, and
//! counts as one only if the boat was told to stop, blocked or stopped in that time. Who dies of it later was in the
//! water during it, so deaths need no second look; a crush kills at once. Cause is not argued here: what happened while a
//! unit tried to stop the boat is counted.
//!
//! Left out: harm to crews, and people who come to harm later because they were not let go.

use super::{Clustering, Direction, Metric, MetricInfo};
use crate::doctrine::Order;
use crate::events::{BoatId, Event, UnitId, What};
use std::collections::BTreeMap;

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "interceptions_harmful",
        title: "Interceptions that did harm",
        unit: "interceptions",
        direction: Direction::LowerIsWanted,
        clustering: Clustering::Boat,
        definition: "Attempts to stop a boat (an order to stop, blocking, force) during which somebody aboard it entered the water or was crushed, from the unit's arrival at the boat to the end of its task. Harm in that time counts whether or not the manoeuvre caused it; one attempt counts once.",
        decimals: 3,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    let mut open: BTreeMap<(BoatId, UnitId), Attempt> = BTreeMap::new();
    let mut harmful = 0_u32;
    for event in events {
        match &event.what {
            What::UnitOnScene { unit, boat, order: Order::Block | Order::Intercept } => {
                open.insert((*boat, *unit), Attempt::default());
            }
            What::OrderedToStop { boat, unit, .. }
            | What::InterceptionTried { boat, unit, .. }
            | What::BlockTried { boat, unit, .. } => open.entry((*boat, *unit)).or_default().made = true,
            What::EnteredWater { boat: of, .. } | What::Crushed { boat: of, .. } => {
                open.iter_mut().filter(|((b, _), _)| b == of).for_each(|(_, a)| a.harm = true);
            }
            What::TaskEnded { boat, unit, .. } => {
                harmful += open.remove(&(*boat, *unit)).map_or(0, |a| u32::from(a.made && a.harm));
            }
            _ => {}
        }
    }
    f64::from(harmful + open.values().map(|a| u32::from(a.made && a.harm)).sum::<u32>())
}

/// A unit at a boat that it is to stop.
#[derive(Default)]
struct Attempt {
    /// It told it to stop, blocked or stopped it.
    made: bool,
    /// Somebody entered the water or was crushed.
    harm: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{ImmersionCause, TaskEnd};
    use crate::units::{Tick, Vec2};

    #[test]
    fn harm_counts_once_and_only_while_a_boat_is_being_stopped() {
        let (boat, unit) = (BoatId(0), UnitId(3));
        let falls = || What::EnteredWater {
            boat,
            people: 2,
            cause: ImmersionCause::Swamping,
            at: Vec2::ZERO,
            who: Vec::new().into(),
        };
        let here = |order| What::UnitOnScene { unit, boat, order };
        let over = || What::TaskEnded { unit, boat, order: Order::Intercept, end: TaskEnd::Done };
        let told = || What::OrderedToStop {
            boat,
            unit,
            aboard: 4,
            level: crate::agents::interception::Level::Shadow,
            complied: true,
        };
        let of =
            |list: Vec<What>| fold(&list.into_iter().map(|what| Event { tick: Tick(0), what }).collect::<Vec<_>>());
        // Harm as it is told to stop comes before the answer in the log.
        let during = of(vec![here(Order::Intercept), falls(), falls(), told(), over()]);
        let after = of(vec![here(Order::Intercept), told(), over(), falls()]);
        let not_tried = of(vec![here(Order::Intercept), falls(), over()]);
        let rescue = of(vec![here(Order::Rescue), falls(), over()]);
        assert_eq!([during, after, not_tried, rescue].map(|x| x.to_string()), ["1", "0", "0", "0"]);
    }
}
