//! Which way and how fast does the water run? Tidal streams from a grid of harmonic constants.
//!
//! The grid (`assets/chart/streams`) comes from a shallow-water model forced by the tide stations
//! alone: mean, cosine and sine parts of u and v for eight constituents, to be used with the same
//! f·cos(V+u), f·sin(V+u) as the heights. K2, NU2, MU2 and L2 are not in it and are inferred from their
//! neighbours in frequency by admittance: the nearest port's level has both, and their ratio there, in
//! amplitude and phase, serves the stream (the usual inference of tidal analysis). The scenario's field is
//! laid out every ten minutes on a metric grid, turned to the plane's axes: four corners, two moments,
//! one mix.
//!
//! Inshore it tapers. The model holds all water at least some metres deep; where the bed is higher, a
//! current that friction balances runs as depth to the power 2/3 (Manning), so the rate falls to nothing
//! where the bed meets mean level, within the last cell or over a wide flat, as the depth grid has it.
//!
//! Left out: currents measured at sea (none are open), wind drift and eddies. Under 10 m and in channels
//! the rate is indicative, and the taper does not follow the tide up and down the beach.

use serde::Deserialize;

use crate::geo::{LatLon, projection::convergence, to_lat_lon, to_plane};
use crate::units::{Instant, Tick, Vec2, maths};

use super::clock::SampleClock;
use super::constituents::{Constituents, Phases};
use super::depth::{Degrees, DepthGrid, read_i16};
use super::error::{DataError, within};
use super::lattice::Lattice;
use super::tide::{Harmonics, Stations};

const DATA: &str = "stream grid";
/// Grid step on the plane: the source's cells are 1.75 by 1.85 km.
const CELL_M: f64 = 1750.0;
/// Grid step of the taper towards the beach, that of the depths.
const TAPER_CELL_M: f64 = 500.0;
/// Manning: where friction balances the slope of the sea, speed goes as depth to this power.
const MANNING_POWER: f64 = 2.0 / 3.0;
/// Constituents the grid lacks, each with the one in it whose pattern it shares.
const INFERRED: [(&str, &str); 4] = [("K2", "S2"), ("NU2", "N2"), ("MU2", "M2"), ("L2", "M2")];
/// Ports of open coast whose ratios serve the inference, each around itself. Those of the Thames are left
/// out: in its shoals MU2 and L2 are made anew, which tells nothing about the strait.
const PORTS: [&str; 11] = [
    "newhaven",
    "hastings",
    "dover",
    "deal",
    "felixstowe",
    "le_havre",
    "dieppe",
    "boulogne",
    "calais",
    "dunkerque",
    "cadzand",
];

/// Numbers kept for each constituent and cell: u cos, u sin, v cos, v sin.
const PARTS: usize = 4;

/// Harmonic constants of the stream on the source's grid.
#[derive(Clone, Debug, PartialEq)]
pub struct StreamAtlas {
    table: Degrees,
    names: Vec<String>,
    /// Cell by cell: mean u, mean v, then four parts of each constituent; m/s, true east and north.
    cells: Vec<f32>,
    /// Depth that the model gave to all shallower water, metres; 0 if it did not.
    least_depth_m: f64,
}

#[derive(Deserialize)]
struct RawStreams {
    nx: usize,
    ny: usize,
    lon0: f64,
    lat0: f64,
    dlon: f64,
    dlat: f64,
    scale_m_per_s: f64,
    #[serde(default)]
    least_depth_m: f64,
    layers: Vec<String>,
}

