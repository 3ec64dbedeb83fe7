//! `slackwater law`: by which rules are decisions judged, on which texts do they rest, and what is still to be checked?

use super::library::{Library, Trouble};
use crate::law::words;
use std::path::PathBuf;

/// Arguments of `law`.
#[derive(Debug, clap::Args)]
pub struct LawArguments {
    /// Readings of the law: paths, or names of shipped ones (otherwise both shipped ones)
    #[arg(value_name = "READING")]
    pub readings: Vec<String>,
}

pub(super) fn law(root: Option<PathBuf>, a: &LawArguments) -> Result<bool, Trouble> {
    let library = Library::open(root)?;
    let readings = if a.readings.is_empty() {
        library.laws()?
    } else {
        a.readings.iter().map(|given| library.law(given)).collect::<Result<_, _>>()?
    };
    let mut text = String::new();
    for loaded in &readings {
        let reading = &loaded.value;
        for warning in &loaded.warnings {
            super::warn(&format!("warning: {warning}"));
        }
        text += &format!(
            "{}, version {}  ({})\n{}\n\n",
            reading.title, reading.version, loaded.stamps[0].path, reading.description
        );
        for rule in &reading.rules {
            text += &words::rule(rule);
            text.push('\n');
        }
        let texts = reading.rules.iter().flat_map(|r| &r.texts);
        let (all, open) = (texts.clone().count(), texts.filter(|t| t.to_be_checked).count());
        text += &format!("{open} of {all} citations are to be checked.\n\n");
    }
    text += &format!("{}\n", words::NOT_ADVICE);
    super::say(&text).map(|()| true)
}
