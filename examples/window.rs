//! Opens the window on the shipped flagship: for work on its look.
//! `cargo run --example window -- [PNG [SECONDS [SEEK_TICKS [UI_SCALE [WIDTH]]]]]`

use slackwater::cli::library::Library;
use slackwater::gui::{Choice, Launch, OpenScenario, Opened, run};
use std::sync::Arc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |i: usize, default: f64| arguments.get(i).and_then(|a| a.parse().ok()).unwrap_or(default);
    let library = Arc::new(Library::open(None)?);
    let listed = library.scenarios()?;
    let scenarios = listed
        .iter()
        .map(|l| {
            let title = l.title.clone().unwrap_or_else(|e| e);
            let description = library.scenario(&l.id).map_or_else(|e| e.to_string(), |s| s.value.description);
            Choice { id: l.id.clone(), title, description }
        })
        .collect();
    let doctrines = ["imminent_danger_only", "taxi_boat_interception"]
        .iter()
        .map(|id| Ok(library.doctrine_to_run(id)?.0))
        .collect::<Result<Vec<_>, slackwater::cli::library::Trouble>>()?;
    let first = listed.iter().position(|l| l.id == "gravelines_dawn").unwrap_or(0);
    let setting = library.setting(library.scenario(&listed[first].id)?.value)?;
    let open: OpenScenario = Arc::new(move |i| {
        let id = &listed.get(i).ok_or("there is no such scenario")?.id;
        library.scenario(id).and_then(|s| library.setting(s.value)).map_err(|e| e.to_string())
    });
    run(Launch {
        opened: Opened {
            scenarios,
            open,
            scenario: (first, setting),
            doctrines,
            picks: [0, 1],
            seed: 42,
            night: 0,
            pairs: 200,
        },
        autoplay: true,
        size: arguments.get(4).and_then(|a| a.parse().ok()).map(|w| [w, w * 9 / 16]),
        screenshot: arguments.first().map(Into::into),
        after_s: number(1, 20.0),
        start_ticks: number(2, 0.0),
        ui_scale: arguments.get(3).and_then(|a| a.parse().ok()).unwrap_or(1.0),
    })?;
    Ok(())
}
