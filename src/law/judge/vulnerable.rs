//! R8: was force ordered while children, or people without lifejackets, were seen?
//!
//! What nobody has seen is no finding: the rule asks about what was known. Of weapons used ashore it asks about children only.

use super::{Court, grounds};
use crate::law::finding::Finding;
use crate::law::rules::Vulnerable;

pub(super) fn judge(court: &Court<'_>, t: &Vulnerable) -> Vec<Finding> {
    let finding = |o: super::ForceOrder| {
        let (band, seen) = t.of(o.known.seen);
        let facts = [vec![format!("a manoeuvre of level {}", o.level)], seen].concat();
        court.find(o.event, o.case, band, facts, &grounds(&o.known))
    };
    let mut all: Vec<Finding> = court.force_orders().map(finding).collect();
    all.extend(court.weapons_orders().map(|o| {
        let (band, seen) = t.ashore(o.known.seen);
        let facts = [o.facts(), vec![seen]].concat();
        court.find(o.event, o.case, band, facts, &grounds(&o.known))
    }));
    all
}
