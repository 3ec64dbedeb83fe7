//! How many people were aboard an inflatable?
//!
//! What deaths are counted over: people of boats that never left the shore were at no risk at sea. Each boat counts with
//! the most people it is reported to have had aboard.

use super::{Clustering, Direction, Metric, MetricInfo};
use crate::events::{BoatId, Event, What};
use std::collections::BTreeMap;

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "embarked",
        title: "Embarked",
        unit: "people",
        direction: Direction::Neutral,
        clustering: Clustering::Boat,
        definition: "People aboard inflatables: for each boat afloat, the most that were aboard at launch, at the end of boarding, or on setting out.",
        decimals: 1,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    let mut most: BTreeMap<BoatId, u32> = BTreeMap::new();
    for event in events {
        if let What::Launched { boat, aboard, .. }
        | What::BoardingEnded { boat, aboard, .. }
        | What::CrossingStarted { boat, aboard } = &event.what
        {
            let known = most.entry(*boat).or_default();
            *known = (*known).max(*aboard);
        }
    }
    most.values().map(|n| f64::from(*n)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{Tick, Vec2};

    #[test]
    fn each_boat_counts_once_with_the_most_it_had() {
        let at = |what| Event { tick: Tick(1), what };
        let launched = |i, aboard| What::Launched {
            boat: BoatId(i),
            kind: crate::agents::BoatKind::TaxiBoat,
            aboard,
            at: Vec2::ZERO,
        };
        let events = [
            at(launched(0, 5)),
            at(What::BoardingEnded { boat: BoatId(0), aboard: 61, left_behind: 4 }),
            at(What::CrossingStarted { boat: BoatId(0), aboard: 60 }),
            at(launched(1, 7)),
        ];
        assert!((fold(&events) - 68.0).abs() < 1e-9);
    }
}
