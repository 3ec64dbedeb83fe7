//! Which numbers of a class of craft or sensor are drawn for each night, and what does a night make of them?
//!
//! `assets/craft.ron` and `assets/sensors.ron` may say "15 to 18 knots" where they would say a number. The draw is keyed
//! to the night, the class and the field: both doctrines of a pair sail with the same craft, and another drawn field
//! shifts nothing. It is the class that is drawn, not the single unit: what is doubted is what such a vessel can do.
//!
//! Left out: differences between sister ships on one night, and dependence between fields.

use super::numbers::{self, CRAFT, SENSORS};
use super::{CraftClass, SensorClass};
use crate::draws::{Draws, Purpose, Subject};
use crate::parameters::{Bounded, counter_of};

/// A number of a class that is drawn for each night.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DrawnField {
    /// The field, as it is named in the file.
    pub name: &'static str,
    /// What from, in the file's unit.
    pub what: Bounded,
}

impl DrawnField {
    /// This night's value, in the file's unit.
    pub(crate) fn value(&self, kind: &str, class: &str, luck: Draws) -> f64 {
        let counter = counter_of(&format!("{kind}.{class}.{}", self.name));
        self.what.quantile(luck.uniform(Subject::NIGHT, Purpose::ClassNumber, counter))
    }
}

fn is_drawn(fields: &[DrawnField], name: &str) -> bool {
    fields.iter().any(|d| d.name == name)
}

impl CraftClass {
    /// The class as it is on this night.
    #[must_use]
    pub fn drawn_for(&self, luck: Draws) -> Self {
        let mut out = self.clone();
        for field in &self.drawn {
            numbers::set(&CRAFT, &mut out, field.name, field.value("craft", &self.id, luck));
        }
        // Draws may cross: at the utmost it never holds fewer than in the ordinary way. What is not drawn stays.
        if is_drawn(&self.drawn, "capacity_max") {
            out.capacity_max = out.capacity_max.max(out.capacity);
        } else {
            out.capacity = out.capacity.min(out.capacity_max);
        }
        out
    }
}

