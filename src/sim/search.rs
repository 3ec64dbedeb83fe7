//! Where does a unit look that finds nothing where it was sent, and when is the search given up?
//!
//! For a case in distress a search begins: a map of weighted points about the believed place, spread by the error of
//! the position and of the drift since (MODEL 6.2), each drifting as an object of its own (MODEL 4). Its mean is the
//! datum; units fly a pattern about it. Each minute the boat itself is found with the hazard of the searchers' sensors
//! (which adds up to the lateral range curve, `agents::sweep`), and the same hazard takes weight from the map (Bayes).
//! A search ends when the boat is found, when the area is covered, when nobody can be alive, when nothing was heard for
//! too long, or when another boat is taken for it. Only cases under search cost anything.
//!
//! Left out: units that search in one line abreast, and search on another unit's datum.

use super::lookout::{target_of, true_place};
use super::people::People;
use super::setting::Setting;
use super::snapshot::Activity;
use super::state::{
    Boat, BoatState, Lookouts, Motion, PlotEntry, Plots, PointDrift, Roster, Search, TICKS_PER_MIN, Tonight, Unit,
    UnitState,
};
use crate::agents::adrift::Adrift;
use crate::agents::calling::Phase;
use crate::agents::leeway::{Drifter, Orientation};
use crate::agents::search::{self as theory, Pattern, ProbabilityMap, SearchEnd};
use crate::agents::sensing::Reach;
use crate::agents::sweep::Target;
use crate::agents::{Side, survival};
use crate::doctrine::{Contact, Order};
use crate::draws::{Draws, Purpose, Subject};
use crate::events::{BoatId, UnitId, What};
use crate::units::{Distance, Duration, Speed, TICK_S, Tick, Vec2};
use bevy_ecs::prelude::{Query, Res, ResMut, Without};

/// Points of a map: enough for a datum to a tenth of the spread, few enough for a minute to cost microseconds.
const POINTS: u32 = 256;
/// Draws set aside for one point of one search.
const DRAWS_PER_POINT: u32 = 70;
/// The velocities of the map are worked out every so many minutes.
const DRIFT_EVERY_MIN: u32 = 10;

/// A unit that takes part in a search this minute.
#[derive(Clone, Copy, Debug)]
struct Searcher {
    side: Side,
    boat: BoatId,
    id: UnitId,
    at: Vec2,
    class: usize,
    leg: u32,
    /// Ordered to search, whatever the phase.
    ordered: bool,
}

/// Once a minute: searches begin, go on and end.
pub fn search(
    mut tonight: ResMut<Tonight>,
    lookouts: Res<Lookouts>,
    roster: Res<Roster>,
    mut plots: ResMut<Plots>,
    boats: Query<(&Boat, &BoatState, &Motion), Without<Unit>>,
    mut units: Query<(&Unit, &mut UnitState, &Motion), Without<Boat>>,
) {
    let mut people = tonight.people();
    let setting = &*people.fixed.setting;
    let searchers: Vec<Searcher> = units
        .iter()
        .filter_map(|(unit, state, motion)| {
            let task = state.task.as_ref()?;
            let searching = state.activity == Activity::Transit && task.on_scene.is_none() && task.search_leg > 0;
            searching.then_some(Searcher {
                side: unit.side,
                boat: task.boat,
                id: unit.id,
                at: motion.position,
                class: unit.class,
                leg: task.search_leg,
                ordered: task.order == Order::Search,
            })
        })
        .collect();
    for side in Side::ALL {
        for i in 0..roster.boats.len() {
            let entry = &mut plots.entries[side.index()][i];
            #[expect(clippy::cast_possible_truncation, reason = "boats are counted by u32")]
            let boat = BoatId(i as u32);
            let mine = || searchers.iter().filter(move |s| s.side == side && s.boat == boat);
            if entry.search.is_none() {
                let ordered = mine().any(|s| s.ordered);
                if let Some(first) = mine().next() {
                    begin(&mut people, setting, &lookouts, side, boat, (first, ordered), entry);
                }
                continue;
            }
            let Ok((_, state, motion)) = boats.get(roster.boats[i]) else { continue };
            let ordered = mine().any(|s| s.ordered);
            let case = Case { side, boat, state, at: true_place(state, motion), ordered };
            let mut reaches = Vec::new();
            for s in mine() {
                reaches.extend(setting.classes[s.class].sensors.iter().map(|k| (s.at, lookouts.by_class[*k])));
            }
            if go_on(&mut people, setting, &case, &reaches, entry) {
                // Whoever searched knows where it is, and goes there.
                for unit in mine() {
                    if let Ok((_, mut state, _)) = units.get_mut(roster.units[unit.id.0 as usize])
                        && let Some(task) = &mut state.task
                    {
                        task.search_leg = 0;
                    }
                }
            }
            again(&people, setting, mine().map(|s| s.leg).max().unwrap_or(0), entry);
        }
    }
}

/// The boat searched for, as it is.
struct Case<'a> {
    side: Side,
    boat: BoatId,
    state: &'a BoatState,
    at: Vec2,
    /// A unit was ordered to search, whatever the phase.
    ordered: bool,
}

