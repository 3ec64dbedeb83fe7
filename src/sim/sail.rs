//! Where does each boat and unit go in this tick?
//!
//! Over ground = own speed + stream + leeway. Once a minute each boat's heading, stream and leeway are
//! looked up; in between it keeps its velocity (the stream changes by less than 0.02 m/s in a minute).
//! Boats steer for the next point of their route as they see it; they do not lay off for the stream.
//! Units do (they have plotters), so their ground track is straight.

use super::depart::begin_boarding;
use super::drift::{drift, hull_leeway};
use super::ledger::Place;
use super::lookout::{target_of, true_place};
use super::near_shore;
use super::patrol;
use super::people::People;
use super::search::in_sight;
use super::setting::Setting;
use super::snapshot::{Activity, BoatPhase};
use super::state::{Boat, BoatState, Fixed, Motion, Plots, Roster, SeaNow, Task, Tonight, Unit, UnitState};
use crate::agents::hull;
use crate::agents::search::Pattern;
use crate::doctrine::Order;
use crate::environment::SeaNight;
use crate::events::{NoDeparture, Shore, What};
use crate::parameters::Parameters;
use crate::units::{Distance, TICK_S, Tick, Vec2};
use bevy_ecs::prelude::{Query, Res, ResMut, With, Without};

/// Seconds in a tick.
pub(super) const DT: f64 = TICK_S as f64;
/// A point counts as passed from this far, m: a minute's run of a laden boat, since headings are laid once a minute.
const POINT_PASSED_M: f64 = 150.0;

/// A unit's way is laid anew when the boat has moved this far from its end, m: a longer leg is no other way by sea.
const MOVED_FAR_M: f64 = 2000.0;

/// Once a minute: headings, streams and leeway of the boats, and the drift of people in the water.
pub fn steer_boats(mut tonight: ResMut<Tonight>, mut boats: Query<(&Boat, &mut BoatState, &mut Motion)>) {
    let mut people = tonight.people();
    let setting = &*people.fixed.setting;
    for (boat, mut state, mut motion) in &mut boats {
        drift(setting, &people, boat, &mut state);
        if state.phase.afloat() {
            state.wave_m = waves_at(setting, &people, &state, &motion);
        }
        if is_moving(state.phase) {
            steer(&mut people, setting, boat, &mut state, &mut motion);
        }
    }
}

/// The waves where a boat is, m: none in a canal.
fn waves_at(setting: &Setting, people: &People, state: &BoatState, motion: &Motion) -> f64 {
    if state.phase == BoatPhase::Coasting && motion.leg < state.canal_legs {
        return 0.0;
    }
    let stream = setting.stream(motion.position, people.clock.tick);
    people.fixed.night.waves_here(motion.position, &people.sea.open, stream)
}

const fn is_moving(phase: BoatPhase) -> bool {
    matches!(phase, BoatPhase::Coasting | BoatPhase::Crossing | BoatPhase::Adrift | BoatPhase::Wrecked)
}

