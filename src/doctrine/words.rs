//! How does a condition read, and how does it read that it does not hold?
//!
//! Both are whole phrases that can stand in a sentence which somebody signs: one person is no "1 people", and what does
//! not hold is said outright. Numbers are told with as many digits as they have, so that no two conditions that differ
//! read alike. What can only be judged from close by is denied as not having been seen, for nobody may have looked.
//!
//! Left out: other languages.

use super::condition::Condition;
use crate::agents::calling::Phase;
use crate::agents::operator::class_id;
use crate::environment::canal::SILLS;
use crate::geo::Zone;
use crate::geo::places::port_title;
use crate::units::Duration;
use crate::units::format::in_full;

impl Condition {
    /// The condition in words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::All(xs) => joined(xs, Self::words, " and ", "always"),
            Self::Any(xs) => joined(xs, Self::words, " or ", "never"),
            Self::Not(x) => x.denied(),
            Self::AtLeast { count, of } => format!("at least {count} of these: ({})", list(of, Self::words, "; ")),
            Self::Always | Self::PhaseAtLeast(Phase::Routine) => "always".to_owned(),
            Self::ImminentDanger => "danger is assessed as imminent".to_owned(),
            Self::UnitOf(s) => format!("the unit is {}", s.adjective()),
            Self::RegionOf(s) => format!("the contact is in the {} search and rescue region", s.adjective()),
            Self::Looks(l) => format!("it looks like a {}", l.title()),
            Self::AboardAtMost { best, upper95 } => {
                format!("at most {} aboard (upper bound at most {})", people(*best), in_full(*upper95, 0))
            }
            Self::AboardAtLeast { best } => format!("at least {} aboard", people(*best)),
            Self::OverloadAtLeast(x) => {
                format!("loaded with at least {} times what the LSA Code's yardstick allows", in_full(*x, 0))
            }
            Self::ChildrenSeen => "children were seen aboard".to_owned(),
            Self::FewLifejacketsSeen => "few lifejackets were seen".to_owned(),
            Self::Heads(h) => h.words().to_owned(),
            Self::SpeedBelow(s) => format!("it moves at less than {} kn", in_full(s.kn(), 0)),
            Self::Boarding => "people are boarding".to_owned(),
            Self::PeopleInWater => "people are in the water".to_owned(),
            Self::DistressDeclared => "distress was declared".to_owned(),
            Self::EngineDeadFor(d) if *d <= Duration::ZERO => "the engine is dead".to_owned(),
            Self::EngineDeadFor(d) => format!("the engine has been dead for {} min or more", minutes(*d)),
            Self::WaterAboard => "water is coming in".to_owned(),
            Self::FreeboardBelow(d) => format!("freeboard is below {} m", in_full(d.m(), 2)),
            Self::RefusedHelp => "help was refused".to_owned(),
            Self::AcceptsHelp => "those aboard said that they want help".to_owned(),
            Self::Asked => "those aboard were asked".to_owned(),
            Self::CallsAtLeast(1) => "a call about it was taken".to_owned(),
            Self::CallsAtLeast(n) => format!("at least {n} calls about it were taken"),
            Self::PhaseAtLeast(phase) => format!("it is in the {} or a graver one", phase.title()),
            Self::KnownFor(d) => format!("known for {} min or more", minutes(*d)),
            Self::UnseenFor(d) => format!("unseen and unheard of for {} min or more", minutes(*d)),
            Self::ShoreWithin(d) => format!("within {} m of the shore", in_full(d.m(), 0)),
            Self::BoundaryWithin { of, distance } => {
                format!("within {} nm of {} responsibility, or in it", in_full(distance.nm(), 0), of.adjective())
            }
            Self::InCanal => "in a canal or tidal channel".to_owned(),
            Self::AtCanal(canal) => format!("in or off the {}", SILLS[*canal].title),
            Self::PortWithin { of: None, distance } => format!("within {} nm of a port", in_full(distance.nm(), 0)),
            Self::PortWithin { of: Some(id), distance } => {
                format!("within {} nm of {}, the nearest port", in_full(distance.nm(), 0), port_title(id))
            }
            Self::InZone(Zone::BeachBand) => "within 300 m of the shore".to_owned(),
            Self::InZone(Zone::InternalWaters) => "in internal waters".to_owned(),
            Self::InZone(Zone::TerritorialSea) => "in a territorial sea".to_owned(),
            Self::InZone(Zone::Beyond) => "beyond the territorial sea".to_owned(),
            Self::WatersOf(s) => format!("in {} internal waters or territorial sea", s.adjective()),
            Self::InLane => "in a traffic lane".to_owned(),
            Self::WavesBelow(d) => format!("waves below {} m", in_full(d.m(), 1)),
            Self::ForecastWavesBelow(d) => format!("waves forecast to stay below {} m", in_full(d.m(), 1)),
            Self::WindBelow(s) => format!("wind below {} kn", in_full(s.kn(), 0)),
            Self::Daylight => "in daylight or civil twilight".to_owned(),
            Self::WaterBelow(c) => format!("the water is colder than {} °C", in_full(*c, 0)),
            Self::VisibilityAtLeast(d) => format!("one can see {} nm or farther", in_full(d.nm(), 0)),
            Self::DepthBelow(d) => format!("the water is less than {} m deep", in_full(d.m(), 0)),
            Self::DepthAllows => "the unit has water enough to come alongside".to_owned(),
            Self::UnitIntercepts => "the unit may intercept".to_owned(),
            Self::UnitFlies => "the unit is an aircraft".to_owned(),
            Self::OperatorIs(o) => format!("the unit is run by {}", o.title()),
            Self::UnitClass(c) => format!("the unit is of the class {}", class_id(*c)),
            Self::InSight => "the unit has it in sight".to_owned(),
            Self::FreePlacesAtLeast(n) => format!("the unit has at least {}", counted(*n, "free place", "free places")),
            Self::RoomForAll => "the unit has a place for everybody aboard".to_owned(),
            Self::CrewTimeLeftAtLeast(d) => {
                format!("the unit's crew has at least {} h left", in_full(d.min_() / 60.0, 0))
            }
            Self::CoverLeftAtLeast(n) => {
                format!("at least {} left for a rescue elsewhere", counted(*n, "other unit is", "other units are"))
            }
            Self::OthersInDistressAtLeast(n) => {
                format!("at least {} in distress", counted(*n, "other boat is", "other boats are"))
            }
            Self::OthersThere { count, within, doing } => {
                let units = counted(*count, "other unit is", "other units are");
                format!("at least {units} within {} m of it{}", in_full(within.m(), 0), doing.ordered())
            }
            Self::ContactsAtLeast(n) => format!("at least {} on the plot", counted(*n, "boat is", "boats are")),
            Self::ShoreTeamWithin(d) => format!("a shore team can be there within {} min", minutes(*d)),
            Self::UnitWithin(d) => format!("the unit can be there within {} min", minutes(*d)),
            Self::RescueStandbyWithin(d) => format!("a rescue unit can be there within {} min", minutes(*d)),
            Self::OrderHeld => "an order of authority is held".to_owned(),
            Self::OrderRequested => "an order of authority is asked for and not answered".to_owned(),
            Self::OrderRefused => "an order of authority was refused".to_owned(),
            Self::OrderExpired => "an order of authority has expired".to_owned(),
            Self::EvidenceRecorded => "evidence was recorded".to_owned(),
        }
    }

    /// In words that it does not hold.
    pub(super) fn denied(&self) -> String {
        match self {
            // Not all hold where one fails, and none holds where each fails.
            Self::All(xs) => joined(xs, Self::denied, " or ", "never"),
            Self::Any(xs) => joined(xs, Self::denied, " and ", "always"),
            Self::Not(x) => x.words(),
            Self::AtLeast { count, of } => format!("fewer than {count} of these: ({})", list(of, Self::words, "; ")),
            Self::Always | Self::PhaseAtLeast(Phase::Routine) => "never".to_owned(),
            Self::ImminentDanger => "danger is not assessed as imminent".to_owned(),
            Self::UnitOf(s) => format!("the unit is not {}", s.adjective()),
            Self::RegionOf(s) => format!("the contact is outside the {} search and rescue region", s.adjective()),
            Self::Looks(l) => format!("it does not look like a {}", l.title()),
            Self::AboardAtMost { best, upper95 } => {
                format!("more than {} aboard (or upper bound more than {})", people(*best), in_full(*upper95, 0))
            }
            Self::AboardAtLeast { best } if *best <= 1.0 => "nobody is thought to be aboard".to_owned(),
            Self::AboardAtLeast { best } => format!("fewer than {} aboard", people(*best)),
            Self::OverloadAtLeast(x) => {
                format!("not judged to carry {} times what the LSA Code's yardstick allows", in_full(*x, 0))
            }
            Self::ChildrenSeen => "no children were seen aboard".to_owned(),
            Self::FewLifejacketsSeen => "it was not seen that lifejackets are few".to_owned(),
            Self::Heads(h) => h.denied().to_owned(),
            Self::SpeedBelow(s) => format!("it moves at {} kn or more", in_full(s.kn(), 0)),
            Self::Boarding => "nobody is boarding".to_owned(),
            Self::PeopleInWater => "nobody is in the water".to_owned(),
            Self::DistressDeclared => "no distress was declared".to_owned(),
            Self::EngineDeadFor(d) if *d <= Duration::ZERO => "the engine is not known to be dead".to_owned(),
            Self::EngineDeadFor(d) => format!("the engine is not known to have been dead for {} min", minutes(*d)),
            Self::WaterAboard => "no water is coming in".to_owned(),
            Self::FreeboardBelow(d) => format!("freeboard is not judged to be below {} m", in_full(d.m(), 2)),
            Self::RefusedHelp => "help was not refused".to_owned(),
            Self::AcceptsHelp => "those aboard did not say that they want help".to_owned(),
            Self::Asked => "those aboard were not asked yet".to_owned(),
            Self::CallsAtLeast(1) => "no call about it was taken".to_owned(),
            Self::CallsAtLeast(n) => format!("fewer than {n} calls about it were taken"),
            Self::PhaseAtLeast(phase) => format!("it is in a phase less grave than the {}", phase.title()),
            Self::KnownFor(d) => format!("known for less than {} min", minutes(*d)),
            Self::UnseenFor(d) => format!("seen or heard of less than {} min ago", minutes(*d)),
            Self::ShoreWithin(d) => format!("more than {} m from the shore", in_full(d.m(), 0)),
            Self::BoundaryWithin { of, distance } => {
                format!("more than {} nm from {} responsibility", in_full(distance.nm(), 0), of.adjective())
            }
            Self::InCanal => "outside canals and tidal channels".to_owned(),
            Self::AtCanal(canal) => format!("neither in nor off the {}", SILLS[*canal].title),
            Self::PortWithin { of: None, distance } => {
                format!("more than {} nm from any port", in_full(distance.nm(), 0))
            }
            Self::PortWithin { of: Some(id), distance } => {
                let nm = in_full(distance.nm(), 0);
                format!("more than {nm} nm from {}, or another port is nearer", port_title(id))
            }
            Self::InZone(Zone::BeachBand) => "more than 300 m from the shore".to_owned(),
            Self::InZone(Zone::InternalWaters) => "outside internal waters".to_owned(),
            Self::InZone(Zone::TerritorialSea) => "outside the territorial seas".to_owned(),
            Self::InZone(Zone::Beyond) => "not beyond the territorial sea".to_owned(),
            Self::WatersOf(s) => format!("outside {} internal waters and territorial sea", s.adjective()),
            Self::InLane => "outside the traffic lanes".to_owned(),
            Self::WavesBelow(d) => format!("waves of {} m or more", in_full(d.m(), 1)),
            Self::ForecastWavesBelow(d) => format!("waves forecast to reach {} m or more", in_full(d.m(), 1)),
            Self::WindBelow(s) => format!("wind of {} kn or more", in_full(s.kn(), 0)),
            Self::Daylight => "it is dark".to_owned(),
            Self::WaterBelow(c) => format!("the water is at {} °C or warmer", in_full(*c, 0)),
            Self::VisibilityAtLeast(d) => format!("one can see less far than {} nm", in_full(d.nm(), 0)),
            Self::DepthBelow(d) => format!("the water is {} m deep or deeper", in_full(d.m(), 0)),
            Self::DepthAllows => "the unit has too little water to come alongside".to_owned(),
            Self::UnitIntercepts => "the unit may not intercept".to_owned(),
            Self::UnitFlies => "the unit is no aircraft".to_owned(),
            Self::OperatorIs(o) => format!("the unit is not run by {}", o.title()),
            Self::UnitClass(c) => format!("the unit is not of the class {}", class_id(*c)),
            Self::InSight => "the unit does not have it in sight".to_owned(),
            Self::FreePlacesAtLeast(n) => {
                format!("the unit has fewer than {}", counted(*n, "free place", "free places"))
            }
            Self::RoomForAll => "the unit has no place for everybody aboard".to_owned(),
            Self::CrewTimeLeftAtLeast(d) => {
                format!("the unit's crew has less than {} h left", in_full(d.min_() / 60.0, 0))
            }
            Self::CoverLeftAtLeast(1) => "no other unit is left for a rescue elsewhere".to_owned(),
            Self::CoverLeftAtLeast(n) => format!("fewer than {n} other units are left for a rescue elsewhere"),
            Self::OthersInDistressAtLeast(1) => "no other boat is in distress".to_owned(),
            Self::OthersInDistressAtLeast(n) => format!("fewer than {n} other boats are in distress"),
            Self::OthersThere { count: 1, within, doing } => {
                format!("no other unit is within {} m of it{}", in_full(within.m(), 0), doing.ordered())
            }
            Self::OthersThere { count, within, doing } => {
                format!(
                    "fewer than {count} other units are within {} m of it{}",
                    in_full(within.m(), 0),
                    doing.ordered()
                )
            }
            Self::ContactsAtLeast(n) => format!("fewer than {} on the plot", counted(*n, "boat is", "boats are")),
            Self::ShoreTeamWithin(d) => format!("no shore team can be there within {} min", minutes(*d)),
            Self::UnitWithin(d) => format!("the unit cannot be there within {} min", minutes(*d)),
            Self::RescueStandbyWithin(d) => format!("no rescue unit can be there within {} min", minutes(*d)),
            Self::OrderHeld => "no order of authority is held".to_owned(),
            Self::OrderRequested => "no order of authority waits for its answer".to_owned(),
            Self::OrderRefused => "no order of authority was refused".to_owned(),
            Self::OrderExpired => "no order of authority has expired".to_owned(),
            Self::EvidenceRecorded => "no evidence was recorded".to_owned(),
        }
    }
}

