//! Which classes of vessels, aircraft and sensors are there?
//!
//! Reads `assets/craft.ron` and `assets/sensors.ron`. Confidence stands in the files beside each source;
//! here it is kept as the last words of the source, where reports show it.

use super::drawn::DrawnFields;
use super::sweep::Platform;
use super::{CraftClass, SensorClass, SensorKind};
use crate::parameters::Confidence;
use crate::reading::{Checked, Fields, Node, Problem, Report, parse};
use crate::units::{Distance, Duration, Speed};

/// The shipped classes of craft, as text.
pub const SHIPPED_CRAFT: (&str, &str) = ("craft.ron", include_str!("../../assets/craft.ron"));
/// The shipped classes of sensors, as text.
pub const SHIPPED_SENSORS: (&str, &str) = ("sensors.ron", include_str!("../../assets/sensors.ron"));

/// The shipped classes: craft and sensors.
///
/// # Panics
/// Never with the shipped files; a test reads them.
#[must_use]
pub fn shipped() -> (Vec<CraftClass>, Vec<SensorClass>) {
    let told = |problems: Vec<Problem>| problems.first().map_or_else(String::new, ToString::to_string);
    let sensors = load_sensors(SHIPPED_SENSORS.0, SHIPPED_SENSORS.1)
        .unwrap_or_else(|p| panic!("the shipped sensors read without problems, but: {}", told(p)))
        .value;
    let craft = load_craft(SHIPPED_CRAFT.0, SHIPPED_CRAFT.1, &sensors)
        .unwrap_or_else(|p| panic!("the shipped craft read without problems, but: {}", told(p)))
        .value;
    (craft, sensors)
}

/// Reads classes of sensors.
///
/// # Errors
/// All problems of the file.
pub fn load_sensors(file: &str, text: &str) -> Result<Checked<Vec<SensorClass>>, Vec<Problem>> {
    let mut report = Report::new(file);
    let value = parse(text, &mut report).and_then(|root| {
        let list = list_of(&root, "a sensor file", "sensors", &mut report)?;
        let mut out: Vec<SensorClass> = Vec::new();
        for node in list {
            if let Some(s) = read_sensor(node, &mut report) {
                if out.iter().any(|o| o.id == s.id) {
                    report.error(node.place, format!("there are two sensors `{}`", s.id));
                }
                out.push(s);
            }
        }
        Some(out)
    });
    report.finish(value)
}

/// Reads classes of craft, whose sensors must be among `sensors`.
///
/// # Errors
/// All problems of the file.
pub fn load_craft(file: &str, text: &str, sensors: &[SensorClass]) -> Result<Checked<Vec<CraftClass>>, Vec<Problem>> {
    let mut report = Report::new(file);
    let names: Vec<&str> = sensors.iter().map(|s| s.id.as_str()).collect();
    let value = parse(text, &mut report).and_then(|root| {
        let list = list_of(&root, "a craft file", "craft", &mut report)?;
        let mut out: Vec<CraftClass> = Vec::new();
        for node in list {
            if let Some(c) = read_craft(node, &names, &mut report) {
                if out.iter().any(|o| o.id == c.id) {
                    report.error(node.place, format!("there are two classes of craft `{}`", c.id));
                }
                out.push(c);
            }
        }
        Some(out)
    });
    report.finish(value)
}

fn list_of<'n>(root: &'n Node, what: &'static str, name: &'static str, r: &mut Report) -> Option<&'n [Node]> {
    let mut f = Fields::of(r, root, what)?;
    f.whole(r, "format", 1..=1);
    let list = f.list(r, name, "classes");
    f.finish(r);
    Some(list)
}

/// Source and confidence as one text.
fn read_source(f: &mut Fields<'_>, r: &mut Report) -> Option<String> {
    let source = f.text(r, "source");
    let confidence = Confidence::read(f, r);
    Some(format!("{} (confidence {})", source?, confidence?.letter()))
}

