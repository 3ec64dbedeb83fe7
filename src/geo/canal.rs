//! Where along the channel? A canal as a line from its head at the sea to its lock.
//!
//! The Aa at Gravelines is some 80 m wide, narrower than the cells of the distance field, so boats in it go
//! by their distance along its middle line. Left out: the bed level (a parameter) and the water level
//! (environment).

use super::error::{ChartError, ChartFile};
use super::geojson::{Geometry, read_features};
use crate::units::{Distance, Vec2};

/// A tidal channel.
#[derive(Clone, Debug)]
pub struct Canal {
    /// Stable name in files.
    pub id: String,
    /// Name on the chart.
    pub name: String,
    points: Vec<Vec2>,
    /// Metres from the head to each point.
    along: Vec<f64>,
    /// South-west and north-east corner of all that may count as in it: nearly every position asked about is far off.
    corners: (Vec2, Vec2),
}

/// A position told by a canal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CanalPosition {
    /// Metres along the middle line from its head at the sea.
    pub from_head_m: f64,
    /// Metres from the middle line.
    pub aside_m: f64,
    /// The nearest position on the middle line, metres on the plane.
    pub point: Vec2,
}

/// Within this distance of the middle line a position counts as in the canal, metres: half the width
/// between the charted banks is 40 to 60 m, and positions are known to about 50 m.
pub const CANAL_REACH_M: f64 = 100.0;

impl Canal {
    /// Reads canals from GeoJSON lines with an `id`, drawn from the sea inland.
    pub fn load_all(geojson: &str) -> Result<Vec<Self>, Vec<ChartError>> {
        let file = ChartFile::Canals;
        let mut errors = Vec::new();
        let mut canals: Vec<Self> = Vec::new();
        for feature in read_features(geojson, file, &mut errors) {
            let id = feature.text("id").unwrap_or_default().to_owned();
            let name = feature.text("name").unwrap_or(&id).to_owned();
            if id.is_empty() || canals.iter().any(|c| c.id == id) {
                errors.push(ChartError::new(file, feature.place, format!("id `{id}`"), "an id of its own"));
            } else if let Geometry::Line(points) = feature.geometry {
                canals.push(Self::new(id, name, points));
            } else {
                errors.push(ChartError::new(file, feature.place, "a polygon", "a line from the sea inland"));
            }
        }
        if errors.is_empty() { Ok(canals) } else { Err(errors) }
    }

    fn new(id: String, name: String, points: Vec<Vec2>) -> Self {
        let mut sum = 0.0;
        let mut along = vec![0.0];
        for pair in points.windows(2) {
            sum += (pair[1] - pair[0]).length();
            along.push(sum);
        }
        let reach = Vec2::new(CANAL_REACH_M + 1.0, CANAL_REACH_M + 1.0);
        let (mut low, mut high) = (points[0], points[0]);
        for p in &points {
            low = Vec2::new(low.x.min(p.x), low.y.min(p.y));
            high = Vec2::new(high.x.max(p.x), high.y.max(p.y));
        }
        Self { id, name, points, along, corners: (low - reach, high + reach) }
    }

    /// From the head to the lock.
    #[must_use]
    pub fn length(&self) -> Distance {
        Distance::metres(self.along.last().copied().unwrap_or(0.0))
    }

    /// The middle line, from the head at the sea to the lock.
    #[must_use]
    pub fn points(&self) -> &[Vec2] {
        &self.points
    }

    /// The head, where the canal meets the sea.
    #[must_use]
    pub fn head(&self) -> Vec2 {
        self.position_at(0.0)
    }

    /// The position on the middle line at a distance from the head in metres, held between head and lock.
    #[must_use]
    pub fn position_at(&self, from_head_m: f64) -> Vec2 {
        let k = self.along.partition_point(|s| *s <= from_head_m).clamp(1, self.points.len() - 1);
        let (start, end) = (self.along[k - 1], self.along[k]);
        let t = if end > start { ((from_head_m - start) / (end - start)).clamp(0.0, 1.0) } else { 0.0 };
        self.points[k - 1] + (self.points[k] - self.points[k - 1]) * t
    }

    /// The nearest position on the middle line.
    #[must_use]
    pub fn nearest(&self, p: Vec2) -> CanalPosition {
        let mut best = CanalPosition { from_head_m: 0.0, aside_m: f64::INFINITY, point: self.points[0] };
        for (k, pair) in self.points.windows(2).enumerate() {
            let (a, ab) = (pair[0], pair[1] - pair[0]);
            let ap = p - a;
            let t = ((ap.x * ab.x + ap.y * ab.y) / ab.length_squared().max(1e-9)).clamp(0.0, 1.0);
            let point = a + ab * t;
            let aside_m = (p - point).length();
            if aside_m < best.aside_m {
                best = CanalPosition { from_head_m: self.along[k] + ab.length() * t, aside_m, point };
            }
        }
        best
    }

    /// Whether the position lies in the canal, between head and lock.
    #[must_use]
    pub fn contains(&self, p: Vec2) -> bool {
        let (low, high) = self.corners;
        if p.x < low.x || p.x > high.x || p.y < low.y || p.y > high.y {
            return false;
        }
        let at = self.nearest(p);
        at.aside_m <= CANAL_REACH_M && at.from_head_m > 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::super::{LatLon, testing, to_plane};

    #[test]
    fn the_aa_leads_from_its_jetties_to_the_lock() {
        let aa = testing::chart().canal("aa").expect("the Aa");
        assert!((3000.0..4500.0).contains(&aa.length().m()), "{:?}", aa.length());
        assert!((aa.head() - to_plane(LatLon::new(51.015, 2.0925))).length() < 150.0);
        assert!((aa.position_at(1e9) - to_plane(LatLon::new(50.986, 2.122))).length() < 150.0);
    }

    #[test]
    fn the_middle_of_the_aa_is_water() {
        let chart = testing::chart();
        let aa = chart.canal("aa").expect("the Aa");
        let length = aa.length().m();
        for k in 0..=100 {
            // The last metres before the lock end on the charted bank.
            let p = aa.position_at(length * 0.97 * f64::from(k) / 100.0);
            assert!(!chart.coast.is_land(p), "{k} %");
        }
    }

    #[test]
    fn position_and_distance_along_agree() {
        let aa = testing::chart().canal("aa").expect("the Aa");
        for s in [0.0, 500.0, 1234.0, 3000.0] {
            let at = aa.nearest(aa.position_at(s));
            assert!((at.from_head_m - s).abs() < 1e-6 && at.aside_m < 1e-6, "{s}: {at:?}");
        }
        assert_eq!(aa.position_at(-5.0), aa.head());
    }
}
