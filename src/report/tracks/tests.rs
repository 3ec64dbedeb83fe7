//! Do four formats hold what the night held, as readers that are not ours find it?
//!
//! One made-up night has what is awkward: accents, signs that XML escapes, places west of Greenwich, stays, an aircraft. pyais has
//! read its sentences once (`tests/fixtures/oracles/ais.py`); serde and roxmltree read the rest here.

use super::*;
use crate::geo::to_plane;
use crate::report::{ONE_NIGHT_NOTE, example};
use crate::units::Speed;
use serde_json::Value;

const START: i64 = 1_752_091_200;

/// What pyais read in `ais.nmea` (tests/fixtures/oracles/ais.py).
const READ_BY_PYAIS: &str = include_str!("../../../tests/fixtures/oracles/ais.json");
const SENTENCES: &str = include_str!("../../../tests/fixtures/oracles/ais.nmea");

fn fix(minute: i64, lat: f64, lon: f64) -> Fix {
    let place = LatLon::new(lat, lon);
    Fix { at: Instant::from_unix_s(START + 60 * minute), place, position: to_plane(place) }
}

fn unit(id: u32, title: &str, flies: bool, fixes: Vec<UnitFix>) -> UnitTrack {
    UnitTrack {
        id: UnitId(id),
        title: title.to_owned(),
        side: if id == 0 { Side::France } else { Side::UnitedKingdom },
        class: "Launch <20 m> & more".to_owned(),
        flies,
        intercepts: id == 0,
        draught: Distance::metres(1.6),
        fixes,
    }
}

fn moving(fix: Fix, knots: f64, towards_deg: f64, activity: Activity) -> UnitFix {
    let velocity = Vec2::from_bearing(crate::units::Angle::degrees(towards_deg), Speed::knots(knots).mps());
    UnitFix { fix, velocity, activity, tows: false, broken_down: false }
}

/// Places on all sides of the plane and of Greenwich, still and moving, towing and broken down, by sea and in the air.
fn night() -> NightTracks {
    let still = |m| moving(fix(m, 51.045, 2.04), 0.0, 0.0, Activity::OnStation);
    let french = vec![
        still(0),
        still(1),
        still(2),
        still(3),
        moving(fix(4, 51.045_1, 2.042_345), 24.96, 90.0, Activity::Transit),
        UnitFix { tows: true, ..moving(fix(5, 50.870_003, 1.333_333), 4.04, 271.3, Activity::Transit) },
        UnitFix { broken_down: true, ..moving(fix(6, 50.23, -0.004_321), 0.0, 0.0, Activity::OnStation) },
    ];
    let british = vec![moving(fix(0, 51.118, 1.312), 0.0, 0.0, Activity::InPort)];
    let air = [
        moving(fix(0, 50.95, 0.95), 0.0, 0.0, Activity::InPort),
        moving(fix(1, 50.949_999, -0.5), 140.0, 359.8, Activity::Transit),
        moving(fix(2, 51.9, 2.9), 139.4, 0.1, Activity::Transit),
    ];
    let event = |minute: i64, place: Option<LatLon>, kind: &str, text: &str| PlacedEvent {
        at: Instant::from_unix_s(START + 60 * minute + 10),
        place,
        kind: kind.to_owned(),
        text: text.to_owned(),
        boat: place.map(|_| BoatId(4)),
        unit: None,
        ordered: None,
    };
    let at = LatLon::new(50.999_999_7, 1.9);
    NightTracks {
        scenario: "A \"night\" & <its> sea".to_owned(),
        doctrine: "Imminent danger only".to_owned(),
        night: 7,
        units: vec![
            unit(0, "Cap d’Alprech, très long nom\u{7}", false, french),
            unit(3, "RNLI @ Dover_1", false, british),
            unit(5, "Coastguard, Lydd", true, air.to_vec()),
        ],
        boats: vec![BoatTrack {
            id: BoatId(4),
            kind: BoatKind::TaxiBoat,
            pieces: vec![vec![fix(1, 51.0, 2.1), fix(2, 51.001, 2.09)], vec![fix(5, 51.01, 2.0)]],
        }],
        events: vec![
            event(1, Some(at), "Launched", "Boat 5 (taxi-boat) was put in the water with 5 aboard"),
            PlacedEvent {
                unit: Some(UnitId(0)),
                ordered: Some(Ordered {
                    order: Order::Rescue,
                    rule: "danger".to_owned(),
                    cite: "SOLAS V/33 & more".to_owned(),
                }),
                ..event(2, Some(at), "OrderGiven", "Oyapock was ordered to rescue")
            },
            event(6, None, "NightEnded", "The night ended"),
        ],
    }
}

