//! How deep is the water, the tide apart? A depth grid below mean sea level.
//!
//! The shipped grid (`assets/chart/depth`, its sources beside it) is a table in degrees; it is laid on
//! a metric grid of the plane when loaded, bilinearly, so that a look-up needs no projection. Land
//! counts as ground above all tides, so that the shore between the last cell of sea and the first of
//! land dries and floods as a beach does. A grid of the user's lies over it on a lattice of its own, and counts where it
//! has a word on all four nodes around: everywhere else the shipped depths are untouched, to the last bit.
//!
//! Left out: whatever the source lacks. West of 2° E it is smooth over some 8 km (no Varne, no
//! Goodwins), beaches are slopes between cell centres 0.9 km apart, and rivers are not in it at all.

use crate::geo::{LatLon, to_lat_lon};
use crate::units::Vec2;

use super::depth_source::{DepthSource, Ground};
use super::error::{DataError, within};
use super::lattice::{Lattice, whole};

/// What problems of a depth grid are filed under.
pub const DATA: &str = "depth grid";
/// The same for a grid of the user's.
pub const OWN_DATA: &str = "depth grid of your own";
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
    shipped: Layer,
    /// The user's, over it.
    own: Option<Layer>,
}

/// Depths on a lattice of the plane, metres below mean sea level; not a number where nothing is given.
#[derive(Clone, Debug, PartialEq)]
struct Layer {
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

impl Layer {
    fn of(source: &DepthSource) -> Self {
        let cell = (source.step_north_deg() * DEGREE_M * CELL_SHARE).clamp(CELL_MIN_M, CELL_MAX_M);
        let lattice = Lattice::covering_area(cell);
        let metres = |i: usize| match source.ground(i) {
            Ground::Sea(depth) => depth,
            Ground::Land => LAND_M,
            Ground::NotGiven => f64::NAN,
        };
        #[expect(clippy::cast_possible_truncation, reason = "depths of metres: single precision holds micrometres")]
        let depths = lattice
            .nodes()
            .map(|p| source.table().around(to_lat_lon(p)).iter().map(|&(i, w)| w * metres(i)).sum::<f64>() as f32)
            .collect();
        Self { lattice, depths }
    }

    #[inline]
    fn at(&self, position: Vec2) -> f32 {
        self.lattice.sample(&self.depths, &self.lattice.locate(position))
    }
}

impl DepthGrid {
    /// Reads the grid's description (JSON) and its depths (decimetres below mean sea level, 16 bits,
    /// little-endian, row by row from the south).
    pub fn from_bytes(json: &str, bytes: &[u8]) -> Result<Self, DataError> {
        Ok(Self { shipped: Layer::of(&DepthSource::from_bytes(json, bytes)?), own: None })
    }

    /// The same with a grid of the user's laid over it, in the same form.
    ///
    /// # Errors
    /// If that grid cannot be read; they are filed under [`OWN_DATA`].
    pub fn with_own(self, json: &str, bytes: &[u8]) -> Result<Self, DataError> {
        let own = DepthSource::from_bytes(json, bytes).map_err(|e| DataError { data: OWN_DATA, ..e })?;
        Ok(Self { own: Some(Layer::of(&own)), ..self })
    }

    /// Depth of the bed below mean sea level, metres; negative where it lies above.
    #[must_use]
    #[inline]
    pub fn depth_below_msl(&self, position: Vec2) -> f64 {
        if let Some(own) = &self.own {
            let depth = own.at(position);
            if !depth.is_nan() {
                return f64::from(depth);
            }
        }
        f64::from(self.shipped.at(position))
    }

    /// Does a grid of the user's give the depth there?
    #[must_use]
    pub fn is_own(&self, position: Vec2) -> bool {
        self.own.as_ref().is_some_and(|own| !own.at(position).is_nan())
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

    /// A grid of one's own: 55.5 m in a rectangle of the middle, nothing given elsewhere, down to cells of 400 m.
    fn own() -> (String, Vec<u8>) {
        let (nx, ny, first, step) = (300, 200, LatLon::new(50.6, 1.0), LatLon::new(0.004, 0.006));
        let json = serde_json::json!({
            "nx": nx, "ny": ny, "lon_center_0": first.lon, "lat_center_0": first.lat,
            "dlon": step.lon, "dlat": step.lat, "land": -32768, "none": -32767,
        });
        let inside = |k: usize| {
            let (lat, lon) = (first.lat + step.lat * (k / nx) as f64, first.lon + step.lon * (k % nx) as f64);
            (50.9..=51.1).contains(&lat) && (1.3..=1.9).contains(&lon)
        };
        let bytes = (0..nx * ny).flat_map(|k| if inside(k) { 555_i16 } else { -32767 }.to_le_bytes()).collect();
        (json.to_string(), bytes)
    }

    #[test]
    fn a_grid_of_ones_own_changes_nothing_beyond_what_it_gives() {
        let shipped = fixtures::depths();
        let (json, bytes) = own();
        let both = shipped.clone().with_own(&json, &bytes).unwrap();
        for i in 0..3000 {
            // Even steps over the chart and past its edges.
            let place = LatLon::new(50.0 + 0.02 * f64::from(i % 90), 0.5 + 0.08 * f64::from(i / 90));
            let p = to_plane(place);
            let (inner, outer) = (
                (50.91..51.09).contains(&place.lat) && (1.31..1.89).contains(&place.lon),
                !(50.89..51.11).contains(&place.lat) || !(1.29..1.91).contains(&place.lon),
            );
            if inner {
                assert!((both.depth_below_msl(p) - 55.5).abs() < 1e-4 && both.is_own(p), "{place:?}");
            } else if outer {
                let (a, b) = (both.depth_below_msl(p), shipped.depth_below_msl(p));
                assert!(a.to_bits() == b.to_bits() && !both.is_own(p), "{place:?}: {a}, shipped {b}");
            }
        }
        let error = shipped.clone().with_own(&json, &bytes[..8]).unwrap_err();
        assert_eq!(error.data, OWN_DATA);
    }

    #[test]
    fn the_stream_model_gets_the_shipped_depths_where_ours_gives_none() {
        let (json, bytes) = own();
        let (own, shipped) = (
            DepthSource::from_bytes(&json, &bytes).unwrap(),
            DepthSource::from_bytes(fixtures::DEPTH_JSON, fixtures::DEPTH_BYTES).unwrap(),
        );
        for (lat, lon) in [(49.8, -0.2), (51.9, 3.0), (50.7, 1.2), (51.15, 0.9)] {
            let p = LatLon::new(lat, lon);
            assert_eq!((own.at(p), own.depth_over(&shipped, p)), (Ground::NotGiven, shipped.depth(p)));
        }
        assert!((own.depth_over(&shipped, LatLon::new(51.0, 1.5)).unwrap() - 55.5).abs() < 1e-9);
        assert_eq!(shipped.depth(LatLon::new(49.0, 1.0)), None);
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
