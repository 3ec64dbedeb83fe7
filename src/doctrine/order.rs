//! What can a doctrine tell a unit, or a centre, to do? A closed list; a new order is one variant and one function
//! in `sim`.
//!
//! Orders to units are tried unit by unit; orders of the centre (stop a search, send a shore team, close a canal) are
//! decided once for each contact. How a boat is to be stopped is told by steps: the framework of 25 November 2025 was
//! reported as order to stop, then immobilise, then divert (The Independent, 28 November 2025).
//!
//! Left out: orders to several units as one formation.

use crate::agents::interception::Level;

/// An order about one contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Order {
    /// Nothing: the contact is left alone. No unit moves, and nobody keeps it in view or looks again.
    Ignore,
    /// Keep it on the plot; no unit moves, and whoever has it in view keeps it in view and looks again.
    Observe,
    /// Go near and keep company at a distance, ready to help (MODEL 8 level 1).
    Shadow,
    /// Keep close company until another unit has taken over, whichever region that is in (level 1).
    Escort,
    /// Come within hailing distance once, ask whether help is wanted, look closely, and report (level 1).
    Hail,
    /// Lie at a distance, ready to rescue while another unit acts.
    StandBy,
    /// Go alongside and offer to take people off; who refuses goes on (level 2).
    OfferAssistance,
    /// Save people in distress: from the water first, then from the boat (level 2).
    Rescue,
    /// Look for a boat that has not been seen or heard of.
    Search,
    /// Tell the other centre of it, and leave it to them.
    HandOver,
    /// Back to the station or the port.
    Recall,
    /// Block or herd a boat so that it turns back or stops (level 3).
    Block,
    /// Stop a boat by the rule's steps, and bring in those aboard (up to level 4).
    Intercept,
    /// End the search for it (of the centre).
    StopSearch,
    /// Send a shore team to keep it from being launched or boarded (of the centre).
    InterdictAshore,
    /// Close the canal that it lies in (of the centre).
    CloseCanal,
    /// Send a shore team that wades in to a boat being boarded and cuts its tubes (of the centre; level 4).
    WadeIn,
    /// Ask ships that pass to look out for it, as a mayday relay does (of the centre).
    Relay,
    /// Have the crews of units in port make ready (of the centre).
    PreAlert,
}

impl Order {
    /// All orders, for lists and spelling hints.
    pub const ALL: [Self; 19] = [
        Self::Ignore,
        Self::Observe,
        Self::Shadow,
        Self::Escort,
        Self::Hail,
        Self::StandBy,
        Self::OfferAssistance,
        Self::Rescue,
        Self::Search,
        Self::HandOver,
        Self::Recall,
        Self::Block,
        Self::Intercept,
        Self::StopSearch,
        Self::InterdictAshore,
        Self::CloseCanal,
        Self::WadeIn,
        Self::Relay,
        Self::PreAlert,
    ];

