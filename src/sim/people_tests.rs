//! Whole small nights, person by person: is everybody's life told, and does it agree with the count?

use super::fixture::{danger_only, interception, scenario, setting_with};
use super::*;
use crate::events::lives::{Life, lives};
use crate::events::{DeathCause, Place};
use crate::parameters::Parameters;
use std::collections::BTreeSet;

/// Hulls that fail within the hour and always throw everyone into the water.
fn frail() -> Parameters {
    Parameters { hull_failure_per_h: 1.0, hull_mass_immersion: 1.0, ..Parameters::shipped_for_tests() }
}

fn run(p: Parameters, doctrine: &Arc<Doctrine>, night: u64) -> (Vec<Event>, Tally) {
    let mut sim = Simulation::new(&setting_with(p), doctrine, NightKey { seed: 42, night });
    sim.run().unwrap();
    let tally = sim.tally();
    (sim.take_events(), tally)
}

fn deaths_of(lives: &[Life], of: impl Fn(DeathCause) -> bool) -> usize {
    lives.iter().filter(|l| l.death.is_some_and(|(_, cause)| of(cause))).count()
}

#[test]
fn every_person_has_one_life_and_lives_agree_with_the_count() {
    for doctrine in [danger_only(), interception(1.0)] {
        let (events, tally) = run(frail(), &doctrine, 1);
        let lives = lives(&events);
        let ids: BTreeSet<(u32, u32)> = lives.iter().map(|l| (l.person.group, l.person.seat)).collect();
        assert_eq!((lives.len(), ids.len()), (tally.total() as usize, tally.total() as usize));
        let rescued = lives.iter().filter(|l| l.unit.is_some()).count();
        assert!(rescued > 0 && lives.iter().all(|l| l.place != Place::AboardUnit || l.unit.is_some()));
        let rows = tally.rows();
        for (place, (title, n)) in Place::ALL.into_iter().zip(rows) {
            assert_eq!(lives.iter().filter(|l| l.place == place).count(), n as usize, "{title}");
        }
        let (mut entered, mut died) = (0, 0);
        for event in &events {
            match &event.what {
                What::EnteredWater { people, who, .. } => {
                    entered += who.len();
                    assert_eq!(*people as usize, who.len());
                }
                What::Died { .. } => died += 1,
                _ => {}
            }
        }
        assert!(entered > 0, "people are in the water under {}", doctrine.id);
        assert_eq!(lives.iter().map(|l| l.stays.len()).sum::<usize>(), entered);
        assert_eq!(deaths_of(&lives, |_| true), died);
        for life in lives.iter().filter(|l| l.was_harmed()) {
            assert!(life.boarded.is_some(), "{life:?}");
            assert_eq!(life.death.is_some(), matches!(life.place, Place::Dead | Place::Missing), "{life:?}");
            assert!(life.stays.iter().all(|s| s.left.is_some() || life.place == Place::InWater), "{life:?}");
            assert!(life.minutes_in_water() >= 0.0);
        }
    }
}

#[test]
fn what_people_died_of_fits_who_they_were() {
    let (events, _) = run(frail(), &danger_only(), 1);
    let mut drowned = 0;
    for life in lives(&events) {
        if let Some((_, DeathCause::InWater(_, of))) = life.death {
            use crate::agents::survival::WaterDeath;
            match of {
                WaterDeath::Drowning => assert!(life.traits.exposed(), "{life:?}"),
                WaterDeath::SwimmingFailure => {
                    let swam = life.traits.swims && !life.traits.flotation.carries();
                    let last = life.stays.last().expect("they died in it").minutes(Tick(0));
                    assert!(swam || last <= 30.5, "{life:?}");
                }
                // MODEL 5.1: cold kills after half an hour and no earlier.
                WaterDeath::Cold => assert!(life.minutes_in_water() >= 29.5, "{life:?}"),
                WaterDeath::ColdShock => {}
            }
            drowned += 1;
        }
    }
    assert!(drowned > 0);
}

/// A winter night adrift for hours, and the same night in summer.
#[test]
fn cold_aboard_kills_in_a_bitter_night_and_never_in_a_mild_one() {
    let night = |air_c: f64| {
        let p = Parameters {
            engine_failure_per_h: 3.0,
            call_made: 0.0,
            chill_median_dose: 60.0,
            ..Parameters::shipped_for_tests()
        };
        let plan = crate::scenario::Scenario { air_temperature_c: Some(air_c), ..scenario() };
        let mut sim = Simulation::new(&fixture::setting_for(plan, p), &danger_only(), NightKey { seed: 42, night: 0 });
        sim.run().unwrap();
        deaths_of(&lives(sim.events()), |cause| cause == DeathCause::ColdAboard)
    };
    let (bitter, colder, mild) = (night(1.0), night(-4.0), night(16.0));
    assert!(bitter > 0 && colder >= bitter, "{bitter} at 1 °C, {colder} at -4 °C");
    assert_eq!(mild, 0);
}
