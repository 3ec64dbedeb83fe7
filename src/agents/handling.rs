//! How fast does a unit get there, and how fast does it take people aboard?
//!
//! MODEL 7: speed lost in waves by class, recovery from the water, transfer from a boat.

use super::craft::CraftClass;
use crate::parameters::Parameters;
use crate::units::{Duration, Speed};

/// Speed of a unit in waves of this height.
#[must_use]
pub fn speed_in_sea(class: &CraftClass, wave_height_m: f64, p: &Parameters) -> Speed {
    if class.flies {
        return class.max_speed;
    }
    class.max_speed * (1.0 - class.speed_loss_per_m * wave_height_m).max(p.minimum_speed_factor)
}

/// People a minute taken out of the water.
#[must_use]
pub fn recovery_per_min(class: &CraftClass, wave_height_m: f64, p: &Parameters) -> f64 {
    let loss = p.rough_recovery_loss_per_m * (wave_height_m - p.rough_recovery_wave_m).max(0.0);
    class.recovery_per_min * (1.0 - loss).max(0.1)
}

/// Time to transfer one person from a boat, from the time it takes by day in a calm.
#[must_use]
pub fn transfer_time(calm: Duration, night: bool, wave_height_m: f64, p: &Parameters) -> Duration {
    let night = if night { p.night_transfer_factor } else { 1.0 };
    let rough = if wave_height_m > p.rough_transfer_wave_m { p.rough_transfer_factor } else { 1.0 };
    calm * night * rough
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Distance;

    fn rib() -> CraftClass {
        CraftClass {
            id: "rib".into(),
            title: "RIB".into(),
            flies: false,
            max_speed: Speed::knots(35.0),
            speed_loss_per_m: 0.45,
            draught: Distance::metres(0.5),
            tender_draught: None,
            capacity: 10,
            recovery_per_min: 2.5,
            intercepts: true,
            orbit: None,
            sensors: Vec::new(),
            source: String::new(),
        }
    }

    /// MODEL 7: RIB 35 kn in 0.5 m makes 27.1 kn, 5 nm in 11.1 min; 47 people at 2.5 a minute, 18.8 min;
    /// a boat with 60 by day in a calm, 15 + 60 × 25/60 = 40 min.
    #[test]
    fn the_reference_cases_hold() {
        let p = Parameters::shipped_for_tests();
        let v = speed_in_sea(&rib(), 0.5, &p);
        assert!((v.kn() - 27.1).abs() < 0.05);
        assert!(((Distance::nautical_miles(5.0) / v).min_() - 11.1).abs() < 0.05);
        assert!((47.0 / recovery_per_min(&rib(), 0.5, &p) - 18.8).abs() < 0.01);
        let each = transfer_time(Duration::seconds(25.0), false, 0.2, &p);
        assert!((p.approach_median_min + 60.0 * each.min_() - 40.0).abs() < 0.01);
    }
}
