//! How many people did the weapons of a team ashore hurt so that they need care?
//!
//! Only where the order of a doctrine says so (`weapons: true`). Nobody is counted twice, whichever team it was. Left out:
//! how badly, and what becomes of it: who is hurt has the same fates as before. No count is published (FACTS 115).

use super::{Clustering, Direction, Metric, MetricInfo};
use crate::events::{Event, What};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "hurt_ashore",
        title: "Hurt ashore by weapons",
        unit: "people",
        direction: Direction::LowerIsWanted,
        clustering: Clustering::Boat,
        definition: "People hurt so that they need care by the intermediate-force weapons of a team ashore, where the order says that it uses them.",
        decimals: 1,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    let of = |e: &Event| if let What::WeaponsUsed { hurt, .. } = e.what { f64::from(hurt) } else { 0.0 };
    events.iter().map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agents::Side;
    use crate::events::BoatId;
    use crate::units::Tick;

    #[test]
    fn those_hurt_are_counted_and_those_who_were_merely_there_are_not() {
        let (side, boat, contact) = (Side::France, BoatId(0), 7);
        let at = |what| Event { tick: Tick(60), what };
        let used = |people, hurt| at(What::WeaponsUsed { side, boat, contact, people, hurt });
        let allowed = at(What::WeaponsAllowed { side, boat, contact });
        assert!((fold(&[allowed.clone(), used(50, 3), used(20, 0), used(50, 2)]) - 5.0).abs() < 1e-12);
        assert!(fold(&[allowed, used(50, 0)]).abs() < 1e-12);
    }
}
