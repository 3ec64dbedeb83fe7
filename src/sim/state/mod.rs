//! What does the night's world hold? Components of boats and units, and the resources they share.
//!
//! Everything is spawned once, in the order of the plan, and nothing is added or removed later: rows
//! never move, so query order is plan order (a test holds this) and no draw or sum depends on chance.
//!
//! Here is what all share; boats (`boat`), units (`unit`) and what each side knows (`plot`) have files of their own.

mod accounts;
mod boat;
mod plot;
mod unit;
mod warrants;

pub use accounts::{Accounts, mean_hit, met_between};
pub use boat::{Boat, BoatState, Drift, Immersed, Met, Phone};
pub use plot::{
    Association, Call, Evidence, Lookouts, Observer, Pending, PlotEntry, Plots, PointDrift, Reporter, Search, Unhelped,
};
pub use unit::{Collapse, Collapses, Spent, Task, Unit, UnitState};
pub use warrants::{Request, Warrant, Warrants};

use super::ledger::Ledger;
use super::setting::Setting;
use crate::doctrine::{Doctrine, RuleBook};
use crate::draws::Draws;
use crate::environment::{OpenWaves, SeaNight};
use crate::events::{Event, What};
use crate::sim::ashore_hands::AshoreHands;
use crate::sim::asks::Asks;
use crate::units::{Tick, Vec2};
use bevy_ecs::prelude::{Component, Entity, Resource};
use std::sync::Arc;

/// What nearly every system needs, in one resource: to fetch one costs as much as a look-up of the sea, and a night
/// runs systems fifty thousand times. What few systems need is a resource of its own.
#[derive(Resource)]
pub struct Tonight {
    /// What is fixed for the night.
    pub fixed: Fixed,
    /// The clock.
    pub clock: Clock,
    /// The sea, as it is everywhere.
    pub sea: SeaNow,
    /// Who is where.
    pub ledger: Ledger,
    /// What happened.
    pub log: Log,
    /// Who will collapse.
    pub collapses: Collapses,
    /// What is kept count of for the night's end.
    pub accounts: Accounts,
    /// Who is to be handed over ashore.
    pub ashore_hands: AshoreHands,
    /// People who did not add up, if they did not.
    pub fault: Option<String>,
    /// What can change before the next minute.
    pub pace: Pace,
}

/// What can change before the next minute.
#[derive(Default, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Lives and work in hand.
    #[default]
    Busy,
    /// Positions only.
    UnderWay,
    /// Nothing: nothing moves, nobody is in the water, no unit is at work.
    Still,
}

/// All that is fixed for the night.
pub struct Fixed {
    /// The scenario and all that is fixed for it.
    pub setting: Arc<Setting>,
    /// The rules in force.
    pub doctrine: Arc<Doctrine>,
    /// The same, laid out for the units of this night.
    pub book: Arc<RuleBook>,
    /// The night's luck.
    pub luck: Draws,
    /// The sea of the night.
    pub night: SeaNight,
    /// What of chart and shore its rules ask for.
    pub asks: Asks,
    /// Sides whose centre may send a shore team.
    pub interdicts: [bool; 2],
}

/// The night's clock.
#[derive(Clone, Copy, Default)]
pub struct Clock {
    /// Now.
    pub tick: Tick,
}

/// Ticks in a minute: the slow clock of headings, hazards, sensors and decisions.
pub const TICKS_PER_MIN: u32 = 6;

impl Clock {
    /// True once a minute.
    #[must_use]
    pub const fn on_the_minute(&self) -> bool {
        self.tick.0.is_multiple_of(TICKS_PER_MIN)
    }

    /// Whole minutes since the start.
    #[must_use]
    pub const fn minute(&self) -> u32 {
        self.tick.0 / TICKS_PER_MIN
    }
}

/// What is the same everywhere in the strait for ten minutes: waves, wind, light.
#[derive(Clone, Copy, Debug, Default)]
pub struct SeaNow {
    /// Significant wave height of the open water, m.
    pub wave_height_m: f64,
    /// The same, ready to be asked about places.
    pub open: OpenWaves,
    /// Worst wave height of the hours to come, as forecast at the last full hour, m.
    pub forecast_worst_m: f64,
    /// Wind, towards, m/s.
    pub wind: Vec2,
    /// Wind speed, m/s.
    pub wind_mps: f64,
    /// Neither sun nor civil twilight.
    pub dark: bool,
    /// Water temperature, °C.
    pub water_c: f64,
}

/// What happened so far.
#[derive(Default)]
pub struct Log(pub Vec<Event>);

impl Log {
    /// Writes an event down.
    pub fn note(&mut self, tick: Tick, what: What) {
        self.0.push(Event { tick, what });
    }
}

/// Entities by stable number.
#[derive(Resource, Default)]
pub struct Roster {
    /// Boats in the order of the plan.
    pub boats: Vec<Entity>,
    /// Units in the order of the scenario.
    pub units: Vec<Entity>,
}

/// Position, velocity and way ahead.
#[derive(Component, Clone, Debug, Default)]
pub struct Motion {
    /// Position on the plane, m.
    pub position: Vec2,
    /// Velocity over ground, m/s.
    pub velocity: Vec2,
    /// Points to pass, in order.
    pub route: Vec<Vec2>,
    /// Index of the next point.
    pub leg: usize,
}

impl Motion {
    /// The next point to steer for.
    #[must_use]
    pub fn next(&self) -> Option<Vec2> {
        self.route.get(self.leg).copied()
    }
}
