//! Whole small nights of cases: closed on word, reopened, known again, and boats that have not come.

use super::fixture::{danger_only, setting_near_blind};
use super::snapshot::BoatPhase;
use super::*;
use crate::agents::Side;
use crate::agents::calling::Phase;
use crate::agents::search::{Pattern, SearchEnd};
use crate::events::BoatId;
use crate::parameters::Parameters;

fn run(setting: &Arc<Setting>, night: u64) -> Simulation {
    let mut sim = Simulation::new(setting, &danger_only(), NightKey { seed: 42, night });
    sim.run().unwrap();
    sim
}

/// Engines that fail and stay dead; nothing else does harm, and no two boats are confused.
fn adrift() -> Parameters {
    Parameters {
        engine_failure_per_h: 1.0,
        engine_repair_probability: 0.0,
        restart_after_help: 0.0,
        hull_failure_per_h: 0.0,
        swamping_onset_probability: 0.0,
        traffic_ships_per_day: 0.0,
        turn_back_share: 0.0,
        phone_working: 1.0,
        phone_battery_median_h: 100.0,
        call_made: 1.0,
        call_early_per_h: 0.0,
        call_disregarded: 0.0,
        call_both_centres: 1.0,
        association_confusion_per_h: 0.0,
        relay_identity_error: 0.0,
        ..Parameters::shipped_for_tests()
    }
}

/// Word between the centres that always comes, after one minute.
fn told_at_once() -> Parameters {
    Parameters { relay_closing_told: 1.0, relay_closing_median_min: 1.0, relay_closing_sigma: 0.0, ..adrift() }
}

fn count(setting: &Arc<Setting>, nights: u64, of: impl Fn(&What) -> bool) -> usize {
    (0..nights).map(|n| run(setting, n).events().iter().filter(|e| of(&e.what)).count()).sum()
}

/// For how many ten minutes, added up over boats and sides, a boat stood on a plot that units had emptied.
fn held_in_vain(setting: &Arc<Setting>, night: u64) -> usize {
    let mut sim = Simulation::new(setting, &danger_only(), NightKey { seed: 42, night });
    let mut sum = 0;
    while !sim.finished() {
        sim.step().unwrap();
        if sim.tick().0.is_multiple_of(10 * TICKS_PER_MIN) {
            let snapshot = sim.snapshot();
            let emptied = |boat: BoatId| snapshot.boats.iter().any(|b| b.id == boat && b.phase == BoatPhase::Abandoned);
            sum += snapshot.contacts.iter().filter(|c| emptied(c.boat)).count();
        }
    }
    sum
}

#[test]
fn the_other_centre_hears_of_a_closed_case_and_looks_no_longer() {
    let blind = |p| setting_near_blind(p, 0.2);
    let (told, silent) = (blind(told_at_once()), blind(Parameters { relay_closing_told: 0.0, ..adrift() }));
    let on_word = |w: &What| matches!(w, What::CaseClosedOnWord { .. });
    assert!(count(&told, 12, on_word) > 0);
    assert_eq!(count(&silent, 12, on_word), 0);
    let in_vain = |s: &Arc<Setting>| (0..12).map(|n| held_in_vain(s, n)).sum::<usize>();
    let (with, without) = (in_vain(&told), in_vain(&silent));
    assert!(2 * with < without, "{with} times ten minutes in vain with word, {without} without");
}

#[test]
fn word_of_the_wrong_boat_closes_a_case_that_is_not_over() {
    let p = Parameters { relay_identity_error: 1.0, association_reach_nm: 60.0, ..told_at_once() };
    let wrongly = count(&setting_near_blind(p, 0.2), 12, |w| matches!(w, What::CaseClosedWrongly { .. }));
    let rightly = count(&setting_near_blind(told_at_once(), 0.2), 12, |w| matches!(w, What::CaseClosedWrongly { .. }));
    assert!(wrongly > 0 && rightly == 0, "{wrongly} closed wrongly, {rightly} with the right name");
}

/// Nobody aboard can call; whoever awaits them does, after some hours.
fn mute(awaited: f64, noticed: f64) -> Parameters {
    Parameters {
        phone_working: 0.0,
        overdue_awaited: awaited,
        overdue_noticed: noticed,
        overdue_after_h: 5.0,
        ..adrift()
    }
}

#[test]
fn a_boat_without_a_telephone_is_reported_overdue_and_looked_for() {
    let blind = |awaited, noticed| setting_near_blind(mute(awaited, noticed), 0.25);
    let reported = |w: &What| matches!(w, What::ReportedOverdue { .. });
    assert_eq!(count(&blind(0.0, 0.0), 8, reported), 0, "nobody awaits it and no list is kept");
    let by_list = |w: &What| matches!(w, What::ReportedOverdue { awaited: false, .. });
    assert!(count(&blind(0.0, 1.0), 8, by_list) > 0, "a centre keeps its own list");
    let setting = blind(1.0, 0.0);
    let (mut sighted, mut phases) = (0, Vec::new());
    for n in 0..8 {
        let sim = run(&setting, n);
        for e in sim.events() {
            match &e.what {
                What::OverdueSighted { boat, by, .. } => {
                    assert!(!by.is_empty());
                    let reported = |e: &Event| matches!(e.what, What::ReportedOverdue { boat: b, .. } if b == *boat);
                    let since = sim.events().iter().find(|e| reported(e)).expect("reported before it is seen").tick;
                    assert!(e.tick > since);
                    sighted += 1;
                }
                What::PhaseDeclared { phase, .. } => phases.push(*phase),
                _ => {}
            }
        }
    }
    assert!(
        [Phase::Uncertain, Phase::Alert, Phase::Distress].iter().all(|p| phases.contains(p)),
        "one phase after the other"
    );
    assert!(sighted > 0, "some are found");
    let left_at_sea = |setting: &Arc<Setting>| -> u32 { (0..8).map(|n| run(setting, n).tally().aboard_boat).sum() };
    let (looked_for, not) = (left_at_sea(&setting), left_at_sea(&blind(0.0, 0.0)));
    assert!(looked_for < not, "{looked_for} people still adrift at the end of the night, {not} if nobody reports");
}

