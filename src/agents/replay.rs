//! How many of the people of an incident live, if help comes then and at that rate?
//!
//! MODEL 5.4: everyone enters the water at once; from the first pick-up on, one person after the other is taken out at
//! a steady rate, in the order of their numbers, whoever of them is alive. It uses the very functions of a night
//! (`person`, `survival`), so that what is held against real incidents is what the nights count. One call is one draw
//! of everybody's luck; ask again with another group for another. As the order of pick-up does not look at luck, a later
//! or slower rescue, or colder or rougher water, never leaves fewer dead in the water under the same luck.
//!
//! Left out: how long help takes to come (that is asked of the caller), and people taken out by others or by themselves.

use super::person;
use super::survival::{self, Immersion, WaterDeath, Zone};
use crate::draws::{Draws, Purpose, Subject};
use crate::parameters::Parameters;
use crate::units::Duration;

/// An incident: who is in which water, and how help comes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Incident {
    /// People in the water at minute 0.
    pub people: u32,
    /// Water temperature, °C.
    pub water_c: f64,
    /// Significant wave height, m.
    pub wave_height_m: f64,
    /// Where they are in the water.
    pub zone: Zone,
    /// Minutes that they stood in the water before.
    pub waded_min: f64,
    /// First pick-up, minutes after all are in the water.
    pub first_pickup_min: f64,
    /// People taken out a minute from then on; above 0.
    pub per_min: f64,
    /// Probability of no flotation, nothing to hold and no swimming, if it differs from the register's.
    pub p_no_flotation: Option<f64>,
}

/// What became of one of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// The end in the water without help, minutes after entry.
    pub dies_min: f64,
    /// Of what.
    pub of: WaterDeath,
    /// Taken out alive then, minutes.
    pub saved_min: Option<f64>,
    /// Collapsed and died within the hour after.
    pub collapsed: bool,
}

/// What became of everybody, in the order of their numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcomes(pub Vec<Outcome>);

impl Outcomes {
    /// People who died in the water.
    #[must_use]
    pub fn deaths_in_water(&self) -> u32 {
        self.count(|o| o.saved_min.is_none())
    }

    /// People who died in the water or after rescue.
    #[must_use]
    pub fn deaths(&self) -> u32 {
        self.count(|o| o.saved_min.is_none() || o.collapsed)
    }

    /// People alive at this minute, in the water or taken out of it (collapses not counted).
    #[must_use]
    pub fn alive_at(&self, minute: f64) -> u32 {
        self.count(|o| o.dies_min > minute || o.saved_min.is_some_and(|t| t <= minute))
    }

    fn count(&self, of: impl Fn(&Outcome) -> bool) -> u32 {
        self.0.iter().map(|o| u32::from(of(o))).sum()
    }
}

