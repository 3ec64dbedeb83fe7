//! What does one night come to under each of two doctrines?
//!
//! The same key, the same setting; only the doctrine differs. What comes out are the columns in the order
//! of `columns::infos`. The simulations are thrown away: a night that is wanted again is run again.

use super::columns;
use crate::doctrine::Doctrine;
use crate::draws::NightKey;
use crate::sim::{Setting, Simulation};
use std::sync::Arc;

/// The columns of one night under one doctrine.
///
/// # Errors
/// If people did not add up.
pub fn night(setting: &Arc<Setting>, doctrine: &Arc<Doctrine>, key: NightKey) -> Result<Vec<f64>, String> {
    let mut sim = Simulation::new(setting, doctrine, key);
    sim.run().map_err(|fault| fault.to_string())?;
    Ok(columns::values(sim.events()))
}

/// The columns of one night under both doctrines.
///
/// # Errors
/// If people did not add up in either.
pub fn pair(setting: &Arc<Setting>, doctrines: [&Arc<Doctrine>; 2], key: NightKey) -> Result<[Vec<f64>; 2], String> {
    Ok([night(setting, doctrines[0], key)?, night(setting, doctrines[1], key)?])
}
