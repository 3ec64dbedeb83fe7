//! `slackwater validate`: does the baseline reproduce what was published, pattern by pattern?
//!
//! Runs years of nights under one doctrine, holds them against `assets/validation.ron`, and prints each figure
//! observed and simulated, in or out. Exit code 1 when one falls out that was in, or a reference case fails.
//!
//! Left out: fitting. Candidates are tried by hand with `--set`, on patterns of role C; where others were used, `validation::seen` says so.

use super::compare::{Output, refuse_overwriting};
use super::library::{Library, Trouble, read_bytes};
use super::progress::ProgressLine;
use crate::analysis::validation::{Judged, Measure, NightFacts, Pattern, Patterns, Simulated, judge, pattern, physics};
use crate::draws::{Draws, NightKey};
use crate::ensemble::study::rows;
use crate::ensemble::year::{Plan, YearRun, run_years};
use crate::environment::climate::{YearCounts, count_year, generate};
use crate::report::validation::{ValidationReport, page_with};
use crate::report::{FileStamp, Manifest};
use crate::scenario::fleet::Fleet;
use crate::units::{Duration, Instant};
use std::path::{Path, PathBuf};

/// Arguments of `validate`.
#[derive(Clone, Debug, clap::Args)]
pub struct ValidateArguments {
    /// Years of each fleet (20 without --quick, 6 with it)
    #[arg(long, value_parser = clap::value_parser!(u32).range(2..=10_000))]
    pub years: Option<u32>,
    /// Seed of all random draws
    #[arg(long, default_value_t = 42)]
    pub seed: u64,
    /// Worker threads (the result is the same for any number)
    #[arg(long, value_name = "N")]
    pub workers: Option<usize>,
    /// Only the fleets of 2023 and 2025, for a check after each change
    #[arg(long)]
    pub quick: bool,
    /// Only these patterns, like P1,P5
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Set a parameter of the register to a number, like `engine.failure_per_h=0.04` (repeatable); not a distribution,
    /// as years are held against what was observed at one value of each parameter
    #[arg(long, value_name = "ID=VALUE", value_parser = setting)]
    pub set: Vec<(String, f64)>,
    /// Scenario whose departures, units and posts are used: path, or name of a shipped one
    #[arg(long, default_value = "gravelines_dawn")]
    pub scenario: String,
    /// The baseline: path, or name of a shipped one
    #[arg(long, default_value = "imminent_danger_only")]
    pub doctrine: String,
    /// Take what is in now as the new baseline (rewrites assets/validation.ron)
    #[arg(long, conflicts_with_all = ["only", "set", "years"])]
    pub accept: bool,
    /// Write all figures to this JSON file
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Put the tables into this page, between its marks (as in docs/validation.md)
    #[arg(long, value_name = "FILE")]
    pub page: Option<PathBuf>,
}

/// Where the patterns stand.
const FILE: &str = "assets/validation.ron";
const YEARS: u32 = 20;
const QUICK_YEARS: u32 = 6;
/// Years of the weather generator alone: cheap, and a 99 % interval needs some hundreds.
const WEATHER_YEARS: u64 = 400;

fn setting(text: &str) -> Result<(String, f64), String> {
    let (id, value) = text.split_once('=').ok_or("expected ID=VALUE, like engine.failure_per_h=0.04")?;
    let value = value.trim();
    let Ok(value) = value.parse() else {
        let shape = value.chars().next().is_some_and(char::is_alphabetic) && value.contains('(');
        return Err(if shape {
            format!(
                "`{value}` is a distribution; expected a number, as years are held against what was observed at one value \
                 of each parameter (`compare` and `run` draw from distributions; here, run once for each value to try)"
            )
        } else {
            format!("`{value}` is not a number")
        });
    };
    Ok((id.trim().to_owned(), value))
}

