//! Which classes of vessels, aircraft and sensors are there?
//!
//! Reads `assets/craft.ron` and `assets/sensors.ron`. Confidence stands in the files beside each source;
//! here it is kept as the last words of the source, where reports show it. Each number is an entry of the register
//! too, with what else it could be (`read_numbers`).

use super::numbers::{CRAFT, KINDS, SENSORS, whole};
use super::read_numbers::{ClassNumbers, ClassSource, Rules};
use super::sweep::Platform;
use super::{CraftClass, Operator, SensorClass, SensorKind};
use crate::parameters::{Confidence, Entry};
use crate::reading::{Checked, Fields, Node, Problem, Report, parse};
use crate::units::{Distance, Duration, Speed};

/// The shipped classes of craft, as text.
pub const SHIPPED_CRAFT: (&str, &str) = ("craft.ron", include_str!("../../assets/craft.ron"));
/// The shipped classes of sensors, as text.
pub const SHIPPED_SENSORS: (&str, &str) = ("sensors.ron", include_str!("../../assets/sensors.ron"));

/// Classes, and their numbers as entries of the register.
#[derive(Clone, Debug, PartialEq)]
pub struct Classes<T> {
    /// The classes.
    pub list: Vec<T>,
    /// Their numbers, in order of the file: `craft.vcsm.max_speed_kn`, `sensor.patrol_radar.reference_range_nm`.
    pub numbers: Vec<Entry>,
}

/// The shipped classes: craft and sensors.
///
/// # Panics
/// Never with the shipped files; a test reads them.
#[must_use]
pub fn shipped() -> (Vec<CraftClass>, Vec<SensorClass>) {
    let (craft, sensors) = shipped_classes();
    (craft.list, sensors.list)
}

/// The numbers of the shipped classes, as the register has them.
///
/// # Panics
/// Never with the shipped files; a test reads them.
#[must_use]
pub fn shipped_numbers() -> Vec<Entry> {
    let (craft, sensors) = shipped_classes();
    craft.numbers.into_iter().chain(sensors.numbers).collect()
}

fn shipped_classes() -> (Classes<CraftClass>, Classes<SensorClass>) {
    let told = |problems: Vec<Problem>| problems.first().map_or_else(String::new, ToString::to_string);
    let sensors = load_sensors(SHIPPED_SENSORS.0, SHIPPED_SENSORS.1)
        .unwrap_or_else(|p| panic!("the shipped sensors read without problems, but: {}", told(p)))
        .value;
    let craft = load_craft(SHIPPED_CRAFT.0, SHIPPED_CRAFT.1, &sensors.list)
        .unwrap_or_else(|p| panic!("the shipped craft read without problems, but: {}", told(p)))
        .value;
    (craft, sensors)
}

