//! How are rules tried fast? Made flat: one line of comparisons, each of which says where to go on.
//!
//! A night asks a doctrine a hundred thousand times. Trees of conditions are therefore laid out once as a decision
//! diagram with short circuits: each step holds one comparison and the two steps that follow it. `All`, `Any`, `Not`,
//! `AtLeast` and the reading of danger cost nothing at run time; what is left is the comparisons that decide.
//!
//! What is the same for all units of a side that look at a contact (what it looks like, where it is, the sea there) is
//! compared once for the contact, not once for each unit: [`Narrowed`] holds the rules that are left, each from its first
//! comparison that hangs on the unit. Parts of `All` and `Any` that do not hang on the unit are laid first for that; a test
//! holds that the same rule fires.
//!
//! There each different comparison is made once, whichever rules and lists it stands in (`Made`).
//!
//! Left out: sharing between units. What hangs on the unit differs from one to the next.

use super::condition::Condition;
use super::layer::RuleId;
use super::order::{Order, Steps};
use super::picture::Picture;
use super::rule::{Asking, Decision, Doctrine};
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
    /// It may differ between units.
    of_unit: bool,
    /// The same comparison has the same number in all lists of a book; `UNNUMBERED` beyond what is remembered.
    number: u8,
}

/// So many comparisons of a contact are remembered.
const REMEMBERED: usize = 128;
/// The number of a comparison that is not remembered.
const UNNUMBERED: u8 = u8::MAX;

/// Comparisons that were made already on this contact in this minute, by number: 0 not yet, 1 it does not hold, 2 it holds. Rules
/// repeat each other: forty rules of five conditions have far fewer than two hundred different ones.
#[derive(Clone, Copy, Debug)]
struct Made([u8; REMEMBERED]);

impl Default for Made {
    fn default() -> Self {
        Self([0; REMEMBERED])
    }
}

impl Made {
    fn holds(&mut self, step: &Step, p: &Picture) -> bool {
        let Some(made) = self.0.get_mut(usize::from(step.number)) else {
            return step.leaf.holds(p, &Condition::ImminentDanger);
        };
        if *made == 0 {
            *made = 1 + u8::from(step.leaf.holds(p, &Condition::ImminentDanger));
        }
        *made == 2
    }
}

/// One rule, flat.
#[derive(Clone, Copy, Debug)]
struct Line {
    begin: u32,
    order: Order,
    steps: Steps,
    authorised: bool,
    /// Where its condition for asking ahead begins; `NO` if it has none.
    ask: u32,
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
        Self::with(doctrine, list, &mut Vec::new())
    }

    /// The same, with numbers for its comparisons from those of other lists, which get those that are new.
    fn with(doctrine: &Doctrine, list: &[RuleId], known: &mut Vec<Condition>) -> Self {
        let mut program = Self::default();
        for &i in list {
            let rule = &doctrine.rules[i];
            let begin = program.lay(&rule.when, &doctrine.danger, YES, NO);
            let ask = rule.ask_when.as_ref().map_or(NO, |c| program.lay(c, &doctrine.danger, YES, NO));
            program.lines.push(Line {
                begin,
                order: rule.order,
                steps: rule.steps,
                authorised: rule.authorised,
                ask,
                rule: i,
            });
        }
        for step in program.steps.iter_mut().filter(|s| !s.of_unit) {
            let place = known.iter().position(|c| *c == step.leaf).unwrap_or_else(|| {
                known.push(step.leaf.clone());
                known.len() - 1
            });
            step.number = if place < REMEMBERED { u8::try_from(place).unwrap_or(UNNUMBERED) } else { UNNUMBERED };
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
            Condition::All(list) => {
                units_last(list, danger).rev().fold(then, |next, x| self.lay(x, danger, next, or_else))
            }
            Condition::Any(list) => {
                units_last(list, danger).rev().fold(or_else, |next, x| self.lay(x, danger, then, next))
            }
            Condition::Not(x) => self.lay(x, danger, or_else, then),
            Condition::AtLeast { count, of } => self.lay_count(of, *count as usize, danger, then, or_else),
            Condition::Always => then,
            Condition::ImminentDanger if matches!(danger, Condition::ImminentDanger) => or_else,
            Condition::ImminentDanger => self.lay(danger, danger, then, or_else),
            leaf => {
                #[expect(clippy::cast_possible_truncation, reason = "a doctrine has far fewer than 2^32 conditions")]
                let here = self.steps.len() as u32;
                let of_unit = leaf.hangs_on_the_unit();
                self.steps.push(Step { leaf: leaf.clone(), then, or_else, of_unit, number: UNNUMBERED });
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
        self.first(self.lines.iter().map(|line| (line.begin, line)), p)
    }

    /// The rules that are left on this contact, whichever unit of the side looks at it: line, and where to go on.
    fn narrow(&self, p: &Picture, made: &mut Made, left: &mut Vec<(u32, u32)>) {
        left.clear();
        for (line, i) in self.lines.iter().zip(0_u32..) {
            let mut at = line.begin;
            while at < NO && !self.steps[at as usize].of_unit {
                let step = &self.steps[at as usize];
                at = if made.holds(step, p) { step.then } else { step.or_else };
            }
            if at != NO || line.ask != NO {
                left.push((at, i));
            }
            // What stands behind a rule that holds for every unit is never reached.
            if at == YES && !line.authorised {
                break;
            }
        }
    }

    /// The same as `decide`, from the rules that are left.
    fn decide_among(&self, left: &[(u32, u32)], p: &Picture) -> Decision {
        self.first(left.iter().map(|(at, i)| (*at, &self.lines[*i as usize])), p)
    }

    fn first<'l>(&self, lines: impl Iterator<Item = (u32, &'l Line)>, p: &Picture) -> Decision {
        let mut asking = Asking::default();
        for (at, line) in lines {
            if !self.holds(at, p, &Condition::ImminentDanger) {
                if line.ask != NO
                    && !p.force.order_held_for(line.order, line.steps)
                    && self.holds(line.ask, p, &Condition::ImminentDanger)
                {
                    asking.ahead = asking.ahead.or(Some(line.rule));
                }
                continue;
            }
            if line.authorised && !p.force.order_held_for(line.order, line.steps) {
                asking.awaits = asking.awaits.or(Some(line.rule));
                continue;
            }
            let Asking { awaits, ahead } = asking;
            return Decision { order: line.order, steps: line.steps, rule: Some(line.rule), awaits, ahead };
        }
        Decision::observe(asking)
    }
}

