//! How likely are deaths that come at the end of a chain of rare events? Multilevel splitting.
//!
//! A night that reaches a level (an engine stopped, a boat that gives way, people in the water) is lived on in several
//! branches, each with other luck from there; their mean stands for it, and so on at the next level. Mean deaths are unbiased for any levels and any
//! number of branches (Garvels 2000; in use for collision risk in air traffic, Blom et al. 2006), as each branch has the law of the night's own
//! future (`sim::fork`). Nights are independent, so their spread gives the error. Going back is running again: a branch is
//! the night lived from its start with its list of forks.
//!
//! An expert's tool: after a fork there is no fair pair any more, so it estimates deaths under one doctrine and no difference.
//! Stratified nights (`study::strata`) and controls (`analysis::rare`) come first.
//!
//! Left out: levels found by themselves, and unequal numbers of branches.

use crate::doctrine::Doctrine;
use crate::draws::NightKey;
use crate::events::What;
use crate::sim::{Setting, Simulation};
use std::sync::Arc;

/// Where a trial went on with other luck: after so many steps, as which branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fork {
    /// Steps made.
    pub after: u32,
    /// Which branch.
    pub branch: u64,
}

/// Something that is lived step by step and can be begun again with forks.
pub trait Trial: Sized {
    /// Begins again, and goes as far as the last fork.
    ///
    /// # Errors
    /// If it cannot be lived.
    fn begin(&self, forks: &[Fork]) -> Result<Self, String>;
    /// Goes on to the next event that counts as a level above `level`, or to the end: steps made and the level, or none.
    ///
    /// # Errors
    /// If it cannot be lived.
    fn reach(&mut self, level: usize) -> Result<Option<(u32, usize)>, String>;
    /// What it came to at its end.
    fn value(&self) -> f64;
}

/// What a split trial came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// As it was lived without a fork.
    pub plain: f64,
    /// The mean over all branches.
    pub split: f64,
    /// Times that it was lived, forks included.
    pub lives: u32,
}

/// Lives a trial with `branches` at each of its levels.
///
/// # Errors
/// If it cannot be lived.
pub fn split<T: Trial>(trial: &T, branches: u32) -> Result<Found, String> {
    live(trial, &mut Vec::new(), 0, u64::from(branches.max(1)))
}

fn live<T: Trial>(trial: &T, forks: &mut Vec<Fork>, level: usize, branches: u64) -> Result<Found, String> {
    let mut own = trial.begin(forks)?;
    let (mut ways, mut at) = (Vec::new(), level);
    while let Some((after, level)) = own.reach(at)? {
        ways.push((after, level));
        at = level;
    }
    let plain = own.value();
    let (mut mean, mut lives) = (plain, 1);
    // From the top down: what the own life came to from a level on is the mean of the branches there, itself among them.
    for (after, level) in ways.into_iter().rev() {
        let mut total = mean;
        for branch in 1..branches {
            forks.push(Fork { after, branch: branch << 8 | level as u64 });
            let found = live(trial, forks, level, branches);
            forks.pop();
            let found = found?;
            total += found.split;
            lives += found.lives;
        }
        mean = total / branches as f64;
    }
    Ok(Found { plain, split: mean, lives })
}

/// A night as a trial: its deaths, by these levels in order.
#[derive(Debug)]
pub struct NightTrial {
    setting: Arc<Setting>,
    doctrine: Arc<Doctrine>,
    key: NightKey,
    sim: Option<Box<Sim>>,
}

struct Sim {
    night: Simulation,
    read: usize,
    steps: u32,
}

impl core::fmt::Debug for Sim {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Sim").field("steps", &self.steps).finish_non_exhaustive()
    }
}

/// The levels, in words.
pub const LEVELS: [&str; 3] =
    ["an engine stops or a tank is empty", "a boat takes water or gives way", "people are in the water"];

/// The level that an event reaches; 0 for none.
const fn level_of(what: &What) -> usize {
    match what {
        What::EngineFailed { .. } | What::FuelRanOut { .. } => 1,
        What::HullFailed { .. } | What::Swamped { .. } | What::CrowdShifted { .. } => 2,
        What::EnteredWater { .. } => 3,
        _ => 0,
    }
}