    /// The name in doctrine files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ignore => "Ignore",
            Self::Observe => "Observe",
            Self::Shadow => "Shadow",
            Self::Escort => "Escort",
            Self::Hail => "Hail",
            Self::StandBy => "StandBy",
            Self::OfferAssistance => "OfferAssistance",
            Self::Rescue => "Rescue",
            Self::Search => "Search",
            Self::HandOver => "HandOver",
            Self::Recall => "Recall",
            Self::Block => "Block",
            Self::Intercept => "Intercept",
            Self::StopSearch => "StopSearch",
            Self::InterdictAshore => "InterdictAshore",
            Self::CloseCanal => "CloseCanal",
            Self::WadeIn => "WadeIn",
            Self::Relay => "Relay",
            Self::PreAlert => "PreAlert",
        }
    }

    /// The verb for texts, with the word that joins it to its object.
    const fn verb_and_link(self) -> (&'static str, &'static str) {
        match self {
            Self::Ignore => ("ignore", ""),
            Self::Observe => ("observe", ""),
            Self::Shadow => ("shadow", ""),
            Self::Escort => ("escort", ""),
            Self::Hail => ("hail", ""),
            Self::StandBy => ("stand by", " for"),
            Self::OfferAssistance => ("offer assistance", " to"),
            Self::Rescue => ("rescue", ""),
            Self::Search => ("search", " for"),
            Self::HandOver => ("hand over", ""),
            Self::Recall => ("return to port", " from"),
            Self::Block => ("block", ""),
            Self::Intercept => ("intercept", ""),
            Self::StopSearch => ("stop the search", " for"),
            Self::InterdictAshore => ("send a shore team", " to"),
            Self::CloseCanal => ("close the canal", " to"),
            Self::WadeIn => ("send a team that wades in", " to"),
            Self::Relay => ("ask ships to look out", " for"),
            Self::PreAlert => ("have crews in port make ready", " for"),
        }
    }

    /// The verb for texts.
    #[must_use]
    pub const fn verb(self) -> &'static str {
        self.verb_and_link().0
    }

    /// The order with its object: "rescue Boat 3", "offer assistance to Boat 3".
    #[must_use]
    pub fn phrase(self, object: &str) -> String {
        let (verb, link) = self.verb_and_link();
        match self {
            Self::HandOver => format!("hand {object} over to the other centre"),
            Self::Recall => format!("leave {object} and return to port"),
            Self::CloseCanal => format!("close the canal that {object} lies in"),
            _ => format!("{verb}{link} {object}"),
        }
    }

    /// The order with its object, and how a boat is to be stopped, or with what a team is armed, where that is the order.
    #[must_use]
    pub fn phrase_by(self, object: &str, steps: Option<Steps>) -> String {
        let by = steps.map_or_else(String::new, |s| format!(" ({})", s.words()));
        self.phrase(object) + &by
    }

    /// The steps, where a boat is to be stopped by them, and the weapons of a team that has any; a rule with another order has
    /// none that matter.
    #[must_use]
    pub const fn by_steps(self, steps: Steps) -> Option<Steps> {
        match self {
            Self::Intercept => Some(steps),
            Self::InterdictAshore if steps.weapons() => Some(Steps::none().with_weapons()),
            _ => None,
        }
    }

    /// Does it send a team ashore?
    #[must_use]
    pub const fn sends_a_team(self) -> bool {
        matches!(self, Self::InterdictAshore | Self::WadeIn)
    }

    /// Does the order send a unit somewhere?
    #[must_use]
    pub const fn moves_a_unit(self) -> bool {
        !matches!(self, Self::Ignore | Self::Observe | Self::HandOver | Self::Recall) && !self.is_of_the_centre()
    }

    /// Is it carried out by the centre, whatever its units do?
    #[must_use]
    pub const fn is_of_the_centre(self) -> bool {
        matches!(
            self,
            Self::StopSearch | Self::InterdictAshore | Self::CloseCanal | Self::WadeIn | Self::Relay | Self::PreAlert
        )
    }

    /// Does it keep near a boat without touching it?
    #[must_use]
    pub const fn keeps_company(self) -> bool {
        matches!(self, Self::Shadow | Self::Escort | Self::Hail | Self::StandBy)
    }

    /// Is it one for which no unit leaves port, unless the rule says so?
    #[must_use]
    pub const fn waits_at_sea(self) -> bool {
        matches!(self, Self::Shadow | Self::Escort | Self::Hail)
    }

    /// Does it help people?
    #[must_use]
    pub const fn helps(self) -> bool {
        matches!(self, Self::Rescue | Self::OfferAssistance)
    }

    /// The level of the manoeuvre near the boat (MODEL 8.2): the highest that the order leads to.
    #[must_use]
    pub const fn level(self) -> Option<Level> {
        match self {
            Self::Shadow | Self::Escort | Self::Hail => Some(Level::Shadow),
            Self::OfferAssistance | Self::Rescue => Some(Level::Alongside),
            Self::Block => Some(Level::Block),
            // Hands and knives on a boat with people in it.
            Self::Intercept | Self::WadeIn => Some(Level::Stop),
            Self::Ignore
            | Self::Observe
            | Self::StandBy
            | Self::Search
            | Self::HandOver
            | Self::Recall
            | Self::StopSearch
            | Self::InterdictAshore
            | Self::CloseCanal
            | Self::Relay
            | Self::PreAlert => None,
        }
    }

    /// Which order goes first when units are short: saving life before all else.
    #[must_use]
    pub const fn urgency(self) -> u8 {
        match self {
            Self::Rescue => 4,
            Self::Block | Self::Intercept => 3,
            Self::OfferAssistance | Self::Search => 2,
            Self::Shadow | Self::Escort | Self::Hail | Self::StandBy => 1,
            Self::Observe
            | Self::Ignore
            | Self::HandOver
            | Self::Recall
            | Self::StopSearch
            | Self::InterdictAshore
            | Self::CloseCanal
            | Self::WadeIn
            | Self::Relay
            | Self::PreAlert => 0,
        }
    }
}

