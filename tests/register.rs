//! Is the register open? Where each number is used, who may change it, and that draws of it are fair.
//!
//! `assets/parameters/uses.csv` is made from the source; a test makes it anew and fails when they differ, and
//! writes it with `SLACKWATER_WRITE=1`. The built program is asked as a reader would ask it.

mod common;
#[allow(dead_code, reason = "each test program takes what it needs")]
mod source;

use common::{DOCTRINES, LIBRARY, Scratch, assert_same_log, doctrine, events, key, root};
use slackwater::agents::numbers::{self, Facts};
use slackwater::cli::library::Trouble;
use slackwater::doctrine::desk_numbers;
use slackwater::draws::Draws;
use slackwater::ensemble::pair::pair;
use slackwater::ensemble::study::prepare;
use slackwater::events::What;
use slackwater::parameters::FIELDS;
use slackwater::scenario::fleet_numbers;
use slackwater::sim::Setting;
use source::{files_below, paths};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::Arc;

/// Set it to write generated tables and pages anew.
const WRITE: &str = "SLACKWATER_WRITE";

/// The function that a place of the code lies in: the last one begun before it.
fn function_at(code: &str, at: usize) -> &str {
    let Some(begin) = code[..at].rmatch_indices("fn ").map(|(i, _)| i + 3).find(|i| {
        let before = code[..i - 3].chars().next_back();
        before.is_none_or(char::is_whitespace) && code[*i..].starts_with(|c: char| c.is_alphabetic())
    }) else {
        return "";
    };
    let name = &code[begin..];
    name.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or("")
}

#[test]
fn the_table_of_uses_is_what_the_source_says() {
    let mut reads: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for s in files_below("src").iter().filter(|s| !s.path.starts_with("src/parameters/")) {
        for path in paths(&s.code).into_iter().filter(|p| s.code[..p.at].ends_with('.')) {
            let place = (s.path.clone(), function_at(&s.code, path.at).to_owned());
            reads.entry(path.parts[0].clone()).or_default().insert(place);
        }
    }
    let mut now = String::from("id,file,function\n");
    for (field, id) in FIELDS {
        let places = reads.remove(*field).unwrap_or_default();
        assert!(!places.is_empty(), "{id} (field {field}) is used nowhere: use it, or take it out");
        for (file, function) in places {
            now += &format!("{id},{file},{function}\n");
        }
    }
    let craft = numbers::CRAFT.iter().map(|f| ("craft", f.facts));
    let sensors = numbers::SENSORS.iter().map(|f| ("sensor", f.facts));
    let desks = desk_numbers::DESKS.iter().map(|f| ("authority", f.facts));
    let fleets = fleet_numbers::FLEET.iter().map(|f| ("fleet", f.facts));
    let kinds: Vec<_> = craft.chain(sensors).chain(desks).chain(fleets).collect();
    let season = Facts { name: "", code: "season", ..fleet_numbers::FLEET[0].facts };
    for (kind, facts) in kinds.into_iter().chain([("fleet.season", season)]) {
        let places = reads_of_class(kind.split('.').next().unwrap_or(kind), facts.code);
        assert!(
            !places.is_empty(),
            "{kind}.*.{} (field {}) is used nowhere: use it, or take it out",
            facts.name,
            facts.code
        );
        for (file, function) in places {
            let id = format!("{kind}.*.{}", facts.name);
            now += &format!("{},{file},{function}\n", id.trim_end_matches('.'));
        }
    }
    let path = root().join("assets/parameters/uses.csv");
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&path, &now).expect("the table can be written");
        return;
    }
    let table = std::fs::read_to_string(&path).expect("the table is there");
    let differs = table.lines().zip(now.lines()).find(|(old, new)| old != new);
    assert!(
        table == now,
        "assets/parameters/uses.csv is not what the source says: {differs:?}\n\
         Write it anew with {WRITE}=1 cargo test --no-default-features --test register."
    );
}

/// Places that read this field of a class: other things have fields of the same name, so what stands before the dot must be
/// a class (`craft.capacity`, `sensors[i].max_range`, `self.craft().tender_draught`).
fn reads_of_class(kind: &str, field: &str) -> BTreeSet<(String, String)> {
    let before: &[&str] = match kind {
        "authority" => &["self", "step", "s"],
        "fleet" => &["self", "fleet", "fleets"],
        _ => &["craft", "class", "c", "sensor", "rib"],
    };
    let mut out = BTreeSet::new();
    // Tables that list and set every number alike, or tell them, are no uses; desks are of doctrines.
    let lists = |path: &str| {
        path == "src/agents/numbers.rs"
            || path.ends_with("_numbers.rs")
            || path.starts_with("src/cli/odd/")
            || kind == "authority" && !path.starts_with("src/doctrine/")
            || kind == "fleet" && !path.starts_with("src/scenario/")
            || ["src/doctrine/explain.rs", "src/doctrine/read_authority.rs"].contains(&path)
    };
    for s in files_below("src").into_iter().filter(|s| !lists(&s.path)) {
        for (at, _) in s.code.match_indices(&format!(".{field}")) {
            let after = s.code[at + 1 + field.len()..].chars().next().unwrap_or(' ');
            let word: String = {
                let tail: Vec<char> =
                    s.code[..at].chars().rev().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                tail.into_iter().rev().collect()
            };
            let of_class =
                before.contains(&word.as_str()) || s.code[..at].ends_with(']') || s.code[..at].ends_with("craft()");
            if of_class && !after.is_alphanumeric() && after != '_' && after != '(' {
                out.insert((s.path.clone(), function_at(&s.code, at).to_owned()));
            }
        }
    }
    out
}