impl StreamAtlas {
    /// Reads the description (JSON), the layers (16 bits, little-endian, layer by layer, each row by row
    /// from the south) and the mask (a byte for each cell, 1 for sea).
    pub fn from_bytes(json: &str, bytes: &[u8], mask: &[u8]) -> Result<Self, DataError> {
        let raw: RawStreams = serde_json::from_str(json).map_err(|e| {
            DataError::json(DATA, &e, "nx, ny, lon0, lat0, dlon, dlat, scale_m_per_s and the names of the layers")
        })?;
        let table = Degrees::new(DATA, (raw.nx, raw.ny), (raw.lat0, raw.lon0), (raw.dlat, raw.dlon))?;
        let scale = within(DATA, "the scale", raw.scale_m_per_s, 1e-9, 1.0)?;
        let count = raw.layers.len().checked_mul(table.len()).filter(|&n| raw.layers.len() <= 1000 && n > 0);
        let count = count.ok_or_else(|| DataError::new(DATA, "the layers are none or too many", "some dozens"))?;
        let values = read_i16(DATA, bytes, count)?;
        if mask.len() != table.len() {
            return Err(DataError::new(
                DATA,
                format!("the mask has {} bytes", mask.len()),
                format!("{}, one for each cell", table.len()),
            ));
        }
        let layer = |name: String| {
            raw.layers
                .iter()
                .position(|l| *l == name)
                .ok_or_else(|| DataError::new(DATA, format!("the layer `{name}` is missing"), "it among the layers"))
        };
        let names: Vec<String> =
            raw.layers.iter().filter_map(|l| l.strip_prefix("u_")?.strip_suffix("_cos").map(str::to_owned)).collect();
        let mut order = vec![layer("u_mean".into())?, layer("v_mean".into())?];
        for name in &names {
            for part in
                [format!("u_{name}_cos"), format!("u_{name}_sin"), format!("v_{name}_cos"), format!("v_{name}_sin")]
            {
                order.push(layer(part)?);
            }
        }
        let mut cells = Vec::with_capacity(table.len() * order.len());
        for cell in 0..table.len() {
            for &l in &order {
                #[expect(clippy::cast_possible_truncation, reason = "streams of m/s: single precision is plenty")]
                cells.push((f64::from(values[l * table.len() + cell]) * scale * f64::from(mask[cell].min(1))) as f32);
            }
        }
        let least_depth_m = within(DATA, "the least depth in metres", raw.least_depth_m, 0.0, 50.0)?;
        let mut atlas = Self { table, names, cells, least_depth_m };
        atlas.extend_over_the_shore(mask);
        Ok(atlas)
    }

    /// Constituents in the grid.
    #[must_use]
    pub fn constituents(&self) -> &[String] {
        &self.names
    }

    fn width(&self) -> usize {
        2 + PARTS * self.names.len()
    }

    /// Share of the grid's rate that runs over this depth below mean level, metres.
    #[must_use]
    pub fn taper(&self, depth_m: f64) -> f64 {
        if depth_m >= self.least_depth_m {
            1.0
        } else if depth_m <= 0.0 {
            0.0
        } else {
            maths::pow(depth_m / self.least_depth_m, MANNING_POWER)
        }
    }

    /// Gives land cells that touch the sea their sea neighbours' mean: the coast runs between the cells,
    /// and how the rate falls towards it is the taper's business.
    fn extend_over_the_shore(&mut self, mask: &[u8]) {
        let (nx, ny) = self.table.size();
        let width = self.width();
        let mut shore = vec![0.0_f32; width];
        for cell in (0..self.table.len()).filter(|&c| mask[c] == 0) {
            let (i, j) = (cell % nx, cell / nx);
            let mut touching = 0.0;
            shore.fill(0.0);
            for y in j.saturating_sub(1)..=(j + 1).min(ny - 1) {
                for x in i.saturating_sub(1)..=(i + 1).min(nx - 1) {
                    let other = y * nx + x;
                    if mask[other] != 0 {
                        touching += 1.0;
                        for (s, v) in shore.iter_mut().zip(&self.cells[other * width..(other + 1) * width]) {
                            *s += v;
                        }
                    }
                }
            }
            if touching > 0.0 {
                for (v, s) in self.cells[cell * width..(cell + 1) * width].iter_mut().zip(&shore) {
                    *v = s / touching;
                }
            }
        }
    }

    /// Constants at a place, into `out`: bilinear between cell centres.
    fn constants_at(&self, place: LatLon, out: &mut [f64]) {
        out.fill(0.0);
        let width = self.width();
        for (cell, weight) in self.table.around(place) {
            for (o, v) in out.iter_mut().zip(&self.cells[cell * width..(cell + 1) * width]) {
                *o += weight * f64::from(*v);
            }
        }
    }

