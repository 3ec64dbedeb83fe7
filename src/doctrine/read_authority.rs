//! What does a doctrine file say about its authority?
//!
//! Three ways: a chain by name, with steps changed by id; the short form, one desk with its own median; and nothing but
//! what differs from the doctrine that is extended. `commitment` is a probability, or states with a probability each. A
//! side may have an authority of its own: British units do not go by a French prefect's word.
//!
//! A time or number of seats that a doctrine states itself, in the short form or as a changed step, is the doctrine's: what the
//! register is set to does not touch it (`desk_numbers`).
//!
//! Left out: what chain and commitment do (`authority`, `commitment`).

use super::authority::{Authority, Hours, Step};
use super::chains::{Chains, DELAY_MIN, DELAY_SIGMA, SEATS, read_hours};
use super::commitment::{Changes, Commitment, CommitmentState, Course, When};
use super::desk_numbers;
use super::read_condition::read_side;
use crate::reading::{Fields, Kind, Node, Place, Report};
use crate::units::{Duration, Instant};

/// Longest validity of an order and longest wait before asking again, minutes: two days.
const LONGEST_MIN: f64 = 2880.0;
/// Most changes of state a month: beyond, a night would see several.
const MOST_PER_MONTH: f64 = 10.0;

/// Fields of a commitment by states.
pub(super) const BY_STATES: [&str; 5] = ["orders", "state", "schedule", "changes", "fatal_interceptions"];

/// An authority, and those of a side's own.
pub(super) type Authorities = (Authority, [Option<Authority>; 2]);

/// What an authority can build on.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    /// The chains that can be named.
    pub chains: &'a Chains,
    /// The authority of the doctrine that is extended.
    pub inherited: Option<&'a Authority>,
    /// Its chains of a side's own.
    pub of_side: [Option<&'a Authority>; 2],
    /// That doctrine could not be read: what is missing here may be there.
    pub unknown: bool,
}

/// Reads an authority with those of a side's own; what it leaves out is that of the doctrine it extends.
pub(super) fn read_authority(node: &Node, ground: Ground<'_>, r: &mut Report) -> Option<Authorities> {
    let mut f = Fields::of(r, node, "an authority")?;
    let sides = f.list_or_empty(r, "sides", "authorities of a side's own");
    let main = read_fields(f, ground, r);
    let mut own = ground.of_side.map(Option::<&Authority>::cloned);
    let (mut seen, mut sound) = ([false; 2], true);
    for node in sides {
        let Some(mut f) = Fields::of(r, node, "an authority of a side's own") else { continue };
        let side = f.need("of").and_then(|n| read_side(n, r));
        // What it leaves out is that of the doctrine it extends for the side, and else that for both.
        let inherited = side.and_then(|s| ground.of_side[s.index()]).or(main.as_ref());
        let unknown = ground.unknown || main.is_none();
        let read = read_fields(f, Ground { inherited, unknown, ..ground }, r);
        let Some(side) = side else {
            sound = false;
            continue;
        };
        if core::mem::replace(&mut seen[side.index()], true) {
            r.error(node.place, format!("there are two authorities of the {} side", side.adjective()));
        }
        sound &= read.is_some();
        own[side.index()] = read;
    }
    main.filter(|_| sound).map(|main| (main, own))
}

/// The fields of one authority.
fn read_fields(mut f: Fields<'_>, ground: Ground<'_>, r: &mut Report) -> Option<Authority> {
    let short = f.get("delay_median_min").is_some();
    let own_chain = f.get("chain").is_some();
    let chain = if short || own_chain { f.text(r, "chain") } else { None };
    let steps = if short {
        let delay_median = f.number(r, "delay_median_min", DELAY_MIN).map(Duration::minutes);
        let delay_sigma = f.number(r, "delay_sigma", DELAY_SIGMA);
        delay_median.zip(delay_sigma).zip(chain.as_ref()).map(|((m, s), chain)| vec![Step::new(chain, m, s)])
    } else if own_chain {
        let place = f.place_of("chain");
        chain.as_ref().and_then(|name| {
            let i = r.position_of(place, name, "chain of authority", &ground.chains.names())?;
            Some(ground.chains.list[i].steps.clone())
        })
    } else {
        if ground.inherited.is_none() && !ground.unknown {
            r.error(f.place(), "an authority needs a `chain`, or one to inherit from the doctrine it extends");
        }
        ground.inherited.map(|a| a.steps.clone())
    };
    let steps = read_changed_steps(f.list_or_empty(r, "steps", "steps"), steps, r);
    let minutes = |name: &'static str, f: &mut Fields<'_>, r: &mut Report| match f.get(name) {
        Some(n) => r.number(n, "minutes", &(1.0..=LONGEST_MIN)).map(|m| Some(Duration::minutes(m))),
        None => Some(None),
    };
    let valid = minutes("valid_min", &mut f, r);
    let again = minutes("again_min", &mut f, r);
    let commitment = match f.get("commitment") {
        Some(n) => read_commitment(n, r),
        None if ground.inherited.is_some() => ground.inherited.map(|a| a.commitment.clone()),
        None if ground.unknown => None,
        // Tells that it is missing.
        None => f.need("commitment").and_then(|n| read_commitment(n, r)),
    };
    for name in BY_STATES {
        f.belongs(name, "the commitment: `commitment: ( orders: ( … ), state: InForce, fatal_interceptions: [ … ] )`");
    }
    f.finish(r);
    Some(Authority {
        chain: if short || own_chain { chain? } else { ground.inherited?.chain.clone() },
        steps: steps?,
        valid: valid?.or_else(|| ground.inherited.and_then(|a| a.valid)),
        again: again?.or_else(|| ground.inherited.and_then(|a| a.again)),
        commitment: commitment?,
    })
}

