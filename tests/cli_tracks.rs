//! Does a night leave the built program in four formats that agree with each other, and with the night?
//!
//! Read here by readers that are not the writers': serde for GeoJSON, roxmltree for GPX and KML, and a decoder of AIS of a
//! dozen lines. pyais itself has read the sentences of `tests/fixtures/oracles/ais.nmea`, held in `report/tracks`.

mod common;

use common::{Scratch, run};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

const NIGHT: [&str; 6] = ["run", "gravelines_dawn", "--night", "3", "--doctrine", "taxi_boat_interception"];
const FORMATS: [&str; 4] = ["geojson", "kml", "gpx", "nmea"];

/// Moment (seconds of Unix time) → longitude and latitude.
type Way = BTreeMap<i64, (f64, f64)>;

fn written(scratch: &Scratch, prefix: &str) -> (String, [String; 4]) {
    let paths = FORMATS.map(|f| scratch.path().join(format!("{prefix}.{f}")).to_string_lossy().into_owned());
    let mut arguments: Vec<&str> = NIGHT.to_vec();
    let options = FORMATS.map(|f| format!("--{f}"));
    for (option, path) in options.iter().zip(&paths) {
        arguments.extend([option.as_str(), path]);
    }
    let (code, out, err) = run(&arguments);
    assert_eq!(code, 0, "{err}");
    (out, paths.map(|p| fs::read_to_string(p).expect("it was written")))
}

fn seconds(time: &str) -> i64 {
    slackwater::units::Instant::parse(time).expect("a time").unix_s()
}

#[test]
fn four_formats_tell_of_one_night_the_same_and_each_time_in_the_same_bytes() {
    let scratch = Scratch::new("tracks");
    let (said, files) = written(&scratch, "one");
    // Looking changes nothing.
    let (_, plain, _) = run(&NIGHT);
    assert_eq!(said, plain);
    assert!(written(&scratch, "two").1 == files);
    let [geojson, kml, gpx, nmea] = &files;

    let value: Value = serde_json::from_str(geojson).expect("JSON");
    let digest = value["manifest"]["scenario"]["sha256"].as_str().expect("a digest");
    let replay = value["manifest"]["command"].as_str().expect("a command");
    assert!(replay.ends_with("--night 3 --seed 42"), "{replay}");
    for text in [kml, gpx, nmea] {
        assert!(text.contains(&digest[..12]) && text.contains(replay) && text.contains(env!("CARGO_PKG_VERSION")));
    }
    assert!(kml.contains(digest));

    let features = value["features"].as_array().expect("features");
    let of_kind = |kind: &'static str| features.iter().filter(move |f| f["properties"]["kind"] == kind);
    let ways: BTreeMap<String, Way> = of_kind("unit").map(way_of_feature).collect();
    let launched = of_kind("event").filter(|f| f["properties"]["event"] == "Launched").count();
    assert!(ways.len() > 20 && launched > 5 && of_kind("boat").count() == launched, "{} {launched}", ways.len());
    assert!(ways.values().any(|w| w.len() > 20), "a unit was under way");
    assert!(of_kind("event").any(|f| f["properties"]["rule"].is_string()));

    let doc = roxmltree::Document::parse(gpx).expect("XML");
    let tracks: BTreeMap<String, Way> = elements(&doc, "trk").map(way_of_track).collect();
    assert_same(&ways, &tracks, 1e-9);
    let places = of_kind("event").filter(|f| !f["geometry"].is_null()).count();
    assert_eq!(elements(&doc, "wpt").count(), places);

    let doc = roxmltree::Document::parse(kml).expect("XML");
    let folder = elements(&doc, "Folder").next().expect("the units come first");
    let placemarks = folder.children().filter(|n| n.has_tag_name(("http://www.opengis.net/kml/2.2", "Placemark")));
    assert_same(&ways, &placemarks.map(way_of_placemark).collect(), 1e-9);
    assert_eq!(elements(&doc, "TimeStamp").count(), of_kind("event").count());

    // In AIS a unit that flies is silent on the ground; all others are there, and nobody else is.
    let numbers: BTreeMap<u64, &Value> =
        of_kind("unit").map(|f| (f["properties"]["unit"].as_u64().unwrap(), f)).collect();
    let mut heard: BTreeMap<u64, usize> = BTreeMap::new();
    for (time, bits) in messages(nmea) {
        let number = match field(&bits, 8, 30) {
            n @ 200_000_001..200_001_000 => n - 200_000_001,
            n @ 111_200_001..111_200_999 => n - 111_200_001,
            n => panic!("{n} is no unit's"),
        };
        *heard.entry(number).or_default() += 1;
        let at = match field(&bits, 0, 6) {
            1 | 9 => 61,
            5 => continue,
            kind => panic!("message {kind}"),
        };
        let degrees = |from, width| {
            let sign = i64::from(bits[from]) << width;
            (i64::try_from(field(&bits, from, width)).unwrap() - sign) as f64 / 600_000.0
        };
        let (lon, lat) = (degrees(at, 28), degrees(at + 28, 27));
        let (_, way) = way_of_feature(numbers[&number]);
        let (x, y) = on_way(&way, time);
        assert!((lon - x).abs() < 1e-5 && (lat - y).abs() < 1e-5, "{number} at {time}: {lon} {lat}, expected {x} {y}");
    }
    // A vessel that lies still all day reports each three minutes, and its name each six: 481 + 241.
    assert!(heard.values().filter(|n| **n >= 722).count() > 20, "{heard:?}");
}

