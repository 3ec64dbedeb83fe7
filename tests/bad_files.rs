//! Is every shipped file read without a problem or a warning, and is a bad one refused whole, with
//! every problem at once and its place?

use slackwater::agents::load::{load_craft, load_sensors, shipped};
use slackwater::doctrine::{Chains, load as doctrine};
use slackwater::geo::{Chart, ChartFiles, LatLon, Place, to_plane};
use slackwater::parameters::Register;
use slackwater::reading::Problem;
use slackwater::scenario::{Duty, load as scenario};
use slackwater::units::TICK_S;
use std::sync::OnceLock;

const DANGER_ONLY: &str = include_str!("../scenarios/doctrines/imminent_danger_only.doctrine.ron");
const INTERCEPTION: &str = include_str!("../scenarios/doctrines/taxi_boat_interception.doctrine.ron");
const WITHIN_A_LINE: &str = include_str!("../scenarios/doctrines/taxi_boat_300m.doctrine.ron");
const FLAGSHIP: &str = include_str!("../scenarios/gravelines_dawn.scenario.ron");
const ONE_BOAT: &str = include_str!("../scenarios/one_taxi_boat.scenario.ron");

/// The shipped chart, read once for all tests.
fn chart() -> &'static Chart {
    static CHART: OnceLock<Chart> = OnceLock::new();
    CHART.get_or_init(|| Chart::load(&ChartFiles::shipped()).expect("the shipped chart reads without problems"))
}

