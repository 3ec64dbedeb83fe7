//! Does the reader keep places, go on after mistakes, and stay upright whatever it is given?

use proptest::prelude::*;
use slackwater::reading::{Fields, Kind, Node, Report, parse};

const SHIPPED: [&str; 6] = [
    include_str!("../scenarios/doctrines/imminent_danger_only.doctrine.ron"),
    include_str!("../scenarios/doctrines/taxi_boat_interception.doctrine.ron"),
    include_str!("../scenarios/gravelines_dawn.scenario.ron"),
    include_str!("../assets/craft.ron"),
    include_str!("../assets/sensors.ron"),
    include_str!("../assets/parameters/sea.ron"),
];

fn good(text: &str) -> Node {
    let mut report = Report::new("f");
    let node = parse(text, &mut report);
    report.finish(node).unwrap_or_else(|p| panic!("{}", p[0])).value
}

fn problems(text: &str) -> Vec<String> {
    let mut report = Report::new("f");
    let node = parse(text, &mut report);
    report.finish(node).map_or_else(|p| p.iter().map(ToString::to_string).collect(), |_| Vec::new())
}

fn number(text: &str) -> f64 {
    match good(text).kind {
        Kind::Number { value, .. } => value,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_form_of_value_is_read() {
    let text = r##"// a comment
    Scene(
        unit: (), yes: true, text: "a \"b\"\n\u{e9}\x41 \
            joined", raw: r#"a "raw" text"#, letter: '\'', /* nested /* comments */ end */
        tuple: (1, -2.5e-1), list: [1, 2,], map: {"k": 1, 'c': 2}, some: Some(3), none: None,
        variant: Name(a: 1), bare: Name,
    )"##;
    let Kind::Named { name, body: Some(body) } = good(text).kind else { panic!() };
    assert_eq!(name, "Scene");
    let Kind::Struct(fields) = body.kind else { panic!() };
    assert_eq!(fields.len(), 12);
    assert_eq!(fields[2].value.kind, Kind::Text("a \"b\"\né\u{41} joined".to_owned()));
    assert_eq!(fields[3].value.kind, Kind::Text("a \"raw\" text".to_owned()));
    assert_eq!(fields[4].value.kind, Kind::Char('\''));
    assert!(matches!(&fields[7].value.kind, Kind::Map(pairs) if pairs.len() == 2));
}

#[test]
fn numbers_are_read_as_ron_writes_them() {
    let cases = [("1_000", 1000.0), ("-0.5", -0.5), ("+3", 3.0), (".5", 0.5), ("1e3", 1000.0), ("0x1F", 31.0)];
    for (text, value) in cases {
        assert!((number(text) - value).abs() < 1e-12, "{text}");
    }
    assert!(number("NaN").is_nan() && number("-inf") < 0.0);
    assert_eq!(problems("(a: 12kn)"), ["f:1:5: `12kn` is not a number; write it like 12, -0.5 or 1_000"]);
}

#[test]
fn places_count_lines_and_characters() {
    let Kind::Struct(fields) = good("(\n  e: 1)").kind else { panic!() };
    assert_eq!((fields[0].place.line, fields[0].place.col, fields[0].value.place.col), (2, 3, 6));
    assert_eq!(problems("(a: \"éé\", b: §)")[0], "f:1:14: `§` has no meaning here; expected a value or a name");
}

#[test]
fn reading_goes_on_after_a_mistake() {
    let found = problems("(a: , b: 1 c: 2, 5, d: [1 2, :], e: {1 2}, f: ¤)");
    let parts = [
        "expected a value, found `,`",
        "expected `,` before `c`",
        "expected a field, `name: value`, found the number 5",
        "expected `,` before the number 2",
        "expected a value, found `:`",
        "expected `:` and a value, found the number 2",
        "`¤` has no meaning here",
    ];
    for part in parts {
        assert!(found.iter().any(|f| f.contains(part)), "{part} in {found:#?}");
    }
}

#[test]
fn brackets_that_do_not_match_are_told_by_both_places() {
    assert_eq!(problems("(a: [1, 2)"), ["f:1:10: `)` does not close the `[` of line 1, column 5"]);
    assert_eq!(problems("(a: 1"), ["f:1:1: this `(` is never closed"]);
    assert_eq!(problems(""), ["f:1:1: the file is empty; expected `( … )`"]);
    assert_eq!(problems("\"abc"), ["f:1:1: this text is never closed; expected `\"`"]);
}

#[test]
fn nesting_size_and_number_of_problems_are_bounded() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    assert!(problems(&deep)[0].contains("nested too deeply"));
    assert!(problems(&"Some(".repeat(100_000))[0].contains("nested too deeply"));
    assert!(problems(&" ".repeat(5 << 20))[0].contains("too long"));
    assert!(problems(&format!("({})", "§,".repeat(10_000))).len() <= 201);
}

#[test]
fn fields_are_asked_for_by_name_and_unit() {
    let mut report = Report::new("f");
    let node = good("(speed: 3, name: \"x\", name: \"y\", depth_m: 1e9, extra: 1)");
    let mut f = Fields::of(&mut report, &node, "a thing").unwrap();
    assert_eq!(f.number(&mut report, "speed_kn", 0.0..=60.0), None);
    assert_eq!(f.text(&mut report, "name").as_deref(), Some("x"));
    assert_eq!(f.number(&mut report, "depth_m", 0.0..=100.0), None);
    assert_eq!(f.number(&mut report, "width_m", 0.0..=100.0), None);
    f.finish(&mut report);
    let told: Vec<String> = report.finish(Some(())).unwrap_err().iter().map(ToString::to_string).collect();
    for part in [
        "`speed` is not a field of a thing; expected knots: write `speed_kn`",
        "`name` is given twice; first in line 1",
        "1000000000 is out of bounds; expected 0 to 100 (metres)",
        "a thing needs the field `width_m`",
        "`extra` is not a field of a thing",
    ] {
        assert!(told.iter().any(|t| t.contains(part)), "{part} in {told:#?}");
    }
    assert_eq!(told.len(), 5, "{told:#?}");
}

/// Words and marks of the language, for texts that are nearly right.
const WORDS: [&str; 24] = [
    "(", ")", "[", "]", "{", "}", ":", ",", "a", "Some", "None", "1", "-", "\"", "'", "r#", "//", "/*", "*/", "\\",
    " ", "\n", "0x", "é",
];

proptest! {
    #[test]
    fn no_text_upsets_the_reader(text in "\\PC{0,200}") {
        let _ = problems(&text);
    }

    #[test]
    fn no_bytes_upset_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = problems(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_soup_of_its_own_words_upsets_the_reader(words in prop::collection::vec(prop::sample::select(&WORDS[..]), 0..80)) {
        let _ = problems(&words.concat());
    }

    #[test]
    fn no_change_to_a_shipped_file_upsets_the_loaders(
        file in 0..SHIPPED.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), "[\\(\\)\\[\\]{}:,\"'a-z0-9\\-\\.§]?"), 1..6),
    ) {
        let mut text: Vec<char> = SHIPPED[file].chars().collect();
        for (at, with) in changes {
            let i = at.index(text.len());
            match with.chars().next() {
                Some(c) => text[i] = c,
                None => { text.remove(i); }
            }
        }
        let text: String = text.into_iter().collect();
        // Every loader on every text: what is meant for one must not upset another.
        let (craft, sensors) = slackwater::agents::load::shipped();
        let register = slackwater::parameters::Register::shipped();
        let fleets = slackwater::scenario::fleet::Fleets::shipped();
        let names = slackwater::scenario::load::Names {
            sites: &["wissant"], ports: &["calais"], craft: &craft, sensors: &sensors, register: &register,
            fleets: &fleets, metrics: &["deaths"], doctrines: &["a"],
            is_land: &|_, _| false, beside: &|_| Ok(String::new()),
        };
        let _ = slackwater::scenario::load::load("s", &text, &names);
        let _ = slackwater::doctrine::load::load("d", &text, &|_| Some(("p".to_owned(), SHIPPED[0].to_owned())));
        let _ = slackwater::agents::load::load_craft("c", &text, &sensors);
        let _ = slackwater::agents::load::load_sensors("n", &text);
        let _ = slackwater::parameters::Register::parse(&[("r", &text)]);
    }
}
