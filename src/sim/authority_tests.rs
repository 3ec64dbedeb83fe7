//! Whole small nights with an authority: what is asked is answered or still lies at a desk, and no more will than there is.

use super::fixture::{danger_only, interception, setting, setting_near_blind, setting_with};
use super::*;
use crate::agents::Side;
use crate::doctrine::commitment::{Commitment, CommitmentState, Course, When};
use crate::doctrine::{Chains, Refusal};
use crate::events::{BoatId, Reasons};
use crate::parameters::{Number, Register};
use proptest::prelude::*;

fn lived(setting: &Arc<Setting>, doctrine: &Arc<Doctrine>, night: u64) -> Simulation {
    let mut sim = Simulation::new(setting, doctrine, NightKey { seed: 42, night });
    sim.run().unwrap();
    sim
}

fn shipped() -> Parameters {
    Parameters::shipped_for_tests()
}

/// Interception with this change to its authority.
fn with(commitment: f64, change: impl Fn(&mut crate::doctrine::Authority)) -> Arc<Doctrine> {
    let mut d = (*interception(commitment)).clone();
    change(d.authority.as_mut().unwrap());
    Arc::new(d)
}

/// Answers by side and boat: tick, reason of a refusal.
fn answers(sim: &Simulation) -> Vec<(Tick, Side, BoatId, Option<Refusal>)> {
    let answer = |e: &Event| match e.what {
        What::AuthorityAnswered { boat, side, refused, .. } => Some((e.tick, side, boat, refused)),
        _ => None,
    };
    sim.events().iter().filter_map(answer).collect()
}

fn count(sim: &Simulation, of: impl Fn(&What) -> bool) -> usize {
    sim.events().iter().filter(|e| of(&e.what)).count()
}

/// The log without what is about authority, and without the warrant in the record of each order.
fn without_authority(sim: &Simulation) -> Vec<Event> {
    let about = |e: &&Event| {
        !matches!(
            e.what,
            What::AuthorityRequested { .. }
                | What::AuthorityAnswered { .. }
                | What::AuthorityExpired { .. }
                | What::CommitmentStood { .. }
                | What::CommitmentFell { .. }
        )
    };
    let mut events: Vec<Event> = sim.events().iter().filter(about).cloned().collect();
    for event in &mut events {
        if let What::OrderGiven { why, .. } | What::TaskEnded { why: Some(why), .. } = &mut event.what {
            let why = Arc::make_mut(why);
            why.awaits = None;
            let (facts, mut alternatives) = (why.facts(), why.alternatives());
            alternatives.retain(|a| a.rule != "intercept");
            why.reasons = Reasons::Told { facts, alternatives };
            why.picture.force.order = crate::doctrine::OrderState::NotAsked;
            why.picture.force.acts = crate::doctrine::Acts::NONE;
        }
    }
    events
}

#[test]
fn without_commitment_a_night_is_that_of_the_doctrine_it_extends_but_for_what_is_asked() {
    let mut asked = 0;
    for n in 0..3 {
        let hollow = lived(&setting(), &interception(0.0), n);
        assert_eq!(without_authority(&lived(&setting(), &danger_only(), n)), without_authority(&hollow));
        asked += count(&hollow, |w| matches!(w, What::AuthorityRequested { .. }));
    }
    assert!(asked > 0, "somebody asked");
}

/// Both arms name the chain of the framework; a desk that is set to take hours holds up both.
#[test]
fn a_desk_that_is_set_slower_answers_later_under_every_doctrine_that_asks_it() {
    let chains = Chains::shipped();
    let of_chain = |commitment: f64| {
        with(commitment, |a| {
            a.chain = "premar_prefect_prosecutor".into();
            a.steps = chains.get(&a.chain).unwrap().steps.clone();
        })
    };
    let register = Register::shipped().with_classes(chains.numbers.clone());
    let id = "authority.premar_prefect_prosecutor.duty-officer.delay_median_min";
    let slow = register.overriding(id, Number::Fixed(90.0)).unwrap();
    let mut set = (*setting()).clone();
    set.scenario.overrides.push(slow);
    let set = Arc::new(set);
    let waits = |setting: &Arc<Setting>, commitment: f64| -> Vec<f64> {
        let minutes = |e: &Event| match e.what {
            What::AuthorityAnswered { after_min, .. } => Some(after_min),
            _ => None,
        };
        (0..3)
            .flat_map(|n| lived(setting, &of_chain(commitment), n).events().to_vec())
            .filter_map(|e| minutes(&e))
            .collect()
    };
    for commitment in [0.0, 1.0] {
        let (usual, slower) = (waits(&setting(), commitment), waits(&set, commitment));
        let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len().max(1) as f64;
        assert!(usual.len() > 2 && !slower.is_empty());
        assert!(mean(&slower) > mean(&usual) + 30.0, "{} and {}", mean(&usual), mean(&slower));
    }
}

