//! What do water and wind do? Depth contours, streams, wind.

use super::{Canvas, contour};
use crate::units::{Angle, Speed, Tick, Vec2};
use egui::{Pos2, Stroke, pos2};

/// Depths with a contour, metres below chart datum: those of charts of this scale.
const CONTOURS_M: [f32; 5] = [2.0, 5.0, 10.0, 20.0, 30.0];
/// Closer than this, metres a point, every second arrow has its rate beside it.
const RATES_M: f64 = 70.0;
/// Closer than this the line 300 m off the beach is drawn; from farther off it would hug the shore.
const BEACH_BAND_M: f64 = 60.0;
/// The band along the beach in which vessels keep to 5 knots (orders of the maritime prefecture).
const BEACH_BAND_WIDTH_M: f64 = 300.0;

/// Samples over the view, a cell apart, and where the first lies on the screen.
fn samples(c: &Canvas, value: impl Fn(Vec2) -> f32) -> (Vec<f32>, usize, Pos2, f32) {
    let cell = c.view.theme.sizes.contour_cell.max(2.0);
    let metres = f64::from(cell) * c.port.camera.metres_per_point;
    let b = c.port.bounds();
    // The samples stand on the plane, so that lines do not tremble when the chart is moved.
    let (i0, j0) = ((b.min.x / metres).floor() - 1.0, (b.max.y / metres).ceil() + 1.0);
    let width = ((b.size().x / metres).ceil() + 4.0).clamp(2.0, 1000.0) as usize;
    let height = ((b.size().y / metres).ceil() + 4.0).clamp(2.0, 1000.0) as usize;
    let first = Vec2::new(i0 * metres, j0 * metres);
    let values = (0..width * height)
        .map(|k| value(first + Vec2::new((k % width) as f64 * metres, -((k / width) as f64) * metres)))
        .collect();
    (values, width, c.port.screen(first), cell)
}

/// Lines of equal depth below chart datum, with their figures.
pub fn contours(c: &mut Canvas) {
    let theme = c.view.theme;
    let colour = c.by_light(theme.colours.contour_day, theme.colours.contour_night);
    let stroke = Stroke::new(theme.sizes.contour, colour);
    let sea = c.view.panes[c.arm.index()].sea().sea();
    let chart = &c.view.stage.setting.chart;
    let (values, width, first, cell) = samples(c, |p| {
        if chart.shore_distance_m(p) < 0.0 {
            f32::NAN
        } else {
            (sea.depth_below_msl(p) - sea.chart_datum_below_msl(p)) as f32
        }
    });
    for level in CONTOURS_M {
        let mut labelled: Vec<Pos2> = Vec::new();
        for (k, [a, b]) in contour::pieces(&values, width, level).into_iter().enumerate() {
            let at = |p: [f32; 2]| pos2(first.x + p[0] * cell, first.y + p[1] * cell);
            let (a, b) = (at(a), at(b));
            c.painter.line_segment([a, b], stroke);
            // A figure now and then, far from the last ones of this line.
            let far = labelled.iter().all(|l| l.distance(a) > 260.0);
            if k % 29 == 7 && far && c.port.rect.shrink(20.0).contains(a) {
                labelled.push(a);
                c.wish(&format!("{level:.0}"), theme.sizes.label_small, colour, a, 1.0, 0);
            }
        }
    }
}

/// The line 300 m off the shore.
pub fn beach_band(c: &mut Canvas) {
    if c.port.camera.metres_per_point > BEACH_BAND_M {
        return;
    }
    let theme = c.view.theme;
    let colour = c.by_light(theme.colours.limit_day, theme.colours.limit_night).gamma_multiply(0.7);
    let stroke = Stroke::new(theme.sizes.contour, colour);
    let chart = &c.view.stage.setting.chart;
    let (values, width, first, cell) = samples(c, |p| chart.shore_distance_m(p) as f32);
    for [a, b] in contour::pieces(&values, width, BEACH_BAND_WIDTH_M as f32) {
        let at = |p: [f32; 2]| pos2(first.x + p[0] * cell, first.y + p[1] * cell);
        c.painter.line_segment([at(a), at(b)], stroke);
    }
}

