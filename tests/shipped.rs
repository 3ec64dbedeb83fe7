//! Is everything that is shipped fit to be used? Each file is found, loads without a doubt, and runs.

mod common;

use common::{DOCTRINES, FLAGSHIP, LIBRARY, doctrine, events, setting};
use slackwater::metrics;
use slackwater::units::TICK_S;

/// A scenario of at most this many hours is run under every doctrine; the others for one night under one.
const SHORT_H: u32 = 12;

#[test]
fn every_shipped_scenario_loads_without_a_doubt_and_runs() {
    let listed = LIBRARY.scenarios().unwrap();
    assert!(listed.iter().any(|s| s.id == "gravelines_dawn"), "{listed:?}");
    for file in listed {
        let loaded = LIBRARY.scenario(&file.id).unwrap_or_else(|trouble| panic!("{trouble}"));
        assert!(loaded.warnings.is_empty(), "{:?}", loaded.warnings);
        assert_eq!(loaded.value.id, file.id);
        let setting = setting(&file.id);
        let short = setting.scenario.length_ticks * TICK_S <= SHORT_H * 3600;
        let doctrines = LIBRARY.doctrines().unwrap();
        for listed in doctrines.iter().take(if short { usize::MAX } else { 1 }) {
            let log = events(&setting, &doctrine(&listed.id), 0);
            let values = metrics::values(&log);
            assert!(values.iter().all(|v| v.is_finite()), "{} under {}: {values:?}", file.id, listed.id);
            assert!(log.windows(2).all(|e| e[0].tick <= e[1].tick), "{}: the log is in order of time", file.id);
        }
    }
}

#[test]
fn every_shipped_doctrine_loads_without_a_doubt_and_runs_on_the_flagship() {
    let listed = LIBRARY.doctrines().unwrap();
    assert!(DOCTRINES.iter().all(|d| listed.iter().any(|l| l.id == *d)), "{listed:?}");
    for file in listed {
        let loaded = LIBRARY.doctrine(&file.id).unwrap_or_else(|trouble| panic!("{trouble}"));
        assert!(loaded.warnings.is_empty(), "{:?}", loaded.warnings);
        assert!(!loaded.value.tests.is_empty(), "{}: a doctrine shows by tests what it orders", file.id);
        for rule in &loaded.value.doctrine.rules {
            assert!(!rule.cite.is_empty(), "{}: rule `{}` names no text it rests on", file.id, rule.id);
        }
        assert!(!events(&FLAGSHIP, &doctrine(&file.id), 0).is_empty());
    }
}

#[test]
fn the_flagship_is_the_night_it_says_it_is() {
    let scenario = &FLAGSHIP.scenario;
    // The composite: about 13 of 15 boats, 45 % taxi-boats, several from the Aa, both sides on duty.
    assert_eq!(scenario.planned_boats(), 15);
    let expected: f64 = scenario.departures.iter().map(|d| f64::from(d.boats) * d.goes_ahead).sum();
    assert!((12.0..=14.0).contains(&expected), "{expected}");
    let taxi = scenario.departures.iter().filter(|d| d.kind == slackwater::agents::BoatKind::TaxiBoat);
    let taxi: u32 = taxi.map(|d| d.boats).sum();
    assert!((6..=8).contains(&taxi), "{taxi}");
    let from_the_aa = scenario.departures.iter().filter(|d| d.launch.starts_with("aa_channel"));
    assert!(from_the_aa.map(|d| d.boats).sum::<u32>() >= 3);
    for side in slackwater::agents::Side::ALL {
        assert!(scenario.units.iter().any(|u| u.side == side), "{side:?} has units");
    }
}
