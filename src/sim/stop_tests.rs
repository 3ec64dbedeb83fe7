//! Small nights that show how an interception goes by its steps, and which force none of them may use.

use super::fixture::{interception_by, setting_with};
use super::*;
use crate::agents::Side;
use crate::agents::interception::Level;
use crate::doctrine::{Condition, Order, Step, Steps};
use crate::events::{BoatId, ImmersionCause, NoDeparture, Shore};
use crate::parameters::Parameters;

/// Nobody drops an engine, and none fails.
pub(super) fn calm() -> Parameters {
    Parameters { intercept_engine_probability: 0.0, engine_failure_per_h: 0.0, ..Parameters::shipped_for_tests() }
}

fn steps(list: &[Step]) -> Steps {
    list.iter().fold(Steps::none(), |all, s| all.with(*s))
}

/// The events of five nights in which boats are stopped by these steps.
pub(super) fn nights(p: &Parameters, list: &[Step]) -> Vec<Vec<Event>> {
    let (setting, doctrine) = (setting_with(p.clone()), interception_by(1.0, steps(list)));
    (0..5)
        .map(|night| {
            let mut sim = Simulation::new(&setting, &doctrine, NightKey { seed: 42, night });
            sim.run().unwrap();
            sim.take_events()
        })
        .collect()
}

/// The levels of the attempts on one boat, in the order in which they were made.
pub(super) fn levels(night: &[Event], boat: BoatId) -> Vec<Level> {
    let of = |e: &Event| match e.what {
        What::OrderedToStop { boat: b, level, .. }
        | What::BlockTried { boat: b, level, .. }
        | What::InterceptionTried { boat: b, level, .. }
            if b == boat =>
        {
            Some(level)
        }
        _ => None,
    };
    night.iter().filter_map(of).collect()
}

pub(super) fn boats(night: &[Event], of: impl Fn(&What) -> Option<BoatId>) -> Vec<BoatId> {
    night.iter().filter_map(|e| of(&e.what)).collect()
}

#[test]
fn a_boat_that_stops_when_ordered_goes_to_port_by_itself_and_no_force_is_used() {
    let mut brought = 0;
    for night in nights(&Parameters { intercept_complies: 1.0, ..calm() }, &[Step::OrderToStop, Step::Divert]) {
        for boat in boats(&night, |w| if let What::Diverted { boat, .. } = w { Some(*boat) } else { None }) {
            assert_eq!(levels(&night, boat), [Level::Shadow]);
            let landed = |w: &What| matches!(w, What::BoatLanded { boat: b, shore: Shore::France, .. } if *b == boat);
            let went = |w: &What| matches!(w, What::WentOn { boat: b, .. } if *b == boat);
            if night.iter().any(|e| landed(&e.what)) {
                brought += 1;
                let kept = What::DidNotDepart { boat, reason: NoDeparture::Intercepted };
                assert!(night.iter().any(|e| e.what == kept));
                let crossed = |w: &What| matches!(w, What::CrossingStarted { boat: b, .. } if *b == boat);
                assert!(!night.iter().any(|e| crossed(&e.what)));
            } else {
                assert!(night.iter().any(|e| went(&e.what)), "{boat:?} is on its way to port for ever");
            }
        }
        assert_eq!(boats(&night, |w| if let What::TakenInTow { boat, .. } = w { Some(*boat) } else { None }), []);
    }
    assert!(brought > 0, "some boat is brought to port in five nights");
}

#[test]
fn where_an_order_to_stop_is_all_that_is_allowed_boats_that_disobey_go_on() {
    let (mut ordered, mut on) = (0, 0);
    for night in nights(&Parameters { intercept_complies: 0.0, ..calm() }, &[Step::OrderToStop, Step::Tow]) {
        for e in &night {
            match e.what {
                What::OrderedToStop { level, .. } => assert_eq!(level, Level::Shadow),
                What::OrderAnswered { complied, .. } => {
                    ordered += 1;
                    assert!(!complied);
                }
                What::WentOn { .. } => on += 1,
                What::BlockTried { .. } | What::InterceptionTried { .. } | What::InterceptionDone { .. } => {
                    panic!("force that no step allows: {e:?}")
                }
                _ => {}
            }
        }
    }
    assert!(ordered > 0 && on == ordered, "{ordered} orders, {on} went on");
    // What would be answered alike is asked once.
    let p = Parameters { intercept_complies: 0.0, intercept_again_min: 1.0, ..calm() };
    for night in nights(&p, &[Step::OrderToStop, Step::Tow]) {
        for boat in boats(&night, |w| if let What::OrderedToStop { boat, .. } = w { Some(*boat) } else { None }) {
            assert_eq!(levels(&night, boat), [Level::Shadow]);
        }
    }
}

