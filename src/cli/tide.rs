//! `slackwater tide PLACE DATE`: how high is the tide on that day, and when does it turn?

use super::library::{Library, Trouble};
use super::place;
use crate::environment::TurnKind;
use crate::environment::tide::{Harmonics, Station, Turn};
use crate::environment::tide_agreement::{StationAgreement, agreement};
use crate::geo::LatLon;
use crate::units::{Duration, Instant, format};
use clap::ValueEnum;
use serde::Serialize;
use std::path::PathBuf;

/// Arguments of `tide`.
#[derive(Debug, clap::Args)]
pub struct TideArguments {
    /// A tide station (`dunkerque`), a port or launch site of the chart, or latitude,longitude
    #[arg(allow_hyphen_values = true, required_unless_present = "agreement")]
    pub place: Option<String>,
    /// The day, UTC, like 2026-03-20
    #[arg(required_unless_present = "agreement")]
    pub date: Option<String>,
    /// How well all stations agree with an independent predictor, as in docs/sea/tides.md
    #[arg(long, conflicts_with_all = ["place", "date", "datum", "csv", "json"])]
    pub agreement: bool,
    /// What heights count from
    #[arg(long, value_enum, default_value_t = Datum::Gauge)]
    pub datum: Datum,
    /// A table for other programs; its last column says whether day or place is extrapolated
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
    /// JSON for other programs
    #[arg(long)]
    pub json: bool,
}

/// What heights count from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Datum {
    /// The zero of the gauge: chart datum in France and England, NAP in the Netherlands
    Gauge,
    /// Chart datum: SHOM's or the Admiralty's; lowest astronomical tide in the Netherlands
    Chart,
    /// Mean sea level, 2006 to 2025
    Msl,
    /// Normaal Amsterdams Peil: Dutch stations only
    Nap,
}

/// The tide of a place, ready to be asked.
struct Known {
    id: String,
    title: String,
    frame: String,
    note: Option<String>,
    attribution: String,
    harmonics: Harmonics,
    level_m: f64,
    /// Why the place lies outside what is covered.
    doubt: Option<String>,
}

#[derive(Serialize)]
struct Page {
    station: String,
    datum: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    extrapolated: Option<String>,
    heights: Vec<Height>,
    extremes: Vec<Extreme>,
}

#[derive(Serialize)]
struct Height {
    time_utc: String,
    height_m: f64,
}

#[derive(Serialize)]
struct Extreme {
    time_utc: String,
    r#type: &'static str,
    height_m: f64,
}

pub(super) fn tide(root: Option<PathBuf>, a: &TideArguments) -> Result<bool, Trouble> {
    let (Some(name), Some(date)) = (&a.place, &a.date) else {
        return super::say(&agreement_tables(&Library::open(root)?)?).map(|()| true);
    };
    let day = place::date(date).map_err(Trouble::one)?;
    let library = Library::open(root)?;
    let known = find(&library, name, a.datum)?;
    let constituents = library.sea.stations.constituents();
    let hours = constituents.phases(day, 3600, 24);
    let heights: Vec<f64> = hours.rows().map(|row| known.level_m + known.harmonics.height_m(row)).collect();
    let turns = known.harmonics.turns(constituents, known.level_m, day, Duration::hours(24.0));
    let doubt = place::doubts([place::outside_years(day), known.doubt.clone()]);
    if let (Some(doubt), false) = (&doubt, a.json) {
        super::warn(&format!("warning: {doubt}"));
    }
    if a.json {
        let page = Page {
            station: known.id,
            datum: known.frame,
            extrapolated: doubt,
            heights: (0..)
                .zip(&heights)
                .map(|(h, m)| Height { time_utc: at(day, h), height_m: millimetres(*m) })
                .collect(),
            extremes: turns
                .iter()
                .map(|t| Extreme {
                    time_utc: t.at.iso_second(),
                    r#type: word(t.kind),
                    height_m: millimetres(t.height_m),
                })
                .collect(),
        };
        let text = serde_json::to_string_pretty(&page).map_err(|e| Trouble::one(e.to_string()))?;
        return super::say(&(text + "\n")).map(|()| true);
    }
    if a.csv {
        let mut text = "station,datum,time_utc,type,height_m,extrapolated\n".to_owned();
        // A position has a comma in it.
        let id = if known.id.contains(',') { format!("\"{}\"", known.id) } else { known.id.clone() };
        let mark = if doubt.is_some() { "yes" } else { "no" };
        let mut line = |time: &str, kind: &str, m: f64| {
            text += &format!("{id},\"{}\",{time},{kind},{m:.3},{mark}\n", known.frame);
        };
        for (h, m) in (0..).zip(&heights) {
            line(&at(day, h), "hourly", *m);
        }
        for t in &turns {
            line(&t.at.iso_second(), word(t.kind), t.height_m);
        }
        return super::say(&text).map(|()| true);
    }
    super::say(&page(&known, date, constituents_curve(&library, &known, day), &heights, &turns)).map(|()| true)
}

