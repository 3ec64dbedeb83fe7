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
    let column = ui.available_width() / 6.0;
    egui::Grid::new("counters").num_columns(4).striped(true).min_col_width(column).spacing([8.0, 1.0]).show(ui, |ui| {
        ui.label("");
        for arm in Arm::BOTH {
            badge(ui, view, arm);
        }
        note(ui, view, "B − A");
        ui.end_row();
        for ((title, a), (_, b)) in tallies[0].rows().into_iter().zip(tallies[1].rows()) {
            ui.label(title);
            let difference = format::signed(f64::from(b) - f64::from(a), 0);
            for (text, quiet) in [(a.to_string(), false), (b.to_string(), false), (difference, a == b)] {
                let colour = if quiet { c.text_quiet } else { c.text };
                // Figures of one width line up when they are padded.
                ui.label(egui::RichText::new(format!("{text:>5}")).color(colour).monospace());
            }
            ui.end_row();
        }
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
