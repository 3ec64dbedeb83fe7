//! Can a user sail over depths of their own? Import in each format, the manifest names them, and back again.

mod common;

use common::{Scratch, copy_folder, root};
use std::path::Path;
use std::process::{Command, Stdio};

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_slackwater"))
        .args(arguments)
        .arg("--root")
        .arg(folder)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("the program starts");
    let text = |b: Vec<u8>| String::from_utf8(b).expect("text");
    (out.status.code().expect("an exit code"), text(out.stdout), text(out.stderr))
}

fn depth_at(folder: &Path, place: &str) -> f64 {
    let (code, out, err) = run(folder, &["sea", place, "2026-03-20T05:00Z", "--json"]);
    assert_eq!(code, 0, "{err}");
    let page: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let facts = page["facts"].as_array().expect("facts");
    let of = |q: &str| facts.iter().find(|f| f["quantity"] == q).and_then(|f| f["value"].as_f64()).expect("a depth");
    of("depth now") - of("tide")
}

#[test]
fn a_survey_is_imported_used_named_and_put_away() {
    let scratch = Scratch::new("own_depths");
    for folder in ["assets", "scenarios"] {
        copy_folder(&root().join(folder), &scratch.path().join(folder));
    }
    let here = scratch.path();
    let fixture = |name: &str| root().join("tests/fixtures/depth").join(name).display().to_string();
    let before = depth_at(here, "51.1,1.7");
    // The fixtures are a tilted plane: 20 + 10 (lon − 1.5) + 8 (lat − 50.9) metres.
    let plane = 20.0 + 10.0 * 0.2 + 8.0 * 0.2;
    assert!((before - plane).abs() > 1.0, "the shipped depth is another: {before}");
    // Beyond the fixtures' 50.9 to 51.3 N, 1.5 to 2.5 E, to the edge of the chart and by the shore.
    let beyond = ["50.6,1.4", "51.45,1.6", "50.25,1.2", "51.1,1.3", "51.2,2.7", "50.88,1.55"];
    let shipped = beyond.map(|place| depth_at(here, place).to_bits());
    for name in ["plane.tif", "plane_nc4.nc", "plane_classic.nc"] {
        let (code, out, err) = run(here, &["depth", "import", &fixture(name), "--force"]);
        assert!(
            code == 0
                && err.contains("warning: its depths hardly go with the shipped ones")
                && out.contains("grow up")
                && out.contains("depth reset"),
            "{out}{err}"
        );
        assert!(out.contains("than the shipped ones in the median") && out.contains("rms difference"), "{out}");
        let now = depth_at(here, "51.1,1.7");
        assert!((now - plane).abs() < 0.3, "{name}: {now}, expected {plane}");
        assert_eq!(beyond.map(|place| depth_at(here, place).to_bits()), shipped, "elsewhere the shipped depths stay");
    }
    let (_, out, _) = run(here, &["sea", "51.1,1.7", "2026-03-20T05:00Z"]);
    assert!(out.contains("your grid plane_classic.nc"), "{out}");
    assert!(!out.contains("not in the depths") && !out.contains("banks west of 2 E"), "{out}");
    let (_, out, _) = run(here, &["sea", "50.6,1.4", "2026-03-20T05:00Z"]);
    assert!(
        out.contains("banks west of 2 E") && !out.contains("your grid"),
        "beyond it the shipped depths hold: {out}"
    );
    let (_, out, _) = run(here, &["run", "one_taxi_boat"]);
    assert!(out.contains("user/depth/depth.i16"), "the manifest names it:\n{out}");
    let (code, out, _) = run(here, &["depth", "show"]);
    assert!(code == 0 && out.contains("plane_classic.nc") && out.contains("made_from_sha256"), "{out}");
    // Counted from the lowest tide it lies deeper below mean level.
    assert_eq!(run(here, &["depth", "import", &fixture("plane.tif"), "--datum", "lat", "--force"]).0, 0);
    assert!(depth_at(here, "51.1,1.7") > plane + 2.5);
    assert_eq!(run(here, &["depth", "reset"]).0, 0);
    assert!((depth_at(here, "51.1,1.7") - before).abs() < 1e-9);
}

/// A grid of this depth over the strait, as ESRI ASCII.
fn ascii(depth: impl Fn(f64, f64) -> f64) -> String {
    let mut text =
        "ncols 51\nnrows 31\nxllcorner 1.19\nyllcorner 50.69\ncellsize 0.02\nNODATA_value -32000\n".to_owned();
    for j in (0..31).rev() {
        for i in 0..51 {
            text += &format!("{} ", -depth(50.7 + 0.02 * f64::from(j), 1.2 + 0.02 * f64::from(i)));
        }
        text.push('\n');
    }
    text
}

/// The shipped depths, cell by cell; the mark for "none" on land.
fn shipped() -> impl Fn(f64, f64) -> f64 {
    let file =
        |ending: &str| std::fs::read(root().join(format!("assets/chart/depth/dover_depth_open.{ending}"))).unwrap();
    let about: serde_json::Value = serde_json::from_slice(&file("json")).unwrap();
    let number = move |key: &str| about[key].as_f64().unwrap();
    let bytes = file("i16");
    move |lat, lon| {
        let row = ((lat - number("lat_center_0")) / number("dlat")).round();
        let column = ((lon - number("lon_center_0")) / number("dlon")).round();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cell of the grid")]
        let k = 2 * (row * number("nx") + column) as usize;
        let value = i16::from_le_bytes([bytes[k], bytes[k + 1]]);
        if value == i16::MIN { 32000.0 } else { f64::from(value) / 10.0 }
    }
}

