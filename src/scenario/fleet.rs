//! Which boats does a year bring: how many, how full, how long, how many of them taxi-boats?
//!
//! Presets of the years 2021 to 2026 as data (`assets/fleet.ron`), each figure with its source: boats and
//! active days a year from the Home Office series and the maritime prefecture's reviews, numbers aboard from
//! both, lengths as overrides of the register. Each is an entry of the register (`fleet_numbers`). A scenario that names a `fleet` takes numbers aboard and
//! overrides from it; `scenario::year` makes whole years of nights of it.
//!
//! Left out: forces on duty, lifejackets and engines by year. The first are those of the scenario. Of lifejackets there
//! are counts of a few single boats, three of them of 2024 and all of boats on which people died (FACTS 155): a choice by
//! outcome, not a year's share. Of engines no figure by year is published (FACTS 153). The register's numbers hold in all
//! years; the entries say so.

use super::GroupSize;
use super::fleet_numbers::{FLEET, KIND, MONTHS, SEASON};
use crate::agents::BoatKind;
use crate::agents::drawn::DrawnField;
use crate::agents::numbers::{Facts, facts, whole};
use crate::agents::read_numbers::{ClassNumbers, ClassSource, Rules};
use crate::parameters::{Confidence, Entry, Override, Register};
use crate::reading::{Checked, Fields, Node, Problem, Report, parse};

/// The presets, and how a year's boats spread over its months.
#[derive(Clone, Debug, PartialEq)]
pub struct Fleets {
    /// Boats on an active day of each month, over the year's mean.
    pub season: [f64; 12],
    /// In order of the file.
    pub fleets: Vec<Fleet>,
    /// Their numbers as entries of the register.
    pub numbers: Vec<Entry>,
}

/// The boats of one year.
#[derive(Clone, Debug, PartialEq)]
pub struct Fleet {
    /// Name: the year.
    pub id: String,
    /// The calendar year whose tides and seasons go with it.
    pub year: i16,
    /// Boats that put to sea in the year.
    pub boats_a_year: f64,
    /// Days of the year on which boats arrived.
    pub active_days: f64,
    /// People aboard a boat at sea.
    pub aboard: GroupSize,
    /// Share of taxi-boats.
    pub taxi_share: f64,
    /// What it sets in the register.
    pub set: Vec<Override>,
    /// Forces on duty that year, in words.
    pub forces: String,
    /// How well the whole is known.
    pub confidence: Confidence,
    /// Sources of boats, numbers aboard, taxi-boats and settings.
    pub sources: [String; 4],
}

/// The presets as shipped, compiled in.
pub const SHIPPED: &str = include_str!("../../assets/fleet.ron");

impl Fleets {
    /// The presets as shipped.
    ///
    /// # Panics
    /// Never with the shipped file; a test reads it.
    #[must_use]
    pub fn shipped() -> Self {
        load("fleet.ron", SHIPPED, &Register::shipped()).expect("the shipped presets read without problems").value
    }

    /// The preset of this name.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Fleet> {
        self.fleets.iter().find(|f| f.id == id)
    }
}

