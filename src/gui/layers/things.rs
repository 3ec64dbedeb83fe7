//! Where is everything that moves? Boats, units, people, their trails, and what the sides believe.

use super::symbols::{self, BoatLook};
use super::{Canvas, Target};
use crate::gui::view::Subject;
use crate::sim::snapshot::{Activity, Hindrance};
use crate::units::{Tick, Vec2};
use egui::{Pos2, Rect, Stroke};

/// A course line shows where a unit or boat will be in so many seconds: 6 minutes, as on a plotter (a
/// tenth of the speed in knots is then the length in nautical miles).
const COURSE_S: f64 = 360.0;
/// Slower than this, m/s, counts as lying still: half a knot.
const STILL_MPS: f64 = 0.25;

/// A line behind each boat and unit for the last hour, fading out.
pub fn trails(c: &mut Canvas) {
    let theme = c.view.theme;
    let now = c.view.tick();
    let span = (theme.sizes.trail_minutes * 6.0) as u32;
    let trail = c.view.panes[c.arm.index()].trail(Tick(now.0.saturating_sub(span)), now);
    let (boat, french, british) = (theme.colours.boat_wrecked, theme.colours.unit_french, theme.colours.unit_british);
    for (i, b) in c.scene.boats.iter().enumerate() {
        let points = trail.iter().map(|p| (p.tick, p.boats.get(i).copied().flatten()));
        let here = b.phase.afloat().then_some(b.position);
        faded_line(c, points, here, c.by_light(boat, theme.colours.boat_before_loading), now, span);
    }
    for (i, u) in c.scene.units.iter().enumerate() {
        let points = trail.iter().map(|p| (p.tick, p.units.get(i).copied()));
        let colour = if u.side == crate::agents::Side::France { french } else { british };
        faded_line(c, points, Some(u.position), colour, now, span);
    }
}

fn faded_line(
    c: &Canvas,
    points: impl Iterator<Item = (Tick, Option<Vec2>)>,
    here: Option<Vec2>,
    colour: egui::Color32,
    now: Tick,
    span: u32,
) {
    let mut last: Option<(Pos2, Tick)> = None;
    let seen = c.port.rect.expand(8.0);
    for (tick, p) in points.chain(core::iter::once((now, here))) {
        let Some(p) = p else {
            last = None;
            continue;
        };
        let at = c.port.screen(p);
        let Some((before, _)) = last else {
            last = Some((at, tick));
            continue;
        };
        // Short pieces are drawn together.
        if before.distance(at) < 2.0 && tick != now {
            continue;
        }
        let age = now.0.saturating_sub(tick.0) as f32 / span.max(1) as f32;
        if seen.contains(at) || seen.contains(before) {
            let stroke = Stroke::new(c.view.theme.sizes.trail, colour.gamma_multiply(0.75 * (1.0 - age)));
            c.painter.line_segment([before, at], stroke);
        }
        last = Some((at, tick));
    }
}

/// A dashed ring where a side believes a boat to be, and a line to where it is.
pub fn beliefs(c: &mut Canvas) {
    let theme = c.view.theme;
    for contact in &c.scene.contacts {
        let at = c.port.screen(contact.position);
        if !c.port.rect.expand(20.0).contains(at) {
            continue;
        }
        symbols::belief(&c.painter, theme, at);
        if let Some(boat) = c.scene.boats.get(contact.boat.0 as usize) {
            let stroke = Stroke::new(1.0, theme.colours.contact.gamma_multiply(0.6));
            c.painter.line_segment([at, c.port.screen(boat.position)], stroke);
        }
        let side = if contact.side == crate::agents::Side::France { "FR" } else { "UK" };
        let text = format!("{side} {}: about {:.0}", contact.number, contact.aboard_best);
        let colour = c.by_light(theme.colours.contact, theme.colours.limit_night);
        c.wish(&text, theme.sizes.label_small, colour, at, theme.sizes.boat * 1.8, 2);
    }
}

/// Farther out than this, metres a point, only every so many merchant ships are drawn.
const THINNED_FROM_M: f64 = 120.0;
/// … namely one in three: the lanes hold some 150 at a time.
const THINNED_TO: usize = 3;

/// Merchant ships: grey hulls pointing where they go, fewer of them from far off.
pub fn ships(c: &mut Canvas) {
    let theme = c.view.theme;
    let colour = c.by_light(theme.colours.ship_day, theme.colours.ship_night);
    let far = c.port.camera.metres_per_point > THINNED_FROM_M;
    for ship in &c.scene.ships {
        let at = c.port.screen(ship.position);
        if !c.port.rect.expand(12.0).contains(at) || (far && !(ship.number as usize).is_multiple_of(THINNED_TO)) {
            continue;
        }
        // True length from close by, never smaller than a sign.
        let length = ((ship.length_m / c.port.camera.metres_per_point) as f32).max(theme.sizes.ship);
        symbols::ship(&c.painter, at, heading(ship.velocity), length, colour);
    }
}

