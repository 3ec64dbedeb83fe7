//! What does a doctrine file say about when a rule applies?
//!
//! Each condition has a name and one way to write it; measures carry their unit in the field's name, so that
//! nobody takes knots for metres a second. What is misspelt is answered with the nearest name and the form.
//! Left out: what a condition means (`condition`).

use super::others::{Orders, OthersAtContact};
use super::{Condition, ContactLook, Heading, Order};
use crate::agents::Side;
use crate::agents::calling::Phase;
use crate::agents::load::read_operator;
use crate::agents::operator::class_ids;
use crate::environment::canal::SILLS;
use crate::geo::places::port_ids;
use crate::geo::{Side as State, Zone};
use crate::reading::{Fields, Kind, Node, Report};
use crate::units::{Distance, Duration, Speed};

/// Conditions by name and the way they are written, for hints.
const CONDITIONS: [(&str, &str); 65] = [
    ("All", "All([ … ])"),
    ("Any", "Any([ … ])"),
    ("Not", "Not(…)"),
    ("AtLeast", "AtLeast(count: 2, of: [ … ])"),
    ("Always", "Always"),
    ("ImminentDanger", "ImminentDanger"),
    ("UnitOf", "UnitOf(France)"),
    ("RegionOf", "RegionOf(UnitedKingdom)"),
    ("Looks", "Looks(TaxiBoat)"),
    ("AboardAtMost", "AboardAtMost(best: 5, upper95: 10)"),
    ("AboardAtLeast", "AboardAtLeast(best: 20)"),
    ("OverloadAtLeast", "OverloadAtLeast(factor: 2)"),
    ("ChildrenSeen", "ChildrenSeen"),
    ("FewLifejacketsSeen", "FewLifejacketsSeen"),
    ("Heads", "Heads(Seaward)"),
    ("SpeedBelow", "SpeedBelow(kn: 1)"),
    ("Boarding", "Boarding"),
    ("PeopleInWater", "PeopleInWater"),
    ("DistressDeclared", "DistressDeclared"),
    ("EngineDeadFor", "EngineDeadFor(min: 20)"),
    ("WaterAboard", "WaterAboard"),
    ("FreeboardBelow", "FreeboardBelow(m: 0.1)"),
    ("RefusedHelp", "RefusedHelp"),
    ("AcceptsHelp", "AcceptsHelp"),
    ("Asked", "Asked"),
    ("CallsAtLeast", "CallsAtLeast(count: 1)"),
    ("PhaseAtLeast", "PhaseAtLeast(Alert)"),
    ("KnownFor", "KnownFor(min: 10)"),
    ("UnseenFor", "UnseenFor(min: 30)"),
    ("ShoreWithin", "ShoreWithin(m: 300)"),
    ("BoundaryWithin", "BoundaryWithin(of: UnitedKingdom, nm: 3)"),
    ("InCanal", "InCanal"),
    ("AtCanal", "AtCanal(\"canche\")"),
    ("PortWithin", "PortWithin(of: \"dunkerque_est\", nm: 1)"),
    ("InZone", "InZone(TerritorialSea)"),
    ("WatersOf", "WatersOf(France)"),
    ("InLane", "InLane"),
    ("WavesBelow", "WavesBelow(m: 0.5)"),
    ("ForecastWavesBelow", "ForecastWavesBelow(m: 0.8)"),
    ("WindBelow", "WindBelow(kn: 12)"),
    ("Daylight", "Daylight"),
    ("WaterBelow", "WaterBelow(c: 12)"),
    ("VisibilityAtLeast", "VisibilityAtLeast(nm: 1)"),
    ("DepthBelow", "DepthBelow(m: 1.2)"),
    ("DepthAllows", "DepthAllows"),
    ("UnitIntercepts", "UnitIntercepts"),
    ("UnitFlies", "UnitFlies"),
    ("OperatorIs", "OperatorIs(GendarmerieMaritime)"),
    ("UnitClass", "UnitClass(\"vcsm\")"),
    ("InSight", "InSight"),
    ("FreePlacesAtLeast", "FreePlacesAtLeast(count: 10)"),
    ("RoomForAll", "RoomForAll"),
    ("CrewTimeLeftAtLeast", "CrewTimeLeftAtLeast(h: 2)"),
    ("CoverLeftAtLeast", "CoverLeftAtLeast(units: 1)"),
    ("OthersInDistressAtLeast", "OthersInDistressAtLeast(count: 1)"),
    ("OthersThere", "OthersThere(count: 1, m: 1000, doing: [StandBy])"),
    ("ContactsAtLeast", "ContactsAtLeast(count: 5)"),
    ("ShoreTeamWithin", "ShoreTeamWithin(min: 10)"),
    ("UnitWithin", "UnitWithin(min: 20)"),
    ("RescueStandbyWithin", "RescueStandbyWithin(min: 10)"),
    ("OrderHeld", "OrderHeld"),
    ("OrderRequested", "OrderRequested"),
    ("OrderRefused", "OrderRefused"),
    ("OrderExpired", "OrderExpired"),
    ("EvidenceRecorded", "EvidenceRecorded"),
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
        "AtLeast" => {
            let mut f = fields(node, body, form, "`AtLeast`", r)?;
            let count = f.whole(r, "count", 1..=100);
            let (place, list) = (f.place_of("count"), f.list(r, "of", "conditions"));
            f.finish(r);
            let read: Vec<_> = list.iter().map(|n| read_condition(n, r)).collect();
            let (count, of) = (count?, read.into_iter().collect::<Option<Vec<_>>>()?);
            if count as usize > of.len() {
                r.error(
                    place,
                    format!("`AtLeast` asks for {count} of {} conditions; expected no more than there are", of.len()),
                );
            }
            Some(Condition::AtLeast { count, of })
        }
        "Heads" => read_heading(one(node, body, form, r)?, r).map(Condition::Heads),
        "PhaseAtLeast" => read_phase(one(node, body, form, r)?, r).map(Condition::PhaseAtLeast),
        "CallsAtLeast" => whole(node, body, form, "`CallsAtLeast`", "count", r).map(Condition::CallsAtLeast),
        "FreePlacesAtLeast" => {
            whole(node, body, form, "`FreePlacesAtLeast`", "count", r).map(Condition::FreePlacesAtLeast)
        }
        "CoverLeftAtLeast" => {
            whole(node, body, form, "`CoverLeftAtLeast`", "units", r).map(Condition::CoverLeftAtLeast)
        }
        "OthersInDistressAtLeast" => {
            whole(node, body, form, "`OthersInDistressAtLeast`", "count", r).map(Condition::OthersInDistressAtLeast)
        }
        "BoundaryWithin" => {
            let mut f = fields(node, body, form, "`BoundaryWithin`", r)?;
            let of = f.need("of").and_then(|n| read_state(n, r));
            let nm = f.number(r, "nm", 0.0..=100.0);
            f.finish(r);
            Some(Condition::BoundaryWithin { of: of?, distance: Distance::nautical_miles(nm?) })
        }
        "AtCanal" => read_canal(one(node, body, form, r)?, r).map(Condition::AtCanal),
        "PortWithin" => {
            let mut f = fields(node, body, form, "`PortWithin`", r)?;
            let of = f.get("of").map(|n| read_port(n, r));
            let nm = f.number(r, "nm", 0.0..=50.0);
            f.finish(r);
            let distance = Distance::nautical_miles(nm?);
            match of {
                None => Some(Condition::PortWithin { of: None, distance }),
                Some(id) => Some(Condition::PortWithin { of: Some(id?), distance }),
            }
        }
        "OthersThere" => read_others_there(node, body, form, r),
        "ContactsAtLeast" => whole(node, body, form, "`ContactsAtLeast`", "count", r).map(Condition::ContactsAtLeast),
        "OverloadAtLeast" => {
            measure(node, body, form, "`OverloadAtLeast`", "factor", 20.0, r).map(Condition::OverloadAtLeast)
        }
        "SpeedBelow" => {
            measure(node, body, form, "`SpeedBelow`", "kn", 60.0, r).map(|x| Condition::SpeedBelow(Speed::knots(x)))
        }
        "KnownFor" => {
            measure(node, body, form, "`KnownFor`", "min", 1440.0, r).map(|x| Condition::KnownFor(Duration::minutes(x)))
        }
        "UnseenFor" => measure(node, body, form, "`UnseenFor`", "min", 1440.0, r)
            .map(|x| Condition::UnseenFor(Duration::minutes(x))),
        "WaterBelow" => measure(node, body, form, "`WaterBelow`", "c", 40.0, r).map(Condition::WaterBelow),
        "VisibilityAtLeast" => measure(node, body, form, "`VisibilityAtLeast`", "nm", 50.0, r)
            .map(|x| Condition::VisibilityAtLeast(Distance::nautical_miles(x))),
        "DepthBelow" => {
            measure(node, body, form, "`DepthBelow`", "m", 200.0, r).map(|x| Condition::DepthBelow(Distance::metres(x)))
        }
        "CrewTimeLeftAtLeast" => measure(node, body, form, "`CrewTimeLeftAtLeast`", "h", 48.0, r)
            .map(|x| Condition::CrewTimeLeftAtLeast(Duration::hours(x))),
        "ShoreTeamWithin" => measure(node, body, form, "`ShoreTeamWithin`", "min", 1440.0, r)
            .map(|x| Condition::ShoreTeamWithin(Duration::minutes(x))),
        "Always" => bare(Condition::Always, r),
        "ChildrenSeen" => bare(Condition::ChildrenSeen, r),
        "FewLifejacketsSeen" => bare(Condition::FewLifejacketsSeen, r),
        "AcceptsHelp" => bare(Condition::AcceptsHelp, r),
        "Asked" => bare(Condition::Asked, r),
        "UnitFlies" => bare(Condition::UnitFlies, r),
        "OperatorIs" => read_operator(one(node, body, form, r)?, r).map(Condition::OperatorIs),
        "UnitClass" => read_class(one(node, body, form, r)?, r).map(Condition::UnitClass),
        "InSight" => bare(Condition::InSight, r),
        "RoomForAll" => bare(Condition::RoomForAll, r),
        "UnitOf" => read_side(one(node, body, form, r)?, r).map(Condition::UnitOf),
        "RegionOf" => read_side(one(node, body, form, r)?, r).map(Condition::RegionOf),
        "InZone" => read_zone(one(node, body, form, r)?, &Zone::ALL, r).map(Condition::InZone),
        "WatersOf" => read_state(one(node, body, form, r)?, r).map(Condition::WatersOf),
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
        "ForecastWavesBelow" => measure(node, body, form, "`ForecastWavesBelow`", "m", 10.0, r)
            .map(|x| Condition::ForecastWavesBelow(Distance::metres(x))),
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
        "InLane" => bare(Condition::InLane, r),
        "Daylight" => bare(Condition::Daylight, r),
        "DepthAllows" => bare(Condition::DepthAllows, r),
        "UnitIntercepts" => bare(Condition::UnitIntercepts, r),
        "OrderHeld" => bare(Condition::OrderHeld, r),
        "OrderRequested" => bare(Condition::OrderRequested, r),
        "OrderRefused" => bare(Condition::OrderRefused, r),
        "OrderExpired" => bare(Condition::OrderExpired, r),
        "EvidenceRecorded" => bare(Condition::EvidenceRecorded, r),
        // `position_of` above lets only known names pass; a new name without an arm is our bug, told as one.
        _ => {
            r.error(node.place, format!("the condition `{name}` is known by name only"));
            None
        }
    }
}

