//! Where does the wind carry what is adrift? The Leeway model of search and rescue.
//!
//! Over ground an object goes with the current and, besides, downwind and across the wind, each linear in
//! the wind at 10 m and each with an error of its own that it keeps (Allen & Plourde 1999, Allen 2005,
//! Breivik & Allen 2008). Integrated as OpenDrift does (MODEL 4.1), so that the two can be held side by
//! side: explicit steps, positions on the WGS 84 ellipsoid, a jibe turns the sign of the crosswind slope
//! and of nothing else.
//!
//! The words left and right are OpenDrift's and the table's: "right" takes the columns of objects seen to go
//! right. With the formula as it stands they go to the left of downwind, a mirror image that ensembles of
//! both do not show (MODEL 4.1, trap i).
//!
//! Left out: Stokes drift (it is in the coefficients), wind and current noise, capsizing.

use crate::draws::{Draws, NightKey, Purpose, Subject};
use crate::geo::LatLon;
use crate::units::{Vec2, maths};
use geographiclib_rs::{DirectGeodesic, Geodesic};
use serde::Deserialize;

/// How a class of objects is carried.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct LeewayClass {
    /// Name in the published list (`PIW-1`).
    pub key: String,
    /// Number in that list.
    pub number: u32,
    /// What it is.
    pub title: String,
    /// Downwind: per cent of the wind.
    pub down_slope: f64,
    /// Downwind in no wind, cm/s.
    pub down_offset: f64,
    /// Spread between objects, cm/s.
    pub down_std: f64,
    /// Crosswind of right-going objects: per cent of the wind.
    pub right_slope: f64,
    /// … in no wind, cm/s.
    pub right_offset: f64,
    /// … spread, cm/s.
    pub right_std: f64,
    /// Crosswind of left-going objects.
    pub left_slope: f64,
    /// … in no wind, cm/s.
    pub left_offset: f64,
    /// … spread, cm/s.
    pub left_std: f64,
}

impl LeewayClass {
    /// A class that lies so far (0 to 1) from this one towards another.
    #[must_use]
    pub fn towards(&self, other: &Self, t: f64) -> Self {
        let mix = |a: f64, b: f64| a + (b - a) * t;
        Self {
            key: self.key.clone(),
            number: self.number,
            title: self.title.clone(),
            down_slope: mix(self.down_slope, other.down_slope),
            down_offset: mix(self.down_offset, other.down_offset),
            down_std: mix(self.down_std, other.down_std),
            right_slope: mix(self.right_slope, other.right_slope),
            right_offset: mix(self.right_offset, other.right_offset),
            right_std: mix(self.right_std, other.right_std),
            left_slope: mix(self.left_slope, other.left_slope),
            left_offset: mix(self.left_offset, other.left_offset),
            left_std: mix(self.left_std, other.left_std),
        }
    }

    /// Its numbers in the order of the table: slope, offset and standard deviation downwind, of right-going objects
    /// across, of left-going ones across.
    #[must_use]
    pub const fn numbers(&self) -> [f64; 9] {
        [
            self.down_slope,
            self.down_offset,
            self.down_std,
            self.right_slope,
            self.right_offset,
            self.right_std,
            self.left_slope,
            self.left_offset,
            self.left_std,
        ]
    }
}

/// Reads the table of classes (CSV with heading, see `assets/drift`).
///
/// # Errors
/// The line, what is wrong with it, and what to do.
pub fn read_classes(text: &str) -> Result<Vec<LeewayClass>, String> {
    let remedy = "restore assets/drift/leeway_classes.csv from the release";
    let classes: Vec<LeewayClass> = csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|e| format!("leeway classes: {e}; {remedy}"))?;
    let finite = |c: &LeewayClass| {
        // Nothing known is carried by more than a tenth of the wind, or 30 cm/s in a calm.
        c.numbers().iter().all(|x| x.is_finite() && x.abs() <= 30.0)
            && [c.down_std, c.right_std, c.left_std].iter().all(|s| *s >= 0.0)
    };
    match classes.iter().find(|c| !finite(c)) {
        Some(c) => Err(format!("leeway classes: {} has a number out of bounds; {remedy}", c.key)),
        None if classes.is_empty() => Err(format!("leeway classes: none; {remedy}")),
        None => Ok(classes),
    }
}

/// To which side of the wind an object was seen to go, by the columns of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orientation {
    /// The columns of right-going objects (OpenDrift's orientation 0).
    Right,
    /// The columns of left-going ones (orientation 1).
    Left,
}

/// One object adrift: its own coefficients.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drifter {
    /// Downwind slope (per cent) and offset (cm/s), with this object's error.
    down: [f64; 2],
    /// Crosswind slope of its class (per cent): turns its sign at a jibe.
    cross_slope: f64,
    /// Error of the crosswind slope (per cent), and the crosswind offset (cm/s).
    cross_rest: [f64; 2],
    /// To which side it goes now.
    pub orientation: Orientation,
}

