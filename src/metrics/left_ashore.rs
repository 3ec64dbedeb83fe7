//! How many people did not get away that night?
//!
//! Those of boats that were intercepted, that found no water in the channel or were not brought, and those whom a boat left behind. What they do the next night is not modelled.

use super::{Clustering, Direction, Metric, MetricInfo, count};
use crate::events::{Event, What};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "left_ashore",
        title: "Left ashore",
        unit: "people",
        direction: Direction::Neutral,
        clustering: Clustering::Boat,
        definition: "People still waiting ashore in France when the night ended.",
        decimals: 1,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    count(events, |what| match what {
        What::NightEnded { tally } => f64::from(tally.waiting),
        _ => 0.0,
    })
}
