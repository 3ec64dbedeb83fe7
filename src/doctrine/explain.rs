//! What does a doctrine say, in plain English that somebody could sign?
//!
//! Each sentence carries the id of its rule in brackets, so that it leads back to the file, and nothing in the file that
//! bears on a night is left unsaid: a test changes every number of a file one by one and sees the text change. What the
//! program does beyond the rules is told at the end (`carried_out`). Left out: what the tests in the file expect
//! (`doctrine test` tells that), and other languages.

use super::authority::{Authority, Hours};
use super::carried_out::carried_out;
use super::condition::Condition;
use super::rule::{Doctrine, Rule};
use crate::agents::Side;
use crate::parameters::Register;
use crate::units::Duration;
use crate::units::format::in_full;
use std::fmt::Write as _;

/// The whole doctrine as text.
#[must_use]
pub fn explain(d: &Doctrine) -> String {
    let mut t = format!("{}\n\n{}\n", d.title, d.description);
    let reading = d.reading.as_ref().map_or_else(String::new, |name| format!(" (reading \"{name}\")"));
    let _ = write!(t, "\nImminent danger{reading} is assessed when\n{}", parts(&d.danger, 2));
    for other in d.readings.iter().filter(|x| Some(&x.name) != d.reading.as_ref()) {
        let _ = write!(
            t,
            "\nNot in force: the reading \"{}\" ({}), by which it is assessed when\n{}",
            other.name,
            other.cite,
            parts(&other.when, 2)
        );
    }
    if let Some(a) = &d.authority {
        let _ = write!(t, "\n{}", authority(a));
    }
    for side in Side::ALL {
        if let Some(a) = &d.authority_of_side[side.index()] {
            let _ = write!(t, "\nFor {} and {} units instead. {}", side.centre(), side.adjective(), authority(a));
        }
    }
    t += "\nWhen units are short, boats come in this order:\n";
    for (i, p) in d.priorities.iter().enumerate() {
        let _ = writeln!(t, "  {}. {}", i + 1, bare(p));
    }
    let _ = writeln!(t, "  {}. any other boat", d.priorities.len() + 1);
    if !d.closed_canals.is_empty() {
        let _ = writeln!(t, "\nClosed from the beginning of the night: {}.", d.closed_canals.join(", "));
    }
    for limit in &d.speed_limits {
        let _ = writeln!(t, "\nUnits go {}. Aircraft keep no such limit.", limit.words());
    }
    if d.believe_calls {
        t += "\nCentres act on every call for help, and are not slowed by doubts about the caller.\n";
    }
    let (of_centres, of_units): (Vec<&Rule>, Vec<&Rule>) =
        d.rules[..d.common].iter().partition(|r| r.order.is_of_the_centre());
    t += "\nRules for units. They are tried in this order for each boat that is known and each unit; the first that applies is followed.\n";
    for (i, rule) in of_units.iter().enumerate() {
        let _ = write!(t, "\n{}. {}", i + 1, rule_in_words(rule));
    }
    t += "\nIf no rule applies, the boat is kept on the plot and no unit is sent.\n";
    if !of_centres.is_empty() {
        t += "\nOrders of the centre. Whatever its units do, each centre tries these in this order for each boat that it knows; it carries out the first that applies, of those that it has not carried out for that boat yet and can carry out now.\n";
        for (i, rule) in of_centres.iter().enumerate() {
            let _ = write!(t, "\n{}. {}", i + 1, rule_in_words(rule));
        }
    }
    let mut layers: Vec<_> = d.layers.iter().collect();
    layers.sort_by_key(|l| l.scope.rank());
    if layers.len() > 1 {
        t += "\nWhat follows holds for some units only; where several of these hold for a unit, each goes over those before it.\n";
    }
    for layer in layers {
        let _ = write!(t, "\nFor {}, differently:\n", layer.scope.words());
        for id in &layer.remove {
            let _ = writeln!(t, "  - rule [{id}] does not hold");
        }
        for &i in &layer.rules {
            let instead = if d.stands_wider(&layer.scope, &d.rules[i].id) { "instead: " } else { "first: " };
            let centre = if d.rules[i].order.is_of_the_centre() { "of the centre, " } else { "" };
            let text = rule_in_words(&d.rules[i]).replace('\n', "\n    ");
            let _ = write!(t, "  - {centre}{instead}{}", text.trim_end_matches(' '));
        }
    }
    if !d.parameters.is_empty() {
        t += "\nNumbers with a name, which a study may change:\n";
        for p in &d.parameters {
            let (low, high) = p.bounds;
            let unit = if p.unit.is_empty() { String::new() } else { format!(" {}", p.unit) };
            let _ = writeln!(t, "  {} = {}{unit} (from {low} to {high}): {}", p.id, p.value, p.note);
        }
    }
    let _ = write!(t, "\nHow these rules are carried out\n");
    for line in carried_out() {
        let _ = writeln!(t, "  - {line}");
    }
    t
}

/// One rule: what is ordered, when, on whose word, after which text.
#[must_use]
pub fn rule_in_words(rule: &Rule) -> String {
    let mut what = capital(&rule.order.phrase("the boat"));
    if let Some(steps) = rule.order.by_steps(rule.steps) {
        let _ = write!(what, " ({})", steps.words());
    }
    let word = if rule.authorised {
        " once the chain of authority has given the order; until then the rules below apply"
    } else {
        ""
    };
    let word = word.to_owned() + if rule.from_port { " (units may leave port for it)" } else { "" };
    let when = match &rule.when {
        Condition::Always => String::from(" in every case.\n"),
        condition => format!(" when\n{}", parts(condition, 5)),
    };
    let ahead = rule.ask_when.as_ref().map_or_else(String::new, |c| {
        format!("     The order is asked for ahead, though this does not hold yet, when\n{}", parts(c, 5))
    });
    format!("[{}] {what}{word},{when}{ahead}     Source: {}\n", rule.id, rule.cite)
        .replace(", in every case", " in every case")
}

