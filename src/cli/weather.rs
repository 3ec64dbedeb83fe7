//! `slackwater weather`: what years does the weather generator make, and do they look like those observed?

use super::library::{Library, Trouble};
use crate::draws::{Draws, NightKey};
use crate::environment::climate::{YearCounts, count_year, generate};
use crate::units::{Duration, Instant, format, maths};
use serde::Serialize;
use std::path::PathBuf;

/// Arguments of `weather`.
#[derive(Debug, clap::Args)]
pub struct WeatherArguments {
    /// How many years
    #[arg(long, default_value_t = 200, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(2..=5000))]
    pub years: u32,
    /// Seed of all random draws
    #[arg(long, default_value_t = 42, allow_negative_numbers = true)]
    pub seed: u64,
    /// JSON for other programs
    #[arg(long)]
    pub json: bool,
}

/// A figure of the generated years beside what was observed.
#[derive(Serialize)]
struct Figure {
    name: &'static str,
    generated: String,
    value: f64,
    low: f64,
    high: f64,
    inside: bool,
    source: &'static str,
}

#[derive(Serialize)]
struct MonthRow {
    month: usize,
    waves_m: f64,
    /// The table's, times the share that the strait gets.
    waves_table_m: f64,
    wind_mps: f64,
    wind_table_mps: f64,
}

#[derive(Serialize)]
struct Page {
    years: u32,
    seed: u64,
    figures: Vec<Figure>,
    fog_days: f64,
    months: Vec<MonthRow>,
}

pub(super) fn weather(root: Option<PathBuf>, a: &WeatherArguments) -> Result<bool, Trouble> {
    let library = Library::open(root)?;
    let p = library.register.typed();
    // A year that is no leap year: months are compared with the table, days are counted by 365.
    let start = Instant::from_civil_date(2025, 1, 1).map_err(Trouble::one)?;
    let years: Vec<YearCounts> = (0..u64::from(a.years))
        .map(|night| {
            let luck = Draws::new(NightKey { seed: a.seed, night });
            count_year(&generate(luck, start, Duration::hours(8760.0), &library.sea.climatology, &p))
        })
        .collect();
    let fog_days = years.iter().map(|y| f64::from(y.fog_days)).sum::<f64>() / f64::from(a.years);
    let figures = figures(&years);
    let page = Page {
        years: a.years,
        seed: a.seed,
        figures,
        fog_days,
        months: months(&library, &years, p.climate_wave_share),
    };
    if a.json {
        let text = serde_json::to_string_pretty(&page).map_err(|e| Trouble::one(e.to_string()))?;
        return super::say(&(text + "\n")).map(|()| true);
    }
    let mut text = format!("{} generated years, seed {}\n\n", page.years, page.seed);
    text += "| figure | generated | expected | | source |\n| --- | --- | --- | --- | --- |\n";
    for f in &page.figures {
        let inside = if f.inside { "in" } else { "out" };
        text += &format!("| {} | {} | {} to {} | {inside} | {} |\n", f.name, f.generated, f.low, f.high, f.source);
    }
    text +=
        "\n| month | mean wave height, m | table × share | mean wind, m/s | table |\n| --- | --- | --- | --- | --- |\n";
    for m in &page.months {
        text += &format!(
            "| {} | {:.2} | {:.2} | {:.1} | {:.1} |\n",
            m.month, m.waves_m, m.waves_table_m, m.wind_mps, m.wind_table_mps
        );
    }
    text += &format!(
        "\nDays with fog: {:.0} a year (our guess; no count for the strait is in hand). The table's waves are of 43 to\n\
         55 satellite passes a month, farther out than the strait, which gets the share `climate.wave_share` of them;\n\
         its wind is of ships of 1946 to 1989.\n",
        page.fog_days
    );
    super::say(&text).map(|()| true)
}

fn figures(years: &[YearCounts]) -> Vec<Figure> {
    let n = years.len() as f64;
    let mean = |f: &dyn Fn(&YearCounts) -> f64| years.iter().map(f).sum::<f64>() / n;
    let spread = |f: &dyn Fn(&YearCounts) -> f64| {
        let m = mean(f);
        maths::sqrt(mean(&|y| (f(y) - m) * (f(y) - m)))
    };
    let window = |y: &YearCounts| f64::from(y.window_days);
    let spring = |y: &YearCounts| f64::from(y.window_days_jan_apr);
    let mut runs: Vec<u32> = years.iter().flat_map(|y| y.runs.iter().copied()).collect();
    runs.sort_unstable();
    let run_mean = runs.iter().map(|r| f64::from(*r)).sum::<f64>() / runs.len().max(1) as f64;
    let run_95 = f64::from(runs.get(runs.len() * 95 / 100).copied().unwrap_or(0));
    let mut list = Vec::new();
    let mut add = |name, value: f64, decimals, low, high, source| {
        let inside = (low..=high).contains(&value);
        list.push(Figure { name, generated: format::fixed(value, decimals), value, low, high, inside, source });
    };
    let p10 = "validation pattern P10 (red days of the years to April 2024 and 2025: 106 and 190)";
    add("window days a year", mean(&window), 0, 90.0, 150.0, p10);
    add("their spread from year to year", spread(&window), 0, 25.0, 45.0, p10);
    add(
        "window days January to April",
        mean(&spring),
        0,
        23.0,
        35.0,
        "27, 23, 27 and 60 in 2022 to 2025; MODEL 2.2: 29",
    );
    let sixty = years.iter().filter(|y| spring(y) >= 60.0).count() as f64 / n;
    add("share of years with 60 or more of them", sixty, 3, 0.005, 0.2, "60 in 2025 lies inside the 99 % (P10)");
    add("mean run of window days", run_mean, 1, 2.3, 3.4, "MODEL 2.2: 2.8");
    add("run that one in twenty passes", run_95, 0, 6.0, 10.0, "MODEL 2.2: 8");
    let gales = |y: &YearCounts| f64::from(y.force_7_days);
    add(
        "days with an hour of force 7",
        mean(&gales),
        0,
        100.0,
        140.0,
        "validation pattern P24 (about 120, maritime prefecture)",
    );
    list
}

fn months(library: &Library, years: &[YearCounts], share: f64) -> Vec<MonthRow> {
    (1..=12_i8)
        .map(|month| {
            let k = usize::from(month.unsigned_abs()) - 1;
            let (h, w, n) = years.iter().fold((0.0, 0.0, 0_u32), |(h, w, n), y| {
                (h + y.by_month[k].0, w + y.by_month[k].1, n + y.by_month[k].2)
            });
            let table = library.sea.climatology.month(month);
            MonthRow {
                month: k + 1,
                waves_m: h / f64::from(n),
                waves_table_m: table.waves_m * share,
                wind_mps: w / f64::from(n),
                wind_table_mps: table.wind_mps,
            }
        })
        .collect()
}