fn list(xs: &[Condition], words: fn(&Condition) -> String, join: &str) -> String {
    xs.iter().map(words).collect::<Vec<_>>().join(join)
}

/// In brackets, as what is joined so may stand beside what is joined otherwise.
fn joined(xs: &[Condition], words: fn(&Condition) -> String, join: &str, of_none: &str) -> String {
    match xs {
        [] => of_none.to_owned(),
        [one] => words(one),
        more => format!("({})", list(more, words, join)),
    }
}

fn minutes(d: Duration) -> String {
    in_full(d.min_(), 0)
}

fn people(n: f64) -> String {
    let noun = if (n - 1.0).abs() < 1e-9 { "person" } else { "people" };
    format!("{} {noun}", in_full(n, 0))
}

fn counted(n: u32, one: &str, more: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { more })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{Distance, Speed};

    fn not(c: Condition) -> String {
        Condition::Not(Box::new(c)).words()
    }

    #[test]
    fn one_person_is_no_people_and_what_does_not_hold_is_said_outright() {
        let one = || Condition::AboardAtLeast { best: 1.0 };
        assert_eq!(one().words(), "at least 1 person aboard");
        assert_eq!(not(one()), "nobody is thought to be aboard");
        assert_eq!(not(Condition::AboardAtLeast { best: 20.0 }), "fewer than 20 people aboard");
        assert_eq!(Condition::CoverLeftAtLeast(1).words(), "at least 1 other unit is left for a rescue elsewhere");
        assert_eq!(not(Condition::RoomForAll), "the unit has no place for everybody aboard");
        assert_eq!(not(Condition::WindBelow(Speed::knots(12.0))), "wind of 12 kn or more");
    }

    #[test]
    fn a_list_is_denied_part_by_part() {
        let list = vec![Condition::Boarding, Condition::Not(Box::new(Condition::Daylight))];
        assert_eq!(not(Condition::All(list.clone())), "(nobody is boarding or in daylight or civil twilight)");
        assert_eq!(not(Condition::Any(list)), "(nobody is boarding and in daylight or civil twilight)");
        assert_eq!(not(Condition::All(Vec::new())), "never");
        assert_eq!(Condition::Any(vec![Condition::Boarding]).words(), "people are boarding");
    }

    #[test]
    fn no_two_limits_that_differ_read_alike() {
        let near = |m: f64| Condition::ShoreWithin(Distance::metres(m)).words();
        assert_eq!(
            (near(300.0).as_str(), near(300.4).as_str()),
            ("within 300 m of the shore", "within 300.4 m of the shore")
        );
        let calm = |m: f64| Condition::WavesBelow(Distance::metres(m)).words();
        assert_eq!((calm(1.0).as_str(), calm(0.55).as_str()), ("waves below 1.0 m", "waves below 0.55 m"));
    }
}
