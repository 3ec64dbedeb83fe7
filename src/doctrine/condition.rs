//! When does a rule apply? A closed, typed vocabulary over the picture.
//!
//! A new condition is one variant and one arm in each `match` below: does it hold, and what was seen.
//! Each is a plain comparison, so that a lawyer can read the rule and a test can hold it.

use super::authority::OrderState;
use super::picture::{ContactLook, Picture};
use super::rule::Fact;
use crate::agents::Side;
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
    /// The contact is this close to the shore, or closer.
    ShoreWithin(Distance),
    /// The contact is in a canal or tidal channel.
    InCanal,
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
    /// There is water enough for the unit (or its tender) to come alongside.
    DepthAllows,
    /// The unit is trained and entitled to intercept.
    UnitIntercepts,
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
            Self::ImminentDanger => !matches!(danger, Self::ImminentDanger) && danger.holds(p, danger),
            Self::UnitOf(side) => p.unit.side == *side,
            Self::RegionOf(side) => p.sea.region == *side,
            Self::Looks(look) => c.look == *look,
            Self::AboardAtMost { best, upper95 } => c.aboard_best <= *best && c.aboard_upper95 <= *upper95,
            Self::AboardAtLeast { best } => c.aboard_best >= *best,
            Self::Boarding => c.boarding,
            Self::PeopleInWater => c.people_in_water,
            Self::DistressDeclared => c.distress_declared,
            Self::EngineDeadFor(d) => c.engine_dead_for.is_some_and(|x| x >= *d),
            Self::WaterAboard => c.water_aboard,
            Self::FreeboardBelow(d) => c.freeboard.is_some_and(|f| f < *d),
            Self::RefusedHelp => c.refused_help,
            Self::ShoreWithin(d) => p.sea.to_shore <= *d,
            Self::InCanal => p.sea.in_canal,
            Self::InZone(zone) => p.sea.waters.lie_in(*zone),
            Self::WatersOf(state) => p.sea.waters.state == Some(*state),
            Self::InLane => p.sea.in_lane,
            Self::WavesBelow(d) => p.sea.wave_height_m < d.m(),
            Self::ForecastWavesBelow(d) => p.sea.forecast_wave_height_m < d.m(),
            Self::WindBelow(s) => p.sea.wind_mps < s.mps(),
            Self::Daylight => p.sea.daylight,
            Self::DepthAllows => p.sea.depth >= p.unit.depth_needed,
            Self::UnitIntercepts => p.unit.intercepts,
            Self::UnitWithin(d) => p.unit.eta <= *d,
            Self::RescueStandbyWithin(d) => p.force.rescue_standby_eta.is_some_and(|e| e <= *d),
            Self::OrderHeld => p.force.order_held(),
            Self::OrderRequested => p.force.order == OrderState::Requested,
            Self::OrderRefused => p.force.order == OrderState::Refused,
            Self::OrderExpired => p.force.order == OrderState::Expired,
            Self::EvidenceRecorded => p.force.evidence_recorded,
        }
    }

    /// Is it of this kind, or made of one that is?
    #[must_use]
    pub fn mentions(&self, kind: &dyn Fn(&Self) -> bool) -> bool {
        match self {
            Self::All(list) | Self::Any(list) => list.iter().any(|x| x.mentions(kind)),
            Self::Not(x) => x.mentions(kind),
            leaf => kind(leaf),
        }
    }

    /// The condition in words.
    #[must_use]
    pub fn words(&self) -> String {
        let list = |xs: &[Self], join: &str| xs.iter().map(Self::words).collect::<Vec<_>>().join(join);
        match self {
            Self::All(xs) => format!("({})", list(xs, " and ")),
            Self::Any(xs) => format!("({})", list(xs, " or ")),
            Self::Not(x) => format!("it is not so that {}", x.words()),
            Self::ImminentDanger => "danger is assessed as imminent".to_owned(),
            Self::UnitOf(s) => format!("the unit is {}", s.adjective()),
            Self::RegionOf(s) => format!("the contact is in the {} search and rescue region", s.adjective()),
            Self::Looks(l) => format!("it looks like a {}", l.title()),
            Self::AboardAtMost { best, upper95 } => {
                format!("at most {best:.0} people aboard (upper bound at most {upper95:.0})")
            }
            Self::AboardAtLeast { best } => format!("at least {best:.0} people aboard"),
            Self::Boarding => "people are boarding".to_owned(),
            Self::PeopleInWater => "people are in the water".to_owned(),
            Self::DistressDeclared => "distress was declared".to_owned(),
            Self::EngineDeadFor(d) => format!("the engine has been dead for {:.0} min or more", d.min_()),
            Self::WaterAboard => "water is coming in".to_owned(),
            Self::FreeboardBelow(d) => format!("freeboard is below {:.2} m", d.m()),
            Self::RefusedHelp => "help was refused".to_owned(),
            Self::ShoreWithin(d) => format!("within {:.0} m of the shore", d.m()),
            Self::InCanal => "in a canal or tidal channel".to_owned(),
            Self::InZone(Zone::BeachBand) => "within 300 m of the shore".to_owned(),
            Self::InZone(Zone::InternalWaters) => "in internal waters".to_owned(),
            Self::InZone(Zone::TerritorialSea) => "in a territorial sea".to_owned(),
            Self::InZone(Zone::Beyond) => "beyond the territorial sea".to_owned(),
            Self::WatersOf(s) => format!("in {} internal waters or territorial sea", s.adjective()),
            Self::InLane => "in a traffic lane".to_owned(),
            Self::WavesBelow(d) => format!("waves below {:.1} m", d.m()),
            Self::ForecastWavesBelow(d) => format!("waves forecast to stay below {:.1} m", d.m()),
            Self::WindBelow(s) => format!("wind below {:.0} kn", s.kn()),
            Self::Daylight => "in daylight or civil twilight".to_owned(),
            Self::DepthAllows => "the unit has water enough to come alongside".to_owned(),
            Self::UnitIntercepts => "the unit may intercept".to_owned(),
            Self::UnitWithin(d) => format!("the unit can be there within {:.0} min", d.min_()),
            Self::RescueStandbyWithin(d) => format!("a rescue unit can be there within {:.0} min", d.min_()),
            Self::OrderHeld => "an order of authority is held".to_owned(),
            Self::OrderRequested => "an order of authority is asked for and not answered".to_owned(),
            Self::OrderRefused => "an order of authority was refused".to_owned(),
            Self::OrderExpired => "an order of authority has expired".to_owned(),
            Self::EvidenceRecorded => "evidence was recorded".to_owned(),
        }
    }

    /// What was seen that makes it hold or not, leaf by leaf, into `facts`.
    pub fn explain(&self, p: &Picture, danger: &Self, facts: &mut Vec<Fact>) {
        match self {
            Self::All(list) | Self::Any(list) => list.iter().for_each(|x| x.explain(p, danger, facts)),
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

    /// The value in the picture that a leaf compares.
    fn seen(&self, p: &Picture) -> String {
        let c = &p.contact;
        let yes_no = |b: bool| if b { "yes" } else { "no" }.to_owned();
        let minutes = |d: Option<Duration>| d.map_or_else(|| "none".to_owned(), |d| format!("{:.0} min", d.min_()));
        match self {
            Self::All(_) | Self::Any(_) | Self::Not(_) | Self::ImminentDanger => String::new(),
            Self::UnitOf(_) => p.unit.side.adjective().to_owned(),
            Self::RegionOf(_) => p.sea.region.adjective().to_owned(),
            Self::Looks(_) => c.look.title().to_owned(),
            Self::AboardAtMost { .. } | Self::AboardAtLeast { .. } => {
                format!("about {:.0} (up to {:.0})", c.aboard_best, c.aboard_upper95)
            }
            Self::Boarding => yes_no(c.boarding),
            Self::PeopleInWater => yes_no(c.people_in_water),
            Self::DistressDeclared => yes_no(c.distress_declared),
            Self::EngineDeadFor(_) => minutes(c.engine_dead_for),
            Self::WaterAboard => yes_no(c.water_aboard),
            Self::FreeboardBelow(_) => {
                c.freeboard.map_or_else(|| "not judged".to_owned(), |f| format!("{:.2} m", f.m()))
            }
            Self::RefusedHelp => yes_no(c.refused_help),
            Self::ShoreWithin(_) => format!("{} m", format::fixed(p.sea.to_shore.m(), 0)),
            Self::InCanal => yes_no(p.sea.in_canal),
            Self::InZone(_) | Self::WatersOf(_) => p.sea.waters.words(),
            Self::InLane => yes_no(p.sea.in_lane),
            Self::WavesBelow(_) => format!("{} m", format::fixed(p.sea.wave_height_m, 1)),
            Self::ForecastWavesBelow(_) => format!("{} m", format::fixed(p.sea.forecast_wave_height_m, 1)),
            Self::WindBelow(_) => format!("{} kn", format::fixed(Speed::metres_per_second(p.sea.wind_mps).kn(), 0)),
            Self::Daylight => yes_no(p.sea.daylight),
            Self::DepthAllows => {
                format!("{} m for {} m", format::fixed(p.sea.depth.m(), 1), format::fixed(p.unit.depth_needed.m(), 1))
            }
            Self::UnitIntercepts => yes_no(p.unit.intercepts),
            Self::UnitWithin(_) => minutes(Some(p.unit.eta)),
            Self::RescueStandbyWithin(_) => minutes(p.force.rescue_standby_eta),
            Self::OrderHeld | Self::OrderRequested | Self::OrderRefused | Self::OrderExpired => {
                p.force.order.title().to_owned()
            }
            Self::EvidenceRecorded => yes_no(p.force.evidence_recorded),
        }
    }
}
