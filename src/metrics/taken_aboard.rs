//! How many people did units take aboard?
//!
//! Rescue and assistance together; those aboard an intercepted boat are counted there.

use super::{Clustering, Direction, Metric, MetricInfo, count};
use crate::events::{Event, What};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "taken_aboard",
        title: "Taken aboard by units",
        unit: "people",
        direction: Direction::Neutral,
        clustering: Clustering::Boat,
        definition: "People taken out of the water or off a boat by patrol and rescue units of both sides; those aboard a boat that was intercepted do not count.",
        decimals: 1,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    count(events, |what| match what {
        What::Transferred { people, .. } => f64::from(*people),
        What::Recovered { who, .. } => who.len() as f64,
        _ => 0.0,
    })
}
