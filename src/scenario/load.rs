//! What does a scenario file say, and can it be lived through?
//!
//! Text becomes a [`Scenario`] whole or not at all: every name is looked up on the chart and among the
//! classes, every number is held against bounds, every time against the night, and all problems are
//! told at once. Bounds are wide: they refuse slips of the pen (a wave height of 40 m), not opinions.
//! Left out: whether a plan makes sense at sea (a lifeboat on patrol for a day): that is the writer's.

use super::drawn::{DrawnNumbers, Field};
use super::expect::read_expectation;
use super::group::MOST_SKEW;
use super::read_weather::{read_surge, read_weather_plan};
use super::{DeparturePlan, Duty, GroupSize, PostPlan, Scenario, SurgePlan, UnitPlan, WeatherPlan, series};
use crate::agents::load::read_operator;
use crate::agents::{BoatKind, CraftClass, SensorClass};
use crate::doctrine::read_condition::read_side;
use crate::parameters::Register;
use crate::reading::{Checked, Fields, Kind, Node, Place, Problem, Report, parse, stem};
use crate::scenario::fleet::{Fleet, Fleets};
use crate::scenario::fleet_numbers::{Named, unread};
use crate::units::{Instant, TICK_S, maths};
use core::cell::RefCell;
use core::ops::RangeInclusive;

/// What a scenario may name.
pub struct Names<'a> {
    /// Launch sites of the chart, by id.
    pub sites: &'a [&'a str],
    /// Ports of the chart, by id.
    pub ports: &'a [&'a str],
    /// Classes of craft.
    pub craft: &'a [CraftClass],
    /// Classes of sensors.
    pub sensors: &'a [SensorClass],
    /// The register, for overrides.
    pub register: &'a Register,
    /// Presets of boats by year.
    pub fleets: &'a Fleets,
    /// Metrics, by id, for expectations.
    pub metrics: &'a [&'a str],
    /// Shipped doctrines, by id, for expectations.
    pub doctrines: &'a [&'a str],
    /// Is this place (latitude, longitude in degrees) on land?
    pub is_land: &'a dyn Fn(f64, f64) -> bool,
    /// The text of a file beside the scenario, or why it cannot be read.
    pub beside: &'a dyn Fn(&str) -> Result<String, String>,
}

/// Years in which tables of nodal corrections and our facts hold: the first boats to ten years ahead.
const YEARS: RangeInclusive<i16> = 2018..=2035;
/// The chart: from the Somme to the Thames, with the Channel's narrows.
const LATITUDES: RangeInclusive<f64> = 49.0..=52.5;
/// See [`LATITUDES`].
const LONGITUDES: RangeInclusive<f64> = -1.5..=4.5;
/// Most boats in one night. The record day saw 36 boats (FACTS 7); ten times that is a slip.
const MAX_BOATS: u32 = 360;

/// Reads a scenario file. `file` is its name or path: the id is its stem, and messages show it.
///
/// # Errors
/// All problems of the file.
pub fn load(file: &str, text: &str, names: &Names<'_>) -> Result<Checked<Scenario>, Vec<Problem>> {
    let mut report = Report::new(file);
    let value = parse(text, &mut report).and_then(|root| read(&root, file, names, &mut report));
    report.finish(value)
}

/// First and last moment, for checks; open if not known because the file is wrong there.
pub(super) type Night = Option<(Instant, Instant)>;

