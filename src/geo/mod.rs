//! Where is what? Positions, projection, coast, distance to shore, areas, routes.
//!
//! Belongs here: geometry that holds whatever the hour. Does not belong here: anything that moves with
//! the tide (see `environment`), and reading files: every loader takes text or bytes.

pub mod projection;

pub use projection::{LatLon, to_lat_lon, to_plane};
