//! How does a tide that comes in at the edges run through a shallow sea? The depth-averaged equations.
//!
//! Mass and momentum on Arakawa and Lamb's (1977) C-grid: level in the middle of a cell, velocities on
//! its faces. Each step first moves the level with the old velocities, then the velocities with the new
//! level (forward-backward, Mesinger and Arakawa 1976), east and north taking turns to go first so that
//! Coriolis' force does no work. Friction is quadratic with Manning's coefficient and implicit, so it can
//! stop a current but not turn it. Advection is upwind and of first order: it is the wave that matters
//! here, and a scheme that cannot ring is worth some smearing of jets.
//!
//! Left out: drying ground (a least depth stands in for it), wind, air pressure, density, the tide raised
//! in the area itself (millimetres), and stirring by eddies smaller than a cell.

use crate::units::maths;

/// Standard gravity to three digits, m/s²: at 51° N it is 9.811.
const GRAVITY: f64 = 9.81;
/// The earth's turning, rad/s (one sidereal day).
const EARTH_TURN: f64 = 7.292_115e-5;
/// The earth's mean radius, m (IUGG).
const EARTH_RADIUS_M: f64 = 6_371_009.0;
/// Steps between two evaluations of friction's dependence on depth, which changes with the tide only.
const FRICTION_EVERY: u32 = 20;
/// A column of water is never thinner than this, m: a guard for grids whose least depth is below the tide.
const THINNEST_M: f64 = 0.5;

/// What the bed does to the flow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bed {
    /// Manning's coefficient, s/m^(1/3).
    pub manning: f64,
    /// Cells shallower than this are taken as this deep, m.
    pub least_depth_m: f64,
}

/// A grid of cells: where, how large, how deep.
#[derive(Clone, Debug, PartialEq)]
pub struct Basin {
    nx: usize,
    ny: usize,
    /// Width of a cell of each row, and the same on the faces south of each row (one more), m.
    dx: Vec<f64>,
    dx_south: Vec<f64>,
    dy: f64,
    /// Coriolis parameter of each row, 1/s.
    coriolis: Vec<f64>,
    /// Depth below mean level, m, row by row from the south; `None` is land.
    depth: Vec<Option<f64>>,
}

impl Basin {
    /// A flat basin at one latitude: for tests against textbook solutions.
    ///
    /// # Panics
    /// If there is not one depth for each cell.
    #[must_use]
    pub fn flat(nx: usize, ny: usize, cell_m: f64, coriolis: f64, depth: Vec<Option<f64>>) -> Self {
        assert_eq!(depth.len(), nx * ny, "a depth for each cell");
        Self {
            nx,
            ny,
            dx: vec![cell_m; ny],
            dx_south: vec![cell_m; ny + 1],
            dy: cell_m,
            coriolis: vec![coriolis; ny],
            depth,
        }
    }

    /// A table in degrees on the sphere; `first_lat` is the middle of the southernmost row.
    ///
    /// # Panics
    /// If there is not one depth for each cell.
    #[must_use]
    pub fn spherical(nx: usize, ny: usize, first_lat: f64, dlat: f64, dlon: f64, depth: Vec<Option<f64>>) -> Self {
        assert_eq!(depth.len(), nx * ny, "a depth for each cell");
        let metres = EARTH_RADIUS_M.to_radians();
        let lat = |row: f64| (first_lat + row * dlat).to_radians();
        let width = |row: f64| metres * dlon * maths::cos(lat(row));
        Self {
            nx,
            ny,
            dx: (0..ny).map(|j| width(j as f64)).collect(),
            dx_south: (0..=ny).map(|j| width(j as f64 - 0.5)).collect(),
            dy: metres * dlat,
            coriolis: (0..ny).map(|j| 2.0 * EARTH_TURN * maths::sin(lat(j as f64))).collect(),
            depth,
        }
    }

    /// Columns and rows.
    #[must_use]
    pub const fn size(&self) -> (usize, usize) {
        (self.nx, self.ny)
    }

