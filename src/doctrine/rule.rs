//! Which rule fires, and why? First match wins; a rule that needs authority waits for its order.
//!
//! The decision carries its own explanation: rule, facts, and the rules tried before it. That is the
//! "why" one can click on, and the material of a shadow doctrine. `decide` here tries the rules as they are
//! written and is the yardstick; nights use the same rules made flat (`compile`), and a test holds both together.

use super::authority::Authority;
use super::condition::Condition;
use super::layer::{Layer, RuleId};
use super::order::{Order, Steps};
use super::picture::Picture;
use super::speed_limit::SpeedLimit;
use crate::agents::Side;

/// One line of a doctrine.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Name, unique in its doctrine; a doctrine that extends this one overrides by it.
    pub id: String,
    /// When it applies.
    pub when: Condition,
    /// What it orders.
    pub order: Order,
    /// How a boat is to be stopped, where that is the order.
    pub steps: Steps,
    /// The order needs a decision of the chain of authority first.
    pub authorised: bool,
    /// When that decision is asked for ahead, though the rule does not apply yet; none if it never is.
    pub ask_when: Option<Condition>,
    /// Units may leave port for it, though it only keeps a boat company.
    pub from_port: bool,
    /// The text it rests on.
    pub cite: String,
    /// Title of the doctrine that this rule comes from (itself, or one it extends).
    pub origin: String,
}

/// A reading of imminent danger that a doctrine, or one that extends it, may choose by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Its name.
    pub name: String,
    /// When danger is imminent by it.
    pub when: Condition,
    /// The text or practice it rests on.
    pub cite: String,
}

/// A number in a doctrine's rules that has a name, so that it can be swept.
#[derive(Clone, Debug, PartialEq)]
pub struct DoctrineParameter {
    /// Its name.
    pub id: String,
    /// Its value.
    pub value: f64,
    /// Its unit, as conditions write it.
    pub unit: String,
    /// Smallest and largest value that make sense.
    pub bounds: (f64, f64),
    /// What it is.
    pub note: String,
}

/// A doctrine, with what it extends already folded in.
#[derive(Clone, Debug, PartialEq)]
pub struct Doctrine {
    /// Name of the file without its ending.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// One fair paragraph.
    pub description: String,
    /// The chain of authority, if any rule needs one: for both sides, but for one that has its own.
    pub authority: Option<Authority>,
    /// Chains of a side's own, by side.
    pub authority_of_side: [Option<Authority>; 2],
    /// The readings of imminent danger that it names.
    pub readings: Vec<Reading>,
    /// The name of the reading in force, if it has one.
    pub reading: Option<String>,
    /// The reading of imminent danger in force.
    pub danger: Condition,
    /// Which contacts come first when units are short: the first of these that holds is the contact's rank.
    pub priorities: Vec<Condition>,
    /// Canals that are closed from the night's beginning, by name.
    pub closed_canals: Vec<String>,
    /// Speeds that units keep below near the shore.
    pub speed_limits: Vec<SpeedLimit>,
    /// Centres act on every call for help, and at once.
    pub believe_calls: bool,
    /// Named numbers in its rules.
    pub parameters: Vec<DoctrineParameter>,
    /// All rules: those for everybody in the order in which they are tried, then those of layers.
    pub rules: Vec<Rule>,
    /// How many of them are for everybody.
    pub common: usize,
    /// What sides, missions and units do differently.
    pub layers: Vec<Layer>,
}

/// One thing seen that a condition used.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The condition in words.
    pub condition: String,
    /// What the picture said.
    pub seen: String,
    /// Did the condition hold?
    pub holds: bool,
}

/// A rule that was tried before the one that fired, and why it did not.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// The rule.
    pub rule: String,
    /// What it would have ordered.
    pub order: Order,
    /// The condition that failed; none if all held and the rule waits for authority.
    pub failed: Option<Fact>,
}

/// What a doctrine says about one picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The order on this picture.
    pub order: Order,
    /// How a boat is to be stopped, where that is the order.
    pub steps: Steps,
    /// Index of the rule that gives it; none if no rule matched.
    pub rule: Option<RuleId>,
    /// Index of a rule that matched first but waits for authority.
    pub awaits: Option<RuleId>,
    /// Index of a rule that does not match yet, but has its order of authority asked for ahead.
    pub ahead: Option<RuleId>,
}

impl Decision {
    /// No rule matched: the contact is kept on the plot.
    #[must_use]
    pub const fn observe(asking: Asking) -> Self {
        let Asking { awaits, ahead } = asking;
        Self { order: Order::Observe, steps: Steps::USUAL, rule: None, awaits, ahead }
    }

    /// This rule gives its order.
    #[must_use]
    pub const fn by(index: RuleId, rule: &Rule, asking: Asking) -> Self {
        let Asking { awaits, ahead } = asking;
        Self { order: rule.order, steps: rule.steps, rule: Some(index), awaits, ahead }
    }

    /// How a boat may be stopped, and with whom those brought in land: none where the order stops no boat by steps.
    #[must_use]
    pub const fn allowed(&self) -> Option<Steps> {
        self.order.by_steps(self.steps)
    }

    /// Which rules make the side ask.
    #[must_use]
    pub const fn asking(&self) -> Asking {
        Asking { awaits: self.awaits, ahead: self.ahead }
    }
}

