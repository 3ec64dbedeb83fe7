//! Which numbers of a doctrine have names, and what are they set to?
//!
//! A rule may write `ShoreWithin(m: Param("line"))`; the doctrine says what `line` is, between which bounds, and why. A
//! doctrine that extends it, a study, or the command line may set it (`set`). Names are replaced by their numbers before
//! rules are read, so that bounds and units of the condition hold for them as for a number that is written out.
//!
//! Left out: parameters that hang on each other.

use super::{Doctrine, DoctrineParameter};
use crate::reading::{Fields, Kind, Node, Place, Report, nearest, parse, unit_of, units_in_use};

/// Units of what is counted or a share; beside them, those in which fields of our files end.
const COUNTED: [&str; 8] = ["people", "boats", "units", "contacts", "calls", "times", "share", "probability"];

/// A value for a named number, from whoever reads the doctrine: a doctrine that extends it, a study, a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Which.
    pub id: String,
    /// To what.
    pub value: f64,
    /// Where that is written, if in this file.
    pub place: Option<Place>,
}

/// The list `parameters` of a file.
pub(super) fn read_parameters(nodes: &[Node], r: &mut Report) -> Vec<(DoctrineParameter, Place)> {
    let mut out: Vec<(DoctrineParameter, Place)> = Vec::new();
    for node in nodes {
        let Some(mut f) = Fields::of(r, node, "a parameter of a doctrine") else { continue };
        let id = f.id(r, "id");
        let any = -1.0e6..=1.0e6;
        let value = f.number(r, "value", any.clone());
        let (min, max) = (f.number(r, "min", any.clone()), f.number(r, "max", any));
        let unit = f.text_or(r, "unit", "");
        let note = f.text(r, "note");
        let place = f.place_of("value");
        let unit_place = f.place_of("unit");
        f.finish(r);
        if let Some(unit) = &unit {
            hold_unit(unit, unit_place, r);
        }
        let (Some(id), Some(value), Some(min), Some(max), Some(unit), Some(note)) = (id, value, min, max, unit, note)
        else {
            continue;
        };
        if out.iter().any(|(p, _)| p.id == id) {
            r.error(node.place, format!("there are two parameters `{id}`; each id stands once"));
            continue;
        }
        out.push((DoctrineParameter { id, value, unit, bounds: (min, max), note }, place));
    }
    out
}

/// Is it a unit that some field could take?
fn hold_unit(unit: &str, place: Place, r: &mut Report) {
    let known: Vec<&str> = units_in_use().chain(COUNTED).collect();
    if unit.is_empty() || known.contains(&unit) {
        return;
    }
    let near = unit_of(unit).and_then(|words| known.iter().copied().find(|k| unit_of(k) == Some(words)));
    let hint = near
        .or_else(|| nearest(unit, known.iter().copied()))
        .map_or_else(|| format!("; expected one of `{}`", known.join("`, `")), |n| format!("; did you mean `{n}`?"));
    r.error(place, format!("there is no unit `{unit}` that a condition takes{hint}"));
}

/// Does the unit of a parameter fit the field that it stands in? Without one it takes that of the field.
fn fits(parameter: &DoctrineParameter, field: &str, place: Place, r: &mut Report) {
    let DoctrineParameter { id, unit, .. } = parameter;
    let known = unit.is_empty() || units_in_use().any(|u| u == unit) || COUNTED.contains(&unit.as_str());
    if !known || unit.is_empty() || unit_of(field) == unit_of(unit) {
        return;
    }
    let expected = unit_of(field).map_or_else(
        || "a count or share".to_owned(),
        |words| {
            let unit = units_in_use().find(|u| unit_of(u) == Some(words));
            format!("{words}: a parameter with `unit: \"{}\"`", unit.unwrap_or(field))
        },
    );
    r.error(place, format!("`{id}` is in `{unit}`, but the field `{field}` takes {expected}"));
}

/// The list `set` of a file: `(id: "line", value: 200)`.
pub(super) fn read_settings(nodes: &[Node], r: &mut Report) -> Vec<Setting> {
    let mut out: Vec<Setting> = Vec::new();
    for node in nodes {
        let Some(mut f) = Fields::of(r, node, "a value for a parameter") else { continue };
        let (id, value) = (f.id(r, "id"), f.number(r, "value", -1.0e6..=1.0e6));
        f.finish(r);
        let (Some(id), Some(value)) = (id, value) else { continue };
        if out.iter().any(|s| s.id == id) {
            r.error(node.place, format!("`{id}` is set twice"));
        }
        out.push(Setting { id, value, place: Some(node.place) });
    }
    out
}

