//! Who is ordered to do what? Each side tries its doctrine on each contact of its plot, once a minute.
//!
//! For a contact that units are on already, the rules are tried again with each of those units; an order
//! that no longer holds is revoked. Then, while the contact needs more, the nearest units that are free
//! (or on less urgent work) are tried in order of arrival. Deciding reads a `Picture` and nothing else;
//! each order is logged with the rule and what was seen.

use super::people::People;
use super::sail::send_back;
use super::setting::Setting;
use super::snapshot::Activity;
use super::state::{Boat, BoatState, Motion, PlotEntry, Plots, Roster, Rules, Task, Unit, UnitState, Warrant};
use crate::agents::Side;
use crate::doctrine::{Contact, Decision, ForceView, Order, Picture, SeaView, UnitView, decide};
use crate::draws::{Purpose, Subject};
use crate::events::{BoatId, TaskEnd, UnitId, What, Why};
use crate::units::{Distance, Duration, Tick, Vec2};
use bevy_ecs::prelude::{Entity, Query, Res, ResMut, Without};
use std::sync::Arc;

/// How many of the nearest units are tried on one contact in one minute.
const TRIED: usize = 4;
/// The most units ordered to one contact.
const MOST_UNITS: usize = 3;

/// A unit as the duty officer counts it.
#[derive(Clone, Copy)]
struct Hand {
    entity: Entity,
    id: UnitId,
    eta: Duration,
    free: u32,
    urgency: u8,
    view: UnitView,
}

/// Decides and orders.
pub fn decide_orders(
    mut people: People,
    rules: Res<Rules>,
    roster: Res<Roster>,
    mut plots: ResMut<Plots>,
    mut units: Query<(Entity, &Unit, &mut UnitState, &mut Motion), Without<Boat>>,
    boats: Query<&BoatState, Without<Unit>>,
) {
    let setting = people.shared.0.clone();
    let mut hands = Hands::default();
    for side in Side::ALL {
        for boat in contacts_by_urgency(&plots, side) {
            let now = people.clock.tick;
            let Plots { entries, .. } = &mut *plots;
            let entry = &mut entries[side.index()][boat.0 as usize];
            let Some(contact) = entry.contact else { continue };
            answer_warrant(&mut people, boat, side, &contact, entry);
            let sea = sea_view(&setting, &people, &contact, now);
            collect_hands(&setting, &people, side, &contact, &entry.units, &units, &mut hands);
            review(&mut people, &setting, &rules, side, boat, &contact, &sea, entry, &mut units, &hands);
            assign(&mut people, &setting, &rules, side, boat, &contact, &sea, entry, &mut units, &hands);
        }
        release_stale(&mut people, &setting, side, &mut plots, &mut units, &boats, &roster);
    }
}

/// Boats on the plot, those in greatest need first, then by number.
fn contacts_by_urgency(plots: &Plots, side: Side) -> Vec<BoatId> {
    let mut list: Vec<(u8, u32)> = plots.entries[side.index()]
        .iter()
        .enumerate()
        .filter_map(|(i, e)| {
            let c = e.contact.as_ref()?;
            let need = if c.people_in_water {
                0
            } else if c.distress_declared || c.water_aboard {
                1
            } else if c.engine_dead_for.is_some() {
                2
            } else {
                3
            };
            #[expect(clippy::cast_possible_truncation, reason = "boats are counted by u32")]
            Some((need, i as u32))
        })
        .collect();
    list.sort_unstable();
    list.into_iter().map(|(_, i)| BoatId(i)).collect()
}

fn sea_view(setting: &Setting, people: &People, contact: &Contact, now: Tick) -> SeaView {
    let to_shore = setting.to_shore(contact.position);
    SeaView {
        wave_height_m: people.sea.wave_height_m,
        wind_mps: people.sea.wind_mps,
        daylight: !people.sea.dark,
        depth: Distance::metres(setting.depth_m(contact.position, now, &people.night.0)),
        to_shore: Distance::metres(to_shore.max(0.0)),
        in_canal: setting.in_canal(contact.position),
        region: setting.region(contact.position),
    }
}

