//! What could a number be, if it is not known? A shape that gives a value for each share of its chance.
//!
//! A draw is a quantile of one uniform number, so that one key gives one draw and a larger number gives a
//! larger value: pairs, strata and repeated studies rest on that. Shapes are those that the model
//! description names, and those that follow from quantiles alone. Where only a best value and a 5–95 %
//! range are known, the shape goes through all three ([`Distribution::Through`]): each half is half of a
//! normal, so the best value is the median and the ends are where the register says. Numbers that cannot
//! be nought or less vary by factors: their halves are lognormal. No other shape through three points has
//! fewer assumptions that a reader could not see in the entry.
//!
//! Left out: shapes with many parameters, and dependence between numbers (see `draw`).

use super::incomplete::{beta_below, beta_quantile, gamma_below, gamma_quantile};
use crate::draws::triangular_quantile;
use crate::units::maths;
use core::fmt;

/// The standard normal's 95 % point.
const Z95: f64 = 1.644_853_626_951_472_2;
/// Mean of the positive half of a standard normal, 1/√(2π).
const HALF_NORMAL: f64 = 0.398_942_280_401_432_7;

/// What a number could be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Distribution {
    /// Everything between two ends alike.
    Uniform {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// Lognormal.
    LogNormal {
        /// Median.
        median: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// Triangular.
    Triangular {
        /// Lower end.
        low: f64,
        /// Most likely value.
        mode: f64,
        /// Upper end.
        high: f64,
    },
    /// Beta, stretched to two ends.
    Beta {
        /// First shape.
        a: f64,
        /// Second shape.
        b: f64,
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// Gamma.
    Gamma {
        /// Shape: 1 is exponential; the spread over the mean is 1/√shape.
        shape: f64,
        /// Mean.
        mean: f64,
    },
    /// Through the 5 % and 95 % points: lognormal if both are above nought, else normal.
    Range {
        /// 5 % point.
        p05: f64,
        /// 95 % point.
        p95: f64,
    },
    /// Through the 5 %, 50 % and 95 % points: two halves of normals, or of lognormals if all are above nought.
    Through {
        /// 5 % point.
        p05: f64,
        /// Median.
        median: f64,
        /// 95 % point.
        p95: f64,
    },
}

/// Spread of the half of a [`Distribution::Through`] between its median and one end, and whether in logarithms.
fn half(median: f64, end: f64, logs: bool) -> f64 {
    let width = if logs { maths::ln(end / median) } else { end - median };
    width.abs() / Z95
}

impl Distribution {
    /// The same with a range turned into the normal or lognormal that it stands for.
    fn plain(self) -> Self {
        match self {
            Self::Range { p05, p95 } if p05 > 0.0 => {
                Self::LogNormal { median: (p05 * p95).sqrt(), sigma: maths::ln(p95 / p05) / (2.0 * Z95) }
            }
            Self::Range { p05, p95 } => Self::Normal { mean: f64::midpoint(p05, p95), sd: (p95 - p05) / (2.0 * Z95) },
            other => other,
        }
    }

    /// The value below which it lies with probability `u`, 0 < u < 1.
    #[must_use]
    pub fn quantile(self, u: f64) -> f64 {
        match self.plain() {
            Self::Uniform { low, high } => low + (high - low) * u,
            Self::Normal { mean, sd } => mean + sd * maths::normal_quantile(u),
            Self::LogNormal { median, sigma } => median * maths::exp(sigma * maths::normal_quantile(u)),
            Self::Triangular { low, mode, high } => triangular_quantile(u, low, mode, high),
            Self::Beta { a, b, low, high } => low + (high - low) * beta_quantile(a, b, u),
            Self::Gamma { shape, mean } => mean / shape * gamma_quantile(shape, u),
            Self::Through { p05, median, p95 } => {
                let logs = p05 > 0.0;
                let z = maths::normal_quantile(u);
                let s = half(median, if z < 0.0 { p05 } else { p95 }, logs);
                if logs { median * maths::exp(s * z) } else { median + s * z }
            }
            Self::Range { .. } => unreachable!("a range was made plain above"),
        }
    }

    /// The probability of lying at or below `x`.
    #[must_use]
    pub fn below(self, x: f64) -> f64 {
        match self.plain() {
            Self::Uniform { low, high } => step_or(x, low, high, || (x - low) / (high - low)),
            Self::Normal { mean, sd } => normal_below(x - mean, sd),
            Self::LogNormal { median, sigma } if x > 0.0 => normal_below(maths::ln(x / median), sigma),
            Self::LogNormal { .. } => 0.0,
            Self::Triangular { low, mode, high } => step_or(x, low, high, || {
                if x < mode {
                    (x - low) * (x - low) / ((high - low) * (mode - low))
                } else if mode < high {
                    1.0 - (high - x) * (high - x) / ((high - low) * (high - mode))
                } else {
                    1.0
                }
            }),
            Self::Beta { a, b, low, high } => beta_below(a, b, (x - low) / (high - low)),
            Self::Gamma { shape, mean } => gamma_below(shape, x * shape / mean),
            Self::Through { p05, median, p95 } => {
                let logs = p05 > 0.0;
                if logs && x <= 0.0 {
                    return 0.0;
                }
                let off = if logs { maths::ln(x / median) } else { x - median };
                normal_below(off, half(median, if off < 0.0 { p05 } else { p95 }, logs))
            }
            Self::Range { .. } => unreachable!("a range was made plain above"),
        }
    }

    /// Its mean.
    #[must_use]
    pub fn mean(self) -> f64 {
        match self.plain() {
            Self::Uniform { low, high } => f64::midpoint(low, high),
            Self::Normal { mean, .. } | Self::Gamma { mean, .. } => mean,
            Self::LogNormal { median, sigma } => median * maths::exp(0.5 * sigma * sigma),
            Self::Triangular { low, mode, high } => (low + mode + high) / 3.0,
            Self::Beta { a, b, low, high } => low + (high - low) * a / (a + b),
            Self::Through { p05, median, p95 } => {
                let logs = p05 > 0.0;
                let (down, up) = (half(median, p05, logs), half(median, p95, logs));
                if logs {
                    let side = |s: f64, sign: f64| maths::exp(0.5 * s * s) * maths::normal_cdf(sign * s);
                    median * (side(down, -1.0) + side(up, 1.0))
                } else {
                    median + HALF_NORMAL * (up - down)
                }
            }
            Self::Range { .. } => unreachable!("a range was made plain above"),
        }
    }

    /// What is wrong with its numbers, if anything.
    ///
    /// # Errors
    /// Says in a sentence what was expected.
    pub fn check(self) -> Result<(), String> {
        let ordered = |names: &str, numbers: &[f64], strictly: bool| {
            let wrong = |w: &[f64]| if strictly { w[0] >= w[1] } else { w[0] > w[1] };
            if numbers.windows(2).any(wrong) { Err(format!("expected {names}")) } else { Ok(()) }
        };
        let positive = |name: &str, x: f64| if x > 0.0 { Ok(()) } else { Err(format!("expected `{name}` above 0")) };
        match self {
            Self::Uniform { low, high } => ordered("`low` < `high`", &[low, high], true),
            Self::Normal { sd, .. } => positive("sd", sd),
            Self::LogNormal { median, sigma } => positive("median", median).and_then(|()| positive("sigma", sigma)),
            Self::Triangular { low, mode, high } => ordered("`low` ≤ `mode` ≤ `high`", &[low, mode, high], false)
                .and_then(|()| ordered("`low` < `high`", &[low, high], true)),
            Self::Beta { a, b, low, high } => positive("a", a)
                .and_then(|()| positive("b", b))
                .and_then(|()| ordered("`low` < `high`", &[low, high], true)),
            Self::Gamma { shape, mean } => positive("shape", shape).and_then(|()| positive("mean", mean)),
            Self::Range { p05, p95 } => ordered("`p05` < `p95`", &[p05, p95], true),
            Self::Through { p05, median, p95 } => ordered("`p05` ≤ `median` ≤ `p95`", &[p05, median, p95], false),
        }
    }
}

/// 0 below, 1 above, and between as told.
fn step_or(x: f64, low: f64, high: f64, between: impl Fn() -> f64) -> f64 {
    if x <= low {
        0.0
    } else if x >= high {
        1.0
    } else {
        between()
    }
}

/// A normal's share below an offset from its mean; without spread it is a step.
fn normal_below(off: f64, sd: f64) -> f64 {
    if sd > 0.0 {
        maths::normal_cdf(off / sd)
    } else if off < 0.0 {
        0.0
    } else {
        1.0
    }
}

/// As it is written in a file.
impl fmt::Display for Distribution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Uniform { low, high } => write!(f, "Uniform(low: {low}, high: {high})"),
            Self::Normal { mean, sd } => write!(f, "Normal(mean: {mean}, sd: {sd})"),
            Self::LogNormal { median, sigma } => write!(f, "LogNormal(median: {median}, sigma: {sigma})"),
            Self::Triangular { low, mode, high } => write!(f, "Triangular(low: {low}, mode: {mode}, high: {high})"),
            Self::Beta { a, b, low, high } if low == 0.0 && (high - 1.0).abs() < f64::EPSILON => {
                write!(f, "Beta(a: {a}, b: {b})")
            }
            Self::Beta { a, b, low, high } => write!(f, "Beta(a: {a}, b: {b}, low: {low}, high: {high})"),
            Self::Gamma { shape, mean } => write!(f, "Gamma(shape: {shape}, mean: {mean})"),
            Self::Range { p05, p95 } => write!(f, "Range(p05: {p05}, p95: {p95})"),
            Self::Through { p05, median, p95 } => write!(f, "Through(p05: {p05}, median: {median}, p95: {p95})"),
        }
    }
}

