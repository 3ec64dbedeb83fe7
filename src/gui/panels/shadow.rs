//! What would the other doctrine order, here and now, and where do the two nights part?
//!
//! Each pane's night is shown to the other pane's doctrine as it goes on (`sim/shadow.rs`); where its answer differs, the story
//! of the boat or unit says so, and each order tells what the other would have ordered instead. The first decision in which
//! the two nights differ stands above the story: what came of it is for whoever reads both.
//!
//! Left out: doctrines of the list that are in neither pane; the command line asks as many as one names (`why --against`).

use super::super::view::{Subject, View};
use super::note;
use crate::analysis::divergence::{Divergence, first_divergence};
use crate::doctrine::Doctrine;
use crate::events::{BoatId, Event, UnitId};
use crate::sim::ShadowNote;
use crate::units::Tick;
use egui::{RichText, Ui};

/// Where the two nights part, as far as both have been lived.
pub fn divergence(view: &View) -> Option<Divergence> {
    let until = view.panes[0].tick().min(view.panes[1].tick()).min(view.tick());
    let so_far = |i: usize| -> &[Event] {
        let events = view.panes[i].events();
        &events[..events.partition_point(|e| e.tick < until)]
    };
    let units = &view.stage.setting.scenario.units;
    let list = |d: &Doctrine, unit: UnitId| {
        let u = &units[unit.0 as usize];
        d.list_for_unit(u.side, u.mission.as_deref(), &u.id)
    };
    let (a, b) = (view.panes[0].doctrine(), view.panes[1].doctrine());
    first_divergence((so_far(0), a), (so_far(1), b), &list)
}

/// The first decision in which the two nights differ, in words.
pub fn parting_ui(ui: &mut Ui, view: &View) {
    let names = view.names();
    let titles = [0, 1].map(|i| view.panes[i].doctrine().title.as_str());
    match divergence(view) {
        Some(d) => {
            ui.add(egui::Label::new(RichText::new(d.words(&names, titles)).small()).wrap());
        }
        None => {
            note(ui, view, "Until now nobody has decided otherwise in the other pane.");
        }
    }
}

/// Notes that differ from what was ordered, about the subject, up to the moment on show.
pub fn notes_of<'v>(view: &'v View, subject: Subject) -> impl Iterator<Item = &'v ShadowNote> {
    let now = view.tick();
    view.panes[view.story_arm.index()].shadow_notes().iter().filter(move |n| {
        let about = match subject {
            Subject::Boat(id) => n.boat == id,
            Subject::Unit(id) => n.unit == Some(id),
        };
        about && n.differs() && n.tick <= now
    })
}

/// A line of the story: what the other doctrine would do.
pub fn note_ui(ui: &mut Ui, view: &View, n: &ShadowNote) {
    let names = view.names();
    let title = view.panes[view.story_arm.index()].shadow_title(n.shadow);
    let text = format!("{}  {}", n.tick.at(names.start).clock(), n.sentence(title, &names));
    note(ui, view, text);
}

/// Beneath an order: what the other doctrine said to that unit (or centre) about that boat then.
pub fn instead_ui(ui: &mut Ui, view: &View, unit: Option<UnitId>, boat: BoatId, tick: Tick) {
    let pane = &view.panes[view.story_arm.index()];
    let then = pane.shadow_notes().iter().rev().find(|n| n.unit == unit && n.boat == boat && n.tick <= tick);
    let Some(n) = then else { return };
    let title = pane.shadow_title(n.shadow);
    let text =
        if n.differs() { n.sentence(title, &view.names()) } else { format!("{title} would order the same then") };
    ui.add(egui::Label::new(RichText::new(text).small()).wrap());
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture;
    use super::super::super::view::{Arm, UiCommand};
    use super::super::story::story_ui;
    use super::super::testing::panel;
    use super::*;
    use egui_kittest::kittest::Queryable;

    #[test]
    fn the_nights_part_where_their_logs_first_differ_and_the_page_says_so() {
        let mut session = fixture::busy_session();
        let d = divergence(&session.view()).expect("by then the taxi-boat doctrine has asked for an order");
        session.apply(UiCommand::Select(Some(Subject::Boat(d.boat))));
        let mut harness = panel(&session, story_ui, [352.0, 900.0]);
        harness.run();
        assert!(harness.query_by_label_contains("The nights part at").is_some());
    }

    #[test]
    fn what_the_other_doctrine_would_order_stands_in_the_story() {
        let mut session = fixture::busy_session();
        let differing = |arm: Arm, s: &super::super::super::session::Session| {
            s.view().panes[arm.index()].shadow_notes().iter().find(|n| n.differs()).cloned()
        };
        let (arm, n) = Arm::BOTH
            .into_iter()
            .find_map(|arm| differing(arm, &session).map(|n| (arm, n)))
            .expect("the doctrines differ somewhere on a busy night");
        session.apply(UiCommand::ShowStoryOf(arm));
        session.apply(UiCommand::Select(Some(Subject::Boat(n.boat))));
        let mut harness = panel(&session, story_ui, [352.0, 3000.0]);
        harness.run();
        assert!(harness.query_all_by_label_contains("would have").count() > 0);
    }

    #[test]
    fn the_same_doctrine_in_both_panes_parts_nowhere_and_has_no_shadow() {
        let mut session = fixture::busy_session();
        let first = session.view().picks[0];
        session.apply(UiCommand::ChooseDoctrine(Arm::B, first));
        session.advance(0.0, u32::MAX);
        assert_eq!(divergence(&session.view()), None);
        assert!(session.view().panes.iter().all(|p| p.shadow_notes().is_empty()));
    }
}
