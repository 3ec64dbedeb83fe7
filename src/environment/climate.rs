//! What weather could this night have? A generator for scenarios that name a season instead of a forecast.
//!
//! The logarithm of the wave height wanders about a seasonal mean with a memory of two days, on a level of
//! its own for each year (MODEL 2.2); the season is the climate table's, month by month. The wind follows from
//! the waves by the growth formula turned round, with the fetch of its direction and a share of its own, held to the
//! table's mean of the month; directions hold for half a day or so; fog comes and
//! goes with light winds. All draws are keyed by the night: both doctrines meet the same weather.
//!
//! Tuned on the counts of window days and of days with force 7 (validation patterns P10 and P24), with the
//! command `slackwater weather`. No hourly series of the strait is open. Left out: fronts, rain, swell from the
//! Atlantic, the sea breeze, and the same weather on neighbouring nights (each night is a year's of its own).

use core::f64::consts::PI;

use serde::Deserialize;

use crate::draws::{Draws, Purpose, Subject};
use crate::parameters::Parameters;
use crate::units::{Angle, Distance, Duration, Instant, Speed, Temperature, maths};

use super::error::{DataError, within};
use super::waves;
use super::weather::{WeatherKnot, WeatherSeries};

const DATA: &str = "climatology";

/// A month of the climate table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Month {
    /// Mean sea surface temperature, degrees Celsius.
    pub sea_c: f64,
    /// Spread of that from year to year (standard deviation).
    pub sea_sd_c: f64,
    /// Mean air temperature.
    pub air_c: f64,
    /// Mean wind speed, m/s (ships, 1946 to 1989).
    pub wind_mps: f64,
    /// Mean wave height, m (satellite passes, 2022 and 2023).
    pub waves_m: f64,
    /// Median wave height of the same passes, m.
    pub waves_median_m: f64,
}

/// The climate of the strait, month by month.
#[derive(Clone, Debug, PartialEq)]
pub struct Climatology {
    months: Vec<Month>,
}

#[derive(Deserialize)]
struct RawMonth {
    month: usize,
    #[serde(rename = "sst_mur_mean_2015_2026_C")]
    sea: f64,
    #[serde(rename = "sst_mur_min_month_C")]
    sea_min: f64,
    #[serde(rename = "sst_mur_max_month_C")]
    sea_max: f64,
    #[serde(rename = "air_temp_coads_C")]
    air: f64,
    #[serde(rename = "wind_speed_coads_mps")]
    wind: f64,
    #[serde(rename = "hs_alt_mean_m")]
    waves: f64,
    #[serde(rename = "hs_alt_p50_m")]
    waves_median: f64,
}

impl Climatology {
    /// Reads the table (`assets/weather/climatology.csv`).
    pub fn from_csv(text: &str) -> Result<Self, DataError> {
        /// The expected range of twelve normal values, in standard deviations (Tippett 1925).
        const RANGE_OF_TWELVE: f64 = 3.258;
        let rows: Vec<RawMonth> = csv::Reader::from_reader(text.as_bytes())
            .deserialize()
            .collect::<Result<_, _>>()
            .map_err(|e| DataError::new(DATA, e.to_string(), "the columns of the table"))?;
        if !rows.iter().map(|r| r.month).eq(1..=12) {
            return Err(DataError::new(DATA, "the months are not 1 to 12 in order", "one row for each month"));
        }
        let months = rows
            .iter()
            .map(|r| {
                Ok(Month {
                    sea_c: within(DATA, "the sea's temperature", r.sea, -2.0, 35.0)?,
                    sea_sd_c: within(DATA, "the range of the sea's", r.sea_max - r.sea_min, 0.0, 20.0)?
                        / RANGE_OF_TWELVE,
                    air_c: within(DATA, "the air's temperature", r.air, -40.0, 50.0)?,
                    wind_mps: within(DATA, "the wind", r.wind, 0.0, 40.0)?,
                    waves_m: within(DATA, "the mean wave height", r.waves, 0.0, 20.0)?,
                    waves_median_m: within(DATA, "the median wave height", r.waves_median, 0.01, 20.0)?,
                })
            })
            .collect::<Result<Vec<_>, DataError>>()?;
        Ok(Self { months })
    }

