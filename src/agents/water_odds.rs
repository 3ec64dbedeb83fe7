//! How likely was it that someone lived this long in the water, before their luck was known?
//!
//! The inverse of `survival::end_in_water`: given what a person holds and can do, the quantile of the time to death that a
//! stay in the water has used up. Its `−ln(1 − u)` is the integrated hazard of death, whose sum over people has the
//! mean of the deaths (the compensator of a counting process). With it goes the probability of cold shock at entry.
//!
//! Left out: luck itself. Nothing here looks at the time that a person has.

use super::person::Person;
use super::survival::{self, Immersion};
use crate::parameters::Parameters;
use crate::units::maths;

/// Probability of cold shock at entry.
#[must_use]
pub fn shock(person: &Person, i: &Immersion, p: &Parameters) -> f64 {
    let cold = ((p.cold_shock_threshold_c - i.water_c) / 10.0).max(0.0);
    let shock = if survival::carried(person, i, p) { p.cold_shock_flotation } else { p.cold_shock_others };
    (shock * cold).clamp(0.0, 1.0)
}

/// The quantile of the time to death that so many minutes in the water use up, cold shock apart.
#[must_use]
pub fn used_up(person: &Person, i: &Immersion, minutes: f64, p: &Parameters) -> f64 {
    let waded = p.waded_weight * i.waded_min;
    let drowned = 1.0 - maths::exp(-minutes / p.no_flotation_mean_min);
    // Of two times, both monotone in the same quantile, the longer is met when both are.
    let unaided = if person.traits.swims {
        let median = survival::swim_median_min(i.water_c, p);
        let t = (minutes + waded - p.swim_delay_min) / median;
        let failed = if t > 0.0 { maths::normal_cdf(maths::ln(t) / p.swim_sigma) } else { 0.0 };
        drowned.min(failed)
    } else {
        drowned
    };
    if !survival::carried(person, i, p) {
        return unaided;
    }
    let scale = survival::floating_scale_min(person, i, p);
    let cold = 1.0 - maths::exp(-maths::pow(((minutes + waded) / scale).max(0.0), p.flotation_weibull_shape));
    cold.min(unaided)
}

#[cfg(test)]
mod tests {
    use super::super::person::{Build, Flotation, Traits};
    use super::super::survival::{WaterDeath, Zone, end_in_water};
    use super::*;
    use proptest::prelude::*;

    fn anyone() -> impl Strategy<Value = Person> {
        let builds = prop::sample::select(vec![Build::Child, Build::Slight, Build::Average, Build::Stout]);
        let floats =
            prop::sample::select(vec![Flotation::None, Flotation::PoorJacket, Flotation::Tube, Flotation::RealJacket]);
        (builds, any::<bool>(), floats, 0.001_f64..0.999, 0.001_f64..0.999).prop_map(
            |(build, swims, flotation, grip, time)| Person {
                traits: Traits { build, swims, flotation },
                grip,
                time,
                shock: 0.999_999,
            },
        )
    }

    proptest! {
        /// At the moment of death the quantile used up is the person's own; a little before it is less.
        #[test]
        fn the_quantile_used_up_at_death_is_the_persons_own(
            person in anyone(), c in 4.0_f64..22.0, hs in 0.0_f64..1.4, waded in 0.0_f64..20.0,
        ) {
            let p = Parameters::shipped_for_tests();
            for zone in [Zone::Open, Zone::Boarding, Zone::Shallow] {
                let i = Immersion { water_c: c, wave_height_m: hs, zone, waded_min: waded };
                let end = end_in_water(&person, &i, &p);
                prop_assume!(end.of != WaterDeath::ColdShock && end.after.min_() > 0.0);
                prop_assert!((used_up(&person, &i, end.after.min_(), &p) - person.time).abs() < 1e-6);
                prop_assert!(used_up(&person, &i, end.after.min_() * 0.99, &p) <= person.time);
            }
        }
    }

    #[test]
    fn cold_shock_has_the_probability_that_it_is_drawn_with() {
        let p = Parameters::shipped_for_tests();
        let i = Immersion { water_c: 6.0, wave_height_m: 0.3, zone: Zone::Open, waded_min: 0.0 };
        for flotation in [Flotation::None, Flotation::RealJacket] {
            let with = |shock| Person {
                traits: Traits { build: Build::Average, swims: false, flotation },
                grip: 0.01,
                time: 0.5,
                shock,
            };
            let odds = shock(&with(0.5), &i, &p);
            let is = |u| end_in_water(&with(u), &i, &p).of == WaterDeath::ColdShock;
            assert!(odds > 0.0 && is(odds - 1e-9) && !is(odds + 1e-9), "{flotation:?}: {odds}");
        }
    }
}
