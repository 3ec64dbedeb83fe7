//! Is any number of a doctrine file left unsaid? Each is changed by itself, and both `explain` and `diff` must show it.
//!
//! The file below is written for this: it holds every kind of number that a doctrine can, none in a title or a citation.

use super::load::load;
use super::{Change, Doctrine, diff, explain};
use core::ops::Range;
use std::fmt::Write as _;

/// Every condition that takes a number, on two lists; a chain with changed steps; `COMMITMENT` stands for two forms of it.
const FILE: &str = r#"(
    format: 1, title: "T", description: "D",
    authority: (
        chain: "premar_prefect_prosecutor", valid_min: 90, again_min: 45.5,
        steps: [(id: "consultation", delay_median_min: 15, delay_sigma: 0.7, seats: 2, open: (from: "18:00", to: "06:30"))],
        commitment: COMMITMENT,
        sides: [(of: UnitedKingdom, chain: "own", delay_median_min: 12, delay_sigma: 0.35, commitment: 0.875)],
    ),
    danger: Any([PeopleInWater, EngineDeadFor(min: 20), FreeboardBelow(m: 0.1), All([AboardAtLeast(best: 20), FewLifejacketsSeen])]),
    readings: [(name: "wide", when: Any([EngineDeadFor(min: 5), UnseenFor(min: 30)]), cite: "c")],
    priorities: [PeopleInWater, EngineDeadFor(min: 3), CallsAtLeast(count: 2)],
    parameters: [(id: "line", value: 300, min: 50, max: 20000, unit: "m", note: "n")],
    speed_limits: [(shore_m: 310, kn: 5.5, except: [Rescue])],
    rules: [
        (id: "stop", when: All([
            ShoreWithin(m: Param("line")), AboardAtMost(best: 5, upper95: 10), WavesBelow(m: 0.5), ForecastWavesBelow(m: 0.8),
            WindBelow(kn: 12), RescueStandbyWithin(min: 10), UnitWithin(min: 25), ShoreTeamWithin(min: 15), KnownFor(min: 4),
            SpeedBelow(kn: 6), VisibilityAtLeast(nm: 1), DepthBelow(m: 8.5), WaterBelow(c: 12), CrewTimeLeftAtLeast(h: 2),
            Not(OverloadAtLeast(factor: 2.5)), OthersThere(count: 2, m: 900, doing: [StandBy]), OthersThere(count: 1, m: 4500),
            BoundaryWithin(of: UnitedKingdom, nm: 6), PortWithin(nm: 7), PortWithin(of: "calais", nm: 11),
        ]), order: Intercept, authorised: true, ask_when: All([ShoreWithin(m: 2500), KnownFor(min: 9)]), cite: "c"),
        (id: "near", when: AtLeast(count: 2, of: [FreePlacesAtLeast(count: 10), CoverLeftAtLeast(units: 2), OthersInDistressAtLeast(count: 3), ContactsAtLeast(count: 7)]), order: Shadow, cite: "c"),
        (id: "shore", when: ShoreTeamWithin(min: 20), order: InterdictAshore, cite: "c"),
    ],
    layers: [(of: Side(France), rules: [(id: "own", when: UnseenFor(min: 45), order: Search, cite: "c")])],
)"#;

const SCHEDULE: &str = r#"(orders: (announced: 0.05, under_study: 0.1, in_force: 0.6, suspended: 0.02),
    schedule: [(from: "2025-02-12", state: Announced), (from: "2026-11-14", state: InForce)], fatal_interceptions: ["2026-01-10", "2026-03-12"])"#;
const CHANGES: &str = r#"(orders: (announced: 0.05, under_study: 0.1, in_force: 0.6, suspended: 0.02),
    changes: (from: "2025-11-25", state: InForce, monthly: [(from: InForce, to: Suspended, rate: 0.2), (from: Suspended, to: InForce, rate: 0.05)]))"#;

fn read(text: &str) -> Result<Doctrine, String> {
    let told = |p: Vec<crate::reading::Problem>| p.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    load("t.doctrine.ron", text, &|_| None).map(|c| c.value.doctrine).map_err(told)
}

/// Numbers in a text: digits, with a point inside, that belong to no name.
fn numbers(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let (mut out, mut i) = (Vec::new(), 0);
    while i < bytes.len() {
        let first = i;
        let inside = |i: usize| bytes[i].is_ascii_digit() || (bytes[i] == b'.' && i > first);
        while i < bytes.len() && inside(i) {
            i += 1;
        }
        let of_a_name = first > 0 && (bytes[first - 1].is_ascii_alphanumeric() || bytes[first - 1] == b'_');
        if i > first && !of_a_name {
            out.push(first..i);
        }
        i += usize::from(i == first);
    }
    out
}

/// A little more: one for whole numbers, a hundredth or less for others, the same width for clocks and days.
fn a_little_more(number: &str) -> String {
    if number.contains('.') {
        return format!("{number}1");
    }
    let width = if number.starts_with('0') { number.len() } else { 0 };
    format!("{:0width$}", number.parse::<u32>().expect("digits") + 1)
}

fn told(changes: &[Change]) -> String {
    changes.iter().fold(String::new(), |mut t, c| {
        let _ = writeln!(t, "[{}] {}", c.about, c.words);
        t
    })
}

#[test]
fn every_number_of_a_file_is_in_its_text_and_in_a_difference() {
    let mut seen = 0;
    for commitment in [SCHEDULE, CHANGES] {
        let text = FILE.replace("COMMITMENT", commitment);
        let base = read(&text).unwrap_or_else(|p| panic!("{p}"));
        let in_words = explain(&base);
        for at in numbers(&text).into_iter().skip(1) {
            let changed = format!("{}{}{}", &text[..at.start], a_little_more(&text[at.clone()]), &text[at.end..]);
            let line = &changed[at.start.saturating_sub(30)..at.end + 12];
            let other = read(&changed).unwrap_or_else(|p| panic!("…{line}…\n{p}"));
            assert_ne!(in_words, explain(&other), "`explain` does not tell: …{line}…");
            let (there, back) = (told(&diff(&base, &other)), told(&diff(&other, &base)));
            assert!(!there.is_empty() && there != back, "`diff` does not tell: …{line}…\n{there}");
            seen += 1;
        }
    }
    assert!(seen > 90, "{seen} numbers");
}

#[test]
fn chains_that_ask_the_same_desks_in_another_order_are_told_so() {
    let text = FILE.replace("COMMITMENT", "0.6");
    let (a, mut b) = (read(&text).unwrap(), read(&text).unwrap());
    b.authority.as_mut().unwrap().steps.swap(0, 1);
    let told = told(&diff(&a, &b));
    assert!(told.starts_with("[authority] asks ") && told.contains("in the first;"), "{told}");
}
