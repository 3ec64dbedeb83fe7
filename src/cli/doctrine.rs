//! `slackwater doctrine explain|diff|test`: what does a rule set say, where does it differ, and is it sound?

use super::library::{Library, Loaded, Trouble};
use crate::doctrine::load::DoctrineFile;
use crate::doctrine::{Doctrine, coverage, diff, explain, reach};
use std::fmt::Write as _;
use std::path::PathBuf;

/// Arguments of `doctrine`.
#[derive(Debug, clap::Args)]
pub struct DoctrineArguments {
    /// What to do
    #[command(subcommand)]
    pub what: DoctrineCommand,
}

/// The subcommands of `doctrine`.
#[derive(Debug, clap::Subcommand)]
pub enum DoctrineCommand {
    /// The doctrine in plain English, each sentence with the id of its rule
    Explain {
        /// Doctrine: path, or name of a shipped one; named numbers may be set behind a colon, as in `taxi_boat_300m:line=500`
        doctrine: String,
    },
    /// Where two doctrines differ, rule by rule, in words
    Diff {
        /// The first: path, or name of a shipped one
        first: String,
        /// The second
        second: String,
    },
    /// Run the tests in the file and in those it extends; name rules that no test shows, that can never fire, that hide a
    /// rescue, or that order the opposite of each other for one contact. Exit code 1 if anything is found
    Test {
        /// Doctrine: path, or name of a shipped one
        doctrine: String,
    },
}

pub(super) fn doctrine(root: Option<PathBuf>, arguments: &DoctrineArguments) -> Result<bool, Trouble> {
    let library = Library::open(root)?;
    match &arguments.what {
        DoctrineCommand::Explain { doctrine } => {
            let loaded = library.doctrine(doctrine)?;
            warn_all(&loaded);
            super::say(&explain(&loaded.value.doctrine))?;
            Ok(true)
        }
        DoctrineCommand::Diff { first, second } => {
            let (a, b) = (library.doctrine(first)?, library.doctrine(second)?);
            warn_all(&a);
            warn_all(&b);
            super::say(&differences(&a.value.doctrine, &b.value.doctrine))?;
            Ok(true)
        }
        DoctrineCommand::Test { doctrine } => test(&library, doctrine),
    }
}

fn warn_all(loaded: &Loaded<DoctrineFile>) {
    for warning in &loaded.warnings {
        super::warn(&format!("warning: {warning}"));
    }
}

fn differences(a: &Doctrine, b: &Doctrine) -> String {
    let mut text = format!("First:  {} ({})\nSecond: {} ({})\n\n", a.title, a.id, b.title, b.id);
    let changes = diff(a, b);
    if changes.is_empty() {
        text += "They do not differ.\n";
    }
    for change in changes {
        let _ = writeln!(text, "[{}] {}", change.about, change.words);
    }
    text
}

fn test(library: &Library, given: &str) -> Result<bool, Trouble> {
    // A file whose own tests fail is refused at the reading, with the line of each.
    let loaded = library.doctrine(given)?;
    let d = &loaded.value.doctrine;
    let mut tests = loaded.value.tests.clone();
    let mut differing = 0;
    let mut text = format!("{} ({})\n\n", d.title, d.id);
    for test in &tests {
        let _ = writeln!(text, "  holds  {} → {}", test.note, test.words());
    }
    // Tests of the doctrines it extends, where this one still decides alike: what it changed it must test itself.
    for (id, file) in loaded.value.extends.iter().zip(&loaded.value.extended_files) {
        let parent = library.doctrine(file)?;
        for test in parent.value.tests {
            match test.held(d) {
                Ok(()) => {
                    let _ = writeln!(text, "  holds  {} → {} (test of {id})", test.note, test.words());
                    tests.push(test);
                }
                Err(differs) => {
                    differing += 1;
                    let _ = writeln!(text, "  differs from {id} ({}): {differs}", test.note);
                }
            }
        }
    }
    let covered = coverage(d, &tests);
    let all = d.rules.len() - covered.idle.len();
    let shown = all - covered.never.len();
    let _ = writeln!(text, "\n{} tests hold; {shown} of {all} rules shown by one", tests.len());
    if differing > 0 {
        let what = if differing == 1 {
            "1 test of what it extends differs and is not counted".to_owned()
        } else {
            format!("{differing} tests of what it extends differ and are not counted")
        };
        let _ = writeln!(text, "{what}: what it does there is for tests of its own to show");
    }
    if !covered.idle.is_empty() {
        let _ = writeln!(
            text,
            "can never fire, as layers replace or remove them for everybody, so no test is asked for: {}",
            covered.idle.join(", ")
        );
    }
    if !covered.waited.is_empty() {
        let _ = writeln!(text, "shown only as waiting for authority: {}", covered.waited.join(", "));
    }
    let mut sound = true;
    for id in &covered.never {
        sound = false;
        let _ = writeln!(text, "no test shows rule `{id}`");
    }
    let odd = reach::findings_in_words(&reach::oddities(d)).into_iter().map(|(_, words)| words);
    for words in odd.chain(reach::without_rescue(d)) {
        sound = false;
        let _ = writeln!(text, "{words}");
    }
    super::say(&text)?;
    Ok(sound)
}
