//! What is the sea like here and now? Tide, depth, stream, wind, waves, light and visibility.
//!
//! Three layers, from slow to fast. [`SeaData`] is the shipped data, read once. [`Sea`] is one
//! scenario's span laid out on grids and a ten-minute clock: it depends on no night, so it is built once
//! and shared. [`SeaNight`] adds what differs from night to night, the surge and the level of the
//! weather, from keyed draws. All questions of the inner loop are table look-ups without allocation.
//!
//! Belongs here: the sea and the sky, asked by place and time. Does not belong here: what they do to
//! boats and people (`agents`), the coast (`geo`), and reading files: loaders take text and bytes.

pub mod canal;
pub mod climate;
mod clock;
pub mod constituents;
pub mod depth;
pub mod depth_source;
mod error;
#[cfg(test)]
mod fixtures;
pub mod growth;
pub mod harmonic_fit;
mod lattice;
pub mod light;
pub mod light_agreement;
pub mod moon;
mod night;
pub mod outlook;
mod sea;
pub mod shallow_water;
pub mod shelter;
pub mod stream;
pub mod stream_build;
pub mod stream_facts;
pub mod stream_grid;
mod stream_year;
pub mod survey;
pub mod survey_compare;
mod survey_files;
pub mod survey_lay;
pub mod tide;
pub mod tide_agreement;
pub mod tide_field;
pub mod waves;
pub mod weather;

pub use canal::canal_depth;
pub use climate::Climatology;
pub use clock::{STEP_S, SampleClock};
pub use depth::DepthGrid;
pub use error::DataError;
pub use lattice::{AREA_MAX, AREA_MIN};
pub use light::{Light, sun_elevation};
pub use night::{Conditions, NightSpread, OpenWaves, SeaNight};
pub use outlook::Outlook;
use sea::SeaWeather;
pub use sea::{PlaceTide, Sea, SeaData, SeaFiles};
pub use shelter::Shelter;
pub use stream::{StreamAtlas, StreamField};
pub use tide::{Stations, TideCurve, Turn, TurnKind};
pub use tide_field::TideField;
pub use weather::{Weather, WeatherKnot, WeatherSeries, WeatherSource};

/// Acceleration of gravity, m/s².
const G: f64 = 9.81;
