//! Small nights that show what units can and cannot do: limits, hand-over, stopping, offers of help.

use super::fixture::{danger_only, interception, setting_of_craft, setting_with, with_rule};
use super::snapshot::BoatPhase;
use super::*;
use crate::agents::{CraftClass, Side};
use crate::doctrine::{Condition, ContactLook, Order};
use crate::events::{BoatId, NoDeparture, ReturnCause, TaskEnd};
use crate::parameters::Parameters;
use crate::units::Distance;

fn lived(setting: &Arc<Setting>, doctrine: &Arc<Doctrine>, night: u64) -> Simulation {
    let mut sim = Simulation::new(setting, doctrine, NightKey { seed: 42, night });
    sim.run().unwrap();
    sim
}

fn shipped() -> Parameters {
    Parameters::shipped_for_tests()
}

/// Hulls that fail soon and throw everyone into the water.
fn frail() -> Parameters {
    Parameters { hull_failure_per_h: 1.0, hull_mass_immersion: 1.0, ..shipped() }
}

fn french_loaded() -> Condition {
    Condition::All(vec![
        Condition::UnitOf(Side::France),
        Condition::RegionOf(Side::France),
        Condition::Looks(ContactLook::Loaded),
        Condition::Not(Box::new(Condition::ImminentDanger)),
    ])
}

/// Lives a night and holds each unit against its limits at each minute: people aboard, time out of port.
fn within_limits(setting: &Arc<Setting>, doctrine: &Arc<Doctrine>, night: u64) -> Simulation {
    let mut sim = Simulation::new(setting, doctrine, NightKey { seed: 42, night });
    let mut out_min = vec![0.0; setting.units.len()];
    while !sim.finished() {
        sim.step().unwrap();
        if !sim.tick().0.is_multiple_of(TICKS_PER_MIN) {
            continue;
        }
        for unit in &sim.snapshot().units {
            let i = unit.id.0 as usize;
            let craft = &setting.classes[setting.units[i].class].craft;
            assert!(unit.survivors <= craft.capacity_max, "{:?}: {} aboard", unit.id, unit.survivors);
            let at_base = (unit.position - setting.units[i].base).length() < 1.0;
            out_min[i] = if at_base { 0.0 } else { out_min[i] + 1.0 };
            assert!(out_min[i] <= craft.endurance.min_(), "{:?} at {:?}: out too long", unit.id, sim.tick());
        }
    }
    sim
}

fn count(sim: &Simulation, of: impl Fn(&What) -> bool) -> usize {
    sim.events().iter().filter(|e| of(&e.what)).count()
}

#[test]
fn no_unit_takes_more_than_it_can_hold_or_stays_out_past_its_endurance() {
    // A unit that broke down limps home and may well be late.
    let setting = setting_of_craft(Parameters { breakdown_per_h: 0.0, ..frail() }, |c| {
        c.capacity = 8;
        c.capacity_max = 12;
        c.endurance = Duration::hours(3.0);
    });
    let mut returned = 0;
    for n in 0..4 {
        let sim = within_limits(&setting, &danger_only(), n);
        returned += count(&sim, |w| matches!(w, What::UnitReturned { cause: ReturnCause::Endurance, .. }));
    }
    assert!(returned > 0, "who patrols all night comes home for fuel");
}

