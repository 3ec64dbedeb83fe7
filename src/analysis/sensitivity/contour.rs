//! Over two inputs, along which line does the verdict turn round, and where is it too close to call?
//!
//! The mean difference on a grid is contoured at nought by marching squares (Lorensen & Cline 1987 in the plane; a saddle is
//! settled by the mean of its corners), and a cell is decided only if the intervals at all four corners lie on the same
//! side: the rest is the band (METHODS 10).
//!
//! Left out: a joint 95 % for the whole line; each corner has its own, as the page says.

/// Values on a grid: `values[row * columns + column]`, rows along the second input.
#[derive(Clone, Copy, Debug)]
pub struct Grid<'a> {
    /// Values of the first input, rising.
    pub xs: &'a [f64],
    /// Values of the second input, rising.
    pub ys: &'a [f64],
    /// Mean differences.
    pub means: &'a [f64],
    /// Their 95 % intervals.
    pub intervals: &'a [(f64, f64)],
}

/// A piece of the line, in units of the two inputs.
pub type Segment = ((f64, f64), (f64, f64));

/// What is known in a cell between four points of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A has the lower mean at all corners, beyond luck.
    ALower,
    /// B has.
    BLower,
    /// Too close to call somewhere in it, or the sides change.
    Band,
}

impl Grid<'_> {
    /// The pieces of the line on which the mean difference is nought, cell by cell. `None` if lengths do not fit.
    #[must_use]
    pub fn zero_line(self) -> Option<Vec<Segment>> {
        self.fits().then_some(())?;
        Some(self.cells().flat_map(|(column, row)| self.pieces(column, row)).collect())
    }

    /// What is known in each cell, row by row. `None` if lengths do not fit.
    #[must_use]
    pub fn band(self) -> Option<Vec<Cell>> {
        self.fits().then_some(())?;
        let known = |(column, row)| {
            let corners = self.corners(column, row).map(|i| self.intervals[i]);
            if corners.iter().all(|c| c.0 > 0.0) {
                Cell::ALower
            } else if corners.iter().all(|c| c.1 < 0.0) {
                Cell::BLower
            } else {
                Cell::Band
            }
        };
        Some(self.cells().map(known).collect())
    }

    fn fits(self) -> bool {
        let points = self.xs.len() * self.ys.len();
        self.means.len() == points && self.intervals.len() == points
    }

    fn cells(self) -> impl Iterator<Item = (usize, usize)> {
        let columns = self.xs.len().saturating_sub(1);
        (0..self.ys.len().saturating_sub(1)).flat_map(move |row| (0..columns).map(move |column| (column, row)))
    }

    /// Corners of a cell round about, from the lower left.
    fn corners(self, column: usize, row: usize) -> [usize; 4] {
        let at = row * self.xs.len() + column;
        [at, at + 1, at + 1 + self.xs.len(), at + self.xs.len()]
    }

    fn pieces(self, column: usize, row: usize) -> Vec<Segment> {
        let corners = self.corners(column, row);
        let value = corners.map(|i| self.means[i]);
        let place = corners.map(|i| (self.xs[i % self.xs.len()], self.ys[i / self.xs.len()]));
        let above = value.map(|v| v > 0.0);
        let cut = |k: usize| {
            let next = (k + 1) % 4;
            (above[k] != above[next]).then(|| {
                let t = value[k] / (value[k] - value[next]);
                let ((x, y), (x2, y2)) = (place[k], place[next]);
                (x + (x2 - x) * t, y + (y2 - y) * t)
            })
        };
        let cuts: Vec<(f64, f64)> = (0..4).filter_map(cut).collect();
        match cuts[..] {
            [a, b] => vec![(a, b)],
            [a, b, c, d] => {
                // A saddle: the lines part the corners whose sign is not that of the middle.
                let middle = value.iter().sum::<f64>() > 0.0;
                if above[0] == middle { vec![(a, b), (c, d)] } else { vec![(d, a), (b, c)] }
            }
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::maths;

    fn on_grid(n: usize, f: impl Fn(f64, f64) -> f64) -> (Vec<f64>, Vec<f64>) {
        let axis: Vec<f64> = (0..n).map(|i| 4.0 * i as f64 / (n - 1) as f64 - 2.0).collect();
        let values = axis.iter().flat_map(|&y| axis.iter().map(move |&x| (x, y))).map(|(x, y)| f(x, y)).collect();
        (axis, values)
    }

    fn grid<'a>(axis: &'a [f64], means: &'a [f64], intervals: &'a [(f64, f64)]) -> Grid<'a> {
        Grid { xs: axis, ys: axis, means, intervals }
    }

    #[test]
    fn a_circle_comes_out_round_closed_and_as_long_as_it_is() {
        let (axis, means) = on_grid(81, |x, y| x * x + y * y - 1.5);
        let intervals: Vec<_> = means.iter().map(|m| (m - 0.1, m + 0.1)).collect();
        let line = grid(&axis, &means, &intervals).zero_line().unwrap();
        let radius = maths::sqrt(1.5);
        let mut length = 0.0;
        for ((x, y), (x2, y2)) in &line {
            assert!((maths::sqrt(x * x + y * y) - radius).abs() < 1e-3);
            length += maths::sqrt((x - x2) * (x - x2) + (y - y2) * (y - y2));
        }
        assert!((length - 2.0 * std::f64::consts::PI * radius).abs() < 0.01, "{length}");
        // Each end of a piece is the end of one other: the line is closed.
        let ends: Vec<(f64, f64)> = line.iter().flat_map(|(a, b)| [*a, *b]).collect();
        let near = |a: &(f64, f64), b: &(f64, f64)| (a.0 - b.0).abs() + (a.1 - b.1).abs() < 1e-9;
        assert!(ends.iter().all(|a| ends.iter().filter(|b| near(a, b)).count() == 2));
        let band = grid(&axis, &means, &intervals).band().unwrap();
        let of = |c: Cell| band.iter().filter(|b| **b == c).count() as f64 * 0.05 * 0.05;
        // The ring between x² + y² of 1.4 and 1.6 has an area of 0.63, and cells that touch it lie somewhat further out.
        assert!((0.63..1.6).contains(&of(Cell::Band)), "{}", of(Cell::Band));
        assert!(of(Cell::BLower) < 1.4 * std::f64::consts::PI && of(Cell::BLower) > 3.8);
    }

    #[test]
    fn a_saddle_goes_by_the_mean_of_its_corners() {
        let axis = [0.0, 1.0];
        let wide = [(-1.0, 1.0); 4];
        // Corners round about: above, below, above, below; the mean is above, so the lines cut off the corners below.
        let means = [3.0, -1.0, -1.0, 3.0];
        let line = grid(&axis, &means, &wide).zero_line().unwrap();
        assert_eq!(line.len(), 2);
        let near = |p: (f64, f64), q: (f64, f64)| (p.0 - q.0).abs() + (p.1 - q.1).abs() <= 0.75;
        for (a, b) in line {
            assert!((near(a, (1.0, 0.0)) && near(b, (1.0, 0.0))) || (near(a, (0.0, 1.0)) && near(b, (0.0, 1.0))));
        }
    }

    #[test]
    fn what_does_not_fit_is_refused_and_one_side_has_no_line() {
        let axis = [0.0, 1.0];
        assert_eq!(grid(&axis, &[1.0; 3], &[(1.0, 1.0); 4]).zero_line(), None);
        let plain = grid(&axis, &[1.0; 4], &[(0.5, 1.5); 4]);
        assert_eq!((plain.zero_line(), plain.band()), (Some(vec![]), Some(vec![Cell::ALower])));
    }
}
