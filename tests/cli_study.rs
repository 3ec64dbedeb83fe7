//! Do studies keep their promises in the built program? Ended by force and gone on with, shared out and put together, on any
//! number of workers: the same bytes. Bad files cost nothing.

mod common;

use common::{Scratch, run};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Two scenarios of one or few boats, a sweep and two draws: 8 cells in three blocks each.
const SMALL: &str = r#"(
    format: 1,
    title: "Small",
    question: "Do bytes agree?",
    description: "For tests.",
    scenarios: ["one_taxi_boat"],
    doctrines: ["imminent_danger_only", "taxi_boat_300m:line=400", "announced_but_hollow"],
    nights: 45,
    draws: (number: 2, of: ["engine.failure_per_h", "crush.coefficient"]),
    axes: [(id: "will", title: "Commitment", of: Commitment, values: [0, 1], note: "For a test")],
)"#;

fn succeeds(arguments: &[&str]) -> String {
    let (code, out, err) = run(arguments);
    assert_eq!(code, 0, "{arguments:?}: {out}{err}");
    out
}

fn refused(arguments: &[&str]) -> String {
    let (code, out, err) = run(arguments);
    assert!(code == 2 && out.is_empty(), "{arguments:?}: {code} {out}{err}");
    err
}

/// A scratch folder with the small study, and the paths of files in it.
struct Desk(Scratch);

impl Desk {
    fn new(name: &str, study: &str) -> Self {
        let desk = Self(Scratch::new(name));
        fs::write(desk.path("small.study.ron"), study).expect("the study is written");
        desk
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_string_lossy().into_owned()
    }

    fn run(&self, out: &str, more: &[&str]) -> String {
        let (study, out) = (self.path("small.study.ron"), self.path(out));
        succeeds(&[&["study", "run", &study, "--out", &out, "--quiet"], more].concat())
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).expect("the file is there")
    }
}

#[test]
fn any_number_of_workers_and_any_shares_give_the_same_bytes() {
    let desk = Desk::new("shares", SMALL);
    desk.run("one.csv", &["--workers", "1"]);
    desk.run("two.csv", &["--workers", "3"]);
    let whole = desk.bytes("one.csv");
    assert_eq!(whole.split(|b| *b == b'\n').count() - 1, 2 + 4 * 45);
    assert!(whole == desk.bytes("two.csv"));
    let shares: Vec<String> = (1..=3).map(|i| format!("share{i}.csv")).collect();
    for (i, share) in shares.iter().enumerate() {
        desk.run(share, &["--shard", &format!("{}/3", i + 1)]);
    }
    let paths: Vec<String> = shares.iter().rev().map(|s| desk.path(s)).collect();
    let merged = desk.path("merged.csv");
    succeeds(&["merge", &paths[0], &paths[1], &paths[2], "--out", &merged]);
    assert!(whole == desk.bytes("merged.csv"));
    let page = succeeds(&["study", "report", &merged]);
    // All rows of all shares are there: 45 in each cell, 180 in all.
    assert!(page.contains("45 were lived in a draw at most") && page.contains("; 180 nights\n"), "{page}");
    // A share that is missing, doubled, or cut off is told, and nothing is written.
    let other = desk.path("other.csv");
    let said = refused(&["merge", &paths[0], &paths[0], &paths[2], "--out", &other]);
    assert!(said.contains("the share 2/3 is missing") && said.contains("the share 3/3 is there 2 times"), "{said}");
    let cut = desk.bytes("share2.csv");
    fs::write(desk.path("share2.csv"), &cut[..cut.len() - 30]).unwrap();
    let said = refused(&["merge", &paths[0], &paths[1], &paths[2], "--out", &other]);
    assert!(said.contains("the share is not finished"), "{said}");
    assert!(!Path::new(&other).exists());
}

