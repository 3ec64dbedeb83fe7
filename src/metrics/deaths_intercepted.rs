//! How many people died because a boat was being stopped?
//!
//! What an interception costs in MODEL 8.3: deaths in the water of those who fell, jumped
//! or went over because of it, from the order to stop on to the tow.

use super::{Clustering, Direction, Metric, MetricInfo, count};
use crate::events::{DeathCause, Event, ImmersionCause, What};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "deaths_intercepted",
        title: "Deaths by an interception",
        unit: "people",
        direction: Direction::LowerIsWanted,
        clustering: Clustering::Boat,
        definition: "People who died in the water after they entered it because a boat was being stopped. Contained in all deaths.",
        decimals: 3,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    count(events, |what| match what {
        What::Died { cause: DeathCause::InWater(ImmersionCause::Interception, _), .. } => 1.0,
        _ => 0.0,
    })
}
