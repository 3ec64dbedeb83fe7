//! How many people died?
//!
//! A body found and a person missing count alike: both are lost.

use super::{Clustering, Direction, Metric, MetricInfo, count};
use crate::events::{Event, What};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "deaths",
        title: "Deaths",
        unit: "people",
        direction: Direction::LowerIsWanted,
        clustering: Clustering::Boat,
        definition: "People who died or went missing during the night, in the water, aboard or after rescue.",
        decimals: 2,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    count(events, |what| f64::from(matches!(what, What::Died { .. })))
}
