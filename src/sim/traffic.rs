//! What do merchant ships mean to a boat? They see it, their wash reaches it, they may run it down.
//!
//! Ships are drawn with the night and found by formula (`agents::merchant`); only those near a boat at
//! sea are placed, once a minute. Those that report are lookouts of the side whose centre watches their lane
//! (`sense`); they do not hold a track, they pass. A pass within the range of the wash is an alarm aboard
//! (MODEL 5.3), and its waves are added to the sea's for a minute (`endanger`). A ship whose course leads over a boat runs it down if neither avoids the other.
//!
//! Left out: ships that alter course, ships sent to help, and people in the water in a ship's way.

use super::alarm::{Alarm, alarm};
use super::flood::wreck;
use super::people::People;
use super::setting::Setting;
use super::snapshot::{BoatPhase, ShipView};
use super::state::{Boat, BoatState, Motion, TICKS_PER_MIN, Tonight};
use crate::agents::Side;
use crate::agents::merchant::{Ship, closest_within, ships_of_the_night, wash_height_m};
use crate::draws::{Draws, Purpose, Subject};
use crate::events::{ImmersionCause, What};
use crate::units::{Distance, Speed, TICK_S, Tick, Vec2};
use bevy_ecs::prelude::{Query, ResMut, Resource};

/// Seconds in a minute of ticks.
const MINUTE_S: f64 = (TICKS_PER_MIN * TICK_S) as f64;
/// How often, in minutes, it is asked which stretches of the lanes can be in sight of a boat.
const SURVEY_MIN: u32 = 5;

/// The ships of the night, and those near boats this minute.
#[derive(Resource, Default)]
pub struct Traffic {
    /// All ships of the night.
    pub ships: Vec<Ship>,
    /// Those near a boat at sea.
    pub near: Vec<NearShip>,
    /// For each passage the stretch (first and last metre) from which a boat may be in sight.
    stretches: Vec<(f64, f64)>,
}

/// A ship near a boat.
#[derive(Clone, Copy, Debug)]
pub struct NearShip {
    /// Its place in the list of the night.
    pub index: usize,
    /// Where it is.
    pub position: Vec2,
    /// Velocity over ground, m/s.
    pub velocity: Vec2,
    /// The side whose centre watches its lane.
    pub watch: Side,
}

impl Traffic {
    /// Draws the night's ships.
    #[must_use]
    pub fn of(setting: &Setting, luck: Draws) -> Self {
        let span_s = Tick(setting.scenario.length_ticks).elapsed().s();
        let routes: Vec<(f64, f64)> =
            setting.traffic.iter().map(|t| (t.route.length(), t.share_of_all(&setting.parameters))).collect();
        let ships = ships_of_the_night(luck, &routes, span_s, &setting.parameters);
        Self { ships, near: Vec::new(), stretches: Vec::new() }
    }

    /// The ships that are in the strait now.
    pub fn now<'a>(&'a self, setting: &'a Setting, tick: Tick) -> impl Iterator<Item = ShipView> + 'a {
        self.ships.iter().filter_map(move |ship| {
            let route = &setting.traffic[ship.route as usize].route;
            let along = ship.along_m(tick);
            (0.0..=route.length()).contains(&along).then(|| {
                let (position, ahead) = route.at(along, ship.starboard_m);
                ShipView { number: ship.id, position, velocity: ahead * ship.speed.mps(), length_m: ship.length_m }
            })
        })
    }

    /// Where along each passage a boat may be in sight before this is asked again.
    fn survey(&mut self, setting: &Setting, boats: &[Vec2]) {
        // A boat makes less than this in the time between, m.
        const MOVED_M: f64 = SURVEY_MIN as f64 * 60.0 * 6.0;
        let reach = setting.ship_sight_m.max(setting.parameters.traffic_wash_range_m) + MOVED_M;
        let wide = reach + 4.0 * setting.parameters.traffic_lateral_sd_m;
        self.stretches.clear();
        for passage in &setting.traffic {
            let (mut first, mut last) = (f64::INFINITY, f64::NEG_INFINITY);
            for &boat in boats {
                let (along, off) = passage.route.nearest(boat);
                if off <= wide {
                    first = first.min(along - reach);
                    last = last.max(along + reach);
                }
            }
            self.stretches.push((first.max(0.0), last.min(passage.route.length())));
        }
    }

