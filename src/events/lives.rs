//! What did this night bring to each person? A record of everybody, folded from the events.
//!
//! The log is the single record of a night (DESIGN, invariant 8), so a life is read off it and nothing else: where a
//! person boarded or that they were left, each time in the water with its cause, its minutes and who ended it, and how the
//! night ended for them. People have numbers and traits, no names.
//!
//! Left out: when someone was taken off a boat by a unit (the log counts those as they come and names the unit at the end;
//! only people in the water are named one by one), and what happened to their boat; that is the boat's story.

use super::words::Names;
use super::{Account, BoatId, DeathCause, Event, ImmersionCause, PersonId, Place, UnitId, What};
use crate::agents::person::Traits;
use crate::units::{Tick, Vec2};

/// How someone left the water.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Out {
    /// Taken aboard a unit, alive.
    Unit(UnitId),
    /// By themselves.
    Unaided,
    /// Dead.
    Died,
}

/// A time in the water.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stay {
    /// Entered then.
    pub entered: Tick,
    /// Why.
    pub cause: ImmersionCause,
    /// Where.
    pub at: Vec2,
    /// Left it then, and how; none if still in it when the night ended.
    pub left: Option<(Tick, Out)>,
}

impl Stay {
    /// Minutes in the water, up to this tick if they are still in it.
    #[must_use]
    pub fn minutes(&self, end: Tick) -> f64 {
        let left = self.left.map_or(end, |(tick, _)| tick);
        left.elapsed().min_() - self.entered.elapsed().min_()
    }
}

/// The record of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Life {
    /// Who.
    pub person: PersonId,
    /// What can be said of them.
    pub traits: Traits,
    /// When boarding began and where, or when and where the boat was put in for those who came with it; none for those left ashore.
    pub boarded: Option<(Tick, Vec2)>,
    /// Each time in the water.
    pub stays: Vec<Stay>,
    /// The unit that last took them aboard, from the boat or out of the water.
    pub unit: Option<UnitId>,
    /// Where the night left them.
    pub place: Place,
    /// When they died and of what.
    pub death: Option<(Tick, DeathCause)>,
    /// Last moment of the night.
    pub end: Tick,
}

impl Life {
    /// Was this person ever in the water, or did they die?
    #[must_use]
    pub fn was_harmed(&self) -> bool {
        !self.stays.is_empty() || self.death.is_some()
    }

    /// Minutes in the water, all times together.
    #[must_use]
    pub fn minutes_in_water(&self) -> f64 {
        self.stays.iter().map(|s| s.minutes(self.end)).sum()
    }
}

/// The lives of a whole night, in the order of people's numbers; empty for a night that has not ended.
#[must_use]
pub fn lives(events: &[Event]) -> Vec<Life> {
    let accounts = events.iter().rev().find_map(|e| match &e.what {
        What::PeopleAccounted { people } => Some((e.tick, people)),
        _ => None,
    });
    accounts.map_or_else(Vec::new, |(end, accounts)| lives_of(events, accounts, end))
}

/// The lives of these people, who stand in the order of their numbers, up to `end`, which need not be the night's.
#[must_use]
pub fn lives_of(events: &[Event], accounts: &[Account], end: Tick) -> Vec<Life> {
    let mut lives: Vec<Life> = accounts.iter().map(|a| blank(a, end)).collect();
    // People are in order of group and seat, so a person is found by bisection.
    let find = |person: PersonId| {
        accounts.binary_search_by_key(&(person.group, person.seat), |a| (a.person.group, a.person.seat)).ok()
    };
    for event in events {
        let (tick, what) = (event.tick, &event.what);
        match what {
            What::Launched { boat, aboard, at, .. } => {
                let crew = *aboard as usize;
                for life in group(&mut lives, *boat).iter_mut().rev().take(crew) {
                    life.boarded = Some((tick, *at));
                }
            }
            What::BoardingStarted { boat, at, .. } => {
                for life in group(&mut lives, *boat) {
                    let went = life.place != Place::Waiting;
                    if went && life.boarded.is_none() {
                        life.boarded = Some((tick, *at));
                    }
                }
            }
            What::EnteredWater { cause, at, who, .. } => {
                for i in who.iter().filter_map(|p| find(*p)) {
                    lives[i].stays.push(Stay { entered: tick, cause: *cause, at: *at, left: None });
                }
            }
            What::Recovered { who, unit, .. } => {
                for person in who.iter() {
                    leave(&mut lives, find(*person), tick, Out::Unit(*unit));
                }
            }
            What::ReachedSafety { person } => leave(&mut lives, find(*person), tick, Out::Unaided),
            What::Died { person, cause, .. } => {
                leave(&mut lives, find(*person), tick, Out::Died);
                if let Some(i) = find(*person) {
                    lives[i].death = Some((tick, *cause));
                }
            }
            _ => {}
        }
    }
    lives
}

fn blank(account: &Account, end: Tick) -> Life {
    let Account { person, traits, place, unit } = *account;
    Life { person, traits, boarded: None, stays: Vec::new(), unit, place, death: None, end }
}

fn group(lives: &mut [Life], boat: BoatId) -> &mut [Life] {
    let from = lives.partition_point(|l| l.person.group < boat.0);
    let to = lives.partition_point(|l| l.person.group <= boat.0);
    &mut lives[from..to]
}

/// Ends the time in the water, if the person is in it.
fn leave(lives: &mut [Life], index: Option<usize>, tick: Tick, out: Out) {
    let open = index.and_then(|i| lives[i].stays.last_mut()).filter(|s| s.left.is_none());
    if let Some(stay) = open {
        stay.left = Some((tick, out));
    }
}

