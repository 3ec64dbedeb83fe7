//! Are problems of a doctrine file told where they are, and can its named numbers be set?

use super::chains::Chains;
use super::load::{Sources, load, load_set};

const BASE: &str = include_str!("../../scenarios/doctrines/imminent_danger_only.doctrine.ron");
const TAXI: &str = include_str!("../../scenarios/doctrines/taxi_boat_interception.doctrine.ron");
const LINE: &str = include_str!("../../scenarios/doctrines/taxi_boat_300m.doctrine.ron");

fn shipped(id: &str) -> Option<(String, String)> {
    let text = match id {
        "imminent_danger_only" => BASE,
        "taxi_boat_interception" => TAXI,
        _ => return None,
    };
    Some((format!("{id}.doctrine.ron"), text.to_owned()))
}

#[test]
fn what_is_odd_about_a_rule_is_told_where_the_rule_stands_in_a_layer_too() {
    let text = r#"(format: 1, title: "T", description: "D", danger: PeopleInWater,
    rules: [
        (id: "all", when: Looks(Loaded), order: Recall, cite: "c"),
        (id: "behind", when: All([Looks(Loaded), Daylight]), order: Escort, cite: "c"),
        (id: "never", when: All([Boarding, Not(Boarding)]), order: Shadow, cite: "c"),
        (id: "saved", when: ImminentDanger, order: Rescue, cite: "c"),
    ],
    layers: [(of: Side(France), rules: [
        (id: "aside", when: Looks(TaxiBoat), order: Ignore, cite: "c"),
    ])],
)"#;
    let read = load("t.doctrine.ron", text, &|_| None).unwrap_or_else(|p| panic!("{p:?}"));
    let told: Vec<String> = read.warnings.iter().map(ToString::to_string).collect();
    let at = |line: u32, what: &str| {
        let start = format!("t.doctrine.ron:{line}:");
        assert!(told.iter().any(|t| t.starts_with(&start) && t.contains(what)), "{line} {what}: {told:#?}");
    };
    at(4, "rule `behind` can never fire");
    at(5, "rule `never` can never hold");
    at(3, "rule `all` comes before the rescue by `saved`");
    at(3, "rules `all` (Recall) and `behind` (Escort) order the opposite");
    at(9, "rule `aside` comes before the rescue by `saved`");
}

/// A parameter stands for nothing where the rule or limit that used it is gone; whoever sweeps it would see no change.
#[test]
fn a_parameter_on_which_nothing_hangs_is_warned_of() {
    let told = |text: &str| -> Vec<String> {
        let read = load("t.doctrine.ron", text, &shipped).unwrap_or_else(|p| panic!("{p:?}"));
        let all = read.warnings.iter().map(ToString::to_string);
        all.filter(|t| t.contains("nothing of this doctrine hangs on")).collect()
    };
    let head = r#"(format: 1, title: "T", description: "D", "#;
    let removed =
        format!("{head}extends: \"taxi_boat_interception\", remove: [\"intercept-before-boarding\"], rules: [])");
    let all = told(&removed);
    assert!(all.len() == 2 && all.iter().all(|t| t.contains("`most_aboard")), "{all:#?}");
    assert_eq!(told(&format!("{head}extends: \"taxi_boat_interception\", rules: [])")), Vec::<String>::new());
    // Its own: at its place, unless a rule, a limit or the reading of danger has it.
    let own = |limits: &str, rule: &str| {
        format!(
            "{head}extends: \"imminent_danger_only\",\nparameters: [(id: \"line\", value: 300, min: 100, max: 900, unit: \"m\", note: \"N\")],
            speed_limits: {limits}, rules: [{rule}])"
        )
    };
    let limit = r#"[(shore_m: Param("line"), kn: 5, except: [Rescue])]"#;
    let rule = r#"(id: "x", when: All([Looks(Loaded), ShoreWithin(m: Param("line"))]), order: Hail, cite: "c")"#;
    let all = told(&own("[]", ""));
    assert!(all.len() == 1 && all[0].starts_with("t.doctrine.ron:2:") && all[0].contains("`line`"), "{all:#?}");
    for used in [own(limit, ""), own("[]", rule)] {
        assert_eq!(told(&used), Vec::<String>::new(), "{used}");
    }
}

