//! Can this sensor see that boat now?
//!
//! Two laws of range, both as a hazard a minute that adds up and fires when it passes the encounter's fate, so that the
//! same boat and the same sensor meet the same luck under every doctrine. Radar, and cameras without a sweep width: at
//! one look `(R0 / R)^4`, weakened by waves as `exp(-2 Hs)` and by an empty boat, none beyond the horizon, thermal
//! cameras none in fog (MODEL 6.3). Eyes, and cameras with a sweep width: the inverse-cube law of `sweep`, with
//! factors for weather, fatigue, darkness and Moon (MODEL 6.2).
//!
//! Left out: sea clutter by direction, glare, and which way a camera is turned.

use super::craft::{SensorClass, SensorKind};
use super::sweep::{self, SweepTable, Target};
use crate::parameters::Parameters;
use crate::units::{Distance, Speed, maths};

/// What weakens sensors at the moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seeing {
    /// Significant wave height, m.
    pub wave_height_m: f64,
    /// Wind.
    pub wind: Speed,
    /// Dark: neither sun nor civil twilight.
    pub dark: bool,
    /// Light of the Moon, 0 (none) to 1 (full and overhead).
    pub moonlight: f64,
    /// Meteorological visibility.
    pub visibility: Distance,
    /// Hours since the watch came on.
    pub hours_on_watch: f64,
}

/// What of the hazard does not depend on range: worked out every ten minutes for each sensor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// By target: m³ or m⁴ a minute, as the law of range is the cube or the fourth power.
    rate: [f64; Target::ALL.len()],
    /// The inverse-cube law of a sweep width holds.
    cube: bool,
    /// Square of the greatest range, m².
    max_m2: f64,
    /// Is it an optical sensor, one that can tell what it sees?
    pub identifies: bool,
}

/// The reach of a sensor in these conditions.
#[must_use]
pub fn reach(sensor: &SensorClass, seeing: &Seeing, table: &SweepTable, p: &Parameters) -> Reach {
    let max = match sensor.kind {
        SensorKind::Radar => sensor.aerial.map_or(sensor.max_range, |height| {
            sensor.max_range.min(sweep::radar_horizon(height, Distance::metres(p.echo_height_m)))
        }),
        SensorKind::Thermal if seeing.visibility.nm() < p.thermal_fog_nm => Distance::ZERO,
        SensorKind::Thermal | SensorKind::Visual => sensor.max_range.min(seeing.visibility),
    };
    let cube = sensor.eyes.is_some() || sensor.sweep.is_some();
    let fatigue = sweep::fatigue_factor(seeing.hours_on_watch, p);
    let rate = Target::ALL.map(|target| {
        if cube {
            let correction = fatigue * sweep::weather_factor(seeing.wind, seeing.wave_height_m, p);
            let (width, speed) = match (sensor.eyes, sensor.sweep) {
                (Some(eyes), _) => {
                    let night = if seeing.dark { sweep::night_factor(seeing.moonlight, p) } else { 1.0 };
                    (table.width(eyes, target, seeing.visibility, p) * night, eyes.reference_speed(p))
                }
                (None, Some((width, speed))) => (width * optical_factor(target, p), speed),
                (None, None) => return 0.0,
            };
            return sweep::rate_m3_per_min(width * correction, speed);
        }
        let r0 = sensor.reference_range.m();
        let (weakening, factor) = match sensor.kind {
            SensorKind::Radar => (maths::exp(-p.radar_wave_decay_per_m * seeing.wave_height_m), echo_factor(target, p)),
            SensorKind::Thermal => (fatigue, optical_factor(target, p)),
            SensorKind::Visual => {
                let night = if seeing.dark { sweep::night_factor(seeing.moonlight, p) } else { 1.0 };
                (night * fatigue, optical_factor(target, p))
            }
        };
        let r = r0 * factor;
        r * r * r * r * weakening / sensor.look_interval.min_()
    });
    Reach { rate, cube, max_m2: max.m() * max.m(), identifies: !matches!(sensor.kind, SensorKind::Radar) }
}

