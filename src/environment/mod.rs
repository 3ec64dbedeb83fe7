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
pub mod outlook;
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

use std::sync::Arc;

pub use canal::canal_depth;
pub use climate::Climatology;
pub use clock::{STEP_S, SampleClock};
pub use depth::DepthGrid;
pub use error::DataError;
pub use lattice::{AREA_MAX, AREA_MIN};
pub use light::{Light, sun_elevation};
pub use outlook::Outlook;
pub use shelter::Shelter;
pub use stream::{StreamAtlas, StreamField};
pub use tide::{Stations, TideCurve, Turn, TurnKind};
pub use tide_field::TideField;
pub use weather::{Weather, WeatherKnot, WeatherSeries, WeatherSource};

use crate::draws::{Draws, Purpose, Subject};
use crate::geo::projection::ORIGIN;
use crate::geo::{LatLon, to_plane};
use crate::parameters::Parameters;
use crate::units::{Angle, Distance, Duration, Instant, Temperature, Tick, Vec2, maths};

use light::Sun;

/// Acceleration of gravity, m/s².
const G: f64 = 9.81;

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
    clock: SampleClock,
    tide: Arc<TideField>,
    streams: Arc<StreamField>,
    depths: Arc<DepthGrid>,
    shelter: Arc<Shelter>,
    weather: SeaWeather,
    sun: Sun,
}

/// The weather of a scenario: one for all nights, or what each night's is drawn from.
#[derive(Clone, Debug)]
enum SeaWeather {
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

/// How much nights differ. The numbers belong to the parameter register.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NightSpread {
    /// Standard deviation of the level's meteorological residual, metres (MODEL 1.4).
    pub surge_sigma_m: f64,
    /// Time in which the residual's correlation falls to 1/e (MODEL 1.4).
    pub surge_memory: Duration,
    /// Below this wave height at the start the night counts as calm, metres (MODEL 1.4).
    pub calm_below_m: f64,
    /// What a calm night multiplies the residual by (MODEL 1.4).
    pub calm_factor: f64,
    /// Standard deviation of the logarithm of the factor on wind and waves (MODEL 2.5).
    pub weather_sigma: f64,
    /// Metres that weather adds to the tide, if that is stated and not drawn.
    pub fixed_surge_m: Option<f64>,
}

/// The sea of one night.
#[derive(Clone, Debug)]
pub struct SeaNight {
    sea: Arc<Sea>,
    /// Meteorological residual, metres, at each sample.
    surge_m: Vec<f64>,
    weather: Arc<Weather>,
    weather_factor: f64,
    draws: Draws,
}

/// The waves of the open water at one moment, with what a place needs to know of them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OpenWaves {
    /// Significant height, metres.
    pub height_m: f64,
    /// Peak period, seconds; 0 where there is no wind to speak of and the height is the same everywhere.
    pub period_s: f64,
    /// Unit vector towards which the wind blows.
    pub wind: Vec2,
    /// Effective fetch of the open water with that wind, km.
    pub fetch_km: f64,
}

/// Everything about the sea at one place and moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conditions {
    /// Where the water goes, m/s along the plane's axes.
    pub stream: Vec2,
    /// Where the wind goes, m/s at 10 m.
    pub wind: Vec2,
    /// Significant wave height, metres.
    pub wave_height_m: f64,
    /// Depth of water now, metres; negative on ground that is dry now.
    pub depth_m: f64,
    /// Level above mean sea level, surge included, metres.
    pub tide_m: f64,
    /// Sea surface temperature.
    pub sea_temperature: Temperature,
    /// How light it is.
    pub light: Light,
    /// Meteorological visibility.
    pub visibility: Distance,
}

