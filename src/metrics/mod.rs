//! What do we judge a night by?
//!
//! Belongs here: one file for each metric, a fold over the events of one night, and its description; a
//! new metric is one file and its line in the list. Does not belong here: averages over nights and
//! intervals (see `analysis`). Metrics are never added up or weighed against each other.

pub mod info;

pub use info::*;

mod deaths;
mod deaths_at_once;
mod deaths_waiting;
mod deaths_aboard;
mod deaths_after_rescue;
mod deaths_intercepted;
mod fatal_boats;
mod entered_water;
mod intercepted_in_water;
mod calls_for_help;
mod wait_for_help;
mod arrived_uk;
mod landed_fr;
mod left_ashore;
mod prevented;
mod embarked;
mod set_out;
mod taken_aboard;
mod interceptions_tried;
mod interceptions_done;
mod interceptions_aborted;

use crate::events::{BoatId, Event, Shore, What};
use std::collections::BTreeSet;

/// A metric: what it means, and how it is read off a night's events.
#[derive(Clone, Copy, Debug)]
pub struct Metric {
    /// What it means.
    pub info: MetricInfo,
    /// Its value for one whole night; always finite.
    pub fold: fn(&[Event]) -> f64,
}

/// All metrics, in the order of tables.
pub const ALL: &[Metric] = &[
    deaths::METRIC,
    deaths_at_once::METRIC,
    deaths_waiting::METRIC,
    deaths_aboard::METRIC,
    deaths_after_rescue::METRIC,
    deaths_intercepted::METRIC,
    fatal_boats::METRIC,
    entered_water::METRIC,
    intercepted_in_water::METRIC,
    calls_for_help::METRIC,
    wait_for_help::METRIC,
    arrived_uk::METRIC,
    landed_fr::METRIC,
    left_ashore::METRIC,
    prevented::METRIC,
    embarked::METRIC,
    set_out::METRIC,
    taken_aboard::METRIC,
    interceptions_tried::METRIC,
    interceptions_done::METRIC,
    interceptions_aborted::METRIC,
];

/// The metric that a comparison is judged by unless the study names another, fixed beforehand
/// (METHODS 2).
pub const PRIMARY: &str = "deaths";

/// A rate: one metric over another, each summed over whole nights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateInfo {
    /// Short name.
    pub id: &'static str,
    /// Name for people.
    pub title: &'static str,
    /// Id of the metric that is counted.
    pub events: &'static str,
    /// Id of the metric that it is counted over.
    pub exposure: &'static str,
    /// So many units of exposure the rate is given for.
    pub per: u32,
    /// Wanted direction.
    pub direction: Direction,
    /// One sentence on what it says and what it hides.
    pub definition: &'static str,
    /// Decimals shown.
    pub decimals: usize,
}

/// All rates. A rate is no metric of a night: a night without exposure has none, so whole nights are summed first
/// (METHODS 4).
pub const RATES: &[RateInfo] = &[RateInfo {
    id: "deaths_per_1000",
    title: "Deaths per 1,000 embarked",
    events: "deaths",
    exposure: "embarked",
    per: 1000,
    direction: Direction::LowerIsWanted,
    definition: "Deaths over all nights for each 1,000 people who were aboard an inflatable over all nights. A doctrine under which fewer people embark can have fewer deaths and the same rate.",
    decimals: 2,
}];

/// The descriptions, in the order of [`ALL`].
#[must_use]
pub fn infos() -> Vec<MetricInfo> {
    ALL.iter().map(|m| m.info).collect()
}

/// The values for one night, in the order of [`ALL`].
#[must_use]
pub fn values(events: &[Event]) -> Vec<f64> {
    ALL.iter().map(|m| (m.fold)(events)).collect()
}

fn count(events: &[Event], of: impl Fn(&What) -> f64) -> f64 {
    events.iter().map(|e| of(&e.what)).sum()
}