/// The place of a boat that has not come is not known: nobody is sent to where it is.
#[test]
fn a_report_that_a_boat_has_not_come_does_not_tell_where_it_is() {
    let setting = setting_near_blind(mute(1.0, 0.0), 0.1);
    let mut asked = 0;
    for n in 0..8 {
        let mut sim = Simulation::new(&setting, &danger_only(), NightKey { seed: 42, night: n });
        while !sim.finished() {
            let before = sim.events().len();
            sim.step().unwrap();
            let reported: Vec<BoatId> = sim.events()[before..]
                .iter()
                .filter_map(|e| if let What::ReportedOverdue { boat, .. } = e.what { Some(boat) } else { None })
                .collect();
            for boat in reported {
                let snapshot = sim.snapshot();
                let at = snapshot.boats.iter().find(|b| b.id == boat).unwrap().position;
                for c in snapshot.contacts.iter().filter(|c| c.boat == boat) {
                    asked += 1;
                    assert!((c.position - at).length() > 100.0);
                }
            }
        }
    }
    assert!(asked > 0);
}

#[test]
fn a_found_boat_is_gone_to_and_not_searched_for_anew() {
    let spoken = Parameters { call_shared_share: 0.0, call_network_share: 0.0, ..adrift() };
    let setting = setting_near_blind(spoken, 0.2);
    let mut found = 0;
    for n in 0..12 {
        let sim = run(&setting, n);
        for (i, e) in sim.events().iter().enumerate() {
            let What::SearchEnded { boat, side, reason: SearchEnd::Found, .. } = e.what else { continue };
            found += 1;
            let anew = sim.events()[i..]
                .iter()
                .take_while(|l| l.tick <= e.tick.after(Duration::minutes(10.0)))
                .find(|l| matches!(l.what, What::SearchStarted { boat: b, side: s, .. } if (b, s) == (boat, side)));
            assert!(anew.is_none(), "night {n}: {anew:?} after {e:?}");
        }
    }
    assert!(found > 0);
}

#[test]
fn a_contact_dropped_from_the_plot_is_known_again_by_its_number() {
    let kept =
        |hours| setting_near_blind(Parameters { contact_kept_h: hours, association_reach_nm: 60.0, ..adrift() }, 0.3);
    let again = |w: &What| matches!(w, What::ContactRegained { .. });
    assert_eq!(count(&kept(0.0), 8, again), 0);
    let setting = kept(24.0);
    assert!(count(&setting, 8, again) > 0);
    for n in 0..8 {
        let sim = run(&setting, n);
        let number = |w: &What| match *w {
            What::ContactGained { boat, side, contact, .. } | What::ContactRegained { boat, side, contact, .. } => {
                Some((side, boat, contact))
            }
            _ => None,
        };
        let seen: Vec<(Side, BoatId, u32)> = sim.events().iter().filter_map(|e| number(&e.what)).collect();
        for (side, boat, contact) in &seen {
            let taken_for = seen.iter().filter(|s| s.0 == *side && s.2 == *contact).all(|s| s.1 == *boat);
            assert!(taken_for, "night {n}: contact {contact} is one boat");
        }
    }
}

#[test]
fn one_unit_that_knows_the_place_well_flies_a_sector_search() {
    let begun = |shared, spoken_nm| {
        let p = Parameters {
            call_shared_share: shared,
            call_network_share: 0.0,
            call_spoken_error_nm: spoken_nm,
            most_units: 1.0,
            ..adrift()
        };
        let setting = setting_near_blind(p, 0.1);
        let is = |pattern| move |w: &What| matches!(*w, What::SearchStarted { pattern: q, .. } if q == pattern);
        [Pattern::Sector, Pattern::ExpandingSquare, Pattern::ParallelTracks].map(|p| count(&setting, 8, is(p)))
    };
    let (well, badly) = (begun(1.0, 5.0), begun(0.0, 8.0));
    assert!(well[0] > 0, "{well:?}");
    assert!(badly[2] > 0, "{badly:?}");
}

/// Calls that a centre acted on count, whoever sees the boat meanwhile; those that it did not act on count for nothing.
#[test]
fn a_case_counts_the_calls_that_were_acted_on() {
    let most = |call_disregarded: f64| {
        let setting = setting_near_blind(Parameters { call_disregarded, call_again_min: 5.0, ..adrift() }, 0.1);
        let (mut most, mut heard_most) = (0, 0);
        for night in 0..3 {
            let sim = run(&setting, night);
            for e in sim.events() {
                let What::OrderGiven { boat, why, .. } = &e.what else { continue };
                let side = why.picture.unit.side;
                let heard = sim.events().iter().take_while(|x| x.tick <= e.tick);
                let heard = heard.filter(
                    |x| matches!(x.what, What::DistressCalled { boat: b, side: s, .. } if b == *boat && s == side),
                );
                let (heard, taken) = (u32::try_from(heard.count()).unwrap(), why.picture.contact.calls);
                assert!(taken <= heard, "{boat:?}: {taken} calls taken of {heard}");
                most = most.max(taken);
                heard_most = heard_most.max(heard);
            }
        }
        (most, heard_most)
    };
    let (taken, heard) = most(0.0);
    assert!(taken > 1, "{taken} of {heard} calls");
    assert_eq!(most(1.0).0, 0);
}
