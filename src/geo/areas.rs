//! Whose waters are these, and which rules of distance hold here?
//!
//! Sides come from the boundary between France, the United Kingdom and Belgium: treaty points in the
//! strait, the line of equal distance to the south-west, shelf agreements to the north-east (the data's
//! README says which is which). The outer limit of the territorial sea is the line of OpenStreetMap, drawn
//! from low-water baselines and banks that dry, as a distance from our high-water coast could not be. A place
//! in it, off a canal and off ground that dries at chart datum, is territorial sea; landward of the low-water
//! line lie internal waters (UN Convention on the Law of the Sea, articles 5 and 8).
//!
//! Left out: straight baselines, bay closing lines and harbour works (articles 7 to 11), which no open data of
//! ours has: the bays of the Somme, Authie and Canche are internal by their drying sands, a dredged basin counts
//! as territorial sea. The contiguous zone and the shelf beyond are one zone here.

use super::Country;
use super::coast::crossing_x;
use super::error::{ChartError, ChartFile};
use super::geojson::{Geometry, read_features};
use crate::units::Vec2;

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

impl Side {
    /// All states, in the order used everywhere.
    pub const ALL: [Self; 3] = [Self::France, Self::UnitedKingdom, Self::Belgium];

    /// The name in doctrine files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::France => "France",
            Self::UnitedKingdom => "UnitedKingdom",
            Self::Belgium => "Belgium",
        }
    }

    /// The adjective for texts.
    #[must_use]
    pub const fn adjective(self) -> &'static str {
        match self {
            Self::France => "French",
            Self::UnitedKingdom => "British",
            Self::Belgium => "Belgian",
        }
    }

    const fn of(country: Country) -> Option<Self> {
        match country {
            Country::France => Some(Self::France),
            Country::UnitedKingdom => Some(Self::UnitedKingdom),
            Country::Belgium => Some(Self::Belgium),
            Country::Netherlands => None,
        }
    }
}

/// A zone of the sea. A place lies in one of the others, and perhaps in the beach band as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zone {
    /// Landward of the low-water line, or in a charted canal.
    InternalWaters,
    /// On the beach or within 300 m of it, where the French speed limit of 5 kn holds.
    BeachBand,
    /// Within 12 nautical miles of the baseline, on its side of the boundary.
    TerritorialSea,
    /// Farther off: contiguous zone, economic zone and shelf.
    Beyond,
}

impl Zone {
    /// All zones, from the land outwards.
    pub const ALL: [Self; 4] = [Self::InternalWaters, Self::BeachBand, Self::TerritorialSea, Self::Beyond];

    /// The name in doctrine files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::InternalWaters => "InternalWaters",
            Self::BeachBand => "BeachBand",
            Self::TerritorialSea => "TerritorialSea",
            Self::Beyond => "Beyond",
        }
    }

    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::InternalWaters => "internal waters",
            Self::BeachBand => "within 300 m of the shore",
            Self::TerritorialSea => "territorial sea",
            Self::Beyond => "beyond the territorial sea",
        }
    }
}

/// What the law calls a place at sea.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waters {
    /// Internal waters, territorial sea or beyond; never the beach band, which lies over them.
    pub zone: Zone,
    /// On the beach or within 300 m of it.
    pub beach_band: bool,
    /// Whose internal waters or territorial sea; beyond, nobody's.
    pub state: Option<Side>,
}

impl Waters {
    /// Open water beyond every limit.
    pub const BEYOND: Self = Self { zone: Zone::Beyond, beach_band: false, state: None };

    /// Does the place lie in the zone?
    #[must_use]
    pub fn lie_in(self, zone: Zone) -> bool {
        if zone == Zone::BeachBand { self.beach_band } else { self.zone == zone }
    }

    /// All that is so, in words.
    #[must_use]
    pub fn words(self) -> String {
        let whose = self.state.map_or_else(String::new, |s| format!("{} ", s.adjective()));
        let band = if self.beach_band { format!(", {}", Zone::BeachBand.title()) } else { String::new() };
        format!("{whose}{}{band}", self.zone.title())
    }
}

/// Width of the French coastal band with a speed limit of 5 kn, metres (orders of the maritime prefects;
/// for Dunkirk order 66/2019).
pub const BEACH_BAND_M: f64 = 300.0;

/// Does a place this far off the shore (metres, negative on land) lie in that band, or on its beach?
#[must_use]
pub fn in_beach_band(shore_m: f64) -> bool {
    /// The coast is drawn at the high-water mark; this far behind it counts as beach still.
    const BEACH_M: f64 = 50.0;
    (-BEACH_M..=BEACH_BAND_M).contains(&shore_m)
}

/// The boundaries between states, and limits for drawing.
#[derive(Clone, Debug)]
pub struct Areas {
    limits: Vec<LimitLine>,
    united_kingdom: Vec<Vec2>,
    belgium: Vec<Vec2>,
    /// Territorial sea and what lies landward of it, for each of [`Side::ALL`].
    territories: [Vec<Vec2>; 3],
}

