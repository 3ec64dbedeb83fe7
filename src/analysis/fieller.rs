//! At which values x does `u + x·v` come to nought, if u and v are means over the same nights?
//!
//! Fieller (1954): the x at which the interval of `u + x·v` covers nought. The interval's half-width is t times the root of
//! a quadratic in x, so its ends are the roots of another. They need not enclose anything: where v itself is not told from
//! nought, no x far out can be ruled out, and the set is all but a stretch, or everything.
//!
//! Left out: the covariances, which hang on what u and v are (`rate`, `study::pull`).

use crate::units::maths;

/// Two means with the variances and the covariance of the means (not of single nights).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Means {
    /// The means u and v.
    pub at: [f64; 2],
    /// Var u, Cov(u, v), Var v.
    pub spread: [f64; 3],
}

/// The values of x that cannot be ruled out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Set {
    /// From the first to the second.
    Between(f64, f64),
    /// Up to the first, and from the second on.
    Outside(f64, f64),
    /// All.
    All,
    /// None: v has no part in it, and u is surely not nought.
    Nowhere,
}

impl Means {
    /// The variance of `u + x·v`.
    #[must_use]
    pub fn variance(&self, x: f64) -> f64 {
        let [uu, uv, vv] = self.spread;
        (uu + x * (2.0 * uv + x * vv)).max(0.0)
    }

    /// All x at which `u + x·v` lies within `t` standard errors of nought.
    #[must_use]
    pub fn zero(&self, t: f64) -> Set {
        let ([u, v], [uu, uv, vv]) = (self.at, self.spread);
        let t2 = t * t;
        // square·x² + 2·middle·x + rest ≤ 0
        let (square, middle, rest) = (v * v - t2 * vv, u * v - t2 * uv, u * u - t2 * uu);
        let inside = middle * middle - square * rest;
        if square > 0.0 {
            // The root −u/v itself is in the set, so that there are two ends but for rounding.
            let root = maths::sqrt(inside.max(0.0));
            Set::Between((-middle - root) / square, (root - middle) / square)
        } else if square < 0.0 && inside > 0.0 {
            let root = maths::sqrt(inside);
            Set::Outside((root - middle) / square, (-middle - root) / square)
        } else if rest > 0.0 {
            Set::Nowhere
        } else {
            Set::All
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The set is what it says: trying x after x gives the same.
    #[test]
    fn the_set_is_where_the_interval_covers_nought() {
        let cases = [
            ([-0.2, 0.05], [0.002, -0.0001, 0.0001]),
            ([-0.2, 0.05], [0.002, 0.0, 0.001]),
            ([0.3, 0.01], [0.002, 0.0, 0.01]),
            ([0.01, 0.05], [0.04, 0.0, 0.01]),
            ([0.5, 0.0], [0.002, 0.0, 0.0]),
            ([0.05, 0.0], [0.002, 0.0, 0.0]),
        ];
        let mut kinds = Vec::new();
        for (at, spread) in cases {
            let means = Means { at, spread };
            let set = means.zero(2.0);
            for i in -4000..4000 {
                let x = f64::from(i) / 97.0;
                let covered = (at[0] + x * at[1]).abs() <= 2.0 * maths::sqrt(means.variance(x));
                let said = match set {
                    Set::Between(low, high) => low <= x && x <= high,
                    Set::Outside(low, high) => x <= low || x >= high,
                    Set::All => true,
                    Set::Nowhere => false,
                };
                assert_eq!(covered, said, "{at:?} {spread:?} at {x}: {set:?}");
            }
            kinds.push(set);
        }
        assert!(
            matches!(
                kinds[..],
                [Set::Between(..), Set::Outside(..), Set::Outside(..), Set::All, Set::Nowhere, Set::All]
            ),
            "{kinds:?}"
        );
    }
}