/// One line for one person: "Person 12 of boat 7, adult, poor lifejacket: boarded …; in the water …; dead".
#[must_use]
pub fn line(life: &Life, names: &Names) -> String {
    let clock = |tick: Tick| tick.at(names.start).clock();
    let mut parts = Vec::new();
    parts.push(match life.boarded {
        Some((tick, _)) => format!("boarded from {}", clock(tick)),
        None => "left ashore".to_owned(),
    });
    for stay in &life.stays {
        let how = match stay.left {
            Some((_, Out::Unit(unit))) => format!("taken out by {}", names.unit(unit)),
            Some((_, Out::Unaided)) => "got out unaided".to_owned(),
            Some((_, Out::Died)) => "not taken out in time".to_owned(),
            None => "not taken out".to_owned(),
        };
        let minutes = stay.minutes(life.end);
        parts.push(format!(
            "in the water at {} after {}, {minutes:.0} min, {how}",
            clock(stay.entered),
            stay.cause.title()
        ));
    }
    let out_of_water = life.stays.iter().any(|s| matches!(s.left, Some((_, Out::Unit(_)))));
    if let (Some(unit), false) = (life.unit, out_of_water) {
        parts.push(format!("taken off the boat by {}", names.unit(unit)));
    }
    match life.death {
        Some((tick, cause)) => {
            let missing = if life.place == Place::Missing { ", missing" } else { "" };
            parts.push(format!("died at {} ({}){missing}", clock(tick), cause.title()));
        }
        None => parts.push(life.place.title().to_owned()),
    }
    let (seat, boat) = (life.person.seat + 1, life.person.group + 1);
    format!("Person {seat} of boat {boat}, {}: {}", life.traits.title(), parts.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agents::BoatKind;
    use crate::agents::person::{Build, Flotation};
    use crate::agents::survival::WaterDeath;
    use crate::events::Shore;
    use crate::units::Instant;

    fn id(seat: u32) -> PersonId {
        PersonId { group: 6, seat }
    }

    fn night() -> Vec<Event> {
        let at = |minute: u32, what| Event { tick: Tick(minute * 6), what };
        let (boat, unit, here) = (BoatId(6), UnitId(0), Vec2::ZERO);
        let cause = ImmersionCause::Swamping;
        let traits = Traits { build: Build::Average, swims: false, flotation: Flotation::PoorJacket };
        let places = [
            (Place::Waiting, None),
            (Place::LandedFr, Some(unit)),
            (Place::Missing, None),
            (Place::LandedUk, None),
            (Place::LandedFr, Some(unit)),
        ];
        let people =
            (0..).zip(places).map(|(seat, (place, unit))| Account { person: id(seat), traits, place, unit }).collect();
        vec![
            at(10, What::Launched { boat, kind: BoatKind::TaxiBoat, aboard: 1, at: here }),
            at(40, What::BoardingStarted { boat, waiting: 3, at: here }),
            at(90, What::EnteredWater { boat, people: 3, cause, at: here, who: [id(1), id(2), id(3)].into() }),
            at(
                99,
                What::Died {
                    person: id(2),
                    boat,
                    cause: DeathCause::InWater(cause, WaterDeath::Drowning),
                    found: false,
                },
            ),
            at(114, What::Recovered { boat, unit, who: [id(1)].into() }),
            at(150, What::ReachedSafety { person: id(3) }),
            at(200, What::PeopleLanded { unit, shore: Shore::France, people: 1, port: "calais".into(), places: 20 }),
            at(300, What::PeopleAccounted { people }),
        ]
    }

    #[test]
    fn a_life_tells_boarding_water_rescue_and_end() {
        let units = ["Lifeboat".to_owned()];
        let names = Names { start: Instant::parse("2025-07-09T20:00Z").unwrap(), units: &units };
        let said: Vec<String> = lives(&night()).iter().map(|l| line(l, &names)).collect();
        assert_eq!(
            said,
            [
                "Person 1 of boat 7, adult, poor lifejacket: left ashore; ashore in France",
                "Person 2 of boat 7, adult, poor lifejacket: boarded from 20:40; in the water at 21:30 after swamping, 24 min, \
                 taken out by Lifeboat; landed in France",
                "Person 3 of boat 7, adult, poor lifejacket: boarded from 20:40; in the water at 21:30 after swamping, 9 min, \
                 not taken out in time; died at 21:39 (drowning in the water after swamping), missing",
                "Person 4 of boat 7, adult, poor lifejacket: boarded from 20:40; in the water at 21:30 after swamping, 60 min, \
                 got out unaided; landed in the United Kingdom",
                "Person 5 of boat 7, adult, poor lifejacket: boarded from 20:10; taken off the boat by Lifeboat; landed in France",
            ]
        );
    }

    #[test]
    fn a_part_of_a_night_tells_those_asked_for_up_to_then() {
        let events = night();
        let Some(What::PeopleAccounted { people }) = events.last().map(|e| e.what.clone()) else { panic!("accounts") };
        let lives = lives_of(&events[..events.len() - 4], &people[1..3], Tick(100 * 6));
        assert!(lives.iter().all(|l| l.stays.len() == 1), "{lives:?}");
        assert!(lives[0].stays[0].left.is_none() && (lives[0].minutes_in_water() - 10.0).abs() < 1e-9);
        assert!(matches!(lives[1].stays[0].left, Some((_, Out::Died))) && lives[1].death.is_some());
    }

    #[test]
    fn a_night_that_has_not_ended_has_no_lives_yet() {
        let events = night();
        assert!(lives(&events[..events.len() - 1]).is_empty());
        assert!(lives(&[]).is_empty());
    }
}