/// Steps changed by id.
fn read_changed_steps(nodes: &[Node], steps: Option<Vec<Step>>, r: &mut Report) -> Option<Vec<Step>> {
    let ids: Vec<String> = steps.iter().flatten().map(|s| s.id.clone()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut steps = steps;
    for node in nodes {
        let Some(mut f) = Fields::of(r, node, "a changed step") else { continue };
        let id = f.text(r, "id");
        let place = f.place_of("id");
        // Without a chain there is nothing to compare with, and that was told.
        let known = steps.as_ref().and(id.as_ref()).and_then(|id| r.position_of(place, id, "step of the chain", &ids));
        let mut step = known
            .zip(steps.as_ref())
            .map_or_else(|| Step::new("unknown", Duration::minutes(1.0), 0.0), |(i, steps)| steps[i].clone());
        for name in desk_numbers::names() {
            if f.get(name).is_some() && !step.stated.contains(&name) {
                step.stated.push(name);
            }
        }
        if let Some(median) = f.number_or(r, "delay_median_min", DELAY_MIN, step.delay_median.min_()) {
            step.delay_median = Duration::minutes(median);
        }
        step.delay_sigma = f.number_or(r, "delay_sigma", DELAY_SIGMA, step.delay_sigma).unwrap_or_default();
        step.seats = f.whole_or(r, "seats", SEATS, step.seats).unwrap_or(1);
        if let Some(n) = f.get("open") {
            step.open = read_hours(n, r).unwrap_or(Hours::Always);
        }
        step.tires = f.flag_or(r, "tires", step.tires).unwrap_or_default();
        step.needs_evidence = f.flag_or(r, "needs_evidence", step.needs_evidence).unwrap_or_default();
        f.finish(r);
        if let (Some(i), Some(steps)) = (known, &mut steps) {
            steps[i] = step;
        }
    }
    steps
}

/// A probability, or states with one each.
fn read_commitment(node: &Node, r: &mut Report) -> Option<Commitment> {
    if !matches!(node.kind, Kind::Struct(_) | Kind::Unit) {
        return r.number(node, "", &(0.0..=1.0)).map(Commitment::stated);
    }
    let mut f = Fields::of(r, node, "a commitment")?;
    let orders = f.need("orders").and_then(|n| read_orders(n, r));
    let state = f.get("state").map(|n| read_state(n, r).map(When::Always));
    let schedule = f.get("schedule").map(|n| read_schedule(n, r));
    let changes = f.get("changes").map(|n| read_changes(n, r).map(When::Chain));
    let fatal: Vec<_> = f.list_or_empty(r, "fatal_interceptions", "days").iter().map(|n| read_day(n, r)).collect();
    f.finish(r);
    let mut given = [state, schedule, changes].into_iter().flatten();
    let (first, second) = (given.next(), given.next());
    if first.is_none() || second.is_some() {
        let said = if first.is_none() { "none of them" } else { "more than one" };
        r.error(node.place, format!("a commitment needs one of `state`, `schedule` or `changes`; found {said}"));
        return None;
    }
    let fatal = fatal.into_iter().collect::<Option<Vec<_>>>()?;
    Some(Commitment { course: Course::States { orders: orders?, when: first?? }, fatal })
}

/// The probability of an order in each state.
fn read_orders(node: &Node, r: &mut Report) -> Option<[f64; 4]> {
    let mut f = Fields::of(r, node, "the orders by state")?;
    let read = ["announced", "under_study", "in_force", "suspended"].map(|name| f.number(r, name, 0.0..=1.0));
    f.finish(r);
    let [a, b, c, d] = read;
    Some([a?, b?, c?, d?])
}

fn read_state(node: &Node, r: &mut Report) -> Option<CommitmentState> {
    r.choice(node, "state of commitment", &CommitmentState::ALL.map(CommitmentState::name))
        .map(|i| CommitmentState::ALL[i])
}

/// A day and the state from then on.
fn read_since(node: &Node, r: &mut Report) -> Option<(Instant, CommitmentState, Place)> {
    let mut f = Fields::of(r, node, "a day with a state")?;
    let from = f.need("from").and_then(|n| read_day(n, r));
    let place = f.place_of("from");
    let state = f.need("state").and_then(|n| read_state(n, r));
    f.finish(r);
    Some((from?, state?, place))
}

fn read_schedule(node: &Node, r: &mut Report) -> Option<When> {
    let items = r.list(node, "days with their states");
    if items.is_empty() && matches!(node.kind, Kind::List(_)) {
        r.error(node.place, "a schedule without a day; expected `(from: \"2025-11-25\", state: InForce)`");
        return None;
    }
    let days: Vec<_> = items.iter().map(|n| read_since(n, r)).collect();
    let days = days.into_iter().collect::<Option<Vec<_>>>()?;
    for pair in days.windows(2).filter(|w| w[1].0 <= w[0].0) {
        r.error(pair[1].2, "the days of a schedule are not in order; expected each later than the one before");
    }
    Some(When::Schedule(days.into_iter().map(|(from, state, _)| (from, state)).collect()))
}

fn read_changes(node: &Node, r: &mut Report) -> Option<Changes> {
    let mut f = Fields::of(r, node, "the changes of a commitment")?;
    let from = f.need("from").and_then(|n| read_day(n, r));
    let state = f.need("state").and_then(|n| read_state(n, r));
    let mut monthly = [[0.0; 4]; 4];
    for node in f.list(r, "monthly", "rates between states") {
        let Some(mut f) = Fields::of(r, node, "a rate") else { continue };
        let (from, to) = (f.need("from").and_then(|n| read_state(n, r)), f.need("to").and_then(|n| read_state(n, r)));
        let rate = f.number(r, "rate", 0.0..=MOST_PER_MONTH);
        f.finish(r);
        let (Some(from), Some(to), Some(rate)) = (from, to, rate) else { continue };
        let place = node.place;
        if from == to {
            r.error(place, format!("a rate from {} to itself; a state stays until it is left", from.name()));
        } else if monthly[from as usize][to as usize] > 0.0 {
            r.error(place, format!("there are two rates from {} to {}", from.name(), to.name()));
        } else {
            monthly[from as usize][to as usize] = rate;
        }
    }
    f.finish(r);
    Some(Changes { from: from?, state: state?, monthly })
}

/// A day like `"2025-11-25"`: its first moment, UTC.
fn read_day(node: &Node, r: &mut Report) -> Option<Instant> {
    let text = r.text(node)?;
    let day = Instant::parse(&format!("{text}T00:00Z")).ok();
    if day.is_none() {
        r.error(node.place, format!("`{text}` is no day; write it like \"2025-11-25\""));
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::parse;

    fn read(text: &str, inherited: Option<&Authority>) -> Result<Authority, String> {
        read_all(text, inherited).map(|(main, _)| main)
    }

    fn read_all(text: &str, inherited: Option<&Authority>) -> Result<Authorities, String> {
        let mut r = Report::new("x");
        let ground = Ground { chains: Chains::shipped(), inherited, of_side: [None, None], unknown: false };
        let value = parse(text, &mut r).and_then(|n| read_authority(&n, ground, &mut r));
        r.finish(value).map(|c| c.value).map_err(|p| p.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn the_short_form_is_one_desk_with_one_seat_that_never_closes() {
        let a = read(r#"(chain: "any name", delay_median_min: 30, delay_sigma: 0.6, commitment: 0.6)"#, None).unwrap();
        assert_eq!(a, Authority::of_one_step("any name", Duration::minutes(30.0), 0.6, 0.6));
    }

    #[test]
    fn a_side_may_have_a_chain_of_its_own_and_takes_the_rest_from_that_for_both() {
        let text = r#"(chain: "premar_prefect_prosecutor", commitment: 0.6, valid_min: 90,
            sides: [(of: UnitedKingdom, chain: "jrcc_dover", commitment: 1)])"#;
        let (main, [french, british]) = read_all(text, None).unwrap();
        let british = british.unwrap();
        assert_eq!((main.steps.len(), french), (3, None));
        assert_eq!((british.chain.as_str(), british.valid), ("jrcc_dover", main.valid));
        assert_eq!(british.steps, Chains::shipped().get("jrcc_dover").unwrap().steps);
        assert_eq!(british.commitment, Commitment::stated(1.0));
        let told = read_all(
            r#"(chain: "jrcc_dover", commitment: 1, sides: [(of: France, chain: "jrcc_dovr"), (of: France, seats: 2), (chain: "jrcc_dover")])"#,
            None,
        )
        .unwrap_err();
        for part in [
            "did you mean `jrcc_dover`?",
            "there are two authorities of the French side",
            "`seats` is not a field",
            "needs the field `of`",
        ] {
            assert!(told.contains(part), "not told: {part}\nin\n{told}");
        }
    }

    #[test]
    fn a_chain_by_name_with_a_step_changed_and_the_rest_inherited() {
        let chain = r#"(chain: "premar_prefect_prosecutor", commitment: 0.6, valid_min: 90,
            steps: [(id: "consultation", delay_median_min: 5, open: (from: "22:00", to: "06:30"))])"#;
        let a = read(chain, None).unwrap();
        let shipped = &Chains::shipped().get("premar_prefect_prosecutor").unwrap().steps;
        assert_eq!((&a.steps[0], &a.steps[2]), (&shipped[0], &shipped[2]));
        assert!((a.steps[1].delay_median.min_() - 5.0).abs() < 1e-12);
        assert!((a.steps[1].delay_sigma - shipped[1].delay_sigma).abs() < 1e-12, "what is left out stays");
        assert_eq!(a.steps[1].open, Hours::Daily { from_min: 22 * 60, to_min: 6 * 60 + 30 });
        let hollow = read("(commitment: 0.05)", Some(&a)).unwrap();
        assert_eq!(hollow, Authority { commitment: Commitment::stated(0.05), ..a.clone() });
        let open = read(r#"(steps: [(id: "consultation", open: Always)])"#, Some(&a)).unwrap();
        assert_eq!((open.steps[1].open, &open.commitment, open.valid), (Hours::Always, &a.commitment, a.valid));
    }

    #[test]
    fn a_commitment_by_states_follows_a_schedule_or_changes() {
        let with = |when: &str| {
            let orders = "orders: (announced: 0.05, under_study: 0.05, in_force: 0.6, suspended: 0)";
            read(&format!(r#"(chain: "standing_delegation", commitment: ({orders}, {when}))"#), None)
        };
        let scheduled =
            with(r#"schedule: [(from: "2025-02-27", state: Announced), (from: "2025-11-25", state: InForce)]"#);
        let Course::States { orders, when: When::Schedule(days) } = scheduled.unwrap().commitment.course else {
            panic!("a schedule")
        };
        assert_eq!((orders[2], days.len(), days[1].1), (0.6, 2, CommitmentState::InForce));
        let changing = with(
            r#"changes: (from: "2025-11-25", state: InForce, monthly: [(from: InForce, to: Suspended, rate: 0.05)]),
               fatal_interceptions: ["2026-01-10"]"#,
        );
        let commitment = changing.unwrap().commitment;
        assert_eq!(commitment.fatal.len(), 1);
        assert!(matches!(commitment.course, Course::States { when: When::Chain(c), .. } if c.monthly[2][3] > 0.0));
        for (when, said) in [
            ("", "found none of them"),
            (r#"state: InForce, schedule: [(from: "2025-11-25", state: InForce)]"#, "found more than one"),
            ("state: InForse", "did you mean `InForce`?"),
            ("schedule: []", "a schedule without a day"),
            (r#"schedule: [(from: "25.11.2025", state: InForce)]"#, "write it like \"2025-11-25\""),
            (
                r#"schedule: [(from: "2025-11-25", state: InForce), (from: "2025-02-27", state: Announced)]"#,
                "are not in order",
            ),
            (
                r#"changes: (from: "2025-11-25", state: InForce, monthly: [(from: InForce, to: InForce, rate: 1)])"#,
                "to itself",
            ),
        ] {
            let told = with(when).unwrap_err();
            assert!(told.contains(said), "{when}: not told: {said}\nin\n{told}");
        }
    }

    #[test]
    fn every_problem_of_an_authority_is_told_at_once() {
        let bad = r#"(chain: "premar_prefect", steps: [(id: "x", seats: 0)], valid_min: 0, again: 5, commitment: 1.6)"#;
        let told = read(bad, None).unwrap_err();
        for part in [
            "there is no chain of authority `premar_prefect`",
            "0 is out of bounds; expected 1 to 100",
            "0 is out of bounds; expected 1 to 2880 (minutes)",
            "write `again_min`",
            "1.6 is out of bounds; expected 0 to 1",
        ] {
            assert!(told.contains(part), "not told: {part}\nin\n{told}");
        }
        let told = read("()", None).unwrap_err();
        assert!(told.contains("needs a `chain`") && told.contains("needs the field `commitment`"), "{told}");
        let told = read(r#"(chain: "jrcc_dover", steps: [(id: "duty", seats: 2)], commitment: 1)"#, None).unwrap_err();
        assert!(told.contains("there is no step of the chain `duty`"), "{told}");
    }
}
