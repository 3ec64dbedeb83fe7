//! Small nights of a centre's own orders: searches ended, canals closed, teams ashore. Whatever is ordered, the count of
//! people holds at each tick (`run` sees to that), and a pair of one doctrine with itself is the same night twice.

use super::fixture::{danger_only, scenario, setting_for, setting_near_blind, setting_with, with_rule};
use super::*;
use crate::agents::BoatKind;
use crate::agents::search::SearchEnd;
use crate::doctrine::{Condition, ContactLook, Order};
use crate::events::{BoatId, ImmersionCause, NoDeparture};
use crate::metrics;
use crate::parameters::Parameters;
use crate::scenario::PostPlan;

fn shipped() -> Parameters {
    Parameters::shipped_for_tests()
}

fn night(setting: &Arc<Setting>, doctrine: &Arc<Doctrine>, night: u64) -> Vec<Event> {
    let mut sim = Simulation::new(setting, doctrine, NightKey { seed: 42, night });
    sim.run().unwrap();
    sim.take_events()
}

fn with_closed(canal: &str) -> Arc<Doctrine> {
    let mut d = (*danger_only()).clone();
    d.closed_canals.push(canal.to_owned());
    Arc::new(d)
}

/// A watch at Wissant, where beach boats are launched, with a team or without.
fn wissant(p: Parameters, team: bool) -> Arc<Setting> {
    let mut s = scenario();
    s.posts.push(PostPlan {
        id: "beach".into(),
        title: "Beach patrol".into(),
        side: Side::France,
        lat: 50.887,
        lon: 1.662,
        sensors: vec!["shore_eyes".into()],
        team,
    });
    setting_for(s, p)
}

fn send_teams() -> Arc<Doctrine> {
    with_rule("ashore", Condition::ShoreTeamWithin(Duration::minutes(30.0)), Order::InterdictAshore)
}

fn ordered(events: &[Event]) -> Vec<(Tick, BoatId, u32, Order)> {
    let of = |e: &Event| match e.what {
        What::CentreOrdered { boat, contact, order, .. } => Some((e.tick, boat, contact, order)),
        _ => None,
    };
    events.iter().filter_map(of).collect()
}

fn count(events: &[Event], of: impl Fn(&What) -> bool) -> usize {
    events.iter().filter(|e| of(&e.what)).count()
}

/// All that a centre may order is ordered once for each contact, with its rule; returned are how many there were.
fn told_once(events: &[Event]) -> usize {
    let mut keys: Vec<_> =
        ordered(events).into_iter().map(|(_, boat, contact, order)| (boat, contact, order)).collect();
    let all = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), all, "an order is given once for each contact");
    for e in events {
        if let What::CentreOrdered { why, order, .. } = &e.what {
            assert!(order.is_of_the_centre() && why.picture.unit.index == u32::MAX && !why.rule.is_empty());
        }
    }
    all
}

#[test]
fn a_centre_ends_a_search_by_its_rule_and_closes_the_case() {
    let far = Parameters { call_shared_share: 0.0, call_network_share: 0.0, engine_failure_per_h: 1.0, ..shipped() };
    let setting = setting_near_blind(far, 0.2);
    let stop = with_rule("stop", Condition::UnseenFor(Duration::minutes(15.0)), Order::StopSearch);
    let mut ended = 0;
    for n in 0..4 {
        let events = night(&setting, &stop, n);
        let all = told_once(&events);
        let by_order = |w: &What| matches!(w, What::SearchEnded { reason: SearchEnd::Ordered, .. });
        assert_eq!(count(&events, by_order), all);
        ended += all;
        assert_eq!(count(&night(&setting, &danger_only(), n), by_order), 0);
    }
    assert!(ended > 0, "some search is ended by the rule");
}