fn run(arguments: &[&str], code: i32) -> (String, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_slackwater"))
        .args(arguments)
        .current_dir(root())
        .output()
        .expect("the program starts");
    let (said, err) = (String::from_utf8(out.stdout).expect("text"), String::from_utf8(out.stderr).expect("text"));
    assert_eq!(out.status.code(), Some(code), "{arguments:?}\n{said}\n{err}");
    (said, err)
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
}

#[test]
fn the_register_is_listed_filtered_and_shown_in_full() {
    let (all, _) = run(&["parameters"], 0);
    has(&all, &["engine.failure_per_h", "0.0438 1/h", &format!("{0} of {0} parameters", FIELDS.len())]);
    assert!(!all.contains("craft.vcsm.max_speed_kn"), "numbers of classes are counted, not listed, unless asked for");
    has(
        &all,
        &[
            " numbers of 20 classes of craft; `slackwater parameters --file craft` lists them",
            " numbers of 15 classes of sensors;",
        ],
    );
    let (guesses, _) = run(&["parameters", "--file", "interception", "--confidence", "e"], 0);
    has(&guesses, &["intercept.level4"]);
    assert!(!guesses.contains("intercept.level1"), "{guesses}");
    let (used, _) = run(&["parameters", "--used-in", "agents/survival"], 0);
    has(&used, &["p.no_flotation"]);
    assert!(!used.contains("boat.beam_m"), "{used}");
    let (words, _) = run(&["parameters", "swamping", "probability"], 0);
    has(&words, &["swamping.onset_probability"]);
    let (card, _) = run(&["parameters", "p.no_flotation"], 0);
    has(
        &card,
        &[
            "Probability that a person in the water has no flotation",
            "drawn from    Beta(a: 4, b: 16)",
            "confidence    M: published at second hand",
            "source        MODEL 5.2",
            "used in       src/agents/",
            "src/agents/survival.rs: ",
            "changed by    no shipped scenario",
        ],
    );
}

#[test]
fn numbers_of_classes_are_listed_when_asked_for_and_shown_with_where_they_are_used() {
    let (vcsm, _) = run(&["parameters", "craft.vcsm."], 0);
    has(&vcsm, &["craft.vcsm.max_speed_kn", "25 kn", "22 to 32", "craft.vcsm.capacity_max"]);
    assert!(!vcsm.contains("craft.vcsm_elorn."), "{vcsm}");
    let (guesses, _) = run(&["parameters", "--file", "sensors", "--confidence", "E"], 0);
    has(&guesses, &["sensor.radar_plane.reference_range_nm"]);
    assert!(!guesses.contains("sensor.patrol_radar.reference_range_nm"), "that is L: {guesses}");
    has(&run(&["parameters", "radar", "reference_range"], 0).0, &["sensor.patrol_radar.reference_range_nm", "1 to 4"]);
    let (card, _) = run(&["parameters", "craft.vcsm.max_speed_kn"], 0);
    has(
        &card,
        &[
            "Coastal launch of the Gendarmerie maritime (22 m): speed in a flat calm",
            "value         25 kn",
            "range         22 to 32 kn, 5 % and 95 % points",
            "bounds        1 to 300 kn",
            "drawn from    Through(p05: 22, median: 25, p95: 32)",
            "confidence    M: published at second hand",
            "source        25 kn as designed, 32 kn in other texts",
            "note          Of the class: 22 m, 25 kn as designed",
            "stands in     assets/craft.ron",
            "src/agents/handling.rs: speed_in_sea",
            "on duty in    ",
            "gravelines_dawn (",
        ],
    );
    let (card, _) = run(&["parameters", "--id", "sensor.boat_radar.max_range_nm"], 0);
    has(
        &card,
        &["range: no source gives one; ±20 % is our guess", "src/agents/sensing.rs: reach", "carried by    vsmp: "],
    );
    has(&run(&["parameters", "--id", "craft.vscm.max_speed_kn"], 2).1, &["did you mean `craft.vcsm.max_speed_kn`?"]);
}

#[test]
fn the_register_leaves_as_json_and_csv() {
    let (json, _) = run(&["parameters", "--json"], 0);
    let rows: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let classes = LIBRARY.register.class_entries().len();
    assert!(classes > 200);
    assert_eq!(rows.as_array().map(Vec::len), Some(FIELDS.len() + classes));
    assert_eq!(rows[0]["id"], FIELDS[0].1);
    assert!(rows[0]["used_in"].as_array().is_some_and(|u| !u.is_empty()));
    let (table, _) = run(&["parameters", "--csv", "--file", "people"], 0);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(reader.headers().expect("a heading").get(8), Some("confidence"));
    assert!(reader.records().count() > 10);
}

