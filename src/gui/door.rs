//! How is the window opened? Loads what is on disk, picks what to show, and hands it over.
//!
//! The shipped question first: the flagship scenario, imminent danger only against taxi-boat
//! interception. A scenario or doctrine that cannot be read is left out of the choices and named on
//! standard error; `slackwater check` says all that is wrong with it.

use super::app::{Launch, WindowError, run};
use super::background::{OpenScenario, SavePairs, ToSave};
use super::session::Opened;
use super::stage::Choice;
use crate::cli::WindowArguments;
use crate::cli::library::{Library, Loaded, Trouble, tell_apart};
use crate::cli::pair_save;
use crate::scenario::Scenario;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// Why the window did not open, or ended badly.
#[derive(Debug, thiserror::Error)]
pub enum DoorError {
    /// The files are not fit.
    #[error("{0}")]
    Files(Trouble),
    /// The window is.
    #[error("{0}")]
    Window(#[from] WindowError),
}

impl From<Trouble> for DoorError {
    fn from(trouble: Trouble) -> Self {
        Self::Files(trouble)
    }
}

/// Doctrines shown at first, left and right.
const FIRST: [&str; 2] = ["imminent_danger_only", "taxi_boat_interception"];
/// Scenario shown at first.
const FLAGSHIP: &str = "gravelines_dawn";
/// Pairs lived beside the two charts.
const PAIRS: u64 = 200;
/// Seed of the study, the same as the command line's.
const SEED: u64 = 42;
/// The window opens on this hour of the night, when the first boats are on the water.
const OPENS_AT_H: f64 = 3.0;

/// Opens the window and stays until it is closed.
///
/// # Errors
/// If files are missing or wrong, if there is no display, or if the window fails.
pub fn open(root: Option<PathBuf>, options: &WindowArguments) -> Result<(), DoorError> {
    let library = Arc::new(Library::open(root)?);
    let mut scenarios = Vec::new();
    let mut paths = Vec::new();
    for item in library.scenarios()? {
        match library.scenario(&item.path.to_string_lossy()) {
            Ok(s) => {
                scenarios.push(Choice { id: item.id, title: s.value.title, description: s.value.description });
                paths.push(item.path.to_string_lossy().into_owned());
            }
            Err(trouble) => crate::cli::warn(&trouble.to_string()),
        }
    }
    if let Some(asked) = &options.scenario {
        let s = library.scenario(asked)?;
        let known = paths.iter().position(|p| p == asked).or_else(|| scenarios.iter().position(|c| c.id == s.value.id));
        if known.is_none() {
            scenarios.push(Choice { id: s.value.id, title: s.value.title, description: s.value.description });
            paths.push(asked.clone());
        }
    }
    let wanted = options.scenario.as_deref().map_or(FLAGSHIP, crate::reading::stem);
    let first = scenarios.iter().position(|c| c.id == wanted).unwrap_or(0);
    if paths.is_empty() {
        return Err(Trouble::one("no shipped scenario can be read; `slackwater list` says why").into());
    }
    let (mut read, mut doubts) = (Vec::new(), Vec::new());
    for item in library.doctrines()? {
        match library.doctrine_to_run(&item.path.to_string_lossy()) {
            Ok((doctrine, stamp, warnings)) => {
                read.push((doctrine, stamp));
                doubts.push(warnings);
            }
            Err(trouble) => crate::cli::warn(&trouble.to_string()),
        }
    }
    tell_apart(&mut read);
    let doctrines: Vec<_> = read.iter().map(|(doctrine, _)| Arc::clone(doctrine)).collect();
    let rules: Vec<_> = read.into_iter().zip(doubts).map(|((d, stamp), warnings)| (d, stamp, warnings)).collect();
    if doctrines.is_empty() {
        return Err(Trouble::one("no shipped doctrine can be read; `slackwater list` says why").into());
    }
    let pick = |i: usize| doctrines.iter().position(|d| d.id == FIRST[i]).unwrap_or(i.min(doctrines.len() - 1));
    let picks = [pick(0), pick(1)];
    let loaded = library.scenario(&paths[first])?;
    let setting = library.setting(loaded.value.clone())?;
    let own_depth = library.own_depth.as_ref().map(|own| {
        format!(
            "Depths are yours: {}, counted from {}; where it has no value, the shipped ones",
            own.made_from, own.counted_from
        )
    });
    // What was read is what was lived: a file changed since must not lend its stamp to these nights.
    let read: Arc<Mutex<Vec<Option<Loaded<Scenario>>>>> = Arc::new(Mutex::new(vec![None; paths.len()]));
    let keep = |read: &Mutex<Vec<Option<_>>>, i: usize, loaded| {
        if let Some(place) = read.lock().unwrap_or_else(PoisonError::into_inner).get_mut(i) {
            *place = Some(loaded);
        }
    };
    keep(&read, first, loaded);
    let (files, kept) = (Arc::clone(&library), Arc::clone(&read));
    let open: OpenScenario = Arc::new(move |i| {
        let path = paths.get(i).ok_or("there is no such scenario")?;
        let scenario = files.scenario(path).map_err(|t| t.to_string())?;
        let setting = files.setting(scenario.value.clone()).map_err(|t| t.to_string())?;
        keep(&kept, i, scenario);
        Ok(setting)
    });
    let save: SavePairs = Arc::new(move |what: &ToSave| {
        let scenario = read.lock().unwrap_or_else(PoisonError::into_inner).get(what.scenario).cloned().flatten();
        let scenario = scenario.ok_or("the scenario was not opened")?;
        let [a, b] = what.doctrines.map(|i| rules.get(i));
        let (a, b) = (a.ok_or("there is no such doctrine")?, b.ok_or("there is no such doctrine")?);
        let folders: Vec<PathBuf> = std::env::current_dir().ok().into_iter().chain(std::env::home_dir()).collect();
        let [rows, page] = pair_save::save(&library, &scenario, [a, b], (what.seed, &what.rows), &folders)
            .map_err(|t| t.to_string())?;
        Ok(format!("Saved: {} and, to read, {}", rows.display(), page.display()))
    });
    run(Launch {
        opened: Opened {
            scenarios,
            open,
            save,
            scenario: (first, setting),
            doctrines,
            picks,
            seed: SEED,
            night: 0,
            pairs: PAIRS,
            own_depth,
        },
        autoplay: true,
        start_ticks: OPENS_AT_H * 360.0,
        ui_scale: 1.0,
        // A picture for a check is always of the smallest screen; else the window takes what there is.
        size: options.screenshot.as_ref().map(|_| [1366, 768]),
        screenshot: options.screenshot.clone(),
        after_s: options.after,
    })?;
    Ok(())
}
