//! How wide a strip does a lookout clear of what it looks for?
//!
//! Sweep width is what search planning counts in: the width of the strip outside of which as many objects are seen
//! as are missed inside (Koopman 1980; IAMSAR volume II). Uncorrected widths by eye height, object and visibility
//! are those of the Australian manual (MODEL 6.2, `assets/search`); factors for weather and fatigue come on top.
//! Over range the inverse-cube law is taken: then the rate of detection a minute at range r is `W² v / (8 π r³)`,
//! and a straight pass at distance x detects with `1 - exp(-W² / (4 π x²))`, whatever the speed v was.
//!
//! Left out: the direction of sun and swell, and how often crews look up. A faster platform sees less by itself, as its
//! passes are shorter; the manual's speed factors (0.8 at 140 kn against 1.0 at 90) say about the same.

use crate::parameters::Parameters;
use crate::units::{Distance, Speed, maths};
use core::f64::consts::PI;
use serde::Deserialize;

/// Where the eyes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
pub enum Platform {
    /// 8 ft above the water: lifeboats and launches.
    SmallCraft,
    /// 14 ft above the water: patrol ships.
    Vessel,
    /// The bridge of a merchant ship.
    Bridge,
    /// A helicopter at 500 ft.
    Helicopter,
    /// An aeroplane at 500 ft.
    Aeroplane,
}

impl Platform {
    /// All of them, with their names in files.
    pub const ALL: [(&'static str, Self); 5] = [
        ("SmallCraft", Self::SmallCraft),
        ("Vessel", Self::Vessel),
        ("Bridge", Self::Bridge),
        ("Helicopter", Self::Helicopter),
        ("Aeroplane", Self::Aeroplane),
    ];

    /// The speed that its sweep widths are taken to hold for.
    #[must_use]
    pub fn reference_speed(self, p: &Parameters) -> Speed {
        Speed::knots(match self {
            Self::SmallCraft | Self::Vessel | Self::Bridge => p.sweep_vessel_speed_kn,
            Self::Helicopter => p.sweep_helicopter_speed_kn,
            Self::Aeroplane => p.sweep_aeroplane_speed_kn,
        })
    }
}

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// An inflatable with many aboard.
    Loaded,
    /// An inflatable with few aboard: as large to the eye, less to radar.
    Empty,
    /// A hull full of water, or what is left of one.
    Swamped,
    /// People in the water.
    People,
    /// People in the water of whom one at least wears a lifejacket, real or not: its colour is what is seen.
    Jackets,
}

impl Target {
    /// All of them, in the order of [`Target::index`].
    pub const ALL: [Self; 5] = [Self::Loaded, Self::Empty, Self::Swamped, Self::People, Self::Jackets];

    /// Heads in the water, and no hull?
    #[must_use]
    pub const fn is_people(self) -> bool {
        matches!(self, Self::People | Self::Jackets)
    }

