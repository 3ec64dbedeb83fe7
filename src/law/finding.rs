//! What does a rule say of one decision?

use crate::agents::Side;
use crate::events::{BoatId, UnitId};
use crate::units::Tick;

/// How serious a finding is. An order, not a scale: two ambers are no red.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Band {
    /// The rule was asked and is kept.
    Green,
    /// A question that somebody would have to answer.
    Amber,
    /// On these facts this reading of the rule is breached.
    Red,
}

impl Band {
    /// All bands, from the lightest.
    pub const ALL: [Self; 3] = [Self::Green, Self::Amber, Self::Red];

    /// The name in files of the law.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Green => "Green",
            Self::Amber => "Amber",
            Self::Red => "Red",
        }
    }

    /// The word for texts.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Amber => "amber",
            Self::Red => "red",
        }
    }
}

/// What a rule protects, the weightiest first (MODEL 10.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Life: assistance, coordination, safety.
    Life,
    /// Nobody is sent back without a hearing.
    NonRefoulement,
    /// Force.
    Force,
    /// Authority, evidence, reports.
    Procedure,
    /// What the operation was for. No shipped rule belongs here: that is what the metrics tell.
    Mission,
}

impl Family {
    /// How many there are.
    pub const COUNT: usize = 5;
    /// All families, the weightiest first.
    pub const ALL: [Self; Self::COUNT] =
        [Self::Life, Self::NonRefoulement, Self::Force, Self::Procedure, Self::Mission];

    /// The name in files of the law.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Life => "Life",
            Self::NonRefoulement => "NonRefoulement",
            Self::Force => "Force",
            Self::Procedure => "Procedure",
            Self::Mission => "Mission",
        }
    }

    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Life => "life",
            Self::NonRefoulement => "non-refoulement",
            Self::Force => "force",
            Self::Procedure => "procedure",
            Self::Mission => "mission",
        }
    }
}

/// A fact that may justify what a rule forbids. Whether it does is for a court; here is only whether it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The picture showed danger to life at that boat.
    Necessity,
    /// Those aboard let themselves be helped.
    Consent,
    /// The side's units were saving others at that time.
    SafetyOfLife,
}

impl Ground {
    /// All grounds.
    pub const ALL: [Self; 3] = [Self::Necessity, Self::Consent, Self::SafetyOfLife];

    /// The name in files of the law.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Necessity => "Necessity",
            Self::Consent => "Consent",
            Self::SafetyOfLife => "SafetyOfLife",
        }
    }

    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Necessity => "necessity: danger to life at that boat was known",
            Self::Consent => "consent: those aboard accepted",
            Self::SafetyOfLife => "safety of life: the side's units were saving others",
        }
    }
}

/// What a rule says of one decision, with the facts it used.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Id of the rule.
    pub rule: String,
    /// Version of the reading.
    pub version: String,
    /// What the rule protects.
    pub family: Family,
    /// How serious.
    pub band: Band,
    /// The facts used, in words.
    pub facts: Vec<String>,
    /// Justifying facts that the rule names and that are present.
    pub justified_by: Vec<Ground>,
    /// When the decision was taken, or its time ran out.
    pub tick: Tick,
    /// The side whose decision it was.
    pub side: Side,
    /// The unit, if it was about one.
    pub unit: Option<UnitId>,
    /// The boat, if it was about one.
    pub boat: Option<BoatId>,
    /// The contact's number on that side's plot, if it was about one.
    pub contact: Option<u32>,
    /// The event of the log that it hangs on, by place.
    pub event: usize,
}
