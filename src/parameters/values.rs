//! What are the values of all numbers, by id, those of classes included?
//!
//! [`Parameters`] is what formulas read and knows the model's own numbers alone. A study sets and draws numbers of classes
//! with the same words and rules, by id; it works on these. Nights do not: they set their classes themselves
//! (`agents::numbers`, `agents::drawn`), from the same luck.

use super::draw::Override;
use super::order::{self, ById};
use super::register::Register;
use super::typed::Parameters;
use crate::draws::{Draws, Purpose, Subject};
use std::sync::Arc;

/// The values of all numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Values {
    /// The model's own.
    typed: Parameters,
    /// Ids of the numbers of classes, sorted, and those of them that keep an order.
    names: Arc<Names>,
    /// Their values.
    classes: Vec<f64>,
}

#[derive(Debug, PartialEq)]
struct Names {
    ids: Vec<String>,
    groups: Vec<Vec<String>>,
}

impl Values {
    pub(super) fn of(register: &Register) -> Self {
        let mut classes: Vec<(&str, f64)> = register.class_entries().iter().map(|e| (e.id.as_str(), e.value)).collect();
        classes.sort_by_key(|(id, _)| *id);
        let groups = order::class_groups(classes.iter().map(|(id, _)| *id));
        let ids = classes.iter().map(|(id, _)| (*id).to_owned()).collect();
        let classes = classes.iter().map(|(_, x)| *x).collect();
        Self { typed: register.typed(), names: Arc::new(Names { ids, groups }), classes }
    }

    fn place(&self, id: &str) -> Option<usize> {
        self.names.ids.binary_search_by(|known| known.as_str().cmp(id)).ok()
    }

    /// The value under an id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<f64> {
        self.place(id).map_or_else(|| self.typed.get(id), |i| Some(self.classes[i]))
    }

    /// Sets the value under an id, if there is such an id. Bounds are the register's affair.
    pub fn set(&mut self, id: &str, x: f64) {
        match self.place(id) {
            Some(i) => self.classes[i] = x,
            None => self.typed.set(id, x),
        }
    }

    /// Stops draws at the rules that numbers keep together; see [`order::hold`].
    pub fn hold(&mut self, is_drawn: impl Fn(&str) -> bool) {
        order::hold(self, &is_drawn);
        let names = Arc::clone(&self.names);
        for group in &names.groups {
            let group: Vec<&str> = group.iter().map(String::as_str).collect();
            order::hold_group(self, &group, &is_drawn);
        }
    }

    /// What breaks such a rule, a sentence each.
    #[must_use]
    pub fn problems(&self) -> Vec<String> {
        let pairs = self.names.groups.iter().flat_map(|g| g.windows(2));
        let crossed = pairs.filter_map(|p| order::crossed(&p[0], &p[1], &|id: &str| self.get(id)));
        order::problems(|id| self.get(id)).into_iter().chain(crossed).collect()
    }

    /// These values with those that are drawn replaced by those of this luck: for the model's own numbers and for those of
    /// classes the same that a night of this key draws.
    #[must_use]
    pub fn drawn(&self, overrides: &[Override], luck: Draws) -> Self {
        self.at_quantiles(overrides, |o| {
            let purpose = if self.place(&o.id).is_some() { Purpose::ClassNumber } else { Purpose::Parameter };
            luck.uniform(Subject::NIGHT, purpose, o.luck)
        })
    }

    /// These values with those that are drawn replaced by what stands at a share of their distribution, between 0 and 1:
    /// for a design of points.
    #[must_use]
    pub fn at_quantiles(&self, overrides: &[Override], share: impl Fn(&Override) -> f64) -> Self {
        let mut out = self.clone();
        for o in overrides {
            if let Some(d) = o.number.drawn() {
                out.set(&o.id, d.quantile(share(o)));
            }
        }
        out.hold(|id| overrides.iter().any(|o| o.id == id && o.number.drawn().is_some()));
        out
    }
}

impl ById for Values {
    fn value(&self, id: &str) -> Option<f64> {
        self.get(id)
    }

    fn put(&mut self, id: &str, x: f64) {
        self.set(id, x);
    }
}
