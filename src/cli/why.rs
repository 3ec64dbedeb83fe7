//! `slackwater why SCENARIO --doctrine A --against B --night N`: why was each order given, what else would have been
//! ordered, and where do the two nights part?

use super::library::{Library, Trouble, tell_apart};
use super::numbers::NumberArguments;
use crate::analysis::divergence::{Divergence, Step, first_divergence};
use crate::doctrine::speed_limit::in_words;
use crate::doctrine::{Alternative, Doctrine, Fact, Order, RuleId, Steps};
use crate::draws::NightKey;
use crate::events::words::{Names, boat as boat_words, sentence};
use crate::events::{BoatId, Event, UnitId, What, Why};
use crate::scenario::Scenario;
use crate::sim::{ShadowNote, Simulation};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

/// Arguments of `why`.
#[derive(Debug, clap::Args)]
pub struct WhyArguments {
    /// Scenario: path, or name of a shipped one
    #[arg(default_value = "gravelines_dawn")]
    pub scenario: String,
    /// Doctrine in force: path, or name of a shipped one
    #[arg(long, default_value = "imminent_danger_only")]
    pub doctrine: String,
    /// Doctrines to ask beside it, without effect; the first of them is also lived through, to see where the nights part
    #[arg(long, value_name = "DOCTRINE")]
    pub against: Vec<String>,
    /// Number of the night
    #[arg(long, default_value_t = 0, allow_negative_numbers = true)]
    pub night: u64,
    /// Seed of all random draws
    #[arg(long, default_value_t = 42, allow_negative_numbers = true)]
    pub seed: u64,
    /// Only this boat, by its number in the log
    #[arg(long)]
    pub boat: Option<u32>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
    /// Numbers of the model
    #[command(flatten)]
    pub numbers: NumberArguments,
}

pub(super) fn why(root: Option<PathBuf>, a: &WhyArguments) -> Result<bool, Trouble> {
    let library = Library::open(root)?;
    let mut scenario = library.scenario(&a.scenario)?;
    let (doctrine, stamp, mut warnings) = library.doctrine_for(&a.doctrine, &scenario.value)?;
    let mut all = vec![(doctrine, stamp)];
    for name in &a.against {
        let (other, stamp, more) = library.doctrine_for(name, &scenario.value)?;
        all.push((other, stamp));
        warnings.extend(more);
    }
    tell_apart(&mut all);
    let (doctrine, stamp) = all.remove(0);
    let others: Vec<Arc<Doctrine>> = all.into_iter().map(|(other, _)| other).collect();
    for warning in scenario.warnings.iter().chain(&warnings) {
        super::warn(&format!("warning: {warning}"));
    }
    a.numbers.apply(&library, &mut scenario.value)?;
    let boats = scenario.value.departures.iter().map(|d| d.boats).sum::<u32>();
    if let Some(n) = a.boat.filter(|n| *n == 0 || *n > boats) {
        return Err(Trouble::one(format!(
            "--boat {n}: expected a number from 1 to {boats}, as boats are named in the log"
        )));
    }
    let only = a.boat.map(|n| BoatId(n - 1));
    let setting = library.setting(scenario.value)?;
    let key = NightKey { seed: a.seed, night: a.night };
    let mut sim = Simulation::with_shadows(&setting, &doctrine, key, &others);
    let fault = sim.run().err();
    let parted = match others.first() {
        Some(other) => {
            let mut second = Simulation::new(&setting, other, key);
            second.run().map_err(|f| Trouble::one(f.to_string()))?;
            first_divergence_of((sim.events(), &doctrine), (second.events(), other), &setting.scenario)
        }
        None => None,
    };
    let titles: Vec<String> = setting.scenario.units.iter().map(|u| u.title.clone()).collect();
    let names = Names { start: setting.scenario.start, units: &titles };
    let page = Page { names: &names, doctrine: &doctrine, others: &others, only, scenario: &setting.scenario };
    let head =
        format!("{} (sha256 {}), seed {}, night {}: one night", doctrine.title, &stamp.sha256[..12], a.seed, a.night);
    let text = if a.json {
        let mut value = page.json(sim.events(), sim.shadow_notes(), parted.as_ref());
        value["version"] = json!(env!("CARGO_PKG_VERSION"));
        value["seed"] = json!(a.seed);
        value["night"] = json!(a.night);
        value["doctrine"] = json!({ "id": doctrine.id, "path": stamp.path, "sha256": stamp.sha256 });
        value["scenario"] = json!({ "path": scenario.stamps[0].path, "sha256": scenario.stamps[0].sha256 });
        format!("{value:#}\n")
    } else {
        format!("{head}\n\n{}", page.text(sim.events(), sim.shadow_notes(), parted.as_ref()))
    };
    super::say(&text)?;
    match fault {
        None => Ok(true),
        Some(fault) => {
            super::warn(&fault.to_string());
            Ok(false)
        }
    }
}

