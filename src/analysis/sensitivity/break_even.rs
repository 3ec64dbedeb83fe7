//! At which value of one input does the verdict turn round?
//!
//! The same nights are lived at every value tried (common random numbers), so the mean difference is a function of the input
//! and can be bisected. What a value shows has three outcomes: A is told to be lower, B is, or the nights cannot tell, by
//! the rules of the verdict (both intervals exclude zero, a hundred nights, six that differ). Both ends come first. Only if
//! they are told for opposite sides does it turn round between them; then three crossings are sought: of the mean, and of
//! where each side ceases to be told. Between the last two the nights cannot tell the sides apart, and that stretch is the
//! answer's own interval: the set of values at which "no difference" is not refused (threshold analysis of health
//! economics, METHODS 10; for the inversion, Fieller 1954). If one end alone is told, what is sought is from where on.
//!
//! A machine that asks: [`BreakEven::ask`] gives a value to run, [`BreakEven::tell`] takes what came out, so the runs can be a
//! study with its own workers.
//!
//! Left out: a second turning point between the ends. Start from several ranges where one is suspected, or see `contour`.

use super::super::contrast::Contrast;
use super::super::resample::Resampler;
use super::super::verdict::{NIGHTS_FLOOR, VerdictKind};

/// What was seen at one value of the input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// The value.
    pub at: f64,
    /// Mean difference there, B − A.
    pub mean: f64,
    /// Its 95 % interval: from the lower of Student's and the bootstrap's lower ends to the higher of the higher ones, so that
    /// it excludes zero only if both do.
    pub interval: (f64, f64),
    /// What these nights say, by the rules of the verdict.
    pub kind: VerdictKind,
}

impl Seen {
    /// The side that is told to be lower; none where the nights cannot tell.
    #[must_use]
    pub const fn side(&self) -> Option<Side> {
        match self.kind {
            VerdictKind::ALower => Some(Side::ALower),
            VerdictKind::BLower => Some(Side::BLower),
            VerdictKind::Identical | VerdictKind::CannotTell | VerdictKind::TooFew => None,
        }
    }
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
    /// It turns round: opposite sides are told at the ends.
    At {
        /// Where the mean difference is nought; the middle, where it is over a stretch.
        value: f64,
        /// Between which values the nights cannot tell.
        interval: (Option<f64>, Option<f64>),
        /// Which side is lower below that.
        below: Side,
    },
    /// The same side is told to be lower at both ends of the range.
    NoSignChange {
        /// Which.
        side: Side,
    },
    /// At one end a side is told, at the other none is: no turn was seen, and none is ruled out beyond that other end.
    OneEnd {
        /// Which side.
        side: Side,
        /// The value from which to that end it is told; the nearest to the other end that was tried.
        from: f64,
        /// Whether it is told at the upper end.
        upper: bool,
        /// Whether at the other end every night was the same under both: a finding, and no lack of nights.
        identical: bool,
    },
    /// At neither end is a side told: more nights, or a wider range.
    CannotTell,
}

/// The search.
#[derive(Clone, Debug, PartialEq)]
pub struct BreakEven {
    range: (f64, f64),
    tolerance: f64,
    resampler: Resampler,
    seen: Vec<Seen>,
}

impl BreakEven {
    /// Between two values of the input, to within `tolerance` of it, with the seed of the bootstrap. `None` if the range is
    /// empty or not finite, or the tolerance is not above 0.
    #[must_use]
    pub fn new(low: f64, high: f64, tolerance: f64, seed: u64) -> Option<Self> {
        let good = low < high && (high - low).is_finite() && tolerance > 0.0;
        good.then(|| Self { range: (low, high), tolerance, resampler: Resampler::new(seed), seen: Vec::new() })
    }

    /// The value of the input to run next, on the same nights as all before; `None` when there is an answer.
    #[must_use]
    pub fn ask(&self) -> Option<f64> {
        for end in [self.range.0, self.range.1] {
            if !self.seen.iter().any(|s| s.at.total_cmp(&end).is_eq()) {
                return Some(end);
            }
        }
        let (low, high) = self.ends()?;
        let mut wanted = Vec::new();
        match (low.side(), high.side()) {
            (Some(x), Some(y)) if x != y => {
                wanted.push(self.first(|s| !beyond(s.mean, x)));
                wanted.push(self.last(|s| !beyond(s.mean, y)));
                wanted.push(self.first(|s| s.side() != Some(x)));
                wanted.push(self.last(|s| s.side() != Some(y)));
            }
            (Some(x), None) => wanted.push(self.first(|s| s.side() != Some(x))),
            (None, Some(y)) => wanted.push(self.last(|s| s.side() != Some(y))),
            _ => {}
        }
        wanted.into_iter().flatten().find_map(|(a, b)| {
            let half = f64::midpoint(a.at, b.at);
            // At the last digit there is no value between.
            (b.at - a.at > self.tolerance && half > a.at && half < b.at).then_some(half)
        })
    }

