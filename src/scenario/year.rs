//! What nights does a year bring? Its weather, the days on which crossings are tried, and the boats of each.
//!
//! A year of the weather generator with its memory from day to day (MODEL 2.2); each evening those who plan
//! look at the forecast for 02 to 08 UTC and try or not (MODEL 2.3); on an active day the number of boats is
//! negative binomial about the mean of the fleet and the month, and each boat falls to one of the scenario's
//! departures of its kind, in proportion to the boats planned there. Launch times are those of the
//! scenario, moved to the date. One factor makes all hazards of a year's crossings larger or smaller (MODEL 3.5), another what brings people back to France:
//! 2022 and 2023 differ more in that than the luck of their nights explains.
//!
//! Left out: people waiting ashore from day to day and what they learn (MODEL 9): boats come from published
//! means, not from a stock, and no boat is prevented on land.

use super::fleet::{Fleet, Fleets};
use super::{DeparturePlan, Scenario};
use crate::agents::BoatKind;
use crate::draws::{Draws, Purpose, Subject};
use crate::environment::climate::{self, YearCounts};
use crate::environment::{Climatology, WeatherKnot, WeatherSeries};
use crate::parameters::{Parameters, Register};
use crate::units::{Duration, Instant, Temperature, maths};

/// The numbers of the register that the year's factor acts on: what kills on the way, but not engine failures,
/// whose yearly level the share of people rescued holds fast.
pub const YEAR_EFFECT_ON: [&str; 4] =
    ["hull.failure_per_h", "swamping.onset_probability", "crush.coefficient", "boarding.drowning_per_person"];

/// The numbers of the register that the year's second factor acts on: what brings people back to France.
pub const RETURN_EFFECT_ON: [&str; 2] = ["engine.failure_per_h", "turn_back.share"];

/// Factors that one year has on all its crossings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effects {
    /// On what kills ([`YEAR_EFFECT_ON`]).
    pub deadly: f64,
    /// On what brings people back ([`RETURN_EFFECT_ON`]).
    pub returning: f64,
}

impl Effects {
    /// A year like any other.
    pub const NONE: Self = Self { deadly: 1.0, returning: 1.0 };

    /// Of the year with this luck.
    #[must_use]
    pub fn draw(luck: Draws, p: &Parameters) -> Self {
        let of = |k, sigma| luck.log_normal(Subject::NIGHT, Purpose::YearEffect, k, 1.0, sigma);
        // The second draw stands four counters on: a normal number takes more than one uniform.
        Self { deadly: of(0, p.year_effect_sigma), returning: of(4, p.year_effect_return_sigma) }
    }
}

/// Probability of activity above which the Met Office calls a day red: crossings likely (MODEL 2.3).
const RED: f64 = 0.55;

/// One day of a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    /// Eight in the evening of the day before: when the night starts.
    pub start: Instant,
    /// Month of the day, 1 to 12.
    pub month: i8,
    /// Crossings were likely by the evening's forecast.
    pub red: bool,
    /// Boats of each of the scenario's departures; empty if nobody tries.
    pub boats: Vec<u32>,
    /// Weather of the night, for days with boats.
    pub weather: Option<WeatherSeries>,
}

/// A year drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Year {
    /// Factors on its crossings.
    pub effects: Effects,
    /// Window days, gales and fog.
    pub counts: YearCounts,
    /// Its days, from 1 January.
    pub days: Vec<Day>,
}

/// Quantile of the negative binomial distribution with this mean and dispersion, by adding up.
#[must_use]
pub fn negative_binomial(u: f64, mean: f64, k: f64) -> u32 {
    if mean <= 0.0 || k <= 0.0 {
        return 0;
    }
    let q = mean / (k + mean);
    let mut p = maths::pow(1.0 - q, k);
    let (mut n, mut sum) = (0_u32, p);
    // Ten times the record of 36 boats is beyond all use.
    while u > sum && n < 360 {
        p *= q * (f64::from(n) + k) / (f64::from(n) + 1.0);
        n += 1;
        sum += p;
    }
    n
}

/// Mean number of boats on an active day of a month.
#[must_use]
pub fn mean_boats(fleets: &Fleets, fleet: &Fleet, month: i8) -> f64 {
    fleet.boats_a_year / fleet.active_days * fleets.season[usize::from(month.clamp(1, 12).unsigned_abs()) - 1]
}

