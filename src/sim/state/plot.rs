//! What does each side know of each boat, and with which eyes does it look?
//!
//! One entry for each side and boat: the contact and where it may be wrong, reports and calls on their way, the search
//! for it, the order of authority. Truth stands in `boat`; whoever decides sees the contact alone.
//!
//! Left out: plots that the two centres share.

use super::warrants::Warrants;
use crate::agents::calling::Phase;
use crate::agents::leeway::Drifter;
use crate::agents::search::{Pattern, ProbabilityMap};
use crate::agents::sensing::Reach;
use crate::agents::sweep::Target;
use crate::doctrine::{Contact, Order};
use crate::events::{BoatId, UnitId};
use crate::sim::overdue::Overdue;
use crate::units::{Distance, Tick, Vec2};
use bevy_ecs::prelude::Resource;

/// What a side's cameras have of a boat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Evidence {
    /// Minutes for which a camera had it in sight.
    pub minutes: u32,
    /// It is enough.
    pub recorded: bool,
}

/// One side's knowledge of one boat.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a state of its own: yes or no")]
pub struct PlotEntry {
    /// The contact, once the centre knows of it.
    pub contact: Option<Contact>,
    /// It will know then.
    pub pending: Option<Pending>,
    /// Hazard of detection added up.
    pub hazard: f64,
    /// Detections so far: the counter of the fates.
    pub detections: u32,
    /// Looks at the number aboard so far.
    pub looks: u32,
    /// Last of these.
    pub last_look: Tick,
    /// How far the side's position is off the true one, m, until someone is close.
    pub offset: Vec2,
    /// Best look so far was from close by.
    pub close: bool,
    /// The orders of authority.
    pub warrants: Warrants,
    /// The other centre was told of it before it came into its region.
    pub handed_over: bool,
    /// Requests to the authority so far: the counter of their luck.
    pub requests: u32,
    /// What cameras have recorded.
    pub evidence: Evidence,
    /// An observer holds the track this minute.
    pub held: bool,
    /// The last number given to a contact on this boat.
    pub last_number: u32,
    /// Units ordered to it.
    pub units: Vec<UnitId>,
    /// The unit counted on for a rescue while another stops this boat: it can be counted on for one boat at a time.
    pub backed_by: Option<UnitId>,
    /// A call on its way through the centre.
    pub call: Option<Call>,
    /// Calls that have come to this centre so far: the counter of their luck.
    pub calls: u32,
    /// Calls that it acted on as being about this boat.
    pub calls_taken: u32,
    /// Probable error of the believed place when it was last reported, m.
    pub error_m: f64,
    /// What the centre takes this boat for.
    pub association: Association,
    /// Ships that pass were asked to look out for it.
    pub relayed: bool,
    /// It is on the beach, being made ready: nothing for a unit at sea.
    pub ashore: bool,
    /// Every unit that was asked is to ignore it, so nobody keeps it in view.
    pub ignored: bool,
    /// Hazard of being seen there added up.
    pub beach_hazard: f64,
    /// What the centre ordered about it so far, by number of the contact.
    pub ordered_by_centre: Vec<(u32, Order)>,
    /// The search for it, if one is under way.
    pub search: Option<Box<Search>>,
    /// Searches so far: the counter of their luck.
    pub searches: u32,
    /// A searching unit has it in sight until then.
    pub sighted_until: Option<Tick>,
    /// The contact as it was when it was last dropped for want of reports.
    pub lost: Option<Contact>,
    /// The case is one of a boat that has not come, and nobody has seen it since.
    pub overdue: Option<Overdue>,
    /// Word from the other centre that the case is over comes then.
    pub closing: Option<Tick>,
    /// Such words so far: the counter of their luck.
    pub closings: u32,
    /// It shows signs of danger and nobody is sent to help: as it was last noted.
    pub unhelped: Option<Unhelped>,
}

/// What is noted of a contact in danger to which nobody is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unhelped {
    /// Number of the contact.
    pub contact: u32,
    /// Its emergency phase.
    pub phase: Phase,
    /// People in the water, water coming in.
    pub signs: [bool; 2],
    /// Could any unit be sent?
    pub able: bool,
}

/// A call that a centre works on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Call {
    /// Acted on then.
    pub at: Tick,
    /// Where the caller says they are.
    pub place: Vec2,
    /// Probable error of that, m.
    pub error_m: f64,
    /// Are they in distress in truth?
    pub in_distress: bool,
    /// Number of the call at this centre.
    pub number: u32,
    /// Calls that it stands for: itself, and those that came while it was on its way through the centre.
    pub heard: u32,
}

