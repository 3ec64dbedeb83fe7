//! What happened? The event log is the single record of a night.
//!
//! Past tense, with tick, ids and numbers. Metrics, life stories, reviews and reports are folds over
//! it; nothing reads the world behind its back. Boats, people and units are named by stable ids, the
//! same in both arms of a pair.
//!
//! Belongs here: the closed list of events and how one reads. Does not belong here: what causes them.

pub mod accounts;
pub mod lives;
pub mod words;

pub use accounts::{Hazard, HazardAccount, HazardAccounts, UnitAccount};

use crate::agents::calling::Phase;
use crate::agents::interception::Level;
use crate::agents::person::Traits;
use crate::agents::search::{Pattern, SearchEnd};
use crate::agents::survival::WaterDeath;
use crate::agents::{BoatKind, Side};
use crate::doctrine::{
    Alternative, CommitmentState, Contact, ContactLook, Decision, Doctrine, Fact, LandWith, Order, Picture, Refusal,
    RuleId, Steps,
};
use crate::geo::Waters;
use crate::units::{Distance, Duration, Tick, Vec2};
use core::fmt;
use std::sync::Arc;

/// Stable number of a planned boat: its place in the scenario's departures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BoatId(pub u32);

/// Stable number of a unit: its place in the scenario's units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u32);

/// Stable number of a person: the boat whose group they belong to, and their place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId {
    /// The group, numbered like its boat.
    pub group: u32,
    /// Place in the group.
    pub seat: u32,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// When.
    pub tick: Tick,
    /// What.
    pub what: What,
}

/// Where people come ashore.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shore {
    /// The United Kingdom.
    UnitedKingdom,
    /// France (or Belgium).
    France,
}

impl Shore {
    /// The name for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::UnitedKingdom => "the United Kingdom",
            Self::France => "France",
        }
    }
}

/// Why people entered the water.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ImmersionCause {
    /// The hull gave way.
    HullFailure,
    /// Waves came over the tubes.
    Swamping,
    /// Someone fell while boarding at the shore.
    Boarding,
    /// Someone fell or jumped, or the boat went over, during an interception.
    Interception,
    /// A merchant ship ran the boat down.
    Collision,
    /// Someone fell, or the boat went over, while a vessel kept company or came alongside to help.
    Approach,
    /// The crowd aboard moved to one side.
    CrowdShift,
    /// The boat lay aground and the water rose.
    Grounding,
}

impl ImmersionCause {
    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::HullFailure => "hull failure",
            Self::Swamping => "swamping",
            Self::Boarding => "a fall while boarding",
            Self::Interception => "an interception",
            Self::Collision => "a collision with a ship",
            Self::Approach => "the approach of a vessel",
            Self::CrowdShift => "a movement of the crowd aboard",
            Self::Grounding => "a grounding",
        }
    }
}

/// Why someone died.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeathCause {
    /// In the water after this, of that.
    InWater(ImmersionCause, WaterDeath),
    /// Crushed or suffocated in the boat.
    Crush,
    /// Pressed down in a crush with water aboard, and drowned in it.
    Bilge,
    /// Of cold, aboard an open boat.
    ColdAboard,
    /// Collapse after rescue.
    AfterRescue,
}

impl DeathCause {
    /// The words for texts.
    #[must_use]
    pub fn title(self) -> String {
        match self {
            Self::InWater(after, of) => format!("{} in the water after {}", of.title(), after.title()),
            Self::Crush => "crush aboard".to_owned(),
            Self::Bilge => "crush and drowning in the water aboard".to_owned(),
            Self::ColdAboard => "cold aboard".to_owned(),
            Self::AfterRescue => "collapse after rescue".to_owned(),
        }
    }
}

