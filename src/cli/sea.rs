//! `slackwater sea LAT,LON TIME`: what is the sea like there and then, and who says so?
//!
//! Each line with its source and the letter of its confidence, as in the register: H published or textbook,
//! M derived or second-hand, L plausible guess. Weather belongs to a scenario; what the season alone lets expect is
//! in [`super::sea_season`].

use super::library::{Library, Trouble};
use super::{place, sea_season};
use crate::environment::light::{self, Light};
use crate::environment::light_agreement::agreement;
use crate::environment::moon::moon;
use crate::geo::{LatLon, Side, Zone, to_plane};
use crate::units::{Instant, NAUTICAL_MILE_M, Speed, Vec2, format};
use serde::Serialize;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// Arguments of `sea`.
#[derive(Debug, clap::Args)]
pub struct SeaArguments {
    /// Latitude,longitude in degrees, like 51.02,2.05, or a tide station, port or launch site
    #[arg(allow_hyphen_values = true, required_unless_present = "light_agreement")]
    pub place: Option<String>,
    /// The moment, UTC, like 2026-03-20T05:00Z; a date alone is taken as its 00:00
    #[arg(required_unless_present = "light_agreement")]
    pub time: Option<String>,
    /// How well Sun and Moon agree with an almanac, as in docs/sea/light.md
    #[arg(long, conflicts_with_all = ["place", "time", "json"])]
    pub light_agreement: bool,
    /// JSON for other programs
    #[arg(long)]
    pub json: bool,
}

/// One thing that is known.
#[derive(Serialize)]
pub(super) struct Fact {
    quantity: &'static str,
    /// For people.
    text: String,
    /// For programs, in `unit`.
    #[serde(skip_serializing_if = "Value::is_words")]
    value: Value,
    #[serde(skip_serializing_if = "str::is_empty")]
    unit: &'static str,
    confidence: char,
    source: Cow<'static, str>,
}

/// What a fact is to programs.
#[derive(Serialize)]
#[serde(untagged)]
enum Value {
    /// A number in the fact's unit.
    Number(f64),
    /// A quantity that has no value here and now; the text says why.
    Nothing,
    /// A fact of words, left out.
    #[serde(skip)]
    Words,
}

impl Value {
    const fn is_words(&self) -> bool {
        matches!(self, Self::Words)
    }
}

#[derive(Serialize)]
struct Page {
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    lat: f64,
    lon: f64,
    time_utc: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    assumed: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extrapolated: Option<String>,
    facts: Vec<Fact>,
}

/// A straight piece of the shipped coast longer than this, metres, stands for a shore that is not straight.
const COARSE_M: f64 = 3000.0;

const TIDE: &str = "harmonic constants of TICON-4 (GESLA-4 gauges), mixed between the gauges of both coasts";
const STREAM: &str = "harmonic grid of our shallow-water run; no current meter is open";
const DEPTH: &str = "depth grid beside its provenance (`assets/chart/depth`); banks west of 2 E are not in it";
const COAST: &str = "coast of OpenStreetMap, 2017 (ODbL)";
const ZONES: &str =
    "OpenStreetMap's 12-mile limits, treaty points, depths; straight baselines and harbours not charted";
const REGIONS: &str = "the boundary between states: the regions' own corners are not published as data";
const LANES: &str = "OpenStreetMap seamarks (ODbL)";
const SUN: &str = "Meeus, Astronomical Algorithms, ch. 25";
const MOON: &str = "Meeus, Astronomical Algorithms, ch. 47 and 48";