    /// Takes the differences of the nights at a value. False, and nothing taken, with fewer than two nights or numbers that
    /// are not finite: there is no interval then, and the search cannot go on.
    #[must_use]
    pub fn tell(&mut self, at: f64, differences: &[f64]) -> bool {
        let found = Contrast::of(&vec![0.0; differences.len()], differences, self.resampler).ok();
        let seen = found.and_then(|c| {
            let (student, bootstrap) = (c.difference.interval_95?, c.bootstrap?);
            Some(Seen {
                at,
                mean: c.difference.mean_difference,
                interval: (student.0.min(bootstrap.low), student.1.max(bootstrap.high)),
                kind: c.kind(NIGHTS_FLOOR),
            })
        });
        let good = seen.is_some_and(|s| s.interval.0.is_finite() && s.interval.1.is_finite());
        if good {
            self.seen.extend(seen);
            self.seen.sort_by(|a, b| a.at.total_cmp(&b.at));
        }
        good
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
        let (low, high) = self.ends()?;
        Some(match (low.side(), high.side()) {
            (Some(x), Some(y)) if x != y => {
                let (a, b) = (self.first(|s| !beyond(s.mean, x))?, self.last(|s| !beyond(s.mean, y))?);
                let value = f64::midpoint(between(a, |s| s.mean), between(b, |s| s.mean));
                let end = |side: Side| match side {
                    Side::ALower => |s: &Seen| s.interval.0,
                    Side::BLower => |s: &Seen| s.interval.1,
                };
                let ceases = between(self.first(|s| s.side() != Some(x))?, end(x));
                let begins = between(self.last(|s| s.side() != Some(y))?, end(y));
                Turn::At { value, interval: (Some(ceases), Some(begins)), below: x }
            }
            (Some(side), Some(_)) => Turn::NoSignChange { side },
            (Some(side), None) => {
                let from = self.first(|s| s.side() != Some(side))?.0.at;
                Turn::OneEnd { side, from, upper: false, identical: high.kind == VerdictKind::Identical }
            }
            (None, Some(side)) => {
                let from = self.last(|s| s.side() != Some(side))?.1.at;
                Turn::OneEnd { side, from, upper: true, identical: low.kind == VerdictKind::Identical }
            }
            (None, None) => Turn::CannotTell,
        })
    }

    fn ends(&self) -> Option<(&Seen, &Seen)> {
        Some((self.seen.first()?, self.seen.last()?))
    }

    /// The first value that has this, with its neighbour below.
    fn first(&self, holds: impl Fn(&Seen) -> bool) -> Option<(&Seen, &Seen)> {
        self.seen.windows(2).map(|w| (&w[0], &w[1])).find(|(_, b)| holds(b))
    }

    /// The last value that has this, with its neighbour above.
    fn last(&self, holds: impl Fn(&Seen) -> bool) -> Option<(&Seen, &Seen)> {
        self.seen.windows(2).map(|w| (&w[0], &w[1])).rfind(|(a, _)| holds(a))
    }
}

/// Whether a mean lies on a side; nought lies on neither.
fn beyond(mean: f64, side: Side) -> bool {
    if side == Side::ALower { mean > 0.0 } else { mean < 0.0 }
}

/// Where a straight line between two points is nought. Where it is nowhere between them (a side is not told for want of
/// nights that differ, and not for its interval) the one of the two at which it is still told, further out.
fn between((a, b): (&Seen, &Seen), of: impl Fn(&Seen) -> f64) -> f64 {
    let (x, y) = (of(a), of(b));
    if (x > 0.0) != (y > 0.0) {
        return a.at + (b.at - a.at) * (x / (x - y));
    }
    if a.side().is_some() { a.at } else { b.at }
}

#[cfg(test)]
mod tests {
    use super::super::super::moments::mean;
    use super::*;
    use crate::draws::{Draws, NightKey, Purpose, Subject};

    fn found(low: f64, high: f64, nights: impl Fn(f64) -> Vec<f64>) -> (Turn, usize) {
        let mut search = BreakEven::new(low, high, 1e-4, 1).unwrap();
        while let Some(x) = search.ask() {
            assert!(search.tell(x, &nights(x)));
        }
        (search.turn().unwrap(), search.seen().len())
    }

    fn search(low: f64, high: f64, noise: &[f64], f: impl Fn(f64) -> f64) -> (Turn, usize) {
        found(low, high, |x| noise.iter().map(|e| f(x) + e).collect())
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
        let c = Contrast::of(&vec![0.0; 400], &noise, Resampler::new(1)).unwrap();
        let (student, bootstrap) = (c.difference.interval_95.unwrap(), c.bootstrap.unwrap());
        let exact = (2.0 + mean(&noise)) / 5.0;
        let ends = ((2.0 + student.0.min(bootstrap.low)) / 5.0, (2.0 + student.1.max(bootstrap.high)) / 5.0);
        let Turn::At { value, interval: (Some(low), Some(high)), below } = turn else { panic!("{turn:?}") };
        assert!((value - exact).abs() < 1e-9 && below == Side::ALower);
        assert!((low - ends.0).abs() < 1e-4 && (high - ends.1).abs() < 1e-4, "{low} {high} {ends:?}");
        assert!(runs < 60, "{runs}");
    }