/// Gives a parameter the value that is set for it, and holds it against its bounds.
pub(super) fn settle(parameter: &mut DoctrineParameter, own: Place, settings: &[Setting], r: &mut Report) {
    let mut place = own;
    if let Some(set) = settings.iter().find(|s| s.id == parameter.id) {
        parameter.value = set.value;
        place = set.place.unwrap_or(own);
    }
    let (min, max) = parameter.bounds;
    if !(min..=max).contains(&parameter.value) {
        let DoctrineParameter { id, value, unit, .. } = parameter;
        let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
        r.error(place, format!("`{id}` is {value}{unit}; expected a number from {min} to {max}"));
    }
}

/// Warns of parameters on which nothing of the doctrine hangs: whoever sets one, or sweeps it, would see no change and take that
/// for a finding. A rule that used it may have been removed or replaced by a doctrine that extends it, so it is not asked where
/// the name stands, but whether the doctrine would be another with another value. `with` reads it so; none if it is refused.
pub(super) fn warn_of_unused(
    doctrine: &Doctrine,
    text: &str,
    with: &dyn Fn(Setting) -> Option<Doctrine>,
    r: &mut Report,
) {
    if doctrine.parameters.is_empty() {
        return;
    }
    // Where those of this file stand; what is wrong with it was told before.
    let mut told = Report::new("");
    let own = parse(text, &mut told)
        .and_then(|root| {
            let mut f = Fields::of(&mut told, &root, "a doctrine")?;
            Some(read_parameters(f.list_or_empty(&mut told, "parameters", "parameters"), &mut told))
        })
        .unwrap_or_default();
    for p in &doctrine.parameters {
        let (min, max) = p.bounds;
        let mut others = [min, max].into_iter().filter(|v| v.total_cmp(&p.value).is_ne());
        let another = others.find_map(|value| with(Setting { id: p.id.clone(), value, place: None }));
        let same = another.is_some_and(|d| Doctrine { parameters: doctrine.parameters.clone(), ..d } == *doctrine);
        if same {
            let place = own.iter().find(|(o, _)| o.id == p.id).map_or(Place::START, |(_, place)| *place);
            r.warn(
                place,
                format!("nothing of this doctrine hangs on the parameter `{}`: to set it changes nothing", p.id),
            );
        }
    }
}

/// The parameter that stands there by its name, if one does.
fn named_in<'p>(node: &Node, parameters: &'p [DoctrineParameter]) -> Option<&'p DoctrineParameter> {
    let Kind::Named { name, body: Some(body) } = &node.kind else { return None };
    let Kind::Tuple(items) = &body.kind else { return None };
    match items.first().map(|n| &n.kind) {
        Some(Kind::Text(id)) if name == "Param" && items.len() == 1 => parameters.iter().find(|p| p.id == *id),
        _ => None,
    }
}

/// Puts numbers in the place of `Param("…")`, everywhere beneath this value; notes which were used. `unknown`: there may be
/// more, of a doctrine that could not be read.
pub(super) fn substitute(
    node: &mut Node,
    parameters: &[DoctrineParameter],
    unknown: bool,
    used: &mut Vec<String>,
    r: &mut Report,
) {
    if let Kind::Named { name, body } = &node.kind
        && name == "Param"
    {
        let id = match body.as_deref().map(|b| &b.kind) {
            Some(Kind::Tuple(items)) if items.len() == 1 => items.first().and_then(|n| r.text(n)),
            _ => {
                r.error(node.place, "expected `Param(\"name\")`");
                None
            }
        };
        let names: Vec<&str> = parameters.iter().map(|p| p.id.as_str()).collect();
        let found = id
            .filter(|id| !unknown || names.contains(id))
            .and_then(|id| r.position_of(node.place, id, "parameter", &names));
        node.kind = found.map_or(Kind::Broken, |i| {
            used.push(parameters[i].id.clone());
            let value = parameters[i].value;
            Kind::Number { value, whole: value.fract() == 0.0 }
        });
        return;
    }
    match &mut node.kind {
        Kind::Tuple(items) | Kind::List(items) => {
            for n in items {
                substitute(n, parameters, unknown, used, r);
            }
        }
        Kind::Struct(fields) => {
            for f in fields {
                if let Some(parameter) = named_in(&f.value, parameters) {
                    fits(parameter, &f.name, f.value.place, r);
                }
                substitute(&mut f.value, parameters, unknown, used, r);
            }
        }
        Kind::Named { body: Some(body), .. } => substitute(body, parameters, unknown, used, r),
        Kind::Map(pairs) => {
            for (key, value) in pairs {
                substitute(key, parameters, unknown, used, r);
                substitute(value, parameters, unknown, used, r);
            }
        }
        Kind::Broken
        | Kind::Unit
        | Kind::Bool(_)
        | Kind::Number { .. }
        | Kind::Text(_)
        | Kind::Char(_)
        | Kind::Named { body: None, .. } => {}
    }
}
