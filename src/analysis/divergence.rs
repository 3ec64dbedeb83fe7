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
        /// By which rule; several if it may have been any of them.
        rules: Vec<String>,
    },
    /// Authority answered.
    Answered {
        /// To which side.
        side: Side,
        /// Whose rule had asked.
        rules: Vec<String>,
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
            (Self::Asked { side: a, .. }, Self::Asked { side: b, .. }) => a != b,
            (Self::Answered { side: a, granted: x, .. }, Self::Answered { side: b, granted: y, .. }) => {
                (a, x) != (b, y)
            }
            _ => true,
        }
    }

    /// In words, of a contact that was named.
    #[must_use]
    pub fn words(&self, names: &Names<'_>) -> String {
        match self {
            Self::Ordered { unit, order, rule } => {
                format!("{} is ordered to {} by rule \"{rule}\"", names.units[unit.0 as usize], order.phrase("it"))
            }
            Self::OrderedByCentre { side, order, rule } => {
                format!("{} decides to {} by rule \"{rule}\"", side.centre(), order.phrase("it"))
            }
            Self::Asked { side, rules } => {
                format!("{} asks for an order of authority by rule {}", side.centre(), quoted(rules))
            }
            Self::Answered { side, rules, granted } => {
                let answer = if *granted { "given" } else { "refused" };
                format!("{} is {answer} the order that it asked for by rule {}", side.centre(), quoted(rules))
            }
        }
    }
}

/// `"a"`, or `"a" or "b"` where the log does not tell which.
fn quoted(rules: &[String]) -> String {
    let names: Vec<String> = rules.iter().map(|r| format!("\"{r}\"")).collect();
    if names.is_empty() { "of an officer".to_owned() } else { names.join(" or ") }
}

/// The rule by which a side asked for authority on a boat at that moment. An order that was given on the same look at the boat
/// names the rule that waits, and a request ahead its rule; else it is one of those that need authority and are not for the
/// other side.
fn asking(events: &[Event], doctrine: &Doctrine, tick: Tick, boat: BoatId, side: Side) -> Vec<String> {
    let then = events.iter().skip_while(|e| e.tick < tick).take_while(|e| e.tick == tick);
    let named = then.filter_map(|e| match &e.what {
        What::OrderGiven { boat: b, why, .. } | What::CentreOrdered { boat: b, why, .. }
            if *b == boat && why.picture.unit.side == side =>
        {
            why.awaits.clone()
        }
        What::AuthorityAskedAhead { boat: b, side: s, rule, .. } if *b == boat && *s == side => Some(rule.clone()),
        _ => None,
    });
    if let Some(rule) = named.into_iter().next() {
        return vec![rule];
    }
    let may = doctrine.rules.iter().filter(|r| r.may_ask(side));
    may.map(|r| r.id.clone()).collect()
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
            format!("\n  on the same picture the other would {} ({by})", order.phrase("it"))
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
fn decisions<'e>(events: &'e [Event], doctrine: &'e Doctrine) -> impl Iterator<Item = (&'e Event, BoatId, u32, Step)> {
    events.iter().filter_map(move |e| match &e.what {
        What::OrderGiven { unit, boat, contact, order, why } => {
            Some((e, *boat, *contact, Step::Ordered { unit: *unit, order: *order, rule: why.rule.clone() }))
        }
        What::CentreOrdered { side, boat, contact, order, why } => {
            Some((e, *boat, *contact, Step::OrderedByCentre { side: *side, order: *order, rule: why.rule.clone() }))
        }
        What::AuthorityRequested { boat, side, contact } => {
            let rules = asking(events, doctrine, e.tick, *boat, *side);
            Some((e, *boat, *contact, Step::Asked { side: *side, rules }))
        }
        What::AuthorityAnswered { boat, side, contact, refused, .. } => {
            // The last request before it on the boat.
            let before = events.iter().take_while(|x| x.tick <= e.tick);
            let asked = before.filter(
                |x| matches!(&x.what, What::AuthorityRequested { boat: b, side: s, .. } if b == boat && s == side),
            );
            let at = asked.last().map_or(e.tick, |x| x.tick);
            let rules = asking(events, doctrine, at, *boat, *side);
            Some((e, *boat, *contact, Step::Answered { side: *side, rules, granted: refused.is_none() }))
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
    let (mut left, mut right) = (decisions(a, doctrine_a), decisions(b, doctrine_b));
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
    use crate::doctrine::{Condition, Doctrine, Picture, Rule};
    use crate::events::Why;
    use std::sync::Arc;

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
        assert_eq!((parted.first, parted.second), (None, Some(Step::Asked { side: Side::France, rules: Vec::new() })));
    }

    #[test]
    fn a_request_names_the_rule_that_asks_from_the_order_given_meanwhile_or_from_those_that_may() {
        let rule = |id: &str, when: Condition| Rule { authorised: true, ..Rule::for_tests(id, when, Order::Intercept) };
        let mut d = Doctrine::for_tests(Condition::Always);
        d.rules = vec![
            rule("by-day", Condition::Daylight),
            rule("theirs", Condition::UnitOf(Side::UnitedKingdom)),
            rule("near", Condition::InCanal),
        ];
        d.common = 3;
        let none = Doctrine::for_tests(Condition::Always);
        let list = |_: &Doctrine, _: UnitId| Vec::new();
        let rules = |log: &[Event]| match first_divergence((&[], &none), (log, &d), &list).unwrap().second {
            Some(Step::Asked { rules, .. }) => rules,
            other => panic!("{other:?}"),
        };
        assert_eq!(rules(&[asked(6, 0)]), ["by-day", "near"], "either may have asked, and no British one");
        let why = Why {
            rule: "watch".to_owned(),
            cite: String::new(),
            facts: Vec::new(),
            authorised: false,
            awaits: Some("near".to_owned()),
            alternatives: Vec::new(),
            picture: Picture::quiet(),
        };
        let (unit, boat, order) = (UnitId(0), BoatId(0), Order::Shadow);
        let watch =
            Event { tick: Tick(6), what: What::OrderGiven { unit, boat, contact: 7, order, why: Arc::new(why) } };
        assert_eq!(rules(&[asked(6, 0), watch]), ["near"]);
        let names = Names { start: crate::units::Instant::parse("2026-01-17T00:00Z").unwrap(), units: &[] };
        let said = Step::Asked { side: Side::France, rules: vec!["near".to_owned()] }.words(&names);
        assert!(said.ends_with("asks for an order of authority by rule \"near\""), "{said}");
    }
}
