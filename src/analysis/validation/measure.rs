//! How is each published figure worked out of simulated years?
//!
//! Most figures have one value a year, so that years give a median and an interval; the death budget and the
//! rule of heavier boats give one number for all years, the first with an interval of its own. Deaths of a
//! year are divided by its factor where the budget without that factor is asked for: hazards are rare, so
//! deaths are proportional to it.
//!
//! Left out: judging (`judge`). A year in which a figure has no meaning (no boat was helped) gives no value.

use super::night::{BoatFacts, Deaths, NightFacts, PATHS};
use super::pattern::Pattern;
use super::replay;
use crate::analysis::moments::student_t_quantile;
use crate::ensemble::year::{DayRun, YearRun};
use crate::environment::climate::YearCounts;
use crate::parameters::Parameters;

/// A figure that can be worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each says in `words` what it is")]
pub enum Measure {
    ArrivedShare,
    ReturnedShare,
    TaxiShare,
    AboardMean,
    BoatsOver100,
    ArrivedBoats,
    ArrivedBoatsShare60,
    ArrivedBoatsOver80,
    DeathsPer10k,
    DeathsPerBoat,
    BudgetImmersion,
    BudgetCrush,
    BudgetBoarding,
    BudgetAll,
    ThirdOfDeaths,
    SecondHalf,
    RedRatio,
    WentOnShare,
    CrossingHours,
    WindowDays,
    WindowDaysSpread,
    WindowDaysToApril,
    GaleDays,
    ReplayDeaths,
    ReplayAlive,
}

impl Measure {
    /// All, in the order of the file's names.
    pub const ALL: [Self; 25] = [
        Self::ArrivedShare,
        Self::ReturnedShare,
        Self::TaxiShare,
        Self::AboardMean,
        Self::BoatsOver100,
        Self::ArrivedBoats,
        Self::ArrivedBoatsShare60,
        Self::ArrivedBoatsOver80,
        Self::DeathsPer10k,
        Self::DeathsPerBoat,
        Self::BudgetImmersion,
        Self::BudgetCrush,
        Self::BudgetBoarding,
        Self::BudgetAll,
        Self::ThirdOfDeaths,
        Self::SecondHalf,
        Self::RedRatio,
        Self::WentOnShare,
        Self::CrossingHours,
        Self::WindowDays,
        Self::WindowDaysSpread,
        Self::WindowDaysToApril,
        Self::GaleDays,
        Self::ReplayDeaths,
        Self::ReplayAlive,
    ];

