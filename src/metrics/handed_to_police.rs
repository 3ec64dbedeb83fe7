//! How many people brought in by an interception were handed over to the border police?
//!
//! As in the case of May 2026, in which 13 of 14 were (FACTS 97). A fact, in no direction wanted: only where the order of a
//! doctrine says so (`land_with: BorderPolice`); the others who were landed are in *Landed in France*.

use super::{Clustering, Direction, Metric, MetricInfo};
use crate::doctrine::LandWith;
use crate::events::{Event, What};

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "handed_to_police",
        title: "Handed to border police",
        unit: "people",
        direction: Direction::Neutral,
        clustering: Clustering::Boat,
        definition: "People brought in by an interception and handed over to the border police ashore, where the order says so.",
        decimals: 1,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    let of = |e: &Event| match &e.what {
        What::HandedAshore { to: LandWith::BorderPolice, people, .. } => f64::from(*people),
        _ => 0.0,
    };
    events.iter().map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{BoatId, UnitId};
    use crate::units::Tick;

    #[test]
    fn those_handed_to_the_police_are_counted_and_those_received_are_not() {
        let at = |to, people| Event {
            tick: Tick(60),
            what: What::HandedAshore { boat: BoatId(0), unit: UnitId(0), to, people },
        };
        let (police, reception) = (LandWith::BorderPolice, LandWith::Reception);
        assert!((fold(&[at(police, 13), at(reception, 1), at(police, 2)]) - 15.0).abs() < 1e-12);
        assert!(fold(&[at(reception, 9)]).abs() < 1e-12);
    }
}
