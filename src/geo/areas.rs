//! Whose waters are these, and which rules of distance hold here?
//!
//! Sides come from the boundary between France, the United Kingdom and Belgium: treaty points in the
//! strait, the line of equal distance to the south-west, shelf agreements to the north-east (the data's
//! README says which is which). The same line is used for the duty to search and rescue: the regions of
//! Gris-Nez and Dover meet near it, and no better line is published as data. Zones are bands of distance
//! from the shore.
//!
//! First version. Left out: straight baselines and bay closing lines (harbours and bays count by their
//! distance to the shore), the low-water line as baseline (we measure from high water, so limits lie up to
//! a few kilometres too close to shore off the Somme and Dunkirk), the exact regions of the rescue centres.

use super::coast::crossing_x;
use super::error::{ChartError, ChartFile};
use super::geojson::{Geometry, read_features};
use super::shore::ShoreField;
use crate::units::{NAUTICAL_MILE_M, Vec2};

/// Which state answers for a place at sea.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// France.
    France,
    /// The United Kingdom.
    UnitedKingdom,
    /// Belgium.
    Belgium,
}

/// Which band of distance from the shore a place lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zone {
    /// In a charted canal.
    Canal,
    /// On the beach or within 300 m of it, where the French speed limit of 5 kn holds.
    BeachBand,
    /// Beyond that, within 12 nautical miles of the nearest shore, on its side of the boundary.
    TerritorialSea,
    /// Farther off.
    Beyond,
}

/// Width of the French coastal band with a speed limit of 5 kn, metres (orders of the maritime prefects;
/// for Dunkirk order 66/2019).
pub const BEACH_BAND_M: f64 = 300.0;
/// Breadth of the territorial sea, metres (UN Convention on the Law of the Sea, article 3).
pub const TERRITORIAL_SEA_M: f64 = 12.0 * NAUTICAL_MILE_M;

/// The boundaries between states, and limits for drawing.
#[derive(Clone, Debug)]
pub struct Areas {
    limits: Vec<LimitLine>,
    united_kingdom: Vec<Vec2>,
    belgium: Vec<Vec2>,
}

/// A line to draw.
#[derive(Clone, Debug)]
pub struct LimitLine {
    /// What it says beside the line.
    pub name: String,
    /// What it is.
    pub role: LimitRole,
    /// Points on the plane, metres.
    pub points: Vec<Vec2>,
}

/// What a limit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitRole {
    /// Between France and the United Kingdom, from south-west to north-east.
    FranceUnitedKingdom,
    /// Between France and Belgium, from inland to sea.
    FranceBelgium,
    /// Between Belgium and the United Kingdom, from south to north.
    BelgiumUnitedKingdom,
    /// 12 nautical miles, or the median line where states are closer.
    TwelveMiles,
}

impl LimitRole {
    fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "boundary_fr_gb" => Self::FranceUnitedKingdom,
            "boundary_fr_be" => Self::FranceBelgium,
            "boundary_be_gb" => Self::BelgiumUnitedKingdom,
            "limit_12nm" => Self::TwelveMiles,
            _ => return None,
        })
    }
}

impl Areas {
    /// Reads boundaries and limits from GeoJSON lines with a `role`.
    pub fn load(geojson: &str) -> Result<Self, Vec<ChartError>> {
        let file = ChartFile::Limits;
        let mut errors = Vec::new();
        let mut limits: Vec<LimitLine> = Vec::new();
        for feature in read_features(geojson, file, &mut errors) {
            let word = feature.text("role").unwrap_or("nothing").to_owned();
            let name = feature.text("name").unwrap_or_default().to_owned();
            match (LimitRole::from_word(&word), feature.geometry) {
                (Some(role), Geometry::Line(points)) => limits.push(LimitLine { name, role, points }),
                (Some(_), Geometry::Polygons(_)) => {
                    errors.push(ChartError::new(file, feature.place, "a polygon", "a line"));
                }
                (None, _) => errors.push(ChartError::new(
                    file,
                    feature.place,
                    format!("role {word}"),
                    "boundary_fr_gb, boundary_fr_be, boundary_be_gb or limit_12nm",
                )),
            }
        }
        let mut one = |role: LimitRole, word: &str| -> Vec<Vec2> {
            let found: Vec<_> = limits.iter().filter(|l| l.role == role).collect();
            if let [line] = found[..] {
                return line.points.clone();
            }
            errors.push(ChartError::new(file, "top level", format!("{} lines `{word}`", found.len()), "one"));
            Vec::new()
        };
        let fr_gb = one(LimitRole::FranceUnitedKingdom, "boundary_fr_gb");
        let fr_be = one(LimitRole::FranceBelgium, "boundary_fr_be");
        let be_gb = one(LimitRole::BelgiumUnitedKingdom, "boundary_be_gb");
        if !errors.is_empty() {
            return Err(errors);
        }
        // Both areas are closed far outside the chart.
        let far = |p: Option<&Vec2>, dx: f64, dy: f64| p.map(|p| Vec2::new(p.x + FAR_M * dx, p.y + FAR_M * dy));
        let mut united_kingdom: Vec<Vec2> = Vec::new();
        united_kingdom.extend(far(fr_gb.first(), -1.0, 0.0));
        united_kingdom.extend(&fr_gb);
        united_kingdom.extend(be_gb.iter().skip(1));
        united_kingdom.extend(far(be_gb.last(), 0.2, 1.0));
        united_kingdom.extend(far(fr_gb.first(), -1.0, 1.0));
        let mut belgium: Vec<Vec2> = fr_be.clone();
        belgium.extend(be_gb.iter().skip(1));
        belgium.extend(far(be_gb.last(), 0.2, 1.0));
        belgium.extend(far(fr_be.first(), 1.0, 0.0));
        Ok(Self { limits, united_kingdom, belgium })
    }

