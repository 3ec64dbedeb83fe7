//! Who is ordered to do what? Each side tries its doctrine on each contact of its plot, once a minute.
//!
//! For a contact that units are on already, the rules are tried again with each of those units; an order
//! that no longer holds is revoked. Then, while the contact needs more, the nearest units that are free
//! (or on less urgent work) are tried in order of arrival. Deciding reads a `Picture` and nothing else;
//! each order is logged with the rule and what was seen.

use super::ashore::Teams;
use super::asks::{Asks, sea_view};
use super::authority::{Asking, ask_authority};
use super::busy;
use super::canals::Canals;
use super::muster::{Hands, Muster, Units, muster, note_claims, others_at};
use super::people::People;
use super::sail::send_back;
use super::setting::Setting;
use super::shadow::Shadows;
use super::snapshot::Activity;
use super::state::{BoatState, PlotEntry, Plots, Roster, Task, Tonight, Unit, UnitState};
use super::unhelped;
use crate::agents::{Identity, Side};
use crate::doctrine::{
    Contact, ContactLook, Decision, Doctrine, ForceView, Narrowed, Order, OthersAtContact, Picture, RuleBook, RuleId,
    SeaView, UnitView,
};
use crate::draws::{Purpose, Subject};
use crate::events::{Asked, BoatId, NO_RULE, Reasons, TaskEnd, UnitId, What, Why};
use crate::units::{Duration, Tick};
use bevy_ecs::prelude::{Query, Res, ResMut, Without};
use std::sync::Arc;

/// Routine contacts are gone through every so many minutes, half of them in each; those in need always. A step in time, as
/// the minute is for all others: the delays of reporting, classifying and tasking are the register's.
const ROUTINE_EVERY_MIN: u32 = 2;

/// Decides and orders.
#[expect(clippy::too_many_arguments, reason = "the parts of one system")]
pub fn decide_orders(
    mut tonight: ResMut<Tonight>,
    roster: Res<Roster>,
    mut plots: ResMut<Plots>,
    mut units: Units,
    mut shadows: ResMut<Shadows>,
    boats: Query<&BoatState, Without<Unit>>,
    mut canals: ResMut<Canals>,
    mut teams: ResMut<Teams>,
) {
    let mut people = tonight.people();
    let setting = &*people.fixed.setting;
    let (rules, book) = (people.fixed.doctrine.clone(), people.fixed.book.clone());
    let asks = people.fixed.asks;
    let asks_sea = rules.priorities.iter().any(|c| c.mentions(&crate::doctrine::Condition::is_about_the_sea));
    let mut list = Vec::with_capacity(roster.units.len());
    let mut narrowed = Narrowed::default();
    for side in Side::ALL {
        let load = load(setting, &people, &plots, side, asks_sea);
        let slowness = busy::load_factor(&plots.entries[side.index()], &setting.parameters);
        if !load.contacts.is_empty() {
            muster(setting, &people, side, &units, &mut list);
            note_claims(&mut list, &load.contacts, &plots.entries[side.index()]);
        }
        for &(rank, boat) in &load.contacts {
            let now = people.clock.tick;
            let Plots { entries, pre_alerted, .. } = &mut *plots;
            let (entry, pre_alerted) = (&mut entries[side.index()][boat.0 as usize], &mut pre_alerted[side.index()]);
            let Some(contact) = entry.contact else { continue };
            let fresh = contact.known_since == now;
            let routine = rank == book.ranks().routine();
            if routine && !fresh && !(people.clock.minute() + boat.0).is_multiple_of(ROUTINE_EVERY_MIN) {
                continue;
            }
            let sea = sea_view(setting, &people, &contact, now, asks);
            let more = shadows.asks();
            let shadow_sea =
                if asks.covers(more) { sea } else { sea_view(setting, &people, &contact, now, asks.and(more)) };
            let hands = Hands::of(&list, boat, &contact, &setting.parameters);
            #[expect(clippy::cast_possible_truncation, reason = "boats are counted by u32")]
            let contacts = load.contacts.len() as u32;
            let others_in_distress = load.in_distress - u32::from(is_distress(&contact));
            narrowed.begin();
            let mut case = Case {
                setting,
                rules: &rules,
                book: &book,
                narrowed: &mut narrowed,
                side,
                boat,
                rank,
                contact: &contact,
                sea: &sea,
                entry,
                pre_alerted,
                hands,
                contacts,
                others_in_distress,
                slowness,
                shore_team: None,
                asks,
                shadow_sea: &shadow_sea,
                shadow_team: None,
                shadows: &mut shadows,
            };
            if (asks.teams || more.teams) && case.may_be_ashore() {
                case.shadow_team = teams.nearest(setting, side, contact.position, now).map(|t| t.eta);
                case.shore_team = case.shadow_team.filter(|_| asks.teams);
            }
            if !case.entry.ashore {
                case.review(&mut people, &mut units, &mut list);
                case.assign(&mut people, &mut units, &mut list);
            }
            if book.asks_centre(side) || case.shadows.ask_centre(side) {
                case.order_of_centre(&mut people, &list, &mut canals, &mut teams);
            }
            unhelped::note(&mut people, side, boat, entry, &list, &hands);
        }
        unhelped::forget(&mut people, side, &mut plots);
        release_stale(&mut people, setting, side, &mut plots, &mut units, &boats, &roster);
    }
}

