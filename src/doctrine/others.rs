//! Which other units are at the boat, and what were they ordered to do about it?
//!
//! That one vessel is kept for rescue while another stops a boat (The Independent, 28 November 2025, on the framework of
//! the four prefects) reads at the boat as "only if another stands by here". A picture therefore holds the few nearest
//! other units of the side with the order that each has about this contact: what a centre knows of its own.
//!
//! `limit_code`, `worth_trying` and `put` let `reach` look for pictures in which such a condition holds.
//!
//! Left out: units of the other side, of which a centre hears only what it is told; and what a unit there can do.

use super::order::Order;
use super::quantity::Value;
use crate::units::Distance;
use crate::units::format;

/// A set of orders; the empty one stands for anything at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Orders(u32);

impl Orders {
    /// Whatever a unit does, and also if it does nothing about the contact.
    pub const ANY: Self = Self(0);

    /// These and one more.
    #[must_use]
    pub const fn with(self, order: Order) -> Self {
        Self(self.0 | 1 << order as u32)
    }

    /// Is this order among them, or does any do?
    #[must_use]
    pub fn take(self, order: Option<Order>) -> bool {
        self.0 == 0 || order.is_some_and(|o| self.0 & 1 << o as u32 != 0)
    }

    /// Those named; none where any does.
    fn named(self) -> impl Iterator<Item = Order> {
        Order::ALL.into_iter().filter(move |o| self.0 & 1 << *o as u32 != 0)
    }

    /// What follows a number of units: " with the order to stand by or to rescue"; nothing where any does.
    #[must_use]
    pub fn ordered(self) -> String {
        let verbs: Vec<String> = self.named().map(|o| format!("to {}", o.verb())).collect();
        if verbs.is_empty() { String::new() } else { format!(" with the order {}", verbs.join(" or ")) }
    }
}

/// Another unit near a contact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Other {
    /// From where the contact is thought to be.
    pub distance: Distance,
    /// What it was ordered to do about this contact; none if nothing.
    pub order: Option<Order>,
}

/// The other units near a contact: those ordered to it first, then the nearest.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct OthersAtContact([Option<Other>; Self::MOST]);

impl OthersAtContact {
    /// So many are kept. No practice that was reported counts more vessels at one boat.
    pub const MOST: usize = 4;
    /// Nobody else is there, or nobody asked.
    pub const NOBODY: Self = Self([None; Self::MOST]);

    /// One more unit; the least near falls out if there is no place.
    pub fn offer(&mut self, other: Other) {
        let key = |o: &Other| (o.order.is_none(), o.distance.m());
        let before = |a: &Other, b: &Other| {
            let ((a_idle, a_m), (b_idle, b_m)) = (key(a), key(b));
            a_idle.cmp(&b_idle).then(a_m.total_cmp(&b_m)).is_lt()
        };
        let mut new = other;
        for place in &mut self.0 {
            match place {
                None => {
                    *place = Some(new);
                    return;
                }
                Some(old) if before(&new, old) => core::mem::swap(old, &mut new),
                Some(_) => {}
            }
        }
    }

    /// How many are this close, with one of these orders?
    #[must_use]
    pub fn count(&self, within: Distance, doing: Orders) -> u32 {
        let there = |o: &&Other| o.distance <= within && doing.take(o.order);
        self.0.iter().flatten().filter(there).map(|_| 1).sum()
    }

    /// Who is there, in words.
    #[must_use]
    pub fn words(&self) -> String {
        let told: Vec<String> = self
            .0
            .iter()
            .flatten()
            .map(|o| {
                let order = o.order.map_or_else(|| "no order about it".to_owned(), |x| format!("to {}", x.verb()));
                format!("{} m off, {order}", format::fixed(o.distance.m(), 0))
            })
            .collect();
        if told.is_empty() { "no other unit near".to_owned() } else { told.join("; ") }
    }

