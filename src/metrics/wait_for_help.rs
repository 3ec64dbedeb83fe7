//! How long did boats in distress wait for a unit?
//!
//! A sum, so that a night without distress counts zero and every night has a number.

use super::{Clustering, Direction, Metric, MetricInfo};
use crate::events::{BoatId, Event, UnitId, What};
use crate::units::Tick;
use std::collections::{BTreeMap, BTreeSet};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "wait_for_help",
        title: "Minutes in distress",
        unit: "min",
        direction: Direction::LowerIsWanted,
        clustering: Clustering::Boat,
        definition: "Minutes from an engine stop, an empty tank, a hull failure or swamping with no unit at the boat to the next unit there, summed over boats; to landing, a restart of the engine or the end of the night if none came.",
        decimals: 0,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    let mut since: BTreeMap<BoatId, Tick> = BTreeMap::new();
    // Units at the boat now: a failure under the eyes of a unit does not wait.
    let mut at_hand: BTreeSet<(BoatId, UnitId)> = BTreeSet::new();
    let mut minutes = 0.0;
    let mut last = Tick(0);
    for event in events {
        last = event.tick;
        match &event.what {
            What::EngineFailed { boat }
            | What::FuelRanOut { boat }
            | What::HullFailed { boat, .. }
            | What::Swamped { boat, .. }
                if !at_hand.iter().any(|(b, _)| b == boat) =>
            {
                since.entry(*boat).or_insert(event.tick);
            }
            What::UnitOnScene { boat, unit, .. } => {
                at_hand.insert((*boat, *unit));
                minutes += since.remove(boat).map_or(0.0, |start| waited_min(start, event.tick));
            }
            What::TaskEnded { boat, unit, .. } => {
                at_hand.remove(&(*boat, *unit));
            }
            What::BoatLanded { boat, .. } | What::EngineRestarted { boat } => {
                minutes += since.remove(boat).map_or(0.0, |start| waited_min(start, event.tick));
            }
            _ => {}
        }
    }
    minutes + since.values().map(|start| waited_min(*start, last)).sum::<f64>()
}

fn waited_min(start: Tick, end: Tick) -> f64 {
    (end.elapsed() - start.elapsed()).min_()
}