/// One way to stop a boat, or to bring it in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Order it to stop, from hailing distance (level 1); some do.
    OrderToStop,
    /// Block its way (level 3).
    Block,
    /// Stop its engine by force (level 4).
    Immobilise,
    /// Board it (level 4).
    Board,
    /// Have it go to port under escort.
    Divert,
    /// Tow it in.
    Tow,
    /// Foul its propeller with a net or a line laid across its way (level 4). In this list after those that came to be
    /// before it, so that the steps of earlier records keep their numbers; it is done before force of hands.
    Entangle,
    /// Cut the tubes of a boat afloat from a craft alongside (level 4): a last resort.
    CutTubes,
    /// Strike it with the craft on purpose (level 4): the last of all.
    Ram,
}

impl Step {
    /// All steps in the order in which they are done.
    pub const ALL: [Self; 9] = [
        Self::OrderToStop,
        Self::Block,
        Self::Entangle,
        Self::Immobilise,
        Self::Board,
        Self::CutTubes,
        Self::Ram,
        Self::Divert,
        Self::Tow,
    ];

    /// The name in doctrine files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OrderToStop => "OrderToStop",
            Self::Block => "Block",
            Self::Entangle => "Entangle",
            Self::CutTubes => "CutTubes",
            Self::Ram => "Ram",
            Self::Immobilise => "Immobilise",
            Self::Board => "Board",
            Self::Divert => "Divert",
            Self::Tow => "Tow",
        }
    }

    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::OrderToStop => "order it to stop",
            Self::Block => "block its way",
            Self::Entangle => "foul its propeller with a net",
            Self::CutTubes => "cut its tubes",
            Self::Ram => "strike it with the craft on purpose",
            Self::Immobilise => "immobilise it",
            Self::Board => "board it",
            Self::Divert => "have it go to port under escort",
            Self::Tow => "tow it in",
        }
    }

    /// Is it a way of stopping a boat, and not of bringing it in?
    #[must_use]
    pub const fn stops(self) -> bool {
        !matches!(self, Self::Divert | Self::Tow)
    }

    /// Is it done to the boat's hull, which may then float no more? Only as a last resort, and no boat goes on by itself after it.
    #[must_use]
    pub const fn is_on_the_hull(self) -> bool {
        matches!(self, Self::CutTubes | Self::Ram)
    }

    /// The level of the manoeuvre near the boat (MODEL 8.2).
    #[must_use]
    pub const fn level(self) -> Level {
        match self {
            Self::OrderToStop | Self::Divert => Level::Shadow,
            Self::Tow => Level::Alongside,
            Self::Block => Level::Block,
            // Contact, and propulsion disabling.
            Self::Entangle | Self::Immobilise | Self::Board | Self::CutTubes | Self::Ram => Level::Stop,
        }
    }
}

/// Into whose hands those come ashore who are brought in by an interception. What follows there is in no model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LandWith {
    /// The border police.
    BorderPolice,
    /// A centre that receives them as any who are rescued.
    Reception,
}

impl LandWith {
    /// Both, for lists and spelling hints.
    pub const ALL: [Self; 2] = [Self::BorderPolice, Self::Reception];

    /// The name in doctrine files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BorderPolice => "BorderPolice",
            Self::Reception => "Reception",
        }
    }

    /// In words: to whom.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::BorderPolice => "the border police",
            Self::Reception => "a reception centre",
        }
    }
}

/// The steps that a rule allows, done in the order of `Step::ALL` until the boat has stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Steps(u16);

/// The bit that says: also of a boat that carries its people already. The steps take those below it.
const LOADED: u16 = 1 << 11;
/// The bits above it: into whose hands those brought in come ashore.
const LAND_WITH: [(u16, LandWith); 2] = [(1 << 12, LandWith::BorderPolice), (1 << 13, LandWith::Reception)];

/// The bit that says: a team ashore uses intermediate-force weapons. It stands alone, with no step.
const WEAPONS: u16 = 1 << 14;

impl Steps {
    /// As the first interceptions were reported: stopped by a crew that boards, then towed in or emptied (FACTS 94, 97).
    pub const USUAL: Self = Self::none().with(Step::Immobilise).with(Step::Board).with(Step::Tow);

    /// No step.
    #[must_use]
    pub const fn none() -> Self {
        Self(0)
    }

    /// These and one more.
    #[must_use]
    pub const fn with(self, step: Step) -> Self {
        Self(self.0 | 1 << step as u8)
    }