fn with_names<T>(f: impl FnOnce(&scenario::Names<'_>) -> T) -> T {
    let (craft, sensors) = shipped();
    let register = Register::shipped();
    let ids = |places: &'static [Place]| places.iter().map(|p| p.id.as_str()).collect::<Vec<_>>();
    f(&scenario::Names {
        sites: &ids(chart().launch_sites()),
        ports: &ids(chart().ports()),
        craft: &craft,
        sensors: &sensors,
        register: &register,
        fleets: &slackwater::scenario::fleet::Fleets::shipped(),
        metrics: &["deaths", "entered_water"],
        doctrines: &["imminent_danger_only", "taxi_boat_interception"],
        is_land: &|lat, lon| chart().is_land(to_plane(LatLon::new(lat, lon))),
        beside: &|name| Err(format!("{name}: no file lies beside a test")),
    })
}

fn lines(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn find(name: &str) -> Option<(String, String)> {
    let text = match name {
        "imminent_danger_only" => DANGER_ONLY,
        "taxi_boat_interception" => INTERCEPTION,
        "taxi_boat_300m" => WITHIN_A_LINE,
        _ => return None,
    };
    Some((format!("doctrines/{name}.doctrine.ron"), text.to_owned()))
}

fn refused(text: &str) -> String {
    with_names(|names| lines(&scenario::load("bad.scenario.ron", text, names).expect_err("the file is bad")))
}

fn refused_doctrine(text: &str) -> String {
    lines(&doctrine::load("bad.doctrine.ron", text, &find).expect_err("the file is bad"))
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    let missing: Vec<_> = parts.iter().filter(|p| !text.contains(**p)).collect();
    assert!(missing.is_empty(), "not told: {missing:#?}\nin\n{text}");
}

#[test]
fn shipped_scenarios_read_without_problems_or_warnings() {
    with_names(|names| {
        for (file, text) in [("gravelines_dawn.scenario.ron", FLAGSHIP), ("one_taxi_boat.scenario.ron", ONE_BOAT)] {
            let read = scenario::load(file, text, names).unwrap_or_else(|p| panic!("{}", lines(&p)));
            assert_eq!(lines(&read.warnings), "", "{file}");
        }
        let night = scenario::load("scenarios/gravelines_dawn.scenario.ron", FLAGSHIP, names).unwrap().value;
        assert_eq!(night.id, "gravelines_dawn");
        assert_eq!(night.planned_boats(), 15);
        assert_eq!(night.length_ticks * TICK_S, 24 * 3600);
        for unit in &night.units {
            if let Duty::OnPatrol { lat, lon } = unit.duty {
                let station = to_plane(LatLon::new(lat, lon));
                let region = chart().sar_region(station);
                assert_eq!(
                    format!("{region:?}"),
                    format!("{:?}", unit.side),
                    "{} patrols its own side's region",
                    unit.id
                );
                assert!(chart().shore_distance_m(station) > 1000.0, "{} keeps clear of the shore", unit.id);
            }
        }
    });
}

#[test]
fn shipped_doctrines_read_and_pass_their_own_tests() {
    let first = doctrine::load("imminent_danger_only.doctrine.ron", DANGER_ONLY, &|_| None)
        .unwrap_or_else(|p| panic!("{}", lines(&p)));
    let second = doctrine::load("doctrines/taxi_boat_interception.doctrine.ron", INTERCEPTION, &find)
        .unwrap_or_else(|p| panic!("{}", lines(&p)));
    assert_eq!(lines(&first.warnings) + &lines(&second.warnings), "");
    let (first, second) = (first.value, second.value);
    assert_eq!(second.extends, ["imminent_danger_only"]);
    assert_eq!(second.doctrine.id, "taxi_boat_interception");
    assert_eq!(second.doctrine.danger, first.doctrine.danger, "the reading of danger is inherited");
    assert_eq!(second.doctrine.rules[0].id, "intercept-before-boarding", "new rules come first");
    assert_eq!(second.doctrine.rules[1..], first.doctrine.rules[..], "inherited rules keep order and origin");
    assert_eq!(second.doctrine.rules[0].origin, "Taxi-boat interception");
    assert!(first.tests.len() > 8 && second.tests.len() > 8);
}

#[test]
fn shipped_classes_read_without_warnings() {
    let sensors = load_sensors("sensors.ron", include_str!("../assets/sensors.ron")).unwrap();
    let craft = load_craft("craft.ron", include_str!("../assets/craft.ron"), &sensors.value.list).unwrap();
    assert_eq!(lines(&sensors.warnings) + &lines(&craft.warnings), "");
    assert!(craft.value.list.iter().any(|c| c.intercepts) && craft.value.list.iter().any(|c| c.flies));
}

#[test]
fn every_problem_of_a_scenario_is_told_at_once() {
    let bad = r#"(
    format: 1,
    title: "Bad",
    description: "All wrong",
    start: "2017-07-09T20:00Z",
    length_h: 24,
    weather: [
        (at: "2017-07-09T20:00Z", wind_kmh: 9, wind_from_deg: 20, wave_height_m: NaN, visibility_nm: 10),
    ],
    sea_temperature: 17,
    air_temperature_c: "warm",
    departures: [
        (id: "a", kind: TaxiBoot, boats: -3, launch: "wissant", earliest: "2017-07-10T23:00Z", latest: "2017-07-10T23:00Z", group: (mean: 300, sd: 5, min: 1, max: 100)),
        (id: "b", kind: TaxiBoat, boats: 1, launch: "wisant", earliest: "2017-07-09T23:00Z", latest: "2017-07-09T22:00Z", group: (mean: 50, sd: 5, min: 1, max: 100)),
    ],
    units: [
        (id: "u", title: "U", side: Frence, class: "vcms", base: "calias", duty: OnPatrol(lat: 50.8, lon: 1.9)),
        (id: "u", title: "V", side: France, class: "vcsm", base: "calais", duty: OnPatrol(lat: 50.8, lon: 1.9)),
    ],
    overrides: { "boat.beam_m": 22, "boat.bean_m": 2 },
    colour: "red",
)"#;
    has(
        &refused(bad),
        &[
            "bad.scenario.ron:5:12: the year 2017 is out of bounds; expected 2018 to 2035",
            "bad.scenario.ron:8:35: `wind_kmh` is not a field of the weather at a moment; expected knots: write `wind_kn`",
            "NaN is not finite; expected a number in metres",
            "`sea_temperature` is not a field of a scenario; expected degrees Celsius: write `sea_temperature_c`",
            "expected a number in degrees Celsius, found text",
            "there is no kind of boat `TaxiBoot`; did you mean `TaxiBoat`?",
            "-3 is out of bounds; expected 0 to 360",
            "2017-07-10T23:00Z is outside the night",
            "`latest` (2017-07-09T22:00Z) is before `earliest` (2017-07-09T23:00Z)",
            "the mean (300) is not between `min` (1) and `max` (100)",
            "there is no launch site `wisant`; did you mean `wissant`?",
            "a taxi-boat needs `pickups`",
            "a taxi-boat needs `aboard_at_launch`",
            "there is no side `Frence`; did you mean `France`?",
            "there is no class of craft `vcms`; did you mean `vcsm`?",
            "there is no port `calias`; did you mean `calais`?",
            "two things are called `u`; the first is in line 17",
            "the station 50.8, 1.9 is on land",
            "22 is out of bounds for `boat.beam_m`; expected 1 to 4 (m)",
            "there is no parameter `boat.bean_m`; did you mean `boat.beam_m`?",
            "`colour` is not a field of a scenario",
        ],
    );
}

#[test]
fn a_misspelt_field_is_one_problem_not_two() {
    let text = refused(&ONE_BOAT.replace("sea_temperature_c", "sea_temprature_c"));
    assert_eq!(text.lines().count(), 1, "{text}");
    has(&text, &["did you mean `sea_temperature_c`?"]);
}

#[test]
fn every_problem_of_a_doctrine_is_told_at_once() {
    let bad = r#"(
    format: 1,
    title: "Bad",
    description: "All wrong",
    danger: Any([DistresDeclared, EngineDeadFor(minutes: 20)]),
    authority: (chain: "x", delay_median_min: inf, delay_sigma: 0.6, commitment: 60),
    rules: [
        (id: "a", when: ShoreWithin(300), order: Intercept, cite: "x"),
        (id: "a", when: ShoreWithin(km: 0.3), order: Intercpt, cite: "x"),
        (id: "b", when: WavesBelow, order: Shadow, authorized: true, cite: ""),
        (id: "c", when: AboardAtMost(best: 10, upper95: 5), order: Ignore, cite: "x"),
        (id: "d", when: Boarding(3), order: Ignore, cite: "x"),
        (id: "e", when: Looks(Full), order: Ignore, cite: "x"),
    ],
    remove: ["z"],
)"#;
    has(
        &refused_doctrine(bad),
        &[
            "there is no condition `DistresDeclared`; did you mean `DistressDeclared`?",
            "`minutes` is not a field of `EngineDeadFor`; expected minutes: write `min`",
            "inf is not finite; expected a number in minutes",
            "60 is out of bounds; expected 0 to 1",
            "`ShoreWithin` needs its numbers named; expected `ShoreWithin(m: 300)`",
            "`km` is not a field of `ShoreWithin`; expected metres: write `m`",
            "there is no order `Intercpt`; did you mean `Intercept`?",
            "there are two rules `a`",
            "`WavesBelow` needs numbers; expected `WavesBelow(m: 0.5)`",
            "`authorized` is not a field of a rule; did you mean `authorised`?",
            "`cite` is empty",
            "`upper95` (5) is below `best` (10)",
            "`Boarding` takes nothing in parentheses",
            "there is no look `Full`; expected one of `Unknown`, `TaxiBoat`, `Loaded`",
            "there is no inherited rule `z`",
        ],
    );
}

