//! Where was everybody in one night, and where did each thing happen, for other programs to show?
//!
//! A night is stepped through as the window does it, and looked at each minute: headings change once a minute, so between two
//! looks a vessel runs straight and evenly, and nothing is lost. Looking changes nothing (`sim/observe.rs` holds that). An
//! event stands where its log says, else where its boat was when it happened, else where its unit was; some have no place.
//! All of it is the truth of the night, as a review shows it; what a side knew then is in the log.
//!
//! Belongs here: recording a night, and one file for each format. Everything is written to text, and the same night gives
//! the same bytes. Left out: the merchant ships, people in the water one by one, and what each side believed.

mod ais;
pub mod geojson;
pub mod gpx;
pub mod kml;
pub mod nmea;
mod xml;

use crate::agents::{BoatKind, Side};
use crate::doctrine::Order;
use crate::events::words::{Names, boat_of, sentence, unit_of};
use crate::events::{BoatId, Event, UnitId, What};
use crate::geo::{LatLon, to_lat_lon};
use crate::sim::snapshot::{Activity, BoatView, Hindrance, UnitSnapshot};
use crate::sim::{NightFault, Setting, Simulation, Snapshot};
use crate::units::{Distance, Instant, TICK_S, Vec2};

/// Ticks between two looks: a minute, as headings change.
const TICKS_BETWEEN_LOOKS: u32 = 60 / TICK_S;

/// A night as other programs take it.
#[derive(Clone, Debug, PartialEq)]
pub struct NightTracks {
    /// Title of the scenario.
    pub scenario: String,
    /// Title of the doctrine in force.
    pub doctrine: String,
    /// Number of the night.
    pub night: u64,
    /// Units that were there, by number.
    pub units: Vec<UnitTrack>,
    /// Boats that were on the water, by number.
    pub boats: Vec<BoatTrack>,
    /// What happened, in the order of the log.
    pub events: Vec<PlacedEvent>,
}

/// A moment and where something was then.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fix {
    /// When.
    pub at: Instant,
    /// Where.
    pub place: LatLon,
    /// On the plane, from which `place` is worked out.
    position: Vec2,
}

/// The way of a patrol or rescue unit.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitTrack {
    /// Stable number.
    pub id: UnitId,
    /// Name for people.
    pub title: String,
    /// Whose it is.
    pub side: Side,
    /// Name of its class for people.
    pub class: String,
    /// Does it fly?
    pub flies: bool,
    /// May it stop boats (a State vessel with powers)?
    pub intercepts: bool,
    /// Water it draws.
    pub draught: Distance,
    /// Each minute of the night.
    pub fixes: Vec<UnitFix>,
}

/// A unit in one minute.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitFix {
    /// When and where.
    pub fix: Fix,
    /// Velocity over ground on the plane, m/s.
    pub velocity: Vec2,
    /// What it was doing.
    pub activity: Activity,
    /// Had it a boat in tow?
    pub tows: bool,
    /// Had it broken down?
    pub broken_down: bool,
}

/// The way of a boat, from the moment it was put in the water.
#[derive(Clone, Debug, PartialEq)]
pub struct BoatTrack {
    /// Stable number.
    pub id: BoatId,
    /// How it was put to sea.
    pub kind: BoatKind,
    /// Each minute on the water, in pieces where it was off it between.
    pub pieces: Vec<Vec<Fix>>,
}

/// Something that happened, with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedEvent {
    /// When.
    pub at: Instant,
    /// Where, if it has a place.
    pub place: Option<LatLon>,
    /// Name of its kind: that of the variant of [`What`], such as `OrderGiven`.
    pub kind: String,
    /// In a sentence.
    pub text: String,
    /// The boat it is about.
    pub boat: Option<BoatId>,
    /// The unit it is about.
    pub unit: Option<UnitId>,
    /// What was ordered, by which rule, on which text.
    pub ordered: Option<Ordered>,
}

/// An order and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ordered {
    /// What to do.
    pub order: Order,
    /// The rule that fired.
    pub rule: String,
    /// The text it rests on.
    pub cite: String,
}

impl NightTracks {
    /// Lives a night from where it stands to its end and records it; what was recorded stays if the night fails.
    ///
    /// `doctrine` is its title.
    #[must_use]
    pub fn follow(sim: &mut Simulation, setting: &Setting, doctrine: &str) -> (Self, Option<NightFault>) {
        let mut recorder = Recorder::new(setting);
        let fault = loop {
            if sim.tick().0.is_multiple_of(TICKS_BETWEEN_LOOKS) || sim.finished() {
                recorder.look(&sim.snapshot());
            }
            if sim.finished() {
                break None;
            }
            let step = sim.step();
            if sim.events().len() > recorder.places.len() {
                let now = sim.snapshot();
                recorder.place_events(sim.events(), &now);
            }
            if let Err(fault) = step {
                break Some(fault);
            }
        };
        let titles: Vec<String> = setting.scenario.units.iter().map(|u| u.title.clone()).collect();
        let names = Names { start: setting.scenario.start, units: &titles };
        let events = sim.events().iter().zip(&recorder.places).map(|(e, at)| placed(e, *at, &names)).collect();
        let there = |t: &UnitTrack| !t.fixes.is_empty();
        let tracks = Self {
            scenario: setting.scenario.title.clone(),
            doctrine: doctrine.to_owned(),
            night: sim.key().night,
            units: recorder.units.into_iter().filter(there).collect(),
            boats: recorder.boats.into_iter().filter(|b| !b.pieces.is_empty()).collect(),
            events,
        };
        (tracks, fault)
    }

