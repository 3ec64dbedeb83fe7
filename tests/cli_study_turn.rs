//! Does a long run end well when it is told to, and does a search for a turning point find its way to the page?

mod common;

use common::{Scratch, run};
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// One axis, on which A is held to a line off the shore: close to it A tries less than B, far off it tries more.
const SWEEP: &str = r#"(
    format: 1, title: "Sweep", question: "Where does it turn round?", description: "For tests.",
    scenarios: ["one_taxi_boat"],
    doctrines: ["taxi_boat_300m:most_aboard=14,most_aboard_upper=24", "taxi_boat_interception"],
    primary: "interceptions_tried", nights: 2000,
    axes: [(id: "line", title: "Line off the shore", of: Doctrine("line"), values: [50, 2000], note: "For a test")],
)"#;

fn succeeds(arguments: &[&str]) -> String {
    let (code, out, err) = run(arguments);
    assert_eq!(code, 0, "{arguments:?}: {out}{err}");
    out
}

struct Desk(Scratch);

impl Desk {
    fn new(name: &str) -> Self {
        let desk = Self(Scratch::new(name));
        fs::write(desk.path("sweep.study.ron"), SWEEP).expect("the study is written");
        desk
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_string_lossy().into_owned()
    }
}

#[test]
fn what_a_search_found_stands_on_the_page_and_of_another_study_it_is_refused() {
    let desk = Desk::new("turned");
    let (study, found) = (desk.path("sweep.study.ron"), desk.path("turn.json"));
    let said = succeeds(&["study", "turn", &study, "--nights", "30", "--tolerance", "400", "--json", &found]);
    let json: serde_json::Value = serde_json::from_str(&fs::read_to_string(&found).unwrap()).expect("JSON");
    let sentence = json["sentence"].as_str().expect("a sentence");
    assert!(said.contains(sentence), "{said}");
    let tried = json["tried"].as_array().expect("values").len();
    let commit = json["commit"].as_str().unwrap_or("unknown");
    let files = json["inputs"].as_array().expect("files");
    assert!(files.len() > 3 && files.iter().all(|f| f["sha256"].as_str().unwrap().len() == 64), "{json}");
    // The terminal says as much: program, commit, seed, nights, a digest of each file, and the command.
    assert!(said.contains(&format!("commit {commit}; seed {}; 30 paired nights", json["seed"])), "{said}");
    for f in files {
        let short = format!("{} {}", &f["sha256"].as_str().unwrap()[..12], f["path"].as_str().unwrap());
        assert!(said.contains(&short), "{short}: {said}");
    }
    assert!(said.contains("again: slackwater study turn"), "{said}");
    assert!(tried >= 2 && json["command"].as_str().unwrap().contains("--nights 30"), "{json}");

    let (rows, page, all) = (desk.path("rows.csv"), desk.path("page.html"), desk.path("all.json"));
    succeeds(&["study", "run", &study, "--nights", "12", "--out", &rows, "--quiet"]);
    let text = succeeds(&["study", "report", &rows, "--turn", &found, "--html", &page, "--json", &all]);
    assert!(text.contains("Where the verdict turns round over one input") && text.contains(sentence), "{text}");
    let page = fs::read_to_string(page).unwrap();
    assert!(page.contains("at the values that were tried") && page.contains("Again: <code>slackwater study turn"));
    let digest = &files[0]["sha256"].as_str().unwrap()[..12];
    assert!(
        page.contains(&format!("at each of {tried} values. Files: {digest}"))
            && page.contains(&format!("commit {commit}; seed"))
    );
    let all: serde_json::Value = serde_json::from_str(&fs::read_to_string(all).unwrap()).expect("JSON");
    assert_eq!(all["turns_round_over_one_input"][0]["tried"].as_array().unwrap().len(), tried);

    // Of another study, or no such file: refused, and said why.
    let other = fs::read_to_string(&found).unwrap().replace("\"Sweep\"", "\"Another\"");
    fs::write(desk.path("other.json"), other).unwrap();
    fs::write(desk.path("none.json"), "{}").unwrap();
    let spoilt = |name: &str, key: &str, value: serde_json::Value| {
        let mut other = json.clone();
        other[key] = value;
        fs::write(desk.path(name), other.to_string()).unwrap();
    };
    spoilt("decimals.json", "decimals", 99_999.into());
    spoilt("empty.json", "tried", serde_json::json!([]));
    spoilt("seed.json", "seed", 7.into());
    spoilt("large.json", "at", serde_json::json!(1e308));
    spoilt("files.json", "inputs", serde_json::json!([{ "path": "x", "sha256": "0".repeat(64) }]));
    for (file, why) in [
        ("other.json", "is of the study “Another”; expected one of “Sweep”"),
        ("decimals.json", "has 99999 decimals; expected 12 at most"),
        ("empty.json", "has 0 values tried"),
        ("seed.json", "is of seed 7, and the rows are of seed"),
        ("large.json", "has the number 1e308"),
        ("files.json", "000000000000 x stands on one side alone"),
        ("none.json", "expected what `study turn --json` writes"),
    ] {
        let (code, _, err) = run(&["study", "report", &rows, "--turn", &desk.path(file)]);
        assert!(code == 2 && err.contains(why), "{code} {err}");
    }
}