/// Why a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TaskEnd {
    /// What was ordered is done.
    Done,
    /// Those who wanted it were helped; others stay aboard.
    OthersStay,
    /// The other side's units took over.
    HandedOver,
    /// The boat landed or was gone.
    NothingLeft,
    /// The doctrine no longer orders it.
    Revoked,
    /// Another order followed, and another unit was carrying it out there already.
    PlaceTaken,
    /// No places left aboard.
    Full,
    /// Called to something more urgent.
    Retasked,
    /// The unit had to return to port.
    MustReturn,
    /// Called back to port.
    Recalled,
}

/// What keeps an aircraft on the ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroundedBy {
    /// Nothing to fly it with tonight: no aircraft in order, or no crew.
    Availability,
    /// The wind.
    Wind,
    /// Fog.
    Fog,
    /// The danger of icing.
    Ice,
}

impl GroundedBy {
    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Availability => "no aircraft or crew is available tonight",
            Self::Wind => "the wind is above its limit",
            Self::Fog => "fog",
            Self::Ice => "the cold brings a danger of icing",
        }
    }
}

/// Why a unit has to return to port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReturnCause {
    /// Its fuel is just enough for the way home.
    Fuel,
    /// Its time at sea is over.
    Endurance,
    /// Its crew has been out as long as it may.
    CrewHours,
    /// It broke down.
    Breakdown,
    /// It has so many people aboard that it was in danger of capsizing.
    Overfull,
}

impl ReturnCause {
    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Fuel => "fuel for the way home and no more",
            Self::Endurance => "its time at sea is over",
            Self::CrewHours => "its crew has been out as long as it may",
            Self::Breakdown => "a breakdown",
            Self::Overfull => "so many aboard that it was in danger of capsizing",
        }
    }
}

impl TaskEnd {
    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::OthersStay => "done for those who wanted it, while others stay aboard",
            Self::HandedOver => "handed over to the other centre",
            Self::NothingLeft => "nobody left to help",
            Self::Revoked => "the rule no longer holds",
            Self::PlaceTaken => "another rule holds now, and another unit is there for that",
            Self::Full => "no places left aboard",
            Self::Retasked => "called to something more urgent",
            Self::MustReturn => "the unit had to return",
            Self::Recalled => "called back to port",
        }
    }
}

/// Why a planned boat did not get away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoDeparture {
    /// It was not brought to the shore that night.
    NotAttempted,
    /// The sea at the beach was rougher than its people dared.
    Sea,
    /// The channel was dry for too long.
    Tide,
    /// It was intercepted before loading.
    Intercepted,
    /// The canal behind which it lay was closed.
    CanalClosed,
    /// A team ashore kept it from leaving.
    Prevented,
    /// The night ended first.
    NightEnded,
}

impl NoDeparture {
    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::NotAttempted => "not attempted that night",
            Self::Sea => "the sea was too rough",
            Self::Tide => "no water in the channel",
            Self::Intercepted => "intercepted before loading",
            Self::CanalClosed => "the canal was closed",
            Self::Prevented => "prevented by a team ashore",
            Self::NightEnded => "the night ended first",
        }
    }
}

/// Why an order was given: the record behind each "why".
#[derive(Clone)]
pub struct Why {
    /// The rule that fired.
    pub rule: String,
    /// The text it rests on.
    pub cite: String,
    /// Was an order of authority needed for it, and held?
    pub authorised: bool,
    /// A rule that matched first but was waiting for authority.
    pub awaits: Option<String>,
    /// Everything the decider knew, for whoever judges the decision afterwards (other doctrines, the law).
    pub picture: Picture,
    /// What the picture showed, and what was tried before.
    pub reasons: Reasons,
}

/// What an order goes back to, in words: told, or worked out from rules and picture when somebody asks. Over thousands of
/// nights nobody asks, and the words of forty rules cost more than the rules.
#[derive(Clone)]
pub enum Reasons {
    /// These.
    Told {
        /// What the picture showed.
        facts: Vec<Fact>,
        /// The rules tried before, each with the condition that failed.
        alternatives: Vec<Alternative>,
    },
    /// Those of a doctrine's decision on the picture.
    Of {
        /// The doctrine.
        doctrine: Arc<Doctrine>,
        /// The rules that the decider goes by.
        list: Vec<RuleId>,
        /// What they said.
        decision: Decision,
    },
}

