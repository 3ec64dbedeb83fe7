//! Can a user bring weather of their own? Constant, a table, or the climate; surge stated or drawn; bad ones refused.

mod common;

use common::{Scratch, run};
use std::path::Path;

const ONE_BOAT: &str = include_str!("../scenarios/one_taxi_boat.scenario.ron");

/// The shipped scenario of one boat with another weather, and without temperatures if `bare`.
fn with_weather(folder: &Path, weather: &str, bare: bool) -> String {
    let from = ONE_BOAT.find("    weather: [").expect("it states its weather");
    let to = from + ONE_BOAT[from..].find("    ],\n").expect("the list ends") + "    ],\n".len();
    let mut text = format!("{}    weather: {weather},\n{}", &ONE_BOAT[..from], &ONE_BOAT[to..]);
    if bare {
        let kept: Vec<&str> =
            text.lines().filter(|l| !l.contains("_temperature_c") && !l.contains("weather_sigma")).collect();
        text = kept.join("\n");
    }
    let path = folder.join("mine.scenario.ron");
    std::fs::write(&path, text).expect("written");
    path.to_str().expect("a path").to_owned()
}

fn table(folder: &Path, heading: &str, rows: &str) {
    std::fs::write(folder.join("series.csv"), format!("{heading}\n{rows}")).expect("written");
}

const HEADING: &str =
    "time_utc,wind_speed [m/s],wind_from [deg],wave_height [m],visibility [km],sea_temperature [C],air_temperature [C]";
/// Covers 2025-07-09T20:00Z to 2025-07-10T20:00Z every six hours.
const ROWS: &str = "2025-07-09T20:00Z,4,240,0.4,15,17,16\n2025-07-10T02:00Z,5,250,0.5,15,17,16\n\
                    2025-07-10T08:00Z,5,250,0.5,15,17,16\n2025-07-10T14:00Z,4,230,0.3,15,17,16\n\
                    2025-07-10T20:00Z,4,230,0.3,15,17,16\n";

#[test]
fn constant_table_and_climate_are_taken() {
    let scratch = Scratch::new("weather_taken");
    table(scratch.path(), HEADING, ROWS);
    for (weather, bare) in [
        ("Constant(wind_kn: 7, wind_from_deg: 220, wave_height_m: 0.4, visibility_nm: 8)", false),
        ("Csv(\"series.csv\")", true),
        ("Climate", true),
    ] {
        let file = with_weather(scratch.path(), weather, bare);
        let (code, out, err) = run(&["check", &file]);
        assert_eq!(code, 0, "{weather}: {out}{err}");
        let (code, out, err) = run(&["run", &file, "--night", "3"]);
        assert_eq!(code, 0, "{weather}: {err}");
        // The table is an input: its digest belongs to the result.
        assert!(!weather.starts_with("Csv") || out.contains("series.csv"), "{out}");
    }
}

#[test]
fn what_is_wrong_with_a_table_is_told_with_its_line() {
    let scratch = Scratch::new("weather_wrong");
    let file = with_weather(scratch.path(), "Csv(\"series.csv\")", true);
    let refused = |part: &str| {
        let (code, out, err) = run(&["check", &file]);
        let all = out + &err;
        assert!(code == 2 && all.contains(part) && !all.contains("panicked"), "{part} not in\n{all}");
    };
    refused("series.csv");
    table(scratch.path(), &HEADING.replace("wind_speed [m/s]", "wind_speed"), ROWS);
    refused("`wind_speed [kn]`");
    table(scratch.path(), HEADING, &ROWS.replace("250,0.5", "250,rough"));
    refused("line 3: wave_height is `rough`");
    table(scratch.path(), HEADING, &ROWS[..ROWS.find("2025-07-10T14").unwrap()]);
    refused("expected the whole night");
    table(scratch.path(), HEADING, &ROWS.replace("2025-07-10T08:00Z,5,250,0.5,15,17,16\n", ""));
    refused("12.0 h without a row");
    std::fs::write(scratch.path().join("series.csv"), [0xff, 0xfe, 0x00]).unwrap();
    refused("not UTF-8");
}

