//! Where is being searched for what cannot be seen? The datum, the spread about it, and the tracks of each unit.
//!
//! The ring holds half of what is left of the probability, as a probable error does (MODEL 6.1), so it grows as the error
//! of the drift does and moves away from where was looked in vain. Tracks passed are drawn in full and those to come
//! are broken; both move with the datum.
//!
//! Left out: the map of probability itself, whose points would hide the chart.

use super::{Canvas, symbols};
use crate::agents::Side;
use crate::sim::snapshot::SearchView;
use egui::{Color32, Pos2, Shape, Stroke, Vec2};

/// Corners of the ring.
const CORNERS: u32 = 48;

/// Every search of both sides.
pub fn searches(c: &mut Canvas) {
    let theme = c.view.theme;
    let colour = c.by_light(theme.colours.search_day, theme.colours.search_night);
    for search in &c.scene.searches {
        let at = c.port.screen(search.datum);
        let radius = (search.half_within.m() / c.port.camera.metres_per_point) as f32;
        if !c.port.rect.expand(radius + 40.0).contains(at) {
            continue;
        }
        tracks(c, search, colour);
        let ring: Vec<Pos2> = (0..=CORNERS)
            .map(|i| at + Vec2::angled(i as f32 / CORNERS as f32 * core::f32::consts::TAU) * radius)
            .collect();
        c.painter.extend(Shape::dashed_line(&ring, Stroke::new(theme.sizes.search, colour), 6.0, 3.0));
        symbols::datum(&c.painter, theme, at, colour);
        let side = if search.side == Side::France { "FR" } else { "UK" };
        let text = format!("{side} search, contact {}: {:.0} %", search.contact, 100.0 * search.success);
        c.wish(&text, theme.sizes.label_small, colour, at, theme.sizes.boat * 1.6, 7);
    }
}

/// The tracks of each unit, those passed in full.
fn tracks(c: &Canvas, search: &SearchView, colour: Color32) {
    let stroke = Stroke::new(c.view.theme.sizes.search, colour.gamma_multiply(0.8));
    for track in &search.tracks {
        let ends: Vec<Pos2> = track.points.iter().map(|p| c.port.screen(*p)).collect();
        let passed = (track.passed as usize).min(ends.len());
        c.painter.add(Shape::line(ends[..passed].to_vec(), stroke));
        c.painter.extend(Shape::dashed_line(&ends[passed.saturating_sub(1)..], stroke, 2.0, 4.0));
    }
}