impl Why {
    /// By what it was decided, in words.
    #[must_use]
    pub fn by(&self) -> String {
        if self.rule == NO_RULE { "no rule applies".to_owned() } else { format!("rule \"{}\"", self.rule) }
    }

    /// What the picture showed of the rule that fired.
    #[must_use]
    pub fn facts(&self) -> Vec<Fact> {
        match &self.reasons {
            Reasons::Told { facts, .. } => facts.clone(),
            Reasons::Of { doctrine, decision, .. } => {
                decision.rule.map_or_else(Vec::new, |rule| doctrine.facts(rule, &self.picture))
            }
        }
    }

    /// The rules tried before, each with the condition that failed.
    #[must_use]
    pub fn alternatives(&self) -> Vec<Alternative> {
        match &self.reasons {
            Reasons::Told { alternatives, .. } => alternatives.clone(),
            Reasons::Of { doctrine, list, decision } => doctrine.alternatives(list, decision, &self.picture),
        }
    }

    /// Is it on record on what it rests? A rule that holds in every case rests on nothing that was seen.
    #[must_use]
    pub fn has_facts(&self) -> bool {
        !self.facts().is_empty()
    }
}

/// The same if it says the same, whether told or worked out.
impl PartialEq for Why {
    fn eq(&self, other: &Self) -> bool {
        (&self.rule, &self.cite, self.authorised, &self.awaits, &self.picture)
            == (&other.rule, &other.cite, other.authorised, &other.awaits, &other.picture)
            && self.facts() == other.facts()
            && self.alternatives() == other.alternatives()
    }
}

#[expect(clippy::missing_fields_in_debug, reason = "reasons are told as the facts and alternatives that they come to")]
impl fmt::Debug for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Why")
            .field("rule", &self.rule)
            .field("cite", &self.cite)
            .field("facts", &self.facts())
            .field("authorised", &self.authorised)
            .field("awaits", &self.awaits)
            .field("alternatives", &self.alternatives())
            .field("picture", &self.picture)
            .finish()
    }
}

/// What stands in the place of a rule's id where no rule applied, and the boat is observed.
pub const NO_RULE: &str = "(no rule)";

/// On what an order of authority was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The rule that waits for it, or has it asked for ahead.
    pub rule: String,
    /// What it orders: the act that the order is asked for.
    pub order: Order,
    /// Everything that whoever asked knew.
    pub picture: Picture,
}

