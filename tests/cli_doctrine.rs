//! Does the built program explain, compare and test doctrines, and say why orders were given?

mod common;

use common::{Scratch, run};
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
fn texts_that_nobody_has_held_against_their_source_are_marked_in_doctrines_as_in_the_readings_of_the_law() {
    let mut marked = 0;
    for id in ids_in_files() {
        let path = format!("{}/scenarios/doctrines/{id}.doctrine.ron", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).expect("it is there");
        for cite in text.lines().filter(|l| l.trim_start().starts_with("cite: ")) {
            if ["Convention", "SOLAS", "Code pénal", "Protocol"].iter().any(|t| cite.contains(t)) {
                assert!(cite.contains("to be checked"), "{id}: {cite}");
                marked += 1;
            }
        }
    }
    assert!(marked >= 4, "{marked}");
}

#[test]
fn what_is_told_of_the_uses_of_2026_is_what_the_sources_hold() {
    let said = succeeds(&["doctrine", "explain", "announced_but_hollow"]);
    for use_of_it in ["17 January 2026", "about 3 March", "on 2 May"] {
        assert!(said.contains(use_of_it), "{use_of_it} is not in\n{said}");
    }
}

#[test]
fn a_doctrine_in_english_names_each_rule_and_its_text() {
    let said = succeeds(&["doctrine", "explain", TAXI]);
    for id in ["[intercept-before-boarding]", "[rescue-in-danger]", "[uk-meet]", "[fr-identify]"] {
        assert!(said.contains(id), "{id} is not in\n{said}");
    }
    assert!(said.contains("Imminent danger") && said.contains("Political commitment"), "{said}");
    assert!(said.contains("When units are short, boats come in this order"), "{said}");
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

#[test]
fn rules_for_missions_and_units_that_a_scenario_lacks_are_warned_of_wherever_both_are_read() {
    let folder = Scratch::new("layers");
    let file = folder.write(
        "layers.doctrine.ron",
        r#"(format: 1, title: "Layers", description: "Two layers.", extends: "imminent_danger_only", rules: [], layers: [
            (of: Mission("rescue"), rules: [(id: "m", when: All([Looks(Loaded), Not(ImminentDanger)]), order: Escort, cite: "c")]),
            (of: Unit("oyapok"), rules: [(id: "u", when: All([Looks(Loaded), Not(ImminentDanger)]), order: Hail, cite: "c")]),
        ], tests: [
            (given: (look: Loaded), mission: "rescue", expect: Escort, note: "m"),
            (given: (look: Loaded), unit: "oyapock", expect: Shadow, note: "no layer is for it"),
        ])"#,
    );
    let file = file.to_str().expect("text");
    let (code, alone, _) = run(&["check", file]);
    assert!(
        code == 0 && alone.contains("no layer is for the unit `oyapock` of this test; did you mean `oyapok`?"),
        "{alone}"
    );
    assert!(!alone.contains("this scenario"), "alone it is meant for any scenario: {alone}");
    let scenario = "scenarios/gravelines_dawn.scenario.ron";
    let (code, both, _) = run(&["check", file, scenario]);
    assert!(
        code == 0
            && both.contains("rules for the unit `oyapok`, which this scenario does not have; did you mean `oyapock`?"),
        "{both}"
    );
    assert!(
        both.contains("rules for the mission `rescue`, which this scenario does not have; no unit of it has a mission"),
        "{both}"
    );
    // What a shipped doctrine says of a mission of another shipped scenario is no slip.
    let shipped = "scenarios/doctrines/taxi_boat_beside_belgium.doctrine.ron";
    let (code, quiet, _) = run(&["check", shipped, scenario]);
    assert!(code == 0 && !quiet.contains("warning"), "{quiet}");
    for command in [
        vec!["run", "gravelines_dawn", "--doctrine", file],
        vec!["why", "gravelines_dawn", "--against", file],
        vec!["decisions", "gravelines_dawn", "--doctrine", file],
        vec!["compare", "gravelines_dawn", "--b", file, "--nights", "2"],
    ] {
        let (code, _, told) = run(&command);
        assert!(code == 0 && told.contains("did you mean `oyapock`?"), "{command:?}: {told}");
    }
}