    /// The stream of the grid at one place and series of moments, m/s towards true east and north, without
    /// the taper inshore.
    pub(super) fn series(&self, stations: &Stations, place: LatLon, phases: &Phases) -> Result<Vec<Vec2>, DataError> {
        let phasors = Phasors::new(self, stations)?;
        let port = phasors.nearest(to_plane(place));
        let mut constants = vec![0.0; self.width()];
        self.constants_at(place, &mut constants);
        let mut weights = vec![[0.0; 2]; self.names.len()];
        Ok(phases
            .rows()
            .map(|row| {
                phasors.weights(port, row, &mut weights);
                sum(&constants, &weights)
            })
            .collect())
    }

    /// The stream of the grid at one place and moment, m/s towards true east and north, without the taper
    /// inshore: for tables and tests; a scenario uses [`StreamField`].
    pub fn velocity(&self, stations: &Stations, place: LatLon, t: Instant) -> Result<Vec2, DataError> {
        let series = self.series(stations, place, &stations.constituents().phases(t, 1, 1))?;
        Ok(series[0])
    }

    /// Smaller over larger axis of one constituent's ellipse, positive if the vector turns anticlockwise;
    /// 0 where it is not in the grid.
    #[must_use]
    pub fn rotation(&self, place: LatLon, constituent: &str) -> f64 {
        let Some(k) = self.names.iter().position(|n| n == constituent) else { return 0.0 };
        let mut constants = vec![0.0; self.width()];
        self.constants_at(place, &mut constants);
        let c = &constants[2 + k * PARTS..][..PARTS];
        // u + iv is a sum of two counter-turning phasors; their sizes make the axes.
        let (left, right) = ((c[0] + c[3], c[2] - c[1]), (c[0] - c[3], c[2] + c[1]));
        let size = |(x, y): (f64, f64)| (x * x + y * y).sqrt();
        let (left, right) = (size(left), size(right));
        if left + right > 0.0 { (left - right) / (left + right) } else { 0.0 }
    }

    /// Mean flow through a metre of section, m²/s east and north: the mean stream over the mean depth, and
    /// what level and stream carry together.
    pub(super) fn mean_transport(
        &self,
        stations: &Stations,
        place: LatLon,
        depth_m: f64,
        level: &Harmonics,
    ) -> Result<Vec2, DataError> {
        let phasors = Phasors::new(self, stations)?;
        let mut constants = vec![0.0; self.width()];
        self.constants_at(place, &mut constants);
        let mut flow = Vec2::new(constants[0], constants[1]) * depth_m;
        for (parts, &index) in constants[2..].chunks_exact(PARTS).zip(&phasors.own) {
            let [c, s] = level.pair(index);
            flow.x += 0.5 * (parts[0] * c + parts[1] * s);
            flow.y += 0.5 * (parts[2] * c + parts[3] * s);
        }
        Ok(flow)
    }
}

fn sum(constants: &[f64], weights: &[[f64; 2]]) -> Vec2 {
    let mut v = Vec2::new(constants[0], constants[1]);
    for (parts, w) in constants[2..].chunks_exact(PARTS).zip(weights) {
        v.x += parts[0] * w[0] + parts[1] * w[1];
        v.y += parts[2] * w[0] + parts[3] * w[1];
    }
    v
}

/// How the phases of one moment become the weights of the grid's constituents, with the inferred ones
/// folded into the one they follow: if its pattern is the same but for a complex ratio, so is its sum.
struct Phasors {
    own: Vec<usize>,
    ports: Vec<Port>,
}

/// A port and what its level tells about the constituents that the grid lacks.
struct Port {
    position: Vec2,
    /// (grid constituent, inferred one's place in the list, complex ratio).
    inferred: Vec<(usize, usize, [f64; 2])>,
}

