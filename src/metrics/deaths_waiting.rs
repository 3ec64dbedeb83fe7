//! How many people died in the water whom earlier rescue could have reached?
//!
//! Swimming failure and cold (MODEL 5.1, later stages); cold shock and drowning within minutes are counted apart.

use super::{Clustering, Direction, Metric, MetricInfo, count};
use crate::agents::survival::WaterDeath;
use crate::events::{DeathCause, Event, What};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "deaths_waiting",
        title: "Died later in the water",
        unit: "people",
        direction: Direction::LowerIsWanted,
        clustering: Clustering::Boat,
        definition: "People who died in the water of swimming failure or of cold, floating or holding on; part of the deaths.",
        decimals: 2,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    count(events, |what| {
        f64::from(matches!(
            what,
            What::Died { cause: DeathCause::InWater(_, WaterDeath::SwimmingFailure | WaterDeath::Cold), .. }
        ))
    })
}
