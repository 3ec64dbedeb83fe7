//! Which way by sea from here to there? Shortest route round headlands, a polyline.
//!
//! If the straight line keeps clear of the shore it is the answer; the check walks the distance field in
//! strides as long as the field allows (sphere tracing, Hart 1996), so a line across the strait costs a
//! dozen look-ups. Otherwise the route goes by way points set automatically off both coasts, headlands
//! first, between which all shortest paths are worked out at build (Floyd 1962, Warshall 1962). The result
//! is pulled tight: way points that the line can skip are skipped.
//!
//! Left out: depth, banks and traffic rules (who plans with them steers by itself), and canals, which
//! `Chart::route` puts in front.

use super::shore::ShoreField;
use crate::units::Vec2;

/// Way points and shortest paths between them.
#[derive(Clone, Debug)]
pub struct Routes {
    nodes: Vec<Vec2>,
    /// Metres by sea from node to node, row by row; infinite when there is no way.
    length: Vec<f64>,
    /// The node after `from` on the way to `to`.
    next: Vec<u16>,
}

/// How close to the shore a route may pass, metres: outside the 300 m bathing band of the French coast
/// within the accuracy of the field.
pub const CLEARANCE_M: f64 = 250.0;
/// Way points lie this far off, metres: near enough to round a headland closely, and outside the clearance
/// so that the line between two neighbours keeps clear.
const OFF_SHORE_M: core::ops::Range<f64> = 700.0..1500.0;
/// Way points are at least this far apart, metres: the distance at which a headland looks like one.
const SPACING_M: f64 = 4000.0;
/// Beside an end that lies close to the shore the clearance grows from half the end's own distance by
/// this much per metre: a boat may leave the beach at a slant but not run along it.
const RAMP: f64 = 0.25;
/// How far inland of the charted shore an end may lie and still leave it, metres: positions of beaches and
/// quays are known to about a kilometre.
const INLAND_TOLERANCE_M: f64 = 50.0;
/// From each end the nearest way points in sight are tried, this many: more change no route by 1 %.
const LINKS: usize = 10;
/// And no more than this many are looked at.
const LOOKED_AT: usize = 40;

impl Routes {
    /// Sets way points and works out all shortest paths. `extra` are places to have way points near,
    /// such as harbour entrances.
    #[must_use]
    pub fn new(shore: &ShoreField, extra: &[Vec2]) -> Self {
        let nodes = place_nodes(shore, extra);
        let n = nodes.len();
        let mut length = vec![f64::INFINITY; n * n];
        let mut next = vec![u16::MAX; n * n];
        for (i, &a) in nodes.iter().enumerate() {
            length[i * n + i] = 0.0;
            for (j, &b) in nodes.iter().enumerate().skip(i + 1) {
                if is_clear(shore, a, b) {
                    let d = (b - a).length();
                    (length[i * n + j], length[j * n + i]) = (d, d);
                    (next[i * n + j], next[j * n + i]) = (as_u16(j), as_u16(i));
                }
            }
        }
        for k in 0..n {
            for i in 0..n {
                let to_k = length[i * n + k];
                if to_k.is_infinite() || i == k {
                    continue;
                }
                for j in 0..n {
                    let d = to_k + length[k * n + j];
                    if d < length[i * n + j] {
                        length[i * n + j] = d;
                        next[i * n + j] = next[i * n + k];
                    }
                }
            }
        }
        Self { nodes, length, next }
    }

    /// The points to steer for in turn, the last one always `to`. Never empty. Ends may lie close to the
    /// shore or a little inland; if there is no way by sea the answer is the straight line.
    #[must_use]
    pub fn route(&self, shore: &ShoreField, from: Vec2, to: Vec2) -> Vec<Vec2> {
        if is_clear(shore, from, to) {
            return vec![to];
        }
        let (Some(leaving), Some(arriving)) = (offing(shore, from), offing(shore, to)) else { return vec![to] };
        let mut points = vec![from, leaving];
        if !is_clear(shore, leaving, arriving) {
            let ((out, starts), (in_, ends)) = (self.approach(shore, leaving), self.approach(shore, arriving));
            let Some((first, last)) = self.best_pair(out, in_, &starts, &ends) else { return vec![to] };
            let mut node = first;
            points.extend((out != leaving).then_some(out));
            points.push(self.nodes[node]);
            while node != last {
                node = usize::from(self.next[node * self.nodes.len() + last]);
                points.push(self.nodes[node]);
            }
            points.extend((in_ != arriving).then_some(in_));
        }
        points.push(arriving);
        points.push(to);
        pull_tight(shore, &points)
    }

