//! How is a depth grid of the user's brought into the form we read?
//!
//! A cell gets the survey's depth at its middle. Where the survey is finer than our cells, it is the mean of even places in
//! the cell, one for each value of the survey each way; where it is as coarse or coarser, the four values around (bilinear) and nothing
//! more, so that no ridge is smeared. Where a value is missing nearby (land, in most surveys) the mean of what is left would
//! lie seaward of the cell's middle and move the shore; such a cell gets the survey's own cell there, or nothing.
//! What the survey does not give is marked as not given: the shipped depths hold there, untouched, and the seam is as sharp
//! as the two differ.
//!
//! Left out: a seam that is smoothed.

use crate::geo::LatLon;
use crate::units::maths;

use super::lattice::whole;
use super::survey::{AREA, Positive, Survey, Zero};

/// The code for land.
const LAND: i16 = -32768;
/// The code for what the survey does not give.
const NONE: i16 = -32767;
/// The finest step of the grid we make, degrees of latitude: 8 arc seconds, some 250 m. A look-up goes by a
/// lattice that is hardly finer. The coarsest is the shipped grid's.
const FINEST_DEG: f64 = 1.0 / 450.0;
const COARSEST_DEG: f64 = 1.0 / 120.0;
/// Width of a cell as a share of its height, in degrees: as wide as high at 51 degrees, as in the shipped grid.
const WIDTH: f64 = 1.5;

/// A grid in the form we ship: the description and the depths.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// Columns.
    pub nx: usize,
    /// Rows.
    pub ny: usize,
    /// Middle of the first cell.
    pub first: LatLon,
    /// Steps.
    pub step: LatLon,
    /// Decimetres below mean sea level, row by row from the south, 16 bits little-endian.
    pub bytes: Vec<u8>,
    /// Share of the sea cells that the survey gave.
    pub covered: f64,
}

impl Made {
    /// The code for land.
    #[must_use]
    pub const fn land() -> i16 {
        LAND
    }

    /// The code for what the survey does not give.
    #[must_use]
    pub const fn none() -> i16 {
        NONE
    }
}

/// Brings a survey that is [`Survey::believable`] into our form. `datum`: chart datum below mean level, metres.
#[must_use]
pub fn lay_over(
    survey: &Survey,
    zero: Zero,
    positive: Positive,
    is_land: &dyn Fn(LatLon) -> bool,
    datum: &dyn Fn(LatLon) -> f64,
) -> Made {
    let step_lat = survey.step.lat.clamp(FINEST_DEG, COARSEST_DEG);
    let step = LatLon::new(step_lat, step_lat * WIDTH);
    let count = |a: f64, b: f64, s: f64| whole(maths::round((b - a) / s), 1e4);
    let (ny, nx) = (count(AREA[0], AREA[1], step.lat), count(AREA[2], AREA[3], step.lon));
    let first = LatLon::new(AREA[0] + step.lat / 2.0, AREA[2] + step.lon / 2.0);
    let middle = |k: usize| LatLon::new(first.lat + step.lat * (k / nx) as f64, first.lon + step.lon * (k % nx) as f64);
    let mut cells: Vec<i16> = (0..nx * ny)
        .map(|k| {
            let p = middle(k);
            if is_land(p) {
                return LAND;
            }
            let metres = value(survey, p, step).map(|v| {
                // Looking up the tide of a place is slow, and few surveys count from it.
                let datum = if zero == Zero::LowestTide { datum(p) } else { 0.0 };
                Survey::depth_of(v, zero, positive, datum)
            });
            #[expect(clippy::cast_possible_truncation, reason = "believable values are far below 3,200 m")]
            metres.map_or(NONE, |m| maths::round(m * 10.0) as i16)
        })
        .collect();
    let sea = cells.iter().filter(|c| **c != LAND).count();
    let given: Vec<bool> = cells.iter().map(|c| *c != LAND && *c != NONE).collect();
    // Land beside given sea is given too, so that the shore between them is the survey's; other land is the shipped
    // grid's affair.
    for k in (0..cells.len()).filter(|k| cells[*k] == LAND).collect::<Vec<_>>() {
        let (x, y) = (k % nx, k / nx);
        let near = (y.saturating_sub(1)..=(y + 1).min(ny - 1))
            .any(|j| (x.saturating_sub(1)..=(x + 1).min(nx - 1)).any(|i| given[j * nx + i]));
        if !near && survey.nearest(middle(k)).is_none() {
            cells[k] = NONE;
        }
    }
    let covered = given.iter().filter(|g| **g).count() as f64 / sea.max(1) as f64;
    Made { nx, ny, first, step, bytes: cells.iter().flat_map(|c| c.to_le_bytes()).collect(), covered }
}

