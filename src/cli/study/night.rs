//! `slackwater study night STUDY --cell C --night N`: what happened in that one night?
//!
//! A row of a study that looks odd, or failed, is lived again with the numbers of its cell and told event by event.

use super::open::Opened;
use crate::cli::library::Trouble;
use crate::draws::NightKey;
use crate::ensemble::columns;
use crate::events::words::{Names, line};
use crate::report::ONE_NIGHT_NOTE;
use crate::report::study::letter;
use crate::sim::Simulation;
use std::path::PathBuf;

/// Arguments of `study night`.
#[derive(Clone, Debug, clap::Args)]
pub struct NightArguments {
    /// Study: path, or name of a shipped one
    pub study: String,
    /// Number of the cell
    #[arg(long)]
    pub cell: usize,
    /// Number of the night
    #[arg(long)]
    pub night: u64,
    /// Nights for each cell, as the study was run with
    #[arg(long, hide = true)]
    pub nights: Option<u64>,
    /// Seed, as the study was run with
    #[arg(long)]
    pub seed: Option<u64>,
    /// Tell what happened, event by event
    #[arg(long)]
    pub events: bool,
}

pub(super) fn night(root: Option<PathBuf>, a: &NightArguments) -> Result<bool, Trouble> {
    let (opened, warnings) = Opened::read(root, &a.study, a.nights, a.seed)?;
    for w in &warnings {
        super::warn(&format!("warning: {w}"));
    }
    let cells = opened.study.cells();
    if a.cell >= cells {
        return Err(Trouble::one(format!("--cell {}: the study has cells 0 to {}", a.cell, cells - 1)));
    }
    let ready = opened.cell(&opened.study.cell(a.cell)).map_err(Trouble::one)?;
    let key = NightKey { seed: opened.study.seed, night: a.night };
    let mut whole = true;
    let mut out = format!("{ONE_NIGHT_NOTE}\n");
    let mut columns = Vec::new();
    for (arm, doctrine) in ready.doctrines.iter().enumerate() {
        let mut sim = Simulation::new(&ready.setting, doctrine, key);
        let fault = sim.run().err();
        out += &format!("\n{}: {}\n", letter(arm), doctrine.title);
        if a.events {
            let units: Vec<String> = ready.setting.scenario.units.iter().map(|u| u.title.clone()).collect();
            let names = Names { start: ready.setting.scenario.start, units: &units };
            for event in sim.events() {
                out += &format!("  {}\n", line(event, &names));
            }
        }
        if let Some(fault) = fault {
            whole = false;
            out += &format!("  failed: {fault}\n");
        }
        columns.push(columns::values(sim.events()));
    }
    out += "\n";
    for (i, m) in columns::infos().iter().enumerate() {
        out += &format!("{:<34}", m.title);
        for values in &columns {
            out += &format!(" {:>10}", crate::units::format::fixed(values[i], m.decimals));
        }
        out.push('\n');
    }
    super::say(&out)?;
    Ok(whole)
}
