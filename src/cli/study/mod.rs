//! `slackwater study …` and `slackwater merge`: studies as files, lived on all cores, gone on with, shared out, told.

mod best;
mod file;
mod night;
mod open;
mod turn;

use super::compare::{Output, refuse_overwriting};
use super::library::{Library, Trouble};
use super::progress::{ProgressLine, SoFar};
use crate::analysis::study::{Enough, Findings, Switches, Table, Turned};
use crate::ensemble::Progress;
use crate::ensemble::study::drive::{Drive, Judge, ToTheEnd, drive};
use crate::ensemble::study::{Numbers, Shard};
use crate::reading::stem;
use crate::report::html::Limit;
use clap::Subcommand;
use file::{Reading, Writing, merge as put_together};
use open::Opened;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

/// Arguments of `study`.
#[derive(Clone, Debug, clap::Args)]
pub struct StudyArguments {
    /// What to do
    #[command(subcommand)]
    pub what: What,
}

/// What to do with a study.
#[derive(Clone, Debug, Subcommand)]
pub enum What {
    /// List the shipped studies
    List,
    /// Say what a study asks and how much there is to live, without living it
    Show {
        /// Study: path, or name of a shipped one
        study: String,
    },
    /// Live a study and write its rows
    Run(RunArguments),
    /// Say what the rows of a study come to
    Report(ReportArguments),
    /// Find the value of an axis at which the verdict turns round
    Turn(turn::TurnArguments),
    /// Find the best doctrine of one cell, living no more nights than it takes
    Best(best::BestArguments),
    /// Live one night of one cell again
    Night(night::NightArguments),
}

/// Arguments of `study run`.
#[derive(Clone, Debug, clap::Args)]
pub struct RunArguments {
    /// Study: path, or name of a shipped one
    pub study: String,
    /// File of results (otherwise the study's name with `.results.csv`, here)
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Go on with a file of results that was broken off
    #[arg(long)]
    pub resume: bool,
    /// Nights for each cell, in the place of the file's
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub nights: Option<u64>,
    /// Seed of all draws, in the place of the file's
    #[arg(long)]
    pub seed: Option<u64>,
    /// Worker threads (the result is the same for any number)
    #[arg(long, value_name = "N")]
    pub workers: Option<usize>,
    /// Live only this share of the study, such as 2/8; `slackwater merge` puts shares together
    #[arg(long, value_name = "I/N")]
    pub shard: Option<String>,
    /// Write the rows and say nothing about them
    #[arg(long)]
    pub quiet: bool,
}

/// Arguments of `study report`.
#[derive(Clone, Debug, clap::Args)]
pub struct ReportArguments {
    /// File of results
    pub results: PathBuf,
    /// Write a page that opens in any browser, offline, and can be printed
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Write what the study comes to as JSON
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Write the rows as Parquet
    #[arg(long, value_name = "FILE")]
    pub parquet: Option<PathBuf>,
    /// If rescue draws departures: so many people attempt in later nights for each one more taken aboard (an assumption of
    /// yours; may be given again, each value stands alone)
    #[arg(long, value_name = "PEOPLE", value_delimiter = ',', allow_negative_numbers = true, value_parser = pull_value)]
    pub pull: Vec<f64>,
    /// Put on the page what `study turn --json FILE` found for this study (may be given again)
    #[arg(long, value_name = "FILE")]
    pub turn: Vec<PathBuf>,
}

fn pull_value(text: &str) -> Result<f64, String> {
    let value = text.trim().parse::<f64>().ok().filter(|x| (0.0..=1000.0).contains(x));
    value.ok_or_else(|| "expected people for each one more taken aboard, from 0 to 1000, such as 0.5".to_owned())
}

