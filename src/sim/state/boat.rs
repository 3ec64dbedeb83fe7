//! What is a boat born with, and what changes about it?
//!
//! `Boat` was settled before the night began, the same under every doctrine; `BoatState` is what befell it since, with
//! its people, its calls, and what of it is adrift. Fates are what added-up hazards are held against.
//!
//! Left out: what anybody believes about it (`plot`).

use crate::agents::BoatKind;
use crate::agents::adrift::Adrift;
use crate::agents::boarding::Family;
use crate::agents::hull::Hull;
use crate::agents::leeway::Drifter;
use crate::agents::survival::{Immersion, WaterDeath};
use crate::events::{BoatId, ImmersionCause, UnitId};
use crate::sim::alarm::Alarm;
use crate::sim::ledger::PersonNumber;
use crate::sim::snapshot::BoatPhase;
use crate::units::{Tick, Vec2};
use bevy_ecs::prelude::Component;

/// What was settled about a boat before the night began.
#[derive(Component, Clone, Debug)]
pub struct Boat {
    /// Stable number.
    pub id: BoatId,
    /// How it is put to sea.
    pub kind: BoatKind,
    /// Its build.
    pub hull: Hull,
    /// Is it brought to the shore at all tonight?
    pub goes: bool,
    /// Planned moment of launch.
    pub launch: Tick,
    /// Does it start in a canal?
    pub canal: bool,
    /// Index of its departure in the scenario.
    pub departure: usize,
    /// Index of the place where it loads, among the departure's.
    pub pickup: usize,
    /// Where it is put in.
    pub launch_at: Vec2,
    /// Where it loads.
    pub pickup_at: Vec2,
    /// Where the group waits.
    pub shore_at: Vec2,
    /// Where it heads for.
    pub goal: Vec2,
    /// People who wait for it, with those who rush it.
    pub group: u32,
    /// How many of them are more than planned and rush it.
    pub rush: u32,
    /// Those of the group who belong together.
    pub families: Vec<Family>,
    /// Minutes for which they stand in the water before it comes.
    pub wades_min: f64,
    /// Depth in which people climb aboard, m.
    pub boards_in_m: f64,
    /// Fuel taken, l.
    pub fuel_l: f64,
    /// Fuel burnt under way, l/h.
    pub burn_l_per_h: f64,
    /// People aboard when launched.
    pub crew: u32,
    /// Boarding rate, people a minute.
    pub boarding_per_min: f64,
    /// Mean mass of a person of the group, kg.
    pub person_kg: f64,
    /// Fate of the hull: a unit exponential.
    pub hull_fate: f64,
}

/// Someone in the water.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Immersed {
    /// Who.
    pub person: PersonNumber,
    /// Since when.
    pub entered: Tick,
    /// Dies then, if nobody helps.
    pub dies: Tick,
    /// Of this.
    pub of: WaterDeath,
    /// Why they are there.
    pub cause: ImmersionCause,
    /// Where and how they entered the water.
    pub how: Immersion,
    /// They wear a lifejacket that can be seen, whether it carries or not.
    pub jacket: bool,
}

