//! What does an order of authority allow? The act that it was asked for, and no other.
//!
//! A prefect who lets a crew hail a boat has not let them board it. An order is asked for by a rule, so it covers what that
//! rule orders, and the same order with no more force: of the steps of levels 3 and 4 (MODEL 8.2) those that it was asked for,
//! what is gentler always, and a boat that carries its people only where it was asked for such a boat. Nothing here hangs on ids of rules, so that a doctrine that looks on is held to
//! the same.
//!
//! Left out: orders for a place or a time (they are written as a shorter chain, `docs/doctrine.md`), and conditions that
//! whoever gives an order may attach to it.

use super::order::{Order, Step, Steps};
use crate::agents::interception::Level;

/// The acts for which an order of authority is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acts {
    /// A bit for each order, by its place among the variants.
    orders: u32,
    /// By which steps a boat may be stopped, where that is among them.
    steps: Steps,
}

impl Acts {
    /// None.
    pub const NONE: Self = Self { orders: 0, steps: Steps::none() };
    /// Whatever a rule may order: what a case in a doctrine's file means by an order that is held.
    pub const ANY: Self = Self { orders: u32::MAX, steps: Steps::none() };

    /// This one.
    #[must_use]
    pub fn of(order: Order, steps: Steps) -> Self {
        let forced = forced(steps).fold(Steps::none(), Steps::with);
        let by = if steps.take_loaded() { forced.also_loaded() } else { forced };
        let by = if steps.weapons() { by.with_weapons() } else { by };
        Self { orders: 1 << order as u32, steps: order.by_steps(by).unwrap_or(Steps::none()) }
    }

    /// These and those.
    #[must_use]
    pub const fn and(self, more: Self) -> Self {
        Self { orders: self.orders | more.orders, steps: self.steps.and(more.steps) }
    }

    /// Is this order among them, by whatever steps?
    #[must_use]
    pub const fn have(self, order: Order) -> bool {
        self.orders & 1 << order as u32 != 0
    }

    /// Do they cover this order by these steps?
    #[must_use]
    pub fn cover(self, order: Order, steps: Steps) -> bool {
        let by_steps = || order.by_steps(steps).is_none_or(|s| no_more(s, self.steps));
        self.orders == u32::MAX || self.have(order) && by_steps()
    }
}

/// Those among them that are force.
fn forced(steps: Steps) -> impl Iterator<Item = Step> {
    Step::ALL.into_iter().filter(move |s| steps.has(*s) && s.level().number() >= Level::Block.number())
}

/// No more force than those, and on no boat that they are not for.
fn no_more(these: Steps, those: Steps) -> bool {
    forced(these).all(|s| those.has(s))
        && (!these.take_loaded() || those.take_loaded())
        && (!these.weapons() || those.weapons())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_covers_the_act_that_it_was_asked_for_and_no_more_force() {
        let gentle = Steps::none().with(Step::OrderToStop).with(Step::Divert);
        let forced = gentle.with(Step::Immobilise);
        let hail = Acts::of(Order::Hail, Steps::USUAL);
        assert!(hail.cover(Order::Hail, gentle) && !hail.cover(Order::Intercept, gentle));
        let stop = Acts::of(Order::Intercept, forced);
        assert!(stop.cover(Order::Intercept, forced) && stop.cover(Order::Intercept, gentle));
        assert!(!stop.cover(Order::Intercept, forced.with(Step::Board)), "more force");
        assert!(stop.cover(Order::Intercept, forced.with(Step::Tow)), "towing is none");
        assert!(!stop.cover(Order::Intercept, forced.also_loaded()), "a boat with its people");
        assert!(!stop.cover(Order::Block, Steps::USUAL) && stop.and(hail).cover(Order::Hail, Steps::USUAL));
        let ashore = Acts::of(Order::InterdictAshore, Steps::none());
        assert!(ashore.cover(Order::InterdictAshore, Steps::USUAL), "a team has no steps");
        assert!(
            !ashore.cover(Order::InterdictAshore, Steps::none().with_weapons()),
            "nor weapons, unless it was asked for them"
        );
        for order in Order::ALL {
            assert!(!Acts::NONE.cover(order, Steps::none()) && Acts::ANY.cover(order, Steps::USUAL.also_loaded()));
        }
    }
}
