//! Does a place lie in a traffic lane, and which way do ships go there?
//!
//! Charts draw a lane as the water between a separation zone (or line) and the outer boundary of the scheme,
//! with arrows in its middle; OpenStreetMap has these as lines of their own. So each lane's middle is walked
//! in short steps, and at each step the way to port and to starboard is followed until it meets a line of the scheme:
//! that is how far the lane reaches there. Rule 10 of the collision regulations hangs on this area.
//!
//! Left out: precautionary areas and gaps between schemes, where no lane is drawn; entrances (wind farms, ports)
//! whose edges are not on the chart.

use super::lanes::{Lane, LaneKind};
use super::traffic::TrafficRoute;
use crate::units::{Angle, Vec2};

/// Between two measurements of a lane's width, m: small beside the length of its legs.
const STEP_M: f64 = 250.0;
/// How far an edge is looked for, m. The widest lane of the area is 5 nautical miles across; farther off it
/// would be the edge of another lane.
const EDGE_WITHIN_M: f64 = 9260.0;

/// The water of one lane.
#[derive(Clone, Debug)]
pub struct LaneArea {
    name: Option<String>,
    middle: TrafficRoute,
    /// Metres to the edges at each step along the middle, port and starboard; zero where an edge is not charted.
    edges: Vec<[f32; 2]>,
    /// The scheme's lines around the lane: at bends the steps alone would reach round a line's end.
    lines: Vec<(Vec2, Vec2)>,
    south_west: Vec2,
    north_east: Vec2,
}

impl LaneArea {
    fn new(lane: &Lane, lines: &[(Vec2, Vec2)], other_lanes: &[(Vec2, Vec2)]) -> Option<Self> {
        let middle = TrafficRoute::new(lane.points.clone());
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lanes are under 200 km long")]
        let steps = (middle.length() / STEP_M) as usize + 1;
        let first = |at: Vec2, way: Vec2, lines: &[(Vec2, Vec2)]| {
            lines.iter().filter_map(|b| meets(at, way, *b)).fold(EDGE_WITHIN_M, f64::min)
        };
        let edges: Vec<[f32; 2]> = (0..steps)
            .map(|k| {
                let (at, ahead) = middle.at(k as f64 * STEP_M, 0.0);
                let right = Vec2::new(ahead.y, -ahead.x);
                let [port, starboard] = [right * -1.0, right].map(|way| {
                    let edge = first(at, way, lines);
                    // Where the middle of another lane comes first, the edge between is not charted.
                    if first(at, way, other_lanes) < edge { EDGE_WITHIN_M } else { edge }
                });
                // A lane has two edges; where one is missing its reach is anybody's guess.
                let known = port < EDGE_WITHIN_M && starboard < EDGE_WITHIN_M;
                #[expect(clippy::cast_possible_truncation, reason = "metres, to less than a millimetre")]
                if known { [port as f32, starboard as f32] } else { [0.0; 2] }
            })
            .collect();
        let widest = edges.iter().flatten().copied().fold(0.0_f32, f32::max);
        if widest == 0.0 {
            return None;
        }
        let far = |pick: fn(f64, f64) -> f64, by: f64| {
            let of = |axis: fn(&Vec2) -> f64| lane.points.iter().map(axis).reduce(pick).map_or(0.0, |x| x + by);
            Vec2::new(of(|p| p.x), of(|p| p.y))
        };
        let by = f64::from(widest);
        let (south_west, north_east) = (far(f64::min, -by), far(f64::max, by));
        let reaches = |(a, b): &&(Vec2, Vec2)| {
            let overlap = |low: f64, high: f64, x: f64, y: f64| x.min(y) <= high && x.max(y) >= low;
            overlap(south_west.x, north_east.x, a.x, b.x) && overlap(south_west.y, north_east.y, a.y, b.y)
        };
        let lines = lines.iter().filter(reaches).copied().collect();
        Some(Self { name: lane.name.clone(), middle, edges, lines, south_west, north_east })
    }