#[test]
fn a_helicopter_lifts_few_slowly_refuels_and_comes_again() {
    let helicopter = |c: &mut CraftClass| {
        if c.id == "lifeboat" {
            c.flies = true;
            (c.draught, c.tows) = (Distance::ZERO, false);
            (c.capacity, c.capacity_max) = (6, 6);
            (c.recovery_per_min, c.transfer_per_min) = (1.0 / 3.0, 3.0);
            c.endurance = Duration::hours(3.0);
        } else {
            // Everything else is far too slow to matter.
            c.max_speed = crate::units::Speed::knots(1.0);
        }
    };
    let setting = setting_of_craft(frail(), helicopter);
    let (mut lifts, mut lifted) = (0, 0);
    for n in 0..4 {
        let sim = within_limits(&setting, &danger_only(), n);
        let mut set_up = std::collections::BTreeMap::new();
        for event in sim.events() {
            match event.what {
                What::UnitOnScene { unit, .. } => drop(set_up.insert(unit, (event.tick, 0))),
                What::Recovered { unit, ref who, .. }
                    if setting.classes[setting.units[unit.0 as usize].class].craft.flies =>
                {
                    let (since, people) = set_up.get_mut(&unit).expect("on scene before it lifts");
                    *people += who.len();
                    lifted += who.len();
                    let minutes = f64::from(event.tick.0 - since.0) / f64::from(TICKS_PER_MIN);
                    // Five minutes to set up, then three for each since.
                    assert!(minutes >= 5.0 + 3.0 * *people as f64 - 0.5, "{people} lifted in {minutes} min");
                }
                What::PeopleLanded { unit, people, .. }
                    if setting.classes[setting.units[unit.0 as usize].class].craft.flies =>
                {
                    lifts += 1;
                    assert!(people <= 6);
                }
                _ => {}
            }
        }
    }
    assert!(lifts > 2 && lifted > 6, "{lifts} flights landed people, {lifted} were lifted");
}

#[test]
fn a_full_boat_hands_its_people_over_to_a_ship_near_by() {
    let setting =
        setting_of_craft(Parameters { engine_failure_per_h: 1.0, handover_reach_nm: 15.0, ..shipped() }, |c| {
            let places = if c.id == "ship" { 200 } else { 12 };
            (c.capacity, c.capacity_max) = (places, places);
        });
    let (mut moves, mut people) = (0, 0);
    for n in 0..6 {
        // `run` holds the count of people at each tick.
        let sim = within_limits(&setting, &danger_only(), n);
        for event in sim.events() {
            if let What::HandedOver { from, to, people: k } = event.what {
                moves += 1;
                people += k;
                assert_ne!(from, to);
                assert!(k <= 12);
            }
        }
    }
    assert!(moves > 0 && people >= 12, "{moves} hand-overs of {people} people");
}

#[test]
fn units_that_are_not_there_are_named_and_sent_nowhere() {
    let p = Parameters { availability_active_nights: 1.0, availability_loss_per_night: 1.0, ..shipped() };
    let setting = setting_with(p);
    let sim = lived(&setting, &danger_only(), 0);
    assert_eq!(count(&sim, |w| matches!(w, What::UnitUnavailable { .. })), setting.units.len());
    assert_eq!(count(&sim, |w| matches!(w, What::OrderGiven { .. })), 0);
}

#[test]
fn who_breaks_down_goes_home_and_stays_there() {
    let p = Parameters { breakdown_per_h: 0.5, engine_failure_per_h: 1.0, ..shipped() };
    let setting = setting_with(p);
    let mut broke = 0;
    for n in 0..2 {
        let sim = lived(&setting, &danger_only(), n);
        for (i, event) in sim.events().iter().enumerate() {
            if let What::UnitReturned { unit, cause: ReturnCause::Breakdown } = event.what {
                broke += 1;
                let later = &sim.events()[i + 1..];
                let sent = |e: &Event| matches!(e.what, What::OrderGiven { unit: u, .. } if u == unit);
                assert!(!later.iter().any(sent), "{unit:?} is sent out broken");
            }
        }
    }
    assert!(broke > 0);
}

