//! What would the other doctrines order, here and now?
//!
//! A shadow doctrine sees the pictures of the one in force, decides on them, and moves nobody. What it would order is kept
//! beside the log, not in it: a night with shadows has the events of one without (a test holds this). A note is made when
//! its answer for a unit and a boat changes, or that of the doctrine in force does: what differs is news either way.
//!
//! The order of authority in a picture is the one that the doctrine in force holds; a shadow whose rule needs an order
//! that nobody asked for is told as waiting. Left out: how the sea would look had the shadow been followed. That is the
//! other night of the pair.

use super::asks::Asks;
use crate::agents::Side;
use crate::doctrine::{Asking, Decision, Doctrine, Order, Picture, RuleBook, Steps};
use crate::events::words::{self, Names};
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
    /// Whose unit, or centre.
    pub side: Side,
    /// The unit; none for what is the centre's own to do.
    pub unit: Option<UnitId>,
    /// The boat that the picture is about.
    pub boat: BoatId,
    /// The contact on the side's plot.
    pub contact: u32,
    /// What it would order.
    pub order: Order,
    /// How a boat could be stopped then, and with whom those brought in would land, where that is the order.
    pub steps: Option<Steps>,
    /// By which rule; none if none matched.
    pub rule: Option<String>,
    /// The rule that would wait for authority, or have it asked for ahead.
    pub awaits: Option<String>,
    /// What the doctrine in force orders.
    pub in_force: Order,
    /// How a boat may be stopped by that, where that is the order.
    pub in_force_steps: Option<Steps>,
    /// Does a rule of it wait for authority too?
    pub in_force_awaits: bool,
    /// The picture it decided on.
    pub picture: Picture,
}

impl ShadowNote {
    /// In words, `doctrine` being the shadow's title: whom it would have do what, by which rule.
    #[must_use]
    pub fn sentence(&self, doctrine: &str, names: &Names<'_>) -> String {
        let who = self.unit.map_or_else(|| self.side.centre(), |u| names.units[u.0 as usize].as_str());
        let what = self.order.phrase_by(&words::boat(self.boat), self.steps);
        let by = self.rule.as_ref().map_or_else(|| "no rule applies".to_owned(), |r| format!("rule \"{r}\""));
        let awaits =
            self.awaits.as_ref().map_or_else(String::new, |r| format!("; rule \"{r}\" would ask for an order"));
        format!("{doctrine} would have {who} {what} ({by}{awaits})")
    }

    /// Does it say anything else than the doctrine in force: another order, other force, another landing, or
    /// that an order would be asked for?
    #[must_use]
    pub fn differs(&self) -> bool {
        (self.order, self.steps) != (self.in_force, self.in_force_steps)
            || (self.awaits.is_some() && !self.in_force_awaits)
    }
}

/// What a shadow is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct InForce {
    order: Order,
    steps: Option<Steps>,
    awaits: bool,
}

impl InForce {
    const fn of(decision: &Decision) -> Self {
        Self { order: decision.order, steps: decision.allowed(), awaits: decision.asking().any() }
    }
}

/// The shadows of a night and their notes.
#[derive(Resource, Default)]
pub struct Shadows {
    books: Vec<(Arc<Doctrine>, RuleBook)>,
    boats: usize,
    units: usize,
    /// What they ask of chart and shore, all together.
    asks: Asks,
    /// Last answer by shadow, decider (units, then the two centres) and boat, and what was in force then.
    last: Vec<Option<(Decision, InForce)>>,
    notes: Vec<ShadowNote>,
}

