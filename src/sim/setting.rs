//! What is fixed for a scenario, worked out once and shared by all its nights?
//!
//! Names become positions and indices, routes that every night needs are laid, and the small questions
//! that systems ask of chart and sea get one answer here. Nothing in it changes; nights on many threads
//! share it.

use super::state::{Boat, BoatState, SeaNow, Unit, UnitState};
use crate::agents::adrift::AdriftClasses;
use crate::agents::sweep::SweepTable;
use crate::agents::{CraftClass, Identity, SensorClass, Side, handling, numbers, operator};
use crate::doctrine::NearestPort;
use crate::draws::Draws;
use crate::environment::canal::{SILLS, sill_of};
use crate::environment::{Sea, SeaNight, canal_depth};
use crate::geo::places::port_ids;
use crate::geo::{Canal, Chart, Country, LatLon, TrafficRoute, Waters, to_plane};
use crate::parameters::{Override, Parameters};
use crate::scenario::{DeparturePlan, Duty, Scenario};
use crate::units::{Distance, Duration, Speed, Tick, Vec2};
use std::sync::Arc;

use crate::events::Shore;

/// The sensor that stands for the lookout on a merchant ship's bridge.
pub const SHIP_LOOKOUT: &str = "merchant_bridge";

/// A class of craft, with its sensors found.
#[derive(Clone, Debug)]
pub struct Class {
    /// The class.
    pub craft: CraftClass,
    /// Indices of its sensors.
    pub sensors: Vec<usize>,
    /// How far off its crew see the boat they look for when its track is held, m.
    pub sight_m: f64,
}

/// A watcher ashore, placed.
#[derive(Clone, Debug)]
pub struct Post {
    /// Whose.
    pub side: Side,
    /// Name for people.
    pub title: String,
    /// Where.
    pub position: Vec2,
    /// Indices of its sensors.
    pub sensors: Vec<usize>,
    /// Has it a team that can go to a beach?
    pub team: bool,
}

/// A unit, placed.
#[derive(Clone, Debug)]
pub struct UnitPlace {
    /// Index of its class.
    pub class: usize,
    /// Where it lands people and lies at readiness.
    pub base: Vec2,
    /// Its station at sea, if it patrols.
    pub station: Option<Vec2>,
    /// Median minutes from order to departure.
    pub readiness_min: f64,
    /// Who it is.
    pub identity: Identity,
}

/// A departure, placed.
#[derive(Clone, Debug)]
pub struct DeparturePlace {
    /// Where boats are put in.
    pub launch: Vec2,
    /// In a canal, or behind a bar that dries?
    pub canal: bool,
    /// The bar, by its place in the list of sills; none in a charted canal, whose depth is its own.
    pub sill: Option<usize>,
    /// The canal or mouth that a boom can close before it, by its place in the list of sills.
    pub barrier: Option<usize>,
    /// Where boats may load: the water, the beach, the goal across, and the way from the launch with the
    /// number of its points that lie in the canal.
    pub pickups: Vec<Pickup>,
}

/// A place to load, with the ways to and from it.
#[derive(Clone, Debug)]
pub struct Pickup {
    /// Where the boat lies.
    pub water: Vec2,
    /// Where the group waits.
    pub beach: Vec2,
    /// What the boat then heads for.
    pub goal: Vec2,
    /// The way from the launch.
    pub way: Vec<Vec2>,
    /// How many of its first points lie in the canal.
    pub canal_legs: usize,
}

/// A passage of merchant ships through the strait.
#[derive(Clone, Debug)]
pub struct Passage {
    /// Its line.
    pub route: TrafficRoute,
    /// Does it lead to the north-east?
    pub north_east: bool,
    /// Its share of the ships that go its way.
    pub share: f64,
    /// Whose centre watches it: Gris-Nez the lane to the north-east, Dover that to the south-west (MGN 128,
    /// MGN 364: the CALDOVREP scheme).
    pub watch: Side,
}

