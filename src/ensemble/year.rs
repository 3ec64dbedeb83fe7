//! How are whole years of nights run, on several workers, with the same result as on one?
//!
//! Many years of several fleets. Years are drawn first (cheap); then the work is shared out by date, as the
//! tides and streams of a date are laid out once for all years of a fleet that have boats then, and
//! each such day is a night of its own under one doctrine. Every year and night has its own key, made of the
//! fleet's year, the number of the year and the day: so the result depends on neither workers nor order.
//!
//! Left out: pairs of doctrines (a year asks what the baseline comes to), and what one night leaves to the next.

use super::run::{Progress, run};
use crate::agents::{CraftClass, SensorClass};
use crate::doctrine::Doctrine;
use crate::draws::{Draws, NightKey};
use crate::environment::climate::YearCounts;
use crate::environment::{Sea, SeaData, WeatherSource};
use crate::events::Event;
use crate::geo::Chart;
use crate::parameters::{Number, Override, Parameters, Register};
use crate::scenario::Scenario;
use crate::scenario::fleet::{Fleet, Fleets};
use crate::scenario::year::{self, Effects, Year};
use crate::sim::{Setting, Simulation};
use crate::units::Tick;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// What all years are made of.
pub struct Plan<'a> {
    /// The presets, for the seasons.
    pub fleets: &'a Fleets,
    /// The fleets to run.
    pub chosen: Vec<&'a Fleet>,
    /// Years of each.
    pub years: u32,
    /// Seed of all draws.
    pub seed: u64,
    /// Departures, units and posts.
    pub scenario: &'a Scenario,
    /// The rules in force.
    pub doctrine: &'a Arc<Doctrine>,
    /// The sea's data.
    pub sea: &'a SeaData,
    /// The chart.
    pub chart: &'a Arc<Chart>,
    /// Classes of craft.
    pub craft: &'a [CraftClass],
    /// Classes of sensors.
    pub sensors: &'a [SensorClass],
    /// The numbers.
    pub register: &'a Register,
    /// Values set on top of it.
    pub set: &'a [(String, f64)],
}

/// A day of a year that was run.
#[derive(Clone, Debug, PartialEq)]
pub struct DayRun<T> {
    /// Month, 1 to 12.
    pub month: i8,
    /// Crossings were likely by the forecast.
    pub red: bool,
    /// What the night came to; none if no boat tried.
    pub night: Option<T>,
}

/// A year that was run.
#[derive(Clone, Debug, PartialEq)]
pub struct YearRun<T> {
    /// Factor on the hazards of crossings that year.
    pub effect: f64,
    /// Its weather.
    pub counts: YearCounts,
    /// Its days.
    pub days: Vec<DayRun<T>>,
}

/// The key of a year's own draws.
#[must_use]
pub fn year_key(seed: u64, fleet: &Fleet, number: u32) -> NightKey {
    let year = u64::from(fleet.year.unsigned_abs());
    NightKey { seed, night: (year * 100_000 + u64::from(number)) * 1000 + 999 }
}

/// The key of a night: its day counts from 0, and 999 is the year's own.
fn night_key(seed: u64, fleet: &Fleet, number: u32, day: usize) -> NightKey {
    let year = year_key(seed, fleet, number);
    NightKey { night: year.night - 999 + day as u64, ..year }
}

/// A fleet with its years drawn.
struct Drawn<'a> {
    fleet: &'a Fleet,
    years: Vec<Year>,
    parameters: Vec<Parameters>,
    /// What the fleet and the user set of classes of craft and sensors, among others.
    class_numbers: Vec<Override>,
}

