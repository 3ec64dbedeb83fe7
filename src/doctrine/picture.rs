//! What can this actor know? The type is the fog of war.
//!
//! A `Picture` holds one side's belief about one boat, the unit that might act, and the sea and the
//! force as that side sees them. Number aboard, kind and position carry errors; danger is assessed
//! from it, never read from the truth. There is no field here from which the truth can be had.

use super::acts::Acts;
use super::authority::OrderState;
use super::order::{Order, Steps};
use super::others::OthersAtContact;
use crate::agents::calling::Phase;
use crate::agents::{Identity, Side};
use crate::geo::places::port_title;
use crate::geo::{Side as State, Waters, Zone};
use crate::units::format;
use crate::units::{Distance, Duration, Speed, Tick, Vec2};
use core::fmt;

/// What a boat looks like to the observer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContactLook {
    /// Seen, not yet told apart.
    Unknown,
    /// A few people in a large inflatable, coasting: thought to be on its way to load.
    TaxiBoat,
    /// A boat with many people aboard.
    Loaded,
}

impl ContactLook {
    /// All looks, for lists and spelling hints.
    pub const ALL: [Self; 3] = [Self::Unknown, Self::TaxiBoat, Self::Loaded];

    /// The name in doctrine files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "Unknown",
            Self::TaxiBoat => "TaxiBoat",
            Self::Loaded => "Loaded",
        }
    }

    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Unknown => "boat not yet told apart",
            Self::TaxiBoat => "taxi-boat before loading",
            Self::Loaded => "loaded boat",
        }
    }
}

/// How a boat makes its way, as its track tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Heading {
    /// It lies, or drifts: less than half a knot over the ground.
    Still,
    /// Away from the nearest shore.
    Seaward,
    /// Along the shore.
    Alongshore,
    /// Towards the nearest shore.
    Shoreward,
}

impl Heading {
    /// All headings, for lists and spelling hints.
    pub const ALL: [Self; 4] = [Self::Still, Self::Seaward, Self::Alongshore, Self::Shoreward];

    /// The name in doctrine files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Still => "Still",
            Self::Seaward => "Seaward",
            Self::Alongshore => "Alongshore",
            Self::Shoreward => "Shoreward",
        }
    }

    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Still => "it lies still or drifts",
            Self::Seaward => "it heads away from the shore",
            Self::Alongshore => "it heads along the shore",
            Self::Shoreward => "it heads for the shore",
        }
    }

    /// In words that it makes its way otherwise.
    #[must_use]
    pub const fn denied(self) -> &'static str {
        match self {
            Self::Still => "it makes way",
            Self::Seaward => "it does not head away from the shore",
            Self::Alongshore => "it does not head along the shore",
            Self::Shoreward => "it does not head for the shore",
        }
    }

    /// What a track says: over the ground, and how much farther from the shore it leads in so many metres of way.
    /// Within 30° of the shore line counts as along it.
    #[must_use]
    pub fn of_track(speed_mps: f64, way_m: f64, farther_m: f64) -> Self {
        // Half a knot: less is drift in the strait's streams. Half of the way is the sine of 30 degrees.
        if speed_mps < Speed::knots(0.5).mps() || way_m <= 0.0 {
            Self::Still
        } else if farther_m >= 0.5 * way_m {
            Self::Seaward
        } else if farther_m <= -0.5 * way_m {
            Self::Shoreward
        } else {
            Self::Alongshore
        }
    }
}

