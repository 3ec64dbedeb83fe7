//! `slackwater study best STUDY`: which doctrine of one cell is best on one metric, with as few nights as it takes?
//!
//! Lives the nights that `analysis::study::best` asks for, on all cores: a race that drops doctrines (KN, KN++), or a budget
//! that goes where it tells most (OCBA). Where opinions differ on a metric the reader says which way to look, and the answer
//! is the lowest or the highest.

use super::open::Opened;
use crate::analysis::resample::Resampler;
use crate::analysis::selection::{Procedure, SelectionPlan, Wanted};
use crate::analysis::study::Table;
use crate::analysis::study::best::{Outcome, Race, Spending};
use crate::analysis::verdict::NIGHTS_FLOOR;
use crate::cli::compare::{Output, refuse_overwriting};
use crate::cli::interrupt;
use crate::cli::library::Trouble;
use crate::cli::progress::ProgressLine;
use crate::ensemble::Progress;
use crate::ensemble::study::Study;
use crate::ensemble::study::drive::{Single, Singles, singles};
use crate::metrics::{Direction, MetricInfo};
use crate::report::best::{Search, race, race_json, spending, spending_json};
use std::path::{Path, PathBuf};

/// Cells that are named one by one when one has to be chosen.
const NAMED: usize = 12;

/// How nights are spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum By {
    /// A race: variances from the first stage
    #[value(name = "kn")]
    Kn,
    /// A race: variances renewed with each night; the one for counts that are mostly nought
    #[value(name = "kn++")]
    KnPlusPlus,
    /// A budget, given where a night more tells most
    #[value(name = "ocba")]
    Ocba,
}

impl BestArguments {
    /// Nights under every doctrine at the start. Nothing is told below the verdict's floor, and OCBA gives those behind no more.
    fn first_stage(&self) -> u64 {
        self.first.unwrap_or(if self.by == By::Ocba { NIGHTS_FLOOR as u64 } else { 50 })
    }
}

/// Which way to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Way {
    /// The lowest mean
    Lowest,
    /// The highest mean
    Highest,
}

/// Arguments of `study best`.
#[derive(Clone, Debug, clap::Args)]
pub struct BestArguments {
    /// Study: path, or name of a shipped one
    pub study: String,
    /// Number of the cell, if the study has several
    #[arg(long, value_name = "N")]
    pub cell: Option<usize>,
    /// Metric, in the place of the one that decides
    #[arg(long, value_name = "ID")]
    pub metric: Option<String>,
    /// Which way to look, for a metric on which opinions differ
    #[arg(long, value_name = "WAY")]
    pub look_for: Option<Way>,
    /// The smallest difference of means worth telling apart, in the metric's unit a night (a race needs it)
    #[arg(long, value_name = "X")]
    pub indifference: Option<f64>,
    /// In which share of such searches the choice has to be right
    #[arg(long, default_value_t = 0.95, value_name = "SHARE")]
    pub confidence: f64,
    /// Nights under every doctrine before the first is dropped, or before ocba gives any out (otherwise 50, and 100 for ocba)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(10..=100_000))]
    pub first: Option<u64>,
    /// Most nights of a race (otherwise the study's)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(10..=1_000_000))]
    pub most: Option<u64>,
    /// How nights are spent
    #[arg(long, default_value = "kn++")]
    pub by: By,
    /// Nights under single doctrines in all, for ocba
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(20..=10_000_000))]
    pub budget: Option<u64>,
    /// Seed, in the place of the file's
    #[arg(long)]
    pub seed: Option<u64>,
    /// Worker threads (the result is the same for any number)
    #[arg(long, value_name = "N")]
    pub workers: Option<usize>,
    /// Write what was found as JSON
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
}

