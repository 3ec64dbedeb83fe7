//! What does a doctrine file say, and does it say it well?
//!
//! A file may extend another: inherited rules keep their order, a rule with the same id replaces in
//! place, and new rules come before the inherited ones, because the first match wins and who writes a
//! new rule wants it tried. All problems are told at once, those of the extended file too. The tests
//! in a file are run at load: a doctrine that does not do what it says of itself is refused.
//! Left out: more than one parent.

use super::decide;
use super::{Authority, Condition, Contact, ContactLook, Doctrine, ForceView, Order, Picture, Rule, SeaView, UnitView};
use crate::agents::Side;
use crate::agents::calling::Phase;
use crate::reading::{Checked, Fields, Kind, Node, Place, Problem, Report, parse, stem};
use crate::units::{Distance, Duration, Speed, Tick, Vec2};

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
    load_chain(file, text, lookup, &mut Vec::new())
}

fn load_chain(
    file: &str,
    text: &str,
    lookup: Lookup<'_>,
    chain: &mut Vec<String>,
) -> Result<Checked<DoctrineFile>, Vec<Problem>> {
    let mut report = Report::new(file);
    chain.push(stem(file).to_owned());
    let value = parse(text, &mut report).and_then(|root| read(&root, file, lookup, chain, &mut report));
    chain.pop();
    report.finish(value)
}

