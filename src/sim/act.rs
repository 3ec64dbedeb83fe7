//! What do units do at the boats they were sent to? The work in hand, tick by tick.
//!
//! Whoever is in the water is taken out first, whatever the order, at the unit's rate (MODEL 7). The rest
//! is told where it is done: help (`assist`), stopping and turning back (`stop`), the harm of coming near
//! (`harm`), towing (`tow`), landing (`land`). A task ends with a reason, and the unit reports what it leaves behind.
//!
//! Left out: units that work together on one boat; a second one stands by until the first is full.

use super::harm::{self, Aim};
use super::land::land;
use super::people::People;
use super::relay;
use super::sail::{send_back, stand_off_m};
use super::setting::Setting;
use super::snapshot::{Activity, BoatPhase};
use super::state::{Boat, BoatState, Motion, Plots, Roster, TICKS_PER_MIN, Task, Tonight, Unit, UnitState};
use super::tow;
use crate::agents::calling::Phase;
use crate::agents::craft::CraftClass;
use crate::agents::handling;
use crate::agents::interception::Level;
use crate::doctrine::Order;
use crate::events::{TaskEnd, What};
use crate::units::{Duration, TICK_S, Tick, Vec2};
use bevy_ecs::prelude::{Query, Res, ResMut, Without};

/// Minutes in a tick.
pub(super) const TICK_MIN: f64 = TICK_S as f64 / 60.0;