/// One side's belief about one boat.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a sighting of its own: yes or no")]
pub struct Contact {
    /// The contact's number on this side's plot.
    pub number: u32,
    /// When it came to the centre's knowledge.
    pub known_since: Tick,
    /// When it was last seen or reported.
    pub last_report: Tick,
    /// Believed position (with error), on the plane.
    pub position: Vec2,
    /// Believed velocity over ground, m/s.
    pub velocity: Vec2,
    /// What it looks like.
    pub look: ContactLook,
    /// Best estimate of the number aboard.
    pub aboard_best: f64,
    /// Upper end of the 95 % range of that estimate.
    pub aboard_upper95: f64,
    /// People are seen climbing in from the water or the beach.
    pub boarding: bool,
    /// People are seen in the water away from the shore.
    pub people_in_water: bool,
    /// A call for help was received and accepted, or a unit on the spot declared it: the phase is distress.
    pub distress_declared: bool,
    /// The emergency phase of the case.
    pub phase: Phase,
    /// For how long the engine has been seen, or said, to be dead.
    pub engine_dead_for: Option<Duration>,
    /// Water is seen, or said, to be coming in.
    pub water_aboard: bool,
    /// Freeboard as judged from close by.
    pub freeboard: Option<Distance>,
    /// Help was offered and refused.
    pub refused_help: bool,
    /// What those aboard answered when they were last asked whether they want help.
    pub accepts_help: Option<bool>,
    /// Calls about it that the centre took.
    pub calls: u32,
    /// Times what the LSA Code's yardstick allows, as judged from close by.
    pub overload: Option<f64>,
    /// Were children seen aboard, by someone close enough to tell?
    pub children_seen: Option<bool>,
    /// Were few lifejackets seen, by someone close enough to tell?
    pub few_lifejackets: Option<bool>,
}

impl Contact {
    /// The case goes into this phase.
    pub const fn declare(&mut self, phase: Phase) {
        self.phase = phase;
        self.distress_declared = matches!(phase, Phase::Distress);
    }
}

/// The port that is nearest to a contact, by its entrance on the chart (good to about 300 m).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NearestPort {
    /// Its id on the chart.
    pub id: &'static str,
    /// To its entrance.
    pub distance: Distance,
}

impl NearestPort {
    /// None near, or nobody asked: farther than any condition can say.
    pub const FAR: Self = Self { id: "", distance: Distance::nautical_miles(1000.0) };

    /// In words.
    #[must_use]
    pub fn words(self) -> String {
        if self == Self::FAR {
            return "no port near".to_owned();
        }
        format!("{} nm from {}", format::fixed(self.distance.nm(), 1), port_title(self.id))
    }
}

/// The sea at the contact as the side knows it (as its crews observe it; no forecast is in it).
#[derive(Clone, Copy, PartialEq)]
pub struct SeaView {
    /// Significant wave height at the contact's believed position, metres.
    pub wave_height_m: f64,
    /// Worst wave height forecast for the hours to come, metres.
    pub forecast_wave_height_m: f64,
    /// Wind speed, m/s.
    pub wind_mps: f64,
    /// Sun above the horizon, or civil twilight.
    pub daylight: bool,
    /// Charted depth and tide together at the contact's believed position.
    pub depth: Distance,
    /// Distance from the believed position to the nearest shore (never negative).
    pub to_shore: Distance,
    /// Distance to what each of the states answers for, in the order of its list; zero within. Looked up where a rule asks.
    pub to_boundary: [Distance; 3],
    /// Inside a canal or tidal channel.
    pub in_canal: bool,
    /// The canal that it lies in, or whose mouth it lies off, by its place in the list of sills. Looked up where a rule asks.
    pub canal: Option<usize>,
    /// The nearest port. Looked up where a rule asks.
    pub port: NearestPort,
    /// Whose search and rescue region the believed position is in.
    pub region: Side,
    /// What the law calls the believed position: internal waters, territorial sea and whose, beach band.
    pub waters: Waters,
    /// In a lane of a traffic separation scheme.
    pub in_lane: bool,
    /// How the contact makes its way, as its track tells.
    pub heading: Heading,
    /// Water temperature, °C.
    pub water_c: f64,
    /// How far one can see.
    pub visibility: Distance,
}

impl SeaView {
    /// Well inside the French part of the strait.
    pub const FAR_FROM_OTHERS: [Distance; 3] =
        [Distance::ZERO, Distance::nautical_miles(10.0), Distance::nautical_miles(20.0)];
    /// Nobody asked.
    pub const BOUNDARY_NOT_ASKED: [Distance; 3] = [Distance::ZERO; 3];
}

/// What nobody asked is not told, so that a record does not change with what other doctrines may ask.
impl fmt::Debug for SeaView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("SeaView");
        out.field("wave_height_m", &self.wave_height_m)
            .field("forecast_wave_height_m", &self.forecast_wave_height_m)
            .field("wind_mps", &self.wind_mps)
            .field("daylight", &self.daylight)
            .field("depth", &self.depth)
            .field("to_shore", &self.to_shore);
        if self.to_boundary != Self::BOUNDARY_NOT_ASKED {
            out.field("to_boundary", &self.to_boundary);
        }
        out.field("in_canal", &self.in_canal);
        if self.canal.is_some() {
            out.field("canal", &self.canal);
        }
        if self.port != NearestPort::FAR {
            out.field("port", &self.port);
        }
        out.field("region", &self.region)
            .field("waters", &self.waters)
            .field("in_lane", &self.in_lane)
            .field("heading", &self.heading)
            .field("water_c", &self.water_c)
            .field("visibility", &self.visibility)
            .finish()
    }
}