/// The survey's value for a cell of this size about a place.
fn value(survey: &Survey, p: LatLon, cell: LatLon) -> Option<f64> {
    // So many values of the survey lie in the cell each way; a hair more is not one more.
    let many = |cell: f64, survey: f64| whole(maths::ceil(cell / survey - 0.01), 1e3).max(1);
    let (rows, columns) = (many(cell.lat, survey.step.lat), many(cell.lon, survey.step.lon));
    let part = |k: usize, n: usize| (k as f64 + 0.5) / n as f64 - 0.5;
    let sum = (0..rows * columns).try_fold(0.0, |sum, k| {
        let (north, east) = (part(k / columns, rows) * cell.lat, part(k % columns, columns) * cell.lon);
        survey.at(LatLon::new(p.lat + north, p.lon + east)).map(|v| sum + v)
    });
    sum.map(|s| s / (rows * columns) as f64).or_else(|| survey.nearest(p))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A survey of elevations around 51 N 1.8 E.
    fn survey(step: LatLon, (nx, ny): (usize, usize), up: impl Fn(LatLon) -> f64) -> Survey {
        let first = LatLon::new(50.9, 1.6);
        let at = |k: usize| LatLon::new(first.lat + step.lat * (k / nx) as f64, first.lon + step.lon * (k % nx) as f64);
        #[expect(clippy::cast_possible_truncation, reason = "metres")]
        let values = (0..nx * ny).map(|k| up(at(k)) as f32).collect();
        Survey { format: "test", first, step, nx, values, notes: Vec::new() }
    }

    fn code(made: &Made, lat: f64, lon: f64) -> i16 {
        let cell = |x: f64, n: usize| whole(maths::round(x), n as f64);
        let k = cell((lat - made.first.lat) / made.step.lat, made.ny - 1) * made.nx
            + cell((lon - made.first.lon) / made.step.lon, made.nx - 1);
        i16::from_le_bytes([made.bytes[2 * k], made.bytes[2 * k + 1]])
    }

    /// Middle of the cell a place lies in.
    fn middle(made: &Made, lat: f64, lon: f64) -> LatLon {
        let to = |x: f64, first: f64, step: f64| first + step * maths::round((x - first) / step);
        LatLon::new(to(lat, made.first.lat, made.step.lat), to(lon, made.first.lon, made.step.lon))
    }

    fn lay(s: &Survey, zero: Zero, is_land: &dyn Fn(LatLon) -> bool) -> Made {
        lay_over(s, zero, Positive::Up, is_land, &|_| 3.5)
    }

    #[test]
    fn a_survey_is_laid_over_and_the_rest_is_marked_as_not_given() {
        let plane = |p: LatLon| 20.0 + 10.0 * (p.lon - 1.5) + 8.0 * (p.lat - 50.9);
        let s = survey(LatLon::new(0.01, 0.01), (41, 31), |p| -plane(p));
        let land = |p: LatLon| p.lat < 50.95;
        let (msl, lat) = (lay(&s, Zero::MeanSeaLevel, &land), lay(&s, Zero::LowestTide, &land));
        let near = |got: i16, metres: f64| (f64::from(got) / 10.0 - metres).abs() < 0.06;
        let p = middle(&msl, 51.1, 1.8);
        assert!(near(code(&msl, 51.1, 1.8), plane(p)) && near(code(&lat, 51.1, 1.8), plane(p) + 3.5));
        for (beyond, is_land) in [((51.8, 1.8), false), ((51.0, 2.3), false), ((50.5, 1.8), true)] {
            assert_eq!(code(&msl, beyond.0, beyond.1), NONE, "{beyond:?}, land {is_land}");
        }
        assert_eq!(code(&msl, 50.92, 1.8), LAND);
        assert!((0.0..0.2).contains(&msl.covered) && msl.bytes.len() == 2 * msl.nx * msl.ny);
    }

    #[test]
    fn a_coarse_survey_is_not_smeared_and_a_fine_one_is_averaged() {
        // A ridge one row wide, at the step of our own cells and with its values in their middles.
        let step = LatLon::new(COARSEST_DEG, COARSEST_DEG * WIDTH);
        let blank = lay(&survey(step, (2, 2), |_| -30.0), Zero::MeanSeaLevel, &|_| false);
        let first = middle(&blank, 50.9, 1.6);
        let ridge = first.lat + step.lat * 5.0;
        let mut s = survey(step, (20, 20), |_| -30.0);
        s.first = first;
        s.values[5 * 20..6 * 20].fill(-8.0);
        let made = lay(&s, Zero::MeanSeaLevel, &|_| false);
        let lon = first.lon + step.lon * 10.0;
        let across: Vec<i16> = (-1..=1).map(|k| code(&made, ridge + step.lat * f64::from(k), lon)).collect();
        assert_eq!(across, [300, 80, 300]);
        // Finer than our finest cells: every other row is deep, and a cell gets the mean.
        let fine = survey(LatLon::new(FINEST_DEG / 4.0, FINEST_DEG / 4.0), (200, 200), |_| -10.0);
        let stripes = Survey {
            values: (0..fine.values.len()).map(|k| if (k / 200) % 2 == 0 { -10.0 } else { -20.0 }).collect(),
            ..fine
        };
        let got = code(&lay(&stripes, Zero::MeanSeaLevel, &|_| false), 50.95, 1.65);
        assert!((145..=155).contains(&got), "{got}");
    }

    #[test]
    fn a_missing_neighbour_moves_no_shore_cell() {
        // The sea deepens northward from a shore at 51 N, south of which the survey has no value.
        let up = |p: LatLon| if p.lat < 51.0 { f64::NAN } else { -1000.0 * (p.lat - 51.0) };
        for step in [FINEST_DEG / 3.0, COARSEST_DEG] {
            let s = survey(LatLon::new(step, step), (60, 400), up);
            let made = lay(&s, Zero::MeanSeaLevel, &|p| p.lat < 51.0);
            for k in 0..3 {
                let p = middle(&made, 51.0 + made.step.lat * (0.6 + f64::from(k)), 1.605);
                let got = f64::from(code(&made, p.lat, p.lon)) / 10.0;
                // No further off than half a step of the survey: its own cell, not a mean that lies to seaward.
                let off = got - 1000.0 * (p.lat - 51.0);
                assert!(off.abs() <= 1000.0 * step / 2.0 + 0.06, "step {step}, {k}: {got}, off by {off}");
            }
        }
    }
}