/// Arguments of `merge`.
#[derive(Clone, Debug, clap::Args)]
pub struct MergeArguments {
    /// The files of all shares
    #[arg(required = true)]
    pub shares: Vec<PathBuf>,
    /// File of the whole
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

pub(super) fn study(root: Option<PathBuf>, a: &StudyArguments) -> Result<bool, Trouble> {
    match &a.what {
        What::List => list(root),
        What::Show { study } => show(root, study),
        What::Run(r) => run(root, r),
        What::Report(r) => report(root, r),
        What::Turn(t) => turn::turn(root, t),
        What::Best(b) => best::best(root, b),
        What::Night(n) => night::night(root, n),
    }
}

fn list(root: Option<PathBuf>) -> Result<bool, Trouble> {
    let library = Library::open(root)?;
    let mut out = String::new();
    for path in library.studies() {
        let given = path.to_string_lossy().into_owned();
        let name = stem(&given).to_owned();
        match library.study(&given) {
            Ok(s) => out += &format!("{name}\n    {}\n    {}\n", s.value.title, s.value.question),
            Err(t) => out += &format!("{name}\n    cannot be read: {t}\n"),
        }
    }
    super::say(&out)?;
    Ok(true)
}

fn show(root: Option<PathBuf>, given: &str) -> Result<bool, Trouble> {
    let (opened, warnings) = Opened::read(root, given, None, None)?;
    for w in &warnings {
        super::warn(&format!("warning: {w}"));
    }
    let (s, h) = (&opened.study, &opened.header);
    let mut out = format!("{}\n{}\n\n{}\n\n", s.title, s.question, s.description);
    for scenario in &h.scenarios {
        out += &format!("scenario  {}: {}\n", scenario.name, scenario.title);
    }
    for (i, d) in h.doctrines.iter().enumerate() {
        out += &format!("doctrine  {}  {}: {}\n", crate::report::study::letter(i), d.name, d.title);
    }
    for axis in &h.axes {
        let values: Vec<String> = axis.values.iter().map(ToString::to_string).collect();
        out += &format!("axis      {}: {} ({}); {}\n", axis.title, values.join(", "), axis.sets, axis.note);
    }
    if let Some(d) = &h.draws {
        out += &format!("draws     {} of {} parameters\n", d.number, d.parameters.len());
    }
    out += &format!("decides   {}\n", s.primary);
    out += &format!(
        "\n{} cells with {} nights under {} doctrines: {} nights{}\n",
        s.cells(),
        s.nights,
        s.doctrines.len(),
        s.nights_in_all(),
        if s.stop.is_some() { " at most" } else { "" }
    );
    super::say(&out)?;
    Ok(true)
}

fn run(root: Option<PathBuf>, a: &RunArguments) -> Result<bool, Trouble> {
    let shard =
        a.shard.as_deref().map_or(Ok(Shard::WHOLE), Shard::parse).map_err(|e| Trouble::one(format!("--shard: {e}")))?;
    let (opened, warnings) = Opened::read(root, &a.study, a.nights, a.seed)?;
    for w in &warnings {
        super::warn(&format!("warning: {w}"));
    }
    if shard.of > 1 && opened.study.stop.is_some() {
        return Err(Trouble::one(
            "--shard: this study stops by itself, which hangs on rows that other shares have; leave `stop` out of its file",
        ));
    }
    let mut header = opened.header.clone();
    if shard.of > 1 {
        header.share = Some(shard.to_string());
    }
    let out = a.out.clone().unwrap_or_else(|| {
        let share = if shard.of > 1 { format!(".share-{}-of-{}", shard.number, shard.of) } else { String::new() };
        PathBuf::from(format!("{}{share}.results.csv", opened.study.id))
    });
    refuse_overwriting(&[&out], opened.inputs(), opened.root())?;
    let begun = Writing::begin(&out, &header, a.resume)?;
    let workers = a.workers.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let cancel = super::interrupt::cancel();
    let open = |cell: &_| opened.cell(cell);
    let numbers = Numbers::of(&header);
    let d = Drive { study: &opened.study, shard, workers, cancel, open: &open, numbers: &numbers };
    let mut writing = begun.writing;
    let mut before = begun.before;
    let mut there = 0;
    // Nothing is to be said about the rows of a quiet run, unfinished or not.
    let mut so_far = if a.quiet { None } else { SoFar::of_study(&header) };
    if let Some(b) = &mut before {
        // Whole lines are counted first, so that half a line can be cut off before anything is added, and what is added is
        // not read as if it had been there.
        for row in b.by_ref() {
            let row = row.map_err(Trouble::one)?;
            if let Some(so_far) = &mut so_far {
                so_far.row(&row);
            }
            there += 1;
        }
        writing.cut(b.whole_bytes())?;
    }
    let mut rows: Box<dyn Iterator<Item = Result<_, String>>> = match before {
        Some(_) => Box::new(Reading::open(&out)?.take(there)),
        None => Box::new(std::iter::empty()),
    };
    let mut enough = Enough::of(&opened.study, header.strata.as_ref());
    let mut to_the_end = ToTheEnd;
    let judge: &mut dyn Judge = match &mut enough {
        Some(enough) => enough,
        None => &mut to_the_end,
    };
    let of = if opened.study.stop.is_some() { "nights at most" } else { "nights" };
    let bar = ProgressLine::after(there as u64, of);
    let far = drive(&d, judge, &mut rows, &mut |row, far| {
        writing.add(row)?;
        if let Some(so_far) = &mut so_far {
            so_far.row(row);
        }
        bar.show_with(Progress { done: far.done, total: far.most, failed: far.failed }, || {
            so_far.as_ref().map_or_else(String::new, SoFar::words)
        });
        Ok(())
    })
    .map_err(|e| trouble_in(&out, &e))?;
    bar.finish();
    if cancel.load(Ordering::Relaxed) && far.done < far.most {
        return Err(Trouble::one(format!(
            "{}: broken off after {} of {} {of}; all of them are in the file. Go on with the same command and --resume, or tell what is there with `slackwater study report`",
            out.display(),
            far.done,
            far.most
        )));
    }
    if far.before > 0 {
        super::warn(&format!("went on after {} nights that were there", far.before));
    }
    if a.quiet || shard.of > 1 {
        super::say(&format!("{}: {} rows, {} failed\n", out.display(), far.done, far.failed))?;
        return Ok(far.failed == 0);
    }
    let table = read_table(&out)?;
    say_findings(&table, Switches::default()).map(|_| far.failed == 0)
}

fn trouble_in(out: &Path, e: &str) -> Trouble {
    let name = out.display().to_string();
    Trouble::one(if e.starts_with(&name) { e.to_owned() } else { format!("{name}: {e}") })
}

/// Reads a file of results into a table.
pub(super) fn read_table(results: &Path) -> Result<Table, Trouble> {
    let reading = Reading::open(results)?;
    let mut table = Table::new(reading.header.clone()).map_err(|e| trouble_in(results, &e))?;
    for row in reading {
        table.push(&row.map_err(Trouble::one)?).map_err(|e| trouble_in(results, &e))?;
    }
    Ok(table)
}

/// Reads what a search for a turning point found, if it is of this study.
fn read_turn(path: &Path, table: &Table) -> Result<Turned, Trouble> {
    let text = std::fs::read_to_string(path).map_err(|e| trouble_in(path, &e.to_string()))?;
    let turned: Turned = serde_json::from_str(&text).map_err(|e| {
        trouble_in(path, &format!("{}:{}: {e}; expected what `study turn --json` writes", e.line(), e.column()))
    })?;
    turned.fits(table).map_err(|why| trouble_in(path, &why))?;
    Ok(turned)
}

fn say_findings(table: &Table, switches: Switches) -> Result<Findings, Trouble> {
    let findings = Findings { switches, ..Findings::of(table) };
    super::say(&crate::report::study::page(table, &findings))?;
    Ok(findings)
}

fn report(root: Option<PathBuf>, a: &ReportArguments) -> Result<bool, Trouble> {
    let outputs: Vec<&Path> = [&a.html, &a.json, &a.parquet].into_iter().flatten().map(PathBuf::as_path).collect();
    let inputs = [std::slice::from_ref(&a.results), &a.turn].concat();
    refuse_overwriting(&outputs, &inputs, Path::new("."))?;
    let table = read_table(&a.results)?;
    let turns = a.turn.iter().map(|path| read_turn(path, &table)).collect::<Result<_, _>>()?;
    let findings = say_findings(&table, Switches { pull: a.pull.clone(), turns })?;
    if let Some(path) = &a.html {
        let page = crate::report::html::page(&table, &findings, &limits(root));
        Output::create(path)?.fill(|out| out.write_all(page.as_bytes()))?;
    }
    if let Some(path) = &a.json {
        let text = crate::report::study_json::text(&table, &findings);
        Output::create(path)?.fill(|out| out.write_all(text.as_bytes()))?;
    }
    if let Some(path) = &a.parquet {
        let mut rows = Reading::open(&a.results)?;
        let mut bytes = Vec::new();
        let place = |cell: usize| table.place(cell);
        crate::report::parquet::write(&mut bytes, &table.header, &place, &mut rows)
            .map_err(|e| trouble_in(path, &e.to_string()))?;
        Output::create(path)?.fill(|out| out.write_all(&bytes))?;
    }
    Ok(table.failed().is_empty())
}

/// What no figure can settle, as the validation names it; none if the program's files are not at hand.
fn limits(root: Option<PathBuf>) -> Vec<Limit> {
    let Ok(library) = Library::open(root) else { return Vec::new() };
    limits_of(&library)
}

/// The same, from files that are at hand.
pub(super) fn limits_of(library: &Library) -> Vec<Limit> {
    let Ok((patterns, _)) = super::validate::read_patterns(library) else { return Vec::new() };
    patterns.beyond.into_iter().map(|n| Limit { title: n.title, reason: n.reason }).collect()
}

pub(super) fn merge(a: &MergeArguments) -> Result<bool, Trouble> {
    let shares: Vec<&Path> = a.shares.iter().map(PathBuf::as_path).collect();
    refuse_overwriting(&[&a.out], &a.shares, Path::new("."))?;
    let rows = put_together(&shares, &a.out)?;
    super::say(&format!("{}: {rows} rows of {} shares\n", a.out.display(), shares.len()))?;
    Ok(true)
}

use super::{say, warn};
