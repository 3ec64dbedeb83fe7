//! Where and when? Places and times as they are typed, and what lies outside what is covered.
//!
//! Nothing is pulled back into the area or the years without a word: a place off the chart and a year in which the
//! constants mean nothing are refused; what lies a little beyond what is stated is marked as extrapolated.

use super::library::{Library, Trouble};
use crate::environment::tide::Station;
use crate::environment::{AREA_MAX, AREA_MIN, SampleClock};
use crate::geo::places::Place;
use crate::geo::{LatLon, to_lat_lon, to_plane};
use crate::reading::nearest;
use crate::units::{Instant, Vec2, maths};

/// First and last year for which the sea is meant to hold: the constants are fitted to gauges of up to 2025, and
/// the nodal corrections, mean level and seasons are checked in these years.
pub const YEARS: (i16, i16) = (2018, 2035);

/// The edges of the sea as they are stated (docs/sea.md): south, north, west and east, degrees. The grids are laid out on a rectangle
/// of the plane that reaches some kilometres farther, and not everywhere alike.
const EDGES: [f64; 4] = [50.2, 51.5, 0.7, 2.8];

/// A place as it was named: what the tide tables and the chart have of it.
pub struct Named<'a> {
    /// A gauge of this name.
    pub gauge: Option<&'a Station>,
    /// A port or launch site of this name.
    pub chart: Option<&'a Place>,
    /// Where it is: afloat off the port or launch site, else at the gauge, else as typed.
    pub position: LatLon,
}

/// The place meant by the name of a tide station, port or launch site, or by latitude,longitude.
///
/// # Errors
/// If there is none, with the nearest name.
pub fn named<'a>(library: &'a Library, name: &str) -> Result<Named<'a>, Trouble> {
    let stations = library.sea.stations.list();
    let places = || library.chart.ports().iter().chain(library.chart.launch_sites());
    let wanted = name.trim().to_lowercase();
    // Short names first: a gauge's long name may be another's short one.
    let by_slug = stations.iter().find(|s| s.slug == wanted);
    let gauge = by_slug.or_else(|| stations.iter().find(|s| s.name.to_lowercase() == wanted));
    let chart = places().find(|p| p.id == wanted).or_else(|| places().find(|p| p.name.to_lowercase() == wanted));
    let afloat = chart.map(|p| to_lat_lon(p.water_point)).or(gauge.map(|g| g.position));
    if let Some(position) = afloat {
        return Ok(Named { gauge, chart, position });
    }
    if name.contains(',') || !name.contains(char::is_alphabetic) {
        let position = lat_lon(name).map_err(Trouble::one)?;
        on_the_chart(position).map_err(Trouble::one)?;
        return Ok(Named { gauge: None, chart: None, position });
    }
    let known = stations.iter().map(|s| s.slug.as_str()).chain(places().map(|p| p.id.as_str()));
    let hint = if let Some(near) = by_english_name(&wanted).or_else(|| nearest(&wanted, known)) {
        format!("did you mean `{near}`?")
    } else {
        let slugs: Vec<&str> = stations.iter().map(|s| s.slug.as_str()).collect();
        format!("stations are {}; ports, launch sites and latitude,longitude serve as well", slugs.join(", "))
    };
    Err(Trouble::one(format!("no place `{name}`: {hint}")))
}

/// Reads `51.02,2.05`: latitude and longitude in degrees, north and east positive.
pub fn lat_lon(text: &str) -> Result<LatLon, String> {
    let [lat, lon] =
        pair(text).map_err(|_| format!("`{text}` is not a place; write latitude,longitude like 51.02,2.05"))?;
    if !(-90.0..=90.0).contains(&lat) || !(-180.0..=180.0).contains(&lon) {
        return Err(format!("`{text}` is not on the globe; latitude is -90 to 90, longitude -180 to 180"));
    }
    Ok(LatLon::new(lat, lon))
}

/// Reads two finite numbers with a comma between.
pub fn pair(text: &str) -> Result<[f64; 2], String> {
    let numbers: Vec<f64> =
        text.split(',').filter_map(|p| p.trim().parse().ok()).filter(|x: &f64| x.is_finite()).collect();
    match numbers[..] {
        [a, b] if text.split(',').count() == 2 => Ok([a, b]),
        _ => Err(format!("`{text}` is not two numbers; write them with a comma between, like 0.5,-1.2")),
    }
}

