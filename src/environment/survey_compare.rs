//! Does a depth grid of the user's agree with ours, or is it another sea, upside down, or in the wrong place?
//!
//! Both are asked at even places at sea, only where both have a depth: what either holds beyond its own edge, and
//! ground that one of them takes for land, says nothing. The shipped grid is rough (4 m rms against soundings, smooth
//! over 8 km west of 2 E), yet any true survey of the strait goes with it: parts of it laid against itself correlate by
//! 0.7 to 0.8 when they are shifted by a tenth of a degree, by −0.7 to 0.5 when they are shifted by half a degree or turned
//! over. So a grid that goes with it hardly at all is no grid of this sea at these places, and one that goes with it
//! much better turned over or shifted was read or written that way.
//!
//! Left out: a fault smaller than the shipped grid shows (a shift by a kilometre, a sea level taken for another).

use crate::geo::LatLon;

use super::survey::{Positive, Survey, Zero, grid_points};

/// Distance between the places compared, degrees.
const EVERY_DEG: f64 = 0.02;
/// The same when a grid is tried in many places.
const COARSELY_DEG: f64 = 0.05;
/// Fewer places in common say nothing.
const FEWEST: usize = 10;
/// A spread of depths below this, metres, is none: the shipped grid counts in decimetres.
const CONSTANT_M: f64 = 0.1;
/// Correlation with the shipped depths below which a grid is not of this sea: an accident of its shape, as the
/// parts shifted or turned over reach it.
const UNRELATED: f64 = 0.3;
/// A grid that goes with ours so well is where it belongs, whatever fits better still.
const RELATED: f64 = 0.8;
/// By how much the correlation must be better for a grid to count as shifted or turned over.
const MUCH_BETTER: f64 = 0.2;
/// Shifts that are tried: multiples of this up to half a degree, each way. Farther off it hardly goes with ours at all.
const SHIFT_DEG: f64 = 0.1;
const SHIFTS: i32 = 5;

/// How a survey differs from the depths we have, at sea.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// Places in common, 0.02 degrees apart.
    pub places: usize,
    /// Median of the survey's depth less ours, metres.
    pub median_m: f64,
    /// Root of the mean square of that difference, metres.
    pub rms_m: f64,
    /// Correlation of the depths; 0 if one of them does not vary.
    pub correlation: f64,
    /// Standard deviation of the survey's depths, metres.
    pub spread_m: f64,
    /// Would the survey fit better with its sign turned?
    pub turned_fits_better: bool,
}

/// A survey, with what its values mean, and the depths it is held against.
#[derive(Clone, Copy)]
pub struct Against<'a> {
    /// What its values count from.
    pub zero: Zero,
    /// Which way they grow.
    pub positive: Positive,
    /// Our depth below mean level, metres; none on land and where we have none.
    pub ours: &'a dyn Fn(LatLon) -> Option<f64>,
    /// Chart datum below mean level, metres.
    pub datum: &'a dyn Fn(LatLon) -> f64,
}

