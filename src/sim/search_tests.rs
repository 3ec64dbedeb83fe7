//! Whole small nights of calls, searches, and reports on the wrong boat.

use super::fixture::{danger_only, setting_near_blind, setting_with, setting_with_drone, setting_with_drone_of};
use super::*;
use crate::agents::leeway::Orientation;
use crate::agents::search::SearchEnd;
use crate::events::ReturnCause;
use crate::parameters::Parameters;
use crate::units::Vec2;
use std::collections::BTreeSet;

fn run(setting: &Arc<Setting>, night: u64) -> Simulation {
    let mut sim = Simulation::new(setting, &danger_only(), NightKey { seed: 42, night });
    sim.run().unwrap();
    sim
}

/// Engines that fail and stay dead, sea and traffic that do no harm, calls that always get through and are believed.
fn calls_for_help() -> Parameters {
    Parameters {
        engine_failure_per_h: 1.0,
        engine_repair_probability: 0.0,
        hull_failure_per_h: 0.0,
        swamping_onset_probability: 0.0,
        traffic_ships_per_day: 0.0,
        phone_working: 1.0,
        phone_battery_median_h: 100.0,
        call_made: 1.0,
        call_early_per_h: 0.0,
        call_distress_accepted: 1.0,
        call_disregarded: 0.0,
        association_confusion_per_h: 0.0,
        relay_identity_error: 0.0,
        ..Parameters::shipped_for_tests()
    }
}

/// A place told in words may be 5 nm off: what was a matter of going there takes looking.
#[test]
fn a_boat_whose_call_is_miles_off_is_searched_for_and_found() {
    let spoken = Parameters { call_shared_share: 0.0, call_network_share: 0.0, ..calls_for_help() };
    let setting = setting_near_blind(spoken, 0.2);
    let (mut begun, mut found_and_helped) = (0, 0);
    for n in 0..8 {
        let sim = run(&setting, n);
        for (i, event) in sim.events().iter().enumerate() {
            match event.what {
                What::SearchStarted { error, .. } => {
                    // Others were in sight and are lost again: their place is known better.
                    begun += u32::from(error.nm() >= 5.0);
                }
                What::SearchEnded { boat, success, reason: SearchEnd::Found, .. } => {
                    assert!((0.0..=1.0).contains(&success));
                    let helped = |e: &Event| matches!(e.what, What::Transferred { boat: b, .. } if b == boat);
                    found_and_helped += u32::from(sim.events()[i..].iter().any(helped));
                }
                _ => {}
            }
        }
    }
    assert!(begun > 0 && found_and_helped > 0, "{begun} searches, {found_and_helped} found and helped");
}

#[test]
fn a_shared_position_needs_less_search_than_one_told_in_words() {
    let minutes = |shared: f64| {
        let p = Parameters { call_shared_share: shared, call_network_share: 0.0, ..calls_for_help() };
        let setting = setting_near_blind(p, 0.2);
        let wait = metrics_value("wait_for_help");
        (0..6).map(|n| wait(run(&setting, n).events())).sum::<f64>()
    };
    let (shared, spoken) = (minutes(1.0), minutes(0.0));
    assert!(shared < spoken, "{shared} against {spoken} minutes in distress");
}

fn metrics_value(id: &str) -> fn(&[Event]) -> f64 {
    crate::metrics::ALL.iter().find(|m| m.info.id == id).unwrap().fold
}

/// November 2021: two boats become one contact, one is found, and nobody looks for the other.
#[test]
fn a_case_closed_for_the_wrong_boat_ends_its_search_and_people_die() {
    let p = Parameters {
        hull_failure_per_h: 1.0,
        hull_mass_immersion: 1.0,
        association_confusion_per_h: 2.0,
        association_reach_nm: 30.0,
        case_reopened_by_call: 0.0,
        call_shared_share: 0.0,
        call_network_share: 0.0,
        ..calls_for_help()
    };
    let setting = setting_near_blind(p, 0.2);
    let (mut merged, mut ended, mut died) = (0, 0, 0);
    for n in 0..20 {
        let sim = run(&setting, n);
        let events = sim.events();
        for (i, event) in events.iter().enumerate() {
            match event.what {
                What::ReportMerged { boat, with, .. } => {
                    merged += 1;
                    assert_ne!(boat, with);
                }
                What::SearchEnded { reason: SearchEnd::BelievedFound, .. } => ended += 1,
                What::CaseClosedWrongly { boat, .. } => {
                    let lost = |e: &Event| matches!(e.what, What::Died { boat: b, .. } if b == boat);
                    died += events[i..].iter().filter(|e| lost(e)).count();
                }
                _ => {}
            }
        }
    }
    assert!(merged > 0 && ended > 0 && died > 0, "{merged} merged, {ended} searches ended, {died} died after");
}

