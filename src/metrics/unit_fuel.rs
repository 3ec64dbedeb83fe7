//! How much fuel did units burn?
//!
//! In tankfuls, because ranges of classes are published and litres are not. Left out: idling on station.

use super::{Clustering, Direction, Metric, MetricInfo, of_units};
use crate::events::Event;

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "unit_fuel",
        title: "Fuel of units",
        unit: "tankfuls",
        direction: Direction::Neutral,
        clustering: Clustering::Unit,
        definition: "Way run by units of both sides over the range on a full tank; for aircraft the time out over the time they can stay out. Summed over units: a tankful of a ship is more than one of a lifeboat.",
        decimals: 2,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    of_units(events, |u| u.tanks)
}
