//! Which numbers does a class of craft or sensor have, in which unit and within which bounds, and how is one set?
//!
//! One table for all doors: files are read by it, the register lists by it, and what a scenario, a study or a night's
//! draw says of `craft.vcsm.max_speed_kn` is set by it. Bounds are wide: they refuse slips of the pen, not opinions.
//!
//! Left out: what is no number (sensors carried, abilities, whose eyes): that is a class of its own.

use super::drawn::DrawnField;
use super::{CraftClass, SensorClass};
use crate::parameters::{Number, Override};
use crate::units::{Distance, Duration, Speed, maths};

/// What is known of a number before any class gives it a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Facts {
    /// Name in files; the last part of its id in the register.
    pub name: &'static str,
    /// Its field in our source: the table of uses is found by it.
    pub code: &'static str,
    /// Unit of value, range and bounds, as the register writes it.
    pub unit: &'static str,
    /// What it is.
    pub means: &'static str,
    /// Smallest and largest value accepted.
    pub bounds: (f64, f64),
    /// A count: whole in files, rounded when it is set or drawn.
    pub whole: bool,
}

/// A number of a class, and how it is set.
#[derive(Clone, Copy, Debug)]
pub struct ClassField<T: 'static> {
    /// What is known of it.
    pub facts: Facts,
    /// Sets it, in the unit of its facts.
    pub set: fn(&mut T, f64),
}

/// A number with these facts.
#[must_use]
pub const fn facts(
    name: &'static str,
    code: &'static str,
    unit: &'static str,
    bounds: (f64, f64),
    means: &'static str,
) -> Facts {
    Facts { name, code, unit, means, bounds, whole: false }
}

/// A count.
#[must_use]
pub const fn count(name: &'static str, code: &'static str, bounds: (f64, f64), means: &'static str) -> Facts {
    Facts { whole: true, ..facts(name, code, "1", bounds, means) }
}

/// The numbers of a class of craft.
pub const CRAFT: [ClassField<CraftClass>; 13] = [
    ClassField {
        facts: facts("max_speed_kn", "max_speed", "kn", (1.0, 300.0), "speed in a flat calm"),
        set: |c, x| c.max_speed = Speed::knots(x),
    },
    ClassField {
        facts: facts(
            "speed_loss_per_m",
            "speed_loss_per_m",
            "1/m",
            (0.0, 1.0),
            "share of speed lost for each metre of wave height",
        ),
        set: |c, x| c.speed_loss_per_m = x,
    },
    ClassField {
        facts: facts("draught_m", "draught", "m", (0.0, 15.0), "water it draws"),
        set: |c, x| c.draught = Distance::metres(x),
    },
    ClassField {
        facts: facts("tender_draught_m", "tender_draught", "m", (0.1, 3.0), "water its small boat draws"),
        set: |c, x| c.tender_draught = Some(Distance::metres(x)),
    },
    ClassField {
        facts: count("tender_places", "tender_places", (1.0, 60.0), "people its small boat takes in one run"),
        set: |c, x| c.tender_places = whole(x),
    },
    ClassField {
        facts: count("capacity", "capacity", (0.0, 1000.0), "survivors it takes aboard in the ordinary way"),
        set: |c, x| c.capacity = whole(x),
    },
    ClassField {
        facts: count("capacity_max", "capacity_max", (0.0, 2000.0), "survivors it can hold at the utmost"),
        set: |c, x| c.capacity_max = whole(x),
    },
    ClassField {
        facts: facts(
            "recovery_per_min",
            "recovery_per_min",
            "1/min",
            (0.0, 60.0),
            "people a minute taken out of the water in a calm, or by hoist",
        ),
        set: |c, x| c.recovery_per_min = x,
    },
    ClassField {
        facts: facts(
            "transfer_per_min",
            "transfer_per_min",
            "1/min",
            (0.0, 60.0),
            "people a minute taken off a boat alongside, at best",
        ),
        set: |c, x| c.transfer_per_min = x,
    },
    ClassField {
        // Weeks at sea are beyond any night; 1 h is less than any of these can do.
        facts: facts("endurance_h", "endurance", "h", (1.0, 2000.0), "time under way until it must be back to refuel"),
        set: |c, x| c.endurance = Duration::hours(x),
    },
    ClassField {
        facts: facts("range_nm", "fuel_range", "nm", (10.0, 20_000.0), "way it runs on its fuel at cruising speed"),
        set: |c, x| c.fuel_range = Distance::nautical_miles(x),
    },
    ClassField {
        facts: facts(
            "night_readiness_factor",
            "night_readiness_factor",
            "-",
            (1.0, 10.0),
            "factor on its readiness time at night",
        ),
        set: |c, x| c.night_readiness_factor = x,
    },
    ClassField {
        facts: facts("orbit_nm", "orbit", "nm", (0.5, 60.0), "radius of its orbit about its station"),
        set: |c, x| c.orbit = Some(Distance::nautical_miles(x)),
    },
];

