//! Do the streams agree with what is published about them? Fact by fact, with the misses by name.
//!
//! The facts are a table (`assets/chart/streams/published_facts.csv`): pilot books, a radar study, local
//! descriptions. Each asks for one quantity at one place, worked out here from a year of our stream every
//! ten minutes. The year is 2020, when the Moon's node makes f of M2 about 1, as the definitions of mean
//! springs and neaps ask. Springs are, after the Admiralty's definition, the two successive high waters at
//! Dover of the greatest range in each fortnight, neaps the two of the smallest; a spring rate is the mean of
//! the highest rates of the runs nearest to those. A run lasts from slack to slack along the place's main
//! axis; its direction is that of the water it carries; turns are the mean over the year. A rate agrees within
//! 15 % or 0.3 kn, whichever is more, a turn within 30 minutes.
//!
//! Left out: wind and surge (pilots leave them out too), and any tuning of the grid to these facts.

use serde::{Deserialize, Serialize};

use crate::geo::LatLon;
use crate::units::format::{MINUS, fixed, signed};
use crate::units::{Angle, maths};

use super::SeaData;
use super::error::DataError;
use super::stream_year::Year;

pub(super) const DATA: &str = "published facts on streams";

/// A rate agrees within this share of the published one …
const RATE_SHARE: f64 = 0.15;
/// … or within this, knots.
const RATE_KN: f64 = 0.3;
/// A turn agrees within this, hours.
const TURN_H: f64 = 0.5;
/// A direction agrees within this, degrees. Our choice: pilots give whole degrees of something that swings,
/// and MODEL 1.5 puts one standard deviation of the axis at 8°.
const DIRECTION_DEG: f64 = 10.0;

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Mean highest rate of a run, knots.
    Rate,
    /// Highest rate of the year, knots.
    HighestRate,
    /// Mean direction of the run, degrees.
    Direction,
    /// Hours from high water at a port to the beginning of the run.
    Begins,
    /// Smaller over larger axis of the year's stream, without sign.
    Roundness,
    /// The same of M2, positive if the vector turns anticlockwise.
    Rotation,
    /// Spring rate over that of another place.
    FasterThan,
    /// Mean stream in the direction of the set, nautical miles a day.
    Drift,
    /// Mean flow through the strait, cubic metres a second.
    Transport,
}

const QUANTITIES: [(&str, Quantity); 9] = [
    ("rate", Quantity::Rate),
    ("highest_rate", Quantity::HighestRate),
    ("direction", Quantity::Direction),
    ("begins", Quantity::Begins),
    ("roundness", Quantity::Roundness),
    ("rotation", Quantity::Rotation),
    ("faster_than", Quantity::FasterThan),
    ("drift", Quantity::Drift),
    ("transport", Quantity::Transport),
];

/// Which tides a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tides {
    /// Those of the greatest range of each fortnight.
    Springs,
    /// Those of the smallest.
    Neaps,
    /// All of the year.
    All,
}

/// What is compared with.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Against {
    Nothing,
    HighWater(String),
    Place(LatLon),
}

/// One published fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Place in words.
    pub place: String,
    /// Where.
    pub position: LatLon,
    /// What.
    pub quantity: Quantity,
    /// Which of the two runs: the one that sets about this way.
    pub set: Angle,
    /// Of which tides.
    pub tides: Tides,
    pub(super) against: Against,
    /// Lowest and highest value that is published; without bound where only one side is.
    pub low: f64,
    /// See `low`.
    pub high: f64,
    /// Unit of both.
    pub unit: String,
    /// What is published, in words.
    pub published: String,
    /// Where.
    pub source: String,
}

/// A fact and what our streams make of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// Place in words.
    pub place: String,
    /// Latitude, degrees north.
    pub lat: f64,
    /// Longitude, degrees east.
    pub lon: f64,
    /// What is published, in words.
    pub published: String,
    /// Our value.
    pub ours: f64,
    /// By how much ours lies outside what is published; 0 inside.
    pub difference: f64,
    /// Largest difference that counts as agreement.
    pub tolerance: f64,
    /// Unit of the three.
    pub unit: String,
    /// Whether it agrees.
    pub agrees: bool,
    /// Where it is published.
    pub source: String,
}

