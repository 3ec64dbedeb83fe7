//! Where is it likely to be, how is that searched, and how sure is it to be found?
//!
//! Search theory after Koopman (1980) and IAMSAR volume II (MODEL 6.1): effort and coverage give a probability of
//! detection; a map of weighted points says where the object may be; an unsuccessful look takes weight from the
//! points it would have seen (Bayes). Patterns are the three of the manual: a sector search for one unit that knows the
//! place well, an expanding square where it is known less well, parallel tracks for all that is larger.
//!
//! Left out: the best sharing of effort over cells, and search by several units in one line abreast.

use crate::parameters::Parameters;
use crate::units::{Distance, Duration, Speed, Vec2, maths};
use core::f64::consts::PI;

/// Coverage: area swept (width, speed, time) over the area to search.
#[must_use]
pub fn coverage(width: Distance, speed: Speed, time: Duration, area_m2: f64) -> f64 {
    if area_m2 <= 0.0 { f64::INFINITY } else { width.m() * speed.mps() * time.s() / area_m2 }
}

/// Probability of detection of a random search.
#[must_use]
pub fn pod_random(coverage: f64) -> f64 {
    1.0 - maths::exp(-coverage)
}

/// … of parallel tracks under the inverse-cube law.
#[must_use]
pub fn pod_parallel(coverage: f64) -> f64 {
    maths::erf(PI.sqrt() / 2.0 * coverage)
}

/// … where all is seen up to a range, and nothing beyond.
#[must_use]
pub const fn pod_definite(coverage: f64) -> f64 {
    coverage.min(1.0)
}

/// Total probable error: of the position told, of the drift since, of the searcher's own navigation.
#[must_use]
pub fn total_error(position: Distance, since: Duration, p: &Parameters) -> Distance {
    let drift = p.search_drift_error_kn * since.h();
    let (x, y) = (position.nm(), p.search_navigation_error_nm);
    Distance::nautical_miles((x * x + drift * drift + y * y).sqrt())
}

/// Standard deviation each way of a circular normal error whose probable error (half inside) is given.
#[must_use]
pub fn deviation(probable_error: Distance) -> Distance {
    // Half of a circular normal lies within sqrt(2 ln 2) standard deviations.
    Distance::metres(probable_error.m() / (2.0 * core::f64::consts::LN_2).sqrt())
}

/// How a unit goes about a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// Legs that grow, around the datum.
    ExpandingSquare,
    /// Through the datum again and again, in three triangles.
    Sector,
    /// To and fro over a square about the datum.
    ParallelTracks,
}

impl Pattern {
    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::ExpandingSquare => "an expanding square",
            Self::Sector => "a sector search",
            Self::ParallelTracks => "parallel tracks",
        }
    }

    /// The pattern for this total probable error and so many units (IAMSAR volume II): a sector search for one unit where
    /// the place is known well, soon after; an expanding square for one unit where it is known less well; else parallel
    /// tracks. The error grows with time, so "soon" is in it.
    #[must_use]
    pub fn choose(error: Distance, units: usize, p: &Parameters) -> Self {
        let alone = units <= 1;
        if alone && error.nm() <= p.search_sector_up_to_nm {
            Self::Sector
        } else if alone && error.nm() <= p.search_square_up_to_nm {
            Self::ExpandingSquare
        } else {
            Self::ParallelTracks
        }
    }

    /// Where leg `leg` (from 1) ends, from the datum, m. `reach` is the radius of the sector, or half the side of the
    /// area; `spacing` lies between tracks; `part` of `parts` is this unit's share of the area.
    #[must_use]
    pub fn leg_end(self, leg: u32, reach: Distance, spacing: Distance, part: u32, parts: u32) -> Vec2 {
        match self {
            Self::ExpandingSquare => square(leg, spacing.m()),
            Self::Sector => sector(leg, reach.m(), part),
            Self::ParallelTracks => tracks(leg, reach.m(), spacing.m(), part, parts.max(1)),
        }
    }

    /// After how many legs it has been flown once and begins anew about the datum as it is then.
    #[must_use]
    pub fn legs(self, reach: Distance, spacing: Distance, parts: u32) -> u32 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        let rows = |width: f64| (width / spacing.m().max(1.0)).ceil().clamp(1.0, 200.0) as u32;
        match self {
            // Legs come in pairs of one length; the last pair reaches the edge.
            Self::ExpandingSquare => 4 * rows(reach.m()),
            Self::Sector => 9,
            Self::ParallelTracks => 2 * rows(2.0 * reach.m() / f64::from(parts.max(1))),
        }
    }
}

