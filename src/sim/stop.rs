//! How is a boat stopped or turned back, and what becomes of it?
//!
//! An interception goes by its rule's steps, the gentlest first: an order to stop (level 1 of MODEL 8.2), blocking (3),
//! force (4); each draws its harm as it begins. After a while the boat has stopped, turned back, or gone on: luck of
//! the boat, attempt by attempt, and for an order to stop one fate for all of them (confidence E). A boat stopped before
//! loading is sent to port under escort, towed in or emptied, as the steps say; one that turns back is seen to the shore,
//! where its people wait again; one that goes on may be tried again later. The order of the steps is that of the
//! framework of 25 November 2025 as reported: order to stop, immobilise, divert (The Independent, 28 November 2025).
//!
//! Where the order holds for boats that carry their people already (`loaded: true`; a stress case, no practice), the same
//! steps are taken with all of them aboard: MODEL 8.2 has the harm by number aboard. Such a boat is sent to port, towed in
//! with its people, or they are taken off one by one.
//!
//! A boat that did not stop when ordered would not the next time: it is not ordered again, by whomever. The next step
//! follows, or, where the order allows none, the unit keeps it in sight.
//!
//! One unit has a boat in hand at a time; another that meant to stop it lies off. Whoever comes to harm by any of these
//! steps, the order to stop and coming alongside included, does so by an interception (`harm`). What a tow is, says `tow`.
//!
//! A net or a line laid across a boat's way fouls its propeller or does not (`Entangle`). A trial was reported and then said
//! not to be envisaged (FACTS 88), and a source in the police named collision as the main danger (FACTS 110): how often
//! it works, how much worse it is for those aboard and how often the craft strikes the boat are numbers of its own, known
//! to nobody (confidence E). A fouled engine is dead: the boat is towed in or its people are taken off.
//!
//! The last resorts are steps on the hull itself: to cut the tubes of a boat afloat, and to strike it on purpose (`cut`).
//!
//! Left out: what makes a boat hard to stop. The outcome is a probability and no more. To immobilise and to board are
//! one manoeuvre here: MODEL 8.2 has one level for both.

use super::act::Job;
use super::harm::{self, Aim};
use super::sail::stand_off_m;
use super::snapshot::{Activity, BoatPhase};
use super::state::{Plots, Task};
use crate::agents::interception::{self, Level, Outcome};
use crate::doctrine::{Order, Step, Steps};
use crate::draws::{Purpose, Subject};
use crate::events::{NoDeparture, TaskEnd, What};
use crate::geo::Waters;
use crate::units::{Duration, Vec2};

/// Force that touches the boat: one manoeuvre.
const FORCE: Steps = Steps::none().with(Step::Immobilise).with(Step::Board);

impl Job<'_, '_> {
    /// Carries out an order to block or to intercept.
    pub(super) fn stop_boat(
        &mut self,
        task: &mut Task,
        plots: &mut Plots,
        to_boat: f64,
        to_water: f64,
    ) -> Option<TaskEnd> {
        if self.free() > 0 && self.recover(task, to_water) && !self.boat_state.immersed.is_empty() {
            return None;
        }
        if self.boat_state.defied {
            // Asked again it would give the same answer.
            task.tried = task.tried.with(Step::OrderToStop);
        }
        if task.escorts || self.boat_state.turned_back {
            task.escorts = true;
            return self.see_to_the_shore();
        }
        if self.boat_state.held_by.is_some_and(|u| u != self.unit.id) {
            // Another has it in hand: what this one began is over.
            (task.outcome, task.step, task.ready, task.accepts, task.diverts) = (None, None, None, None, false);
            self.state.activity = Activity::Shadowing;
            return None;
        }
        if task.diverts {
            return self.see_to_port(task);
        }
        let Some(outcome) = task.outcome else {
            if task.ready.is_some_and(|t| self.now() < t) {
                self.state.activity = Activity::Shadowing;
                return None;
            }
            return self.begin(task, plots, to_boat, to_water);
        };
        if let Some(accepts) = task.accepts {
            return self.take_off(task, accepts);
        }
        if task.keeps_off() {
            return self.await_answer(task, outcome);
        }
        self.state.activity = Activity::Intercepting;
        self.keep_up();
        if task.ready.is_some_and(|t| self.now() < t) {
            return None;
        }
        // Without an engine, or full of water, a boat goes nowhere, whatever those aboard want.
        let lame = self.boat_state.engine_dead.is_some() || self.boat_state.water_aboard;
        match outcome {
            Outcome::GoesOn if !lame => self.try_more(task),
            Outcome::TurnsBack if !lame => {
                self.turn_back();
                task.escorts = true;
                None
            }
            _ if task.order == Order::Intercept => self.bring_in(task),
            _ => {
                let aboard = self.aboard();
                self.halt();
                self.people.note(What::BlockedBoatStopped { boat: self.boat.id, unit: self.unit.id, aboard });
                self.begin_to_take_off(task);
                None
            }
        }
    }

