//! How many people died after they were taken out of the water?
//!
//! Collapse within the hour (MODEL 5.2).

use super::{Clustering, Direction, Metric, MetricInfo, count};
use crate::events::{DeathCause, Event, What};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "deaths_after_rescue",
        title: "Died after rescue",
        unit: "people",
        direction: Direction::LowerIsWanted,
        clustering: Clustering::Boat,
        definition: "People who collapsed and died after they were taken out of the water; part of the deaths.",
        decimals: 2,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    count(events, |what| f64::from(matches!(what, What::Died { cause: DeathCause::AfterRescue, .. })))
}