impl Phasors {
    fn new(atlas: &StreamAtlas, stations: &Stations) -> Result<Self, DataError> {
        let list: &Constituents = stations.constituents();
        let place = |name: &str| {
            list.index(name).ok_or_else(|| {
                DataError::new(DATA, format!("the constituent `{name}` is unknown"), "one of the constituent list")
            })
        };
        let own = atlas.names.iter().map(|n| place(n)).collect::<Result<Vec<_>, _>>()?;
        let mut lacking = Vec::new();
        for (name, parent) in INFERRED {
            if let Some(k) = atlas.names.iter().position(|n| n == parent)
                && !atlas.names.iter().any(|n| n == name)
            {
                lacking.push((k, place(name)?));
            }
        }
        let ports = PORTS
            .iter()
            .map(|slug| {
                let station = stations.get(slug)?;
                let inferred = lacking.iter().filter_map(|&(k, index)| {
                    // Heights are Re[(c − is)·e^(iX)], so the ratio of two constituents is that of their (c − is).
                    let ([a, b], [c, d]) = (station.harmonics.pair(index), station.harmonics.pair(own[k]));
                    let norm = c * c + d * d;
                    (norm > 0.0).then(|| (k, index, [(a * c + b * d) / norm, (a * d - b * c) / norm]))
                });
                Ok(Port { position: to_plane(station.position), inferred: inferred.collect() })
            })
            .collect::<Result<Vec<_>, DataError>>()?;
        Ok(Self { own, ports })
    }

    /// The port nearest to a position of the plane, by its place in the list.
    fn nearest(&self, p: Vec2) -> usize {
        let away = |k: &usize| (self.ports[*k].position - p).length_squared();
        (0..self.ports.len()).min_by(|a, b| away(a).total_cmp(&away(b))).unwrap_or(0)
    }

    fn weights(&self, port: usize, row: &[[f64; 2]], out: &mut [[f64; 2]]) {
        for (o, &i) in out.iter_mut().zip(&self.own) {
            *o = row[i];
        }
        for &(k, index, [re, im]) in &self.ports[port].inferred {
            let [c, s] = row[index];
            out[k][0] += re * c - im * s;
            out[k][1] += re * s + im * c;
        }
    }
}

/// Streams over the area and span of one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct StreamField {
    clock: SampleClock,
    lattice: Lattice,
    /// Velocity along the plane's axes, m/s: one plane for each sample.
    velocities: Vec<[f32; 2]>,
    /// Share of that which runs inshore, on the lattice of its own.
    tapers: Lattice,
    taper: Vec<f32>,
    /// Cells of the streams' lattice in which some of it tapers: elsewhere it need not be asked.
    shoals: Vec<bool>,
}

impl StreamField {
    /// Lays the streams of the scenario's span on the grid.
    pub(super) fn new(
        atlas: &StreamAtlas,
        stations: &Stations,
        depths: &DepthGrid,
        clock: SampleClock,
        phases: &Phases,
    ) -> Result<Self, DataError> {
        let lattice = Lattice::covering_area(CELL_M);
        let phasors = Phasors::new(atlas, stations)?;
        let width = atlas.width();
        let mut constants = vec![0.0_f64; lattice.len() * width];
        for (p, out) in lattice.nodes().zip(constants.chunks_exact_mut(width)) {
            let place = to_lat_lon(p);
            atlas.constants_at(place, out);
            // True east and north to the axes of the plane: cosine parts together, sine parts together.
            let (s, c) = maths::sin_cos(convergence(place).rad());
            let mut turn = |u: usize, v: usize| {
                let (east, north) = (out[u], out[v]);
                out[u] = east * c - north * s;
                out[v] = east * s + north * c;
            };
            turn(0, 1);
            for k in (2..width).step_by(PARTS) {
                turn(k, k + 2);
                turn(k + 1, k + 3);
            }
        }
        let nearest: Vec<usize> = lattice.nodes().map(|p| phasors.nearest(p)).collect();
        let names = atlas.names.len();
        let mut weights = vec![[0.0; 2]; names * phasors.ports.len()];
        let mut velocities = Vec::with_capacity(lattice.len() * clock.count());
        for row in phases.rows() {
            for (port, out) in weights.chunks_exact_mut(names).enumerate() {
                phasors.weights(port, row, out);
            }
            #[expect(clippy::cast_possible_truncation, reason = "streams of m/s: single precision is plenty")]
            velocities.extend(constants.chunks_exact(width).zip(&nearest).map(|(c, &port)| {
                let v = sum(c, &weights[port * names..(port + 1) * names]);
                [v.x as f32, v.y as f32]
            }));
        }
        let tapers = Lattice::covering_area(TAPER_CELL_M);
        #[expect(clippy::cast_possible_truncation, reason = "a share: single precision is plenty")]
        let taper: Vec<f32> = tapers.nodes().map(|p| atlas.taper(depths.depth_below_msl(p)) as f32).collect();
        let mut shoals = vec![false; lattice.len()];
        for (p, _) in tapers.nodes().zip(&taper).filter(|(_, share)| **share < 1.0) {
            // A node is felt as far as its neighbours, and that square touches no cell but those of its corners.
            for (x, y) in [(-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)] {
                shoals[lattice.locate(p + Vec2::new(x, y) * TAPER_CELL_M).index] = true;
            }
        }
        Ok(Self { clock, lattice, velocities, tapers, taper, shoals })
    }