/// The first decision in which two nights of a scenario differ, with the rules that its units go by.
pub(super) fn first_divergence_of(
    first: (&[Event], &Doctrine),
    second: (&[Event], &Doctrine),
    scenario: &Scenario,
) -> Option<Divergence> {
    first_divergence(first, second, &|d, unit| list_of(scenario, d, unit))
}

/// The rules that a unit of a scenario goes by under a doctrine.
pub(super) fn list_of(scenario: &Scenario, d: &Doctrine, unit: UnitId) -> Vec<RuleId> {
    let u = &scenario.units[unit.0 as usize];
    d.list_for_unit(u.side, u.mission.as_deref(), &u.id)
}

/// What both forms of the page need.
struct Page<'a> {
    names: &'a Names<'a>,
    doctrine: &'a Doctrine,
    others: &'a [Arc<Doctrine>],
    only: Option<BoatId>,
    scenario: &'a Scenario,
}

impl Page<'_> {
    fn shows(&self, boat: BoatId) -> bool {
        self.only.is_none_or(|b| b == boat)
    }

    fn text(&self, events: &[Event], notes: &[ShadowNote], parted: Option<&Divergence>) -> String {
        let mut t = String::new();
        if let Some(other) = self.others.first() {
            t += &self.standing(other);
            t += &match parted {
                None => format!("Under {} nobody decides otherwise on this night.\n\n", other.title),
                Some(d) => self.parting(d, other),
            };
        }
        let mut notes = notes.iter().filter(|n| self.shows(n.boat) && n.differs()).peekable();
        let mut orders = 0;
        for event in events {
            while let Some(n) = notes.next_if(|n| n.tick <= event.tick) {
                t += &self.shadow(n);
            }
            if let What::AuthorityAskedAhead { boat, .. } = event.what
                && self.shows(boat)
            {
                let at = event.tick.at(self.names.start).day_clock();
                let _ = writeln!(t, "{at}  {}", sentence(&event.what, self.names));
            }
            if let Some((boat, _, why)) = withdrawn(&event.what)
                && self.shows(boat)
            {
                let at = event.tick.at(self.names.start).day_clock();
                let _ = writeln!(t, "{at}  {}", sentence(&event.what, self.names));
                t += &reasons(why);
            }
            let Some((who, boat, contact, order, why)) = self.ordered(&event.what) else { continue };
            if !self.shows(boat) {
                continue;
            }
            orders += 1;
            let at = event.tick.at(self.names.start).day_clock();
            let what = order.phrase(&format!("contact {contact} ({})", boat_words(boat)));
            // A centre is ordered nothing by itself.
            let how = if matches!(event.what, What::CentreOrdered { .. }) { "decided" } else { "was ordered" };
            let _ = writeln!(t, "{at}  {who} {how} to {what}");
            if let Some(steps) = self.allowed(&event.what, why) {
                let _ = writeln!(t, "                 allowed: {}", steps.words());
            }
            t += &reasons(why);
        }
        for n in notes {
            t += &self.shadow(n);
        }
        if orders == 0 {
            t += "No orders were given.\n";
        }
        t
    }

    /// Who was ordered what about which boat and contact, and why: units, and centres for what is their own to do.
    fn ordered<'e>(&self, what: &'e What) -> Option<(&str, BoatId, u32, Order, &'e Why)> {
        match what {
            What::OrderGiven { unit, boat, contact, order, why } => {
                Some((&self.names.units[unit.0 as usize], *boat, *contact, *order, why))
            }
            What::CentreOrdered { side, boat, contact, order, why } => {
                Some((side.centre(), *boat, *contact, *order, why))
            }
            _ => None,
        }
    }

    /// How a boat may be stopped by an order to a unit, and with whom those brought in land; the weapons of a team ashore.
    fn allowed(&self, what: &What, why: &Why) -> Option<Steps> {
        let list = match what {
            What::OrderGiven { unit, .. } => list_of(self.scenario, self.doctrine, *unit),
            What::CentreOrdered { side, .. } => self.doctrine.list_for_centre(*side),
            _ => return None,
        };
        self.doctrine.allowed_by(&list, &why.rule)
    }

    /// What stands from the beginning of the night in one of the two only, and needs nobody to decide it.
    fn standing(&self, other: &Doctrine) -> String {
        let (here, there) = (&self.doctrine.speed_limits, &other.speed_limits);
        let speed = if here == there {
            String::new()
        } else {
            format!(
                "Without anybody's decision: units go near the shore, under {}: {}. Under {}: {}.\n\n",
                self.doctrine.title,
                in_words(here),
                other.title,
                in_words(there)
            )
        };
        let only = |a: &Doctrine, b: &Doctrine| {
            let canals: Vec<&str> =
                a.closed_canals.iter().filter(|c| !b.closed_canals.contains(c)).map(String::as_str).collect();
            if canals.is_empty() {
                return String::new();
            }
            format!(
                "Before anybody decides: closed from the beginning under {} only: {}.\n\n",
                a.title,
                canals.join(", ")
            )
        };
        only(self.doctrine, other) + &only(other, self.doctrine) + &speed
    }

    fn parting(&self, d: &Divergence, other: &Doctrine) -> String {
        format!("{}\n\n", d.words(self.names, [&self.doctrine.title, &other.title]))
    }

    fn shadow(&self, n: &ShadowNote) -> String {
        let at = n.tick.at(self.names.start).day_clock();
        format!("{at}      {}\n", n.sentence(&self.others[n.shadow].title, self.names))
    }

    fn json(&self, events: &[Event], notes: &[ShadowNote], parted: Option<&Divergence>) -> Value {
        let orders: Vec<Value> = events
            .iter()
            .filter_map(|e| {
                let (who, boat, contact, order, why) = self.ordered(&e.what).filter(|o| self.shows(o.1))?;
                Some(json!({
                    "time_utc": e.tick.at(self.names.start).iso_minute(),
                    "tick": e.tick.0,
                    "unit": who,
                    "boat": boat.0 + 1,
                    "contact": contact,
                    "order": order.name(),
                    "steps": self.allowed(&e.what, why).map(Steps::words),
                    "rule": why.rule,
                    "cite": why.cite,
                    "authority": { "needed_and_held": why.authorised, "awaits": why.awaits },
                    "facts": why.facts().iter().map(fact).collect::<Vec<_>>(),
                    "alternatives": why.alternatives().iter().map(alternative).collect::<Vec<_>>(),
                }))
            })
            .collect();
        let shadows: Vec<Value> = notes
            .iter()
            .filter(|n| self.shows(n.boat))
            .map(|n| {
                json!({
                    "time_utc": n.tick.at(self.names.start).iso_minute(),
                    "tick": n.tick.0,
                    "doctrine": self.others[n.shadow].id,
                    "unit": n.unit.map(|u| &self.names.units[u.0 as usize]),
                    "centre": n.unit.is_none().then(|| n.side.centre()),
                    "boat": n.boat.0 + 1,
                    "contact": n.contact,
                    "would_order": n.order.name(),
                    "steps": n.steps.map(Steps::words),
                    "rule": n.rule,
                    "awaits": n.awaits,
                    "in_force": n.in_force.name(),
                    "in_force_steps": n.in_force_steps.map(Steps::words),
                })
            })
            .collect();
        let parted = parted.map(|d| {
            json!({
                "time_utc": d.tick.at(self.names.start).iso_minute(),
                "tick": d.tick.0,
                "boat": d.boat.0 + 1,
                "contact": d.contact,
                "first": d.first.as_ref().map(|s| self.step(s)),
                "second": d.second.as_ref().map(|s| self.step(s)),
                "other_on_the_same_picture": d.other.as_ref().map(|w| {
                    json!({ "order": w.order.name(), "steps": w.steps.map(Steps::words), "rule": w.rule })
                }),
            })
        });
        let ahead: Vec<Value> = events
            .iter()
            .filter_map(|e| match &e.what {
                What::AuthorityAskedAhead { boat, side, contact, rule } if self.shows(*boat) => Some(json!({
                    "time_utc": e.tick.at(self.names.start).iso_minute(),
                    "tick": e.tick.0,
                    "centre": side.centre(),
                    "boat": boat.0 + 1,
                    "contact": contact,
                    "rule": rule,
                })),
                _ => None,
            })
            .collect();
        let taken_back: Vec<Value> = events
            .iter()
            .filter_map(|e| {
                let (boat, unit, why) = withdrawn(&e.what).filter(|w| self.shows(w.0))?;
                let What::TaskEnded { order, end, .. } = &e.what else { return None };
                Some(json!({
                    "time_utc": e.tick.at(self.names.start).iso_minute(),
                    "tick": e.tick.0,
                    "unit": &self.names.units[unit.0 as usize],
                    "boat": boat.0 + 1,
                    "contact": why.picture.contact.number,
                    "withdrawn_from": order.name(),
                    "because": end.title(),
                    "rule": why.rule,
                    "cite": why.cite,
                    "facts": why.facts().iter().map(fact).collect::<Vec<_>>(),
                    "alternatives": why.alternatives().iter().map(alternative).collect::<Vec<_>>(),
                }))
            })
            .collect();
        json!({
            "orders": orders,
            "taken_back": taken_back,
            "asked_ahead": ahead,
            "shadows": shadows,
            "first_divergence": parted,
        })
    }

    fn step(&self, s: &Step) -> Value {
        match s {
            Step::Ordered { unit, order, steps, rule } => {
                let (unit, steps) = (&self.names.units[unit.0 as usize], steps.map(Steps::words));
                json!({ "unit": unit, "order": order.name(), "steps": steps, "rule": rule })
            }
            Step::Withdrawn { unit, from, end, by } => {
                let unit = &self.names.units[unit.0 as usize];
                json!({ "unit": unit, "withdrawn_from": from.name(), "because": end.title(), "by": by })
            }
            Step::OrderedByCentre { side, order, steps, rule } => {
                let steps = steps.map(Steps::words);
                json!({ "centre": side.centre(), "order": order.name(), "steps": steps, "rule": rule })
            }
            Step::Asked { side, rule } => {
                json!({ "authority_asked_by": side.centre(), "rule": rule })
            }
            Step::Answered { side, rule, granted } => {
                json!({ "authority_answered_to": side.centre(), "rule": rule, "granted": granted })
            }
        }
    }
}

