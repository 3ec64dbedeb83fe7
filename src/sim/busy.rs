//! How busy is a rescue centre, and what does that do to its work?
//!
//! MODEL 11.1: a report takes the longer to classify the more boats are active, times (1 + 0.1 active boats), which stands
//! for a queue before 2 to 5 desks at 10 to 15 calls a boat. Tasking a unit is work of the same desks, so it slows alike.
//! Active is a boat that the centre works on: a call from it is being dealt with, its case is in an emergency phase, or a
//! unit is ordered to it. A boat that is only on the plot costs no time.
//!
//! Left out: single desks and operators, and help from a neighbouring centre.

use super::state::PlotEntry;
use crate::agents::calling::Phase;
use crate::parameters::Parameters;

/// Is the centre at work on this boat?
fn active(entry: &PlotEntry) -> bool {
    let case = entry.contact.is_some_and(|c| c.phase != Phase::Routine || !entry.units.is_empty());
    case || entry.call.is_some()
}

/// Factor on the times of classifying and tasking at a centre with these boats on its plot.
pub fn load_factor(entries: &[PlotEntry], p: &Parameters) -> f64 {
    1.0 + p.centre_load_per_boat * entries.iter().filter(|e| active(e)).count() as f64
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{danger_only, setting_with};
    use super::super::{Setting, Simulation};
    use super::*;
    use crate::draws::NightKey;
    use crate::events::{UnitId, What};
    use crate::sim::state::Call;
    use crate::units::{Tick, Vec2};
    use std::sync::Arc;

    #[test]
    fn only_boats_that_the_centre_works_on_cost_time() {
        let p = Parameters::shipped_for_tests();
        let mut entries = vec![PlotEntry::default(); 4];
        let factor = |entries: &[PlotEntry]| load_factor(entries, &p);
        assert!((factor(&entries) - 1.0).abs() < 1e-12);
        entries[0].units.push(UnitId(0));
        assert!((factor(&entries) - 1.0).abs() < 1e-12, "a unit without a contact is on its way home");
        let call = Call { at: Tick(0), place: Vec2::ZERO, error_m: 0.0, in_distress: true, number: 0, heard: 1 };
        entries[1].call = Some(call);
        entries[2].call = Some(call);
        assert!((factor(&entries) - 1.0 - 2.0 * p.centre_load_per_boat).abs() < 1e-12);
    }

    /// Minutes from each order to the unit's departure from port, over a few nights.
    fn minutes_to_departure(load: f64) -> f64 {
        let p = Parameters {
            centre_load_per_boat: load,
            readiness_sigma: 0.0,
            engine_failure_per_h: 1.0,
            ..Parameters::shipped_for_tests()
        };
        let setting: Arc<Setting> = setting_with(p);
        let (mut sum, mut count) = (0.0, 0.0);
        for night in 0..4 {
            let mut sim = Simulation::new(&setting, &danger_only(), NightKey { seed: 42, night });
            sim.run().unwrap();
            for (i, event) in sim.events().iter().enumerate() {
                let What::UnitDeparted { unit } = event.what else { continue };
                let ordered = |w: &What| matches!(w, What::OrderGiven { unit: u, .. } if *u == unit);
                let Some(order) = sim.events()[..i].iter().rfind(|e| ordered(&e.what)) else { continue };
                sum += event.tick.elapsed().min_() - order.tick.elapsed().min_();
                count += 1.0;
            }
        }
        assert!(count > 0.0);
        sum / count
    }

    #[test]
    fn a_busy_centre_gets_its_units_under_way_later() {
        let (idle, busy) = (minutes_to_departure(0.0), minutes_to_departure(0.5));
        assert!(busy > idle + 1.0, "{busy} min busy, {idle} idle");
    }
}