/// Begins a run, ends it by Ctrl-C once `ready` says so of it (looked at again and again, two minutes at most), and hands back what it
/// said. Ctrl-C is a signal where there are signals.
#[cfg(unix)]
fn interrupted(args: &[&str], mut ready: impl FnMut(&mut std::process::Child) -> bool) -> std::process::Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_slackwater"))
        .args(args)
        .current_dir(common::root())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let began = Instant::now();
    while !ready(&mut child) {
        assert!(began.elapsed() < Duration::from_mins(2), "{args:?}: it never came to where it could be ended");
        std::thread::sleep(Duration::from_millis(2));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill").success());
    let ended = child.wait_with_output().expect("ended");
    assert_eq!(ended.status.code(), Some(2), "{args:?}: {}", String::from_utf8_lossy(&ended.stderr));
    ended
}

#[cfg(unix)]
#[test]
fn told_to_end_a_run_leaves_whole_rows_says_so_and_goes_on() {
    let desk = Desk::new("interrupted");
    let (study, out) = (desk.path("sweep.study.ron"), desk.path("rows.csv"));
    let ended = interrupted(&["study", "run", &study, "--out", &out, "--quiet"], |_| {
        fs::read_to_string(&out).map_or(0, |t| t.lines().count()) >= 5
    });
    let err = String::from_utf8_lossy(&ended.stderr);
    assert!(err.contains("broken off after") && err.contains("--resume"), "{err}");
    let there = fs::read(&out).unwrap();
    assert!(there.ends_with(b"\n"), "the last row is whole");
    let lines = String::from_utf8_lossy(&there).lines().count();
    assert!(err.contains(&format!("broken off after {} of 4000", lines - 2)), "{lines} lines: {err}");
    // What is there is the beginning of a run that was never broken off.
    let whole = desk.path("whole.csv");
    succeeds(&["study", "run", &study, "--nights", "12", "--out", &whole, "--quiet"]);
    let rows = |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().skip(2).map(str::to_owned).collect::<Vec<_>>();
    let (some, all) = (rows(&there), rows(&fs::read(whole).unwrap()));
    let shared = some.len().min(12);
    assert_eq!(some[..shared], all[..shared]);
    succeeds(&["study", "report", &out]);
}

/// Commands that write at their end say so, with the same exit code, and leave no file begun.
#[cfg(target_os = "linux")]
#[test]
fn told_to_end_a_run_that_writes_at_its_end_says_that_nothing_was_written() {
    let desk = Desk::new("ended");
    let (study, out) = (desk.path("sweep.study.ron"), desk.path("out.json"));
    let csv = desk.path("out.csv");
    let commands: [&[&str]; 4] = [
        &["compare", "one_taxi_boat", "--nights", "1000000", "--csv", &csv, "--json", &out],
        &["study", "turn", &study, "--nights", "1000000", "--json", &out],
        &[
            "study",
            "best",
            &study,
            "--cell",
            "0",
            "--metric",
            "deaths",
            "--indifference",
            "0.1",
            "--first",
            "100000",
            "--most",
            "1000000",
            "--json",
            &out,
        ],
        &["rare", "one_taxi_boat", "--nights", "1000000"],
    ];
    for command in commands {
        // The system says which signals a program takes itself; SIGINT is the second.
        let takes = |id: u32| {
            let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
            let mask = status
                .lines()
                .find_map(|l| l.strip_prefix("SigCgt:"))
                .map(str::trim)
                .map(|m| u64::from_str_radix(m, 16));
            mask.is_some_and(|m| m.is_ok_and(|m| m & 2 != 0))
        };
        let ended = interrupted(command, |child| {
            let ended = child.try_wait().expect("asked");
            assert!(ended.is_none(), "{command:?}: takes no signal: {ended:?}");
            takes(child.id())
        });
        let err = String::from_utf8_lossy(&ended.stderr);
        assert!(err.contains("broken off after") && err.contains("nothing was written"), "{command:?}: {err}");
        assert!(ended.stdout.is_empty(), "{command:?}");
        let left: Vec<_> = fs::read_dir(desk.0.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["sweep.study.ron"], "{command:?}");
    }
}