    /// Metres along the route, from `from` to `to`.
    #[must_use]
    pub fn route_length_m(&self, shore: &ShoreField, from: Vec2, to: Vec2) -> f64 {
        let mut here = from;
        let mut sum = 0.0;
        for p in self.route(shore, from, to) {
            sum += (p - here).length();
            here = p;
        }
        sum
    }

    /// The way points, for drawing and tests.
    #[must_use]
    pub fn way_points(&self) -> &[Vec2] {
        &self.nodes
    }

    /// From where way points are in sight, and which: from the place itself, or, deep in an estuary round whose bends none
    /// is seen, from the nearest place in sight that sees some. If there is none the nearest way point has to do.
    fn approach(&self, shore: &ShoreField, p: Vec2) -> (Vec2, Vec<usize>) {
        /// Rings around the place, as far apart as the clearance: 6 km, beyond which no estuary of the chart bends.
        const RINGS: u32 = 24;
        const DIRECTIONS: u32 = 16;
        let (seen, nearest) = self.links(shore, p);
        if !seen.is_empty() {
            return (p, seen);
        }
        for ring in 1..=RINGS {
            for k in 0..DIRECTIONS {
                let bearing =
                    crate::units::Angle::radians(core::f64::consts::TAU * f64::from(k) / f64::from(DIRECTIONS));
                let q = p + Vec2::from_bearing(bearing, f64::from(ring) * CLEARANCE_M);
                if shore.distance(q) >= CLEARANCE_M && is_clear(shore, p, q) {
                    let (seen, _) = self.links(shore, q);
                    if !seen.is_empty() {
                        return (q, seen);
                    }
                }
            }
        }
        (p, nearest)
    }

    /// The nearest way points in sight, and the nearest one whether or not it is.
    fn links(&self, shore: &ShoreField, p: Vec2) -> (Vec<usize>, Vec<usize>) {
        let mut order: Vec<(f64, usize)> =
            self.nodes.iter().enumerate().map(|(i, &n)| ((n - p).length_squared(), i)).collect();
        let looked_at = LOOKED_AT.min(order.len());
        if looked_at < order.len() {
            order.select_nth_unstable_by(looked_at, by_distance_then_index);
            order.truncate(looked_at);
        }
        order.sort_unstable_by(by_distance_then_index);
        let in_sight: Vec<usize> =
            order.iter().map(|&(_, i)| i).filter(|&i| is_clear(shore, p, self.nodes[i])).take(LINKS).collect();
        (in_sight, order.iter().take(1).map(|&(_, i)| i).collect())
    }

    fn best_pair(&self, from: Vec2, to: Vec2, starts: &[usize], ends: &[usize]) -> Option<(usize, usize)> {
        let mut best = (f64::INFINITY, None);
        for &s in starts {
            let first = (self.nodes[s] - from).length();
            for &e in ends {
                let sum = first + self.length[s * self.nodes.len() + e] + (to - self.nodes[e]).length();
                if sum < best.0 {
                    best = (sum, Some((s, e)));
                }
            }
        }
        best.1
    }
}

fn by_distance_then_index(a: &(f64, usize), b: &(f64, usize)) -> core::cmp::Ordering {
    a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))
}

#[expect(clippy::cast_possible_truncation, reason = "place_nodes stops below 65,000 nodes")]
fn as_u16(i: usize) -> u16 {
    i as u16
}

/// Whether the straight line keeps clear of the shore, except for its ends as far as they lie close to it.
#[must_use]
pub fn is_clear(shore: &ShoreField, a: Vec2, b: Vec2) -> bool {
    // The walk's shortest stride: a sixth of a grid cell, below which the field has nothing to tell.
    const STRIDE_M: f64 = 40.0;
    let line = b - a;
    let length = line.length();
    // Also refuses what is not a number.
    if !(length > 0.0 && length < 1e7) {
        return length == 0.0;
    }
    let ahead = line * (1.0 / length);
    let base = |d: f64| if d >= 0.0 { (d * 0.5).min(CLEARANCE_M) } else { d - INLAND_TOLERANCE_M };
    let (base_a, base_b) = (base(shore.distance(a)), base(shore.distance(b)));
    let mut s = 0.0;
    while s < length {
        let needed = CLEARANCE_M.min(base_a + RAMP * s).min(base_b + RAMP * (length - s));
        let spare = shore.distance(a + ahead * s) - needed;
        if spare < 0.0 {
            return false;
        }
        s += (spare / (1.0 + RAMP)).max(STRIDE_M);
    }
    true
}