/// Once a minute: passes points, comes ashore, looks up stream and leeway.
fn steer(people: &mut People, setting: &Setting, boat: &Boat, state: &mut BoatState, motion: &mut Motion) {
    let now = people.clock.tick;
    let sea = *people.sea;
    let in_canal = motion.leg < state.canal_legs && state.phase == BoatPhase::Coasting;
    let underway = matches!(state.phase, BoatPhase::Coasting | BoatPhase::Crossing)
        && (state.held_by.is_none() || state.held_by == state.diverted)
        && !state.stays_by();
    while let Some(next) = motion.next() {
        if (next - motion.position).length_squared() > POINT_PASSED_M * POINT_PASSED_M {
            break;
        }
        motion.leg += 1;
    }
    if state.diverted.is_some() && !stays_diverted(people, setting, boat, state, motion) {
        return;
    }
    if state.turned_back
        && (motion.next().is_none() || setting.to_shore(motion.position) < setting.parameters.ashore_within_m)
    {
        come_back(people, boat, state, motion);
        return;
    }
    let free = state.phase == BoatPhase::Crossing && state.diverted.is_none();
    if underway && free && state.turns_back.is_some_and(|t| now >= t) {
        state.turns_back = None;
        state.turned_back = true;
        motion.route = setting.chart_route(motion.position, boat.pickup_at);
        motion.leg = 0;
        people.note(What::GaveUpCrossing { boat: boat.id, aboard: state.people_aboard() });
    }
    if state.phase == BoatPhase::Coasting && motion.next().is_none() {
        begin_boarding(people, boat, state, motion);
        return;
    }
    if !in_canal
        && state.phase != BoatPhase::Coasting
        && setting.to_shore(motion.position) < setting.parameters.ashore_within_m
    {
        let shore = setting.shore_of(motion.position);
        let just_left = state.phase == BoatPhase::Crossing && shore == Shore::France;
        if !just_left {
            come_ashore(people, boat, state, motion, shore);
            return;
        }
    }
    let own = match motion.next() {
        Some(next) if underway => through_water(setting, &sea, state, (next - motion.position).normalised()),
        // The way is at its end, off the beach: straight in.
        None if underway && state.phase == BoatPhase::Crossing => {
            through_water(setting, &sea, state, setting.seaward(motion.position) * -1.0)
        }
        _ => Vec2::ZERO,
    };
    let carried = if in_canal { Vec2::ZERO } else { setting.stream(motion.position, now) };
    let leeway = if underway { Vec2::ZERO } else { hull_leeway(&sea, state) };
    let mut velocity = own + carried + leeway;
    if underway && !in_canal && !state.turned_back && state.diverted.is_none() {
        velocity = keep_off(setting, motion.position, velocity);
    }
    motion.velocity = velocity;
}

/// Velocity through the water on this heading: less against the waves, and less as the tubes lose air.
fn through_water(setting: &Setting, sea: &SeaNow, state: &BoatState, ahead: Vec2) -> Vec2 {
    let p = &setting.parameters;
    // The waves run with the wind.
    let against = if sea.wind_mps > 0.0 { -(ahead.x * sea.wind.x + ahead.y * sea.wind.y) / sea.wind_mps } else { 0.0 };
    let mut share = hull::speed_share_in_waves(state.wave_m, against, p);
    if state.hull_failed {
        let left = state.freeboard_left().m() / state.freeboard_m.max(f64::MIN_POSITIVE);
        share *= hull::speed_share_holed(left, p);
    }
    // Nobody aboard steers a straight line.
    ahead * (state.speed_mps * share * p.boat_made_good)
}

/// A boat under way near the shore is not set onto it: the part of its velocity that points to the
/// land is taken away, and a little added seawards.
fn keep_off(setting: &Setting, at: Vec2, velocity: Vec2) -> Vec2 {
    let offing = setting.parameters.offing_least_m;
    let off = setting.to_shore(at);
    if off > offing || setting.shore_of(at) == Shore::UnitedKingdom {
        return velocity;
    }
    let seaward = setting.seaward(at);
    let onshore = -(velocity.x * seaward.x + velocity.y * seaward.y);
    let push = onshore.max(0.0) + setting.parameters.offing_push_mps * ((offing - off).clamp(0.0, offing) / offing);
    velocity + seaward * push
}

/// The boat, or what is left of it, reaches the shore with those aboard.
pub fn come_ashore(people: &mut People, boat: &Boat, state: &mut BoatState, motion: &mut Motion, shore: Shore) {
    let landed = match shore {
        Shore::UnitedKingdom => Place::LandedUk,
        Shore::France => Place::LandedFr,
    };
    #[expect(clippy::cast_possible_truncation, reason = "a boat holds far fewer than 2^32 people")]
    let aboard = state.aboard.len() as u32;
    for person in core::mem::take(&mut state.aboard) {
        people.ledger.shift(person, Place::AboardBoat, landed);
    }
    for who in core::mem::take(&mut state.immersed) {
        // Whether they died was last asked a tick ago.
        people.lived_until(&who, Tick(people.clock.tick.0.saturating_sub(1)));
        people.ledger.shift(who.person, Place::InWater, landed);
        let id = people.ledger.id(who.person);
        people.log.note(people.clock.tick, What::ReachedSafety { person: id });
    }
    state.phase = match shore {
        Shore::UnitedKingdom => BoatPhase::LandedUk,
        Shore::France => BoatPhase::LandedFr,
    };
    state.since = people.clock.tick;
    motion.velocity = Vec2::ZERO;
    if aboard > 0 {
        people.log.note(people.clock.tick, What::BoatLanded { boat: boat.id, shore, people: aboard });
    }
}