impl SeaNight {
    /// Draws the night's surge and weather level. The surge is a first-order autoregressive series with
    /// one draw an hour; both come from draws keyed to the night alone, so all doctrines meet them.
    ///
    /// # Panics
    /// Never: generated weather is held within the bounds of a stated one.
    #[must_use]
    pub fn new(sea: Arc<Sea>, draws: Draws, spread: &NightSpread, p: &Parameters) -> Self {
        let (weather, weather_factor) = match &sea.weather {
            SeaWeather::Stated(w) => (Arc::clone(w), weather::night_factor(draws, spread.weather_sigma)),
            SeaWeather::Climate { climatology, sea: water, air } => {
                let length = sea.clock.instant(sea.clock.count() - 1).since(sea.clock.start());
                let mut series = climate::generate(draws, sea.clock.start(), length, climatology, p);
                series.sea = water.unwrap_or(series.sea);
                series.air = air.unwrap_or(series.air);
                let weather = Weather::new(&series, sea.clock).expect("generated weather is within its bounds");
                (Arc::new(weather), 1.0)
            }
        };
        let calm = weather.wave_height_m(Tick(0)) * weather_factor < spread.calm_below_m;
        let sigma = spread.surge_sigma_m * if calm { spread.calm_factor } else { 1.0 };
        let keep = if spread.surge_memory.h() > 0.0 { maths::exp(-1.0 / spread.surge_memory.h()) } else { 0.0 };
        let renew = (1.0 - keep * keep).sqrt();
        if let Some(fixed) = spread.fixed_surge_m {
            let surge_m = vec![fixed; sea.clock.count()];
            return Self { sea, surge_m, weather, weather_factor, draws };
        }
        let normal = |hour: u32| draws.normal(Subject::NIGHT, Purpose::Surge, hour);
        let per_hour = 3600 / STEP_S as usize;
        let (mut hour, mut now) = (0, normal(0));
        let mut next = keep * now + renew * normal(1);
        let surge_m = (0..sea.clock.count())
            .map(|k| {
                if k > 0 && k % per_hour == 0 {
                    hour += 1;
                    now = next;
                    next = keep * now + renew * normal(hour + 1);
                }
                sigma * (now + (next - now) * ((k % per_hour) as f64 / per_hour as f64))
            })
            .collect();
        Self { sea, surge_m, weather, weather_factor, draws }
    }

    /// What all nights share.
    #[must_use]
    pub fn sea(&self) -> &Sea {
        &self.sea
    }

    /// Everything at one place and moment.
    #[must_use]
    pub fn conditions(&self, position: Vec2, tick: Tick) -> Conditions {
        let tide_m = self.tide_at(position, tick);
        Conditions {
            stream: self.stream_at(position, tick),
            wind: self.wind_at(tick),
            wave_height_m: self.waves_at(tick),
            depth_m: self.sea.depth_below_msl(position) + tide_m,
            tide_m,
            sea_temperature: self.weather.sea_temperature(),
            light: self.light_at(tick),
            visibility: self.weather.visibility(tick),
        }
    }

    /// Where the water goes, m/s along the plane's axes.
    #[must_use]
    #[inline]
    pub fn stream_at(&self, position: Vec2, tick: Tick) -> Vec2 {
        self.sea.streams.at(position, tick)
    }

    /// Level above mean sea level, surge included, metres.
    #[must_use]
    #[inline]
    pub fn tide_at(&self, position: Vec2, tick: Tick) -> f64 {
        self.sea.tide.height_above_msl(position, tick) + self.surge_at(tick)
    }

    /// Level above chart datum, surge included, metres: what [`canal_depth`] needs.
    #[must_use]
    pub fn tide_above_chart_datum(&self, position: Vec2, tick: Tick) -> f64 {
        self.tide_at(position, tick) + self.sea.chart_datum_below_msl(position)
    }

    /// Meteorological residual of the level, metres.
    #[must_use]
    #[inline]
    pub fn surge_at(&self, tick: Tick) -> f64 {
        clock::lerp(&self.surge_m, self.sea.clock.locate(tick))
    }

    /// Depth of water now, metres; negative on ground that is dry now.
    #[must_use]
    #[inline]
    pub fn depth_at(&self, position: Vec2, tick: Tick) -> f64 {
        self.sea.depth_below_msl(position) + self.tide_at(position, tick)
    }

    /// Significant wave height, metres.
    #[must_use]
    pub fn waves_at(&self, tick: Tick) -> f64 {
        self.weather.wave_height_m(tick) * self.weather_factor
    }

    /// Sea surface temperature.
    #[must_use]
    pub fn sea_temperature(&self) -> Temperature {
        self.weather.sea_temperature()
    }

    /// Air temperature.
    #[must_use]
    pub fn air_temperature(&self) -> Temperature {
        self.weather.air_temperature()
    }

