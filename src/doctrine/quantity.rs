//! What does each condition look at, and at which values does its answer change?
//!
//! To ask whether a rule can fire at all, pictures must be gone through; but only values on either side of a limit that
//! some rule names can make a difference. Each condition is taken apart here into the quantities it reads and the limits
//! it holds them against; `values` lists what is worth trying, `put` writes one into a picture.
//!
//! Left out: what nature would rule out (a loaded boat with nobody aboard). A rule that only nature keeps from firing is
//! not the doctrine's mistake.

use super::authority::OrderState;
use super::condition::Condition;
use super::others::{self, OthersAtContact};
use super::picture::{ContactLook, Heading, Picture};
use crate::agents::calling::Phase;
use crate::agents::{Operator, Side};
use crate::geo::areas::BEACH_BAND_M;
use crate::geo::places::port_ids;
use crate::geo::{Side as State, Waters, Zone};
use crate::units::{Distance, Duration, Speed, Tick, Vec2};

/// One thing in a picture that conditions read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named after the condition that reads it")]
pub enum Quantity {
    Look,
    AboardBest,
    AboardUpper,
    Overload,
    Children,
    FewJackets,
    Heading,
    Speed,
    Boarding,
    PeopleInWater,
    Phase,
    Engine,
    WaterAboard,
    Freeboard,
    Refused,
    Accepts,
    Calls,
    Known,
    Unseen,
    ToShore,
    InCanal,
    Region,
    Waters,
    InLane,
    Wave,
    Forecast,
    Wind,
    Daylight,
    WaterC,
    Visibility,
    Depth,
    UnitSide,
    Eta,
    Intercepts,
    Flies,
    InSight,
    FreePlaces,
    CrewLeft,
    Standby,
    Contacts,
    Others,
    Cover,
    ShoreTeam,
    Order,
    Evidence,
    BoundaryFrance,
    BoundaryUnitedKingdom,
    BoundaryBelgium,
    There0,
    There1,
    There2,
    There3,
    Canal,
    Port,
    ToPort,
    Operator,
    Class,
}

impl Quantity {
    /// How many there are.
    pub const COUNT: usize = Self::Class as usize + 1;
    /// The others near a contact, one by one.
    pub const THERE: [Self; OthersAtContact::MOST] = [Self::There0, Self::There1, Self::There2, Self::There3];
    /// The distances to what each state answers for.
    pub const BOUNDARY: [Self; 3] = [Self::BoundaryFrance, Self::BoundaryUnitedKingdom, Self::BoundaryBelgium];
}

/// A value to try: a number in the unit of the picture's field, or which of the kinds; none where it may be unknown.
pub type Value = Option<f64>;