#[test]
fn what_is_wrong_by_itself_is_told_though_the_extended_doctrine_is_missing() {
    let bad = r#"(
    format: 1,
    title: "Bad",
    description: "Of a doctrine that is not there",
    extends: "taxi_boat_300",
    set: [(id: "line", value: 200)],
    layers: [
        (of: Mission("rescue"), rules: [(id: "a", when: Looks(TaxyBoat), order: Shaddow, cite: "c")], remove: ["b"]),
        (of: Side(Belgium), rules: []),
    ],
    tests: [(given: (abord: 3), expect: Shadow, by: "fr-escort", note: "n")],
)"#;
    let known = ["taxi_boat_300m".to_owned(), "early_rescue".to_owned()];
    let from = doctrine::Sources { lookup: &|_, _| None, known: &known, chains: Chains::shipped() };
    let told = lines(&doctrine::load_set("bad.doctrine.ron", bad, from, &[]).unwrap_err());
    has(
        &told,
        &[
            "there is no doctrine `taxi_boat_300` to extend (asked for by bad); did you mean `taxi_boat_300m`?",
            "did you mean `TaxiBoat`?",
            "did you mean `Shadow`?",
            "there is no side `Belgium`",
            "`abord` is not a field",
        ],
    );
    for not_known in ["`line`", "`b`", "`fr-escort`"] {
        assert!(!told.contains(not_known), "whether {not_known} is there nobody knows:\n{told}");
    }
}