/// What must be planned for a fleet's boats at sea to number as its preset says: some stay ashore (the sea at the beach,
/// a channel without water), taxi-boats more often than others.
struct Planned {
    /// Boats planned for each one at sea.
    per_boat_at_sea: f64,
    /// Share of taxi-boats among them.
    taxi_share: f64,
}

impl Planned {
    fn of(fleet: &Fleet, p: &Parameters) -> Self {
        let (taxi, beach) = (fleet.taxi_share / p.fleet_taxi_sails, (1.0 - fleet.taxi_share) / p.fleet_beach_sails);
        Self { per_boat_at_sea: taxi + beach, taxi_share: taxi / (taxi + beach) }
    }
}

/// Draws a year of this fleet under this luck.
///
/// # Errors
/// If the fleet's year is out of the calendar.
pub fn draw(
    fleets: &Fleets,
    fleet: &Fleet,
    scenario: &Scenario,
    climatology: &Climatology,
    p: &Parameters,
    luck: Draws,
) -> Result<Year, String> {
    let midnight = Instant::from_civil_date(fleet.year, 1, 1)?;
    let days = Instant::from_civil_date(fleet.year + 1, 1, 1)?.since(midnight).h() / 24.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "365 or 366")]
    let days = days.round() as u32;
    let start = midnight.plus_s(-4 * 3600);
    let length = Duration::hours(24.0 * f64::from(days) + 24.0);
    let series = climate::generate(luck, start, length, climatology, p);
    let calendar = WeatherSeries { knots: series.knots[4..].to_vec(), ..series };
    let counts = climate::count_year(&calendar);
    let warmth = luck.normal(Subject::NIGHT, Purpose::ClimateTemperature, 0);
    let days = (0..days)
        .map(|d| {
            let eve = start.plus_s(86_400 * i64::from(d));
            let first = 24 * d as usize;
            let night = &series.knots[first..=first + 24];
            day(fleets, fleet, scenario, climatology, p, luck, d, eve, night, warmth)
        })
        .collect();
    Ok(Year { effects: Effects::draw(luck, p), counts, days })
}

#[expect(clippy::too_many_arguments, reason = "a day is made of all that a year is made of")]
fn day(
    fleets: &Fleets,
    fleet: &Fleet,
    scenario: &Scenario,
    climatology: &Climatology,
    p: &Parameters,
    luck: Draws,
    number: u32,
    start: Instant,
    night: &[WeatherKnot],
    warmth: f64,
) -> Day {
    let month = start.plus_s(12 * 3600).month();
    let probability = activity(night, p, luck, number);
    let red = probability > RED;
    let s = Subject::NIGHT;
    if !luck.chance(s, Purpose::ActiveNight, number, probability) {
        return Day { start, month, red, boats: Vec::new(), weather: None };
    }
    let u = luck.uniform(s, Purpose::FleetBoats, number);
    let planned = Planned::of(fleet, p);
    let mean = mean_boats(fleets, fleet, month) * planned.per_boat_at_sea;
    let boats = negative_binomial(u, mean, p.fleet_boats_dispersion);
    let mut of_each = vec![0; scenario.departures.len()];
    for k in 0..boats {
        // Two draws a boat, and no day has more than 360: its kind and its place.
        let counter = 1000 * number + 2 * k;
        let taxi = luck.chance(s, Purpose::FleetPlace, counter, planned.taxi_share);
        let kind = if taxi { BoatKind::TaxiBoat } else { BoatKind::BeachBoat };
        if let Some(i) = place(&scenario.departures, kind, luck.uniform(s, Purpose::FleetPlace, counter + 1)) {
            of_each[i] += 1;
        }
    }
    let sea = climatology.on(start, |m| m.sea_c) + climatology.on(start, |m| m.sea_sd_c) * warmth;
    let chill = luck.normal(s, Purpose::ClimateTemperature, number + 1);
    let air = climatology.on(start, |m| m.air_c) + p.climate_air_sd_c * chill;
    let weather = (boats > 0).then(|| WeatherSeries {
        knots: night.to_vec(),
        sea: Temperature::from_celsius(sea.clamp(-1.5, 28.0)),
        air: Temperature::from_celsius(air.clamp(-20.0, 42.0)),
    });
    Day { start, month, red, boats: of_each, weather }
}

