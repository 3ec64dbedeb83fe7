//! Which boats does this night bring, and with what fates?
//!
//! Boats are numbered by plan: the scenario's departures in order, each with its boats in order. All that
//! a boat is born with (time, place, size, fates) is drawn here, keyed by that number, before any
//! doctrine has a say: both arms of a pair get the same boats.

use super::alarm::Alarm;
use super::depart::swamping_fate;
use super::ledger::Ledger;
use super::setting::Setting;
use super::snapshot::BoatPhase;
use super::state::{Boat, BoatState, Drift, Met, Motion, Phone};
use crate::agents::BoatKind;
use crate::agents::boarding;
use crate::agents::hull::{Hull, fuel_l_per_h, fuel_taken_l};
use crate::draws::{Draws, Purpose, Subject, triangular_quantile};
use crate::events::BoatId;
use crate::parameters::Parameters;
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
            wave_m: 0.0,
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
            met: Met::default(),
            swampings: 0,
            hull_failed: false,
            hull_opened: false,
            water_aboard: false,
            alarms: [0; Alarm::COUNT],
            vessels_near: 0,
            wash_m: 0.0,
            wrecked_by: None,
            pull_carry: 0.0,
            draught_m: 0.0,
            fuel_l: boat.fuel_l,
            groundings: 0,
            grounded: None,
            shoals: 0,
            shoal: None,
            waded_min: 0.0,
            phone: Phone::default(),
            overdue_due: None,
            overdue_told: false,
            drift: Drift::default(),
            immersed: Vec::new(),
            immersed_at: Vec2::ZERO,
            held_by: None,
            manoeuvres: [0; 4],
            attempts: 0,
            shadowed_min: 0,
            shadowed: Tick(0),
            harm_by_interception: false,
            stopped_from: BoatPhase::Coasting,
            turned_back: false,
            diverted: None,
            loaded: false,
            defied: false,
            displaced: None,
            turns_back: None,
            seen_from_shore: [false; 2],
            offers: 0,
            attended: None,
            engine_failures: 0,
            engine_fate: luck.exponential(Subject::boat(boat.id.0), Purpose::EngineFate, 0),
            cold_dose: 0.0,
            cold_least: None,
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
    let group = plan.group.people(z);
    // Boats are chosen for the load: the length's quantile goes with the group's (Gaussian copula).
    let r = p.boat_load_match;
    let z_length = r * z + (1.0 - r * r).max(0.0).sqrt() * luck.normal(s, Purpose::BoatBuild, 0);
    let length = length_m(maths::normal_cdf(z_length), group, luck.uniform(s, Purpose::BoatBuild, 3), p);
    // Stronger engines go with longer boats, loosely (the same copula).
    let r = p.engine_power_match;
    let z_power = r * z_length + (1.0 - r * r).max(0.0).sqrt() * luck.normal(s, Purpose::BoatBuild, 2);
    let power = triangular_quantile(
        maths::normal_cdf(z_power),
        p.engine_power_low_hp,
        p.engine_power_hp,
        p.engine_power_high_hp,
    );
    let inflation =
        p.boat_inflation_low + (p.boat_inflation_high - p.boat_inflation_low) * luck.uniform(s, Purpose::BoatBuild, 1);
    let rate = p.boarding_rate_low_per_min
        + (p.boarding_rate_high_per_min - p.boarding_rate_low_per_min) * luck.uniform(s, Purpose::BoardingRate, 0);
    let person_kg = p.person_mass_kg * (1.0 - p.child_share) + p.child_mass_kg * p.child_share;
    let dry = Hull::new(length, inflation, power, p);
    let burn_l_per_h = fuel_l_per_h(power, p);
    let laden_mps = dry.speed(dry.mass_kg(f64::from(group + crew) * person_kg), p).mps();
    let way_h = (pickup.goal - pickup.water).length() / laden_mps / 3600.0;
    let fuel_l = fuel_taken_l(burn_l_per_h, way_h / p.boat_made_good, luck.normal(s, Purpose::Fuel, 0), p);
    let rush = if luck.chance(s, Purpose::Rush, 0, p.rush_probability) {
        let share = p.rush_share_low + (p.rush_share_high - p.rush_share_low) * luck.uniform(s, Purpose::Rush, 1);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a group")]
        let more = (f64::from(group) * share).round() as u32;
        more
    } else {
        0
    };
    let wades_min = match plan.kind {
        BoatKind::TaxiBoat => {
            p.wading_low_min + (p.wading_high_min - p.wading_low_min) * luck.uniform(s, Purpose::Wading, 0)
        }
        // People carry the boat out and board at once.
        BoatKind::BeachBoat => 0.0,
    };
    Boat {
        id,
        kind: plan.kind,
        hull: dry.fuelled(fuel_l),
        fuel_l,
        burn_l_per_h,
        rush,
        wades_min,
        boards_in_m: p.boarding_depth_low_m
            + (p.boarding_depth_high_m - p.boarding_depth_low_m) * luck.uniform(s, Purpose::BoardingDepth, 0),
        families: boarding::families(group + rush, |k| luck.uniform(s, Purpose::Families, k), p),
        goes: tried && luck.chance(s, Purpose::GoesAhead, 0, plan.goes_ahead),
        launch: Tick::default().after(crate::units::Duration::seconds(launch_s.max(0.0))),
        canal: place.canal,
        departure: d,
        pickup: choice,
        launch_at: if plan.kind == BoatKind::BeachBoat { pickup.water } else { place.launch },
        pickup_at: pickup.water,
        shore_at: pickup.beach,
        goal: pickup.goal,
        group: group + rush,
        crew,
        boarding_per_min: rate,
        person_kg,
        hull_fate: luck.exponential(s, Purpose::HullFate, 0),
    }
}

/// Length of a boat. Small groups get a small one, the largest one of the largest; in between it is the
/// triangular distribution of the register. `quantile` goes with the size of the group, `u` with nothing.
fn length_m(quantile: f64, group: u32, u: f64, p: &Parameters) -> f64 {
    if f64::from(group) <= p.boat_small_group {
        return p.boat_small_low_m + (p.boat_small_high_m - p.boat_small_low_m) * u;
    }
    let usual = 1.0 - p.boat_large_share;
    if quantile > usual {
        return p.boat_length_high_m
            + (p.boat_largest_m - p.boat_length_high_m).max(0.0) * (quantile - usual) / p.boat_large_share;
    }
    triangular_quantile(quantile / usual, p.boat_length_low_m, p.boat_length_mode_m, p.boat_length_high_m)
}