pub(super) fn validate(root: Option<PathBuf>, a: &ValidateArguments) -> Result<bool, Trouble> {
    let library = Library::open(root)?;
    let (patterns, stamp) = read_patterns(&library)?;
    let chosen = patterns.chosen(&a.only, a.quick).map_err(Trouble)?;
    let register = library.register.with_numbers(&a.set).map_err(Trouble)?;
    let scenario = library.scenario(&a.scenario)?;
    let (doctrine, doctrine_stamp, warnings) = library.doctrine_to_run(&a.doctrine)?;
    for warning in scenario.warnings.iter().chain(&warnings) {
        super::warn(&format!("warning: {warning}"));
    }
    let inputs: Vec<PathBuf> =
        scenario.stamps.iter().chain([&doctrine_stamp, &stamp]).map(|s| PathBuf::from(&s.path)).collect();
    let outputs: Vec<&Path> = [&a.json, &a.page].into_iter().flatten().map(PathBuf::as_path).collect();
    refuse_overwriting(&outputs, &inputs, library.root())?;
    let json = a.json.as_deref().map(Output::create).transpose()?;
    let page = a.page.as_deref().map(read_page).transpose()?;

    let years = a.years.unwrap_or(if a.quick { QUICK_YEARS } else { YEARS });
    let fleets = fleets_of(&chosen, &library);
    let plan = Plan {
        fleets: &library.fleets,
        chosen: fleets.clone(),
        years,
        seed: a.seed,
        scenario: &scenario.value,
        doctrine: &doctrine,
        sea: &library.sea,
        chart: &library.chart,
        craft: &library.craft,
        sensors: &library.sensors,
        register: &library.register,
        set: &a.set,
    };
    let workers = a.workers.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let bar = ProgressLine::new("days");
    let runs = run_years(&plan, workers, &|p| bar.show(p), &NightFacts::of).map_err(Trouble);
    bar.finish();
    let runs = runs?;
    let nights: usize = runs.iter().flatten().flat_map(|y| &y.days).filter(|d| d.night.is_some()).count();
    let ran: Vec<(String, Vec<YearRun<NightFacts>>)> = fleets.iter().map(|f| f.id.clone()).zip(runs).collect();

    let numbers = register.typed();
    let asked = chosen.iter().any(|p| p.measure.of_weather());
    let weather = if asked { weather_years(&library, a.seed, &numbers)? } else { Vec::new() };
    let simulated = Simulated { years: &ran, weather: &weather, parameters: &numbers, seed: a.seed };
    let judged = judge(&chosen, a.quick, &simulated);
    let budget = chosen.iter().find(|p| p.measure == Measure::BudgetImmersion);
    let paths = budget.map_or_else(Vec::new, |p| simulated.paths(&p.fleets));
    let checks = physics::checks(&numbers);
    let mut assets = library.assets_with(&scenario.stamps);
    assets.push(stamp);
    let command = command_line(a, years);
    let manifest = Manifest {
        program: "slackwater".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        commit: rows::commit(),
        scenario: scenario.stamps[0].clone(),
        doctrine_a: doctrine_stamp,
        doctrine_b: None,
        parameters: library.parameter_stamps.clone(),
        changes: a.set.iter().map(|(id, value)| format!("{id} set to {value}")).collect(),
        assets,
        seed: a.seed,
        nights: nights as u64,
        night_command: command.clone(),
        command,
    };
    let report = ValidationReport {
        manifest: &manifest,
        years,
        set: &a.set,
        judged: &judged,
        paths: &paths,
        checks: &checks,
        not_simulated: &patterns.not_simulated,
        beyond: &patterns.beyond,
    };
    super::say(&report.text())?;
    if let Some(output) = json {
        let text = report.json().map_err(|e| Trouble::one(e.to_string()))?;
        output.fill(|file| file.write_all(text.as_bytes()))?;
    }
    if a.accept {
        accept(&library, &judged, a.quick)?;
    }
    if let (Some(page), Some(path)) = (page, a.page.as_deref()) {
        let text = page_with(&page, &report.markdown()).ok_or_else(|| no_marks(path))?;
        Output::create(path)?.fill(|file| file.write_all(text.as_bytes()))?;
    }
    for j in judged.iter().filter(|j| j.fell_out()) {
        super::warn(&format!("fell out: {} {}: {}", j.pattern.id, j.pattern.title, j.why_out()));
    }
    for c in checks.iter().filter(|c| !c.holds()) {
        super::warn(&format!("reference case fails: {}", c.what));
    }
    Ok((a.accept || judged.iter().all(|j| !j.fell_out())) && checks.iter().all(physics::Check::holds))
}

