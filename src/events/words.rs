//! How does an event read? One sentence each, for logs, life stories and the window.

use super::{Event, Hazard, What};
use crate::agents::calling::Phase;
use crate::doctrine::ContactLook;
use crate::environment::canal::SILLS;
use crate::units::Instant;

/// Names for the sentences: boats by number, units by title.
pub struct Names<'a> {
    /// First moment of the night.
    pub start: Instant,
    /// Titles of the units, by index.
    pub units: &'a [String],
}

impl Names<'_> {
    /// A unit's title.
    #[must_use]
    pub fn unit(&self, id: super::UnitId) -> &str {
        self.units.get(id.0 as usize).map_or("a unit", String::as_str)
    }
}

/// A boat's name for texts: "Boat 7" (numbered by plan, from 1).
#[must_use]
pub fn boat(id: super::BoatId) -> String {
    format!("Boat {}", id.0 + 1)
}

fn people(n: u32) -> String {
    if n == 1 { "1 person".to_owned() } else { format!("{n} people") }
}

/// The event in one sentence, without its time.
#[must_use]
pub fn sentence(what: &What, names: &Names) -> String {
    match what {
        What::DidNotDepart { boat: b, reason } => format!("{} did not depart: {}", boat(*b), reason.title()),
        What::WaitedForTide { boat: b } => format!("{} waits: too little water in the channel", boat(*b)),
        What::Launched { boat: b, kind, aboard, .. } => {
            format!("{} ({}) was put in the water with {} aboard", boat(*b), kind.title(), aboard)
        }
        What::BoardingStarted { boat: b, waiting, .. } => {
            format!("Boarding of {} began; {} waiting", boat(*b), people(*waiting))
        }
        What::BoardingEnded { boat: b, aboard, left_behind } => {
            format!("Boarding of {} ended with {} aboard; {} left on the shore", boat(*b), aboard, left_behind)
        }
        What::CrossingStarted { boat: b, aboard } => format!("{} set out with {}", boat(*b), people(*aboard)),
        What::EngineFailed { boat: b } => format!("The engine of {} stopped", boat(*b)),
        What::EngineRestarted { boat: b } => format!("The engine of {} ran again", boat(*b)),
        What::HullFailed { boat: b, mass } => format!(
            "The hull of {} gave way; {}",
            boat(*b),
            if *mass { "it filled and people were thrown into the water" } else { "it is losing air" }
        ),
        What::Swamped { boat: b, mass } => format!(
            "Waves came aboard {}; {}",
            boat(*b),
            if *mass { "it filled and people were in the water" } else { "it has water aboard" }
        ),
        What::Flooded { boat: b } => format!("{} had lost too much air and filled", boat(*b)),
        What::CrowdShifted { boat: b, mass } => format!(
            "People aboard {} moved to one side; {}",
            boat(*b),
            if *mass { "it filled" } else { "some fell into the water" }
        ),
        What::FuelRanOut { boat: b } => format!("{} had no more fuel", boat(*b)),
        What::RanAground { boat: b, aboard, .. } => format!("{} ran aground with {}", boat(*b), people(*aboard)),
        What::Refloated { boat: b } => format!("{} floated again", boat(*b)),
        What::BoatRushed { boat: b, people: n } => {
            format!("{} more than planned made for {}", people(*n), boat(*b))
        }
        What::Overturned { boat: b } => format!("{} went over in the surf", boat(*b)),
        What::FamiliesParted { boat: b, families } => format!(
            "{} parted when boarding of {} ended",
            if *families == 1 { "1 family was".to_owned() } else { format!("{families} families were") },
            boat(*b)
        ),
        What::ShipPassedClose { boat: b, distance } => {
            format!("A merchant ship passed {} at {:.0} m; its wash alarmed those aboard", boat(*b), distance.m())
        }
        What::RunDown { boat: b } => format!("A merchant ship ran down {}", boat(*b)),
        What::Crushed { boat: b, deaths } => format!("A crush aboard {} killed {}", boat(*b), people(*deaths)),
        What::EnteredWater { boat: b, people: n, cause, .. } => {
            format!("{} of {} entered the water after {}", people(*n), boat(*b), cause.title())
        }
        What::ReachedSafety { person } => {
            format!("One person of {} got out of the water unaided", boat(super::BoatId(person.group)))
        }
        What::Died { boat: b, cause, found, .. } => {
            format!("One person of {} died ({}){}", boat(*b), cause.title(), if *found { "" } else { "; missing" })
        }
        What::DistressCalled { boat: b, side, early } => {
            let early = if *early { ", made before any distress," } else { "" };
            format!("A call for help from {}{early} reached {}", boat(*b), side.centre())
        }
        What::CallNotActedOn { boat: b, side } => {
            format!("{} did not act on a call from {}", side.centre(), boat(*b))
        }
        What::PhaseDeclared { boat: b, side, contact, phase: Phase::Routine } => {
            format!("{} ended the emergency phase of contact {contact} ({})", side.centre(), boat(*b))
        }
        What::PhaseDeclared { boat: b, side, contact, phase } => {
            format!("{} declared the {} for contact {contact} ({})", side.centre(), phase.title(), boat(*b))
        }
        What::ReportMisattributed { boat: b, side, with, contact } => {
            format!("{} took a report on {} for one on {} (contact {contact})", side.centre(), boat(*b), boat(*with))
        }
        What::ReportMerged { boat: b, side, with, contact } => format!(
            "A report on {} was taken for one on {}: {} holds both as contact {contact}",
            boat(*b),
            boat(*with),
            side.centre()
        ),
        What::CaseClosedWrongly { boat: b, side, contact } => format!(
            "{} closed contact {contact} as found; {}, taken for the same boat, was not",
            side.centre(),
            boat(*b)
        ),
        What::CaseClosedOnWord { boat: b, side, contact } => format!(
            "{} closed contact {contact} ({}) on word from {} that the case is over",
            side.centre(),
            boat(*b),
            side.other().centre()
        ),
        What::ReportedOverdue { boat: b, awaited, error } => format!(
            "{} was reported overdue to both centres by {}; its place is known to about {:.0} nm",
            boat(*b),
            if *awaited { "people who await it" } else { "the centre that had seen it set out" },
            error.nm()
        ),
        What::OverdueSighted { boat: b, side, contact, by } => {
            format!(
                "{} learned that contact {contact} ({}), which had not come, was seen (from {by})",
                side.centre(),
                boat(*b)
            )
        }
        What::ContactRegained { boat: b, side, contact, by } => {
            format!("{} regained contact {contact} ({}) (from {by})", side.centre(), boat(*b))
        }
        What::SearchStarted { boat: b, contact, unit, pattern, error, .. } => format!(
            "{} found nothing and began to search for contact {contact} ({}) by {}, within about {:.1} nm",
            names.unit(*unit),
            boat(*b),
            pattern.title(),
            error.nm()
        ),
        What::SearchEnded { boat: b, contact, success, reason, .. } => format!(
            "The search for contact {contact} ({}) ended: {} (probability of success so far {:.0} %)",
            boat(*b),
            reason.title(),
            100.0 * success
        ),
        What::ContactGained { boat: b, side, contact, look, aboard_best, by } => {
            let aboard = match look {
                ContactLook::Unknown => String::new(),
                ContactLook::TaxiBoat | ContactLook::Loaded => format!(", about {aboard_best:.0} aboard"),
            };
            format!(
                "{} learned of {} as contact {contact}: {}{aboard} (from {by})",
                side.centre(),
                boat(*b),
                look.title()
            )
        }
        What::AuthorityRequested { boat: b, side, contact, asked } => format!(
            "{} asked for an order of authority to {}",
            side.centre(),
            asked.order.phrase(&format!("contact {contact} ({})", boat(*b)))
        ),
        What::AuthorityAskedAhead { boat: b, side, contact, rule } => format!(
            "{} asked ahead: rule \"{rule}\" does not apply to contact {contact} ({}) yet",
            side.centre(),
            boat(*b)
        ),
        What::AuthorityAnswered { boat: b, contact, act, refused, after_min, waited_min, .. } => {
            let answer = refused.map_or_else(|| "given".to_owned(), |why| format!("not given ({})", why.title()));
            let waited =
                if *waited_min < 0.5 { String::new() } else { format!(", {waited_min:.0} of them waiting for a desk") };
            format!(
                "The order of authority to {} was {answer} after {after_min:.0} min{waited}",
                act.phrase(&format!("contact {contact} ({})", boat(*b)))
            )
        }
        What::AuthorityExpired { boat: b, contact, act, after_min, .. } => format!(
            "The order of authority to {} expired after {after_min:.0} min",
            act.phrase(&format!("contact {contact} ({})", boat(*b)))
        ),
        What::CommitmentStood { state, probability } => format!(
            "Political commitment{}: a lawful request gets its order with probability {probability:.2}",
            state.map_or_else(String::new, |s| format!(" ({})", s.title()))
        ),
        What::CommitmentStoodFor { side, state, probability } => format!(
            "Political commitment of the {} side{}: a lawful request gets its order with probability {probability:.2}",
            side.adjective(),
            state.map_or_else(String::new, |s| format!(" ({})", s.title()))
        ),
        What::StepsAllowed { unit, boat: b, steps, .. } => {
            format!("{} may stop {} by these steps and no others: {}", names.unit(*unit), boat(*b), steps.words())
        }
        What::LeftUnhelped { boat: b, side, contact, able, .. } => format!(
            "{} has nobody on the way to help contact {contact} ({}), which shows signs of danger; units that could go: {able}",
            side.centre(),
            boat(*b)
        ),
        What::NeedOver { boat: b, side, contact } => {
            format!("{} sees no signs of danger any more in contact {contact} ({})", side.centre(), boat(*b))
        }
        What::CommitmentFell { boat: b, before, after } => format!(
            "After a death in the interception of {} political commitment fell from {before:.2} to {after:.2}",
            boat(*b)
        ),
        What::EvidenceRecorded { boat: b, contact, unit, .. } => {
            format!("{} recorded evidence on contact {contact} ({})", names.unit(*unit), boat(*b))
        }
        What::OrderGiven { unit, boat: b, contact, order, why } => format!(
            "{} was ordered to {} by rule \"{}\"",
            names.unit(*unit),
            order.phrase(&format!("contact {contact} ({})", boat(*b))),
            why.rule
        ),
        What::CentreOrdered { side, boat: b, contact, order, why } => format!(
            "{} ordered: {} by rule \"{}\"",
            side.centre(),
            order.phrase(&format!("contact {contact} ({})", boat(*b))),
            why.rule
        ),
        What::CanalClosed { canal } => {
            let title = SILLS.iter().find(|s| s.id == *canal).map_or(*canal, |s| s.title);
            format!("A boom closes the {title}")
        }
        What::Displaced { boat: b } => format!("{} is taken to its beach, as its canal is closed", boat(*b)),
        What::ShoreTeamSent { boat: b, contact, by, .. } => {
            format!("A team of {by} was sent ashore to contact {contact} ({})", boat(*b))
        }
        What::ShoreTeamArrived { boat: b, contact, in_time, .. } => format!(
            "A team ashore came to contact {contact} ({}): the boat {}",
            boat(*b),
            if *in_time { "had not left" } else { "was gone" }
        ),
        What::WeaponsAllowed { boat: b, contact, .. } => {
            format!("The team sent to contact {contact} ({}) may use intermediate-force weapons", boat(*b))
        }
        What::WeaponsUsed { boat: b, contact, people: n, hurt, .. } => {
            let care = match hurt {
                0 => "nobody was hurt".to_owned(),
                1 => "1 of them was hurt and needs care".to_owned(),
                k => format!("{k} of them were hurt and need care"),
            };
            format!(
                "A team ashore used intermediate-force weapons at contact {contact} ({}), where {} were; {care}",
                boat(*b),
                people(*n)
            )
        }
        What::RushedAsTeamCame { boat: b, people: n } => {
            format!("People rushed {} as a team ashore came; {n} were aboard", boat(*b))
        }
        What::WadedIn { boat: b, aboard, cut } => {
            let done = if *cut { "cut its tubes" } else { "did not reach its tubes" };
            format!("A team waded in to {} ({aboard} aboard) and {done}", boat(*b))
        }
        What::PreventedAshore { boat: b, people: n } => {
            format!("A team ashore kept {} and {} from leaving", boat(*b), people(*n))
        }
        What::ContactHandedOver { boat: b, side, contact } => {
            format!("{} handed contact {contact} ({}) over to the other centre", side.centre(), boat(*b))
        }
        What::Hailed { boat: b, unit, wants_help } => format!(
            "{} hailed {}: those aboard {}",
            names.unit(*unit),
            boat(*b),
            if *wants_help { "want help" } else { "want no help" }
        ),
        What::UnitDeparted { unit } => format!("{} got under way", names.unit(*unit)),
        What::UnitOnScene { unit, boat: b, order } => {
            format!("{} reached {} to {}", names.unit(*unit), boat(*b), order.verb())
        }
        What::TaskEnded { unit, boat: b, order, end, why } => {
            let by = why.as_ref().map_or_else(String::new, |w| format!(" (now: {})", w.by()));
            format!("{}: task to {} ended, {}{by}", names.unit(*unit), order.phrase(&boat(*b)), end.title())
        }
        What::HelpRefused { boat: b, unit } => {
            format!("Everyone aboard {} declined the help of {}", boat(*b), names.unit(*unit))
        }
        What::Transferred { boat: b, unit, people: n } => {
            format!("{} took {} off {}", names.unit(*unit), people(*n), boat(*b))
        }
        What::Recovered { boat: b, unit, who } => {
            let n = u32::try_from(who.len()).unwrap_or(u32::MAX);
            format!("{} took {} of {} out of the water", names.unit(*unit), people(n), boat(*b))
        }
        What::OrderedToStop { boat: b, unit, aboard, .. } => {
            format!("{} ordered {} ({} aboard) to stop", names.unit(*unit), boat(*b), aboard)
        }
        What::OrderAnswered { boat: b, unit, complied: true } => {
            format!("{} stopped as {} had ordered", boat(*b), names.unit(*unit))
        }
        What::OrderAnswered { boat: b, unit, complied: false } => {
            format!("{} did not stop as {} had ordered", boat(*b), names.unit(*unit))
        }
        What::InterceptionTried { boat: b, unit, aboard, .. } => {
            format!("{} began to stop {} ({} aboard)", names.unit(*unit), boat(*b), aboard)
        }
        What::NetLaid { boat: b, unit, fouled } => {
            let held = if *fouled { "its propeller is fouled" } else { "it runs clear of it" };
            format!("{} laid a net before {}: {held}", names.unit(*unit), boat(*b))
        }
        What::StruckByUnit { boat: b, unit, aboard } => {
            format!("{} struck {} ({} aboard) while laying a net", names.unit(*unit), boat(*b), aboard)
        }
        What::TubesCut { boat: b, unit, aboard, cut } => {
            let done = if *cut { "its tubes were cut" } else { "its tubes were not cut" };
            format!("{} reached for the tubes of {} ({aboard} aboard): {done}", names.unit(*unit), boat(*b))
        }
        What::Rammed { boat: b, unit, aboard, stopped, burst } => {
            let then = match (stopped, burst) {
                (_, true) => "a tube burst",
                (true, false) => "it stopped",
                (false, false) => "it did not stop",
            };
            format!("{} struck {} ({aboard} aboard), as ordered: {then}", names.unit(*unit), boat(*b))
        }
        What::Diverted { boat: b, unit, aboard } => {
            format!("{} ({} aboard) goes to port under the escort of {}", boat(*b), aboard, names.unit(*unit))
        }
        What::InterceptionDone { boat: b, unit, aboard } => {
            format!("{} stopped {} and brought {} in", names.unit(*unit), boat(*b), people(*aboard))
        }
        What::InterceptionAborted { boat: b, unit } => {
            format!("{} broke off the interception of {}", names.unit(*unit), boat(*b))
        }
        What::BlockTried { boat: b, unit, aboard, .. } => {
            format!("{} began to block {} ({} aboard)", names.unit(*unit), boat(*b), aboard)
        }
        What::BlockedBoatStopped { boat: b, unit, aboard } => {
            format!("{} ({} aboard) stopped for {}", boat(*b), aboard, names.unit(*unit))
        }
        What::GaveUpCrossing { boat: b, aboard } => {
            format!("{} turned back to its beach of its own accord with {aboard} people", boat(*b))
        }
        What::TurnedBack { boat: b, unit, aboard, .. } => {
            format!("{} ({} aboard) turned back to the shore before {}", boat(*b), aboard, names.unit(*unit))
        }
        What::WentOn { boat: b, unit } => format!("{} did not stop for {} and went on", boat(*b), names.unit(*unit)),
        What::TakenInTow { boat: b, unit, aboard } => {
            format!("{} took {} in tow with {} aboard", names.unit(*unit), boat(*b), aboard)
        }
        What::CastOff { boat: b, unit } => {
            format!("{} cast off {} to take its people aboard", names.unit(*unit), boat(*b))
        }
        What::EngineDropped { boat: b } => format!("Those aboard {} dropped or cut their engine", boat(*b)),
        What::UnitUnavailable { unit } => format!("{} is not available this night", names.unit(*unit)),
        What::AircraftGrounded { unit, cause } => format!("{} does not fly: {}", names.unit(*unit), cause.title()),
        What::AircraftCleared { unit } => format!("{} can fly after all and takes off", names.unit(*unit)),
        What::UnitReturned { unit, cause } => {
            format!("{} had to return to port: {}", names.unit(*unit), cause.title())
        }
        What::HandedOver { from, to, people: n } => {
            format!("{} handed {} over to {}", names.unit(*from), people(*n), names.unit(*to))
        }
        What::BoatLanded { boat: b, shore, people: n } => {
            format!("{} came ashore in {} with {}", boat(*b), shore.title(), people(*n))
        }
        What::PeopleLanded { unit, shore, people: n, .. } => {
            format!("{} landed {} in {}", names.unit(*unit), people(*n), shore.title())
        }
        What::HandedAshore { boat: b, unit, to, people: n } => {
            format!("{} handed {} of {} over to {} ashore", names.unit(*unit), people(*n), boat(*b), to.title())
        }
        What::SeenFromShore { boat: b, boarding, off } => {
            let does = if *boarding { "was boarded" } else { "went along the shore" };
            format!("{} {does} by daylight in sight of the beach, {:.0} m off", boat(*b), off.m())
        }
        What::UnitsAccounted { units } => {
            let hours: f64 = units.iter().map(|u| u.at_sea.h()).sum();
            format!("Units had been out for {hours:.1} h in all")
        }
        What::CoverAccounted { france, united_kingdom } => format!(
            "People lay beyond the reach of any free rescue unit for {:.0} min in the French and {:.0} min in the British region",
            france.min_(),
            united_kingdom.min_()
        ),
        What::HazardsAccounted { hazards } => {
            let expected: f64 =
                Hazard::ALL.iter().zip(hazards.iter()).filter(|(h, _)| h.is_death()).map(|(_, a)| a.expected).sum();
            format!("The odds of this night's history came to {expected:.2} deaths, cold aboard not counted")
        }
        What::PeopleAccounted { people: list } => {
            format!("{} were accounted for", people(u32::try_from(list.len()).unwrap_or(u32::MAX)))
        }
        What::NightEnded { tally } => format!(
            "The night ended: {} in the UK, {} landed in France, {} waiting ashore, {} at sea, {} dead, {} missing",
            tally.landed_uk,
            tally.landed_fr,
            tally.waiting,
            tally.aboard_boat + tally.aboard_unit + tally.in_water,
            tally.dead,
            tally.missing
        ),
    }
}

