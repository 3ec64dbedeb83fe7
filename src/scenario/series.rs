//! What does a user's own weather series say? A table of comma-separated values with units in its heading.
//!
//! One row a moment, in order of time; each column names its unit in brackets: `wind_speed [kn]`. All
//! problems are told at once, each with its line. Gaps are told: a short one is bridged by straight lines, as
//! between any two rows; one longer than six hours within the night is refused, since weather changes in that
//! time. Left out: other time zones than UTC, and columns that the model does not use.

use core::ops::RangeInclusive;

use super::WeatherKnot;
use crate::environment::growth;
use crate::parameters::Parameters;
use crate::units::{Angle, Instant, KNOT_MPS, Speed};

/// The longest gap within the night that is bridged, hours.
const LONGEST_GAP_H: f64 = 6.0;
/// A gap of more than this many times the usual interval is told.
const TOLD_FROM: f64 = 1.5;
/// How far the series may begin after the night does, or end before it, hours: one row of an hourly series. Beyond
/// that a table is refused.
const SLACK_H: f64 = 1.0;

/// Bounds of what a weather says, stated or in a table: knots of wind.
pub(super) const WIND_KN: RangeInclusive<f64> = 0.0..=80.0;
/// Degrees of a compass.
pub(super) const FROM_DEG: RangeInclusive<f64> = 0.0..=360.0;
/// Metres of wave height.
pub(super) const WAVES_M: RangeInclusive<f64> = 0.0..=12.0;
/// Nautical miles of visibility: below the 100 km beyond which the air itself hides things.
pub(super) const VISIBILITY_NM: RangeInclusive<f64> = 0.01..=50.0;
/// Degrees Celsius of the sea.
pub(super) const SEA_C: RangeInclusive<f64> = -2.0..=30.0;
/// Degrees Celsius of the air.
pub(super) const AIR_C: RangeInclusive<f64> = -20.0..=45.0;

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
    bounds: RangeInclusive<f64>,
    needed: bool,
}

const COLUMNS: [Column; 6] = [
    Column { name: "wind_speed", units: &[("kn", 1.0), ("m/s", 1.0 / KNOT_MPS)], bounds: WIND_KN, needed: true },
    Column { name: "wind_from", units: &[("deg", 1.0)], bounds: FROM_DEG, needed: true },
    // A table without it has its waves worked out from the wind; a table with it has them in every row.
    Column { name: "wave_height", units: &[("m", 1.0), ("cm", 0.01)], bounds: WAVES_M, needed: true },
    Column {
        name: "visibility",
        units: &[("nm", 1.0), ("km", 1.0 / 1.852), ("m", 1.0 / 1852.0)],
        bounds: VISIBILITY_NM,
        needed: true,
    },
    Column { name: "sea_temperature", units: &[("C", 1.0)], bounds: SEA_C, needed: false },
    Column { name: "air_temperature", units: &[("C", 1.0)], bounds: AIR_C, needed: false },
];
const TIME: &str = "time_utc";
/// Place of the waves among the columns.
const WAVES: usize = 2;

/// What is told of a weather that leaves its waves to the wind.
pub(super) const WAVES_GROWN: &str =
    "no wave heights are given: waves are worked out from the wind by fetch, duration and depth";

/// What a heading should look like.
const EXAMPLE: &str = "time_utc,wind_speed [kn],wind_from [deg],wave_height [m],visibility [nm]";

