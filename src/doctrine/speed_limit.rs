//! How fast may units go near the shore?
//!
//! In the French bathing strip of 300 m a limit of 5 kn applies (FACTS 124, confidence M); a doctrine may have its units keep
//! it, or another, and say under which orders they need not. It holds for speed over ground, whoever's shore it is, for every
//! unit that has no such order at the moment: on its way out, at a boat, on its way home. An aircraft keeps none.
//!
//! `sim::near_shore` has units keep it. Left out: limits of harbours and channels, and limits for one side or mission only.

use super::order::Order;
use super::read_rules::read_named_order;
use crate::reading::{Fields, Node, Report};
use crate::units::format::in_full;
use crate::units::{Distance, Speed};

/// Fastest limit that a doctrine may write, kn: above it no craft is held by it.
const MOST_KN: f64 = 60.0;
/// Slowest, kn: nobody is told to lie still.
const LEAST_KN: f64 = 0.1;
/// Widest strip, m: the territorial sea of 12 nm.
const WIDEST_M: f64 = 22_224.0;

/// A speed that units keep below near the shore.
#[derive(Clone, Debug, PartialEq)]
pub struct SpeedLimit {
    /// Within this distance of the shore.
    pub within: Distance,
    /// They go no faster over ground.
    pub most: Speed,
    /// But under these orders they need not keep it.
    pub except: Vec<Order>,
}

impl SpeedLimit {
    /// Does a unit with this order, or with none, keep it?
    #[must_use]
    pub fn holds_for(&self, order: Option<Order>) -> bool {
        order.is_none_or(|o| !self.except.contains(&o))
    }

    /// In words: "no faster than 5 kn within 300 m of the shore, but not on orders to rescue".
    #[must_use]
    pub fn words(&self) -> String {
        let verbs: Vec<&str> = self.except.iter().map(|o| o.verb()).collect();
        let but = match verbs.split_last() {
            None => ", whatever the order".to_owned(),
            Some((last, [])) => format!(", but not on an order to {last}"),
            Some((last, first)) => format!(", but not on an order to {} or to {last}", first.join(", to ")),
        };
        format!(
            "no faster than {} kn within {} m of the shore{but}",
            in_full(self.most.kn(), 0),
            in_full(self.within.m(), 0)
        )
    }
}

/// All limits in words, for texts that compare: "none" if there are none.
#[must_use]
pub fn in_words(limits: &[SpeedLimit]) -> String {
    if limits.is_empty() {
        return "none".to_owned();
    }
    limits.iter().map(SpeedLimit::words).collect::<Vec<_>>().join("; ")
}

/// The list `speed_limits` of a file.
pub(super) fn read_speed_limits(nodes: &[Node], r: &mut Report) -> Vec<SpeedLimit> {
    let mut out: Vec<SpeedLimit> = Vec::new();
    for node in nodes {
        let Some(mut f) = Fields::of(r, node, "a speed limit") else { continue };
        let within = f.number(r, "shore_m", 1.0..=WIDEST_M).map(Distance::metres);
        let most = f.number(r, "kn", LEAST_KN..=MOST_KN).map(Speed::knots);
        let listed = f.list_or_empty(r, "except", "orders");
        let place = f.place_of("except");
        f.finish(r);
        let (mut except, mut all_read) = (Vec::new(), true);
        for n in listed {
            let Some(order) = read_named_order(n, r) else {
                all_read = false;
                continue;
            };
            if !order.moves_a_unit() {
                r.error(
                    n.place,
                    format!("`{}` moves no unit; expected an order to a unit that goes somewhere", order.name()),
                );
            } else if except.contains(&order) {
                r.error(n.place, format!("the order `{}` stands twice", order.name()));
            } else {
                except.push(order);
            }
        }
        if all_read && !except.contains(&Order::Rescue) {
            let then = "write `except: [Rescue]` unless that is meant";
            r.warn(place, format!("a unit on its way to a rescue keeps this limit too; {then}"));
        }
        if let (Some(within), Some(most)) = (within, most) {
            if out.iter().any(|l| l.within == within && l.except == except) {
                r.error(node.place, "two limits for the same distance and orders; the slower one alone would hold");
            }
            out.push(SpeedLimit { within, most, except });
        }
    }
    out
}
