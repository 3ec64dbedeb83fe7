//! R5: was the manoeuvre that was ordered within what this reading takes for proportionate?

use super::{Court, grounds};
use crate::law::finding::{Band, Finding};
use crate::law::rules::Force;

pub(super) fn judge(court: &Court<'_>, t: &Force) -> Vec<Finding> {
    let finding = |o: super::ForceOrder| {
        let against = t.against(o.level, &o.known);
        let band = if against.is_empty() { Band::Green } else { t.beyond };
        let mut facts = vec![format!("a manoeuvre of level {}", o.level)];
        facts.extend(if against.is_empty() { o.known.words() } else { against });
        court.find(o.event, o.case, band, facts, &grounds(&o.known))
    };
    court.force_orders().map(finding).collect()
}
