//! Does each word for a practice hold when it should, read as it is meant, and tell whoever misspells it?

use super::load::load;
use super::{Doctrine, Order};

/// A doctrine of one rule on this condition, with these tests.
fn file(when: &str, order: &str, tests: &str) -> String {
    format!(
        r#"(format: 1, title: "T", description: "D", danger: PeopleInWater,
    rules: [(id: "it", when: {when}, order: {order}, cite: "c")],
    tests: [{tests}],
)"#
    )
}

/// Reads it and runs its tests.
fn sound(when: &str, order: &str, tests: &str) -> Doctrine {
    let read = load("t.doctrine.ron", &file(when, order, tests), &|_| None).unwrap_or_else(|p| panic!("{p:?}"));
    // Of one rule, so without a rescue, which is warned of.
    let told: Vec<_> = read.warnings.iter().filter(|w| !w.message.starts_with("no rule orders `Rescue`")).collect();
    assert!(told.is_empty(), "{told:?}");
    for test in &read.value.tests {
        test.check(&read.value.doctrine).unwrap_or_else(|e| panic!("{when}: {e}"));
    }
    assert!(!read.value.tests.is_empty());
    read.value.doctrine
}

/// What the reader says to a file with this condition.
fn told(when: &str, tests: &str) -> String {
    match load("t.doctrine.ron", &file(when, "Shadow", tests), &|_| None) {
        Ok(read) => panic!("`{when}` was read: {:?}", read.value.doctrine.rules),
        Err(problems) => problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    }
}

fn words(d: &Doctrine) -> (String, String) {
    let when = &d.rules[0].when;
    (when.words(), super::Condition::Not(Box::new(when.clone())).words())
}

#[test]
fn another_vessel_at_the_boat_is_counted_by_distance_and_order() {
    let d = sound(
        "OthersThere(count: 1, m: 1000, doing: [StandBy, Rescue])",
        "Shadow",
        r#"
        (given: (others_there: [(m: 1000, doing: StandBy)]), expect: Shadow, note: "n"),
        (given: (others_there: [(m: 10, doing: Rescue)]), expect: Shadow, note: "n"),
        (given: (others_there: [(m: 1001, doing: StandBy)]), expect: Observe, note: "n"),
        (given: (others_there: [(m: 200, doing: Shadow), (m: 100)]), expect: Observe, note: "n"),
        (given: (), expect: Observe, note: "n"),"#,
    );
    let (yes, no) = words(&d);
    assert_eq!(yes, "at least 1 other unit is within 1000 m of it with the order to stand by or to rescue");
    assert_eq!(no, "no other unit is within 1000 m of it with the order to stand by or to rescue");
    sound(
        "OthersThere(count: 2, m: 1852)",
        "Shadow",
        r#"
        (given: (others_there: [(m: 200, doing: Shadow), (m: 1800)]), expect: Shadow, note: "n"),
        (given: (others_there: [(m: 200, doing: Shadow), (m: 1900)]), expect: Observe, note: "n"),"#,
    );
}

