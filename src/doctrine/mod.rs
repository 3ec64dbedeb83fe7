//! What may a unit do about that contact? Rule sets as data, decided on a `Picture`, never on truth.
//!
//! A doctrine is an ordered list of rules: first match wins; `extends` inherits and overrides by rule
//! id. `decide` is a pure function from a picture to a decision that says which rule fired, on which
//! facts, and whether an order of authority is needed first.
//!
//! Belongs here: conditions, orders, rules, authority. Does not belong here: reading files (`load`
//! takes parsed text), and what an order does to people (`sim`).

pub mod authority;
pub mod chains;
pub mod commitment;
pub mod condition;
pub mod desks;
pub mod load;
pub mod order;
pub mod picture;
pub mod read_condition;
mod read_authority;
mod read_picture;
pub mod rule;

pub use authority::{Authority, OrderState, Refusal};
pub use chains::Chains;
pub use commitment::{Commitment, CommitmentState};
pub use condition::Condition;
pub use order::Order;
pub use picture::{Contact, ContactLook, ForceView, Picture, SeaView, UnitView};
pub use rule::{Decision, Doctrine, Fact, Rule, decide};
