//! How many people entered the water?
//!
//! Boarding from waist-deep water does not count; falling from a boat does.

use super::{Clustering, Direction, Metric, MetricInfo, count};
use crate::events::{Event, What};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "entered_water",
        title: "People in the water",
        unit: "people",
        direction: Direction::LowerIsWanted,
        clustering: Clustering::Boat,
        definition: "People who entered the water away from the beach, for whatever reason.",
        decimals: 2,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    count(events, |what| match what {
        What::EnteredWater { people, .. } => f64::from(*people),
        _ => 0.0,
    })
}
