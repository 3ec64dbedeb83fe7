//! How is a night looked at from outside? The copies that the window draws and tells.
//!
//! A snapshot is taken as often as something is drawn, so it holds what is cheap; people one by one and the danger of a
//! manoeuvre cost draws and logarithms, and are worked out for the boat that is asked for. Looking changes nothing: a
//! night that was watched has the events of one that was not.
//!
//! Left out: what a doctrine may see of this; that is a `Picture`.

use super::snapshot::{BoatView, ContactView, Hindrance, SearchView, Snapshot, TrackView, UnitSnapshot, WaitingView};
use super::state::{Boat, BoatState, Motion, PlotEntry, Plots, Roster, Search, Tonight, Unit, UnitState};
use super::{Simulation, drift, harm, snapshot::Activity, traffic};
use crate::agents::interception::{Harm, Level};
use crate::agents::search::ProbabilityMap;
use crate::agents::{Side, person};
use crate::draws::Subject;
use crate::events::{Account, BoatId, UnitId};
use crate::units::{Distance, Duration, Tick};
use std::sync::Arc;

impl Simulation {
    /// What is there to draw.
    #[must_use]
    pub fn snapshot(&mut self) -> Snapshot {
        let mut snapshot = Snapshot { tick: self.tick(), tally: self.tally(), ..Snapshot::default() };
        let setting = Arc::clone(&self.world.resource::<Tonight>().fixed.setting);
        let mut units = self.world.query::<(&Unit, &UnitState, &Motion)>();
        let mut legs: Vec<Option<u32>> = Vec::new();
        for (unit, state, motion) in units.iter(&self.world) {
            let class = &setting.classes[unit.class].craft;
            let searching = state.activity == Activity::Transit
                && state.task.as_ref().is_some_and(|t| t.on_scene.is_none() && t.search_leg > 0);
            legs.push(state.task.as_ref().filter(|_| searching).map(|t| t.search_leg));
            let hindrance = hindrance(state, snapshot.tick);
            let awaited = hindrance == Some(Hindrance::TurningRound) || state.activity == Activity::MakingReady;
            #[expect(clippy::cast_possible_truncation, reason = "survivors aboard are few")]
            snapshot.units.push(UnitSnapshot {
                id: unit.id,
                side: unit.side,
                flies: class.flies,
                activity: state.activity,
                position: motion.position,
                velocity: motion.velocity,
                survivors: state.survivors.len() as u32,
                capacity: class.capacity,
                order: state.task.as_ref().map(|t| (t.order, t.boat)),
                hindrance,
                ready: (awaited && state.ready > snapshot.tick).then_some(state.ready),
                searching,
                towing: state.towing,
                fuel: Distance::metres((class.fuel_range.m() - state.run_m).max(0.0)),
                endurance: Duration::minutes((class.endurance.min_() - state.out_min).max(0.0)),
                crew_out: Duration::minutes(state.crew_min),
            });
        }
        let mut boats = self.world.query::<(&Boat, &BoatState, &Motion)>();
        let plots = self.world.resource::<Plots>();
        let luck = self.world.resource::<Tonight>().fixed.luck;
        for (boat, state, motion) in boats.iter(&self.world) {
            let contact =
                core::array::from_fn(|side| plots.entries[side][boat.id.0 as usize].contact.as_ref().map(|c| c.number));
            #[expect(clippy::cast_possible_truncation, reason = "a boat holds far fewer than 2^32 people")]
            let view = BoatView {
                id: boat.id,
                kind: boat.kind,
                phase: state.phase,
                position: motion.position,
                velocity: motion.velocity,
                aboard: state.aboard.len() as u32,
                waiting: state.waiting.len() as u32,
                in_water: state.immersed.len() as u32,
                contact,
                towed_by: snapshot.units.iter().find(|u| u.towing == Some(boat.id)).map(|u| u.id),
                turned_back: state.turned_back,
                wave_m: state.wave_m,
                manoeuvres: state.manoeuvres,
            };
            snapshot.boats.push(view);
            if view.waiting > 0 {
                snapshot.waiting.push(WaitingView { boat: boat.id, position: boat.shore_at, people: view.waiting });
            }
            snapshot.in_water.extend(drift::places_in_water(boat, state, luck));
        }
        for side in Side::ALL {
            for (i, entry) in plots.entries[side.index()].iter().enumerate() {
                #[expect(clippy::cast_possible_truncation, reason = "boats are counted by u32")]
                let boat = BoatId(i as u32);
                if let Some(c) = &entry.contact {
                    snapshot.contacts.push(ContactView {
                        number: c.number,
                        side,
                        boat,
                        position: c.position,
                        look: c.look,
                        aboard_best: c.aboard_best,
                        phase: c.phase,
                    });
                }
                if let Some(search) = &entry.search {
                    snapshot.searches.push(search_view(side, boat, entry, search, &legs));
                }
            }
        }
        snapshot.ships = self.world.resource::<traffic::Traffic>().now(&setting, snapshot.tick).collect();
        snapshot
    }