fn unit_view(
    setting: &Setting,
    people: &People,
    unit: &Unit,
    state: &UnitState,
    at: Vec2,
    contact: &Contact,
) -> UnitView {
    let class = &setting.classes[unit.class];
    let distance = (contact.position - at).length();
    let wait = match state.activity {
        Activity::InPort => unit.readiness.s(),
        Activity::Landing => unit.readiness.s() + setting.parameters.turnaround_min * 60.0,
        _ => 0.0,
    };
    let speed = setting.unit_speed(unit.class, &people.sea, false).max(0.1);
    let draught = class.craft.tender_draught.unwrap_or(class.craft.draught).min(class.craft.draught);
    #[expect(clippy::cast_possible_truncation, reason = "survivors aboard are few")]
    let aboard = state.survivors.len() as u32;
    UnitView {
        index: unit.id.0,
        side: unit.side,
        eta: Duration::seconds(wait + distance / speed),
        intercepts: class.craft.intercepts,
        free_places: class.craft.capacity.saturating_sub(aboard),
        depth_needed: if class.craft.flies {
            Distance::ZERO
        } else {
            draught + Distance::metres(setting.parameters.vessel_under_keel_m)
        },
        in_sight: distance <= setting.sight_m(unit.class),
    }
}

fn hand(
    setting: &Setting,
    people: &People,
    e: Entity,
    unit: &Unit,
    state: &UnitState,
    at: Vec2,
    contact: &Contact,
) -> Hand {
    let view = unit_view(setting, people, unit, state, at, contact);
    let urgency = state.task.as_ref().map_or(0, |t| t.order.urgency());
    Hand { entity: e, id: unit.id, eta: view.eta, free: view.free_places, urgency, view }
}

/// The side's units that could be sent, nearest in time first; and all that could stand by for a rescue,
/// those on the contact already included.
fn collect_hands(
    setting: &Setting,
    people: &People,
    side: Side,
    contact: &Contact,
    on_it: &[UnitId],
    units: &Query<(Entity, &Unit, &mut UnitState, &mut Motion), Without<Boat>>,
    hands: &mut Hands,
) {
    hands.free.clear();
    hands.mine.clear();
    hands.standby.clear();
    for (e, unit, state, motion) in units {
        if unit.side != side {
            continue;
        }
        let h = hand(setting, people, e, unit, state, motion.position, contact);
        let mine = on_it.contains(&unit.id);
        if mine {
            hands.mine.push(h);
        }
        let at_work = matches!(state.activity, Activity::Rescuing | Activity::Intercepting | Activity::Landing);
        if state.towing.is_some() || at_work || h.free == 0 {
            continue;
        }
        let elsewhere = state.task.is_some() && !mine;
        if h.urgency < Order::Rescue.urgency() && (!elsewhere || h.urgency <= Order::Shadow.urgency()) {
            hands.standby.push((h.eta, h.id));
        }
        let room = state.survivors.is_empty() || f64::from(h.free) >= contact.aboard_best;
        if !mine && room {
            hands.free.push(h);
        }
    }
    hands.free.sort_by(|a, b| a.eta.s().total_cmp(&b.eta.s()).then(a.id.cmp(&b.id)));
    hands.standby.sort_by(|a, b| a.0.s().total_cmp(&b.0.s()).then(a.1.cmp(&b.1)));
}

/// A side's units as they bear on one contact.
#[derive(Default)]
struct Hands {
    /// Could be sent, nearest in time first.
    free: Vec<Hand>,
    /// On it already.
    mine: Vec<Hand>,
    /// Could stand by for a rescue, nearest in time first.
    standby: Vec<(Duration, UnitId)>,
}

impl Hands {
    /// Shortest time for a unit other than this one, and not on rescue work, to be there.
    fn standby_eta(&self, except: UnitId) -> Option<Duration> {
        self.standby.iter().find(|(_, id)| *id != except).map(|(eta, _)| *eta)
    }
}

fn picture(
    tick: Tick,
    contact: &Contact,
    sea: &SeaView,
    unit: UnitView,
    standby: Option<Duration>,
    entry: &PlotEntry,
) -> Picture {
    Picture {
        tick,
        contact: *contact,
        sea: *sea,
        unit,
        force: ForceView {
            rescue_standby_eta: standby,
            contacts: 0,
            order_held: matches!(entry.warrant, Warrant::Answered { granted: true }),
        },
    }
}

fn why(rules: &Rules, decision: &Decision, picture: &Picture) -> Arc<Why> {
    let d = &rules.0;
    let id = |i: usize| d.rules[i].id.clone();
    Arc::new(match decision.rule {
        Some(i) => Why {
            rule: id(i),
            cite: d.rules[i].cite.clone(),
            facts: d.facts(i, picture),
            awaits: decision.awaits.map(id),
        },
        None => Why {
            rule: "(no rule)".to_owned(),
            cite: String::new(),
            facts: Vec::new(),
            awaits: decision.awaits.map(id),
        },
    })
}

