//! How does the cost of a night grow with the number of boats, and what does a very crowded night cost?
//!
//! The flagship's departures are multiplied, everything else is left as it is; the slope of log time on log boats is
//! 1 where the cost is linear. Times are the least of several runs, as noise only ever adds. The crowded night is a
//! stress test and nothing that ever happened: 300 boats, 60 units, 20,000 people, merchant ships as always.
//!
//! Ends with code 1 if the slope is over 1.15. The crowded night's time (aim 400 ms) is told, not held: seconds
//! differ from machine to machine.

use slackwater::cli::library::Library;
use slackwater::draws::NightKey;
use slackwater::scenario::Scenario;
use slackwater::sim::{Setting, Simulation};
use slackwater::units::maths;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The steepest slope let pass: a tenth and a half more than linear.
const SLOPE_MOST: f64 = 1.15;
/// The flagship's boats, and multiples of them.
const TIMES: [u32; 5] = [2, 4, 8, 14, 20];

fn main() {
    let library = Library::open(Some(PathBuf::from(env!("CARGO_MANIFEST_DIR")))).expect("the assets are good");
    let flagship = library.scenario("gravelines_dawn").expect("it is shipped").value;
    let doctrine = library.doctrine_to_run("imminent_danger_only").expect("it is shipped").0;
    let lay_out = |scenario: Scenario| library.setting(scenario).expect("it can be laid out");
    let (mut xs, mut ys) = (Vec::new(), Vec::new());
    println!("boats  people    one night");
    for times in TIMES {
        let setting = lay_out(crowded(&flagship, times, 0));
        let (boats, people, least) = measure(&setting, &doctrine);
        println!("{boats:>5}  {people:>6}  {:>8.1} ms", least.as_secs_f64() * 1e3);
        xs.push(maths::ln(f64::from(boats)));
        ys.push(maths::ln(least.as_secs_f64()));
    }
    let slope = slope(&xs, &ys);
    println!("slope of log time on log boats: {slope:.3} (1 is linear; at most {SLOPE_MOST})");
    let (boats, people, least) = measure(&lay_out(crowded(&flagship, 20, 60)), &doctrine);
    println!("crowded night: {boats} boats, 60 units, {people} people: {:.0} ms (aim 400)", least.as_secs_f64() * 1e3);
    if slope > SLOPE_MOST {
        eprintln!("the cost grows faster than the number of boats");
        std::process::exit(1);
    }
}

/// The scenario with its departures multiplied, and its units repeated until there are `units` (0: as they are).
fn crowded(scenario: &Scenario, times: u32, units: usize) -> Scenario {
    let mut crowded = scenario.clone();
    for d in &mut crowded.departures {
        d.boats *= times;
    }
    while crowded.units.len() < units {
        let mut twin = scenario.units[crowded.units.len() % scenario.units.len()].clone();
        twin.id = format!("{}-{}", twin.id, crowded.units.len());
        crowded.units.push(twin);
    }
    crowded
}

/// Boats planned, people in the night, and the least time of a few nights, the set-up apart.
fn measure(setting: &Arc<Setting>, doctrine: &Arc<slackwater::doctrine::Doctrine>) -> (u32, u32, Duration) {
    let mut people = 0;
    let least = (0..4)
        .map(|_| {
            let mut night = Simulation::new(setting, doctrine, NightKey { seed: 42, night: 3 });
            people = night.tally().total();
            let began = Instant::now();
            night.run().expect("people add up");
            began.elapsed()
        })
        .min()
        .expect("there are some");
    (setting.scenario.planned_boats(), people, least)
}

/// Least-squares slope.
fn slope(xs: &[f64], ys: &[f64]) -> f64 {
    let n = xs.len() as f64;
    let (mx, my) = (xs.iter().sum::<f64>() / n, ys.iter().sum::<f64>() / n);
    let covariance: f64 = xs.iter().zip(ys).map(|(x, y)| (x - mx) * (y - my)).sum();
    covariance / xs.iter().map(|x| (x - mx) * (x - mx)).sum::<f64>()
}
