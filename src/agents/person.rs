//! Who is this person, for the sea? Build, swimming, and what keeps them afloat.
//!
//! MODEL 5.2 sorts people in the water into three classes: no flotation and nothing to hold (NF), swimmers without
//! flotation (SW), and those who float or hold on (FL). Here the classes follow from what a person brings along and
//! from luck. Someone *exposed* wears nothing that carries and can't swim; of all people that is the register's
//! `no_flotation.exposed_share` in the reference year. An exposed person finds nothing to hold with probability
//! `p.no_flotation / no_flotation.exposed_share`, so that NF makes up `p.no_flotation` of all. Swimmers without
//! flotation find nothing to hold less often (`swimmer.unheld_factor`) and are SW. More jackets, or more swimmers, then mean fewer NF.
//! All is drawn from the person's own subject, whoever asks and whenever: the same under every doctrine.
//!
//! Left out: names, nationality, kinship, illness, age beyond child and adult, and who gives a jacket to whom.

use crate::draws::{Draws, Purpose, Subject};
use crate::parameters::Parameters;

/// Child or adult, and how fast the body cools (MODEL 5.2, factor g).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Build {
    /// A child.
    Child,
    /// A woman or a thin adult.
    Slight,
    /// An adult man, neither thin nor stout.
    Average,
    /// An adult with much body fat.
    Stout,
}

impl Build {
    /// Survival time in the cold over that of an adult man.
    #[must_use]
    pub const fn factor(self, p: &Parameters) -> f64 {
        match self {
            Self::Child => p.build_factor_child,
            Self::Slight => p.build_factor_slight,
            Self::Average => 1.0,
            Self::Stout => p.build_factor_stout,
        }
    }

    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Child => "child",
            Self::Slight => "adult, slight",
            Self::Average => "adult",
            Self::Stout => "adult, stout",
        }
    }
}

/// What a person wears or carries to float, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flotation {
    /// Nothing.
    None,
    /// A jacket stuffed with cotton, or too small: it does not carry.
    PoorJacket,
    /// An inner tube or swimming ring.
    Tube,
    /// A lifejacket that carries.
    RealJacket,
}

impl Flotation {
    /// Does it carry a person in the water?
    #[must_use]
    pub const fn carries(self) -> bool {
        matches!(self, Self::Tube | Self::RealJacket)
    }

    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::None => "no lifejacket",
            Self::PoorJacket => "poor lifejacket",
            Self::Tube => "inner tube",
            Self::RealJacket => "lifejacket",
        }
    }
}

/// What can be said of a person without looking at their luck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Traits {
    /// Child or adult, and how fast the body cools.
    pub build: Build,
    /// Can they swim?
    pub swims: bool,
    /// What they wear or carry.
    pub flotation: Flotation,
}

impl Traits {
    /// The words for texts: "adult, poor lifejacket, swims".
    #[must_use]
    pub fn title(&self) -> String {
        let swims = if self.swims { ", swims" } else { "" };
        format!("{}, {}{swims}", self.build.title(), self.flotation.title())
    }

    /// Neither flotation that carries nor able to swim.
    #[must_use]
    pub const fn exposed(&self) -> bool {
        !self.swims && !self.flotation.carries()
    }
}

/// A person as born into the night: traits, and luck for the water as uniforms in (0, 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Person {
    /// What can be said of them.
    pub traits: Traits,
    /// Below the probability of nothing to hold: holds nothing.
    pub grip: f64,
    /// Quantile of the time to death.
    pub time: f64,
    /// Below the cold-shock probability: dies at entry.
    pub shock: f64,
}

