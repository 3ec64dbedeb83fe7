//! One pane: its header, the chart, and what the pointer does on it.

use super::super::camera::Viewport;
use super::super::layers::{Canvas, pick};
use super::super::theme::Theme;
use super::super::view::{Arm, UiCommand, View};
use super::{badge, note};
use egui::{PointerButton, Rect, Sense, Ui, UiBuilder};

/// How much the chart zooms for each point the wheel turns.
const ZOOM_PER_POINT: f32 = 0.004;

/// The chart's part of a pane, below the header.
#[must_use]
pub fn chart_rect(theme: &Theme, pane: Rect) -> Rect {
    let height = theme.sizes.text_heading * 1.5 + theme.sizes.margin;
    Rect::from_min_max(pane.min + egui::vec2(0.0, height.min(pane.height())), pane.max)
}

/// Draws a pane into a rectangle and says where its chart is.
pub fn chart_pane_ui(ui: &mut Ui, view: &View, arm: Arm, rect: Rect, out: &mut Vec<UiCommand>) -> Rect {
    let theme = view.theme;
    let chart = chart_rect(theme, rect);
    let head = Rect::from_min_max(rect.min, chart.right_top());
    ui.painter().rect_filled(head, 0.0, theme.colours.panel);
    let inner = head.shrink2(egui::vec2(theme.sizes.margin, theme.sizes.margin * 0.3));
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(inner).layout(layout), |ui| {
        ui.set_clip_rect(head);
        header_ui(ui, view, arm);
    });
    if chart.width() > 2.0 && chart.height() > 2.0 {
        chart_ui(ui, view, arm, chart, out);
    }
    chart
}

fn header_ui(ui: &mut Ui, view: &View, arm: Arm) {
    badge(ui, view, arm);
    let doctrine = view.doctrine(arm);
    if let Some(fault) = view.panes[arm.index()].fault() {
        ui.add(egui::Label::new(egui::RichText::new(fault).color(view.theme.colours.caution)).truncate());
        return;
    }
    // The note comes first so that a long title gives way to it, and not the reverse.
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        let long = ui.available_width() > 420.0;
        let more = if long { " of many: one night is not evidence" } else { ": one night" };
        note(ui, view, format!("Night {}{more}", view.night));
        ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
            let title = egui::RichText::new(&doctrine.title).strong();
            ui.add(egui::Label::new(title).truncate()).on_hover_text(&doctrine.description);
        });
    });
}

fn chart_ui(ui: &mut Ui, view: &View, arm: Arm, rect: Rect, out: &mut Vec<UiCommand>) {
    let port = Viewport { rect, camera: view.camera };
    let response = ui.interact(rect, ui.id().with(("chart", arm.index())), Sense::click_and_drag());
    let name = format!("Chart {}", arm.letter());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Other, true, &name));
    let targets = Canvas::draw(ui.painter().with_clip_rect(rect), port, view, arm);
    if response.dragged_by(PointerButton::Primary) && response.drag_delta() != egui::Vec2::ZERO {
        out.push(UiCommand::Drag(response.drag_delta()));
    }
    if response.double_clicked() {
        out.push(UiCommand::Fit);
    } else if response.clicked()
        && let Some(at) = response.interact_pointer_pos()
    {
        out.push(UiCommand::Select(pick(&targets, at, view.theme.sizes.pick)));
        out.push(UiCommand::ShowStoryOf(arm));
    }
    let Some(at) = response.hover_pos() else { return };
    out.push(UiCommand::Point(Some(port.plane(at))));
    let wheel = ui.input(|i| i.smooth_scroll_delta().y);
    let pinch = ui.input(egui::InputState::zoom_delta);
    let factor = f64::from((wheel * ZOOM_PER_POINT).exp() * pinch);
    if (factor - 1.0).abs() > 1e-4 {
        out.push(UiCommand::Zoom { factor, about: Some(port.plane(at)) });
    }
    if let Some(subject) = pick(&targets, at, view.theme.sizes.pick) {
        response.on_hover_text_at_pointer(view.hover_words(arm, subject));
    } else if let Some(place) = near_place(view, &port, at) {
        response.on_hover_text_at_pointer(place);
    }
}

/// The name of the port or launch site under the pointer.
fn near_place(view: &View, port: &Viewport, at: egui::Pos2) -> Option<String> {
    let chart = &view.stage.setting.chart;
    chart
        .ports()
        .iter()
        .chain(chart.launch_sites())
        .map(|p| (port.screen(p.position).distance(at), p))
        .filter(|(d, _)| *d <= view.theme.sizes.pick * 0.6)
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, p)| p.name.clone())
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture;
    use super::super::super::session::Session;
    use super::super::super::view::Subject;
    use super::*;
    use egui_kittest::Harness;

    const PANE: Rect = Rect { min: egui::Pos2::ZERO, max: egui::pos2(520.0, 620.0) };

    fn pane(session: &Session) -> Harness<'_, Vec<UiCommand>> {
        Harness::builder().with_size(PANE.size()).build_ui_state(
            |ui, out: &mut Vec<UiCommand>| {
                chart_pane_ui(ui, &session.view(), Arm::A, PANE, out);
            },
            Vec::new(),
        )
    }

    fn session() -> Session {
        let mut s = fixture::busy_session();
        let size = chart_rect(s.view().theme, PANE).size();
        s.laid_out(size, 1366.0);
        s
    }

    #[test]
    fn a_click_on_a_boat_selects_it_or_what_lies_on_it() {
        let session = session();
        let mut harness = pane(&session);
        harness.run();
        let view = session.view();
        let port = Viewport { rect: chart_rect(view.theme, PANE), camera: view.camera };
        let boat = view.scenes[0].boats.iter().find(|b| b.phase.afloat()).expect("a boat is on the water");
        let at = port.screen(boat.position);
        harness.drag_at(at);
        harness.drop_at(at);
        harness.run();
        let selects = |c: &UiCommand| matches!(c, UiCommand::Select(Some(Subject::Boat(_) | Subject::Unit(_))));
        assert!(harness.state().iter().any(selects), "{:?}", harness.state());
    }

    #[test]
    fn a_drag_moves_the_chart_and_the_pointer_tells_its_place() {
        let session = session();
        let mut harness = pane(&session);
        harness.drag_at(egui::pos2(300.0, 300.0));
        harness.run_steps(1);
        harness.hover_at(egui::pos2(340.0, 320.0));
        harness.run_steps(2);
        harness.drop_at(egui::pos2(340.0, 320.0));
        harness.run_steps(2);
        let moved = harness.state().iter().fold(egui::Vec2::ZERO, |sum, c| match c {
            UiCommand::Drag(by) => sum + *by,
            _ => sum,
        });
        assert!((moved - egui::vec2(40.0, 20.0)).length() < 8.0, "{moved:?}");
        assert!(harness.state().iter().any(|c| matches!(c, UiCommand::Point(Some(_)))));
    }
}