    /// Depth of a cell below mean level; `None` on land.
    #[must_use]
    pub fn depth(&self, cell: usize) -> Option<f64> {
        self.depth[cell]
    }

    /// The longest step that keeps the fastest wave well inside a cell, s: 0.7 of the bound of Courant,
    /// Friedrichs and Lewy for this scheme, the rest being room for the current and the tide's own depth.
    #[must_use]
    pub fn longest_step_s(&self, bed: Bed) -> f64 {
        let deepest = self.depth.iter().flatten().fold(bed.least_depth_m, |a, &b| a.max(b));
        let narrowest = self.dx.iter().fold(f64::INFINITY, |a, &b| a.min(b));
        let per_metre = (1.0 / (narrowest * narrowest) + 1.0 / (self.dy * self.dy)).sqrt();
        0.7 / ((GRAVITY * deepest).sqrt() * per_metre)
    }
}

/// The state of the water and what is needed to step it on.
///
/// All arrays have one row and one column of margin on every side, so that a neighbour always exists;
/// `u` of a cell is on its west face, `v` on its south face.
#[derive(Clone, Debug)]
pub struct Solver {
    nx: usize,
    ny: usize,
    stride: usize,
    step_s: f64,
    manning_squared: f64,
    dx: Vec<f64>,
    dx_south: Vec<f64>,
    dy: f64,
    coriolis: Vec<f64>,
    /// Bed below mean level, and the whole column of water.
    bed: Vec<f64>,
    column: Vec<f64>,
    level: Vec<f64>,
    u: Vec<f64>,
    v: Vec<f64>,
    /// 1 where the face lies between two cells of sea, else 0.
    open_u: Vec<f64>,
    open_v: Vec<f64>,
    /// 1 where the level is worked out, 0 on land and where the edge gives it.
    free: Vec<f64>,
    /// g n² / h^(4/3) of each cell.
    drag: Vec<f64>,
    flux_u: Vec<f64>,
    flux_v: Vec<f64>,
    /// Cells whose level the edge gives.
    edge: Vec<usize>,
    steps: u32,
}

impl Solver {
    /// Still water. `edge` lists the cells (row by row from the south-west) whose level is given at each step.
    #[must_use]
    pub fn new(basin: &Basin, bed: Bed, step_s: f64, edge: &[usize]) -> Self {
        let (nx, ny) = basin.size();
        let stride = nx + 2;
        let all = stride * (ny + 2);
        let padded = |cell: usize| (cell / nx + 1) * stride + cell % nx + 1;
        let mut depth = vec![0.0; all];
        let mut sea = vec![0.0; all];
        for (cell, d) in basin.depth.iter().enumerate() {
            if let Some(d) = d {
                depth[padded(cell)] = d.max(bed.least_depth_m);
                sea[padded(cell)] = 1.0;
            }
        }
        let mut free = sea.clone();
        let edge: Vec<usize> = edge.iter().map(|&c| padded(c)).filter(|&p| sea[p] > 0.0).collect();
        for &p in &edge {
            free[p] = 0.0;
        }
        let mut open_u = vec![0.0; all];
        let mut open_v = vec![0.0; all];
        for p in stride..all {
            open_u[p] = sea[p] * sea[p - 1];
            open_v[p] = sea[p] * sea[p - stride];
        }
        Self {
            nx,
            ny,
            stride,
            step_s,
            manning_squared: bed.manning * bed.manning,
            dx: basin.dx.clone(),
            dx_south: basin.dx_south.clone(),
            dy: basin.dy,
            coriolis: basin.coriolis.clone(),
            column: depth.clone(),
            bed: depth,
            level: vec![0.0; all],
            u: vec![0.0; all],
            v: vec![0.0; all],
            open_u,
            open_v,
            free,
            drag: vec![0.0; all],
            flux_u: vec![0.0; all],
            flux_v: vec![0.0; all],
            edge,
            steps: 0,
        }
    }

    /// Sets the level of a cell: the start of a test.
    pub fn set_level(&mut self, cell: usize, level_m: f64) {
        let p = self.padded(cell);
        self.level[p] = level_m;
        self.column[p] = (self.bed[p] + level_m).max(THINNEST_M);
    }

