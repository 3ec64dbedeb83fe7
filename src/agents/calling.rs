//! What does a call for help tell, and what does a centre make of it?
//!
//! Telephones work near the coast and until they are flat; a place is shared, found by the network, or told in words
//! (MODEL 6.2, 6.4). Many calls come before any distress, and coordinators who think that callers exaggerate act later
//! or not at all (Cranston Inquiry 2026). A case rises through the three phases of the search and rescue services:
//! uncertainty, alert, distress (ICAO Annex 12, IAMSAR volume II). With several boats at sea a report may be taken for
//! one about another boat: `1 - exp(-0.04 (m - 1))` an hour for m boats (MODEL 6.4), more with tired watches (11.1).
//!
//! Left out: languages, and calls passed on by relatives.

use crate::parameters::Parameters;
use crate::units::{Distance, maths};

/// How serious a centre takes a case to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Phase {
    /// A boat on the plot, without an emergency phase.
    #[default]
    Routine,
    /// Doubt about its safety.
    Uncertain,
    /// Fear for its safety.
    Alert,
    /// Grave and imminent danger is taken as certain.
    Distress,
}

impl Phase {
    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Routine => "no emergency phase",
            Self::Uncertain => "uncertainty phase",
            Self::Alert => "alert phase",
            Self::Distress => "distress phase",
        }
    }

    /// One step up.
    #[must_use]
    pub const fn raised(self) -> Self {
        match self {
            Self::Routine => Self::Uncertain,
            Self::Uncertain => Self::Alert,
            Self::Alert | Self::Distress => Self::Distress,
        }
    }

    /// The phase after a call. `u` is the call's luck: at once distress, or one step up.
    #[must_use]
    pub fn after_call(self, in_distress: bool, u: f64, p: &Parameters) -> Self {
        let accepted = if in_distress { p.call_distress_accepted } else { p.call_early_accepted };
        if u < accepted { Self::Distress } else { self.raised() }
    }
}

/// How a caller's place is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fix {
    /// Shared from the telephone.
    Shared,
    /// By the network's masts.
    Network,
    /// Told in words.
    Spoken,
}

impl Fix {
    /// The kind of fix of a call with this luck.
    #[must_use]
    pub fn of(u: f64, p: &Parameters) -> Self {
        if u < p.call_shared_share {
            Self::Shared
        } else if u < p.call_shared_share + p.call_network_share {
            Self::Network
        } else {
            Self::Spoken
        }
    }

    /// Its probable error: half of such positions are better.
    #[must_use]
    pub fn probable_error(self, p: &Parameters) -> Distance {
        Distance::nautical_miles(match self {
            Self::Shared => p.call_shared_error_nm,
            Self::Network => p.call_network_error_nm,
            Self::Spoken => p.call_spoken_error_nm,
        })
    }
}

/// Probability that a telephone finds a network this far from the nearest coast.
#[must_use]
pub fn coverage(off: Distance, p: &Parameters) -> f64 {
    let (full, none) = (p.coverage_full_nm, p.coverage_none_nm);
    if off.nm() <= full { 1.0 } else { ((none - off.nm()) / (none - full).max(1e-9)).clamp(0.0, 1.0) }
}

/// Hazard an hour that a report on one boat is taken for one on another, among so many boats known, on a watch that
/// has lasted so long.
#[must_use]
pub fn confusion_per_h(boats: usize, hours_on_watch: f64, p: &Parameters) -> f64 {
    let tired = 1.0 + p.association_fatigue_per_h * (hours_on_watch - p.watch_tired_after_h).max(0.0);
    p.association_confusion_per_h * boats.saturating_sub(1) as f64 * tired
}

/// Probability of that within an hour, or for one report.
#[must_use]
pub fn confusion(boats: usize, hours_on_watch: f64, p: &Parameters) -> f64 {
    1.0 - maths::exp(-confusion_per_h(boats, hours_on_watch, p))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn p() -> Parameters {
        Parameters::shipped_for_tests()
    }

    /// MODEL 6.4 and 11.1.
    #[test]
    fn boats_are_confused_as_often_as_published() {
        assert!(confusion(1, 0.0, &p()).abs() < 1e-12, "one boat can't be confused");
        assert!((confusion(2, 0.0, &p()) - (1.0 - maths::exp(-0.04))).abs() < 1e-12);
        assert!((confusion_per_h(6, 10.0, &p()) - 0.04 * 5.0 * 1.1).abs() < 1e-12);
    }

    #[test]
    fn a_case_rises_step_by_step_or_at_once() {
        let never = 0.999;
        assert_eq!(Phase::Routine.after_call(true, 0.0, &p()), Phase::Distress);
        assert_eq!(Phase::Routine.after_call(false, never, &p()), Phase::Uncertain);
        assert_eq!(Phase::Uncertain.after_call(false, never, &p()), Phase::Alert);
        assert_eq!(Phase::Alert.after_call(true, never, &p()), Phase::Distress);
        assert_eq!(Phase::Distress.after_call(false, never, &p()), Phase::Distress);
        assert!(Phase::Routine < Phase::Uncertain && Phase::Alert < Phase::Distress);
    }

    #[test]
    fn fixes_have_their_shares_and_errors() {
        assert_eq!(Fix::of(0.1, &p()), Fix::Shared);
        assert_eq!(Fix::of(0.5, &p()), Fix::Network);
        assert_eq!(Fix::of(0.9, &p()), Fix::Spoken);
        let nm = |f: Fix| f.probable_error(&p()).nm();
        assert!((nm(Fix::Shared) - 0.1).abs() < 1e-9);
        assert!((nm(Fix::Network) - 1.0).abs() < 1e-9 && (nm(Fix::Spoken) - 5.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn farther_out_no_call_gets_through_more_easily(off in 0.0..30.0_f64, more in 0.0..10.0_f64) {
            let c = |nm| coverage(Distance::nautical_miles(nm), &p());
            prop_assert!(c(off + more) <= c(off) && (0.0..=1.0).contains(&c(off)));
        }
    }
}