/// A boat that turned back is ashore again: its people wait where they came from.
fn come_back(people: &mut People, boat: &Boat, state: &mut BoatState, motion: &mut Motion) {
    let now = people.clock.tick;
    let before_loading = state.phase == BoatPhase::Coasting;
    #[expect(clippy::cast_possible_truncation, reason = "a boat holds far fewer than 2^32 people")]
    let aboard = state.aboard.len() as u32;
    for person in core::mem::take(&mut state.aboard) {
        people.ledger.shift(person, Place::AboardBoat, Place::Waiting);
        state.waiting.push(person);
    }
    state.phase = BoatPhase::LandedFr;
    state.since = now;
    motion.velocity = Vec2::ZERO;
    people.log.note(now, What::BoatLanded { boat: boat.id, shore: Shore::France, people: aboard });
    if before_loading {
        people.log.note(now, What::DidNotDepart { boat: boat.id, reason: NoDeparture::Intercepted });
    }
}

/// Is a boat that was diverted still on its way to port? At its end those aboard are landed; without its escort it goes
/// on to where it was bound.
fn stays_diverted(
    people: &mut People,
    setting: &Setting,
    boat: &Boat,
    state: &mut BoatState,
    motion: &mut Motion,
) -> bool {
    let Some(unit) = state.diverted else { return true };
    let loaded = state.loaded;
    if state.held_by != Some(unit) {
        state.diverted = None;
        people.ashore_hands.release(&state.aboard);
        if loaded && state.phase == BoatPhase::Crossing {
            motion.route = setting.chart_route(motion.position, boat.goal);
            motion.leg = 0;
            people.note(What::WentOn { boat: boat.id, unit });
            return true;
        }
        if state.phase == BoatPhase::Crossing {
            // Its engine ran again on the way: it has not loaded yet.
            state.phase = BoatPhase::Coasting;
        }
        if state.phase == BoatPhase::Coasting {
            motion.route = setting.chart_route(motion.position, boat.pickup_at);
            motion.leg = 0;
            people.note(What::WentOn { boat: boat.id, unit });
        }
        return true;
    }
    let bound = if loaded { BoatPhase::Crossing } else { BoatPhase::Coasting };
    if motion.next().is_some() || state.phase != bound {
        return true;
    }
    let aboard = state.people_aboard();
    for person in &state.aboard {
        people.ashore_hands.land(*person, unit, setting.scenario.units[unit.0 as usize].side);
    }
    if loaded {
        come_ashore(people, boat, state, motion, setting.shore_of(motion.position));
        people.hand_over_ashore(unit);
        return false;
    }
    people.note(What::InterceptionDone { boat: boat.id, unit, aboard });
    come_ashore(people, boat, state, motion, setting.shore_of(motion.position));
    people.hand_over_ashore(unit);
    if !state.waiting.is_empty() {
        people.note(What::DidNotDepart { boat: boat.id, reason: NoDeparture::Intercepted });
    }
    false
}

/// Once a minute: units get under way, and aim afresh at moving boats.
pub fn aim_units(
    mut tonight: ResMut<Tonight>,
    roster: Res<Roster>,
    plots: Res<Plots>,
    boats: Boats,
    mut units: Query<(&Unit, &mut UnitState, &mut Motion), Without<Boat>>,
) {
    let mut people = tonight.people();
    let setting = &*people.fixed.setting;
    for (unit, mut state, mut motion) in &mut units {
        patrol::watch(&mut people, setting, &plots, unit, &mut state, &mut motion);
        if state.activity == Activity::MakingReady && people.clock.tick >= state.ready {
            if (motion.position - unit.base).length_squared() < 1.0 {
                people.note(What::UnitDeparted { unit: unit.id });
            }
            state.activity = Activity::Transit;
        }
        if matches!(state.activity, Activity::Transit | Activity::Shadowing) {
            let (night, now) = (&people.fixed.night, people.clock.tick);
            aim(setting, people.sea, night, now, unit, &mut state, &mut motion, &roster, &plots, &boats);
        }
    }
}