#[test]
fn every_request_is_answered_or_lies_at_a_desk_when_the_night_ends() {
    let chain = Chains::shipped().get("escalation_to_paris").unwrap();
    let doctrine = with(0.5, |a| {
        a.steps = chain.steps.clone();
        a.valid = Some(Duration::minutes(20.0));
        a.again = Some(Duration::minutes(5.0));
    });
    let (mut answered, mut again) = (0, 0);
    for n in 0..4 {
        let sim = lived(&setting(), &doctrine, n);
        let mut open = std::collections::BTreeMap::new();
        for event in sim.events() {
            match event.what {
                What::AuthorityRequested { boat, side, contact, .. } => {
                    again += usize::from(open.contains_key(&(side, boat)));
                    let before = open.insert((side, boat), Some(contact));
                    assert!(before.is_none_or(|b| b.is_none()), "asked anew while {boat:?} lies at a desk");
                }
                What::AuthorityAnswered { boat, side, contact, after_min, waited_min, .. } => {
                    assert_eq!(open.insert((side, boat), None), Some(Some(contact)), "answered once, as asked");
                    assert!(after_min > waited_min && waited_min >= 0.0);
                    answered += 1;
                }
                _ => {}
            }
        }
        let left: u32 = open.values().map(|o| u32::from(o.is_some())).sum();
        let desks = sim.world.resource::<authority::Offices>().open();
        assert_eq!(left as usize, desks, "night {n}: what was not answered lies at a desk");
    }
    assert!(answered > 0 && again > 0, "{answered} answered, {again} asked again");
}

#[test]
fn an_order_expires_and_is_given_again_for_the_asking() {
    let doctrine = with(1.0, |a| {
        a.valid = Some(Duration::minutes(1.0));
        a.again = Some(Duration::minutes(2.0));
    });
    // The order allows no more than keeping company, so the boat stays on the plot.
    let mut doctrine = (*doctrine).clone();
    doctrine.rules[0].order = crate::doctrine::Order::Shadow;
    let doctrine = Arc::new(doctrine);
    let (mut expired, mut again) = (0, 0);
    for n in 0..4 {
        let sim = lived(&setting(), &doctrine, n);
        expired += count(&sim, |w| matches!(w, What::AuthorityExpired { after_min, .. } if *after_min >= 1.0));
        let answers = answers(&sim);
        assert!(answers.iter().all(|a| a.3.is_none()), "with full commitment nobody is refused");
        for pair in answers.windows(2).filter(|w| (w[0].1, w[0].2) == (w[1].1, w[1].2)) {
            again += 1;
            assert!(pair[1].0 >= pair[0].0.after(Duration::minutes(3.0)), "a minute of validity, two of waiting");
        }
    }
    assert!(expired > 0 && again > 0, "{expired} expired, {again} given again");
}

