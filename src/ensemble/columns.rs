//! What stands in the columns of a row: the metrics of a night, and what two readings of the law find in it.
//!
//! The law is a layer of its own that reads the same events; a study sets its counts beside the metrics, reading by reading
//! and band by band, so that a doctrine's exposure can be seen over many nights. They are counts of decisions that a lawyer
//! would ask about. They are never added up, to each other or to anything else, and decide no verdict: families of rules differ in
//! weight (`law::Exposure` has the order of it), and two ambers are no red.
//!
//! Left out: green findings, as more decisions are no lighter, and readings of one's own, which `run` shows night by night.

use crate::events::Event;
use crate::law::{self, Band, Reading};
use crate::metrics::{self, Clustering, Direction, MetricInfo};
use std::sync::LazyLock;

/// The shipped readings, in the order of [`LAW`].
static READINGS: LazyLock<Vec<Reading>> = LazyLock::new(|| {
    let read = |(name, text): &(&str, &str)| law::load::load(name, text).expect("a shipped reading reads").value;
    law::SHIPPED.iter().map(read).collect()
});

const STRICT: &str = "Decisions of the night that the strict reading of the law finds in this band, all families of rules together; to be compared, never added. No legal advice.";
const PERMISSIVE: &str = "Decisions of the night that the permissive reading of the law finds in this band, all families of rules together; to be compared, never added. No legal advice.";

/// The columns of the law: which shipped reading, which band, and how it is described.
pub const LAW: [(usize, Band, MetricInfo); 4] = [
    (0, Band::Red, of_law("law_strict_red", "Law, strict reading: red", STRICT)),
    (0, Band::Amber, of_law("law_strict_amber", "Law, strict reading: amber", STRICT)),
    (1, Band::Red, of_law("law_permissive_red", "Law, permissive reading: red", PERMISSIVE)),
    (1, Band::Amber, of_law("law_permissive_amber", "Law, permissive reading: amber", PERMISSIVE)),
];

const fn of_law(id: &'static str, title: &'static str, definition: &'static str) -> MetricInfo {
    MetricInfo {
        id,
        title,
        unit: "findings",
        direction: Direction::LowerIsWanted,
        clustering: Clustering::Boat,
        definition,
        decimals: 2,
    }
}

/// The descriptions of all columns, in order: the metrics, then the law.
#[must_use]
pub fn infos() -> Vec<MetricInfo> {
    metrics::infos().into_iter().chain(LAW.iter().map(|(_, _, info)| *info)).collect()
}

/// How many columns there are.
#[must_use]
pub const fn count() -> usize {
    metrics::ALL.len() + LAW.len()
}

/// The values of one night, in the order of [`infos`].
#[must_use]
pub fn values(events: &[Event]) -> Vec<f64> {
    let mut out = metrics::values(events);
    let found: Vec<Vec<Band>> =
        READINGS.iter().map(|r| law::findings(r, events).into_iter().map(|f| f.band).collect()).collect();
    out.extend(LAW.iter().map(|(reading, band, _)| found[*reading].iter().filter(|b| *b == band).count() as f64));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_law_stands_behind_the_metrics_and_names_its_readings() {
        let infos = infos();
        assert_eq!(infos.len(), count());
        assert_eq!(values(&[]).len(), count());
        assert!(infos[..metrics::ALL.len()].iter().zip(metrics::ALL).all(|(a, b)| a.id == b.info.id));
        for (reading, _, info) in &LAW {
            assert!(info.id.contains(law::SHIPPED[*reading].0), "{}", info.id);
        }
    }
}