    fn look_around(&mut self, setting: &Setting, tick: Tick) {
        self.near.clear();
        let p = &setting.parameters;
        let (slow, fast) = (Speed::knots(p.traffic_speed_low_kn).mps(), Speed::knots(p.traffic_speed_high_kn).mps());
        let now_s = tick.elapsed().s();
        for (r, (passage, &(first, last))) in setting.traffic.iter().zip(&self.stretches).enumerate() {
            if first > last {
                continue;
            }
            // Ships are in order of passage and entry: those that entered too early or too late are cut off.
            let before = |s: &Ship, entered: f64| (s.route as usize, s.enters_s) < (r, entered);
            let from = self.ships.partition_point(|s| before(s, now_s - last / slow));
            let to = self.ships.partition_point(|s| before(s, now_s - first / fast));
            for (index, ship) in self.ships.iter().enumerate().take(to).skip(from) {
                let along = ship.speed.mps() * (now_s - ship.enters_s);
                if (first..=last).contains(&along) {
                    let (position, ahead) = passage.route.at(along, ship.starboard_m);
                    let velocity = ahead * ship.speed.mps();
                    self.near.push(NearShip { index, position, velocity, watch: passage.watch });
                }
            }
        }
    }
}

/// Once a minute: which ships are near, whose wash is felt, and whether one runs a boat down.
pub fn meet_ships(
    mut tonight: ResMut<Tonight>,
    mut traffic: ResMut<Traffic>,
    mut boats: Query<(&Boat, &mut BoatState, &mut Motion)>,
) {
    let mut people = tonight.people();
    let minute = people.clock.minute();
    let setting = &*people.fixed.setting;
    if minute.is_multiple_of(SURVEY_MIN) {
        // A boat is afloat for longer than this before it sets out, so none is missed at sea.
        let afloat: Vec<Vec2> =
            boats.iter().filter(|(_, s, _)| s.phase.afloat() && s.has_people()).map(|(_, _, m)| m.position).collect();
        traffic.survey(setting, &afloat);
    }
    traffic.look_around(setting, people.clock.tick);
    if traffic.near.is_empty() {
        return;
    }
    for (boat, mut state, motion) in &mut boats {
        let alone = matches!(state.phase, BoatPhase::Crossing | BoatPhase::Adrift) && state.held_by.is_none();
        if !alone || state.aboard.is_empty() {
            continue;
        }
        for near in &traffic.near {
            let ship = &traffic.ships[near.index];
            pass(&mut people, setting, ship, near, boat, &mut state, &motion);
            if state.phase == BoatPhase::Wrecked || state.aboard.is_empty() {
                break;
            }
        }
    }
}

fn pass(
    people: &mut People,
    setting: &Setting,
    ship: &Ship,
    near: &NearShip,
    boat: &Boat,
    state: &mut BoatState,
    motion: &Motion,
) {
    let p = &setting.parameters;
    let apart = near.position - motion.position;
    // Out of reach within the minute at any speed of the two: 30 m/s together is more than they make.
    let reach = MINUTE_S * 30.0 + p.traffic_wash_range_m;
    if apart.length_squared() > reach * reach {
        return;
    }
    let closing = near.velocity - motion.velocity;
    let Some(closest_m) = closest_within(apart, closing, MINUTE_S) else { return };
    let over = ship.beam_m(p) / 2.0 + p.traffic_half_boat_m;
    if closest_m > p.traffic_wash_range_m.max(over) {
        return;
    }
    let chance =
        if state.phase == BoatPhase::Adrift { p.traffic_collision_adrift } else { p.traffic_collision_under_way };
    let s = Subject::pass(ship.id, boat.id.0);
    if closest_m <= over && people.fixed.luck.chance(s, Purpose::RunDown, 0, chance) {
        people.note(What::RunDown { boat: boat.id });
        wreck(people, boat, state, motion.position, ImmersionCause::Collision);
        return;
    }
    people.note(What::ShipPassedClose { boat: boat.id, distance: Distance::metres(closest_m) });
    state.wash_m = state.wash_m.max(wash_height_m(closest_m, p));
    alarm(people, boat, state, motion.position, Alarm::Wake);
}