/// Reads `2026-03-20T05:00Z`, or a day alone for its midnight, which is then told.
pub fn moment(text: &str) -> Result<(Instant, Option<&'static str>), String> {
    const ASSUMED: &str = "no time of day is given: 00:00 UTC is taken";
    // Without a time of day it is a date, and what is wrong with it is wrong with the date.
    if text.contains(['T', 't', ':']) || !text.starts_with(|c: char| c.is_ascii_digit()) {
        let t = Instant::parse(text)?;
        in_sound_years(t.year()).map(|()| (t, None))
    } else {
        date(text).map(|t| (t, Some(ASSUMED)))
    }
}

/// Reads `2026-03-20` as the midnight that begins it.
pub fn date(text: &str) -> Result<Instant, String> {
    let wrong = || format!("`{text}` is not a date; write it like 2026-03-20");
    if let Some((day, _)) = text.split_once('T')
        && Instant::parse(text).is_ok()
    {
        return Err(format!("`{text}` is a moment, and a whole day is asked for here; write {day}"));
    }
    let parts: Vec<&str> = text.split('-').collect();
    let [y, m, d] = parts[..] else { return Err(wrong()) };
    let number = |s: &str, digits: usize| if s.len() == digits { s.parse::<i16>().ok() } else { None };
    match (number(y, 4), number(m, 2), number(d, 2)) {
        (Some(y), Some(m @ 1..=12), Some(d @ 1..=31)) => {
            in_sound_years(y)?;
            #[expect(clippy::cast_possible_truncation, reason = "held to months and days")]
            Instant::from_civil_date(y, m as i8, d as i8).map_err(|_| wrong())
        }
        _ => Err(wrong()),
    }
}

/// Refuses years in which the tide of our constants says nothing: the sea level has changed by decimetres, and the
/// constants with it.
fn in_sound_years(year: i16) -> Result<(), String> {
    let years = SampleClock::YEARS;
    if years.contains(&year) {
        return Ok(());
    }
    Err(format!(
        "the year {year} is too far from the gauges' records for their constants; expected {} to {} (checked from {} to {})",
        years.start(),
        years.end(),
        YEARS.0,
        YEARS.1
    ))
}

/// Why a moment lies outside the years covered, if it does.
#[must_use]
pub fn outside_years(t: Instant) -> Option<String> {
    let (first, last) = YEARS;
    (!(first..=last).contains(&t.year()))
        .then(|| format!("{} lies outside {first} to {last}: extrapolated, and not checked there", t.year()))
}

/// Why a place lies a little beyond the stated edges, if it does.
#[must_use]
pub fn beyond_edges(place: LatLon) -> Option<String> {
    let [south, north, west, east] = EDGES;
    (!(south..=north).contains(&place.lat) || !(west..=east).contains(&place.lon)).then(|| {
        format!(
            "{:.3},{:.3} lies beyond {south} to {north} N and {west} to {east} E: extrapolated, and not checked there",
            place.lat, place.lon
        )
    })
}

/// Degrees to six decimals, some 10 cm: more are no knowledge.
#[must_use]
pub fn rounded(degrees: f64) -> f64 {
    maths::round(degrees * 1e6) / 1e6
}

/// As far from the water's edge as land still counts as its beach, metres.
pub const BEACH_M: f64 = 500.0;

/// Why a place has no sea, if it is land and no beach.
#[must_use]
pub fn inland(library: &Library, place: LatLon) -> Option<String> {
    let (chart, p) = (&library.chart, to_plane(place));
    let off = -chart.shore_distance_m(p);
    (chart.is_land(p) && chart.canal_at(p).is_none() && off > BEACH_M)
        .then(|| format!("this place is land, {:.1} km from the sea", off / 1000.0))
}

/// Several doubts in one line, if there are any.
#[must_use]
pub fn doubts<const N: usize>(all: [Option<String>; N]) -> Option<String> {
    let told: Vec<String> = all.into_iter().flatten().collect();
    (!told.is_empty()).then(|| told.join("; "))
}

/// Does this position of the plane lie in the area of the sea?
pub fn in_area(p: Vec2) -> bool {
    (AREA_MIN.x..=AREA_MAX.x).contains(&p.x) && (AREA_MIN.y..=AREA_MAX.y).contains(&p.y)
}