    /// Significant wave height and wind (m/s) of a later moment, as forecast at an earlier one: the truth times an
    /// error that grows with the time between (MODEL 2.5). One error for each hour of issue, so that a forecast
    /// is wrong as a whole. Whoever plans, plans on this.
    #[must_use]
    pub fn forecast(&self, made: Tick, of: Tick, p: &Parameters) -> (f64, f64) {
        let lead_h = Duration::seconds(of.elapsed().s() - made.elapsed().s()).h().max(0.0);
        let ticks_per_hour = 3600 / crate::units::TICK_S;
        let error = self.draws.normal(Subject::NIGHT, Purpose::Forecast, made.0 / ticks_per_hour);
        let factor = maths::exp(climate::forecast_sigma(lead_h, p) * error);
        (self.waves_at(of) * factor, self.wind_at(of).length() * factor)
    }

    /// The waves of the open water now, ready to be asked about places: worked out once for all of them.
    #[must_use]
    pub fn open_waves(&self, tick: Tick, p: &Parameters) -> OpenWaves {
        let (height_m, wind) = (self.waves_at(tick), self.wind_at(tick));
        let speed = wind.length();
        if speed < 0.5 || height_m <= 0.0 {
            return OpenWaves { height_m, period_s: 0.0, wind: Vec2::ZERO, fetch_km: 0.0 };
        }
        // The period of a sea of this height raised by this wind.
        let root = height_m * G / (1.6e-3 * speed);
        let from = Vec2::ZERO - wind;
        OpenWaves {
            height_m,
            period_s: waves::jonswap(speed, root * root / G).period_s,
            wind: wind * (1.0 / speed),
            fetch_km: climate::open_fetch_km(from.bearing(), p),
        }
    }

    /// Significant wave height here, metres: that of the open water, less what the land upwind keeps off, changed
    /// by the stream that runs with or against it (MODEL 2.1). Banks are not in it. `stream` is the stream here.
    #[must_use]
    pub fn waves_here(&self, position: Vec2, open: &OpenWaves, stream: Vec2) -> f64 {
        if open.period_s <= 0.0 {
            return open.height_m;
        }
        let share = self.sea.shelter.height_share(position, open.wind, open.fetch_km);
        // Where hardly anything arrives there is no sea to be changed by a stream.
        if share < 0.05 {
            return open.height_m * share;
        }
        let along = stream.x * open.wind.x + stream.y * open.wind.y;
        // Height goes with the root of the fetch and period with its cube root (JONSWAP), so period with height^(2/3).
        let period_s = if share > 0.98 { open.period_s } else { open.period_s * maths::pow(share, 2.0 / 3.0) };
        waves::height_on_current(open.height_m * share, period_s, along)
    }

    /// Where the wind goes, m/s at 10 m.
    #[must_use]
    pub fn wind_at(&self, tick: Tick) -> Vec2 {
        self.weather.wind(tick) * self.weather_factor
    }

    /// How light it is.
    #[must_use]
    pub fn light_at(&self, tick: Tick) -> Light {
        self.sea.light_at(tick)
    }

