//! `slackwater rare SCENARIO`: deaths under one doctrine by multilevel splitting, beside plain counting on the same nights.

use super::library::{Library, Trouble};
use super::numbers::NumberArguments;
use crate::analysis::moments::variance;
use crate::analysis::rare::Estimate;
use crate::draws::NightKey;
use crate::ensemble::split::{Found, LEVELS, NightTrial, split};
use crate::ensemble::{self, NightRow};
use crate::units::format;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Arguments of `rare`.
#[derive(Debug, clap::Args)]
pub struct RareArguments {
    /// Scenario: path, or name of a shipped one
    #[arg(default_value = "gravelines_dawn")]
    pub scenario: String,
    /// Doctrine: path, or name of a shipped one
    #[arg(long, default_value = "imminent_danger_only")]
    pub doctrine: String,
    /// Nights that are begun (some 20 ms each, and as much for every branch)
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u64).range(2..=1_000_000))]
    pub nights: u64,
    /// Branches at each level: 1 is plain counting
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=20))]
    pub branches: u32,
    /// Seed of all random draws
    #[arg(long, default_value_t = 42)]
    pub seed: u64,
    /// Worker threads (otherwise one for each core)
    #[arg(long)]
    pub workers: Option<usize>,
    /// Numbers of the model
    #[command(flatten)]
    pub numbers: NumberArguments,
}

pub(super) fn rare(root: Option<PathBuf>, a: &RareArguments) -> Result<bool, Trouble> {
    let library = Library::open(root)?;
    let mut scenario = library.scenario(&a.scenario)?;
    let (doctrine, _, warnings) = library.doctrine_to_run(&a.doctrine)?;
    for warning in scenario.warnings.iter().chain(&warnings) {
        super::warn(&format!("warning: {warning}"));
    }
    a.numbers.apply(&library, &mut scenario.value)?;
    let title = scenario.value.title.clone();
    let setting = library.setting(scenario.value)?;
    let workers = a.workers.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let one = |night| {
        let key = NightKey { seed: a.seed, night };
        split(&NightTrial::new(Arc::clone(&setting), Arc::clone(&doctrine), key), a.branches)
    };
    let rows: Vec<NightRow<Found>> = ensemble::run(0..a.nights, workers, &AtomicBool::new(false), &|_| (), &one);
    let failed: Vec<String> =
        rows.iter().filter_map(|r| r.outcome.as_ref().err().map(|why| format!("night {}: {why}", r.night))).collect();
    let found: Vec<Found> = rows.into_iter().filter_map(|r| r.outcome.ok()).collect();
    let column = |of: fn(&Found) -> f64| found.iter().map(of).collect::<Vec<f64>>();
    let (plain, by_split) = (column(|f| f.plain), column(|f| f.split));
    let too_few = || Trouble::one("fewer than two nights were finished; expected two at least".to_owned());
    let (p, s) = (Estimate::of(&plain).ok_or_else(too_few)?, Estimate::of(&by_split).ok_or_else(too_few)?);
    let lives = column(|f| f64::from(f.lives)).iter().sum::<f64>() / found.len() as f64;
    let line = |name: &str, e: &Estimate| {
        format!(
            "  {name:<24} {} per night (standard error {}; 95 % {} to {})\n",
            format::fixed(e.mean, 3),
            format::fixed(e.standard_error, 3),
            format::fixed(e.interval_95.0, 3),
            format::fixed(e.interval_95.1, 3)
        )
    };
    let mut text = format!("{title}, {}: deaths, {} nights, seed {}\n", doctrine.title, found.len(), a.seed);
    text += &format!("Levels: {}; {} branches at each\n\n", LEVELS.join("; "), a.branches);
    text += &line("counted", &p);
    text += &line("by splitting", &s);
    let worth = variance(&plain).zip(variance(&by_split)).filter(|(_, s)| *s > 0.0).map(|(p, s)| p / s);
    let worth = worth.map_or_else(|| "nothing varied".to_owned(), |w| {
        format!(
            "variance over {}; each night was lived {} times, so for the same work it is worth {} of plain counting",
            format::fixed(w, 2),
            format::fixed(lives, 2),
            format::fixed(w / lives, 2)
        )
    });
    text += &format!(
        "\nSplitting divides the {worth}.\nBranches are no fair pairs: no difference of doctrines can be read off two of these.\n"
    );
    for f in &failed {
        text += &format!("failed: {f}\n");
    }
    super::say(&text)?;
    Ok(failed.is_empty())
}