/// Runs the years: for each fleet, in order, its years in order. `fold` says what a night comes to.
///
/// # Errors
/// Settings that the register refuses, places that the chart lacks, and nights that failed, each with its reason.
pub fn run_years<T: Send>(
    plan: &Plan<'_>,
    workers: usize,
    progress: &(dyn Fn(Progress) + Sync),
    fold: &(dyn Fn(&[Event], &Setting) -> T + Sync),
) -> Result<Vec<Vec<YearRun<T>>>, Vec<String>> {
    let fleets = plan.fleets.with_numbers(plan.set);
    let chosen = plan.chosen.iter().map(|f| fleets.get(&f.id).unwrap_or(f)).collect();
    let plan = &Plan { fleets: &fleets, chosen, ..*plan };
    let drawn: Vec<Drawn<'_>> = plan.chosen.iter().map(|f| draw_fleet(plan, f)).collect::<Result<_, _>>()?;
    let base = {
        let length = Tick(plan.scenario.length_ticks).elapsed();
        let sea = Sea::new(plan.sea, plan.scenario.start, length, &plan.scenario.weather_source())
            .map_err(|e| vec![e.to_string()])?;
        let parameters = plan.register.with_numbers(plan.set)?.typed();
        let chart = Arc::clone(plan.chart);
        Setting::new(plan.scenario.clone(), chart, Arc::new(sea), plan.craft, plan.sensors, parameters)
            .map_err(|e| vec![e])?
    };
    // One piece of work for each date of each fleet on which any of its years has boats.
    let dates: Vec<(usize, usize)> = drawn
        .iter()
        .enumerate()
        .flat_map(|(f, d)| (0..d.years.first().map_or(0, |y| y.days.len())).map(move |day| (f, day)))
        .filter(|(f, day)| drawn[*f].years.iter().any(|y| y.days[*day].weather.is_some()))
        .collect();
    let rows = run(0..dates.len() as u64, workers, &AtomicBool::new(false), progress, &|i| {
        #[expect(clippy::cast_possible_truncation, reason = "an index of the list")]
        let (f, day) = dates[i as usize];
        date(plan, &base, &drawn[f], day, fold)
    });
    let mut runs: Vec<Vec<YearRun<T>>> = drawn.into_iter().map(empty).collect();
    let mut problems = Vec::new();
    for row in rows {
        #[expect(clippy::cast_possible_truncation, reason = "an index of the list")]
        let (f, day) = dates[row.night as usize];
        match row.outcome {
            Ok(nights) => {
                for (number, night) in nights {
                    runs[f][number].days[day].night = Some(night);
                }
            }
            Err(why) => problems.push(format!("day {} of {}: {why}", day + 1, plan.chosen[f].id)),
        }
    }
    if problems.is_empty() { Ok(runs) } else { Err(problems) }
}

fn draw_fleet<'a>(plan: &Plan<'_>, fleet: &'a Fleet) -> Result<Drawn<'a>, Vec<String>> {
    // The weather of a year does not depend on how deadly it is.
    let numbers = year::register_of(plan.register, fleet, plan.set, Effects::NONE)?;
    let mut years = Vec::new();
    for number in 0..plan.years {
        let luck = Draws::new(year_key(plan.seed, fleet, number));
        let climatology = &plan.sea.climatology;
        years.push(
            year::draw(plan.fleets, fleet, plan.scenario, climatology, &numbers, luck)
                .map_err(|problem| vec![problem])?,
        );
    }
    let parameters = years
        .iter()
        .map(|y| year::register_of(plan.register, fleet, plan.set, y.effects))
        .collect::<Result<Vec<_>, _>>()?;
    let mut class_numbers = fleet.set.clone();
    for (id, x) in plan.set {
        class_numbers.push(plan.register.overriding(id, Number::Fixed(*x)).map_err(|problem| vec![problem])?);
    }
    Ok(Drawn { fleet, years, parameters, class_numbers })
}