#[test]
fn without_confusion_no_report_goes_to_the_wrong_boat() {
    let p = Parameters { hull_failure_per_h: 0.3, ..calls_for_help() };
    let setting = setting_near_blind(p, 0.2);
    for n in 0..4 {
        let wrong = |e: &Event| {
            matches!(
                e.what,
                What::ReportMerged { .. } | What::ReportMisattributed { .. } | What::CaseClosedWrongly { .. }
            )
        };
        assert!(!run(&setting, n).events().iter().any(wrong));
    }
}

/// Each number on a plot is given once, to one boat, in rising order, however reports are merged.
#[test]
fn contact_numbers_are_given_once() {
    let p = Parameters { association_confusion_per_h: 5.0, relay_identity_error: 0.5, ..calls_for_help() };
    let setting = setting_near_blind(p, 0.4);
    for n in 0..4 {
        let sim = run(&setting, n);
        for side in crate::agents::Side::ALL {
            let numbers: Vec<u32> = sim
                .events()
                .iter()
                .filter_map(|e| match e.what {
                    What::ContactGained { side: s, contact, .. } if s == side => Some(contact),
                    _ => None,
                })
                .collect();
            let want: Vec<u32> = (1..).take(numbers.len()).collect();
            assert_eq!(numbers, want);
        }
    }
}

#[test]
fn a_night_of_searches_comes_out_the_same_twice() {
    let setting = setting_near_blind(calls_for_help(), 0.2);
    assert_eq!(run(&setting, 1).events(), run(&setting, 1).events());
}

fn calls(p: Parameters) -> (usize, usize, usize) {
    let setting = setting_near_blind(p, 0.2);
    let (mut in_distress, mut early, mut unheeded) = (0, 0, 0);
    for n in 0..4 {
        for event in run(&setting, n).events() {
            match event.what {
                What::DistressCalled { early: true, .. } => early += 1,
                What::DistressCalled { .. } => in_distress += 1,
                What::CallNotActedOn { .. } => unheeded += 1,
                _ => {}
            }
        }
    }
    (in_distress, early, unheeded)
}

#[test]
fn calls_need_a_charged_telephone_and_a_network_and_may_come_early_or_go_unheeded() {
    let (in_distress, early, unheeded) = calls(calls_for_help());
    assert!(in_distress > 0 && early == 0 && unheeded == 0, "{in_distress} {early} {unheeded}");
    let flat = Parameters { phone_battery_median_h: 0.001, ..calls_for_help() };
    assert_eq!(calls(flat).0, 0);
    let dead_water = Parameters { coverage_full_nm: 0.0, coverage_none_nm: 0.1, ..calls_for_help() };
    assert!(calls(dead_water).0 < in_distress / 4);
    let both = Parameters { call_both_centres: 1.0, call_disregarded: 1.0, ..calls_for_help() };
    let (told, _, unheeded) = calls(both);
    assert!(told > in_distress && unheeded == told, "{told} {unheeded}");
    let talkative = Parameters { call_early_per_h: 2.0, ..calls_for_help() };
    assert!(calls(talkative).1 > 10);
}

/// The share of calls before any distress lies where MODEL 6.4 puts it, on nights with the shipped numbers.
#[test]
fn about_half_of_the_calls_come_before_any_distress() {
    let setting = setting_with(Parameters::shipped_for_tests());
    let (mut early, mut all) = (0.0, 0.0);
    for n in 0..40 {
        for event in run(&setting, n).events() {
            if let What::DistressCalled { early: e, .. } = event.what {
                all += 1.0;
                early += f64::from(u8::from(e));
            }
        }
    }
    let share: f64 = early / all;
    assert!((0.3..=0.85).contains(&share), "{share:.2} of {all} calls");
}