fn read(root: &Node, file: &str, names: &Names<'_>, r: &mut Report) -> Option<Scenario> {
    let mut f = Fields::of(r, root, "a scenario")?;
    f.whole(r, "format", 1..=1);
    let title = f.text(r, "title");
    let description = f.text(r, "description");
    let start = f.instant(r, "start");
    if let Some(s) = start
        && !YEARS.contains(&s.year())
    {
        r.error(
            f.place_of("start"),
            format!("the year {} is out of bounds; expected {} to {}", s.year(), YEARS.start(), YEARS.end()),
        );
    }
    // Three days at most: plans and weather of one scenario are one night's.
    let length_h = f.number(r, "length_h", 1.0..=72.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 72 hours in ticks")]
    let length_ticks = length_h.map(|h| maths::round(h * 3600.0 / f64::from(TICK_S)) as u32);
    let night: Night = start.zip(length_ticks).map(|(s, n)| (s, s.plus_s(i64::from(n) * i64::from(TICK_S))));

    let mut drawn = DrawnNumbers::default();
    let weather = f.need("weather").and_then(|n| read_weather_plan(n, names, night, &mut drawn, r));
    let weather_sigma = match f.get("weather_sigma") {
        Some(n) => drawn.number(n, "weather_sigma", 0.0..=1.0, Field::WeatherSigma, r),
        None => Some(0.0),
    };
    let sigma_given = f.get("weather_sigma").is_some();
    let free = matches!(weather, Some((WeatherPlan::Climate, ..)));
    let (from_sea, from_air) = weather.as_ref().map_or((None, None), |w| (w.1, w.2));
    // What neither the climate nor a series gives must be stated.
    let mut temperature = |name: &'static str, other: Option<f64>, bounds, field| {
        let given = if free || other.is_some() { f.get(name) } else { f.need(name) };
        match given {
            Some(n) => drawn.number(n, name, bounds, field, r).map(Some),
            None if free || other.is_some() => Some(other),
            None => None,
        }
    };
    let sea_temperature_c = temperature("sea_temperature_c", from_sea, series::SEA_C, Field::SeaTemperature);
    let air_temperature_c = temperature("air_temperature_c", from_air, series::AIR_C, Field::AirTemperature);
    if free && sigma_given {
        r.error(
            f.place_of("weather_sigma"),
            "`weather_sigma` spreads a stated weather; with `Climate` each night has its own",
        );
    }
    let surge = f.get("surge").map_or(Some(SurgePlan::Drawn), |n| read_surge(n, &mut drawn, r));

    let fleet = f.get("fleet").and_then(|n| read_fleet(n, names, r));
    let fleet_place = f.place_of("fleet");
    let own_of_fleet: RefCell<Vec<bool>> = RefCell::default();
    let mut ids = Ids::default();
    let departures = each_numbered(f.list(r, "departures", "departures"), r, |i, n, r| {
        read_departure(n, i, Given { names, fleet, night, own_of_fleet: &own_of_fleet }, &mut ids, &mut drawn, r)
    });
    let units =
        each_numbered(f.list(r, "units", "units"), r, |i, n, r| read_unit(n, i, names, &mut ids, &mut drawn, r));
    let posts = each(f.list_or_empty(r, "posts", "posts"), r, |n, r| read_post(n, names, &mut ids, r));
    let overrides = f.get("overrides").map_or_else(|| Some(Vec::new()), |n| names.register.read_overrides(n, r));
    let expect = each(f.list_or_empty(r, "expect", "expectations"), r, |n, r| read_expectation(n, names, r));
    let (departures_place, units_place) = (f.place_of("departures"), f.place_of("units"));
    let overrides_place = f.place_of("overrides");
    f.finish(r);

    // A fleet that also sets jackets or build still does so; one of numbers alone does nothing here.
    if fleet.is_some_and(|x| x.set.is_empty()) && !own_of_fleet.borrow().contains(&true) {
        let what =
            "each departure has a `group` of its own, so that this fleet, which has no more to say, changes nothing";
        r.warn(fleet_place, format!("{what}; leave `group` out where numbers aboard should be the fleet's"));
    }
    let gives_groups = own_of_fleet.borrow().contains(&true);
    let named = fleet.map(|f| Named { year: f.id.clone(), gives_groups });
    for unread in overrides.iter().flatten().filter_map(|o| unread(&o.id, named.as_ref())) {
        r.warn(overrides_place, unread);
    }
    if let Some(d) = &departures {
        let boats: u32 = d.iter().map(|d| d.boats).sum();
        if boats > MAX_BOATS {
            r.error(
                departures_place,
                format!("{boats} boats in one night; expected at most {MAX_BOATS} (the record is 36)"),
            );
        }
        if boats == 0 {
            r.warn(departures_place, "no boat is planned: nothing will happen");
        }
    }
    if units.as_ref().is_some_and(Vec::is_empty) {
        r.warn(units_place, "no unit is on duty: nobody can help");
    }
    Some(Scenario {
        id: stem(file).to_owned(),
        title: title?,
        description: description?,
        start: start?,
        length_ticks: length_ticks?,
        weather: weather?.0,
        surge: surge?,
        weather_sigma: weather_sigma?,
        sea_temperature_c: sea_temperature_c?,
        air_temperature_c: air_temperature_c?,
        departures: departures?,
        units: units?,
        posts: posts?,
        // The scenario's own come later and have the last word.
        overrides: fleet.map_or_else(Vec::new, |f| f.set.clone()).into_iter().chain(overrides?).collect(),
        drawn: drawn.into_list(),
        fleet: Scenario::groups_of_fleet(
            fleet,
            names.register.typed().boarding_left_behind_share,
            own_of_fleet.into_inner(),
        ),
        expect: expect?,
    })
}