/// Radar range on a target as a share of that on a loaded boat. Heads in the water give no echo.
const fn echo_factor(target: Target, p: &Parameters) -> f64 {
    match target {
        Target::Loaded => 1.0,
        Target::Empty | Target::Swamped => p.empty_boat_radar_factor,
        Target::People | Target::Jackets => 0.0,
    }
}

/// Range of cameras and posts without a table, as a share of that on a loaded boat.
const fn optical_factor(target: Target, p: &Parameters) -> f64 {
    match target {
        Target::Loaded | Target::Empty => 1.0,
        Target::Swamped => p.sweep_swamped_factor,
        Target::People | Target::Jackets => p.thermal_people_factor,
    }
}

impl Reach {
    /// Hazard of detection of a target per minute at this squared range.
    #[must_use]
    pub fn rate_per_min(&self, range_m2: f64, target: Target) -> f64 {
        if range_m2 > self.max_m2 {
            return 0.0;
        }
        // Closer than 50 m all is seen at once, at any range that a class may have; the cap keeps the hazard finite.
        let k = self.rate[target.index()];
        if self.cube { k / (range_m2 * range_m2.sqrt()).max(1.25e5) } else { k / (range_m2 * range_m2).max(6.25e6) }
    }

    /// Width of the strip that it clears of a target at a speed, m.
    #[must_use]
    pub fn sweep_width_m(&self, target: Target, speed: Speed) -> f64 {
        let (k, v) = (self.rate[target.index()], speed.mps() * 60.0);
        if k <= 0.0 || v <= 0.0 {
            return 0.0;
        }
        let width = if self.cube {
            (8.0 * core::f64::consts::PI * k / v).sqrt()
        } else {
            // Rate k / r⁴: a pass at x has the hazard c / x³ with c = π k / (2 v), and the area under
            // 1 - exp(-c / x³) to both sides is 2 Γ(2/3) times the cube root of c.
            let c = core::f64::consts::PI * k / (2.0 * v);
            2.0 * 1.354_117_939_426_4 * maths::pow(c, 1.0 / 3.0)
        };
        width.min(2.0 * self.max_m2.sqrt())
    }

