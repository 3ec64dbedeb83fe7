//! Who could have helped, from when, and help that was withdrawn: cases checked by hand in nights of `mid_strait_november`
//! (seed 42), as their logs had them, and what follows from them.

use super::tests::{at, both, laden, picture, reading, why, worst};
use super::*;
use crate::agents::Side;
use crate::agents::calling::Phase;
use crate::agents::interception::Level;
use crate::doctrine::{Contact, Order, Picture};
use crate::draws::NightKey;
use crate::events::{BoatId, DeathCause, ImmersionCause, PersonId, TaskEnd, UnitId, What};
use crate::sim::{Simulation, fixture};
use std::sync::Arc;

const BOAT: BoatId = BoatId(7);
const OTHER: BoatId = BoatId(6);
const UNIT: UnitId = UnitId(0);
const SECOND: UnitId = UnitId(1);
const FRANCE: Side = Side::France;

fn in_distress() -> Picture {
    let mut p = picture();
    p.contact.declare(Phase::Distress);
    p
}

#[expect(clippy::large_types_passed_by_value, reason = "tests make their pictures on the spot")]
fn sent(minute: u32, unit: UnitId, boat: BoatId, order: Order, picture: Picture) -> Event {
    let why = why(picture, Vec::new());
    at(minute, What::OrderGiven { unit, boat, contact: 11, order, why: Arc::new(why) })
}

fn rescue(minute: u32, unit: UnitId, boat: BoatId) -> Event {
    sent(minute, unit, boat, Order::Rescue, in_distress())
}

fn call(minute: u32, boat: BoatId) -> Event {
    at(minute, What::DistressCalled { boat, side: FRANCE, early: false })
}

fn declared(minute: u32, boat: BoatId, phase: Phase) -> Event {
    at(minute, What::PhaseDeclared { boat, side: FRANCE, contact: 11, phase })
}

fn unhelped(minute: u32, phase: Phase, able: u32) -> Event {
    let mut known: Contact = picture().contact;
    known.declare(phase);
    at(minute, What::LeftUnhelped { boat: BOAT, side: FRANCE, contact: 11, known: Arc::new(known), able })
}

fn ended(minute: u32, unit: UnitId, boat: BoatId, order: Order, end: TaskEnd) -> Event {
    at(minute, What::TaskEnded { unit, boat, order, end, why: None })
}

/// The finding of a rule on the boat in question.
fn found(law: &Reading, rule: &str, events: &[Event]) -> Finding {
    let mut all = findings(law, events).into_iter().filter(|f| f.rule == rule && f.boat == Some(BOAT));
    all.next().unwrap_or_else(|| panic!("{rule} is not asked"))
}

fn says(f: &Finding, part: &str) -> bool {
    f.facts.iter().any(|fact| fact.contains(part))
}

/// Night 11: a call of 00:54, before any distress, was booked on another contact at 01:19. The call that led to the phase came
/// at 04:14, eleven minutes before the order.
#[test]
fn a_call_that_was_booked_on_another_contact_starts_no_clock_of_the_boat() {
    let merged = at(25, What::ReportMerged { boat: BOAT, side: FRANCE, with: OTHER, contact: 8 });
    let slipped = at(25, What::ReportMisattributed { boat: BOAT, side: FRANCE, with: OTHER, contact: 8 });
    let strict = reading("strict");
    for booked in [merged, slipped] {
        let mut log = vec![call(0, BOAT), booked, declared(25, OTHER, Phase::Uncertain)];
        log.extend([call(200, BOAT), declared(211, BOAT, Phase::Distress), rescue(211, UNIT, BOAT)]);
        let f = found(&strict, "R1", &log);
        assert_eq!(f.band, Band::Amber, "{:?}", f.facts);
        assert!(says(&f, "the call had come 11 min before") && says(&f, "11 min without help"), "{:?}", f.facts);
        // The phase that the wrongly booked call raised runs from that call.
        let mut log = vec![call(0, BOAT), log[1].clone(), declared(25, OTHER, Phase::Distress)];
        log.push(rescue(25, UNIT, OTHER));
        let all = findings(&strict, &log);
        let other = all.iter().find(|f| f.rule == "R1" && f.boat == Some(OTHER)).expect("it is asked");
        assert!(says(other, "the call had come 25 min before"), "{:?}", other.facts);
    }
}