#[test]
fn an_inherited_rule_that_a_new_one_makes_odd_is_told_where_the_new_one_stands() {
    let text = r#"(format: 1, title: "T", description: "D", extends: "imminent_danger_only", rules: [
        (id: "home", when: All([UnitOf(France), Not(ImminentDanger)]), order: Recall, cite: "c"),
    ])"#;
    let read = load("t.doctrine.ron", text, &shipped).unwrap_or_else(|p| panic!("{p:?}"));
    let told: Vec<String> = read.warnings.iter().map(ToString::to_string).collect();
    assert!(!told.is_empty() && told.iter().all(|t| t.starts_with("t.doctrine.ron:2:")), "{told:#?}");
    // One line for the rule, with all that it comes before.
    let pairs: Vec<&String> = told.iter().filter(|t| t.contains("rule `home` (Recall)")).collect();
    assert_eq!(pairs.len(), 1, "{told:#?}");
    for part in
        ["rule `home` (Recall) comes first and wins", "`fr-offer-in-doubt` (OfferAssistance)", "`fr-escort` (Shadow)"]
    {
        assert!(pairs[0].contains(part), "{part}: {told:#?}");
    }
}

#[test]
fn a_test_that_fails_by_its_rule_or_its_waiting_says_so_and_not_shadow_instead_of_shadow() {
    let base = load("imminent_danger_only.doctrine.ron", BASE, &shipped).unwrap().value.doctrine;
    let taxi = load("taxi_boat_interception.doctrine.ron", TAXI, &shipped).unwrap().value;
    let waits = taxi.tests.iter().find(|t| t.awaits.is_some()).expect("a test of waiting");
    let said = waits.held(&base).unwrap_err();
    assert_eq!(said, "expected rule `intercept-before-boarding` to await authority, but none does");
}

#[test]
fn five_aboard_and_ten_are_numbers_that_can_be_set_in_each_doctrine_of_the_family() {
    let by_name = |name: &str, _: &str| shipped(name);
    let from = Sources { lookup: &by_name, known: &[], chains: Chains::shipped() };
    for (id, text) in [("taxi_boat_interception", TAXI), ("taxi_boat_300m", LINE)] {
        let file = format!("{id}.doctrine.ron");
        let set = [("most_aboard".to_owned(), 14.0), ("most_aboard_upper".to_owned(), 20.0)];
        let d = load_set(&file, text, from, &set).unwrap_or_else(|p| panic!("{p:?}")).value.doctrine;
        let said = super::explain(&d);
        assert!(said.contains("at most 14 people aboard (upper bound at most 20)"), "{said}");
        assert!(said.contains("most_aboard = 14 people (from 0 to 60)"), "{said}");
        let own = load_set(&file, text, from, &[]).unwrap_or_else(|p| panic!("{p:?}")).value.doctrine;
        assert!(super::explain(&own).contains("at most 5 people aboard (upper bound at most 10)"));
        let wrong = load_set(&file, text, from, &[("most_aboard".to_owned(), 14.0)]).unwrap_err();
        assert!(wrong.iter().any(|p| p.message.contains("`upper95` (10) is below `best` (14)")), "{wrong:?}");
        assert!(!wrong.iter().any(|p| p.message.contains("there is no parameter")), "it is there: {wrong:?}");
    }
}

const BELOW: &str = r#"(format: 1, title: "Below", description: "D", danger: PeopleInWater,
    rules: [
        (id: "save", when: ImminentDanger, order: Rescue, cite: "c"),
        (id: "watch", when: Looks(Loaded), order: Shadow, cite: "c"),
    ],
    layers: [
        (of: Side(France), remove: ["watch"], rules: [(id: "escort", when: Looks(Loaded), order: Escort, cite: "c")]),
        (of: Mission("m"), rules: [
            (id: "talk", when: Looks(Loaded), order: Hail, cite: "c"),
            (id: "look", when: Looks(TaxiBoat), order: Hail, cite: "c"),
        ]),
    ],
)"#;

