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

use crate::geo::LatLon;
use crate::units::maths;

use super::error::{DataError, within};
use super::harmonic_fit::HarmonicFit;
use super::shallow_water::{Basin, Bed, Solver};
use super::stream_grid::StreamGrid;
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

const WEST_EDGE: [&str; 2] = ["le_havre", "newhaven"];
const NORTH_EDGE: [&str; 2] = ["felixstowe", "euro_platform"];
const EAST_EDGE: [&str; 3] = ["cadzand", "westkapelle", "euro_platform"];

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

#[cfg(test)]
mod tests {
    use super::super::depth_source::DepthSource;
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
