//! How long does this person live in the water?
//!
//! The two-class mixture of MODEL 5.2: without effective flotation, drowning within minutes
//! (exponential); holding on or floating, a Weibull whose scale follows the 50 % survival time at the
//! water's temperature. Below 15 °C some die of cold shock at entry. The person's luck (uniforms) is
//! drawn at birth and passed in, so the same person meets the same luck under every doctrine.
//! Left out for now: swimmers without flotation as a class of their own, build and age beyond
//! child and adult, hypothermia aboard.

use crate::parameters::Parameters;
use crate::units::{Duration, maths};

/// The luck a person is born with, for the water: uniforms in (0, 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PersonLuck {
    /// Below the share without flotation: no flotation.
    pub class: f64,
    /// Quantile of the time to death.
    pub time: f64,
    /// Below the cold-shock probability: dies at entry.
    pub shock: f64,
    /// A child under ten cools faster.
    pub child: bool,
}

/// Where and how someone is in the water.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Immersion {
    /// Water temperature, °C.
    pub water_c: f64,
    /// Significant wave height, m.
    pub wave_height_m: f64,
    /// Shallow and close to the shore, where most can stand (MODEL 8.2).
    pub shallow: bool,
}

/// Time for half of those afloat to die, hours (MODEL 5.2).
#[must_use]
pub fn half_time_h(water_c: f64, p: &Parameters) -> f64 {
    (p.survival_t50_scale_h * maths::exp(p.survival_t50_rate_per_c * water_c)).min(p.survival_t50_cap_h)
}

/// Time from entering the water to death if nobody helps.
#[must_use]
pub fn time_to_death(luck: &PersonLuck, i: &Immersion, p: &Parameters) -> Duration {
    let share = p.p_no_flotation * if i.shallow { p.shallow_p_factor } else { 1.0 };
    let sinks = luck.class < share;
    let cold = ((p.cold_shock_threshold_c - i.water_c) / 10.0).max(0.0);
    let shock = if sinks { p.cold_shock_others } else { p.cold_shock_flotation } * cold;
    if luck.shock < shock {
        return Duration::ZERO;
    }
    if sinks {
        return Duration::minutes(-p.no_flotation_mean_min * maths::ln(1.0 - luck.time));
    }
    let build = if luck.child { p.build_factor_child } else { p.build_factor_adult };
    let median_min = p.flotation_quality * build * half_time_h(i.water_c, p) * 60.0;
    let k = p.flotation_weibull_shape;
    let scale = median_min / maths::pow(core::f64::consts::LN_2, 1.0 / k);
    // Wave splash raises the hazard of poor lifejackets by (1 + 0.5 Hs): time shrinks by its k-th root.
    let splash = maths::pow(1.0 + p.flotation_wave_hazard_per_m * i.wave_height_m, -1.0 / k);
    Duration::minutes(scale * splash * maths::pow(-maths::ln(1.0 - luck.time), 1.0 / k))
}

