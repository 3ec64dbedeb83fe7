//! What does the window need to know of a scenario? Its setting, how its units are named and drawn, and the
//! course of tide and light for the time bar.
//!
//! The window holds no model of its own: nights are simulations like any other, looked at through snapshots
//! and events.

use crate::agents::Side;
use crate::environment::Light;
use crate::sim::Setting;
use crate::units::{Angle, Tick, Vec2};
use std::sync::Arc;

/// Ticks between two samples of tide and light on the time bar: ten minutes, the sea's own clock.
pub const COURSE_TICKS: u32 = 60;

/// A unit as the window names and draws it.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitInfo {
    /// Name for people.
    pub title: String,
    /// Class of craft.
    pub class_title: String,
    /// Whose it is.
    pub side: Side,
    /// How it is drawn.
    pub kind: UnitKind,
    /// Places for survivors.
    pub capacity: u32,
    /// Name of its base.
    pub base: String,
}

/// How a unit is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitKind {
    /// May stop boats.
    Patrol,
    /// There to save.
    Rescue,
    /// Flies, and takes people aboard.
    Helicopter,
    /// Flies and watches; it takes nobody aboard.
    Aircraft,
}

impl UnitKind {
    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Patrol => "patrol unit",
            Self::Rescue => "rescue unit",
            Self::Helicopter => "helicopter",
            Self::Aircraft => "aircraft that watches",
        }
    }
}

/// Tide and light at one moment of the night.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CoursePoint {
    /// When.
    pub tick: Tick,
    /// Astronomical tide above mean sea level at the stage's tide place, metres.
    pub tide_m: f64,
    /// How light it is.
    pub light: Light,
}

/// A scenario, opened for the window.
pub struct Stage {
    /// Everything fixed for the scenario.
    pub setting: Arc<Setting>,
    /// The units, by number.
    pub units: Vec<UnitInfo>,
    /// Their titles, for sentences.
    pub unit_titles: Vec<String>,
    /// Where the tide of the time bar is.
    pub tide_place: String,
    /// Tide and light through the night.
    pub course: Vec<CoursePoint>,
}

impl Stage {
    /// Opens a setting.
    #[must_use]
    pub fn new(setting: Arc<Setting>) -> Self {
        let units: Vec<UnitInfo> = setting
            .scenario
            .units
            .iter()
            .zip(&setting.units)
            .map(|(plan, place)| {
                let craft = &setting.classes[place.class].craft;
                let kind = match (craft.flies, craft.intercepts, craft.orbit.is_some()) {
                    (true, _, true) => UnitKind::Aircraft,
                    (true, _, false) => UnitKind::Helicopter,
                    (false, true, _) => UnitKind::Patrol,
                    (false, false, _) => UnitKind::Rescue,
                };
                UnitInfo {
                    title: plan.title.clone(),
                    class_title: craft.title.clone(),
                    side: plan.side,
                    kind,
                    capacity: craft.capacity,
                    base: setting.chart.port(&plan.base).map_or_else(|| plan.base.clone(), |p| p.name.clone()),
                }
            })
            .collect();
        let unit_titles = units.iter().map(|u| u.title.clone()).collect();
        let launch = setting.scenario.departures.first().and_then(|d| setting.chart.site(&d.launch));
        let (tide_place, tide_at) =
            launch.map_or_else(|| ("mid-strait".to_owned(), Vec2::ZERO), |p| (p.name.clone(), p.water_point));
        let course = (0..=setting.scenario.length_ticks)
            .step_by(COURSE_TICKS as usize)
            .map(Tick)
            .map(|tick| CoursePoint {
                tick,
                tide_m: setting.sea.tide_at(tide_at, tick),
                light: setting.sea.light_at(tick),
            })
            .collect();
        Self { setting, units, unit_titles, tide_place, course }
    }
}

/// Something one can choose from a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Short name in files.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// A fair paragraph.
    pub description: String,
}

/// The word for how light it is.
#[must_use]
pub const fn light_title(light: Light) -> &'static str {
    match light {
        Light::Day => "day",
        Light::CivilTwilight => "civil twilight",
        Light::NauticalTwilight => "nautical twilight",
        Light::Night => "night",
    }
}

/// How dark the chart is drawn, 0 by day to 1 at night: falls from sunset (−0.833°) to the end of nautical
/// twilight (−12°).
#[must_use]
pub fn darkness(sun: Angle) -> f32 {
    ((-0.833 - sun.deg()) / (12.0 - 0.833)).clamp(0.0, 1.0) as f32
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn darkness_follows_the_sun() {
        for (sun, dark) in [(20.0, 0.0), (-3.0, 0.194), (-12.0, 1.0), (-40.0, 1.0)] {
            assert!((darkness(Angle::degrees(sun)) - dark).abs() < 0.01, "{sun}");
        }
    }

    #[test]
    fn the_course_covers_the_night_with_a_real_tide() {
        let stage = fixture::stage();
        assert_eq!(stage.course.last().map(|p| p.tick), Some(Tick(fixture::LENGTH_TICKS)));
        let range =
            stage.course.iter().map(|p| p.tide_m).fold((9.0, -9.0), |(a, b): (f64, f64), x| (a.min(x), b.max(x)));
        assert!(range.1 - range.0 > 1.0, "{range:?}");
        assert!(stage.course.iter().any(|p| p.light != Light::Day));
    }

    #[test]
    fn units_are_told_apart_by_what_they_may_do() {
        let stage = fixture::stage();
        let kind = |title: &str| stage.units.iter().find(|u| u.title == title).map(|u| u.kind);
        assert_eq!(kind("Oyapock"), Some(UnitKind::Patrol));
        assert_eq!(kind("RNLI Dover"), Some(UnitKind::Rescue));
        assert_eq!(kind("Coastguard helicopter, Lydd"), Some(UnitKind::Helicopter));
    }
}