#[test]
fn what_other_doctrines_would_have_a_centre_do_is_told_and_what_stands_from_the_beginning() {
    let said = succeeds(&["why", "canal_pick_up", "--against", "canal_closure_first"]);
    assert!(
        said.contains("Before anybody decides: closed from the beginning under Canal closure first only:"),
        "{said}"
    );
    let ashore = succeeds(&["why", "gravelines_dawn", "--against", "shore_interdiction", "--json"]);
    let page: Value = serde_json::from_str(&ashore).expect("JSON");
    let shadows = page["shadows"].as_array().expect("a list");
    assert!(shadows.iter().all(|s| s["unit"].is_string() != s["centre"].is_string()), "one of them decides");
}

#[test]
fn a_doctrine_beside_ones_own_is_extended_by_name_or_path_and_the_shipped_one_from_there() {
    let folder = Scratch::new("beside");
    let extending = |title: &str, extends: &str| {
        format!("(format: 1, title: \"{title}\", description: \"d\", extends: \"{extends}\", rules: [])")
    };
    folder.write("middle.doctrine.ron", &extending("Middle", BASE));
    let low = folder.path().join("low");
    std::fs::create_dir_all(&low).expect("a folder");
    for (name, extends) in [("a", "../middle"), ("b", "../middle.doctrine.ron"), ("c", "a")] {
        let path = low.join(format!("{name}.doctrine.ron"));
        std::fs::write(&path, extending(name, extends)).expect("a file");
        let path = path.to_str().expect("text");
        let said = succeeds(&["check", path]);
        assert!(said.contains("fine"), "{said}");
        // Its tests are those of all files that it extends, wherever these lie.
        let (_, said, err) = run(&["doctrine", "test", path]);
        assert!(said.contains(&format!("(test of {BASE})")), "{said}{err}");
    }
    let lost = low.join("lost.doctrine.ron");
    std::fs::write(&lost, extending("Lost", "../midle")).expect("a file");
    let path = lost.to_str().expect("text");
    let said = fails(&["check", path]);
    assert!(said.contains(&format!("{path}:1:55: there is no doctrine `../midle` to extend")), "{said}");
}

#[test]
fn what_tests_show_counts_neither_inherited_ones_that_differ_nor_rules_that_nobody_goes_by() {
    let folder = Scratch::new("counted");
    let rule = |order: &str| format!("(id: \"watch\", when: Looks(Loaded), order: {order}, cite: \"c\")");
    let file = folder.write(
        "layered.doctrine.ron",
        &format!(
            r#"(format: 1, title: "Layered", description: "d", danger: PeopleInWater,
            rules: [(id: "rescue", when: ImminentDanger, order: Rescue, cite: "c"), {}],
            layers: [(of: Side(France), rules: [{}]), (of: Side(UnitedKingdom), rules: [{}])],
            tests: [
                (given: (people_in_water: true), expect: Rescue, note: "r"),
                (given: (look: Loaded), expect: Escort, note: "f"),
                (given: (look: Loaded, unit_side: UnitedKingdom), expect: Hail, note: "b"),
            ])"#,
            rule("Shadow"),
            rule("Escort"),
            rule("Hail")
        ),
    );
    let said = succeeds(&["doctrine", "test", file.to_str().expect("text")]);
    assert!(said.contains("3 tests hold; 3 of 3 rules shown by one"), "{said}");
    assert!(
        said.contains("can never fire, as layers replace or remove them for everybody, so no test is asked for: watch"),
        "{said}"
    );
    let child = folder.write(
        "child.doctrine.ron",
        r#"(format: 1, title: "Child", description: "d", extends: "layered", remove: ["rescue"], rules: [])"#,
    );
    let (code, said, _) = run(&["doctrine", "test", child.to_str().expect("text")]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("2 tests hold; 2 of 2 rules shown by one"), "{said}");
    assert!(said.contains("1 test of what it extends differs and is not counted"), "{said}");
    assert!(said.contains("no rule orders `Rescue`"), "{said}");
}
