//! Can this rule ever fire, and does another keep a rescue from being ordered?
//!
//! A rule may contradict itself, or stand behind rules that take every case of its own. Both are found by looking for a
//! picture in which it fires: quantities are given values one by one (`quantity`), only those that the answer still hangs
//! on, and a branch is left as soon as it can't succeed. What is found is an example, so that a warning can show one.
//!
//! Left out: proof beyond a budget. What was not settled within it is not told as a mistake.

use super::authority::OrderState;
use super::condition::Condition;
use super::layer::RuleId;
use super::order::Order;
use super::picture::Picture;
use super::quantity::{Quantity, Value, limits_of, put, reads, start, values};
use super::rule::{Doctrine, Rule};
use crate::agents::Side;
use crate::agents::operator::abilities_of_class;

/// Pictures tried for one question. Shipped doctrines need fewer than a hundred; this is a few milliseconds.
const BUDGET: u32 = 20_000;

/// What is odd about a doctrine's rules.
#[derive(Clone, Debug, PartialEq)]
pub enum Oddity {
    /// The conditions of this rule contradict each other.
    Contradicts {
        /// The rule.
        rule: String,
    },
    /// This rule can't fire: rules before it take every case.
    Shadowed {
        /// The rule.
        rule: String,
        /// The one rule that takes every case, if one alone does.
        by: Option<String>,
    },
    /// The order of authority of this rule is never asked for ahead: where its `ask_when` holds the rule applies already, or one
    /// before it does.
    NeverAhead {
        /// The rule.
        rule: String,
    },
    /// A rule that orders no rescue comes before one that does, and both apply to some contact.
    HidesRescue {
        /// The rule that fires.
        rule: String,
        /// The rescue that is not ordered.
        rescue: String,
        /// A contact to which both apply.
        example: String,
    },
    /// A rule that leaves a boat alone, or only stands by, comes before one that orders the opposite, and both apply to
    /// some contact.
    Opposed {
        /// The rule that fires, with its order.
        rule: (String, Order),
        /// The rule whose order is not given, with it.
        other: (String, Order),
        /// A contact to which both apply.
        example: String,
    },
}

/// Does the first of two orders withhold what the second would do? To leave alone is opposed to all that keeps near a boat,
/// helps or stops it; to stand by, to whatever stops it. The other way round there is no conflict: a rule that acts before
/// one that leaves alone is how a remainder is written.
const fn withholds(first: Order, second: Order) -> bool {
    match first {
        Order::Ignore | Order::Recall => second.moves_a_unit(),
        Order::StandBy => matches!(second, Order::Intercept | Order::Block),
        _ => false,
    }
}

/// An oddity, and the rules that it is about: the one to look at first, then the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What is odd.
    pub oddity: Oddity,
    /// Which rules, by their place in the doctrine: for one that others take every case of, all that may be meant.
    pub rules: Vec<RuleId>,
}

impl Oddity {
    /// The warning.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Contradicts { rule } => format!("rule `{rule}` can never hold: its conditions contradict each other"),
            Self::Shadowed { rule, by: Some(by) } => {
                format!("rule `{rule}` can never fire: rule `{by}` before it takes every case of it")
            }
            Self::Shadowed { rule, by: None } => {
                format!("rule `{rule}` can never fire: the rules before it take every case of it")
            }
            Self::NeverAhead { rule } => format!(
                "the `ask_when` of rule `{rule}` asks for nothing ahead: it never holds where neither the rule nor one before it applies"
            ),
            Self::HidesRescue { rule, rescue, example } => {
                format!(
                    "rule `{rule}` comes before the rescue by `{rescue}` and may keep it from being ordered: {example}"
                )
            }
            Self::Opposed { rule, other, example } => format!(
                "rules `{}` ({}) and `{}` ({}) order the opposite of one contact; `{0}` comes first and wins: {example}",
                rule.0,
                rule.1.name(),
                other.0,
                other.1.name(),
            ),
        }
    }
}

/// A question: is there a picture in which these hold and those do not?
struct Question<'d> {
    goals: Vec<(&'d Condition, bool)>,
    danger: &'d Condition,
    values: Vec<Vec<Value>>,
    left: u32,
}