/// Boats and nothing else.
type OnlyBoats = (With<Boat>, Without<Unit>);

/// Each tick: the positions of boats and units, and what units do at the end of their way.
pub fn advance(
    tonight: Res<Tonight>,
    mut boats: Query<(&mut BoatState, &mut Motion), OnlyBoats>,
    mut units: Query<(&Unit, &mut UnitState, &mut Motion), Without<Boat>>,
) {
    // `for_each` goes through a table in one stretch; a loop over the query asks at each row which table it is in.
    boats.iter_mut().for_each(|(mut state, mut motion)| {
        if !is_moving(state.phase) {
            return;
        }
        let run = motion.velocity * DT;
        motion.position += run;
        if state.phase == BoatPhase::Wrecked {
            // People hold on to the wreck.
            state.immersed_at = motion.position;
        }
    });
    units.iter_mut().for_each(|(unit, mut state, mut motion)| {
        if matches!(state.activity, Activity::Transit | Activity::Shadowing) {
            advance_unit(&tonight.fixed, unit, &state, &mut motion);
            if motion.next().is_none() {
                arrive(unit, &mut state, &mut motion, tonight.clock.tick);
            }
        } else if motion.velocity != Vec2::ZERO {
            motion.velocity = Vec2::ZERO;
        }
    });
}

