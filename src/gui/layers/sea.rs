//! What does the water do?

use super::Canvas;
use crate::units::{Speed, Vec2};
use egui::Stroke;

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
        }
    }
}