/// Which of the rules before the one that gives its order make the side ask for an order of authority.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asking {
    /// The first that matches.
    pub awaits: Option<RuleId>,
    /// The first that does not match, but says that its order is asked for ahead.
    pub ahead: Option<RuleId>,
}

impl Asking {
    /// Does any?
    #[must_use]
    pub const fn any(self) -> bool {
        self.awaits.is_some() || self.ahead.is_some()
    }
}

/// The order that these rules of a doctrine give on this picture: a pure function.
#[must_use]
pub fn decide_by(doctrine: &Doctrine, list: &[RuleId], picture: &Picture) -> Decision {
    let mut asking = Asking::default();
    for &i in list {
        let rule = &doctrine.rules[i];
        let held =
            !(rule.authorised || rule.ask_when.is_some()) || picture.force.order_held_for(rule.order, rule.steps);
        if !rule.when.holds(picture, &doctrine.danger) {
            if !held && rule.ask_when.as_ref().is_some_and(|c| c.holds(picture, &doctrine.danger)) {
                asking.ahead = asking.ahead.or(Some(i));
            }
            continue;
        }
        if rule.authorised && !held {
            asking.awaits = asking.awaits.or(Some(i));
            continue;
        }
        return Decision::by(i, rule, asking);
    }
    Decision::observe(asking)
}

/// The order that this doctrine gives to a unit without rules of its own.
#[must_use]
pub fn decide(doctrine: &Doctrine, picture: &Picture) -> Decision {
    decide_by(doctrine, &doctrine.list_for_unit(picture.unit.side, None, ""), picture)
}

impl Doctrine {
    /// Does any rule, priority, or the reading of danger, hang on a condition of this kind?
    #[must_use]
    pub fn asks(&self, kind: &dyn Fn(&Condition) -> bool) -> bool {
        self.danger.mentions(kind)
            || self.rules.iter().any(|r| r.when.mentions(kind) || r.ask_when.as_ref().is_some_and(|c| c.mentions(kind)))
            || self.priorities.iter().any(|p| p.mentions(kind))
    }

    /// The chain of authority that a side's requests go by.
    #[must_use]
    pub fn authority_for(&self, side: Side) -> Option<&Authority> {
        self.authority_of_side[side.index()].as_ref().or(self.authority.as_ref())
    }

    /// May a rule make this side ask for an order of authority? Not if all that need one are for the other side's units.
    #[must_use]
    pub fn may_ask(&self, side: Side) -> bool {
        self.rules.iter().any(|r| r.may_ask(side))
    }

    /// How the rule of this name in a list lets a boat be stopped; none if it stops no boat by steps, or is not there.
    #[must_use]
    pub fn allowed_by(&self, list: &[RuleId], rule: &str) -> Option<Steps> {
        let rule = list.iter().map(|i| &self.rules[*i]).find(|r| r.id == rule)?;
        rule.order.by_steps(rule.steps)
    }

    /// What the picture showed for each condition of a rule.
    #[must_use]
    pub fn facts(&self, rule: RuleId, picture: &Picture) -> Vec<Fact> {
        let mut facts = Vec::new();
        if let Some(rule) = self.rules.get(rule) {
            rule.when.explain(picture, &self.danger, &mut facts);
        }
        facts
    }

    /// The rules of this list that were tried before the one that fired, with what failed of each.
    #[must_use]
    pub fn alternatives(&self, list: &[RuleId], decision: &Decision, picture: &Picture) -> Vec<Alternative> {
        list.iter()
            .take_while(|i| decision.rule != Some(**i))
            .map(|i| {
                let rule = &self.rules[*i];
                let held = !rule.authorised || picture.force.order_held_for(rule.order, rule.steps);
                // What applies, and waits for nobody, was passed over by a centre that could not carry it out.
                let passed_over = || Fact {
                    condition: "it was not given for this boat already, and can be carried out now".to_owned(),
                    seen: "passed over".to_owned(),
                    holds: false,
                };
                let spent = || (rule.order.is_of_the_centre() && held).then(passed_over);
                let failed = rule.when.blame(picture, &self.danger).or_else(spent);
                Alternative { rule: rule.id.clone(), order: rule.order, failed }
            })
            .collect()
    }
}

impl Rule {
    /// May it make this side ask for an order of authority?
    #[must_use]
    pub fn may_ask(&self, side: Side) -> bool {
        let for_other = |c: &Condition| c.is_for_other_than(side);
        self.authorised && !for_other(&self.when)
    }
}

#[cfg(test)]
impl Rule {
    /// A rule with no more than it needs.
    pub fn for_tests(id: &str, when: Condition, order: Order) -> Self {
        Self {
            id: id.to_owned(),
            when,
            order,
            steps: Steps::USUAL,
            authorised: false,
            ask_when: None,
            from_port: false,
            cite: "a test".to_owned(),
            origin: "a test".to_owned(),
        }
    }
}

#[cfg(test)]
impl Doctrine {
    /// A doctrine without rules.
    pub fn for_tests(danger: Condition) -> Self {
        Self {
            id: "test".to_owned(),
            title: "Test".to_owned(),
            description: String::new(),
            authority: None,
            authority_of_side: [None, None],
            readings: Vec::new(),
            reading: None,
            danger,
            priorities: Vec::new(),
            closed_canals: Vec::new(),
            speed_limits: Vec::new(),
            believe_calls: false,
            parameters: Vec::new(),
            rules: Vec::new(),
            common: 0,
            layers: Vec::new(),
        }
    }
}
