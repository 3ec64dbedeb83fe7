//! What did the night come to, where no single moment tells it: hours of units, gaps in cover, luck against odds?
//!
//! Written down once, when the night ends, so that metrics read these facts from the log as they read all others.
//! The hazard accounts hold, for each kind of mishap, how much of it there was (*counted*) and how much the odds of the
//! very same history came to (*expected*): before each draw its probability times what is at stake. Over many nights the
//! two have the same mean (the compensator of a counting process; Doob and Meyer), though in each night they differ by luck.
//!
//! Left out: mishaps whose odds are not worked out moment by moment: death of cold aboard, ships that run a boat down,
//! groundings. They are counted and no more.

use super::UnitId;
use crate::agents::Side;
use crate::units::{Distance, Duration};

/// What a unit's night came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitAccount {
    /// Which.
    pub unit: UnitId,
    /// Whose it is.
    pub side: Side,
    /// Time under way or on station, out of port.
    pub at_sea: Duration,
    /// Way run.
    pub run: Distance,
    /// Fuel burnt, in tankfuls: way run over the range on a full tank; for aircraft time out over the time they can stay out.
    pub tanks: f64,
    /// Time out of port beyond the limit of its crew's hours; none for crews that stand watches.
    pub over_limit: Duration,
}

/// A kind of mishap whose odds are known before each draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hazard {
    /// Death in the water, of those who fell or were thrown into it.
    Water,
    /// Death by drowning while boarding.
    Boarding,
    /// Death in a crush aboard, by pressure or in the water aboard.
    Crush,
    /// Death by collapse after rescue.
    AfterRescue,
    /// An engine stops.
    EngineStop,
    /// A hull gives way under way: people aboard then.
    Hull,
    /// Waves fill a boat: people aboard then.
    Swamping,
    /// The crowd moves and the boat fills: people aboard then.
    Crowd,
    /// A vessel's manoeuvre fills the boat, turns it over or opens its tubes: people aboard then.
    Manoeuvre,
    /// People fall or jump as a vessel manoeuvres, without the boat filling: people in the water.
    Falls,
    /// The boat goes over in the surf as it is rushed: people aboard then.
    Surf,
}

impl Hazard {
    /// All kinds, in the order of accounts.
    pub const ALL: [Self; 11] = [
        Self::Water,
        Self::Boarding,
        Self::Crush,
        Self::AfterRescue,
        Self::EngineStop,
        Self::Hull,
        Self::Swamping,
        Self::Crowd,
        Self::Manoeuvre,
        Self::Falls,
        Self::Surf,
    ];

    /// Is what it counts a death?
    #[must_use]
    pub const fn is_death(self) -> bool {
        matches!(self, Self::Water | Self::Boarding | Self::Crush | Self::AfterRescue)
    }

    /// Is what it counts the people aboard a boat that gives way?
    #[must_use]
    pub const fn is_of_boats(self) -> bool {
        matches!(self, Self::Hull | Self::Swamping | Self::Crowd | Self::Manoeuvre | Self::Surf)
    }
}

/// One kind of mishap over a night.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HazardAccount {
    /// How much of it there was, in what the kind counts.
    pub counted: f64,
    /// What the odds came to: each probability before its draw, times what was at stake.
    pub expected: f64,
}

/// All kinds, in the order of [`Hazard::ALL`].
pub type HazardAccounts = [HazardAccount; Hazard::ALL.len()];