#[test]
fn two_that_ask_for_different_orders_can_hold_together_and_one_that_cannot_is_told() {
    let both = "All([OthersThere(count: 1, m: 500, doing: [StandBy]), OthersThere(count: 2, m: 900)])";
    sound(both, "Shadow", r#"(given: (others_there: [(m: 1, doing: StandBy), (m: 800)]), expect: Shadow, note: "n")"#);
    let never = "All([OthersThere(count: 1, m: 500), Not(OthersThere(count: 1, m: 600))])";
    let read = load("t.doctrine.ron", &file(never, "Shadow", ""), &|_| None).unwrap_or_else(|p| panic!("{p:?}"));
    assert!(read.warnings.iter().any(|w| w.to_string().contains("can never hold")), "{:?}", read.warnings);
}

#[test]
fn what_is_wrong_with_others_there_is_told_with_what_was_expected() {
    for (when, piece) in [
        ("OthersThere(count: 0, m: 100)", "1"),
        ("OthersThere(count: 5, m: 100)", "4"),
        ("OthersThere(count: 1, nm: 1)", "metres"),
        ("OthersThere(count: 1, m: 100, doing: [Standby])", "did you mean `StandBy`?"),
        ("OthersThere(count: 1, m: 100, doing: [Ignore])", "order to a unit"),
        ("OthersThere(count: 1, m: 100, doing: [])", "names no order"),
        ("OthersThere(2)", "OthersThere(count: 1, m: 1000, doing: [StandBy])"),
    ] {
        let text = told(when, "");
        assert!(text.contains(piece), "{when}: {text}");
    }
    let many = r#"(given: (others_there: [(m: 1), (m: 2), (m: 3), (m: 4), (m: 5)]), expect: Shadow, note: "n")"#;
    assert!(told("Always", many).contains("5 units; expected at most 4"));
    let of_units: Vec<_> = Order::ALL.into_iter().filter(|o| o.moves_a_unit()).collect();
    assert!(of_units.contains(&Order::StandBy) && !of_units.contains(&Order::Observe));
}

#[test]
fn the_distance_to_what_a_state_answers_for_is_a_number_that_can_be_swept() {
    let d = sound(
        "All([RegionOf(France), BoundaryWithin(of: UnitedKingdom, nm: 3)])",
        "Shadow",
        r#"
        (given: (to_united_kingdom_nm: 3), expect: Shadow, note: "n"),
        (given: (to_united_kingdom_nm: 3.1), expect: Observe, note: "n"),
        (given: (to_belgium_nm: 1), expect: Observe, note: "n"),
        (given: (), expect: Observe, note: "n"),"#,
    );
    assert!(d.rules[0].when.words().contains("within 3 nm of British responsibility, or in it"));
    sound(
        "BoundaryWithin(of: UnitedKingdom, nm: 0)",
        "Shadow",
        r#"
        (given: (region: UnitedKingdom), expect: Shadow, note: "n"),
        (given: (), expect: Observe, note: "n"),"#,
    );
    for (when, piece) in [
        ("BoundaryWithin(of: Belgum, nm: 3)", "did you mean `Belgium`?"),
        ("BoundaryWithin(of: Belgium, m: 300)", "nautical miles"),
        ("BoundaryWithin(nm: 3)", "of"),
    ] {
        let text = told(when, "");
        assert!(text.contains(piece), "{when}: {text}");
    }
}

#[test]
fn a_team_that_wades_in_is_an_order_of_the_centre_with_a_name_of_its_own() {
    let d = sound(
        "All([Boarding, DepthBelow(m: 1.2), ShoreTeamWithin(min: 20)])",
        "WadeIn",
        r#"
        (given: (boarding: true, depth_m: 1, shore_team_min: 10), expect: WadeIn, note: "n"),
        (given: (boarding: true, depth_m: 2, shore_team_min: 10), expect: Observe, note: "n"),"#,
    );
    assert!(super::explain(&d).contains("a team that wades in to the boat"), "{}", super::explain(&d));
    let in_a_mission = r#"(format: 1, title: "T", description: "D", danger: PeopleInWater, rules: [],
    layers: [(of: Mission("m"), rules: [(id: "it", when: Boarding, order: WadeIn, cite: "c")])])"#;
    let problems = load("t.doctrine.ron", in_a_mission, &|_| None).expect_err("no unit can do it");
    assert!(problems.iter().any(|p| p.to_string().contains("`WadeIn` is an order of the centre")), "{problems:?}");
    let steps = file("Boarding", "Intercept, steps: [Entangl]", "");
    let problems = load("t.doctrine.ron", &steps, &|_| None).expect_err("misspelt");
    assert!(problems.iter().any(|p| p.to_string().contains("did you mean `Entangle`?")), "{problems:?}");
}

#[test]
fn to_cut_tubes_afloat_and_to_strike_a_boat_can_be_written_and_no_shipped_doctrine_does() {
    use super::Step;
    let read = |steps: &str| {
        let text = file("Looks(TaxiBoat)", &format!("Intercept, steps: [{steps}]"), "");
        load("t.doctrine.ron", &text, &|_| None).map(|c| c.value.doctrine)
    };
    let d = read("Ram, OrderToStop, CutTubes").unwrap_or_else(|p| panic!("{p:?}"));
    let steps = d.rules.iter().find(|r| r.order == Order::Intercept).expect("the rule").steps;
    assert!(steps.has(Step::CutTubes) && steps.has(Step::Ram) && !steps.has(Step::Board));
    let told = super::explain(&d);
    let ways = "order it to stop; only if it goes on all the same, cut its tubes; only if it goes on all the same, strike it with \
                the craft on purpose; once it has stopped";
    assert!(told.contains(ways), "{told}");
    let change = super::diff(&read("OrderToStop, CutTubes").unwrap(), &d);
    assert!(change.len() == 1 && change[0].words.contains("strike it with the craft on purpose"), "{change:?}");
    let problems = read("CutTube").expect_err("misspelt");
    assert!(problems.iter().any(|p| p.to_string().contains("did you mean `CutTubes`?")), "{problems:?}");
    let problems = read("Tow").expect_err("stops no boat");
    assert!(problems.iter().any(|p| p.to_string().contains("`CutTubes` or `Ram`")), "{problems:?}");
    let mut looked_at = 0;
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/doctrines")).unwrap() {
        let path = entry.unwrap().path();
        if path.to_string_lossy().ends_with(".doctrine.ron") {
            let text = std::fs::read_to_string(&path).unwrap();
            // As a file may build on another, the text of each is looked at: a step stands where it is written.
            let code = text.lines().map(|l| l.split("//").next().unwrap_or_default()).collect::<String>();
            for word in code.split(|c: char| !c.is_ascii_alphanumeric()) {
                assert!(!matches!(word, "CutTubes" | "Ram"), "{}", path.display());
            }
            looked_at += 1;
        }
    }
    assert!(looked_at > 10, "{looked_at} doctrines");
}

