//! Which interval may be looked at after every night, and acted on?
//!
//! An asymptotic confidence sequence: intervals for all numbers of nights at once, of which in 95 of 100 studies none
//! misses the truth, however often one looks. It is the normal mixture boundary of Robbins (1970) with an estimated
//! variance (Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas 2024, Annals of Statistics 52(6), theorem 2.2; the family of
//! Howard, Ramdas, McAuliffe & Sekhon 2021). It leans on the central limit theorem as Student's t does, so it needs a floor
//! of nights as well; in return it asks for no bound on a night's value, which counts of people do not have.
//!
//! Left out: bounded-value (betting) sequences, exact and far wider here, where a night's worst is hundreds of people.

use super::paired::CONFIDENCE;
use crate::units::maths;

/// Half-width of the sequence's interval after so many nights with this standard deviation of a night's difference.
/// `tuned_for`: the number of nights at which it is to be narrowest, above 0; to be fixed beforehand.
#[must_use]
pub fn half_width(nights: usize, standard_deviation: f64, tuned_for: f64) -> f64 {
    let (n, alpha) = (nights as f64, 1.0 - CONFIDENCE);
    // The mixture's spread that makes it narrowest there (the paper's appendix on tuning).
    let log = -2.0 * maths::ln(alpha);
    let spread = (log + maths::ln(log + 1.0)) / tuned_for;
    let grown = n * spread + 1.0;
    standard_deviation * maths::sqrt(2.0 * grown / (n * n * spread) * maths::ln(maths::sqrt(grown) / alpha))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_its_edge_the_mixture_is_worth_twenty() {
        // Ville: a nonnegative martingale that starts at 1 passes 20 with a chance of 1 in 20 at most. The mixture over
        // N(0, ρ²) of likelihood ratios is exp(S²ρ²/2(nρ² + 1)) / √(nρ² + 1).
        let tuned = 500.0;
        let log = -2.0 * maths::ln(0.05);
        let rho2 = (log + maths::ln(log + 1.0)) / tuned;
        for n in [10_usize, 100, 500, 10_000] {
            let s = n as f64 * half_width(n, 3.0, tuned) / 3.0;
            let grown = n as f64 * rho2 + 1.0;
            let worth = maths::exp(s * s * rho2 / (2.0 * grown)) / maths::sqrt(grown);
            assert!((worth - 20.0).abs() < 1e-9, "{worth} at {n}");
        }
    }

    #[test]
    fn it_is_narrowest_where_tuned_and_wider_than_one_look() {
        for other in [200.0, 400.0, 2500.0, 10_000.0] {
            assert!(half_width(1000, 1.0, 1000.0) < half_width(1000, 1.0, other), "{other}");
        }
        let one_look = 1.96 / maths::sqrt(1000.0);
        let price = half_width(1000, 1.0, 1000.0) / one_look;
        assert!((1.4..1.7).contains(&price), "{price}");
    }
}
