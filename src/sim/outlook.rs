//! What can be said of a night before it is lived?
//!
//! Which boats go, how many people wait for them, how high the sea will be as they set out, how cold it is; and from these
//! a risk: people times the model's own rates at which hulls give way and waves fill a boat that is laden like that, in that
//! sea, times how much sooner the cold kills than in water of 20 °C. The numbers are those that the night will be born with,
//! so they are exact, and the same under every doctrine. They are a yardstick for sorting nights and are in no result: sorting
//! by a poor yardstick costs precision and biases nothing.
//!
//! Left out: everything that anybody does.

use super::Setting;
use super::plan::plan_boats;
use crate::agents::{hull, survival};
use crate::draws::{Draws, NightKey};
use std::sync::Arc;

/// What is known of a night beforehand.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Outlook {
    /// Boats that go.
    pub boats: u32,
    /// People who wait for them.
    pub people: u32,
    /// Mean significant wave height in the open as they set out, m; 0 if none goes.
    pub wave_m: f64,
    /// Water temperature, °C.
    pub water_c: f64,
    /// People aboard boats that would give way in an hour, weighted by the cold: a yardstick.
    pub risk: f64,
}

impl Outlook {
    /// Of the night of this key.
    #[must_use]
    pub fn of(setting: &Arc<Setting>, key: NightKey) -> Self {
        /// Water in which the cold is of little account, °C: a scale, the same on all nights, of a yardstick that no night reads.
        const MILD_C: f64 = 20.0;
        let luck = Draws::new(key);
        let setting = &setting.for_night(luck);
        let p = &setting.parameters;
        let sea = super::sea_of_night(setting, luck);
        let (boats, _) = plan_boats(setting, luck, sea.is_tried(p));
        let water_c = sea.sea_temperature().celsius();
        let cold = survival::half_time_h(MILD_C, p) / survival::half_time_h(water_c, p);
        let mut out = Self { water_c, ..Self::default() };
        for (boat, _, _) in boats.iter().filter(|(b, ..)| b.goes) {
            let n = boat.group + boat.crew;
            let wave_m = sea.open_waves(boat.launch, p).height_m;
            let freeboard = boat.hull.freeboard(boat.hull.mass_kg(f64::from(n) * boat.person_kg), p);
            let fills = p.swamping_mass_immersion * hull::swamping_per_h(freeboard, wave_m, false, p);
            let gives_way = hull::hull_failure_per_h(boat.hull.overload(n, p), wave_m, p);
            out.boats += 1;
            out.people += n;
            out.wave_m += wave_m;
            out.risk += f64::from(n) * (fills + gives_way) * cold;
        }
        out.wave_m /= f64::from(out.boats.max(1));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{danger_only, setting};
    use super::super::{Simulation, What};
    use super::*;

    /// The boats and the sea foretold are those that come.
    #[test]
    fn what_is_foretold_comes() {
        let setting = setting();
        for night in 0..3 {
            let key = NightKey { seed: 42, night };
            let outlook = Outlook::of(&setting, key);
            let mut sim = Simulation::new(&setting, &danger_only(), key);
            assert!((sim.sea_night().sea_temperature().celsius() - outlook.water_c).abs() < 1e-12);
            sim.run().unwrap();
            let launched = sim.events().iter().filter(|e| matches!(e.what, What::Launched { .. })).count();
            assert!(launched <= outlook.boats as usize && outlook.boats > 0);
            assert!(outlook.risk > 0.0 && outlook.people > 20 * outlook.boats);
            assert_eq!(Outlook::of(&setting, key), outlook);
        }
    }
}
