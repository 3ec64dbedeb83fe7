//! Which places have names? Launch sites, ports, and where boats come ashore in Kent.
//!
//! Tables with stable ids, so that scenarios refer to places by id and a position can be corrected in one
//! line. Each place also has a water point: the nearest position afloat, open to the sea, where boats load
//! or lie off. The tables give positions to about a kilometre, so the water point comes from the charted
//! shore and not from the table.
//!
//! Left out on purpose: distances and passage times to the other shore. The product gives no advice on how
//! to cross.

use super::Country;
use super::coast::Coast;
use super::csv::read_table;
use super::error::{ChartError, ChartFile};
use super::geojson::{EXPECTED_POSITION, checked_plane};
use super::routes::{CLEARANCE_M, is_clear};
use super::shore::ShoreField;
use crate::units::{Angle, Vec2};

/// A named place on the shore.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Stable name in files, `snake_case`.
    pub id: String,
    /// Name on the chart.
    pub name: String,
    /// What it is.
    pub kind: PlaceKind,
    /// Whose shore it is.
    pub country: Country,
    /// Where the table has it, metres on the plane.
    pub position: Vec2,
    /// The nearest position afloat, some 60 to 150 m off the charted shore and open to the sea; in a canal,
    /// its middle. The position itself for harbour entrances afloat and off the grid.
    pub water_point: Vec2,
    /// Where the position comes from.
    pub source: String,
}

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    /// Open beach.
    Beach,
    /// River mouth.
    Estuary,
    /// Inside a canal.
    Canal,
    /// Where a canal meets the sea.
    CanalMouth,
    /// Harbour entrance.
    Harbour,
    /// Pier.
    Pier,
    /// Head of a breakwater.
    Breakwater,
    /// Beach front where boats come ashore.
    Landing,
}

impl PlaceKind {
    fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "beach" => Self::Beach,
            "estuary" => Self::Estuary,
            "canal" => Self::Canal,
            "canal_mouth" => Self::CanalMouth,
            "harbour" => Self::Harbour,
            "pier" => Self::Pier,
            "breakwater" => Self::Breakwater,
            "landing" => Self::Landing,
            _ => return None,
        })
    }
}

impl PlaceKind {
    /// Is it a port: a harbour, or a river mouth with one?
    #[must_use]
    pub const fn is_port(self) -> bool {
        matches!(self, Self::Harbour | Self::Estuary)
    }
}

/// Id and name of the ports in the table that comes with the program, in its order: what texts may name.
fn ports() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = super::ChartFiles::shipped().ports_csv.lines();
    lines.filter_map(|line| {
        let (id, rest) = line.split_once(',')?;
        // A name with a comma stands in quotes; no port has one.
        let (name, rest) = rest.split_once(',')?;
        let (kind, _) = rest.split_once(',')?;
        PlaceKind::from_word(kind).filter(|k| k.is_port()).map(|_| (id, name))
    })
}

/// Ids of the ports that come with the program, in the order of the table.
pub fn port_ids() -> impl Iterator<Item = &'static str> {
    ports().map(|(id, _)| id)
}

/// The name of a port of [`port_ids`]; "a port" for any other.
#[must_use]
pub fn port_title(id: &str) -> &'static str {
    ports().find(|(x, _)| *x == id).map_or("a port", |(_, name)| name)
}

const COLUMNS: [&str; 7] = ["id", "name", "kind", "country", "lat", "lon", "source"];

/// Reads a table of places; water points are still the positions. Ids are sorted by the file, not by us.
pub(super) fn read_places(csv: &str, file: ChartFile, errors: &mut Vec<ChartError>) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for (number, fields) in read_table(csv, &COLUMNS, file, errors) {
        let [id, name, kind, country, lat, lon, source] = &fields[..] else { continue };
        let mut wrong = |what: String, expected: &str| {
            errors.push(ChartError::new(file, format!("line {number}"), what, expected));
        };
        let id_is_good = id.starts_with(|c: char| c.is_ascii_lowercase())
            && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !id_is_good {
            wrong(format!("id `{id}`"), "lower-case letters, digits and _");
        } else if places.iter().any(|p| p.id == *id) {
            wrong(format!("id `{id}` twice"), "each id once");
        }
        if name.is_empty() {
            wrong("no name".into(), "a name for the chart");
        }
        let kind_read = PlaceKind::from_word(kind);
        if kind_read.is_none() {
            wrong(format!("kind `{kind}`"), "beach, estuary, canal, canal_mouth, harbour, pier, breakwater or landing");
        }
        let country_read = Country::from_code(country);
        if country_read.is_none() {
            wrong(format!("country `{country}`"), "FR, GB, BE or NL");
        }
        let position = match (lat.parse(), lon.parse()) {
            (Ok(lat), Ok(lon)) => checked_plane(lat, lon),
            _ => Err(format!("latitude `{lat}`, longitude `{lon}`")),
        };
        match (kind_read, country_read, position) {
            (_, _, Err(what)) => wrong(what, EXPECTED_POSITION),
            (Some(kind), Some(country), Ok(position)) => places.push(Place {
                id: id.clone(),
                name: name.clone(),
                kind,
                country,
                position,
                water_point: position,
                source: source.clone(),
            }),
            _ => {}
        }
    }
    places
}