/// A condition as a list, one part on each line.
fn parts(condition: &Condition, indent: usize) -> String {
    let pad = " ".repeat(indent);
    let (items, join) = match condition {
        Condition::All(list) => (list.iter().map(bare).collect::<Vec<_>>(), "and"),
        Condition::Any(list) => (list.iter().map(bare).collect(), "or"),
        other => (vec![bare(other)], ""),
    };
    let last = items.len().saturating_sub(1);
    let mut text = String::new();
    for (i, item) in items.iter().enumerate() {
        let end = if i == last { "." } else { ", " };
        let link = if i == last { "" } else { join };
        let _ = writeln!(text, "{pad}- {item}{end}{link}");
    }
    text
}

/// The chain of authority and the will behind it, a line each.
pub(super) fn authority(a: &Authority) -> String {
    let mut t = format!("Orders that need authority go through the chain `{}`:\n", a.chain);
    for step in &a.steps {
        let evidence = if step.needs_evidence { "; refuses what no recorded evidence supports" } else { "" };
        let tires = if step.tires { "; keeps the watch of the centre, and tires with it" } else { "" };
        let _ = writeln!(
            t,
            "  - {}: {} min in the median (lognormal, {}), {} at a time; {}{tires}{evidence}",
            step.desk,
            plain(step.delay_median.min_()),
            plain(step.delay_sigma),
            step.seats,
            open_words(step.open),
        );
    }
    let minutes = |given: Option<Duration>, register: &str| {
        given.map_or_else(
            || {
                let shipped = Register::shipped().get(register).map_or(0.0, |e| e.value);
                format!("{} min (`{register}` of the shipped register)", plain(shipped))
            },
            |d| format!("{} min", plain(d.min_())),
        )
    };
    let _ = writeln!(t, "An order, once given, is good for: {}.", minutes(a.valid, "authority.valid_min"));
    let _ = writeln!(
        t,
        "After a refusal, or when it is good no more, it is asked for again after: {}.",
        minutes(a.again, "authority.again_min")
    );
    let _ = writeln!(t, "Political commitment: {}.", a.commitment.words());
    t
}

/// A number with as many digits as it needs.
fn plain(x: f64) -> String {
    in_full(x, 0)
}

/// When a desk is open.
fn open_words(open: Hours) -> String {
    let clock = |min: u32| format!("{:02}:{:02}", min / 60, min % 60);
    match open {
        Hours::Always => "always open".to_owned(),
        Hours::Daily { from_min, to_min } => {
            format!(
                "open from {} to {} UTC, and outside it answered more slowly by a duty officer",
                clock(from_min),
                clock(to_min)
            )
        }
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// The words of a condition that stands on a line of its own: no brackets about the whole.
pub(super) fn bare(condition: &Condition) -> String {
    let words = condition.words();
    match condition {
        Condition::All(_) | Condition::Any(_) => {
            words.strip_prefix('(').and_then(|w| w.strip_suffix(')')).unwrap_or(&words).to_owned()
        }
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    use super::super::authority::Step;
    use super::*;
    use crate::doctrine::ContactLook;
    use crate::doctrine::Order;

    #[test]
    fn a_chain_tells_its_hours_its_watch_and_how_long_an_order_holds() {
        let mut step = Step::new("consultation", Duration::minutes(7.5), 0.65);
        step.open = Hours::Daily { from_min: 18 * 60, to_min: 6 * 60 + 30 };
        (step.tires, step.needs_evidence) = (true, true);
        let mut a =
            Authority { steps: vec![step], ..Authority::of_one_step("chain", Duration::minutes(1.0), 0.6, 0.5) };
        let text = authority(&a);
        for piece in [
            "7.5 min in the median (lognormal, 0.65)",
            "open from 18:00 to 06:30 UTC",
            "tires with it",
            "no recorded evidence",
            "good for: 360 min (`authority.valid_min` of the shipped register)",
            "min (`authority.again_min` of the shipped register)",
        ] {
            assert!(text.contains(piece), "`{piece}` is not in\n{text}");
        }
        (a.valid, a.again) = (Some(Duration::hours(2.0)), Some(Duration::minutes(45.0)));
        let text = authority(&a);
        assert!(text.contains("good for: 120 min") && text.contains("again after: 45 min"), "{text}");
    }

    #[test]
    fn every_rule_and_every_condition_is_in_the_text() {
        let when = Condition::All(vec![
            Condition::Looks(ContactLook::TaxiBoat),
            Condition::Any(vec![Condition::Daylight, Condition::InSight]),
            Condition::Not(Box::new(Condition::Boarding)),
        ]);
        let mut ask = Rule::for_tests("stop-it", when, Order::Intercept);
        ask.authorised = true;
        let rules = vec![ask, Rule::for_tests("rest", Condition::Always, Order::Observe)];
        let common = rules.len();
        let d = Doctrine { rules, common, ..Doctrine::for_tests(Condition::PeopleInWater) };
        let text = explain(&d);
        for piece in [
            "[stop-it]",
            "[rest]",
            "looks like a taxi-boat before loading, and",
            "in daylight or civil twilight or the unit has it in sight",
            "nobody is boarding.",
            "once the chain of authority",
            "Observe the boat in every case",
            "people are in the water.",
            "a test",
        ] {
            assert!(text.contains(piece), "`{piece}` is not in\n{text}");
        }
    }
}
