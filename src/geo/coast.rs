//! Where is land, and whose? Land polygons by country, and the edges that are shore.
//!
//! The polygons come country by country, so neighbours share their land border vertex by vertex; an edge
//! that two polygons have is a border and no shore. For the question "land or water" the same sharing
//! helps: along a ray a border counts twice and the even-odd rule sees the union.
//!
//! Left out: the foreshore. The line is the high-water line of OpenStreetMap; what dries at low water is
//! the business of depth and tide.

use super::Country;
use super::error::{ChartError, ChartFile};
use super::geojson::{Geometry, read_features};
use crate::units::Vec2;

/// All land near the strait.
#[derive(Clone, Debug)]
pub struct Coast {
    polygons: Vec<LandPolygon>,
    shore: Vec<ShoreSegment>,
    bands: Bands,
}

/// One piece of land, on the plane.
#[derive(Clone, Debug)]
pub struct LandPolygon {
    /// Whose land.
    pub country: Country,
    /// The outer edge first, then holes (lagoons, wide rivers); corners in metres, not closed by repetition.
    pub rings: Vec<Vec<Vec2>>,
}

/// One straight piece of the shore, between two corners of a polygon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShoreSegment {
    /// One end.
    pub a: Vec2,
    /// The other end.
    pub b: Vec2,
    /// Whose shore.
    pub country: Country,
}

impl ShoreSegment {
    /// The point of the segment nearest to a position.
    #[must_use]
    pub fn nearest(&self, p: Vec2) -> Vec2 {
        let (ab, ap) = (self.b - self.a, p - self.a);
        let length_squared = ab.length_squared();
        let t = if length_squared > 0.0 { (ab.x * ap.x + ab.y * ap.y) / length_squared } else { 0.0 };
        self.a + ab * t.clamp(0.0, 1.0)
    }
}

impl Coast {
    /// Reads land polygons from GeoJSON; each feature names its country in `iso_a3`.
    pub fn load(geojson: &str) -> Result<Self, Vec<ChartError>> {
        let mut errors = Vec::new();
        let mut polygons = Vec::new();
        for feature in read_features(geojson, ChartFile::Coast, &mut errors) {
            let code = feature.text("iso_a3").unwrap_or("nothing");
            let Some(country) = Country::from_code(code) else {
                let what = format!("country {code} in `iso_a3`");
                errors.push(ChartError::new(ChartFile::Coast, feature.place, what, "FRA, GBR, BEL or NLD"));
                continue;
            };
            match feature.geometry {
                Geometry::Polygons(list) => {
                    polygons.extend(list.into_iter().map(|rings| LandPolygon { country, rings }));
                }
                Geometry::Line(_) => {
                    errors.push(ChartError::new(ChartFile::Coast, feature.place, "a line", "land polygons"));
                }
            }
        }
        if polygons.is_empty() && errors.is_empty() {
            errors.push(ChartError::new(ChartFile::Coast, "top level", "no land at all", "land polygons"));
        }
        if errors.is_empty() { Ok(Self::new(polygons)) } else { Err(errors) }
    }

    fn new(polygons: Vec<LandPolygon>) -> Self {
        let mut edges = Vec::new();
        for polygon in &polygons {
            for ring in &polygon.rings {
                for (i, &a) in ring.iter().enumerate() {
                    edges.push(ShoreSegment { a, b: ring[(i + 1) % ring.len()], country: polygon.country });
                }
            }
        }
        let shore = without_borders(&edges);
        let bands = Bands::new(&edges);
        Self { polygons, shore, bands }
    }

    /// Land polygons, for drawing.
    #[must_use]
    pub fn polygons(&self) -> &[LandPolygon] {
        &self.polygons
    }

    /// The shore as segments: every polygon edge that is no land border.
    #[must_use]
    pub fn shore(&self) -> &[ShoreSegment] {
        &self.shore
    }

    /// Whether the position is on land, exactly as the polygons say.
    #[must_use]
    pub fn is_land(&self, p: Vec2) -> bool {
        self.bands.is_inside(p)
    }
}

/// The edges that only one polygon has.
fn without_borders(edges: &[ShoreSegment]) -> Vec<ShoreSegment> {
    // Vertices of a shared border have the very same digits in the file, so their bits agree. The key is
    // the edge with its ends in order.
    let bits = |p: Vec2| (p.x.to_bits(), p.y.to_bits());
    let mut keyed: Vec<_> = edges
        .iter()
        .enumerate()
        .map(|(i, e)| {
            let (a, b) = (bits(e.a), bits(e.b));
            (a.min(b), a.max(b), i)
        })
        .collect();
    keyed.sort_unstable();
    let mut single: Vec<usize> = keyed
        .chunk_by(|l, r| (l.0, l.1) == (r.0, r.1))
        .filter(|group| group.len() == 1)
        .map(|group| group[0].2)
        .collect();
    single.sort_unstable();
    single.into_iter().map(|i| edges[i]).filter(|e| e.a != e.b).collect()
}

