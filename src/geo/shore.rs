//! How far is the shore, and whose is it? A signed distance field on a grid.
//!
//! Asked many times per tick for every craft, so the answer is a bilinear look-up. Each grid point keeps
//! its nearest shore segment: exact within `EXACT_M` of the shore, where every segment is measured from
//! all points around it; farther out the nearest segment is passed from neighbour to neighbour and measured
//! anew (Danielsson 1980, "Euclidean distance mapping"), with errors far below the grid spacing. The sign
//! comes from an even-odd fill of the land polygons, row by row.
//!
//! The bilinear look-up rounds corners and narrow gaps (harbour mouths, the Aa channel) off by up to a cell;
//! it serves where only the way off the shore counts. [`ShoreField::exact`] measures from the segments
//! themselves: each cell near the shore keeps all that can be the nearest to a place in it, and the side of
//! the line is told by counting the segments between the place and a corner of its cell. Left out: anything
//! beyond the grid, where the value of its edge is given.

use super::Country;
use super::coast::{Coast, ShoreSegment, crossing_x};
use crate::units::Vec2;

/// Signed distance to the shore and the nearest shore, on a grid.
#[derive(Clone, Debug)]
pub struct ShoreField {
    /// Metres at each grid point, negative on land, row by row from the south-west.
    distance: Vec<f32>,
    /// Index of the nearest segment at each grid point.
    nearest: Vec<u32>,
    segments: Vec<ShoreSegment>,
    /// For each cell near the shore where its candidates begin in the list; one more for the end.
    first: Vec<u32>,
    candidates: Vec<u32>,
}

/// The nearest piece of shore to a position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShorePoint {
    /// The point on the shore, metres on the plane.
    pub point: Vec2,
    /// Metres to it, never negative.
    pub distance_m: f64,
    /// Whose shore it is.
    pub country: Country,
    /// Length of the straight piece of shore it lies on, metres: how far apart the coast was surveyed there.
    pub stretch_m: f64,
}

/// South-west corner of the grid, metres on the plane. The grid holds the French coast from Dieppe, the
/// Belgian coast to Zeebrugge and the English coast from Beachy Head to the Thames, so that the nearest
/// shore to any place in the strait (85 km west to 75 km east, 100 km south to 65 km north) is inside it.
pub const SOUTH_WEST: Vec2 = Vec2::new(-120_000.0, -125_000.0);
/// Columns of the grid: it reaches 105 km east of the origin.
const COLUMNS: usize = 901;
/// Rows of the grid: it reaches 75 km north of the origin.
const ROWS: usize = 801;
/// Metres between grid points: a quarter of a kilometre tells the 300 m band on an open beach.
pub const SPACING_M: f64 = 250.0;
/// Within this distance of a segment every grid point measures it, metres.
const EXACT_M: f64 = 3000.0;
const NONE: u32 = u32::MAX;

impl ShoreField {
    /// Measures the field from a coast. A coast without shore inside the grid gives "far away" everywhere.
    #[must_use]
    pub fn new(coast: &Coast) -> Self {
        let margin = Vec2::new(EXACT_M, EXACT_M);
        let (low, high) = (SOUTH_WEST - margin, north_east() + margin);
        let near = |s: &&ShoreSegment| {
            s.a.x.min(s.b.x) < high.x
                && s.a.x.max(s.b.x) > low.x
                && s.a.y.min(s.b.y) < high.y
                && s.a.y.max(s.b.y) > low.y
        };
        let segments: Vec<ShoreSegment> = coast.shore().iter().filter(near).copied().collect();
        let mut build = Build {
            nearest: vec![NONE; COLUMNS * ROWS],
            squared: vec![f64::INFINITY; COLUMNS * ROWS],
            segments: &segments,
        };
        build.measure_near_cells();
        build.pass_on_to_far_cells();
        let Build { nearest, squared, .. } = build;
        let mut distance: Vec<f32> = squared.iter().map(|d| as_f32(d.sqrt().min(FAR_M))).collect();
        negate_land(coast, &mut distance);
        let (first, candidates) = candidates(&segments);
        Self { distance, nearest, segments, first, candidates }
    }