/// Reads a series and holds it against the night (first and last moment). `p` says how waves grow with the wind, for a
/// table that gives none.
///
/// # Errors
/// All problems, a line each, with the line of the table.
pub fn read(text: &str, night: (Instant, Instant), p: &Parameters) -> Result<Series, Vec<String>> {
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
            let Column { name, bounds, needed, .. } = &COLUMNS[k];
            match text.parse::<f64>().map(|x| x * factor) {
                // A temperature may be missing now and then: the night has one of each, their mean.
                Err(_) if text.is_empty() && !needed => {}
                Err(_) if text.is_empty() => problems.push(format!(
                    "line {line}: {name} is blank; expected a number (leave out a row that is not known: gaps are \
                     bridged; temperatures alone may be blank)"
                )),
                Err(_) => problems.push(format!("line {line}: {name} is `{text}`; expected a number")),
                Ok(x) if bounds.contains(&x) => values[k] = Some(x),
                Ok(x) => problems.push(format!(
                    "line {line}: {name} is {x:.2} in our unit; expected {} to {}",
                    bounds.start(),
                    bounds.end()
                )),
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
    let mut mean = |k: usize| {
        let inside = || rows.iter().filter(|r| r.1 >= night.0 && r.1 <= night.1);
        let of: Vec<f64> = inside().filter_map(|r| r.2[k]).collect();
        if !of.is_empty() && of.len() < inside().count() {
            warnings.push(format!(
                "{} is blank in {} of the night's {} rows; the mean of the others holds",
                COLUMNS[k].name,
                inside().count() - of.len(),
                inside().count()
            ));
        }
        (!of.is_empty()).then(|| of.iter().sum::<f64>() / of.len() as f64)
    };
    let (sea_c, air_c) = (mean(4), mean(5));
    let mut knots: Vec<WeatherKnot> = rows
        .iter()
        .filter_map(|(_, at, v)| {
            Some(WeatherKnot {
                at: *at,
                wind_kn: v[0]?,
                wind_from_deg: v[1]?,
                wave_height_m: v[2].unwrap_or(0.0),
                visibility_nm: v[3]?,
            })
        })
        .collect();
    if columns.values[WAVES].is_none() {
        grow_waves(&mut knots, p);
        warnings.push(WAVES_GROWN.to_owned());
    }
    Ok(Series { knots, sea_c, air_c, warnings })
}

/// Gives each moment the waves that the winds so far have raised (`environment::growth`).
pub fn grow_waves(knots: &mut [WeatherKnot], p: &Parameters) {
    let Some(first) = knots.first().map(|k| k.at) else { return };
    let winds: Vec<(f64, f64, Angle)> = knots
        .iter()
        .map(|k| (k.at.since(first).h(), Speed::knots(k.wind_kn).mps(), Angle::degrees(k.wind_from_deg)))
        .collect();
    for (knot, height_m) in knots.iter_mut().zip(growth::grow(&winds, p)) {
        knot.wave_height_m = height_m.min(*WAVES_M.end());
    }
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
            if places.time.is_some() {
                problems.push(format!("line 1: `{TIME}` stands twice; keep one of them"));
            }
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
        if places.values[k].is_some() {
            problems.push(format!("line 1: `{title}`: {name} stands twice; keep one of them"));
        } else if let Some((_, factor)) = COLUMNS[k].units.iter().find(|(u, _)| *u == unit) {
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
        if column.needed
            && column.name != COLUMNS[WAVES].name
            && place.is_none()
            && !problems.iter().any(|p| p.contains(column.name))
        {
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
    // Up to one row's time may be open at either end; it is told.
    for (end, open, row) in [("beginning", first.since(night.0), "first"), ("end", night.1.since(last), "last")] {
        if open.h() > 0.0 {
            warnings.push(format!("{:.1} h at the {end} of the night are open; the {row} row holds there", open.h()));
        }
    }
    let times: Vec<Instant> = rows.iter().map(|r| r.1).collect();
    for (before, gap) in gaps(&times, night) {
        let words =
            format!("line {}: {gap:.1} h without a row after {}", rows[before + 1].0, times[before].iso_minute());
        if gap > LONGEST_GAP_H {
            problems.push(format!("{words}; expected at most {LONGEST_GAP_H} h within the night"));
        } else {
            warnings.push(format!("{words}, bridged by straight lines"));
        }
    }
}

/// The gaps within the night that are to be told: the number of the moment before each, and its hours. Gaps are what
/// is much longer than the usual interval, or longer than weather keeps.
pub(super) fn gaps(times: &[Instant], night: (Instant, Instant)) -> Vec<(usize, f64)> {
    let mut steps: Vec<f64> = times.windows(2).map(|w| w[1].since(w[0]).h()).collect();
    steps.sort_by(f64::total_cmp);
    let usual = steps.get(steps.len() / 2).copied().unwrap_or(0.0);
    (0..times.len().saturating_sub(1))
        .filter(|&i| times[i + 1] > night.0 && times[i] < night.1)
        .map(|i| (i, times[i + 1].since(times[i]).h()))
        .filter(|(_, gap)| *gap > LONGEST_GAP_H || *gap > usual * TOLD_FROM)
        .collect()
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
        let s = read(&text, night(), &Parameters::shipped_for_tests()).unwrap();
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
        let problems = read(&text, night(), &Parameters::shipped_for_tests()).unwrap_err().join("\n");
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
        let of = |heading: &str, rows: &[&str]| read(&table(heading, rows), night(), &Parameters::shipped_for_tests());
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
        let s = try_times(&["09T20:30", "10T02:00", "10T07:00"]).unwrap();
        let open: Vec<_> = s.warnings.iter().filter(|w| w.contains("row holds there")).collect();
        assert!(open.len() == 2 && open[0].starts_with("0.5 h at the beginning"), "{open:?}");
        let s =
            try_times(&["09T20:00", "09T21:00", "09T22:00", "10T02:00", "10T03:00", "10T04:00", "10T08:00"]).unwrap();
        assert_eq!(s.warnings.len(), 2, "{:?}", s.warnings);
        assert!(words(of(EXAMPLE, &[])).contains("no rows"));
        let twice = format!("{EXAMPLE},wind_speed [m/s]");
        assert!(words(of(&twice, &[])).contains("`wind_speed [m/s]`: wind_speed stands twice"));
        assert!(words(of(&format!("{EXAMPLE},time_utc"), &[])).contains("`time_utc` stands twice"));
    }

    #[test]
    fn a_blank_temperature_is_missing_and_a_blank_wind_is_refused() {
        let heading = format!("{EXAMPLE},sea_temperature [C]");
        let rows =
            ["2025-07-09T20:00Z,5,240,0.4,9,17", "2025-07-10T02:00Z,5,240,0.4,9,", "2025-07-10T08:00Z,5,240,0.4,9,19"];
        let s = read(&table(&heading, &rows), night(), &Parameters::shipped_for_tests()).unwrap();
        assert_eq!(s.sea_c, Some(18.0));
        assert!(s.warnings.iter().any(|w| w.contains("blank in 1 of the night's 3 rows")), "{:?}", s.warnings);
        let none = rows.map(|r| r[..=r.rfind(',').unwrap()].to_owned());
        let s = read(&table(&heading, &none.each_ref().map(String::as_str)), night(), &Parameters::shipped_for_tests())
            .unwrap();
        assert_eq!((s.sea_c, s.warnings.len()), (None, 0));
        let problems =
            read(&table(&heading, &[&rows[0].replace(",5,", ",,")]), night(), &Parameters::shipped_for_tests())
                .unwrap_err()
                .join("\n");
        assert!(problems.contains("line 2: wind_speed is blank"), "{problems}");
        let far = read(&table(&heading, &[&rows[0].replace(",9,", ",55,")]), night(), &Parameters::shipped_for_tests())
            .unwrap_err()
            .join("\n");
        assert!(far.contains("visibility is 55.00 in our unit; expected 0.01 to 50"), "{far}");
    }

    #[test]
    fn a_table_of_wind_alone_has_its_waves_worked_out_and_says_so() {
        let rows: Vec<String> =
            (0..=24).map(|h| format!("2025-07-{:02}T{:02}:00Z,8,225,9", 9 + (20 + h) / 24, (20 + h) % 24)).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let s = read(
            &table("time_utc,wind_speed [m/s],wind_from [deg],visibility [nm]", &rows),
            night(),
            &Parameters::shipped_for_tests(),
        )
        .unwrap();
        assert!(s.warnings.iter().any(|w| w.contains("worked out from the wind")));
        assert!(s.knots.windows(2).all(|w| w[1].wave_height_m >= w[0].wave_height_m));
        assert!((0.6..1.6).contains(&s.knots[24].wave_height_m), "{}", s.knots[24].wave_height_m);
    }
}
