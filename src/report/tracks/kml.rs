//! How does a night leave for a globe that plays it, such as Google Earth, Marble or Cesium? KML 2.2 with moving tracks.
//!
//! After OGC 07-147r2, with `gx:Track` of Google's extension namespace: a moment and a place in turn, so that a time slider
//! moves the vessels. Events are placemarks with a `TimeStamp`; those without a place have no geometry and show in the list.
//! Three folders, so that each can be switched off. The manifest stands as `ExtendedData` of the document, and in its
//! description for people. Elements come in the order of the schema. By `quick-xml`: the `kml` crate knows no `gx:Track`.
//!
//! Left out: styles beyond a colour for each kind; a reader's own are as good.

use super::xml::{Xml, document, leaf, parent};
use super::{Fix, NightTracks, PlacedEvent, degrees, without_lying_still};
use crate::agents::Side;
use crate::events::words;
use crate::report::{Manifest, ONE_NIGHT_NOTE};
use std::io;

/// Colours of lines as alpha, blue, green, red: those of `assets/theme.ron` for French and British units and boats under way.
const STYLES: [(&str, &str); 3] = [("french", "ffb27200"), ("british", "ff739e00"), ("boat", "ff009fe6")];

/// The night as KML, with a final line break.
///
/// # Errors
/// Never in practice: it is written to memory.
pub fn text(night: &NightTracks, manifest: &Manifest) -> io::Result<String> {
    let spaces = [("xmlns", "http://www.opengis.net/kml/2.2"), ("xmlns:gx", "http://www.google.com/kml/ext/2.2")];
    document("kml", &spaces, |xml| parent(xml, "Document", &[], |xml| contents(xml, night, manifest)))
}

fn contents(xml: &mut Xml, night: &NightTracks, manifest: &Manifest) -> io::Result<()> {
    leaf(xml, "name", &night.title())?;
    leaf(xml, "description", &format!("{ONE_NIGHT_NOTE}\n{}", manifest.to_text()))?;
    for (id, colour) in STYLES {
        parent(xml, "Style", &[("id", id)], |xml| {
            parent(xml, "LineStyle", &[], |xml| {
                leaf(xml, "color", colour)?;
                leaf(xml, "width", "2")
            })
        })?;
    }
    let seed = manifest.seed.to_string();
    let mut facts = vec![("program", manifest.program.as_str()), ("version", &manifest.version), ("seed", &seed)];
    facts.extend(manifest.commit.iter().map(|c| ("commit", c.as_str())));
    facts.push(("replay", &manifest.command));
    let inputs =
        [&manifest.scenario, &manifest.doctrine_a].into_iter().chain(&manifest.parameters).chain(&manifest.assets);
    let inputs: Vec<(String, &str)> =
        inputs.map(|stamp| (format!("sha256 of {}", stamp.path), stamp.sha256.as_str())).collect();
    data(xml, facts.into_iter().chain(inputs.iter().map(|(name, value)| (name.as_str(), *value))))?;
    folder(xml, "Units", |xml| {
        for unit in &night.units {
            let style = match unit.side {
                Side::France => "#french",
                Side::UnitedKingdom => "#british",
            };
            let about = format!("{}, {}", unit.side.adjective(), unit.class);
            moving(xml, &unit.title, &about, style, &unit.way())?;
        }
        Ok(())
    })?;
    folder(xml, "Boats", |xml| {
        for boat in &night.boats {
            for piece in &boat.pieces {
                moving(xml, &words::boat(boat.id), boat.kind.title(), "#boat", &without_lying_still(piece))?;
            }
        }
        Ok(())
    })?;
    folder(xml, "Events", |xml| night.events.iter().try_for_each(|e| event(xml, e)))
}

fn folder(xml: &mut Xml, name: &str, fill: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<()> {
    parent(xml, "Folder", &[], |xml| {
        leaf(xml, "name", name)?;
        fill(xml)
    })
}

fn data<'a>(xml: &mut Xml, facts: impl IntoIterator<Item = (&'a str, &'a str)>) -> io::Result<()> {
    parent(xml, "ExtendedData", &[], |xml| {
        for (name, value) in facts {
            parent(xml, "Data", &[("name", name)], |xml| leaf(xml, "value", value))?;
        }
        Ok(())
    })
}

fn moving(xml: &mut Xml, name: &str, about: &str, style: &str, way: &[Fix]) -> io::Result<()> {
    parent(xml, "Placemark", &[], |xml| {
        leaf(xml, "name", name)?;
        leaf(xml, "description", about)?;
        leaf(xml, "styleUrl", style)?;
        parent(xml, "gx:Track", &[], |xml| {
            way.iter().try_for_each(|f| leaf(xml, "when", &f.at.iso_second()))?;
            let place = |f: &Fix| format!("{} {} 0", degrees(f.place.lon), degrees(f.place.lat));
            way.iter().try_for_each(|f| leaf(xml, "gx:coord", &place(f)))
        })
    })
}

fn event(xml: &mut Xml, e: &PlacedEvent) -> io::Result<()> {
    parent(xml, "Placemark", &[], |xml| {
        leaf(xml, "name", &e.kind)?;
        leaf(xml, "description", &e.text)?;
        parent(xml, "TimeStamp", &[], |xml| leaf(xml, "when", &e.at.iso_second()))?;
        if let Some(o) = &e.ordered {
            data(xml, [("order", o.order.verb()), ("rule", &o.rule), ("cite", &o.cite)])?;
        }
        let Some(p) = e.place else { return Ok(()) };
        parent(xml, "Point", &[], |xml| leaf(xml, "coordinates", &format!("{},{}", degrees(p.lon), degrees(p.lat))))
    })
}
