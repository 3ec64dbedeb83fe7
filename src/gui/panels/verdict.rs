//! What do many paired nights say, how many were there, and how sure is it?

use super::super::view::{UiCommand, View};
use super::note;
use egui::{RichText, Ui};

/// How many pairs one can ask for.
const CHOICES: [u64; 4] = [100, 200, 500, 1000];

/// Progress, the verdict sentence, and the table of metrics.
pub fn verdict_ui(ui: &mut Ui, view: &View, out: &mut Vec<UiCommand>) {
    let (c, f) = (&view.theme.colours, view.findings);
    if f.total > 0 {
        let part = f.done as f32 / f.total.max(1) as f32;
        let words = format!("{} of {} paired nights", f.done, f.total);
        let ink = if part > 0.5 { c.accent_ink } else { c.text };
        ui.add(egui::ProgressBar::new(part).fill(c.accent).corner_radius(2.0).text(RichText::new(words).color(ink)));
    }
    ui.horizontal_wrapped(|ui| {
        if f.running {
            if ui.button("Cancel").clicked() {
                out.push(UiCommand::CancelPairs);
            }
            note(ui, view, "partial: the sentence may still change");
        } else {
            for n in CHOICES {
                let hint = "Live so many pairs of nights, with the same luck on both sides";
                if ui.button(format!("Run {n}")).on_hover_text(hint).clicked() {
                    out.push(UiCommand::StartPairs(n));
                }
            }
            if f.done > 0 {
                let hint = "Write the nights as a table, and what they come to as a page that opens in any browser. \
                            The table is the same as that of `slackwater compare --csv`.";
                if ui.button("Save").on_hover_text(hint).clicked() {
                    out.push(UiCommand::SavePairs);
                }
            }
            if f.cancelled {
                note(ui, view, format!("stopped after {} nights", f.done));
            }
        }
    });
    if let Some(saved) = view.saved {
        ui.label(RichText::new(saved).size(view.theme.sizes.text_small));
    }
    if f.failed > 0 {
        let reason = f.first_failure.as_deref().unwrap_or_default();
        ui.colored_label(c.caution, format!("{} nights failed and do not count; {reason}", f.failed));
    }
    if f.sentence.is_empty() {
        note(ui, view, "No pair has ended yet.");
        return;
    }
    ui.add_space(view.theme.sizes.spacing / 2.0);
    let tone = if f.decided { c.text } else { c.caution };
    ui.label(RichText::new(&f.sentence).color(tone));
    ui.add_space(view.theme.sizes.spacing / 2.0);
    table_ui(ui, view);
    note(ui, view, "Averages a night, and the 95 % interval of the difference. Hover a name for what is counted.");
}

fn table_ui(ui: &mut Ui, view: &View) {
    let c = &view.theme.colours;
    let size = view.theme.sizes.text_small;
    let width = ui.available_width();
    egui::Grid::new("metrics").num_columns(4).striped(true).spacing([8.0, 2.0]).min_col_width(30.0).show(ui, |ui| {
        for head in ["Each night", "A", "B", "B − A"] {
            ui.label(RichText::new(head).color(c.text_quiet).size(size));
        }
        ui.end_row();
        for line in &view.findings.lines {
            ui.scope(|ui| {
                ui.set_max_width(width * 0.38);
                let name = egui::Label::new(RichText::new(&line.title).size(size)).wrap();
                ui.add(name).on_hover_text(&line.definition);
            });
            ui.label(RichText::new(&line.a).size(size));
            ui.label(RichText::new(&line.b).size(size));
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.label(RichText::new(&line.difference).size(size));
                ui.label(RichText::new(&line.interval).size(size - 1.0).color(c.text_quiet));
            });
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
    fn asks_for_pairs() {
        let session = fixture::session();
        let mut harness = panel(&session, verdict_ui, [352.0, 400.0]);
        harness.get_by_label("Run 200").click();
        harness.run();
        assert_eq!(harness.state().as_slice(), [UiCommand::StartPairs(200)]);
    }

    #[test]
    fn lived_pairs_can_be_saved_and_where_is_told() {
        let mut session = fixture::session();
        session.apply(UiCommand::SavePairs);
        assert!(session.view().saved.is_none(), "nothing was lived yet");
        session.apply(UiCommand::StartPairs(2));
        while session.view().findings.running {
            session.advance(0.0, 1);
            std::thread::yield_now();
        }
        let mut harness = panel(&session, verdict_ui, [352.0, 400.0]);
        harness.get_by_label("Save").click();
        harness.run();
        assert_eq!(harness.state().as_slice(), [UiCommand::SavePairs]);
        drop(harness);
        session.apply(UiCommand::SavePairs);
        while session.view().saved != Some("Saved 2 nights") {
            session.advance(0.0, 1);
            std::thread::yield_now();
        }
        session.apply(UiCommand::StartPairs(1));
        assert!(session.view().saved.is_none(), "what was saved is no longer what is on show");
    }

    #[test]
    fn shows_progress_while_running_and_can_stop() {
        let mut session = fixture::session();
        session.apply(UiCommand::StartPairs(100_000));
        session.advance(0.0, 1);
        let mut harness = panel(&session, verdict_ui, [352.0, 400.0]);
        harness.get_by_label("Cancel").click();
        harness.run_steps(2);
        assert_eq!(harness.state().as_slice(), [UiCommand::CancelPairs]);
    }
}