/// The numbers of a class of sensor.
pub const SENSORS: [ClassField<SensorClass>; 6] = [
    ClassField {
        // 60 nm is the horizon of an aircraft at some 700 m; nothing here sees a small boat farther.
        facts: facts(
            "reference_range_nm",
            "reference_range",
            "nm",
            (0.01, 60.0),
            "range at which one look detects with probability 1 - 1/e in a calm",
        ),
        set: |s, x| s.reference_range = Distance::nautical_miles(x),
    },
    ClassField {
        facts: facts("max_range_nm", "max_range", "nm", (0.01, 60.0), "range beyond which nothing is seen"),
        set: |s, x| s.max_range = Distance::nautical_miles(x),
    },
    ClassField {
        facts: facts("look_interval_s", "look_interval", "s", (1.0, 3600.0), "time between looks"),
        set: |s, x| s.look_interval = Duration::seconds(x),
    },
    ClassField {
        facts: facts("aerial_height_m", "aerial", "m", (0.5, 1000.0), "height of its aerial"),
        set: |s, x| s.aerial = Some(Distance::metres(x)),
    },
    ClassField {
        facts: facts("sweep_width_nm", "sweep", "nm", (0.01, 20.0), "sweep width for a loaded boat"),
        set: |s, x| s.sweep = s.sweep.map(|(_, v)| (Distance::nautical_miles(x), v)),
    },
    ClassField {
        facts: facts("sweep_speed_kn", "sweep", "kn", (1.0, 300.0), "speed at which that sweep width holds"),
        set: |s, x| s.sweep = s.sweep.map(|(w, _)| (w, Speed::knots(x))),
    },
];

/// A drawn or set count: the nearest whole number.
pub(crate) fn whole(x: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts are bounded by their fields")]
    let n = maths::round(x) as u32;
    n
}

/// The kinds of class as ids of the register begin, and their files: craft and sensors, desks of a chain of authority
/// (`doctrine::desk_numbers`), years of boats (`scenario::fleet_numbers`).
pub const KINDS: [(&str, &str); 4] =
    [("craft", "craft"), ("sensor", "sensors"), ("authority", "authority"), ("fleet", "fleet")];

/// `craft.vcsm.max_speed_kn` → (`craft`, `vcsm`, `max_speed_kn`), if it is the id of a class's number. Ids of classes may
/// have dots of their own: a desk is `chain.step`.
#[must_use]
pub fn parts(id: &str) -> Option<(&str, &str, &str)> {
    let (kind, rest) = id.split_once('.')?;
    let (class, name) = rest.rsplit_once('.')?;
    KINDS.iter().any(|(k, _)| *k == kind).then_some((kind, class, name))
}

/// Sets one number of a class.
pub(crate) fn set<T>(fields: &[ClassField<T>], class: &mut T, name: &str, x: f64) {
    if let Some(field) = fields.iter().find(|f| f.facts.name == name) {
        (field.set)(class, x);
    }
}

/// Sets, or lets be drawn each night, the numbers of classes among these overrides; one that is drawn stands at its median.
/// Bounds are the register's affair.
pub fn set_numbers(craft: &mut [CraftClass], sensors: &mut [SensorClass], overrides: &[Override]) {
    for o in overrides {
        let Some((kind, class, name)) = parts(&o.id) else { continue };
        if kind == "craft" {
            for c in craft.iter_mut().filter(|c| c.id == class) {
                set(&CRAFT, c, name, o.number.central());
                draw_instead(&mut c.drawn, &CRAFT.map(|f| f.facts.name), name, o.number);
            }
        } else if kind == "sensor" {
            for s in sensors.iter_mut().filter(|s| s.id == class) {
                set(&SENSORS, s, name, o.number.central());
                draw_instead(&mut s.drawn, &SENSORS.map(|f| f.facts.name), name, o.number);
            }
        }
    }
}

