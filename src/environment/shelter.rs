//! How much of the open sea's waves reaches this place, past the land that lies upwind?
//!
//! A wind sea comes to a place from all directions about the wind's, each with the share cos² of the angle
//! between (the usual directional spreading of wind waves; Shore Protection Manual 1984, from standard
//! literature). What comes from one direction has grown over the water on that side: its energy is to the open
//! sea's as the fetch there to the open fetch (JONSWAP: height goes with the root of the fetch, MODEL 2.1), and
//! never more than it. The distances to land are measured once, on the depth grid, in sixteen directions.
//!
//! Left out: swell, which bends round headlands; waves bent and broken by banks; and land beyond the area, which
//! counts as open water (the Belgian coast east of Nieuwpoort, the coast south of the Somme).

use crate::units::{Angle, Vec2};

use super::depth::DepthGrid;
use super::lattice::{AREA_MAX, AREA_MIN, Lattice};

/// Directions in which land is looked for.
const DIRECTIONS: usize = 16;
/// Distance between the places for which it is, m: the depth grid's own cells are 0.9 km.
const CELL_M: f64 = 1_500.0;
/// First step of the look, m, and what each step grows by: a look of 200 km takes thirty steps.
const FIRST_STEP_M: f64 = 400.0;
const GROWTH: f64 = 1.2;

/// Distance to land in sixteen directions, over the area.
#[derive(Clone, Debug, PartialEq)]
pub struct Shelter {
    lattice: Lattice,
    /// Kilometres, by node and direction; infinite where the look leaves the area.
    fetch_km: Vec<[f32; DIRECTIONS]>,
    towards: [Vec2; DIRECTIONS],
}

impl Shelter {
    /// Looks round from each node. Ground above mean sea level counts as land.
    #[must_use]
    pub fn new(depths: &DepthGrid) -> Self {
        let lattice = Lattice::covering_area(CELL_M);
        let towards =
            core::array::from_fn(|k| Vec2::from_bearing(Angle::degrees(k as f64 * (360.0 / DIRECTIONS as f64)), 1.0));
        let is_water = |p: Vec2| depths.depth_below_msl(p) > 0.0;
        let nodes: Vec<Vec2> = lattice.nodes().collect();
        let wet: Vec<bool> = nodes.iter().map(|p| is_water(*p)).collect();
        let mut fetch_km: Vec<[f32; DIRECTIONS]> = nodes
            .iter()
            .zip(&wet)
            .map(|(from, wet)| if *wet { towards.map(|d| look(*from, d, &is_water)) } else { [0.0; DIRECTIONS] })
            .collect();
        // A boat close to the beach may be nearest to a node on land: that node takes the mean of its wet neighbours.
        let (nx, ny) = (lattice.nx, lattice.ny);
        for i in (0..nodes.len()).filter(|i| !wet[*i]) {
            let (x, y) = (i % nx, i / nx);
            let mut near = Vec::new();
            for j in y.saturating_sub(1)..=(y + 1).min(ny - 1) {
                near.extend((x.saturating_sub(1)..=(x + 1).min(nx - 1)).map(|k| j * nx + k).filter(|n| wet[*n]));
            }
            if !near.is_empty() {
                fetch_km[i] = core::array::from_fn(|d| {
                    near.iter().map(|n| fetch_km[*n][d].min(OPEN_KM)).sum::<f32>() / near.len() as f32
                });
            }
        }
        Self { lattice, fetch_km, towards }
    }

    /// Share of the open sea's significant height that reaches this place. `wind` is the unit vector towards which
    /// the wind blows, `open_fetch_km` the fetch that the open sea's height grew over.
    #[must_use]
    pub fn height_share(&self, at: Vec2, wind: Vec2, open_fetch_km: f64) -> f64 {
        let fetches = &self.fetch_km[self.nearest(at)];
        let (mut energy, mut all) = (0.0, 0.0);
        for (towards, fetch) in self.towards.iter().zip(fetches) {
            // Upwind is where the wind comes from.
            let along = -(towards.x * wind.x + towards.y * wind.y);
            if along > 0.0 {
                let weight = along * along;
                all += weight;
                energy += weight * (f64::from(*fetch) / open_fetch_km).min(1.0);
            }
        }
        (energy / all).sqrt()
    }

