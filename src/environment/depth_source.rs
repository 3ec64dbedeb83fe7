//! What does a file of depths say? A grid in degrees, as `assets/chart/depth` has it, of any size.
//!
//! A description (JSON) and decimetres below mean sea level, 16 bits, little-endian, row by row from the south, with a code
//! for land. The sea's grid is laid out of it ([`super::depth`]), and the stream model asks it cell by cell.
//!
//! Left out: depths in other forms (`survey_files`).

use serde::Deserialize;

use crate::geo::LatLon;
use crate::units::maths;

use super::depth::{DATA, Degrees, read_i16};
use super::error::DataError;
use super::lattice::whole;

/// A depth grid as its file has it, asked by latitude and longitude: depth below mean level, `None` on land.
#[derive(Clone, Debug, PartialEq)]
pub struct DepthSource {
    table: Degrees,
    first: LatLon,
    step: LatLon,
    decimetres: Vec<i16>,
    land: i16,
}

#[derive(Deserialize)]
struct Description {
    nx: usize,
    ny: usize,
    lon_center_0: f64,
    lat_center_0: f64,
    dlon: f64,
    dlat: f64,
    land: i16,
}

impl DepthSource {
    /// Reads a grid in the form of `assets/chart/depth`, of any size.
    pub fn from_bytes(json: &str, bytes: &[u8]) -> Result<Self, DataError> {
        let raw: Description = serde_json::from_str(json).map_err(|e| {
            DataError::json(DATA, &e, "nx, ny, lon_center_0, lat_center_0, dlon, dlat and the code for land")
        })?;
        let table = Degrees::new(DATA, (raw.nx, raw.ny), (raw.lat_center_0, raw.lon_center_0), (raw.dlat, raw.dlon))?;
        let decimetres = read_i16(DATA, bytes, table.len())?;
        Ok(Self {
            table,
            first: LatLon::new(raw.lat_center_0, raw.lon_center_0),
            step: LatLon::new(raw.dlat, raw.dlon),
            decimetres,
            land: raw.land,
        })
    }

    /// Depth below mean level of the cell a place lies in; `None` on land and outside the grid.
    #[must_use]
    pub fn depth(&self, place: LatLon) -> Option<f64> {
        let (nx, ny) = self.table.size();
        let cell = |x: f64, n: usize| {
            let k = maths::round(x);
            (k >= 0.0 && k < n as f64).then(|| whole(k, n as f64))
        };
        let i = cell((place.lon - self.first.lon) / self.step.lon, nx)?;
        let j = cell((place.lat - self.first.lat) / self.step.lat, ny)?;
        self.metres(j * nx + i)
    }

    /// Depth of the cell of this number; `None` on land.
    pub(super) fn metres(&self, cell: usize) -> Option<f64> {
        let value = self.decimetres[cell];
        (value != self.land).then(|| f64::from(value) * 0.1)
    }

    /// Where its cells are.
    pub(super) const fn table(&self) -> &Degrees {
        &self.table
    }

    /// From one row to the next, degrees of latitude.
    pub(super) const fn step_north_deg(&self) -> f64 {
        self.step.lat
    }
}
