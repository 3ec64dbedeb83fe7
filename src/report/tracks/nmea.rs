//! How does a night leave for chart plotters and AIS programs, as if their receiver had heard it? NMEA 0183 `!AIVDM` sentences.
//!
//! Patrol and rescue units only. Never the boats of people: such boats carry no AIS, and a file that plotters take for the
//! traffic of the strait is no place for them. Numbers are made up so that they can be no vessel's: MIDs, the three digits
//! by which a number names its State, begin at 201 (ITU-R M.585-9; ITU's table of MIDs), so none begins with 200. Vessels are
//! 200000001 and on, aircraft 111200001 and on (111, MID, three digits), by the unit's number in the scenario; call sign and
//! destination say SIMULATED. Do not transmit them all the same.
//!
//! Reports come as often as M.1371-5 asks of a ship at its moorings, each three minutes, and each minute under way, as the
//! model knows no more between; static data each six minutes. Times stand before each sentence in a TAG block (NMEA 0183
//! version 4, `\s:source,c:unix time*hh\`), which gpsd, pyais and the players of plotters read or pass over. The manifest
//! stands above in lines that begin with `#`, as in gpsd's logs: the format has no place for it, and readers skip what
//! begins with neither `!`, `$` nor `\`. Lines end in CR LF.

use super::ais::{Bits, Motion, Static, Status, aircraft_position, ship_position, static_data};
use super::{NightTracks, UnitFix, UnitTrack};
use crate::geo::projection::convergence;
use crate::report::{Manifest, ONE_NIGHT_NOTE};
use crate::sim::snapshot::Activity;
use crate::units::{Instant, Speed};

/// Vessels have this number and their own in the scenario, from 1.
const VESSELS: u32 = 200_000_000;
/// Aircraft likewise.
const AIRCRAFT: u32 = 111_200_000;
/// Characters of a message in one sentence: with all that stands around them, 82 with CR LF at most (IEC 61162-1).
const IN_ONE: usize = 60;
/// Minutes between static reports, and between position reports of a vessel that lies still.
const STATIC_MIN: usize = 6;
const STILL_MIN: usize = 3;

/// The number of a unit, one that no vessel or aircraft can have.
#[must_use]
pub fn mmsi(unit: &UnitTrack) -> u32 {
    unit.id.0 + 1 + if unit.flies { AIRCRAFT } else { VESSELS }
}

/// The night as sentences, in order of time, then of units.
#[must_use]
pub fn text(night: &NightTracks, manifest: &Manifest) -> String {
    let title = night.title();
    let notes = ["AIS as simulated: no vessel, no receiver, not to be transmitted", &title, ONE_NIGHT_NOTE];
    let mut out = String::new();
    for line in notes.iter().map(|n| super::super::one_line(n)).chain(manifest.lines()) {
        out += &format!("# {line}\r\n");
    }
    let minutes = night.units.iter().map(|u| u.fixes.len()).max().unwrap_or(0);
    let mut group = 0;
    for minute in 0..minutes {
        for unit in &night.units {
            let Some(fix) = unit.fixes.get(minute).filter(|f| transmits(unit, f)) else { continue };
            let moves = fix.velocity.length_squared() > 0.0;
            if moves || minute.is_multiple_of(STILL_MIN) {
                sentences(&mut out, &position(unit, fix), fix.fix.at, &mut group);
            }
            if minute.is_multiple_of(STATIC_MIN) {
                sentences(&mut out, &named(unit), fix.fix.at, &mut group);
            }
        }
    }
    out
}

/// An aircraft on the ground is silent.
fn transmits(unit: &UnitTrack, fix: &UnitFix) -> bool {
    !(unit.flies && matches!(fix.activity, Activity::InPort | Activity::MakingReady | Activity::Landing))
}

fn position(unit: &UnitTrack, fix: &UnitFix) -> Bits {
    let place = fix.fix.place;
    let speed_kn = Speed::metres_per_second(fix.velocity.length()).kn();
    // The plane's north is not true north off its middle.
    let course = || {
        let deg = fix.velocity.bearing().deg() + convergence(place).deg();
        if deg < 0.0 { deg + 360.0 } else { deg }
    };
    let motion = Motion {
        mmsi: mmsi(unit),
        lat: place.lat,
        lon: place.lon,
        speed_kn,
        course_deg: (speed_kn >= 0.05).then(course),
        second: u32::try_from(fix.fix.at.unix_s().rem_euclid(60)).unwrap_or(60),
    };
    if unit.flies { aircraft_position(&motion) } else { ship_position(&motion, status(fix)) }
}

const fn status(fix: &UnitFix) -> Status {
    match fix.activity {
        Activity::InPort | Activity::MakingReady | Activity::Landing => Status::Moored,
        _ if fix.broken_down => Status::NotUnderCommand,
        _ if fix.tows => Status::Towing,
        _ => Status::UnderWay,
    }
}

fn named(unit: &UnitTrack) -> Bits {
    static_data(&Static {
        mmsi: mmsi(unit),
        name: &unit.title,
        ship_type: if unit.intercepts { 55 } else { 51 },
        draught_m: if unit.flies { 0.0 } else { unit.draught.m() },
        call_sign: "SIM",
        destination: "SIMULATED",
    })
}

/// A message as one or two sentences, each with its time.
fn sentences(out: &mut String, bits: &Bits, at: Instant, group: &mut u32) {
    let (payload, fill) = bits.armoured();
    // All characters are ASCII.
    let parts: Vec<&str> = payload.as_bytes().chunks(IN_ONE).map(|p| core::str::from_utf8(p).unwrap_or("")).collect();
    let id = if parts.len() > 1 {
        *group = (*group + 1) % 10;
        group.to_string()
    } else {
        String::new()
    };
    for (i, part) in parts.iter().enumerate() {
        let fill = if i + 1 == parts.len() { fill } else { 0 };
        let tag = format!("s:SLACKWATER,c:{}", at.unix_s());
        let body = format!("AIVDM,{},{},{id},A,{part},{fill}", parts.len(), i + 1);
        out.push_str(&format!("\\{tag}*{:02X}\\!{body}*{:02X}\r\n", checksum(&tag), checksum(&body)));
    }
}

/// Exclusive or of all bytes between the delimiters.
fn checksum(text: &str) -> u8 {
    text.bytes().fold(0, |sum, byte| sum ^ byte)
}