fn read_sensor(node: &Node, r: &mut Report) -> Option<SensorClass> {
    let mut f = Fields::of(r, node, "a class of sensor")?;
    let mut d = DrawnFields::default();
    let id = f.id(r, "id");
    let title = f.text(r, "title");
    let kind = f
        .choice(r, "kind", "kind of sensor", &["Radar", "Thermal", "Visual"])
        .map(|i| [SensorKind::Radar, SensorKind::Thermal, SensorKind::Visual][i]);
    // 60 nm is the horizon of an aircraft at some 700 m; nothing here sees a small boat farther.
    let reference = d.number(&mut f, r, "reference_range_nm", 0.01..=60.0);
    let max = d.number(&mut f, r, "max_range_nm", 0.01..=60.0);
    let look = d.number(&mut f, r, "look_interval_s", 1.0..=3600.0);
    let aerial = d.optional(&mut f, r, "aerial_height_m", 0.5..=1000.0).map(|x| x.map(Distance::metres));
    let names: Vec<&str> = Platform::ALL.iter().map(|(name, _)| *name).collect();
    let eyes = f.get("eyes").map(|n| r.choice(n, "place of the eyes", &names).map(|i| Platform::ALL[i].1));
    let width = d.optional(&mut f, r, "sweep_width_nm", 0.01..=20.0);
    let speed = d.optional(&mut f, r, "sweep_speed_kn", 1.0..=300.0);
    let source = read_source(&mut f, r);
    let place = f.place_of("max_range_nm");
    f.finish(r);
    let (reference, max) = (reference?, max?);
    if width.is_some() != speed.is_some() {
        r.error(place, "a sweep width holds for a speed; expected `sweep_width_nm` and `sweep_speed_kn` together");
    }
    let sweep = width.zip(speed);
    if max < reference {
        r.error(place, format!("`max_range_nm` ({max}) is below `reference_range_nm` ({reference})"));
    }
    Some(SensorClass {
        id: id?,
        title: title?,
        kind: kind?,
        reference_range: Distance::nautical_miles(reference),
        max_range: Distance::nautical_miles(max),
        aerial: read_or_none(aerial)?,
        eyes: read_or_none(eyes)?,
        sweep: match sweep {
            Some((w, v)) => Some((Distance::nautical_miles(w?), Speed::knots(v?))),
            None => None,
        },
        look_interval: Duration::seconds(look?),
        source: source?,
        drawn: d.into_list(),
    })
}

/// An optional field: absent is none; present and wrong is a problem told already.
#[expect(clippy::option_option, reason = "absent, wrong and given are three things")]
fn read_or_none<T>(field: Option<Option<T>>) -> Option<Option<T>> {
    field.map_or(Some(None), |read| read.map(Some))
}

