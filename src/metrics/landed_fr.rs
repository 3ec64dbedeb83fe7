//! How many people who had been at sea were landed in France?
//!
//! Rescued, intercepted, or drifted back.

use super::{Clustering, Direction, Metric, MetricInfo, landed};
use crate::events::{Event, Shore};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "landed_fr",
        title: "Landed in France",
        unit: "people",
        direction: Direction::Neutral,
        clustering: Clustering::Boat,
        definition: "People who had been at sea and were landed, or came back, in France (or Belgium).",
        decimals: 1,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    landed(events, Shore::France)
}
