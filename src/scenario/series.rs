//! What does a user's own weather series say? A table of comma-separated values with units in its heading.
//!
//! One row a moment, in order of time; each column names its unit in brackets: `wind_speed [kn]`. All
//! problems are told at once, each with its line. Gaps are told: a short one is bridged by straight lines, as
//! between any two rows; one longer than six hours within the night is refused, since weather changes in that
//! time. Left out: other time zones than UTC, and columns that the model does not use.

use super::WeatherKnot;
use crate::units::{Instant, KNOT_MPS};

/// The longest gap within the night that is bridged, hours.
const LONGEST_GAP_H: f64 = 6.0;
/// A gap of more than this many times the usual interval is told.
const TOLD_FROM: f64 = 1.5;
/// How far the series may begin after the night does, or end before it, hours: one row of an hourly series.
const SLACK_H: f64 = 1.0;

/// A series, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The moments.
    pub knots: Vec<WeatherKnot>,
    /// Mean temperature of the sea over the night, degrees Celsius, if the series has it.
    pub sea_c: Option<f64>,
    /// … and of the air.
    pub air_c: Option<f64>,
    /// Doubts: gaps that were bridged.
    pub warnings: Vec<String>,
}

/// What a column holds: name, units with their factors to ours, bounds in our unit, and is it needed?
struct Column {
    name: &'static str,
    units: &'static [(&'static str, f64)],
    bounds: (f64, f64),
    needed: bool,
}

/// Bounds as of a scenario's own weather.
const COLUMNS: [Column; 6] = [
    Column { name: "wind_speed", units: &[("kn", 1.0), ("m/s", 1.0 / KNOT_MPS)], bounds: (0.0, 80.0), needed: true },
    Column { name: "wind_from", units: &[("deg", 1.0)], bounds: (0.0, 360.0), needed: true },
    Column { name: "wave_height", units: &[("m", 1.0), ("cm", 0.01)], bounds: (0.0, 12.0), needed: true },
    Column {
        name: "visibility",
        units: &[("nm", 1.0), ("km", 1.0 / 1.852), ("m", 1.0 / 1852.0)],
        bounds: (0.01, 60.0),
        needed: true,
    },
    Column { name: "sea_temperature", units: &[("C", 1.0)], bounds: (-2.0, 30.0), needed: false },
    Column { name: "air_temperature", units: &[("C", 1.0)], bounds: (-20.0, 45.0), needed: false },
];
const TIME: &str = "time_utc";

/// What a heading should look like.
const EXAMPLE: &str = "time_utc,wind_speed [kn],wind_from [deg],wave_height [m],visibility [nm]";