/// What came of it.
enum Answer {
    Found(Box<Picture>),
    None,
    GaveUp,
}

impl Question<'_> {
    /// The answer as far as the values given so far settle it.
    fn known(&self, c: &Condition, p: &Picture, given: u64) -> Option<bool> {
        match c {
            Condition::All(list) => self.both(list, p, given, false),
            Condition::Any(list) => self.both(list, p, given, true),
            Condition::Not(x) => self.known(x, p, given).map(|b| !b),
            Condition::AtLeast { count, of } => {
                let (mut yes, mut open) = (0, 0);
                for x in of {
                    match self.known(x, p, given) {
                        Some(true) => yes += 1,
                        Some(false) => {}
                        None => open += 1,
                    }
                }
                if yes >= *count {
                    Some(true)
                } else if yes + open < *count {
                    Some(false)
                } else {
                    None
                }
            }
            Condition::ImminentDanger => self.known(self.danger, p, given),
            leaf => {
                let settled = reads(leaf).iter().all(|(q, _)| given >> (*q as usize) & 1 == 1);
                settled.then(|| leaf.holds(p, self.danger))
            }
        }
    }

    /// `decides`: the answer of one that settles the whole.
    fn both(&self, list: &[Condition], p: &Picture, given: u64, decides: bool) -> Option<bool> {
        let mut open = false;
        for x in list {
            match self.known(x, p, given) {
                Some(b) if b == decides => return Some(decides),
                Some(_) => {}
                None => open = true,
            }
        }
        if open { None } else { Some(!decides) }
    }

    /// A quantity that the condition still hangs on.
    fn open(&self, c: &Condition, p: &Picture, given: u64) -> Option<Quantity> {
        if self.known(c, p, given).is_some() {
            return None;
        }
        match c {
            Condition::All(list) | Condition::Any(list) | Condition::AtLeast { of: list, .. } => {
                list.iter().find_map(|x| self.open(x, p, given))
            }
            Condition::Not(x) => self.open(x, p, given),
            Condition::ImminentDanger => self.open(self.danger, p, given),
            leaf => reads(leaf).into_iter().map(|(q, _)| q).find(|q| given >> (*q as usize) & 1 == 0),
        }
    }

    fn solve(&mut self, p: &Picture, given: u64) -> Answer {
        if self.left == 0 {
            return Answer::GaveUp;
        }
        self.left -= 1;
        let mut next = None;
        for (c, wanted) in &self.goals {
            match self.known(c, p, given) {
                Some(b) if b != *wanted => return Answer::None,
                Some(_) => {}
                None => next = next.or_else(|| self.open(c, p, given)),
            }
        }
        let Some(q) = next else { return Answer::Found(Box::new(*p)) };
        let mut gave_up = false;
        for v in self.values[q as usize].clone() {
            let mut trial = *p;
            put(&mut trial, q, v);
            // A count's upper bound lies above it.
            if trial.contact.aboard_upper95 < trial.contact.aboard_best
                && given >> (Quantity::AboardBest as usize) & 1 == 1
                && q == Quantity::AboardUpper
            {
                continue;
            }
            if !possible(&trial, given | 1 << (q as usize)) {
                continue;
            }
            match self.solve(&trial, given | 1 << (q as usize)) {
                Answer::Found(p) => return Answer::Found(p),
                Answer::GaveUp => gave_up = true,
                Answer::None => {}
            }
        }
        if gave_up { Answer::GaveUp } else { Answer::None }
    }
}

/// Can there be a unit like that, as far as its values are given? A shipped class says whether its units fly and whether they
/// may intercept, and what flies intercepts nothing. Who runs a unit a scenario may say otherwise, so that is left open.
fn possible(p: &Picture, given: u64) -> bool {
    let is = |q: Quantity| given >> (q as usize) & 1 == 1;
    let (flies, intercepts) = (is(Quantity::Flies), is(Quantity::Intercepts));
    if flies && intercepts && p.unit.flies && p.unit.intercepts {
        return false;
    }
    let class = p.unit.identity.class.filter(|_| is(Quantity::Class));
    class.and_then(abilities_of_class).is_none_or(|(can_fly, can_intercept)| {
        (!flies || p.unit.flies == can_fly) && (!intercepts || p.unit.intercepts == can_intercept)
    })
}