fn above(layers: &str) -> String {
    format!(r#"(format: 1, title: "Above", description: "D", extends: Some("below"), layers: [{layers}])"#)
}

fn from_below(text: &str) -> Result<super::Doctrine, String> {
    let base = |id: &str| (id == "below").then(|| ("below.doctrine.ron".to_owned(), BELOW.to_owned()));
    let read = load("above.doctrine.ron", text, &base);
    read.map(|d| d.value.doctrine).map_err(|p| p.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

/// What a doctrine says of units of which the one that it extends speaks goes over that, and is told once.
#[test]
fn layers_of_one_scope_are_one() {
    use crate::agents::Side;
    let d = from_below(&above(
        r#"(of: Mission("m"), remove: ["look", "escort"], rules: [
            (id: "talk", when: Looks(Loaded), order: Shadow, cite: "c"),
            (id: "new", when: Looks(TaxiBoat), order: Escort, cite: "c"),
        ]),
        (of: Unit("u"), remove: ["new"])"#,
    ))
    .unwrap_or_else(|p| panic!("{p}"));
    let ids = |mission, unit| -> Vec<&str> {
        d.list_for_unit(Side::France, mission, unit).iter().map(|i| d.rules[*i].id.as_str()).collect()
    };
    assert_eq!(ids(None, ""), ["escort", "save"]);
    assert_eq!(ids(Some("m"), ""), ["new", "talk", "save"]);
    assert_eq!(ids(Some("m"), "u"), ["talk", "save"]);
    assert_eq!(d.layers.len(), 3);
    let told = super::explain(&d);
    assert_eq!(told.matches("[talk]").count(), 1, "{told}");
    assert!(told.contains("rule [look] does not hold"), "{told}");
    let below = load("below.doctrine.ron", BELOW, &|_| None).unwrap_or_else(|p| panic!("{p:?}")).value.doctrine;
    let parts: Vec<String> = super::diff(&below, &d).into_iter().map(|c| format!("{}: {}", c.about, c.words)).collect();
    let talk = |c: &String| c.contains("talk") && c.contains("hail") && c.contains("shadow");
    assert!(parts.iter().any(talk), "{parts:#?}");
}

/// A rule of a unit's layer stands in the place of its side's, and is told so.
#[test]
fn a_nearer_rule_takes_the_place_of_a_wider_one_and_is_told_so() {
    use crate::agents::Side;
    let unit = r#"(of: Unit("u"), rules: [(id: "escort", when: Looks(TaxiBoat), order: Hail, cite: "c")])"#;
    let d = from_below(&above(unit)).unwrap_or_else(|p| panic!("{p}"));
    let list = d.list_for_unit(Side::France, None, "u");
    assert_eq!(list.iter().map(|i| d.rules[*i].id.as_str()).collect::<Vec<_>>(), ["escort", "save"]);
    let told = super::explain(&d);
    assert!(told.contains("instead: [escort] Hail") && told.contains("first: [escort] Escort"), "{told}");
    assert!(told.contains("each goes over those before it"), "{told}");
    let base = from_below(&above(r#"(of: Unit("u"), remove: ["save"])"#)).unwrap_or_else(|p| panic!("{p}"));
    let parts = super::diff(&base, &d);
    assert!(parts.iter().any(|c| c.words.contains("instead of the wider one of that name")), "{parts:?}");
}

#[test]
fn a_layer_removes_what_is_there_and_stands_once() {
    let wrong = |layers: &str| from_below(&above(layers)).expect_err("it is wrong");
    let told = wrong(r#"(of: Side(France), remove: ["talk"])"#);
    assert!(told.contains("talk"), "a mission's rule is nearer than a side: {told}");
    let told = wrong(r#"(of: Unit("u"), remove: ["tolk"])"#);
    assert!(told.contains("did you mean `talk`?"), "{told}");
    let told = wrong(r#"(of: Unit("u"), remove: ["talk"]), (of: Unit("u"), remove: ["look"])"#);
    assert!(told.contains("there are two layers for the unit `u`"), "{told}");
}
