//! Which leeway class has what is adrift in the strait, and how fast do people in the water part?
//!
//! No class was ever measured for a laden inflatable of 9 m: each boat draws its place between a refugee raft and an
//! outboard skiff; one full of water drifts as a swamped skiff, one whose tubes gave way as a swamped deep-ballast
//! raft, people in the water between unknown state and upright in a jacket (MODEL 4.2). Those from one boat share part
//! of their error and part by the rest: independent and linear in time, so the standard deviation of where they are
//! grows evenly and one number follows it exactly, without a track for each person.
//!
//! Left out: bodies (PIW-6), which nobody tracks here; capsizing while adrift.

use super::leeway::{LeewayClass, read_classes};
use crate::parameters::Parameters;

/// What is adrift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adrift {
    /// A boat afloat with its engine dead.
    Afloat,
    /// A boat full of water.
    Swamped,
    /// A boat whose tubes gave way.
    Deflated,
    /// People in the water.
    People,
}

/// The classes of the table that are needed here.
#[derive(Clone, Debug, PartialEq)]
pub struct AdriftClasses {
    raft: LeewayClass,
    skiff: LeewayClass,
    swamped: LeewayClass,
    deflated: LeewayClass,
    unknown: LeewayClass,
    upright: LeewayClass,
}

impl AdriftClasses {
    /// From the shipped table.
    ///
    /// # Panics
    /// Never with the shipped file; a test reads it.
    #[must_use]
    pub fn shipped() -> Self {
        let all = read_classes(include_str!("../../assets/drift/leeway_classes.csv"))
            .expect("the shipped table of leeway classes reads without problems");
        let find = |key: &str| {
            all.iter().find(|c| c.key == key).cloned().expect("the shipped table has the classes that the model uses")
        };
        Self {
            raft: find("REFUGEE-RAFT-1"),
            skiff: find("SKIFF-1"),
            swamped: find("SKIFF-3"),
            deflated: find("LIFE-RAFT-DB-22"),
            unknown: find("PIW-1"),
            upright: find("PIW-2"),
        }
    }

    /// The class of this object. `place`: where the boat lies between raft and skiff, 0 to 1.
    #[must_use]
    pub fn of(&self, what: Adrift, place: f64, p: &Parameters) -> LeewayClass {
        match what {
            Adrift::Afloat => {
                let t = p.leeway_between_low + (p.leeway_between_high - p.leeway_between_low) * place;
                self.raft.towards(&self.skiff, t)
            }
            Adrift::Swamped => self.swamped.clone(),
            Adrift::Deflated => self.deflated.clone(),
            Adrift::People => {
                // The error in common; the rest of it parts them. Half go to each side of the wind, so their centre
                // to neither.
                let mut class = self.unknown.towards(&self.upright, p.piw_jacket_share);
                let shared = p.leeway_shared_share;
                class.down_std *= shared;
                class.right_std *= shared;
                class.left_std *= shared;
                (class.right_slope, class.left_slope) = (0.0, 0.0);
                class
            }
        }
    }

    /// How fast the standard deviation each way of where people in the water are grows, m/s.
    #[must_use]
    pub fn parting_mps(&self, wind_mps: f64, p: &Parameters) -> f64 {
        let class = self.unknown.towards(&self.upright, p.piw_jacket_share);
        let own = (1.0 - p.leeway_shared_share * p.leeway_shared_share).max(0.0);
        // The errors of the leeway model: (std / 20) W + std / 2, in cm/s, along and across the wind.
        let per_std = 0.01 * (wind_mps / 20.0 + 0.5);
        let sides = 0.01 * class.right_slope * wind_mps;
        let (down, cross) = (per_std * class.down_std, per_std * class.right_std);
        f64::midpoint(own * (down * down + cross * cross), sides * sides).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agents::leeway::{Drifter, Orientation};
    use crate::draws::{Draws, NightKey, Subject};
    use crate::units::Vec2;

    /// MODEL 4.2: the downwind slope of a laden inflatable lies between 1.56 and 3.15 % of the wind.
    #[test]
    fn a_laden_boat_lies_between_raft_and_skiff() {
        let (c, p) = (AdriftClasses::shipped(), Parameters::shipped_for_tests());
        let slope = |t| c.of(Adrift::Afloat, t, &p).down_slope;
        assert!((slope(0.0) - 1.56).abs() < 1e-12 && (slope(1.0) - 3.15).abs() < 1e-12);
        assert!((slope(0.5) - 2.355).abs() < 1e-12);
        assert!((c.of(Adrift::Swamped, 0.5, &p).down_slope - 1.65).abs() < 1e-12);
        assert!((c.of(Adrift::Deflated, 0.5, &p).down_slope - 0.99).abs() < 1e-12);
    }

    /// The one number for the spread against people drifted one by one, none of whose error is shared.
    #[test]
    fn the_spread_of_a_group_is_that_of_its_people() {
        let classes = AdriftClasses::shipped();
        let p = Parameters { leeway_shared_share: 0.0, piw_jacket_share: 0.0, ..Parameters::shipped_for_tests() };
        let luck = Draws::new(NightKey { seed: 5, night: 0 });
        let wind = Vec2::new(0.0, 10.0);
        // At 10 m/s few draws are cut off upwind, so the closed form holds.
        let speeds: Vec<Vec2> = (0..8000)
            .map(|i| {
                let side = if i % 2 == 0 { Orientation::Right } else { Orientation::Left };
                Drifter::drawn_by(&classes.unknown, side, luck, Subject::drifter(i), 0).leeway(wind)
            })
            .collect();
        let n = speeds.len() as f64;
        let mean = speeds.iter().fold(Vec2::ZERO, |s, v| s + *v) * (1.0 / n);
        let var = speeds.iter().map(|v| (*v - mean).length_squared()).sum::<f64>() / (2.0 * n);
        let got = classes.parting_mps(10.0, &p);
        assert!((got / var.sqrt() - 1.0).abs() < 0.1, "{got} against {}", var.sqrt());
    }
}
