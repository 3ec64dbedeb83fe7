#![doc = include_str!("../README.md")]
// The layers, in order: what comes later may import what came before, never the reverse
// (tests/architecture.rs holds the table).
pub mod units;
pub mod draws;
pub mod reading;
pub mod parameters;
pub mod geo;
pub mod environment;
pub mod agents;
pub mod doctrine;
pub mod scenario;
pub mod events;
pub mod sim;
pub mod metrics;
pub mod law;
pub mod ensemble;
pub mod analysis;
pub mod report;
pub mod cli;
#[cfg(feature = "gui")]
pub mod gui;