fn read(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn the_sentences_are_those_that_pyais_was_given() {
    let text = nmea::text(&night(), &example::manifest());
    if std::env::var_os("SLACKWATER_WRITE").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/oracles/ais.nmea");
        std::fs::write(path, text.replace("\r\n", "\n")).expect("the fixture can be written");
        return;
    }
    assert!(text.lines().count() > 20 && text.ends_with("\r\n"));
    assert_eq!(text.replace("\r\n", "\n"), SENTENCES, "then run SLACKWATER_WRITE=1 on this test, and ais.py");
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let (_, sentence) = line.split_once("\\!").expect("a sentence behind its TAG block");
        assert!(sentence.len() + 1 + 2 <= 82, "{line}");
    }
    assert!(text.contains("# scenario    2b4b2eadf7b2  scenarios/calm.scenario.ron\r\n"), "{text}");
}

#[test]
fn pyais_reads_in_the_sentences_what_the_units_did() {
    let night = night();
    let known = read(READ_BY_PYAIS);
    let messages = known["messages"].as_array().expect("messages");
    let mut positions = 0;
    for m in messages {
        let (kind, id) = (m["type"].as_u64().unwrap(), m["mmsi"].as_u64().unwrap());
        let unit = night.units.iter().find(|u| u64::from(nmea::mmsi(u)) == id).expect("a unit's number");
        // No State has the digits 200: what names its State begins at 201.
        assert!(id / 1_000_000 == 200 || id / 1000 == 111_200, "{id}");
        if kind == 5 {
            assert_eq!((&m["callsign"], &m["destination"]), (&Value::from("SIM"), &Value::from("SIMULATED")));
            assert_eq!(m["ship_type"], if unit.intercepts { 55 } else { 51 });
            assert_eq!(m["draught"], if unit.flies { 0.0 } else { 1.6 });
            let name = ["CAP D'ALPRECH, TRES", "", "", "RNLI ? DOVER_1", "", "COASTGUARD, LYDD"][unit.id.0 as usize];
            assert_eq!(m["shipname"], name);
            assert_eq!(
                (&m["month"], &m["day"], &m["hour"], &m["minute"]),
                (&0.into(), &0.into(), &24.into(), &60.into())
            );
            continue;
        }
        positions += 1;
        assert_eq!(kind, if unit.flies { 9 } else { 1 });
        let at = m["time"].as_i64().unwrap();
        let fix = unit.fixes.iter().find(|f| f.fix.at.unix_s() == at).expect("a minute of the unit");
        assert!((m["lat"].as_f64().unwrap() - fix.fix.place.lat).abs() < 1e-5, "{m}");
        assert!((m["lon"].as_f64().unwrap() - fix.fix.place.lon).abs() < 1e-5, "{m}");
        let knots = Speed::metres_per_second(fix.velocity.length()).kn();
        let near = if unit.flies { 0.51 } else { 0.051 };
        assert!((m["speed"].as_f64().unwrap() - knots).abs() < near, "{m}");
        if knots > 0.0 {
            let grid = fix.velocity.bearing().deg();
            let off = (m["course"].as_f64().unwrap() - grid + 540.0).rem_euclid(360.0) - 180.0;
            let north = crate::geo::projection::convergence(fix.fix.place).deg();
            assert!((off - north).abs() < 0.051, "{m}: {off} and not {north}");
        } else {
            assert_eq!(m["course"], 360.0);
        }
        assert_eq!(m["second"], 0);
        if !unit.flies {
            let status = match fix {
                UnitFix { activity: Activity::InPort, .. } => 5,
                UnitFix { broken_down: true, .. } => 2,
                UnitFix { tows: true, .. } => 11,
                _ => 0,
            };
            assert_eq!((&m["status"], &m["heading"], &m["turn"]), (&status.into(), &511.into(), &(-128.0).into()));
        }
    }
    // The French unit at 0, 3 and 4 to 6 min, the British at 0, the aircraft once it is in the air.
    assert_eq!(positions, 5 + 1 + 2);
    assert_eq!(messages.len(), positions + 2 + 1);
}

