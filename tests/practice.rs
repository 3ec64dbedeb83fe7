//! Do doctrines of a practice do in shipped scenarios what they say? Whole nights, read off the log.

mod common;

use common::{LIBRARY, Scratch, doctrine, events, setting};
use slackwater::doctrine::{Doctrine, Order, Orders, Picture};
use slackwater::events::{Event, UnitId, What};
use slackwater::geo::Side as State;
use slackwater::units::Distance;
use std::sync::Arc;

/// Orders to units in a night: unit, order, and the picture it was given on.
fn orders(night: &[Event]) -> impl Iterator<Item = (UnitId, Order, &Picture)> {
    night.iter().filter_map(|e| match &e.what {
        What::OrderGiven { unit, order, why, .. } => Some((*unit, *order, &why.picture)),
        _ => None,
    })
}

/// One vessel is kept for rescue: nobody is ordered to stop a boat unless another lies near it with the order to stand by.
#[test]
fn under_two_vessels_a_boat_is_stopped_with_another_standing_by_and_never_without() {
    let rules = doctrine("taxi_boat_two_vessels");
    let (mut stopped, mut tried) = (0, 0);
    for name in ["one_taxi_boat", "canal_winter"] {
        let setting = setting(name);
        for n in 0..20 {
            let night = events(&setting, &rules, n);
            // Who stands by at the boat, from order to end.
            let mut standing: Vec<UnitId> = Vec::new();
            for e in &night {
                match &e.what {
                    What::OrderGiven { unit, order, why, .. } => {
                        standing.retain(|u| u != unit);
                        if *order == Order::StandBy {
                            standing.push(*unit);
                        }
                        if *order == Order::Intercept {
                            stopped += 1;
                            let by = Orders::ANY.with(Order::StandBy);
                            let near = why.picture.force.others.count(Distance::metres(1000.0), by);
                            assert!(near > 0, "{name}, night {n}: {:?}", why.picture.force);
                            let others = standing.iter().filter(|u| *u != unit).count();
                            assert!(others > 0, "{name}, night {n}: by the log nobody stands by");
                        }
                    }
                    What::TaskEnded { unit, .. } => standing.retain(|u| u != unit),
                    What::OrderedToStop { .. } | What::InterceptionTried { .. } => tried += 1,
                    _ => {}
                }
            }
        }
    }
    assert!(stopped >= 5 && tried >= 5, "{stopped} orders and {tried} attempts in forty nights");
}

/// Belgian crews talk and escort and stop nobody; French ones stop nobody in Belgian waters (FACTS 103 to 105).
#[test]
fn off_koksijde_belgian_units_escort_toward_french_waters_and_french_ones_act_there() {
    let setting = setting("koksijde_taxi_boat");
    let belgian = |u: UnitId| setting.scenario.units[u.0 as usize].mission.as_deref() == Some("belgian");
    let rules = doctrine("taxi_boat_beside_belgium");
    let (mut escorts, mut hails, mut stops) = (0, 0, 0);
    for n in 0..30 {
        for (unit, order, p) in orders(&events(&setting, &rules, n)) {
            let waters = p.sea.waters.state;
            match order {
                Order::Escort => {
                    escorts += 1;
                    assert!(belgian(unit) && waters != Some(State::France), "night {n}: {waters:?}");
                }
                Order::Hail => hails += usize::from(belgian(unit)),
                Order::Intercept | Order::Block => {
                    stops += 1;
                    assert!(!belgian(unit) && waters != Some(State::Belgium), "night {n}: {waters:?}");
                }
                Order::StandBy => assert!(!belgian(unit), "night {n}: they do not stand by for that"),
                _ => {}
            }
        }
    }
    assert!(escorts > 10 && hails > 10 && stops > 2, "{escorts} escorts, {hails} hails, {stops} orders to stop");
}

/// The shipped doctrine, with its order asked for while the boat is in Belgian waters yet.
fn asked_ahead() -> Arc<Doctrine> {
    let folder = Scratch::new("asked_ahead");
    let shipped = |id: &str| {
        let path = common::root().join(format!("scenarios/doctrines/{id}.doctrine.ron"));
        std::fs::read_to_string(path).expect("a shipped doctrine")
    };
    // The rule is that of the doctrine that is extended, and lies beside.
    let two_vessels = shipped("taxi_boat_two_vessels");
    let (before, after) = two_vessels.split_once("authorised: true,").expect("its rule needs an order");
    let ahead = "authorised: true, ask_when: All([UnitOf(France), UnitIntercepts, Looks(TaxiBoat)]),";
    folder.write("two_ahead.doctrine.ron", &format!("{before}{ahead}{after}"));
    let beside = shipped("taxi_boat_beside_belgium");
    let (before, after) = beside.split_once("\"taxi_boat_two_vessels\"").expect("it extends that one");
    let file = folder.write("ahead.doctrine.ron", &format!("{before}\"two_ahead\"{after}"));
    LIBRARY.doctrine_to_run(&file.to_string_lossy()).unwrap_or_else(|trouble| panic!("{trouble}")).0
}

/// What is asked for ahead comes earlier, and more boats are stopped in time; none is before its rule applies.
#[test]
fn an_order_asked_for_in_belgian_waters_is_there_when_the_boat_is_in_french_ones() {
    let setting = setting("koksijde_taxi_boat");
    let (plain, ahead) = (doctrine("taxi_boat_beside_belgium"), asked_ahead());
    let asked =
        |night: &[Event]| night.iter().find(|e| matches!(e.what, What::AuthorityRequested { .. })).map(|e| e.tick);
    let stops = |night: &[Event]| orders(night).filter(|(_, o, _)| *o == Order::Intercept).count();
    let (mut earlier, mut with, mut without) = (0, 0, 0);
    for n in 0..30 {
        let (a, b) = (events(&setting, &plain, n), events(&setting, &ahead, n));
        if let (Some(late), Some(early)) = (asked(&a), asked(&b)) {
            assert!(early <= late, "night {n}");
            earlier += usize::from(early < late);
        }
        without += stops(&a);
        with += stops(&b);
        for (_, order, p) in orders(&b) {
            assert!(order != Order::Intercept || p.sea.waters.state != Some(State::Belgium), "night {n}: too early");
        }
    }
    assert!(earlier >= 10, "asked for earlier on {earlier} nights");
    assert!(with >= without + 3, "{with} orders to stop a boat where it was asked for ahead, {without} where not");
}
