//! Which tide is in this series? Mean, cosine and sine parts of given frequencies by least squares.
//!
//! Many series share their sample times (every cell of a model), so they share the normal matrix: it is
//! summed and factored once (Cholesky), and each series brings only its right-hand side. Two frequencies
//! are told apart when the samples span about one beat between them (Rayleigh's criterion); a span that
//! is far too short shows as a matrix that cannot be factored.
//!
//! Left out: weights, trends and noise. Model output has none, and measured series need more care.

use crate::units::maths;

/// Sums for a set of series, filled sample by sample.
#[derive(Clone, Debug, PartialEq)]
pub struct HarmonicFit {
    /// Angular speeds, rad/s.
    speeds: Vec<f64>,
    /// Sums of products of the basis functions, whole matrix, row by row.
    normal: Vec<f64>,
    /// For each series the sums of its values with each basis function.
    sums: Vec<f64>,
    basis: Vec<f64>,
}

impl HarmonicFit {
    /// For constituents of these speeds (degrees an hour) and so many series.
    #[must_use]
    pub fn new(speeds_deg_h: &[f64], series: usize) -> Self {
        let width = 1 + 2 * speeds_deg_h.len();
        Self {
            speeds: speeds_deg_h.iter().map(|s| s.to_radians() / 3600.0).collect(),
            normal: vec![0.0; width * width],
            sums: vec![0.0; width * series],
            basis: vec![0.0; width],
        }
    }

    const fn width(&self) -> usize {
        self.basis.len()
    }

    /// Takes the values of all series at one moment.
    pub fn add(&mut self, t_s: f64, values: impl IntoIterator<Item = f64>) {
        let width = self.width();
        self.basis[0] = 1.0;
        for (pair, speed) in self.basis[1..].chunks_exact_mut(2).zip(&self.speeds) {
            let (s, c) = maths::sin_cos(speed * t_s);
            (pair[0], pair[1]) = (c, s);
        }
        for (row, &a) in self.normal.chunks_exact_mut(width).zip(&self.basis) {
            for (n, &b) in row.iter_mut().zip(&self.basis) {
                *n += a * b;
            }
        }
        for (sums, value) in self.sums.chunks_exact_mut(width).zip(values) {
            for (sum, &b) in sums.iter_mut().zip(&self.basis) {
                *sum += value * b;
            }
        }
    }

    /// For each series its mean, then cosine and sine parts of each constituent; `None` if the samples
    /// cannot tell the constituents apart.
    #[must_use]
    pub fn solve(&self) -> Option<Vec<Vec<f64>>> {
        let n = self.width();
        let lower = cholesky(&self.normal, n)?;
        Some(self.sums.chunks_exact(n).map(|b| substitute(&lower, n, b)).collect())
    }
}

/// Lower triangle L with L·Lᵀ = the matrix; `None` if it is not safely positive definite.
fn cholesky(matrix: &[f64], n: usize) -> Option<Vec<f64>> {
    let mut lower = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..=i {
            let dot: f64 = (0..j).map(|k| lower[i * n + k] * lower[j * n + k]).sum();
            let rest = matrix[i * n + j] - dot;
            if i == j {
                // A pivot that has lost all but a billionth of its size is rounding error.
                if !(rest > 1e-9 * matrix[i * n + i] && rest > 0.0) {
                    return None;
                }
                lower[i * n + i] = rest.sqrt();
            } else {
                lower[i * n + j] = rest / lower[j * n + j];
            }
        }
    }
    Some(lower)
}

/// Solves L·Lᵀ·x = b.
fn substitute(lower: &[f64], n: usize, b: &[f64]) -> Vec<f64> {
    let mut x = b.to_vec();
    for i in 0..n {
        let dot: f64 = (0..i).map(|k| lower[i * n + k] * x[k]).sum();
        x[i] = (x[i] - dot) / lower[i * n + i];
    }
    for i in (0..n).rev() {
        let dot: f64 = (i + 1..n).map(|k| lower[k * n + i] * x[k]).sum();
        x[i] = (x[i] - dot) / lower[i * n + i];
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    /// M2, S2, N2, M4, MS4, M6, O1 and K1, degrees an hour.
    const SPEEDS: [f64; 8] = [28.984_104, 30.0, 28.439_73, 57.968_208, 58.984_104, 86.952_313, 13.943_036, 15.041_069];

    fn fit_of_days(days: u32) -> Option<Vec<Vec<f64>>> {
        let mut fit = HarmonicFit::new(&SPEEDS, 2);
        for k in 0..days * 144 {
            let t = f64::from(k) * 600.0;
            let tide: f64 = SPEEDS
                .iter()
                .enumerate()
                .map(|(c, s)| {
                    let x = s.to_radians() / 3600.0 * t;
                    let a = 1.0 / (c as f64 + 1.0);
                    a * maths::cos(x) - 0.5 * a * maths::sin(x)
                })
                .sum();
            fit.add(t, [0.3 + tide, -2.0 * tide]);
        }
        fit.solve()
    }

    #[test]
    fn the_constants_that_made_a_series_come_back() {
        let found = fit_of_days(29).unwrap();
        assert!((found[0][0] - 0.3).abs() < 1e-9 && found[1][0].abs() < 1e-9);
        for c in 0..SPEEDS.len() {
            let a = 1.0 / (c as f64 + 1.0);
            assert!((found[0][1 + 2 * c] - a).abs() < 1e-8 && (found[0][2 + 2 * c] + 0.5 * a).abs() < 1e-8);
            assert!((found[1][1 + 2 * c] + 2.0 * a).abs() < 1e-8 && (found[1][2 + 2 * c] - a).abs() < 1e-8);
        }
    }

    #[test]
    fn a_span_too_short_to_tell_them_apart_is_refused() {
        assert!(fit_of_days(0).is_none());
        let mut fit = HarmonicFit::new(&SPEEDS, 1);
        for k in 0..30 {
            fit.add(f64::from(k) * 600.0, [1.0]);
        }
        assert!(fit.solve().is_none());
    }
}
