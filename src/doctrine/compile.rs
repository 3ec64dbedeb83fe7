//! How are rules tried fast? Made flat: one line of comparisons, each of which says where to go on.
//!
//! A night asks a doctrine a hundred thousand times. Trees of conditions are therefore laid out once as a decision
//! diagram with short circuits: each step holds one comparison and the two steps that follow it. `All`, `Any`, `Not`,
//! `AtLeast` and the reading of danger cost nothing at run time; what is left is the comparisons that decide.
//!
//! On the benchmark of 40 rules it is no faster than the trees as written (docs/speed.md): the comparisons themselves are what
//! costs. What it buys is that a decision takes no recursion and allocates nothing.
//!
//! Left out: sharing of comparisons between rules. They are as cheap as looking up whether they were made.

use super::condition::Condition;
use super::layer::RuleId;
use super::order::{Order, Steps};
use super::picture::Picture;
use super::rule::{Decision, Doctrine};
use crate::agents::Side;

/// The step after the last: the condition holds.
const YES: u32 = u32::MAX;
/// The step after the last: it does not.
const NO: u32 = u32::MAX - 1;

/// One comparison.
#[derive(Clone, Debug)]
struct Step {
    leaf: Condition,
    then: u32,
    or_else: u32,
}

/// One rule, flat.
#[derive(Clone, Copy, Debug)]
struct Line {
    begin: u32,
    order: Order,
    steps: Steps,
    authorised: bool,
    rule: RuleId,
}

/// A list of rules, ready to be tried.
#[derive(Clone, Debug, Default)]
pub struct Program {
    steps: Vec<Step>,
    lines: Vec<Line>,
}

impl Program {
    /// Lays these rules out.
    #[must_use]
    pub fn new(doctrine: &Doctrine, list: &[RuleId]) -> Self {
        let mut program = Self::default();
        for &i in list {
            let rule = &doctrine.rules[i];
            let begin = program.lay(&rule.when, &doctrine.danger, YES, NO);
            program.lines.push(Line {
                begin,
                order: rule.order,
                steps: rule.steps,
                authorised: rule.authorised,
                rule: i,
            });
        }
        program
    }

    /// Are there no rules in it?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Lays a condition out backwards, so that where to go on is known; gives its first step.
    fn lay(&mut self, c: &Condition, danger: &Condition, then: u32, or_else: u32) -> u32 {
        match c {
            Condition::All(list) => list.iter().rev().fold(then, |next, x| self.lay(x, danger, next, or_else)),
            Condition::Any(list) => list.iter().rev().fold(or_else, |next, x| self.lay(x, danger, then, next)),
            Condition::Not(x) => self.lay(x, danger, or_else, then),
            Condition::AtLeast { count, of } => self.lay_count(of, *count as usize, danger, then, or_else),
            Condition::Always => then,
            Condition::ImminentDanger if matches!(danger, Condition::ImminentDanger) => or_else,
            Condition::ImminentDanger => self.lay(danger, danger, then, or_else),
            leaf => {
                #[expect(clippy::cast_possible_truncation, reason = "a doctrine has far fewer than 2^32 conditions")]
                let here = self.steps.len() as u32;
                self.steps.push(Step { leaf: leaf.clone(), then, or_else });
                here
            }
        }
    }

    /// At least `count` of the list: a ladder of states (conditions tried, how many are still needed).
    fn lay_count(&mut self, of: &[Condition], count: usize, danger: &Condition, then: u32, or_else: u32) -> u32 {
        // entry[k]: where to go on, from the conditions still to come, if k more are needed.
        let mut entry: Vec<u32> = (0..=count).map(|k| if k == 0 { then } else { or_else }).collect();
        for x in of.iter().rev() {
            for k in (1..=count).rev() {
                let (met, unmet) = (entry[k - 1], entry[k]);
                entry[k] = if met == unmet { met } else { self.lay(x, danger, met, unmet) };
            }
        }
        entry[count]
    }

    fn holds(&self, begin: u32, p: &Picture, danger: &Condition) -> bool {
        let mut at = begin;
        while at < NO {
            let step = &self.steps[at as usize];
            at = if step.leaf.holds(p, danger) { step.then } else { step.or_else };
        }
        at == YES
    }

    /// The order on this picture: the same as `decide_by` gives with the rules as written.
    #[must_use]
    pub fn decide(&self, p: &Picture) -> Decision {
        let mut awaits = None;
        for line in &self.lines {
            if !self.holds(line.begin, p, &Condition::ImminentDanger) {
                continue;
            }
            if line.authorised && !p.force.order_held() {
                awaits = awaits.or(Some(line.rule));
                continue;
            }
            return Decision { order: line.order, steps: line.steps, rule: Some(line.rule), awaits };
        }
        Decision::observe(awaits)
    }
}

/// Conditions of which the first that holds gives a rank.
#[derive(Clone, Debug, Default)]
pub struct Ranks {
    program: Program,
    begins: Vec<u32>,
}

impl Ranks {
    /// Lays the priorities of a doctrine out.
    #[must_use]
    pub fn new(doctrine: &Doctrine) -> Self {
        let mut program = Program::default();
        let begins = doctrine.priorities.iter().map(|c| program.lay(c, &doctrine.danger, YES, NO)).collect();
        Self { program, begins }
    }

    /// The rank of the contact in this picture; the number of priorities if none holds.
    #[must_use]
    pub fn of(&self, p: &Picture) -> usize {
        let holds = |begin: &u32| self.program.holds(*begin, p, &Condition::ImminentDanger);
        self.begins.iter().position(holds).unwrap_or(self.begins.len())
    }

    /// The rank of a contact that no priority speaks of.
    #[must_use]
    pub const fn routine(&self) -> usize {
        self.begins.len()
    }
}

