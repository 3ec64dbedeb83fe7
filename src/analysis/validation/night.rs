//! What does one night of a year come to, for holding against published figures?
//!
//! A fold over the events of a night into the few numbers that the patterns need: who put to sea, who arrived
//! where, who died of what, and what became of each boat. Who a unit belongs to is looked up in the setting.
//!
//! Left out: everything that a metric tells already and no published figure asks for.

use crate::agents::{BoatKind, Side};
use crate::events::{BoatId, DeathCause, Event, ImmersionCause, Shore, UnitId, What};
use crate::sim::Setting;
use crate::units::Tick;
use std::collections::BTreeMap;

/// Deaths (bodies found and missing) by what led to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deaths {
    /// In the water after the boat failed: hull, swamping, a collision, and collapse after rescue from it.
    pub immersion: u32,
    /// Crushed or suffocated aboard.
    pub crush: u32,
    /// Drowned in the boarding zone.
    pub boarding: u32,
    /// All causes.
    pub all: u32,
    /// Those of `immersion` by what put people in the water, in the order of [`PATHS`].
    pub by_path: [u32; PATHS.len()],
}

/// What leads to deaths that are counted as mass immersion, in words.
pub const PATHS: [&str; 7] = [
    "hull failure",
    "swamping",
    "a movement of the crowd aboard",
    "the approach of a vessel",
    "a collision with a ship",
    "a grounding",
    "cold aboard, and collapse after rescue",
];

/// Place in [`PATHS`]; none for deaths that are counted elsewhere.
const fn path(cause: DeathCause) -> Option<usize> {
    match cause {
        DeathCause::InWater(after, _) => match after {
            ImmersionCause::HullFailure => Some(0),
            ImmersionCause::Swamping => Some(1),
            ImmersionCause::CrowdShift => Some(2),
            ImmersionCause::Approach => Some(3),
            ImmersionCause::Collision => Some(4),
            ImmersionCause::Grounding => Some(5),
            ImmersionCause::Boarding | ImmersionCause::Interception => None,
        },
        DeathCause::AfterRescue | DeathCause::ColdAboard => Some(6),
        DeathCause::Crush | DeathCause::Bilge => None,
    }
}

/// What became of a boat that set out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BoatFacts {
    /// A taxi-boat?
    pub taxi: bool,
    /// People aboard when it set out.
    pub aboard: u32,
    /// People of it who reached the United Kingdom, by themselves or aboard one of its units.
    pub arrived: u32,
    /// Hours from setting out to the shore, or to the last transfer to a British unit.
    pub crossing_h: Option<f64>,
    /// A French unit offered help while it was whole.
    pub helped: bool,
}

impl BoatFacts {
    /// Did someone of a boat that was offered help go on across?
    #[must_use]
    pub const fn went_on(&self) -> bool {
        self.helped && self.arrived > 0
    }
}

/// What a night comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NightFacts {
    /// The boats that set out.
    pub boats: Vec<BoatFacts>,
    /// People landed in the United Kingdom.
    pub landed_uk: u32,
    /// People landed in France after having been at sea.
    pub landed_fr: u32,
    /// Who died.
    pub deaths: Deaths,
}

impl NightFacts {
    /// People who set out.
    #[must_use]
    pub fn at_sea(&self) -> u32 {
        self.boats.iter().map(|b| b.aboard).sum()
    }

    /// Reads a night.
    #[must_use]
    pub fn of(events: &[Event], setting: &Setting) -> Self {
        let british =
            |unit: UnitId| setting.scenario.units.get(unit.0 as usize).is_some_and(|u| u.side == Side::UnitedKingdom);
        fold(events, &british)
    }
}

/// A boat while its night is read.
#[derive(Default)]
struct Reading {
    facts: BoatFacts,
    set_out: Option<Tick>,
    harmed: bool,
}

impl Reading {
    /// People were taken aboard a unit.
    fn taken(&mut self, people: u32, british: bool, at: Tick) {
        if british {
            self.reach(people, at);
        } else {
            self.facts.helped |= !self.harmed;
        }
    }

    fn reach(&mut self, people: u32, at: Tick) {
        if people > 0 {
            self.facts.arrived += people;
            self.facts.crossing_h = self.set_out.map(|from| at.elapsed().h() - from.elapsed().h());
        }
    }
}

