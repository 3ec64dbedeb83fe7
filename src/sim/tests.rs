//! Whole small nights, and the promises a night makes.

use super::fixture::{danger_only, interception, setting, setting_with};
use super::*;
use crate::events::{BoatId, NoDeparture, Shore};
use crate::metrics;
use crate::parameters::Parameters;
use crate::units::Distance;

fn run(setting: &Arc<Setting>, doctrine: &Arc<Doctrine>, night: u64) -> Simulation {
    let mut sim = Simulation::new(setting, doctrine, NightKey { seed: 42, night });
    sim.run().unwrap();
    sim
}

fn night(doctrine: &Arc<Doctrine>, n: u64) -> Simulation {
    run(&setting(), doctrine, n)
}

fn final_tally(sim: &Simulation) -> Tally {
    match sim.events().last().map(|e| &e.what) {
        Some(What::NightEnded { tally }) => *tally,
        other => panic!("a night ends with its tally, not with {other:?}"),
    }
}

#[test]
fn the_same_night_comes_out_the_same() {
    assert_eq!(night(&danger_only(), 3).events(), night(&danger_only(), 3).events());
}

#[test]
fn stepping_and_running_in_one_go_agree() {
    let mut stepped = Simulation::new(&setting(), &danger_only(), NightKey { seed: 42, night: 5 });
    let mut steps = 0;
    while !stepped.finished() {
        stepped.step().unwrap();
        let _ = stepped.snapshot();
        steps += 1;
    }
    assert_eq!(steps, 8640);
    assert_eq!(stepped.events(), night(&danger_only(), 5).events());
}

#[test]
fn people_are_conserved_at_each_tick_under_both_doctrines() {
    for doctrine in [danger_only(), interception(1.0)] {
        let mut sim = Simulation::new(&setting(), &doctrine, NightKey { seed: 42, night: 1 });
        let everybody = sim.tally().total();
        assert_eq!(sim.tally().waiting, everybody, "everybody starts ashore");
        while !sim.finished() {
            sim.step().unwrap();
            assert_eq!(sim.tally().total(), everybody, "at {:?}", sim.tick());
        }
    }
}

#[test]
fn query_order_is_plan_order_at_the_end_of_a_night() {
    let mut sim = night(&interception(1.0), 2);
    let snapshot = sim.snapshot();
    assert!(snapshot.boats.windows(2).all(|w| w[0].id < w[1].id));
    assert!(snapshot.units.windows(2).all(|w| w[0].id < w[1].id));
}

#[test]
fn both_doctrines_meet_the_same_boats() {
    let launches = |sim: &Simulation| -> Vec<Event> {
        sim.events().iter().filter(|e| matches!(e.what, What::Launched { .. })).cloned().collect()
    };
    let (a, b) = (night(&danger_only(), 4), night(&interception(1.0), 4));
    assert!(!launches(&a).is_empty());
    assert_eq!(launches(&a), launches(&b));
}

#[test]
fn a_doctrine_that_never_gets_its_order_changes_nothing() {
    for n in 0..3 {
        let values = |d: &Arc<Doctrine>| metrics::values(night(d, n).events());
        assert_eq!(values(&danger_only()), values(&interception(0.0)));
    }
}

#[test]
fn an_interception_stops_the_boat_before_it_loads() {
    let mut stopped = 0;
    for n in 0..4 {
        let sim = night(&interception(1.0), n);
        for event in sim.events() {
            if let What::InterceptionDone { boat, aboard, .. } = event.what {
                stopped += 1;
                assert!((3..=5).contains(&aboard), "only those put in with it are aboard");
                let set_out = |e: &Event| matches!(e.what, What::CrossingStarted { boat: b, .. } if b == boat);
                assert!(!sim.events().iter().any(set_out));
                let kept = What::DidNotDepart { boat, reason: NoDeparture::Intercepted };
                assert!(sim.events().iter().any(|e| e.what == kept));
            }
        }
    }
    assert!(stopped > 0, "with the order always given some boat is stopped in four nights");
}

