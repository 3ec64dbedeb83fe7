//! What does each key do? One list for the keyboard and for the page that explains it.
//!
//! Read through egui so that typing into a field plays nothing, and so that tests can press keys.

use super::layers::{Layer, switches};
use super::view::{UiCommand, View};
use egui::{Context, FocusDirection, Key, Modifiers};

/// Ticks in ten minutes: what Shift with an arrow steps.
pub const TEN_MINUTES: i64 = 60;
/// How much one press zooms.
const ZOOM: f64 = 1.3;
/// How far one press moves the chart, points.
const PAN: f32 = 60.0;

/// A line of the page of keys.
pub const KEYS: &[(&str, &str)] = &[
    ("Space", "play or pause"),
    ("← →", "one tick (10 s) back or forward"),
    ("Shift ← →", "ten minutes back or forward"),
    ("Home End", "start or end of the night"),
    ("+ −", "faster or slower"),
    ("Page up, Page down", "zoom in or out"),
    ("W A S D", "move the chart"),
    ("F", "show the whole strait"),
    ("1 … 9, 0", "show or hide a layer"),
    ("Tab, Shift Tab", "select the next or previous boat"),
    ("N, Shift N", "next or previous night"),
    ("X", "exchange the two doctrines"),
    ("V", "many nights, selected or chart in the side panel"),
    ("P", "open or close the side panel"),
    ("Ctrl + −", "larger or smaller window contents"),
    ("Ctrl 0", "window contents at 100 %"),
    ("F6", "go to the buttons and lists: then Tab, Space, arrows; Esc comes back"),
    ("Esc", "close what is open, clear the selection"),
    ("?", "this list"),
];

/// What the keys pressed since the last frame ask for.
pub fn keys(ctx: &Context, view: &View, out: &mut Vec<UiCommand>) {
    // A button, list or field that has the focus keeps its keys until Esc.
    let elsewhere = ctx.memory(|m| m.focused().is_some());
    let pressed = |modifiers: Modifiers, key: Key| ctx.input_mut(|i| i.consume_key(modifiers, key));
    for (key, command) in [
        (Key::Plus, UiCommand::ShiftUiScale { up: true }),
        (Key::Equals, UiCommand::ShiftUiScale { up: true }),
        (Key::Minus, UiCommand::ShiftUiScale { up: false }),
        (Key::Num0, UiCommand::SetUiScale(1.0)),
    ] {
        if pressed(Modifiers::COMMAND, key) {
            out.push(command);
        }
    }
    if pressed(Modifiers::NONE, Key::Escape) {
        out.push(UiCommand::Escape);
    }
    for (modifiers, direction) in
        [(Modifiers::SHIFT, FocusDirection::Previous), (Modifiers::NONE, FocusDirection::Next)]
    {
        if pressed(modifiers, Key::F6) {
            ctx.memory_mut(|m| m.move_focus(direction));
        }
    }
    if elsewhere {
        return;
    }
    for (modifiers, back) in [(Modifiers::SHIFT, true), (Modifiers::NONE, false)] {
        if pressed(modifiers, Key::Tab) {
            // Else egui would also move its focus into the panels.
            ctx.memory_mut(|m| m.move_focus(FocusDirection::None));
            out.push(UiCommand::SelectNextBoat { back });
        }
    }
    let night = view.night;
    let next_tab = super::view::Tab::ALL
        .iter()
        .position(|(t, _)| *t == view.tab)
        .map_or(super::view::Tab::Verdict, |i| super::view::Tab::ALL[(i + 1) % super::view::Tab::ALL.len()].0);
    let plain = [
        (Key::Space, UiCommand::PlayPause),
        (Key::ArrowLeft, UiCommand::Step(-1)),
        (Key::ArrowRight, UiCommand::Step(1)),
        (Key::Home, UiCommand::Seek(0.0)),
        (Key::End, UiCommand::Seek(f64::from(view.clock.length()))),
        (Key::Plus, UiCommand::ShiftSpeed { up: true }),
        (Key::Equals, UiCommand::ShiftSpeed { up: true }),
        (Key::Minus, UiCommand::ShiftSpeed { up: false }),
        (Key::PageUp, UiCommand::Zoom { factor: ZOOM, about: None }),
        (Key::PageDown, UiCommand::Zoom { factor: 1.0 / ZOOM, about: None }),
        (Key::W, UiCommand::Drag(egui::vec2(0.0, PAN))),
        (Key::S, UiCommand::Drag(egui::vec2(0.0, -PAN))),
        (Key::A, UiCommand::Drag(egui::vec2(PAN, 0.0))),
        (Key::D, UiCommand::Drag(egui::vec2(-PAN, 0.0))),
        (Key::F, UiCommand::Fit),
        (Key::N, UiCommand::SetNight(night.saturating_add(1))),
        (Key::X, UiCommand::SwapDoctrines),
        (Key::V, UiCommand::ShowTab(next_tab)),
        (Key::P, UiCommand::ToggleSidePanel),
        (Key::Questionmark, UiCommand::ShowHelp(!view.help_open)),
    ];
    let shifted = [
        (Key::ArrowLeft, UiCommand::Step(-TEN_MINUTES)),
        (Key::ArrowRight, UiCommand::Step(TEN_MINUTES)),
        (Key::N, UiCommand::SetNight(night.saturating_sub(1))),
        // On many keyboards these need Shift.
        (Key::Plus, UiCommand::ShiftSpeed { up: true }),
        (Key::Slash, UiCommand::ShowHelp(!view.help_open)),
        (Key::Questionmark, UiCommand::ShowHelp(!view.help_open)),
    ];
    for (modifiers, list) in [(Modifiers::SHIFT, shifted.as_slice()), (Modifiers::NONE, plain.as_slice())] {
        for (key, command) in list {
            let exact = ctx.input(|i| i.modifiers.shift_only() == (modifiers == Modifiers::SHIFT));
            if exact && pressed(modifiers, *key) {
                out.push(command.clone());
            }
        }
    }
    for (key, layer) in layer_keys() {
        if ctx.input(|i| i.modifiers.is_none()) && pressed(Modifiers::NONE, key) {
            out.push(UiCommand::ToggleLayer(layer));
        }
    }
}