    /// Square of the longest range, m².
    #[must_use]
    pub const fn max_m2(&self) -> f64 {
        self.max_m2
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
    use crate::agents::sweep::Platform;
    use crate::units::Duration;
    use proptest::prelude::*;

    fn sensor(kind: SensorKind) -> SensorClass {
        SensorClass {
            id: "x".into(),
            title: "x".into(),
            kind,
            reference_range: Distance::nautical_miles(2.5),
            max_range: Distance::nautical_miles(9.2),
            aerial: None,
            eyes: None,
            sweep: None,
            look_interval: Duration::minutes(1.0),
            source: String::new(),
            drawn: Vec::new(),
        }
    }

    const CALM: Seeing = Seeing {
        wave_height_m: 0.0,
        wind: Speed::knots(5.0),
        dark: false,
        moonlight: 0.0,
        visibility: Distance::metres(10_000.0),
        hours_on_watch: 0.0,
    };

    fn reached(sensor: &SensorClass, seeing: &Seeing) -> Reach {
        reach(sensor, seeing, &SweepTable::shipped(), &Parameters::shipped_for_tests())
    }

    fn at_nm(r: &Reach, nm: f64, target: Target) -> f64 {
        let m = Distance::nautical_miles(nm).m();
        r.rate_per_min(m * m, target)
    }

    /// MODEL 6.3: at the reference range one look in a calm detects with probability 1 − 1/e.
    #[test]
    fn one_look_at_the_reference_range_detects_as_published() {
        let r = reached(&sensor(SensorKind::Radar), &CALM);
        assert!((at_nm(&r, 2.5, Target::Loaded) - 1.0).abs() < 1e-9);
        let half_metre = reached(&sensor(SensorKind::Radar), &Seeing { wave_height_m: 0.5, ..CALM });
        assert!((at_nm(&half_metre, 2.5, Target::Loaded) - maths::exp(-1.0)).abs() < 1e-9);
        assert!(at_nm(&r, 25.0, Target::Loaded).abs() < 1e-12, "beyond the horizon nothing is seen");
    }

    #[test]
    fn an_empty_boat_echoes_less_and_people_in_the_water_not_at_all() {
        let r = reached(&sensor(SensorKind::Radar), &CALM);
        assert!((at_nm(&r, 2.5, Target::Empty) - 0.0625).abs() < 1e-9);
        assert!(at_nm(&r, 0.2, Target::People).abs() < 1e-12);
    }

    /// A straight pass at the speed the table holds for finds as much as the sweep width says: with a width of
    /// 0.5 nm (a person, from 14 ft, at 10 km) the lateral range curve has the area 0.5 nm.
    #[test]
    fn passes_of_a_lookout_add_up_to_the_published_sweep_width() {
        let eyes = SensorClass { eyes: Some(Platform::Vessel), ..sensor(SensorKind::Visual) };
        let r = reached(&eyes, &CALM);
        let v = Speed::knots(Parameters::shipped_for_tests().sweep_vessel_speed_kn).mps();
        let mut area = 0.0;
        for k in 0..400 {
            let x = 5.0 + 10.0 * f64::from(k);
            let mut hazard = 0.0;
            for s in -1200..1200 {
                let y = v * 10.0 * f64::from(s);
                hazard += r.rate_per_min(x * x + y * y, Target::People) / 6.0;
            }
            area += 2.0 * 10.0 * (1.0 - maths::exp(-hazard));
        }
        assert!((area / Distance::nautical_miles(0.5).m() - 1.0).abs() < 0.05, "{area} m");
    }

    #[test]
    fn fog_blinds_thermal_cameras_and_darkness_eyes() {
        let fog = Seeing { visibility: Distance::metres(500.0), ..CALM };
        assert!(at_nm(&reached(&sensor(SensorKind::Thermal), &fog), 0.1, Target::Loaded).abs() < 1e-12);
        let eyes = SensorClass { eyes: Some(Platform::Vessel), ..sensor(SensorKind::Visual) };
        let rate = |s: &Seeing| at_nm(&reached(&eyes, s), 0.5, Target::Loaded);
        let night = Seeing { dark: true, ..CALM };
        let moon = Seeing { moonlight: 1.0, ..night };
        assert!((rate(&night) / rate(&CALM) - 0.01).abs() < 1e-9, "sweep width times 0.1");
        assert!((rate(&moon) / rate(&CALM) - 0.04).abs() < 1e-9, "sweep width times 0.2");
    }

    proptest! {
        #[test]
        fn worse_conditions_and_longer_ranges_never_help(
            nm in 0.05..9.0_f64, hs in 0.0..2.5_f64, more in 0.0..1.0_f64, hours in 0.0..20.0_f64,
        ) {
            for kind in [SensorKind::Radar, SensorKind::Thermal, SensorKind::Visual] {
                for eyes in [None, Some(Platform::Vessel)] {
                    let s = SensorClass { eyes, ..sensor(kind) };
                    let a = reached(&s, &Seeing { wave_height_m: hs, hours_on_watch: hours, ..CALM });
                    let b = reached(&s, &Seeing { wave_height_m: hs + more, hours_on_watch: hours + more, ..CALM });
                    for t in Target::ALL {
                        prop_assert!(at_nm(&b, nm, t) <= at_nm(&a, nm, t));
                        prop_assert!(at_nm(&a, nm + more, t) <= at_nm(&a, nm, t));
                    }
                }
            }
        }
    }
}
