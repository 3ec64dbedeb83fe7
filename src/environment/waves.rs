//! How high and how steep are the waves? Growth with wind, fetch and duration, current, and the beach.
//!
//! Published formulas, each with its reference cases (MODEL 2.1, 2.6): JONSWAP growth (Hasselmann et al.
//! 1973, as in the Shore Protection Manual), Carter 1982, the manual's finite-depth form (SPM 1984), waves
//! on a current (Longuet-Higgins & Stewart 1961), and breakers.
//!
//! Validity: ±15 % on height in fetch-limited seas; useless for swell. Left out: spectra, refraction over
//! banks, diffraction behind them.

use crate::parameters::Parameters;
use crate::units::maths;

/// Acceleration of gravity, m/s².
const G: f64 = 9.81;

/// Height, period and the time they take to grow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WindSea {
    /// Significant height, m.
    pub height_m: f64,
    /// Peak period, s.
    pub period_s: f64,
    /// Shortest duration of the wind that raises them, hours.
    pub duration_h: f64,
}

/// Deep water, limited by fetch: wind at 10 m (m/s), fetch (m). Heights never pass the fully grown sea's.
#[must_use]
pub fn jonswap(wind_mps: f64, fetch_m: f64) -> WindSea {
    let u = wind_mps.max(1e-6);
    let x = G * fetch_m / (u * u);
    let root = maths::pow(x, 1.0 / 3.0);
    WindSea {
        height_m: (1.6e-3 * x.sqrt()).min(0.243) * u * u / G,
        period_s: (0.286 * root).min(8.13) * u / G,
        duration_h: 68.8 * root * root * u / G / 3600.0,
    }
}

/// The wind (m/s) that raises waves of this height over this fetch: `jonswap` turned round.
#[must_use]
pub fn wind_for(height_m: f64, fetch_m: f64) -> f64 {
    let by_fetch = height_m / (1.6e-3 * (fetch_m / G).sqrt());
    // Fully grown: Hs = 0.243 U² / g.
    by_fetch.max((height_m * G / 0.243).sqrt())
}

/// Carter 1982: wind (m/s), fetch (km), duration (h) to height (m) and period (s).
#[must_use]
pub fn carter(wind_mps: f64, fetch_km: f64, duration_h: f64) -> (f64, f64) {
    let (u, x, d) = (wind_mps, fetch_km, duration_h);
    let (h, t) = if d > 1.167 * maths::pow(x, 0.7) * maths::pow(u, -0.4) {
        (0.0163 * x.sqrt() * u, 0.566 * maths::pow(x, 0.3) * maths::pow(u, 0.4))
    } else {
        (
            0.0146 * maths::pow(d, 5.0 / 7.0) * maths::pow(u, 9.0 / 7.0),
            0.540 * maths::pow(d, 3.0 / 7.0) * maths::pow(u, 4.0 / 7.0),
        )
    };
    (h.min(0.0248 * u * u), t)
}

/// Water of one depth (SPM 1984): wind (m/s), fetch (m), depth (m) to height (m) and period (s).
#[must_use]
pub fn finite_depth(wind_mps: f64, fetch_m: f64, depth_m: f64) -> (f64, f64) {
    let ua = 0.71 * maths::pow(wind_mps, 1.23);
    let (x, d) = (G * fetch_m / (ua * ua), G * depth_m / (ua * ua));
    let a = maths::tanh(0.530 * maths::pow(d, 0.75));
    let b = maths::tanh(0.833 * maths::pow(d, 0.375));
    (
        0.283 * a * maths::tanh(0.00565 * x.sqrt() / a) * ua * ua / G,
        7.54 * b * maths::tanh(0.0379 * maths::pow(x, 1.0 / 3.0) / b) * ua / G,
    )
}

/// What a current does to waves of one period in deep water.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OnCurrent {
    /// They pass: height and length change by these factors.
    Changed {
        /// Height with the current over height without.
        height: f64,
        /// Length with over length without.
        length: f64,
    },
    /// They cannot run against it and break.
    Blocked,
}

