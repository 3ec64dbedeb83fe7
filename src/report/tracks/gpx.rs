//! How does a night leave for chart plotters, which all read GPX? GPX 1.1: the units' tracks, and events as waypoints.
//!
//! After the schema `http://www.topografix.com/GPX/1/1`, elements in its order: `metadata`, then waypoints, then tracks. The
//! manifest stands in `metadata`, as text in `desc`. `metadata/time`, the moment of writing, is left out: with it the same
//! night would not give the same bytes. An event without a place can be no waypoint and is left out, as are the ways of boats:
//! who needs them takes GeoJSON or KML. By `quick-xml`, as KML: the `gpx` crate brings a second XML library, and types of
//! geometry and time that nothing else here needs.

use super::xml::{Xml, document, leaf, parent};
use super::{NightTracks, PlacedEvent, UnitTrack, degrees};
use crate::geo::LatLon;
use crate::report::{Manifest, ONE_NIGHT_NOTE};
use crate::units::Instant;
use std::io;

/// The night as GPX, with a final line break.
///
/// # Errors
/// Never in practice: it is written to memory.
pub fn text(night: &NightTracks, manifest: &Manifest) -> io::Result<String> {
    let creator = format!("{} {}", manifest.program, manifest.version);
    let root = [("version", "1.1"), ("creator", creator.as_str()), ("xmlns", "http://www.topografix.com/GPX/1/1")];
    document("gpx", &root, |xml| {
        parent(xml, "metadata", &[], |xml| {
            leaf(xml, "name", &night.title())?;
            leaf(xml, "desc", &format!("{ONE_NIGHT_NOTE}\n{}", manifest.to_text()))
        })?;
        night.events.iter().try_for_each(|e| waypoint(xml, e))?;
        (1..).zip(&night.units).try_for_each(|(number, unit)| track(xml, number, unit))
    })
}

fn waypoint(xml: &mut Xml, e: &PlacedEvent) -> io::Result<()> {
    let Some(place) = e.place else { return Ok(()) };
    point(xml, "wpt", place, e.at, |xml| {
        leaf(xml, "name", &format!("{} {}", e.at.clock(), e.kind))?;
        let rule = e.ordered.as_ref().map_or_else(String::new, |o| format!(" ({})", o.cite));
        leaf(xml, "desc", &format!("{}{rule}", e.text))?;
        leaf(xml, "type", &e.kind)
    })
}

fn track(xml: &mut Xml, number: u32, unit: &UnitTrack) -> io::Result<()> {
    parent(xml, "trk", &[], |xml| {
        leaf(xml, "name", &unit.title)?;
        leaf(xml, "desc", &format!("{}, {}", unit.side.adjective(), unit.class))?;
        leaf(xml, "number", &number.to_string())?;
        parent(xml, "trkseg", &[], |xml| {
            unit.way().iter().try_for_each(|f| point(xml, "trkpt", f.place, f.at, |_| Ok(())))
        })
    })
}

fn point(
    xml: &mut Xml,
    name: &str,
    place: LatLon,
    at: Instant,
    more: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    parent(xml, name, &[("lat", &degrees(place.lat)), ("lon", &degrees(place.lon))], |xml| {
        leaf(xml, "time", &at.iso_second())?;
        more(xml)
    })
}
