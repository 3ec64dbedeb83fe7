//! Where is what? Positions, projection, coast, distance to shore, areas, routes.
//!
//! Belongs here: geometry that holds whatever the hour. Does not belong here: anything that moves with
//! the tide (see `environment`), and reading files: every loader takes text or bytes.

pub mod areas;
pub mod banks;
pub mod canal;
pub mod coast;
mod csv;
pub mod error;
mod geojson;
pub mod lane_areas;
pub mod lanes;
pub mod places;
pub mod projection;
pub mod routes;
pub mod shore;
pub mod traffic;

pub use areas::{Areas, LimitLine, LimitRole, Side, Waters, Zone};
pub use banks::Bank;
pub use canal::{Canal, CanalPosition};
pub use coast::{Coast, LandPolygon, ShoreSegment};
pub use error::{ChartError, ChartFile};
pub use lane_areas::LaneArea;
pub use lanes::{Lane, LaneKind};
pub use places::{Place, PlaceKind};
pub use projection::{LatLon, to_lat_lon, to_plane};
pub use routes::Routes;
pub use shore::{ShoreField, ShorePoint};
pub use traffic::TrafficRoute;

use crate::units::Vec2;

/// Everything on the chart that does not move. Shared between nights: it is never changed after load.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Land.
    pub coast: Coast,
    /// Distance to the shore.
    pub shore: ShoreField,
    /// Ways by sea; [`Chart::route`] also knows canals.
    pub routes: Routes,
    /// Sides and limits.
    pub areas: Areas,
    lanes: Vec<Lane>,
    lane_areas: Vec<LaneArea>,
    canals: Vec<Canal>,
    banks: Vec<Bank>,
    launch_sites: Vec<Place>,
    ports: Vec<Place>,
}

/// The text of the chart's files.
#[derive(Clone, Copy, Debug)]
pub struct ChartFiles<'a> {
    /// Land polygons by country.
    pub coast_geojson: &'a str,
    /// Boundaries and limits.
    pub limits_geojson: &'a str,
    /// Traffic separation.
    pub lanes_geojson: &'a str,
    /// Middle lines of canals.
    pub canals_geojson: &'a str,
    /// Where departures were reported.
    pub launch_sites_csv: &'a str,
    /// Harbours, and beach fronts where boats come ashore.
    pub ports_csv: &'a str,
    /// Banks of sand by name.
    pub banks_csv: &'a str,
}

impl ChartFiles<'static> {
    /// The files that come with the program (`assets/chart`), compiled in.
    #[must_use]
    pub const fn shipped() -> Self {
        Self {
            coast_geojson: include_str!("../../assets/chart/odbl/coast.geojson"),
            limits_geojson: include_str!("../../assets/chart/odbl/limits.geojson"),
            lanes_geojson: include_str!("../../assets/chart/odbl/lanes.geojson"),
            canals_geojson: include_str!("../../assets/chart/odbl/canals.geojson"),
            launch_sites_csv: include_str!("../../assets/chart/launch_sites.csv"),
            ports_csv: include_str!("../../assets/chart/ports.csv"),
            banks_csv: include_str!("../../assets/chart/banks.csv"),
        }
    }
}

impl Chart {
    /// Reads and checks all files and works out distances and routes, or says everything that is wrong.
    pub fn load(files: &ChartFiles) -> Result<Self, Vec<ChartError>> {
        let mut errors = Vec::new();
        let coast = keep(Coast::load(files.coast_geojson), &mut errors);
        let areas = keep(Areas::load(files.limits_geojson), &mut errors);
        let lanes = keep(lanes::load_lanes(files.lanes_geojson), &mut errors);
        let canals = keep(Canal::load_all(files.canals_geojson), &mut errors);
        let mut launch_sites = places::read_places(files.launch_sites_csv, ChartFile::LaunchSites, &mut errors);
        let mut ports = places::read_places(files.ports_csv, ChartFile::Ports, &mut errors);
        let banks = banks::read_banks(files.banks_csv, &mut errors);
        if !ports.iter().any(|p| p.kind == PlaceKind::Landing) && errors.is_empty() {
            let what = "no place of kind landing";
            errors.push(ChartError::new(ChartFile::Ports, "all lines", what, "one landing or more"));
        }
        let (Some(coast), Some(areas), Some(lanes), Some(canals), true) =
            (coast, areas, lanes, canals, errors.is_empty())
        else {
            return Err(errors);
        };
        let shore = ShoreField::new(&coast);
        for place in launch_sites.iter_mut().chain(&mut ports) {
            place.water_point = water_point(&coast, &shore, &canals, place);
        }
        let extra: Vec<Vec2> = ports
            .iter()
            .filter(|p| p.kind != PlaceKind::Landing)
            .map(|p| p.position)
            .chain(canals.iter().map(Canal::head))
            .collect();
        let routes = Routes::new(&shore, &extra);
        let lane_areas = lane_areas::lane_areas(&lanes);
        Ok(Self { coast, shore, routes, areas, lanes, lane_areas, canals, banks, launch_sites, ports })
    }

