//! What did the decider know? The picture behind an order, as the rules of the law ask about it.

use crate::agents::Side;
use crate::agents::calling::Phase;
use crate::agents::interception::Level;
use crate::agents::operator::Operator;
use crate::doctrine::{Contact, ContactLook, Order, Picture, UnitView};
use crate::geo::{self, Waters, Zone};
use crate::units::format::fixed;

/// Level of manoeuvre that an order comes to (MODEL 8.2): from 3 on, force.
#[must_use]
pub const fn level_of(order: Order) -> u8 {
    match order.level() {
        None => 0,
        Some(level) => level_number(level),
    }
}

/// The number of a level of manoeuvre.
#[must_use]
pub const fn level_number(level: Level) -> u8 {
    match level {
        Level::Shadow => 1,
        Level::Alongside => 2,
        Level::Block => 3,
        Level::Stop => 4,
    }
}

/// The level from which on a manoeuvre is force: blocking, herding, stopping (MODEL 8.2).
pub const FORCE: u8 = 3;

/// Does the order send help?
#[must_use]
pub const fn helps(order: Order) -> bool {
    order.helps()
}

/// What was seen of those aboard; nothing where nobody was near enough to see, or the log does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Seen {
    /// Children.
    pub children: Option<bool>,
    /// Few or no lifejackets.
    pub lifejackets_few: Option<bool>,
}

/// What the picture says of those aboard.
#[must_use]
pub const fn what_was_seen(picture: &Picture) -> Seen {
    Seen { children: picture.contact.children_seen, lifejackets_few: picture.contact.few_lifejackets }
}

/// What a decider knew of a contact, its place and the unit, when the decision was taken.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own: yes or no")]
pub struct Known {
    /// Number aboard, best estimate.
    pub aboard: f64,
    /// Upper end of the 95 % range of that.
    pub upper95: f64,
    /// Children and lifejackets.
    pub seen: Seen,
    /// People are climbing in, or it looks laden.
    pub embarked: bool,
    /// People in the water.
    pub people_in_water: bool,
    /// Water coming in.
    pub water_aboard: bool,
    /// Emergency phase.
    pub phase: Phase,
    /// Significant wave height, m.
    pub wave_height_m: f64,
    /// Sun up, or civil twilight.
    pub daylight: bool,
    /// Depth at the contact, m.
    pub depth_m: f64,
    /// Depth that the unit needs, m; none for a team on foot.
    pub depth_needed_m: Option<f64>,
    /// Whose waters.
    pub waters: Waters,
    /// In a canal or tidal channel.
    pub in_canal: bool,
    /// An order of authority was held for what was ordered.
    pub order_held: bool,
    /// Whose unit it is, or whose centre.
    pub state: geo::Side,
}

impl Known {
    /// From the picture behind an order.
    #[must_use]
    pub fn of(p: &Picture) -> Self {
        Self {
            aboard: p.contact.aboard_best,
            upper95: p.contact.aboard_upper95,
            seen: what_was_seen(p),
            embarked: p.contact.boarding || p.contact.look == ContactLook::Loaded,
            people_in_water: p.contact.people_in_water,
            water_aboard: p.contact.water_aboard,
            phase: p.contact.phase,
            wave_height_m: p.sea.wave_height_m,
            daylight: p.sea.daylight,
            depth_m: p.sea.depth.m(),
            depth_needed_m: Some(p.unit.depth_needed.m()),
            waters: p.sea.waters,
            in_canal: p.sea.in_canal,
            order_held: p.force.order_held(),
            state: state_of(&p.unit),
        }
    }

    /// Were there signs of danger to life, by a reading that begins with this phase?
    #[must_use]
    pub fn in_danger(&self, from: Phase) -> bool {
        self.people_in_water || self.water_aboard || self.phase >= from
    }

    /// Number aboard, sea and light in words.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        vec![
            format!("{} aboard by best estimate, {} at most", fixed(self.aboard, 0), fixed(self.upper95, 0)),
            format!("waves of {} m", fixed(self.wave_height_m, 1)),
            if self.daylight { "by day".to_owned() } else { "in the dark".to_owned() },
            if self.in_canal { "in a canal".to_owned() } else { self.waters.words() },
        ]
    }
}

/// Signs of danger at a contact, by a reading that begins with this phase; empty if there were none.
#[must_use]
pub fn signs(contact: &Contact, from: Phase) -> Vec<String> {
    let mut list = Vec::new();
    if contact.phase >= from && contact.phase != Phase::Routine {
        list.push(contact.phase.title().to_owned());
    }
    if contact.people_in_water {
        list.push("people seen in the water".to_owned());
    }
    if contact.water_aboard {
        list.push("water coming in".to_owned());
    }
    list
}

/// Whose unit is it? That of the service that runs it: Belgian units work under the centre of the French side.
#[must_use]
pub fn state_of(unit: &UnitView) -> geo::Side {
    match (unit.identity.operator, unit.side) {
        (Some(Operator::Belgian), _) => geo::Side::Belgium,
        (_, Side::France) => geo::Side::France,
        (_, Side::UnitedKingdom) => geo::Side::UnitedKingdom,
    }
}

/// Does a place lie in this state's own waters?
#[must_use]
pub fn own_waters(state: geo::Side, waters: Waters) -> bool {
    waters.zone != Zone::Beyond && waters.state == Some(state)
}

/// In whose territory is a place, if it is another state's than this one?
#[must_use]
pub fn foreign_waters(state: geo::Side, waters: Waters) -> Option<geo::Side> {
    waters.state.filter(|of| waters.zone != Zone::Beyond && *of != state)
}
