//! What happens to a person at the water's edge: in, out, saved, lost.
//!
//! The few moves that several systems need, each with its draw keyed by the person, so that the same
//! person meets the same luck under every doctrine.

use super::ashore_hands::AshoreHands;
use super::ledger::{Ledger, PersonNumber, Place};
use super::state::{Accounts, Boat, BoatState, Clock, Collapse, Collapses, Fixed, Immersed, Log, SeaNow, Tonight};
use crate::agents::person::{self, Flotation, Person};
use crate::agents::survival::{self, Immersion, WaterDeath, Zone};
use crate::agents::water_odds;
use crate::draws::{Purpose, Subject};
use crate::events::{Account, DeathCause, Hazard, ImmersionCause, UnitId, What};
use crate::units::{Duration, TICK_S, Tick, Vec2, maths};

/// What the moves of people need, together.
pub struct People<'w> {
    /// What is fixed for the night: scenario, rules, luck, the sea by place.
    pub fixed: &'w Fixed,
    /// The clock.
    pub clock: &'w Clock,
    /// The sea, as it is everywhere.
    pub sea: &'w SeaNow,
    /// Who is where.
    pub ledger: &'w mut Ledger,
    /// What happened.
    pub log: &'w mut Log,
    /// Who will collapse.
    pub collapses: &'w mut Collapses,
    /// What is kept count of for the night's end.
    pub accounts: &'w mut Accounts,
    /// Who is to be handed over ashore.
    pub ashore_hands: &'w mut AshoreHands,
}

impl Tonight {
    /// What the moves of people need of it.
    pub fn people(&mut self) -> People<'_> {
        People {
            fixed: &self.fixed,
            clock: &self.clock,
            sea: &self.sea,
            ledger: &mut self.ledger,
            log: &mut self.log,
            collapses: &mut self.collapses,
            accounts: &mut self.accounts,
            ashore_hands: &mut self.ashore_hands,
        }
    }
}

