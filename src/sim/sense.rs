//! Who learns of which boat, and what do they believe about it?
//!
//! Once a minute each side adds up the hazard of detection of each boat over all its observers (units
//! out of port, posts ashore); when it passes the fate, a report starts on its way to the centre
//! (MODEL 11.1). Known contacts are kept up by whoever would see them again within two minutes, else
//! carried on by dead reckoning. Numbers aboard carry errors that shrink close by (MODEL 11.2).
//! Merchant ships report what they see, once. Left out for now: wrong merges of reports, callers not
//! believed at all, aircraft.

use super::calls::{call_offset, hear_distress, take_call};
use super::people::People;
use super::setting::Setting;
use super::snapshot::{Activity, BoatPhase};
use super::state::{
    Boat, BoatState, Lookouts, Motion, Observer, Pending, PlotEntry, Plots, Reporter, TICKS_PER_MIN, Unit, UnitState,
};
use super::traffic::Traffic;
use crate::agents::Side;
use crate::agents::sensing::{self, Reach, Seeing};
use crate::doctrine::{Contact, ContactLook};
use crate::draws::{Draws, Purpose, Subject};
use crate::events::What;
use crate::units::{Distance, Duration, TICK_S, Tick, Vec2};
use bevy_ecs::prelude::{Query, Res, ResMut, Without};

/// Where everybody looks from, this minute.
pub fn post_lookouts(
    people: People,
    mut lookouts: ResMut<Lookouts>,
    traffic: Res<Traffic>,
    units: Query<(&Unit, &UnitState, &Motion), Without<Boat>>,
    boats: Query<&BoatState>,
) {
    // Sensors are worked out anew every ten minutes, whether or not there is something to see.
    let something_to_see = boats.iter().any(|b| b.phase.afloat());
    if !something_to_see && !people.clock.minute().is_multiple_of(10) {
        return;
    }
    let setting = &people.fixed.setting;
    if people.clock.minute().is_multiple_of(10) {
        let seeing = Seeing {
            wave_height_m: people.sea.wave_height_m,
            dark: people.sea.dark,
            visibility: people.fixed.night.visibility_at(people.clock.tick),
        };
        lookouts.by_class = setting.sensors.iter().map(|s| sensing::reach(s, &seeing, &setting.parameters)).collect();
    }
    let Lookouts { by_class, reaches, observers, own } = &mut *lookouts;
    reaches.clear();
    let mut add = |list: &mut Vec<Observer>, who: Reporter, position: Vec2, sensors: &[usize], flies: bool| {
        let first = reaches.len();
        reaches.extend(sensors.iter().map(|s| by_class[*s]));
        let max_m2 = reaches[first..].iter().map(Reach::max_m2).fold(0.0, f64::max);
        let _ = flies;
        list.push(Observer { who, position, first, count: sensors.len(), max_m2 });
    };
    for side in Side::ALL {
        let list = &mut observers[side.index()];
        list.clear();
        for (i, post) in setting.posts.iter().enumerate().filter(|(_, p)| p.side == side) {
            #[expect(clippy::cast_possible_truncation, reason = "posts are few")]
            add(list, Reporter::Post(i as u32), post.position, &post.sensors, false);
        }
        for (unit, state, motion) in &units {
            let out = !matches!(state.activity, Activity::InPort | Activity::Landing)
                && (state.activity != Activity::MakingReady || unit.station.is_some());
            if unit.side == side && out {
                let class = &setting.classes[unit.class];
                add(list, Reporter::Unit(unit.id), motion.position, &class.sensors, class.craft.flies);
            }
        }
        own[side.index()] = list.len();
    }
    let Some(lookout) = setting.ship_lookout else { return };
    for near in traffic.near.iter().filter(|n| traffic.ships[n.index].reports) {
        let list = &mut observers[near.watch.index()];
        add(list, Reporter::Ship, near.position, &[lookout], false);
    }
}

/// What one side's observers can make of one boat this minute.
struct Sight {
    /// Hazard of detection per minute.
    rate: f64,
    /// The optical part of it.
    optical: f64,
    /// The observer who contributes most.
    best: Reporter,
    /// Square of the distance of the nearest one, m².
    nearest_m2: f64,
}