#[test]
fn an_interception_of_loaded_boats_has_to_say_that_it_is_meant() {
    let file = |order: &str| {
        format!(
            r#"(format: 1, title: "T", description: "d", danger: PeopleInWater, rules: [
                (id: "rescue", when: ImminentDanger, order: Rescue, cite: "c"),
                (id: "loaded", when: All([Looks(Loaded), Daylight]), {order}, cite: "c"),
            ])"#
        )
    };
    let read = |order: &str| doctrine::load("t.doctrine.ron", &file(order), &|_| None);
    let warned = lines(&read("order: Intercept").unwrap().warnings);
    assert!(warned.contains("rule `loaded` is for loaded boats") && warned.contains("`loaded: true`"), "{warned}");
    let meant = read("order: Intercept, steps: [OrderToStop, Divert], loaded: true").unwrap();
    assert_eq!(lines(&meant.warnings), "");
    assert!(meant.value.doctrine.rules[1].steps.take_loaded());
    assert!(!read("order: Block").unwrap().value.doctrine.rules[1].steps.take_loaded());
    has(&lines(&read("order: Block, loaded: true").unwrap_err()), &["`loaded` belongs to the order `Intercept`"]);
}

#[test]
fn a_ring_of_doctrines_is_shown_with_its_chain() {
    let file = |name: &str, other: &str| {
        format!("(format: 1, title: \"{name}\", description: \"d\", extends: \"{other}\", rules: [])")
    };
    let find = |name: &str| match name {
        "a" => Some(("a.doctrine.ron".to_owned(), file("a", "b"))),
        "b" => Some(("b.doctrine.ron".to_owned(), file("b", "a"))),
        _ => None,
    };
    let problems = doctrine::load("a.doctrine.ron", &file("a", "b"), &find).unwrap_err();
    has(&lines(&problems), &["doctrines extend each other in a ring: a → b → a"]);
    let problems = doctrine::load("c.doctrine.ron", &file("c", "nowhere"), &find).unwrap_err();
    has(&lines(&problems), &["there is no doctrine `nowhere` to extend (asked for by c)"]);
}

#[test]
fn a_rule_with_a_known_id_replaces_in_place_and_removed_rules_are_gone() {
    let text = r#"(
    format: 1, title: "Mine", description: "d", extends: Some("imminent_danger_only"),
    rules: [
        (id: "new", when: InCanal, order: Observe, cite: "x"),
        (id: "fr-escort", when: Looks(Loaded), order: Observe, cite: "x"),
    ],
    remove: ["fr-identify"],
)"#;
    let read = doctrine::load("mine.doctrine.ron", text, &find).unwrap_or_else(|p| panic!("{}", lines(&p))).value;
    let ids: Vec<&str> = read.doctrine.rules.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(
        ids.join(" "),
        "new rescue-in-danger uk-meet uk-identify uk-await fr-hand-over fr-offer-in-doubt fr-escort fr-watch-taxi-boat"
    );
    let escort = &read.doctrine.rules[7];
    assert_eq!((escort.order.name(), escort.origin.as_str()), ("Observe", "Mine"));
}

