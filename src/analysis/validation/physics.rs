//! Do the formulas still meet the reference cases of the model description?
//!
//! The unit checks of VALIDATION 4 that cost nothing are worked out anew each time, so that a changed number of
//! the register shows here and not only in a test; those that need whole tables or fields stay where they are
//! tested and are named with their tests.
//!
//! A reference case was computed with the model description's central values, and the formula is held against it with
//! those. Some numbers of the register are calibrated away from them, so a night lives with another figure: it stands
//! beside, with the reason, lest the reference be taken for what is simulated.
//!
//! Left out: cases of formulas that no night uses.

use crate::agents::hull::{self, Hull};
use crate::agents::interception::{Level, harm};
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
    /// What the program gives with the model description's values.
    pub got: f64,
    /// What it gives with the register's values: what nights are lived with.
    pub in_nights: f64,
    /// Why the two differ; empty if they are the same.
    pub why: &'static str,
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
    let reference = p.at_reference();
    let check = |what, section, expected: f64, share: f64, why, of: &dyn Fn(&Parameters) -> f64| {
        let (got, in_nights) = (of(&reference), of(p));
        let same = (got - in_nights).abs() <= 1e-12 * got.abs();
        let tolerance = share * expected.abs();
        Check { what, section, expected, got, in_nights, why: if same { "" } else { why }, tolerance }
    };
    let swamping = |f: f64| move |p: &Parameters| hull::swamping_per_h(Distance::metres(f), 0.5, false, p);
    // A night lowers the odds of level 2 for a practised crew (`sim::harm`); the vignettes of MODEL 8.4 do not.
    let manoeuvre = |level, aboard, wave_m, night| {
        let reference = reference.clone();
        move |p: &Parameters| {
            let lowered = level == Level::Alongside && *p != reference;
            let practised = if lowered { p.alongside_practised_factor } else { 1.0 };
            harm(level, aboard, wave_m, night, 1.0 / practised, p).mass
        }
    };
    vec![
        check("waves, 5 m/s over 50 km: height, m", "2.6", 0.571, 0.005, "", &|_| {
            waves::jonswap(5.0, 50_000.0).height_m
        }),
        check("waves, 10 m/s over 200 km: height, m", "2.6", 2.285, 0.005, "", &|_| {
            waves::jonswap(10.0, 200_000.0).height_m
        }),
        check("waves of 5 s against 1 m/s: growth", "2.6", 1.409, 0.005, "", &|_| growth(5.0, -1.0)),
        check("probability of activity at 0.7 m", "2.6", 0.538, 0.005, ACTIVITY, &|p| climate::activity(0.7, p)),
        check("probability of activity at 1.0 m", "2.6", 0.104, 0.01, ACTIVITY, &|p| climate::activity(1.0, p)),
        check("freeboard, 9 m boat of 5,150 kg, m", "3.4", 0.201, 0.01, "", &|_| usual.freeboard(5150.0, p).m()),
        check("freeboard, 12 m boat of 9,310 kg, m", "3.4", 0.257, 0.01, "", &|_| {
            hull(12.0, 2.6, 0.6).freeboard(9310.0, p).m()
        }),
        check("overload of 60 people on 9 m", "3.4", 1.52, 0.01, SET, &|p| usual.overload(60, p)),
        check("speed of 5,200 kg with 40 hp, kn", "3.4", 5.66, 0.01, SET, &|p| usual.speed(5200.0, p).kn()),
        check("swamping, freeboard 0.2 m in 0.5 m, per h", "3.4", 0.0034, 0.03, SWAMPING, &swamping(0.20)),
        check("swamping, freeboard 0.08 m in 0.5 m, per h", "3.4", 0.068, 0.03, SWAMPING, &swamping(0.08)),
        check("hull failure, 60 on 9 m in 0.5 m, per h", "3.4", 0.000_94, 0.01, HULL, &|p| {
            hull::hull_failure_per_h(1.523, 0.5, p)
        }),
        check("crush at 5.8 people/m², per alarm", "5.3", 0.0036, 0.02, CRUSH, &|p| hull::crush_probability(5.8, p)),
        check("half of those afloat live at 5 °C, h", "5.4", 0.98, 0.01, SET, &|p| half_time_h(5.0, p)),
        check("half of those afloat live at 13 °C, h", "5.4", 4.10, 0.01, SET, &|p| half_time_h(13.0, p)),
        check("half of those afloat live at 18 °C, h", "5.4", 10.0, 0.01, SET, &|p| half_time_h(18.0, p)),
        check(
            "all in the water, company kept, 55 in 0.5 m at night",
            "8.4",
            0.0008,
            0.07,
            SET,
            &manoeuvre(Level::Shadow, 55, 0.5, true),
        ),
        check(
            "all in the water, alongside, 55 in 0.3 m at night",
            "8.4",
            0.0027,
            0.02,
            ALONGSIDE,
            &manoeuvre(Level::Alongside, 55, 0.3, true),
        ),
        check(
            "all in the water, blocked, 55 in 0.5 m at night",
            "8.4",
            0.0526,
            0.01,
            SET,
            &manoeuvre(Level::Block, 55, 0.5, true),
        ),
        check(
            "all in the water, stopped by force, 3 in a calm by day",
            "8.4",
            0.0033,
            0.02,
            SET,
            &manoeuvre(Level::Stop, 3, 0.0, false),
        ),
    ]
}

