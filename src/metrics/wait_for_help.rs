//! How long did boats in distress wait for a unit?
//!
//! A sum, so that a night without distress counts zero and every night has a number.

use super::{Direction, Metric, MetricInfo};
use crate::events::{BoatId, Event, What};
use crate::units::Tick;
use std::collections::{BTreeMap, BTreeSet};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "wait_for_help",
        title: "Minutes in distress",
        unit: "min",
        direction: Direction::LowerIsWanted,
        definition: "Minutes from a boat\u{2019}s first engine stop, hull failure or swamping to the first unit at the boat, summed over boats; to the end of the night, or to landing, if none came.",
        decimals: 0,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    let mut since: BTreeMap<BoatId, Tick> = BTreeMap::new();
    let mut helped: BTreeSet<BoatId> = BTreeSet::new();
    let mut minutes = 0.0;
    let mut last = Tick(0);
    for event in events {
        last = event.tick;
        match &event.what {
            What::EngineFailed { boat } | What::HullFailed { boat, .. } | What::Swamped { boat, .. }
                if !helped.contains(boat) =>
            {
                since.entry(*boat).or_insert(event.tick);
            }
            What::UnitOnScene { boat, .. } | What::BoatLanded { boat, .. } | What::EngineRestarted { boat } => {
                helped.insert(*boat);
                if let Some(start) = since.remove(boat) {
                    minutes += waited_min(start, event.tick);
                }
            }
            _ => {}
        }
    }
    minutes + since.values().map(|start| waited_min(*start, last)).sum::<f64>()
}

fn waited_min(start: Tick, end: Tick) -> f64 {
    (end.elapsed() - start.elapsed()).min_()
}
