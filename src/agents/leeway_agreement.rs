//! How far from a reference program do our drifting objects end?
//!
//! The cases are single tracks without errors and jibes: several classes, both sides, winds, currents and
//! spans, run with OpenDrift 1.14.11 (`assets/drift/reference`). What differs is integration and geodesy.
//!
//! Left out: ensembles, which a test of `leeway` holds to moments.

use super::leeway::{DriftPlan, Drifter, LeewayClass, Orientation, track};
use crate::draws::{Draws, NightKey};
use crate::geo::{LatLon, to_plane};
use crate::units::Vec2;

/// One case: what drifted, and how far our end lies from the reference.
#[derive(Clone, Debug, PartialEq)]
pub struct DriftAgreement {
    /// Class of the object.
    pub object: String,
    /// Columns of the table it was run with.
    pub orientation: Orientation,
    /// Where the wind blew to, m/s.
    pub wind: Vec2,
    /// Where the current went, m/s.
    pub current: Vec2,
    /// For how long, hours.
    pub hours: u32,
    /// How far it drifted, m.
    pub drifted_m: f64,
    /// How far our end lies from the reference's, m.
    pub off_m: f64,
}

/// Where all cases begin, and their step.
const FROM: LatLon = LatLon { lat: 51.0, lon: 1.8 };
const STEP_S: u32 = 600;

/// Runs all cases, in the order of the reference.
///
/// # Errors
/// A row that can't be read, or a class that is not in the list.
pub fn agreement(classes: &[LeewayClass], csv: &str) -> Result<Vec<DriftAgreement>, String> {
    let case = |(line, n): (&str, usize)| -> Result<DriftAgreement, String> {
        let bad = |what: &str| format!("line {n}: {what}; expected class, side, wind, current, hours and position");
        let fields: Vec<&str> = line.split(',').collect();
        let [object, side, rest @ ..] = &fields[..] else { return Err(bad("too few columns")) };
        let class = classes.iter().find(|c| c.key == *object).ok_or_else(|| bad(&format!("no class `{object}`")))?;
        let orientation = match *side {
            "0" => Orientation::Right,
            "1" => Orientation::Left,
            other => return Err(bad(&format!("side `{other}`"))),
        };
        let numbers: Vec<f64> = rest.iter().filter_map(|f| f.parse().ok()).filter(|x: &f64| x.is_finite()).collect();
        let [wind_east, wind_north, east, north, hours, lat, lon] = numbers[..] else { return Err(bad("numbers")) };
        if !(1.0..=240.0).contains(&hours) {
            return Err(bad("hours"));
        }
        let (wind, current) = (Vec2::new(wind_east, wind_north), Vec2::new(east, north));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 240")]
        let hours = hours as u32;
        let plan = DriftPlan { from: FROM, wind, current, hours, step_s: STEP_S, jibe_per_h: 0.0 };
        let luck = Draws::new(NightKey { seed: 0, night: 0 });
        let ours = track(&plan, Drifter::mean(class, orientation), luck, 0).last().copied().unwrap_or(FROM);
        let there = to_plane(LatLon::new(lat, lon));
        let (drifted_m, off_m) = ((there - to_plane(FROM)).length(), (to_plane(ours) - there).length());
        Ok(DriftAgreement { object: class.key.clone(), orientation, wind, current, hours, drifted_m, off_m })
    };
    csv.lines().zip(1..).skip(1).map(case).collect()
}

#[cfg(test)]
mod tests {
    use super::super::leeway::read_classes;
    use super::*;

    const CSV: &str = include_str!("../../assets/drift/reference/opendrift.csv");

    /// MODEL 4.3, and more classes, winds and spans: within 15 m.
    #[test]
    fn objects_end_where_the_reference_program_puts_them() {
        let classes = read_classes(include_str!("../../assets/drift/leeway_classes.csv")).unwrap();
        let rows = agreement(&classes, CSV).unwrap();
        assert!(rows.len() >= 20, "{}", rows.len());
        for r in &rows {
            assert!(r.off_m < 15.0 && r.drifted_m > 500.0, "{r:?}");
        }
    }

    #[test]
    fn rows_that_cannot_be_read_are_told_with_their_line() {
        let classes = read_classes(include_str!("../../assets/drift/leeway_classes.csv")).unwrap();
        for row in ["PIW-1", "PIW-99,0,0,5,0,0,6,51,1.8", "PIW-1,2,0,5,0,0,6,51,1.8", "PIW-1,0,0,5,0,0,6,51"] {
            assert!(agreement(&classes, &format!("h\n{row}\n")).unwrap_err().contains("line 2"), "{row}");
        }
    }
}
