//! The shipped flagship for tests: real chart, sea, scenario and doctrines, with no files read at run time.

use super::background::OpenScenario;
use super::pane::Pane;
use super::session::{Opened, Session};
use super::stage::{Choice, Stage};
use super::theme::Theme;
use crate::agents;
use crate::doctrine::{self, Doctrine};
use crate::draws::NightKey;
use crate::environment::{Sea, SeaData, SeaFiles};
use crate::geo::{Chart, ChartFiles, LatLon, to_plane};
use crate::parameters::{Parameters, Register};
use crate::scenario;
use crate::sim::Setting;
use crate::units::Tick;
use std::sync::{Arc, LazyLock};

const FLAGSHIP: &str = include_str!("../../scenarios/gravelines_dawn.scenario.ron");
const ONE_BOAT: &str = include_str!("../../scenarios/one_taxi_boat.scenario.ron");
const DANGER: &str = include_str!("../../scenarios/doctrines/imminent_danger_only.doctrine.ron");
const INTERCEPTION: &str = include_str!("../../scenarios/doctrines/taxi_boat_interception.doctrine.ron");

/// Ticks in the flagship's night.
pub const LENGTH_TICKS: u32 = 8640;
/// A moment with boats on the water: 03:00.
pub const BUSY_TICK: u32 = 2520;

static CHART: LazyLock<Arc<Chart>> = LazyLock::new(|| Arc::new(Chart::load(&ChartFiles::shipped()).expect("sound")));
static FLAGSHIP_STAGE: LazyLock<Arc<Stage>> = LazyLock::new(|| Arc::new(Stage::new(setting("flagship", FLAGSHIP))));
static ONE_BOAT_STAGE: LazyLock<Arc<Stage>> = LazyLock::new(|| Arc::new(Stage::new(setting("one_boat", ONE_BOAT))));

fn setting(file: &str, text: &str) -> Arc<Setting> {
    let (craft, sensors) = agents::load::shipped();
    let register = Register::shipped();
    let ids =
        |places: &'static [crate::geo::Place]| -> Vec<&'static str> { places.iter().map(|p| p.id.as_str()).collect() };
    let chart: &'static Arc<Chart> = &CHART;
    let names = scenario::load::Names {
        sites: &ids(chart.launch_sites()),
        ports: &ids(chart.ports()),
        craft: &craft,
        sensors: &sensors,
        register: &register,
        fleets: &scenario::fleet::Fleets::shipped(),
        metrics: &["deaths", "entered_water"],
        doctrines: &["imminent_danger_only", "taxi_boat_interception"],
        is_land: &|lat, lon| chart.is_land(to_plane(LatLon::new(lat, lon))),
        beside: &|name| Err(format!("{name}: no file lies beside a test")),
    };
    let scenario = scenario::load::load(file, text, &names).expect("a shipped scenario is sound").value;
    let data = SeaData::from_files(SeaFiles {
        stations_json: include_str!("../../assets/tides/stations.json"),
        constituents_json: include_str!("../../assets/tides/constituents.json"),
        depth_json: include_str!("../../assets/chart/depth/dover_depth_open.json"),
        depth_i16: include_bytes!("../../assets/chart/depth/dover_depth_open.i16"),
        own_depth: None,
        streams_json: include_str!("../../assets/chart/streams/stream_constants.json"),
        streams_i16: include_bytes!("../../assets/chart/streams/stream_constants.i16"),
        streams_mask: include_bytes!("../../assets/chart/streams/stream_mask.u8"),
        climatology_csv: include_str!("../../assets/weather/climatology.csv"),
    })
    .expect("the shipped sea is sound");
    let length = Tick(scenario.length_ticks).elapsed();
    let sea =
        Sea::new(&data, scenario.start, length, &scenario.weather_source()).expect("the shipped weather is sound");
    let parameters = Parameters::shipped_for_tests();
    Arc::new(Setting::new(scenario, Arc::clone(chart), Arc::new(sea), &craft, &sensors, parameters).expect("sound"))
}

/// The flagship, opened.
pub fn stage() -> Arc<Stage> {
    Arc::clone(&FLAGSHIP_STAGE)
}

/// A night with one taxi-boat: cheap.
pub fn one_boat_stage() -> Arc<Stage> {
    Arc::clone(&ONE_BOAT_STAGE)
}

/// The shipped doctrines: imminent danger only, and interception.
pub fn doctrines() -> Vec<Arc<Doctrine>> {
    let lookup = |id: &str| (id == "imminent_danger_only").then(|| (id.to_owned(), DANGER.to_owned()));
    [("imminent_danger_only", DANGER), ("taxi_boat_interception", INTERCEPTION)]
        .map(|(id, text)| doctrine::load::load(id, text, &lookup).expect("a shipped doctrine is sound").value.doctrine)
        .map(Arc::new)
        .to_vec()
}

/// The flagship's night 7 under the first doctrine.
pub fn pane() -> Pane {
    Pane::new(&stage().setting, &doctrines()[0], NightKey { seed: 1, night: 7 })
}

/// The window on the flagship, without pairs running.
pub fn session() -> Session {
    Session::new(Theme::shipped(), opened())
}

/// What that window opens on.
pub fn opened() -> Opened {
    let choice = |id: &str, title: &str| Choice { id: id.into(), title: title.into(), description: String::new() };
    let open: OpenScenario =
        Arc::new(|i| if i == 1 { Ok(Arc::clone(&one_boat_stage().setting)) } else { Err("not there".into()) });
    Opened {
        scenarios: vec![choice("gravelines_dawn", "Gravelines at dawn"), choice("one_taxi_boat", "One taxi-boat")],
        open,
        save: Arc::new(|what| Ok(format!("Saved {} nights", what.rows.len()))),
        scenario: (0, Arc::clone(&stage().setting)),
        doctrines: doctrines(),
        picks: [0, 1],
        seed: 1,
        night: 7,
        pairs: 0,
        own_depth: None,
    }
}

/// The same at a busy moment.
pub fn busy_session() -> Session {
    let mut s = session();
    s.apply(super::view::UiCommand::Seek(f64::from(BUSY_TICK)));
    s.advance(0.0, u32::MAX);
    s
}
