//! What lies behind the lines and words? Land as triangles and depth as a picture, on the graphics card.
//!
//! Land never moves, so it is cut into triangles once (earcut, after Held 2001) and only the camera moves.
//! Depth does move: a picture of the water in view is worked out anew when the tide has moved by a few
//! centimetres or the view has left it, so that ground dries and floods before one's eyes.
//!
//! Left out: depth contours with figures; the grid (0.9 km) does not carry them.

use super::camera::{Bounds, Viewport};
use super::theme::{Colours, Theme, mix};
use crate::environment::{AREA_MAX, AREA_MIN, SeaNight};
use crate::units::{Tick, Vec2};
use egui::Color32;

/// Corners and triangles of filled land, metres on the plane.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Triangles {
    /// Corners.
    pub corners: Vec<[f32; 2]>,
    /// Three corners each.
    pub indices: Vec<u32>,
}

/// Cuts polygons (outer ring first, then holes) into triangles.
pub fn triangulate<'a>(polygons: impl IntoIterator<Item = &'a [Vec<Vec2>]>) -> Triangles {
    let mut all = Triangles::default();
    let mut cutter = earcut::Earcut::new();
    for rings in polygons {
        let corners: Vec<[f64; 2]> = rings.iter().flatten().map(|p| [p.x, p.y]).collect();
        let mut holes: Vec<u32> = Vec::new();
        let mut start = 0;
        for ring in rings.iter().take(rings.len().saturating_sub(1)) {
            start += ring.len() as u32;
            holes.push(start);
        }
        let mut cut: Vec<u32> = Vec::new();
        cutter.earcut(corners.iter().copied(), &holes, &mut cut);
        let offset = all.corners.len() as u32;
        all.corners.extend(corners.iter().map(|c| [c[0] as f32, c[1] as f32]));
        all.indices.extend(cut.iter().map(|i| i + offset));
    }
    all
}

/// A picture of the depth now, row by row from the north.
#[derive(Clone, Debug, PartialEq)]
pub struct DepthPicture {
    /// What it shows.
    pub bounds: Bounds,
    /// Width and height in cells.
    pub size: (u32, u32),
    /// Red, green, blue, opacity.
    pub rgba: Vec<u8>,
    /// Metres in a point when it was made.
    metres_per_point: f64,
    /// Tide in its middle when it was made, metres.
    tide_m: f64,
    /// Of which night.
    night: u64,
}

/// The tide may move so far before the picture is made anew, metres.
const TIDE_STEP_M: f64 = 0.05;
/// The scale may change by this factor before.
const SCALE_STEP: f64 = 1.5;
/// How far the picture reaches beyond the view on each side, as a share of the view.
const BEYOND: f64 = 0.2;
/// Cells that share one value of the tide: it differs by millimetres between neighbours.
const TIDE_BLOCK: usize = 16;

impl DepthPicture {
    /// Is it still good for this view and moment?
    #[must_use]
    pub fn serves(&self, port: &Viewport, sea: &SeaNight, tick: Tick, night: u64) -> bool {
        let zoomed = self.metres_per_point / port.camera.metres_per_point;
        self.night == night
            && self.bounds.holds(&within_chart(&port.bounds()))
            && (1.0 / SCALE_STEP..=SCALE_STEP).contains(&zoomed)
            && (sea.tide_at(self.bounds.centre(), tick) - self.tide_m).abs() < TIDE_STEP_M
    }

    /// Paints the depth in and around a view.
    #[must_use]
    pub fn paint(port: &Viewport, sea: &SeaNight, tick: Tick, night: u64, theme: &Theme) -> Self {
        let view = port.bounds();
        let reach = view.size() * BEYOND;
        let bounds = within_chart(&Bounds { min: view.min - reach, max: view.max + reach });
        let cell = f64::from(theme.sizes.depth_cell.max(1.0)) * port.camera.metres_per_point;
        // A picture beyond two thousand cells would only be slow; no screen needs it.
        let cells = |m: f64| (m / cell).ceil().clamp(2.0, 2000.0) as usize;
        let (w, h) = (cells(bounds.size().x), cells(bounds.size().y));
        let at = |i: f64, j: f64| {
            let (x, y) = ((i + 0.5) / w as f64, (j + 0.5) / h as f64);
            Vec2::new(bounds.min.x + x * bounds.size().x, bounds.max.y - y * bounds.size().y)
        };
        let middle = |k: usize| (k / TIDE_BLOCK * TIDE_BLOCK + TIDE_BLOCK / 2) as f64;
        let mut rgba = Vec::with_capacity(w * h * 4);
        for j in 0..h {
            let tides: Vec<f64> =
                (0..w.div_ceil(TIDE_BLOCK)).map(|b| sea.tide_at(at(middle(b * TIDE_BLOCK), middle(j)), tick)).collect();
            for i in 0..w {
                let depth = sea.sea().depth_below_msl(at(i as f64, j as f64)) + tides[i / TIDE_BLOCK];
                rgba.extend(colour_of_depth(depth, &theme.colours).to_array());
            }
        }
        Self {
            bounds,
            size: (w as u32, h as u32),
            rgba,
            metres_per_point: port.camera.metres_per_point,
            tide_m: sea.tide_at(bounds.centre(), tick),
            night,
        }
    }
}