#[test]
fn a_canal_closed_all_night_lets_no_boat_out_and_some_are_taken_to_the_beach() {
    let taxi = |w: &What| matches!(w, What::Launched { kind: BoatKind::TaxiBoat, .. });
    for (share, displaced) in [(0.0, false), (1.0, true)] {
        let setting = setting_with(Parameters { canal_displaced_share: share, ..shipped() });
        for n in 0..3 {
            let (closed, open) = (night(&setting, &with_closed("aa"), n), night(&setting, &danger_only(), n));
            let put_in = count(&open, taxi);
            assert_eq!(count(&closed, taxi), 0);
            assert_eq!(count(&closed, |w| matches!(w, What::CanalClosed { canal: "aa" })), 1);
            let kept = |w: &What| matches!(w, What::DidNotDepart { reason: NoDeparture::CanalClosed, .. });
            let moved = |w: &What| matches!(w, What::Displaced { .. });
            if displaced {
                assert!(count(&closed, moved) >= put_in && count(&closed, kept) == 0);
                let from_beach: Vec<BoatId> = closed
                    .iter()
                    .filter_map(|e| match e.what {
                        What::Launched { boat, kind: BoatKind::BeachBoat, .. } if boat.0 < 2 => Some(boat),
                        _ => None,
                    })
                    .collect();
                for boat in from_beach {
                    let boards = |w: &What| matches!(w, What::BoardingStarted { boat: b, .. } if *b == boat);
                    assert_eq!(count(&closed, boards), 1, "{boat:?} loads where it is launched");
                }
            } else {
                assert!(count(&closed, kept) >= put_in && count(&closed, moved) == 0);
            }
            // Boats from elsewhere are what they were.
            let beach = |events: &[Event]| -> Vec<Event> {
                let of = |e: &&Event| matches!(e.what, What::Launched { boat, .. } if boat.0 >= 2);
                events.iter().filter(of).cloned().collect()
            };
            assert_eq!(beach(&closed), beach(&open));
        }
    }
}

#[test]
fn a_canal_closes_when_its_boom_is_drawn_and_not_before() {
    let p = Parameters { canal_displaced_share: 0.0, canal_boom_min: 10.0, ..shipped() };
    let setting = setting_with(p);
    let close = with_rule("close", Condition::Looks(ContactLook::TaxiBoat), Order::CloseCanal);
    let (mut closed, mut kept) = (0, 0);
    for n in 0..6 {
        let events = night(&setting, &close, n);
        told_once(&events);
        let orders = ordered(&events);
        let boom = events.iter().find(|e| matches!(e.what, What::CanalClosed { .. }));
        assert_eq!(boom.is_some(), !orders.is_empty());
        let (Some(boom), Some(first)) = (boom, orders.first()) else { continue };
        closed += 1;
        let minutes = f64::from(boom.tick.0 - first.0.0) / f64::from(TICKS_PER_MIN);
        assert!((10.0..12.0).contains(&minutes), "{minutes} min from the order to the boom");
        for e in &events {
            match e.what {
                What::Launched { kind: BoatKind::TaxiBoat, .. } => assert!(e.tick < boom.tick),
                What::DidNotDepart { reason: NoDeparture::CanalClosed, .. } => {
                    kept += 1;
                    assert!(e.tick >= boom.tick);
                }
                _ => {}
            }
        }
    }
    assert!(closed > 0 && kept > 0, "{closed} canals closed, {kept} boats kept in");
}

#[test]
fn a_team_that_comes_in_time_keeps_the_boat_ashore_by_its_fate() {
    let all = Parameters { shore_prevented_share: 1.0, shore_rush_probability: 0.0, ..shipped() };
    let mut prevented = 0;
    for n in 0..6 {
        let events = night(&wissant(all.clone(), true), &send_teams(), n);
        told_once(&events);
        let mut people = 0.0;
        for e in &events {
            let What::PreventedAshore { boat, people: kept } = e.what else { continue };
            prevented += 1;
            people += f64::from(kept);
            assert!(kept > 0);
            let kept = What::DidNotDepart { boat, reason: NoDeparture::Prevented };
            assert!(events.iter().any(|x| x.what == kept && x.tick == e.tick));
            let set_out = |w: &What| matches!(w, What::CrossingStarted { boat: b, .. } if *b == boat);
            assert_eq!(count(&events, set_out), 0, "{boat:?} was kept ashore");
            let sent = |x: &Event| x.tick >= e.tick && matches!(x.what, What::OrderGiven { boat: b, .. } if b == boat);
            assert!(!events.iter().any(sent), "a unit is sent to {boat:?}, which the team has reported");
        }
        let metric = metrics::ALL.iter().find(|m| m.info.id == "prevented").unwrap();
        assert!(((metric.fold)(&events) - people).abs() < 1e-9);
        // A team drives to one boat at a time.
        let mut out: Option<BoatId> = None;
        for e in &events {
            match e.what {
                What::ShoreTeamSent { boat, .. } => assert_eq!(out.replace(boat), None, "the team is out already"),
                What::ShoreTeamArrived { boat, .. } => assert_eq!(out.take(), Some(boat)),
                _ => {}
            }
        }
    }
    assert!(prevented > 0, "some boat is kept ashore in six nights");
    let none = Parameters { shore_prevented_share: 0.0, shore_rush_probability: 0.0, ..shipped() };
    for n in 0..3 {
        let events = night(&wissant(none.clone(), true), &send_teams(), n);
        assert_eq!(count(&events, |w| matches!(w, What::PreventedAshore { .. })), 0);
    }
}