    /// Its name, if the chart has one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Does the place lie between the edges? Some 100 ns within a lane's frame, twice that in the lane.
    #[must_use]
    pub fn contains(&self, p: Vec2) -> bool {
        if p.x < self.south_west.x || p.y < self.south_west.y || p.x > self.north_east.x || p.y > self.north_east.y {
            return false;
        }
        let (along, off) = self.middle.nearest(p);
        let (at, ahead) = self.middle.at(along, 0.0);
        let to = p - at;
        // Before the first and beyond the last point the lane is over.
        let at_an_end = along <= 0.0 || along >= self.middle.length();
        if at_an_end && (to.x * ahead.x + to.y * ahead.y).abs() > 1.0 {
            return false;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a step of the middle")]
        let step = ((along / STEP_M + 0.5) as usize).min(self.edges.len() - 1);
        let to_starboard = to.x * ahead.y - to.y * ahead.x > 0.0;
        off < f64::from(self.edges[step][usize::from(to_starboard)])
            && !self.lines.iter().any(|line| meets(at, to, *line).is_some_and(|share| share < 1.0))
    }

    /// The general direction of traffic abeam of the place, towards.
    #[must_use]
    pub fn flow_at(&self, p: Vec2) -> Angle {
        self.middle.at(self.middle.nearest(p).0, 0.0).1.bearing()
    }
}

/// How many lengths of `way` along a ray meets a line, if it does.
fn meets(from: Vec2, way: Vec2, (a, b): (Vec2, Vec2)) -> Option<f64> {
    let (leg, to) = (b - a, a - from);
    let cross = way.x * leg.y - way.y * leg.x;
    let (s, t) = ((to.x * leg.y - to.y * leg.x) / cross, (to.x * way.y - to.y * way.x) / cross);
    (cross != 0.0 && s > 0.0 && (0.0..=1.0).contains(&t)).then_some(s)
}

/// The water of all lanes whose edges are charted, in the order of the lanes.
#[must_use]
pub fn lane_areas(lanes: &[Lane]) -> Vec<LaneArea> {
    let edges: Vec<(Vec2, Vec2)> = lanes
        .iter()
        .filter(|l| matches!(l.kind, LaneKind::SeparationZone | LaneKind::SeparationLine | LaneKind::Boundary))
        .flat_map(|l| {
            let closing = l.is_area.then(|| (l.points[l.points.len() - 1], l.points[0]));
            l.points.windows(2).map(|w| (w[0], w[1])).chain(closing)
        })
        .collect();
    let middles: Vec<&Lane> = lanes.iter().filter(|l| l.kind == LaneKind::Lane && l.points.len() > 1).collect();
    let others = |lane: &Lane| -> Vec<(Vec2, Vec2)> {
        let rest = middles.iter().filter(|l| !core::ptr::eq(**l, lane));
        rest.flat_map(|l| l.points.windows(2).map(|w| (w[0], w[1]))).collect()
    };
    middles.iter().filter_map(|l| LaneArea::new(l, &edges, &others(l))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{LatLon, testing, to_plane};
    use super::*;

    fn flow(lat: f64, lon: f64) -> Option<f64> {
        let p = to_plane(LatLon::new(lat, lon));
        testing::chart().lane_at(p).map(|l| l.flow_at(p).deg())
    }

    #[test]
    fn the_lanes_of_the_strait_are_found_with_their_direction() {
        // Between Dover and Gris-Nez: English inshore zone, lane to the south-west, separation zone, lane to the
        // north-east, French inshore zone.
        assert_eq!(flow(51.09, 1.36), None);
        assert!(flow(51.03, 1.44).is_some_and(|f| (215.0..235.0).contains(&f)), "{:?}", flow(51.03, 1.44));
        assert!(flow(50.95, 1.47).is_some_and(|f| (30.0..60.0).contains(&f)), "{:?}", flow(50.95, 1.47));
        assert_eq!(flow(50.89, 1.56), None);
    }

    #[test]
    fn no_place_lies_in_lanes_of_opposite_directions_and_none_in_a_separation_zone() {
        let chart = testing::chart();
        let zones: Vec<&Lane> = chart.lanes().iter().filter(|l| l.kind == LaneKind::SeparationZone).collect();
        let inside = |ring: &[Vec2], p: Vec2| {
            let crosses =
                |a: Vec2, b: Vec2| (a.y <= p.y) != (b.y <= p.y) && super::super::coast::crossing_x(a, b, p.y) > p.x;
            (0..ring.len()).filter(|k| crosses(ring[*k], ring[(k + 1) % ring.len()])).count() % 2 == 1
        };
        let mut found = 0;
        for i in 0..120 {
            for j in 0..120 {
                let p = to_plane(LatLon::new(50.3 + f64::from(i) * 0.01, 0.7 + f64::from(j) * 0.0175));
                let lanes: Vec<&LaneArea> = chart.lane_areas.iter().filter(|l| l.contains(p)).collect();
                let Some(first) = lanes.first() else { continue };
                found += 1;
                let way = Vec2::from_bearing(first.flow_at(p), 1.0);
                for other in &lanes {
                    let o = Vec2::from_bearing(other.flow_at(p), 1.0);
                    let apart = (first.flow_at(p).deg(), other.flow_at(p).deg());
                    assert!(way.x * o.x + way.y * o.y > 0.0, "two directions at {i} {j}: {apart:?}");
                }
                assert!(!zones.iter().any(|z| inside(&z.points, p)), "in a separation zone at {i} {j}");
            }
        }
        assert!(found > 400, "{found}");
    }
}