/// A distribution cut off at hard bounds: what lies beyond is shared out over what lies within.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounded {
    /// The shape before it was cut.
    pub shape: Distribution,
    min: f64,
    max: f64,
    /// Share of the shape below `min`.
    from: f64,
    /// Share of it below `max`.
    to: f64,
}

impl Bounded {
    /// Cuts a shape off at these bounds.
    ///
    /// # Errors
    /// Says what is wrong with the shape, or that its 5 % or 95 % point lies beyond the bounds: a tail may be cut off,
    /// a body may not.
    pub fn new(shape: Distribution, min: f64, max: f64) -> Result<Self, String> {
        shape.check().map_err(|e| format!("{e} in `{shape}`"))?;
        let (p05, p95) = (shape.quantile(0.05), shape.quantile(0.95));
        if !(min <= p05 && p95 <= max) {
            return Err(format!("{shape} is out of bounds: its 5 % and 95 % points are {p05:.4} and {p95:.4}"));
        }
        let from = if shape.quantile(1e-9) >= min { 0.0 } else { shape.below(min) };
        let to = if shape.quantile(1.0 - 1e-9) <= max { 1.0 } else { shape.below(max) };
        Ok(Self { shape, min, max, from, to })
    }

    /// The value below which it lies with probability `u`, 0 < u < 1; always within the bounds.
    #[must_use]
    pub fn quantile(self, u: f64) -> f64 {
        self.shape.quantile(self.from + (self.to - self.from) * u).clamp(self.min, self.max)
    }

