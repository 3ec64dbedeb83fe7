//! For how long were crews out beyond their hours?
//!
//! Tired crews see less and react later (MODEL 11.1). Crews that stand watches have no such limit.

use super::{Clustering, Direction, Metric, MetricInfo, of_units};
use crate::events::Event;

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "crew_over_limit",
        title: "Crew hours beyond the limit",
        unit: "h",
        direction: Direction::LowerIsWanted,
        clustering: Clustering::Unit,
        definition: "Hours that crews without watches were out of port beyond the limit of their hours (register: crew.limit_h); summed over units.",
        decimals: 2,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    of_units(events, |u| u.over_limit.h())
}
