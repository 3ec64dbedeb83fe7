//! Is a night a function of its key? Bit for bit: twice, in steps or in one go, on any number of workers,
//! in debug and in release; and is a pair fair?
//!
//! `tests/fixtures/golden.txt` holds what nights of the flagship come to: text to read, a digest to trust, sizes
//! to see where. Every profile is held against the same file. Digests are taken over the whole events with all
//! digits of their numbers, so a change in the last bit shows.
//!
//! Left out: other processors. The numbers use only IEEE 754 arithmetic and `libm`, so they should agree there.

mod common;

use common::{DOCTRINES, FLAGSHIP, assert_same_log, doctrine, events, key, root, setting};
use sha2::{Digest, Sha256};
use slackwater::analysis::PairOutcome;
use slackwater::analysis::comparison::Comparison;
use slackwater::doctrine::{Commitment, Doctrine};
use slackwater::ensemble::pair::pair;
use slackwater::ensemble::{self, NightRow};
use slackwater::events::words::{Names, line};
use slackwater::events::{Event, What};
use slackwater::sim::{Setting, Simulation};
use slackwater::units::TICK_S;
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Nights in the golden file.
const GOLDEN_NIGHTS: u64 = 3;
/// Set it to write the golden file anew.
const BLESS: &str = "SLACKWATER_BLESS";

fn pairs(
    setting: &Arc<Setting>,
    doctrines: [&Arc<Doctrine>; 2],
    nights: u64,
    workers: usize,
) -> Vec<NightRow<PairOutcome>> {
    ensemble::run(0..nights, workers, &AtomicBool::new(false), &|_| (), &|night| {
        let [a, b] = pair(setting, doctrines, key(night))?;
        Ok(PairOutcome { a, b })
    })
}

/// Rows as bits: `==` on floats would call two different zeros the same.
fn bits(rows: &[NightRow<PairOutcome>]) -> Vec<(u64, Result<Vec<u64>, String>)> {
    let of = |pair: &PairOutcome| pair.a.iter().chain(&pair.b).map(|x| x.to_bits()).collect();
    rows.iter().map(|row| (row.night, row.outcome.as_ref().map(of).map_err(Clone::clone))).collect()
}

#[test]
fn the_same_night_lived_twice_is_the_same() {
    for name in DOCTRINES {
        let doctrine = doctrine(name);
        for night in 0..2 {
            let (once, again) = (events(&FLAGSHIP, &doctrine, night), events(&FLAGSHIP, &doctrine, night));
            assert_same_log(&once, &again, &format!("night {night}, {name}, lived twice"));
        }
    }
}

#[test]
fn the_same_night_laid_out_anew_is_the_same() {
    let doctrine = doctrine(DOCTRINES[1]);
    let once = events(&FLAGSHIP, &doctrine, 1);
    assert_same_log(&once, &events(&setting("gravelines_dawn"), &doctrine, 1), "laid out anew");
}

#[test]
fn step_by_step_and_watched_is_the_same_as_in_one_go() {
    let doctrine = doctrine(DOCTRINES[1]);
    let mut sim = Simulation::new(&FLAGSHIP, &doctrine, key(0));
    let mut steps = 0;
    while !sim.finished() {
        sim.step().unwrap();
        steps += 1;
        if sim.tick().0.is_multiple_of(100) {
            // As the window does: looking changes nothing.
            let _ = sim.snapshot();
        }
    }
    assert_eq!(steps, FLAGSHIP.scenario.length_ticks);
    sim.step().unwrap();
    assert_eq!(sim.tick().0, steps, "a night that is over goes no further");
    assert_same_log(sim.events(), &events(&FLAGSHIP, &doctrine, 0), "step by step against in one go");
}

#[test]
fn different_nights_and_seeds_are_different() {
    let doctrine = doctrine(DOCTRINES[0]);
    let night = |seed, night| {
        let mut sim = Simulation::new(&FLAGSHIP, &doctrine, slackwater::draws::NightKey { seed, night });
        sim.run().unwrap();
        sim.take_events()
    };
    let first = night(42, 0);
    assert_ne!(first, night(42, 1));
    assert_ne!(first, night(43, 0));
}

