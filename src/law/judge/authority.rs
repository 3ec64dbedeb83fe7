//! R7: did the order to use force rest on an order of the competent authority?

use super::{Court, grounds};
use crate::law::finding::{Band, Finding};
use crate::law::rules::{Authority, Force};

pub(super) fn judge(court: &Court<'_>, t: &Authority) -> Vec<Finding> {
    let beyond = |f: Option<&Force>, o: &super::ForceOrder| f.is_some_and(|f| !f.against(o.level, &o.known).is_empty());
    let finding = |o: super::ForceOrder| {
        let level = format!("a manoeuvre of level {}", o.level);
        let (band, facts) = if !o.known.order_held {
            (t.no_order, vec![level, "no order of authority was in the log".to_owned()])
        } else if beyond(court.reading.force(), &o) {
            let doubt = "authority gave its order beyond the limits on force (R5): was it manifestly unlawful?";
            (t.order_beyond_limits, vec![level, doubt.to_owned()])
        } else {
            (Band::Green, vec![level, "an order of authority was held".to_owned()])
        };
        court.find(o.event, o.case, band, facts, &grounds(&o.known))
    };
    court.force_orders().map(finding).collect()
}
