//! Where do two doctrines differ, rule by rule, in words?
//!
//! Rules are matched by id. What changed in a rule's conditions is told part by part, so that a reader sees the one line
//! that matters. Left out: whether a difference ever matters in a night; that is the first divergence of a pair.

use super::authority::Authority;
use super::condition::Condition;
use super::explain::{authority, bare};
use super::layer::Scope;
use super::rule::{Doctrine, DoctrineParameter, Rule};
use super::speed_limit::in_words;
use crate::agents::Side;

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The rule, or what else differs ("imminent danger", "authority").
    pub about: String,
    /// What differs, in words.
    pub words: String,
}

/// All differences from `a` to `b`; none between a doctrine and itself.
#[must_use]
pub fn diff(a: &Doctrine, b: &Doctrine) -> Vec<Change> {
    let mut out = Vec::new();
    let mut note = |about: &str, words: String| out.push(Change { about: about.to_owned(), words });
    let named =
        |d: &Doctrine| d.reading.as_ref().map_or_else(|| "one without a name".to_owned(), |n| format!("\"{n}\""));
    if a.reading != b.reading {
        note("imminent danger", format!("reading {} in the first, {} in the second", named(a), named(b)));
    }
    if a.danger != b.danger {
        note("imminent danger", parts_changed(&a.danger, &b.danger));
    }
    for (name, here, there) in both(&a.readings, &b.readings, |r| &r.name) {
        match (here, there) {
            (Some(x), Some(y)) if x.when != y.when => {
                note(&format!("reading \"{name}\""), parts_changed(&x.when, &y.when));
            }
            (Some(x), Some(y)) if x.cite != y.cite => {
                let words = format!("rests on \"{}\" in the first, on \"{}\" in the second", x.cite, y.cite);
                note(&format!("reading \"{name}\""), words);
            }
            (Some(_), None) => note(&format!("reading \"{name}\""), "may be chosen in the first only".to_owned()),
            (None, Some(_)) => note(&format!("reading \"{name}\""), "may be chosen in the second only".to_owned()),
            _ => {}
        }
    }
    let none = (None, "authority".to_owned());
    let own = Side::ALL.map(|s| (Some(s), format!("authority of the {} side", s.adjective())));
    for (side, about) in core::iter::once(none).chain(own) {
        let of = |d: &'_ Doctrine| match side {
            None => d.authority.clone(),
            Some(s) => d.authority_of_side[s.index()].clone(),
        };
        match (of(a), of(b)) {
            (None, Some(x)) => note(&about, format!("only the second has a chain of authority (`{}`)", x.chain)),
            (Some(x), None) => note(&about, format!("only the first has a chain of authority (`{}`)", x.chain)),
            (Some(x), Some(y)) if x != y => note(&about, authority_changed(&x, &y)),
            _ => {}
        }
    }
    if a.priorities != b.priorities {
        let list = |d: &Doctrine| d.priorities.iter().map(Condition::words).collect::<Vec<_>>().join("; ");
        note("priorities", format!("first: {}. Second: {}", list(a), list(b)));
    }
    if a.closed_canals != b.closed_canals {
        let list =
            |d: &Doctrine| if d.closed_canals.is_empty() { "none".to_owned() } else { d.closed_canals.join(", ") };
        note("closed canals", format!("{} in the first, {} in the second", list(a), list(b)));
    }
    if a.speed_limits != b.speed_limits {
        let (first, second) = (in_words(&a.speed_limits), in_words(&b.speed_limits));
        note("speed near the shore", format!("{first} in the first; {second} in the second"));
    }
    if a.believe_calls != b.believe_calls {
        let which = if b.believe_calls { "second" } else { "first" };
        note("calls for help", format!("centres act on every one, and at once, in the {which} only"));
    }
    for (id, here, there) in both(&a.parameters, &b.parameters, |p| &p.id) {
        let value = |p: &DoctrineParameter| format!("{} {}", p.value, p.unit).trim_end().to_owned();
        match (here, there) {
            (Some(x), None) => note(id, format!("a number of the first only: {}", value(x))),
            (None, Some(y)) => note(id, format!("a number of the second only: {}", value(y))),
            (Some(x), Some(y)) if value(x) != value(y) => {
                note(id, format!("{} in the first, {} in the second", value(x), value(y)));
            }
            (Some(x), Some(y)) if x.bounds != y.bounds => {
                let from = |p: &DoctrineParameter| format!("{} to {}", p.bounds.0, p.bounds.1);
                note(id, format!("may be {} in the first, {} in the second", from(x), from(y)));
            }
            _ => {}
        }
    }
    compare("", &a.rules[..a.common], &b.rules[..b.common], &|_| "at the end", &mut out);
    for scope in scopes(a, b) {
        let of = |d: &Doctrine| -> Vec<Rule> {
            let layers = d.layers.iter().filter(|l| l.scope == scope);
            layers.flat_map(|l| l.rules.iter().map(|i| d.rules[*i].clone())).collect()
        };
        let removed = |d: &Doctrine| -> Vec<String> {
            d.layers.iter().filter(|l| l.scope == scope).flat_map(|l| l.remove.clone()).collect()
        };
        let prefix = format!("{}: ", scope.words());
        // As `explain` tells it: what a layer adds is tried before all else.
        let place = |rule: &Rule| {
            let instead = b.stands_wider(&scope, &rule.id);
            if instead { "instead of the wider one of that name" } else { "before the rules for all" }
        };
        compare(&prefix, &of(a), &of(b), &place, &mut out);
        if removed(a) != removed(b) {
            let list = |d: &Doctrine| if removed(d).is_empty() { "nothing".to_owned() } else { removed(d).join(", ") };
            let words = format!("leaves out {} in the first, {} in the second", list(a), list(b));
            out.push(Change { about: scope.words(), words });
        }
    }
    out
}