/// `OthersThere(count: 1, m: 1000, doing: [StandBy])`; without `doing`, whatever they do.
fn read_others_there(node: &Node, body: Option<&Node>, form: &str, r: &mut Report) -> Option<Condition> {
    let mut f = fields(node, body, form, "`OthersThere`", r)?;
    #[expect(clippy::cast_possible_truncation, reason = "a handful")]
    let count = f.whole(r, "count", 1..=OthersAtContact::MOST as u32);
    let m = f.number(r, "m", 0.0..=20_000.0);
    let doing = f.get("doing");
    f.finish(r);
    let mut orders = Orders::ANY;
    if let Some(list) = doing {
        let nodes = r.list(list, "orders");
        if nodes.is_empty() && matches!(list.kind, Kind::List(_)) {
            r.error(list.place, "`doing: []` names no order; expected one or more, or no `doing` for any unit");
        }
        for n in nodes {
            let order = read_order_at_boat(n, r)?;
            orders = orders.with(order);
        }
    }
    Some(Condition::OthersThere { count: count?, within: Distance::metres(m?), doing: orders })
}

/// An order that a unit may be carrying out about a boat.
pub(super) fn read_order_at_boat(node: &Node, r: &mut Report) -> Option<Order> {
    let of_units: Vec<Order> = Order::ALL.into_iter().filter(|o| o.moves_a_unit()).collect();
    let names: Vec<&str> = of_units.iter().map(|o| o.name()).collect();
    r.choice(node, "order to a unit", &names).map(|i| of_units[i])
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

/// The one whole number of a condition.
fn whole(
    node: &Node,
    body: Option<&Node>,
    form: &str,
    what: &'static str,
    name: &'static str,
    r: &mut Report,
) -> Option<u32> {
    let mut f = fields(node, body, form, what, r)?;
    let value = f.whole(r, name, 0..=1000);
    f.finish(r);
    value
}

/// A canal or river mouth by its id, as in `closed_canals`.
pub(super) fn read_canal(node: &Node, r: &mut Report) -> Option<usize> {
    let ids = SILLS.map(|s| s.id);
    let id = r.reference(node, "canal", &ids)?;
    ids.iter().position(|x| *x == id)
}

/// A shipped class of craft by its id.
pub(super) fn read_class(node: &Node, r: &mut Report) -> Option<usize> {
    let ids: Vec<&str> = class_ids().collect();
    let id = r.reference(node, "class of craft", &ids)?;
    ids.iter().position(|x| *x == id)
}

/// A port by its id on the chart.
pub(super) fn read_port(node: &Node, r: &mut Report) -> Option<&'static str> {
    let ids: Vec<&str> = port_ids().collect();
    let id = r.reference(node, "port", &ids)?;
    port_ids().find(|x| *x == id)
}

