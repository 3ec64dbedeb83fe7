//! What do words for a practice do to a night? Each changes it where it should, and nothing where nobody uses it.

use super::fixture::{danger_only, interception, setting, with_rule};
use super::*;
use crate::doctrine::{Condition, ContactLook, Doctrine, Order, Orders, Rule};
use crate::geo;
use crate::parameters::Parameters;
use crate::units::Distance;

fn night(setting: &Arc<Setting>, doctrine: &Arc<Doctrine>, night: u64) -> Vec<Event> {
    let mut sim = Simulation::new(setting, doctrine, NightKey { seed: 42, night });
    sim.run().unwrap();
    sim.take_events()
}

/// The pictures behind orders of this kind.
fn pictures(events: &[Event], wanted: Order) -> Vec<crate::doctrine::Picture> {
    let of = |e: &Event| match &e.what {
        What::OrderGiven { order, why, .. } if *order == wanted => Some(why.picture),
        _ => None,
    };
    events.iter().filter_map(of).collect()
}

fn is_taxi() -> Condition {
    Condition::All(vec![Condition::UnitOf(crate::agents::Side::France), Condition::Looks(ContactLook::TaxiBoat)])
}

/// Interception only while another vessel stands by within a mile of the boat; with a rule that sends one, or without.
fn with_a_second_vessel(sends_one: bool) -> Arc<Doctrine> {
    let mut d = (*interception(1.0)).clone();
    let there = Condition::OthersThere {
        count: 1,
        within: Distance::nautical_miles(1.0),
        doing: Orders::ANY.with(Order::StandBy),
    };
    d.rules[0].when = Condition::All(vec![d.rules[0].when.clone(), there]);
    if sends_one {
        d.rules.insert(1, Rule::for_tests("second", is_taxi(), Order::StandBy));
        d.common += 1;
    }
    Arc::new(d)
}

#[test]
fn a_boat_is_stopped_only_once_another_vessel_stands_by_at_it() {
    let setting = setting();
    let (mut stopped, mut alone) = (0, 0);
    for n in 0..12 {
        for p in pictures(&night(&setting, &with_a_second_vessel(true), n), Order::Intercept) {
            stopped += 1;
            let near = p.force.others.count(Distance::nautical_miles(1.0), Orders::ANY.with(Order::StandBy));
            assert!(near > 0, "night {n}: {:?}", p.force);
        }
        alone += pictures(&night(&setting, &with_a_second_vessel(false), n), Order::Intercept).len();
    }
    assert!(stopped > 0, "in twelve nights a second vessel is there in time");
    assert_eq!(alone, 0, "nobody is ever ordered to stand by");
}

#[test]
fn a_rule_for_the_last_miles_before_the_boundary_fires_there_and_nowhere_else() {
    let setting = setting();
    let near = |nm: f64| {
        let here = Condition::BoundaryWithin { of: geo::Side::UnitedKingdom, distance: Distance::nautical_miles(nm) };
        let fr = crate::agents::Side::France;
        with_rule("meet", Condition::All(vec![Condition::UnitOf(fr), Condition::RegionOf(fr), here]), Order::Escort)
    };
    let escorted = |nm: f64| -> Vec<f64> {
        let of = |n| pictures(&night(&setting, &near(nm), n), Order::Escort);
        (0..6).flat_map(of).map(|p| p.sea.to_boundary[geo::Side::UnitedKingdom as usize].nm()).collect()
    };
    let (two, six) = (escorted(2.0), escorted(6.0));
    assert!(!two.is_empty() && two.iter().all(|nm| (0.0..=2.0).contains(nm)), "{two:?}");
    assert!(six.iter().any(|nm| *nm > 2.0) && six.iter().all(|nm| (0.0..=6.0).contains(nm)), "{six:?}");
}