#[test]
fn rules_can_hang_on_zones_waters_and_lanes() {
    let text = r#"(
    format: 1, title: "Mine", description: "d", extends: Some("imminent_danger_only"),
    rules: [
        (id: "band", when: All([WatersOf(France), InZone(BeachBand)]), order: Shadow, cite: "x"),
        (id: "estuary", when: InZone(InternalWaters), order: OfferAssistance, cite: "x"),
        (id: "lane", when: All([InLane, Not(WatersOf(Belgium))]), order: Rescue, cite: "x"),
        (id: "high-seas", when: InZone(Beyond), order: Ignore, cite: "x"),
    ],
    tests: [
        (given: (to_shore_m: 250), expect: Shadow, note: "French beach band by default"),
        (given: (to_shore_m: 250, zone: InternalWaters, waters_of: UnitedKingdom), expect: OfferAssistance, note: "estuary"),
        (given: (in_lane: true, zone: Beyond), expect: Rescue, note: "a lane beyond anybody's sea"),
        (given: (in_lane: true, waters_of: Belgium), expect: Shadow, note: "Belgian waters: the rule is passed over"),
        (given: (zone: Beyond), expect: Ignore, note: "beyond"),
        (given: (in_canal: true, to_shore_m: 0), expect: OfferAssistance, note: "a canal is internal waters and no beach"),
    ],
)"#;
    let read = doctrine::load("mine.doctrine.ron", text, &find).unwrap_or_else(|p| panic!("{}", lines(&p))).value;
    let facts = read.doctrine.facts(0, &read.tests[0].given);
    assert!(facts.iter().any(|f| f.seen == "French territorial sea, within 300 m of the shore"), "{facts:?}");
    for (good, bad, said) in [
        ("InZone(Beyond)", "InZone(HighSea)", "there is no zone `HighSea`"),
        ("WatersOf(Belgium)", "WatersOf(Belgum)", "did you mean `Belgium`?"),
        ("(zone: Beyond)", "(zone: Beyond, waters_of: France)", "are no state's"),
        ("(zone: Beyond)", "(zone: BeachBand)", "there is no zone `BeachBand`"),
        (
            "(zone: Beyond)",
            "(zone: Beyond, to_shore_m: 300)",
            "within 300 m of the shore; expected `to_shore_m` to be greater",
        ),
        ("(zone: Beyond)", "(zone: Beyond, in_canal: true)", "a canal is `InternalWaters`"),
    ] {
        has(&lines(&doctrine::load("m", &text.replace(good, bad), &find).unwrap_err()), &[said]);
    }
}

#[test]
fn rules_can_hang_on_the_order_of_authority_and_on_evidence() {
    let text = r#"(
    format: 1, title: "Mine", description: "d", extends: Some("taxi_boat_interception"),
    authority: (steps: [(id: "consultation", needs_evidence: true)], commitment: 0.3),
    rules: [
        (id: "film", when: All([OrderRequested, Not(EvidenceRecorded)]), order: Shadow, cite: "x"),
        (id: "refused", when: OrderRefused, order: Ignore, cite: "x"),
        (id: "expired", when: OrderExpired, order: Observe, cite: "x"),
        (id: "held", when: OrderHeld, order: OfferAssistance, cite: "x"),
    ],
    tests: [
        (given: (order: Requested), expect: Shadow, note: "stay and film"),
        (given: (order: Requested, evidence_recorded: true, unit_eta_min: 40), expect: Observe, note: "filmed: the rules below hold"),
        (given: (order: Refused), expect: Ignore, note: "refused"),
        (given: (order: Expired), expect: Observe, note: "expired"),
        (given: (order: Held), expect: OfferAssistance, note: "held"),
        (given: (order_held: true), expect: OfferAssistance, note: "the short form means the same"),
    ],
)"#;
    let both = |name: &str| match name {
        "taxi_boat_interception" => Some(("b.doctrine.ron".to_owned(), INTERCEPTION.to_owned())),
        name => find(name),
    };
    let read = doctrine::load("mine.doctrine.ron", text, &both).unwrap_or_else(|p| panic!("{}", lines(&p))).value;
    let authority = read.doctrine.authority.as_ref().unwrap();
    assert_eq!(authority.chain, "premar_prefect_prosecutor", "inherited");
    assert!(authority.steps[1].needs_evidence && !authority.steps[0].needs_evidence);
    let facts = read.doctrine.facts(1, &read.tests[2].given);
    assert_eq!((facts[0].seen.as_str(), facts[0].holds), ("refused", true));
    for (good, bad, said) in [
        ("(order: Held)", "(order: Heldd)", "did you mean `Held`?"),
        ("(order: Held)", "(order: Held, order_held: true)", "`order_held` beside `order`"),
        ("OrderExpired", "OrderExpired(3)", "takes nothing in parentheses"),
        (
            "consultation",
            "consultations",
            "there is no step of the chain `consultations`; did you mean `consultation`?",
        ),
    ] {
        has(&lines(&doctrine::load("m", &text.replace(good, bad), &both).unwrap_err()), &[said]);
    }
}

