//! When does a rule apply? A closed, typed vocabulary over the picture.
//!
//! A new condition is one variant and one arm in each `match` below: does it hold, and what was seen.
//! Each is a plain comparison, so that a lawyer can read the rule and a test can hold it.

use super::authority::OrderState;
use super::others::Orders;
use super::picture::{ContactLook, Heading, Picture};
use super::rule::Fact;
use crate::agents::calling::Phase;
use crate::agents::{Operator, Side};
use crate::environment::canal::SILLS;
use crate::geo::{self, Zone};
use crate::units::{Distance, Duration, Speed, format};

/// A condition on a picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// All of them hold.
    All(Vec<Self>),
    /// At least one holds.
    Any(Vec<Self>),
    /// It does not hold.
    Not(Box<Self>),
    /// At least so many of them hold.
    AtLeast {
        /// How many.
        count: u32,
        /// Of these.
        of: Vec<Self>,
    },
    /// Whatever the picture shows.
    Always,
    /// The doctrine's own reading of imminent danger (its `danger` entry).
    ImminentDanger,
    /// The deciding unit belongs to this side.
    UnitOf(Side),
    /// The contact lies in this side's search and rescue region.
    RegionOf(Side),
    /// The contact looks like this.
    Looks(ContactLook),
    /// Number aboard: best estimate and upper 95 % bound are at most these.
    AboardAtMost {
        /// Largest best estimate.
        best: f64,
        /// Largest upper bound.
        upper95: f64,
    },
    /// Number aboard: the best estimate is at least this.
    AboardAtLeast {
        /// Smallest best estimate.
        best: f64,
    },
    /// More people than the boat may carry by the yardstick of the LSA Code, by this factor or more, as judged from close by.
    OverloadAtLeast(f64),
    /// Children were seen aboard.
    ChildrenSeen,
    /// Few lifejackets were seen.
    FewLifejacketsSeen,
    /// It makes its way like this.
    Heads(Heading),
    /// It moves over the ground more slowly than this.
    SpeedBelow(Speed),
    /// People are climbing in.
    Boarding,
    /// People are in the water.
    PeopleInWater,
    /// A call for help was accepted.
    DistressDeclared,
    /// The engine has been dead at least this long.
    EngineDeadFor(Duration),
    /// Water is coming in.
    WaterAboard,
    /// Freeboard, judged from close by, is below this.
    FreeboardBelow(Distance),
    /// Help was offered and refused.
    RefusedHelp,
    /// Those aboard said that they want help.
    AcceptsHelp,
    /// Those aboard were asked whether they want help.
    Asked,
    /// The centre acted on so many calls as being about it, or more; of one that it took for another boat's it knows nothing.
    CallsAtLeast(u32),
    /// The emergency phase of the case is this, or graver.
    PhaseAtLeast(Phase),
    /// It has been known for this long, or longer.
    KnownFor(Duration),
    /// Nothing was seen or heard of it for this long, or longer.
    UnseenFor(Duration),
    /// The contact is this close to the shore, or closer.
    ShoreWithin(Distance),
    /// The boundary of what this state answers for is this near, or the contact is across it already.
    BoundaryWithin {
        /// Whose boundary: of its waters near the shore, of its shelf farther off.
        of: geo::Side,
        /// At most so far.
        distance: Distance,
    },
    /// The contact is in a canal or tidal channel.
    InCanal,
    /// The contact lies in this canal, or off this river mouth (by its place in the list of sills).
    AtCanal(usize),
    /// The nearest port is this near.
    PortWithin {
        /// And it is this one (its id on the chart); none for any.
        of: Option<&'static str>,
        /// At most so far from its entrance.
        distance: Distance,
    },
    /// The contact lies in this zone of the sea.
    InZone(Zone),
    /// The contact lies in the internal waters or the territorial sea of this state.
    WatersOf(geo::Side),
    /// The contact is in a lane of a traffic separation scheme.
    InLane,
    /// Waves are lower than this.
    WavesBelow(Distance),
    /// Waves are forecast to stay lower than this over the hours to come.
    ForecastWavesBelow(Distance),
    /// Wind is lighter than this.
    WindBelow(Speed),
    /// It is light enough to see (sun up, or civil twilight).
    Daylight,
    /// The water is colder than this, °C.
    WaterBelow(f64),
    /// One can see at least this far.
    VisibilityAtLeast(Distance),
    /// The water is shallower than this.
    DepthBelow(Distance),
    /// There is water enough for the unit (or its tender) to come alongside.
    DepthAllows,
    /// The unit is trained and entitled to intercept.
    UnitIntercepts,
    /// The unit is an aircraft.
    UnitFlies,
    /// This service runs the unit.
    OperatorIs(Operator),
    /// The unit is of this class (by its place in the list of shipped classes).
    UnitClass(usize),
    /// The unit has the contact in sight.
    InSight,
    /// The unit has free places for so many survivors, or more.
    FreePlacesAtLeast(u32),
    /// The unit has a free place for everybody thought to be aboard.
    RoomForAll,
    /// The unit's crew may work for this long yet, or longer.
    CrewTimeLeftAtLeast(Duration),
    /// So many other units of the side are left that could go to a rescue elsewhere, or more.
    CoverLeftAtLeast(u32),
    /// So many other contacts of the side are in distress, or more.
    OthersInDistressAtLeast(u32),
    /// So many other units of the side, or more, are this close to the contact.
    OthersThere {
        /// So many, at most [`OthersAtContact::MOST`](super::others::OthersAtContact::MOST).
        count: u32,
        /// At most so far from where the contact is thought to be.
        within: Distance,
        /// Only those ordered to do one of these about it; empty for any unit, whatever it does.
        doing: Orders,
    },
    /// So many contacts are on the side's plot, or more.
    ContactsAtLeast(u32),
    /// A shore team can be there in this time.
    ShoreTeamWithin(Duration),
    /// The unit can be there in this time.
    UnitWithin(Duration),
    /// Another unit with free places can be there in this time.
    RescueStandbyWithin(Duration),
    /// An order of authority on this contact was given, and is good.
    OrderHeld,
    /// An order of authority was asked for and is not answered yet.
    OrderRequested,
    /// An order of authority was refused.
    OrderRefused,
    /// An order of authority was given, and is good no more.
    OrderExpired,
    /// Evidence on the contact was recorded.
    EvidenceRecorded,
}

