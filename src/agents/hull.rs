//! How does an overloaded inflatable sit in the water, and how fast does it go?
//!
//! Hydrostatics and the speed law of MODEL 3.2: draught from the water-plane area, freeboard from what
//! is left of the tubes, and a resistance `R/W = a Fn² + b Fn⁶` met by the engine's thrust power. The
//! yardstick for overload is the LSA Code's raft rule (one person per 0.096 m³ of tube).
//! Left out for now: crowd shift and stability (MODEL 3.2, q*), trim, fuel burnt on the way.

use crate::parameters::Parameters;
use crate::units::{Distance, Speed, maths};

/// Density of sea water, kg/m³ (MODEL 3: 1025).
pub(super) const WATER_DENSITY: f64 = 1025.0;
/// Standard gravity, m/s² (exact by definition).
const GRAVITY: f64 = 9.806_65;
/// Watts in a metric horsepower (exact: 75 kgf·m/s).
const HORSEPOWER_W: f64 = 735.498_75;
/// Share of length × beam that the water-plane of such a boat covers (MODEL 3.2).
pub(super) const WATER_PLANE_SHARE: f64 = 0.85;

/// The build of one inflatable.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hull {
    /// Length over all, metres.
    pub length_m: f64,
    /// Beam over all, metres.
    pub beam_m: f64,
    /// Effective diameter of the tubes (inflation counted), metres.
    pub tube_m: f64,
    /// Engine power, metric horsepower.
    pub power_hp: f64,
    /// Boat, engine and fuel, kg.
    pub outfit_kg: f64,
}

impl Hull {
    /// A hull of this length and inflation. Beam and tubes are those of the usual length in the register,
    /// scaled with length.
    #[must_use]
    pub fn new(length_m: f64, inflation: f64, p: &Parameters) -> Self {
        let scale = maths::pow(length_m / p.boat_length_mode_m, p.boat_scale_exponent);
        Self {
            length_m,
            beam_m: p.boat_beam_m * scale,
            tube_m: p.boat_tube_diameter_m * scale * inflation,
            power_hp: p.engine_power_hp,
            outfit_kg: p.boat_hull_mass_kg + p.boat_engine_mass_kg + p.boat_fuel_mass_kg,
        }
    }

    /// Total mass with people of this mass aboard, kg.
    #[must_use]
    pub fn mass_kg(&self, people_kg: f64) -> f64 {
        self.outfit_kg + people_kg
    }

    /// Draught at this total mass.
    #[must_use]
    pub fn draught(&self, mass_kg: f64) -> Distance {
        Distance::metres(mass_kg / (WATER_DENSITY * WATER_PLANE_SHARE * self.length_m * self.beam_m))
    }

    /// Freeboard at this total mass: what is left of the tubes, never below zero.
    #[must_use]
    pub fn freeboard(&self, mass_kg: f64) -> Distance {
        Distance::metres((self.tube_m - self.draught(mass_kg).m()).max(0.0))
    }

    /// Width between the tubes, m: over it water aboard runs from side to side.
    #[must_use]
    pub fn inner_width_m(&self) -> f64 {
        (self.beam_m - 2.0 * self.tube_m).max(0.0)
    }

    /// Volume of the tubes, m³.
    #[must_use]
    pub fn tube_volume_m3(&self) -> f64 {
        let pi = core::f64::consts::PI;
        pi / 4.0 * self.tube_m * self.tube_m * (2.0 * (self.length_m - self.beam_m / 2.0) + pi * self.beam_m / 2.0)
    }

    /// Overload: people aboard over the number that the LSA Code would allow on tubes of this volume.
    #[must_use]
    pub fn overload(&self, people: u32, p: &Parameters) -> f64 {
        f64::from(people) / (self.tube_volume_m3() / p.lsa_volume_per_person_m3)
    }

    /// People per square metre of floor.
    #[must_use]
    pub fn crowding(&self, people: u32, p: &Parameters) -> f64 {
        f64::from(people) / (p.floor_area_share * self.length_m * self.beam_m)
    }