impl Agreement {
    /// A miss in one sentence: what the window and the report say.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!("{}: published {}; here {}", self.place, self.published, self.ours_in_words())
    }

    /// Our value with its unit, hours as hours and minutes.
    #[must_use]
    pub fn ours_in_words(&self) -> String {
        in_words(self.ours, &self.unit)
    }

    /// The difference with its sign and unit.
    #[must_use]
    pub fn difference_in_words(&self) -> String {
        if self.difference.abs() < 1e-9 {
            return "0".to_owned();
        }
        match self.unit.as_str() {
            "h" => hours(self.difference),
            "°" => format!("{}°", signed(self.difference, 0)),
            unit if self.difference > 0.0 => format!("+{}", in_words(self.difference, unit)),
            unit => in_words(self.difference, unit),
        }
    }
}

fn in_words(value: f64, unit: &str) -> String {
    match unit {
        "h" => hours(value),
        "°" => format!("{:03.0}°", value - 360.0 * maths::floor(value / 360.0)),
        "kn" | "M/day" => format!("{} {unit}", fixed(value, 1)),
        "m³/s" => format!("{} {unit}", fixed(1000.0 * maths::round(value / 1000.0), 0)),
        _ => fixed(value, 2),
    }
}

/// `+0430`: hours and minutes as pilots write them.
fn hours(h: f64) -> String {
    let minutes = maths::round(h.abs() * 60.0);
    let whole = maths::floor(minutes / 60.0);
    let sign = if minutes > 0.0 && h < 0.0 { MINUS } else { '+' };
    format!("{sign}{whole:02.0}{:02.0}", minutes - 60.0 * whole)
}

const COLUMNS: &str = "place,lat,lon,quantity,set_deg,tide,against,low,high,unit,published,source";

/// Reads the table of facts. Fields hold no commas, so that any program can split them.
pub fn read_facts(csv: &str) -> Result<Vec<Fact>, DataError> {
    let mut lines = csv.lines();
    if lines.next() != Some(COLUMNS) {
        return Err(DataError::new(DATA, "the heading is another", COLUMNS));
    }
    lines.enumerate().map(|(i, line)| fact(line).map_err(|e| at_line(i + 2, e))).collect()
}

fn at_line(line: usize, e: DataError) -> DataError {
    DataError { problem: format!("line {line}: {}", e.problem), ..e }
}

fn fact(line: &str) -> Result<Fact, DataError> {
    let fields: Vec<&str> = line.split(',').collect();
    let &[place, lat, lon, quantity, set, tide, against, low, high, unit, published, source] = fields.as_slice() else {
        return Err(DataError::new(DATA, format!("{} fields", fields.len()), "12 fields, none with a comma"));
    };
    let number = |what: &str, text: &str, low: f64, high: f64| {
        let value = text.parse().unwrap_or(f64::NAN);
        super::error::within(DATA, &format!("{what} `{text}`"), value, low, high)
    };
    let bound = |text: &str, open: f64| if text.is_empty() { Ok(open) } else { number("the bound", text, -1e6, 1e6) };
    let position = |lat: &str, lon: &str| {
        Ok::<_, DataError>(LatLon::new(
            number("the latitude", lat, -90.0, 90.0)?,
            number("the longitude", lon, -180.0, 180.0)?,
        ))
    };
    let quantity = QUANTITIES.iter().find(|(name, _)| *name == quantity).map(|(_, q)| *q).ok_or_else(|| {
        let known: Vec<&str> = QUANTITIES.iter().map(|(n, _)| *n).collect();
        DataError::new(DATA, format!("the quantity `{quantity}`"), known.join(", "))
    })?;
    let against = match (quantity, against.split_once(' ')) {
        (Quantity::Begins, None) if !against.is_empty() => Against::HighWater(against.to_owned()),
        (Quantity::FasterThan, Some((lat, lon))) => Against::Place(position(lat, lon)?),
        (Quantity::Begins | Quantity::FasterThan, _) => {
            return Err(DataError::new(
                DATA,
                format!("it is told against `{against}`"),
                "a port for a turn, `lat lon` for a rate that is larger than another",
            ));
        }
        _ => Against::Nothing,
    };
    let (low, high) = (bound(low, f64::NEG_INFINITY)?, bound(high, f64::INFINITY)?);
    if low > high {
        return Err(DataError::new(DATA, format!("low {low} is above high {high}"), "low first"));
    }
    Ok(Fact {
        place: place.to_owned(),
        position: position(lat, lon)?,
        quantity,
        set: Angle::degrees(number("the set", set, 0.0, 360.0)?),
        tides: match tide {
            "springs" => Tides::Springs,
            "neaps" => Tides::Neaps,
            "all" => Tides::All,
            other => return Err(DataError::new(DATA, format!("the tide `{other}`"), "springs, neaps or all")),
        },
        against,
        low,
        high,
        unit: unit.to_owned(),
        published: published.to_owned(),
        source: source.to_owned(),
    })
}

