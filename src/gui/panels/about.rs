//! What is this, what is it not, and whose work is in it?

use super::super::view::{UiCommand, View};
use super::note;
use crate::environment::stream_facts;
use egui::Ui;

/// Said wherever the program introduces itself.
pub const LIMITS: &str = "A study and training tool, not for navigation, not operational.";

/// Data and their terms.
pub const SOURCES: &[(&str, &str)] = &[
    ("Coast, lanes, boundaries", "© OpenStreetMap contributors, Open Database License (ODbL) 1.0"),
    ("Tide constants", "TICON-4, derived from GESLA-4, CC BY 4.0"),
    ("Depth", "ETOPO 2022 and ETOPO1, NOAA (public domain); mesh nodes of DHI mikeio (BSD 3-clause)"),
    ("Weather by month", "NASA JPL MUR; COADS, NOAA; DHI WaterBench (monthly figures)"),
    ("Drift", "Leeway classes of Allen & Plourde 1999, Allen 2005, Breivik & Allen 2008"),
    ("Place names", "GeoNames, CC BY 4.0"),
];

const WHAT: &str = "Slackwater puts two doctrines on the same sea, the same night, the same boats and the same luck, and \
                    shows what each does to people. It argues for none of them. Scenarios are composites, never live \
                    data, and it gives no advice on how to cross or evade.";

/// What the streams are known to miss: the table that `slackwater streams facts` writes, compiled in.
const AGREEMENT: &str = include_str!("../../../assets/chart/streams/agreement.csv");

/// The published facts that our streams miss, a sentence each.
fn stream_misses() -> Vec<String> {
    let rows = stream_facts::read_agreement(AGREEMENT).unwrap_or_default();
    stream_facts::weaknesses(&rows).map(stream_facts::Agreement::sentence).collect()
}

/// What the sea is known to lack, beside the streams.
const SEA_LACKS: [&str; 4] = [
    "Depths west of 2° E are smooth over some 8 km: the banks are named on the chart and are not in the depths. Beaches and harbours are not resolved.",
    "Between gauges the tide is mixed: a few centimetres and minutes on the coast, some 0.2 m offshore.",
    "Wind and waves are the same all over the chart; shelter, swell and banks are not in them.",
    "Beds of channels that dry are guesses with a wide range.",
];

/// The page about the program, over the chart.
pub fn about_ui(ui: &mut Ui, view: &View, out: &mut Vec<UiCommand>) {
    if !view.about_open {
        return;
    }
    let mut open = true;
    egui::Window::new("About Slackwater")
        .open(&mut open)
        .resizable(false)
        .collapsible(false)
        .vscroll(true)
        .default_width(460.0)
        .anchor(egui::Align2::CENTER_CENTER, [0.0, 0.0])
        .show(ui.ctx(), |ui| {
            ui.label(format!("Slackwater {}", env!("CARGO_PKG_VERSION")));
            ui.strong(LIMITS);
            ui.label(WHAT);
            if let Some(scenario) = view.scenarios.get(view.scenario) {
                ui.separator();
                ui.strong(&scenario.title);
                ui.label(&scenario.description);
            }
            ui.separator();
            ui.strong("Data");
            for (what, whose) in SOURCES {
                ui.label(format!("{what}: {whose}"));
            }
            if let Some(own) = view.own_depth {
                ui.label(own);
            }
            note(ui, view, "Details and licences stand beside the data in assets/.");
            ui.separator();
            ui.strong("Known weaknesses of the sea");
            for words in SEA_LACKS {
                ui.label(words);
            }
            let misses = stream_misses();
            egui::CollapsingHeader::new(format!("Tidal streams: {} published facts missed", misses.len())).show(
                ui,
                |ui| {
                    for words in &misses {
                        ui.label(words);
                    }
                },
            );
            ui.separator();
            ui.label("Code: MIT or Apache-2.0, at your choice.");
        });
    if !open {
        out.push(UiCommand::ShowAbout(false));
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture;
    use super::super::super::session::{Opened, Session};
    use super::super::super::theme::Theme;
    use super::super::testing::panel;
    use super::*;
    use egui_kittest::kittest::Queryable;

    #[test]
    fn names_its_limits_and_every_source() {
        let mut session = fixture::session();
        session.apply(UiCommand::ShowAbout(true));
        let mut harness = panel(&session, about_ui, [900.0, 800.0]);
        harness.run();
        assert!(harness.query_by_label(LIMITS).is_some());
        for (what, _) in SOURCES {
            assert!(harness.query_all_by_label_contains(what).next().is_some(), "{what}");
        }
        for words in SEA_LACKS {
            assert!(harness.query_by_label(words).is_some(), "{words}");
        }
        assert!(harness.query_by_label_contains("Depths are yours").is_none());
        let misses = stream_misses();
        assert!(!misses.is_empty() && misses.len() < 20, "{misses:#?}");
        assert!(harness.query_by_label_contains(&format!("{} published facts missed", misses.len())).is_some());
    }

    #[test]
    fn depths_of_the_users_own_are_named() {
        let own = "Depths are yours: mine.tif, counted from mean sea level";
        let opened = Opened { own_depth: Some(own.to_owned()), ..fixture::opened() };
        let mut session = Session::new(Theme::shipped(), opened);
        session.apply(UiCommand::ShowAbout(true));
        let mut harness = panel(&session, about_ui, [900.0, 800.0]);
        harness.run();
        assert!(harness.query_by_label(own).is_some());
    }
}
