//! What does a manoeuvre near a boat do to the people aboard?
//!
//! Each manoeuvre of MODEL 8.2 draws its harm once: a while of keeping company (level 1), coming alongside
//! (2), blocking (3), stopping and towing with many aboard (4). Who comes to harm does so by the approach of a vessel where
//! it came to help or to keep company, and by an interception where it came to stop the boat, whatever the level: the order
//! that the unit carries out says which. What rescuers practise counts for help alone. Luck belongs to the boat and counts its manoeuvres level by level, so
//! that the same boat meets the same luck whoever comes, under every doctrine. That a vessel closes is an
//! alarm of its own (`alarm`), which may start a crush (MODEL 5.3).
//!
//! Left out: harm to the crews of the units, and what people do to each other out of fear of a vessel.

use super::alarm::{Alarm, alarm};
use super::people::People;
use super::snapshot::BoatPhase;
use super::state::{Boat, BoatState, mean_hit};
use crate::agents::hull::Hull;
use crate::agents::interception::{self, Harm, Level};
use crate::agents::stability::{self, Stance};
use crate::draws::{Purpose, Subject};
use crate::events::{Hazard, ImmersionCause, What};
use crate::parameters::Parameters;
use crate::units::Vec2;

/// What a vessel comes near a boat for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// To help, or to keep company.
    Help,
    /// To stop it.
    Stop,
    /// To lay a net before it.
    Entangle,
    /// To cut its tubes.
    Cut,
    /// To strike it on purpose.
    Ram,
}

/// Draws the harm of one manoeuvre on a boat at `at`, and lets it happen.
pub fn manoeuvre(people: &mut People, boat: &Boat, state: &mut BoatState, at: Vec2, level: Level, aim: Aim) {
    #[expect(clippy::cast_possible_truncation, reason = "a boat holds far fewer than 2^32 people")]
    let aboard = state.aboard.len() as u32;
    if aboard == 0 {
        return;
    }
    let attempt = state.manoeuvres[level.index()];
    state.manoeuvres[level.index()] += 1;
    if level.is_close() {
        state.harm_by_interception = true;
    }
    let setting = &*people.fixed.setting;
    let p = &setting.parameters;
    let luck = people.fixed.luck;
    let s = Subject::boat(boat.id.0);
    let k = Level::COUNT * attempt + level.number();
    let cause = match aim {
        Aim::Help => ImmersionCause::Approach,
        Aim::Stop | Aim::Entangle | Aim::Cut | Aim::Ram => ImmersionCause::Interception,
    };
    let h = of_manoeuvre(boat, state, level, aim, people.sea.dark, p);
    let mean = interception::mean_further_falls(aboard, p);
    let jump = if interception::may_jump(level, aboard, p) { p.intercept_jump_probability } else { 0.0 };
    let fall = (1.0 - h.mass) * (1.0 - (1.0 - h.fall) * (1.0 - jump));
    people.accounts.expect(Hazard::Manoeuvre, f64::from(aboard) * h.mass);
    people.accounts.expect(Hazard::Falls, fall * mean_hit(mean, aboard));
    if luck.chance(s, Purpose::InterceptMass, k, h.mass) {
        people.accounts.count(Hazard::Manoeuvre, f64::from(aboard));
        let uniforms = [0, 1, 2, 3, 4, 5, 6].map(|i| luck.uniform(s, Purpose::MassShare, 8 * k + i));
        let n = interception::in_water_by_mass(aboard, uniforms, p);
        let who = people.pick(state, n);
        people.immerse(boat, state, &who, at, cause);
        // It has filled or gone over: whoever holds on to it goes nowhere.
        state.water_aboard = true;
        stop_engine(people, state);
    } else {
        let falls = luck.chance(s, Purpose::InterceptFall, k, h.fall);
        let jumps = interception::may_jump(level, aboard, p)
            && luck.chance(s, Purpose::InterceptJump, k, p.intercept_jump_probability);
        if falls || jumps {
            let n = (1 + luck.poisson(s, Purpose::ImmersedCount, k, mean)).min(aboard);
            people.accounts.count(Hazard::Falls, f64::from(n));
            let who = people.pick(state, n);
            people.immerse(boat, state, &who, at, cause);
        }
    }
    // Whoever has people in the water beside the boat lies stopped already.
    let runs = state.engine_dead.is_none() && state.immersed.is_empty();
    if level.is_close() && runs && luck.chance(s, Purpose::EngineDropped, k, p.intercept_engine_probability) {
        stop_engine(people, state);
        people.note(What::EngineDropped { boat: boat.id });
        alarm(people, boat, state, at, Alarm::EngineStop);
    }
}

/// Probabilities of harm in one manoeuvre on a boat as it is now.
pub(super) fn of_manoeuvre(boat: &Boat, state: &BoatState, level: Level, aim: Aim, dark: bool, p: &Parameters) -> Harm {
    #[expect(clippy::cast_possible_truncation, reason = "a boat holds far fewer than 2^32 people")]
    let aboard = state.aboard.len() as u32;
    // How much steadier or more tender than the usual boat with as many aboard.
    let water_m = if state.water_aboard { boat.hull.inner_width_m() } else { 0.0 };
    let usual = Hull::new(p.boat_length_mode_m, 1.0, p.engine_power_hp, p);
    let now = Stance {
        people: aboard,
        person_kg: boat.person_kg,
        freeboard: state.freeboard_left(),
        water_width_m: water_m,
        standing: false,
    };
    let steadiness =
        stability::critical_share(&boat.hull, &now, p) / stability::q_star(&usual, aboard, boat.person_kg, 0.0, p);
    // Rescuers practise coming alongside people who want help; of boats that are being stopped there is no such record.
    let practised = match aim {
        Aim::Help if level == Level::Alongside => p.alongside_practised_factor,
        Aim::Entangle => p.net_harm_factor,
        Aim::Cut => p.cut_harm_factor,
        Aim::Ram => p.ram_harm_factor,
        _ => 1.0,
    };
    interception::harm(level, aboard, state.wave_m, dark, steadiness / practised, p)
}

/// The engine stops for good, and with it a boat under way.
pub(super) fn stop_engine(people: &People, state: &mut BoatState) {
    let now = people.clock.tick;
    if state.engine_dead.is_none() {
        state.engine_dead = Some(now);
    }
    state.repair = None;
    if matches!(state.phase, BoatPhase::Crossing | BoatPhase::Coasting) {
        state.phase = BoatPhase::Adrift;
        state.since = now;
    }
}
