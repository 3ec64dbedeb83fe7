//! What does the program say about the law, and does its decision log hold?

mod common;

use common::{LIBRARY, Scratch, run};
use slackwater::law::{SHIPPED, chain};

/// A night of the flagship under a doctrine that uses force on laden boats: every family of rules has something to say.
const NIGHT: [&str; 6] = ["gravelines_dawn", "--doctrine", "blocking_stress_test", "--night", "1", "--seed=42"];

fn with<'a>(command: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&[command], &NIGHT[..], more].concat()
}

#[test]
fn the_shipped_readings_load_without_a_doubt_and_are_those_compiled_in() {
    for (loaded, (name, text)) in LIBRARY.laws().unwrap().iter().zip(SHIPPED) {
        assert!(loaded.warnings.is_empty(), "{:?}", loaded.warnings);
        assert_eq!(loaded.value.id, name);
        let compiled = slackwater::law::load::load(&format!("{name}.law.ron"), text).unwrap();
        assert_eq!(loaded.value, compiled.value);
    }
}

#[test]
fn law_lists_each_rule_of_both_readings_with_its_marks() {
    let (code, out, err) = run(&["law"]);
    assert_eq!((code, err.as_str()), (0, ""));
    for id in 1..=9 {
        assert_eq!(out.lines().filter(|l| l.starts_with(&format!("R{id}  "))).count(), 2, "R{id}\n{out}");
    }
    let marks = out.matches("[to be checked]").count();
    let said: usize = out
        .lines()
        .filter(|l| l.ends_with("citations are to be checked."))
        .map(|l| l.split(' ').next().unwrap().parse::<usize>().unwrap())
        .sum();
    assert!(marks > 40 && marks == said, "{marks} marks, {said} counted");
    assert!(out.contains("not legal advice"));
    let (code, out, _) = run(&["law", "strict"]);
    assert!(code == 0 && out.contains("Strict reading") && !out.contains("Permissive reading"));
    let (code, _, err) = run(&["law", "stict"]);
    assert!(code == 2 && err.contains("no shipped reading of the law of that name; did you mean `strict`?"), "{err}");
}

#[test]
fn a_written_log_verifies_and_a_changed_one_is_told_by_its_line() {
    let scratch = Scratch::new("decisions");
    let path = scratch.path().join("log.jsonl");
    let file = path.to_string_lossy().into_owned();
    let (code, out, err) = run(&with("decisions", &["--file", &file]));
    assert_eq!((code, err.as_str()), (0, ""));
    let text = std::fs::read_to_string(&path).unwrap();
    let whole = chain::verify(&text).unwrap();
    assert!(out.contains(&whole.last_hash), "the last digest is told: {out}");
    let (code, said, _) = run(&["decisions", "--verify", &file]);
    assert!(code == 0 && said.contains(&format!("the chain holds: {} records", whole.records)), "{said}");

    // Again it would be written over.
    let (code, _, err) = run(&with("decisions", &["--file", &file]));
    assert!(code == 2 && err.contains("it is there already"), "{err}");

    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|l| l.contains("\"band\":\"red\"")).expect("something is red in this night");
    let changed = text.replacen("\"band\":\"red\"", "\"band\":\"amber\"", 1);
    let bad = scratch.write("changed.jsonl", &changed).to_string_lossy().into_owned();
    let (code, said, _) = run(&["decisions", "--verify", &bad]);
    assert!(code == 1 && said.contains(&format!("the chain is broken: line {}: changed", at + 1)), "{said}");
}

#[test]
fn a_record_tells_who_what_was_known_what_else_was_tried_and_which_rules_fire() {
    let (code, out, err) = run(&with("decisions", &["--json"]));
    assert_eq!((code, err.as_str()), (0, ""));
    let again = run(&with("decisions", &["--json"])).1;
    assert_eq!(out, again, "the same night, the same bytes");
    let records: Vec<serde_json::Value> = out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(records[0]["kind"], "run");
    for field in ["version", "seed", "night", "scenario_sha256", "doctrine_sha256", "law_sha256", "command"] {
        assert!(!records[0][field].is_null(), "{field}");
    }
    let order = records.iter().find(|r| r["chosen"].as_str().is_some_and(|c| c.starts_with("block contact")));
    let order = order.expect("a laden boat is blocked in this night");
    assert!(order["known_facts"]["aboard"].as_f64().unwrap() > 5.0, "{order}");
    assert_eq!(order["known_facts"]["order_held"], true);
    assert_eq!(order["decider_role"], "centre: CROSS Gris-Nez");
    let rules: Vec<&str> = order["rule_hits"].as_array().unwrap().iter().map(|h| h["rule"].as_str().unwrap()).collect();
    assert!(rules.contains(&"R5") && rules.contains(&"R7"), "{rules:?}");
    assert!(!rules.contains(&"R6"), "it was never begun, so nobody was endangered: {rules:?}");
    let needs = order["known_facts"]["depth_needed_m"].as_f64().unwrap();
    assert!(needs > 0.0 && order["known_facts"]["depth_m"].is_number(), "{order}");
    // A request says on what it was made, and by which rule.
    let asks = records.iter().filter(|r| r["chosen"].as_str().is_some_and(|c| c.starts_with("ask for an order")));
    assert!(asks.clone().count() > 0);
    for r in asks {
        assert!(r["known_facts"]["aboard"].is_number() && r["known_facts"]["waters"].is_string(), "{r}");
        assert!(r["by_rule"].is_string() && r["known_facts"]["order_held"] == false, "{r}");
    }
    // Every order has its number, and says what was tried before and failed, and on what.
    let orders: Vec<u64> = records.iter().filter_map(|r| r["order_id"].as_u64()).collect();
    assert_eq!(orders, (1..=orders.len() as u64).collect::<Vec<_>>());
    let tried = records.iter().filter_map(|r| r["options"].as_array()).flatten();
    assert!(tried.clone().count() > 20);
    for option in tried {
        assert!(!option["failed_on"].as_str().unwrap().is_empty(), "{option}");
    }
    assert!(!out.contains("\"boat\""), "deciders know contacts by number");
}