#[test]
fn people_in_the_water_part_and_drift_with_the_wreck() {
    let p = Parameters { hull_failure_per_h: 3.0, hull_mass_immersion: 1.0, ..calls_for_help() };
    let setting = setting_near_blind(p, 0.01);
    let mut sim = Simulation::new(&setting, &danger_only(), NightKey { seed: 42, night: 2 });
    let mut widest = 0.0_f64;
    while !sim.finished() {
        sim.step().unwrap();
        if !sim.tick().0.is_multiple_of(60) {
            continue;
        }
        let places = sim.snapshot().in_water;
        let Some(first) = places.first() else { continue };
        widest = places.iter().map(|at| (*at - *first).length()).fold(widest, f64::max);
    }
    assert!(widest > 20.0, "{widest:.0} m between people of the wrecks");
}

#[test]
fn boats_adrift_in_the_same_water_go_their_own_ways() {
    let setting = setting_near_blind(calls_for_help(), 0.01);
    let mut sim = Simulation::new(&setting, &danger_only(), NightKey { seed: 42, night: 0 });
    let mut leeways: BTreeSet<i64> = BTreeSet::new();
    while !sim.finished() {
        sim.step().unwrap();
        if !sim.tick().0.is_multiple_of(60) {
            continue;
        }
        let tick = Tick(sim.tick().0 - 1);
        for boat in sim.snapshot().boats {
            if boat.phase == snapshot::BoatPhase::Adrift {
                let through_water: Vec2 = boat.velocity - setting.stream(boat.position, tick);
                #[expect(clippy::cast_possible_truncation, reason = "cm/s")]
                leeways.insert((through_water.length() * 100.0) as i64);
                assert!(through_water.length() < 0.6, "{} m/s through the water", through_water.length());
            }
        }
    }
    assert!(leeways.len() > 1, "{leeways:?} cm/s");
}

#[test]
fn a_drone_circles_its_station_and_stays_on_the_ground_in_bad_weather() {
    let far_from_station = |p: Parameters| {
        let setting = setting_with_drone(p);
        let mut sim = Simulation::new(&setting, &danger_only(), NightKey { seed: 42, night: 0 });
        let mut out = Vec::new();
        for _ in 0..600 {
            sim.step().unwrap();
            let unit = sim.snapshot().units.last().copied().unwrap();
            let station = setting.units.last().unwrap().station.unwrap();
            out.push(((unit.position - station).length(), unit.activity));
        }
        out.split_off(6)
    };
    let ready = Parameters { drone_availability: 1.0, ..Parameters::shipped_for_tests() };
    let three_nm = crate::units::Distance::nautical_miles(3.0).m();
    let flown = far_from_station(ready.clone());
    assert!(flown.iter().all(|(d, a)| (d - three_nm).abs() < 1.0 && *a == Activity::OnStation));
    for p in [
        Parameters { aircraft_wind_limit_kn: 5.0, ..ready.clone() },
        Parameters { aircraft_ice_temperature_c: 20.0, ..ready.clone() },
        Parameters { drone_availability: 0.0, ..ready },
    ] {
        assert!(far_from_station(p).iter().all(|(_, a)| *a == Activity::InPort));
    }
}

