//! How many boats in distress were never reached by a unit?
//!
//! Beside the minutes to the first unit (`to_first_unit`), which speak of the boats that were reached alone.

use super::to_first_unit::first_units;
use super::{Clustering, Direction, Metric, MetricInfo};
use crate::events::Event;

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "boats_unreached",
        title: "Boats in distress that no unit came to",
        unit: "boats",
        direction: Direction::LowerIsWanted,
        clustering: Clustering::Boat,
        definition: "Boats that came to be in distress and that no unit came to before the night ended, whether they asked for it or not.",
        decimals: 2,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    first_units(events).iter().filter(|w| w.minutes.is_none()).count() as f64
}
