//! Is it day or night? The Sun's elevation, and the four classes of light that watchkeepers use.
//!
//! Meeus' low-precision Sun (Astronomical Algorithms, 2nd ed. 1998, chapter 25, as in NOAA's solar
//! calculator): right to 0.01° here, and light needs 0.1°. Day ends when the Sun's upper edge sets
//! (−0.833° with mean refraction), civil twilight at −6°, nautical at −12°.
//!
//! Left out: the Moon, clouds and the glow of towns.

use core::f64::consts::PI;

use crate::geo::LatLon;
use crate::units::{Angle, Instant, Tick, maths};

use super::clock::{SampleClock, lerp};

const RAD: f64 = PI / 180.0;
/// Unix time of the epoch J2000, 2000-01-01T12:00Z.
const J2000_S: f64 = 946_728_000.0;

/// Elevation of the Sun's centre when its upper edge is at the horizon (mean refraction 34', radius 16').
const SUNRISE_DEG: f64 = -0.833;
/// … at the limit of civil and of nautical twilight.
const CIVIL_DEG: f64 = -6.0;
const NAUTICAL_DEG: f64 = -12.0;

/// How light it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Light {
    /// The Sun lower than 12° below the horizon.
    Night,
    /// The Sun 6° to 12° below: the horizon is still seen.
    NauticalTwilight,
    /// The Sun up to 6° below: shapes are seen without lamps.
    CivilTwilight,
    /// The Sun is up.
    Day,
}

impl Light {
    /// The class of a solar elevation (geometric, refraction not added).
    #[must_use]
    pub fn from_elevation(elevation: Angle) -> Self {
        let deg = elevation.deg();
        if deg >= SUNRISE_DEG {
            Self::Day
        } else if deg >= CIVIL_DEG {
            Self::CivilTwilight
        } else if deg >= NAUTICAL_DEG {
            Self::NauticalTwilight
        } else {
            Self::Night
        }
    }
}

/// Elevation of the Sun's centre above the horizon, without refraction.
#[must_use]
pub fn sun_elevation(place: LatLon, t: Instant) -> Angle {
    let days = (t.unix_s() as f64 - J2000_S) / 86_400.0;
    let c = days / 36_525.0;
    let mean_longitude = 280.466_46 + c * (36_000.769_83 + c * 0.000_303_2);
    let anomaly = (357.529_11 + c * (35_999.050_29 - c * 0.000_153_7)) * RAD;
    let centre = (1.914_602 - c * (0.004_817 + 0.000_014 * c)) * maths::sin(anomaly)
        + (0.019_993 - 0.000_101 * c) * maths::sin(2.0 * anomaly)
        + 0.000_289 * maths::sin(3.0 * anomaly);
    let node = (125.04 - 1_934.136 * c) * RAD;
    let longitude = (mean_longitude + centre - 0.005_69 - 0.004_78 * maths::sin(node)) * RAD;
    let obliquity = (23.439_291 - 0.013_004_2 * c + 0.002_56 * maths::cos(node)) * RAD;
    let (sin_l, cos_l) = maths::sin_cos(longitude);
    let (sin_e, cos_e) = maths::sin_cos(obliquity);
    let ascension = maths::atan2(cos_e * sin_l, cos_l);
    let sin_declination = sin_e * sin_l;
    let cos_declination = (1.0 - sin_declination * sin_declination).max(0.0).sqrt();
    // Greenwich mean sidereal time (Meeus 12.4).
    let sidereal = 280.460_618_37 + 360.985_647_366_29 * days + 0.000_387_933 * c * c;
    let hour_angle = (sidereal + place.lon) * RAD - ascension;
    let (sin_p, cos_p) = maths::sin_cos(place.lat * RAD);
    let sine = sin_p * sin_declination + cos_p * cos_declination * maths::cos(hour_angle);
    Angle::radians(maths::asin(sine.clamp(-1.0, 1.0)))
}

/// When the Sun and the twilights begin and end on one UTC day; none where they do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayTimes {
    /// Sunrise and sunset: the upper edge at the horizon, with mean refraction.
    pub sun: (Option<Instant>, Option<Instant>),
    /// Beginning and end of civil twilight: the Sun 6° below.
    pub civil: (Option<Instant>, Option<Instant>),
    /// Beginning and end of nautical twilight: 12° below.
    pub nautical: (Option<Instant>, Option<Instant>),
}

