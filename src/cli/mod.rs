//! The command line: one file for each subcommand, exit codes, and the only reading of files beside the
//! window's.
//!
//! Results go to standard output, progress and warnings to standard error. Exit code 0: done; 1: the
//! answer is no (A against A differs, a night failed); 2: could not do it (a bad file, a bad argument).

mod canal;
mod check;
mod compare;
mod decisions;
mod depth;
mod doctrine;
mod exposure;
mod interrupt;
mod law;
mod drift;
mod drift_shore;
mod list;
mod night_weather;
mod numbers;
mod odd;
pub(crate) mod pair_rows;
#[cfg(feature = "gui")]
pub(crate) mod pair_save;
mod parameters;
mod place;
mod progress;
mod rare;
mod run;
mod sea;
mod sea_season;
mod study;
mod tide;
mod tracks;
mod validate;
mod why;
mod weather;
mod streams;

pub mod library;

use clap::{Parser, Subcommand};
use library::Trouble;
use std::path::PathBuf;
use std::process::ExitCode;

/// Rival doctrines for patrol vessels in the Dover Strait, on the same sea, the same night, the same
/// boats and the same luck. A study and training tool: not for navigation, not operational.
#[derive(Debug, Parser)]
#[command(name = "slackwater", version, max_term_width = 100)]
pub struct Arguments {
    /// Folder that holds `assets` and `scenarios` (otherwise looked for here, beside the program, and
    /// where it was built)
    #[arg(long, global = true, value_name = "FOLDER")]
    pub root: Option<PathBuf>,

    /// What to do; without a subcommand the window opens
    #[command(subcommand)]
    pub command: Option<Command>,

    /// The window's options
    #[command(flatten)]
    pub window: WindowArguments,
}

/// Options of the window.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct WindowArguments {
    /// Scenario to open (path, or name of a shipped one)
    #[arg(long, value_name = "SCENARIO")]
    pub scenario: Option<String>,
    /// Save a picture of the window here and leave (for checks)
    #[arg(long, value_name = "PNG", hide = true)]
    pub screenshot: Option<PathBuf>,
    /// Seconds of play before the picture
    #[arg(long, value_name = "SECONDS", hide = true, default_value_t = 20.0)]
    pub after: f64,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Compare two doctrines over many paired nights (about 40 ms a pair on one core)
    Compare(compare::CompareArguments),
    /// Studies as files: scenarios × doctrines × draws × axes × nights, broken off and gone on with, shared out, told
    Study(study::StudyArguments),
    /// Put the shares of a study together: the same bytes as one run
    Merge(study::MergeArguments),
    /// Live one night under one doctrine and print its log
    Run(run::RunArguments),
    /// Write the decision log of one night: who decided what, on what knowledge, and which rules of the law fire
    Decisions(decisions::DecisionsArguments),
    /// The readings of the law by which decisions are judged, each rule with its text
    Law(law::LawArguments),
    /// Judge scenario, doctrine and law files: all problems at once, each with its line and column
    Check(check::CheckArguments),
    /// Rule sets: in plain English, compared rule by rule, tested
    Doctrine(doctrine::DoctrineArguments),
    /// Why each order of a night was given, what other doctrines would have ordered, and where two nights part
    Why(why::WhyArguments),
    /// List the shipped scenarios, doctrines and metrics
    List,
    /// The numbers of the model: value, range, confidence, source, and where each is used
    Parameters(parameters::ParametersArguments),
    /// The model described by the ODD protocol, with its tables made from the program (docs/ODD.md)
    Odd,
    /// When a channel or river mouth that dries has water: aa, canche, authie, somme
    Canal(canal::CanalArguments),
    /// Depths of your own: import a grid, go back, tell which is in use
    Depth(depth::DepthArguments),
    /// Where wind and current carry an object adrift, hour by hour (the Leeway model)
    Drift(drift::DriftArguments),
    /// The sea at a place and time: tide, depth, stream, whose waters, Sun and Moon, each with its source
    Sea(sea::SeaArguments),
    /// Years of the weather generator, beside what was observed
    Weather(weather::WeatherArguments),
    /// The tide of a day at a station, port or position: hourly heights, high and low waters
    Tide(tide::TideArguments),
    /// Does the baseline reproduce what was published? Pattern by pattern, over years of nights
    Validate(validate::ValidateArguments),
    /// For experts: deaths under one doctrine by multilevel splitting, beside plain counting
    Rare(rare::RareArguments),
    /// Tidal streams: how well they agree with what is published, and the model that makes their grid
    Streams(streams::StreamsArguments),
}

/// Carries out a subcommand and says how it went.
pub fn dispatch(root: Option<PathBuf>, command: &Command) -> ExitCode {
    let done = match command {
        Command::Compare(arguments) => compare::compare(root, arguments),
        Command::Study(arguments) => study::study(root, arguments),
        Command::Merge(arguments) => study::merge(arguments),
        Command::Run(arguments) => run::run(root, arguments),
        Command::Decisions(arguments) => decisions::decisions(root, arguments),
        Command::Law(arguments) => law::law(root, arguments),
        Command::Check(arguments) => check::check(root, arguments),
        Command::Doctrine(arguments) => doctrine::doctrine(root, arguments),
        Command::Why(arguments) => why::why(root, arguments),
        Command::List => list::list(root),
        Command::Parameters(arguments) => parameters::parameters(root, arguments),
        Command::Odd => odd::odd(root),
        Command::Canal(arguments) => canal::canal(root, arguments),
        Command::Depth(arguments) => depth::depth(root, arguments),
        Command::Drift(arguments) => drift::drift(root, arguments),
        Command::Sea(arguments) => sea::sea(root, arguments),
        Command::Weather(arguments) => weather::weather(root, arguments),
        Command::Tide(arguments) => tide::tide(root, arguments),
        Command::Validate(arguments) => validate::validate(root, arguments),
        Command::Rare(arguments) => rare::rare(root, arguments),
        Command::Streams(arguments) => streams::streams(root, arguments),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(trouble) => {
            complain(&trouble);
            ExitCode::from(2)
        }
    }
}

/// Prints what went wrong, one problem a line, on standard error.
pub fn complain(trouble: &Trouble) {
    for line in &trouble.0 {
        warn(line);
    }
}

/// A line on standard error; where nobody reads it any more, it is left unsaid.
pub fn warn(line: &str) {
    whisper(&format!("{line}\n"));
}

fn whisper(text: &str) {
    use std::io::Write;
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Prints to standard output; a closed pipe (as after `| head`) is no trouble.
fn say(text: &str) -> Result<(), Trouble> {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        Err(e) => Err(Trouble::one(format!("could not write to standard output: {e}"))),
        Ok(()) => Ok(()),
    }
}

/// Says in one line why there is no window, and compares in the terminal instead.
#[must_use]
pub fn instead_of_window(root: Option<PathBuf>, options: &WindowArguments, why: &str) -> ExitCode {
    warn(&format!(
        "No window: {why}. Comparing in the terminal instead; `slackwater --help` lists what else there is."
    ));
    let mut arguments = compare::CompareArguments::standard();
    if let Some(scenario) = &options.scenario {
        arguments.scenario.clone_from(scenario);
    }
    dispatch(root, &Command::Compare(arguments))
}