/// How far off the shore a loading boat lies, metres: in the water to the waist or just afloat on a flat
/// beach at high water. A guess; the depth there is the tide's business.
const WATER_POINT_M: core::ops::RangeInclusive<f64> = 60.0..=150.0;

/// The nearest position afloat to a place: off the nearest shore, with the open sea in sight.
pub(super) fn water_point(coast: &Coast, shore: &ShoreField, place: Vec2) -> Option<Vec2> {
    // Rings around the nearest shore, first hit wins; within a ring the direction nearest to the place.
    const RING_M: f64 = 25.0;
    const RINGS: u32 = 120;
    const DIRECTIONS: u32 = 32;
    let centre = shore.nearest(place)?.point;
    for ring in 1..=RINGS {
        let mut best: Option<(f64, Vec2)> = None;
        for k in 0..DIRECTIONS {
            let bearing = Angle::radians(core::f64::consts::TAU * f64::from(k) / f64::from(DIRECTIONS));
            let p = centre + Vec2::from_bearing(bearing, f64::from(ring) * RING_M);
            if coast.is_land(p) || !shore.nearest(p).is_some_and(|s| WATER_POINT_M.contains(&s.distance_m)) {
                continue;
            }
            let far = (p - place).length_squared();
            if best.is_none_or(|(d, _)| far < d) && sees_open_sea(coast, shore, p) {
                best = Some((far, p));
            }
        }
        if let Some((_, p)) = best {
            return Some(p);
        }
    }
    None
}

/// Whether some straight line of a kilometre or two leads from here to water well off the shore.
fn sees_open_sea(coast: &Coast, shore: &ShoreField, p: Vec2) -> bool {
    const DIRECTIONS: u32 = 16;
    (0..DIRECTIONS).any(|k| {
        let bearing = Angle::radians(core::f64::consts::TAU * f64::from(k) / f64::from(DIRECTIONS));
        let q = p + Vec2::from_bearing(bearing, 1500.0);
        let afloat = |s: f64| !coast.is_land(p + (q - p) * s);
        // Twice the clearance at the far end keeps ponds and docks out.
        shore.distance(q) > 2.0 * CLEARANCE_M
            && [0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8].into_iter().all(afloat)
            && is_clear(shore, p, q)
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    #[test]
    fn launch_sites_lie_near_the_shore() {
        let chart = testing::chart();
        assert_eq!(chart.launch_sites().len(), 39);
        for site in chart.launch_sites() {
            let d = chart.shore.nearest(site.position).expect("there is a shore").distance_m;
            // The Somme mouth is a wide estuary: its point lies off, between two headlands.
            let limit = if site.kind == PlaceKind::Estuary { 3000.0 } else { 1500.0 };
            assert!(d < limit, "{}: {d} m", site.id);
        }
    }

    #[test]
    fn water_points_are_afloat_and_just_off_the_shore() {
        let chart = testing::chart();
        for site in chart.launch_sites() {
            assert!(!chart.coast.is_land(site.water_point), "{}", site.id);
            let d = chart.shore.nearest(site.water_point).expect("there is a shore").distance_m;
            let inside = matches!(site.kind, PlaceKind::Canal | PlaceKind::CanalMouth);
            assert!(inside || WATER_POINT_M.contains(&d), "{}: {d} m off", site.id);
            assert!((site.water_point - site.position).length() < 3200.0, "{}", site.id);
        }
    }

    #[test]
    fn harbour_entrances_stay_where_they_are() {
        for id in ["boulogne", "calais", "newhaven", "zeebrugge"] {
            let port = testing::chart().port(id).expect("a known port");
            assert!((port.water_point - port.position).length() < 400.0, "{id}");
        }
    }

    #[test]
    fn known_ids_are_found_and_unknown_ones_are_not() {
        let chart = testing::chart();
        for id in ["petit_fort_philippe", "aa_channel_lock63", "wissant", "de_panne"] {
            assert_eq!(chart.site(id).map(|p| p.id.as_str()), Some(id));
        }
        assert!(chart.site("atlantis").is_none() && chart.port("calais").is_some());
    }

    #[test]
    fn every_problem_of_a_line_is_reported() {
        let mut errors = Vec::new();
        let text = "id,name,kind,country,lat,lon,source\nBad Id,,castle,XX,1,2,x\nok,Ok,beach,FR,51,abc,x\n";
        let places = read_places(text, ChartFile::LaunchSites, &mut errors);
        assert!(places.is_empty());
        assert_eq!(errors.len(), 6, "{errors:?}");
        assert!(errors[0].to_string().starts_with("launch sites: line 2: id `Bad Id`"), "{}", errors[0]);
    }
}
