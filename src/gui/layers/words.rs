//! What is written on the chart, and how is it kept readable?
//!
//! Words are gathered from all layers and placed last, by priority, never over one another or over a
//! symbol; a halo keeps them apart from what lies below.

use super::Canvas;
use super::symbols::BoatLook;
use crate::events::words::boat;
use crate::geo::PlaceKind;
use crate::gui::labels;
use crate::gui::view::Subject;
use crate::sim::snapshot::{Activity, BoatPhase, BoatView};
use crate::units::NAUTICAL_MILE_M;
use egui::{FontId, Pos2, Stroke, Vec2};

/// Closer than this, metres a point, all places have names.
const ALL_PLACES_M: f64 = 90.0;
/// Closer than this, boats and units are named in full.
const FULL_NAMES_M: f64 = 60.0;

/// Dots and names of ports and launch sites; small ones only from close by.
pub fn places(c: &mut Canvas) {
    let theme = c.view.theme;
    let colour = c.by_light(theme.colours.place_day, theme.colours.place_night);
    let close = c.port.camera.metres_per_point < ALL_PLACES_M;
    let setting = &c.view.stage.setting;
    let used: Vec<&str> = setting
        .scenario
        .departures
        .iter()
        .flat_map(|d| core::iter::once(d.launch.as_str()).chain(d.pickups.iter().map(String::as_str)))
        .chain(setting.scenario.units.iter().map(|u| u.base.as_str()))
        .collect();
    for (place, port) in
        setting.chart.ports().iter().map(|p| (p, true)).chain(setting.chart.launch_sites().iter().map(|p| (p, false)))
    {
        let at = c.port.screen(place.position);
        if !c.port.rect.contains(at) {
            continue;
        }
        let named = used.contains(&place.id.as_str());
        let harbour = port && place.kind == PlaceKind::Harbour;
        if !(close || named || harbour) {
            continue;
        }
        if port {
            let square = egui::Rect::from_center_size(at, Vec2::splat(theme.sizes.place * 2.0));
            c.painter.rect_filled(square, 0.0, colour);
        } else {
            c.painter.circle_stroke(at, theme.sizes.place, Stroke::new(1.0, colour));
        }
        let priority = match (named, harbour) {
            (true, true) => 6,
            (true, false) => 5,
            (false, true) => 4,
            (false, false) => 1,
        };
        let size = if named || harbour { theme.sizes.label } else { theme.sizes.label_small };
        let name = place.name.split(" (").next().unwrap_or(&place.name).to_owned();
        c.wish(&name, size, colour, at, theme.sizes.place + theme.sizes.label_gap, priority);
    }
}

/// A dashed line along each bank, and its name: most are not in the depths.
pub fn banks(c: &mut Canvas) {
    let theme = c.view.theme;
    let colour = c.by_light(theme.colours.contour_day, theme.colours.contour_night);
    for bank in c.view.stage.setting.chart.banks() {
        let ends = bank.ends.map(|p| c.port.screen(p));
        if !c.port.rect.intersects(egui::Rect::from_two_pos(ends[0], ends[1])) {
            continue;
        }
        let stroke = Stroke::new(theme.sizes.contour * 1.6, colour);
        c.painter.extend(egui::Shape::dashed_line(&ends, stroke, 6.0, 5.0));
        let middle = ends[0] + (ends[1] - ends[0]) * 0.5;
        c.wish(&bank.name, theme.sizes.label_small, colour, middle, 2.0, 1);
    }
}

/// Numbers of boats and names of units: in full when close, selected or on a task.
pub fn names(c: &mut Canvas) {
    let theme = c.view.theme;
    let ink = c.by_light(theme.colours.ink_day, theme.colours.ink_night);
    let close = c.port.camera.metres_per_point < FULL_NAMES_M;
    for b in &c.scene.boats {
        if BoatLook::of(b.phase).is_none() {
            continue;
        }
        let selected = c.view.selection == Some(Subject::Boat(b.id));
        let text = if selected || close {
            format!("{}, {} aboard{}", boat(b.id), b.aboard, plight(b))
        } else {
            (b.id.0 + 1).to_string()
        };
        let at = c.port.screen(b.position);
        c.wish(
            &text,
            theme.sizes.label,
            ink,
            at,
            theme.sizes.boat * 1.3 + theme.sizes.label_gap,
            if selected { 10 } else { 8 },
        );
    }
    for u in &c.scene.units {
        let selected = c.view.selection == Some(Subject::Unit(u.id));
        let idle = matches!(u.activity, Activity::InPort);
        if idle && !selected && !close {
            continue;
        }
        let Some(info) = c.view.stage.units.get(u.id.0 as usize) else { continue };
        let mut text = info.title.clone();
        if u.survivors > 0 {
            text = format!("{text}, {} aboard", u.survivors);
        }
        let at = c.port.screen(u.position);
        let priority = if selected { 10 } else { 7 - u8::from(u.order.is_none()) * 4 };
        c.wish(&text, theme.sizes.label_small, ink, at, theme.sizes.unit + theme.sizes.label_gap, priority);
    }
}