#[test]
fn same_rows_for_any_worker_count() {
    let (a, b) = (doctrine(DOCTRINES[0]), doctrine(DOCTRINES[1]));
    let once = bits(&pairs(&FLAGSHIP, [&a, &b], 6, 1));
    assert!(once.iter().all(|(_, outcome)| outcome.is_ok()), "{once:?}");
    for workers in [2, 8] {
        let again = bits(&pairs(&FLAGSHIP, [&a, &b], 6, workers));
        for (x, y) in once.iter().zip(&again) {
            assert_eq!(x, y, "night {} with {workers} workers", x.0);
        }
        assert_eq!(once.len(), again.len());
    }
}

#[test]
fn a_against_a_is_zero_on_every_metric() {
    for name in DOCTRINES {
        let (first, second) = (doctrine(name), doctrine(name));
        let rows = pairs(&FLAGSHIP, [&first, &second], 4, 2);
        for row in &rows {
            let pair = row.outcome.as_ref().unwrap();
            for ((info, a), b) in ensemble::columns::infos().iter().zip(&pair.a).zip(&pair.b) {
                assert_eq!(a.to_bits(), b.to_bits(), "{name}, night {}, {}: {a} and {b}", row.night, info.id);
            }
        }
        assert!(Comparison::from_rows(&ensemble::columns::infos(), &rows).is_identical());
    }
}

#[test]
fn both_doctrines_meet_the_same_plans_and_the_same_groups() {
    let plans = |name| -> Vec<String> {
        let log = events(&FLAGSHIP, &doctrine(name), 2);
        let mut seen: Vec<String> =
            log.iter().filter(|e| matches!(e.what, What::Launched { .. })).map(|e| format!("{e:?}")).collect();
        seen.sort();
        seen
    };
    let (a, b) = (plans(DOCTRINES[0]), plans(DOCTRINES[1]));
    assert!(!a.is_empty());
    assert_eq!(a, b, "no rule of either doctrine keeps a boat from being put in the water");
}

#[test]
fn a_doctrine_whose_orders_are_never_given_does_what_it_extends() {
    let older = doctrine(DOCTRINES[0]);
    let mut newer = Doctrine::clone(&doctrine(DOCTRINES[1]));
    newer.authority.as_mut().expect("interception asks for an order").commitment = Commitment::stated(0.0);
    for row in pairs(&FLAGSHIP, [&older, &Arc::new(newer)], 4, 2) {
        let pair = row.outcome.unwrap();
        for ((info, a), b) in ensemble::columns::infos().iter().zip(&pair.a).zip(&pair.b) {
            assert_eq!(a.to_bits(), b.to_bits(), "night {}, {}: {a} and {b}", row.night, info.id);
        }
    }
}

#[test]
fn nobody_is_lost_at_any_tick() {
    for name in DOCTRINES {
        let mut sim = Simulation::new(&FLAGSHIP, &doctrine(name), key(1));
        let everybody = sim.tally().total();
        assert!(everybody > 100, "people waiting ashore are counted from the start: {everybody}");
        assert_eq!(sim.tally().waiting, everybody);
        while !sim.finished() {
            sim.step().unwrap();
            assert_eq!(sim.tally().total(), everybody, "{name}, tick {}", sim.tick().0);
        }
        let said = sim.events().iter().find_map(|e| match &e.what {
            What::NightEnded { tally } => Some(*tally),
            _ => None,
        });
        assert_eq!(said, Some(sim.tally()), "the log says how the night ended");
    }
}