/// One line of a log: day and clock (UTC), tick, sentence.
#[must_use]
pub fn line(event: &Event, names: &Names) -> String {
    format!("{}  {}", event.tick.at(names.start).day_clock(), sentence(&event.what, names))
}

/// Why it was decided, where the event is a decision by rules.
#[must_use]
pub fn why_of(what: &What) -> Option<&super::Why> {
    match what {
        What::OrderGiven { why, .. } | What::CentreOrdered { why, .. } | What::TaskEnded { why: Some(why), .. } => {
            Some(why)
        }
        _ => None,
    }
}

/// The boat an event is about, if any: life stories filter by it.
#[must_use]
pub fn boat_of(what: &What) -> Option<super::BoatId> {
    match what {
        What::DidNotDepart { boat, .. }
        | What::WaitedForTide { boat }
        | What::Launched { boat, .. }
        | What::BoardingStarted { boat, .. }
        | What::BoardingEnded { boat, .. }
        | What::CrossingStarted { boat, .. }
        | What::EngineFailed { boat }
        | What::EngineRestarted { boat }
        | What::HullFailed { boat, .. }
        | What::Swamped { boat, .. }
        | What::Flooded { boat }
        | What::CrowdShifted { boat, .. }
        | What::FuelRanOut { boat }
        | What::RanAground { boat, .. }
        | What::Refloated { boat }
        | What::BoatRushed { boat, .. }
        | What::Overturned { boat }
        | What::FamiliesParted { boat, .. }
        | What::ShipPassedClose { boat, .. }
        | What::RunDown { boat }
        | What::Crushed { boat, .. }
        | What::EnteredWater { boat, .. }
        | What::Died { boat, .. }
        | What::DistressCalled { boat, .. }
        | What::CallNotActedOn { boat, .. }
        | What::PhaseDeclared { boat, .. }
        | What::ReportMisattributed { boat, .. }
        | What::ReportMerged { boat, .. }
        | What::CaseClosedWrongly { boat, .. }
        | What::CaseClosedOnWord { boat, .. }
        | What::ReportedOverdue { boat, .. }
        | What::OverdueSighted { boat, .. }
        | What::ContactRegained { boat, .. }
        | What::SearchStarted { boat, .. }
        | What::SearchEnded { boat, .. }
        | What::ContactGained { boat, .. }
        | What::AuthorityRequested { boat, .. }
        | What::AuthorityAskedAhead { boat, .. }
        | What::AuthorityAnswered { boat, .. }
        | What::LeftUnhelped { boat, .. }
        | What::NeedOver { boat, .. }
        | What::AuthorityExpired { boat, .. }
        | What::CommitmentFell { boat, .. }
        | What::EvidenceRecorded { boat, .. }
        | What::OrderGiven { boat, .. }
        | What::CentreOrdered { boat, .. }
        | What::Displaced { boat }
        | What::ShoreTeamSent { boat, .. }
        | What::ShoreTeamArrived { boat, .. }
        | What::RushedAsTeamCame { boat, .. }
        | What::WeaponsAllowed { boat, .. }
        | What::WeaponsUsed { boat, .. }
        | What::WadedIn { boat, .. }
        | What::PreventedAshore { boat, .. }
        | What::ContactHandedOver { boat, .. }
        | What::Hailed { boat, .. }
        | What::UnitOnScene { boat, .. }
        | What::TaskEnded { boat, .. }
        | What::HelpRefused { boat, .. }
        | What::Transferred { boat, .. }
        | What::Recovered { boat, .. }
        | What::OrderedToStop { boat, .. }
        | What::OrderAnswered { boat, .. }
        | What::StepsAllowed { boat, .. }
        | What::HandedAshore { boat, .. }
        | What::InterceptionTried { boat, .. }
        | What::NetLaid { boat, .. }
        | What::StruckByUnit { boat, .. }
        | What::TubesCut { boat, .. }
        | What::Rammed { boat, .. }
        | What::Diverted { boat, .. }
        | What::InterceptionDone { boat, .. }
        | What::InterceptionAborted { boat, .. }
        | What::BlockTried { boat, .. }
        | What::BlockedBoatStopped { boat, .. }
        | What::TurnedBack { boat, .. }
        | What::GaveUpCrossing { boat, .. }
        | What::WentOn { boat, .. }
        | What::TakenInTow { boat, .. }
        | What::CastOff { boat, .. }
        | What::EngineDropped { boat }
        | What::SeenFromShore { boat, .. }
        | What::BoatLanded { boat, .. } => Some(*boat),
        What::ReachedSafety { person } => Some(super::BoatId(person.group)),
        What::CanalClosed { .. }
        | What::CommitmentStood { .. }
        | What::CommitmentStoodFor { .. }
        | What::UnitDeparted { .. }
        | What::UnitUnavailable { .. }
        | What::AircraftGrounded { .. }
        | What::AircraftCleared { .. }
        | What::UnitReturned { .. }
        | What::HandedOver { .. }
        | What::PeopleLanded { .. }
        | What::UnitsAccounted { .. }
        | What::CoverAccounted { .. }
        | What::HazardsAccounted { .. }
        | What::PeopleAccounted { .. }
        | What::NightEnded { .. } => None,
    }
}

