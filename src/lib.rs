#![doc = include_str!("../README.md")]
// The layers, in order: what comes later may import what came before, never the reverse
// (tests/architecture.rs holds the table).
pub mod draws;
pub mod geo;
pub mod units;