pub(super) fn best(root: Option<PathBuf>, a: &BestArguments) -> Result<bool, Trouble> {
    let (opened, warnings) = Opened::read(root, &a.study, None, a.seed)?;
    for w in &warnings {
        super::warn(&format!("warning: {w}"));
    }
    let metrics = crate::ensemble::columns::infos();
    let column = super::turn::metric_named(&metrics, a.metric.as_deref().unwrap_or(&opened.study.primary))?;
    let metric = &metrics[column];
    let wanted = way(metric, a.look_for)?;
    let table = Table::new(opened.header.clone()).map_err(Trouble::one)?;
    let cell = which_cell(&table, a.cell)?;
    let asked = asked(a, &opened.study, metric, wanted)?;
    if let Some(path) = &a.json {
        let outputs: [&Path; 1] = [path];
        refuse_overwriting(&outputs, opened.inputs(), opened.root())?;
    }
    let ready = opened.cell(&opened.study.cell(cell)).map_err(Trouble::one)?;
    let workers = a.workers.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let place = table.words(cell);
    let command = again(a);
    let search = Search { header: &opened.header, cell, place: &place, metric, wanted, command: &command };
    let of = Singles { ready: &ready, seed: opened.study.seed, workers, column, cancel: interrupt::cancel() };
    let bar = ProgressLine::new("nights under single doctrines, at most,");
    let live = |done: u64, most: u64, wanted: &[Single]| -> Vec<Outcome> {
        singles(&of, wanted, &mut |n| bar.show(Progress { done: done + n as u64, total: most, failed: 0 }))
    };
    let (page, json, told) = match asked {
        Asked::Race(plan, most) => {
            let mut state = Race::new(plan, most);
            while let wanted = state.ask()
                && !wanted.is_empty()
            {
                let done: u64 = state.lived().iter().sum();
                // Those that were dropped are not lived, so there is less and less to do.
                let outcomes = live(done, most * plan.doctrines as u64 - state.saved(), &wanted);
                whole(&outcomes, &wanted, done)?;
                state.tell(&outcomes);
            }
            let told = state.selection().chosen().is_some() && state.lost().is_empty();
            (race(&search, &state), race_json(&search, &state), told)
        }
        Asked::Spend(mut state, budget) => {
            while let wanted = state.ask()
                && !wanted.is_empty()
            {
                let outcomes = live(state.spent(), budget, &wanted);
                whole(&outcomes, &wanted, state.spent())?;
                state.tell(&outcomes);
            }
            let chances = state.chances(Resampler::new(opened.study.seed));
            let told = !chances.most_likely().is_empty() && state.lost().is_empty();
            (spending(&search, &state, &chances), spending_json(&search, &state, &chances), told)
        }
    };
    bar.finish();
    if let Some(path) = &a.json {
        Output::create(path)?.fill(|out| out.write_all(json.as_bytes()))?;
    }
    super::say(&page)?;
    Ok(told)
}

/// All nights asked for were lived, or the search was told to end.
fn whole(outcomes: &[Outcome], wanted: &[Single], before: u64) -> Result<(), Trouble> {
    if outcomes.len() < wanted.len() {
        let lived = before + outcomes.len() as u64;
        return Err(interrupt::nothing_written(&format!("{lived} nights under single doctrines")));
    }
    Ok(())
}

/// The command that searches again; the number of workers changes nothing.
fn again(a: &BestArguments) -> String {
    use clap::ValueEnum;
    let mut out = format!("slackwater study best {}", a.study);
    let mut add = |name: &str, value: Option<String>| {
        if let Some(v) = value {
            out += &format!(" --{name} {v}");
        }
    };
    let name = |v: Option<clap::builder::PossibleValue>| v.map(|v| v.get_name().to_owned());
    add("cell", a.cell.map(|n| n.to_string()));
    add("metric", a.metric.clone());
    add("look-for", a.look_for.and_then(|w| name(w.to_possible_value())));
    add("indifference", a.indifference.map(|x| x.to_string()));
    add("confidence", (a.by != By::Ocba).then(|| a.confidence.to_string()));
    add("first", Some(a.first_stage().to_string()));
    add("most", a.most.map(|n| n.to_string()));
    add("by", name(a.by.to_possible_value()));
    add("budget", a.budget.map(|n| n.to_string()));
    add("seed", a.seed.map(|n| n.to_string()));
    out
}

/// What is to be done, checked.
enum Asked {
    /// A race, and its most nights.
    Race(SelectionPlan, u64),
    /// A budget, and how large it is.
    Spend(Spending, u64),
}

