//! What do the lists of a doctrine file say: rules, layers, readings of danger?
//!
//! Left out: how a file is put together with the one it extends (`load`), and its tests (`read_tests`).

use super::layer::Scope;
use super::read_condition::{read_condition, read_side};
use super::{Condition, ContactLook, LandWith, Order, Reading, Rule, Step, Steps};
use crate::reading::{Fields, Kind, Node, Place, Report};

/// A rule and where it stands.
pub(super) type Placed = (Rule, Place);

/// Rules of one file with their places.
pub(super) fn read_rules(nodes: &[Node], origin: &str, r: &mut Report) -> Vec<Placed> {
    let (mut out, mut ids) = (Vec::new(), Vec::new());
    for node in nodes {
        let Some(mut f) = Fields::of(r, node, "a rule") else { continue };
        let id = f.id(r, "id");
        let when = f.need("when").and_then(|n| read_condition(n, r));
        let order = read_order(&mut f, "order", r);
        let steps = f.get("steps").map(|n| read_steps(n, order, r));
        let loaded = f.flag_or(r, "loaded", false).unwrap_or_default();
        if loaded && order.is_some_and(|o| o != Order::Intercept) {
            r.error(
                f.place_of("loaded"),
                "`loaded` belongs to the order `Intercept`: may it stop a boat that carries its people already?",
            );
        }
        let land_with = f.get("land_with").map(|n| r.choice(n, "receiver ashore", &LandWith::ALL.map(LandWith::name)));
        if land_with.is_some() && order.is_some_and(|o| o != Order::Intercept) {
            r.error(
                f.place_of("land_with"),
                "`land_with` belongs to the order `Intercept`: into whose hands do those come ashore whom it brings in?",
            );
        }
        let weapons = f.flag_or(r, "weapons", false).unwrap_or_default();
        if weapons && order.is_some_and(|o| o != Order::InterdictAshore) {
            r.error(
                f.place_of("weapons"),
                "`weapons` belongs to the order `InterdictAshore`: does the team use intermediate-force weapons?",
            );
        }
        let authorised = f.flag_or(r, "authorised", false);
        let ask_when = f.get("ask_when").map(|n| read_condition(n, r));
        if ask_when.is_some() && authorised == Some(false) {
            let place = f.place_of("ask_when");
            r.error(
                place,
                "`ask_when` says when an order of authority is asked for ahead; expected `authorised: true` beside it",
            );
        }
        let from_port = f.flag_or(r, "from_port", false).unwrap_or_default();
        if from_port && !order.is_none_or(Order::waits_at_sea) {
            r.error(
                f.place_of("from_port"),
                "`from_port` belongs to `Shadow`, `Escort` and `Hail`: may units leave port to keep a boat company? For any other order they may",
            );
        }
        let cite = f.text(r, "cite");
        let place = f.place_of("id");
        f.finish(r);
        if let Some(id) = &id {
            if ids.contains(id) {
                r.error(place, format!("there are two rules `{id}`; each id stands once in a file"));
            }
            ids.push(id.clone());
        }
        let land_with = match land_with {
            Some(None) => continue,
            Some(Some(i)) => Some(LandWith::ALL[i]),
            None => None,
        };
        let steps = steps.unwrap_or(Some(Steps::USUAL)).map(|s| if loaded { s.also_loaded() } else { s });
        let steps = steps.map(|s| land_with.map_or(s, |to| s.landing_with(to)));
        let steps = steps.map(|s| if weapons { s.with_weapons() } else { s });
        if let (Some(Order::Intercept), Some(when), false) = (order, &when, loaded)
            && when.demands(&|c| matches!(c, Condition::Looks(ContactLook::Loaded)))
        {
            let rule = id.as_deref().unwrap_or("?");
            r.warn(place, format!("rule `{rule}` is for loaded boats, but `Intercept` stops boats before they load; write `loaded: true` if that is meant"));
        }
        let ask_when = match ask_when {
            Some(None) => continue,
            Some(read) => read,
            None => None,
        };
        if let (Some(id), Some(when), Some(order), Some(steps), Some(authorised), Some(cite)) =
            (id, when, order, steps, authorised, cite)
        {
            let origin = origin.to_owned();
            out.push((Rule { id, when, order, steps, authorised, ask_when, from_port, cite, origin }, place));
        }
    }
    out
}

