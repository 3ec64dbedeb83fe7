//! Who is selected, what is so, and what led to it? Facts now and the story so far, with the why of each order.

use super::super::view::{Arm, Subject, UiCommand, View};
use super::manoeuvres::{manoeuvres_ui, order_words};
use super::note;
use super::people::people_ui;
use super::shadow::{instead_ui, note_ui, notes_of, parting_ui};
use crate::agents::Side;
use crate::events::words::{boat, boat_of, sentence, unit_of, why_of};
use crate::events::{BoatId, Event, What, Why};
use crate::sim::Snapshot;
use crate::units::{Speed, Vec2, format};
use egui::{RichText, Ui};

/// The page about the selected boat or unit.
pub fn story_ui(ui: &mut Ui, view: &View, out: &mut Vec<UiCommand>) {
    let Some(subject) = view.selection else {
        note(ui, view, "Click a boat or a unit on the chart, or press Tab.");
        return;
    };
    ui.horizontal_wrapped(|ui| {
        ui.heading(view.subject_title(subject));
        for arm in Arm::BOTH {
            let label = format!("in {}", arm.letter());
            let hint = format!("As it went under: {}", view.doctrine(arm).title);
            if ui.selectable_label(view.story_arm == arm, label).on_hover_text(hint).clicked() {
                out.push(UiCommand::ShowStoryOf(arm));
            }
        }
        if ui.button("Clear").on_hover_text("Esc").clicked() {
            out.push(UiCommand::Select(None));
        }
    });
    facts_ui(ui, view, subject);
    if let Subject::Boat(id) = subject {
        ui.separator();
        people_ui(ui, view, id);
        manoeuvres_ui(ui, view, id);
    }
    ui.separator();
    ui.strong(format!("So far, {}: {}", view.story_arm.letter(), view.doctrine(view.story_arm).title));
    parting_ui(ui, view);
    let mut told = 0;
    let mut notes = notes_of(view, subject).peekable();
    for (i, event) in view.panes[view.story_arm.index()].events().iter().enumerate() {
        if event.tick <= view.tick() && is_about(&event.what, subject) {
            while let Some(n) = notes.next_if(|n| n.tick <= event.tick) {
                note_ui(ui, view, n);
            }
            event_ui(ui, view, event, i);
            told += 1;
        }
    }
    for n in notes {
        note_ui(ui, view, n);
        told += 1;
    }
    if told == 0 {
        note(ui, view, "Nothing yet.");
    }
}

/// Is an event part of a subject's story?
fn is_about(what: &What, subject: Subject) -> bool {
    match subject {
        Subject::Boat(id) => boat_of(what) == Some(id),
        Subject::Unit(id) => unit_of(what) == Some(id),
    }
}

fn over_ground(v: Vec2) -> String {
    let speed = Speed::metres_per_second(v.length()).kn();
    if speed < 0.1 { "still".to_owned() } else { format!("{speed:.1} kn towards {:03.0}°", v.bearing().deg()) }
}

fn place(p: Vec2) -> String {
    let at = crate::geo::to_lat_lon(p);
    format::lat_lon(at.lat, at.lon)
}

/// What is so now, name and value.
fn facts(view: &View, subject: Subject) -> Vec<(&'static str, String)> {
    let scene = &view.scenes[view.story_arm.index()];
    match subject {
        Subject::Boat(id) => {
            let Some(b) = scene.boats.get(id.0 as usize) else { return Vec::new() };
            let mut rows = vec![
                ("Kind", b.kind.title().to_owned()),
                ("Now", view.boat_now(b)),
                ("Aboard", format!("{}; {} ashore, {} in the water", b.aboard, b.waiting, b.in_water)),
            ];
            if b.phase.afloat() {
                rows.push(("Over ground", over_ground(b.velocity)));
                rows.push(("At", place(b.position)));
                rows.push(("Waves there", format!("{:.1} m", b.wave_m)));
            }
            for side in Side::ALL {
                rows.push((side.centre(), known(scene, id, side)));
            }
            rows
        }
        Subject::Unit(id) => {
            let (Some(u), Some(info)) = (scene.units.get(id.0 as usize), view.stage.units.get(id.0 as usize)) else {
                return Vec::new();
            };
            let order = u.order.map_or_else(|| "none".to_owned(), |(o, b)| o.phrase(&boat(b)));
            let crew = format!("out for {:.1} h", u.crew_out.h());
            let fuel = format!("{:.0} nm, {:.1} h at sea", u.fuel.nm(), u.endurance.h());
            vec![
                ("Kind", format!("{} {}, {}", info.side.adjective(), info.kind.title(), info.class_title)),
                ("Now", view.unit_now(u)),
                ("Order", order),
                ("Survivors aboard", format!("{} of {} places", u.survivors, info.capacity)),
                ("Left", fuel),
                ("Crew", crew),
                ("Over ground", over_ground(u.velocity)),
                ("At", place(u.position)),
                ("Base", info.base.clone()),
            ]
        }
    }
}

/// What a centre holds of a boat: contact, emergency phase, search.
fn known(scene: &Snapshot, id: BoatId, side: Side) -> String {
    let Some(contact) = scene.contacts.iter().find(|c| c.side == side && c.boat == id) else {
        return "not known".to_owned();
    };
    let mut words = format!("contact {}, {}", contact.number, contact.phase.title());
    if let Some(s) = scene.searches.iter().find(|s| s.side == side && s.boat == id) {
        let (pattern, part) = (s.pattern.title(), 100.0 * s.success);
        words = format!("{words}; search by {pattern}, {part:.0} % covered");
    }
    words
}