type Boats<'w, 's> = Query<'w, 's, (&'static Boat, &'static BoatState, &'static Motion), Without<Unit>>;

/// Where the unit should go for its task: the boat itself once in sight (true), else the side's belief.
#[expect(clippy::too_many_arguments, reason = "the parts of one step")]
fn target(
    setting: &Setting,
    unit: &Unit,
    state: &UnitState,
    at: Vec2,
    roster: &Roster,
    plots: &Plots,
    boats: &Boats,
    now: Tick,
) -> Option<(Vec2, bool)> {
    let task = state.task.as_ref()?;
    let (_, boat, motion) = boats.get(*roster.boats.get(task.boat.0 as usize)?).ok()?;
    let in_water = !boat.immersed.is_empty() && boat.phase != BoatPhase::Wrecked;
    let people_near = Distance::nautical_miles(setting.parameters.people_sight_nm).m();
    if in_water && (boat.immersed_at - at).length_squared() <= people_near * people_near {
        // Whoever is in the water comes before those aboard.
        return Some((boat.immersed_at, true));
    }
    let true_place = true_place(boat, motion);
    let entry = &plots.entries[unit.side.index()][task.boat.0 as usize];
    // Close by nobody misses it, and heads in the water are seen from much nearer than a boat; farther off only if
    // somebody holds the track.
    let p = &setting.parameters;
    let people_only = target_of(boat, p).is_people();
    let sure = Distance::nautical_miles(if people_only { p.people_sight_nm } else { p.boat_sight_nm }).m();
    let held = entry.held || in_sight(entry, now);
    let sight = if held { setting.sight_m(unit.class).max(sure) } else { sure };
    if (true_place - at).length_squared() <= sight * sight {
        return Some((true_place, true));
    }
    let believed = entry.contact.as_ref()?.position;
    let goal = match &entry.search {
        Some(search) => {
            #[expect(clippy::cast_possible_truncation, reason = "units are few")]
            let part = entry.units.iter().position(|u| *u == unit.id).unwrap_or(0) as u32;
            search.goal(task.search_leg, part)
        }
        None if task.search_leg > 0 => {
            let spacing = Distance::metres(2.0 * sure);
            believed + Pattern::ExpandingSquare.leg_end(task.search_leg, Distance::ZERO, spacing, 0, 1)
        }
        None => believed,
    };
    Some((goal, false))
}

/// How far from the boat a task keeps a unit, m; nothing where it comes alongside.
pub fn stand_off_m(task: &Task, p: &Parameters) -> f64 {
    match task.order {
        Order::Intercept if task.keeps_off() => p.hail_distance_m,
        Order::Shadow => p.shadow_distance_m,
        Order::Escort => p.escort_distance_m,
        Order::Hail => p.hail_distance_m,
        Order::StandBy => p.standby_distance_m,
        _ => 0.0,
    }
}

/// Once a minute: speed in the present sea, and a fresh aim at a moving boat.
#[expect(clippy::too_many_arguments, reason = "the parts of one system")]
fn aim(
    setting: &Setting,
    sea: &super::state::SeaNow,
    night: &SeaNight,
    now: Tick,
    unit: &Unit,
    state: &mut UnitState,
    motion: &mut Motion,
    roster: &Roster,
    plots: &Plots,
    boats: &Boats,
) {
    state.speed_mps = setting.laden_speed(unit.class, sea, state);
    state.standing_off = false;
    if state.task.is_none() {
        return;
    }
    let Some((boat_at, seen)) = target(setting, unit, state, motion.position, roster, plots, boats, now) else {
        return;
    };
    let goal = setting.berth(unit.class, boat_at, now, night);
    state.standing_off = seen && goal != boat_at;
    let standoff = state.task.as_ref().map_or(0.0, |t| stand_off_m(t, &setting.parameters));
    // Off shallow water it keeps company from the nearest place where it floats.
    let near = (boat_at - motion.position).length();
    let at_berth = state.standing_off && (goal - motion.position).length() <= setting.parameters.on_scene_range_m;
    if near <= standoff || at_berth {
        motion.route.clear();
        motion.leg = 0;
        return;
    }
    // The last point of the way moves with the boat; a new way is laid only when the old one is used up
    // or the boat has moved far from its end.
    let end = motion.route.last().copied();
    match end {
        Some(end) if motion.leg < motion.route.len() && (end - goal).length_squared() < MOVED_FAR_M * MOVED_FAR_M => {
            if let Some(last) = motion.route.last_mut() {
                *last = goal;
            }
        }
        _ => {
            motion.route = setting.unit_route(unit, motion.position, goal);
            motion.leg = 0;
        }
    }
}

/// One tick along the way at the unit's speed.
fn advance_unit(fixed: &Fixed, unit: &Unit, state: &UnitState, motion: &mut Motion) {
    let start = motion.position;
    let limits = &fixed.doctrine.speed_limits;
    if limits.is_empty() || fixed.setting.classes[unit.class].craft.flies {
        run_along(motion, state.speed_mps * DT);
    } else {
        near_shore::advance(limits, &fixed.setting, state, motion);
    }
    motion.velocity = (motion.position - start) * (1.0 / DT);
}

/// So many metres along the way.
pub(super) fn run_along(motion: &mut Motion, mut left: f64) {
    while let Some(next) = motion.next() {
        let to = next - motion.position;
        let distance = to.length();
        if distance > left {
            motion.position += to * (left / distance);
            break;
        }
        motion.position = next;
        left -= distance;
        motion.leg += 1;
    }
}

/// At the end of the way without having met the boat: on station, in port, or search on.
fn arrive(unit: &Unit, state: &mut UnitState, motion: &mut Motion, now: Tick) {
    if let Some(task) = &mut state.task {
        if state.activity == Activity::Transit && task.on_scene.is_none() && !state.standing_off {
            task.search_leg += 1;
        }
        return;
    }
    if state.activity != Activity::Transit {
        return;
    }
    motion.velocity = Vec2::ZERO;
    let at_base = (motion.position - unit.base).length_squared() < 1.0;
    if at_base && (!state.survivors.is_empty() || state.towing.is_some() || state.homeward) {
        state.activity = Activity::Landing;
        state.ready = now;
    } else if at_base {
        state.activity = Activity::InPort;
    } else {
        state.activity = Activity::OnStation;
    }
}

/// Sends a unit without a task home or to its station.
pub fn send_back(setting: &Setting, unit: &Unit, state: &mut UnitState, motion: &mut Motion) {
    let goal = match unit.station {
        Some(station) if state.survivors.is_empty() && state.towing.is_none() && !state.homeward => station,
        _ => unit.base,
    };
    state.activity = Activity::Transit;
    motion.route = setting.unit_route(unit, motion.position, goal);
    motion.leg = 0;
}