    /// It did not stop: the next step, or none, and then it goes on until it is tried again.
    fn try_more(&mut self, task: &mut Task) -> Option<TaskEnd> {
        if let Some(step) = task.step.take() {
            let done = if FORCE.has(step) { FORCE } else { Steps::none().with(step) };
            task.tried = task.tried.and(done);
        }
        if task.order == Order::Intercept && task.steps.next_stop(task.tried).is_some() {
            task.outcome = None;
            task.ready = None;
            self.boat_state.let_go(self.unit.id);
            return None;
        }
        self.goes_on(task);
        None
    }

    /// The boat goes on; after a while it may be tried again, but for an order to stop, which it did not obey.
    fn goes_on(&mut self, task: &mut Task) {
        self.people.note(What::WentOn { boat: self.boat.id, unit: self.unit.id });
        task.outcome = None;
        task.step = None;
        task.tried = Steps::none();
        let again = Duration::minutes(self.setting.parameters.intercept_again_min);
        task.ready = Some(self.now().after(again));
        self.boat_state.let_go(self.unit.id);
        self.state.activity = Activity::Shadowing;
    }

    /// Orders it to stop, from a distance: whether it will is a fate of the boat.
    fn order_to_stop(&mut self, task: &mut Task) {
        let p = &self.setting.parameters;
        let (luck, s) = (self.people.fixed.luck, Subject::boat(self.boat.id.0));
        let complies = luck.chance(s, Purpose::StopsWhenOrdered, 0, p.intercept_complies);
        task.outcome = Some(if complies { Outcome::Stops } else { Outcome::GoesOn });
        task.ready = Some(self.now().after(Duration::minutes(p.hail_minutes)));
        self.state.activity = Activity::Shadowing;
        let (boat, unit, aboard) = (self.boat.id, self.unit.id, self.aboard());
        self.people.note(What::OrderedToStop { boat, unit, aboard, level: Step::OrderToStop.level() });
        self.manoeuvre(Level::Shadow, Aim::Stop);
    }

    /// It was ordered to stop. Once it has, the unit comes alongside, unless the boat is to go to port by itself.
    fn await_answer(&mut self, task: &mut Task, outcome: Outcome) -> Option<TaskEnd> {
        self.state.activity = Activity::Shadowing;
        if task.ready.is_some_and(|t| self.now() < t) {
            return None;
        }
        if !self.may_be_stopped(task) {
            return Some(self.past_it());
        }
        let (boat, unit, complied) = (self.boat.id, self.unit.id, outcome == Outcome::Stops);
        self.people.note(What::OrderAnswered { boat, unit, complied });
        if !complied {
            self.boat_state.defied = true;
            return self.try_more(task);
        }
        task.tried = task.tried.with(Step::OrderToStop);
        let divert = self.can_divert(task);
        let at = self.boat_motion.position;
        if !divert && !self.setting.comes_alongside(self.unit.class, at, self.now(), &self.people.fixed.night) {
            // It lies where nobody can come to it.
            self.goes_on(task);
            return None;
        }
        self.halt();
        self.state.activity = Activity::Intercepting;
        if !divert {
            let p = &self.setting.parameters;
            let s = Subject::encounter(unit.0, boat.0);
            let minutes =
                self.people.fixed.luck.log_normal(s, Purpose::ApproachTime, 0, p.approach_median_min, p.approach_sigma);
            task.ready = Some(self.now().after(Duration::minutes(minutes)));
            self.manoeuvre(Level::Alongside, Aim::Stop);
        }
        None
    }

    /// Has it not loaded yet, or does the order hold for one that has?
    fn may_be_stopped(&self, task: &Task) -> bool {
        match self.boat_state.phase {
            BoatPhase::Coasting | BoatPhase::Adrift => true,
            BoatPhase::Crossing => task.steps.take_loaded(),
            _ => false,
        }
    }

    /// Boarding began, or the boat is away: the crew see for themselves that it is too late.
    fn past_it(&mut self) -> TaskEnd {
        self.people.note(What::InterceptionAborted { boat: self.boat.id, unit: self.unit.id });
        TaskEnd::Revoked
    }