#[test]
fn unknown_names_letters_and_files_are_answered() {
    has(&run(&["parameters", "--id", "engine.failure"], 2).1, &["did you mean `engine.failure_per_h`?"]);
    has(&run(&["parameters", "--confidence", "X"], 2).1, &["expected letters of H (published"]);
    has(&run(&["parameters", "--file", "boots"], 2).1, &["the register has boats, people"]);
    has(&run(&["parameters", "engine.failure_per_hour"], 1).1, &["did you mean `engine.failure_per_h`?"]);
}

const FLAGSHIP: &str = "scenarios/gravelines_dawn.scenario.ron";

fn flagship_with(changes: &[(&str, &str)]) -> String {
    let mut text = std::fs::read_to_string(root().join(FLAGSHIP)).expect("it is shipped");
    for (old, new) in changes {
        assert!(text.contains(old), "{old:?} is no longer in the file");
        text = text.replacen(old, new, 1);
    }
    text
}

fn setting_of(text: &str) -> Result<Arc<Setting>, Trouble> {
    let beside = |name: &str| Err(format!("{name}: nothing lies beside"));
    let scenario = LIBRARY.check_scenario("drawn.scenario.ron", text, &beside)?.value;
    LIBRARY.setting(scenario)
}

const OVERRIDES: &str = "overrides: { \"engine.failure_per_h\": 0.04, \
                         \"crush.coefficient\": LogNormal(median: 0.002, sigma: 0.7) },\n    units: [";

/// The flagship with numbers of every kind drawn.
fn drawn_flagship() -> Arc<Setting> {
    let text = flagship_with(&[
        ("units: [", OVERRIDES),
        ("boats: ", "boats: Uniform(low: 1, high: 6), goes_ahead: Beta(a: 9, b: 1), // "),
        ("group: (mean: 63", "group: (mean: Normal(mean: 63, sd: 6)"),
        ("wave_height_m: 0.55", "wave_height_m: Uniform(low: 0.4, high: 0.7)"),
        ("sea_temperature_c: ", "sea_temperature_c: Uniform(low: 15, high: 18), // "),
        ("weather_sigma: ", "weather_sigma: Uniform(low: 0.1, high: 0.3), // "),
    ]);
    setting_of(&text).unwrap_or_else(|trouble| panic!("{trouble}\n{text}"))
}

#[test]
fn a_scenario_may_draw_its_numbers_and_both_doctrines_meet_the_same_ones() {
    let base = drawn_flagship();
    assert!((base.parameters.engine_failure_per_h - 0.04).abs() < 1e-12);
    assert!((base.parameters.crush_coefficient - 0.002).abs() < 1e-6, "the base stands at the median");
    let of = |night| base.for_night(Draws::new(key(night)));
    let nights: Vec<_> = (0..12).map(of).collect();
    let differ = |f: &dyn Fn(&Setting) -> u64| nights.iter().map(|s| f(s)).collect::<BTreeSet<_>>().len();
    assert_eq!(differ(&|s| s.parameters.engine_failure_per_h.to_bits()), 1);
    assert_eq!(differ(&|s| s.parameters.crush_coefficient.to_bits()), 12);
    assert_eq!(differ(&|s| s.scenario.weather_sigma.to_bits()), 12);
    let waves = |s: &Setting| -> f64 {
        let spread = slackwater::environment::NightSpread {
            surge_sigma_m: 0.0,
            surge_memory: slackwater::units::Duration::hours(1.0),
            calm_below_m: 0.0,
            calm_factor: 1.0,
            weather_sigma: 0.0,
            fixed_surge_m: Some(0.0),
        };
        let sea =
            slackwater::environment::SeaNight::new(Arc::clone(&s.sea), Draws::new(key(0)), &spread, &s.parameters);
        sea.waves_at(slackwater::units::Tick(0))
    };
    assert!(nights.iter().all(|s| (0.4..=0.7).contains(&waves(s))));
    assert_eq!(differ(&|s| waves(s).to_bits()), 12);
    assert!(differ(&|s| u64::from(s.scenario.departures[0].boats)) > 2);
    assert!(nights.iter().all(|s| (1..=6).contains(&s.scenario.departures[0].boats)));
    assert_eq!(of(3).parameters, of(3).parameters);
    let boats = |name: &str| -> BTreeSet<String> {
        let log = events(&base, &doctrine(name), 2);
        log.iter().filter(|e| matches!(e.what, What::Launched { .. })).map(|e| format!("{e:?}")).collect()
    };
    let launched = boats(DOCTRINES[0]);
    assert!(!launched.is_empty());
    assert_eq!(launched, boats(DOCTRINES[1]), "both doctrines meet the same boats");
}

#[test]
fn a_against_a_is_zero_with_draws_on() {
    let base = drawn_flagship();
    let (first, again) = (doctrine(DOCTRINES[1]), doctrine(DOCTRINES[1]));
    for night in 0..4 {
        let [a, b] = pair(&base, [&first, &again], key(night)).expect("people add up");
        let bits = |v: &[f64]| v.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&a), bits(&b), "night {night}");
    }
    assert_same_log(&events(&base, &first, 1), &events(&drawn_flagship(), &first, 1), "laid out anew");
}

