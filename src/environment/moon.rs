//! Where is the Moon, and how much of it is lit? For watchkeepers: a lit Moon above the horizon shows boats.
//!
//! Meeus' Moon (Astronomical Algorithms, 2nd ed. 1998, chapters 47 and 48; after Chapront's ELP-2000/82)
//! with its largest terms only: right to 0.02° in place, where a hand's breadth is a thousand times that.
//! The elevation is topocentric: the Moon is near enough for parallax to lower it by up to a degree.
//!
//! Left out: small terms, nutation, refraction, clouds, and the difference of up to 0.02 h between the
//! clock's time and dynamical time (1.2 minutes: 0.01° of the Moon's way).

use core::f64::consts::PI;

use crate::geo::LatLon;
use crate::units::{Angle, Instant, maths};

const RAD: f64 = PI / 180.0;
/// Unix time of the epoch J2000, 2000-01-01T12:00Z.
const J2000_S: f64 = 946_728_000.0;
/// Mean radius of the Earth's equator, km: the Moon's parallax is this over its distance.
const EARTH_KM: f64 = 6378.14;
/// Mean length of a lunation, days (Meeus 49).
const LUNATION_DAYS: f64 = 29.530_589;

/// Periodic terms: multiples of D, M, M′ and F; millionths of a degree of longitude; metres of distance.
const LONGITUDE: [([i8; 4], f64, f64); 27] = [
    ([0, 0, 1, 0], 6_288_774.0, -20_905_355.0),
    ([2, 0, -1, 0], 1_274_027.0, -3_699_111.0),
    ([2, 0, 0, 0], 658_314.0, -2_955_968.0),
    ([0, 0, 2, 0], 213_618.0, -569_925.0),
    ([0, 1, 0, 0], -185_116.0, 48_888.0),
    ([0, 0, 0, 2], -114_332.0, -3_149.0),
    ([2, 0, -2, 0], 58_793.0, 246_158.0),
    ([2, -1, -1, 0], 57_066.0, -152_138.0),
    ([2, 0, 1, 0], 53_322.0, -170_733.0),
    ([2, -1, 0, 0], 45_758.0, -204_586.0),
    ([0, 1, -1, 0], -40_923.0, -129_620.0),
    ([1, 0, 0, 0], -34_720.0, 108_743.0),
    ([0, 1, 1, 0], -30_383.0, 104_755.0),
    ([2, 0, 0, -2], 15_327.0, 10_321.0),
    ([0, 0, 1, 2], -12_528.0, 0.0),
    ([0, 0, 1, -2], 10_980.0, 79_661.0),
    ([4, 0, -1, 0], 10_675.0, -34_782.0),
    ([0, 0, 3, 0], 10_034.0, -23_210.0),
    ([4, 0, -2, 0], 8_548.0, -21_636.0),
    ([2, 1, -1, 0], -7_888.0, 24_208.0),
    ([2, 1, 0, 0], -6_766.0, 30_824.0),
    ([1, 0, -1, 0], -5_163.0, -8_379.0),
    ([1, 1, 0, 0], 4_987.0, -16_675.0),
    ([2, -1, 1, 0], 4_036.0, -12_831.0),
    ([2, 0, 2, 0], 3_994.0, -10_445.0),
    ([4, 0, 0, 0], 3_861.0, -11_650.0),
    ([2, 0, -3, 0], 3_665.0, 14_403.0),
];

/// Periodic terms of latitude: multiples of D, M, M′ and F; millionths of a degree.
const LATITUDE: [([i8; 4], f64); 14] = [
    ([0, 0, 0, 1], 5_128_122.0),
    ([0, 0, 1, 1], 280_602.0),
    ([0, 0, 1, -1], 277_693.0),
    ([2, 0, 0, -1], 173_237.0),
    ([2, 0, -1, 1], 55_413.0),
    ([2, 0, -1, -1], 46_271.0),
    ([2, 0, 0, 1], 32_573.0),
    ([0, 0, 2, 1], 17_198.0),
    ([2, 0, 1, -1], 9_266.0),
    ([0, 0, 2, -1], 8_822.0),
    ([2, -1, 0, -1], 8_216.0),
    ([2, 0, -2, -1], 4_324.0),
    ([2, 0, 1, 1], 4_200.0),
    ([2, 1, 0, -1], -3_359.0),
];

