//! How many hours were units out?
//!
//! A cost, and a measure of what else they could not do. Left out: money, which differs by class and by who pays.

use super::{Clustering, Direction, Metric, MetricInfo, of_units};
use crate::events::Event;

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "unit_hours",
        title: "Hours of units at sea",
        unit: "h",
        direction: Direction::Neutral,
        clustering: Clustering::Unit,
        definition: "Hours that units of both sides were out of port, on patrol or under way, aircraft included; summed over units.",
        decimals: 0,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    of_units(events, |u| u.at_sea.h())
}