#[test]
fn a_blocked_boat_that_turns_back_brings_its_people_to_the_beach_to_wait() {
    let p = Parameters { block_turns_back_probability: 1.0, block_stops_probability: 0.0, ..shipped() };
    let setting = setting_with(p);
    let block = with_rule("block", french_loaded(), Order::Block);
    let mut back = 0;
    for n in 0..4 {
        let mut sim = lived(&setting, &block, n);
        let turned: Vec<(BoatId, u32)> = sim
            .events()
            .iter()
            .filter_map(
                |e| if let What::TurnedBack { boat, aboard, .. } = e.what { Some((boat, aboard)) } else { None },
            )
            .collect();
        let snapshot = sim.snapshot();
        for (boat, aboard) in turned {
            let view = &snapshot.boats[boat.0 as usize];
            if view.phase == BoatPhase::LandedFr {
                back += 1;
                assert!(view.waiting > 0 && view.aboard == 0, "{boat:?} with {aboard}: {view:?}");
                let home = What::BoatLanded { boat, shore: crate::events::Shore::France, people: 0 };
                let landed =
                    sim.events().iter().any(|e| core::mem::discriminant(&e.what) == core::mem::discriminant(&home));
                assert!(landed);
            }
        }
    }
    assert!(back > 0, "some boat turns back and comes ashore");
}

#[test]
fn a_boat_that_goes_on_is_not_taken_and_one_that_stops_is_emptied() {
    let block = with_rule("block", french_loaded(), Order::Block);
    let with = |turns_back, stops| {
        setting_with(Parameters {
            block_turns_back_probability: turns_back,
            block_stops_probability: stops,
            intercept_engine_probability: 0.0,
            engine_failure_per_h: 0.0,
            ..shipped()
        })
    };
    let (mut on, mut taken) = (0, 0);
    for n in 0..3 {
        let sim = lived(&with(0.0, 0.0), &block, n);
        on += count(&sim, |w| matches!(w, What::WentOn { .. }));
        assert_eq!(count(&sim, |w| matches!(w, What::TurnedBack { .. } | What::BlockedBoatStopped { .. })), 0);
        let sim = lived(&with(0.0, 1.0), &block, n);
        let stopped = |w: &What| matches!(w, What::BlockedBoatStopped { .. });
        taken += count(&sim, stopped);
        assert!(count(&sim, stopped) == 0 || count(&sim, |w| matches!(w, What::Transferred { .. })) > 0);
    }
    assert!(on > 0 && taken > 0, "{on} went on, {taken} stopped");
}

#[test]
fn a_stopped_taxi_boat_is_towed_in_emptied_turned_back_or_gone() {
    let nights = |p: Parameters, of: &dyn Fn(&What) -> bool| {
        let setting = setting_with(Parameters { intercept_engine_probability: 0.0, ..p });
        (0..5).map(|n| count(&lived(&setting, &interception(1.0), n), of)).sum::<usize>()
    };
    let only = |evaded: f64, back: f64, towed: f64| Parameters {
        intercept_evaded_probability: evaded,
        intercept_turned_back_probability: back,
        intercept_towed_share: towed,
        ..shipped()
    };
    let done = |w: &What| matches!(w, What::InterceptionDone { .. });
    assert!(nights(only(0.0, 0.0, 1.0), &|w| matches!(w, What::TakenInTow { .. })) > 0);
    assert_eq!(nights(only(0.0, 0.0, 0.0), &|w| matches!(w, What::TakenInTow { .. })), 0);
    assert!(nights(only(0.0, 0.0, 0.0), &done) > 0);
    assert!(nights(only(1.0, 0.0, 0.0), &|w| matches!(w, What::WentOn { .. })) > 0);
    assert_eq!(nights(only(1.0, 0.0, 0.0), &done), 0);
    let kept = |w: &What| matches!(w, What::DidNotDepart { reason: NoDeparture::Intercepted, .. });
    assert!(nights(only(0.0, 1.0, 0.0), &|w| matches!(w, What::TurnedBack { .. })) > 0);
    assert!(nights(only(0.0, 1.0, 0.0), &kept) > 0);
    assert_eq!(nights(only(0.0, 1.0, 0.0), &done), 0);
}