/// Which boat a centre takes reports on this boat to be about.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Association {
    /// Hazard of confusion added up.
    pub hazard: f64,
    /// Confusions so far: the counter of their luck.
    pub confusions: u32,
    /// Its reports are taken for reports on that boat.
    pub with: Option<BoatId>,
    /// The centre believes that it was found, and that is not so.
    pub believed_found: bool,
}

/// How one point of a map of probability drifts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PointDrift {
    /// As an object of its own.
    pub object: Drifter,
    /// Error of the stream, m/s.
    pub error: Vec2,
    /// Over ground at present, m/s: worked out every ten minutes.
    pub velocity: Vec2,
}

/// A search in progress.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// Number of the contact searched for.
    pub contact: u32,
    /// Since when.
    pub began: Tick,
    /// What is looked for.
    pub target: Target,
    /// Where it may be.
    pub map: ProbabilityMap,
    /// How each point of the map drifts.
    pub drift: Vec<PointDrift>,
    /// The mean of the map.
    pub datum: Vec2,
    /// The pattern flown.
    pub pattern: Pattern,
    /// Radius of the pattern, or half its side.
    pub reach: Distance,
    /// Between tracks.
    pub spacing: Distance,
    /// Units among which the area is parted.
    pub parts: u32,
    /// Hazard of detection of the boat itself, added up.
    pub hazard: f64,
}

impl Search {
    /// Where a unit goes on this leg of its part; leg 0 is the datum.
    #[must_use]
    pub fn goal(&self, leg: u32, part: u32) -> Vec2 {
        if leg == 0 {
            return self.datum;
        }
        let legs = self.pattern.legs(self.reach, self.spacing, self.parts);
        let end = self.pattern.leg_end((leg - 1) % legs + 1, self.reach, self.spacing, part, self.parts);
        self.datum + end
    }
}

/// A report on its way to the centre.
#[derive(Clone, Debug)]
pub struct Pending {
    /// Arrives then.
    pub at: Tick,
    /// From whom.
    pub by: Reporter,
    /// Was it told apart (optical sensor)?
    pub identified: bool,
}

/// Who reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reporter {
    /// A unit.
    Unit(UnitId),
    /// A post ashore, by index.
    Post(u32),
    /// A call from the boat.
    Call,
    /// The other side's centre.
    OtherCentre,
    /// A merchant ship.
    Ship,
    /// People who await the boat.
    Awaiting,
    /// A centre's own list of boats that have not come.
    OwnList,
}

impl Default for PlotEntry {
    fn default() -> Self {
        Self {
            contact: None,
            pending: None,
            hazard: 0.0,
            detections: 0,
            looks: 0,
            last_look: Tick(0),
            offset: Vec2::ZERO,
            close: false,
            warrants: Warrants::default(),
            handed_over: false,
            requests: 0,
            evidence: Evidence::default(),
            held: false,
            last_number: 0,
            units: Vec::new(),
            backed_by: None,
            call: None,
            calls: 0,
            calls_taken: 0,
            error_m: 0.0,
            association: Association::default(),
            relayed: false,
            ashore: false,
            ignored: false,
            beach_hazard: 0.0,
            ordered_by_centre: Vec::new(),
            search: None,
            searches: 0,
            sighted_until: None,
            lost: None,
            overdue: None,
            closing: None,
            closings: 0,
            unhelped: None,
        }
    }
}

/// Both sides' plots: for each side, an entry for each boat.
#[derive(Resource, Default)]
pub struct Plots {
    /// Entries by side and boat.
    pub entries: [Vec<PlotEntry>; 2],
    /// Contact numbers given so far.
    pub numbered: [u32; 2],
    /// Since when the crews of a side's units in port make ready, if they were told to.
    pub pre_alerted: [Option<Tick>; 2],
}

/// A place from which a side looks, this minute.
#[derive(Clone, Copy, Debug)]
pub struct Observer {
    /// Who.
    pub who: Reporter,
    /// Where.
    pub position: Vec2,
    /// First of its reaches.
    pub first: usize,
    /// Number of its reaches.
    pub count: usize,
    /// Square of the longest range, m².
    pub max_m2: f64,
}

/// Reaches of all sensor classes in the present conditions, and who looks.
#[derive(Resource, Default)]
pub struct Lookouts {
    /// Reach by sensor class.
    pub by_class: Vec<Reach>,
    /// Reaches of the observers, one after the other.
    pub reaches: Vec<Reach>,
    /// Observers by side; merchant ships last.
    pub observers: [Vec<Observer>; 2],
    /// How many of each side's are its own, and not merchant ships.
    pub own: [usize; 2],
}