    /// Speed through calm water at this total mass: the root of `W (a Fn² + b Fn⁶) V = η P`.
    #[must_use]
    pub fn speed(&self, mass_kg: f64, p: &Parameters) -> Speed {
        let thrust_w = p.propulsive_efficiency * self.power_hp * HORSEPOWER_W;
        let needed = |v: f64| {
            let fn2 = v * v / (GRAVITY * self.length_m);
            mass_kg * GRAVITY * (p.resistance_a * fn2 + p.resistance_b * fn2 * fn2 * fn2) * v
        };
        // The power needed grows with speed, so bisection is safe; 40 halvings of 20 m/s leave 2e-11 m/s.
        let (mut low, mut high) = (0.0, 20.0);
        for _ in 0..40 {
            let mid = 0.5 * (low + high);
            if needed(mid) < thrust_w {
                low = mid;
            } else {
                high = mid;
            }
        }
        Speed::metres_per_second(0.5 * (low + high))
    }
}

/// Share of calm-water speed left in waves, on average over headings (MODEL 3.2, with its floor).
#[must_use]
pub fn speed_share_in_waves(wave_height_m: f64, p: &Parameters) -> f64 {
    // The mean of a cosine-weighted heading over all headings is one half of the head-sea loss.
    let loss = 0.5 * p.wave_speed_loss_per_half_metre * wave_height_m / 0.5;
    (1.0 - loss).max(p.wave_speed_floor)
}

/// Mean zero-crossing period of a short sea of this height, seconds: the straight line through the
/// pairs that MODEL 3.4 uses (0.3 m 2.6 s, 0.4 m 2.8 s, 0.5 m 3.0 s, 0.8 m 3.6 s).
#[must_use]
pub fn mean_period_s(wave_height_m: f64) -> f64 {
    2.0 + 2.0 * wave_height_m.max(0.0)
}

/// Hazard of a swamping onset, per hour: Rayleigh overtopping of the remaining freeboard (MODEL 3.2).
#[must_use]
pub fn swamping_per_h(freeboard: Distance, wave_height_m: f64, engine_dead: bool, p: &Parameters) -> f64 {
    if wave_height_m <= 0.0 {
        return 0.0;
    }
    let factor = if engine_dead { p.swamping_dead_factor } else { 1.0 };
    let sigma = p.swamping_motion_factor * factor * wave_height_m / 4.0;
    let crests_per_h = 3600.0 / mean_period_s(wave_height_m);
    let f = freeboard.m();
    crests_per_h * maths::exp(-f * f / (2.0 * sigma * sigma)) * p.swamping_onset_probability
}

/// Hazard of a hull failure, per hour (MODEL 3.2).
#[must_use]
pub fn hull_failure_per_h(overload: f64, wave_height_m: f64, p: &Parameters) -> f64 {
    let sea = wave_height_m / 0.5;
    p.hull_failure_per_h * maths::pow(overload, p.hull_overload_exponent) * (1.0 + sea * sea) / 2.0
}

/// Hazard of an engine failure, per hour (MODEL 3.2): more in spray and in the first minutes.
#[must_use]
pub fn engine_failure_per_h(wave_height_m: f64, minutes_running: f64, p: &Parameters) -> f64 {
    let rough = if wave_height_m > p.engine_rough_wave_m { p.engine_rough_factor } else { 1.0 };
    let start = if minutes_running < p.engine_start_minutes { p.engine_start_factor } else { 1.0 };
    p.engine_failure_per_h * rough * start
}

