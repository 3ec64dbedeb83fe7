//! `slackwater study turn STUDY --axis ID`: at which value of one axis does the verdict turn round?
//!
//! The same nights are lived at every value that the search asks for, on all cores, until the crossing of the mean and of
//! both ends of its interval are known (`analysis::sensitivity::break_even`). Nothing is averaged: other axes of the
//! study stand at their first value, and its draws are left out; both are said. Values beyond what the axis allows are refused
//! before a night is lived.

use super::open::Opened;
use crate::analysis::comparison::noun;
use crate::analysis::sensitivity::break_even::{BreakEven, Turn};
use crate::analysis::sentence::{self, Input};
use crate::analysis::study::turned::{FORMAT, KIND};
use crate::analysis::study::{Tried, Turned};
use crate::analysis::verdict::{NIGHTS_FLOOR, Question, VerdictKind, Wording};
use crate::cli::compare::{Output, refuse_overwriting};
use crate::cli::interrupt;
use crate::cli::library::Trouble;
use crate::cli::progress::ProgressLine;
use crate::ensemble::Progress;
use crate::ensemble::study::drive::{Drive, ToTheEnd, drive};
use crate::ensemble::study::{Header, Numbers, Shard, Study};
use crate::metrics::{Direction, MetricInfo};
use crate::report::study::{letter, made_by};
use crate::units::format::signed;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

/// Arguments of `study turn`.
#[derive(Clone, Debug, clap::Args)]
pub struct TurnArguments {
    /// Study: path, or name of a shipped one
    pub study: String,
    /// Which of its axes (the only one if left out)
    #[arg(long, value_name = "ID")]
    pub axis: Option<String>,
    /// Which doctrine against the first, by its letter
    #[arg(long, default_value = "B", value_name = "LETTER")]
    pub doctrine: String,
    /// Lower end of the search (otherwise the axis's first value)
    #[arg(long, allow_negative_numbers = true)]
    pub low: Option<f64>,
    /// Upper end (otherwise the axis's last value)
    #[arg(long, allow_negative_numbers = true)]
    pub high: Option<f64>,
    /// How near to come (otherwise a hundredth of the range)
    #[arg(long)]
    pub tolerance: Option<f64>,
    /// Paired nights at each value, in the place of the file's
    #[arg(long, value_parser = clap::value_parser!(u64).range(2..=1_000_000))]
    pub nights: Option<u64>,
    /// Metric, in the place of the one that decides
    #[arg(long, value_name = "ID")]
    pub metric: Option<String>,
    /// Seed, in the place of the file's
    #[arg(long)]
    pub seed: Option<u64>,
    /// Worker threads
    #[arg(long, value_name = "N")]
    pub workers: Option<usize>,
    /// Write what was found as JSON too; `study report --turn` puts it on the page
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
}

/// The command that searches again.
fn again(a: &TurnArguments) -> String {
    let mut out = format!("slackwater study turn {}", a.study);
    let mut add =
        |name: &str, value: Option<String>| out += &value.map_or_else(String::new, |v| format!(" --{name} {v}"));
    add("axis", a.axis.clone());
    add("doctrine", Some(a.doctrine.clone()));
    add("low", a.low.map(|x| x.to_string()));
    add("high", a.high.map(|x| x.to_string()));
    add("tolerance", a.tolerance.map(|x| x.to_string()));
    add("nights", a.nights.map(|x| x.to_string()));
    add("metric", a.metric.clone());
    add("seed", a.seed.map(|x| x.to_string()));
    out
}

