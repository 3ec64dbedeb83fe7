//! Where do the two nights of a pair part?
//!
//! Both nights are the same until somebody decides otherwise in one of them. The first decision that differs is what the
//! difference in outcome goes back to: tick, contact, unit, and the rule on each side. It is a fold over the two logs; the
//! picture of the one who decided says what the other doctrine made of it.
//!
//! Left out: how the outcome follows from it. That is for whoever reads the two life stories.

use crate::agents::Side;
use crate::doctrine::{Doctrine, Order, decide_by};
use crate::events::words::{self, Names};
use crate::events::{BoatId, Event, UnitId, What};
use crate::units::Tick;

/// A decision as it stands in a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A unit was ordered.
    Ordered {
        /// The unit.
        unit: UnitId,
        /// To do what.
        order: Order,
        /// By which rule.
        rule: String,
    },
    /// A centre did what is its own to do.
    OrderedByCentre {
        /// Of which side.
        side: Side,
        /// What.
        order: Order,
        /// By which rule.
        rule: String,
    },
    /// Authority was asked.
    Asked {
        /// By which side.
        side: Side,
    },
    /// Authority answered.
    Answered {
        /// To which side.
        side: Side,
        /// Was the order given?
        granted: bool,
    },
}

impl Step {
    fn differs(&self, other: &Self) -> bool {
        match (self, other) {
            // Another rule for the same order changes nothing at sea.
            (Self::Ordered { unit: a, order: x, .. }, Self::Ordered { unit: b, order: y, .. }) => (a, x) != (b, y),
            (Self::OrderedByCentre { side: a, order: x, .. }, Self::OrderedByCentre { side: b, order: y, .. }) => {
                (a, x) != (b, y)
            }
            _ => self != other,
        }
    }
}

impl Step {
    /// In words, of a contact that was named.
    #[must_use]
    pub fn words(&self, names: &Names<'_>) -> String {
        match self {
            Self::Ordered { unit, order, rule } => {
                format!("{} is ordered to {} it by rule \"{rule}\"", names.units[unit.0 as usize], order.verb())
            }
            Self::OrderedByCentre { side, order, rule } => {
                format!("{} orders to {} it by rule \"{rule}\"", side.centre(), order.verb())
            }
            Self::Asked { side } => format!("{} asks for an order of authority", side.centre()),
            Self::Answered { side, granted } => {
                format!("{} is {} the order", side.centre(), if *granted { "given" } else { "refused" })
            }
        }
    }
}

/// The first decision in which two nights differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Divergence {
    /// When.
    pub tick: Tick,
    /// About which boat.
    pub boat: BoatId,
    /// About which contact on the plot of the side that decided.
    pub contact: u32,
    /// What was decided in the first night; none if nothing was.
    pub first: Option<Step>,
    /// What was decided in the second.
    pub second: Option<Step>,
    /// What the doctrine that decided nothing made of the same picture: its order, and the rule, if one matched.
    pub other: Option<(Order, Option<String>)>,
}

impl Divergence {
    /// In words, over some lines: when, over which contact, and what each of the two did. `titles` are those of the
    /// doctrines.
    #[must_use]
    pub fn words(&self, names: &Names<'_>, titles: [&str; 2]) -> String {
        let at = self.tick.at(names.start).day_clock();
        let step =
            |s: &Option<Step>| s.as_ref().map_or_else(|| "nothing new is decided".to_owned(), |s| s.words(names));
        let on_the_same = self.other.as_ref().map_or_else(String::new, |(order, rule)| {
            let by = rule.as_ref().map_or_else(|| "no rule applies".to_owned(), |r| format!("by rule \"{r}\""));
            format!("\n  on the same picture the other would {} it ({by})", order.verb())
        });
        format!(
            "The nights part at {at}, over contact {} ({}):\n  {}: {}\n  {}: {}{on_the_same}",
            self.contact,
            words::boat(self.boat),
            titles[0],
            step(&self.first),
            titles[1],
            step(&self.second),
        )
    }
}