#[test]
fn canals_river_mouths_and_ports_can_be_named() {
    let d = sound(
        "AtCanal(\"canche\")",
        "Shadow",
        r#"
        (given: (at_canal: "canche"), expect: Shadow, note: "n"),
        (given: (at_canal: "aa", in_canal: true), expect: Observe, note: "n"),
        (given: (), expect: Observe, note: "n"),"#,
    );
    assert_eq!(words(&d).0, "in or off the Canche at Le Touquet");
    sound(
        "PortWithin(nm: 0.5)",
        "Shadow",
        r#"
        (given: (nearest_port: "dunkerque_est", to_port_nm: 0.5), expect: Shadow, note: "n"),
        (given: (nearest_port: "dunkerque_est", to_port_nm: 0.6), expect: Observe, note: "n"),
        (given: (to_port_nm: 0.2), expect: Shadow, note: "n"),
        (given: (), expect: Observe, note: "n"),"#,
    );
    let one = "PortWithin(of: \"dunkerque_est\", nm: 1)";
    let d = sound(
        one,
        "Shadow",
        r#"
        (given: (nearest_port: "dunkerque_est", to_port_nm: 1), expect: Shadow, note: "n"),
        (given: (nearest_port: "gravelines", to_port_nm: 0.1), expect: Observe, note: "n"),"#,
    );
    assert_eq!(words(&d).0, "within 1 nm of Dunkerque Est, the nearest port");
    // Two ports at once are no place.
    let both = format!("All([{one}, PortWithin(of: \"calais\", nm: 1)])");
    let read = load("t.doctrine.ron", &file(&both, "Shadow", ""), &|_| None).unwrap_or_else(|p| panic!("{p:?}"));
    assert!(read.warnings.iter().any(|w| w.to_string().contains("can never hold")), "{:?}", read.warnings);
    for (when, piece) in [
        ("AtCanal(\"canch\")", "did you mean `canche`?"),
        ("AtCanal", "AtCanal(\"canche\")"),
        ("PortWithin(of: \"dunkerqe_est\", nm: 1)", "did you mean `dunkerque_est`?"),
        ("PortWithin(of: \"deal_pier\", nm: 1)", "port"),
        ("PortWithin(m: 300)", "nautical miles"),
    ] {
        let text = told(when, "");
        assert!(text.contains(piece), "{when}: {text}");
    }
}