/// The flagship with every number of a group, the surge and a unit's readiness drawn.
#[test]
fn group_surge_and_duty_are_drawn_each_night_within_their_bounds() {
    use slackwater::scenario::{Duty, SurgePlan};
    let text = flagship_with(&[
        (
            "group: (mean: 63, sd: ",
            "group: (mean: 63, sd: Uniform(low: 5, high: 20), min: Uniform(low: 10, high: 40), max: Uniform(low: 70, high: 140)), // ",
        ),
        ("units: [", "surge: Fixed(Normal(mean: 0.2, sd: 0.3)),\n    units: ["),
        ("AtReadiness(min: ", "AtReadiness(min: Uniform(low: 10, high: 60))), // "),
    ]);
    let base = setting_of(&text).unwrap_or_else(|trouble| panic!("{trouble}\n{text}"));
    let nights: Vec<_> = (0..40).map(|n| base.for_night(Draws::new(key(n)))).collect();
    let differ = |f: &dyn Fn(&Setting) -> u64| nights.iter().map(|s| f(s)).collect::<BTreeSet<_>>().len();
    let group = |s: &Setting| s.scenario.departures[0].group;
    assert_eq!(differ(&|s| group(s).sd.to_bits()), 40);
    assert!(differ(&|s| u64::from(group(s).min)) > 8 && differ(&|s| u64::from(group(s).max)) > 8);
    assert!(nights.iter().all(|s| (10..=40).contains(&group(s).min) && (70..=140).contains(&group(s).max)));
    assert_eq!(differ(&|s| group(s).mean.to_bits()), 1, "what is a plain number stays");
    let surge = |s: &Setting| match s.scenario.surge {
        SurgePlan::Fixed(m) => m,
        SurgePlan::Drawn => panic!("it was stated"),
    };
    assert_eq!(differ(&|s| surge(s).to_bits()), 40);
    let unit = base.scenario.units.iter().position(|u| matches!(u.duty, Duty::AtReadiness { .. })).expect("one");
    let readiness = |s: &Setting| s.units[unit].readiness_min;
    assert_eq!(differ(&|s| readiness(s).to_bits()), 40, "what the night sails by is drawn, not the plan alone");
    assert!(nights.iter().all(|s| (10.0..=60.0).contains(&readiness(s))));
    assert_eq!(readiness(&nights[3]).to_bits(), readiness(&base.for_night(Draws::new(key(3)))).to_bits());
    let first = doctrine(DOCTRINES[0]);
    let told = |night: u64| {
        let mut sim = slackwater::sim::Simulation::new(&base, &first, key(night));
        sim.run().expect("people add up");
        sim.sea_night().surge_at(slackwater::units::Tick(0))
    };
    assert!((told(5) - surge(&nights[5])).abs() < 1e-12, "the sea of the night has it");
}

/// The quarter of the wind is drawn across north, and with the same luck at every moment; a drawn crew keeps its order.
#[test]
fn wind_quarter_and_crew_at_launch_may_be_drawn() {
    use slackwater::scenario::WeatherPlan;
    let text = flagship_with(&[
        ("wind_from_deg: 20,", "wind_from_deg: Normal(mean: 0, sd: 20),"),
        ("aboard_at_launch: (3, 7)", "aboard_at_launch: (Uniform(low: 1, high: 8), Uniform(low: 2, high: 12))"),
    ]);
    let base = setting_of(&text).unwrap_or_else(|trouble| {
        panic!(
            "{trouble}
{text}"
        )
    });
    let nights: Vec<_> = (0..60).map(|n| base.for_night(Draws::new(key(n)))).collect();
    let first = |s: &Setting| match &s.scenario.weather {
        WeatherPlan::Stated(knots) => knots[0].wind_from_deg,
        WeatherPlan::Climate => panic!("it is stated"),
    };
    let median = first(&base);
    assert!(median.min(360.0 - median) < 1e-6, "the median stands where one number is wanted: {median}");
    let from: Vec<f64> = nights.iter().map(|s| first(s)).collect();
    assert!(from.iter().all(|deg| (0.0..360.0).contains(deg) && (*deg < 90.0 || *deg > 270.0)), "{from:?}");
    assert!(from.iter().any(|deg| *deg < 60.0) && from.iter().any(|deg| *deg > 300.0), "{from:?}");
    let crew: Vec<(u32, u32)> = nights.iter().map(|s| s.scenario.departures[0].aboard_at_launch).collect();
    assert!(crew.iter().all(|(fewest, most)| fewest <= most && (1..=8).contains(fewest)), "{crew:?}");
    assert!(crew.iter().collect::<BTreeSet<_>>().len() > 20, "{crew:?}");
    assert_eq!(nights[3].scenario, base.for_night(Draws::new(key(3))).scenario, "the same night twice");
}

/// Draws of `min` and `max` may cross; a night with such a draw is lived through all the same.
#[test]
fn drawn_limits_of_a_group_never_cross() {
    let text = flagship_with(&[(
        "group: (mean: 63, sd: ",
        "group: (mean: 63, sd: 12, min: Uniform(low: 1, high: 90), max: Uniform(low: 40, high: 100)), // ",
    )]);
    let base = setting_of(&text).unwrap_or_else(|trouble| panic!("{trouble}\n{text}"));
    let groups: Vec<_> = (0..200).map(|n| base.for_night(Draws::new(key(n))).scenario.departures[0].group).collect();
    assert!(groups.iter().all(|g| g.min <= g.max));
    assert!(groups.iter().any(|g| g.min == g.max), "some draws cross, or this test shows nothing");
}

