//! How do people let themselves be helped? Coming alongside, asking, taking off those who accept.
//!
//! MODEL 7: a time to come alongside and calm the boat, then one person after the other. Help may be
//! declined, or accepted by some while the rest go on; a refusal is asked about again while the unit
//! stays. Who stays aboard a boat adrift may get the engine going, as on 23 April 2024 off Wimereux.
//!
//! Left out: families that will not be parted, and those who change their minds halfway.

use super::act::{Job, TICK_MIN};
use super::harm::Aim;
use super::ledger::Place;
use super::snapshot::{Activity, BoatPhase};
use super::state::{Plots, Task};
use crate::agents::interception::Level;
use crate::agents::{Side, handling};
use crate::draws::{Purpose, Subject};
use crate::events::{TaskEnd, What};
use crate::units::{Duration, Vec2};

impl Job<'_, '_> {
    /// Takes people out of the water, then comes alongside and takes off those who accept.
    pub(super) fn help(&mut self, task: &mut Task, plots: &mut Plots, to_boat: f64, to_water: f64) -> Option<TaskEnd> {
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
            if !self.craft().flies {
                self.manoeuvre(Level::Alongside, Aim::Help);
            }
            return None;
        };
        let by_small_boat = self.state.standing_off && self.craft().tender_draught.is_some();
        if self.boat_state.held_by == Some(self.unit.id) && !by_small_boat {
            if !self.floats_at(self.boat_motion.position) {
                self.cast_off(task);
                return None;
            }
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
            self.boat_state.let_go(self.unit.id);
            self.state.activity = Activity::Shadowing;
            task.ready = Some(now.after(Duration::minutes(p.adrift_patience_min)));
            return None;
        }
        task.accepts = Some(accepts);
        self.boat_state.held_by = Some(self.unit.id);
        self.state.activity = Activity::Rescuing;
        self.transfer(task, accepts)
    }

    /// The two have drifted to where there is too little water for the unit: it lets go and lies off where it floats. Its
    /// small boat takes up the work, if it has one; if not, others are sent for (`decide`).
    fn cast_off(&mut self, task: &mut Task) {
        self.report(task, true);
        self.boat_state.let_go(self.unit.id);
        task.ready = None;
        self.state.activity = Activity::Transit;
    }

    /// Hails the boat from a distance: a manoeuvre of level 1, a while, and an answer.
    pub(super) fn hail(&mut self, task: &mut Task, plots: &mut Plots, to_water: f64) -> Option<TaskEnd> {
        if self.at_hand(self.boat_state.immersed_at, to_water) && self.free() > 0 && self.recover(task, to_water) {
            return None;
        }
        if self.boat_state.aboard.is_empty() || !self.boat_state.phase.afloat() {
            return Some(TaskEnd::NothingLeft);
        }
        self.state.activity = Activity::Shadowing;
        let now = self.now();
        let Some(ready) = task.ready else {
            task.ready = Some(now.after(Duration::minutes(self.setting.parameters.hail_minutes)));
            self.manoeuvre(Level::Shadow, Aim::Help);
            return None;
        };
        if now < ready {
            return None;
        }
        let wants_help = self.willing() > 0;
        let entry = &mut plots.entries[self.unit.side.index()][self.boat.id.0 as usize];
        if let Some(c) = &mut entry.contact {
            c.accepts_help = Some(wants_help);
        }
        self.people.note(What::Hailed { boat: self.boat.id, unit: self.unit.id, wants_help });
        Some(TaskEnd::Done)
    }

    /// How many aboard accept help (MODEL 7; refusals are luck of the boat, offer by offer).
    fn ask(&mut self, task: &mut Task, plots: &mut Plots) -> u32 {
        let accepts = self.willing();
        let entry = &mut plots.entries[self.unit.side.index()][self.boat.id.0 as usize];
        if let Some(c) = &mut entry.contact {
            c.accepts_help = Some(accepts > 0);
            c.refused_help |= accepts == 0;
        }
        if accepts == 0 {
            self.people.note(What::HelpRefused { boat: self.boat.id, unit: self.unit.id });
        }
        task.taken = 0;
        accepts
    }

    /// How many would let themselves be taken off now; each time they are asked is luck of its own.
    fn willing(&mut self) -> u32 {
        let p = &self.setting.parameters;
        let luck = self.people.fixed.luck;
        let s = Subject::boat(self.boat.id.0);
        let k = self.boat_state.offers;
        self.boat_state.offers += 1;
        #[expect(clippy::cast_possible_truncation, reason = "a boat holds far fewer than 2^32 people")]
        let aboard = self.boat_state.aboard.len() as u32;
        let u = luck.uniform(s, Purpose::AcceptsHelp, 16 * k);
        let patience = Duration::minutes(p.adrift_patience_min);
        let adrift_long = self.boat_state.engine_dead.is_some_and(|since| self.now() >= since.after(patience));
        let willing = if adrift_long { p.accept_when_adrift } else { 1.0 - p.refusal_probability };
        if self.boat_state.water_aboard || self.boat_state.hull_failed {
            aboard
        } else if self.unit.side == Side::UnitedKingdom {
            if u < p.uk_acceptance.max(willing) { aboard } else { 0 }
        } else if u >= willing {
            0
        } else if luck.chance(s, Purpose::AcceptsHelp, 16 * k + 1, p.partial_probability) {
            // A share drawn from Beta(5, 5) (MODEL 7): the middle one of nine uniforms has that law; moved to the register's mean.
            /// Mean of Beta(5, 5).
            const MEAN: f64 = 0.5;
            let mut nine = [2, 3, 4, 5, 6, 7, 8, 9, 10].map(|i| luck.uniform(s, Purpose::AcceptsHelp, 16 * k + i));
            nine.sort_by(f64::total_cmp);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and aboard")]
            {
                ((nine[4] * (p.partial_share / MEAN)).min(1.0) * f64::from(aboard)) as u32
            }
        } else {
            aboard
        }
    }

    /// Takes people off the boat one by one until those who accept are off.
    pub(super) fn transfer(&mut self, task: &mut Task, accepts: u32) -> Option<TaskEnd> {
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
        let each = handling::transfer_time(Duration::seconds(calm), self.people.sea.dark, self.boat_state.wave_m, p);
        if !self.lands_beside() && !self.is_set_up(task) {
            return None;
        }
        let per_min = handling::off_boat_per_min(self.craft(), each, self.lands_beside());
        task.carry += TICK_MIN * self.by_small_boat(self.boat_motion.position, per_min);
        let mut taken = 0;
        while task.carry >= 1.0 && task.taken + taken < accepts && self.free() > 0 {
            task.carry -= 1.0;
            let Some(person) = self.boat_state.aboard.pop() else { break };
            self.people.ledger.take_aboard(person, Place::AboardBoat, self.unit.id);
            self.state.survivors.push(person);
            taken += 1;
        }
        task.taken += taken;
        task.unreported += taken;
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
        if task.taken < accepts && !self.boat_state.aboard.is_empty() {
            return Some(TaskEnd::Full);
        }
        self.restart();
        Some(if self.boat_state.aboard.is_empty() { TaskEnd::Done } else { TaskEnd::OthersStay })
    }

    /// Those who stay aboard a boat adrift may get its engine going, once there is room to work.
    fn restart(&mut self) {
        let stays = !self.boat_state.aboard.is_empty() && !self.boat_state.water_aboard;
        // An engine whose tank is dry stays dead.
        if !stays || self.boat_state.engine_dead.is_none() || self.boat_state.fuel_l <= 0.0 {
            return;
        }
        let s = Subject::boat(self.boat.id.0);
        let chance = self.setting.parameters.restart_after_help;
        if !self.people.fixed.luck.chance(s, Purpose::RestartAfterHelp, self.boat_state.offers, chance) {
            return;
        }
        self.boat_state.engine_dead = None;
        self.boat_state.repair = None;
        self.boat_state.engine_minutes = 0.0;
        if self.boat_state.phase == BoatPhase::Adrift {
            self.boat_state.phase = BoatPhase::Crossing;
            self.boat_state.since = self.now();
        }
        self.people.note(What::EngineRestarted { boat: self.boat.id });
    }
}
