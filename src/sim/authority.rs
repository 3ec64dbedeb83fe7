//! When does the order of authority come, if it comes, and how long is it good?
//!
//! A rule marked `authorised` makes its side ask for an order for its act on the contact, once it applies or when its `ask_when` holds; an order
//! covers that act and no more force (`doctrine::acts`). The request passes the desks of the chain,
//! one after the other, and waits where they have others to answer (`doctrine::desks`). At the end the order is given if
//! the will is there: a uniform that each case was born with is held against the commitment of the moment (MODEL 11.1),
//! so both doctrines of a pair meet the same, and who is refused is refused again unless commitment or evidence changed.
//! An order expires; after a refusal or expiry the centre may ask again. A death of an interception lowers commitment at
//! once: a unit of the State is on the spot, so authority knows.
//!
//! Each side goes by its own chain where the doctrine names one, and its commitment falls by itself.
//!
//! Left out: requests that are withdrawn, and what happened in other nights (`doctrine::commitment`).

use super::associate::hours_on_watch;
use super::people::People;
use super::setting::Setting;
use super::state::{Log, PlotEntry, Plots, Request, Tonight, Warrant};
use crate::agents::Side;
use crate::doctrine::authority::MOST_STEPS;
use crate::doctrine::commitment;
use crate::doctrine::desks::{Answer, Desks, Work};
use crate::doctrine::{Authority, Doctrine, Order, Refusal, Steps};
use crate::draws::{Draws, Purpose, Subject};
use crate::events::{Asked, BoatId, ImmersionCause, PersonId, What};
use crate::units::{Duration, Tick};
use bevy_ecs::prelude::{ResMut, Resource};
use std::sync::Arc;

/// The desks of both sides' chains, and the will behind them.
#[derive(Resource, Default)]
pub(super) struct Offices {
    /// By side.
    desks: [Desks; 2],
    /// Probability that a lawful request gets its order, as things stand, by side.
    commitment: [f64; 2],
    /// Events read so far.
    read: usize,
    /// Those who entered the water in an interception.
    endangered: Vec<PersonId>,
    /// Boats whose interception was fatal.
    fatal: Vec<BoatId>,
}

impl Offices {
    /// Empty desks, and the commitment of this night, which is noted if the doctrine needs any.
    pub fn of(setting: &Setting, doctrine: &Doctrine, luck: Draws, log: &mut Log) -> Self {
        let tonight = |a: &Authority| a.commitment.tonight(luck, setting.scenario.start, &setting.parameters);
        if let Some(t) = doctrine.authority.as_ref().map(tonight) {
            log.note(Tick(0), What::CommitmentStood { state: t.state, probability: t.probability });
        }
        let mut offices = Self::default();
        for side in Side::ALL {
            let Some(authority) = doctrine.authority_for(side) else { continue };
            let t = tonight(authority);
            offices.desks[side.index()] = Desks::of(&authority.steps);
            offices.commitment[side.index()] = t.probability;
            // A side that never asks has nothing to tell.
            if doctrine.authority_of_side[side.index()].is_some() && doctrine.may_ask(side) {
                log.note(Tick(0), What::CommitmentStoodFor { side, state: t.state, probability: t.probability });
            }
        }
        offices
    }
}

#[cfg(test)]
impl Offices {
    /// Requests that lie at a desk.
    pub fn open(&self) -> usize {
        self.desks.iter().map(Desks::open).sum()
    }
}

/// What came of it that a side would ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asking {
    /// It asked.
    Asked,
    /// It had asked, or has the order.
    Open,
    /// It was refused, or the order expired, too short a time ago; or there is nobody to ask.
    Barred,
}

