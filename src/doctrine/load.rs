//! What does a doctrine file say, and does it say it well?
//!
//! A file may extend another: inherited rules keep their order, a rule with the same id replaces in
//! place, and new rules come before the inherited ones, because the first match wins and who writes a
//! new rule wants it tried. All problems are told at once, those of the extended file too. The tests
//! in a file are run at load: a doctrine that does not do what it says of itself is refused.
//! Rules that can never fire and orders that hide a rescue are warnings (`reach`).
//! Left out: more than one parent.

use super::chains::Chains;
use super::file_test::DoctrineTest;
use super::reach::{findings_in_words, oddities, without_rescue};
use super::read_authority::{BY_STATES, Ground, read_authority};
use super::read_parameters::{Setting, read_parameters, read_settings, settle, substitute, warn_of_unused};
use super::read_rules::{
    Danger, Known, Placed, RawLayer, read_choice_of_danger, read_layers, read_priorities, read_readings, read_removed,
    read_rules,
};
use super::read_tests::{Names, read_tests};
use super::speed_limit::read_speed_limits;
use super::{Condition, Doctrine, DoctrineParameter, Layer, Rule};
use crate::agents::Side;
use crate::environment::canal::SILLS;
use crate::reading::{Checked, Fields, Node, Place, Problem, Report, nearest, parse, stem};

/// Finds the file of a doctrine by its id or path: path (for messages) and text. The second name is that of the file that
/// asks, as it was given to the reader: who extends a doctrine may have it lie beside.
pub type Lookup<'a> = &'a dyn Fn(&str, &str) -> Option<(String, String)>;

/// What a doctrine file may name: other doctrines, and chains of authority.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// Finds the file of a doctrine.
    pub lookup: Lookup<'a>,
    /// Ids of doctrines that can be found, for hints.
    pub known: &'a [String],
    /// The chains of authority.
    pub chains: &'a Chains,
}

/// A doctrine and the tests that its file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct DoctrineFile {
    /// The doctrine, with what it extends folded in.
    pub doctrine: Doctrine,
    /// The tests of this file (not of the ones it extends), all of which pass.
    pub tests: Vec<DoctrineTest>,
    /// Ids of the doctrines it extends, nearest first.
    pub extends: Vec<String>,
    /// Their files, as the lookup named them.
    pub extended_files: Vec<String>,
}

/// Reads a doctrine file. `file` is its name or path: the id is its stem, and messages show it.
///
/// # Errors
/// All problems, also of the files it extends.
pub fn load(
    file: &str,
    text: &str,
    lookup: &dyn Fn(&str) -> Option<(String, String)>,
) -> Result<Checked<DoctrineFile>, Vec<Problem>> {
    let by_name = |name: &str, _: &str| lookup(name);
    load_set(file, text, Sources { lookup: &by_name, known: &[], chains: Chains::shipped() }, &[])
}

/// Reads a doctrine file with chains of authority that may be others than the shipped ones, and some of its parameters set
/// from outside: by a study, or on the command line. The tests in the file speak of its own values and are not run then.
///
/// # Errors
/// All problems, also of the files it extends; a parameter that is not there, or out of its bounds.
pub fn load_set(
    file: &str,
    text: &str,
    from: Sources<'_>,
    set: &[(String, f64)],
) -> Result<Checked<DoctrineFile>, Vec<Problem>> {
    let settings: Vec<Setting> =
        set.iter().map(|(id, value)| Setting { id: id.clone(), value: *value, place: None }).collect();
    load_chain(file, text, from, &mut Vec::new(), &settings)
}

fn load_chain(
    file: &str,
    text: &str,
    from: Sources<'_>,
    chain: &mut Vec<String>,
    settings: &[Setting],
) -> Result<Checked<DoctrineFile>, Vec<Problem>> {
    let mut report = Report::new(file);
    chain.push(stem(file).to_owned());
    let value = parse(text, &mut report).and_then(|root| read(root, file, from, chain, settings, &mut report));
    chain.pop();
    if let Some(read) = value.as_ref().filter(|_| chain.is_empty() && settings.is_empty() && !report.has_errors()) {
        // Read as if another file extended it: such a reading warns of nothing itself.
        let with =
            |s: Setting| load_chain(file, text, from, &mut vec![String::new()], &[s]).ok().map(|c| c.value.doctrine);
        warn_of_unused(&read.doctrine, text, &with, &mut report);
    }
    report.finish(value)
}

