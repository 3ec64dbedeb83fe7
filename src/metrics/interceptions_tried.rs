//! How often did a unit begin to stop a boat?
//!
//! An attempt is what it is for the harm of interceptions (`interceptions_harmful`): from the unit's arrival until its task
//! ends. It begins with the gentlest step, the order to stop; blocking and force that follow are the same attempt. So the
//! deaths by an interception (`deaths_intercepted`) are those of these attempts, and their quotient is MODEL 8.3's `r_I`.
//! Requests that got no order, or an order too late, do not count here.

use super::interceptions_harmful::count_attempts;
use super::{Clustering, Direction, Metric, MetricInfo};
use crate::events::Event;

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "interceptions_tried",
        title: "Interceptions tried",
        unit: "interceptions",
        direction: Direction::Neutral,
        clustering: Clustering::Boat,
        definition: "Attempts to stop a boat: by an order to stop, blocking or force, or by a team that wades in. One attempt, from the unit's arrival at the boat to the end of its task, counts once, whatever steps it took.",
        decimals: 2,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    count_attempts(events).0
}
