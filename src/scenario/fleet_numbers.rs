//! Which numbers has a year of boats, and what are they on this night?
//!
//! The presets of `assets/fleet.ron` are entries of the register, `fleet.YEAR.FIELD` and `fleet.season.MONTH`. Numbers
//! aboard are read by nights whose scenario names the year and leaves a departure's group to it: a scenario, a study or
//! `--set` sets them or lets them be drawn, the same for both doctrines. The others (boats and active days of a year, share
//! of taxi-boats, season) are read by years of nights alone, that is by `slackwater validate`; [`unread`] says so.
//!
//! Left out: draws in years of nights, which take set values only, as for all numbers.

use super::fleet::{Fleet, Fleets};
use super::group::MOST_SKEW;
use super::{DeparturePlan, Scenario};
use crate::agents::numbers::{ClassField, count, facts, parts, set, whole};
use crate::draws::{Draws, Purpose, Subject};
use crate::parameters::{Number, Override};
use std::sync::Arc;

/// The first part of their ids.
pub(super) const KIND: &str = "fleet";
/// The second part of the ids of the season.
pub(super) const SEASON: &str = "season";
/// Numbers that a night reads, in rising order where they keep one; the shape last.
const OF_NIGHTS: [&str; 5] = ["aboard_min", "aboard_mean", "aboard_max", "aboard_sd", "aboard_skew"];

/// Numbers of the register that years of nights alone read.
const OF_YEARS: [&str; 3] = ["fleet.boats_dispersion", "fleet.beach_sails", "fleet.taxi_sails"];

/// The numbers of a year of boats. The record year had some 1,360 operations; ten times that is a slip of the pen.
pub const FLEET: [ClassField<Fleet>; 8] = [
    ClassField {
        facts: facts("boats_a_year", "boats_a_year", "1/a", (0.0, 14_000.0), "boats that put to sea in the year"),
        set: |f, x| f.boats_a_year = x,
    },
    ClassField {
        facts: facts("active_days", "active_days", "d", (1.0, 366.0), "days of the year on which boats arrive"),
        set: |f, x| f.active_days = x,
    },
    ClassField {
        facts: facts("aboard_mean", "aboard.mean", "people", (1.0, 300.0), "mean number aboard a boat at sea"),
        set: |f, x| f.aboard.mean = x,
    },
    ClassField {
        facts: facts("aboard_sd", "aboard.sd", "people", (0.0, 100.0), "standard deviation of the number aboard"),
        set: |f, x| f.aboard.sd = x,
    },
    ClassField {
        facts: facts(
            "aboard_skew",
            "aboard.skew",
            "skewness",
            (-MOST_SKEW, MOST_SKEW),
            "skewness of the number aboard (two-piece normal): negative is a tail of small boats",
        ),
        set: |f, x| f.aboard.skew = x,
    },
    ClassField {
        facts: count("aboard_min", "aboard.min", (1.0, 300.0), "fewest aboard"),
        set: |f, x| f.aboard.min = whole(x),
    },
    ClassField {
        facts: count("aboard_max", "aboard.max", (1.0, 300.0), "most aboard"),
        set: |f, x| f.aboard.max = whole(x),
    },
    ClassField {
        facts: facts("taxi_share", "taxi_share", "share", (0.0, 1.0), "share of taxi-boats among the boats at sea"),
        set: |f, x| f.taxi_share = x,
    },
];

/// Months, as the last part of ids.
pub const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

impl Fleets {
    /// The presets with these numbers set, in order; what is of no preset is passed over. Bounds are the register's affair.
    #[must_use]
    pub fn with_numbers(&self, numbers: &[(String, f64)]) -> Self {
        let mut out = self.clone();
        for (id, x) in numbers {
            match parts(id) {
                Some((KIND, SEASON, month)) => {
                    if let Some(i) = MONTHS.iter().position(|m| *m == month) {
                        out.season[i] = *x;
                    }
                }
                Some((KIND, year, name)) => {
                    for f in out.fleets.iter_mut().filter(|f| f.id == year) {
                        set(&FLEET, f, name, *x);
                    }
                }
                _ => {}
            }
        }
        out
    }
}

/// Is this the id of a preset's number?
#[must_use]
pub fn is_of_fleet(id: &str) -> bool {
    parts(id).is_some_and(|(kind, ..)| kind == KIND)
}

/// The fleet that a scenario names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The year.
    pub year: String,
    /// Does a departure leave its group to it?
    pub gives_groups: bool,
}

impl Named {
    /// Of a scenario that was read.
    #[must_use]
    pub fn by(scenario: &Scenario) -> Option<Self> {
        let fleet = scenario.fleet.as_ref()?;
        Some(Self { year: fleet.fleet.id.clone(), gives_groups: fleet.departures.contains(&true) })
    }
}