impl Condition {
    /// Does it hold? `danger` is the doctrine's reading of imminent danger.
    #[must_use]
    pub fn holds(&self, p: &Picture, danger: &Self) -> bool {
        let c = &p.contact;
        match self {
            Self::All(list) => list.iter().all(|x| x.holds(p, danger)),
            Self::Any(list) => list.iter().any(|x| x.holds(p, danger)),
            Self::Not(x) => !x.holds(p, danger),
            Self::AtLeast { count, of } => {
                of.iter().filter(|x| x.holds(p, danger)).take(*count as usize).count() == *count as usize
            }
            Self::Always => true,
            Self::ImminentDanger => !matches!(danger, Self::ImminentDanger) && danger.holds(p, danger),
            Self::UnitOf(side) => p.unit.side == *side,
            Self::RegionOf(side) => p.sea.region == *side,
            Self::Looks(look) => c.look == *look,
            Self::AboardAtMost { best, upper95 } => c.aboard_best <= *best && c.aboard_upper95 <= *upper95,
            Self::AboardAtLeast { best } => c.aboard_best >= *best,
            Self::OverloadAtLeast(factor) => c.overload.is_some_and(|x| x >= *factor),
            Self::ChildrenSeen => c.children_seen == Some(true),
            Self::FewLifejacketsSeen => c.few_lifejackets == Some(true),
            Self::Heads(heading) => p.sea.heading == *heading,
            Self::SpeedBelow(s) => c.velocity.length_squared() < s.mps() * s.mps(),
            Self::Boarding => c.boarding,
            Self::PeopleInWater => c.people_in_water,
            Self::DistressDeclared => c.distress_declared,
            Self::EngineDeadFor(d) => c.engine_dead_for.is_some_and(|x| x >= *d),
            Self::WaterAboard => c.water_aboard,
            Self::FreeboardBelow(d) => c.freeboard.is_some_and(|f| f < *d),
            Self::RefusedHelp => c.refused_help,
            Self::AcceptsHelp => c.accepts_help == Some(true),
            Self::Asked => c.accepts_help.is_some(),
            Self::CallsAtLeast(n) => c.calls >= *n,
            Self::PhaseAtLeast(phase) => c.phase >= *phase,
            Self::KnownFor(d) => p.tick.since(c.known_since) >= *d,
            Self::UnseenFor(d) => p.tick.since(c.last_report) >= *d,
            Self::ShoreWithin(d) => p.sea.to_shore <= *d,
            Self::BoundaryWithin { of, distance } => p.sea.to_boundary[*of as usize] <= *distance,
            Self::InCanal => p.sea.in_canal,
            Self::AtCanal(canal) => p.sea.canal == Some(*canal),
            Self::PortWithin { of, distance } => {
                p.sea.port.distance <= *distance && of.is_none_or(|id| id == p.sea.port.id)
            }
            Self::InZone(zone) => p.sea.waters.lie_in(*zone),
            Self::WatersOf(state) => p.sea.waters.state == Some(*state),
            Self::InLane => p.sea.in_lane,
            Self::WavesBelow(d) => p.sea.wave_height_m < d.m(),
            Self::ForecastWavesBelow(d) => p.sea.forecast_wave_height_m < d.m(),
            Self::WindBelow(s) => p.sea.wind_mps < s.mps(),
            Self::Daylight => p.sea.daylight,
            Self::WaterBelow(c) => p.sea.water_c < *c,
            Self::VisibilityAtLeast(d) => p.sea.visibility >= *d,
            Self::DepthBelow(d) => p.sea.depth < *d,
            Self::DepthAllows => p.sea.depth >= p.unit.depth_needed,
            Self::UnitIntercepts => p.unit.intercepts,
            Self::UnitFlies => p.unit.flies,
            Self::OperatorIs(o) => p.unit.identity.operator == Some(*o),
            Self::UnitClass(c) => p.unit.identity.class == Some(*c),
            Self::InSight => p.unit.in_sight,
            Self::FreePlacesAtLeast(n) => p.unit.free_places >= *n,
            Self::RoomForAll => f64::from(p.unit.free_places) >= c.aboard_best,
            Self::CrewTimeLeftAtLeast(d) => p.unit.crew_left >= *d,
            Self::CoverLeftAtLeast(n) => p.force.cover_left >= *n,
            Self::OthersInDistressAtLeast(n) => p.force.others_in_distress >= *n,
            Self::OthersThere { count, within, doing } => p.force.others.count(*within, *doing) >= *count,
            Self::ContactsAtLeast(n) => p.force.contacts >= *n,
            Self::ShoreTeamWithin(d) => p.force.shore_team_eta.is_some_and(|e| e <= *d),
            Self::UnitWithin(d) => p.unit.eta <= *d,
            Self::RescueStandbyWithin(d) => p.force.rescue_standby_eta.is_some_and(|e| e <= *d),
            Self::OrderHeld => p.force.order_held(),
            Self::OrderRequested => p.force.order == OrderState::Requested,
            Self::OrderRefused => p.force.order == OrderState::Refused,
            Self::OrderExpired => p.force.order == OrderState::Expired,
            Self::EvidenceRecorded => p.force.evidence_recorded,
        }
    }

