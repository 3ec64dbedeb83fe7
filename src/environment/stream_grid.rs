//! What comes out of the stream model, how does it agree with gauges, and how is it written?
//!
//! Constants of level and stream in every cell of sea. The gauges inside the area forced nothing, so they judge the
//! result. The three files have the form that [`super::stream`] reads: 16-bit steps, layer by layer, a mask, a description.
//!
//! Left out: how the constants are found ([`super::stream_build`]).

use serde::Serialize;

use crate::geo::LatLon;
use crate::units::{Angle, maths};

use super::error::DataError;
use super::stream_build::CONSTITUENTS;
use super::tide::Stations;

/// Sixteen-bit steps of the written grid, m/s.
const SCALE_M_PER_S: f64 = 1e-4;

/// Gauges inside the area, used for nothing but judging.
pub const JUDGES: [&str; 9] =
    ["hastings", "dover", "deal", "herne_bay", "dieppe", "boulogne", "calais", "dunkerque", "harwich"];

/// The result: constants of level and stream in every cell of sea.
#[derive(Clone, Debug, PartialEq)]
pub struct StreamGrid {
    pub(super) nx: usize,
    pub(super) ny: usize,
    pub(super) lat0: f64,
    pub(super) lon0: f64,
    pub(super) dlat: f64,
    pub(super) dlon: f64,
    pub(super) least_depth_m: f64,
    pub(super) sea: Vec<bool>,
    /// For each cell: mean and parts of the level, of u and of v (none on land).
    pub(super) level: Vec<Vec<f64>>,
    pub(super) u: Vec<Vec<f64>>,
    pub(super) v: Vec<Vec<f64>>,
}

/// One constituent at one gauge: observed and modelled.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GaugeRow {
    /// The gauge.
    pub station: String,
    /// The constituent.
    pub constituent: &'static str,
    /// Amplitude of the gauge, m.
    pub observed_m: f64,
    /// Greenwich phase lag of the gauge, degrees.
    pub observed_deg: f64,
    /// Amplitude of the model in the nearest cell of sea, m.
    pub model_m: f64,
    /// Its phase lag, degrees.
    pub model_deg: f64,
    /// How much later the model is, minutes.
    pub late_min: f64,
}

impl GaugeRow {
    /// Square of the distance between the two as vectors of amplitude and phase, m².
    #[must_use]
    pub fn miss_squared(&self) -> f64 {
        let turn = maths::cos((self.model_deg - self.observed_deg).to_radians());
        self.observed_m * self.observed_m + self.model_m * self.model_m - 2.0 * self.observed_m * self.model_m * turn
    }
}

/// The three files of a grid, ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridFiles {
    /// `stream_constants.json`
    pub json: String,
    /// `stream_constants.i16`
    pub layers: Vec<u8>,
    /// `stream_mask.u8`
    pub mask: Vec<u8>,
}

impl StreamGrid {
    /// Level of the gauges inside the area against the model, for the three largest constituents and M4.
    pub fn against_gauges(&self, stations: &Stations) -> Result<Vec<GaugeRow>, DataError> {
        let list = stations.constituents();
        let mut rows = Vec::new();
        for (k, constituent) in CONSTITUENTS.iter().enumerate().filter(|(_, c)| ["M2", "S2", "N2", "M4"].contains(c)) {
            let Some(index) = list.index(constituent) else { continue };
            for slug in JUDGES {
                let station = stations.get(slug)?;
                let Some(cell) = self.nearest_sea(station.position) else { continue };
                let [a, b] = station.harmonics.pair(index);
                let (c, d) = (self.level[cell][1 + 2 * k], self.level[cell][2 + 2 * k]);
                let lag = |c: f64, s: f64| {
                    let g = Angle::radians(maths::atan2(s, c)).deg();
                    if g < 0.0 { g + 360.0 } else { g }
                };
                let later = lag(c, d) - lag(a, b);
                let later = later - 360.0 * maths::round(later / 360.0);
                rows.push(GaugeRow {
                    station: station.slug.clone(),
                    constituent,
                    observed_m: (a * a + b * b).sqrt(),
                    observed_deg: lag(a, b),
                    model_m: (c * c + d * d).sqrt(),
                    model_deg: lag(c, d),
                    late_min: later / list.list()[index].speed_deg_h() * 60.0,
                });
            }
        }
        Ok(rows)
    }

    fn nearest_sea(&self, place: LatLon) -> Option<usize> {
        let shrink = maths::cos(place.lat.to_radians());
        let away = |c: usize| {
            let x = (self.lon0 + (c % self.nx) as f64 * self.dlon - place.lon) * shrink;
            let y = self.lat0 + (c / self.nx) as f64 * self.dlat - place.lat;
            x * x + y * y
        };
        (0..self.sea.len()).filter(|&c| self.sea[c]).min_by(|&a, &b| away(a).total_cmp(&away(b)))
    }

    /// The grid as the program reads it. `inputs` says in words what it was made of.
    #[must_use]
    pub fn files(&self, inputs: &str) -> GridFiles {
        #[derive(Serialize)]
        struct Description<'a> {
            file: &'a str,
            dtype: &'a str,
            scale_m_per_s: f64,
            least_depth_m: f64,
            layout: &'a str,
            layers: Vec<String>,
            nx: usize,
            ny: usize,
            lon0: f64,
            lat0: f64,
            dlon: f64,
            dlat: f64,
            #[serde(rename = "use")]
            formula: &'a str,
            mask: &'a str,
            inputs: &'a str,
        }
        let mut names = vec!["u_mean".to_owned(), "v_mean".to_owned()];
        let mut columns: Vec<(bool, usize)> = vec![(true, 0), (false, 0)];
        for (k, name) in CONSTITUENTS.iter().enumerate() {
            for (east, part, column) in [(true, "cos", 1), (true, "sin", 2), (false, "cos", 1), (false, "sin", 2)] {
                names.push(format!("{}_{name}_{part}", if east { "u" } else { "v" }));
                columns.push((east, column + 2 * k));
            }
        }
        let mut layers = Vec::with_capacity(columns.len() * self.sea.len() * 2);
        for (east, column) in columns {
            for c in 0..self.sea.len() {
                let value = if east { self.u[c].get(column) } else { self.v[c].get(column) };
                let steps = maths::round(value.copied().unwrap_or(0.0) / SCALE_M_PER_S).clamp(-32_768.0, 32_767.0);
                #[expect(clippy::cast_possible_truncation, reason = "held to the range of 16 bits above")]
                layers.extend((steps as i16).to_le_bytes());
            }
        }
        let description = Description {
            file: "stream_constants.i16",
            dtype: "int16 LE",
            scale_m_per_s: SCALE_M_PER_S,
            least_depth_m: self.least_depth_m,
            layout: "[layer][ny][nx], south to north, west to east",
            layers: names,
            nx: self.nx,
            ny: self.ny,
            lon0: self.lon0,
            lat0: self.lat0,
            dlon: self.dlon,
            dlat: self.dlat,
            formula: "x(t) = mean + sum of f*(cos*cos(V+u) + sin*sin(V+u)), with V, u, f as for tide heights (Greenwich)",
            mask: "stream_mask.u8 (1 = sea)",
            inputs,
        };
        let mut json = serde_json::to_string_pretty(&description).unwrap_or_default();
        json.push('\n');
        GridFiles { json, layers, mask: self.sea.iter().map(|&s| u8::from(s)).collect() }
    }
}
