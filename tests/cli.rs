//! What does the program say and answer on the command line? Messages, exit codes, and what is left untouched.
//!
//! Runs the built program. Exit code 0: done; 1: the answer is no; 2: could not do it. Bad files are answered whole,
//! as `file:line:col`, before anything runs or is written.

mod common;

use common::{Scratch, copy_folder, root};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What came of a run.
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_slackwater"));
    // Nobody's display, nobody's folder: the tests are the same everywhere.
    command.current_dir(root()).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Said {
    said(program().args(arguments).output().expect("the program starts"))
}

fn said(output: Output) -> Said {
    Said {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("standard output is text"),
        err: String::from_utf8(output.stderr).expect("standard error is text"),
    }
}

impl Said {
    #[track_caller]
    fn code(self, expected: i32) -> Self {
        assert_eq!(self.code, Some(expected), "\n--- out\n{}\n--- err\n{}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }

    #[track_caller]
    fn says(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.out.contains(part), "{part:?} is not in\n{}", self.out);
        }
        self
    }

    #[track_caller]
    fn complains(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.err.contains(part), "{part:?} is not in\n{}", self.err);
        }
        self
    }
}

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect("it is shipped")
}

/// The smallest shipped scenario with some passages changed; each must be there.
fn scenario_with(changes: &[(&str, &str)]) -> String {
    changed(text("scenarios/one_taxi_boat.scenario.ron"), changes)
}

fn changed(mut text: String, changes: &[(&str, &str)]) -> String {
    for (old, new) in changes {
        assert!(text.contains(old), "{old:?} is no longer in the file");
        text = text.replacen(old, new, 1);
    }
    text
}

/// `line:col` of the first place where `part` stands in `text`, both from 1.
fn place_of(text: &str, part: &str) -> String {
    let at = text.find(part).expect("the part is there");
    let line = text[..at].matches('\n').count() + 1;
    let col = text[..at].rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
    format!("{line}:{col}")
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Judges a scenario with one mistake; the message must point at `at` and hold all `parts`.
#[track_caller]
fn mistake(changes: &[(&str, &str)], at: &str, parts: &[&str]) {
    let scratch = Scratch::new("mistake");
    let bad = scenario_with(changes);
    let path = shown(&scratch.write("bad.scenario.ron", &bad));
    let said = run(&["check", &path]).code(2);
    let place = format!("{path}:{}: ", place_of(&bad, at));
    let line = said.err.lines().find(|l| l.starts_with(&place));
    let line = line.unwrap_or_else(|| panic!("nothing said at {place:?}:\n{}", said.err));
    for part in parts {
        assert!(line.contains(part), "{part:?} is not in {line:?}");
    }
    assert!(said.out.is_empty(), "{}", said.out);
}

#[test]
fn list_names_what_is_shipped_and_what_is_measured() {
    run(&["list"]).code(0).says(&[
        "gravelines_dawn",
        "Gravelines at dawn",
        "imminent_danger_only",
        "taxi_boat_interception",
        "deaths",
        "arrived_uk",
    ]);
}

#[test]
fn help_and_version_answer() {
    run(&["--help"]).code(0).says(&["compare", "run", "check", "list", "not for navigation"]);
    run(&["--version"]).code(0).says(&[env!("CARGO_PKG_VERSION")]);
    run(&["compare", "--help"]).code(0).says(&["--nights", "--seed"]);
}

#[test]
fn an_unknown_argument_is_refused() {
    run(&["compare", "--night", "3"]).code(2).complains(&["--night"]);
    run(&["compare", "--nights", "0"]).code(2).complains(&["--nights"]);
    run(&["compare", "--nights", "many"]).code(2).complains(&["many"]);
    run(&["compare", "--aa", "--b", "imminent_danger_only"]).code(2);
    run(&["check"]).code(2);
    run(&["sail"]).code(2);
}

#[test]
fn good_files_are_fine() {
    let mut files = Vec::new();
    for folder in ["scenarios", "scenarios/doctrines"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() && path.extension().is_some_and(|e| e == "ron") {
                files.push(shown(&path));
            }
        }
    }
    assert!(files.len() >= 4);
    let mut arguments = vec!["check"];
    arguments.extend(files.iter().map(String::as_str));
    let said = run(&arguments).code(0);
    assert_eq!(said.out.matches(": fine: ").count(), files.len(), "{}", said.out);
    assert!(said.err.is_empty(), "{}", said.err);
}