#[test]
fn an_import_is_held_against_the_shipped_depths() {
    let scratch = Scratch::new("held_depths");
    copy_folder(&root().join("assets"), &scratch.path().join("assets"));
    let here = scratch.path();
    let import = |text: &str, more: &[&str]| {
        std::fs::write(here.join("mine.asc"), text).unwrap();
        run(here, &[&["depth", "import", "mine.asc"], more].concat())
    };
    // Deepest in the middle of the strait, as it is.
    let strait = |lat: f64, lon: f64| 45.0 - 60.0 * ((lat - 51.02).abs() - 0.6 * (lon - 1.5)).abs();
    let (code, out, err) = import(&ascii(strait), &[]);
    assert!(code == 0 && !err.contains("more than 5 m off"), "{out}{err}");
    let (code, out, err) = import(&ascii(|a, b| strait(a, b) + 40.0), &[]);
    assert!(code == 0 && err.contains("more than 5 m off"), "{out}{err}");
    // With the wrong sign it is deep where the sea is shallow.
    let (code, _, err) = import(&ascii(strait), &["--positive", "down"]);
    assert!(code == 2 && err.contains("--positive up"), "{err}");
    // Upside down, and the same everywhere: refused, nothing changed; taken when asked to.
    std::fs::remove_dir_all(here.join("user")).unwrap();
    let shipped = shipped();
    let (code, out, err) = import(&ascii(&shipped), &[]);
    assert!(code == 0 && out.contains("like the shipped ones in the median") && err.is_empty(), "{out}{err}");
    assert!(out.contains("correlation 1.00"), "{out}");
    std::fs::remove_dir_all(here.join("user")).unwrap();
    let (code, out, err) = import(&ascii(|lat, lon| shipped(102.0 - lat, lon)), &[]);
    assert!(code == 2 && out.is_empty() && err.contains("rows upside down") && err.contains("--force"), "{err}");
    let (code, _, err) = import(&ascii(|_, _| 25.0), &["--positive", "up"]);
    assert!(code == 2 && err.contains("the same everywhere") && !here.join("user").exists(), "{err}");
    let (code, _, err) = import(&ascii(|_, _| 25.0), &["--force"]);
    assert!(code == 0 && err.contains("warning: its depth is the same everywhere"), "{err}");
    // A mark for "none" that is not declared.
    let (code, _, err) = import(&ascii(|a, b| if b < 1.5 { 9999.0 } else { strait(a, b) }), &[]);
    assert!(code == 2 && err.contains("the first -9999 at 50.700 N 1.200 E") && err.contains("465 values"), "{err}");
}

#[test]
fn broken_depths_of_ones_own_say_how_to_go_back() {
    let scratch = Scratch::new("broken_depths");
    copy_folder(&root().join("assets"), &scratch.path().join("assets"));
    let here = scratch.path();
    let fixture = root().join("tests/fixtures/depth/plane.tif").display().to_string();
    assert_eq!(run(here, &["depth", "import", &fixture, "--force"]).0, 0);
    let ask = |what: &str| {
        let (code, out, err) = run(here, &["sea", "51.1,1.7", "2026-03-20T05:00Z"]);
        assert!(code == 2 && out.is_empty() && err.contains("slackwater depth reset"), "{what}: {err}");
    };
    let bytes = std::fs::read(here.join("user/depth/depth.i16")).unwrap();
    std::fs::write(here.join("user/depth/depth.i16"), &bytes[..bytes.len() / 2]).unwrap();
    ask("half of it");
    std::fs::remove_file(here.join("user/depth/depth.i16")).unwrap();
    ask("none of it");
    std::fs::write(here.join("user/depth/depth.json"), "{").unwrap();
    ask("no description");
    assert_eq!(run(here, &["depth", "reset"]).0, 0);
    assert_eq!(run(here, &["sea", "51.1,1.7", "2026-03-20T05:00Z"]).0, 0);
}

#[test]
fn a_bad_survey_changes_nothing() {
    let scratch = Scratch::new("bad_survey");
    copy_folder(&root().join("assets"), &scratch.path().join("assets"));
    let here = scratch.path();
    let projected = root().join("tests/fixtures/depth/projected.tif").display().to_string();
    let (code, out, err) = run(here, &["depth", "import", &projected]);
    assert!(code == 2 && out.is_empty() && err.contains("EPSG:4326"), "{err}");
    let (code, _, err) = run(here, &["depth", "import", "nowhere.nc"]);
    assert!(code == 2 && err.contains("nowhere.nc"), "{err}");
    std::fs::write(here.join("junk.nc"), "CDF\u{1}junk").unwrap();
    let (code, _, err) = run(here, &["depth", "import", "junk.nc"]);
    assert!(code == 2 && err.contains("NetCDF") && !err.contains("panicked"), "{err}");
    assert!(!here.join("user").exists());
}