/// `fleet: 2024`: whose numbers aboard and settings hold where the scenario gives none.
fn read_fleet<'a>(node: &Node, names: &Names<'a>, r: &mut Report) -> Option<&'a Fleet> {
    let year = r.whole(node, &(0..=9999))?.to_string();
    let known: Vec<&str> = names.fleets.fleets.iter().map(|f| f.id.as_str()).collect();
    r.position_of(node.place, &year, "fleet", &known).map(|i| &names.fleets.fleets[i])
}

/// Reads all items, then gives them if all were well.
fn each<T>(nodes: &[Node], r: &mut Report, mut read: impl FnMut(&Node, &mut Report) -> Option<T>) -> Option<Vec<T>> {
    each_numbered(nodes, r, |_, n, r| read(n, r))
}

/// The same, with the number of each item from 0.
pub(super) fn each_numbered<T>(
    nodes: &[Node],
    r: &mut Report,
    mut read: impl FnMut(usize, &Node, &mut Report) -> Option<T>,
) -> Option<Vec<T>> {
    let items: Vec<Option<T>> = nodes.iter().enumerate().map(|(i, n)| read(i, n, r)).collect();
    items.into_iter().collect()
}

/// Names used so far in the file: departures, units and posts share one space, as events name them all.
#[derive(Default)]
struct Ids(Vec<(String, Place)>);

impl Ids {
    fn take(&mut self, id: Option<&String>, place: Place, r: &mut Report) {
        let Some(id) = id else { return };
        if let Some((_, first)) = self.0.iter().find(|(known, _)| known == id) {
            r.error(place, format!("two things are called `{id}`; the first is in line {}", first.line));
        } else {
            self.0.push((id.clone(), place));
        }
    }
}

fn inside(at: Option<Instant>, place: Place, night: Night, r: &mut Report) {
    if let (Some(at), Some((start, end))) = (at, night)
        && !(start..=end).contains(&at)
    {
        r.error(
            place,
            format!(
                "{} is outside the night; expected {} to {}",
                at.iso_minute(),
                start.iso_minute(),
                end.iso_minute()
            ),
        );
    }
}

/// What a departure is held against.
#[derive(Clone, Copy)]
struct Given<'a> {
    names: &'a Names<'a>,
    fleet: Option<&'a Fleet>,
    night: Night,
    /// By departure: has it left its numbers aboard to the fleet?
    own_of_fleet: &'a RefCell<Vec<bool>>,
}

