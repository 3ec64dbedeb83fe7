//! Which share of a gamma or beta distribution lies below a value, and below which value lies a share?
//!
//! The regularised incomplete gamma and beta functions by their series and continued fractions
//! (Abramowitz & Stegun 1964, 6.5.29, 6.5.31 and 26.5.8; the fractions by Lentz's method), and their
//! inverses by bisection: slow beside other ways, but a few dozen draws a night do not show, and it cannot
//! fail. Written here and not taken from `statrs`, because that takes its logarithms from the standard
//! library, whose last digits differ between platforms; the tests hold the two together.
//!
//! Left out: shapes above some hundred thousands. A register needs some thousands; `analysis` takes its tails from here too,
//! and holds them at a hundred thousand nights.

use crate::units::maths;

/// Small enough to stand for nought in Lentz's method.
const TINY: f64 = 1e-300;
/// Where series and fractions stop: below the last digit.
const ENOUGH: f64 = 1e-16;
/// Terms at most; shapes of a register need some dozens.
const TERMS: u32 = 10_000;
/// Halvings of a bracket: more than the digits of a number.
const HALVINGS: u32 = 200;

/// Share of a gamma distribution of this shape and scale 1 below `x`.
#[must_use]
pub fn gamma_below(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = maths::exp(shape * maths::ln(x) - x - maths::ln_gamma(shape));
    if x < shape + 1.0 {
        let (mut term, mut sum) = (1.0 / shape, 1.0 / shape);
        for n in 1..TERMS {
            term *= x / (shape + f64::from(n));
            sum += term;
            if term < sum * ENOUGH {
                break;
            }
        }
        return (front * sum).min(1.0);
    }
    let mut b = x + 1.0 - shape;
    let (mut c, mut d) = (1.0 / TINY, 1.0 / b);
    let mut fraction = d;
    for n in 1..TERMS {
        let n = f64::from(n);
        let a = n * (shape - n);
        b += 2.0;
        d = 1.0 / off_nought(a * d + b);
        c = off_nought(b + a / c);
        fraction *= c * d;
        if (c * d - 1.0).abs() < ENOUGH {
            break;
        }
    }
    (1.0 - front * fraction).clamp(0.0, 1.0)
}

/// Share of a beta distribution below `x`.
#[must_use]
pub fn beta_below(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = maths::exp(
        maths::ln_gamma(a + b) - maths::ln_gamma(a) - maths::ln_gamma(b) + a * maths::ln(x) + b * maths::ln(1.0 - x),
    );
    // The fraction converges fast on the near side of the mean; the other side is its mirror image.
    if x < (a + 1.0) / (a + b + 2.0) {
        (front * beta_fraction(a, b, x) / a).min(1.0)
    } else {
        (1.0 - front * beta_fraction(b, a, 1.0 - x) / b).clamp(0.0, 1.0)
    }
}

fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / off_nought(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for n in 1..TERMS {
        let m = f64::from(n);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        for step in [even, odd] {
            d = 1.0 / off_nought(1.0 + step * d);
            c = off_nought(1.0 + step / c);
            fraction *= c * d;
        }
        if (c * d - 1.0).abs() < ENOUGH {
            break;
        }
    }
    fraction
}

fn off_nought(x: f64) -> f64 {
    if x.abs() < TINY { TINY } else { x }
}

/// The value in [`low`, `high`] below which a rising function reaches `u`.
fn bisect(mut low: f64, mut high: f64, u: f64, below: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..HALVINGS {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if below(middle) < u {
            low = middle;
        } else {
            high = middle;
        }
    }
    low + (high - low) / 2.0
}

/// The value below which a gamma distribution of this shape and scale 1 has the share `u`.
#[must_use]
pub fn gamma_quantile(shape: f64, u: f64) -> f64 {
    let mut high = shape + 1.0;
    while gamma_below(shape, high) < u && high < 1e6 * (shape + 1.0) {
        high *= 2.0;
    }
    bisect(0.0, high, u, |x| gamma_below(shape, x))
}

/// The value below which a beta distribution has the share `u`.
#[must_use]
pub fn beta_quantile(a: f64, b: f64, u: f64) -> f64 {
    bisect(0.0, 1.0, u, |x| beta_below(a, b, x))
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{Beta, ContinuousCDF, Gamma};

    /// A gamma of whole shape is the wait for that many events: one minus a Poisson sum.
    #[test]
    fn a_gamma_of_whole_shape_is_one_minus_a_poisson_sum() {
        for shape in [1_u32, 2, 6, 20] {
            for x in [0.1, 1.0, 5.0, 12.0, 30.0] {
                let (mut term, mut sum) = (maths::exp(-x), 0.0);
                for k in 0..shape {
                    sum += term;
                    term *= x / f64::from(k + 1);
                }
                let ours = gamma_below(f64::from(shape), x);
                assert!((ours - (1.0 - sum)).abs() < 1e-13, "{shape}, {x}: {ours} and {}", 1.0 - sum);
            }
        }
    }

    /// A beta of whole shapes is the upper tail of a binomial: Beta(4, 16) at x is P(at least 4 of 19).
    #[test]
    fn a_beta_of_whole_shapes_is_the_tail_of_a_binomial() {
        for x in [0.02_f64, 0.1, 0.2, 0.35, 0.8] {
            let mut tail = 0.0;
            let mut choose = 1.0;
            for k in 0..=19_i32 {
                if k >= 4 {
                    tail += choose * x.powi(k) * (1.0 - x).powi(19 - k);
                }
                choose *= f64::from(19 - k) / f64::from(k + 1);
            }
            let ours = beta_below(4.0, 16.0, x);
            assert!((ours - tail).abs() < 1e-13, "{x}: {ours} and {tail}");
        }
    }

    #[test]
    fn another_library_finds_the_same() {
        for (a, b) in [(0.5, 0.5), (2.0, 10.0), (4.0, 16.0), (6.0, 2.0), (30.0, 3.5)] {
            let theirs = Beta::new(a, b).unwrap();
            for x in [0.01, 0.2, 0.5, 0.77, 0.99] {
                assert!((beta_below(a, b, x) - theirs.cdf(x)).abs() < 1e-11, "Beta({a}, {b}) at {x}");
            }
        }
        for shape in [0.3, 1.0, 5.9, 47.0] {
            let theirs = Gamma::new(shape, 1.0).unwrap();
            for x in [0.01, 0.5, 2.0, 8.0, 60.0] {
                assert!((gamma_below(shape, x) - theirs.cdf(x)).abs() < 1e-11, "Gamma({shape}) at {x}");
            }
        }
    }

    #[test]
    fn quantiles_undo_shares() {
        for u in [1e-6, 0.05, 0.5, 0.95, 0.999_999] {
            assert!((gamma_below(5.9, gamma_quantile(5.9, u)) - u).abs() < 1e-12, "gamma, {u}");
            assert!((beta_below(4.0, 16.0, beta_quantile(4.0, 16.0, u)) - u).abs() < 1e-12, "beta, {u}");
        }
    }
}
