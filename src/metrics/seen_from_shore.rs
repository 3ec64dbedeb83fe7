//! How many boats were in plain sight of the beach by daylight?
//!
//! Scenes that can be watched and filmed weigh in politics beyond their number; the model does not say how much.

use super::{Clustering, Direction, Metric, MetricInfo, distinct_boats};
use crate::events::{Event, What};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "seen_from_shore",
        title: "Seen from the beach by daylight",
        unit: "boats",
        direction: Direction::Neutral,
        clustering: Clustering::Boat,
        definition: "Boats that were boarded, or taxi-boats that went along the shore to where they load, by daylight or in civil twilight, in sight of somebody on the beach: within 3 nm (register: beach.sight_nm) and the visibility. What the public can see, whether or not anybody was there to see it.",
        decimals: 2,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    distinct_boats(events, |what| match what {
        What::SeenFromShore { boat, .. } => Some(*boat),
        _ => None,
    })
}
