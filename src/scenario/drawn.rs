//! Which numbers of a scenario are drawn for each night, and what does a night make of them?
//!
//! A scenario may say "two to six boats" or "waves of 0.3 to 0.9 m" where it would say a number. The draw
//! is keyed to the night and the field, so both doctrines of a pair meet the same one, and another drawn
//! field shifts nothing. What is drawn is the level that the scenario states; what varies within a night
//! (the single boat, the hour) is drawn below it as ever.
//!
//! Left out: places, times and names, which are no numbers of this kind, and dependence between fields. Numbers of
//! classes of craft and sensors have a file of their own (`agents::drawn`).

use super::{Duty, Scenario, SurgePlan, WeatherPlan};
use crate::draws::{Draws, Purpose, Subject};
use crate::parameters::{Bounded, Number, counter_of, number};
use crate::reading::decode::unit_of;
use crate::reading::{Kind, Node, Report};
use crate::units::maths;
use core::ops::RangeInclusive;

/// A number that is drawn for each night.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DrawnNumber {
    /// Which.
    pub field: Field,
    /// What from.
    pub what: Bounded,
}

/// The fields that may be drawn. Departures and moments of the weather are numbered as in the file, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// `weather_sigma`
    WeatherSigma,
    /// `sea_temperature_c`
    SeaTemperature,
    /// `air_temperature_c`
    AirTemperature,
    /// `wave_height_m` at a moment of a stated weather.
    WaveHeight(usize),
    /// `wind_from_deg` at a moment of a stated weather, round the compass.
    WindFrom(usize),
    /// `wind_kn` at a moment of a stated weather.
    Wind(usize),
    /// `visibility_nm` at a moment of a stated weather.
    Visibility(usize),
    /// `boats` of a departure, rounded.
    Boats(usize),
    /// The fewest of `aboard_at_launch` of a departure, rounded.
    FewestAtLaunch(usize),
    /// The most of it.
    MostAtLaunch(usize),
    /// `goes_ahead` of a departure.
    GoesAhead(usize),
    /// `mean` of the group of a departure.
    GroupMean(usize),
    /// `sd` of the group of a departure.
    GroupSd(usize),
    /// `skew` of the group of a departure.
    GroupSkew(usize),
    /// `min` of the group of a departure, rounded.
    GroupMin(usize),
    /// `max` of the group of a departure, rounded.
    GroupMax(usize),
    /// `surge: Fixed(…)`
    Surge,
    /// `min` of a unit's `AtReadiness`. Units are numbered as in the file, from 0.
    Readiness(usize),
}

impl Field {
    /// Does it belong to the weather, which is then laid out anew for the night?
    #[must_use]
    pub const fn is_weather(self) -> bool {
        matches!(
            self,
            Self::SeaTemperature
                | Self::AirTemperature
                | Self::WaveHeight(_)
                | Self::WindFrom(_)
                | Self::Wind(_)
                | Self::Visibility(_)
        )
    }

    /// Does it also hold on the nights of a year, whose boats and weather are those of the date?
    #[must_use]
    pub const fn holds_all_year(self) -> bool {
        matches!(self, Self::Surge | Self::Readiness(_))
    }
}

/// A drawn count: the nearest whole number.
fn whole(x: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts are bounded by their fields")]
    let n = maths::round(x) as u32;
    n
}

/// The numbers of the file that are drawn for each night.
#[derive(Default)]
pub(super) struct DrawnNumbers(Vec<DrawnNumber>);

impl DrawnNumbers {
    /// All of them, in order of the file.
    pub(super) fn into_list(self) -> Vec<DrawnNumber> {
        self.0
    }

    /// A number or a distribution, which is kept; gives the number or its median. `name` is the field's.
    pub(super) fn number(
        &mut self,
        node: &Node,
        name: &str,
        bounds: RangeInclusive<f64>,
        field: Field,
        r: &mut Report,
    ) -> Option<f64> {
        let number = number::read(node, unit_of(name).unwrap_or(""), &bounds, r)?;
        if let Number::Drawn(what) = number {
            self.0.push(DrawnNumber { field, what });
        }
        Some(number.central())
    }

    /// A whole number or a distribution, whose draws are rounded.
    pub(super) fn whole(
        &mut self,
        node: &Node,
        bounds: RangeInclusive<u32>,
        field: Field,
        r: &mut Report,
    ) -> Option<u32> {
        if !matches!(node.kind, Kind::Named { .. }) {
            return r.whole(node, &bounds);
        }
        let real = f64::from(*bounds.start())..=f64::from(*bounds.end());
        self.number(node, "", real, field, r).map(whole)
    }
}

