//! What may happen to a boat in tow, and who tows it: small nights with one boat put under the hands of a unit.
//!
//! A tow with many aboard is a manoeuvre of level 4 (MODEL 7, 8.2), hull and sea go on with it, and one unit tows it.

use super::fixture::{danger_only, setting_with};
use super::snapshot::BoatPhase;
use super::*;
use crate::events::{BoatId, ImmersionCause};
use crate::parameters::Parameters;
use crate::units::Vec2;

/// The boat of these nights, from a beach.
const BOAT: BoatId = BoatId(2);
/// The ship that tows it, from Calais.
const SHIP: usize = 1;

/// Nothing goes wrong by itself.
fn calm() -> Parameters {
    Parameters {
        engine_failure_per_h: 0.0,
        hull_failure_per_h: 0.0,
        swamping_onset_probability: 0.0,
        crush_coefficient: 0.0,
        stability_panic: 0.0,
        grounding_hull_failure: 0.0,
        intercept_engine_probability: 0.0,
        intercept_fall_intercept: -60.0,
        intercept_mass_intercept: -60.0,
        intercept_jump_probability: 0.0,
        ..Parameters::shipped_for_tests()
    }
}

/// A night whose third boat, with all its people aboard, has just been taken in tow by the ship, seven miles off its port.
fn in_tow(p: &Parameters) -> Simulation {
    let setting = setting_with(p.clone());
    let at = setting.units[SHIP].base + Vec2::new(0.0, 13_000.0);
    let mut sim = Simulation::new(&setting, &danger_only(), NightKey { seed: 42, night: 0 });
    for _ in 0..60 {
        sim.step().unwrap();
    }
    let entity = sim.world.resource::<Roster>().boats[BOAT.0 as usize];
    let boat = sim.world.get::<Boat>(entity).unwrap().clone();
    let people = sim.world.get::<BoatState>(entity).unwrap().waiting.clone();
    for person in &people {
        sim.world.resource_mut::<Tonight>().ledger.shift(*person, ledger::Place::Waiting, ledger::Place::AboardBoat);
    }
    let mut state = sim.world.get_mut::<BoatState>(entity).unwrap();
    state.waiting.clear();
    state.aboard.extend(people);
    (state.phase, state.stopped_from, state.loaded) = (BoatPhase::Stopped, BoatPhase::Crossing, true);
    state.held_by = Some(UnitId(1));
    setting.reload(&boat, &mut state);
    sim.world.get_mut::<Motion>(entity).unwrap().position = at;
    let ship = sim.world.resource::<Roster>().units[SHIP];
    let fixed = sim.world.get::<Unit>(ship).unwrap().clone();
    let (mut state, mut motion) =
        (sim.world.get::<UnitState>(ship).unwrap().clone(), sim.world.get::<Motion>(ship).unwrap().clone());
    state.towing = Some(BOAT);
    motion.position = at;
    sail::send_back(&setting, &fixed, &mut state, &mut motion);
    *sim.world.get_mut::<UnitState>(ship).unwrap() = state;
    *sim.world.get_mut::<Motion>(ship).unwrap() = motion;
    sim
}

fn count(sim: &Simulation, of: impl Fn(&What) -> bool) -> usize {
    sim.events().iter().filter(|e| of(&e.what)).count()
}

fn landed(sim: &Simulation) -> Option<u32> {
    let of = |e: &Event| if let What::BoatLanded { boat: BOAT, people, .. } = e.what { Some(people) } else { None };
    let all: Vec<u32> = sim.events().iter().filter_map(of).collect();
    assert!(all.len() < 2, "it comes ashore once: {all:?}");
    all.first().copied()
}

#[test]
fn a_tow_in_a_calm_comes_in_with_everybody() {
    let mut sim = in_tow(&calm());
    sim.run().unwrap();
    assert!(landed(&sim).is_some_and(|n| n > 20));
    assert_eq!(
        count(&sim, |w| matches!(w, What::EnteredWater { boat: BOAT, .. } | What::HullFailed { boat: BOAT, .. })),
        0
    );
}