/// A call that comes while help is on its way, or while the boat waits already, led to no phase that is declared later.
#[test]
fn a_call_on_what_is_known_already_starts_no_clock() {
    let strict = reading("strict");
    let mut log = vec![declared(0, BOAT, Phase::Distress), rescue(0, UNIT, BOAT), call(10, BOAT)];
    log.push(ended(20, UNIT, BOAT, Order::Rescue, TaskEnd::OthersStay));
    log.extend([declared(120, BOAT, Phase::Distress), rescue(120, UNIT, BOAT)]);
    assert_eq!(worst(&strict, "R1", &log), Some(Band::Green));
}

/// Night 4: whoever was sent at 03:32 had been taking people off another boat from 02:41 to 03:04; the call was of 02:31.
#[test]
fn minutes_in_which_the_unit_that_is_sent_was_saving_others_do_not_count() {
    let strict = reading("strict");
    let log = |order, end| {
        vec![
            sent(0, UNIT, OTHER, order, in_distress()),
            call(4, BOAT),
            at(14, What::UnitOnScene { unit: UNIT, boat: OTHER, order }),
            ended(end, UNIT, OTHER, order, TaskEnd::Done),
            declared(65, BOAT, Phase::Distress),
            rescue(65, UNIT, BOAT),
        ]
    };
    // On its way to offer assistance it could have been called away: 4 to 14, and 37 to 65.
    let f = found(&strict, "R1", &log(Order::OfferAssistance, 37));
    assert!(says(&f, "38 min without help") && says(&f, "23 min that do not count"), "{:?}", f.facts);
    assert_eq!(f.justified_by, [Ground::SafetyOfLife]);
    // From a rescue it could not.
    let f = found(&strict, "R1", &log(Order::Rescue, 37));
    assert!(says(&f, "28 min without help") && f.band == Band::Amber, "{:?}", f.facts);
    let f = found(&strict, "R1", &log(Order::Rescue, 60));
    assert!(says(&f, "5 min without help") && f.band == Band::Green, "{:?}", f.facts);
    // That the other side's unit was free says nothing of what this centre could have done.
    let mut british = in_distress();
    british.unit.side = Side::UnitedKingdom;
    let theirs = [call(0, BOAT), declared(40, BOAT, Phase::Distress), sent(40, UNIT, BOAT, Order::Rescue, british)];
    let all = findings(&strict, &theirs);
    let of_france = all.iter().find(|f| f.rule == "R1" && f.side == FRANCE).expect("it waited");
    assert_eq!(of_france.band, Band::Green, "{:?}", of_france.facts);
}

#[test]
fn of_units_that_are_free_now_one_was_free_then_if_fewer_of_them_were_bound() {
    let strict = reading("strict");
    let log = |able| {
        let mut log = vec![rescue(0, UNIT, OTHER), rescue(0, SECOND, OTHER), call(5, BOAT)];
        log.extend([UNIT, SECOND].map(|u| ended(30, u, OTHER, Order::Rescue, TaskEnd::Done)));
        log.extend([declared(40, BOAT, Phase::Distress), unhelped(40, Phase::Distress, able)]);
        log.push(at(41, What::NeedOver { boat: BOAT, side: FRANCE, contact: 11 }));
        found(&strict, "R1", &log)
    };
    // Two were bound until minute 30, and may be the two that are free at 40; of three, one was free from the call on.
    assert!(says(&log(2), "11 min without help") && says(&log(2), "25 min that do not count"), "{:?}", log(2).facts);
    assert!(says(&log(3), "36 min without help"), "{:?}", log(3).facts);
}

