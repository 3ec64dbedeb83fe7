//! Which rules of the doctrine were tried before the one that gave the order, and on what did each fail?
//!
//! The options that a decider had are those that the doctrine in force offered, in its order. What failed is named by the
//! first condition that did not hold, and what was seen of it.

use crate::doctrine::{Condition, Doctrine, Fact, Picture, decide};
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

/// The rules tried before the one that decides this picture, in their order.
#[must_use]
pub fn tried(doctrine: &Doctrine, picture: &Picture) -> Vec<Tried> {
    let last = decide(doctrine, picture).rule.unwrap_or(doctrine.rules.len());
    let tried = doctrine.rules.iter().take(last).map(|rule| {
        let (failed_on, seen) = match failure(&rule.when, picture, &doctrine.danger) {
            Some(fact) => (fact.condition, fact.seen),
            None => ("it needs an order of authority".to_owned(), "not held".to_owned()),
        };
        Tried { rule: rule.id.clone(), order: rule.order.verb(), failed_on, seen }
    });
    tried.collect()
}

/// The first part of a condition that does not hold; none if it holds.
fn failure(condition: &Condition, p: &Picture, danger: &Condition) -> Option<Fact> {
    if condition.holds(p, danger) {
        return None;
    }
    if let Condition::All(parts) = condition {
        return parts.iter().find_map(|part| failure(part, p, danger));
    }
    let mut facts = Vec::new();
    condition.explain(p, danger, &mut facts);
    let seen = match facts.as_slice() {
        [one] => one.seen.clone(),
        // Of alternatives none held.
        _ => facts.iter().map(|f| format!("{}: {}", f.condition, f.seen)).collect::<Vec<_>>().join("; "),
    };
    Some(Fact { condition: condition.words(), seen, holds: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::tests::picture;
    use crate::sim::fixture;

    #[test]
    fn each_rule_tried_before_is_told_with_the_first_part_that_failed() {
        let told = |d: &Doctrine, p: &Picture| -> Vec<String> {
            tried(d, p).iter().map(|t| format!("{}: {} [{}]", t.rule, t.failed_on, t.seen)).collect()
        };
        let doctrine = fixture::interception(1.0);
        let mut p = picture();
        assert!(told(&doctrine, &p).is_empty(), "the first rule fires");
        p.force.order_held = false;
        p.contact.people_in_water = true;
        assert_eq!(told(&doctrine, &p), ["intercept: it needs an order of authority [not held]"]);
        p.contact.boarding = true;
        assert_eq!(told(&doctrine, &p), ["intercept: it is not so that people are boarding [yes]"]);
        // Nothing fires: all were tried. Of alternatives each is told.
        p.contact.people_in_water = false;
        let all = told(&doctrine, &p);
        assert_eq!(all.len(), doctrine.rules.len());
        assert!(
            all[1].starts_with("rescue-fr: danger is assessed as imminent [distress was declared: no; "),
            "{}",
            all[1]
        );
        assert_eq!(all[2], "rescue-uk: the unit is British [French]");
    }
}
