//! Which numbers of a class of craft or sensor are drawn for each night, and what does a night make of them?
//!
//! `assets/craft.ron` and `assets/sensors.ron` may say "15 to 18 knots" where they would say a number. The draw is keyed
//! to the night, the class and the field: both doctrines of a pair sail with the same craft, and another drawn field
//! shifts nothing. It is the class that is drawn, not the single unit: what is doubted is what such a vessel can do.
//!
//! Left out: differences between sister ships on one night, and dependence between fields.

use super::{CraftClass, SensorClass};
use crate::draws::{Draws, Purpose, Subject};
use crate::parameters::{Bounded, Number, counter_of, number};
use crate::reading::decode::unit_of;
use crate::reading::{Fields, Kind, Node, Report};
use crate::units::{Distance, Duration, Speed, maths};
use core::ops::RangeInclusive;

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
    fn value(&self, kind: &str, class: &str, luck: Draws) -> f64 {
        let counter = counter_of(&format!("{kind}.{class}.{}", self.name));
        self.what.quantile(luck.uniform(Subject::NIGHT, Purpose::ClassNumber, counter))
    }
}

/// A drawn count: the nearest whole number.
fn whole(x: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts are bounded by their fields")]
    let n = maths::round(x) as u32;
    n
}

impl CraftClass {
    /// The class as it is on this night.
    #[must_use]
    pub fn drawn_for(&self, luck: Draws) -> Self {
        let mut out = self.clone();
        for field in &self.drawn {
            let x = field.value("craft", &self.id, luck);
            match field.name {
                "max_speed_kn" => out.max_speed = Speed::knots(x),
                "speed_loss_per_m" => out.speed_loss_per_m = x,
                "draught_m" => out.draught = Distance::metres(x),
                "tender_draught_m" => out.tender_draught = Some(Distance::metres(x)),
                // A class with a small boat has at least one place in it.
                "tender_places" => out.tender_places = whole(x).max(1),
                "capacity" => out.capacity = whole(x),
                "capacity_max" => out.capacity_max = whole(x),
                "recovery_per_min" => out.recovery_per_min = x,
                "transfer_per_min" => out.transfer_per_min = x,
                "endurance_h" => out.endurance = Duration::hours(x),
                "range_nm" => out.fuel_range = Distance::nautical_miles(x),
                "night_readiness_factor" => out.night_readiness_factor = x,
                "orbit_nm" => out.orbit = Some(Distance::nautical_miles(x)),
                name => unreachable!("the reader knows no field `{name}` of a craft"),
            }
        }
        // Draws may cross: at the utmost it never holds fewer than in the ordinary way.
        out.capacity_max = out.capacity_max.max(out.capacity);
        out
    }
}

impl SensorClass {
    /// The class as it is on this night.
    #[must_use]
    pub fn drawn_for(&self, luck: Draws) -> Self {
        let mut out = self.clone();
        for field in &self.drawn {
            let x = field.value("sensor", &self.id, luck);
            match field.name {
                "reference_range_nm" => out.reference_range = Distance::nautical_miles(x),
                "max_range_nm" => out.max_range = Distance::nautical_miles(x),
                "look_interval_s" => out.look_interval = Duration::seconds(x),
                "aerial_height_m" => out.aerial = Some(Distance::metres(x)),
                "sweep_width_nm" => out.sweep = out.sweep.map(|(_, v)| (Distance::nautical_miles(x), v)),
                "sweep_speed_kn" => out.sweep = out.sweep.map(|(w, _)| (w, Speed::knots(x))),
                name => unreachable!("the reader knows no field `{name}` of a sensor"),
            }
        }
        // Draws may cross: nothing is seen beyond the longest range, so that one gives way.
        if out.max_range < out.reference_range {
            out.max_range = out.reference_range;
        }
        out
    }
}

/// The numbers of a class that are drawn, as its file is read.
#[derive(Default)]
pub(super) struct DrawnFields(Vec<DrawnField>);

impl DrawnFields {
    /// All of them, in order of reading.
    pub(super) fn into_list(self) -> Vec<DrawnField> {
        self.0
    }

