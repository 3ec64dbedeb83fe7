//! What do orders do to people? Shadowing, rescue, assistance, interception, landing.
//!
//! Recovery from the water at the unit's rate comes first, then transfer from the boat after a time to
//! come alongside (MODEL 7). Help may be declined; a refusal is asked about again while the boat lies
//! adrift. An interception draws its harm by MODEL 8 before anyone is taken off. People are landed at
//! the unit's base at a rate. Left out for now: hand-over between units, exceeding capacity, fuel.

use super::ledger::Place;
use super::people::People;
use super::sail::send_back;
use super::setting::Setting;
use super::snapshot::{Activity, BoatPhase};
use super::state::{Boat, BoatState, Motion, Plots, Roster, TICKS_PER_MIN, Task, Unit, UnitState};
use crate::agents::calling::Phase;
use crate::agents::interception::{Level, harm};
use crate::agents::{Side, handling};
use crate::doctrine::Order;
use crate::draws::{Purpose, Subject};
use crate::events::{ImmersionCause, NoDeparture, Shore, TaskEnd, What};
use crate::units::{Duration, TICK_S, Tick, Vec2};
use bevy_ecs::prelude::{Query, Res, ResMut, Without};

/// Minutes in a tick.
const TICK_MIN: f64 = TICK_S as f64 / 60.0;

type Boats<'w, 's> = Query<'w, 's, (&'static Boat, &'static mut BoatState, &'static mut Motion), Without<Unit>>;

/// Carries out the orders.
pub fn act(
    mut people: People,
    roster: Res<Roster>,
    mut plots: ResMut<Plots>,
    mut boats: Boats,
    mut units: Query<(&Unit, &mut UnitState, &mut Motion), Without<Boat>>,
) {
    let setting = people.fixed.setting.clone();
    let minute = people.clock.on_the_minute();
    for (unit, mut state, mut motion) in &mut units {
        if state.activity == Activity::Landing {
            land(&mut people, &setting, unit, &mut state, &mut motion, &roster, &mut boats);
            continue;
        }
        if let Some(towed) = state.towing
            && let Ok((_, _, mut boat_motion)) = boats.get_mut(roster.boats[towed.0 as usize])
        {
            boat_motion.position = motion.position;
            boat_motion.velocity = motion.velocity;
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
            setting: &setting,
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
                    What::TaskEnded { unit: unit.id, boat: task.boat, order: task.order, end },
                );
                if boat_state.held_by == Some(unit.id) && state.towing.is_none() {
                    boat_state.held_by = None;
                }
                state.task = None;
                let entry = &mut plots.entries[unit.side.index()][task.boat.0 as usize];
                entry.units.retain(|u| *u != unit.id);
                if state.towing.is_some() || !boat_state.has_people() {
                    // The unit reports the case closed.
                    entry.contact = None;
                    entry.pending = None;
                } else if let Some(c) = &mut entry.contact {
                    // It reports what it leaves: those who stay aboard have declined, and whether they are in distress.
                    let over =
                        boat_state.engine_dead.is_none() && !boat_state.water_aboard && boat_state.immersed.is_empty();
                    if over {
                        c.declare(Phase::Routine);
                    }
                    c.refused_help |= end == TaskEnd::Done;
                }
                send_back(&setting, unit, &mut state, &mut motion);
            }
            None => state.task = Some(task),
        }
    }
}

/// One unit at work on one boat.
struct Job<'a, 'w> {
    people: &'a mut People<'w>,
    setting: &'a Setting,
    unit: &'a Unit,
    state: &'a mut UnitState,
    motion: &'a mut Motion,
    boat: &'a Boat,
    boat_state: &'a mut BoatState,
    boat_motion: &'a mut Motion,
}

impl Job<'_, '_> {
    fn now(&self) -> Tick {
        self.people.clock.tick
    }