#[test]
fn the_service_and_the_class_of_a_unit_can_be_named() {
    let d = sound(
        "OperatorIs(GendarmerieMaritime)",
        "Shadow",
        r#"
        (given: (), expect: Shadow, note: "a French unit that may intercept is theirs, if nothing else is said"),
        (given: (unit_intercepts: false), expect: Observe, note: "of any other nothing is known"),
        (given: (unit_class: "snsm_rib"), expect: Observe, note: "a class tells its service"),
        (given: (unit_class: "vsmp"), expect: Shadow, note: "n"),
        (given: (unit_class: "vcsm", operator: Belgian), expect: Observe, note: "a scenario may say otherwise"),"#,
    );
    let says = ("the unit is run by the Gendarmerie maritime", "the unit is not run by the Gendarmerie maritime");
    assert_eq!(words(&d), (says.0.to_owned(), says.1.to_owned()));
    let d = sound(
        r#"UnitClass("vsmp")"#,
        "Shadow",
        r#"
        (given: (unit_class: "vsmp"), expect: Shadow, note: "n"),
        (given: (unit_class: "vcsm"), expect: Observe, note: "n"),
        (given: (), expect: Observe, note: "n"),"#,
    );
    assert_eq!(words(&d).0, "the unit is of the class vsmp");
    let misspelt = told("OperatorIs(Gendarmerie)", "");
    assert!(misspelt.contains("did you mean `GendarmerieMaritime`"), "{misspelt}");
    let misspelt = told(r#"UnitClass("vcsn")"#, "");
    assert!(misspelt.contains("did you mean `vcsm`"), "{misspelt}");
    let kind = told("OperatorIs(3)", "");
    assert!(kind.contains("expected an operator: `GendarmerieMaritime` or"), "{kind}");
    let field = told("OperatorIs(Snsm)", r#"(given: (unit_operator: Snsm), expect: Observe, note: "n"),"#);
    assert!(field.contains("`unit_operator` is not a field") && field.contains("did you mean `operator`?"), "{field}");
    assert!(told("Not(OperatorIs)", "").contains("expected `OperatorIs(GendarmerieMaritime)`"));
}

#[test]
fn a_unit_of_two_services_is_found_to_contradict_itself() {
    let text = file("All([OperatorIs(Snsm), OperatorIs(Rnli)])", "Shadow", "");
    let read = load("t.doctrine.ron", &text, &|_| None).unwrap_or_else(|p| panic!("{p:?}"));
    assert!(read.warnings.iter().any(|w| w.to_string().contains("rule `it` can never hold")), "{:?}", read.warnings);
}

#[test]
fn into_whose_hands_people_come_ashore_is_said_of_an_interception_only() {
    let with = |hands: &str| file("Looks(TaxiBoat)", &format!("Intercept, land_with: {hands}"), "");
    let read = |text: &str| load("t.doctrine.ron", text, &|_| None).map(|c| c.value.doctrine);
    let police = read(&with("BorderPolice")).unwrap_or_else(|p| panic!("{p:?}"));
    let words = "those brought in are handed over ashore to the border police";
    assert!(super::explain(&police).contains(words));
    let plain = read(&file("Looks(TaxiBoat)", "Intercept", "")).unwrap_or_else(|p| panic!("{p:?}"));
    let change = super::diff(&plain, &police);
    assert!(change.len() == 1 && change[0].words.contains(words), "{change:?}");
    let refused =
        |text: &str| read(text).expect_err("it is refused").iter().map(ToString::to_string).collect::<String>();
    let misspelt = refused(&with("Borderpolice"));
    assert!(misspelt.contains("did you mean `BorderPolice`"), "{misspelt}");
    let of_another = refused(&file("Looks(TaxiBoat)", "Shadow, land_with: Reception", ""));
    assert!(of_another.contains("`land_with` belongs to the order `Intercept`"), "{of_another}");
}

/// The page on doctrines: each line of the facts has its row, and each word of a rule that it names is one.
#[test]
fn the_page_on_doctrines_has_a_row_for_each_line_of_the_facts_and_names_words_that_are_there() {
    let page = include_str!("../../docs/doctrine.md");
    let (details, lines) = page.split_once("## Line by line").expect("the page has that part");
    let rows: Vec<&str> = lines.lines().filter(|l| l.starts_with("| ")).collect();
    let numbers: Vec<u32> = rows
        .iter()
        .flat_map(|row| row[2..].split('|').next().unwrap_or_default().split(','))
        .filter_map(|n| n.trim().parse().ok())
        .collect();
    // Lines 101 and 102 are of no collection.
    for line in (80..=127).filter(|n| ![101, 102].contains(n)) {
        assert_eq!(numbers.iter().filter(|n| **n == line).count(), 1, "FACTS {line} stands in one row");
    }
    let conditions = super::read_condition::condition_names();
    let orders = Order::ALL.map(Order::name);
    let steps = super::Step::ALL.map(super::Step::name);
    // Parts of a doctrine that are neither condition nor order.
    let others = ["Mission", "BorderPolice", "Reception"];
    let known = |w: &str| conditions.contains(&w) || orders.contains(&w) || steps.contains(&w) || others.contains(&w);
    let table = details.split("## What a rule can say").nth(1).expect("the page has that part");
    let quoted = |text: &'static str| text.split('`').skip(1).step_by(2);
    let mut seen = 0;
    for code in quoted(table).chain(quoted(lines)) {
        for word in code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
            let after = code[code.find(word).unwrap_or(0) + word.len()..].chars().next();
            let is_word = word.starts_with(|c: char| c.is_ascii_uppercase());
            if is_word && (after == Some('(') || code == word) {
                assert!(known(word), "`{word}` of `{code}` is no word of doctrines");
                seen += 1;
            }
        }
    }
    assert!(seen > 60, "{seen} words looked at");
}

/// A doctrine with these speed limits, built on one with 5 kn within 300 m.
fn with_limits(limits: &str) -> Result<(Doctrine, Vec<String>), String> {
    let base = r#"(format: 1, title: "B", description: "D", danger: PeopleInWater,
    parameters: [(id: "strip_kn", value: 5, min: 1, max: 70, unit: "kn", note: "n")],
    speed_limits: [(shore_m: 300, kn: Param("strip_kn"), except: [Rescue])],
    rules: [(id: "save", when: PeopleInWater, order: Rescue, cite: "c"), (id: "it", when: Boarding, order: Shadow, cite: "c")])"#;
    let text = format!(r#"(format: 1, title: "T", description: "D", extends: "base", {limits})"#);
    let find = |id: &str| (id == "base").then(|| ("base.doctrine.ron".to_owned(), base.to_owned()));
    match load("t.doctrine.ron", &text, &find) {
        Ok(read) => Ok((read.value.doctrine, read.warnings.iter().map(ToString::to_string).collect())),
        Err(problems) => Err(problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

#[test]
fn a_speed_limit_near_the_shore_is_inherited_swept_and_replaced_and_told_in_words() {
    let said = "no faster than 5 kn within 300 m of the shore, but not on an order to rescue";
    let (inherited, warnings) = with_limits("").unwrap();
    assert!(super::explain(&inherited).contains(said) && warnings.is_empty(), "{}", super::explain(&inherited));
    let (swept, _) = with_limits(r#"set: [(id: "strip_kn", value: 8.5)]"#).unwrap();
    assert!((swept.speed_limits[0].most.mps() - crate::units::Speed::knots(8.5).mps()).abs() < 1e-12);
    let change = super::diff(&inherited, &swept);
    let of_speed = change.iter().find(|c| c.about == "speed near the shore").expect("it is told");
    assert!(of_speed.words.contains(said) && of_speed.words.contains("no faster than 8.5 kn"), "{of_speed:?}");
    let (none, _) = with_limits("speed_limits: []").unwrap();
    assert!(none.speed_limits.is_empty() && !super::explain(&none).contains("no faster than"));
    assert!(super::diff(&none, &inherited).iter().any(|c| c.words.starts_with("none in the first;")));
    let (own, _) =
        with_limits("speed_limits: [(shore_m: 500, kn: 7, except: [Rescue, OfferAssistance, Intercept])]").unwrap();
    assert!(
        super::explain(&own)
            .contains("within 500 m of the shore, but not on an order to rescue, to offer assistance or to intercept")
    );
    // Whoever lets a rescue wait for a limit is asked whether that is meant.
    let (_, warnings) = with_limits("speed_limits: [(shore_m: 300, kn: 5)]").unwrap();
    let said = |what: &str| warnings.iter().any(|w| w.contains(what));
    assert!(said("on its way to a rescue keeps this limit too"), "{warnings:?}");
    // The number of the limit that was replaced stands for nothing now.
    assert!(warnings.len() == 2 && said("nothing of this doctrine hangs on the parameter `strip_kn`"), "{warnings:?}");
}

#[test]
fn what_is_wrong_with_a_speed_limit_is_told_with_its_place() {
    for (limit, piece) in [
        ("(shore_m: 300, kn: 0, except: [Rescue])", "0.1 to 60"),
        ("(shore_m: 300, kn: -5, except: [Rescue])", "0.1 to 60"),
        ("(shore_m: 300, kn: 61, except: [Rescue])", "0.1 to 60"),
        ("(shore_m: 0, kn: 5, except: [Rescue])", "1 to 22224"),
        ("(shore_m: 300, except: [Rescue])", "kn"),
        ("(shore_m: 300, kn: 5, except: [Rescu])", "did you mean `Rescue`?"),
        ("(shore_m: 300, kn: 5, except: [Rescue, Observe])", "`Observe` moves no unit"),
        ("(shore_m: 300, kn: 5, except: [Rescue, WadeIn])", "`WadeIn` moves no unit"),
        ("(shore_m: 300, kn: 5, except: [Rescue, Rescue])", "stands twice"),
        ("(shore_m: 300, kn: 5, except: [Rescue]), (shore_m: 300, kn: 4, except: [Rescue])", "two limits"),
        ("(shore_m: 300, kn: 5, exept: [Rescue])", "did you mean `except`?"),
        ("(shore_m: 300, kn: Param(\"strip\"), except: [Rescue])", "did you mean `strip_kn`?"),
    ] {
        let text = with_limits(&format!("speed_limits: [{limit}]")).expect_err(limit);
        assert!(text.contains(piece) && text.contains("t.doctrine.ron:1:"), "{limit}: {text}");
    }
    let text = with_limits(r#"set: [(id: "strip_kn", value: 65)]"#).expect_err("a study may not set it beyond either");
    assert!(text.contains("60"), "{text}");
}

#[test]
fn weapons_of_a_team_ashore_are_said_of_the_order_that_sends_one_and_of_no_other() {
    let armed = sound(
        "All([Boarding, ShoreTeamWithin(min: 20)])",
        "InterdictAshore, weapons: true",
        r#"(given: (boarding: true, shore_team_min: 10), expect: InterdictAshore, note: "n"),"#,
    );
    let said = "Send a shore team to the boat (with intermediate-force weapons), when";
    assert!(super::explain(&armed).contains(said), "{}", super::explain(&armed));
    let mut plain = armed.clone();
    plain.rules[0].steps = super::Steps::USUAL;
    assert!(!super::explain(&plain).contains("weapons"));
    let told = |a: &Doctrine, b: &Doctrine| super::diff(a, b).into_iter().map(|c| c.words).collect::<Vec<_>>();
    assert_eq!(told(&plain, &armed), ["the team uses intermediate-force weapons in the second only"]);
    assert_eq!(told(&armed, &plain), ["the team uses intermediate-force weapons in the first only"]);
    let mut without = armed.clone();
    (without.rules[0].id, without.rules[0].steps) = ("other".to_owned(), super::Steps::USUAL);
    assert!(told(&without, &armed).iter().any(|w| w.contains("(with intermediate-force weapons)")));
    for order in ["WadeIn", "Intercept", "Shadow", "CloseCanal"] {
        let text = file("Boarding", &format!("{order}, weapons: true"), "");
        let problems = load("t.doctrine.ron", &text, &|_| None).expect_err(order);
        let text = problems.iter().map(ToString::to_string).collect::<String>();
        assert!(text.contains("`weapons` belongs to the order `InterdictAshore`") && text.contains(":2:"), "{text}");
    }
    let misspelt = file("Boarding", "InterdictAshore, weapon: true", "");
    let problems = load("t.doctrine.ron", &misspelt, &|_| None).expect_err("misspelt");
    assert!(problems.iter().any(|p| p.to_string().contains("did you mean `weapons`?")), "{problems:?}");
}

#[test]
fn what_a_rule_or_a_doctrine_says_of_ports_and_calls_is_read_told_and_compared() {
    let text = |rule: &str, more: &str| {
        format!(
            r#"(format: 1, title: "T", description: "D", danger: PeopleInWater, {more}
    rules: [(id: "it", when: Looks(Loaded), order: Escort, {rule} cite: "c")],
)"#
        )
    };
    let read = |rule, more| load("t.doctrine.ron", &text(rule, more), &|_| None).map(|d| d.value.doctrine);
    let (plain, said) = (read("", "").unwrap(), read("from_port: true,", "believe_calls: true,").unwrap());
    assert!(!plain.rules[0].from_port && !plain.believe_calls && said.rules[0].from_port && said.believe_calls);
    let told = super::explain(&said);
    assert!(told.contains("units may leave port for it") && told.contains("Centres act on every call"), "{told}");
    assert!(!super::explain(&plain).contains("may leave port for it"));
    let parts: Vec<String> =
        super::diff(&plain, &said).into_iter().map(|c| format!("{}: {}", c.about, c.words)).collect();
    assert!(parts.iter().any(|c| c.contains("leave port for it in the second only")), "{parts:?}");
    assert!(parts.iter().any(|c| c.contains("calls for help") && c.contains("second only")), "{parts:?}");
    let wrong = load("t.doctrine.ron", &text("from_port: true,", "").replace("Escort", "Rescue"), &|_| None);
    let words = wrong.expect_err("a rescue needs no leave").iter().map(ToString::to_string).collect::<String>();
    assert!(words.contains("`from_port` belongs to"), "{words}");
}