/// The unit that might be ordered.
#[derive(Clone, Copy, PartialEq)]
pub struct UnitView {
    /// Index of the unit in the scenario; `u32::MAX` for a centre.
    pub index: u32,
    /// Whose it is.
    pub side: Side,
    /// Time to reach the contact.
    pub eta: Duration,
    /// Trained and entitled to intercept.
    pub intercepts: bool,
    /// Free places for survivors.
    pub free_places: u32,
    /// Least depth it (or its tender) needs to come alongside.
    pub depth_needed: Distance,
    /// It can see the contact now.
    pub in_sight: bool,
    /// It is an aircraft.
    pub flies: bool,
    /// How long its crew may work yet.
    pub crew_left: Duration,
    /// Who it is; told where a rule asks.
    pub identity: Identity,
}

impl UnitView {
    /// The centre in the place of a unit, for orders of its own: at hand wherever the contact is, needing no water, without
    /// places or a right to intercept, and with crews that are relieved.
    #[must_use]
    pub fn of_centre(side: Side, in_sight: bool) -> Self {
        Self {
            index: u32::MAX,
            side,
            eta: Duration::ZERO,
            intercepts: false,
            free_places: 0,
            depth_needed: Distance::ZERO,
            in_sight,
            flies: false,
            // The most that a condition can ask for.
            crew_left: Duration::hours(48.0),
            identity: Identity::UNKNOWN,
        }
    }
}

/// What nobody asked is not told (see `SeaView`).
impl fmt::Debug for UnitView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("UnitView");
        out.field("index", &self.index)
            .field("side", &self.side)
            .field("eta", &self.eta)
            .field("intercepts", &self.intercepts)
            .field("free_places", &self.free_places)
            .field("depth_needed", &self.depth_needed)
            .field("in_sight", &self.in_sight)
            .field("flies", &self.flies)
            .field("crew_left", &self.crew_left);
        if self.identity != Identity::UNKNOWN {
            out.field("identity", &self.identity);
        }
        out.finish()
    }
}

/// The rest of the side's force.
#[derive(Clone, Copy, PartialEq)]
pub struct ForceView {
    /// Shortest time for another unit with free places to reach the contact.
    pub rescue_standby_eta: Option<Duration>,
    /// Contacts on the plot now.
    pub contacts: u32,
    /// Other contacts of the side that are in distress.
    pub others_in_distress: u32,
    /// Other units that could go to a rescue elsewhere.
    pub cover_left: u32,
    /// Other units of the side near the contact; looked up where a rule asks.
    pub others: OthersAtContact,
    /// Time for the nearest shore team to be at the contact; none if it is not at the shore, or there is no team.
    pub shore_team_eta: Option<Duration>,
    /// The order of authority on this contact: the best of those that were asked for.
    pub order: OrderState,
    /// Which acts are covered, while one is held.
    pub acts: Acts,
    /// Evidence on this contact was recorded.
    pub evidence_recorded: bool,
}

impl ForceView {
    /// An order of authority on this contact was given, and is good.
    #[must_use]
    pub const fn order_held(&self) -> bool {
        matches!(self.order, OrderState::Held)
    }

    /// And it covers this act.
    #[must_use]
    pub fn order_held_for(&self, order: Order, steps: Steps) -> bool {
        self.order_held() && self.acts.cover(order, steps)
    }
}

/// What nobody asked is not told (see `SeaView`).
impl fmt::Debug for ForceView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("ForceView");
        out.field("rescue_standby_eta", &self.rescue_standby_eta)
            .field("contacts", &self.contacts)
            .field("others_in_distress", &self.others_in_distress)
            .field("cover_left", &self.cover_left);
        if self.others != OthersAtContact::NOBODY {
            out.field("others", &self.others);
        }
        out.field("shore_team_eta", &self.shore_team_eta).field("order", &self.order);
        // What nothing is held for covers nothing.
        if self.order_held() {
            out.field("acts", &self.acts);
        }
        out.field("evidence_recorded", &self.evidence_recorded).finish()
    }
}