    /// Distance to land in the direction (unit vector), km: that of the nearest of the sixteen.
    #[must_use]
    pub fn fetch_km(&self, at: Vec2, towards: Vec2) -> f64 {
        let along = |d: &Vec2| d.x * towards.x + d.y * towards.y;
        let best =
            (0..DIRECTIONS).fold(0, |b, k| if along(&self.towards[k]) > along(&self.towards[b]) { k } else { b });
        f64::from(self.fetch_km[self.nearest(at)][best])
    }

    fn nearest(&self, at: Vec2) -> usize {
        let cell = self.lattice.locate(at);
        let [_, se, nw, ne] = cell.weights;
        let east = usize::from(se + ne > 0.5);
        let north = usize::from(nw + ne > 0.5);
        cell.index + north * self.lattice.nx + east
    }
}

/// What counts as open when neighbours are averaged, km: beyond the longest fetch of the register's bounds.
const OPEN_KM: f32 = 1_000.0;

/// Kilometres from a place at sea to the first land, infinite if the look leaves the area.
fn look(from: Vec2, towards: Vec2, is_water: &impl Fn(Vec2) -> bool) -> f32 {
    let (mut gone, mut step) = (0.0, FIRST_STEP_M);
    loop {
        gone += step;
        step *= GROWTH;
        let p = from + towards * gone;
        if p.x < AREA_MIN.x || p.y < AREA_MIN.y || p.x > AREA_MAX.x || p.y > AREA_MAX.y {
            return f32::INFINITY;
        }
        if !is_water(p) {
            #[expect(clippy::cast_possible_truncation, reason = "kilometres: single precision is plenty")]
            return (gone / 1000.0) as f32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::*;
    use crate::geo::{LatLon, to_plane};
    use proptest::prelude::*;

    fn towards(bearing_deg: f64) -> Vec2 {
        Vec2::from_bearing(Angle::degrees(bearing_deg), 1.0)
    }

    /// The share with wind FROM this bearing.
    fn share(lat: f64, lon: f64, from_deg: f64, open_km: f64) -> f64 {
        SHELTER.height_share(to_plane(LatLon::new(lat, lon)), towards(from_deg + 180.0), open_km)
    }

    #[test]
    fn off_the_french_coast_an_offshore_wind_raises_little_and_an_onshore_wind_all() {
        // Off Gravelines, 1.5 km from the beach: wind from the south-east comes over land, from the north not.
        let offshore = share(51.035, 2.10, 150.0, 20.0);
        let onshore = share(51.035, 2.10, 340.0, 100.0);
        assert!(offshore < 0.5, "{offshore}");
        assert!(onshore > 0.85, "{onshore}");
        assert!(share(51.25, 2.3, 0.0, 150.0) > 0.95, "open to the North Sea");
    }

    #[test]
    fn the_look_finds_the_other_shore() {
        // From off Cap Gris-Nez to the north-west lies Kent, some 30 km off.
        let km = SHELTER.fetch_km(to_plane(LatLon::new(50.885, 1.54)), towards(315.0));
        assert!((20.0..45.0).contains(&km), "{km}");
    }

    proptest! {
        #[test]
        fn a_share_is_a_share_and_falls_with_the_open_fetch(lat in 50.3_f64..51.4, lon in 0.8_f64..2.7, from in 0.0_f64..360.0, open in 5.0_f64..150.0) {
            let at = to_plane(LatLon::new(lat, lon));
            let near = SHELTER.height_share(at, towards(from + 180.0), open);
            prop_assert!((0.0..=1.0).contains(&near));
            prop_assert!(SHELTER.height_share(at, towards(from + 180.0), 2.0 * open) <= near + 1e-9);
        }
    }

    static SHELTER: std::sync::LazyLock<Shelter> = std::sync::LazyLock::new(|| Shelter::new(fixtures::depths()));
}