    /// Visibility.
    #[must_use]
    pub fn visibility_at(&self, tick: Tick) -> Distance {
        self.weather.visibility(tick)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::NightKey;
    use crate::units::Speed;

    const SPREAD: NightSpread = NightSpread {
        surge_sigma_m: 0.18,
        surge_memory: Duration::hours(12.0),
        calm_below_m: 0.6,
        calm_factor: 0.5,
        weather_sigma: 0.2,
        fixed_surge_m: None,
    };

    fn sea(wave_height_m: f64) -> Arc<Sea> {
        let start = Instant::parse("2025-07-09T20:00Z").unwrap();
        let knot = WeatherKnot {
            at: start,
            wind: Speed::knots(6.0),
            wind_from: Angle::degrees(240.0),
            wave_height: Distance::metres(wave_height_m),
            visibility: Distance::nautical_miles(9.0),
        };
        let weather = WeatherSeries {
            knots: vec![knot],
            sea: Temperature::from_celsius(17.3),
            air: Temperature::from_celsius(16.0),
        };
        Arc::new(Sea::new(&fixtures::DATA, start, Duration::hours(24.0), &weather.into()).unwrap())
    }

    fn night(sea: &Arc<Sea>, night: u64) -> SeaNight {
        SeaNight::new(
            Arc::clone(sea),
            Draws::new(NightKey { seed: 42, night }),
            &SPREAD,
            &Parameters::shipped_for_tests(),
        )
    }

    #[test]
    fn one_call_and_the_single_calls_agree() {
        let sea = sea(0.4);
        let n = night(&sea, 3);
        let p = to_plane(LatLon::new(51.0, 1.45));
        for tick in [Tick(0), Tick(777), Tick(8640)] {
            let c = n.conditions(p, tick);
            assert_eq!(c.stream, n.stream_at(p, tick));
            assert_eq!(c.wind, n.wind_at(tick));
            assert_eq!((c.depth_m, c.tide_m), (n.depth_at(p, tick), n.tide_at(p, tick)));
            assert_eq!((c.wave_height_m, c.light), (n.waves_at(tick), n.light_at(tick)));
            assert!((c.depth_m - c.tide_m - sea.depth_below_msl(p)).abs() < 1e-12);
        }
        assert_eq!(n.light_at(Tick(0)), Light::Day);
        assert_eq!(n.light_at(Tick(1260)), Light::Night);
    }

    #[test]
    fn the_aa_at_gravelines_opens_at_the_reference_times_in_the_field_too() {
        // The tide of the field, not of the Gravelines curve, at a bed of 2.5 m and a need of 0.6 m.
        let sea = sea(0.4);
        let mouth = to_plane(LatLon::new(51.0167, 2.1));
        let datum = sea.chart_datum_below_msl(mouth);
        let open = |tick: u32| canal_depth(sea.tide_at(mouth, Tick(tick)) + datum, 2.5) >= 0.6;
        let changes: Vec<f64> =
            (1441..8640).filter(|&t| open(t) != open(t - 1)).map(|t| f64::from(t - 1440) / 6.0).collect();
        let expected = [190.0, 510.0, 935.0];
        assert_eq!(changes.len(), expected.len(), "{changes:?}");
        for (got, expected) in changes.iter().zip(expected) {
            assert!((got - expected).abs() <= 15.0, "{changes:?} min after midnight, expected {expected}");
        }
    }

    #[test]
    fn a_night_is_the_same_each_time_and_differs_from_the_next() {
        let sea = sea(1.0);
        let surge = |n: u64| night(&sea, n).surge_m;
        assert_eq!(surge(5), surge(5));
        assert_ne!(surge(5), surge(6));
    }

    #[test]
    fn the_surge_has_the_spread_and_memory_asked_for_and_calm_nights_half_of_it() {
        let (rough, calm) = (sea(3.0), sea(0.1));
        let nights = 1500;
        let sigma = |sea: &Arc<Sea>, tick: u32| {
            let squares: f64 = (0..nights).map(|n| night(sea, n).surge_at(Tick(tick)).powi(2)).sum();
            (squares / nights as f64).sqrt()
        };
        // Standard error of each: 0.18 / sqrt(3000) = 0.0033.
        assert!((sigma(&rough, 0) - 0.18).abs() < 0.012 && (sigma(&rough, 7200) - 0.18).abs() < 0.012);
        assert!((sigma(&calm, 3600) - 0.09).abs() < 0.006);
        let product: f64 =
            (0..nights).map(|n| night(&rough, n)).map(|n| n.surge_at(Tick(0)) * n.surge_at(Tick(4320))).sum();
        let correlation = product / nights as f64 / (0.18 * 0.18);
        assert!((correlation - maths::exp(-1.0)).abs() < 0.1, "correlation after 12 h {correlation}");
    }

    #[test]
    fn ground_dries_at_low_water_and_floods_at_high_water_on_the_beach_of_calais() {
        let sea = sea(0.4);
        // Somewhere on a line from the sea to the land there must be ground that does both.
        let both = (0..60).any(|k| {
            let p = to_plane(LatLon::new(51.00 - 0.001 * f64::from(k), 1.87));
            let depths = (0..8640).step_by(60).map(|t| sea.depth_below_msl(p) + sea.tide_at(p, Tick(t)));
            let (low, high) = depths.fold((f64::MAX, f64::MIN), |(a, b), d| (a.min(d), b.max(d)));
            low < 0.0 && high > 1.0
        });
        assert!(both);
    }

    #[test]
    fn odd_positions_are_harmless() {
        let sea = sea(0.4);
        let n = night(&sea, 0);
        for p in [Vec2::new(f64::NAN, 0.0), Vec2::new(1e300, -1e300), Vec2::new(f64::INFINITY, f64::NEG_INFINITY)] {
            let c = n.conditions(p, Tick(u32::MAX));
            assert!(c.depth_m.is_finite() && c.stream.length().is_finite());
        }
    }
}