/// The wind as a barb in the corner, in words beside it: it is the same all over the chart.
pub fn wind(c: &mut Canvas) {
    let theme = c.view.theme;
    let sea = c.view.panes[c.arm.index()].sea();
    let tick = c.view.tick();
    let wind = sea.wind_at(tick);
    let kn = Speed::metres_per_second(wind.length()).kn();
    let from = (wind * -1.0).bearing();
    let ink = c.by_light(theme.colours.ink_day, theme.colours.ink_night);
    let (colours, sizes) = (&theme.colours, &theme.sizes);
    let text = if kn < 0.5 {
        format!("Calm, waves {:.1} m", sea.waves_at(tick))
    } else {
        format!("Wind {:03.0}° {kn:.0} kn, waves {:.1} m", from.deg(), sea.waves_at(tick))
    };
    // What the forecast at the start of the night says of this hour: those who plan knew no more.
    let (forecast, _) = sea.forecast(Tick(0), tick, &c.view.stage.setting.parameters);
    let text = format!("{text}\nforecast at the start {forecast:.1} m");
    let galley = c.painter.layout_no_wrap(text, egui::FontId::proportional(sizes.label), ink);
    let size = galley.size() + egui::vec2(sizes.wind_barb + 22.0, 10.0);
    let size = egui::vec2(size.x, size.y.max(sizes.wind_barb + 14.0));
    let corner = c.port.rect.right_top() + egui::vec2(-6.0 - size.x, 6.0);
    let plate = egui::Rect::from_min_size(corner, size);
    let ground = c.by_light(colours.halo_day, colours.halo_night);
    c.painter.rect_filled(plate, sizes.rounding, ground.gamma_multiply(0.8));
    let middle = plate.left_center() + egui::vec2(sizes.wind_barb / 2.0 + 9.0, 0.0);
    barb(c, middle, from, kn, Stroke::new(sizes.stream, ink));
    let words = pos2(plate.left() + sizes.wind_barb + 17.0, plate.center().y - galley.size().y / 2.0);
    c.painter.galley(words, galley, ink);
    c.obstacles.push(plate);
}

/// A wind barb: the shaft points to where the wind comes from; a pennant is 50 knots, a long feather 10, a
/// short one 5 (WMO manual on codes); a ring is calm.
fn barb(c: &Canvas, middle: Pos2, from: Angle, kn: f64, stroke: Stroke) {
    let length = c.view.theme.sizes.wind_barb;
    let fives = (kn / 5.0).round() as u32;
    if fives == 0 {
        c.painter.circle_stroke(middle, length * 0.2, stroke);
        return;
    }
    let up = super::ground_lines::screen_direction(from);
    // Feathers lie on the side of lower pressure: to the left of the wind in the north, clockwise of the shaft.
    let side = egui::vec2(-up.y, up.x);
    let (foot, tip) = (middle - up * length / 2.0, middle + up * length / 2.0);
    c.painter.line_segment([foot, tip], stroke);
    c.painter.circle_filled(foot, stroke.width * 1.6, stroke.color);
    let gap = length * 0.14;
    let feather = |k: f32, part: f32| {
        let root = tip - up * (gap * k);
        [root, root + (side * 0.42 + up * 0.16) * (length * part)]
    };
    // A lone short feather is set in from the tip, so that it is not taken for a long one.
    let mut k = if fives == 1 { 1.0 } else { 0.0 };
    for _ in 0..fives / 10 {
        let [root, end] = feather(k, 1.0);
        let [next, _] = feather(k + 1.0, 1.0);
        c.painter.add(egui::Shape::convex_polygon(vec![root, end, next], stroke.color, stroke));
        k += 1.4;
    }
    for _ in 0..fives % 10 / 2 {
        c.painter.line_segment(feather(k, 1.0), stroke);
        k += 1.0;
    }
    if fives % 2 == 1 {
        c.painter.line_segment(feather(k, 0.5), stroke);
    }
}

/// Streams below this rate, knots, are slack and get a dot.
const SLACK_KN: f64 = 0.15;

/// An arrow towards where the water goes, longer where it goes faster, wherever there is water.
pub fn streams(c: &mut Canvas) {
    let (colours, sizes) = (&c.view.theme.colours, &c.view.theme.sizes);
    let colour = c.by_light(colours.stream_day, colours.stream_night);
    let stroke = Stroke::new(sizes.stream, colour);
    let (chart, tick) = (&c.view.stage.setting.chart, c.view.tick());
    let sea = c.view.panes[c.arm.index()].sea();
    // Arrows stand on the plane, not on the screen: they do not swim when the chart is moved.
    let step = f64::from(sizes.stream_spacing) * c.port.camera.metres_per_point;
    let b = c.port.bounds();
    let first = |x: f64| (x / step).floor() as i64;
    for j in first(b.min.y)..=first(b.max.y) + 1 {
        for i in first(b.min.x)..=first(b.max.x) + 1 {
            let at = Vec2::new(i as f64 * step, j as f64 * step);
            if chart.shore_distance_m(at) < 500.0 || sea.depth_at(at, tick) <= 0.0 {
                continue;
            }
            let stream = sea.stream_at(at, tick);
            let rate = Speed::metres_per_second(stream.length()).kn();
            let middle = c.port.screen(at);
            if rate < SLACK_KN {
                c.painter.circle_filled(middle, sizes.stream, colour);
                continue;
            }
            let length = (rate as f32 * sizes.stream_per_knot).min(sizes.stream_spacing * 0.9);
            let towards = stream.normalised();
            let along = egui::vec2(towards.x as f32, -towards.y as f32);
            let (tail, tip) = (middle - along * length / 2.0, middle + along * length / 2.0);
            let (side, back) = (egui::vec2(-along.y, along.x) * 2.6, along * 4.5);
            c.painter.line_segment([tail, tip], stroke);
            c.painter.line_segment([tip, tip - back + side], stroke);
            c.painter.line_segment([tip, tip - back - side], stroke);
            if c.port.camera.metres_per_point < RATES_M && i.rem_euclid(2) == 0 && j.rem_euclid(2) == 0 {
                c.wish(&format!("{rate:.1}"), sizes.label_small, colour, middle, 3.0, 0);
            }
        }
    }
}