/// `ships`: merchant ships count, which report what they see once and go on.
fn look(lookouts: &Lookouts, side: Side, at: Vec2, echo: f64, ships: bool) -> Sight {
    let mut sight = Sight { rate: 0.0, optical: 0.0, best: Reporter::OtherCentre, nearest_m2: f64::INFINITY };
    let mut most = 0.0;
    let observers = &lookouts.observers[side.index()];
    for o in if ships { observers } else { &observers[..lookouts.own[side.index()]] } {
        let d2 = (o.position - at).length_squared();
        if d2 > o.max_m2 {
            continue;
        }
        sight.nearest_m2 = sight.nearest_m2.min(d2);
        let mut here = 0.0;
        for reach in &lookouts.reaches[o.first..o.first + o.count] {
            let r = reach.rate_per_min(d2, echo);
            here += r;
            if reach.identifies {
                sight.optical += r;
            }
        }
        sight.rate += here;
        if here > most {
            most = here;
            sight.best = o.who;
        }
    }
    sight
}

/// Detection, reports, upkeep of contacts.
pub fn sense(
    mut people: People,
    lookouts: Res<Lookouts>,
    mut plots: ResMut<Plots>,
    mut boats: Query<(&Boat, &mut BoatState, &Motion)>,
) {
    let setting = people.fixed.setting.clone();
    let now = people.clock.tick;
    for (boat, mut state, motion) in &mut boats {
        let call = state.call.filter(|t| now >= *t);
        if call.is_some() {
            state.call = None;
        }
        if state.phase == BoatPhase::Stopped {
            // Under the hands of a unit: what is known of it does not change until that is over.
            continue;
        }
        let visible = state.phase.afloat() && state.has_people();
        let at =
            if state.aboard.is_empty() && !state.immersed.is_empty() { state.immersed_at } else { motion.position };
        for side in Side::ALL {
            let other_knows = plots.entries[1 - side.index()][boat.id.0 as usize].contact.is_some();
            let Plots { entries, numbered } = &mut *plots;
            let entry = &mut entries[side.index()][boat.id.0 as usize];
            if !visible {
                forget_if_gone(&setting, &lookouts, side, entry, &state, now);
                continue;
            }
            let region = setting.region(at);
            if call.is_some() && region == side {
                take_call(&mut people, &setting, boat, side, entry);
            }
            let echo = if (state.aboard.len() as f64) < setting.parameters.echo_full_from {
                setting.parameters.empty_boat_radar_factor
            } else {
                1.0
            };
            let sight = look(&lookouts, side, at, echo, entry.contact.is_none());
            if entry.contact.is_none() {
                if entry.pending.is_none() {
                    detect(&people, &setting, boat, side, region, other_knows, &sight, entry);
                }
                arrive(&mut people, &setting, boat, &state, motion, side, entry, &mut numbered[side.index()]);
            } else {
                if let Some(p) = entry.pending.take_if(|p| now >= p.at)
                    && p.distress
                {
                    hear_distress(&people, &setting, boat, side, at, entry);
                }
                keep_up(&people, &setting, boat, &state, motion, at, side, &sight, entry);
            }
        }
    }
}

/// A contact whose boat is gone, or has nobody left, is dropped when somebody looks at the place and finds
/// nothing, or when nothing has been heard for long enough.
fn forget_if_gone(
    setting: &Setting,
    lookouts: &Lookouts,
    side: Side,
    entry: &mut PlotEntry,
    state: &BoatState,
    now: Tick,
) {
    let Some(contact) = &mut entry.contact else {
        entry.pending = None;
        return;
    };
    if now.0.saturating_sub(state.since.0) <= TICKS_PER_MIN {
        return;
    }
    contact.position += contact.velocity * f64::from(TICKS_PER_MIN * TICK_S);
    let looked_at = look(lookouts, side, contact.position, 1.0, false).rate * setting.parameters.hold_within_min >= 1.0;
    if looked_at || is_lost(setting, contact, entry.units.is_empty(), now) {
        entry.contact = None;
        entry.pending = None;
    }
}

/// Has nothing been heard of it for so long that the plot lets it go, or a search is stopped?
fn is_lost(setting: &Setting, contact: &Contact, unattended: bool, now: Tick) -> bool {
    let silent_min = f64::from((now.0 - contact.last_report.0) / TICKS_PER_MIN);
    let p = &setting.parameters;
    let in_distress = contact.distress_declared || contact.people_in_water;
    silent_min > p.search_stops_after_min || (unattended && !in_distress && silent_min > p.contact_lost_after_min)
}

