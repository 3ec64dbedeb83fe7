//! Which units has a side, and how soon could each be where?
//!
//! The duty officer's list: made once a minute for each side, held against each contact. What does not
//! depend on the contact (speed in this sea, places left, what binds the unit) is worked out once.

use super::people::People;
use super::setting::Setting;
use super::snapshot::Activity;
use super::state::{Boat, Motion, PlotEntry, Unit, UnitState};
use crate::agents::{Identity, Side, handling};
use crate::doctrine::{Contact, Order, Other, OthersAtContact, UnitView};
use crate::events::{BoatId, UnitId};
use crate::parameters::Parameters;
use crate::units::{Distance, Duration, Vec2};
use bevy_ecs::prelude::{Entity, Query, Without};

/// How many of the nearest free units are tried on one contact in one minute.
pub const TRIED: usize = 6;

/// Units, for deciding.
pub type Units<'w, 's> =
    Query<'w, 's, (Entity, &'static Unit, &'static mut UnitState, &'static mut Motion), Without<Boat>>;

/// A unit on the list.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each binds the unit in a way of its own")]
pub struct Muster {
    /// Its entity.
    pub entity: Entity,
    /// Its number.
    pub id: UnitId,
    at: Vec2,
    wait_s: f64,
    speed_mps: f64,
    sea_limit_m: f64,
    sight_m2: f64,
    /// Urgency of the order in hand.
    pub urgency: u8,
    /// The boat it is ordered to.
    pub boat: Option<BoatId>,
    /// Rank of that boat's contact on the doctrine's list of priorities, smaller for greater need; the last for none.
    pub rank: usize,
    /// The boat for whose interception it is counted on as stand-by.
    pub backs: Option<BoatId>,
    /// What it is ordered to do.
    pub order: Option<Order>,
    /// Taking people aboard, stopping a boat, towing or landing: not to be called away.
    pub at_work: bool,
    /// In sight of its boat, but in too little water for it and without a small boat: its places are out of reach.
    pub kept_off: bool,
    /// Survivors aboard?
    pub laden: bool,
    /// Lying in port?
    pub in_port: bool,
    /// An aircraft?
    pub flies: bool,
    view: UnitView,
}

impl Muster {
    /// The unit as a doctrine sees it, with its time to this place.
    #[must_use]
    pub fn view(&self, to: Vec2) -> UnitView {
        let d2 = (to - self.at).length_squared();
        UnitView {
            eta: Duration::seconds(self.wait_s + d2.sqrt() / self.speed_mps),
            in_sight: d2 <= self.sight_m2,
            ..self.view
        }
    }

    /// Is it forecast now that the waves at this contact will be beyond what the unit can work in, once it is there?
    #[must_use]
    pub fn too_rough_on_arrival(&self, setting: &Setting, people: &People, contact: &Contact) -> bool {
        let (night, now) = (&people.fixed.night, people.clock.tick);
        if self.flies || setting.in_canal(contact.position) {
            return false;
        }
        let arrives = now.after(self.view(contact.position).eta);
        let stream = setting.stream(contact.position, now);
        let moments = (now, arrives);
        night.forecast_here(contact.position, &people.sea.open, stream, moments, &setting.parameters) > self.sea_limit_m
    }

    /// How near it is to a contact, and what it was ordered to do about that boat.
    fn as_other(&self, boat: BoatId, contact: &Contact) -> Other {
        let order = self.order.filter(|_| self.boat == Some(boat));
        Other { distance: Distance::metres((contact.position - self.at).length()), order }
    }

    /// Least depth it, or its small boat, needs to come alongside.
    #[must_use]
    pub const fn depth_needed(&self) -> Distance {
        self.view.depth_needed
    }

    /// Who it is.
    pub const fn identity(&self) -> Identity {
        self.view.identity
    }

    /// Places left.
    #[must_use]
    pub const fn free(&self) -> u32 {
        self.view.free_places
    }
}

/// Notes on the list how urgent each unit's boat is, and which units are kept back for an interception in hand.
pub fn note_claims(list: &mut [Muster], ranks: &[(usize, BoatId)], entries: &[PlotEntry]) {
    for m in list.iter_mut() {
        m.rank = ranks.iter().find(|(_, b)| m.boat == Some(*b)).map_or(usize::MAX, |(rank, _)| *rank);
    }
    for &(_, boat) in ranks {
        let entry = &entries[boat.0 as usize];
        let Some(backing) = entry.backed_by else { continue };
        if list.iter().any(|m| m.boat == Some(boat) && matches!(m.order, Some(Order::Intercept | Order::Block)))
            && let Some(m) = list.iter_mut().find(|m| m.id == backing)
        {
            m.backs = Some(boat);
        }
    }
}

/// The list of a side.
pub fn muster(setting: &Setting, people: &People, side: Side, units: &Units, list: &mut Vec<Muster>) {
    list.clear();
    let p = &setting.parameters;
    for (entity, unit, state, motion) in units {
        if unit.side != side {
            continue;
        }
        let class = &setting.classes[unit.class];
        let wait_s = match state.activity {
            Activity::InPort => setting.readiness(unit, people.sea.dark).s(),
            Activity::Landing => unit.readiness.s() + p.turnaround_min * 60.0,
            _ => 0.0,
        };
        let draught = class.craft.tender_draught.unwrap_or(class.craft.draught).min(class.craft.draught);
        #[expect(clippy::cast_possible_truncation, reason = "survivors aboard are few")]
        let aboard = state.survivors.len() as u32;
        let busy = matches!(state.activity, Activity::Rescuing | Activity::Intercepting | Activity::Landing);
        list.push(Muster {
            entity,
            id: unit.id,
            at: motion.position,
            wait_s,
            // A unit that makes no way is never sent; the floor keeps its time finite.
            speed_mps: setting.unit_speed(unit.class, people.sea, false).max(0.1),
            sea_limit_m: handling::sea_limit_m(&class.craft, p),
            sight_m2: class.sight_m * class.sight_m,
            urgency: state.task.as_ref().map_or(0, |t| t.order.urgency()),
            boat: state.task.as_ref().map(|t| t.boat),
            rank: usize::MAX,
            backs: None,
            order: state.task.as_ref().map(|t| t.order),
            at_work: busy || state.towing.is_some() || state.homeward || state.out_of_action,
            kept_off: state.standing_off && class.craft.tender_draught.is_none(),
            laden: aboard > 0,
            in_port: matches!(state.activity, Activity::InPort),
            flies: class.craft.flies,
            view: UnitView {
                index: unit.id.0,
                side,
                eta: Duration::ZERO,
                intercepts: class.craft.intercepts,
                free_places: class.craft.capacity.saturating_sub(aboard),
                depth_needed: if class.craft.flies {
                    Distance::ZERO
                } else {
                    draught + Distance::metres(p.vessel_under_keel_m)
                },
                in_sight: false,
                flies: class.craft.flies,
                // A crew that is relieved aboard never runs out of hours.
                crew_left: if class.craft.watches {
                    class.craft.endurance
                } else {
                    Duration::minutes((p.crew_limit_h * 60.0 - state.crew_min).max(0.0))
                },
                identity: setting.units[unit.id.0 as usize].identity,
            },
        });
    }
}

/// The other units of the list near a contact; `except` is the one that decides.
#[must_use]
pub fn others_at(list: &[Muster], except: UnitId, boat: BoatId, contact: &Contact) -> OthersAtContact {
    /// Farther off, no condition can ask.
    const FAR_M: f64 = 20_000.0;
    let mut others = OthersAtContact::NOBODY;
    for other in list.iter().filter(|m| m.id != except).map(|m| m.as_other(boat, contact)) {
        if other.distance.m() <= FAR_M {
            others.offer(other);
        }
    }
    others
}

/// A few entries, smallest time first, ties by place in the list.
#[derive(Clone, Copy, Debug)]
pub struct Nearest<const N: usize> {
    entries: [(f64, usize); N],
    len: usize,
}

impl<const N: usize> Default for Nearest<N> {
    fn default() -> Self {
        Self { entries: [(f64::INFINITY, usize::MAX); N], len: 0 }
    }
}

impl<const N: usize> Nearest<N> {
    fn offer(&mut self, eta_s: f64, index: usize) {
        let mut at = self.len.min(N);
        // The list is gone through in order, so an equal time keeps its place behind.
        while at > 0 && self.entries[at - 1].0 > eta_s {
            if at < N {
                self.entries[at] = self.entries[at - 1];
            }
            at -= 1;
        }
        if at < N {
            self.entries[at] = (eta_s, index);
            self.len = (self.len + 1).min(N);
        }
    }

    /// The entries: time in seconds, place in the list.
    #[must_use]
    pub fn as_slice(&self) -> &[(f64, usize)] {
        &self.entries[..self.len]
    }
}

/// A side's units as they bear on one contact.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hands {
    /// Could be sent.
    pub free: Nearest<TRIED>,
    /// Could stand by for a rescue; two are enough to leave out the one that acts.
    standby: Nearest<2>,
    /// How many could go to a rescue elsewhere, those on this contact left out.
    cover: u32,
}

