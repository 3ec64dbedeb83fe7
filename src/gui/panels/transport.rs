//! What time is it, how fast does it pass, and where in the night are we? One bar for both panes.
//!
//! The time bar shows light and tide, because they decide when boats can leave: bands for day, twilight and
//! night, and the tide where the scenario's first boats are launched.

use super::super::clock::{PlayClock, SPEED_MAX, SPEED_MIN, SPEEDS};
use super::super::keys::TEN_MINUTES;
use super::super::pane::Pane;
use super::super::stage::{CoursePoint, light_title};
use super::super::view::{UiCommand, View};
use super::note;
use crate::environment::Light;
use crate::geo::to_lat_lon;
use crate::units::{Instant, Speed, TICK_S, Tick, format};
use egui::{Align2, FontId, Rect, Sense, Stroke, Ui, pos2, vec2};

/// The bar at the bottom.
pub fn transport_ui(ui: &mut Ui, view: &View, out: &mut Vec<UiCommand>) {
    time_bar_ui(ui, view, out);
    ui.horizontal_wrapped(|ui| {
        buttons_ui(ui, view, out);
        ui.separator();
        speed_ui(ui, view, out);
        ui.separator();
        clock_ui(ui, view);
        if let Some(text) = pointer_words(view) {
            ui.separator();
            note(ui, view, text);
        }
    });
}

fn buttons_ui(ui: &mut Ui, view: &View, out: &mut Vec<UiCommand>) {
    let play = if view.clock.playing() { "⏸ Pause" } else { "▶ Play" };
    for (label, hint, command) in [
        ("⏮", "Start of the night (Home)", UiCommand::Seek(0.0)),
        ("−10 min", "Ten minutes back (Shift ←)", UiCommand::Step(-TEN_MINUTES)),
        ("−10 s", "One tick back (←)", UiCommand::Step(-1)),
        (play, "Space", UiCommand::PlayPause),
        ("+10 s", "One tick forward (→)", UiCommand::Step(1)),
        ("+10 min", "Ten minutes forward (Shift →)", UiCommand::Step(TEN_MINUTES)),
        ("⏭", "End of the night (End)", UiCommand::Seek(f64::from(view.clock.length()))),
    ] {
        let wide = if label == play { 74.0 } else { 0.0 };
        if ui.add(egui::Button::new(label).min_size(vec2(wide, 0.0))).on_hover_text(hint).clicked() {
            out.push(command);
        }
    }
}

fn speed_ui(ui: &mut Ui, view: &View, out: &mut Vec<UiCommand>) {
    let mut speed = view.clock.speed();
    let field = egui::DragValue::new(&mut speed).range(SPEED_MIN..=SPEED_MAX).speed(2.0).max_decimals(0).suffix("×");
    if ui.add(field).on_hover_text("Night seconds in a second: drag, or click and type (+ −)").changed() {
        out.push(UiCommand::SetSpeed(speed));
    }
    egui::ComboBox::from_id_salt("speeds").selected_text("").width(18.0).show_ui(ui, |ui| {
        for s in SPEEDS {
            if ui.selectable_label((s - view.clock.speed()).abs() < 0.5, format!("{s:.0}×")).clicked() {
                out.push(UiCommand::SetSpeed(s));
            }
        }
    });
}

fn clock_ui(ui: &mut Ui, view: &View) {
    let start = view.stage.setting.scenario.start;
    let now = start.plus_s((view.clock.ticks() * f64::from(TICK_S)) as i64);
    let c = &view.theme.colours;
    let clock = egui::RichText::new(format!("{} UTC", clock_words(now))).size(view.theme.sizes.text_clock);
    ui.add(egui::Label::new(clock.color(c.text)).extend());
    let reached = view.panes.iter().map(Pane::tick).min().unwrap_or_default();
    if reached.0 + 1 < view.tick().0 && !view.panes.iter().any(Pane::finished) {
        ui.colored_label(c.caution, format!("running the night to here: {}", reached.at(start).clock()));
        return;
    }
    let sea = view.panes[0].sea();
    let wind = Speed::metres_per_second(sea.wind_at(view.tick()).length()).kn();
    let light = light_title(sea.light_at(view.tick()));
    let tide = format::signed(tide_near(&view.stage.course, view.tick()), 1);
    let waves = sea.waves_at(view.tick());
    note(ui, view, format!("{light}, wind {wind:.0} kn, waves {waves:.1} m, tide {tide} m"))
        .on_hover_text(format!("Tide at {}, above mean sea level: the curve in the bar above", view.stage.tide_place));
}

