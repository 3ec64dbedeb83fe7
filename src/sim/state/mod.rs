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

pub use accounts::{Accounts, mean_hit, met_between};
pub use boat::{Boat, BoatState, Drift, Immersed, Met, Phone};
pub use plot::{
    Association, Call, Evidence, Lookouts, Observer, Pending, PlotEntry, Plots, PointDrift, Reporter, Search, Unhelped,
    Warrant,
};
pub use unit::{Collapse, Collapses, Spent, Task, Unit, UnitState};

use super::setting::Setting;
use crate::doctrine::{Doctrine, RuleBook};
use crate::draws::Draws;
use crate::environment::{OpenWaves, SeaNight};
use crate::events::{Event, What};
use crate::units::{Tick, Vec2};
use bevy_ecs::prelude::{Component, Entity, Resource};
use std::sync::Arc;

/// All that is fixed for the night, in one place: fetched once by each system.
#[derive(Resource)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own that the rules ask or not")]
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
    /// Does a rule ask in whose waters, or in what zone, a contact lies?
    pub asks_waters: bool,
    /// Does a rule ask whether it lies in a traffic lane?
    pub asks_lane: bool,
    /// Does a rule ask which way it heads?
    pub asks_heading: bool,
    /// Does a rule ask for a shore team, or send one?
    pub asks_teams: bool,
    /// Sides whose centre may send one.
    pub interdicts: [bool; 2],
}

/// The night's clock.
#[derive(Resource, Clone, Copy, Default)]
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
#[derive(Resource, Clone, Copy, Debug, Default)]
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
#[derive(Resource, Default)]
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