#[test]
fn a_hull_that_gives_way_in_tow_puts_people_in_the_water_and_the_unit_that_towed_takes_them_out() {
    let mut sim = in_tow(&Parameters { hull_failure_per_h: 5.0, hull_mass_immersion: 1.0, ..calm() });
    sim.run().unwrap();
    assert_eq!(count(&sim, |w| matches!(w, What::HullFailed { boat: BOAT, .. })), 1);
    let fell = |w: &What| matches!(w, What::EnteredWater { boat: BOAT, cause: ImmersionCause::HullFailure, .. });
    assert!(count(&sim, fell) > 0);
    assert!(count(&sim, |w| matches!(w, What::Recovered { boat: BOAT, unit: UnitId(1), .. })) > 0);
    assert_eq!(landed(&sim), None, "a wreck is not brought in with people aboard it");
}

#[test]
fn a_boat_that_takes_water_in_tow_is_cast_off_and_emptied() {
    let wet = Parameters { hull_failure_per_h: 5.0, hull_mass_immersion: 0.0, ..calm() };
    let swamped = Parameters {
        swamping_onset_probability: 1.0,
        swamping_motion_factor: 1.5,
        swamping_mass_immersion: 0.0,
        ..calm()
    };
    for p in [wet, swamped] {
        let mut sim = in_tow(&p);
        let entity = sim.world.resource::<Roster>().boats[BOAT.0 as usize];
        let aboard = sim.world.get::<BoatState>(entity).unwrap().people_aboard();
        sim.run().unwrap();
        assert!(
            count(&sim, |w| matches!(w, What::HullFailed { boat: BOAT, .. } | What::Swamped { boat: BOAT, .. })) > 0
        );
        let off = |e: &Event| match &e.what {
            What::Transferred { boat: BOAT, unit: UnitId(1), people } => *people,
            What::Recovered { boat: BOAT, unit: UnitId(1), who } => u32::try_from(who.len()).unwrap(),
            _ => 0,
        };
        assert_eq!(sim.events().iter().map(off).sum::<u32>(), aboard);
        assert_eq!(landed(&sim), None);
    }
}

#[test]
fn a_boat_is_towed_by_one_unit_alone() {
    use super::state::Task;
    use crate::agents::interception::Outcome;
    use crate::doctrine::{Order, Step, Steps};
    let steps = Steps::none().with(Step::OrderToStop).with(Step::Tow).also_loaded();
    let mut sim = in_tow(&Parameters { intercept_towed_share: 1.0, ..calm() });
    let at = {
        let ship = sim.world.resource::<Roster>().units[SHIP];
        sim.world.get::<Motion>(ship).unwrap().position
    };
    // The launch had ordered it to stop as well, and comes alongside.
    let launch = sim.world.resource::<Roster>().units[0];
    let mut state = sim.world.get_mut::<UnitState>(launch).unwrap();
    let mut task = Task::new(Order::Intercept, steps, BOAT, 0);
    (task.outcome, task.on_scene, task.step) = (Some(Outcome::Stops), Some(Tick(50)), Some(Step::OrderToStop));
    task.tried = Steps::none().with(Step::OrderToStop);
    (state.task, state.activity) = (Some(task), Activity::Intercepting);
    sim.world.get_mut::<Motion>(launch).unwrap().position = at;
    while !sim.finished() {
        sim.step().unwrap();
        let towing = |e: &bevy_ecs::prelude::Entity| sim.world.get::<UnitState>(*e).unwrap().towing == Some(BOAT);
        let by = sim.world.resource::<Roster>().units.iter().filter(|e| towing(e)).count();
        assert!(by < 2, "towed by {by} at {:?}", sim.tick());
    }
    assert!(landed(&sim).is_some_and(|n| n > 20));
}

#[test]
fn two_units_that_tow_one_boat_are_a_fault_that_ends_the_night() {
    let mut sim = in_tow(&calm());
    let launch = sim.world.resource::<Roster>().units[0];
    sim.world.get_mut::<UnitState>(launch).unwrap().towing = Some(BOAT);
    let fault = sim.step().unwrap_err().to_string();
    assert!(fault.contains("tow"), "{fault}");
}