#[test]
fn the_next_step_comes_only_when_the_gentler_one_has_failed() {
    let p = Parameters {
        intercept_complies: 0.0,
        block_turns_back_probability: 0.0,
        block_stops_probability: 0.0,
        intercept_evaded_probability: 0.0,
        intercept_turned_back_probability: 0.0,
        ..calm()
    };
    let all = [Step::OrderToStop, Step::Block, Step::Board, Step::Tow];
    let mut stopped = 0;
    for night in nights(&p, &all) {
        for boat in boats(&night, |w| if let What::InterceptionDone { boat, .. } = w { Some(*boat) } else { None }) {
            stopped += 1;
            assert_eq!(levels(&night, boat), [Level::Shadow, Level::Block, Level::Stop]);
        }
    }
    assert!(stopped > 0);
    // One that obeys meets no more than that.
    let p = Parameters { intercept_complies: 1.0, intercept_towed_share: 1.0, ..p };
    let mut towed = 0;
    for night in nights(&p, &all) {
        for boat in boats(&night, |w| if let What::TakenInTow { boat, .. } = w { Some(*boat) } else { None }) {
            towed += 1;
            assert_eq!(levels(&night, boat), [Level::Shadow]);
        }
    }
    assert!(towed > 0);
}

#[test]
fn without_a_way_to_bring_it_in_people_are_taken_off_where_there_is_room_for_all() {
    let (mut emptied, mut with_tow) = (0, 0);
    for night in nights(&Parameters { intercept_complies: 1.0, ..calm() }, &[Step::OrderToStop]) {
        for e in &night {
            emptied += usize::from(matches!(e.what, What::InterceptionDone { .. }));
            with_tow += usize::from(matches!(e.what, What::TakenInTow { .. } | What::Diverted { .. }));
        }
    }
    assert!(emptied > 0 && with_tow == 0, "{emptied} emptied, {with_tow} towed or sent to port");
}

#[test]
fn a_boat_that_defied_the_order_and_got_away_is_met_with_the_next_step_and_not_the_order_again() {
    let p = Parameters {
        intercept_complies: 0.0,
        block_turns_back_probability: 0.0,
        block_stops_probability: 0.0,
        intercept_again_min: 1.0,
        ..calm()
    };
    let mut tried_again = 0;
    for night in nights(&p, &[Step::OrderToStop, Step::Block, Step::Tow]) {
        for boat in boats(&night, |w| if let What::OrderedToStop { boat, .. } = w { Some(*boat) } else { None }) {
            let levels = levels(&night, boat);
            assert!(levels[1..].iter().all(|l| *l == Level::Block), "{levels:?}");
            tried_again += usize::from(levels.len() > 2);
        }
    }
    assert!(tried_again > 0, "some boat is blocked twice");
}

/// The fixture with loaded boats intercepted by these steps, wherever they are.
fn loaded(list: &[Step]) -> Arc<Doctrine> {
    use crate::doctrine::{Condition, ContactLook};
    let mut d = (*interception_by(1.0, steps(list).also_loaded())).clone();
    d.rules[0].when = Condition::All(vec![
        Condition::UnitOf(Side::France),
        Condition::UnitIntercepts,
        Condition::Looks(ContactLook::Loaded),
    ]);
    Arc::new(d)
}

/// Had it left with its people aboard by then? A boat with few aboard may be taken for a loaded one before.
pub(super) fn has_set_out(night: &[Event], boat: BoatId, by: Tick) -> bool {
    night.iter().any(|e| matches!(e.what, What::CrossingStarted { boat: b, .. } if b == boat) && e.tick < by)
}

