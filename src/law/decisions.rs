//! Who decided what in this night, on what knowledge, and what could have been decided instead?
//!
//! The decision log (MODEL 10.3): one record for each decision of a centre, a chain of authority or a commander, and for
//! each event on which a rule of the law fires, with what was known then and never what came out later. Boats are named by
//! the contact's number, as the deciders knew them. Written as a chain of digests (`chain`).
//!
//! Left out: decisions that change nothing (a contact watched from afar), which the log of events does not hold either.

use super::chain::Chain;
use super::finding::{Band, Finding};
use super::known::{Seen, what_was_seen};
use super::options::{Tried, tried};
use super::rules::Reading;
use crate::agents::Side;
use crate::agents::search::SearchEnd;
use crate::doctrine::{Contact, Picture, Steps};
use crate::events::words::Names;
use crate::events::{Event, TaskEnd, UnitId, What};
use crate::units::{Duration, Tick};
use serde::Serialize;
use std::collections::BTreeMap;

/// What made the night: everything with which it can be lived again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Run {
    /// Name of the program.
    pub program: String,
    /// Its version.
    pub version: String,
    /// Seed of all draws.
    pub seed: u64,
    /// Number of the night.
    pub night: u64,
    /// Path of the scenario.
    pub scenario: String,
    /// Digest of its file.
    pub scenario_sha256: String,
    /// Path of the doctrine.
    pub doctrine: String,
    /// Digest of its file, and of those it extends.
    pub doctrine_sha256: String,
    /// Id of the reading of the law.
    pub law: String,
    /// Its version.
    pub law_version: String,
    /// Digest of its file.
    pub law_sha256: String,
    /// The readings that judge beside it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub laws_beside: Vec<Law>,
    /// The command that writes this log again.
    pub command: String,
    /// Where the night parts from that of each doctrine that was asked beside it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub partings: Vec<Parting>,
}

/// A reading of the law that judges beside the first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Law {
    /// Its id.
    pub law: String,
    /// Its version.
    pub law_version: String,
    /// Digest of its file.
    pub law_sha256: String,
}

/// The first decision in which the night differs from that of another doctrine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Parting {
    /// The other doctrine.
    pub doctrine: String,
    /// Tick of the night; none if nobody decides otherwise.
    pub t: Option<u32>,
    /// The contact that it is about, by its number on the side's plot.
    pub contact: Option<u32>,
    /// What each of the two decided, by which rule, in words.
    pub words: String,
}

/// What a decider knew; what the log does not say of this decision is left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct KnownFacts {
    /// Number aboard, best estimate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aboard: Option<f64>,
    /// Upper end of its 95 % range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aboard_upper95: Option<f64>,
    /// What it looked like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub look: Option<&'static str>,
    /// Emergency phase.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<&'static str>,
    /// People seen boarding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub boarding: Option<bool>,
    /// People seen in the water.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people_in_water: Option<bool>,
    /// Water coming in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub water_aboard: Option<bool>,
    /// For how long the engine was known to be dead, minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engine_dead_min: Option<f64>,
    /// Children seen; left out if nobody could see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub children: Option<bool>,
    /// Few or no lifejackets seen; left out if nobody could see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifejackets_few: Option<bool>,
    /// Help was offered and refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused_help: Option<bool>,
    /// Age of the last report, minutes: how far the position can be trusted. How far off it is thought to be is not in the
    /// picture that an order rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_report_min: Option<f64>,
    /// Significant wave height, m.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waves_m: Option<f64>,
    /// Sun up or civil twilight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub daylight: Option<bool>,
    /// Depth, m.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub depth_m: Option<f64>,
    /// Depth that the ordered unit, or its small boat, needs to come alongside, m: R5 asks whether there is that much. Left out
    /// for aircraft and teams on foot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub depth_needed_m: Option<f64>,
    /// Distance to the shore, m.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_shore_m: Option<f64>,
    /// Whose waters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waters: Option<String>,
    /// Time for another unit to be there, minutes; left out if none could.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rescue_standby_min: Option<f64>,
    /// An order of authority was held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_held: Option<bool>,
    /// Units that could have been sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units_free: Option<u32>,
    /// Probability that the search would have found what it looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search_success: Option<f64>,
}

/// A rule of the law that fires on a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// Id of the rule.
    pub rule: String,
    /// Id of the reading.
    pub law: String,
    /// Version of the reading.
    pub version: String,
    /// Amber or red.
    pub band: Band,
    /// The facts used, in words.
    pub facts_used: Vec<String>,
    /// Justifying facts that are present, in words.
    pub justification: Vec<&'static str>,
}

