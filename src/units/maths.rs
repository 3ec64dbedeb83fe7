//! Where do sin, exp and their kin come from? From here, and from nowhere else.
//!
//! The last digits of the standard library's transcendental functions are unspecified and differ
//! between platforms and optimisation levels; a night must be the same bits everywhere, so all go
//! through the pure-Rust `libm` (as Bevy's `bevy_math::ops` does). `clippy.toml` forbids the others.

pub use libm::{
    acos, asin, atan2, ceil, cos, cosh, erf, exp, floor, lgamma as ln_gamma, log as ln, pow, round, sin, sinh, tan,
    tanh,
};

/// `sqrt` is exact by IEEE 754, so the standard one is safe; named here for completeness.
#[must_use]
pub fn sqrt(x: f64) -> f64 {
    x.sqrt()
}

/// Sine and cosine together.
#[must_use]
pub fn sin_cos(x: f64) -> (f64, f64) {
    libm::sincos(x)
}

/// The logistic function, 1 / (1 + exp(-x)).
#[must_use]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

/// Standard normal cumulative distribution function.
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * core::f64::consts::FRAC_1_SQRT_2)
}

/// Inverse of the standard normal distribution function, relative error below 1.2e-9
/// (rational approximation of P. J. Acklam, with the tails beyond 0.02425 treated apart).
/// `p` outside (0, 1) is pulled just inside.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const B: [f64; 5] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
    ];
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 4] =
        [7.784_695_709_041_462e-3, 3.224_671_290_700_398e-1, 2.445_134_137_142_996, 3.754_408_661_907_416];
    let p = p.clamp(1e-300, 1.0 - 1e-16);
    let tail = |q: f64| {
        (((((C[0] * q + C[1]) * q + C[2]) * q + C[3]) * q + C[4]) * q + C[5])
            / ((((D[0] * q + D[1]) * q + D[2]) * q + D[3]) * q + 1.0)
    };
    if p < 0.02425 {
        tail((-2.0 * ln(p)).sqrt())
    } else if p > 1.0 - 0.02425 {
        -tail((-2.0 * ln(1.0 - p)).sqrt())
    } else {
        let q = p - 0.5;
        let r = q * q;
        (((((A[0] * r + A[1]) * r + A[2]) * r + A[3]) * r + A[4]) * r + A[5]) * q
            / (((((B[0] * r + B[1]) * r + B[2]) * r + B[3]) * r + B[4]) * r + 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_quantile_inverts_the_distribution() {
        for p in [1e-6, 0.001, 0.025, 0.2, 0.5, 0.9, 0.975, 0.999_99] {
            assert!((normal_cdf(normal_quantile(p)) - p).abs() < 1e-8, "at {p}");
        }
        assert!((normal_quantile(0.975) - 1.959_963_984_5).abs() < 1e-8);
    }
}