/// Corners of an expanding square: legs of 1, 1, 2, 2, 3, 3 … spacings, each a right turn after the last.
fn square(leg: u32, spacing: f64) -> Vec2 {
    let mut at = Vec2::ZERO;
    for i in 1..=leg {
        let length = f64::from(i.div_ceil(2)) * spacing;
        at += match i % 4 {
            1 => Vec2::new(0.0, length),
            2 => Vec2::new(length, 0.0),
            3 => Vec2::new(0.0, -length),
            _ => Vec2::new(-length, 0.0),
        };
    }
    at
}

/// A sector search: out, across by 120°, back through the datum, three times; a second unit starts at right angles.
fn sector(leg: u32, radius: f64, part: u32) -> Vec2 {
    // Bearings of the ends in sixths of a circle; none is the datum itself.
    const ENDS: [Option<usize>; 9] = [Some(0), Some(1), None, Some(4), Some(5), None, Some(2), Some(3), None];
    let half = 3.0_f64.sqrt() / 2.0;
    let rim = [(0.0, 1.0), (half, 0.5), (half, -0.5), (0.0, -1.0), (-half, -0.5), (-half, 0.5)];
    match ENDS[(leg.max(1) - 1) as usize % ENDS.len()] {
        None => Vec2::ZERO,
        Some(i) => {
            let (x, y) = rim[i];
            let turned = if part.is_multiple_of(2) { Vec2::new(x, y) } else { Vec2::new(y, -x) };
            turned * radius
        }
    }
}

/// Parallel tracks over the unit's strip of the square: along, step aside, back.
fn tracks(leg: u32, half_side: f64, spacing: f64, part: u32, parts: u32) -> Vec2 {
    let strip = 2.0 * half_side / f64::from(parts);
    let west = -half_side + strip * f64::from(part % parts);
    let row = (leg.max(1) - 1) / 2;
    let x = west + (spacing * (f64::from(row) + 0.5)).min((strip - spacing / 2.0).max(strip / 2.0));
    let north = matches!((leg.max(1) - 1) % 4, 1 | 2);
    Vec2::new(x, if north { half_side } else { -half_side })
}

/// A weighted map of where the object may be.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ProbabilityMap {
    /// Places, m on the plane.
    pub places: Vec<Vec2>,
    /// Weight of each; together 1 less what the looks so far would have seen.
    pub weights: Vec<f64>,
}

impl ProbabilityMap {
    /// A map of equal weights.
    #[must_use]
    pub fn of(places: Vec<Vec2>) -> Self {
        let weights = vec![1.0 / places.len().max(1) as f64; places.len()];
        Self { places, weights }
    }

    /// The datum: the mean of the map.
    #[must_use]
    pub fn datum(&self) -> Option<Vec2> {
        let total: f64 = self.weights.iter().sum();
        let sum = self.places.iter().zip(&self.weights).fold(Vec2::ZERO, |s, (at, w)| s + *at * *w);
        (total > 0.0).then(|| sum * (1.0 / total))
    }

    /// An unsuccessful look that would have seen an object at `at` with hazard `hazard(at)`.
    pub fn look(&mut self, hazard: impl Fn(Vec2) -> f64) {
        for (at, w) in self.places.iter().zip(&mut self.weights) {
            let h = hazard(*at);
            // Below a ten-thousandth nothing changes that counts, and the exponential is the dear part.
            if h > 1e-4 {
                *w *= maths::exp(-h);
            }
        }
    }

    /// Cumulative probability of success: the weight that looks have taken.
    #[must_use]
    pub fn success(&self) -> f64 {
        (1.0 - self.weights.iter().sum::<f64>()).clamp(0.0, 1.0)
    }
}

