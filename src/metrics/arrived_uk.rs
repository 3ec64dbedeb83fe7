//! How many people arrived in the United Kingdom?
//!
//! By boat or by a unit; opinions differ on which way is wanted, so none is stated.

use super::{Clustering, Direction, Metric, MetricInfo, landed};
use crate::events::{Event, Shore};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "arrived_uk",
        title: "Arrived in the UK",
        unit: "people",
        direction: Direction::Neutral,
        clustering: Clustering::Boat,
        definition: "People who came ashore or were landed in the United Kingdom.",
        decimals: 1,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    landed(events, Shore::UnitedKingdom)
}