fn read(
    mut root: Node,
    file: &str,
    from: Sources<'_>,
    chain: &mut Vec<String>,
    settings: &[Setting],
    r: &mut Report,
) -> Option<DoctrineFile> {
    // What is set from outside goes before what this file sets for the one it extends.
    let (parent, parameters) = {
        let mut f = Fields::of(r, &root, "a doctrine")?;
        let own = read_parameters(f.list_or_empty(r, "parameters", "parameters"), r);
        let set = read_settings(f.list_or_empty(r, "set", "values"), r);
        let extends = f.get("extends");
        let own_settings: Vec<Setting> =
            set.iter().filter(|s| !settings.iter().any(|o| o.id == s.id)).cloned().collect();
        let asked = Asked { file, outside: settings, set: &own_settings };
        let parent = extends.map(|node| read_parent(node, from, chain, asked, r));
        // What is set for a doctrine that could not be read may well be there.
        let unknown = matches!(parent, Some(None));
        let set = if unknown { Vec::new() } else { set };
        let knows_all = chain.len() == 1 && !unknown;
        let parameters =
            all_parameters(own, parent.as_ref().and_then(Option::as_ref).map(|(p, _)| p), settings, &set, knows_all, r);
        (parent, parameters)
    };
    let mut used = Vec::new();
    substitute(&mut root, &parameters, matches!(parent, Some(None)), &mut used, r);

    let mut f = Fields::of(r, &root, "a doctrine")?;
    f.whole(r, "format", 1..=1);
    let title = f.text(r, "title");
    let description = f.text(r, "description");
    for read_above in ["parameters", "set", "extends"] {
        f.get(read_above);
    }
    let origin = title.clone().unwrap_or_default();
    let extended = parent.as_ref().and_then(Option::as_ref).map(|(p, _)| &p.doctrine);
    let ground = Ground {
        chains: from.chains,
        inherited: extended.and_then(|d| d.authority.as_ref()),
        of_side: Side::ALL.map(|s| extended.and_then(|d| d.authority_of_side[s.index()].as_ref())),
        unknown: matches!(parent, Some(None)),
    };
    let authority = f.get("authority").map(|node| read_authority(node, ground, r));
    let readings = read_readings(f.list_or_empty(r, "readings", "readings of danger"), r);
    let danger = f.get("danger").map(|node| read_choice_of_danger(node, r));
    let priorities = f.get("priorities").map(|node| read_priorities(node, r));
    let closed: Vec<String> = f
        .list_or_empty(r, "closed_canals", "names of canals")
        .iter()
        .filter_map(|n| r.reference(n, "canal", &SILLS.map(|s| s.id)))
        .collect();
    let speed_limits = f.get("speed_limits").map(|node| read_speed_limits(r.list(node, "speed limits"), r));
    let believe_calls = f.get("believe_calls").map(|node| r.flag(node));
    let own = read_rules(f.list_or_empty(r, "rules", "rules"), &origin, r);
    let remove = read_removed(f.list_or_empty(r, "remove", "rule ids"), r);
    let layers = f.list_or_empty(r, "layers", "layers");
    let tests = f.list_or_empty(r, "tests", "tests");
    for name in BY_STATES {
        f.belongs(name, "`authority: ( commitment: ( orders: ( … ), state: InForce, fatal_interceptions: [ … ] ) )`");
    }
    for name in ["commitment", "chain"] {
        f.belongs(name, "`authority: ( chain: \"name\", commitment: 0.6 )`");
    }
    let (authority_place, rules_place) = (f.place_of("authority"), f.place_of("rules"));
    f.finish(r);

    if parent.is_none() && danger.is_none() {
        r.error(root.place, "a doctrine needs the field `danger` (its reading of imminent danger), or one to extend");
    }
    let parent = match parent {
        Some(None) => {
            // Which rules there are is not known; what is wrong by itself is told all the same.
            read_layers(layers, &origin, None, r);
            read_tests(tests, Names { rules: None, chains: None }, r);
            return None;
        }
        Some(some) => some,
        None => None,
    };
    let (parent, parent_chain, parent_files) = parent.map_or((None, Vec::new(), Vec::new()), |(p, path)| {
        let (mut ids, mut files) = (vec![p.doctrine.id.clone()], vec![path]);
        ids.extend(p.extends);
        files.extend(p.extended_files);
        (Some(p.doctrine), ids, files)
    });
    let inherited = parent.as_ref().map_or(Vec::new(), |p| p.rules[..p.common].to_vec());
    let rules = fold(own, inherited, &remove, r);
    if rules.is_empty() {
        r.error(rules_place, "a doctrine needs at least one rule");
    }
    let common_ids: Vec<String> = rules.iter().map(|(rule, _)| rule.id.clone()).collect();
    let raw = parent.as_ref().map_or_else(Vec::new, layers_of);
    let raw = merged(read_layers(layers, &origin, Some(Known { common: &common_ids, inherited: &raw }), r), raw);
    let ((rules, places), common, layers) = arrange(rules, raw);
    let (authority, authority_of_side) = match authority {
        Some(read) => read.map(|(main, of_side)| (Some(main), of_side))?,
        None => parent.as_ref().map_or((None, [None, None]), |p| (p.authority.clone(), p.authority_of_side.clone())),
    };
    let mut chain_names = from.chains.names();
    chain_names.extend([&authority].into_iter().chain(&authority_of_side).flatten().map(|a| a.chain.as_str()));
    let tests = read_tests(tests, Names { rules: Some(&rules), chains: Some(&chain_names) }, r);
    let waits = rules.iter().zip(&places).find(|(rule, _)| rule.authorised);
    match (&authority, waits) {
        (None, Some((rule, place))) => {
            let place = place.unwrap_or(rules_place);
            r.error(place, format!("rule `{}` needs authority, but the doctrine has no `authority`", rule.id));
        }
        (Some(_), None) => r.warn(authority_place, "no rule needs this authority (`authorised: true`)"),
        _ => {}
    }
    let mut all_readings = readings;
    if let Some(p) = &parent {
        let more: Vec<_> =
            p.readings.iter().filter(|x| !all_readings.iter().any(|y| y.name == x.name)).cloned().collect();
        all_readings.extend(more);
    }
    let names: Vec<&str> = all_readings.iter().map(|x| x.name.as_str()).collect();
    let (reading, danger) = match danger {
        Some(read) => match read? {
            Danger::Is(condition) => (None, condition),
            Danger::Named(name, place) => {
                let i = r.position_of(place, &name, "reading of danger", &names)?;
                (Some(name), all_readings[i].when.clone())
            }
        },
        None => parent.as_ref().map(|p| (p.reading.clone(), p.danger.clone()))?,
    };
    let priorities = match priorities {
        Some(read) => read?,
        None => parent.as_ref().map_or_else(Condition::usual_priorities, |p| p.priorities.clone()),
    };
    let (mut closed_canals, inherited_limits, inherited_belief) =
        parent.map_or_else(Default::default, |p| (p.closed_canals, p.speed_limits, p.believe_calls));
    closed_canals.extend(closed);
    let doctrine = Doctrine {
        id: stem(file).to_owned(),
        title: title?,
        description: description?,
        authority,
        authority_of_side,
        readings: all_readings,
        reading,
        danger,
        priorities,
        closed_canals,
        speed_limits: speed_limits.unwrap_or(inherited_limits),
        believe_calls: believe_calls.unwrap_or(Some(inherited_belief))?,
        parameters,
        rules,
        common,
        layers,
    };
    if !r.has_errors() && chain.len() == 1 {
        for (rules, words) in findings_in_words(&oddities(&doctrine)) {
            // Where the rule itself stands; if only the other one is in this file, that one made it odd.
            let place = rules.iter().find_map(|i| places[*i]).unwrap_or(rules_place);
            r.warn(place, words);
        }
        if let Some(words) = without_rescue(&doctrine) {
            r.warn(remove.first().map_or(rules_place, |(_, place)| *place), words);
        }
    }
    let (missions, units) = doctrine.names_in_layers();
    for test in &tests {
        for (kind, named, there) in [("mission", &test.mission, &missions), ("unit", &test.unit, &units)] {
            if let Some(name) = named.as_ref().filter(|n| !there.contains(&n.as_str())) {
                let hint =
                    nearest(name, there.iter().copied()).map_or_else(String::new, |n| format!("; did you mean `{n}`?"));
                r.warn(test.place, format!("no layer is for the {kind} `{name}` of this test{hint}"));
            }
        }
    }
    if !r.has_errors() && settings.is_empty() {
        for test in &tests {
            if let Err(message) = test.check(&doctrine) {
                r.error(test.place, message);
            }
        }
    }
    Some(DoctrineFile { doctrine, tests, extends: parent_chain, extended_files: parent_files })
}