    /// Where departures were reported, in the order of the file.
    #[must_use]
    pub fn launch_sites(&self) -> &[Place] {
        &self.launch_sites
    }

    /// Harbours and landings, in the order of the file.
    #[must_use]
    pub fn ports(&self) -> &[Place] {
        &self.ports
    }

    /// A launch site by id.
    #[must_use]
    pub fn site(&self, id: &str) -> Option<&Place> {
        self.launch_sites.iter().find(|p| p.id == id)
    }

    /// A port or landing by id.
    #[must_use]
    pub fn port(&self, id: &str) -> Option<&Place> {
        self.ports.iter().find(|p| p.id == id)
    }

    /// Traffic separation, for drawing.
    #[must_use]
    pub fn lanes(&self) -> &[Lane] {
        &self.lanes
    }

    /// The passages of merchant ships through the strait.
    #[must_use]
    pub fn traffic_routes(&self) -> Vec<TrafficRoute> {
        traffic::traffic_routes(&self.lanes)
    }

    /// The traffic lane a place lies in, if any.
    #[must_use]
    pub fn lane_at(&self, p: Vec2) -> Option<&LaneArea> {
        self.lane_areas.iter().find(|l| l.contains(p))
    }

    /// Banks of sand by name.
    #[must_use]
    pub fn banks(&self) -> &[Bank] {
        &self.banks
    }

    /// All canals.
    #[must_use]
    pub fn canals(&self) -> &[Canal] {
        &self.canals
    }

    /// A canal by id.
    #[must_use]
    pub fn canal(&self, id: &str) -> Option<&Canal> {
        self.canals.iter().find(|c| c.id == id)
    }

    /// The canal a position lies in, if any.
    #[must_use]
    pub fn canal_at(&self, p: Vec2) -> Option<&Canal> {
        self.canals.iter().find(|c| c.contains(p))
    }

    /// Whether the position is on land, exactly as the polygons say.
    #[must_use]
    pub fn is_land(&self, p: Vec2) -> bool {
        self.coast.is_land(p)
    }

    /// Metres to the shore, negative on land: to 20 m everywhere, exact near the shore.
    #[must_use]
    pub fn shore_distance_m(&self, p: Vec2) -> f64 {
        self.shore.exact(p)
    }

    /// In whose search and rescue region the place lies.
    #[must_use]
    pub fn sar_region(&self, p: Vec2) -> Side {
        self.areas.sar_region(p)
    }

    /// What the law calls the place; `dries` says that its ground dries at chart datum.
    #[must_use]
    pub fn waters(&self, p: Vec2, dries: bool) -> Waters {
        self.areas.waters(p, self.shore_distance_m(p), dries || self.canal_at(p).is_some())
    }

    /// The points to steer for in turn by the shortest way on the water; the last one is always `to`. In a
    /// canal the way leads along it to its head.
    #[must_use]
    pub fn route(&self, from: Vec2, to: Vec2) -> Vec<Vec2> {
        let (leaving, arriving) = (self.canal_at(from), self.canal_at(to));
        if let (Some(a), Some(b)) = (leaving, arriving)
            && a.id == b.id
        {
            let (here, there) = (a.nearest(from).from_head_m, a.nearest(to).from_head_m);
            let mut points = between(a, here.min(there), here.max(there));
            if here > there {
                points.reverse();
            }
            points.push(to);
            return points;
        }
        let mut points = Vec::new();
        let mut start = from;
        if let Some(canal) = leaving {
            points = between(canal, 0.0, canal.nearest(from).from_head_m);
            points.reverse();
            start = canal.head();
            points.push(start);
        }
        let Some(canal) = arriving else {
            points.extend(self.routes.route(&self.shore, start, to));
            return points;
        };
        points.extend(self.routes.route(&self.shore, start, canal.head()));
        points.extend(between(canal, 0.0, canal.nearest(to).from_head_m));
        points.push(to);
        points
    }

    /// Metres along [`Chart::route`].
    #[must_use]
    pub fn route_length_m(&self, from: Vec2, to: Vec2) -> f64 {
        let mut here = from;
        let mut sum = 0.0;
        for p in self.route(from, to) {
            sum += (p - here).length();
            here = p;
        }
        sum
    }