#[test]
fn a_rule_for_one_river_mouth_or_port_fires_there_and_nowhere_else() {
    let setting = setting();
    let fired = |here: Condition| -> Vec<crate::doctrine::Picture> {
        let rule = with_rule("here", Condition::All(vec![is_taxi(), here]), Order::Escort);
        (0..6).flat_map(|n| pictures(&night(&setting, &rule, n), Order::Escort)).collect()
    };
    // The fixture's taxi-boats come out of the Aa at Gravelines.
    let aa = fired(Condition::AtCanal(0));
    assert!(!aa.is_empty() && aa.iter().all(|p| p.sea.canal == Some(0)));
    assert!(fired(Condition::AtCanal(1)).is_empty(), "nobody is off the Canche");
    let port = |of, nm| Condition::PortWithin { of, distance: Distance::nautical_miles(nm) };
    let near = fired(port(Some("gravelines"), 2.0));
    assert!(!near.is_empty() && near.iter().all(|p| p.sea.port.id == "gravelines" && p.sea.port.distance.nm() <= 2.0));
    assert!(fired(port(Some("dieppe"), 2.0)).is_empty());
    assert!(fired(port(None, 2.0)).len() >= near.len());
}

/// How far French contacts are from where their boats are, on average, and how many there are; no unit goes to any.
fn plotted(order: Order) -> (f64, usize) {
    let setting = setting();
    let doctrine = with_rule("let-be", Condition::UnitOf(crate::agents::Side::France), order);
    let (mut off, mut count) = (0.0, 0);
    for n in 0..6 {
        let mut sim = Simulation::new(&setting, &doctrine, NightKey { seed: 42, night: n });
        while !sim.finished() {
            sim.step().unwrap();
            if !sim.tick().0.is_multiple_of(30) {
                continue;
            }
            let shown = sim.snapshot();
            for c in shown.contacts.iter().filter(|c| c.side == crate::agents::Side::France) {
                let boat = &shown.boats[c.boat.0 as usize];
                if boat.aboard > 0 && boat.phase.afloat() {
                    off += (c.position - boat.position).length();
                    count += 1;
                }
            }
        }
        let sent = |e: &Event| matches!(&e.what, What::OrderGiven { why, .. } if why.rule == "let-be");
        assert!(!sim.events().iter().any(sent));
    }
    (off / count as f64, count)
}

#[test]
fn a_boat_that_is_observed_is_kept_in_view_and_one_that_is_ignored_is_not() {
    let ((observed, often), (ignored, seldom)) = (plotted(Order::Observe), plotted(Order::Ignore));
    assert!(often > 100 && seldom > 0, "{often} {seldom}");
    assert!(ignored > 1.5 * observed, "{ignored} m off where ignored, {observed} m where observed");
}

#[test]
fn what_no_rule_asks_is_not_looked_up_and_not_told() {
    let setting = setting();
    let events = night(&setting, &danger_only(), 0);
    let told = format!("{events:?}");
    assert!(told.contains("OrderGiven") && !told.contains("to_boundary") && !told.contains("others:"));
}

#[test]
fn a_rule_for_one_service_orders_its_units_alone_and_shadows_know_them_too() {
    use crate::agents::Operator;
    let service = |o| {
        let mut d = (*interception(1.0)).clone();
        d.rules[0].when = Condition::All(vec![d.rules[0].when.clone(), Condition::OperatorIs(o)]);
        Arc::new(d)
    };
    let mut of_service = (*setting()).clone();
    let able: Vec<usize> = (0..of_service.units.len())
        .filter(|i| of_service.classes[of_service.units[*i].class].craft.intercepts)
        .collect();
    assert!(!able.is_empty());
    for unit in &mut of_service.units {
        unit.identity.operator = Some(Operator::GendarmerieMaritime);
    }
    let named = Arc::new(of_service);
    let orders = |setting: &Arc<Setting>, doctrine: &Arc<Doctrine>| -> usize {
        (0..6).map(|n| pictures(&night(setting, doctrine, n), Order::Intercept).len()).sum()
    };
    let (gendarmes, snsm) = (service(Operator::GendarmerieMaritime), service(Operator::Snsm));
    assert!(orders(&named, &gendarmes) > 0, "they are of that service");
    assert_eq!(orders(&named, &snsm), 0, "none is of that one");
    assert_eq!(orders(&setting(), &gendarmes), 0, "who runs a unit is not known, so no rule takes it for granted");
    // Who a unit is stands in every record, for whoever judges it; a shadow is told by itself.
    let first = |d: &Arc<Doctrine>| pictures(&night(&named, d, 0), Order::Shadow)[0].unit.identity.operator;
    assert_eq!(first(&gendarmes), Some(Operator::GendarmerieMaritime));
    assert_eq!(first(&danger_only()), Some(Operator::GendarmerieMaritime));
    let mut watched =
        Simulation::with_shadows(&named, &danger_only(), NightKey { seed: 42, night: 0 }, &[gendarmes, snsm]);
    watched.run().unwrap();
    let asks = |shadow: usize| watched.shadow_notes().iter().any(|n| n.shadow == shadow && n.awaits.is_some());
    assert!(asks(0) && !asks(1), "one of them would ask for authority");
    assert_eq!(watched.events(), night(&named, &danger_only(), 0));
}

