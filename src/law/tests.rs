//! The reference cases of MODEL 10.5, what the shipped readings hold, and what no finding may hang on.

use super::*;
use crate::agents::Side;
use crate::agents::calling::Phase;
use crate::agents::interception::Level;
use crate::agents::operator::Operator;
use crate::doctrine::{ContactLook, Doctrine, Order, OrderState, Picture};
use crate::draws::NightKey;
use crate::events::{BoatId, ImmersionCause, Reasons, Shore, TaskEnd, UnitId, What, Why};
use crate::geo::{self, Waters, Zone};
use crate::law::known::{Seen, level_of};
use crate::sim::{Simulation, fixture};
use crate::units::{Distance, Tick, Vec2};
use std::sync::Arc;

const BOAT: BoatId = BoatId(0);
const UNIT: UnitId = UnitId(0);
const HOME: Waters = Waters { zone: Zone::TerritorialSea, beach_band: false, state: Some(geo::Side::France) };

pub(super) fn reading(name: &str) -> Reading {
    let (name, text) = SHIPPED.into_iter().find(|(n, _)| *n == name).unwrap();
    let read = load::load(&format!("{name}.law.ron"), text);
    let read = read.unwrap_or_else(|p| panic!("{}", p.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")));
    assert!(read.warnings.is_empty());
    read.value
}

pub(super) fn both() -> [Reading; 2] {
    ["strict", "permissive"].map(reading)
}

pub(super) fn at(minute: u32, what: What) -> Event {
    Event { tick: Tick(minute * 6), what }
}

/// Few aboard, in a canal, by day, an order held.
pub(super) fn picture() -> Picture {
    let mut p = Picture::quiet();
    p.contact.number = 7;
    p.contact.look = ContactLook::TaxiBoat;
    (p.contact.aboard_best, p.contact.aboard_upper95) = (3.0, 5.0);
    (p.sea.wave_height_m, p.sea.forecast_wave_height_m, p.sea.wind_mps) = (0.0, 0.0, 2.0);
    (p.sea.depth, p.sea.to_shore, p.sea.in_canal) = (Distance::metres(2.0), Distance::metres(20.0), true);
    p.sea.waters = Waters { zone: Zone::InternalWaters, ..HOME };
    p.force.order = OrderState::Held;
    p
}

/// Many aboard a laden boat off the shore, in waves of half a metre.
pub(super) fn laden() -> Picture {
    let mut p = picture();
    p.contact.look = ContactLook::Loaded;
    (p.contact.aboard_best, p.contact.aboard_upper95) = (55.0, 80.0);
    (p.sea.wave_height_m, p.sea.in_canal, p.sea.waters) = (0.5, false, HOME);
    p
}

/// The record of an order by "a rule" on this picture.
#[expect(clippy::large_types_passed_by_value, reason = "tests make their pictures on the spot")]
pub(super) fn why(picture: Picture, facts: Vec<crate::doctrine::Fact>) -> Why {
    Why {
        rule: "a rule".into(),
        cite: String::new(),
        authorised: false,
        awaits: None,
        picture,
        reasons: Reasons::Told { facts, alternatives: Vec::new() },
    }
}

#[expect(clippy::large_types_passed_by_value, reason = "tests make their pictures on the spot")]
fn order(minute: u32, order: Order, picture: Picture) -> Event {
    let fact = crate::doctrine::Fact { condition: "it is so".into(), seen: "yes".into(), holds: true };
    let why = why(picture, vec![fact]);
    at(minute, What::OrderGiven { unit: UNIT, boat: BOAT, contact: 7, order, why: Arc::new(why) })
}

fn tried(minute: u32, rule_held: bool) -> Event {
    at(
        minute,
        What::InterceptionTried { boat: BOAT, unit: UNIT, aboard: 3, level: Level::Stop, waters: HOME, rule_held },
    )
}

fn landed(minute: u32, places: u32) -> Event {
    let (shore, port) = (Shore::France, "calais".to_owned());
    at(minute, What::PeopleLanded { unit: UNIT, shore, people: 3, port, places })
}

fn unhelped(minute: u32, phase: Phase, able: u32) -> Event {
    let mut known = picture().contact;
    known.declare(phase);
    at(minute, What::LeftUnhelped { boat: BOAT, side: Side::France, contact: 7, known: Arc::new(known), able })
}

fn in_the_water(minute: u32) -> Event {
    let cause = ImmersionCause::Interception;
    at(minute, What::EnteredWater { boat: BOAT, people: 2, cause, at: Vec2::ZERO, who: Arc::from([]) })
}

/// The worst band of a rule; none if it was not asked.
pub(super) fn worst(reading: &Reading, rule: &str, events: &[Event]) -> Option<Band> {
    findings(reading, events).into_iter().filter(|f| f.rule == rule).map(|f| f.band).max()
}

#[test]
fn case_a_few_aboard_in_a_canal_by_day_with_an_order() {
    let done = at(11, What::InterceptionDone { boat: BOAT, unit: UNIT, aboard: 3 });
    let film = at(5, What::EvidenceRecorded { boat: BOAT, side: Side::France, contact: 7, unit: UNIT });
    let whole = [order(0, Order::Intercept, picture()), film, tried(10, true), done.clone(), landed(40, 10)];
    assert_eq!(level_of(Order::Intercept), 4);
    for law in both() {
        for rule in ["R5", "R6", "R7", "R9"] {
            assert_eq!(worst(&law, rule, &whole), Some(Band::Green), "{} {rule}", law.id);
        }
        assert_eq!(worst(&law, "R9", &whole[..3]), Some(Band::Amber), "no end on record, {}", law.id);
    }
    let [strict, permissive] = both();
    assert_eq!(worst(&strict, "R9", &whole[..4]), Some(Band::Amber), "no landing on record");
    assert_eq!(worst(&permissive, "R9", &whole[..4]), Some(Band::Green));
    // Without images the strict reading asks; images of another side are none.
    let mut unfilmed = whole.to_vec();
    unfilmed[1] = at(5, What::EvidenceRecorded { boat: BOAT, side: Side::UnitedKingdom, contact: 7, unit: UnitId(9) });
    assert_eq!(worst(&strict, "R9", &unfilmed), Some(Band::Amber), "no images on record");
    assert_eq!(worst(&permissive, "R9", &unfilmed), Some(Band::Green));
}

#[test]
fn an_order_that_says_who_takes_people_ashore_wants_that_on_record() {
    use crate::doctrine::{LandWith, Steps};
    let steps = Steps::USUAL.landing_with(LandWith::BorderPolice);
    let mut log = vec![
        order(0, Order::Intercept, picture()),
        at(0, What::StepsAllowed { unit: UNIT, boat: BOAT, contact: 7, steps }),
        at(5, What::EvidenceRecorded { boat: BOAT, side: Side::France, contact: 7, unit: UNIT }),
        tried(10, true),
        at(11, What::InterceptionDone { boat: BOAT, unit: UNIT, aboard: 3 }),
        landed(40, 10),
    ];
    let [strict, permissive] = both();
    let found = findings(&strict, &log).into_iter().find(|f| f.rule == "R9").expect("judged");
    assert!(found.band == Band::Amber && found.facts.iter().any(|f| f.ends_with("handed over to the border police")));
    assert_eq!(worst(&permissive, "R9", &log), Some(Band::Green), "it asks for no landing");
    log.push(at(40, What::HandedAshore { boat: BOAT, unit: UNIT, to: LandWith::Reception, people: 3 }));
    assert_eq!(worst(&strict, "R9", &log), Some(Band::Amber), "into other hands than the order said");
    log.push(at(40, What::HandedAshore { boat: BOAT, unit: UNIT, to: LandWith::BorderPolice, people: 3 }));
    assert_eq!(worst(&strict, "R9", &log), Some(Band::Green));
    assert_eq!(worst(&strict, "R5", &log), Some(Band::Green), "the level is that of the steps");
}

#[test]
fn an_order_to_stop_without_force_is_judged_by_the_level_of_its_steps() {
    use crate::doctrine::{Step, Steps};
    let gentle = Steps::none().with(Step::OrderToStop).with(Step::Divert);
    let limited = |steps| at(0, What::StepsAllowed { unit: UNIT, boat: BOAT, contact: 7, steps });
    let by_name = vec![order(0, Order::Intercept, laden())];
    let by_steps = vec![order(0, Order::Intercept, laden()), limited(gentle)];
    let blocked = vec![order(0, Order::Intercept, laden()), limited(gentle.with(Step::Block))];
    for law in both() {
        assert_eq!(worst(&law, "R5", &by_name), Some(Band::Red), "{}", law.id);
        assert_eq!(worst(&law, "R5", &by_steps), None, "an order to stop from a distance is no force, {}", law.id);
        let found = findings(&law, &blocked).into_iter().find(|f| f.rule == "R5").expect("blocking is force");
        assert!(found.band == Band::Red && found.facts[0] == "a manoeuvre of level 3", "{:?}", found.facts);
    }
}

#[test]
fn the_decision_log_tells_what_force_was_allowed_and_on_what_an_order_was_asked_for() {
    use crate::doctrine::{LandWith, Steps};
    use crate::events::{Asked, words::Names};
    let asked = Arc::new(Asked { rule: "stop it".into(), order: Order::Intercept, picture: laden() });
    let request = What::AuthorityRequested { boat: BOAT, side: Side::France, contact: 7, asked };
    let log = [at(0, request), order(5, Order::Intercept, picture())];
    let steps = Steps::USUAL.landing_with(LandWith::BorderPolice);
    let titles: Vec<String> = (0..=UNIT.0).map(|i| format!("unit {i}")).collect();
    let names = Names { start: crate::units::Instant::parse("2026-01-17T00:00Z").unwrap(), units: &titles };
    let allowed = |_: UnitId, rule: &str| (rule == "a rule").then_some(steps);
    let records = super::decisions::records(&log, &[], &names, &allowed);
    let [request, stop] = &records[..] else { panic!("{records:?}") };
    assert_eq!(request.by_rule.as_deref(), Some("stop it"));
    assert_eq!((request.known_facts.aboard, request.known_facts.waves_m), (Some(55.0), Some(0.5)));
    assert!(request.known_facts.waters.is_some() && request.known_facts.order_held.is_some());
    assert_eq!(stop.chosen, format!("intercept contact 7 ({})", steps.words()));
    let unknown = super::decisions::records(&log, &[], &names, &|_, _| None);
    assert_eq!(unknown[1].chosen, "intercept contact 7");
}

/// The order of a centre.
fn centre_ordered(order: Order, boarding: bool) -> Event {
    let mut picture = laden();
    (picture.contact.boarding, picture.force.order) = (boarding, OrderState::NotAsked);
    let why = why(picture, Vec::new());
    at(0, What::CentreOrdered { side: Side::France, boat: BOAT, contact: 7, order, why: Arc::new(why) })
}

#[test]
fn a_team_that_wades_in_to_a_boat_with_people_in_it_is_judged_as_force_and_one_that_stays_ashore_is_not() {
    let wade = vec![centre_ordered(Order::WadeIn, true)];
    let mut waded = wade.clone();
    waded.push(at(9, What::WadedIn { boat: BOAT, aboard: 30, cut: true }));
    let mut harmed = waded.clone();
    harmed.push(in_the_water(9));
    // Where it waded in the sand was dry: no fact about a team, which draws nothing.
    let mut on_sand = wade.clone();
    if let What::CentreOrdered { why, .. } = &mut on_sand[0].what {
        let picture = &mut Arc::make_mut(why).picture;
        (picture.sea.depth, picture.unit.depth_needed) = (Distance::metres(-1.6), Distance::ZERO);
    }
    for law in both() {
        let dry = findings(&law, &on_sand);
        assert!(!dry.is_empty() && dry.iter().all(|f| f.facts.iter().all(|x| !x.contains("of water for"))), "{dry:?}");
        for rule in ["R5", "R7"] {
            assert!(worst(&law, rule, &wade) > Some(Band::Green), "{} {rule}", law.id);
            assert_eq!(worst(&law, rule, &[centre_ordered(Order::InterdictAshore, true)]), None, "{} {rule}", law.id);
        }
        let of = |log: &[Event]| findings(&law, log).into_iter().find(|f| f.rule == "R6").expect("judged");
        assert!(of(&wade).facts.contains(&"no team waded in".to_owned()));
        assert_eq!(of(&waded).band, Band::Amber, "harm could have followed, {}", law.id);
        assert_eq!(of(&harmed).band, Band::Red, "{}", law.id);
        assert!(of(&harmed).facts.contains(&"2 entered the water".to_owned()) && of(&harmed).unit.is_none());
    }
}

#[test]
fn weapons_used_ashore_are_judged_on_what_was_known_when_they_were_ordered() {
    use crate::events::words::Names;
    let (side, boat, contact) = (Side::France, BOAT, 7);
    let ordered = |children: Option<bool>| {
        let mut log =
            vec![centre_ordered(Order::InterdictAshore, true), at(0, What::WeaponsAllowed { side, boat, contact })];
        if let What::CentreOrdered { why, .. } = &mut log[0].what {
            let known = &mut Arc::make_mut(why).picture.contact;
            (known.children_seen, known.few_lifejackets) = (children, Some(true));
        }
        log
    };
    let used = |children| {
        let mut log = ordered(children);
        log.push(at(15, What::WeaponsUsed { side, boat, contact, people: 60, hurt: 4 }));
        log
    };
    for (law, band) in both().into_iter().zip([Band::Red, Band::Amber]) {
        let r5 = |log: &[Event]| findings(&law, log).into_iter().find(|f| f.rule == "R5").expect("judged");
        for log in [used(None), ordered(None)] {
            assert_eq!((r5(&log).band, r5(&log).unit, r5(&log).contact), (band, None, Some(7)), "{}", law.id);
        }
        assert!(r5(&used(None)).facts.contains(&"known in review: used where 60 were, 4 hurt".to_owned()));
        assert!(r5(&ordered(None)).facts.contains(&"known in review: no team used them".to_owned()));
        assert_eq!(worst(&law, "R8", &used(Some(true))), Some(Band::Red));
        // What nobody has seen is no finding, and lifejackets are no matter on a beach.
        assert_eq!(worst(&law, "R8", &used(None)), Some(Band::Green));
        assert_eq!(worst(&law, "R8", &used(Some(false))), Some(Band::Green));
        // Without weapons, as before.
        let plain = vec![centre_ordered(Order::InterdictAshore, true)];
        assert_eq!((worst(&law, "R5", &plain), worst(&law, "R8", &plain)), (None, None));
        let texts = &law.rules.iter().find(|r| r.id == "R5").expect("a rule").texts;
        for cite in ["L211-9", "L435-1", "Défenseur des droits"] {
            assert!(texts.iter().any(|t| t.cite.contains(cite) && t.to_be_checked), "{cite}");
        }
        let names = Names { start: crate::units::Instant::parse("2026-01-17T00:00Z").unwrap(), units: &[] };
        let log = used(Some(true));
        let records = super::decisions::records(&log, &[(&law, &findings(&law, &log)[..])], &names, &|_, _| None);
        let [order, act] = &records[..] else { panic!("{records:?}") };
        assert_eq!(order.chosen, "send a shore team to contact 7 (with intermediate-force weapons)");
        assert!(order.known_facts.children == Some(true) && order.rule_hits.len() == 2, "{order:?}");
        assert_eq!(act.chosen, "use intermediate-force weapons at contact 7");
        assert!(act.decider_role.starts_with("team ashore"));
    }
}

#[test]
fn a_reading_that_does_not_ask_about_weapons_ashore_has_no_finding_and_a_misspelt_band_is_told() {
    let text = include_str!("../../assets/law/strict.law.ron");
    let log = [
        centre_ordered(Order::InterdictAshore, true),
        at(0, What::WeaponsAllowed { side: Side::France, boat: BOAT, contact: 7 }),
    ];
    let silent = super::load::load("own.law.ron", &text.replace("weapons_ashore: Red,", "")).unwrap().value;
    assert_eq!(worst(&silent, "R5", &log), None);
    let told = super::load::load("own.law.ron", &text.replace("weapons_ashore: Red,", "weapons_ashore: Redd,"));
    let told = told.expect_err("misspelt").iter().map(ToString::to_string).collect::<String>();
    assert!(told.contains("did you mean `Red`?"), "{told}");
}

#[test]
fn a_net_is_force_of_level_four_and_a_boat_struck_by_it_is_told() {
    use crate::doctrine::{Step, Steps};
    let steps = Steps::none().with(Step::Entangle);
    let mut log = vec![
        order(0, Order::Intercept, laden()),
        at(0, What::StepsAllowed { unit: UNIT, boat: BOAT, contact: 7, steps }),
        tried(10, true),
        at(10, What::NetLaid { boat: BOAT, unit: UNIT, fouled: true }),
    ];
    let told = |log: &[Event], law: &Reading| {
        let found = findings(law, log).into_iter().find(|f| f.rule == "R6").expect("a manoeuvre is judged");
        found.facts.contains(&"the unit struck the boat".to_owned())
    };
    for law in both() {
        let found = findings(&law, &log).into_iter().find(|f| f.rule == "R5").expect("a net is force");
        assert!(found.band == Band::Red && found.facts[0] == "a manoeuvre of level 4", "{:?}", found.facts);
        assert!(!told(&log, &law));
    }
    log.push(at(10, What::StruckByUnit { boat: BOAT, unit: UNIT, aboard: 55 }));
    for law in both() {
        assert!(told(&log, &law));
    }
}

#[test]
fn tubes_cut_afloat_and_a_strike_on_purpose_are_force_of_level_four_and_told_among_the_facts() {
    use crate::doctrine::{Step, Steps};
    let begun = |step| {
        vec![
            order(0, Order::Intercept, laden()),
            at(0, What::StepsAllowed { unit: UNIT, boat: BOAT, contact: 7, steps: Steps::none().with(step) }),
            tried(10, true),
        ]
    };
    let cut = |cut| at(10, What::TubesCut { boat: BOAT, unit: UNIT, aboard: 55, cut });
    let ram = |burst| at(10, What::Rammed { boat: BOAT, unit: UNIT, aboard: 55, stopped: burst, burst });
    let cases: [(Step, Event, &[&str]); 4] = [
        (Step::CutTubes, cut(true), &["the tubes were cut with the boat afloat"]),
        (Step::CutTubes, cut(false), &["the tubes were to be cut with the boat afloat, and were not"]),
        (Step::Ram, ram(false), &["the unit struck the boat on purpose"]),
        (Step::Ram, ram(true), &["the unit struck the boat on purpose", "a tube burst by it"]),
    ];
    for law in both() {
        for (step, done, facts) in &cases {
            let mut log = begun(*step);
            let of =
                |log: &[Event], rule: &str| findings(&law, log).into_iter().find(|f| f.rule == rule).expect("judged");
            assert!(facts.iter().all(|x| !of(&log, "R6").facts.contains(&(*x).to_owned())), "nothing was done yet");
            log.push(done.clone());
            let force = of(&log, "R5");
            assert!(force.band == Band::Red && force.facts[0] == "a manoeuvre of level 4", "{:?}", force.facts);
            let told = of(&log, "R6");
            assert!(
                told.band == Band::Amber && facts.iter().all(|x| told.facts.contains(&(*x).to_owned())),
                "{told:?}"
            );
            log.push(in_the_water(11));
            assert_eq!(of(&log, "R6").band, Band::Red, "harm followed");
        }
    }
}

#[test]
fn case_b_force_on_a_laden_boat_with_a_child_seen() {
    let mut log = vec![
        order(0, Order::Block, laden()),
        at(
            5,
            What::BlockTried { boat: BOAT, unit: UNIT, aboard: 55, level: Level::Block, waters: HOME, rule_held: true },
        ),
    ];
    for law in both() {
        assert_eq!(worst(&law, "R5", &log), Some(Band::Red), "{}", law.id);
        assert_eq!(worst(&law, "R6", &log), Some(Band::Amber), "harm could have followed, {}", law.id);
        let Test::Vulnerable(t) = &law.rules[7].test else { panic!("R8") };
        assert_eq!(t.of(Seen { children: Some(true), lifejackets_few: None }).0, Band::Red);
        assert_eq!(t.of(Seen { children: Some(false), lifejackets_few: Some(true) }).0, Band::Red);
        assert_eq!(t.of(Seen::default()).0, Band::Green, "what nobody saw is no finding");
    }
    log.push(in_the_water(6));
    for law in both() {
        assert_eq!(worst(&law, "R6", &log), Some(Band::Red), "harm followed, {}", law.id);
    }
}

#[test]
fn case_c_help_sent_after_thirty_five_minutes_with_a_unit_free() {
    let call = at(0, What::DistressCalled { boat: BOAT, side: Side::France, early: false });
    let declared =
        |m| at(m, What::PhaseDeclared { boat: BOAT, side: Side::France, contact: 7, phase: Phase::Distress });
    let mut in_distress = picture();
    in_distress.contact.declare(Phase::Distress);
    let sent = |m| order(m, Order::Rescue, in_distress);
    for law in both() {
        let late = [call.clone(), declared(0), unhelped(0, Phase::Distress, 1), sent(35)];
        assert_eq!(worst(&law, "R1", &late), Some(Band::Red), "{}", law.id);
        let late = [call.clone(), declared(0), unhelped(0, Phase::Distress, 1), sent(20)];
        assert_eq!(worst(&law, "R1", &late), Some(Band::Amber), "{}", law.id);
        let never = [declared(0), unhelped(0, Phase::Distress, 1), at(60, What::UnitDeparted { unit: UNIT })];
        assert_eq!(worst(&law, "R1", &never), Some(Band::Red), "{}", law.id);
        let nobody_free = [call.clone(), declared(0), unhelped(0, Phase::Distress, 0), sent(35)];
        assert_eq!(
            worst(&law, "R1", &nobody_free),
            Some(Band::Green),
            "nobody is bound beyond what he can, {}",
            law.id
        );
        let at_once = [call.clone(), declared(4), sent(4)];
        assert_eq!(worst(&law, "R1", &at_once), Some(Band::Green), "{}", law.id);
    }
    // A call that is understood late: the strict reading counts from the call.
    let doubted = [call, declared(32), sent(32)];
    let [strict, permissive] = both();
    assert_eq!(worst(&strict, "R1", &doubted), Some(Band::Red));
    assert_eq!(worst(&permissive, "R1", &doubted), Some(Band::Green));
}

#[test]
fn time_in_which_no_unit_is_free_does_not_count() {
    let strict = reading("strict");
    let log = |free: u32| {
        let wait = [unhelped(0, Phase::Distress, 1), unhelped(8, Phase::Distress, 0), unhelped(60, Phase::Distress, 1)];
        let over = at(60 + free, What::NeedOver { boat: BOAT, side: Side::France, contact: 7 });
        [&wait[..], &[over]].concat()
    };
    assert_eq!(worst(&strict, "R1", &log(2)), Some(Band::Green));
    assert_eq!(worst(&strict, "R1", &log(3)), Some(Band::Amber), "8 and 3 minutes");
    // Ten seconds too long are told as such.
    let mut over = log(2);
    over[3].tick.0 += 1;
    let r1 = findings(&strict, &over).into_iter().find(|f| f.rule == "R1").expect("it is asked");
    assert!(r1.band == Band::Amber && r1.facts[1].starts_with("10.2 min"), "{:?}", r1.facts);
}

#[test]
fn case_d_a_case_closed_without_a_match() {
    let closed = [at(0, What::CaseClosedWrongly { boat: BOAT, side: Side::France, contact: 7 })];
    let stood_down = [at(
        0,
        What::SearchEnded {
            boat: BOAT,
            side: Side::France,
            contact: 7,
            success: 0.2,
            reason: crate::agents::search::SearchEnd::BelievedFound,
        },
    )];
    for law in both() {
        assert_eq!(worst(&law, "R2", &closed), Some(Band::Red), "{}", law.id);
        assert_eq!(worst(&law, "R1", &stood_down), Some(Band::Red), "{}", law.id);
    }
}

#[test]
fn case_e_rescued_people_brought_to_calais_within_three_hours() {
    let taken = at(0, What::Transferred { boat: BOAT, unit: UNIT, people: 3 });
    let [strict, permissive] = both();
    for law in [&strict, &permissive] {
        let found = findings(law, &[taken.clone(), landed(175, 10)]);
        assert!(!found.is_empty() && found.iter().all(|f| f.band == Band::Green), "{found:?}");
    }
    let long = |places| [taken.clone(), landed(200, places)];
    assert_eq!(worst(&strict, "R3", &long(10)), Some(Band::Amber));
    assert_eq!(worst(&strict, "R3", &long(100)), Some(Band::Green), "a ship is no small craft");
    // A minute too long is told as such.
    let over = findings(&strict, &[taken.clone(), landed(181, 10)]);
    assert!(over.iter().any(|f| f.band == Band::Amber && f.facts[1].starts_with("3.02 h")), "{over:?}");
    assert_eq!(worst(&permissive, "R3", &long(10)), Some(Band::Green));
}

#[test]
fn a_boat_turned_back_is_judged_by_whose_waters_it_was_in() {
    let turned = |waters| {
        let what = What::TurnedBack { boat: BOAT, unit: UNIT, aboard: 55, waters };
        [order(0, Order::Block, laden()), at(9, what)]
    };
    let [strict, permissive] = both();
    assert_eq!(worst(&strict, "R4", &turned(HOME)), Some(Band::Amber));
    assert_eq!(worst(&permissive, "R4", &turned(HOME)), Some(Band::Green));
    let british = Waters { state: Some(geo::Side::UnitedKingdom), ..HOME };
    for waters in [Waters::BEYOND, british] {
        for law in [&strict, &permissive] {
            assert_eq!(worst(law, "R4", &turned(waters)), Some(Band::Red), "{} {waters:?}", law.id);
        }
    }
    // What was known, and not how many there were.
    let mut ordered = laden();
    ordered.contact.aboard_best = 47.6;
    let log = [order(0, Order::Block, ordered), turned(HOME)[1].clone()];
    let r4 = findings(&strict, &log).into_iter().find(|f| f.rule == "R4").expect("it is asked");
    assert_eq!(r4.facts[0], "a boat with 48 aboard by best estimate turned back before the unit");
}

#[test]
fn people_stopped_outside_own_waters_and_brought_in_are_a_question_of_the_strict_reading() {
    let [strict, permissive] = both();
    let stopped = |waters| {
        let tried =
            What::BlockTried { boat: BOAT, unit: UNIT, aboard: 55, level: Level::Block, waters, rule_held: true };
        let held = What::BlockedBoatStopped { boat: BOAT, unit: UNIT, aboard: 55 };
        [order(0, Order::Block, laden()), at(9, tried), at(12, held)]
    };
    assert_eq!(worst(&strict, "R4", &stopped(Waters::BEYOND)), Some(Band::Amber));
    assert_eq!(worst(&permissive, "R4", &stopped(Waters::BEYOND)), Some(Band::Green));
    assert_eq!(worst(&strict, "R4", &stopped(HOME)), Some(Band::Green));
}

/// A French text gives no authority in Belgian waters, whoever gave the order; a Belgian crew is at home there. Where force is
/// used counts, and not only where it was ordered.
#[test]
fn authority_ends_where_another_states_waters_begin() {
    let belgian = Waters { state: Some(geo::Side::Belgium), ..HOME };
    let ordered = |waters, operator| {
        let mut p = picture();
        p.sea.waters = waters;
        p.unit.identity.operator = Some(operator);
        order(0, Order::Intercept, p)
    };
    let used = |waters| {
        let what =
            What::InterceptionTried { boat: BOAT, unit: UNIT, aboard: 3, level: Level::Stop, waters, rule_held: true };
        at(9, what)
    };
    let (gendarmes, belgians) = (Operator::GendarmerieMaritime, Operator::Belgian);
    for (law, band) in both().iter().zip([Band::Red, Band::Amber]) {
        assert_eq!(worst(law, "R7", &[ordered(HOME, gendarmes), used(HOME)]), Some(Band::Green), "{}", law.id);
        assert_eq!(worst(law, "R7", &[ordered(belgian, gendarmes)]), Some(band), "{}", law.id);
        assert_eq!(worst(law, "R7", &[ordered(HOME, gendarmes), used(belgian)]), Some(band), "{}", law.id);
        assert_eq!(worst(law, "R7", &[ordered(belgian, belgians), used(belgian)]), Some(Band::Green), "{}", law.id);
        assert_eq!(worst(law, "R7", &[ordered(Waters::BEYOND, gendarmes)]), Some(Band::Green), "R4 asks: {}", law.id);
        let found = findings(law, &[ordered(belgian, gendarmes)]);
        let told = |f: &Finding| f.facts.iter().any(|t| t.contains("Belgian") && t.contains("no consent"));
        assert!(found.iter().any(|f| f.rule == "R7" && told(f)), "{found:?}");
        let place = |events: &[Event]| {
            let r7 = findings(law, events).into_iter().find(|f| f.rule == "R7").expect("it is asked");
            r7.facts.last().cloned().unwrap_or_default()
        };
        assert!(place(&[ordered(belgian, gendarmes)]).starts_with("force was ordered in Belgian"));
        assert!(place(&[ordered(HOME, gendarmes), used(belgian)]).starts_with("force began in Belgian"));
        // The French authority gave a Belgian unit its order: it is no stranger in French waters. Without one it is.
        assert_eq!(worst(law, "R7", &[ordered(HOME, belgians), used(HOME)]), Some(Band::Green), "{}", law.id);
        let british = Waters { state: Some(geo::Side::UnitedKingdom), ..HOME };
        assert_eq!(worst(law, "R7", &[ordered(HOME, belgians), used(british)]), Some(band), "{}", law.id);
        let mut none = picture();
        none.sea.waters = HOME;
        none.unit.identity.operator = Some(belgians);
        none.force.order = OrderState::NotAsked;
        assert!(place(&[order(0, Order::Intercept, none)]).contains("no consent"));
    }
}

/// The time of people who are handed over goes on; the unit that has none left begins anew.
#[test]
fn hours_aboard_go_over_with_those_who_are_handed_over() {
    let strict = reading("strict");
    let taken = |m| at(m, What::Transferred { boat: BOAT, unit: UnitId(1), people: 3 });
    let over = at(120, What::HandedOver { from: UnitId(1), to: UNIT, people: 3 });
    assert_eq!(worst(&strict, "R3", &[taken(0), over.clone(), landed(200, 10)]), Some(Band::Amber));
    assert_eq!(worst(&strict, "R3", &[taken(60), over.clone(), landed(200, 10)]), Some(Band::Green));
    let (shore, port) = (Shore::France, "calais".to_owned());
    let giver = at(310, What::PeopleLanded { unit: UnitId(1), shore, people: 3, port, places: 10 });
    let log = [taken(0), over, landed(130, 10), taken(200), giver];
    assert_eq!(worst(&strict, "R3", &log), Some(Band::Green));
}

#[test]
fn force_without_an_order_or_beyond_its_rule_is_found() {
    let mut alone = picture();
    alone.force.order = OrderState::NotAsked;
    let [strict, permissive] = both();
    let log = [order(0, Order::Intercept, alone)];
    assert_eq!(worst(&strict, "R7", &log), Some(Band::Red));
    assert_eq!(worst(&permissive, "R7", &log), Some(Band::Amber));
    let beyond = [order(0, Order::Intercept, laden())];
    assert_eq!(worst(&strict, "R7", &beyond), Some(Band::Amber), "was the order manifestly unlawful?");
    // The unit's own rule no longer held, and somebody fell.
    let stale = [order(0, Order::Intercept, picture()), tried(9, false), in_the_water(10)];
    let kept = [order(0, Order::Intercept, picture()), tried(9, true), in_the_water(10)];
    let later = [
        order(0, Order::Intercept, picture()),
        tried(9, false),
        at(10, What::TaskEnded { unit: UNIT, boat: BOAT, order: Order::Intercept, end: TaskEnd::Revoked, why: None }),
        in_the_water(11),
    ];
    let not_its_own = [order(0, Order::Intercept, laden()), in_the_water(10)];
    for law in [&strict, &permissive] {
        assert_eq!(worst(law, "R6", &not_its_own), Some(Band::Green), "another unit's doing, {}", law.id);
        assert_eq!(worst(law, "R6", &stale), Some(Band::Red), "{}", law.id);
        assert_eq!(worst(law, "R6", &kept), Some(Band::Green), "harm without a breach, {}", law.id);
        assert_eq!(worst(law, "R6", &later), Some(Band::Amber), "what came after the task is not of it, {}", law.id);
    }
}

#[test]
fn the_limits_on_force_are_each_told() {
    let strict = reading("strict");
    let force = strict.force().unwrap();
    let against = |change: &dyn Fn(&mut Picture)| {
        let mut p = picture();
        change(&mut p);
        force.against(4, &Known::of(&p))
    };
    assert!(against(&|_| ()).is_empty());
    let told = |said: &str, change: &dyn Fn(&mut Picture)| assert_eq!(against(change), [said]);
    told("5 aboard; fewer than 5 are allowed", &|p| p.contact.aboard_best = 5.0);
    told("perhaps as many as 11 aboard; at most 10 are allowed", &|p| p.contact.aboard_upper95 = 11.0);
    told("people had embarked, or were boarding", &|p| p.contact.boarding = true);
    told("waves of 0.5 m; below 0.5 m is allowed", &|p| p.sea.wave_height_m = 0.5);
    told("in the dark", &|p| p.sea.daylight = false);
    told("0.5 m of water for a unit that needs 1.0 m", &|p| p.sea.depth = Distance::metres(0.5));
}

#[test]
fn a_justification_is_said_to_be_there_and_changes_no_band() {
    let mut in_danger = laden();
    in_danger.contact.water_aboard = true;
    for law in both() {
        let red = |p| findings(&law, &[order(0, Order::Intercept, p)]).into_iter().find(|f| f.rule == "R5").unwrap();
        assert_eq!(red(in_danger).justified_by, [Ground::Necessity]);
        assert!(red(laden()).justified_by.is_empty());
        assert_eq!(red(in_danger).band, red(laden()).band);
    }
}

#[test]
fn help_withheld_where_danger_was_known_is_found() {
    let mut p = laden();
    p.contact.people_in_water = true;
    let log = [order(0, Order::Shadow, p)];
    for law in both() {
        assert_eq!(worst(&law, "R6", &log), Some(Band::Amber), "{}", law.id);
        assert_eq!(worst(&law, "R6", &[order(0, Order::Shadow, laden())]), None, "no danger was known");
        assert_eq!(worst(&law, "R6", &[order(0, Order::Rescue, p)]), None);
        assert_eq!(worst(&law, "R2", &log), Some(Band::Amber), "and the phase was not raised, {}", law.id);
    }
}

fn night(doctrine: &Arc<Doctrine>, night: u64) -> Vec<Event> {
    let mut sim = Simulation::new(&fixture::setting(), doctrine, NightKey { seed: 42, night });
    sim.run().unwrap();
    sim.take_events()
}

/// Nights in which boats are stopped with authority, blocked when laden without it, and left alone: doctrine, number, log.
fn nights() -> Vec<(Arc<Doctrine>, u64, Vec<Event>)> {
    use crate::doctrine::Condition::Looks;
    let block = fixture::with_rule("block", Looks(ContactLook::Loaded), Order::Block);
    let doctrines = [fixture::danger_only(), fixture::interception(1.0), block];
    let all = doctrines.iter().flat_map(|d| (0..3).map(move |n| (Arc::clone(d), n, night(d, n))));
    all.collect()
}

/// Two doctrines that differ in their words alone have the same findings.
#[test]
fn no_finding_hangs_on_what_a_doctrine_calls_itself() {
    for (doctrine, number, log) in nights() {
        let mut other = (*doctrine).clone();
        (other.id, other.title, other.description) = ("other".into(), "Another title".into(), "Other words".into());
        for (i, rule) in other.rules.iter_mut().enumerate() {
            (rule.id, rule.cite, rule.origin) = (format!("rule-{i}"), "another text".into(), "elsewhere".into());
        }
        let again = night(&Arc::new(other), number);
        assert_ne!(log, again, "the words stand in the log");
        for law in both() {
            let found = findings(&law, &log);
            assert!(!found.is_empty());
            assert_eq!(found, findings(&law, &again), "{} under {}", law.id, doctrine.title);
        }
    }
}

/// What the world knew and the deciders did not moves no finding.
#[test]
fn no_finding_hangs_on_what_nobody_knew() {
    let truth = |e: &Event| {
        matches!(
            e.what,
            What::Launched { .. }
                | What::BoardingStarted { .. }
                | What::BoardingEnded { .. }
                | What::CrossingStarted { .. }
                | What::EngineFailed { .. }
                | What::EngineRestarted { .. }
                | What::HullFailed { .. }
                | What::Swamped { .. }
                | What::CrowdShifted { .. }
                | What::FuelRanOut { .. }
        )
    };
    let bare = |mut f: Finding| {
        f.event = 0;
        f
    };
    let mut seen = 0;
    for (doctrine, _, log) in nights() {
        let known: Vec<Event> = log.iter().filter(|e| !truth(e)).cloned().collect();
        assert!(known.len() < log.len());
        for law in both() {
            let of = |log: &[Event]| findings(&law, log).into_iter().map(bare).collect::<Vec<_>>();
            assert_eq!(of(&log), of(&known), "{} under {}", law.id, doctrine.title);
            seen += of(&log).len();
        }
    }
    assert!(seen > 20, "there is something to find: {seen}");
}

#[test]
fn the_strict_reading_never_weighs_less_than_the_permissive_one() {
    let [strict, permissive] = both();
    let mut rules = std::collections::BTreeSet::new();
    for (doctrine, _, log) in nights() {
        let of = |law| Exposure::of(&findings(law, &log));
        assert!(of(&strict).weighs_like(&of(&permissive)).is_ge(), "{}", doctrine.title);
        rules.extend(findings(&strict, &log).into_iter().map(|f| f.rule));
    }
    for rule in ["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9"] {
        assert!(rules.contains(rule), "{rule} is never asked in the nights: {rules:?}");
    }
}

#[test]
fn the_shipped_readings_have_all_rules_and_mark_what_is_to_be_checked() {
    for law in both() {
        let ids: Vec<&str> = law.rules.iter().map(|r| r.id.as_str()).collect();
        assert_eq!(ids, ["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9"]);
        for rule in &law.rules {
            assert!(!rule.texts.is_empty() && !rule.source.is_empty());
            // MODEL 10.2 tags two sources as read: the law of 1994 and the reported framework of 2025.
            for text in &rule.texts {
                let read =
                    text.cite.starts_with("Law 94-589") || text.cite.starts_with("Framework of 25 November 2025");
                assert_eq!(text.to_be_checked, !read, "{}", text.cite);
            }
        }
    }
    let [strict, permissive] = both();
    for law in [&strict, &permissive] {
        let r7 = law.rules.iter().find(|r| r.id == "R7").expect("it is there");
        let framework =
            r7.texts.iter().find(|t| t.cite.starts_with("Framework of 25 November 2025")).expect("it is cited");
        assert!(framework.cite.contains("before that date a yardstick"), "nights from 2021 on are judged by it");
        assert!(r7.note.contains("FACTS 62") && r7.note.contains("FACTS 83"), "what held before: {}", r7.note);
    }
    assert!(
        super::words::NOT_ADVICE
            .contains("What is done ashore (shore teams, closed canals) is not judged, but for an order to wade in")
    );
    for (a, b) in strict.rules.iter().zip(&permissive.rules) {
        assert_eq!((a.family, &a.texts), (b.family, &b.texts), "{}: twins read the same texts", a.id);
    }
}

#[test]
fn a_bad_reading_is_answered_with_all_its_problems() {
    let text = SHIPPED[0]
        .1
        .replacen("family: Life", "family: Lief", 1)
        .replacen("amber_after_min: 10", "amber_after_h: 10", 1)
        .replacen("stand_downs: [BelievedFound, Silence]", "stand_downs: [BeleivedFound]", 1)
        .replacen("test: Coordinate(", "test: Cordinate(", 1)
        .replacen("most_h: 3", "most_h: 300", 1)
        .replacen("id: \"R4\"", "id: \"R5\"", 1)
        .replacen("justified_by: [Necessity]", "justified_by: [Necesity]", 1)
        .replacen("year: 2004, to_be_checked: true", "year: 204, to_be_checked: yes", 1);
    let problems: Vec<String> = load::load("bad.law.ron", &text).unwrap_err().iter().map(ToString::to_string).collect();
    for part in [
        "bad.law.ron:11:21: there is no family `Lief`; did you mean `Life`?",
        "expected minutes: write `amber_after_min`",
        "did you mean `BelievedFound`?",
        "there is no test of the law `Cordinate`; did you mean `Coordinate`?",
        "300 is out of bounds; expected 0 to 48",
        "`R5` asks `NoReturn`; that is the rule `R4`",
        "did you mean `Necessity`?",
        "204 is out of bounds",
    ] {
        assert!(problems.iter().any(|p| p.contains(part)), "{part} in\n{}", problems.join("\n"));
    }
}

#[test]
fn a_reading_without_a_rule_or_with_one_twice_is_refused() {
    let rule = |id: &str| SHIPPED[0].1.find(&format!("            id: \"{id}\"")).unwrap();
    let start = |id: &str| SHIPPED[0].1[..rule(id)].rfind("        (").unwrap();
    let (from, to) = (start("R2"), start("R3"));
    let without = format!("{}{}", &SHIPPED[0].1[..from], &SHIPPED[0].1[to..]);
    let told =
        |text: &str| load::load("x.law.ron", text).unwrap_err().iter().map(ToString::to_string).collect::<String>();
    assert!(told(&without).contains("a reading needs the rule `R2` (`Coordinate`)"), "{}", told(&without));
    let twice = format!("{}{}{}", &SHIPPED[0].1[..to], &SHIPPED[0].1[from..to], &SHIPPED[0].1[to..]);
    assert!(told(&twice).contains("there are two rules `R2`"), "{}", told(&twice));
}