/// The Moon at one moment, seen from one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moon {
    /// Elevation of its centre above the horizon, refraction not added.
    pub elevation: Angle,
    /// Share of its disc that is lit, 0 (new) to 1 (full).
    pub lit: f64,
    /// Days since new Moon, 0 to 29.5: from the difference in longitude to the Sun.
    pub age_days: f64,
}

impl Moon {
    /// The phase in words.
    #[must_use]
    pub fn phase(&self) -> &'static str {
        const NAMES: [&str; 8] = [
            "new Moon",
            "waxing crescent",
            "first quarter",
            "waxing, more than half",
            "full Moon",
            "waning, more than half",
            "last quarter",
            "waning crescent",
        ];
        // Each name holds for an eighth of the lunation, its moment in the middle.
        let eighth = maths::floor(self.age_days / LUNATION_DAYS * 8.0 + 0.5);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 8")]
        NAMES[eighth as usize % 8]
    }
}

/// Geocentric place: ecliptic longitude and latitude (degrees) and distance (km).
struct Geocentric {
    longitude_deg: f64,
    latitude_deg: f64,
    distance_km: f64,
}

fn centuries(t: Instant) -> f64 {
    (t.unix_s() as f64 - J2000_S) / 86_400.0 / 36_525.0
}

fn geocentric(c: f64) -> Geocentric {
    let mean = 218.316_447_7 + 481_267.881_234_21 * c - 0.001_578_6 * c * c;
    // D, M, M' and F.
    let arguments = [
        297.850_192_1 + 445_267.111_403_4 * c - 0.001_881_9 * c * c,
        357.529_109_2 + 35_999.050_290_9 * c - 0.000_153_6 * c * c,
        134.963_396_4 + 477_198.867_505_5 * c + 0.008_741_4 * c * c,
        93.272_095_0 + 483_202.017_523_3 * c - 0.003_653_9 * c * c,
    ];
    // Terms with the Sun's anomaly shrink with the eccentricity of the Earth's orbit.
    let eccentricity = 1.0 - 0.002_516 * c - 0.000_007_4 * c * c;
    let angle = |k: &[i8; 4]| k.iter().zip(&arguments).map(|(k, a)| f64::from(*k) * a).sum::<f64>() * RAD;
    let shrink = |k: &[i8; 4]| match k[1] {
        0 => 1.0,
        1 | -1 => eccentricity,
        _ => eccentricity * eccentricity,
    };
    let (mut l, mut r, mut b) = (0.0, 0.0, 0.0);
    for (k, sine, cosine) in &LONGITUDE {
        let (s, c) = maths::sin_cos(angle(k));
        l += shrink(k) * sine * s;
        r += shrink(k) * cosine * c;
    }
    for (k, sine) in &LATITUDE {
        b += shrink(k) * sine * maths::sin(angle(k));
    }
    // Venus, Jupiter and the flattening of the Earth (Meeus' additive terms).
    l += 3_958.0 * maths::sin((119.75 + 131.849 * c) * RAD) + 1_962.0 * maths::sin((mean - arguments[3]) * RAD);
    b += -2_235.0 * maths::sin(mean * RAD);
    Geocentric { longitude_deg: mean + l * 1e-6, latitude_deg: b * 1e-6, distance_km: 385_000.56 + r * 1e-3 }
}

/// Ecliptic longitude of the Sun, degrees: right to 0.01° (Meeus 25, as in `light`).
fn sun_longitude_deg(c: f64) -> f64 {
    let anomaly = (357.529_11 + c * 35_999.050_29) * RAD;
    280.466_46
        + c * 36_000.769_83
        + (1.914_602 - c * 0.004_817) * maths::sin(anomaly)
        + 0.019_993 * maths::sin(2.0 * anomaly)
}