/// Why a night of a scenario with this fleet does not read the number, if it is one of boats of a year and the night does not.
#[must_use]
pub fn unread(id: &str, fleet: Option<&Named>) -> Option<String> {
    let of_years = || Some(format!("`{id}` is read by years of nights (`slackwater validate`) alone"));
    if OF_YEARS.contains(&id) {
        return of_years();
    }
    let (_, year, name) = parts(id).filter(|(kind, ..)| *kind == KIND)?;
    if !OF_NIGHTS.contains(&name) {
        return of_years();
    }
    match fleet {
        Some(own) if own.year == year && own.gives_groups => None,
        Some(own) if own.year == year => {
            Some(format!("`{id}` changes nothing here: each departure of the scenario has a `group` of its own"))
        }
        Some(own) => Some(format!("`{id}` changes nothing here: the boats of the scenario are those of {}", own.year)),
        None => Some(format!("`{id}` changes nothing here: the scenario names no `fleet`")),
    }
}

/// The departures of a scenario whose numbers aboard are those of a fleet.
#[derive(Clone, Debug, PartialEq)]
pub struct FleetGroups {
    /// The year.
    pub fleet: Fleet,
    /// Share of a group that stays behind on the beach, for which the groups make up.
    pub left_behind: f64,
    /// By departure: is its group the fleet's?
    pub departures: Vec<bool>,
}

impl FleetGroups {
    /// Does one of these say something of the fleet's numbers aboard?
    fn is_meant(&self, overrides: &[Override]) -> bool {
        overrides.iter().any(|o| {
            parts(&o.id).is_some_and(|(k, year, n)| k == KIND && year == self.fleet.id && OF_NIGHTS.contains(&n))
        })
    }

    /// The fleet with what these say of its numbers aboard: drawn ones at this luck, or at their medians. A draw that would
    /// pass its neighbour stops there.
    fn of_night(&self, overrides: &[Override], luck: Option<Draws>) -> Fleet {
        let a = self.fleet.aboard;
        let mut x = [f64::from(a.min), a.mean, f64::from(a.max), a.sd, a.skew];
        let mut drawn = [false; 5];
        for (i, name) in OF_NIGHTS.iter().enumerate() {
            let said = overrides.iter().rev().find(|o| parts(&o.id) == Some((KIND, &self.fleet.id, name)));
            let Some(o) = said else { continue };
            x[i] = match (o.number, luck) {
                (Number::Drawn(what), Some(luck)) => {
                    drawn[i] = true;
                    what.quantile(luck.uniform(Subject::NIGHT, Purpose::ClassNumber, o.luck))
                }
                (number, _) => number.central(),
            };
        }
        for i in [1, 2] {
            if drawn[i] {
                x[i] = x[i].max(x[i - 1]);
            }
        }
        for i in [1, 0] {
            if drawn[i] {
                x[i] = x[i].min(x[i + 1]);
            }
        }
        let mut out = self.fleet.clone();
        for (name, x) in OF_NIGHTS.iter().zip(x) {
            set(&FLEET, &mut out, name, x);
        }
        out
    }

    /// Gives the departures that are the fleet's their groups, with what these overrides say. `crews` are those of the file.
    pub(super) fn lay(
        &self,
        departures: &mut [DeparturePlan],
        crews: &[(u32, u32)],
        overrides: &[Override],
        luck: Option<Draws>,
    ) {
        if !self.is_meant(overrides) {
            return;
        }
        let fleet = self.of_night(overrides, luck);
        for ((d, crew), _) in departures.iter_mut().zip(crews).zip(&self.departures).filter(|(_, own)| **own) {
            d.group = fleet.group(d.kind, *crew, self.left_behind);
        }
    }
}

impl Scenario {
    /// Lays what its overrides say of its fleet's numbers aboard over its departures: drawn ones at this night's luck, or at
    /// their medians. [`Scenario::drawn_for`] does so for a night.
    pub fn lay_fleet(&mut self, luck: Option<Draws>) {
        let Some(groups) = self.fleet.clone() else { return };
        let crews: Vec<(u32, u32)> = self.departures.iter().map(|d| d.aboard_at_launch).collect();
        groups.lay(&mut self.departures, &crews, &self.overrides, luck);
    }

