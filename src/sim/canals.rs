//! Which canals are closed, since when, and what becomes of the boats behind them?
//!
//! A boom across a canal or a river mouth keeps boats in: one lay across the Canche from August and across the Authie from
//! September 2023 (FACTS 67). A doctrine may have some closed from the night's beginning, or order one closed; it is shut
//! when the boom has been drawn. A boat behind it stays ashore, or, as departures were displaced then (MODEL 9.3), is
//! taken to its beach and loads there: by its fate, which is the same under every doctrine.
//!
//! Left out: opening again, and the risk that a boom itself is to a boat.

use super::people::People;
use super::setting::Setting;
use super::snapshot::BoatPhase;
use super::state::{Boat, BoatState, Motion};
use crate::agents::BoatKind;
use crate::doctrine::Doctrine;
use crate::draws::{Purpose, Subject};
use crate::environment::canal::SILLS;
use crate::events::What;
use crate::geo::to_plane;
use crate::units::{Duration, Tick, Vec2};
use bevy_ecs::prelude::Resource;

/// The canals of the list of sills, by their place in it.
#[derive(Resource, Default)]
pub struct Canals {
    /// Closed from then.
    shut: [Option<Tick>; SILLS.len()],
    /// Those whose closing was written down.
    told: [bool; SILLS.len()],
}

impl Canals {
    /// As the doctrine has them when the night begins.
    #[must_use]
    pub fn of(doctrine: &Doctrine) -> Self {
        let shut = SILLS.map(|s| doctrine.closed_canals.iter().any(|id| id == s.id).then_some(Tick(0)));
        Self { shut, ..Self::default() }
    }

    /// Is the boom across it?
    #[must_use]
    pub fn is_shut(&self, canal: usize, now: Tick) -> bool {
        self.shut[canal].is_some_and(|t| now >= t)
    }

    /// Is it closed, or was that ordered?
    #[must_use]
    pub const fn is_ordered(&self, canal: usize) -> bool {
        self.shut[canal].is_some()
    }

    /// Has it closed from then on.
    pub const fn shut(&mut self, canal: usize, from: Tick) {
        self.shut[canal] = Some(from);
    }

    /// Writes down what has been closed since the last time.
    pub fn tell(&mut self, people: &mut People) {
        for (i, sill) in SILLS.iter().enumerate() {
            if !self.told[i] && self.is_shut(i, people.clock.tick) {
                self.told[i] = true;
                people.note(What::CanalClosed { canal: sill.id });
            }
        }
    }
}

/// The canal of a contact: the charted one that it lies in, else the river mouth that it lies off.
#[must_use]
pub fn canal_of(setting: &Setting, at: Vec2) -> Option<usize> {
    if let Some(canal) = setting.chart.canal_at(at) {
        return SILLS.iter().position(|s| s.id == canal.id);
    }
    let reach = setting.parameters.canal_mouth_reach_m;
    SILLS
        .iter()
        .map(|s| (to_plane(s.place) - at).length())
        .enumerate()
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .filter(|(_, d)| *d <= reach)
        .map(|(i, _)| i)
}

/// Is the canal closed that this boat has to pass? One that was taken to its beach has none to pass.
#[must_use]
pub fn is_shut_in(canals: &Canals, setting: &Setting, boat: &Boat, state: &BoatState, now: Tick) -> bool {
    let barrier = setting.departures[boat.departure].barrier;
    // Who loads at a mouth loads outside the boom.
    let behind = boat.kind == BoatKind::TaxiBoat && state.displaced.is_none();
    behind && barrier.is_some_and(|canal| canals.is_shut(canal, now))
}

/// Is it taken to its beach instead? Then it is launched there later; else it stays where it is.
pub fn is_displaced(people: &mut People, boat: &Boat, state: &mut BoatState, motion: &mut Motion) -> bool {
    let (luck, now) = (people.fixed.luck, people.clock.tick);
    let p = &people.fixed.setting.parameters;
    if !luck.chance(Subject::boat(boat.id.0), Purpose::CanalClosed, 0, p.canal_displaced_share) {
        return false;
    }
    state.displaced = Some(now.after(Duration::minutes(p.canal_displaced_delay_min)));
    state.phase = BoatPhase::Planned;
    state.since = now;
    motion.position = boat.pickup_at;
    people.note(What::Displaced { boat: boat.id });
    true
}
