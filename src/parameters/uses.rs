//! Where does the model use this number?
//!
//! A table made from the source: one row for each parameter and function that reads it. It is checked in
//! (`assets/parameters/uses.csv`) because an installed program has no source beside it, and a test makes it
//! anew and fails when the two differ (`tests/register.rs`), so it cannot grow stale.
//!
//! Numbers of classes of craft and sensors are used alike for all classes: they stand once, with `*` for the class.
//!
//! Left out: what a function does with the number; that is a look at the file away.

/// The table: `id,file,function`, in the register's order; the function is empty for a number read outside one.
pub const USES: &str = include_str!("../../assets/parameters/uses.csv");

/// A place in the source that reads a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    /// Register id; `craft.*.max_speed_kn` for a number of any class.
    pub id: &'static str,
    /// Path of the source file.
    pub file: &'static str,
    /// Function in it; empty if it is read outside one.
    pub function: &'static str,
}

/// All uses, in the register's order.
pub fn uses() -> impl Iterator<Item = Use> {
    USES.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        Some(Use { id: cells.next()?, file: cells.next()?, function: cells.next()? })
    })
}

/// Where the number of this id is used; a class's where that of any class is.
pub fn uses_of(id: &str) -> impl Iterator<Item = Use> {
    uses().filter(move |u| match u.id.split_once('*') {
        Some((kind, name)) => id.strip_prefix(kind).is_some_and(|rest| rest.ends_with(name)),
        None => u.id == id,
    })
}
