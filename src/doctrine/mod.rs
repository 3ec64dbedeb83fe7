//! What may a unit do about that contact? Rule sets as data, decided on a `Picture`, never on truth.
//!
//! A doctrine is an ordered list of rules: first match wins; `extends` inherits and overrides by rule
//! id. `decide` is a pure function from a picture to a decision that says which rule fired, on which
//! facts, and whether an order of authority is needed first.
//!
//! Belongs here: conditions, orders, rules, authority. Does not belong here: reading files (`load`
//! takes parsed text), and what an order does to people (`sim`).

mod acts;
pub mod authority;
mod carried_out;
pub mod chains;
pub mod commitment;
pub mod compile;
pub mod condition;
mod coverage;
pub mod desk_numbers;
pub mod desks;
mod diff;
#[cfg(test)]
mod every_number_tests;
mod explain;
pub mod file_test;
pub mod layer;
pub mod load;
#[cfg(test)]
mod load_tests;
#[cfg(test)]
mod ahead_tests;
#[cfg(test)]
mod practice_tests;
pub mod order;
pub mod others;
pub mod picture;
pub mod quantity;
pub mod reach;
mod read_parameters;
pub mod read_condition;
mod read_authority;
mod read_picture;
mod read_rules;
mod read_tests;
pub mod rule;
pub mod speed_limit;
mod words;

pub use acts::Acts;
pub use authority::{Authority, OrderState, Refusal};
pub use carried_out::carried_out;
pub use chains::Chains;
pub use commitment::{Commitment, CommitmentState};
pub use compile::{
    Program, Ranks, {Narrowed, RuleBook},
};
pub use condition::Condition;
pub use coverage::{Coverage, coverage};
pub use diff::{Change, diff};
pub use explain::{explain, rule_in_words};
pub use layer::{Layer, RuleId, Scope};
pub use order::{LandWith, Order, Step, Steps};
pub use others::{Orders, Other, OthersAtContact};
pub use picture::{Contact, ContactLook, ForceView, Heading, NearestPort, Picture, SeaView, UnitView};
pub use rule::{Alternative, Asking, Decision, Doctrine, DoctrineParameter, Fact, Reading, Rule, decide, decide_by};
pub use speed_limit::SpeedLimit;
