//! How are the harmonic constants of the streams made? A month of tide, run through the strait.
//!
//! The only forcing is the level on three open edges, interpolated between tide stations that stand at
//! their ends: Newhaven to Le Havre in the west, Felixstowe to Euro platform in the north, Euro platform
//! over Westkapelle to Cadzand in the east. Everything between follows from depth and friction
//! ([`super::shallow_water`]). Time is counted so that every constituent's V is 0 at the start and f is 1:
//! what the fit ([`super::harmonic_fit`]) finds is then the constants themselves, with Greenwich phases.
//! Gauges inside the area are not used, so they can judge the result.
//!
//! Left out: K2, NU2, MU2 and L2, which a month cannot tell from their neighbours (they are inferred
//! when the grid is read), wind, rivers and the mean slope of the sea.

use serde::Serialize;

use crate::geo::LatLon;
use crate::units::{Angle, maths};

use super::depth::{Degrees, read_i16};
use super::error::{DataError, within};
use super::harmonic_fit::HarmonicFit;
use super::shallow_water::{Basin, Bed, Solver};
use super::tide::Stations;

const DATA: &str = "stream model";

/// The constituents that are run and fitted.
pub const CONSTITUENTS: [&str; 8] = ["M2", "S2", "N2", "M4", "MS4", "M6", "O1", "K1"];
/// South-west corner of the area, and its size in degrees: the edges run through the forcing stations.
const SOUTH: f64 = 49.4;
const WEST: f64 = 0.05;
const ROWS: usize = 153;
const COLUMNS: usize = 132;
/// Cells per degree of longitude and latitude at fineness 1: 1.75 by 1.85 km.
const PER_DEGREE: (f64, f64) = (40.0, 60.0);
/// Points of the depth source that a cell looks at, each way.
const PROBES: usize = 4;
/// Time over which the edges swell from still water to the full tide, s: one M2 period.
const SWELL_S: f64 = 44_714.0;
/// Seconds between samples of the fit: M6, the fastest, has 24 in a period.
const SAMPLE_S: u32 = 600;
/// Sixteen-bit steps of the written grid, m/s.
const SCALE_M_PER_S: f64 = 1e-4;

const WEST_EDGE: [&str; 2] = ["le_havre", "newhaven"];
const NORTH_EDGE: [&str; 2] = ["felixstowe", "euro_platform"];
const EAST_EDGE: [&str; 3] = ["cadzand", "westkapelle", "euro_platform"];

/// Gauges inside the area, used for nothing but judging.
pub const JUDGES: [&str; 9] =
    ["hastings", "dover", "deal", "herne_bay", "dieppe", "boulogne", "calais", "dunkerque", "harwich"];

/// A depth grid as its file has it, asked by latitude and longitude: depth below mean level, `None` on land.
#[derive(Clone, Debug, PartialEq)]
pub struct DepthSource {
    table: Degrees,
    first: LatLon,
    step: LatLon,
    decimetres: Vec<i16>,
    land: i16,
}

#[derive(serde::Deserialize)]
struct RawDepth {
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
        let raw: RawDepth = serde_json::from_str(json).map_err(|e| {
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
            (k >= 0.0 && k < n as f64).then(|| super::lattice::whole(k, n as f64))
        };
        let i = cell((place.lon - self.first.lon) / self.step.lon, nx)?;
        let j = cell((place.lat - self.first.lat) / self.step.lat, ny)?;
        let value = self.decimetres[j * nx + i];
        (value != self.land).then(|| f64::from(value) * 0.1)
    }
}

/// How the model is run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// The bed: numbers of the parameter register.
    pub bed: Bed,
    /// What is added to all depths, m: for a grid that counts from chart datum or is known to be too shallow.
    pub deepen_m: f64,
    /// Days in all.
    pub days: u32,
    /// Days at the start that are thrown away.
    pub spin_up_days: u32,
    /// 1: cells of 1.75 by 1.85 km; 2: half of that, and so on. Time goes up with the third power.
    pub fineness: u32,
}

impl Settings {
    /// Our standard run. A month less three days is two beats of M2 and S2 and one of M2 and N2.
    #[must_use]
    pub const fn standard(bed: Bed) -> Self {
        Self { bed, deepen_m: 0.0, days: 32, spin_up_days: 3, fineness: 1 }
    }
}