/// The chain of authority is asked once for each contact; its answer comes when it comes.
fn ask_authority(
    people: &mut People,
    rules: &Rules,
    boat: BoatId,
    side: Side,
    contact: &Contact,
    entry: &mut PlotEntry,
) {
    let Some(authority) = rules.0.authority.as_ref().filter(|_| entry.warrant == Warrant::NotAsked) else { return };
    #[expect(clippy::cast_possible_truncation, reason = "two sides")]
    let s = Subject::case(side.index() as u32, boat.0);
    let luck = people.luck.0;
    let minutes = luck.log_normal(s, Purpose::AuthorityDelay, 0, authority.delay_median.min_(), authority.delay_sigma);
    let granted = luck.chance(s, Purpose::AuthorityGrant, 0, authority.commitment);
    let after = Duration::minutes(minutes);
    entry.warrant = Warrant::Asked { answer: people.clock.tick.after(after), granted, after };
    people.log.note(people.clock.tick, What::AuthorityRequested { boat, side, contact: contact.number });
}

fn answer_warrant(people: &mut People, boat: BoatId, side: Side, contact: &Contact, entry: &mut PlotEntry) {
    if let Warrant::Asked { answer, granted, after } = entry.warrant
        && people.clock.tick >= answer
    {
        entry.warrant = Warrant::Answered { granted };
        people.log.note(
            people.clock.tick,
            What::AuthorityAnswered { boat, side, contact: contact.number, granted, after_min: after.min_() },
        );
    }
}

/// Tries the rules again for the units that are on the contact.
#[expect(clippy::too_many_arguments, reason = "the parts of one step")]
fn review(
    people: &mut People,
    setting: &Setting,
    rules: &Rules,
    side: Side,
    boat: BoatId,
    contact: &Contact,
    sea: &SeaView,
    entry: &mut PlotEntry,
    units: &mut Query<(Entity, &Unit, &mut UnitState, &mut Motion), Without<Boat>>,
    hands: &Hands,
) {
    if entry.units.is_empty() {
        return;
    }
    let now = people.clock.tick;
    for h in &hands.mine {
        let Ok((_, unit, mut state, mut motion)) = units.get_mut(h.entity) else { continue };
        let Some(task) = state.task.clone() else { continue };
        let p = picture(now, contact, sea, h.view, hands.standby_eta(h.id), entry);
        let decision = decide(&rules.0, &p);
        if decision.awaits.is_some() {
            ask_authority(people, rules, boat, side, contact, entry);
        }
        if decision.order == task.order {
            if let Some(t) = &mut state.task {
                t.doubts = 0;
            }
            continue;
        }
        if decision.order.urgency() <= task.order.urgency() {
            // A withdrawal waits until the rules have said so for a while.
            let doubts = task.doubts + 1;
            if let Some(t) = &mut state.task {
                t.doubts = doubts;
            }
            if f64::from(doubts) < setting.parameters.review_patience_min {
                continue;
            }
        }
        // Work in hand is finished unless life is at stake.
        let hands_on = matches!(state.activity, Activity::Rescuing | Activity::Intercepting);
        if hands_on && decision.order.urgency() <= task.order.urgency() {
            continue;
        }
        if task.order == Order::Intercept {
            people.log.note(now, What::InterceptionAborted { boat, unit: unit.id });
        }
        if decision.order.moves_a_unit() {
            let reason = why(rules, &decision, &p);
            people.log.note(
                now,
                What::OrderGiven { unit: unit.id, boat, contact: contact.number, order: decision.order, why: reason },
            );
            state.task = Some(Task {
                order: decision.order,
                on_scene: None,
                ready: None,
                accepts: None,
                begun: false,
                doubts: 0,
                ..task
            });
            if state.activity != Activity::MakingReady {
                state.activity = Activity::Transit;
            }
        } else {
            let end = if sea.region == side { TaskEnd::Revoked } else { TaskEnd::HandedOver };
            people.log.note(now, What::TaskEnded { unit: unit.id, boat, order: task.order, end });
            state.task = None;
            entry.units.retain(|u| *u != unit.id);
            send_back(setting, unit, &mut state, &mut motion);
        }
    }
}

