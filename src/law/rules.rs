//! What is a reading of the law? Rules with thresholds, the texts they cite, and what is still to be checked.
//!
//! The families R1 to R9 are those of MODEL 10.2; what each asks is a [`Test`] with its thresholds. A new kind of rule is
//! one variant here, its lines in `load`, and one file in `judge`.

use super::finding::{Band, Family, Ground};
use super::known::{Known, Seen};
use crate::agents::calling::Phase;
use crate::agents::search::SearchEnd;
use crate::units::format::fixed;

/// A text that a rule rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Its name and the place in it.
    pub cite: String,
    /// The year of the text.
    pub year: u32,
    /// Nobody has yet held the citation against the text.
    pub to_be_checked: bool,
}

/// A rule of a reading.
#[derive(Clone, Debug, PartialEq)]
pub struct LawRule {
    /// `R1` to `R9`.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// What it protects.
    pub family: Family,
    /// What it asks.
    pub test: Test,
    /// The texts it rests on.
    pub texts: Vec<Text>,
    /// Facts that would count as a justification.
    pub justified_by: Vec<Ground>,
    /// Where its thresholds come from.
    pub source: String,
    /// What else one should know.
    pub note: String,
}

/// A whole reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Name of the file without its ending.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Version of the reading.
    pub version: String,
    /// How it reads the law, in a fair paragraph.
    pub description: String,
    /// The rules, in the order of their ids.
    pub rules: Vec<LawRule>,
}

impl Reading {
    /// The limits on force of this reading, if it has any.
    #[must_use]
    pub fn force(&self) -> Option<&Force> {
        self.rules.iter().find_map(|r| if let Test::Force(f) = &r.test { Some(f) } else { None })
    }
}

/// What a rule asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// R1: was help sent in time while somebody could be sent?
    Assist(Assist),
    /// R2: were the phases declared and the cases closed with care?
    Coordinate(Coordinate),
    /// R3: were people brought ashore soon enough?
    PlaceOfSafety(PlaceOfSafety),
    /// R4: was anybody turned back or brought back without a hearing?
    NoReturn(NoReturn),
    /// R5: was the manoeuvre within what is proportionate?
    Force(Force),
    /// R6: was a rule against foreseeable harm breached, and did harm follow?
    Endanger(Endanger),
    /// R7: was there an order of the competent authority?
    Authority(Authority),
    /// R8: was force used while children, or people without lifejackets, were seen?
    Vulnerable(Vulnerable),
    /// R9: is there a record of it all?
    Record(Record),
}

impl Test {
    /// The names in files of the law, in the order of the variants.
    pub const NAMES: [&'static str; 9] =
        ["Assist", "Coordinate", "PlaceOfSafety", "NoReturn", "Force", "Endanger", "Authority", "Vulnerable", "Record"];
}

/// Thresholds of R1.
#[derive(Clone, Debug, PartialEq)]
pub struct Assist {
    /// Danger is known from this phase on.
    pub danger_from: Phase,
    /// The time runs from the call that led to the phase, and not from the phase. A call that was booked on another contact
    /// led to none of this one.
    pub from_the_call: bool,
    /// Beyond this, amber; minutes in which somebody could have been sent.
    pub amber_after_min: f64,
    /// Beyond this, red.
    pub red_after_min: f64,
    /// Ends of a search that are a stand-down without positive identification: red.
    pub stand_downs: Vec<SearchEnd>,
}

/// Bands of R2.
#[derive(Clone, Debug, PartialEq)]
pub struct Coordinate {
    /// A call was not acted on.
    pub call_not_acted_on: Band,
    /// Signs of danger were known and the phase was not raised to this.
    pub raised_to: Phase,
    /// Its band.
    pub not_raised: Band,
    /// Two boats were taken for one without a match of name, number or position.
    pub merged: Band,
    /// A boat was closed as found that was not.
    pub closed_wrongly: Band,
}

/// Thresholds of R3.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceOfSafety {
    /// A craft with so many places for survivors, or fewer, is small.
    pub small_craft_places: u32,
    /// Longest time aboard a small craft, hours.
    pub most_hours: f64,
    /// Beyond it.
    pub longer: Band,
}

/// Bands of R4.
#[derive(Clone, Debug, PartialEq)]
pub struct NoReturn {
    /// A boat was turned back outside the waters of the unit's own state.
    pub turned_back_outside: Band,
    /// Within them.
    pub turned_back_inside: Band,
    /// People were stopped by force outside them and brought in.
    pub stopped_outside: Band,
}

/// A level of manoeuvre and when it is allowed; what is left out sets no condition.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a condition of its own: asked or not")]
pub struct Allowed {
    /// The level (MODEL 8.2).
    pub level: u8,
    /// The best estimate of the number aboard is below this.
    pub aboard_below: Option<f64>,
    /// Its upper 95 % bound is at most this.
    pub upper95_at_most: Option<f64>,
    /// Waves are lower than this, m.
    pub waves_below_m: Option<f64>,
    /// By day only.
    pub by_day: bool,
    /// Water enough for the unit.
    pub depth_enough: bool,
    /// No child was seen.
    pub no_child_seen: bool,
    /// Before people embark only.
    pub before_embarkation: bool,
}

