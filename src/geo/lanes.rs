//! Where do the big ships go? Traffic separation lanes and zones, for drawing.
//!
//! Lines and polygons as OpenStreetMap's seamarks have them. Left out: rules of the lanes and the ships
//! in them.

use super::error::{ChartError, ChartFile};
use super::geojson::{Geometry, read_features};
use crate::units::{Angle, Vec2};

/// One piece of a traffic separation scheme.
#[derive(Clone, Debug)]
pub struct Lane {
    /// What it is.
    pub kind: LaneKind,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// General direction of traffic, towards, clockwise from north; lanes have one.
    pub flow: Option<Angle>,
    /// Corners on the plane, metres.
    pub points: Vec<Vec2>,
    /// Whether the points close to an area.
    pub is_area: bool,
}

/// What a piece of a traffic separation scheme is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LaneKind {
    /// An area no one should be in.
    SeparationZone,
    /// The middle of a lane, drawn in the direction of traffic.
    Lane,
    /// The outer edge of the scheme.
    Boundary,
    /// A line between opposite lanes.
    SeparationLine,
    /// Waters between the scheme and the coast.
    InshoreZone,
    /// Anchorage.
    Anchorage,
}

/// Reads traffic separation from GeoJSON features with a `type`.
pub fn load_lanes(geojson: &str) -> Result<Vec<Lane>, Vec<ChartError>> {
    let file = ChartFile::Lanes;
    let mut errors = Vec::new();
    let mut lanes = Vec::new();
    for feature in read_features(geojson, file, &mut errors) {
        let kind = match feature.text("type").unwrap_or("nothing") {
            "separation_zone" => LaneKind::SeparationZone,
            "separation_lane" => LaneKind::Lane,
            "separation_boundary" => LaneKind::Boundary,
            "separation_line" => LaneKind::SeparationLine,
            "inshore_traffic_zone" => LaneKind::InshoreZone,
            "anchorage" => LaneKind::Anchorage,
            other => {
                let expected = "separation_zone, separation_lane, separation_boundary, separation_line, \
                                inshore_traffic_zone or anchorage";
                errors.push(ChartError::new(file, feature.place.clone(), format!("type {other}"), expected));
                continue;
            }
        };
        let name = feature.text("name").map(str::to_owned);
        let flow = feature.number("flow_bearing_deg").map(Angle::degrees);
        match feature.geometry {
            Geometry::Line(points) => lanes.push(Lane { kind, name, flow, points, is_area: false }),
            // Separation zones have no holes.
            Geometry::Polygons(list) => lanes.extend(list.into_iter().filter_map(|rings| {
                let points = rings.into_iter().next()?;
                Some(Lane { kind, name: name.clone(), flow, points, is_area: true })
            })),
        }
    }
    if errors.is_empty() { Ok(lanes) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    #[test]
    fn traffic_in_the_strait_keeps_to_the_right() {
        // Off Dover the lane to the south-west runs near 232 degrees, the one to the north-east near 54.
        let lanes = testing::chart().lanes();
        for (low, high) in [(225.0, 240.0), (45.0, 60.0)] {
            assert!(lanes.iter().any(|l| l.flow.is_some_and(|f| (low..high).contains(&f.deg()))));
        }
        let zone = lanes.iter().find(|l| l.name.as_deref() == Some("Dover Straits TSS")).expect("the zone");
        assert!(zone.is_area && zone.points.len() > 30);
    }

    #[test]
    fn unknown_kinds_are_refused() {
        let text = r#"{"features":[{"properties":{"type":"x"},"geometry":{"type":"LineString","coordinates":[[1,51],[2,51]]}}]}"#;
        assert_eq!(load_lanes(text).expect_err("unknown").len(), 1);
    }
}
