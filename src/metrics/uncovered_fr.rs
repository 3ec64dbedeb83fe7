//! For how long did people lie beyond the reach of any free French rescue unit?
//!
//! The reach is the standard that lifeboats aim at, from the order to arrival (`sim/reckon.rs` tells how it is found).

use super::{Clustering, Direction, Metric, MetricInfo, count};
use crate::events::{Event, What};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "uncovered_fr",
        title: "Without French rescue cover",
        unit: "min",
        direction: Direction::LowerIsWanted,
        clustering: Clustering::Night,
        definition: "Minutes in which a boat with people, and no unit at it, lay in the French rescue region while no free French unit could have come to it within 40 minutes of an order (register: cover.within_min); looked at every ten minutes. A yardstick of readiness, not of harm: whether anybody needed help then is not asked.",
        decimals: 0,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    count(events, |what| match what {
        What::CoverAccounted { france, .. } => france.min_(),
        _ => 0.0,
    })
}