/// A doctrine made ready for the units of a scenario.
#[derive(Clone, Debug)]
pub struct RuleBook {
    lists: Vec<Vec<RuleId>>,
    programs: Vec<Program>,
    of_unit: Vec<usize>,
    centres: [(Vec<RuleId>, Program); 2],
    ranks: Ranks,
}

impl RuleBook {
    /// `units`: side, mission and id of each, in the scenario's order.
    #[must_use]
    pub fn new<'u>(doctrine: &Doctrine, units: impl IntoIterator<Item = (Side, Option<&'u str>, &'u str)>) -> Self {
        let (mut lists, mut of_unit) = (Vec::new(), Vec::new());
        for (side, mission, id) in units {
            let list = doctrine.list_for_unit(side, mission, id);
            let known = lists.iter().position(|l| *l == list);
            of_unit.push(known.unwrap_or(lists.len()));
            if known.is_none() {
                lists.push(list);
            }
        }
        let programs = lists.iter().map(|l| Program::new(doctrine, l)).collect();
        let centres = Side::ALL.map(|side| {
            let list = doctrine.list_for_centre(side);
            let program = Program::new(doctrine, &list);
            (list, program)
        });
        Self { lists, programs, of_unit, centres, ranks: Ranks::new(doctrine) }
    }

    /// What the doctrine says to the unit in this picture.
    #[must_use]
    pub fn decide(&self, picture: &Picture) -> Decision {
        self.programs[self.of_unit[picture.unit.index as usize]].decide(picture)
    }

    /// What the doctrine says to a side's centre.
    #[must_use]
    pub fn decide_for_centre(&self, side: Side, picture: &Picture) -> Decision {
        self.centres[side.index()].1.decide(picture)
    }

    /// Has the centre of this side anything to decide?
    #[must_use]
    pub const fn asks_centre(&self, side: Side) -> bool {
        !self.centres[side.index()].1.is_empty()
    }

    /// The rules that a unit goes by.
    #[must_use]
    pub fn list_of(&self, unit: u32) -> &[RuleId] {
        &self.lists[self.of_unit[unit as usize]]
    }

    /// The rules that a centre goes by.
    #[must_use]
    pub fn list_of_centre(&self, side: Side) -> &[RuleId] {
        &self.centres[side.index()].0
    }

    /// Which contacts come first.
    #[must_use]
    pub const fn ranks(&self) -> &Ranks {
        &self.ranks
    }
}

#[cfg(test)]
mod tests {
    use super::super::picture::fixture::{any_picture, quiet};
    use super::super::rule::decide_by;
    use super::*;
    use crate::doctrine::{ContactLook, Heading, OrderState, Rule};
    use crate::units::{Distance, Duration, Speed};
    use proptest::prelude::*;

    fn leaf() -> impl Strategy<Value = Condition> {
        prop_oneof![
            Just(Condition::Boarding),
            Just(Condition::PeopleInWater),
            Just(Condition::Always),
            Just(Condition::ImminentDanger),
            Just(Condition::ChildrenSeen),
            Just(Condition::Looks(ContactLook::TaxiBoat)),
            Just(Condition::Heads(Heading::Seaward)),
            Just(Condition::UnitOf(Side::France)),
            (0.0..80.0).prop_map(|best| Condition::AboardAtLeast { best }),
            (0.0..1.5).prop_map(|m| Condition::WavesBelow(Distance::metres(m))),
            (0.0..60.0).prop_map(|m| Condition::EngineDeadFor(Duration::minutes(m))),
            (0.0..10.0).prop_map(|m| Condition::SpeedBelow(Speed::metres_per_second(m))),
        ]
    }

    fn condition() -> impl Strategy<Value = Condition> {
        leaf().prop_recursive(4, 24, 4, |inner| {
            let list = || prop::collection::vec(inner.clone(), 0..4);
            prop_oneof![
                list().prop_map(Condition::All),
                list().prop_map(Condition::Any),
                inner.clone().prop_map(|x| Condition::Not(Box::new(x))),
                (0_u32..5, list()).prop_map(|(count, of)| Condition::AtLeast { count, of }),
            ]
        })
    }

    proptest! {
        /// Flat or as written, the same rule fires, and the same rule waits.
        #[test]
        fn flat_rules_decide_as_written(
            whens in prop::collection::vec((condition(), any::<bool>()), 1..6),
            picture in any_picture(),
            held in any::<bool>(),
        ) {
            let mut picture = picture;
            picture.force.order = if held { OrderState::Held } else { OrderState::NotAsked };
            let mut doctrine = Doctrine::for_tests(Condition::Any(vec![Condition::PeopleInWater, Condition::DistressDeclared]));
            doctrine.rules = whens
                .into_iter()
                .enumerate()
                .map(|(i, (when, authorised))| Rule { authorised, ..Rule::for_tests(&format!("r{i}"), when, Order::ALL[i % 5]) })
                .collect();
            doctrine.common = doctrine.rules.len();
            let list: Vec<RuleId> = (0..doctrine.common).collect();
            let program = Program::new(&doctrine, &list);
            prop_assert_eq!(program.decide(&picture), decide_by(&doctrine, &list, &picture));
        }
    }

    #[test]
    fn the_first_priority_that_holds_ranks_the_contact() {
        let mut doctrine = Doctrine::for_tests(Condition::PeopleInWater);
        doctrine.priorities = vec![Condition::ImminentDanger, Condition::Boarding];
        let ranks = Ranks::new(&doctrine);
        let mut p = quiet();
        assert_eq!(ranks.of(&p), ranks.routine());
        p.contact.boarding = true;
        assert_eq!(ranks.of(&p), 1);
        p.contact.people_in_water = true;
        assert_eq!(ranks.of(&p), 0);
    }
}