fn read(root: &Node, file: &str, lookup: Lookup<'_>, chain: &mut Vec<String>, r: &mut Report) -> Option<DoctrineFile> {
    let mut f = Fields::of(r, root, "a doctrine")?;
    f.whole(r, "format", 1..=1);
    let title = f.text(r, "title");
    let description = f.text(r, "description");

    let extends = f.get("extends");
    let parent = extends.and_then(|node| read_parent(node, lookup, chain, r));
    let authority = f.get("authority").map(|node| read_authority(node, r));
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
        && mentions_danger(condition)
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

fn read_parent(node: &Node, lookup: Lookup<'_>, chain: &mut Vec<String>, r: &mut Report) -> Option<DoctrineFile> {
    let name = r.text(node)?;
    if chain.iter().any(|id| id == name) {
        r.error(node.place, format!("doctrines extend each other in a ring: {} → {name}", chain.join(" → ")));
        return None;
    }
    let Some((path, text)) = lookup(name) else {
        r.error(node.place, format!("there is no doctrine `{name}` to extend (asked for by {})", chain.join(" → ")));
        return None;
    };
    match load_chain(&path, &text, lookup, chain) {
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

fn read_authority(node: &Node, r: &mut Report) -> Option<Authority> {
    let mut f = Fields::of(r, node, "an authority")?;
    let chain = f.text(r, "chain");
    // A day at most; MODEL 11.1 gives 8 to 60 minutes.
    let delay_median = f.number(r, "delay_median_min", 0.1..=1440.0).map(Duration::minutes);
    let delay_sigma = f.number(r, "delay_sigma", 0.0..=2.0);
    let commitment = f.number(r, "commitment", 0.0..=1.0);
    f.finish(r);
    Some(Authority { chain: chain?, delay_median: delay_median?, delay_sigma: delay_sigma?, commitment: commitment? })
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

fn mentions_danger(c: &Condition) -> bool {
    match c {
        Condition::ImminentDanger => true,
        Condition::All(list) | Condition::Any(list) => list.iter().any(mentions_danger),
        Condition::Not(inner) => mentions_danger(inner),
        _ => false,
    }
}

/// Conditions by name and the way they are written, for hints.
const CONDITIONS: [(&str, &str); 25] = [
    ("All", "All([ … ])"),
    ("Any", "Any([ … ])"),
    ("Not", "Not(…)"),
    ("ImminentDanger", "ImminentDanger"),
    ("UnitOf", "UnitOf(France)"),
    ("RegionOf", "RegionOf(UnitedKingdom)"),
    ("Looks", "Looks(TaxiBoat)"),
    ("AboardAtMost", "AboardAtMost(best: 5, upper95: 10)"),
    ("AboardAtLeast", "AboardAtLeast(best: 20)"),
    ("Boarding", "Boarding"),
    ("PeopleInWater", "PeopleInWater"),
    ("DistressDeclared", "DistressDeclared"),
    ("EngineDeadFor", "EngineDeadFor(min: 20)"),
    ("WaterAboard", "WaterAboard"),
    ("FreeboardBelow", "FreeboardBelow(m: 0.1)"),
    ("RefusedHelp", "RefusedHelp"),
    ("ShoreWithin", "ShoreWithin(m: 300)"),
    ("InCanal", "InCanal"),
    ("WavesBelow", "WavesBelow(m: 0.5)"),
    ("WindBelow", "WindBelow(kn: 12)"),
    ("Daylight", "Daylight"),
    ("DepthAllows", "DepthAllows"),
    ("UnitIntercepts", "UnitIntercepts"),
    ("UnitWithin", "UnitWithin(min: 20)"),
    ("RescueStandbyWithin", "RescueStandbyWithin(min: 10)"),
];

/// Names of all conditions in doctrine files.
#[must_use]
pub fn condition_names() -> Vec<&'static str> {
    CONDITIONS.iter().map(|(name, _)| *name).collect()
}

/// Reads a condition.
pub fn read_condition(node: &Node, r: &mut Report) -> Option<Condition> {
    let Kind::Named { name, body } = &node.kind else {
        r.wrong_kind(node, "a condition, like `Boarding` or `ShoreWithin(m: 300)`");
        return None;
    };
    let names = condition_names();
    r.position_of(node.place, name, "condition", &names)?;
    let form = CONDITIONS.iter().find(|(n, _)| n == name).map_or("", |(_, form)| form);
    let body = body.as_deref();
    let bare = |condition: Condition, r: &mut Report| match body {
        None => Some(condition),
        Some(b) if matches!(b.kind, Kind::Unit) => Some(condition),
        Some(b) => {
            r.error(b.place, format!("`{name}` takes nothing in parentheses"));
            None
        }
    };
    match name.as_str() {
        "All" | "Any" => {
            let list = one(node, body, form, r)?;
            let items = r.list(list, "conditions");
            if items.is_empty() && matches!(list.kind, Kind::List(_)) {
                r.warn(list.place, format!("`{name}([])` is always {}", name == "All"));
            }
            let read: Vec<_> = items.iter().map(|n| read_condition(n, r)).collect();
            let conditions = read.into_iter().collect::<Option<Vec<_>>>()?;
            Some(if name == "All" { Condition::All(conditions) } else { Condition::Any(conditions) })
        }
        "Not" => read_condition(one(node, body, form, r)?, r).map(|c| Condition::Not(Box::new(c))),
        "UnitOf" => read_side(one(node, body, form, r)?, r).map(Condition::UnitOf),
        "RegionOf" => read_side(one(node, body, form, r)?, r).map(Condition::RegionOf),
        "Looks" => read_look(one(node, body, form, r)?, r).map(Condition::Looks),
        "AboardAtMost" => {
            let mut f = fields(node, body, form, "`AboardAtMost`", r)?;
            let (best, upper95) = (f.number(r, "best", 0.0..=500.0), f.number(r, "upper95", 0.0..=1000.0));
            let place = f.place_of("upper95");
            f.finish(r);
            let (best, upper95) = (best?, upper95?);
            if upper95 < best {
                r.error(place, format!("`upper95` ({upper95}) is below `best` ({best}); expected the larger bound"));
            }
            Some(Condition::AboardAtMost { best, upper95 })
        }
        "AboardAtLeast" => {
            let mut f = fields(node, body, form, "`AboardAtLeast`", r)?;
            let best = f.number(r, "best", 0.0..=500.0);
            f.finish(r);
            Some(Condition::AboardAtLeast { best: best? })
        }
        "EngineDeadFor" => measure(node, body, form, "`EngineDeadFor`", "min", 1440.0, r)
            .map(|x| Condition::EngineDeadFor(Duration::minutes(x))),
        "UnitWithin" => measure(node, body, form, "`UnitWithin`", "min", 1440.0, r)
            .map(|x| Condition::UnitWithin(Duration::minutes(x))),
        "RescueStandbyWithin" => measure(node, body, form, "`RescueStandbyWithin`", "min", 1440.0, r)
            .map(|x| Condition::RescueStandbyWithin(Duration::minutes(x))),
        "FreeboardBelow" => measure(node, body, form, "`FreeboardBelow`", "m", 1.0, r)
            .map(|x| Condition::FreeboardBelow(Distance::metres(x))),
        "ShoreWithin" => measure(node, body, form, "`ShoreWithin`", "m", 50_000.0, r)
            .map(|x| Condition::ShoreWithin(Distance::metres(x))),
        "WavesBelow" => {
            measure(node, body, form, "`WavesBelow`", "m", 10.0, r).map(|x| Condition::WavesBelow(Distance::metres(x)))
        }
        "WindBelow" => {
            measure(node, body, form, "`WindBelow`", "kn", 80.0, r).map(|x| Condition::WindBelow(Speed::knots(x)))
        }
        "ImminentDanger" => bare(Condition::ImminentDanger, r),
        "Boarding" => bare(Condition::Boarding, r),
        "PeopleInWater" => bare(Condition::PeopleInWater, r),
        "DistressDeclared" => bare(Condition::DistressDeclared, r),
        "WaterAboard" => bare(Condition::WaterAboard, r),
        "RefusedHelp" => bare(Condition::RefusedHelp, r),
        "InCanal" => bare(Condition::InCanal, r),
        "Daylight" => bare(Condition::Daylight, r),
        "DepthAllows" => bare(Condition::DepthAllows, r),
        "UnitIntercepts" => bare(Condition::UnitIntercepts, r),
        // `position_of` above lets only known names pass; a new name without an arm is our bug, told as one.
        _ => {
            r.error(node.place, format!("the condition `{name}` is known by name only"));
            None
        }
    }
}

/// The single value in a condition's parentheses.
fn one<'n>(node: &Node, body: Option<&'n Node>, form: &str, r: &mut Report) -> Option<&'n Node> {
    match body.map(|b| &b.kind) {
        Some(Kind::Tuple(items)) if items.len() == 1 => items.first(),
        Some(Kind::Broken) => None,
        _ => {
            r.error(node.place, format!("expected `{form}`"));
            None
        }
    }
}

/// The named values in a condition's parentheses; a bare number is told to name its unit.
fn fields<'n>(
    node: &Node,
    body: Option<&'n Node>,
    form: &str,
    what: &'static str,
    r: &mut Report,
) -> Option<Fields<'n>> {
    match body {
        Some(b) if matches!(b.kind, Kind::Struct(_)) => Fields::of(r, b, what),
        Some(b) if matches!(b.kind, Kind::Tuple(_)) => {
            r.error(b.place, format!("{what} needs its numbers named; expected `{form}`"));
            None
        }
        _ => {
            r.error(node.place, format!("{what} needs numbers; expected `{form}`"));
            None
        }
    }
}

