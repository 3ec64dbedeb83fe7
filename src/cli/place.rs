//! Where and when? Places and times as they are typed, and what lies outside what is covered.
//!
//! Nothing is pulled back into the area or the years without a word: a place off the chart is refused, a
//! date outside the years for which the sea is meant to hold is marked as extrapolated.

use crate::environment::{AREA_MAX, AREA_MIN};
use crate::geo::{LatLon, to_lat_lon, to_plane};
use crate::units::Instant;

/// First and last year for which the sea is meant to hold: the constants are fitted to gauges of up to 2025, and
/// the nodal corrections, mean level and seasons are checked in these years.
pub const YEARS: (i16, i16) = (2018, 2035);

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

/// Reads `2026-03-20T05:00Z`, or a day alone for its midnight.
pub fn moment(text: &str) -> Result<Instant, String> {
    // Without a time of day it is a date, and what is wrong with it is wrong with the date.
    if text.contains(['T', 't', ':']) || !text.starts_with(|c: char| c.is_ascii_digit()) {
        let t = Instant::parse(text)?;
        in_the_calendar(t.year()).map(|()| t)
    } else {
        date(text)
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
            in_the_calendar(y)?;
            #[expect(clippy::cast_possible_truncation, reason = "held to months and days")]
            Instant::from_civil_date(y, m as i8, d as i8).map_err(|_| wrong())
        }
        _ => Err(wrong()),
    }
}

/// Refuses the calendar's last year, whose last day has no morning after it: a day's tide needs one.
fn in_the_calendar(year: i16) -> Result<(), String> {
    const LAST: i16 = 9998;
    if year > LAST {
        return Err(format!("the year {year} is beyond the calendar; expected a year up to {LAST}"));
    }
    Ok(())
}

/// Why a moment lies outside the years covered, if it does.
#[must_use]
pub fn outside_years(t: Instant) -> Option<String> {
    let (first, last) = YEARS;
    (!(first..=last).contains(&t.year()))
        .then(|| format!("{} lies outside {first} to {last}: extrapolated, and not checked there", t.year()))
}

/// Refuses a place off the area of the sea.
pub fn on_the_chart(place: LatLon) -> Result<(), String> {
    let p = to_plane(place);
    if (AREA_MIN.x..=AREA_MAX.x).contains(&p.x) && (AREA_MIN.y..=AREA_MAX.y).contains(&p.y) {
        return Ok(());
    }
    let (a, b) = (to_lat_lon(AREA_MIN), to_lat_lon(AREA_MAX));
    Err(format!(
        "{:.3},{:.3} lies off the chart; expected a place from about {:.1} to {:.1} N and {:.1} to {:.1} E{}",
        place.lat,
        place.lon,
        a.lat,
        b.lat,
        a.lon,
        b.lon,
        swapped(place).map_or_else(String::new, |hint| format!("; {hint}"))
    ))
}

/// For a place off the chart that lies on it with its numbers exchanged: what was probably meant.
pub fn swapped(place: LatLon) -> Option<String> {
    let on = |p: LatLon| {
        let q = to_plane(p);
        (AREA_MIN.x..=AREA_MAX.x).contains(&q.x) && (AREA_MIN.y..=AREA_MAX.y).contains(&q.y)
    };
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
        assert_eq!(moment("2026-03-20").unwrap(), moment("2026-03-20T00:00Z").unwrap());
        for bad in ["2026-02-30", "2026-13-01", "20-03-2026", "2026-3-1", "today", "2026-03-20T05:00"] {
            assert!(moment(bad).is_err(), "{bad}");
        }
        for (bad, part) in [
            ("2026-03-20T00:00Z", "write 2026-03-20"),
            ("9999-12-31", "up to 9998"),
            ("2026-02-30", "is not a date; write"),
        ] {
            assert!(date(bad).is_err_and(|e| e.contains(part)), "{bad}: {:?}", date(bad));
        }
        assert!(moment("9999-12-30T12:00Z").is_err_and(|e| e.contains("9998")));
        assert_eq!(pair("-0.5,1e-1"), Ok([-0.5, 0.1]));
        assert!(pair("inf,0").is_err());
    }

    #[test]
    fn what_lies_outside_is_said() {
        assert!(outside_years(moment("2017-12-31").unwrap()).is_some_and(|w| w.contains("extrapolated")));
        assert_eq!(outside_years(moment("2035-12-31").unwrap()), None);
        assert!(on_the_chart(LatLon::new(51.0, 1.8)).is_ok());
        assert!(on_the_chart(LatLon::new(48.4, -4.5)).is_err_and(|w| w.contains("off the chart")));
        assert!(on_the_chart(LatLon::new(2.05, 51.02)).is_err_and(|w| w.contains("did you mean 51.02,2.05?")));
        assert_eq!(swapped(LatLon::new(48.4, -4.5)), None);
    }
}
