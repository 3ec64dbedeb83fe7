//! Where are the lines that do not move? Grid, lanes, boundaries, shore.
//!
//! Left out: names along lines; a chart of this scale reads without.

use super::Canvas;
use crate::geo::{LaneKind, LatLon, LimitRole, to_lat_lon, to_plane};
use crate::gui::camera::Bounds;
use crate::units::{Angle, Vec2, maths};
use egui::{Pos2, Shape, Stroke};

/// Steps of the grid, minutes of arc.
const GRID_STEPS_MIN: [f64; 7] = [1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0];
/// Closest that grid lines may come, points.
const GRID_ROOM: f64 = 110.0;
/// Height that the scale bar takes at the bottom, points.
const SCALE_ROOM: f32 = 44.0;
/// Metres in a minute of latitude.
const MINUTE_M: f64 = crate::units::NAUTICAL_MILE_M;

/// Meridians and parallels with their figures along the edges.
pub fn grid(c: &mut Canvas) {
    let (colours, sizes) = (&c.view.theme.colours, &c.view.theme.sizes);
    let colour = c.by_light(colours.grid_day, colours.grid_night);
    let stroke = Stroke::new(sizes.grid, colour.gamma_multiply(0.55));
    let b = c.port.bounds();
    let (low, high) = (to_lat_lon(b.min), to_lat_lon(b.max));
    let step = |metres_in_minute: f64| {
        let wanted = GRID_ROOM * c.port.camera.metres_per_point / metres_in_minute;
        GRID_STEPS_MIN.into_iter().find(|s| *s >= wanted).unwrap_or(GRID_STEPS_MIN[GRID_STEPS_MIN.len() - 1])
    };
    let (lat_step, lon_step) = (step(MINUTE_M), step(MINUTE_M * 0.63));
    let rect = c.port.rect;
    // The plane's meridians bend by less than a point across the strait: two ends are enough.
    for lat in multiples(low.lat, high.lat, lat_step) {
        let ends = [low.lon, high.lon].map(|lon| c.port.screen(to_plane(LatLon::new(lat, lon))));
        c.painter.line_segment(ends, stroke);
        figure(c, Pos2::new(rect.left() + 3.0, ends[0].y - 13.0), degrees(lat, 'N', 'S'), colour);
    }
    for lon in multiples(low.lon, high.lon, lon_step) {
        let ends = [low.lat, high.lat].map(|lat| c.port.screen(to_plane(LatLon::new(lat, lon))));
        c.painter.line_segment(ends, stroke);
        figure(c, Pos2::new(ends[1].x + 3.0, rect.top() + 2.0), degrees(lon, 'E', 'W'), colour);
    }
}

/// A figure at the edge, unless the scale bar is there.
fn figure(c: &mut Canvas, at: Pos2, text: String, colour: egui::Color32) {
    if at.y > c.port.rect.bottom() - SCALE_ROOM {
        return;
    }
    let font = egui::FontId::proportional(c.view.theme.sizes.label_small);
    let galley = c.painter.layout_no_wrap(text, font, colour);
    let halo = c.by_light(c.view.theme.colours.halo_day, c.view.theme.colours.halo_night);
    let place = egui::Rect::from_min_size(at, galley.size());
    c.obstacles.push(place);
    super::words::haloed(c, at, &galley, colour, halo);
}

fn multiples(from_deg: f64, to_deg: f64, step_min: f64) -> impl Iterator<Item = f64> {
    let first = maths::ceil(from_deg * 60.0 / step_min) as i64;
    let last = maths::floor(to_deg * 60.0 / step_min) as i64;
    (first..=last).map(move |k| k as f64 * step_min / 60.0)
}

/// `51°10'N`.
fn degrees(deg: f64, plus: char, minus: char) -> String {
    let minutes = maths::round(deg.abs() * 60.0) as i64;
    format!("{}°{:02}'{}", minutes / 60, minutes % 60, if deg < 0.0 { minus } else { plus })
}

