//! Where do Moon and Sun stand, and what does each tidal constituent make of it?
//!
//! Each constituent is a cosine whose argument V is a whole-number mix of six astronomical angles, with
//! a slow factor f and angle u for the 18.6-year swing of the Moon's orbit (Schureman 1958; Doodson's
//! short forms). Heights and streams use the same f·cos(V+u) and f·sin(V+u), so these are worked out
//! once for all sample times and shared. The mixes come from the constituent list in `assets/tides`
//! (IHO standard list), so a station may bring any constituent of that list.
//!
//! Traps, met and checked: SA runs with V = h, not h − p1; the list counts hours from noon, so odd
//! species turn by 180° against a day that starts at midnight. Left out: M3, S1, M1, 3N2, T3, R3, S3 and
//! 3L2, on whose phase or speed the common packages disagree (each is worth millimetres here).

use core::f64::consts::PI;

use serde::Deserialize;

use crate::units::{Instant, maths};

use super::error::{DataError, within};

const DATA: &str = "tidal constituents";
const RAD: f64 = PI / 180.0;

/// Constituents on which packages disagree by convention, each worth millimetres: never used.
const AMBIGUOUS: [&str; 8] = ["M3", "S1", "M1", "3N2", "T3", "R3", "S3", "3L2"];

/// Seconds from 1899-12-31T12:00Z, the epoch of the series below, to 1970-01-01T00:00Z: 25,567.5 days.
const EPOCH_S: f64 = 25_567.5 * 86_400.0;

/// Degrees a day of T, s, h, p, N and p1: the linear terms of the series in [`Astronomy::at`].
const RATES_DEG_DAY: [f64; 6] =
    [360.0, 13.176_396_526_8, 0.985_647_335_4, 0.111_404_080_3, -0.052_953_922_2, 0.000_047_068_4];

/// The six angles that drive every tide, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Astronomy {
    /// Hour angle of the mean Sun from midnight UT (T).
    pub hour: f64,
    /// Mean longitude of the Moon (s).
    pub moon: f64,
    /// Mean longitude of the Sun (h).
    pub sun: f64,
    /// Longitude of the lunar perigee (p).
    pub lunar_perigee: f64,
    /// Longitude of the Moon's ascending node (N).
    pub node: f64,
    /// Longitude of the solar perigee (p1).
    pub solar_perigee: f64,
}

impl Astronomy {
    /// The angles at a moment (MODEL 1.2, after Schureman).
    #[must_use]
    pub fn at(t: Instant) -> Self {
        let unix = t.unix_s() as f64;
        let d = (unix + EPOCH_S) / 86_400.0;
        let k = d * 1e-4;
        let (k2, k3) = (k * k, k * k * k);
        let days = unix / 86_400.0;
        Self {
            hour: (days - maths::floor(days)) * 360.0,
            moon: 270.434_164 + 13.176_396_526_8 * d - 0.000_085 * k2 + 0.000_000_039 * k3,
            sun: 279.696_678 + 0.985_647_335_4 * d + 0.000_022_67 * k2,
            lunar_perigee: 334.329_556 + 0.111_404_080_3 * d - 0.000_773_9 * k2 - 0.000_000_26 * k3,
            node: 259.183_275 - 0.052_953_922_2 * d + 0.000_155_7 * k2 + 0.000_000_05 * k3,
            solar_perigee: 281.220_844 + 0.000_047_068_4 * d + 0.000_033_9 * k2,
        }
    }
}

/// The lunar constituents whose nodal factors are written out; all others are made of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nodal {
    M2,
    K2,
    K1,
    O1,
    L2,
    J1,
    Mm,
    Mf,
}