impl Allowed {
    /// What speaks against this level, in words; empty if it is allowed.
    #[must_use]
    pub fn against(&self, k: &Known) -> Vec<String> {
        let mut list = Vec::new();
        if self.before_embarkation && k.embarked {
            list.push("people had embarked, or were boarding".to_owned());
        }
        if let Some(limit) = self.aboard_below
            && k.aboard >= limit
        {
            list.push(format!("{} aboard; fewer than {} are allowed", fixed(k.aboard, 0), fixed(limit, 0)));
        }
        if let Some(limit) = self.upper95_at_most
            && k.upper95 > limit
        {
            list.push(format!(
                "perhaps as many as {} aboard; at most {} are allowed",
                fixed(k.upper95, 0),
                fixed(limit, 0)
            ));
        }
        if let Some(limit) = self.waves_below_m
            && k.wave_height_m >= limit
        {
            list.push(format!("waves of {} m; below {} m is allowed", fixed(k.wave_height_m, 1), fixed(limit, 1)));
        }
        if self.by_day && !k.daylight {
            list.push("in the dark".to_owned());
        }
        if self.depth_enough
            && let Some(needed) = k.depth_needed_m.filter(|needed| k.depth_m < *needed)
        {
            list.push(format!("{} m of water for a unit that needs {} m", fixed(k.depth_m, 1), fixed(needed, 1)));
        }
        if self.no_child_seen && k.seen.children == Some(true) {
            list.push("children were seen".to_owned());
        }
        list
    }
}

/// Limits of R5.
#[derive(Clone, Debug, PartialEq)]
pub struct Force {
    /// Levels that are allowed on conditions; the first that has the level or a higher one and speaks least against it is
    /// named in the finding.
    pub allowed: Vec<Allowed>,
    /// Beyond what is allowed.
    pub beyond: Band,
    /// A team ashore was ordered to use intermediate-force weapons on people who leave; none if this reading does not ask.
    pub weapons_ashore: Option<Band>,
}

impl Force {
    /// What speaks against a manoeuvre of this level, in words; empty if it is allowed.
    #[must_use]
    pub fn against(&self, level: u8, k: &Known) -> Vec<String> {
        let fit = self.allowed.iter().filter(|a| a.level >= level).map(|a| a.against(k));
        fit.min_by_key(Vec::len).unwrap_or_else(|| vec![format!("a manoeuvre of level {level} is never allowed")])
    }
}

/// Bands of R6.
#[derive(Clone, Debug, PartialEq)]
pub struct Endanger {
    /// A rule against foreseeable harm was breached and harm followed.
    pub harm_followed: Band,
    /// It was breached and harm could have followed: the manoeuvre was begun.
    pub could_have: Band,
    /// Danger was known from this phase on, and a unit was ordered to something else than to help, or was taken off, or nobody
    /// was sent though somebody could have been.
    pub danger_from: Phase,
    /// That, and nobody died.
    pub help_withheld: Band,
    /// That, and somebody died before help was ordered.
    pub death_followed: Band,
}

/// Bands of R7.
#[derive(Clone, Debug, PartialEq)]
pub struct Authority {
    /// Force without an order in the log.
    pub no_order: Band,
    /// An order was given beyond the limits on force: was it manifestly unlawful?
    pub order_beyond_limits: Band,
    /// Force in the territorial sea or the internal waters of another state.
    pub in_foreign_waters: Band,
}

/// Bands of R8.
#[derive(Clone, Debug, PartialEq)]
pub struct Vulnerable {
    /// Force while children were seen.
    pub children: Band,
    /// Force while few or no lifejackets were seen.
    pub no_lifejackets: Band,
}

impl Vulnerable {
    /// The band of a use of force on people of whom this was seen, and what was seen in words.
    #[must_use]
    pub fn of(&self, seen: Seen) -> (Band, Vec<String>) {
        let (mut band, mut facts) = (Band::Green, Vec::new());
        for (what, is, at_worst) in [
            ("children", seen.children, self.children),
            ("people without lifejackets", seen.lifejackets_few, self.no_lifejackets),
        ] {
            let (one, fact) = seen_or_not(what, is, at_worst);
            band = band.max(one);
            facts.push(fact);
        }
        (band, facts)
    }

    /// The same of weapons used ashore, where lifejackets are no matter.
    #[must_use]
    pub fn ashore(&self, seen: Seen) -> (Band, String) {
        seen_or_not("children", seen.children, self.children)
    }
}

/// The band of force on people of whom this was seen or not, and that in words.
fn seen_or_not(what: &str, is: Option<bool>, at_worst: Band) -> (Band, String) {
    match is {
        Some(true) => (at_worst, format!("{what} were seen")),
        Some(false) => (Band::Green, format!("no {what} were seen")),
        None => (Band::Green, format!("whether there were {what} was not known")),
    }
}

/// What R9 asks of the record of each use of force.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a record of its own: asked for or not")]
pub struct Record {
    /// The facts on which it was ordered.
    pub needs_facts: bool,
    /// How it ended.
    pub needs_outcome: bool,
    /// That the people who were taken aboard, or in tow, came ashore and where.
    pub needs_landing: bool,
    /// That images were recorded of the boat before the unit was done with it.
    pub needs_images: bool,
    /// If one of them is missing.
    pub missing: Band,
}