/// The traits of a person.
#[must_use]
pub fn traits(luck: Draws, subject: Subject, p: &Parameters) -> Traits {
    let u = |counter| luck.uniform(subject, Purpose::PersonClass, counter);
    let (wears, builds) = (u(1), u(2));
    // One uniform decides all of flotation: more jackets take from below, so nobody loses one when the share rises.
    let real = p.jacket_worn_share * p.jacket_effective_share;
    let flotation = if wears < real {
        Flotation::RealJacket
    } else if wears < p.jacket_worn_share {
        Flotation::PoorJacket
    } else if wears > 1.0 - (1.0 - p.jacket_worn_share) * p.tube_share {
        Flotation::Tube
    } else {
        Flotation::None
    };
    let build = if luck.chance(subject, Purpose::Children, 0, p.child_share) {
        Build::Child
    } else if builds < p.build_slight_share {
        Build::Slight
    } else if builds > 1.0 - p.build_stout_share {
        Build::Stout
    } else {
        Build::Average
    };
    let swims = build != Build::Child && u(3) < p.swimmer_share;
    Traits { build, swims, flotation }
}

/// A person, whole.
#[must_use]
pub fn born(luck: Draws, subject: Subject, p: &Parameters) -> Person {
    Person {
        traits: traits(luck, subject, p),
        grip: luck.uniform(subject, Purpose::PersonClass, 0),
        time: luck.uniform(subject, Purpose::TimeToDeath, 0),
        shock: luck.uniform(subject, Purpose::ColdShock, 0),
    }
}

/// Share of exposed people that the shares of the register come to.
#[must_use]
pub fn exposed_share(p: &Parameters) -> f64 {
    let real = p.jacket_worn_share * p.jacket_effective_share;
    let tube = (1.0 - p.jacket_worn_share) * p.tube_share;
    (1.0 - real - tube) * (1.0 - (1.0 - p.child_share) * p.swimmer_share)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::NightKey;

    fn crowd(p: &Parameters) -> Vec<Person> {
        let d = Draws::new(NightKey { seed: 5, night: 0 });
        (0..40_000).map(|i| born(d, Subject::person(i / 100, i % 100), p)).collect()
    }

    fn share(crowd: &[Person], of: impl Fn(&Person) -> bool) -> f64 {
        crowd.iter().filter(|x| of(x)).count() as f64 / crowd.len() as f64
    }

    #[test]
    fn shares_of_a_crowd_are_those_of_the_register() {
        let p = Parameters::shipped_for_tests();
        let crowd = crowd(&p);
        let real = p.jacket_worn_share * p.jacket_effective_share;
        for (got, expected) in [
            (share(&crowd, |x| x.traits.flotation == Flotation::RealJacket), real),
            (share(&crowd, |x| x.traits.flotation == Flotation::PoorJacket), p.jacket_worn_share - real),
            (share(&crowd, |x| x.traits.flotation == Flotation::Tube), (1.0 - p.jacket_worn_share) * p.tube_share),
            (share(&crowd, |x| x.traits.build == Build::Child), p.child_share),
            (share(&crowd, |x| x.traits.exposed()), exposed_share(&p)),
        ] {
            assert!((got - expected).abs() < 0.01, "{got}, expected {expected}");
        }
    }

    #[test]
    fn the_reference_share_of_exposed_people_is_what_the_defaults_come_to() {
        let p = Parameters::shipped_for_tests();
        assert!((exposed_share(&p) - p.no_flotation_exposed_share).abs() < 0.002, "{}", exposed_share(&p));
    }

    #[test]
    fn with_more_lifejackets_nobody_is_worse_off() {
        let p = Parameters::shipped_for_tests();
        let more = Parameters { jacket_worn_share: p.jacket_worn_share + 0.2, ..p.clone() };
        let carried = |list: &[Person]| share(list, |x| x.traits.flotation.carries());
        let (few, many) = (crowd(&p), crowd(&more));
        assert!(carried(&many) > carried(&few));
        let lost = few.iter().zip(&many).filter(|(a, b)| {
            a.traits.flotation == Flotation::RealJacket && b.traits.flotation != Flotation::RealJacket
        });
        assert_eq!(lost.count(), 0);
    }
}