impl Nodal {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "M2" => Self::M2,
            "K2" => Self::K2,
            "K1" => Self::K1,
            "O1" => Self::O1,
            "L2" => Self::L2,
            "J1" => Self::J1,
            "MM" => Self::Mm,
            "MF" => Self::Mf,
            _ => return None,
        })
    }

    /// Factor f and angle u in degrees (MODEL 1.2; J1, Mm and Mf from Schureman 1958, table 2 short forms).
    fn factor(self, a: &Astronomy) -> (f64, f64) {
        let n = a.node * RAD;
        let p = a.lunar_perigee * RAD;
        let (s1, c1) = maths::sin_cos(n);
        let (s2, c2) = maths::sin_cos(2.0 * n);
        let (s3, c3) = maths::sin_cos(3.0 * n);
        match self {
            Self::M2 => (1.0 - 0.037 * c1, -2.1 * s1),
            Self::K2 => (1.024 + 0.286 * c1 + 0.008 * c2, -17.7 * s1 + 0.7 * s2),
            Self::K1 => (1.006 + 0.115 * c1 - 0.009 * c2, -8.9 * s1 + 0.7 * s2),
            Self::O1 => (1.009 + 0.187 * c1 - 0.015 * c2, 10.8 * s1 - 1.3 * s2 + 0.2 * s3),
            Self::L2 => {
                let terms = [(0.2505, 2.0 * p), (0.1102, 2.0 * p - n), (0.0156, 2.0 * p - 2.0 * n)];
                let (mut x, mut y) = (1.0 - 0.037 * c1, -0.037 * s1);
                for (k, angle) in terms {
                    let (s, c) = maths::sin_cos(angle);
                    x -= k * c;
                    y -= k * s;
                }
                ((x * x + y * y).sqrt(), maths::atan2(y, x) / RAD)
            }
            Self::J1 => (1.1029 + 0.1676 * c1 - 0.0170 * c2 + 0.0016 * c3, -12.94 * s1 + 1.34 * s2 - 0.19 * s3),
            Self::Mm => (1.0 - 0.1311 * c1 + 0.0538 * maths::cos(2.0 * p) + 0.0205 * maths::cos(2.0 * p - n), 0.0),
            Self::Mf => (1.084 + 0.415 * c1 + 0.039 * c2, -23.7 * s1 + 2.7 * s2 - 0.4 * s3),
        }
    }
}

/// One constituent: how its argument and nodal factor follow from the astronomy.
#[derive(Clone, Debug, PartialEq)]
pub struct Constituent {
    /// Its usual name (`M2`).
    pub name: String,
    /// Whole multiples of T, s, h, p, N and p1.
    multiples: [f64; 6],
    /// Constant part of the argument, degrees.
    offset_deg: f64,
    /// Lunar parts and their powers: factors multiply by |power|, angles add with sign.
    nodal: Vec<(Nodal, f64)>,
}

impl Constituent {
    /// Equilibrium argument V, degrees, 0 to 360.
    #[must_use]
    pub fn argument_deg(&self, a: &Astronomy) -> f64 {
        let [t, s, h, p, n, p1] = self.multiples;
        let v = t * a.hour
            + s * a.moon
            + h * a.sun
            + p * a.lunar_perigee
            + n * a.node
            + p1 * a.solar_perigee
            + self.offset_deg;
        v - 360.0 * maths::floor(v / 360.0)
    }

    /// How fast the argument turns, degrees an hour.
    #[must_use]
    pub fn speed_deg_h(&self) -> f64 {
        self.multiples.iter().zip(RATES_DEG_DAY).map(|(k, rate)| k * rate / 24.0).sum()
    }

    /// Nodal factor f and nodal angle u (degrees).
    #[must_use]
    pub fn nodal(&self, a: &Astronomy) -> (f64, f64) {
        let (mut f, mut u) = (1.0, 0.0);
        for &(lunar, power) in &self.nodal {
            let (f1, u1) = lunar.factor(a);
            f *= maths::pow(f1, power.abs());
            u += u1 * power;
        }
        (f, u)
    }
}

/// The constituents that are used, in the order of the list file.
#[derive(Clone, Debug, PartialEq)]
pub struct Constituents {
    list: Vec<Constituent>,
}

#[derive(Deserialize)]
struct RawConstituent {
    name: String,
    coefficients: [f64; 7],
    #[serde(default)]
    members: Vec<(String, f64)>,
}