impl NightTrial {
    /// Of this night.
    #[must_use]
    pub const fn new(setting: Arc<Setting>, doctrine: Arc<Doctrine>, key: NightKey) -> Self {
        Self { setting, doctrine, key, sim: None }
    }
}

impl Trial for NightTrial {
    fn begin(&self, forks: &[Fork]) -> Result<Self, String> {
        let mut night = Simulation::new(&self.setting, &self.doctrine, self.key);
        let mut steps = 0;
        for fork in forks {
            while steps < fork.after {
                night.step().map_err(|e| e.to_string())?;
                steps += 1;
            }
            night.branch(fork.branch);
        }
        let read = night.events().len();
        let sim = Some(Box::new(Sim { night, read, steps }));
        Ok(Self { setting: Arc::clone(&self.setting), doctrine: Arc::clone(&self.doctrine), key: self.key, sim })
    }

    fn reach(&mut self, level: usize) -> Result<Option<(u32, usize)>, String> {
        let Some(sim) = &mut self.sim else { return Ok(None) };
        while !sim.night.finished() {
            sim.night.step().map_err(|e| e.to_string())?;
            sim.steps += 1;
            let events = sim.night.events();
            let highest = events[sim.read..].iter().map(|e| level_of(&e.what)).max().unwrap_or(0);
            sim.read = events.len();
            // Nothing is to be split at the very end.
            if highest > level && !sim.night.finished() {
                return Ok(Some((sim.steps, highest)));
            }
        }
        Ok(None)
    }

    fn value(&self) -> f64 {
        let deaths = |s: &Sim| s.night.events().iter().filter(|e| matches!(e.what, What::Died { .. })).count() as f64;
        self.sim.as_deref().map_or(0.0, deaths)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::moments::{mean, variance};
    use crate::draws::{Draws, Purpose, Subject};

    /// Stages one after the other, each passed with its own probability; all passed counts one.
    struct Toy {
        luck: Draws,
        chances: Vec<f64>,
        steps: u32,
        over: bool,
    }

    impl Trial for Toy {
        fn begin(&self, forks: &[Fork]) -> Result<Self, String> {
            let luck = forks.iter().fold(self.luck, |luck, fork| luck.branched(fork.branch));
            let steps = forks.last().map_or(0, |f| f.after);
            Ok(Self { luck, chances: self.chances.clone(), steps, over: false })
        }

        fn reach(&mut self, _: usize) -> Result<Option<(u32, usize)>, String> {
            let Some(chance) = self.chances.get(self.steps as usize).filter(|_| !self.over) else { return Ok(None) };
            self.over = !self.luck.chance(Subject::NIGHT, Purpose::Branch, self.steps, *chance);
            if self.over {
                return Ok(None);
            }
            self.steps += 1;
            Ok(Some((self.steps, self.steps as usize)))
        }

        fn value(&self) -> f64 {
            f64::from(u8::from(!self.over && self.steps as usize == self.chances.len()))
        }
    }

    /// The closed form is the product of the chances. Splitting meets it, with a far smaller spread for the same number of lives.
    #[test]
    fn a_chain_of_rare_stages_has_its_closed_form() {
        let chances = vec![0.1, 0.2, 0.15];
        let truth: f64 = chances.iter().product();
        let of = |branches, trials: u64| -> Vec<Found> {
            (0..trials)
                .map(|night| {
                    let luck = Draws::new(NightKey { seed: 9, night });
                    split(&Toy { luck, chances: chances.clone(), steps: 0, over: false }, branches).unwrap()
                })
                .collect()
        };
        for branches in [1, 2, 6] {
            let found = of(branches, 20_000);
            let column: Vec<f64> = found.iter().map(|f| f.split).collect();
            let error = (variance(&column).unwrap() / column.len() as f64).sqrt();
            assert!((mean(&column) - truth).abs() < 3.0 * error, "{branches}: {} for {truth}", mean(&column));
            let plain: Vec<f64> = found.iter().map(|f| f.plain).collect();
            let lives = mean(&found.iter().map(|f| f64::from(f.lives)).collect::<Vec<_>>());
            let worth = variance(&plain).unwrap() / variance(&column).unwrap() / lives;
            println!("{branches} branches: {} of {truth}, {lives:.2} lives, worth {worth:.2}", mean(&column));
            assert!(branches == 1 && (worth - 1.0).abs() < 1e-9 || worth > 1.0);
        }
    }
}