    /// The people of a boat's group, whom they can be told apart by and where they are now, in the order of their seats.
    #[must_use]
    pub fn people_of(&self, boat: BoatId) -> Vec<Account> {
        let Tonight { ledger, fixed, .. } = self.world.resource::<Tonight>();
        let boats = self.world.resource::<Roster>().boats.len();
        if boat.0 as usize >= boats {
            return Vec::new();
        }
        let last = boat.0 as usize + 1 == boats;
        let end = if last { ledger.everybody() } else { ledger.first_of(BoatId(boat.0 + 1)) };
        let account = |number| {
            let person = ledger.id(number);
            let s = Subject::person(person.group, person.seat);
            let traits = person::traits(fixed.luck, s, &fixed.setting.parameters);
            Account { person, traits, place: ledger.place(number), unit: ledger.unit(number) }
        };
        (ledger.first_of(boat)..end).map(account).collect()
    }

    /// The harm of one manoeuvre of each level near a boat as it is now, levels 1 and 2 by a vessel that comes to help;
    /// none while nobody is aboard.
    #[must_use]
    pub fn harm_now(&self, boat: BoatId) -> Option<[Harm; 4]> {
        let entity = *self.world.resource::<Roster>().boats.get(boat.0 as usize)?;
        let (plan, state) = (self.world.get::<Boat>(entity)?, self.world.get::<BoatState>(entity)?);
        if state.aboard.is_empty() {
            return None;
        }
        let (sea, p) =
            (self.world.resource::<Tonight>().sea, &self.world.resource::<Tonight>().fixed.setting.parameters);
        let aim = |level| if matches!(level, Level::Block | Level::Stop) { harm::Aim::Stop } else { harm::Aim::Help };
        Some(Level::ALL.map(|level| harm::of_manoeuvre(plan, state, level, aim(level), sea.dark, p)))
    }
}

/// What keeps a unit from a task.
fn hindrance(state: &UnitState, now: Tick) -> Option<Hindrance> {
    if state.out_of_action {
        let broke_down = state.hazards[0] >= state.fates[0];
        return Some(if broke_down { Hindrance::BrokenDown } else { Hindrance::Unavailable });
    }
    let empty = state.survivors.is_empty() && state.towing.is_none();
    if state.activity == Activity::Landing && empty && state.ready > now {
        Some(Hindrance::TurningRound)
    } else {
        state.homeward.then_some(Hindrance::Returning)
    }
}

fn search_view(side: Side, boat: BoatId, entry: &PlotEntry, search: &Search, legs: &[Option<u32>]) -> SearchView {
    let count = search.pattern.legs(search.reach, search.spacing, search.parts);
    let track = |(part, unit): (u32, &UnitId)| {
        let leg = legs.get(unit.0 as usize).copied().flatten()?;
        let points = (0..=count).map(|k| search.goal(k, part)).collect();
        Some(TrackView { unit: *unit, points, passed: (leg - 1) % count + 1 })
    };
    SearchView {
        side,
        boat,
        contact: search.contact,
        began: search.began,
        datum: search.datum,
        half_within: half_within(&search.map, search),
        pattern: search.pattern,
        success: search.map.success(),
        tracks: (0..).zip(&entry.units).filter_map(track).collect(),
    }
}