    /// The stream at a position, m/s along the plane's axes, towards where the water goes.
    #[must_use]
    #[inline]
    pub fn at(&self, position: Vec2, tick: Tick) -> Vec2 {
        let cell = self.lattice.locate(position);
        let m = self.clock.locate(tick);
        let n = self.lattice.len();
        let [u0, v0] = self.lattice.sample_pair(&self.velocities[m.index * n..(m.index + 1) * n], &cell);
        let [u1, v1] = self.lattice.sample_pair(&self.velocities[(m.index + 1) * n..(m.index + 2) * n], &cell);
        let (u0, v0) = (f64::from(u0), f64::from(v0));
        let v = Vec2::new(u0 + (f64::from(u1) - u0) * m.fraction, v0 + (f64::from(v1) - v0) * m.fraction);
        if self.shoals[cell.index] {
            v * f64::from(self.tapers.sample(&self.taper, &self.tapers.locate(position)))
        } else {
            v
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::clock::STEP_S;
    use super::super::fixtures;
    use super::*;
    use crate::units::{Angle, Duration, Speed};

    /// The grid's own rate with M2 and S2 in phase (springs) or opposed (neaps), `hours` after the time
    /// at which M2 and S2 both peak at Dover.
    fn spring_or_neap(place: LatLon, springs: bool, hours: f64) -> Vec2 {
        let atlas = fixtures::streams();
        let mut constants = vec![0.0; atlas.width()];
        atlas.constants_at(place, &mut constants);
        let (m2, s2) = ((331.9 + 28.984_104 * hours).to_radians(), (23.7 + 30.0 * hours).to_radians());
        let sign = if springs { 1.0 } else { -1.0 };
        let weights: Vec<[f64; 2]> = atlas
            .names
            .iter()
            .map(|n| {
                let (x, k) = match n.as_str() {
                    "M2" => (m2, 1.0),
                    "S2" => (s2, sign),
                    "M4" => (2.0 * m2, 1.0),
                    "MS4" => (m2 + s2, sign),
                    "M6" => (3.0 * m2, 1.0),
                    _ => (0.0, 0.0),
                };
                [k * maths::cos(x), k * maths::sin(x)]
            })
            .collect();
        sum(&constants, &weights)
    }

    #[test]
    fn hourly_rates_agree_with_the_grids_own_table() {
        let mut rows = 0;
        for line in include_str!("../../tests/fixtures/streams/hourly.csv").lines().skip(1) {
            let f: Vec<&str> = line.split(',').collect();
            let x = |i: usize| f[i].parse::<f64>().unwrap();
            let v = spring_or_neap(LatLon::new(x(2), x(1)), f[3] == "springs", x(4));
            let rate = Speed::metres_per_second(v.length()).kn();
            // The table counts hours from its model's own high water, minutes from ours.
            assert!((rate - x(5)).abs() < 0.35, "{line}: {rate}");
            if x(5) > 1.0 {
                let turn = (v.bearing() - Angle::degrees(x(6))).deg();
                assert!((turn - 360.0 * maths::round(turn / 360.0)).abs() < 8.0, "{line}: {}", v.bearing().deg());
            }
            rows += 1;
        }
        assert!(rows >= 50);
    }

    #[test]
    fn off_the_south_foreland_the_streams_are_the_pilots() {
        // 5.4 nm 082° from South Foreland: 2.3 kn at springs and 1.3 at neaps towards 035, from 2 h before
        // high water Dover; published, and the grid is 0.3 kn stronger at springs.
        let place = LatLon::new(51.152, 1.513);
        for (springs, published) in [(true, 2.3), (false, 1.3)] {
            let peak = (0..12)
                .map(|k| spring_or_neap(place, springs, -1.0 + 0.5 * f64::from(k)))
                .max_by(|a, b| a.length().total_cmp(&b.length()))
                .unwrap();
            let rate = Speed::metres_per_second(peak.length()).kn();
            assert!((rate - published).abs() < 0.5, "{rate}, published {published}");
            assert!((peak.bearing().deg() - 35.0).abs() < 10.0, "towards {}", peak.bearing().deg());
        }
        assert!(spring_or_neap(place, true, -2.8).y < 0.0 && spring_or_neap(place, true, -1.0).y > 0.0);
        assert!(spring_or_neap(place, true, 3.5).y > 0.0 && spring_or_neap(place, true, 5.0).y < 0.0);
    }

    #[test]
    fn on_24_november_2021_the_stream_ran_north_east_from_midnight_to_half_past_five() {
        let (atlas, stations) = (fixtures::streams(), fixtures::stations());
        let north_east = |t: &str| {
            let v = atlas.velocity(stations, LatLon::new(51.15, 1.7), Instant::parse(t).unwrap()).unwrap();
            v.x + v.y
        };
        assert!(north_east("2021-11-24T01:00Z") > 0.3 && north_east("2021-11-24T04:30Z") > 0.0);
        assert!(north_east("2021-11-24T07:30Z") < -0.3 && north_east("2021-11-23T22:00Z") < 0.0);
    }

    #[test]
    fn the_field_is_the_atlas_turned_to_the_planes_axes() {
        let (atlas, stations) = (fixtures::streams(), fixtures::stations());
        let clock = SampleClock::new(Instant::parse("2025-07-09T20:00Z").unwrap(), Duration::hours(24.0)).unwrap();
        let phases = stations.constituents().phases(clock.start(), STEP_S, clock.count());
        let field = StreamField::new(atlas, stations, fixtures::depths(), clock, &phases).unwrap();
        for (lat, lon) in [(51.0, 1.45), (51.152, 1.513), (51.25, 2.4), (50.7, 1.4), (50.5, 1.1)] {
            let place = LatLon::new(lat, lon);
            for tick in (0..8640).step_by(333) {
                let truth = atlas.velocity(stations, place, Tick(tick).at(clock.start())).unwrap();
                let (s, c) = maths::sin_cos(convergence(place).rad());
                let expected = Vec2::new(truth.x * c - truth.y * s, truth.x * s + truth.y * c);
                let got = field.at(to_plane(place), Tick(tick));
                // Two bilinear grids and a linear step in time: within 0.1 kn.
                assert!((got - expected).length() < 0.05, "{lat} {lon} at {tick}: {got:?}, expected {expected:?}");
            }
        }
        // Far inland there is no stream, and odd positions are harmless.
        assert!(field.at(to_plane(LatLon::new(50.6, 2.4)), Tick(0)).length() < 1e-9);
        assert!(field.at(Vec2::new(f64::NAN, f64::INFINITY), Tick(9)).x.is_finite());
    }

    #[test]
    fn the_rate_falls_towards_the_beach_as_depth_to_the_two_thirds() {
        let atlas = fixtures::streams();
        assert!((atlas.taper(7.0) - 1.0).abs() < 1e-12 && (atlas.taper(30.0) - 1.0).abs() < 1e-12);
        // 7/8 of the depth: (1/8)^(2/3) = 1/4.
        assert!((atlas.taper(0.875) - 0.25).abs() < 1e-12 && atlas.taper(0.0) == 0.0 && atlas.taper(-3.0) == 0.0);
        // On a line to the beach of Calais: full offshore, none on the sand, and no step on the way.
        let (stations, depths) = (fixtures::stations(), fixtures::depths());
        let clock = SampleClock::new(Instant::parse("2025-07-09T20:00Z").unwrap(), Duration::hours(12.0)).unwrap();
        let phases = stations.constituents().phases(clock.start(), STEP_S, clock.count());
        let field = StreamField::new(atlas, stations, depths, clock, &phases).unwrap();
        let rates: Vec<f64> = (0..80)
            .map(|k| field.at(to_plane(LatLon::new(51.01 - 0.0008 * f64::from(k), 1.87)), Tick(1200)).length())
            .collect();
        assert!(rates[0] > 0.3 && rates[79] < 1e-9, "{rates:?}");
        // Where it is said that nothing tapers, nothing does.
        for (p, share) in field.tapers.nodes().zip(&field.taper) {
            assert!(*share >= 1.0 || field.shoals[field.lattice.locate(p).index]);
        }
        assert!(rates.windows(2).all(|w| (w[0] - w[1]).abs() < 0.2 * rates[0]), "{rates:?}");
    }

    #[test]
    fn each_port_lends_its_own_ratios_and_k2_is_much_the_same_everywhere() {
        let (atlas, stations) = (fixtures::streams(), fixtures::stations());
        let phasors = Phasors::new(atlas, stations).unwrap();
        let port = |lat, lon| PORTS[phasors.nearest(to_plane(LatLon::new(lat, lon)))];
        assert_eq!((port(50.97, 1.9), port(51.06, 2.4), port(50.75, 1.5)), ("calais", "dunkerque", "boulogne"));
        assert_eq!((port(51.1, 1.35), port(51.25, 1.45)), ("dover", "deal"));
        let k2 = stations.constituents().index("K2").unwrap();
        for p in &phasors.ports {
            let (_, _, [re, im]) = p.inferred.iter().find(|(_, index, _)| *index == k2).unwrap();
            // In equilibrium K2 is 0.272 of S2; gauges here find a little more, nearly in phase.
            assert!((0.25..0.32).contains(&(re * re + im * im).sqrt()) && im.abs() < 0.06, "{re} {im}");
        }
        // A constituent that the grid has itself is not inferred.
        let own = fixtures::STREAM_JSON.replace("_M6_", "_MU2_");
        let own = StreamAtlas::from_bytes(&own, fixtures::STREAM_BYTES, fixtures::STREAM_MASK).unwrap();
        let fewer = Phasors::new(&own, stations).unwrap();
        assert_eq!((phasors.ports[0].inferred.len(), fewer.ports[0].inferred.len()), (4, 3));
    }

    #[test]
    fn damaged_grids_are_refused_with_a_reason() {
        let (json, bytes, mask) = (fixtures::STREAM_JSON, fixtures::STREAM_BYTES, fixtures::STREAM_MASK);
        for (json, bytes, mask, reason) in [
            ("[]", bytes, mask, "JSON"),
            (json, &bytes[..7], mask, "7 bytes"),
            (json, bytes, &mask[..7], "mask has 7 bytes"),
            (&json.replace("\"v_M6_sin\"", "\"w\""), bytes, mask, "v_M6_sin"),
            (&json.replace("0.0001", "0"), bytes, mask, "scale"),
        ] {
            let error = StreamAtlas::from_bytes(json, bytes, mask).unwrap_err().to_string();
            assert!(error.contains(reason), "{error}");
        }
        let strange = json.replace("_M6_", "_X9_");
        let atlas = StreamAtlas::from_bytes(&strange, bytes, mask).unwrap();
        assert!(Phasors::new(&atlas, fixtures::stations()).is_err_and(|e| e.problem.contains("X9")));
    }
}
