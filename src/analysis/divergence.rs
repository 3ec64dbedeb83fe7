//! Where do the two nights of a pair part?
//!
//! Both nights are the same until somebody decides otherwise in one of them. The first decision that differs is what the
//! difference in outcome goes back to: tick, contact, unit, and the rule on each side. It is a fold over the two logs; the
//! picture of the one who decided says what the other doctrine made of it.
//!
//! Left out: how the outcome follows from it. That is for whoever reads the two life stories.

use crate::agents::Side;
use crate::doctrine::{Doctrine, Order, Steps, decide_by};
use crate::events::words::{self, Names};
use crate::events::{BoatId, Event, TaskEnd, UnitId, What};
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
        /// How a boat may be stopped, and with whom those brought in land, where that is the order.
        steps: Option<Steps>,
        /// By which rule.
        rule: String,
    },
    /// Its rules took a unit off the boat.
    Withdrawn {
        /// The unit.
        unit: UnitId,
        /// From what it was doing.
        from: Order,
        /// For which of the reasons that a log has.
        end: TaskEnd,
        /// By what: a rule that orders something else now, or none that applies.
        by: String,
    },
    /// A centre did what is its own to do.
    OrderedByCentre {
        /// Of which side.
        side: Side,
        /// What.
        order: Order,
        /// The weapons of the team that it sends, if it has any.
        steps: Option<Steps>,
        /// By which rule.
        rule: String,
    },
    /// Authority was asked.
    Asked {
        /// By which side.
        side: Side,
        /// By which rule.
        rule: String,
    },
    /// Authority answered.
    Answered {
        /// To which side.
        side: Side,
        /// By which rule it had asked; none if the log has no request.
        rule: Option<String>,
        /// Was the order given?
        granted: bool,
    },
}