impl Hands {
    /// Sorts the side's units by what they could do about this contact.
    #[must_use]
    pub fn of(list: &[Muster], boat: BoatId, contact: &Contact, p: &Parameters) -> Self {
        let mut hands = Self::default();
        for (i, m) in list.iter().enumerate() {
            if m.at_work || m.free() == 0 {
                continue;
            }
            let eta = m.wait_s + (contact.position - m.at).length() / m.speed_mps;
            let mine = m.boat == Some(boat);
            let bound_elsewhere = m.boat.is_some() && !mine && m.urgency > Order::Shadow.urgency();
            // Who stops a boat, this one or another, is not also at hand for those who fall from it; and one unit cannot be
            // kept back for two boats.
            let stops = matches!(m.order, Some(Order::Intercept | Order::Block));
            let backs_another = m.backs.is_some_and(|b| b != boat);
            if m.urgency < Order::Rescue.urgency() && !bound_elsewhere && !stops && !backs_another {
                hands.standby.offer(eta, i);
                hands.cover += u32::from(!mine);
            }
            // A unit with people aboard goes to another boat only if it can take a good part of those on it.
            if !mine && (!m.laden || f64::from(m.free()) >= p.laden_takes_share * contact.aboard_best) {
                hands.free.offer(eta, i);
            }
        }
        hands
    }