impl Passage {
    /// Its share of all ships.
    #[must_use]
    pub const fn share_of_all(&self, p: &Parameters) -> f64 {
        self.share * if self.north_east { p.traffic_north_east_share } else { 1.0 - p.traffic_north_east_share }
    }
}

/// The ships of each way go evenly over its branches.
fn passages(chart: &Chart) -> Vec<Passage> {
    let routes = chart.traffic_routes();
    let north_east = |r: &TrafficRoute| r.ends().1.y > r.ends().0.y;
    let branches = |up: bool| routes.iter().filter(|r| north_east(r) == up).count() as f64;
    let shares = [1.0 / branches(false).max(1.0), 1.0 / branches(true).max(1.0)];
    let watch = [Side::UnitedKingdom, Side::France];
    routes
        .into_iter()
        .map(|route| {
            let north_east = north_east(&route);
            let way = usize::from(north_east);
            Passage { north_east, share: shares[way], watch: watch[way], route }
        })
        .collect()
}

/// Everything fixed for a scenario.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The scenario.
    pub scenario: Scenario,
    /// The chart.
    pub chart: Arc<Chart>,
    /// The sea.
    pub sea: Arc<Sea>,
    /// The numbers.
    pub parameters: Parameters,
    /// Classes of craft.
    pub classes: Vec<Class>,
    /// Classes of sensors.
    pub sensors: Vec<SensorClass>,
    /// Posts ashore, in the scenario's order.
    pub posts: Vec<Post>,
    /// Leeway classes of what is adrift.
    pub adrift: AdriftClasses,
    /// Published sweep widths.
    pub sweep_widths: SweepTable,
    /// Units, in the scenario's order.
    pub units: Vec<UnitPlace>,
    /// Departures, in the scenario's order.
    pub departures: Vec<DeparturePlace>,
    /// The passages of merchant ships.
    pub traffic: Vec<Passage>,
    /// Index of the sensor that stands for a merchant ship's lookout, if the sensors have one.
    pub ship_lookout: Option<usize>,
    /// How far that looks at most, m.
    pub ship_sight_m: f64,
}

impl Setting {
    /// Places everything that the scenario names. Craft and sensors are those of the lists, with what the scenario's
    /// overrides say of their numbers.
    ///
    /// # Errors
    /// Names what is not on the chart or in the lists (files that were checked never get here).
    pub fn new(
        mut scenario: Scenario,
        chart: Arc<Chart>,
        sea: Arc<Sea>,
        craft: &[CraftClass],
        sensors: &[SensorClass],
        parameters: Parameters,
    ) -> Result<Self, String> {
        scenario.lay_fleet(None);
        let (mut craft, mut sensors) = (craft.to_vec(), sensors.to_vec());
        numbers::set_numbers(&mut craft, &mut sensors, &scenario.overrides);
        let find_sensors = |ids: &[String]| -> Result<Vec<usize>, String> {
            ids.iter()
                .map(|id| sensors.iter().position(|s| s.id == *id).ok_or_else(|| format!("no sensor `{id}`")))
                .collect()
        };
        let classes = craft
            .into_iter()
            .map(|craft| {
                let indices = find_sensors(&craft.sensors)?;
                let sight_m = sight_m(&indices, &sensors, &parameters);
                Ok(Class { craft, sensors: indices, sight_m })
            })
            .collect::<Result<Vec<_>, String>>()?;
        let posts = scenario
            .posts
            .iter()
            .map(|p| {
                Ok(Post {
                    side: p.side,
                    title: p.title.clone(),
                    position: to_plane(LatLon::new(p.lat, p.lon)),
                    sensors: find_sensors(&p.sensors)?,
                    team: p.team,
                })
            })
            .collect::<Result<Vec<_>, String>>()?;
        let units = scenario
            .units
            .iter()
            .map(|u| {
                let class = classes
                    .iter()
                    .position(|c| c.craft.id == u.class)
                    .ok_or_else(|| format!("no class of craft `{}`", u.class))?;
                let base = chart.port(&u.base).ok_or_else(|| format!("no port `{}`", u.base))?.water_point;
                let (station, readiness_min) = match u.duty {
                    Duty::OnPatrol { lat, lon } => (Some(to_plane(LatLon::new(lat, lon))), 0.0),
                    Duty::AtReadiness { minutes } => (None, minutes),
                };
                let identity = Identity {
                    operator: u.operator.or(classes[class].craft.operator),
                    class: operator::class_ids().position(|id| id == u.class),
                };
                Ok(UnitPlace { class, base, station, readiness_min, identity })
            })
            .collect::<Result<Vec<_>, String>>()?;
        let departures =
            scenario.departures.iter().map(|d| place_departure(d, &chart)).collect::<Result<Vec<_>, String>>()?;
        let ship_lookout = sensors.iter().position(|s| s.id == SHIP_LOOKOUT);
        Ok(Self {
            adrift: AdriftClasses::shipped(),
            sweep_widths: SweepTable::shipped(),
            traffic: passages(&chart),
            ship_lookout,
            ship_sight_m: ship_lookout.map_or(0.0, |i| sensors[i].max_range.m()),
            sensors,
            scenario,
            chart,
            sea,
            parameters,
            classes,
            posts,
            units,
            departures,
        })
    }