/// A unit that its rules took off a boat, and why.
fn withdrawn(what: &What) -> Option<(BoatId, UnitId, &Why)> {
    match what {
        What::TaskEnded { unit, boat, why: Some(why), .. } => Some((*boat, *unit, why)),
        _ => None,
    }
}

fn fact(f: &Fact) -> Value {
    json!({ "condition": f.condition, "seen": f.seen, "holds": f.holds })
}

fn alternative(a: &Alternative) -> Value {
    json!({ "rule": a.rule, "order": a.order.name(), "failed_on": a.failed.as_ref().map(fact) })
}

/// The reasons of an order, beneath it: rule, text, authority, what was seen, what was tried before.
pub(super) fn reasons(why: &Why) -> String {
    let mut t = format!("                 {}", why.by());
    if !why.cite.is_empty() {
        let _ = write!(t, ", after: {}", why.cite);
    }
    t.push('\n');
    if why.authorised {
        t += "                      on an order of authority that is held\n";
    }
    if let Some(awaits) = &why.awaits {
        let _ = writeln!(t, "                      rule \"{awaits}\" matched first but awaits its order");
    }
    for fact in &why.facts() {
        let holds = if fact.holds { "yes" } else { "no" };
        let _ = writeln!(t, "                 {holds:>3}  {} [{}]", fact.condition, fact.seen);
    }
    for other in &why.alternatives() {
        let failed = other.failed.as_ref().map_or_else(
            || "it awaits its order of authority".to_owned(),
            |f| format!("not so: {} [{}]", f.condition, f.seen),
        );
        let _ = writeln!(t, "                      not {} (\"{}\"): {failed}", other.order.name(), other.rule);
    }
    t
}
