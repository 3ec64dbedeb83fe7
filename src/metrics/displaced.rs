//! How many departures did a closed canal move to a beach?
//!
//! What is prevented in one place may be tried in another (MODEL 9.3).

use super::{Clustering, Direction, Metric, MetricInfo, distinct_boats};
use crate::events::{Event, What};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "displaced",
        title: "Departures displaced",
        unit: "boats",
        direction: Direction::Neutral,
        clustering: Clustering::Boat,
        definition: "Boats whose canal was closed and that were taken to a beach to be launched there instead. Departures that move to another coast or another night are not modelled.",
        decimals: 2,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    distinct_boats(events, |what| match what {
        What::Displaced { boat } => Some(*boat),
        _ => None,
    })
}
