//! How high a sea does this wind raise, hour by hour, when nobody has measured the waves?
//!
//! For a series that gives wind alone. The sea grows with the duration of the wind up to what fetch and depth
//! allow (Carter 1982 for growth with time and fetch; the Shore Protection Manual 1984 for the depth of the strait:
//! MODEL 2.1), and dies down towards that when the wind eases. Growth goes on from the sea that is there: the time
//! that the present wind would have needed for it counts as blown.
//!
//! Left out: swell from outside, which no local wind tells (useless for it, MODEL 2.5); a sea that turns with the
//! wind; currents (see `waves`).

use crate::parameters::Parameters;
use crate::units::{Angle, maths};

use super::{climate, waves};

/// Significant wave heights, m, at the moments of a series of winds: hours since the first, speed at 10 m (m/s), and
/// the bearing it comes from. The first wind counts as having blown for `growth.start_h`.
#[must_use]
pub fn grow(winds: &[(f64, f64, Angle)], p: &Parameters) -> Vec<f64> {
    let mut heights: Vec<f64> = Vec::with_capacity(winds.len());
    for (i, &(hour, speed, from)) in winds.iter().enumerate() {
        let fetch_km = climate::open_fetch_km(from, p);
        let next = match heights.last() {
            None => after(0.0, speed, fetch_km, p.growth_start_h, p),
            Some(&height) => after(height, speed, fetch_km, hour - winds[i - 1].0, p),
        };
        heights.push(next);
    }
    heights
}

/// The sea after so many hours of this wind, from this height.
fn after(height_m: f64, wind_mps: f64, fetch_km: f64, hours: f64, p: &Parameters) -> f64 {
    let limit = limit(wind_mps, fetch_km, p);
    if height_m > limit {
        return limit + (height_m - limit) * maths::exp(-hours / p.growth_decay_h);
    }
    // Duration-limited growth (Carter): H = 0.0146 D^(5/7) U^(9/7), turned round for the time already blown.
    let scale = 0.0146 * maths::pow(wind_mps, 9.0 / 7.0);
    if scale <= 0.0 {
        return 0.0;
    }
    let blown = maths::pow(height_m / scale, 7.0 / 5.0);
    (scale * maths::pow(blown + hours, 5.0 / 7.0)).min(limit)
}

/// What fetch and depth allow, however long it blows.
fn limit(wind_mps: f64, fetch_km: f64, p: &Parameters) -> f64 {
    if wind_mps < 0.1 {
        return 0.0;
    }
    // A week is longer than any duration that limits over these fetches.
    let (by_fetch, _) = waves::carter(wind_mps, fetch_km, 168.0);
    let (by_depth, _) = waves::finite_depth(wind_mps, fetch_km * 1000.0, p.growth_depth_m);
    by_fetch.min(by_depth)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn p() -> Parameters {
        Parameters::shipped_for_tests()
    }

    fn steady(speed: f64, hours: u32) -> Vec<f64> {
        let winds: Vec<_> = (0..=hours).map(|h| (f64::from(h), speed, Angle::degrees(225.0))).collect();
        grow(&winds, &p())
    }

    /// Carter 1982 for five hours of 10 m/s on a long fetch, counted from the twelve that came before.
    #[test]
    fn a_steady_wind_grows_as_published_and_meets_its_limit() {
        let heights = steady(10.0, 200);
        let expected = |d: f64| 0.0146 * maths::pow(d, 5.0 / 7.0) * maths::pow(10.0, 9.0 / 7.0);
        assert!((heights[0] - expected(12.0).min(limit(10.0, 90.0, &p()))).abs() < 1e-9, "{}", heights[0]);
        assert!((heights[200] - limit(10.0, 90.0, &p())).abs() < 1e-9);
        // MODEL 2.6: 5 m/s over 50 km, 30 m deep, 0.49 to 0.58 m by the two formulas.
        assert!((limit(5.0, 50.0, &p()) - 0.493).abs() < 0.002);
    }

    #[test]
    fn a_sea_dies_down_when_the_wind_eases_and_is_flat_after_days_of_calm() {
        let mut winds: Vec<_> = (0..24).map(|h| (f64::from(h), 12.0, Angle::degrees(225.0))).collect();
        winds.extend((24..96).map(|h| (f64::from(h), 0.0, Angle::degrees(225.0))));
        let heights = grow(&winds, &p());
        assert!(heights[24..].windows(2).all(|w| w[1] <= w[0]));
        assert!(heights[23] > 1.0 && heights[95] < 0.01, "{} {}", heights[23], heights[95]);
    }

    proptest! {
        #[test]
        fn more_wind_and_more_time_never_lower_a_growing_sea(u in 0.5_f64..20.0, more in 0.0_f64..5.0, hours in 1_u32..48) {
            let (weak, strong) = (steady(u, hours), steady(u + more, hours));
            prop_assert!(strong[hours as usize] >= weak[hours as usize] - 1e-9);
            prop_assert!(weak.windows(2).all(|w| w[1] >= w[0] - 1e-9));
        }
    }
}
