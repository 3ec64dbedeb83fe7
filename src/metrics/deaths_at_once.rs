//! How many people died in the water so fast that no rescue underway could have reached them?
//!
//! Cold shock and drowning of those with nothing to hold (MODEL 5.1, first stages). Swimming failure and cold, which
//! rescue can come before, are the rest of the deaths in the water.

use super::{Clustering, Direction, Metric, MetricInfo, count};
use crate::agents::survival::WaterDeath;
use crate::events::{DeathCause, Event, What};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "deaths_at_once",
        title: "Died in the first minutes",
        unit: "people",
        direction: Direction::LowerIsWanted,
        clustering: Clustering::Boat,
        definition: "People who died in the water of cold shock at entry, or drowned with nothing to hold and unable to swim; part of the deaths.",
        decimals: 2,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    count(events, |what| {
        f64::from(matches!(
            what,
            What::Died { cause: DeathCause::InWater(_, WaterDeath::ColdShock | WaterDeath::Drowning), .. }
        ))
    })
}