/// The incident with the luck of this group of people; `group` 0, 1, 2 … are independent repetitions.
#[must_use]
pub fn replay(incident: &Incident, luck: Draws, group: u32, p: &Parameters) -> Outcomes {
    let p = &Parameters {
        p_no_flotation: incident.p_no_flotation.unwrap_or(p.p_no_flotation),
        p_no_flotation_boarding: incident.p_no_flotation.unwrap_or(p.p_no_flotation_boarding),
        ..p.clone()
    };
    let (water_c, wave_height_m) = (incident.water_c, incident.wave_height_m);
    let immersion = Immersion { water_c, wave_height_m, zone: incident.zone, waded_min: incident.waded_min };
    let mut all: Vec<Outcome> = (0..incident.people)
        .map(|seat| {
            let end = survival::end_in_water(&person::born(luck, Subject::person(group, seat), p), &immersion, p);
            Outcome { dies_min: end.after.min_(), of: end.of, saved_min: None, collapsed: false }
        })
        .collect();
    let mut t = incident.first_pickup_min;
    while let Some(seat) = all.iter().position(|o| o.saved_min.is_none() && o.dies_min > t) {
        let chance = survival::collapse_probability(Duration::minutes(t), water_c, false, p);
        #[expect(clippy::cast_possible_truncation, reason = "people of an incident are counted by u32")]
        let subject = Subject::person(group, seat as u32);
        all[seat].saved_min = Some(t);
        all[seat].collapsed = luck.chance(subject, Purpose::PostRescue, 0, chance);
        t += 1.0 / incident.per_min;
    }
    Outcomes(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::NightKey;
    use proptest::prelude::*;

    const NOVEMBER_2021: Incident = incident(33, 13.0, 585.0, 2.0);
    const DECEMBER_2022: Incident = incident(47, 8.5, 8.0, 2.5);
    const SEPTEMBER_2024: Incident = incident(65, 18.0, 10.0, 3.0);
    const JANUARY_2024: Incident = Incident { p_no_flotation: Some(0.15), ..incident(38, 9.0, 5.0, 3.0) };

    const fn incident(people: u32, water_c: f64, first_pickup_min: f64, per_min: f64) -> Incident {
        Incident {
            people,
            water_c,
            wave_height_m: 0.0,
            zone: Zone::Open,
            waded_min: 0.0,
            first_pickup_min,
            per_min,
            p_no_flotation: None,
        }
    }

    /// The simple mixture of MODEL 5.4: everyone exposed, of average build, no cold shock, no collapse.
    fn simple() -> Parameters {
        Parameters {
            jacket_worn_share: 0.0,
            tube_share: 0.0,
            swimmer_share: 0.0,
            no_flotation_exposed_share: 1.0,
            child_share: 0.0,
            build_slight_share: 0.0,
            build_stout_share: 0.0,
            cold_shock_flotation: 0.0,
            cold_shock_others: 0.0,
            post_rescue_short: 0.0,
            post_rescue_long: 0.0,
            ..Parameters::shipped_for_tests()
        }
    }

    fn mean(i: &Incident, p: &Parameters, of: impl Fn(&Outcomes) -> u32) -> f64 {
        let luck = Draws::new(NightKey { seed: 11, night: 0 });
        let rounds = 1500;
        (0..rounds).map(|r| f64::from(of(&replay(i, luck, r, p)))).sum::<f64>() / f64::from(rounds)
    }

    fn deaths(i: &Incident, p: &Parameters) -> f64 {
        mean(i, p, Outcomes::deaths)
    }

    fn near(got: f64, expected: f64, what: &str) {
        assert!((got - expected).abs() <= 0.08 * expected, "{what}: {got}, expected {expected}");
    }

    /// MODEL 5.4: cohort at 13 °C without rescue, .807/.674/.539/.302/.057 alive at 0.2/1/2/4.25/9.75 h
    /// (simple mixture; tolerance 8 %).
    #[test]
    fn the_cohort_at_thirteen_degrees_meets_the_reference() {
        let i = incident(100, 13.0, 1e9, 1.0);
        let p = simple();
        for (h, alive) in [(0.2, 0.807), (1.0, 0.674), (2.0, 0.539), (4.25, 0.302), (9.75, 0.057)] {
            near(mean(&i, &p, |o| o.alive_at(h * 60.0)) / 100.0, alive, &format!("alive after {h} h"));
        }
    }

    /// MODEL 5.4: 50 people, 2 a minute, delays 0 to 120 min at 8, 13 and 18 °C (simple mixture; 8 %).
    #[test]
    fn fifty_people_meet_the_reference_table() {
        let p = simple();
        for (c, expected) in [
            (8.0, [9.7, 14.2, 19.9, 27.1, 37.9]),
            (13.0, [8.2, 11.2, 13.9, 17.2, 23.7]),
            (18.0, [7.6, 10.1, 11.4, 12.7, 15.4]),
        ] {
            for (delay, e) in [0.0, 10.0, 30.0, 60.0, 120.0].into_iter().zip(expected) {
                near(deaths(&incident(50, c, delay, 2.0), &p), e, &format!("{c} °C after {delay} min"));
            }
        }
    }

    /// MODEL 5.4, simple mixture (8 %): the four incidents and what earlier help would have meant in November 2021.
    #[test]
    fn four_incidents_meet_the_reference_in_the_simple_mixture() {
        let p = simple();
        near(deaths(&NOVEMBER_2021, &p), 31.1, "24 November 2021");
        near(mean(&NOVEMBER_2021, &p, |o| o.alive_at(4.2 * 60.0)), 10.0, "alive at dawn");
        near(deaths(&Incident { first_pickup_min: 12.0, ..NOVEMBER_2021 }, &p), 7.3, "help after 12 min");
        near(deaths(&Incident { first_pickup_min: 60.0, ..NOVEMBER_2021 }, &p), 11.2, "help after 60 min");
        near(deaths(&DECEMBER_2022, &p), 11.6, "14 December 2022");
        near(deaths(&SEPTEMBER_2024, &p), 12.9, "3 September 2024");
        near(deaths(&JANUARY_2024, &p), 6.1, "14 January 2024");
    }

    /// MODEL 5.4: the same with swimmers, jackets, builds, cold shock and collapse stays inside the bands.
    #[test]
    fn four_incidents_stay_in_their_bands_with_people_as_they_are() {
        let p = Parameters::shipped_for_tests();
        for (i, low, high) in [
            (NOVEMBER_2021, 29.0, 33.0),
            (DECEMBER_2022, 7.0, 16.0),
            (SEPTEMBER_2024, 8.0, 18.0),
            (JANUARY_2024, 3.0, 10.0),
        ] {
            let d = deaths(&i, &p);
            assert!((low..=high).contains(&d), "{i:?}: {d}");
        }
        let dawn = mean(&NOVEMBER_2021, &p, |o| o.alive_at(4.2 * 60.0));
        assert!((8.0..=15.0).contains(&dawn), "alive at dawn: {dawn}");
        let at_12_min = mean(&NOVEMBER_2021, &p, |o| o.alive_at(12.0));
        assert!(at_12_min > 0.7 * 33.0, "most are alive after 12 min: {at_12_min}");
    }

    #[test]
    fn the_same_luck_gives_the_same_outcome() {
        let (luck, p) = (Draws::new(NightKey { seed: 1, night: 2 }), Parameters::shipped_for_tests());
        assert_eq!(replay(&SEPTEMBER_2024, luck, 7, &p), replay(&SEPTEMBER_2024, luck, 7, &p));
        assert_ne!(replay(&SEPTEMBER_2024, luck, 7, &p), replay(&SEPTEMBER_2024, luck, 8, &p));
    }

    proptest! {
        #[test]
        fn later_slower_colder_rougher_and_with_less_flotation_never_fewer_die_in_the_water(
            seed: u64, people in 1_u32..90, c in 4.0_f64..22.0, dc in 0.0_f64..5.0, hs in 0.0_f64..1.4, dh in 0.0_f64..0.5,
            delay in 0.0_f64..200.0, later in 0.0_f64..60.0, rate in 0.5_f64..6.0, share in 0.0_f64..0.35, more in 0.0_f64..0.2,
        ) {
            let (luck, p) = (Draws::new(NightKey { seed, night: 0 }), Parameters::shipped_for_tests());
            let base = Incident {
                people, water_c: c + dc, wave_height_m: hs, zone: Zone::Open,
                waded_min: 0.0,
                first_pickup_min: delay, per_min: rate, p_no_flotation: Some(share),
            };
            let dead = |i: &Incident| replay(i, luck, 0, &p).deaths_in_water();
            let least = dead(&base);
            let worse = [
                Incident { first_pickup_min: delay + later, ..base },
                Incident { per_min: rate / 2.0, ..base },
                Incident { water_c: c, ..base },
                Incident { wave_height_m: hs + dh, ..base },
                Incident { p_no_flotation: Some(share + more), ..base },
            ];
            for incident in worse {
                prop_assert!(least <= dead(&incident), "{:?} after {:?}", incident, base);
            }
            let barer = Parameters { jacket_effective_share: p.jacket_effective_share / 2.0, ..p.clone() };
            prop_assert!(least <= replay(&base, luck, 0, &barer).deaths_in_water());
        }
    }
}