/// What a leaf reads, with the limit it holds it against (none for kinds and flags).
#[must_use]
pub fn reads(leaf: &Condition) -> Vec<(Quantity, Option<f64>)> {
    use Condition as C;
    use Quantity as Q;
    let limit = |q, x: f64| vec![(q, Some(x))];
    let kind = |q| vec![(q, None)];
    match leaf {
        C::All(_) | C::Any(_) | C::Not(_) | C::AtLeast { .. } | C::Always | C::ImminentDanger => Vec::new(),
        C::UnitOf(_) => kind(Q::UnitSide),
        C::RegionOf(_) => kind(Q::Region),
        C::Looks(_) => kind(Q::Look),
        C::AboardAtMost { best, upper95 } => vec![(Q::AboardBest, Some(*best)), (Q::AboardUpper, Some(*upper95))],
        C::AboardAtLeast { best } => limit(Q::AboardBest, *best),
        C::OverloadAtLeast(x) => limit(Q::Overload, *x),
        C::ChildrenSeen => kind(Q::Children),
        C::FewLifejacketsSeen => kind(Q::FewJackets),
        C::Heads(_) => kind(Q::Heading),
        C::SpeedBelow(s) => limit(Q::Speed, s.mps()),
        C::Boarding => kind(Q::Boarding),
        C::PeopleInWater => kind(Q::PeopleInWater),
        C::DistressDeclared | C::PhaseAtLeast(_) => kind(Q::Phase),
        C::EngineDeadFor(d) => limit(Q::Engine, d.min_()),
        C::WaterAboard => kind(Q::WaterAboard),
        C::FreeboardBelow(d) => limit(Q::Freeboard, d.m()),
        C::RefusedHelp => kind(Q::Refused),
        C::AcceptsHelp | C::Asked => kind(Q::Accepts),
        C::CallsAtLeast(n) => limit(Q::Calls, f64::from(*n)),
        C::KnownFor(d) => limit(Q::Known, d.min_()),
        C::UnseenFor(d) => limit(Q::Unseen, d.min_()),
        C::ShoreWithin(d) => limit(Q::ToShore, d.m()),
        C::BoundaryWithin { of, distance } => limit(Q::BOUNDARY[*of as usize], distance.nm()),
        C::InCanal => kind(Q::InCanal),
        C::AtCanal(canal) => limit(Q::Canal, *canal as f64),
        C::PortWithin { of, distance } => {
            let which = of.map(|id| (Q::Port, port_number(id)));
            which.into_iter().chain([(Q::ToPort, Some(distance.nm()))]).collect()
        }
        C::InZone(Zone::BeachBand) => limit(Q::ToShore, BEACH_BAND_M),
        C::InZone(_) | C::WatersOf(_) => kind(Q::Waters),
        C::InLane => kind(Q::InLane),
        C::WavesBelow(d) => limit(Q::Wave, d.m()),
        C::ForecastWavesBelow(d) => limit(Q::Forecast, d.m()),
        C::WindBelow(s) => limit(Q::Wind, s.mps()),
        C::Daylight => kind(Q::Daylight),
        C::WaterBelow(c) => limit(Q::WaterC, *c),
        C::VisibilityAtLeast(d) => limit(Q::Visibility, d.nm()),
        C::DepthBelow(d) => limit(Q::Depth, d.m()),
        C::DepthAllows => limit(Q::Depth, Picture::quiet().unit.depth_needed.m()),
        C::UnitIntercepts => kind(Q::Intercepts),
        C::UnitFlies => kind(Q::Flies),
        C::InSight => kind(Q::InSight),
        C::OperatorIs(o) => limit(Q::Operator, f64::from(*o as u8)),
        C::UnitClass(class) => limit(Q::Class, *class as f64),
        C::FreePlacesAtLeast(n) => limit(Q::FreePlaces, f64::from(*n)),
        C::RoomForAll => vec![(Q::FreePlaces, Some(1.0)), (Q::AboardBest, Some(1.0))],
        C::CrewTimeLeftAtLeast(d) => limit(Q::CrewLeft, d.min_()),
        C::CoverLeftAtLeast(n) => limit(Q::Cover, f64::from(*n)),
        C::OthersInDistressAtLeast(n) => limit(Q::Others, f64::from(*n)),
        C::OthersThere { within, doing, .. } => {
            Q::THERE.map(|q| (q, Some(others::limit_code(*within, *doing)))).to_vec()
        }
        C::ContactsAtLeast(n) => limit(Q::Contacts, f64::from(*n)),
        C::ShoreTeamWithin(d) => limit(Q::ShoreTeam, d.min_()),
        C::UnitWithin(d) => limit(Q::Eta, d.min_()),
        C::OrderHeld | C::OrderRequested | C::OrderRefused | C::OrderExpired => kind(Q::Order),
        C::EvidenceRecorded => kind(Q::Evidence),
        C::RescueStandbyWithin(d) => limit(Q::Standby, d.min_()),
    }
}

/// The values of a quantity worth trying, given the limits that conditions hold it against: just below each, at it, just
/// above it; all kinds of what has kinds; unknown where that can be.
#[must_use]
pub fn values(q: Quantity, limits: &[f64]) -> Vec<Value> {
    let kinds = |n: u32| (0..n).map(|i| Some(f64::from(i))).collect::<Vec<_>>();
    match q {
        Quantity::Look => kinds(3),
        Quantity::Heading | Quantity::Phase => kinds(4),
        Quantity::Waters => kinds(7),
        Quantity::Children | Quantity::FewJackets | Quantity::Accepts => vec![None, Some(0.0), Some(1.0)],
        Quantity::Boarding
        | Quantity::PeopleInWater
        | Quantity::WaterAboard
        | Quantity::Refused
        | Quantity::InCanal
        | Quantity::Region
        | Quantity::InLane
        | Quantity::Daylight
        | Quantity::UnitSide
        | Quantity::Intercepts
        | Quantity::Flies
        | Quantity::InSight
        | Quantity::Evidence => kinds(2),
        Quantity::Order => kinds(5),
        // None of those named, or one of them.
        Quantity::Canal | Quantity::Port | Quantity::Operator | Quantity::Class => {
            core::iter::once(None).chain(limits.iter().map(|x| Some(*x))).collect()
        }
        Quantity::There0 | Quantity::There1 | Quantity::There2 | Quantity::There3 => others::worth_trying(limits),
        _ => {
            let whole = matches!(
                q,
                Quantity::Calls | Quantity::FreePlaces | Quantity::Contacts | Quantity::Others | Quantity::Cover
            );
            // Ages are kept in ticks of ten seconds.
            let ages = matches!(q, Quantity::Known | Quantity::Unseen);
            let step = if whole || ages { 1.0 } else { 1.0e-3 };
            // Unknown first: what is not known is the plainest case.
            let mut out: Vec<Value> = match q {
                Quantity::Overload
                | Quantity::Engine
                | Quantity::Freeboard
                | Quantity::Standby
                | Quantity::ShoreTeam => vec![None],
                _ => Vec::new(),
            };
            let mut numbers: Vec<f64> = limits.iter().flat_map(|x| [x - step, *x, x + step]).collect();
            numbers.retain(|x| *x >= 0.0 || q == Quantity::WaterC);
            numbers.sort_by(f64::total_cmp);
            numbers.dedup();
            out.extend(numbers.into_iter().map(Some));
            out
        }
    }
}