#[test]
fn a_night_without_draws_is_the_setting_itself() {
    let base = &common::FLAGSHIP;
    assert!(Arc::ptr_eq(base, &base.for_night(Draws::new(key(0)))));
}

#[test]
fn what_is_out_of_bounds_or_unknown_is_refused_with_its_place() {
    for (changes, parts) in [
        (
            vec![("units: [", "overrides: { \"boat.bean_m\": 2 },\n    units: [")],
            ["drawn.scenario.ron:", "did you mean `boat.beam_m`?"],
        ),
        (
            vec![("units: [", "overrides: { \"boat.beam_m\": Normal(mean: 9, sd: 1) },\n    units: [")],
            ["is out of bounds: its 5 % and 95 % points are 7.3551 and 10.6449", "bounds are 1 to 4 (m)"],
        ),
        (
            vec![("units: [", "overrides: { \"boat.length_low_m\": 11 },\n    units: [")],
            ["`boat.length_low_m` (11) is above `boat.length_mode_m` (9)", "drawn.scenario.ron:"],
        ),
        (
            vec![("weather_sigma: ", "weather_sigma: Uniform(low: 0.1, high: 3), // ")],
            ["Uniform(low: 0.1, high: 3) is out of bounds", "bounds are 0 to 1"],
        ),
        (
            vec![("AtReadiness(min: ", "AtReadiness(min: Uniform(low: 10, high: 900))), // ")],
            ["Uniform(low: 10, high: 900) is out of bounds", "bounds are 0 to 720"],
        ),
        (
            vec![("units: [", "surge: Fixed(Normal(mean: 1, sd: 4)),\n    units: [")],
            ["Normal(mean: 1, sd: 4) is out of bounds", "bounds are -3 to 4"],
        ),
        (
            vec![("boats: ", "boats: Unifrom(low: 1, high: 6), // ")],
            ["there is no distribution `Unifrom`", "`Uniform`?"],
        ),
    ] {
        let trouble = setting_of(&flagship_with(&changes)).expect_err("it is refused");
        has(&trouble.to_string(), &parts);
    }
}

#[test]
fn numbers_are_set_and_drawn_on_the_command_line_and_the_result_says_so() {
    let scratch = Scratch::new("numbers");
    let json = scratch.path().join("out.json");
    let path = json.to_string_lossy();
    let nights = ["compare", "one_taxi_boat", "--nights", "3", "--aa"];
    let options = ["--set", "engine.failure_per_h=0.4", "--set", "crush.coefficient=Range(p05: 0.001, p95: 0.004)"];
    let draw = ["--draw", "all", "--json", &path];
    let (page, _) = run(&[&nights[..], &options, &draw].concat(), 0);
    has(
        &page,
        &[
            "changed: engine.failure_per_h set to 0.4 (register: 0.0438, 1/h)",
            "changed: crush.coefficient drawn each night from Range(p05: 0.001, p95: 0.004)",
            "parameters drawn each night from their ranges in the register",
            "--set engine.failure_per_h=0.4 --set 'crush.coefficient=Range(p05: 0.001, p95: 0.004)' --draw all",
        ],
    );
    let file: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(&json).expect("it was written")).expect("JSON");
    assert_eq!(file["manifest"]["changes"].as_array().map(Vec::len), Some(4), "{file}");
    let night = |options: &[&str]| run(&[&["run", "one_taxi_boat", "--events"], options].concat(), 0).0;
    let log = |page: String| page.lines().filter(|l| l.contains("  ")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(log(night(&["--draw", "all"])), log(night(&["--draw", "all"])), "the same draw twice");
    assert_ne!(log(night(&["--set", "boarding.rate_low_per_min=15"])), log(night(&[])), "the number is used");
    has(&run(&["run", "one_taxi_boat", "--set", "boat.beam_m=22"], 2).1, &["expected 1 to 4 (m)"]);
    has(&run(&["run", "one_taxi_boat", "--draw", "boat.bean_m"], 2).1, &["did you mean `boat.beam_m`?"]);
    let twice = ["run", "one_taxi_boat", "--draw", "boat.beam_m", "--set", "boat.beam_m=2"];
    has(&run(&twice, 2).1, &["is set by --set too"]);
}

const CRAFT_OVERRIDES: &str = "overrides: { \"craft.vcsm.max_speed_kn\": 15, \"craft.severn.max_speed_kn\": Uniform(low: 20, high: 30), \
                               \"sensor.patrol_radar.reference_range_nm\": 1 },\n    units: [";

