//! Can the tests in the shipped doctrines fail? Each doctrine is spoilt in one place at a time, and its own tests must notice.
//!
//! Spoilt are: each condition of each rule that its file writes, the rule as a whole, its need of authority, the asking
//! ahead; each part of its reading of danger; each canal that it closes; its chain and its commitment; each rule that it
//! removes. Tests that pass on a spoilt copy say less than they seem to.
//!
//! Left out: numbers within conditions and the order of rules (thresholds are swept by studies), and steps of an
//! interception, which no test of a file speaks of.

mod common;

use common::LIBRARY;
use slackwater::agents::Side;
use slackwater::doctrine::file_test::DoctrineTest;
use slackwater::doctrine::{Authority, Commitment, Condition, Doctrine};

/// Spoilt copies that do the same on every picture, so that no test can notice: in which doctrines, what, and why.
const SURVIVORS: &[(&[&str], &str, &str)] = &[
    (
        &["taxi_boat_interception", "taxi_boat_300m", "taxi_boat_two_vessels"],
        "intercept-before-boarding: without `nobody is in the water`",
        IN_THE_WATER,
    ),
    (&["taxi_boat_two_vessels"], "second-vessel: without `nobody is in the water`", IN_THE_WATER),
    (&["blocking_stress_test"], "block-loaded: without `nobody is in the water`", IN_THE_WATER),
    (&["loaded_boat_interception"], "intercept-loaded: without `nobody is in the water`", IN_THE_WATER),
    (&["shore_interdiction"], "prevent-ashore: without `nobody is in the water`", IN_THE_WATER),
    (&["wade_in"], "wade-in: without `nobody is in the water`", IN_THE_WATER),
    (
        &["imminent_danger_only"],
        "fr-identify: without `it looks like a boat not yet told apart`",
        "the rules before it take all that looks loaded, and taxi-boats from farther off than it reaches",
    ),
    (
        &["imminent_danger_permissive"],
        "fr-offer-in-doubt: not removed",
        "what was doubt is danger by this reading: the rescue before it takes every case, and the file says so",
    ),
    (
        &["loaded_boat_interception"],
        "block-loaded: not removed",
        "`intercept-loaded` stands before it and takes every case of it",
    ),
];

/// People in the water are danger by the reading in force, and the same rule says that there is none; it is written out
/// for whoever reads it, and for a doctrine that extends this one with another reading.
const IN_THE_WATER: &str = "people in the water are imminent danger, which the same rule leaves out";

/// What was spoilt, and the copy.
type Mutant = (String, Doctrine);

/// Each way to leave one part of a condition out.
fn thinned(when: &Condition) -> Vec<(String, Condition)> {
    let without = |list: &[Condition], i: usize| -> Vec<Condition> {
        list.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, c)| c.clone()).collect()
    };
    match when {
        Condition::All(list) => {
            list.iter().enumerate().map(|(i, c)| (c.words(), Condition::All(without(list, i)))).collect()
        }
        Condition::Any(list) => {
            list.iter().enumerate().map(|(i, c)| (c.words(), Condition::Any(without(list, i)))).collect()
        }
        Condition::Always => Vec::new(),
        other => vec![(other.words(), Condition::Always)],
    }
}

fn never() -> Condition {
    Condition::Not(Box::new(Condition::Always))
}

fn of_rules(d: &Doctrine, out: &mut Vec<Mutant>) {
    for (i, rule) in d.rules.iter().enumerate().filter(|(_, rule)| rule.origin == d.title) {
        let mut add = |what: String, change: &dyn Fn(&mut Doctrine)| {
            let mut copy = d.clone();
            change(&mut copy);
            out.push((format!("{}: {what}", rule.id), copy));
        };
        for (words, when) in thinned(&rule.when) {
            add(format!("without `{words}`"), &|d| d.rules[i].when = when.clone());
        }
        add("never".to_owned(), &|d| d.rules[i].when = never());
        if rule.authorised {
            add("needs no authority".to_owned(), &|d| d.rules[i].authorised = false);
        }
        if rule.ask_when.is_some() {
            add("asks for nothing ahead".to_owned(), &|d| d.rules[i].ask_when = None);
        }
    }
}