    fn padded(&self, cell: usize) -> usize {
        (cell / self.nx + 1) * self.stride + cell % self.nx + 1
    }

    /// Level of a cell above mean level, m.
    #[must_use]
    pub fn level(&self, cell: usize) -> f64 {
        self.level[self.padded(cell)]
    }

    /// Velocity in the middle of a cell, m/s east and north: the mean of its faces, of those that are
    /// open if the other is land, so that a cell at the beach is not slowed by the wall itself.
    #[must_use]
    pub fn velocity(&self, cell: usize) -> (f64, f64) {
        let p = self.padded(cell);
        let mean = |x: &[f64], open: &[f64], a: usize, b: usize| {
            let n = open[a] + open[b];
            if n > 0.0 { (x[a] * open[a] + x[b] * open[b]) / n } else { 0.0 }
        };
        (mean(&self.u, &self.open_u, p, p + 1), mean(&self.v, &self.open_v, p, p + self.stride))
    }

    /// Water above mean level, m³.
    #[must_use]
    pub fn volume(&self) -> f64 {
        let row = |j: usize| (1..=self.nx).map(|i| self.level[(j + 1) * self.stride + i]).sum::<f64>();
        (0..self.ny).map(|j| row(j) * self.dx[j] * self.dy).sum()
    }

    /// Whether anything has stopped being a number, or a level is beyond all tides on earth.
    #[must_use]
    pub fn has_blown_up(&self) -> bool {
        self.level.iter().any(|l| !l.is_finite() || l.abs() > 20.0)
    }

    /// One step on, with the level that the edge has at its end (one for each edge cell that is sea).
    pub fn step(&mut self, edge_levels: impl IntoIterator<Item = f64>) {
        if self.steps.is_multiple_of(FRICTION_EVERY) {
            let coefficient = GRAVITY * self.manning_squared;
            for (drag, &h) in self.drag.iter_mut().zip(&self.column) {
                *drag = if h > 0.0 { coefficient * maths::pow(h, -4.0 / 3.0) } else { 0.0 };
            }
        }
        self.move_level();
        for (&p, level) in self.edge.iter().zip(edge_levels) {
            self.level[p] = level;
        }
        for ((column, &bed), &level) in self.column.iter_mut().zip(&self.bed).zip(&self.level) {
            *column = if bed > 0.0 { (bed + level).max(THINNEST_M) } else { 0.0 };
        }
        if self.steps.is_multiple_of(2) {
            self.move_u();
            self.move_v();
        } else {
            self.move_v();
            self.move_u();
        }
        self.pass_through_the_edge();
        self.steps += 1;
    }

    /// Continuity: the level changes by what flows in and out.
    fn move_level(&mut self) {
        let s = self.stride;
        for p in s..self.u.len() {
            self.flux_u[p] = self.u[p] * self.open_u[p] * 0.5 * (self.column[p] + self.column[p - 1]);
            self.flux_v[p] = self.v[p] * self.open_v[p] * 0.5 * (self.column[p] + self.column[p - s]);
        }
        for j in 0..self.ny {
            let per_x = self.step_s / self.dx[j];
            let per_y = self.step_s / (self.dy * self.dx[j]);
            let (south, north) = (self.dx_south[j] * per_y, self.dx_south[j + 1] * per_y);
            let from = (j + 1) * s + 1;
            let level = &mut self.level[from..from + self.nx];
            let free = &self.free[from..from + self.nx];
            let fu = &self.flux_u[from..=from + self.nx];
            let (fs, fn_) = (&self.flux_v[from..from + self.nx], &self.flux_v[from + s..from + s + self.nx]);
            for i in 0..level.len() {
                level[i] -= free[i] * ((fu[i + 1] - fu[i]) * per_x + fn_[i] * north - fs[i] * south);
            }
        }
    }

