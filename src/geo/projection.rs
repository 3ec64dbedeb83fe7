//! Where on the plane is that place? A transverse Mercator projection on WGS84.
//!
//! Everything that moves lives on one plane in metres: x east, y north of 51° N 1.8° E, the middle of
//! the strait. Krüger's series to third order in the third flattening (Karney 2011, "Transverse
//! Mercator with an accuracy of a few nanometers", keeps eight; three leave less than a micrometre
//! here). With the central meridian in the strait and scale 1 on it, distances are right to 0.02 %
//! within 110 km of it and grid north is within 0.7° of true north between 0.9° E and 2.7° E.
//!
//! Left out: the grid convergence of wind and heading; streams are turned at load.

use crate::units::{Angle, Vec2, maths};

/// A place on WGS84, in degrees.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct LatLon {
    /// Latitude, degrees north.
    pub lat: f64,
    /// Longitude, degrees east.
    pub lon: f64,
}

impl LatLon {
    /// Latitude and longitude in degrees.
    #[must_use]
    pub const fn new(lat: f64, lon: f64) -> Self {
        Self { lat, lon }
    }
}

/// The origin of the plane: the middle of the strait.
pub const ORIGIN: LatLon = LatLon::new(51.0, 1.8);

const A: f64 = 6_378_137.0;
const F: f64 = 1.0 / 298.257_223_563;
const N: f64 = F / (2.0 - F);
const RADIUS: f64 = A / (1.0 + N) * (1.0 + N * N / 4.0 + N * N * N * N / 64.0);
const ALPHA: [f64; 3] = [
    N / 2.0 - 2.0 / 3.0 * N * N + 5.0 / 16.0 * N * N * N,
    13.0 / 48.0 * N * N - 3.0 / 5.0 * N * N * N,
    61.0 / 240.0 * N * N * N,
];
const BETA: [f64; 3] = [
    N / 2.0 - 2.0 / 3.0 * N * N + 37.0 / 96.0 * N * N * N,
    1.0 / 48.0 * N * N + 1.0 / 15.0 * N * N * N,
    17.0 / 480.0 * N * N * N,
];

/// Conformal latitude's tangent from the geodetic latitude's.
fn conformal_tan(tan_lat: f64) -> f64 {
    let e = (F * (2.0 - F)).sqrt();
    let s = (1.0 + tan_lat * tan_lat).sqrt();
    let sigma = maths::sinh(e * atanh(e * tan_lat / s));
    tan_lat * (1.0 + sigma * sigma).sqrt() - sigma * s
}

fn atanh(x: f64) -> f64 {
    0.5 * maths::ln((1.0 + x) / (1.0 - x))
}

fn asinh(x: f64) -> f64 {
    let a = x.abs();
    let y = maths::ln(a + (a * a + 1.0).sqrt());
    if x < 0.0 { -y } else { y }
}

/// Metres along the meridian from the equator to the origin's latitude, worked out once.
fn northing_of_origin() -> f64 {
    static NORTHING: std::sync::LazyLock<f64> = std::sync::LazyLock::new(|| forward_raw(ORIGIN.lat, 0.0).y);
    *NORTHING
}

fn forward_raw(lat_deg: f64, dlon_deg: f64) -> Vec2 {
    let rad = core::f64::consts::PI / 180.0;
    let t = conformal_tan(maths::tan(lat_deg * rad));
    let (sin_l, cos_l) = maths::sin_cos(dlon_deg * rad);
    let xi = maths::atan2(t, cos_l);
    let eta = asinh(sin_l / (t * t + cos_l * cos_l).sqrt());
    let (mut x, mut y) = (eta, xi);
    for (j, alpha) in ALPHA.iter().enumerate() {
        let k = 2.0 * (j as f64 + 1.0);
        x += alpha * maths::cos(k * xi) * maths::sinh(k * eta);
        y += alpha * maths::sin(k * xi) * maths::cosh(k * eta);
    }
    Vec2::new(RADIUS * x, RADIUS * y)
}

/// Position on the plane, metres east and north of [`ORIGIN`].
#[must_use]
pub fn to_plane(p: LatLon) -> Vec2 {
    let v = forward_raw(p.lat, p.lon - ORIGIN.lon);
    Vec2::new(v.x, v.y - northing_of_origin())
}

/// Latitude and longitude of a position on the plane.
#[must_use]
pub fn to_lat_lon(v: Vec2) -> LatLon {
    let xi0 = (v.y + northing_of_origin()) / RADIUS;
    let eta0 = v.x / RADIUS;
    let (mut xi, mut eta) = (xi0, eta0);
    for (j, beta) in BETA.iter().enumerate() {
        let k = 2.0 * (j as f64 + 1.0);
        xi -= beta * maths::sin(k * xi0) * maths::cosh(k * eta0);
        eta -= beta * maths::cos(k * xi0) * maths::sinh(k * eta0);
    }
    let sinh_eta = maths::sinh(eta);
    let conformal = maths::sin(xi) / (sinh_eta * sinh_eta + maths::cos(xi) * maths::cos(xi)).sqrt();
    // Newton's method on the conformal latitude: three rounds reach full precision.
    let e2 = F * (2.0 - F);
    let mut tau = conformal;
    for _ in 0..3 {
        let c = conformal_tan(tau);
        tau += (conformal - c) / (1.0 + c * c).sqrt() * (1.0 + (1.0 - e2) * tau * tau)
            / ((1.0 - e2) * (1.0 + tau * tau).sqrt());
    }
    let deg = 180.0 / core::f64::consts::PI;
    LatLon::new(maths::atan2(tau, 1.0) * deg, ORIGIN.lon + maths::atan2(sinh_eta, maths::cos(xi)) * deg)
}

/// Angle from grid north to true north at a place, positive where true north lies west of grid north
/// (that is, east of the central meridian).
#[must_use]
pub fn convergence(p: LatLon) -> Angle {
    let rad = core::f64::consts::PI / 180.0;
    let dlon = (p.lon - ORIGIN.lon) * rad;
    Angle::radians(maths::atan2(maths::tan(dlon) * maths::sin(p.lat * rad), 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_origin_is_zero() {
        assert!(to_plane(ORIGIN).length() < 1e-6);
    }

    /// Fixture: PROJ 9 (`+proj=tmerc +lat_0=51 +lon_0=1.8 +k=1 +ellps=WGS84`), run once.
    #[test]
    fn agrees_with_proj() {
        for (lat, lon, x, y) in PROJ {
            let v = to_plane(LatLon::new(lat, lon));
            assert!((v.x - x).abs() < 0.001 && (v.y - y).abs() < 0.001, "{lat} {lon}: {v:?}, expected {x} {y}");
        }
    }

    const PROJ: [(f64, f64, f64, f64); 4] = [
        (51.1141, 1.3233, -33381.0111, 12801.6461),
        (51.0105, 2.0935, 20598.3492, 1209.1148),
        (50.225, 1.54, -18553.7424, -86179.2995),
        (51.95, 3.36, 107253.8553, 106844.4047),
    ];

    proptest! {
        #[test]
        fn there_and_back_is_the_same_place(lat in 49.0_f64..52.5, lon in -1.0_f64..4.0) {
            let p = to_lat_lon(to_plane(LatLon::new(lat, lon)));
            prop_assert!((p.lat - lat).abs() < 1e-9 && (p.lon - lon).abs() < 1e-9);
        }
    }
}
