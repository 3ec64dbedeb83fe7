//! How many calls for help reached a centre?
//!
//! False and repeated calls are not modelled yet.

use super::{Clustering, Direction, Metric, MetricInfo, count};
use crate::events::{Event, What};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "calls_for_help",
        title: "Calls for help",
        unit: "calls",
        direction: Direction::Neutral,
        clustering: Clustering::Boat,
        definition: "Calls for help that reached a rescue centre; callers repeat while they wait.",
        decimals: 2,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    count(events, |what| f64::from(matches!(what, What::DistressCalled { .. })))
}