#[test]
fn people_boarding_may_rush_the_boat_as_a_team_comes() {
    // The team learns of the boat only when it is boarded, and boarding takes long.
    let p = Parameters {
        shore_preparation_min: 0.0,
        shore_prevented_share: 0.0,
        shore_rush_probability: 1.0,
        shore_team_readiness_min: 0.5,
        boarding_rate_low_per_min: 0.5,
        boarding_rate_high_per_min: 0.6,
        rush_overturn: 1.0,
        ..shipped()
    };
    let setting = wissant(p, true);
    let (mut rushed, mut over) = (0, 0);
    for n in 0..10 {
        let events = night(&setting, &send_teams(), n);
        rushed += count(&events, |w| matches!(w, What::RushedAsTeamCame { .. }));
        over += count(&events, |w| matches!(w, What::Overturned { .. }));
    }
    assert!(rushed > 0 && over > 0, "{rushed} rushed, {over} went over");
}

/// Teams that wade in to boats that take long to board, at Wissant.
fn waded(change: impl Fn(&mut Parameters)) -> Vec<Vec<Event>> {
    let mut p = Parameters {
        shore_preparation_min: 0.0,
        shore_prevented_share: 0.0,
        shore_rush_probability: 0.0,
        shore_team_readiness_min: 0.5,
        boarding_rate_low_per_min: 0.5,
        boarding_rate_high_per_min: 0.6,
        wade_depth_m: 3.0,
        wade_cut_share: 1.0,
        wade_in_water_share: 1.0,
        wade_overturn_probability: 0.0,
        ..shipped()
    };
    change(&mut p);
    let setting = wissant(p, true);
    let near = Condition::All(vec![Condition::Boarding, Condition::ShoreTeamWithin(Duration::minutes(30.0))]);
    let wade = with_rule("wade", near, Order::WadeIn);
    (0..10).map(|n| night(&setting, &wade, n)).collect()
}

/// Boats waded in to, of them cut, and people who came into the water by it.
fn told_of(nights: &[Vec<Event>]) -> (usize, usize, u32) {
    let all = || nights.iter().flatten();
    let wet = |e: &Event| match e.what {
        What::EnteredWater { people, cause: ImmersionCause::Interception, .. } => people,
        _ => 0,
    };
    let waded = all().filter(|e| matches!(e.what, What::WadedIn { .. })).count();
    (waded, all().filter(|e| matches!(e.what, What::WadedIn { cut: true, .. })).count(), all().map(wet).sum())
}