fn facts_ui(ui: &mut Ui, view: &View, subject: Subject) {
    egui::Grid::new("facts").num_columns(2).spacing([12.0, 1.0]).show(ui, |ui| {
        for (name, value) in facts(view, subject) {
            ui.label(RichText::new(name).color(view.theme.colours.text_quiet));
            ui.add(egui::Label::new(value).wrap());
            ui.end_row();
        }
    });
}

fn event_ui(ui: &mut Ui, view: &View, event: &Event, index: usize) {
    let c = &view.theme.colours;
    let names = view.names();
    let clock = event.tick.at(names.start).clock();
    let text = format!("{clock}  {}", sentence(&event.what, &names));
    let (Some(why), Some(boat)) = (why_of(&event.what), boat_of(&event.what)) else {
        ui.add(egui::Label::new(RichText::new(text).color(c.text)).wrap());
        return;
    };
    // egui's own header does not wrap, and orders are long sentences.
    let id = ui.id().with(("why", event.tick, index));
    let mut open = ui.data(|d| d.get_temp::<bool>(id)).unwrap_or(false);
    let title = RichText::new(format!("{text}  {}", if open { "⏷" } else { "⏵" })).color(c.accent);
    let label = ui.add(egui::Label::new(title).wrap().sense(egui::Sense::click()));
    if label.on_hover_text("Why?").clicked() {
        open = !open;
        ui.data_mut(|d| d.insert_temp(id, open));
    }
    if open {
        ui.indent(id, |ui| {
            let order = match &event.what {
                What::OrderGiven { order, .. } | What::CentreOrdered { order, .. } => Some(*order),
                // It was taken back: what it may do is no more.
                _ => None,
            };
            if let Some(words) = order.and_then(|o| order_words(o, view.panes[view.story_arm.index()].harm_now(boat))) {
                ui.add(egui::Label::new(RichText::new(words).small()).wrap());
            }
            why_ui(ui, view, why);
            instead_ui(ui, view, unit_of(&event.what), boat, event.tick);
        });
    }
}

/// The rule, what was seen, what was tried before it, and the text it rests on.
fn why_ui(ui: &mut Ui, view: &View, why: &Why) {
    for fact in &why.facts() {
        let mark = if fact.holds { "yes" } else { "no" };
        let words = RichText::new(format!("{mark}: {} (seen: {})", fact.condition, fact.seen)).small();
        ui.add(egui::Label::new(words).wrap());
    }
    if why.authorised {
        ui.label(RichText::new("On an order of authority that is held").small());
    }
    for other in &why.alternatives() {
        let failed = other.failed.as_ref().map_or_else(
            || "awaits its order of authority".to_owned(),
            |f| format!("not so: {} (seen: {})", f.condition, f.seen),
        );
        let words = RichText::new(format!("Tried before, {} ({}): {failed}", other.order.verb(), other.rule)).small();
        ui.add(egui::Label::new(words.color(view.theme.colours.text_quiet)).wrap());
    }
    if let Some(awaits) = &why.awaits {
        ui.label(RichText::new(format!("Waiting for authority: {awaits}")).small());
    }
    let cite = if why.cite.is_empty() { "nothing cited" } else { &why.cite };
    note(ui, view, format!("Rests on: {cite}"));
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture;
    use super::super::testing::panel;
    use super::*;
    use egui_kittest::kittest::Queryable;

    #[test]
    fn says_what_to_do_when_nothing_is_selected() {
        let session = fixture::session();
        let mut harness = panel(&session, story_ui, [352.0, 400.0]);
        harness.run();
        assert!(harness.query_by_label_contains("press Tab").is_some());
    }

    #[test]
    fn tells_a_boats_facts_and_its_story_in_either_pane() {
        let mut session = fixture::busy_session();
        session.apply(UiCommand::SelectNextBoat { back: false });
        let mut harness = panel(&session, story_ui, [352.0, 900.0]);
        harness.run();
        for fact in ["Aboard", "CROSS Gris-Nez", "JRCC Dover"] {
            assert!(harness.query_all_by_label(fact).count() > 0, "{fact}");
        }
        assert!(harness.query_by_label_contains("by what they wear").is_some());
        assert!(harness.query_all_by_label_contains("was put in the water").count() > 0);
        harness.get_by_label("in B").click();
        harness.run();
        assert_eq!(harness.state().as_slice(), [UiCommand::ShowStoryOf(Arm::B)]);
    }

    #[test]
    fn each_order_can_be_opened_to_its_reasons() {
        let mut session = fixture::busy_session();
        let ordered = session.view().panes[0].events().iter().find_map(|e| match &e.what {
            What::OrderGiven { unit, .. } => Some(*unit),
            _ => None,
        });
        let unit = ordered.expect("by then a unit has been ordered");
        session.apply(UiCommand::Select(Some(Subject::Unit(unit))));
        let mut harness = panel(&session, story_ui, [352.0, 900.0]);
        harness.run();
        harness.query_all_by_label_contains("was ordered to").next().expect("an order is told").click();
        harness.run();
        assert!(harness.query_all_by_label_contains("Rests on").count() > 0);
        assert!(harness.query_all_by_label_contains("Manoeuvre of level").count() > 0);
    }
}
