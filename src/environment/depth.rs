//! How deep is the water, the tide apart? A depth grid below mean sea level.
//!
//! The shipped grid (`assets/chart/depth`, its sources beside it) is a table in degrees; it is laid on
//! a metric grid of the plane when loaded, bilinearly, so that a look-up needs no projection. Land
//! counts as ground above all tides, so that the shore between the last cell of sea and the first of
//! land dries and floods as a beach does.
//!
//! Left out: whatever the source lacks. West of 2° E it is smooth over some 8 km (no Varne, no
//! Goodwins), beaches are slopes between cell centres 0.9 km apart, and rivers are not in it at all.

use crate::geo::{LatLon, to_lat_lon};
use crate::units::Vec2;

use super::depth_source::DepthSource;
use super::error::{DataError, within};
use super::lattice::{Lattice, whole};

/// What problems of a depth grid are filed under.
pub const DATA: &str = "depth grid";
/// Grid step on the plane, as a share of the source's step north, and its bounds, m: half a cell of the shipped
/// grid is some 450 m; a finer grid of the user's gets a finer lattice, down to what memory and cache bear.
const CELL_SHARE: f64 = 0.54;
const CELL_MIN_M: f64 = 150.0;
const CELL_MAX_M: f64 = 500.0;
/// Metres in a degree of latitude.
const DEGREE_M: f64 = 111_250.0;
/// "Depth" of land below mean level, metres: above the highest tide of the area (Boulogne 4.9 m above
/// mean level) and a surge. Guess, to give beaches a slope; the grid says only that it is land.
const LAND_M: f64 = -6.0;

/// Depth below mean sea level over the area.
#[derive(Clone, Debug, PartialEq)]
pub struct DepthGrid {
    lattice: Lattice,
    depths: Vec<f32>,
}

/// A table in degrees, row by row from the south: where its cells are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Degrees {
    nx: usize,
    ny: usize,
    first: LatLon,
    step: LatLon,
}

impl Degrees {
    pub(super) fn new(
        data: &'static str,
        (nx, ny): (usize, usize),
        (lat, lon): (f64, f64),
        (dlat, dlon): (f64, f64),
    ) -> Result<Self, DataError> {
        // Generous: a 100 m grid of the whole area would have some 2,000 columns.
        if !(2..=20_000).contains(&nx) || !(2..=20_000).contains(&ny) {
            return Err(DataError::new(data, format!("it has {nx} × {ny} cells"), "2 to 20,000 each way"));
        }
        Ok(Self {
            nx,
            ny,
            first: LatLon::new(
                within(data, "the first latitude", lat, -90.0, 90.0)?,
                within(data, "the first longitude", lon, -180.0, 180.0)?,
            ),
            step: LatLon::new(
                within(data, "the latitude step", dlat, 1e-5, 1.0)?,
                within(data, "the longitude step", dlon, 1e-5, 1.0)?,
            ),
        })
    }

    pub(super) const fn len(&self) -> usize {
        self.nx * self.ny
    }

    pub(super) const fn size(&self) -> (usize, usize) {
        (self.nx, self.ny)
    }

    /// The four cells around a place with their weights; beyond the edge the edge holds.
    pub(super) fn around(&self, p: LatLon) -> [(usize, f64); 4] {
        let part = |x: f64, n: usize| {
            let i = whole(x, (n - 2) as f64);
            (i, (x - i as f64).clamp(0.0, 1.0))
        };
        let (i, fx) = part((p.lon - self.first.lon) / self.step.lon, self.nx);
        let (j, fy) = part((p.lat - self.first.lat) / self.step.lat, self.ny);
        let at = j * self.nx + i;
        [
            (at, (1.0 - fx) * (1.0 - fy)),
            (at + 1, fx * (1.0 - fy)),
            (at + self.nx, (1.0 - fx) * fy),
            (at + self.nx + 1, fx * fy),
        ]
    }
}

