//! What is drawn, and what does each sign mean? Layers with their keys, and the legend.

use super::super::layers::switches;
use super::super::layers::symbols::{self, BoatLook};
use super::super::stage::UnitKind;
use super::super::theme::Theme;
use super::super::view::{UiCommand, View};
use super::note;
use crate::agents::{BoatKind, Side};
use egui::{Painter, Pos2, Sense, Ui, vec2};

/// The page of layers and signs.
pub fn chart_tab_ui(ui: &mut Ui, view: &View, out: &mut Vec<UiCommand>) {
    ui.strong("Layers, with their keys");
    for (i, (layer, info)) in switches().enumerate() {
        let mut shown = view.layers.shows(layer);
        // Only the first ten have a key.
        let key = if info.keyed { ((i + 1) % 10).to_string() } else { "–".to_owned() };
        if ui.checkbox(&mut shown, format!("{key}  {}", info.title)).changed() {
            out.push(UiCommand::ToggleLayer(layer));
        }
    }
    if ui.button("Show the whole strait (F)").clicked() {
        out.push(UiCommand::Fit);
    }
    if let Some(own) = view.own_depth {
        note(ui, view, own);
    }
    ui.separator();
    ui.strong("Boats");
    let edge = view.theme.colours.outline_night;
    for kind in [BoatKind::TaxiBoat, BoatKind::BeachBoat] {
        row(ui, view, kind.title(), |p, t, at| symbols::boat(p, t, at, kind, BoatLook::UnderWay, edge));
    }
    for (look, words) in BoatLook::LEGEND {
        row(ui, view, words, |p, t, at| symbols::boat(p, t, at, BoatKind::TaxiBoat, look, edge));
    }
    row(ui, view, "turned back to the shore", |p, t, at| {
        symbols::boat(p, t, at, BoatKind::TaxiBoat, BoatLook::UnderWay, edge);
        symbols::turned_back(p, t, at, edge);
    });
    row(ui, view, "in tow of a unit", |p, t, at| {
        let (left, right) = (at - vec2(9.0, 0.0), at + vec2(9.0, 0.0));
        symbols::tow(p, t, left, right, edge);
        symbols::unit(p, t, left, UnitKind::Rescue, Side::France, vec2(-1.0, 0.0), edge);
        symbols::boat(p, t, right, BoatKind::TaxiBoat, BoatLook::Adrift, edge);
    });
    row(ui, view, "people in the water", symbols::person);
    row(ui, view, "group waiting ashore", |p, t, at| symbols::group(p, t, at, edge));
    row(ui, view, "what a side believes", symbols::belief);
    let search = view.theme.colours.search_night;
    row(ui, view, "most likely place in a search", |p, t, at| symbols::datum(p, t, at, search));
    ui.label("The ring about it holds half of what is left of the probability; tracks flown are drawn in full.");
    ui.strong("Units");
    for side in Side::ALL {
        for kind in [UnitKind::Patrol, UnitKind::Rescue, UnitKind::Helicopter, UnitKind::Aircraft] {
            let words = format!("{} {}", side.adjective(), kind.title());
            row(ui, view, &words, |p, t, at| symbols::unit(p, t, at, kind, side, vec2(0.0, -1.0), edge));
        }
    }
    row(ui, view, "out of action or not available", |p, t, at| {
        symbols::unit(p, t, at, UnitKind::Rescue, Side::France, vec2(0.0, -1.0), edge);
        symbols::struck(p, t, at, edge);
    });
    let grey = view.theme.colours.ship_night;
    row(ui, view, "merchant ship", |p, t, at| symbols::ship(p, at, vec2(0.0, -1.0), t.sizes.ship * 1.6, grey));
    ui.label("A line ahead of a boat or unit is its way in the next six minutes.");
    ui.strong("Depth now");
    let c = &view.theme.colours;
    for (words, colour) in [
        ("above the water", c.dries),
        ("0 to 5 m", c.depth_0_m),
        ("5 to 10 m", c.depth_5_m),
        ("10 to 20 m", c.depth_10_m),
        ("20 to 30 m", c.depth_20_m),
        ("more than 30 m", c.depth_30_m),
    ] {
        row(ui, view, words, |p, _, at| {
            p.rect_filled(egui::Rect::from_center_size(at, vec2(22.0, 12.0)), 0.0, colour);
        });
    }
}

fn row(ui: &mut Ui, view: &View, words: &str, sign: impl FnOnce(&Painter, &Theme, Pos2)) {
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(34.0, 20.0), Sense::hover());
        sign(ui.painter(), view.theme, rect.center());
        ui.label(words);
    });
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture;
    use super::super::super::layers::Layer;
    use super::super::super::session::{Opened, Session};
    use super::super::super::theme::Theme;
    use super::super::testing::panel;
    use super::*;
    use egui_kittest::kittest::Queryable;

    #[test]
    fn a_switch_asks_for_its_layer_and_every_sign_has_words() {
        let session = fixture::session();
        let mut harness = panel(&session, chart_tab_ui, [352.0, 1200.0]);
        harness.get_by_label_contains("Traffic lanes").click();
        harness.run();
        assert_eq!(harness.state().as_slice(), [UiCommand::ToggleLayer(Layer::Lanes)]);
        for (_, words) in BoatLook::LEGEND {
            assert!(harness.query_by_label(words).is_some(), "{words}");
        }
    }

    #[test]
    fn depths_of_the_users_own_are_named() {
        let own = "Depths are yours: mine.tif, counted from mean sea level";
        let opened = Opened { own_depth: Some(own.to_owned()), ..fixture::opened() };
        let mut session = Session::new(Theme::shipped(), opened);
        session.apply(UiCommand::ShowAbout(true));
        let mut harness = panel(&session, chart_tab_ui, [352.0, 1200.0]);
        harness.run();
        assert!(harness.query_by_label(own).is_some());
    }
}