fn read_craft(node: &Node, sensor_names: &[&str], r: &mut Report) -> Option<CraftClass> {
    let mut f = Fields::of(r, node, "a class of craft")?;
    let mut d = DrawnFields::default();
    let id = f.id(r, "id");
    let title = f.text(r, "title");
    let flies = f.flag_or(r, "flies", false);
    let max_speed = d.number(&mut f, r, "max_speed_kn", 1.0..=200.0).map(Speed::knots);
    let speed_loss_per_m = d.number(&mut f, r, "speed_loss_per_m", 0.0..=1.0);
    let draught = d.number(&mut f, r, "draught_m", 0.0..=15.0).map(Distance::metres);
    let tender = d.optional(&mut f, r, "tender_draught_m", 0.1..=3.0).map(|x| x.map(Distance::metres));
    let tender_places = f.get("tender_places").map_or(Some(0), |n| d.whole(n, "tender_places", 0..=60, r));
    let capacity = f.need("capacity").and_then(|n| d.whole(n, "capacity", 0..=1000, r));
    let capacity_max = f.need("capacity_max").and_then(|n| d.whole(n, "capacity_max", 0..=2000, r));
    let recovery_per_min = d.number(&mut f, r, "recovery_per_min", 0.0..=60.0);
    let transfer_per_min = d.number(&mut f, r, "transfer_per_min", 0.0..=60.0);
    let mass_rescue = f.flag_or(r, "mass_rescue", false);
    let tows = f.flag_or(r, "tows", false);
    // Weeks at sea are beyond any night; 1 h is less than any of these can do.
    let endurance_h = d.number(&mut f, r, "endurance_h", 1.0..=2000.0);
    let range_nm = d.number(&mut f, r, "range_nm", 10.0..=20_000.0);
    let watches = f.flag_or(r, "watches", false);
    let night_readiness_factor = d.optional(&mut f, r, "night_readiness_factor", 1.0..=10.0).unwrap_or(Some(1.0));
    let intercepts = f.flag_or(r, "intercepts", false);
    let unmanned = f.flag_or(r, "unmanned", false);
    let orbit = d.optional(&mut f, r, "orbit_nm", 0.5..=60.0).map(|x| x.map(Distance::nautical_miles));
    let sensors: Vec<Option<String>> =
        f.list(r, "sensors", "sensor ids").iter().map(|n| r.reference(n, "sensor", sensor_names)).collect();
    let source = read_source(&mut f, r);
    let [place, tow_place, max_place, tender_place] =
        ["intercepts", "tows", "capacity_max", "tender_places"].map(|n| f.place_of(n));
    f.finish(r);
    if flies == Some(true) && intercepts == Some(true) {
        r.error(place, "what flies can't intercept a boat; expected `intercepts: false`");
    }
    if flies == Some(true) && tows == Some(true) {
        r.error(tow_place, "what flies can't tow a boat; expected `tows: false`");
    }
    if let (Some(ordinary), Some(most)) = (capacity, capacity_max)
        && most < ordinary
    {
        r.error(max_place, format!("`capacity_max` ({most}) is below `capacity` ({ordinary})"));
    }
    if tender_places.is_some_and(|n| (n > 0) != tender.is_some()) {
        r.error(tender_place, "a small boat has both `tender_draught_m` and `tender_places`, or there is none");
    }
    if orbit.is_some() && flies != Some(true) {
        r.error(place, "only what flies orbits its station; expected no `orbit_nm`");
    }
    if unmanned == Some(true) && orbit.is_none() {
        r.error(place, "only what orbits its station is flown with nobody aboard; expected no `unmanned`");
    }
    Some(CraftClass {
        id: id?,
        title: title?,
        flies: flies?,
        max_speed: max_speed?,
        speed_loss_per_m: speed_loss_per_m?,
        draught: draught?,
        tender_draught: read_or_none(tender)?,
        tender_places: tender_places?,
        capacity: capacity?,
        capacity_max: capacity_max?,
        recovery_per_min: recovery_per_min?,
        transfer_per_min: transfer_per_min?,
        mass_rescue: mass_rescue?,
        tows: tows?,
        endurance: Duration::hours(endurance_h?),
        fuel_range: Distance::nautical_miles(range_nm?),
        watches: watches?,
        night_readiness_factor: night_readiness_factor?,
        intercepts: intercepts?,
        unmanned: unmanned?,
        orbit: read_or_none(orbit)?,
        sensors: sensors.into_iter().collect::<Option<Vec<_>>>()?,
        source: source?,
        drawn: d.into_list(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first class of the shipped file with one field changed.
    fn changed(from: &str, to: &str) -> Vec<String> {
        let (file, text) = SHIPPED_CRAFT;
        assert!(text.contains(from), "the shipped file says `{from}`");
        let sensors = load_sensors(SHIPPED_SENSORS.0, SHIPPED_SENSORS.1).unwrap().value;
        match load_craft(file, &text.replacen(from, to, 1), &sensors) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn what_contradicts_itself_is_refused_with_its_reason() {
        for (from, to, reason) in [
            ("capacity_max: 60", "capacity_max: 1", "is below `capacity`"),
            ("tender_places: 8", "tender_places: 0", "a small boat has both"),
            ("flies: true", "flies: true, tows: true", "can't tow"),
            ("endurance_h: 24", "endurance_h: 0", "out of bounds"),
        ] {
            let problems = changed(from, to);
            assert!(problems.iter().any(|p| p.contains(reason)), "{to}: {problems:?}");
        }
    }

    #[test]
    fn every_shipped_class_can_stay_out_and_come_home() {
        let (craft, _) = shipped();
        for c in craft {
            assert!(c.capacity_max >= c.capacity, "{}", c.id);
            let way = c.max_speed * c.endurance;
            assert!(c.fuel_range.nm() > 20.0 && way.nm() > 20.0, "{}", c.id);
            // A lifeboat takes people off a boat faster than out of the water; a hoist does neither fast.
            assert!(c.transfer_per_min >= c.recovery_per_min, "{}", c.id);
        }
    }
}
