//! How does an overloaded inflatable sit in the water, and how fast does it go?
//!
//! Hydrostatics and the speed law of MODEL 3.2: draught from the water-plane area, freeboard from what
//! is left of the tubes, and a resistance `R/W = a Fn² + b Fn⁶` met by the engine's thrust power. The
//! yardstick for overload is the LSA Code's raft rule (one person per 0.096 m³ of tube).
//! Left out: trim, and the mass of fuel as it burns. Crowds that move are in `stability`.

use crate::parameters::Parameters;
use crate::units::{Distance, Speed, maths};

/// Density of sea water, kg/m³ (MODEL 3: 1025).
pub(super) const WATER_DENSITY: f64 = 1025.0;
/// Standard gravity, m/s² (exact by definition).
const GRAVITY: f64 = 9.806_65;
/// Watts in a metric horsepower (exact: 75 kgf·m/s).
const HORSEPOWER_W: f64 = 735.498_75;
/// Density of petrol, kg/l (MODEL 3.2).
const PETROL_KG_PER_L: f64 = 0.745;

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
    /// A hull of this length and inflation, with this engine, before fuel. Beam and tubes are those of the usual
    /// length in the register, scaled with length.
    #[must_use]
    pub fn new(length_m: f64, inflation: f64, power_hp: f64, p: &Parameters) -> Self {
        let scale = maths::pow(length_m / p.boat_length_mode_m, p.boat_scale_exponent);
        Self {
            length_m,
            beam_m: p.boat_beam_m * scale,
            tube_m: p.boat_tube_diameter_m * scale * inflation,
            power_hp,
            outfit_kg: p.boat_hull_mass_kg + p.boat_engine_mass_kg,
        }
    }

    /// The same with this much fuel aboard.
    #[must_use]
    pub fn fuelled(self, litres: f64) -> Self {
        Self { outfit_kg: self.outfit_kg + litres * PETROL_KG_PER_L, ..self }
    }

    /// Total mass with people of this mass aboard, kg.
    #[must_use]
    pub fn mass_kg(&self, people_kg: f64) -> f64 {
        self.outfit_kg + people_kg
    }

    /// Draught at this total mass.
    #[must_use]
    pub fn draught(&self, mass_kg: f64, p: &Parameters) -> Distance {
        Distance::metres(mass_kg / (WATER_DENSITY * p.hull_water_plane_share * self.length_m * self.beam_m))
    }

    /// Freeboard at this total mass: what is left of the tubes, never below zero.
    #[must_use]
    pub fn freeboard(&self, mass_kg: f64, p: &Parameters) -> Distance {
        Distance::metres((self.tube_m - self.draught(mass_kg, p).m()).max(0.0))
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

    /// How many people the tubes carry when the boat is flooded and this share of their air is left: what they
    /// lift beyond hull, engine and fuel, over what a person weighs who is partly in the water (MODEL 3.2).
    #[must_use]
    pub fn carried_flooded(&self, air_share: f64, p: &Parameters) -> u32 {
        let lift_kg = WATER_DENSITY * self.tube_volume_m3() * air_share - self.outfit_kg;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "never negative, a few hundred")]
        let people = (lift_kg / p.flooded_person_kg).max(0.0) as u32;
        people
    }

    /// How many people the LSA Code would allow: by the volume of the tubes and by the floor, whichever is less.
    #[must_use]
    pub fn lsa_persons(&self, p: &Parameters) -> u32 {
        let by_volume = self.tube_volume_m3() / p.lsa_volume_per_person_m3;
        let by_floor = p.floor_area_share * self.length_m * self.beam_m / p.lsa_floor_per_person_m2;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "never negative, a few dozen")]
        let people = by_volume.min(by_floor) as u32;
        people
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

/// Share of calm-water speed left in waves (MODEL 3.2, with its floor). `against` is the cosine of the angle
/// between the heading and where the waves come from: 1 head on, 0 abeam, -1 with them, when nothing is lost.
#[must_use]
pub fn speed_share_in_waves(wave_height_m: f64, against: f64, p: &Parameters) -> f64 {
    let weight = 0.5 * (1.0 + against.clamp(-1.0, 1.0));
    let loss = weight * p.wave_speed_loss_per_half_metre * wave_height_m / 0.5;
    (1.0 - loss).max(p.wave_speed_floor)
}

