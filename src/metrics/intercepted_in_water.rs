//! How many people did interceptions put in the water?
//!
//! Falls, jumps and boats that went over while being stopped (MODEL 8), the order to stop and coming alongside included.

use super::{Clustering, Direction, Metric, MetricInfo, count};
use crate::events::{Event, ImmersionCause, What};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "intercepted_in_water",
        title: "In the water by an interception",
        unit: "people",
        direction: Direction::LowerIsWanted,
        clustering: Clustering::Boat,
        definition: "People who entered the water because a boat was being stopped.",
        decimals: 3,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    count(events, |what| match what {
        What::EnteredWater { people, cause: ImmersionCause::Interception, .. } => f64::from(*people),
        _ => 0.0,
    })
}
