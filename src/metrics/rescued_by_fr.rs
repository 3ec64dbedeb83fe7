//! How many people did French units take aboard?
//!
//! Who took them aboard, not where they were landed: people may be handed over at sea.

use super::{Clustering, Direction, Metric, MetricInfo, taken_by};
use crate::agents::Side;
use crate::events::Event;

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "rescued_by_fr",
        title: "Taken aboard by French units",
        unit: "people",
        direction: Direction::Neutral,
        clustering: Clustering::Boat,
        definition: "People taken out of the water or off a boat by French units; those aboard a boat that was intercepted do not count, nor those taken over from another unit.",
        decimals: 1,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    taken_by(events, Side::France)
}
