//! What does a doctrine file say, and does it say it well?
//!
//! A file may extend another: inherited rules keep their order, a rule with the same id replaces in
//! place, and new rules come before the inherited ones, because the first match wins and who writes a
//! new rule wants it tried. All problems are told at once, those of the extended file too. The tests
//! in a file are run at load: a doctrine that does not do what it says of itself is refused.
//! Left out: more than one parent.

use super::chains::Chains;
use super::decide;
use super::read_authority::{Ground, read_authority};
use super::read_condition::read_condition;
use super::read_picture::read_picture;
use super::{Condition, Doctrine, Order, Picture, Rule};
use crate::reading::{Checked, Fields, Node, Place, Problem, Report, parse, stem};

/// Finds the file of a doctrine by its id: path (for messages) and text.
pub type Lookup<'a> = &'a dyn Fn(&str) -> Option<(String, String)>;

/// A doctrine and the tests that its file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct DoctrineFile {
    /// The doctrine, with what it extends folded in.
    pub doctrine: Doctrine,
    /// The tests of this file (not of the ones it extends), all of which pass.
    pub tests: Vec<DoctrineTest>,
    /// Ids of the doctrines it extends, nearest first.
    pub extends: Vec<String>,
}

/// Given this picture, expect this order.
#[derive(Clone, Debug, PartialEq)]
pub struct DoctrineTest {
    /// The picture; what the file leaves out has the defaults named in `docs/files.md`.
    pub given: Picture,
    /// The order for now.
    pub expect: Order,
    /// Id of the rule that must be waiting for authority, if one must.
    pub awaits: Option<String>,
    /// What it shows.
    pub note: String,
    /// Where it stands in the file.
    pub place: Place,
}

impl DoctrineTest {
    /// Does the doctrine decide as expected?
    ///
    /// # Errors
    /// Says what it decided instead, and by which rule.
    pub fn check(&self, doctrine: &Doctrine) -> Result<(), String> {
        let decision = decide(doctrine, &self.given);
        let rule = |i: Option<usize>| i.and_then(|i| doctrine.rules.get(i)).map(|r| r.id.as_str());
        if decision.order != self.expect {
            let by = rule(decision.rule).map_or_else(|| "no rule matched".to_owned(), |id| format!("by rule `{id}`"));
            return Err(format!(
                "the test fails ({}): expected {}, but the doctrine orders {} ({by})",
                self.note,
                self.expect.name(),
                decision.order.name()
            ));
        }
        let waiting = rule(decision.awaits);
        if self.awaits.is_some() && waiting != self.awaits.as_deref() {
            return Err(format!(
                "the test fails ({}): expected rule `{}` to await authority, but {} does",
                self.note,
                self.awaits.as_deref().unwrap_or_default(),
                waiting.map_or_else(|| "none".to_owned(), |id| format!("`{id}`")),
            ));
        }
        Ok(())
    }
}

/// Reads a doctrine file. `file` is its name or path: the id is its stem, and messages show it.
///
/// # Errors
/// All problems, also of the files it extends.
pub fn load(file: &str, text: &str, lookup: Lookup<'_>) -> Result<Checked<DoctrineFile>, Vec<Problem>> {
    load_with(file, text, lookup, Chains::shipped())
}

/// The same with other chains of authority than the shipped ones.
///
/// # Errors
/// As [`load`].
pub fn load_with(
    file: &str,
    text: &str,
    lookup: Lookup<'_>,
    chains: &Chains,
) -> Result<Checked<DoctrineFile>, Vec<Problem>> {
    load_chain(file, text, lookup, chains, &mut Vec::new())
}

fn load_chain(
    file: &str,
    text: &str,
    lookup: Lookup<'_>,
    chains: &Chains,
    chain: &mut Vec<String>,
) -> Result<Checked<DoctrineFile>, Vec<Problem>> {
    let mut report = Report::new(file);
    chain.push(stem(file).to_owned());
    let value = parse(text, &mut report).and_then(|root| read(&root, file, lookup, chains, chain, &mut report));
    chain.pop();
    report.finish(value)
}