/// The Moon from a place at a moment.
#[must_use]
pub fn moon(place: LatLon, t: Instant) -> Moon {
    let c = centuries(t);
    let g = geocentric(c);
    let (sin_b, cos_b) = maths::sin_cos(g.latitude_deg * RAD);
    let (sin_l, cos_l) = maths::sin_cos(g.longitude_deg * RAD);
    let (sin_e, cos_e) = maths::sin_cos((23.439_291 - 0.013_004_2 * c) * RAD);
    let sin_declination = sin_b * cos_e + cos_b * sin_e * sin_l;
    let cos_declination = (1.0 - sin_declination * sin_declination).max(0.0).sqrt();
    let ascension = maths::atan2(sin_l * cos_b * cos_e - sin_b * sin_e, cos_l * cos_b);
    // Greenwich mean sidereal time (Meeus 12.4).
    let days = c * 36_525.0;
    let sidereal = 280.460_618_37 + 360.985_647_366_29 * days + 0.000_387_933 * c * c;
    let hour_angle = (sidereal + place.lon) * RAD - ascension;
    let (sin_p, cos_p) = maths::sin_cos(place.lat * RAD);
    let sine = (sin_p * sin_declination + cos_p * cos_declination * maths::cos(hour_angle)).clamp(-1.0, 1.0);
    let above = maths::asin(sine);
    // Seen from the surface the Moon stands lower by its parallax times the cosine of its elevation.
    let elevation = above - maths::asin(EARTH_KM / g.distance_km * (1.0 - sine * sine).max(0.0).sqrt());
    let ahead = (g.longitude_deg - sun_longitude_deg(c)) * RAD;
    let ahead = ahead - 2.0 * PI * maths::floor(ahead / (2.0 * PI));
    // Elongation, and with it the phase angle (Meeus 48.2, 48.3; the Sun is 389 times as far off).
    let cos_elongation = cos_b * maths::cos(ahead);
    let elongation = maths::acos(cos_elongation.clamp(-1.0, 1.0));
    let sun_km = 149_597_870.7;
    let phase = maths::atan2(sun_km * maths::sin(elongation), g.distance_km - sun_km * cos_elongation);
    Moon {
        elevation: Angle::radians(elevation),
        lit: f64::midpoint(1.0, maths::cos(phase)),
        age_days: ahead / (2.0 * PI) * LUNATION_DAYS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Meeus, examples 47.a and 48.a: 1992 April 12, 0h of dynamical time.
    #[test]
    fn the_published_examples_come_out() {
        // 1992-04-12T00:00 of dynamical time is 59 s earlier on the clock; by 0.01°, no matter.
        let t = Instant::parse("1992-04-12T00:00Z").unwrap();
        let c = centuries(t);
        let g = geocentric(c);
        let longitude = g.longitude_deg - 360.0 * maths::floor(g.longitude_deg / 360.0);
        assert!((longitude - 133.162_655).abs() < 0.02, "{longitude}");
        assert!((g.latitude_deg + 3.229_126).abs() < 0.01, "{}", g.latitude_deg);
        assert!((g.distance_km - 368_409.7).abs() < 60.0, "{}", g.distance_km);
        let lit = moon(LatLon::new(0.0, 0.0), t).lit;
        assert!((lit - 0.6786).abs() < 0.001, "{lit}");
    }

    #[test]
    fn phases_have_their_names() {
        // New and full Moon of March 2025 (eclipses of 14 and 29 March).
        let at = |t: &str| moon(LatLon::new(51.0, 1.5), Instant::parse(t).unwrap());
        assert_eq!(at("2025-03-14T07:00Z").phase(), "full Moon");
        assert!(at("2025-03-14T07:00Z").lit > 0.999);
        assert_eq!(at("2025-03-29T11:00Z").phase(), "new Moon");
        assert!(at("2025-03-29T11:00Z").lit < 0.001);
        assert_eq!(at("2025-04-05T02:00Z").phase(), "first quarter");
    }
}
