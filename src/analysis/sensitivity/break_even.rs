//! At which value of one input does the verdict turn round?
//!
//! The same nights are lived at every value tried (common random numbers), so the mean difference is a function of the input
//! and its sign can be bisected. Three crossings are sought: of the mean, and of both ends of its interval. Between the
//! last two the nights cannot tell the sides apart, and that stretch is the answer's own interval: it is the set of values at
//! which "no difference" is not refused (threshold analysis of health economics, METHODS 10; for the inversion, Fieller 1954).
//!
//! A machine that asks: [`BreakEven::ask`] gives a value to run, [`BreakEven::tell`] takes what came out, so the runs can be a
//! study with its own workers.
//!
//! Left out: a second turning point between the ends. Start from several ranges where one is suspected, or see `contour`.

use super::super::moments::{mean, student_t_two_sided, variance};
use crate::units::maths;

/// What was seen at one value of the input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// The value.
    pub at: f64,
    /// Mean difference there, B − A.
    pub mean: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
}

/// Which doctrine has the lower mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// A has the lower mean: differences lie above nought.
    ALower,
    /// B has the lower mean.
    BLower,
}

/// The answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Turn {
    /// It turns round.
    At {
        /// Where the mean difference is nought.
        value: f64,
        /// Between which values the nights cannot tell; an end is `None` where they cannot tell up to the end of the range.
        interval: (Option<f64>, Option<f64>),
        /// Which side is lower below that.
        below: Side,
    },
    /// The same side is lower at both ends of the range, beyond luck at both.
    NoSignChange {
        /// Which.
        side: Side,
    },
    /// The mean does not change sign, but at an end the interval covers nought: more nights, or a wider range.
    CannotTell,
}

/// The search.
#[derive(Clone, Debug, PartialEq)]
pub struct BreakEven {
    range: (f64, f64),
    tolerance: f64,
    seen: Vec<Seen>,
}

impl BreakEven {
    /// Between two values of the input, to within `tolerance` of it. `None` if the range is empty or not finite, or the
    /// tolerance is not above 0.
    #[must_use]
    pub fn new(low: f64, high: f64, tolerance: f64) -> Option<Self> {
        let good = low < high && (high - low).is_finite() && tolerance > 0.0;
        good.then(|| Self { range: (low, high), tolerance, seen: Vec::new() })
    }

    /// The value of the input to run next, on the same nights as all before; `None` when there is an answer.
    #[must_use]
    pub fn ask(&self) -> Option<f64> {
        for end in [self.range.0, self.range.1] {
            if !self.seen.iter().any(|s| s.at.total_cmp(&end).is_eq()) {
                return Some(end);
            }
        }
        let wide = |of: fn(&Seen) -> f64| {
            let (a, b) = self.bracket(of)?;
            let half = f64::midpoint(a.at, b.at);
            // At the last digit there is no value between.
            (b.at - a.at > self.tolerance && half > a.at && half < b.at).then_some(half)
        };
        wide(|s| s.mean).or_else(|| wide(|s| s.interval.0)).or_else(|| wide(|s| s.interval.1))
    }

    /// Takes the differences of the nights at a value. False, and nothing taken, with fewer than two nights or numbers that
    /// are not finite: there is no interval then, and the search cannot go on.
    #[must_use]
    pub fn tell(&mut self, at: f64, differences: &[f64]) -> bool {
        let spread = variance(differences).filter(|v| v.is_finite());
        if let Some(v) = spread {
            let n = differences.len();
            let (mean, half) = (mean(differences), student_t_two_sided(n - 1) * maths::sqrt(v / n as f64));
            self.seen.push(Seen { at, mean, interval: (mean - half, mean + half) });
            self.seen.sort_by(|a, b| a.at.total_cmp(&b.at));
        }
        spread.is_some()
    }

    /// All that was seen, in order of the input: for the curve.
    #[must_use]
    pub fn seen(&self) -> &[Seen] {
        &self.seen
    }

    /// The answer; `None` while [`BreakEven::ask`] still asks.
    #[must_use]
    pub fn turn(&self) -> Option<Turn> {
        if self.ask().is_some() {
            return None;
        }
        let (first, last) = (self.seen.first()?, self.seen.last()?);
        let side = |x: f64| if x > 0.0 { Side::ALower } else { Side::BLower };
        let clear = |s: &Seen| s.interval.0 > 0.0 || s.interval.1 < 0.0;
        let Some((a, b)) = self.bracket(|s| s.mean) else {
            let both = clear(first) && clear(last);
            return Some(if both { Turn::NoSignChange { side: side(first.mean) } } else { Turn::CannotTell });
        };
        let (x, y) = (self.crossing(|s| s.interval.0), self.crossing(|s| s.interval.1));
        let interval = match (x, y) {
            (Some(x), Some(y)) => (Some(x.min(y)), Some(x.max(y))),
            // One crossing only: on which side of the mean's it lies tells which end is open.
            (Some(x), None) | (None, Some(x)) if x <= b.at => (Some(x), None),
            (Some(x), None) | (None, Some(x)) => (None, Some(x)),
            (None, None) => (None, None),
        };
        Some(Turn::At { value: between(a, b, |s| s.mean), interval, below: side(a.mean) })
    }

