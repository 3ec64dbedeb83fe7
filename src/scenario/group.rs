//! How many people wait for a boat?
//!
//! A two-piece normal: one bell below the mode and another above it, joined there (Wallis, "The two-piece normal, binormal
//! or double Gaussian distribution", *Statistical Science* 29, 2014). Home Office bands of boat sizes ask for it: boats are
//! filled towards what they hold, so most are near the top and a tail of smaller ones is below; a bell with the same mean has
//! too few large boats. Written as mean, standard deviation and skewness, since those are what a source gives; nought is the
//! plain bell. One standard normal draw per boat makes the number, so that a change of shape keeps a boat's luck.
//!
//! Left out: groups that arrive together (families): who travels with whom is the people's matter.

use crate::units::maths;
use std::f64::consts::PI;

/// How many people wait for a boat: two-piece normal, rounded, within bounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupSize {
    /// Mean, before rounding and bounds.
    pub mean: f64,
    /// Standard deviation, before rounding and bounds.
    pub sd: f64,
    /// Skewness, -0.99 to 0.99: negative for a tail of small groups, nought for a bell.
    pub skew: f64,
    /// Fewest.
    pub min: u32,
    /// Most.
    pub max: u32,
}

/// A two-piece normal has no more skewness than half a bell: 0.9953. What is accepted in files.
pub const MOST_SKEW: f64 = 0.99;

impl GroupSize {
    /// The number that goes with a standard normal draw.
    #[must_use]
    pub fn people(&self, z: f64) -> u32 {
        let wanted = (self.mean + self.sd * skewed(z, self.skew)).round();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the group's bounds")]
        let people = wanted.clamp(f64::from(self.min), f64::from(self.max)) as u32;
        people
    }
}

/// The quantile of the two-piece normal of mean 0, variance 1 and this skewness that `z` is of the standard normal.
fn skewed(z: f64, skew: f64) -> f64 {
    if skew == 0.0 {
        return z;
    }
    let d = width_difference(skew.clamp(-MOST_SKEW, MOST_SKEW));
    // Variance is (1 - 2/pi) d^2 + left * right: two widths with this difference and this product.
    let product = (1.0 - (1.0 - 2.0 / PI) * d * d).max(0.0);
    let left = 0.5 * ((d * d + 4.0 * product).sqrt() - d);
    let right = left + d;
    let mode = -(2.0 / PI).sqrt() * d;
    let (u, below) = (maths::normal_cdf(z), left / (left + right));
    if u <= below {
        mode + left * maths::normal_quantile(0.5 * u / below)
    } else {
        mode - right * maths::normal_quantile(0.5 * (1.0 - u) / (1.0 - below))
    }
}

/// Right width less left width, in standard deviations, at which the skewness is as asked: the skewness rises with it all the
/// way, so halving finds it.
fn width_difference(skew: f64) -> f64 {
    let skewness = |d: f64| (2.0 / PI).sqrt() * d * (1.0 + (6.0 / PI - 2.0) * d * d);
    let most = (1.0 - 2.0 / PI).sqrt().recip();
    let (mut low, mut high) = (-most, most);
    for _ in 0..50 {
        let middle = 0.5 * (low + high);
        if skewness(middle) < skew {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn moments(skew: f64) -> [f64; 3] {
        let n = 40_000;
        let x: Vec<f64> =
            (0..n).map(|i| skewed(maths::normal_quantile((f64::from(i) + 0.5) / f64::from(n)), skew)).collect();
        let mean = x.iter().sum::<f64>() / f64::from(n);
        let of = |k: i32| x.iter().map(|x| (x - mean).powi(k)).sum::<f64>() / f64::from(n);
        [mean, of(2), of(3) / (of(2) * of(2).sqrt())]
    }

    #[test]
    fn mean_variance_and_skewness_are_those_asked_for() {
        for skew in [-0.99, -0.7, -0.2, 0.0, 0.5, 0.95] {
            let [mean, variance, got] = moments(skew);
            assert!(mean.abs() < 1e-3 && (variance - 1.0).abs() < 3e-3 && (got - skew).abs() < 5e-3, "{skew}: {got}");
        }
    }

    /// The shape that the presets take from the Home Office bands gives those bands back. Left out: boats of more than 80
    /// in 2021 and 2023 (0.5 % and 0.7 %), of which a distribution of three numbers keeps hardly any.
    #[test]
    fn the_bands_of_the_record_come_out_of_the_presets() {
        let fleets = crate::scenario::fleet::Fleets::shipped();
        // Shares of boats with more people than this: written answer, A. Eagle, March 2025.
        let record: [(&str, &[(u32, f64)]); 4] = [
            ("2021", &[(50, 0.052), (60, 0.018)]),
            ("2022", &[(50, 0.267), (60, 0.042)]),
            ("2023", &[(50, 0.55), (60, 0.22)]),
            ("2024", &[(50, 0.68), (60, 0.43), (70, 0.18), (80, 0.037)]),
        ];
        for (year, bands) in record {
            let group = fleets.get(year).unwrap().aboard;
            let n = 10_000;
            let people: Vec<u32> =
                (0..n).map(|i| group.people(maths::normal_quantile((f64::from(i) + 0.5) / f64::from(n)))).collect();
            for (more_than, share) in bands {
                let got = people.iter().filter(|p| *p > more_than).count() as f64 / f64::from(n);
                let near = 0.01 + 0.25 * share;
                assert!((got - share).abs() < near, "{year}, above {more_than}: {got:.3}, record {share}");
            }
        }
    }

    proptest! {
        #[test]
        fn more_luck_never_means_fewer_people(z in -4.0_f64..4.0, more in 0.0_f64..1.0, skew in -0.99_f64..0.99) {
            prop_assert!(skewed(z, skew) <= skewed(z + more, skew) + 1e-9);
        }
    }
}
