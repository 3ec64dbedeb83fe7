//! What may stopping a boat do to the people aboard?
//!
//! MODEL 8.2: logistic probabilities that at least one person enters the water, and that all do, by
//! level of manoeuvre, number aboard, waves and light. Levels 3 and 4 on loaded boats have no usable
//! denominator anywhere in the record (confidence E): the product sweeps them and never averages them
//! away. Left out for now: the stability term `ln(0.25 / q*)`, which needs crowd shift.

use crate::parameters::Parameters;
use crate::units::maths;

/// Level of manoeuvre (MODEL 8.2).
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

/// Probabilities of harm in one manoeuvre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Harm {
    /// At least one person enters the water.
    pub fall: f64,
    /// Everyone is at risk of entering the water: the boat goes over or fills.
    pub mass: f64,
}

/// Harm of a manoeuvre on a boat with `aboard` people in waves of this height.
#[must_use]
pub fn harm(level: Level, aboard: u32, wave_height_m: f64, night: bool, p: &Parameters) -> Harm {
    let m = match level {
        Level::Shadow => p.intercept_level1,
        Level::Alongside => p.intercept_level2,
        Level::Block => p.intercept_level3,
        Level::Stop => p.intercept_level4,
    };
    let x = p.intercept_load_slope * maths::ln(f64::from(aboard.max(1)) / 20.0)
        + p.intercept_wave_slope * wave_height_m / 0.5
        + if night { p.intercept_night } else { 0.0 }
        + m;
    Harm {
        fall: maths::logistic(p.intercept_fall_intercept + x),
        mass: maths::logistic(p.intercept_mass_intercept + x),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
            let h = harm(level, n, hs, night, &p);
            assert!((h.fall - fall).abs() < 0.0001, "{n} aboard, {level:?}: {}, expected {fall}", h.fall);
            assert!((h.mass - mass).abs() < 0.0001, "{n} aboard, {level:?}: {}, expected {mass}", h.mass);
        }
    }

    proptest! {
        #[test]
        fn more_people_and_more_sea_never_lower_the_harm(n in 1_u32..110, dn in 0_u32..20, hs in 0.0_f64..1.0, dh in 0.0_f64..0.5) {
            let p = Parameters::shipped_for_tests();
            let base = harm(Level::Stop, n, hs, false, &p);
            let worse = harm(Level::Stop, n + dn, hs + dh, true, &p);
            prop_assert!(worse.fall >= base.fall && worse.mass >= base.mass);
        }
    }
}