/// Share of speed left to a boat that loses air, by the share of its freeboard that is left.
#[must_use]
pub fn speed_share_holed(freeboard_share: f64, p: &Parameters) -> f64 {
    p.holed_speed_share + (1.0 - p.holed_speed_share) * freeboard_share.clamp(0.0, 1.0)
}

/// Fuel burnt under way, litres an hour (MODEL 3.2): power × load × specific consumption over density.
#[must_use]
pub fn fuel_l_per_h(power_hp: f64, p: &Parameters) -> f64 {
    power_hp * HORSEPOWER_W / 1000.0 * p.fuel_load * p.fuel_kg_per_kwh / PETROL_KG_PER_L
}

/// Fuel taken for a way of this many hours, litres: what the way burns, times a margin, within what tanks and
/// cans hold. `spread` is a standard normal: some take little, some plenty.
#[must_use]
pub fn fuel_taken_l(burn_l_per_h: f64, way_h: f64, spread: f64, p: &Parameters) -> f64 {
    let wanted = burn_l_per_h * way_h * p.fuel_margin * maths::exp(p.fuel_margin_sigma * spread);
    wanted.clamp(p.fuel_tank_low_l, p.fuel_tank_high_l)
}

/// Mean zero-crossing period of a short sea of this height, seconds: a straight line; the register's values go through the
/// pairs that MODEL 3.4 uses (0.3 m 2.6 s, 0.4 m 2.8 s, 0.5 m 3.0 s, 0.8 m 3.6 s).
#[must_use]
pub fn mean_period_s(wave_height_m: f64, p: &Parameters) -> f64 {
    p.swamping_least_period_s + p.swamping_period_rise_s_per_m * wave_height_m.max(0.0)
}

/// Hazard of a swamping onset, per hour: Rayleigh overtopping of the remaining freeboard (MODEL 3.2).
///
/// Crests come at longer intervals as the sea grows, so with little freeboard, where most of them come over anyway, the
/// formula by itself would fall with a rising sea: at 0.03 m and the values of MODEL 3.2 from 0.111 an hour at 0.4 m to 0.088
/// at 1 m. Seas of all lesser heights run within a higher one, so the hazard is that of the worst sea up to this height:
/// it never falls with the sea. MODEL's reference cases lie where the formula still rises and are what they were.
#[must_use]
pub fn swamping_per_h(freeboard: Distance, wave_height_m: f64, engine_dead: bool, p: &Parameters) -> f64 {
    if wave_height_m <= 0.0 || p.swamping_motion_factor <= 0.0 {
        return 0.0;
    }
    let factor = if engine_dead { p.swamping_dead_factor } else { 1.0 };
    let per_wave = p.swamping_motion_factor * factor / 4.0;
    let f = freeboard.m() / per_wave;
    let worst_m = wave_height_m.min(worst_sea_m(f, wave_height_m, p));
    if worst_m <= 0.0 {
        // No freeboard at all: every crest comes over, and the shortest sea has the most of them.
        return 3600.0 / mean_period_s(0.0, p) * p.swamping_onset_probability;
    }
    let over = f / worst_m;
    3600.0 / mean_period_s(worst_m, p) * maths::exp(-0.5 * over * over) * p.swamping_onset_probability
}

