//! What can be put into a night from outside? A closed list of plain data, applied between ticks.
//!
//! Orders of a trainee and injects of a trainer are commands; replay, fork and undo are the log of
//! commands, cut and run again (DESIGN, invariants 6 and 7).

use super::snapshot::BoatPhase;
use super::state::{BoatState, Roster, Tonight};
use crate::events::{BoatId, What};
use bevy_ecs::prelude::World;

/// Something put into a night from outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// The engine of a boat stops now (an inject).
    StopEngine {
        /// The boat.
        boat: BoatId,
    },
    /// A boat that has not been launched stays ashore (an inject).
    KeepAshore {
        /// The boat.
        boat: BoatId,
    },
}

/// Carries a command out; one that does not apply (a boat that is not there) changes nothing.
pub fn carry_out(world: &mut World, command: &Command) {
    let now = world.resource::<Tonight>().clock.tick;
    let (Command::StopEngine { boat } | Command::KeepAshore { boat }) = command;
    let Some(&entity) = world.resource::<Roster>().boats.get(boat.0 as usize) else { return };
    let Some(mut state) = world.get_mut::<BoatState>(entity) else { return };
    let what = match command {
        Command::StopEngine { .. } if state.phase == BoatPhase::Crossing && state.engine_dead.is_none() => {
            state.engine_dead = Some(now);
            state.phase = BoatPhase::Adrift;
            What::EngineFailed { boat: *boat }
        }
        Command::KeepAshore { .. } if matches!(state.phase, BoatPhase::Planned | BoatPhase::WaitingForTide) => {
            state.phase = BoatPhase::StayedAshore;
            What::DidNotDepart { boat: *boat, reason: crate::events::NoDeparture::NotAttempted }
        }
        _ => return,
    };
    world.resource_mut::<Tonight>().log.note(now, what);
}