/// Writes a value of a quantity into a picture.
pub fn put(p: &mut Picture, q: Quantity, value: Value) {
    let yes = value == Some(1.0);
    let x = value.unwrap_or_default();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "values of `values`: small, not negative"
    )]
    let n = x as u32;
    let i = n as usize;
    let answer = value.map(|v| v > 0.5);
    let minutes = value.map(Duration::minutes);
    let c = &mut p.contact;
    match q {
        Quantity::Look => c.look = ContactLook::ALL[i],
        Quantity::AboardBest => c.aboard_best = x,
        Quantity::AboardUpper => c.aboard_upper95 = x,
        Quantity::Overload => c.overload = value,
        Quantity::Children => c.children_seen = answer,
        Quantity::FewJackets => c.few_lifejackets = answer,
        Quantity::Heading => p.sea.heading = Heading::ALL[i],
        Quantity::Speed => c.velocity = Vec2::new(x, 0.0),
        Quantity::Boarding => c.boarding = yes,
        Quantity::PeopleInWater => c.people_in_water = yes,
        Quantity::Phase => c.declare([Phase::Routine, Phase::Uncertain, Phase::Alert, Phase::Distress][i]),
        Quantity::Engine => c.engine_dead_for = minutes,
        Quantity::WaterAboard => c.water_aboard = yes,
        Quantity::Freeboard => c.freeboard = value.map(Distance::metres),
        Quantity::Refused => c.refused_help = yes,
        Quantity::Accepts => c.accepts_help = answer,
        Quantity::Calls => c.calls = n,
        // The clock stands at a moment late enough for both; ticks are 10 s, so a limit is met from the next tick on.
        Quantity::Known => c.known_since = ago(p.tick, x),
        Quantity::Unseen => c.last_report = ago(p.tick, x),
        Quantity::ToShore => {
            p.sea.to_shore = Distance::metres(x);
            p.sea.waters.beach_band = x <= BEACH_BAND_M;
        }
        Quantity::InCanal => p.sea.in_canal = yes,
        Quantity::Region => p.sea.region = Side::ALL[i],
        Quantity::Waters => {
            let zone = [Zone::Beyond, Zone::InternalWaters, Zone::TerritorialSea][i.div_ceil(3)];
            let state = if i == 0 { None } else { Some(State::ALL[(i + 2) % 3]) };
            p.sea.waters = Waters { zone, state, ..p.sea.waters };
        }
        Quantity::InLane => p.sea.in_lane = yes,
        Quantity::Wave => p.sea.wave_height_m = x,
        Quantity::Forecast => p.sea.forecast_wave_height_m = x,
        Quantity::Wind => p.sea.wind_mps = x,
        Quantity::Daylight => p.sea.daylight = yes,
        Quantity::WaterC => p.sea.water_c = x,
        Quantity::Visibility => p.sea.visibility = Distance::nautical_miles(x),
        Quantity::Depth => p.sea.depth = Distance::metres(x),
        Quantity::UnitSide => p.unit.side = Side::ALL[i],
        Quantity::Eta => p.unit.eta = Duration::minutes(x),
        Quantity::Intercepts => p.unit.intercepts = yes,
        Quantity::Flies => p.unit.flies = yes,
        Quantity::InSight => p.unit.in_sight = yes,
        Quantity::FreePlaces => p.unit.free_places = n,
        Quantity::CrewLeft => p.unit.crew_left = Duration::minutes(x),
        Quantity::Standby => p.force.rescue_standby_eta = minutes,
        Quantity::Contacts => p.force.contacts = n,
        Quantity::Others => p.force.others_in_distress = n,
        Quantity::Cover => p.force.cover_left = n,
        Quantity::ShoreTeam => p.force.shore_team_eta = minutes,
        Quantity::Order => p.force.order = OrderState::ALL[i],
        Quantity::Operator => p.unit.identity.operator = value.map(|_| Operator::ALL[i]),
        Quantity::Class => p.unit.identity.class = value.map(|_| i),
        Quantity::Canal => p.sea.canal = value.map(|_| i),
        Quantity::Port => p.sea.port.id = if value.is_some() { port_ids().nth(i).unwrap_or_default() } else { "" },
        Quantity::ToPort => p.sea.port.distance = Distance::nautical_miles(x),
        Quantity::Evidence => p.force.evidence_recorded = yes,
        Quantity::BoundaryFrance | Quantity::BoundaryUnitedKingdom | Quantity::BoundaryBelgium => {
            p.sea.to_boundary[q as usize - Quantity::BoundaryFrance as usize] = Distance::nautical_miles(x);
        }
        Quantity::There0 | Quantity::There1 | Quantity::There2 | Quantity::There3 => {
            p.force.others.put(q as usize - Quantity::There0 as usize, value);
        }
    }
}

