//! How long does this person live in the water, and what do they die of?
//!
//! MODEL 5.2. Nothing to hold and unable to swim: drowning within minutes (exponential). A swimmer without flotation:
//! swimming failure (three minutes and a lognormal time that grows with the water's temperature). Floating or holding
//! on: a Weibull whose scale follows the 50 % survival time at the water's temperature and the person's build. Below
//! 15 °C some die of cold shock at entry. Luck is drawn at birth and passed in, so the same person meets the same luck
//! under every doctrine; with it held, colder, rougher, poorer flotation or more wading before never lengthens a life.
//! To keep that promise in the tails, flotation never leaves a person less time than they would have had without.
//! Cold from wading is taken off the time of swimmers and floaters (MODEL 5.2), not off drowning, which is no matter of cold.
//!
//! Left out: clothing, immersion suits, illness; water colder than 4 °C or warmer than 22 °C, waves above 1.5 m.

use super::person::{Flotation, Person};
use crate::parameters::Parameters;
use crate::units::{Duration, maths};

/// Where people are in the water.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Zone {
    /// In deep water.
    Open,
    /// Where boats are boarded, chest-deep and in the surf (MODEL 5.2).
    Boarding,
    /// Shallow and close to the shore, where most can stand (MODEL 8.2).
    Shallow,
}

/// Where and how someone is in the water.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Immersion {
    /// Water temperature, °C.
    pub water_c: f64,
    /// Significant wave height, m.
    pub wave_height_m: f64,
    /// Where.
    pub zone: Zone,
    /// Minutes spent standing in the water before.
    pub waded_min: f64,
}

/// What someone in the water dies of (MODEL 5.1: the stages of Golden and Tipton).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WaterDeath {
    /// Cold shock at entry.
    ColdShock,
    /// Drowned within minutes: nothing to hold, unable to swim.
    Drowning,
    /// Arms and legs fail: a swimmer's strokes, or the hold of someone who held on, before the cold could kill.
    SwimmingFailure,
    /// Cold and exhaustion, floating or holding on for longer than half an hour.
    Cold,
}

impl WaterDeath {
    /// All, in the order of the stages.
    pub const ALL: [Self; 4] = [Self::ColdShock, Self::Drowning, Self::SwimmingFailure, Self::Cold];

    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::ColdShock => "cold shock",
            Self::Drowning => "drowning",
            Self::SwimmingFailure => "swimming failure",
            Self::Cold => "cold",
        }
    }
}

/// The end that someone in the water meets if nobody helps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WaterEnd {
    /// Time from entering the water.
    pub after: Duration,
    /// Of what.
    pub of: WaterDeath,
}

/// Time for half of those afloat to die, hours (MODEL 5.2).
#[must_use]
pub fn half_time_h(water_c: f64, p: &Parameters) -> f64 {
    (p.survival_t50_scale_h * maths::exp(p.survival_t50_rate_per_c * water_c)).min(p.survival_t50_cap_h)
}

/// Does a person float or hold on to something there?
#[must_use]
pub fn carried(person: &Person, i: &Immersion, p: &Parameters) -> bool {
    let without = match i.zone {
        Zone::Open => p.p_no_flotation,
        Zone::Boarding => p.p_no_flotation_boarding,
        Zone::Shallow => p.p_no_flotation * p.shallow_p_factor,
    };
    // A swimmer reaches the wreck, or others who float, more often than someone who can't swim.
    let unheld =
        without / p.no_flotation_exposed_share * if person.traits.swims { p.swimmer_unheld_factor } else { 1.0 };
    person.traits.flotation.carries() || person.grip >= unheld
}