fn fold(events: &[Event], british: &dyn Fn(UnitId) -> bool) -> NightFacts {
    let mut night = NightFacts::default();
    let mut boats: BTreeMap<BoatId, Reading> = BTreeMap::new();
    for e in events {
        match &e.what {
            What::Launched { boat, kind, .. } => {
                boats.entry(*boat).or_default().facts.taxi = *kind == BoatKind::TaxiBoat;
            }
            What::CrossingStarted { boat, aboard } => {
                let b = boats.entry(*boat).or_default();
                b.facts.aboard = *aboard;
                b.set_out = Some(e.tick);
            }
            What::HullFailed { boat, .. } | What::Swamped { boat, .. } | What::RunDown { boat } => {
                boats.entry(*boat).or_default().harmed = true;
            }
            What::HelpRefused { boat, unit } if !british(*unit) => {
                let b = boats.entry(*boat).or_default();
                b.facts.helped |= !b.harmed;
            }
            What::Transferred { boat, unit, people } => {
                boats.entry(*boat).or_default().taken(*people, british(*unit), e.tick);
            }
            What::Recovered { boat, unit, who } => {
                let people = u32::try_from(who.len()).unwrap_or(u32::MAX);
                boats.entry(*boat).or_default().taken(people, british(*unit), e.tick);
            }
            What::BoatLanded { boat, shore: Shore::UnitedKingdom, people } => {
                boats.entry(*boat).or_default().reach(*people, e.tick);
            }
            What::Died { cause, .. } => count(&mut night.deaths, *cause),
            What::NightEnded { tally } => {
                night.landed_uk = tally.landed_uk;
                night.landed_fr = tally.landed_fr;
            }
            _ => {}
        }
    }
    night.boats = boats.into_values().filter(|b| b.set_out.is_some()).map(|b| b.facts).collect();
    night
}

fn count(deaths: &mut Deaths, cause: DeathCause) {
    deaths.all += 1;
    match cause {
        DeathCause::Crush | DeathCause::Bilge => deaths.crush += 1,
        DeathCause::InWater(ImmersionCause::Boarding, _) => deaths.boarding += 1,
        DeathCause::InWater(ImmersionCause::Interception, _) => {}
        DeathCause::InWater(..) | DeathCause::AfterRescue | DeathCause::ColdAboard => deaths.immersion += 1,
    }
    if let Some(i) = path(cause) {
        deaths.by_path[i] += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agents::survival::WaterDeath;
    use crate::events::{PersonId, Tally};
    use crate::units::Vec2;

    fn at(hour: u32, what: What) -> Event {
        Event { tick: Tick(hour * 360), what }
    }

    #[test]
    fn a_night_is_read_boat_by_boat() {
        let (one, two) = (BoatId(0), BoatId(1));
        let (french, uk) = (UnitId(0), UnitId(1));
        let died = |cause| What::Died { person: PersonId { group: 1, seat: 2 }, boat: two, cause, found: true };
        let events = [
            at(1, What::Launched { boat: one, kind: BoatKind::TaxiBoat, aboard: 5, at: Vec2::ZERO }),
            at(1, What::Launched { boat: two, kind: BoatKind::BeachBoat, aboard: 0, at: Vec2::ZERO }),
            at(2, What::CrossingStarted { boat: one, aboard: 60 }),
            at(2, What::CrossingStarted { boat: two, aboard: 40 }),
            at(3, What::HelpRefused { boat: one, unit: french }),
            at(4, What::Swamped { boat: two, mass: false }),
            at(5, What::Transferred { boat: two, unit: french, people: 37 }),
            at(5, died(DeathCause::Crush)),
            at(5, died(DeathCause::InWater(ImmersionCause::Swamping, WaterDeath::Drowning))),
            at(5, died(DeathCause::InWater(ImmersionCause::Boarding, WaterDeath::Drowning))),
            at(7, What::Transferred { boat: one, unit: uk, people: 60 }),
            at(9, What::NightEnded { tally: Tally { landed_uk: 60, landed_fr: 37, dead: 3, ..Tally::default() } }),
        ];
        let night = fold(&events, &|unit| unit == uk);
        assert_eq!(night.at_sea(), 100);
        assert_eq!((night.landed_uk, night.landed_fr), (60, 37));
        let by_path = [0, 1, 0, 0, 0, 0, 0];
        assert_eq!(night.deaths, Deaths { immersion: 1, crush: 1, boarding: 1, all: 3, by_path });
        let [a, b] = night.boats.as_slice() else { panic!("two boats set out") };
        assert!(a.taxi && a.helped && a.went_on() && a.arrived == 60);
        assert!((a.crossing_h.unwrap() - 5.0).abs() < 1e-9);
        assert!(!b.taxi && !b.helped && !b.went_on(), "it was sinking when help came");
    }
}
