//! Whole small nights, and the promises a night makes.

use super::fixture::{danger_only, interception, setting, setting_with};
use super::*;
use crate::events::Shore;
use crate::events::words::{Names, line};
use crate::parameters::Parameters;

fn night(doctrine: &Arc<Doctrine>, n: u64) -> Simulation {
    let mut sim = Simulation::new(&setting(), doctrine, NightKey { seed: 42, night: n });
    sim.run().unwrap();
    sim
}

fn log(sim: &Simulation) -> String {
    let setting = setting();
    let units: Vec<String> = setting.scenario.units.iter().map(|u| u.title.clone()).collect();
    let names = Names { start: setting.scenario.start, units: &units };
    sim.events().iter().map(|e| line(e, &names) + "\n").collect()
}

#[test]
fn show() {
    let t = std::time::Instant::now();
    for n in 0..4 {
        println!("=== A {n}\n{}", log(&night(&danger_only(), n)));
    }
    println!("=== B\n{}", log(&night(&interception(1.0), 0)));
    println!("{:?}", t.elapsed());
    let _ = (Shore::France, setting_with(Parameters::shipped_for_tests()));
}
