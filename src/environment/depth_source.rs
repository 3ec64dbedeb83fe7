//! What does a file of depths say? A grid in degrees, as `assets/chart/depth` has it, of any size.
//!
//! A description (JSON) and decimetres below mean sea level, 16 bits, little-endian, row by row from the south, with a code
//! for land, and (in a grid made from the user's) one for "not given here". The sea's grid is laid out of it ([`super::depth`]), and the stream model asks it cell by cell.
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
    none: Option<i16>,
}

/// What a grid says of one of its cells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ground {
    /// Depth below mean sea level, metres.
    Sea(f64),
    /// Land.
    Land,
    /// The grid has no word on it: another's holds there.
    NotGiven,
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
    /// Code for "not given here"; shipped grids give everything.
    #[serde(default)]
    none: Option<i16>,
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
            none: raw.none,
        })
    }

    /// What the cell says that a place lies in: not given outside the grid.
    #[must_use]
    pub fn at(&self, place: LatLon) -> Ground {
        let (nx, ny) = self.table.size();
        let cell = |x: f64, n: usize| {
            let k = maths::round(x);
            (k >= 0.0 && k < n as f64).then(|| whole(k, n as f64))
        };
        let i = cell((place.lon - self.first.lon) / self.step.lon, nx);
        let j = cell((place.lat - self.first.lat) / self.step.lat, ny);
        i.zip(j).map_or(Ground::NotGiven, |(i, j)| self.ground(j * nx + i))
    }

    /// Depth below mean level of the cell a place lies in; `None` on land, where nothing is given, and outside the grid.
    #[must_use]
    pub fn depth(&self, place: LatLon) -> Option<f64> {
        match self.at(place) {
            Ground::Sea(depth) => Some(depth),
            Ground::Land | Ground::NotGiven => None,
        }
    }

    /// The same with another grid in its place where this one gives nothing.
    #[must_use]
    pub fn depth_over(&self, beneath: &Self, place: LatLon) -> Option<f64> {
        match self.at(place) {
            Ground::Sea(depth) => Some(depth),
            Ground::Land => None,
            Ground::NotGiven => beneath.depth(place),
        }
    }

    /// Depth at a place by the four cells around it; `None` where one of them is not sea, and outside the grid.
    #[must_use]
    pub fn between(&self, place: LatLon) -> Option<f64> {
        self.depth(place)?;
        self.table.around(place).iter().try_fold(0.0, |sum, &(i, w)| match self.ground(i) {
            Ground::Sea(depth) => Some(sum + w * depth),
            Ground::Land | Ground::NotGiven => None,
        })
    }

    /// What the cell of this number says.
    pub(super) fn ground(&self, cell: usize) -> Ground {
        let value = self.decimetres[cell];
        if value == self.land {
            Ground::Land
        } else if Some(value) == self.none {
            Ground::NotGiven
        } else {
            Ground::Sea(f64::from(value) * 0.1)
        }
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