    /// A number or a distribution, which is kept; gives the number or its median.
    pub(super) fn number(
        &mut self,
        f: &mut Fields<'_>,
        r: &mut Report,
        name: &'static str,
        bounds: RangeInclusive<f64>,
    ) -> Option<f64> {
        let node = f.need(name)?;
        self.read(node, name, &bounds, r)
    }

    /// The same, if the field is there: none if it is not, and none within if it is wrong.
    #[expect(clippy::option_option, reason = "absent, wrong and given are three things")]
    pub(super) fn optional(
        &mut self,
        f: &mut Fields<'_>,
        r: &mut Report,
        name: &'static str,
        bounds: RangeInclusive<f64>,
    ) -> Option<Option<f64>> {
        let node = f.get(name)?;
        Some(self.read(node, name, &bounds, r))
    }

    /// A whole number, or a distribution whose draws are rounded.
    pub(super) fn whole(
        &mut self,
        node: &Node,
        name: &'static str,
        bounds: RangeInclusive<u32>,
        r: &mut Report,
    ) -> Option<u32> {
        if !matches!(node.kind, Kind::Named { .. }) {
            return r.whole(node, &bounds);
        }
        self.read(node, name, &(f64::from(*bounds.start())..=f64::from(*bounds.end())), r).map(whole)
    }

    fn read(&mut self, node: &Node, name: &'static str, bounds: &RangeInclusive<f64>, r: &mut Report) -> Option<f64> {
        let number = number::read(node, unit_of(name).unwrap_or(""), bounds, r)?;
        if let Number::Drawn(what) = number {
            self.0.push(DrawnField { name, what });
        }
        Some(number.central())
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

    /// The first class of each shipped file, with every number in it drawn: between 0.9 and 1.1 times what it is.
    fn all_drawn() -> (CraftClass, SensorClass) {
        let spread = |text: &str, names: &[&str]| {
            let mut text = text.to_owned();
            for name in names {
                let at = text.find(&format!("{name}: ")).unwrap_or_else(|| panic!("the file says `{name}`"))
                    + name.len()
                    + 2;
                let length = text[at..].find([',', '\n']).unwrap();
                let value: f64 =
                    text[at..at + length].trim_start_matches("Some(").trim_end_matches(')').parse().unwrap();
                let shape = format!("Uniform(low: {}, high: {})", value * 0.9, value * 1.1);
                let written = &text[at..at + length];
                let shape = if written.starts_with("Some(") { format!("Some({shape})") } else { shape };
                text.replace_range(at..at + length, &shape);
            }
            text
        };
        let sensors =
            spread(SHIPPED_SENSORS.1, &["reference_range_nm", "max_range_nm", "look_interval_s", "aerial_height_m"]);
        let sensors = load_sensors("s", &sensors).unwrap_or_else(|p| panic!("{}", p[0])).value;
        let names = [
            "max_speed_kn",
            "speed_loss_per_m",
            "draught_m",
            "tender_draught_m",
            "tender_places",
            "capacity",
            "capacity_max",
            "recovery_per_min",
            "transfer_per_min",
            "endurance_h",
            "range_nm",
        ];
        let craft = spread(SHIPPED_CRAFT.1.split_once("craft: [").unwrap().1, &names);
        let craft = format!("(format: 1, craft: [{craft}");
        let craft = load_craft("c", &craft, &sensors).unwrap_or_else(|p| panic!("{}", p[0])).value;
        (craft[0].clone(), sensors[0].clone())
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
        let sensors = load_sensors(SHIPPED_SENSORS.0, SHIPPED_SENSORS.1).unwrap().value;
        for (from, to, said) in [
            ("max_speed_kn: 25", "max_speed_kn: Uniform(low: 25, high: 400)", "bounds are 1 to 200"),
            ("capacity: 30", "capacity: Normal(mean: 30, sd: 40)", "bounds are 0 to 1000"),
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
        let text = SHIPPED_SENSORS.1.replacen("reference_range_nm: 5", "reference_range_nm: Range(p05: 5, p95: 90)", 1);
        assert!(load_sensors("s", &text).unwrap_err()[0].to_string().contains("bounds are 0.01 to 60"));
    }
}