    /// What the files say of themselves: "Gravelines at dawn, night 7, under Imminent danger only".
    #[must_use]
    pub fn title(&self) -> String {
        format!("{}, night {}, under {}", self.scenario, self.night, self.doctrine)
    }
}

impl UnitTrack {
    /// Its way without the points in which it only lay still.
    #[must_use]
    pub fn way(&self) -> Vec<Fix> {
        let fixes: Vec<Fix> = self.fixes.iter().map(|f| f.fix).collect();
        without_lying_still(&fixes)
    }
}

/// The same way with the first and the last point of each stay only. A single point is doubled: a line has two.
#[must_use]
pub fn without_lying_still(fixes: &[Fix]) -> Vec<Fix> {
    let same = |a: usize, b: usize| fixes[a].position == fixes[b].position;
    let inside = |i: usize| i > 0 && i + 1 < fixes.len() && same(i - 1, i) && same(i, i + 1);
    let mut way: Vec<Fix> = (0..fixes.len()).filter(|i| !inside(*i)).map(|i| fixes[i]).collect();
    if let [only] = way[..] {
        way.push(only);
    }
    way
}

struct Recorder {
    start: Instant,
    units: Vec<UnitTrack>,
    boats: Vec<BoatTrack>,
    afloat: Vec<bool>,
    places: Vec<Option<Vec2>>,
}

impl Recorder {
    fn new(setting: &Setting) -> Self {
        let units = setting.scenario.units.iter().zip(&setting.units).zip(0..);
        let units = units.map(|((plan, place), number)| {
            let class = &setting.classes[place.class].craft;
            UnitTrack {
                id: UnitId(number),
                title: plan.title.clone(),
                side: plan.side,
                class: class.title.clone(),
                flies: class.flies,
                intercepts: class.intercepts,
                draught: class.draught,
                fixes: Vec::new(),
            }
        });
        Self {
            start: setting.scenario.start,
            units: units.collect(),
            boats: Vec::new(),
            afloat: Vec::new(),
            places: Vec::new(),
        }
    }

    fn look(&mut self, now: &Snapshot) {
        let at = |position| Fix { at: now.tick.at(self.start), place: to_lat_lon(position), position };
        for unit in now.units.iter().filter(|u| u.hindrance != Some(Hindrance::Unavailable)) {
            self.units[unit.id.0 as usize].fixes.push(unit_fix(unit, at(unit.position)));
        }
        if self.boats.is_empty() {
            let track = |b: &BoatView| BoatTrack { id: b.id, kind: b.kind, pieces: Vec::new() };
            self.boats = now.boats.iter().map(track).collect();
            self.afloat = vec![false; self.boats.len()];
        }
        for ((boat, track), afloat) in now.boats.iter().zip(&mut self.boats).zip(&mut self.afloat) {
            let is = boat.phase.afloat();
            match (*afloat, is, track.pieces.last_mut()) {
                // Where it came ashore or was left belongs to its way.
                (true, _, Some(piece)) => piece.push(at(boat.position)),
                (false, true, _) => track.pieces.push(vec![at(boat.position)]),
                _ => {}
            }
            *afloat = is;
        }
    }

    fn place_events(&mut self, events: &[Event], now: &Snapshot) {
        for event in &events[self.places.len()..] {
            self.places.push(place_of(&event.what, now));
        }
    }
}

fn unit_fix(unit: &UnitSnapshot, fix: Fix) -> UnitFix {
    UnitFix {
        fix,
        velocity: unit.velocity,
        activity: unit.activity,
        tows: unit.towing.is_some(),
        broken_down: unit.hindrance == Some(Hindrance::BrokenDown),
    }
}

fn place_of(what: &What, now: &Snapshot) -> Option<Vec2> {
    match what {
        What::Launched { at, .. }
        | What::BoardingStarted { at, .. }
        | What::RanAground { at, .. }
        | What::EnteredWater { at, .. } => return Some(*at),
        _ => {}
    }
    let boat = boat_of(what).and_then(|b| now.boats.get(b.0 as usize)).map(|b| b.position);
    boat.or_else(|| unit_of(what).and_then(|u| now.units.get(u.0 as usize)).map(|u| u.position))
}

fn placed(event: &Event, position: Option<Vec2>, names: &Names) -> PlacedEvent {
    let ordered = match &event.what {
        What::OrderGiven { order, why, .. } | What::CentreOrdered { order, why, .. } => {
            Some(Ordered { order: *order, rule: why.rule.clone(), cite: why.cite.clone() })
        }
        _ => None,
    };
    PlacedEvent {
        at: event.tick.at(names.start),
        place: position.map(to_lat_lon),
        kind: kind(&event.what),
        text: sentence(&event.what, names),
        boat: boat_of(&event.what),
        unit: unit_of(&event.what),
        ordered,
    }
}

/// The name of the variant: what its derived `Debug` writes first. Writing stops there, as some hold hundreds of people.
fn kind(what: &What) -> String {
    struct FirstWord(String);
    impl core::fmt::Write for FirstWord {
        fn write_str(&mut self, text: &str) -> core::fmt::Result {
            let word = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            self.0 += word;
            if word.len() == text.len() { Ok(()) } else { Err(core::fmt::Error) }
        }
    }
    let mut word = FirstWord(String::new());
    // The error is how the writing is ended.
    let _ = core::fmt::write(&mut word, format_args!("{what:?}"));
    word.0
}

/// Degrees with six decimals, some 0.1 m: no format here takes more, and the model knows less (RFC 7946, 11.2).
fn degrees(x: f64) -> String {
    let text = format!("{x:.6}");
    if text == "-0.000000" { text[1..].to_owned() } else { text }
}

#[cfg(test)]
mod tests;