/// A model under way: advance it day by day, then take its grid.
#[derive(Clone, Debug)]
pub struct StreamBuild {
    settings: Settings,
    basin: Basin,
    solver: Solver,
    /// Speeds of the constituents, rad/s.
    speeds: Vec<f64>,
    /// Level of each edge cell: cosine and sine parts of each constituent.
    edge: Vec<[[f64; 2]; CONSTITUENTS.len()]>,
    fit: HarmonicFit,
    sea: Vec<usize>,
    steps_a_sample: u32,
    step_s: f64,
    samples: u32,
}

/// The result: constants of level and stream in every cell of sea.
#[derive(Clone, Debug, PartialEq)]
pub struct StreamGrid {
    nx: usize,
    ny: usize,
    lat0: f64,
    lon0: f64,
    dlat: f64,
    dlon: f64,
    least_depth_m: f64,
    sea: Vec<bool>,
    /// For each cell: mean and parts of the level, of u and of v (none on land).
    level: Vec<Vec<f64>>,
    u: Vec<Vec<f64>>,
    v: Vec<Vec<f64>>,
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

impl StreamBuild {
    /// Lays out the basin and the edges.
    pub fn new(
        stations: &Stations,
        depth: &dyn Fn(LatLon) -> Option<f64>,
        settings: Settings,
    ) -> Result<Self, DataError> {
        let fine = settings.fineness;
        let days = f64::from(settings.days) - f64::from(settings.spin_up_days);
        // Less than a beat of M2 and N2 (27.6 days) cannot tell them apart; a year is a slip.
        within(DATA, "the number of days that are fitted", days, 27.6, 370.0)?;
        within(DATA, "the fineness", f64::from(fine), 1.0, 8.0)?;
        within(DATA, "Manning's coefficient", settings.bed.manning, 0.0, 0.2)?;
        within(DATA, "the depth added everywhere in metres", settings.deepen_m, -20.0, 20.0)?;
        within(DATA, "the least depth in metres", settings.bed.least_depth_m, 1.0, 50.0)?;
        let k = fine as usize;
        let (nx, ny) = (COLUMNS * k, ROWS * k);
        let (dlon, dlat) = (1.0 / (PER_DEGREE.0 * f64::from(fine)), 1.0 / (PER_DEGREE.1 * f64::from(fine)));
        let (lon0, lat0) = (WEST + 0.5 * dlon, SOUTH + 0.5 * dlat);
        let middle = |i: usize, j: usize| LatLon::new(lat0 + j as f64 * dlat, lon0 + i as f64 * dlon);
        let mut depths: Vec<Option<f64>> = (0..nx * ny)
            .map(|c| mean_depth(depth, middle(c % nx, c / nx), dlat, dlon))
            .map(|d| d.map(|d| d + settings.deepen_m))
            .collect();
        let on_edge: Vec<usize> = (0..nx * ny)
            .filter(|c| c % nx == 0 || c % nx == nx - 1 || c / nx == ny - 1)
            .filter(|&c| depths[c].is_some())
            .collect();
        if on_edge.is_empty() {
            return Err(DataError::new(DATA, "no sea on the open edges", "a depth grid that covers the area")
                .with_remedy("give a grid from 0.05° to 3.35° E and 49.4° to 51.95° N"));
        }
        drain_lakes(&mut depths, nx, &on_edge);
        let list = stations.constituents();
        let index = CONSTITUENTS
            .iter()
            .map(|n| {
                list.index(n).ok_or_else(|| {
                    DataError::new(DATA, format!("the constituent `{n}` is unknown"), "one of the constituent list")
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let edge = on_edge
            .iter()
            .map(|&c| {
                let place = middle(c % nx, c / nx);
                if c % nx == 0 {
                    along(stations, &WEST_EDGE, &index, |p| p.lat, place)
                } else if c / nx == ny - 1 && c % nx != nx - 1 {
                    along(stations, &NORTH_EDGE, &index, |p| p.lon, place)
                } else {
                    along(stations, &EAST_EDGE, &index, |p| p.lat, place)
                }
            })
            .collect::<Result<Vec<_>, _>>()?;
        let basin = Basin::spherical(nx, ny, lat0, dlat, dlon, depths);
        // A whole number of steps in each sample.
        let most = f64::from(SAMPLE_S);
        let steps_a_sample = super::lattice::whole(maths::ceil(most / basin.longest_step_s(settings.bed)), most);
        let steps_a_sample = u32::try_from(steps_a_sample).unwrap_or(SAMPLE_S).max(1);
        let step_s = most / f64::from(steps_a_sample);
        let solver = Solver::new(&basin, settings.bed, step_s, &on_edge);
        let sea: Vec<usize> = (0..nx * ny).filter(|&c| basin.depth(c).is_some()).collect();
        let speeds_deg_h: Vec<f64> = index.iter().map(|&i| list.list()[i].speed_deg_h()).collect();
        Ok(Self {
            settings,
            fit: HarmonicFit::new(&speeds_deg_h, sea.len() * 3),
            speeds: speeds_deg_h.iter().map(|s| s.to_radians() / 3600.0).collect(),
            basin,
            solver,
            edge,
            sea,
            steps_a_sample,
            step_s,
            samples: 0,
        })
    }

    /// Length of a step, s.
    #[must_use]
    pub const fn step_s(&self) -> f64 {
        self.step_s
    }

    /// Cells of sea.
    #[must_use]
    pub fn cells_of_sea(&self) -> usize {
        self.sea.len()
    }

    /// Runs the next day; false when there is none left.
    pub fn advance_day(&mut self) -> Result<bool, DataError> {
        let a_day = 86_400 / SAMPLE_S;
        if self.samples >= self.settings.days * a_day {
            return Ok(false);
        }
        for _ in 0..a_day {
            self.samples += 1;
            let end_s = f64::from(self.samples) * f64::from(SAMPLE_S);
            for step in 1..=self.steps_a_sample {
                let t = end_s - f64::from(self.steps_a_sample - step) * self.step_s;
                self.step(t);
            }
            if self.samples > self.settings.spin_up_days * a_day {
                let (solver, sea) = (&self.solver, &self.sea);
                let values = sea.iter().flat_map(|&c| {
                    let (u, v) = solver.velocity(c);
                    [solver.level(c), u, v]
                });
                self.fit.add(end_s, values);
            }
        }
        if self.solver.has_blown_up() {
            return Err(DataError::new(
                DATA,
                format!("the flow became unbounded on day {}", self.samples / a_day),
                "levels within 20 m",
            )
            .with_remedy("use a smoother depth grid, a larger least depth or more friction"));
        }
        Ok(true)
    }

    fn step(&mut self, t: f64) {
        let swell = (t / SWELL_S).min(1.0);
        let phases: Vec<[f64; 2]> = self
            .speeds
            .iter()
            .map(|w| {
                let (s, c) = maths::sin_cos(w * t);
                [swell * c, swell * s]
            })
            .collect();
        let level = |parts: &[[f64; 2]]| parts.iter().zip(&phases).map(|(k, p)| k[0] * p[0] + k[1] * p[1]).sum::<f64>();
        self.solver.step(self.edge.iter().map(|parts| level(parts)));
    }

    /// The constants, once all days are run.
    pub fn finish(self) -> Result<StreamGrid, DataError> {
        let found = self.fit.solve().ok_or_else(|| {
            DataError::new(DATA, "the days that were run cannot tell the constituents apart", "28 days or more")
                .with_remedy("run more days")
        })?;
        let (nx, ny) = self.basin.size();
        let k = f64::from(self.settings.fineness);
        let (dlon, dlat) = (1.0 / (PER_DEGREE.0 * k), 1.0 / (PER_DEGREE.1 * k));
        let mut grid = StreamGrid {
            nx,
            ny,
            lat0: SOUTH + 0.5 * dlat,
            lon0: WEST + 0.5 * dlon,
            dlat,
            dlon,
            least_depth_m: self.settings.bed.least_depth_m,
            sea: vec![false; nx * ny],
            level: vec![Vec::new(); nx * ny],
            u: vec![Vec::new(); nx * ny],
            v: vec![Vec::new(); nx * ny],
        };
        let mut found = found.into_iter();
        for &c in &self.sea {
            grid.sea[c] = true;
            grid.level[c] = found.next().unwrap_or_default();
            grid.u[c] = found.next().unwrap_or_default();
            grid.v[c] = found.next().unwrap_or_default();
        }
        Ok(grid)
    }
}

/// Mean depth of the part of a cell that is sea; `None` if that is less than half of it.
fn mean_depth(depth: &dyn Fn(LatLon) -> Option<f64>, middle: LatLon, dlat: f64, dlon: f64) -> Option<f64> {
    let offset = |k: usize| (k as f64 + 0.5) / PROBES as f64 - 0.5;
    let (mut sea, mut sum) = (0, 0.0);
    for k in 0..PROBES * PROBES {
        let place = LatLon::new(middle.lat + offset(k / PROBES) * dlat, middle.lon + offset(k % PROBES) * dlon);
        if let Some(d) = depth(place) {
            sea += 1;
            sum += d;
        }
    }
    (2 * sea >= PROBES * PROBES).then(|| sum / f64::from(u32::try_from(sea).unwrap_or(1)))
}

/// Turns water that no edge can reach into land.
fn drain_lakes(depths: &mut [Option<f64>], nx: usize, edge: &[usize]) {
    let mut reached = vec![false; depths.len()];
    let mut next: Vec<usize> = edge.to_vec();
    while let Some(c) = next.pop() {
        if reached[c] || depths[c].is_none() {
            continue;
        }
        reached[c] = true;
        if c % nx > 0 {
            next.push(c - 1);
        }
        if c % nx + 1 < nx {
            next.push(c + 1);
        }
        if c >= nx {
            next.push(c - nx);
        }
        if c + nx < depths.len() {
            next.push(c + nx);
        }
    }
    for (d, reached) in depths.iter_mut().zip(reached) {
        if !reached {
            *d = None;
        }
    }
}

/// The tide at a place on an edge: linear in complex amplitude between the stations, in the order of
/// `measure`; the end stations hold beyond the ends.
fn along(
    stations: &Stations,
    slugs: &[&str],
    index: &[usize],
    measure: impl Fn(LatLon) -> f64,
    place: LatLon,
) -> Result<[[f64; 2]; CONSTITUENTS.len()], DataError> {
    let list = slugs.iter().map(|s| stations.get(s)).collect::<Result<Vec<_>, _>>()?;
    let x = measure(place);
    let next = list.iter().position(|s| measure(s.position) > x).unwrap_or(list.len() - 1).max(1);
    let (a, b) = (list[next - 1], list[next]);
    let w = ((x - measure(a.position)) / (measure(b.position) - measure(a.position))).clamp(0.0, 1.0);
    let mixed = b.harmonics.mix(w, &a.harmonics);
    let mut out = [[0.0; 2]; CONSTITUENTS.len()];
    for (o, &i) in out.iter_mut().zip(index) {
        *o = mixed.pair(i);
    }
    Ok(out)
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

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::super::stream::StreamAtlas;
    use super::*;

    const BED: Bed = Bed { manning: 0.027, least_depth_m: 7.0 };

    fn source() -> DepthSource {
        DepthSource::from_bytes(fixtures::DEPTH_JSON, fixtures::DEPTH_BYTES).unwrap()
    }

    fn model(settings: Settings) -> Result<StreamBuild, DataError> {
        let source = source();
        StreamBuild::new(fixtures::stations(), &|p| source.depth(p), settings)
    }

    #[test]
    fn the_basin_is_the_strait_and_its_edges_carry_the_stations_tides() {
        let m = model(Settings::standard(BED)).unwrap();
        assert_eq!(m.basin.size(), (COLUMNS, ROWS));
        // The shipped grid, made by other code, differs where a cell is half land.
        let differ =
            (0..COLUMNS * ROWS).filter(|&c| (fixtures::STREAM_MASK[c] == 1) != m.basin.depth(c).is_some()).count();
        assert!(differ * 100 < fixtures::STREAM_MASK.len(), "{differ} cells");
        // The southernmost cell of the western edge lies at Le Havre's latitude, the last at Newhaven's.
        let m2 = |[c, s]: [f64; 2]| (c * c + s * s).sqrt();
        let west: Vec<f64> = m.edge.iter().map(|e| m2(e[0])).collect();
        assert!((m2(m.edge[0][0]) - 2.62).abs() < 0.1, "{}", west[0]);
        assert!(west.iter().all(|a| (0.7..2.7).contains(a)));
        assert!((30.0..=50.0).contains(&m.step_s()));
    }

    #[test]
    fn finer_cells_need_shorter_steps() {
        let (one, two) = (Settings::standard(BED), Settings { fineness: 2, ..Settings::standard(BED) });
        let (one, two) = (model(one).unwrap(), model(two).unwrap());
        assert!(two.cells_of_sea() > 3 * one.cells_of_sea() && two.step_s() < 0.7 * one.step_s());
    }

    #[test]
    fn runs_that_could_not_work_are_refused_with_a_reason() {
        let good = Settings::standard(BED);
        for (settings, reason) in [
            (Settings { days: 20, ..good }, "number of days"),
            (Settings { fineness: 0, ..good }, "fineness"),
            (Settings { deepen_m: f64::NAN, ..good }, "added"),
            (Settings { bed: Bed { manning: -1.0, ..BED }, ..good }, "Manning"),
        ] {
            assert!(model(settings).unwrap_err().to_string().contains(reason));
        }
        let dry = StreamBuild::new(fixtures::stations(), &|_| None, good).unwrap_err().to_string();
        assert!(dry.contains("no sea on the open edges"), "{dry}");
    }

    #[test]
    fn a_lake_is_no_sea() {
        // Three rows of four: the pool in the middle row touches no edge cell.
        let sea = |c: usize| (c < 4 || c == 6).then_some(10.0);
        let mut depths: Vec<Option<f64>> = (0..12).map(sea).collect();
        depths[2] = None;
        drain_lakes(&mut depths, 4, &[0]);
        assert_eq!(depths.iter().filter(|d| d.is_some()).count(), 2);
        assert!(depths[6].is_none() && depths[3].is_none());
    }

    #[test]
    fn a_month_gives_the_gauges_their_tide() {
        // Some minutes in a debug build, so only when asked for: SLACKWATER_SLOW=1.
        if std::env::var_os("SLACKWATER_SLOW").is_none() {
            return;
        }
        let mut m = model(Settings::standard(BED)).unwrap();
        while m.advance_day().unwrap() {}
        let rows = m.finish().unwrap().against_gauges(fixtures::stations()).unwrap();
        for r in rows.iter().filter(|r| !["herne_bay", "harwich"].contains(&&*r.station)) {
            // Within 4 % and 5 minutes; M4, on which the page on streams tells more, within a half.
            let (share, minutes) = if r.constituent == "M4" { (0.5, 20.0) } else { (0.04, 5.0) };
            assert!((r.model_m / r.observed_m - 1.0).abs() < share && r.late_min.abs() < minutes, "{r:?}");
        }
    }

    #[test]
    fn after_a_day_the_tide_has_come_in_and_the_grid_reads_back() {
        let mut m = model(Settings::standard(BED)).unwrap();
        assert!(m.advance_day().unwrap());
        let moving = m.sea.iter().filter(|&&c| {
            let (u, v) = m.solver.velocity(c);
            u * u + v * v > 0.01
        });
        assert!(moving.count() * 2 > m.sea.len(), "half of the sea runs at 0.1 m/s or more");
        assert!(m.sea.iter().any(|&c| m.solver.level(c).abs() > 1.5));
        // A grid whose constants are known, written and read.
        let (nx, ny) = m.basin.size();
        let constants = |k: usize| (0..17).map(|i| if i == k { 0.5 } else { 0.0 }).collect::<Vec<f64>>();
        let mut grid = StreamGrid {
            nx,
            ny,
            lat0: SOUTH + 0.5 / 60.0,
            lon0: WEST + 0.5 / 40.0,
            dlat: 1.0 / 60.0,
            dlon: 1.0 / 40.0,
            least_depth_m: 7.0,
            sea: vec![true; nx * ny],
            level: vec![constants(1); nx * ny],
            u: vec![constants(1); nx * ny],
            v: vec![constants(2); nx * ny],
        };
        grid.sea[0] = false;
        let files = grid.files("a test");
        assert!(files.json.contains("\"inputs\": \"a test\"") && files.mask[..2] == [0, 1]);
        let atlas = StreamAtlas::from_bytes(&files.json, &files.layers, &files.mask).unwrap();
        assert_eq!(atlas.constituents(), CONSTITUENTS);
        // u on the cosine, v on the sine: the M2 vector turns anticlockwise in a circle.
        assert!((atlas.rotation(LatLon::new(51.0, 1.5), "M2") - 1.0).abs() < 1e-6);
        assert!(atlas.rotation(LatLon::new(51.0, 1.5), "S2").abs() < 1e-6);
        // Levels that are all 0.5 m of cosine: the gauges are told so.
        let rows = grid.against_gauges(fixtures::stations()).unwrap();
        assert!(rows.iter().filter(|r| r.constituent == "M2").all(|r| (r.model_m - 0.5).abs() < 1e-12));
        assert!(rows.len() > 20);
    }
}