#[test]
fn ended_by_force_at_any_moment_a_study_goes_on_to_the_same_bytes() {
    let desk = Desk::new("killed", SMALL);
    desk.run("whole.csv", &[]);
    let whole = desk.bytes("whole.csv");
    let (study, out) = (desk.path("small.study.ron"), desk.path("killed.csv"));
    let lines = || fs::read_to_string(&out).map_or(0, |t| t.lines().count());
    // Ended by force once nothing, a few and many rows are there; each time it goes on.
    for least in [1, 20, 90] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_slackwater"))
            .args(["study", "run", &study, "--out", &out, "--resume", "--quiet"])
            .current_dir(common::root())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let began = Instant::now();
        while lines() < least && child.try_wait().expect("asked").is_none() {
            assert!(began.elapsed() < Duration::from_mins(2), "no rows came");
            std::thread::sleep(Duration::from_millis(2));
        }
        child.kill().expect("ended by force");
        child.wait().expect("ended");
        let there = fs::read(&out).expect("a file");
        assert!(whole.starts_with(&there), "what is there is a beginning of the whole");
    }
    // Half a line, as a system that stopped would leave it.
    let there = desk.bytes("killed.csv");
    fs::write(&out, &whole[..there.len().max(2000) + 7]).unwrap();
    let refusal = refused(&["study", "run", &study, "--out", &out]);
    assert!(refusal.contains("is there already; --resume goes on with it"), "{refusal}");
    desk.run("killed.csv", &["--resume"]);
    assert!(whole == desk.bytes("killed.csv"));
    // Gone on with when it is whole: nothing changes.
    desk.run("killed.csv", &["--resume"]);
    assert!(whole == desk.bytes("killed.csv"));
}

#[test]
fn a_file_of_something_else_is_left_as_it_is() {
    let desk = Desk::new("other", SMALL);
    let (study, out) = (desk.path("small.study.ron"), desk.path("small.csv"));
    desk.run("small.csv", &["--nights", "2"]);
    let before = desk.bytes("small.csv");
    let said = refused(&["study", "run", &study, "--nights", "3", "--out", &out, "--resume"]);
    assert!(said.contains("holds nights of something else") && said.contains("nights differs"), "{said}");
    fs::write(desk.path("small.study.ron"), SMALL.replace("For tests.", "For more tests.")).unwrap();
    let said = refused(&["study", "run", &study, "--nights", "2", "--out", &out, "--resume"]);
    assert!(said.contains("the study differs"), "{said}");
    let said = refused(&["study", "run", &study, "--out", &study]);
    assert!(said.contains("is an input"), "{said}");
    fs::write(desk.path("text.csv"), "a,b\n1,2\n").unwrap();
    let said = refused(&["study", "report", &desk.path("text.csv")]);
    assert!(said.contains("text.csv:1: is no file of results"), "{said}");
    let mut spoilt = String::from_utf8(before.clone()).unwrap();
    let at = spoilt.rfind("finished").unwrap();
    spoilt.replace_range(at..at + 8, "finish,d");
    fs::write(desk.path("spoilt.csv"), spoilt).unwrap();
    let said = refused(&["study", "report", &desk.path("spoilt.csv")]);
    assert!(said.contains("spoilt.csv:10: `finish` is no status"), "{said}");
    assert_eq!(before, desk.bytes("small.csv"));
}

