//! What does the night's world hold? Components of boats and units, and the resources they share.
//!
//! Everything is spawned once, in the order of the plan, and nothing is added or removed later: rows
//! never move, so query order is plan order (a test holds this) and no draw or sum depends on chance.

use super::alarm::Alarm;
use super::ledger::PersonNumber;
use super::setting::Setting;
use super::snapshot::{Activity, BoatPhase};
use crate::agents::adrift::Adrift;
use crate::agents::boarding::Family;
use crate::agents::hull::Hull;
use crate::agents::interception::Outcome;
use crate::agents::leeway::Drifter;
use crate::agents::search::{Pattern, ProbabilityMap};
use crate::agents::sensing::Reach;
use crate::agents::survival::WaterDeath;
use crate::agents::sweep::Target;
use crate::agents::{BoatKind, Side};
use crate::doctrine::{Contact, Doctrine, Order};
use crate::draws::Draws;
use crate::environment::{OpenWaves, SeaNight};
use crate::events::{BoatId, Event, ImmersionCause, UnitId, What};
use crate::units::{Distance, Duration, Tick, Vec2};
use bevy_ecs::prelude::{Component, Entity, Resource};
use std::sync::Arc;

/// All that is fixed for the night, in one place: fetched once by each system.
#[derive(Resource)]
pub struct Fixed {
    /// The scenario and all that is fixed for it.
    pub setting: Arc<Setting>,
    /// The rules in force.
    pub doctrine: Arc<Doctrine>,
    /// The night's luck.
    pub luck: Draws,
    /// The sea of the night.
    pub night: SeaNight,
    /// Does a rule ask in whose waters, or in what zone, a contact lies?
    pub asks_waters: bool,
    /// Does a rule ask whether it lies in a traffic lane?
    pub asks_lane: bool,
}

/// The night's clock.
#[derive(Resource, Clone, Copy, Default)]
pub struct Clock {
    /// Now.
    pub tick: Tick,
}

/// Ticks in a minute: the slow clock of headings, hazards, sensors and decisions.
pub const TICKS_PER_MIN: u32 = 6;

impl Clock {
    /// True once a minute.
    #[must_use]
    pub const fn on_the_minute(&self) -> bool {
        self.tick.0.is_multiple_of(TICKS_PER_MIN)
    }

    /// Whole minutes since the start.
    #[must_use]
    pub const fn minute(&self) -> u32 {
        self.tick.0 / TICKS_PER_MIN
    }
}

/// What is the same everywhere in the strait for ten minutes: waves, wind, light.
#[derive(Resource, Clone, Copy, Debug, Default)]
pub struct SeaNow {
    /// Significant wave height of the open water, m.
    pub wave_height_m: f64,
    /// The same, ready to be asked about places.
    pub open: OpenWaves,
    /// Worst wave height of the hours to come, as forecast at the last full hour, m.
    pub forecast_worst_m: f64,
    /// Wind, towards, m/s.
    pub wind: Vec2,
    /// Wind speed, m/s.
    pub wind_mps: f64,
    /// Neither sun nor civil twilight.
    pub dark: bool,
    /// Water temperature, °C.
    pub water_c: f64,
}

/// What happened so far.
#[derive(Resource, Default)]
pub struct Log(pub Vec<Event>);

impl Log {
    /// Writes an event down.
    pub fn note(&mut self, tick: Tick, what: What) {
        self.0.push(Event { tick, what });
    }
}

/// Entities by stable number.
#[derive(Resource, Default)]
pub struct Roster {
    /// Boats in the order of the plan.
    pub boats: Vec<Entity>,
    /// Units in the order of the scenario.
    pub units: Vec<Entity>,
}

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

/// Position, velocity and way ahead.
#[derive(Component, Clone, Debug, Default)]
pub struct Motion {
    /// Position on the plane, m.
    pub position: Vec2,
    /// Velocity over ground, m/s.
    pub velocity: Vec2,
    /// Points to pass, in order.
    pub route: Vec<Vec2>,
    /// Index of the next point.
    pub leg: usize,
}

