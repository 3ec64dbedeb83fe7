//! What may a manoeuvre near a boat do to the people aboard?
//!
//! MODEL 8.2: logistic probabilities that at least one person enters the water, and that most do, by
//! level of manoeuvre, number aboard, waves, light, and how easily the boat goes over. Levels 3 and 4 on
//! loaded boats have no usable denominator anywhere in the record (confidence E): the product sweeps
//! them and never averages them away. Levels 1 and 2 are bounded by the record of hundreds of contacts a year, so
//! they have constants of their own: a sweep of levels 3 and 4 leaves nights alone in which nobody is stopped.
//!
//! Left out: what the vessel that manoeuvres is like, and how its crew go about it.

use crate::parameters::Parameters;
use crate::units::maths;

/// Level of manoeuvre (MODEL 8.2). Level 0, no action, has no harm of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Shadow or hail from more than 100 m.
    Shadow,
    /// Alongside, cooperative.
    Alongside,
    /// Block, herd, wake.
    Block,
    /// Contact, boarding under way, disabling the engine.
    Stop,
}

impl Level {
    /// How many levels do harm.
    pub const COUNT: u32 = 4;
    /// All levels, in the order of tables.
    pub const ALL: [Self; 4] = [Self::Shadow, Self::Alongside, Self::Block, Self::Stop];

    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Shadow => "keeping company or hailing",
            Self::Alongside => "coming alongside",
            Self::Block => "blocking or herding",
            Self::Stop => "stopping by force",
        }
    }

    /// Place in tables by level.
    #[must_use]
    pub const fn index(self) -> usize {
        match self {
            Self::Shadow => 0,
            Self::Alongside => 1,
            Self::Block => 2,
            Self::Stop => 3,
        }
    }

    /// The same as a counter of draws.
    #[must_use]
    pub const fn number(self) -> u32 {
        match self {
            Self::Shadow => 0,
            Self::Alongside => 1,
            Self::Block => 2,
            Self::Stop => 3,
        }
    }

    /// Within reach of the boat, from level 2 on: an alarm aboard, and the engine may be dropped.
    #[must_use]
    pub const fn is_close(self) -> bool {
        !matches!(self, Self::Shadow)
    }
}

/// Probabilities of harm in one manoeuvre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Harm {
    /// At least one person enters the water.
    pub fall: f64,
    /// Mass immersion: the boat goes over or fills.
    pub mass: f64,
}

/// Harm of a manoeuvre on a boat with `aboard` people in waves of this height. `steadiness` is the critical share q*
/// of the boat over that of the usual boat with as many aboard: 1 for the usual boat, less for one that tips more
/// easily, with water in it for example.
///
/// MODEL 8.2 writes `ln(0.25 / q*)`. A usual boat with some 60 aboard has a q* of 0.25 (MODEL 3.4), so for laden
/// boats this is the same. For nearly empty ones it is not: their q* is above 1, and the term as written would make
/// a stop of three people six times safer than the vignettes and the elicited range of MODEL 8.3 and 8.4 say. The number
/// aboard is in the load slope already; it is not counted twice here.
#[must_use]
pub fn harm(level: Level, aboard: u32, wave_height_m: f64, night: bool, steadiness: f64, p: &Parameters) -> Harm {
    /// A boat that nothing holds upright counts as one in a thousand: the logarithm stays finite.
    const LEAST: f64 = 0.001;
    let m = match level {
        Level::Shadow => p.intercept_level1,
        Level::Alongside => p.intercept_level2,
        Level::Block => p.intercept_level3,
        Level::Stop => p.intercept_level4,
    };
    let stability = -maths::ln(steadiness.max(LEAST));
    let x = p.intercept_load_slope * maths::ln(f64::from(aboard.max(1)) / 20.0)
        + p.intercept_wave_slope * wave_height_m / 0.5
        + if night { p.intercept_night } else { 0.0 }
        + stability
        + m;
    let (fall, mass) = match level {
        Level::Shadow | Level::Alongside => (p.intercept_near_fall_intercept, p.intercept_near_mass_intercept),
        Level::Block | Level::Stop => (p.intercept_fall_intercept, p.intercept_mass_intercept),
    };
    Harm { fall: maths::logistic(fall + x), mass: maths::logistic(mass + x) }
}

