//! What does each thing look like? Shape and colour each say it alone.
//!
//! Taxi-boats are diamonds and beach boats discs; units are ships pointing where they go, rescue units with
//! a cross, helicopters a ring with a rotor. The same functions draw the legend.

use super::super::stage::UnitKind;
use super::super::theme::Theme;
use crate::agents::{BoatKind, Side};
use crate::sim::snapshot::BoatPhase;
use egui::{Color32, Painter, Pos2, Shape, Stroke, Vec2};

/// A merchant ship: a hull with a pointed bow.
pub fn ship(painter: &Painter, at: Pos2, ahead: Vec2, length: f32, colour: Color32) {
    let aside = Vec2::new(-ahead.y, ahead.x) * (length * 0.18);
    let (stem, stern, shoulder) = (at + ahead * length * 0.5, at - ahead * length * 0.5, at + ahead * length * 0.2);
    let hull = vec![stem, shoulder + aside, stern + aside, stern - aside, shoulder - aside];
    painter.add(Shape::convex_polygon(hull, colour, Stroke::NONE));
}

/// How a boat is filled and crossed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoatLook {
    /// Few aboard: light, hollow in the middle.
    BeforeLoading,
    /// At the shore: a ring around it.
    Loading,
    /// Loaded and under way.
    UnderWay,
    /// Carried along: a bar across it.
    Adrift,
    /// On a bank or the shore: a bar below it, on two feet.
    Aground,
    /// A cross.
    Wrecked,
    /// In the hands of a unit: a square mark.
    Stopped,
    /// Small and grey.
    Empty,
}