/// Writes the verdicts into the file of patterns.
fn accept(library: &Library, judged: &[Judged], quick: bool) -> Result<(), Trouble> {
    let path = library.root().join(FILE);
    let text = String::from_utf8_lossy(&read_bytes(&path)?).into_owned();
    let inside: Vec<bool> = judged.iter().map(|j| j.inside() == Some(true)).collect();
    let text = pattern::with_baseline(&text, &inside, quick)
        .ok_or_else(|| Trouble::one(format!("{FILE}: changed while the years ran; run again")))?;
    Output::create(&path)?.fill(|file| file.write_all(text.as_bytes()))
}

pub(super) fn read_patterns(library: &Library) -> Result<(Patterns, FileStamp), Trouble> {
    let bytes = read_bytes(&library.root().join(FILE))?;
    let stamp = FileStamp::of(FILE, &bytes);
    let text = String::from_utf8(bytes).map_err(|_| Trouble::one(format!("{FILE}: is not UTF-8 text")))?;
    let ids: Vec<&str> = library.fleets.fleets.iter().map(|f| f.id.as_str()).collect();
    Ok((pattern::load(FILE, &text, &ids)?.value, stamp))
}

fn read_page(path: &Path) -> Result<String, Trouble> {
    let text = String::from_utf8(read_bytes(path)?)
        .map_err(|_| Trouble::one(format!("{}: is not UTF-8 text", path.display())))?;
    if page_with(&text, "").is_none() {
        return Err(no_marks(path));
    }
    Ok(text)
}

fn no_marks(path: &Path) -> Trouble {
    let (begin, end) = (crate::report::validation::BEGIN, crate::report::validation::END);
    Trouble::one(format!("{}: lacks the marks `{begin}` and `{end}`", path.display()))
}

/// The fleets that the patterns need, in the order of the file.
fn fleets_of<'a>(chosen: &[&Pattern], library: &'a Library) -> Vec<&'a Fleet> {
    let needed: Vec<String> = chosen.iter().flat_map(|p| p.fleets_to_run()).collect();
    library.fleets.fleets.iter().filter(|f| needed.contains(&f.id)).collect()
}

fn weather_years(library: &Library, seed: u64, p: &crate::parameters::Parameters) -> Result<Vec<YearCounts>, Trouble> {
    let start = Instant::from_civil_date(2025, 1, 1).map_err(Trouble::one)?;
    let year = |night| {
        let luck = Draws::new(NightKey { seed, night });
        count_year(&generate(luck, start, Duration::hours(8760.0), &library.sea.climatology, p))
    };
    Ok((0..WEATHER_YEARS).map(year).collect())
}

/// The line that gives the same page again.
fn command_line(a: &ValidateArguments, years: u32) -> String {
    let mut line = format!("slackwater validate --years {years} --seed {}", a.seed);
    if a.quick {
        line += " --quick";
    }
    if !a.only.is_empty() {
        line += &format!(" --only {}", a.only.join(","));
    }
    for (id, value) in &a.set {
        line += &format!(" --set {id}={value}");
    }
    line += &format!(" --scenario {} --doctrine {}", a.scenario, a.doctrine);
    line
}