#[test]
fn an_unknown_field_is_told_with_the_nearest_one() {
    mistake(
        &[("weather_sigma", "weather_sigmo")],
        "weather_sigmo",
        &["weather_sigmo", "did you mean `weather_sigma`?"],
    );
}

#[test]
fn a_wrong_unit_is_told_with_the_right_one() {
    mistake(&[("wave_height_m: 0.3", "wave_height_ft: 1")], "wave_height_ft", &["wave_height_ft", "`wave_height_m`"]);
}

#[test]
fn an_unknown_name_is_told_with_the_nearest_one() {
    mistake(
        &[("\"petit_fort_philippe\"", "\"petit_fort_phillipe\"")],
        "\"petit_fort_phillipe\"",
        &["did you mean `petit_fort_philippe`?"],
    );
    mistake(&[("class: \"vcsm\"", "class: \"vcms\"")], "\"vcms\"", &["class of craft", "did you mean `vcsm`?"]);
    mistake(&[("kind: TaxiBoat", "kind: TaxyBoat")], "TaxyBoat", &["did you mean `TaxiBoat`?"]);
    mistake(&[("\"shore_radar\"", "\"shore_rader\"")], "\"shore_rader\"", &["did you mean `shore_radar`?"]);
    mistake(&[("base: \"dunkerque_ouest\"", "base: \"dunkerque_west\"")], "\"dunkerque_west\"", &["port"]);
}

#[test]
fn numbers_that_are_none_or_too_many_are_refused() {
    mistake(&[("wind_kn: 6", "wind_kn: NaN")], "NaN", &["NaN is not finite"]);
    mistake(&[("wind_kn: 6", "wind_kn: inf")], "inf", &["not finite"]);
    mistake(&[("wind_kn: 6", "wind_kn: 1e400")], "1e400", &["not finite"]);
    mistake(&[("wave_height_m: 0.3", "wave_height_m: -0.3")], "-0.3", &["-0.3 is out of bounds", "0 to 12", "metres"]);
    mistake(&[("boats: 1", "boats: 1.5")], "1.5", &["not whole"]);
    mistake(&[("boats: 1", "boats: 100000")], "100000", &["out of bounds"]);
    mistake(&[("goes_ahead: 1", "goes_ahead: 1.2")], "1.2", &["out of bounds"]);
    mistake(&[("length_h: 12", "length_h: 1000")], "1000", &["out of bounds"]);
}

#[test]
fn negative_people_are_refused() {
    mistake(&[("(4, 4)", "(-4, 4)")], "-4", &["out of bounds"]);
    mistake(&[("min: 50", "min: -50")], "-50", &["out of bounds"]);
    mistake(&[("mean: 50", "mean: -50")], "-50", &["out of bounds"]);
    mistake(&[("(4, 4)", "(7, 4)")], "(7, 4)", &["fewest", "most"]);
}

#[test]
fn a_station_on_land_or_off_the_chart_is_refused() {
    mistake(
        &[("lat: 51.04, lon: 2.06", "lat: 50.8, lon: 2.1")],
        "OnPatrol",
        &["50.8, 2.1 is on land", "expected a place at sea"],
    );
    mistake(&[("lat: 51.04, lon: 2.06", "lat: 48.0, lon: 2.06")], "48.0", &["out of bounds"]);
}

#[test]
fn dates_out_of_range_are_refused() {
    mistake(&[("start: \"2025-07-09T22:00Z\"", "start: \"1999-07-09T22:00Z\"")], "\"1999", &["1999", "2018 to 2035"]);
    mistake(
        &[("start: \"2025-07-09T22:00Z\"", "start: \"2025-02-30T22:00Z\"")],
        "\"2025-02-30",
        &["is not a time", "2025-07-09T20:00Z"],
    );
    mistake(&[("start: \"2025-07-09T22:00Z\"", "start: \"last night\"")], "\"last night\"", &["is not a time"]);
    mistake(
        &[("latest: \"2025-07-09T23:40Z\"", "latest: \"2025-07-12T23:40Z\"")],
        "\"2025-07-12",
        &["outside the night"],
    );
    mistake(
        &[("latest: \"2025-07-09T23:40Z\"", "latest: \"2025-07-09T23:20Z\"")],
        "\"2025-07-09T23:20Z\"",
        &["`latest`", "before"],
    );
}