/// Each in the place where the doctrine that is extended has it.
fn of_removed(d: &Doctrine, parent: &Doctrine, out: &mut Vec<Mutant>) {
    let there = |id: &str| d.rules[..d.common].iter().position(|r| r.id == id);
    for (i, rule) in parent.rules[..parent.common].iter().enumerate().filter(|(_, r)| there(&r.id).is_none()) {
        let place = parent.rules[i..parent.common].iter().find_map(|r| there(&r.id)).unwrap_or(d.common);
        let mut copy = d.clone();
        copy.rules.insert(place, rule.clone());
        copy.common += 1;
        for layer in &mut copy.layers {
            for r in &mut layer.rules {
                *r += 1;
            }
        }
        out.push((format!("{}: not removed", rule.id), copy));
    }
    for (l, layer) in d.layers.iter().enumerate() {
        for id in &layer.remove {
            let mut copy = d.clone();
            copy.layers[l].remove.retain(|x| x != id);
            out.push((format!("{id}: not removed for {}", layer.scope.words()), copy));
        }
    }
}

fn of_the_whole(d: &Doctrine, parent: Option<&Doctrine>, out: &mut Vec<Mutant>) {
    let mut add = |what: String, change: &dyn Fn(&mut Doctrine)| {
        let mut copy = d.clone();
        change(&mut copy);
        out.push((what, copy));
    };
    if parent.is_none_or(|p| p.danger != d.danger) {
        for (words, danger) in thinned(&d.danger) {
            add(format!("danger without `{words}`"), &|d| d.danger = danger.clone());
        }
    }
    let inherited: &[String] = parent.map_or(&[], |p| &p.closed_canals);
    for id in d.closed_canals.iter().filter(|id| !inherited.contains(id)) {
        add(format!("{id} stays open"), &|d| d.closed_canals.retain(|x| x != id));
    }
    let own = |a: &Option<Authority>, of_parent: Option<&Authority>| a.clone().filter(|a| Some(a) != of_parent);
    if let Some(a) = own(&d.authority, parent.and_then(|p| p.authority.as_ref())) {
        let was = parent.and_then(|p| p.authority.as_ref());
        if was.is_none_or(|was| was.chain != a.chain) {
            let other = was.map_or("any other", |was| was.chain.as_str()).to_owned();
            add("another chain".to_owned(), &|d| d.authority = Some(Authority { chain: other.clone(), ..a.clone() }));
        }
        if was.is_none_or(|was| was.commitment != a.commitment) {
            let certain = Commitment::stated(1.0);
            add("commitment 1".to_owned(), &|d| {
                d.authority = Some(Authority { commitment: certain.clone(), ..a.clone() });
            });
        }
    }
    for side in Side::ALL {
        let was = parent.and_then(|p| p.authority_of_side[side.index()].as_ref());
        if own(&d.authority_of_side[side.index()], was).is_some() {
            add(format!("no authority of the {} side's own", side.adjective()), &|d| {
                d.authority_of_side[side.index()] = None;
            });
        }
    }
}

#[test]
fn the_tests_of_each_shipped_doctrine_fail_when_it_is_spoilt() {
    let (mut spoilt, mut survived) = (0, Vec::new());
    for listed in LIBRARY.doctrines().unwrap() {
        let file = LIBRARY.doctrine(&listed.id).unwrap_or_else(|trouble| panic!("{trouble}")).value;
        let parent = file.extends.first().map(|id| LIBRARY.doctrine(id).unwrap().value.doctrine);
        let (d, tests): (&Doctrine, &[DoctrineTest]) = (&file.doctrine, &file.tests);
        assert!(tests.iter().all(|t| t.held(d).is_ok()), "{}: sound as it is", d.id);
        let mut mutants = Vec::new();
        of_rules(d, &mut mutants);
        of_the_whole(d, parent.as_ref(), &mut mutants);
        if let Some(parent) = &parent {
            of_removed(d, parent, &mut mutants);
        }
        assert!(!mutants.is_empty(), "{}: nothing of its own", d.id);
        spoilt += mutants.len();
        let unnoticed = mutants.into_iter().filter(|(_, copy)| tests.iter().all(|t| t.held(copy).is_ok()));
        survived.extend(unnoticed.map(|(what, _)| (d.id.clone(), what)));
    }
    let named: Vec<(String, String)> = SURVIVORS
        .iter()
        .flat_map(|(ids, what, _)| ids.iter().map(|id| ((*id).to_owned(), (*what).to_owned())))
        .collect();
    let unknown: Vec<String> =
        survived.iter().filter(|s| !named.contains(s)).map(|(id, what)| format!("{id}: {what}")).collect();
    let stale: Vec<_> = named.iter().filter(|s| !survived.contains(s)).collect();
    assert!(unknown.is_empty(), "{} of {spoilt} spoilt copies pass:\n{}", unknown.len(), unknown.join("\n"));
    assert!(stale.is_empty(), "these are noticed by now: {stale:?}");
    assert!(SURVIVORS.iter().all(|(_, _, reason)| !reason.is_empty()));
}