/// What happened. Positions are on the plane in metres, numbers count people unless they say otherwise.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "each field is named by what it holds, and its variant says the rest")]
pub enum What {
    /// A planned boat did not get away (with its group still ashore).
    DidNotDepart { boat: BoatId, reason: NoDeparture },
    /// A boat was ready but the channel had too little water.
    WaitedForTide { boat: BoatId },
    /// A boat was put in the water with this many aboard.
    Launched { boat: BoatId, kind: BoatKind, aboard: u32, at: Vec2 },
    /// People began to board at the shore.
    BoardingStarted { boat: BoatId, waiting: u32, at: Vec2 },
    /// Boarding ended.
    BoardingEnded { boat: BoatId, aboard: u32, left_behind: u32 },
    /// The boat left the shore for the crossing.
    CrossingStarted { boat: BoatId, aboard: u32 },
    /// The engine stopped.
    EngineFailed { boat: BoatId },
    /// The engine ran again.
    EngineRestarted { boat: BoatId },
    /// The hull gave way; `mass` if the boat filled at once.
    HullFailed { boat: BoatId, mass: bool },
    /// Waves came aboard; `mass` if the boat filled.
    Swamped { boat: BoatId, mass: bool },
    /// A boat whose tubes were losing air filled.
    Flooded { boat: BoatId },
    /// The crowd aboard moved and an edge went under; `mass` if the boat filled, else some fell.
    CrowdShifted { boat: BoatId, mass: bool },
    /// The tank was empty.
    FuelRanOut { boat: BoatId },
    /// The boat ran aground.
    RanAground { boat: BoatId, aboard: u32, at: Vec2 },
    /// It floated again.
    Refloated { boat: BoatId },
    /// More people than planned made for the boat.
    BoatRushed { boat: BoatId, people: u32 },
    /// The boat went over in the surf.
    Overturned { boat: BoatId },
    /// Families had members aboard and members left on the shore when boarding ended.
    FamiliesParted { boat: BoatId, families: u32 },
    /// A merchant ship passed so near that its wash alarmed the people aboard.
    ShipPassedClose { boat: BoatId, distance: Distance },
    /// A merchant ship ran the boat down.
    RunDown { boat: BoatId },
    /// A crush aboard killed this many.
    Crushed { boat: BoatId, deaths: u32 },
    /// People entered the water.
    EnteredWater { boat: BoatId, people: u32, cause: ImmersionCause, at: Vec2, who: Arc<[PersonId]> },
    /// Someone got back aboard or ashore without help.
    ReachedSafety { person: PersonId },
    /// Someone died; the body was found or not.
    Died { person: PersonId, boat: BoatId, cause: DeathCause, found: bool },
    /// A call for help got through to a centre; `early` if those aboard were not in distress then.
    DistressCalled { boat: BoatId, side: Side, early: bool },
    /// A centre did not act on a call.
    CallNotActedOn { boat: BoatId, side: Side },
    /// A case went into another emergency phase.
    PhaseDeclared { boat: BoatId, side: Side, contact: u32, phase: Phase },
    /// One report on a boat was taken for one on another. Known in review only.
    ReportMisattributed { boat: BoatId, side: Side, with: BoatId, contact: u32 },
    /// A report on a boat was taken for one on another: from then both are one contact. Known in review only.
    ReportMerged { boat: BoatId, side: Side, with: BoatId, contact: u32 },
    /// The contact was closed as found while this boat, taken for the same, was not. Known in review only.
    CaseClosedWrongly { boat: BoatId, side: Side, contact: u32 },
    /// A centre closed a contact on word from the other that the case is over.
    CaseClosedOnWord { boat: BoatId, side: Side, contact: u32 },
    /// A boat was reported not to have come: by people who await it, or by a centre that had it on its plot.
    ReportedOverdue { boat: BoatId, awaited: bool, error: Distance },
    /// A boat that had not come was seen.
    OverdueSighted { boat: BoatId, side: Side, contact: u32, by: String },
    /// A contact that had been dropped from the plot was seen or heard of again, and known by its number.
    ContactRegained { boat: BoatId, side: Side, contact: u32, by: String },
    /// A unit found nothing where it was sent, and a search began.
    SearchStarted { boat: BoatId, side: Side, contact: u32, unit: UnitId, pattern: Pattern, error: Distance },
    /// A search ended, with the cumulative probability that it would have found what it looked for.
    SearchEnded { boat: BoatId, side: Side, contact: u32, success: f64, reason: SearchEnd },
    /// A side learned of a boat.
    ContactGained { boat: BoatId, side: Side, contact: u32, look: ContactLook, aboard_best: f64, by: String },
    /// A side asked its authority for an order on a contact.
    AuthorityRequested { boat: BoatId, side: Side, contact: u32, asked: Arc<Asked> },
    /// The request just made is ahead: this rule has it made before the rule itself applies.
    AuthorityAskedAhead { boat: BoatId, side: Side, contact: u32, rule: String },
    /// The authority answered: it gave the order, or refused it. Of the time until then so much was spent waiting for a desk.
    AuthorityAnswered {
        boat: BoatId,
        side: Side,
        contact: u32,
        act: Order,
        refused: Option<Refusal>,
        after_min: f64,
        waited_min: f64,
    },
    /// An order of authority was good no more.
    AuthorityExpired { boat: BoatId, side: Side, contact: u32, act: Order, after_min: f64 },
    /// What a government said of the doctrine in this night, and with what probability a lawful request gets its order.
    CommitmentStood { state: Option<CommitmentState>, probability: f64 },
    /// The same for a side that has a chain of authority of its own.
    CommitmentStoodFor { side: Side, state: Option<CommitmentState>, probability: f64 },
    /// Someone died of an interception, and the commitment to order more of them fell.
    CommitmentFell { boat: BoatId, before: f64, after: f64 },
    /// A unit recorded evidence on a boat.
    EvidenceRecorded { boat: BoatId, side: Side, contact: u32, unit: UnitId },
    /// A contact shows signs of danger and no unit is on its way to help; so many could have been sent. Noted when it
    /// begins, and when the signs change or units become free or bound.
    LeftUnhelped { boat: BoatId, side: Side, contact: u32, known: Arc<Contact>, able: u32 },
    /// A contact that was left without help shows no signs of danger any more, or is no longer known.
    NeedOver { boat: BoatId, side: Side, contact: u32 },
    /// A unit was ordered.
    OrderGiven { unit: UnitId, boat: BoatId, contact: u32, order: Order, why: Arc<Why> },
    /// The order to stop a boat that was just given allows these steps only: less force than the order's name says, or with
    /// those brought in handed over ashore.
    StepsAllowed { unit: UnitId, boat: BoatId, contact: u32, steps: Steps },
    /// A centre ordered what is its own to do: once for each contact and order.
    CentreOrdered { side: Side, boat: BoatId, contact: u32, order: Order, why: Arc<Why> },
    /// The shore team that was just ordered may use intermediate-force weapons.
    WeaponsAllowed { side: Side, boat: BoatId, contact: u32 },
    /// A boom lies across a canal (its id in the list of sills) for the rest of the night.
    CanalClosed { canal: &'static str },
    /// A boat whose canal is closed is taken to its beach, to be launched there.
    Displaced { boat: BoatId },
    /// A team ashore was sent to a contact.
    ShoreTeamSent { side: Side, boat: BoatId, contact: u32, by: String },
    /// It came to where the boat was made ready or boarded: `in_time` if the boat had not left.
    ShoreTeamArrived { side: Side, boat: BoatId, contact: u32, in_time: bool },
    /// A team ashore used intermediate-force weapons where so many people were; of them so many were hurt so that they need care,
    /// whom no earlier use had hurt. They stay in the night as they are.
    WeaponsUsed { side: Side, boat: BoatId, contact: u32, people: u32, hurt: u32 },
    /// People boarding rushed the boat as a team ashore came, with this many aboard.
    RushedAsTeamCame { boat: BoatId, people: u32 },
    /// A team waded in to a boat that was being boarded, with these aboard, and cut its tubes or did not.
    WadedIn { boat: BoatId, aboard: u32, cut: bool },
    /// A team ashore kept a boat and these people from leaving.
    PreventedAshore { boat: BoatId, people: u32 },
    /// One centre told the other of a contact before it came into its region.
    ContactHandedOver { boat: BoatId, side: Side, contact: u32 },
    /// A boat was hailed and answered whether help is wanted.
    Hailed { boat: BoatId, unit: UnitId, wants_help: bool },
    /// A unit got under way from its base.
    UnitDeparted { unit: UnitId },
    /// A unit reached the boat it was sent to.
    UnitOnScene { unit: UnitId, boat: BoatId, order: Order },
    /// A task ended; `why`: the rules that took the order back, where rules did.
    TaskEnded { unit: UnitId, boat: BoatId, order: Order, end: TaskEnd, why: Option<Arc<Why>> },
    /// Everyone aboard declined help.
    HelpRefused { boat: BoatId, unit: UnitId },
    /// People were taken from a boat aboard a unit.
    Transferred { boat: BoatId, unit: UnitId, people: u32 },
    /// People were taken from the water aboard a unit, alive.
    Recovered { boat: BoatId, unit: UnitId, who: Arc<[PersonId]> },
    /// A unit ordered a boat to stop, from a distance.
    OrderedToStop { boat: BoatId, unit: UnitId, aboard: u32, level: Level },
    /// A boat that was ordered to stop did or did not.
    OrderAnswered { boat: BoatId, unit: UnitId, complied: bool },
    /// A unit began to stop a boat by force, in these waters; `rule_held`: at the last review the rule that ordered it still did.
    InterceptionTried { boat: BoatId, unit: UnitId, aboard: u32, level: Level, waters: Waters, rule_held: bool },
    /// A unit laid a net or a line before a boat; it fouled the propeller or did not.
    NetLaid { boat: BoatId, unit: UnitId, fouled: bool },
    /// The unit that laid it struck the boat.
    StruckByUnit { boat: BoatId, unit: UnitId, aboard: u32 },
    /// A unit tried to cut the tubes of a boat afloat with these aboard, and did or did not.
    TubesCut { boat: BoatId, unit: UnitId, aboard: u32, cut: bool },
    /// A unit struck a boat on purpose, as ordered; it stopped or did not, and a tube burst or did not.
    Rammed { boat: BoatId, unit: UnitId, aboard: u32, stopped: bool, burst: bool },
    /// A boat that was stopped goes to port under its own engine, and the unit with it.
    Diverted { boat: BoatId, unit: UnitId, aboard: u32 },
    /// The boat was stopped, and those aboard taken off, taken in tow or brought to port.
    InterceptionDone { boat: BoatId, unit: UnitId, aboard: u32 },
    /// It was broken off (boarding began, or the rule no longer held).
    InterceptionAborted { boat: BoatId, unit: UnitId },
    /// A unit began to block a boat or to herd it back; as for an interception.
    BlockTried { boat: BoatId, unit: UnitId, aboard: u32, level: Level, waters: Waters, rule_held: bool },
    /// A blocked boat stopped and let people be taken off.
    BlockedBoatStopped { boat: BoatId, unit: UnitId, aboard: u32 },
    /// A boat that was to be stopped turned back to the shore, in these waters.
    TurnedBack { boat: BoatId, unit: UnitId, aboard: u32, waters: Waters },
    /// A boat under way turned back to its beach of its own accord.
    GaveUpCrossing { boat: BoatId, aboard: u32 },
    /// A boat that was to be stopped went on.
    WentOn { boat: BoatId, unit: UnitId },
    /// A boat was taken in tow with these people aboard.
    TakenInTow { boat: BoatId, unit: UnitId, aboard: u32 },
    /// A boat in tow was cast off: it took water or filled, or somebody was in the water beside it.
    CastOff { boat: BoatId, unit: UnitId },
    /// Those aboard dropped or cut their engine as a vessel closed.
    EngineDropped { boat: BoatId },
    /// A unit was not there that night.
    UnitUnavailable { unit: UnitId },
    /// An aircraft on watch is kept on the ground, or called down.
    AircraftGrounded { unit: UnitId, cause: GroundedBy },
    /// An aircraft that was kept on the ground flies after all.
    AircraftCleared { unit: UnitId },
    /// A unit had to return to port.
    UnitReturned { unit: UnitId, cause: ReturnCause },
    /// Survivors went over from one unit to another.
    HandedOver { from: UnitId, to: UnitId, people: u32 },
    /// A boat came ashore by itself.
    BoatLanded { boat: BoatId, shore: Shore, people: u32 },
    /// A unit with so many places for survivors landed people in this port.
    PeopleLanded { unit: UnitId, shore: Shore, people: u32, port: String, places: u32 },
    /// Of those a unit landed, so many had been brought in with this boat and were handed over, as the order said.
    HandedAshore { boat: BoatId, unit: UnitId, to: LandWith, people: u32 },
    /// By daylight a boat lay in sight of the beach, this far off: coasting to where it loads, or being boarded.
    SeenFromShore { boat: BoatId, boarding: bool, off: Distance },
    /// What each unit's night came to, in the order of their numbers.
    UnitsAccounted { units: Arc<[UnitAccount]> },
    /// Time, side by side, for which people lay beyond the reach of any free unit of the side that answers for them.
    CoverAccounted { france: Duration, united_kingdom: Duration },
    /// Mishaps of the night and the odds that they were drawn with, in the order of [`Hazard::ALL`].
    HazardsAccounted { hazards: Arc<HazardAccounts> },
    /// Everybody of the night, and where they were at its end, in the order of their numbers.
    PeopleAccounted { people: Arc<[Account]> },
    /// The night ended with these people in these states.
    NightEnded { tally: Tally },
}

/// Where a person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// Ashore, waiting.
    Waiting,
    /// Aboard an inflatable.
    AboardBoat,
    /// In the water, alive.
    InWater,
    /// Aboard a unit.
    AboardUnit,
    /// Landed in the United Kingdom.
    LandedUk,
    /// Landed in France (or Belgium).
    LandedFr,
    /// Dead, body found.
    Dead,
    /// Missing.
    Missing,
}