impl Motion {
    /// The next point to steer for.
    #[must_use]
    pub fn next(&self) -> Option<Vec2> {
        self.route.get(self.leg).copied()
    }
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
    /// The hazard at which the next swamping onset comes.
    pub swamping_fate: f64,
    /// Onsets so far.
    pub swampings: u32,
    /// The hull has given way.
    pub hull_failed: bool,
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
    /// It turns back of its own accord then.
    pub turns_back: Option<Tick>,
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

/// What is fixed about a unit.
#[derive(Component, Clone, Debug)]
pub struct Unit {
    /// Stable number.
    pub id: UnitId,
    /// Whose it is.
    pub side: Side,
    /// Index into the setting's craft classes.
    pub class: usize,
    /// Where it lands people.
    pub base: Vec2,
    /// Its station at sea, if it patrols.
    pub station: Option<Vec2>,
    /// Median minutes from order to departure when in port.
    pub readiness: Duration,
}

/// What a unit is told to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// The order.
    pub order: Order,
    /// On which boat.
    pub boat: BoatId,
    /// Number of the contact on the side's plot.
    pub contact: u32,
    /// Reached it then.
    pub on_scene: Option<Tick>,
    /// Alongside, ready to take people off from then.
    pub ready: Option<Tick>,
    /// How many aboard accept help; none if not asked yet.
    pub accepts: Option<u32>,
    /// Part of a person left over in taking people aboard at a rate.
    pub carry: f64,
    /// Taken aboard so far from the boat, of those who accept.
    pub taken: u32,
    /// Taken from the boat and from the water since the last line in the log.
    pub unreported: (u32, u32),
    /// Anybody taken aboard on this task?
    pub helped: bool,
    /// Legs of the search pattern sailed.
    pub search_leg: u32,
    /// What becomes of the attempt to stop it that is under way.
    pub outcome: Option<Outcome>,
    /// It turned back, and the unit sees it to the shore.
    pub escorts: bool,
    /// Since when the rules have said otherwise.
    pub doubted: Option<Tick>,
}

/// What changes about a unit.
#[derive(Component, Clone, Debug)]
pub struct UnitState {
    /// What it is doing.
    pub activity: Activity,
    /// Its task.
    pub task: Option<Task>,
    /// Survivors aboard.
    pub survivors: Vec<PersonNumber>,
    /// Under way from then.
    pub ready: Tick,
    /// Part of a person left over in landing people.
    pub landing_carry: f64,
    /// Landed since it came alongside.
    pub landed: u32,
    /// The boat it tows.
    pub towing: Option<BoatId>,
    /// Speed in the present sea, m/s.
    pub speed_mps: f64,
    /// Minutes under way since it last refuelled.
    pub out_min: f64,
    /// Way run since then, m.
    pub run_m: f64,
    /// Minutes that its crew has been out.
    pub crew_min: f64,
    /// Minutes in port since it came in.
    pub port_min: f64,
    /// Hazards of a breakdown and of capsizing, added up so far.
    pub hazards: [f64; 2],
    /// The fates at which they come about: unit exponentials, once a night each.
    pub fates: [f64; 2],
    /// It is to go home: no task until it has turned round.
    pub homeward: bool,
    /// Out of action for the rest of the night.
    pub out_of_action: bool,
    /// The unit to which it hands people over.
    pub hands_to: Option<UnitId>,
    /// People handed over to it so far.
    pub handed: u32,
    /// Part of a person left over in handing over at a rate.
    pub handing_carry: f64,
    /// In sight of its boat, which lies in water too shallow for it: it works by its small boat, if it has one.
    pub standing_off: bool,
}

/// Someone rescued who will collapse.
#[derive(Clone, Copy, Debug)]
pub struct Collapse {
    /// Then.
    pub at: Tick,
    /// Who.
    pub person: PersonNumber,
    /// Of which boat.
    pub boat: BoatId,
}

/// Collapses to come, after rescue.
#[derive(Resource, Default)]
pub struct Collapses(pub Vec<Collapse>);

/// The order of authority on one contact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Warrant {
    /// Nobody asked.
    NotAsked,
    /// Asked; the answer comes then.
    Asked {
        /// Answer then.
        answer: Tick,
        /// Will it be given?
        granted: bool,
        /// Delay.
        after: Duration,
    },
    /// Given or not.
    Answered {
        /// Given?
        granted: bool,
    },
}

/// One side's knowledge of one boat.
#[derive(Clone, Debug)]
pub struct PlotEntry {
    /// The contact, once the centre knows of it.
    pub contact: Option<Contact>,
    /// It will know then.
    pub pending: Option<Pending>,
    /// Hazard of detection added up.
    pub hazard: f64,
    /// Detections so far: the counter of the fates.
    pub detections: u32,
    /// Looks at the number aboard so far.
    pub looks: u32,
    /// Last of these.
    pub last_look: Tick,
    /// How far the side's position is off the true one, m, until someone is close.
    pub offset: Vec2,
    /// Best look so far was from close by.
    pub close: bool,
    /// The order of authority.
    pub warrant: Warrant,
    /// An observer holds the track this minute.
    pub held: bool,
    /// The last number given to a contact on this boat.
    pub last_number: u32,
    /// Units ordered to it.
    pub units: Vec<UnitId>,
    /// A call on its way through the centre.
    pub call: Option<Call>,
    /// Calls that have come to this centre so far: the counter of their luck.
    pub calls: u32,
    /// Probable error of the believed place when it was last reported, m.
    pub error_m: f64,
    /// What the centre takes this boat for.
    pub association: Association,
    /// The search for it, if one is under way.
    pub search: Option<Box<Search>>,
    /// Searches so far: the counter of their luck.
    pub searches: u32,
    /// A searching unit has it in sight until then.
    pub sighted_until: Option<Tick>,
}

