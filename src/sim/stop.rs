//! How is a boat stopped or turned back, and what becomes of it?
//!
//! MODEL 8.2: blocking is a manoeuvre of level 3, stopping one of level 4; each draws its harm as it
//! begins. After a while the boat has stopped, turned back, or gone on: luck of the boat, attempt by
//! attempt (confidence E). A boat stopped before loading is emptied or towed in; one that turns back is
//! seen to the shore, where its people wait again; one that goes on may be tried again later.
//!
//! Left out: what makes a boat hard to stop. The outcome is a probability and no more.

use super::act::Job;
use super::ledger::Place;
use super::snapshot::{Activity, BoatPhase};
use super::state::{Plots, Task};
use crate::agents::interception::{self, Level, Outcome};
use crate::doctrine::Order;
use crate::draws::{Purpose, Subject};
use crate::events::{NoDeparture, TaskEnd, What};
use crate::geo::Waters;
use crate::units::{Duration, Vec2};

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
        if task.escorts || self.boat_state.turned_back {
            task.escorts = true;
            return self.see_to_the_shore();
        }
        let Some(outcome) = task.outcome else {
            if task.ready.is_some_and(|t| self.now() < t) {
                self.state.activity = Activity::Shadowing;
                return None;
            }
            return self.begin(task, plots, to_boat, to_water);
        };
        if task.accepts.is_some() {
            return self.transfer(task, task.accepts.unwrap_or_default());
        }
        self.state.activity = Activity::Intercepting;
        self.keep_up();
        if task.ready.is_some_and(|t| self.now() < t) {
            return None;
        }
        // Without an engine, or full of water, a boat goes nowhere, whatever those aboard want.
        let lame = self.boat_state.engine_dead.is_some() || self.boat_state.water_aboard;
        match outcome {
            Outcome::GoesOn if !lame => {
                self.people.note(What::WentOn { boat: self.boat.id, unit: self.unit.id });
                task.outcome = None;
                let again = Duration::minutes(self.setting.parameters.intercept_again_min);
                task.ready = Some(self.now().after(again));
                self.boat_state.let_go(self.unit.id);
                self.state.activity = Activity::Shadowing;
                None
            }
            Outcome::TurnsBack if !lame => {
                self.turn_back();
                task.escorts = true;
                None
            }
            _ if task.order == Order::Intercept => Some(self.empty_or_tow()),
            _ => {
                let aboard = self.aboard();
                self.halt();
                self.people.note(What::BlockedBoatStopped { boat: self.boat.id, unit: self.unit.id, aboard });
                task.accepts = Some(aboard);
                task.taken = 0;
                self.state.activity = Activity::Rescuing;
                None
            }
        }
    }

    fn aboard(&self) -> u32 {
        #[expect(clippy::cast_possible_truncation, reason = "a boat holds far fewer than 2^32 people")]
        let n = self.boat_state.aboard.len() as u32;
        n
    }

    /// The attempt begins, unless the boat is past it.
    fn begin(&mut self, task: &mut Task, plots: &mut Plots, to_boat: f64, to_water: f64) -> Option<TaskEnd> {
        let intercepts = task.order == Order::Intercept;
        match self.boat_state.phase {
            BoatPhase::Coasting => {}
            BoatPhase::Crossing if !intercepts => {}
            BoatPhase::Adrift if !intercepts => return self.help(task, plots, to_boat, to_water),
            _ => {
                // The crew see for themselves that boarding began.
                if intercepts {
                    self.people.note(What::InterceptionAborted { boat: self.boat.id, unit: self.unit.id });
                }
                return Some(TaskEnd::Revoked);
            }
        }
        if self.boat_state.held_by.is_some_and(|u| u != self.unit.id) {
            self.state.activity = Activity::Shadowing;
            return None;
        }
        if !self.at_hand(self.boat_motion.position, to_boat) {
            self.state.activity = Activity::Transit;
            return None;
        }
        let p = &self.setting.parameters;
        let luck = self.people.fixed.luck;
        let s = Subject::boat(self.boat.id.0);
        let k = self.boat_state.attempts;
        self.boat_state.attempts += 1;
        let (level, median, sigma) = if intercepts {
            (Level::Stop, p.stop_minutes_median, p.stop_sigma)
        } else {
            (Level::Block, p.block_minutes_median, p.block_sigma)
        };
        let minutes = luck.log_normal(s, Purpose::InterceptOutcome, 4 * k + 1, median, sigma);
        task.ready = Some(self.now().after(Duration::minutes(minutes)));
        let outcome = interception::outcome(level, luck.uniform(s, Purpose::InterceptOutcome, 4 * k), p);
        task.outcome = Some(outcome);
        let (boat, unit, aboard) = (self.boat.id, self.unit.id, self.aboard());
        let (waters, rule_held) = (self.waters(), task.doubted.is_none());
        self.people.note(if intercepts {
            What::InterceptionTried { boat, unit, aboard, waters, rule_held }
        } else {
            What::BlockTried { boat, unit, aboard, waters, rule_held }
        });
        if outcome == Outcome::GoesOn {
            self.boat_state.held_by = Some(unit).filter(|_| self.boat_state.engine_dead.is_some());
        } else {
            self.halt();
        }
        self.state.activity = Activity::Intercepting;
        self.manoeuvre(level);
        None
    }

    /// Whose waters the boat is in, for the record.
    fn waters(&self) -> Waters {
        let at = self.boat_motion.position;
        self.setting.waters(at, self.setting.to_shore(at))
    }

    /// The boat lies stopped, under the hands of the unit.
    fn halt(&mut self) {
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

    /// A boat stopped before loading is towed in with those aboard, or they are taken off.
    fn empty_or_tow(&mut self) -> TaskEnd {
        let aboard = self.aboard();
        let (boat, unit) = (self.boat.id, self.unit.id);
        self.people.note(What::InterceptionDone { boat, unit, aboard });
        if !self.boat_state.waiting.is_empty() {
            self.people.note(What::DidNotDepart { boat, reason: NoDeparture::Intercepted });
        }
        let k = self.boat_state.attempts;
        let share = self.setting.parameters.intercept_towed_share;
        let towed = self.craft().tows
            && !self.boat_state.water_aboard
            && self.people.fixed.luck.chance(Subject::boat(boat.0), Purpose::InterceptOutcome, 4 * k + 2, share);
        while !towed && self.free() > 0 {
            let Some(person) = self.boat_state.aboard.pop() else { break };
            self.people.ledger.take_aboard(person, Place::AboardBoat, self.unit.id);
            self.state.survivors.push(person);
        }
        let left = self.aboard();
        if left == 0 {
            self.boat_state.phase = BoatPhase::Abandoned;
            self.boat_state.since = self.now();
        } else {
            // No room for all, or none taken: the boat is towed in with those who are still aboard.
            self.halt();
            self.state.towing = Some(boat);
            self.people.note(What::TakenInTow { boat, unit, aboard: left });
        }
        TaskEnd::Done
    }
}