/// An order that is held or lies at a desk is not asked for.
static ASKED_ALREADY: [Condition; 2] = [Condition::OrderHeld, Condition::OrderRequested];

/// Looks at the lists of one doctrine.
struct Looker<'d> {
    doctrine: &'d Doctrine,
    values: Vec<Vec<Value>>,
}

impl<'d> Looker<'d> {
    fn new(doctrine: &'d Doctrine) -> Self {
        let aheads = doctrine.rules.iter().filter_map(|r| r.ask_when.as_ref());
        let whens = doctrine.rules.iter().map(|r| &r.when).chain(aheads).chain([&doctrine.danger]);
        let limits = limits_of(whens);
        let all = ALL_QUANTITIES;
        Self { doctrine, values: all.iter().map(|q| values(*q, &limits[*q as usize])).collect() }
    }

    fn ask(&self, goals: Vec<(&'d Condition, bool)>, order_held: bool) -> Answer {
        let mut picture = start();
        let mut given = 0;
        if order_held {
            // Settled, whatever rules say of it.
            picture.force.order = OrderState::Held;
            given = 1 << (Quantity::Order as usize);
        }
        let mut question = Question { goals, danger: &self.doctrine.danger, values: self.values.clone(), left: BUDGET };
        question.solve(&picture, given)
    }

    /// The rules that stand in the way of this one: for a rule that needs no order, those that do are passed over while none is held.
    fn before(&self, list: &[RuleId], at: usize) -> Vec<&'d Rule> {
        let rule = &self.doctrine.rules[list[at]];
        let rules = list[..at].iter().map(|i| &self.doctrine.rules[*i]);
        // An order of the centre that was given, or can't be carried out, is passed over for any other.
        let stands = |r: &&Rule| !rule.order.is_of_the_centre() || r.order == rule.order;
        rules.filter(|r| rule.authorised || !r.authorised).filter(stands).collect()
    }

    /// Does the rule there keep a later one from a contact to which both apply, so that somebody should know?
    fn conflict(&self, list: &[RuleId], at: usize, later: RuleId) -> Option<Oddity> {
        let (rule, other) = (&self.doctrine.rules[list[at]], &self.doctrine.rules[later]);
        let hides = rule.order != Order::Rescue && other.order == Order::Rescue;
        if !hides && !withholds(rule.order, other.order) {
            return None;
        }
        let mut goals = vec![(&rule.when, true), (&other.when, true)];
        goals.extend(self.before(list, at).iter().map(|r| (&r.when, false)));
        let Answer::Found(p) = self.ask(goals, rule.authorised) else { return None };
        let mut facts = Vec::new();
        other.when.explain(&p, &self.doctrine.danger, &mut facts);
        let held: Vec<String> = facts.into_iter().filter(|f| f.holds).map(|f| f.condition).collect();
        let example = format!("for one, where {}", held.join(" and "));
        Some(if hides {
            Oddity::HidesRescue { rule: rule.id.clone(), rescue: other.id.clone(), example }
        } else {
            let named = |r: &Rule| (r.id.clone(), r.order);
            Oddity::Opposed { rule: named(rule), other: named(other), example }
        })
    }

    fn reaches(&self, list: &[RuleId], at: usize) -> Answer {
        let rule = &self.doctrine.rules[list[at]];
        let mut goals = vec![(&rule.when, true)];
        goals.extend(self.before(list, at).iter().map(|r| (&r.when, false)));
        self.ask(goals, rule.authorised)
    }

    /// Is there a picture in which the rule there does not apply, none before it does, and its order is asked for ahead?
    fn asks_ahead(&self, list: &[RuleId], at: usize, ask_when: &'d Condition) -> Answer {
        let mut goals = vec![(ask_when, true), (&self.doctrine.rules[list[at]].when, false)];
        goals.extend(self.before(list, at).iter().filter(|r| !r.authorised).map(|r| (&r.when, false)));
        goals.extend(ASKED_ALREADY.iter().map(|c| (c, false)));
        self.ask(goals, false)
    }
}