/// What is out of the ordinary about a boat, after its name.
const fn plight(b: &BoatView) -> &'static str {
    match (b.phase, b.towed_by, b.turned_back) {
        (BoatPhase::Grounded, _, _) => ", aground",
        (_, Some(_), _) => ", in tow",
        (BoatPhase::Adrift, _, _) => ", adrift",
        (_, _, true) => ", turned back",
        _ => "",
    }
}

/// Places and draws all words.
pub fn put_down(c: &mut Canvas) {
    let words = core::mem::take(&mut c.words);
    let wishes: Vec<_> = words.iter().map(|w| w.wish.clone()).collect();
    let theme = c.view.theme;
    let halo = c.by_light(theme.colours.halo_day, theme.colours.halo_night);
    let placed = labels::place(&wishes, &c.obstacles, c.port.rect.shrink(2.0));
    for (word, rect) in words.iter().zip(placed) {
        let Some(rect) = rect else { continue };
        haloed(c, rect.min, &word.galley, word.colour, halo);
    }
}

/// A word with a halo, on whole pixels.
pub(super) fn haloed(
    c: &Canvas,
    at: Pos2,
    galley: &std::sync::Arc<egui::Galley>,
    colour: egui::Color32,
    halo: egui::Color32,
) {
    // On whole pixels: words between them blur.
    let pixel = c.painter.pixels_per_point();
    let at = (at * pixel).round() / pixel;
    let w = (c.view.theme.sizes.halo * pixel).round().max(1.0) / pixel;
    for (dx, dy) in [(-w, 0.0), (w, 0.0), (0.0, -w), (0.0, w), (-w, -w), (w, w), (-w, w), (w, -w)] {
        c.painter.galley_with_override_text_color(at + Vec2::new(dx, dy), std::sync::Arc::clone(galley), halo);
    }
    c.painter.galley_with_override_text_color(at, std::sync::Arc::clone(galley), colour);
}

/// A scale bar in nautical miles, bottom left.
pub fn scale_bar(c: &mut Canvas) {
    let theme = c.view.theme;
    let ink = c.by_light(theme.colours.ink_day, theme.colours.ink_night);
    let per_mile = NAUTICAL_MILE_M / c.port.camera.metres_per_point;
    let (miles, length) = scale_length(per_mile);
    let left = c.port.rect.left_bottom() + Vec2::new(12.0, -12.0);
    let right = left + Vec2::new(length, 0.0);
    c.obstacles.push(egui::Rect::from_two_pos(left + Vec2::new(-4.0, 4.0), right + Vec2::new(4.0, -18.0)));
    let stroke = Stroke::new(1.6, ink);
    c.painter.line_segment([left, right], stroke);
    for end in [left, right] {
        c.painter.line_segment([end, end - Vec2::new(0.0, 5.0)], stroke);
    }
    let galley = c.painter.layout_no_wrap(format!("{miles} nm"), FontId::proportional(theme.sizes.label_small), ink);
    let at = left + Vec2::new((length - galley.size().x) / 2.0, -3.0 - galley.size().y);
    let halo = c.by_light(theme.colours.halo_day, theme.colours.halo_night);
    haloed(c, at, &galley, ink, halo);
}

/// A round number of miles whose bar is some 60 to 150 points long, and its length.
fn scale_length(points_per_mile: f64) -> (f64, f32) {
    let miles = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0]
        .into_iter()
        .find(|m| m * points_per_mile >= 60.0)
        .unwrap_or(50.0);
    (miles, (miles * points_per_mile) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_bar_is_a_round_number_and_fits() {
        for scale in [1.0, 7.0, 60.0, 150.0, 300.0] {
            let (miles, length) = scale_length(NAUTICAL_MILE_M / scale);
            assert!((60.0..160.0).contains(&length), "{miles} nm, {length} points at {scale}");
        }
    }
}