/// Little-endian 16-bit whole numbers, if there are as many as there should be.
pub(super) fn read_i16(data: &'static str, bytes: &[u8], count: usize) -> Result<Vec<i16>, DataError> {
    if bytes.len() == count * 2 {
        Ok(bytes.chunks_exact(2).map(|b| i16::from_le_bytes([b[0], b[1]])).collect())
    } else {
        Err(DataError::new(
            data,
            format!("the binary file has {} bytes", bytes.len()),
            format!("{} ({count} numbers of 2 bytes, as its JSON says)", count * 2),
        ))
    }
}

impl DepthGrid {
    /// Reads the grid's description (JSON) and its depths (decimetres below mean sea level, 16 bits,
    /// little-endian, row by row from the south).
    pub fn from_bytes(json: &str, bytes: &[u8]) -> Result<Self, DataError> {
        let source = DepthSource::from_bytes(json, bytes)?;
        let cell = (source.step_north_deg() * DEGREE_M * CELL_SHARE).clamp(CELL_MIN_M, CELL_MAX_M);
        let lattice = Lattice::covering_area(cell);
        let metres = |i: usize| source.metres(i).unwrap_or(LAND_M);
        #[expect(clippy::cast_possible_truncation, reason = "depths of metres: single precision holds micrometres")]
        let depths = lattice
            .nodes()
            .map(|p| source.table().around(to_lat_lon(p)).iter().map(|&(i, w)| w * metres(i)).sum::<f64>() as f32)
            .collect();
        Ok(Self { lattice, depths })
    }

    /// Depth of the bed below mean sea level, metres; negative where it lies above.
    #[must_use]
    #[inline]
    pub fn depth_below_msl(&self, position: Vec2) -> f64 {
        f64::from(self.lattice.sample(&self.depths, &self.lattice.locate(position)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::*;
    use crate::geo::to_plane;

    fn at(lat: f64, lon: f64) -> f64 {
        fixtures::depths().depth_below_msl(to_plane(LatLon::new(lat, lon)))
    }

    #[test]
    fn the_middle_of_the_strait_is_deep_and_towns_are_dry() {
        assert!((30.0..60.0).contains(&at(51.0, 1.45)), "mid-strait {}", at(51.0, 1.45));
        // The source's own cell at 51.2125 N 2.19375 E.
        assert!((10.0..45.0).contains(&at(51.2125, 2.193_75)));
        for (town, lat, lon) in [("Ashford", 51.147, 0.873), ("Saint-Omer", 50.748, 2.252), ("Canterbury", 51.28, 1.08)]
        {
            assert!(at(lat, lon) < -5.9, "{town}: {}", at(lat, lon));
        }
    }

    #[test]
    fn the_bed_rises_without_a_step_from_sea_to_shore_at_gravelines() {
        let depths: Vec<f64> = (0..40).map(|k| at(51.06 - 0.002 * f64::from(k), 2.09)).collect();
        assert!(depths[0] > 3.0 && depths[39] < -5.0, "{depths:?}");
        assert!(depths.windows(2).all(|w| (w[0] - w[1]).abs() < 4.0), "{depths:?}");
    }

    #[test]
    fn damaged_grids_are_refused_with_a_reason() {
        let (json, bytes) = (fixtures::DEPTH_JSON, fixtures::DEPTH_BYTES);
        for (json, bytes, reason) in [
            ("{", bytes, "JSON"),
            (json, &bytes[..100], "100 bytes"),
            (&json.replace("\"nx\": 344", "\"nx\": 0"), bytes, "0 × 324 cells"),
            (&json.replace("\"dlon\": 0.0125", "\"dlon\": -1"), bytes, "longitude step"),
        ] {
            let error = DepthGrid::from_bytes(json, bytes).unwrap_err().to_string();
            assert!(error.contains(reason), "{error}");
        }
    }
}