/// The names of two lists, those of the first before those that only the second has, with what each list has by that name.
fn both<'d, T>(a: &'d [T], b: &'d [T], name: fn(&T) -> &String) -> Vec<(&'d str, Option<&'d T>, Option<&'d T>)> {
    let of_a = a.iter().map(|x| (name(x).as_str(), Some(x), b.iter().find(|y| name(y) == name(x))));
    let only_b = b.iter().filter(|y| a.iter().all(|x| name(x) != name(y)));
    of_a.chain(only_b.map(|y| (name(y).as_str(), None, Some(y)))).collect()
}

fn scopes(a: &Doctrine, b: &Doctrine) -> Vec<Scope> {
    let mut all: Vec<Scope> = Vec::new();
    for layer in a.layers.iter().chain(&b.layers) {
        if !all.contains(&layer.scope) {
            all.push(layer.scope.clone());
        }
    }
    all
}

/// `last` says where a rule stands that no shared rule follows.
fn compare(prefix: &str, a: &[Rule], b: &[Rule], last: &dyn Fn(&Rule) -> &'static str, out: &mut Vec<Change>) {
    let mut note = |id: &str, words: String| out.push(Change { about: format!("{prefix}{id}"), words });
    for x in a {
        let Some(y) = b.iter().find(|y| y.id == x.id) else {
            note(&x.id, format!("only in the first: {}", in_short(x)));
            continue;
        };
        if x.order != y.order {
            note(&x.id, format!("orders to {} in the first, to {} in the second", x.order.verb(), y.order.verb()));
        }
        let (first, second) = (x.steps.but_weapons(), y.steps.but_weapons());
        if first != second {
            note(&x.id, format!("steps: {} in the first; {} in the second", first.words(), second.words()));
        }
        if x.steps.weapons() != y.steps.weapons() {
            let which = if y.steps.weapons() { "second" } else { "first" };
            note(&x.id, format!("the team uses intermediate-force weapons in the {which} only"));
        }
        if x.authorised != y.authorised {
            let which = if y.authorised { "second" } else { "first" };
            note(&x.id, format!("needs an order of authority in the {which} only"));
        }
        if x.from_port != y.from_port {
            let which = if y.from_port { "second" } else { "first" };
            note(&x.id, format!("units may leave port for it in the {which} only"));
        }
        if x.when != y.when {
            note(&x.id, parts_changed(&x.when, &y.when));
        }
        let only =
            |which: &str, c: &Condition| format!("its order is asked for ahead in the {which} only: when {}", bare(c));
        let ahead = match (&x.ask_when, &y.ask_when) {
            (None, Some(c)) => Some(only("second", c)),
            (Some(c), None) => Some(only("first", c)),
            (Some(c), Some(d)) if c != d => Some(format!("asked for ahead: {}", parts_changed(c, d))),
            _ => None,
        };
        if let Some(words) = ahead {
            note(&x.id, words);
        }
        if x.cite != y.cite {
            note(&x.id, format!("rests on \"{}\" in the first, on \"{}\" in the second", x.cite, y.cite));
        }
    }
    for (i, y) in b.iter().enumerate() {
        if a.iter().any(|x| x.id == y.id) {
            continue;
        }
        let next = b[i + 1..].iter().find(|z| a.iter().any(|x| x.id == z.id));
        let place = next.map_or_else(|| last(y).to_owned(), |z| format!("before [{}]", z.id));
        note(&y.id, format!("only in the second, {place}: {}", in_short(y)));
    }
    let shared = |of: &[Rule], other: &[Rule]| -> Vec<String> {
        of.iter().map(|r| r.id.clone()).filter(|id| other.iter().any(|r| r.id == *id)).collect()
    };
    let (first, second) = (shared(a, b), shared(b, a));
    if first != second {
        note("order of rules", format!("{} in the first; {} in the second", first.join(", "), second.join(", ")));
    }
}

