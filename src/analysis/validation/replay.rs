//! How many would have died in a known disaster, by the model's survival in the water?
//!
//! So many people enter the water at once; rescue begins after a while and takes them out one by one
//! (MODEL 5.4: incident replays R1 to R4). Each person's luck is drawn as in a night and met by the same
//! formulas. The inputs (numbers, temperature, delays) are the incidents', some of them our estimates.
//!
//! Left out: waves, drift and search, collapse after rescue, children: the reference cases have none of them.

use crate::agents::survival::{Immersion, PersonLuck, time_to_death};
use crate::draws::{Draws, NightKey, Purpose, Subject};
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
    let p = case.no_flotation.map_or_else(|| p.clone(), |share| Parameters { p_no_flotation: share, ..p.clone() });
    (0..rounds).map(|round| once(case, alive_at_min, NightKey { seed, night: u64::from(round) }, &p)).collect()
}

fn once(case: &Case, alive_at_min: f64, key: NightKey, p: &Parameters) -> Replayed {
    let luck = Draws::new(key);
    let water = Immersion { water_c: case.water_c, wave_height_m: 0.0, shallow: false };
    let mut left: Vec<f64> = (0..case.people)
        .map(|i| {
            let s = Subject::person(0, i);
            let person = PersonLuck {
                class: luck.uniform(s, Purpose::PersonClass, 0),
                time: luck.uniform(s, Purpose::TimeToDeath, 0),
                shock: luck.uniform(s, Purpose::ColdShock, 0),
                child: false,
            };
            time_to_death(&person, &water, p).min_()
        })
        .collect();
    #[expect(clippy::cast_possible_truncation, reason = "a boat holds far fewer than 2^32 people")]
    let alive = left.iter().filter(|t| **t > alive_at_min).count() as u32;
    let (mut t, mut deaths) = (case.first_min, 0);
    while !left.is_empty() {
        left.retain(|dies| {
            deaths += u32::from(*dies <= t);
            *dies > t
        });
        left.pop();
        t += 1.0 / case.per_min;
    }
    Replayed { deaths, alive }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(case: Case) -> f64 {
        let p = Parameters { cold_shock_flotation: 0.0, cold_shock_others: 0.0, ..Parameters::shipped_for_tests() };
        let all = replay(&case, 252.0, 2000, 1, &p);
        all.iter().map(|r| f64::from(r.deaths)).sum::<f64>() / all.len() as f64
    }

    /// MODEL 5.4, tolerance 8 % (the simple mixture, without cold shock).
    #[test]
    fn the_four_disasters_come_out_as_in_the_reference() {
        let case = |people, water_c, first_min, per_min, no_flotation| Case {
            people,
            water_c,
            first_min,
            per_min,
            no_flotation,
        };
        for (what, case, expected) in [
            ("24 November 2021", case(33, 13.0, 585.0, 2.0, None), 31.1),
            ("the same, rescue after 12 min", case(33, 13.0, 12.0, 2.0, None), 7.3),
            ("the same, rescue after 60 min", case(33, 13.0, 60.0, 2.0, None), 11.2),
            ("14 December 2022", case(47, 8.5, 8.0, 2.5, None), 11.6),
            ("3 September 2024", case(65, 18.0, 10.0, 3.0, None), 12.9),
            ("14 January 2024", case(38, 9.0, 5.0, 3.0, Some(0.15)), 6.1),
        ] {
            let got = mean(case);
            assert!((got - expected).abs() <= 0.08 * expected, "{what}: {got}, expected {expected}");
        }
    }

    #[test]
    fn an_earlier_rescue_never_costs_more_lives_with_the_same_luck() {
        let p = Parameters::shipped_for_tests();
        let at = |first_min| {
            replay(&Case { people: 33, water_c: 13.0, first_min, per_min: 2.0, no_flotation: None }, 0.0, 200, 7, &p)
        };
        assert!(at(12.0).iter().zip(at(60.0)).all(|(early, late)| early.deaths <= late.deaths));
    }
}
