//! What is written in that file, and where is it wrong?
//!
//! A reader of RON (Rusty Object Notation) that keeps line and column on every value, and a decoder
//! that goes on after a mistake, so that the writer of a file sees every problem at once. It is our
//! own because readers built on `serde` stop at the first mistake and lose the places of values that
//! parse but make no sense (a port that does not exist, a wave height below zero).
//!
//! Belongs here: text → tree with places, tree → checked simple values, and the problems found. Does
//! not belong here: what a scenario, doctrine or parameter is (each has its own `load`), and opening
//! files (the core takes text).
//! Left out: byte strings and the `#![enable(…)]` extensions, which no file of ours needs.

pub mod decode;
pub mod lex;
pub mod parse;
pub mod problem;
pub mod tree;

pub use decode::{Fields, Report, nearest, unit_of, units_in_use};
pub use parse::parse;
pub use problem::{Checked, Problem};
pub use tree::{Kind, Node, Place};

/// The id of a file: its name without folders and endings (`a/b.doctrine.ron` is `b`).
#[must_use]
pub fn stem(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.split('.').next().unwrap_or(name)
}
