//! Who is this unit? The service that runs it, and its class.
//!
//! Texts name services: the framework of 25 November 2025 was reported as for the Gendarmerie maritime only, and volunteers of
//! the SNSM said that border control is not their task (FACTS 86, 109). Each class of craft says who runs it
//! (`assets/craft.ron`, after FACTS 128 to 150); a scenario may say otherwise for a unit of its own.
//!
//! Left out: ranks and services ashore; what a service may do, which is for doctrines to say.

use super::load;
use std::sync::LazyLock;

/// The service that runs a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// The Gendarmerie maritime.
    GendarmerieMaritime,
    /// The French Navy.
    FrenchNavy,
    /// French customs.
    FrenchCustoms,
    /// Ships and tugs chartered by the French State, with civilian crews.
    FrenchCharter,
    /// The SNSM: volunteers.
    Snsm,
    /// UK Border Force, chartered vessels among them.
    BorderForce,
    /// The RNLI: volunteers for the most part.
    Rnli,
    /// HM Coastguard.
    HmCoastguard,
    /// Belgian authorities.
    Belgian,
}

impl Operator {
    /// All of them, for lists and spelling hints.
    pub const ALL: [Self; 9] = [
        Self::GendarmerieMaritime,
        Self::FrenchNavy,
        Self::FrenchCustoms,
        Self::FrenchCharter,
        Self::Snsm,
        Self::BorderForce,
        Self::Rnli,
        Self::HmCoastguard,
        Self::Belgian,
    ];

    /// The name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::GendarmerieMaritime => "GendarmerieMaritime",
            Self::FrenchNavy => "FrenchNavy",
            Self::FrenchCustoms => "FrenchCustoms",
            Self::FrenchCharter => "FrenchCharter",
            Self::Snsm => "Snsm",
            Self::BorderForce => "BorderForce",
            Self::Rnli => "Rnli",
            Self::HmCoastguard => "HmCoastguard",
            Self::Belgian => "Belgian",
        }
    }

    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::GendarmerieMaritime => "the Gendarmerie maritime",
            Self::FrenchNavy => "the French Navy",
            Self::FrenchCustoms => "French customs",
            Self::FrenchCharter => "the French State's charter",
            Self::Snsm => "the SNSM",
            Self::BorderForce => "UK Border Force",
            Self::Rnli => "the RNLI",
            Self::HmCoastguard => "HM Coastguard",
            Self::Belgian => "the Belgian authorities",
        }
    }
}

/// What is known of who a unit is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// Who runs it; none if nobody says.
    pub operator: Option<Operator>,
    /// Its class, by its place in the list of shipped classes; none for a class of the user's own.
    pub class: Option<usize>,
}

impl Identity {
    /// Nothing is known, or nobody asked.
    pub const UNKNOWN: Self = Self { operator: None, class: None };

    /// In words: who runs it.
    #[must_use]
    pub const fn operator_words(self) -> &'static str {
        match self.operator {
            Some(operator) => operator.title(),
            None => "nobody named",
        }
    }

    /// In words: its class.
    #[must_use]
    pub fn class_words(self) -> &'static str {
        self.class.map_or("none of the shipped classes", class_id)
    }
}

/// What rules can tell of a shipped class of craft.
struct Class {
    id: String,
    operator: Option<Operator>,
    flies: bool,
    intercepts: bool,
}

/// The shipped classes of craft, in order of the file.
static SHIPPED: LazyLock<Vec<Class>> = LazyLock::new(|| {
    let classes = load::shipped().0.into_iter();
    classes.map(|c| Class { id: c.id, operator: c.operator, flies: c.flies, intercepts: c.intercepts }).collect()
});

/// Ids of the shipped classes.
pub fn class_ids() -> impl Iterator<Item = &'static str> {
    SHIPPED.iter().map(|c| c.id.as_str())
}

/// The id of a shipped class by its place in the list; none is named "?".
#[must_use]
pub fn class_id(class: usize) -> &'static str {
    SHIPPED.get(class).map_or("?", |c| c.id.as_str())
}

/// Who runs a shipped class, by its place in the list.
#[must_use]
pub fn operator_of_class(class: usize) -> Option<Operator> {
    SHIPPED.get(class).and_then(|c| c.operator)
}

/// Does a unit of this shipped class fly, and may it intercept? None for a place that is not in the list.
#[must_use]
pub fn abilities_of_class(class: usize) -> Option<(bool, bool)> {
    SHIPPED.get(class).map(|c| (c.flies, c.intercepts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_its_own_and_shipped_classes_that_may_intercept_are_gendarmes() {
        for o in Operator::ALL {
            assert_eq!(Operator::ALL.iter().filter(|x| x.name() == o.name() || x.title() == o.title()).count(), 1);
        }
        // The framework of 25 November 2025 as reported: Gendarmerie maritime only (FACTS 86).
        for class in load::shipped().0 {
            let gendarmes = class.operator == Some(Operator::GendarmerieMaritime);
            assert_eq!(class.intercepts, gendarmes, "{}", class.id);
        }
        let place = class_ids().position(|id| id == "snsm_rib").expect("a shipped class");
        assert_eq!((class_id(place), operator_of_class(place)), ("snsm_rib", Some(Operator::Snsm)));
        assert_eq!((abilities_of_class(place), abilities_of_class(usize::MAX)), (Some((false, false)), None));
    }
}