    /// Place in tables.
    #[must_use]
    pub const fn index(self) -> usize {
        match self {
            Self::Loaded => 0,
            Self::Empty => 1,
            Self::Swamped => 2,
            Self::People => 3,
            Self::Jackets => 4,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Row {
    platform: Platform,
    object: String,
    visibility_5_km_nm: f64,
    visibility_10_km_nm: f64,
    visibility_20_km_nm: f64,
}

/// The table of uncorrected sweep widths.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepTable(Vec<Row>);

impl SweepTable {
    /// The shipped table.
    ///
    /// # Panics
    /// Never with the shipped file; a test reads it.
    #[must_use]
    pub fn shipped() -> Self {
        let text = include_str!("../../assets/search/sweep_widths.csv");
        let rows = csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>();
        Self(rows.expect("the shipped table of sweep widths reads without problems"))
    }

    fn row(&self, platform: Platform, object: &str, visibility: Distance) -> f64 {
        let row = self.0.iter().find(|r| r.platform == platform && r.object == object);
        let Some(row) = row else { return 0.0 };
        let km = visibility.m() / 1000.0;
        let [a, b, c] = [row.visibility_5_km_nm, row.visibility_10_km_nm, row.visibility_20_km_nm];
        // Below the table in proportion to the visibility, above it no more.
        if km <= 5.0 {
            a * km / 5.0
        } else if km <= 10.0 {
            a + (b - a) * (km - 5.0) / 5.0
        } else {
            b + (c - b) * (km.min(20.0) - 10.0) / 10.0
        }
    }

    /// Uncorrected sweep width by day.
    #[must_use]
    pub fn width(&self, platform: Platform, target: Target, visibility: Distance, p: &Parameters) -> Distance {
        let row = |object| self.row(platform, object, visibility);
        Distance::nautical_miles(match target {
            Target::Loaded | Target::Empty => (row("raft_25") * row("boat_8_12_m")).sqrt() * p.sweep_inflatable_factor,
            Target::Swamped => row("raft_6") * p.sweep_swamped_factor,
            // The manual's note to its table for helicopters at 500 ft (MODEL 6.2); from lower eyes heads hide behind the waves.
            Target::Jackets if platform == Platform::Helicopter => row("person") * p.sweep_jacket_factor,
            Target::People | Target::Jackets => row("person"),
        })
    }
}

/// Factor on sweep width for wind and sea (small objects: all that is looked for here).
#[must_use]
pub fn weather_factor(wind: Speed, wave_height_m: f64, p: &Parameters) -> f64 {
    // The classes of the manual: 15 and 25 kn, or 1 and 1.5 m.
    if wind.kn() > p.sweep_rough_wind_kn || wave_height_m > p.sweep_rough_wave_m {
        p.sweep_rough_factor
    } else if wind.kn() >= p.sweep_moderate_wind_kn || wave_height_m >= p.sweep_moderate_wave_m {
        p.sweep_moderate_factor
    } else {
        1.0
    }
}

/// Factor on sweep width for a crew that has been on watch so long.
#[must_use]
pub fn fatigue_factor(hours_on_watch: f64, p: &Parameters) -> f64 {
    if hours_on_watch > p.watch_tired_after_h { p.sweep_fatigue_factor } else { 1.0 }
}

/// Factor on what eyes see by night: more with a Moon that is high and full. `moonlight` from 0 (none) to 1.
#[must_use]
pub fn night_factor(moonlight: f64, p: &Parameters) -> f64 {
    p.visual_night_factor + (p.visual_moonlight_factor - p.visual_night_factor).max(0.0) * moonlight.clamp(0.0, 1.0)
}

/// The constant `k` of the rate of detection `k / r³` a minute, m³/min, for a sweep width held at this speed.
#[must_use]
pub fn rate_m3_per_min(width: Distance, speed: Speed) -> f64 {
    width.m() * width.m() * speed.mps() * 60.0 / (8.0 * PI)
}

/// Probability that a straight pass at this distance detects (inverse-cube law).
#[must_use]
pub fn lateral_range(width: Distance, off: Distance) -> f64 {
    let x = off.m();
    if x <= 0.0 { 1.0 } else { 1.0 - maths::exp(-width.m() * width.m() / (4.0 * PI * x * x)) }
}

/// Distance to the radar horizon for an aerial and an echo at these heights.
#[must_use]
pub fn radar_horizon(aerial: Distance, echo: Distance) -> Distance {
    // 2.21 nm per square root of a metre: 4/3 of the Earth's radius (MODEL 6.3).
    Distance::nautical_miles(2.21 * (aerial.m().sqrt() + echo.m().sqrt()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn p() -> Parameters {
        Parameters::shipped_for_tests()
    }

    /// MODEL 6.5: a person from 14 ft at 10 km in waves of 1.2 m; radar horizon for 10 m and 1 m.
    #[test]
    fn the_reference_cases_hold() {
        let visibility = Distance::metres(10_000.0);
        let w = SweepTable::shipped().width(Platform::Vessel, Target::People, visibility, &p());
        let corrected = w.nm() * weather_factor(Speed::knots(10.0), 1.2, &p());
        assert!((corrected - 0.25).abs() < 1e-12, "{corrected}");
        let horizon = radar_horizon(Distance::metres(10.0), Distance::metres(1.0)).nm();
        assert!((horizon - 9.2).abs() < 0.01, "{horizon}");
    }

    /// MODEL 6.2: a person in a lifejacket is seen from a helicopter at 500 ft over four times the width.
    #[test]
    fn lifejackets_widen_the_strip_of_a_helicopter_and_of_no_other() {
        let visibility = Distance::metres(10_000.0);
        for (_, platform) in Platform::ALL {
            let [bare, worn] = [Target::People, Target::Jackets]
                .map(|t| SweepTable::shipped().width(platform, t, visibility, &p()).nm());
            let times = if platform == Platform::Helicopter { 4.0 } else { 1.0 };
            assert!((worn - times * bare).abs() < 1e-12, "{platform:?}: {worn} for {bare}");
        }
    }

    #[test]
    fn a_laden_inflatable_is_the_mean_of_a_raft_and_a_power_boat_lowered() {
        let w = SweepTable::shipped().width(Platform::Vessel, Target::Loaded, Distance::metres(10_000.0), &p());
        assert!((w.nm() - 0.8 * (4.3_f64 * 4.0).sqrt()).abs() < 1e-12);
        let w = SweepTable::shipped().width(Platform::SmallCraft, Target::Swamped, Distance::metres(20_000.0), &p());
        assert!((w.nm() - 0.7 * 3.8).abs() < 1e-12);
    }

    /// The area under the lateral range curve is the sweep width, and the rate over a straight pass adds up to it.
    #[test]
    fn rate_lateral_range_and_sweep_width_belong_together() {
        let (w, v) = (Distance::nautical_miles(0.5), Speed::knots(15.0));
        // Far out the curve goes as W² / (4 π x²), whose tails beyond the last step are known in closed form.
        let (step, last) = (2.0, 400_000.0);
        let mut area = 0.0;
        let mut x = step / 2.0;
        while x < last {
            area += 2.0 * step * lateral_range(w, Distance::metres(x));
            x += step;
        }
        area += 2.0 * w.m() * w.m() / (4.0 * PI * last);
        assert!((area / w.m() - 1.0).abs() < 1e-3, "{area} for {}", w.m());
        let k = rate_m3_per_min(w, v) / 60.0;
        let (off, mut hazard, mut t) = (300.0, 0.0, -20_000.0);
        while t < 20_000.0 {
            let r = (off * off + (v.mps() * t) * (v.mps() * t)).sqrt();
            hazard += k / (r * r * r);
            t += 1.0;
        }
        let passed = 1.0 - maths::exp(-hazard);
        assert!((passed - lateral_range(w, Distance::metres(off))).abs() < 1e-4, "{passed}");
    }

    proptest! {
        #[test]
        fn worse_weather_less_light_and_more_hours_never_widen_the_strip(
            wind in 0.0..40.0_f64, more in 0.0..20.0_f64, hs in 0.0..3.0_f64, moon in 0.0..1.0_f64, h in 0.0..20.0_f64,
        ) {
            let f = |w: f64, hs| weather_factor(Speed::knots(w), hs, &p());
            prop_assert!(f(wind + more, hs) <= f(wind, hs));
            prop_assert!(f(wind, hs + more / 10.0) <= f(wind, hs));
            prop_assert!(night_factor(moon * 0.5, &p()) <= night_factor(moon, &p()));
            prop_assert!(fatigue_factor(h + more, &p()) <= fatigue_factor(h, &p()));
        }
    }
}
