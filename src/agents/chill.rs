//! When does the cold kill someone who sits in an open boat?
//!
//! A dose of cold adds up aboard: degree-hours by which the felt temperature stays below a threshold. Felt temperature
//! is the wind chill of the joint North American group (JAG/TI 2001, Environment Canada), less some degrees for wet
//! clothes and more if there is water aboard to sit in. Each person is born with the dose they die of: a Weibull of
//! steep shape about a median, times the build factor of MODEL 5.2. No study gives such a dose for crowded inflatables;
//! median and shape are our guess, set so that deaths of cold aboard stay rare, as they are in the reports.
//!
//! Left out: warming up, shelter by others, clothing, a dose brought along from wading, and the shorter life in the water
//! of those already cold.

use super::person::Build;
use crate::draws::{Draws, Purpose, Subject};
use crate::parameters::Parameters;
use crate::units::maths;

/// Wind chill, °C, for air temperature and wind at 10 m (JAG/TI 2001: 13.12 + 0.6215 T - 11.37 V^0.16 + 0.3965 T V^0.16,
/// V in km/h). Outside its range (air above 10 °C, wind below 4.8 km/h) the air temperature itself.
#[must_use]
pub fn wind_chill_c(air_c: f64, wind_mps: f64) -> f64 {
    const WARMEST_C: f64 = 10.0;
    const LEAST_WIND_KMH: f64 = 4.8;
    let wind_kmh = 3.6 * wind_mps;
    if air_c > WARMEST_C || wind_kmh < LEAST_WIND_KMH {
        return air_c;
    }
    let v = maths::pow(wind_kmh, 0.16);
    (13.12 + 0.6215 * air_c - 11.37 * v + 0.3965 * air_c * v).min(air_c)
}

/// The dose of cold that an hour aboard adds, degree-hours.
#[must_use]
pub fn dose_per_h(air_c: f64, wind_mps: f64, water_aboard: bool, p: &Parameters) -> f64 {
    let wetness = if water_aboard { 1.0 } else { p.chill_usual_wetness };
    (p.chill_threshold_c - wind_chill_c(air_c, wind_mps) + p.chill_wet_c * wetness).max(0.0)
}

/// The dose of cold that a person dies of, degree-hours.
#[must_use]
pub fn fatal_dose(luck: Draws, subject: Subject, build: Build, p: &Parameters) -> f64 {
    let x = luck.exponential(subject, Purpose::ColdAboard, 0) / core::f64::consts::LN_2;
    p.chill_median_dose * build.factor(p) * maths::pow(x, 1.0 / p.chill_shape)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::NightKey;
    use proptest::prelude::*;

    /// The published table: 0 °C at 20 km/h feels like -5, 5 °C at 40 km/h like -1, -10 °C at 30 km/h like -20.
    #[test]
    fn wind_chill_meets_its_published_table() {
        for (c, kmh, felt) in [(0.0, 20.0, -5.0), (5.0, 40.0, -1.0), (-10.0, 30.0, -20.0)] {
            assert!((wind_chill_c(c, kmh / 3.6) - felt).abs() < 0.55, "{c} °C at {kmh} km/h");
        }
    }

    fn dying(hours: f64, air_c: f64, wind_mps: f64, wet: bool) -> f64 {
        let p = Parameters::shipped_for_tests();
        let d = Draws::new(NightKey { seed: 4, night: 0 });
        let dose = hours * dose_per_h(air_c, wind_mps, wet, &p);
        let n = 200_000_u32;
        let dead = (0..n).filter(|i| fatal_dose(d, Subject::person(i / 100, i % 100), Build::Average, &p) <= dose);
        dead.count() as f64 / f64::from(n)
    }

    #[test]
    fn deaths_of_cold_aboard_are_rare_but_grow_with_hours_adrift() {
        assert!(dying(6.0, 16.0, 5.0, false) < 1e-5, "a summer crossing");
        assert!(dying(5.0, 6.0, 8.0, false) < 2e-4, "a November crossing");
        let adrift = dying(8.0, 6.0, 8.0, true);
        assert!((5e-4..5e-3).contains(&adrift), "eight hours adrift in November, water aboard: {adrift}");
        assert!(dying(16.0, 6.0, 8.0, true) > 5.0 * adrift);
    }

    proptest! {
        #[test]
        fn colder_windier_or_wetter_never_adds_less(
            c in -5.0_f64..20.0, dc in 0.0_f64..5.0, wind in 0.0_f64..20.0, dw in 0.0_f64..5.0, wet: bool,
        ) {
            let p = Parameters::shipped_for_tests();
            prop_assert!(dose_per_h(c, wind, wet, &p) >= dose_per_h(c + dc, wind, wet, &p));
            prop_assert!(dose_per_h(c, wind + dw, wet, &p) >= dose_per_h(c, wind, wet, &p));
            prop_assert!(dose_per_h(c, wind, true, &p) >= dose_per_h(c, wind, false, &p));
        }
    }
}