/// What is set is drawn no more, and what is to be drawn is drawn from this alone.
fn draw_instead(drawn: &mut Vec<DrawnField>, known: &[&'static str], name: &str, number: Number) {
    drawn.retain(|d| d.name != name);
    if let (Number::Drawn(what), Some(name)) = (number, known.iter().find(|n| **n == name)) {
        drawn.push(DrawnField { name, what });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agents::load::{shipped, shipped_numbers};
    use crate::draws::{Draws, NightKey};
    use crate::parameters::{Distribution, Register};

    fn register() -> Register {
        Register::shipped().with_classes(shipped_numbers())
    }

    /// Each number is set by its id, and the one that was asked for, by a tenth.
    #[test]
    fn every_number_of_a_class_can_be_set_by_its_id() {
        let register = register();
        for e in register.class_entries() {
            let (mut craft, mut sensors) = shipped();
            let x = if e.unit == "1" { e.value + 1.0 } else { (e.value * 0.9).max(e.min) };
            let o = register.overriding(&e.id, Number::Fixed(x)).unwrap();
            set_numbers(&mut craft, &mut sensors, &[o]);
            let (of_craft, of_sensors) = shipped();
            let moved = craft.iter().zip(&of_craft).filter(|(a, b)| a != b).count()
                + sensors.iter().zip(&of_sensors).filter(|(a, b)| a != b).count();
            assert_eq!(moved, usize::from((x - e.value).abs() > 0.0), "{}", e.id);
        }
        assert_eq!(parts("craft.atlantic_85.max_speed_kn"), Some(("craft", "atlantic_85", "max_speed_kn")));
        assert_eq!(parts("engine.power_hp"), None);
    }

    #[test]
    fn what_is_to_be_drawn_is_drawn_and_what_is_set_after_that_is_not() {
        let register = register();
        let (mut craft, mut sensors) = shipped();
        let drawn = register.uncertain(["craft.vcsm.max_speed_kn", "sensor.patrol_radar.reference_range_nm"]).unwrap();
        set_numbers(&mut craft, &mut sensors, &drawn);
        let luck = |night| Draws::new(NightKey { seed: 42, night });
        let speed = |craft: &[CraftClass], n| craft[0].drawn_for(luck(n)).max_speed.kn();
        assert_ne!(speed(&craft, 1).to_bits(), speed(&craft, 2).to_bits());
        // A study's draw of the same key is the same value.
        let of_study = register.values().drawn(&drawn, luck(1)).get("craft.vcsm.max_speed_kn").unwrap();
        assert!((speed(&craft, 1) - of_study).abs() < 1e-9);
        let below = (0..400).filter(|n| speed(&craft, *n) < 22.0).count();
        assert!((8..40).contains(&below), "{below} of 400 below the 5 % point");
        let fixed = register.overriding("craft.vcsm.max_speed_kn", Number::Fixed(28.0)).unwrap();
        set_numbers(&mut craft, &mut sensors, &[fixed]);
        assert!(craft[0].drawn.is_empty() && (speed(&craft, 1) - 28.0).abs() < 1e-9);
        assert!(sensors.iter().any(|s| !s.drawn.is_empty()));
    }

    /// Ends of one range keep their order: what is set is refused, what is drawn stops there.
    #[test]
    fn places_aboard_and_ranges_keep_their_order() {
        let register = register();
        let said = register.with_numbers(&[("craft.vcsm.capacity".into(), 70.0)]).unwrap_err();
        assert_eq!(
            said,
            ["`craft.vcsm.capacity` (70) is above `craft.vcsm.capacity_max` (60); expected them in rising order"]
        );
        assert!(register.with_numbers(&[("sensor.patrol_radar.max_range_nm".into(), 2.0)]).is_err());
        let wide = Number::Drawn(
            crate::parameters::Bounded::new(Distribution::Uniform { low: 40.0, high: 80.0 }, 0.0, 1e3).unwrap(),
        );
        let one = [register.overriding("craft.vcsm.capacity", wide).unwrap()];
        let both = register.uncertain(["craft.vcsm.capacity", "craft.vcsm.capacity_max"]).unwrap();
        let mut stopped = 0;
        for night in 0..100 {
            let luck = Draws::new(NightKey { seed: 3, night });
            for overrides in [&one[..], &both] {
                let (mut craft, mut sensors) = shipped();
                set_numbers(&mut craft, &mut sensors, overrides);
                let c = craft[0].drawn_for(luck);
                assert!(c.capacity <= c.capacity_max);
                let of_study = register.values().drawn(overrides, luck);
                let get = |id: &str| whole(of_study.get(id).unwrap());
                assert_eq!((c.capacity, c.capacity_max), (get("craft.vcsm.capacity"), get("craft.vcsm.capacity_max")));
                stopped += u32::from(overrides.len() == 1 && c.capacity == 60);
            }
        }
        assert!((30..70).contains(&stopped), "half of the draws stop at what is set: {stopped}");
    }
}
