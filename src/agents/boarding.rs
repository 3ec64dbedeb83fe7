//! How does a group get from the beach into a boat that lies in waist-deep water?
//!
//! Breakers slow the loading and throw people over (the surf capsize of 14 January 2024 is the case at the far
//! end); so does deep water, each boat lying in a depth of its own between waist and chest. Families hold together as far as they can, and are parted when some of them are aboard and some are
//! not when the boat leaves. A rush is more people than planned making for one boat (about 70 at one boat on
//! 14 January 2024), and may turn it over in the surf.
//!
//! Levels are our guesses and stand in the register as such; only the rate and the drownings of a usual
//! boarding are anchored (MODEL 3.3, 3.5). Left out: who is strong and who is weak, and fights over places.

use crate::parameters::Parameters;

/// What breakers do to a boarding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difficulty {
    /// Share of the rate in flat water.
    pub rate_share: f64,
    /// Factor on the probability that someone falls and drowns; 1 in the usual breakers.
    pub fall_factor: f64,
}

/// Boarding in breakers of this height, m. Falls grow with the square of the height (the energy of a wave) from
/// half their usual number in flat water.
#[must_use]
pub fn boarding_difficulty(breaker_m: f64, p: &Parameters) -> Difficulty {
    let b = breaker_m.max(0.0);
    let over = b / p.boarding_usual_breaker_m;
    Difficulty {
        rate_share: (1.0 - p.boarding_rate_loss_per_m * b).max(p.boarding_rate_floor),
        fall_factor: 0.5 * (1.0 + over * over),
    }
}

impl Difficulty {
    /// The same in water of this depth, m. In the usual depth (the middle of the register's range) nothing changes;
    /// deeper, fewer get aboard in a minute, and falls grow with the depth, as whoever falls has farther to the ground.
    #[must_use]
    pub fn in_depth(self, depth_m: f64, p: &Parameters) -> Self {
        let usual = 0.5 * (p.boarding_depth_low_m + p.boarding_depth_high_m);
        let share = 1.0 - p.boarding_rate_loss_per_depth_m * (depth_m - usual);
        Self {
            rate_share: (self.rate_share * share).max(p.boarding_rate_floor.min(self.rate_share)),
            fall_factor: self.fall_factor * depth_m / usual,
        }
    }
}

/// Probability that a boat that was rushed goes over in breakers of this height, m.
#[must_use]
pub fn overturn_probability(breaker_m: f64, p: &Parameters) -> f64 {
    (p.rush_overturn * boarding_difficulty(breaker_m, p).fall_factor).min(1.0)
}

/// People of one group who belong together: seats in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family {
    /// First seat.
    pub first: u32,
    /// How many, 2 to 5.
    pub size: u32,
}

impl Family {
    /// Does this seat belong to it?
    #[must_use]
    pub const fn holds(&self, seat: u32) -> bool {
        seat >= self.first && seat < self.first + self.size
    }
}

/// The families of a group of this size; `uniform` gives a number in (0, 1) for each count.
#[must_use]
pub fn families(group: u32, uniform: impl Fn(u32) -> f64, p: &Parameters) -> Vec<Family> {
    // If each next one begins a family with this probability, the wanted share of people belongs to one.
    let share = p.family_share;
    // Families are of every size between the least and the most, evenly.
    let (least, most) = (p.family_least.round(), p.family_most.round());
    let mean = 0.5 * (least + most);
    let begins = share / (mean - (mean - 1.0) * share);
    let sizes = most - least + 1.0;
    let (mut list, mut seat, mut k) = (Vec::new(), 0, 0);
    while seat < group {
        let mut size = 1;
        if uniform(2 * k) < begins {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "the bounds of a family's size"
            )]
            let wanted = (least + (uniform(2 * k + 1) * sizes).floor()) as u32;
            size = wanted.min(group - seat);
            if size > 1 {
                list.push(Family { first: seat, size });
            }
        }
        seat += size;
        k += 1;
    }
    list
}