/// What a centre thinks it looks for.
const fn sought(contact: &Contact) -> Target {
    if contact.people_in_water { Target::People } else { Target::Loaded }
}

fn begin(
    people: &mut People,
    setting: &Setting,
    lookouts: &Lookouts,
    side: Side,
    boat: BoatId,
    (first, ordered): (&Searcher, bool),
    entry: &mut PlotEntry,
) {
    let Some(contact) = entry.contact else { return };
    let now = people.clock.tick;
    let in_need = contact.phase == Phase::Distress || contact.people_in_water;
    if !(in_need || ordered) || contact.last_report == now || in_sight(entry, now) {
        return;
    }
    let p = &setting.parameters;
    let since = Duration::seconds(now.elapsed().s() - contact.last_report.elapsed().s());
    let error = theory::total_error(Distance::metres(entry.error_m), since, p);
    let target = sought(&contact);
    let best = best_width(setting, lookouts, first.class, target);
    let parts = entry.units.len().max(1);
    let pattern = Pattern::choose(error, parts, p);
    let (places, drift) = points(people, setting, side, boat, entry.searches, &contact, error);
    entry.searches += 1;
    #[expect(clippy::cast_possible_truncation, reason = "units are few")]
    let search = Search {
        contact: contact.number,
        began: now,
        target,
        map: ProbabilityMap::of(places),
        drift,
        datum: contact.position,
        pattern,
        reach: error.max(best),
        spacing: best,
        parts: parts as u32,
        hazard: 0.0,
    };
    entry.search = Some(Box::new(search));
    people.note(What::SearchStarted { boat, side, contact: contact.number, unit: first.id, pattern, error });
}

/// Track spacing: the widest strip that the unit's sensors clear of what it looks for, at the speed of its class. A
/// strip of width W at speed v has the rate `W² v / (8 π r³)`; radar's is taken where one look a minute detects.
fn best_width(setting: &Setting, lookouts: &Lookouts, class: usize, target: Target) -> Distance {
    let v = setting.classes[class].craft.max_speed;
    let width = setting.classes[class].sensors.iter().map(|k| lookouts.by_class[*k].sweep_width_m(target, v));
    // A search is flown by eye at the least: no spacing below twice the range at which people are surely seen.
    let least = Distance::nautical_miles(2.0 * setting.parameters.people_sight_nm).m();
    Distance::metres(width.fold(least, f64::max))
}

/// The points of a new map and how each drifts.
fn points(
    people: &People,
    setting: &Setting,
    side: Side,
    boat: BoatId,
    number: u32,
    contact: &Contact,
    error: Distance,
) -> (Vec<Vec2>, Vec<PointDrift>) {
    let p = &setting.parameters;
    #[expect(clippy::cast_possible_truncation, reason = "two sides")]
    let s = Subject::case(side.index() as u32, boat.0);
    let luck: Draws = people.fixed.luck;
    let spread = theory::deviation(error).m();
    let stream = theory::deviation(Distance::metres(Speed::knots(p.search_drift_error_kn).mps())).m();
    (0..POINTS)
        .map(|i| {
            let first = (number * POINTS + i) * DRAWS_PER_POINT;
            let z = |k| luck.normal(s, Purpose::SearchMap, first + k);
            // The planner does not know whether the boat still floats.
            let share = share_of(i);
            let what = if contact.people_in_water && share < p.search_people_share {
                Adrift::People
            } else if share >= 1.0 - p.search_swamped_share {
                Adrift::Swamped
            } else {
                Adrift::Afloat
            };
            let class = setting.adrift.of(what, luck.uniform(s, Purpose::SearchMap, first + 4), p);
            let object = Drifter::drawn_by(&class, orientation_of(i), luck, s, first);
            let at = contact.position + Vec2::new(z(0), z(1)) * spread;
            let error = Vec2::new(z(2), z(3)) * stream;
            (at, PointDrift { object, error, velocity: velocity(people, setting, at, &object, error) })
        })
        .unzip()
}

/// Where a point's number lies between 0 and 1: bits turned round, so that points fill the stretch evenly (van der Corput's
/// sequence).
pub(super) fn share_of(point: u32) -> f64 {
    f64::from(point.reverse_bits()) / (f64::from(u32::MAX) + 1.0)
}

/// To which side of the wind a point drifts: half of those of any stretch of shares to either. Counted by the bits set, for the
/// lowest bit alone says in which half of the shares a point lies, and each kind of object would drift to one side only.
pub(super) const fn orientation_of(point: u32) -> Orientation {
    if point.count_ones().is_multiple_of(2) { Orientation::Right } else { Orientation::Left }
}

