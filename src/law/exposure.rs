//! How exposed does a night leave those who decided? Counts by family and band, to be compared and never added.
//!
//! The vector is ordinal (MODEL 10.1): families in order of weight, red before amber, compared as words in a dictionary.
//! There is no number in it that could be put on a scale with deaths or money, so the type has none to give: a [`Count`]
//! can be shown and compared, and that is all. Green is shown and not compared, as more decisions are no lighter.

use super::finding::{Band, Family, Finding};
use core::cmp::Ordering;
use core::fmt;

/// How many findings: to show and to compare, not to reckon with.
///
/// ```compile_fail
/// let count = slackwater::law::Count::default();
/// let sum = count + count;
/// ```
/// ```compile_fail
/// let number = u32::from(slackwater::law::Count::default());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Count(u32);

impl Count {
    /// Is there none?
    #[must_use]
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// Findings of a night under one reading, by family and band.
///
/// It can't be added to another, nor to a number:
/// ```compile_fail
/// use slackwater::law::Exposure;
/// let sum = Exposure::default() + Exposure::default();
/// ```
/// ```compile_fail
/// let sum = 1.0 + slackwater::law::Exposure::default();
/// ```
/// ```compile_fail
/// let sum: slackwater::law::Exposure = [slackwater::law::Exposure::default()].into_iter().sum();
/// ```
/// What it does do:
/// ```
/// use slackwater::law::Exposure;
/// assert!(Exposure::default().weighs_like(&Exposure::default()).is_eq());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exposure {
    // Green, amber, red of each family.
    counts: [[Count; 3]; Family::COUNT],
}

impl Exposure {
    /// Counts findings.
    #[must_use]
    pub fn of(findings: &[Finding]) -> Self {
        let mut counts = [[Count(0); 3]; Family::COUNT];
        for f in findings {
            counts[f.family as usize][f.band as usize].0 += 1;
        }
        Self { counts }
    }

    /// How many findings of a family are in a band.
    #[must_use]
    pub const fn count(&self, family: Family, band: Band) -> Count {
        self.counts[family as usize][band as usize]
    }

    /// Which of two weighs more: the first family that differs decides, by its reds, then by its ambers.
    /// Equal says that neither weighs more; their greens may differ.
    #[must_use]
    pub fn weighs_like(&self, other: &Self) -> Ordering {
        Family::ALL
            .into_iter()
            .flat_map(|family| [Band::Red, Band::Amber].map(|band| (family, band)))
            .map(|(family, band)| self.count(family, band).cmp(&other.count(family, band)))
            .find(|o| o.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agents::Side;
    use crate::units::Tick;
    use proptest::prelude::*;

    fn finding(family: Family, band: Band) -> Finding {
        Finding {
            rule: "x".into(),
            version: "1".into(),
            family,
            band,
            facts: Vec::new(),
            justified_by: Vec::new(),
            tick: Tick(0),
            side: Side::France,
            unit: None,
            boat: None,
            contact: None,
            event: 0,
        }
    }

    fn of(list: &[(Family, Band)]) -> Exposure {
        Exposure::of(&list.iter().map(|(f, b)| finding(*f, *b)).collect::<Vec<_>>())
    }

    #[test]
    fn life_outweighs_whatever_comes_after_it() {
        use Band::{Amber, Green, Red};
        let one_life = of(&[(Family::Life, Amber)]);
        let much_else =
            of(&[(Family::Force, Red), (Family::Force, Red), (Family::Procedure, Red), (Family::Mission, Red)]);
        assert!(one_life.weighs_like(&much_else).is_gt());
        let returned = of(&[(Family::NonRefoulement, Amber)]);
        assert!(returned.weighs_like(&much_else).is_gt() && returned.weighs_like(&one_life).is_lt());
        let red = of(&[(Family::Force, Red)]);
        let ambers = of(&[(Family::Force, Amber); 9]);
        assert!(red.weighs_like(&ambers).is_gt(), "ambers never come to a red");
        let greens = of(&[(Family::Life, Green); 9]);
        assert!(greens.weighs_like(&Exposure::default()).is_eq(), "what was kept weighs nothing");
        assert_eq!(ambers.count(Family::Force, Amber).to_string(), "9");
    }

    fn any() -> impl Strategy<Value = Exposure> {
        proptest::collection::vec((0..Family::COUNT, 0..3_usize), 0..12)
            .prop_map(|v| of(&v.iter().map(|(f, b)| (Family::ALL[*f], Band::ALL[*b])).collect::<Vec<_>>()))
    }

    proptest! {
        #[test]
        fn it_is_an_order(a in any(), b in any(), c in any()) {
            prop_assert_eq!(a.weighs_like(&b), b.weighs_like(&a).reverse());
            if a.weighs_like(&b).is_le() && b.weighs_like(&c).is_le() {
                prop_assert!(a.weighs_like(&c).is_le());
            }
        }
    }
}
