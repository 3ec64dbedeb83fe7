//! What does the stream do at a place in a year? Runs from slack to slack, springs and neaps, and what flows through.
//!
//! What [`super::stream_facts`] asks for, worked out from a year of our stream every ten minutes: 2020, when the Moon's node
//! makes f of M2 about 1. Springs are, after the Admiralty's definition, the two successive high waters at Dover of the
//! greatest range in each fortnight, neaps the two of the smallest.
//!
//! Left out: wind and surge.

use crate::geo::{LatLon, to_lat_lon, to_plane};
use crate::units::{Duration, Instant, NAUTICAL_MILE_M, Speed, Vec2, maths};

use super::SeaData;
use super::clock::STEP_S;
use super::constituents::Phases;
use super::error::DataError;
use super::stream_facts::{Against, DATA, Fact, Quantity, Tides};
use super::tide::{Turn, TurnKind};

/// Half a cycle from springs to neaps, in which the greatest and smallest ranges are looked for: 6.5 days.
const HALF_FORTNIGHT_S: f64 = 6.5 * 86_400.0;
/// Ends of the section that the strait's flow is measured through, South Foreland and Sangatte, and its steps.
const SECTION: [LatLon; 2] = [LatLon::new(51.14, 1.372), LatLon::new(50.95, 1.76)];
const SECTION_STEPS: u32 = 200;

/// The year's tides, which all facts share.
pub(super) struct Year<'a> {
    data: &'a SeaData,
    start: Instant,
    phases: Phases,
    springs: Vec<Instant>,
    neaps: Vec<Instant>,
}

/// One run of the stream at a place, from slack to slack.
struct Run {
    begins_s: f64,
    highest: f64,
    highest_s: f64,
    carried: Vec2,
    /// Along the axis's positive way.
    positive: bool,
}

impl<'a> Year<'a> {
    pub(super) fn new(data: &'a SeaData) -> Result<Self, DataError> {
        let start = Instant::parse("2020-01-01T00:00Z").map_err(|e| DataError::new(DATA, e, "a time"))?;
        let days = 366;
        let phases = data.stations.constituents().phases(start, STEP_S, days * 144);
        let turns = data.stations.curve("dover", start, Duration::hours(24.0 * days as f64))?.turns();
        let ranges = ranges(&turns);
        let greatest = |sign: f64| extremes(&ranges, sign);
        Ok(Self { data, start, springs: greatest(1.0), neaps: greatest(-1.0), phases })
    }

    fn seconds(&self, t: Instant) -> f64 {
        t.since(self.start).s()
    }

    /// What our stream makes of a fact.
    pub(super) fn value(&self, fact: &Fact) -> Result<f64, DataError> {
        if fact.quantity == Quantity::Transport {
            return transport(self.data);
        }
        let series = self.data.stream_series(fact.position, &self.phases)?;
        let axis = main_axis(&series);
        let towards = Vec2::from_bearing(fact.set, 1.0);
        let sign = if axis.x * towards.x + axis.y * towards.y >= 0.0 { 1.0 } else { -1.0 };
        let mean = mean(&series);
        let kn = |mps: f64| Speed::metres_per_second(mps).kn();
        let own = || runs(&series, axis * sign);
        Ok(match fact.quantity {
            Quantity::Rate => kn(self.rate(&own(), fact.tides)),
            Quantity::HighestRate => kn(series.iter().fold(0.0, |m, v| v.length().max(m))),
            Quantity::Direction => {
                let carried = own().iter().filter(|r| r.positive).fold(Vec2::ZERO, |sum, r| sum + r.carried);
                let deg = carried.bearing().deg();
                // As near to the published one as it can be written: 358° is −2° if that is what is asked.
                let middle =
                    if fact.low.is_finite() && fact.high.is_finite() { 0.5 * (fact.low + fact.high) } else { deg };
                deg - 360.0 * maths::round((deg - middle) / 360.0)
            }
            Quantity::Begins => self.begins(&own(), fact)?,
            Quantity::Roundness => roundness(&series),
            Quantity::Rotation => self.data.streams.rotation(fact.position, "M2"),
            Quantity::FasterThan => {
                let Against::Place(other) = fact.against else {
                    return Err(DataError::new(DATA, "no place to compare with", "`lat lon`"));
                };
                let there = self.data.stream_series(other, &self.phases)?;
                let axis = main_axis(&there);
                self.rate(&own(), fact.tides) / self.rate(&runs(&there, axis), fact.tides)
            }
            Quantity::Drift => (mean.x * towards.x + mean.y * towards.y) * 86_400.0 / NAUTICAL_MILE_M,
            Quantity::Transport => unreachable!("answered above"),
        })
    }