/// How many enter the water in a mass immersion: a share Beta(6, 2) of those aboard (MODEL 8.2), which is
/// the law of the sixth of seven uniforms, moved to the register's mean.
#[must_use]
pub fn in_water_by_mass(aboard: u32, mut uniforms: [f64; 7], p: &Parameters) -> u32 {
    /// Mean of Beta(6, 2).
    const MEAN: f64 = 0.75;
    uniforms.sort_by(f64::total_cmp);
    let share = (uniforms[5] * p.intercept_mass_share / MEAN).min(1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the number aboard")]
    let n = (share * f64::from(aboard)).ceil() as u32;
    n.min(aboard)
}

/// Mean number in the water beyond the first when somebody falls (MODEL 8.2: Poisson).
#[must_use]
pub fn mean_further_falls(aboard: u32, p: &Parameters) -> f64 {
    p.intercept_fall_mean_per_55 * f64::from(aboard) / 55.0
}

/// May people jump? At levels 3 and 4, when many are aboard (MODEL 8.2).
#[must_use]
pub fn may_jump(level: Level, aboard: u32, p: &Parameters) -> bool {
    matches!(level, Level::Block | Level::Stop) && f64::from(aboard) >= p.intercept_jump_from
}

/// What becomes of an attempt to stop a boat or turn it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It stops.
    Stops,
    /// It turns back to the shore.
    TurnsBack,
    /// It goes on.
    GoesOn,
}