/// Works out every fact from the streams of the data.
pub fn agreement(data: &SeaData, facts: &[Fact]) -> Result<Vec<Agreement>, DataError> {
    let year = Year::new(data)?;
    facts
        .iter()
        .map(|fact| {
            let ours = year.value(fact)?;
            let turn =
                |x: f64| if fact.quantity == Quantity::Direction { x - 360.0 * maths::round(x / 360.0) } else { x };
            // Between the bounds nothing is missing; outside, the nearer bound counts.
            let (above, below) = (turn(ours - fact.high), turn(ours - fact.low));
            let difference = if below >= 0.0 && above <= 0.0 {
                0.0
            } else if above.abs() < below.abs() {
                above
            } else {
                below
            };
            let bound = if above.abs() < below.abs() { fact.high } else { fact.low };
            let tolerance = match fact.quantity {
                Quantity::Rate | Quantity::HighestRate => (RATE_SHARE * bound).max(RATE_KN),
                Quantity::Transport => RATE_SHARE * bound,
                Quantity::Begins => TURN_H,
                // An octant is a tolerance already.
                Quantity::Direction if fact.low < fact.high => 0.0,
                Quantity::Direction => DIRECTION_DEG,
                Quantity::Roundness | Quantity::Rotation | Quantity::FasterThan | Quantity::Drift => 0.0,
            };
            Ok(Agreement {
                place: fact.place.clone(),
                lat: fact.position.lat,
                lon: fact.position.lon,
                published: fact.published.clone(),
                ours,
                difference,
                tolerance,
                unit: fact.unit.clone(),
                agrees: difference.abs() <= tolerance,
                source: fact.source.clone(),
            })
        })
        .collect()
}

const ROW: &str = "place,lat,lon,published,ours,difference,tolerance,unit,agrees,source";

/// The agreement as comma-separated values, to three decimals.
#[must_use]
pub fn to_csv(rows: &[Agreement]) -> String {
    let mut text = format!("{ROW}\n");
    for r in rows {
        text += &format!(
            "{},{},{},{},{:.3},{:.3},{:.3},{},{},{}\n",
            r.place, r.lat, r.lon, r.published, r.ours, r.difference, r.tolerance, r.unit, r.agrees, r.source
        );
    }
    text
}

/// Reads what [`to_csv`] wrote: `assets/chart/streams/agreement.csv` holds the agreement of the shipped
/// grid, for a window that will not wait for a year of streams.
pub fn read_agreement(csv: &str) -> Result<Vec<Agreement>, DataError> {
    let mut lines = csv.lines();
    if lines.next() != Some(ROW) {
        return Err(DataError::new(DATA, "the heading is another", ROW));
    }
    lines.enumerate().map(|(i, line)| row(line).map_err(|e| at_line(i + 2, e))).collect()
}