/// Waves of a period (s) on a current with this component along their way (m/s, against them negative).
#[must_use]
pub fn on_current(period_s: f64, current_mps: f64) -> OnCurrent {
    let c0 = G * period_s / (2.0 * core::f64::consts::PI);
    let root = 1.0 + 4.0 * current_mps / c0;
    if root <= 0.0 {
        return OnCurrent::Blocked;
    }
    let r = 0.5 * (1.0 + root.sqrt());
    let c = r * c0;
    let under = c * (c + 2.0 * current_mps);
    if under <= 0.0 {
        return OnCurrent::Blocked;
    }
    OnCurrent::Changed { height: c0 / under.sqrt(), length: r * r }
}

/// Significant height (m) of a sea of this height and period on a current: never steeper than a sea stands, `steepest` of its
/// length (MODEL 2.1).
#[must_use]
pub fn height_on_current(height_m: f64, period_s: f64, current_mps: f64, steepest: f64) -> f64 {
    let length0 = G * period_s * period_s / (2.0 * core::f64::consts::PI);
    match on_current(period_s, current_mps) {
        OnCurrent::Changed { height, length } => (height_m * height).min((steepest * length0 * length).max(0.0)),
        // At the blocking point the length is a quarter.
        OnCurrent::Blocked => height_m.min(steepest * length0 / 4.0),
    }
}

/// Height of breakers at the beach, m, for the short seas of the strait (MODEL 2.1: 0.8 to 1.0 of the height).
#[must_use]
pub const fn breaker_height(height_m: f64, p: &Parameters) -> f64 {
    p.surf_breaker_factor * height_m
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(got: f64, expected: f64, tolerance: f64) {
        assert!((got - expected).abs() <= tolerance, "{got}, expected {expected}");
    }

    /// MODEL 2.6.
    #[test]
    fn growth_agrees_with_the_reference_cases() {
        let j = jonswap(5.0, 50_000.0);
        near(j.height_m, 0.571, 0.001);
        near(j.period_s, 3.93, 0.01);
        near(j.duration_h, 7.1, 0.05);
        let j = jonswap(10.0, 200_000.0);
        near(j.height_m, 2.285, 0.002);
        near(j.period_s, 7.86, 0.01);
        near(jonswap(3.0, 50_000.0).height_m, 0.223, 0.001);
        let (h, t) = carter(5.0, 50.0, 24.0);
        near(h, 0.576, 0.001);
        near(t, 3.48, 0.01);
        let (h, t) = finite_depth(5.0, 50_000.0, 30.0);
        near(h, 0.493, 0.002);
        near(t, 2.97, 0.01);
        let (h, t) = finite_depth(10.0, 200_000.0, 30.0);
        near(h, 2.175, 0.005);
        near(t, 5.99, 0.01);
    }

    #[test]
    fn currents_steepen_flatten_and_block_as_in_the_reference_cases() {
        let changed = |t, u| match on_current(t, u) {
            OnCurrent::Changed { height, length } => (height, length),
            OnCurrent::Blocked => panic!("blocked"),
        };
        let (h, l) = changed(5.0, -1.0);
        near(h, 1.409, 0.002);
        near(l, 0.721, 0.001);
        near(h / l, 1.95, 0.01);
        let (h, l) = changed(4.0, -1.0);
        near(h, 1.615, 0.002);
        near(h / l, 2.52, 0.01);
        near(changed(4.0, 1.0).0, 0.775, 0.001);
        assert_eq!(on_current(3.0, -1.5), OnCurrent::Blocked);
        assert!(height_on_current(0.5, 3.0, -1.5, 0.065) <= 0.5);
        assert!(height_on_current(0.4, 4.0, -1.0, 0.065) > 0.4 && height_on_current(0.4, 4.0, 1.0, 0.065) < 0.4);
    }

    #[test]
    fn the_wind_for_a_sea_raises_it() {
        for (h, x) in [(0.3, 20_000.0), (1.0, 90_000.0), (3.0, 200_000.0)] {
            near(jonswap(wind_for(h, x), x).height_m, h, 1e-9);
        }
        near(wind_for(0.223, 50_000.0), 3.0, 0.01);
    }
}