/// Reads classes of sensors.
///
/// # Errors
/// All problems of the file.
pub fn load_sensors(file: &str, text: &str) -> Result<Checked<Classes<SensorClass>>, Vec<Problem>> {
    let mut report = Report::new(file);
    let value = parse(text, &mut report).and_then(|root| {
        let known = SENSORS.map(|f| f.facts.name);
        let (rules, list) = list_of(&root, "a sensor file", "sensors", &known, &mut report)?;
        let mut out: Classes<SensorClass> = Classes { list: Vec::new(), numbers: Vec::new() };
        for node in list {
            if let Some((s, numbers)) = read_sensor(node, &rules, &mut report) {
                if out.list.iter().any(|o| o.id == s.id) {
                    report.error(node.place, format!("there are two sensors `{}`", s.id));
                }
                out.list.push(s);
                out.numbers.extend(numbers);
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
pub fn load_craft(
    file: &str,
    text: &str,
    sensors: &[SensorClass],
) -> Result<Checked<Classes<CraftClass>>, Vec<Problem>> {
    let mut report = Report::new(file);
    let names: Vec<&str> = sensors.iter().map(|s| s.id.as_str()).collect();
    let value = parse(text, &mut report).and_then(|root| {
        let known = CRAFT.map(|f| f.facts.name);
        let (rules, list) = list_of(&root, "a craft file", "craft", &known, &mut report)?;
        let mut out: Classes<CraftClass> = Classes { list: Vec::new(), numbers: Vec::new() };
        for node in list {
            if let Some((c, numbers)) = read_craft(node, &names, &rules, &mut report) {
                if out.list.iter().any(|o| o.id == c.id) {
                    report.error(node.place, format!("there are two classes of craft `{}`", c.id));
                }
                out.list.push(c);
                out.numbers.extend(numbers);
            }
        }
        Some(out)
    });
    report.finish(value)
}

fn list_of<'n>(
    root: &'n Node,
    what: &'static str,
    name: &'static str,
    known: &[&'static str],
    r: &mut Report,
) -> Option<(Rules, &'n [Node])> {
    let mut f = Fields::of(r, root, what)?;
    f.whole(r, "format", 1..=1);
    let rules = Rules::read(&mut f, known, r);
    let list = f.list(r, name, "classes");
    f.finish(r);
    Some((rules, list))
}

fn read_source(f: &mut Fields<'_>, r: &mut Report) -> Option<ClassSource> {
    let source = f.text(r, "source");
    let confidence = Confidence::read(f, r);
    Some(ClassSource { text: source?, confidence: confidence? })
}

/// Source and confidence as one text.
fn in_words(source: &ClassSource) -> String {
    format!("{} (confidence {})", source.text, source.confidence.letter())
}

/// A service by its name.
pub(crate) fn read_operator(node: &Node, r: &mut Report) -> Option<Operator> {
    r.choice(node, "operator", &Operator::ALL.map(Operator::name)).map(|i| Operator::ALL[i])
}

fn read_sensor(node: &Node, rules: &Rules, r: &mut Report) -> Option<(SensorClass, Vec<Entry>)> {
    let mut f = Fields::of(r, node, "a class of sensor")?;
    let mut d = ClassNumbers::new(SENSORS.map(|f| f.facts).to_vec());
    let id = f.id(r, "id");
    let title = f.text(r, "title");
    let kind = f
        .choice(r, "kind", "kind of sensor", &["Radar", "Thermal", "Visual"])
        .map(|i| [SensorKind::Radar, SensorKind::Thermal, SensorKind::Visual][i]);
    let reference = d.number(&mut f, r, "reference_range_nm");
    let max = d.number(&mut f, r, "max_range_nm");
    let look = d.number(&mut f, r, "look_interval_s");
    let aerial = d.optional(&mut f, r, "aerial_height_m").map(|x| x.map(Distance::metres));
    let names: Vec<&str> = Platform::ALL.iter().map(|(name, _)| *name).collect();
    let eyes = f.get("eyes").map(|n| r.choice(n, "place of the eyes", &names).map(|i| Platform::ALL[i].1));
    let width = d.optional(&mut f, r, "sweep_width_nm");
    let speed = d.optional(&mut f, r, "sweep_speed_kn");
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
    let (id, title, source) = (id?, title?, source?);
    let (drawn, entries) = d.finish(KINDS[1], (&id, &title), &source, rules, r);
    let class = SensorClass {
        id,
        title,
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
        source: in_words(&source),
        drawn,
    };
    Some((class, entries))
}

/// An optional field: absent is none; present and wrong is a problem told already.
#[expect(clippy::option_option, reason = "absent, wrong and given are three things")]
fn read_or_none<T>(field: Option<Option<T>>) -> Option<Option<T>> {
    field.map_or(Some(None), |read| read.map(Some))
}

fn read_craft(node: &Node, sensor_names: &[&str], rules: &Rules, r: &mut Report) -> Option<(CraftClass, Vec<Entry>)> {
    let mut f = Fields::of(r, node, "a class of craft")?;
    let mut d = ClassNumbers::new(CRAFT.map(|f| f.facts).to_vec());
    let id = f.id(r, "id");
    let title = f.text(r, "title");
    let flies = f.flag_or(r, "flies", false);
    let max_speed = d.number(&mut f, r, "max_speed_kn").map(Speed::knots);
    let speed_loss_per_m = d.number(&mut f, r, "speed_loss_per_m");
    let draught = d.number(&mut f, r, "draught_m").map(Distance::metres);
    let tender = d.optional(&mut f, r, "tender_draught_m").map(|x| x.map(Distance::metres));
    let tender_places = d.optional(&mut f, r, "tender_places").map_or(Some(0), |n| n.map(whole));
    let capacity = d.number(&mut f, r, "capacity").map(whole);
    let capacity_max = d.number(&mut f, r, "capacity_max").map(whole);
    let recovery_per_min = d.number(&mut f, r, "recovery_per_min");
    let transfer_per_min = d.number(&mut f, r, "transfer_per_min");
    let mass_rescue = f.flag_or(r, "mass_rescue", false);
    let tows = f.flag_or(r, "tows", false);
    let endurance_h = d.number(&mut f, r, "endurance_h");
    let range_nm = d.number(&mut f, r, "range_nm");
    let watches = f.flag_or(r, "watches", false);
    let night_readiness_factor = d.optional(&mut f, r, "night_readiness_factor").unwrap_or(Some(1.0));
    let intercepts = f.flag_or(r, "intercepts", false);
    let operator = f.get("operator").map(|n| read_operator(n, r));
    let unmanned = f.flag_or(r, "unmanned", false);
    let orbit = d.optional(&mut f, r, "orbit_nm").map(|x| x.map(Distance::nautical_miles));
    let sensors: Vec<Option<String>> =
        f.list(r, "sensors", "sensor ids").iter().map(|n| r.reference(n, "sensor", sensor_names)).collect();
    let source = read_source(&mut f, r);
    let [place, tow_place, max_place, tender_place] =
        ["intercepts", "tows", "capacity_max", "tender_places"].map(|n| f.place_of(n));
    f.finish(r);
    if intercepts == Some(true) && operator.is_none() {
        r.warn(place, "this class may intercept, but nobody is named who runs it (`operator`); shipped doctrines let the Gendarmerie maritime alone intercept");
    }
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
    let (id, title, source) = (id?, title?, source?);
    let (drawn, entries) = d.finish(KINDS[0], (&id, &title), &source, rules, r);
    let class = CraftClass {
        id,
        title,
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
        operator: read_or_none(operator)?,
        unmanned: unmanned?,
        orbit: read_or_none(orbit)?,
        sensors: sensors.into_iter().collect::<Option<Vec<_>>>()?,
        source: in_words(&source),
        drawn,
    };
    Some((class, entries))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first class of the shipped file with one field changed.
    fn changed(from: &str, to: &str) -> Vec<String> {
        let (file, text) = SHIPPED_CRAFT;
        assert!(text.contains(from), "the shipped file says `{from}`");
        let sensors = load_sensors(SHIPPED_SENSORS.0, SHIPPED_SENSORS.1).unwrap().value.list;
        match load_craft(file, &text.replacen(from, to, 1), &sensors) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn what_contradicts_itself_is_refused_with_its_reason() {
        for (from, to, reason) in [
            ("capacity_max: 60", "capacity_max: 1", "is below `capacity`"),
            ("tender_places: 8,", "", "a small boat has both"),
            ("tender_places: 8", "tender_places: 0", "0 is out of bounds; expected 1 to 60"),
            ("flies: true", "flies: true, tows: true", "can't tow"),
            ("endurance_h: 24", "endurance_h: 0", "out of bounds"),
        ] {
            let problems = changed(from, to);
            assert!(problems.iter().any(|p| p.contains(reason)), "{to}: {problems:?}");
        }
    }

    #[test]
    fn a_number_with_its_range_is_read_whole_and_slips_are_told() {
        let range = "max_speed_kn: (value: 25, low: 22, high: 32";
        for (from, to, reason) in [
            (range, "max_speed_kn: (value: 25, low: 26, high: 32", "expected low ≤ value ≤ high, found 26, 25, 32"),
            (range, "max_speed_kn: (value: 25, low: 22, high: 320", "320 is out of bounds; expected 1 to 300 (knots)"),
            (range, "max_speed_kn: (value: 25, lo: 22, high: 32", "`lo` is not a field of a number with its range"),
            ("capacity: (value: 30,", "capacity: (value: 30.5,", "30.5 is not whole"),
            (
                r#"field: "draught_m", share: 0.2"#,
                r#"field: "draft_m", share: 0.2"#,
                "there is no number of a class `draft_m`",
            ),
            (r#"field: "draught_m", share: 0.2"#, r#"field: "draught_m", share: 2"#, "expected 0.001 to 0.95"),
            (r#"field: "draught_m", share"#, r#"field: "endurance_h", share"#, "two rules for `endurance_h`"),
        ] {
            let problems = changed(from, to);
            assert!(problems.iter().any(|p| p.contains(reason)), "{to}: {problems:?}");
        }
        let without = changed(
            "(field: \"range_nm\", share: 0.2, confidence: E, source: \"no source gives one; ±20 % is our guess\"),",
            "",
        );
        assert!(without.iter().any(|p| p.contains("what else `range_nm` could be is not said")), "{without:?}");
    }

    #[test]
    fn every_number_of_every_class_is_an_entry_that_holds_its_value_within_range_and_bounds() {
        let (craft, sensors) = shipped();
        let entries = shipped_numbers();
        let of = |id: &str| entries.iter().find(|e| e.id == id).unwrap_or_else(|| panic!("{id} is no entry")).value;
        let near = |x: f64, id: &str| assert!((of(id) - x).abs() < 1e-9 * x.abs().max(1.0), "{id}: {} and {x}", of(id));
        for c in &craft {
            let n = |name: &str| format!("craft.{}.{name}", c.id);
            near(c.max_speed.kn(), &n("max_speed_kn"));
            near(c.speed_loss_per_m, &n("speed_loss_per_m"));
            near(c.draught.m(), &n("draught_m"));
            near(f64::from(c.capacity), &n("capacity"));
            near(f64::from(c.capacity_max), &n("capacity_max"));
            near(c.recovery_per_min, &n("recovery_per_min"));
            near(c.transfer_per_min, &n("transfer_per_min"));
            near(c.endurance.h(), &n("endurance_h"));
            near(c.fuel_range.nm(), &n("range_nm"));
            if let Some(draught) = c.tender_draught {
                near(draught.m(), &n("tender_draught_m"));
                near(f64::from(c.tender_places), &n("tender_places"));
            }
            if let Some(orbit) = c.orbit {
                near(orbit.nm(), &n("orbit_nm"));
            }
            if c.night_readiness_factor > 1.0 {
                near(c.night_readiness_factor, &n("night_readiness_factor"));
            }
        }
        for s in &sensors {
            let n = |name: &str| format!("sensor.{}.{name}", s.id);
            near(s.reference_range.nm(), &n("reference_range_nm"));
            near(s.max_range.nm(), &n("max_range_nm"));
            near(s.look_interval.s(), &n("look_interval_s"));
            if let Some(aerial) = s.aerial {
                near(aerial.m(), &n("aerial_height_m"));
            }
            if let Some((width, speed)) = s.sweep {
                near(width.nm(), &n("sweep_width_nm"));
                near(speed.kn(), &n("sweep_speed_kn"));
            }
        }
        let mut counters = std::collections::BTreeSet::new();
        let own = crate::parameters::Register::shipped();
        for e in own.entries().iter().chain(&entries) {
            assert!(counters.insert(crate::parameters::counter_of(&e.id)), "{} shares the luck of another", e.id);
        }
        for e in &entries {
            assert!(e.min <= e.low && e.low <= e.value && e.value <= e.high && e.high <= e.max, "{e:?}");
            assert!(!e.source.is_empty() && e.note.starts_with("Of the class: "), "{}", e.id);
            // Nought is nought by what the class is: what flies draws no water, what watches takes nobody aboard.
            assert_eq!(e.uncertainty().unwrap().is_none(), e.value == 0.0, "{}", e.id);
            if e.source.contains("is our guess") {
                assert!(e.confidence.is_guess(), "{}", e.id);
            }
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
