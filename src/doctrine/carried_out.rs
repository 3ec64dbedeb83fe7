//! What does the program do that no rule of a doctrine says?
//!
//! Rules say what a unit should do about a boat. Which unit is sent, how many, who stays away, and when an order is taken
//! back is the same under every doctrine, and whoever signs one should know it. Each line tells what `sim::decide`,
//! `sim::muster` and `sim::centre` do; docs/doctrine.md has the same lines (a test holds both together).
//!
//! Left out: what an order does once a unit is at the boat.

use crate::parameters::Register;
use crate::units::format::in_full;

/// The lines, with the numbers of the shipped register.
#[must_use]
pub fn carried_out() -> Vec<String> {
    let of = |id: &str| Register::shipped().get(id).map_or_else(|| "?".to_owned(), |e| in_full(e.value, 0));
    let (most, patience, again) = (of("most.units"), of("review.patience_min"), of("intercept.again_min"));
    let (unknown, days) = (of("planning.number_aboard"), of("commitment.fall_days"));
    let lost = of("contact.lost_after_min");
    [
        "Each centre goes through the boats on its own plot once a minute, those in the list of priorities first and in its order; any other boat every two minutes.".to_owned(),
        "The rules are tried for the units that are at a boat already, then for others, the nearest first: those that have room for everybody and water enough, then the rest. A boat not yet told apart is planned for as one with ".to_owned() + &unknown + " people.",
        "A unit turns from one boat to another only for a more urgent order: to rescue goes before to intercept or block, that before to offer assistance or to search, and that before to shadow, escort, hail or stand by. For an order as urgent it turns only to a boat that stands before its own by the list of priorities, and only if no other unit can be sent.".to_owned(),
        "One unit keeps company, asks, intercepts or searches, and one may stand by beside it. Whoever intercepts or blocks a boat is not counted as within reach for a rescue, and a unit counted on at one interception is not counted on at another. More are sent only to a rescue or an offer, until there is a place for everybody; people in the water are never left to one unit. No boat has more than ".to_owned() + &most + " units.",
        "No unit leaves port to shadow, escort or hail, unless the rule says `from_port`. No unit is sent into a sea that the forecast says is too rough for it, unless to help people.".to_owned(),
        "Aircraft are sent only to a rescue where distress is declared or people are in the water, and to searches. A unit with people aboard that it has taken off is sent to help only, and only if it has places for half of those on the next boat.".to_owned(),
        "An order that its rule no longer gives is taken back after ".to_owned() + &patience + " min, once work in hand is done; a more urgent one takes its place at once.",
        "An order of authority is asked for as soon as the rule that needs it is the first that applies; until it is given the next rule that applies is followed. A rule with `ask_when` has its order asked for before it applies itself, for each boat of which that holds and to which no rule before it applies; an order that comes early is kept until it expires. An order covers what its rule orders, with no more force than that rule allows; for any other act another is asked for.".to_owned(),
        "An order of a centre is given once for each boat, to crews in port once a night. One that was given, or can't be carried out now, is passed over: the next rule of the centre that applies has its turn.".to_owned(),
        "A boat that no step has stopped goes on, and is tried again after ".to_owned() + &again + " min where the steps allow force or blocking; one that did not stop when ordered is not ordered again.",
        "Whoever has a boat in view keeps it in view and looks again, whatever the order. Only a boat that every unit asked is to ignore is not looked at again: it is carried on by its last course and dropped from the plot after ".to_owned() + &lost + " min, unless somebody calls, sees people in the water or comes upon it anew.",
        "A death in an interception lowers the commitment for the rest of the night, and for ".to_owned() + &days + " days where the file names its day.",
    ]
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_on_doctrines_says_the_same_and_every_number_is_registered() {
        let page = include_str!("../../docs/doctrine.md");
        for line in carried_out() {
            assert!(!line.contains('?'), "a number is not in the register: {line}");
            assert!(page.contains(&line), "docs/doctrine.md does not say: {line}");
        }
    }
}