/// The one number of a condition, in the unit that its field is named after.
fn measure(
    node: &Node,
    body: Option<&Node>,
    form: &str,
    what: &'static str,
    unit: &'static str,
    max: f64,
    r: &mut Report,
) -> Option<f64> {
    let mut f = fields(node, body, form, what, r)?;
    let value = f.number(r, unit, 0.0..=max);
    f.finish(r);
    value
}

/// `France` or `UnitedKingdom`.
pub(crate) fn read_side(node: &Node, r: &mut Report) -> Option<Side> {
    r.choice(node, "side", &["France", "UnitedKingdom"]).map(|i| Side::ALL[i])
}

fn read_look(node: &Node, r: &mut Report) -> Option<ContactLook> {
    r.choice(node, "look", &ContactLook::ALL.map(ContactLook::name)).map(|i| ContactLook::ALL[i])
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

/// A picture with stated defaults: a French unit that may intercept, ten minutes off an unidentified
/// boat two kilometres from the French shore, on a calm day, a rescue unit five minutes away, no order held.
fn read_picture(node: &Node, r: &mut Report) -> Option<Picture> {
    let mut f = Fields::of(r, node, "a picture")?;
    let look = f.get("look").map_or(Some(ContactLook::Unknown), |n| read_look(n, r));
    let aboard_best = f.number_or(r, "aboard_best", 0.0..=500.0, 0.0);
    // 1.96 standard errors at the counting error of MODEL 11.2 by day (30 %).
    let aboard_upper95 =
        f.number_or(r, "aboard_upper95", 0.0..=1000.0, aboard_best.unwrap_or(0.0) * (1.0 + 1.96 * 0.3));
    let boarding = f.flag_or(r, "boarding", false);
    let people_in_water = f.flag_or(r, "people_in_water", false);
    let distress_declared = f.flag_or(r, "distress_declared", false);
    let engine_dead_for = f.get("engine_dead_for_min").map(|n| r.number(n, "minutes", &(0.0..=1440.0)));
    let water_aboard = f.flag_or(r, "water_aboard", false);
    let freeboard = f.get("freeboard_m").map(|n| r.number(n, "metres", &(0.0..=2.0)));
    let refused_help = f.flag_or(r, "refused_help", false);
    let wave_height_m = f.number_or(r, "wave_height_m", 0.0..=10.0, 0.3);
    let wind_kn = f.number_or(r, "wind_kn", 0.0..=80.0, 6.0);
    let daylight = f.flag_or(r, "daylight", true);
    let depth_m = f.number_or(r, "depth_m", 0.0..=100.0, 5.0);
    let to_shore_m = f.number_or(r, "to_shore_m", 0.0..=50_000.0, 2000.0);
    let in_canal = f.flag_or(r, "in_canal", false);
    let region = f.get("region").map_or(Some(Side::France), |n| read_side(n, r));
    let side = f.get("unit_side").map_or(Some(Side::France), |n| read_side(n, r));
    let eta_min = f.number_or(r, "unit_eta_min", 0.0..=1440.0, 10.0);
    let intercepts = f.flag_or(r, "unit_intercepts", true);
    let free_places = f.whole_or(r, "free_places", 0..=1000, 20);
    let depth_needed_m = f.number_or(r, "depth_needed_m", 0.0..=20.0, 1.0);
    let standby = f.get("rescue_standby_min").map(|n| match &n.kind {
        Kind::Named { name, body: None } if name == "Nobody" => Some(None),
        _ => r.number(n, "minutes, or `Nobody`", &(0.0..=1440.0)).map(Some),
    });
    let order_held = f.flag_or(r, "order_held", false);
    f.finish(r);
    let optional = |x: Option<Option<f64>>| x.map_or(Some(None), |read| read.map(Some));
    Some(Picture {
        tick: Tick(0),
        contact: Contact {
            number: 1,
            known_since: Tick(0),
            last_report: Tick(0),
            position: Vec2::ZERO,
            velocity: Vec2::ZERO,
            look: look?,
            aboard_best: aboard_best?,
            aboard_upper95: aboard_upper95?,
            boarding: boarding?,
            people_in_water: people_in_water?,
            distress_declared: distress_declared?,
            phase: if distress_declared? { Phase::Distress } else { Phase::Routine },
            engine_dead_for: optional(engine_dead_for)?.map(Duration::minutes),
            water_aboard: water_aboard?,
            freeboard: optional(freeboard)?.map(Distance::metres),
            refused_help: refused_help?,
        },
        sea: SeaView {
            wave_height_m: wave_height_m?,
            wind_mps: Speed::knots(wind_kn?).mps(),
            daylight: daylight?,
            depth: Distance::metres(depth_m?),
            to_shore: Distance::metres(to_shore_m?),
            in_canal: in_canal?,
            region: region?,
        },
        unit: UnitView {
            index: 0,
            side: side?,
            eta: Duration::minutes(eta_min?),
            intercepts: intercepts?,
            free_places: free_places?,
            depth_needed: Distance::metres(depth_needed_m?),
            in_sight: true,
        },
        force: ForceView {
            rescue_standby_eta: standby.unwrap_or(Some(Some(5.0)))?.map(Duration::minutes),
            contacts: 1,
            order_held: order_held?,
        },
    })
}