/// A place off the shore with full clearance from which the route can start or to which it can lead.
fn offing(shore: &ShoreField, p: Vec2) -> Option<Vec2> {
    // A little more than the clearance, so that rounding does not take it away again.
    const ENOUGH_M: f64 = CLEARANCE_M + 20.0;
    const STEPS: usize = 24;
    const RINGS: u32 = 24;
    const DIRECTIONS: u32 = 16;
    if shore.distance(p) >= CLEARANCE_M {
        return Some(p);
    }
    // Straight off the beach: up the slope of the field.
    let mut q = p;
    for _ in 0..STEPS {
        let d = shore.distance(q);
        if d >= CLEARANCE_M {
            if is_clear(shore, p, q) {
                return Some(q);
            }
            break;
        }
        q += shore.seaward(q) * (ENOUGH_M - d).clamp(20.0, 400.0);
    }
    // In a harbour or well inland: rings around, the first that has a free place; sight is better but not
    // needed, since a quay may lie behind a corner the grid cannot show.
    let mut out_of_sight = None;
    for ring in 1..=RINGS {
        for k in 0..DIRECTIONS {
            let bearing = crate::units::Angle::radians(core::f64::consts::TAU * f64::from(k) / f64::from(DIRECTIONS));
            let q = p + Vec2::from_bearing(bearing, f64::from(ring) * CLEARANCE_M);
            if shore.distance(q) >= ENOUGH_M {
                if is_clear(shore, p, q) {
                    return Some(q);
                }
                out_of_sight = out_of_sight.or(Some(q));
            }
        }
    }
    out_of_sight
}

/// Leaves out every point that the line from an earlier one can skip. The first point (where the route
/// starts) is not part of the result.
fn pull_tight(shore: &ShoreField, points: &[Vec2]) -> Vec<Vec2> {
    let mut tight = Vec::with_capacity(points.len());
    let mut here = 0;
    while here + 1 < points.len() {
        let reach = (here + 2..points.len()).rev().find(|&k| is_clear(shore, points[here], points[k]));
        let next = reach.unwrap_or(here + 1);
        if points[next] != points[here] || next + 1 == points.len() {
            tight.push(points[next]);
        }
        here = next;
    }
    tight
}

/// Way points off all coasts of the grid, thinned, headlands first; then one off each extra place.
fn place_nodes(shore: &ShoreField, extra: &[Vec2]) -> Vec<Vec2> {
    // More would make the build slow; the strait needs about 200.
    const NODES_MAX: usize = 600;
    let mut candidates: Vec<(f64, Vec2)> =
        shore.samples().filter(|(_, d)| OFF_SHORE_M.contains(d)).map(|(p, _)| (openness(shore, p), p)).collect();
    // Stable sort: equal openness keeps the grid's order.
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut nodes: Vec<Vec2> = Vec::new();
    for (_, p) in candidates {
        if nodes.len() < NODES_MAX && nodes.iter().all(|n| (*n - p).length_squared() > SPACING_M * SPACING_M) {
            nodes.push(p);
        }
    }
    for &place in extra {
        // Half the way point spacing tells two harbours of a town apart.
        if let Some(p) = offing(shore, place)
            && nodes.len() < NODES_MAX
            && nodes.iter().all(|n| (*n - p).length_squared() > 250_000.0)
        {
            nodes.push(p);
        }
    }
    nodes
}

