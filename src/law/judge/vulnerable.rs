//! R8: was force ordered while children, or people without lifejackets, were seen?
//!
//! What nobody has seen is no finding: the rule asks about what was known.

use super::{Court, grounds};
use crate::law::finding::Finding;
use crate::law::rules::Vulnerable;

pub(super) fn judge(court: &Court<'_>, t: &Vulnerable) -> Vec<Finding> {
    let finding = |o: super::ForceOrder| {
        let (band, seen) = t.of(o.known.seen);
        let facts = [vec![format!("a manoeuvre of level {}", o.level)], seen].concat();
        court.find(o.event, o.case, band, facts, &grounds(&o.known))
    };
    court.force_orders().map(finding).collect()
}
