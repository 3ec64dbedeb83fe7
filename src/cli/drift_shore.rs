//! Does a drift run over land, or off the chart, and from which hour on?
//!
//! Wind and current are given and the track is worked out as if there were no shore; what has stranded or left
//! the chart stays marked as such to the end, since what the figures say of it no longer holds. The way
//! between two hours is followed along a straight line, in steps that the distance to the shore allows, so that a
//! spit is not jumped over.
//!
//! Left out: what strands and floats again with the tide, and land less than some 50 m wide.

use super::place;
use crate::geo::{Chart, LatLon, to_plane};
use crate::units::Vec2;
use serde::Serialize;

/// Where an object is by an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// At sea, on the chart, all the way.
    Afloat,
    /// Its way has met land.
    Stranded,
    /// Its way has left the chart: no shore is known there.
    OffChart,
}

impl State {
    /// The word in CSV, the same as in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Afloat => "afloat",
            Self::Stranded => "stranded",
            Self::OffChart => "off_chart",
        }
    }

    /// The same for people; nothing while it is afloat.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Afloat => "",
            Self::Stranded => "stranded",
            Self::OffChart => "off the chart",
        }
    }
}

/// The shortest step along a way, metres: the chart's distances are exact to 20 m.
const SHORTEST_STEP_M: f64 = 50.0;

/// The state of an object at each position of its track: what happens first holds from then on.
pub fn along(chart: &Chart, track: &[LatLon]) -> Vec<State> {
    let mut state = State::Afloat;
    let mut last = None;
    track
        .iter()
        .map(|&here| {
            if state == State::Afloat {
                state = on_the_way(chart, last.unwrap_or(here), here);
            }
            last = Some(here);
            state
        })
        .collect()
}

/// What the way between two positions meets first.
fn on_the_way(chart: &Chart, from: LatLon, to: LatLon) -> State {
    if place::on_the_chart(from).is_err() {
        return State::OffChart;
    }
    let (a, b) = (to_plane(from), to_plane(to));
    let (way, length) = (b - a, (b - a).length());
    let mut gone = 0.0_f64;
    loop {
        let p = if length > 0.0 { a + way * (gone / length) } else { a };
        if !place::in_area(p) {
            return State::OffChart;
        }
        let off = chart.shore_distance_m(p);
        if off < SHORTEST_STEP_M && ashore(chart, p) {
            return State::Stranded;
        }
        if gone >= length {
            return State::Afloat;
        }
        gone = (gone + (off - SHORTEST_STEP_M).max(SHORTEST_STEP_M)).min(length);
    }
}

/// Is this land, and no channel?
pub fn ashore(chart: &Chart, p: Vec2) -> bool {
    chart.is_land(p) && chart.canal_at(p).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::ChartFiles;
    use State::{Afloat, OffChart, Stranded};

    fn states(points: &[[f64; 2]]) -> Vec<State> {
        let chart = Chart::load(&ChartFiles::shipped()).expect("the shipped chart is sound");
        along(&chart, &points.iter().map(|[lat, lon]| LatLon::new(*lat, *lon)).collect::<Vec<_>>())
    }

    #[test]
    fn what_strands_or_leaves_stays_so() {
        assert_eq!(states(&[[51.0, 1.6], [51.05, 1.7]]), [Afloat, Afloat]);
        // Over the land behind Cap Gris-Nez and out again: both ends lie at sea.
        assert_eq!(states(&[[50.80, 1.50], [50.97, 1.75], [51.05, 1.7]]), [Afloat, Stranded, Stranded]);
        // Off the chart, and back.
        assert_eq!(states(&[[51.3, 2.2], [52.5, 2.2], [51.3, 2.2]]), [Afloat, OffChart, OffChart]);
        // Where it begins counts as well.
        assert_eq!(states(&[[50.75, 2.25], [51.2, 1.9]]), [Stranded, Stranded]);
        assert_eq!(states(&[[48.4, -4.5], [51.0, 1.6]]), [OffChart, OffChart]);
    }
}