/// A side asks for an order for an act on a contact: once, and again when the last answer is old enough. `of`: boat,
/// side, and number of the contact.
pub(super) fn ask_authority(
    people: &mut People,
    rules: &Doctrine,
    of: (BoatId, Side, u32),
    act: (Order, Steps),
    entry: &mut PlotEntry,
    asked: impl FnOnce() -> Arc<Asked>,
) -> Asking {
    let (now, p) = (people.clock.tick, &people.fixed.setting.parameters);
    let ((boat, side, contact), (order, steps)) = (of, act);
    let Some(authority) = rules.authority_for(side) else { return Asking::Barred };
    if entry.warrants.are_open_for(order, steps) {
        return Asking::Open;
    }
    let (number, warrant) = (entry.requests, Warrant::Requested { at: now, contact });
    let full = entry.warrants.0.len() >= MOST_ACTS;
    match entry.warrants.of(order, steps) {
        Some(Request { warrant: Warrant::Refused { at } | Warrant::Expired { at }, .. })
            if now < at.after(authority.patience(p)) =>
        {
            return Asking::Barred;
        }
        Some(again) => (again.number, again.warrant) = (number, warrant),
        None if full => return Asking::Barred,
        None => entry.warrants.0.push(Request { order, steps, number, warrant }),
    }
    entry.requests += 1;
    people.log.note(now, What::AuthorityRequested { boat, side, contact, asked: asked() });
    Asking::Asked
}

/// A contact has no more requests than a doctrine has acts, far fewer than this; boats far fewer than the rest of the number.
const MOST_ACTS: usize = 1 << 8;
const BOATS: u32 = 1 << 24;

/// What a request is called at the desks: by its boat, and among those of one boat by its place.
fn number_of(boat: u32, place: usize) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "there are at most `MOST_ACTS`")]
    let place = place as u32;
    place * BOATS + boat
}

const fn boat_and_place(id: u32) -> (u32, usize) {
    (id % BOATS, (id / BOATS) as usize)
}

/// What a side's desks have to know of its requests.
struct Files<'a> {
    side: Side,
    authority: &'a Authority,
    setting: &'a Setting,
    luck: Draws,
    entries: &'a [PlotEntry],
}

impl Work for Files<'_> {
    fn takes(&self, id: u32, step: usize, begun: Tick) -> Duration {
        let (boat, place) = boat_and_place(id);
        let (s, p) = (case(self.side, boat), &self.setting.parameters);
        let request = self.entries[boat as usize].warrants.0[place].number;
        #[expect(clippy::cast_possible_truncation, reason = "a chain has few steps")]
        let own = request.wrapping_mul(MOST_STEPS as u32).wrapping_add(step as u32);
        self.authority.steps[step].takes(
            self.luck.normal(s, Purpose::AuthorityCase, request),
            self.luck.normal(s, Purpose::AuthorityDelay, own),
            begun.at(self.setting.scenario.start),
            hours_on_watch(begun, p),
            p,
        )
    }

    fn passes(&self, id: u32, step: usize) -> bool {
        let (boat, _) = boat_and_place(id);
        !self.authority.steps[step].needs_evidence || self.entries[boat as usize].evidence.recorded
    }
}

fn case(side: Side, boat: u32) -> Subject {
    #[expect(clippy::cast_possible_truncation, reason = "two sides")]
    Subject::case(side.index() as u32, boat)
}

/// Desks take up new requests and answer old ones; orders expire; deaths are heard of.
pub(super) fn work_desks(mut tonight: ResMut<Tonight>, mut plots: ResMut<Plots>, mut offices: ResMut<Offices>) {
    let mut people = tonight.people();
    let doctrine = people.fixed.doctrine.clone();
    if doctrine.authority.is_none() {
        return;
    }
    let setting = &*people.fixed.setting;
    let (now, luck) = (people.clock.tick, people.fixed.luck);
    hear_of_deaths(&mut people, &mut offices, &doctrine, luck);
    for side in Side::ALL {
        let Some(authority) = doctrine.authority_for(side) else { continue };
        let entries = &mut plots.entries[side.index()];
        let desks = &mut offices.desks[side.index()];
        let files = Files { side, authority, setting, luck, entries };
        // Decisions are made once a minute: what is new was asked for in the last one, and stands in order of boats.
        for (boat, entry) in (0..).zip(files.entries) {
            for (place, request) in entry.warrants.0.iter().enumerate() {
                if let Warrant::Requested { at, .. } = request.warrant
                    && !desks.holds(number_of(boat, place))
                {
                    desks.ask(number_of(boat, place), at, &files);
                }
            }
        }
        let answers = desks.answers(now, &files);
        for answer in answers {
            let (boat, place) = boat_and_place(answer.id);
            let will = luck.uniform(case(side, boat), Purpose::AuthorityGrant, 0) < offices.commitment[side.index()];
            let request = &mut entries[boat as usize].warrants.0[place];
            give(&mut people, setting, authority, (BoatId(boat), side), request, &answer, will);
        }
        for (boat, entry) in (0..).zip(entries.iter_mut()) {
            for request in &mut entry.warrants.0 {
                if let Warrant::Held { since, until, contact } = request.warrant
                    && now >= until
                {
                    request.warrant = Warrant::Expired { at: now };
                    let after_min = now.elapsed().min_() - since.elapsed().min_();
                    let act = request.order;
                    people.note(What::AuthorityExpired { boat: BoatId(boat), side, contact, act, after_min });
                }
            }
        }
    }
}

