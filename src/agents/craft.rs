//! What can this class of unit do, and what can its sensors see?
//!
//! Classes are data (`assets/craft.ron`, `assets/sensors.ron`), each number with its source beside it;
//! a unit of a scenario names its class. MODEL 7 gives the classes, MODEL 6.3 the sensors.
//! Left out: sea-keeping beyond speed lost in waves, and rafts dropped by aircraft.

use super::drawn::DrawnField;
use super::operator::Operator;
use super::sweep::Platform;
use crate::units::{Distance, Duration, Speed};

/// A class of vessel or helicopter.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is an ability of its own: yes or no")]
pub struct CraftClass {
    /// Name used in scenario files.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Does it fly? Then draught, waves and land do not bind it.
    pub flies: bool,
    /// Speed in a flat calm.
    pub max_speed: Speed,
    /// Share of speed lost per metre of significant wave height (MODEL 7: `s`).
    pub speed_loss_per_m: f64,
    /// Water it draws.
    pub draught: Distance,
    /// Water its own small boat draws, if it carries one that can go in closer.
    pub tender_draught: Option<Distance>,
    /// People its own small boat takes in one run; none without one.
    pub tender_places: u32,
    /// Survivors it takes aboard in the ordinary way.
    pub capacity: u32,
    /// Survivors it can hold at the utmost: slower, and in danger of capsizing.
    pub capacity_max: u32,
    /// People a minute taken out of the water in a calm sea.
    pub recovery_per_min: f64,
    /// People a minute taken off a boat alongside, or in from dry ground, at best.
    pub transfer_per_min: f64,
    /// Has it a mass-rescue device (sea staircase, scramble net over a low deck)?
    pub mass_rescue: bool,
    /// Can it tow an inflatable?
    pub tows: bool,
    /// Time under way until it must be back to refuel.
    pub endurance: Duration,
    /// Way it runs on its fuel at cruising speed.
    pub fuel_range: Distance,
    /// Does its crew stand watches, so that their hours set no limit?
    pub watches: bool,
    /// Factor on its readiness time at night.
    pub night_readiness_factor: f64,
    /// May it carry out an interception (trained crew, armed State vessel)?
    pub intercepts: bool,
    /// The service that runs it, where the class tells.
    pub operator: Option<Operator>,
    /// Flown from the ground, with nobody aboard?
    pub unmanned: bool,
    /// Radius of the orbit that it flies about its station, for aircraft that watch and do not rescue.
    pub orbit: Option<Distance>,
    /// Its sensors, by id.
    pub sensors: Vec<String>,
    /// Where the numbers come from.
    pub source: String,
    /// Numbers that are drawn for each night; their fields above hold the median.
    pub drawn: Vec<DrawnField>,
}

/// The physical principle of a sensor, which decides what weakens it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SensorKind {
    /// Weakened by waves and by how empty the boat is.
    Radar,
    /// Thermal camera: blind in fog, otherwise the same by day and night.
    Thermal,
    /// Eyes: weakened by darkness and limited by visibility.
    Visual,
}

/// A class of sensor. With a sweep width detection follows the inverse-cube law (`agents::sweep`). Else the hazard
/// per look is `(reference_range / range)^4`, weakened by waves as `exp(-2 Hs)` for radar (MODEL 6.3). It is zero
/// beyond `max_range`.
#[derive(Clone, Debug, PartialEq)]
pub struct SensorClass {
    /// Name used in craft and scenario files.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Physical principle.
    pub kind: SensorKind,
    /// Range at which one look detects with probability 1 − 1/e in a calm.
    pub reference_range: Distance,
    /// Beyond this nothing is seen (horizon).
    pub max_range: Distance,
    /// Height of the aerial, for radars: the horizon ends their range.
    pub aerial: Option<Distance>,
    /// Where its eyes are, if the published sweep widths hold for it: then these and not `reference_range` count.
    pub eyes: Option<Platform>,
    /// Its own sweep width for a loaded boat, and the speed at which that holds.
    pub sweep: Option<(Distance, Speed)>,
    /// Time between looks.
    pub look_interval: Duration,
    /// Where the numbers come from.
    pub source: String,
    /// Numbers that are drawn for each night; their fields above hold the median.
    pub drawn: Vec<DrawnField>,
}