fn in_short(rule: &Rule) -> String {
    let word = if rule.authorised { " on an order of authority" } else { "" };
    let ahead = rule.ask_when.as_ref().map_or_else(String::new, |c| format!("; asked for ahead when {}", bare(c)));
    let weapons = rule.order.by_steps(rule.steps).filter(|s| s.weapons());
    format!("{}{word} when {}{ahead}", rule.order.phrase_by("the boat", weapons), bare(&rule.when))
}

/// What each chain says that the other does not, in the words of `explain`.
fn authority_changed(a: &Authority, b: &Authority) -> String {
    let (x, y) = (authority(a), authority(b));
    let only = |of: &str, other: &str| -> String {
        let lines = of.lines().filter(|l| !other.lines().any(|m| m == *l));
        lines.map(|l| l.trim_start_matches([' ', '-']).trim_end_matches('.')).collect::<Vec<_>>().join("; ")
    };
    let (first, second) = (only(&x, &y), only(&y, &x));
    if first.is_empty() && second.is_empty() {
        // Every number is told in full, so that only the order of the same lines is left.
        let desks = |x: &Authority| x.steps.iter().map(|s| s.desk.as_str()).collect::<Vec<_>>().join(", ");
        let (first, second) = (desks(a), desks(b));
        if first == second {
            return "one states itself numbers of desks that the other takes from its chain".to_owned();
        }
        return format!("asks {first} in the first; {second} in the second");
    }
    format!("first: {first}. Second: {second}")
}

