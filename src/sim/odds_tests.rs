//! Do the odds of a night's history have the mean of what is counted, kind by kind?
//!
//! Counted less expected is a martingale stopped at the night's end, so its mean is zero under any doctrine, whatever the
//! nights do. Held against that over 3,000 nights (`SLACKWATER_SLOW=1`; a few otherwise) with hazards turned up, within three standard errors; a slip in one
//! place (a draw booked twice, a wrong weight, a stay in the water cut short) shows as many.

use super::fixture::{danger_only, scenario, setting_for, setting_with, with_rule};
use super::*;
use crate::doctrine::Condition;
use crate::events::{Hazard, HazardAccounts};
use crate::parameters::Parameters;
use crate::scenario::WeatherPlan;

fn accounts(setting: &Arc<Setting>, doctrine: &Arc<Doctrine>, night: u64) -> HazardAccounts {
    let mut sim = Simulation::new(setting, doctrine, NightKey { seed: 160, night });
    sim.run().unwrap();
    let found = sim.events().iter().rev().find_map(|e| match &e.what {
        What::HazardsAccounted { hazards } => Some(**hazards),
        _ => None,
    });
    found.expect("each night ends with its accounts")
}

/// Hazards so high that each kind comes about often enough to be tested.
fn rough() -> Parameters {
    Parameters {
        engine_failure_per_h: 0.3,
        hull_failure_per_h: 0.02,
        swamping_onset_probability: 0.05,
        boarding_drowning_per_person: 0.002,
        crush_coefficient: 40.0 * Parameters::shipped_for_tests().crush_coefficient,
        stability_panic: 0.2,
        rush_probability: 0.5,
        intercept_mass_intercept: Parameters::shipped_for_tests().intercept_mass_intercept + 3.0,
        intercept_fall_intercept: Parameters::shipped_for_tests().intercept_fall_intercept + 2.0,
        intercept_near_mass_intercept: Parameters::shipped_for_tests().intercept_near_mass_intercept + 3.0,
        intercept_near_fall_intercept: Parameters::shipped_for_tests().intercept_near_fall_intercept + 2.0,
        post_rescue_short: 0.3,
        post_rescue_long: 0.4,
        cold_shock_threshold_c: 25.0,
        ..Parameters::shipped_for_tests()
    }
}

#[test]
fn counted_and_expected_have_the_same_mean_kind_by_kind() {
    let setting = setting_with(rough());
    let stops = with_rule("stop", Condition::All(Vec::new()), crate::doctrine::Order::Block);
    // Some minutes in a debug build: all of them when asked for (SLACKWATER_SLOW=1), a few hundred otherwise.
    let whole = std::env::var_os("SLACKWATER_SLOW").is_some();
    for (doctrine, nights) in [(danger_only(), if whole { 2000 } else { 120 }), (stops, if whole { 1000 } else { 60 })]
    {
        let rows: Vec<HazardAccounts> = (0..nights).map(|n| accounts(&setting, &doctrine, n)).collect();
        let n = rows.len() as f64;
        let moments = |of: &dyn Fn(&HazardAccounts) -> f64| {
            let mean = rows.iter().map(of).sum::<f64>() / n;
            (mean, rows.iter().map(|r| (of(r) - mean).powi(2)).sum::<f64>() / (n - 1.0))
        };
        for (i, hazard) in Hazard::ALL.into_iter().enumerate() {
            let (counted, var_counted) = moments(&|r| r[i].counted);
            let (expected, var_expected) = moments(&|r| r[i].expected);
            let (mean, var) = moments(&|r| r[i].counted - r[i].expected);
            let z = mean / (var / n).sqrt().max(1e-300);
            println!(
                "{hazard:?}: counted {counted:.4}, expected {expected:.4}, z {z:.2}, variance counted {var_counted:.4}, expected {var_expected:.4}, difference {var:.4}"
            );
            assert!(z.abs() < 3.0 || var < 1e-18, "{hazard:?}: {counted} counted, {expected} expected, z = {z}");
        }
    }
}

/// The same boats with the same luck, nobody sent to help, and a higher sea all night: never fewer people lost, all nights
/// together. (A single night may differ either way: a boat that is slower is elsewhere when its engine stops.)
#[test]
fn a_higher_sea_never_costs_fewer_people_over_whole_nights() {
    let p = Parameters {
        engine_failure_per_h: 0.2,
        swamping_onset_probability: 0.002,
        phone_working: 0.0,
        ..Parameters::shipped_for_tests()
    };
    let nobody = with_rule("nobody", Condition::All(Vec::new()), crate::doctrine::Order::Observe);
    let lost = |wave_height_m: f64| {
        let mut plan = scenario();
        let WeatherPlan::Stated(knots) = &mut plan.weather else { panic!("the fixture states its weather") };
        for k in knots.iter_mut() {
            k.wave_height_m = wave_height_m;
        }
        plan.weather_sigma = 0.0;
        let setting = setting_for(plan, p.clone());
        let of = |night| {
            let mut sim = Simulation::new(&setting, &nobody, NightKey { seed: 4, night });
            sim.run().unwrap();
            let t = sim.tally();
            t.dead + t.missing
        };
        (0..12).map(of).sum::<u32>()
    };
    let by_sea = [0.1, 0.4, 0.7, 1.0, 1.3].map(lost);
    assert!(by_sea.is_sorted() && by_sea[0] < by_sea[4], "{by_sea:?}");
}