/// Night 0 under the strict doctrine: another unit of the side was taking people from the water until 00:52, within the time
/// that counts from the call of 00:38.
#[test]
fn that_others_were_being_saved_is_asked_of_the_whole_wait() {
    let strict = reading("strict");
    let log = |end| {
        let mut log = vec![rescue(0, SECOND, OTHER)];
        log.push(ended(end, SECOND, OTHER, Order::Rescue, TaskEnd::Done));
        log.extend([call(38, BOAT), declared(105, BOAT, Phase::Distress), rescue(105, UNIT, BOAT)]);
        log.sort_by_key(|e| e.tick);
        found(&strict, "R1", &log)
    };
    assert_eq!(log(52).justified_by, [Ground::SafetyOfLife]);
    assert!(says(&log(52), "67 min without help"), "the unit that was sent was free: {:?}", log(52).facts);
    assert!(log(30).justified_by.is_empty(), "that was over before the call");
}

/// To watch, to send nobody, and to take a unit off weigh alike.
#[test]
fn help_is_withheld_by_sending_nobody_and_by_withdrawing_as_by_watching() {
    let shadowed = [sent(0, UNIT, BOAT, Order::Shadow, in_distress()), unhelped(0, Phase::Distress, 1)];
    let nobody = [unhelped(0, Phase::Distress, 1), unhelped(9, Phase::Distress, 0), unhelped(30, Phase::Distress, 2)];
    let taken_off = |end, able| {
        let over = ended(20, UNIT, BOAT, Order::Rescue, end);
        [rescue(0, UNIT, BOAT), over, unhelped(20, Phase::Distress, able)]
    };
    let died = at(
        40,
        What::Died {
            person: PersonId { group: 7, seat: 0 },
            boat: BOAT,
            cause: DeathCause::InWater(ImmersionCause::HullFailure, crate::agents::survival::WaterDeath::Drowning),
            found: true,
        },
    );
    for law in both() {
        let ambers = |log: &[Event]| {
            let of = |f: &&Finding| f.rule == "R6" && f.band == Band::Amber;
            findings(&law, log).iter().filter(of).count()
        };
        assert_eq!(ambers(&shadowed), 1, "{}", law.id);
        assert_eq!(ambers(&nobody), 1, "once for a stretch of danger, {}", law.id);
        for end in [TaskEnd::Recalled, TaskEnd::Revoked, TaskEnd::HandedOver] {
            let log = taken_off(end, 0);
            assert_eq!(ambers(&log), 1, "{end:?}, {}", law.id);
            let f = found(&law, "R6", &log);
            assert!(f.unit == Some(UNIT) && f.event == 1 && says(&f, "was taken off"), "{:?}", f.facts);
        }
        // Work that was done, or given up as the unit was full, is nothing withheld; nor is it if no unit was able.
        for end in [TaskEnd::Done, TaskEnd::Full, TaskEnd::MustReturn] {
            assert_eq!(worst(&law, "R6", &taken_off(end, 0)), None, "{end:?}");
        }
        assert_eq!(worst(&law, "R6", &[unhelped(0, Phase::Distress, 0)]), None, "nobody could be sent");
        assert_eq!(worst(&law, "R6", &taken_off(TaskEnd::Recalled, 0)[..2]), None, "no danger was known any more");
        // Where somebody else is on the way, help is given.
        let [first, over, left] = taken_off(TaskEnd::Revoked, 1);
        assert_eq!(worst(&law, "R6", &[rescue(0, SECOND, BOAT), first, over, left]), None);
        for log in [&shadowed[..], &nobody, &taken_off(TaskEnd::Recalled, 0)] {
            let log = [log, core::slice::from_ref(&died)].concat();
            assert_eq!(worst(&law, "R6", &log), Some(Band::Red), "somebody died before help was ordered, {}", law.id);
        }
        let helped = [&nobody[..1], &[rescue(35, UNIT, BOAT), died.clone()]].concat();
        assert_eq!(worst(&law, "R6", &helped), Some(Band::Amber), "{}", law.id);
    }
    let strict = reading("strict");
    assert_eq!(worst(&strict, "R6", &[unhelped(0, Phase::Alert, 1)]), Some(Band::Amber));
    assert_eq!(worst(&reading("permissive"), "R6", &[unhelped(0, Phase::Alert, 1)]), None);
}

