//! The program: the window, or a subcommand of the command line.

use clap::Parser;
use slackwater::cli::{Arguments, dispatch, instead_of_window};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match &arguments.command {
        Some(command) => dispatch(arguments.root, command),
        None => window(arguments),
    }
}

#[cfg(not(feature = "gui"))]
fn window(arguments: Arguments) -> ExitCode {
    instead_of_window(arguments.root, &arguments.window, "this program was built without it")
}

#[cfg(feature = "gui")]
fn window(arguments: Arguments) -> ExitCode {
    use slackwater::gui::WindowError;
    use slackwater::gui::door::{DoorError, open};
    match open(arguments.root.clone(), &arguments.window) {
        Ok(()) => ExitCode::SUCCESS,
        Err(DoorError::Files(trouble)) => {
            slackwater::cli::complain(&trouble);
            ExitCode::from(2)
        }
        Err(DoorError::Window(WindowError::Check(why))) => {
            slackwater::cli::warn(&format!("The check of the window failed: {why}"));
            ExitCode::from(1)
        }
        Err(DoorError::Window(WindowError::NoDisplay(why) | WindowError::Failed(why))) => {
            instead_of_window(arguments.root, &arguments.window, &why)
        }
    }
}
