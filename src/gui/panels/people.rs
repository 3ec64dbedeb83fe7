//! Who are the people of the selected boat, and what became of those who were in the water?
//!
//! People are counted by what they wear, because that decides most about time in the water (MODEL 5.1); they have
//! numbers and traits, no names. Those who were in the water are told one by one, from the events of the night
//! (`events::lives`), as far as it has gone.
//!
//! Left out: what cannot be known of a person from outside, such as their luck.

use super::super::view::View;
use super::note;
use crate::agents::person::Flotation;
use crate::events::lives::{Life, Out, Stay};
use crate::events::{Account, BoatId, Place};
use crate::units::Tick;
use egui::{RichText, Ui};

/// Heads of the columns, with what each counts.
const COLUMNS: [(&str, &str); 5] = [
    ("Ashore", "Waiting on the French shore, or left there"),
    ("Aboard", "Aboard the boat"),
    ("Water", "In the water, alive"),
    ("Taken up", "Aboard a unit, or landed in either country"),
    ("Dead", "Dead or missing"),
];

/// What they wear, from the best to nothing.
const ROWS: [Flotation; 4] = [Flotation::RealJacket, Flotation::Tube, Flotation::PoorJacket, Flotation::None];

/// People of a boat by what they wear and where they are, and what became of those in the water.
pub fn people_ui(ui: &mut Ui, view: &View, boat: BoatId) {
    let pane = &view.panes[view.story_arm.index()];
    let people = pane.people_of(boat);
    ui.strong(format!("Its {} people, by what they wear", people.len()));
    counts_ui(ui, view, &people);
    harmed_ui(ui, view, &pane.harmed_of(boat));
}

const fn column(place: Place) -> usize {
    match place {
        Place::Waiting => 0,
        Place::AboardBoat => 1,
        Place::InWater => 2,
        Place::AboardUnit | Place::LandedUk | Place::LandedFr => 3,
        Place::Dead | Place::Missing => 4,
    }
}

/// Counts by what is worn, and by column.
fn counts(people: &[Account]) -> [[u32; 5]; 4] {
    let mut counts = [[0; 5]; 4];
    for account in people {
        if let Some(row) = ROWS.iter().position(|f| *f == account.traits.flotation) {
            counts[row][column(account.place)] += 1;
        }
    }
    counts
}

fn counts_ui(ui: &mut Ui, view: &View, people: &[Account]) {
    let c = &view.theme.colours;
    let size = view.theme.sizes.text_small;
    egui::Grid::new("flotation").num_columns(6).striped(true).spacing([10.0, 1.0]).show(ui, |ui| {
        ui.label("");
        for (head, hint) in COLUMNS {
            ui.label(RichText::new(head).color(c.text_quiet).size(size)).on_hover_text(hint);
        }
        ui.end_row();
        for (flotation, row) in ROWS.iter().zip(counts(people)) {
            ui.label(RichText::new(flotation.title()).size(size));
            for n in row {
                let colour = if n == 0 { c.text_quiet } else { c.text };
                ui.label(RichText::new(format!("{n:>3}")).color(colour).monospace().size(size));
            }
            ui.end_row();
        }
    });
}

fn harmed_ui(ui: &mut Ui, view: &View, lives: &[Life]) {
    if lives.is_empty() {
        note(ui, view, "Nobody of it has been in the water, or died.");
        return;
    }
    egui::CollapsingHeader::new(summary(lives)).id_salt("harmed").show(ui, |ui| {
        for life in lives {
            let words = RichText::new(line(life, view)).size(view.theme.sizes.text_small);
            ui.add(egui::Label::new(words).wrap());
        }
    });
}

/// "In the water: 12 people, 3 now; 1 dead or missing".
fn summary(lives: &[Life]) -> String {
    let stayed = lives.iter().filter(|l| !l.stays.is_empty()).count();
    let now = lives.iter().filter(|l| l.place == Place::InWater).count();
    let dead = lives.iter().filter(|l| l.death.is_some()).count();
    format!("In the water so far: {stayed}, now: {now}; dead or missing: {dead}")
}

/// One line for one person, as far as the night has gone.
fn line(life: &Life, view: &View) -> String {
    let names = view.names();
    let clock = |tick: Tick| tick.at(names.start).clock();
    let stay = |s: &Stay| {
        let how = match s.left {
            Some((_, Out::Unit(unit))) => format!("taken out by {}", names.unit(unit)),
            Some((_, Out::Unaided)) => "got out unaided".to_owned(),
            Some((_, Out::Died)) => "not taken out in time".to_owned(),
            None => "in it now".to_owned(),
        };
        format!("in the water at {} after {}, {:.0} min, {how}", clock(s.entered), s.cause.title(), s.minutes(life.end))
    };
    let mut parts: Vec<String> = life.stays.iter().map(stay).collect();
    if let Some((tick, cause)) = life.death {
        let missing = if life.place == Place::Missing { ", missing" } else { "" };
        parts.push(format!("died at {} ({}){missing}", clock(tick), cause.title()));
    } else if matches!(life.place, Place::LandedUk | Place::LandedFr) {
        parts.push(life.place.title().to_owned());
    }
    format!("Person {}, {}: {}", life.person.seat + 1, life.traits.title(), parts.join("; "))
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture;
    use super::super::super::view::{Arm, UiCommand};
    use super::super::testing::panel;
    use super::*;
    use crate::events::What;
    use egui_kittest::kittest::Queryable;

    fn first_boat_ui(ui: &mut Ui, view: &View, _: &mut Vec<UiCommand>) {
        people_ui(ui, view, BoatId(0));
    }

    #[test]
    fn everyone_of_a_boat_stands_in_one_row_and_one_column() {
        let session = fixture::busy_session();
        for pane in session.view().panes {
            for boat in &pane.latest().boats {
                let people = pane.people_of(boat.id);
                let table = counts(&people);
                assert_eq!(table.iter().flatten().sum::<u32>() as usize, people.len());
                let in_column = |k: usize| table.iter().map(|row| row[k]).sum::<u32>();
                assert_eq!([in_column(0), in_column(1), in_column(2)], [boat.waiting, boat.aboard, boat.in_water]);
            }
        }
    }

    #[test]
    fn each_kind_of_flotation_has_its_row() {
        let session = fixture::busy_session();
        let mut harness = panel(&session, first_boat_ui, [352.0, 300.0]);
        harness.run();
        for flotation in ROWS {
            assert!(harness.query_by_label(flotation.title()).is_some(), "{flotation:?}");
        }
    }

    #[test]
    fn whoever_was_in_the_water_is_told_with_its_end() {
        // The first night of the flagship that puts somebody into the water before its end.
        let mut session = fixture::session();
        let boat = (0..40).find_map(|night| {
            session.apply(UiCommand::SetNight(night));
            session.apply(UiCommand::Seek(f64::from(fixture::LENGTH_TICKS)));
            session.advance(0.0, u32::MAX);
            let view = session.view();
            view.panes[0].events().iter().find_map(|e| match &e.what {
                What::EnteredWater { boat, .. } => Some(*boat),
                _ => None,
            })
        });
        let boat = boat.expect("in forty nights somebody enters the water");
        let view = session.view();
        let lives = view.panes[Arm::A.index()].harmed_of(boat);
        assert!(!lives.is_empty());
        for life in &lives {
            let words = line(life, &view);
            assert!(words.starts_with("Person ") && !words.contains("in it now"), "{words}");
        }
        assert!(summary(&lives).contains("now: 0"), "{}", summary(&lives));
    }
}
