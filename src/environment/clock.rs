//! At which sample of a ten-minute series is this tick? One clock for tide, stream, wind and light.
//!
//! Sines are too dear for the inner loop, and the sea changes slowly: every series is sampled each ten
//! minutes when the scenario is loaded and interpolated linearly afterwards. The error is at most
//! step²/8 times the second derivative: 3 mm for a 3 m M2 tide, under 0.1 % of its rate for a stream.
//!
//! Left out: extrapolation. Before the first and after the last sample the nearest one holds.

use crate::units::{Duration, Instant, TICK_S, Tick};

use super::error::DataError;

/// Seconds between samples.
pub const STEP_S: u32 = 600;
/// Ticks between samples.
const STEP_TICKS: u32 = STEP_S / TICK_S;
/// Longest scenario: five days of stream samples take some 43 MB, and the budget is 60.
const MAX_HOURS: f64 = 120.0;
/// The sample times of one scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampleClock {
    start: Instant,
    count: u32,
}

/// Two neighbouring samples and how far a tick lies from the first to the second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Moment {
    pub(super) index: usize,
    pub(super) fraction: f64,
}

impl SampleClock {
    /// Years for which the astronomical series is trusted here: the tide cases span 2002 to 2026, and the
    /// series itself (Schureman 1958) holds for centuries; the yearly mean level does not.
    pub const YEARS: core::ops::RangeInclusive<i16> = 1990..=2050;

    /// Samples from `start` to `start + length`, both included.
    pub fn new(start: Instant, length: Duration) -> Result<Self, DataError> {
        let hours = length.h();
        if !(hours > 0.0 && hours <= MAX_HOURS) {
            return Err(DataError::new(
                "scenario time",
                format!("it lasts {hours} h"),
                format!("more than 0 and at most {MAX_HOURS} h"),
            )
            .with_remedy("shorten the scenario"));
        }
        if !Self::YEARS.contains(&start.year()) {
            return Err(DataError::new(
                "scenario time",
                format!("it starts in {}", start.year()),
                format!("a year from {} to {}", Self::YEARS.start(), Self::YEARS.end()),
            )
            .with_remedy("choose another date"));
        }
        let steps = Tick::spanning(length).div_ceil(STEP_TICKS);
        Ok(Self { start, count: steps + 1 })
    }

    /// When the scenario starts.
    pub const fn start(self) -> Instant {
        self.start
    }

    /// Number of samples, at least two.
    pub const fn count(self) -> usize {
        self.count as usize
    }

    /// The moment of a sample.
    pub fn instant(self, sample: usize) -> Instant {
        self.start.plus_s(i64::try_from(sample).unwrap_or(i64::MAX / 1000) * i64::from(STEP_S))
    }

    /// Where a tick lies among the samples.
    pub(super) fn locate(self, tick: Tick) -> Moment {
        let last = self.count - 2;
        let index = tick.0 / STEP_TICKS;
        if index > last {
            Moment { index: last as usize, fraction: 1.0 }
        } else {
            Moment { index: index as usize, fraction: f64::from(tick.0 % STEP_TICKS) * (1.0 / f64::from(STEP_TICKS)) }
        }
    }
}

/// Linear interpolation in a series with one value per sample.
pub(super) fn lerp(series: &[f64], m: Moment) -> f64 {
    series[m.index] + (series[m.index + 1] - series[m.index]) * m.fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_fall_between_the_right_samples() {
        let clock = SampleClock::new(Instant::from_unix_s(1_752_000_000), Duration::hours(1.0)).unwrap();
        assert_eq!(clock.count(), 7);
        assert_eq!(clock.locate(Tick(90)), Moment { index: 1, fraction: 0.5 });
        assert_eq!(clock.locate(Tick(360)), Moment { index: 5, fraction: 1.0 });
        assert_eq!(clock.locate(Tick(u32::MAX)), Moment { index: 5, fraction: 1.0 });
        assert_eq!(clock.instant(6), clock.start().plus_s(3600));
    }

    #[test]
    fn a_scenario_must_last_some_time_and_not_too_long() {
        let start = Instant::from_unix_s(1_752_000_000);
        assert!(SampleClock::new(start, Duration::ZERO).is_err());
        assert!(SampleClock::new(start, Duration::hours(1000.0)).is_err());
        assert!(SampleClock::new(Instant::from_unix_s(-5_000_000_000), Duration::hours(1.0)).is_err());
    }
}
