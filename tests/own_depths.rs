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
    for name in ["plane.tif", "plane_nc4.nc", "plane_classic.nc"] {
        let (code, out, err) = run(here, &["depth", "import", &fixture(name)]);
        assert!(code == 0 && out.contains("grow up") && out.contains("depth reset"), "{out}{err}");
        let now = depth_at(here, "51.1,1.7");
        assert!((now - plane).abs() < 0.3, "{name}: {now}, expected {plane}");
        assert!((depth_at(here, "50.6,1.4") - 0.0).abs() > 5.0, "elsewhere the shipped depths stay");
    }
    let (_, out, _) = run(here, &["run", "one_taxi_boat"]);
    assert!(out.contains("user/depth/depth.i16"), "the manifest names it:\n{out}");
    let (code, out, _) = run(here, &["depth", "show"]);
    assert!(code == 0 && out.contains("plane_classic.nc") && out.contains("made_from_sha256"), "{out}");
    // Counted from the lowest tide it lies deeper below mean level.
    assert_eq!(run(here, &["depth", "import", &fixture("plane.tif"), "--datum", "lat"]).0, 0);
    assert!(depth_at(here, "51.1,1.7") > plane + 2.5);
    assert_eq!(run(here, &["depth", "reset"]).0, 0);
    assert!((depth_at(here, "51.1,1.7") - before).abs() < 1e-9);
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
