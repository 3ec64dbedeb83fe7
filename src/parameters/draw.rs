//! What are a night's own numbers, where a study or scenario lets them be drawn?
//!
//! Numbers that nobody knows are drawn once for each night (or for each member of a study, with its number
//! in the night's place), keyed to the night alone, so both doctrines of a pair live with the same draw.
//! The key of a number is made of its name, not of its place in the register: one more entry shifts no
//! draw. Numbers that are ends of one range, or shares of one whole, keep their rules (`order`): a draw that would
//! break one stops there.
//!
//! Left out: dependence between numbers, but for entries that say `drawn_with`: these share their luck, as
//! the common shock of MODEL 8.2 asks.

use super::distribution::{Bounded, Distribution};
use super::number::Number;
use super::order;
use super::register::{Entry, Register};
use super::typed::Parameters;
use crate::draws::{Draws, Purpose, Subject};

/// A parameter that a scenario or study sets, or lets be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Override {
    /// Register id.
    pub id: String,
    /// What it is set to, or drawn from.
    pub number: Number,
    /// The counter of its draws: that of its name, or of the name it is drawn with.
    pub luck: u32,
}

/// The counter of the draws of a number of this name: FNV-1a (Fowler, Noll and Vo), which spreads short names.
#[must_use]
pub fn counter_of(name: &str) -> u32 {
    name.bytes().fold(0x811C_9DC5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

impl Entry {
    /// What it could be: the shape it states, or the one through its best value and its 5–95 % range, cut off at
    /// its bounds. Nothing if it is known exactly.
    ///
    /// # Errors
    /// Says why the shape does not fit the bounds.
    pub fn uncertainty(&self) -> Result<Option<Bounded>, String> {
        let through = Distribution::Through { p05: self.low, median: self.value, p95: self.high };
        if self.distribution.is_none() && self.low >= self.high {
            return Ok(None);
        }
        Bounded::new(self.distribution.unwrap_or(through), self.min, self.max).map(Some)
    }

    /// The counter of its draws.
    #[must_use]
    pub fn luck(&self) -> u32 {
        counter_of(self.drawn_with.as_deref().unwrap_or(&self.id))
    }
}

impl Register {
    /// Lets these parameters be drawn from what the register says they could be; those that are known exactly are
    /// passed over.
    ///
    /// # Errors
    /// A sentence for each name that is not in the register.
    pub fn uncertain<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> Result<Vec<Override>, Vec<String>> {
        let (mut out, mut problems) = (Vec::new(), Vec::new());
        for id in ids {
            match self.entry(id).and_then(|e| Ok((e, e.uncertainty()?))) {
                Ok((e, Some(d))) => {
                    out.push(Override { id: id.to_owned(), number: Number::Drawn(d), luck: e.luck() });
                }
                Ok((_, None)) => {}
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(out) } else { Err(problems) }
    }
}

impl Parameters {
    /// These numbers with those that are drawn replaced by this night's.
    #[must_use]
    pub fn drawn(&self, overrides: &[Override], luck: Draws) -> Self {
        self.at_quantiles(overrides, |o| luck.uniform(Subject::NIGHT, Purpose::Parameter, o.luck))
    }

    /// These numbers with those that are drawn replaced by what stands at a share of their distribution, between 0 and 1:
    /// for a design of points.
    #[must_use]
    pub fn at_quantiles(&self, overrides: &[Override], share: impl Fn(&Override) -> f64) -> Self {
        let mut out = self.clone();
        for o in overrides {
            if let Number::Drawn(d) = o.number {
                out.set(&o.id, d.quantile(share(o)));
            }
        }
        order::hold(&mut out, |id| overrides.iter().any(|o| o.id == id && o.number.drawn().is_some()));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::NightKey;
    use crate::parameters::order::{EXCLUSIVE, ORDERED};
    use std::collections::BTreeSet;

    fn luck(night: u64) -> Draws {
        Draws::new(NightKey { seed: 42, night })
    }

    fn all() -> (Register, Vec<Override>) {
        let register = Register::shipped();
        let ids: Vec<String> = register.entries().iter().map(|e| e.id.clone()).collect();
        let overrides = register.uncertain(ids.iter().map(String::as_str)).unwrap();
        (register, overrides)
    }

    #[test]
    fn every_entry_has_a_shape_within_its_bounds_and_luck_of_its_own() {
        let (register, overrides) = all();
        assert!(overrides.len() * 10 > register.entries().len() * 9);
        let counters: BTreeSet<u32> = register.entries().iter().map(|e| counter_of(&e.id)).collect();
        assert_eq!(counters.len(), register.entries().len(), "two names share a counter");
    }

    #[test]
    fn draws_are_the_same_twice_differ_between_nights_and_keep_to_bounds_and_order() {
        let (register, overrides) = all();
        let base = register.typed();
        assert_eq!(base.drawn(&overrides, luck(3)), base.drawn(&overrides, luck(3)));
        assert_ne!(base.drawn(&overrides, luck(3)), base.drawn(&overrides, luck(4)));
        for night in 0..200 {
            let p = base.drawn(&overrides, luck(night));
            for e in register.entries() {
                let x = p.get(&e.id).unwrap();
                assert!((e.min..=e.max).contains(&x), "night {night}: {} is {x}", e.id);
            }
            for group in ORDERED {
                let xs: Vec<f64> = group.iter().map(|id| p.get(id).unwrap()).collect();
                assert!(xs.windows(2).all(|w| w[0] <= w[1]), "night {night}: {group:?} are {xs:?}");
            }
            for (group, _) in EXCLUSIVE {
                let sum: f64 = group.iter().map(|id| p.get(id).unwrap()).sum();
                assert!(sum <= 1.0 + 1e-9, "night {night}: {group:?} add up to {sum}");
            }
        }
    }

    #[test]
    fn drawing_one_more_number_shifts_no_other() {
        let register = Register::shipped();
        let base = register.typed();
        let one = register.uncertain(["engine.failure_per_h"]).unwrap();
        let two = register.uncertain(["hull.failure_per_h", "engine.failure_per_h"]).unwrap();
        let (a, b) = (base.drawn(&one, luck(5)), base.drawn(&two, luck(5)));
        assert_eq!(a.engine_failure_per_h.to_bits(), b.engine_failure_per_h.to_bits());
        assert_eq!(a.hull_failure_per_h.to_bits(), base.hull_failure_per_h.to_bits());
        assert_ne!(b.hull_failure_per_h.to_bits(), base.hull_failure_per_h.to_bits());
    }

    #[test]
    fn many_draws_have_the_quantiles_of_the_entry() {
        let register = Register::shipped();
        let base = register.typed();
        let one = register.uncertain(["crush.coefficient"]).unwrap();
        let mut xs: Vec<f64> = (0..4000).map(|n| base.drawn(&one, luck(n)).crush_coefficient).collect();
        xs.sort_by(f64::total_cmp);
        let e = register.get("crush.coefficient").unwrap();
        // A quantile of 4000 draws has a standard error of 0.35 % (at 5 %) and 0.8 % (at 50 %) of probability.
        for (u, x) in [(0.05, e.low), (0.5, e.value), (0.95, e.high)] {
            let below = xs.iter().filter(|d| **d < x).count() as f64 / 4000.0;
            assert!((below - u).abs() < 0.03, "{below} of draws below {x}, expected {u}");
        }
    }

    #[test]
    fn numbers_drawn_together_move_together() {
        let (register, overrides) = all();
        let base = register.typed();
        for night in 0..20 {
            let p = base.drawn(&overrides, luck(night));
            let fall = p.intercept_fall_intercept - base.intercept_fall_intercept;
            let mass = p.intercept_mass_intercept - base.intercept_mass_intercept;
            assert!((fall - mass).abs() < 1e-9, "the common shock of MODEL 8.2: {fall} and {mass}");
            let near = p.intercept_near_mass_intercept - base.intercept_near_mass_intercept;
            assert!(near * mass >= 0.0, "levels 1 and 2 share that luck, though not its upper end: {near} and {mass}");
        }
    }

    #[test]
    fn a_shape_that_an_entry_states_agrees_with_its_range() {
        for e in Register::shipped().entries() {
            let Some(shape) = e.distribution else { continue };
            for (u, x) in [(0.05, e.low), (0.95, e.high)] {
                let off = (shape.quantile(u) - x).abs();
                assert!(off <= 0.1 * (e.high - e.low), "{}: {shape} has {} at {u}, not {x}", e.id, shape.quantile(u));
            }
            let at = shape.below(e.value);
            assert!((0.3..=0.7).contains(&at), "{}: the value lies at {at} of {shape}", e.id);
        }
    }

    #[test]
    fn an_unknown_name_is_told_with_the_nearest() {
        let problems = Register::shipped().uncertain(["engine.failure_per_hour", "boat.beam_m"]).unwrap_err();
        assert_eq!(problems, ["there is no parameter `engine.failure_per_hour`; did you mean `engine.failure_per_h`?"]);
    }
}