impl Scenario {
    /// This scenario with its drawn numbers as they are on this night.
    #[must_use]
    pub fn drawn_for(&self, luck: Draws) -> Self {
        let mut out = self.clone();
        for DrawnNumber { field, what } in &self.drawn {
            // The same draw for every moment of the weather: the level is drawn, the night keeps its course.
            let key = match field {
                Field::WeatherSigma => "weather_sigma".to_owned(),
                Field::SeaTemperature => "sea_temperature_c".to_owned(),
                Field::AirTemperature => "air_temperature_c".to_owned(),
                Field::WaveHeight(_) => "wave_height_m".to_owned(),
                Field::WindFrom(_) => "wind_from_deg".to_owned(),
                Field::Wind(_) => "wind_kn".to_owned(),
                Field::Visibility(_) => "visibility_nm".to_owned(),
                Field::Boats(i) => format!("{}.boats", self.departures[*i].id),
                Field::FewestAtLaunch(i) => format!("{}.aboard_at_launch.fewest", self.departures[*i].id),
                Field::MostAtLaunch(i) => format!("{}.aboard_at_launch.most", self.departures[*i].id),
                Field::GoesAhead(i) => format!("{}.goes_ahead", self.departures[*i].id),
                Field::GroupMean(i) => format!("{}.group.mean", self.departures[*i].id),
                Field::GroupSd(i) => format!("{}.group.sd", self.departures[*i].id),
                Field::GroupSkew(i) => format!("{}.group.skew", self.departures[*i].id),
                Field::GroupMin(i) => format!("{}.group.min", self.departures[*i].id),
                Field::GroupMax(i) => format!("{}.group.max", self.departures[*i].id),
                Field::Surge => "surge".to_owned(),
                Field::Readiness(i) => format!("{}.duty.min", self.units[*i].id),
            };
            let x = what.quantile(luck.uniform(Subject::NIGHT, Purpose::ScenarioNumber, counter_of(&key)));
            match (*field, &mut out.weather) {
                (Field::WeatherSigma, _) => out.weather_sigma = x,
                (Field::SeaTemperature, _) => out.sea_temperature_c = Some(x),
                (Field::AirTemperature, _) => out.air_temperature_c = Some(x),
                (Field::WaveHeight(i), WeatherPlan::Stated(knots)) => knots[i].wave_height_m = x,
                (Field::WindFrom(i), WeatherPlan::Stated(knots)) => knots[i].wind_from_deg = x.rem_euclid(360.0),
                (Field::Wind(i), WeatherPlan::Stated(knots)) => knots[i].wind_kn = x,
                (Field::Visibility(i), WeatherPlan::Stated(knots)) => knots[i].visibility_nm = x,
                (
                    Field::WaveHeight(_) | Field::WindFrom(_) | Field::Wind(_) | Field::Visibility(_),
                    WeatherPlan::Climate,
                ) => {}
                (Field::Boats(i), _) => out.departures[i].boats = whole(x),
                (Field::FewestAtLaunch(i), _) => out.departures[i].aboard_at_launch.0 = whole(x),
                (Field::MostAtLaunch(i), _) => out.departures[i].aboard_at_launch.1 = whole(x),
                (Field::GoesAhead(i), _) => out.departures[i].goes_ahead = x,
                (Field::GroupMean(i), _) => out.departures[i].group.mean = x,
                (Field::GroupSd(i), _) => out.departures[i].group.sd = x,
                (Field::GroupSkew(i), _) => out.departures[i].group.skew = x,
                (Field::GroupMin(i), _) => out.departures[i].group.min = whole(x),
                (Field::GroupMax(i), _) => out.departures[i].group.max = whole(x),
                (Field::Surge, _) => out.surge = SurgePlan::Fixed(x),
                (Field::Readiness(i), _) => out.units[i].duty = Duty::AtReadiness { minutes: x },
            }
        }
        // Before the rest is held: crews are those of the file.
        if let Some(groups) = &self.fleet {
            let crews: Vec<(u32, u32)> = self.departures.iter().map(|d| d.aboard_at_launch).collect();
            groups.lay(&mut out.departures, &crews, &self.overrides, Some(luck));
        }
        for (i, d) in out.departures.iter_mut().enumerate() {
            // Draws may cross: a drawn `max` is at least `min`, and a drawn `min` at most a `max` that stands.
            if self.drawn.iter().any(|d| d.field == Field::GroupMax(i)) {
                d.group.max = d.group.max.max(d.group.min);
            } else {
                d.group.min = d.group.min.min(d.group.max);
            }
            let (fewest, most) = &mut d.aboard_at_launch;
            if self.drawn.iter().any(|d| d.field == Field::MostAtLaunch(i)) {
                *most = (*most).max(*fewest);
            } else {
                *fewest = (*fewest).min(*most);
            }
        }
        out
    }
}
