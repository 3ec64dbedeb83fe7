//! Which boats does this night bring, and with what fates?
//!
//! Boats are numbered by plan: the scenario's departures in order, each with its boats in order. All that
//! a boat is born with (time, place, size, fates) is drawn here, keyed by that number, before any
//! doctrine has a say: both arms of a pair get the same boats.

use super::depart::swamping_fate;
use super::ledger::Ledger;
use super::setting::Setting;
use super::snapshot::BoatPhase;
use super::state::{Boat, BoatState, Drift, Motion, Phone};
use crate::agents::BoatKind;
use crate::agents::hull::Hull;
use crate::draws::{Draws, Purpose, Subject, triangular_quantile};
use crate::events::BoatId;
use crate::scenario::DeparturePlan;
use crate::units::{Tick, Vec2, maths};

/// All boats of the night (none goes if crossings are not tried), in order, ready to spawn, and the ledger of their people.
#[must_use]
pub fn plan_boats(setting: &Setting, luck: Draws, tried: bool) -> (Vec<(Boat, BoatState, Motion)>, Ledger) {
    let mut boats = Vec::new();
    let mut number = 0;
    for (d, plan) in setting.scenario.departures.iter().enumerate() {
        for _ in 0..plan.boats {
            boats.push(plan_boat(setting, luck, tried, d, plan, BoatId(number)));
            number += 1;
        }
    }
    let groups: Vec<(u32, u32)> = boats.iter().map(|b| (b.group, b.crew)).collect();
    let ledger = Ledger::new(&groups);
    let born = boats.into_iter().map(|boat| {
        let first = ledger.first_of(boat.id);
        let state = BoatState {
            phase: BoatPhase::Planned,
            since: Tick(0),
            aboard: Vec::with_capacity((boat.group + boat.crew) as usize),
            waiting: (first..first + boat.group + boat.crew).collect(),
            boarding_carry: 0.0,
            canal_legs: 0,
            speed_mps: 0.0,
            freeboard_m: 0.0,
            freeboard_lost_m: 0.0,
            overload: 0.0,
            engine_dead: None,
            repair: None,
            engine_minutes: 0.0,
            engine_hazard: 0.0,
            hull_hazard: 0.0,
            swamping_hazard: 0.0,
            swamping_fate: swamping_fate(luck, boat.id.0, 0),
            swampings: 0,
            hull_failed: false,
            water_aboard: false,
            alarms: 0,
            phone: Phone::default(),
            drift: Drift::default(),
            immersed: Vec::new(),
            immersed_at: Vec2::ZERO,
            held_by: None,
            interceptions: 0,
            offers: 0,
            attended: None,
            engine_failures: 0,
            engine_fate: luck.exponential(Subject::boat(boat.id.0), Purpose::EngineFate, 0),
        };
        let motion = Motion { position: boat.launch_at, ..Motion::default() };
        (boat, state, motion)
    });
    let born: Vec<_> = born.collect();
    (born, ledger)
}

fn plan_boat(setting: &Setting, luck: Draws, tried: bool, d: usize, plan: &DeparturePlan, id: BoatId) -> Boat {
    let p = &setting.parameters;
    let s = Subject::boat(id.0);
    let place = &setting.departures[d];
    #[expect(clippy::cast_possible_truncation, reason = "few beaches")]
    let choice = luck.integer(s, Purpose::Pickup, 0, 0, place.pickups.len() as u32 - 1) as usize;
    let pickup = &place.pickups[choice];
    let span = plan.latest.since(plan.earliest);
    let launch_s = plan.earliest.since(setting.scenario.start).s() + span.s() * luck.uniform(s, Purpose::LaunchTime, 0);
    let crew = match plan.kind {
        BoatKind::TaxiBoat => {
            luck.integer(s, Purpose::CrewAtLaunch, 0, plan.aboard_at_launch.0, plan.aboard_at_launch.1)
        }
        BoatKind::BeachBoat => 0,
    };
    let z = luck.normal(s, Purpose::GroupSize, 0);
    let wanted = (plan.group.mean + plan.group.sd * z).round();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the group's bounds")]
    let group = wanted.clamp(f64::from(plan.group.min), f64::from(plan.group.max)) as u32;
    // Boats are chosen for the load: the length's quantile goes with the group's (Gaussian copula).
    let r = p.boat_load_match;
    let z_length = r * z + (1.0 - r * r).max(0.0).sqrt() * luck.normal(s, Purpose::BoatBuild, 0);
    let quantile = maths::normal_cdf(z_length);
    let length = triangular_quantile(quantile, p.boat_length_low_m, p.boat_length_mode_m, p.boat_length_high_m);
    let inflation =
        p.boat_inflation_low + (p.boat_inflation_high - p.boat_inflation_low) * luck.uniform(s, Purpose::BoatBuild, 1);
    let rate = p.boarding_rate_low_per_min
        + (p.boarding_rate_high_per_min - p.boarding_rate_low_per_min) * luck.uniform(s, Purpose::BoardingRate, 0);
    Boat {
        id,
        kind: plan.kind,
        hull: Hull::new(length, inflation, p),
        goes: tried && luck.chance(s, Purpose::GoesAhead, 0, plan.goes_ahead),
        launch: Tick::default().after(crate::units::Duration::seconds(launch_s.max(0.0))),
        canal: place.canal,
        departure: d,
        pickup: choice,
        launch_at: if plan.kind == BoatKind::BeachBoat { pickup.water } else { place.launch },
        pickup_at: pickup.water,
        shore_at: pickup.beach,
        goal: pickup.goal,
        group,
        crew,
        boarding_per_min: rate,
        person_kg: p.person_mass_kg * (1.0 - p.child_share) + p.child_mass_kg * p.child_share,
        hull_fate: luck.exponential(s, Purpose::HullFate, 0),
    }
}