/// One contact on one side's plot, this minute.
pub(super) struct Case<'a> {
    pub(super) setting: &'a Setting,
    pub(super) rules: &'a Arc<Doctrine>,
    pub(super) book: &'a RuleBook,
    /// What is left of the rules on this contact.
    narrowed: &'a mut Narrowed,
    pub(super) side: Side,
    pub(super) boat: BoatId,
    /// Its rank on the list of priorities.
    rank: usize,
    pub(super) contact: &'a Contact,
    pub(super) sea: &'a SeaView,
    pub(super) entry: &'a mut PlotEntry,
    /// Since when the crews of the side's units in port make ready, if they were told to.
    pub(super) pre_alerted: &'a mut Option<Tick>,
    pub(super) hands: Hands,
    /// Contacts on the plot.
    pub(super) contacts: u32,
    /// Other contacts in distress.
    pub(super) others_in_distress: u32,
    /// Time for the nearest free shore team to be there, if it may still be at the shore.
    pub(super) shore_team: Option<Duration>,
    /// How much more slowly a busy centre tasks.
    slowness: f64,
    /// What the rules in force ask for that is looked up only then.
    pub(super) asks: Asks,
    /// Doctrines that look on.
    pub(super) shadows: &'a mut Shadows,
    /// The sea with what they ask of it beside what the rules in force ask.
    pub(super) shadow_sea: &'a SeaView,
    /// The nearest team, if any of them asks for one.
    pub(super) shadow_team: Option<Duration>,
}

/// What a contact has already, as far as it decides whether one more unit is sent.
#[derive(Clone, Copy)]
struct Help {
    /// Urgency of the most urgent order that a unit carries out there, standing by apart.
    strongest: u8,
    /// Somebody stands by.
    stood_by: bool,
    /// Units there, or on their way.
    units: usize,
    /// They have places for everybody.
    room: bool,
    /// People are in the water.
    in_water: bool,
}

impl Help {
    /// One unit keeps company or intercepts; more come only for places, and only to save; people in the water are never left
    /// to one unit.
    const fn is_enough_for(self, order: Order) -> bool {
        match order {
            Order::Rescue => self.strongest >= order.urgency() && self.room && (!self.in_water || self.units > 1),
            Order::OfferAssistance => self.units > 0 && self.room,
            // One stands by, beside whoever acts.
            Order::StandBy => self.stood_by,
            _ => self.strongest >= order.urgency(),
        }
    }
}

/// What a side has on its hands this minute, and in which order it looks at it.
#[derive(Default)]
struct Load {
    /// Rank and boat, those in greatest need first, then by number.
    contacts: Vec<(usize, BoatId)>,
    /// How many are in distress.
    in_distress: u32,
}