/// Probability that crossings are tried: the evening's forecast of the worst hour from 02 to 08 UTC.
fn activity(night: &[WeatherKnot], p: &Parameters, luck: Draws, number: u32) -> f64 {
    let error = luck.normal(Subject::NIGHT, Purpose::Forecast, number);
    // From eight in the evening: hours 6 to 11 are 02 to 07 UTC and what follows each.
    let worst = night
        .iter()
        .zip(0_u32..)
        .filter(|(_, lead)| (6..12).contains(lead))
        .map(|(knot, lead)| {
            let factor = maths::exp(climate::forecast_sigma(f64::from(lead), p) * error);
            climate::effective_height_m(knot.wave_height.m() * factor, knot.wind.mps() * factor, p)
        })
        .fold(0.0, f64::max);
    climate::activity(worst, p)
}

/// The departure of this kind that a boat falls to, in proportion to the boats planned there.
fn place(departures: &[DeparturePlan], kind: BoatKind, u: f64) -> Option<usize> {
    let weight = |d: &DeparturePlan| if d.kind == kind { f64::from(d.boats) } else { 0.0 };
    let mut left = u * departures.iter().map(weight).sum::<f64>();
    let mut last = None;
    for (i, d) in departures.iter().enumerate() {
        if weight(d) > 0.0 {
            last = Some(i);
            left -= weight(d);
            if left <= 0.0 {
                break;
            }
        }
    }
    last
}

/// The scenario as it stands on this day: boats, numbers aboard and times of the date.
#[must_use]
pub fn scenario_of(day: &Day, fleet: &Fleet, scenario: &Scenario, p: &Parameters) -> Scenario {
    let shift = |t: Instant| day.start.plus_s(t.unix_s() - scenario.start.unix_s());
    let departures = scenario
        .departures
        .iter()
        .enumerate()
        .map(|(i, d)| DeparturePlan {
            boats: day.boats.get(i).copied().unwrap_or(0),
            goes_ahead: 1.0,
            earliest: shift(d.earliest),
            latest: shift(d.latest),
            group: fleet.group(d.kind, d.aboard_at_launch, p.boarding_left_behind_share),
            ..d.clone()
        })
        .collect();
    // The weather is drawn whole: it has no spread of its own beside.
    let drawn = scenario.drawn.iter().filter(|d| d.field.holds_all_year()).copied().collect();
    // Its boats are those of the year: those of a fleet that the scenario names are not laid over them.
    Scenario { start: day.start, weather_sigma: 0.0, departures, drawn, fleet: None, ..scenario.clone() }
}