    /// Metres to the shore, negative on land. About 10 ns.
    #[must_use]
    pub fn distance(&self, p: Vec2) -> f64 {
        let (i, fx) = cell((p.x - SOUTH_WEST.x) / SPACING_M, COLUMNS);
        let (j, fy) = cell((p.y - SOUTH_WEST.y) / SPACING_M, ROWS);
        let k = j * COLUMNS + i;
        let at = |k: usize| f64::from(self.distance[k]);
        let south = at(k) + (at(k + 1) - at(k)) * fx;
        let north = at(k + COLUMNS) + (at(k + COLUMNS + 1) - at(k + COLUMNS)) * fx;
        south + (north - south) * fy
    }

    /// Metres to the shore, negative on land, measured from the segments: exact near the shore, and within metres
    /// of it far off. 43 ns.
    #[must_use]
    pub fn exact(&self, p: Vec2) -> f64 {
        let (i, fx) = cell((p.x - SOUTH_WEST.x) / SPACING_M, COLUMNS);
        let (j, fy) = cell((p.y - SOUTH_WEST.y) / SPACING_M, ROWS);
        let k = j * COLUMNS + i;
        let near = &self.candidates[self.first[k] as usize..self.first[k + 1] as usize];
        if near.is_empty() || !Self::covers(p) {
            let far = self.distance(p);
            // Where two shores are equally far the mix of both is too short: the segments of the corners are not.
            return if Self::covers(p) { self.nearest(p).map_or(far, |s| s.distance_m.copysign(far)) } else { far };
        }
        // The corner nearest to the place, whose side of the line is known.
        let corner = (j + usize::from(fy > 0.5), i + usize::from(fx > 0.5));
        let known = grid_point(corner.1, corner.0);
        let mut land = self.distance[corner.0 * COLUMNS + corner.1] < 0.0;
        let mut squared = f64::INFINITY;
        for &index in near {
            let s = &self.segments[index as usize];
            squared = squared.min((s.nearest(p) - p).length_squared());
            land ^= crosses(s, p, known);
        }
        if land { -squared.sqrt() } else { squared.sqrt() }
    }

    /// Whether the position lies on the grid; beyond it the look-up gives the value of the edge.
    #[must_use]
    pub fn covers(p: Vec2) -> bool {
        let end = north_east();
        (SOUTH_WEST.x..=end.x).contains(&p.x) && (SOUTH_WEST.y..=end.y).contains(&p.y)
    }

    /// Direction in which the distance to the shore grows, a unit vector; zero where it is flat.
    #[must_use]
    pub fn seaward(&self, p: Vec2) -> Vec2 {
        let h = SPACING_M / 2.0;
        let east = self.distance(p + Vec2::new(h, 0.0)) - self.distance(p - Vec2::new(h, 0.0));
        let north = self.distance(p + Vec2::new(0.0, h)) - self.distance(p - Vec2::new(0.0, h));
        Vec2::new(east, north).normalised()
    }

    /// The nearest point of the shore, measured from the segments around; `None` without any shore.
    #[must_use]
    pub fn nearest(&self, p: Vec2) -> Option<ShorePoint> {
        let (i, _) = cell((p.x - SOUTH_WEST.x) / SPACING_M, COLUMNS);
        let (j, _) = cell((p.y - SOUTH_WEST.y) / SPACING_M, ROWS);
        let k = j * COLUMNS + i;
        let mut best: Option<ShorePoint> = None;
        for corner in [k, k + 1, k + COLUMNS, k + COLUMNS + 1] {
            let Some(segment) = self.segments.get(self.nearest[corner] as usize) else { continue };
            let point = segment.nearest(p);
            let distance_m = (point - p).length();
            if best.is_none_or(|b| distance_m < b.distance_m) {
                best = Some(ShorePoint {
                    point,
                    distance_m,
                    country: segment.country,
                    stretch_m: (segment.b - segment.a).length(),
                });
            }
        }
        best
    }

    /// Whose shore is nearest; `None` without any shore.
    #[must_use]
    pub fn nearest_country(&self, p: Vec2) -> Option<Country> {
        self.nearest(p).map(|s| s.country)
    }

    /// Grid points with the field's value there, for placing way points.
    pub(super) fn samples(&self) -> impl Iterator<Item = (Vec2, f64)> + '_ {
        self.distance.iter().enumerate().map(|(k, d)| (grid_point(k % COLUMNS, k / COLUMNS), f64::from(*d)))
    }
}