    /// Can it hold only where a condition of this kind does?
    #[must_use]
    pub fn demands(&self, kind: &dyn Fn(&Self) -> bool) -> bool {
        match self {
            Self::All(list) => list.iter().any(|c| c.demands(kind)),
            Self::Any(list) => !list.is_empty() && list.iter().all(|c| c.demands(kind)),
            leaf => kind(leaf),
        }
    }

    /// Can it hold for units of the other side only?
    #[must_use]
    pub fn is_for_other_than(&self, side: Side) -> bool {
        self.demands(&|c| matches!(c, Self::UnitOf(s) if *s != side))
    }

    /// Is it of this kind, or made of one that is?
    #[must_use]
    pub fn mentions(&self, kind: &dyn Fn(&Self) -> bool) -> bool {
        match self {
            Self::All(list) | Self::Any(list) | Self::AtLeast { of: list, .. } => list.iter().any(|x| x.mentions(kind)),
            Self::Not(x) => x.mentions(kind),
            leaf => kind(leaf),
        }
    }

    /// Does it hang on a unit or on the force, or on a reading that may?
    #[must_use]
    pub const fn is_about_units(&self) -> bool {
        matches!(
            self,
            Self::UnitOf(_)
                | Self::DepthAllows
                | Self::UnitIntercepts
                | Self::UnitFlies
                | Self::OperatorIs(_)
                | Self::UnitClass(_)
                | Self::InSight
                | Self::FreePlacesAtLeast(_)
                | Self::RoomForAll
                | Self::CrewTimeLeftAtLeast(_)
                | Self::CoverLeftAtLeast(_)
                | Self::OthersInDistressAtLeast(_)
                | Self::OthersThere { .. }
                | Self::ContactsAtLeast(_)
                | Self::ShoreTeamWithin(_)
                | Self::UnitWithin(_)
                | Self::RescueStandbyWithin(_)
        )
    }