/// The times of light of the UTC day that holds a moment, to a few seconds.
#[must_use]
pub fn day(place: LatLon, t: Instant) -> DayTimes {
    let midnight = t.plus_s(-t.unix_s().rem_euclid(86_400));
    let crossing = |limit: f64, rising: bool| {
        let above = |t: Instant| sun_elevation(place, t).deg() >= limit;
        let mut low = (0..144)
            .map(|k| midnight.plus_s(600 * k))
            .find(|t| above(*t) != rising && above(t.plus_s(600)) == rising)?;
        let mut high = low.plus_s(600);
        while high.unix_s() - low.unix_s() > 1 {
            let middle = Instant::from_unix_s(i64::midpoint(low.unix_s(), high.unix_s()));
            if above(middle) == rising { high = middle } else { low = middle }
        }
        Some(high)
    };
    let pair = |limit| (crossing(limit, true), crossing(limit, false));
    DayTimes { sun: pair(SUNRISE_DEG), civil: pair(CIVIL_DEG), nautical: pair(NAUTICAL_DEG) }
}

/// The Sun's elevation over one scenario, for the middle of the strait: at the edges of the area the
/// Sun rises and sets up to five minutes earlier or later.
#[derive(Clone, Debug, PartialEq)]
pub struct Sun {
    clock: SampleClock,
    elevations_rad: Vec<f64>,
}

impl Sun {
    pub(super) fn new(clock: SampleClock, place: LatLon) -> Self {
        let elevations_rad = (0..clock.count()).map(|k| sun_elevation(place, clock.instant(k)).rad()).collect();
        Self { clock, elevations_rad }
    }

    /// The Sun's elevation.
    #[must_use]
    pub fn elevation(&self, tick: Tick) -> Angle {
        Angle::radians(lerp(&self.elevations_rad, self.clock.locate(tick)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minute_of_day(text: &str) -> i64 {
        let (h, m) = text.split_once(':').unwrap();
        h.parse::<i64>().unwrap() * 60 + m.parse::<i64>().unwrap()
    }

    #[test]
    fn dawn_sunrise_sunset_and_dusk_agree_with_the_table_within_three_minutes() {
        let place = LatLon::new(51.0, 2.1);
        let mut rows = 0;
        for line in include_str!("../../assets/light/reference/daylight.csv").lines().skip(1) {
            let f: Vec<&str> = line.split(',').collect();
            let midnight = Instant::parse(&format!("{}T00:00Z", f[0])).unwrap();
            let light = |m: i64| Light::from_elevation(sun_elevation(place, midnight.plus_s(60 * m)));
            let first = |class: Light| (0..1440).find(|&m| light(m) >= class).unwrap();
            let last = |class: Light| (0..1440).rev().find(|&m| light(m) >= class).unwrap() + 1;
            for (got, column) in [
                (first(Light::CivilTwilight), 1),
                (first(Light::Day), 2),
                (last(Light::Day), 3),
                (last(Light::CivilTwilight), 4),
            ] {
                assert!((got - minute_of_day(f[column])).abs() <= 3, "{} column {column}: minute {got}", f[0]);
            }
            rows += 1;
        }
        assert!(rows >= 9);
    }

    #[test]
    fn the_times_of_a_day_are_those_of_the_table() {
        let place = LatLon::new(51.0, 2.1);
        for line in include_str!("../../assets/light/reference/daylight.csv").lines().skip(1) {
            let f: Vec<&str> = line.split(',').collect();
            let noon = Instant::parse(&format!("{}T12:00Z", f[0])).unwrap();
            let got = day(place, noon);
            let times = [got.civil.0, got.sun.0, got.sun.1, got.civil.1];
            for (time, column) in times.into_iter().zip(1..) {
                let minute = time.unwrap().unix_s().rem_euclid(86_400) / 60;
                assert!((minute - minute_of_day(f[column])).abs() <= 3, "{} column {column}: {minute}", f[0]);
            }
            assert!(got.nautical.0 < got.civil.0 && got.nautical.1 > got.civil.1);
        }
        // In the far north the Sun does not set in June.
        assert_eq!(day(LatLon::new(70.0, 20.0), Instant::parse("2025-06-21T12:00Z").unwrap()).sun, (None, None));
    }

    #[test]
    fn the_sun_stands_where_the_almanac_has_it_at_noon() {
        // Local noon at an equinox and a solstice: 90° − latitude + declination (Meeus: 0.0° and 23.44°).
        let place = LatLon::new(51.0, 0.0);
        let highest = |day: &str| {
            let midnight = Instant::parse(day).unwrap();
            (600..840).map(|m| sun_elevation(place, midnight.plus_s(60 * m)).deg()).fold(f64::NEG_INFINITY, f64::max)
        };
        assert!((highest("2025-06-21T00:00Z") - 62.44).abs() < 0.02);
        assert!((highest("2025-12-21T00:00Z") - 15.56).abs() < 0.02);
        assert!((highest("2025-03-20T00:00Z") - 39.0).abs() < 0.1);
    }

    #[test]
    fn the_classes_meet_at_their_limits() {
        for (deg, light) in [
            (10.0, Light::Day),
            (-0.8, Light::Day),
            (-3.0, Light::CivilTwilight),
            (-9.0, Light::NauticalTwilight),
            (-20.0, Light::Night),
        ] {
            assert_eq!(Light::from_elevation(Angle::degrees(deg)), light);
        }
    }
}