#[test]
fn what_is_asked_for_ahead_comes_earlier_and_is_kept_until_the_rule_applies() {
    use crate::doctrine::{Condition, ContactLook, Order};
    // Not before it has been known for a quarter of an hour; the order takes about eight minutes.
    let wait = Duration::minutes(15.0);
    let late = |ahead: bool| {
        let mut d = (*interception(1.0)).clone();
        d.rules[0].when = Condition::All(vec![d.rules[0].when.clone(), Condition::KnownFor(wait)]);
        d.rules[0].ask_when = ahead.then_some(Condition::Looks(ContactLook::TaxiBoat));
        Arc::new(d)
    };
    let (mut earlier, mut sooner, mut kept) = (0, 0, 0);
    for n in 0..8 {
        let (plain, ahead) = (lived(&setting(), &late(false), n), lived(&setting(), &late(true), n));
        assert_eq!(count(&plain, |w| matches!(w, What::AuthorityAskedAhead { .. })), 0);
        let first =
            |sim: &Simulation, of: &dyn Fn(&What) -> bool| sim.events().iter().find(|e| of(&e.what)).map(|e| e.tick);
        for boat in 0..8 {
            let boat = BoatId(boat);
            let asked = |w: &What| matches!(w, What::AuthorityRequested { boat: b, .. } if *b == boat);
            let stops = |w: &What| matches!(w, What::OrderGiven { boat: b, order: Order::Intercept, .. } if *b == boat);
            if let (Some(a), Some(b)) = (first(&ahead, &asked), first(&plain, &asked)) {
                assert!(a <= b, "night {n}, {boat:?}: asked later");
                earlier += usize::from(a < b);
            }
            if let (Some(a), Some(b)) = (first(&ahead, &stops), first(&plain, &stops)) {
                sooner += usize::from(a < b);
            }
        }
        for e in ahead.events() {
            let What::OrderGiven { boat, order: Order::Intercept, why, .. } = &e.what else { continue };
            assert!(e.tick.since(why.picture.contact.known_since) >= wait, "it never acts before its rule applies");
            let given = |w: &What| matches!(w, What::AuthorityAnswered { boat: b, refused: None, .. } if b == boat);
            let at = first(&ahead, &given).expect("an order was given");
            kept += usize::from(e.tick.since(at) >= Duration::minutes(2.0));
        }
        // The word "ahead" follows the request it is about.
        for pair in ahead.events().windows(2) {
            if let What::AuthorityAskedAhead { boat, rule, .. } = &pair[1].what {
                assert!(matches!(&pair[0].what, What::AuthorityRequested { boat: b, .. } if b == boat));
                assert_eq!(rule, "intercept");
            }
        }
    }
    assert!(earlier > 0 && sooner > 0 && kept > 0, "{earlier} asked earlier, {sooner} stopped sooner, {kept} kept");
}

#[test]
fn a_desk_that_asks_for_evidence_refuses_until_it_is_recorded() {
    let doctrine = with(1.0, |a| a.steps[0].needs_evidence = true);
    let refusals = |record_min: f64| {
        let setting = setting_with(Parameters { evidence_record_min: record_min, ..shipped() });
        let mut counts = [0; 2];
        for n in 0..4 {
            for (.., refused) in answers(&lived(&setting, &doctrine, n)) {
                assert_ne!(refused, Some(Refusal::NoCommitment));
                counts[usize::from(refused.is_some())] += 1;
            }
        }
        counts
    };
    let [given, _] = refusals(1.0);
    let [none_given, refused] = refusals(1e6);
    assert!(given > 0 && refused > 0, "{given} given, {refused} refused");
    assert_eq!(none_given, 0, "never recorded, never given");
}

#[test]
fn evidence_takes_a_camera_in_sight_for_long_enough() {
    let recorded = |setting: &Arc<Setting>| {
        let night = |n| count(&lived(setting, &danger_only(), n), |w| matches!(w, What::EvidenceRecorded { .. }));
        (0..3).map(night).sum::<usize>()
    };
    let [short, long] = [1.0, 1e6].map(|m| recorded(&setting_with(Parameters { evidence_record_min: m, ..shipped() })));
    assert!(short > 0 && long == 0, "{short} and {long}");
    let none = Parameters { evidence_record_min: 1.0, ..shipped() };
    assert!(recorded(&setting_near_blind(none, 0.02)) < short, "near-blind units record less");
}