impl People<'_> {
    /// Writes an event down, now.
    pub fn note(&mut self, what: What) {
        self.log.note(self.clock.tick, what);
    }

    /// The draws' subject of a person.
    #[must_use]
    pub fn subject(&self, person: PersonNumber) -> Subject {
        let id = self.ledger.id(person);
        Subject::person(id.group, id.seat)
    }

    /// The person, as born.
    #[must_use]
    pub fn born(&self, person: PersonNumber) -> Person {
        person::born(self.fixed.luck, self.subject(person), &self.fixed.setting.parameters)
    }

    /// People fall from a boat into the water at a place.
    pub fn immerse(
        &mut self,
        boat: &Boat,
        state: &mut BoatState,
        people: &[PersonNumber],
        at: Vec2,
        cause: ImmersionCause,
    ) {
        if people.is_empty() {
            return;
        }
        let now = self.clock.tick;
        let setting = &*self.fixed.setting;
        let zone = if setting.is_shallow(at, now, &self.fixed.night) {
            Zone::Shallow
        } else if cause == ImmersionCause::Boarding {
            Zone::Boarding
        } else {
            Zone::Open
        };
        let (water_c, wave_height_m) = (self.sea.water_c, state.wave_m);
        let immersion = Immersion { water_c, wave_height_m, zone, waded_min: state.waded_min };
        state.immersed_at = at;
        for &person in people {
            self.ledger.shift(person, Place::AboardBoat, Place::InWater);
            state.aboard.retain(|p| *p != person);
            let born = self.born(person);
            let end = survival::end_in_water(&born, &immersion, &setting.parameters);
            let dies = now.after(end.after);
            let jacket = matches!(born.traits.flotation, Flotation::PoorJacket | Flotation::RealJacket);
            state.immersed.push(Immersed { person, entered: now, dies, of: end.of, cause, how: immersion, jacket });
        }
        let who = people.iter().map(|person| self.ledger.id(*person)).collect();
        #[expect(clippy::cast_possible_truncation, reason = "a boat holds far fewer than 2^32 people")]
        self.log.note(now, What::EnteredWater { boat: boat.id, people: people.len() as u32, cause, at, who });
    }

    /// Someone dies; `from` is where they were.
    pub fn die(&mut self, boat: &Boat, person: PersonNumber, from: Place, cause: DeathCause) {
        let found = match cause {
            DeathCause::InWater(..) => self.fixed.luck.chance(
                self.subject(person),
                Purpose::BodyFound,
                0,
                self.fixed.setting.parameters.body_found_probability,
            ),
            DeathCause::Crush | DeathCause::Bilge | DeathCause::ColdAboard | DeathCause::AfterRescue => true,
        };
        self.ledger.shift(person, from, if found { Place::Dead } else { Place::Missing });
        let id = self.ledger.id(person);
        self.log.note(self.clock.tick, What::Died { person: id, boat: boat.id, cause, found });
    }

    /// Books the odds of a stay in the water that ended alive; `tested`: the last tick at which death was asked for.
    pub fn lived_until(&mut self, who: &Immersed, tested: Tick) {
        let person = self.born(who.person);
        let p = &self.fixed.setting.parameters;
        let minutes = f64::from(tested.0.saturating_sub(who.entered.0) * TICK_S) / 60.0;
        if tested < who.entered {
            return;
        }
        let (shock, used) =
            (water_odds::shock(&person, &who.how, p), water_odds::used_up(&person, &who.how, minutes, p));
        let spent = self.accounts.spent(who.person);
        self.accounts.expect(Hazard::Water, beyond(spent[0], shock) + integrated(spent[1], used));
        self.accounts.spend(who.person, [shock, used]);
    }

    /// Books the odds of a stay in the water that ended in death.
    pub fn died_in_water(&mut self, who: &Immersed) {
        let person = self.born(who.person);
        let shock = water_odds::shock(&person, &who.how, &self.fixed.setting.parameters);
        let spent = self.accounts.spent(who.person);
        let later = if who.of == WaterDeath::ColdShock { 0.0 } else { integrated(spent[1], person.time) };
        self.accounts.expect(Hazard::Water, beyond(spent[0], shock) + later);
        self.accounts.count(Hazard::Water, 1.0);
    }

    /// Someone is taken out of the water aboard a unit: alive, and perhaps to collapse within the hour. `vertical` if
    /// lifted upright, as by a hoist.
    pub fn save_from_water(&mut self, boat: &Boat, who: &Immersed, unit: UnitId, vertical: bool) {
        self.ledger.take_aboard(who.person, Place::InWater, unit);
        let immersed = Duration::seconds(self.clock.tick.elapsed().s() - who.entered.elapsed().s());
        let p = &self.fixed.setting.parameters;
        let chance = survival::collapse_probability(immersed, self.sea.water_c, vertical, p);
        let u = self.fixed.luck.uniform(self.subject(who.person), Purpose::PostRescue, 0);
        self.lived_until(who, self.clock.tick);
        // Whoever would collapse after the night's last tick does not within it.
        let left_ticks = self.fixed.setting.scenario.length_ticks.saturating_sub(self.clock.tick.0 + 1);
        let left_h = f64::from(left_ticks * TICK_S) / 3600.0;
        self.accounts.expect(Hazard::AfterRescue, chance * left_h.min(1.0));
        if u < chance {
            // Given collapse, u / chance is uniform: it places the moment within the hour (MODEL 5.2).
            let at = self.clock.tick.after(Duration::hours(u / chance));
            self.collapses.0.push(Collapse { at, person: who.person, boat: boat.id });
        }
    }

    /// Writes down where everybody is, at the end of the night.
    pub fn account(&mut self) {
        let setting = &*self.fixed.setting;
        let people = (0..self.ledger.everybody())
            .map(|person| Account {
                person: self.ledger.id(person),
                traits: person::traits(self.fixed.luck, self.subject(person), &setting.parameters),
                place: self.ledger.place(person),
                unit: self.ledger.unit(person),
            })
            .collect();
        self.note(What::PeopleAccounted { people });
    }

    /// Those of the people aboard who are hit first: in the order of a draw that each was born with.
    #[must_use]
    pub fn pick(&self, state: &BoatState, how_many: u32) -> Vec<PersonNumber> {
        let mut order: Vec<(u64, PersonNumber)> = state
            .aboard
            .iter()
            .map(|p| (self.fixed.luck.bits(self.subject(*p), Purpose::ImmersedOrder, 0), *p))
            .collect();
        order.sort_unstable();
        order.into_iter().take(how_many as usize).map(|(_, p)| p).collect()
    }
}

/// The tick at which someone who can stand wades ashore.
#[must_use]
pub fn wades_ashore(entered: Tick, minutes: f64) -> Tick {
    entered.after(Duration::minutes(minutes))
}

/// Probability that a uniform number known to lie above `spent` lies below `limit`.
fn beyond(spent: f64, limit: f64) -> f64 {
    if limit > spent { (limit - spent) / (1.0 - spent) } else { 0.0 }
}

/// Integrated hazard of a uniform quantile from `spent` to `used`.
fn integrated(spent: f64, used: f64) -> f64 {
    if used > spent { maths::ln((1.0 - spent) / (1.0 - used).max(f64::MIN_POSITIVE)) } else { 0.0 }
}