impl BoatLook {
    /// All looks with their words for the legend.
    pub const LEGEND: [(Self, &'static str); 8] = [
        (Self::BeforeLoading, "few aboard, before loading"),
        (Self::Loading, "loading at the shore"),
        (Self::UnderWay, "loaded, under way"),
        (Self::Adrift, "adrift"),
        (Self::Aground, "aground"),
        (Self::Stopped, "being stopped"),
        (Self::Wrecked, "wrecked"),
        (Self::Empty, "empty, left behind"),
    ];

    /// How a boat in this phase looks; none if there is no hull to see.
    #[must_use]
    pub const fn of(phase: BoatPhase) -> Option<Self> {
        Some(match phase {
            BoatPhase::Coasting => Self::BeforeLoading,
            BoatPhase::Boarding => Self::Loading,
            BoatPhase::Crossing => Self::UnderWay,
            BoatPhase::Adrift => Self::Adrift,
            BoatPhase::Grounded => Self::Aground,
            BoatPhase::Wrecked => Self::Wrecked,
            BoatPhase::Stopped => Self::Stopped,
            BoatPhase::Abandoned => Self::Empty,
            BoatPhase::Planned
            | BoatPhase::WaitingForTide
            | BoatPhase::LandedUk
            | BoatPhase::LandedFr
            | BoatPhase::StayedAshore => return None,
        })
    }

    const fn fill(self, theme: &Theme) -> Color32 {
        let c = &theme.colours;
        match self {
            Self::BeforeLoading => c.boat_before_loading,
            Self::Loading => c.boat_loading,
            Self::UnderWay | Self::Stopped => c.boat_under_way,
            Self::Adrift | Self::Aground => c.boat_adrift,
            Self::Wrecked => c.boat_wrecked,
            Self::Empty => c.boat_empty,
        }
    }
}

/// A boat.
pub fn boat(p: &Painter, theme: &Theme, at: Pos2, kind: BoatKind, look: BoatLook, edge: Color32) {
    let r = theme.sizes.boat * if look == BoatLook::Empty { 0.7 } else { 1.0 };
    let (fill, stroke) = (look.fill(theme), Stroke::new(theme.sizes.outline, edge));
    if look == BoatLook::Wrecked {
        let cross = |width: f32, colour: Color32| {
            for (x, y) in [(r, r), (r, -r)] {
                p.line_segment([at - Vec2::new(x, y), at + Vec2::new(x, y)], Stroke::new(width, colour));
            }
        };
        cross(theme.sizes.outline * 4.0, edge);
        cross(theme.sizes.outline * 2.2, fill);
        return;
    }
    match kind {
        BoatKind::TaxiBoat => {
            let corners = [(0.0, -1.3), (1.1, 0.0), (0.0, 1.3), (-1.1, 0.0)];
            p.add(Shape::convex_polygon(corners.map(|(x, y)| at + Vec2::new(x, y) * r).to_vec(), fill, stroke));
        }
        BoatKind::BeachBoat => {
            p.circle(at, r, fill, stroke);
        }
    }
    match look {
        BoatLook::BeforeLoading => {
            p.circle_filled(at, r * 0.35, edge);
        }
        BoatLook::Loading => {
            p.circle_stroke(at, r * 1.75, stroke);
        }
        BoatLook::Adrift => {
            p.line_segment([at - Vec2::new(r * 1.9, 0.0), at + Vec2::new(r * 1.9, 0.0)], stroke);
        }
        BoatLook::Aground => {
            let (y, x) = (r * 1.7, r * 1.7);
            p.line_segment([at + Vec2::new(-x, y), at + Vec2::new(x, y)], stroke);
            for foot in [-x * 0.6, x * 0.6] {
                p.line_segment([at + Vec2::new(foot, y), at + Vec2::new(foot, y + r * 0.6)], stroke);
            }
        }
        BoatLook::Stopped => {
            p.rect_filled(egui::Rect::from_center_size(at, Vec2::splat(r * 0.8)), 0.0, edge);
        }
        BoatLook::UnderWay | BoatLook::Wrecked | BoatLook::Empty => {}
    }
}

/// A boat that has turned back: a bent arrow over it.
pub fn turned_back(p: &Painter, theme: &Theme, at: Pos2, edge: Color32) {
    let r = theme.sizes.boat * 1.5;
    let stroke = Stroke::new(theme.sizes.outline, edge);
    let arc: Vec<Pos2> = (0..=10)
        .map(|i| at + Vec2::angled(-core::f32::consts::PI * i as f32 / 10.0) * r - Vec2::new(0.0, r * 0.5))
        .collect();
    let tip = at + Vec2::new(-r, -r * 0.15);
    p.add(Shape::line(arc, stroke));
    for x in [-0.45, 0.45] {
        p.line_segment([tip, tip + Vec2::new(x * r, -0.5 * r)], stroke);
    }
}

/// A tow line from a unit to the boat behind it.
pub fn tow(p: &Painter, theme: &Theme, from: Pos2, to: Pos2, edge: Color32) {
    p.extend(Shape::dashed_line(&[from, to], Stroke::new(theme.sizes.outline, edge), 2.0, 2.0));
}

/// A stroke through a unit that is lost for the night.
pub fn struck(p: &Painter, theme: &Theme, at: Pos2, edge: Color32) {
    let r = theme.sizes.unit * 1.15;
    for (width, colour) in [(3.0, theme.colours.outline_day), (1.4, edge)] {
        let stroke = Stroke::new(theme.sizes.outline * width, colour);
        p.line_segment([at + Vec2::new(-r, r), at + Vec2::new(r, -r)], stroke);
    }
}

/// The datum of a search: a cross in a ring.
pub fn datum(p: &Painter, theme: &Theme, at: Pos2, colour: Color32) {
    let r = theme.sizes.boat * 1.1;
    let stroke = Stroke::new(theme.sizes.outline, colour);
    p.circle_stroke(at, r * 0.6, stroke);
    p.line_segment([at - Vec2::new(r, 0.0), at + Vec2::new(r, 0.0)], stroke);
    p.line_segment([at - Vec2::new(0.0, r), at + Vec2::new(0.0, r)], stroke);
}

/// A unit that heads in a direction on the screen (up if it lies still).
pub fn unit(p: &Painter, theme: &Theme, at: Pos2, kind: UnitKind, side: Side, ahead: Vec2, edge: Color32) {
    let r = theme.sizes.unit;
    let fill = match side {
        Side::France => theme.colours.unit_french,
        Side::UnitedKingdom => theme.colours.unit_british,
    };
    let stroke = Stroke::new(theme.sizes.outline, edge);
    let aside = Vec2::new(-ahead.y, ahead.x);
    let to = |forward: f32, side: f32| at + ahead * (forward * r) + aside * (side * r);
    match kind {
        UnitKind::Helicopter => {
            p.circle(at, r * 0.8, fill, stroke);
            for (x, y) in [(0.55, 0.55), (0.55, -0.55)] {
                p.line_segment([to(-x, -y), to(x, y)], stroke);
            }
        }
        UnitKind::Aircraft => {
            let wide = Stroke::new(theme.sizes.outline * 3.2, edge);
            let thin = Stroke::new(theme.sizes.outline * 1.8, fill);
            for line in [wide, thin] {
                for (a, b) in [((-1.0, 0.0), (1.0, 0.0)), ((0.2, 1.0), (0.2, -1.0)), ((-0.85, 0.45), (-0.85, -0.45))] {
                    p.line_segment([to(a.0, a.1), to(b.0, b.1)], line);
                }
            }
        }
        UnitKind::Patrol | UnitKind::Rescue => {
            // British units have a pointed stern, French ones a square one: told apart without colour.
            let stern = match side {
                Side::France => vec![to(-0.9, 0.62), to(-0.9, -0.62)],
                Side::UnitedKingdom => vec![to(-0.55, 0.62), to(-0.95, 0.0), to(-0.55, -0.62)],
            };
            let mut hull = vec![to(1.25, 0.0), to(0.25, 0.62)];
            hull.extend(stern);
            hull.push(to(0.25, -0.62));
            p.add(Shape::convex_polygon(hull, fill, stroke));
            if kind == UnitKind::Rescue {
                let mark = Stroke::new(theme.sizes.outline * 1.3, theme.colours.halo_day);
                p.line_segment([to(-0.45, 0.0), to(0.45, 0.0)], mark);
                p.line_segment([to(0.0, -0.4), to(0.0, 0.4)], mark);
            }
        }
    }
}

/// People in the water.
pub fn person(p: &Painter, theme: &Theme, at: Pos2) {
    p.circle(at, theme.sizes.person, theme.colours.people_in_water, Stroke::new(1.0, theme.colours.halo_day));
}

/// A group waiting ashore.
pub fn group(p: &Painter, theme: &Theme, at: Pos2, edge: Color32) {
    let square = egui::Rect::from_center_size(at, Vec2::splat(theme.sizes.boat));
    p.rect(square, 0.0, theme.colours.people_waiting, Stroke::new(1.0, edge), egui::StrokeKind::Outside);
}

/// What a side believes: a dashed ring.
pub fn belief(p: &Painter, theme: &Theme, at: Pos2) {
    let r = theme.sizes.boat * 1.6;
    let circle: Vec<Pos2> = (0..=24).map(|i| at + Vec2::angled(i as f32 / 24.0 * core::f32::consts::TAU) * r).collect();
    p.extend(Shape::dashed_line(&circle, Stroke::new(theme.sizes.outline, theme.colours.contact), 3.0, 2.5));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hull_on_the_water_has_a_look() {
        let phases = [
            BoatPhase::Planned,
            BoatPhase::WaitingForTide,
            BoatPhase::Coasting,
            BoatPhase::Boarding,
            BoatPhase::Crossing,
            BoatPhase::Adrift,
            BoatPhase::Grounded,
            BoatPhase::Wrecked,
            BoatPhase::Stopped,
            BoatPhase::LandedUk,
            BoatPhase::LandedFr,
            BoatPhase::StayedAshore,
        ];
        for phase in phases {
            assert_eq!(BoatLook::of(phase).is_some(), phase.afloat(), "{phase:?}");
        }
    }
}