    /// Name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.names().0
    }

    /// What it is, in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        self.names().1
    }

    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::ArrivedShare => ("arrived_share", "people landed in the UK over people who set out"),
            Self::ReturnedShare => ("returned_share", "people landed in France from sea over people who set out"),
            Self::TaxiShare => ("taxi_share", "taxi-boats over boats that set out"),
            Self::AboardMean => ("aboard_mean", "people aboard a boat that set out"),
            Self::BoatsOver100 => ("boats_over_100", "boats that set out with more than 100 people"),
            Self::ArrivedBoats => ("arrived_boats", "boats of which people reached the UK"),
            Self::ArrivedBoatsShare60 => {
                ("arrived_boats_share_60", "boats of 60 and more over boats that reached the UK")
            }
            Self::ArrivedBoatsOver80 => ("arrived_boats_over_80", "boats of 80 and more that reached the UK"),
            Self::DeathsPer10k => ("deaths_per_10k", "deaths per 10,000 people who set out"),
            Self::DeathsPerBoat => ("deaths_per_boat", "deaths over boats that set out"),
            Self::BudgetImmersion => {
                ("budget_immersion", "deaths per boat after mass immersion, at a year's factor of 1")
            }
            Self::BudgetCrush => ("budget_crush", "deaths per boat by crush, at a year's factor of 1"),
            Self::BudgetBoarding => ("budget_boarding", "deaths per boat while boarding, at a year's factor of 1"),
            Self::BudgetAll => ("budget_all", "deaths per boat, at a year's factor of 1"),
            Self::ThirdOfDeaths => (
                "third_of_deaths",
                "share of pairs of years in which the second, with heavier boats, has a third of the first's death rate or less",
            ),
            Self::SecondHalf => ("second_half", "arrivals from July to December over the year's"),
            Self::RedRatio => ("red_ratio", "arrivals on a red day over arrivals on another, January to May"),
            Self::WentOnShare => {
                ("went_on_share", "whole boats that were offered help by French units and went on with people aboard")
            }
            Self::CrossingHours => ("crossing_hours", "median hours from setting out to the shore or a British unit"),
            Self::WindowDays => ("window_days", "days with waves under 0.7 m from 00 to 08 UTC"),
            Self::WindowDaysSpread => ("window_days_spread", "standard deviation of window days over years"),
            Self::WindowDaysToApril => ("window_days_to_april", "window days from January to April"),
            Self::GaleDays => ("gale_days", "days with an hour of force 7"),
            Self::ReplayDeaths => ("replay_deaths", "deaths in the replay"),
            Self::ReplayAlive => ("replay_alive", "people alive in the water at that moment of the replay"),
        }
    }

    /// Is it worked out of an incident, not of years?
    #[must_use]
    pub const fn needs_replay(self) -> bool {
        matches!(self, Self::ReplayDeaths | Self::ReplayAlive)
    }

    /// Is it worked out of years of weather alone?
    #[must_use]
    pub const fn of_weather(self) -> bool {
        matches!(self, Self::WindowDays | Self::WindowDaysSpread | Self::WindowDaysToApril | Self::GaleDays)
    }

    /// How many fleets it takes at least.
    #[must_use]
    pub const fn fleets_needed(self) -> usize {
        match self {
            Self::ThirdOfDeaths => 2,
            _ if self.needs_replay() || self.of_weather() => 0,
            _ => 1,
        }
    }
}

/// What a simulation says about a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// Median, or the single value.
    pub middle: f64,
    /// Lower end of the interval; none for a single value.
    pub interval: Option<(f64, f64)>,
    /// Values it rests on.
    pub n: usize,
}

/// All that was simulated.
pub struct Simulated<'a> {
    /// Years by fleet.
    pub years: &'a [(String, Vec<YearRun<NightFacts>>)],
    /// Years of weather alone.
    pub weather: &'a [YearCounts],
    /// The numbers, for replays.
    pub parameters: &'a Parameters,
    /// Seed of the replays.
    pub seed: u64,
}

/// Rounds of each replay.
const ROUNDS: u32 = 2000;

type Days<'a> = Vec<&'a DayRun<NightFacts>>;