#[test]
fn a_study_that_cannot_be_run_is_told_whole_before_a_night_is_lived() {
    let broken = SMALL
        .replace("\"imminent_danger_only\"", "\"imminent_danger\"")
        .replace("\"one_taxi_boat\"", "\"two_taxi_boats\"")
        .replace("crush.coefficient", "crush.coeficient");
    let desk = Desk::new("broken", &broken);
    let said = refused(&["study", "run", &desk.path("small.study.ron"), "--out", &desk.path("o.csv")]);
    for part in [
        "small.study.ron:6:17: two_taxi_boats",
        "small.study.ron:7:17: imminent_danger",
        "did you mean `crush.coefficient`?",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let nothing = SMALL.replace("of: Commitment", "of: Doctrine(\"lime\")");
    fs::write(desk.path("small.study.ron"), nothing).unwrap();
    let said = refused(&["study", "show", &desk.path("small.study.ron")]);
    assert!(said.contains("no doctrine of this study has a number `lime`; did you mean `line`?"), "{said}");
    fs::write(
        desk.path("small.study.ron"),
        SMALL.replace("nights: 45", "nights: 45, stop: (half_width: 1, floor: 20)"),
    )
    .unwrap();
    let said =
        refused(&["study", "run", &desk.path("small.study.ron"), "--shard", "1/2", "--out", &desk.path("o.csv")]);
    assert!(said.contains("this study stops by itself"), "{said}");
    assert!(!Path::new(&desk.path("o.csv")).exists());
}

#[test]
fn one_night_of_a_cell_is_lived_again_as_it_stands_in_the_row() {
    let desk = Desk::new("night", SMALL);
    desk.run("small.csv", &["--nights", "3"]);
    let text = String::from_utf8(desk.bytes("small.csv")).unwrap();
    let columns: Vec<&str> = text.lines().nth(1).unwrap().split(',').collect();
    let row: Vec<&str> = text.lines().find(|l| l.starts_with("3,2,")).unwrap().split(',').collect();
    let at = columns.iter().position(|c| *c == "b_calls_for_help").unwrap();
    let study = desk.path("small.study.ron");
    let page = succeeds(&["study", "night", &study, "--nights", "3", "--cell", "3", "--night", "2", "--events"]);
    let line = page.lines().find(|l| l.starts_with("Calls for help")).unwrap();
    let told: f64 = line.split_whitespace().rev().nth(1).unwrap().parse().unwrap();
    assert!((told - row[at].parse::<f64>().unwrap()).abs() < 0.01, "{line}");
    let said = refused(&["study", "night", &study, "--cell", "4", "--night", "0"]);
    assert!(said.contains("the study has cells 0 to 3"), "{said}");
}

#[test]
fn every_shipped_study_is_sound() {
    let folder = common::root().join("scenarios/studies");
    let mut seen = 0;
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.unwrap().path();
        let page = succeeds(&["study", "show", &path.to_string_lossy()]);
        assert!(page.contains("nights under"), "{page}");
        seen += 1;
    }
    assert!(seen >= 1);
}

/// Nights that are sorted beforehand keep the same promises, and the page says what was done with them.
#[test]
fn sorted_nights_are_shared_out_and_gone_on_with_to_the_same_bytes() {
    let study = r#"(
        format: 1, title: "Sorted", question: "Q?", description: "For tests.",
        scenarios: ["one_taxi_boat"], doctrines: ["imminent_danger_only", "announced_but_hollow"],
        primary: "arrived_uk", nights: 50, stratify: (by: Risk, strata: 3, population: 300),
    )"#;
    let desk = Desk::new("sorted", study);
    desk.run("whole.csv", &["--workers", "2"]);
    for i in ["1/2", "2/2"] {
        desk.run(&format!("part{}.csv", &i[..1]), &["--shard", i]);
    }
    succeeds(&["merge", &desk.path("part1.csv"), &desk.path("part2.csv"), "--out", &desk.path("merged.csv")]);
    assert!(desk.bytes("whole.csv") == desk.bytes("merged.csv"));
    // Cut in the middle of a row, and gone on with.
    let whole = desk.bytes("whole.csv");
    fs::write(desk.path("cut.csv"), &whole[..whole.len() * 3 / 4]).expect("a part is written");
    desk.run("cut.csv", &["--resume"]);
    assert!(desk.bytes("cut.csv") == whole);
    let page = succeeds(&["study", "report", &desk.path("whole.csv")]);
    assert!(page.contains("Nights sorted by people at risk") && page.contains("Best next time: `shares: ["), "{page}");
}

/// The search reads the same columns as the file of results: at the ends of the axis it sees the differences that the rows hold.
#[test]
fn a_search_along_an_axis_sees_what_the_rows_say() {
    let study = SMALL.replace(
        "draws: (number: 2, of: [\"engine.failure_per_h\", \"crush.coefficient\"]),",
        "primary: \"arrived_uk\",",
    );
    let desk = Desk::new("turn", &study);
    desk.run("rows.csv", &["--nights", "20"]);
    let text = String::from_utf8(desk.bytes("rows.csv")).expect("text");
    let columns: Vec<&str> = text.lines().nth(1).expect("names").split(',').collect();
    let at = |name: &str| columns.iter().position(|c| *c == name).expect("a column");
    let (a, b) = (at("a_arrived_uk"), at("b_arrived_uk"));
    let rows: Vec<Vec<&str>> = text.lines().filter(|l| l.starts_with("0,")).map(|l| l.split(',').collect()).collect();
    let value = |r: &[&str], i: usize| r[i].parse::<f64>().expect("a number");
    let mean = rows.iter().map(|r| value(r, b) - value(r, a)).sum::<f64>() / rows.len() as f64;
    let page = succeeds(&["study", "turn", &desk.path("small.study.ron"), "--nights", "20", "--tolerance", "0.5"]);
    let first = page.lines().find(|l| l.trim_start().starts_with("0 ")).expect("the lower end of the axis");
    let told = first.split_whitespace().nth(1).expect("a difference").replace('\u{2212}', "-");
    assert!((told.parse::<f64>().expect("a number") - mean).abs() < 0.001, "{first}: {mean}");
}

