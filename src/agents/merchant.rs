//! A merchant ship in a lane: where is it, and how near does it pass?
//!
//! Ships keep their speed and their distance from the middle of the lane; where one is follows from when
//! it entered, so a night's traffic costs nothing until somebody asks. Each ship is drawn from the night
//! alone: all doctrines meet the same traffic.
//!
//! Left out: ships that alter course or speed for a boat, their domain of manoeuvre, and overtaking.

use crate::draws::{Draws, Purpose, Subject};
use crate::parameters::Parameters;
use crate::units::{Speed, Tick, Vec2, maths};

/// One ship of a night.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ship {
    /// Stable number in the night.
    pub id: u32,
    /// Which passage it makes, by index.
    pub route: u32,
    /// Seconds after the first tick at which it enters the passage; negative if it was there before.
    pub enters_s: f64,
    /// Speed over ground.
    pub speed: Speed,
    /// Metres to starboard of the middle of the lane.
    pub starboard_m: f64,
    /// Length over all, m.
    pub length_m: f64,
    /// Does its bridge report a small boat that it sees?
    pub reports: bool,
    /// Does it while a broadcast asks ships to look out for a boat?
    pub looks_out: bool,
}

impl Ship {
    /// Metres along its passage at a tick; negative before it enters.
    #[must_use]
    pub fn along_m(&self, tick: Tick) -> f64 {
        self.speed.mps() * (tick.elapsed().s() - self.enters_s)
    }

    /// Beam, m.
    #[must_use]
    pub fn beam_m(&self, p: &Parameters) -> f64 {
        self.length_m / p.traffic_length_over_beam
    }
}

/// The ships of a night: for each passage (given by its length), those that are on it at some time
/// during the span. Entries are a Poisson stream; each passage of a direction has its share of it.
#[must_use]
pub fn ships_of_the_night(luck: Draws, routes: &[(f64, f64)], span_s: f64, p: &Parameters) -> Vec<Ship> {
    let mut ships = Vec::new();
    for (route, &(length_m, share)) in routes.iter().enumerate() {
        let per_s = p.traffic_ships_per_day * share / 86_400.0;
        if per_s <= 0.0 {
            continue;
        }
        // The slowest ship takes this long, so none is missing at the first tick.
        let slowest = Speed::knots(p.traffic_speed_low_kn);
        let mut at = -length_m / slowest.mps();
        let mut k = 0_u32;
        loop {
            // Numbered within its passage, so that one passage's traffic does not shift another's.
            #[expect(clippy::cast_possible_truncation, reason = "passages are few")]
            let id = (route as u32) << 16 | k;
            k += 1;
            let s = Subject::ship(id);
            at += luck.exponential(s, Purpose::Traffic, 0) / per_s;
            if at >= span_s {
                break;
            }
            let kn = luck.triangular(
                s,
                Purpose::Traffic,
                1,
                p.traffic_speed_low_kn,
                p.traffic_speed_mode_kn,
                p.traffic_speed_high_kn,
            );
            #[expect(clippy::cast_possible_truncation, reason = "passages are few")]
            let ship = Ship {
                id,
                route: route as u32,
                enters_s: at,
                speed: Speed::knots(kn),
                starboard_m: p.traffic_lateral_sd_m * luck.normal(s, Purpose::Traffic, 2),
                length_m: luck.log_normal(s, Purpose::Traffic, 3, p.traffic_length_median_m, p.traffic_length_sigma),
                reports: luck.chance(s, Purpose::Traffic, 4, p.traffic_reports),
                // The same luck: who reports without being asked does so when asked.
                looks_out: luck.chance(s, Purpose::Traffic, 4, p.overdue_ships_look_out.max(p.traffic_reports)),
            };
            if at + length_m / ship.speed.mps() > 0.0 {
                ships.push(ship);
            }
        }
    }
    ships
}

/// Height of a ship's wash at this distance, m: divergent waves fall with the cube root of the distance
/// (Havelock 1908, by the principle of stationary phase).
#[must_use]
pub fn wash_height_m(distance_m: f64, p: &Parameters) -> f64 {
    /// The register gives the height here, m.
    const REFERENCE_M: f64 = 100.0;
    p.traffic_wash_height_m * maths::pow(REFERENCE_M / distance_m.max(p.traffic_wash_nearest_m), 1.0 / 3.0)
}

/// The closest approach of two that keep their velocities, if it falls within the next `span_s` seconds:
/// metres. `apart` and `closing` are position and velocity of one relative to the other.
#[must_use]
pub fn closest_within(apart: Vec2, closing: Vec2, span_s: f64) -> Option<f64> {
    let v2 = closing.length_squared();
    if v2 < 1e-6 {
        return None;
    }
    let t = -(apart.x * closing.x + apart.y * closing.y) / v2;
    // Each pass has one closest moment, so half-open spans count it once.
    (0.0..span_s).contains(&t).then(|| (apart + closing * t).length())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::NightKey;

    fn night(n: u64) -> Draws {
        Draws::new(NightKey { seed: 3, night: n })
    }

    #[test]
    fn a_day_has_the_ships_that_were_asked_for_and_they_are_on_their_way_from_the_start() {
        let p = Parameters::shipped_for_tests();
        let (mut entered, mut there) = (0.0, 0.0);
        let nights = 60;
        for n in 0..nights {
            let ships = ships_of_the_night(night(n), &[(200_000.0, 0.5), (200_000.0, 0.5)], 86_400.0, &p);
            entered += ships.iter().filter(|s| (0.0..86_400.0).contains(&s.enters_s)).count() as f64;
            let on_the_way =
                |tick: Tick| ships.iter().filter(|s| (0.0..200_000.0).contains(&s.along_m(tick))).count() as f64;
            there += on_the_way(Tick(0)) - on_the_way(Tick(4320));
        }
        let n = nights as f64;
        // Four standard errors of a Poisson mean.
        let se = (p.traffic_ships_per_day / n).sqrt();
        assert!((entered / n - p.traffic_ships_per_day).abs() < 4.0 * se, "{} ships a day", entered / n);
        // As many at the start as at noon: about 130 each, so the mean difference has a spread of 2.
        assert!((there / n).abs() < 8.0, "{} more at the start", there / n);
    }

    #[test]
    fn a_wash_is_half_as_high_eight_times_as_far() {
        let p = Parameters::shipped_for_tests();
        assert!((wash_height_m(100.0, &p) - p.traffic_wash_height_m).abs() < 1e-12);
        assert!((wash_height_m(800.0, &p) - p.traffic_wash_height_m / 2.0).abs() < 1e-12);
    }

    #[test]
    fn the_closest_moment_is_found_once() {
        let (apart, closing) = (Vec2::new(-1000.0, 50.0), Vec2::new(10.0, 0.0));
        assert_eq!(closest_within(apart, closing, 60.0), None);
        assert_eq!(closest_within(apart + closing * 60.0, closing, 60.0), Some(50.0));
        assert_eq!(closest_within(apart + closing * 120.0, closing, 60.0), None);
        assert_eq!(closest_within(apart, Vec2::ZERO, 60.0), None);
    }
}