/// A call that a centre works on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Call {
    /// Acted on then.
    pub at: Tick,
    /// Where the caller says they are.
    pub place: Vec2,
    /// Probable error of that, m.
    pub error_m: f64,
    /// Are they in distress in truth?
    pub in_distress: bool,
    /// Number of the call at this centre.
    pub number: u32,
}

/// Which boat a centre takes reports on this boat to be about.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Association {
    /// Hazard of confusion added up.
    pub hazard: f64,
    /// Confusions so far: the counter of their luck.
    pub confusions: u32,
    /// Its reports are taken for reports on that boat.
    pub with: Option<BoatId>,
    /// The centre believes that it was found, and that is not so.
    pub believed_found: bool,
}

/// How one point of a map of probability drifts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PointDrift {
    /// As an object of its own.
    pub object: Drifter,
    /// Error of the stream, m/s.
    pub error: Vec2,
    /// Over ground for now, m/s: worked out every ten minutes.
    pub velocity: Vec2,
}

/// A search in progress.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// Number of the contact searched for.
    pub contact: u32,
    /// Since when.
    pub began: Tick,
    /// What is looked for.
    pub target: Target,
    /// Where it may be.
    pub map: ProbabilityMap,
    /// How each point of the map drifts.
    pub drift: Vec<PointDrift>,
    /// The mean of the map.
    pub datum: Vec2,
    /// The pattern flown.
    pub pattern: Pattern,
    /// Radius of the pattern, or half its side.
    pub reach: Distance,
    /// Between tracks.
    pub spacing: Distance,
    /// Units among which the area is parted.
    pub parts: u32,
    /// Hazard of detection of the boat itself, added up.
    pub hazard: f64,
}

impl Search {
    /// Where a unit goes on this leg of its part; leg 0 is the datum.
    #[must_use]
    pub fn goal(&self, leg: u32, part: u32) -> Vec2 {
        if leg == 0 {
            return self.datum;
        }
        let legs = self.pattern.legs(self.reach, self.spacing, self.parts);
        let end = self.pattern.leg_end((leg - 1) % legs + 1, self.reach, self.spacing, part, self.parts);
        self.datum + end
    }
}

/// A report on its way to the centre.
#[derive(Clone, Debug)]
pub struct Pending {
    /// Arrives then.
    pub at: Tick,
    /// From whom.
    pub by: Reporter,
    /// Was it told apart (optical sensor)?
    pub identified: bool,
}

/// Who reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reporter {
    /// A unit.
    Unit(UnitId),
    /// A post ashore, by index.
    Post(u32),
    /// A call from the boat.
    Call,
    /// The other side's centre.
    OtherCentre,
    /// A merchant ship.
    Ship,
}

impl Default for PlotEntry {
    fn default() -> Self {
        Self {
            contact: None,
            pending: None,
            hazard: 0.0,
            detections: 0,
            looks: 0,
            last_look: Tick(0),
            offset: Vec2::ZERO,
            close: false,
            warrant: Warrant::NotAsked,
            held: false,
            last_number: 0,
            units: Vec::new(),
            call: None,
            calls: 0,
            error_m: 0.0,
            association: Association::default(),
            search: None,
            searches: 0,
            sighted_until: None,
        }
    }
}

/// Both sides' plots: for each side, an entry for each boat.
#[derive(Resource, Default)]
pub struct Plots {
    /// Entries by side and boat.
    pub entries: [Vec<PlotEntry>; 2],
    /// Contact numbers given so far.
    pub numbered: [u32; 2],
}

/// A place from which a side looks, this minute.
#[derive(Clone, Copy, Debug)]
pub struct Observer {
    /// Who.
    pub who: Reporter,
    /// Where.
    pub position: Vec2,
    /// First of its reaches.
    pub first: usize,
    /// Number of its reaches.
    pub count: usize,
    /// Square of the longest range, m².
    pub max_m2: f64,
}

/// Reaches of all sensor classes in the present conditions, and who looks.
#[derive(Resource, Default)]
pub struct Lookouts {
    /// Reach by sensor class.
    pub by_class: Vec<Reach>,
    /// Reaches of the observers, one after the other.
    pub reaches: Vec<Reach>,
    /// Observers by side; merchant ships last.
    pub observers: [Vec<Observer>; 2],
    /// How many of each side's are its own, and not merchant ships.
    pub own: [usize; 2],
}
