//! What would the other doctrines order, here and now?
//!
//! A shadow doctrine sees the pictures of the one in force, decides on them, and moves nobody. What it would order is kept
//! beside the log, not in it: a night with shadows has the events of one without (a test holds this). A note is made when
//! its answer for a unit and a boat changes.
//!
//! The order of authority in a picture is the one that the doctrine in force holds; a shadow whose rule needs an order
//! that nobody asked for is told as waiting. Left out: how the sea would look had the shadow been followed. That is the
//! other night of the pair.

use crate::doctrine::{Decision, Doctrine, Order, Picture, RuleBook};
use crate::events::{BoatId, UnitId};
use crate::units::Tick;
use bevy_ecs::prelude::Resource;
use std::sync::Arc;

/// What a shadow doctrine would order.
#[derive(Clone, Debug, PartialEq)]
pub struct ShadowNote {
    /// When it would begin to.
    pub tick: Tick,
    /// Which of the shadows, by its place in the list.
    pub shadow: usize,
    /// The unit.
    pub unit: UnitId,
    /// The boat that the picture is about.
    pub boat: BoatId,
    /// The contact on the side's plot.
    pub contact: u32,
    /// What it would order.
    pub order: Order,
    /// By which rule; none if none matched.
    pub rule: Option<String>,
    /// The rule that would wait for authority.
    pub awaits: Option<String>,
    /// What the doctrine in force orders.
    pub in_force: Order,
    /// The picture it decided on.
    pub picture: Picture,
}

/// The shadows of a night and their notes.
#[derive(Resource, Default)]
pub struct Shadows {
    books: Vec<(Arc<Doctrine>, RuleBook)>,
    boats: usize,
    /// Last answer by shadow, unit and boat.
    last: Vec<Option<Decision>>,
    notes: Vec<ShadowNote>,
}

impl Shadows {
    /// Shadows for the units of a scenario.
    pub(super) fn new<'u>(
        doctrines: &[Arc<Doctrine>],
        units: impl Iterator<Item = (crate::agents::Side, Option<&'u str>, &'u str)> + Clone,
        boats: usize,
    ) -> Self {
        let count = units.clone().count();
        let books: Vec<_> = doctrines.iter().map(|d| (Arc::clone(d), RuleBook::new(d, units.clone()))).collect();
        let last = vec![None; books.len() * count * boats];
        Self { books, boats, last, notes: Vec::new() }
    }

    /// Shows a picture, and what the doctrine in force says, to all shadows.
    pub(super) fn look(&mut self, boat: BoatId, picture: &Picture, in_force: &Decision) {
        let per_book = self.last.len() / self.books.len().max(1);
        for (i, (doctrine, book)) in self.books.iter().enumerate() {
            let decision = book.decide(picture);
            let at = i * per_book + picture.unit.index as usize * self.boats + boat.0 as usize;
            if self.last[at].replace(decision) == Some(decision) {
                continue;
            }
            let id = |rule: Option<usize>| rule.map(|r| doctrine.rules[r].id.clone());
            self.notes.push(ShadowNote {
                tick: picture.tick,
                shadow: i,
                unit: UnitId(picture.unit.index),
                boat,
                contact: picture.contact.number,
                order: decision.order,
                rule: id(decision.rule),
                awaits: id(decision.awaits),
                in_force: in_force.order,
                picture: *picture,
            });
        }
    }

    /// The notes so far, in the order of time.
    #[must_use]
    pub fn notes(&self) -> &[ShadowNote] {
        &self.notes
    }
}

#[cfg(test)]
mod tests {
    use super::super::Simulation;
    use super::super::fixture::{danger_only, interception, setting};
    use crate::doctrine::Order;
    use crate::draws::NightKey;

    const KEY: NightKey = NightKey { seed: 42, night: 0 };

    #[test]
    fn a_night_with_shadows_is_the_same_night() {
        let (setting, doctrine) = (setting(), danger_only());
        let mut alone = Simulation::new(&setting, &doctrine, KEY);
        alone.run().expect("a sound night");
        let mut watched = Simulation::with_shadows(&setting, &doctrine, KEY, &[interception(1.0), danger_only()]);
        watched.run().expect("a sound night");
        assert_eq!(alone.events(), watched.events());
        // The same doctrine as a shadow agrees with the one in force, always; the other would at times do otherwise.
        let notes = watched.shadow_notes();
        assert!(notes.iter().filter(|n| n.shadow == 1).all(|n| n.order == n.in_force));
        assert!(notes.iter().any(|n| n.shadow == 0 && n.awaits.as_deref() == Some("intercept")));
        assert!(notes.iter().all(|n| n.order != Order::Intercept), "nobody gave a shadow an order of authority");
    }
}