/// Probability of a crowd crush at one alarm (MODEL 5.3).
#[must_use]
pub fn crush_probability(crowding_per_m2: f64, p: &Parameters) -> f64 {
    let r = crowding_per_m2 / p.crush_reference_density;
    1.0 - maths::exp(-p.crush_coefficient * r * r * r * r)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn p() -> Parameters {
        Parameters::shipped_for_tests()
    }

    fn hull(length_m: f64, beam_m: f64, tube_m: f64) -> Hull {
        Hull { length_m, beam_m, tube_m, power_hp: 40.0, outfit_kg: 350.0 }
    }

    fn close(got: f64, expected: f64, tolerance: f64) {
        assert!((got - expected).abs() <= tolerance, "got {got}, expected {expected}");
    }

    /// MODEL 3.4, rows 1 to 3.
    #[test]
    fn hydrostatics_meet_the_reference_cases() {
        let h = hull(9.0, 2.2, 0.5);
        close(h.mass_kg(60.0 * 80.0), 5150.0, 0.0);
        close(h.draught(5150.0).m(), 0.299, 0.001);
        close(h.freeboard(5150.0).m(), 0.201, 0.001);
        close(h.tube_volume_m3(), 3.78, 0.01);
        close(h.overload(60, &p()), 1.52, 0.01);
        let small = hull(8.0, 2.0, 0.45);
        close(small.freeboard(350.0 + 4800.0).m(), 0.081, 0.001);
        close(small.freeboard(350.0 + 3200.0).m(), 0.195, 0.001);
        close(small.overload(60, &p()), 2.11, 0.02);
        close(hull(12.0, 2.6, 0.6).freeboard(9310.0).m(), 0.257, 0.001);
    }

    /// MODEL 3.4: 5.66 kn, 4.12 kn with 15 hp, 5.39 kn for 10 m and 6.8 t, 9.6 kn empty.
    #[test]
    fn speeds_meet_the_reference_cases() {
        close(hull(9.0, 2.2, 0.5).speed(5200.0, &p()).kn(), 5.66, 0.06);
        close(Hull { power_hp: 15.0, ..hull(9.0, 2.2, 0.5) }.speed(5200.0, &p()).kn(), 4.12, 0.05);
        close(hull(10.0, 2.2, 0.5).speed(6800.0, &p()).kn(), 5.39, 0.06);
        close(hull(9.0, 2.2, 0.5).speed(800.0, &p()).kn(), 9.6, 0.1);
    }

    /// MODEL 3.4, swamping and hull rows.
    #[test]
    fn hazards_meet_the_reference_cases() {
        let at = |f: f64, hs: f64| swamping_per_h(Distance::metres(f), hs, false, &p());
        close(at(0.20, 0.5), 0.0034, 0.0001);
        close(at(0.20, 0.4), 0.000_50, 0.000_02);
        close(at(0.20, 0.8), 0.025, 0.001);
        close(at(0.08, 0.5), 0.068, 0.002);
        close(at(0.30, 0.5), 0.000_04, 0.000_005);
        close(hull_failure_per_h(60.0 / 39.4, 0.5, &p()), 0.000_94, 0.000_01);
        close(crush_probability(5.8, &p()), 0.0036, 0.0001);
    }

    proptest! {
        #[test]
        fn more_sea_and_less_freeboard_never_lower_the_hazard(
            f in 0.02_f64..0.5, hs in 0.1_f64..1.5, df in 0.0_f64..0.2, dh in 0.0_f64..0.5,
        ) {
            // The crest rate falls slowly with period while overtopping grows fast, as long as the
            // freeboard is not almost nothing.
            let p = p();
            let base = swamping_per_h(Distance::metres(f + df), hs, false, &p);
            prop_assert!(swamping_per_h(Distance::metres(f), hs, false, &p) >= base);
            prop_assert!(hull_failure_per_h(1.5, hs + dh, &p) >= hull_failure_per_h(1.5, hs, &p));
        }

        #[test]
        fn more_people_never_raise_speed_or_freeboard(n in 1_u32..120, more in 1_u32..20) {
            let (p, h) = (p(), hull(9.0, 2.2, 0.5));
            let (light, heavy) = (h.mass_kg(f64::from(n) * 80.0), h.mass_kg(f64::from(n + more) * 80.0));
            prop_assert!(h.speed(heavy, &p) <= h.speed(light, &p));
            prop_assert!(h.freeboard(heavy) <= h.freeboard(light));
        }
    }
}