/// All nights of a date: tides and streams are laid out once.
fn date<T>(
    plan: &Plan<'_>,
    base: &Setting,
    drawn: &Drawn<'_>,
    day: usize,
    fold: &(dyn Fn(&[Event], &Setting) -> T + Sync),
) -> Result<Vec<(usize, T)>, String> {
    let length = Tick(plan.scenario.length_ticks).elapsed();
    let mut sea: Option<Sea> = None;
    let mut nights = Vec::new();
    for (number, year) in drawn.years.iter().enumerate() {
        let of_day = &year.days[day];
        let Some(weather) = &of_day.weather else { continue };
        let source = WeatherSource::Stated(weather.clone());
        let sea = if let Some(laid) = &sea {
            laid.under(&source)
        } else {
            Sea::new(plan.sea, of_day.start, length, &source).map(|laid| sea.insert(laid).clone())
        }
        .map_err(|e| e.to_string())?;
        let parameters = drawn.parameters[number].clone();
        let scenario = year::scenario_of(of_day, drawn.fleet, plan.scenario, &parameters);
        let mut setting = Setting { scenario, sea: Arc::new(sea), parameters, ..base.clone() };
        setting.set_class_numbers(&drawn.class_numbers);
        let setting = Arc::new(setting);
        #[expect(clippy::cast_possible_truncation, reason = "years are counted by u32")]
        let key = night_key(plan.seed, drawn.fleet, number as u32, day);
        let mut sim = Simulation::new(&setting, plan.doctrine, key);
        sim.run().map_err(|fault| fault.to_string())?;
        nights.push((number, fold(sim.events(), &setting)));
    }
    Ok(nights)
}

fn empty<T>(drawn: Drawn<'_>) -> Vec<YearRun<T>> {
    drawn
        .years
        .into_iter()
        .map(|y| YearRun {
            effect: y.effects.deadly,
            counts: y.counts,
            days: y.days.iter().map(|d| DayRun { month: d.month, red: d.red, night: None }).collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::What;
    use crate::scenario::GroupSize;
    use crate::sim::fixture;

    /// Two small years: boats on few days, so that the test costs seconds.
    fn few() -> Fleets {
        let mut fleets = Fleets::shipped();
        for f in &mut fleets.fleets {
            f.boats_a_year = 4.0;
            f.active_days = 100.0;
            f.aboard = GroupSize { mean: 30.0, sd: 5.0, skew: 0.0, min: 20, max: 40 };
        }
        fleets
    }

    type Told = Vec<Vec<YearRun<(u32, usize)>>>;

    fn told(workers: usize, years: u32, set: &[(String, f64)]) -> Result<Told, Vec<String>> {
        let (fleets, register) = (few(), Register::shipped());
        let setting = fixture::setting();
        let doctrine = fixture::danger_only();
        let classes: Vec<CraftClass> = setting.classes.iter().map(|c| c.craft.clone()).collect();
        let plan = Plan {
            fleets: &fleets,
            chosen: vec![fleets.get("2023").unwrap(), fleets.get("2025").unwrap()],
            years,
            seed: 3,
            scenario: &setting.scenario,
            doctrine: &doctrine,
            sea: fixture::sea_data(),
            chart: &setting.chart,
            craft: &classes,
            sensors: &setting.sensors,
            register: &register,
            set,
        };
        run_years(&plan, workers, &|_| (), &|events, setting| {
            let boats = setting.scenario.planned_boats();
            let over = events.iter().filter(|e| matches!(e.what, What::NightEnded { .. })).count();
            (boats, over * events.len())
        })
    }

    #[test]
    fn years_are_the_same_on_any_number_of_workers_and_more_years_leave_the_first_as_they_were() {
        let one = told(1, 1, &[]).unwrap();
        assert_eq!(one, told(3, 1, &[]).unwrap());
        assert_eq!((one.len(), one[0].len(), one[1].len()), (2, 1, 1));
        let nights: Vec<&(u32, usize)> =
            one.iter().flatten().flat_map(|y| &y.days).filter_map(|d| d.night.as_ref()).collect();
        assert!(nights.len() >= 2, "{} nights", nights.len());
        assert!(nights.iter().all(|n| n.0 > 0 && n.1 > 0), "each night has boats and comes to its end");
        let two = told(2, 2, &[]).unwrap();
        assert_eq!(one[0][0], two[0][0]);
        assert_ne!(two[0][0].effect.to_bits(), two[0][1].effect.to_bits());
        assert_ne!(two[0][0].effect.to_bits(), two[1][0].effect.to_bits());
    }

    #[test]
    fn a_setting_out_of_bounds_is_refused_before_any_night() {
        let refused = told(1, 1, &[("crush.coefficient".into(), 70.0)]).unwrap_err();
        assert!(refused[0].contains("out of bounds"), "{refused:?}");
    }
}