impl Drifter {
    /// An object of a class without an error of its own.
    #[must_use]
    pub const fn mean(class: &LeewayClass, orientation: Orientation) -> Self {
        Self::with(class, orientation, 0.0, 0.0)
    }

    const fn with(class: &LeewayClass, orientation: Orientation, down_error: f64, cross_error: f64) -> Self {
        let (slope, offset) = match orientation {
            Orientation::Right => (class.right_slope, class.right_offset),
            Orientation::Left => (class.left_slope, class.left_offset),
        };
        Self {
            down: [class.down_slope + down_error / 20.0, class.down_offset + down_error / 2.0],
            cross_slope: slope,
            cross_rest: [cross_error / 20.0, offset + cross_error / 2.0],
            orientation,
        }
    }

    /// An object with an error drawn for it: normal, but never so that it would go upwind the faster the
    /// stronger the wind.
    #[must_use]
    pub fn drawn(class: &LeewayClass, orientation: Orientation, luck: Draws, number: u32) -> Self {
        Self::drawn_by(class, orientation, luck, Subject::drifter(number), 0)
    }

    /// The same with the luck of any subject, from its draw `first` on (it may use 65 of them).
    #[must_use]
    pub fn drawn_by(class: &LeewayClass, orientation: Orientation, luck: Draws, s: Subject, first: u32) -> Self {
        let down = (0..64)
            .map(|k| class.down_std * luck.normal(s, Purpose::Leeway, first + k))
            .find(|e| class.down_slope + e / 20.0 >= 0.0)
            // After 64 draws it would be the class, not luck: the largest error that is allowed.
            .unwrap_or(-20.0 * class.down_slope);
        let std = match orientation {
            Orientation::Right => class.right_std,
            Orientation::Left => class.left_std,
        };
        Self::with(class, orientation, down, std * luck.normal(s, Purpose::Leeway, first + 64))
    }

    /// Leeway, m/s east and north, in a wind that blows towards there (m/s).
    #[must_use]
    pub fn leeway(&self, wind: Vec2) -> Vec2 {
        let w = wind.length();
        let down = (self.down[0] * w + self.down[1]) * 0.01;
        let cross = ((self.cross_slope + self.cross_rest[0]) * w + self.cross_rest[1]) * 0.01;
        let (sin, cos) = if w > 0.0 { (wind.x / w, wind.y / w) } else { (0.0, 1.0) };
        Vec2::new(down * sin - cross * cos, down * cos + cross * sin)
    }

    /// Goes to the other side of the wind.
    pub const fn jibe(&mut self) {
        self.cross_slope = -self.cross_slope;
        self.orientation = match self.orientation {
            Orientation::Right => Orientation::Left,
            Orientation::Left => Orientation::Right,
        };
    }
}

/// Probability of a jibe within a step of so many seconds.
#[must_use]
pub fn jibe_in(step_s: f64, per_hour: f64) -> f64 {
    1.0 - maths::pow(1.0 - per_hour, step_s / 3600.0)
}

/// A place that so many metres east and north of another lies, along the geodesic of the ellipsoid.
#[must_use]
pub fn moved(place: LatLon, by: Vec2) -> LatLon {
    let azimuth = maths::atan2(by.x, by.y).to_degrees();
    let (lat, lon): (f64, f64) = Geodesic::wgs84().direct(place.lat, place.lon, azimuth, by.length());
    LatLon::new(lat, lon)
}

/// What a drift is worked out for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DriftPlan {
    /// Where it begins.
    pub from: LatLon,
    /// Where the wind at 10 m goes, m/s east and north.
    pub wind: Vec2,
    /// Where the current goes, m/s east and north.
    pub current: Vec2,
    /// How long, whole hours.
    pub hours: u32,
    /// Seconds in a step; a whole number of them makes an hour.
    pub step_s: u32,
    /// Probability of a jibe within an hour.
    pub jibe_per_h: f64,
}

/// Positions of one object hour by hour, the first where it begins.
#[must_use]
pub fn track(plan: &DriftPlan, mut drifter: Drifter, luck: Draws, number: u32) -> Vec<LatLon> {
    let steps = 3600 / plan.step_s.max(1);
    let dt = f64::from(plan.step_s);
    let chance = jibe_in(dt, plan.jibe_per_h);
    let s = Subject::drifter(number);
    let mut place = plan.from;
    let mut out = vec![place];
    let mut k = 0;
    for _ in 0..plan.hours {
        for _ in 0..steps {
            place = moved(place, (drifter.leeway(plan.wind) + plan.current) * dt);
            if chance > 0.0 && luck.chance(s, Purpose::Jibe, k, chance) {
                drifter.jibe();
            }
            k += 1;
        }
        out.push(place);
    }
    out
}