impl SensorClass {
    /// The class as it is on this night.
    #[must_use]
    pub fn drawn_for(&self, luck: Draws) -> Self {
        let mut out = self.clone();
        for field in &self.drawn {
            numbers::set(&SENSORS, &mut out, field.name, field.value("sensor", &self.id, luck));
        }
        // Draws may cross: nothing is seen beyond the longest range. What is not drawn stays.
        if out.max_range < out.reference_range {
            if is_drawn(&self.drawn, "max_range_nm") {
                out.max_range = out.reference_range;
            } else {
                out.reference_range = out.max_range;
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::super::load::{SHIPPED_CRAFT, SHIPPED_SENSORS, load_craft, load_sensors};
    use super::*;
    use crate::draws::NightKey;

    fn luck(night: u64) -> Draws {
        Draws::new(NightKey { seed: 42, night })
    }

    /// A class of each kind with every number in it drawn: between 0.9 and 1.1 times what the first shipped class has.
    fn all_drawn() -> (CraftClass, SensorClass) {
        let entries = super::super::load::shipped_numbers();
        let spread = |class: &str| -> String {
            let own = entries.iter().filter_map(|e| Some((e.id.strip_prefix(class)?, e.value)));
            let line = |(name, x): (&str, f64)| format!("{name}: Uniform(low: {}, high: {}), ", x * 0.9, x * 1.1);
            own.map(line).collect()
        };
        let rest = r#"source: "s", confidence: L)])"#;
        let sensor = spread("sensor.shore_radar.");
        let text = format!(r#"(format: 1, sensors: [(id: "shore_radar", title: "t", kind: Radar, {sensor}{rest}"#);
        let sensors = load_sensors("s", &text).unwrap_or_else(|p| panic!("{}", p[0])).value;
        let craft = spread("craft.vcsm.");
        let text = format!(r#"(format: 1, craft: [(id: "vcsm", title: "t", sensors: [], {craft}{rest}"#);
        let craft = load_craft("c", &text, &sensors.list).unwrap_or_else(|p| panic!("{}", p[0])).value;
        (craft.list[0].clone(), sensors.list[0].clone())
    }

    #[test]
    fn a_class_whose_numbers_are_drawn_differs_from_night_to_night_and_is_the_same_on_one() {
        let (craft, sensor) = all_drawn();
        assert_eq!((craft.drawn.len(), sensor.drawn.len()), (11, 4));
        let (fixed, sensors) = super::super::load::shipped();
        assert_eq!(CraftClass { drawn: Vec::new(), ..craft.clone() }.capacity, fixed[0].capacity, "the median stands");
        for night in 0..200 {
            let (a, s) = (craft.drawn_for(luck(night)), sensor.drawn_for(luck(night)));
            assert_eq!(a, craft.drawn_for(luck(night)));
            assert_ne!(a.max_speed, craft.drawn_for(luck(night + 1)).max_speed);
            let within = |x: f64, of: f64| assert!((0.9 * of..=1.1 * of).contains(&x), "{x} of {of}");
            within(a.max_speed.kn(), fixed[0].max_speed.kn());
            within(a.draught.m(), fixed[0].draught.m());
            within(a.tender_draught.unwrap().m(), fixed[0].tender_draught.unwrap().m());
            within(a.endurance.h(), fixed[0].endurance.h());
            within(a.fuel_range.nm(), fixed[0].fuel_range.nm());
            within(s.reference_range.nm(), sensors[0].reference_range.nm());
            within(s.aerial.unwrap().m(), sensors[0].aerial.unwrap().m());
            assert!(a.capacity_max >= a.capacity && s.max_range >= s.reference_range);
        }
        let capacities: std::collections::BTreeSet<u32> = (0..200).map(|n| craft.drawn_for(luck(n)).capacity).collect();
        assert!(capacities.len() > 3, "{capacities:?}");
    }

    #[test]
    fn plain_numbers_are_what_they_were_to_the_last_bit() {
        let (craft, sensors) = super::super::load::shipped();
        assert!(craft.iter().all(|c| c.drawn.is_empty() && c.drawn_for(luck(1)) == *c));
        assert!(sensors.iter().all(|s| s.drawn.is_empty() && s.drawn_for(luck(1)) == *s));
    }

    #[test]
    fn a_distribution_beyond_the_bounds_of_its_field_is_refused() {
        let sensors = load_sensors(SHIPPED_SENSORS.0, SHIPPED_SENSORS.1).unwrap().value.list;
        for (from, to, said) in [
            ("orbit_nm: Some(6)", "orbit_nm: Uniform(low: 25, high: 400)", "bounds are 0.5 to 60"),
            ("capacity_max: 60", "capacity_max: Normal(mean: 30, sd: 40)", "bounds are 0 to 2000"),
            (
                "tender_draught_m: Some(0.6)",
                "tender_draught_m: Some(Uniform(low: 0.6, high: 9))",
                "bounds are 0.1 to 3",
            ),
            ("range_nm: 300", "range_nm: Unifrom(low: 300, high: 400)", "did you mean `Uniform`?"),
        ] {
            assert!(SHIPPED_CRAFT.1.contains(from), "{from}");
            let problems = load_craft("c", &SHIPPED_CRAFT.1.replacen(from, to, 1), &sensors).unwrap_err();
            assert!(problems.iter().any(|p| p.to_string().contains(said)), "{to}: {problems:?}");
        }
        let text = SHIPPED_SENSORS.1.replacen("max_range_nm: 15", "max_range_nm: Range(p05: 5, p95: 90)", 1);
        assert!(load_sensors("s", &text).unwrap_err()[0].to_string().contains("bounds are 0.01 to 60"));
    }
}
