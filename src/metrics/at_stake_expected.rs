//! How many people aboard boats that gave way did the odds of the night's own history come to?
//!
//! The compensator of `at_stake`: the same mean, without the luck of the draw. Their difference has mean zero and goes with
//! the deaths, so it can be taken off them (a control variate, `analysis::rare`).

use super::{Clustering, Direction, Metric, MetricInfo, of_hazards};
use crate::events::{Event, Hazard};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "at_stake_expected",
        title: "Aboard boats that gave way, by the odds",
        unit: "people",
        direction: Direction::LowerIsWanted,
        clustering: Clustering::Boat,
        definition: "What the odds of the night's own history came to for people aboard boats that gave way: the probability in each minute and at each alarm and manoeuvre, times the people aboard. Over many nights its mean is that of the people counted.",
        decimals: 2,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    of_hazards(events, Hazard::is_of_boats, |a| a.expected)
}
