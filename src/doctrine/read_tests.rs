//! What do the tests of a doctrine file say?
//!
//! A test that speaks of a picture needs one; one of the doctrine as such (`chain`, `commitment`, `closed`) may go without.
//! A test that says nothing which could fail is refused.
//!
//! Left out: running them (`file_test`).

use super::file_test::{DoctrineTest, OfCentre};
use super::read_picture::read_picture;
use super::read_rules::read_order;
use super::{Order, Picture, Rule};
use crate::environment::canal::SILLS;
use crate::reading::{Fields, Kind, Node, Report};

/// What tests may name; none where that is not known, as what is extended could not be read.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    /// All rules of the doctrine.
    pub rules: Option<&'a [Rule]>,
    /// The chains of authority that there are.
    pub chains: Option<&'a [&'a str]>,
}

/// Tests of a file.
pub(super) fn read_tests(nodes: &[Node], names: Names<'_>, r: &mut Report) -> Vec<DoctrineTest> {
    let ids: Option<Vec<&str>> = names.rules.map(|rules| rules.iter().map(|rule| rule.id.as_str()).collect());
    let ids = ids.as_deref();
    nodes.iter().filter_map(|node| read_test(node, ids, names.chains, r)).collect()
}

fn read_test(node: &Node, rules: Option<&[&str]>, chains: Option<&[&str]>, r: &mut Report) -> Option<DoctrineTest> {
    let named = |f: &mut Fields<'_>, field, what: &str, known: Option<&[&str]>, r: &mut Report| {
        f.get(field).map(|n| match known {
            Some(known) => r.reference(n, what, known),
            None => r.text(n).map(str::to_owned),
        })
    };
    let mut f = Fields::of(r, node, "a test")?;
    let given = f.get("given").map(|n| read_picture(n, r));
    let expect = f.get("expect").is_some().then(|| read_order(&mut f, "expect", r));
    let centre = f.get("centre").map(|n| read_of_centre(n, r));
    let awaits = named(&mut f, "awaits", "rule", rules, r);
    let asks = named(&mut f, "asks", "rule", rules, r);
    let by = named(&mut f, "by", "rule", rules, r);
    let chain = named(&mut f, "chain", "chain of authority", chains, r);
    let commitment = f.get("commitment").map(|n| r.number(n, "", &(0.0..=1.0)));
    let commitment_at_most = f.get("commitment_at_most").map(|n| r.number(n, "", &(0.0..=1.0)));
    let closed = f.get("closed").map(|n| read_closed(n, r));
    let mission = f.get("mission").and_then(|n| r.text(n).map(str::to_owned));
    let unit = f.get("unit").and_then(|n| r.text(n).map(str::to_owned));
    let note = f.text(r, "note");
    let of_picture = expect.is_some() || centre.is_some() || awaits.is_some() || asks.is_some() || by.is_some();
    let of_doctrine = chain.is_some() || commitment.is_some() || commitment_at_most.is_some() || closed.is_some();
    if of_picture && given.is_none() {
        // Tells that it is missing.
        f.need("given");
    }
    let names = ["expect", "centre", "awaits", "asks", "by", "chain", "commitment", "commitment_at_most", "closed"];
    // A field that is misspelt is told as that.
    if !of_picture && !of_doctrine && !f.has_unknown() {
        r.error(node.place, format!("this test expects nothing; expected one of `{}`", names.join("`, `")));
    }
    f.finish(r);
    if !of_picture && !of_doctrine {
        return None;
    }
    let given = match given {
        Some(read) => read?,
        None if of_picture => return None,
        None => Picture::quiet(),
    };
    Some(DoctrineTest {
        given,
        expect: read_or_absent(expect)?,
        centre: read_or_absent(centre)?,
        by: read_or_absent(by)?,
        awaits: read_or_absent(awaits)?,
        asks: read_or_absent(asks)?,
        chain: read_or_absent(chain)?,
        commitment: read_or_absent(commitment)?,
        commitment_at_most: read_or_absent(commitment_at_most)?,
        closed: read_or_absent(closed)?,
        mission,
        unit,
        note: note?,
        place: node.place,
    })
}

/// `Nothing`, or an order of the centre's own.
fn read_of_centre(node: &Node, r: &mut Report) -> Option<OfCentre> {
    let orders: Vec<Order> = Order::ALL.into_iter().filter(|o| o.is_of_the_centre()).collect();
    let mut names = vec!["Nothing"];
    names.extend(orders.iter().map(|o| o.name()));
    if let Kind::Named { name, body: None } = &node.kind
        && Order::ALL.iter().any(|o| o.name() == name && !o.is_of_the_centre())
    {
        let own = names.join("`, `");
        r.error(
            node.place,
            format!("`{name}` is an order to units, none of the centre's own; expected one of `{own}`"),
        );
        return None;
    }
    let i = r.choice(node, "order of the centre", &names)?;
    Some(if i == 0 { OfCentre::Nothing } else { OfCentre::Orders(orders[i - 1]) })
}

fn read_closed(node: &Node, r: &mut Report) -> Option<Vec<String>> {
    let ids = SILLS.map(|s| s.id);
    let read: Vec<Option<String>> =
        r.list(node, "names of canals").iter().map(|n| r.reference(n, "canal", &ids)).collect();
    matches!(node.kind, Kind::List(_)).then_some(())?;
    read.into_iter().collect()
}

