//! How is each rule held against a night? One fold over the log for each, as metrics are.
//!
//! Findings hang on the event by which the decision shows. What is known in review only (two boats taken for one) is said
//! to be so in the facts. The words of a doctrine (its title, ids and citations) are never looked at: two doctrines that
//! lead to the same events have the same findings.

mod alone;
mod assist;
mod authority;
mod coordinate;
mod endanger;
mod force;
mod no_return;
mod place_of_safety;
mod record;
mod stints;
mod vulnerable;
mod withheld;

use super::finding::{Band, Finding, Ground};
use super::known::{FORCE, Known, level_number, level_of, state_of};
use super::rules::{LawRule, Reading, Test};
use crate::agents::Side;
use crate::agents::calling::Phase;
use crate::doctrine::Order;
use crate::events::{BoatId, Event, UnitId, What, Why};
use crate::geo;
use crate::units::Tick;
use crate::units::format::fixed;
use std::collections::BTreeMap;

/// All findings of one rule.
pub(super) fn judge(reading: &Reading, rule: &LawRule, events: &[Event]) -> Vec<Finding> {
    let court = Court { reading, rule, events };
    match &rule.test {
        Test::Assist(t) => assist::judge(&court, t),
        Test::Coordinate(t) => coordinate::judge(&court, t),
        Test::PlaceOfSafety(t) => place_of_safety::judge(&court, t),
        Test::NoReturn(t) => no_return::judge(&court, t),
        Test::Force(t) => force::judge(&court, t),
        Test::Endanger(t) => endanger::judge(&court, t),
        Test::Authority(t) => authority::judge(&court, t),
        Test::Vulnerable(t) => vulnerable::judge(&court, t),
        Test::Record(t) => record::judge(&court, t),
    }
}

/// A rule and the night that it is held against.
struct Court<'a> {
    reading: &'a Reading,
    rule: &'a LawRule,
    events: &'a [Event],
}

/// What a finding is about.
#[derive(Clone, Copy)]
struct Case {
    side: Side,
    unit: Option<UnitId>,
    boat: Option<BoatId>,
    contact: Option<u32>,
}

/// An order to use force, as it stands in the log.
struct ForceOrder {
    event: usize,
    case: Case,
    level: u8,
    known: Known,
    has_facts: bool,
}

/// An order that lets a team ashore use intermediate-force weapons.
struct WeaponsOrder {
    event: usize,
    case: Case,
    known: Known,
    /// People there and of them hurt, if the team used them.
    used: Option<(u32, u32)>,
}

impl WeaponsOrder {
    /// What was known, and, told apart from it, what came of the order; no band hangs on the latter.
    fn facts(&self) -> Vec<String> {
        let k = &self.known;
        let mut facts = vec!["a team ashore was ordered to use intermediate-force weapons".to_owned()];
        facts.push(if k.embarked { "people were boarding" } else { "the boat was being made ready" }.to_owned());
        facts.push(format!("{} people by best estimate, {} at most", fixed(k.aboard, 0), fixed(k.upper95, 0)));
        facts.push(if k.daylight { "by day" } else { "in the dark" }.to_owned());
        facts.push(match self.used {
            None => "known in review: no team used them".to_owned(),
            Some((people, hurt)) => format!("known in review: used where {people} were, {hurt} hurt"),
        });
        facts
    }
}

