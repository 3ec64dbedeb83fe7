//! What can a doctrine tell a unit to do? A closed list; a new order is one variant and one function
//! in `sim`.

/// An order to one unit about one contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Order {
    /// Nothing: the contact is left alone.
    Ignore,
    /// Keep it on the plot; no unit moves.
    Observe,
    /// Go near and keep company at a distance, ready to help (MODEL 8 level 1).
    Shadow,
    /// Go alongside and offer to take people off; who refuses goes on (level 2).
    OfferAssistance,
    /// Save people in distress: from the water first, then from the boat (level 2).
    Rescue,
    /// Block or herd a boat so that it turns back or stops (level 3).
    Block,
    /// Stop a boat: order to stop, immobilise, take those aboard off (level 4).
    Intercept,
}

impl Order {
    /// All orders, for lists and spelling hints.
    pub const ALL: [Self; 7] =
        [Self::Ignore, Self::Observe, Self::Shadow, Self::OfferAssistance, Self::Rescue, Self::Block, Self::Intercept];

    /// The name in doctrine files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ignore => "Ignore",
            Self::Observe => "Observe",
            Self::Shadow => "Shadow",
            Self::OfferAssistance => "OfferAssistance",
            Self::Rescue => "Rescue",
            Self::Block => "Block",
            Self::Intercept => "Intercept",
        }
    }

    /// The verb for texts.
    #[must_use]
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Ignore => "ignore",
            Self::Observe => "observe",
            Self::Shadow => "shadow",
            Self::OfferAssistance => "offer assistance",
            Self::Rescue => "rescue",
            Self::Block => "block",
            Self::Intercept => "intercept",
        }
    }

    /// The order with its object: "rescue Boat 3", "offer assistance to Boat 3".
    #[must_use]
    pub fn phrase(self, object: &str) -> String {
        let link = if self == Self::OfferAssistance { " to" } else { "" };
        format!("{}{link} {object}", self.verb())
    }

    /// Does the order send a unit somewhere?
    #[must_use]
    pub const fn moves_a_unit(self) -> bool {
        matches!(self, Self::Shadow | Self::OfferAssistance | Self::Rescue | Self::Block | Self::Intercept)
    }

    /// Which order goes first when units are short: saving life before all else.
    #[must_use]
    pub const fn urgency(self) -> u8 {
        match self {
            Self::Rescue => 4,
            Self::Block | Self::Intercept => 3,
            Self::OfferAssistance => 2,
            Self::Shadow => 1,
            Self::Observe | Self::Ignore => 0,
        }
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
            assert!(order.moves_a_unit() || order.urgency() == 0);
        }
        assert_eq!(Order::Block.phrase("Boat 3"), "block Boat 3");
    }
}