fn read_departure(
    node: &Node,
    number: usize,
    Given { names, fleet, night, own_of_fleet }: Given<'_>,
    ids: &mut Ids,
    drawn: &mut DrawnNumbers,
    r: &mut Report,
) -> Option<DeparturePlan> {
    let mut f = Fields::of(r, node, "a departure")?;
    let id = f.id(r, "id");
    ids.take(id.as_ref(), f.place_of("id"), r);
    let kind = f
        .choice(r, "kind", "kind of boat", &["TaxiBoat", "BeachBoat"])
        .map(|i| [BoatKind::TaxiBoat, BoatKind::BeachBoat][i]);
    let boats = f.need("boats").and_then(|n| drawn.whole(n, 0..=MAX_BOATS, Field::Boats(number), r));
    let goes_ahead = f
        .get("goes_ahead")
        .map_or(Some(1.0), |n| drawn.number(n, "goes_ahead", 0.0..=1.0, Field::GoesAhead(number), r));
    let launch = f.need("launch").and_then(|n| r.reference(n, "launch site", names.sites));
    let pickups =
        each(f.list_or_empty(r, "pickups", "launch sites"), r, |n, r| r.reference(n, "launch site", names.sites));
    let (earliest, latest) = (f.instant(r, "earliest"), f.instant(r, "latest"));
    let aboard = f.get("aboard_at_launch").map(|n| read_pair(n, number, drawn, r));
    let left_to_fleet = fleet.is_some() && f.get("group").is_none();
    own_of_fleet.borrow_mut().push(left_to_fleet);
    let group = match fleet {
        // Left to the fleet, it depends on the kind of boat and its crew, which stand elsewhere.
        Some(_) if left_to_fleet => None,
        _ => f.need("group").and_then(|n| read_group(n, number, drawn, r)),
    };
    let (pickups_place, latest_place) = (f.place_of("pickups"), f.place_of("latest"));
    let (earliest_place, aboard_place) = (f.place_of("earliest"), f.place_of("aboard_at_launch"));
    let place = f.place();
    f.finish(r);

    inside(earliest, earliest_place, night, r);
    inside(latest, latest_place, night, r);
    if let (Some(e), Some(l)) = (earliest, latest)
        && l < e
    {
        r.error(latest_place, format!("`latest` ({}) is before `earliest` ({})", l.iso_minute(), e.iso_minute()));
    }
    match (kind, &pickups) {
        (Some(BoatKind::TaxiBoat), Some(p)) if p.is_empty() => {
            r.error(place, "a taxi-boat needs `pickups`: at least one beach where it may load");
        }
        (Some(BoatKind::BeachBoat), Some(p)) if !p.is_empty() => {
            r.error(pickups_place, "a beach boat loads where it is launched; expected no `pickups`");
        }
        _ => {}
    }
    match (kind, &aboard) {
        (Some(BoatKind::TaxiBoat), None) => r.error(place, "a taxi-boat needs `aboard_at_launch`, like (2, 7)"),
        (Some(BoatKind::BeachBoat), Some(_)) => {
            r.error(aboard_place, "a beach boat loads its whole group at once; expected no `aboard_at_launch`");
        }
        _ => {}
    }
    if let Some(p) = &pickups {
        for (i, site) in p.iter().enumerate() {
            if p[..i].contains(site) {
                r.warn(pickups_place, format!("`{site}` stands twice among the pick-ups, so it is twice as likely"));
            }
        }
    }
    let aboard_at_launch = aboard.unwrap_or(Some((0, 0)))?;
    let kind = kind?;
    let group = group
        .or_else(|| fleet.map(|f| f.group(kind, aboard_at_launch, names.register.typed().boarding_left_behind_share)));
    Some(DeparturePlan {
        id: id?,
        kind,
        boats: boats?,
        goes_ahead: goes_ahead?,
        launch: launch?,
        pickups: pickups?,
        earliest: earliest?,
        latest: latest?,
        aboard_at_launch,
        group: group?,
    })
}

/// `(2, 7)`: fewest and most, at the departure of this number.
fn read_pair(node: &Node, number: usize, drawn: &mut DrawnNumbers, r: &mut Report) -> Option<(u32, u32)> {
    let Kind::Tuple(items) = &node.kind else {
        r.wrong_kind(node, "fewest and most, like (2, 7)");
        return None;
    };
    let [low, high] = items.as_slice() else {
        r.error(node.place, format!("expected two numbers, fewest and most, found {}", items.len()));
        return None;
    };
    let low = drawn.whole(low, 1..=100, Field::FewestAtLaunch(number), r);
    let high = drawn.whole(high, 1..=100, Field::MostAtLaunch(number), r);
    let (low, high) = (low?, high?);
    if low > high {
        r.error(node.place, format!("fewest ({low}) is above most ({high})"));
        return None;
    }
    Some((low, high))
}

fn read_group(node: &Node, departure: usize, drawn: &mut DrawnNumbers, r: &mut Report) -> Option<GroupSize> {
    let mut f = Fields::of(r, node, "a group size")?;
    let mean = f.need("mean").and_then(|n| drawn.number(n, "mean", 1.0..=300.0, Field::GroupMean(departure), r));
    let sd = f.need("sd").and_then(|n| drawn.number(n, "sd", 0.0..=100.0, Field::GroupSd(departure), r));
    let min = f.need("min").and_then(|n| drawn.whole(n, 1..=300, Field::GroupMin(departure), r));
    let max = f.need("max").and_then(|n| drawn.whole(n, 1..=300, Field::GroupMax(departure), r));
    let skew = match f.get("skew") {
        Some(n) => drawn.number(n, "skew", -MOST_SKEW..=MOST_SKEW, Field::GroupSkew(departure), r),
        None => Some(0.0),
    };
    let place = f.place_of("mean");
    f.finish(r);
    let (mean, sd, min, max) = (mean?, sd?, min?, max?);
    if !(f64::from(min)..=f64::from(max)).contains(&mean) {
        r.error(place, format!("the mean ({mean}) is not between `min` ({min}) and `max` ({max})"));
    }
    Some(GroupSize { mean, sd, skew: skew?, min, max })
}