impl Court<'_> {
    /// A finding on the event at this place; of the grounds that hold, those that the rule names are kept.
    fn find(&self, event: usize, case: Case, band: Band, facts: Vec<String>, grounds: &[Ground]) -> Finding {
        Finding {
            rule: self.rule.id.clone(),
            version: self.reading.version.clone(),
            family: self.rule.family,
            band,
            facts,
            justified_by: self.rule.justified_by.iter().filter(|g| grounds.contains(g)).copied().collect(),
            tick: self.events.get(event).map_or(Tick(0), |e| e.tick),
            side: case.side,
            unit: case.unit,
            boat: case.boat,
            contact: case.contact,
            event,
        }
    }

    /// Orders to use force, in the order of the log: to units, and to teams that wade in to a boat with people in it.
    fn force_orders(&self) -> impl Iterator<Item = ForceOrder> {
        self.events.iter().enumerate().filter_map(|(event, e)| {
            if let What::CentreOrdered { side, boat, contact, order, why } = &e.what {
                let level = level_of(*order);
                return (level >= FORCE).then(|| ForceOrder {
                    event,
                    case: Case { side: *side, unit: None, boat: Some(*boat), contact: Some(*contact) },
                    level,
                    // A team on foot draws no water.
                    known: Known { depth_needed_m: None, ..known(why, *order) },
                    has_facts: why.has_facts(),
                });
            }
            let What::OrderGiven { unit, boat, contact, order, why } = &e.what else { return None };
            // Where the order allows less than its name says, the next line of the log says so.
            let level = match self.events.get(event + 1).map(|e| &e.what) {
                Some(What::StepsAllowed { unit: u, boat: b, steps, .. }) if u == unit && b == boat => {
                    level_number(steps.level())
                }
                _ => level_of(*order),
            };
            (level >= FORCE).then(|| ForceOrder {
                event,
                case: Case {
                    side: why.picture.unit.side,
                    unit: Some(*unit),
                    boat: Some(*boat),
                    contact: Some(*contact),
                },
                level,
                known: known(why, *order),
                has_facts: why.has_facts(),
            })
        })
    }

    /// Orders to a team ashore that let it use intermediate-force weapons, in the order of the log.
    fn weapons_orders(&self) -> impl Iterator<Item = WeaponsOrder> {
        self.events.windows(2).enumerate().filter_map(|(event, pair)| {
            let What::CentreOrdered { side, boat, contact, why, .. } = &pair[0].what else { return None };
            // What the order allows, the next line of the log says.
            if !matches!(&pair[1].what, What::WeaponsAllowed { boat: b, contact: c, .. } if b == boat && c == contact) {
                return None;
            }
            let case = Case { side: *side, unit: None, boat: Some(*boat), contact: Some(*contact) };
            let of_it = |e: &&Event| matches!(&e.what, What::WeaponsUsed { side: s, boat: b, contact: c, .. } if s == side && b == boat && c == contact);
            let used = self.events[event..].iter().find(of_it).and_then(|e| match e.what {
                What::WeaponsUsed { people, hurt, .. } => Some((people, hurt)),
                _ => None,
            });
            Some(WeaponsOrder { event, case, known: Known::of(&why.picture), used })
        })
    }

    /// The events of a unit's task at a boat after the order at this place, up to its end or the next order to the unit.
    fn task(&self, order: usize, unit: UnitId, boat: BoatId) -> impl Iterator<Item = (usize, &Event)> {
        let mut over = false;
        self.events.iter().enumerate().skip(order + 1).take_while(move |(_, e)| {
            let goes_on = !over;
            over = match &e.what {
                What::TaskEnded { unit: u, boat: b, .. } => *u == unit && *b == boat,
                What::OrderGiven { unit: u, .. } => *u == unit,
                _ => false,
            };
            goes_on && !(over && matches!(e.what, What::OrderGiven { .. }))
        })
    }

    /// Whose each unit is, its side and its state, as far as orders tell.
    fn flags(&self) -> BTreeMap<UnitId, (Side, geo::Side)> {
        let told = |e: &Event| match &e.what {
            What::OrderGiven { unit, why, .. } => Some((*unit, (why.picture.unit.side, state_of(&why.picture.unit)))),
            _ => None,
        };
        self.events.iter().filter_map(told).collect()
    }
}

/// What was known as an order was given. An order of authority that was held for another act is none for this one.
fn known(why: &Why, order: Order) -> Known {
    let held = why.authorised || why.picture.force.order_held() && why.picture.force.acts.have(order);
    Known { order_held: held, ..Known::of(&why.picture) }
}

/// Grounds that the picture behind an order shows.
fn grounds(known: &Known) -> Vec<Ground> {
    if known.in_danger(Phase::Alert) { vec![Ground::Necessity] } else { Vec::new() }
}

/// Minutes in so many ticks.
fn minutes(ticks: u32) -> f64 {
    Tick(ticks).elapsed().min_()
}

/// A number with at least so many decimals, and with more only if it would else look as if it were not beyond a limit that it
/// is beyond, or the other way round: the band hangs on that.
fn beside(value: f64, decimals: usize, limits: &[f64]) -> String {
    let told = |d: usize| fixed(value, d);
    let tells = |d: &usize| {
        told(*d).parse().is_ok_and(|shown: f64| limits.iter().all(|limit| (shown > *limit) == (value > *limit)))
    };
    told((decimals..decimals + 3).find(tells).unwrap_or(decimals + 3))
}