/// Whoever is told to stand by where another does so already is let go for that reason, and not because no rule holds.
#[test]
fn a_unit_whose_place_is_taken_is_told_so() {
    use crate::events::TaskEnd;
    let mut taken = 0;
    for n in 0..12 {
        let night = night(&setting(), &with_a_second_vessel(true), n);
        for (i, e) in night.iter().enumerate() {
            let What::TaskEnded { unit, boat, end: TaskEnd::PlaceTaken, .. } = e.what else { continue };
            taken += 1;
            // Another unit was ordered to the boat before, and its task there is not over.
            let there = night[..i].iter().rev().find_map(|e| match e.what {
                What::OrderGiven { unit: u, boat: b, .. } if b == boat && u != unit => Some(u),
                _ => None,
            });
            let other = there.expect("somebody else is at the boat");
            assert_ne!(other, unit);
        }
    }
    assert!(taken > 0, "in twelve nights it happens");
    assert!(TaskEnd::PlaceTaken.title().contains("another unit"));
}

/// From the order to sailing, minutes, of each unit that left port.
fn to_sea(events: &[Event]) -> Vec<f64> {
    let sailed = |at: Tick, unit| {
        let of = |e: &&Event| {
            e.tick >= at
                && matches!(e.what, What::UnitDeparted { unit: u } | What::TaskEnded { unit: u, .. } if u == unit)
        };
        events.iter().find(of).filter(|e| matches!(e.what, What::UnitDeparted { .. }))
    };
    let ordered = events.iter().filter_map(|e| match &e.what {
        What::OrderGiven { unit, .. } => Some((e.tick, sailed(e.tick, *unit)?.tick)),
        _ => None,
    });
    ordered.map(|(from, to)| to.elapsed().min_() - from.elapsed().min_()).collect()
}

#[test]
fn units_leave_port_to_keep_company_only_where_the_rule_says_so() {
    let setting = setting();
    let laden = Condition::All(vec![
        Condition::UnitOf(crate::agents::Side::France),
        Condition::Looks(ContactLook::Loaded),
        Condition::Not(Box::new(Condition::ImminentDanger)),
    ]);
    let escort = |from_port| {
        let mut d = (*with_rule("escort", laden.clone(), Order::Escort)).clone();
        d.rules[0].from_port = from_port;
        let doctrine = Arc::new(d);
        let for_it = |events: &[Event]| {
            let sailed = events
                .iter()
                .filter_map(|e| if let What::UnitDeparted { unit } = e.what { Some((e.tick, unit)) } else { None });
            let last_order = |(at, unit)| {
                events.iter().rev().filter(|e| e.tick <= at).find_map(|e| match &e.what {
                    What::OrderGiven { unit: u, order, .. } if *u == unit => Some(*order),
                    _ => None,
                })
            };
            sailed.filter(|s| last_order(*s) == Some(Order::Escort)).count()
        };
        (0..6).map(|n| for_it(&night(&setting, &doctrine, n))).sum::<usize>()
    };
    assert_eq!(escort(false), 0);
    assert!(escort(true) > 0, "no unit left port to escort in six nights");
}