    /// The setting of one night: itself, unless its scenario or a class has numbers that are drawn for each night; then
    /// one with these numbers, which shares chart, tide and streams.
    ///
    /// # Panics
    /// Never: drawn weather is held within the bounds of a stated one.
    #[must_use]
    pub fn for_night(self: &Arc<Self>, luck: Draws) -> Arc<Self> {
        let scenario = &self.scenario;
        let parameters_drawn = scenario.overrides.iter().any(|o| o.number.drawn().is_some());
        let classes_drawn =
            self.classes.iter().any(|c| !c.craft.drawn.is_empty()) || self.sensors.iter().any(|s| !s.drawn.is_empty());
        if scenario.drawn.is_empty() && !parameters_drawn && !classes_drawn {
            return Arc::clone(self);
        }
        let mut out = Self::clone(self);
        out.parameters = self.parameters.drawn(&scenario.overrides, luck);
        out.scenario = scenario.drawn_for(luck);
        out.draw_classes(luck);
        for (place, plan) in out.units.iter_mut().zip(&out.scenario.units) {
            if let Duty::AtReadiness { minutes } = plan.duty {
                place.readiness_min = minutes;
            }
        }
        if scenario.drawn.iter().any(|d| d.field.is_weather()) {
            let sea = self.sea.under(&out.scenario.weather_source());
            out.sea = Arc::new(sea.expect("drawn weather is within the bounds of a stated one"));
        }
        Arc::new(out)
    }

    /// Craft and sensors as they are on this night.
    fn draw_classes(&mut self, luck: Draws) {
        for sensor in &mut self.sensors {
            *sensor = sensor.drawn_for(luck);
        }
        for class in &mut self.classes {
            class.craft = class.craft.drawn_for(luck);
        }
        self.look_again();
    }

    /// Sets, or lets be drawn each night, numbers of classes beyond those that the scenario sets. Bounds are the register's
    /// affair.
    pub fn set_class_numbers(&mut self, overrides: &[Override]) {
        if overrides.iter().all(|o| numbers::parts(&o.id).is_none()) {
            return;
        }
        let mut craft: Vec<CraftClass> = self.classes.iter().map(|c| c.craft.clone()).collect();
        numbers::set_numbers(&mut craft, &mut self.sensors, overrides);
        // Desks belong to the doctrine: a night sets them as it begins (`desk_numbers`).
        let of_desks = |o: &&Override| numbers::parts(&o.id).is_some_and(|(kind, ..)| kind == "authority");
        self.scenario.overrides.extend(overrides.iter().filter(of_desks).cloned());
        for (class, craft) in self.classes.iter_mut().zip(craft) {
            class.craft = craft;
        }
        self.look_again();
    }