/// Do two pieces of line cross? Each end counts to one side, so that a line through a vertex is crossed once.
fn crosses(s: &ShoreSegment, p: Vec2, q: Vec2) -> bool {
    let side = |a: Vec2, b: Vec2, c: Vec2| (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) > 0.0;
    side(p, q, s.a) != side(p, q, s.b) && side(s.a, s.b, p) != side(s.a, s.b, q)
}

/// How far from the shore cells keep candidates, metres: where the four corners' nearest segments no longer
/// surely hold that of every place between, but the difference is metres.
const CANDIDATES_M: f64 = 2000.0;

/// For each cell (by its south-west corner) the segments that can be nearest to a place in it: those no farther from
/// its middle than the nearest one and the cell's diagonal.
fn candidates(segments: &[ShoreSegment]) -> (Vec<u32>, Vec<u32>) {
    let diagonal = SPACING_M * core::f64::consts::SQRT_2;
    let middle = |i: usize, j: usize| grid_point(i, j) + Vec2::new(SPACING_M / 2.0, SPACING_M / 2.0);
    let reach = |low: f64, high: f64, origin: f64, count: usize| {
        let (first, _) = cell((low - CANDIDATES_M - origin) / SPACING_M, count);
        let (last, _) = cell((high + CANDIDATES_M - origin) / SPACING_M, count);
        first..=last
    };
    let around = |s: &ShoreSegment| {
        let rows = reach(s.a.y.min(s.b.y), s.a.y.max(s.b.y), SOUTH_WEST.y, ROWS);
        let columns = reach(s.a.x.min(s.b.x), s.a.x.max(s.b.x), SOUTH_WEST.x, COLUMNS);
        rows.flat_map(move |j| columns.clone().map(move |i| (i, j)))
    };
    let mut least = vec![f64::INFINITY; COLUMNS * ROWS];
    for s in segments {
        for (i, j) in around(s) {
            let m = middle(i, j);
            let d = &mut least[j * COLUMNS + i];
            *d = d.min((s.nearest(m) - m).length_squared());
        }
    }
    let mut found: Vec<(u32, u32)> = Vec::new();
    for (index, s) in (0_u32..).zip(segments) {
        for (i, j) in around(s) {
            let k = j * COLUMNS + i;
            if least[k] > CANDIDATES_M * CANDIDATES_M {
                continue;
            }
            let m = middle(i, j);
            let limit = least[k].sqrt() + diagonal;
            if (s.nearest(m) - m).length_squared() <= limit * limit {
                #[expect(clippy::cast_possible_truncation, reason = "cells are counted by u32")]
                found.push((k as u32, index));
            }
        }
    }
    found.sort_unstable();
    let mut first = vec![0_u32; COLUMNS * ROWS + 1];
    for (k, _) in &found {
        first[*k as usize + 1] += 1;
    }
    for k in 0..COLUMNS * ROWS {
        first[k + 1] += first[k];
    }
    (first, found.into_iter().map(|(_, index)| index).collect())
}

/// "No shore anywhere", metres: larger than the grid.
const FAR_M: f64 = 1e6;

fn north_east() -> Vec2 {
    grid_point(COLUMNS - 1, ROWS - 1)
}

fn grid_point(i: usize, j: usize) -> Vec2 {
    SOUTH_WEST + Vec2::new(i as f64 * SPACING_M, j as f64 * SPACING_M)
}

/// Cell index and fraction along one axis, held inside the grid.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the grid first")]
fn cell(x: f64, count: usize) -> (usize, f64) {
    let x = x.max(0.0).min((count - 1) as f64);
    let i = (x as usize).min(count - 2);
    (i, x - i as f64)
}

#[expect(clippy::cast_possible_truncation, reason = "centimetres are enough at 100 km")]
fn as_f32(x: f64) -> f32 {
    x as f32
}

struct Build<'a> {
    nearest: Vec<u32>,
    squared: Vec<f64>,
    segments: &'a [ShoreSegment],
}