#[test]
fn a_scenario_sets_and_draws_numbers_of_classes_and_the_night_lives_by_them() {
    let base = setting_of(&flagship_with(&[("units: [", CRAFT_OVERRIDES)])).unwrap_or_else(|t| panic!("{t}"));
    let plain = setting_of(&flagship_with(&[])).unwrap_or_else(|t| panic!("{t}"));
    let speed = |s: &Setting, id: &str| {
        s.classes.iter().find(|c| c.craft.id == id).expect("it is shipped").craft.max_speed.kn()
    };
    let sight = |s: &Setting, id: &str| s.classes.iter().find(|c| c.craft.id == id).expect("shipped").sight_m;
    assert!((speed(&base, "vcsm") - 15.0).abs() < 1e-9 && (speed(&plain, "vcsm") - 25.0).abs() < 1e-9);
    assert!(sight(&base, "tug") < sight(&plain, "tug"), "what follows from a sensor's range follows");
    let nights: Vec<_> = (0..12).map(|n| base.for_night(Draws::new(key(n)))).collect();
    assert!(nights.iter().all(|s| (speed(s, "vcsm") - 15.0).abs() < 1e-9));
    let severn: BTreeSet<u64> = nights.iter().map(|s| speed(s, "severn").to_bits()).collect();
    assert_eq!(severn.len(), 12);
    assert!(nights.iter().all(|s| (20.0..=30.0).contains(&speed(s, "severn"))));
    // The draw is the night's, whoever decides in it: a pair of one doctrine with itself is nought on every metric.
    let again = base.for_night(Draws::new(key(3)));
    assert_eq!(speed(&nights[3], "severn").to_bits(), speed(&again, "severn").to_bits());
    let first = doctrine(DOCTRINES[1]);
    let [a, b] = pair(&base, [&first, &first], key(1)).expect("people add up");
    assert_eq!(a.iter().map(|x| x.to_bits()).collect::<Vec<_>>(), b.iter().map(|x| x.to_bits()).collect::<Vec<_>>());
    let log = |s: &Arc<Setting>| format!("{:?}", events(s, &first, 1));
    let slow =
        setting_of(&flagship_with(&[("units: [", "overrides: { \"craft.vcsm.max_speed_kn\": 15 },\n    units: [")]));
    assert_ne!(log(&slow.unwrap_or_else(|t| panic!("{t}"))), log(&plain), "a slower launch makes another night");
    // What the register has itself is not another number, though it is set.
    let same =
        setting_of(&flagship_with(&[("units: [", "overrides: { \"craft.vcsm.max_speed_kn\": 25 },\n    units: [")]));
    assert_eq!(log(&same.unwrap_or_else(|t| panic!("{t}"))), log(&plain));
}

#[test]
fn numbers_of_classes_out_of_bounds_are_refused_in_scenarios_and_on_the_command_line() {
    for (set, parts) in [
        (
            "\"craft.vcsm.max_speed_kn\": 400",
            ["drawn.scenario.ron:", "400 is out of bounds for `craft.vcsm.max_speed_kn`; expected 1 to 300 (kn)"],
        ),
        (
            "\"craft.vcms.max_speed_kn\": 20",
            [
                "drawn.scenario.ron:",
                "there is no parameter `craft.vcms.max_speed_kn`; did you mean `craft.vcsm.max_speed_kn`?",
            ],
        ),
        (
            "\"craft.vsmp.tender_places\": 4",
            ["drawn.scenario.ron:", "there is no parameter `craft.vsmp.tender_places`"],
        ),
        (
            "\"craft.vcsm.capacity\": 90",
            ["`craft.vcsm.capacity` (90) is above `craft.vcsm.capacity_max` (60)", "expected them in rising order"],
        ),
        (
            "\"sensor.patrol_radar.reference_range_nm\": Normal(mean: 40, sd: 20)",
            ["is out of bounds: its 5 % and 95 % points", "bounds are 0.01 to 60 (nm)"],
        ),
    ] {
        let over = format!("overrides: {{ {set} }},\n    units: [");
        let trouble = setting_of(&flagship_with(&[("units: [", &over)])).expect_err("it is refused");
        has(&trouble.to_string(), &parts);
    }
    let set = |what: &str| run(&["run", "one_taxi_boat", "--set", what], 2).1;
    has(&set("craft.vcsm.max_speed_kn=400"), &["expected 1 to 300 (kn)"]);
    has(&set("craft.vcsm.capacity=90"), &["expected them in rising order"]);
    has(&run(&["run", "one_taxi_boat", "--draw", "craft.vcms.*"], 2).1, &["no parameter is like `craft.vcms.*`"]);
}

#[test]
fn classes_are_drawn_by_name_and_by_pattern_and_all_means_sensors_but_not_craft() {
    let drawn = |names: &str| {
        let (page, _) = run(&["compare", "one_taxi_boat", "--nights", "2", "--aa", "--draw", names], 0);
        page.lines().find(|l| l.contains("drawn each night from")).unwrap_or_else(|| panic!("{page}")).to_owned()
    };
    has(
        &drawn("craft.vcsm.max_speed_kn,sensor.*.sweep_width_nm"),
        &["craft.vcsm.max_speed_kn, sensor.thermal_ship.sweep_width_nm"],
    );
    let register = &LIBRARY.register;
    // Numbers of boats of a year are not read by a night of the flagship.
    let doubtful =
        |e: &&slackwater::parameters::Entry| e.uncertainty().is_ok_and(|u| u.is_some()) && !e.id.starts_with("fleet.");
    let all = register.named("all").expect("a word");
    assert!(
        all.iter().any(|e| e.id == "sensor.patrol_radar.reference_range_nm")
            && all.iter().all(|e| !e.id.starts_with("craft."))
    );
    has(&drawn("all"), &[&format!("{} parameters drawn each night", all.into_iter().filter(doubtful).count())]);
    let craft = register.named("craft.*").expect("a pattern");
    assert_eq!(craft.len(), register.class_entries().iter().filter(|e| e.theme == "craft").count());
    assert_eq!(register.named("craft.vcsm.*").expect("a pattern").len(), 11);
    let shell = ["compare", "one_taxi_boat", "--nights", "2", "--aa", "--draw", "craft.*"];
    has(&run(&shell, 0).0, &["--draw 'craft.*'"]);
}