    pub(super) fn aboard(&self) -> u32 {
        #[expect(clippy::cast_possible_truncation, reason = "a boat holds far fewer than 2^32 people")]
        let n = self.boat_state.aboard.len() as u32;
        n
    }

    /// The attempt begins, unless the boat is past it.
    fn begin(&mut self, task: &mut Task, plots: &mut Plots, to_boat: f64, to_water: f64) -> Option<TaskEnd> {
        let intercepts = task.order == Order::Intercept;
        match self.boat_state.phase {
            BoatPhase::Coasting => {}
            BoatPhase::Crossing if !intercepts || task.steps.take_loaded() => {}
            BoatPhase::Adrift if !intercepts || task.steps.take_loaded() => {
                return self.help(task, plots, to_boat, to_water);
            }
            _ if intercepts => return Some(self.past_it()),
            _ => return Some(TaskEnd::Revoked),
        }
        if self.boat_state.held_by.is_some_and(|u| u != self.unit.id) {
            self.state.activity = Activity::Shadowing;
            return None;
        }
        if task.is_spent() {
            // Nothing is left to try that the order allows: it is kept in sight, for the rules to say more.
            self.state.activity = Activity::Shadowing;
            return None;
        }
        if task.keeps_off() {
            let p = &self.setting.parameters;
            let near = self.state.standing_off || to_boat <= stand_off_m(task, p) * p.stand_off_margin;
            if near {
                task.step = Some(Step::OrderToStop);
                self.order_to_stop(task);
            } else {
                self.state.activity = Activity::Transit;
            }
            return None;
        }
        if !self.at_hand(self.boat_motion.position, to_boat) {
            self.state.activity = Activity::Transit;
            return None;
        }
        task.step = task.step_in_hand();
        let p = &self.setting.parameters;
        let luck = self.people.fixed.luck;
        let s = Subject::boat(self.boat.id.0);
        let k = self.boat_state.attempts;
        self.boat_state.attempts += 1;
        let (level, median, sigma) = match task.step {
            Some(Step::Immobilise | Step::Board | Step::Ram) => (Level::Stop, p.stop_minutes_median, p.stop_sigma),
            Some(Step::Entangle) => (Level::Stop, p.net_minutes_median, p.stop_sigma),
            Some(Step::CutTubes) => (Level::Stop, p.cut_minutes_median, p.stop_sigma),
            _ => (Level::Block, p.block_minutes_median, p.block_sigma),
        };
        let minutes = luck.log_normal(s, Purpose::InterceptOutcome, 4 * k + 1, median, sigma);
        task.ready = Some(self.now().after(Duration::minutes(minutes)));
        let on_hull = task.step.filter(|step| step.is_on_the_hull()).map(|step| self.luck_on_hull(step, k));
        let stops = match task.step {
            Some(Step::Entangle) => Some(luck.chance(s, Purpose::Net, 2 * k, p.net_works_probability)),
            _ => on_hull.as_ref().map(|done| done.stops),
        };
        let outcome = match stops {
            None => interception::outcome(level, luck.uniform(s, Purpose::InterceptOutcome, 4 * k), p),
            Some(true) => Outcome::Stops,
            Some(false) => Outcome::GoesOn,
        };
        task.outcome = Some(outcome);
        let (boat, unit, aboard) = (self.boat.id, self.unit.id, self.aboard());
        let (waters, rule_held) = (self.waters(), task.doubted.is_none());
        self.people.note(if level == Level::Stop {
            What::InterceptionTried { boat, unit, aboard, level, waters, rule_held }
        } else {
            What::BlockTried { boat, unit, aboard, level, waters, rule_held }
        });
        if outcome == Outcome::GoesOn {
            self.boat_state.held_by = Some(unit).filter(|_| self.boat_state.engine_dead.is_some());
        } else {
            self.halt();
        }
        self.state.activity = Activity::Intercepting;
        match (task.step, on_hull) {
            (_, Some(done)) => self.act_on_hull(&done),
            (Some(Step::Entangle), _) => self.lay_net(k, outcome == Outcome::Stops),
            _ => self.manoeuvre(level, Aim::Stop),
        }
        None
    }

