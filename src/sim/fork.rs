//! How does a night go on with other luck from now on?
//!
//! Hazards add up against unit exponentials. Of a fate that has not been met nothing is known but that it lies beyond what
//! has added up, so it may be drawn anew from there (an exponential has no memory): the branch has the law of the night's
//! own future, given its past. Draws that are made once as something comes about are those of the branch
//! (`Draws::branched`). Everything else stays as it was born: who swims, who calls, how a boat answers.
//!
//! Left out: lives of people in the water, calls and detections. What is kept in common makes branches more alike than they
//! need be, which costs precision and biases nothing.

use super::Simulation;
use super::state::{Boat, BoatState, Tonight};
use crate::draws::{Purpose, Subject};

impl Simulation {
    /// Other luck from the present tick on.
    pub fn branch(&mut self, branch: u64) {
        let luck = self.world.resource::<Tonight>().fixed.luck.branched(branch);
        self.world.resource_mut::<Tonight>().fixed.luck = luck;
        let mut boats = self.world.query::<(&mut Boat, &mut BoatState)>();
        for (mut boat, mut state) in boats.iter_mut(&mut self.world) {
            let s = Subject::boat(boat.id.0);
            let fate = |counter| luck.exponential(s, Purpose::Branch, counter);
            state.engine_fate = state.engine_hazard.min(state.met.engine) + fate(0);
            state.swamping_fate = state.swamping_hazard.min(state.met.swamping) + fate(1);
            if !state.hull_failed {
                boat.hull_fate = state.hull_hazard + fate(2);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{danger_only, setting};
    use super::*;
    use crate::draws::NightKey;

    #[test]
    fn a_branch_has_the_same_past_and_another_future() {
        let live = |branch: Option<u64>| {
            let mut sim = Simulation::new(&setting(), &danger_only(), NightKey { seed: 42, night: 1 });
            let mut past = 0;
            while !sim.finished() {
                if sim.tick().0 == 3000 {
                    past = sim.events().len();
                    if let Some(b) = branch {
                        sim.branch(b);
                    }
                }
                sim.step().unwrap();
            }
            (past, sim.take_events())
        };
        let (past, own) = live(None);
        let (_, one) = live(Some(1));
        assert_eq!(one[..past], own[..past]);
        assert_eq!(live(Some(1)).1, one, "a branch is a function of its number");
        assert!((2..8).any(|b| live(Some(b)).1 != own), "with other luck something differs");
    }
}