#[test]
fn a_team_that_wades_in_cuts_the_tubes_and_puts_those_aboard_into_the_water() {
    let nights = waded(|_| {});
    let (waded_in, cut, wet) = told_of(&nights);
    assert!(waded_in > 0 && cut == waded_in && wet > 0, "{waded_in} {cut} {wet}");
    for events in &nights {
        for e in events {
            let What::WadedIn { boat, aboard, .. } = e.what else { continue };
            let fell = |x: &Event| matches!(x.what, What::EnteredWater { boat: b, people, .. } if b == boat && people == aboard);
            assert!(
                aboard == 0 || events.iter().any(|x| x.tick == e.tick && fell(x)),
                "all of {aboard} come into the water"
            );
            let kept = What::DidNotDepart { boat, reason: NoDeparture::Prevented };
            assert!(events.iter().any(|x| x.what == kept && x.tick == e.tick));
            let set_out = |w: &What| matches!(w, What::CrossingStarted { boat: b, .. } if *b == boat);
            assert_eq!(count(events, set_out), 0);
        }
        // The place is on the record, for whoever judges it.
        for e in events {
            let What::CentreOrdered { order: Order::WadeIn, why, .. } = &e.what else { continue };
            assert!(why.picture.contact.boarding && why.picture.sea.waters.state.is_some());
        }
    }
}

#[test]
fn what_comes_of_wading_in_hangs_on_depth_luck_and_the_share_in_the_water() {
    assert_eq!(told_of(&waded(|p| p.wade_depth_m = 0.1)).0, 0, "too deep to reach");
    let (waded_in, cut, wet) = told_of(&waded(|p| p.wade_in_water_share = 0.0));
    assert!(waded_in > 0 && cut == waded_in && wet == 0, "{waded_in} {cut} {wet}");
    let (waded_in, cut, wet) = told_of(&waded(|p| p.wade_cut_share = 0.0));
    assert!(waded_in > 0 && cut == 0 && wet == 0, "{waded_in} {cut} {wet}");
    let over = waded(|p| (p.wade_overturn_probability, p.wade_cut_share) = (1.0, 0.0));
    let (waded_in, cut, wet) = told_of(&over);
    let turned = over.iter().flatten().filter(|e| matches!(e.what, What::Overturned { .. })).count();
    assert!(waded_in > 0 && cut == 0 && wet > 0 && turned > 0, "{waded_in} {cut} {wet} {turned}");
}

/// Teams at Wissant that use intermediate-force weapons, or do not, with these factors and this share of people hurt.
fn armed(weapons: bool, prevented: f64, rush: f64, hurt: f64) -> Vec<Vec<Event>> {
    let p = Parameters {
        shore_prevented_share: 0.4,
        shore_rush_probability: 0.4,
        weapons_prevented_factor: prevented,
        weapons_rush_factor: rush,
        weapons_hurt_share: hurt,
        ..shipped()
    };
    let mut doctrine = (*send_teams()).clone();
    if weapons {
        doctrine.rules[0].steps = doctrine.rules[0].steps.with_weapons();
    }
    let (setting, doctrine) = (wissant(p, true), Arc::new(doctrine));
    (0..10).map(|n| night(&setting, &doctrine, n)).collect()
}

fn but_weapons(nights: &[Vec<Event>]) -> Vec<Event> {
    let weapons = |e: &&Event| matches!(e.what, What::WeaponsAllowed { .. } | What::WeaponsUsed { .. });
    nights.iter().flatten().filter(|e| !weapons(e)).cloned().collect()
}

#[test]
fn weapons_that_change_no_share_leave_the_night_as_it_was_but_for_those_hurt() {
    let (plain, with) = (armed(false, 9.0, 9.0, 1.0), armed(true, 1.0, 1.0, 0.3));
    let used = |nights: &[Vec<Event>]| {
        nights.iter().map(|n| count(n, |w| matches!(w, What::WeaponsUsed { .. }))).sum::<usize>()
    };
    assert!(used(&plain) == 0 && used(&with) > 3, "{}", used(&with));
    assert!(but_weapons(&plain) == but_weapons(&with), "nobody's fate hangs on being hurt");
    let (mut there, mut hurt) = (0, 0);
    for (i, e) in with.iter().flat_map(|n| n.iter().enumerate().map(move |(i, e)| ((n, i), e))) {
        match e.what {
            What::WeaponsUsed { people, hurt: k, boat, contact, .. } => {
                assert!(k <= people);
                (there, hurt) = (there + people, hurt + k);
                let team = |x: &Event| matches!(x.what, What::ShoreTeamArrived { boat: b, contact: c, in_time: true, .. } if (b, c) == (boat, contact));
                assert!(i.0.iter().any(|x| x.tick == e.tick && team(x)), "used by a team that came in time");
            }
            What::WeaponsAllowed { contact, .. } => {
                let before = &i.0[i.1 - 1].what;
                assert!(matches!(before, What::CentreOrdered { contact: c, .. } if *c == contact), "{before:?}");
            }
            _ => {}
        }
    }
    let share = f64::from(hurt) / f64::from(there);
    assert!((share - 0.3).abs() < 0.06, "{hurt} of {there}");
    let metric = |id: &str, nights: &[Vec<Event>]| {
        let m = metrics::ALL.iter().find(|m| m.info.id == id).expect("it is a metric");
        nights.iter().map(|n| (m.fold)(n)).sum::<f64>()
    };
    assert!((metric("hurt_ashore", &with) - f64::from(hurt)).abs() < 1e-9);
    assert!(
        metric("hurt_ashore", &plain).abs() < 1e-9
            && metric("deaths", &plain).to_bits() == metric("deaths", &with).to_bits()
    );
}

