//! Along which lines do merchant ships pass the strait?
//!
//! The through lanes of the traffic separation scheme, joined end to end into whole passages. A lane is
//! drawn in the direction of traffic, so the next one begins ahead of the end of the last; where a lane
//! forks (off the Sandettié, for the North Hinder and for the Scheldt) each branch is a passage. Only
//! passages that contain one of the long lanes of the strait count.
//!
//! Left out: ferries across, ships that join midway, inshore traffic and anchorages.

use super::lanes::{Lane, LaneKind};
use crate::units::Vec2;

/// Lanes at least this long are those of the strait itself; all others around it are shorter than 60 km.
const LONG_LANE_M: f64 = 100_000.0;
/// A lane goes on in the next if that begins within this distance: the precautionary areas between two
/// schemes are up to 18 km wide.
const GAP_M: f64 = 20_000.0;
/// … and if neither the way there nor the next lane turns by more than this, degrees.
const TURN_DEG: f64 = 30.0;
/// Lanes shorter than this are entrances of wind farms and the like, not through lanes, m.
const SHORTEST_M: f64 = 5000.0;

/// A passage through the strait.
#[derive(Clone, Debug, PartialEq)]
pub struct TrafficRoute {
    points: Vec<Vec2>,
    /// Metres from the first point to each.
    chainage: Vec<f64>,
    /// What is fixed about each leg; ships ask for it every minute.
    legs: Vec<Leg>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Leg {
    vector: Vec2,
    ahead: Vec2,
    length: f64,
}

impl TrafficRoute {
    pub(super) fn new(points: Vec<Vec2>) -> Self {
        let mut sum = 0.0;
        let mut last = points[0];
        let chainage = points
            .iter()
            .map(|p| {
                sum += (*p - last).length();
                last = *p;
                sum
            })
            .collect();
        let leg = |w: &[Vec2]| {
            let vector = w[1] - w[0];
            Leg { vector, ahead: vector.normalised(), length: vector.length() }
        };
        let legs = points.windows(2).map(leg).collect();
        Self { points, chainage, legs }
    }

    /// Length, m.
    #[must_use]
    pub fn length(&self) -> f64 {
        self.chainage.last().copied().unwrap_or(0.0)
    }

    /// First and last point.
    #[must_use]
    pub fn ends(&self) -> (Vec2, Vec2) {
        (self.points[0], self.points[self.points.len() - 1])
    }

    /// The place so many metres along and so many to starboard of it, and the direction of traffic there (a
    /// unit vector). Beyond the ends the first or last leg goes on.
    #[must_use]
    pub fn at(&self, along: f64, starboard: f64) -> (Vec2, Vec2) {
        let leg = self.chainage.partition_point(|c| *c <= along).clamp(1, self.points.len() - 1);
        let (a, ahead) = (self.points[leg - 1], self.legs[leg - 1].ahead);
        let right = Vec2::new(ahead.y, -ahead.x);
        (a + ahead * (along - self.chainage[leg - 1]) + right * starboard, ahead)
    }

    /// Of a place: metres along to where the route passes it nearest, and how far off it is.
    #[must_use]
    pub fn nearest(&self, place: Vec2) -> (f64, f64) {
        let (mut best, mut best_m2) = ((0.0, f64::INFINITY), f64::INFINITY);
        for ((from, leg), along) in self.points.iter().zip(&self.legs).zip(&self.chainage) {
            let (to, v) = (place - *from, leg.vector);
            let share = ((to.x * v.x + to.y * v.y) / v.length_squared()).clamp(0.0, 1.0);
            // The root only where it may be the nearest so far.
            let off_m2 = (to - v * share).length_squared();
            if off_m2 < best_m2 && off_m2.sqrt() < best.1 {
                best = (along + share * leg.length, off_m2.sqrt());
                best_m2 = off_m2;
            }
        }
        best
    }