/// Everything a decision may use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Picture {
    /// Now.
    pub tick: Tick,
    /// The contact.
    pub contact: Contact,
    /// The sea there.
    pub sea: SeaView,
    /// The unit that might act.
    pub unit: UnitView,
    /// The rest of the force.
    pub force: ForceView,
}

impl Picture {
    /// A quiet contact near the French shore: a French unit that may intercept, ten minutes off an unidentified boat two
    /// kilometres from the shore, on a calm day, a rescue unit five minutes away, no order held. What a test in a doctrine
    /// file leaves out is as here (`docs/files.md`).
    #[must_use]
    pub fn quiet() -> Self {
        let now = Tick(0);
        Self {
            tick: now,
            contact: Contact {
                number: 1,
                known_since: now,
                last_report: now,
                position: Vec2::ZERO,
                velocity: Vec2::new(Speed::knots(4.0).mps(), 0.0),
                look: ContactLook::Unknown,
                aboard_best: 0.0,
                aboard_upper95: 0.0,
                boarding: false,
                people_in_water: false,
                distress_declared: false,
                phase: Phase::Routine,
                engine_dead_for: None,
                water_aboard: false,
                freeboard: None,
                refused_help: false,
                accepts_help: None,
                calls: 0,
                overload: None,
                children_seen: None,
                few_lifejackets: None,
            },
            sea: SeaView {
                wave_height_m: 0.3,
                forecast_wave_height_m: 0.3,
                wind_mps: Speed::knots(6.0).mps(),
                daylight: true,
                depth: Distance::metres(5.0),
                to_shore: Distance::metres(2000.0),
                to_boundary: SeaView::FAR_FROM_OTHERS,
                in_canal: false,
                canal: None,
                port: NearestPort::FAR,
                region: Side::France,
                waters: Waters { zone: Zone::TerritorialSea, beach_band: false, state: Some(State::France) },
                in_lane: false,
                heading: Heading::Alongshore,
                water_c: 15.0,
                visibility: Distance::nautical_miles(8.0),
            },
            unit: UnitView {
                index: 0,
                side: Side::France,
                eta: Duration::minutes(10.0),
                intercepts: true,
                free_places: 20,
                depth_needed: Distance::metres(1.0),
                in_sight: true,
                flies: false,
                crew_left: Duration::minutes(480.0),
                identity: Identity::UNKNOWN,
            },
            force: ForceView {
                rescue_standby_eta: Some(Duration::minutes(5.0)),
                contacts: 1,
                others_in_distress: 0,
                cover_left: 3,
                others: OthersAtContact::NOBODY,
                shore_team_eta: None,
                order: OrderState::NotAsked,
                acts: Acts::ANY,
                evidence_recorded: false,
            },
        }
    }
}

#[cfg(test)]
pub mod fixture {
    //! Pictures for tests of other files.

    use super::*;
    use proptest::prelude::*;

    /// The picture that tests start from.
    pub fn quiet() -> Picture {
        Picture::quiet()
    }

    /// Pictures that differ in what conditions look at.
    pub fn any_picture() -> impl Strategy<Value = Picture> {
        let contact = (0.0..90.0, any::<[bool; 6]>(), prop::option::of(0.0..90.0), 0_usize..3, 0.0..6.0);
        let sea = (0.0..2.0, any::<bool>(), 0_usize..4);
        (contact, sea).prop_map(|((aboard, flags, engine, look, speed), (wave, uk, heading))| {
            let mut p = quiet();
            p.contact.aboard_best = aboard;
            p.contact.aboard_upper95 = 1.6 * aboard;
            p.contact.boarding = flags[0];
            p.contact.people_in_water = flags[1];
            p.contact.distress_declared = flags[2];
            p.contact.water_aboard = flags[3];
            p.contact.children_seen = flags[4].then_some(flags[5]);
            p.contact.engine_dead_for = engine.map(Duration::minutes);
            p.contact.look = ContactLook::ALL[look];
            p.contact.velocity = Vec2::new(speed, 0.0);
            p.sea.wave_height_m = wave;
            p.sea.heading = Heading::ALL[heading];
            p.unit.side = if uk { Side::UnitedKingdom } else { Side::France };
            p
        })
    }
}
