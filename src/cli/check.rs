//! `slackwater check FILE…`: is this file fit to run? All problems at once; nothing is run or written.

use super::library::{DOCTRINE, LAW, Library, SCENARIO, Trouble};
use std::path::PathBuf;

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub struct CheckArguments {
    /// Files to judge (`*.scenario.ron`, `*.doctrine.ron`, `*.law.ron`)
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

pub(super) fn check(root: Option<PathBuf>, arguments: &CheckArguments) -> Result<bool, Trouble> {
    let library = Library::open(root)?;
    let mut problems = Vec::new();
    let mut said = String::new();
    for path in &arguments.files {
        let given = path.to_string_lossy();
        // A path is meant, never the name of a shipped file.
        super::library::read_bytes(path)?;
        let judged = if given.ends_with(SCENARIO) {
            library.scenario(&given).map(|s| (format!("scenario \"{}\"", s.value.title), s.warnings))
        } else if given.ends_with(DOCTRINE) {
            library.doctrine(&given).map(|d| {
                let tests = d.value.tests.len();
                (format!("doctrine \"{}\", {tests} tests hold", d.value.doctrine.title), d.warnings)
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
    super::say(&said)?;
    if problems.is_empty() { Ok(true) } else { Err(Trouble(problems)) }
}
