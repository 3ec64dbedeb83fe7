//! Which rule fires, and why? First match wins; a rule that needs authority waits for its order.
//!
//! The decision carries its own explanation: rule, facts, and the rules tried before it. That is the
//! "why" one can click on, and the material of a shadow doctrine.

use super::authority::Authority;
use super::condition::Condition;
use super::order::Order;
use super::picture::Picture;

/// One line of a doctrine.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Name, unique in its doctrine; a doctrine that extends this one overrides by it.
    pub id: String,
    /// When it applies.
    pub when: Condition,
    /// What it orders.
    pub order: Order,
    /// The order needs a decision of the chain of authority first.
    pub authorised: bool,
    /// The text it rests on.
    pub cite: String,
    /// Title of the doctrine that this rule comes from (itself, or one it extends).
    pub origin: String,
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
    /// The chain of authority, if any rule needs one.
    pub authority: Option<Authority>,
    /// The reading of imminent danger.
    pub danger: Condition,
    /// The rules in the order in which they are tried.
    pub rules: Vec<Rule>,
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

/// What a doctrine says about one picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The order for now.
    pub order: Order,
    /// Index of the rule that gives it; none if no rule matched.
    pub rule: Option<usize>,
    /// Index of a rule that matched first but waits for authority.
    pub awaits: Option<usize>,
}

/// The order that this doctrine gives on this picture: a pure function.
#[must_use]
pub fn decide(doctrine: &Doctrine, picture: &Picture) -> Decision {
    let mut awaits = None;
    for (i, rule) in doctrine.rules.iter().enumerate() {
        if !rule.when.holds(picture, &doctrine.danger) {
            continue;
        }
        if rule.authorised && !picture.force.order_held() {
            awaits = awaits.or(Some(i));
            continue;
        }
        return Decision { order: rule.order, rule: Some(i), awaits };
    }
    Decision { order: Order::Observe, rule: None, awaits }
}

impl Doctrine {
    /// Does any rule, or the reading of danger, hang on a condition of this kind?
    #[must_use]
    pub fn asks(&self, kind: &dyn Fn(&Condition) -> bool) -> bool {
        self.danger.mentions(kind) || self.rules.iter().any(|r| r.when.mentions(kind))
    }

    /// What the picture showed for each condition of a rule.
    #[must_use]
    pub fn facts(&self, rule: usize, picture: &Picture) -> Vec<Fact> {
        let mut facts = Vec::new();
        if let Some(rule) = self.rules.get(rule) {
            rule.when.explain(picture, &self.danger, &mut facts);
        }
        facts
    }
}
