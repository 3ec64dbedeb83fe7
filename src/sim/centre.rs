//! What does a centre order that is its own to do: stop a search, send a shore team, close a canal, ask ships to look out, have
//! crews in port make ready?
//!
//! Decided once for each contact on its turn, by the rules of the side, on a picture in which the unit's place is taken by
//! the centre (`UnitView::of_centre`). What was ordered is carried out here and logged with its rule; an order that can't be carried
//! out now (no search is on, no team is free, no canal is near) is not given, and tried again at the contact's next turn; so is
//! one that was given already: the next rule that applies has its turn.
//!
//! Left out: taking such an order back; the hours of crews that wait in readiness, which count from when they sail.

use super::ashore::{Nearest, TeamWork, Teams};
use super::canals::{Canals, canal_of};
use super::decide::{Case, why};
use super::muster::Muster;
use super::people::People;
use super::search::order_end;
use crate::doctrine::{ForceView, Order, Picture, Steps, UnitView};
use crate::events::{UnitId, What};
use crate::units::{Duration, Tick};

/// With what an order is carried out.
enum Means {
    /// The search that is on.
    Search,
    /// The boom of a canal.
    Canal(usize),
    /// A shore team.
    Team(Nearest),
    /// The radio.
    Ships,
    /// Crews in port.
    Crews,
}

/// A number that no unit has: nobody is left out.
const NOBODY: UnitId = UnitId(u32::MAX);

impl Case<'_> {
    /// Tries the centre's rules on the contact, and carries out what they order.
    pub(super) fn order_of_centre(
        &mut self,
        people: &mut People,
        list: &[Muster],
        canals: &mut Canals,
        teams: &mut Teams,
    ) {
        let now = people.clock.tick;
        let picture = self.picture_of_centre(now, list);
        let given = |order: Order| self.entry.ordered_by_centre.contains(&(self.contact.number, order));
        let able = |order: Order| self.means(order, canals, teams, now).is_some();
        let decision = self.book.decide_for_centre(self.side, &picture, given, able);
        if self.shadows.ask_centre(self.side) {
            let all = Order::ALL.into_iter();
            let open: Vec<(Order, bool)> = all.filter(|o| !given(*o)).map(|o| (o, able(o))).collect();
            let shown = self.for_shadows(&picture, list, NOBODY);
            self.shadows.look_as_centre(self.side, self.boat, &shown, &decision, &open);
        }
        self.ask(people, self.book.list_of_centre(self.side), &decision, &picture);
        let (contact, order) = (self.contact.number, decision.order);
        let Some(means) = self.means(order, canals, teams, now) else { return };
        self.entry.ordered_by_centre.push((contact, order));
        let mut picture = picture;
        if order.level().is_some() {
            // Whoever judges force afterwards is told where it was, whether the doctrine asked or not.
            let at = picture.contact.position;
            picture.sea.waters = self.setting.waters(at, self.setting.to_shore(at));
        }
        let why = why(self.rules, self.book.list_of_centre(self.side), &decision, &picture);
        people.note(What::CentreOrdered { side: self.side, boat: self.boat, contact, order, why });
        let weapons = decision.allowed().is_some_and(Steps::weapons);
        if weapons {
            people.note(What::WeaponsAllowed { side: self.side, boat: self.boat, contact });
        }
        match means {
            Means::Search => order_end(people, self.side, self.boat, self.entry),
            Means::Ships => self.entry.relayed = true,
            Means::Crews => *self.pre_alerted = Some(now),
            Means::Canal(canal) => {
                canals.shut(canal, now.after(Duration::minutes(self.setting.parameters.canal_boom_min)));
            }
            Means::Team(team) => {
                let acts = TeamWork { wades: order == Order::WadeIn, weapons };
                teams.send(people, self.side, self.boat, contact, &team, acts);
            }
        }
    }

    /// What an order of the centre would be carried out with; none if it can't be now, or is none of the centre's.
    fn means(&self, order: Order, canals: &Canals, teams: &Teams, now: Tick) -> Option<Means> {
        let at = self.contact.position;
        match order {
            Order::StopSearch => self.entry.search.as_ref().map(|_| Means::Search),
            Order::Relay => (!self.entry.relayed).then_some(Means::Ships),
            // They are told once a night.
            Order::PreAlert => self.pre_alerted.is_none().then_some(Means::Crews),
            Order::CloseCanal => canal_of(self.setting, at).filter(|c| !canals.is_ordered(*c)).map(Means::Canal),
            // Nobody wades in to a boat that nobody boards.
            Order::InterdictAshore | Order::WadeIn
                if self.may_be_ashore() && (order != Order::WadeIn || self.contact.boarding) =>
            {
                teams.nearest(self.setting, self.side, at, now).map(Means::Team)
            }
            _ => None,
        }
    }

    /// Is it at the shore and not yet gone, as far as the centre knows?
    pub(super) fn may_be_ashore(&self) -> bool {
        let near = self.sea.to_shore.m() <= self.setting.parameters.shore_contact_within_m;
        near && (self.entry.ashore || self.contact.boarding)
    }

    fn picture_of_centre(&self, tick: Tick, list: &[Muster]) -> Picture {
        let unit = UnitView::of_centre(self.side, self.entry.held);
        let force = ForceView {
            rescue_standby_eta: self.hands.standby(list, NOBODY).map(|(_, eta)| eta),
            cover_left: self.hands.cover(),
            others: self.others(list, NOBODY, self.asks.others),
            ..self.force()
        };
        Picture { tick, contact: *self.contact, sea: *self.sea, unit, force }
    }
}