pub(super) fn sea(root: Option<PathBuf>, a: &SeaArguments) -> Result<bool, Trouble> {
    let (Some(place), Some(time)) = (&a.place, &a.time) else {
        return super::say(&light_table(&super::library::find_root(root)?)?).map(|()| true);
    };
    let (t, assumed) = place::moment(time).map_err(Trouble::one)?;
    let library = Library::open(root)?;
    let named = place::named(&library, place)?;
    let title = named.chart.map(|c| c.name.clone()).or(named.gauge.map(|g| g.name.clone()));
    let place = named.position;
    place::on_the_chart(place).map_err(Trouble::one)?;
    let (mut facts, stream) = water(&library, place, t).map_err(|e| Trouble::one(e.to_string()))?;
    facts.extend(waters(&library, place));
    facts.extend(sky(place, t));
    facts.extend(sea_season::season(&library, t, place, stream));
    let doubt = place::doubts([place::outside_years(t), place::beyond_edges(place)]);
    if a.json {
        let (lat, lon) = (place::rounded(place.lat), place::rounded(place.lon));
        let page = Page { place: title, lat, lon, time_utc: t.iso_second(), assumed, extrapolated: doubt, facts };
        let text = serde_json::to_string_pretty(&page).map_err(|e| Trouble::one(e.to_string()))?;
        return super::say(&(text + "\n")).map(|()| true);
    }
    if let Some(doubt) = doubt {
        super::warn(&format!("warning: {doubt}"));
    }
    let (date, clock) = (&t.iso_minute()[..10], t.clock());
    let name = title.map_or_else(String::new, |t| format!("{t}, "));
    let said = assumed.map_or_else(String::new, |a| format!(" ({a})"));
    let mut text = format!("{name}{}, {date} {clock} UTC{said}\n\n", format::lat_lon(place.lat, place.lon));
    for f in &facts {
        text += &line(f);
    }
    text += "\nH published or textbook, M derived or second-hand, L plausible guess. Not for navigation.\n";
    super::say(&text).map(|()| true)
}

/// An independent almanac program, and a table of dawns and dusks.
const REFERENCE: [&str; 2] = ["assets/light/reference/almanac.csv", "assets/light/reference/daylight.csv"];

fn light_table(root: &Path) -> Result<String, Trouble> {
    let [almanac, daylight] = REFERENCE.map(|file| super::library::read_text(&root.join(file)));
    let rows = agreement(&almanac?, &daylight?).map_err(|e| Trouble::one(e.to_string()))?;
    let mut text = "| quantity | moments | rms | largest | unit |\n| --- | --- | --- | --- | --- |\n".to_owned();
    for r in &rows {
        text += &format!(
            "| {} | {} | {} | {} | {} |\n",
            r.quantity,
            r.moments,
            format::fixed(r.rms, 3),
            format::fixed(r.worst, 3),
            r.unit
        );
    }
    Ok(text)
}

/// A fact on a line; a list of many things has a line for each.
fn line(f: &Fact) -> String {
    let mut items = f.text.split("; ").collect::<Vec<_>>();
    if items.len() < 4 {
        items = vec![&f.text];
    }
    let mut text = format!("  {:<24} {:<44} {}  {}\n", f.quantity, items[0], f.confidence, f.source);
    for item in &items[1..] {
        text += &format!("  {:<24} {item}\n", "");
    }
    text
}

pub(super) fn number(
    quantity: &'static str,
    text: String,
    value: f64,
    unit: &'static str,
    confidence: char,
    source: impl Into<Cow<'static, str>>,
) -> Fact {
    Fact { quantity, text, value: Value::Number(value), unit, confidence, source: source.into() }
}

pub(super) fn words(
    quantity: &'static str,
    text: String,
    confidence: char,
    source: impl Into<Cow<'static, str>>,
) -> Fact {
    Fact { quantity, text, value: Value::Words, unit: "", confidence, source: source.into() }
}

/// A quantity that has no value here and now, and why.
fn nothing(quantity: &'static str, why: &str, unit: &'static str, confidence: char, source: &'static str) -> Fact {
    Fact { quantity, text: format!("none: {why}"), value: Value::Nothing, unit, confidence, source: source.into() }
}

/// A height with its side of the level it counts from, without a sign.
fn above(m: f64, decimals: usize, level: &str) -> String {
    format!("{} m {} {level}", format::fixed(m.abs(), decimals), if m < 0.0 { "below" } else { "above" })
}

/// Whose depths hold here, and how far they can be trusted.
fn depth_source(library: &Library, place: LatLon) -> (char, Cow<'static, str>) {
    match &library.own_depth {
        Some(own) if library.sea.depths.is_own(to_plane(place)) => (
            'M',
            format!("your grid {} (`slackwater depth show`), counted from {}", own.made_from, own.counted_from).into(),
        ),
        _ => (if place.lon >= 2.0 && place.lat >= 51.0 { 'M' } else { 'L' }, DEPTH.into()),
    }
}