/// All quantities, by number.
const ALL_QUANTITIES: [Quantity; Quantity::COUNT] = [
    Quantity::Look,
    Quantity::AboardBest,
    Quantity::AboardUpper,
    Quantity::Overload,
    Quantity::Children,
    Quantity::FewJackets,
    Quantity::Heading,
    Quantity::Speed,
    Quantity::Boarding,
    Quantity::PeopleInWater,
    Quantity::Phase,
    Quantity::Engine,
    Quantity::WaterAboard,
    Quantity::Freeboard,
    Quantity::Refused,
    Quantity::Accepts,
    Quantity::Calls,
    Quantity::Known,
    Quantity::Unseen,
    Quantity::ToShore,
    Quantity::InCanal,
    Quantity::Region,
    Quantity::Waters,
    Quantity::InLane,
    Quantity::Wave,
    Quantity::Forecast,
    Quantity::Wind,
    Quantity::Daylight,
    Quantity::WaterC,
    Quantity::Visibility,
    Quantity::Depth,
    Quantity::UnitSide,
    Quantity::Eta,
    Quantity::Intercepts,
    Quantity::Flies,
    Quantity::InSight,
    Quantity::FreePlaces,
    Quantity::CrewLeft,
    Quantity::Standby,
    Quantity::Contacts,
    Quantity::Others,
    Quantity::Cover,
    Quantity::ShoreTeam,
    Quantity::Order,
    Quantity::Evidence,
    Quantity::BoundaryFrance,
    Quantity::BoundaryUnitedKingdom,
    Quantity::BoundaryBelgium,
    Quantity::There0,
    Quantity::There1,
    Quantity::There2,
    Quantity::There3,
    Quantity::Canal,
    Quantity::Port,
    Quantity::ToPort,
    Quantity::Operator,
    Quantity::Class,
];

/// Every list of rules that some unit, or a centre, may go by.
fn lists(doctrine: &Doctrine) -> Vec<Vec<RuleId>> {
    let (missions, units) = doctrine.names_in_layers();
    let mut lists = Vec::new();
    for side in Side::ALL {
        lists.push(doctrine.list_for_centre(side));
        for mission in core::iter::once(None).chain(missions.iter().copied().map(Some)) {
            for unit in core::iter::once("").chain(units.iter().copied()) {
                lists.push(doctrine.list_for_unit(side, mission, unit));
            }
        }
    }
    lists.dedup();
    lists
}

/// Findings in words, one for each rule that stands before others, with all of these in it, and the rules that each is about.
#[must_use]
pub fn findings_in_words(findings: &[Finding]) -> Vec<(Vec<RuleId>, String)> {
    let mut out: Vec<(Vec<RuleId>, String)> = Vec::new();
    for (n, finding) in findings.iter().enumerate() {
        let kind = core::mem::discriminant(&finding.oddity);
        let alike =
            |f: &&Finding| core::mem::discriminant(&f.oddity) == kind && f.rules.first() == finding.rules.first();
        let paired = matches!(finding.oddity, Oddity::HidesRescue { .. } | Oddity::Opposed { .. });
        if !paired {
            out.push((finding.rules.clone(), finding.oddity.words()));
            continue;
        }
        if findings[..n].iter().any(|f| alike(&f)) {
            continue;
        }
        let group: Vec<&Finding> = findings.iter().filter(alike).collect();
        let mut rules: Vec<RuleId> = finding.rules.first().copied().into_iter().collect();
        rules.extend(group.iter().flat_map(|f| f.rules.iter().skip(1).copied()));
        out.push((rules, group_in_words(&group)));
    }
    out
}