#[test]
fn crews_that_make_ready_sail_the_sooner() {
    let setting = setting();
    let told = with_rule("ready", Condition::Always, Order::PreAlert);
    let (mut plain, mut ready, mut orders) = (Vec::new(), Vec::new(), 0);
    for n in 0..6 {
        plain.extend(to_sea(&night(&setting, &danger_only(), n)));
        let events = night(&setting, &told, n);
        let alerts =
            events.iter().filter(|e| matches!(e.what, What::CentreOrdered { order: Order::PreAlert, .. })).count();
        assert!(alerts <= 2, "once for each centre: {alerts}");
        orders += alerts;
        ready.extend(to_sea(&events));
    }
    let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
    assert!(orders > 0 && !plain.is_empty() && !ready.is_empty(), "{orders} {plain:?} {ready:?}");
    assert!(mean(&ready) < mean(&plain) - 1.0, "{} min, {} min", mean(&ready), mean(&plain));
}

#[test]
fn ships_that_are_asked_look_out_and_report() {
    let p = Parameters {
        traffic_ships_per_day: 1500.0,
        traffic_reports: 0.0,
        overdue_ships_look_out: 1.0,
        overdue_after_h: 100.0,
        traffic_collision_under_way: 0.0,
        traffic_collision_adrift: 0.0,
        ..Parameters::shipped_for_tests()
    };
    let setting = super::fixture::setting_with(p);
    let told = |doctrine: &Arc<Doctrine>| {
        let by_ship = |e: &Event| matches!(&e.what, What::ContactGained { by, .. } if by == "a merchant ship");
        (0..8).map(|n| night(&setting, doctrine, n).iter().filter(|e| by_ship(e)).count()).sum::<usize>()
    };
    assert_eq!(told(&danger_only()), 0);
    assert!(told(&with_rule("relay", Condition::Always, Order::Relay)) > 0, "no ship reported a boat");
}

#[test]
fn where_callers_are_believed_every_call_is_acted_on() {
    let p = Parameters { call_disregarded: 1.0, engine_failure_per_h: 1.0, ..Parameters::shipped_for_tests() };
    let setting = super::fixture::setting_with(p);
    let dropped = |believe_calls| {
        let doctrine = Arc::new(Doctrine { believe_calls, ..(*danger_only()).clone() });
        let all: Vec<Event> = (0..4).flat_map(|n| night(&setting, &doctrine, n)).collect();
        let calls = all.iter().filter(|e| matches!(e.what, What::DistressCalled { .. })).count();
        // What is filed under another boat by mistake is told by the same word; here nobody is confused.
        (calls, all.iter().filter(|e| matches!(e.what, What::CallNotActedOn { .. })).count())
    };
    let (calls, none) = dropped(false);
    assert!(calls > 0 && none == calls, "{none} of {calls}");
    let (calls, some) = dropped(true);
    assert!(calls > 0 && some < calls, "{some} of {calls}");
}

#[test]
fn orders_of_a_centre_that_were_given_stand_in_nobodys_way() {
    let setting = setting();
    let mut d = (*with_rule("relay", Condition::Always, Order::Relay)).clone();
    d.rules.insert(0, Rule::for_tests("ready", Condition::Always, Order::PreAlert));
    d.common += 1;
    let doctrine = Arc::new(d);
    let (mut ready, mut relayed) = (0, std::collections::BTreeMap::new());
    for e in night(&setting, &doctrine, 0) {
        match e.what {
            What::CentreOrdered { order: Order::PreAlert, .. } => ready += 1,
            What::CentreOrdered { side, boat, order: Order::Relay, why, .. } => {
                let told = why.alternatives();
                assert!(
                    told[0].rule == "ready" && told[0].failed.as_ref().is_some_and(|f| f.seen == "passed over"),
                    "{told:?}"
                );
                *relayed.entry((side.index(), boat)).or_insert(0) += 1;
            }
            _ => {}
        }
    }
    assert!((1..=2).contains(&ready), "{ready} pre-alerts");
    assert!(!relayed.is_empty() && relayed.values().all(|n| *n == 1), "{relayed:?}");
}
