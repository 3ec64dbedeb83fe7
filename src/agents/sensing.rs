//! Can this sensor see that boat now?
//!
//! The hazard of detection at one look is `(R0 / R)^4`, weakened for radar by waves as `exp(-2 Hs)` and
//! by an empty boat, for eyes by darkness and visibility, for thermal cameras by fog (MODEL 6.3). As a
//! hazard it adds up over looks and fires when it passes the encounter's fate, so that the same boat
//! and the same sensor meet the same luck under every doctrine.
//! Left out for now: sweep width and search patterns (MODEL 6.1, 6.2), fatigue, aircraft on patrol.

use super::craft::{SensorClass, SensorKind};
use crate::parameters::Parameters;
use crate::units::{Distance, maths};

/// What weakens sensors at the moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seeing {
    /// Significant wave height, m.
    pub wave_height_m: f64,
    /// Dark: neither sun nor civil twilight.
    pub dark: bool,
    /// Meteorological visibility.
    pub visibility: Distance,
}

/// The part of the hazard that does not depend on range: computed once a minute for each sensor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// Fourth power of the effective reference range, m⁴, times looks a minute.
    rate_m4: f64,
    /// Square of the greatest range, m².
    max_m2: f64,
    /// Is it an optical sensor, one that can tell what it sees?
    pub identifies: bool,
}

/// The reach of a sensor in these conditions.
#[must_use]
pub fn reach(sensor: &SensorClass, seeing: &Seeing, p: &Parameters) -> Reach {
    let (weakening, max) = match sensor.kind {
        SensorKind::Radar => (maths::exp(-2.0 * seeing.wave_height_m), sensor.max_range),
        SensorKind::Thermal => (1.0, sensor.max_range.min(seeing.visibility)),
        SensorKind::Visual => {
            (if seeing.dark { p.visual_night_factor } else { 1.0 }, sensor.max_range.min(seeing.visibility))
        }
    };
    let r0 = sensor.reference_range.m();
    Reach {
        rate_m4: r0 * r0 * r0 * r0 * weakening / sensor.look_interval.min_(),
        max_m2: max.m() * max.m(),
        identifies: !matches!(sensor.kind, SensorKind::Radar),
    }
}

impl Reach {
    /// Hazard of detection per minute at this squared range. `echo` weakens a small target.
    #[must_use]
    pub fn rate_per_min(&self, range_m2: f64, echo: f64) -> f64 {
        if range_m2 > self.max_m2 {
            return 0.0;
        }
        let echo4 = if self.identifies { 1.0 } else { echo * echo * echo * echo };
        // Closer than 50 m all is seen at once; the cap keeps the hazard finite.
        self.rate_m4 * echo4 / (range_m2 * range_m2).max(6.25e6)
    }

    /// Square of the longest range, m².
    #[must_use]
    pub const fn max_m2(&self) -> f64 {
        self.max_m2
    }

    /// Can it see at this squared range at all?
    #[must_use]
    pub fn reaches(&self, range_m2: f64) -> bool {
        range_m2 <= self.max_m2
    }
}

/// An estimate of a number aboard: best and upper end of the 95 % range.
/// `z` is a standard normal drawn for this look; `sd` the relative error (MODEL 11.2).
#[must_use]
pub fn estimate_aboard(truth: u32, z: f64, sd: f64) -> (f64, f64) {
    let best = f64::from(truth) * maths::exp(sd * z);
    // 1.96: the standard normal's 97.5 % quantile.
    (best, best * maths::exp(1.96 * sd))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Duration;

    fn radar() -> SensorClass {
        SensorClass {
            id: "x".into(),
            title: "x".into(),
            kind: SensorKind::Radar,
            reference_range: Distance::nautical_miles(2.5),
            max_range: Distance::nautical_miles(9.2),
            look_interval: Duration::minutes(1.0),
            source: String::new(),
        }
    }

    /// MODEL 6.3: at the reference range one look in a calm detects with probability 1 − 1/e.
    #[test]
    fn one_look_at_the_reference_range_detects_as_published() {
        let calm = Seeing { wave_height_m: 0.0, dark: true, visibility: Distance::nautical_miles(10.0) };
        let p = Parameters::shipped_for_tests();
        let r = reach(&radar(), &calm, &p);
        let range = Distance::nautical_miles(2.5).m();
        assert!((r.rate_per_min(range * range, 1.0) - 1.0).abs() < 1e-9);
        let half_metre = reach(&radar(), &Seeing { wave_height_m: 0.5, ..calm }, &p);
        assert!((half_metre.rate_per_min(range * range, 1.0) - maths::exp(-1.0)).abs() < 1e-9);
        assert!(r.rate_per_min(range * range * 100.0, 1.0).abs() < 1e-12, "beyond the horizon nothing is seen");
    }

    #[test]
    fn an_empty_boat_echoes_less() {
        let calm = Seeing { wave_height_m: 0.0, dark: false, visibility: Distance::nautical_miles(10.0) };
        let p = Parameters::shipped_for_tests();
        let r = reach(&radar(), &calm, &p);
        assert!(r.rate_per_min(1e7, p.empty_boat_radar_factor) < r.rate_per_min(1e7, 1.0));
    }
}