#[test]
fn taxi_boats_leave_the_canal_only_with_water_in_it() {
    let setting = setting();
    for n in 0..3 {
        let sim = night(&danger_only(), n);
        for event in sim.events() {
            if let What::Launched { boat, kind: crate::agents::BoatKind::TaxiBoat, at, .. } = event.what {
                assert!(setting.canal_passable(at, event.tick, sim.sea()), "{boat:?} left over dry ground");
            }
        }
    }
    // With the bed above every high water no boat leaves, and the night says why.
    let dry = Parameters { canal_bed_aa_m: 9.0, ..Parameters::shipped_for_tests() };
    let sim = run(&setting_with(dry), &danger_only(), 0);
    let tide = |e: &&Event| matches!(e.what, What::DidNotDepart { reason: NoDeparture::Tide, .. });
    assert_eq!(sim.events().iter().filter(tide).count(), 2);
}

#[test]
fn without_hazards_nobody_dies_and_everyone_who_sets_out_arrives() {
    let safe = Parameters {
        engine_failure_per_h: 0.0,
        hull_failure_per_h: 0.0,
        swamping_onset_probability: 0.0,
        boarding_drowning_per_person: 0.0,
        crush_coefficient: 0.0,
        stability_panic: 0.0,
        rush_probability: 0.0,
        grounding_hull_failure: 0.0,
        traffic_collision_under_way: 0.0,
        traffic_collision_adrift: 0.0,
        ..Parameters::shipped_for_tests()
    };
    let setting = setting_with(safe);
    for n in 0..3 {
        let sim = run(&setting, &danger_only(), n);
        let tally = final_tally(&sim);
        assert_eq!((tally.dead, tally.missing, tally.in_water), (0, 0, 0));
        assert_eq!(tally.aboard_boat + tally.aboard_unit, 0, "night {n}: {tally:?}");
        assert!(tally.landed_uk > 0);
    }
}

#[test]
fn a_wreck_puts_people_in_the_water_and_units_save_some() {
    // Hulls that fail within the hour and always throw everyone into the water.
    let frail = Parameters { hull_failure_per_h: 1.0, hull_mass_immersion: 1.0, ..Parameters::shipped_for_tests() };
    let sim = run(&setting_with(frail), &danger_only(), 1);
    let values = |id: &str| (metrics::ALL.iter().find(|m| m.info.id == id).unwrap().fold)(sim.events());
    assert!(values("entered_water") > 50.0);
    assert!(values("deaths") > 0.0);
    let recovered: usize =
        sim.events().iter().map(|e| if let What::Recovered { who, .. } = &e.what { who.len() } else { 0 }).sum();
    assert!(recovered > 0, "units near the wrecks take people out of the water");
    let tally = final_tally(&sim);
    assert!((f64::from(tally.dead + tally.missing) - values("deaths")).abs() < 0.5);
}

#[test]
fn every_order_carries_its_rule_and_what_was_seen() {
    let sim = night(&danger_only(), 0);
    let mut orders = 0;
    for event in sim.events() {
        if let What::OrderGiven { why, .. } = &event.what {
            orders += 1;
            assert!(danger_only().rules.iter().any(|r| r.id == why.rule));
            assert!(why.has_facts());
        }
    }
    assert!(orders > 0);
}

#[test]
fn commands_are_logged_and_take_effect_between_ticks() {
    let plain = night(&danger_only(), 0);
    let crossing = plain
        .events()
        .iter()
        .find_map(|e| if let What::CrossingStarted { boat, .. } = e.what { Some((e.tick, boat)) } else { None });
    let (tick, boat) = crossing.unwrap();
    let mut sim = Simulation::new(&setting(), &danger_only(), NightKey { seed: 42, night: 0 });
    while sim.tick() <= Tick(tick.0 + 60) {
        sim.step().unwrap();
    }
    sim.apply(Command::StopEngine { boat });
    sim.run().unwrap();
    assert_eq!(sim.commands().len(), 1);
    let failed = |e: &Event| matches!(e.what, What::EngineFailed { boat: b } if b == boat);
    assert!(sim.events().iter().any(failed));
    assert_eq!(&sim.events()[..3], &plain.events()[..3], "what came before the command is untouched");
}