impl Simulated<'_> {
    fn of(&self, fleet: &str) -> &[YearRun<NightFacts>] {
        self.years.iter().find(|(id, _)| id == fleet).map_or(&[], |(_, years)| years)
    }

    /// The years a pattern is worked out over, as days.
    fn days(&self, pattern: &Pattern) -> Vec<Days<'_>> {
        let mut out = Vec::new();
        for fleet in &pattern.fleets {
            let years = self.of(fleet);
            if pattern.to_april {
                let before = fleet.parse::<u32>().map(|year| (year - 1).to_string()).unwrap_or_default();
                out.extend(self.of(&before).iter().zip(years).map(|(early, late)| {
                    let early = early.days.iter().filter(|d| d.month >= 5);
                    early.chain(late.days.iter().filter(|d| d.month <= 4)).collect()
                }));
            } else {
                out.extend(years.iter().map(|y| y.days.iter().collect::<Days<'_>>()));
            }
        }
        out
    }

    /// Works a figure out; none if nothing was simulated that it rests on.
    #[must_use]
    pub fn sample(&self, pattern: &Pattern) -> Option<Sample> {
        let values = match pattern.measure {
            Measure::WindowDays => self.weather.iter().map(|y| f64::from(y.window_days)).collect(),
            Measure::WindowDaysToApril => self.weather.iter().map(|y| f64::from(y.window_days_jan_apr)).collect(),
            Measure::GaleDays => self.weather.iter().map(|y| f64::from(y.force_7_days)).collect(),
            Measure::WindowDaysSpread => return spread(self.weather.iter().map(|y| f64::from(y.window_days))),
            Measure::BudgetImmersion => return self.budget(pattern, |d| d.immersion),
            Measure::BudgetCrush => return self.budget(pattern, |d| d.crush),
            Measure::BudgetBoarding => return self.budget(pattern, |d| d.boarding),
            Measure::BudgetAll => return self.budget(pattern, |d| d.all),
            Measure::ThirdOfDeaths => return self.third(pattern),
            Measure::ReplayDeaths | Measure::ReplayAlive => {
                let case = pattern.replay?;
                let all = replay::replay(&case, pattern.alive_at_min, ROUNDS, self.seed, self.parameters);
                let dead = pattern.measure == Measure::ReplayDeaths;
                all.iter().map(|r| f64::from(if dead { r.deaths } else { r.alive })).collect()
            }
            of_year => self.days(pattern).iter().filter_map(|days| value(of_year, days)).collect::<Vec<f64>>(),
        };
        middle(values, f64::from(pattern.interval) / 100.0)
    }

    /// Deaths per boat at a factor of 1: all deaths over boats weighted by their year's factor, with the
    /// interval of a ratio estimate over years (Cochran, *Sampling Techniques*, 6.4) by Student's t; none if nobody died.
    fn budget(&self, pattern: &Pattern, of: impl Fn(&Deaths) -> u32) -> Option<Sample> {
        self.budget_over(&pattern.fleets, of)
    }

    /// The budget of mass immersion by what put people in the water, over these fleets, in the order of [`PATHS`].
    #[must_use]
    pub fn paths(&self, fleets: &[String]) -> Vec<(&'static str, Sample)> {
        let one = |(i, words): (usize, &'static str)| Some((words, self.budget_over(fleets, |d| d.by_path[i])?));
        PATHS.into_iter().enumerate().filter_map(one).collect()
    }

    fn budget_over(&self, fleets: &[String], of: impl Fn(&Deaths) -> u32) -> Option<Sample> {
        let years: Vec<(f64, f64)> = fleets
            .iter()
            .flat_map(|fleet| self.of(fleet))
            .map(|y| {
                let days: Days<'_> = y.days.iter().collect();
                let dead: u32 = nights(&days).map(|n| of(&n.deaths)).sum();
                (f64::from(dead), y.effect * boats(&days).count() as f64)
            })
            .collect();
        let weight: f64 = years.iter().map(|y| y.1).sum();
        if years.len() < 2 || weight <= 0.0 {
            return None;
        }
        let ratio = years.iter().map(|y| y.0).sum::<f64>() / weight;
        let n = years.len() as f64;
        let residual: f64 = years.iter().map(|(dead, w)| (dead - ratio * w) * (dead - ratio * w)).sum();
        let error = (residual * n / (n - 1.0)).sqrt() / weight;
        // A normal's 1.645 would be too narrow for few years. Where nobody died, the spread of years says nothing.
        let t = student_t_quantile(0.95, years.len() - 1);
        let interval = (ratio > 0.0).then(|| ((ratio - t * error).max(0.0), ratio + t * error));
        Some(Sample { middle: ratio, interval, n: years.len() })
    }

    fn third(&self, pattern: &Pattern) -> Option<Sample> {
        let [first, second] = pattern.fleets.as_slice() else { return None };
        let read = |fleet: &str| -> Vec<(f64, f64)> {
            let years = self.of(fleet).iter().map(|y| y.days.iter().collect::<Days<'_>>());
            years.filter_map(|d| Some((value(Measure::DeathsPer10k, &d)?, value(Measure::AboardMean, &d)?))).collect()
        };
        let (first, second) = (read(first), read(second));
        let pairs = first.len() * second.len();
        let lower = |a: &(f64, f64), b: &(f64, f64)| b.0 <= a.0 / 3.0 && b.1 > a.1;
        let fits = first.iter().map(|a| second.iter().filter(|b| lower(a, b)).count()).sum::<usize>();
        (pairs > 0).then(|| Sample { middle: fits as f64 / pairs as f64, interval: None, n: pairs })
    }
}

fn nights<'a>(days: &'a Days<'_>) -> impl Iterator<Item = &'a NightFacts> {
    days.iter().filter_map(|d| d.night.as_ref())
}

fn boats<'a>(days: &'a Days<'_>) -> impl Iterator<Item = &'a BoatFacts> {
    nights(days).flat_map(|n| &n.boats)
}

fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

/// The figure of one year.
fn value(measure: Measure, days: &Days<'_>) -> Option<f64> {
    let people = |of: fn(&NightFacts) -> u32| nights(days).map(|n| f64::from(of(n))).sum::<f64>();
    let number = |of: fn(&BoatFacts) -> bool| boats(days).filter(|b| of(b)).count() as f64;
    let at_sea = people(NightFacts::at_sea);
    let all = number(|_| true);
    match measure {
        Measure::ArrivedShare => ratio(people(|n| n.landed_uk), at_sea),
        Measure::ReturnedShare => ratio(people(|n| n.landed_fr), at_sea),
        Measure::TaxiShare => ratio(number(|b| b.taxi), all),
        Measure::AboardMean => ratio(at_sea, all),
        Measure::BoatsOver100 => Some(number(|b| b.aboard > 100)),
        Measure::ArrivedBoats => Some(number(|b| b.arrived > 0)),
        Measure::ArrivedBoatsShare60 => ratio(number(|b| b.arrived >= 60), number(|b| b.arrived > 0)),
        Measure::ArrivedBoatsOver80 => Some(number(|b| b.arrived >= 80)),
        Measure::DeathsPer10k => ratio(1e4 * people(|n| n.deaths.all), at_sea),
        Measure::DeathsPerBoat => ratio(people(|n| n.deaths.all), all),
        Measure::SecondHalf => {
            let later: Days<'_> = days.iter().copied().filter(|d| d.month >= 7).collect();
            let later = nights(&later).map(|n| f64::from(n.landed_uk)).sum::<f64>();
            ratio(later, people(|n| n.landed_uk))
        }
        Measure::RedRatio => {
            let mean = |red: bool| {
                let days: Days<'_> = days.iter().copied().filter(|d| d.month <= 5 && d.red == red).collect();
                ratio(nights(&days).map(|n| f64::from(n.landed_uk)).sum(), days.len() as f64)
            };
            ratio(mean(true)?, mean(false)?)
        }
        Measure::WentOnShare => ratio(number(BoatFacts::went_on), number(|b| b.helped)),
        Measure::CrossingHours => {
            let hours: Vec<f64> = boats(days).filter(|b| b.arrived > 0).filter_map(|b| b.crossing_h).collect();
            middle(hours, 0.9).map(|s| s.middle)
        }
        // The others are not worked out year by year.
        _ => None,
    }
}

fn spread(values: impl Iterator<Item = f64>) -> Option<Sample> {
    let values: Vec<f64> = values.collect();
    let n = values.len() as f64;
    if n < 2.0 {
        return None;
    }
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    Some(Sample { middle: variance.sqrt(), interval: None, n: values.len() })
}

/// Median and central interval of this share, between order statistics (type 7 of Hyndman and Fan 1996).
fn middle(mut values: Vec<f64>, share: f64) -> Option<Sample> {
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    let at = |q: f64| {
        let x = q * last as f64;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index of the list")]
        let i = (x.floor() as usize).min(last);
        let next = values[(i + 1).min(last)];
        values[i] + (next - values[i]) * (x - x.floor())
    };
    let tail = 0.5 * (1.0 - share);
    Some(Sample { middle: at(0.5), interval: Some((at(tail), at(1.0 - tail))), n: values.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boat(aboard: u32, arrived: u32, helped: bool) -> BoatFacts {
        BoatFacts { taxi: aboard > 50, aboard, arrived, crossing_h: Some(6.0), helped }
    }

    fn year(effect: f64, dead: u32) -> YearRun<NightFacts> {
        let night = |landed_uk, all| NightFacts {
            boats: vec![boat(60, landed_uk, true), boat(40, 0, true)],
            landed_uk,
            landed_fr: 40,
            deaths: Deaths { crush: all, all, ..Deaths::default() },
        };
        let day = |month, red, night| DayRun { month, red, night };
        let days = vec![
            day(2, true, Some(night(60, dead))),
            day(3, false, None),
            day(4, false, Some(night(20, 0))),
            day(8, true, Some(night(60, 0))),
        ];
        YearRun { effect, counts: YearCounts::default(), days }
    }

    #[test]
    fn figures_of_a_year_are_what_their_words_say() {
        let y = year(1.0, 3);
        let days: Days<'_> = y.days.iter().collect();
        for (measure, expected) in [
            (Measure::ArrivedShare, 140.0 / 300.0),
            (Measure::ReturnedShare, 0.4),
            (Measure::TaxiShare, 0.5),
            (Measure::AboardMean, 50.0),
            (Measure::ArrivedBoats, 3.0),
            (Measure::ArrivedBoatsShare60, 2.0 / 3.0),
            (Measure::DeathsPer10k, 100.0),
            (Measure::DeathsPerBoat, 0.5),
            (Measure::SecondHalf, 60.0 / 140.0),
            // 60 on the red day; 20 on two others.
            (Measure::RedRatio, 6.0),
            (Measure::WentOnShare, 0.5),
            (Measure::CrossingHours, 6.0),
        ] {
            let got = value(measure, &days).unwrap();
            assert!((got - expected).abs() < 1e-9, "{}: {got}, expected {expected}", measure.name());
        }
    }

    #[test]
    fn the_budget_takes_a_year_s_factor_out() {
        let patterns = super::super::pattern::load(
            "p",
            r#"(format: 1, patterns: [(id: "x", title: "x", measure: budget_crush, fleets: ["a"], band: (0, 1), decimals: 3, role: T, confidence: H, source: "x", was_in: true)], not_simulated: [], cannot_be_validated: [])"#,
            &["a"],
        )
        .unwrap()
        .value;
        let p = Parameters::shipped_for_tests();
        let budget = |years: Vec<YearRun<NightFacts>>| {
            let years = [("a".to_owned(), years)];
            let simulated = Simulated { years: &years, weather: &[], parameters: &p, seed: 1 };
            simulated.sample(&patterns.patterns[0]).unwrap()
        };
        // Twice the factor and twice the deaths: the same budget, without residual.
        let s = budget(vec![year(1.0, 3), year(2.0, 6)]);
        let (low, high) = s.interval.unwrap();
        assert!((s.middle - 0.5).abs() < 1e-9 && (low - 0.5).abs() < 1e-9 && (high - 0.5).abs() < 1e-9);
        // Two years of six boats with four and two deaths: half a death a boat, its error 1/6, and with one degree of
        // freedom 6.3138 errors to each side.
        let s = budget(vec![year(1.0, 4), year(1.0, 2)]);
        let (low, high) = s.interval.unwrap();
        assert!((s.middle - 0.5).abs() < 1e-9 && low.abs() < 1e-9 && (high - 0.5 - 6.313_751_5 / 6.0).abs() < 1e-6);
        assert!(budget(vec![year(1.0, 0), year(1.0, 0)]).interval.is_none(), "nobody died");
    }

    #[test]
    fn medians_and_intervals_lie_between_order_statistics() {
        let s = middle((0..=100).map(f64::from).collect(), 0.9).unwrap();
        let (low, high) = s.interval.unwrap();
        assert!((s.middle - 50.0).abs() < 1e-9 && (low - 5.0).abs() < 1e-9 && (high - 95.0).abs() < 1e-9);
        assert!(middle(Vec::new(), 0.9).is_none());
        assert!((spread([1.0, 3.0].into_iter()).unwrap().middle - 2.0_f64.sqrt()).abs() < 1e-9);
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<&str> = Measure::ALL.iter().map(|m| m.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Measure::ALL.len());
    }
}