/// What another doctrine would have ordered on the same picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Other {
    /// Its id.
    pub doctrine: String,
    /// The order, by its name in doctrine files.
    pub would_order: &'static str,
    /// How a boat could be stopped then, and with whom those brought in would land; left out where that is not the order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps: Option<String>,
    /// By which rule; left out if none applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_rule: Option<String>,
    /// The rule that would have waited for an order of authority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub awaits: Option<String>,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Record {
    kind: &'static str,
    /// Digest of the line that names the run.
    run_id: String,
    /// Tick of the night, of ten seconds each.
    pub t: u32,
    /// The moment, UTC.
    pub time: String,
    /// Who decided.
    pub decider_role: String,
    /// The unit that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The contact that it is about, by its number on the side's plot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<u32>,
    /// What was known.
    pub known_facts: KnownFacts,
    /// Rules of the doctrine that were tried first, and on what each failed.
    pub options: Vec<Tried>,
    /// What was decided.
    pub chosen: String,
    /// The rule of the doctrine that gave the order, or asked for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_rule: Option<String>,
    /// The text which that rule rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cite: Option<String>,
    /// Number of the order in the night.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<u32>,
    /// What the doctrines that were asked beside it would have ordered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Other>,
    /// Rules of the law that fire on it.
    pub rule_hits: Vec<Hit>,
}

/// A written log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// JSON lines.
    pub text: String,
    /// Digest of the last.
    pub last_hash: String,
}

#[derive(Serialize)]
struct First<'a> {
    kind: &'static str,
    #[serde(flatten)]
    run: &'a Run,
}

/// How the rule of this name lets a unit stop a boat, and with whom those brought in land.
pub type Allowed<'a> = &'a dyn Fn(UnitId, &str) -> Option<Steps>;

/// A reading of the law, and what it finds in the night.
pub type Judged<'a> = (&'a Reading, &'a [Finding]);

