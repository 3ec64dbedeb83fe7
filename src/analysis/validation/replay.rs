//! How many would have died in a known disaster, by the model's survival in the water?
//!
//! So many people enter the water at once; rescue begins after a while and takes them out one by one
//! (MODEL 5.4: incident replays R1 to R4). People are drawn as in a night and met by the same formulas
//! (`agents::replay`). The inputs (numbers, temperature, delays) are the incidents', some of them our estimates.
//!
//! Waves, the place and wading before are those of the incident where they are known, and none where they are not. Left
//! out: drift and search, of which the reference cases have none.

use crate::agents::replay::{self, Incident};
use crate::agents::survival::Zone;
use crate::draws::{Draws, NightKey};
use crate::parameters::Parameters;

/// An incident, as far as a replay needs it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Case {
    /// People who entered the water.
    pub people: u32,
    /// Water temperature, °C.
    pub water_c: f64,
    /// Minutes from entering to the first person taken out.
    pub first_min: f64,
    /// People taken out per minute from then on.
    pub per_min: f64,
    /// Are they in the water where boats are boarded, in the surf (MODEL 5.2)?
    pub at_shore: bool,
    /// Significant wave height there, m.
    pub wave_height_m: f64,
    /// Minutes that they stood in the water before.
    pub waded_min: f64,
    /// Probability of no flotation there, where it is not the register's.
    pub no_flotation: Option<f64>,
}

/// What one replay comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replayed {
    /// People who died before they were taken out.
    pub deaths: u32,
    /// People alive in the water at the moment asked for.
    pub alive: u32,
}

/// Replays a case `rounds` times; `alive_at_min` is when those alive are counted.
#[must_use]
pub fn replay(case: &Case, alive_at_min: f64, rounds: u32, seed: u64, p: &Parameters) -> Vec<Replayed> {
    (0..rounds).map(|round| once(case, alive_at_min, NightKey { seed, night: u64::from(round) }, p)).collect()
}

fn once(case: &Case, alive_at_min: f64, key: NightKey, p: &Parameters) -> Replayed {
    let incident = Incident {
        people: case.people,
        water_c: case.water_c,
        wave_height_m: case.wave_height_m,
        zone: if case.at_shore { Zone::Boarding } else { Zone::Open },
        waded_min: case.waded_min,
        first_pickup_min: case.first_min,
        per_min: case.per_min,
        p_no_flotation: case.no_flotation,
    };
    let outcomes = replay::replay(&incident, Draws::new(key), 0, p);
    Replayed { deaths: outcomes.deaths(), alive: outcomes.alive_at(alive_at_min) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: Case = Case {
        people: 33,
        water_c: 13.0,
        first_min: 0.0,
        per_min: 2.0,
        at_shore: false,
        wave_height_m: 0.0,
        waded_min: 0.0,
        no_flotation: None,
    };

    /// The set-up of an incident counts: the shore's own share without flotation, the surf, the cold of wading.
    #[test]
    fn a_case_at_the_shore_is_lived_there() {
        let p = Parameters::shipped_for_tests();
        let sum = |case: &Case| -> u32 { replay(case, 0.0, 300, 7, &p).iter().map(|r| r.deaths).sum() };
        let shore = Case { at_shore: true, first_min: 30.0, ..OPEN };
        assert!(sum(&shore) < sum(&Case { first_min: 30.0, ..OPEN }), "fewer are without anything to hold (MODEL 5.2)");
        assert!(
            sum(&Case { wave_height_m: 1.0, first_min: 120.0, ..shore }) > sum(&Case { first_min: 120.0, ..shore })
        );
        assert!(sum(&Case { waded_min: 60.0, first_min: 120.0, ..shore }) > sum(&Case { first_min: 120.0, ..shore }));
    }

    #[test]
    fn an_earlier_rescue_never_costs_more_lives_with_the_same_luck() {
        let p = Parameters::shipped_for_tests();
        let at = |first_min| replay(&Case { first_min, ..OPEN }, 0.0, 200, 7, &p);
        assert!(at(12.0).iter().zip(at(60.0)).all(|(early, late)| early.deaths <= late.deaths));
    }
}
