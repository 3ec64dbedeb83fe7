//! `slackwater decisions SCENARIO --doctrine NAME --night N`: who decided what, on what knowledge?
//!
//! Prints the decision log of one night in words or as JSON lines, writes it to a file, or checks that a written one stands
//! as it was written.

use super::library::{Library, Loaded, Trouble, read_text, tell_apart};
use super::numbers::NumberArguments;
use super::why::{first_divergence_of, list_of};
use crate::doctrine::{Doctrine, Steps};
use crate::draws::NightKey;
use crate::events::words::Names;
use crate::events::{Event, UnitId};
use crate::law::decisions::{self, Judged, Law, Other, Parting, Record, Run};
use crate::law::{Finding, Reading, chain, findings, words};
use crate::sim::{Setting, ShadowNote, Simulation};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Arguments of `decisions`.
#[derive(Debug, clap::Args)]
pub struct DecisionsArguments {
    /// Scenario: path, or name of a shipped one
    #[arg(default_value = "gravelines_dawn")]
    pub scenario: String,
    /// Doctrine: path, or name of a shipped one
    #[arg(long, default_value = "imminent_danger_only")]
    pub doctrine: String,
    /// Doctrines to ask beside it, without effect: what they would have ordered stands with each order
    #[arg(long, value_name = "DOCTRINE")]
    pub against: Vec<String>,
    /// Number of the night
    #[arg(long, default_value_t = 0, allow_negative_numbers = true)]
    pub night: u64,
    /// Seed of all random draws
    #[arg(long, default_value_t = 42, allow_negative_numbers = true)]
    pub seed: u64,
    /// Reading of the law: path, or `strict` or `permissive`; may be given again, to have readings side by side (`both` for the
    /// two shipped ones)
    #[arg(long, default_value = "strict")]
    pub law: Vec<String>,
    /// Print the log as JSON lines
    #[arg(long)]
    pub json: bool,
    /// Write the log as JSON lines to this file, which must not exist yet
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    pub file: Option<PathBuf>,
    /// Check the chain of digests of a written log, and do nothing else
    #[arg(long, value_name = "FILE", conflicts_with_all = ["scenario", "doctrine", "against", "night", "seed", "law", "json", "file"])]
    pub verify: Option<PathBuf>,
    /// Numbers of the model
    #[command(flatten)]
    pub numbers: NumberArguments,
}