/// Why a search was ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SearchEnd {
    /// The object was found.
    Found,
    /// The area was covered well enough to say that it is not there.
    Covered,
    /// Nobody can be alive any more, by the survival time.
    SurvivalTime,
    /// Nothing was seen or heard for too long.
    Silence,
    /// Another boat was found and taken for it.
    BelievedFound,
    /// The centre ended it by its rules.
    Ordered,
    /// The case ended otherwise: landed, helped by others, dropped from the plot.
    CaseOver,
}

impl SearchEnd {
    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Found => "it was found",
            Self::Covered => "the area was covered",
            Self::SurvivalTime => "the survival time had passed",
            Self::Silence => "nothing was heard for too long",
            Self::BelievedFound => "another boat was found and taken for it",
            Self::Ordered => "the centre's rules ended it",
            Self::CaseOver => "the case was over",
        }
    }
}

/// Is an unsuccessful search to be stopped, and why? `silent`: time since the last report; `half_time_h`: the time in
/// which half of those in the water would have died, none if nobody is thought to be in the water.
#[must_use]
pub fn stopped(success: f64, silent: Duration, half_time_h: Option<f64>, p: &Parameters) -> Option<SearchEnd> {
    if success >= p.search_stop_at_success {
        Some(SearchEnd::Covered)
    } else if half_time_h.is_none() && silent.min_() > p.search_stops_after_min {
        Some(SearchEnd::Silence)
    } else if half_time_h.is_some_and(|h| silent.h() > p.search_survival_factor * h) {
        Some(SearchEnd::SurvivalTime)
    } else {
        None
    }
}