/// `[OrderToStop, Immobilise, Divert]`.
fn read_steps(node: &Node, order: Option<Order>, r: &mut Report) -> Option<Steps> {
    let mut steps = Steps::none();
    for n in r.list(node, "steps") {
        let step = Step::ALL[r.choice(n, "step", &Step::ALL.map(Step::name))?];
        if steps.has(step) {
            r.error(n.place, format!("the step `{}` stands twice", step.name()));
        }
        steps = steps.with(step);
    }
    match order {
        Some(Order::Intercept) if !steps.stop() => {
            let ways = "`OrderToStop`, `Block`, `Entangle`, `Immobilise`, `Board`, `CutTubes` or `Ram`";
            r.error(node.place, format!("these steps stop no boat; expected one of {ways} among them"));
            None
        }
        Some(Order::Intercept) | None => Some(steps),
        Some(other) => {
            r.error(node.place, format!("`steps` belong to the order `Intercept`, not to `{}`", other.name()));
            None
        }
    }
}

/// An order by name, in a list.
pub(super) fn read_named_order(node: &Node, r: &mut Report) -> Option<Order> {
    r.choice(node, "order", &Order::ALL.map(Order::name)).map(|i| Order::ALL[i])
}

/// An order by name.
pub(super) fn read_order(f: &mut Fields<'_>, name: &'static str, r: &mut Report) -> Option<Order> {
    f.choice(r, name, "order", &Order::ALL.map(Order::name)).map(|i| Order::ALL[i])
}

/// Rule ids that a list removes.
pub(super) fn read_removed(nodes: &[Node], r: &mut Report) -> Vec<(String, Place)> {
    nodes.iter().filter_map(|n| r.text(n).map(|t| (t.to_owned(), n.place))).collect()
}

/// A layer as its file writes it.
pub(super) struct RawLayer {
    pub(super) scope: Scope,
    /// Its rules; where each stands, if in the file that is read.
    pub(super) rules: Vec<(Rule, Option<Place>)>,
    pub(super) remove: Vec<String>,
}

/// The rules that a layer may remove.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    /// Ids of the rules for everybody.
    pub(super) common: &'a [String],
    /// The layers of the doctrine that is extended.
    pub(super) inherited: &'a [RawLayer],
}