/// The reference: whole days of other years, a spring and a neap week.
const REFERENCE: [(&str, &str, bool); 2] = [
    ("Nine whole days from 2018 to 2035", "assets/tides/reference/years.csv", true),
    ("A spring and a neap week of 2025", "assets/tides/reference/weeks.csv", false),
];

fn agreement_tables(library: &Library) -> Result<String, Trouble> {
    let mut text = String::new();
    for (title, file, whole_days) in REFERENCE {
        let path = library.root().join(file);
        let trouble = |e: crate::environment::DataError| Trouble::one(format!("{}: {e}", path.display()));
        let csv = super::library::read_text(&path)?;
        let rows = agreement(&library.sea.stations, &csv, whole_days).map_err(trouble)?;
        if !text.is_empty() {
            text.push('\n');
        }
        text += &format!("{title}:\n\n");
        text += "| station | heights | rms, mm | largest, mm | high and low waters | latest or earliest, s | highest or lowest, mm | missing | too many |\n\
                 | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";
        for r in &rows {
            text += &agreement_row(r);
        }
    }
    Ok(text)
}

fn agreement_row(r: &StationAgreement) -> String {
    format!(
        "| {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
        r.name,
        r.heights,
        format::fixed(1000.0 * r.rms_m, 1),
        format::fixed(1000.0 * r.worst_m, 1),
        r.turns,
        format::fixed(r.worst_turn_s, 0),
        format::fixed(1000.0 * r.worst_turn_m, 1),
        r.missing,
        r.extra
    )
}

fn at(day: Instant, hour: i64) -> String {
    day.plus_s(3600 * hour).iso_second()
}

const fn word(kind: TurnKind) -> &'static str {
    match kind {
        TurnKind::High => "HW",
        TurnKind::Low => "LW",
    }
}

fn millimetres(m: f64) -> f64 {
    crate::units::maths::round(m * 1000.0) / 1000.0
}

/// The curve of the day, half-hour by half-hour.
fn constituents_curve(library: &Library, known: &Known, day: Instant) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let phases = library.sea.stations.constituents().phases(day, 1800, 48);
    let heights: Vec<f64> = phases.rows().map(|row| known.harmonics.height_m(row)).collect();
    let (low, high) = heights.iter().fold((f64::MAX, f64::MIN), |(l, h), m| (l.min(*m), h.max(*m)));
    heights
        .iter()
        .map(|m| {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 7")]
            BARS[((m - low) / (high - low).max(1e-6) * 7.999) as usize]
        })
        .collect()
}

fn page(known: &Known, date: &str, curve: String, heights: &[f64], turns: &[Turn]) -> String {
    let mut text = format!("{}, {date}, metres above {}\n\n", known.title, known.frame);
    for t in turns {
        text += &format!("  {}  {}  {:>6} m\n", word(t.kind), &t.at.iso_second()[11..19], format::fixed(t.height_m, 2));
    }
    text += &format!("\n  {curve}\n  00          06          12          18        24 UTC\n\n");
    for row in 0..6 {
        for column in 0..4 {
            let hour = row + 6 * column;
            text += &format!("  {hour:02}:00 {:>6}", format::fixed(heights[hour], 2));
        }
        text.push('\n');
    }
    text.push('\n');
    if let Some(note) = &known.note {
        text += &format!("{note}\n");
    }
    text += "Astronomical tide by harmonic constants: real levels differ by 0.15 to 0.2 m with the weather, up to 1 m in a\n\
             surge. Not for navigation.\n";
    text += &format!("{}\n", known.attribution);
    text
}