    fn move_u(&mut self) {
        let s = self.stride;
        for j in 0..self.ny {
            let row = Row {
                step_s: self.step_s,
                per_along: 1.0 / self.dx[j],
                per_across: 1.0 / self.dy,
                coriolis: self.coriolis[j],
            };
            let from = (j + 1) * s + 1;
            let n = self.nx;
            let at = |x: usize| x..x + n;
            let (before, rest) = self.u.split_at_mut(from);
            let (here, after) = rest.split_at_mut(n);
            // The row south of this one has been moved already and the one north not yet: the difference
            // is that of one step, as between the two halves of a step.
            let south = &before[from - s..];
            let north = &after[s - n..s];
            let mut west = before[from - 1];
            let v = &self.v;
            let (v0, v1, v2, v3) = (&v[at(from - 1)], &v[at(from)], &v[at(from + s - 1)], &v[at(from + s)]);
            let (open, open_n, open_s) =
                (&self.open_u[at(from)], &self.open_u[at(from + s)], &self.open_u[at(from - s)]);
            let (l0, l1) = (&self.level[at(from - 1)], &self.level[at(from)]);
            let (d0, d1) = (&self.drag[at(from - 1)], &self.drag[at(from)]);
            for i in 0..n {
                let u = here[i];
                let east = if i + 1 < n { here[i + 1] } else { after[0] };
                let across = 0.25 * (v0[i] + v1[i] + v2[i] + v3[i]);
                let next = row.next(Face {
                    velocity: u,
                    behind: west,
                    ahead: east,
                    left: u + open_n[i] * (north[i] - u),
                    right: u + open_s[i] * (south[i] - u),
                    across,
                    rise: l1[i] - l0[i],
                    turn: across,
                    drag: 0.5 * (d0[i] + d1[i]),
                });
                west = u;
                here[i] = next * open[i];
            }
        }
    }

    fn move_v(&mut self) {
        let s = self.stride;
        // The faces south of the first row are the outer ones.
        for j in 1..self.ny {
            let row = Row {
                step_s: self.step_s,
                per_along: 1.0 / self.dy,
                per_across: 1.0 / self.dx_south[j],
                coriolis: 0.5 * (self.coriolis[j] + self.coriolis[j - 1]),
            };
            let from = (j + 1) * s + 1;
            let n = self.nx;
            let at = |x: usize| x..x + n;
            let (before, rest) = self.v.split_at_mut(from);
            let (here, after) = rest.split_at_mut(n);
            let south = &before[from - s..];
            let north = &after[s - n..s];
            let mut west = before[from - 1];
            let u = &self.u;
            let (u0, u1, u2, u3) = (&u[at(from - s)], &u[at(from - s + 1)], &u[at(from)], &u[at(from + 1)]);
            let (open, open_w, open_e) =
                (&self.open_v[at(from)], &self.open_v[at(from - 1)], &self.open_v[at(from + 1)]);
            let (l0, l1) = (&self.level[at(from - s)], &self.level[at(from)]);
            let (d0, d1) = (&self.drag[at(from - s)], &self.drag[at(from)]);
            for i in 0..n {
                let v = here[i];
                let east = if i + 1 < n { here[i + 1] } else { after[0] };
                let across = 0.25 * (u0[i] + u1[i] + u2[i] + u3[i]);
                let next = row.next(Face {
                    velocity: v,
                    behind: south[i],
                    ahead: north[i],
                    left: v + open_e[i] * (east - v),
                    right: v + open_w[i] * (west - v),
                    across,
                    rise: l1[i] - l0[i],
                    turn: -across,
                    drag: 0.5 * (d0[i] + d1[i]),
                });
                west = v;
                here[i] = next * open[i];
            }
        }
    }

    /// At the edge water goes through as it comes: faces along and outside the edge take the velocity of
    /// the next one inside.
    fn pass_through_the_edge(&mut self) {
        let s = self.stride;
        for &p in &self.edge {
            let (i, j) = (p % s - 1, p / s - 1);
            if i == 0 {
                self.u[p] = self.u[p + 1];
                self.v[p] = self.v[p + 1] * self.open_v[p];
            }
            if i + 1 == self.nx {
                self.u[p + 1] = self.u[p];
                self.v[p] = self.v[p - 1] * self.open_v[p];
            }
            if j == 0 {
                self.v[p] = self.v[p + s];
                self.u[p] = self.u[p + s] * self.open_u[p];
            }
            if j + 1 == self.ny {
                self.v[p + s] = self.v[p];
                self.u[p] = self.u[p - s] * self.open_u[p];
            }
        }
    }
}