/// Which parts came, and which went.
fn parts_changed(a: &Condition, b: &Condition) -> String {
    let parts = |c: &Condition| -> (Vec<String>, &'static str) {
        match c {
            Condition::All(list) => (list.iter().map(Condition::words).collect(), "and"),
            Condition::Any(list) => (list.iter().map(Condition::words).collect(), "or"),
            other => (vec![other.words()], ""),
        }
    };
    let ((x, join_a), (y, join_b)) = (parts(a), parts(b));
    let missing = |of: &[String], other: &[String]| -> Vec<String> {
        of.iter().filter(|p| !other.contains(p)).map(|p| format!("\"{p}\"")).collect()
    };
    let (went, came) = (missing(&x, &y), missing(&y, &x));
    if (join_a != join_b && x.len() > 1 && y.len() > 1) || (went.is_empty() && came.is_empty()) {
        return format!("\"{}\" in the first, \"{}\" in the second", a.words(), b.words());
    }
    let mut told = Vec::new();
    if !went.is_empty() {
        told.push(format!("only the first says {}", went.join(", ")));
    }
    if !came.is_empty() {
        told.push(format!("only the second says {}", came.join(", ")));
    }
    told.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctrine::{Order, Reading};
    use crate::units::{Distance, Duration};

    fn doctrine(rules: Vec<Rule>) -> Doctrine {
        let common = rules.len();
        Doctrine { rules, common, ..Doctrine::for_tests(Condition::PeopleInWater) }
    }

    fn within(m: f64) -> Condition {
        Condition::All(vec![Condition::Daylight, Condition::ShoreWithin(Distance::metres(m))])
    }

    #[test]
    fn a_doctrine_does_not_differ_from_itself_and_one_number_is_one_line() {
        let a = doctrine(vec![Rule::for_tests("near", within(300.0), Order::Shadow)]);
        assert_eq!(diff(&a, &a), Vec::new());
        let b = doctrine(vec![Rule::for_tests("near", within(500.0), Order::Shadow)]);
        let words =
            "only the first says \"within 300 m of the shore\"; only the second says \"within 500 m of the shore\"";
        assert_eq!(diff(&a, &b), vec![Change { about: "near".to_owned(), words: words.to_owned() }]);
    }

    #[test]
    fn readings_numbers_and_a_chains_hours_are_told_whichever_has_them() {
        let reading = |name: &str| Reading { name: name.to_owned(), when: Condition::Boarding, cite: "c".to_owned() };
        let number = |value| DoctrineParameter {
            id: "line".to_owned(),
            value,
            unit: "m".to_owned(),
            bounds: (0.0, 900.0),
            note: String::new(),
        };
        let chain = || Authority::of_one_step("chain", Duration::minutes(30.0), 0.6, 0.6);
        let mut a = doctrine(vec![Rule::for_tests("r", Condition::Daylight, Order::Shadow)]);
        let mut b = a.clone();
        (a.readings, a.reading, a.parameters) = (vec![reading("old")], Some("old".to_owned()), vec![number(300.0)]);
        a.authority = Some(chain());
        b.authority = Some(Authority { valid: Some(Duration::minutes(120.0)), ..chain() });
        let told = |a: &Doctrine, b: &Doctrine| -> String {
            diff(a, b).iter().map(|c| format!("[{}] {}", c.about, c.words)).collect::<Vec<_>>().join("\n")
        };
        let text = told(&a, &b);
        for piece in [
            "[imminent danger] reading \"old\" in the first, one without a name in the second",
            "[reading \"old\"] may be chosen in the first only",
            "[line] a number of the first only: 300 m",
            "good for: 120 min",
        ] {
            assert!(text.contains(piece), "`{piece}` is not in\n{text}");
        }
        assert!(told(&b, &a).contains("[line] a number of the second only: 300 m"));
        b.parameters = vec![number(500.0)];
        assert!(told(&a, &b).contains("[line] 300 m in the first, 500 m in the second"));
    }

    #[test]
    fn rules_of_one_side_only_are_told_with_their_place() {
        let near = Rule::for_tests("near", within(300.0), Order::Shadow);
        let stop = Rule::for_tests("stop", Condition::Daylight, Order::Intercept);
        let (a, b) = (doctrine(vec![near.clone()]), doctrine(vec![stop, near]));
        let there = diff(&a, &b);
        assert!(
            there.len() == 1 && there[0].words.starts_with("only in the second, before [near]: intercept the boat")
        );
        assert!(diff(&b, &a)[0].words.starts_with("only in the first: intercept"));
    }
}