#[test]
fn two_things_with_one_id_are_refused() {
    mistake(&[("id: \"lifeboat\"", "id: \"aa\"")], "\"aa\", title", &["two things are called `aa`", "line"]);
}

#[test]
fn a_parameter_that_is_not_in_the_register_or_out_of_its_bounds_is_refused() {
    let with = |line: &str| [("    units: [", format!("    overrides: {{ {line} }},\n    units: ["))];
    for (line, at, part) in [
        ("\"boat.bean_m\": 2.0", "\"boat.bean_m\"", "did you mean `boat.beam_m`?"),
        ("\"boat.beam_m\": 40.0", "40.0", "expected 1 to 4"),
    ] {
        let changes = with(line);
        let changes: Vec<(&str, &str)> = changes.iter().map(|(a, b)| (*a, b.as_str())).collect();
        mistake(&changes, at, &[part]);
    }
}

#[test]
fn all_problems_are_told_at_once_in_order_and_nothing_runs() {
    let scratch = Scratch::new("all");
    let bad = scenario_with(&[
        ("title: \"One taxi-boat\"", "tittle: \"One taxi-boat\""),
        ("wind_kn: 6", "wind_kn: NaN"),
        ("launch: \"aa_channel_lock63\"", "launch: \"aa_chanel_lock63\""),
        ("(4, 4)", "(-4, 4)"),
        ("class: \"vcsm\"", "class: \"vcms\""),
        ("lat: 51.045, lon: 2.11", "lat: 50.8, lon: 2.1"),
    ]);
    let path = shown(&scratch.write("bad.scenario.ron", &bad));
    let csv = shown(&scratch.path().join("rows.csv"));
    for arguments in
        [vec!["check", &path], vec!["run", &path, "--events"], vec!["compare", &path, "--nights", "2", "--csv", &csv]]
    {
        let said = run(&arguments).code(2);
        assert!(said.out.is_empty(), "{}", said.out);
        let places: Vec<u32> = said
            .err
            .lines()
            .map(|l| {
                let rest = l.strip_prefix(&format!("{path}:")).unwrap_or_else(|| panic!("no place: {l}"));
                let mut parts = rest.split(':');
                let line: u32 = parts.next().unwrap().parse().unwrap_or_else(|_| panic!("no line: {l}"));
                let _: u32 = parts.next().unwrap().parse().unwrap_or_else(|_| panic!("no column: {l}"));
                line
            })
            .collect();
        assert_eq!(places.len(), 6, "{}", said.err);
        assert!(places.is_sorted(), "{}", said.err);
    }
    assert_eq!(scratch.files(), ["bad.scenario.ron"], "a refused file leaves nothing written");
}

#[test]
fn broken_text_is_told_where_it_breaks() {
    let scratch = Scratch::new("broken");
    let whole = text("scenarios/one_taxi_boat.scenario.ron");
    let middle = whole.char_indices().nth(whole.chars().count() / 2).unwrap().0;
    for (name, bad) in [
        ("empty", String::new()),
        ("half", whole[..middle].to_owned()),
        ("list", "[1, 2]".to_owned()),
        ("deep", "(".repeat(100_000)),
        ("junk", "\u{0}\u{1}§$%&".to_owned()),
        ("quote", "( title: \"never closed".to_owned()),
    ] {
        for ending in ["scenario", "doctrine"] {
            let path = shown(&scratch.write(&format!("{name}.{ending}.ron"), &bad));
            let said = run(&["check", &path]).code(2);
            assert!(said.err.starts_with(&format!("{path}:")), "{name}: {}", said.err);
            assert!(said.err.lines().count() <= 60, "{name}: {} lines", said.err.lines().count());
        }
    }
    let path = scratch.path().join("bytes.scenario.ron");
    std::fs::write(&path, [0xff, 0xfe, 0x28]).unwrap();
    run(&["check", &shown(&path)]).code(2).complains(&["UTF-8"]);
}

