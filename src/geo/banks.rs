//! Which banks does a seaman know by name, and are they in the depths?
//!
//! The depth grid is smooth over some 8 km west of 2° E: there the Varne and the Goodwins are water like any
//! other. So they are named on the chart, with a line along each, and a place near one is told so. Positions
//! are rough; depths over the banks are not known to the program.

use super::csv::read_table;
use super::error::{ChartError, ChartFile};
use super::{LatLon, to_plane};
use crate::units::{Angle, Distance, Vec2};

/// A bank of sand.
#[derive(Clone, Debug, PartialEq)]
pub struct Bank {
    /// Short name.
    pub id: String,
    /// Name on the chart.
    pub name: String,
    /// The ends of the line along it.
    pub ends: [Vec2; 2],
    /// Do the shipped depths show it?
    pub in_grid: bool,
}

impl Bank {
    /// Metres from a place to the line along it.
    #[must_use]
    pub fn distance_m(&self, p: Vec2) -> f64 {
        let (along, to) = (self.ends[1] - self.ends[0], p - self.ends[0]);
        let share = ((along.x * to.x + along.y * to.y) / along.length_squared().max(1.0)).clamp(0.0, 1.0);
        (to - along * share).length()
    }
}

/// Reads the table of banks.
pub(super) fn read_banks(text: &str, errors: &mut Vec<ChartError>) -> Vec<Bank> {
    const COLUMNS: [&str; 8] = ["id", "name", "lat", "lon", "axis_deg", "length_nm", "in_grid", "source"];
    let file = ChartFile::Banks;
    let mut banks = Vec::new();
    for (line, f) in read_table(text, &COLUMNS, file, errors) {
        let mut number = |i: usize, low: f64, high: f64| {
            let value = f[i].parse::<f64>().ok().filter(|x| (low..=high).contains(x));
            if value.is_none() {
                let what = format!("{} `{}`", COLUMNS[i], f[i]);
                errors.push(ChartError::new(
                    file,
                    format!("line {line}"),
                    what,
                    format!("a number from {low} to {high}"),
                ));
            }
            value
        };
        let (lat, lon) = (number(2, 49.0, 53.0), number(3, -2.0, 5.0));
        let (axis, length) = (number(4, 0.0, 180.0), number(5, 0.5, 60.0));
        let in_grid = match f[6].as_str() {
            "yes" => true,
            "no" => false,
            other => {
                errors.push(ChartError::new(file, format!("line {line}"), format!("in_grid `{other}`"), "yes or no"));
                continue;
            }
        };
        if let (Some(lat), Some(lon), Some(axis), Some(length)) = (lat, lon, axis, length) {
            let half = Vec2::from_bearing(Angle::degrees(axis), Distance::nautical_miles(length / 2.0).m());
            let middle = to_plane(LatLon::new(lat, lon));
            banks.push(Bank { id: f[0].clone(), name: f[1].clone(), ends: [middle - half, middle + half], in_grid });
        }
    }
    banks
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    #[test]
    fn the_banks_off_dover_are_named_and_said_not_to_be_in_the_depths() {
        let banks = testing::chart().banks();
        for name in ["Varne", "Goodwin Sands", "Sandettié", "Colbart (The Ridge)", "South Falls", "Vergoyer"] {
            let bank = banks.iter().find(|b| b.name == name).unwrap_or_else(|| panic!("{name}"));
            assert!(!bank.in_grid && !testing::chart().is_land(bank.ends[0]), "{name}");
        }
        let varne = banks.iter().find(|b| b.id == "varne").unwrap();
        assert!(varne.distance_m(to_plane(LatLon::new(51.0, 1.36))) < 10.0);
        assert!(varne.distance_m(to_plane(LatLon::new(51.0, 2.0))) > 30_000.0);
    }

    #[test]
    fn bad_rows_are_told() {
        let mut errors = Vec::new();
        let text = "id,name,lat,lon,axis_deg,length_nm,in_grid,source\nx,X,north,1,0,5,no,s\ny,Y,51,1,0,5,perhaps,s\n";
        assert!(read_banks(text, &mut errors).is_empty() && errors.len() == 2, "{errors:?}");
    }
}