/// The port where two ways to mix the gauges are known to differ, and how far around it that is told, metres.
const GRAVELINES: &str = "gravelines";
const GRAVELINES_M: f64 = 5000.0;
const OTHER_MIX: &str = "\nAt Gravelines some 0.535 of Calais and the rest of Dunkerque is taken, by longitude (MODEL 1.6); the official ranges\n\
                         (SHOM) speak for 0.40. The two differ by up to 0.17 m and 4 minutes at springs.";

/// The station, place or position asked for, with heights counted from this datum.
fn find(library: &Library, name: &str, datum: Datum) -> Result<Known, Trouble> {
    let place = place::named(library, name)?;
    let p = place.position;
    match (place.gauge, place.chart) {
        (Some(gauge), _) => station(gauge, datum),
        (None, Some(chart)) => between(library, &chart.id, &chart.name, p, datum),
        (None, None) => between(library, &format!("{},{}", p.lat, p.lon), &format::lat_lon(p.lat, p.lon), p, datum),
    }
}

fn station(s: &Station, datum: Datum) -> Result<Known, Trouble> {
    let dutch = s.frame.starts_with("NAP");
    let (frame, level_m) = match (datum, dutch) {
        (Datum::Gauge, _) | (Datum::Chart, false) | (Datum::Nap, true) => (s.frame.clone(), s.z0_m),
        (Datum::Chart, true) => ("lowest astronomical tide (computed from the constants)".to_owned(), s.z0_m - s.lat_m),
        (Datum::Msl, _) => ("mean sea level (2006 to 2025)".to_owned(), 0.0),
        (Datum::Nap, false) => {
            return Err(Trouble::one(format!(
                "NAP is the zero of Dutch stations; no offset from {} at {} is known to us; use gauge, chart or msl",
                s.frame, s.name
            )));
        }
    };
    Ok(Known {
        id: s.slug.clone(),
        title: s.name.clone(),
        frame,
        note: None,
        attribution: s.attribution.clone(),
        harmonics: s.harmonics.clone(),
        level_m,
        doubt: None,
    })
}

fn between(library: &Library, id: &str, title: &str, position: LatLon, datum: Datum) -> Result<Known, Trouble> {
    if let Some(why) = place::inland(library, position) {
        return Err(Trouble::one(format!(
            "no tide at {},{}: {why}; expected a place at sea, in a tidal channel, or within {} m of the shore",
            position.lat,
            position.lon,
            place::BEACH_M
        )));
    }
    let local = library.sea.tide_at_place(position).map_err(|e| Trouble::one(e.to_string()))?;
    let (frame, level_m) = match datum {
        Datum::Gauge | Datum::Chart => ("chart datum (between stations)", local.datum_m),
        Datum::Msl => ("mean sea level (2006 to 2025)", 0.0),
        Datum::Nap => return Err(Trouble::one("NAP is the zero of Dutch stations; use chart or msl here")),
    };
    let gravelines = library.chart.port(GRAVELINES).map(|p| p.water_point);
    let near = gravelines.is_some_and(|g| (g - crate::geo::to_plane(position)).length() < GRAVELINES_M);
    let note = "No gauge stands here: the constants are mixed between the gauges of both coasts. Expect a few centimetres and\n\
                minutes of error on the coast, some 0.2 m offshore.";
    Ok(Known {
        id: id.to_owned(),
        title: title.to_owned(),
        frame: frame.to_owned(),
        note: Some(format!("{note}{}", if near { OTHER_MIX } else { "" })),
        attribution: "Constants: TICON-4 (Hart-Davis et al. 2025) fitted to GESLA-4 gauges, CC BY 4.0".to_owned(),
        harmonics: local.harmonics,
        level_m,
        doubt: place::beyond_edges(position),
    })
}
