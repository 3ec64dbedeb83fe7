//! The program: the window, or a subcommand of the command line.

use clap::Parser;
use slackwater::cli::{Arguments, dispatch};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match &arguments.command {
        Some(command) => dispatch(arguments.root, command),
        None => slackwater::cli::window(arguments.root, &arguments.window),
    }
}