/// One minute of a search, or its end; true if it was found.
fn go_on(
    people: &mut People,
    setting: &Setting,
    case: &Case,
    reaches: &[(Vec2, Reach)],
    entry: &mut PlotEntry,
) -> bool {
    let now = people.clock.tick;
    let Some(mut search) = entry.search.take() else { return false };
    let success = search.map.success();
    let Some(mut contact) = entry.contact.filter(|c| c.number == search.contact) else {
        let reason = if entry.association.with.is_some() { SearchEnd::BelievedFound } else { SearchEnd::CaseOver };
        end(people, case, &search, success, reason);
        return false;
    };
    if contact.last_report == now && entry.held {
        // Whoever of the side saw it keeps it in sight while the searchers close.
        entry.sighted_until = Some(now.after(Duration::minutes(setting.parameters.search_in_sight_min)));
        end(people, case, &search, success, SearchEnd::Found);
        return true;
    }
    if contact.phase != Phase::Distress && !contact.people_in_water && !case.ordered {
        end(people, case, &search, success, SearchEnd::CaseOver);
        return false;
    }
    // The boat itself.
    let target = target_of(case.state, &setting.parameters);
    let there = case.state.phase.afloat() && case.state.has_people();
    let seen = |at: Vec2, target| -> f64 {
        reaches.iter().map(|(from, r)| r.rate_per_min((*from - at).length_squared(), target)).sum()
    };
    // For a boat that has not come all eyes of the side count, and `sense` adds them up.
    if there && !reaches.is_empty() && entry.overdue.is_none() {
        search.hazard += seen(case.at, target);
        #[expect(clippy::cast_possible_truncation, reason = "two sides")]
        let s = Subject::case(case.side.index() as u32, case.boat.0);
        if search.hazard >= people.fixed.luck.exponential(s, Purpose::SearchFate, entry.searches) {
            contact.position = case.at;
            contact.last_report = now;
            entry.contact = Some(contact);
            entry.error_m = Distance::nautical_miles(setting.parameters.position_error_nm).m();
            entry.sighted_until = Some(now.after(Duration::minutes(setting.parameters.search_in_sight_min)));
            end(people, case, &search, success, SearchEnd::Found);
            return true;
        }
    }
    // What the looks of this minute say about the map.
    if !reaches.is_empty() {
        search.map.look(|at| seen(at, search.target));
    }
    move_map(people, setting, &mut search);
    contact.position = search.datum;
    contact.velocity = setting.stream(search.datum, now);
    entry.contact = Some(contact);
    let silent = Duration::seconds(now.elapsed().s() - contact.last_report.elapsed().s());
    let half_time =
        (search.target == Target::People).then(|| survival::half_time_h(people.sea.water_c, &setting.parameters));
    if let Some(reason) = theory::stopped(search.map.success(), silent, half_time, &setting.parameters) {
        end(people, case, &search, search.map.success(), reason);
        entry.contact = None;
        entry.pending = None;
        entry.overdue = None;
        entry.lost = Some(contact);
        return false;
    }
    entry.search = Some(search);
    false
}

fn end(people: &mut People, case: &Case, search: &Search, success: f64, reason: SearchEnd) {
    let Case { boat, side, .. } = *case;
    people.note(What::SearchEnded { boat, side, contact: search.contact, success, reason });
}

/// The centre ends the search and closes the case.
pub fn order_end(people: &mut People, side: Side, boat: BoatId, entry: &mut PlotEntry) {
    let Some(search) = entry.search.take() else { return };
    let (contact, success, reason) = (search.contact, search.map.success(), SearchEnd::Ordered);
    people.note(What::SearchEnded { boat, side, contact, success, reason });
    entry.contact = None;
    entry.pending = None;
}

fn velocity(people: &People, setting: &Setting, at: Vec2, object: &Drifter, error: Vec2) -> Vec2 {
    setting.stream(at, people.clock.tick) + object.leeway(people.sea.wind) + error
}

/// A minute of drift of the map, and its new mean.
fn move_map(people: &People, setting: &Setting, search: &mut Search) {
    let anew = people.clock.minute().is_multiple_of(DRIFT_EVERY_MIN);
    for (at, drift) in search.map.places.iter_mut().zip(&mut search.drift) {
        if anew {
            drift.velocity = velocity(people, setting, *at, &drift.object, drift.error);
        }
        *at += drift.velocity * f64::from(TICKS_PER_MIN * TICK_S);
    }
    if let Some(datum) = search.map.datum() {
        search.datum = datum;
    }
}

/// When the pattern has been flown once it is laid anew, over the error as it is then.
fn again(people: &People, setting: &Setting, leg: u32, entry: &mut PlotEntry) {
    let Some(search) = &mut entry.search else { return };
    let legs = search.pattern.legs(search.reach, search.spacing, search.parts);
    if leg == 0 || !leg.is_multiple_of(legs + 1) {
        return;
    }
    let Some(contact) = &entry.contact else { return };
    let since = Duration::seconds(people.clock.tick.elapsed().s() - contact.last_report.elapsed().s());
    let error = theory::total_error(Distance::metres(entry.error_m), since, &setting.parameters);
    search.reach = search.reach.max(error);
}

/// The tick until which a searching unit keeps a boat in sight that it found.
pub fn in_sight(entry: &PlotEntry, now: Tick) -> bool {
    entry.sighted_until.is_some_and(|t| now <= t)
}