    /// Close enough for hands to reach: itself, or by its small boat while it stands off shallow water.
    fn at_hand(&self, at: Vec2, distance: f64) -> bool {
        let p = &self.setting.parameters;
        if distance <= p.on_scene_range_m {
            return self.setting.comes_alongside(self.unit.class, at, self.now(), &self.people.fixed.night);
        }
        self.state.standing_off
            && self.setting.classes[self.unit.class].craft.tender_draught.is_some()
            && distance <= p.tender_reach_m
            && self.setting.comes_alongside(self.unit.class, at, self.now(), &self.people.fixed.night)
    }

    fn free(&self) -> u32 {
        let capacity = self.setting.classes[self.unit.class].craft.capacity;
        #[expect(clippy::cast_possible_truncation, reason = "survivors aboard are few")]
        capacity.saturating_sub(self.state.survivors.len() as u32)
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
                Order::Shadow => self.state.standing_off || to_boat.min(to_water) <= p.shadow_distance_m * 1.5,
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
            Order::Shadow => {
                self.state.activity = Activity::Shadowing;
                (!self.boat_state.phase.afloat()).then_some(TaskEnd::NothingLeft)
            }
            Order::Rescue | Order::OfferAssistance => self.help(task, plots, to_boat, to_water),
            Order::Intercept => self.intercept(task, to_water),
            Order::Ignore | Order::Observe => Some(TaskEnd::Done),
        }
    }

    /// Writes down how many were taken aboard: every ten minutes and at the end.
    fn report(&mut self, task: &mut Task, over: bool) {
        let (from_boat, from_water) = task.unreported;
        let due = over || self.now().0.is_multiple_of(10 * TICKS_PER_MIN);
        if from_boat > 0 && due {
            self.people.note(What::Transferred { boat: self.boat.id, unit: self.unit.id, people: from_boat });
            task.unreported.0 = 0;
        }
        if from_water > 0 && (due || self.boat_state.immersed.is_empty()) {
            self.people.note(What::Recovered { boat: self.boat.id, unit: self.unit.id, people: from_water });
            task.unreported.1 = 0;
        }
    }

    /// Takes people out of the water at the unit's rate; true if there was somebody to take.
    fn recover(&mut self, task: &mut Task, to_water: f64) -> bool {
        if self.boat_state.immersed.is_empty() {
            return false;
        }
        if !self.at_hand(self.boat_state.immersed_at, to_water) {
            self.state.activity = Activity::Transit;
            return true;
        }
        self.state.activity = Activity::Rescuing;
        if !self.state.standing_off {
            self.motion.position = self.boat_state.immersed_at;
        }
        let class = &self.setting.classes[self.unit.class].craft;
        let rate = handling::recovery_per_min(class, self.people.sea.wave_height_m, &self.setting.parameters);
        task.carry += TICK_MIN * rate * super::drift::gathering(self.setting, self.boat_state, rate);
        let mut taken = 0;
        // Those whom an interception put in the water are taken out even beyond the places aboard.
        let by_own_hand = task.order == Order::Intercept;
        while task.carry >= 1.0 && (by_own_hand || self.free() > 0) && !self.boat_state.immersed.is_empty() {
            task.carry -= 1.0;
            let who = self.boat_state.immersed.remove(0);
            self.people.save_from_water(self.boat, &who);
            self.state.survivors.push(who.person);
            taken += 1;
        }
        task.unreported.1 += taken;
        task.helped |= taken > 0;
        true
    }

    fn help(&mut self, task: &mut Task, plots: &mut Plots, to_boat: f64, to_water: f64) -> Option<TaskEnd> {
        if self.recover(task, to_water) {
            return (self.free() == 0).then_some(TaskEnd::Full);
        }
        if self.boat_state.aboard.is_empty() || !self.boat_state.phase.afloat() {
            return Some(if task.helped { TaskEnd::Done } else { TaskEnd::NothingLeft });
        }
        if self.free() == 0 {
            return Some(TaskEnd::Full);
        }
        let p = &self.setting.parameters;
        if self.boat_state.held_by.is_some_and(|u| u != self.unit.id) {
            // Another unit is alongside: stand by near at hand.
            self.state.activity = Activity::Shadowing;
            return None;
        }
        let now = self.now();
        let s = Subject::encounter(self.unit.id.0, self.boat.id.0);
        let Some(ready) = task.ready else {
            if !self.at_hand(self.boat_motion.position, to_boat) {
                self.state.activity = Activity::Transit;
                return None;
            }
            let minutes =
                self.people.fixed.luck.log_normal(s, Purpose::ApproachTime, 0, p.approach_median_min, p.approach_sigma);
            task.ready = Some(now.after(Duration::minutes(minutes)));
            self.boat_state.held_by = Some(self.unit.id);
            self.state.activity = Activity::Rescuing;
            return None;
        };
        let by_small_boat =
            self.state.standing_off && self.setting.classes[self.unit.class].craft.tender_draught.is_some();
        if self.boat_state.held_by == Some(self.unit.id) && !by_small_boat {
            // Made fast: unit and boat drift together.
            self.motion.position = self.boat_motion.position;
        }
        if now < ready {
            return None;
        }
        let accepts = match task.accepts {
            Some(0) | None => self.ask(task, plots),
            Some(n) => n,
        };
        if accepts == 0 {
            // Declined: stay close and ask again later, for as long as the rules say so.
            self.boat_state.held_by = None;
            self.state.activity = Activity::Shadowing;
            task.ready = Some(now.after(Duration::minutes(p.adrift_patience_min)));
            return None;
        }
        task.accepts = Some(accepts);
        self.boat_state.held_by = Some(self.unit.id);
        self.state.activity = Activity::Rescuing;
        self.transfer(task, accepts)
    }

    /// How many aboard accept help (MODEL 7; refusals are luck of the boat, offer by offer).
    fn ask(&mut self, task: &mut Task, plots: &mut Plots) -> u32 {
        let p = &self.setting.parameters;
        let luck = self.people.fixed.luck;
        let s = Subject::boat(self.boat.id.0);
        let k = self.boat_state.offers;
        self.boat_state.offers += 1;
        #[expect(clippy::cast_possible_truncation, reason = "a boat holds far fewer than 2^32 people")]
        let aboard = self.boat_state.aboard.len() as u32;
        let u = luck.uniform(s, Purpose::AcceptsHelp, 16 * k);
        let accepts = if self.boat_state.water_aboard || self.boat_state.hull_failed {
            aboard
        } else if self.boat_state.engine_dead.is_some() {
            if u < p.accept_when_adrift { aboard } else { 0 }
        } else if self.unit.side == Side::UnitedKingdom {
            if u < p.uk_acceptance { aboard } else { 0 }
        } else if u < p.refusal_probability {
            0
        } else if luck.chance(s, Purpose::AcceptsHelp, 16 * k + 1, p.partial_probability) {
            // A share drawn from Beta(5, 5) (MODEL 7): the middle one of nine uniforms has that law.
            let mut nine = [2, 3, 4, 5, 6, 7, 8, 9, 10].map(|i| luck.uniform(s, Purpose::AcceptsHelp, 16 * k + i));
            nine.sort_by(f64::total_cmp);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and aboard")]
            {
                (nine[4] * f64::from(aboard)) as u32
            }
        } else {
            aboard
        };
        if accepts == 0 {
            let entry = &mut plots.entries[self.unit.side.index()][self.boat.id.0 as usize];
            if let Some(c) = &mut entry.contact {
                c.refused_help = true;
            }
            self.people.note(What::HelpRefused { boat: self.boat.id, unit: self.unit.id });
        }
        task.taken = 0;
        accepts
    }

    /// Takes people off the boat one by one until those who accept are off.
    fn transfer(&mut self, task: &mut Task, accepts: u32) -> Option<TaskEnd> {
        let p = &self.setting.parameters;
        let s = Subject::encounter(self.unit.id.0, self.boat.id.0);
        let calm = self.people.fixed.luck.triangular(
            s,
            Purpose::TransferTime,
            0,
            p.transfer_low_s,
            p.transfer_mode_s,
            p.transfer_high_s,
        );
        let sea = &self.people.sea;
        let each = handling::transfer_time(Duration::seconds(calm), sea.dark, sea.wave_height_m, p);
        task.carry += f64::from(TICK_S) / each.s();
        let mut taken = 0;
        while task.carry >= 1.0 && task.taken + taken < accepts && self.free() > 0 {
            task.carry -= 1.0;
            let Some(person) = self.boat_state.aboard.pop() else { break };
            self.people.ledger.shift(person, Place::AboardBoat, Place::AboardUnit);
            self.state.survivors.push(person);
            taken += 1;
        }
        task.taken += taken;
        task.unreported.0 += taken;
        task.helped |= taken > 0;
        let over = task.taken >= accepts || self.boat_state.aboard.is_empty() || self.free() == 0;
        if taken > 0 {
            self.setting.reload(self.boat, self.boat_state);
        }
        if !over {
            return None;
        }
        if self.boat_state.aboard.is_empty() {
            self.boat_state.phase = BoatPhase::Abandoned;
            self.boat_state.since = self.now();
            self.boat_motion.velocity = Vec2::ZERO;
        }
        if self.free() == 0 && !self.boat_state.aboard.is_empty() { Some(TaskEnd::Full) } else { Some(TaskEnd::Done) }
    }

    /// Stops a boat (MODEL 8 level 4), then takes everyone off or in tow.
    fn intercept(&mut self, task: &mut Task, to_water: f64) -> Option<TaskEnd> {
        let p = &self.setting.parameters;
        let now = self.now();
        let s = Subject::boat(self.boat.id.0);
        #[expect(clippy::cast_possible_truncation, reason = "a boat holds far fewer than 2^32 people")]
        let aboard = self.boat_state.aboard.len() as u32;
        if !task.begun {
            if self.boat_state.phase != BoatPhase::Coasting {
                // The crew see for themselves that boarding began.
                self.people.note(What::InterceptionAborted { boat: self.boat.id, unit: self.unit.id });
                return Some(TaskEnd::Revoked);
            }
            task.begun = true;
            let k = self.boat_state.interceptions;
            self.boat_state.interceptions += 1;
            self.people.note(What::InterceptionTried { boat: self.boat.id, unit: self.unit.id, aboard });
            self.boat_state.phase = BoatPhase::Stopped;
            self.boat_state.since = now;
            self.boat_state.held_by = Some(self.unit.id);
            self.boat_motion.velocity = Vec2::ZERO;
            self.state.activity = Activity::Intercepting;
            let luck = self.people.fixed.luck;
            let minutes = luck.log_normal(s, Purpose::ApproachTime, 1 + k, p.stop_minutes_median, p.stop_sigma);
            task.ready = Some(now.after(Duration::minutes(minutes)));
            self.draw_harm(aboard, k);
            return None;
        }
        if self.recover(task, to_water) {
            self.state.activity = Activity::Intercepting;
            if !self.boat_state.immersed.is_empty() {
                return None;
            }
        }
        if task.ready.is_some_and(|t| now < t) {
            return None;
        }
        while self.free() > 0 {
            let Some(person) = self.boat_state.aboard.pop() else { break };
            self.people.ledger.shift(person, Place::AboardBoat, Place::AboardUnit);
            self.state.survivors.push(person);
        }
        self.people.note(What::InterceptionDone { boat: self.boat.id, unit: self.unit.id, aboard });
        if !self.boat_state.waiting.is_empty() {
            self.people.note(What::DidNotDepart { boat: self.boat.id, reason: NoDeparture::Intercepted });
        }
        if self.boat_state.aboard.is_empty() {
            self.boat_state.phase = BoatPhase::Abandoned;
            self.boat_state.since = now;
        } else {
            // No room for all: the rest stay aboard and are towed in.
            self.state.towing = Some(self.boat.id);
        }
        Some(TaskEnd::Done)
    }

    /// Who enters the water when the boat is stopped: the boat's own luck, attempt by attempt.
    fn draw_harm(&mut self, aboard: u32, attempt: u32) {
        let p = &self.setting.parameters;
        let luck = self.people.fixed.luck;
        let s = Subject::boat(self.boat.id.0);
        let (hs, dark) = (self.people.sea.wave_height_m, self.people.sea.dark);
        let h = harm(Level::Stop, aboard, hs, dark, p);
        let at = self.boat_motion.position;
        if luck.chance(s, Purpose::InterceptMass, attempt, h.mass) {
            // MODEL 8.2: a share Beta(6, 2) of those aboard; its mean, since six people are too few for more.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most the number aboard")]
            let people = (f64::from(aboard) * p.intercept_mass_share).ceil() as u32;
            let who = self.people.pick(self.boat_state, people);
            self.people.immerse(self.boat, self.boat_state, &who, at, ImmersionCause::Interception);
            return;
        }
        let falls = luck.chance(s, Purpose::InterceptFall, attempt, h.fall);
        let jumps = aboard >= jump_from(p.intercept_jump_from)
            && luck.chance(s, Purpose::InterceptJump, attempt, p.intercept_jump_probability);
        if !falls && !jumps {
            return;
        }
        let mean = p.intercept_fall_mean_per_55 * f64::from(aboard) / 55.0;
        let people = (1 + luck.poisson(s, Purpose::ImmersedCount, attempt, mean)).min(aboard);
        let who = self.people.pick(self.boat_state, people);
        self.people.immerse(self.boat, self.boat_state, &who, at, ImmersionCause::Interception);
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small positive register value")]
fn jump_from(value: f64) -> u32 {
    value as u32
}

/// Lands the survivors at the base, and those of a towed boat; then the unit turns round.
fn land(
    people: &mut People,
    setting: &Setting,
    unit: &Unit,
    state: &mut UnitState,
    motion: &mut Motion,
    roster: &Roster,
    boats: &mut Boats,
) {
    let now = people.clock.tick;
    let (shore, place) = match unit.side {
        Side::France => (Shore::France, Place::LandedFr),
        Side::UnitedKingdom => (Shore::UnitedKingdom, Place::LandedUk),
    };
    if let Some(towed) = state.towing.take()
        && let Ok((_, mut boat, _)) = boats.get_mut(roster.boats[towed.0 as usize])
    {
        #[expect(clippy::cast_possible_truncation, reason = "a boat holds far fewer than 2^32 people")]
        let n = boat.aboard.len() as u32;
        for person in core::mem::take(&mut boat.aboard) {
            people.ledger.shift(person, Place::AboardBoat, place);
        }
        boat.phase = BoatPhase::LandedFr;
        boat.since = now;
        boat.held_by = None;
        people.log.note(now, What::BoatLanded { boat: towed, shore, people: n });
    }
    if state.survivors.is_empty() {
        if now >= state.ready {
            send_back(setting, unit, state, motion);
        }
        return;
    }
    state.landing_carry += setting.parameters.disembark_per_min * TICK_MIN;
    let mut landed = 0;
    while state.landing_carry >= 1.0 {
        let Some(person) = state.survivors.pop() else { break };
        state.landing_carry -= 1.0;
        people.ledger.shift(person, Place::AboardUnit, place);
        landed += 1;
    }
    state.landed += landed;
    if state.survivors.is_empty() {
        people.log.note(now, What::PeopleLanded { unit: unit.id, shore, people: state.landed });
        state.landed = 0;
        state.landing_carry = 0.0;
        state.ready = now.after(Duration::minutes(setting.parameters.turnaround_min));
    }
}