/// Sends more units while the contact needs them.
#[expect(clippy::too_many_arguments, reason = "the parts of one step")]
fn assign(
    people: &mut People,
    setting: &Setting,
    rules: &Rules,
    side: Side,
    boat: BoatId,
    contact: &Contact,
    sea: &SeaView,
    entry: &mut PlotEntry,
    units: &mut Query<(Entity, &Unit, &mut UnitState, &mut Motion), Without<Boat>>,
    hands: &Hands,
) {
    let now = people.clock.tick;
    let mut places: u32 = 0;
    let mut strongest = 0;
    for (_, unit, state, _) in units.iter() {
        if unit.side == side && entry.units.contains(&unit.id) {
            #[expect(clippy::cast_possible_truncation, reason = "survivors aboard are few")]
            let aboard = state.survivors.len() as u32;
            places += setting.classes[unit.class].craft.capacity.saturating_sub(aboard);
            strongest = strongest.max(state.task.as_ref().map_or(0, |t| t.order.urgency()));
        }
    }
    let mut tried = 0;
    for h in &hands.free {
        if tried >= TRIED || entry.units.len() >= MOST_UNITS {
            break;
        }
        let p = picture(now, contact, sea, h.view, hands.standby_eta(h.id), entry);
        let decision = decide(&rules.0, &p);
        if decision.awaits.is_some() {
            ask_authority(people, rules, boat, side, contact, entry);
        }
        let urgency = decision.order.urgency();
        tried += 1;
        if !decision.order.moves_a_unit() || urgency <= h.urgency {
            continue;
        }
        // One unit keeps company or intercepts; more come only for places, and only to save.
        let enough = match decision.order {
            Order::Rescue => strongest >= urgency && f64::from(places) >= contact.aboard_best,
            Order::OfferAssistance => !entry.units.is_empty() && f64::from(places) >= contact.aboard_best,
            _ => strongest >= urgency || (!entry.units.is_empty() && decision.order == Order::Shadow),
        };
        let fit = !setting.classes[units.get(h.entity).map_or(0, |u| u.1.class)].craft.flies
            || (decision.order == Order::Rescue && (contact.people_in_water || contact.distress_declared));
        if enough || !fit {
            continue;
        }
        let Ok((_, unit, mut state, _)) = units.get_mut(h.entity) else { continue };
        if let Some(old) = state.task.take() {
            people
                .log
                .note(now, What::TaskEnded { unit: unit.id, boat: old.boat, order: old.order, end: TaskEnd::Retasked });
        }
        let reason = why(rules, &decision, &p);
        people.log.note(
            now,
            What::OrderGiven { unit: unit.id, boat, contact: contact.number, order: decision.order, why: reason },
        );
        state.task = Some(Task {
            order: decision.order,
            boat,
            contact: contact.number,
            on_scene: None,
            ready: None,
            accepts: None,
            carry: 0.0,
            taken: 0,
            unreported: (0, 0),
            helped: false,
            search_leg: 0,
            begun: false,
            doubts: 0,
        });
        state.ready = now.after(getting_under_way(people, setting, unit, &state, boat));
        state.activity = Activity::MakingReady;
        entry.units.push(unit.id);
        places += h.free;
        strongest = strongest.max(urgency);
    }
}

/// Time from order to being under way (MODEL 7 and 11.1).
fn getting_under_way(people: &People, setting: &Setting, unit: &Unit, state: &UnitState, boat: BoatId) -> Duration {
    let p = &setting.parameters;
    let s = Subject::encounter(unit.id.0, boat.0);
    let task = people.luck.0.log_normal(s, Purpose::Readiness, 0, p.task_delay_median_min, p.task_delay_sigma);
    let ready = if state.activity == Activity::InPort {
        people.luck.0.log_normal(s, Purpose::Readiness, 1, unit.readiness.min_(), p.readiness_sigma)
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
    units: &mut Query<(Entity, &Unit, &mut UnitState, &mut Motion), Without<Boat>>,
    boats: &Query<&BoatState, Without<Unit>>,
    roster: &Roster,
) {
    let now = people.clock.tick;
    for (_, unit, mut state, mut motion) in units.iter_mut() {
        if unit.side != side {
            continue;
        }
        let Some(task) = state.task.clone() else { continue };
        let entry = &plots.entries[side.index()][task.boat.0 as usize];
        let hands_on = matches!(state.activity, Activity::Rescuing | Activity::Intercepting);
        let gone = entry.contact.as_ref().is_none_or(|c| c.number != task.contact);
        let empty = boats.get(roster.boats[task.boat.0 as usize]).is_ok_and(|b| !b.has_people());
        let there = task.on_scene.is_some();
        if (gone && !hands_on) || (empty && there && !hands_on) {
            if task.order == Order::Intercept {
                people.log.note(now, What::InterceptionAborted { boat: task.boat, unit: unit.id });
            }
            people.log.note(
                now,
                What::TaskEnded { unit: unit.id, boat: task.boat, order: task.order, end: TaskEnd::NothingLeft },
            );
            state.task = None;
            send_back(setting, unit, &mut state, &mut motion);
        }
    }
    let on_task: Vec<(UnitId, BoatId)> = units
        .iter()
        .filter(|(_, u, ..)| u.side == side)
        .filter_map(|(_, u, s, _)| s.task.as_ref().map(|t| (u.id, t.boat)))
        .collect();
    for (i, entry) in plots.entries[side.index()].iter_mut().enumerate() {
        entry.units.retain(|u| on_task.iter().any(|(id, b)| id == u && b.0 as usize == i));
    }
}