impl Constituents {
    /// Reads the constituent list: for each its name, seven coefficients (of T + h − s, s, h, p, N, p1
    /// and 90°, hours from noon), and the constituents it is compounded of.
    pub fn from_json(json: &str) -> Result<Self, DataError> {
        let raw: Vec<RawConstituent> = serde_json::from_str(json)
            .map_err(|e| DataError::json(DATA, &e, "a list of {name, coefficients (7 numbers), members}"))?;
        let list = raw
            .iter()
            .filter(|r| !AMBIGUOUS.contains(&r.name.as_str()))
            .map(|r| {
                for &c in &r.coefficients {
                    // No listed constituent has a multiple above 8 (M8).
                    within(DATA, &format!("a coefficient of {}", r.name), c, -20.0, 20.0)?;
                }
                let [d1, d2, d3, d4, d5, d6, d7] = r.coefficients;
                let mut nodal = Vec::new();
                gather(&raw, &r.name, 1.0, 0, &mut nodal)?;
                Ok(Constituent {
                    name: r.name.clone(),
                    multiples: [d1, d2 - d1, d3 + d1, d4, d5, d6],
                    // Hours from noon instead of midnight: minus 180° for each multiple of T.
                    offset_deg: 90.0 * d7 - 180.0 * d1,
                    nodal,
                })
            })
            .collect::<Result<Vec<_>, DataError>>()?;
        if list.is_empty() {
            return Err(DataError::new(DATA, "the list is empty", "at least M2"));
        }
        Ok(Self { list })
    }

    /// All constituents, in order.
    #[must_use]
    pub fn list(&self) -> &[Constituent] {
        &self.list
    }

    /// Place of a constituent in the order.
    #[must_use]
    pub fn index(&self, name: &str) -> Option<usize> {
        self.list.iter().position(|c| c.name == name)
    }

    /// f·cos(V+u) and f·sin(V+u) of every constituent at `count` moments `step_s` seconds apart.
    /// f and u are those of mid-day of each UTC day: they drift slowly (MODEL 1.2).
    #[must_use]
    pub fn phases(&self, start: Instant, step_s: u32, count: usize) -> Phases {
        let mut values = Vec::with_capacity(count * self.list.len());
        let mut nodal: Option<(i64, Vec<(f64, f64)>)> = None;
        let mut t = start;
        for _ in 0..count {
            let day = t.unix_s().div_euclid(86_400);
            if nodal.as_ref().is_none_or(|(d, _)| *d != day) {
                let noon = Astronomy::at(Instant::from_unix_s(day * 86_400 + 43_200));
                nodal = Some((day, self.list.iter().map(|c| c.nodal(&noon)).collect()));
            }
            let now = Astronomy::at(t);
            let factors = nodal.as_ref().map_or(&[][..], |(_, f)| f);
            for (c, &(f, u)) in self.list.iter().zip(factors) {
                let (s, c) = maths::sin_cos((c.argument_deg(&now) + u) * RAD);
                values.push([f * c, f * s]);
            }
            t = t.plus_s(i64::from(step_s));
        }
        Phases { width: self.list.len(), values }
    }
}

/// Collects the lunar parts of a constituent, through the members of its members (MN4 holds N2, which
/// swings as M2 does). Solar ones have none.
fn gather(
    raw: &[RawConstituent],
    name: &str,
    power: f64,
    depth: u32,
    out: &mut Vec<(Nodal, f64)>,
) -> Result<(), DataError> {
    // The deepest chain in the list is two: MN4 to N2 to M2.
    if depth > 4 {
        return Err(DataError::new(DATA, format!("{name} is made of itself"), "compounds of simpler constituents"));
    }
    if let Some(lunar) = Nodal::of(name) {
        out.push((lunar, power));
        return Ok(());
    }
    let Some(this) = raw.iter().find(|r| r.name.eq_ignore_ascii_case(name)) else {
        return Err(DataError::new(DATA, format!("the member `{name}` is not in the list"), "a listed name"));
    };
    for (member, k) in &this.members {
        within(DATA, &format!("a member's power in {name}"), *k, -8.0, 8.0)?;
        gather(raw, &member.to_ascii_uppercase(), power * k, depth + 1, out)?;
    }
    Ok(())
}

/// f·cos(V+u) and f·sin(V+u) at a series of moments: what every harmonic sum needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Phases {
    width: usize,
    values: Vec<[f64; 2]>,
}

