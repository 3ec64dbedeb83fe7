//! How often was an interception broken off?
//!
//! Mostly because boarding began first.

use super::{Clustering, Direction, Metric, MetricInfo, count};
use crate::events::{Event, What};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "interceptions_aborted",
        title: "Interceptions broken off",
        unit: "boats",
        direction: Direction::Neutral,
        clustering: Clustering::Boat,
        definition: "Orders to intercept that ended without the boat being stopped.",
        decimals: 2,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    count(events, |what| f64::from(matches!(what, What::InterceptionAborted { .. })))
}