    /// What follows from how far sensors see.
    fn look_again(&mut self) {
        for class in &mut self.classes {
            class.sight_m = sight_m(&class.sensors, &self.sensors, &self.parameters);
        }
        self.ship_sight_m = self.ship_lookout.map_or(0.0, |i| self.sensors[i].max_range.m());
    }

    /// Metres to the shore, negative on land.
    #[must_use]
    pub fn to_shore(&self, at: Vec2) -> f64 {
        self.chart.shore_distance_m(at)
    }

    /// Unit vector away from the nearest shore.
    #[must_use]
    pub fn seaward(&self, at: Vec2) -> Vec2 {
        self.chart.shore.seaward(at)
    }

    /// Whose shore is nearest. The Belgian shore counts as French: people are landed there and stay on
    /// the same side of the strait.
    #[must_use]
    pub fn shore_of(&self, at: Vec2) -> Shore {
        match self.chart.shore.nearest_country(at) {
            Some(Country::UnitedKingdom) => Shore::UnitedKingdom,
            _ => Shore::France,
        }
    }

    /// The side that answers for a place. Belgian waters count as French here: a night has two
    /// centres, and Belgian units work under the French one (`docs/doctrine.md`).
    #[must_use]
    pub fn region(&self, at: Vec2) -> Side {
        match self.chart.sar_region(at) {
            crate::geo::Side::UnitedKingdom => Side::UnitedKingdom,
            crate::geo::Side::France | crate::geo::Side::Belgium => Side::France,
        }
    }

    /// The nearest port, by its entrance.
    #[must_use]
    pub fn nearest_port(&self, at: Vec2) -> NearestPort {
        let ports = self.chart.ports().iter().filter(|p| p.kind.is_port());
        let nearest = ports.map(|p| ((p.position - at).length(), p)).min_by(|a, b| a.0.total_cmp(&b.0));
        nearest.map_or(NearestPort::FAR, |(m, port)| NearestPort {
            // A port that did not come with the program has no name that a rule could ask for.
            id: port_ids().find(|id| *id == port.id).unwrap_or_default(),
            distance: Distance::metres(m),
        })
    }

    /// How far off what each state answers for is; zero within.
    #[must_use]
    pub fn to_boundary(&self, at: Vec2) -> [Distance; 3] {
        crate::geo::Side::ALL.map(|of| Distance::metres(self.chart.areas.to_responsibility_m(at, of)))
    }

    /// What the law calls a place `to_shore` metres off the shore.
    #[must_use]
    pub fn waters(&self, at: Vec2, to_shore: f64) -> Waters {
        let dries = to_shore > 0.0 && self.sea.depth_below_msl(at) < self.sea.chart_datum_below_msl(at);
        self.chart.areas.waters(at, to_shore, dries || self.in_canal(at))
    }

    /// The stream, m/s.
    #[must_use]
    pub fn stream(&self, at: Vec2, tick: Tick) -> Vec2 {
        self.sea.stream_at(at, tick)
    }

    fn canal_at(&self, at: Vec2) -> Option<&Canal> {
        self.chart.canal_at(at)
    }

    /// Inside a canal?
    #[must_use]
    pub fn in_canal(&self, at: Vec2) -> bool {
        self.canal_at(at).is_some()
    }

    /// Water in the canal now, m: negative where the bed is dry.
    #[must_use]
    pub fn canal_depth_m(&self, head: Vec2, tick: Tick, night: &SeaNight) -> f64 {
        let level = night.tide_above_chart_datum(head, tick);
        canal_depth(level, self.parameters.canal_bed_aa_m)
    }

    /// Is there water enough in the canal, or over the bar, for an inflatable?
    #[must_use]
    pub fn canal_passable(&self, launch: Vec2, tick: Tick, night: &SeaNight) -> bool {
        if let Some(sill) = self.departures.iter().find(|d| d.launch == launch).and_then(|d| d.sill) {
            let level = night.tide_above_chart_datum(launch, tick);
            return canal_depth(level, (SILLS[sill].bed_m)(&self.parameters)) >= self.parameters.canal_under_keel_m;
        }
        self.canal_at(launch)
            .is_none_or(|c| self.canal_depth_m(c.head(), tick, night) >= self.parameters.canal_under_keel_m)
    }