/// A study sets numbers of classes on an axis, by pattern too, and draws them, the same for all doctrines of a cell.
#[test]
fn a_study_sweeps_and_draws_numbers_of_classes() {
    let scratch = Scratch::new("classes");
    let path = scratch.path().join("s.study.ron");
    // The setting of each cell: one, whatever doctrines then live in it.
    let cells = |rest: &str| -> Result<Vec<(f64, Arc<Setting>)>, Trouble> {
        let head = "format: 1, title: \"T\", question: \"Q?\", description: \"D\", scenarios: [\"one_taxi_boat\"], \
                    doctrines: [\"imminent_danger_only\", \"taxi_boat_interception\"], nights: 2,";
        std::fs::write(&path, format!("({head} {rest})")).expect("it can be written");
        let study = LIBRARY.study(&path.to_string_lossy())?.value;
        let scenario = LIBRARY.scenario("one_taxi_boat")?.value;
        let drawn = prepare::drawn(&study, &LIBRARY.register, None).map_err(Trouble)?;
        (0..study.cells())
            .map(|number| {
                let (cell, mut scenario) = (study.cell(number), scenario.clone());
                let set = prepare::overrides(&study, &cell, &drawn, &scenario.overrides, &LIBRARY.register);
                prepare::lay_over(&mut scenario.overrides, set.map_err(Trouble)?);
                let value = cell.point.first().map_or(0.0, |i| study.axes[0].values[*i]);
                Ok((value, LIBRARY.setting(scenario)?))
            })
            .collect()
    };
    let axis =
        |of: &str, values: &str| format!("axes: [(id: \"x\", title: \"X\", of: {of}, values: {values}, note: \"n\")]");
    let sight = axis("Factor([\"sensor.*.reference_range_nm\"])", "[0.5, 1]");
    let draws = "draws: (number: 3, of: [\"craft.vcsm.*\", \"craft.tug.max_speed_kn\"]),";
    let settings = cells(&format!("{draws} {sight}")).unwrap_or_else(|t| panic!("{t}"));
    let mut speeds = BTreeSet::new();
    for (factor, setting) in &settings {
        let of = |id: &str| &setting.classes.iter().find(|c| c.craft.id == id).expect("it is shipped").craft;
        speeds.insert((of("vcsm").max_speed.kn().to_bits(), of("tug").max_speed.kn().to_bits()));
        assert!(of("vcsm").drawn.is_empty() && of("vcsm").capacity <= of("vcsm").capacity_max);
        assert!((of("psp").max_speed.kn() - 22.0).abs() < 1e-9, "what is not named stays");
        let radar = setting.sensors.iter().find(|s| s.id == "patrol_radar").expect("it is shipped").reference_range;
        assert!((radar.nm() - 2.5 * factor).abs() < 1e-9, "{radar:?} at {factor}");
    }
    assert_eq!((settings.len(), speeds.len()), (6, 3), "one value for each draw, whatever the axis");
    for (rest, part) in [
        (
            axis("Parameters([\"craft.vcsm.max_speed_kn\"])", "[20, 400]"),
            "400 is out of bounds for `craft.vcsm.max_speed_kn`; expected 1 to 300 (kn)",
        ),
        (axis("Parameters([\"craft.vcsm.capacity\"])", "[20, 90]"), "is above `craft.vcsm.capacity_max` (60)"),
        ("draws: (number: 3, of: [\"craft.vcms.*\"])".to_owned(), "no parameter is like `craft.vcms.*`"),
        ("draws: (number: 3, of: [\"craft.dauphin.draught_m\"])".to_owned(), "is known exactly"),
    ] {
        let trouble = cells(&rest).err().unwrap_or_else(|| panic!("{rest} is refused"));
        assert!(trouble.to_string().contains(part), "{rest}: {trouble}");
    }
}

