//! What are wind, waves and visibility now? A series that the scenario gives, read between its knots.
//!
//! One series holds for the whole area: a composite scenario states its weather, and calm nights are
//! calm everywhere. Wind speed, wave height and visibility go straight from knot to knot, the wind's
//! direction over the shorter arc. Each night the level of wind and waves is scaled by one lognormal
//! factor: in fetch-limited seas the height of waves is proportional to the wind (MODEL 2.1).
//!
//! Left out: growth of the sea with fetch, shelter of the coast, wind against tide, and rain.

use crate::draws::{Draws, Purpose, Subject};
use crate::units::{Angle, Distance, Instant, Speed, Temperature, Tick, Vec2};

use super::clock::{SampleClock, lerp};
use super::error::{DataError, within};

const DATA: &str = "weather";

/// The weather at one moment, as a scenario states it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeatherKnot {
    /// When.
    pub at: Instant,
    /// Mean wind speed at 10 m.
    pub wind: Speed,
    /// Where the wind comes from, clockwise from north.
    pub wind_from: Angle,
    /// Significant wave height.
    pub wave_height: Distance,
    /// Meteorological visibility.
    pub visibility: Distance,
}

/// A scenario's weather: knots in order of time, and temperatures that hold throughout.
#[derive(Clone, Debug, PartialEq)]
pub struct WeatherSeries {
    /// At least one; the first and last hold beyond the ends.
    pub knots: Vec<WeatherKnot>,
    /// Sea surface temperature.
    pub sea: Temperature,
    /// Air temperature.
    pub air: Temperature,
}

/// Where the weather of a scenario comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum WeatherSource {
    /// As the scenario states it.
    Stated(WeatherSeries),
    /// Each night its own, from the climate of the date; temperatures may be stated.
    Climate {
        /// Sea surface temperature, if stated.
        sea: Option<Temperature>,
        /// Air temperature, if stated.
        air: Option<Temperature>,
    },
}

impl From<WeatherSeries> for WeatherSource {
    fn from(series: WeatherSeries) -> Self {
        Self::Stated(series)
    }
}

/// The weather of one scenario, sampled on its clock.
#[derive(Clone, Debug, PartialEq)]
pub struct Weather {
    clock: SampleClock,
    wind_x: Vec<f64>,
    wind_y: Vec<f64>,
    waves: Vec<f64>,
    visibility: Vec<f64>,
    sea: Temperature,
    air: Temperature,
}

impl Weather {
    /// Checks a series and samples it.
    pub fn new(series: &WeatherSeries, clock: SampleClock) -> Result<Self, DataError> {
        let fix = |e: DataError| e.with_remedy("correct the weather of the scenario");
        if series.knots.is_empty() {
            return Err(fix(DataError::new(DATA, "it has no knots", "at least one")));
        }
        if let Some(w) = series.knots.windows(2).find(|w| w[0].at >= w[1].at) {
            let problem = format!("{} does not come after {}", w[1].at.iso_minute(), w[0].at.iso_minute());
            return Err(fix(DataError::new(DATA, problem, "knots in order of time")));
        }
        for k in &series.knots {
            // Bounds beyond anything recorded: 100 kn of mean wind, 20 m of waves, 100 km of visibility.
            within(DATA, "the wind in knots", k.wind.kn(), 0.0, 100.0).map_err(fix)?;
            within(DATA, "the wave height in metres", k.wave_height.m(), 0.0, 20.0).map_err(fix)?;
            within(DATA, "the visibility in metres", k.visibility.m(), 0.0, 100_000.0).map_err(fix)?;
        }
        within(DATA, "the sea temperature", series.sea.celsius(), -2.0, 35.0).map_err(fix)?;
        within(DATA, "the air temperature", series.air.celsius(), -40.0, 50.0).map_err(fix)?;
        let mut weather = Self {
            clock,
            wind_x: Vec::new(),
            wind_y: Vec::new(),
            waves: Vec::new(),
            visibility: Vec::new(),
            sea: series.sea,
            air: series.air,
        };
        for sample in 0..clock.count() {
            let k = between(&series.knots, clock.instant(sample));
            // Towards, so the other way than the name.
            let v = Vec2::from_bearing(k.wind_from, -k.wind.mps());
            weather.wind_x.push(v.x);
            weather.wind_y.push(v.y);
            weather.waves.push(k.wave_height.m());
            weather.visibility.push(k.visibility.m());
        }
        Ok(weather)
    }

    /// The scenario's wind, m/s, towards where it blows.
    #[must_use]
    pub fn wind(&self, tick: Tick) -> Vec2 {
        let m = self.clock.locate(tick);
        Vec2::new(lerp(&self.wind_x, m), lerp(&self.wind_y, m))
    }