/// One rule that comes before several.
fn group_in_words(group: &[&Finding]) -> String {
    let others = |named: &dyn Fn(&Oddity) -> Option<String>| {
        group.iter().filter_map(|f| named(&f.oddity)).collect::<Vec<_>>().join(", ")
    };
    match group {
        [Finding { oddity: Oddity::Opposed { rule, other, example }, .. }, _, ..] => {
            let list = others(&|o| match o {
                Oddity::Opposed { other, .. } => Some(format!("`{}` ({})", other.0, other.1.name())),
                _ => None,
            });
            format!(
                "rule `{}` ({}) comes first and wins where rules after it order the opposite of one contact: {list}; with `{}`, {example}",
                rule.0,
                rule.1.name(),
                other.0
            )
        }
        [Finding { oddity: Oddity::HidesRescue { rule, rescue, example }, .. }, _, ..] => {
            let list = others(&|o| match o {
                Oddity::HidesRescue { rescue, .. } => Some(format!("`{rescue}`")),
                _ => None,
            });
            format!(
                "rule `{rule}` comes before the rescues by {list} and may keep them from being ordered: with `{rescue}`, {example}"
            )
        }
        [one, ..] => one.oddity.words(),
        [] => String::new(),
    }
}

/// Is nobody, or not everybody, ever ordered to rescue? In words: a doctrine that orders no rescue lets boats fail unhelped.
#[must_use]
pub fn without_rescue(doctrine: &Doctrine) -> Option<String> {
    let rescues = |list: &[RuleId]| list.iter().any(|i| doctrine.rules[*i].order == Order::Rescue);
    let (missions, units) = doctrine.names_in_layers();
    let lacks = |side: Side, mission: Option<&str>, unit: &str| !rescues(&doctrine.list_for_unit(side, mission, unit));
    let sides: Vec<Side> = Side::ALL.into_iter().filter(|side| lacks(*side, None, "")).collect();
    let whose = match sides[..] {
        [side] => format!(" for {} units", side.adjective()),
        [] => {
            let mission = missions.iter().find(|m| Side::ALL.into_iter().any(|s| lacks(s, Some(m), "")));
            let unit = units.iter().find(|u| Side::ALL.into_iter().any(|s| lacks(s, None, u)));
            let mission = mission.map(|m| format!(" for units on the mission `{m}`"));
            mission.or_else(|| unit.map(|u| format!(" for the unit `{u}`")))?
        }
        _ => String::new(),
    };
    Some(format!("no rule orders `Rescue`{whose}: whoever is in danger gets no help by it but what other orders bring"))
}

/// Rules that no unit and no centre goes by: layers replace or remove them for everybody. They can never fire.
#[must_use]
pub fn in_no_list(doctrine: &Doctrine) -> Vec<RuleId> {
    let lists = lists(doctrine);
    (0..doctrine.rules.len()).filter(|i| !lists.iter().any(|l| l.contains(i))).collect()
}

