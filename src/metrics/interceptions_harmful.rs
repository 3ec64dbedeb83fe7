//! How many interceptions did harm?
//!
//! An attempt lasts from the unit's arrival at the boat under an order to block or to intercept until its task ends, or until
//! the boat it then tows is ashore or cast off, and counts as one only if the boat was told to stop, blocked or stopped in that time. Who dies of it later was in the
//! water during it, so deaths need no second look; a crush kills at once. Cause is not argued here: what happened while a
//! unit tried to stop the boat is counted.
//!
//! A team that wades in to a boat is an attempt too; its harm is what entered the water by it.
//!
//! Left out: harm to crews, and people who come to harm later because they were not let go.

use super::{Clustering, Direction, Metric, MetricInfo};
use crate::doctrine::Order;
use crate::events::{BoatId, Event, ImmersionCause, UnitId, What};
use std::collections::BTreeMap;

/// The metric.
pub const METRIC: Metric = Metric {
    info: MetricInfo {
        id: "interceptions_harmful",
        title: "Interceptions that did harm",
        unit: "interceptions",
        direction: Direction::LowerIsWanted,
        clustering: Clustering::Boat,
        definition: "Attempts to stop a boat (an order to stop, blocking, force, a team that wades in) during which somebody aboard it entered the water or was crushed, from the unit's arrival at the boat to the end of its task, and of a tow. Harm in that time counts whether or not the manoeuvre caused it; one attempt counts once.",
        decimals: 3,
    },
    fold,
};

fn fold(events: &[Event]) -> f64 {
    count_attempts(events).1
}

/// How many attempts to stop a boat there were, and how many of them did harm.
pub(super) fn count_attempts(events: &[Event]) -> (f64, f64) {
    let mut open: BTreeMap<(BoatId, UnitId), Attempt> = BTreeMap::new();
    // A team that waded in has no unit: did its boat's people come to harm by it?
    let mut waded: BTreeMap<BoatId, bool> = BTreeMap::new();
    let (mut made, mut harmful) = (0_u32, 0_u32);
    let mut close = |a: Attempt| {
        made += u32::from(a.made);
        harmful += u32::from(a.made && a.harm);
    };
    for event in events {
        match &event.what {
            What::UnitOnScene { unit, boat, order: Order::Block | Order::Intercept } => {
                open.insert((*boat, *unit), Attempt::default());
            }
            What::OrderedToStop { boat, unit, .. }
            | What::InterceptionTried { boat, unit, .. }
            | What::BlockTried { boat, unit, .. } => open.entry((*boat, *unit)).or_default().made = true,
            What::WadedIn { boat, .. } => {
                waded.entry(*boat).or_default();
            }
            What::EnteredWater { boat: of, cause, .. } => {
                if *cause == ImmersionCause::Interception
                    && let Some(harm) = waded.get_mut(of)
                {
                    *harm = true;
                }
                open.iter_mut().filter(|((b, _), _)| b == of).for_each(|(_, a)| a.harm = true);
            }
            What::Crushed { boat: of, .. } => {
                open.iter_mut().filter(|((b, _), _)| b == of).for_each(|(_, a)| a.harm = true);
            }
            What::TakenInTow { boat, unit, .. } => {
                open.entry((*boat, *unit)).and_modify(|a| a.tows = true);
            }
            What::TaskEnded { boat, unit, .. } if open.get(&(*boat, *unit)).is_some_and(|a| !a.tows) => {
                open.remove(&(*boat, *unit)).map(&mut close);
            }
            What::CastOff { boat, unit } => {
                open.remove(&(*boat, *unit)).map(&mut close);
            }
            What::BoatLanded { boat, .. } => {
                let towed = open.iter().find(|((b, _), a)| b == boat && a.tows).map(|(k, _)| *k);
                towed.and_then(|k| open.remove(&k)).map(&mut close);
            }
            _ => {}
        }
    }
    open.into_values().for_each(&mut close);
    for harm in waded.into_values() {
        close(Attempt { made: true, harm, tows: false });
    }
    (f64::from(made), f64::from(harmful))
}

/// A unit at a boat that it is to stop.
#[derive(Default)]
struct Attempt {
    /// It told it to stop, blocked or stopped it.
    made: bool,
    /// Somebody entered the water or was crushed.
    harm: bool,
    /// It has the boat in tow.
    tows: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::TaskEnd;
    use crate::units::{Tick, Vec2};

    #[test]
    fn harm_counts_once_and_only_while_a_boat_is_being_stopped() {
        let (boat, unit) = (BoatId(0), UnitId(3));
        let falls = || What::EnteredWater {
            boat,
            people: 2,
            cause: ImmersionCause::Swamping,
            at: Vec2::ZERO,
            who: Vec::new().into(),
        };
        let here = |order| What::UnitOnScene { unit, boat, order };
        let over = || What::TaskEnded { unit, boat, order: Order::Intercept, end: TaskEnd::Done, why: None };
        let told = || What::OrderedToStop { boat, unit, aboard: 4, level: crate::agents::interception::Level::Shadow };
        let of =
            |list: Vec<What>| fold(&list.into_iter().map(|what| Event { tick: Tick(0), what }).collect::<Vec<_>>());
        let during = of(vec![here(Order::Intercept), falls(), falls(), told(), over()]);
        let after = of(vec![here(Order::Intercept), told(), over(), falls()]);
        let not_tried = of(vec![here(Order::Intercept), falls(), over()]);
        let rescue = of(vec![here(Order::Rescue), falls(), over()]);
        assert_eq!([during, after, not_tried, rescue].map(|x| x.to_string()), ["1", "0", "0", "0"]);
        // A tow is part of the attempt, until it is ashore or cast off.
        let tow = || What::TakenInTow { boat, unit, aboard: 40 };
        let start = || vec![here(Order::Intercept), told(), tow(), over()];
        let ashore = || What::BoatLanded { boat, shore: crate::events::Shore::France, people: 40 };
        let towed = of(start().into_iter().chain([falls(), ashore()]).collect());
        let then = of(start().into_iter().chain([ashore(), falls()]).collect());
        let off = of(start().into_iter().chain([What::CastOff { boat, unit }, falls()]).collect());
        assert_eq!([towed, then, off].map(|x| x.to_string()), ["1", "0", "0"]);
        // A team that wades in makes an attempt; what enters the water by it is its harm, not what does by the sea.
        let waded = || What::WadedIn { boat, aboard: 30, cut: true };
        let by_it = || match falls() {
            What::EnteredWater { boat, people, at, who, .. } => {
                What::EnteredWater { boat, people, cause: ImmersionCause::Interception, at, who }
            }
            other => other,
        };
        let counts = |list: Vec<What>| {
            let (made, harm) =
                count_attempts(&list.into_iter().map(|what| Event { tick: Tick(0), what }).collect::<Vec<_>>());
            (made.to_string(), harm.to_string())
        };
        let one = |harm: &str| ("1".to_owned(), harm.to_owned());
        assert_eq!(counts(vec![waded(), by_it(), by_it()]), one("1"));
        assert_eq!(counts(vec![waded(), falls()]), one("0"));
        assert_eq!(counts(vec![by_it()]).0, "0");
    }
}
