//! R6: was a rule against foreseeable harm breached, and did harm follow? Was help withheld where danger was known?
//!
//! The rules against foreseeable harm are the limits on force of the reading, and the unit's own orders: a manoeuvre that
//! began although the rule behind it no longer held at the last review. Harm is somebody in the water after an interception,
//! after this unit's own manoeuvre or order to stop began and while its task lasted, and deaths of an interception of that boat from then on.
//!
//! Harm could have followed (MODEL 10.2, "could have": Code pénal 223-1) only where somebody was exposed to it: from when the
//! unit ordered the boat to stop or began its manoeuvre. An order that was never begun endangered nobody at sea, and counts
//! green here; that it was given is what R5 asks about, and one act does not weigh twice, least of all in the weightiest
//! family. Help that was withheld is judged in `withheld`.
//!
//! That tubes were cut afloat, or a boat struck on purpose, is told among the facts. It is no breach by itself: MODEL 10 knows
//! force by its level, and no rule of its own about a hull that is opened.
//!
//! Left out: injuries, which the model does not have, and risk to the rescuers, which it does not know.

use super::{Court, ForceOrder, grounds, withheld};
use crate::events::{BoatId, DeathCause, Event, ImmersionCause, What};
use crate::law::finding::{Band, Finding};
use crate::law::rules::Endanger;

pub(super) fn judge(court: &Court<'_>, t: &Endanger) -> Vec<Finding> {
    let mut all: Vec<Finding> = court.force_orders().filter_map(|o| of_force(court, t, &o)).collect();
    all.extend(withheld::judge(court, t));
    all
}

fn of_force(court: &Court<'_>, t: &Endanger, o: &ForceOrder) -> Option<Finding> {
    let mut breached = court.reading.force().map_or_else(Vec::new, |f| f.against(o.level, &o.known));
    let mut harm = Vec::new();
    let boat = o.case.boat?;
    let Some(unit) = o.case.unit else { return Some(of_team(court, t, o, boat)) };
    let (mut tried, mut begun) = (false, false);
    let mut done: Vec<&str> = Vec::new();
    for (_, e) in court.task(o.event, unit, boat) {
        match &e.what {
            What::InterceptionTried { boat: b, unit: u, rule_held, .. }
            | What::BlockTried { boat: b, unit: u, rule_held, .. }
                if *b == boat && *u == unit =>
            {
                (tried, begun) = (true, true);
                if !rule_held {
                    breached.push("the rule behind the order no longer held when the manoeuvre began".to_owned());
                }
            }
            What::StruckByUnit { boat: b, unit: u, .. } if *b == boat && *u == unit => {
                done.push("the unit struck the boat");
            }
            What::TubesCut { boat: b, unit: u, cut, .. } if *b == boat && *u == unit => {
                done.push(if *cut {
                    "the tubes were cut with the boat afloat"
                } else {
                    "the tubes were to be cut with the boat afloat, and were not"
                });
            }
            What::Rammed { boat: b, unit: u, burst, .. } if *b == boat && *u == unit => {
                done.push("the unit struck the boat on purpose");
                done.extend(burst.then_some("a tube burst by it"));
            }
            What::OrderedToStop { boat: b, unit: u, .. } if *b == boat && *u == unit => begun = true,
            What::EnteredWater { boat: b, people, cause: ImmersionCause::Interception, .. } if begun && *b == boat => {
                harm.push(format!("{people} entered the water"));
            }
            _ => {}
        }
    }
    if !harm.is_empty() {
        let dead = deaths(&court.events[o.event..], boat, |c| {
            matches!(c, DeathCause::InWater(ImmersionCause::Interception, _))
        });
        if dead > 0 {
            harm.push(format!("{dead} died after it"));
        }
    }
    let band = match (breached.is_empty(), harm.is_empty()) {
        (false, false) => t.harm_followed,
        (false, true) if begun => t.could_have,
        // Nothing was breached, or nobody was exposed to it.
        (true, _) | (false, true) => Band::Green,
    };
    let mut facts = breached;
    if facts.is_empty() {
        facts.push("no rule against foreseeable harm was breached".to_owned());
    }
    let how_far = match (tried, begun) {
        (true, _) => "the manoeuvre was begun",
        (false, true) => "the boat was ordered to stop; the manoeuvre was not begun",
        (false, false) => "the manoeuvre was not begun, so nobody was exposed to it",
    };
    facts.push(how_far.to_owned());
    done.dedup();
    facts.extend(done.into_iter().map(str::to_owned));
    facts.extend(harm);
    Some(court.find(o.event, o.case, band, facts, &grounds(&o.known)))
}

/// A team that waded in: whoever came into the water as it did, and who died of that.
fn of_team(court: &Court<'_>, t: &Endanger, o: &ForceOrder, boat: BoatId) -> Finding {
    let mut facts = court.reading.force().map_or_else(Vec::new, |f| f.against(o.level, &o.known));
    let breached = !facts.is_empty();
    if !breached {
        facts.push("no rule against foreseeable harm was breached".to_owned());
    }
    let after = &court.events[o.event..];
    let waded = after.iter().position(|e| matches!(e.what, What::WadedIn { boat: b, .. } if b == boat));
    facts.push(if waded.is_some() { "the team waded in" } else { "no team waded in" }.to_owned());
    let from = waded.map_or(&after[..0], |i| &after[i..]);
    let mut harmed = false;
    for e in from {
        if let What::EnteredWater { boat: b, people, cause: ImmersionCause::Interception, .. } = &e.what
            && *b == boat
        {
            harmed = true;
            facts.push(format!("{people} entered the water"));
        }
    }
    let by_it = |c| matches!(c, DeathCause::InWater(ImmersionCause::Interception, _));
    let dead = if harmed { deaths(from, boat, by_it) } else { 0 };
    if dead > 0 {
        facts.push(format!("{dead} died after it"));
    }
    let band = match (breached, harmed) {
        (true, true) => t.harm_followed,
        (true, false) if waded.is_some() => t.could_have,
        _ => Band::Green,
    };
    court.find(o.event, o.case, band, facts, &grounds(&o.known))
}

/// Deaths of a boat, of these causes.
pub(super) fn deaths<'a>(
    events: impl IntoIterator<Item = &'a Event>,
    boat: BoatId,
    of: impl Fn(DeathCause) -> bool,
) -> usize {
    let died = |e: &&Event| matches!(&e.what, What::Died { boat: b, cause, .. } if *b == boat && of(*cause));
    events.into_iter().filter(died).count()
}