/// Parts of a condition, those that hang on the unit last; otherwise in their order.
fn units_last<'c>(list: &'c [Condition], danger: &'c Condition) -> impl DoubleEndedIterator<Item = &'c Condition> {
    let kind = Condition::hangs_on_the_unit;
    let late = move |c: &&Condition| {
        c.mentions(&kind) || (c.mentions(&|x| matches!(x, Condition::ImminentDanger)) && danger.mentions(&kind))
    };
    let early = list.iter().filter(move |c| !late(c));
    early.chain(list.iter().filter(late))
}

/// What is left of a doctrine's rules on one contact in one minute, for the units of one side; filled as units ask.
#[derive(Clone, Debug, Default)]
pub struct Narrowed {
    /// By list of rules: whether it was gone through, and what is left of it.
    lists: Vec<(bool, Vec<(u32, u32)>)>,
    made: Made,
}

impl Narrowed {
    /// For another contact, side or minute.
    pub fn begin(&mut self) {
        self.lists.iter_mut().for_each(|(known, _)| *known = false);
        self.made = Made::default();
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
        let mut known = Vec::new();
        let programs = lists.iter().map(|l| Program::with(doctrine, l, &mut known)).collect();
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

    /// The same, where several units of a side look at one contact: what is the same for all of them is compared once. `narrowed`
    /// has to be begun anew for each contact, side and minute.
    #[must_use]
    pub fn decide_with(&self, narrowed: &mut Narrowed, picture: &Picture) -> Decision {
        let list = self.of_unit[picture.unit.index as usize];
        if narrowed.lists.len() < self.programs.len() {
            narrowed.lists.resize_with(self.programs.len(), Default::default);
        }
        let (known, left) = &mut narrowed.lists[list];
        if !*known {
            self.programs[list].narrow(picture, &mut narrowed.made, left);
            *known = true;
        }
        self.programs[list].decide_among(left, picture)
    }

    /// Could any rule that is left on this contact matter to a unit, whatever the unit is like? Not if none of them needs an order of
    /// authority, nor has one asked for ahead, and none gives an order that `matters`. True where nothing was narrowed yet.
    #[must_use]
    pub fn may_matter(&self, narrowed: &Narrowed, unit: u32, matters: impl Fn(Order) -> bool) -> bool {
        let list = self.of_unit[unit as usize];
        let lines = &self.programs[list].lines;
        narrowed.lists.get(list).is_none_or(|(known, left)| {
            !known
                || left.iter().any(|(_, i)| {
                    let line = &lines[*i as usize];
                    line.authorised || line.ask != NO || matters(line.order)
                })
        })
    }

    /// What the doctrine says to a side's centre. Orders that are not `open`, as they were given already or can't be carried
    /// out now, are passed over; one that needs authority is asked for all the same, unless it was `given`.
    #[must_use]
    pub fn decide_for_centre(
        &self,
        side: Side,
        picture: &Picture,
        given: impl Fn(Order) -> bool,
        open: impl Fn(Order) -> bool,
    ) -> Decision {
        let program = &self.centres[side.index()].1;
        let mut asking = Asking::default();
        for line in program.lines.iter().filter(|line| !given(line.order)) {
            if !program.holds(line.begin, picture, &Condition::ImminentDanger) {
                let held = picture.force.order_held_for(line.order, line.steps);
                if line.ask != NO && !held && program.holds(line.ask, picture, &Condition::ImminentDanger) {
                    asking.ahead = asking.ahead.or(Some(line.rule));
                }
            } else if line.authorised && !picture.force.order_held_for(line.order, line.steps) {
                asking.awaits = asking.awaits.or(Some(line.rule));
            } else if open(line.order) {
                let Asking { awaits, ahead } = asking;
                return Decision { order: line.order, steps: line.steps, rule: Some(line.rule), awaits, ahead };
            }
        }
        Decision::observe(asking)
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

    /// A doctrine of these rules, and the list of them.
    fn of_rules(danger: Condition, whens: Vec<(Condition, bool, Option<Condition>)>) -> (Doctrine, Vec<RuleId>) {
        let rule = |(i, (when, authorised, ask_when)): (usize, (Condition, bool, Option<Condition>))| Rule {
            authorised,
            ask_when,
            ..Rule::for_tests(&format!("r{i}"), when, Order::ALL[i % 5])
        };
        let mut doctrine = Doctrine::for_tests(danger);
        doctrine.rules = whens.into_iter().enumerate().map(rule).collect();
        doctrine.common = doctrine.rules.len();
        let list = (0..doctrine.common).collect();
        (doctrine, list)
    }

    proptest! {
        /// Flat or as written, the same rule fires, the same rule waits, and the same has its order asked for ahead.
        #[test]
        fn flat_rules_decide_as_written(
            whens in prop::collection::vec((condition(), any::<bool>(), prop::option::of(condition())), 1..6),
            picture in any_picture(),
            held in any::<bool>(),
        ) {
            let mut picture = picture;
            picture.force.order = if held { OrderState::Held } else { OrderState::NotAsked };
            let danger = Condition::Any(vec![Condition::PeopleInWater, Condition::DistressDeclared]);
            let (doctrine, list) = of_rules(danger, whens);
            let program = Program::new(&doctrine, &list);
            prop_assert_eq!(program.decide(&picture), decide_by(&doctrine, &list, &picture));
        }

        /// What is compared once for a contact gives each unit of the side the same order as all of it would.
        #[test]
        fn rules_narrowed_to_a_contact_decide_as_written_for_every_unit(
            whens in prop::collection::vec((condition(), any::<bool>(), prop::option::of(condition())), 1..6),
            first in any_picture(),
            others in prop::collection::vec((any_picture(), any::<bool>()), 1..4),
        ) {
            let danger = Condition::Any(vec![Condition::PeopleInWater, Condition::UnitFlies]);
            let (doctrine, list) = of_rules(danger, whens);
            let book = RuleBook::new(&doctrine, [(Side::France, None, "unit")]);
            let mut narrowed = Narrowed::default();
            narrowed.begin();
            let pictures = others.into_iter().map(|(other, held)| {
                // Another unit of the side, on the same contact in the same minute.
                let mut p = first;
                p.unit = crate::doctrine::UnitView { index: 0, side: first.unit.side, ..other.unit };
                p.force.rescue_standby_eta = other.force.rescue_standby_eta;
                p.force.cover_left = other.force.cover_left;
                p.force.shore_team_eta = other.force.shore_team_eta;
                p.force.evidence_recorded = other.force.evidence_recorded;
                p.force.order = if held { OrderState::Held } else { OrderState::Requested };
                p
            });
            for p in pictures {
                prop_assert_eq!(book.decide_with(&mut narrowed, &p), decide_by(&doctrine, &list, &p));
            }
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