#[test]
fn an_engine_dropped_as_help_comes_alongside_leaves_the_boat_adrift() {
    let p = Parameters { intercept_engine_probability: 1.0, engine_failure_per_h: 0.0, ..shipped() };
    let offer = with_rule("offer", french_loaded(), Order::OfferAssistance);
    let setting = setting_with(p);
    let mut dropped = 0;
    for n in 0..3 {
        dropped += count(&lived(&setting, &offer, n), |w| matches!(w, What::EngineDropped { .. }));
    }
    assert!(dropped > 0);
}

/// An engine is dropped once, and not by those who lie stopped already: without an engine, or with people in the water
/// beside the boat.
#[test]
fn an_engine_is_dropped_only_where_one_runs_and_nobody_is_in_the_water() {
    use crate::agents::interception::Level;
    // Nobody falls, jumps or goes over: what is left of a manoeuvre is the engine.
    let p = Parameters {
        intercept_engine_probability: 1.0,
        engine_failure_per_h: 0.0,
        intercept_fall_intercept: -60.0,
        intercept_mass_intercept: -60.0,
        intercept_near_fall_intercept: -60.0,
        intercept_near_mass_intercept: -60.0,
        intercept_jump_probability: 0.0,
        stability_panic: 0.0,
        crush_coefficient: 0.0,
        ..shipped()
    };
    let setting = setting_with(p);
    let mut sim = Simulation::new(&setting, &danger_only(), NightKey { seed: 42, night: 1 });
    let mut query = sim.world.query::<(&Boat, &mut BoatState, &Motion)>();
    let crossing = loop {
        sim.step().unwrap();
        assert!(!sim.finished(), "some boat crosses");
        let mut rows = query.iter(&sim.world);
        if let Some((boat, ..)) = rows.find(|(_, s, _)| {
            s.phase == BoatPhase::Crossing && s.engine_dead.is_none() && s.immersed.is_empty() && s.aboard.len() > 9
        }) {
            break boat.id;
        }
    };
    let mut tonight = sim.world.remove_resource::<Tonight>().expect("it was put in");
    let dropped = |log: &Log| log.0.iter().filter(|e| matches!(e.what, What::EngineDropped { .. })).count();
    let before = dropped(&tonight.log);
    let (boat, mut state, motion) = query.iter_mut(&mut sim.world).find(|(b, ..)| b.id == crossing).expect("above");
    // Somebody in the water beside it: it has stopped for them.
    let swimmer = state.aboard[0];
    tonight.people().immerse(boat, &mut state, &[swimmer], motion.position, crate::events::ImmersionCause::Approach);
    harm::manoeuvre(&mut tonight.people(), boat, &mut state, motion.position, Level::Block, harm::Aim::Stop);
    assert_eq!((dropped(&tonight.log), state.engine_dead), (before, None));
    state.immersed.clear();
    harm::manoeuvre(&mut tonight.people(), boat, &mut state, motion.position, Level::Block, harm::Aim::Stop);
    assert_eq!(dropped(&tonight.log), before + 1);
    assert!(state.engine_dead.is_some() && state.phase == BoatPhase::Adrift);
    harm::manoeuvre(&mut tonight.people(), boat, &mut state, motion.position, Level::Block, harm::Aim::Stop);
    assert_eq!(dropped(&tonight.log), before + 1, "what is dead is not dropped again");
}

