//! Does each shipped scenario show what it says it shows? Its expectations are held over the nights they name.

mod common;

use common::{LIBRARY, Scratch, run};
use slackwater::analysis::expectation::{judge, words};
use slackwater::{ensemble, metrics};
use std::sync::atomic::AtomicBool;

#[test]
fn every_shipped_scenario_shows_what_it_says_it_shows() {
    let metrics = metrics::infos();
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let mut failed = Vec::new();
    for file in LIBRARY.scenarios().unwrap() {
        let scenario = LIBRARY.scenario(&file.id).unwrap_or_else(|trouble| panic!("{trouble}")).value;
        if scenario.expect.is_empty() {
            continue;
        }
        assert!(scenario.expect.len() >= 2, "{}: one expectation is easily met by chance; state two", file.id);
        let doctrines = LIBRARY.expected_doctrines(&scenario).unwrap_or_else(|trouble| panic!("{trouble}"));
        let setting = LIBRARY.setting(scenario).unwrap_or_else(|trouble| panic!("{trouble}"));
        let lived = ensemble::expect::live(&setting, &doctrines, workers, &AtomicBool::new(false), &|_| ()).unwrap();
        for e in &setting.scenario.expect {
            let judged = judge(e, &metrics, &lived);
            if !judged.holds {
                failed.push(format!("{}: {}", file.id, words(e, &judged)));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// The one scenario that is expected to come out one way, and then the other: exit codes and words.
#[test]
fn check_says_what_came_out_and_answers_with_its_exit_code() {
    let folder = Scratch::new("expect");
    let shipped = std::fs::read_to_string(common::root().join("scenarios/one_taxi_boat.scenario.ron")).unwrap();
    let with = |bound: &str| {
        let end = shipped.trim_end().strip_suffix(')').unwrap();
        format!(
            "{end}    expect: [(note: \"it sets out\", doctrine: \"imminent_danger_only\", metric: \"set_out\", nights: 2, {bound})],\n)\n"
        )
    };
    let good = folder.write("good.scenario.ron", &with("at_least: 1, at_most: 1"));
    let bad = folder.write("bad.scenario.ron", &with("at_most: 0.5"));
    let (good, bad) = (good.to_string_lossy(), bad.to_string_lossy());
    let (code, out, err) = run(&["check", &good, "--expect"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("holds: it sets out: set_out under imminent_danger_only, 2 nights: 1.000"), "{out}");
    let (code, out, err) = run(&["check", &good, &bad, "--expect"]);
    assert_eq!(code, 1, "{out}{err}");
    assert!(out.contains("FAILS: it sets out") && out.contains("expected at most 0.5"), "{out}");
    // Without `--expect` nothing is run, and a file that would fail is fit to run.
    let (code, out, err) = run(&["check", &bad]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(!out.contains("it sets out"), "{out}");
}