/// Probability of collapse and death within an hour after rescue (MODEL 5.2).
#[must_use]
pub fn collapse_probability(immersed: Duration, water_c: f64, p: &Parameters) -> f64 {
    if water_c >= p.cold_shock_threshold_c || immersed.min_() <= 30.0 {
        0.0
    } else if immersed.h() > 2.0 {
        p.post_rescue_long
    } else {
        p.post_rescue_short
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, NightKey, Purpose, Subject};
    use proptest::prelude::*;

    fn luck(d: Draws, i: u32) -> PersonLuck {
        let s = Subject::person(0, i);
        PersonLuck {
            class: d.uniform(s, Purpose::PersonClass, 0),
            time: d.uniform(s, Purpose::TimeToDeath, 0),
            shock: d.uniform(s, Purpose::ColdShock, 0),
            child: false,
        }
    }

    /// Deaths among `n` with a first pick-up after `delay_min` and then `per_min`, mean of many draws.
    fn deaths(n: u32, water_c: f64, delay_min: f64, per_min: f64, p: &Parameters) -> f64 {
        let d = Draws::new(NightKey { seed: 11, night: 0 });
        let calm = Immersion { water_c, wave_height_m: 0.0, shallow: false };
        let rounds = 1500_u32;
        let mut dead = 0_u32;
        for r in 0..rounds {
            let mut left: Vec<f64> = (0..n).map(|i| time_to_death(&luck(d, r * n + i), &calm, p).min_()).collect();
            let mut t = delay_min;
            while !left.is_empty() {
                left.retain(|x| {
                    let alive = *x > t;
                    dead += u32::from(!alive);
                    alive
                });
                left.pop();
                t += 1.0 / per_min;
            }
        }
        f64::from(dead) / f64::from(rounds)
    }

    /// MODEL 5.2: 0.98 h at 5 °C, 2.40 at 10, 4.10 at 13, 5.86 at 15, 10.0 at 18.
    #[test]
    fn half_times_meet_the_reference_cases() {
        let p = Parameters::shipped_for_tests();
        for (c, h) in [(5.0, 0.98), (10.0, 2.40), (13.0, 4.10), (15.0, 5.86), (18.0, 10.0)] {
            assert!((half_time_h(c, &p) - h).abs() < 0.04, "{c}");
        }
    }

    /// MODEL 5.4: cohort at 13 °C without rescue, .807/.674/.539/.302/.057 alive at 0.2/1/2/4.25/9.75 h
    /// (simple mixture, without the cold-shock atom; tolerance 8 %).
    #[test]
    fn the_cohort_at_thirteen_degrees_meets_the_reference() {
        let p = Parameters { cold_shock_flotation: 0.0, cold_shock_others: 0.0, ..Parameters::shipped_for_tests() };
        let d = Draws::new(NightKey { seed: 3, night: 0 });
        let calm = Immersion { water_c: 13.0, wave_height_m: 0.0, shallow: false };
        let times: Vec<f64> = (0..20_000).map(|i| time_to_death(&luck(d, i), &calm, &p).h()).collect();
        for (h, alive) in [(0.2, 0.807), (1.0, 0.674), (2.0, 0.539), (4.25, 0.302), (9.75, 0.057)] {
            let share = times.iter().filter(|t| **t > h).count() as f64 / times.len() as f64;
            assert!((share - alive).abs() < 0.08 * alive + 0.01, "at {h} h {share} alive, expected {alive}");
        }
    }

    /// MODEL 5.4: 50 people, 2 a minute, delays 0 to 120 min at 8, 13 and 18 °C.
    #[test]
    fn fifty_people_meet_the_reference_table() {
        let p = Parameters { cold_shock_flotation: 0.0, cold_shock_others: 0.0, ..Parameters::shipped_for_tests() };
        for (c, expected) in [
            (8.0, [9.7, 14.2, 19.9, 27.1, 37.9]),
            (13.0, [8.2, 11.2, 13.9, 17.2, 23.7]),
            (18.0, [7.6, 10.1, 11.4, 12.7, 15.4]),
        ] {
            for (delay, e) in [0.0, 10.0, 30.0, 60.0, 120.0].into_iter().zip(expected) {
                let got = deaths(50, c, delay, 2.0, &p);
                assert!((got - e).abs() <= 0.08 * e, "{c} °C after {delay} min: {got}, expected {e}");
            }
        }
    }

    proptest! {
        #[test]
        fn colder_and_rougher_water_never_lengthens_a_life(
            class in 0.001_f64..0.999, time in 0.001_f64..0.999, shock in 0.001_f64..0.999,
            c in 4.0_f64..22.0, dc in 0.0_f64..5.0, hs in 0.0_f64..1.4, dh in 0.0_f64..0.5, child: bool,
        ) {
            let p = Parameters::shipped_for_tests();
            let l = PersonLuck { class, time, shock, child };
            let at = |water_c, wave_height_m| time_to_death(&l, &Immersion { water_c, wave_height_m, shallow: false }, &p);
            prop_assert!(at(c, hs) <= at(c + dc, hs));
            prop_assert!(at(c, hs + dh) <= at(c, hs));
        }
    }
}