pub(super) fn nights_loaded(p: &Parameters, list: &[Step]) -> Vec<Vec<Event>> {
    let (setting, doctrine) = (setting_with(p.clone()), loaded(list));
    (0..5)
        .map(|night| {
            let mut sim = Simulation::new(&setting, &doctrine, NightKey { seed: 42, night });
            sim.run().unwrap();
            sim.take_events()
        })
        .collect()
}

#[test]
fn a_loaded_boat_that_obeys_is_brought_to_port_or_towed_with_its_people_aboard() {
    let obeys = Parameters { intercept_complies: 1.0, intercept_towed_share: 1.0, ..calm() };
    let (mut in_port, mut towed) = (0, 0);
    for night in nights_loaded(&obeys, &[Step::OrderToStop, Step::Divert]) {
        for e in &night {
            let What::Diverted { boat, aboard, .. } = e.what else { continue };
            if !has_set_out(&night, boat, e.tick) || aboard <= 5 {
                continue;
            }
            let landed = |x: &Event| matches!(x.what, What::BoatLanded { boat: b, shore: Shore::France, people } if b == boat && people > 5);
            in_port += usize::from(night.iter().any(landed));
        }
        assert!(
            !night.iter().any(|e| matches!(e.what, What::InterceptionDone { .. })),
            "that is for boats before loading"
        );
    }
    for night in nights_loaded(&obeys, &[Step::OrderToStop, Step::Tow]) {
        let many = |e: &&Event| matches!(e.what, What::TakenInTow { aboard, .. } if aboard > 5);
        towed += night.iter().filter(many).count();
    }
    assert!(in_port > 0 && towed > 0, "{in_port} in port, {towed} towed");
}

#[test]
fn force_on_a_loaded_boat_does_harm_by_the_number_aboard() {
    let p = Parameters { intercept_complies: 0.0, ..calm() };
    let (mut tried, mut harmed) = (0, 0);
    for night in nights_loaded(&p, &[Step::OrderToStop, Step::Block, Step::Immobilise, Step::Board, Step::Tow]) {
        for e in &night {
            match e.what {
                What::InterceptionTried { boat, aboard, .. } if has_set_out(&night, boat, e.tick) && aboard > 5 => {
                    tried += 1;
                }
                What::EnteredWater { cause: ImmersionCause::Interception, people, .. } => harmed += people,
                _ => {}
            }
        }
    }
    assert!(tried > 0 && harmed > 0, "{tried} attempts, {harmed} people in the water of them");
}

#[test]
fn an_order_that_allows_no_force_says_so_and_one_that_does_says_nothing() {
    let told = |list: &[Step]| -> (usize, usize) {
        let all: Vec<Event> = nights(&calm(), list).into_iter().flatten().collect();
        let ordered = |e: &&Event| matches!(e.what, What::OrderGiven { order: Order::Intercept, .. });
        (all.iter().filter(ordered).count(), all.iter().filter(|e| matches!(e.what, What::StepsAllowed { .. })).count())
    };
    let (orders, limits) = told(&[Step::OrderToStop, Step::Divert]);
    assert!(orders > 0 && limits == orders, "{orders} orders, {limits} limits");
    let (orders, limits) = told(&[Step::OrderToStop, Step::Board, Step::Tow]);
    assert!(orders > 0 && limits == 0, "{orders} orders, {limits} limits");
}

/// MODEL 8.2 has harm at levels 1 and 2 as well; it is that of the order which the unit carries out.
#[test]
fn whoever_falls_as_a_boat_is_ordered_to_stop_or_met_alongside_fell_by_the_interception() {
    // Nobody falls by level 1, and nearly everybody by level 2, or the other way round.
    let of = |level1: f64, level2: f64| Parameters {
        intercept_complies: 1.0,
        intercept_level1: level1,
        intercept_level2: level2,
        intercept_level4: -60.0,
        intercept_jump_probability: 0.0,
        boarding_drowning_per_person: 0.0,
        rush_probability: 0.0,
        ..calm()
    };
    for p in [of(12.0, -60.0), of(-60.0, 12.0)] {
        let mut by_interception = 0;
        for night in nights_loaded(&p, &[Step::OrderToStop, Step::Tow]) {
            for (i, e) in night.iter().enumerate() {
                let What::EnteredWater { boat, cause: ImmersionCause::Interception, .. } = e.what else { continue };
                by_interception += 1;
                let told = |e: &Event| matches!(e.what, What::OrderedToStop { boat: b, .. } if b == boat);
                assert!(night[..i].iter().any(told), "the order stands in the log before the harm");
            }
        }
        assert!(by_interception > 0);
    }
}