/// The end of a person in the water if nobody helps.
#[must_use]
pub fn end_in_water(person: &Person, i: &Immersion, p: &Parameters) -> WaterEnd {
    let carried = carried(person, i, p);
    let cold = ((p.cold_shock_threshold_c - i.water_c) / 10.0).max(0.0);
    let shock = if carried { p.cold_shock_flotation } else { p.cold_shock_others };
    if person.shock < shock * cold {
        return WaterEnd { after: Duration::ZERO, of: WaterDeath::ColdShock };
    }
    let waded = p.waded_weight * i.waded_min;
    let drowning = -p.no_flotation_mean_min * maths::ln(1.0 - person.time);
    let (unaided, of) = if person.traits.swims {
        (drowning.max(swimming_min(person.time, i.water_c, p) - waded), WaterDeath::SwimmingFailure)
    } else {
        (drowning, WaterDeath::Drowning)
    };
    if !carried {
        return WaterEnd { after: Duration::minutes(unaided), of };
    }
    let minutes = unaided.max(floating_min(person, i, p) - waded);
    // What a death is called: nobody is cold enough to die of it earlier (MODEL 5.1). It moves none.
    let of = if minutes < p.hypothermia_from_min { WaterDeath::SwimmingFailure } else { WaterDeath::Cold };
    WaterEnd { after: Duration::minutes(minutes), of }
}

/// Median time after the first minutes until a swimmer fails, min.
#[must_use]
pub fn swim_median_min(water_c: f64, p: &Parameters) -> f64 {
    p.swim_median_min + p.swim_rise_min_per_c * (water_c - 5.0).max(0.0)
}

/// Minutes until a swimmer fails, at this quantile.
fn swimming_min(quantile: f64, water_c: f64, p: &Parameters) -> f64 {
    p.swim_delay_min + swim_median_min(water_c, p) * maths::exp(p.swim_sigma * maths::normal_quantile(quantile))
}

/// Minutes that someone lives who floats or holds on.
fn floating_min(person: &Person, i: &Immersion, p: &Parameters) -> f64 {
    floating_scale_min(person, i, p) * maths::pow(-maths::ln(1.0 - person.time), 1.0 / p.flotation_weibull_shape)
}

/// Scale of the time that someone lives who floats or holds on, min: by then 63 in a hundred have died.
#[must_use]
pub fn floating_scale_min(person: &Person, i: &Immersion, p: &Parameters) -> f64 {
    let k = p.flotation_weibull_shape;
    // Wave splash raises the hazard by (1 + 0.5 Hs) unless a jacket holds the head up: time shrinks by its k-th root.
    let (quality, splash) = if person.traits.flotation == Flotation::RealJacket {
        (p.flotation_quality_real, 1.0)
    } else {
        (p.flotation_quality, maths::pow(1.0 + p.flotation_wave_hazard_per_m * i.wave_height_m, -1.0 / k))
    };
    let median_min = quality * person.traits.build.factor(p) * half_time_h(i.water_c, p) * 60.0;
    let scale = median_min / maths::pow(core::f64::consts::LN_2, 1.0 / k);
    scale * splash
}