pub(super) fn decisions(root: Option<PathBuf>, a: &DecisionsArguments) -> Result<bool, Trouble> {
    if let Some(path) = &a.verify {
        return verify(path);
    }
    let library = Library::open(root)?;
    let mut scenario = library.scenario(&a.scenario)?;
    let (doctrine, stamp, mut warnings) = library.doctrine_for(&a.doctrine, &scenario.value)?;
    let (mut all, mut asked) = (vec![(doctrine, stamp)], String::new());
    for name in &a.against {
        let (other, stamp, more) = library.doctrine_for(name, &scenario.value)?;
        asked += &format!(" --against {}", stamp.path);
        all.push((other, stamp));
        warnings.extend(more);
    }
    tell_apart(&mut all);
    let (doctrine, stamp) = all.remove(0);
    let others: Vec<Arc<Doctrine>> = all.into_iter().map(|(other, _)| other).collect();
    let laws = readings(&library, &a.law)?;
    for warning in scenario.warnings.iter().chain(&warnings).chain(laws.iter().flat_map(|law| &law.warnings)) {
        super::warn(&format!("warning: {warning}"));
    }
    a.numbers.apply(&library, &mut scenario.value)?;
    let setting = library.setting(scenario.value)?;
    let key = NightKey { seed: a.seed, night: a.night };
    let mut sim = Simulation::with_shadows(&setting, &doctrine, key, &others);
    // A night that failed is no evidence of anything, so no log is made of it.
    if let Err(fault) = sim.run() {
        super::warn(&fault.to_string());
        return Ok(false);
    }
    let units: Vec<String> = setting.scenario.units.iter().map(|u| u.title.clone()).collect();
    let names = Names { start: setting.scenario.start, units: &units };
    let partings = partings(&setting, (&doctrine, sim.events()), &others, key, &names)?;
    let found: Vec<Vec<Finding>> = laws.iter().map(|law| findings(&law.value, sim.events())).collect();
    let judged: Vec<Judged<'_>> = laws.iter().map(|law| &law.value).zip(found.iter().map(Vec::as_slice)).collect();
    let allowed = |unit: UnitId, rule: &str| doctrine.allowed_by(&list_of(&setting.scenario, &doctrine, unit), rule);
    let mut records = decisions::records(sim.events(), &judged, &names, &allowed);
    for record in records.iter_mut().filter(|r| r.order_id.is_some()) {
        record.others = others_of(record, sim.shadow_notes(), &others, &names);
    }
    let scenario = &scenario.stamps[0];
    let law_asked = laws.iter().fold(String::new(), |text, law| text + " --law " + &law.stamps[0].path);
    let mut stamped = laws.iter().map(|law| Law {
        law: law.value.id.clone(),
        law_version: law.value.version.clone(),
        law_sha256: law.stamps[0].sha256.clone(),
    });
    let Some(Law { law, law_version, law_sha256 }) = stamped.next() else {
        return Err(Trouble::one("no reading of the law was named; write `--law strict`".to_owned()));
    };
    let command = format!(
        "slackwater decisions {} --doctrine {}{asked} --night {} --seed {}{law_asked}{}",
        scenario.path,
        stamp.path,
        a.night,
        a.seed,
        a.numbers.typed_again()
    );
    let run = Run {
        program: "slackwater".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        seed: a.seed,
        night: a.night,
        scenario: scenario.path.clone(),
        scenario_sha256: scenario.sha256.clone(),
        doctrine: stamp.path.clone(),
        doctrine_sha256: stamp.sha256.clone(),
        law,
        law_version,
        law_sha256,
        laws_beside: stamped.collect(),
        command: command.clone(),
        partings,
    };
    if !a.json && a.file.is_none() {
        let mut text: String = records.iter().map(|r| in_words(r, laws.len() > 1)).collect();
        let by = laws.iter().map(|law| format!("{}, version {}", law.value.title, law.value.version));
        text += &format!("\n{} decisions, judged by: {}\n", records.len(), by.collect::<Vec<_>>().join("; "));
        for p in &run.partings {
            text += &format!("{}\n", p.words);
        }
        text += &format!("{}\nreplay: {command}\n", words::NOT_ADVICE);
        return super::say(&text).map(|()| true);
    }
    let count = records.len();
    let log =
        decisions::write(&run, records).map_err(|e| Trouble::one(format!("the log could not be written: {e}")))?;
    match &a.file {
        None => super::say(&log.text)?,
        Some(path) => {
            write_new(path, &log.text)?;
            super::say(&format!("{}: {count} decisions; last digest {}\n", path.display(), log.last_hash))?;
        }
    }
    Ok(true)
}

/// Where the night parts from that of each other doctrine, which is lived for it.
fn partings(
    setting: &Arc<Setting>,
    (doctrine, events): (&Arc<Doctrine>, &[Event]),
    others: &[Arc<Doctrine>],
    key: NightKey,
    names: &Names<'_>,
) -> Result<Vec<Parting>, Trouble> {
    let one = |other: &Arc<Doctrine>| {
        let mut second = Simulation::new(setting, other, key);
        second.run().map_err(|f| Trouble::one(f.to_string()))?;
        let found = first_divergence_of((events, doctrine), (second.events(), other), &setting.scenario);
        let words = found.as_ref().map_or_else(
            || format!("Under {} nobody decides otherwise on this night.", other.title),
            |d| d.words(names, [&doctrine.title, &other.title]),
        );
        let (t, contact) = (found.as_ref().map(|d| d.tick.0), found.as_ref().map(|d| d.contact));
        Ok(Parting { doctrine: other.id.clone(), t, contact, words })
    };
    others.iter().map(one).collect()
}