#[test]
fn people_are_taken_off_a_stopped_boat_at_the_rate_of_the_unit() {
    let p = Parameters { intercept_complies: 1.0, intercept_towed_share: 0.0, ..calm() };
    let (setting, doctrine) = (setting_with(p), interception_by(1.0, steps(&[Step::OrderToStop])));
    let (mut seen, mut most) = (0, 0);
    for night in 0..5 {
        let mut sim = Simulation::new(&setting, &doctrine, NightKey { seed: 42, night });
        let mut before = sim.tally();
        while !sim.finished() {
            sim.step().unwrap();
            let now = sim.tally();
            most = most.max(now.aboard_unit.saturating_sub(before.aboard_unit));
            before = now;
        }
        let done = |e: &&Event| matches!(e.what, What::InterceptionDone { aboard, .. } if aboard > 2);
        seen += sim.events().iter().filter(done).count();
    }
    // Units of the fixture take up to four off in a minute, which has six ticks; two may be at work on two boats.
    assert!(seen > 0 && most <= 2, "{seen} boats emptied, up to {most} people in a tick");
}

fn nets(p: &Parameters) -> Vec<Vec<Event>> {
    nights(p, &[Step::Entangle, Step::Tow])
}

#[test]
fn a_boat_whose_propeller_a_net_fouls_is_towed_or_emptied_and_one_that_runs_clear_goes_on() {
    let sure = |works| Parameters { net_works_probability: works, net_strikes_probability: 0.0, ..calm() };
    let (mut fouled, mut clear) = (0, 0);
    for night in nets(&sure(1.0)) {
        for boat in boats(&night, |w| if let What::NetLaid { boat, .. } = w { Some(*boat) } else { None }) {
            fouled += 1;
            assert_eq!(levels(&night, boat), [Level::Stop], "one net is enough");
            assert!(!night.iter().any(|e| matches!(e.what, What::WentOn { boat: b, .. } if b == boat)));
            assert!(!night.iter().any(|e| matches!(e.what, What::Diverted { boat: b, .. } if b == boat)));
        }
    }
    for night in nets(&sure(0.0)) {
        for e in &night {
            let What::NetLaid { boat, fouled, .. } = e.what else { continue };
            clear += 1;
            assert!(!fouled);
            // Somebody falls in, boarding begins, or it goes on; it is never brought in for a net that missed it.
            assert!(!night.iter().any(|e| matches!(e.what, What::Diverted { boat: b, .. } if b == boat)));
        }
        assert_eq!(boats(&night, |w| if let What::StruckByUnit { boat, .. } = w { Some(*boat) } else { None }), []);
    }
    assert!(fouled > 0 && clear > 0, "{fouled} {clear}");
}

#[test]
fn the_harm_of_a_net_and_the_danger_of_a_collision_are_numbers_of_their_own() {
    let wet = |nights: &[Vec<Event>]| -> u32 {
        let by_it = |e: &Event| match e.what {
            What::EnteredWater { people, cause: ImmersionCause::Interception, .. } => people,
            _ => 0,
        };
        nights.iter().flatten().map(by_it).sum()
    };
    let with =
        |factor, strikes| nets(&Parameters { net_harm_factor: factor, net_strikes_probability: strikes, ..calm() });
    let (mild, grave) = (with(0.01, 0.0), with(100.0, 0.0));
    assert!(wet(&grave) > wet(&mild), "{} {}", wet(&grave), wet(&mild));
    let struck = with(0.01, 1.0);
    let count = |of: fn(&What) -> bool| struck.iter().flatten().filter(|e| of(&e.what)).count();
    let laid = count(|w| matches!(w, What::NetLaid { .. }));
    assert!(laid > 0 && laid == count(|w| matches!(w, What::StruckByUnit { .. })));
    // The numbers of nets move no night in which nobody lays one.
    let usual = |p: &Parameters| nights(p, &[Step::OrderToStop, Step::Board, Step::Tow]);
    assert_eq!(usual(&calm()), usual(&Parameters { net_works_probability: 1.0, net_harm_factor: 9.0, ..calm() }));
}