    /// The month's row, 1 to 12.
    #[must_use]
    pub fn month(&self, month: i8) -> &Month {
        &self.months[usize::from(month.clamp(1, 12).unsigned_abs()) - 1]
    }

    /// A figure on a day, between the middles of months.
    #[must_use]
    pub fn on(&self, t: Instant, of: impl Fn(&Month) -> f64) -> f64 {
        between_months(f64::from(t.day_of_year()), |k| of(&self.months[k]))
    }

    /// Mean of the logarithm of the wave height on a day of the year (1 to 366): the month's median by satellite, as a
    /// share that the strait gets.
    fn log_mean(&self, day: f64, p: &Parameters) -> f64 {
        maths::ln(between_months(day, |k| self.months[k].waves_median_m) * p.climate_wave_share)
    }

    /// What the wind that raises the generated waves is multiplied with, month by month, so that its mean is the
    /// table's: the growth formula knows no fronts, no swell and no lulls.
    fn wind_factors(&self, p: &Parameters) -> [f64; 12] {
        /// Nodes and weights of the normal law, seven points (Gauss and Hermite; Abramowitz and Stegun 25.10, for
        /// the standard normal).
        const NODES: [(f64, f64); 7] = [
            (-3.750_439_7, 0.000_548_269),
            (-2.366_759_4, 0.030_757_1),
            (-1.154_405_4, 0.240_123_2),
            (0.0, 0.457_142_9),
            (1.154_405_4, 0.240_123_2),
            (2.366_759_4, 0.030_757_1),
            (3.750_439_7, 0.000_548_269),
        ];
        let sigma = (p.climate_wave_sigma * p.climate_wave_sigma + p.climate_year_sigma * p.climate_year_sigma).sqrt();
        let own = maths::exp(0.5 * p.climate_wind_sigma * p.climate_wind_sigma);
        core::array::from_fn(|k| {
            let day = (k as f64 + 0.5) * 365.25 / 12.0;
            let (middle, winds) = (self.log_mean(day, p), winds(day, p));
            let all: f64 = winds.iter().map(|w| w.0).sum();
            let mean: f64 = winds
                .iter()
                .flat_map(|(share, fetch_km)| {
                    NODES.map(|(z, weight)| {
                        share / all * weight * waves::wind_for(maths::exp(middle + sigma * z), fetch_km * 1000.0)
                    })
                })
                .sum();
            self.months[k].wind_mps / (mean * own)
        })
    }
}

/// A figure on a day of the year (1 to 366) from those of the middles of the twelve months.
fn between_months(day: f64, of: impl Fn(usize) -> f64) -> f64 {
    // Months of equal length are right to a day.
    let x = day / 365.25 * 12.0 - 0.5;
    let first = maths::floor(x);
    #[expect(clippy::cast_possible_truncation, reason = "-1 to 12")]
    let at = |k: f64| of((k as i64).rem_euclid(12) as usize);
    let (a, b) = (at(first), at(first + 1.0));
    a + (b - a) * (x - first)
}

/// The eight winds, from north by east: share of the time and effective fetch (km).
fn winds(day: f64, p: &Parameters) -> [(f64, f64); 8] {
    // In spring the north-easter has its second season.
    let spring = p.climate_spring_northeast * (maths::cos(2.0 * PI * (day - 105.0) / 365.0)).max(0.0);
    [
        (p.climate_share_n, p.climate_fetch_n_km),
        (p.climate_share_ne + spring, p.climate_fetch_ne_km),
        (p.climate_share_e, p.climate_fetch_e_km),
        (p.climate_share_se, p.climate_fetch_se_km),
        (p.climate_share_s, p.climate_fetch_s_km),
        (p.climate_share_sw, p.climate_fetch_sw_km),
        (p.climate_share_w, p.climate_fetch_w_km),
        (p.climate_share_nw, p.climate_fetch_nw_km),
    ]
}

/// Effective fetch of the open water with wind from this bearing, km: between the eight winds of the register.
#[must_use]
pub fn open_fetch_km(from: Angle, p: &Parameters) -> f64 {
    let x = from.deg().rem_euclid(360.0) / 45.0;
    let first = super::lattice::whole(x, 7.0);
    let fetch = |k: usize| {
        [
            p.climate_fetch_n_km,
            p.climate_fetch_ne_km,
            p.climate_fetch_e_km,
            p.climate_fetch_se_km,
            p.climate_fetch_s_km,
            p.climate_fetch_sw_km,
            p.climate_fetch_w_km,
            p.climate_fetch_nw_km,
        ][k % 8]
    };
    let (a, b) = (fetch(first), fetch(first + 1));
    a + (b - a) * (x - first as f64)
}