impl Build<'_> {
    fn measure_near_cells(&mut self) {
        for (index, s) in (0_u32..).zip(self.segments) {
            let reach = |low: f64, high: f64, origin: f64, count: usize| {
                let (first, _) = cell((low - EXACT_M - origin) / SPACING_M, count);
                let (last, _) = cell((high + EXACT_M - origin) / SPACING_M, count);
                first..=last + 1
            };
            for j in reach(s.a.y.min(s.b.y), s.a.y.max(s.b.y), SOUTH_WEST.y, ROWS) {
                for i in reach(s.a.x.min(s.b.x), s.a.x.max(s.b.x), SOUTH_WEST.x, COLUMNS) {
                    self.offer(i, j, index);
                }
            }
        }
    }

    /// Takes the segment for this grid point if it is nearer than what is known.
    fn offer(&mut self, i: usize, j: usize, index: u32) {
        let p = grid_point(i, j);
        let squared = (self.segments[index as usize].nearest(p) - p).length_squared();
        let k = j * COLUMNS + i;
        if squared < self.squared[k] {
            self.squared[k] = squared;
            self.nearest[k] = index;
        }
    }

    fn pass_on_to_far_cells(&mut self) {
        // Up the rows, then down; within a row east, then west.
        for j in 0..ROWS {
            self.sweep_row(j, j.checked_sub(1));
        }
        for j in (0..ROWS).rev() {
            self.sweep_row(j, (j + 1 < ROWS).then_some(j + 1));
        }
    }

    fn sweep_row(&mut self, j: usize, from_row: Option<usize>) {
        for i in 0..COLUMNS {
            if let Some(r) = from_row {
                for n in i.saturating_sub(1)..=(i + 1).min(COLUMNS - 1) {
                    self.ask(i, j, r * COLUMNS + n);
                }
            }
            if i > 0 {
                self.ask(i, j, j * COLUMNS + i - 1);
            }
        }
        for i in (0..COLUMNS - 1).rev() {
            self.ask(i, j, j * COLUMNS + i + 1);
        }
    }

    fn ask(&mut self, i: usize, j: usize, neighbour: usize) {
        let index = self.nearest[neighbour];
        if index != NONE && index != self.nearest[j * COLUMNS + i] {
            self.offer(i, j, index);
        }
    }
}