    /// Mean highest rate of the positive runs, each nearest to one of the chosen high waters.
    fn rate(&self, runs: &[Run], tides: Tides) -> f64 {
        let positive: Vec<&Run> = runs.iter().filter(|r| r.positive).collect();
        let mean = |rates: Vec<f64>| rates.iter().sum::<f64>() / rates.len() as f64;
        let near = |moments: &[Instant]| {
            let nearest = |t: f64| {
                positive
                    .iter()
                    .min_by(|a, b| (a.highest_s - t).abs().total_cmp(&(b.highest_s - t).abs()))
                    .map(|r| r.highest)
            };
            mean(moments.iter().filter_map(|&t| nearest(self.seconds(t))).collect())
        };
        match tides {
            Tides::Springs => near(&self.springs),
            Tides::Neaps => near(&self.neaps),
            Tides::All => mean(positive.iter().map(|r| r.highest).collect()),
        }
    }

    /// Mean time from high water to the beginning of the positive runs, hours. Each is told from the high
    /// water that makes it nearest to the published time: pilots count so too.
    fn begins(&self, runs: &[Run], fact: &Fact) -> Result<f64, DataError> {
        let Against::HighWater(port) = &fact.against else {
            return Err(DataError::new(DATA, "no port to count from", "the short name of a tide station"));
        };
        let length = Duration::seconds(self.phases.len() as f64 * f64::from(STEP_S));
        let turns = self.data.stations.curve(port, self.start, length)?.turns();
        let high: Vec<f64> = turns.iter().filter(|t| t.kind == TurnKind::High).map(|t| self.seconds(t.at)).collect();
        let expected = 0.5 * (fact.low + fact.high) * 3600.0;
        let (mut sum, mut n) = (0.0, 0.0);
        for run in runs.iter().filter(|r| r.positive) {
            let after = high
                .iter()
                .map(|h| run.begins_s - h)
                .min_by(|a, b| (a - expected).abs().total_cmp(&(b - expected).abs()));
            if let Some(after) = after {
                sum += after;
                n += 1.0;
            }
        }
        Ok(sum / n / 3600.0)
    }
}

/// High waters with their ranges: mean of the fall before and after.
fn ranges(turns: &[Turn]) -> Vec<(Instant, f64)> {
    turns
        .windows(3)
        .filter(|w| w[1].kind == TurnKind::High)
        .map(|w| (w[1].at, w[1].height_m - 0.5 * (w[0].height_m + w[2].height_m)))
        .collect()
}

/// The two successive high waters of each fortnight with the greatest mean range (or smallest, sign −1).
fn extremes(ranges: &[(Instant, f64)], sign: f64) -> Vec<Instant> {
    let pairs: Vec<(usize, f64)> = ranges.windows(2).map(|w| sign * (w[0].1 + w[1].1)).enumerate().collect();
    let mut out = Vec::new();
    for &(k, value) in &pairs {
        let best = pairs
            .iter()
            .filter(|(other, _)| ranges[*other].0.since(ranges[k].0).s().abs() < HALF_FORTNIGHT_S)
            .all(|&(other, v)| v < value || (v <= value && other >= k));
        // At the ends of the year the window is cut: what looks greatest there need not be.
        let inside = ranges[k].0.since(ranges[0].0).s() > HALF_FORTNIGHT_S
            && ranges[ranges.len() - 1].0.since(ranges[k].0).s() > HALF_FORTNIGHT_S;
        if best && inside {
            out.extend([ranges[k].0, ranges[k + 1].0]);
        }
    }
    out
}

fn mean(series: &[Vec2]) -> Vec2 {
    series.iter().fold(Vec2::ZERO, |sum, &v| sum + v) * (1.0 / series.len() as f64)
}

/// Second moments about the mean: of x, of y, and mixed.
fn moments(series: &[Vec2]) -> (f64, f64, f64) {
    let m = mean(series);
    series.iter().fold((0.0, 0.0, 0.0), |(xx, yy, xy), &v| {
        let d = v - m;
        (xx + d.x * d.x, yy + d.y * d.y, xy + d.x * d.y)
    })
}

/// The way along which the stream varies most, as a unit vector.
fn main_axis(series: &[Vec2]) -> Vec2 {
    let (xx, yy, xy) = moments(series);
    let (s, c) = maths::sin_cos(0.5 * maths::atan2(2.0 * xy, xx - yy));
    Vec2::new(c, s)
}