    /// Depth of water at a place now, m.
    #[must_use]
    pub fn depth_m(&self, at: Vec2, tick: Tick, night: &SeaNight) -> f64 {
        self.canal_at(at).map_or_else(|| night.depth_at(at, tick), |c| self.canal_depth_m(c.head(), tick, night))
    }

    /// Water for a hull, m: the grid's depth, and on the foreshore, which the grid (0.9 km) does not resolve,
    /// at least what a beach that shelves evenly from the water's edge gives, up to a small boat's need; beyond that the grid has the say.
    #[must_use]
    pub fn water_for_hull_m(&self, at: Vec2, tick: Tick, night: &SeaNight) -> f64 {
        let depth = self.depth_m(at, tick, night);
        let off = self.to_shore(at);
        if off > self.parameters.foreshore_width_m || self.in_canal(at) {
            depth
        } else {
            depth.max((off * self.parameters.foreshore_slope).min(self.parameters.foreshore_most_m))
        }
    }

    /// Where a vessel of this class lies while it works on a boat at `goal`: there, if it floats there
    /// with water under its keel, else the nearest place to seaward where it does.
    #[must_use]
    pub fn berth(&self, class: usize, goal: Vec2, tick: Tick, night: &SeaNight) -> Vec2 {
        /// Steps to seaward, m, and how many are tried: the drying ground off the beaches ends within 5 km.
        const STEP_M: f64 = 200.0;
        const STEPS: u32 = 25;
        let craft = &self.classes[class].craft;
        let need = craft.draught.m() + self.parameters.vessel_under_keel_m;
        if craft.flies || self.depth_m(goal, tick, night) >= need {
            return goal;
        }
        let mut at = goal;
        for _ in 0..STEPS {
            if self.water_for_hull_m(at, tick, night) >= need {
                break;
            }
            at += self.seaward(at) * STEP_M;
        }
        at
    }

    /// Does a vessel of this class float there with water under its keel? Aircraft need none.
    #[must_use]
    pub fn floats(&self, class: usize, at: Vec2, tick: Tick, night: &SeaNight) -> bool {
        let craft = &self.classes[class].craft;
        craft.flies || self.water_for_hull_m(at, tick, night) >= craft.draught.m() + self.parameters.vessel_under_keel_m
    }

    /// Can a vessel of this class, or the small boat it carries, come alongside there?
    #[must_use]
    pub fn comes_alongside(&self, class: usize, at: Vec2, tick: Tick, night: &SeaNight) -> bool {
        let craft = &self.classes[class].craft;
        let draught = craft.tender_draught.unwrap_or(craft.draught).min(craft.draught);
        craft.flies || self.water_for_hull_m(at, tick, night) >= draught.m() + self.parameters.vessel_under_keel_m
    }

    /// Can most people stand there? In a canal by its depth; off a beach by distance alone, since the
    /// depth grid (0.9 km) does not resolve the foreshore: 60 m and 1.2 m (MODEL 8.2) meet on a beach
    /// that shelves by 1 in 50.
    #[must_use]
    pub fn is_shallow(&self, at: Vec2, tick: Tick, night: &SeaNight) -> bool {
        let p = &self.parameters;
        match self.canal_at(at) {
            Some(c) => self.canal_depth_m(c.head(), tick, night) < p.shallow_depth_m,
            None => self.to_shore(at) < p.shallow_shore_m,
        }
    }

    /// The way by sea.
    #[must_use]
    pub fn chart_route(&self, from: Vec2, to: Vec2) -> Vec<Vec2> {
        self.chart.route(from, to)
    }

    /// The way of a unit: straight for aircraft.
    #[must_use]
    pub fn unit_route(&self, unit: &Unit, from: Vec2, to: Vec2) -> Vec<Vec2> {
        if self.classes[unit.class].craft.flies { vec![to] } else { self.chart.route(from, to) }
    }

