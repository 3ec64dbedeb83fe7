//! Which orders of authority has a side asked for on one contact, and how does each stand?
//!
//! Each is asked for an act (`doctrine::Acts`) and covers that act: an order to hail is no order to board. Under most
//! doctrines there is one.
//!
//! Left out: who asked, which is in the log.

use crate::doctrine::{Acts, Order, OrderState, Steps};
use crate::units::Tick;

/// How one order of authority stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Warrant {
    /// Asked for; it lies at some desk.
    Requested {
        /// When it was asked for.
        at: Tick,
        /// Number of the contact then.
        contact: u32,
    },
    /// Given.
    Held {
        /// When it was given.
        since: Tick,
        /// Good until then.
        until: Tick,
        /// Number of the contact when it was asked for.
        contact: u32,
    },
    /// Not given.
    Refused {
        /// Since when.
        at: Tick,
    },
    /// Given once, and good no more.
    Expired {
        /// Since when.
        at: Tick,
    },
}

impl Warrant {
    /// What a doctrine sees of it.
    #[must_use]
    pub const fn state(&self) -> OrderState {
        match self {
            Self::Requested { .. } => OrderState::Requested,
            Self::Held { .. } => OrderState::Held,
            Self::Refused { .. } => OrderState::Refused,
            Self::Expired { .. } => OrderState::Expired,
        }
    }

    /// Asked for and not answered, or given and good.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Requested { .. } | Self::Held { .. })
    }

    /// Since when it stands so.
    const fn since(&self) -> Tick {
        match self {
            Self::Held { since, .. } => *since,
            Self::Requested { at, .. } | Self::Refused { at } | Self::Expired { at } => *at,
        }
    }
}

/// An act that authority was asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Request {
    /// What for.
    pub order: Order,
    /// By which steps a boat is to be stopped, where that is the order.
    pub steps: Steps,
    /// Which of the contact's requests it was last: the counter of its luck.
    pub number: u32,
    /// How it stands.
    pub warrant: Warrant,
}

impl Request {
    fn acts(&self) -> Acts {
        Acts::of(self.order, self.steps)
    }
}

/// All that were asked for on one contact, in the order in which they first were.
#[derive(Clone, Debug, Default)]
pub struct Warrants(pub Vec<Request>);

impl Warrants {
    /// Does one that is open cover this act?
    #[must_use]
    pub fn are_open_for(&self, order: Order, steps: Steps) -> bool {
        self.0.iter().any(|r| r.warrant.is_open() && r.acts().cover(order, steps))
    }

    /// The one that was asked for this very act.
    pub fn of(&mut self, order: Order, steps: Steps) -> Option<&mut Request> {
        self.0.iter_mut().find(|r| r.order == order && order.by_steps(r.steps) == order.by_steps(steps))
    }

    /// What a doctrine sees of them: held if one is, else requested if one is, else the last answer; and the acts that are
    /// covered.
    #[must_use]
    pub fn seen(&self) -> (OrderState, Acts) {
        let held = |r: &&Request| r.warrant.state() == OrderState::Held;
        let acts = self.0.iter().filter(held).fold(Acts::NONE, |all, r| all.and(r.acts()));
        let rank = |r: &&Request| match r.warrant.state() {
            OrderState::Held => (2, Tick(0)),
            OrderState::Requested => (1, Tick(0)),
            _ => (0, r.warrant.since()),
        };
        let told = self.0.iter().max_by_key(rank);
        (told.map_or(OrderState::NotAsked, |r| r.warrant.state()), acts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(order: Order, warrant: Warrant) -> Request {
        Request { order, steps: Steps::USUAL, number: 0, warrant }
    }

    #[test]
    fn a_doctrine_sees_the_best_of_them_and_what_it_covers() {
        let mut all = Warrants::default();
        assert_eq!(all.seen(), (OrderState::NotAsked, Acts::NONE));
        all.0.push(request(Order::Hail, Warrant::Refused { at: Tick(6) }));
        all.0.push(request(Order::Block, Warrant::Expired { at: Tick(12) }));
        assert_eq!(all.seen(), (OrderState::Expired, Acts::NONE));
        all.0.push(request(Order::Intercept, Warrant::Requested { at: Tick(18), contact: 7 }));
        assert_eq!(all.seen().0, OrderState::Requested);
        assert!(all.are_open_for(Order::Intercept, Steps::USUAL) && !all.are_open_for(Order::Hail, Steps::USUAL));
        let held = Warrant::Held { since: Tick(24), until: Tick(99), contact: 7 };
        all.of(Order::Hail, Steps::USUAL).unwrap().warrant = held;
        let (state, acts) = all.seen();
        assert!(state == OrderState::Held && acts.have(Order::Hail) && !acts.have(Order::Intercept));
    }
}