impl Against<'_> {
    /// Holds the survey against the depths we have. None if they have fewer than ten places in common.
    #[must_use]
    pub fn compare(&self, survey: &Survey) -> Option<Comparison> {
        self.moved(survey, EVERY_DEG, &|p| p)
    }

    /// The same with the survey asked at another place for each of ours.
    fn moved(&self, survey: &Survey, every: f64, to: &dyn Fn(LatLon) -> LatLon) -> Option<Comparison> {
        let pairs: Vec<(f64, f64)> = grid_points(every)
            .filter_map(|p| {
                let value = survey.at(to(p))?;
                let ours = (self.ours)(p)?;
                let datum = if self.zero == Zero::LowestTide { (self.datum)(p) } else { 0.0 };
                Some((Survey::depth_of(value, self.zero, self.positive, datum), ours))
            })
            .collect();
        Comparison::of(&pairs)
    }

    /// Why the survey cannot be what it says it is, if so: nothing for one that has too little in common with ours.
    #[must_use]
    pub fn doubt(&self, survey: &Survey) -> Option<String> {
        let c = self.compare(survey)?;
        if c.spread_m < CONSTANT_M {
            return Some("its depth is the same everywhere at sea".to_owned());
        }
        if c.correlation < 0.0 && c.turned_fits_better {
            let other = if self.positive == Positive::Up { "down" } else { "up" };
            return Some(format!(
                "it is deep where the shipped depths are shallow, and fits them better with its sign turned; say --positive {other}"
            ));
        }
        if c.correlation >= RELATED {
            return None;
        }
        let [south, north, west, east] = survey.covers();
        let mut better: Option<(f64, String)> = None;
        let mut hold = |found: Option<Comparison>, what: &dyn Fn() -> String| {
            if let Some(f) = found
                && f.correlation > better.as_ref().map_or(c.correlation + MUCH_BETTER, |b| b.0)
            {
                better = Some((f.correlation, what()));
            }
        };
        let over = |p: LatLon| LatLon::new(south + north - p.lat, p.lon);
        hold(self.moved(survey, EVERY_DEG, &over), &|| "with its rows upside down".to_owned());
        let round = |p: LatLon| LatLon::new(p.lat, west + east - p.lon);
        hold(self.moved(survey, EVERY_DEG, &round), &|| "with east and west exchanged".to_owned());
        // A shift counts only as far as half of the places stay in common.
        let places = self.moved(survey, COARSELY_DEG, &|p| p).map_or(0, |c| c.places);
        for (i, j) in (-SHIFTS..=SHIFTS).flat_map(|i| (-SHIFTS..=SHIFTS).map(move |j| (i, j))) {
            let (lat, lon) = (f64::from(i) * SHIFT_DEG, f64::from(j) * SHIFT_DEG);
            let shifted = self.moved(survey, COARSELY_DEG, &|p| LatLon::new(p.lat - lat, p.lon - lon));
            hold(shifted.filter(|c| 2 * c.places >= places && c.correlation > RELATED), &|| {
                format!("shifted by {lat:.1} degrees north and {lon:.1} east")
            });
        }
        let fits = format!("its depths hardly go with the shipped ones (correlation {:.2})", c.correlation);
        match better {
            Some((r, how)) => Some(format!("{fits}, and much better {how} ({r:.2}): check how it was made")),
            None if c.correlation < UNRELATED => {
                Some(format!("{fits}: is it another sea, another unit, or are its rows or columns in another order?"))
            }
            None => None,
        }
    }
}