impl Phases {
    /// The pairs of all constituents at one moment.
    #[must_use]
    pub fn row(&self, moment: usize) -> &[[f64; 2]] {
        &self.values[moment * self.width..(moment + 1) * self.width]
    }

    /// Number of moments.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "a series of no moments is of no use to anybody")]
    pub const fn len(&self) -> usize {
        self.values.len() / self.width
    }

    /// The moments, one row of pairs each.
    pub fn rows(&self) -> impl Iterator<Item = &[[f64; 2]]> {
        self.values.chunks_exact(self.width)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::*;

    fn list() -> Constituents {
        Constituents::from_json(fixtures::CONSTITUENTS).unwrap()
    }

    #[test]
    fn speeds_are_those_of_the_list() {
        // Cartwright and Edden's: the tide file gives them too, to seven decimals.
        let list = list();
        for (name, speed) in [("M2", 28.984_104_2), ("S2", 30.0), ("N2", 28.439_729_5), ("M6", 86.952_312_7)] {
            let got = list.list()[list.index(name).unwrap()].speed_deg_h();
            assert!((got - speed).abs() < 2e-7, "{name}: {got}");
        }
    }

    #[test]
    fn astronomy_and_nodal_factors_agree_with_the_reference_case() {
        let a = Astronomy::at(Instant::parse("2021-11-24T00:00Z").unwrap());
        let turn = |x: f64| x - 360.0 * maths::floor(x / 360.0);
        assert!((turn(a.node) - 61.545).abs() < 0.001);
        assert!((turn(a.lunar_perigee) - 254.302).abs() < 0.001);
        let list = list();
        for (name, f, u) in [
            ("M2", 0.982, -1.85),
            ("K2", 1.156, -14.98),
            ("O1", 1.106, 8.39),
            ("K1", 1.066, -7.24),
            ("L2", 1.209, -13.38),
        ] {
            let (got_f, got_u) = list.list()[list.index(name).unwrap()].nodal(&a);
            assert!((got_f - f).abs() < 0.001 && (got_u - u).abs() < 0.01, "{name}: {got_f} {got_u}");
        }
    }

    #[test]
    fn arguments_agree_with_the_reference_case() {
        let a = Astronomy::at(Instant::parse("2021-11-24T00:00Z").unwrap());
        let list = list();
        for (name, v) in [("M2", 253.27), ("N2", 31.02), ("K1", 333.18), ("O1", 280.09), ("L2", 295.51), ("M4", 146.54)]
        {
            let got = list.list()[list.index(name).unwrap()].argument_deg(&a);
            assert!((got - v).abs() < 0.1, "{name}: {got}, expected {v}");
        }
    }

    #[test]
    fn compounds_multiply_factors_and_add_angles() {
        let list = list();
        let a = Astronomy::at(Instant::parse("2025-07-10T12:00Z").unwrap());
        let of = |name: &str| list.list()[list.index(name).unwrap()].nodal(&a);
        let (f, u) = of("M2");
        for (name, f_power, u_times) in
            [("MN4", 2, 2.0), ("M6", 3, 3.0), ("2SM2", 1, -1.0), ("S2", 0, 0.0), ("SA", 0, 0.0), ("2MS6", 2, 2.0)]
        {
            let got = of(name);
            assert!((got.0 - f.powi(f_power)).abs() < 1e-9 && (got.1 - u * u_times).abs() < 1e-9, "{name}");
        }
    }

    #[test]
    fn a_bad_list_is_refused_with_a_reason() {
        for (json, reason) in [
            ("nonsense", "JSON"),
            ("[]", "empty"),
            (r#"[{"name":"X2","coefficients":[2,0,0,0,0,0,0],"members":[["X2",1]]}]"#, "made of itself"),
            (r#"[{"name":"X2","coefficients":[2,0,0,0,0,0,0],"members":[["Y",1]]}]"#, "not in the list"),
            (r#"[{"name":"X2","coefficients":[2e9,0,0,0,0,0,0]}]"#, "coefficient of X2"),
        ] {
            assert!(Constituents::from_json(json).unwrap_err().to_string().contains(reason), "{json}");
        }
    }
}
