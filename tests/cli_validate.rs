//! What does the program answer about its own agreement with what was published, and does it say no when it must?

mod common;

use common::{LIBRARY, Scratch, root, run};

#[test]
fn the_replays_are_in_and_what_cannot_be_validated_stands_beneath() {
    let (code, out, err) = run(&["validate", "--only", "R1,R2,R3,R4"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    for part in [
        "7 of 7 in",
        "Published, but not simulated",
        "P16",
        "P18",
        "Cannot be validated",
        "legal thresholds",
        "seed 42",
    ] {
        assert!(out.contains(part), "{part} in\n{out}");
    }
}

#[test]
fn a_replay_that_falls_out_ends_with_one() {
    let (code, out, err) = run(&["validate", "--only", "R1", "--set", "p.no_flotation=0.9"]);
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("OUT (was in)") && err.contains("fell out: R1"), "{out}\n{err}");
}

#[test]
fn bad_requests_are_refused_before_anything_is_run() {
    for (arguments, expected) in [
        (&["validate", "--only", "P16"][..], "P16 is not simulated: "),
        (&["validate", "--only", "P99"], "there is no pattern `P99`"),
        (&["validate", "--only", "R1", "--set", "p.no_flotatoin=0.3"], "did you mean `p.no_flotation`?"),
        (&["validate", "--only", "R1", "--set", "p.no_flotation=3"], "out of bounds"),
        (&["validate", "--only", "R1", "--set", "p.no_flotation"], "expected ID=VALUE"),
        (
            &["validate", "--only", "R1", "--set", "p.no_flotation=Uniform(low: 0.2, high: 0.4)"],
            "is a distribution; expected a number",
        ),
        (&["validate", "--only", "R1", "--set", "p.no_flotation=many"], "`many` is not a number"),
        (&["validate", "--only", "R1", "--page", "README.md"], "lacks the marks"),
    ] {
        let (code, out, err) = run(arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(err.contains(expected), "{expected} in {err}");
    }
}

#[test]
fn a_scenario_that_names_a_fleet_takes_its_numbers_and_may_still_set_its_own() {
    let scratch = Scratch::new("fleet");
    let text = std::fs::read_to_string(root().join("scenarios/one_taxi_boat.scenario.ron")).expect("it is shipped");
    let group = ", group: (mean: 50, sd: 0, min: 50, max: 50)";
    let with = |year: &str, also: &str| text.replace("length_h: 12,", &format!("length_h: 12, fleet: {year}, {also}"));
    let load = |name: &str, text: &str| {
        let path = scratch.write(name, text);
        LIBRARY.scenario(&path.to_string_lossy()).map(|s| s.value)
    };
    let p = LIBRARY.register.typed();
    let year = LIBRARY.fleets.get("2022").expect("it is shipped");

    let taken = load("a.scenario.ron", &with("2022", "").replace(group, "")).expect("sound");
    let d = &taken.departures[0];
    assert_eq!(d.group, year.group(d.kind, d.aboard_at_launch, p.boarding_left_behind_share));
    assert_eq!(taken.overrides, year.set);

    let own = load("b.scenario.ron", &with("2022", "overrides: { \"boat.length_mode_m\": 10 },")).expect("sound");
    assert!((own.departures[0].group.mean - 50.0).abs() < 1e-9, "what the scenario says has the last word");
    let last = own.overrides.last().map(|o| (o.id.as_str(), o.number.central()));
    assert_eq!(last, Some(("boat.length_mode_m", 10.0)));

    // A fleet of numbers alone does nothing where each departure has a group of its own; one that sets more does.
    let warned = |id: &str, group: &str| {
        let text = with(id, "").replace(", group: (mean: 50, sd: 0, min: 50, max: 50)", group);
        let path = scratch.write("e.scenario.ron", &text);
        let warnings = LIBRARY.scenario(&path.to_string_lossy()).expect("sound").warnings;
        warnings.iter().any(|w| w.contains("this fleet, which has no more to say, changes nothing"))
    };
    let plain = LIBRARY.fleets.fleets.iter().find(|f| f.set.is_empty()).expect("a fleet of numbers alone");
    assert!(warned(&plain.id, group), "it says that the fleet does nothing");
    assert!(!warned(&plain.id, ""), "here the fleet gives the number");
    assert!(!warned("2022", group) && !year.set.is_empty(), "this one also sets lengths");

    let refused = load("c.scenario.ron", &with("2017", "")).expect_err("no such year").to_string();
    assert!(refused.contains("there is no fleet `2017`"), "{refused}");
    let refused = load("d.scenario.ron", &text.replace(group, "")).expect_err("no group").to_string();
    assert!(refused.contains("`group`"), "{refused}");
}

/// The page's tables hold the rows of the file, so that a new pattern is not forgotten there.
#[test]
fn the_page_has_a_row_for_each_pattern() {
    let page = std::fs::read_to_string(root().join("docs/validation.md")).expect("it is shipped");
    let file = std::fs::read_to_string(root().join("assets/validation.ron")).expect("it is shipped");
    for line in file.lines().filter_map(|l| l.trim().strip_prefix("id: \"")) {
        let mut parts = line.split('"');
        let (id, title) = (parts.next().expect("an id"), parts.nth(1).expect("a title"));
        assert!(
            page.contains(&format!("| {id} | {title} |")),
            "{id} {title}: run `slackwater validate --page docs/validation.md`"
        );
    }
}