#[test]
fn a_doctrine_that_fails_its_own_test_is_refused() {
    let text =
        INTERCEPTION.replace(r#"expect: Intercept, note: "all conditions"#, r#"expect: Rescue, note: "all conditions"#);
    has(
        &refused_doctrine(&text),
        &[
            "the test fails (all conditions met and the order given): expected Rescue, but the doctrine orders Intercept (by rule `intercept-before-boarding`)",
        ],
    );
}

#[test]
fn a_rule_that_needs_authority_needs_one_in_the_doctrine() {
    let start = INTERCEPTION.find("    authority:").unwrap();
    let end = INTERCEPTION.find("    parameters:").unwrap();
    let text = format!("{}{}", &INTERCEPTION[..start], &INTERCEPTION[end..]);
    has(&refused_doctrine(&text), &["needs authority, but the doctrine has no `authority`"]);
}

#[test]
fn bad_classes_are_refused() {
    let (_, sensors) = shipped();
    let bad = r#"(format: 1, craft: [
        (id: "x", title: "X", flies: true, max_speed_kmh: 25, speed_loss_per_m: 0.2, draught_m: 1, capacity: 2.5,
         recovery_per_min: 1, intercepts: true, sensors: ["patrol_radr"], source: "s", confidence: Q),
    ])"#;
    has(
        &lines(&load_craft("craft.ron", bad, &sensors).unwrap_err()),
        &[
            "`max_speed_kmh` is not a field of a class of craft; expected knots: write `max_speed_kn`",
            "2.5 is not whole",
            "what flies can't intercept",
            "there is no sensor `patrol_radr`; did you mean `patrol_radar`?",
            "there is no confidence `Q`; expected one of `H`, `M`, `L`, `E`",
        ],
    );
}

#[test]
fn expectations_are_held_against_metrics_doctrines_and_themselves() {
    let with = |list: &str| {
        let end = ONE_BOAT.trim_end().strip_suffix(')').expect("a scenario ends in a bracket");
        format!("{end}    expect: [{list}],\n)\n")
    };
    has(
        &refused(&with(
            r#"
        (note: "n", doctrine: "imminent_danger_onyl", metric: "death", nights: 1, at_least: 2, at_most: 1),
        (note: " ", doctrine: "imminent_danger_only", against: "imminent_danger_only", metric: "deaths", nights: 5, at_most: NaN),
        (note: "n", doctrine: "imminent_danger_only", metric: "deaths", nights: 5, atmost: 1),
    "#,
        )),
        &[
            "there is no shipped doctrine `imminent_danger_onyl`; did you mean `imminent_danger_only`?",
            "there is no metric `death`; did you mean `deaths`?",
            "1 is out of bounds; expected 2 to 1000",
            "`at_least` (2) is above `at_most` (1)",
            "`note` is empty",
            "a doctrine against itself differs by nothing",
            "NaN is not finite",
            "cannot fail; expected `at_least`, `at_most` or both",
            "`atmost`",
        ],
    );
    let fine = with(
        r#"(note: "n", doctrine: "imminent_danger_only", against: Some("taxi_boat_interception"), metric: "deaths", nights: 5, at_least: -1)"#,
    );
    let read = with_names(|names| scenario::load("fine.scenario.ron", &fine, names).expect("it is fine").value);
    assert_eq!(read.expect.len(), 1);
    assert_eq!(read.expect[0].bounds(), "at least -1");
}

/// The shipped doctrine `taxi_boat_300m`, set to this by a child with these further lines.
fn set_by_a_child(set: &str, more: &str) -> Result<String, String> {
    let child = format!(
        "(\n    format: 1, title: \"Mine\", description: \"d\", extends: \"taxi_boat_300m\",\n    set: [{set}],\n    rules: [{more}],\n)"
    );
    let read = doctrine::load("mine.doctrine.ron", &child, &find);
    read.map(|c| lines(&c.warnings)).map_err(|p| lines(&p))
}

#[test]
fn what_a_child_sets_wrongly_is_told_in_the_child_with_all_else_that_is_wrong_there() {
    assert_eq!(set_by_a_child("(id: \"line\", value: 200)", ""), Ok(String::new()));
    let told = set_by_a_child(
        "(id: \"line\", value: 5), (id: \"lime\", value: 5)",
        "(id: \"a\", when: Lookss(Loaded), order: Shadow, cite: \"c\")",
    )
    .unwrap_err();
    let expected = "mine.doctrine.ron:3:11: `line` is 5 m; expected a number from 50 to 20000\n\
        mine.doctrine.ron:3:35: there is no parameter of the doctrine that is extended `lime`; did you mean `line`?\n\
        mine.doctrine.ron:4:29: there is no condition `Lookss`; did you mean `Looks`?";
    assert_eq!(told.trim_end(), expected);
    // Sound by itself, and not with the rest of what it extends.
    let told = set_by_a_child("(id: \"most_aboard\", value: 14)", "").unwrap_err();
    has(
        &told,
        &[
            "mine.doctrine.ron:3:11: with what is set here `taxi_boat_300m` is wrong: ",
            "`upper95` (10) is below `best` (14)",
        ],
    );
    assert!(!told.contains("problems of its own"), "{told}");
}

