//! Which numbers has a desk of authority, and what are they on this night?
//!
//! Times and seats of the chains in `assets/authority.ron` are entries of the register, `authority.CHAIN.STEP.FIELD`. A
//! scenario, a study or `--set` sets them or lets them be drawn as any other number; that becomes the desks of the doctrine
//! in force when a night begins. Luck is keyed to the night and the name, so both doctrines of a pair that name one chain go
//! through the same desks.
//!
//! What a doctrine states itself stands: it is the practice that is asked about, and the register says what else the chain
//! could be.
//!
//! Left out: opening hours, tiredness and the demand for evidence, which are no numbers.

use super::Doctrine;
use super::authority::{Authority, Step};
use crate::agents::numbers::{ClassField, count, facts, parts, set, whole};
use crate::draws::{Draws, Purpose, Subject};
use crate::parameters::{Number, Override};
use crate::units::Duration;
use std::sync::Arc;

/// The numbers of a desk. A day at most at one desk; MODEL 11.1 gives medians of 3 to 60 minutes and spreads of 0.4 to 0.7.
/// More seats than a hundred are as good as no queue.
pub const DESKS: [ClassField<Step>; 3] = [
    ClassField {
        facts: facts(
            "delay_median_min",
            "delay_median",
            "min",
            (0.1, 1440.0),
            "median time at the desk, once somebody has taken the request up",
        ),
        set: |s, x| s.delay_median = Duration::minutes(x),
    },
    ClassField {
        facts: facts("delay_sigma", "delay_sigma", "-", (0.0, 2.0), "spread of that time (sigma of the logarithm)"),
        set: |s, x| s.delay_sigma = x,
    },
    ClassField {
        facts: count("seats", "seats", (1.0, 100.0), "requests that it works on at the same time"),
        set: |s, x| s.seats = whole(x),
    },
];

/// Their names, in order.
#[must_use]
pub const fn names() -> [&'static str; 3] {
    [DESKS[0].facts.name, DESKS[1].facts.name, DESKS[2].facts.name]
}

/// The doctrine as it is on a night of this luck: itself, unless numbers of its desks are set or drawn.
#[must_use]
pub fn of_night(doctrine: &Arc<Doctrine>, overrides: &[Override], luck: Draws) -> Arc<Doctrine> {
    let of_desks: Vec<&Override> =
        overrides.iter().filter(|o| parts(&o.id).is_some_and(|(kind, ..)| kind == "authority")).collect();
    let chains = || doctrine.authority.iter().chain(doctrine.authority_of_side.iter().flatten());
    if of_desks.is_empty() && chains().all(|a| a.steps.iter().all(|s| s.drawn.is_empty())) {
        return Arc::clone(doctrine);
    }
    let mut out = Doctrine::clone(doctrine);
    for authority in out.authority.iter_mut().chain(out.authority_of_side.iter_mut().flatten()) {
        set_desks(authority, &of_desks, luck);
    }
    Arc::new(out)
}