/// A line to draw.
#[derive(Clone, Debug)]
pub struct LimitLine {
    /// What it says beside the line.
    pub name: String,
    /// What it is.
    pub role: LimitRole,
    /// Whose limit it is; boundaries are of two.
    pub state: Option<Side>,
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
            let state = feature.text("country").and_then(Country::from_code).and_then(Side::of);
            match (LimitRole::from_word(&word), feature.geometry) {
                (Some(role), Geometry::Line(points)) => limits.push(LimitLine { name, role, state, points }),
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
        let mut one = |role: LimitRole, state: Option<Side>, word: &str| -> Vec<Vec2> {
            let found: Vec<_> = limits.iter().filter(|l| l.role == role && l.state == state).collect();
            if let [line] = found[..] {
                return line.points.clone();
            }
            errors.push(ChartError::new(file, "top level", format!("{} lines `{word}`", found.len()), "one"));
            Vec::new()
        };
        let fr_gb = one(LimitRole::FranceUnitedKingdom, None, "boundary_fr_gb");
        let fr_be = one(LimitRole::FranceBelgium, None, "boundary_fr_be");
        let be_gb = one(LimitRole::BelgiumUnitedKingdom, None, "boundary_be_gb");
        let mut french = one(LimitRole::TwelveMiles, Some(Side::France), "limit_12nm with country FRA");
        let mut british = one(LimitRole::TwelveMiles, Some(Side::UnitedKingdom), "limit_12nm with country GBR");
        let mut belgian = one(LimitRole::TwelveMiles, Some(Side::Belgium), "limit_12nm with country BEL");
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
        // The French line runs from off the Seine to the Belgian border, which leads inland from its end.
        let ends = (far(french.first(), 0.0, -1.0), far(fr_be.first(), 0.0, -1.0));
        french.extend(fr_be.iter().rev().filter(|p| p.y < french[french.len() - 1].y).copied().collect::<Vec<_>>());
        french.extend(ends.1.into_iter().chain(ends.0));
        // The British one from off Essex round Kent to off Sussex.
        let ends = (far(british.first(), 0.0, 1.0), far(british.last(), -1.0, 0.0), far(british.last(), -1.0, 1.0));
        british.extend(ends.1.into_iter().chain(ends.2).chain(ends.0));
        // The Belgian one from the French border to the north-east.
        let ends = (far(belgian.last(), 1.0, 0.0), far(fr_be.first(), 1.0, 0.0));
        let inland: Vec<Vec2> = fr_be.iter().filter(|p| p.y < belgian[0].y).copied().collect();
        belgian.extend(ends.0.into_iter().chain(ends.1).chain(inland));
        Ok(Self { limits, united_kingdom, belgium, territories: [french, british, belgian] })
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

    /// On which state's side of the boundaries the place lies: its waters near the shore, its shelf farther off.
    /// About 50 ns.
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

    /// How far off is what this state answers for (`responsible_side`), m; zero within. To its boundaries with the other
    /// two, as a line on the chart. About 0.3 µs.
    #[must_use]
    pub fn to_responsibility_m(&self, p: Vec2, of: Side) -> f64 {
        if self.responsible_side(p) == of {
            return 0.0;
        }
        let its_own = |role| match role {
            LimitRole::FranceUnitedKingdom => of != Side::Belgium,
            LimitRole::FranceBelgium => of != Side::UnitedKingdom,
            LimitRole::BelgiumUnitedKingdom => of != Side::France,
            LimitRole::TwelveMiles => false,
        };
        let lines = self.limits.iter().filter(|l| its_own(l.role));
        lines.flat_map(|l| l.points.windows(2)).map(|w| distance_m(w[0], w[1], p)).fold(f64::INFINITY, f64::min)
    }

    /// In whose maritime search and rescue region the place lies.
    ///
    /// The regions are lodged with the International Maritime Organization and their corners are not published as
    /// data. What is known of the lines: the United Kingdom and France agreed on a line of their own in the
    /// Channel, and in the North Sea the region is aligned to the median line of the shelf agreements (Maritime and
    /// Coastguard Agency to the House of Commons, Hansard, 30 January 1998, column 448W); that of CROSS Gris-Nez
    /// reaches from the Belgian border to Cap d'Antifer. So the boundary between the states stands for them:
    /// good in the North Sea, second-hand (M) in the Channel, where the agreed line may differ by some miles.
    #[must_use]
    pub fn sar_region(&self, p: Vec2) -> Side {
        self.responsible_side(p)
    }

    /// What the law calls a place `shore_m` off the shore (negative on land). `inside` says that it lies in a canal
    /// or on ground that dries at chart datum, which this layer cannot know: landward of the baseline. About 150 ns.
    #[must_use]
    pub fn waters(&self, p: Vec2, shore_m: f64, inside: bool) -> Waters {
        let side = self.responsible_side(p);
        let beach_band = in_beach_band(shore_m);
        let within = inside || beach_band || is_inside(&self.territories[side as usize], p);
        let zone = match (inside, within) {
            (true, _) => Zone::InternalWaters,
            (false, true) => Zone::TerritorialSea,
            (false, false) => Zone::Beyond,
        };
        Waters { zone, beach_band, state: within.then_some(side) }
    }
}

/// From a place to the line between two points, m.
fn distance_m(a: Vec2, b: Vec2, p: Vec2) -> f64 {
    let (along, off) = (b - a, p - a);
    let length2 = along.length_squared();
    let share = if length2 > 0.0 { ((off.x * along.x + off.y * along.y) / length2).clamp(0.0, 1.0) } else { 0.0 };
    (off - along * share).length()
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
    use super::super::{LatLon, ShoreField, testing, to_plane};
    use super::*;
    use crate::units::NAUTICAL_MILE_M;

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
    fn places_lie_in_the_zones_that_a_chart_gives_them() {
        let chart = testing::chart();
        let at = |lat, lon| chart.waters(to_plane(LatLon::new(lat, lon)), false);
        let beach = chart.waters(chart.site("wissant").expect("a known site").water_point, false);
        assert!(beach.lie_in(Zone::BeachBand) && beach.lie_in(Zone::TerritorialSea), "{beach:?}");
        assert_eq!(beach.words(), "French territorial sea, within 300 m of the shore");
        for (lat, lon, zone, state) in [
            (51.03, 1.58, Zone::TerritorialSea, Some(Side::France)),
            (51.03, 1.50, Zone::TerritorialSea, Some(Side::UnitedKingdom)),
            (51.20, 2.70, Zone::TerritorialSea, Some(Side::Belgium)),
            (50.48, 0.90, Zone::Beyond, None),
            // North of the French limit off Dunkirk, east of the British one off the North Foreland.
            (51.35, 2.10, Zone::Beyond, None),
            (50.20, 1.45, Zone::TerritorialSea, Some(Side::France)),
        ] {
            let got = at(lat, lon);
            assert_eq!((got.zone, got.state, got.beach_band), (zone, state, false), "{lat} {lon}");
        }
        let lock = chart.site("aa_channel_lock63").expect("a known site").water_point;
        assert!(chart.waters(lock, false).lie_in(Zone::InternalWaters), "the Aa");
        assert_eq!(chart.waters(to_plane(LatLon::new(50.23, 1.52)), true).zone, Zone::InternalWaters, "a drying sand");
    }

    /// From low-water baselines, banks that dry and rounding, the limit may lie farther off our high-water coast
    /// than 12 nautical miles, hardly nearer; what is nearer is a median line.
    #[test]
    fn the_outer_limit_lies_twelve_miles_off_or_on_the_boundary() {
        let chart = testing::chart();
        let mut miles = Vec::new();
        for line in chart.areas.limits().iter().filter(|l| l.role == LimitRole::TwelveMiles) {
            for &p in line.points.iter().filter(|p| ShoreField::covers(**p)) {
                let boundaries = chart.areas.limits().iter().filter(|l| l.role != LimitRole::TwelveMiles);
                let off = boundaries
                    .flat_map(|l| l.points.windows(2))
                    .map(|w| distance_m(w[0], w[1], p))
                    .fold(f64::INFINITY, f64::min);
                if off > 1000.0 {
                    miles.push(chart.shore_distance_m(p) / NAUTICAL_MILE_M);
                }
            }
        }
        let near = miles.iter().filter(|m| **m < 11.8).count();
        assert!(miles.len() > 60 && near == 0, "{near} of {}: {miles:?}", miles.len());
    }

    #[test]
    fn what_a_state_answers_for_is_as_far_off_as_its_boundary() {
        let areas = &testing::chart().areas;
        let nm = |lat, lon, of| areas.to_responsibility_m(to_plane(LatLon::new(lat, lon)), of) / NAUTICAL_MILE_M;
        assert!(nm(50.95, 1.70, Side::France).abs() < 1e-12, "within it");
        // Off Dunkirk, a mile of longitude is 0.63 of one of latitude: the Belgian border meets the coast at 2.54 E.
        let off_la_panne = nm(51.11, 2.50, Side::Belgium);
        assert!((0.5..3.0).contains(&off_la_panne), "{off_la_panne}");
        assert!((nm(51.06, 2.20, Side::Belgium) - 12.5).abs() < 2.0, "{}", nm(51.06, 2.20, Side::Belgium));
        // The strait at its narrowest: some nine miles from Cap Gris-Nez to the line.
        let gris_nez = nm(50.88, 1.57, Side::UnitedKingdom);
        assert!((6.0..12.0).contains(&gris_nez), "{gris_nez}");
        assert!(nm(51.0, 1.50, Side::UnitedKingdom) < gris_nez);
        for p in areas.boundary() {
            for of in [Side::France, Side::UnitedKingdom] {
                assert!(areas.to_responsibility_m(*p, of) < 1.0, "on the line it is nowhere far to either");
            }
        }
    }
}
