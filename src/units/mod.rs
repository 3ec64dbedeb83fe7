//! Which unit is that number in? None, here: quantities have types.
//!
//! One type per quantity, SI inside, the unit named in constructor and accessor, and finite by
//! construction (after A/B Street's `geom`). A maritime tool mixes knots, metres, nautical miles and
//! degrees; types make the mix visible. File fields carry their unit in the name (`speed_kn`) and
//! become quantities at load.
//!
//! Belongs here: quantities, time, the one door to transcendental functions, and display formats.
//! Does not belong here: anything that knows what a boat or a tide is.

pub mod format;
pub mod maths;
pub mod time;

pub use time::{Instant, TICK_S, Tick};

/// Metres in a nautical mile (exact, First International Extraordinary Hydrographic Conference 1929).
pub const NAUTICAL_MILE_M: f64 = 1852.0;
/// Metres per second in a knot (exact: one nautical mile an hour).
pub const KNOT_MPS: f64 = NAUTICAL_MILE_M / 3600.0;

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $base:ident / $base_new:ident, { $($(#[$udoc:meta])* $unit:ident / $unit_new:ident = $factor:expr),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Default)]
        pub struct $name(f64);

        impl $name {
            /// Zero.
            pub const ZERO: Self = Self(0.0);

            #[doc = concat!("From the SI unit (", stringify!($base), ").\n\n# Panics\nIf not finite: files are checked before this door.")]
            #[must_use]
            pub const fn $base_new(value: f64) -> Self {
                assert!(value.is_finite(), concat!(stringify!($name), " must be finite"));
                Self(value)
            }

            #[doc = concat!("Value in the SI unit (", stringify!($base), ").")]
            #[must_use]
            pub const fn $base(self) -> f64 { self.0 }

            $(
                $(#[$udoc])*
                #[doc = concat!("\n\nFrom ", stringify!($unit_new), ".")]
                #[must_use]
                pub const fn $unit_new(value: f64) -> Self { Self::$base_new(value * $factor) }

                $(#[$udoc])*
                #[doc = concat!("\n\nValue in ", stringify!($unit_new), ".")]
                #[must_use]
                pub const fn $unit(self) -> f64 { self.0 / $factor }
            )*

            /// The smaller of the two.
            #[must_use]
            pub const fn min(self, other: Self) -> Self { if self.0 < other.0 { self } else { other } }
            /// The larger of the two.
            #[must_use]
            pub const fn max(self, other: Self) -> Self { if self.0 > other.0 { self } else { other } }
        }

        impl core::ops::Add for $name { type Output = Self; fn add(self, o: Self) -> Self { Self(self.0 + o.0) } }
        impl core::ops::Sub for $name { type Output = Self; fn sub(self, o: Self) -> Self { Self(self.0 - o.0) } }
        impl core::ops::Neg for $name { type Output = Self; fn neg(self) -> Self { Self(-self.0) } }
        impl core::ops::Mul<f64> for $name { type Output = Self; fn mul(self, k: f64) -> Self { Self(self.0 * k) } }
        impl core::ops::Div<f64> for $name { type Output = Self; fn div(self, k: f64) -> Self { Self(self.0 / k) } }
        impl core::ops::Div for $name { type Output = f64; fn div(self, o: Self) -> f64 { self.0 / o.0 } }
        impl core::ops::AddAssign for $name { fn add_assign(&mut self, o: Self) { self.0 += o.0; } }
    };
}

quantity!(
    /// A length or distance, in metres inside.
    Distance, m / metres, {
        /// Kilometres.
        km / kilometres = 1000.0,
        /// Nautical miles.
        nm / nautical_miles = NAUTICAL_MILE_M,
    }
);
quantity!(
    /// A speed, in metres per second inside.
    Speed, mps / metres_per_second, {
        /// Knots.
        kn / knots = KNOT_MPS,
    }
);
quantity!(
    /// A span of time, in seconds inside.
    Duration, s / seconds, {
        /// Minutes.
        min_ / minutes = 60.0,
        /// Hours.
        h / hours = 3600.0,
    }
);
quantity!(
    /// A temperature in degrees Celsius.
    Temperature, celsius / from_celsius, {}
);
quantity!(
    /// An angle, in radians inside. Directions are clockwise from true north.
    Angle, rad / radians, {
        /// Degrees.
        deg / degrees = core::f64::consts::PI / 180.0,
    }
);

impl core::ops::Div<Speed> for Distance {
    type Output = Duration;
    fn div(self, v: Speed) -> Duration {
        Duration(self.0 / v.0)
    }
}
impl core::ops::Mul<Duration> for Speed {
    type Output = Distance;
    fn mul(self, t: Duration) -> Distance {
        Distance(self.0 * t.0)
    }
}
impl core::ops::Div<Duration> for Distance {
    type Output = Speed;
    fn div(self, t: Duration) -> Speed {
        Speed(self.0 / t.0)
    }
}

/// A plane vector with east and north components, SI units given by context (metres, or m/s).
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Vec2 {
    /// East component.
    pub x: f64,
    /// North component.
    pub y: f64,
}

impl Vec2 {
    /// The zero vector.
    pub const ZERO: Self = Self { x: 0.0, y: 0.0 };

    /// East and north components.
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Length (metres, or m/s).
    #[must_use]
    pub fn length(self) -> f64 {
        self.length_squared().sqrt()
    }

    /// Squared length: cheap, for comparisons.
    #[must_use]
    pub const fn length_squared(self) -> f64 {
        self.x * self.x + self.y * self.y
    }

    /// The unit vector in this direction, or zero for the zero vector.
    #[must_use]
    pub fn normalised(self) -> Self {
        let l = self.length();
        if l > 0.0 { self * (1.0 / l) } else { Self::ZERO }
    }

    /// Direction towards which the vector points, clockwise from north, 0 to 360 degrees.
    #[must_use]
    pub fn bearing(self) -> Angle {
        let a = maths::atan2(self.x, self.y);
        Angle::radians(if a < 0.0 { a + core::f64::consts::TAU } else { a })
    }

    /// The vector of this length that points towards a bearing.
    #[must_use]
    pub fn from_bearing(bearing: Angle, length: f64) -> Self {
        Self::new(length * maths::sin(bearing.rad()), length * maths::cos(bearing.rad()))
    }
}

impl core::ops::Add for Vec2 {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Self::new(self.x + o.x, self.y + o.y)
    }
}
impl core::ops::Sub for Vec2 {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        Self::new(self.x - o.x, self.y - o.y)
    }
}
impl core::ops::Mul<f64> for Vec2 {
    type Output = Self;
    fn mul(self, k: f64) -> Self {
        Self::new(self.x * k, self.y * k)
    }
}
impl core::ops::AddAssign for Vec2 {
    fn add_assign(&mut self, o: Self) {
        *self = *self + o;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nautical_mile_at_a_knot_takes_an_hour() {
        let t = Distance::nautical_miles(1.0) / Speed::knots(1.0);
        assert!((t.h() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn bearings_run_clockwise_from_north() {
        for (v, deg) in [((0.0, 1.0), 0.0), ((1.0, 0.0), 90.0), ((0.0, -1.0), 180.0), ((-1.0, 0.0), 270.0)] {
            assert!((Vec2::new(v.0, v.1).bearing().deg() - deg).abs() < 1e-9);
        }
    }

    #[test]
    #[should_panic(expected = "Speed must be finite")]
    fn not_a_number_never_becomes_a_speed() {
        let _ = Speed::knots(f64::NAN);
    }
}