/// A pull of rescue is off unless it is named, and at nought it changes nothing that the nights say.
#[test]
fn a_pull_of_rescue_is_told_at_the_values_that_are_named() {
    let study = SMALL.replace("draws: (number: 2, of: [\"engine.failure_per_h\", \"crush.coefficient\"]),", "");
    let desk = Desk::new("pull", &study);
    desk.run("rows.csv", &["--nights", "20"]);
    let (rows, json) = (desk.path("rows.csv"), desk.path("all.json"));
    let off = succeeds(&["study", "report", &rows]);
    assert!(off.contains("If rescue draws departures") && !off.contains("  at 0.5"), "{off}");
    let on = succeeds(&["study", "report", &rows, "--pull", "0.5,2", "--json", &json]);
    assert!(on.contains("  at 0.5") && on.contains("  at 2") && on.contains("as named by the reader"), "{on}");
    let all: serde_json::Value = serde_json::from_slice(&desk.bytes("all.json")).expect("JSON");
    let pulls = all["pull_of_rescue"].as_array().expect("a list");
    assert_eq!(pulls.len(), 4, "two cells, two doctrines against the first");
    for p in pulls {
        let cell = usize::try_from(p["cell"].as_u64().expect("a number")).expect("a cell");
        let of_arm = |c: &&serde_json::Value| c["b"] == p["doctrine"];
        let contrasts = all["cells"][cell]["contrasts"].as_array().expect("a list");
        let metrics = contrasts.iter().find(of_arm).expect("its contrast")["metrics"].as_array().expect("a list");
        let deaths = metrics.iter().find(|m| m["metric"] == "deaths").expect("deaths");
        let at_nought = &p["deaths_difference"][0];
        assert_eq!(at_nought["pull"], 0.0);
        let near = |a: &serde_json::Value, b: &serde_json::Value| {
            (a.as_f64().expect("a number") - b.as_f64().expect("a number")).abs() < 1e-12
        };
        assert!(near(&at_nought["mean_difference"], &deaths["mean_difference"]));
        assert!(near(&at_nought["interval_95"][0], &deaths["interval_95_student"][0]));
    }
    for wrong in ["-1", "2000", "much"] {
        let said = refused(&["study", "report", &rows, "--pull", wrong]);
        assert!(said.contains("expected people for each one more taken aboard, from 0 to 1000"), "{said}");
    }
}

/// Four rule sets on the small night: two that stop boats, and two that do not.
fn contest() -> String {
    SMALL
        .replace(
            "draws: (number: 2, of: [\"engine.failure_per_h\", \"crush.coefficient\"]),",
            "primary: \"arrived_uk\",",
        )
        .replace("\"announced_but_hollow\"", "\"announced_but_hollow\", \"shore_interdiction\"")
}