/// The log says why an aircraft does not fly; one that takes off late flies to its circle at its speed, and one that is
/// called down flies home.
#[test]
fn a_grounded_aircraft_is_told_and_nothing_in_the_air_jumps() {
    use super::fixture::{scenario, setting_with_drone_in};
    use crate::events::GroundedBy;
    let ready = Parameters { drone_availability: 1.0, breakdown_per_h: 0.0, ..Parameters::shipped_for_tests() };
    let causes = |p: Parameters| -> Vec<GroundedBy> {
        let sim = run(&setting_with_drone(p), 0);
        let cause = |w: &What| match w {
            What::AircraftGrounded { cause, .. } => Some(*cause),
            _ => None,
        };
        sim.events().iter().filter_map(|e| cause(&e.what)).collect()
    };
    assert!(causes(ready.clone()).is_empty());
    for (p, cause) in [
        (Parameters { drone_availability: 0.0, ..ready.clone() }, GroundedBy::Availability),
        (Parameters { aircraft_wind_limit_kn: 0.5, ..ready.clone() }, GroundedBy::Wind),
        (Parameters { thermal_fog_nm: 30.0, ..ready.clone() }, GroundedBy::Fog),
        (Parameters { aircraft_ice_temperature_c: 20.0, ..ready.clone() }, GroundedBy::Ice),
    ] {
        assert_eq!(causes(p), [cause]);
    }
    // A patrol aircraft goes by its own number.
    let manned = setting_with_drone_of(Parameters { patrol_aircraft_availability: 0.0, ..ready.clone() }, |c| {
        c.unmanned = false;
    });
    assert!(run(&manned, 0).events().iter().any(|e| matches!(e.what, What::AircraftGrounded { .. })));

    // Wind above the limit at first, below it for hours, above it again.
    let mut windy = scenario();
    windy.weather_sigma = 0.0;
    if let crate::scenario::WeatherPlan::Stated(knots) = &mut windy.weather {
        let first = knots[0];
        let at =
            |hour: i64, wind_kn| crate::scenario::WeatherKnot { at: first.at.plus_s(3600 * hour), wind_kn, ..first };
        *knots = vec![at(0, 30.0), at(2, 10.0), at(6, 10.0), at(8, 30.0), at(24, 30.0)];
    }
    let setting = setting_with_drone_in(windy, ready);
    let place = setting.units.last().unwrap().clone();
    let (base, station) = (place.base, place.station.unwrap());
    let mut sim = Simulation::new(&setting, &danger_only(), NightKey { seed: 42, night: 0 });
    let mut track = Vec::new();
    for _ in 0..8640 {
        sim.step().unwrap();
        track.push(sim.snapshot().units.last().unwrap().position);
    }
    let told: Vec<bool> = sim
        .events()
        .iter()
        .filter_map(|e| match e.what {
            What::AircraftGrounded { .. } => Some(true),
            What::AircraftCleared { .. } => Some(false),
            _ => None,
        })
        .collect();
    assert_eq!(told, [true, false, true]);
    assert!((track[0] - base).length() < 1.0, "it never took off");
    assert!((track[8639] - base).length() < 1.0, "it came home");
    let circle = crate::units::Distance::nautical_miles(3.0).m();
    assert!(track.iter().any(|at| ((*at - station).length() - circle).abs() < 1.0), "it reached its circle");
    // 60 kn for a minute, and places are set once a minute.
    let run_m = crate::units::Speed::knots(60.0).mps() * 60.0;
    for pair in track.windows(2) {
        assert!((pair[1] - pair[0]).length() <= run_m + 1.0, "{} m in a tick", (pair[1] - pair[0]).length());
    }
}

/// A drone is flown from the ground by crews that relieve each other: their hours do not bring it home. Those of a crew
/// that has nobody to relieve it do.
#[test]
fn a_drone_whose_crews_stand_watches_stays_beyond_the_hours_of_one_crew() {
    let p = Parameters {
        drone_availability: 1.0,
        breakdown_per_h: 0.0,
        crew_limit_h: 6.0,
        aircraft_wind_limit_kn: 60.0,
        ..Parameters::shipped_for_tests()
    };
    let home = |watches: bool| {
        let setting = setting_with_drone_of(p.clone(), |c| c.watches = watches || c.id != "drone");
        #[expect(clippy::cast_possible_truncation, reason = "units are few")]
        let drone = UnitId(setting.units.len() as u32 - 1);
        let sim = run(&setting, 0);
        let sent_home =
            |w: &What| matches!(w, What::UnitReturned { unit, cause: ReturnCause::CrewHours } if *unit == drone);
        sim.events().iter().filter(|e| sent_home(&e.what)).count()
    };
    assert_eq!(home(true), 0);
    assert!(home(false) > 0, "without relief it has to come home");
    let (craft, _) = crate::agents::load::shipped();
    assert!(craft.iter().any(|c| c.id == "drone" && c.watches), "the shipped drone is flown so");
}

/// Whatever share of the points stands for people or for a swamped boat, half of them drift to the right of the wind.
#[test]
fn points_of_each_kind_drift_to_both_sides_of_the_wind() {
    for parts in [2_u32, 4, 8, 16, 32] {
        for part in 0..parts {
            let stretch =
                |x: f64| (f64::from(part) / f64::from(parts)..f64::from(part + 1) / f64::from(parts)).contains(&x);
            let points: Vec<u32> = (0..256).filter(|i| stretch(super::search::share_of(*i))).collect();
            let right = points.iter().filter(|i| super::search::orientation_of(**i) == Orientation::Right).count();
            assert_eq!(points.len(), 256 / parts as usize);
            assert_eq!(2 * right, points.len(), "part {part} of {parts}");
        }
    }
}
