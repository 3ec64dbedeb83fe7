//! How many boats set out across?
//!
//! A boat stopped before loading does not.

use super::{Clustering, Direction, Metric, MetricInfo, count};
use crate::events::{Event, What};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "set_out",
        title: "Boats that set out",
        unit: "boats",
        direction: Direction::Neutral,
        clustering: Clustering::Boat,
        definition: "Boats that left the shore for the crossing with people aboard.",
        decimals: 2,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    count(events, |what| f64::from(matches!(what, What::CrossingStarted { .. })))
}