/// A task on a boat where some wanted help and others did not ends in words of its own; what it says is so.
#[test]
fn a_task_that_leaves_people_aboard_ends_as_others_stay() {
    let nights = |partial: f64| {
        let p = Parameters {
            partial_probability: partial,
            refusal_probability: 0.0,
            engine_failure_per_h: 0.0,
            hull_failure_per_h: 0.0,
            swamping_onset_probability: 0.0,
            intercept_engine_probability: 0.0,
            ..shipped()
        };
        let setting = setting_with(p);
        let offer = with_rule("offer", french_loaded(), Order::OfferAssistance);
        let (mut stay, mut done) = (0, 0);
        for n in 0..6 {
            let sim = lived(&setting, &offer, n);
            let mut aboard = std::collections::BTreeMap::new();
            for event in sim.events() {
                match event.what {
                    What::CrossingStarted { boat, aboard: n } => drop(aboard.insert(boat, n)),
                    What::Transferred { boat, people, .. } => {
                        if let Some(left) = aboard.get_mut(&boat) {
                            *left -= people;
                        }
                    }
                    What::EnteredWater { boat, .. } => drop(aboard.remove(&boat)),
                    What::TaskEnded { boat, order, end: TaskEnd::OthersStay, .. } => {
                        stay += 1;
                        assert!(order.helps());
                        assert!(aboard.get(&boat).is_none_or(|left| *left > 0), "night {n}: {boat:?} was emptied");
                    }
                    What::TaskEnded { boat, order: Order::OfferAssistance, end: TaskEnd::Done, .. } => {
                        done += 1;
                        assert!(aboard.get(&boat).is_none_or(|left| *left == 0), "night {n}: others stay on {boat:?}");
                    }
                    _ => {}
                }
            }
        }
        (stay, done)
    };
    let (stay, _) = nights(1.0);
    assert!(stay > 0, "some boats are left with people aboard");
    let (stay, done) = nights(0.0);
    assert!(stay == 0 && done > 0, "{stay} left with people aboard, {done} emptied");
}

/// VALIDATION P20: of boats that were helped and were not sinking, 40 to 80 % went on with someone aboard.
#[test]
fn of_boats_helped_and_not_sinking_about_half_go_on_with_someone_aboard() {
    let offer = with_rule("offer", french_loaded(), Order::OfferAssistance);
    let setting = setting_with(shipped());
    let (mut helped, mut went_on) = (0, 0);
    for n in 0..60 {
        let sim = lived(&setting, &offer, n);
        for boat in (0..4).map(BoatId) {
            let french = |u: UnitId| setting.scenario.units[u.0 as usize].side == Side::France;
            let mut left: Option<u32> = None;
            let (mut taken, mut sinking) = (0, false);
            for event in sim.events() {
                match event.what {
                    What::CrossingStarted { boat: b, aboard } if b == boat => left = Some(aboard),
                    What::Transferred { boat: b, unit, people } if b == boat && french(unit) => taken += people,
                    What::Swamped { boat: b, .. } | What::HullFailed { boat: b, .. } if b == boat => sinking = true,
                    _ => {}
                }
            }
            if let (Some(aboard), true, false) = (left, taken > 0, sinking) {
                helped += 1;
                went_on += usize::from(taken < aboard);
            }
        }
    }
    let share = went_on as f64 / f64::from(helped);
    assert!(helped >= 20 && (0.4..=0.8).contains(&share), "{went_on} of {helped} went on");
}

#[test]
fn a_full_unit_leaves_and_the_centre_keeps_the_case() {
    let setting = setting_of_craft(Parameters { engine_failure_per_h: 1.0, ..shipped() }, |c| {
        (c.capacity, c.capacity_max) = (15, 15);
    });
    let mut followed = 0;
    for n in 0..4 {
        let sim = lived(&setting, &danger_only(), n);
        for (i, event) in sim.events().iter().enumerate() {
            if let What::TaskEnded { boat, end: TaskEnd::Full, .. } = event.what {
                let again = |e: &Event| matches!(e.what, What::OrderGiven { boat: b, .. } | What::Transferred { boat: b, .. } if b == boat);
                followed += usize::from(sim.events()[i + 1..].iter().any(again));
            }
        }
    }
    assert!(followed > 0, "after a full unit others come");
}