#[test]
fn what_is_shown_is_in_order_of_the_plan_and_adds_up() {
    let mut sim = Simulation::new(&FLAGSHIP, &doctrine(DOCTRINES[1]), key(0));
    while !sim.finished() {
        sim.step().unwrap();
        if !sim.tick().0.is_multiple_of(90) {
            continue;
        }
        let shown = sim.snapshot();
        let tick = shown.tick.0;
        assert!(shown.boats.iter().enumerate().all(|(i, b)| b.id.0 as usize == i), "boats out of order at tick {tick}");
        assert!(shown.units.iter().enumerate().all(|(i, u)| u.id.0 as usize == i), "units out of order at tick {tick}");
        let t = shown.tally;
        let boats = |of: fn(&slackwater::sim::snapshot::BoatView) -> u32| shown.boats.iter().map(of).sum::<u32>();
        assert_eq!(boats(|b| b.aboard), t.aboard_boat, "aboard boats at tick {tick}");
        assert_eq!(boats(|b| b.in_water), t.in_water, "in the water at tick {tick}");
        assert_eq!(boats(|b| b.waiting), t.waiting, "ashore at tick {tick}");
        assert_eq!(shown.units.iter().map(|u| u.survivors).sum::<u32>(), t.aboard_unit, "aboard units at tick {tick}");
        let finite = shown.boats.iter().all(|b| b.position.x.is_finite() && b.position.y.is_finite())
            && shown.units.iter().all(|u| u.position.x.is_finite() && u.position.y.is_finite());
        assert!(finite, "a position is no number at tick {tick}");
    }
}

/// What a night comes to, as text: sizes and digests by three hours, then its last lines.
fn told(setting: &Setting, title: &str, night: u64, log: &[Event]) -> String {
    const TICKS: u32 = 3 * 3600 / TICK_S;
    let exact = |events: &[Event]| {
        events.iter().fold(String::new(), |mut text, e| {
            let _ = writeln!(text, "{:?}", without_cite(e));
            text
        })
    };
    let hex = |text: &str| {
        Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    };
    let whole = exact(log);
    let mut out = format!("Night {night}, {title}\n");
    let _ = writeln!(out, "  {} events, {} bytes, sha256 {}", log.len(), whole.len(), hex(&whole));
    for part in 0..setting.scenario.length_ticks.div_ceil(TICKS) {
        let inside = |e: &&Event| e.tick.0.div_euclid(TICKS).min(setting.scenario.length_ticks / TICKS - 1) == part;
        let events: Vec<Event> = log.iter().filter(inside).cloned().collect();
        let (from, digest) = (part * 3, hex(&exact(&events)));
        let _ = writeln!(out, "  hours {from:>2} to {:>2}: {:>4} events, {}", from + 3, events.len(), &digest[..16]);
    }
    let titles: Vec<String> = setting.scenario.units.iter().map(|u| u.title.clone()).collect();
    let names = Names { start: setting.scenario.start, units: &titles };
    for event in &log[log.len().saturating_sub(4)..] {
        let _ = writeln!(out, "  {}", line(event, &names));
    }
    out
}

/// A better quotation moves no number.
fn without_cite(event: &Event) -> Event {
    let mut event = event.clone();
    if let What::OrderGiven { why, .. } = &mut event.what {
        Arc::make_mut(why).cite.clear();
    }
    event
}

#[test]
fn the_nights_are_the_golden_ones_in_every_profile() {
    let mut now = String::from(
        "What nights of scenarios/gravelines_dawn.scenario.ron come to, seed 42; written by tests/determinism.rs.\n",
    );
    for night in 0..GOLDEN_NIGHTS {
        for name in DOCTRINES {
            let doctrine = doctrine(name);
            now.push('\n');
            now += &told(&FLAGSHIP, &doctrine.title, night, &events(&FLAGSHIP, &doctrine, night));
        }
    }
    let path = root().join("tests/fixtures/golden.txt");
    if std::env::var_os(BLESS).is_some() {
        std::fs::write(&path, &now).expect("the golden file can be written");
        return;
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    if golden != now {
        let differs = golden.lines().zip(now.lines()).find(|(old, new)| old != new);
        let (old, new) = differs.unwrap_or(("(as long as it goes)", "(longer or shorter)"));
        panic!(
            "the numbers moved.\n  golden: {old}\n     now: {new}\n\
             If you meant it: look at the difference of a whole night (`slackwater run gravelines_dawn --events` before \
             and after), say what moved, by how much and why under \"Numbers moved\" in CHANGELOG.md, then write the \
             file anew with {BLESS}=1 cargo test --no-default-features --test determinism.\n\
             If you did not: something became dependent on order, profile or thread. If only one of debug and release \
             fails, do not write the file anew."
        );
    }
}