/// Decisions of a log: event, boat, contact, step.
fn decisions(events: &[Event]) -> impl Iterator<Item = (&Event, BoatId, u32, Step)> {
    events.iter().filter_map(|e| match &e.what {
        What::OrderGiven { unit, boat, contact, order, why } => {
            Some((e, *boat, *contact, Step::Ordered { unit: *unit, order: *order, rule: why.rule.clone() }))
        }
        What::CentreOrdered { side, boat, contact, order, why } => {
            Some((e, *boat, *contact, Step::OrderedByCentre { side: *side, order: *order, rule: why.rule.clone() }))
        }
        What::AuthorityRequested { boat, side, contact } => Some((e, *boat, *contact, Step::Asked { side: *side })),
        What::AuthorityAnswered { boat, side, contact, refused, .. } => {
            Some((e, *boat, *contact, Step::Answered { side: *side, granted: refused.is_none() }))
        }
        _ => None,
    })
}

/// The first decision that differs; none if the two nights decide alike. `list` gives the rules that a unit goes by under
/// a doctrine.
#[must_use]
pub fn first_divergence(
    (a, doctrine_a): (&[Event], &Doctrine),
    (b, doctrine_b): (&[Event], &Doctrine),
    list: &dyn Fn(&Doctrine, UnitId) -> Vec<usize>,
) -> Option<Divergence> {
    let (mut left, mut right) = (decisions(a), decisions(b));
    loop {
        let (x, y) = (left.next(), right.next());
        let first_is_earlier = match (&x, &y) {
            (None, None) => return None,
            (Some((e, boat, _, s)), Some((f, other, _, t))) => {
                if e.tick == f.tick && boat == other && !s.differs(t) {
                    continue;
                }
                e.tick <= f.tick
            }
            (Some(_), None) => true,
            (None, Some(_)) => false,
        };
        let same_moment = matches!((&x, &y), (Some((e, p, ..)), Some((f, q, ..))) if e.tick == f.tick && p == q);
        // The later of the two is no answer to the earlier: at that moment the other night decided nothing.
        let keep = |s: Option<(&Event, BoatId, u32, Step)>, first: bool| {
            s.filter(|_| same_moment || first == first_is_earlier).map(|(_, _, _, step)| step)
        };
        let (at, boat, contact, _) = if first_is_earlier { x.clone() } else { y.clone() }?;
        let other = match (&at.what, same_moment) {
            (What::OrderGiven { why, unit, .. }, false) => {
                let doctrine = if first_is_earlier { doctrine_b } else { doctrine_a };
                let decision = decide_by(doctrine, &list(doctrine, *unit), &why.picture);
                Some((decision.order, decision.rule.map(|i| doctrine.rules[i].id.clone())))
            }
            _ => None,
        };
        return Some(Divergence { tick: at.tick, boat, contact, first: keep(x, true), second: keep(y, false), other });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctrine::{Condition, Doctrine};

    fn asked(tick: u32, boat: u32) -> Event {
        Event {
            tick: Tick(tick),
            what: What::AuthorityRequested { boat: BoatId(boat), side: Side::France, contact: 7 },
        }
    }

    #[test]
    fn the_first_step_that_only_one_took_is_found_and_the_same_nights_part_nowhere() {
        let d = Doctrine::for_tests(Condition::Always);
        let list = |_: &Doctrine, _: UnitId| Vec::new();
        let (a, b) = (vec![asked(6, 0), asked(18, 1)], vec![asked(6, 0), asked(12, 2), asked(18, 1)]);
        assert_eq!(first_divergence((&a, &d), (&a, &d), &list), None);
        let parted = first_divergence((&a, &d), (&b, &d), &list).expect("one asks more");
        assert_eq!((parted.tick, parted.boat, parted.contact), (Tick(12), BoatId(2), 7));
        assert_eq!((parted.first, parted.second), (None, Some(Step::Asked { side: Side::France })));
    }
}