impl Fleet {
    /// The group that waits for a boat of this kind, so that those at sea number as the preset says: some
    /// stay behind on the beach, and a taxi-boat brings its crew.
    #[must_use]
    pub fn group(&self, kind: BoatKind, crew: (u32, u32), left_behind_share: f64) -> GroupSize {
        let crew = if kind == BoatKind::TaxiBoat { 0.5 * f64::from(crew.0 + crew.1) } else { 0.0 };
        let stays = (1.0 - left_behind_share).max(0.1);
        let waiting = |aboard: f64| ((aboard - crew) / stays).max(1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and a few hundred")]
        let whole = |aboard: u32| waiting(f64::from(aboard)).round() as u32;
        GroupSize {
            mean: waiting(self.aboard.mean),
            sd: self.aboard.sd / stays,
            skew: self.aboard.skew,
            min: whole(self.aboard.min),
            max: whole(self.aboard.max),
        }
    }
}

/// Reads the presets.
///
/// # Errors
/// All problems of the file.
pub fn load(file: &str, text: &str, register: &Register) -> Result<Checked<Fleets>, Vec<Problem>> {
    let mut report = Report::new(file);
    let value = parse(text, &mut report).and_then(|root| read(&root, register, &mut report));
    report.finish(value)
}

fn read(root: &Node, register: &Register, r: &mut Report) -> Option<Fleets> {
    let mut f = Fields::of(r, root, "a file of fleets")?;
    f.whole(r, "format", 1..=1);
    let known: Vec<&'static str> = FLEET.iter().map(|n| n.facts.name).chain([SEASON]).collect();
    let rules = Rules::read(&mut f, &known, r);
    let mut numbers = Vec::new();
    let season = f.need(SEASON).and_then(|n| read_season(n, &rules, &mut numbers, r));
    let list = f.list(r, "fleets", "fleets");
    f.finish(r);
    let mut fleets: Vec<Fleet> = Vec::new();
    for node in list {
        if let Some(fleet) = read_fleet(node, register, &rules, &mut numbers, r) {
            if fleets.iter().any(|o| o.id == fleet.id) {
                r.error(node.place, format!("there are two fleets `{}`", fleet.id));
            }
            fleets.push(fleet);
        }
    }
    Some(Fleets { season: season?, fleets, numbers })
}

/// What only years of nights read, in the notes of its entries.
fn of_years(mut entries: Vec<Entry>) -> Vec<Entry> {
    for e in &mut entries {
        e.note += ". Read by years of nights (`slackwater validate`) alone";
    }
    entries
}

/// A factor for each month, one rule for the ranges of all.
fn read_season(node: &Node, rules: &Rules, numbers: &mut Vec<Entry>, r: &mut Report) -> Option<[f64; 12]> {
    const MEANS: &str = "boats on an active day of the month, over the mean of the year";
    let known: Vec<Facts> = MONTHS.map(|m| facts(m, SEASON, "factor", (0.0, 10.0), MEANS)).to_vec();
    let mut f = Fields::of(r, node, "a season")?;
    let mut d = ClassNumbers::new(known);
    let factors = MONTHS.map(|m| d.number(&mut f, r, m));
    let (text, confidence) = (f.text(r, "source"), Confidence::read(&mut f, r));
    f.finish(r);
    let of = ClassSource { text: text?, confidence: confidence? };
    let (drawn, entries) = d.finish((KIND, KIND), (SEASON, "Season"), &of, &rules.spread(SEASON, &MONTHS), r);
    plain_alone(node, &drawn, r);
    numbers.extend(of_years(entries));
    factors.into_iter().collect::<Option<Vec<f64>>>()?.try_into().ok()
}

/// Presets are drawn when somebody asks for it: years of nights take no draws of their own.
fn plain_alone(node: &Node, drawn: &[DrawnField], r: &mut Report) {
    if let Some(d) = drawn.first() {
        let what = "is a distribution; expected a number, plain or with its range `(value: …, low: …, high: …)`";
        r.error(node.place, format!("`{}` {what}", d.name));
    }
}

fn read_fleet(
    node: &Node,
    register: &Register,
    rules: &Rules,
    numbers: &mut Vec<Entry>,
    r: &mut Report,
) -> Option<Fleet> {
    let mut f = Fields::of(r, node, "a fleet")?;
    let id = f.id(r, "id");
    let year = f.whole(r, "year", 2018..=2035);
    let new = || ClassNumbers::new(FLEET.map(|n| n.facts).to_vec());
    // Each with a source of its own.
    let [mut boats, mut people, mut taxi] = [new(), new(), new()];
    let [boats_a_year, active_days] = ["boats_a_year", "active_days"].map(|name| boats.number(&mut f, r, name));
    let [mean, sd, skew, min, max] = ["aboard_mean", "aboard_sd", "aboard_skew", "aboard_min", "aboard_max"]
        .map(|name| people.number(&mut f, r, name));
    let mean_place = f.place_of("aboard_mean");
    let taxi_share = taxi.number(&mut f, r, "taxi_share");
    let set = f.need("set").and_then(|n| register.read_overrides(n, r));
    let forces = f.text(r, "forces");
    let confidence = Confidence::read(&mut f, r);
    let sources = ["boats_source", "aboard_source", "taxi_source", "set_source"].map(|name| f.text(r, name));
    f.finish(r);
    let (id, confidence) = (id?, confidence?);
    let [of_boats, of_people, of_taxi, of_settings] = sources;
    let title = format!("Boats of {id}");
    for (d, text, years_alone) in [(boats, &of_boats, true), (people, &of_people, false), (taxi, &of_taxi, true)] {
        let of = ClassSource { text: text.clone()?, confidence };
        let (drawn, entries) = d.finish((KIND, KIND), (&id, &title), &of, rules, r);
        plain_alone(node, &drawn, r);
        numbers.extend(if years_alone { of_years(entries) } else { entries });
    }
    let aboard = GroupSize { mean: mean?, sd: sd?, skew: skew?, min: whole(min?), max: whole(max?) };
    let GroupSize { mean, min, max, .. } = aboard;
    if !(f64::from(min)..=f64::from(max)).contains(&mean) {
        let message = format!("the mean ({mean}) is not between `aboard_min` ({min}) and `aboard_max` ({max})");
        r.error(mean_place, message);
    }
    Some(Fleet {
        id,
        year: i16::try_from(year?).ok()?,
        boats_a_year: boats_a_year?,
        active_days: active_days?,
        aboard,
        taxi_share: taxi_share?,
        set: set?,
        forces: forces?,
        confidence,
        sources: [of_boats?, of_people?, of_taxi?, of_settings?],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::Parameters;

    #[test]
    fn the_shipped_presets_are_six_years_with_the_published_means() {
        let fleets = Fleets::shipped();
        let ids: Vec<&str> = fleets.fleets.iter().map(|f| f.id.as_str()).collect();
        assert_eq!(ids, ["2021", "2022", "2023", "2024", "2025", "2026"]);
        assert!(fleets.fleets.iter().all(|f| f.id == f.year.to_string()));
        // Boats times people come to the published attempts within 1 % (2022 to 2025).
        for (id, attempts) in [("2022", 51_870.0), ("2023", 35_876.0), ("2024", 45_203.0), ("2025", 49_966.0)] {
            let f = fleets.get(id).unwrap();
            let people = f.boats_a_year * f.aboard.mean;
            assert!((people / attempts - 1.0).abs() < 0.01, "{id}: {people} of {attempts}");
        }
    }

    #[test]
    fn those_at_sea_number_as_the_preset_says_whatever_the_kind_of_boat() {
        let (p, fleets) = (Parameters::shipped_for_tests(), Fleets::shipped());
        let f = fleets.get("2025").unwrap();
        let stay = 1.0 - p.boarding_left_behind_share;
        let beach = f.group(BoatKind::BeachBoat, (0, 0), p.boarding_left_behind_share);
        let taxi = f.group(BoatKind::TaxiBoat, (3, 7), p.boarding_left_behind_share);
        assert!((beach.mean * stay - 63.0).abs() < 1e-9);
        assert!((taxi.mean * stay + 5.0 - 63.0).abs() < 1e-9);
    }

    #[test]
    fn a_bad_file_of_fleets_is_answered_with_all_its_problems() {
        let text = SHIPPED
            .replacen("feb: 0.40, ", "", 1)
            .replacen("taxi_share: (value: 0.45", "taxi_share: (value: 45", 1)
            .replacen("boat.length_low_m\": 7,", "boat.length_lou_m\": 7,", 1);
        let problems = load("f.ron", &text, &Register::shipped()).unwrap_err();
        let text = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        for part in ["a season needs the field `feb`", "45 is out of bounds", "did you mean `boat.length_low_m`?"] {
            assert!(text.contains(part), "{part} in\n{text}");
        }
    }
}