pub(super) fn turn(root: Option<PathBuf>, a: &TurnArguments) -> Result<bool, Trouble> {
    let (mut opened, warnings) = Opened::read(root, &a.study, a.nights, a.seed)?;
    for w in &warnings {
        super::warn(&format!("warning: {w}"));
    }
    let outputs: Vec<&std::path::Path> = a.json.iter().map(PathBuf::as_path).collect();
    refuse_overwriting(&outputs, opened.inputs(), opened.root())?;
    let axis = which_axis(&opened.study, a.axis.as_deref())?;
    let letters: Vec<String> = (1..opened.study.doctrines.len()).map(|arm| letter(arm).to_string()).collect();
    let arm =
        letters.iter().position(|l| l.eq_ignore_ascii_case(&a.doctrine)).ok_or_else(|| {
            Trouble::one(format!("--doctrine {}: expected one of {}", a.doctrine, letters.join(", ")))
        })? + 1;
    let metrics = crate::ensemble::columns::infos();
    let id = a.metric.clone().unwrap_or_else(|| opened.study.primary.clone());
    let metric = metric_named(&metrics, &id)?;
    let now = opened.now(&opened.study.axes[axis].target);
    let values = &opened.study.axes[axis].values;
    let (low, high) = (a.low.unwrap_or(values[0]), a.high.unwrap_or(values[values.len() - 1]));
    let tolerance = a.tolerance.unwrap_or((high - low) / 100.0);
    let mut search = BreakEven::new(low, high, tolerance, opened.study.seed).ok_or_else(|| {
        Trouble::one(format!("the search from {low} to {high} with tolerance {tolerance} is empty; expected --low below --high and a tolerance above 0"))
    })?;
    for (option, value) in [("--low", low), ("--high", high)] {
        opened.refuse_out_of_bounds(axis, option, value)?;
    }
    let workers = a.workers.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));

    let mut notes = vec!["The same nights at every value.".to_owned()];
    for (i, other) in opened.study.axes.iter_mut().enumerate().filter(|(i, _)| *i != axis) {
        let _ = i;
        other.values.truncate(1);
        notes.push(format!("{} stands at {}.", other.title, other.values[0]));
    }
    if opened.study.draws.take().is_some() {
        notes.push("Draws are left out: parameters stand at their register values.".to_owned());
    }
    if opened.study.scenarios.len() > 1 {
        opened.study.scenarios.truncate(1);
        notes.push(format!("Only the scenario {}.", opened.study.scenarios[0]));
    }
    opened.study.stop = None;
    let mut failed = 0;
    let cancel = interrupt::cancel();
    while let Some(at) = search.ask() {
        opened.study.axes[axis].values = vec![at];
        opened.try_first_cell().map_err(|t| Trouble(t.0.iter().map(|l| format!("at {at}: {l}")).collect()))?;
        let (differences, lost) = live(&opened, arm, metric, metrics.len(), workers, cancel)?;
        if interrupt::asked() {
            let tried = search.seen().len();
            return Err(interrupt::nothing_written(&format!("{tried} values tried and a part of the nights at {at}")));
        }
        failed += lost;
        if !search.tell(at, &differences) {
            return Err(Trouble::one(format!(
                "at {at}: {lost} nights failed and {} are left, from which no interval follows",
                differences.len()
            )));
        }
    }
    let info = &metrics[metric];
    let decimals = info.decimals.max(3);
    let study = &opened.study;
    let mut out = format!(
        "{}\n{}: {} less {}, per night, {} paired nights at each value. {}\nAlong {}; the interval is the wider of Student's and the bootstrap's.\n\n  {:>12}  {:>12}  {:<22}  lower\n",
        study.title,
        info.title,
        opened.header.doctrines[arm].title,
        opened.header.doctrines[0].title,
        study.nights,
        notes.join(" "),
        noun(&study.axes[axis].title),
        "value",
        "difference",
        "95 % of the mean"
    );
    for s in search.seen() {
        out += &format!(
            "  {:>12}  {:>12}  {:<22}  {}\n",
            crate::report::turn::value(s.at),
            signed(s.mean, decimals),
            crate::report::turn::interval([s.interval.0, s.interval.1], decimals),
            said(s.kind, arm)
        );
    }
    let title = |arm: usize| opened.header.doctrines[arm].title.as_str();
    let (of, input) = (noun(info.title), noun(&study.axes[axis].title));
    let question = Question {
        name_a: title(0),
        name_b: title(arm),
        noun: &of,
        wording: Wording::for_unit(info.unit),
        harm: info.direction == Direction::LowerIsWanted,
        decimals,
        nights_floor: NIGHTS_FLOOR,
    };
    let found = search.turn().unwrap_or(Turn::CannotTell);
    let input = Input { noun: &input, unit: "" };
    let sentence = sentence::turning(&question, input, (low, high), now, found);
    out += &format!("\n{sentence}\n");
    let lived = format!("{} paired nights at each of {} values", study.nights, search.seen().len());
    out += &made_by(&opened.header, study.seed, &lived, &again(a));
    super::say(&out)?;
    if let Some(path) = &a.json {
        let mut tried: Vec<Tried> = search
            .seen()
            .iter()
            .map(|s| Tried {
                value: s.at,
                difference: s.mean,
                interval_95: [s.interval.0, s.interval.1],
                lower: said(s.kind, arm),
                told: s.kind.names_a_side(),
            })
            .collect();
        tried.sort_by(|x, y| x.value.total_cmp(&y.value));
        let (at, unsure) = match found {
            Turn::At { value, interval, .. } => (Some(value), [interval.0, interval.1]),
            _ => (None, [None; 2]),
        };
        let turned = Turned {
            kind: KIND.to_owned(),
            format: FORMAT,
            program: opened.header.program.clone(),
            commit: opened.header.commit.clone(),
            inputs: opened.header.inputs.clone(),
            command: again(a),
            study: study.title.clone(),
            doctrines: [title(0).to_owned(), title(arm).to_owned()],
            seed: study.seed,
            nights: study.nights,
            metric: info.title.to_owned(),
            decimals,
            axis: study.axes[axis].title.clone(),
            notes: notes.clone(),
            sentence,
            at,
            unsure,
            tried,
        };
        let text = serde_json::to_string_pretty(&turned).expect("plain data can be written") + "\n";
        Output::create(path)?.fill(|out| out.write_all(text.as_bytes()))?;
    }
    Ok(failed == 0)
}

