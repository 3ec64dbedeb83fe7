//! When do people who crowd to one side put the edge of an inflatable under water?
//!
//! The initial stability of MODEL 3.2: metacentric height from the water-plane's inertia, less what the height
//! of the crowd and a free surface of water aboard take away, and from it the share of people who must move a
//! given way to bring the edge down to the water. An alarm makes a crowd move with some probability; the share
//! that moves is Beta(2, 10), and people who stand up raise the centre of gravity.
//!
//! Left out: large angles, the give of soft tubes, and the dynamics of a roll in waves. No validated model of
//! the capsize of such craft was found (MODEL 3.1); the levels are elicited and stand in the register as such.

use super::hull::{Hull, WATER_DENSITY};
use crate::parameters::Parameters;
use crate::units::Distance;

/// The least critical share given, so that its logarithm stays finite (MODEL 8.2 takes ln(0.25/q*)): with less
/// than this, one person of a full boat, the boat has no stability left to speak of.
pub const LEAST_Q_STAR: f64 = 0.01;

/// How a loaded boat sits while its people move.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stance {
    /// People aboard.
    pub people: u32,
    /// Mean mass of one, kg.
    pub person_kg: f64,
    /// Freeboard that is left, after water aboard and lost air.
    pub freeboard: Distance,
    /// Width over which water aboard runs free, m; zero when dry.
    pub water_width_m: f64,
    /// Do people stand?
    pub standing: bool,
}

/// Metacentric height of a boat with this load, m (MODEL 3.2). Negative when it would not stay upright.
#[must_use]
pub fn metacentric_height_m(hull: &Hull, stance: &Stance, p: &Parameters) -> f64 {
    let mass = hull.mass_kg(f64::from(stance.people) * stance.person_kg);
    let volume = mass / WATER_DENSITY;
    let inertia = p.hull_water_plane_share * hull.length_m * hull.beam_m * hull.beam_m * hull.beam_m / 12.0;
    let w = stance.water_width_m;
    let free = p.hull_free_surface_share * hull.length_m * w * w * w / 12.0;
    let centre = p.stability_centre_m + if stance.standing { p.stability_standing_m } else { 0.0 };
    hull.draught(mass, p).m() / 2.0 + inertia / volume - centre - free / volume
}

/// Share of the people who must move to one side for its edge to go under, for a boat as it sits now.
/// Never below [`LEAST_Q_STAR`]; infinite for an empty boat.
#[must_use]
pub fn critical_share(hull: &Hull, stance: &Stance, p: &Parameters) -> f64 {
    if stance.people == 0 {
        return f64::INFINITY;
    }
    let crowd_kg = f64::from(stance.people) * stance.person_kg;
    let righting = stance.freeboard.m() * metacentric_height_m(hull, stance, p) * hull.mass_kg(crowd_kg);
    (righting * 2.0 / (hull.beam_m * crowd_kg * p.stability_shift_m)).max(LEAST_Q_STAR)
}

/// The critical share q* of MODEL 3.2 for people who sit, with the freeboard that their weight leaves.
/// `water_width_m` is the width over which water aboard runs free, zero when dry ([`Hull::inner_width_m`] when not).
/// Never below [`LEAST_Q_STAR`]; infinite for an empty boat.
#[must_use]
pub fn q_star(hull: &Hull, people: u32, person_kg: f64, water_width_m: f64, p: &Parameters) -> f64 {
    let freeboard = hull.freeboard(hull.mass_kg(f64::from(people) * person_kg), p);
    critical_share(hull, &Stance { people, person_kg, freeboard, water_width_m, standing: false }, p)
}

/// Probability that a Beta(2, 10) share is at most `x` (closed form, as both shapes are whole).
fn share_cdf(x: f64) -> f64 {
    let rest = 1.0 - x;
    let rest2 = rest * rest;
    let rest4 = rest2 * rest2;
    let rest10 = rest4 * rest4 * rest2;
    1.0 - rest10 * (rest + 11.0 * x)
}

/// The share of the people who move, at this quantile of Beta(2, 10) (MODEL 3.2), times the register's factor on it.
#[must_use]
pub fn moving_share(u: f64, p: &Parameters) -> f64 {
    // The distribution function grows with x, so bisection is safe; 40 halvings leave 1e-12.
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..40 {
        let mid = 0.5 * (low + high);
        if share_cdf(mid) < u {
            low = mid;
        } else {
            high = mid;
        }
    }
    (0.5 * (low + high) * p.stability_moving_factor).min(1.0)
}

