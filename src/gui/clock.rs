//! What time does the window show, and how fast does it pass? One clock for both panes.
//!
//! A position in ticks with a fraction, so that slow playing moves smoothly between ticks. The night itself
//! only ever sees whole ticks: frame rate can't become the clock.

use crate::units::{TICK_S, Tick};

/// Speeds that `+` and `-` step through: night seconds in a second.
pub const SPEEDS: [f64; 9] = [1.0, 10.0, 60.0, 120.0, 300.0, 600.0, 1200.0, 2400.0, 3600.0];
/// Slowest speed: as it was.
pub const SPEED_MIN: f64 = SPEEDS[0];
/// Fastest speed: an hour a second.
pub const SPEED_MAX: f64 = SPEEDS[SPEEDS.len() - 1];
/// Speed at the start: a night of 24 hours in some five minutes.
pub const SPEED_DEFAULT: f64 = 300.0;

/// The clock of the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlayClock {
    ticks: f64,
    length: u32,
    playing: bool,
    speed: f64,
}

impl PlayClock {
    /// At the start of a night of so many ticks, stopped.
    #[must_use]
    pub const fn new(length_ticks: u32) -> Self {
        Self { ticks: 0.0, length: length_ticks, playing: false, speed: SPEED_DEFAULT }
    }

    /// The same speed on another night, from its start.
    #[must_use]
    pub fn restarted(self, length_ticks: u32) -> Self {
        Self { ticks: 0.0, length: length_ticks, ..self }
    }

    /// Ticks since the start of the night, with a fraction.
    #[must_use]
    pub const fn ticks(&self) -> f64 {
        self.ticks
    }

    /// The last whole tick gone by.
    #[must_use]
    pub fn tick(&self) -> Tick {
        Tick(self.ticks as u32)
    }

    /// Ticks in the night.
    #[must_use]
    pub const fn length(&self) -> u32 {
        self.length
    }

    /// Is it running?
    #[must_use]
    pub const fn playing(&self) -> bool {
        self.playing
    }

    /// Night seconds in a second.
    #[must_use]
    pub const fn speed(&self) -> f64 {
        self.speed
    }

    /// Is the night over?
    #[must_use]
    pub fn at_end(&self) -> bool {
        self.ticks >= f64::from(self.length)
    }

    /// Lets some time pass; stops at the end of the night.
    pub fn advance(&mut self, seconds: f64) {
        if self.playing {
            self.set(self.ticks + seconds.max(0.0) * self.speed / f64::from(TICK_S));
            self.playing = !self.at_end();
        }
    }

    /// Goes to a position, held inside the night.
    pub fn set(&mut self, ticks: f64) {
        let whole = f64::from(self.length);
        self.ticks = if ticks.is_finite() { ticks.clamp(0.0, whole) } else { 0.0 };
    }

    /// Goes some whole ticks forward or back, and stops to look.
    pub fn step(&mut self, ticks: i64) {
        self.playing = false;
        let here = if ticks < 0 { self.ticks.ceil() } else { self.ticks.floor() };
        self.set(here + ticks as f64);
    }

    /// Plays or pauses; at the end it plays again from the start.
    pub fn toggle(&mut self) {
        if !self.playing && self.at_end() {
            self.ticks = 0.0;
        }
        self.playing = !self.playing;
    }

    /// Sets the speed, held within bounds.
    pub fn set_speed(&mut self, speed: f64) {
        self.speed = if speed.is_finite() { speed.clamp(SPEED_MIN, SPEED_MAX) } else { SPEED_DEFAULT };
    }

    /// The next speed of the list, up or down.
    pub fn shift_speed(&mut self, up: bool) {
        let next = if up {
            SPEEDS.iter().copied().find(|&s| s > self.speed)
        } else {
            SPEEDS.iter().rev().copied().find(|&s| s < self.speed)
        };
        self.speed = next.unwrap_or(self.speed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_at_sixty_times_is_an_hour() {
        let mut clock = PlayClock::new(8640);
        clock.set_speed(60.0);
        clock.toggle();
        clock.advance(60.0);
        assert!((clock.ticks() - 360.0).abs() < 1e-9);
    }

    #[test]
    fn it_stops_at_the_end_and_plays_again_from_the_start() {
        let mut clock = PlayClock::new(100);
        clock.toggle();
        clock.advance(1e9);
        assert!(clock.at_end() && !clock.playing());
        clock.toggle();
        assert!(clock.playing() && clock.ticks() < 1.0);
    }

    #[test]
    fn steps_land_on_whole_ticks_and_stay_inside_the_night() {
        let mut clock = PlayClock::new(100);
        clock.set(10.4);
        clock.step(1);
        assert_eq!(clock.tick(), Tick(11));
        clock.set(10.4);
        clock.step(-1);
        assert_eq!(clock.tick(), Tick(10));
        clock.step(-60);
        assert_eq!(clock.tick(), Tick(0));
        clock.set(f64::NAN);
        assert_eq!(clock.tick(), Tick(0));
    }

    #[test]
    fn speeds_stay_within_one_and_an_hour_a_second() {
        let mut clock = PlayClock::new(100);
        for (typed, kept) in [(0.0, 1.0), (450.0, 450.0), (1e6, 3600.0), (f64::NAN, SPEED_DEFAULT)] {
            clock.set_speed(typed);
            assert!((clock.speed() - kept).abs() < 1e-9);
        }
        clock.set_speed(450.0);
        clock.shift_speed(true);
        assert!((clock.speed() - 600.0).abs() < 1e-9);
        for _ in 0..20 {
            clock.shift_speed(false);
        }
        assert!((clock.speed() - 1.0).abs() < 1e-9);
    }
}