/// Refuses a place off the area of the sea.
pub fn on_the_chart(place: LatLon) -> Result<(), String> {
    if in_area(to_plane(place)) {
        return Ok(());
    }
    let [south, north, west, east] = EDGES;
    Err(format!(
        "{:.3},{:.3} lies off the chart; expected a place from {south} to {north} N and {west} to {east} E{}",
        place.lat,
        place.lon,
        swapped(place).map_or_else(String::new, |hint| format!("; {hint}"))
    ))
}

/// For a place off the chart that lies on it with its numbers exchanged: what was probably meant.
pub fn swapped(place: LatLon) -> Option<String> {
    let on = |p: LatLon| in_area(to_plane(p));
    let other = LatLon::new(place.lon, place.lat);
    (!on(place) && (-89.0..=89.0).contains(&other.lat) && on(other))
        .then(|| format!("latitude comes first: did you mean {},{}?", other.lat, other.lon))
}

/// What English calls a place that the chart or the tide tables name in its own language.
const ENGLISH: [(&str, &str); 5] = [
    ("dunkirk", "dunkerque"),
    ("flushing", "vlissingen"),
    ("ostend", "oostende"),
    ("havre", "le_havre"),
    ("nieuport", "nieuwpoort"),
];

/// The id of a place that is asked for by its English name.
pub fn by_english_name(name: &str) -> Option<&'static str> {
    let wanted = name.trim().to_lowercase();
    ENGLISH.iter().find(|(english, _)| *english == wanted).map(|(_, id)| *id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_times_are_read_and_nonsense_is_refused() {
        assert_eq!(lat_lon("51.02, 2.05").map(|p| (p.lat, p.lon)), Ok((51.02, 2.05)));
        for bad in ["", "51", "51,2,3", "north,2", "NaN,2", "99,2", "51;2"] {
            assert!(lat_lon(bad).is_err(), "{bad}");
        }
        let (midnight, assumed) = moment("2026-03-20").unwrap();
        assert_eq!((midnight, None), moment("2026-03-20T00:00Z").unwrap());
        assert!(assumed.is_some_and(|a| a.contains("00:00 UTC")));
        for bad in ["2026-02-30", "2026-13-01", "20-03-2026", "2026-3-1", "today", "2026-03-20T05:00"] {
            assert!(moment(bad).is_err(), "{bad}");
        }
        for (bad, part) in [
            ("2026-03-20T00:00Z", "write 2026-03-20"),
            ("9999-12-31", "expected 1990 to 2050"),
            ("1800-06-01", "expected 1990 to 2050"),
            ("1989-12-31", "expected 1990 to 2050"),
            ("2026-02-30", "is not a date; write"),
        ] {
            assert!(date(bad).is_err_and(|e| e.contains(part)), "{bad}: {:?}", date(bad));
        }
        assert!(moment("2500-12-30T12:00Z").is_err_and(|e| e.contains("the year 2500 is too far")));
        assert!(date("1990-01-01").is_ok() && date("2050-12-31").is_ok());
        assert_eq!(pair("-0.5,1e-1"), Ok([-0.5, 0.1]));
        assert!(pair("inf,0").is_err());
    }

    #[test]
    fn what_lies_outside_is_said() {
        assert!(outside_years(date("2017-12-31").unwrap()).is_some_and(|w| w.contains("extrapolated")));
        assert_eq!(outside_years(date("2035-12-31").unwrap()), None);
        assert!(on_the_chart(LatLon::new(51.0, 1.8)).is_ok());
        assert!(on_the_chart(LatLon::new(48.4, -4.5)).is_err_and(|w| w.contains("off the chart")));
        assert!(on_the_chart(LatLon::new(2.05, 51.02)).is_err_and(|w| w.contains("did you mean 51.02,2.05?")));
        assert_eq!(swapped(LatLon::new(48.4, -4.5)), None);
        // Between the stated edges and those of the grids: marked.
        let beyond = LatLon::new(51.53, 2.0);
        assert!(on_the_chart(beyond).is_ok() && beyond_edges(beyond).is_some_and(|w| w.contains("50.2 to 51.5 N")));
        for [lat, lon] in [[50.2, 0.7], [51.5, 0.7], [51.5, 2.8], [50.9, 1.4]] {
            let p = LatLon::new(lat, lon);
            assert!(beyond_edges(p).is_none() && on_the_chart(p).is_ok(), "{p:?}");
        }
    }
}
