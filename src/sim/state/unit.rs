//! What is fixed about a unit, what is it told to do, and what changes about it?
//!
//! `Unit` comes from the scenario; `UnitState` counts its hours, its run and its survivors, and holds its task. Those who
//! will collapse after rescue are kept here too: they are aboard units.
//!
//! Left out: what its class can do (`agents::craft`).

use crate::agents::Side;
use crate::agents::interception::Outcome;
use crate::doctrine::{Order, Step, Steps};
use crate::events::{BoatId, GroundedBy, UnitId};
use crate::sim::ledger::PersonNumber;
use crate::sim::snapshot::Activity;
use crate::units::{Duration, Tick, Vec2};
use bevy_ecs::prelude::Component;

/// What is fixed about a unit.
#[derive(Component, Clone, Debug)]
pub struct Unit {
    /// Stable number.
    pub id: UnitId,
    /// Whose it is.
    pub side: Side,
    /// Index into the setting's craft classes.
    pub class: usize,
    /// Where it lands people.
    pub base: Vec2,
    /// Its station at sea, if it patrols.
    pub station: Option<Vec2>,
    /// Median minutes from order to departure when in port.
    pub readiness: Duration,
}

/// What a unit is told to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// How a boat is to be stopped, where that is the order.
    pub steps: Steps,
    /// The order.
    pub order: Order,
    /// On which boat.
    pub boat: BoatId,
    /// Number of the contact on the side's plot.
    pub contact: u32,
    /// Reached it then.
    pub on_scene: Option<Tick>,
    /// Alongside, ready to take people off from then.
    pub ready: Option<Tick>,
    /// How many aboard accept help; none if not asked yet.
    pub accepts: Option<u32>,
    /// Part of a person left over in taking people aboard at a rate.
    pub carry: f64,
    /// Taken aboard so far from the boat, of those who accept.
    pub taken: u32,
    /// Taken off the boat since the last line in the log.
    pub unreported: u32,
    /// Anybody taken aboard on this task?
    pub helped: bool,
    /// Legs of the search pattern sailed.
    pub search_leg: u32,
    /// What becomes of the attempt to stop it that is under way.
    pub outcome: Option<Outcome>,
    /// It turned back, and the unit sees it to the shore.
    pub escorts: bool,
    /// The step of an interception that is under way, or that stopped the boat.
    pub step: Option<Step>,
    /// Steps that were tried and did not stop it.
    pub tried: Steps,
    /// It goes to port under its own engine, and the unit goes with it.
    pub diverts: bool,
    /// Since when the rules have said otherwise.
    pub doubted: Option<Tick>,
}

impl Task {
    /// An order that was just given.
    #[must_use]
    pub const fn new(order: Order, steps: Steps, boat: BoatId, contact: u32) -> Self {
        Self {
            steps,
            order,
            boat,
            contact,
            on_scene: None,
            ready: None,
            accepts: None,
            carry: 0.0,
            taken: 0,
            unreported: 0,
            helped: false,
            search_leg: 0,
            outcome: None,
            escorts: false,
            step: None,
            tried: Steps::none(),
            diverts: false,
            doubted: None,
        }
    }

    /// The step of an interception that is under way, or comes next.
    #[must_use]
    pub fn step_in_hand(&self) -> Option<Step> {
        if self.order != Order::Intercept {
            return None;
        }
        self.step.or_else(|| self.steps.next_stop(self.tried))
    }

    /// Does it keep the unit at a distance at present, as orders do that keep company, and one to stop?
    #[must_use]
    pub fn keeps_off(&self) -> bool {
        let ordering = self.step_in_hand() == Some(Step::OrderToStop) && !self.tried.has(Step::OrderToStop);
        self.order.keeps_company() || ordering || self.is_spent()
    }

    /// Was everything tried that the order allows, for good?
    #[must_use]
    pub fn is_spent(&self) -> bool {
        self.order == Order::Intercept
            && self.step.is_none()
            && !self.diverts
            && self.steps.next_stop(self.tried).is_none()
    }
}

/// What changes about a unit.
#[derive(Component, Clone, Debug)]
pub struct UnitState {
    /// What it is doing.
    pub activity: Activity,
    /// Its task.
    pub task: Option<Task>,
    /// Survivors aboard.
    pub survivors: Vec<PersonNumber>,
    /// Under way from then.
    pub ready: Tick,
    /// Part of a person left over in landing people.
    pub landing_carry: f64,
    /// Landed since it came alongside.
    pub landed: u32,
    /// The boat it tows.
    pub towing: Option<BoatId>,
    /// Speed in the present sea, m/s.
    pub speed_mps: f64,
    /// Minutes under way since it last refuelled.
    pub out_min: f64,
    /// Way run since then, m.
    pub run_m: f64,
    /// Minutes that its crew has been out.
    pub crew_min: f64,
    /// What the whole night took of it.
    pub spent: Spent,
    /// Minutes in port since it came in.
    pub port_min: f64,
    /// Hazards of a breakdown and of capsizing, added up so far.
    pub hazards: [f64; 2],
    /// The fates at which they come about: unit exponentials, once a night each.
    pub fates: [f64; 2],
    /// It is to go home: no task until it has turned round.
    pub homeward: bool,
    /// Out of action for the rest of the night.
    pub out_of_action: bool,
    /// What keeps an aircraft on watch on the ground, as the log has told.
    pub grounded: Option<GroundedBy>,
    /// The unit to which it hands people over.
    pub hands_to: Option<UnitId>,
    /// People handed over to it so far.
    pub handed: u32,
    /// Part of a person left over in handing over at a rate.
    pub handing_carry: f64,
    /// In sight of its boat, which lies in water too shallow for it: it works by its small boat, if it has one.
    pub standing_off: bool,
}

/// What a night takes of a unit, never set back.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spent {
    /// Minutes out of port.
    pub at_sea_min: f64,
    /// Way run, m.
    pub run_m: f64,
    /// Minutes out of port beyond the limit of its crew's hours.
    pub over_limit_min: f64,
}

/// Someone rescued who will collapse.
#[derive(Clone, Copy, Debug)]
pub struct Collapse {
    /// Then.
    pub at: Tick,
    /// Who.
    pub person: PersonNumber,
    /// Of which boat.
    pub boat: BoatId,
}

/// Collapses to come, after rescue.
#[derive(Default)]
pub struct Collapses(pub Vec<Collapse>);
