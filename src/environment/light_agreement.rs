//! How well do Sun and Moon agree with an almanac?
//!
//! The reference is an independent almanac program at scattered places and moments from 2018 to 2035, and a
//! table of dawns and dusks (`assets/light/reference`). Differences are gathered by quantity.
//!
//! Left out: refraction beyond the mean; both sides take geometric elevations.

use super::error::DataError;
use super::light::{day, sun_elevation};
use super::moon::moon;
use crate::geo::LatLon;
use crate::units::Instant;

const DATA: &str = "light reference";

/// One quantity against the reference.
#[derive(Clone, Debug, PartialEq)]
pub struct LightAgreement {
    /// What is compared.
    pub quantity: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// How many moments.
    pub moments: u32,
    /// Root mean square of the differences.
    pub rms: f64,
    /// The largest.
    pub worst: f64,
}

impl LightAgreement {
    fn of(quantity: &'static str, unit: &'static str, off: &[f64]) -> Self {
        let squares: f64 = off.iter().map(|x| x * x).sum();
        #[expect(clippy::cast_possible_truncation, reason = "hundreds of rows")]
        let moments = off.len() as u32;
        let worst = off.iter().fold(0.0_f64, |w, x| w.max(x.abs()));
        Self { quantity, unit, moments, rms: (squares / f64::from(moments.max(1))).sqrt(), worst }
    }
}

/// Compares: `almanac_csv` with columns time, latitude, longitude, Moon's elevation, lit share, Sun's elevation;
/// `daylight_csv` with date, civil dawn, sunrise, sunset, civil dusk at 51.0 N 2.1 E.
///
/// # Errors
/// A row that can't be read.
pub fn agreement(almanac_csv: &str, daylight_csv: &str) -> Result<Vec<LightAgreement>, DataError> {
    let bad = |n: usize, line: &str| DataError::new(DATA, format!("line {n}: `{line}`"), "a moment and its numbers");
    let (mut sun_off, mut moon_off, mut lit_off) = (Vec::new(), Vec::new(), Vec::new());
    for (line, n) in almanac_csv.lines().zip(1..).skip(1) {
        let mut fields = line.split(',');
        let t = fields.next().and_then(|f| Instant::parse(f).ok()).ok_or_else(|| bad(n, line))?;
        let numbers: Vec<f64> = fields.filter_map(|f| f.parse().ok()).collect();
        let [lat, lon, elevation, lit, sun] = numbers[..] else { return Err(bad(n, line)) };
        let (place, ours) = (LatLon::new(lat, lon), moon(LatLon::new(lat, lon), t));
        sun_off.push(sun_elevation(place, t).deg() - sun);
        moon_off.push(ours.elevation.deg() - elevation);
        lit_off.push(100.0 * (ours.lit - lit));
    }
    let mut edges: [Vec<f64>; 2] = Default::default();
    let place = LatLon::new(51.0, 2.1);
    for (line, n) in daylight_csv.lines().zip(1..).skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let noon = fields.first().and_then(|d| Instant::parse(&format!("{d}T12:00Z")).ok());
        let ours = day(place, noon.ok_or_else(|| bad(n, line))?);
        let times = [(ours.civil.0, 1), (ours.sun.0, 0), (ours.sun.1, 0), (ours.civil.1, 1)];
        for ((time, edge), field) in times.into_iter().zip(fields.iter().skip(1)) {
            let there = Instant::parse(&format!("{}T{field}Z", fields[0])).map_err(|_| bad(n, line))?;
            let here = time.ok_or_else(|| bad(n, line))?;
            edges[edge].push(here.since(there).min_());
        }
    }
    Ok(vec![
        LightAgreement::of("Sun's elevation", "°", &sun_off),
        LightAgreement::of("Moon's elevation", "°", &moon_off),
        LightAgreement::of("lit share of the Moon", "% of the disc", &lit_off),
        LightAgreement::of("sunrise and sunset", "min", &edges[0]),
        LightAgreement::of("civil dawn and dusk", "min", &edges[1]),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALMANAC: &str = include_str!("../../assets/light/reference/almanac.csv");
    const DAYLIGHT: &str = include_str!("../../assets/light/reference/daylight.csv");

    /// 0.1 degrees of elevation is what is asked for; the table of daylight is a rough one (3 minutes).
    #[test]
    fn sun_and_moon_agree_with_an_almanac_from_2018_to_2035() {
        let rows = agreement(ALMANAC, DAYLIGHT).unwrap();
        let most =
            [("Sun's", 0.05, 100), ("Moon's", 0.1, 100), ("lit", 0.3, 100), ("sunrise", 3.0, 20), ("civil", 3.0, 20)];
        for (row, (name, worst, moments)) in rows.iter().zip(most) {
            assert!(row.quantity.starts_with(name) && row.worst <= worst && row.moments >= moments, "{row:?}");
        }
    }

    #[test]
    fn rows_that_cannot_be_read_are_told_with_their_line() {
        assert!(agreement("h\n2026-01-01T00:00Z,51,1\n", DAYLIGHT).unwrap_err().to_string().contains("line 2"));
        assert!(agreement(ALMANAC, "h\n2026-01-15,07:11,x\n").unwrap_err().to_string().contains("line 2"));
    }
}