impl Comparison {
    /// From pairs of the survey's depth and ours.
    fn of(pairs: &[(f64, f64)]) -> Option<Self> {
        if pairs.len() < FEWEST {
            return None;
        }
        let mean = |f: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(f).sum::<f64>() / pairs.len() as f64;
        let (a, b) = (mean(&|p| p.0), mean(&|p| p.1));
        let (aa, bb) = (mean(&|p| (p.0 - a) * (p.0 - a)), mean(&|p| (p.1 - b) * (p.1 - b)));
        let ab = mean(&|p| (p.0 - a) * (p.1 - b));
        let mut off: Vec<f64> = pairs.iter().map(|p| p.0 - p.1).collect();
        off.sort_by(f64::total_cmp);
        Some(Self {
            places: pairs.len(),
            median_m: off[off.len() / 2],
            rms_m: mean(&|p| (p.0 - p.1) * (p.0 - p.1)).sqrt(),
            correlation: if aa > 0.0 && bb > 0.0 { ab / (aa * bb).sqrt() } else { 0.0 },
            spread_m: aa.sqrt(),
            turned_fits_better: mean(&|p| (-p.0 - p.1) * (-p.0 - p.1)) < mean(&|p| (p.0 - p.1) * (p.0 - p.1)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::depth_source::DepthSource;
    use super::super::fixtures;
    use super::*;
    use std::sync::LazyLock;

    static SHIPPED: LazyLock<DepthSource> =
        LazyLock::new(|| DepthSource::from_bytes(fixtures::DEPTH_JSON, fixtures::DEPTH_BYTES).unwrap());

    /// A survey of elevations every 0.02 degrees.
    fn survey(area: [f64; 4], depth: impl Fn(LatLon) -> Option<f64>) -> Survey {
        let step = 0.02;
        let n = |a: f64, b: f64| super::super::lattice::whole((b - a) / step, 1e4);
        let (ny, nx) = (n(area[0], area[1]), n(area[2], area[3]));
        let at = |k: usize| LatLon::new(area[0] + step * (k / nx) as f64, area[2] + step * (k % nx) as f64);
        #[expect(clippy::cast_possible_truncation, reason = "metres")]
        let values = (0..nx * ny).map(|k| depth(at(k)).map_or(f32::NAN, |d| -d as f32)).collect();
        let (first, step) = (LatLon::new(area[0], area[2]), LatLon::new(step, step));
        Survey { format: "test", first, step, nx, values, notes: Vec::new() }
    }

    fn against(ours: &dyn Fn(LatLon) -> Option<f64>) -> Against<'_> {
        Against { zero: Zero::MeanSeaLevel, positive: Positive::Up, ours, datum: &|_| 3.0 }
    }

    const STRAIT: [f64; 4] = [50.3, 51.5, 0.8, 2.8];

    #[test]
    fn only_places_that_both_cover_count() {
        let plane = |p: LatLon| 20.0 + 10.0 * (p.lon - 1.5) + 8.0 * (p.lat - 50.9);
        let s = survey(STRAIT, |p| Some(plane(p) + 2.0));
        // Ours ends at 2.4 E.
        let ours = |p: LatLon| (p.lon < 2.4).then(|| plane(p));
        let c = against(&ours).compare(&s).unwrap();
        assert!((c.median_m - 2.0).abs() < 0.01 && (c.rms_m - 2.0).abs() < 0.01 && c.correlation > 0.999, "{c:?}");
        let all = against(&|p| Some(plane(p))).compare(&s).unwrap().places;
        assert!((0.75..0.85).contains(&(c.places as f64 / all as f64)), "{} of {all}", c.places);
        assert_eq!(against(&|_| None).compare(&s), None);
        let lowest = Against { zero: Zero::LowestTide, ..against(&ours) }.compare(&s).unwrap();
        assert!((lowest.median_m - 5.0).abs() < 0.01, "{lowest:?}");
    }

    #[test]
    fn a_true_survey_passes_with_its_errors() {
        let ours = |p| SHIPPED.between(p);
        // 3 m too deep, with ridges and errors of 4 m rms that the shipped grid does not have.
        let rough = |p: LatLon| 5.7 * crate::units::maths::sin(p.lat * 400.0) * crate::units::maths::sin(p.lon * 250.0);
        let noisy = |p: LatLon| ours(p).map(|d| d + 3.0 + 2.0 * rough(p));
        for area in [STRAIT, [50.7, 51.1, 1.2, 1.9], [51.0, 51.3, 2.0, 2.6]] {
            let s = survey(area, noisy);
            assert_eq!(against(&ours).doubt(&s), None, "{area:?}: {:?}", against(&ours).compare(&s));
        }
    }

    #[test]
    fn what_is_upside_down_shifted_or_constant_is_doubted() {
        let ours = |p| SHIPPED.between(p);
        let doubt = |s: &Survey| against(&ours).doubt(s);
        let turned = survey(STRAIT, |p| ours(LatLon::new(STRAIT[0] + STRAIT[1] - 0.02 - p.lat, p.lon)));
        assert!(doubt(&turned).is_some_and(|d| d.contains("upside down")), "{:?}", doubt(&turned));
        let mirrored = survey(STRAIT, |p| ours(LatLon::new(p.lat, STRAIT[2] + STRAIT[3] - 0.02 - p.lon)));
        assert!(doubt(&mirrored).is_some_and(|d| d.contains("east and west")), "{:?}", doubt(&mirrored));
        let shifted = survey(STRAIT, |p| ours(LatLon::new(p.lat - 0.3, p.lon)));
        assert!(doubt(&shifted).is_some_and(|d| d.contains("shifted by -0.3")), "{:?}", doubt(&shifted));
        assert!(doubt(&survey(STRAIT, |_| Some(25.0))).is_some_and(|d| d.contains("the same everywhere")));
        let noise = survey(STRAIT, |p| Some(30.0 + 20.0 * crate::units::maths::sin(p.lat * 911.0 + p.lon * 733.0)));
        assert!(doubt(&noise).is_some_and(|d| d.contains("another sea")), "{:?}", doubt(&noise));
        let signs = Against { positive: Positive::Down, ..against(&ours) }.doubt(&survey(STRAIT, ours));
        assert!(signs.is_some_and(|d| d.contains("--positive up")));
    }
}
