//! What is there to draw, now? A plain copy of the visible state: the drawing never touches the world.

use crate::agents::calling::Phase;
use crate::agents::search::Pattern;
use crate::agents::{BoatKind, Side};
use crate::doctrine::{ContactLook, Order};
use crate::events::{BoatId, Tally, UnitId};
use crate::units::{Distance, Duration, Tick, Vec2};

/// What a boat is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BoatPhase {
    /// Not in the water yet.
    Planned,
    /// Ready, waiting for water in the channel.
    WaitingForTide,
    /// Under way along a channel or the shore with few aboard.
    Coasting,
    /// Loading at the shore.
    Boarding,
    /// On its way across.
    Crossing,
    /// Engine dead, carried by stream and wind.
    Adrift,
    /// Aground on a bank or on the shore that dries.
    Grounded,
    /// Full of water, or destroyed; people are in the water.
    Wrecked,
    /// Under the hands of a unit: being stopped.
    Stopped,
    /// Empty and left behind, or taken away.
    Abandoned,
    /// Came ashore in the United Kingdom.
    LandedUk,
    /// Came back to the French or Belgian shore.
    LandedFr,
    /// Never left.
    StayedAshore,
}

impl BoatPhase {
    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Planned => "not yet launched",
            Self::WaitingForTide => "waiting for the tide",
            Self::Coasting => "coasting before loading",
            Self::Boarding => "loading at the shore",
            Self::Crossing => "crossing",
            Self::Adrift => "adrift, engine dead",
            Self::Grounded => "aground",
            Self::Wrecked => "wrecked",
            Self::Stopped => "being stopped",
            Self::Abandoned => "empty, left behind",
            Self::LandedUk => "landed in the United Kingdom",
            Self::LandedFr => "back in France",
            Self::StayedAshore => "stayed ashore",
        }
    }

    /// Is there a hull on the water to see?
    #[must_use]
    pub const fn afloat(self) -> bool {
        matches!(
            self,
            Self::Coasting
                | Self::Boarding
                | Self::Crossing
                | Self::Adrift
                | Self::Grounded
                | Self::Wrecked
                | Self::Stopped
        )
    }
}

/// What a unit is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Activity {
    /// In port, at readiness.
    InPort,
    /// Ordered out, making ready.
    MakingReady,
    /// On its station.
    OnStation,
    /// Going somewhere.
    Transit,
    /// Keeping company with a boat.
    Shadowing,
    /// Taking people off a boat, or out of the water.
    Rescuing,
    /// Stopping a boat.
    Intercepting,
    /// Landing people in port.
    Landing,
}

impl Activity {
    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::InPort => "in port, at readiness",
            Self::MakingReady => "making ready",
            Self::OnStation => "on station",
            Self::Transit => "under way",
            Self::Shadowing => "keeping company",
            Self::Rescuing => "taking people aboard",
            Self::Intercepting => "stopping a boat",
            Self::Landing => "landing people",
        }
    }
}

/// A boat as it is (truth).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoatView {
    /// Stable number.
    pub id: BoatId,
    /// How it was put to sea.
    pub kind: BoatKind,
    /// What it is doing.
    pub phase: BoatPhase,
    /// Position on the plane.
    pub position: Vec2,
    /// Velocity over ground, m/s.
    pub velocity: Vec2,
    /// People aboard.
    pub aboard: u32,
    /// People of its group still waiting ashore.
    pub waiting: u32,
    /// People of it in the water, alive.
    pub in_water: u32,
    /// Known to this side, by contact number (France, United Kingdom).
    pub contact: [Option<u32>; 2],
    /// The unit that has it in tow.
    pub towed_by: Option<UnitId>,
    /// It has turned back to the shore.
    pub turned_back: bool,
    /// Significant wave height where it is, m; zero before it is on the water.
    pub wave_m: f64,
    /// Manoeuvres near it so far, by level (MODEL 8.2).
    pub manoeuvres: [u32; 4],
}

/// What keeps a unit from a task, beside another task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hindrance {
    /// It was not there from the start of the night.
    Unavailable,
    /// It broke down and is out of action for the rest of the night.
    BrokenDown,
    /// It has to return: fuel, time at sea, crew, or too many aboard.
    Returning,
    /// In port: it refuels, or its crew is relieved.
    TurningRound,
}

