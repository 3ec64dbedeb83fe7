//! How many boats were stopped before loading?
//!
//! Those aboard are then landed in France; those waiting stay ashore.

use super::{Clustering, Direction, Metric, MetricInfo, count};
use crate::events::{Event, What};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "interceptions_done",
        title: "Interceptions done",
        unit: "boats",
        direction: Direction::Neutral,
        clustering: Clustering::Boat,
        definition: "Boats stopped before loading, and emptied, towed in or brought to port.",
        decimals: 2,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    count(events, |what| f64::from(matches!(what, What::InterceptionDone { .. })))
}
