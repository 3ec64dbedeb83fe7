//! What part of the plane does a pane show? One camera for both panes, so they always show the same water.
//!
//! A centre on the plane and a scale; no Bevy and no state of its own, so that drawing, picking and the
//! ground behind all use the same arithmetic.

use crate::units::Vec2;
use egui::{Pos2, Rect};

/// Closest view: a metre a point shows single people in the water apart.
pub const SCALE_MIN_M: f64 = 1.0;
/// Farthest view: the whole charted area in a pane of some 400 points.
pub const SCALE_MAX_M: f64 = 600.0;

/// A rectangle on the plane, metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// South-west corner.
    pub min: Vec2,
    /// North-east corner.
    pub max: Vec2,
}

impl Bounds {
    /// The smallest rectangle around some positions; none around nothing.
    #[must_use]
    pub fn around(points: impl IntoIterator<Item = Vec2>) -> Option<Self> {
        points.into_iter().fold(None, |b: Option<Self>, p| {
            Some(b.map_or(Self { min: p, max: p }, |b| Self {
                min: Vec2::new(b.min.x.min(p.x), b.min.y.min(p.y)),
                max: Vec2::new(b.max.x.max(p.x), b.max.y.max(p.y)),
            }))
        })
    }

    /// The rectangle with this much added on each side, metres.
    #[must_use]
    pub fn grown(self, m: f64) -> Self {
        Self { min: self.min - Vec2::new(m, m), max: self.max + Vec2::new(m, m) }
    }

    /// Do the two share any point?
    #[must_use]
    pub fn touches(&self, o: &Self) -> bool {
        self.min.x <= o.max.x && self.max.x >= o.min.x && self.min.y <= o.max.y && self.max.y >= o.min.y
    }

    /// Does it hold the whole of the other?
    #[must_use]
    pub fn holds(&self, o: &Self) -> bool {
        self.min.x <= o.min.x && self.max.x >= o.max.x && self.min.y <= o.min.y && self.max.y >= o.max.y
    }

    /// Does it hold a position?
    #[must_use]
    pub fn contains(&self, p: Vec2) -> bool {
        self.holds(&Self { min: p, max: p })
    }

    /// Its middle.
    #[must_use]
    pub fn centre(&self) -> Vec2 {
        (self.min + self.max) * 0.5
    }

    /// Its width and height, metres.
    #[must_use]
    pub fn size(&self) -> Vec2 {
        self.max - self.min
    }
}

/// Where the panes look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChartCamera {
    /// Middle of each pane, on the plane.
    pub centre: Vec2,
    /// Metres on the plane in a point of the screen.
    pub metres_per_point: f64,
}

impl ChartCamera {
    /// The view that shows all of a rectangle in a pane of this size.
    #[must_use]
    pub fn fitting(bounds: &Bounds, pane: egui::Vec2) -> Self {
        let size = bounds.size();
        let scale = (size.x / f64::from(pane.x.max(1.0))).max(size.y / f64::from(pane.y.max(1.0)));
        Self { centre: bounds.centre(), metres_per_point: scale.clamp(SCALE_MIN_M, SCALE_MAX_M) }
    }

    /// Moved with a drag of so many points: the water under the pointer stays under it.
    #[must_use]
    pub fn dragged(self, by: egui::Vec2) -> Self {
        let m = self.metres_per_point;
        Self { centre: self.centre + Vec2::new(-f64::from(by.x) * m, f64::from(by.y) * m), ..self }
    }

    /// Zoomed by a factor (above 1 is closer) about a position that stays where it is on the screen.
    #[must_use]
    pub fn zoomed(self, factor: f64, about: Vec2) -> Self {
        let metres_per_point = (self.metres_per_point / factor).clamp(SCALE_MIN_M, SCALE_MAX_M);
        let kept = metres_per_point / self.metres_per_point;
        Self { centre: about + (self.centre - about) * kept, metres_per_point }
    }

    /// With its middle held inside a rectangle.
    #[must_use]
    pub fn held_within(self, b: &Bounds) -> Self {
        let c = self.centre;
        Self { centre: Vec2::new(c.x.clamp(b.min.x, b.max.x), c.y.clamp(b.min.y, b.max.y)), ..self }
    }
}

/// A pane on the screen and where it looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// The pane, in points.
    pub rect: Rect,
    /// Where it looks.
    pub camera: ChartCamera,
}

impl Viewport {
    /// The point on the screen that shows a position.
    #[must_use]
    pub fn screen(&self, p: Vec2) -> Pos2 {
        let d = (p - self.camera.centre) * (1.0 / self.camera.metres_per_point);
        self.rect.center() + egui::vec2(d.x as f32, -d.y as f32)
    }

    /// The position that a point on the screen shows.
    #[must_use]
    pub fn plane(&self, p: Pos2) -> Vec2 {
        let d = p - self.rect.center();
        self.camera.centre + Vec2::new(f64::from(d.x), -f64::from(d.y)) * self.camera.metres_per_point
    }

    /// What the pane shows of the plane.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        Bounds { min: self.plane(self.rect.left_bottom()), max: self.plane(self.rect.right_top()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn viewport() -> Viewport {
        Viewport {
            rect: Rect::from_min_size(egui::pos2(10.0, 40.0), egui::vec2(500.0, 600.0)),
            camera: ChartCamera { centre: Vec2::new(1000.0, -2000.0), metres_per_point: 100.0 },
        }
    }

    #[test]
    fn north_is_up_and_east_is_right() {
        let v = viewport();
        let (here, north_east) = (v.screen(v.camera.centre), v.screen(v.camera.centre + Vec2::new(100.0, 100.0)));
        assert_eq!(here, v.rect.center());
        assert!(north_east.x > here.x && north_east.y < here.y);
    }

    #[test]
    fn fitting_shows_the_whole_rectangle() {
        let bounds = Bounds { min: Vec2::new(-40_000.0, -9000.0), max: Vec2::new(30_000.0, 44_000.0) };
        let v = Viewport { camera: ChartCamera::fitting(&bounds, viewport().rect.size()), ..viewport() };
        assert!(v.bounds().grown(1.0).holds(&bounds));
    }

    proptest! {
        #[test]
        fn screen_and_plane_are_inverse(x in -80_000.0..80_000.0, y in -80_000.0..80_000.0) {
            let v = viewport();
            let back = v.plane(v.screen(Vec2::new(x, y)));
            prop_assert!((back - Vec2::new(x, y)).length() < 0.5 * v.camera.metres_per_point * 0.02);
        }

        #[test]
        fn zooming_keeps_the_water_under_the_pointer(factor in 0.2..5.0_f64, px in 10.0..510.0_f32, py in 40.0..640.0_f32) {
            let v = viewport();
            let about = v.plane(egui::pos2(px, py));
            let zoomed = Viewport { camera: v.camera.zoomed(factor, about), ..v };
            prop_assert!((zoomed.screen(about) - egui::pos2(px, py)).length() < 0.1);
        }

        #[test]
        fn dragging_keeps_the_water_under_the_pointer(dx in -300.0..300.0_f32, dy in -300.0..300.0_f32) {
            let v = viewport();
            let held = v.plane(egui::pos2(200.0, 200.0));
            let dragged = Viewport { camera: v.camera.dragged(egui::vec2(dx, dy)), ..v };
            prop_assert!((dragged.screen(held) - egui::pos2(200.0 + dx, 200.0 + dy)).length() < 0.1);
        }
    }
}