    #[test]
    fn a_curve_is_followed_to_the_tolerance() {
        let (turn, _) = search(0.0, 4.0, &normals(2000), |x| x * x - 2.0);
        let Turn::At { value, interval: (Some(low), Some(high)), below: Side::BLower } = turn else {
            panic!("{turn:?}")
        };
        // The mean of 2,000 normals is off by some 0.022, over a slope of 2.8.
        assert!((value - std::f64::consts::SQRT_2).abs() < 0.03 && low < value && value < high && high - low < 0.05);
    }

    #[test]
    fn no_sign_change_and_not_knowing_are_two_answers() {
        assert_eq!(search(0.0, 1.0, &level(), |x| 1.0 + x).0, Turn::NoSignChange { side: Side::ALower });
        assert_eq!(search(0.0, 1.0, &level(), |x| -1.0 - x).0, Turn::NoSignChange { side: Side::BLower });
        assert_eq!(search(0.0, 1.0, &level(), |x| 0.02 - 0.1 * x).0, Turn::CannotTell);
    }

    /// A side that is told at one end alone turns nowhere: where the mean crosses nought may be luck.
    #[test]
    fn one_end_alone_is_no_turn() {
        for f in [|x: f64| 0.95 - x, |x: f64| 0.1 - x] {
            let Turn::OneEnd { side, from, upper, identical: false } = search(0.0, 1.0, &level(), f).0 else {
                panic!()
            };
            let up = f(0.0) < 0.5;
            assert_eq!((side, upper), (if up { Side::BLower } else { Side::ALower }, up));
            assert!((from - if up { 0.3 } else { 0.75 }).abs() < 0.02, "{from}");
        }
    }

    /// Identical in every night at one end: no difference there, and from some value on fewer.
    #[test]
    fn nought_at_one_end_is_a_finding_of_its_own() {
        let noise = level();
        let night = |x: f64, i: usize| if (i as f64) < 100.0 * x { noise[i] - 2.0 } else { 0.0 };
        let turn = found(0.0, 1.0, |x| (0..100).map(|i| night(x, i)).collect()).0;
        let Turn::OneEnd { side: Side::BLower, from, upper: true, identical: true } = turn else { panic!("{turn:?}") };
        assert!(from > 0.05 && from < 0.2, "{from}");
    }

    /// Nights that are nought, or a few that are all on one side, are no crossing: neither is below nought.
    #[test]
    fn noughts_and_handfuls_are_on_no_side() {
        let few = |x: f64| (0..300).map(|i| if i < 4 && x > -3.0 { 1.0 } else { 0.0 }).collect::<Vec<f64>>();
        assert_eq!(found(-6.0, -2.0, few), (Turn::CannotTell, 2));
        // Fewer nights than the floor of the verdict.
        let clear = |x: f64| [x, x + 0.01, x - 0.01].repeat(20);
        assert_eq!(found(-1.0, 1.0, clear), (Turn::CannotTell, 2));
    }

    /// A flat stretch of nought in the middle belongs to neither side, and the value is its middle.
    #[test]
    fn a_stretch_of_nought_is_in_the_interval() {
        let f = |x: f64| {
            if x < 0.3 {
                1.0
            } else if x > 0.7 {
                -1.0
            } else {
                0.0
            }
        };
        let nights = |x: f64| (0..200).map(|i| if i % 3 == 0 { f(x) } else { 0.0 }).collect::<Vec<f64>>();
        let (turn, _) = found(0.0, 1.0, nights);
        let Turn::At { value, interval: (Some(low), Some(high)), below: Side::ALower } = turn else {
            panic!("{turn:?}")
        };
        assert!((value - 0.5).abs() < 0.01 && (low - 0.3).abs() < 0.01 && (high - 0.7).abs() < 0.01, "{turn:?}");
    }

    #[test]
    fn bad_ranges_are_refused_and_nothing_is_said_too_early() {
        assert!(BreakEven::new(1.0, 1.0, 0.1, 1).is_none() && BreakEven::new(0.0, f64::NAN, 0.1, 1).is_none());
        assert!(BreakEven::new(0.0, 1.0, 0.0, 1).is_none());
        let mut search = BreakEven::new(0.0, 1.0, 0.1, 1).unwrap();
        assert!(!search.tell(0.0, &[1.0]) && !search.tell(0.0, &[1.0, f64::NAN]));
        assert_eq!((search.turn(), search.ask()), (None, Some(0.0)));
    }
}