pub fn draw_offset(people: &People, boat: &Boat, side: Side, k: u32, sd_m: f64) -> Vec2 {
    #[expect(clippy::cast_possible_truncation, reason = "two sides")]
    let s = Subject::case(side.index() as u32, boat.id.0);
    let luck = people.fixed.luck;
    Vec2::new(
        sd_m * luck.normal(s, Purpose::PositionError, 2 * k),
        sd_m * luck.normal(s, Purpose::PositionError, 2 * k + 1),
    )
}

/// Detect to centre, classify (MODEL 11.1); calls are stretched by disbelief (MODEL 6.4).
pub fn report_delay(luck: Draws, setting: &Setting, side: Side, boat: &Boat, k: u32, call: bool) -> Duration {
    #[expect(clippy::cast_possible_truncation, reason = "two sides")]
    let s = Subject::case(side.index() as u32, boat.id.0);
    let p = &setting.parameters;
    let classify =
        luck.log_normal(s, Purpose::ReportDelay, 2 * k + 1, p.classify_delay_median_min, p.classify_delay_sigma);
    if call {
        let belief = p.belief_low + (1.0 - p.belief_low) * luck.uniform(s, Purpose::Belief, k);
        return Duration::minutes(classify / belief);
    }
    let report = luck.log_normal(s, Purpose::ReportDelay, 2 * k, p.report_delay_median_min, p.report_delay_sigma);
    Duration::minutes(report + classify)
}

#[expect(clippy::too_many_arguments, reason = "the parts of one step")]
fn detect(
    people: &People,
    setting: &Setting,
    boat: &Boat,
    side: Side,
    region: Side,
    other_knows: bool,
    sight: &Sight,
    entry: &mut PlotEntry,
) {
    let luck = people.fixed.luck;
    #[expect(clippy::cast_possible_truncation, reason = "two sides")]
    let s = Subject::case(side.index() as u32, boat.id.0);
    let by = if other_knows && region == side {
        // The other centre hands the contact over when it enters this side's region.
        Some((Reporter::OtherCentre, true))
    } else {
        entry.hazard += sight.rate;
        let fate = luck.exponential(s, Purpose::DetectionFate, entry.detections);
        (entry.hazard >= fate && sight.rate > 0.0).then(|| {
            let optical = sight.optical >= sight.rate * luck.uniform(s, Purpose::Classification, entry.detections);
            (sight.best, optical)
        })
    };
    if let Some((by, identified)) = by {
        let delay = report_delay(luck, setting, side, boat, entry.detections, false);
        entry.detections += 1;
        entry.hazard = 0.0;
        entry.pending = Some(Pending { at: people.clock.tick.after(delay), by, distress: false, identified });
    }
}

/// A report arrives: the side has a contact.
#[expect(clippy::too_many_arguments, reason = "the parts of one step")]
fn arrive(
    people: &mut People,
    setting: &Setting,
    boat: &Boat,
    state: &BoatState,
    motion: &Motion,
    side: Side,
    entry: &mut PlotEntry,
    numbered: &mut u32,
) {
    let now = people.clock.tick;
    let Some(pending) = entry.pending.take_if(|p| now >= p.at) else { return };
    *numbered += 1;
    let people_only = state.aboard.is_empty() && !state.immersed.is_empty();
    let at = if people_only { state.immersed_at } else { motion.position };
    let by_call = pending.by == Reporter::Call;
    entry.offset = if by_call {
        call_offset(people, setting, boat, side, entry)
    } else {
        draw_offset(
            people,
            boat,
            side,
            entry.detections,
            Distance::nautical_miles(setting.parameters.position_error_nm).m(),
        )
    };
    let mut contact = Contact {
        number: *numbered,
        known_since: now,
        last_report: now,
        position: at + entry.offset,
        velocity: if by_call { setting.stream(at, now) } else { motion.velocity },
        look: ContactLook::Unknown,
        aboard_best: 0.0,
        aboard_upper95: f64::INFINITY,
        boarding: false,
        people_in_water: false,
        distress_declared: pending.distress,
        engine_dead_for: None,
        water_aboard: false,
        freeboard: None,
        refused_help: false,
    };
    if pending.identified {
        estimate(people, setting, boat, state, side, entry, &mut contact, false);
    }
    let by = match pending.by {
        Reporter::Unit(id) => setting.scenario.units[id.0 as usize].title.clone(),
        Reporter::Post(i) => setting.posts[i as usize].title.clone(),
        Reporter::Ship => "a merchant ship".to_owned(),
        Reporter::Call => "a call from the boat".to_owned(),
        Reporter::OtherCentre => {
            let other = if side == Side::France { Side::UnitedKingdom } else { Side::France };
            other.centre().to_owned()
        }
    };
    people.log.note(
        now,
        What::ContactGained {
            boat: boat.id,
            side,
            contact: contact.number,
            look: contact.look,
            aboard_best: contact.aboard_best,
            by,
        },
    );
    entry.contact = Some(contact);
}

