//! R9: is there a record of each use of force: the facts behind it, how it ended, and where the people came ashore?
//!
//! Images count as recorded if a camera of the side had the boat in sight for long enough (`sim/evidence.rs`) before the unit
//! was done with it. Where the order says into whose hands those brought in come ashore, that they did belongs to the record
//! (MODEL 10.2: "handover to border police").
//!
//! Left out: what images show, hand-over to medics, and reports to the prosecutor: the model has none of them.

use super::{Case, Court};
use crate::agents::Side;
use crate::doctrine::LandWith;
use crate::events::{BoatId, TaskEnd, UnitId, What};
use crate::law::finding::{Band, Finding};
use crate::law::rules::Record;

pub(super) fn judge(court: &Court<'_>, t: &Record) -> Vec<Finding> {
    let orders: Vec<_> = court.force_orders().collect();
    let mut all = Vec::new();
    for (i, e) in court.events.iter().enumerate() {
        let (What::InterceptionTried { boat, unit, .. } | What::BlockTried { boat, unit, .. }) = &e.what else {
            continue;
        };
        let (unit, boat) = (*unit, *boat);
        let of_it = |o: &&super::ForceOrder| o.event < i && o.case.unit == Some(unit) && o.case.boat == Some(boat);
        let order = orders.iter().rev().find(of_it);
        let Some(case) = order.map(|o| o.case) else { continue };
        let mut missing = Vec::new();
        if t.needs_facts && order.is_some_and(|o| !o.has_facts) {
            missing.push("no record of the facts on which it was ordered".to_owned());
        }
        let outcome = outcome(court, i, unit, boat);
        if t.needs_outcome && outcome.is_none() {
            missing.push("no record of how it ended".to_owned());
        }
        if t.needs_landing && outcome == Some(Outcome::Held) && !landed(court, i, unit, boat) {
            missing.push("no record of where the people came ashore".to_owned());
        }
        let pledged = order.and_then(|o| pledged(court, o.event, unit, boat));
        if let (Some(to), true) = (pledged, t.needs_landing && outcome == Some(Outcome::Held))
            && landed(court, i, unit, boat)
            && !handed(court, i, boat, to)
        {
            missing.push(format!("no record that those brought in were handed over to {}", to.title()));
        }
        if t.needs_images && !filmed(court, i, unit, boat, case.side) {
            missing.push("no images on record".to_owned());
        }
        let band = if missing.is_empty() { Band::Green } else { t.missing };
        let facts =
            if missing.is_empty() { vec!["all that this reading asks for is on record".to_owned()] } else { missing };
        all.push(court.find(i, Case { unit: Some(unit), ..case }, band, facts, &[]));
    }
    all
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// The boat was stopped and its people are in the hands of the unit.
    Held,
    /// It went on, turned back, or was let go.
    LetGo,
}

/// How the attempt at this place ended, by the log.
fn outcome(court: &Court<'_>, tried: usize, unit: UnitId, boat: BoatId) -> Option<Outcome> {
    court.events[tried + 1..].iter().find_map(|e| match &e.what {
        What::InterceptionDone { unit: u, boat: b, .. } | What::BlockedBoatStopped { unit: u, boat: b, .. }
            if *u == unit && *b == boat =>
        {
            Some(Outcome::Held)
        }
        What::InterceptionAborted { unit: u, boat: b }
        | What::WentOn { unit: u, boat: b }
        | What::TurnedBack { unit: u, boat: b, .. }
            if *u == unit && *b == boat =>
        {
            Some(Outcome::LetGo)
        }
        What::TaskEnded { unit: u, boat: b, end, .. } if *u == unit && *b == boat && *end != TaskEnd::Done => {
            Some(Outcome::LetGo)
        }
        _ => None,
    })
}

/// Did a camera of the side record the boat before the unit's task at it was over? Evidence is recorded once for a boat.
fn filmed(court: &Court<'_>, tried: usize, unit: UnitId, boat: BoatId, side: Side) -> bool {
    let over = |e: &&crate::events::Event| matches!(&e.what, What::TaskEnded { unit: u, boat: b, .. } if *u == unit && *b == boat);
    let end = court.events[tried..].iter().position(|e| over(&e)).map_or(court.events.len(), |n| tried + n);
    court.events[..end]
        .iter()
        .any(|e| matches!(&e.what, What::EvidenceRecorded { boat: b, side: s, .. } if *b == boat && *s == side))
}

/// Into whose hands those brought in come ashore, by the order at this place.
fn pledged(court: &Court<'_>, order: usize, unit: UnitId, boat: BoatId) -> Option<LandWith> {
    match court.events.get(order + 1).map(|e| &e.what) {
        Some(What::StepsAllowed { unit: u, boat: b, steps, .. }) if *u == unit && *b == boat => steps.land_with(),
        _ => None,
    }
}

/// Were people of the boat handed over to them?
fn handed(court: &Court<'_>, tried: usize, boat: BoatId, to: LandWith) -> bool {
    let over = |e: &crate::events::Event| matches!(&e.what, What::HandedAshore { boat: b, to: t, .. } if *b == boat && *t == to);
    court.events[tried + 1..].iter().any(over)
}

/// Did the people, or the boat in tow, come ashore by the log? Who was handed over is landed by the other unit.
fn landed(court: &Court<'_>, tried: usize, unit: UnitId, boat: BoatId) -> bool {
    let mut carriers = vec![unit];
    for e in &court.events[tried + 1..] {
        match &e.what {
            What::HandedOver { from, to, .. } if carriers.contains(from) => carriers.push(*to),
            What::PeopleLanded { unit: u, .. } if carriers.contains(u) => return true,
            What::BoatLanded { boat: b, .. } if *b == boat => return true,
            _ => {}
        }
    }
    false
}