#[test]
fn the_reading_decides_which_rules_fire_and_nothing_else() {
    let hits = |law: &str| {
        let out = run(&with("decisions", &["--json", "--law", law])).1;
        out.matches("\"band\":").count()
    };
    let (strict, permissive) = (hits("strict"), hits("permissive"));
    assert!(permissive > 0 && strict > permissive, "{strict} and {permissive}");
}

/// Twins judge in one log: each rule that fires says by which reading, what each fires is what it fires alone, and the chain
/// holds as that of one reading does.
#[test]
fn two_readings_judge_side_by_side_in_one_log() {
    let hits = |args: &[&str]| {
        let (code, out, err) = run(&with("decisions", &[&["--json"], args].concat()));
        assert_eq!((code, err.as_str()), (0, ""));
        chain::verify(&out).unwrap();
        let records: Vec<serde_json::Value> = out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        let of = |r: &serde_json::Value| {
            let hits = r["rule_hits"].as_array().cloned().unwrap_or_default();
            hits.into_iter().map(|h| (r["t"].clone(), r["chosen"].clone(), h)).collect::<Vec<_>>()
        };
        (records[0].clone(), records.iter().flat_map(of).collect::<Vec<_>>())
    };
    let (head, both) = hits(&["--law", "strict", "--law", "permissive"]);
    assert_eq!(head["law"], "strict");
    assert_eq!(head["laws_beside"][0]["law"], "permissive");
    assert!(head["laws_beside"][0]["law_sha256"].is_string());
    assert!(head["command"].as_str().unwrap().matches("--law").count() == 2, "{head}");
    for name in ["strict", "permissive"] {
        let (head, alone) = hits(&["--law", name]);
        assert!(head["laws_beside"].is_null());
        let of_it: Vec<_> = both.iter().filter(|(_, _, h)| h["law"] == name).cloned().collect();
        assert!(!of_it.is_empty() && of_it == alone, "{name}");
        assert!(of_it.iter().all(|(_, _, h)| h["version"].is_string()));
    }
    assert_eq!(hits(&["--law", "both", "--law", "strict"]), (head, both), "each once");
    let words = run(&with("decisions", &["--law", "both"])).1;
    assert!(words.contains("R5 red (strict):") && words.contains("R5 red (permissive):"), "{words}");
}

#[test]
fn run_shows_both_readings_side_by_side_and_no_sum() {
    let (code, out, err) = run(&with("run", &["--law"]));
    assert_eq!((code, err.as_str()), (0, ""));
    let at = |text: &str| out.find(text).unwrap_or_else(|| panic!("{text} in\n{out}"));
    assert!(at("Strict reading, version") < at("Permissive reading, version"));
    let table = &out[at("red, amber, green")..];
    let rows: Vec<&str> = table.lines().skip(1).take(5).map(|l| l.split("  ").next().unwrap()).collect();
    assert_eq!(rows, ["life", "non-refoulement", "force", "procedure", "mission"]);
    assert!(!table.lines().take(8).any(|l| l.starts_with("total") || l.starts_with("sum")));
    assert!(out.contains("not legal advice"));
}

#[test]
fn check_judges_a_reading_of_ones_own() {
    let scratch = Scratch::new("law");
    let good = scratch.write("mine.law.ron", SHIPPED[0].1).to_string_lossy().into_owned();
    let (code, out, _) = run(&["check", &good]);
    assert!(code == 0 && out.contains("fine: reading of the law \"Strict reading\""), "{out}");
    let bad = SHIPPED[0].1.replacen("beyond: Red", "beyond: Rde", 1);
    let bad = scratch.write("bad.law.ron", &bad).to_string_lossy().into_owned();
    let (code, _, err) = run(&["check", &bad]);
    assert!(code == 2 && err.contains("there is no band `Rde`; did you mean `Red`?"), "{err}");
}

#[test]
fn the_log_tells_what_other_doctrines_would_have_ordered_and_its_chain_holds() {
    let folder = Scratch::new("others");
    let file = folder.path().join("log.jsonl");
    let file = file.to_str().expect("text");
    let asked = ["decisions", "one_taxi_boat", "--against", "taxi_boat_interception", "--file", file];
    let (code, said, err) = run(&asked);
    assert_eq!(code, 0, "{said}{err}");
    let text = std::fs::read_to_string(file).expect("it was written");
    let records: Vec<serde_json::Value> = text
        .lines()
        .map(|l| serde_json::from_str(l).expect("JSON"))
        .filter(|v: &serde_json::Value| v["order_id"].is_u64())
        .collect();
    assert!(!records.is_empty());
    for r in &records {
        let others = r["others"].as_array().expect("the other doctrine saw the same picture");
        assert!(
            others.len() == 1
                && others[0]["doctrine"] == "taxi_boat_interception"
                && others[0]["would_order"].is_string(),
            "{r}"
        );
    }
    let command = text.lines().next().expect("a first line");
    assert!(command.contains("--against scenarios/doctrines/taxi_boat_interception.doctrine.ron"), "{command}");
    assert_eq!(run(&["decisions", "--verify", file]).0, 0);
}