    /// The points, in the direction of traffic.
    #[must_use]
    pub fn points(&self) -> &[Vec2] {
        &self.points
    }
}

/// The passages, in an order that depends on the order of the lanes only.
#[must_use]
pub fn traffic_routes(lanes: &[Lane]) -> Vec<TrafficRoute> {
    let through: Vec<&Lane> = lanes
        .iter()
        .filter(|l| l.kind == LaneKind::Lane && l.points.len() > 1 && length(&l.points) >= SHORTEST_M)
        .collect();
    let mut routes = Vec::new();
    for lane in through.iter().filter(|l| length(&l.points) >= LONG_LANE_M) {
        for before in chains(&through, lane, false, 0) {
            for after in chains(&through, lane, true, 0) {
                let mut points: Vec<Vec2> = before.iter().rev().flat_map(|l| l.points.iter().copied()).collect();
                points.extend(&lane.points);
                points.extend(after.iter().flat_map(|l| l.points.iter().copied()));
                points.dedup_by(|a, b| (*a - *b).length() < 1.0);
                routes.push(TrafficRoute::new(points));
            }
        }
    }
    routes
}

/// All ways on from a lane (or, not `ahead`, all ways to it), nearest lane first.
fn chains<'a>(through: &[&'a Lane], from: &Lane, ahead: bool, depth: u32) -> Vec<Vec<&'a Lane>> {
    // Six schemes lie in a row from the Channel to the North Sea; more would be a circle.
    const DEEPEST: u32 = 6;
    let next: Vec<&&Lane> =
        through.iter().filter(|l| if ahead { follows(from, l) } else { follows(l, from) }).collect();
    if next.is_empty() || depth == DEEPEST {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for lane in next {
        for mut rest in chains(through, lane, ahead, depth + 1) {
            rest.insert(0, lane);
            all.push(rest);
        }
    }
    all
}

/// Does the traffic of one lane go on in the other?
fn follows(first: &Lane, second: &Lane) -> bool {
    let (n, a, b) = (first.points.len(), first.points[first.points.len() - 1], second.points[0]);
    let gap = (b - a).length();
    if gap > GAP_M || core::ptr::eq(first, second) {
        return false;
    }
    let out = (a - first.points[n - 2]).normalised();
    let into = (second.points[1] - b).normalised();
    let limit = crate::units::maths::cos(TURN_DEG.to_radians());
    let straight = |u: Vec2, v: Vec2| u.x * v.x + u.y * v.y >= limit;
    // Ends that touch have no way between them to judge.
    straight(out, into) && (gap < 500.0 || straight(out, (b - a).normalised()))
}

fn length(points: &[Vec2]) -> f64 {
    points.windows(2).map(|w| (w[1] - w[0]).length()).sum()
}

#[cfg(test)]
mod tests {
    use super::super::{LatLon, testing, to_lat_lon, to_plane};
    use super::*;

    #[test]
    fn ships_pass_on_both_sides_of_the_separation_zone_and_keep_to_their_right() {
        let routes = traffic_routes(testing::chart().lanes());
        let mid = to_plane(LatLon::new(50.95, 1.45));
        let north_east: Vec<_> = routes.iter().filter(|r| r.ends().1.y > r.ends().0.y).collect();
        let south_west: Vec<_> = routes.iter().filter(|r| r.ends().1.y < r.ends().0.y).collect();
        assert!(!north_east.is_empty() && south_west.len() == 1, "{} and {}", north_east.len(), south_west.len());
        // The lane to the north-east lies on the French side.
        let nearest = |r: &TrafficRoute| {
            (0..400)
                .map(|k| r.at(r.length() * f64::from(k) / 400.0, 0.0).0)
                .min_by(|a, b| (*a - mid).length().total_cmp(&(*b - mid).length()))
        };
        let lat = |p: Vec2| to_lat_lon(p).lat;
        for r in &north_east {
            assert!(lat(nearest(r).unwrap()) < lat(nearest(south_west[0]).unwrap()));
        }
        for r in &routes {
            assert!(r.length() > 150_000.0, "{} km", r.length() / 1000.0);
            for k in 0..100 {
                let (p, _) = r.at(r.length() * f64::from(k) / 100.0, 0.0);
                assert!(!testing::chart().is_land(p), "a lane over land at {:?}", to_lat_lon(p));
            }
        }
    }

    #[test]
    fn a_place_on_a_route_is_found_and_starboard_is_to_the_right() {
        let route = TrafficRoute::new(vec![Vec2::new(0.0, 0.0), Vec2::new(0.0, 1000.0), Vec2::new(1000.0, 1000.0)]);
        let (p, ahead) = route.at(250.0, 40.0);
        assert!((p - Vec2::new(40.0, 250.0)).length() < 1e-9 && (ahead - Vec2::new(0.0, 1.0)).length() < 1e-9);
        let (p, _) = route.at(1500.0, 10.0);
        assert!((p - Vec2::new(500.0, 990.0)).length() < 1e-9);
        let (along, off) = route.nearest(Vec2::new(600.0, 900.0));
        assert!((along - 1600.0).abs() < 1e-9 && (off - 100.0).abs() < 1e-9);
        assert!((route.at(2600.0, 0.0).0 - Vec2::new(1600.0, 1000.0)).length() < 1e-9, "beyond the end");
    }
}