/// Probability that a crowd in panic moves more than this critical share.
#[must_use]
pub fn edge_probability(critical: f64, p: &Parameters) -> f64 {
    1.0 - share_cdf((critical / p.stability_moving_factor).clamp(0.0, 1.0))
}

/// Mean number of people who fall when the edge went under but the boat did not fill (MODEL 3.2).
#[must_use]
pub fn falls_mean(people: u32, moved: f64, critical: f64, p: &Parameters) -> f64 {
    (p.stability_falls_share * f64::from(people) * moved / critical).min(f64::from(people))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn p() -> Parameters {
        Parameters::shipped_for_tests()
    }

    /// The first row of MODEL 3.4.
    fn row_one() -> Hull {
        Hull { length_m: 9.0, beam_m: 2.2, tube_m: 0.5, power_hp: 40.0, outfit_kg: 350.0 }
    }

    fn close(got: f64, expected: f64, tolerance: f64) {
        assert!((got - expected).abs() <= tolerance, "got {got}, expected {expected}");
    }

    /// MODEL 3.4: GM 1.00 m, q* 0.246, and 0.189 with water free over 1.2 m.
    #[test]
    fn stability_meets_the_reference_cases() {
        let (h, p) = (row_one(), p());
        let freeboard = h.freeboard(5150.0, &p);
        let dry = Stance { people: 60, person_kg: 80.0, freeboard, water_width_m: 0.0, standing: false };
        close(metacentric_height_m(&h, &dry, &p), 1.00, 0.005);
        close(q_star(&h, 60, 80.0, 0.0, &p), 0.246, 0.001);
        close(h.inner_width_m(), 1.2, 1e-12);
        close(q_star(&h, 60, 80.0, 1.2, &p), 0.189, 0.001);
        let up = Stance { standing: true, ..dry };
        close(metacentric_height_m(&h, &dry, &p) - metacentric_height_m(&h, &up, &p), 0.1, 1e-12);
    }

    /// MODEL 3.2: P(q > .246) = 0.205, P(q > .189) = 0.356.
    #[test]
    fn the_share_that_moves_has_its_reference_quantiles() {
        close(edge_probability(0.246, &p()), 0.205, 0.001);
        close(edge_probability(0.189, &p()), 0.356, 0.001);
        close(moving_share(1.0 - edge_probability(0.246, &p()), &p()), 0.246, 1e-9);
        let n = 10_000;
        let mean = (0..n).map(|i| moving_share((f64::from(i) + 0.5) / f64::from(n), &p())).sum::<f64>() / f64::from(n);
        close(mean, 2.0 / 12.0, 1e-4);
        // Twice as many move: the edge goes under as often as with a boat that takes half as much.
        let twice = Parameters { stability_moving_factor: 2.0, ..p() };
        close(edge_probability(0.4, &twice), edge_probability(0.2, &p()), 1e-12);
        close(moving_share(0.3, &twice), 2.0 * moving_share(0.3, &p()), 1e-12);
        close(moving_share(1.0 - 1e-9, &twice), 1.0, 0.0);
    }

    #[test]
    fn an_empty_boat_has_no_critical_share_and_a_drowned_one_the_least() {
        assert!(q_star(&row_one(), 0, 80.0, 0.0, &p()).is_infinite());
        close(q_star(&row_one(), 120, 80.0, 1.2, &p()), LEAST_Q_STAR, 0.0);
        close(edge_probability(f64::INFINITY, &p()), 0.0, 0.0);
    }

    proptest! {
        #[test]
        fn more_people_less_freeboard_and_more_water_never_make_a_boat_steadier(
            n in 5_u32..110, more in 1_u32..20, lost in 0.0_f64..0.3, b in 0.0_f64..1.2, wider in 0.0_f64..0.5,
        ) {
            let (h, p) = (row_one(), p());
            prop_assert!(q_star(&h, n + more, 80.0, b, &p) <= q_star(&h, n, 80.0, b, &p));
            prop_assert!(q_star(&h, n, 80.0, b + wider, &p) <= q_star(&h, n, 80.0, b, &p));
            let full = h.freeboard(h.mass_kg(f64::from(n) * 80.0), &p);
            let at = |f: f64, standing| critical_share(
                &h,
                &Stance { people: n, person_kg: 80.0, freeboard: Distance::metres(f.max(0.0)), water_width_m: b, standing },
                &p,
            );
            prop_assert!(at(full.m() - lost, false) <= at(full.m(), false));
            prop_assert!(at(full.m(), true) <= at(full.m(), false));
        }
    }
}