/// Even-odd fill: along each grid row, grid points between an odd crossing and the next are land.
fn negate_land(coast: &Coast, distance: &mut [f32]) {
    let mut crossings: Vec<Vec<f64>> = vec![Vec::new(); ROWS];
    for polygon in coast.polygons() {
        for ring in &polygon.rings {
            for (n, &a) in ring.iter().enumerate() {
                let b = ring[(n + 1) % ring.len()];
                let (first, _) = cell((a.y.min(b.y) - SOUTH_WEST.y) / SPACING_M, ROWS);
                let (last, _) = cell((a.y.max(b.y) - SOUTH_WEST.y) / SPACING_M, ROWS);
                for (j, row) in crossings.iter_mut().enumerate().take(last + 2).skip(first) {
                    let y = grid_point(0, j).y;
                    if (a.y <= y) != (b.y <= y) {
                        row.push(crossing_x(a, b, y));
                    }
                }
            }
        }
    }
    for (j, row) in crossings.iter_mut().enumerate() {
        row.sort_unstable_by(f64::total_cmp);
        let mut passed = 0;
        for i in 0..COLUMNS {
            let x = grid_point(i, j).x;
            while passed < row.len() && row[passed] <= x {
                passed += 1;
            }
            if passed % 2 == 1 {
                let d = &mut distance[j * COLUMNS + i];
                *d = -*d;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{LatLon, testing, to_plane};
    use super::*;
    use proptest::prelude::*;

    fn anywhere() -> impl Strategy<Value = Vec2> {
        (-85_000.0..75_000.0, -100_000.0..65_000.0).prop_map(|(x, y)| Vec2::new(x, y))
    }

    proptest! {
        /// Bilinear interpolation of a 1-Lipschitz field grows by at most the square root of two per metre.
        #[test]
        fn distance_changes_no_faster_than_one_moves(p in anywhere(), dx in -2000.0..2000.0, dy in -2000.0..2000.0) {
            let shore = &testing::chart().shore;
            let q = p + Vec2::new(dx, dy);
            let change = (shore.distance(p) - shore.distance(q)).abs();
            prop_assert!(change <= 1.4143 * (q - p).length() + 0.1, "{change}");
        }

        #[test]
        fn the_sign_agrees_with_the_polygons_away_from_the_line(p in anywhere()) {
            let chart = testing::chart();
            let exact = chart.shore.nearest(p).expect("there is a shore").distance_m;
            // Closer than the diagonal of a cell the grid may round a corner off.
            if exact > 1.5 * SPACING_M {
                prop_assert_eq!(chart.shore.distance(p) < 0.0, chart.coast.is_land(p));
            }
        }

        #[test]
        fn the_field_agrees_with_a_search_through_all_segments(p in anywhere()) {
            let chart = testing::chart();
            // Deep inland the nearest edge is the frame of the data, outside the grid.
            prop_assume!(chart.shore.distance(p) > -30_000.0);
            let all = chart.coast.shore().iter().map(|s| (s.nearest(p) - p).length()).fold(f64::INFINITY, f64::min);
            let nearest = chart.shore.nearest(p).expect("there is a shore").distance_m;
            // Measured from the segments of four grid points: within a cell's diagonal of the truth at worst.
            prop_assert!(nearest >= all - 1e-6 && nearest <= all + 150.0, "{nearest} {all}");
            prop_assert!((chart.shore.distance(p).abs() - all).abs() < 1.5 * SPACING_M);
        }
    }

    /// Against all segments and the polygons themselves: every place off the coasts, and many close to them.
    #[test]
    fn the_exact_distance_is_exact_to_twenty_metres() {
        let chart = testing::chart();
        let shore = &chart.shore;
        let mut worst: f64 = 0.0;
        let mut wrong_side = 0;
        let mut places: Vec<Vec2> = (0..3000_u32)
            .map(|k| {
                // A low-discrepancy walk over the area (Roberts' R2 sequence).
                let (u, v) = ((f64::from(k) * 0.754_877_666).fract(), (f64::from(k) * 0.569_840_291).fract());
                Vec2::new(-80_000.0 + 150_000.0 * u, -90_000.0 + 150_000.0 * v)
            })
            .collect();
        let segments = chart.coast.shore();
        places.extend((0_u32..).zip(segments.iter().chain(segments)).map(|(k, s)| {
            let off =
                Vec2::new((f64::from(k) * 0.754_877_666).fract() - 0.5, (f64::from(k) * 0.569_840_291).fract() - 0.5);
            s.a + off * 900.0
        }));
        let mut asked = 0;
        for p in places {
            // Inland beyond the shore's frame there is nothing to be exact about.
            let inside = (-85_000.0..75_000.0).contains(&p.x) && (-100_000.0..65_000.0).contains(&p.y);
            if !inside || shore.distance(p) < -20_000.0 {
                continue;
            }
            asked += 1;
            let all = segments.iter().map(|s| (s.nearest(p) - p).length()).fold(f64::INFINITY, f64::min);
            let got = shore.exact(p);
            worst = worst.max((got.abs() - all).abs());
            wrong_side += u32::from(all > 1.0 && (got < 0.0) != chart.coast.is_land(p));
        }
        assert!(asked > 3000 && worst < 20.0, "worst {worst} m over {asked} places");
        assert_eq!(wrong_side, 0, "of {asked} places");
    }

    #[test]
    fn the_middle_of_the_strait_is_far_off() {
        let shore = &testing::chart().shore;
        let d = shore.distance(to_plane(LatLon::new(51.03, 1.55)));
        assert!((15_000.0..22_000.0).contains(&d), "{d}");
    }

    #[test]
    fn each_coast_has_its_country() {
        let shore = &testing::chart().shore;
        for (lat, lon, country) in [
            (50.95, 1.75, Country::France),
            (51.09, 1.30, Country::UnitedKingdom),
            (51.20, 2.70, Country::Belgium),
            (50.20, 1.40, Country::France),
        ] {
            assert_eq!(shore.nearest_country(to_plane(LatLon::new(lat, lon))), Some(country), "{lat} {lon}");
        }
    }

    #[test]
    fn nonsense_positions_get_an_answer() {
        let shore = &testing::chart().shore;
        for p in [Vec2::new(f64::NAN, 0.0), Vec2::new(1e30, -1e30), Vec2::new(f64::INFINITY, f64::NAN)] {
            assert!(shore.distance(p).is_finite());
        }
    }
}