    /// Is it among them?
    #[must_use]
    pub const fn has(self, step: Step) -> bool {
        self.0 & 1 << step as u8 != 0
    }

    /// These and all of those.
    #[must_use]
    pub const fn and(self, more: Self) -> Self {
        Self(self.0 | more.0)
    }

    /// The first way of stopping a boat among them that is not among those `tried`.
    #[must_use]
    pub fn next_stop(self, tried: Self) -> Option<Step> {
        Step::ALL.into_iter().find(|s| s.stops() && self.has(*s) && !tried.has(*s))
    }

    /// Do they allow force on the boat itself (level 4): of hands, of a knife, of the craft?
    #[must_use]
    pub const fn touch(self) -> bool {
        self.has(Step::Immobilise) || self.has(Step::Board) || self.has(Step::CutTubes) || self.has(Step::Ram)
    }

    /// Do they allow any way of stopping a boat?
    #[must_use]
    pub const fn stop(self) -> bool {
        self.has(Step::OrderToStop) || self.has(Step::Block) || self.has(Step::Entangle) || self.touch()
    }

    /// The same, also for a boat that carries its people already.
    #[must_use]
    pub const fn also_loaded(self) -> Self {
        Self(self.0 | LOADED)
    }

    /// May a boat be stopped so that carries its people already?
    #[must_use]
    pub const fn take_loaded(self) -> bool {
        self.0 & LOADED != 0
    }

    /// The same, with those brought in handed over ashore.
    #[must_use]
    pub fn landing_with(self, to: LandWith) -> Self {
        LAND_WITH.into_iter().find(|(_, t)| *t == to).map_or(self, |(bit, _)| Self(self.0 | bit))
    }

    /// Into whose hands those brought in come ashore, if the order says.
    #[must_use]
    pub fn land_with(self) -> Option<LandWith> {
        LAND_WITH.into_iter().find(|(bit, _)| self.0 & bit != 0).map(|(_, to)| to)
    }

    /// The same, with intermediate-force weapons (of a team ashore).
    #[must_use]
    pub const fn with_weapons(self) -> Self {
        Self(self.0 | WEAPONS)
    }

    /// The same without them.
    #[must_use]
    pub const fn but_weapons(self) -> Self {
        Self(self.0 & !WEAPONS)
    }

    /// Does a team ashore use intermediate-force weapons?
    #[must_use]
    pub const fn weapons(self) -> bool {
        self.0 & WEAPONS != 0
    }

    /// The highest level of manoeuvre that they lead to (MODEL 8.2).
    #[must_use]
    pub fn level(self) -> Level {
        let levels = Step::ALL.into_iter().filter(|s| self.has(*s)).map(Step::level);
        levels.max_by_key(|l| l.number()).unwrap_or(Level::Shadow)
    }

    /// In words, in the order in which they are done: each way of stopping a boat follows only where the one before
    /// failed, and what is done with a boat that was stopped follows only once it was (`sim::stop`).
    #[must_use]
    pub fn words(self) -> String {
        if self.weapons() {
            return "with intermediate-force weapons".to_owned();
        }
        let mut ways: Vec<&str> = Vec::new();
        for step in [Step::OrderToStop, Step::Block, Step::Entangle] {
            if self.has(step) {
                ways.push(step.words());
            }
        }
        // One manoeuvre, so that one is not tried after the other has failed.
        match (self.has(Step::Immobilise), self.has(Step::Board)) {
            (true, true) => ways.push("immobilise and board it"),
            (true, false) => ways.push(Step::Immobilise.words()),
            (false, true) => ways.push(Step::Board.words()),
            (false, false) => {}
        }
        for step in [Step::CutTubes, Step::Ram] {
            if self.has(step) {
                ways.push(step.words());
            }
        }
        let ways = ways.join("; only if it goes on all the same, ");
        let then = match (self.has(Step::Divert), self.has(Step::Tow)) {
            (true, true) => "have it go to port under escort, or, if it cannot, tow it in or take its people off",
            (true, false) => {
                "have it go to port under escort, or, if it cannot, have it towed there or take its people off"
            }
            (false, true) => "tow it in or take its people off",
            (false, false) => "take its people off, or let it go if there is no room for all",
        };
        let loaded = if self.take_loaded() { "; also with its people aboard" } else { "" };
        let hands = self
            .land_with()
            .map_or_else(String::new, |to| format!("; those brought in are handed over ashore to {}", to.title()));
        format!("{ways}; once it has stopped, {then}{loaded}{hands}")
    }
}