/// Edges sorted into horizontal bands, so that the even-odd ray meets a few dozen edges.
#[derive(Clone, Debug)]
struct Bands {
    bottom: f64,
    /// Where each band's edges begin in `edges`; one entry more than bands.
    starts: Vec<u32>,
    edges: Vec<(Vec2, Vec2)>,
}

/// Height of a band in metres: about the length of a coast edge, so an edge falls in one or two.
const BAND_M: f64 = 500.0;

impl Bands {
    fn new(edges: &[ShoreSegment]) -> Self {
        let bottom = edges.iter().map(|e| e.a.y).fold(f64::INFINITY, f64::min).max(-1e7);
        let top = edges.iter().map(|e| e.a.y).fold(f64::NEG_INFINITY, f64::max).max(bottom);
        let count = band_of(top, bottom) + 1;
        let mut lists: Vec<Vec<(Vec2, Vec2)>> = vec![Vec::new(); count];
        for e in edges {
            let (low, high) = (e.a.y.min(e.b.y), e.a.y.max(e.b.y));
            for list in &mut lists[band_of(low, bottom)..=band_of(high, bottom)] {
                list.push((e.a, e.b));
            }
        }
        let mut starts = vec![0];
        let mut flat = Vec::new();
        for list in lists {
            flat.extend(list);
            starts.push(u32::try_from(flat.len()).unwrap_or(u32::MAX));
        }
        Self { bottom, starts, edges: flat }
    }

    fn is_inside(&self, p: Vec2) -> bool {
        if p.y < self.bottom || !p.y.is_finite() {
            return false;
        }
        let band = band_of(p.y, self.bottom);
        let Some(range) = self.starts.get(band..band + 2) else { return false };
        self.edges[range[0] as usize..range[1] as usize]
            .iter()
            .filter(|(a, b)| (a.y <= p.y) != (b.y <= p.y) && crossing_x(*a, *b, p.y) > p.x)
            .count()
            % 2
            == 1
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "y is not below the bottom")]
fn band_of(y: f64, bottom: f64) -> usize {
    ((y - bottom) / BAND_M) as usize
}

/// Where the line through two points crosses a height.
pub(super) fn crossing_x(a: Vec2, b: Vec2, y: f64) -> f64 {
    a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y))
}

#[cfg(test)]
mod tests {
    use super::super::{LatLon, testing, to_plane};
    use super::*;

    #[test]
    fn towns_are_on_land_and_the_strait_is_not() {
        let coast = &testing::chart().coast;
        for (lat, lon, land) in [
            (50.95, 1.86, true),  // Calais town
            (51.13, 1.30, true),  // Dover castle hill
            (51.05, 2.60, true),  // inland of De Panne, beyond the land border
            (51.03, 1.55, false), // mid-strait
            (51.10, 2.30, false), // off Dunkirk
            (50.50, 1.40, false), // off Le Touquet
        ] {
            assert_eq!(coast.is_land(to_plane(LatLon::new(lat, lon))), land, "{lat} {lon}");
        }
    }

    #[test]
    fn the_land_border_is_no_shore() {
        let coast = &testing::chart().coast;
        // 51.03 N 2.568 E lies on the border, seven kilometres from the sea.
        let border = to_plane(LatLon::new(51.0261, 2.5710));
        let nearest = coast.shore().iter().map(|s| (s.nearest(border) - border).length()).fold(f64::INFINITY, f64::min);
        assert!(nearest > 5000.0, "{nearest}");
    }

    #[test]
    fn bad_coast_files_are_refused_with_every_problem() {
        let text = r#"{"features":[
            {"properties":{"iso_a3":"XXX"},"geometry":{"type":"Polygon","coordinates":[[[1,51],[2,51],[2,50]]]}},
            {"properties":{"iso_a3":"FRA"},"geometry":{"type":"Polygon","coordinates":[[[1,51],[51,1],[2,50]]]}},
            {"properties":{"iso_a3":"FRA"},"geometry":{"type":"Point","coordinates":[1,51]}}]}"#;
        let errors = Coast::load(text).expect_err("three bad features");
        assert_eq!(errors.len(), 3, "{errors:?}");
        assert!(Coast::load("{").is_err() && Coast::load("[]").is_err() && Coast::load("{\"features\":[]}").is_err());
    }
}