/// Rules that can never fire, rescues that are hidden, and rules that order the opposite of each other, by name.
#[must_use]
pub fn oddities(doctrine: &Doctrine) -> Vec<Finding> {
    let looker = Looker::new(doctrine);
    let lists = lists(doctrine);
    let mut out = Vec::new();
    for (i, rule) in doctrine.rules.iter().enumerate() {
        if matches!(looker.ask(vec![(&rule.when, true)], rule.authorised), Answer::None) {
            out.push(Finding { oddity: Oddity::Contradicts { rule: rule.id.clone() }, rules: vec![i] });
            continue;
        }
        let places: Vec<(&Vec<RuleId>, usize)> =
            lists.iter().filter_map(|l| Some((l, l.iter().position(|x| *x == i)?))).collect();
        if let Some(ask_when) = &rule.ask_when {
            let never = |(l, at): &(&Vec<RuleId>, usize)| matches!(looker.asks_ahead(l, *at, ask_when), Answer::None);
            if !places.is_empty() && places.iter().all(never) {
                out.push(Finding { oddity: Oddity::NeverAhead { rule: rule.id.clone() }, rules: vec![i] });
            }
        }
        let everywhere =
            !places.is_empty() && places.iter().all(|(l, at)| matches!(looker.reaches(l, *at), Answer::None));
        if everywhere {
            let (list, at) = places[0];
            let alone = looker.before(list, at).into_iter().find(|r| {
                matches!(looker.ask(vec![(&rule.when, true), (&r.when, false)], rule.authorised), Answer::None)
            });
            let oddity = Oddity::Shadowed { rule: rule.id.clone(), by: alone.map(|r| r.id.clone()) };
            let takes = |j: &RuleId| alone.is_none_or(|r| r.id == doctrine.rules[*j].id);
            let rules = core::iter::once(i).chain(list[..at].iter().copied().filter(takes)).collect();
            out.push(Finding { oddity, rules });
        }
    }
    for list in &lists {
        for (at, &i) in list.iter().enumerate() {
            for &j in &list[at + 1..] {
                let said = |o: &Oddity| matches!(o, Oddity::HidesRescue { .. } | Oddity::Opposed { .. });
                if out.iter().any(|f| f.rules == [i, j] && said(&f.oddity)) {
                    continue;
                }
                out.extend(looker.conflict(list, at, j).map(|oddity| Finding { oddity, rules: vec![i, j] }));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctrine::ContactLook;
    use crate::units::Distance;

    fn doctrine(rules: Vec<Rule>) -> Doctrine {
        let common = rules.len();
        Doctrine { rules, common, ..Doctrine::for_tests(Condition::PeopleInWater) }
    }

    fn waves(m: f64) -> Condition {
        Condition::WavesBelow(Distance::metres(m))
    }

    fn rule(id: &str, when: Condition, order: Order) -> Rule {
        Rule::for_tests(id, when, order)
    }

    fn not(c: Condition) -> Condition {
        Condition::Not(Box::new(c))
    }

    fn told(d: &Doctrine) -> Vec<Oddity> {
        oddities(d).into_iter().map(|f| f.oddity).collect()
    }

    #[test]
    fn orders_that_are_opposed_are_named_both_and_with_the_one_that_wins() {
        let loaded = || Condition::Looks(ContactLook::Loaded);
        let company = rule("company", loaded(), Order::Escort);
        let offer = rule("offer", Condition::All(vec![loaded(), Condition::AcceptsHelp]), Order::OfferAssistance);
        let home = rule("home", Condition::All(vec![loaded(), waves(1.0)]), Order::Recall);
        let found = oddities(&doctrine(vec![home.clone(), company.clone(), offer.clone()]));
        let said: Vec<String> = found.iter().map(|f| f.oddity.words()).collect();
        assert_eq!(
            found.iter().map(|f| f.rules.clone()).collect::<Vec<_>>(),
            [vec![2, 1], vec![0, 1], vec![0, 2]],
            "{said:?}"
        );
        assert!(
            said[2].starts_with("rules `home` (Recall) and `offer` (OfferAssistance) order the opposite of one contact; `home` comes first and wins"),
            "{said:?}"
        );
        assert!(said[2].contains("those aboard said that they want help"), "{said:?}");
        // A remainder that is left alone is no conflict, nor is what never meets.
        let remainder = rule("remainder", Condition::Always, Order::Recall);
        assert_eq!(told(&doctrine(vec![offer.clone(), company, remainder])), Vec::new());
        let calm = rule("calm", Condition::All(vec![loaded(), not(Condition::AcceptsHelp)]), Order::Ignore);
        assert_eq!(told(&doctrine(vec![calm, offer])), Vec::new());
        let aside = rule("aside", waves(1.0), Order::StandBy);
        let stop = rule("stop", Condition::Looks(ContactLook::TaxiBoat), Order::Intercept);
        assert!(matches!(&told(&doctrine(vec![aside, stop]))[..], [Oddity::Opposed { rule, other, .. }]
            if rule.1 == Order::StandBy && other.1 == Order::Intercept));
    }

    #[test]
    fn all_quantities_stand_at_their_number() {
        for (i, q) in ALL_QUANTITIES.iter().enumerate() {
            assert_eq!(*q as usize, i);
        }
    }

    #[test]
    fn a_rule_that_contradicts_itself_is_named() {
        let d = doctrine(vec![
            rule("calm", Condition::All(vec![waves(0.5), not(waves(0.7))]), Order::Shadow),
            rule(
                "two",
                Condition::All(vec![Condition::Looks(ContactLook::Loaded), Condition::Looks(ContactLook::TaxiBoat)]),
                Order::Shadow,
            ),
            rule("fine", Condition::All(vec![waves(0.7), not(waves(0.5))]), Order::Shadow),
        ]);
        let named = |id: &str| Oddity::Contradicts { rule: id.to_owned() };
        assert_eq!(told(&d), vec![named("calm"), named("two")]);
    }

    #[test]
    fn a_class_is_held_against_what_its_units_can_do_and_an_operator_is_not() {
        use crate::agents::operator::{Operator, class_ids};
        let of = |id: &str| Condition::UnitClass(class_ids().position(|c| c == id).expect("a shipped class"));
        let all = |id: &str, parts: Vec<Condition>| rule(id, Condition::All(parts), Order::Shadow);
        let flies = || Condition::UnitFlies;
        let intercepts = || Condition::UnitIntercepts;
        let d = doctrine(vec![
            all("boat-flies", vec![of("vcsm"), flies()]),
            all("tug-stops", vec![intercepts(), of("trent")]),
            all("both", vec![flies(), intercepts()]),
            all("not-able", vec![of("vcsm"), not(intercepts())]),
            all("sound", vec![of("vcsm"), intercepts(), not(flies()), waves(0.5)]),
            all("own-class", vec![not(of("vcsm")), intercepts(), waves(0.6)]),
            all("lent", vec![of("trent"), Condition::OperatorIs(Operator::FrenchNavy), waves(0.7)]),
        ]);
        let named = |id: &str| Oddity::Contradicts { rule: id.to_owned() };
        assert_eq!(told(&d), ["boat-flies", "tug-stops", "both", "not-able"].map(named).to_vec());
    }

    #[test]
    fn an_order_that_is_held_or_requested_is_not_asked_for_ahead() {
        let ahead = |ask_when: Condition| {
            let first = rule("stop", waves(0.5), Order::Intercept);
            told(&doctrine(vec![Rule { authorised: true, ask_when: Some(ask_when), ..first }]))
        };
        let never = vec![Oddity::NeverAhead { rule: "stop".to_owned() }];
        assert_eq!(ahead(Condition::OrderHeld), never);
        assert_eq!(ahead(Condition::OrderRequested), never);
        for asks in [Condition::OrderRefused, Condition::OrderExpired, waves(0.7), not(Condition::OrderRequested)] {
            assert_eq!(ahead(asks.clone()), Vec::new(), "{asks:?}");
        }
    }

    #[test]
    fn a_rule_behind_a_wider_one_is_named_with_it() {
        let d = doctrine(vec![
            rule("wide", waves(1.0), Order::Shadow),
            rule("narrow", Condition::All(vec![waves(0.5), Condition::Daylight]), Order::Escort),
        ]);
        assert_eq!(told(&d), vec![Oddity::Shadowed { rule: "narrow".to_owned(), by: Some("wide".to_owned()) }]);
    }

    #[test]
    fn several_rules_together_may_take_every_case() {
        let d = doctrine(vec![
            rule("day", Condition::Daylight, Order::Shadow),
            rule("night", not(Condition::Daylight), Order::Observe),
            rule("never", Condition::Boarding, Order::Hail),
        ]);
        assert_eq!(told(&d), vec![Oddity::Shadowed { rule: "never".to_owned(), by: None }]);
    }

    #[test]
    fn a_rule_that_waits_for_authority_leaves_the_next_its_cases() {
        let mut first = rule("ask", waves(1.0), Order::Intercept);
        first.authorised = true;
        let d = doctrine(vec![first, rule("else", waves(0.5), Order::Shadow)]);
        assert_eq!(told(&d), Vec::new());
    }

    #[test]
    fn a_rescue_that_is_hidden_is_named_with_an_example() {
        let d = doctrine(vec![
            rule("company", Condition::Looks(ContactLook::Loaded), Order::Shadow),
            rule("rescue", Condition::ImminentDanger, Order::Rescue),
        ]);
        let found = told(&d);
        assert!(
            matches!(&found[..], [Oddity::HidesRescue { rule, rescue, example }]
                if rule == "company" && rescue == "rescue" && example.contains("people are in the water")),
            "{found:?}"
        );
    }
}