/// The answer reaches the centre.
fn give(
    people: &mut People,
    setting: &Setting,
    authority: &Authority,
    (boat, side): (BoatId, Side),
    request: &mut Request,
    answer: &Answer,
    will: bool,
) {
    let Warrant::Requested { contact, .. } = request.warrant else { return };
    let now = people.clock.tick;
    let refused = match (answer.passed, will) {
        (false, _) => Some(Refusal::NoEvidence),
        (true, false) => Some(Refusal::NoCommitment),
        (true, true) => None,
    };
    request.warrant = match refused {
        None => Warrant::Held { since: now, until: now.after(authority.validity(&setting.parameters)), contact },
        Some(_) => Warrant::Refused { at: now },
    };
    let after_min = answer.at.elapsed().min_() - answer.asked.elapsed().min_();
    let waited_min = answer.waited.min_();
    let act = request.order;
    people.note(What::AuthorityAnswered { boat, side, contact, act, refused, after_min, waited_min });
}

/// Reads what happened since the last look: whoever was put in the water by an interception and died makes it a fatal one.
/// Commitment falls on the side whose unit it was; sides with one chain of authority have one commitment.
fn hear_of_deaths(people: &mut People, offices: &mut Offices, doctrine: &Doctrine, luck: Draws) {
    let setting = people.fixed.setting.clone();
    let mut fatal = Vec::new();
    for event in people.log.0.iter().skip(offices.read) {
        match &event.what {
            What::EnteredWater { cause: ImmersionCause::Interception, who, .. } => {
                offices.endangered.extend_from_slice(who);
            }
            What::Died { person, boat, .. } if offices.endangered.contains(person) && !fatal.contains(boat) => {
                fatal.push(*boat);
            }
            _ => {}
        }
    }
    for boat in fatal {
        if offices.fatal.contains(&boat) {
            continue;
        }
        offices.fatal.push(boat);
        let by = whose(people, &setting, boat);
        let left = 1.0 - commitment::fall(luck, Subject::boat(boat.0), 0, &setting.parameters);
        let before = offices.commitment[by.index()];
        let own = |side: Side| doctrine.authority_of_side[side.index()].is_some();
        for side in Side::ALL {
            if side == by || !(own(side) || own(by)) {
                offices.commitment[side.index()] *= left;
            }
        }
        people.note(What::CommitmentFell { boat, before, after: offices.commitment[by.index()] });
    }
    offices.read = people.log.0.len();
}

/// Whose unit last tried to stop the boat.
fn whose(people: &People, setting: &Setting, boat: BoatId) -> Side {
    let unit = people.log.0.iter().rev().find_map(|e| match e.what {
        What::OrderedToStop { boat: b, unit, .. }
        | What::InterceptionTried { boat: b, unit, .. }
        | What::BlockTried { boat: b, unit, .. }
            if b == boat =>
        {
            Some(unit)
        }
        _ => None,
    });
    unit.map_or(Side::France, |u| setting.scenario.units[u.0 as usize].side)
}