/// Tide, depth and stream; and the stream itself, m/s towards true east and north, where water runs.
fn water(
    library: &Library,
    place: LatLon,
    t: Instant,
) -> Result<(Vec<Fact>, Option<Vec2>), crate::environment::DataError> {
    let (sea, chart, p) = (&library.sea, &library.chart, to_plane(place));
    if let Some(why) = place::inland(library, place) {
        return Ok((vec![words("tide, depth, stream", format!("none: {why}"), 'H', COAST)], None));
    }
    let local = sea.tide_at_place(place)?;
    let list = sea.stations.constituents();
    let tide = local.harmonics.height_m(list.phases(t, 1, 1).row(0));
    let soon = local.harmonics.height_m(list.phases(t.plus_s(600), 1, 1).row(0));
    let mut facts = vec![
        number(
            "tide",
            format!("{}, {}", above(tide, 2, "mean sea level"), if soon > tide { "rising" } else { "falling" }),
            tide,
            "m",
            'M',
            TIDE,
        ),
        number(
            "above chart datum",
            above(tide + local.datum_m, 2, "chart datum"),
            tide + local.datum_m,
            "m",
            'M',
            TIDE,
        ),
    ];
    if let Some(turn) = local.harmonics.turns(list, local.datum_m, t, crate::units::Duration::hours(13.0)).first() {
        let kind = if turn.kind == crate::environment::TurnKind::High { "high" } else { "low" };
        let text = format!("{kind} water {} UTC, {}", turn.at.clock(), above(turn.height_m, 2, "chart datum"));
        facts.push(words("next turn of the tide", text, 'M', TIDE));
    }
    let canal = chart.canal_at(p);
    if canal.is_none() && chart.is_land(p) {
        let off = format::fixed(-chart.shore_distance_m(p), 0);
        let text = format!("none: this place is land; the tide is that of the water's edge, {off} m off");
        facts.push(words("depth, stream", text, 'H', COAST));
        return Ok((facts, None));
    }
    if let Some(canal) = canal {
        facts.push(words(
            "depth, stream",
            format!("in the channel of the {}: its bed is a number of the register", canal.name),
            'L',
            "`slackwater canal`; MODEL 1.6",
        ));
        return Ok((facts, None));
    }
    let bed = sea.depths.depth_below_msl(p);
    let now = bed + tide;
    let (confidence, source) = depth_source(library, place);
    let charted = bed - local.datum_m;
    let text = if charted < 0.0 {
        format!("dries {} m above chart datum", format::fixed(-charted, 1))
    } else {
        format!("{} m below chart datum", format::fixed(charted, 1))
    };
    facts.push(number("charted depth", text, charted, "m", confidence, source.clone()));
    let text = if now < 0.0 {
        format!("dry, {} m above the water", format::fixed(-now, 1))
    } else {
        format!("{} m of water", format::fixed(now, 1))
    };
    facts.push(number("depth now", text, now, "m", confidence, source));
    facts.push(sea_season::clearances(library, now, confidence));
    if now < 0.0 {
        const DRY: &str = "the ground is dry now, by the depths and the tide";
        facts.push(nothing("tidal stream", DRY, "kn", confidence, STREAM));
        facts.push(nothing("stream towards", DRY, "deg", confidence, STREAM));
        return Ok((facts, None));
    }
    let v = sea.stream_series(place, &list.phases(t, 1, 1))?[0];
    let rate = Speed::metres_per_second(v.length());
    let text = format!("{:.1} kn ({:.2} m/s) towards {:03.0}°", rate.kn(), rate.mps(), v.bearing().deg());
    let confidence = if now < 10.0 { 'L' } else { 'M' };
    facts.push(number("tidal stream", text, rate.kn(), "kn", confidence, STREAM));
    facts.push(number(
        "stream towards",
        format!("{:03.0}° true", v.bearing().deg()),
        v.bearing().deg(),
        "deg",
        confidence,
        STREAM,
    ));
    Ok((facts, Some(v)))
}

