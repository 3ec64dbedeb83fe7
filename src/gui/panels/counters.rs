//! Where is everybody now, in each pane, and what is the difference? One night, and it says so.

use super::super::view::{Arm, UiCommand, View};
use super::{badge, note};
use crate::units::format;
use egui::Ui;

/// The table of the night on show.
pub fn counters_ui(ui: &mut Ui, view: &View, _out: &mut Vec<UiCommand>) {
    let c = &view.theme.colours;
    ui.horizontal(|ui| {
        ui.strong(format!("People in night {}", view.night));
        note(ui, view, "one night, not evidence");
    });
    let tallies = Arm::BOTH.map(|arm| view.scenes[arm.index()].tally);
    egui::Grid::new("counters").num_columns(4).striped(true).min_col_width(50.0).spacing([16.0, 1.0]).show(ui, |ui| {
        ui.label("");
        for arm in Arm::BOTH {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| badge(ui, view, arm));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| note(ui, view, "B − A"));
        ui.end_row();
        for ((title, a), (_, b)) in tallies[0].rows().into_iter().zip(tallies[1].rows()) {
            ui.label(title);
            number(ui, a.to_string(), c.text);
            number(ui, b.to_string(), c.text);
            let difference = format::signed(f64::from(b) - f64::from(a), 0);
            number(ui, difference, if a == b { c.text_quiet } else { c.text });
            ui.end_row();
        }
    });
}

fn number(ui: &mut Ui, text: String, colour: egui::Color32) {
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        ui.label(egui::RichText::new(text).color(colour).monospace());
    });
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture;
    use super::super::testing::panel;
    use super::*;
    use egui_kittest::kittest::Queryable;

    #[test]
    fn every_state_a_person_can_be_in_has_its_row() {
        let session = fixture::busy_session();
        let mut harness = panel(&session, counters_ui, [352.0, 300.0]);
        harness.run();
        for (title, _) in crate::events::Tally::default().rows() {
            assert!(harness.query_by_label(title).is_some(), "{title}");
        }
        assert!(harness.query_by_label("one night, not evidence").is_some());
    }
}