/// The decisions of a night, in the order of the log, with the findings of one reading or of several side by side. What force
/// an order allows stands in the doctrine, which `allowed` looks up.
#[must_use]
pub fn records(events: &[Event], judged: &[Judged<'_>], names: &Names, allowed: Allowed<'_>) -> Vec<Record> {
    let mut hits: BTreeMap<usize, Vec<(&Reading, &Finding)>> = BTreeMap::new();
    for (law, findings) in judged {
        for f in findings.iter().filter(|f| f.band > Band::Green) {
            hits.entry(f.event).or_default().push((law, f));
        }
    }
    let (mut desk, mut out) = (Desk::default(), Vec::new());
    for (i, event) in events.iter().enumerate() {
        let fired = hits.remove(&i).unwrap_or_default();
        let armed = matches!(events.get(i + 1).map(|e| &e.what), Some(What::WeaponsAllowed { .. }));
        let by_log = desk.decision(&event.what, event.tick, names, (allowed, armed));
        // Who landed people or let a boat turn back decided nothing that the log has a record of; the rule still fires on it.
        let Some(d) = by_log.or_else(|| fired.first().map(|(_, f)| Decided::by(f, &event.what, names))) else {
            continue;
        };
        out.push(Record {
            kind: "decision",
            run_id: String::new(),
            t: event.tick.0,
            time: event.tick.at(names.start).iso_second(),
            decider_role: d.role,
            unit: d.unit.map(|u| names.unit(u).to_owned()),
            contact: d.contact,
            known_facts: d.known,
            options: d.options,
            chosen: d.chosen,
            by_rule: d.by_rule,
            cite: d.cite,
            order_id: d.order_id,
            others: Vec::new(),
            rule_hits: fired.into_iter().map(hit).collect(),
        });
    }
    out
}

/// The log as a chain of digests.
///
/// # Errors
/// If a record can't be written as JSON.
pub fn write(run: &Run, records: Vec<Record>) -> Result<Written, serde_json::Error> {
    let mut chain = Chain::default();
    chain.push(&First { kind: "run", run })?;
    let run_id = chain.last_hash().to_owned();
    for record in records {
        chain.push(&Record { run_id: run_id.clone(), ..record })?;
    }
    let (text, last_hash) = chain.finish()?;
    Ok(Written { text, last_hash })
}

fn hit((law, f): (&Reading, &Finding)) -> Hit {
    Hit {
        rule: f.rule.clone(),
        law: law.id.clone(),
        version: f.version.clone(),
        band: f.band,
        facts_used: f.facts.clone(),
        justification: f.justified_by.iter().map(|g| g.title()).collect(),
    }
}

/// A decision, before it is a record.
#[derive(Default)]
struct Decided {
    role: String,
    unit: Option<UnitId>,
    contact: Option<u32>,
    known: KnownFacts,
    options: Vec<Tried>,
    chosen: String,
    by_rule: Option<String>,
    cite: Option<String>,
    order_id: Option<u32>,
}

impl Decided {
    fn centre(side: Side, contact: Option<u32>, chosen: impl Into<String>) -> Self {
        Self { role: format!("centre: {}", side.centre()), contact, chosen: chosen.into(), ..Self::default() }
    }

    fn commander(unit: UnitId, chosen: impl Into<String>, names: &Names) -> Self {
        let role = format!("commander: {}", names.unit(unit));
        Self { role, unit: Some(unit), chosen: chosen.into(), ..Self::default() }
    }

    /// An event that nobody decided by itself, and on which a rule fires.
    fn by(f: &Finding, what: &What, names: &Names) -> Self {
        let chosen = match what {
            What::ReportMerged { contact, .. } => format!("take a report for one on contact {contact}"),
            What::CaseClosedWrongly { contact, .. } => format!("close contact {contact} as found"),
            What::TurnedBack { .. } => "see the boat turn back to the shore".to_owned(),
            What::PeopleLanded { .. } => "land the people".to_owned(),
            What::InterceptionDone { .. } | What::BlockedBoatStopped { .. } => "hold the stopped boat".to_owned(),
            _ => "leave it so".to_owned(),
        };
        let own = match f.unit {
            Some(unit) => Self::commander(unit, chosen, names),
            None => Self::centre(f.side, f.contact, chosen),
        };
        Self { contact: f.contact, ..own }
    }
}

/// What was decided before, as far as later decisions hang on it.
#[derive(Default)]
struct Desk {
    orders: u32,
    /// Whose each unit is, and the contact it was last ordered to.
    last: BTreeMap<UnitId, (Side, u32)>,
}

impl Desk {
    /// `armed`: the next line of the log says that the team that is ordered may use weapons.
    fn decision(
        &mut self,
        what: &What,
        tick: Tick,
        names: &Names,
        (allowed, armed): (Allowed<'_>, bool),
    ) -> Option<Decided> {
        match what {
            What::OrderGiven { unit, contact, order, why, .. } => {
                self.orders += 1;
                let p = &why.picture;
                self.last.insert(*unit, (p.unit.side, *contact));
                let chosen = order.phrase_by(&format!("contact {contact}"), allowed(*unit, &why.rule));
                Some(Decided {
                    unit: Some(*unit),
                    known: KnownFacts { depth_needed_m: depth_needed(p), ..of_picture(p) },
                    options: tried(why),
                    by_rule: Some(why.rule.clone()),
                    cite: Some(why.cite.clone()).filter(|c| !c.is_empty()),
                    order_id: Some(self.orders),
                    ..Decided::centre(p.unit.side, Some(*contact), chosen)
                })
            }
            What::LeftUnhelped { side, contact, known, able, .. } => {
                let chosen = format!("send nobody to help contact {contact}");
                let known = KnownFacts { units_free: Some(*able), ..of_contact(known, tick) };
                Some(Decided { known, ..Decided::centre(*side, Some(*contact), chosen) })
            }
            What::PhaseDeclared { side, contact, phase, .. } => {
                Some(Decided::centre(*side, Some(*contact), format!("declare: {}", phase.title())))
            }
            What::CallNotActedOn { side, .. } => Some(Decided::centre(*side, None, "not act on a call for help")),
            What::SearchEnded { side, contact, success, reason, .. } if *reason != SearchEnd::Found => {
                let chosen = format!("end the search for contact {contact}: {}", reason.title());
                let known = KnownFacts { search_success: Some(rounded(*success, 2)), ..KnownFacts::default() };
                Some(Decided { known, ..Decided::centre(*side, Some(*contact), chosen) })
            }
            What::CentreOrdered { side, contact, order, why, .. } => {
                self.orders += 1;
                let weapons = Some(Steps::none().with_weapons()).filter(|_| armed);
                let chosen = order.phrase_by(&format!("contact {contact}"), weapons);
                Some(Decided {
                    known: of_picture(&why.picture),
                    options: tried(why),
                    by_rule: Some(why.rule.clone()),
                    cite: Some(why.cite.clone()).filter(|c| !c.is_empty()),
                    order_id: Some(self.orders),
                    ..Decided::centre(*side, Some(*contact), chosen)
                })
            }
            What::AuthorityRequested { side, contact, asked, .. } => {
                let act = asked.order.phrase(&format!("contact {contact}"));
                let chosen = format!("ask for an order of authority to {act}");
                let known = of_picture(&asked.picture);
                let by_rule = Some(asked.rule.clone());
                Some(Decided { known, by_rule, ..Decided::centre(*side, Some(*contact), chosen) })
            }
            What::AuthorityAnswered { side, contact, act, refused, .. } => {
                let granted = refused.is_none();
                let given = if granted { "give" } else { "not give" };
                let role = format!("chain of authority ({})", side.adjective());
                let act = act.phrase(&format!("contact {contact}"));
                let chosen = format!("{given} the order of authority to {act}");
                Some(Decided { role, contact: Some(*contact), chosen, ..Decided::default() })
            }
            What::WeaponsUsed { side, contact, .. } => {
                let chosen = format!("use intermediate-force weapons at contact {contact}");
                let role = format!("team ashore ({})", side.adjective());
                Some(Decided { role, contact: Some(*contact), chosen, ..Decided::default() })
            }
            What::TaskEnded { unit, order, end, why: Some(why), .. } => {
                let contact = why.picture.contact.number;
                let end = end.title();
                let chosen = format!("end the task to {}: {end}", order.phrase(&format!("contact {contact}")));
                let side = why.picture.unit.side;
                Some(Decided {
                    unit: Some(*unit),
                    known: of_picture(&why.picture),
                    options: tried(why),
                    by_rule: Some(why.rule.clone()),
                    cite: Some(why.cite.clone()).filter(|c| !c.is_empty()),
                    ..Decided::centre(side, Some(contact), chosen)
                })
            }
            What::TaskEnded {
                unit,
                order,
                end:
                    TaskEnd::Revoked | TaskEnd::PlaceTaken | TaskEnd::HandedOver | TaskEnd::Retasked | TaskEnd::Recalled,
                why: None,
                ..
            } => {
                let (side, contact) = *self.last.get(unit)?;
                let chosen = format!("end the task to {}", order.phrase(&format!("contact {contact}")));
                Some(Decided { unit: Some(*unit), ..Decided::centre(side, Some(contact), chosen) })
            }
            What::InterceptionTried { unit, waters, .. } => {
                Some(self.begun(*unit, "begin to stop the boat", *waters, names))
            }
            What::BlockTried { unit, waters, .. } => Some(self.begun(*unit, "begin to block the boat", *waters, names)),
            What::NetLaid { unit, .. } => Some(Decided {
                contact: self.contact(*unit),
                ..Decided::commander(*unit, "lay a net before the boat", names)
            }),
            What::TubesCut { unit, .. } => Some(Decided {
                contact: self.contact(*unit),
                ..Decided::commander(*unit, "cut the tubes of the boat", names)
            }),
            What::Rammed { unit, .. } => Some(Decided {
                contact: self.contact(*unit),
                ..Decided::commander(*unit, "strike the boat with the craft, as ordered", names)
            }),
            What::InterceptionAborted { unit, .. } => Some(Decided {
                contact: self.contact(*unit),
                ..Decided::commander(*unit, "break off the interception", names)
            }),
            _ => None,
        }
    }

    fn contact(&self, unit: UnitId) -> Option<u32> {
        self.last.get(&unit).map(|(_, contact)| *contact)
    }

    fn begun(&self, unit: UnitId, chosen: &str, waters: crate::geo::Waters, names: &Names) -> Decided {
        let known = KnownFacts { waters: Some(waters.words()), ..KnownFacts::default() };
        Decided { known, contact: self.contact(unit), ..Decided::commander(unit, chosen, names) }
    }
}

fn of_contact(c: &Contact, now: Tick) -> KnownFacts {
    let min = |d: Duration| rounded(d.min_(), 1);
    KnownFacts {
        aboard: Some(rounded(c.aboard_best, 1)),
        aboard_upper95: Some(rounded(c.aboard_upper95, 1)),
        look: Some(c.look.title()),
        phase: Some(c.phase.title()),
        boarding: Some(c.boarding),
        people_in_water: Some(c.people_in_water),
        water_aboard: Some(c.water_aboard),
        engine_dead_min: c.engine_dead_for.map(min),
        refused_help: Some(c.refused_help),
        last_report_min: Some(rounded(now.elapsed().min_() - c.last_report.elapsed().min_(), 1)),
        ..KnownFacts::default()
    }
}

fn of_picture(p: &Picture) -> KnownFacts {
    let Seen { children, lifejackets_few } = what_was_seen(p);
    KnownFacts {
        children,
        lifejackets_few,
        waves_m: Some(rounded(p.sea.wave_height_m, 2)),
        daylight: Some(p.sea.daylight),
        depth_m: Some(rounded(p.sea.depth.m(), 1)),
        to_shore_m: Some(rounded(p.sea.to_shore.m(), 0)),
        waters: Some(p.sea.waters.words()),
        rescue_standby_min: p.force.rescue_standby_eta.map(|d| rounded(d.min_(), 1)),
        order_held: Some(p.force.order_held()),
        ..of_contact(&p.contact, p.tick)
    }
}

/// The depth that the unit of the picture needs; none if it flies.
fn depth_needed(p: &Picture) -> Option<f64> {
    (!p.unit.flies).then(|| rounded(p.unit.depth_needed.m(), 2))
}

/// As many decimals as a reader can use.
fn rounded(x: f64, decimals: i32) -> f64 {
    let scale = f64::from(10_i32.pow(decimals.unsigned_abs()));
    (x * scale).round() / scale
}