    /// Speed of a class in the present sea, m/s.
    #[must_use]
    pub fn unit_speed(&self, class: usize, sea: &SeaNow, towing: bool) -> f64 {
        let v = handling::speed_in_sea(&self.classes[class].craft, sea.wave_height_m, &self.parameters);
        if towing { v.min(Speed::knots(self.parameters.tow_speed_kn)).mps() } else { v.mps() }
    }

    /// Speed of a unit as it is, m/s: in the present sea, with its load and its tow, sound or not.
    #[must_use]
    pub fn laden_speed(&self, class: usize, sea: &SeaNow, state: &UnitState) -> f64 {
        let p = &self.parameters;
        #[expect(clippy::cast_possible_truncation, reason = "survivors aboard are few")]
        let share = handling::laden_speed_share(&self.classes[class].craft, state.survivors.len() as u32, p);
        let lame = state.out_of_action && !self.classes[class].craft.flies;
        let v = self.unit_speed(class, sea, state.towing.is_some()) * share;
        if lame { v.min(Speed::knots(p.tow_speed_kn).mps()) } else { v }
    }

    /// Median time from order to departure of a unit in port: by day, or at night.
    #[must_use]
    pub fn readiness(&self, unit: &Unit, night: bool) -> Duration {
        unit.readiness * if night { self.classes[unit.class].craft.night_readiness_factor } else { 1.0 }
    }

    /// How far off a class sees the boat it looks for, m.
    #[must_use]
    pub fn sight_m(&self, class: usize) -> f64 {
        self.classes[class].sight_m
    }

    /// Works out what the load does to a boat: speed, freeboard, overload.
    pub fn reload(&self, boat: &Boat, state: &mut BoatState) {
        let p = &self.parameters;
        #[expect(clippy::cast_possible_truncation, reason = "a boat holds far fewer than 2^32 people")]
        let n = state.aboard.len() as u32;
        let mass = boat.hull.mass_kg(f64::from(n) * boat.person_kg);
        state.draught_m = boat.hull.draught(mass, p).m();
        state.freeboard_m = boat.hull.freeboard(mass, p).m();
        state.overload = boat.hull.overload(n, p);
        let cap = if state.phase == super::snapshot::BoatPhase::Boarding || n > boat.crew {
            f64::INFINITY
        } else {
            Speed::knots(p.taxi_coasting_speed_kn).mps()
        };
        state.speed_mps = boat.hull.speed(mass, p).mps().min(cap);
    }
}

/// How far off a class with these sensors sees the boat it looks for, m.
fn sight_m(indices: &[usize], sensors: &[SensorClass], p: &Parameters) -> f64 {
    indices.iter().map(|i| sensors[*i].reference_range.m()).fold(p.unit_sight_least_m, f64::max)
}

fn place_departure(d: &DeparturePlan, chart: &Chart) -> Result<DeparturePlace, String> {
    let site = |id: &str| chart.site(id).ok_or_else(|| format!("no launch site `{id}`"));
    let launch = site(&d.launch)?;
    let here = std::slice::from_ref(&d.launch);
    let ids = if d.pickups.is_empty() { here } else { &d.pickups };
    let pickups = ids
        .iter()
        .map(|id| {
            let place = site(id)?;
            let way = chart.route(launch.water_point, place.water_point);
            let canal_legs = way.iter().take_while(|p| chart.canal_at(**p).is_some()).count();
            Ok(Pickup {
                water: place.water_point,
                beach: place.position,
                goal: chart.nearest_uk_landing(place.water_point),
                canal_legs: if chart.canal_at(launch.water_point).is_some() { canal_legs + 1 } else { 0 },
                way,
            })
        })
        .collect::<Result<Vec<_>, String>>()?;
    let in_canal = chart.canal_at(launch.water_point).is_some();
    let barrier = sill_of(&d.launch);
    let sill = if in_canal { None } else { barrier };
    Ok(DeparturePlace { launch: launch.water_point, canal: in_canal || sill.is_some(), sill, barrier, pickups })
}