/// A fresh estimate of the number aboard, and with it of what the boat is.
#[expect(clippy::too_many_arguments, reason = "the parts of one step")]
fn estimate(
    people: &People,
    setting: &Setting,
    boat: &Boat,
    state: &BoatState,
    side: Side,
    entry: &mut PlotEntry,
    contact: &mut Contact,
    close: bool,
) {
    let p = &setting.parameters;
    #[expect(clippy::cast_possible_truncation, reason = "two sides; a boat holds far fewer than 2^32 people")]
    let (s, aboard) =
        (Subject::case(side.index() as u32, boat.id.0), (state.aboard.len() + state.immersed.len()) as u32);
    // Those in the water beside it are counted with it.
    let sd = if close {
        p.close_look_error
    } else if people.sea.dark {
        p.count_error_night
    } else {
        p.count_error_day
    };
    let z = people.fixed.luck.normal(s, Purpose::CountError, entry.looks);
    entry.looks += 1;
    entry.last_look = people.clock.tick;
    entry.close = close;
    (contact.aboard_best, contact.aboard_upper95) = sensing::estimate_aboard(aboard, z, sd);
    // A boat once seen loaded does not pass for a taxi-boat again when people are taken off it.
    let few = contact.aboard_best <= p.taxi_look_most && contact.look != ContactLook::Loaded;
    contact.look = if few { ContactLook::TaxiBoat } else { ContactLook::Loaded };
}

/// A known contact: seen again, or carried on by dead reckoning, or lost.
#[expect(clippy::too_many_arguments, reason = "the parts of one step")]
fn keep_up(
    people: &People,
    setting: &Setting,
    boat: &Boat,
    state: &BoatState,
    motion: &Motion,
    at: Vec2,
    side: Side,
    sight: &Sight,
    entry: &mut PlotEntry,
) {
    let now = people.clock.tick;
    let p = &setting.parameters;
    let Some(mut contact) = entry.contact else { return };
    if sight.rate * p.hold_within_min < 1.0 {
        contact.position += contact.velocity * f64::from(TICKS_PER_MIN * TICK_S);
        let lost = is_lost(setting, &contact, entry.units.is_empty(), now);
        entry.contact = if lost { None } else { Some(contact) };
        return;
    }
    contact.last_report = now;
    contact.velocity = motion.velocity;
    let close = sight.nearest_m2 <= p.close_look_range_m * p.close_look_range_m * CLOSE_MARGIN;
    contact.position = if close { at } else { at + entry.offset };
    let optical = sight.optical * p.hold_within_min >= 1.0;
    if close || optical {
        let stale = now >= entry.last_look.after(Duration::minutes(p.look_again_min));
        // Someone who stays close sees people climb in and looks again.
        let changed = contact.boarding && state.phase != BoatPhase::Boarding;
        if contact.look == ContactLook::Unknown || (close && !entry.close) || stale || changed {
            estimate(people, setting, boat, state, side, entry, &mut contact, close);
        }
        contact.boarding = state.phase == BoatPhase::Boarding;
        contact.people_in_water = !state.immersed.is_empty();
        contact.engine_dead_for =
            state.engine_dead.map(|t| Duration::seconds(now.elapsed().s() - t.max(contact.known_since).elapsed().s()));
    }
    if close {
        contact.water_aboard = state.water_aboard;
        contact.freeboard = Some(Distance::metres((state.freeboard_m - state.freeboard_lost_m).max(0.0)));
        // Whoever is close sees for themselves whether the distress is over.
        let over = state.engine_dead.is_none() && !state.water_aboard && state.immersed.is_empty();
        contact.distress_declared &= !over;
    }
    entry.contact = Some(contact);
}

/// A unit keeps its shadowing distance only roughly: this much of the close-look range, squared, counts.
const CLOSE_MARGIN: f64 = 1.5;