impl Shadows {
    /// Shadows for the units of a scenario.
    pub(super) fn new<'u>(
        doctrines: &[Arc<Doctrine>],
        units: impl Iterator<Item = (Side, Option<&'u str>, &'u str)> + Clone,
        boats: usize,
    ) -> Self {
        let count = units.clone().count();
        let books: Vec<_> = doctrines.iter().map(|d| (Arc::clone(d), RuleBook::new(d, units.clone()))).collect();
        let asks = books.iter().map(|(d, book)| Asks::of(d, book)).fold(Asks::default(), Asks::and);
        let last = vec![None; books.len() * (count + Side::ALL.len()) * boats];
        Self { books, boats, units: count, asks, last, notes: Vec::new() }
    }

    /// What of chart and shore their rules ask for.
    pub(super) const fn asks(&self) -> Asks {
        self.asks
    }

    /// Does nobody look on?
    pub(super) const fn are_none(&self) -> bool {
        self.books.is_empty()
    }

    /// Has the centre of this side anything to decide under any of them?
    pub(super) fn ask_centre(&self, side: Side) -> bool {
        self.books.iter().any(|(_, book)| book.asks_centre(side))
    }

    /// Shows a unit's picture, and what the doctrine in force says, to all shadows.
    pub(super) fn look(&mut self, boat: BoatId, picture: &Picture, in_force: &Decision) {
        for i in 0..self.books.len() {
            let decision = self.books[i].1.decide(picture);
            let unit = picture.unit.index;
            self.note(i, unit as usize, Some(UnitId(unit)), boat, picture, decision, InForce::of(in_force));
        }
    }

    /// The same for a centre; `open` are the orders that were not given yet for this contact, and whether each could be carried
    /// out now.
    pub(super) fn look_as_centre(
        &mut self,
        side: Side,
        boat: BoatId,
        picture: &Picture,
        in_force: &Decision,
        open: &[(Order, bool)],
    ) {
        let given = |order: Order| open.iter().all(|(o, _)| *o != order);
        let able = |order: Order| open.contains(&(order, true));
        for i in 0..self.books.len() {
            let decision = self.books[i].1.decide_for_centre(side, picture, given, able);
            let decider = self.units + side.index();
            self.note(i, decider, None, boat, picture, decision, InForce::of(in_force));
        }
    }

    /// Keeps an answer that is not the last one to the same question.
    #[expect(clippy::too_many_arguments, reason = "the parts of one note")]
    fn note(
        &mut self,
        shadow: usize,
        decider: usize,
        unit: Option<UnitId>,
        boat: BoatId,
        picture: &Picture,
        decision: Decision,
        in_force: InForce,
    ) {
        let per_book = self.last.len() / self.books.len();
        let at = shadow * per_book + decider * self.boats + boat.0 as usize;
        let now = (decision, in_force);
        let before = self.last[at].replace(now);
        // That a centre has nothing of its own to order is no answer, unless it had something.
        let silent = unit.is_none() && before.is_none() && decision == Decision::observe(Asking::default());
        if before == Some(now) || silent {
            return;
        }
        let id = |rule: Option<usize>| rule.map(|r| self.books[shadow].0.rules[r].id.clone());
        self.notes.push(ShadowNote {
            tick: picture.tick,
            shadow,
            side: picture.unit.side,
            unit,
            boat,
            contact: picture.contact.number,
            order: decision.order,
            steps: decision.allowed(),
            rule: id(decision.rule),
            awaits: id(decision.awaits.or(decision.ahead)),
            in_force: in_force.order,
            in_force_steps: in_force.steps,
            in_force_awaits: in_force.awaits,
            picture: *picture,
        });
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
    use super::super::fixture::{danger_only, interception, interception_by, setting, with_rule};
    use crate::doctrine::{Condition, Order};
    use crate::draws::NightKey;
    use crate::events::What;
    use crate::geo;

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

    #[test]
    fn a_shadow_that_would_stop_the_same_boat_with_other_force_is_told() {
        use crate::doctrine::{LandWith, Step, Steps};
        let setting = setting();
        let gentle = Steps::none().with(Step::OrderToStop).with(Step::Divert);
        let shadows = [gentle, Steps::USUAL, Steps::USUAL.landing_with(LandWith::Reception)]
            .map(|steps| interception_by(1.0, steps));
        let intercepted = |night: u64| {
            let key = NightKey { seed: 42, night };
            let mut watched = Simulation::with_shadows(&setting, &interception(1.0), key, &shadows);
            watched.run().expect("a sound night");
            let both = |n: &&super::ShadowNote| n.order == Order::Intercept && n.in_force == Order::Intercept;
            let notes: Vec<_> = watched.shadow_notes().iter().filter(both).cloned().collect();
            (!notes.is_empty()).then_some(notes)
        };
        let notes = (0..20).find_map(intercepted).expect("an interception is ordered on one of twenty nights");
        for (shadow, differs) in [(0, true), (1, false), (2, true)] {
            let mut of_it = notes.iter().filter(|n| n.shadow == shadow).peekable();
            assert!(of_it.peek().is_some() && of_it.all(|n| n.differs() == differs), "shadow {shadow}: {notes:?}");
        }
        assert_eq!(
            notes.iter().find(|n| n.shadow == 0).map(|n| (n.steps, n.in_force_steps)),
            Some((Some(gentle), Some(Steps::USUAL)))
        );
    }

    #[test]
    fn a_shadow_that_would_send_the_same_team_with_weapons_is_told() {
        use crate::sim::fixture::{scenario, setting_for};
        let mut s = scenario();
        s.posts[0].team = true;
        let setting = setting_for(s, crate::parameters::Parameters::shipped_for_tests());
        let within = Condition::ShoreTeamWithin(crate::units::Duration::minutes(30.0));
        let plain = with_rule("ashore", within, Order::InterdictAshore);
        let mut armed = (*plain).clone();
        armed.rules[0].steps = armed.rules[0].steps.with_weapons();
        let sent = |night: u64| {
            let shadows = [std::sync::Arc::new(armed.clone()), std::sync::Arc::clone(&plain)];
            let mut watched = Simulation::with_shadows(&setting, &plain, NightKey { seed: 42, night }, &shadows);
            watched.run().expect("a sound night");
            let both = |n: &&super::ShadowNote| n.order == Order::InterdictAshore && n.in_force == n.order;
            let notes: Vec<_> = watched.shadow_notes().iter().filter(both).cloned().collect();
            (!notes.is_empty()).then_some(notes)
        };
        let notes = (0..20).find_map(sent).expect("a team is sent on one of twenty nights");
        for (shadow, differs) in [(0, true), (1, false)] {
            let mut of_it = notes.iter().filter(|n| n.shadow == shadow).peekable();
            assert!(of_it.peek().is_some() && of_it.all(|n| n.differs() == differs), "shadow {shadow}: {notes:?}");
        }
    }

    #[test]
    fn centres_are_shadowed_too_and_a_shadow_sees_whose_waters_it_asks_for() {
        let setting = setting();
        let near = Condition::All(vec![
            Condition::WatersOf(geo::Side::France),
            Condition::KnownFor(crate::units::Duration::ZERO),
        ]);
        let closes = with_rule("close", near, Order::CloseCanal);
        let mut watched = Simulation::with_shadows(&setting, &danger_only(), KEY, std::slice::from_ref(&closes));
        watched.run().expect("a sound night");
        let mut alone = Simulation::new(&setting, &danger_only(), KEY);
        alone.run().expect("a sound night");
        assert_eq!(alone.events(), watched.events());
        let of_centre: Vec<_> = watched.shadow_notes().iter().filter(|n| n.unit.is_none() && n.differs()).collect();
        let first = of_centre.first().expect("a boat lay in or off a canal");
        assert_eq!((first.order, first.rule.as_deref()), (Order::CloseCanal, Some("close")));
        // In force, the centre orders it at that very moment, on that contact.
        let mut lived = Simulation::new(&setting, &closes, KEY);
        lived.run().expect("a sound night");
        let ordered = lived.events().iter().find_map(|e| match &e.what {
            What::CentreOrdered { side, contact, order: Order::CloseCanal, .. } => Some((e.tick, *side, *contact)),
            _ => None,
        });
        assert_eq!(ordered, Some((first.tick, first.side, first.contact)));
    }
}