#[test]
fn a_geojson_reader_finds_lines_with_times_and_events_with_their_rules() {
    let text = geojson::text(&night(), &example::manifest()).unwrap();
    let value = read(&text);
    assert_eq!((&value["type"], &value["note"]), (&"FeatureCollection".into(), &ONE_NIGHT_NOTE.into()));
    assert_eq!(value["manifest"]["scenario"]["sha256"].as_str().unwrap().len(), 64);
    assert_eq!((&value["manifest"]["seed"], &value["manifest"]["version"]), (&42.into(), &"0.1.0".into()));
    let features = value["features"].as_array().unwrap();
    assert_eq!(features.len(), 3 + 2 + 3);
    for f in features {
        assert_eq!(f["type"], "Feature");
        match f["geometry"]["type"].as_str() {
            Some("LineString") => {
                let points = f["geometry"]["coordinates"].as_array().unwrap();
                assert!(points.len() >= 2 && points.len() == f["properties"]["coordTimes"].as_array().unwrap().len());
            }
            Some("Point") => assert_eq!(f["geometry"]["coordinates"], serde_json::json!([1.9, 51.0])),
            _ => assert!(f["geometry"].is_null() && f["properties"]["event"] == "NightEnded"),
        }
    }
    // Lying still from minute 0 to 3 leaves its two ends.
    let times = &features[0]["properties"]["coordTimes"];
    assert_eq!((times.as_array().unwrap().len(), &times[1]), (5, &"2025-07-09T20:03:00Z".into()));
    assert_eq!(features[0]["geometry"]["coordinates"][2], serde_json::json!([2.042_345, 51.045_1]));
    let order = &features[6]["properties"];
    assert_eq!(
        (&order["order"], &order["rule"], &order["cite"]),
        (&"rescue".into(), &"danger".into(), &"SOLAS V/33 & more".into())
    );
}

#[test]
fn an_xml_reader_finds_the_tracks_and_events_in_kml() {
    let text = kml::text(&night(), &example::manifest()).unwrap();
    let doc = roxmltree::Document::parse(&text).expect("XML");
    let google = "http://www.google.com/kml/ext/2.2";
    let all = |name: &'static str| doc.descendants().filter(move |n| n.tag_name().name() == name);
    for track in all("Track") {
        assert_eq!(track.tag_name().namespace(), Some(google));
        let count = |name| track.children().filter(|n| n.tag_name().name() == name).count();
        assert!(count("when") == count("coord") && count("when") >= 2);
    }
    assert_eq!((all("Track").count(), all("TimeStamp").count(), all("Point").count()), (5, 3, 2));
    let coordinates: Vec<&str> = all("coord").filter_map(|n| n.text()).collect();
    assert_eq!(coordinates[2], "2.042345 51.045100 0");
    let value = |name: &str| {
        let data = all("Data").find(|n| n.attribute("name") == Some(name)).expect("a fact");
        data.children().find_map(|n| n.text().filter(|t| !t.trim().is_empty())).unwrap().to_owned()
    };
    assert_eq!(
        (value("seed"), value("rule"), value("cite")),
        ("42".into(), "danger".into(), "SOLAS V/33 & more".into())
    );
    assert_eq!(value("sha256 of scenarios/calm.scenario.ron").len(), 64);
    let title = all("Document").next().and_then(|d| d.first_element_child()).and_then(|n| n.text());
    assert_eq!(title, Some("A \"night\" & <its> sea, night 7, under Imminent danger only"));
}