    /// What [`Scenario::lay_fleet`] needs, shared by all nights.
    pub(super) fn groups_of_fleet(fleet: Option<&Fleet>, left_behind: f64, own: Vec<bool>) -> Option<Arc<FleetGroups>> {
        fleet.map(|fleet| Arc::new(FleetGroups { fleet: fleet.clone(), left_behind, departures: own }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agents::BoatKind;
    use crate::draws::NightKey;
    use crate::parameters::{Bounded, Distribution, Register};
    use crate::sim::fixture;

    fn register() -> Register {
        Register::shipped().with_classes(Fleets::shipped().numbers)
    }

    fn luck(night: u64) -> Draws {
        Draws::new(NightKey { seed: 42, night })
    }

    /// The scenario of tests with the boats of 2025 at its first departure, and these overrides.
    fn scenario(overrides: Vec<Override>) -> Scenario {
        let fleets = Fleets::shipped();
        let mut s = fixture::scenario();
        let own = (0..s.departures.len()).map(|i| i == 0).collect();
        s.fleet = Scenario::groups_of_fleet(fleets.get("2025"), 0.03, own);
        s.overrides = overrides;
        s
    }

    #[test]
    fn every_number_of_a_preset_is_an_entry_and_is_set_by_its_id() {
        let (register, fleets) = (register(), Fleets::shipped());
        assert_eq!(register.class_entries().len(), FLEET.len() * fleets.fleets.len() + MONTHS.len());
        for e in register.class_entries() {
            let x = if e.unit == "1" { e.value + 1.0 } else { (e.value * 0.9).max(e.min) };
            register.overriding(&e.id, Number::Fixed(x)).unwrap();
            let set = fleets.with_numbers(&[(e.id.clone(), x)]);
            let moved = set.fleets.iter().zip(&fleets.fleets).filter(|(a, b)| a != b).count()
                + set.season.iter().zip(&fleets.season).filter(|(a, b)| a.to_bits() != b.to_bits()).count();
            assert_eq!(moved, usize::from((x - e.value).abs() > 0.0), "{}", e.id);
        }
        let crossed = register.with_numbers(&[("fleet.2025.aboard_mean".into(), 130.0)]).unwrap_err();
        assert!(crossed[0].contains("is above `fleet.2025.aboard_max` (125)"), "{crossed:?}");
    }

    #[test]
    fn numbers_aboard_of_the_scenarios_fleet_are_set_and_no_others() {
        let set = |id: &str, x| register().overriding(id, Number::Fixed(x)).unwrap();
        let mut s = scenario(vec![set("fleet.2025.aboard_mean", 50.0), set("fleet.2024.aboard_sd", 1.0)]);
        let before = s.departures.clone();
        s.lay_fleet(None);
        let crew = |d: &DeparturePlan| {
            if d.kind == BoatKind::TaxiBoat {
                0.5 * f64::from(d.aboard_at_launch.0 + d.aboard_at_launch.1)
            } else {
                0.0
            }
        };
        let d = &s.departures[0];
        assert!((d.group.mean * 0.97 + crew(d) - 50.0).abs() < 1e-9);
        assert!((d.group.sd * 0.97 - 17.0).abs() < 1e-9, "that of 2025");
        assert_eq!(s.departures[1..], before[1..]);
        let mut none = scenario(vec![set("fleet.2024.aboard_mean", 50.0)]);
        none.lay_fleet(None);
        assert_eq!(none.departures, before);
    }

    #[test]
    fn a_draw_is_that_of_a_study_and_stops_at_its_neighbours() {
        let register = register();
        let wide = Number::Drawn(Bounded::new(Distribution::Uniform { low: 100.0, high: 150.0 }, 1.0, 300.0).unwrap());
        let overrides = vec![register.overriding("fleet.2025.aboard_mean", wide).unwrap()];
        let groups = scenario(Vec::new()).fleet.unwrap();
        let mut stopped = 0;
        for night in 0..100 {
            let a = groups.of_night(&overrides, Some(luck(night))).aboard;
            let of_study = register.values().drawn(&overrides, luck(night)).get("fleet.2025.aboard_mean").unwrap();
            assert!((a.mean - of_study).abs() < 1e-9 && a.mean <= 125.0);
            stopped += u32::from(a.mean > 125.0 - 1e-9);
            let night_of = |overrides: &[Override]| {
                let mut s = scenario(overrides.to_vec());
                s.lay_fleet(Some(luck(night)));
                s.departures
            };
            assert_eq!(night_of(&overrides), night_of(&overrides));
        }
        assert!((35..65).contains(&stopped), "half of the draws stop at the most aboard: {stopped}");
    }

    #[test]
    fn what_no_night_reads_is_said() {
        let named = |gives_groups| Named { year: "2025".into(), gives_groups };
        let of_2025 = named(true);
        assert_eq!(unread("fleet.2025.aboard_mean", Some(&of_2025)), None);
        let own_groups = unread("fleet.2025.aboard_mean", Some(&named(false))).unwrap();
        assert!(own_groups.contains("has a `group` of its own"), "{own_groups}");
        assert_eq!(unread("craft.vcsm.max_speed_kn", None), None);
        for (id, fleet, part) in [
            ("fleet.2025.boats_a_year", Some(&of_2025), "`slackwater validate`"),
            ("fleet.season.jan", None, "`slackwater validate`"),
            ("fleet.beach_sails", Some(&of_2025), "`slackwater validate`"),
            ("fleet.2024.aboard_mean", Some(&of_2025), "those of 2025"),
            ("fleet.2024.aboard_mean", None, "names no `fleet`"),
        ] {
            assert!(unread(id, fleet).unwrap().contains(part), "{id}");
        }
    }
}