    /// Writes a value of [`worth_trying`] into a place.
    pub(super) fn put(&mut self, place: usize, value: Value) {
        self.0[place] = value.map(|code| {
            let (m, order) = parted(code);
            Other { distance: Distance::metres(m), order: Order::ALL.into_iter().find(|o| *o as u32 + 1 == order) }
        });
    }
}

/// Distances are below this many metres; what stands above is a set of orders, or an order.
const PER_CODE: f64 = 1.0e6;

fn parted(code: f64) -> (f64, u32) {
    let high = (code / PER_CODE).floor();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sets of orders are small")]
    let orders = high as u32;
    (code - high * PER_CODE, orders)
}

/// Limit and orders of a condition as one number, as `reach` keeps limits.
pub(super) fn limit_code(within: Distance, doing: Orders) -> f64 {
    within.m() + PER_CODE * f64::from(doing.0)
}

/// Nobody, or a unit at one of the limits, with one of the orders named or with none. Just beyond a limit is as good as
/// at the next one, or as nobody.
pub(super) fn worth_trying(codes: &[f64]) -> Vec<Value> {
    let mut distances: Vec<f64> = codes.iter().map(|c| parted(*c).0).collect();
    distances.sort_by(f64::total_cmp);
    distances.dedup();
    let named = Orders(codes.iter().fold(0, |all, c| all | parted(*c).1));
    let orders: Vec<u32> = core::iter::once(0).chain(named.named().map(|o| o as u32 + 1)).collect();
    let units = distances.iter().flat_map(|m| orders.iter().map(move |o| Some(m + PER_CODE * f64::from(*o))));
    core::iter::once(None).chain(units).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(m: f64, order: Option<Order>) -> Other {
        Other { distance: Distance::metres(m), order }
    }

    #[test]
    fn units_are_counted_by_distance_and_by_what_they_were_ordered_to_do() {
        let mut o = OthersAtContact::NOBODY;
        o.offer(at(800.0, None));
        o.offer(at(300.0, Some(Order::StandBy)));
        o.offer(at(900.0, Some(Order::Rescue)));
        let count = |m, doing| o.count(Distance::metres(m), doing);
        assert_eq!((count(1000.0, Orders::ANY), count(850.0, Orders::ANY), count(299.0, Orders::ANY)), (3, 2, 0));
        assert_eq!(count(300.0, Orders::ANY.with(Order::StandBy)), 1);
        assert_eq!(count(850.0, Orders::ANY.with(Order::Rescue)), 0);
        assert_eq!(count(900.0, Orders::ANY.with(Order::Rescue).with(Order::StandBy)), 2);
        assert_eq!(o.words(), "300 m off, to stand by; 900 m off, to rescue; 800 m off, no order about it");
    }

    #[test]
    fn whoever_was_ordered_there_is_kept_before_whoever_is_merely_near() {
        let mut o = OthersAtContact::NOBODY;
        for m in [10.0, 20.0, 30.0, 40.0] {
            o.offer(at(m, None));
        }
        o.offer(at(5000.0, Some(Order::StandBy)));
        assert_eq!(o.count(Distance::metres(5000.0), Orders::ANY.with(Order::StandBy)), 1);
        assert_eq!(o.count(Distance::metres(5000.0), Orders::ANY), 4, "the farthest without an order fell out");
        assert_eq!(o.count(Distance::metres(35.0), Orders::ANY), 3);
    }

    #[test]
    fn what_is_tried_holds_each_order_named_and_none_at_each_limit() {
        let stand = limit_code(Distance::metres(900.0), Orders::ANY.with(Order::StandBy));
        let any = limit_code(Distance::metres(100.0), Orders::ANY);
        let tried = worth_trying(&[stand, any]);
        assert_eq!(tried.len(), 5);
        let mut o = OthersAtContact::NOBODY;
        for (place, value) in tried[1..].iter().enumerate() {
            o.put(place, *value);
        }
        assert_eq!(o.count(Distance::metres(900.0), Orders::ANY.with(Order::StandBy)), 2);
        assert_eq!(o.count(Distance::metres(100.0), Orders::ANY), 2);
    }
}
