//! How high is the tide at any place of the strait? Between the gauges of two coasts.
//!
//! Complex amplitudes vary smoothly, so they can be mixed linearly. Along each coast the constants
//! are interpolated between neighbouring gauges by their place along the strait's axis; across, the two
//! coasts are mixed by the distance to each. At a gauge this gives that gauge. The result is laid on a
//! 5 km grid every ten minutes when the scenario is loaded.
//!
//! Left out: physics between the coasts (the co-tidal lines of a model would bend more), and the
//! Thames, whose gauges would pull the open sea astray. Expect a few centimetres and minutes on the
//! coasts and some 0.2 m offshore.

use crate::geo::to_plane;
use crate::units::{Tick, Vec2, maths};

use super::clock::SampleClock;
use super::constituents::Phases;
use super::error::DataError;
use super::lattice::Lattice;
use super::tide::{Harmonics, Stations};

/// Gauges of the continental coast, from the south-west.
const CONTINENT: [&str; 6] = ["le_havre", "dieppe", "boulogne", "calais", "dunkerque", "cadzand"];
/// Gauges of the English coast, from the south-west.
const ENGLAND: [&str; 5] = ["newhaven", "hastings", "dover", "deal", "felixstowe"];
/// The strait's axis, degrees clockwise from north: along it both lists are in order.
const AXIS_DEG: f64 = 50.0;
/// Grid step. The tide's phase turns by some 1.3° in 5 km along the coast: bilinear is exact enough.
const CELL_M: f64 = 5000.0;

/// Tide over the area and span of one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct TideField {
    clock: SampleClock,
    lattice: Lattice,
    /// Height above mean level, one plane for each sample.
    heights: Vec<f32>,
    /// Mean level above chart datum.
    datum: Vec<f32>,
}

struct Gauge<'a> {
    position: Vec2,
    /// Metres along the strait's axis.
    along: f64,
    harmonics: &'a Harmonics,
    datum_m: f64,
}

/// The tide of a place about mean level, and how far chart datum lies below mean level there (m).
pub(super) struct LocalTide {
    pub(super) harmonics: Harmonics,
    pub(super) datum_m: f64,
}

/// The gauges of both coasts, ready to be asked for the tide between them.
pub(super) struct Coasts<'a> {
    continent: Vec<Gauge<'a>>,
    england: Vec<Gauge<'a>>,
}

fn along(p: Vec2) -> f64 {
    let (s, c) = maths::sin_cos(AXIS_DEG.to_radians());
    p.x * s + p.y * c
}

impl<'a> Coasts<'a> {
    pub(super) fn new(stations: &'a Stations) -> Result<Self, DataError> {
        let gauges = |slugs: &[&str]| {
            let list = slugs
                .iter()
                .map(|slug| {
                    let s = stations.get(slug)?;
                    let position = to_plane(s.position);
                    Ok(Gauge {
                        position,
                        along: along(position),
                        harmonics: &s.harmonics,
                        datum_m: s.chart_datum_below_msl_m,
                    })
                })
                .collect::<Result<Vec<_>, DataError>>()?;
            if list.is_sorted_by(|a, b| a.along < b.along) {
                Ok(list)
            } else {
                Err(DataError::new(
                    "tide stations",
                    format!("{} are out of order along the strait", slugs.join(", ")),
                    "their true positions",
                ))
            }
        };
        Ok(Self { continent: gauges(&CONTINENT)?, england: gauges(&ENGLAND)? })
    }

    /// The tide at a position of the plane.
    pub(super) fn at(&self, p: Vec2) -> LocalTide {
        let (near, far) = (on_coast(&self.continent, p), on_coast(&self.england, p));
        let (a, b) = (distance_to(&self.continent, p), distance_to(&self.england, p));
        let w = b / (a + b);
        LocalTide {
            harmonics: near.harmonics.mix(w, &far.harmonics),
            datum_m: w * near.datum_m + (1.0 - w) * far.datum_m,
        }
    }
}

