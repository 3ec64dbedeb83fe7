//! R7: did the order to use force rest on an order of the competent authority?
//!
//! Authority ends where another state's waters begin (UNCLOS, article 2): that is judged on where the boat was when the order
//! was given, and where force then began; the words say which. Whoever acts on an order of the state whose waters they are
//! is no stranger there: a Belgian unit with the order of the French authority, in French waters. Of what is found the gravest
//! counts, and all of it is told.
//!
//! Left out: consent of the other state, which no doctrine and no log of the model could hold; waters that are nobody's,
//! which R4 asks about.

use super::{Court, ForceOrder, grounds};
use crate::agents::Side;
use crate::events::What;
use crate::geo::{self, Waters};
use crate::law::finding::{Band, Finding};
use crate::law::known::foreign_waters;
use crate::law::rules::Authority;

pub(super) fn judge(court: &Court<'_>, t: &Authority) -> Vec<Finding> {
    court.force_orders().map(|o| find(court, t, &o)).collect()
}

fn find(court: &Court<'_>, t: &Authority, o: &ForceOrder) -> Finding {
    let beyond_limits = court.reading.force().is_some_and(|f| !f.against(o.level, &o.known).is_empty());
    let (mut band, order) = if !o.known.order_held {
        (t.no_order, "no order of authority for it was in the log")
    } else if beyond_limits {
        (t.order_beyond_limits, "authority gave its order beyond the limits on force (R5): was it manifestly unlawful?")
    } else {
        (Band::Green, "an order of authority was held")
    };
    let mut facts = vec![format!("a manoeuvre of level {}", o.level), order.to_owned()];
    if let Some((began, waters)) = abroad(court, o) {
        band = band.max(t.in_foreign_waters);
        let what = if began { "force began" } else { "force was ordered" };
        facts.push(format!("{what} in {}, and no consent of that state is in the log", waters.words()));
    }
    court.find(o.event, o.case, band, facts, &grounds(&o.known))
}

/// The waters of another state in which force was ordered, or in which it began (`true`), if it was.
fn abroad(court: &Court<'_>, o: &ForceOrder) -> Option<(bool, Waters)> {
    let used = o.case.unit.zip(o.case.boat).into_iter().flat_map(|(unit, boat)| {
        court.task(o.event, unit, boat).filter_map(move |(_, e)| match &e.what {
            What::InterceptionTried { unit: u, boat: b, waters, .. }
            | What::BlockTried { unit: u, boat: b, waters, .. } => (*u == unit && *b == boat).then_some(*waters),
            _ => None,
        })
    });
    // The authority that gave the order is that of the side under whose centre the unit works.
    let theirs = o.known.order_held.then(|| state(o.case.side));
    core::iter::once((false, o.known.waters))
        .chain(used.map(|w| (true, w)))
        .find(|(_, w)| foreign_waters(o.known.state, *w).is_some_and(|of| Some(of) != theirs))
}

/// The state of a side.
const fn state(side: Side) -> geo::Side {
    match side {
        Side::France => geo::Side::France,
        Side::UnitedKingdom => geo::Side::UnitedKingdom,
    }
}
