//! A small night for tests: real sea and chart, four boats, five units, both doctrines in code.

use super::Setting;
use crate::agents::{BoatKind, CraftClass, SensorClass, SensorKind, Side};
use crate::doctrine::{Authority, Condition, ContactLook, Doctrine, Order, Rule, Steps};
use crate::environment::{Sea, SeaData, SeaFiles};
use crate::geo::{Chart, ChartFiles};
use crate::parameters::Parameters;
use crate::scenario::{
    DeparturePlan, Duty, GroupSize, PostPlan, Scenario, SurgePlan, UnitPlan, WeatherKnot, WeatherPlan,
};
use crate::units::{Distance, Duration, Instant, Speed};
use std::sync::{Arc, LazyLock};

static CHART: LazyLock<Arc<Chart>> = LazyLock::new(|| Arc::new(Chart::load(&ChartFiles::shipped()).unwrap()));

static SEA_DATA: LazyLock<SeaData> = LazyLock::new(|| {
    SeaData::from_files(SeaFiles {
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
    .unwrap()
});

fn sensor(id: &str, kind: SensorKind, nm: f64, max_nm: f64) -> SensorClass {
    SensorClass {
        id: id.into(),
        title: id.into(),
        kind,
        reference_range: Distance::nautical_miles(nm),
        max_range: Distance::nautical_miles(max_nm),
        aerial: None,
        eyes: None,
        sweep: None,
        look_interval: Duration::minutes(1.0),
        source: String::new(),
        drawn: Vec::new(),
    }
}

fn craft(id: &str, kn: f64, capacity: u32, intercepts: bool) -> CraftClass {
    CraftClass {
        id: id.into(),
        title: id.into(),
        flies: false,
        max_speed: Speed::knots(kn),
        speed_loss_per_m: 0.2,
        draught: Distance::metres(0.5),
        tender_draught: None,
        tender_places: 0,
        capacity,
        capacity_max: capacity + capacity / 2,
        recovery_per_min: 2.0,
        transfer_per_min: 4.0,
        mass_rescue: false,
        tows: true,
        endurance: Duration::hours(30.0),
        fuel_range: Distance::nautical_miles(2000.0),
        watches: true,
        night_readiness_factor: 1.0,
        intercepts,
        operator: None,
        unmanned: false,
        orbit: None,
        sensors: vec!["radar".into(), "eyes".into()],
        source: String::new(),
        drawn: Vec::new(),
    }
}

fn departure(id: &str, kind: BoatKind, launch: &str, pickups: &[&str], from: &str, to: &str) -> DeparturePlan {
    DeparturePlan {
        id: id.into(),
        kind,
        boats: 2,
        goes_ahead: 1.0,
        launch: launch.into(),
        pickups: pickups.iter().map(|s| (*s).to_owned()).collect(),
        earliest: Instant::parse(from).unwrap(),
        latest: Instant::parse(to).unwrap(),
        aboard_at_launch: if kind == BoatKind::TaxiBoat { (3, 5) } else { (0, 0) },
        group: GroupSize { mean: 60.0, sd: 10.0, skew: 0.0, min: 20, max: 90 },
    }
}

fn unit(id: &str, side: Side, class: &str, base: &str, duty: Duty) -> UnitPlan {
    UnitPlan {
        id: id.into(),
        title: id.into(),
        side,
        class: class.into(),
        base: base.into(),
        duty,
        mission: None,
        operator: None,
    }
}

/// The scenario.
pub(crate) fn scenario() -> Scenario {
    let knot = |at: &str| WeatherKnot {
        at: Instant::parse(at).unwrap(),
        wind_kn: 7.0,
        wind_from_deg: 220.0,
        wave_height_m: 0.35,
        visibility_nm: 8.0,
    };
    Scenario {
        id: "fixture".into(),
        title: "Fixture".into(),
        description: String::new(),
        start: Instant::parse("2025-07-09T20:00Z").unwrap(),
        length_ticks: 8640,
        weather: WeatherPlan::Stated(vec![knot("2025-07-09T20:00Z"), knot("2025-07-10T20:00Z")]),
        weather_sigma: 0.2,
        sea_temperature_c: Some(17.5),
        air_temperature_c: Some(16.0),
        surge: SurgePlan::Drawn,
        departures: vec![
            departure(
                "taxi",
                BoatKind::TaxiBoat,
                SITE_CANAL,
                &["petit_fort_philippe", "oye_plage"],
                "2025-07-09T23:30Z",
                "2025-07-10T02:30Z",
            ),
            departure("beach", BoatKind::BeachBoat, "wissant", &[], "2025-07-10T01:00Z", "2025-07-10T03:00Z"),
        ],
        units: vec![
            unit("launch", Side::France, "launch", "dunkerque_ouest", Duty::OnPatrol { lat: 51.04, lon: 2.1 }),
            unit("ship", Side::France, "ship", "calais", Duty::OnPatrol { lat: 51.0, lon: 1.75 }),
            unit("lifeboat", Side::France, "lifeboat", "calais", Duty::AtReadiness { minutes: 15.0 }),
            unit("catamaran", Side::UnitedKingdom, "ship", "dover_west", Duty::OnPatrol { lat: 51.05, lon: 1.4 }),
            unit("severn", Side::UnitedKingdom, "lifeboat", "dover_west", Duty::AtReadiness { minutes: 12.0 }),
        ],
        posts: vec![
            PostPlan {
                id: "gravelines".into(),
                title: "Watch at Gravelines".into(),
                side: Side::France,
                lat: 51.0,
                lon: 2.11,
                sensors: vec!["shore_eyes".into()],
                team: false,
            },
            PostPlan {
                id: "dover".into(),
                title: "Radar at Dover".into(),
                side: Side::UnitedKingdom,
                lat: 51.13,
                lon: 1.34,
                sensors: vec!["shore_radar".into()],
                team: false,
            },
        ],
        overrides: Vec::new(),
        drawn: Vec::new(),
        fleet: None,
        expect: Vec::new(),
    }
}

/// The shipped sea.
pub(crate) fn sea_data() -> &'static SeaData {
    &SEA_DATA
}

/// Id of the launch site at the lock of the Aa.
const SITE_CANAL: &str = "aa_channel_lock63";

/// The setting, with these parameters.
pub(crate) fn setting_with(parameters: Parameters) -> Arc<Setting> {
    setting_of(parameters, Distance::metres(0.5), None)
}

/// The setting, with these parameters and ships that draw so much and may carry a small boat.
pub(crate) fn setting_of(parameters: Parameters, draught: Distance, tender_draught: Option<Distance>) -> Arc<Setting> {
    setting_of_craft(parameters, |c| {
        if c.id == "ship" {
            c.draught = draught;
            c.tender_draught = tender_draught;
            c.tender_places = if tender_draught.is_some() { 12 } else { 0 };
        }
    })
}

/// The setting, with these parameters and classes of craft changed so.
pub(crate) fn setting_of_craft(parameters: Parameters, change: impl Fn(&mut CraftClass)) -> Arc<Setting> {
    setting_built(scenario(), parameters, change, 1.0)
}

/// The setting of another scenario, with these parameters.
pub(crate) fn setting_for(scenario: Scenario, parameters: Parameters) -> Arc<Setting> {
    setting_built(scenario, parameters, |_| (), 1.0)
}

/// The setting, with sensors that see only this share as far: boats have to be looked for.
pub(crate) fn setting_near_blind(parameters: Parameters, sight: f64) -> Arc<Setting> {
    setting_built(scenario(), parameters, |_| (), sight)
}

/// The setting, with a French drone that circles off Gravelines.
pub(crate) fn setting_with_drone(parameters: Parameters) -> Arc<Setting> {
    setting_with_drone_of(parameters, |_| ())
}

/// The same, with classes of craft changed so.
pub(crate) fn setting_with_drone_of(parameters: Parameters, change: impl Fn(&mut CraftClass)) -> Arc<Setting> {
    setting_built(with_drone(scenario()), parameters, change, 1.0)
}

/// The same in another scenario.
pub(crate) fn setting_with_drone_in(scenario: Scenario, parameters: Parameters) -> Arc<Setting> {
    setting_built(with_drone(scenario), parameters, |_| (), 1.0)
}

fn with_drone(mut scenario: Scenario) -> Scenario {
    let station = Duty::OnPatrol { lat: 51.04, lon: 2.1 };
    scenario.units.push(unit("drone", Side::France, "drone", "calais", station));
    scenario
}

fn setting_built(
    scenario: Scenario,
    parameters: Parameters,
    change: impl Fn(&mut CraftClass),
    sight: f64,
) -> Arc<Setting> {
    let length = crate::units::Tick(scenario.length_ticks).elapsed();
    let sea = Sea::new(&SEA_DATA, scenario.start, length, &scenario.weather_source()).unwrap();
    let sensors = [
        sensor("radar", SensorKind::Radar, 2.5 * sight, 9.0 * sight),
        sensor("eyes", SensorKind::Visual, 2.0 * sight, 5.0 * sight),
        sensor("shore_eyes", SensorKind::Thermal, 2.0 * sight, 5.0 * sight),
        sensor("shore_radar", SensorKind::Radar, 5.0 * sight, 15.0 * sight),
        sensor("merchant_bridge", SensorKind::Visual, 1.7 * sight, 5.0 * sight),
    ];
    let drone = CraftClass {
        flies: true,
        unmanned: true,
        orbit: Some(Distance::nautical_miles(3.0)),
        sensors: vec!["shore_eyes".into()],
        ..craft("drone", 60.0, 0, false)
    };
    let mut craft =
        [craft("launch", 25.0, 30, true), craft("ship", 20.0, 100, false), craft("lifeboat", 25.0, 60, false), drone];
    craft.iter_mut().for_each(change);
    Arc::new(Setting::new(scenario, Arc::clone(&CHART), Arc::new(sea), &craft, &sensors, parameters).unwrap())
}

/// The setting, with the shipped parameters.
pub(crate) fn setting() -> Arc<Setting> {
    static SETTING: LazyLock<Arc<Setting>> = LazyLock::new(|| setting_with(Parameters::shipped_for_tests()));
    Arc::clone(&SETTING)
}

fn rule(id: &str, when: Condition, order: Order, authorised: bool) -> Rule {
    Rule { authorised, ..Rule::for_tests(id, when, order) }
}

/// Rescue on imminent danger, shadow otherwise; British units meet boats in their region.
pub(crate) fn danger_only() -> Arc<Doctrine> {
    use Condition::{
        All, Any, DistressDeclared, EngineDeadFor, ImminentDanger, Looks, Not, PeopleInWater, RefusedHelp, RegionOf,
        UnitOf, WaterAboard,
    };
    let here = |side| [UnitOf(side), RegionOf(side)];
    let [fr_unit, fr_sea] = here(Side::France);
    let [uk_unit, uk_sea] = here(Side::UnitedKingdom);
    let danger = Any(vec![DistressDeclared, EngineDeadFor(Duration::minutes(20.0)), WaterAboard, PeopleInWater]);
    let mut d = Doctrine {
        id: "danger_only".into(),
        title: "Imminent danger only".into(),
        priorities: Condition::usual_priorities(),
        rules: vec![
            rule("rescue-fr", All(vec![fr_unit.clone(), fr_sea.clone(), ImminentDanger]), Order::Rescue, false),
            rule("rescue-uk", All(vec![uk_unit.clone(), uk_sea.clone(), ImminentDanger]), Order::Rescue, false),
            rule(
                "meet-uk",
                All(vec![uk_unit, uk_sea, Looks(ContactLook::Loaded), Not(Box::new(RefusedHelp))]),
                Order::OfferAssistance,
                false,
            ),
            rule("shadow-fr", All(vec![fr_unit, fr_sea, Looks(ContactLook::Loaded)]), Order::Shadow, false),
        ],
        ..Doctrine::for_tests(danger)
    };
    d.common = d.rules.len();
    Arc::new(d)
}

/// The same, with one more rule tried first.
pub(crate) fn with_rule(id: &str, when: Condition, order: Order) -> Arc<Doctrine> {
    let mut d = (*danger_only()).clone();
    d.rules.insert(0, rule(id, when, order, false));
    d.common += 1;
    Arc::new(d)
}

/// The same, with interception of taxi-boats before loading.
pub(crate) fn interception(commitment: f64) -> Arc<Doctrine> {
    interception_by(commitment, Steps::USUAL)
}

/// The same, by these steps.
pub(crate) fn interception_by(commitment: f64, steps: Steps) -> Arc<Doctrine> {
    let mut d = (*danger_only()).clone();
    d.id = "interception".into();
    d.title = "Taxi-boat interception".into();
    d.authority = Some(Authority::of_one_step("test", Duration::minutes(8.0), 0.6, commitment));
    d.rules.insert(
        0,
        rule(
            "intercept",
            Condition::All(vec![
                Condition::UnitOf(Side::France),
                Condition::UnitIntercepts,
                Condition::Looks(ContactLook::TaxiBoat),
                Condition::Not(Box::new(Condition::Boarding)),
            ]),
            Order::Intercept,
            true,
        ),
    );
    d.rules[0].steps = steps;
    d.common += 1;
    Arc::new(d)
}