    /// The first neighbours between which this changes sign.
    fn bracket(&self, of: fn(&Seen) -> f64) -> Option<(&Seen, &Seen)> {
        self.seen.windows(2).map(|w| (&w[0], &w[1])).find(|(a, b)| (of(a) > 0.0) != (of(b) > 0.0))
    }

    fn crossing(&self, of: fn(&Seen) -> f64) -> Option<f64> {
        self.bracket(of).map(|(a, b)| between(a, b, of))
    }
}

/// Where a straight line between two points is nought.
fn between(a: &Seen, b: &Seen, of: fn(&Seen) -> f64) -> f64 {
    let (x, y) = (of(a), of(b));
    a.at + (b.at - a.at) * (x / (x - y))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, NightKey, Purpose, Subject};

    fn search(low: f64, high: f64, noise: &[f64], f: impl Fn(f64) -> f64) -> (Turn, usize) {
        let mut search = BreakEven::new(low, high, 1e-4).unwrap();
        while let Some(x) = search.ask() {
            assert!(search.tell(x, &noise.iter().map(|e| f(x) + e).collect::<Vec<f64>>()));
        }
        (search.turn().unwrap(), search.seen().len())
    }

    fn normals(nights: u32) -> Vec<f64> {
        let luck = Draws::new(NightKey { seed: 1, night: 0 });
        (0..nights).map(|i| luck.normal(Subject::boat(i), Purpose::Surge, 0)).collect()
    }

    /// A hundred nights whose mean is that of the function and whose half-width is 0.2.
    fn level() -> Vec<f64> {
        (0..100).map(|i| f64::from(i % 2) * 2.0 - 1.0).collect()
    }

    #[test]
    fn on_a_line_the_interval_is_the_means_own_over_the_slope() {
        let noise = normals(400);
        let (turn, runs) = search(0.0, 1.0, &noise, |x| 2.0 - 5.0 * x);
        let half = student_t_two_sided(399) * maths::sqrt(variance(&noise).unwrap() / 400.0);
        let exact = (2.0 + mean(&noise)) / 5.0;
        let Turn::At { value, interval: (Some(low), Some(high)), below } = turn else { panic!("{turn:?}") };
        assert!((value - exact).abs() < 1e-9 && below == Side::ALower);
        assert!((low - (exact - half / 5.0)).abs() < 1e-9 && (high - (exact + half / 5.0)).abs() < 1e-9);
        assert!(runs < 50, "{runs}");
    }

    #[test]
    fn a_curve_is_followed_to_the_tolerance() {
        let (turn, _) = search(0.0, 4.0, &normals(10_000), |x| x * x - 2.0);
        let Turn::At { value, interval: (Some(low), Some(high)), below: Side::BLower } = turn else {
            panic!("{turn:?}")
        };
        // The mean of 10,000 normals is off by some 0.01, over a slope of 2.8.
        assert!((value - std::f64::consts::SQRT_2).abs() < 0.015 && low < value && value < high && high - low < 0.03);
    }

    #[test]
    fn no_sign_change_and_not_knowing_are_two_answers() {
        assert_eq!(search(0.0, 1.0, &level(), |x| 1.0 + x).0, Turn::NoSignChange { side: Side::ALower });
        assert_eq!(search(0.0, 1.0, &level(), |x| -1.0 - x).0, Turn::NoSignChange { side: Side::BLower });
        // At 0 the interval goes from −0.22 to 0.18 while the mean is below nought throughout.
        assert_eq!(search(0.0, 1.0, &level(), |x| -0.02 - 1.5 * x).0, Turn::CannotTell);
    }

    #[test]
    fn an_interval_may_be_open_at_one_end() {
        let (turn, _) = search(0.0, 1.0, &level(), |x| 0.95 - x);
        assert!(matches!(turn, Turn::At { interval: (Some(low), None), .. } if (low - 0.75).abs() < 0.01), "{turn:?}");
        let (turn, _) = search(0.0, 1.0, &level(), |x| 0.1 - x);
        assert!(matches!(turn, Turn::At { interval: (None, Some(high)), .. } if (high - 0.3).abs() < 0.01), "{turn:?}");
    }

    #[test]
    fn bad_ranges_are_refused_and_nothing_is_said_too_early() {
        assert!(BreakEven::new(1.0, 1.0, 0.1).is_none() && BreakEven::new(0.0, f64::NAN, 0.1).is_none());
        assert!(BreakEven::new(0.0, 1.0, 0.0).is_none());
        let mut search = BreakEven::new(0.0, 1.0, 0.1).unwrap();
        assert!(!search.tell(0.0, &[1.0]) && !search.tell(0.0, &[1.0, f64::NAN]));
        assert_eq!((search.turn(), search.ask()), (None, Some(0.0)));
    }
}