/// A doctrine file in a folder of its own.
fn doctrine_with(scratch: &Scratch, name: &str, changes: &[(&str, &str)]) -> (PathBuf, String) {
    let bad = changed(text("scenarios/doctrines/taxi_boat_interception.doctrine.ron"), changes);
    (scratch.write(&format!("{name}.doctrine.ron"), &bad), bad)
}

#[test]
fn a_doctrine_that_extends_itself_is_refused() {
    let scratch = Scratch::new("loop");
    let (one, _) = doctrine_with(&scratch, "one", &[("Some(\"imminent_danger_only\")", "Some(\"two\")")]);
    let (two, text) = doctrine_with(&scratch, "two", &[("Some(\"imminent_danger_only\")", "Some(\"one\")")]);
    for path in [&one, &two] {
        run(&["check", &shown(path)]).code(2).complains(&["extend", "one", "two"]);
        run(&["compare", "one_taxi_boat", "--nights", "1", "--b", &shown(path)]).code(2);
    }
    let said = run(&["check", &shown(&one)]);
    assert!(said.err.contains(&format!("{}:{}", shown(&two), place_of(&text, "\"one\""))), "{}", said.err);
    let (itself, _) = doctrine_with(&scratch, "itself", &[("Some(\"imminent_danger_only\")", "Some(\"itself\")")]);
    run(&["check", &shown(&itself)]).code(2).complains(&["extend", "itself"]);
}

#[test]
fn mistakes_in_a_doctrine_are_told_where_they_are() {
    for (old, new, at, part) in [
        ("Not(Boarding)", "Not(Bording)", "Bording", "did you mean `Boarding`?"),
        ("order: Intercept,", "order: Interceptt,", "Interceptt", "did you mean `Intercept`?"),
        ("WavesBelow(m: 0.5)", "WavesBelow(ft: 2)", "ft: 2", "m"),
        ("WavesBelow(m: 0.5)", "WavesBelow(m: NaN)", "NaN", "not finite"),
        ("commitment: 0.6", "commitment: 1.6", "1.6", "out of bounds"),
        ("authorised: true", "authorized: true", "authorized", "did you mean `authorised`?"),
        (
            "Some(\"imminent_danger_only\")",
            "Some(\"iminent_danger_only\")",
            "\"iminent_danger_only\"",
            "iminent_danger_only",
        ),
        (
            "expect: Intercept",
            "expect: Rescue",
            "( given: (look: TaxiBoat, aboard_best: 4, order_held: true)",
            "the test fails",
        ),
    ] {
        let scratch = Scratch::new("doctrine");
        let (path, bad) = doctrine_with(&scratch, "bad", &[(old, new)]);
        let said = run(&["check", &shown(&path)]).code(2);
        let place = format!("{}:{}: ", shown(&path), place_of(&bad, at));
        let line = said.err.lines().find(|l| l.starts_with(&place));
        let line = line.unwrap_or_else(|| panic!("{new}: nothing said at {place:?}:\n{}", said.err));
        assert!(line.contains(part), "{part:?} is not in {line:?}");
    }
}

#[test]
fn two_rules_with_one_id_are_refused() {
    let scratch = Scratch::new("rules");
    let text = text("scenarios/doctrines/imminent_danger_only.doctrine.ron");
    let bad = changed(text, &[("id: \"uk-identify\"", "id: \"uk-meet\"")]);
    let path = scratch.write("bad.doctrine.ron", &bad);
    run(&["check", &shown(&path)]).code(2).complains(&[&shown(&path), "uk-meet"]);
}

#[test]
fn problems_of_several_files_are_told_together() {
    let scratch = Scratch::new("several");
    let good = shown(&scratch.write("good.scenario.ron", &scenario_with(&[])));
    let bad = shown(&scratch.write("bad.scenario.ron", &scenario_with(&[("wind_kn: 6", "wind_kn: NaN")])));
    let (worse, _) = doctrine_with(&scratch, "worse", &[("Not(Boarding)", "Not(Bording)")]);
    run(&["check", &good, &bad, &shown(&worse)])
        .code(2)
        .says(&[&format!("{good}: fine")])
        .complains(&[&format!("{bad}:"), &format!("{}:", shown(&worse))]);
}

