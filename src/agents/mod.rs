//! What exists in a night: inflatable boats, people, patrol and rescue units, shore posts, contacts.
//!
//! One file per kind: its components (plain data) and the pure functions that say how it behaves.
//! Belongs here: what a thing is and what happens to it in one step. Does not belong here: who decides
//! (see `doctrine`) and the order of things in a tick (see `sim`).

pub mod adrift;
pub mod boarding;
pub mod calling;
pub mod chill;
pub mod craft;
pub mod drawn;
pub mod handling;
pub mod hull;
pub mod interception;
pub mod leeway;
pub mod leeway_agreement;
pub mod load;
pub mod merchant;
pub mod numbers;
pub mod operator;
pub mod person;
pub(crate) mod read_numbers;
pub mod replay;
pub mod search;
pub mod sensing;
pub mod stability;
pub mod survival;
pub mod water_odds;
pub mod sweep;

pub use craft::{CraftClass, SensorClass, SensorKind};
pub use operator::{Identity, Operator};

/// A side that commands units and keeps a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// French forces, coordinated by CROSS Gris-Nez.
    France,
    /// British forces, coordinated by JRCC Dover.
    UnitedKingdom,
}

impl Side {
    /// Both sides, in the order used everywhere.
    pub const ALL: [Self; 2] = [Self::France, Self::UnitedKingdom];

    /// The other side.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::France => Self::UnitedKingdom,
            Self::UnitedKingdom => Self::France,
        }
    }

    /// 0 for France, 1 for the United Kingdom: the index of per-side tables and draws.
    #[must_use]
    pub const fn index(self) -> usize {
        match self {
            Self::France => 0,
            Self::UnitedKingdom => 1,
        }
    }

    /// The adjective for texts.
    #[must_use]
    pub const fn adjective(self) -> &'static str {
        match self {
            Self::France => "French",
            Self::UnitedKingdom => "British",
        }
    }

    /// The rescue coordination centre that commands the side's units.
    #[must_use]
    pub const fn centre(self) -> &'static str {
        match self {
            Self::France => "CROSS Gris-Nez",
            Self::UnitedKingdom => "JRCC Dover",
        }
    }
}

/// How a boat is put to sea.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BoatKind {
    /// Launched almost empty, coasts to a beach and loads people from the water (FACTS 61).
    TaxiBoat,
    /// Carried to the beach and loaded at once.
    BeachBoat,
}

impl BoatKind {
    /// The word for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::TaxiBoat => "taxi-boat",
            Self::BeachBoat => "beach boat",
        }
    }
}