impl Default for Steps {
    fn default() -> Self {
        Self::USUAL
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saving_life_goes_before_stopping_a_boat_and_every_name_is_its_own() {
        for order in Order::ALL {
            assert!(order == Order::Rescue || order.urgency() < Order::Rescue.urgency());
            assert_eq!(Order::ALL.iter().filter(|o| o.name() == order.name()).count(), 1);
            assert_eq!(order.moves_a_unit(), order.urgency() > 0, "{order:?}");
        }
        assert_eq!(Order::Block.phrase("Boat 3"), "block Boat 3");
        assert_eq!(Order::StopSearch.phrase("Boat 3"), "stop the search for Boat 3");
        assert_eq!(Order::OfferAssistance.phrase("it"), "offer assistance to it");
        assert_eq!(Order::InterdictAshore.phrase("the boat"), "send a shore team to the boat");
        assert_eq!(Order::CloseCanal.phrase("the boat"), "close the canal that the boat lies in");
        assert_eq!(Order::HandOver.phrase("the boat"), "hand the boat over to the other centre");
    }

    #[test]
    fn steps_are_told_in_the_order_in_which_they_are_done() {
        let steps = Steps::none().with(Step::Divert).with(Step::OrderToStop);
        assert_eq!(
            steps.words(),
            "order it to stop; once it has stopped, have it go to port under escort, or, if it cannot, have it towed there \
             or take its people off"
        );
        let framework = steps.and(Steps::USUAL).words();
        assert!(
            framework.starts_with("order it to stop; only if it goes on all the same, immobilise and board it; once"),
            "{framework}"
        );
        assert!(steps.stop() && !steps.touch() && Steps::USUAL.touch());
        assert!(!Steps::none().with(Step::Tow).stop(), "to tow alone stops nothing");
        assert_eq!(steps.next_stop(Steps::none()), Some(Step::OrderToStop));
        assert_eq!(steps.next_stop(steps), None, "to divert a boat does not stop it");
        let loaded = steps.also_loaded();
        assert!(loaded.take_loaded() && !steps.take_loaded() && !Steps::USUAL.take_loaded());
        assert!(loaded.words().ends_with("; also with its people aboard"), "{}", loaded.words());
        assert_eq!(loaded.next_stop(Steps::none()), Some(Step::OrderToStop), "whom it is done to is no step");
        let handed = loaded.landing_with(LandWith::BorderPolice);
        assert_eq!((handed.land_with(), loaded.land_with()), (Some(LandWith::BorderPolice), None));
        assert!(handed.words().ends_with("aboard; those brought in are handed over ashore to the border police"));
        assert_eq!((handed.next_stop(Steps::none()), handed.level()), (Some(Step::OrderToStop), loaded.level()));
        assert_eq!((steps.level(), Steps::USUAL.level()), (Level::Shadow, Level::Stop));
        assert_eq!(steps.with(Step::Tow).level(), Level::Alongside);
        let net = Steps::none().with(Step::Block).with(Step::Entangle).with(Step::Tow);
        assert!(
            net.words()
                .starts_with("block its way; only if it goes on all the same, foul its propeller with a net; once")
        );
        assert!(net.stop() && !net.touch() && net.level() == Level::Stop && !net.take_loaded());
        assert_eq!(net.next_stop(Steps::none().with(Step::Block)), Some(Step::Entangle));
        let last = Steps::none().with(Step::Ram).with(Step::CutTubes).with(Step::Board).with(Step::Tow).also_loaded();
        assert_eq!(
            last.words(),
            "board it; only if it goes on all the same, cut its tubes; only if it goes on all the same, strike it with the craft \
             on purpose; once it has stopped, tow it in or take its people off; also with its people aboard"
        );
        assert!(last.stop() && last.touch() && last.level() == Level::Stop);
        assert!(Steps::none().with(Step::Ram).stop() && !Steps::none().with(Step::Ram).take_loaded());
        let tried = Steps::none().with(Step::Board);
        assert_eq!(last.next_stop(tried), Some(Step::CutTubes));
        assert_eq!(last.next_stop(tried.with(Step::CutTubes)), Some(Step::Ram));
        assert_eq!(last.landing_with(LandWith::Reception).next_stop(tried.with(Step::CutTubes)), Some(Step::Ram));
        // Gentler ways come first.
        let stops: Vec<_> = Step::ALL.into_iter().filter(|s| s.stops()).map(|s| s.level().number()).collect();
        assert!(stops.is_sorted(), "{stops:?}");
    }
}