impl Hindrance {
    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Unavailable => "not available this night",
            Self::BrokenDown => "broken down, out of action",
            Self::Returning => "has to return to port",
            Self::TurningRound => "in port, refuelling or relieving its crew",
        }
    }

    /// Is it lost for the rest of the night?
    #[must_use]
    pub const fn for_the_night(self) -> bool {
        matches!(self, Self::Unavailable | Self::BrokenDown)
    }
}

/// A unit as it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitSnapshot {
    /// Stable number.
    pub id: UnitId,
    /// Whose it is.
    pub side: Side,
    /// Does it fly?
    pub flies: bool,
    /// What it is doing.
    pub activity: Activity,
    /// Position on the plane.
    pub position: Vec2,
    /// Velocity over ground, m/s.
    pub velocity: Vec2,
    /// Survivors aboard.
    pub survivors: u32,
    /// Places for survivors in all.
    pub capacity: u32,
    /// The order it carries out, and on which boat.
    pub order: Option<(Order, BoatId)>,
    /// What keeps it from a task, if anything.
    pub hindrance: Option<Hindrance>,
    /// Ready for sea then, if that is still to come.
    pub ready: Option<Tick>,
    /// Takes part in a search, and has not reached the boat.
    pub searching: bool,
    /// The boat it tows.
    pub towing: Option<BoatId>,
    /// How far its fuel still takes it.
    pub fuel: Distance,
    /// How long it can still stay at sea.
    pub endurance: Duration,
    /// How long its crew has been out.
    pub crew_out: Duration,
}

/// A contact as a side believes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ContactView {
    /// Number on the side's plot.
    pub number: u32,
    /// Whose plot.
    pub side: Side,
    /// Which boat it is in truth (for review; never shown to a doctrine).
    pub boat: BoatId,
    /// Believed position.
    pub position: Vec2,
    /// What it is believed to be.
    pub look: ContactLook,
    /// Believed number aboard.
    pub aboard_best: f64,
    /// The emergency phase of the case.
    pub phase: Phase,
}

/// A search under way, as its side plans it.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchView {
    /// Whose.
    pub side: Side,
    /// The boat searched for, in truth (for review).
    pub boat: BoatId,
    /// Number of the contact searched for.
    pub contact: u32,
    /// Since when.
    pub began: Tick,
    /// The mean of where it may be.
    pub datum: Vec2,
    /// About the datum, within this distance, lies half of what is left of the probability.
    pub half_within: Distance,
    /// The pattern.
    pub pattern: Pattern,
    /// Probability that it would have been found by now.
    pub success: f64,
    /// The tracks of each unit in the search.
    pub tracks: Vec<TrackView>,
}

/// The tracks of one unit in a search.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackView {
    /// The unit.
    pub unit: UnitId,
    /// Ends of the legs, from the datum on.
    pub points: Vec<Vec2>,
    /// How many of them it has passed on this round.
    pub passed: u32,
}

/// People of one group waiting at one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WaitingView {
    /// The boat they wait for.
    pub boat: BoatId,
    /// Where they wait.
    pub position: Vec2,
    /// How many.
    pub people: u32,
}

/// A merchant ship in a lane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShipView {
    /// Stable number in the night.
    pub number: u32,
    /// Position on the plane.
    pub position: Vec2,
    /// Velocity over ground, m/s.
    pub velocity: Vec2,
    /// Length over all, m.
    pub length_m: f64,
}

/// Everything visible at one tick.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Snapshot {
    /// When.
    pub tick: Tick,
    /// Where everybody is.
    pub tally: Tally,
    /// All planned boats, by number.
    pub boats: Vec<BoatView>,
    /// All units, by number.
    pub units: Vec<UnitSnapshot>,
    /// Contacts of both sides.
    pub contacts: Vec<ContactView>,
    /// Searches of both sides, by boat.
    pub searches: Vec<SearchView>,
    /// Groups ashore.
    pub waiting: Vec<WaitingView>,
    /// People in the water, alive.
    pub in_water: Vec<Vec2>,
    /// Merchant ships.
    pub ships: Vec<ShipView>,
}