#[test]
fn a_file_that_is_not_there_or_no_scenario_is_refused() {
    run(&["check", "nowhere.scenario.ron"]).code(2).complains(&["nowhere.scenario.ron", "could not be read"]);
    run(&["check", "Cargo.toml"]).code(2).complains(&["Cargo.toml", ".scenario.ron"]);
    run(&["check", "scenarios"]).code(2).complains(&["scenarios", "not a file"]);
    run(&["run", "gravelines_down"]).code(2).complains(&["did you mean `gravelines_dawn`?"]);
    run(&["run", "one_taxi_boat", "--doctrine", "iminent_danger_only"])
        .code(2)
        .complains(&["did you mean `imminent_danger_only`?"]);
}

#[test]
fn a_night_prints_its_log_and_how_to_repeat_it() {
    let said =
        run(&["run", "one_taxi_boat", "--night", "7", "--doctrine", "taxi_boat_interception", "--events"]).code(0);
    let said = said.says(&[
        "Boat 1 (taxi-boat) was put in the water with 4 aboard",
        "The night ended",
        "Night 7 under Taxi-boat interception",
        "One night is not evidence",
        "slackwater run scenarios/one_taxi_boat.scenario.ron --doctrine scenarios/doctrines/taxi_boat_interception.doctrine.ron --night 7 --seed 42",
    ]);
    let again =
        run(&["run", "one_taxi_boat", "--night", "7", "--doctrine", "taxi_boat_interception", "--events"]).code(0);
    assert_eq!(said.out, again.out);
    let quiet = run(&["run", "one_taxi_boat", "--night", "7", "--doctrine", "taxi_boat_interception"]).code(0);
    assert!(!quiet.out.contains("was put in the water"));
    run(&["run", "one_taxi_boat", "--why"]).code(2).complains(&["--events"]);
}

#[test]
fn each_order_says_the_rule_and_what_was_seen() {
    run(&["run", "one_taxi_boat", "--events", "--why"]).code(0).says(&[
        "by rule \"",
        " yes  ",
        "after: ",
        "not Rescue",
    ]);
}

#[test]
fn a_comparison_says_how_sure_it_is_and_what_made_it() {
    let scratch = Scratch::new("compare");
    let (csv, json) = (shown(&scratch.path().join("rows.csv")), shown(&scratch.path().join("all.json")));
    let arguments = ["compare", "one_taxi_boat", "--nights", "3", "--csv", &csv, "--json", &json];
    let said = run(&arguments).code(0).says(&[
        "On 3 paired nights",
        "Too few nights for a verdict",
        "95 % interval",
        "Deaths",
        "scenarios/one_taxi_boat.scenario.ron",
        "--nights 3 --seed 42",
    ]);
    let rows = std::fs::read_to_string(&csv).unwrap();
    assert_eq!(rows.lines().filter(|l| !l.starts_with('#')).count(), 1 + 3, "{rows}");
    let parsed: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&json).unwrap()).unwrap();
    assert!(parsed.is_object());
    for workers in ["1", "8"] {
        let again = run(&["compare", "one_taxi_boat", "--nights", "3", "--workers", workers]).code(0);
        assert_eq!(again.out, said.out, "with {workers} workers");
    }
}

#[test]
fn a_against_a_is_zero_and_exits_well() {
    let said = run(&["compare", "gravelines_dawn", "--aa", "--nights", "3"]).code(0);
    said.says(&["(again)", "identical in every night"]);
    run(&["compare", "one_taxi_boat", "--aa", "--a", "taxi_boat_interception", "--nights", "3"]).code(0);
}