fn pick(winds: &[(f64, f64); 8], u: f64) -> usize {
    let mut left = u * winds.iter().map(|w| w.0).sum::<f64>();
    for (k, (share, _)) in winds.iter().enumerate() {
        left -= share;
        if left <= 0.0 {
            return k;
        }
    }
    winds.len() - 1
}

/// A wandering normal value with a memory: x(t+1) = a x(t) + √(1−a²) ε.
struct Wander {
    keep: f64,
    value: f64,
    purpose: Purpose,
}

impl Wander {
    fn new(luck: Draws, purpose: Purpose, memory_h: f64) -> Self {
        let keep = if memory_h > 0.0 { maths::exp(-1.0 / memory_h) } else { 0.0 };
        Self { keep, value: luck.normal(Subject::NIGHT, purpose, 0), purpose }
    }

    fn step(&mut self, luck: Draws, hour: u32) {
        let fresh = luck.normal(Subject::NIGHT, self.purpose, hour);
        self.value = self.keep * self.value + (1.0 - self.keep * self.keep).sqrt() * fresh;
    }
}

/// The weather of one night (or of a year), hour by hour from `start`, both ends included.
#[must_use]
pub fn generate(
    luck: Draws,
    start: Instant,
    length: Duration,
    climatology: &Climatology,
    p: &Parameters,
) -> WeatherSeries {
    let hours = super::lattice::whole(length.h().max(0.0) + 0.999_999, 1e5);
    let s = Subject::NIGHT;
    let year = p.climate_year_sigma * luck.normal(s, Purpose::ClimateYear, 0);
    let mut waves = Wander::new(luck, Purpose::ClimateWaves, p.climate_wave_memory_h);
    let mut wind = Wander::new(luck, Purpose::ClimateWind, p.climate_wind_memory_h);
    let mut clear = Wander::new(luck, Purpose::ClimateVisibility, p.climate_visibility_memory_h);
    let day0 = f64::from(start.day_of_year()) + start.unix_s().rem_euclid(86_400) as f64 / 86_400.0;
    let mut from = pick(&winds(day0, p), luck.uniform(s, Purpose::ClimateDirection, 0));
    let mut off = luck.uniform(s, Purpose::ClimateDirection, 1) - 0.5;
    let mut fog = luck.chance(s, Purpose::Fog, 0, p.fog_share);
    let factors = climatology.wind_factors(p);
    let mut knots = Vec::with_capacity(hours + 1);
    for hour in 0_u32.. {
        if hour as usize > hours {
            break;
        }
        let day = day0 + f64::from(hour) / 24.0;
        let winds = winds(day, p);
        if hour > 0 {
            waves.step(luck, hour);
            wind.step(luck, hour);
            clear.step(luck, hour);
            // Four draws of the direction each hour: does it change, to which wind, and where in its eighth.
            if !luck.chance(s, Purpose::ClimateDirection, 4 * hour, p.climate_direction_stay) {
                from = pick(&winds, luck.uniform(s, Purpose::ClimateDirection, 4 * hour + 1));
                off = luck.uniform(s, Purpose::ClimateDirection, 4 * hour + 2) - 0.5;
            }
            // A fog that ends in an hour with 1/m lasts m hours; it begins so that its share comes out.
            let ends = 1.0 / p.fog_hours.max(1.0);
            let begins = ends * p.fog_share / (1.0 - p.fog_share);
            fog = if fog {
                !luck.chance(s, Purpose::Fog, hour, ends)
            } else {
                luck.chance(s, Purpose::Fog, hour, begins)
            };
        }
        let height_m = maths::exp(climatology.log_mean(day, p) + year + p.climate_wave_sigma * waves.value).min(12.0);
        let speed = (waves::wind_for(height_m, winds[from].1 * 1000.0)
            * between_months(day, |k| factors[k])
            * maths::exp(p.climate_wind_sigma * wind.value))
        .min(40.0);
        let visibility_nm = if fog && speed < p.fog_wind_most_mps {
            p.fog_visibility_nm
        } else {
            (p.climate_visibility_nm * maths::exp(p.climate_visibility_sigma * clear.value)).clamp(0.5, 30.0)
        };
        knots.push(WeatherKnot {
            at: start.plus_s(3600 * i64::from(hour)),
            wind: Speed::metres_per_second(speed),
            #[expect(clippy::cast_precision_loss, reason = "0 to 7")]
            wind_from: Angle::degrees(45.0 * (from as f64 + off)),
            wave_height: Distance::metres(height_m),
            visibility: Distance::nautical_miles(visibility_nm),
        });
    }
    let sea = climatology.on(start, |m| m.sea_c)
        + climatology.on(start, |m| m.sea_sd_c) * luck.normal(s, Purpose::ClimateTemperature, 0);
    let air = climatology.on(start, |m| m.air_c) + p.climate_air_sd_c * luck.normal(s, Purpose::ClimateTemperature, 1);
    // Held to what was ever measured there, whatever a study asks of the spreads.
    WeatherSeries {
        knots,
        sea: Temperature::from_celsius(sea.clamp(-1.5, 28.0)),
        air: Temperature::from_celsius(air.clamp(-20.0, 42.0)),
    }
}