/// What changes about a boat.
#[derive(Component, Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a state of its own: yes or no")]
pub struct BoatState {
    /// What it is doing.
    pub phase: BoatPhase,
    /// Since when.
    pub since: Tick,
    /// Who is aboard.
    pub aboard: Vec<PersonNumber>,
    /// Who waits ashore for it.
    pub waiting: Vec<PersonNumber>,
    /// Part of a person left over in boarding at a rate.
    pub boarding_carry: f64,
    /// Points of the route that lie in the canal.
    pub canal_legs: usize,
    /// Significant wave height where it is, m, as of this minute.
    pub wave_m: f64,
    /// Speed through calm water at this load, m/s.
    pub speed_mps: f64,
    /// Freeboard, m.
    pub freeboard_m: f64,
    /// Freeboard lost to water or air, m.
    pub freeboard_lost_m: f64,
    /// Overload (LSA yardstick).
    pub overload: f64,
    /// Engine dead since then.
    pub engine_dead: Option<Tick>,
    /// It will run again then.
    pub repair: Option<Tick>,
    /// Minutes that the engine has run.
    pub engine_minutes: f64,
    /// Hazards added up so far.
    pub engine_hazard: f64,
    /// See `engine_hazard`.
    pub hull_hazard: f64,
    /// See `engine_hazard`.
    pub swamping_hazard: f64,
    /// Fates of engine and waves that were met last.
    pub met: Met,
    /// The hazard at which the next swamping onset comes.
    pub swamping_fate: f64,
    /// Onsets so far.
    pub swampings: u32,
    /// The hull has given way.
    pub hull_failed: bool,
    /// A unit opened its hull on purpose: what it fills by from then on is the interception.
    pub hull_opened: bool,
    /// Water is aboard.
    pub water_aboard: bool,
    /// Alarms so far, by kind.
    pub alarms: [u32; Alarm::COUNT],
    /// Units within the alarming distance a minute ago, by bit.
    pub vessels_near: u128,
    /// Height of a passing ship's wash, m, this minute.
    pub wash_m: f64,
    /// Why the boat filled, if it did.
    pub wrecked_by: Option<ImmersionCause>,
    /// Part of a person left over in pulling people back aboard at a rate.
    pub pull_carry: f64,
    /// Draught at this load, m.
    pub draught_m: f64,
    /// Fuel left, l.
    pub fuel_l: f64,
    /// Groundings so far that counted as an alarm.
    pub groundings: u32,
    /// Where and when the last of them was.
    pub grounded: Option<(Vec2, Tick)>,
    /// Shoals met so far.
    pub shoals: u32,
    /// The shoal it is at, or was: where and when last, and whether it steers clear of it.
    pub shoal: Option<(Vec2, Tick, bool)>,
    /// Minutes for which people stood in the water before they were aboard.
    pub waded_min: f64,
    /// Its calls for help.
    pub phone: Phone,
    /// Somebody would report then that it has not come.
    pub overdue_due: Option<Tick>,
    /// That moment has passed.
    pub overdue_told: bool,
    /// How stream and wind carry it and its people.
    pub drift: Drift,
    /// People in the water.
    pub immersed: Vec<Immersed>,
    /// Where they are.
    pub immersed_at: Vec2,
    /// The unit alongside, if any.
    pub held_by: Option<UnitId>,
    /// Manoeuvres near it so far, by level (MODEL 8.2).
    pub manoeuvres: [u32; 4],
    /// Attempts to stop it or turn it back so far.
    pub attempts: u32,
    /// Minutes it was shadowed since the harm of that was last drawn.
    pub shadowed_min: u32,
    /// The last of them.
    pub shadowed: Tick,
    /// A vessel is at close quarters, and its harm is drawn with the manoeuvre (MODEL 8.2): what else may
    /// tip the boat is part of it.
    pub harm_by_interception: bool,
    /// What it was doing when it was stopped.
    pub stopped_from: BoatPhase,
    /// It has turned back to the shore.
    pub turned_back: bool,
    /// It is launched from its beach, and not from its canal, then or since.
    pub displaced: Option<Tick>,
    /// It goes to port on the order of this unit, which escorts it.
    pub diverted: Option<UnitId>,
    /// It has set out with its people aboard.
    pub loaded: bool,
    /// It was ordered to stop, and did not.
    pub defied: bool,
    /// It turns back of its own accord then.
    pub turns_back: Option<Tick>,
    /// It lay in sight of the beach by daylight: coasting to where it loads, and being boarded.
    pub seen_from_shore: [bool; 2],
    /// Offers of help made.
    pub offers: u32,
    /// A unit was at hand then.
    pub attended: Option<Tick>,
    /// Engine failures so far.
    pub engine_failures: u32,
    /// The hazard at which the engine fails next.
    pub engine_fate: f64,
    /// Dose of cold of those aboard since they set out, degree-hours.
    pub cold_dose: f64,
    /// The least dose that anyone of the group dies of and has not met yet; none before it was asked.
    pub cold_least: Option<f64>,
}

/// Fates that were met and not asked about again since: the next one lies anywhere beyond them, also below the hazard that
/// has added up. Infinite once it was asked about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Met {
    /// Of the engine.
    pub engine: f64,
    /// Of swamping.
    pub swamping: f64,
}

impl Default for Met {
    fn default() -> Self {
        Self { engine: f64::INFINITY, swamping: f64::INFINITY }
    }
}

/// Calls for help from a boat.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Phone {
    /// A call rings then.
    pub rings: Option<Tick>,
    /// Calls tried so far.
    pub calls: u32,
    /// The last of them.
    pub called: Tick,
    /// People have been aboard and afloat since then.
    pub out_since: Option<Tick>,
    /// Hazard of calling before any distress, added up.
    pub early_hazard: f64,
    /// Calls before any distress so far.
    pub early: u32,
}

/// How what is adrift of a boat is carried.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Drift {
    /// The hull as an object of its own, while it makes no way.
    pub hull: Option<(Adrift, Drifter)>,
    /// The centre of the people in the water.
    pub people: Option<Drifter>,
    /// Objects drawn so far.
    pub drawn: u32,
    /// Standard deviation each way of where the people in the water are, m.
    pub spread_m: f64,
}

impl BoatState {
    /// No vessel is at close quarters any more, unless another than `unit` holds it.
    pub fn let_go(&mut self, unit: UnitId) {
        if self.held_by == Some(unit) {
            self.held_by = None;
            if self.phase == BoatPhase::Stopped {
                self.phase = if self.engine_dead.is_some() { BoatPhase::Adrift } else { self.stopped_from };
            }
        }
        self.harm_by_interception &= self.held_by.is_some();
    }

    /// Stopped on its way across, and perhaps towed: hull, waves and alarms are what they are for any boat at sea. One
    /// stopped with few aboard before it loads is among its own people, as while it coasts, unless its hull was opened.
    #[must_use]
    pub fn stopped_at_sea(&self) -> bool {
        self.phase == BoatPhase::Stopped && (self.stopped_from != BoatPhase::Coasting || self.hull_opened)
    }

    /// Why it fills now: by the interception that opened its hull, or by what would fill any boat.
    #[must_use]
    pub const fn fills_by(&self, otherwise: ImmersionCause) -> ImmersionCause {
        if self.hull_opened { ImmersionCause::Interception } else { otherwise }
    }

    /// In distress in truth?
    #[must_use]
    pub fn in_distress(&self) -> bool {
        self.engine_dead.is_some() || self.water_aboard || !self.immersed.is_empty()
    }

    /// Anybody to help, aboard or in the water?
    #[must_use]
    pub fn has_people(&self) -> bool {
        !self.aboard.is_empty() || !self.immersed.is_empty()
    }
}
