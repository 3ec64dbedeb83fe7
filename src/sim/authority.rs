//! When does the order of authority come, if it comes?
//!
//! A rule marked `authorised` waits for the chain of authority. It is asked once for each contact; the answer comes after
//! the chain's delay and is yes or no by luck of the case (MODEL 11.1), so that both doctrines of a pair meet the same.

use super::people::People;
use super::state::{PlotEntry, Warrant};
use crate::agents::Side;
use crate::doctrine::{Contact, Doctrine};
use crate::draws::{Purpose, Subject};
use crate::events::{BoatId, What};
use crate::units::Duration;

/// The chain of authority is asked once for each contact; its answer comes when it comes.
pub(super) fn ask_authority(
    people: &mut People,
    rules: &Doctrine,
    boat: BoatId,
    side: Side,
    contact: &Contact,
    entry: &mut PlotEntry,
) {
    let Some(authority) = rules.authority.as_ref().filter(|_| entry.warrant == Warrant::NotAsked) else { return };
    #[expect(clippy::cast_possible_truncation, reason = "two sides")]
    let s = Subject::case(side.index() as u32, boat.0);
    let luck = people.fixed.luck;
    let minutes = luck.log_normal(s, Purpose::AuthorityDelay, 0, authority.delay_median.min_(), authority.delay_sigma);
    let granted = luck.chance(s, Purpose::AuthorityGrant, 0, authority.commitment);
    let after = Duration::minutes(minutes);
    entry.warrant = Warrant::Asked { answer: people.clock.tick.after(after), granted, after };
    people.log.note(people.clock.tick, What::AuthorityRequested { boat, side, contact: contact.number });
}

pub(super) fn answer_warrant(people: &mut People, boat: BoatId, side: Side, contact: &Contact, entry: &mut PlotEntry) {
    if let Warrant::Asked { answer, granted, after } = entry.warrant
        && people.clock.tick >= answer
    {
        entry.warrant = Warrant::Answered { granted };
        people.log.note(
            people.clock.tick,
            What::AuthorityAnswered { boat, side, contact: contact.number, granted, after_min: after.min_() },
        );
    }
}
