//! What can nobody in it choose? Place, date, weather, departures, the units on duty.
//!
//! `reading` gives text with places; `load` turns it into the types below, with all problems at once;
//! nothing half-loaded comes out. The types here are checked: every name resolved, every number in
//! bounds, every time inside the night.

mod drawn;
pub mod expect;
pub mod fleet;
pub mod fleet_numbers;
mod group;
pub mod load;
mod read_weather;
pub mod series;
pub mod year;

pub use drawn::{DrawnNumber, Field};
pub use group::GroupSize;

use crate::agents::{BoatKind, Operator, Side};
use crate::environment::{self, WeatherSource};
use crate::parameters::{Number, Override};
use crate::units::{Angle, Distance, Instant, Speed, TICK_S, Temperature};
use fleet_numbers::FleetGroups;
use std::sync::Arc;

/// A scenario, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Name of the file without its ending.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// What it shows, and what it is composed of.
    pub description: String,
    /// First moment of the night.
    pub start: Instant,
    /// Length of the night in ticks.
    pub length_ticks: u32,
    /// Wind, waves and visibility.
    pub weather: WeatherPlan,
    /// Spread of the night's wave and wind level: sigma of a lognormal factor.
    pub weather_sigma: f64,
    /// Sea temperature, degrees Celsius; none leaves it to the climate.
    pub sea_temperature_c: Option<f64>,
    /// Air temperature, degrees Celsius; none leaves it to the climate.
    pub air_temperature_c: Option<f64>,
    /// What weather adds to the tide.
    pub surge: SurgePlan,
    /// Planned departures.
    pub departures: Vec<DeparturePlan>,
    /// Units of both sides.
    pub units: Vec<UnitPlan>,
    /// Watchers ashore of both sides.
    pub posts: Vec<PostPlan>,
    /// Parameters that this scenario sets or draws for itself, checked against their bounds.
    pub overrides: Vec<Override>,
    /// Numbers of this scenario that are drawn for each night; their fields above hold the median.
    pub drawn: Vec<DrawnNumber>,
    /// Whose boats, if the scenario names a fleet.
    pub fleet: Option<Arc<FleetGroups>>,
    /// What it is expected to show.
    pub expect: Vec<expect::Expectation>,
}

/// Where a scenario's weather comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum WeatherPlan {
    /// As stated: at least one moment, in order of time.
    Stated(Vec<WeatherKnot>),
    /// Each night draws its own from the climate of the date.
    Climate,
}

/// What weather adds to the tide.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SurgePlan {
    /// A residual drawn for each night, with the spread and memory of the register (MODEL 1.4).
    Drawn,
    /// The same on all nights, metres; 0 for none.
    Fixed(f64),
}

impl Scenario {
    /// The weather, as the sea takes it.
    #[must_use]
    pub fn weather_source(&self) -> WeatherSource {
        let temperature = |c: Option<f64>| c.map(Temperature::from_celsius);
        let (sea, air) = (temperature(self.sea_temperature_c), temperature(self.air_temperature_c));
        match &self.weather {
            WeatherPlan::Climate => WeatherSource::Climate { sea, air },
            WeatherPlan::Stated(knots) => WeatherSource::Stated(environment::WeatherSeries {
                knots: knots
                    .iter()
                    .map(|k| environment::WeatherKnot {
                        at: k.at,
                        wind: Speed::knots(k.wind_kn),
                        wind_from: Angle::degrees(k.wind_from_deg),
                        wave_height: Distance::metres(k.wave_height_m),
                        visibility: Distance::nautical_miles(k.visibility_nm),
                    })
                    .collect(),
                // A stated weather has both: the loader asks for them.
                sea: sea.unwrap_or(Temperature::from_celsius(0.0)),
                air: air.unwrap_or(Temperature::from_celsius(0.0)),
            }),
        }
    }
}

/// Weather at one moment; between two it is interpolated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeatherKnot {
    /// When.
    pub at: Instant,
    /// Wind speed at 10 m, knots.
    pub wind_kn: f64,
    /// Direction the wind comes from, degrees true.
    pub wind_from_deg: f64,
    /// Significant wave height, metres.
    pub wave_height_m: f64,
    /// Meteorological visibility, nautical miles.
    pub visibility_nm: f64,
}

/// One or more boats of a kind from one place.
#[derive(Clone, Debug, PartialEq)]
pub struct DeparturePlan {
    /// Name in the scenario.
    pub id: String,
    /// How they are put to sea.
    pub kind: BoatKind,
    /// Planned number of boats.
    pub boats: u32,
    /// Probability that each goes ahead.
    pub goes_ahead: f64,
    /// Launch site (id on the chart).
    pub launch: String,
    /// Beaches where a taxi-boat may load (ids on the chart); empty for beach boats.
    pub pickups: Vec<String>,
    /// First planned moment of putting the boat in.
    pub earliest: Instant,
    /// Last planned moment.
    pub latest: Instant,
    /// Smallest and largest number aboard a taxi-boat when it sets out.
    pub aboard_at_launch: (u32, u32),
    /// People waiting for each boat.
    pub group: GroupSize,
}

/// A unit on duty.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitPlan {
    /// Name in the scenario.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Whose it is.
    pub side: Side,
    /// Class of craft (id in `assets/craft.ron`).
    pub class: String,
    /// Port (id on the chart) where it lands people and lies at readiness.
    pub base: String,
    /// What it is doing when the night starts.
    pub duty: Duty,
    /// The mission it is on, by a name that doctrines may give rules to.
    pub mission: Option<String>,
    /// The service that runs it, where that is another than its class says.
    pub operator: Option<Operator>,
}

/// What a unit is doing when the night starts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Duty {
    /// At sea, at this station (degrees).
    OnPatrol {
        /// Latitude of the station.
        lat: f64,
        /// Longitude of the station.
        lon: f64,
    },
    /// In port, under way this long after an order (median, minutes).
    AtReadiness {
        /// Median minutes from order to departure.
        minutes: f64,
    },
}

/// A watcher ashore: a signal station, a radar, a beach patrol.
#[derive(Clone, Debug, PartialEq)]
pub struct PostPlan {
    /// Name in the scenario.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Whose it is.
    pub side: Side,
    /// Latitude, degrees.
    pub lat: f64,
    /// Longitude, degrees.
    pub lon: f64,
    /// Sensors (ids in `assets/sensors.ron`).
    pub sensors: Vec<String>,
    /// Has it a team that can go to a beach?
    pub team: bool,
}

impl Scenario {
    /// How many numbers of the model are drawn anew each night, so that nights differ in doubt and not in luck alone.
    #[must_use]
    pub fn drawn_each_night(&self) -> usize {
        self.overrides.iter().filter(|o| matches!(o.number, Number::Drawn(_))).count()
    }

    /// The last moment of the night.
    #[must_use]
    pub fn end(&self) -> Instant {
        self.start.plus_s(i64::from(self.length_ticks) * i64::from(TICK_S))
    }

    /// Planned boats in all, before some do not go ahead.
    #[must_use]
    pub fn planned_boats(&self) -> u32 {
        self.departures.iter().map(|d| d.boats).sum()
    }
}