    /// A net is laid before the boat: it fouls the propeller or not, and the craft may strike the boat as it passes.
    fn lay_net(&mut self, attempt: u32, fouls: bool) {
        let (boat, unit) = (self.boat.id, self.unit.id);
        self.people.note(What::NetLaid { boat, unit, fouled: fouls });
        if fouls {
            harm::stop_engine(self.people, self.boat_state);
            self.halt();
        }
        self.manoeuvre(Level::Stop, Aim::Entangle);
        let strikes = self.setting.parameters.net_strikes_probability;
        if self.people.fixed.luck.chance(Subject::boat(boat.0), Purpose::Net, 2 * attempt + 1, strikes) {
            self.people.note(What::StruckByUnit { boat, unit, aboard: self.aboard() });
            self.manoeuvre(Level::Stop, Aim::Stop);
        }
    }

    /// Whose waters the boat is in, for the record.
    fn waters(&self) -> Waters {
        let at = self.boat_motion.position;
        self.setting.waters(at, self.setting.to_shore(at))
    }

    /// The boat lies stopped, under the hands of the unit; one that has filled after its hull was opened drifts on as it is.
    pub(super) fn halt(&mut self) {
        if self.is_opened_wreck() {
            self.boat_state.held_by = Some(self.unit.id);
            return;
        }
        if self.boat_state.phase != BoatPhase::Stopped {
            self.boat_state.stopped_from = self.boat_state.phase;
            self.boat_state.phase = BoatPhase::Stopped;
            self.boat_state.since = self.now();
        }
        self.boat_state.held_by = Some(self.unit.id);
        self.boat_motion.velocity = Vec2::ZERO;
    }

    /// Keeps beside a boat that moves, or as near as there is water, once a minute.
    fn keep_up(&mut self) {
        if self.people.clock.on_the_minute() {
            let at = self.boat_motion.position;
            self.motion.position = self.setting.berth(self.unit.class, at, self.now(), &self.people.fixed.night);
        }
    }

    /// The boat turns back to the beach where its people were, or came from.
    fn turn_back(&mut self) {
        let aboard = self.aboard();
        self.boat_state.let_go(self.unit.id);
        self.boat_state.turned_back = true;
        self.boat_state.canal_legs = 0;
        let from = self.boat_motion.position;
        let goal = if self.boat_state.phase == BoatPhase::Coasting { self.boat.launch_at } else { self.boat.pickup_at };
        self.boat_motion.route = self.setting.chart_route(from, goal);
        self.boat_motion.leg = 0;
        let waters = self.waters();
        self.people.note(What::TurnedBack { boat: self.boat.id, unit: self.unit.id, aboard, waters });
    }

    /// Stays with a boat that has turned back until it is ashore, or needs help.
    fn see_to_the_shore(&mut self) -> Option<TaskEnd> {
        if !matches!(self.boat_state.phase, BoatPhase::Coasting | BoatPhase::Crossing) {
            return Some(TaskEnd::Done);
        }
        self.state.activity = Activity::Intercepting;
        self.keep_up();
        None
    }

    /// Did it fill after its hull was opened?
    fn is_opened_wreck(&self) -> bool {
        self.boat_state.hull_opened && self.boat_state.phase == BoatPhase::Wrecked
    }

    /// Can it go to port under its own engine, if the steps say so? One that was immobilised cannot, nor one whose hull was cut
    /// or struck.
    fn can_divert(&self, task: &Task) -> bool {
        let immobilised = task.step.is_some_and(|s| FORCE.has(s)) && task.steps.has(Step::Immobilise);
        task.steps.has(Step::Divert)
            && !immobilised
            && !task.step.is_some_and(Step::is_on_the_hull)
            && self.boat_state.engine_dead.is_none()
            && !self.boat_state.water_aboard
            && !self.boat_state.aboard.is_empty()
    }

    /// A boat stopped before loading goes to port, is towed in with those aboard, or they are taken off.
    fn bring_in(&mut self, task: &mut Task) -> Option<TaskEnd> {
        if self.can_divert(task) {
            self.divert(task);
            return None;
        }
        let tow = task.steps.has(Step::Divert) || task.steps.has(Step::Tow);
        if !tow && self.free() < self.aboard() && !self.boat_state.hull_opened {
            // No tow is allowed, and there is no room for all: it can only be let go.
            self.goes_on(task);
            return None;
        }
        if self.boat_state.loaded {
            return self.bring_in_loaded(task);
        }
        self.empty_or_tow(task)
    }