#[expect(clippy::option_option, reason = "not written; written and unreadable; read")]
fn read_or_absent<T>(x: Option<Option<T>>) -> Option<Option<T>> {
    x.map_or(Some(None), |read| read.map(Some))
}

#[cfg(test)]
mod tests {
    use super::super::load::load;

    /// A doctrine with a rule of the centre, a chain and a closed canal, and these tests.
    fn told(tests: &str) -> Vec<String> {
        let text = format!(
            r#"(format: 1, title: "T", description: "D", danger: PeopleInWater,
    authority: (chain: "premar_prefect_prosecutor", commitment: 0.6,
        sides: [(of: UnitedKingdom, chain: "jrcc_dover", commitment: (orders: (announced: 0.1, under_study: 0, in_force: 0.8, suspended: 0), schedule: [(from: "2025-01-01", state: InForce)]))]),
    closed_canals: ["aa", "somme"],
    rules: [
        (id: "ashore", when: All([Boarding, ShoreTeamWithin(min: 20)]), order: InterdictAshore, cite: "c"),
        (id: "saved", when: ImminentDanger, order: Rescue, cite: "c"),
        (id: "stop", when: Looks(TaxiBoat), order: Intercept, authorised: true, cite: "c"),
    ],
    tests: [
{tests}
    ])"#
        );
        match load("t.doctrine.ron", &text, &|_| None) {
            Ok(read) => read.warnings.iter().map(ToString::to_string).collect(),
            Err(problems) => problems.iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn what_the_doctrine_is_as_such_can_be_held_without_a_picture() {
        let sound = r#"
        (chain: "premar_prefect_prosecutor", commitment: 0.6, commitment_at_most: 0.6, closed: ["somme", "aa"], note: "n"),
        (given: (unit_side: UnitedKingdom), chain: "jrcc_dover", commitment_at_most: 0.8, note: "n"),
        (given: (boarding: true, shore_team_min: 10), centre: InterdictAshore, note: "n"),
        (given: (boarding: true, shore_team_min: 30), centre: Nothing, expect: Observe, note: "n"),
        (given: (boarding: true, shore_team_min: 10, people_in_water: true), centre: InterdictAshore, expect: Rescue, note: "both"),"#;
        assert_eq!(told(sound), Vec::<String>::new());
    }

    #[test]
    fn each_fails_with_what_is_so_instead() {
        for (test, said) in [
            (
                r#"(chain: "jrcc_dover", note: "n")"#,
                "expected the chain `jrcc_dover`, but orders are asked of `premar_prefect_prosecutor`",
            ),
            (r#"(commitment: 0.5, note: "n")"#, "expected the commitment 0.5, but it is 0.6"),
            (r#"(commitment_at_most: 0.5, note: "n")"#, "expected a commitment of at most 0.5, but it may be 0.6"),
            (
                r#"(given: (unit_side: UnitedKingdom), commitment: 0.8, note: "n")"#,
                "expected the commitment 0.8, but it goes from 0 to 0.8",
            ),
            (r#"(closed: ["aa"], note: "n")"#, "expected closed: aa, but closed: aa, somme"),
            (r#"(closed: [], note: "n")"#, "expected no canal is closed, but closed: aa, somme"),
            (
                r#"(given: (boarding: true, shore_team_min: 10), centre: Nothing, note: "n")"#,
                "expected the centre to order nothing, but it orders InterdictAshore (by rule `ashore`)",
            ),
            (
                r#"(given: (boarding: true, shore_team_min: 10), centre: WadeIn, note: "n")"#,
                "expected the centre to order WadeIn, but it orders InterdictAshore (by rule `ashore`)",
            ),
            (
                r#"(given: (), centre: WadeIn, note: "n")"#,
                "expected the centre to order WadeIn, but it orders nothing (no rule matched)",
            ),
        ] {
            let told = told(&format!("        {test}"));
            assert_eq!(told, [format!("t.doctrine.ron:11:9: the test fails (n): {said}")], "{test}");
        }
    }

    #[test]
    fn what_is_misspelt_or_says_nothing_is_told_where_it_stands() {
        for (test, place, said) in [
            (
                r#"(chain: "jrcc_dovr", note: "n")"#,
                "11:17",
                "there is no chain of authority `jrcc_dovr`; did you mean `jrcc_dover`?",
            ),
            (
                r#"(comitment: 0.5, note: "n")"#,
                "11:10",
                "`comitment` is not a field of a test; did you mean `commitment`?",
            ),
            (r#"(closed: ["aaa"], note: "n")"#, "11:19", "there is no canal `aaa`; did you mean `aa`?"),
            (
                r#"(given: (), centre: Nothin, note: "n")"#,
                "11:29",
                "there is no order of the centre `Nothin`; did you mean `Nothing`?",
            ),
            (
                r#"(given: (), centre: Rescue, note: "n")"#,
                "11:29",
                "`Rescue` is an order to units, none of the centre's own; expected one of `Nothing`, `StopSearch`",
            ),
            (
                r#"(given: (look: TaxiBoat), note: "n")"#,
                "11:9",
                "this test expects nothing; expected one of `expect`, `centre`",
            ),
            (r#"(expect: Observe, note: "n")"#, "11:9", "a test needs the field `given`"),
            (r#"(commitment: 1.5, note: "n")"#, "11:22", "1.5"),
        ] {
            let told = told(&format!("        {test}"));
            let start = format!("t.doctrine.ron:{place}: ");
            assert!(told.len() == 1 && told[0].starts_with(&start) && told[0].contains(said), "{test}: {told:#?}");
        }
    }
}