#[test]
fn an_output_that_cannot_be_written_is_told_before_anything_runs() {
    let scratch = Scratch::new("output");
    let nowhere = shown(&scratch.path().join("no/such/folder/rows.csv"));
    // A million nights would take hours: the answer comes because none is run.
    for option in ["--csv", "--json"] {
        let said = run(&["compare", "one_taxi_boat", "--nights", "1000000", option, &nowhere]).code(2);
        assert!(said.out.is_empty());
        said.complains(&[&nowhere, "could not be written"]);
    }
    run(&["compare", "one_taxi_boat", "--nights", "1000000", "--csv", &shown(scratch.path())])
        .code(2)
        .complains(&["could not be written"]);
    assert!(scratch.files().is_empty());
}

#[test]
fn a_bad_scenario_does_not_touch_the_output_of_an_earlier_run() {
    let scratch = Scratch::new("earlier");
    let csv = scratch.write("rows.csv", "the result of a long night\n");
    let bad = shown(&scratch.write("bad.scenario.ron", &scenario_with(&[("wind_kn: 6", "wind_kn: NaN")])));
    run(&["compare", &bad, "--nights", "1", "--csv", &shown(&csv)]).code(2);
    assert_eq!(std::fs::read_to_string(&csv).unwrap(), "the result of a long night\n");
}

#[test]
fn a_result_never_takes_the_place_of_its_own_input() {
    let scratch = Scratch::new("own-input");
    let scenario = shown(&scratch.write("my.scenario.ron", &scenario_with(&[])));
    let before = std::fs::read_to_string(&scenario).unwrap();
    run(&["compare", &scenario, "--nights", "1", "--csv", &scenario]).code(2).complains(&["is an input"]);
    assert_eq!(std::fs::read_to_string(&scenario).unwrap(), before);
    let both = shown(&scratch.path().join("both"));
    run(&["compare", &scenario, "--nights", "1", "--csv", &both, "--json", &both]).code(2).complains(&["two outputs"]);
}

#[test]
fn a_missing_asset_is_named() {
    let scratch = Scratch::new("assets");
    run(&["--root", &shown(scratch.path()), "list"]).code(2).complains(&["assets", &shown(scratch.path())]);
    copy_folder(&root().join("assets"), &scratch.path().join("assets"));
    copy_folder(&root().join("scenarios"), &scratch.path().join("scenarios"));
    run(&["--root", &shown(scratch.path()), "list"]).code(0);
    for missing in ["assets/tides/stations.json", "assets/chart/odbl/coast.geojson"] {
        std::fs::remove_file(scratch.path().join(missing)).unwrap();
    }
    run(&["--root", &shown(scratch.path()), "run", "one_taxi_boat"]).code(2).complains(&[
        "assets/tides/stations.json",
        "assets/chart/odbl/coast.geojson",
        "could not be read",
    ]);
    std::fs::remove_dir_all(scratch.path().join("assets/parameters")).unwrap();
    run(&["--root", &shown(scratch.path()), "list"]).code(2).complains(&["assets/parameters/boats.ron"]);
}

#[test]
fn a_damaged_asset_is_an_error_and_no_panic() {
    for (file, text) in [
        ("assets/craft.ron", "( format: 1, craft: [ 7 ] )"),
        ("assets/parameters/boats.ron", "( format: 1, parameters: [] )"),
        ("assets/tides/stations.json", "{}"),
        ("assets/chart/odbl/coast.geojson", "{ \"type\": \"FeatureCollection\", \"features\": [] }"),
        ("assets/chart/depth/dover_depth_open.i16", "x"),
        ("assets/chart/streams/stream_constants.i16", ""),
        ("assets/chart/ports.csv", "id,name\n"),
    ] {
        let scratch = Scratch::new("damaged");
        copy_folder(&root().join("assets"), &scratch.path().join("assets"));
        copy_folder(&root().join("scenarios"), &scratch.path().join("scenarios"));
        scratch.write(file, text);
        let said = run(&["--root", &shown(scratch.path()), "run", "one_taxi_boat"]).code(2);
        assert!(!said.err.is_empty() && said.out.is_empty(), "{file}: {}{}", said.err, said.out);
    }
}