    /// A boat with all its people aboard is towed in with them, if the order allows it and the unit can, or they are taken
    /// off one by one.
    fn bring_in_loaded(&mut self, task: &mut Task) -> Option<TaskEnd> {
        let (boat, unit, aboard) = (self.boat.id, self.unit.id, self.aboard());
        self.people.note(What::BlockedBoatStopped { boat, unit, aboard });
        self.expect_ashore(task);
        self.halt();
        if self.is_to_be_towed(task) && self.take_in_tow() {
            return Some(TaskEnd::Done);
        }
        self.begin_to_take_off(task);
        None
    }

    /// Those aboard are to be handed over ashore, where the order says so.
    fn expect_ashore(&mut self, task: &Task) {
        let to = task.steps.land_with();
        self.people.ashore_hands.expect(self.boat.id, self.unit.side, &self.boat_state.aboard, to);
    }

    /// Those aboard are to be taken off, all of them.
    fn begin_to_take_off(&mut self, task: &mut Task) {
        task.accepts = Some(self.aboard());
        task.taken = 0;
        self.state.activity = Activity::Rescuing;
    }

    /// Takes those off who are still aboard, at the unit's rate (MODEL 7). If there is no room for all of a boat that was
    /// stopped before loading, it is towed in with the rest.
    fn take_off(&mut self, task: &mut Task, accepts: u32) -> Option<TaskEnd> {
        if self.free() == 0 && !self.boat_state.immersed.is_empty() {
            return Some(TaskEnd::Full);
        }
        if self.is_opened_wreck() {
            self.keep_up();
        }
        let end = self.transfer(task, accepts);
        if !self.boat_state.loaded && task.order == Order::Intercept {
            // The log has them with the interception.
            task.unreported = 0;
            if end == Some(TaskEnd::Full) && self.take_in_tow() {
                return Some(TaskEnd::Done);
            }
        }
        end
    }

    /// What was to go to port and can't is towed there; else it is towed or emptied as it happens.
    fn is_to_be_towed(&self, task: &Task) -> bool {
        let k = self.boat_state.attempts;
        let share = self.setting.parameters.intercept_towed_share;
        let s = Subject::boat(self.boat.id.0);
        let wanted = task.steps.has(Step::Divert)
            || task.steps.has(Step::Tow)
                && self.people.fixed.luck.chance(s, Purpose::InterceptOutcome, 4 * k + 2, share);
        wanted && self.craft().tows && !self.boat_state.water_aboard
    }

    /// Sends it to the unit's port under its own engine, and goes with it.
    fn divert(&mut self, task: &mut Task) {
        let (boat, unit, aboard) = (self.boat.id, self.unit.id, self.aboard());
        task.diverts = true;
        self.halt();
        self.boat_state.phase = if self.boat_state.loaded { BoatPhase::Crossing } else { BoatPhase::Coasting };
        if self.boat_state.loaded {
            self.people.note(What::BlockedBoatStopped { boat, unit, aboard });
        }
        self.boat_state.since = self.now();
        self.boat_state.diverted = Some(unit);
        self.boat_state.canal_legs = 0;
        self.boat_motion.route = self.setting.chart_route(self.boat_motion.position, self.unit.base);
        self.boat_motion.leg = 0;
        self.people.note(What::Diverted { boat, unit, aboard });
        self.expect_ashore(task);
    }

    /// Goes with a boat that was sent to port; one whose engine fails on the way is towed in or emptied.
    fn see_to_port(&mut self, task: &mut Task) -> Option<TaskEnd> {
        match self.boat_state.phase {
            BoatPhase::Coasting | BoatPhase::Crossing if self.boat_state.diverted.is_some() => {
                self.state.activity = Activity::Intercepting;
                self.keep_up();
                None
            }
            BoatPhase::Adrift if self.boat_state.has_people() => {
                self.boat_state.diverted = None;
                if self.boat_state.loaded {
                    task.diverts = false;
                    return self.bring_in_loaded(task);
                }
                task.diverts = false;
                self.empty_or_tow(task)
            }
            _ => Some(TaskEnd::Done),
        }
    }

    /// A boat stopped before loading is towed in with those aboard, or they are taken off.
    fn empty_or_tow(&mut self, task: &mut Task) -> Option<TaskEnd> {
        let (boat, unit, aboard) = (self.boat.id, self.unit.id, self.aboard());
        self.people.note(What::InterceptionDone { boat, unit, aboard });
        self.expect_ashore(task);
        if !self.boat_state.waiting.is_empty() {
            self.people.note(What::DidNotDepart { boat, reason: NoDeparture::Intercepted });
        }
        self.halt();
        if self.is_to_be_towed(task) && self.take_in_tow() {
            return Some(TaskEnd::Done);
        }
        self.begin_to_take_off(task);
        None
    }
}