#[test]
fn a_death_in_an_interception_lowers_the_commitment_at_once() {
    let deadly = Parameters {
        intercept_level4: 30.0,
        cold_shock_flotation: 1.0,
        cold_shock_others: 1.0,
        cold_shock_threshold_c: 60.0,
        commitment_fall_low: 1.0,
        commitment_fall_high: 1.0,
        ..shipped()
    };
    let setting = setting_with(deadly);
    let mut fallen = 0;
    for n in 0..6 {
        let sim = lived(&setting, &interception(1.0), n);
        let Some(fall) = sim.events().iter().find(|e| matches!(e.what, What::CommitmentFell { .. })) else { continue };
        fallen += 1;
        let What::CommitmentFell { boat, before, after } = fall.what else { unreachable!() };
        assert!((before - 1.0).abs() < 1e-12 && after.abs() < 1e-12);
        let died = |e: &Event| matches!(e.what, What::Died { boat: b, .. } if b == boat) && e.tick <= fall.tick;
        assert!(sim.events().iter().any(died), "somebody of that boat had died");
        let later = answers(&sim).into_iter().filter(|a| a.0 >= fall.tick);
        assert!(later.into_iter().all(|a| a.3.is_some()), "no order after it");
    }
    assert!(fallen > 0, "where every interception is deadly, one is heard of");
}

#[test]
fn both_arms_live_under_the_same_government_and_the_night_says_which() {
    let commitment = Commitment {
        course: Course::States {
            orders: [0.0, 0.0, 1.0, 0.0],
            when: When::Schedule(vec![(
                crate::units::Instant::parse("2025-07-01T00:00Z").unwrap(),
                CommitmentState::InForce,
            )]),
        },
        fatal: Vec::new(),
    };
    let doctrine = with(0.0, |a| a.commitment = commitment.clone());
    let sim = lived(&setting(), &doctrine, 0);
    let stood = What::CommitmentStood { state: Some(CommitmentState::InForce), probability: 1.0 };
    assert_eq!(count(&sim, |w| *w == stood), 1, "the fixture's night is of 9 July 2025");
    assert_eq!(count(&lived(&setting(), &danger_only(), 0), |w| matches!(w, What::CommitmentStood { .. })), 0);
}

/// The French fixture with a rule of the same kind for British units, and these commitments; each side has its own chain.
fn both_sides(french: f64, british: f64) -> Arc<Doctrine> {
    use crate::doctrine::{Authority, Condition, ContactLook, Order};
    let mut d = (*interception(french)).clone();
    let mut uk = d.rules[0].clone();
    uk.id = "uk-intercept".into();
    uk.when = Condition::All(vec![Condition::UnitOf(Side::UnitedKingdom), Condition::Looks(ContactLook::Loaded)]);
    uk.order = Order::Block;
    d.rules.insert(0, uk);
    d.common += 1;
    d.authority_of_side[Side::UnitedKingdom.index()] =
        Some(Authority::of_one_step("dover", crate::units::Duration::minutes(2.0), 0.0, british));
    Arc::new(d)
}

#[test]
fn each_side_goes_by_its_own_chain_and_its_own_will() {
    // Whatever becomes of those who are stopped, the will stays as it was.
    let firm = setting_with(Parameters { commitment_fall_low: 0.0, commitment_fall_high: 0.0, ..shipped() });
    let mut of_side = [0, 0];
    for n in 0..4 {
        let sim = lived(&firm, &both_sides(0.0, 1.0), n);
        for (_, side, _, refused) in answers(&sim) {
            of_side[side.index()] += 1;
            let expected = (side == Side::France).then_some(Refusal::NoCommitment);
            assert_eq!(refused, expected, "{side:?}");
        }
        let stood = |side| What::CommitmentStoodFor { side, state: None, probability: 1.0 };
        assert_eq!(count(&sim, |w| *w == stood(Side::UnitedKingdom)), 1);
        for e in sim.events() {
            if let What::AuthorityAnswered { side: Side::UnitedKingdom, after_min, waited_min, .. } = e.what {
                assert!((after_min - waited_min - 2.0).abs() <= 1.0, "one desk of two minutes: {after_min}");
            }
        }
    }
    assert!(of_side.iter().all(|n| *n > 0), "both sides ask in four nights: {of_side:?}");
    // A chain that no rule of that side can call on is not spoken of, and the night is as without it.
    let mut idle = (*interception(1.0)).clone();
    idle.authority_of_side = both_sides(1.0, 1.0).authority_of_side.clone();
    assert_eq!(lived(&setting(), &Arc::new(idle), 0).events(), lived(&setting(), &interception(1.0), 0).events());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    /// The will of a case is born with it: what a weak government orders a strong one orders too.
    #[test]
    fn more_commitment_never_refuses_what_less_would_give(night in 0_u64..1000, a in 0.0..1.0_f64, b in 0.0..1.0_f64) {
        let (weak, strong) = (a.min(b), a.max(b));
        let first = |commitment| {
            let sim = lived(&setting(), &interception(commitment), night);
            let mut list = answers(&sim);
            list.sort_by_key(|a| (a.1.index(), a.2, a.0));
            list.dedup_by_key(|a| (a.1, a.2));
            list
        };
        let strong = first(strong);
        for (_, side, boat, refused) in first(weak) {
            if refused.is_none()
                && let Some(other) = strong.iter().find(|s| (s.1, s.2) == (side, boat))
            {
                prop_assert_eq!(other.3, None, "{:?} was given by the weaker will only", boat);
            }
        }
    }
}

