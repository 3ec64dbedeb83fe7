//! What does one night cost? Lives nights of the flagship and prints what they came to, nothing else.
//!
//! `one_night 0` only reads the files and lays out the sea; `one_night 1` lives one night under the first
//! doctrine as well. `benches/instructions.sh` subtracts one from the other, so that set-up is not counted.

use slackwater::cli::library::Library;
use slackwater::draws::NightKey;
use slackwater::metrics;
use slackwater::sim::Simulation;
use std::process::ExitCode;

fn main() -> ExitCode {
    let nights = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(1);
    match live(nights) {
        Ok((deaths, events)) => {
            println!("{nights} nights: {deaths} deaths, {events} events");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(2)
        }
    }
}

fn live(nights: u64) -> Result<(f64, usize), Box<dyn std::error::Error>> {
    let library = Library::open(None)?;
    let setting = library.setting(library.scenario("gravelines_dawn")?.value)?;
    let doctrine = library.doctrine_to_run("imminent_danger_only")?.0;
    let primary = metrics::ALL.iter().find(|m| m.info.id == metrics::PRIMARY).ok_or("the primary metric is gone")?;
    let (mut deaths, mut events) = (0.0, 0);
    for night in 0..nights {
        let mut sim = Simulation::new(&setting, &doctrine, NightKey { seed: 42, night });
        sim.run()?;
        deaths += (primary.fold)(sim.events());
        events += sim.events().len();
    }
    Ok((deaths, events))
}