/// The register of a year: the fleet's settings, the user's, and the year's factors.
///
/// # Errors
/// Values that the register refuses.
pub fn register_of(
    register: &Register,
    fleet: &Fleet,
    set: &[(String, f64)],
    effects: Effects,
) -> Result<Parameters, Vec<String>> {
    let with_fleet = register.with_overrides(&fleet.set)?.with_numbers(set)?;
    let on = |ids: &[&str], effect: f64| -> Vec<(String, f64)> {
        let entries = ids.iter().filter_map(|id| with_fleet.get(id));
        entries.map(|e| (e.id.clone(), (e.value * effect).clamp(e.min, e.max))).collect()
    };
    let factors = [on(&YEAR_EFFECT_ON, effects.deadly), on(&RETURN_EFFECT_ON, effects.returning)].concat();
    Ok(with_fleet.with_numbers(&factors)?.typed())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::NightKey;
    use proptest::prelude::*;

    fn year(n: u64, id: &str) -> Year {
        let (p, fleets) = (Parameters::shipped_for_tests(), Fleets::shipped());
        let climatology = Climatology::from_csv(include_str!("../../assets/weather/climatology.csv")).unwrap();
        let luck = Draws::new(NightKey { seed: 5, night: n });
        draw(&fleets, fleets.get(id).unwrap(), &crate::sim::fixture::scenario(), &climatology, &p, luck).unwrap()
    }

    #[test]
    fn a_year_is_the_same_each_time_and_years_differ() {
        assert_eq!(year(1, "2024"), year(1, "2024"));
        assert_ne!(year(1, "2024"), year(2, "2024"));
        assert_eq!(year(1, "2024").days.len(), 366);
        let y = year(1, "2025");
        assert_eq!(y.days.len(), 365);
        assert_eq!(y.days[0].start, Instant::parse("2024-12-31T20:00Z").unwrap());
        assert!(y.days.iter().all(|d| d.weather.is_some() == (d.boats.iter().sum::<u32>() > 0)));
        assert!(y.days.iter().filter_map(|d| d.weather.as_ref()).all(|w| w.knots.len() == 25));
    }

    #[test]
    fn over_years_boats_and_kinds_planned_make_up_for_those_that_stay_ashore() {
        let years: Vec<Year> = (0..40).map(|n| year(n, "2025")).collect();
        let sum = |i: usize| -> f64 {
            years.iter().flat_map(|y| &y.days).filter_map(|d| d.boats.get(i)).map(|n| f64::from(*n)).sum()
        };
        let (taxi, beach) = (sum(0), sum(1));
        let p = Parameters::shipped_for_tests();
        let (taxi_sea, beach_sea) = (taxi * p.fleet_taxi_sails, beach * p.fleet_beach_sails);
        assert!((taxi_sea / (taxi_sea + beach_sea) - 0.45).abs() < 0.02, "{taxi} of {}", taxi + beach);
        let active = years.iter().flat_map(|y| &y.days).filter(|d| !d.boats.is_empty()).count() as f64;
        let a_day = (taxi_sea + beach_sea) / active;
        // The year's mean is 5.7; months with more active days weigh more in it.
        assert!((a_day / 5.72 - 1.0).abs() < 0.1, "{a_day} boats on an active day");
    }

    /// Mean 5.7 and k 3: no boat on 4 % of days, the 90th percentile near the 11 observed in 2025.
    #[test]
    fn boats_of_a_day_are_spread_as_observed() {
        assert_eq!(negative_binomial(0.03, 5.7, 3.0), 0);
        assert!((4..=5).contains(&negative_binomial(0.5, 5.7, 3.0)));
        assert!((10..=12).contains(&negative_binomial(0.9, 5.7, 3.0)));
        assert!((16..=21).contains(&negative_binomial(0.99, 5.7, 3.0)));
        assert_eq!(negative_binomial(0.5, 0.0, 3.0), 0);
    }

    #[test]
    fn a_year_s_factor_moves_what_kills_and_nothing_else() {
        let (register, fleets) = (Register::shipped(), Fleets::shipped());
        let fleet = fleets.get("2025").unwrap();
        let effects = Effects { deadly: 2.0, returning: 1.5 };
        let (plain, deadly) = (register.typed(), register_of(&register, fleet, &[], effects).unwrap());
        for id in YEAR_EFFECT_ON {
            assert!((deadly.get(id).unwrap() / plain.get(id).unwrap() - 2.0).abs() < 1e-9, "{id}");
        }
        for id in RETURN_EFFECT_ON {
            assert!((deadly.get(id).unwrap() / plain.get(id).unwrap() - 1.5).abs() < 1e-9, "{id}");
        }
        assert!((deadly.hull_overload_exponent - plain.hull_overload_exponent).abs() < 1e-12);
        let half = Effects { deadly: 0.5, ..Effects::NONE };
        let own = register_of(&register, fleet, &[("crush.coefficient".into(), 0.004)], half).unwrap();
        assert!((own.crush_coefficient - 0.002).abs() < 1e-12);
        assert!(register_of(&register, fleet, &[("crush.coeficient".into(), 0.004)], Effects::NONE).is_err());
    }

    proptest! {
        #[test]
        fn more_luck_or_a_higher_mean_never_gives_fewer_boats(u in 0.001_f64..0.99, du in 0.0_f64..0.009, m in 0.1_f64..20.0, dm in 0.0_f64..5.0) {
            prop_assert!(negative_binomial(u + du, m, 3.0) >= negative_binomial(u, m, 3.0));
            prop_assert!(negative_binomial(u, m + dm, 3.0) >= negative_binomial(u, m, 3.0));
        }
    }
}
