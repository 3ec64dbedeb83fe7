//! Whom may a centre count on: stand-by for an interception, and units on equally urgent work for a boat in less need.

use super::fixture::{interception, scenario, setting_for, with_rule};
use super::*;
use crate::doctrine::{Condition, ContactLook, Doctrine, Order};
use crate::events::{BoatId, TaskEnd, UnitId};
use crate::parameters::Parameters;
use crate::units::Duration;

fn night(setting: &Arc<Setting>, doctrine: &Arc<Doctrine>, night: u64) -> Vec<Event> {
    let mut sim = Simulation::new(setting, doctrine, NightKey { seed: 42, night });
    sim.run().unwrap();
    sim.take_events()
}

/// Interception only with somebody at hand to rescue.
fn with_standby() -> Arc<Doctrine> {
    let mut d = (*interception(1.0)).clone();
    let at_hand = Condition::RescueStandbyWithin(Duration::minutes(60.0));
    d.rules[0].when = Condition::All(vec![d.rules[0].when.clone(), at_hand]);
    Arc::new(d)
}

/// The shipped fixture with these French units alone.
fn french(keep: &[&str]) -> Arc<Setting> {
    let mut s = scenario();
    s.units.retain(|u| u.side == crate::agents::Side::UnitedKingdom || keep.contains(&u.id.as_str()));
    // A second launch that intercepts, beside the first.
    let mut twin = s.units.iter().find(|u| u.id == "launch").unwrap().clone();
    twin.id = "twin".into();
    s.units.push(twin);
    setting_for(s, Parameters::shipped_for_tests())
}

/// Units ordered to stop a boat, at each moment, by boat.
fn most_at_once(events: &[Event]) -> usize {
    let mut on: Vec<(UnitId, BoatId)> = Vec::new();
    let mut most = 0;
    for e in events {
        match &e.what {
            What::OrderGiven { unit, boat, order, .. } => {
                on.retain(|(u, _)| u != unit);
                if *order == Order::Intercept {
                    on.push((*unit, *boat));
                }
            }
            What::TaskEnded { unit, .. } => on.retain(|(u, _)| u != unit),
            _ => {}
        }
        most = most.max(on.iter().map(|(_, b)| on.iter().filter(|(_, o)| o == b).count()).max().unwrap_or(0));
    }
    most
}

#[test]
fn one_unit_stops_a_boat_however_many_could() {
    let setting = french(&["launch", "ship", "lifeboat"]);
    let nights: Vec<_> = (0..12).map(|n| night(&setting, &interception(1.0), n)).collect();
    assert_eq!(nights.iter().map(|n| most_at_once(n)).max(), Some(1));
}

#[test]
fn who_stops_a_boat_is_nobodys_stand_by() {
    let intercepted = |keep: &[&str]| -> usize {
        let setting = french(keep);
        let ordered = |e: &Event| matches!(&e.what, What::OrderGiven { order: Order::Intercept, .. });
        (0..12).map(|n| night(&setting, &with_standby(), n).iter().filter(|e| ordered(e)).count()).sum()
    };
    assert!(intercepted(&["launch", "ship", "lifeboat"]) > 0);
    // Two launches of which one would have to be the other's stand-by, once one is under way: the facts told with an
    // order name a unit that is at hand, so only the first boat of a night is stopped and never one more at the same time.
    let setting = french(&["launch"]);
    for n in 0..12 {
        let events = night(&setting, &with_standby(), n);
        let mut stopping: Vec<UnitId> = Vec::new();
        for e in &events {
            match &e.what {
                What::OrderGiven { unit, order, .. } => {
                    stopping.retain(|u| u != unit);
                    if *order == Order::Intercept {
                        stopping.push(*unit);
                    }
                }
                What::TaskEnded { unit, .. } => stopping.retain(|u| u != unit),
                _ => {}
            }
            assert!(stopping.len() < 2, "night {n}: both launches stop boats and nobody stands by");
        }
    }
}

#[test]
fn a_unit_on_equally_urgent_work_is_called_to_the_contact_that_comes_first() {
    let mut s = scenario();
    s.units.retain(|u| u.side == crate::agents::Side::UnitedKingdom || u.id == "launch");
    let setting = setting_for(s, Parameters::shipped_for_tests());
    let calm = |first: Condition| {
        let mut d = (*with_rule("company", Condition::UnitOf(crate::agents::Side::France), Order::Shadow)).clone();
        d.priorities = vec![first];
        Arc::new(d)
    };
    let turned = |d: &Arc<Doctrine>| -> usize {
        let one = |n| {
            let events = night(&setting, d, n);
            // From company to company: a call to the rescue of others is another matter.
            let turns = |w: &&[Event]| {
                matches!(
                    (&w[0].what, &w[1].what),
                    (
                        What::TaskEnded { unit: a, order: Order::Shadow, end: TaskEnd::Retasked, .. },
                        What::OrderGiven { unit: b, order: Order::Shadow, .. },
                    ) if a == b
                )
            };
            events.windows(2).filter(turns).count()
        };
        (0..12).map(one).sum()
    };
    assert!(turned(&calm(Condition::Looks(ContactLook::Loaded))) > 0, "the loaded boat comes first");
    assert_eq!(turned(&calm(Condition::Not(Box::new(Condition::Always)))), 0, "all are alike, so nobody turns");
}
