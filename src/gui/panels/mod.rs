//! What stands around the chart? Plain functions from what is on show to what is asked for.
//!
//! A new panel is one file and its line in [`BARS`], in [`OVERLAYS`] or among the side panel's pages.

pub mod about;
pub mod chart_pane;
pub mod chart_tab;
pub mod counters;
pub mod help;
pub mod manoeuvres;
pub mod people;
pub mod shadow;
pub mod story;
pub mod top_bar;
pub mod transport;
pub mod verdict;

use super::view::{Arm, Tab, UiCommand, View};
use egui::{Rect, Ui};

/// A panel.
pub type PanelUi = fn(&mut Ui, &View, &mut Vec<UiCommand>);

/// Bars over the whole width, from the outside in: name, whether at the top, and how it is filled.
pub const BARS: &[(&str, bool, PanelUi)] =
    &[("top bar", true, top_bar::top_bar_ui), ("transport", false, transport::transport_ui)];

/// What lies over the chart.
pub const OVERLAYS: &[PanelUi] = &[about::about_ui, help::help_ui];

/// Lays out the whole window and says where the two charts are.
pub fn window_ui(root: &mut Ui, view: &View, out: &mut Vec<UiCommand>) -> [Rect; 2] {
    let theme = view.theme;
    let frame = egui::Frame::new().fill(theme.colours.panel).inner_margin(theme.sizes.margin);
    for (name, top, fill) in BARS {
        let panel = if *top { egui::Panel::top(*name) } else { egui::Panel::bottom(*name) };
        panel.frame(frame).show(root, |ui| fill(ui, view, out));
    }
    let mut whole = root.available_rect_before_wrap();
    if view.side_open {
        // A fixed share of the room: words wrap inside it, and nothing that is wide can push the charts.
        let width = theme.sizes.side_panel.min(whole.width() * 0.6);
        let side = Rect::from_min_max(whole.right_top() - egui::vec2(width, 0.0), whole.max);
        whole.max.x = side.min.x;
        root.painter().rect_filled(side, 0.0, theme.colours.panel);
        let inner = side.shrink(theme.sizes.margin);
        root.scope_builder(egui::UiBuilder::new().id_salt("side").max_rect(inner), |ui| {
            ui.set_clip_rect(side);
            side_ui(ui, view, out);
        });
    }
    let gap = theme.sizes.pane_gap;
    let half = egui::vec2(((whole.width() - gap) / 2.0).max(1.0), whole.height().max(1.0));
    let rects =
        [Rect::from_min_size(whole.min, half), Rect::from_min_size(whole.min + egui::vec2(half.x + gap, 0.0), half)];
    let middle = whole.min.x + half.x + gap / 2.0;
    root.painter().vline(middle, whole.y_range(), egui::Stroke::new(gap, theme.colours.panel));
    let charts = Arm::BOTH.map(|arm| chart_pane::chart_pane_ui(root, view, arm, rects[arm.index()], out));
    for overlay in OVERLAYS {
        overlay(root, view, out);
    }
    charts
}

/// The side panel: counters of the night on top, then one of the pages.
pub fn side_ui(ui: &mut Ui, view: &View, out: &mut Vec<UiCommand>) {
    counters::counters_ui(ui, view, out);
    ui.separator();
    ui.horizontal(|ui| {
        for (tab, title) in Tab::ALL {
            if ui.selectable_label(view.tab == tab, title).clicked() {
                out.push(UiCommand::ShowTab(tab));
            }
        }
    });
    ui.add_space(view.theme.sizes.spacing / 2.0);
    egui::ScrollArea::vertical().id_salt(view.tab.title()).auto_shrink(false).show(ui, |ui| match view.tab {
        Tab::Verdict => verdict::verdict_ui(ui, view, out),
        Tab::Story => story::story_ui(ui, view, out),
        Tab::Chart => chart_tab::chart_tab_ui(ui, view, out),
    });
}

impl Tab {
    /// Its title.
    #[must_use]
    pub fn title(self) -> &'static str {
        Self::ALL.iter().find(|(t, _)| *t == self).map_or("", |(_, title)| title)
    }
}

/// A letter on the colour of its pane.
pub fn badge(ui: &mut Ui, view: &View, arm: Arm) {
    let c = &view.theme.colours;
    let fill = match arm {
        Arm::A => c.badge_a,
        Arm::B => c.badge_b,
    };
    egui::Frame::new()
        .fill(fill)
        .corner_radius(view.theme.sizes.rounding)
        .inner_margin(egui::Margin::symmetric(5, 0))
        .show(ui, |ui| ui.label(egui::RichText::new(arm.letter()).color(c.accent_ink).strong()));
}