/// Standard deviation of the logarithm of a forecast's error, so many hours ahead: a power law through the
/// two published figures (MODEL 2.5: at 12 h and at 24 h).
#[must_use]
pub fn forecast_sigma(lead_h: f64, p: &Parameters) -> f64 {
    let (half, full) = (p.forecast_error_12h, p.forecast_error_24h);
    if half <= 0.0 || full <= 0.0 || lead_h <= 0.0 {
        return 0.0;
    }
    full * maths::pow(lead_h / 24.0, maths::ln(full / half) / core::f64::consts::LN_2)
}

/// Probability that crossings are tried on a night, from the effective wave height of 02 to 08 UTC (MODEL 2.3).
#[must_use]
pub fn activity(effective_height_m: f64, p: &Parameters) -> f64 {
    maths::logistic((p.activity_half_m - effective_height_m) / p.activity_width_m)
}

/// Wave height with a surcharge for wind, as the departure weather counts it (MODEL 2.3).
#[must_use]
pub fn effective_height_m(height_m: f64, wind_mps: f64, p: &Parameters) -> f64 {
    height_m + p.activity_wind_m_per_mps * (wind_mps - p.activity_wind_from_mps).max(0.0)
}

/// What `slackwater weather` tells about a stretch of years.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct YearCounts {
    /// Window days: waves under 0.7 m in all hours from 00 to 08 UTC.
    pub window_days: u32,
    /// … of January to April.
    pub window_days_jan_apr: u32,
    /// Lengths of runs of window days.
    pub runs: Vec<u32>,
    /// Days with an hour of force 7 or more (13.9 m/s).
    pub force_7_days: u32,
    /// Days with an hour of visibility under 1 km.
    pub fog_days: u32,
    /// Sum of wave heights and of wind speeds by month, and hours.
    pub by_month: [(f64, f64, u32); 12],
}