    /// May it differ between the units of a side that look at the same contact in the same minute? Who they are and can do, who
    /// would be left, and the order of authority, which one unit's rule may ask for.
    #[must_use]
    pub const fn hangs_on_the_unit(&self) -> bool {
        matches!(
            self,
            Self::DepthAllows
                | Self::UnitIntercepts
                | Self::UnitFlies
                | Self::OperatorIs(_)
                | Self::UnitClass(_)
                | Self::InSight
                | Self::FreePlacesAtLeast(_)
                | Self::RoomForAll
                | Self::CrewTimeLeftAtLeast(_)
                | Self::CoverLeftAtLeast(_)
                | Self::OthersThere { .. }
                | Self::ShoreTeamWithin(_)
                | Self::UnitWithin(_)
                | Self::RescueStandbyWithin(_)
                | Self::OrderHeld
                | Self::OrderRequested
                | Self::OrderRefused
                | Self::OrderExpired
                | Self::EvidenceRecorded
        )
    }

    /// Does it hang on the sea, or on where the contact is?
    #[must_use]
    pub const fn is_about_the_sea(&self) -> bool {
        matches!(
            self,
            Self::RegionOf(_)
                | Self::Heads(_)
                | Self::ShoreWithin(_)
                | Self::BoundaryWithin { .. }
                | Self::InCanal
                | Self::AtCanal(_)
                | Self::PortWithin { .. }
                | Self::InZone(_)
                | Self::WatersOf(_)
                | Self::InLane
                | Self::WavesBelow(_)
                | Self::ForecastWavesBelow(_)
                | Self::WindBelow(_)
                | Self::Daylight
                | Self::WaterBelow(_)
                | Self::VisibilityAtLeast(_)
                | Self::DepthBelow(_)
        )
    }

    /// Which contacts come first where a doctrine does not say: people in the water, then distress, then an engine that
    /// is dead (the order in which lives are at stake; ours).
    #[must_use]
    pub fn usual_priorities() -> Vec<Self> {
        vec![
            Self::PeopleInWater,
            Self::Any(vec![Self::DistressDeclared, Self::WaterAboard]),
            Self::EngineDeadFor(Duration::ZERO),
        ]
    }