/// Whose waters, how far off, near which lane.
fn waters(library: &Library, place: LatLon) -> Vec<Fact> {
    let (chart, p) = (&library.chart, to_plane(place));
    let off = chart.shore_distance_m(p);
    let datum = library.sea.tide_at_place(place).map_or(0.0, |t| t.datum_m);
    let charted = library.sea.depths.depth_below_msl(p) - datum;
    let text = if off >= 0.0 {
        format!("{} m, {:.2} nm", format::fixed(off, 0), off / NAUTICAL_MILE_M)
    } else {
        format!("{} m inland", format::fixed(-off, 0))
    };
    // The low-water line is the contour of chart datum.
    let dries = off > 0.0 && charted < 0.0;
    let waters = chart.waters(p, dries);
    let landward = if waters.zone == Zone::InternalWaters {
        if dries { ": landward of the low-water line" } else { ": a tidal channel" }
    } else {
        ""
    };
    let shelf = if waters.zone == Zone::Beyond {
        format!(", on the {} side of the boundary", chart.areas.responsible_side(p).adjective())
    } else {
        String::new()
    };
    let centre = match chart.sar_region(p) {
        Side::France => "CROSS Gris-Nez",
        Side::UnitedKingdom => "HM Coastguard, Dover",
        Side::Belgium => "MRCC Ostend",
    };
    // Straight for kilometres, where the coast itself is not: a line between few points.
    let stretch = chart.shore.nearest(p).map_or(0.0, |s| s.stretch_m);
    let (shore_confidence, shore_source): (char, Cow<'static, str>) = if stretch > COARSE_M {
        ('M', format!("{COAST}; drawn straight for {:.0} km here", stretch / 1000.0).into())
    } else {
        ('H', COAST.into())
    };
    let mut facts = vec![
        number("distance to the shore", text, off, "m", shore_confidence, shore_source),
        if chart.is_land(p) && chart.canal_at(p).is_none() {
            words("zone", "on land: none of the sea's".to_owned(), 'H', COAST)
        } else {
            words("zone", format!("{}{landward}{shelf}", waters.words()), if dries { 'L' } else { 'M' }, ZONES)
        },
        words("search and rescue", centre.to_owned(), 'M', REGIONS),
    ];
    if let Some((bank, off)) = chart
        .banks()
        .iter()
        .map(|b| (b, b.distance_m(p)))
        .filter(|(_, off)| *off < 2.0 * NAUTICAL_MILE_M)
        .min_by(|a, b| a.1.total_cmp(&b.1))
    {
        let known = match (&library.own_depth, bank.in_grid) {
            (Some(_), _) if library.sea.depths.is_own(p) => "in the depths as far as your grid has it",
            (_, true) => "in the depths",
            (_, false) => "not in the depths: they are too great there",
        };
        let text = format!("{}, about {:.1} nm off; {known}", bank.name, off / NAUTICAL_MILE_M);
        facts.push(words("bank nearby", text, 'L', "`assets/chart/banks.csv`, general knowledge, ± 2 km"));
    }
    if let Some(lane) = chart.lane_at(p) {
        let flow = lane.flow_at(p).deg();
        let name = lane.name().map_or_else(String::new, |n| format!(" ({n})"));
        let text = format!("in a lane{name}: ships go to {flow:03.0}°");
        facts.push(number("traffic lane", text, flow, "deg", 'H', LANES));
    } else if let Some((off, flow)) = chart
        .traffic_routes()
        .iter()
        .map(|r| {
            let (along, off) = r.nearest(p);
            (off, r.at(along, 0.0).1.bearing().deg())
        })
        .min_by(|a, b| a.0.total_cmp(&b.0))
    {
        let text = format!(
            "in none; {:.1} nm off the middle of the nearest, where ships go to {flow:03.0}°",
            off / NAUTICAL_MILE_M
        );
        facts.push(number("traffic lane", text, off / NAUTICAL_MILE_M, "nm", 'H', LANES));
    }
    facts
}

/// An elevation without a sign.
fn high(deg: f64) -> String {
    format!("{}° {} the horizon", format::fixed(deg.abs(), 1), if deg < 0.0 { "below" } else { "above" })
}

/// Sun, twilight, Moon.
fn sky(place: LatLon, t: Instant) -> Vec<Fact> {
    let sun = light::sun_elevation(place, t);
    let m = moon(place, t);
    let class = match Light::from_elevation(sun) {
        Light::Day => "day",
        Light::CivilTwilight => "civil twilight",
        Light::NauticalTwilight => "nautical twilight",
        Light::Night => "night",
    };
    let day = light::day(place, t);
    let clock = |x: Option<Instant>| x.map_or_else(|| "none".to_owned(), Instant::clock);
    let pair = |(a, b): (Option<Instant>, Option<Instant>)| format!("{} and {} UTC", clock(a), clock(b));
    vec![
        number("Sun", format!("{}, {class}", high(sun.deg())), sun.deg(), "deg", 'H', SUN),
        words("sunrise and sunset", pair(day.sun), 'H', SUN),
        words("civil twilight", pair(day.civil), 'H', SUN),
        words("nautical twilight", pair(day.nautical), 'H', SUN),
        number("Moon", high(m.elevation.deg()), m.elevation.deg(), "deg", 'H', MOON),
        number("Moon's phase", format!("{}, {:.0} % lit", m.phase(), 100.0 * m.lit), 100.0 * m.lit, "%", 'H', MOON),
    ]
}