/// The place of a port in the list of ports, as `put` takes it.
fn port_number(id: &str) -> Option<f64> {
    port_ids().position(|p| p == id).map(|i| i as f64)
}

/// The moment so many minutes before another, to the tick that is surely as long ago.
fn ago(now: Tick, minutes: f64) -> Tick {
    Tick(now.0.saturating_sub(Tick::spanning(Duration::minutes(minutes))))
}

/// Limits of all conditions by quantity, as `values` wants them.
#[must_use]
pub fn limits_of<'c>(conditions: impl IntoIterator<Item = &'c Condition>) -> Vec<Vec<f64>> {
    let mut limits: Vec<Vec<f64>> = vec![Vec::new(); Quantity::COUNT];
    for condition in conditions {
        collect(condition, &mut limits);
    }
    // Where two quantities are held against each other, each is worth trying at the other's limits.
    let (best, upper, places) =
        (Quantity::AboardBest as usize, Quantity::AboardUpper as usize, Quantity::FreePlaces as usize);
    let shared = limits[best].clone();
    for other in [upper, places] {
        limits[other].extend(&shared);
    }
    for list in &mut limits {
        list.sort_by(f64::total_cmp);
        list.dedup();
    }
    limits
}

fn collect(condition: &Condition, limits: &mut [Vec<f64>]) {
    match condition {
        Condition::All(list) | Condition::Any(list) | Condition::AtLeast { of: list, .. } => {
            for c in list {
                collect(c, limits);
            }
        }
        Condition::Not(c) => collect(c, limits),
        leaf => {
            for (q, limit) in reads(leaf) {
                limits[q as usize].extend(limit);
            }
        }
    }
}

/// A picture to start from: late enough that a contact may have been known, and unseen, for a day.
#[must_use]
pub fn start() -> Picture {
    let quiet = Picture::quiet();
    let tick = Tick(Tick::spanning(Duration::hours(48.0)));
    let mut p = Picture { tick, ..quiet };
    p.contact.known_since = tick;
    p.contact.last_report = tick;
    p.unit.eta = Duration::minutes(10.0);
    p.contact.velocity = Vec2::new(Speed::knots(4.0).mps(), 0.0);
    p
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctrine::read_condition::condition_names;

    #[test]
    fn values_on_both_sides_of_a_limit_change_the_answer() {
        let danger = Condition::PeopleInWater;
        let leaves = [
            Condition::WavesBelow(Distance::metres(0.5)),
            Condition::EngineDeadFor(Duration::minutes(20.0)),
            Condition::KnownFor(Duration::minutes(10.0)),
            Condition::AboardAtLeast { best: 12.0 },
            Condition::InZone(Zone::BeachBand),
            Condition::InZone(Zone::InternalWaters),
            Condition::WatersOf(State::Belgium),
            Condition::PhaseAtLeast(Phase::Alert),
            Condition::CrewTimeLeftAtLeast(Duration::hours(2.0)),
            Condition::Looks(ContactLook::Loaded),
            Condition::DepthAllows,
            Condition::ShoreTeamWithin(Duration::minutes(5.0)),
            Condition::OperatorIs(Operator::Snsm),
            Condition::UnitClass(2),
        ];
        for leaf in leaves {
            let limits = limits_of([&leaf]);
            for (q, _) in reads(&leaf) {
                let answers: Vec<bool> = values(q, &limits[q as usize])
                    .into_iter()
                    .map(|v| {
                        let mut p = start();
                        put(&mut p, q, v);
                        leaf.holds(&p, &danger)
                    })
                    .collect();
                assert!(answers.contains(&true) && answers.contains(&false), "{leaf:?} by {q:?}: {answers:?}");
            }
        }
        assert!(condition_names().len() > 50, "the list of conditions is where new ones are added; `reads` too");
    }
}