impl Place {
    /// All places, in the order of [`Tally::rows`].
    pub const ALL: [Self; 8] = [
        Self::Waiting,
        Self::AboardBoat,
        Self::InWater,
        Self::AboardUnit,
        Self::LandedUk,
        Self::LandedFr,
        Self::Dead,
        Self::Missing,
    ];

    /// How a night ended for a person who is there: words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Waiting => "ashore in France",
            Self::AboardBoat => "aboard the boat when the night ended",
            Self::InWater => "in the water when the night ended",
            Self::AboardUnit => "aboard a unit when the night ended",
            Self::LandedUk => "landed in the United Kingdom",
            Self::LandedFr => "landed in France",
            Self::Dead => "dead",
            Self::Missing => "missing",
        }
    }
}

/// A person when the night ended: who, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    /// Who.
    pub person: PersonId,
    /// What can be said of them.
    pub traits: Traits,
    /// Where.
    pub place: Place,
    /// The unit that last took them aboard, from a boat or out of the water.
    pub unit: Option<UnitId>,
}

/// Where everybody is: each person who was ever in the night is in exactly one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Tally {
    /// Ashore in France, waiting (or left there).
    pub waiting: u32,
    /// Aboard an inflatable boat.
    pub aboard_boat: u32,
    /// In the water, alive.
    pub in_water: u32,
    /// Aboard a patrol or rescue unit.
    pub aboard_unit: u32,
    /// Landed in the United Kingdom.
    pub landed_uk: u32,
    /// Landed in France (or Belgium) after having been at sea.
    pub landed_fr: u32,
    /// Dead, body found.
    pub dead: u32,
    /// Missing: dead in the water, body not found.
    pub missing: u32,
}

impl Tally {
    /// Everybody.
    #[must_use]
    pub const fn total(&self) -> u32 {
        self.waiting
            + self.aboard_boat
            + self.in_water
            + self.aboard_unit
            + self.landed_uk
            + self.landed_fr
            + self.dead
            + self.missing
    }

    /// Names and counts, in the order used everywhere.
    #[must_use]
    pub const fn rows(&self) -> [(&'static str, u32); 8] {
        [
            ("Ashore, waiting", self.waiting),
            ("Aboard a boat", self.aboard_boat),
            ("In the water", self.in_water),
            ("Aboard a unit", self.aboard_unit),
            ("Landed in the UK", self.landed_uk),
            ("Landed in France", self.landed_fr),
            ("Dead", self.dead),
            ("Missing", self.missing),
        ]
    }
}
