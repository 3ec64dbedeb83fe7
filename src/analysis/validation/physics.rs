//! Do the formulas still meet the reference cases of the model description?
//!
//! The unit checks of VALIDATION 4 that cost nothing are worked out anew each time, so that a changed number of
//! the register shows here and not only in a test; those that need whole tables or fields stay where they are
//! tested and are named with their tests.
//!
//! Left out: cases of formulas that no night uses.

use crate::agents::hull::{self, Hull};
use crate::agents::survival::half_time_h;
use crate::environment::{climate, waves};
use crate::parameters::Parameters;
use crate::units::Distance;

/// A formula held against its reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// What is worked out.
    pub what: &'static str,
    /// Section of the model description.
    pub section: &'static str,
    /// Reference.
    pub expected: f64,
    /// What the program gives.
    pub got: f64,
    /// Largest difference allowed.
    pub tolerance: f64,
}

impl Check {
    /// Within tolerance?
    #[must_use]
    pub fn holds(&self) -> bool {
        (self.got - self.expected).abs() <= self.tolerance
    }
}

/// Checks that are tests, each with what it covers.
pub const TESTED: [(&str, &str); 5] = [
    ("tide at stations, 0.03 m and 2 to 3 min (MODEL 1.7)", "environment::tide"),
    ("positions adrift, 15 m, and spread, 5 % (MODEL 4.3)", "agents::leeway"),
    ("hydrostatics, speed and hazards of all rows (MODEL 3.4)", "agents::hull"),
    ("survival tables of all rows (MODEL 5.4)", "agents::survival, analysis::validation::replay"),
    ("the same night bit for bit on any number of workers", "tests/determinism.rs"),
];

/// Works the checks out.
#[must_use]
pub fn checks(p: &Parameters) -> Vec<Check> {
    let hull = |length_m, beam_m, tube_m| Hull { length_m, beam_m, tube_m, power_hp: 40.0, outfit_kg: 350.0 };
    let usual = hull(9.0, 2.2, 0.5);
    let growth = |period_s, current_mps| match waves::on_current(period_s, current_mps) {
        waves::OnCurrent::Changed { height, .. } => height,
        waves::OnCurrent::Blocked => f64::INFINITY,
    };
    let p = &p.at_reference();
    let swamping = |f: f64, hs: f64| hull::swamping_per_h(Distance::metres(f), hs, false, p);
    let check = |what, section, expected: f64, got: f64, share: f64| Check {
        what,
        section,
        expected,
        got,
        tolerance: share * expected.abs(),
    };
    vec![
        check("waves, 5 m/s over 50 km: height, m", "2.6", 0.571, waves::jonswap(5.0, 50_000.0).height_m, 0.005),
        check("waves, 10 m/s over 200 km: height, m", "2.6", 2.285, waves::jonswap(10.0, 200_000.0).height_m, 0.005),
        check("waves of 5 s against 1 m/s: growth", "2.6", 1.409, growth(5.0, -1.0), 0.005),
        check("probability of activity at 0.7 m", "2.6", 0.538, climate::activity(0.7, p), 0.005),
        check("probability of activity at 1.0 m", "2.6", 0.104, climate::activity(1.0, p), 0.01),
        check("freeboard, 9 m boat of 5,150 kg, m", "3.4", 0.201, usual.freeboard(5150.0).m(), 0.01),
        check("freeboard, 12 m boat of 9,310 kg, m", "3.4", 0.257, hull(12.0, 2.6, 0.6).freeboard(9310.0).m(), 0.01),
        check("overload of 60 people on 9 m", "3.4", 1.52, usual.overload(60, p), 0.01),
        check("speed of 5,200 kg with 40 hp, kn", "3.4", 5.66, usual.speed(5200.0, p).kn(), 0.01),
        check("swamping, freeboard 0.2 m in 0.5 m, per h", "3.4", 0.0034, swamping(0.20, 0.5), 0.03),
        check("swamping, freeboard 0.08 m in 0.5 m, per h", "3.4", 0.068, swamping(0.08, 0.5), 0.03),
        check(
            "hull failure, 60 on 9 m in 0.5 m, per h",
            "3.4",
            0.000_94,
            hull::hull_failure_per_h(1.523, 0.5, p),
            0.01,
        ),
        check("crush at 5.8 people/m², per alarm", "5.3", 0.0036, hull::crush_probability(5.8, p), 0.02),
        check("half of those afloat live at 5 °C, h", "5.4", 0.98, half_time_h(5.0, p), 0.01),
        check("half of those afloat live at 13 °C, h", "5.4", 4.10, half_time_h(13.0, p), 0.01),
        check("half of those afloat live at 18 °C, h", "5.4", 10.0, half_time_h(18.0, p), 0.01),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_checks_hold_with_the_shipped_register() {
        let all = checks(&Parameters::shipped_for_tests());
        let broken: Vec<&Check> = all.iter().filter(|c| !c.holds()).collect();
        assert!(broken.is_empty(), "{broken:#?}");
    }

    #[test]
    fn a_moved_number_shows() {
        let p = Parameters { lsa_volume_per_person_m3: 0.2, ..Parameters::shipped_for_tests() };
        assert_eq!(checks(&p).iter().filter(|c| !c.holds()).count(), 1);
    }
}