fn read(
    root: &Node,
    file: &str,
    lookup: Lookup<'_>,
    chains: &Chains,
    chain: &mut Vec<String>,
    r: &mut Report,
) -> Option<DoctrineFile> {
    let mut f = Fields::of(r, root, "a doctrine")?;
    f.whole(r, "format", 1..=1);
    let title = f.text(r, "title");
    let description = f.text(r, "description");

    let extends = f.get("extends");
    let parent = extends.and_then(|node| read_parent(node, lookup, chains, chain, r));
    let inherited = parent.as_ref().and_then(|p| p.doctrine.authority.as_ref());
    let ground = Ground { chains, inherited, unknown: extends.is_some() && parent.is_none() };
    let authority = f.get("authority").map(|node| read_authority(node, ground, r));
    let danger = f.get("danger").map(|node| read_condition(node, r));
    let own = read_rules(f.list_or_empty(r, "rules", "rules"), title.as_deref().unwrap_or_default(), r);
    let remove: Vec<(String, Place)> = f
        .list_or_empty(r, "remove", "rule ids")
        .iter()
        .filter_map(|n| r.text(n).map(|t| (t.to_owned(), n.place)))
        .collect();
    let tests = f.list_or_empty(r, "tests", "tests");
    let (authority_place, rules_place) = (f.place_of("authority"), f.place_of("rules"));
    f.finish(r);

    if extends.is_none() && danger.is_none() {
        r.error(root.place, "a doctrine needs the field `danger` (its reading of imminent danger), or one to extend");
    }
    if extends.is_some() && parent.is_none() {
        // Which rules there are is not known; what was found so far is told.
        read_tests(tests, &[], r);
        return None;
    }
    if let Some(Some(condition)) = &danger
        && condition.mentions(&|c| matches!(c, Condition::ImminentDanger))
    {
        r.error(root.place, "`danger` may not use `ImminentDanger`: that is what it defines");
    }
    let (parent, parent_chain) = parent.map_or((None, Vec::new()), |p| {
        let mut ids = vec![p.doctrine.id.clone()];
        ids.extend(p.extends);
        (Some(p.doctrine), ids)
    });
    let inherited = parent.as_ref().map_or(Vec::new(), |p| p.rules.clone());
    let rules = fold(own, inherited, &remove, r);
    if rules.is_empty() {
        r.error(rules_place, "a doctrine needs at least one rule");
    }
    let tests = read_tests(tests, &rules, r);
    let authority = match authority {
        Some(read) => Some(read?),
        None => parent.as_ref().and_then(|p| p.authority.clone()),
    };
    let waits = rules.iter().find(|rule| rule.authorised);
    match (&authority, waits) {
        (None, Some(rule)) => {
            r.error(rules_place, format!("rule `{}` needs authority, but the doctrine has no `authority`", rule.id));
        }
        (Some(_), None) => r.warn(authority_place, "no rule needs this authority (`authorised: true`)"),
        _ => {}
    }
    let danger = match danger {
        Some(read) => read?,
        None => parent.map(|p| p.danger)?,
    };
    let doctrine =
        Doctrine { id: stem(file).to_owned(), title: title?, description: description?, authority, danger, rules };
    if !r.has_errors() {
        for test in &tests {
            if let Err(message) = test.check(&doctrine) {
                r.error(test.place, message);
            }
        }
    }
    Some(DoctrineFile { doctrine, tests, extends: parent_chain })
}

fn read_parent(
    node: &Node,
    lookup: Lookup<'_>,
    chains: &Chains,
    chain: &mut Vec<String>,
    r: &mut Report,
) -> Option<DoctrineFile> {
    let name = r.text(node)?;
    if chain.iter().any(|id| id == name) {
        r.error(node.place, format!("doctrines extend each other in a ring: {} → {name}", chain.join(" → ")));
        return None;
    }
    let Some((path, text)) = lookup(name) else {
        r.error(node.place, format!("there is no doctrine `{name}` to extend (asked for by {})", chain.join(" → ")));
        return None;
    };
    match load_chain(&path, &text, lookup, chains, chain) {
        Ok(parent) => {
            r.adopt_warnings(parent.warnings);
            Some(parent.value)
        }
        Err(problems) => {
            r.error(node.place, format!("`{name}`, which this doctrine extends, has problems of its own"));
            r.adopt(problems);
            None
        }
    }
}

/// Rules of one file with their places.
fn read_rules(nodes: &[Node], origin: &str, r: &mut Report) -> Vec<(Rule, Place)> {
    let (mut out, mut ids) = (Vec::new(), Vec::new());
    for node in nodes {
        let Some(mut f) = Fields::of(r, node, "a rule") else { continue };
        let id = f.id(r, "id");
        let when = f.need("when").and_then(|n| read_condition(n, r));
        let order = read_order(&mut f, "order", r);
        let authorised = f.flag_or(r, "authorised", false);
        let cite = f.text(r, "cite");
        let place = f.place_of("id");
        f.finish(r);
        if let Some(id) = &id {
            if ids.contains(id) {
                r.error(place, format!("there are two rules `{id}`; each id stands once in a file"));
            }
            ids.push(id.clone());
        }
        if let (Some(id), Some(when), Some(order), Some(authorised), Some(cite)) = (id, when, order, authorised, cite) {
            out.push((Rule { id, when, order, authorised, cite, origin: origin.to_owned() }, place));
        }
    }
    out
}

fn read_order(f: &mut Fields<'_>, name: &'static str, r: &mut Report) -> Option<Order> {
    f.choice(r, name, "order", &Order::ALL.map(Order::name)).map(|i| Order::ALL[i])
}

/// New rules first, then the inherited ones, replaced in place where ids agree, without the removed.
fn fold(own: Vec<(Rule, Place)>, mut inherited: Vec<Rule>, remove: &[(String, Place)], r: &mut Report) -> Vec<Rule> {
    let ids: Vec<String> = inherited.iter().map(|rule| rule.id.clone()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    for (id, place) in remove {
        if r.position_of(*place, id, "inherited rule", &ids).is_some() {
            inherited.retain(|rule| rule.id != *id);
            if own.iter().any(|(rule, _)| rule.id == *id) {
                r.warn(
                    *place,
                    format!("rule `{id}` is removed and written anew; it now comes before the inherited rules"),
                );
            }
        }
    }
    let mut rules = Vec::new();
    for (rule, _) in own {
        match inherited.iter_mut().find(|old| old.id == rule.id) {
            Some(old) => *old = rule,
            None => rules.push(rule),
        }
    }
    rules.append(&mut inherited);
    rules
}

fn read_tests(nodes: &[Node], rules: &[Rule], r: &mut Report) -> Vec<DoctrineTest> {
    let ids: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
    let mut out = Vec::new();
    for node in nodes {
        let Some(mut f) = Fields::of(r, node, "a test") else { continue };
        let given = f.need("given").and_then(|n| read_picture(n, r));
        let expect = read_order(&mut f, "expect", r);
        let awaits = f.get("awaits").and_then(|n| r.reference(n, "rule", &ids));
        let note = f.text(r, "note");
        f.finish(r);
        if let (Some(given), Some(expect), Some(note)) = (given, expect, note) {
            out.push(DoctrineTest { given, expect, awaits, note, place: node.place });
        }
    }
    out
}