    /// Why it does not hold: the first part that failed, with what was seen of it; none if it holds.
    #[must_use]
    pub fn blame(&self, p: &Picture, danger: &Self) -> Option<Fact> {
        if self.holds(p, danger) {
            return None;
        }
        match self {
            Self::All(list) => list.iter().find_map(|x| x.blame(p, danger)),
            Self::Any(list) if list.len() == 1 => list[0].blame(p, danger),
            Self::ImminentDanger | Self::Any(_) | Self::AtLeast { .. } => {
                // None of several held: what was seen of each is told.
                let mut parts = Vec::new();
                self.explain(p, danger, &mut parts);
                let seen: Vec<String> =
                    parts.iter().filter(|f| !f.holds).map(|f| format!("{} [{}]", f.condition, f.seen)).collect();
                Some(Fact { condition: self.words(), seen: seen.join("; "), holds: false })
            }
            leaf => {
                let mut facts = Vec::new();
                leaf.explain(p, danger, &mut facts);
                facts.into_iter().find(|f| !f.holds)
            }
        }
    }

    /// What was seen that makes it hold or not, leaf by leaf, into `facts`.
    pub fn explain(&self, p: &Picture, danger: &Self, facts: &mut Vec<Fact>) {
        match self {
            Self::All(list) | Self::Any(list) | Self::AtLeast { of: list, .. } => {
                for x in list {
                    x.explain(p, danger, facts);
                }
            }
            Self::Not(x) => {
                // What keeps a negation from holding is what was seen of the parts that do hold.
                let mut parts = Vec::new();
                x.explain(p, danger, &mut parts);
                let seen = match parts.as_slice() {
                    [one] => one.seen.clone(),
                    _ => parts.iter().filter(|f| f.holds).map(|f| f.condition.clone()).collect::<Vec<_>>().join("; "),
                };
                let seen = if seen.is_empty() { "nothing of it".to_owned() } else { seen };
                facts.push(Fact { condition: self.words(), seen, holds: self.holds(p, danger) });
            }
            Self::ImminentDanger if !matches!(danger, Self::ImminentDanger) => danger.explain(p, danger, facts),
            leaf => facts.push(Fact { condition: leaf.words(), seen: leaf.seen(p), holds: leaf.holds(p, danger) }),
        }
    }

