//! How many boats in distress did a unit come to?
//!
//! Beside the minutes to the first unit (`to_first_unit`), which speak of the boats that were reached alone.

use super::to_first_unit::first_units;
use super::{Clustering, Direction, Metric, MetricInfo};
use crate::events::Event;

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "boats_reached",
        title: "Boats in distress that a unit came to",
        unit: "boats",
        direction: Direction::Neutral,
        clustering: Clustering::Boat,
        definition: "Boats that came to be in distress and that a unit came to, whether they asked for it or not.",
        decimals: 2,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    first_units(events).iter().filter(|w| w.minutes.is_some()).count() as f64
}