#[test]
fn what_is_extended_is_asked_for_beside_the_file_that_asks() {
    let asked = std::cell::RefCell::new(Vec::new());
    let lookup = |name: &str, by: &str| {
        asked.borrow_mut().push(format!("{name} by {by}"));
        match name {
            "../middle.doctrine.ron" => Some((
                "up/middle.doctrine.ron".to_owned(),
                "(format: 1, title: \"M\", description: \"d\", extends: \"imminent_danger_only\", rules: [])"
                    .to_owned(),
            )),
            other => find(other),
        }
    };
    let from = doctrine::Sources { lookup: &lookup, known: &[], chains: Chains::shipped() };
    let text = "(format: 1, title: \"T\", description: \"d\", extends: \"../middle.doctrine.ron\", rules: [])";
    let read = doctrine::load_set("up/low/t.doctrine.ron", text, from, &[]).unwrap_or_else(|p| panic!("{}", lines(&p)));
    assert_eq!(read.value.extends, ["middle", "imminent_danger_only"]);
    assert_eq!(read.value.extended_files[0], "up/middle.doctrine.ron");
    assert_eq!(
        *asked.borrow(),
        ["../middle.doctrine.ron by up/low/t.doctrine.ron", "imminent_danger_only by up/middle.doctrine.ron"]
    );
}

#[test]
fn a_field_of_the_commitment_is_told_where_it_belongs() {
    let file = |more: &str| {
        format!(
            "(format: 1, title: \"T\", description: \"d\", danger: PeopleInWater, rules: [(id: \"a\", when: Always, order: Intercept, authorised: true, cite: \"c\")],\n{more})"
        )
    };
    for (more, said) in [
        (
            "authority: (chain: \"jrcc_dover\", commitment: 1, fatal_interceptions: [\"2026-01-10\"])",
            "t.doctrine.ron:2:49: `fatal_interceptions` is not a field of an authority; it belongs in the commitment: `commitment: ( orders:",
        ),
        (
            "authority: (chain: \"jrcc_dover\", commitment: 1), fatal_interceptions: [\"2026-01-10\"]",
            "t.doctrine.ron:2:50: `fatal_interceptions` is not a field of a doctrine; it belongs in `authority: ( commitment: ( orders:",
        ),
    ] {
        let told = lines(&doctrine::load("t.doctrine.ron", &file(more), &|_| None).unwrap_err());
        assert!(told.contains(said), "{told}");
    }
    let told = lines(
        &doctrine::load(
            "t.doctrine.ron",
            &file("authority: (chain: \"jrcc_dover\", commitment: 1, comitmnt_of: 2)"),
            &|_| None,
        )
        .unwrap_err(),
    );
    assert_eq!(told.matches("`chain`").count(), 1, "{told}");
}