#[test]
fn an_empty_scenarios_folder_is_told() {
    let scratch = Scratch::new("empty");
    copy_folder(&root().join("assets"), &scratch.path().join("assets"));
    let here = shown(scratch.path());
    run(&["--root", &here, "list"]).code(2).complains(&["scenarios", "could not be read"]);
    std::fs::create_dir_all(scratch.path().join("scenarios/doctrines")).unwrap();
    run(&["--root", &here, "list"]).code(2).complains(&["no file ending in .scenario.ron"]);
    run(&["--root", &here, "compare", "--nights", "1"]).code(2).complains(&["gravelines_dawn", "no such file"]);
    copy_folder(&root().join("scenarios"), &scratch.path().join("scenarios"));
    std::fs::remove_dir_all(scratch.path().join("scenarios/doctrines")).unwrap();
    std::fs::create_dir_all(scratch.path().join("scenarios/doctrines")).unwrap();
    run(&["--root", &here, "list"]).code(2).complains(&["no file ending in .doctrine.ron"]);
}

#[test]
fn a_broken_file_in_the_folder_is_told_and_the_others_are_listed() {
    let scratch = Scratch::new("folder");
    copy_folder(&root().join("assets"), &scratch.path().join("assets"));
    copy_folder(&root().join("scenarios"), &scratch.path().join("scenarios"));
    scratch.write("scenarios/broken.scenario.ron", "( format: 1, ");
    run(&["--root", &shown(scratch.path()), "list"])
        .code(2)
        .says(&["gravelines_dawn", "broken", "cannot be read"])
        .complains(&["broken.scenario.ron:"]);
}

#[test]
fn a_closed_pipe_is_no_trouble() {
    let mut child = program()
        .args(["run", "one_taxi_boat", "--events"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // The reader goes away before a line is written, as `head -0` does.
    drop(child.stdout.take());
    said(child.wait_with_output().expect("the program ends")).code(0).complains(&[]);
}

#[test]
fn the_page_and_the_file_on_streams_hold_what_the_command_prints() {
    let page = text("docs/sea/streams.md");
    let said = run(&["streams", "facts", "--markdown"]).code(0);
    assert!(page.contains(&said.out), "write the table of docs/sea/streams.md anew: it should hold\n{}", said.out);
    let file = text("assets/chart/streams/agreement.csv");
    let said = run(&["streams", "facts", "--csv"]).code(0);
    assert!(file == said.out, "write assets/chart/streams/agreement.csv anew: `slackwater streams facts --csv`");
    let json = run(&["streams", "facts", "--json"]).code(0);
    let rows: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(rows.as_array().unwrap().len(), file.lines().count() - 1);
    assert!(rows.as_array().unwrap().iter().all(|r| r["published"].is_string() && r["agrees"].is_boolean()));
    run(&["streams", "facts"]).code(0).says(&["Place", "Ramsgate 3.5 M 159°", "facts agree"]);
}

#[test]
fn a_stream_grid_is_not_built_over_another_nor_from_what_could_not_work() {
    let scratch = Scratch::new("grid");
    let here = shown(scratch.path());
    run(&["streams", "build", "--out", &here, "--days", "5"]).code(2).complains(&["--days", "31..=373"]);
    run(&["streams", "build", "--out", &here, "--fineness", "0"]).code(2).complains(&["fineness"]);
    run(&["streams", "build", "--out", &here, "--depth", "no.json"])
        .code(2)
        .complains(&["no.json", "could not be read"]);
    let bad = shown(&scratch.write("grid.json", "{}"));
    scratch.write("grid.i16", "");
    run(&["streams", "build", "--out", &here, "--depth", &bad]).code(2).complains(&[
        "grid.json",
        "JSON",
        "lon_center_0",
    ]);
    assert_eq!(scratch.files(), ["grid.i16", "grid.json"], "nothing is written");
    scratch.write("stream_mask.u8", "mine");
    run(&["streams", "build", "--out", &here]).code(2).complains(&["stream_mask.u8", "there already"]);
    run(&["streams", "facts", "--grid", &here]).code(2).complains(&["stream_constants.json", "could not be read"]);
}

#[test]
#[cfg(not(feature = "gui"))]
fn without_its_window_the_program_says_so_in_one_line_and_compares() {
    let said = run(&["--scenario", "one_taxi_boat"]).code(0).says(&["On 200 paired nights"]);
    assert_eq!(said.err.lines().count(), 1, "{}", said.err);
    said.complains(&["No window"]);
}
