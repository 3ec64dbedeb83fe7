//! How many people died without leaving the boat?
//!
//! Crush, drowning in the water aboard, and cold (MODEL 5.3).

use super::{Clustering, Direction, Metric, MetricInfo, count};
use crate::events::{DeathCause, Event, What};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "deaths_aboard",
        title: "Died aboard",
        unit: "people",
        direction: Direction::LowerIsWanted,
        clustering: Clustering::Boat,
        definition: "People who died aboard a boat: crushed, drowned in the water aboard, or of cold; part of the deaths.",
        decimals: 2,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    count(events, |what| {
        f64::from(matches!(
            what,
            What::Died { cause: DeathCause::Crush | DeathCause::Bilge | DeathCause::ColdAboard, .. }
        ))
    })
}
