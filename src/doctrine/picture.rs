//! What can this actor know? The type is the fog of war.
//!
//! A `Picture` holds one side's belief about one boat, the unit that might act, and the sea and the
//! force as that side sees them. Number aboard, kind and position carry errors; danger is assessed
//! from it, never read from the truth. There is no field here from which the truth can be had.

use super::authority::OrderState;
use crate::agents::Side;
use crate::agents::calling::Phase;
use crate::geo::Waters;
use crate::units::{Distance, Duration, Tick, Vec2};

/// What a boat looks like to the observer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContactLook {
    /// Seen, not yet told apart.
    Unknown,
    /// A few people in a large inflatable, coasting: thought to be on its way to load.
    TaxiBoat,
    /// A boat with many people aboard.
    Loaded,
}

impl ContactLook {
    /// All looks, for lists and spelling hints.
    pub const ALL: [Self; 3] = [Self::Unknown, Self::TaxiBoat, Self::Loaded];

    /// The name in doctrine files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "Unknown",
            Self::TaxiBoat => "TaxiBoat",
            Self::Loaded => "Loaded",
        }
    }

    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Unknown => "boat not yet told apart",
            Self::TaxiBoat => "taxi-boat before loading",
            Self::Loaded => "loaded boat",
        }
    }
}

/// One side's belief about one boat.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a sighting of its own: yes or no")]
pub struct Contact {
    /// The contact's number on this side's plot.
    pub number: u32,
    /// When it came to the centre's knowledge.
    pub known_since: Tick,
    /// When it was last seen or reported.
    pub last_report: Tick,
    /// Believed position (with error), on the plane.
    pub position: Vec2,
    /// Believed velocity over ground, m/s.
    pub velocity: Vec2,
    /// What it looks like.
    pub look: ContactLook,
    /// Best estimate of the number aboard.
    pub aboard_best: f64,
    /// Upper end of the 95 % range of that estimate.
    pub aboard_upper95: f64,
    /// People are seen climbing in from the water or the beach.
    pub boarding: bool,
    /// People are seen in the water away from the shore.
    pub people_in_water: bool,
    /// A call for help was received and accepted, or a unit on the spot declared it: the phase is distress.
    pub distress_declared: bool,
    /// The emergency phase of the case.
    pub phase: Phase,
    /// For how long the engine has been seen, or said, to be dead.
    pub engine_dead_for: Option<Duration>,
    /// Water is seen, or said, to be coming in.
    pub water_aboard: bool,
    /// Freeboard as judged from close by.
    pub freeboard: Option<Distance>,
    /// Help was offered and refused.
    pub refused_help: bool,
}

impl Contact {
    /// The case goes into this phase.
    pub const fn declare(&mut self, phase: Phase) {
        self.phase = phase;
        self.distress_declared = matches!(phase, Phase::Distress);
    }
}

/// The sea at the contact as the side knows it (as its crews observe it; no forecast is in it).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeaView {
    /// Significant wave height at the contact's believed position, metres.
    pub wave_height_m: f64,
    /// Worst wave height forecast for the hours to come, metres.
    pub forecast_wave_height_m: f64,
    /// Wind speed, m/s.
    pub wind_mps: f64,
    /// Sun above the horizon, or civil twilight.
    pub daylight: bool,
    /// Charted depth and tide together at the contact's believed position.
    pub depth: Distance,
    /// Distance from the believed position to the nearest shore (never negative).
    pub to_shore: Distance,
    /// Inside a canal or tidal channel.
    pub in_canal: bool,
    /// Whose search and rescue region the believed position is in.
    pub region: Side,
    /// What the law calls the believed position: internal waters, territorial sea and whose, beach band.
    pub waters: Waters,
    /// In a lane of a traffic separation scheme.
    pub in_lane: bool,
}

/// The unit that might be ordered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitView {
    /// Index of the unit in the scenario.
    pub index: u32,
    /// Whose it is.
    pub side: Side,
    /// Time to reach the contact.
    pub eta: Duration,
    /// Trained and entitled to intercept.
    pub intercepts: bool,
    /// Free places for survivors.
    pub free_places: u32,
    /// Least depth it (or its tender) needs to come alongside.
    pub depth_needed: Distance,
    /// It can see the contact now.
    pub in_sight: bool,
}

/// The rest of the side's force.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ForceView {
    /// Shortest time for another unit with free places to reach the contact.
    pub rescue_standby_eta: Option<Duration>,
    /// Contacts on the plot now.
    pub contacts: u32,
    /// The order of authority to intercept this contact.
    pub order: OrderState,
    /// Evidence on this contact was recorded.
    pub evidence_recorded: bool,
}

impl ForceView {
    /// An order of authority to intercept this contact was given, and is good.
    #[must_use]
    pub const fn order_held(&self) -> bool {
        matches!(self.order, OrderState::Held)
    }
}

/// Everything a decision may use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Picture {
    /// Now.
    pub tick: Tick,
    /// The contact.
    pub contact: Contact,
    /// The sea there.
    pub sea: SeaView,
    /// The unit that might act.
    pub unit: UnitView,
    /// The rest of the force.
    pub force: ForceView,
}