#[test]
fn people_land_where_their_boat_or_unit_lands_them() {
    let sim = night(&danger_only(), 1);
    let tally = final_tally(&sim);
    let landed: u32 = sim
        .events()
        .iter()
        .map(|e| match e.what {
            What::BoatLanded { shore: Shore::UnitedKingdom, people, .. }
            | What::PeopleLanded { shore: Shore::UnitedKingdom, people, .. } => people,
            _ => 0,
        })
        .sum();
    assert_eq!(landed, tally.landed_uk);
}

/// Orders do not flicker: nobody is sent to the same boat with the same order over and over.
#[test]
fn no_unit_is_ordered_to_the_same_boat_again_and_again() {
    for doctrine in [danger_only(), interception(1.0)] {
        for n in 0..6 {
            let sim = night(&doctrine, n);
            let mut given = std::collections::BTreeMap::new();
            for event in sim.events() {
                if let What::OrderGiven { unit, boat, order, .. } = event.what {
                    *given.entry((unit, boat, order)).or_insert(0) += 1;
                }
            }
            let worst = given.values().max().copied().unwrap_or(0);
            assert!(worst <= 3, "night {n}: {worst} times the same order: {given:?}");
        }
    }
}

/// Nights with ships that draw 6 m, and the moments in which one keeps company or takes people aboard:
/// the water under its hull, and how far off its boat it lies, m.
fn deep_ships_at_work(tender: Option<Distance>) -> Vec<(snapshot::Activity, f64, f64)> {
    let p = Parameters { engine_failure_per_h: 2.0, ..Parameters::shipped_for_tests() };
    let setting = fixture::setting_of(p, Distance::metres(6.0), tender);
    let mut seen = Vec::new();
    for n in 0..10 {
        let mut sim = Simulation::new(&setting, &danger_only(), NightKey { seed: 42, night: n });
        while !sim.finished() {
            sim.step().unwrap();
            if !sim.tick().0.is_multiple_of(30) {
                continue;
            }
            let snapshot = sim.snapshot();
            for unit in &snapshot.units {
                let ship = setting.classes[setting.units[unit.id.0 as usize].class].craft.id == "ship";
                let works = matches!(unit.activity, snapshot::Activity::Shadowing | snapshot::Activity::Rescuing);
                if let (true, true, Some((_, boat))) = (ship, works, unit.order) {
                    let water = setting.water_for_hull_m(unit.position, sim.tick(), sim.sea());
                    // People in the water may have drifted away from the boat.
                    let places = snapshot.in_water.iter().chain([&snapshot.boats[boat.0 as usize].position]);
                    let off = places.map(|at| (*at - unit.position).length()).fold(f64::INFINITY, f64::min);
                    seen.push((unit.activity, water, off));
                }
            }
        }
    }
    seen
}

#[test]
fn a_ship_lies_off_water_too_shallow_for_it_and_sends_its_small_boat() {
    let with = deep_ships_at_work(Some(Distance::metres(0.6)));
    assert!(with.len() > 100, "ships work at boats at all: {}", with.len());
    // The tide may fall, and a boat held may drift, by no more than the water it keeps under its keel.
    let (least, _) =
        with.iter().map(|(_, water, off)| (*water, *off)).fold((99.0, 0.0), |a, b| if b.0 < a.0 { b } else { a });
    assert!(least >= 6.0, "a ship that draws 6 m lay in {least:.1} m");
    let by_small_boat = |list: &[(snapshot::Activity, f64, f64)]| {
        list.iter().filter(|(a, _, off)| *a == snapshot::Activity::Rescuing && *off > 250.0).count()
    };
    assert!(by_small_boat(&with) > 0, "people are taken off by small boats");
    assert_eq!(by_small_boat(&deep_ships_at_work(None)), 0, "without one nobody is");
}

