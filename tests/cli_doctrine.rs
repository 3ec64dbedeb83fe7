//! Does the built program explain, compare and test doctrines, and say why orders were given?

mod common;

use common::run;
use serde_json::Value;

const BASE: &str = "imminent_danger_only";
const TAXI: &str = "taxi_boat_interception";

/// What it says, having succeeded.
fn succeeds(arguments: &[&str]) -> String {
    let (code, out, err) = run(arguments);
    assert_eq!(code, 0, "{arguments:?}: {out}{err}");
    out
}

/// What it complains of, having refused.
fn fails(arguments: &[&str]) -> String {
    let (code, out, err) = run(arguments);
    assert!(code == 2 && out.is_empty(), "{arguments:?}: {code} {out}{err}");
    err
}

fn ids_in_files() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/doctrines");
    let mut ids: Vec<String> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .filter_map(|e| e.ok()?.file_name().into_string().ok())
        .filter_map(|n| n.strip_suffix(".doctrine.ron").map(str::to_owned))
        .collect();
    ids.sort();
    ids
}

#[test]
fn the_library_has_twelve_doctrines_and_more_and_each_is_sound() {
    let ids = ids_in_files();
    assert!(ids.len() >= 12, "{ids:?}");
    for id in ids {
        let said = succeeds(&["doctrine", "test", &id]);
        assert!(said.contains("rules shown by one"), "{id}: {said}");
    }
}

#[test]
fn a_doctrine_in_english_names_each_rule_and_its_text() {
    let said = succeeds(&["doctrine", "explain", TAXI]);
    for id in ["[intercept-before-boarding]", "[rescue-in-danger]", "[uk-meet]", "[fr-identify]"] {
        assert!(said.contains(id), "{id} is not in\n{said}");
    }
    assert!(said.contains("Imminent danger") && said.contains("Political commitment"), "{said}");
}

#[test]
fn named_numbers_can_be_set_within_their_bounds() {
    let said = succeeds(&["doctrine", "explain", "taxi_boat_300m:line=500"]);
    assert!(said.contains("within 500 m of the shore"), "{said}");
    let wrong = fails(&["doctrine", "explain", "taxi_boat_300m:line=99999"]);
    assert!(wrong.contains("`line` is 99999 m; expected a number from 50 to 20000"), "{wrong}");
    let unknown = fails(&["doctrine", "explain", "taxi_boat_300m:lime=300"]);
    assert!(unknown.contains("line"), "{unknown}");
    let shape = fails(&["doctrine", "explain", "taxi_boat_300m:line=far"]);
    assert!(shape.contains("expected NAME=NUMBER behind the colon"), "{shape}");
}

#[test]
fn differences_are_told_rule_by_rule() {
    let same = succeeds(&["doctrine", "diff", TAXI, TAXI]);
    assert!(same.contains("They do not differ."), "{same}");
    let two = succeeds(&["doctrine", "diff", BASE, TAXI]);
    assert!(two.contains("[intercept-before-boarding] only in the second, before [rescue-in-danger]"), "{two}");
    let line = succeeds(&["doctrine", "diff", TAXI, "taxi_boat_300m"]);
    assert!(line.contains("only the second says \"within 300 m of the shore\""), "{line}");
    let will = succeeds(&["doctrine", "diff", TAXI, "announced_but_hollow"]);
    assert!(will.contains("[authority] first: Political commitment") && will.contains("0.05"), "{will}");
    let reading = succeeds(&["doctrine", "diff", BASE, "imminent_danger_strict"]);
    assert!(reading.contains("[imminent danger] only the first says"), "{reading}");
}

fn why(against: &str) -> Value {
    let said = succeeds(&["why", "one_taxi_boat", "--doctrine", TAXI, "--against", against, "--night", "0", "--json"]);
    serde_json::from_str(&said).expect("JSON")
}

#[test]
fn each_order_carries_its_reasons_and_two_nights_part_at_one_decision() {
    let page = why(BASE);
    let orders = page["orders"].as_array().expect("a list");
    assert!(!orders.is_empty());
    for order in orders {
        assert!(order["rule"].is_string() && order["cite"].is_string() && order["facts"].is_array(), "{order}");
        for tried in order["alternatives"].as_array().expect("a list") {
            assert!(tried["failed_on"]["condition"].is_string() || tried["failed_on"].is_null(), "{tried}");
        }
    }
    assert!(page["first_divergence"]["tick"].is_u64(), "interception asks for an order that the other never asks for");
    assert!(page["version"].is_string() && page["doctrine"]["sha256"].is_string());
}

#[test]
fn against_itself_no_night_parts_and_no_shadow_differs() {
    let page = why(TAXI);
    assert!(page["first_divergence"].is_null());
    let shadows = page["shadows"].as_array().expect("a list");
    assert!(shadows.iter().all(|s| s["would_order"] == s["in_force"]), "{shadows:?}");
}

#[test]
fn a_boat_that_is_not_there_is_refused() {
    let said = fails(&["why", "one_taxi_boat", "--boat", "9"]);
    assert!(said.contains("--boat 9: expected a number from 1 to 1"), "{said}");
}
