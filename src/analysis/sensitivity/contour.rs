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

    /// Which side of nought a point lies on. One that is nought itself lies on the line if both sides are next to it, and is
    /// taken as below; where nothing differs all around, nought is no line.
    fn sign(self, at: usize) -> i8 {
        let columns = self.xs.len();
        let near = |i: usize, n: usize| i.saturating_sub(1)..(i + 2).min(n);
        let around = || {
            let row = at / columns;
            near(row, self.ys.len())
                .flat_map(move |r| near(at % columns, columns).map(move |c| self.means[r * columns + c]))
        };
        match self.means[at] {
            v if v > 0.0 => 1,
            v if v < 0.0 => -1,
            _ => -i8::from(around().any(|v| v > 0.0) && around().any(|v| v < 0.0)),
        }
    }

    fn pieces(self, column: usize, row: usize) -> Vec<Segment> {
        let corners = self.corners(column, row);
        let value = corners.map(|i| self.means[i]);
        let place = corners.map(|i| (self.xs[i % self.xs.len()], self.ys[i / self.xs.len()]));
        let sign = corners.map(|i| self.sign(i));
        let above = sign.map(|s| s > 0);
        let cut = |k: usize| {
            let next = (k + 1) % 4;
            (sign[k] * sign[next] < 0).then(|| {
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

/// Where a value given at rising places, and straight in between, changes sign.
#[must_use]
pub fn zeros(xs: &[f64], values: &[f64]) -> Vec<f64> {
    let mut out = Vec::new();
    for i in 1..xs.len().min(values.len()) {
        let (v, w) = (values[i - 1], values[i]);
        if v * w < 0.0 {
            out.push(xs[i - 1] + (xs[i] - xs[i - 1]) * (v / (v - w)));
        } else if values.get(i + 1).is_some_and(|next| w == 0.0 && v * next < 0.0) {
            out.push(xs[i]);
        }
    }
    out
}

/// The stretches on which both of two values, given at rising places and straight in between, are nought or more. With an
/// interval's lower end turned and its upper end, where it covers nought.
#[must_use]
pub fn unsure(xs: &[f64], first: &[f64], second: &[f64]) -> Vec<(f64, f64)> {
    // The part of a piece, from 0 to 1, on which a straight value is nought or more.
    let part = |v: &[f64]| match (v[0] >= 0.0, v[1] >= 0.0) {
        (true, true) => Some((0.0, 1.0)),
        (false, false) => None,
        (true, false) => Some((0.0, v[0] / (v[0] - v[1]))),
        (false, true) => Some((v[0] / (v[0] - v[1]), 1.0)),
    };
    let mut out: Vec<(f64, f64)> = Vec::new();
    for (x, (u, v)) in xs.windows(2).zip(first.windows(2).zip(second.windows(2))) {
        let (Some(a), Some(b)) = (part(u), part(v)) else { continue };
        let (from, to) = (f64::max(a.0, b.0), f64::min(a.1, b.1));
        // The upper end itself, so that pieces that meet are one stretch.
        let place = |t: f64| if t >= 1.0 { x[1] } else { x[0] + (x[1] - x[0]) * t };
        match out.last_mut() {
            Some(last) if from <= 0.0 && last.1 >= x[0] => last.1 = place(to),
            _ if to > from => out.push((place(from), place(to))),
            _ => {}
        }
    }
    out
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
    fn where_nothing_differs_there_is_no_line_and_a_point_of_nought_lies_on_it() {
        let (xs, ys) = ([0.0, 1.0, 2.0], [0.0, 1.0]);
        let line = |row: [f64; 3]| {
            let means = row.repeat(2);
            Grid { xs: &xs, ys: &ys, means: &means, intervals: &[(-1.0, 1.0); 6] }.zero_line().unwrap()
        };
        assert_eq!(line([0.0, 0.0, 1.0]), []);
        assert_eq!(line([0.0, 0.0, -1.0]), []);
        let through = line([-1.0, 0.0, 1.0]);
        assert_eq!(through.len(), 1);
        assert!(((through[0].0).0 - 1.0).abs() < 1e-12 && ((through[0].1).0 - 1.0).abs() < 1e-12);
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
    fn along_a_row_signs_change_and_stretches_meet() {
        let xs = [0.0, 1.0, 2.0, 3.0];
        assert_eq!(zeros(&xs, &[1.0, -1.0, -1.0, 3.0]), [0.5, 2.25]);
        assert_eq!(zeros(&xs, &[0.0; 4]), [0.0; 0]);
        // Nought between both sides is a change; nought beside one of them is none.
        assert_eq!(zeros(&xs, &[-1.0, 0.0, 1.0, 0.0]), [1.0]);
        // Covers nought from 0.5 on, through the places between, to 2.5.
        assert_eq!(unsure(&xs, &[1.0; 4], &[-1.0, 1.0, 1.0, -1.0]), [(0.5, 2.5)]);
        assert_eq!(unsure(&xs, &[1.0; 4], &[1.0; 4]), [(0.0, 3.0)]);
        assert_eq!(unsure(&xs, &[1.0, -1.0, -1.0, 1.0], &[1.0; 4]), [(0.0, 0.5), (2.5, 3.0)]);
        assert_eq!(unsure(&xs, &[-1.0; 4], &[1.0; 4]), [(0.0, 0.0); 0]);
    }

    #[test]
    fn what_does_not_fit_is_refused_and_one_side_has_no_line() {
        let axis = [0.0, 1.0];
        assert_eq!(grid(&axis, &[1.0; 3], &[(1.0, 1.0); 4]).zero_line(), None);
        let plain = grid(&axis, &[1.0; 4], &[(0.5, 1.5); 4]);
        assert_eq!((plain.zero_line(), plain.band()), (Some(vec![]), Some(vec![Cell::ALower])));
    }
}