    /// The beach front of Kent that is nearest by sea: what a crossing boat heads for in the model. A
    /// position just off it.
    #[must_use]
    pub fn nearest_uk_landing(&self, p: Vec2) -> Vec2 {
        // By straight distance first; a route is never shorter than the line, so the search stops when
        // the line alone is longer than the best route.
        let mut landings: Vec<(f64, Vec2)> = self
            .ports
            .iter()
            .filter(|l| l.kind == PlaceKind::Landing)
            .map(|l| ((l.water_point - p).length(), l.water_point))
            .collect();
        landings.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut best = (f64::INFINITY, landings.first().map_or(p, |l| l.1));
        for (straight, landing) in landings {
            if straight >= best.0 {
                break;
            }
            let by_sea = self.route_length_m(p, landing);
            if by_sea < best.0 {
                best = (by_sea, landing);
            }
        }
        best.1
    }
}

/// The corners of a canal strictly between two distances from its head, in order from the head.
fn between(canal: &Canal, low_m: f64, high_m: f64) -> Vec<Vec2> {
    canal
        .points()
        .iter()
        .copied()
        .filter(|&p| {
            let s = canal.nearest(p).from_head_m;
            s > low_m && s < high_m
        })
        .collect()
}

fn water_point(coast: &Coast, shore: &ShoreField, canals: &[Canal], place: &Place) -> Vec2 {
    let in_canal = matches!(place.kind, PlaceKind::Canal | PlaceKind::CanalMouth);
    let nearest = canals.iter().map(|c| c.nearest(place.position)).min_by(|a, b| a.aside_m.total_cmp(&b.aside_m));
    let afloat = matches!(place.kind, PlaceKind::Harbour | PlaceKind::Pier | PlaceKind::Breakwater)
        && !coast.is_land(place.position);
    match nearest {
        Some(at) if in_canal => at.point,
        _ if afloat || !ShoreField::covers(place.position) => place.position,
        _ => places::water_point(coast, shore, place.position).unwrap_or(place.position),
    }
}

fn keep<T>(result: Result<T, Vec<ChartError>>, errors: &mut Vec<ChartError>) -> Option<T> {
    result.map_err(|e| errors.extend(e)).ok()
}

/// Which state a shore belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Country {
    /// France.
    France,
    /// The United Kingdom.
    UnitedKingdom,
    /// Belgium.
    Belgium,
    /// The Netherlands.
    Netherlands,
}

impl Country {
    /// From its ISO 3166 code of two or three letters.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "FR" | "FRA" => Self::France,
            "GB" | "GBR" => Self::UnitedKingdom,
            "BE" | "BEL" => Self::Belgium,
            "NL" | "NLD" => Self::Netherlands,
            _ => return None,
        })
    }
}

#[cfg(test)]
pub(crate) mod testing {
    //! One chart for all tests: building it takes a moment.
    use super::{Chart, ChartFiles};
    use std::sync::LazyLock;

    static CHART: LazyLock<Chart> =
        LazyLock::new(|| Chart::load(&ChartFiles::shipped()).expect("the shipped chart is sound"));

    /// The shipped chart.
    pub(crate) fn chart() -> &'static Chart {
        &CHART
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_can_be_shared_between_threads() {
        fn check<T: Send + Sync>() {}
        check::<Chart>();
    }

    #[test]
    fn all_bad_files_are_reported_together() {
        let bad = ChartFiles {
            coast_geojson: "",
            limits_geojson: "{}",
            lanes_geojson: "[]",
            canals_geojson: "x",
            launch_sites_csv: "",
            ports_csv: "id\n",
            banks_csv: "id\n",
        };
        let errors = Chart::load(&bad).expect_err("nothing is right");
        let mut files: Vec<_> = errors.iter().map(|e| e.file.to_string()).collect();
        files.dedup();
        assert_eq!(files, ["coast", "limits", "lanes", "canals", "launch sites", "ports", "banks"]);
    }

    #[test]
    fn boats_from_the_aa_go_down_the_channel_first() {
        let chart = testing::chart();
        let lock = chart.site("aa_channel_lock63").expect("a known site").water_point;
        let route = chart.route(lock, to_plane(LatLon::new(51.1, 1.9)));
        let aa = chart.canal("aa").expect("the Aa");
        assert!(route.contains(&aa.head()), "{route:?}");
        assert!(chart.route_length_m(lock, aa.head()) <= aa.length().m() + 100.0);
        let back = chart.route(to_plane(LatLon::new(51.1, 1.9)), lock);
        assert!(back.contains(&aa.head()) && back.last() == Some(&lock));
    }

    #[test]
    fn boats_from_the_south_head_for_dungeness_and_others_for_the_north() {
        let chart = testing::chart();
        let heading = |id: &str| to_lat_lon(chart.nearest_uk_landing(chart.site(id).expect("a site").water_point));
        for id in ["le_touquet", "hardelot", "berck", "ecault"] {
            assert!(heading(id).lat < 50.95, "{id}: {:?}", heading(id));
        }
        for id in ["calais_beach", "petit_fort_philippe", "wissant", "sangatte", "malo_les_bains"] {
            assert!(heading(id).lat > 51.0, "{id}: {:?}", heading(id));
        }
    }
}
