//! How many people were aboard boats as they gave way?
//!
//! What most deaths follow from. With the odds of it (`at_stake_expected`) it tells how much of a night's deaths was luck.

use super::{Clustering, Direction, Metric, MetricInfo, of_hazards};
use crate::events::{Event, Hazard};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "at_stake",
        title: "Aboard boats that gave way",
        unit: "people",
        direction: Direction::LowerIsWanted,
        clustering: Clustering::Boat,
        definition: "People aboard a boat at the moment its hull gave way under way, waves or its crowd filled it, a vessel's manoeuvre turned it over, or it went over in the surf; groundings and collisions are not among them.",
        decimals: 2,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    of_hazards(events, Hazard::is_of_boats, |a| a.counted)
}