/// Reads a series and holds it against the night (first and last moment).
///
/// # Errors
/// All problems, a line each, with the line of the table.
pub fn read(text: &str, night: (Instant, Instant)) -> Result<Series, Vec<String>> {
    let mut problems = Vec::new();
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let heading: Vec<String> = match reader.headers() {
        Ok(h) => h.iter().map(str::to_owned).collect(),
        Err(e) => return Err(vec![format!("cannot be read as a table: {e}")]),
    };
    let Some(columns) = find_columns(&heading, &mut problems) else { return Err(problems) };
    let mut rows: Vec<(u64, Instant, [Option<f64>; 6])> = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(r) => r,
            Err(e) => {
                problems.push(format!("cannot be read as a table: {e}"));
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let time = match columns.time.and_then(|i| record.get(i)).map(Instant::parse) {
            Some(Ok(t)) => Some(t),
            Some(Err(e)) => {
                problems.push(format!("line {line}: {e}"));
                None
            }
            None => None,
        };
        let mut values = [None; 6];
        for (k, place) in columns.values.iter().enumerate() {
            let Some((i, factor)) = place else { continue };
            let text = record.get(*i).unwrap_or_default();
            let (low, high) = COLUMNS[k].bounds;
            match text.parse::<f64>().map(|x| x * factor) {
                Ok(x) if (low..=high).contains(&x) => values[k] = Some(x),
                Ok(x) => problems
                    .push(format!("line {line}: {} is {x:.2} in our unit; expected {low} to {high}", COLUMNS[k].name)),
                Err(_) => problems.push(format!("line {line}: {} is `{text}`; expected a number", COLUMNS[k].name)),
            }
        }
        if let Some(t) = time {
            rows.push((line, t, values));
        }
    }
    for w in rows.windows(2) {
        if w[1].1 <= w[0].1 {
            problems.push(format!(
                "line {}: {} does not come after {}; expected order of time",
                w[1].0,
                w[1].1.iso_minute(),
                w[0].1.iso_minute()
            ));
        }
    }
    if rows.is_empty() && problems.is_empty() {
        problems.push("it has no rows; expected one for each moment".to_owned());
    }
    let mut warnings = Vec::new();
    if problems.is_empty() {
        cover(&rows.iter().map(|r| (r.0, r.1)).collect::<Vec<_>>(), night, &mut problems, &mut warnings);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mean = |k: usize| {
        let of: Vec<f64> = rows.iter().filter(|r| r.1 >= night.0 && r.1 <= night.1).filter_map(|r| r.2[k]).collect();
        (!of.is_empty()).then(|| of.iter().sum::<f64>() / of.len() as f64)
    };
    let knots = rows
        .iter()
        .filter_map(|(_, at, v)| {
            Some(WeatherKnot {
                at: *at,
                wind_kn: v[0]?,
                wind_from_deg: v[1]?,
                wave_height_m: v[2]?,
                visibility_nm: v[3]?,
            })
        })
        .collect();
    Ok(Series { knots, sea_c: mean(4), air_c: mean(5), warnings })
}

/// Where the columns are: the time's place, and for each known column its place and factor.
struct Places {
    time: Option<usize>,
    values: [Option<(usize, f64)>; 6],
}

fn find_columns(heading: &[String], problems: &mut Vec<String>) -> Option<Places> {
    let mut places = Places { time: None, values: [None; 6] };
    for (i, title) in heading.iter().enumerate() {
        if title == TIME {
            places.time = Some(i);
            continue;
        }
        let (name, unit) = match title.split_once('[') {
            Some((n, u)) => (n.trim(), u.trim_end_matches(']').trim()),
            None => (title.as_str(), ""),
        };
        let Some(k) = COLUMNS.iter().position(|c| c.name == name) else {
            let known: Vec<&str> = COLUMNS.iter().map(|c| c.name).chain([TIME]).collect();
            let hint = crate::reading::nearest(name, known.iter().copied())
                .map_or_else(|| format!("expected some of {}", known.join(", ")), |n| format!("did you mean `{n}`?"));
            problems.push(format!("line 1: no column `{name}` is known; {hint}"));
            continue;
        };
        if let Some((_, factor)) = COLUMNS[k].units.iter().find(|(u, _)| *u == unit) {
            places.values[k] = Some((i, *factor));
        } else {
            let units: Vec<String> = COLUMNS[k].units.iter().map(|(u, _)| format!("`{name} [{u}]`")).collect();
            problems.push(format!("line 1: `{title}`: expected the unit in brackets, {}", units.join(" or ")));
        }
    }
    if places.time.is_none() {
        problems.push(format!("line 1: no column `{TIME}`; expected a heading like {EXAMPLE}"));
    }
    for (column, place) in COLUMNS.iter().zip(&places.values) {
        if column.needed && place.is_none() && !problems.iter().any(|p| p.contains(column.name)) {
            problems.push(format!("line 1: no column `{}`; expected a heading like {EXAMPLE}", column.name));
        }
    }
    problems.is_empty().then_some(places)
}

/// Does the series cover the night, and where has it gaps?
fn cover(rows: &[(u64, Instant)], night: (Instant, Instant), problems: &mut Vec<String>, warnings: &mut Vec<String>) {
    let (first, last) = (rows[0].1, rows[rows.len() - 1].1);
    if first.since(night.0).h() > SLACK_H || night.1.since(last).h() > SLACK_H {
        problems.push(format!(
            "it runs from {} to {}; expected the whole night, {} to {}",
            first.iso_minute(),
            last.iso_minute(),
            night.0.iso_minute(),
            night.1.iso_minute()
        ));
        return;
    }
    let mut steps: Vec<f64> = rows.windows(2).map(|w| w[1].1.since(w[0].1).h()).collect();
    steps.sort_by(f64::total_cmp);
    let usual = steps.get(steps.len() / 2).copied().unwrap_or(0.0);
    for w in rows.windows(2) {
        let gap = w[1].1.since(w[0].1).h();
        if w[1].1 <= night.0 || w[0].1 >= night.1 {
            continue;
        }
        let words = format!("line {}: {gap:.1} h without a row after {}", w[1].0, w[0].1.iso_minute());
        if gap > LONGEST_GAP_H {
            problems.push(format!("{words}; expected at most {LONGEST_GAP_H} h within the night"));
        } else if gap > usual * TOLD_FROM {
            warnings.push(format!("{words}, bridged by straight lines"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn night() -> (Instant, Instant) {
        (Instant::parse("2025-07-09T20:00Z").unwrap(), Instant::parse("2025-07-10T08:00Z").unwrap())
    }

    fn table(heading: &str, rows: &[&str]) -> String {
        format!("{heading}\n{}\n", rows.join("\n"))
    }

    #[test]
    fn units_of_the_heading_are_kept() {
        let text = table(
            "time_utc,wind_speed [m/s],wind_from [deg],wave_height [cm],visibility [km],sea_temperature [C]",
            &[
                "2025-07-09T20:00Z,5,240,40,18.52,17",
                "2025-07-10T02:00Z,6,250,50,9.26,18",
                "2025-07-10T08:00Z,4,260,30,1.852,19",
            ],
        );
        let s = read(&text, night()).unwrap();
        let k = s.knots[0];
        assert!((k.wind_kn - 5.0 / KNOT_MPS).abs() < 1e-6 && (k.wave_height_m - 0.4).abs() < 1e-9);
        assert!((k.visibility_nm - 10.0).abs() < 1e-9);
        assert_eq!((s.sea_c, s.air_c, s.knots.len()), (Some(18.0), None, 3));
        assert!(s.warnings.is_empty());
    }

    #[test]
    fn all_problems_are_told_at_once_with_their_lines() {
        let text = table(
            EXAMPLE,
            &[
                "2025-07-09T20:00Z,5,240,0.4,9",
                "2025-07-09T19:00Z,x,240,0.4,9",
                "soon,5,400,0.4,9",
                "2025-07-10T08:00Z,5,240,99,9",
            ],
        );
        let problems = read(&text, night()).unwrap_err().join("\n");
        for part in [
            "line 3: wind_speed is `x`",
            "line 4: `soon` is not a time",
            "line 4: wind_from is 400",
            "line 5: wave_height",
            "line 3: 2025-07-09T19:00Z does not come after",
        ] {
            assert!(problems.contains(part), "{part} in\n{problems}");
        }
    }

    #[test]
    fn headings_gaps_and_nights_left_out_are_refused_or_told() {
        let of = |heading: &str, rows: &[&str]| read(&table(heading, rows), night());
        let words = |r: Result<Series, Vec<String>>| r.unwrap_err().join("\n");
        assert!(
            words(of("time_utc,wind_speed,wind_from [deg],wave_height [m],visibility [nm]", &[]))
                .contains("`wind_speed [kn]`")
        );
        assert!(words(of("time_utc,wind_sped [kn]", &[])).contains("did you mean `wind_speed`?"));
        assert!(words(of("when,wind_speed [kn]", &[])).contains("no column `time_utc`"));
        let row = |t: &str| format!("2025-07-{t}Z,5,240,0.4,9");
        let rows = |times: &[&str]| times.iter().map(|t| row(t)).collect::<Vec<_>>();
        let try_times = |times: &[&str]| {
            let rows = rows(times);
            of(EXAMPLE, &rows.iter().map(String::as_str).collect::<Vec<_>>())
        };
        assert!(words(try_times(&["09T20:00", "10T04:00", "10T08:00"])).contains("8.0 h without a row"));
        assert!(words(try_times(&["10T02:00", "10T08:00"])).contains("expected the whole night"));
        let s =
            try_times(&["09T20:00", "09T21:00", "09T22:00", "10T02:00", "10T03:00", "10T04:00", "10T08:00"]).unwrap();
        assert_eq!(s.warnings.len(), 2, "{:?}", s.warnings);
        assert!(words(of(EXAMPLE, &[])).contains("no rows"));
    }
}