    /// Boundaries and limits, for drawing.
    #[must_use]
    pub fn limits(&self) -> &[LimitLine] {
        &self.limits
    }

    /// The boundary between France and the United Kingdom, from south-west to north-east.
    pub fn boundary(&self) -> &[Vec2] {
        self.limits.iter().find(|l| l.role == LimitRole::FranceUnitedKingdom).map_or(&[], |l| &l.points)
    }

    /// Which state answers for the place: police powers in its waters, and search and rescue. About 50 ns.
    #[must_use]
    pub fn responsible_side(&self, p: Vec2) -> Side {
        if is_inside(&self.united_kingdom, p) {
            Side::UnitedKingdom
        } else if is_inside(&self.belgium, p) {
            Side::Belgium
        } else {
            Side::France
        }
    }

    /// The band of distance from the shore, canals aside.
    #[must_use]
    pub fn zone(&self, shore: &ShoreField, p: Vec2) -> Zone {
        let d = shore.distance(p);
        if d <= BEACH_BAND_M {
            Zone::BeachBand
        } else if d <= TERRITORIAL_SEA_M {
            Zone::TerritorialSea
        } else {
            Zone::Beyond
        }
    }
}

/// Far outside the chart, metres.
const FAR_M: f64 = 1e6;

fn is_inside(ring: &[Vec2], p: Vec2) -> bool {
    let mut inside = false;
    let Some(&(mut a)) = ring.last() else { return false };
    for &b in ring {
        if (a.y <= p.y) != (b.y <= p.y) && crossing_x(a, b, p.y) > p.x {
            inside = !inside;
        }
        a = b;
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::super::{Country, LatLon, testing, to_plane};
    use super::*;

    #[test]
    fn each_side_answers_for_its_waters() {
        let areas = &testing::chart().areas;
        for (lat, lon, side) in [
            (50.95, 1.70, Side::France),
            (51.10, 1.40, Side::UnitedKingdom),
            (51.05, 2.20, Side::France),
            (51.25, 2.60, Side::Belgium),
            (51.40, 1.60, Side::UnitedKingdom),
            (50.40, 1.30, Side::France),
            (50.60, 0.60, Side::UnitedKingdom),
            (51.10, 2.50, Side::France),
            (51.16, 2.55, Side::Belgium),
        ] {
            assert_eq!(areas.responsible_side(to_plane(LatLon::new(lat, lon))), side, "{lat} {lon}");
        }
    }

    #[test]
    fn named_places_lie_on_their_own_side() {
        let chart = testing::chart();
        for place in chart.launch_sites().iter().chain(chart.ports()) {
            let expected = match place.country {
                Country::France => Side::France,
                Country::UnitedKingdom => Side::UnitedKingdom,
                Country::Belgium | Country::Netherlands => Side::Belgium,
            };
            assert_eq!(chart.areas.responsible_side(place.position), expected, "{}", place.id);
        }
    }

    /// The treaty line was drawn as a line of equal distance, but from baselines with banks that dry (the
    /// Goodwin Sands move point V towards France): our coast must agree with it roughly.
    #[test]
    fn the_boundary_is_about_as_far_from_either_coast() {
        let chart = testing::chart();
        for &p in chart.areas.boundary() {
            let to = |country| {
                let near = chart.coast.shore().iter().filter(|s| s.country == country);
                near.map(|s| (s.nearest(p) - p).length()).fold(f64::INFINITY, f64::min)
            };
            let (fr, gb) = (to(Country::France), to(Country::UnitedKingdom));
            assert!((fr - gb).abs() < 0.5 * fr.min(gb), "{p:?}: {fr} {gb}");
        }
    }

    #[test]
    fn zones_follow_the_distance_to_the_shore() {
        let chart = testing::chart();
        let site = chart.site("wissant").expect("a known site");
        assert_eq!(chart.zone(site.water_point), Zone::BeachBand);
        assert_eq!(chart.zone(to_plane(LatLon::new(51.03, 1.55))), Zone::TerritorialSea);
        assert_eq!(chart.zone(to_plane(LatLon::new(50.48, 0.9))), Zone::Beyond);
    }
}
