//! Is an order of authority that is asked for ahead asked when the file says so, told in words, and warned of where it does nothing?

use super::load::load;
use super::{Doctrine, OrderState, Picture, decide, diff, explain};

/// A rule for calm seas near the shore, its order asked for by `more`; and another to watch by.
fn file(more: &str, tests: &str) -> String {
    format!(
        r#"(format: 1, title: "T", description: "D", danger: PeopleInWater,
    authority: (chain: "premar_prefect_prosecutor", commitment: 0.6),
    rules: [
        (id: "save", when: ImminentDanger, order: Rescue, cite: "c"),
        (id: "stop", when: All([Looks(TaxiBoat), ShoreWithin(m: 300)]), order: Intercept, authorised: true,{more} cite: "c"),
        (id: "watch", when: Not(Looks(Unknown)), order: Shadow, cite: "c"),
    ],
    tests: [{tests}],
)"#
    )
}

fn sound(more: &str, tests: &str) -> Doctrine {
    let read = load("t.doctrine.ron", &file(more, tests), &|_| None).unwrap_or_else(|p| panic!("{p:?}"));
    assert!(read.warnings.is_empty(), "{:?}", read.warnings);
    read.value.doctrine
}

/// All that is said of a file that is refused.
fn refused(more: &str, tests: &str) -> String {
    let problems = load("t.doctrine.ron", &file(more, tests), &|_| None).expect_err("it is refused");
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

const AHEAD: &str = " ask_when: All([Looks(TaxiBoat), Not(OrderRefused)]),";

#[test]
fn the_order_is_asked_for_before_the_rule_applies_and_cases_say_so() {
    sound(
        AHEAD,
        r#"
        (given: (look: TaxiBoat, to_shore_m: 900), expect: Shadow, by: "watch", asks: "stop", note: "asked ahead, and watched meanwhile"),
        (given: (look: TaxiBoat, to_shore_m: 200), expect: Shadow, awaits: "stop", note: "it applies, so it waits as any rule"),
        (given: (look: TaxiBoat, to_shore_m: 200, order_held: true), expect: Intercept, note: "the order came before it was there"),
        (given: (look: TaxiBoat, to_shore_m: 900, order_held: true), expect: Shadow, note: "an order that came early is no reason to act early"),"#,
    );
    let asks = |tests: &str| refused(AHEAD, tests);
    let early =
        asks(r#"(given: (look: TaxiBoat, to_shore_m: 900, order: Refused), expect: Shadow, asks: "stop", note: "n")"#);
    assert!(early.contains("expected rule `stop` to ask for its order ahead, but none does"), "{early}");
    let hurt = asks(
        r#"(given: (look: TaxiBoat, to_shore_m: 900, people_in_water: true), expect: Rescue, asks: "stop", note: "n")"#,
    );
    assert!(hurt.contains("but none does"), "a rule before it takes the boat: {hurt}");
    let near = asks(r#"(given: (look: TaxiBoat), expect: Shadow, asks: "stopp", note: "n")"#);
    assert!(near.contains("did you mean `stop`"), "{near}");
}

#[test]
fn without_the_words_nobody_asks_ahead() {
    let (with, without) = (sound(AHEAD, ""), sound("", ""));
    let mut p = Picture::quiet();
    p.contact.look = super::ContactLook::TaxiBoat;
    assert_eq!((decide(&with, &p).ahead, decide(&without, &p).ahead), (Some(1), None));
    assert_eq!(decide(&with, &p).order, decide(&without, &p).order);
    p.force.order = OrderState::Held;
    assert_eq!(decide(&with, &p).ahead, None, "what is held is not asked for");
}

#[test]
fn it_is_in_the_text_and_in_a_difference_both_ways() {
    let (with, without) = (sound(AHEAD, ""), sound("", ""));
    let text = explain(&with);
    let piece = "The order is asked for ahead, though this does not hold yet, when\n     - it looks like a taxi-boat before loading, and\n     - no order of authority was refused.";
    assert!(text.contains(piece), "{text}");
    assert!(!explain(&without).contains("asked for ahead, though"));
    let told = |a: &Doctrine, b: &Doctrine| diff(a, b).into_iter().map(|c| (c.about, c.words)).collect::<Vec<_>>();
    let there = told(&without, &with);
    assert!(there.len() == 1 && there[0].1.starts_with("its order is asked for ahead in the second only: when"));
    assert!(told(&with, &without)[0].1.starts_with("its order is asked for ahead in the first only: when"));
    let other = sound(" ask_when: Looks(TaxiBoat),", "");
    assert!(told(&with, &other)[0].1.starts_with("asked for ahead: "), "{:?}", told(&with, &other));
}

#[test]
fn what_asks_for_nothing_ahead_or_without_need_is_told() {
    let odd = |more: &str| {
        let read = load("t.doctrine.ron", &file(more, ""), &|_| None).unwrap_or_else(|p| panic!("{p:?}"));
        read.warnings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let said = "the `ask_when` of rule `stop` asks for nothing ahead";
    assert!(odd(" ask_when: All([Looks(TaxiBoat), ShoreWithin(m: 200)]),").contains(said), "narrower than the rule");
    assert!(odd(" ask_when: PeopleInWater,").contains(said), "the rescue before it takes every such boat");
    let no_need = file("", "").replace("authorised: true,", "ask_when: Looks(TaxiBoat),");
    let problems = load("t.doctrine.ron", &no_need, &|_| None).expect_err("it is refused");
    assert!(problems.iter().any(|p| p.to_string().contains("expected `authorised: true` beside it")), "{problems:?}");
    let misspelt = refused(" ask_when: Looks(Taxiboat),", "");
    assert!(misspelt.contains("did you mean `TaxiBoat`"), "{misspelt}");
}