fn within_chart(b: &Bounds) -> Bounds {
    let hold = |p: Vec2| Vec2::new(p.x.clamp(AREA_MIN.x, AREA_MAX.x), p.y.clamp(AREA_MIN.y, AREA_MAX.y));
    let (min, max) = (hold(b.min), hold(b.max));
    // Never empty, also when the view lies beside the chart.
    Bounds { min, max: Vec2::new(max.x.max(min.x + 1000.0), max.y.max(min.y + 1000.0)) }
}

/// The shade of a depth: bands as on a chart, with soft edges.
fn colour_of_depth(depth_m: f64, c: &Colours) -> Color32 {
    if depth_m < 0.0 {
        return c.dries;
    }
    let bands =
        [(0.0, c.depth_0_m), (5.0, c.depth_5_m), (10.0, c.depth_10_m), (20.0, c.depth_20_m), (30.0, c.depth_30_m)];
    let i = bands.partition_point(|(from, _)| *from <= depth_m).saturating_sub(1);
    let (from, here) = bands[i];
    let Some(&(next_from, next)) = bands.get(i + 1) else { return here };
    // The last quarter of a band runs into the next one.
    let part = (depth_m - from) / (next_from - from);
    mix(here, next, ((part - 0.75) * 4.0) as f32)
}

#[cfg(test)]
mod tests {
    use super::super::camera::ChartCamera;
    use super::super::fixture;
    use super::*;

    fn area(t: &Triangles) -> f64 {
        t.indices
            .chunks_exact(3)
            .map(|i| {
                let [a, b, c] = [0, 1, 2].map(|k| t.corners[i[k] as usize].map(f64::from));
                ((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])).abs() / 2.0
            })
            .sum()
    }

    fn ring_area(ring: &[Vec2]) -> f64 {
        let next = |i: usize| ring[(i + 1) % ring.len()];
        (ring.iter().enumerate().map(|(i, p)| p.x * next(i).y - next(i).x * p.y).sum::<f64>() / 2.0).abs()
    }

    #[test]
    fn a_square_with_a_hole_is_covered_and_the_hole_is_not() {
        let square = |r: f64| vec![Vec2::new(-r, -r), Vec2::new(r, -r), Vec2::new(r, r), Vec2::new(-r, r)];
        let rings = [square(10.0), square(4.0)];
        assert!((area(&triangulate([rings.as_slice()])) - (400.0 - 64.0)).abs() < 1e-6);
    }

    #[test]
    fn triangles_cover_the_land_of_the_chart_exactly() {
        let stage = fixture::stage();
        let polygons = stage.setting.chart.coast.polygons();
        let cut = triangulate(polygons.iter().map(|p| p.rings.as_slice()));
        let land: f64 = polygons
            .iter()
            .map(|p| ring_area(&p.rings[0]) - p.rings[1..].iter().map(|r| ring_area(r)).sum::<f64>())
            .sum();
        assert!((area(&cut) / land - 1.0).abs() < 0.002, "{} of {land}", area(&cut));
    }

    fn port() -> Viewport {
        Viewport {
            rect: egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(300.0, 300.0)),
            camera: ChartCamera { centre: Vec2::new(20_000.0, 2000.0), metres_per_point: 60.0 },
        }
    }

    #[test]
    fn more_ground_is_dry_at_low_water() {
        let stage = fixture::stage();
        let theme = Theme::shipped();
        let pane = fixture::pane();
        let high = stage.course.iter().max_by(|a, b| a.tide_m.total_cmp(&b.tide_m)).expect("a course").tick;
        let low = stage.course.iter().min_by(|a, b| a.tide_m.total_cmp(&b.tide_m)).expect("a course").tick;
        let dry = |tick| {
            let p = DepthPicture::paint(&port(), pane.sea(), tick, 7, &theme);
            p.rgba.chunks_exact(4).filter(|c| *c == theme.colours.dries.to_array()).count()
        };
        assert!(dry(low) > dry(high) + 20, "{} and {}", dry(low), dry(high));
    }

    #[test]
    fn a_picture_serves_until_view_or_tide_have_moved() {
        let theme = Theme::shipped();
        let pane = fixture::pane();
        let picture = DepthPicture::paint(&port(), pane.sea(), Tick(0), 7, &theme);
        assert_eq!(picture.rgba.len(), (picture.size.0 * picture.size.1 * 4) as usize);
        let moved = Viewport { camera: port().camera.dragged(egui::vec2(20.0, 0.0)), ..port() };
        let far = Viewport { camera: port().camera.dragged(egui::vec2(200.0, 0.0)), ..port() };
        assert!(picture.serves(&port(), pane.sea(), Tick(1), 7) && picture.serves(&moved, pane.sea(), Tick(1), 7));
        assert!(!picture.serves(&far, pane.sea(), Tick(1), 7));
        assert!(!picture.serves(&port(), pane.sea(), Tick(720), 7));
        assert!(!picture.serves(&port(), pane.sea(), Tick(0), 8));
    }

    #[test]
    fn shades_get_lighter_with_depth() {
        let c = Theme::shipped().colours;
        let light = |d: f64| colour_of_depth(d, &c).to_array().iter().map(|x| u32::from(*x)).sum::<u32>();
        assert!([1.0, 6.0, 12.0, 22.0, 40.0].windows(2).all(|w| light(w[0]) < light(w[1])));
        assert_eq!(colour_of_depth(-0.1, &c), c.dries);
    }
}
