//! What time is it? An integer: seconds of UTC outside a night, ticks inside one.
//!
//! Time never accumulates as a float (`t += dt`), so stepping and running in one go agree. The
//! calendar is `jiff`'s; leap seconds are left out, as in every tide table.

use super::{Duration, maths};

/// One tick of the simulation, in seconds (DESIGN: 10 s, an integer).
pub const TICK_S: u32 = 10;

/// A moment, in whole seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// From seconds since the Unix epoch, UTC.
    #[must_use]
    pub const fn from_unix_s(s: i64) -> Self {
        Self(s)
    }

    /// Seconds since the Unix epoch, UTC.
    #[must_use]
    pub const fn unix_s(self) -> i64 {
        self.0
    }

    /// Reads `2025-07-09T20:00Z` (seconds optional, `Z` or an offset needed).
    ///
    /// # Errors
    /// Says what is wrong in one sentence. A second 60 is refused: a leap second has no place in this count, and
    /// would be taken as the second before.
    pub fn parse(text: &str) -> Result<Self, String> {
        if seconds_digits(text) == Some("60") {
            return Err(format!("`{text}` has a second 60; expected 00 to 59: leap seconds are not counted here"));
        }
        text.parse::<jiff::Timestamp>()
            .map(|t| Self(t.as_second()))
            .map_err(|_| format!("`{text}` is not a time; write it like 2025-07-09T20:00Z"))
    }

    /// Midnight UTC of a calendar day.
    ///
    /// # Errors
    /// If there is no such day.
    pub fn from_civil_date(year: i16, month: i8, day: i8) -> Result<Self, String> {
        jiff::civil::Date::new(year, month, day)
            .and_then(|d| jiff::tz::TimeZone::UTC.to_timestamp(d.at(0, 0, 0, 0)))
            .map(|t| Self(t.as_second()))
            .map_err(|_| format!("{year:04}-{month:02}-{day:02} is not a date"))
    }

    fn civil(self) -> jiff::civil::DateTime {
        jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::from_second(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH))
    }

    /// Calendar year, UTC.
    #[must_use]
    pub fn year(self) -> i16 {
        self.civil().year()
    }

    /// Month 1 to 12, UTC.
    #[must_use]
    pub fn month(self) -> i8 {
        self.civil().month()
    }

    /// Day of the year, 1 to 366, UTC.
    #[must_use]
    pub fn day_of_year(self) -> i16 {
        self.civil().date().day_of_year()
    }

    /// The same moment some seconds later (or earlier).
    #[must_use]
    pub const fn plus_s(self, s: i64) -> Self {
        Self(self.0 + s)
    }

    /// Time from an earlier moment to this one.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        #[expect(clippy::cast_precision_loss, reason = "seconds within centuries are exact in f64")]
        Duration::seconds((self.0 - earlier.0) as f64)
    }

    /// `2025-07-10T03:10Z`, to the minute.
    #[must_use]
    pub fn iso_minute(self) -> String {
        let c = self.civil();
        format!("{:04}-{:02}-{:02}T{:02}:{:02}Z", c.year(), c.month(), c.day(), c.hour(), c.minute())
    }

    /// `2025-07-10T03:10:20Z`, to the second.
    #[must_use]
    pub fn iso_second(self) -> String {
        let c = self.civil();
        format!("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", c.year(), c.month(), c.day(), c.hour(), c.minute(), c.second())
    }

    /// `03:10`, the clock of the day, UTC.
    #[must_use]
    pub fn clock(self) -> String {
        let c = self.civil();
        format!("{:02}:{:02}", c.hour(), c.minute())
    }

    /// `10 Jul 03:10`, for log lines, UTC.
    #[must_use]
    pub fn day_clock(self) -> String {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let c = self.civil();
        let month = MONTHS[usize::from(c.month().unsigned_abs()) - 1];
        format!("{} {month} {:02}:{:02}", c.day(), c.hour(), c.minute())
    }
}

/// The two digits of the seconds in `2025-07-09T20:00:15Z` or `20250709T200015Z`, if it has any.
fn seconds_digits(text: &str) -> Option<&str> {
    let (_, clock) = text.split_once(['T', 't', ' '])?;
    let clock = &clock[..clock.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(clock.len())];
    match clock.split(':').collect::<Vec<_>>()[..] {
        [_, _, seconds] => Some(seconds),
        [digits] => digits.get(4..6),
        _ => None,
    }
}

/// A tick of one night: tick 0 is the scenario's start, each lasts [`TICK_S`] seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Tick(pub u32);

impl Tick {
    /// Time since an earlier tick; nothing if that is yet to come.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::seconds(f64::from(self.0.saturating_sub(earlier.0)) * f64::from(TICK_S))
    }

    /// Time since the start of the night.
    #[must_use]
    pub fn elapsed(self) -> Duration {
        Duration::seconds(f64::from(self.0) * f64::from(TICK_S))
    }

    /// The moment of this tick, for a night that started then.
    #[must_use]
    pub const fn at(self, start: Instant) -> Instant {
        start.plus_s(self.0 as i64 * TICK_S as i64)
    }

    /// The number of ticks in a span, rounded up: something that takes a moment takes a tick.
    #[must_use]
    pub fn spanning(d: Duration) -> u32 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to u32's range")]
        {
            maths::ceil(d.s() / f64::from(TICK_S)).clamp(0.0, f64::from(u32::MAX)) as u32
        }
    }

    /// The tick that lies this span later.
    #[must_use]
    pub fn after(self, d: Duration) -> Self {
        Self(self.0.saturating_add(Self::spanning(d)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_survive_a_round_trip() {
        let t = Instant::parse("2025-07-09T20:00Z").unwrap();
        assert_eq!(t.iso_minute(), "2025-07-09T20:00Z");
        assert_eq!(t.day_of_year(), 190);
        assert_eq!(Tick(360).at(t).clock(), "21:00");
    }

    #[test]
    fn a_bad_time_says_how_to_write_one() {
        assert!(Instant::parse("yesterday").unwrap_err().contains("2025-07-09T20:00Z"));
        for leap in ["2026-03-20T05:00:60Z", "2026-03-20 05:00:60.5+01:00", "20260320T050060Z"] {
            assert!(Instant::parse(leap).is_err_and(|e| e.contains("second 60")), "{leap}: {:?}", Instant::parse(leap));
        }
        assert!(Instant::parse("2026-03-20T05:00:61Z").is_err());
        for good in ["2026-03-20T05:00:59Z", "2026-03-20T05:00:06Z", "2026-03-20T05:00:00.60Z", "20260320T050006Z"] {
            assert!(Instant::parse(good).is_ok(), "{good}");
        }
    }
}