impl<'a> Known<'a> {
    /// Those for everybody, those of layers that are farther from the unit, and those that stand in the same place already.
    fn to(self, scope: &Scope, own: &'a [RawLayer]) -> Vec<&'a str> {
        let farther = own.iter().filter(|l| l.scope.rank() < scope.rank());
        let before = self.inherited.iter().filter(|l| l.scope.rank() < scope.rank() || l.scope == *scope);
        let of_layers = before.chain(farther).flat_map(|l| l.rules.iter().map(|(rule, _)| rule.id.as_str()));
        self.common.iter().map(String::as_str).chain(of_layers).collect()
    }
}

/// Layers of one file. `known` are the rules that they may remove; none if those are not known.
pub(super) fn read_layers(nodes: &[Node], origin: &str, known: Option<Known<'_>>, r: &mut Report) -> Vec<RawLayer> {
    let (mut out, mut removals): (Vec<RawLayer>, Vec<(usize, String, Place)>) = (Vec::new(), Vec::new());
    for node in nodes {
        let Some(mut f) = Fields::of(r, node, "a layer") else { continue };
        let scope = f.need("of").and_then(|n| read_scope(n, r));
        let rules = read_rules(f.list_or_empty(r, "rules", "rules"), origin, r);
        let remove = read_removed(f.list_or_empty(r, "remove", "rule ids"), r);
        f.finish(r);
        if rules.is_empty() && remove.is_empty() {
            r.warn(node.place, "this layer changes nothing: it has neither `rules` nor `remove`");
        }
        let centre = rules.iter().find(|(rule, _)| rule.order.is_of_the_centre());
        if let (Some((rule, place)), Some(Scope::Mission(_) | Scope::Unit(_))) = (centre, &scope) {
            let order = rule.order.name();
            r.error(
                *place,
                format!("`{order}` is an order of the centre; expected it in the rules of a side or of all"),
            );
        }
        if let Some(scope) = scope {
            if out.iter().any(|l| l.scope == scope) {
                r.error(
                    node.place,
                    format!("there are two layers for {}; expected one with all its rules", scope.words()),
                );
            }
            removals.extend(remove.iter().map(|(id, place)| (out.len(), id.clone(), *place)));
            let rules = rules.into_iter().map(|(rule, place)| (rule, Some(place))).collect();
            out.push(RawLayer { scope, rules, remove: remove.into_iter().map(|(id, _)| id).collect() });
        }
    }
    if let Some(known) = known {
        for (layer, id, place) in &removals {
            r.position_of(*place, id, "rule", &known.to(&out[*layer].scope, &out));
        }
    }
    out
}

/// `Side(France)`, `Mission("rescue")` or `Unit("oyapock")`.
fn read_scope(node: &Node, r: &mut Report) -> Option<Scope> {
    let expected = "`Side(France)`, `Mission(\"rescue\")` or `Unit(\"oyapock\")`";
    let Kind::Named { name, body } = &node.kind else {
        r.wrong_kind(node, expected);
        return None;
    };
    let kind = r.position_of(node.place, name, "kind of layer", &["Side", "Mission", "Unit"])?;
    let inner = match body.as_deref().map(|b| &b.kind) {
        Some(Kind::Tuple(items)) if items.len() == 1 => &items[0],
        _ => {
            r.error(node.place, format!("expected {expected}"));
            return None;
        }
    };
    match kind {
        0 => read_side(inner, r).map(Scope::Side),
        1 => r.text(inner).map(|t| Scope::Mission(t.to_owned())),
        _ => r.text(inner).map(|t| Scope::Unit(t.to_owned())),
    }
}

/// Named readings of imminent danger.
pub(super) fn read_readings(nodes: &[Node], r: &mut Report) -> Vec<Reading> {
    let mut out: Vec<Reading> = Vec::new();
    for node in nodes {
        let Some(mut f) = Fields::of(r, node, "a reading of danger") else { continue };
        let name = f.id(r, "name");
        let when = f.need("when").and_then(|n| read_danger(n, r));
        let cite = f.text(r, "cite");
        f.finish(r);
        let (Some(name), Some(when), Some(cite)) = (name, when, cite) else { continue };
        if out.iter().any(|x| x.name == name) {
            r.error(node.place, format!("there are two readings `{name}`"));
        }
        out.push(Reading { name, when, cite });
    }
    out
}

/// A condition that may say what imminent danger is.
pub(super) fn read_danger(node: &Node, r: &mut Report) -> Option<Condition> {
    let condition = read_condition(node, r)?;
    if condition.mentions(&|c| matches!(c, Condition::ImminentDanger)) {
        r.error(node.place, "a reading of danger may not use `ImminentDanger`: that is what it defines");
        return None;
    }
    Some(condition)
}

/// What a file says of danger: a reading by name, or a condition.
pub(super) enum Danger {
    Named(String, Place),
    Is(Condition),
}

/// `danger: Reading("strict")`, or a condition.
pub(super) fn read_choice_of_danger(node: &Node, r: &mut Report) -> Option<Danger> {
    match &node.kind {
        Kind::Named { name, body: Some(body) } if name == "Reading" => match &body.kind {
            Kind::Tuple(items) if items.len() == 1 => {
                r.text(&items[0]).map(|t| Danger::Named(t.to_owned(), items[0].place))
            }
            _ => {
                r.error(node.place, "expected `Reading(\"name\")`");
                None
            }
        },
        _ => read_danger(node, r).map(Danger::Is),
    }
}

/// Priorities between contacts: conditions on the contact and its place, not on units.
pub(super) fn read_priorities(node: &Node, r: &mut Report) -> Option<Vec<Condition>> {
    let mut out = Vec::new();
    for n in r.list(node, "conditions") {
        let condition = read_condition(n, r)?;
        if condition.mentions(&Condition::is_about_units) {
            let expected = "conditions on the contact and where it is";
            r.error(n.place, format!("a priority is set before units are looked at; expected {expected}"));
            return None;
        }
        out.push(condition);
    }
    Some(out)
}
