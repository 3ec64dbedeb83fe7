//! Which rules of the doctrine were tried before the one that gave the order, and on what did each fail?
//!
//! The options that a decider had are those that the doctrine in force offered, in its order. What failed is named by the
//! first condition that did not hold, and what was seen of it.

use crate::events::Why;
use serde::Serialize;

/// A rule that was tried and gave no order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tried {
    /// Id of the rule.
    pub rule: String,
    /// What it would have ordered.
    pub order: &'static str,
    /// What did not hold.
    pub failed_on: String,
    /// What was seen of that.
    pub seen: String,
}

/// The rules tried before the one that gave the order, in their order.
#[must_use]
pub fn tried(why: &Why) -> Vec<Tried> {
    let told = why.alternatives().into_iter().map(|a| {
        let (failed_on, seen) = match a.failed {
            Some(fact) => (fact.condition, fact.seen),
            None => ("it needs an order of authority".to_owned(), "not held".to_owned()),
        };
        Tried { rule: a.rule, order: a.order.verb(), failed_on, seen }
    });
    told.collect()
}