/// Outcome of an attempt by the boat's luck, a uniform number. Probabilities from the register (all E).
#[must_use]
pub fn outcome(level: Level, luck: f64, p: &Parameters) -> Outcome {
    let (turns_back, goes_on) = if level == Level::Stop {
        (p.intercept_turned_back_probability, p.intercept_evaded_probability)
    } else {
        let on = 1.0 - p.block_turns_back_probability - p.block_stops_probability;
        (p.block_turns_back_probability, on.max(0.0))
    };
    if luck < goes_on {
        Outcome::GoesOn
    } else if luck < goes_on + turns_back {
        Outcome::TurnsBack
    } else {
        Outcome::Stops
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, NightKey, Purpose, Subject};
    use proptest::prelude::*;

    /// MODEL 8.4, all nine vignettes.
    #[test]
    fn vignettes_meet_the_reference_cases() {
        use Level::{Alongside, Block, Shadow, Stop};
        let p = Parameters::shipped_for_tests();
        for (n, hs, night, level, fall, mass) in [
            (3, 0.0, false, Alongside, 0.0009, 0.0001),
            (3, 0.0, false, Stop, 0.0288, 0.0033),
            (15, 0.3, false, Block, 0.0724, 0.0086),
            (25, 0.2, false, Block, 0.0910, 0.0110),
            (55, 0.2, false, Block, 0.1583, 0.0204),
            (55, 0.5, true, Block, 0.3339, 0.0526),
            (55, 0.5, true, Shadow, 0.0075, 0.0008),
            (55, 0.3, true, Alongside, 0.0239, 0.0027),
            (80, 0.5, true, Stop, 0.6009, 0.1430),
        ] {
            let h = harm(level, n, hs, night, 1.0, &p);
            assert!((h.fall - fall).abs() < 0.0001, "{n} aboard, {level:?}: {}, expected {fall}", h.fall);
            assert!((h.mass - mass).abs() < 0.0001, "{n} aboard, {level:?}: {}, expected {mass}", h.mass);
        }
    }

    /// Deaths to be expected of one manoeuvre: people in the water after a fall, the share of them who
    /// die, and the share of all aboard who die in a mass immersion.
    fn expected_deaths(h: Harm, aboard: u32, fall: (f64, f64), mass_fatality: f64) -> f64 {
        h.fall * fall.0 * fall.1 + h.mass * f64::from(aboard) * mass_fatality
    }

    /// MODEL 8.4, expected deaths.
    #[test]
    fn expected_deaths_meet_the_reference_cases() {
        let p = Parameters::shipped_for_tests();
        let cases = [
            (Level::Block, 55, 0.5, true, (2.0, 0.05), 0.17, 0.53, 0.005),
            (Level::Shadow, 55, 0.5, true, (1.5, 0.05), 0.17, 0.008, 0.0005),
            (Level::Block, 25, 0.2, false, (1.5, 0.02), 0.10, 0.030, 0.0005),
        ];
        for (level, n, hs, night, fall, mass, expected, tolerance) in cases {
            let deaths = expected_deaths(harm(level, n, hs, night, 1.0, &p), n, fall, mass);
            assert!((deaths - expected).abs() <= tolerance, "{n} aboard, {level:?}: {deaths}, expected {expected}");
        }
    }

    /// MODEL 8.2: hundreds of boats a year are shadowed or assisted, with 27 deaths of all causes in 2025.
    #[test]
    fn shadowing_and_assisting_stay_within_what_the_record_bears() {
        let p = Parameters::shipped_for_tests();
        for night in [false, true] {
            let shadow = expected_deaths(harm(Level::Shadow, 55, 0.4, night, 1.0, &p), 55, (1.5, 0.05), 0.17);
            let assist = expected_deaths(harm(Level::Alongside, 55, 0.3, night, 1.0, &p), 55, (1.5, 0.05), 0.17);
            assert!(shadow <= 0.01, "level 1: {shadow} deaths a contact");
            assert!(assist <= 0.03, "level 2: {assist} deaths a contact");
        }
    }

    /// MODEL 8.3: only levels 3 and 4 are swept, and what the record bounds stays where it is.
    #[test]
    fn a_sweep_of_levels_3_and_4_leaves_levels_1_and_2_alone() {
        let usual = Parameters::shipped_for_tests();
        let swept = Parameters { intercept_mass_intercept: -4.2, intercept_fall_intercept: -3.0, ..usual.clone() };
        for level in Level::ALL {
            let (was, is) = (harm(level, 55, 0.3, true, 1.0, &usual), harm(level, 55, 0.3, true, 1.0, &swept));
            let swept = matches!(level, Level::Block | Level::Stop);
            assert_eq!(was != is, swept, "{level:?}: {was:?} and {is:?}");
        }
    }

    #[test]
    fn a_boat_that_goes_over_easily_makes_every_manoeuvre_worse() {
        let p = Parameters::shipped_for_tests();
        let at = |q| harm(Level::Alongside, 55, 0.4, false, q, &p);
        assert!(at(0.4).mass > at(1.0).mass && at(2.4).mass < at(1.0).mass);
        // MODEL 8.2: the term is the logarithm of the share, so half the share doubles the odds.
        let odds = |h: Harm| h.mass / (1.0 - h.mass);
        assert!((odds(at(0.5)) / odds(at(1.0)) - 2.0).abs() < 1e-9);
        assert!(at(0.0).mass < 1.0);
    }

    #[test]
    fn a_mass_immersion_takes_three_quarters_on_average_and_never_more_than_all() {
        let p = Parameters::shipped_for_tests();
        let d = Draws::new(NightKey { seed: 3, night: 0 });
        let rounds = 4000_u32;
        let sum: f64 = (0..rounds)
            .map(|r| {
                let u = [0, 1, 2, 3, 4, 5, 6].map(|i| d.uniform(Subject::boat(r), Purpose::MassShare, i));
                let n = in_water_by_mass(1000, u, &p);
                assert!(n <= 1000);
                f64::from(n) / 1000.0
            })
            .sum();
        // Standard deviation of Beta(6, 2) is 0.144: four standard errors are 0.009.
        assert!((sum / f64::from(rounds) - 0.75).abs() < 0.01);
    }

    #[test]
    fn outcomes_come_as_often_as_the_register_says() {
        let p = Parameters::shipped_for_tests();
        for level in [Level::Block, Level::Stop] {
            let share = |of: Outcome| {
                (0..1000_u32).filter(|i| outcome(level, (f64::from(*i) + 0.5) / 1000.0, &p) == of).count() as f64
                    / 1000.0
            };
            let (back, stops) = if level == Level::Stop {
                let back = p.intercept_turned_back_probability;
                (back, 1.0 - back - p.intercept_evaded_probability)
            } else {
                (p.block_turns_back_probability, p.block_stops_probability)
            };
            assert!((share(Outcome::TurnsBack) - back).abs() < 0.002);
            assert!((share(Outcome::Stops) - stops).abs() < 0.002);
        }
    }

    proptest! {
        #[test]
        fn more_people_and_more_sea_never_lower_the_harm(n in 1_u32..110, dn in 0_u32..20, hs in 0.0_f64..1.0, dh in 0.0_f64..0.5) {
            let p = Parameters::shipped_for_tests();
            let base = harm(Level::Stop, n, hs, false, 1.0, &p);
            let worse = harm(Level::Stop, n + dn, hs + dh, true, 1.0, &p);
            prop_assert!(worse.fall >= base.fall && worse.mass >= base.mass);
        }
    }
}