/// Traffic separation: zones filled, edges dashed, an arrow for the direction of each lane.
pub fn lanes(c: &mut Canvas) {
    let (colours, sizes) = (&c.view.theme.colours, &c.view.theme.sizes);
    let colour = c.by_light(colours.lane_day, colours.lane_night);
    let line = Stroke::new(sizes.lane, colour.gamma_multiply(0.7));
    let seen = c.port.bounds();
    for lane in c.view.stage.setting.chart.lanes() {
        if !Bounds::around(lane.points.iter().copied()).is_some_and(|b| b.touches(&seen)) {
            continue;
        }
        let mut points: Vec<Pos2> = lane.points.iter().map(|p| c.port.screen(*p)).collect();
        match lane.kind {
            LaneKind::SeparationZone => {
                points.extend(points.first().copied());
                let fill = colours.separation_zone.gamma_multiply(0.16);
                c.painter.add(filled(&points, fill));
                c.painter.add(Shape::line(points, Stroke::new(sizes.lane, fill.gamma_multiply(2.0))));
            }
            LaneKind::Lane => {
                if let (Some(flow), Some(middle)) = (lane.flow, halfway(&lane.points)) {
                    direction_arrow(c, middle, flow, colour);
                }
            }
            LaneKind::Boundary | LaneKind::SeparationLine => {
                c.painter.extend(Shape::dashed_line(&points, line, 8.0, 5.0));
            }
            // They cover most of the coast and would drown the rest.
            LaneKind::InshoreZone => {}
            LaneKind::Anchorage => {
                c.painter.extend(Shape::dashed_line(&points, line, 3.0, 4.0));
            }
        }
    }
}

/// A filled polygon of any shape.
fn filled(points: &[Pos2], fill: egui::Color32) -> Shape {
    let corners: Vec<[f32; 2]> = points.iter().map(|p| [p.x, p.y]).collect();
    let mut triangles: Vec<u32> = Vec::new();
    earcut::Earcut::new().earcut(corners.iter().copied(), &[] as &[u32], &mut triangles);
    let mut mesh = egui::Mesh::default();
    for p in points {
        mesh.colored_vertex(*p, fill);
    }
    mesh.indices = triangles;
    Shape::mesh(mesh)
}

/// The point halfway along a line.
fn halfway(points: &[Vec2]) -> Option<Vec2> {
    let length: f64 = points.windows(2).map(|w| (w[1] - w[0]).length()).sum();
    let mut left = length / 2.0;
    for w in points.windows(2) {
        let leg = (w[1] - w[0]).length();
        if left <= leg && leg > 0.0 {
            return Some(w[0] + (w[1] - w[0]) * (left / leg));
        }
        left -= leg;
    }
    points.first().copied()
}

/// The open arrow that charts use for the direction of traffic.
fn direction_arrow(c: &Canvas, at: Vec2, flow: Angle, colour: egui::Color32) {
    let (middle, ahead) = (c.port.screen(at), screen_direction(flow));
    let side = egui::vec2(-ahead.y, ahead.x);
    let at = |forward: f32, aside: f32| middle + ahead * forward + side * aside;
    let outline =
        vec![at(-16.0, 3.0), at(6.0, 3.0), at(6.0, 7.0), at(16.0, 0.0), at(6.0, -7.0), at(6.0, -3.0), at(-16.0, -3.0)];
    let stroke = Stroke::new(c.view.theme.sizes.lane, colour.gamma_multiply(0.75));
    c.painter.add(Shape::closed_line(outline, stroke));
}

/// A bearing as a direction on the screen.
pub fn screen_direction(bearing: Angle) -> egui::Vec2 {
    let d = Vec2::from_bearing(bearing, 1.0);
    egui::vec2(d.x as f32, -d.y as f32)
}

