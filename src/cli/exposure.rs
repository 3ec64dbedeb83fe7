//! What do the readings of the law find in a night? In words, for the terminal.

use super::library::{Library, Trouble};
use crate::events::Event;
use crate::events::words::Names;
use crate::law::{Band, Exposure, Finding, Reading, findings, words};

/// Findings of both shipped readings in words, and their counts side by side.
pub(super) fn text(library: &Library, events: &[Event], names: &Names) -> Result<String, Trouble> {
    let laws = library.laws()?;
    let found: Vec<(&Reading, Vec<Finding>)> =
        laws.iter().map(|law| (&law.value, findings(&law.value, events))).collect();
    let exposures: Vec<Exposure> = found.iter().map(|(_, f)| Exposure::of(f)).collect();
    let mut text = String::from("Legal exposure\n");
    for (reading, list) in &found {
        text += &format!("\n{}, version {}\n", reading.title, reading.version);
        let open: Vec<&Finding> = list.iter().filter(|f| f.band > Band::Green).collect();
        for f in &open {
            text += &words::line(f, reading, names);
            text.push('\n');
        }
        if open.is_empty() {
            text += "nothing amber or red\n";
        }
    }
    let columns: Vec<(&Reading, &Exposure)> = found.iter().map(|(r, _)| *r).zip(&exposures).collect();
    text += &format!("\n{}\n{}\n\n", words::side_by_side(&columns), words::NOT_ADVICE);
    Ok(text)
}