    /// Its median: what stands for it where one number is wanted.
    #[must_use]
    pub fn median(self) -> f64 {
        self.quantile(0.5)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SHAPES: [Distribution; 11] = [
        Distribution::Uniform { low: 1.0, high: 3.0 },
        Distribution::Normal { mean: -6.0, sd: 1.0 },
        Distribution::LogNormal { median: 0.0005, sigma: 0.668 },
        Distribution::Triangular { low: 1.5, mode: 2.4, high: 3.5 },
        Distribution::Triangular { low: 1.0, mode: 1.0, high: 2.0 },
        Distribution::Beta { a: 4.0, b: 16.0, low: 0.0, high: 1.0 },
        Distribution::Beta { a: 2.0, b: 2.0, low: -1.0, high: 3.0 },
        Distribution::Gamma { shape: 6.0, mean: 0.033 },
        Distribution::Range { p05: 0.5, p95: 4.5 },
        Distribution::Range { p05: -2.0, p95: 1.0 },
        Distribution::Through { p05: 0.0005, median: 0.002, p95: 0.006 },
    ];

    fn close(a: f64, b: f64, tolerance: f64, what: &str) {
        assert!((a - b).abs() <= tolerance, "{what}: {a}, expected {b}");
    }

    #[test]
    fn quantiles_undo_shares_for_every_shape() {
        for shape in SHAPES {
            for u in [0.001, 0.05, 0.3, 0.5, 0.7, 0.95, 0.999] {
                close(shape.below(shape.quantile(u)), u, 1e-8, &shape.to_string());
            }
        }
    }

    #[test]
    fn the_mean_is_that_of_evenly_spread_quantiles() {
        let n = 20_000;
        for shape in SHAPES {
            let sum: f64 = (0..n).map(|i| shape.quantile((f64::from(i) + 0.5) / f64::from(n))).sum();
            let spread = shape.quantile(0.95) - shape.quantile(0.05);
            close(sum / f64::from(n), shape.mean(), 0.001 * spread, &shape.to_string());
        }
    }

    /// By hand: exp(±1.6449 · 0.668) = 3.000; the triangle's 5 % point is 1.5 + √(0.05 · 2 · 0.9).
    #[test]
    fn quantiles_are_those_of_closed_forms() {
        close(SHAPES[0].quantile(0.05), 1.1, 1e-12, "uniform");
        close(SHAPES[1].quantile(0.95), -6.0 + Z95, 1e-8, "normal");
        close(SHAPES[2].quantile(0.05) * 3.0, 0.0005, 1e-6, "lognormal, factor 3");
        close(SHAPES[3].quantile(0.05), 1.8, 1e-12, "triangular");
        close(SHAPES[5].mean(), 0.2, 1e-15, "beta");
        close(SHAPES[8].quantile(0.5), 1.5, 1e-9, "a positive range: geometric mean");
        close(SHAPES[9].quantile(0.5), -0.5, 1e-9, "a range through nought: arithmetic mean");
    }

    #[test]
    fn the_shape_through_three_points_goes_through_them() {
        for (p05, median, p95) in [(0.0005, 0.002, 0.006), (-2.0, 0.5, 1.0), (0.0, 0.5, 1.0), (1.0, 1.0, 2.0)] {
            let shape = Distribution::Through { p05, median, p95 };
            for (u, x) in [(0.05, p05), (0.5, median), (0.95, p95)] {
                close(shape.quantile(u), x, 1e-8, &format!("{shape} at {u}"));
            }
        }
    }

    #[test]
    fn a_shape_with_its_body_outside_the_bounds_is_refused() {
        let body = Bounded::new(Distribution::Normal { mean: 0.9, sd: 0.2 }, 0.0, 1.0);
        assert!(body.unwrap_err().contains("out of bounds"));
        let senseless = Bounded::new(Distribution::Uniform { low: 2.0, high: 1.0 }, 0.0, 3.0);
        assert!(senseless.unwrap_err().contains("`low` < `high`"));
        assert!(Bounded::new(Distribution::Normal { mean: 0.9, sd: f64::NAN }, 0.0, 1.0).is_err());
    }

    proptest! {
        #[test]
        fn a_bounded_draw_stays_within_and_rises_with_its_luck(u in 1e-12..1.0_f64, v in 1e-12..1.0_f64, k in 0..11_usize) {
            let shape = SHAPES[k];
            let (min, max) = (shape.quantile(0.04), shape.quantile(0.97));
            let cut = Bounded::new(shape, min, max).unwrap();
            let (x, y) = (cut.quantile(u.min(v)), cut.quantile(u.max(v)));
            prop_assert!(min <= x && y <= max);
            prop_assert!(x <= y);
        }
    }
}