/// A forecast at the contact for the unit's arrival, metres, as the duty officer had it when giving this order.
fn forecast_on_arrival(sim: &Simulation, setting: &Setting, at: Tick, why: &crate::events::Why) -> f64 {
    let (night, p) = (sim.sea(), &setting.parameters);
    let position = why.picture.contact.position;
    if setting.in_canal(position) {
        return 0.0;
    }
    // The sea is looked up every ten minutes.
    let open = night.open_waves(Tick(at.0 - at.0 % (10 * TICKS_PER_MIN)), p);
    let moments = (at, at.after(why.picture.unit.eta));
    night.forecast_here(position, &open, setting.stream(position, at), moments, p)
}

/// Orders to units that were not on the boat before: what was ordered, and the forecast on arrival.
fn sent_by_forecast(sim: &Simulation, setting: &Setting) -> Vec<(Order, f64)> {
    let mut on: Vec<Option<BoatId>> = vec![None; setting.units.len()];
    let mut sent = Vec::new();
    for event in sim.events() {
        match &event.what {
            What::OrderGiven { unit, boat, order, why, .. } => {
                if on[unit.0 as usize] != Some(*boat) {
                    sent.push((*order, forecast_on_arrival(sim, setting, event.tick, why)));
                }
                on[unit.0 as usize] = Some(*boat);
            }
            What::TaskEnded { unit, .. } => on[unit.0 as usize] = None,
            _ => {}
        }
    }
    sent
}

#[test]
fn a_unit_is_not_sent_into_a_sea_it_cannot_work_in_by_the_forecast_but_to_save_lives() {
    // Forecasts that are far off already for the next half hour; the sea itself stays calm (0.35 m).
    let wild =
        Parameters { forecast_error_12h: 30.0, forecast_error_24h: 60.0, engine_failure_per_h: 0.3, ..shipped() };
    let limit_m = 0.45;
    let floor = wild.minimum_speed_factor;
    let sea_limited = |limited: bool| {
        let setting = setting_of_craft(wild.clone(), |c| {
            c.speed_loss_per_m = if limited { (1.0 - floor) / limit_m } else { 0.05 };
        });
        let nights = (0..6).map(|n| sent_by_forecast(&lived(&setting, &danger_only(), n), &setting));
        nights.flatten().collect::<Vec<_>>()
    };
    let count = |sent: &[(Order, f64)], wanted: Order, rough: bool| {
        sent.iter().filter(|(order, forecast)| *order == wanted && (*forecast > limit_m) == rough).count()
    };
    let free = sea_limited(false);
    assert!(count(&free, Order::Shadow, true) > 0, "without a limit the forecast keeps nobody: {free:?}");
    let held = sea_limited(true);
    assert_eq!(count(&held, Order::Shadow, true), 0, "{held:?}");
    assert!(count(&held, Order::Shadow, false) > 0, "where it is forecast calm company is kept: {held:?}");
    assert!(count(&held, Order::Rescue, true) > 0, "a rescue goes whatever is forecast: {held:?}");
}

