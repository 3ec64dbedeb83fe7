//! How fast does a unit get there, and how fast does it take people aboard?
//!
//! MODEL 7: speed lost in waves by class, recovery from the water, transfer from a boat, shuttles by a
//! ship's small boat. Beyond the ordinary number aboard a vessel is slower and in danger (register, our
//! guesses). Left out: trim, free surfaces, and how well a crew is drilled.

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

/// The waves in which a class can still be counted on to make its way, metres: where its loss of speed has come to the
/// floor of the formula, below which MODEL 7 knows nothing of it (rigid inflatable 1.4 m, launch 2.6 m, lifeboat 4.3 m). None
/// for what flies. No operator publishes a limit; for the saving of life nobody is held to one.
#[must_use]
pub fn sea_limit_m(class: &CraftClass, p: &Parameters) -> f64 {
    if class.flies || class.speed_loss_per_m <= 0.0 {
        return f64::INFINITY;
    }
    (1.0 - p.minimum_speed_factor) / class.speed_loss_per_m
}

/// People a minute taken out of the water.
#[must_use]
pub fn recovery_per_min(class: &CraftClass, wave_height_m: f64, p: &Parameters) -> f64 {
    let loss = p.rough_recovery_loss_per_m * (wave_height_m - p.rough_recovery_wave_m).max(0.0);
    let device = if class.mass_rescue { p.staircase_factor } else { 1.0 };
    class.recovery_per_min * device * (1.0 - loss).max(p.rough_recovery_floor)
}

/// People a minute taken off a boat: one after the other, and no faster than the class can. A hoist lifts
/// from a boat no faster than from the water, unless the helicopter can land beside it on dry ground.
#[must_use]
pub fn off_boat_per_min(class: &CraftClass, each: Duration, lands_beside: bool) -> f64 {
    let most = if class.flies && !lands_beside { class.recovery_per_min } else { class.transfer_per_min };
    (60.0 / each.s()).min(most)
}

/// People a minute that a ship's small boat brings from `distance_m` off, when it fills at `per_min`.
#[must_use]
pub fn shuttle_per_min(places: u32, distance_m: f64, per_min: f64, p: &Parameters) -> f64 {
    if places == 0 || per_min <= 0.0 {
        return 0.0;
    }
    let n = f64::from(places);
    let way = 2.0 * distance_m / Speed::knots(p.tender_speed_kn).mps() / 60.0;
    n / (n / per_min + way + n / p.tender_unload_per_min)
}

/// Share of its speed that a unit keeps with this many survivors aboard.
#[must_use]
pub fn laden_speed_share(class: &CraftClass, survivors: u32, p: &Parameters) -> f64 {
    if survivors > class.capacity { p.overfull_speed_share } else { 1.0 }
}

/// Rate per hour at which a unit with more than its ordinary number aboard comes in danger of capsizing:
/// with the square of how far it is filled to its utmost, and with the waves.
#[must_use]
pub fn overfull_per_h(class: &CraftClass, survivors: u32, wave_height_m: f64, p: &Parameters) -> f64 {
    if survivors <= class.capacity {
        return 0.0;
    }
    let over = f64::from(survivors - class.capacity) / f64::from((class.capacity_max - class.capacity).max(1));
    p.overfull_danger_per_h * over * over * wave_height_m / 0.5
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
            tender_places: 0,
            capacity: 10,
            capacity_max: 15,
            recovery_per_min: 2.5,
            transfer_per_min: 4.0,
            mass_rescue: false,
            tows: true,
            endurance: Duration::hours(5.0),
            fuel_range: Distance::nautical_miles(150.0),
            watches: false,
            night_readiness_factor: 1.0,
            intercepts: true,
            operator: None,
            unmanned: false,
            orbit: None,
            sensors: Vec::new(),
            source: String::new(),
            drawn: Vec::new(),
        }
    }

    /// MODEL 7: RIB 35 kn in 0.5 m makes 27.1 kn, 5 nm in 11.1 min; 47 people at 2.5 a minute, 18.8 min;
    /// a boat with 60 by day in a calm, 15 + 60 × 25/60 = 40 min.
    #[test]
    fn a_sea_limit_is_where_the_speed_has_come_to_its_floor() {
        let p = Parameters::shipped_for_tests();
        let rib = CraftClass { speed_loss_per_m: 0.45, ..rib() };
        let limit = sea_limit_m(&rib, &p);
        assert!((limit - 0.65 / 0.45).abs() < 1e-9, "{limit}");
        let share = |wave_m: f64| speed_in_sea(&rib, wave_m, &p).mps() / rib.max_speed.mps();
        assert!((share(limit) - share(limit + 2.0)).abs() < 1e-9 && share(limit - 0.1) > share(limit) + 0.01);
        assert!(sea_limit_m(&CraftClass { flies: true, ..rib }, &p).is_infinite());
    }

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

    #[test]
    fn a_small_boat_brings_fewer_the_farther_its_ship_lies_off() {
        let p = Parameters::shipped_for_tests();
        let rates = [0.0, 500.0, 1500.0].map(|d| shuttle_per_min(10, d, 2.4, &p));
        assert!(rates[0] < 2.4 && rates[0] > rates[1] && rates[1] > rates[2] && rates[2] > 0.0);
        // Ten at 2.4 a minute, 1,500 m to and fro at 18 kn, ten up the side at 3 a minute: 12.9 min.
        assert!((rates[2] - 10.0 / (10.0 / 2.4 + 3000.0 / 9.26 / 60.0 + 10.0 / 3.0)).abs() < 0.001);
        assert!(shuttle_per_min(0, 100.0, 2.4, &p) <= 0.0);
    }

    #[test]
    fn the_ordinary_number_is_safe_and_every_one_beyond_it_less_so() {
        let p = Parameters::shipped_for_tests();
        let danger = |n| overfull_per_h(&rib(), n, 0.5, &p);
        assert!(danger(10) <= 0.0);
        assert!((danger(15) - p.overfull_danger_per_h).abs() < 1e-12);
        assert!(danger(11) > 0.0 && danger(12) > danger(11));
        assert!(laden_speed_share(&rib(), 11, &p) < laden_speed_share(&rib(), 10, &p));
    }

    /// MODEL 7: 2 to 4 min a hoist. EVENTS S2: on a bank that had dried the helicopter landed instead.
    #[test]
    fn a_helicopter_hoists_slowly_and_where_it_can_land_does_not_hoist() {
        let helicopter = CraftClass { flies: true, recovery_per_min: 1.0 / 3.0, transfer_per_min: 3.0, ..rib() };
        let each = Duration::seconds(25.0);
        assert!((off_boat_per_min(&helicopter, each, false) - 1.0 / 3.0).abs() < 1e-12);
        assert!((off_boat_per_min(&helicopter, each, true) - 60.0 / 25.0).abs() < 1e-12);
        assert!((off_boat_per_min(&rib(), each, false) - 60.0 / 25.0).abs() < 1e-12);
        assert!((off_boat_per_min(&rib(), Duration::seconds(5.0), false) - 4.0).abs() < 1e-12);
    }

    #[test]
    fn a_sea_staircase_speeds_the_rescue() {
        let p = Parameters::shipped_for_tests();
        let with = CraftClass { mass_rescue: true, ..rib() };
        assert!((recovery_per_min(&with, 0.3, &p) - 2.5 * p.staircase_factor).abs() < 1e-12);
    }
}