/// How many families have members on both sides of this question.
#[must_use]
pub fn parted(families: &[Family], aboard: impl Fn(u32) -> bool) -> u32 {
    let mut n = 0;
    for f in families {
        let on = (f.first..f.first + f.size).filter(|seat| aboard(*seat)).count();
        n += u32::from(on > 0 && on < f.size as usize);
    }
    n
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, NightKey, Purpose, Subject};
    use proptest::prelude::*;

    fn p() -> Parameters {
        Parameters::shipped_for_tests()
    }

    #[test]
    fn a_usual_boarding_has_the_usual_drownings_and_surf_slows_it() {
        let (p, usual) = (p(), p().boarding_usual_breaker_m);
        assert!((boarding_difficulty(usual, &p).fall_factor - 1.0).abs() < 1e-12);
        assert!((boarding_difficulty(0.0, &p).rate_share - 1.0).abs() < 1e-12);
        assert!((boarding_difficulty(9.0, &p).rate_share - p.boarding_rate_floor).abs() < 1e-12);
        assert!((overturn_probability(9.0, &p) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_wanted_share_of_people_belongs_to_families_of_the_wanted_sizes() {
        let d = Draws::new(NightKey { seed: 1, night: 0 });
        for (least, most) in [(2, 5), (3, 4), (4, 8)] {
            let p = Parameters { family_least: f64::from(least), family_most: f64::from(most), ..p() };
            let (mut inside, mut all, mut sizes) = (0, 0, [0_u32; 10]);
            for boat in 0..2000 {
                let list = families(60, |k| d.uniform(Subject::boat(boat), Purpose::Families, k), &p);
                assert!(list.windows(2).all(|w| w[0].first + w[0].size <= w[1].first));
                for f in &list {
                    assert!(f.size <= most && f.first + f.size <= 60);
                    // Only the last of a boat may be cut short.
                    assert!(f.size >= least || f.first + f.size == 60, "{f:?}");
                    sizes[f.size as usize] += 1;
                }
                inside += list.iter().map(|f| f.size).sum::<u32>();
                all += 60;
            }
            let share = f64::from(inside) / f64::from(all);
            assert!((share - p.family_share).abs() < 0.015, "{share}");
            assert!((least..=most).all(|n| sizes[n as usize] > 1000), "{sizes:?}");
        }
    }

    #[test]
    fn a_family_is_parted_when_some_are_aboard_and_some_are_not() {
        let list = [Family { first: 0, size: 3 }, Family { first: 5, size: 2 }, Family { first: 8, size: 2 }];
        assert_eq!(parted(&list, |seat| seat < 2 || seat == 5 || seat == 6), 1);
        assert!(list[1].holds(6) && !list[1].holds(7));
    }

    #[test]
    fn deeper_water_slows_boarding_and_adds_falls_about_the_usual_depth() {
        let p = p();
        let (low, high) = (p.boarding_depth_low_m, p.boarding_depth_high_m);
        let usual = boarding_difficulty(p.boarding_usual_breaker_m, &p);
        let at = |depth| usual.in_depth(depth, &p);
        assert!((at(0.5 * (low + high)).rate_share - usual.rate_share).abs() < 1e-12);
        assert!(at(high).rate_share < usual.rate_share && at(low).rate_share > usual.rate_share);
        // Over the range of depths the falls of a usual boarding stay what the death budget says.
        assert!((0.5 * (at(low).fall_factor + at(high).fall_factor) - 1.0).abs() < 1e-12);
        assert!(at(high).fall_factor > at(low).fall_factor);
    }

    proptest! {
        #[test]
        fn higher_breakers_never_speed_boarding_or_lower_its_dangers(b in 0.0_f64..2.0, more in 0.0_f64..1.0) {
            let (low, high) = (boarding_difficulty(b, &p()), boarding_difficulty(b + more, &p()));
            prop_assert!(high.rate_share <= low.rate_share && high.fall_factor >= low.fall_factor);
            prop_assert!(overturn_probability(b + more, &p()) >= overturn_probability(b, &p()));
        }
    }
}
