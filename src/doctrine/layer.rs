//! Whose rules are they? A doctrine holds for everybody; a side, a mission or a unit may differ from it.
//!
//! The nearer wins, as with the doctrine of forces in command exercises: side over everybody, mission over side, unit over
//! mission. A layer does to the rules before it what a doctrine that extends another does to those: a rule with the same
//! id replaces in place, new rules come first, and rules may be removed. Orders of the centre are decided by its side's
//! rules alone.
//!
//! Left out: missions that change during a night.

use super::rule::Doctrine;
use crate::agents::Side;
use crate::reading::nearest;

/// A rule by its place among the doctrine's rules.
pub type RuleId = usize;

/// For whom a layer holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All units of a side, and its centre.
    Side(Side),
    /// Units on this mission (named in the scenario).
    Mission(String),
    /// One unit (by its id in the scenario).
    Unit(String),
}

impl Scope {
    /// How near it is to the unit: nearer wins.
    pub(super) const fn rank(&self) -> u8 {
        match self {
            Self::Side(_) => 0,
            Self::Mission(_) => 1,
            Self::Unit(_) => 2,
        }
    }

    /// In words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Side(side) => format!("all {} units", side.adjective()),
            Self::Mission(mission) => format!("units on the mission `{mission}`"),
            Self::Unit(unit) => format!("the unit `{unit}`"),
        }
    }
}

/// What some units do differently.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// For whom.
    pub scope: Scope,
    /// Its rules, by their place among the doctrine's.
    pub rules: Vec<RuleId>,
    /// Ids of rules that do not hold for them.
    pub remove: Vec<String>,
}

impl Doctrine {
    /// The rules that a unit goes by, in the order in which they are tried, without those of the centre.
    #[must_use]
    pub fn list_for_unit(&self, side: Side, mission: Option<&str>, unit: &str) -> Vec<RuleId> {
        let holds = |scope: &Scope| match scope {
            Scope::Side(s) => *s == side,
            Scope::Mission(m) => mission == Some(m),
            Scope::Unit(u) => u == unit,
        };
        let mut list = self.folded(&holds);
        list.retain(|i| !self.rules[*i].order.is_of_the_centre());
        list
    }

    /// The rules by which a side's centre does what is its own to do.
    #[must_use]
    pub fn list_for_centre(&self, side: Side) -> Vec<RuleId> {
        let mut list = self.folded(&|scope| *scope == Scope::Side(side));
        list.retain(|i| self.rules[*i].order.is_of_the_centre());
        list
    }

    fn folded(&self, holds: &dyn Fn(&Scope) -> bool) -> Vec<RuleId> {
        let mut list: Vec<RuleId> = (0..self.common).collect();
        let mut layers: Vec<&Layer> = self.layers.iter().filter(|l| holds(&l.scope)).collect();
        layers.sort_by_key(|l| l.scope.rank());
        for layer in layers {
            list.retain(|i| !layer.remove.contains(&self.rules[*i].id));
            let mut new = Vec::new();
            for &rule in &layer.rules {
                match list.iter_mut().find(|old| self.rules[**old].id == self.rules[rule].id) {
                    Some(old) => *old = rule,
                    None => new.push(rule),
                }
            }
            new.append(&mut list);
            list = new;
        }
        list
    }

    /// Is there a rule of this id for everybody, or in a layer that is farther from the unit than this one? Then a rule of a
    /// layer so near takes its place; otherwise it comes first.
    #[must_use]
    pub fn stands_wider(&self, scope: &Scope, id: &str) -> bool {
        let wider = self.layers.iter().filter(|l| l.scope.rank() < scope.rank()).flat_map(|l| l.rules.iter().copied());
        (0..self.common).chain(wider).any(|i| self.rules[i].id == id)
    }

    /// Missions and units that its layers name.
    #[must_use]
    pub fn names_in_layers(&self) -> (Vec<&str>, Vec<&str>) {
        let (mut missions, mut units) = (Vec::new(), Vec::new());
        for layer in &self.layers {
            match &layer.scope {
                Scope::Mission(m) => missions.push(m.as_str()),
                Scope::Unit(u) => units.push(u.as_str()),
                Scope::Side(_) => {}
            }
        }
        (missions, units)
    }

    /// Layers that hold for no unit of a scenario, in words with the nearest name: `missions` and `units` are those that it
    /// has. A doctrine may be written for many scenarios, so this is for a warning and no mistake.
    #[must_use]
    pub fn layers_for_nobody<'n>(&self, missions: &[&'n str], units: &[&'n str], elsewhere: &[&str]) -> Vec<String> {
        let (mut named_missions, named_units) = self.names_in_layers();
        let mut told: Vec<String> = Vec::new();
        let mut look = |kind: &str, names: &[&str], there: &[&'n str]| {
            for name in names.iter().filter(|n| !there.contains(n)) {
                let hint = match nearest(name, there.iter().copied()) {
                    Some(n) => format!("; did you mean `{n}`?"),
                    None if there.is_empty() => format!("; no unit of it has a {kind}"),
                    None => format!(
                        "; expected one of {}",
                        there.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")
                    ),
                };
                let words = format!(
                    "doctrine `{}` has rules for the {kind} `{name}`, which this scenario does not have{hint}",
                    self.id
                );
                if !told.contains(&words) {
                    told.push(words);
                }
            }
        };
        let mut there = missions.to_vec();
        there.sort_unstable();
        there.dedup();
        named_missions.retain(|m| !elsewhere.contains(m));
        look("mission", &named_missions, &there);
        look("unit", &named_units, units);
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctrine::Condition;

    #[test]
    fn layers_for_names_that_a_scenario_lacks_are_told_with_the_nearest() {
        let layer = |scope| Layer { scope, rules: Vec::new(), remove: Vec::new() };
        let mut d = Doctrine::for_tests(Condition::PeopleInWater);
        d.layers = vec![
            layer(Scope::Mission("resque".to_owned())),
            layer(Scope::Mission("patrol".to_owned())),
            layer(Scope::Unit("oyapok".to_owned())),
            layer(Scope::Side(Side::France)),
        ];
        let told = d.layers_for_nobody(&["rescue", "patrol", "patrol"], &["oyapock", "minck"], &[]);
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].contains("mission `resque`") && told[0].ends_with("did you mean `rescue`?"), "{told:?}");
        assert!(told[1].contains("unit `oyapok`") && told[1].ends_with("did you mean `oyapock`?"), "{told:?}");
        let none = d.layers_for_nobody(&[], &["oyapok"], &[]);
        assert!(none.len() == 2 && none[0].ends_with("no unit of it has a mission"), "{none:?}");
        assert_eq!(d.layers_for_nobody(&["resque", "patrol"], &["oyapok"], &[]), Vec::<String>::new());
        let known = d.layers_for_nobody(&["patrol"], &["oyapok"], &["resque"]);
        assert_eq!(known, Vec::<String>::new(), "a mission of other scenarios is meant for those");
    }
}