/// Boats on the plot by the doctrine's priorities. Where these ask for the sea, it is looked up.
fn load(setting: &Setting, people: &People, plots: &Plots, side: Side, asks_sea: bool) -> Load {
    let (now, ranks) = (people.clock.tick, people.fixed.book.ranks());
    let mut load = Load::default();
    let mut picture = Picture { tick: now, ..Picture::quiet() };
    for (i, e) in plots.entries[side.index()].iter().enumerate() {
        let Some(c) = &e.contact else { continue };
        picture.contact = *c;
        if asks_sea {
            picture.sea = sea_view(setting, people, c, now, people.fixed.asks);
        }
        load.in_distress += u32::from(is_distress(c));
        #[expect(clippy::cast_possible_truncation, reason = "boats are counted by u32")]
        load.contacts.push((ranks.of(&picture), BoatId(i as u32)));
    }
    load.contacts.sort_unstable();
    load
}

const fn is_distress(c: &Contact) -> bool {
    c.distress_declared || c.people_in_water
}

/// The record of an order: rule, facts, and what was tried before.
pub(super) fn why(rules: &Arc<Doctrine>, list: &[RuleId], decision: &Decision, picture: &Picture) -> Arc<Why> {
    let id = |i: RuleId| rules.rules[i].id.clone();
    let rule = decision.rule.map(|i| &rules.rules[i]);
    Arc::new(Why {
        rule: rule.map_or_else(|| NO_RULE.to_owned(), |r| r.id.clone()),
        cite: rule.map_or_else(String::new, |r| r.cite.clone()),
        authorised: rule.is_some_and(|r| r.authorised),
        awaits: decision.awaits.map(id),
        picture: *picture,
        reasons: Reasons::Of { doctrine: Arc::clone(rules), list: list.to_vec(), decision: *decision },
    })
}

/// Whoever judges a decision afterwards is told where it was and whose unit it was, whether its doctrine asked or not: what
/// they find must not hang on how its rules are written.
pub(super) fn for_judges(setting: &Setting, picture: &Picture) -> Picture {
    let mut picture = *picture;
    let at = picture.contact.position;
    picture.sea.waters = setting.waters(at, setting.to_shore(at));
    if let Some(unit) = setting.units.get(picture.unit.index as usize) {
        picture.unit.identity = unit.identity;
    }
    picture
}

/// A unit without its name and class where nobody asks for them.
const fn as_asked(view: UnitView, asked: bool) -> UnitView {
    if asked { view } else { UnitView { identity: Identity::UNKNOWN, ..view } }
}

