//! Who is ordered to do what? Each side tries its doctrine on each contact of its plot, once a minute.
//!
//! For a contact that units are on already, the rules are tried again with each of those units; an order
//! that no longer holds is revoked. Then, while the contact needs more, the nearest units that are free
//! (or on less urgent work) are tried in order of arrival. Deciding reads a `Picture` and nothing else;
//! each order is logged with the rule and what was seen.

use super::authority::{answer_warrant, ask_authority};
use super::muster::{Hands, Muster, Units, muster};
use super::people::People;
use super::sail::send_back;
use super::setting::Setting;
use super::snapshot::Activity;
use super::state::{BoatState, PlotEntry, Plots, Roster, Task, Unit, UnitState, Warrant};
use crate::agents::Side;
use crate::doctrine::{Contact, ContactLook, Decision, Doctrine, ForceView, Order, Picture, SeaView, decide};
use crate::draws::{Purpose, Subject};
use crate::events::{BoatId, TaskEnd, UnitId, What, Why};
use crate::geo::Waters;
use crate::units::{Distance, Duration, Tick};
use bevy_ecs::prelude::{Query, Res, ResMut, Without};
use std::sync::Arc;

/// Routine contacts are gone through every so many minutes, half of them in each; those in need always.
const ROUTINE_EVERY_MIN: u32 = 2;

/// Decides and orders.
pub fn decide_orders(
    mut people: People,
    roster: Res<Roster>,
    mut plots: ResMut<Plots>,
    mut units: Units,
    boats: Query<&BoatState, Without<Unit>>,
) {
    let setting = people.fixed.setting.clone();
    let rules = people.fixed.doctrine.clone();
    let mut list = Vec::with_capacity(roster.units.len());
    for side in Side::ALL {
        let contacts = contacts_by_urgency(&plots, side);
        if !contacts.is_empty() {
            muster(&setting, &people, side, &units, &mut list);
        }
        for (need, boat) in contacts {
            let now = people.clock.tick;
            let entry = &mut plots.entries[side.index()][boat.0 as usize];
            let Some(contact) = entry.contact else { continue };
            answer_warrant(&mut people, boat, side, &contact, entry);
            let fresh = contact.known_since == now;
            if need == ROUTINE && !fresh && !(people.clock.minute() + boat.0).is_multiple_of(ROUTINE_EVERY_MIN) {
                continue;
            }
            let sea = sea_view(&setting, &people, &contact, now);
            let hands = Hands::of(&list, boat, &contact);
            let mut case =
                Case { setting: &setting, rules: &rules, side, boat, contact: &contact, sea: &sea, entry, hands };
            case.review(&mut people, &mut units, &mut list);
            case.assign(&mut people, &mut units, &mut list);
        }
        release_stale(&mut people, &setting, side, &mut plots, &mut units, &boats, &roster);
    }
}

/// One contact on one side's plot, this minute.
struct Case<'a> {
    setting: &'a Setting,
    rules: &'a Doctrine,
    side: Side,
    boat: BoatId,
    contact: &'a Contact,
    sea: &'a SeaView,
    entry: &'a mut PlotEntry,
    hands: Hands,
}

/// Need of a contact without signs of trouble.
const ROUTINE: u8 = 3;

/// Boats on the plot, those in greatest need first, then by number.
fn contacts_by_urgency(plots: &Plots, side: Side) -> Vec<(u8, BoatId)> {
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
                ROUTINE
            };
            #[expect(clippy::cast_possible_truncation, reason = "boats are counted by u32")]
            Some((need, i as u32))
        })
        .collect();
    list.sort_unstable();
    list.into_iter().map(|(need, i)| (need, BoatId(i))).collect()
}

fn sea_view(setting: &Setting, people: &People, contact: &Contact, now: Tick) -> SeaView {
    let to_shore = setting.to_shore(contact.position);
    let in_canal = setting.in_canal(contact.position);
    let (night, stream) = (&people.fixed.night, setting.stream(contact.position, now));
    SeaView {
        wave_height_m: if in_canal { 0.0 } else { night.waves_here(contact.position, &people.sea.open, stream) },
        forecast_wave_height_m: people.sea.forecast_worst_m,
        wind_mps: people.sea.wind_mps,
        daylight: !people.sea.dark,
        depth: Distance::metres(setting.depth_m(contact.position, now, night)),
        to_shore: Distance::metres(to_shore.max(0.0)),
        in_canal,
        region: setting.region(contact.position),
        // Both are looked up where a rule asks for them only: lanes and limits are the dearest questions to the chart.
        waters: if people.fixed.asks_waters { setting.waters(contact.position, to_shore) } else { Waters::BEYOND },
        in_lane: people.fixed.asks_lane && setting.chart.lane_at(contact.position).is_some(),
    }
}

