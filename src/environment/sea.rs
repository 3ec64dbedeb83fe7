//! What do the data files say of the sea, and how is it laid out over a scenario's span?
//!
//! [`SeaData`] is the shipped data, read and checked once. [`Sea`] lays tide, streams, weather and light of one scenario on
//! grids and a ten-minute clock; it depends on no night, so it is built once and shared.
//!
//! Left out: what differs from night to night (`night`), and reading files: text and bytes come from the caller.

use std::sync::Arc;

use crate::geo::projection::ORIGIN;
use crate::geo::{LatLon, to_plane};
use crate::units::{Angle, Duration, Instant, Temperature, Tick, Vec2};

use super::clock::{STEP_S, SampleClock};
use super::light::{Light, Sun};
use super::{
    Climatology, DataError, DepthGrid, Shelter, Stations, StreamAtlas, StreamField, TideField, Weather, WeatherSource,
    constituents, tide, tide_field,
};

/// The contents of the data files of the sea, as read by the caller.
#[derive(Clone, Copy, Debug)]
pub struct SeaFiles<'a> {
    /// `assets/tides/stations.json`
    pub stations_json: &'a str,
    /// `assets/tides/constituents.json`
    pub constituents_json: &'a str,
    /// `assets/chart/depth/dover_depth_open.json`
    pub depth_json: &'a str,
    /// `assets/chart/depth/dover_depth_open.i16`
    pub depth_i16: &'a [u8],
    /// Description and depths of a grid of the user's that is laid over the shipped one, if there is one.
    pub own_depth: Option<(&'a str, &'a [u8])>,
    /// `assets/chart/streams/stream_constants.json`
    pub streams_json: &'a str,
    /// `assets/chart/streams/stream_constants.i16`
    pub streams_i16: &'a [u8],
    /// `assets/chart/streams/stream_mask.u8`
    pub streams_mask: &'a [u8],
    /// `assets/weather/climatology.csv`
    pub climatology_csv: &'a str,
}

/// The data of the sea, checked: serves any number of scenarios.
#[derive(Clone, Debug)]
pub struct SeaData {
    /// Tide stations and constituents.
    pub stations: Stations,
    /// Harmonic constants of the streams.
    pub streams: StreamAtlas,
    /// Depth below mean sea level.
    pub depths: Arc<DepthGrid>,
    /// The seasons.
    pub climatology: Arc<Climatology>,
    /// What the land keeps of the waves.
    pub shelter: Arc<Shelter>,
}

/// The tide at any place: about mean level, and how far chart datum lies below that.
#[derive(Clone, Debug)]
pub struct PlaceTide {
    /// The tide about mean level.
    pub harmonics: tide::Harmonics,
    /// Mean level above chart datum, metres.
    pub datum_m: f64,
}

impl SeaData {
    /// The tide between the gauges of both coasts (see [`tide_field`]).
    pub fn tide_at_place(&self, place: LatLon) -> Result<PlaceTide, DataError> {
        let coasts = tide_field::Coasts::new(&self.stations)?;
        let local = coasts.at(to_plane(place));
        Ok(PlaceTide { harmonics: local.harmonics, datum_m: local.datum_m })
    }

    /// Reads and checks all data files of the sea.
    pub fn from_files(files: SeaFiles<'_>) -> Result<Self, DataError> {
        let mut depths = DepthGrid::from_bytes(files.depth_json, files.depth_i16)?;
        if let Some((json, bytes)) = files.own_depth {
            depths = depths.with_own(json, bytes)?;
        }
        Ok(Self {
            stations: Stations::from_json(files.stations_json, files.constituents_json)?,
            streams: StreamAtlas::from_bytes(files.streams_json, files.streams_i16, files.streams_mask)?,
            shelter: Arc::new(Shelter::new(&depths)),
            depths: Arc::new(depths),
            climatology: Arc::new(Climatology::from_csv(files.climatology_csv)?),
        })
    }

    /// The stream at one place and series of moments, m/s towards true east and north, tapered inshore.
    pub fn stream_series(&self, place: LatLon, phases: &constituents::Phases) -> Result<Vec<Vec2>, DataError> {
        let share = self.streams.taper(self.depths.depth_below_msl(to_plane(place)));
        let mut series = self.streams.series(&self.stations, place, phases)?;
        for v in &mut series {
            *v = *v * share;
        }
        Ok(series)
    }
}