fn distinct_boats(events: &[Event], of: impl Fn(&What) -> Option<BoatId>) -> f64 {
    let boats: BTreeSet<BoatId> = events.iter().filter_map(|e| of(&e.what)).collect();
    boats.len() as f64
}

fn landed(events: &[Event], on: Shore) -> f64 {
    let at_end = events.iter().rev().find_map(|e| match &e.what {
        What::NightEnded { tally } => Some(*tally),
        _ => None,
    });
    at_end.map_or(0.0, |t| f64::from(if on == Shore::UnitedKingdom { t.landed_uk } else { t.landed_fr }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::Tally;
    use crate::units::Tick;

    fn at(minute: u32, what: What) -> Event {
        Event { tick: Tick(minute * 6), what }
    }

    fn value(id: &str, events: &[Event]) -> f64 {
        (ALL.iter().find(|m| m.info.id == id).unwrap().fold)(events)
    }

    #[test]
    fn ids_are_unique_and_the_primary_metric_exists() {
        let ids: BTreeSet<_> = ALL.iter().map(|m| m.info.id).collect();
        assert_eq!(ids.len(), ALL.len());
        assert!(ids.contains(PRIMARY));
    }

    #[test]
    fn an_empty_night_counts_zero_everywhere() {
        assert!(values(&[]).iter().all(|v| v.abs() < f64::EPSILON));
    }

    #[test]
    fn deaths_told_apart_by_cause_add_up_to_all_deaths() {
        use crate::agents::survival::WaterDeath;
        use crate::events::{DeathCause, ImmersionCause, PersonId};
        let boat = BoatId(0);
        let mut causes: Vec<DeathCause> =
            WaterDeath::ALL.map(|of| DeathCause::InWater(ImmersionCause::Swamping, of)).to_vec();
        causes.extend([DeathCause::Crush, DeathCause::Bilge, DeathCause::ColdAboard, DeathCause::AfterRescue]);
        let die = |(seat, cause)| {
            let person = PersonId { group: 0, seat };
            at(seat, What::Died { person, boat, cause, found: true })
        };
        let events: Vec<Event> = (0..).zip(causes).map(die).collect();
        let parts =
            ["deaths_at_once", "deaths_waiting", "deaths_aboard", "deaths_after_rescue"].map(|id| value(id, &events));
        assert_eq!(parts.map(|x| format!("{x}")), ["2", "2", "3", "1"]);
        assert!((parts.iter().sum::<f64>() - value("deaths", &events)).abs() < 1e-9);
    }

    /// A unit that kept company hours before does not count when it is gone.
    #[test]
    fn a_unit_that_left_does_not_help() {
        let (boat, unit) = (BoatId(1), crate::events::UnitId(2));
        let order = crate::doctrine::Order::Shadow;
        let end = crate::events::TaskEnd::HandedOver;
        let mut events = vec![
            at(10, What::UnitOnScene { unit, boat, order }),
            at(30, What::TaskEnded { unit, boat, order, end }),
            at(60, What::EngineFailed { boat }),
            at(100, What::UnitOnScene { unit, boat, order }),
        ];
        assert!((value("wait_for_help", &events) - 40.0).abs() < 1e-9);
        events.remove(1);
        assert!(value("wait_for_help", &events).abs() < 1e-9, "it was still there");
    }

    #[test]
    fn waiting_for_help_runs_from_the_first_failure_to_the_first_unit() {
        let boat = BoatId(3);
        let events = [
            at(10, What::EngineFailed { boat }),
            at(15, What::Swamped { boat, mass: false }),
            at(40, What::UnitOnScene { unit: crate::events::UnitId(0), boat, order: crate::doctrine::Order::Rescue }),
            at(60, What::NightEnded { tally: Tally { landed_uk: 7, waiting: 2, ..Tally::default() } }),
        ];
        assert!((value("wait_for_help", &events) - 30.0).abs() < 1e-9);
        assert!((value("arrived_uk", &events) - 7.0).abs() < 1e-9);
        assert!((value("left_ashore", &events) - 2.0).abs() < 1e-9);
    }
}