/// The parameters of this file and of those it extends, with the values in force.
fn all_parameters(
    own: Vec<(DoctrineParameter, Place)>,
    parent: Option<&DoctrineFile>,
    outside: &[Setting],
    set: &[Setting],
    knows_all: bool,
    r: &mut Report,
) -> Vec<DoctrineParameter> {
    let inherited: &[DoctrineParameter] = parent.map_or(&[], |p| &p.doctrine.parameters);
    let names: Vec<&str> = inherited.iter().map(|p| p.id.as_str()).collect();
    for s in set {
        r.position_of(s.place.unwrap_or(Place::START), &s.id, "parameter of the doctrine that is extended", &names);
        if let Some(p) = inherited.iter().find(|p| p.id == s.id && !outside.iter().any(|o| o.id == s.id)) {
            // Bounds are the parent's; that it is out of them is told where it is set.
            settle(&mut p.clone(), s.place.unwrap_or(Place::START), std::slice::from_ref(s), r);
        }
    }
    let mut all = inherited.to_vec();
    for (mut parameter, place) in own {
        if names.contains(&parameter.id.as_str()) {
            let id = &parameter.id;
            r.error(place, format!("`{id}` is a parameter of the doctrine that is extended; use `set` to change it"));
            continue;
        }
        settle(&mut parameter, place, outside, r);
        all.push(parameter);
    }
    if knows_all {
        // The file that was asked for knows them all, unless one that it extends could not be read.
        let names: Vec<&str> = all.iter().map(|p| p.id.as_str()).collect();
        for s in outside {
            r.position_of(Place::START, &s.id, "parameter of this doctrine", &names);
        }
    }
    all
}