    /// The scenario's significant wave height, metres.
    #[must_use]
    pub fn wave_height_m(&self, tick: Tick) -> f64 {
        lerp(&self.waves, self.clock.locate(tick))
    }

    /// Visibility.
    #[must_use]
    pub fn visibility(&self, tick: Tick) -> Distance {
        Distance::metres(lerp(&self.visibility, self.clock.locate(tick)))
    }

    /// Sea surface temperature.
    #[must_use]
    pub const fn sea_temperature(&self) -> Temperature {
        self.sea
    }

    /// Air temperature.
    #[must_use]
    pub const fn air_temperature(&self) -> Temperature {
        self.air
    }
}

fn between(knots: &[WeatherKnot], t: Instant) -> WeatherKnot {
    let next = knots.partition_point(|k| k.at <= t);
    if next == 0 || next == knots.len() {
        return knots[next.saturating_sub(1)];
    }
    let (a, b) = (knots[next - 1], knots[next]);
    let f = t.since(a.at) / b.at.since(a.at);
    let turn = (b.wind_from - a.wind_from).deg();
    let turn = turn - 360.0 * crate::units::maths::round(turn / 360.0);
    WeatherKnot {
        at: t,
        wind: a.wind + (b.wind - a.wind) * f,
        wind_from: a.wind_from + Angle::degrees(turn * f),
        wave_height: a.wave_height + (b.wave_height - a.wave_height) * f,
        visibility: a.visibility + (b.visibility - a.visibility) * f,
    }
}

/// The night's factor on wind and waves: lognormal with median 1 and this standard deviation of the
/// logarithm.
#[must_use]
pub fn night_factor(draws: Draws, sigma: f64) -> f64 {
    draws.log_normal(Subject::NIGHT, Purpose::Weather, 0, 1.0, sigma)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::NightKey;
    use crate::units::Duration;

    fn knot(at: &str, kn: f64, from: f64, hs: f64) -> WeatherKnot {
        WeatherKnot {
            at: Instant::parse(at).unwrap(),
            wind: Speed::knots(kn),
            wind_from: Angle::degrees(from),
            wave_height: Distance::metres(hs),
            visibility: Distance::nautical_miles(8.0),
        }
    }

    fn weather(knots: Vec<WeatherKnot>) -> Result<Weather, DataError> {
        let clock = SampleClock::new(Instant::parse("2025-07-09T20:00Z").unwrap(), Duration::hours(12.0))?;
        let (sea, air) = (Temperature::from_celsius(17.3), Temperature::from_celsius(16.0));
        Weather::new(&WeatherSeries { knots, sea, air }, clock)
    }

    #[test]
    fn between_knots_the_wind_veers_over_north_and_the_sea_builds() {
        let w = weather(vec![knot("2025-07-09T20:00Z", 6.0, 350.0, 0.2), knot("2025-07-10T00:00Z", 10.0, 10.0, 0.6)])
            .unwrap();
        let halfway = Tick(720);
        assert!((w.wave_height_m(halfway) - 0.4).abs() < 1e-9);
        let wind = w.wind(halfway);
        assert!((Speed::metres_per_second(wind.length()).kn() - 8.0).abs() < 1e-9);
        assert!((wind.bearing().deg() - 180.0).abs() < 1e-6, "a northerly blows south");
        // The last knot holds.
        assert!((w.wave_height_m(Tick(4000)) - 0.6).abs() < 1e-9);
        assert!((w.visibility(Tick(0)).nm() - 8.0).abs() < 1e-9);
    }

    #[test]
    fn a_bad_series_is_refused_with_a_reason() {
        let ok = knot("2025-07-09T20:00Z", 6.0, 350.0, 0.2);
        for (knots, reason) in [
            (vec![], "no knots"),
            (vec![ok, ok], "does not come after"),
            (vec![WeatherKnot { wind: Speed::knots(-1.0), ..ok }], "wind in knots"),
            (vec![WeatherKnot { wave_height: Distance::metres(40.0), ..ok }], "wave height"),
        ] {
            let error = weather(knots).unwrap_err().to_string();
            assert!(error.contains(reason) && error.contains("correct the weather"), "{error}");
        }
    }

    #[test]
    fn the_nights_factor_has_median_one_and_the_spread_asked_for() {
        let mut logs: Vec<f64> = (0..4001)
            .map(|night| crate::units::maths::ln(night_factor(Draws::new(NightKey { seed: 1, night }), 0.2)))
            .collect();
        logs.sort_by(f64::total_cmp);
        let sd = (logs.iter().map(|x| x * x).sum::<f64>() / 4001.0).sqrt();
        assert!(logs[2000].abs() < 0.02 && (sd - 0.2).abs() < 0.01, "median {} sd {sd}", logs[2000]);
        assert!((night_factor(Draws::new(NightKey { seed: 1, night: 3 }), 0.0) - 1.0).abs() < 1e-12);
    }
}
