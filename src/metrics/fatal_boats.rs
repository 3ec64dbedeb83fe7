//! On how many boats did somebody die?
//!
//! Deaths come in clusters; events are counted apart from people (METHODS 4).

use super::{Clustering, Direction, Metric, MetricInfo, distinct_boats};
use crate::events::{Event, What};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "fatal_boats",
        title: "Boats with a death",
        unit: "boats",
        direction: Direction::LowerIsWanted,
        clustering: Clustering::Boat,
        definition: "Boats of whose people at least one died or went missing.",
        decimals: 2,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    distinct_boats(events, |what| match what {
        What::Died { boat, .. } => Some(*boat),
        _ => None,
    })
}
