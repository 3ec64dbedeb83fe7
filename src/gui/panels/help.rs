//! Which keys are there?

use super::super::keys::KEYS;
use super::super::view::{UiCommand, View};
use egui::Ui;

/// The list of keys, over the chart.
pub fn help_ui(ui: &mut Ui, view: &View, out: &mut Vec<UiCommand>) {
    if !view.help_open {
        return;
    }
    let mut open = true;
    egui::Window::new("Keys")
        .open(&mut open)
        .resizable(false)
        .collapsible(false)
        .vscroll(true)
        .anchor(egui::Align2::CENTER_CENTER, [0.0, 0.0])
        .show(ui.ctx(), |ui| {
            egui::Grid::new("keys").num_columns(2).spacing([18.0, 2.0]).show(ui, |ui| {
                for (key, what) in KEYS {
                    ui.strong(*key);
                    ui.label(*what);
                    ui.end_row();
                }
            });
            ui.label("Drag the chart to move it, turn the wheel to zoom, double-click to show the whole strait.");
        });
    if !open {
        out.push(UiCommand::ShowHelp(false));
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture;
    use super::super::testing::panel;
    use super::*;
    use egui_kittest::kittest::Queryable;

    #[test]
    fn lists_every_key_and_only_when_open() {
        let mut session = fixture::session();
        assert!(panel(&session, help_ui, [900.0, 700.0]).query_by_label("Space").is_none());
        session.apply(UiCommand::ShowHelp(true));
        let mut harness = panel(&session, help_ui, [900.0, 700.0]);
        harness.run();
        for (key, _) in KEYS {
            assert!(harness.query_by_label(key).is_some(), "{key}");
        }
    }
}