    /// Units that could go to a rescue elsewhere.
    #[must_use]
    pub const fn cover(&self) -> u32 {
        self.cover
    }

    /// Units that could go to a rescue elsewhere if this one goes to the contact.
    #[must_use]
    pub fn cover_left(&self, m: &Muster, boat: BoatId) -> u32 {
        let backs_another = m.backs.is_some_and(|b| b != boat);
        let counted = m.boat != Some(boat)
            && !m.at_work
            && m.free() > 0
            && m.urgency <= Order::Shadow.urgency()
            && !backs_another;
        self.cover.saturating_sub(u32::from(counted))
    }

    /// The unit other than this one that could be there first for a rescue, and in what time: not one on rescue work, nor one
    /// that stops a boat, nor one that is counted on at another interception.
    #[must_use]
    pub fn standby(&self, list: &[Muster], except: UnitId) -> Option<(UnitId, Duration)> {
        let first = self.standby.as_slice().iter().find(|(_, i)| list[*i].id != except);
        first.map(|(eta, i)| (list[*i].id, Duration::seconds(*eta)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_come_first_and_ties_keep_their_order() {
        let mut n = Nearest::<3>::default();
        for (i, eta) in [5.0, 1.0, 5.0, 3.0, 0.5, 5.0].into_iter().enumerate() {
            n.offer(eta, i);
        }
        assert_eq!(n.as_slice(), &[(0.5, 4), (1.0, 1), (3.0, 3)]);
    }
}