/// The distance from the datum within which half of the map's weight lies.
fn half_within(map: &ProbabilityMap, search: &Search) -> Distance {
    let mut at: Vec<(f64, f64)> =
        map.places.iter().zip(&map.weights).map(|(p, w)| ((*p - search.datum).length(), *w)).collect();
    at.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let half = at.iter().map(|(_, w)| w).sum::<f64>() / 2.0;
    let mut sum = 0.0;
    let found = at.iter().find(|(_, w)| {
        sum += w;
        sum >= half
    });
    Distance::metres(found.map_or(0.0, |(d, _)| *d))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{danger_only, setting, setting_near_blind};
    use super::*;
    use crate::draws::NightKey;
    use crate::events::{Place, What};
    use crate::parameters::Parameters;

    const KEY: NightKey = NightKey { seed: 42, night: 0 };

    /// Calls that place the boat miles off, so that it must be searched for.
    fn lost() -> Parameters {
        Parameters {
            engine_failure_per_h: 1.0,
            engine_repair_probability: 0.0,
            call_shared_share: 0.0,
            call_network_share: 0.0,
            call_disregarded: 0.0,
            ..Parameters::shipped_for_tests()
        }
    }

    #[test]
    fn a_search_shows_its_datum_its_spread_and_the_tracks_of_those_in_it() {
        let setting = setting_near_blind(lost(), 0.2);
        let mut seen = 0;
        for night in 0..8 {
            let mut sim = Simulation::new(&setting, &danger_only(), NightKey { seed: 42, night });
            while !sim.finished() {
                sim.step().expect("a sound night");
                if !sim.tick().0.is_multiple_of(60) {
                    continue;
                }
                let snapshot = sim.snapshot();
                for search in &snapshot.searches {
                    seen += 1;
                    assert!((0.0..=1.0).contains(&search.success) && search.half_within.m() > 0.0, "{search:?}");
                    for track in &search.tracks {
                        assert!(snapshot.units.iter().any(|u| u.id == track.unit && u.searching));
                        assert!((track.points[0] - search.datum).length() < 1e-9);
                        assert!((1..track.points.len()).contains(&(track.passed as usize)));
                    }
                }
            }
        }
        assert!(seen > 0, "in eight nights a search is under way");
    }

    #[test]
    fn a_night_that_is_watched_is_the_same_night() {
        let (setting, doctrine) = (setting(), danger_only());
        let mut alone = Simulation::new(&setting, &doctrine, KEY);
        alone.run().expect("a sound night");
        let mut watched = Simulation::new(&setting, &doctrine, KEY);
        while !watched.finished() {
            watched.step().expect("a sound night");
            let snapshot = watched.snapshot();
            for boat in &snapshot.boats {
                let people = watched.people_of(boat.id);
                let at = |place| people.iter().filter(|a| a.place == place).count();
                let counted = [boat.waiting, boat.aboard, boat.in_water].map(|n| n as usize);
                assert_eq!([at(Place::Waiting), at(Place::AboardBoat), at(Place::InWater)], counted);
                assert_eq!(watched.harm_now(boat.id).is_some(), boat.aboard > 0);
            }
        }
        assert_eq!(alone.events(), watched.events());
        let last = watched.events().iter().find_map(|e| match &e.what {
            What::PeopleAccounted { people } => Some(people.to_vec()),
            _ => None,
        });
        let boats = watched.snapshot().boats;
        let asked: Vec<Account> = boats.iter().flat_map(|b| watched.people_of(b.id)).collect();
        assert_eq!(last, Some(asked));
    }
}