/// `10 Jul 2025 03:10:20`.
fn clock_words(t: Instant) -> String {
    let iso = t.iso_second();
    let day = t.day_clock();
    let date = day.rsplit_once(' ').map_or(day.as_str(), |(d, _)| d);
    format!("{date} {} {}", t.year(), iso.get(11..19).unwrap_or_default())
}

/// Place, depth and stream under the pointer.
fn pointer_words(view: &View) -> Option<String> {
    let p = view.pointer?;
    let place = to_lat_lon(p);
    let text = format::lat_lon(place.lat, place.lon);
    let setting = &view.stage.setting;
    if setting.chart.is_land(p) {
        return Some(text);
    }
    let (sea, tick) = (view.panes[0].sea(), view.tick());
    let depth = setting.depth_m(p, tick, sea);
    let stream = sea.stream_at(p, tick);
    let rate = Speed::metres_per_second(stream.length()).kn();
    let depth = if depth < 0.0 {
        format!("dries, {} m above the water", format::fixed(-depth, 1))
    } else {
        format!("depth {} m", format::fixed(depth, 1))
    };
    // Where shelter or stream change the waves so much that one would see it.
    let open = sea.open_waves(tick, &setting.parameters);
    let here = sea.waves_here(p, &open, stream);
    let waves = if (here - open.height_m).abs() >= 0.05 { format!(", waves {here:.1} m here") } else { String::new() };
    Some(format!("{text}, {depth}, stream {rate:.1} kn towards {:03.0}°{waves}", stream.bearing().deg()))
}

/// Where a tick lies on a bar.
fn bar_x(rect: Rect, ticks: f64, length: u32) -> f32 {
    rect.left() + rect.width() * (ticks / f64::from(length.max(1))) as f32
}

/// The tick at a place on a bar, held inside the night.
fn bar_ticks(rect: Rect, x: f32, length: u32) -> f64 {
    let part = f64::from((x - rect.left()) / rect.width().max(1.0));
    part.clamp(0.0, 1.0) * f64::from(length)
}

fn time_bar_ui(ui: &mut Ui, view: &View, out: &mut Vec<UiCommand>) {
    let theme = view.theme;
    let size = vec2(ui.available_width(), theme.sizes.time_bar);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    response.widget_info(|| egui::WidgetInfo::slider(true, view.clock.ticks(), "Time of the night"));
    if let Some(p) = response.interact_pointer_pos() {
        out.push(UiCommand::Seek(bar_ticks(rect, p.x, view.clock.length())));
    }
    paint_bar(ui.painter(), rect, view);
    if let Some(p) = response.hover_pos() {
        let tick = Tick(bar_ticks(rect, p.x, view.clock.length()) as u32);
        let at = tick.at(view.stage.setting.scenario.start);
        let light = view.stage.setting.sea.light_at(tick);
        response.on_hover_text_at_pointer(format!(
            "{} UTC, {}, tide {} m at {} (above mean sea level)",
            at.day_clock(),
            light_title(light),
            format::signed(tide_near(&view.stage.course, tick), 1),
            view.stage.tide_place
        ));
    }
}

fn tide_near(course: &[CoursePoint], tick: Tick) -> f64 {
    let i = course.partition_point(|p| p.tick < tick).min(course.len().saturating_sub(1));
    course.get(i).map_or(0.0, |p| p.tide_m)
}

fn paint_bar(painter: &egui::Painter, rect: Rect, view: &View) {
    let (c, s) = (&view.theme.colours, &view.theme.sizes);
    let length = view.clock.length();
    let course = &view.stage.course;
    let x = |tick: Tick| bar_x(rect, f64::from(tick.0), length);
    for pair in course.windows(2) {
        let fill = match pair[0].light {
            Light::Day => c.sun_up,
            Light::CivilTwilight | Light::NauticalTwilight => c.twilight,
            Light::Night => c.night,
        };
        let band = Rect::from_min_max(pos2(x(pair[0].tick), rect.top()), pos2(x(pair[1].tick) + 0.5, rect.bottom()));
        painter.rect_filled(band.intersect(rect), 0.0, fill);
    }
    // Tide, from the lowest to the highest of the night.
    let (low, high) = course.iter().fold((f64::MAX, f64::MIN), |(l, h), p| (l.min(p.tide_m), h.max(p.tide_m)));
    let y = |m: f64| rect.bottom() - 5.0 - ((m - low) / (high - low).max(0.1)) as f32 * (rect.height() - 20.0);
    for pair in course.windows(2) {
        let ends = [pair[0], pair[1]].map(|p| pos2(x(p.tick), y(p.tide_m)));
        let colour = if pair[0].light == Light::Day { c.tide_line } else { c.tide_line_night };
        painter.line_segment(ends, Stroke::new(1.5, colour));
    }
    hours(painter, rect, view);
    let now = bar_x(rect, view.clock.ticks(), length);
    let gone = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 3.0), pos2(now, rect.bottom()));
    painter.rect_filled(gone, 0.0, c.played);
    painter.vline(now, rect.y_range(), Stroke::new(3.0, c.halo_night));
    painter.vline(now, rect.y_range(), Stroke::new(1.6, c.halo_day));
    painter.circle(pos2(now, rect.top() + 4.0), s.unit / 2.0, c.halo_day, Stroke::new(1.0, c.halo_night));
}

