//! Which manoeuvres were made near the selected boat, and what may one more do to those aboard?
//!
//! The levels and their harm are those of MODEL 8.2, worked out for the boat as it is now: its load, its waves, the
//! light, the water in it. Levels 3 and 4 on loaded boats have no usable denominator anywhere in the record, and the
//! table says so wherever it shows their figures.
//!
//! Left out: the luck of the boat, which no one in the night can know.

use super::super::view::View;
use super::note;
use crate::agents::interception::{Harm, Level};
use crate::doctrine::Order;
use crate::events::BoatId;
use egui::{RichText, Ui};

/// Said wherever the figures of the upper levels are shown.
const WEAK: &str = "Levels 3 and 4 on loaded boats are guesses with a wide range: nobody has counted them.";

/// Percent with two figures that count.
fn percent(share: f64) -> String {
    let p = 100.0 * share;
    let decimals = match p {
        p if p >= 9.95 => 0,
        p if p >= 0.995 => 1,
        p if p >= 0.0995 => 2,
        _ => 3,
    };
    format!("{p:.decimals$} %")
}

/// "level 2, coming alongside; on the boat as it is now someone falls in 1.2 % of such manoeuvres, most do in 0.10 %".
#[must_use]
pub fn order_words(order: Order, harm: Option<[Harm; 4]>) -> Option<String> {
    let level = order.level()?;
    let name = format!("Manoeuvre of level {}, {}", level.number() + 1, level.title());
    Some(match harm {
        Some(harm) => {
            let h = harm[level.index()];
            let (fall, mass) = (percent(h.fall), percent(h.mass));
            format!(
                "{name}. On the boat as it is now: someone in the water in {fall} of such manoeuvres, most in {mass}"
            )
        }
        None => name,
    })
}

/// Manoeuvres near the boat so far by level, and the harm of one more of each.
pub fn manoeuvres_ui(ui: &mut Ui, view: &View, boat: BoatId) {
    let arm = view.story_arm.index();
    let Some(b) = view.scenes[arm].boats.get(boat.0 as usize) else { return };
    let harm = view.panes[arm].harm_now(boat).filter(|_| b.phase.afloat());
    if harm.is_none() && b.manoeuvres == [0; 4] {
        return;
    }
    let (c, size) = (&view.theme.colours, view.theme.sizes.text_small);
    ui.strong("Manoeuvres near it, by level");
    egui::Grid::new("manoeuvres").num_columns(4).striped(true).spacing([10.0, 1.0]).show(ui, |ui| {
        for (head, hint) in [
            ("Level", "What a vessel does near the boat"),
            ("So far", "Manoeuvres so far"),
            ("Someone", "Someone enters the water in one such manoeuvre on the boat as it is now"),
            ("Most", "The boat fills or goes over in one such manoeuvre, as it is now"),
        ] {
            ui.label(RichText::new(head).color(c.text_quiet).size(size)).on_hover_text(hint);
        }
        ui.end_row();
        for level in Level::ALL {
            ui.label(RichText::new(format!("{}  {}", level.number() + 1, level.title())).size(size));
            let so_far = b.manoeuvres[level.index()];
            let figures = harm.map_or([const { String::new() }; 2], |h| {
                let h = h[level.index()];
                [percent(h.fall), percent(h.mass)]
            });
            for text in core::iter::once(so_far.to_string()).chain(figures) {
                ui.label(RichText::new(text).size(size));
            }
            ui.end_row();
        }
    });
    if harm.is_some() {
        note(ui, view, WEAK);
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture;
    use super::super::super::view::UiCommand;
    use super::super::testing::panel;
    use super::*;
    use egui_kittest::kittest::Queryable;

    #[test]
    fn percents_keep_two_figures() {
        for (share, words) in [(0.5, "50 %"), (0.0123, "1.2 %"), (0.00123, "0.12 %"), (0.00012, "0.012 %")] {
            assert_eq!(percent(share), words);
        }
    }

    #[test]
    fn a_loaded_boat_shows_what_each_level_may_do_and_how_little_is_known() {
        fn show(ui: &mut Ui, view: &View, _: &mut Vec<UiCommand>) {
            let boat = view.scenes[0].boats.iter().find(|b| b.phase.afloat() && b.aboard > 0).expect("one is loaded");
            manoeuvres_ui(ui, view, boat.id);
        }
        let session = fixture::busy_session();
        let mut harness = panel(&session, show, [352.0, 300.0]);
        harness.run();
        for level in Level::ALL {
            assert!(harness.query_by_label_contains(level.title()).is_some(), "{level:?}");
        }
        assert!(harness.query_by_label(WEAK).is_some());
    }
}
