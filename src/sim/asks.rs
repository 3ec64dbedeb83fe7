//! What does a decider see of the sea at a contact, and which of it is looked up at all?
//!
//! Lanes, limits, headings and shore teams are the dearest questions to the chart, so each is looked up where a rule asks
//! for it only. Shadow doctrines may ask more than the one in force: what they ask goes into their pictures alone, so that
//! a night with shadows is the same night.
//!
//! Left out: what the contact itself looks like (`sense`).

use super::canals::canal_of;
use super::people::People;
use super::setting::Setting;
use crate::agents::Side;
use crate::doctrine::{Condition, Contact, Doctrine, Heading, NearestPort, RuleBook, SeaView};
use crate::geo::Waters;
use crate::units::{Distance, Tick};

/// What rules ask for that is looked up only then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own that the rules ask or not")]
pub struct Asks {
    /// In whose waters, or in what zone, a contact lies.
    pub waters: bool,
    /// Whether it lies in a traffic lane.
    pub lane: bool,
    /// How far off the boundaries between states are.
    pub boundary: bool,
    /// In or off which canal it lies.
    pub canal: bool,
    /// Which port is nearest.
    pub port: bool,
    /// Which other units are near it.
    pub others: bool,
    /// Which way it heads.
    pub heading: bool,
    /// Who runs a unit, or of what class it is.
    pub identity: bool,
    /// A shore team, to ask for or to send.
    pub teams: bool,
}

impl Asks {
    /// What the rules of a doctrine ask.
    #[must_use]
    pub fn of(doctrine: &Doctrine, book: &RuleBook) -> Self {
        Self {
            waters: doctrine.asks(&|c| matches!(c, Condition::InZone(_) | Condition::WatersOf(_))),
            lane: doctrine.asks(&|c| matches!(c, Condition::InLane)),
            boundary: doctrine.asks(&|c| matches!(c, Condition::BoundaryWithin { .. })),
            canal: doctrine.asks(&|c| matches!(c, Condition::AtCanal(_))),
            port: doctrine.asks(&|c| matches!(c, Condition::PortWithin { .. })),
            others: doctrine.asks(&|c| matches!(c, Condition::OthersThere { .. })),
            heading: doctrine.asks(&|c| matches!(c, Condition::Heads(_))),
            identity: doctrine.asks(&|c| matches!(c, Condition::OperatorIs(_) | Condition::UnitClass(_))),
            teams: Side::ALL.iter().any(|s| sends_teams(doctrine, book, *s))
                || doctrine.asks(&|c| matches!(c, Condition::ShoreTeamWithin(_))),
        }
    }

    /// What either asks.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            waters: self.waters || other.waters,
            lane: self.lane || other.lane,
            boundary: self.boundary || other.boundary,
            canal: self.canal || other.canal,
            port: self.port || other.port,
            others: self.others || other.others,
            heading: self.heading || other.heading,
            identity: self.identity || other.identity,
            teams: self.teams || other.teams,
        }
    }

    /// Does it ask for all of the sea that the other asks for?
    #[must_use]
    pub const fn covers(self, other: Self) -> bool {
        let all = self.and(other);
        self.waters == all.waters
            && self.lane == all.lane
            && self.boundary == all.boundary
            && self.canal == all.canal
            && self.port == all.port
            && self.heading == all.heading
    }
}

/// May the centre of this side send a shore team?
#[must_use]
pub fn sends_teams(doctrine: &Doctrine, book: &RuleBook, side: Side) -> bool {
    book.list_of_centre(side).iter().any(|i| doctrine.rules[*i].order.sends_a_team())
}

/// The sea at the contact.
pub fn sea_view(setting: &Setting, people: &People, contact: &Contact, now: Tick, asks: Asks) -> SeaView {
    let to_shore = setting.to_shore(contact.position);
    let in_canal = setting.in_canal(contact.position);
    let (night, stream) = (&people.fixed.night, setting.stream(contact.position, now));
    SeaView {
        wave_height_m: if in_canal { 0.0 } else { night.waves_here(contact.position, &people.sea.open, stream) },
        forecast_wave_height_m: people.sea.forecast_worst_m,
        wind_mps: people.sea.wind_mps,
        daylight: !people.sea.dark,
        depth: Distance::metres(setting.depth_m(contact.position, now, night)),
        to_shore: Distance::metres(to_shore.max(0.0)),
        to_boundary: if asks.boundary { setting.to_boundary(contact.position) } else { SeaView::BOUNDARY_NOT_ASKED },
        in_canal,
        canal: if asks.canal { canal_of(setting, contact.position) } else { None },
        port: if asks.port { setting.nearest_port(contact.position) } else { NearestPort::FAR },
        region: setting.region(contact.position),
        waters: if asks.waters { setting.waters(contact.position, to_shore) } else { Waters::BEYOND },
        in_lane: asks.lane && setting.chart.lane_at(contact.position).is_some(),
        heading: if asks.heading { heading(setting, contact, to_shore) } else { Heading::Still },
        water_c: people.sea.water_c,
        visibility: night.visibility_at(now),
    }
}

/// Which way its track leads: in ten minutes' way, is it nearer to the shore or farther off?
fn heading(setting: &Setting, contact: &Contact, to_shore: f64) -> Heading {
    /// What the words of a rule mean, like the half knot and the half of the way in [`Heading::of_track`].
    const AHEAD_S: f64 = 600.0;
    let speed = contact.velocity.length();
    let ahead = setting.to_shore(contact.position + contact.velocity * AHEAD_S);
    Heading::of_track(speed, speed * AHEAD_S, ahead - to_shore)
}
