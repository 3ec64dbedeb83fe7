//! How often did a unit begin to stop a boat?
//!
//! Requests that got no order, or an order too late, do not count here.

use super::{Clustering, Direction, Metric, MetricInfo, count};
use crate::events::{Event, What};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "interceptions_tried",
        title: "Interceptions tried",
        unit: "boats",
        direction: Direction::Neutral,
        clustering: Clustering::Boat,
        definition: "Times a unit began to stop a boat by force; an order to stop is not counted.",
        decimals: 2,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    count(events, |what| f64::from(matches!(what, What::InterceptionTried { .. })))
}
