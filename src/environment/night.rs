//! What is the sea like on this night: surge, waves by place, wind, and what was forecast of them?
//!
//! [`SeaNight`] adds to the [`Sea`] that all nights share what differs between them, the surge and the level of the weather,
//! from keyed draws. All questions of the inner loop are table look-ups without allocation.
//!
//! Left out: what those who plan make of a forecast (`outlook`).

use std::sync::Arc;

use crate::draws::{Draws, Purpose, Subject};
use crate::parameters::Parameters;
use crate::units::{Distance, Duration, Temperature, Tick, Vec2, maths};

use super::clock::{self, STEP_S};
use super::sea::{Sea, SeaWeather};
use super::shelter::Shelter;
use super::{G, Light, Weather, climate, waves, weather};

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
    pub(super) sea: Arc<Sea>,
    /// Meteorological residual, metres, at each sample.
    surge_m: Vec<f64>,
    weather: Arc<Weather>,
    weather_factor: f64,
    pub(super) draws: Draws,
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
    /// The most that its height is of its length.
    pub steepest: f64,
}

impl OpenWaves {
    /// Waves of this height, metres, under this wind, m/s.
    #[must_use]
    pub fn of(height_m: f64, wind: Vec2, p: &Parameters) -> Self {
        let speed = wind.length();
        if speed < 0.5 || height_m <= 0.0 {
            return Self { height_m, period_s: 0.0, wind: Vec2::ZERO, fetch_km: 0.0, steepest: p.wave_steepest };
        }
        // The period of a sea of this height raised by this wind.
        let root = height_m * G / (1.6e-3 * speed);
        let from = Vec2::ZERO - wind;
        Self {
            height_m,
            period_s: waves::jonswap(speed, root * root / G).period_s,
            wind: wind * (1.0 / speed),
            fetch_km: climate::open_fetch_km(from.bearing(), p),
            steepest: p.wave_steepest,
        }
    }

    /// Significant height here, metres: that of the open water, less what the land upwind keeps off, changed by the stream
    /// here, m/s, that runs with or against it (MODEL 2.1). Banks are not in it.
    #[must_use]
    pub fn at(&self, shelter: &Shelter, position: Vec2, stream: Vec2) -> f64 {
        if self.period_s <= 0.0 {
            return self.height_m;
        }
        let share = shelter.height_share(position, self.wind, self.fetch_km);
        // Where hardly anything arrives there is no sea to be changed by a stream.
        if share < 0.05 {
            return self.height_m * share;
        }
        let along = stream.x * self.wind.x + stream.y * self.wind.y;
        // Height goes with the root of the fetch and period with its cube root (JONSWAP), so period with height^(2/3).
        let period_s = if share > 0.98 { self.period_s } else { self.period_s * maths::pow(share, 2.0 / 3.0) };
        waves::height_on_current(self.height_m * share, period_s, along, self.steepest)
    }
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

    /// Level above chart datum, surge included, metres: what [`super::canal_depth`] needs.
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
        OpenWaves::of(self.waves_at(tick), self.wind_at(tick), p)
    }

    /// Significant wave height here, metres, with this stream, m/s: [`OpenWaves::at`].
    #[must_use]
    pub fn waves_here(&self, position: Vec2, open: &OpenWaves, stream: Vec2) -> f64 {
        open.at(&self.sea.shelter, position, stream)
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
    use super::super::{WeatherKnot, WeatherSeries, canal_depth, fixtures};
    use super::*;
    use crate::draws::NightKey;
    use crate::geo::{LatLon, to_plane};
    use crate::units::{Angle, Instant, Speed};

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