#[test]
fn weapons_change_by_factors_how_often_boats_are_kept_and_people_rush_with_one_as_the_most() {
    let of = |nights: &[Vec<Event>], what: fn(&What) -> bool| nights.iter().map(|n| count(n, what)).sum::<usize>();
    let kept = |nights: &[Vec<Event>]| of(nights, |w| matches!(w, What::PreventedAshore { .. }));
    let rushed = |nights: &[Vec<Event>]| of(nights, |w| matches!(w, What::RushedAsTeamCame { .. }));
    let in_time = |nights: &[Vec<Event>]| of(nights, |w| matches!(w, What::ShoreTeamArrived { in_time: true, .. }));
    let plain = armed(false, 1.0, 1.0, 0.0);
    let never = armed(true, 0.0, 0.0, 0.0);
    assert!(kept(&plain) > 0 && kept(&never) == 0 && rushed(&never) == 0);
    // A factor beyond one hundred per cent keeps each boat ashore that a team reaches in time.
    let always = armed(true, 5.0, 0.0, 0.0);
    assert!(
        kept(&always) > kept(&plain) && kept(&always) == in_time(&always),
        "{} {}",
        kept(&always),
        in_time(&always)
    );
    let pressed = armed(true, 0.0, 30.0, 0.0);
    assert!(rushed(&pressed) > rushed(&armed(true, 0.0, 1.0, 0.0)), "{}", rushed(&pressed));
}

#[test]
fn each_order_of_the_centre_against_itself_is_the_same_night() {
    let setting = wissant(shipped(), true);
    let orders = [
        with_rule("stop", Condition::UnseenFor(Duration::minutes(15.0)), Order::StopSearch),
        with_rule("close", Condition::Looks(ContactLook::TaxiBoat), Order::CloseCanal),
        send_teams(),
        with_closed("aa"),
    ];
    for doctrine in orders {
        assert_eq!(night(&setting, &doctrine, 1), night(&setting, &Arc::new((*doctrine).clone()), 1));
    }
}

/// The same, event for event: an order that is never given leaves no trace. Where nobody can be sent, nobody watches.
#[test]
fn an_order_that_can_not_be_given_changes_nothing() {
    let setting = wissant(shipped(), false);
    // Of conditions that are looked up for every picture: what is asked of the chart only where a rule asks shows in the record.
    let never = || Condition::All(vec![Condition::Boarding, Condition::AboardAtLeast { best: 499.0 }]);
    for n in 0..2 {
        let plain = night(&setting, &danger_only(), n);
        for order in [Order::StopSearch, Order::CloseCanal, Order::InterdictAshore, Order::WadeIn] {
            let with = night(&setting, &with_rule("never", never(), order), n);
            let differs = plain.iter().zip(&with).find(|(a, b)| a != b);
            assert!(differs.is_none() && plain.len() == with.len(), "{order:?}: {differs:?}");
        }
        // With teams but without the order, nobody sees what is made ready on the beach.
        assert_eq!(plain, night(&wissant(shipped(), true), &danger_only(), n));
        // A team that is not there can't be sent.
        assert_eq!(plain, night(&setting, &send_teams(), n));
    }
}
