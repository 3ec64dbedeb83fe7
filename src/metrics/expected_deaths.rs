//! How many deaths did the odds of the night's own history come to?
//!
//! Deaths are rare and hang on luck; the odds that they were drawn with are known before each draw. Their sum, the compensator
//! of the count, has the mean of the deaths (Doob and Meyer) and not its luck of the last moment. Luck earlier on (did the
//! boat fill at all?) is still in it: see `at_stake` and `analysis::rare`.
//!
//! Left out: odds of death by cold aboard, which are not worked out; those deaths stand as they are.

use super::{Clustering, Direction, Metric, MetricInfo, count, of_hazards};
use crate::events::{DeathCause, Event, Hazard, What};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "expected_deaths",
        title: "Deaths, by the odds",
        unit: "people",
        direction: Direction::LowerIsWanted,
        clustering: Clustering::Boat,
        definition: "What the odds of the night's own history came to: for each person in the water the integrated hazard of death until they died or were out of it; for drownings at boarding, crushes and collapses after rescue the probability before each draw times those at stake; deaths of cold aboard are counted as they were. Over many nights its mean is that of the deaths; it is an estimate, not a forecast.",
        decimals: 2,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    let cold = count(events, |what| f64::from(matches!(what, What::Died { cause: DeathCause::ColdAboard, .. })));
    cold + of_hazards(events, Hazard::is_death, |a| a.expected)
}
