//! `slackwater run SCENARIO --doctrine NAME --night N`: what happened in one night?

use super::library::{Library, Trouble};
use super::numbers::{NumberArguments, drawn_tonight};
use super::tracks::TrackArguments;
use crate::draws::{Draws, NightKey};
use crate::ensemble::columns;
use crate::ensemble::study::rows;
use crate::events::lives;
use crate::events::words::{Names, line, why_of};
use crate::report::{Manifest, table};
use crate::sim::Simulation;
use std::path::PathBuf;

/// Arguments of `run`.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch on the command line")]
pub struct RunArguments {
    /// Scenario: path, or name of a shipped one
    #[arg(default_value = "gravelines_dawn")]
    pub scenario: String,
    /// Doctrine: path, or name of a shipped one
    #[arg(long, default_value = "imminent_danger_only")]
    pub doctrine: String,
    /// Number of the night
    #[arg(long, default_value_t = 0, allow_negative_numbers = true)]
    pub night: u64,
    /// Seed of all random draws
    #[arg(long, default_value_t = 42, allow_negative_numbers = true)]
    pub seed: u64,
    /// Print the log, one event a line
    #[arg(long)]
    pub events: bool,
    /// With the log: print below each order the rule, what was seen, and the text it rests on
    #[arg(long, requires = "events")]
    pub why: bool,
    /// Print one line for each person who was in the water or died: who they were, and what became of them
    #[arg(long)]
    pub people: bool,
    /// Print what two readings of the law, strict and permissive, find in the decisions of the night
    #[arg(long)]
    pub law: bool,
    /// Files for other programs
    #[command(flatten)]
    pub tracks: TrackArguments,
    /// Numbers of the model
    #[command(flatten)]
    pub numbers: NumberArguments,
    /// Load everything and leave before the night begins (for measuring what set-up costs)
    #[arg(long, hide = true)]
    pub set_up_only: bool,
}

pub(super) fn run(root: Option<PathBuf>, a: &RunArguments) -> Result<bool, Trouble> {
    let library = Library::open(root)?;
    let mut scenario = library.scenario(&a.scenario)?;
    let (doctrine, stamp, warnings) = library.doctrine_for(&a.doctrine, &scenario.value)?;
    for warning in scenario.warnings.iter().chain(&warnings) {
        super::warn(&format!("warning: {warning}"));
    }
    let changes = a.numbers.apply(&library, &mut scenario.value)?;
    let again = a.numbers.typed_again();
    let setting = library.setting(scenario.value)?;
    if a.set_up_only {
        return Ok(true);
    }
    let mut sim = Simulation::new(&setting, &doctrine, NightKey { seed: a.seed, night: a.night });
    let command = format!(
        "slackwater run {} --doctrine {} --night {} --seed {}{again}",
        scenario.stamps[0].path, stamp.path, a.night, a.seed
    );
    let manifest = Manifest {
        program: "slackwater".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        commit: rows::commit(),
        scenario: scenario.stamps[0].clone(),
        doctrine_a: stamp,
        doctrine_b: None,
        parameters: library.parameter_stamps.clone(),
        changes,
        assets: library.assets_with(&scenario.stamps),
        seed: a.seed,
        nights: 1,
        night_command: command.clone(),
        command,
    };
    let fault = a.tracks.live(&library, &mut sim, &setting, &doctrine.title, &manifest)?;
    let mut text = String::new();
    let units: Vec<String> = setting.scenario.units.iter().map(|u| u.title.clone()).collect();
    let names = Names { start: setting.scenario.start, units: &units };
    if a.events {
        for event in sim.events() {
            text += &line(event, &names);
            text.push('\n');
            if let (true, Some(why)) = (a.why, why_of(&event.what)) {
                text += &super::why::reasons(why);
            }
        }
        text.push('\n');
    }
    if a.people {
        let lives = lives::lives(sim.events());
        let harmed: Vec<&lives::Life> = lives.iter().filter(|l| l.was_harmed()).collect();
        for life in &harmed {
            text += &lives::line(life, &names);
            text.push('\n');
        }
        text += &format!("{} of {} people were in the water or died.\n\n", harmed.len(), lives.len());
    }
    if a.law {
        text += &super::exposure::text(&library, sim.events(), &names)?;
    }
    text += &super::night_weather::text(sim.sea_night(), setting.scenario.length_ticks, &setting.parameters);
    let luck = Draws::new(NightKey { seed: a.seed, night: a.night });
    text += &drawn_tonight(&library.register, &setting.scenario, luck)?;
    let values = columns::values(sim.events());
    text += &table::single_night(&manifest, &doctrine.title, a.night, &columns::infos(), &values);
    super::say(&text)?;
    match fault {
        None => Ok(true),
        Some(fault) => {
            super::warn(&fault.to_string());
            Ok(false)
        }
    }
}