fn why(rules: &Doctrine, decision: &Decision, picture: &Picture) -> Arc<Why> {
    let d = rules;
    let id = |i: usize| d.rules[i].id.clone();
    Arc::new(match decision.rule {
        Some(i) => Why {
            rule: id(i),
            cite: d.rules[i].cite.clone(),
            facts: d.facts(i, picture),
            awaits: decision.awaits.map(id),
            picture: *picture,
        },
        None => Why {
            rule: "(no rule)".to_owned(),
            cite: String::new(),
            facts: Vec::new(),
            awaits: decision.awaits.map(id),
            picture: *picture,
        },
    })
}

impl Case<'_> {
    fn picture(&self, tick: Tick, list: &[Muster], unit: &Muster) -> Picture {
        Picture {
            tick,
            contact: *self.contact,
            sea: *self.sea,
            unit: unit.view(self.contact.position),
            force: ForceView {
                rescue_standby_eta: self.hands.standby_eta(list, unit.id),
                contacts: 0,
                order_held: matches!(self.entry.warrant, Warrant::Answered { granted: true }),
            },
        }
    }

    /// What the doctrine says for this unit; asks for authority where a rule waits for it.
    fn decide(&mut self, people: &mut People, picture: &Picture) -> Decision {
        let decision = decide(self.rules, picture);
        if decision.awaits.is_some() {
            ask_authority(people, self.rules, self.boat, self.side, self.contact, self.entry);
        }
        decision
    }

    fn note_order(&self, people: &mut People, unit: UnitId, decision: &Decision, picture: &Picture) {
        people.note(What::OrderGiven {
            unit,
            boat: self.boat,
            contact: self.contact.number,
            order: decision.order,
            why: why(self.rules, decision, picture),
        });
    }

    /// Tries the rules again for the units that are on the contact.
    fn review(&mut self, people: &mut People, units: &mut Units, list: &mut [Muster]) {
        let now = people.clock.tick;
        for i in 0..list.len() {
            if !self.entry.units.contains(&list[i].id) {
                continue;
            }
            let picture = self.picture(now, list, &list[i]);
            let decision = self.decide(people, &picture);
            let Ok((_, unit, mut state, mut motion)) = units.get_mut(list[i].entity) else { continue };
            let state = &mut *state;
            let Some(task) = &mut state.task else { continue };
            if decision.order == task.order {
                task.doubted = None;
                continue;
            }
            let old = task.order;
            // Keeping company is the work of one unit.
            let company = decision.order == Order::Shadow && self.entry.units.iter().any(|u| *u != unit.id);
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
                let helps = |o| matches!(o, Order::Rescue | Order::OfferAssistance);
                if helps(old) && helps(decision.order) {
                    // The same work under another rule: what was begun goes on.
                    task.order = decision.order;
                    task.doubted = None;
                } else {
                    *task = Task {
                        order: decision.order,
                        on_scene: None,
                        ready: None,
                        accepts: None,
                        outcome: None,
                        escorts: false,
                        doubted: None,
                        ..task.clone()
                    };
                    if state.activity != Activity::MakingReady {
                        state.activity = Activity::Transit;
                    }
                }
                list[i].urgency = decision.order.urgency();
            } else {
                let end = if self.sea.region == self.side { TaskEnd::Revoked } else { TaskEnd::HandedOver };
                people.note(What::TaskEnded { unit: unit.id, boat: self.boat, order: old, end });
                state.task = None;
                self.entry.units.retain(|u| *u != unit.id);
                send_back(self.setting, unit, state, &mut motion);
                list[i].urgency = 0;
                list[i].boat = None;
            }
        }
    }

    /// Sends more units while the contact needs them.
    fn assign(&mut self, people: &mut People, units: &mut Units, list: &mut [Muster]) {
        let now = people.clock.tick;
        let (mut places, mut strongest) = (0, 0);
        for m in list.iter().filter(|m| m.boat == Some(self.boat)) {
            places += m.free();
            strongest = strongest.max(m.urgency);
        }
        let p = &self.setting.parameters;
        let known = self.contact.look != ContactLook::Unknown;
        let need = if known { self.contact.aboard_best } else { p.planning_number_aboard };
        let distress = self.contact.people_in_water || self.contact.distress_declared;
        let hands = self.hands;
        // Those that can take everybody and have the water for it first; then any.
        let candidates =
            [true, false].into_iter().flat_map(|fit| hands.free.as_slice().iter().map(move |h| (fit, h.1)));
        for (fitting, i) in candidates {
            if self.entry.units.len() as f64 >= p.most_units {
                break;
            }
            if list[i].boat == Some(self.boat) {
                continue;
            }
            let picture = self.picture(now, list, &list[i]);
            let takes_all = f64::from(list[i].free()) >= need && picture.sea.depth >= picture.unit.depth_needed;
            if fitting != (takes_all || self.contact.people_in_water) {
                continue;
            }
            let decision = self.decide(people, &picture);
            let urgency = decision.order.urgency();
            if !decision.order.moves_a_unit() || urgency <= list[i].urgency {
                continue;
            }
            // One unit keeps company or intercepts; more come only for places, and only to save; people in
            // the water are never left to one unit.
            let room = f64::from(places) >= need;
            let enough = match decision.order {
                Order::Rescue => {
                    strongest >= urgency && room && (!self.contact.people_in_water || self.entry.units.len() > 1)
                }
                Order::OfferAssistance => !self.entry.units.is_empty() && room,
                _ => strongest >= urgency,
            };
            // Helicopters are kept for people in distress; no unit is launched to keep company, and none
            // with people to land turns to anything but saving others.
            let saving = matches!(decision.order, Order::Rescue | Order::OfferAssistance);
            let bound = (list[i].flies && !(decision.order == Order::Rescue && distress))
                || (list[i].in_port && decision.order == Order::Shadow)
                || (list[i].laden && !saving);
            if enough || bound {
                continue;
            }
            let Ok((_, unit, mut state, _)) = units.get_mut(list[i].entity) else { continue };
            if let Some(old) = state.task.take() {
                let end = TaskEnd::Retasked;
                people.note(What::TaskEnded { unit: unit.id, boat: old.boat, order: old.order, end });
            }
            self.note_order(people, unit.id, &decision, &picture);
            state.task = Some(Task {
                order: decision.order,
                boat: self.boat,
                contact: self.contact.number,
                on_scene: None,
                ready: None,
                accepts: None,
                carry: 0.0,
                taken: 0,
                unreported: 0,
                helped: false,
                search_leg: 0,
                outcome: None,
                escorts: false,
                doubted: None,
            });
            state.ready = now.after(getting_under_way(people, self.setting, unit, &state, self.boat));
            state.activity = Activity::MakingReady;
            self.entry.units.push(unit.id);
            places += list[i].free();
            strongest = strongest.max(urgency);
            list[i].urgency = urgency;
            list[i].boat = Some(self.boat);
        }
    }
}

/// Time from order to being under way (MODEL 7 and 11.1).
fn getting_under_way(people: &People, setting: &Setting, unit: &Unit, state: &UnitState, boat: BoatId) -> Duration {
    let p = &setting.parameters;
    let s = Subject::encounter(unit.id.0, boat.0);
    let tired = (state.crew_min / 60.0 - p.fatigue_from_h).max(0.0);
    let task = people.fixed.luck.log_normal(s, Purpose::Readiness, 0, p.task_delay_median_min, p.task_delay_sigma)
        * (1.0 + p.fatigue_reaction_per_h * tired);
    let ready = if state.activity == Activity::InPort {
        {
            let median = setting.readiness(unit, people.sea.dark).min_();
            people.fixed.luck.log_normal(s, Purpose::Readiness, 1, median, p.readiness_sigma)
        }
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
                What::TaskEnded { unit: unit.id, boat: task.boat, order: task.order, end: TaskEnd::NothingLeft },
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