fn read_station(f: &mut Fields<'_>, r: &mut Report) -> Option<(f64, f64)> {
    let lat = f.number(r, "lat", LATITUDES);
    let lon = f.number(r, "lon", LONGITUDES);
    Some((lat?, lon?))
}

fn read_unit(
    node: &Node,
    number: usize,
    names: &Names<'_>,
    ids: &mut Ids,
    drawn: &mut DrawnNumbers,
    r: &mut Report,
) -> Option<UnitPlan> {
    let classes: Vec<&str> = names.craft.iter().map(|c| c.id.as_str()).collect();
    let mut f = Fields::of(r, node, "a unit")?;
    let id = f.id(r, "id");
    ids.take(id.as_ref(), f.place_of("id"), r);
    let title = f.text(r, "title");
    let side = f.need("side").and_then(|n| read_side(n, r));
    let class = f.need("class").and_then(|n| r.reference(n, "class of craft", &classes));
    let base = f.need("base").and_then(|n| r.reference(n, "port", names.ports));
    let duty_node = f.need("duty");
    let duty = duty_node.and_then(|n| read_duty(n, number, drawn, r));
    let mission = f.get("mission").map(|n| r.text(n).map(str::to_owned));
    let operator = f.get("operator").map(|n| read_operator(n, r));
    f.finish(r);
    let flies = class.as_ref().and_then(|id| names.craft.iter().find(|c| c.id == *id)).is_some_and(|c| c.flies);
    if let (Some(Duty::OnPatrol { lat, lon }), Some(n), false) = (duty, duty_node, flies)
        && (names.is_land)(lat, lon)
    {
        r.error(n.place, format!("the station {lat}, {lon} is on land; expected a place at sea"));
    }
    Some(UnitPlan {
        id: id?,
        title: title?,
        side: side?,
        class: class?,
        base: base?,
        duty: duty?,
        mission: optional(mission)?,
        operator: optional(operator)?,
    })
}

#[expect(clippy::option_option, reason = "not written; written and unreadable; read")]
fn optional<T>(x: Option<Option<T>>) -> Option<Option<T>> {
    x.map_or(Some(None), |read| read.map(Some))
}

fn read_duty(node: &Node, unit: usize, drawn: &mut DrawnNumbers, r: &mut Report) -> Option<Duty> {
    const FORM: &str = "`OnPatrol(lat: …, lon: …)` or `AtReadiness(min: …)`";
    let Kind::Named { name, body: Some(_) } = &node.kind else {
        r.wrong_kind(node, FORM);
        return None;
    };
    let patrol = r.position_of(node.place, name, "duty", &["OnPatrol", "AtReadiness"])? == 0;
    let mut f = Fields::of(r, node, if patrol { "`OnPatrol`" } else { "`AtReadiness`" })?;
    let duty = if patrol {
        read_station(&mut f, r).map(|(lat, lon)| Duty::OnPatrol { lat, lon })
    } else {
        // Half a day at most: what needs longer is not on duty.
        f.need("min")
            .and_then(|n| drawn.number(n, "min", 0.0..=720.0, Field::Readiness(unit), r))
            .map(|minutes| Duty::AtReadiness { minutes })
    };
    f.finish(r);
    duty
}

fn read_post(node: &Node, names: &Names<'_>, ids: &mut Ids, r: &mut Report) -> Option<PostPlan> {
    let sensor_ids: Vec<&str> = names.sensors.iter().map(|s| s.id.as_str()).collect();
    let mut f = Fields::of(r, node, "a post")?;
    let id = f.id(r, "id");
    ids.take(id.as_ref(), f.place_of("id"), r);
    let title = f.text(r, "title");
    let side = f.need("side").and_then(|n| read_side(n, r));
    let station = read_station(&mut f, r);
    let list = f.list(r, "sensors", "sensor ids");
    let sensors = each(list, r, |n, r| r.reference(n, "sensor", &sensor_ids));
    let team = f.flag_or(r, "team", false);
    let place = f.place_of("sensors");
    f.finish(r);
    if list.is_empty() {
        r.warn(place, "a post without sensors sees nothing");
    }
    let (lat, lon) = station?;
    Some(PostPlan { id: id?, title: title?, side: side?, lat, lon, sensors: sensors?, team: team? })
}