/// Factor on the rate of recovery when people lie scattered: for each the boat has to go on to the next.
/// `spread` is the standard deviation each way of where they are, `people` how many are left.
#[must_use]
pub fn gathering_factor(spread: Distance, people: usize, per_min: f64, p: &Parameters) -> f64 {
    if people == 0 {
        return 1.0;
    }
    // They lie over an area of about 4 π of the variance; the next is about the root of the area per head away.
    let next_m = (4.0 * PI * spread.m() * spread.m() / people as f64).sqrt();
    let way_min = next_m / (Speed::knots(p.gathering_speed_kn).mps() * 60.0);
    1.0 / (1.0 + per_min * way_min)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn p() -> Parameters {
        Parameters::shipped_for_tests()
    }

    fn nm2(area: f64) -> f64 {
        area * 1852.0 * 1852.0
    }

    /// MODEL 6.5.
    #[test]
    fn probabilities_of_detection_are_those_of_the_reference() {
        let cover = |w, v, h, a| coverage(Distance::nautical_miles(w), Speed::knots(v), Duration::hours(h), nm2(a));
        let c = cover(0.5, 15.0, 2.0, 100.0);
        assert!((c - 0.15).abs() < 1e-9);
        assert!((pod_random(c) - 0.139).abs() < 5e-4 && (pod_parallel(c) - 0.149).abs() < 5e-4);
        assert!((pod_definite(c) - 0.15).abs() < 1e-9);
        let c = cover(3.1, 12.0, 2.0, 100.0);
        assert!((c - 0.744).abs() < 1e-9);
        assert!((pod_random(c) - 0.525).abs() < 5e-4 && (pod_parallel(c) - 0.649).abs() < 5e-4);
        let c = cover(0.1, 90.0, 1.0, 36.0);
        assert!((c - 0.25).abs() < 1e-9 && (pod_random(c) - 0.221).abs() < 5e-4);
    }

    #[test]
    fn errors_add_as_squares_and_half_lie_within_the_probable_error() {
        let e = total_error(Distance::nautical_miles(5.0), Duration::hours(4.0), &p());
        assert!((e.nm() - (25.0_f64 + 1.44 + 0.01).sqrt()).abs() < 1e-9, "{}", e.nm());
        assert!((deviation(Distance::metres(1177.41)).m() - 1000.0).abs() < 0.01);
    }

    #[test]
    fn patterns_are_chosen_as_in_the_manual() {
        let choose = |nm, units| Pattern::choose(Distance::nautical_miles(nm), units, &p());
        assert_eq!(choose(0.5, 1), Pattern::Sector);
        assert_eq!(choose(2.0, 1), Pattern::ExpandingSquare);
        assert_eq!(choose(0.5, 2), Pattern::ParallelTracks);
        assert_eq!(choose(8.0, 1), Pattern::ParallelTracks);
    }

    #[test]
    fn an_expanding_square_grows_by_one_spacing_every_second_leg() {
        let ends: Vec<Vec2> = (1..=6)
            .map(|k| Pattern::ExpandingSquare.leg_end(k, Distance::ZERO, Distance::metres(10.0), 0, 1))
            .collect();
        let want = [(0.0, 10.0), (10.0, 10.0), (10.0, -10.0), (-10.0, -10.0), (-10.0, 20.0), (20.0, 20.0)];
        assert!(ends.iter().zip(want).all(|(e, w)| (*e - Vec2::new(w.0, w.1)).length() < 1e-9), "{ends:?}");
    }

    #[test]
    fn a_sector_search_keeps_its_radius_and_passes_the_datum_three_times() {
        let end = |k| Pattern::Sector.leg_end(k, Distance::metres(500.0), Distance::ZERO, 0, 1);
        let mut before = Vec2::ZERO;
        let mut through = 0;
        for k in 1..=9 {
            let at = end(k);
            // Each leg is as long as the radius; the third goes home.
            assert!(((at - before).length() - 500.0).abs() < 1e-6, "leg {k}");
            through += u32::from(at.length() < 1e-9);
            before = at;
        }
        assert_eq!(through, 3);
    }

    #[test]
    fn parallel_tracks_cover_the_square_one_spacing_apart() {
        let (reach, spacing) = (Distance::metres(1000.0), Distance::metres(250.0));
        let legs = Pattern::ParallelTracks.legs(reach, spacing, 2);
        for part in 0..2 {
            let rows: Vec<f64> =
                (1..=legs).map(|k| Pattern::ParallelTracks.leg_end(k, reach, spacing, part, 2).x).collect();
            let west = -1000.0 + 1000.0 * f64::from(part);
            assert!(rows.iter().all(|x| (west..=west + 1000.0).contains(x)), "{rows:?}");
            assert!((rows[0] - west - 125.0).abs() < 1e-9 && (rows[legs as usize - 1] - west - 875.0).abs() < 1e-9);
        }
    }

    #[test]
    fn an_unsuccessful_look_moves_the_datum_away_and_adds_up_to_the_success() {
        let mut map = ProbabilityMap::of((0..100_u8).map(|i| Vec2::new(f64::from(i) - 49.5, 0.0)).collect());
        assert!(map.datum().unwrap().length() < 1e-9 && map.success().abs() < 1e-9);
        map.look(|at| if at.x > 0.0 { 1.0 } else { 0.0 });
        assert!(map.datum().unwrap().x < -5.0);
        assert!((map.success() - 0.5 * (1.0 - maths::exp(-1.0))).abs() < 1e-9);
    }

    #[test]
    fn a_search_is_stopped_when_covered_or_when_nobody_can_be_alive() {
        let h = Duration::hours;
        assert_eq!(stopped(0.99, h(0.1), None, &p()), Some(SearchEnd::Covered));
        assert_eq!(stopped(0.3, h(7.0), Some(2.0), &p()), Some(SearchEnd::SurvivalTime));
        assert_eq!(stopped(0.3, h(5.0), Some(2.0), &p()), None);
        assert_eq!(stopped(0.3, h(50.0), None, &p()), Some(SearchEnd::Silence));
        assert_eq!(stopped(0.3, h(1.0), None, &p()), None);
    }

    proptest! {
        #[test]
        fn more_effort_never_finds_less_and_order_of_laws_holds(c in 0.0..3.0_f64, more in 0.0..1.0_f64) {
            prop_assert!(pod_random(c + more) >= pod_random(c));
            prop_assert!(pod_parallel(c + more) >= pod_parallel(c));
            prop_assert!(pod_random(c) <= pod_parallel(c) + 1e-12 && pod_parallel(c) <= pod_definite(c) + 1e-12);
        }

        #[test]
        fn scattered_people_are_never_taken_up_faster(a in 0.0..2000.0_f64, more in 0.0..500.0_f64, n in 1..80_usize) {
            let f = |m| gathering_factor(Distance::metres(m), n, 2.0, &p());
            prop_assert!(f(a + more) <= f(a) && (f(0.0) - 1.0).abs() < 1e-12);
        }
    }
}
