//! What is there to draw, now? A plain copy of the visible state: the drawing never touches the world.

use crate::agents::{BoatKind, Side};
use crate::doctrine::{ContactLook, Order};
use crate::events::{BoatId, Tally, UnitId};
use crate::units::{Tick, Vec2};

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
    /// Groups ashore.
    pub waiting: Vec<WaitingView>,
    /// People in the water, alive.
    pub in_water: Vec<Vec2>,
    /// Merchant ships.
    pub ships: Vec<ShipView>,
}