fn assert_same(a: &BTreeMap<String, Way>, b: &BTreeMap<String, Way>, near: f64) {
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    for (name, way) in a {
        assert_eq!(way.keys().collect::<Vec<_>>(), b[name].keys().collect::<Vec<_>>(), "{name}");
        for (p, q) in way.values().zip(b[name].values()) {
            assert!((p.0 - q.0).abs() < near && (p.1 - q.1).abs() < near, "{name}: {p:?} and {q:?}");
        }
    }
}

/// Where a way is at a moment: between two points straight and even.
fn on_way(way: &Way, time: i64) -> (f64, f64) {
    let (before, p) = way.range(..=time).next_back().expect("the way has begun");
    let Some((after, q)) = way.range(time..).next().filter(|(after, _)| *after > before) else { return *p };
    let share = (time - before) as f64 / (after - before) as f64;
    (p.0 + share * (q.0 - p.0), p.1 + share * (q.1 - p.1))
}

fn way_of_feature(f: &Value) -> (String, Way) {
    let times = f["properties"]["coordTimes"].as_array().expect("times");
    let points = f["geometry"]["coordinates"].as_array().expect("points");
    assert_eq!(times.len(), points.len());
    let point = |p: &Value| (p[0].as_f64().expect("degrees"), p[1].as_f64().expect("degrees"));
    let way = times.iter().zip(points).map(|(t, p)| (seconds(t.as_str().expect("text")), point(p))).collect();
    (f["properties"]["name"].as_str().expect("a name").to_owned(), way)
}

fn elements<'a>(doc: &'a roxmltree::Document, name: &'a str) -> impl Iterator<Item = roxmltree::Node<'a, 'a>> {
    doc.descendants().filter(move |n| n.is_element() && n.tag_name().name() == name)
}

fn text_of<'a>(node: roxmltree::Node<'a, 'a>, name: &str) -> &'a str {
    node.descendants().find(|n| n.tag_name().name() == name).and_then(|n| n.text()).expect("text")
}

fn way_of_track(track: roxmltree::Node) -> (String, Way) {
    let points = track.descendants().filter(|n| n.tag_name().name() == "trkpt");
    let degrees = |n: &roxmltree::Node, a| n.attribute(a).and_then(|t| t.parse().ok()).expect("degrees");
    let way = points.map(|n| (seconds(text_of(n, "time")), (degrees(&n, "lon"), degrees(&n, "lat")))).collect();
    (text_of(track, "name").to_owned(), way)
}

fn way_of_placemark(placemark: roxmltree::Node) -> (String, Way) {
    let texts = |name| placemark.descendants().filter(move |n| n.tag_name().name() == name).filter_map(|n| n.text());
    let place = |text: &str| {
        let parts: Vec<f64> = text.split(' ').map(|p| p.parse().expect("degrees")).collect();
        (parts[0], parts[1])
    };
    let way = texts("when").map(seconds).zip(texts("coord").map(place)).collect();
    (text_of(placemark, "name").to_owned(), way)
}

/// The messages of a file of sentences, each with its time: the checksums are checked, parts are put together.
fn messages(text: &str) -> Vec<(i64, Vec<bool>)> {
    let checked = |part: &str| {
        let (body, sum) = part.split_once('*').expect("a checksum");
        let own = body.bytes().fold(0, |a, b| a ^ b);
        assert_eq!(u8::from_str_radix(sum, 16).expect("hexadecimal"), own, "{part}");
        body.to_owned()
    };
    let (mut out, mut waiting) = (Vec::new(), Vec::new());
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let (tag, sentence) = line.strip_prefix('\\').and_then(|l| l.split_once('\\')).expect("a TAG block");
        let tag = checked(tag);
        let time = tag.split(',').find_map(|p| p.strip_prefix("c:")).and_then(|t| t.parse().ok()).expect("a time");
        let sentence = checked(sentence.strip_prefix('!').expect("an encapsulated sentence"));
        let fields: Vec<&str> = sentence.split(',').collect();
        let ["AIVDM", of, number, _, "A", payload, fill] = fields[..] else { panic!("{sentence}") };
        for c in payload.bytes() {
            let six = if c < 96 { c - 48 } else { c - 56 };
            waiting.extend((0..6).rev().map(|i| six >> i & 1 == 1));
        }
        waiting.truncate(waiting.len() - fill.parse::<usize>().expect("a number"));
        if of == number {
            out.push((time, std::mem::take(&mut waiting)));
        }
    }
    out
}

fn field(bits: &[bool], from: usize, width: usize) -> u64 {
    bits[from..from + width].iter().fold(0, |v, b| v << 1 | u64::from(*b))
}

#[test]
fn a_file_that_can_not_be_written_is_refused_before_the_night_begins() {
    let scratch = Scratch::new("tracks-refused");
    let good = scratch.path().join("night.kml").to_string_lossy().into_owned();
    let folder = scratch.path().to_string_lossy().into_owned();
    for (bad, why) in
        [(folder.as_str(), "it is a folder"), (&good, "named for two outputs"), ("assets/craft.ron", "is an input")]
    {
        let (code, out, err) = run(&[&NIGHT[..], &["--kml", &good, "--gpx", bad]].concat());
        assert!(code == 2 && out.is_empty() && err.contains(why), "{code} {out}{err}");
    }
    assert!(scratch.files().is_empty(), "{:?}", scratch.files());
}