    /// The value in the picture that a leaf compares. What is so or not is told with what it is about, since the condition that
    /// it stands beside may be denied: "help was not refused [refused: no]".
    fn seen(&self, p: &Picture) -> String {
        let c = &p.contact;
        let yes_no = |what: &str, b: bool| format!("{what}: {}", if b { "yes" } else { "no" });
        let minutes = |d: Option<Duration>| d.map_or_else(|| "none".to_owned(), |d| format!("{:.0} min", d.min_()));
        match self {
            Self::All(_) | Self::Any(_) | Self::Not(_) | Self::AtLeast { .. } | Self::ImminentDanger | Self::Always => {
                String::new()
            }
            Self::OverloadAtLeast(_) => c.overload.map_or_else(|| "not judged".to_owned(), |x| format::fixed(x, 1)),
            Self::ChildrenSeen => seen_or_not("children seen", c.children_seen),
            Self::FewLifejacketsSeen => seen_or_not("few lifejackets", c.few_lifejackets),
            Self::Heads(_) => p.sea.heading.words().to_owned(),
            Self::SpeedBelow(_) => {
                format!("{} kn", format::fixed(Speed::metres_per_second(c.velocity.length()).kn(), 1))
            }
            Self::AcceptsHelp => seen_or_not("help wanted", c.accepts_help),
            Self::Asked => yes_no("asked", c.accepts_help.is_some()),
            Self::CallsAtLeast(_) => c.calls.to_string(),
            Self::PhaseAtLeast(_) => c.phase.title().to_owned(),
            Self::KnownFor(_) => minutes(Some(p.tick.since(c.known_since))),
            Self::UnseenFor(_) => minutes(Some(p.tick.since(c.last_report))),
            Self::WaterBelow(_) => format!("{} °C", format::fixed(p.sea.water_c, 1)),
            Self::VisibilityAtLeast(_) => format!("{} nm", format::fixed(p.sea.visibility.nm(), 1)),
            Self::DepthBelow(_) => format!("{} m", format::fixed(p.sea.depth.m(), 1)),
            Self::UnitFlies => yes_no("an aircraft", p.unit.flies),
            Self::OperatorIs(_) => p.unit.identity.operator_words().to_owned(),
            Self::UnitClass(_) => p.unit.identity.class_words().to_owned(),
            Self::InSight => yes_no("in sight", p.unit.in_sight),
            Self::FreePlacesAtLeast(_) => format!("{} free places", p.unit.free_places),
            Self::RoomForAll => format!("{} places for about {:.0}", p.unit.free_places, c.aboard_best),
            Self::CrewTimeLeftAtLeast(_) => format!("{} h", format::fixed(p.unit.crew_left.min_() / 60.0, 1)),
            Self::CoverLeftAtLeast(_) => format!("{} units", p.force.cover_left),
            Self::OthersInDistressAtLeast(_) => format!("{} boats", p.force.others_in_distress),
            Self::OthersThere { .. } => p.force.others.words(),
            Self::ContactsAtLeast(_) => format!("{} boats", p.force.contacts),
            Self::ShoreTeamWithin(_) => minutes(p.force.shore_team_eta),
            Self::UnitOf(_) => p.unit.side.adjective().to_owned(),
            Self::RegionOf(_) => p.sea.region.adjective().to_owned(),
            Self::Looks(_) => c.look.title().to_owned(),
            Self::AboardAtMost { .. } | Self::AboardAtLeast { .. } => {
                format!("about {:.0} (up to {:.0})", c.aboard_best, c.aboard_upper95)
            }
            Self::Boarding => yes_no("boarding", c.boarding),
            Self::PeopleInWater => yes_no("in the water", c.people_in_water),
            Self::DistressDeclared => yes_no("declared", c.distress_declared),
            Self::EngineDeadFor(_) => minutes(c.engine_dead_for),
            Self::WaterAboard => yes_no("coming in", c.water_aboard),
            Self::FreeboardBelow(_) => {
                c.freeboard.map_or_else(|| "not judged".to_owned(), |f| format!("{:.2} m", f.m()))
            }
            Self::RefusedHelp => yes_no("refused", c.refused_help),
            Self::ShoreWithin(_) => format!("{} m", format::fixed(p.sea.to_shore.m(), 0)),
            Self::BoundaryWithin { of, .. } => {
                format!("{} nm", format::fixed(p.sea.to_boundary[*of as usize].nm(), 1))
            }
            Self::InCanal => yes_no("in a canal", p.sea.in_canal),
            Self::AtCanal(_) => p.sea.canal.map_or_else(|| "none".to_owned(), |c| SILLS[c].title.to_owned()),
            Self::PortWithin { .. } => p.sea.port.words(),
            Self::InZone(_) | Self::WatersOf(_) => p.sea.waters.words(),
            Self::InLane => yes_no("in a lane", p.sea.in_lane),
            Self::WavesBelow(_) => format!("{} m", format::fixed(p.sea.wave_height_m, 1)),
            Self::ForecastWavesBelow(_) => format!("{} m", format::fixed(p.sea.forecast_wave_height_m, 1)),
            Self::WindBelow(_) => format!("{} kn", format::fixed(Speed::metres_per_second(p.sea.wind_mps).kn(), 0)),
            Self::Daylight => yes_no("daylight", p.sea.daylight),
            Self::DepthAllows => {
                format!("{} m for {} m", format::fixed(p.sea.depth.m(), 1), format::fixed(p.unit.depth_needed.m(), 1))
            }
            Self::UnitIntercepts => yes_no("may intercept", p.unit.intercepts),
            Self::UnitWithin(_) => minutes(Some(p.unit.eta)),
            Self::RescueStandbyWithin(_) => minutes(p.force.rescue_standby_eta),
            Self::OrderHeld | Self::OrderRequested | Self::OrderRefused | Self::OrderExpired => {
                p.force.order.title().to_owned()
            }
            Self::EvidenceRecorded => yes_no("recorded", p.force.evidence_recorded),
        }
    }
}

/// What was seen of something that can only be judged from close by.
fn seen_or_not(what: &str, answer: Option<bool>) -> String {
    let answer = match answer {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not known",
    };
    format!("{what}: {answer}")
}