pub(super) type Boats<'w, 's> =
    Query<'w, 's, (&'static Boat, &'static mut BoatState, &'static mut Motion), Without<Unit>>;

/// Carries out the orders.
pub fn act(
    mut tonight: ResMut<Tonight>,
    roster: Res<Roster>,
    mut plots: ResMut<Plots>,
    mut boats: Boats,
    mut units: Query<(&Unit, &mut UnitState, &mut Motion), Without<Boat>>,
) {
    let mut people = tonight.people();
    let setting = &*people.fixed.setting;
    let minute = people.clock.on_the_minute();
    for (unit, mut state, mut motion) in &mut units {
        if let Some(towed) = state.towing
            && let Ok((boat, mut boat_state, mut boat_motion)) = boats.get_mut(roster.boats[towed.0 as usize])
        {
            if tow::holds(&boat_state, unit.id) {
                boat_motion.position = motion.position;
                boat_motion.velocity = motion.velocity;
            } else if boat_state.held_by.is_none_or(|by| by == unit.id) {
                tow::cast_off(&mut people, setting, (unit, &mut state, &mut motion), boat, &mut boat_state);
            }
        }
        if state.activity == Activity::Landing {
            land(&mut people, setting, unit, &mut state, &mut motion, &roster, &mut boats);
            continue;
        }
        // Between the minutes only work in hand goes on; who arrives is seen on the minute.
        let hands_on = matches!(state.activity, Activity::Rescuing | Activity::Intercepting);
        if state.task.is_none()
            || matches!(state.activity, Activity::MakingReady | Activity::InPort)
            || !(minute || hands_on)
        {
            continue;
        }
        let Some(mut task) = state.task.clone() else { continue };
        let Ok((boat, mut boat_state, mut boat_motion)) = boats.get_mut(roster.boats[task.boat.0 as usize]) else {
            continue;
        };
        let mut job = Job {
            people: &mut people,
            setting,
            unit,
            state: &mut state,
            motion: &mut motion,
            boat,
            boat_state: &mut boat_state,
            boat_motion: &mut boat_motion,
        };
        let end = job.work(&mut task, &mut plots);
        job.report(&mut task, end.is_some());
        match end {
            Some(end) => {
                people.log.note(
                    people.clock.tick,
                    What::TaskEnded { unit: unit.id, boat: task.boat, order: task.order, end, why: None },
                );
                if state.towing.is_none() {
                    boat_state.let_go(unit.id);
                }
                state.task = None;
                let entry = &mut plots.entries[unit.side.index()][task.boat.0 as usize];
                entry.units.retain(|u| *u != unit.id);
                if state.towing.is_some() || !boat_state.has_people() {
                    // The unit reports the case closed.
                    entry.contact = None;
                    entry.pending = None;
                    entry.overdue = None;
                    relay::tell(&people, &mut plots, unit.side, task.boat);
                } else if let Some(c) = &mut entry.contact {
                    // It reports what it leaves: those who stay aboard have declined, and whether they are in distress.
                    let over =
                        boat_state.engine_dead.is_none() && !boat_state.water_aboard && boat_state.immersed.is_empty();
                    if over {
                        c.declare(Phase::Routine);
                    }
                    let looked = task.order.keeps_company() || task.order == Order::Search;
                    c.refused_help |= matches!(end, TaskEnd::Done | TaskEnd::OthersStay) && !looked;
                }
                send_back(setting, unit, &mut state, &mut motion);
            }
            None => state.task = Some(task),
        }
    }
}

/// One unit at work on one boat.
pub(super) struct Job<'a, 'w> {
    pub(super) people: &'a mut People<'w>,
    pub(super) setting: &'a Setting,
    pub(super) unit: &'a Unit,
    pub(super) state: &'a mut UnitState,
    pub(super) motion: &'a mut Motion,
    pub(super) boat: &'a Boat,
    pub(super) boat_state: &'a mut BoatState,
    pub(super) boat_motion: &'a mut Motion,
}

impl Job<'_, '_> {
    pub(super) fn now(&self) -> Tick {
        self.people.clock.tick
    }

    /// Close enough for hands to reach: itself, or by its small boat while it stands off shallow water.
    pub(super) fn at_hand(&self, at: Vec2, distance: f64) -> bool {
        let p = &self.setting.parameters;
        if self.state.standing_off && !self.floats_at(self.motion.position) {
            // First to where it floats.
            return false;
        }
        if distance <= p.on_scene_range_m {
            return self.setting.comes_alongside(self.unit.class, at, self.now(), &self.people.fixed.night);
        }
        self.state.standing_off
            && self.setting.classes[self.unit.class].craft.tender_draught.is_some()
            && distance <= p.tender_reach_m
            && self.setting.comes_alongside(self.unit.class, at, self.now(), &self.people.fixed.night)
    }

    /// Is there water enough for the unit itself?
    pub(super) fn floats_at(&self, at: Vec2) -> bool {
        self.setting.floats(self.unit.class, at, self.now(), &self.people.fixed.night)
    }

    pub(super) fn craft(&self) -> &CraftClass {
        &self.setting.classes[self.unit.class].craft
    }

    /// Places left: the ordinary number, and to the utmost where lives depend on it.
    pub(super) fn free(&self) -> u32 {
        let lives = !self.boat_state.immersed.is_empty() || self.boat_state.water_aboard || self.boat_state.hull_failed;
        let craft = self.craft();
        let places = if lives { craft.capacity_max } else { craft.capacity };
        #[expect(clippy::cast_possible_truncation, reason = "survivors aboard are few")]
        places.saturating_sub(self.state.survivors.len() as u32)
    }

    /// Has a helicopter set up to hoist? Others need no time for that.
    pub(super) fn is_set_up(&self, task: &Task) -> bool {
        let set_up = Duration::minutes(self.setting.parameters.hoist_set_up_min);
        !self.craft().flies || task.on_scene.is_some_and(|t| self.now() >= t.after(set_up))
    }

    /// Can a helicopter land beside the boat, on ground that has fallen dry?
    pub(super) fn lands_beside(&self) -> bool {
        let at = self.boat_motion.position;
        self.craft().flies && self.setting.depth_m(at, self.now(), &self.people.fixed.night) <= 0.0
    }

    /// Most people a minute that the unit's own small boat brings, while the unit stands off.
    pub(super) fn by_small_boat(&self, at: Vec2, per_min: f64) -> f64 {
        let craft = self.craft();
        if !self.state.standing_off || craft.flies {
            return per_min;
        }
        let distance = (at - self.motion.position).length();
        handling::shuttle_per_min(craft.tender_places, distance, per_min, &self.setting.parameters)
    }

    /// One tick of work; says why the task ended, if it did.
    fn work(&mut self, task: &mut Task, plots: &mut Plots) -> Option<TaskEnd> {
        let p = &self.setting.parameters;
        let boat_at = self.boat_motion.position;
        let to_boat = (boat_at - self.motion.position).length();
        let to_water = if self.boat_state.immersed.is_empty() {
            f64::INFINITY
        } else {
            (self.boat_state.immersed_at - self.motion.position).length()
        };
        if task.on_scene.is_none() {
            let there = match task.order {
                // In sight counts where it cannot come closer.
                _ if task.keeps_off() => {
                    self.state.standing_off || to_boat.min(to_water) <= stand_off_m(task, p) * p.stand_off_margin
                }
                _ => self.at_hand(boat_at, to_boat) || self.at_hand(self.boat_state.immersed_at, to_water),
            };
            if !there {
                return None;
            }
            task.on_scene = Some(self.now());
            self.people.note(What::UnitOnScene { unit: self.unit.id, boat: self.boat.id, order: task.order });
        }
        self.boat_state.attended = Some(self.now());
        match task.order {
            Order::Shadow | Order::Escort => self.keep_company(task, to_water),
            Order::Hail => self.hail(task, plots, to_water),
            Order::StandBy => self.stand_by(task, to_water),
            Order::Rescue | Order::OfferAssistance => self.help(task, plots, to_boat, to_water),
            Order::Block | Order::Intercept => self.stop_boat(task, plots, to_boat, to_water),
            // Found: what there is to do is for the rules to say.
            Order::Search
            | Order::Ignore
            | Order::Observe
            | Order::HandOver
            | Order::Recall
            | Order::StopSearch
            | Order::InterdictAshore
            | Order::CloseCanal
            | Order::WadeIn
            | Order::Relay
            | Order::PreAlert => Some(TaskEnd::Done),
        }
    }

    /// Keeps company: each so many minutes of it count as a manoeuvre of level 1 (MODEL 8.2), whoever does it. Who falls in
    /// beside the unit is taken out at once, whatever the order.
    fn keep_company(&mut self, task: &mut Task, to_water: f64) -> Option<TaskEnd> {
        if self.at_hand(self.boat_state.immersed_at, to_water) && self.free() > 0 && self.recover(task, to_water) {
            return None;
        }
        self.state.activity = Activity::Shadowing;
        if !self.boat_state.phase.afloat() {
            return Some(TaskEnd::NothingLeft);
        }
        let now = self.now();
        let under_way = matches!(self.boat_state.phase, BoatPhase::Crossing | BoatPhase::Adrift);
        if under_way && self.people.clock.on_the_minute() && self.boat_state.shadowed < now {
            self.boat_state.shadowed = now;
            self.boat_state.shadowed_min += 1;
            if f64::from(self.boat_state.shadowed_min) >= self.setting.parameters.shadow_harm_every_min {
                self.boat_state.shadowed_min = 0;
                self.manoeuvre(Level::Shadow, Aim::Help);
            }
        }
        None
    }

    /// Lies ready at a distance; who falls in beside it is taken out at once.
    fn stand_by(&mut self, task: &mut Task, to_water: f64) -> Option<TaskEnd> {
        if self.at_hand(self.boat_state.immersed_at, to_water) && self.free() > 0 && self.recover(task, to_water) {
            return None;
        }
        self.state.activity = Activity::Shadowing;
        (!self.boat_state.phase.afloat()).then_some(TaskEnd::NothingLeft)
    }

    /// A manoeuvre near the boat, and what it does to the people aboard.
    pub(super) fn manoeuvre(&mut self, level: Level, aim: Aim) {
        harm::manoeuvre(self.people, self.boat, self.boat_state, self.boat_motion.position, level, aim);
    }

    /// Writes down how many were taken off the boat: every ten minutes and at the end. Who is taken out of the water is
    /// written down at once, one by one, as it counts how long each was in it.
    pub(super) fn report(&mut self, task: &mut Task, over: bool) {
        let due = over || self.now().0.is_multiple_of(10 * TICKS_PER_MIN);
        if task.unreported > 0 && due {
            let people = core::mem::take(&mut task.unreported);
            self.people.note(What::Transferred { boat: self.boat.id, unit: self.unit.id, people });
        }
    }

    /// Takes people out of the water at the unit's rate; true if there was somebody to take.
    pub(super) fn recover(&mut self, task: &mut Task, to_water: f64) -> bool {
        if self.boat_state.immersed.is_empty() {
            return false;
        }
        if !self.at_hand(self.boat_state.immersed_at, to_water) {
            self.state.activity = Activity::Transit;
            return true;
        }
        self.state.activity = Activity::Rescuing;
        if !self.state.standing_off && self.floats_at(self.boat_state.immersed_at) {
            self.motion.position = self.boat_state.immersed_at;
        }
        if !self.is_set_up(task) {
            return true;
        }
        let per_min = handling::recovery_per_min(self.craft(), self.boat_state.wave_m, &self.setting.parameters);
        let rate = self.by_small_boat(self.boat_state.immersed_at, per_min);
        task.carry += TICK_MIN * rate * super::drift::gathering(self.setting, self.boat_state, rate);
        let mut taken = Vec::new();
        while task.carry >= 1.0 && self.free() > 0 && !self.boat_state.immersed.is_empty() {
            task.carry -= 1.0;
            let who = self.boat_state.immersed.remove(0);
            self.people.save_from_water(self.boat, &who, self.unit.id, self.craft().flies);
            self.state.survivors.push(who.person);
            taken.push(self.people.ledger.id(who.person));
        }
        if !taken.is_empty() {
            task.helped = true;
            self.people.note(What::Recovered { boat: self.boat.id, unit: self.unit.id, who: taken.into() });
        }
        true
    }
}