/// What each of the other doctrines said to that unit, or centre, about that contact when the order was given.
fn others_of(record: &Record, notes: &[ShadowNote], others: &[Arc<Doctrine>], names: &Names<'_>) -> Vec<Other> {
    let said = |(i, d): (usize, &Arc<Doctrine>)| {
        let to_it = |n: &&ShadowNote| {
            let whom = n.unit.map_or(record.decider_role.ends_with(n.side.centre()) && record.unit.is_none(), |u| {
                record.unit.as_deref() == Some(names.unit(u))
            });
            n.shadow == i && n.tick.0 <= record.t && Some(n.contact) == record.contact && whom
        };
        let n = notes.iter().rev().find(to_it)?;
        let (steps, by_rule, awaits) = (n.steps.map(Steps::words), n.rule.clone(), n.awaits.clone());
        Some(Other { doctrine: d.id.clone(), would_order: n.order.name(), steps, by_rule, awaits })
    };
    others.iter().enumerate().filter_map(said).collect()
}

/// Writes a file that is not there yet: a log is never written over.
fn write_new(path: &Path, text: &str) -> Result<(), Trouble> {
    use std::io::Write;
    let trouble = |e: std::io::Error| {
        let why = if e.kind() == std::io::ErrorKind::AlreadyExists {
            "it is there already, and a log is never written over; name another file".to_owned()
        } else {
            e.to_string()
        };
        Trouble::one(format!("{}: could not be written: {why}", path.display()))
    };
    let mut file = std::fs::File::create_new(path).map_err(trouble)?;
    file.write_all(text.as_bytes()).map_err(trouble)
}

fn verify(path: &Path) -> Result<bool, Trouble> {
    let shown = path.display();
    match chain::verify(&read_text(path)?) {
        Ok(whole) => {
            let text =
                format!("{shown}: the chain holds: {} records, last digest {}\n", whole.records, whole.last_hash);
            super::say(&text).map(|()| true)
        }
        Err(broken) => super::say(&format!("{shown}: the chain is broken: {broken}\n")).map(|()| false),
    }
}

/// The readings that are asked for, each once.
fn readings(library: &Library, given: &[String]) -> Result<Vec<Loaded<Reading>>, Trouble> {
    let mut all: Vec<Loaded<Reading>> = Vec::new();
    for name in given {
        let more = if name == BOTH { library.laws()? } else { vec![library.law(name)?] };
        for law in more {
            let twin = all.iter().find(|other| other.value.id == law.value.id);
            match twin.map(|other| other.stamps[0].path == law.stamps[0].path) {
                Some(true) => {}
                // The log names a reading by its id.
                Some(false) => {
                    let text = format!("two readings of the law are named `{}`; rename one of the files", law.value.id);
                    return Err(Trouble::one(text));
                }
                None => all.push(law),
            }
        }
    }
    Ok(all)
}

/// The word for the two shipped readings together.
const BOTH: &str = "both";

/// A record over some lines; with several readings, each rule that fires is told with its own.
fn in_words(r: &Record, several: bool) -> String {
    let clock = r.time.get(5..16).unwrap_or(&r.time).replace('T', " ");
    let mut text = format!("{clock}  {}: {}", r.decider_role, r.chosen);
    if let Some(unit) = r.unit.as_ref().filter(|u| !r.decider_role.contains(u.as_str())) {
        text += &format!(" ({unit})");
    }
    if let Some(rule) = &r.by_rule {
        text += &format!(", by rule \"{rule}\"");
    }
    text.push('\n');
    for o in &r.options {
        text += &format!("               not \"{}\" ({}): {} [{}]\n", o.rule, o.order, o.failed_on, o.seen);
    }
    for o in &r.others {
        let by = o.by_rule.as_ref().map_or_else(|| "no rule applies".to_owned(), |r| format!("rule \"{r}\""));
        let steps = o.steps.as_ref().map_or_else(String::new, |s| format!(": {s}"));
        text += &format!("               {} would order {}{steps} ({by})\n", o.doctrine, o.would_order);
    }
    for h in &r.rule_hits {
        let why = if h.justification.is_empty() { String::new() } else { format!(" ({})", h.justification.join("; ")) };
        let law = if several { format!(" ({})", h.law) } else { String::new() };
        text += &format!("               {} {}{law}: {}{why}\n", h.rule, h.band.word(), h.facts_used.join("; "));
    }
    text
}