impl Case<'_> {
    fn picture(&self, tick: Tick, list: &[Muster], unit: &Muster) -> Picture {
        Picture {
            tick,
            contact: *self.contact,
            sea: *self.sea,
            unit: as_asked(unit.view(self.contact.position), self.asks.identity),
            force: ForceView {
                rescue_standby_eta: self.hands.standby(list, unit.id).map(|(_, eta)| eta),
                cover_left: self.hands.cover_left(unit, self.boat),
                others: self.others(list, unit.id, self.asks.others),
                ..self.force()
            },
        }
    }

    /// The other units near the contact, where somebody asks.
    pub(super) fn others(&self, list: &[Muster], unit: UnitId, asked: bool) -> OthersAtContact {
        if asked { others_at(list, unit, self.boat, self.contact) } else { OthersAtContact::NOBODY }
    }

    /// What of the side's force is the same for whoever decides.
    pub(super) fn force(&self) -> ForceView {
        let (order, acts) = self.entry.warrants.seen();
        ForceView {
            rescue_standby_eta: None,
            contacts: self.contacts,
            others_in_distress: self.others_in_distress,
            cover_left: 0,
            others: OthersAtContact::NOBODY,
            shore_team_eta: self.shore_team,
            order,
            acts,
            evidence_recorded: self.entry.evidence.recorded,
        }
    }

    /// What the doctrine says for this unit; asks for authority where a rule waits for it.
    fn decide(&mut self, people: &mut People, list: &[Muster], unit: UnitId, picture: &Picture) -> Decision {
        let decision = self.book.decide_with(self.narrowed, picture);
        self.shadows.look(self.boat, &self.for_shadows(picture, list, unit), &decision);
        self.ask(people, self.book.list_of(unit.0), &decision, picture);
        decision
    }

    /// Asks for an order of authority, where a rule of this list waits for one or has it asked for ahead. Where that is barred, as
    /// it was refused, the next rule that waits for another act has its turn.
    pub(super) fn ask(&mut self, people: &mut People, list: &[RuleId], decision: &Decision, picture: &Picture) {
        let asking = decision.asking();
        let Some(first) = asking.awaits.or(asking.ahead) else { return };
        let side = self.side;
        if asking.awaits.is_none() && !self.rules.rules[first].may_ask(side) {
            return;
        }
        if self.ask_for(people, first, asking.awaits.is_none(), picture) != Asking::Barred || asking.awaits.is_none() {
            return;
        }
        let behind = list.iter().skip_while(|i| **i != first).skip(1);
        for &rule in behind.take_while(|i| decision.rule != Some(**i)) {
            let r = &self.rules.rules[rule];
            let waits = r.authorised && !picture.force.order_held_for(r.order, r.steps);
            if waits
                && r.when.holds(picture, &self.rules.danger)
                && self.ask_for(people, rule, false, picture) != Asking::Barred
            {
                return;
            }
        }
    }

    /// Asks for the order of one rule; `ahead`: the rule does not apply yet.
    fn ask_for(&mut self, people: &mut People, rule: RuleId, ahead: bool, picture: &Picture) -> Asking {
        let rule = &self.rules.rules[rule];
        let asked = || {
            let picture = for_judges(self.setting, picture);
            Arc::new(Asked { rule: rule.id.clone(), order: rule.order, picture })
        };
        let of = (self.boat, self.side, self.contact.number);
        let came = ask_authority(people, self.rules, of, (rule.order, rule.steps), self.entry, asked);
        if ahead && came == Asking::Asked {
            // What the word "asked" does not say: that the rule does not apply yet.
            let (boat, side, contact) = of;
            people.note(What::AuthorityAskedAhead { boat, side, contact, rule: rule.id.clone() });
        }
        came
    }

    /// The picture as the shadows see it: with what their rules ask of chart and shore.
    pub(super) fn for_shadows(&self, picture: &Picture, list: &[Muster], unit: UnitId) -> Picture {
        let others = self.others(list, unit, self.asks.others || self.shadows.asks().others);
        let force = ForceView { shore_team_eta: self.shadow_team, others, ..picture.force };
        let known = list.iter().find(|m| m.id == unit && self.shadows.asks().identity);
        let unit = known.map_or(picture.unit, |m| UnitView { identity: m.identity(), ..picture.unit });
        Picture { sea: *self.shadow_sea, force, unit, ..*picture }
    }

    /// The record of a decision by these rules, with all that whoever judges it is told.
    fn why(&self, list: &[RuleId], decision: &Decision, picture: &Picture) -> Arc<Why> {
        why(self.rules, list, decision, &for_judges(self.setting, picture))
    }

    fn note_order(&self, people: &mut People, unit: UnitId, decision: &Decision, picture: &Picture) {
        people.note(What::OrderGiven {
            unit,
            boat: self.boat,
            contact: self.contact.number,
            order: decision.order,
            why: self.why(self.book.list_of(unit.0), decision, picture),
        });
        // What the word "intercept" does not say: that no force may touch the boat.
        // Nor, where there is one, into whose hands people come ashore.
        let more = decision.steps.land_with().is_some();
        if decision.order == Order::Intercept && (more || Some(decision.steps.level()) != decision.order.level()) {
            let (boat, contact, steps) = (self.boat, self.contact.number, decision.steps);
            people.note(What::StepsAllowed { unit, boat, contact, steps });
        }
    }

    /// Tries the rules again for the units that are on the contact.
    fn review(&mut self, people: &mut People, units: &mut Units, list: &mut [Muster]) {
        let now = people.clock.tick;
        for i in 0..list.len() {
            if !self.entry.units.contains(&list[i].id) {
                continue;
            }
            let picture = self.picture(now, list, &list[i]);
            let decision = self.decide(people, list, list[i].id, &picture);
            let Ok((_, unit, mut state, mut motion)) = units.get_mut(list[i].entity) else { continue };
            let state = &mut *state;
            let Some(task) = &mut state.task else { continue };
            let stops = |o: Order| matches!(o, Order::Intercept | Order::Block);
            if stops(decision.order) {
                if list.iter().any(|m| m.boat == Some(self.boat) && m.id != list[i].id && m.order.is_some_and(stops)) {
                    // One unit stops a boat; who is there beside it goes on with what it does.
                    continue;
                }
                self.keep_back(list, list[i].id);
            }
            if decision.order == task.order {
                // Another rule may give the same order by other steps; that holds from now on, and is a decision of its own.
                if decision.order.by_steps(decision.steps) != task.order.by_steps(task.steps) {
                    self.note_order(people, unit.id, &decision, &picture);
                }
                task.steps = decision.steps;
                task.doubted = None;
                continue;
            }
            let old = task.order;
            // Keeping company is the work of one unit.
            let others = || list.iter().filter(|m| m.boat == Some(self.boat) && m.id != unit.id);
            let company = match decision.order {
                Order::StandBy => others().any(|m| m.order == Some(Order::StandBy)),
                order => order.keeps_company() && others().any(|m| m.order != Some(Order::StandBy)),
            };
            if decision.order.urgency() <= old.urgency() {
                // A withdrawal waits until the rules have said so for a while, and work in hand is finished.
                let since = *task.doubted.get_or_insert(now);
                let hands_on = matches!(state.activity, Activity::Rescuing | Activity::Intercepting);
                let patience = Duration::minutes(self.setting.parameters.review_patience_min);
                if hands_on || now < since.after(patience) {
                    continue;
                }
            }
            if old == Order::Intercept && !task.escorts {
                people.note(What::InterceptionAborted { boat: self.boat, unit: unit.id });
            }
            if decision.order.moves_a_unit() && !company {
                self.note_order(people, unit.id, &decision, &picture);
                if old.helps() && decision.order.helps() {
                    // The same work under another rule: what was begun goes on.
                    task.order = decision.order;
                    task.doubted = None;
                } else {
                    *task = Task {
                        carry: task.carry,
                        taken: task.taken,
                        unreported: task.unreported,
                        helped: task.helped,
                        search_leg: task.search_leg,
                        ..Task::new(decision.order, decision.steps, task.boat, task.contact)
                    };
                    if state.activity != Activity::MakingReady {
                        state.activity = Activity::Transit;
                    }
                }
                list[i].urgency = decision.order.urgency();
                list[i].order = Some(decision.order);
            } else {
                self.hand_over(people, unit.id, &decision, &picture);
                let end = match decision.order {
                    Order::HandOver => TaskEnd::HandedOver,
                    Order::Recall => TaskEnd::Recalled,
                    _ if company => TaskEnd::PlaceTaken,
                    _ if self.sea.region == self.side => TaskEnd::Revoked,
                    _ => TaskEnd::HandedOver,
                };
                // Who is recalled goes to port, not to the station.
                state.homeward |= decision.order == Order::Recall;
                let why = Some(self.why(self.book.list_of(unit.id.0), &decision, &picture));
                people.note(What::TaskEnded { unit: unit.id, boat: self.boat, order: old, end, why });
                state.task = None;
                self.entry.units.retain(|u| *u != unit.id);
                send_back(self.setting, unit, state, &mut motion);
                list[i].urgency = 0;
                list[i].boat = None;
                list[i].order = None;
            }
        }
    }

    /// Counts on the unit that could rescue soonest for as long as this one stops the boat.
    fn keep_back(&mut self, list: &mut [Muster], stopping: UnitId) {
        self.entry.backed_by = self.hands.standby(list, stopping).map(|(id, _)| id);
        for m in list.iter_mut() {
            if Some(m.id) == self.entry.backed_by {
                m.backs = Some(self.boat);
            } else if m.backs == Some(self.boat) {
                m.backs = None;
            }
        }
    }

    /// Tells the other centre of the contact, once, where the rules of this unit say so.
    fn hand_over(&mut self, people: &mut People, unit: UnitId, decision: &Decision, picture: &Picture) {
        if decision.order == Order::HandOver && !self.entry.handed_over {
            self.entry.handed_over = true;
            let (boat, side, contact) = (self.boat, self.side, self.contact.number);
            let why = self.why(self.book.list_of(unit.0), decision, picture);
            people.note(What::CentreOrdered { side, boat, contact, order: decision.order, why });
            people.note(What::ContactHandedOver { boat, side, contact });
        }
    }

    /// Is this contact in greater need than the one that the unit is on?
    const fn comes_before(&self, m: &Muster) -> bool {
        // A unit whose contact is no longer on the plot is let go at the end of this minute.
        m.boat.is_some() && m.rank != usize::MAX && self.rank < m.rank
    }

    /// Sends more units while the contact needs them.
    fn assign(&mut self, people: &mut People, units: &mut Units, list: &mut [Muster]) {
        let now = people.clock.tick;
        let (mut places, mut strongest, mut stood_by) = (0, 0, false);
        for m in list.iter().filter(|m| m.boat == Some(self.boat)) {
            if !m.kept_off {
                places += m.free();
            }
            if m.order == Some(Order::StandBy) {
                stood_by = true;
            } else {
                strongest = strongest.max(m.urgency);
            }
        }
        let p = &self.setting.parameters;
        let known = self.contact.look != ContactLook::Unknown;
        let need = if known { self.contact.aboard_best } else { p.planning_number_aboard };
        let distress = self.contact.people_in_water || self.contact.distress_declared;
        let hands = self.hands;
        let (mut asked, mut ignore) = (0, 0);
        // Those that can take everybody and have the water for it first; then any. Who is on equally urgent work for a contact
        // in less need is called away only if nobody else can be sent.
        let candidates = [false, true].into_iter().flat_map(|call_away| {
            let nearest = hands.free.as_slice();
            [true, false].into_iter().flat_map(move |fit| nearest.iter().map(move |h| (call_away, fit, h.1)))
        });
        for (call_away, fitting, i) in candidates {
            if self.entry.units.len() as f64 >= p.most_units {
                break;
            }
            if list[i].boat == Some(self.boat) || (call_away && !self.comes_before(&list[i])) {
                continue;
            }
            let takes_all = f64::from(list[i].free()) >= need && self.sea.depth >= list[i].depth_needed();
            if fitting != (takes_all || self.contact.people_in_water) {
                continue;
            }
            let there = Help {
                strongest,
                stood_by,
                units: self.entry.units.len(),
                room: f64::from(places) >= need,
                in_water: self.contact.people_in_water,
            };
            let busy = list[i].urgency;
            let goes = |order: Order| {
                let free_for_it = order.urgency() > busy || (call_away && order.urgency() == busy);
                order.moves_a_unit() && free_for_it && !there.is_enough_for(order)
            };
            asked += 1;
            // Where nothing can come of it whatever the unit is like, its rules are not tried.
            let matters = |order: Order| match order {
                Order::Ignore => true,
                Order::HandOver => !self.entry.handed_over,
                _ => goes(order),
            };
            if self.shadows.are_none() && !self.book.may_matter(self.narrowed, list[i].id.0, matters) {
                continue;
            }
            let picture = self.picture(now, list, &list[i]);
            let decision = self.decide(people, list, list[i].id, &picture);
            let urgency = decision.order.urgency();
            ignore += u32::from(decision.order == Order::Ignore);
            self.hand_over(people, list[i].id, &decision, &picture);
            if !goes(decision.order) {
                continue;
            }
            // Helicopters are kept for people in distress; no unit is launched to keep company unless its rule says so, and none
            // with people to land turns to anything but saving others.
            let saving = decision.order.helps();
            let at_sea = decision.order.waits_at_sea() && !decision.rule.is_some_and(|r| self.rules.rules[r].from_port);
            let searches = decision.order == Order::Search;
            let bound = (list[i].flies && !(decision.order == Order::Rescue && distress || searches))
                || (list[i].in_port && at_sea)
                || (list[i].laden && !saving);
            // By the forecast a unit is kept from a sea it cannot work in, unless it is to save lives.
            let rough = || !saving && list[i].too_rough_on_arrival(self.setting, people, self.contact);
            if bound || rough() {
                continue;
            }
            let Ok((_, unit, mut state, _)) = units.get_mut(list[i].entity) else { continue };
            if let Some(old) = state.task.take() {
                let end = TaskEnd::Retasked;
                people.note(What::TaskEnded { unit: unit.id, boat: old.boat, order: old.order, end, why: None });
            }
            self.note_order(people, unit.id, &decision, &picture);
            state.task = Some(Task::new(decision.order, decision.steps, self.boat, self.contact.number));
            state.ready = now.after(getting_under_way(
                people,
                self.setting,
                unit,
                &state,
                self.boat,
                (self.slowness, *self.pre_alerted),
            ));
            state.activity = Activity::MakingReady;
            self.entry.units.push(unit.id);
            places += list[i].free();
            if decision.order == Order::StandBy {
                stood_by = true;
            } else {
                strongest = strongest.max(urgency);
            }
            list[i].urgency = urgency;
            list[i].order = Some(decision.order);
            list[i].boat = Some(self.boat);
            list[i].rank = self.rank;
            if matches!(decision.order, Order::Intercept | Order::Block) {
                self.keep_back(list, list[i].id);
            }
        }
        if asked > 0 || !self.entry.units.is_empty() {
            self.entry.ignored = self.entry.units.is_empty() && ignore == asked;
        }
    }
}

