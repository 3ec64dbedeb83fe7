//! Does each shipped scenario show what it says it shows? Its expectations are held over the nights they name.

mod common;

use common::{LIBRARY, Scratch, doctrine, events, key, run, setting};
use slackwater::agents::search::SearchEnd;
use slackwater::analysis::expectation::{judge, words};
use slackwater::events::What;
use slackwater::sim::Simulation;
use slackwater::{ensemble, metrics};
use std::sync::atomic::AtomicBool;

#[test]
fn every_shipped_scenario_shows_what_it_says_it_shows() {
    let metrics = metrics::infos();
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let (mut failed, mut judged_in_all) = (Vec::new(), 0);
    for file in LIBRARY.scenarios().unwrap() {
        let scenario = LIBRARY.scenario(&file.id).unwrap_or_else(|trouble| panic!("{trouble}")).value;
        if scenario.expect.is_empty() {
            continue;
        }
        assert!(scenario.expect.len() >= 2, "{}: one expectation is easily met by chance; state two", file.id);
        let doctrines = LIBRARY.expected_doctrines(&scenario).unwrap_or_else(|trouble| panic!("{trouble}"));
        let setting = LIBRARY.setting(scenario).unwrap_or_else(|trouble| panic!("{trouble}"));
        let lived = ensemble::expect::live(&setting, &doctrines, workers, &AtomicBool::new(false), &|_| ()).unwrap();
        for e in &setting.scenario.expect {
            let judged = judge(e, &metrics, &lived);
            judged_in_all += 1;
            if !judged.holds {
                failed.push(format!("{}: {}", file.id, words(e, &judged)));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(judged_in_all >= 58, "{judged_in_all} expectations only: were the files found?");
}

/// What a description tells of and no metric counts does happen: on at least so many of the first twenty nights.
#[test]
fn what_descriptions_tell_of_happens() {
    type Told = fn(&What) -> bool;
    let told: &[(&str, &str, Told, u32)] = &[
        ("mid_strait_november", "a search ends because another boat is taken for the one sought", taken_for_another, 1),
        ("mid_strait_november", "people are in cold water", |w| matches!(w, What::EnteredWater { .. }), 5),
        ("bank_rising_tide", "a boat runs aground", |w| matches!(w, What::RanAground { .. }), 16),
        ("merchant_alert", "a bridge tells of a boat first", told_by_a_ship, 14),
        ("january_rush", "the boat is rushed", |w| matches!(w, What::BoatRushed { .. }), 18),
        ("january_rush", "it goes over in the surf", |w| matches!(w, What::Overturned { .. }), 4),
        ("watched_then_lost", "all aboard decline help", |w| matches!(w, What::HelpRefused { .. }), 5),
        ("watched_then_lost", "some are taken off", |w| matches!(w, What::Transferred { .. }), 10),
        ("left_in_the_water", "more than planned make for a boat", |w| matches!(w, What::BoatRushed { .. }), 18),
    ];
    for (name, what, happens, at_least) in told {
        let (setting, doctrine) = (setting(name), doctrine("imminent_danger_only"));
        let nights = (0..20).filter(|n| events(&setting, &doctrine, *n).iter().any(|e| happens(&e.what))).count();
        assert!(nights >= *at_least as usize, "{name}: {what} on {nights} nights of 20; expected {at_least} or more");
    }
}

/// Where a boat lies in less water than the customs ship draws, the ship stays off and sends its small boat. Made
/// fast to a boat that drifts into less water, it casts off in time.
#[test]
fn a_ship_that_draws_too_much_stays_off_and_sends_its_small_boat() {
    for (name, at_least) in [("fog_and_draught", 3), ("bank_rising_tide", 10)] {
        let (setting, doctrine) = (setting(name), doctrine("imminent_danger_only"));
        let ship = setting.scenario.units.iter().position(|u| u.id == "customs").expect("the ship is in the scenario");
        let class = LIBRARY.craft.iter().find(|c| c.id == setting.scenario.units[ship].class).expect("a known class");
        let mut nights = 0;
        for night in 0..20 {
            let mut sim = Simulation::new(&setting, &doctrine, key(night));
            let (mut seen, mut stood_off) = (0, false);
            while !sim.finished() {
                sim.step().expect("people add up");
                for i in core::mem::replace(&mut seen, sim.events().len())..sim.events().len() {
                    let (What::Transferred { boat, unit, .. } | What::Recovered { boat, unit, .. }) =
                        sim.events()[i].what
                    else {
                        continue;
                    };
                    if unit.0 as usize != ship {
                        continue;
                    }
                    let view = sim.snapshot();
                    let (at, from) = (view.boats[boat.0 as usize].position, view.units[ship].position);
                    if setting.depth_m(at, sim.tick(), sim.sea()) < class.draught.m() {
                        let off = (at - from).length();
                        assert!(off > 100.0, "{name}, night {night}: alongside in too little water");
                        stood_off = true;
                    }
                }
            }
            nights += u32::from(stood_off);
        }
        assert!(nights >= at_least, "{name}: on {nights} nights of 20; expected {at_least} or more");
    }
}

fn taken_for_another(what: &What) -> bool {
    matches!(what, What::SearchEnded { reason: SearchEnd::BelievedFound, .. })
}

fn told_by_a_ship(what: &What) -> bool {
    matches!(what, What::ContactGained { by, .. } if by == "a merchant ship")
}

/// One scenario with bounds that hold, and with bounds that do not: exit codes and words.
#[test]
fn check_says_what_came_out_and_answers_with_its_exit_code() {
    let folder = Scratch::new("expect");
    let shipped = std::fs::read_to_string(common::root().join("scenarios/one_taxi_boat.scenario.ron")).unwrap();
    let with = |bound: &str| {
        let end = shipped.trim_end().strip_suffix(')').unwrap();
        format!(
            "{end}    expect: [(note: \"it sets out\", doctrine: \"imminent_danger_only\", metric: \"set_out\", nights: 2, {bound})],\n)\n"
        )
    };
    let good = folder.write("good.scenario.ron", &with("at_least: 1, at_most: 1"));
    let bad = folder.write("bad.scenario.ron", &with("at_most: 0.5"));
    let (good, bad) = (good.to_string_lossy(), bad.to_string_lossy());
    let (code, out, err) = run(&["check", &good, "--expect"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("holds: it sets out: set_out under imminent_danger_only, 2 nights: 1.000"), "{out}");
    let (code, out, err) = run(&["check", &good, &bad, "--expect"]);
    assert_eq!(code, 1, "{out}{err}");
    assert!(out.contains("FAILS: it sets out") && out.contains("expected at most 0.5"), "{out}");
    // Without `--expect` nothing is run, and a file that would fail is fit to run.
    let (code, out, err) = run(&["check", &bad]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(!out.contains("it sets out"), "{out}");
}
