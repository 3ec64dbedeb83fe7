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
mod handed_to_police;
mod hurt_ashore;
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
mod interceptions_harmful;
mod rescued_by_fr;
mod rescued_by_uk;
mod to_first_unit;
mod boats_reached;
mod boats_unreached;
mod uncovered_fr;
mod uncovered_uk;
mod unit_hours;
mod unit_fuel;
mod crew_over_limit;
mod seen_from_shore;
mod displaced;
mod expected_deaths;
mod at_stake;
mod at_stake_expected;

use crate::agents::Side;
use crate::events::{BoatId, Event, Hazard, HazardAccount, Shore, UnitAccount, What};
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
    interceptions_harmful::METRIC,
    handed_to_police::METRIC,
    hurt_ashore::METRIC,
    rescued_by_fr::METRIC,
    rescued_by_uk::METRIC,
    to_first_unit::METRIC,
    boats_reached::METRIC,
    boats_unreached::METRIC,
    uncovered_fr::METRIC,
    uncovered_uk::METRIC,
    unit_hours::METRIC,
    unit_fuel::METRIC,
    crew_over_limit::METRIC,
    seen_from_shore::METRIC,
    displaced::METRIC,
    expected_deaths::METRIC,
    at_stake::METRIC,
    at_stake_expected::METRIC,
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
pub const RATES: &[RateInfo] = &[
    RateInfo {
        id: "deaths_per_1000",
        title: "Deaths per 1,000 embarked",
        events: "deaths",
        exposure: "embarked",
        per: 1000,
        direction: Direction::LowerIsWanted,
        definition: "Deaths over all nights for each 1,000 people who were aboard an inflatable over all nights. A doctrine under which fewer people embark can have fewer deaths and the same rate.",
        decimals: 2,
    },
    RateInfo {
        id: "minutes_to_first_unit",
        title: "Minutes to the first unit, for each boat reached",
        events: "to_first_unit",
        exposure: "boats_reached",
        per: 1,
        direction: Direction::LowerIsWanted,
        definition: "Minutes from a boat's first distress to the first unit at it, over all nights, for each boat that a unit came to. It says nothing of boats that no unit came to.",
        decimals: 1,
    },
];

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

/// People taken aboard by units of one side.
fn taken_by(events: &[Event], side: Side) -> f64 {
    let units = accounts(events);
    let ours = |id| units.iter().any(|u| u.unit == id && u.side == side);
    count(events, |what| match what {
        What::Transferred { unit, people, .. } if ours(*unit) => f64::from(*people),
        What::Recovered { unit, who, .. } if ours(*unit) => who.len() as f64,
        _ => 0.0,
    })
}

/// A sum over the accounts of units.
fn of_units(events: &[Event], of: impl Fn(&UnitAccount) -> f64) -> f64 {
    accounts(events).iter().map(of).sum()
}

/// What units' nights came to; nothing before the night's end.
fn accounts(events: &[Event]) -> &[UnitAccount] {
    let found = events.iter().rev().find_map(|e| match &e.what {
        What::UnitsAccounted { units } => Some(units.as_ref()),
        _ => None,
    });
    found.unwrap_or_default()
}

/// A sum over some kinds of mishap.
fn of_hazards(events: &[Event], kinds: impl Fn(Hazard) -> bool, of: impl Fn(&HazardAccount) -> f64) -> f64 {
    let found = events.iter().rev().find_map(|e| match &e.what {
        What::HazardsAccounted { hazards } => Some(hazards),
        _ => None,
    });
    found.map_or(0.0, |all| Hazard::ALL.iter().zip(all.iter()).filter(|(h, _)| kinds(**h)).map(|(_, a)| of(a)).sum())
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
            at(30, What::TaskEnded { unit, boat, order, end, why: None }),
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