/// Smaller over larger principal deviation.
fn roundness(series: &[Vec2]) -> f64 {
    let (xx, yy, xy) = moments(series);
    let spread = ((xx - yy) * (xx - yy) + 4.0 * xy * xy).sqrt();
    ((xx + yy - spread).max(0.0) / (xx + yy + spread).max(1e-12)).sqrt()
}

/// Cuts a series of ten-minute samples at the slacks along an axis; only whole runs count.
fn runs(series: &[Vec2], axis: Vec2) -> Vec<Run> {
    let along = |v: Vec2| v.x * axis.x + v.y * axis.y;
    let step = f64::from(STEP_S);
    let mut runs: Vec<Run> = Vec::new();
    let mut now: Option<Run> = None;
    for (i, w) in series.windows(2).enumerate() {
        let (a, b) = (along(w[0]), along(w[1]));
        if (a < 0.0) != (b < 0.0) {
            let begins_s = (i as f64 + a / (a - b)) * step;
            runs.extend(now.take());
            now = Some(Run { begins_s, highest: 0.0, highest_s: begins_s, carried: Vec2::ZERO, positive: b >= 0.0 });
        }
        if let Some(run) = &mut now {
            run.carried += w[1];
            let rate = w[1].length();
            // Slack across the axis is no peak along it.
            if rate > run.highest && (b >= 0.0) == run.positive {
                (run.highest, run.highest_s) = (rate, (i as f64 + 1.0) * step);
            }
        }
    }
    runs
}

/// Mean flow through the strait towards the North Sea: the mean stream over the mean depth, and what
/// level and stream carry together because more water runs at high level than at low. The level on the
/// section is mixed from Dover's and Calais's.
fn transport(data: &SeaData) -> Result<f64, DataError> {
    let (dover, calais) = (data.stations.get("dover")?, data.stations.get("calais")?);
    let (from, to) = (to_plane(SECTION[0]), to_plane(SECTION[1]));
    let step = (to - from) * (1.0 / f64::from(SECTION_STEPS));
    let mut sum = 0.0;
    for k in 0..SECTION_STEPS {
        let w = (f64::from(k) + 0.5) / f64::from(SECTION_STEPS);
        let p = from + (to - from) * w;
        let depth = data.depths.depth_below_msl(p);
        if depth > 0.0 {
            let level = calais.harmonics.mix(w, &dover.harmonics);
            let flow = data.streams.mean_transport(&data.stations, to_lat_lon(p), depth, &level)?;
            // Walking from England to France the North Sea is to the left: a quarter turn anticlockwise.
            sum += step.x * flow.y - step.y * flow.x;
        }
    }
    Ok(sum)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::*;
    use crate::units::Angle;

    #[test]
    fn a_made_up_rectilinear_stream_is_taken_apart_as_it_was_made() {
        // 1 m/s along 030° with a period of 12 h, a slack at 3 h, 9 h …, and 0.1 m/s of drift.
        let along = Vec2::from_bearing(Angle::degrees(30.0), 1.0);
        let series: Vec<Vec2> =
            (0..144 * 6).map(|k| along * (0.1 + maths::cos(core::f64::consts::TAU * f64::from(k) / 72.0))).collect();
        let axis = main_axis(&series);
        assert!((axis.x * along.x + axis.y * along.y).abs() > 0.999_999 && roundness(&series) < 1e-6);
        let runs = runs(&series, along);
        let (forth, back): (Vec<&Run>, Vec<&Run>) = runs.iter().partition(|r| r.positive);
        assert!(
            forth.iter().all(|r| (r.highest - 1.1).abs() < 0.01 && (r.carried.bearing().deg() - 30.0).abs() < 1e-6)
        );
        assert!(
            back.iter().all(|r| (r.highest - 0.9).abs() < 0.01 && (r.carried.bearing().deg() - 210.0).abs() < 1e-6)
        );
        // Slack where cos = −0.1: 3.19 h after the peak.
        assert!((back[0].begins_s / 3600.0 - 3.191).abs() < 0.01, "{}", back[0].begins_s / 3600.0);
    }

    #[test]
    fn springs_come_each_fortnight_and_neaps_between() {
        let year = Year::new(&fixtures::DATA).unwrap();
        for chosen in [&year.springs, &year.neaps] {
            assert!((46..=52).contains(&chosen.len()), "{} high waters", chosen.len());
            let pairs: Vec<f64> = chosen.chunks_exact(2).map(|p| p[1].since(p[0]).h()).collect();
            assert!(pairs.iter().all(|h| (11.5..14.5).contains(h)), "{pairs:?}");
        }
        let between = year.neaps[0].since(year.springs[0]).h().abs() / 24.0;
        assert!((5.0..10.0).contains(&(between - 14.77 * maths::floor(between / 14.77))), "{between} days");
    }
}
