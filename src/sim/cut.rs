//! What does it do to a boat that a unit opens its hull on purpose: that its tubes are cut afloat, or that it is struck?
//!
//! Both were reported of boats with people in them (FACTS 114; MODEL 8.1: "knife punctures afloat with people swimming some
//! 10 min", no death recorded, and a potential for mass casualties by the word of rescue experts). No count of either is
//! published, so each has numbers of its own that are expert judgement. Each is a manoeuvre of level 4 with the harm of that
//! level times its own factor (`harm`). A tube that is opened, by a knife or by the strike, is then what any tube is that
//! fails (MODEL 3.2): the boat fills at once or takes water and loses air until it fills (`endanger`, `flood`). Its
//! engine is of no use from then on, and it waits where it lies; the unit takes people out of the water and then off the boat
//! (`stop`). Whoever comes into the water of it does so by the interception, and it is counted so, also where waves fill the
//! boat later: nobody can tell whether they would have filled it whole.
//!
//! Left out: where a tube is cut and how long the cut is, wounds by knife or bow, harm to the craft, and boats whose tubes have
//! several chambers.

use super::act::Job;
use super::alarm::{Alarm, alarm};
use super::endanger::take_water;
use super::flood::wreck;
use super::harm::{self, Aim};
use super::people::People;
use super::snapshot::BoatPhase;
use super::state::{Boat, BoatState};
use crate::agents::interception::Level;
use crate::doctrine::Step;
use crate::draws::{Purpose, Subject};
use crate::events::{Hazard, ImmersionCause, What};
use crate::units::Vec2;

/// Draws of each attempt: are the tubes cut, does a ram stop it, does a tube burst?
const PER_ATTEMPT: u32 = 4;
const CUT: u32 = 0;
const STOPS: u32 = 1;
const BURST: u32 = 2;

/// What an attempt on the hull comes to, by the boat's luck.
pub(super) struct OnHull {
    rams: bool,
    /// The boat stops.
    pub(super) stops: bool,
    /// Its hull is opened; it stops then in any case.
    opens: bool,
    /// Probability of that.
    opens_probability: f64,
}

impl Job<'_, '_> {
    /// What this attempt by a step on the hull comes to.
    pub(super) fn luck_on_hull(&self, step: Step, attempt: u32) -> OnHull {
        let p = &self.setting.parameters;
        let s = Subject::boat(self.boat.id.0);
        let chance = |what, q| self.people.fixed.luck.chance(s, Purpose::HullOpened, PER_ATTEMPT * attempt + what, q);
        if step == Step::Ram {
            let opens_probability = p.ram_burst_probability;
            let opens = chance(BURST, opens_probability);
            OnHull { rams: true, stops: opens || chance(STOPS, p.ram_works_probability), opens, opens_probability }
        } else {
            let opens_probability = p.cut_works_probability;
            let cut = chance(CUT, opens_probability);
            OnHull { rams: false, stops: cut, opens: cut, opens_probability }
        }
    }

    /// Does it: the harm of the manoeuvre first, as the craft comes so near, then that of the opened hull.
    pub(super) fn act_on_hull(&mut self, done: &OnHull) {
        let (boat, unit, aboard) = (self.boat.id, self.unit.id, self.aboard());
        self.people.note(if done.rams {
            What::Rammed { boat, unit, aboard, stopped: done.stops, burst: done.opens }
        } else {
            What::TubesCut { boat, unit, aboard, cut: done.opens }
        });
        self.people.accounts.expect(Hazard::Manoeuvre, f64::from(aboard) * done.opens_probability);
        self.manoeuvre(Level::Stop, if done.rams { Aim::Ram } else { Aim::Cut });
        if done.opens {
            self.people.accounts.count(Hazard::Manoeuvre, f64::from(aboard));
            open_hull(self.people, self.boat, self.boat_state, self.boat_motion.position);
            self.halt();
        }
    }
}

/// The hull gives way by another's hand: from here on as any hull that fails, with the interception for its cause.
fn open_hull(people: &mut People, boat: &Boat, state: &mut BoatState, at: Vec2) {
    state.hull_opened = true;
    harm::stop_engine(people, state);
    // How a hull goes that gives way is a luck of the boat, and it gives way once.
    let fails = !core::mem::replace(&mut state.hull_failed, true);
    let q = people.fixed.setting.parameters.hull_mass_immersion;
    let s = Subject::boat(boat.id.0);
    let mass = fails && people.fixed.luck.chance(s, Purpose::HullMassImmersion, 0, q);
    if fails {
        people.note(What::HullFailed { boat: boat.id, mass });
    }
    alarm(people, boat, state, at, Alarm::HullBang);
    if state.phase == BoatPhase::Wrecked {
        return;
    }
    if mass {
        wreck(people, boat, state, at, ImmersionCause::Interception);
    } else {
        take_water(people, boat, state);
    }
}
