//! How many people were kept ashore by a team before their boat had left?
//!
//! Counted when the team keeps the boat ashore. What they do the next night is not modelled.

use super::{Clustering, Direction, Metric, MetricInfo, count};
use crate::events::{Event, What};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "prevented",
        title: "Prevented ashore",
        unit: "people",
        direction: Direction::Neutral,
        clustering: Clustering::Boat,
        definition: "People of boats that a team ashore kept from leaving.",
        decimals: 1,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    count(events, |what| match what {
        What::PreventedAshore { people, .. } => f64::from(*people),
        _ => 0.0,
    })
}