/// How much sea there is around a place: large off a headland, small in a bay. Mean over three rings of
/// the distance to the shore, land counted as it is (negative).
fn openness(shore: &ShoreField, p: Vec2) -> f64 {
    let mut sum = 0.0;
    for radius in [1500.0, 3000.0, 5000.0] {
        for k in 0..16 {
            let bearing = crate::units::Angle::radians(core::f64::consts::TAU * f64::from(k) / 16.0);
            sum += shore.distance(p + Vec2::from_bearing(bearing, radius)).min(radius);
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::super::{Chart, LatLon, testing, to_lat_lon, to_plane};
    use super::*;
    use proptest::prelude::*;

    fn at(lat: f64, lon: f64) -> Vec2 {
        to_plane(LatLon::new(lat, lon))
    }

    /// The deepest point of a route inland, metres, leaving out what lies within `ends_m` of its ends.
    fn deepest_inland(chart: &Chart, from: Vec2, route: &[Vec2], ends_m: f64) -> f64 {
        let to = *route.last().expect("a route is never empty");
        let mut here = from;
        let mut worst = 0.0_f64;
        for &p in route {
            let steps = ((p - here).length() / 50.0).ceil().max(1.0);
            let mut k = 0.0;
            while k <= steps {
                let q = here + (p - here) * (k / steps);
                if (q - from).length() > ends_m && (q - to).length() > ends_m && chart.coast.is_land(q) {
                    worst = worst.max(chart.shore.nearest(q).expect("there is a shore").distance_m);
                }
                k += 1.0;
            }
            here = p;
        }
        worst
    }

    fn check(from: Vec2, to: Vec2, ends_m: f64) -> (Vec<Vec2>, f64) {
        let chart = testing::chart();
        let route = chart.routes.route(&chart.shore, from, to);
        let inland = deepest_inland(chart, from, &route, ends_m);
        let shown: Vec<_> = route.iter().map(|p| to_lat_lon(*p)).collect();
        assert!(inland < 30.0, "{inland} m inland: {shown:?}");
        assert_eq!(route.last(), Some(&to));
        (route, chart.routes.route_length_m(&chart.shore, from, to))
    }

    #[test]
    fn boulogne_to_calais_goes_round_gris_nez() {
        let (route, length) = check(at(50.7437, 1.56), at(50.975, 1.835), 1000.0);
        // Cape Gris-Nez is at 50.8697 N 1.5845 E.
        assert!(route.iter().any(|p| (*p - at(50.8697, 1.5845)).length() < 4000.0), "{route:?}");
        let straight = (at(50.7437, 1.56) - at(50.975, 1.835)).length();
        assert!(length > straight && length < 1.15 * straight, "{length} {straight}");
    }

    #[test]
    fn dunkirk_to_gravelines_follows_the_coast() {
        let (_, length) = check(at(51.062, 2.35), at(51.022, 2.09), 800.0);
        let straight = (at(51.062, 2.35) - at(51.022, 2.09)).length();
        assert!(length < 1.15 * straight, "{length} {straight}");
    }

    #[test]
    fn dover_to_dungeness_crosses_the_bay() {
        let (route, length) = check(at(51.105, 1.33), at(50.905, 0.985), 500.0);
        assert!(route.len() <= 3 && length < 38_000.0, "{length} {route:?}");
    }

    #[test]
    fn a_line_across_the_open_strait_is_one_leg() {
        let (route, _) = check(at(51.03, 2.0), at(51.10, 1.40), 300.0);
        assert_eq!(route.len(), 1);
    }

    #[test]
    fn every_launch_site_reaches_every_port_by_sea() {
        let chart = testing::chart();
        for site in chart.launch_sites() {
            for id in ["calais", "boulogne", "dunkerque_ouest", "dover_west", "ramsgate"] {
                let port = chart.port(id).expect("a known port");
                let route = chart.route(site.water_point, port.position);
                let inland = deepest_inland(chart, site.water_point, &route, 1500.0);
                assert!(inland < 60.0, "{} to {id}: {inland} m inland", site.id);
            }
        }
    }

    /// Deep in the bay of the Somme no way point is in sight: the way there once led 83 m over land.
    #[test]
    fn the_way_into_the_somme_keeps_to_the_water() {
        let chart = testing::chart();
        let bay = Vec2::new(-15_268.9, -88_307.4);
        for (from, to) in [(Vec2::ZERO, bay), (bay, Vec2::ZERO), (at(50.75, 1.3), bay)] {
            let route = chart.routes.route(&chart.shore, from, to);
            let inland = deepest_inland(chart, from, &route, 0.0);
            let shown: Vec<_> = route.iter().map(|p| to_lat_lon(*p)).collect();
            assert!(inland < 60.0, "{inland} m inland: {shown:?}");
        }
    }

    #[test]
    fn ends_inland_or_nonsense_still_end_at_the_goal() {
        let chart = testing::chart();
        for (from, to) in [
            (at(50.95, 1.86), at(51.13, 1.30)),
            (at(50.5, 2.3), at(51.0, 1.5)),
            (at(51.0, 1.5), at(51.0, 1.5)),
            (Vec2::new(1e9, 0.0), at(51.0, 1.5)),
        ] {
            assert_eq!(chart.routes.route(&chart.shore, from, to).last(), Some(&to));
        }
        assert!(!chart.routes.route(&chart.shore, Vec2::new(f64::NAN, 0.0), Vec2::ZERO).is_empty());
    }

    fn at_sea() -> impl Strategy<Value = Vec2> {
        // Inside the chart's area: beyond its edge the shore is not known well enough for this.
        (-80_000.0..70_000.0, -90_000.0..50_000.0)
            .prop_map(|(x, y)| Vec2::new(x, y))
            .prop_filter("at sea, Thames and Medway left out", |p| {
                testing::chart().shore.distance(*p) > 300.0 && (p.y < 30_000.0 || p.x > -20_000.0)
            })
    }

    proptest! {
        #[test]
        fn routes_between_places_at_sea_stay_at_sea(from in at_sea(), to in at_sea()) {
            let chart = testing::chart();
            let route = chart.routes.route(&chart.shore, from, to);
            let inland = deepest_inland(chart, from, &route, 0.0);
            prop_assert!(inland < 60.0, "{} m inland: {:?} {:?}", inland, to_lat_lon(from), route.iter().map(|p| to_lat_lon(*p)).collect::<Vec<_>>());
            prop_assert_eq!(route.last(), Some(&to));
        }
    }
}
