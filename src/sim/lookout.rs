//! Who looks from where this minute, and what can they make of a boat?
//!
//! Once a minute each side's observers are posted: units out of port, aircraft on watch, posts ashore, and last the
//! merchant ships that report. The reach of each class of sensor follows weather, darkness, Moon and tiredness
//! (`agents::sensing`). A look adds up their hazards of detection on one target.
//!
//! Left out: what a side then believes (`sense`), and clouds before the Moon.

use super::associate;
use super::people::People;
use super::setting::Setting;
use super::snapshot::{Activity, BoatPhase};
use super::state::{Boat, BoatState, Lookouts, Motion, Observer, PlotEntry, Plots, Reporter, Tonight, Unit, UnitState};
use super::traffic::Traffic;
use crate::agents::Side;
use crate::agents::sensing::{self, Reach, Seeing};
use crate::agents::sweep::Target;
use crate::environment::moon;
use crate::geo::LatLon;
use crate::parameters::Parameters;
use crate::units::{Speed, Vec2, maths};
use bevy_ecs::prelude::{Query, Res, ResMut, Without};

/// The place whose Moon counts.
const MID_STRAIT: LatLon = LatLon::new(51.0, 1.5);

/// Where everybody looks from, this minute.
pub fn post_lookouts(
    mut tonight: ResMut<Tonight>,
    mut lookouts: ResMut<Lookouts>,
    traffic: Res<Traffic>,
    plots: Res<Plots>,
    units: Query<(&Unit, &UnitState, &Motion), Without<Boat>>,
    boats: Query<&BoatState>,
) {
    let people = tonight.people();
    // Sensors are worked out anew every ten minutes, whether or not there is something to see.
    let beaches = people.fixed.interdicts.contains(&true);
    let something_to_see = boats.iter().any(|b| b.phase.afloat() || beaches && b.phase == BoatPhase::Planned);
    if !something_to_see && !people.clock.minute().is_multiple_of(10) {
        return;
    }
    let setting = &people.fixed.setting;
    if people.clock.minute().is_multiple_of(10) {
        let seeing = Seeing {
            wave_height_m: people.sea.wave_height_m,
            wind: Speed::metres_per_second(people.sea.wind_mps),
            dark: people.sea.dark,
            moonlight: moonlight(&people, setting),
            visibility: people.fixed.night.visibility_at(people.clock.tick),
            hours_on_watch: associate::hours_on_watch(people.clock.tick, &setting.parameters),
        };
        lookouts.by_class = setting
            .sensors
            .iter()
            .map(|s| sensing::reach(s, &seeing, &setting.sweep_widths, &setting.parameters))
            .collect();
    }
    let Lookouts { by_class, reaches, observers, own } = &mut *lookouts;
    reaches.clear();
    let mut add = |list: &mut Vec<Observer>, who: Reporter, position: Vec2, sensors: &[usize]| {
        let first = reaches.len();
        reaches.extend(sensors.iter().map(|s| by_class[*s]));
        let max_m2 = reaches[first..].iter().map(Reach::max_m2).fold(0.0, f64::max);
        list.push(Observer { who, position, first, count: sensors.len(), max_m2 });
    };
    for side in Side::ALL {
        let list = &mut observers[side.index()];
        list.clear();
        for (i, post) in setting.posts.iter().enumerate().filter(|(_, p)| p.side == side) {
            #[expect(clippy::cast_possible_truncation, reason = "posts are few")]
            add(list, Reporter::Post(i as u32), post.position, &post.sensors);
        }
        for (unit, state, motion) in &units {
            let out = !matches!(state.activity, Activity::InPort | Activity::Landing)
                && (state.activity != Activity::MakingReady || unit.station.is_some());
            if unit.side == side && out {
                add(list, Reporter::Unit(unit.id), motion.position, &setting.classes[unit.class].sensors);
            }
        }
        own[side.index()] = list.len();
    }
    let Some(lookout) = setting.ship_lookout else { return };
    // While a boat that has not come is looked for, or one was told of to all ships, those in that centre's lanes look out.
    let asked = Side::ALL.map(|side| plots.entries[side.index()].iter().any(PlotEntry::ships_look_out_for));
    for near in &traffic.near {
        let ship = &traffic.ships[near.index];
        if !(ship.reports || asked[near.watch.index()] && ship.looks_out) {
            continue;
        }
        let list = &mut observers[near.watch.index()];
        add(list, Reporter::Ship, near.position, &[lookout]);
    }
}

/// Light of the Moon in the middle of the strait, 0 to 1: the lit share of its disc times the sine of its elevation.
/// By day it does not count and is not worked out.
fn moonlight(people: &People, setting: &Setting) -> f64 {
    if !people.sea.dark {
        return 0.0;
    }
    let moon = moon::moon(MID_STRAIT, people.clock.tick.at(setting.scenario.start));
    moon.lit * maths::sin(moon.elevation.rad()).max(0.0)
}

/// What this boat is to an observer.
pub fn target_of(state: &BoatState, p: &Parameters) -> Target {
    if state.aboard.is_empty() && !state.immersed.is_empty() {
        if state.phase == BoatPhase::Wrecked {
            Target::Swamped
        } else if state.immersed.iter().any(|w| w.jacket) {
            Target::Jackets
        } else {
            Target::People
        }
    } else if (state.aboard.len() as f64) < p.echo_full_from {
        Target::Empty
    } else {
        Target::Loaded
    }
}

/// Where whoever is to be found of this boat is.
pub fn true_place(state: &BoatState, motion: &Motion) -> Vec2 {
    if state.aboard.is_empty() && !state.immersed.is_empty() { state.immersed_at } else { motion.position }
}

/// What one side's observers can make of one boat this minute.
pub struct Sight {
    /// Hazard of detection per minute.
    pub rate: f64,
    /// The optical part of it.
    pub optical: f64,
    /// The observer who contributes most.
    pub best: Reporter,
    /// Square of the distance of the nearest one, m².
    pub nearest_m2: f64,
}

/// What this side's observers see of a target at this place. `ships`: merchant ships count, which report what they see once and go on.
pub fn look(lookouts: &Lookouts, side: Side, at: Vec2, target: Target, ships: bool) -> Sight {
    let observers = &lookouts.observers[side.index()];
    let list = if ships { observers } else { &observers[..lookouts.own[side.index()]] };
    add_up(lookouts, list, at, target, |_| true)
}

/// What those of its observers see of it for whom `counts` holds.
pub fn observed_by(
    lookouts: &Lookouts,
    side: Side,
    at: Vec2,
    target: Target,
    counts: impl Fn(Reporter) -> bool,
) -> Sight {
    add_up(lookouts, &lookouts.observers[side.index()], at, target, counts)
}

fn add_up(
    lookouts: &Lookouts,
    list: &[Observer],
    at: Vec2,
    target: Target,
    counts: impl Fn(Reporter) -> bool,
) -> Sight {
    let mut sight = Sight { rate: 0.0, optical: 0.0, best: Reporter::OtherCentre, nearest_m2: f64::INFINITY };
    let mut most = 0.0;
    for o in list {
        let d2 = (o.position - at).length_squared();
        if d2 > o.max_m2 || !counts(o.who) {
            continue;
        }
        sight.nearest_m2 = sight.nearest_m2.min(d2);
        let mut here = 0.0;
        for reach in &lookouts.reaches[o.first..o.first + o.count] {
            let r = reach.rate_per_min(d2, target);
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
