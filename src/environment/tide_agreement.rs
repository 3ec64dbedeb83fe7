//! How well do our tides agree with an independent predictor on the same constants?
//!
//! Reference rows are heights at a moment, and high and low waters (`assets/tides/reference`). Each of our
//! days is searched for its turns afresh, and each reference turn is held against the nearest of its kind, so
//! that a turn which is missing, or one too many, shows as itself and not as a large error.
//!
//! Left out: gauges. They differ by the weather and by what 50 constituents leave (see the constants' README).

use super::error::DataError;
use super::tide::{Stations, Turn, TurnKind};
use crate::units::{Duration, Instant};

const DATA: &str = "tide reference";
/// A turn farther off than this is another turn: half of the six hours between high and low water.
const SAME_TURN_S: f64 = 3.0 * 3600.0;

/// One station against the reference.
#[derive(Clone, Debug, PartialEq)]
pub struct StationAgreement {
    /// Short name of the station.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Heights compared.
    pub heights: u32,
    /// Root mean square of their differences, m.
    pub rms_m: f64,
    /// Largest difference of a height, m.
    pub worst_m: f64,
    /// High and low waters compared.
    pub turns: u32,
    /// Largest difference in the time of one, s.
    pub worst_turn_s: f64,
    /// Largest difference in the height of one, m.
    pub worst_turn_m: f64,
    /// Turns of the reference that we lack.
    pub missing: u32,
    /// Our turns, on days whose turns are all in the reference, that it lacks.
    pub extra: u32,
}

/// Compares, station by station in the order of the reference. `whole_days` says that the reference holds all turns
/// of each day it names.
///
/// # Errors
/// A row that can't be read, or a station without constants.
pub fn agreement(stations: &Stations, csv: &str, whole_days: bool) -> Result<Vec<StationAgreement>, DataError> {
    let list = stations.constituents();
    let mut out: Vec<StationAgreement> = Vec::new();
    // The day's turns: of which station and day, ours, and how many the reference has.
    let mut days: Vec<(usize, Instant, Vec<Turn>, usize)> = Vec::new();
    for (line, n) in csv.lines().zip(1..).skip(1) {
        let bad = || DataError::new(DATA, format!("line {n}: `{line}`"), "station, time, hourly, HW or LW, metres");
        let fields: Vec<&str> = line.split(',').collect();
        let [slug, time, kind, height] = fields[..] else { return Err(bad()) };
        let station = stations.get(slug)?;
        let t = Instant::parse(time).map_err(|_| bad())?;
        let height: f64 = height.parse().map_err(|_| bad())?;
        let k = out.iter().position(|a| a.slug == slug).unwrap_or_else(|| {
            out.push(StationAgreement::empty(slug, &station.name));
            out.len() - 1
        });
        let row = &mut out[k];
        let kind = match kind {
            "hourly" => {
                let off = station.z0_m + station.harmonics.height_m(list.phases(t, 1, 1).row(0)) - height;
                row.heights += 1;
                row.rms_m += off * off;
                row.worst_m = row.worst_m.max(off.abs());
                continue;
            }
            "HW" => TurnKind::High,
            "LW" => TurnKind::Low,
            _ => return Err(bad()),
        };
        let midnight = t.plus_s(-t.unix_s().rem_euclid(86_400));
        let day = days.iter().position(|d| d.0 == k && d.1 == midnight).unwrap_or_else(|| {
            let turns = station.harmonics.turns(list, station.z0_m, midnight, Duration::hours(24.0));
            days.push((k, midnight, turns, 0));
            days.len() - 1
        });
        days[day].3 += 1;
        let apart = |turn: &Turn| turn.at.since(t).s().abs();
        let same = days[day].2.iter().filter(|turn| turn.kind == kind && apart(turn) < SAME_TURN_S);
        match same.min_by(|a, b| apart(a).total_cmp(&apart(b))) {
            Some(turn) => {
                row.turns += 1;
                row.worst_turn_s = row.worst_turn_s.max(apart(turn));
                row.worst_turn_m = row.worst_turn_m.max((turn.height_m - height).abs());
            }
            None => row.missing += 1,
        }
    }
    for (k, _, turns, expected) in days.iter().filter(|_| whole_days) {
        #[expect(clippy::cast_possible_truncation, reason = "some turns in a day")]
        let extra = turns.len().saturating_sub(*expected) as u32;
        out[*k].extra += extra;
    }
    for row in &mut out {
        row.rms_m = (row.rms_m / f64::from(row.heights.max(1))).sqrt();
    }
    Ok(out)
}

impl StationAgreement {
    fn empty(slug: &str, name: &str) -> Self {
        Self {
            slug: slug.to_owned(),
            name: name.to_owned(),
            heights: 0,
            rms_m: 0.0,
            worst_m: 0.0,
            turns: 0,
            worst_turn_s: 0.0,
            worst_turn_m: 0.0,
            missing: 0,
            extra: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::*;

    /// Each of 22 stations within a centimetre and a minute.
    fn holds(rows: &[StationAgreement], heights: u32, turns: u32) {
        for r in rows {
            assert!(r.rms_m < 0.004 && r.worst_turn_s <= 60.0 && r.worst_turn_m < 0.01, "{r:?}");
            assert!(r.missing == 0 && r.extra == 0, "{r:?}");
            assert!(r.heights >= heights && r.turns >= turns, "{r:?}");
        }
    }

    #[test]
    fn every_station_agrees_with_an_independent_predictor_in_years_from_2018_to_2035() {
        let text = include_str!("../../assets/tides/reference/years.csv");
        let rows = agreement(fixtures::stations(), text, true).unwrap();
        assert_eq!(rows.len(), 22);
        holds(&rows, 18, 27);
    }

    #[test]
    fn five_ports_agree_through_a_spring_and_a_neap_week() {
        let text = include_str!("../../assets/tides/reference/weeks.csv");
        let rows = agreement(fixtures::stations(), text, false).unwrap();
        assert_eq!(rows.len(), 5);
        holds(&rows, 50, 5);
    }

    #[test]
    fn rows_that_cannot_be_read_are_told_with_their_line() {
        let check = |row: &str| {
            let text = format!("station,time_utc,type,height_m\n{row}\n");
            agreement(fixtures::stations(), &text, true).unwrap_err().to_string()
        };
        assert!(check("dover,2026-03-20T00:00Z,hourly").contains("line 2"));
        assert!(check("dover,2026-03-20T00:00Z,MW,1").contains("line 2"));
        assert!(check("atlantis,2026-03-20T00:00Z,HW,1").contains("atlantis"));
    }

    #[test]
    fn a_turn_that_is_not_there_is_missing_and_one_too_many_is_told() {
        // Dover has two high waters and two low waters on that day; the reference here names one that is not there.
        let text = "station,time_utc,type,height_m\ndover,2026-03-20T06:56Z,HW,6.9\n";
        let rows = agreement(fixtures::stations(), text, true).unwrap();
        assert_eq!((rows[0].missing, rows[0].turns), (1, 0));
        assert!(rows[0].extra >= 2, "{rows:?}");
    }
}
