//! Which four nodes surround this position, and with what weight? For every field on the plane.
//!
//! Fields are laid on square metric grids when they are loaded, so that a look-up is two
//! multiplications and four weights, with no projection in the inner loop.
//!
//! Left out: positions outside the area. The edge value holds there, and a position that is not a
//! number counts as the south-west corner: nothing panics.

use crate::units::Vec2;

/// South-west corner of the area that fields cover: metres east and north of the plane's origin.
/// The area reaches from the Bay of Somme to the North Foreland and from Rye to Nieuwpoort.
pub const AREA_MIN: Vec2 = Vec2::new(-80_000.0, -90_000.0);
/// North-east corner of the area.
pub const AREA_MAX: Vec2 = Vec2::new(70_000.0, 60_000.0);

/// A square grid of nodes over the area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lattice {
    cell_m: f64,
    per_metre: f64,
    pub(super) nx: usize,
    pub(super) ny: usize,
}

/// The south-west node of the cell a position lies in, and the weights of its four corners
/// (south-west, south-east, north-west, north-east).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cell {
    pub(super) index: usize,
    pub(super) weights: [f32; 4],
}

impl Lattice {
    /// Nodes every `cell_m` metres, covering the whole area.
    pub(super) fn covering_area(cell_m: f64) -> Self {
        let nodes = |from: f64, to: f64| whole((to - from) / cell_m + 0.999_999, f64::MAX) + 1;
        Self { cell_m, per_metre: 1.0 / cell_m, nx: nodes(AREA_MIN.x, AREA_MAX.x), ny: nodes(AREA_MIN.y, AREA_MAX.y) }
    }

    pub(super) const fn len(&self) -> usize {
        self.nx * self.ny
    }

    /// Positions of all nodes: row by row from the south, each from the west.
    pub(super) fn nodes(&self) -> impl Iterator<Item = Vec2> {
        let (nx, cell) = (self.nx, self.cell_m);
        (0..self.len())
            .map(move |i| Vec2::new(AREA_MIN.x + (i % nx) as f64 * cell, AREA_MIN.y + (i / nx) as f64 * cell))
    }

    #[inline]
    pub(super) fn locate(&self, p: Vec2) -> Cell {
        let x = (p.x - AREA_MIN.x) * self.per_metre;
        let y = (p.y - AREA_MIN.y) * self.per_metre;
        let (i, fx) = split(x, self.nx);
        let (j, fy) = split(y, self.ny);
        let (gx, gy) = (1.0 - fx, 1.0 - fy);
        Cell { index: j * self.nx + i, weights: [gx * gy, fx * gy, gx * fy, fx * fy] }
    }

    /// Weighted mean of the four corners in one plane of values.
    #[inline]
    pub(super) fn sample(&self, values: &[f32], cell: &Cell) -> f32 {
        let south = &values[cell.index..cell.index + 2];
        let north = &values[cell.index + self.nx..cell.index + self.nx + 2];
        cell.weights[0] * south[0]
            + cell.weights[1] * south[1]
            + cell.weights[2] * north[0]
            + cell.weights[3] * north[1]
    }

    /// The same for a plane of vectors.
    #[inline]
    pub(super) fn sample_pair(&self, values: &[[f32; 2]], cell: &Cell) -> [f32; 2] {
        let south = &values[cell.index..cell.index + 2];
        let north = &values[cell.index + self.nx..cell.index + self.nx + 2];
        let w = &cell.weights;
        [0, 1].map(|k| w[0] * south[0][k] + w[1] * south[1][k] + w[2] * north[0][k] + w[3] * north[1][k])
    }
}

/// Cell number (from 0 to `n - 2`) and the fraction within it, both held inside the grid.
#[inline]
fn split(x: f64, n: usize) -> (usize, f32) {
    let i = whole(x, (n - 2) as f64);
    #[expect(clippy::cast_possible_truncation, reason = "a fraction in [0, 1]: single precision is plenty")]
    let f = (x - i as f64).clamp(0.0, 1.0) as f32;
    (i, if f.is_nan() { 0.0 } else { f })
}

/// Whole part, held between 0 and `max`; not-a-number gives 0.
#[inline]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates and sends NaN to 0")]
pub(super) fn whole(x: f64, max: f64) -> usize {
    x.min(max).max(0.0) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_plane_is_reproduced_exactly() {
        let grid = Lattice::covering_area(5000.0);
        #[expect(clippy::cast_possible_truncation, reason = "test values")]
        let values: Vec<f32> = grid.nodes().map(|p| (p.x * 1e-3 + p.y * 2e-3) as f32).collect();
        let p = Vec2::new(12_345.0, -43_210.0);
        assert!((f64::from(grid.sample(&values, &grid.locate(p))) - (12.345 - 86.42)).abs() < 1e-3);
    }

    proptest! {
        #[test]
        fn any_position_has_four_nodes_and_weights_that_add_up(x: f64, y: f64, cell in 400.0_f64..20_000.0) {
            let grid = Lattice::covering_area(cell);
            let c = grid.locate(Vec2::new(x, y));
            prop_assert!(c.index + grid.nx + 1 < grid.len());
            prop_assert!((c.weights.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        }
    }
}
