//! Which scenario, doctrines, night and seed are on show, and how large is everything?

use super::super::session::UI_SCALES;
use super::super::view::{Arm, UiCommand, View};
use super::badge;
use egui::Ui;

/// Room that a badge and the list beside it take, points.
const DOCTRINE_ROOM: f32 = 215.0;

/// The bar at the top.
pub fn top_bar_ui(ui: &mut Ui, view: &View, out: &mut Vec<UiCommand>) {
    ui.horizontal_wrapped(|ui| {
        scenario_ui(ui, view, out);
        for arm in Arm::BOTH {
            doctrine_ui(ui, view, arm, out);
            if arm == Arm::A && ui.button("Swap").on_hover_text("Exchange the two doctrines (X)").clicked() {
                out.push(UiCommand::SwapDoctrines);
            }
        }
        ui.separator();
        let mut night = view.night;
        let field = egui::DragValue::new(&mut night).prefix("Night ").speed(0.1).range(0..=999_999_u64);
        let hint = "Which night of the study: another number is other luck (N, Shift N)";
        if ui.add(field).on_hover_text(hint).changed() {
            out.push(UiCommand::SetNight(night));
        }
        let mut seed = view.seed;
        let field = egui::DragValue::new(&mut seed).prefix("Seed ").speed(0.1);
        let hint = "Seed of the whole study: the same seed gives the same nights";
        if ui.add(field).on_hover_text(hint).changed() {
            out.push(UiCommand::SetSeed(seed));
        }
        ui.separator();
        scale_ui(ui, view, out);
        let side = if view.side_open { "Hide panel" } else { "Show panel" };
        if ui.button(side).on_hover_text("Side panel (P)").clicked() {
            out.push(UiCommand::ToggleSidePanel);
        }
        if ui.button("Keys").on_hover_text("List of keys (?)").clicked() {
            out.push(UiCommand::ShowHelp(!view.help_open));
        }
        if ui.button("About").clicked() {
            out.push(UiCommand::ShowAbout(!view.about_open));
        }
        if let Some(notice) = view.notice {
            ui.colored_label(view.theme.colours.caution, notice);
        }
    });
}

fn scenario_ui(ui: &mut Ui, view: &View, out: &mut Vec<UiCommand>) {
    let title = view.scenarios.get(view.scenario).map_or("", |c| c.title.as_str());
    egui::ComboBox::from_id_salt("scenario").selected_text(title).width(150.0).show_ui(ui, |ui| {
        for (i, choice) in view.scenarios.iter().enumerate() {
            let entry = ui.selectable_label(i == view.scenario, &choice.title).on_hover_text(&choice.description);
            if entry.clicked() {
                out.push(UiCommand::ChooseScenario(i));
            }
        }
    });
}

fn doctrine_ui(ui: &mut Ui, view: &View, arm: Arm, out: &mut Vec<UiCommand>) {
    // A list and its badge stay together: what does not fit goes to the next line.
    if ui.available_size_before_wrap().x < DOCTRINE_ROOM {
        ui.end_row();
    }
    badge(ui, view, arm);
    let picked = view.picks[arm.index()];
    let title = view.doctrines.get(picked).map_or("", |d| d.title.as_str());
    egui::ComboBox::from_id_salt(("doctrine", arm.index())).selected_text(title).width(170.0).truncate().show_ui(
        ui,
        |ui| {
            for (i, doctrine) in view.doctrines.iter().enumerate() {
                let entry = ui.selectable_label(i == picked, &doctrine.title).on_hover_text(&doctrine.description);
                if entry.clicked() {
                    out.push(UiCommand::ChooseDoctrine(arm, i));
                }
            }
        },
    );
}

fn scale_ui(ui: &mut Ui, view: &View, out: &mut Vec<UiCommand>) {
    let words = |scale: f32| format!("{:.0} %", scale * 100.0);
    egui::ComboBox::from_id_salt("scale").selected_text(words(view.ui_scale)).width(64.0).show_ui(ui, |ui| {
        for scale in UI_SCALES {
            if ui.selectable_label((view.ui_scale - scale).abs() < 0.01, words(scale)).clicked() {
                out.push(UiCommand::SetUiScale(scale));
            }
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
    fn names_what_is_on_show_and_exchanges_the_doctrines() {
        let session = fixture::session();
        let mut harness = panel(&session, top_bar_ui, [1366.0, 60.0]);
        harness.run();
        for text in ["Gravelines at dawn", "Imminent danger only", "Taxi-boat interception"] {
            assert!(harness.query_by_value(text).is_some() || harness.query_by_label(text).is_some(), "{text}");
        }
        harness.get_by_label("Swap").click();
        harness.run();
        assert_eq!(harness.state().as_slice(), [UiCommand::SwapDoctrines]);
    }

    #[test]
    fn opens_the_pages() {
        let session = fixture::session();
        let mut harness = panel(&session, top_bar_ui, [1366.0, 60.0]);
        for label in ["Keys", "About", "Hide panel"] {
            harness.get_by_label(label).click();
            harness.run();
        }
        assert_eq!(
            harness.state().as_slice(),
            [UiCommand::ShowHelp(true), UiCommand::ShowAbout(true), UiCommand::ToggleSidePanel]
        );
    }
}