#[test]
fn a_unit_that_does_not_fit_its_field_is_refused_and_so_is_one_that_no_field_takes() {
    let file = |unit: &str, when: &str| {
        let text = format!(
            "(format: 1, title: \"T\", description: \"d\", danger: PeopleInWater,\n    parameters: [(id: \"p\", value: 3, min: 1, max: 5, unit: \"{unit}\", note: \"n\")],\n    rules: [(id: \"r\", when: ImminentDanger, order: Rescue, cite: \"c\"), (id: \"a\", when: {when}, order: Shadow, cite: \"c\")])"
        );
        doctrine::load("t.doctrine.ron", &text, &|_| None).map(|c| lines(&c.warnings)).map_err(|p| lines(&p))
    };
    for (unit, when) in [
        ("m", "ShoreWithin(m: Param(\"p\"))"),
        ("nm", "PortWithin(nm: Param(\"p\"))"),
        ("people", "AboardAtLeast(best: Param(\"p\"))"),
        ("", "ShoreWithin(m: Param(\"p\"))"),
    ] {
        assert_eq!(file(unit, when), Ok(String::new()), "{unit} {when}");
    }
    for (unit, when, said) in [
        (
            "nm",
            "ShoreWithin(m: Param(\"p\"))",
            "t.doctrine.ron:3:103: `p` is in `nm`, but the field `m` takes metres: a parameter with `unit: \"m\"`",
        ),
        ("people", "ShoreWithin(m: Param(\"p\"))", "`p` is in `people`, but the field `m` takes metres"),
        ("m", "AboardAtLeast(best: Param(\"p\"))", "`p` is in `m`, but the field `best` takes a count or share"),
        (
            "parsecs",
            "ShoreWithin(m: Param(\"p\"))",
            "t.doctrine.ron:2:60: there is no unit `parsecs` that a condition takes; expected one of `kn`, `nm`, `m`",
        ),
        (
            "metres",
            "ShoreWithin(m: Param(\"p\"))",
            "there is no unit `metres` that a condition takes; did you mean `m`?",
        ),
        (
            "peple",
            "AboardAtLeast(best: Param(\"p\"))",
            "there is no unit `peple` that a condition takes; did you mean `people`?",
        ),
    ] {
        let told = file(unit, when).unwrap_err();
        assert!(told.contains(said) && told.trim_end().lines().count() == 1, "{unit} {when}: {told}");
    }
}

#[test]
fn what_steers_a_terminal_is_refused_and_never_shown_raw() {
    let file = |title: &str, id: &str, note: &str| {
        format!(
            "(format: 1, title: \"{title}\", description: \"d\", danger: PeopleInWater,\n    rules: [(id: \"{id}\", when: ImminentDanger, order: Rescue, cite: \"c\")],\n    tests: [(given: (people_in_water: true), expect: Rescue, note: \"{note}\")])"
        )
    };
    assert!(doctrine::load("t.doctrine.ron", &file("T\r\n\tand more", "a", "n"), &|_| None).is_ok());
    for (title, id, note, said) in [
        ("T\u{1b}[2J", "a", "n", "t.doctrine.ron:1:20: this text holds the control character U+001B"),
        ("T", "a\0", "n", "t.doctrine.ron:2:18: this text holds the control character U+0000"),
        ("T", "a", "n\u{202e}x", "this text holds the control character U+202E"),
        ("T", "a", "n\rx", "this text holds the control character U+000D"),
        ("\\u{9b}T", "a", "n", "this text holds the control character U+009B"),
    ] {
        let told = lines(&doctrine::load("t.doctrine.ron", &file(title, id, note), &|_| None).unwrap_err());
        assert!(told.contains(said), "{told}");
        assert!(!told.contains(['\u{1b}', '\0', '\r', '\u{9b}', '\u{202e}']), "{told:?}");
    }
    // Also where it is no text.
    let told = lines(&doctrine::load("t.doctrine.ron", "(format: 1\u{1b}[31m, title: \"T\")", &|_| None).unwrap_err());
    assert!(!told.contains('\u{1b}'), "{told:?}");
}

#[test]
fn a_doctrine_that_orders_no_rescue_is_warned_of() {
    let warned = |more: &str| {
        let text = format!(
            "(format: 1, title: \"T\", description: \"d\", extends: \"imminent_danger_only\", rules: [],\n    {more})"
        );
        lines(&doctrine::load("t.doctrine.ron", &text, &find).unwrap_or_else(|p| panic!("{}", lines(&p))).warnings)
    };
    assert_eq!(warned(""), "");
    assert!(warned("remove: [\"rescue-in-danger\"]").contains("t.doctrine.ron:2:14: no rule orders `Rescue`: whoever"));
    let of = |scope: &str| warned(&format!("layers: [(of: {scope}, remove: [\"rescue-in-danger\"])]"));
    assert!(of("Side(France)").contains("no rule orders `Rescue` for French units"));
    assert!(of("Mission(\"x\")").contains("no rule orders `Rescue` for units on the mission `x`"));
    assert!(of("Unit(\"y\")").contains("no rule orders `Rescue` for the unit `y`"));
    let alone = "(format: 1, title: \"T\", description: \"d\", danger: PeopleInWater, rules: [(id: \"a\", when: Always, order: Shadow, cite: \"c\")])";
    assert!(
        lines(&doctrine::load("t.doctrine.ron", alone, &|_| None).unwrap().warnings)
            .contains("no rule orders `Rescue`")
    );
}