fn asked(a: &BestArguments, study: &Study, metric: &MetricInfo, wanted: Wanted) -> Result<Asked, Trouble> {
    let doctrines = study.doctrines.len();
    if a.by == By::Ocba {
        let Some(budget) = a.budget else {
            return Err(Trouble::one("--by ocba needs --budget N: nights under single doctrines in all"));
        };
        let state = Spending::new(doctrines, wanted, a.first_stage(), budget).ok_or_else(|| {
            Trouble::one(format!(
                "--budget {budget}: {doctrines} doctrines take {} nights for the first stage alone; expected as many at least, or a smaller --first",
                a.first_stage() * doctrines as u64
            ))
        })?;
        return Ok(Asked::Spend(state, budget));
    }
    if a.budget.is_some() {
        return Err(Trouble::one("--budget is for --by ocba; a race has --most"));
    }
    let most = a.most.unwrap_or(study.nights);
    if most < a.first_stage() {
        return Err(Trouble::one(format!(
            "the first stage of {} nights is more than the most nights, {most}; expected --first no larger than --most",
            a.first_stage()
        )));
    }
    if !(a.confidence > 0.5 && a.confidence < 1.0) {
        return Err(Trouble::one(format!("--confidence {}: expected more than 0.5 and less than 1", a.confidence)));
    }
    let indifference = match a.indifference {
        Some(x) if x.is_finite() && x > 0.0 => x,
        Some(x) => return Err(Trouble::one(format!("--indifference {x}: expected a number above 0"))),
        None => {
            return Err(Trouble::one(format!(
                "--indifference X is needed: the smallest difference in {} worth telling apart, in {} a night. No program can know that; smaller takes more nights",
                crate::analysis::comparison::noun(metric.title),
                metric.unit
            )));
        }
    };
    let procedure = if a.by == By::Kn { Procedure::Kn } else { Procedure::KnPlusPlus };
    let first_stage = usize::try_from(a.first_stage()).unwrap_or(usize::MAX);
    let plan = SelectionPlan { doctrines, wanted, indifference, alpha: 1.0 - a.confidence, first_stage, procedure };
    Ok(Asked::Race(plan, most))
}

/// Which way is looked for: the metric's own, or the reader's where opinions differ.
fn way(metric: &MetricInfo, given: Option<Way>) -> Result<Wanted, Trouble> {
    let given = given.map(|w| if w == Way::Lowest { Wanted::Lowest } else { Wanted::Highest });
    let own = match metric.direction {
        Direction::LowerIsWanted => Wanted::Lowest,
        Direction::HigherIsWanted => Wanted::Highest,
        Direction::Neutral => {
            return given.ok_or_else(|| {
                Trouble::one(format!(
                    "`{}`: opinions differ on which way it should go, so no doctrine is the best on it; --look-for lowest or --look-for highest says which is looked for",
                    metric.id
                ))
            });
        }
    };
    if given.is_some_and(|g| g != own) {
        return Err(Trouble::one(format!(
            "--look-for is for metrics on which opinions differ; on `{}` {}",
            metric.id,
            metric.direction.words()
        )));
    }
    Ok(own)
}

/// The cell: the only one, or the one asked for.
fn which_cell(table: &Table, asked: Option<usize>) -> Result<usize, Trouble> {
    let cells = table.cells();
    match asked {
        Some(cell) if cell < cells => Ok(cell),
        None if cells == 1 => Ok(0),
        Some(cell) => Err(Trouble::one(format!("--cell {cell}: the study has cells 0 to {}", cells - 1))),
        None => {
            let mut lines = vec![format!(
                "the study has {cells} cells, and a best over all would be an average; --cell N says which:"
            )];
            lines.extend((0..cells.min(NAMED)).map(|c| format!("  {c}: {}", table.words(c))));
            if cells > NAMED {
                lines.push(format!("  and so on, to {}", cells - 1));
            }
            Err(Trouble(lines))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disputed_metric_needs_a_way_and_another_keeps_its_own() {
        let metrics = crate::ensemble::columns::infos();
        let of = |id: &str| metrics.iter().find(|m| m.id == id).expect("a metric");
        assert_eq!(way(of("deaths"), None).ok(), Some(Wanted::Lowest));
        assert!(way(of("deaths"), Some(Way::Highest)).is_err());
        assert!(way(of("arrived_uk"), None).is_err());
        assert_eq!(way(of("arrived_uk"), Some(Way::Highest)).ok(), Some(Wanted::Highest));
    }
}