#[test]
fn a_berth_is_where_the_boat_lies_if_there_is_water_and_else_to_seaward() {
    let setting = fixture::setting_of(Parameters::shipped_for_tests(), Distance::metres(6.0), None);
    let sim = Simulation::new(&setting, &danger_only(), NightKey { seed: 1, night: 0 });
    let night = sim.sea();
    let ship = setting.classes.iter().position(|c| c.craft.id == "ship").unwrap();
    let (mut deep, mut shallow) = (0, 0);
    for d in &setting.departures {
        for k in 0_u8..40 {
            let at = d.pickups[0].water + setting.seaward(d.pickups[0].water) * (f64::from(k) * 150.0);
            let berth = setting.berth(ship, at, Tick(0), night);
            if setting.depth_m(at, Tick(0), night) >= 6.5 {
                deep += 1;
                assert_eq!(berth, at);
            } else {
                shallow += 1;
                assert!(setting.water_for_hull_m(berth, Tick(0), night) >= 6.5);
                assert!(setting.to_shore(berth) > setting.to_shore(at));
            }
        }
    }
    assert!(deep > 5 && shallow > 5, "{deep} deep, {shallow} shallow");
}

/// In a crowded strait: how many boats were run down and passed close, and reports by ships.
fn a_crowded_strait(collision: f64, reports: f64) -> (usize, usize, usize) {
    let p = Parameters {
        traffic_ships_per_day: 1500.0,
        traffic_collision_under_way: collision,
        traffic_collision_adrift: collision,
        traffic_reports: reports,
        ..Parameters::shipped_for_tests()
    };
    let setting = setting_with(p);
    let (mut run_down, mut close, mut told) = (0, 0, 0);
    for n in 0..12 {
        let sim = run(&setting, &danger_only(), n);
        for event in sim.events() {
            match &event.what {
                What::RunDown { .. } => run_down += 1,
                What::ShipPassedClose { distance, .. } => {
                    close += 1;
                    assert!(distance.m() <= 100.0);
                }
                What::ContactGained { by, .. } if by == "a merchant ship" => told += 1,
                _ => {}
            }
        }
    }
    (run_down, close, told)
}

#[test]
fn merchant_ships_see_report_alarm_and_may_run_a_boat_down() {
    let (run_down, close, told) = a_crowded_strait(1.0, 1.0);
    assert!(run_down > 0 && close > 0 && told > 0, "{run_down} run down, {close} close, {told} reports");
    let (run_down, close, told) = a_crowded_strait(0.0, 0.0);
    assert!(run_down == 0 && close > 0 && told == 0, "{run_down} run down, {close} close, {told} reports");
}

/// Once nobody is left to help, no more units are sent.
#[test]
fn nobody_is_sent_to_an_empty_boat() {
    let frail = Parameters { hull_failure_per_h: 1.0, hull_mass_immersion: 1.0, ..Parameters::shipped_for_tests() };
    let setting = setting_with(frail);
    for n in 0..3 {
        let sim = run(&setting, &danger_only(), n);
        let emptied: Vec<(Tick, BoatId)> = sim
            .events()
            .iter()
            .filter_map(|e| match e.what {
                What::TaskEnded { boat, end: crate::events::TaskEnd::Done, .. } => Some((e.tick, boat)),
                _ => None,
            })
            .collect();
        for (tick, boat) in emptied {
            let later = sim.events().iter().filter(|e| {
                e.tick > Tick(tick.0 + 60) && matches!(e.what, What::OrderGiven { boat: b, .. } if b == boat)
            });
            let people_left = sim.events().iter().any(|e| {
                e.tick > tick && matches!(e.what, What::BoatLanded { boat: b, .. } | What::Recovered { boat: b, .. } | What::Transferred { boat: b, .. } | What::Died { boat: b, .. } if b == boat)
            });
            assert!(people_left || later.count() <= 2, "night {n}: units are sent to {boat:?} with nobody left");
        }
    }
}