/// How a boat makes its way.
pub(super) fn read_heading(node: &Node, r: &mut Report) -> Option<Heading> {
    r.choice(node, "heading", &Heading::ALL.map(Heading::name)).map(|i| Heading::ALL[i])
}

/// An emergency phase: `Routine`, `Uncertain`, `Alert` or `Distress`.
pub(super) fn read_phase(node: &Node, r: &mut Report) -> Option<Phase> {
    const PHASES: [Phase; 4] = [Phase::Routine, Phase::Uncertain, Phase::Alert, Phase::Distress];
    r.choice(node, "phase", &["Routine", "Uncertain", "Alert", "Distress"]).map(|i| PHASES[i])
}

/// `France` or `UnitedKingdom`.
pub(crate) fn read_side(node: &Node, r: &mut Report) -> Option<Side> {
    r.choice(node, "side", &["France", "UnitedKingdom"]).map(|i| Side::ALL[i])
}

/// A state of the strait: `France`, `UnitedKingdom` or `Belgium`.
pub(super) fn read_state(node: &Node, r: &mut Report) -> Option<State> {
    r.choice(node, "state", &State::ALL.map(State::name)).map(|i| State::ALL[i])
}

/// One of some zones of the sea.
pub(super) fn read_zone(node: &Node, zones: &[Zone], r: &mut Report) -> Option<Zone> {
    let names: Vec<&str> = zones.iter().map(|z| z.name()).collect();
    r.choice(node, "zone", &names).map(|i| zones[i])
}

pub(super) fn read_look(node: &Node, r: &mut Report) -> Option<ContactLook> {
    r.choice(node, "look", &ContactLook::ALL.map(ContactLook::name)).map(|i| ContactLook::ALL[i])
}