/// What is said where problems of another file follow.
const OF_ITS_OWN: &str = "which this doctrine extends, has problems of its own";

/// Who asks for the doctrine that is extended, and which of its numbers are to be others.
#[derive(Clone, Copy)]
struct Asked<'a> {
    /// The file that extends it.
    file: &'a str,
    /// Values set from outside.
    outside: &'a [Setting],
    /// Values that the file sets.
    set: &'a [Setting],
}

/// The doctrine that is extended, and its file.
fn read_parent(
    node: &Node,
    from: Sources<'_>,
    chain: &mut Vec<String>,
    asked: Asked<'_>,
    r: &mut Report,
) -> Option<(DoctrineFile, String)> {
    let name = r.text(node)?;
    if chain.iter().any(|id| id == stem(name)) {
        r.error(node.place, format!("doctrines extend each other in a ring: {} → {name}", chain.join(" → ")));
        return None;
    }
    let Some((path, text)) = (from.lookup)(name, asked.file) else {
        let hint = nearest(name, from.known.iter().map(String::as_str))
            .map_or_else(String::new, |n| format!("; did you mean `{n}`?"));
        let chain = chain.join(" → ");
        r.error(node.place, format!("there is no doctrine `{name}` to extend (asked for by {chain}){hint}"));
        return None;
    };
    let mut read = |set: &[Setting]| {
        let all: Vec<Setting> = asked.outside.iter().chain(set).cloned().collect();
        load_chain(&path, &text, from, chain, &all)
    };
    let with_set = read(asked.set);
    let parent = match with_set {
        Err(told) if !asked.set.is_empty() => match read(&[]) {
            // Sound as it is: what is set is wrong, and it is told where it is set.
            Ok(parent) => {
                let fits = |s: &&Setting| {
                    let known = parent.value.doctrine.parameters.iter().find(|p| p.id == s.id);
                    known.is_some_and(|p| (p.bounds.0..=p.bounds.1).contains(&s.value))
                };
                let fitting: Vec<Setting> = asked.set.iter().filter(fits).cloned().collect();
                // What does not fit is told with the parameters.
                let told =
                    if fitting.len() == asked.set.len() { told } else { read(&fitting).err().unwrap_or_default() };
                let place = fitting.first().and_then(|s| s.place).unwrap_or(node.place);
                for problem in told.iter().filter(|p| !p.message.ends_with(OF_ITS_OWN)) {
                    r.error(place, format!("with what is set here `{name}` is wrong: {problem}"));
                }
                Ok(parent)
            }
            Err(own) => Err(own),
        },
        other => other,
    };
    match parent {
        Ok(parent) => {
            r.adopt_warnings(parent.warnings);
            Some((parent.value, path))
        }
        Err(problems) => {
            r.error(node.place, format!("`{name}`, {OF_ITS_OWN}"));
            r.adopt(problems);
            None
        }
    }
}