#[test]
fn those_brought_in_are_handed_over_ashore_where_the_order_says_so_and_the_night_is_the_same() {
    use crate::doctrine::LandWith;
    let others = |w: &What| !matches!(w, What::StepsAllowed { .. } | What::HandedAshore { .. });
    let ways: [(&[Step], f64); 3] =
        [(&[Step::OrderToStop, Step::Divert], 1.0), (&[Step::Board, Step::Tow], 0.0), (&[Step::Board], 0.0)];
    for (list, complies) in ways {
        let setting = setting_with(Parameters { intercept_complies: complies, ..calm() });
        let lived = |steps: Steps, night| {
            let mut sim = Simulation::new(&setting, &interception_by(1.0, steps), NightKey { seed: 42, night });
            sim.run().unwrap();
            sim.take_events()
        };
        let mut handed = 0;
        for night in 0..5 {
            let plain = lived(steps(list), night);
            for to in LandWith::ALL {
                let with = lived(steps(list).landing_with(to), night);
                assert!(with.iter().filter(|e| others(&e.what)).eq(plain.iter().filter(|e| others(&e.what))));
                assert!(!plain.iter().any(|e| matches!(e.what, What::HandedAshore { .. })));
                for (i, e) in with.iter().enumerate() {
                    let What::HandedAshore { boat, unit, to: hands, people } = e.what else { continue };
                    assert_eq!(hands, to);
                    // Not more than were aboard as it was stopped, and once they were landed.
                    let aboard = with[..i].iter().rev().find_map(|e| match e.what {
                        What::InterceptionDone { boat: b, aboard, .. } if b == boat => Some(aboard),
                        _ => None,
                    });
                    assert!(people > 0 && people <= aboard.expect("it was brought in"), "{people} of {aboard:?}");
                    let ashore = |e: &Event| match e.what {
                        What::PeopleLanded { unit: u, .. } => u == unit,
                        What::BoatLanded { boat: b, .. } => b == boat,
                        _ => false,
                    };
                    assert!(with[..i].iter().rev().take(3).any(ashore), "night {night}: {:?}", with[i - 1]);
                    handed += people;
                }
            }
        }
        assert!(handed > 0, "somebody is handed over by {list:?}");
    }
}

/// A rule that takes another's place with the same order by other steps is a decision of its own, with its reasons.
#[test]
fn other_steps_under_another_rule_are_a_decision_of_their_own() {
    let mut d = (*interception_by(1.0, steps(&[Step::OrderToStop, Step::Divert]))).clone();
    // Near the boat force is allowed, farther off it is not.
    let near = Condition::UnitWithin(Duration::minutes(3.0));
    let mut forced = d.rules[0].clone();
    forced.id = "near".into();
    forced.when = Condition::All(vec![near, forced.when]);
    forced.steps = steps(&[Step::OrderToStop, Step::Board, Step::Tow]);
    d.rules.insert(0, forced);
    d.common += 1;
    let (setting, doctrine) = (setting_with(calm()), Arc::new(d));
    let mut changed = 0;
    for night in 0..5 {
        let mut sim = Simulation::new(&setting, &doctrine, NightKey { seed: 42, night });
        sim.run().unwrap();
        let events = sim.take_events();
        let mut last = std::collections::BTreeMap::new();
        for e in &events {
            match &e.what {
                What::OrderGiven { unit, boat, order: Order::Intercept, why, .. } => {
                    let before = last.insert((*unit, *boat), why.rule.clone());
                    assert!(before.as_ref() != Some(&why.rule), "the same rule is told twice running");
                    changed += usize::from(before.as_deref() == Some("intercept") && why.rule == "near");
                    assert!(why.facts().iter().all(|f| f.holds));
                }
                What::TaskEnded { unit, boat, .. } => {
                    last.remove(&(*unit, *boat));
                }
                _ => {}
            }
        }
    }
    assert!(changed > 0, "no unit came near a boat that it was to stop");
}