impl Step {
    fn differs(&self, other: &Self) -> bool {
        match (self, other) {
            // Another rule for the same order changes nothing at sea, if it allows the same force and lands people with the same.
            (Self::Ordered { unit: a, order: x, steps: s, .. }, Self::Ordered { unit: b, order: y, steps: t, .. }) => {
                (a, x, s) != (b, y, t)
            }
            (Self::Withdrawn { unit: a, end: x, .. }, Self::Withdrawn { unit: b, end: y, .. }) => (a, x) != (b, y),
            (
                Self::OrderedByCentre { side: a, order: x, steps: s, .. },
                Self::OrderedByCentre { side: b, order: y, steps: t, .. },
            ) => (a, x, s) != (b, y, t),
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
            Self::Ordered { unit, order, steps, rule } => {
                let what = order.phrase_by("it", *steps);
                format!("{} is ordered to {what} by rule \"{rule}\"", names.units[unit.0 as usize])
            }
            Self::Withdrawn { unit, from, end, by } => format!(
                "{} is no longer to {} ({}): {by}",
                names.units[unit.0 as usize],
                from.phrase("it"),
                end.title()
            ),
            Self::OrderedByCentre { side, order, steps, rule } => {
                let what = order.phrase_by("it", *steps);
                format!("{} decides to {what} by rule \"{rule}\"", side.centre())
            }
            Self::Asked { side, rule } => {
                format!("{} asks for an order of authority by rule \"{rule}\"", side.centre())
            }
            Self::Answered { side, rule, granted } => {
                let answer = if *granted { "given" } else { "refused" };
                let by = rule.as_ref().map_or_else(String::new, |r| format!(" by rule \"{r}\""));
                format!("{} is {answer} the order that it asked for{by}", side.centre())
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
    /// What the doctrine that decided nothing made of the same picture.
    pub other: Option<Would>,
}

/// What a doctrine made of a picture on which it decided nothing new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Would {
    /// Its order.
    pub order: Order,
    /// How a boat may be stopped, and with whom those brought in land, where that is the order.
    pub steps: Option<Steps>,
    /// The rule, if one matched.
    pub rule: Option<String>,
}

impl Divergence {
    /// In words, over some lines: when, over which contact, and what each of the two did. `titles` are those of the
    /// doctrines.
    #[must_use]
    pub fn words(&self, names: &Names<'_>, titles: [&str; 2]) -> String {
        let at = self.tick.at(names.start).day_clock();
        let step =
            |s: &Option<Step>| s.as_ref().map_or_else(|| "nothing new is decided".to_owned(), |s| s.words(names));
        let on_the_same = self.other.as_ref().map_or_else(String::new, |w| {
            let by = w.rule.as_ref().map_or_else(|| "no rule applies".to_owned(), |r| format!("by rule \"{r}\""));
            format!("\n  on the same picture the other would {} ({by})", w.order.phrase_by("it", w.steps))
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
fn decisions<'e>(
    events: &'e [Event],
    doctrine: &'e Doctrine,
    list: &'e dyn Fn(&Doctrine, UnitId) -> Vec<usize>,
) -> impl Iterator<Item = (&'e Event, BoatId, u32, Step)> {
    events.iter().filter_map(move |e| match &e.what {
        What::OrderGiven { unit, boat, contact, order, why } => {
            let steps = doctrine.allowed_by(&list(doctrine, *unit), &why.rule);
            Some((e, *boat, *contact, Step::Ordered { unit: *unit, order: *order, steps, rule: why.rule.clone() }))
        }
        What::TaskEnded { unit, boat, order, end, why: Some(why) } => {
            let (from, end, by) = (*order, *end, why.by());
            Some((e, *boat, why.picture.contact.number, Step::Withdrawn { unit: *unit, from, end, by }))
        }
        What::CentreOrdered { side, boat, contact, order, why } => {
            let (side, order, rule) = (*side, *order, why.rule.clone());
            let steps = doctrine.allowed_by(&doctrine.list_for_centre(side), &rule);
            Some((e, *boat, *contact, Step::OrderedByCentre { side, order, steps, rule }))
        }
        What::AuthorityRequested { boat, side, contact, asked } => {
            Some((e, *boat, *contact, Step::Asked { side: *side, rule: asked.rule.clone() }))
        }
        What::AuthorityAnswered { boat, side, contact, act, refused, .. } => {
            // The last request before it for that act on the boat.
            let before = events.iter().take_while(|x| x.tick <= e.tick);
            let asked = before.filter_map(|x| match &x.what {
                What::AuthorityRequested { boat: b, side: s, asked, .. }
                    if b == boat && s == side && asked.order == *act =>
                {
                    Some(asked)
                }
                _ => None,
            });
            let rule = asked.last().map(|a| a.rule.clone());
            Some((e, *boat, *contact, Step::Answered { side: *side, rule, granted: refused.is_none() }))
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
    let (left, right): (Vec<_>, Vec<_>) =
        (decisions(a, doctrine_a, list).collect(), decisions(b, doctrine_b, list).collect());
    let (mut left, mut right) = (&left[..], &right[..]);
    loop {
        // What both decided in one tick is struck out, in whichever order: one decision more in one of them shifts the rest.
        let tick = left.first().into_iter().chain(right.first()).map(|d| d.0.tick).min()?;
        let ((here, rest), (there, others)) = (of_tick(left, tick), of_tick(right, tick));
        let (mine, theirs) = only(here, there);
        if mine.is_empty() && theirs.is_empty() {
            (left, right) = (rest, others);
            continue;
        }
        // The first of what is left, and what the other night did about the same boat in that tick, if it did anything else.
        let first_is_mine = match (mine.first(), theirs.first()) {
            (Some((i, _)), Some((j, _))) => i <= j,
            (mine, _) => mine.is_some(),
        };
        let (own, other_night) = if first_is_mine { (&mine, &theirs) } else { (&theirs, &mine) };
        let (_, (at, boat, contact, step)) = own.first()?;
        let answer = other_night.iter().find(|(_, d)| d.1 == *boat).map(|(_, d)| d.3.clone());
        let other = match &at.what {
            What::OrderGiven { why, unit, .. } | What::TaskEnded { why: Some(why), unit, .. } if answer.is_none() => {
                let doctrine = if first_is_mine { doctrine_b } else { doctrine_a };
                let decision = decide_by(doctrine, &list(doctrine, *unit), &why.picture);
                let rule = decision.rule.map(|i| doctrine.rules[i].id.clone());
                Some(Would { order: decision.order, steps: decision.allowed(), rule })
            }
            _ => None,
        };
        let (first, second) = if first_is_mine { (Some(step.clone()), answer) } else { (answer, Some(step.clone())) };
        return Some(Divergence { tick, boat: *boat, contact: *contact, first, second, other });
    }
}

/// A decision: its event, boat, contact, and what it was.
type Decided<'e> = (&'e Event, BoatId, u32, Step);

/// Those at the beginning that were made in this tick, and the rest.
fn of_tick<'d, 'e>(all: &'d [Decided<'e>], tick: Tick) -> (&'d [Decided<'e>], &'d [Decided<'e>]) {
    all.split_at(all.iter().take_while(|d| d.0.tick == tick).count())
}

/// Decisions with their place among those of the tick.
type Placed<'d, 'e> = Vec<(usize, &'d Decided<'e>)>;

/// What only one of two nights decided.
fn only<'d, 'e>(here: &'d [Decided<'e>], there: &'d [Decided<'e>]) -> (Placed<'d, 'e>, Placed<'d, 'e>) {
    let mut theirs: Placed<'d, 'e> = there.iter().enumerate().collect();
    let mut mine = Vec::new();
    for (i, d) in here.iter().enumerate() {
        match theirs.iter().position(|(_, t)| t.1 == d.1 && !d.3.differs(&t.3)) {
            Some(same) => drop(theirs.remove(same)),
            None => mine.push((i, d)),
        }
    }
    (mine, theirs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctrine::{Condition, Doctrine, Picture, Rule};
    use crate::events::{Asked, Reasons, Why};
    use std::sync::Arc;

    fn asked(tick: u32, boat: u32) -> Event {
        let asked = Arc::new(Asked { rule: "near".to_owned(), order: Order::Intercept, picture: Picture::quiet() });
        let (boat, side) = (BoatId(boat), Side::France);
        Event { tick: Tick(tick), what: What::AuthorityRequested { boat, side, contact: 7, asked } }
    }

    #[test]
    fn the_first_step_that_only_one_took_is_found_and_the_same_nights_part_nowhere() {
        let d = Doctrine::for_tests(Condition::Always);
        let list = |_: &Doctrine, _: UnitId| Vec::new();
        let (a, b) = (vec![asked(6, 0), asked(18, 1)], vec![asked(6, 0), asked(12, 2), asked(18, 1)]);
        assert_eq!(first_divergence((&a, &d), (&a, &d), &list), None);
        let parted = first_divergence((&a, &d), (&b, &d), &list).expect("one asks more");
        assert_eq!((parted.tick, parted.boat, parted.contact), (Tick(12), BoatId(2), 7));
        assert_eq!(
            (parted.first, parted.second),
            (None, Some(Step::Asked { side: Side::France, rule: "near".to_owned() }))
        );
    }

    /// One decision more in a tick shifts those behind it: they are the same all the same.
    #[test]
    fn a_decision_that_both_nights_took_in_the_tick_is_not_where_they_part() {
        let d = Doctrine::for_tests(Condition::Always);
        let list = |_: &Doctrine, _: UnitId| Vec::new();
        let (a, b) = (vec![asked(6, 5), asked(6, 8)], vec![asked(6, 2), asked(6, 8), asked(6, 5)]);
        for (first, second, mine) in [(&a, &b, false), (&b, &a, true)] {
            let parted = first_divergence((first, &d), (second, &d), &list).expect("one asks more");
            assert_eq!((parted.tick, parted.boat), (Tick(6), BoatId(2)));
            assert_eq!((parted.first.is_some(), parted.second.is_some()), (mine, !mine));
        }
        assert_eq!(first_divergence((&b, &d), (&[asked(6, 5), asked(6, 2), asked(6, 8)], &d), &list), None);
    }

    fn ordered(by: &str) -> Event {
        let why = Why {
            rule: by.to_owned(),
            cite: String::new(),
            authorised: true,
            awaits: None,
            picture: Picture::quiet(),
            reasons: Reasons::Told { facts: Vec::new(), alternatives: Vec::new() },
        };
        let (unit, boat, order) = (UnitId(0), BoatId(0), Order::Intercept);
        Event { tick: Tick(6), what: What::OrderGiven { unit, boat, contact: 7, order, why: Arc::new(why) } }
    }

    #[test]
    fn the_same_order_with_other_steps_or_another_landing_parts_two_nights_and_another_rule_does_not() {
        use crate::doctrine::{LandWith, Step as Way};
        let list = |d: &Doctrine, _: UnitId| (0..d.rules.len()).collect();
        let gentle = Steps::none().with(Way::OrderToStop).with(Way::Divert);
        let parted = |rules: [(&str, Steps); 2]| {
            let [a, b] = rules.map(|(id, steps)| {
                let rule = Rule { steps, ..Rule::for_tests(id, Condition::Always, Order::Intercept) };
                (Doctrine { rules: vec![rule], common: 1, ..Doctrine::for_tests(Condition::Always) }, [ordered(id)])
            });
            first_divergence((&a.1, &a.0), (&b.1, &b.0), &list)
        };
        assert_eq!(parted([("one", gentle), ("other", gentle)]), None);
        let handed = gentle.landing_with(LandWith::BorderPolice);
        for more in [gentle.with(Way::Board), gentle.also_loaded(), handed] {
            let found = parted([("one", gentle), ("one", more)]).expect("other force, or other hands");
            assert_eq!((found.tick, found.contact, &found.other), (Tick(6), 7, &None));
            let units = ["Esterel".to_owned()];
            let names = Names { start: crate::units::Instant::parse("2026-01-17T00:00Z").unwrap(), units: &units };
            let said = found.words(&names, ["A", "B"]);
            assert!(said.contains(&gentle.words()) && said.contains(&more.words()), "{said}");
        }
    }

    #[test]
    fn a_team_sent_with_weapons_and_one_without_part_two_nights() {
        let list = |_: &Doctrine, _: UnitId| Vec::new();
        let night = |steps| {
            let rule = Rule { steps, ..Rule::for_tests("team", Condition::Always, Order::InterdictAshore) };
            let d = Doctrine { rules: vec![rule], common: 1, ..Doctrine::for_tests(Condition::Always) };
            let Event { what: What::OrderGiven { why, .. }, .. } = ordered("team") else { panic!("an order") };
            let (side, boat, order) = (Side::France, BoatId(0), Order::InterdictAshore);
            (d, [Event { tick: Tick(6), what: What::CentreOrdered { side, boat, contact: 7, order, why } }])
        };
        let (plain, armed) = (night(Steps::USUAL), night(Steps::USUAL.with_weapons()));
        assert_eq!(first_divergence((&plain.1, &plain.0), (&plain.1, &plain.0), &list), None);
        let found = first_divergence((&plain.1, &plain.0), (&armed.1, &armed.0), &list).expect("weapons differ");
        let names = Names { start: crate::units::Instant::parse("2026-01-17T00:00Z").unwrap(), units: &[] };
        let said = found.words(&names, ["A", "B"]);
        assert!(
            said.contains("decides to send a shore team to it by")
                && said.contains("to it (with intermediate-force weapons) by"),
            "{said}"
        );
    }

    #[test]
    fn a_request_and_its_answer_name_the_rule_that_asked() {
        let d = Doctrine::for_tests(Condition::Always);
        let list = |_: &Doctrine, _: UnitId| Vec::new();
        let (boat, side) = (BoatId(0), Side::France);
        let answer = What::AuthorityAnswered {
            boat,
            side,
            contact: 7,
            act: Order::Intercept,
            refused: None,
            after_min: 2.0,
            waited_min: 0.0,
        };
        let log = [asked(6, 0), Event { tick: Tick(18), what: answer }];
        let names = Names { start: crate::units::Instant::parse("2026-01-17T00:00Z").unwrap(), units: &[] };
        let said = |from: usize| {
            let (a, b) = (&log[..from], &log[..=from]);
            first_divergence((a, &d), (b, &d), &list).unwrap().second.unwrap().words(&names)
        };
        assert!(said(0).ends_with("asks for an order of authority by rule \"near\""), "{}", said(0));
        assert!(said(1).ends_with("is given the order that it asked for by rule \"near\""), "{}", said(1));
    }
}