/// The layers of a doctrine with their rules taken out of its list.
fn layers_of(doctrine: &Doctrine) -> Vec<RawLayer> {
    let layer = |l: &Layer| RawLayer {
        scope: l.scope.clone(),
        rules: l.rules.iter().map(|i| (doctrine.rules[*i].clone(), None)).collect(),
        remove: l.remove.clone(),
    };
    doctrine.layers.iter().map(layer).collect()
}

/// One layer for each scope, in the order in which scopes come up: what a doctrine says of units of which the one that it
/// extends speaks too goes over that, as its rules for everybody go over that one's.
fn merged(own: Vec<RawLayer>, inherited: Vec<RawLayer>) -> Vec<RawLayer> {
    let mut out = inherited;
    for layer in own {
        let Some(below) = out.iter_mut().find(|l| l.scope == layer.scope) else {
            out.push(layer);
            continue;
        };
        let mut kept = core::mem::take(&mut below.rules);
        kept.retain(|(rule, _)| !layer.remove.contains(&rule.id));
        // A rule that is known takes its place; others come first.
        let mut rules = Vec::new();
        for (rule, place) in layer.rules {
            match kept.iter_mut().find(|(old, _)| old.id == rule.id) {
                Some(old) => *old = (rule, place),
                None => rules.push((rule, place)),
            }
        }
        rules.append(&mut kept);
        below.rules = rules;
        let more = layer.remove.into_iter().filter(|id| !below.remove.contains(id)).collect::<Vec<_>>();
        below.remove.extend(more);
    }
    out
}

/// Rules, and where each stands if in the file that is read.
type Places = (Vec<Rule>, Vec<Option<Place>>);

/// One list of all rules: those for everybody, then those of layers.
fn arrange(mut rules: Vec<(Rule, Option<Place>)>, raw: Vec<RawLayer>) -> (Places, usize, Vec<Layer>) {
    let common = rules.len();
    let mut layers = Vec::new();
    for layer in raw {
        let first = rules.len();
        rules.extend(layer.rules);
        layers.push(Layer { scope: layer.scope, rules: (first..rules.len()).collect(), remove: layer.remove });
    }
    (rules.into_iter().unzip(), common, layers)
}

/// New rules first, then the inherited ones, replaced in place where ids agree, without the removed.
fn fold(
    own: Vec<Placed>,
    mut inherited: Vec<Rule>,
    remove: &[(String, Place)],
    r: &mut Report,
) -> Vec<(Rule, Option<Place>)> {
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
    let mut inherited: Vec<(Rule, Option<Place>)> = inherited.into_iter().map(|rule| (rule, None)).collect();
    let mut rules = Vec::new();
    for (rule, place) in own {
        match inherited.iter_mut().find(|(old, _)| old.id == rule.id) {
            Some(old) => *old = (rule, Some(place)),
            None => rules.push((rule, Some(place))),
        }
    }
    rules.append(&mut inherited);
    rules
}
