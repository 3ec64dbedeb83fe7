//! How does a night leave for maps on the web and geographic information systems? GeoJSON after RFC 7946.
//!
//! One `FeatureCollection`: a `LineString` for each unit and each piece of a boat's way, a `Point` for each event, and a feature
//! without geometry for an event without a place (RFC 7946, 3.2). The standard has no times: each line carries them as
//! `coordTimes`, one for each position, as toGeoJSON and the programs built on it do. `manifest` stands beside `features` as
//! a foreign member (6.1). By `serde_json`, which is here already: the `geojson` crate would add types to convert into.

use super::{Fix, NightTracks, PlacedEvent, without_lying_still};
use crate::events::words;
use crate::geo::LatLon;
use crate::report::{Manifest, ONE_NIGHT_NOTE};
use crate::units::maths;
use serde::Serialize;

/// The night as GeoJSON, a feature on each line, with a final line break.
///
/// # Errors
/// Never with finite positions, which the types hold.
pub fn text(night: &NightTracks, manifest: &Manifest) -> Result<String, serde_json::Error> {
    let mut features = Vec::new();
    for unit in &night.units {
        let properties = LineOfUnit {
            kind: "unit",
            unit: unit.id.0,
            name: &unit.title,
            side: unit.side.adjective(),
            class: &unit.class,
            times: Vec::new(),
        };
        let way = unit.way();
        features.push(serde_json::to_string(&feature(line(&way), LineOfUnit { times: times(&way), ..properties }))?);
    }
    for boat in &night.boats {
        for (piece, fixes) in boat.pieces.iter().enumerate() {
            let way = without_lying_still(fixes);
            let properties = LineOfBoat {
                kind: "boat",
                boat: boat.id.0,
                name: words::boat(boat.id),
                boat_kind: boat.kind.title(),
                piece,
                times: times(&way),
            };
            features.push(serde_json::to_string(&feature(line(&way), properties))?);
        }
    }
    for event in &night.events {
        let geometry = event.place.map(|p| Geometry::Point { coordinates: position(p) });
        features.push(serde_json::to_string(&Feature { geometry, ..feature_of(event) })?);
    }
    Ok(format!(
        "{{\"type\":\"FeatureCollection\",\n\"name\":{},\n\"note\":{},\n\"manifest\":{},\n\"features\":[\n{}\n]}}\n",
        serde_json::to_string(&night.title())?,
        serde_json::to_string(ONE_NIGHT_NOTE)?,
        serde_json::to_string(manifest)?,
        features.join(",\n")
    ))
}

#[derive(Serialize)]
struct Feature<P> {
    r#type: &'static str,
    geometry: Option<Geometry>,
    properties: P,
}

#[derive(Serialize)]
#[serde(tag = "type")]
enum Geometry {
    Point { coordinates: [f64; 2] },
    LineString { coordinates: Vec<[f64; 2]> },
}

#[derive(Serialize)]
struct LineOfUnit<'a> {
    kind: &'static str,
    unit: u32,
    name: &'a str,
    side: &'static str,
    class: &'a str,
    #[serde(rename = "coordTimes")]
    times: Vec<String>,
}

#[derive(Serialize)]
struct LineOfBoat {
    kind: &'static str,
    boat: u32,
    name: String,
    boat_kind: &'static str,
    piece: usize,
    #[serde(rename = "coordTimes")]
    times: Vec<String>,
}

#[derive(Serialize)]
struct EventOut<'a> {
    kind: &'static str,
    event: &'a str,
    time: String,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    boat: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cite: Option<&'a str>,
}

const fn feature<P>(geometry: Geometry, properties: P) -> Feature<P> {
    Feature { r#type: "Feature", geometry: Some(geometry), properties }
}

fn feature_of(event: &PlacedEvent) -> Feature<EventOut<'_>> {
    let ordered = event.ordered.as_ref();
    let properties = EventOut {
        kind: "event",
        event: &event.kind,
        time: event.at.iso_second(),
        text: &event.text,
        boat: event.boat.map(|b| b.0),
        unit: event.unit.map(|u| u.0),
        order: ordered.map(|o| o.order.verb()),
        rule: ordered.map(|o| o.rule.as_str()),
        cite: ordered.map(|o| o.cite.as_str()),
    };
    Feature { r#type: "Feature", geometry: None, properties }
}

fn line(way: &[Fix]) -> Geometry {
    Geometry::LineString { coordinates: way.iter().map(|f| position(f.place)).collect() }
}

fn times(way: &[Fix]) -> Vec<String> {
    way.iter().map(|f| f.at.iso_second()).collect()
}

/// Longitude first, then latitude (3.1.1), with six decimals.
fn position(p: LatLon) -> [f64; 2] {
    let round = |x: f64| maths::round(x * 1e6) / 1e6;
    [round(p.lon), round(p.lat)]
}