/// The height at which overtopping is most frequent, m, if it is less than this one: where the logarithm of
/// `exp(-f²/2h²) / (a + b h)` has its top, `b h³ = f² (a + b h)`, with `f` the freeboard over the relative motion of a metre of
/// wave and `a + b h` the mean period.
fn worst_sea_m(f: f64, wave_height_m: f64, p: &Parameters) -> f64 {
    let f2 = f * f;
    let (least, rise) = (p.swamping_least_period_s, p.swamping_period_rise_s_per_m);
    let beyond = |h: f64| rise * h * h * h > f2 * (least + rise * h);
    if !beyond(wave_height_m) {
        return wave_height_m;
    }
    // One positive root, below a/b + f² (or 1 + f², if that is more) whatever the sea, so that all seas beyond it have one
    // hazard to the last bit. It is asked for only where b is above zero.
    let (mut low, mut high) = (0.0, (least / rise).max(1.0) + f2);
    for _ in 0..50 {
        let mid = 0.5 * (low + high);
        if beyond(mid) {
            high = mid;
        } else {
            low = mid;
        }
    }
    low
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
        close(h.draught(5150.0, &p()).m(), 0.299, 0.001);
        close(h.freeboard(5150.0, &p()).m(), 0.201, 0.001);
        close(h.tube_volume_m3(), 3.78, 0.01);
        close(h.overload(60, &p()), 1.52, 0.01);
        let small = hull(8.0, 2.0, 0.45);
        close(small.freeboard(350.0 + 4800.0, &p()).m(), 0.081, 0.001);
        close(small.freeboard(350.0 + 3200.0, &p()).m(), 0.195, 0.001);
        close(small.overload(60, &p()), 2.11, 0.02);
        close(hull(12.0, 2.6, 0.6).freeboard(9310.0, &p()).m(), 0.257, 0.001);
    }

    /// MODEL 3.4: 5.66 kn, 4.12 kn with 15 hp, 5.39 kn for 10 m and 6.8 t, 9.6 kn empty.
    #[test]
    fn speeds_meet_the_reference_cases() {
        close(hull(9.0, 2.2, 0.5).speed(5200.0, &p()).kn(), 5.66, 0.06);
        close(Hull { power_hp: 15.0, ..hull(9.0, 2.2, 0.5) }.speed(5200.0, &p()).kn(), 4.12, 0.05);
        close(hull(10.0, 2.2, 0.5).speed(6800.0, &p()).kn(), 5.39, 0.06);
        close(hull(9.0, 2.2, 0.5).speed(800.0, &p()).kn(), 9.6, 0.1);
    }

    /// MODEL 3.4: LSA persons 39, 28 and 75; by the floor (0.372 m² each) fewer.
    #[test]
    fn the_lsa_yardstick_counts_by_volume_and_by_floor() {
        let p = p();
        let by_volume = |h: Hull| (h.tube_volume_m3() / p.lsa_volume_per_person_m3).floor();
        close(by_volume(hull(9.0, 2.2, 0.5)), 39.0, 0.0);
        close(by_volume(hull(8.0, 2.0, 0.45)), 28.0, 0.0);
        close(by_volume(hull(12.0, 2.6, 0.6)), 75.0, 0.0);
        assert_eq!(hull(9.0, 2.2, 0.5).lsa_persons(&p), 29);
    }

    /// 3.78 m³ of tubes lift 3.87 t, less the outfit's 350 kg: 95 people of 37 kg; with half the air 42.
    #[test]
    fn flooded_tubes_carry_those_who_are_partly_in_the_water() {
        let h = hull(9.0, 2.2, 0.5);
        assert_eq!(h.carried_flooded(1.0, &p()), 95);
        assert_eq!(h.carried_flooded(0.5, &p()), 42);
        assert_eq!(h.carried_flooded(0.05, &p()), 0);
    }

    /// MODEL 3.4: 9.63 kg/h, 12.9 l/h at 40 hp and a load of 0.85 (the model's horsepower is the imperial one,
    /// 1.4 % more than the metric one used here).
    #[test]
    fn fuel_meets_the_reference_case() {
        let p = Parameters { fuel_load: 0.85, ..p() };
        close(fuel_l_per_h(40.0, &p), 12.9, 0.02 * 12.9);
        close(fuel_taken_l(10.0, 4.0, 0.0, &p), 40.0 * p.fuel_margin, 1e-9);
        close(fuel_taken_l(10.0, 400.0, 0.0, &p), p.fuel_tank_high_l, 0.0);
        close(fuel_taken_l(10.0, 0.1, 0.0, &p), p.fuel_tank_low_l, 0.0);
    }

    #[test]
    fn waves_cost_speed_head_on_half_as_much_abeam_and_nothing_from_behind() {
        let p = p();
        close(speed_share_in_waves(0.5, 1.0, &p), 0.75, 1e-12);
        close(speed_share_in_waves(0.5, 0.0, &p), 0.875, 1e-12);
        close(speed_share_in_waves(0.5, -1.0, &p), 1.0, 1e-12);
        close(speed_share_in_waves(5.0, 1.0, &p), 0.5, 0.0);
        close(speed_share_holed(1.0, &p), 1.0, 0.0);
        close(speed_share_holed(0.0, &p), p.holed_speed_share, 0.0);
    }

    #[test]
    fn a_fuller_water_plane_carries_more_and_a_sea_of_one_period_is_worst_where_it_is_highest() {
        let fuller = Parameters { hull_water_plane_share: 0.9, ..p() };
        let h = hull(9.0, 2.2, 0.5);
        close(h.draught(5150.0, &fuller).m(), h.draught(5150.0, &p()).m() * 0.85 / 0.9, 1e-12);
        let flat = Parameters { swamping_period_rise_s_per_m: 0.0, ..p() };
        let at = |hs: f64| swamping_per_h(Distance::metres(0.03), hs, false, &flat);
        assert!(at(2.0) > at(1.0), "no longer period, so no worst sea below");
    }

    /// MODEL 3.4, swamping and hull rows.
    #[test]
    fn hazards_meet_the_reference_cases() {
        let p = p().at_reference();
        let at = |f: f64, hs: f64| swamping_per_h(Distance::metres(f), hs, false, &p);
        close(at(0.20, 0.5), 0.0034, 0.0001);
        close(at(0.20, 0.4), 0.000_50, 0.000_02);
        close(at(0.20, 0.8), 0.025, 0.001);
        close(at(0.08, 0.5), 0.068, 0.002);
        close(at(0.30, 0.5), 0.000_04, 0.000_005);
        // Nearly swamped, beyond the sea that comes over most: no less in a higher one.
        close(at(0.03, 1.0), at(0.03, 2.0), 0.0);
        assert!(at(0.03, 1.0) >= at(0.03, 0.3) && at(0.0, 1.0) >= at(0.01, 1.0));
        close(hull_failure_per_h(60.0 / 39.4, 0.5, &p), 0.000_94, 0.000_01);
        close(crush_probability(5.8, &p), 0.0036, 0.0001);
    }

    proptest! {
        #[test]
        fn more_sea_and_less_freeboard_never_lower_the_hazard(
            f in 0.0_f64..0.6, hs in 0.0_f64..3.0, df in 0.0_f64..0.4, dh in 0.0_f64..3.0,
            kappa in 0.2_f64..1.2, dead in proptest::bool::ANY, least in 0.5_f64..8.0, rise in 0.0_f64..6.0,
        ) {
            /// What rounding may take off, as a share.
            const ROUNDING: f64 = 1e-12;
            let p = Parameters {
                swamping_motion_factor: kappa, swamping_least_period_s: least, swamping_period_rise_s_per_m: rise, ..p()
            };
            let at = |f: f64, hs: f64, dead: bool| swamping_per_h(Distance::metres(f), hs, dead, &p);
            let base = at(f + df, hs, dead) * (1.0 - ROUNDING);
            prop_assert!(at(f, hs, dead) >= base, "less freeboard");
            prop_assert!(at(f + df, hs + dh, dead) >= base, "more sea");
            prop_assert!(at(f, hs + dh, dead) >= base, "both");
            prop_assert!(at(f, hs, true) >= at(f, hs, false) * (1.0 - ROUNDING), "no engine");
            prop_assert!(hull_failure_per_h(1.5, hs + dh, &p) >= hull_failure_per_h(1.5, hs, &p));
        }

        #[test]
        fn more_people_never_raise_speed_or_freeboard(n in 1_u32..120, more in 1_u32..20) {
            let (p, h) = (p(), hull(9.0, 2.2, 0.5));
            let (light, heavy) = (h.mass_kg(f64::from(n) * 80.0), h.mass_kg(f64::from(n + more) * 80.0));
            prop_assert!(h.speed(heavy, &p) <= h.speed(light, &p));
            prop_assert!(h.freeboard(heavy, &p) <= h.freeboard(light, &p));
        }
    }
}