/// The order of elements in each type of the schema of GPX 1.1, as far as it is used here.
const GPX_ORDER: [(&str, &[&str]); 5] = [
    ("gpx", &["metadata", "wpt", "rte", "trk", "extensions"]),
    ("metadata", &["name", "desc", "author", "copyright", "link", "time", "keywords", "bounds", "extensions"]),
    ("wpt", &["ele", "time", "magvar", "geoidheight", "name", "cmt", "desc", "src", "link", "sym", "type"]),
    ("trk", &["name", "cmt", "desc", "src", "link", "number", "type", "extensions", "trkseg"]),
    ("trkpt", &["ele", "time"]),
];

#[test]
fn an_xml_reader_finds_gpx_by_the_rules_of_its_schema() {
    let text = gpx::text(&night(), &example::manifest()).unwrap();
    let doc = roxmltree::Document::parse(&text).expect("XML");
    let root = doc.root_element();
    assert_eq!((root.attribute("version"), root.attribute("creator")), (Some("1.1"), Some("slackwater 0.1.0")));
    for node in doc.descendants().filter(roxmltree::Node::is_element) {
        assert_eq!(node.tag_name().namespace(), Some("http://www.topografix.com/GPX/1/1"));
        let name = node.tag_name().name();
        if let Some((_, order)) = GPX_ORDER.iter().find(|(n, _)| *n == name) {
            let children = node.children().filter(roxmltree::Node::is_element);
            let ranks: Vec<usize> = children
                .map(|c| order.iter().position(|o| *o == c.tag_name().name()).expect("an element of the schema"))
                .collect();
            assert!(ranks.is_sorted(), "{name}: {ranks:?}");
        }
        if matches!(name, "wpt" | "trkpt") {
            let degrees = |a| node.attribute(a).and_then(|t| t.parse::<f64>().ok()).expect("degrees");
            assert!((50.0..52.0).contains(&degrees("lat")) && (-1.0..3.0).contains(&degrees("lon")));
        }
    }
    let all = |name: &'static str| doc.descendants().filter(move |n| n.tag_name().name() == name);
    // Units only; the event without a place is no waypoint.
    assert_eq!((all("trk").count(), all("wpt").count(), all("trkpt").count()), (3, 2, 5 + 2 + 3));
    assert!(all("desc").any(|n| n.text().is_some_and(|t| t.contains("2b4b2eadf7b2  scenarios/calm.scenario.ron"))));
    let names: Vec<&str> = all("trk").filter_map(|t| t.first_element_child().and_then(|n| n.text())).collect();
    assert_eq!(names[0], "Cap d’Alprech, très long nom ");
}

#[test]
fn a_night_that_is_recorded_has_the_events_of_one_that_is_not_each_with_its_place() {
    use crate::draws::NightKey;
    use crate::sim::fixture::{danger_only, setting};
    let (setting, doctrine) = (setting(), danger_only());
    let key = NightKey { seed: 42, night: 0 };
    let mut alone = Simulation::new(&setting, &doctrine, key);
    alone.run().expect("a sound night");
    let mut sim = Simulation::new(&setting, &doctrine, key);
    let (night, fault) = NightTracks::follow(&mut sim, &setting, "Danger only");
    assert!(fault.is_none() && sim.events() == alone.events());
    assert_eq!(night.events.len(), sim.events().len());
    let minutes = setting.scenario.length_ticks as usize / 6 + 1;
    assert!(night.units.iter().all(|u| u.fixes.len() == minutes));
    let mut launched = 0;
    for (event, placed) in sim.events().iter().zip(&night.events) {
        assert_eq!(placed.at, event.tick.at(setting.scenario.start));
        assert!(format!("{:?}", event.what).starts_with(&placed.kind) && placed.kind.len() > 4, "{}", placed.kind);
        assert_eq!(placed.place.is_some(), boat_of(&event.what).is_some() || unit_of(&event.what).is_some());
        if let What::Launched { boat, at, .. } = &event.what {
            launched += 1;
            assert!((to_plane(placed.place.unwrap()) - *at).length() < 1e-3);
            let track = night.boats.iter().find(|b| b.id == *boat).expect("a boat on the water has a way");
            // Within the minute it was put in the water it goes no farther than a boat runs.
            assert!((track.pieces[0][0].position - *at).length() < 60.0 * 15.0);
        }
    }
    assert!(launched > 0);
}