/// The sea over one scenario's area and span, the same on all its nights.
#[derive(Clone, Debug)]
pub struct Sea {
    pub(super) clock: SampleClock,
    pub(super) tide: Arc<TideField>,
    pub(super) streams: Arc<StreamField>,
    depths: Arc<DepthGrid>,
    pub(super) shelter: Arc<Shelter>,
    pub(super) weather: SeaWeather,
    sun: Sun,
}

/// The weather of a scenario: one for all nights, or what each night's is drawn from.
#[derive(Clone, Debug)]
pub(super) enum SeaWeather {
    Stated(Arc<Weather>),
    Climate { climatology: Arc<Climatology>, sea: Option<Temperature>, air: Option<Temperature> },
}

impl Sea {
    /// Lays out the sea of a scenario that starts then and lasts that long (five days at most).
    pub fn new(data: &SeaData, start: Instant, length: Duration, weather: &WeatherSource) -> Result<Self, DataError> {
        let clock = SampleClock::new(start, length)?;
        let phases = data.stations.constituents().phases(start, STEP_S, clock.count());
        Ok(Self {
            clock,
            tide: Arc::new(TideField::new(&data.stations, clock, &phases)?),
            streams: Arc::new(StreamField::new(&data.streams, &data.stations, &data.depths, clock, &phases)?),
            depths: Arc::clone(&data.depths),
            shelter: Arc::clone(&data.shelter),
            weather: match weather {
                WeatherSource::Stated(series) => SeaWeather::Stated(Arc::new(Weather::new(series, clock)?)),
                WeatherSource::Climate { sea, air } => {
                    SeaWeather::Climate { climatology: Arc::clone(&data.climatology), sea: *sea, air: *air }
                }
            },
            sun: Sun::new(clock, ORIGIN),
        })
    }

    /// The same sea under another weather of the same kind: tide and streams are shared.
    ///
    /// # Errors
    /// If the weather cannot be laid out over the span.
    pub fn under(&self, weather: &WeatherSource) -> Result<Self, DataError> {
        let weather = match (weather, &self.weather) {
            (WeatherSource::Stated(series), _) => SeaWeather::Stated(Arc::new(Weather::new(series, self.clock)?)),
            (WeatherSource::Climate { sea, air }, SeaWeather::Climate { climatology, .. }) => {
                SeaWeather::Climate { climatology: Arc::clone(climatology), sea: *sea, air: *air }
            }
            // A stated weather has no seasons to draw from; it stays.
            (WeatherSource::Climate { .. }, stated @ SeaWeather::Stated(_)) => stated.clone(),
        };
        Ok(Self { weather, ..self.clone() })
    }

    /// When the scenario starts: the moment of tick 0.
    #[must_use]
    pub const fn start(&self) -> Instant {
        self.clock.start()
    }

    /// The stream, m/s along the plane's axes, towards where the water goes.
    #[must_use]
    #[inline]
    pub fn stream_at(&self, position: Vec2, tick: Tick) -> Vec2 {
        self.streams.at(position, tick)
    }

    /// The astronomical tide above mean sea level, metres.
    #[must_use]
    #[inline]
    pub fn tide_at(&self, position: Vec2, tick: Tick) -> f64 {
        self.tide.height_above_msl(position, tick)
    }

    /// Mean sea level above chart datum, metres.
    #[must_use]
    pub fn chart_datum_below_msl(&self, position: Vec2) -> f64 {
        self.tide.chart_datum_below_msl(position)
    }

    /// Depth of the bed below mean sea level, metres; negative where it lies above.
    #[must_use]
    #[inline]
    pub fn depth_below_msl(&self, position: Vec2) -> f64 {
        self.depths.depth_below_msl(position)
    }

    /// How light it is.
    #[must_use]
    pub fn light_at(&self, tick: Tick) -> Light {
        Light::from_elevation(self.sun.elevation(tick))
    }

    /// The Sun's elevation in the middle of the strait.
    #[must_use]
    pub fn sun_at(&self, tick: Tick) -> Angle {
        self.sun.elevation(tick)
    }
}