/// A hand-over that is broken off, by the giver's breakdown or the taker's, leaves each person aboard the one or the
/// other, and says how many went over.
#[test]
fn a_hand_over_that_is_interrupted_loses_nobody() {
    let p = Parameters { engine_failure_per_h: 1.0, handover_reach_nm: 15.0, handover_per_min: 0.5, ..shipped() };
    let setting = setting_of_craft(p, |c| {
        let places = if c.id == "ship" { 200 } else { 12 };
        (c.capacity, c.capacity_max) = (places, places);
    });
    let mut broken_off = 0;
    for n in 0..12 {
        let taker = n % 2 == 1;
        let mut sim = Simulation::new(&setting, &danger_only(), NightKey { seed: 42, night: n });
        let mut hit: Option<(UnitId, u32, Tick)> = None;
        while !sim.finished() {
            // Each step holds the count of people.
            sim.step().unwrap();
            if hit.is_some() {
                continue;
            }
            let units = sim.world.resource::<Roster>().units.clone();
            let busy = units.iter().enumerate().find_map(|(i, e)| {
                let state = sim.world.get::<UnitState>(*e).unwrap();
                state.hands_to.filter(|_| state.handed > 2).map(|to| (i, to, state.handed))
            });
            let Some((giver, to, handed)) = busy else { continue };
            let broken = if taker { units[to.0 as usize] } else { units[giver] };
            let mut state = sim.world.get_mut::<UnitState>(broken).unwrap();
            state.fates[0] = state.hazards[0] + 1e-9;
            hit = Some((sim.world.get::<Unit>(units[giver]).unwrap().id, handed, sim.tick()));
        }
        let Some((giver, handed, since)) = hit else { continue };
        broken_off += 1;
        let first = sim.events().iter().find_map(|e| match e.what {
            What::HandedOver { from, people, .. } if from == giver && e.tick >= since => Some(people),
            _ => None,
        });
        // At most those of the minute in which it broke down went over besides.
        assert!(first.is_some_and(|n| (handed..=handed + 1).contains(&n)), "{first:?} told, {handed} went over");
        let t = sim.tally();
        assert_eq!(t.rows().iter().map(|(_, n)| *n).sum::<u32>(), sim.world.resource::<Tonight>().ledger.everybody());
    }
    assert!(broken_off > 2, "{broken_off} hand-overs broken off");
}

/// Fates held, help that is later by the same for all never saves more lives.
#[test]
fn later_rescue_never_means_fewer_deaths_over_whole_nights() {
    let deaths = |delay_min: f64| -> u32 {
        let p = Parameters { task_delay_median_min: delay_min, task_delay_sigma: 0.0, readiness_sigma: 0.0, ..frail() };
        let setting = setting_with(p);
        let dead = |n| {
            let t = lived(&setting, &danger_only(), n).tally();
            t.dead + t.missing
        };
        (0..6).map(dead).sum()
    };
    let by_delay: Vec<u32> = [1.0, 20.0, 60.0, 180.0].into_iter().map(deaths).collect();
    assert!(by_delay.is_sorted() && by_delay[3] > by_delay[0], "deaths by delay: {by_delay:?}");
}

/// What rules take back, or hand over, has its reasons as an order has: rule, facts and what was tried before.
#[test]
fn what_rules_take_back_has_its_reasons() {
    use crate::doctrine::Order;
    use crate::events::TaskEnd;
    let mut d = (*danger_only()).clone();
    let over = Condition::All(vec![Condition::UnitOf(Side::France), Condition::RegionOf(Side::UnitedKingdom)]);
    d.rules.insert(0, crate::doctrine::Rule::for_tests("over", over, Order::HandOver));
    d.common += 1;
    let doctrine = Arc::new(d);
    let (mut taken_back, mut handed_over) = (0, 0);
    for night in 0..5 {
        let mut sim = Simulation::new(&super::fixture::setting(), &doctrine, NightKey { seed: 42, night });
        sim.run().unwrap();
        for (i, e) in sim.events().iter().enumerate() {
            match &e.what {
                What::TaskEnded { end, why, order, boat, .. } => {
                    let by_rules = matches!(end, TaskEnd::Revoked | TaskEnd::PlaceTaken | TaskEnd::Recalled);
                    assert!(!by_rules || why.is_some(), "{end:?} without a reason");
                    let Some(why) = why else { continue };
                    taken_back += 1;
                    assert!(why.facts().iter().all(|f| f.holds) && why.picture.tick == e.tick, "{order:?} {boat:?}");
                }
                What::ContactHandedOver { boat, side, .. } => {
                    handed_over += 1;
                    let before = &sim.events()[i - 1].what;
                    let told = matches!(before, What::CentreOrdered { boat: b, side: s, order: Order::HandOver, why, .. }
                        if b == boat && s == side && why.has_facts());
                    assert!(told, "{before:?}");
                }
                _ => {}
            }
        }
    }
    assert!(taken_back > 0, "nothing was taken back in five nights");
    assert!(handed_over > 0, "nothing was handed over in five nights");
}