/// Tracks of many objects of a class, half of them of each orientation unless one is asked for.
#[must_use]
pub fn ensemble(
    plan: &DriftPlan,
    class: &LeewayClass,
    orientation: Option<Orientation>,
    count: u32,
    seed: u64,
) -> Vec<Vec<LatLon>> {
    let luck = Draws::new(NightKey { seed, night: 0 });
    (0..count)
        .map(|i| {
            let side = orientation.unwrap_or(if i.is_multiple_of(2) { Orientation::Right } else { Orientation::Left });
            track(plan, Drifter::drawn(class, side, luck, i), luck, i)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes() -> Vec<LeewayClass> {
        read_classes(include_str!("../../assets/drift/leeway_classes.csv")).unwrap()
    }

    fn class(key: &str) -> LeewayClass {
        classes().into_iter().find(|c| c.key == key).unwrap()
    }

    /// Metres between two places near each other.
    fn plan(wind: Vec2, current: Vec2, hours: u32) -> DriftPlan {
        DriftPlan { from: LatLon::new(51.0, 1.8), wind, current, hours, step_s: 600, jibe_per_h: 0.0 }
    }

    #[test]
    fn a_raft_in_ten_metres_a_second_drifts_as_worked_by_hand() {
        let d = Drifter::mean(&class("LIFE-RAFT-NB-1"), Orientation::Right);
        let v = d.leeway(Vec2::new(0.0, 10.0));
        assert!((v.y - 0.370).abs() < 1e-9 && (v.x + 0.198).abs() < 1e-9, "{v:?}");
        let mut jibed = d;
        jibed.jibe();
        assert!((jibed.leeway(Vec2::new(0.0, 10.0)).x - 0.198).abs() < 1e-9);
    }

    #[test]
    fn a_jibe_turns_the_class_slope_and_not_the_offset_or_the_error() {
        let c = class("SKIFF-2");
        let mut d = Drifter::with(&c, Orientation::Right, 0.0, 2.0);
        d.jibe();
        // Cross: (-0.32 + 0.1) × 10 + (-2.93 + 1.0) cm/s, to the left of a wind to the north.
        assert!((d.leeway(Vec2::new(0.0, 10.0)).x + 0.01 * (-2.2 - 1.93)).abs() < 1e-12);
    }

    /// MODEL 4.3: 5000 people in the water, 5 m/s to the north, 6 h, jibes.
    #[test]
    fn an_ensemble_has_the_moments_of_the_reference_program() {
        let p = DriftPlan { jibe_per_h: 0.04, ..plan(Vec2::new(0.0, 5.0), Vec2::ZERO, 6) };
        let tracks = ensemble(&p, &class("PIW-1"), None, 5000, 7);
        let ends: Vec<Vec2> = tracks
            .iter()
            .map(|t| {
                let e = *t.last().unwrap();
                Vec2::new((e.lon - 1.8) * 111_320.0 * maths::cos(51.0_f64.to_radians()), (e.lat - 51.0) * 111_250.0)
            })
            .collect();
        let n = ends.len() as f64;
        let mean = |f: &dyn Fn(&Vec2) -> f64| ends.iter().map(f).sum::<f64>() / n;
        let (x, y) = (mean(&|e| e.x), mean(&|e| e.y));
        let sd_x = mean(&|e| (e.x - x) * (e.x - x)).sqrt();
        let sd_y = mean(&|e| (e.y - y) * (e.y - y)).sqrt();
        let upwind = mean(&|e| f64::from(u8::from(e.y < 0.0)));
        assert!((y / 1230.0 - 1.0).abs() < 0.05, "mean north {y}");
        assert!((sd_y / 1720.0 - 1.0).abs() < 0.05, "sd north {sd_y}");
        assert!((sd_x / 1600.0 - 1.0).abs() < 0.05, "sd east {sd_x}");
        assert!((upwind / 0.26 - 1.0).abs() < 0.05, "upwind {upwind}");
    }

    #[test]
    fn jibes_come_as_often_as_they_should() {
        let step = jibe_in(600.0, 0.04);
        assert!((maths::pow(1.0 - step, 36.0) - maths::pow(0.96, 6.0)).abs() < 1e-12);
        let luck = Draws::new(NightKey { seed: 1, night: 0 });
        let none = (0..20_000)
            .filter(|i| (0..36).all(|k| !luck.chance(Subject::drifter(*i), Purpose::Jibe, k, step)))
            .count() as f64;
        assert!((none / 20_000.0 - 0.783).abs() < 0.01, "{none}");
    }

    #[test]
    fn a_damaged_table_is_refused() {
        assert!(read_classes("key,number\nPIW-1,1\n").is_err());
        let bad = include_str!("../../assets/drift/leeway_classes.csv").replace("0.96,0.00,12.00", "96,0.00,12.00");
        assert!(read_classes(&bad).is_err_and(|e| e.contains("PIW-1")));
        assert_eq!(classes().len(), 85);
    }
}