#[test]
fn what_a_series_leaves_open_is_refused_in_a_table_and_told_of_moments() {
    let scratch = Scratch::new("weather_ends");
    let file = with_weather(scratch.path(), "Csv(\"series.csv\")", true);
    table(scratch.path(), &(HEADING.to_owned() + ",wind_speed [kn]"), ROWS);
    let (code, out, err) = run(&["check", &file]);
    assert!(code == 2 && (out.clone() + &err).contains("wind_speed stands twice"), "{out}{err}");
    table(scratch.path(), HEADING, &ROWS.replacen("0.5,15,17,16", "0.5,15,,16", 1));
    let (code, out, err) = run(&["check", &file]);
    assert!(code == 0 && (out.clone() + &err).contains("sea_temperature is blank in"), "{out}{err}");
    // The night is 2025-07-09T22:00Z to 2025-07-10T10:00Z.
    let moment =
        |at: &str| format!("(at: \"{at}\", wind_kn: 6, wind_from_deg: 40, wave_height_m: 0.3, visibility_nm: 10)");
    let list = |times: &[&str]| format!("[{}]", times.iter().map(|t| moment(t)).collect::<Vec<_>>().join(", "));
    for (times, parts) in [
        (&["2025-07-10T00:00Z", "2025-07-10T06:00Z"][..], &["the first 2.0 h", "the last 4.0 h"][..]),
        // Less than an hour is told as well, as of a table.
        (&["2025-07-09T22:45Z", "2025-07-10T04:00Z", "2025-07-10T09:00Z"], &["the first 0.8 h", "the last 1.0 h"]),
        (&["2025-07-09T22:00Z", "2025-07-10T04:00Z", "2025-07-10T10:00Z"], &[]),
        (&["2025-07-09T22:00Z"], &[]),
    ] {
        let file = with_weather(scratch.path(), &list(times), false);
        let (code, out, err) = run(&["check", &file]);
        let all = out + &err;
        assert!(code == 0 && parts.iter().all(|p| all.contains(p)), "{times:?}: {all}");
        assert_eq!(all.contains("nothing is said"), !parts.is_empty(), "{times:?}: {all}");
    }
}

/// A list is held to the same measure of a gap as a table, and warned where the table is refused.
#[test]
fn a_gap_between_stated_moments_is_told_with_its_hours() {
    let scratch = Scratch::new("weather_gap");
    let moment =
        |at: &str| format!("(at: \"{at}\", wind_kn: 6, wind_from_deg: 40, wave_height_m: 0.3, visibility_nm: 10)");
    for (times, part) in [
        (&["2025-07-09T12:00Z", "2025-07-10T18:00Z"][..], Some("30.0 h")),
        (&["2025-07-09T22:00Z", "2025-07-10T05:00Z", "2025-07-10T10:00Z"], Some("7.0 h")),
        (
            &["2025-07-09T22:00Z", "2025-07-10T00:00Z", "2025-07-10T02:00Z", "2025-07-10T06:00Z", "2025-07-10T10:00Z"],
            None,
        ),
        // Before the night and after it gaps do not matter.
        (
            &["2025-07-08T22:00Z", "2025-07-09T22:00Z", "2025-07-10T04:00Z", "2025-07-10T10:00Z", "2025-07-11T10:00Z"],
            None,
        ),
    ] {
        let list = format!("[{}]", times.iter().map(|t| moment(t)).collect::<Vec<_>>().join(", "));
        let (code, out, err) = run(&["check", &with_weather(scratch.path(), &list, false)]);
        let all = out + &err;
        assert_eq!(code, 0, "{all}");
        assert_eq!(all.contains("without a moment after"), part.is_some(), "{times:?}: {all}");
        assert!(part.is_none_or(|p| all.contains(p)), "{times:?}: {all}");
    }
}

#[test]
fn waves_left_to_the_wind_are_told_in_every_kind() {
    let scratch = Scratch::new("weather_grown");
    table(scratch.path(), &HEADING.replace(",wave_height [m]", ""), &{
        let rows = ROWS.lines().map(|l| {
            let mut cells: Vec<&str> = l.split(',').collect();
            cells.remove(3);
            cells.join(",") + "\n"
        });
        rows.collect::<String>()
    });
    for (weather, bare) in [
        ("Constant(wind_kn: 7, wind_from_deg: 220, visibility_nm: 8)", false),
        ("[(at: \"2025-07-09T22:00Z\", wind_kn: 6, wind_from_deg: 40, visibility_nm: 10)]", false),
        ("Csv(\"series.csv\")", true),
    ] {
        let (code, out, err) = run(&["check", &with_weather(scratch.path(), weather, bare)]);
        let all = out + &err;
        assert!(code == 0 && all.contains("no wave heights are given: waves are worked out"), "{weather}: {all}");
    }
}

