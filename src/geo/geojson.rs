//! Which lines and polygons does this GeoJSON text hold? The small part of RFC 7946 the chart needs.
//!
//! Read through `serde_json::Value`, so that one bad feature is one problem in the list and the rest is
//! still checked. Left out: points, geometry collections, altitude, other coordinate systems.

use serde_json::Value;

use super::error::{ChartError, ChartFile};
use super::projection::{LatLon, to_plane};
use crate::units::Vec2;

/// A feature on the plane, with its properties.
pub(super) struct Feature {
    /// For messages: "feature 3".
    pub place: String,
    properties: Value,
    pub geometry: Geometry,
}

/// The geometries the chart uses; a polygon is a list of rings, the first one its outer edge.
pub(super) enum Geometry {
    Line(Vec<Vec2>),
    Polygons(Vec<Vec<Vec<Vec2>>>),
}

impl Feature {
    pub fn text(&self, key: &str) -> Option<&str> {
        self.properties.get(key)?.as_str()
    }

    pub fn number(&self, key: &str) -> Option<f64> {
        self.properties.get(key)?.as_f64().filter(|v| v.is_finite())
    }
}

/// All features of a collection; problems go to `errors`, the features that are sound come back.
pub(super) fn read_features(text: &str, file: ChartFile, errors: &mut Vec<ChartError>) -> Vec<Feature> {
    let root: Value = match serde_json::from_str(text) {
        Ok(v) => v,
        Err(e) => {
            let place = format!("line {}, column {}", e.line(), e.column());
            errors.push(ChartError::new(file, place, format!("not JSON ({e})"), "a GeoJSON feature collection"));
            return Vec::new();
        }
    };
    let Some(list) = root.get("features").and_then(Value::as_array) else {
        errors.push(ChartError::new(file, "top level", "no list `features`", "a GeoJSON feature collection"));
        return Vec::new();
    };
    let mut features = Vec::with_capacity(list.len());
    for (i, item) in list.iter().enumerate() {
        let place = format!("feature {}", i + 1);
        match read_geometry(item.get("geometry").unwrap_or(&Value::Null)) {
            Ok(geometry) => {
                let properties = item.get("properties").cloned().unwrap_or(Value::Null);
                features.push(Feature { place, properties, geometry });
            }
            Err((what, expected)) => errors.push(ChartError::new(file, place, what, expected)),
        }
    }
    features
}

type Problem = (String, &'static str);

fn read_geometry(geometry: &Value) -> Result<Geometry, Problem> {
    let coordinates = geometry.get("coordinates").unwrap_or(&Value::Null);
    match geometry.get("type").and_then(Value::as_str) {
        Some("LineString") => {
            let line = read_points(coordinates)?;
            if line.len() < 2 {
                return Err((format!("a line of {} points", line.len()), "two points or more"));
            }
            Ok(Geometry::Line(line))
        }
        Some("Polygon") => Ok(Geometry::Polygons(vec![read_rings(coordinates)?])),
        Some("MultiPolygon") => {
            Ok(Geometry::Polygons(as_list(coordinates)?.iter().map(read_rings).collect::<Result<_, _>>()?))
        }
        other => Err((format!("geometry {}", other.unwrap_or("missing")), "LineString, Polygon or MultiPolygon")),
    }
}

fn read_rings(value: &Value) -> Result<Vec<Vec<Vec2>>, Problem> {
    let rings = as_list(value)?.iter().map(read_ring).collect::<Result<Vec<_>, _>>()?;
    if rings.is_empty() {
        return Err(("a polygon without rings".into(), "one ring or more"));
    }
    Ok(rings)
}

/// A ring, its closing point (equal to the first) taken off.
fn read_ring(value: &Value) -> Result<Vec<Vec2>, Problem> {
    let mut ring = read_points(value)?;
    if ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    if ring.len() < 3 {
        return Err((format!("a ring of {} corners", ring.len()), "three corners or more"));
    }
    Ok(ring)
}

fn read_points(value: &Value) -> Result<Vec<Vec2>, Problem> {
    as_list(value)?.iter().map(read_point).collect()
}

fn read_point(value: &Value) -> Result<Vec2, Problem> {
    let number = |i| value.get(i).and_then(Value::as_f64);
    let (Some(lon), Some(lat)) = (number(0), number(1)) else {
        return Err((format!("position {value}"), "[longitude, latitude] as numbers"));
    };
    checked_plane(lat, lon).map_err(|what| (what, EXPECTED_POSITION))
}

/// The part of the world in which the projection is trusted.
pub(super) const EXPECTED_POSITION: &str = "a place between 45 and 56 N, 10 W and 14 E";

/// The position on the plane of a place near the strait.
pub(super) fn checked_plane(lat: f64, lon: f64) -> Result<Vec2, String> {
    // The projection's series are good far beyond this; a place outside is a swapped or broken pair.
    if (45.0..56.0).contains(&lat) && (-10.0..14.0).contains(&lon) {
        Ok(to_plane(LatLon::new(lat, lon)))
    } else {
        Err(format!("latitude {lat}, longitude {lon}"))
    }
}

fn as_list(value: &Value) -> Result<&Vec<Value>, Problem> {
    value.as_array().ok_or_else(|| ("coordinates that are no list".to_owned(), "nested lists of positions"))
}