const ACTIVITY: &str = "activity.half_m and activity.width_m are calibrated on days of the record (P12, P5c)";
const SWAMPING: &str = "swamping.motion_factor and swamping.onset_probability are calibrated on deaths (P6, P6b)";
const HULL: &str = "hull.failure_per_h is calibrated on deaths (P6, P6b)";
const CRUSH: &str = "crush.coefficient is calibrated on deaths (P6, P6b)";
const ALONGSIDE: &str = "alongside.practised_factor lowers the odds for a practised crew that comes to help";
const SET: &str = "a parameter was set otherwise for this run";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_checks_hold_with_the_shipped_register() {
        let all = checks(&Parameters::shipped_for_tests());
        let broken: Vec<&Check> = all.iter().filter(|c| !c.holds()).collect();
        assert!(broken.is_empty(), "{broken:#?}");
    }

    /// What nights are lived with stands beside each reference, and where it differs the reason names the register.
    #[test]
    fn the_figure_of_the_nights_stands_beside_and_says_why_it_differs() {
        let p = Parameters::shipped_for_tests();
        let all = checks(&p);
        let of = |what: &str| all.iter().find(|c| c.what.starts_with(what)).unwrap();
        let swamping = of("swamping, freeboard 0.2 m");
        let own = hull::swamping_per_h(Distance::metres(0.2), 0.5, false, &p);
        assert!((swamping.in_nights - own).abs() < 1e-15 && own < 0.01 * swamping.got, "{swamping:?}");
        assert!(of("crush at").in_nights < of("crush at").got);
        assert!(of("probability of activity at 0.7").in_nights > 0.6);
        let alongside = of("all in the water, alongside");
        let odds = |x: f64| x / (1.0 - x);
        let factor = odds(alongside.in_nights) / odds(alongside.got);
        assert!((factor - p.alongside_practised_factor).abs() < 1e-9, "{alongside:?}");
        for c in &all {
            let differs = (c.got - c.in_nights).abs() > 1e-12 * c.got.abs();
            assert_eq!(differs, !c.why.is_empty(), "{c:?}");
            assert_ne!(c.why, SET, "the shipped register sets nothing: {c:?}");
            let ids: Vec<&str> = c.why.split(' ').filter(|w| w.contains('.') && p.get(w).is_some()).collect();
            assert_eq!(differs, !ids.is_empty(), "{c:?} names the numbers");
        }
    }

    #[test]
    fn a_moved_number_shows() {
        let p = Parameters { lsa_volume_per_person_m3: 0.2, ..Parameters::shipped_for_tests() };
        assert_eq!(checks(&p).iter().filter(|c| !c.holds()).count(), 1);
    }
}