/// Probability of collapse and death within an hour after rescue (MODEL 5.2); higher if lifted upright.
#[must_use]
pub fn collapse_probability(immersed: Duration, water_c: f64, vertical: bool, p: &Parameters) -> f64 {
    let lying = if water_c >= p.cold_shock_threshold_c || immersed.min_() <= p.post_rescue_short_after_min {
        0.0
    } else if immersed.h() > p.post_rescue_long_after_h {
        p.post_rescue_long
    } else {
        p.post_rescue_short
    };
    (lying * if vertical { p.post_rescue_vertical_factor } else { 1.0 }).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::super::person::{Build, Traits, born};
    use super::*;
    use crate::draws::{Draws, NightKey, Subject};
    use proptest::prelude::*;

    fn calm(water_c: f64) -> Immersion {
        Immersion { water_c, wave_height_m: 0.0, zone: Zone::Open, waded_min: 0.0 }
    }

    /// MODEL 5.2: 0.98 h at 5 °C, 2.40 at 10, 4.10 at 13, 5.86 at 15, 10.0 at 18.
    #[test]
    fn half_times_meet_the_reference_cases() {
        let p = Parameters::shipped_for_tests();
        for (c, h) in [(5.0, 0.98), (10.0, 2.40), (13.0, 4.10), (15.0, 5.86), (18.0, 10.0)] {
            assert!((half_time_h(c, &p) - h).abs() < 0.04, "{c}");
        }
    }

    /// MODEL 5.1: cold kills after half an hour; until then arms, legs and hold fail.
    #[test]
    fn cold_is_the_cause_of_no_death_within_half_an_hour() {
        let p = Parameters::shipped_for_tests();
        let d = Draws::new(NightKey { seed: 7, night: 0 });
        let ends: Vec<WaterEnd> =
            (0..4000).map(|i| end_in_water(&born(d, Subject::person(0, i), &p), &calm(8.0), &p)).collect();
        let early = |e: &&WaterEnd| e.after.min_() < 30.0;
        assert!(ends.iter().filter(early).all(|e| e.of != WaterDeath::Cold));
        assert!(ends.iter().filter(early).count() > 400);
        assert!(ends.iter().filter(|e| e.of == WaterDeath::Cold).count() > 1000);
    }

    /// MODEL 5.4: Hayward's time to a core of 30 °C, 132/177/225/277 min at 5/10/13/15 °C. Cooling alone is another
    /// question than survival, but the two must be of one order.
    #[test]
    fn half_times_are_of_the_order_of_haywards_cooling_times() {
        let p = Parameters::shipped_for_tests();
        for (c, min) in [(5.0_f64, 132.0_f64), (10.0, 177.0), (13.0, 225.0), (15.0, 277.0)] {
            let hayward = 15.0 + 7.2 / (0.0785 - 0.0034 * c);
            assert!((hayward - min).abs() < 1.0, "{c} °C: {hayward} min");
            let ratio = half_time_h(c, &p) * 60.0 / hayward;
            assert!((0.4..1.5).contains(&ratio), "{c} °C: {ratio}");
        }
    }

    /// MODEL 5.2: 8 min at 5 °C and 1.2 min more for each degree, after the first three.
    #[test]
    fn half_of_the_swimmers_fail_by_their_median_time() {
        let p = Parameters::shipped_for_tests();
        for (c, min) in [(3.0, 11.0), (5.0, 11.0), (10.0, 17.0), (15.0, 23.0)] {
            assert!((swimming_min(0.5, c, &p) - min).abs() < 1e-9, "{c} °C");
        }
    }

    #[test]
    fn the_classes_of_a_crowd_have_their_shares_and_boarding_and_shallows_lower_them() {
        let p = Parameters::shipped_for_tests();
        let d = Draws::new(NightKey { seed: 8, night: 0 });
        let crowd: Vec<Person> = (0..40_000).map(|i| born(d, Subject::person(i / 100, i % 100), &p)).collect();
        let share = |zone, of| {
            let i = Immersion { zone, ..calm(18.0) };
            crowd.iter().filter(|x| end_in_water(x, &i, &p).of == of).count() as f64 / crowd.len() as f64
        };
        let near = |got: f64, expected: f64| assert!((got - expected).abs() < 0.008, "{got}, expected {expected}");
        near(share(Zone::Open, WaterDeath::Drowning), 0.20);
        near(share(Zone::Boarding, WaterDeath::Drowning), 0.15);
        near(share(Zone::Shallow, WaterDeath::Drowning), 0.06);
        let open = calm(18.0);
        let swims = crowd.iter().filter(|x| x.traits.swims && !carried(x, &open, &p)).count();
        near(swims as f64 / crowd.len() as f64, 0.026);
        // Beside them, those whose hold fails within half an hour are told so.
        assert!(share(Zone::Open, WaterDeath::SwimmingFailure) > 0.026);
    }

    /// Cold shock takes 2 % with flotation and 8 % of the others at 5 °C, and nobody from 15 °C on (MODEL 5.2).
    #[test]
    fn cold_shock_takes_more_of_those_without_flotation() {
        let p = Parameters::shipped_for_tests();
        let with = |flotation, shock, c| {
            let traits = Traits { build: Build::Average, swims: false, flotation };
            end_in_water(&Person { traits, grip: 0.001, time: 0.5, shock }, &calm(c), &p).of == WaterDeath::ColdShock
        };
        assert!(with(Flotation::RealJacket, 0.019, 5.0) && !with(Flotation::RealJacket, 0.021, 5.0));
        assert!(with(Flotation::PoorJacket, 0.079, 5.0) && !with(Flotation::None, 0.081, 5.0));
        assert!(!with(Flotation::None, 0.000_001, 15.0));
    }

    /// MODEL 5.2: 2 % after more than 30 min, 5 % after more than 2 h, half as much again after a lift upright.
    #[test]
    fn collapse_after_rescue_has_its_steps() {
        let p = Parameters::shipped_for_tests();
        let at = |min, c, vertical| collapse_probability(Duration::minutes(min), c, vertical, &p);
        for (got, expected) in [
            (at(20.0, 8.0, true), 0.0),
            (at(40.0, 16.0, true), 0.0),
            (at(40.0, 8.0, false), 0.02),
            (at(40.0, 8.0, true), 0.03),
            (at(130.0, 8.0, false), 0.05),
            (at(130.0, 8.0, true), 0.075),
        ] {
            assert!((got - expected).abs() < 1e-12, "{got}, expected {expected}");
        }
    }

    fn anyone() -> impl Strategy<Value = Person> {
        let unit = || 0.000_01_f64..0.999_99;
        let builds = prop::sample::select(vec![Build::Child, Build::Slight, Build::Average, Build::Stout]);
        let floats =
            prop::sample::select(vec![Flotation::None, Flotation::PoorJacket, Flotation::Tube, Flotation::RealJacket]);
        (builds, any::<bool>(), floats, unit(), unit(), unit()).prop_map(
            |(build, swims, flotation, grip, time, shock)| Person {
                traits: Traits { build, swims, flotation },
                grip,
                time,
                shock,
            },
        )
    }

    proptest! {
        #[test]
        fn colder_rougher_deeper_water_and_more_wading_never_lengthen_a_life(
            person in anyone(), c in 4.0_f64..22.0, dc in 0.0_f64..5.0, hs in 0.0_f64..1.4, dh in 0.0_f64..0.5,
            waded in 0.0_f64..60.0, dw in 0.0_f64..30.0,
        ) {
            let p = Parameters::shipped_for_tests();
            let at = |water_c, wave_height_m, waded_min, zone| {
                end_in_water(&person, &Immersion { water_c, wave_height_m, zone, waded_min }, &p).after
            };
            for zone in [Zone::Open, Zone::Boarding, Zone::Shallow] {
                prop_assert!(at(c, hs, waded, zone) <= at(c + dc, hs, waded, zone));
                prop_assert!(at(c, hs + dh, waded, zone) <= at(c, hs, waded, zone));
                prop_assert!(at(c, hs, waded + dw, zone) <= at(c, hs, waded, zone));
            }
            prop_assert!(at(c, hs, waded, Zone::Open) <= at(c, hs, waded, Zone::Boarding));
            prop_assert!(at(c, hs, waded, Zone::Boarding) <= at(c, hs, waded, Zone::Shallow));
        }

        #[test]
        fn worse_flotation_and_being_unable_to_swim_never_lengthen_a_life(
            person in anyone(), c in 4.0_f64..22.0, hs in 0.0_f64..1.4,
        ) {
            let p = Parameters::shipped_for_tests();
            let i = Immersion { wave_height_m: hs, ..calm(c) };
            let with = |flotation, swims| {
                let traits = Traits { swims, flotation, ..person.traits };
                end_in_water(&Person { traits, ..person }, &i, &p).after
            };
            for swims in [false, true] {
                let [none, poor, tube, real] =
                    [Flotation::None, Flotation::PoorJacket, Flotation::Tube, Flotation::RealJacket].map(|f| with(f, swims));
                prop_assert!(none <= poor && poor <= tube && tube <= real);
            }
            prop_assert!(with(person.traits.flotation, false) <= with(person.traits.flotation, true));
        }

        #[test]
        fn longer_in_colder_water_never_makes_a_collapse_less_likely(
            min in 0.0_f64..400.0, d in 0.0_f64..100.0, c in 4.0_f64..22.0, dc in 0.0_f64..5.0,
        ) {
            let p = Parameters::shipped_for_tests();
            let at = |m, c, v| collapse_probability(Duration::minutes(m), c, v, &p);
            prop_assert!(at(min, c, false) <= at(min + d, c, false));
            prop_assert!(at(min, c + dc, false) <= at(min, c, false));
            prop_assert!(at(min, c, false) <= at(min, c, true));
        }
    }
}