/// A square for each group ashore, with its number of people.
pub fn waiting(c: &mut Canvas) {
    let theme = c.view.theme;
    let edge = c.by_light(theme.colours.halo_day, theme.colours.halo_day);
    // Several groups may wait at one beach: one square, people added up.
    let mut places: Vec<(Vec2, u32)> = Vec::new();
    for w in &c.scene.waiting {
        match places.iter_mut().find(|(p, _)| (*p - w.position).length() < 1.0) {
            Some((_, n)) => *n += w.people,
            None => places.push((w.position, w.people)),
        }
    }
    let ink = c.by_light(theme.colours.ink_day, theme.colours.ink_night);
    for (p, people) in places {
        let at = c.port.screen(p);
        if c.port.rect.contains(at) {
            symbols::group(&c.painter, theme, at, edge);
            c.obstacles.push(Rect::from_center_size(at, egui::Vec2::splat(theme.sizes.boat + 2.0)));
            c.wish(&format!("{people} waiting"), theme.sizes.label_small, ink, at, theme.sizes.boat, 3);
        }
    }
}

/// All units, those in port smaller and below.
pub fn units(c: &mut Canvas) {
    let theme = c.view.theme;
    let edge = c.by_light(theme.colours.outline_day, theme.colours.outline_night);
    for u in &c.scene.units {
        let Some(info) = c.view.stage.units.get(u.id.0 as usize) else { continue };
        let at = c.port.screen(u.position);
        if !c.port.rect.expand(12.0).contains(at) {
            continue;
        }
        let moving = u.velocity.length() > STILL_MPS && u.activity != Activity::InPort;
        let ahead = if moving { heading(u.velocity) } else { egui::vec2(0.0, -1.0) };
        if moving {
            course_line(c, u.position, u.velocity, edge);
        }
        mark_selected(c, Subject::Unit(u.id), at);
        if let Some(boat) = u.towing.and_then(|b| c.scene.boats.get(b.0 as usize)) {
            symbols::tow(&c.painter, theme, at, c.port.screen(boat.position), edge);
        }
        symbols::unit(&c.painter, theme, at, info.kind, u.side, ahead, edge);
        if u.hindrance.is_some_and(Hindrance::for_the_night) {
            symbols::struck(&c.painter, theme, at, edge);
        }
        c.obstacles.push(Rect::from_center_size(at, egui::Vec2::splat(theme.sizes.unit * 2.0)));
        c.targets.push(Target { subject: Subject::Unit(u.id), at });
    }
}

/// All boats with a hull to see.
pub fn boats(c: &mut Canvas) {
    let theme = c.view.theme;
    let edge = c.by_light(theme.colours.outline_day, theme.colours.outline_night);
    for b in &c.scene.boats {
        let Some(look) = BoatLook::of(b.phase) else { continue };
        let at = c.port.screen(b.position);
        if !c.port.rect.expand(12.0).contains(at) {
            continue;
        }
        if b.velocity.length() > STILL_MPS {
            course_line(c, b.position, b.velocity, edge);
        }
        mark_selected(c, Subject::Boat(b.id), at);
        symbols::boat(&c.painter, theme, at, b.kind, look, edge);
        if b.turned_back && b.phase.afloat() {
            symbols::turned_back(&c.painter, theme, at, edge);
        }
        c.obstacles.push(Rect::from_center_size(at, egui::Vec2::splat(theme.sizes.boat * 2.4)));
        c.targets.push(Target { subject: Subject::Boat(b.id), at });
    }
}

/// A dot for each person in the water, spread out a little so that they can be counted close by.
pub fn people(c: &mut Canvas) {
    let theme = c.view.theme;
    let mut places: Vec<(Vec2, u32)> = Vec::new();
    for &p in &c.scene.in_water {
        match places.iter_mut().find(|(q, _)| (*q - p).length() < 1.0) {
            Some((_, n)) => *n += 1,
            None => places.push((p, 1)),
        }
    }
    for (p, n) in places {
        let at = c.port.screen(p);
        if !c.port.rect.expand(12.0).contains(at) {
            continue;
        }
        // The golden angle spreads any number evenly.
        for i in 0..n.min(80) {
            let r = theme.sizes.person * 1.6 * (i as f32 + 0.6).sqrt();
            let away = egui::Vec2::angled(i as f32 * 2.399_963) * r + egui::vec2(0.0, theme.sizes.boat);
            symbols::person(&c.painter, theme, at + away);
        }
        let colour = c.by_light(theme.colours.boat_wrecked, theme.colours.ink_night);
        c.wish(&format!("{n} in the water"), theme.sizes.label, colour, at, theme.sizes.boat * 2.6, 9);
    }
}

fn heading(velocity: Vec2) -> egui::Vec2 {
    let d = velocity.normalised();
    egui::vec2(d.x as f32, -d.y as f32)
}

fn course_line(c: &Canvas, from: Vec2, velocity: Vec2, colour: egui::Color32) {
    let ends = [c.port.screen(from), c.port.screen(from + velocity * COURSE_S)];
    c.painter.line_segment(ends, Stroke::new(1.0, colour.gamma_multiply(0.8)));
}

fn mark_selected(c: &Canvas, subject: Subject, at: Pos2) {
    if c.view.selection == Some(subject) {
        let theme = c.view.theme;
        let halo = Stroke::new(theme.sizes.outline * 3.4, theme.colours.halo_day);
        c.painter.circle_stroke(at, theme.sizes.unit * 1.9, halo);
        c.painter.circle_stroke(
            at,
            theme.sizes.unit * 1.9,
            Stroke::new(theme.sizes.outline * 1.6, theme.colours.selected),
        );
    }
}