/// Boundaries between states; the 12-mile limits fainter.
pub fn limits(c: &mut Canvas) {
    let (colours, sizes) = (&c.view.theme.colours, &c.view.theme.sizes);
    let colour = c.by_light(colours.limit_day, colours.limit_night);
    for limit in c.view.stage.setting.chart.areas.limits() {
        let points: Vec<Pos2> = limit.points.iter().map(|p| c.port.screen(*p)).collect();
        let (width, dash, gap, strength) = match limit.role {
            LimitRole::TwelveMiles => (sizes.limit * 0.6, 3.0, 5.0, 0.6),
            _ => (sizes.limit, 12.0, 5.0, 0.9),
        };
        let seen = clipped(&points, c.port.rect.expand(20.0));
        let stroke = Stroke::new(width, colour.gamma_multiply(strength));
        for piece in seen {
            c.painter.extend(Shape::dashed_line(&piece, stroke, dash, gap));
        }
    }
}

/// The pieces of a line near a rectangle: dashes far outside would cost time for nothing.
fn clipped(points: &[Pos2], rect: egui::Rect) -> Vec<Vec<Pos2>> {
    let mut pieces: Vec<Vec<Pos2>> = Vec::new();
    let mut open = false;
    for w in points.windows(2) {
        let near = rect.intersects(egui::Rect::from_two_pos(w[0], w[1]));
        if near && open {
            pieces.last_mut().expect("an open piece is in the list").push(w[1]);
        } else if near {
            pieces.push(vec![w[0], w[1]]);
        }
        open = near;
    }
    pieces
}

/// The high-water line and the tidal channels.
pub fn shore(c: &mut Canvas) {
    let (colours, sizes) = (&c.view.theme.colours, &c.view.theme.sizes);
    let seen = c.port.bounds();
    let stroke = Stroke::new(sizes.land_edge, c.by_light(colours.land_edge, colours.land_edge_night));
    // Corners nearer than a point and a half to the last one drawn change nothing to the eye.
    let least = 1.5 * c.port.camera.metres_per_point;
    for polygon in c.view.stage.setting.chart.coast.polygons() {
        for ring in &polygon.rings {
            let mut line: Vec<Pos2> = Vec::new();
            let mut last: Option<Vec2> = None;
            for &p in ring.iter().chain(ring.first()) {
                let near = seen.grown(20.0 * least).contains(p);
                let joined = last.is_some_and(|l| (p - l).length() < least);
                if near && !joined {
                    line.push(c.port.screen(p));
                    last = Some(p);
                } else if !near && !line.is_empty() {
                    c.painter.add(Shape::line(core::mem::take(&mut line), stroke));
                    last = None;
                }
            }
            if line.len() > 1 {
                c.painter.add(Shape::line(line, stroke));
            }
        }
    }
    for canal in c.view.stage.setting.chart.canals() {
        let points: Vec<Pos2> = canal.points().iter().map(|p| c.port.screen(*p)).collect();
        c.painter.add(Shape::line(points, Stroke::new(sizes.land_edge * 2.0, colours.canal)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grid_figures_read_like_a_chart() {
        assert_eq!(degrees(51.0, 'N', 'S'), "51°00'N");
        assert_eq!(degrees(-0.5, 'E', 'W'), "0°30'W");
        let found: Vec<f64> = multiples(50.9, 51.4, 10.0).collect();
        assert_eq!(found.len(), 3, "{found:?}");
    }

    #[test]
    fn halfway_is_by_length_and_not_by_corners() {
        let line = [Vec2::ZERO, Vec2::new(1.0, 0.0), Vec2::new(2.0, 0.0), Vec2::new(10.0, 0.0)];
        assert_eq!(halfway(&line), Some(Vec2::new(5.0, 0.0)));
    }

    #[test]
    fn only_the_near_pieces_of_a_line_are_kept() {
        let rect = egui::Rect::from_min_size(Pos2::ZERO, egui::vec2(10.0, 10.0));
        let line = [
            Pos2::new(-50.0, 5.0),
            Pos2::new(-40.0, 5.0),
            Pos2::new(5.0, 5.0),
            Pos2::new(50.0, 5.0),
            Pos2::new(60.0, 5.0),
        ];
        assert_eq!(clipped(&line, rect), [line[1..4].to_vec()]);
    }
}