fn set_desks(authority: &mut Authority, overrides: &[&Override], luck: Draws) {
    let chain = &authority.chain;
    for step in &mut authority.steps {
        let class = format!("{chain}.{}", step.id);
        for name in names() {
            if step.stated.contains(&name) {
                continue;
            }
            // The last word is that of whoever spoke last.
            let said = overrides.iter().rev().find(|o| parts(&o.id) == Some(("authority", &class, name)));
            let value = match said.map(|o| (o.number, o.luck)) {
                Some((Number::Fixed(x), _)) => Some(x),
                Some((Number::Drawn(what), counter)) => {
                    Some(what.quantile(luck.uniform(Subject::NIGHT, Purpose::ClassNumber, counter)))
                }
                None => step.drawn.iter().find(|d| d.name == name).map(|d| d.value("authority", &class, luck)),
            };
            if let Some(x) = value {
                set(&DESKS, step, name, x);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctrine::chains::Chains;
    use crate::doctrine::{Condition, load};
    use crate::draws::NightKey;
    use crate::parameters::Register;
    use core::slice::from_ref;

    fn register() -> Register {
        Register::shipped().with_classes(Chains::shipped().numbers.clone())
    }

    fn luck(night: u64) -> Draws {
        Draws::new(NightKey { seed: 42, night })
    }

    /// A doctrine whose authority is this text.
    fn with(authority: &str) -> Arc<Doctrine> {
        let text = format!(
            r#"(format: 1, title: "T", description: "D", danger: PeopleInWater, authority: {authority}, rules: [
                (id: "stop", when: PeopleInWater, order: Intercept, authorised: true, cite: "c")])"#
        );
        let problems =
            |p: Vec<crate::reading::Problem>| p.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        Arc::new(load::load("t", &text, &|_| None).unwrap_or_else(|p| panic!("{}", problems(p))).value.doctrine)
    }

    const FRAMEWORK: &str = r#"(chain: "premar_prefect_prosecutor", commitment: 1)"#;
    const CONSULTATION: &str = "authority.premar_prefect_prosecutor.consultation.delay_median_min";

    fn median(d: &Doctrine, step: usize) -> f64 {
        d.authority.as_ref().unwrap().steps[step].delay_median.min_()
    }

    #[test]
    fn every_number_of_a_desk_is_an_entry_and_is_set_by_its_id() {
        let register = register();
        let steps: usize = Chains::shipped().list.iter().map(|c| c.steps.len()).sum();
        assert_eq!(register.class_entries().len(), 3 * steps);
        for e in register.class_entries() {
            let (_, class, _) = parts(&e.id).unwrap();
            let chain = class.split_once('.').unwrap().0;
            let d = with(&format!(r#"(chain: "{chain}", commitment: 1)"#));
            assert!(Arc::ptr_eq(&of_night(&d, &[], luck(0)), &d), "nothing set, nothing made anew");
            let x = if e.unit == "1" { e.value + 1.0 } else { e.value * 0.9 };
            let o = register.overriding(&e.id, Number::Fixed(x)).unwrap();
            let (set, own) = (of_night(&d, from_ref(&o), luck(0)), &d.authority.as_ref().unwrap().steps);
            let moved = set.authority.as_ref().unwrap().steps.iter().zip(own).filter(|(a, b)| a != b).count();
            assert_eq!(moved, 1, "{}", e.id);
            let other = with(r#"(chain: "mine", delay_median_min: 7, delay_sigma: 0.5, commitment: 1)"#);
            assert_eq!(of_night(&other, from_ref(&o), luck(0)), other);
        }
        let said = register.overriding(CONSULTATION, Number::Fixed(2000.0)).unwrap_err();
        assert!(said.contains("expected 0.1 to 1440 (min)"), "{said}");
    }

    #[test]
    fn what_is_drawn_is_the_same_for_two_doctrines_of_one_chain_and_that_of_a_study() {
        let register = register();
        let drawn = register.uncertain([CONSULTATION]).unwrap();
        let (a, b) =
            (with(FRAMEWORK), with(r#"(chain: "premar_prefect_prosecutor", commitment: 0.05, valid_min: 90)"#));
        let night = |d: &Arc<Doctrine>, n| median(&of_night(d, &drawn, luck(n)), 1);
        let mut all: Vec<f64> = (0..200).map(|n| night(&a, n)).collect();
        for (n, x) in (0..).zip(&all) {
            assert_eq!(night(&b, n).to_bits(), x.to_bits());
            let of_study = register.values().drawn(&drawn, luck(n)).get(CONSULTATION).unwrap();
            assert!((x - of_study).abs() < 1e-9);
        }
        all.sort_by(f64::total_cmp);
        assert!(all[0] < 8.0 && all[199] > 22.0, "±50 % for 5 and 95 %: {} to {}", all[0], all[199]);
        assert!((median(&of_night(&a, &drawn, luck(3)), 0) - 10.0).abs() < 1e-12, "no other desk");
    }

    #[test]
    fn what_a_doctrine_states_itself_stands_before_the_register() {
        let register = register();
        let own = with(
            r#"(chain: "premar_prefect_prosecutor", commitment: 1, steps: [(id: "consultation", delay_median_min: 5)])"#,
        );
        let set = [
            register.overriding(CONSULTATION, Number::Fixed(40.0)).unwrap(),
            register.overriding(&CONSULTATION.replace("delay_median_min", "seats"), Number::Fixed(1.0)).unwrap(),
        ];
        let d = of_night(&own, &set, luck(0));
        assert!((median(&d, 1) - 5.0).abs() < 1e-12);
        assert_eq!(d.authority.as_ref().unwrap().steps[1].seats, 1, "what it leaves out is the chain's");
        assert!((median(&of_night(&with(FRAMEWORK), &set, luck(0)), 1) - 40.0).abs() < 1e-12);
    }

    #[test]
    fn a_side_with_a_chain_of_its_own_has_its_desks_set_too() {
        let set = [register().overriding("authority.jrcc_dover.duty-controller.seats", Number::Fixed(7.0)).unwrap()];
        let mut d = Doctrine::for_tests(Condition::PeopleInWater);
        let of = with(r#"(chain: "jrcc_dover", commitment: 1)"#).authority.clone();
        d.authority_of_side[1] = of;
        let d = of_night(&Arc::new(d), &set, luck(0));
        assert_eq!(d.authority_of_side[1].as_ref().unwrap().steps[0].seats, 7);
    }
}
