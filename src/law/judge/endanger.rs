//! R6: was a rule against foreseeable harm breached, and did harm follow? Was help withheld where danger was known?
//!
//! The rules against foreseeable harm are the limits on force of the reading, and the unit's own orders: a manoeuvre that
//! began although the rule behind it no longer held at the last review. Harm is somebody in the water after an interception,
//! after this unit's own manoeuvre or order to stop began and while its task lasted, and deaths of an interception of that boat from then on.
//!
//! That tubes were cut afloat, or a boat struck on purpose, is told among the facts. It is no breach by itself: MODEL 10 knows
//! force by its level, and no rule of its own about a hull that is opened.
//!
//! Left out: injuries, which the model does not have, and risk to the rescuers, which it does not know.

use super::{Case, Court, ForceOrder, grounds};
use crate::events::{BoatId, DeathCause, Event, ImmersionCause, What};
use crate::law::finding::{Band, Finding, Ground};
use crate::law::known::{FORCE, Known, helps, level_of, signs};
use crate::law::rules::Endanger;

pub(super) fn judge(court: &Court<'_>, t: &Endanger) -> Vec<Finding> {
    let mut all: Vec<Finding> = court.force_orders().filter_map(|o| of_force(court, t, &o)).collect();
    all.extend(withheld(court, t));
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
        (true, _) => Band::Green,
        (false, true) => t.could_have,
        (false, false) => t.harm_followed,
    };
    let mut facts = breached;
    if facts.is_empty() {
        facts.push("no rule against foreseeable harm was breached".to_owned());
    }
    facts.push(if tried { "the manoeuvre was begun" } else { "the manoeuvre was not begun" }.to_owned());
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
        (false, _) => Band::Green,
        (true, false) => t.could_have,
        (true, true) => t.harm_followed,
    };
    court.find(o.event, o.case, band, facts, &grounds(&o.known))
}

/// Orders to do something else than to help, and not by force, where danger was known and the unit had places.
fn withheld(court: &Court<'_>, t: &Endanger) -> Vec<Finding> {
    let mut all = Vec::new();
    for (i, e) in court.events.iter().enumerate() {
        let What::OrderGiven { unit, boat, contact, order, why } = &e.what else { continue };
        let p = &why.picture;
        let known = Known::of(p);
        if helps(*order) || level_of(*order) >= FORCE || p.unit.free_places == 0 || !known.in_danger(t.danger_from) {
            continue;
        }
        let mut facts = signs(&p.contact, t.danger_from);
        facts.push(format!("the unit had {} places free and was ordered to {}", p.unit.free_places, order.verb()));
        let until_help = court.events[i + 1..]
            .iter()
            .take_while(|e| !matches!(&e.what, What::OrderGiven { boat: b, order, .. } if b == boat && helps(*order)));
        let dead = deaths(until_help, *boat, |_| true);
        if dead > 0 {
            facts.push(format!("{dead} died before help was ordered"));
        }
        let band = if dead > 0 { t.death_followed } else { t.help_withheld };
        let side = p.unit.side;
        let case = Case { side, unit: Some(*unit), boat: Some(*boat), contact: Some(*contact) };
        let grounds: &[Ground] = if p.contact.refused_help { &[Ground::Consent] } else { &[] };
        all.push(court.find(i, case, band, facts, grounds));
    }
    all
}

fn deaths<'a>(events: impl IntoIterator<Item = &'a Event>, boat: BoatId, of: impl Fn(DeathCause) -> bool) -> usize {
    let died = |e: &&Event| matches!(&e.what, What::Died { boat: b, cause, .. } if *b == boat && of(*cause));
    events.into_iter().filter(died).count()
}
