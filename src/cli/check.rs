//! `slackwater check FILE…`: is this file, or the shipped one of this name, fit to run? All problems at once; nothing is run or written,
//! but with `--expect` the nights that a scenario's expectations need.

use super::library::{DOCTRINE, LAW, Library, SCENARIO, Trouble};
use super::progress::ProgressLine;
use crate::analysis::expectation::{judge, words};
use crate::ensemble;
use crate::scenario::Scenario;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub struct CheckArguments {
    /// Files to judge (`*.scenario.ron`, `*.doctrine.ron`, `*.law.ron`), or names of shipped ones
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Also live the nights of each scenario's `expect` and say what came out (exit code 1 if one fails)
    #[arg(long)]
    pub expect: bool,
}

pub(super) fn check(root: Option<PathBuf>, arguments: &CheckArguments) -> Result<bool, Trouble> {
    let library = Library::open(root)?;
    let mut problems = Vec::new();
    let mut said = String::new();
    let (mut to_live, mut doctrines) = (Vec::new(), Vec::new());
    for path in &arguments.files {
        let path = match library.shipped(path) {
            Some(shipped) => shipped,
            None => path.clone(),
        };
        let given = path.to_string_lossy();
        super::library::read_bytes(&path)?;
        let judged = if given.ends_with(SCENARIO) {
            library.scenario(&given).map(|s| {
                let told = (format!("scenario \"{}\"", s.value.title), s.warnings);
                to_live.push((given.clone().into_owned(), s.value));
                told
            })
        } else if given.ends_with(DOCTRINE) {
            library.doctrine(&given).map(|d| {
                let tests = d.value.tests.len();
                let told = (format!("doctrine \"{}\", {tests} tests hold", d.value.doctrine.title), d.warnings);
                doctrines.push(d.value.doctrine);
                told
            })
        } else if given.ends_with(LAW) {
            library.law(&given).map(|l| (format!("reading of the law \"{}\"", l.value.title), l.warnings))
        } else {
            Err(Trouble::one(format!(
                "{given}: neither {SCENARIO} nor {DOCTRINE} nor {LAW}; what kind of file it is shows in its ending"
            )))
        };
        match judged {
            Ok((what, warnings)) => {
                said += &format!("{given}: fine: {what}\n");
                for warning in warnings {
                    said += &format!("warning: {warning}\n");
                }
            }
            Err(trouble) => problems.extend(trouble.0),
        }
    }
    // Given together, a doctrine and a scenario are meant for each other.
    for (given, scenario) in &to_live {
        for words in doctrines.iter().flat_map(|d| library.misfits(d, scenario)) {
            said += &format!("warning: {given}: {words}\n");
        }
    }
    super::say(&said)?;
    if !problems.is_empty() {
        return Err(Trouble(problems));
    }
    let mut all_hold = true;
    if arguments.expect {
        for (given, scenario) in to_live {
            all_hold &= as_expected(&library, &given, scenario)?;
        }
    }
    Ok(all_hold)
}

/// Lives the nights that the scenario's expectations need, says what came out, and whether all hold.
fn as_expected(library: &Library, given: &str, scenario: Scenario) -> Result<bool, Trouble> {
    if scenario.expect.is_empty() {
        super::say(&format!("{given}: nothing is expected of it\n"))?;
        return Ok(true);
    }
    let doctrines = library.expected_doctrines(&scenario)?;
    let setting = library.setting(scenario)?;
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let bar = ProgressLine::new("nights");
    let lived = ensemble::expect::live(&setting, &doctrines, workers, &AtomicBool::new(false), &|p| bar.show(p))
        .map_err(Trouble::one)?;
    bar.finish();
    let (metrics, mut all_hold) = (crate::ensemble::columns::infos(), true);
    for e in &setting.scenario.expect {
        let judged = judge(e, &metrics, &lived);
        all_hold &= judged.holds;
        super::say(&format!("{given}: {}\n", words(e, &judged)))?;
    }
    Ok(all_hold)
}