fn row(line: &str) -> Result<Agreement, DataError> {
    let fields: Vec<&str> = line.split(',').collect();
    let &[place, lat, lon, published, ours, difference, tolerance, unit, agrees, source] = fields.as_slice() else {
        return Err(DataError::new(DATA, format!("{} fields", fields.len()), "10 fields, none with a comma"));
    };
    let number =
        |text: &str| super::error::within(DATA, &format!("`{text}`"), text.parse().unwrap_or(f64::NAN), -1e6, 1e6);
    Ok(Agreement {
        place: place.to_owned(),
        lat: number(lat)?,
        lon: number(lon)?,
        published: published.to_owned(),
        ours: number(ours)?,
        difference: number(difference)?,
        tolerance: number(tolerance)?,
        unit: unit.to_owned(),
        agrees: agrees
            .parse()
            .map_err(|_| DataError::new(DATA, format!("`{agrees}` for whether it agrees"), "true or false"))?,
        source: source.to_owned(),
    })
}

/// The facts that our streams miss: their known weaknesses.
pub fn weaknesses(rows: &[Agreement]) -> impl Iterator<Item = &Agreement> {
    rows.iter().filter(|r| !r.agrees)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::*;

    const FACTS: &str = include_str!("../../assets/chart/streams/published_facts.csv");

    #[test]
    fn at_the_pilots_place_off_the_south_foreland_most_of_the_facts_agree() {
        let facts: Vec<Fact> =
            read_facts(FACTS).unwrap().into_iter().filter(|f| f.place.starts_with("South Foreland")).collect();
        assert_eq!(facts.len(), 8);
        let rows = agreement(&fixtures::DATA, &facts).unwrap();
        let agree = rows.iter().filter(|r| r.agrees).count();
        assert!(agree >= 5, "{:#?}", weaknesses(&rows).map(Agreement::sentence).collect::<Vec<_>>());
        assert!(rows.iter().all(|r| r.agrees == (r.difference.abs() <= r.tolerance)));
    }

    #[test]
    fn the_csv_reads_back_to_the_same_weaknesses() {
        let facts = &read_facts(FACTS).unwrap()[16..18];
        let rows = agreement(&fixtures::DATA, facts).unwrap();
        let again = read_agreement(&to_csv(&rows)).unwrap();
        assert_eq!(to_csv(&again), to_csv(&rows));
        assert_eq!(weaknesses(&again).count(), weaknesses(&rows).count());
    }

    #[test]
    fn values_are_written_as_pilots_write_them() {
        assert_eq!((in_words(-1.5, "h"), in_words(4.584, "h")), ("−0130".into(), "+0435".into()));
        assert_eq!((in_words(-5.0, "°"), in_words(35.4, "°")), ("355°".into(), "035°".into()));
        assert_eq!((in_words(2.34, "kn"), in_words(36_400.0, "m³/s")), ("2.3 kn".into(), "36000 m³/s".into()));
    }

    #[test]
    fn damaged_tables_are_refused_with_line_and_reason() {
        let line = FACTS.lines().nth(4).unwrap();
        for (bad, reason) in [
            (line.replace(",begins,", ",starts,"), "the quantity `starts`"),
            (line.replace(",dover,", ",,"), "told against ``"),
            (line.replace("51.152", "151"), "the latitude `151`"),
            (line.replace(",-2,-2,", ",2,-2,"), "low 2 is above high -2"),
            (line.replace(",all,", ",often,"), "the tide `often`"),
            (format!("{line},more"), "13 fields"),
        ] {
            let error = read_facts(&format!("{COLUMNS}\n{line}\n{bad}\n")).unwrap_err().to_string();
            assert!(error.contains(reason) && error.contains("line 3"), "{error}");
        }
        assert!(read_facts("place\n").is_err() && read_agreement("place\n").is_err());
    }
}