/// The unit an event is about, if any.
#[must_use]
pub fn unit_of(what: &What) -> Option<super::UnitId> {
    match what {
        What::OrderGiven { unit, .. }
        | What::Hailed { unit, .. }
        | What::UnitDeparted { unit }
        | What::UnitOnScene { unit, .. }
        | What::SearchStarted { unit, .. }
        | What::TaskEnded { unit, .. }
        | What::HelpRefused { unit, .. }
        | What::Transferred { unit, .. }
        | What::Recovered { unit, .. }
        | What::OrderedToStop { unit, .. }
        | What::OrderAnswered { unit, .. }
        | What::StepsAllowed { unit, .. }
        | What::HandedAshore { unit, .. }
        | What::InterceptionTried { unit, .. }
        | What::NetLaid { unit, .. }
        | What::StruckByUnit { unit, .. }
        | What::TubesCut { unit, .. }
        | What::Rammed { unit, .. }
        | What::Diverted { unit, .. }
        | What::InterceptionDone { unit, .. }
        | What::InterceptionAborted { unit, .. }
        | What::BlockTried { unit, .. }
        | What::BlockedBoatStopped { unit, .. }
        | What::TurnedBack { unit, .. }
        | What::WentOn { unit, .. }
        | What::TakenInTow { unit, .. }
        | What::CastOff { unit, .. }
        | What::UnitUnavailable { unit }
        | What::EvidenceRecorded { unit, .. }
        | What::AircraftGrounded { unit, .. }
        | What::AircraftCleared { unit }
        | What::UnitReturned { unit, .. }
        | What::HandedOver { from: unit, .. }
        | What::PeopleLanded { unit, .. } => Some(*unit),
        _ => None,
    }
}