/// The digit of each layer.
pub fn layer_keys() -> impl Iterator<Item = (Key, Layer)> {
    const DIGITS: [Key; 10] =
        [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9, Key::Num0];
    DIGITS.into_iter().zip(switches().map(|(layer, _)| layer))
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;
    use egui_kittest::Harness;

    fn press(modifiers: Modifiers, key: Key) -> Vec<UiCommand> {
        let session = fixture::session();
        let mut harness =
            Harness::new_ui_state(|ui, out: &mut Vec<UiCommand>| keys(ui.ctx(), &session.view(), out), Vec::new());
        harness.key_press_modifiers(modifiers, key);
        harness.run();
        harness.state().clone()
    }

    #[test]
    fn each_key_does_one_thing() {
        for (modifiers, key, command) in [
            (Modifiers::NONE, Key::Space, UiCommand::PlayPause),
            (Modifiers::NONE, Key::ArrowRight, UiCommand::Step(1)),
            (Modifiers::SHIFT, Key::ArrowLeft, UiCommand::Step(-60)),
            (Modifiers::NONE, Key::End, UiCommand::Seek(f64::from(fixture::LENGTH_TICKS))),
            (Modifiers::NONE, Key::F, UiCommand::Fit),
            (Modifiers::NONE, Key::Num1, UiCommand::ToggleLayer(Layer::Depth)),
            (Modifiers::NONE, Key::Tab, UiCommand::SelectNextBoat { back: false }),
            (Modifiers::SHIFT, Key::Tab, UiCommand::SelectNextBoat { back: true }),
            (Modifiers::COMMAND, Key::Plus, UiCommand::ShiftUiScale { up: true }),
            (Modifiers::COMMAND, Key::Num0, UiCommand::SetUiScale(1.0)),
            (Modifiers::SHIFT, Key::N, UiCommand::SetNight(6)),
            (Modifiers::NONE, Key::Escape, UiCommand::Escape),
            (Modifiers::SHIFT, Key::Questionmark, UiCommand::ShowHelp(true)),
        ] {
            assert_eq!(press(modifiers, key), [command], "{modifiers:?} {key:?}");
        }
    }

    #[test]
    fn the_keyed_layers_have_the_digits_in_order() {
        let keyed: Vec<Layer> = switches().filter(|(_, info)| info.keyed).map(|(layer, _)| layer).collect();
        assert_eq!(layer_keys().map(|(_, layer)| layer).collect::<Vec<_>>(), keyed);
    }
}
