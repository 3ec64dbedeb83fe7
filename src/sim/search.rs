//! Where does a unit look that finds nothing at the place it was sent to?
//!
//! It sails the corners of an expanding square (IAMSAR) about the believed place.
//! Left out: probability maps.

use crate::units::Vec2;

/// Corners of an expanding square (IAMSAR), track spacing equal to the sighting range.
pub fn search_offset(leg: u32, spacing_m: f64) -> Vec2 {
    let reach = f64::from(leg.div_ceil(2)) * spacing_m;
    match leg % 4 {
        1 => Vec2::new(0.0, reach),
        2 => Vec2::new(reach, reach * 0.5),
        3 => Vec2::new(reach * 0.5, -reach),
        _ => Vec2::new(-reach, 0.0),
    }
}