/// Night 1 of `gravelines_dawn`, with units recalled: a British crew's order ended the wait of the French centre, and a report
/// that was taken for one on another boat ended their task. The French centre knew of the distress throughout.
#[test]
fn a_wait_goes_on_when_the_last_of_the_other_side_has_left() {
    let mut british = in_distress();
    british.unit.side = Side::UnitedKingdom;
    let theirs = |minute, unit| sent(minute, unit, BOAT, Order::Rescue, british);
    let gone = |minute, unit, end| ended(minute, unit, BOAT, Order::Rescue, end);
    let over = at(170, What::NeedOver { boat: BOAT, side: FRANCE, contact: 11 });
    let log = |end| {
        [
            declared(0, BOAT, Phase::Distress),
            unhelped(0, Phase::Distress, 5),
            theirs(79, UNIT),
            theirs(80, SECOND),
            gone(86, SECOND, end),
            gone(87, UNIT, end),
        ]
    };
    let of = |law: &Reading, rule: &str, log: &[Event]| {
        let all = findings(law, log).into_iter().filter(|f| f.rule == rule && f.side == FRANCE);
        all.collect::<Vec<Finding>>()
    };
    for law in both() {
        for end in [TaskEnd::NothingLeft, TaskEnd::MustReturn, TaskEnd::OthersStay] {
            let log = [&log(end)[..], core::slice::from_ref(&over)].concat();
            let waits = of(&law, "R1", &log);
            assert_eq!(waits.len(), 2, "{}", law.id);
            assert!(says(&waits[1], "83 min without help") && says(&waits[1], "had left"), "{:?}", waits[1].facts);
            assert_eq!(waits[1].band, Band::Red);
            let withheld = of(&law, "R6", &log);
            assert_eq!(withheld.iter().map(|f| f.event).collect::<Vec<_>>(), [1, 5], "{}", law.id);
            assert!(says(&withheld[1], "5 units could have been sent"), "{:?}", withheld[1].facts);
        }
        // Where people were taken off, or others are sent at once, nobody was left alone.
        let saved = [&log(TaskEnd::Done)[..], core::slice::from_ref(&over)].concat();
        let replaced = [&log(TaskEnd::MustReturn)[..], &[theirs(87, UnitId(5)), over.clone()]].concat();
        let own = [&log(TaskEnd::MustReturn)[..], &[rescue(87, UnitId(5), BOAT)]].concat();
        for log in [saved, replaced, own] {
            assert_eq!((of(&law, "R1", &log).len(), of(&law, "R6", &log).len()), (1, 1), "{}", law.id);
        }
        // Nor where the centre sees no danger any more.
        let early = at(85, What::NeedOver { boat: BOAT, side: FRANCE, contact: 11 });
        let mut calm = log(TaskEnd::NothingLeft).to_vec();
        calm.insert(4, early);
        assert_eq!(of(&law, "R1", &calm).len(), 1);
        // One that is ordered to watch instead leaves it as well.
        let watched =
            [&log(TaskEnd::NothingLeft)[..3], &[sent(90, UNIT, BOAT, Order::Shadow, british), over.clone()]].concat();
        let waits = of(&law, "R1", &watched);
        assert!(waits.len() == 2 && says(&waits[1], "80 min without help"), "{waits:?}");
    }
}

/// On whole nights: under doctrines that never help, whatever they order instead, R6 finds it as often as it finds watching.
#[test]
fn no_way_of_not_helping_is_invisible_on_whole_nights() {
    let counts: Vec<usize> = [Order::Shadow, Order::Observe, Order::Ignore, Order::Recall]
        .into_iter()
        .map(|order| {
            let doctrine = fixture::with_rule("not help", crate::doctrine::Condition::All(Vec::new()), order);
            let of = |night| {
                let mut sim = Simulation::new(&fixture::setting(), &doctrine, NightKey { seed: 42, night });
                sim.run().unwrap();
                let all = findings(&reading("strict"), sim.events());
                all.iter().filter(|f| f.rule == "R6" && f.band > Band::Green).count()
            };
            (0..6).map(of).sum()
        })
        .collect();
    assert!(counts.iter().all(|n| *n > 0), "to shadow, observe, ignore, recall: {counts:?}");
}

