//! How does a unit keep the speed limits of a doctrine near the shore?
//!
//! A tick is gone in pieces: up to where a limit may begin a unit goes at its own speed, within it no faster than the limit.
//! A distance to the shore changes by no more than the way that is gone, so that such a piece overshoots by at most the
//! shortest piece. A unit that leaves a strip keeps its limit to the end of the tick. Units lay off for the stream, so that
//! their speed is one over ground. Without limits nothing here is asked.
//!
//! Left out: the time that it costs, in what a centre reckons of arrivals: it does not know yet which order it will give.

use super::sail::{DT, run_along};
use super::setting::Setting;
use super::state::{Motion, UnitState};
use crate::doctrine::SpeedLimit;

/// A unit looks where it is at least every so many metres, m.
const SHORTEST_M: f64 = 10.0;

/// One tick along the way, under these limits.
pub fn advance(limits: &[SpeedLimit], setting: &Setting, state: &UnitState, motion: &mut Motion) {
    let order = state.task.as_ref().map(|t| t.order);
    let mut left_s = DT;
    while left_s > 0.0 && motion.next().is_some() {
        let off = setting.to_shore(motion.position);
        let (most, clear) = allowed(limits.iter().filter(|l| l.holds_for(order)), off);
        let speed = state.speed_mps.min(most);
        let run = speed * left_s;
        if run <= clear {
            run_along(motion, run);
            return;
        }
        let clear = clear.max(SHORTEST_M).min(run);
        run_along(motion, clear);
        left_s -= clear / speed;
    }
}

/// The speed that is allowed so far off the shore, m/s, and for how many metres at least.
fn allowed<'l>(limits: impl Iterator<Item = &'l SpeedLimit>, off: f64) -> (f64, f64) {
    let (mut most, mut clear) = (f64::INFINITY, f64::INFINITY);
    for limit in limits {
        let outside = off - limit.within.m();
        if outside <= 0.0 {
            most = most.min(limit.most.mps());
        } else {
            clear = clear.min(outside);
        }
    }
    (most, clear)
}

#[cfg(test)]
mod tests {
    use super::super::Simulation;
    use super::super::fixture::{danger_only, setting};
    use super::*;
    use crate::doctrine::{Doctrine, Order};
    use crate::draws::NightKey;
    use crate::units::{Distance, Speed};
    use std::sync::Arc;

    fn limit(m: f64, kn: f64, except: &[Order]) -> SpeedLimit {
        SpeedLimit { within: Distance::metres(m), most: Speed::knots(kn), except: except.to_vec() }
    }

    fn limited(limits: Vec<SpeedLimit>) -> Arc<Doctrine> {
        Arc::new(Doctrine { speed_limits: limits, ..(*danger_only()).clone() })
    }

    #[test]
    fn the_slowest_limit_holds_and_the_next_one_is_looked_for_in_time() {
        let two = [limit(300.0, 5.0, &[Order::Rescue]), limit(1000.0, 12.0, &[])];
        let at = |off: f64, order: Option<Order>| allowed(two.iter().filter(|l| l.holds_for(order)), off);
        let near = |(speed, clear): (f64, f64), kn: f64, m: f64| {
            assert!((speed - Speed::knots(kn).mps()).abs() < 1e-9 && (clear - m).abs() < 1e-9, "{speed} {clear}");
        };
        assert!(at(1500.0, None).0.is_infinite() && (at(1500.0, None).1 - 500.0).abs() < 1e-9);
        near(at(700.0, None), 12.0, 400.0);
        assert!((at(200.0, Some(Order::Shadow)).0 - Speed::knots(5.0).mps()).abs() < 1e-9);
        assert!((at(200.0, Some(Order::Rescue)).0 - Speed::knots(12.0).mps()).abs() < 1e-9);
    }

    /// Of units within 300 m of the shore: the greatest speed without an order that is excepted, and with one, m/s.
    fn fastest_near_the_shore(doctrine: &Arc<Doctrine>) -> (f64, f64) {
        let setting = setting();
        let (mut held, mut free) = (0.0_f64, 0.0_f64);
        for night in 0..6 {
            let mut sim = Simulation::new(&setting, doctrine, NightKey { seed: 42, night });
            while !sim.finished() {
                let before = sim.snapshot();
                sim.step().unwrap();
                for (was, is) in before.units.iter().zip(&sim.snapshot().units) {
                    let near = |at| setting.to_shore(at) < 290.0;
                    if near(was.position) && near(is.position) {
                        // Units move before anybody decides anew.
                        let to_rescue = was.order.is_some_and(|(o, _)| o == Order::Rescue);
                        let which = if to_rescue { &mut free } else { &mut held };
                        *which = which.max(is.velocity.length());
                    }
                }
            }
        }
        (held, free)
    }

    #[test]
    fn units_keep_below_the_limit_near_the_shore_but_on_their_way_to_a_rescue() {
        let (most, slack) = (Speed::knots(5.0).mps(), 1e-6);
        let (held, free) = fastest_near_the_shore(&limited(vec![limit(300.0, 5.0, &[Order::Rescue])]));
        assert!(held > 1.0 && held <= most + slack, "{held} m/s");
        assert!(free > most + 1.0, "{free} m/s to a rescue");
        let (plain, _) = fastest_near_the_shore(&danger_only());
        assert!(plain > most + 1.0, "without a limit {plain} m/s");
    }

    #[test]
    fn a_limit_that_no_unit_reaches_moves_nothing_and_one_that_holds_in_every_case_does() {
        let setting = setting();
        let lived = |doctrine: &Arc<Doctrine>| {
            let mut sim = Simulation::new(&setting, doctrine, NightKey { seed: 42, night: 1 });
            sim.run().unwrap();
            sim.events().to_vec()
        };
        let plain = lived(&danger_only());
        // The same pieces of way, but for the last digits.
        assert_eq!(plain.len(), lived(&limited(vec![limit(300.0, 60.0, &[])])).len());
        assert_ne!(plain, lived(&limited(vec![limit(5000.0, 2.0, &[])])));
    }
}