/// Interpolated along one coast, the end gauges holding beyond the ends.
fn on_coast(gauges: &[Gauge<'_>], p: Vec2) -> LocalTide {
    let s = along(p);
    let next = gauges.partition_point(|g| g.along <= s).clamp(1, gauges.len() - 1);
    let (a, b) = (&gauges[next - 1], &gauges[next]);
    let w = ((b.along - s) / (b.along - a.along)).clamp(0.0, 1.0);
    LocalTide { harmonics: a.harmonics.mix(w, b.harmonics), datum_m: w * a.datum_m + (1.0 - w) * b.datum_m }
}

/// Distance to the line through a coast's gauges.
fn distance_to(gauges: &[Gauge<'_>], p: Vec2) -> f64 {
    gauges
        .windows(2)
        .map(|w| {
            let d = w[1].position - w[0].position;
            let q = p - w[0].position;
            let t = ((q.x * d.x + q.y * d.y) / d.length_squared()).clamp(0.0, 1.0);
            (q - d * t).length()
        })
        .fold(f64::INFINITY, f64::min)
}

impl TideField {
    /// Lays the tide of the scenario's span on the grid.
    pub(super) fn new(stations: &Stations, clock: SampleClock, phases: &Phases) -> Result<Self, DataError> {
        let coasts = Coasts::new(stations)?;
        let lattice = Lattice::covering_area(CELL_M);
        let local: Vec<LocalTide> = lattice.nodes().map(|p| coasts.at(p)).collect();
        #[expect(clippy::cast_possible_truncation, reason = "heights of metres: single precision holds micrometres")]
        let narrow = |x: f64| x as f32;
        let heights =
            phases.rows().flat_map(|row| local.iter().map(move |l| narrow(l.harmonics.height_m(row)))).collect();
        Ok(Self { clock, lattice, heights, datum: local.iter().map(|l| narrow(l.datum_m)).collect() })
    }

    /// Height above mean sea level, metres.
    #[must_use]
    #[inline]
    pub fn height_above_msl(&self, position: Vec2, tick: Tick) -> f64 {
        let cell = self.lattice.locate(position);
        let m = self.clock.locate(tick);
        let n = self.lattice.len();
        let before = f64::from(self.lattice.sample(&self.heights[m.index * n..(m.index + 1) * n], &cell));
        let after = f64::from(self.lattice.sample(&self.heights[(m.index + 1) * n..(m.index + 2) * n], &cell));
        before + (after - before) * m.fraction
    }

    /// How far chart datum lies below mean sea level, metres.
    #[must_use]
    pub fn chart_datum_below_msl(&self, position: Vec2) -> f64 {
        f64::from(self.lattice.sample(&self.datum, &self.lattice.locate(position)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::clock::STEP_S;
    use super::super::fixtures;
    use super::*;
    use crate::geo::LatLon;
    use crate::units::{Duration, Instant};

    fn field(start: &str) -> (TideField, SampleClock) {
        let stations = fixtures::stations();
        let clock = SampleClock::new(Instant::parse(start).unwrap(), Duration::hours(24.0)).unwrap();
        let phases = stations.constituents().phases(clock.start(), STEP_S, clock.count());
        (TideField::new(stations, clock, &phases).unwrap(), clock)
    }

    #[test]
    fn at_a_gauge_the_field_is_that_gauge() {
        let stations = fixtures::stations();
        let coasts = Coasts::new(stations).unwrap();
        for slug in ["boulogne", "calais", "dunkerque", "dover", "deal", "hastings"] {
            let s = stations.get(slug).unwrap();
            let here = coasts.at(to_plane(s.position));
            let m2 = stations.constituents().index("M2").unwrap();
            for k in 0..2 {
                assert!((here.harmonics.pair(m2)[k] - s.harmonics.pair(m2)[k]).abs() < 1e-9, "{slug}");
            }
            assert!((here.datum_m - s.z0_m).abs() < 1e-9, "{slug}");
        }
    }

    #[test]
    fn the_grid_keeps_the_tide_of_the_ports_within_a_decimetre() {
        let (field, clock) = field("2025-03-30T00:00Z");
        let stations = fixtures::stations();
        for slug in ["boulogne", "calais", "dunkerque", "dover", "deal"] {
            let s = stations.get(slug).unwrap();
            let curve = stations.curve(slug, clock.start(), Duration::hours(24.0)).unwrap();
            for tick in (0..8640).step_by(7) {
                let expected = curve.at(Tick(tick).at(clock.start())) - s.z0_m;
                let got = field.height_above_msl(to_plane(s.position), Tick(tick));
                assert!((got - expected).abs() < 0.1, "{slug} at tick {tick}: {got}, expected {expected}");
            }
        }
    }

    #[test]
    fn chart_datum_is_known_at_every_place() {
        let (field, _) = field("2025-07-09T20:00Z");
        for (lat, lon, expected) in [(50.97, 1.87, 4.08), (51.05, 2.37, 3.32), (50.73, 1.58, 5.03), (51.11, 1.32, 3.79)]
        {
            let got = field.chart_datum_below_msl(to_plane(LatLon::new(lat, lon)));
            assert!((got - expected).abs() < 0.12, "{lat} {lon}: {got}");
        }
    }
}