/// An order to hail is no order to stop: each act is asked for, and answered, by itself.
#[test]
fn an_order_covers_the_act_that_it_was_asked_for() {
    use crate::doctrine::{Condition, ContactLook, Order};
    let mut d = (*interception(1.0)).clone();
    let mut hail = d.rules[0].clone();
    (hail.id, hail.order) = ("hail".into(), Order::Hail);
    hail.when = Condition::All(vec![
        Condition::UnitOf(Side::France),
        Condition::Looks(ContactLook::TaxiBoat),
        Condition::Not(Box::new(Condition::Asked)),
    ]);
    d.rules.insert(0, hail);
    d.common += 1;
    let (doctrine, mut both) = (Arc::new(d), 0);
    for n in 0..5 {
        let sim = lived(&setting(), &doctrine, n);
        let asked = |boat: BoatId, by: &str| {
            let of = |e: &&Event| matches!(&e.what, What::AuthorityRequested { boat: b, asked, .. } if *b == boat && asked.rule == by);
            sim.events().iter().find(of).map(|e| e.tick)
        };
        for e in sim.events() {
            let What::OrderGiven { boat, order: Order::Intercept, why, .. } = &e.what else { continue };
            assert!(why.authorised && why.picture.force.acts.have(Order::Intercept));
            let first = asked(*boat, "intercept").expect("an order to stop that nobody asked for");
            let given =
                answers(&sim).into_iter().any(|(t, _, b, no)| b == *boat && no.is_none() && t > first && t <= e.tick);
            assert!(given, "night {n}, {boat:?}: asked for at {first:?}, ordered at {:?}", e.tick);
            both += usize::from(asked(*boat, "hail").is_some());
        }
    }
    assert!(both > 0, "no boat was hailed and then stopped");
}

/// Who was refused may ask for another act, though the first rule still applies.
#[test]
fn a_refused_act_is_no_bar_to_another() {
    use crate::doctrine::Order;
    let mut d = (*interception(0.0)).clone();
    let mut hail = d.rules[0].clone();
    (hail.id, hail.order) = ("hail".into(), Order::Hail);
    d.rules.insert(1, hail);
    d.common += 1;
    let doctrine = Arc::new(d);
    let (mut first, mut second) = (0, 0);
    for n in 0..5 {
        let sim = lived(&setting(), &doctrine, n);
        let asked = |by: Order| {
            let of = |e: &&Event| matches!(&e.what, What::AuthorityRequested { asked, .. } if asked.order == by);
            sim.events().iter().filter(of).map(|e| e.tick).min()
        };
        first += usize::from(asked(Order::Intercept).is_some());
        if let Some(hail) = asked(Order::Hail) {
            second += 1;
            let refused =
                |e: &Event| matches!(e.what, What::AuthorityAnswered { act: Order::Intercept, refused: Some(_), .. });
            assert!(
                sim.events().iter().any(|e| refused(e) && e.tick <= hail),
                "night {n}: the gentler act was asked for first"
            );
        }
    }
    assert!(first > 0 && second > 0, "{first} nights with a request to stop, {second} with one to hail");
}