/// A quiet remark.
pub fn note(ui: &mut Ui, view: &View, text: impl Into<String>) -> egui::Response {
    ui.label(egui::RichText::new(text).color(view.theme.colours.text_quiet).size(view.theme.sizes.text_small))
}

#[cfg(test)]
pub(crate) mod testing {
    //! A panel alone, with the commands it sends.
    use super::super::session::Session;
    use super::{PanelUi, UiCommand};
    use egui_kittest::Harness;

    /// A harness around one panel, in the shipped look.
    pub(crate) fn panel(session: &Session, panel: PanelUi, size: [f32; 2]) -> Harness<'_, Vec<UiCommand>> {
        let mut styled = false;
        Harness::builder().with_size(egui::Vec2::from(size)).build_ui_state(
            move |ui, out: &mut Vec<UiCommand>| {
                if !styled {
                    session.view().theme.apply(ui.ctx());
                    styled = true;
                }
                panel(ui, &session.view(), out);
            },
            Vec::new(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::super::session::Session;
    use super::*;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable;

    #[derive(Default)]
    struct Seen {
        charts: Vec<Rect>,
        out: Vec<UiCommand>,
    }

    fn window(session: &Session, size: egui::Vec2) -> Harness<'_, Seen> {
        let mut styled = false;
        Harness::builder().with_size(size).build_ui_state(
            move |ui, seen: &mut Seen| {
                if !styled {
                    session.view().theme.apply(ui.ctx());
                    styled = true;
                }
                super::super::keys::keys(ui.ctx(), &session.view(), &mut seen.out);
                let whole = egui::UiBuilder::new().max_rect(Rect::from_min_size(egui::Pos2::ZERO, size));
                let mut root = ui.new_child(whole);
                seen.charts = window_ui(&mut root, &session.view(), &mut seen.out).to_vec();
            },
            Seen::default(),
        )
    }

    #[test]
    fn everything_fits_the_screens_people_have() {
        // 1366 × 768 and 1920 × 1080 at 100 %, and both at the largest scale.
        for (w, h) in [(1366.0, 768.0), (1920.0, 1080.0), (546.0, 307.0), (768.0, 432.0)] {
            let mut session = fixture::busy_session();
            session.laid_out(egui::vec2(w / 3.0, h / 2.0), w);
            let size = egui::vec2(w, h);
            let mut harness = window(&session, size);
            harness.run_steps(4);
            let all = Rect::from_min_size(egui::Pos2::ZERO, size).expand(0.5);
            for label in ["Swap", "Keys", "About", "▶ Play", "+10 min", "⏭", "Time of the night", "Chart A", "Chart B"]
            {
                let rect = harness.get_by_label(label).rect();
                assert!(all.contains_rect(rect), "{label} at {rect:?} in {w} × {h}");
            }
            let [a, b] = harness.state().charts[..] else { panic!("two charts") };
            assert!((a.size() - b.size()).length() < 0.01, "both charts are as large");
            assert!(a.max.x <= b.min.x && a.height() > h * 0.25, "{a:?} {b:?}");
        }
    }

    #[test]
    fn the_side_panel_neither_covers_nor_pushes_the_charts() {
        let mut session = fixture::busy_session();
        session.apply(UiCommand::SelectNextBoat { back: false });
        let mut harness = window(&session, egui::vec2(1366.0, 768.0));
        harness.run_steps(4);
        let chart = harness.state().charts[1];
        let side = harness.get_by_label_contains("People in night").rect();
        assert!(side.min.x >= chart.max.x && side.max.x <= 1366.0, "{side:?} beside {chart:?}");
    }

    #[test]
    fn tab_goes_through_boats_until_the_panels_are_entered() {
        let session = fixture::busy_session();
        let mut harness = window(&session, egui::vec2(1366.0, 768.0));
        for _ in 0..3 {
            harness.key_press(egui::Key::Tab);
            harness.run_steps(2);
        }
        let tabs = |h: &Harness<'_, Seen>| {
            h.state().out.iter().filter(|c| matches!(c, UiCommand::SelectNextBoat { .. })).count()
        };
        assert_eq!(tabs(&harness), 3);
        harness.key_press(egui::Key::F6);
        harness.run_steps(2);
        harness.key_press(egui::Key::Tab);
        harness.run_steps(2);
        assert_eq!(tabs(&harness), 3, "the focus is in the panels now");
    }
}