#[test]
fn a_night_of_the_climate_tells_its_weather_and_why_nobody_set_out() {
    for more in [&[][..], &["--events"]] {
        let (mut tried, mut left) = (0, 0);
        for night in 0..6 {
            let night = night.to_string();
            let (code, out, err) = run(&[&["run", "october_night", "--night", night.as_str()], more].concat());
            assert_eq!(code, 0, "{err}");
            for part in ["8 Oct 03:00", "8 Oct 06:00", "8 Oct 12:00", "forecast at the start", "% of nights"] {
                assert!(out.contains(part), "{part} not in\n{out}");
            }
            tried += u32::from(out.contains("Crossings were tried"));
            left += u32::from(out.contains("Crossings were not tried"));
        }
        assert!(tried + left == 6 && left > 0, "{tried} tried, {left} not");
    }
    let (_, out, _) = run(&["run", "one_taxi_boat"]);
    assert!(!out.contains("Weather of the night"), "a stated weather stands in the scenario");
}

#[test]
fn a_climate_cannot_be_spread_again_and_unknown_kinds_are_refused() {
    let scratch = Scratch::new("weather_kinds");
    for (weather, bare, part) in [
        ("Climate(july)", true, "without parentheses"),
        ("Climat", true, "did you mean `Climate`?"),
        ("Constant(wind_kn: 7)", false, "wind_from_deg"),
        ("Constant(wind_kn: 7, wind_from_deg: 220, wave_height_m: 99, visibility_nm: 8)", false, "99 is out of bounds"),
        ("\"calm\"", false, "Constant"),
        ("Csv(\"../../nowhere.csv\")", true, "could not be read"),
        ("Csv(\"\")", true, "`Csv` names no file"),
    ] {
        let file = with_weather(scratch.path(), weather, bare);
        let (code, out, err) = run(&["check", &file]);
        let all = out + &err;
        assert!(code == 2 && all.contains(part) && !all.contains("panicked"), "{weather}: {part} not in\n{all}");
    }
    // A stated weather needs its temperatures.
    let file = with_weather(
        scratch.path(),
        "Constant(wind_kn: 7, wind_from_deg: 220, wave_height_m: 0.4, visibility_nm: 8)",
        true,
    );
    let (code, out, err) = run(&["check", &file]);
    assert!(code == 2 && (out + &err).contains("sea_temperature_c"));
}

#[test]
fn surge_is_drawn_stated_or_none() {
    let scratch = Scratch::new("surge");
    for (surge, code, part) in [
        ("None", 0, ""),
        ("Fixed(0.8)", 0, ""),
        ("Drawn", 0, ""),
        ("Fixed(9)", 2, "expected"),
        ("Fixed", 2, "Fixed(metres)"),
        ("Drwn", 2, "did you mean `Drawn`?"),
        ("0.3", 2, "Fixed(metres)"),
    ] {
        let weather = format!(
            "Constant(wind_kn: 7, wind_from_deg: 220, wave_height_m: 0.4, visibility_nm: 8),\n    surge: {surge}"
        );
        let file = with_weather(scratch.path(), &weather, false);
        let (got, out, err) = run(&["check", &file]);
        assert!(got == code && (out.clone() + &err).contains(part), "{surge}: {out}{err}");
    }
}

/// On a night of generated weather nobody tries if the forecast is bad; and both doctrines meet the same sea.
#[test]
fn in_october_most_nights_nobody_tries() {
    let (code, out, err) = run(&["compare", "october_night", "--nights", "40", "--workers", "1"]);
    assert_eq!(code, 0, "{err}");
    let line = out.lines().find(|l| l.starts_with("Boats that set out")).expect("the metric");
    let mean: f64 = line.split_whitespace().nth(5).and_then(|x| x.parse().ok()).expect("a number");
    assert!((0.5..9.0).contains(&mean), "{line}");
}