/// The search for the best lives the nights of the study, drops on any number of workers after the same night, and its means
/// are those of the rows.
#[test]
fn the_best_doctrine_is_found_on_any_number_of_workers_from_the_nights_of_the_study() {
    let desk = Desk::new("best", &contest());
    let study = desk.path("small.study.ron");
    let json = desk.path("best.json");
    let asked = [
        "study",
        "best",
        &study,
        "--cell",
        "1",
        "--look-for",
        "highest",
        "--indifference",
        "5",
        "--first",
        "20",
        "--most",
        "140",
    ];
    let one = succeeds_or_not(&[&asked[..], &["--workers", "1"]].concat());
    let two = succeeds_or_not(&[&asked[..], &["--workers", "3", "--json", &json]].concat());
    assert!(one == two, "{} {}", one.1, two.1);
    let found: serde_json::Value = serde_json::from_slice(&desk.bytes("best.json")).expect("JSON");
    assert_eq!(found["looked_for"], "highest");
    assert_eq!(one.0, 1, "two rule sets that hardly differ cannot be told apart");
    let doctrines = found["found"]["doctrines"].as_array().expect("doctrines");
    assert!(doctrines.iter().any(|d| !d["dropped_after"].is_null()), "{found}");
    assert!(found["found"]["saved"].as_u64().expect("a number") > 0, "{found}");
    assert!(one.1.contains("Cannot tell yet which is highest") && one.1.contains(" saved."), "{}", one.1);
    // Against the rows of the study itself, cell 1.
    desk.run("rows.csv", &["--nights", "140"]);
    let text = String::from_utf8(desk.bytes("rows.csv")).expect("text");
    let columns: Vec<&str> = text.lines().nth(1).expect("names").split(',').collect();
    for (i, d) in doctrines.iter().enumerate() {
        let counted = d["dropped_after"].as_u64().unwrap_or_else(|| found["found"]["nights"].as_u64().expect("nights"));
        let name = format!("{}_arrived_uk", ["a", "b", "c", "d"][i]);
        let at = columns.iter().position(|c| *c == name).expect("a column");
        let values: Vec<f64> = text
            .lines()
            .filter(|l| l.starts_with("1,"))
            .take(usize::try_from(counted).expect("few"))
            .map(|l| l.split(',').nth(at).expect("a value").parse().expect("a number"))
            .collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        assert!((mean - d["mean"].as_f64().expect("a mean")).abs() < 1e-9, "{name}: {mean} {d}");
    }
    // A budget: the same on any number of workers too, spent to the last night.
    let asked = [
        "study",
        "best",
        &study,
        "--cell",
        "1",
        "--look-for",
        "lowest",
        "--by",
        "ocba",
        "--first",
        "10",
        "--budget",
        "93",
    ];
    let (code, one) = succeeds_or_not(&[&asked[..], &["--workers", "1"]].concat());
    assert!((code, &one) == (1, &succeeds_or_not(&[&asked[..], &["--workers", "2"]].concat()).1));
    assert!(one.contains("93 nights under single doctrines"), "{one}");
    // So few nights are told of, and name nobody.
    assert!(
        one.contains("Cannot tell yet which is most likely lowest on “Arrived in the UK”")
            && one.contains(" nights; below 100, neither is held to be ahead."),
        "{one}"
    );
}

/// Its standard output and its code, which is 1 where nothing could be told.
fn succeeds_or_not(arguments: &[&str]) -> (i32, String) {
    let (code, out, err) = run(arguments);
    assert!(code < 2, "{arguments:?}: {out}{err}");
    (code, out)
}

#[test]
fn a_search_for_the_best_says_what_it_needs_before_a_night_is_lived() {
    let desk = Desk::new("best_refused", &contest());
    let study = desk.path("small.study.ron");
    for (more, part) in [
        (&["--metric", "death"][..], "did you mean `deaths`?"),
        (&["--cell", "0"], "opinions differ on which way it should go"),
        (&["--metric", "deaths", "--indifference", "1"], "1: Commitment: 1"),
        (&["--metric", "deaths", "--cell", "2", "--indifference", "1", "--first", "20"], "the study has cells 0 to 1"),
        (&["--metric", "deaths", "--look-for", "highest"], "--look-for is for metrics on which opinions differ"),
        (&["--metric", "deaths", "--cell", "0", "--first", "20"], "--indifference X is needed"),
        (&["--metric", "deaths", "--cell", "0"], "the first stage of 50 nights is more than the most nights, 45"),
        (&["--metric", "deaths", "--cell", "0", "--by", "ocba"], "needs --budget N"),
        (
            &["--metric", "deaths", "--cell", "0", "--by", "ocba", "--budget", "100"],
            "take 400 nights for the first stage",
        ),
    ] {
        let said = refused(&[&["study", "best", &study][..], more].concat());
        assert!(said.contains(part), "{more:?}: {said}");
    }
}