/// Time from order to being under way (MODEL 7 and 11.1) at a centre that is so busy, by units that have made ready since then
/// if they were told to.
fn getting_under_way(
    people: &People,
    setting: &Setting,
    unit: &Unit,
    state: &UnitState,
    boat: BoatId,
    (slowness, pre_alerted): (f64, Option<Tick>),
) -> Duration {
    let p = &setting.parameters;
    let s = Subject::encounter(unit.id.0, boat.0);
    let tired = (state.crew_min / 60.0 - p.fatigue_from_h).max(0.0);
    let task = people.fixed.luck.log_normal(s, Purpose::Readiness, 0, p.task_delay_median_min, p.task_delay_sigma)
        * (1.0 + p.fatigue_reaction_per_h * tired)
        * slowness;
    let ready = if state.activity == Activity::InPort {
        let median = setting.readiness(unit, people.sea.dark).min_();
        let whole = people.fixed.luck.log_normal(s, Purpose::Readiness, 1, median, p.readiness_sigma);
        let begun = pre_alerted.map_or(0.0, |t| people.clock.tick.elapsed().min_() - t.elapsed().min_());
        (whole - begun).max(0.0)
    } else {
        0.0
    };
    Duration::minutes(task + ready)
}

/// Units whose contact is gone are let go; plots forget units that left.
fn release_stale(
    people: &mut People,
    setting: &Setting,
    side: Side,
    plots: &mut Plots,
    units: &mut Units,
    boats: &Query<&BoatState, Without<Unit>>,
    roster: &Roster,
) {
    let now = people.clock.tick;
    for (_, unit, mut state, mut motion) in units.iter_mut() {
        if unit.side != side {
            continue;
        }
        let Some(task) = &state.task else { continue };
        let task = task.clone();
        let entry = &plots.entries[side.index()][task.boat.0 as usize];
        let hands_on = matches!(state.activity, Activity::Rescuing | Activity::Intercepting);
        let gone = entry.contact.as_ref().is_none_or(|c| c.number != task.contact);
        let empty = boats.get(roster.boats[task.boat.0 as usize]).is_ok_and(|b| !b.has_people());
        let there = task.on_scene.is_some();
        if (gone && !hands_on) || (empty && there && !hands_on) {
            if task.order == Order::Intercept && !task.escorts {
                people.log.note(now, What::InterceptionAborted { boat: task.boat, unit: unit.id });
            }
            people.log.note(
                now,
                What::TaskEnded {
                    unit: unit.id,
                    boat: task.boat,
                    order: task.order,
                    end: TaskEnd::NothingLeft,
                    why: None,
                },
            );
            state.task = None;
            send_back(setting, unit, &mut state, &mut motion);
        }
    }
    for (i, entry) in plots.entries[side.index()].iter_mut().enumerate().filter(|(_, e)| !e.units.is_empty()) {
        entry.units.retain(|u| {
            let state = units.get(roster.units[u.0 as usize]);
            state.is_ok_and(|(_, _, s, _)| s.task.as_ref().is_some_and(|t| t.boat.0 as usize == i))
        });
    }
}