/// A mark at each hour, a figure at every second.
fn hours(painter: &egui::Painter, rect: Rect, view: &View) {
    let c = &view.theme.colours;
    let clock: &PlayClock = view.clock;
    let per_hour = 3600 / TICK_S;
    let start = view.stage.setting.scenario.start;
    let into_hour = u32::try_from(start.unix_s().rem_euclid(3600)).unwrap_or(0) / TICK_S;
    let first = (per_hour - into_hour) % per_hour;
    let font = FontId::proportional(view.theme.sizes.label_small);
    for tick in (first..=clock.length()).step_by(per_hour as usize) {
        let at = Tick(tick).at(start);
        let light = view.stage.setting.sea.light_at(Tick(tick));
        let ink = if light == Light::Day { c.ink_day } else { c.ink_night };
        let x = bar_x(rect, f64::from(tick), clock.length());
        painter.vline(x, rect.top()..=rect.top() + 4.0, Stroke::new(1.0, ink));
        let hour = at.unix_s().rem_euclid(86_400) / 3600;
        if hour % 2 == 0 && rect.x_range().shrink(18.0).contains(x) {
            painter.text(pos2(x, rect.top() + 3.0), Align2::CENTER_TOP, at.clock(), font.clone(), ink);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture;
    use super::super::testing::panel;
    use super::*;
    use egui_kittest::kittest::Queryable;
    use proptest::prelude::*;

    #[test]
    fn buttons_ask_for_what_they_say() {
        let session = fixture::session();
        let mut harness = panel(&session, transport_ui, [1366.0, 90.0]);
        for (label, command) in [
            ("▶ Play", UiCommand::PlayPause),
            ("+10 min", UiCommand::Step(60)),
            ("−10 s", UiCommand::Step(-1)),
            ("⏮", UiCommand::Seek(0.0)),
        ] {
            harness.get_by_label(label).click();
            harness.run();
            assert_eq!(harness.state().last(), Some(&command), "{label}");
        }
    }

    #[test]
    fn a_click_on_the_bar_goes_to_that_time() {
        let session = fixture::session();
        let mut harness = panel(&session, transport_ui, [1366.0, 90.0]);
        harness.run();
        let middle = harness.get_by_label("Time of the night").rect().center();
        harness.drag_at(middle);
        harness.drop_at(middle);
        harness.run();
        let half = f64::from(fixture::LENGTH_TICKS) / 2.0;
        let hit = harness.state().iter().any(|c| matches!(c, UiCommand::Seek(t) if (t - half).abs() < 20.0));
        assert!(hit, "{:?}", harness.state());
    }

    #[test]
    fn the_clock_reads_date_and_seconds() {
        let t = Instant::parse("2025-07-10T03:10:20Z").expect("a time");
        assert_eq!(clock_words(t), "10 Jul 2025 03:10:20");
    }

    proptest! {
        #[test]
        fn the_time_bar_maps_both_ways(ticks in 0.0..8640.0_f64, width in 200.0..2000.0_f32) {
            let rect = Rect::from_min_size(pos2(7.0, 0.0), vec2(width, 30.0));
            let back = bar_ticks(rect, bar_x(rect, ticks, 8640), 8640);
            prop_assert!((back - ticks).abs() < 8640.0 / f64::from(width) * 0.01 + 0.5);
        }

        #[test]
        fn no_place_on_the_screen_lies_outside_the_night(x in -5000.0..5000.0_f32) {
            let rect = Rect::from_min_size(pos2(7.0, 0.0), vec2(500.0, 30.0));
            prop_assert!((0.0..=8640.0).contains(&bar_ticks(rect, x, 8640)));
        }
    }
}