/// The place of a metric among the columns.
pub(super) fn metric_named(metrics: &[MetricInfo], id: &str) -> Result<usize, Trouble> {
    metrics.iter().position(|m| m.id == id).ok_or_else(|| {
        if crate::metrics::RATES.iter().any(|r| r.id == id) {
            return Trouble::one(format!(
                "{id} is a rate over all nights, and a search goes by single nights; name a metric of a night with --metric"
            ));
        }
        let hint = crate::reading::nearest(id, metrics.iter().map(|m| m.id))
            .map_or_else(String::new, |n| format!("; did you mean `{n}`?"));
        Trouble::one(format!("--metric {id}: there is no such metric{hint}"))
    })
}

/// What the nights at one value say.
fn said(kind: VerdictKind, arm: usize) -> String {
    match kind {
        VerdictKind::ALower => letter(0).to_string(),
        VerdictKind::BLower => letter(arm).to_string(),
        VerdictKind::Identical => "the same in every night".into(),
        VerdictKind::CannotTell => "cannot tell".into(),
        VerdictKind::TooFew => "too few nights".into(),
    }
}

fn which_axis(study: &Study, asked: Option<&str>) -> Result<usize, Trouble> {
    let ids: Vec<&str> = study.axes.iter().map(|a| a.id.as_str()).collect();
    match asked {
        None if ids.len() == 1 => Ok(0),
        Some(id) if ids.contains(&id) => Ok(ids.iter().position(|i| *i == id).unwrap_or(0)),
        _ if ids.is_empty() => Err(Trouble::one("this study has no axis to search along; give its file one")),
        _ => Err(Trouble::one(format!("--axis: expected one of {}", ids.join(", ")))),
    }
}

/// The differences of the nights at the study's only point, and how many failed.
fn live(
    opened: &Opened,
    arm: usize,
    metric: usize,
    metrics: usize,
    workers: usize,
    cancel: &AtomicBool,
) -> Result<(Vec<f64>, u64), Trouble> {
    let bar = ProgressLine::new("nights");
    let open = |cell: &_| opened.cell(cell);
    // Strata, if the study has any, are left out: a plain mean of the first nights needs no weights.
    let numbers = Numbers::of(&Header { strata: None, ..opened.header.clone() });
    let d = Drive { study: &opened.study, shard: Shard::WHOLE, workers, cancel, open: &open, numbers: &numbers };
    let mut differences = Vec::new();
    let far = drive(&d, &mut ToTheEnd, &mut std::iter::empty(), &mut |row, far| {
        bar.show(Progress { done: far.done, total: far.most, failed: far.failed });
        if let Ok(v) = &row.outcome {
            differences.push(v[arm * metrics + metric] - v[metric]);
        }
        Ok(())
    })
    .map_err(Trouble::one)?;
    bar.finish();
    Ok((differences, far.failed))
}