/// Desks of authority and years of boats are listed, shown with who asks them, set and drawn by name and by pattern.
#[test]
fn desks_and_years_of_boats_are_numbers_of_the_register_too() {
    let (all, _) = run(&["parameters"], 0);
    has(
        &all,
        &[
            " desks of authority; `slackwater parameters --file authority` lists them",
            " 6 years of boats and the season;",
        ],
    );
    let desk = "authority.premar_prefect_prosecutor.consultation.delay_median_min";
    has(
        &run(&["parameters", desk], 0).0,
        &[
            "value         15 min",
            "bounds        0.1 to 1440 min",
            "confidence    E: ",
            "range: no source gives one; ±50 % is our guess",
            "stands in     assets/authority.ron",
            "src/doctrine/authority.rs: takes",
            "asked by      ",
            "taxi_boat_interception",
        ],
    );
    has(
        &run(&["parameters", "fleet.2025.aboard_mean"], 0).0,
        &["62.5 to 63.5 people", "confidence    H: ", "stands in     assets/fleet.ron", "src/scenario/fleet.rs: group"],
    );
    has(
        &run(&["parameters", "fleet.season.jan"], 0).0,
        &[
            "value         0.52 factor",
            "src/scenario/year.rs: mean_boats",
            "Read by years of nights",
            "no shipped scenario",
        ],
    );
    has(&run(&["run", "--set", &format!("{desk}=2000")], 2).1, &["expected 0.1 to 1440 (min)"]);
    let (said, _) = run(
        &[
            "run",
            "--doctrine",
            "taxi_boat_interception",
            "--draw",
            "authority.*,fleet.*,crush.coefficient",
            "--set",
            "fleet.2021.taxi_share=0.1",
        ],
        0,
    );
    has(
        &said,
        &[
            "Drawn for this night\n",
            "crush.coefficient ",
            " min (register: 15)\n",
            "authority.jrcc_dover.duty-controller.seats ",
            "`fleet.2021.taxi_share` is read by years of nights",
        ],
    );
    assert!(!said.contains("fleet.2025.aboard"), "the flagship has no fleet: {said}");
    let (said, _) = run(&["run", "mid_strait_november", "--draw", "fleet.*"], 0);
    has(&said, &["fleet.2021.aboard_mean ", " people (register: 27.6)\n"]);
    for unread in ["fleet.2021.taxi_share", "fleet.2025", "fleet.beach_sails"] {
        assert!(!said.contains(unread), "a pattern means what nights read, not {unread}");
    }
    // Each of its departures has a group of its own.
    let (said, _) = run(&["run", "displacement_east", "--draw", "fleet.*"], 0);
    assert!(!said.contains("fleet.2026.aboard_mean"), "{said}");
    let (said, _) = run(&["run", "displacement_east", "--set", "fleet.2026.aboard_mean=120"], 0);
    has(&said, &["`fleet.2026.aboard_mean` changes nothing here"]);
    assert!(!run(&["run"], 0).0.contains("Drawn for this night"));
}

/// The number of a chain in hand is the same under two doctrines that name it, and a study's axis takes it.
#[test]
fn a_desk_can_be_swept_and_both_arms_of_a_pair_meet_it() {
    let desk = "\"authority.premar_prefect_prosecutor.consultation.delay_median_min\"";
    let drawn = format!("overrides: {{ {desk}: Uniform(low: 5, high: 90) }},\n    units: [");
    let base = setting_of(&flagship_with(&[("units: [", &drawn)])).unwrap_or_else(|t| panic!("{t}"));
    let (first, again) = (doctrine("taxi_boat_interception"), doctrine("taxi_boat_interception"));
    for night in 0..3 {
        let [a, b] = pair(&base, [&first, &again], key(night)).expect("people add up");
        assert!(a.iter().zip(&b).all(|(x, y)| x.to_bits() == y.to_bits()), "night {night}");
    }
    let slow = setting_of(&flagship_with(&[("units: [", &format!("overrides: {{ {desk}: 1440 }},\n    units: ["))]))
        .expect("sound");
    let usual = setting_of(&flagship_with(&[])).expect("sound");
    let answers = |s: &Arc<Setting>| -> usize {
        let answered =
            |n| events(s, &first, n).iter().filter(|e| matches!(e.what, What::AuthorityAnswered { .. })).count();
        (0..4).map(answered).sum()
    };
    assert!(answers(&usual) > answers(&slow), "a desk that takes a day answers hardly anybody");
}

/// What follows from a number when a night begins follows from the night's own draw of it.
#[test]
fn margins_that_are_drawn_reach_what_is_made_of_them() {
    let wide = "overrides: { \"unit_sight.least_m\": Uniform(low: 9000, high: 18000), \"traffic.north_east_share\": 1 },\n    units: [";
    let base = setting_of(&flagship_with(&[("units: [", wide)])).unwrap_or_else(|t| panic!("{t}"));
    let sights: BTreeSet<u64> = (0..12)
        .map(|n| {
            let night = base.for_night(Draws::new(key(n)));
            assert!(night.sight_m(0) >= night.parameters.unit_sight_least_m);
            night.sight_m(0).to_bits()
        })
        .collect();
    assert_eq!(sights.len(), 12, "each night sees as far as it drew");
    let shares = |s: &Setting| -> f64 { s.traffic.iter().map(|t| t.share_of_all(&s.parameters)).sum() };
    let usual = setting_of(&flagship_with(&[])).expect("sound");
    assert!((shares(&base) - 1.0).abs() < 1e-12 && (shares(&usual) - 1.0).abs() < 1e-12);
    assert!(base.traffic.iter().all(|t| t.north_east == (t.share_of_all(&base.parameters) > 0.0)));
    assert!(usual.traffic.iter().all(|t| t.share_of_all(&usual.parameters) > 0.0));
}