/// An order that was never begun exposed nobody; that it was given is what R5 asks about.
#[test]
fn an_order_that_was_never_begun_endangered_nobody() {
    let ordered = sent(0, UNIT, BOAT, Order::Intercept, laden());
    let stopping = at(5, What::OrderedToStop { boat: BOAT, unit: UNIT, aboard: 55, level: Level::Stop });
    for law in both() {
        let f = found(&law, "R6", core::slice::from_ref(&ordered));
        assert!(f.band == Band::Green && says(&f, "nobody was exposed"), "{:?}", f.facts);
        assert_eq!(worst(&law, "R5", core::slice::from_ref(&ordered)), Some(Band::Red));
        assert_eq!(worst(&law, "R6", &[ordered.clone(), stopping.clone()]), Some(Band::Amber), "{}", law.id);
    }
}

/// The records of a log, of no findings.
fn records_of(log: &[Event]) -> Vec<super::decisions::Record> {
    let titles: Vec<String> = (0..2).map(|i| format!("unit {i}")).collect();
    let names = crate::events::words::Names {
        start: crate::units::Instant::parse("2026-01-17T00:00Z").unwrap(),
        units: &titles,
    };
    super::decisions::records(log, &[], &names, &|_, _| None)
}

#[test]
fn the_decision_log_has_what_the_unit_needs_and_that_it_was_called_back() {
    let mut shallow = in_distress();
    shallow.unit.depth_needed = crate::units::Distance::metres(1.25);
    let mut flown = shallow;
    flown.unit.flies = true;
    let log = [
        sent(0, UNIT, BOAT, Order::Rescue, shallow),
        sent(1, SECOND, BOAT, Order::Rescue, flown),
        ended(9, UNIT, BOAT, Order::Rescue, TaskEnd::Recalled),
    ];
    let records = records_of(&log);
    let [boat, aircraft, back] = &records[..] else { panic!("{records:?}") };
    assert_eq!((boat.known_facts.depth_m, boat.known_facts.depth_needed_m), (Some(2.0), Some(1.25)));
    assert_eq!(aircraft.known_facts.depth_needed_m, None);
    assert_eq!((back.chosen.as_str(), back.contact), ("end the task to rescue contact 11", Some(11)));
}

/// What is seen stands beside a condition that may be denied: a bare "no" beside "help was not refused" would contradict it.
#[test]
fn what_is_so_or_not_is_told_with_what_it_is_about() {
    use crate::doctrine::Condition as C;
    let flags = [
        C::ChildrenSeen,
        C::FewLifejacketsSeen,
        C::AcceptsHelp,
        C::Asked,
        C::UnitFlies,
        C::InSight,
        C::Boarding,
        C::PeopleInWater,
        C::DistressDeclared,
        C::WaterAboard,
        C::RefusedHelp,
        C::InCanal,
        C::InLane,
        C::Daylight,
        C::UnitIntercepts,
        C::EvidenceRecorded,
    ];
    for flag in flags {
        for condition in [flag.clone(), C::Not(Box::new(flag))] {
            let mut facts = Vec::new();
            condition.explain(&picture(), &C::ImminentDanger, &mut facts);
            let [fact] = &facts[..] else { panic!("{facts:?}") };
            let (what, answer) =
                fact.seen.split_once(": ").unwrap_or_else(|| panic!("{}: {}", fact.condition, fact.seen));
            assert!(!what.is_empty() && ["yes", "no", "not known"].contains(&answer), "{}", fact.seen);
        }
    }
    let mut facts = Vec::new();
    C::Not(Box::new(C::RefusedHelp)).explain(&picture(), &C::ImminentDanger, &mut facts);
    assert_eq!((facts[0].condition.as_str(), facts[0].seen.as_str()), ("help was not refused", "refused: no"));
}