/// Counts one generated year.
#[must_use]
pub fn count_year(series: &WeatherSeries) -> YearCounts {
    const WINDOW_M: f64 = 0.7;
    const FORCE_7_MPS: f64 = 13.9;
    let mut c = YearCounts::default();
    let mut run = 0;
    for day in series.knots.chunks(24).filter(|d| d.len() == 24) {
        let window = day[..=8].iter().all(|k| k.wave_height.m() < WINDOW_M);
        let month = day[0].at.month();
        if window {
            c.window_days += 1;
            c.window_days_jan_apr += u32::from(month <= 4);
            run += 1;
        } else if run > 0 {
            c.runs.push(run);
            run = 0;
        }
        c.force_7_days += u32::from(day.iter().any(|k| k.wind.mps() >= FORCE_7_MPS));
        c.fog_days += u32::from(day.iter().any(|k| k.visibility.m() < 1000.0));
        let m = &mut c.by_month[usize::from(month.unsigned_abs()) - 1];
        for k in day {
            m.0 += k.wave_height.m();
            m.1 += k.wind.mps();
            m.2 += 1;
        }
    }
    c
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::NightKey;

    fn climatology() -> Climatology {
        Climatology::from_csv(include_str!("../../assets/weather/climatology.csv")).unwrap()
    }

    fn years(n: u64) -> Vec<YearCounts> {
        let p = Parameters::shipped_for_tests();
        let start = Instant::parse("2025-01-01T00:00Z").unwrap();
        (0..n)
            .map(|y| {
                let luck = Draws::new(NightKey { seed: 11, night: y });
                count_year(&generate(luck, start, Duration::hours(8760.0), &climatology(), &p))
            })
            .collect()
    }

    /// Patterns P10 and P24, and the persistence of MODEL 2.2.
    #[test]
    fn years_have_the_window_days_runs_and_gales_that_were_observed() {
        let years = years(300);
        let n = years.len() as f64;
        let mean = |f: &dyn Fn(&YearCounts) -> f64| years.iter().map(f).sum::<f64>() / n;
        let days = mean(&|y| f64::from(y.window_days));
        let sd = mean(&|y| (f64::from(y.window_days) - days).powi(2)).sqrt();
        assert!((90.0..=150.0).contains(&days) && (25.0..=45.0).contains(&sd), "{days} ± {sd} window days");
        let mut spring: Vec<u32> = years.iter().map(|y| y.window_days_jan_apr).collect();
        spring.sort_unstable();
        assert!(spring[1] <= 60 && 60 <= spring[spring.len() - 2], "60 lies in the 99 %: {spring:?}");
        let runs = mean(&|y| f64::from(y.runs.iter().sum::<u32>()) / y.runs.len().max(1) as f64);
        assert!((2.3..=3.4).contains(&runs), "runs of {runs} days");
        let gales = mean(&|y| f64::from(y.force_7_days));
        assert!((100.0..=140.0).contains(&gales), "{gales} days with force 7");
    }

    #[test]
    fn seasons_follow_the_table() {
        let c = climatology();
        let on = |t: &str| c.on(Instant::parse(t).unwrap(), |m| m.sea_c);
        assert!((on("2025-08-15T00:00Z") - 18.4).abs() < 0.2 && (on("2025-02-15T00:00Z") - 8.3).abs() < 0.2);
        assert!((on("2025-12-31T23:00Z") - on("2026-01-01T00:00Z")).abs() < 0.2, "no step at the turn of the year");
        let years = years(60);
        let month = |k: usize| {
            let (h, w, n) = years
                .iter()
                .fold((0.0, 0.0, 0), |(h, w, n), y| (h + y.by_month[k].0, w + y.by_month[k].1, n + y.by_month[k].2));
            (h / f64::from(n), w / f64::from(n))
        };
        assert!(month(0).0 > 1.3 * month(6).0 && month(0).1 > 1.2 * month(6).1);
    }

    #[test]
    fn a_night_is_the_same_each_time_and_nights_differ() {
        let p = Parameters::shipped_for_tests();
        let start = Instant::parse("2026-10-05T20:00Z").unwrap();
        let night =
            |n| generate(Draws::new(NightKey { seed: 1, night: n }), start, Duration::hours(24.0), &climatology(), &p);
        assert_eq!(night(4), night(4));
        assert_ne!(night(4), night(5));
        assert_eq!(night(4).knots.len(), 25);
    }

    /// MODEL 2.5 and 2.6.
    #[test]
    fn forecasts_and_activity_agree_with_the_reference_cases() {
        let p = Parameters::shipped_for_tests().at_reference();
        assert!((forecast_sigma(12.0, &p) - 0.20).abs() < 1e-9 && (forecast_sigma(24.0, &p) - 0.30).abs() < 1e-9);
        assert!(forecast_sigma(0.0, &p).abs() < 1e-12);
        for (h, expected) in [(0.4, 0.921), (0.6, 0.716), (0.7, 0.538), (0.8, 0.351), (1.0, 0.104), (1.2, 0.024)] {
            assert!((activity(h, &p) - expected).abs() < 0.001, "{h}: {}", activity(h, &p));
        }
        assert!((effective_height_m(0.5, 10.0, &p) - 0.6).abs() < 1e-12);
    }

    #[test]
    fn a_damaged_table_is_refused() {
        assert!(Climatology::from_csv("month\n1\n").is_err());
        let text = include_str!("../../assets/weather/climatology.csv");
        let short: String = text.lines().take(12).flat_map(|l| [l, "\n"]).collect();
        assert!(Climatology::from_csv(&short).is_err_and(|e| e.to_string().contains("1 to 12")));
    }
}