/// What the faces of one row share.
struct Row {
    step_s: f64,
    per_along: f64,
    per_across: f64,
    coriolis: f64,
}

/// A face and its surroundings. "Along" is the way the face looks, "across" a right angle to it.
struct Face {
    velocity: f64,
    behind: f64,
    ahead: f64,
    /// The same component on the neighbouring faces, towards and against positive `across`.
    left: f64,
    right: f64,
    /// The other component here.
    across: f64,
    /// By how much the level ahead is higher, m.
    rise: f64,
    /// What Coriolis' force works on: the other component, with its sign.
    turn: f64,
    drag: f64,
}

impl Row {
    /// The velocity a step later.
    #[inline]
    fn next(&self, f: Face) -> f64 {
        let (forth, back) = (0.5 * (f.velocity + f.velocity.abs()), 0.5 * (f.velocity - f.velocity.abs()));
        let (up, down) = (0.5 * (f.across + f.across.abs()), 0.5 * (f.across - f.across.abs()));
        let advection = (forth * (f.velocity - f.behind) + back * (f.ahead - f.velocity)) * self.per_along
            + (up * (f.velocity - f.right) + down * (f.left - f.velocity)) * self.per_across;
        let speed = (f.velocity * f.velocity + f.across * f.across).sqrt();
        (f.velocity + self.step_s * (self.coriolis * f.turn - GRAVITY * f.rise * self.per_along - advection))
            / (1.0 + self.step_s * f.drag * speed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::f64::consts::PI;

    const SMOOTH: Bed = Bed { manning: 0.0, least_depth_m: 1.0 };

    /// A closed square of sea with an island.
    fn pond() -> Basin {
        let depth = (0..400).map(|c| (c != 250 && c != 251).then(|| 8.0 + f64::from(c % 7))).collect();
        Basin::flat(20, 20, 1000.0, 1e-4, depth)
    }

    #[test]
    fn in_a_closed_basin_no_water_is_lost() {
        let basin = pond();
        let mut solver = Solver::new(&basin, Bed { manning: 0.03, least_depth_m: 5.0 }, 20.0, &[]);
        for cell in 0..60 {
            solver.set_level(cell, 1.0);
        }
        let before = solver.volume();
        for _ in 0..5000 {
            solver.step([]);
        }
        assert!((solver.volume() - before).abs() < 1e-9 * before, "{} then {before}", solver.volume());
        // A metre of head has come to a few centimetres of swell: friction takes the energy, nothing gives any.
        let mean = before / (398.0 * 1e6);
        assert!((0..250).all(|c| (solver.level(c) - mean).abs() < 0.1), "{}", solver.level(0));
        assert!(!solver.has_blown_up());
    }

    #[test]
    fn a_seiche_has_merians_period() {
        // T = 2 L / sqrt(g h): 100 km, 20 m: 3.97 h.
        let (n, h, cell) = (50, 20.0, 2000.0);
        let basin = Basin::flat(n, 3, cell, 0.0, vec![Some(h); n * 3]);
        let step = 30.0;
        let mut solver = Solver::new(&basin, SMOOTH, step, &[]);
        for j in 0..3 {
            for i in 0..n {
                solver.set_level(j * n + i, 0.01 * maths::cos(PI * (i as f64 + 0.5) / n as f64));
            }
        }
        // The level at the west end falls through zero at a quarter and rises at three quarters of a period.
        let mut crossings = Vec::new();
        let mut before = solver.level(n);
        for k in 1..2000 {
            solver.step([]);
            let now = solver.level(n);
            if before * now < 0.0 {
                crossings.push((f64::from(k) - now / (now - before)) * step);
            }
            before = now;
        }
        let period = 2.0 * (crossings[1] - crossings[0]);
        let merian = 2.0 * cell * n as f64 / (GRAVITY * h).sqrt();
        assert!((period / merian - 1.0).abs() < 0.005, "{period} s, Merian {merian} s");
    }

    /// A channel of given slope, open at both ends, run until it is steady.
    fn slope_in_a_channel(coriolis: f64, manning: f64, fall_m: f64) -> (Solver, usize, usize) {
        let (nx, ny) = (30, 9);
        let basin = Basin::flat(nx, ny, 2000.0, coriolis, vec![Some(20.0); nx * ny]);
        let edge: Vec<usize> = (0..ny).flat_map(|j| [j * nx, j * nx + nx - 1]).collect();
        let mut solver = Solver::new(&basin, Bed { manning, least_depth_m: 5.0 }, 30.0, &edge);
        for _ in 0..20_000 {
            solver.step((0..ny).flat_map(|_| [fall_m * 0.5, -fall_m * 0.5]));
        }
        (solver, nx, ny)
    }

    #[test]
    fn a_steady_current_is_where_friction_balances_the_slope() {
        // Manning: U² = slope · h^(4/3) / n².
        let (solver, nx, ny) = slope_in_a_channel(0.0, 0.027, 0.3);
        let cell = ny / 2 * nx + nx / 2;
        let slope = (solver.level(cell - 5) - solver.level(cell + 5)) / 20_000.0;
        let expected = (slope * maths::pow(20.0, 4.0 / 3.0)).sqrt() / 0.027;
        let (u, v) = solver.velocity(cell);
        assert!(u > 0.5 && (u / expected - 1.0).abs() < 0.01, "{u} m/s, Manning {expected}");
        assert!(v.abs() < 1e-6);
    }

    #[test]
    fn a_current_along_a_wall_is_held_by_a_slope_across_it() {
        // Geostrophy: f u = -g dη/dy. On the northern half of the earth the water stands higher to the right.
        let f = 1.1e-4;
        let (solver, nx, ny) = slope_in_a_channel(f, 0.027, 0.3);
        let cell = ny / 2 * nx + nx / 2;
        let across = (solver.level(cell + 2 * nx) - solver.level(cell - 2 * nx)) / 8000.0;
        let (u, v) = solver.velocity(cell);
        assert!(u > 0.4 && v.abs() < 0.02 * u, "{u} {v}");
        assert!((-GRAVITY * across / (f * u) - 1.0).abs() < 0.02, "slope {across}, current {u}");
    }

    #[test]
    fn a_wave_runs_along_a_channel_at_the_speed_of_shallow_water() {
        let (n, h, cell, step) = (200, 30.0, 2000.0, 30.0);
        let basin = Basin::flat(n, 3, cell, 0.0, vec![Some(h); n * 3]);
        let mut solver = Solver::new(&basin, SMOOTH, step, &[0, n, 2 * n]);
        // A gentle hump at the west end; when does its top pass a cell 200 km on?
        let hump = |k: u32| 0.01 * maths::exp(-((f64::from(k) * step - 4000.0) / 1500.0).powi(2));
        let (mut top, mut when) = (0.0, 0);
        for k in 0..700 {
            solver.step([hump(k); 3]);
            if solver.level(n + 100) > top {
                (top, when) = (solver.level(n + 100), k);
            }
        }
        let speed = 100.0 * cell / (f64::from(when) * step - 4000.0);
        let expected = (GRAVITY * h).sqrt();
        assert!((speed / expected - 1.0).abs() < 0.02 && top > 0.009, "{speed} m/s, expected {expected}; {top} m");
    }

    #[test]
    fn the_step_fits_the_deepest_water() {
        let step = |depth: f64| Basin::flat(5, 5, 1800.0, 0.0, vec![Some(depth); 25]).longest_step_s(SMOOTH);
        assert!((step(60.0) / 2.0 - step(240.0)).abs() < 1e-9);
        assert!((30.0..40.0).contains(&step(60.0)), "{}", step(60.0));
    }
}
