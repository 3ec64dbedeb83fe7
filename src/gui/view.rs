//! What may a panel see, and what may it ask for? A `View` of what is on show, and commands back.
//!
//! Panels and layers are plain functions `fn xxx_ui(ui, &View, &mut Vec<UiCommand>)`: they change nothing
//! themselves, so each can be tested alone and none can disagree with another.

use super::background::Findings;
use super::camera::ChartCamera;
use super::clock::PlayClock;
use super::layers::{Layer, LayerSet};
use super::pane::Pane;
use super::stage::{Choice, Stage};
use super::theme::Theme;
use crate::doctrine::Doctrine;
use crate::events::words::Names;
use crate::events::{BoatId, UnitId};
use crate::sim::Snapshot;
use crate::sim::snapshot::{Activity, BoatView, Hindrance, UnitSnapshot};
use crate::units::{Tick, Vec2};
use std::sync::Arc;

/// One of the two panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arm {
    /// Left.
    A,
    /// Right.
    B,
}

impl Arm {
    /// Both, in order.
    pub const BOTH: [Self; 2] = [Self::A, Self::B];

    /// 0 or 1.
    #[must_use]
    pub const fn index(self) -> usize {
        match self {
            Self::A => 0,
            Self::B => 1,
        }
    }

    /// Its letter.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
        }
    }
}

/// What can be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A boat.
    Boat(BoatId),
    /// A unit.
    Unit(UnitId),
}

/// Pages of the side panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// What many paired nights say.
    Verdict,
    /// The selected boat or unit.
    Story,
    /// Layers and legend.
    Chart,
}

impl Tab {
    /// All pages with their titles.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Verdict, "Many nights"), (Self::Story, "Selected"), (Self::Chart, "Chart")];
}

/// Something a panel, a key or the pointer asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum UiCommand {
    /// Plays or pauses.
    PlayPause,
    /// Goes so many ticks forward or back and stops.
    Step(i64),
    /// Goes to a position in ticks.
    Seek(f64),
    /// Sets the speed, night seconds in a second.
    SetSpeed(f64),
    /// The next speed of the list.
    ShiftSpeed {
        /// Faster?
        up: bool,
    },
    /// Opens a scenario of the list.
    ChooseScenario(usize),
    /// Puts a doctrine of the list into a pane.
    ChooseDoctrine(Arm, usize),
    /// Exchanges the panes.
    SwapDoctrines,
    /// Shows another night.
    SetNight(u64),
    /// Sets the seed of the study.
    SetSeed(u64),
    /// Sets the scale of the whole window, 1 for 100 %.
    SetUiScale(f32),
    /// The next step of scale.
    ShiftUiScale {
        /// Larger?
        up: bool,
    },
    /// Selects, or clears.
    Select(Option<Subject>),
    /// The next boat, or the one before.
    SelectNextBoat {
        /// Backwards?
        back: bool,
    },
    /// Tells the story of the selected subject as it went in this pane.
    ShowStoryOf(Arm),
    /// Shows or hides a layer.
    ToggleLayer(Layer),
    /// Shows the whole strait.
    Fit,
    /// Moves the chart with the pointer.
    Drag(egui::Vec2),
    /// Zooms about a position.
    Zoom {
        /// Above 1 is closer.
        factor: f64,
        /// What stays where it is; the middle if nothing.
        about: Option<Vec2>,
    },
    /// Where the pointer is on the chart.
    Point(Option<Vec2>),
    /// Starts paired nights.
    StartPairs(u64),
    /// Stops them.
    CancelPairs,
    /// Saves the pairs that were lived, as a table and a page.
    SavePairs,
    /// Opens or closes the page about the program.
    ShowAbout(bool),
    /// Opens or closes the list of keys.
    ShowHelp(bool),
    /// Turns to a page of the side panel.
    ShowTab(Tab),
    /// Opens or closes the side panel.
    ToggleSidePanel,
    /// Closes what lies on top, else clears the selection.
    Escape,
}

/// What is on show.
pub struct View<'a> {
    /// The look.
    pub theme: &'a Theme,
    /// Scenarios to choose from.
    pub scenarios: &'a [Choice],
    /// The one on show.
    pub scenario: usize,
    /// Doctrines to choose from.
    pub doctrines: &'a [Arc<Doctrine>],
    /// Those on show.
    pub picks: [usize; 2],
    /// Seed of the study.
    pub seed: u64,
    /// Number of the night.
    pub night: u64,
    /// The scenario, opened.
    pub stage: &'a Stage,
    /// The clock.
    pub clock: &'a PlayClock,
    /// The nights.
    pub panes: &'a [Pane; 2],
    /// What to draw of them.
    pub scenes: &'a [Snapshot; 2],
    /// Where both panes look.
    pub camera: ChartCamera,
    /// What is drawn.
    pub layers: &'a LayerSet,
    /// What is selected.
    pub selection: Option<Subject>,
    /// Whose story is told.
    pub story_arm: Arm,
    /// Where the pointer is on the chart.
    pub pointer: Option<Vec2>,
    /// What paired nights say.
    pub findings: &'a Findings,
    /// Pairs to live when asked again.
    pub pairs_wanted: u64,
    /// Page of the side panel.
    pub tab: Tab,
    /// Is the side panel open?
    pub side_open: bool,
    /// Is the page about the program open?
    pub about_open: bool,
    /// Is the list of keys open?
    pub help_open: bool,
    /// Scale of the window.
    pub ui_scale: f32,
    /// Something to tell: what is being opened, or what went wrong.
    pub notice: Option<&'a str>,
    /// What came of saving the pairs.
    pub saved: Option<&'a str>,
    /// What the depths were made from, if they are the user's own.
    pub own_depth: Option<&'a str>,
}

impl View<'_> {
    /// The doctrine of a pane.
    #[must_use]
    pub fn doctrine(&self, arm: Arm) -> &Arc<Doctrine> {
        self.panes[arm.index()].doctrine()
    }

    /// The tick on show.
    #[must_use]
    pub fn tick(&self) -> Tick {
        self.clock.tick()
    }

    /// Names for sentences.
    #[must_use]
    pub fn names(&self) -> Names<'_> {
        Names { start: self.stage.setting.scenario.start, units: &self.stage.unit_titles }
    }

    /// The name of a boat or unit.
    #[must_use]
    pub fn subject_title(&self, subject: Subject) -> String {
        match subject {
            Subject::Boat(id) => crate::events::words::boat(id),
            Subject::Unit(id) => {
                self.stage.units.get(id.0 as usize).map_or_else(|| "A unit".to_owned(), |u| u.title.clone())
            }
        }
    }

    /// How dark the chart is drawn, 0 to 1: by the height of the sun, if the layer is shown.
    #[must_use]
    pub fn shade(&self) -> f32 {
        if !self.layers.shows(Layer::NightShade) {
            return 0.0;
        }
        super::stage::darkness(self.stage.setting.sea.sun_at(self.tick()))
    }

    /// What a boat is doing, in words.
    #[must_use]
    pub fn boat_now(&self, b: &BoatView) -> String {
        let mut words = b.phase.title().to_owned();
        if let Some(unit) = b.towed_by {
            words = format!("{words}, in tow of {}", self.names().unit(unit));
        }
        if b.turned_back && b.phase.afloat() {
            words.push_str(", turned back to the shore");
        }
        words
    }

    /// What a unit is doing, or what keeps it from a task, in words.
    #[must_use]
    pub fn unit_now(&self, u: &UnitSnapshot) -> String {
        let clock = |tick: Tick| tick.at(self.stage.setting.scenario.start).clock();
        let at_quay = matches!(u.activity, Activity::InPort | Activity::Landing);
        let words = match (u.hindrance, u.towing) {
            (Some(Hindrance::Returning), _) if u.activity == Activity::Landing => "landing people".to_owned(),
            (Some(Hindrance::BrokenDown), _) if !at_quay => {
                format!("{}, makes for port", Hindrance::BrokenDown.title())
            }
            (Some(h), _) => h.title().to_owned(),
            (None, Some(boat)) if !at_quay => format!("towing {}", crate::events::words::boat(boat)),
            (None, _) if u.searching => "searching".to_owned(),
            (None, _) => u.activity.title().to_owned(),
        };
        match (u.ready, u.activity) {
            (Some(t), Activity::MakingReady) => format!("{words}, under way at {}", clock(t)),
            (Some(t), _) => format!("{words} until {}", clock(t)),
            (None, _) => words,
        }
    }

    /// `2 people aboard` and the like for a boat on hover.
    #[must_use]
    pub fn hover_words(&self, arm: Arm, subject: Subject) -> String {
        let title = self.subject_title(subject);
        let scene = &self.scenes[arm.index()];
        match subject {
            Subject::Boat(id) => scene.boats.get(id.0 as usize).map_or(title.clone(), |b| {
                format!("{title}, {}, {}, {} aboard", b.kind.title(), self.boat_now(b), b.aboard)
            }),
            Subject::Unit(id) => scene.units.get(id.0 as usize).map_or(title.clone(), |u| {
                let order = u
                    .order
                    .map_or_else(String::new, |(o, b)| format!(", to {} {}", o.verb(), crate::events::words::boat(b)));
                format!("{title} ({}), {}{order}", u.side.adjective(), self.unit_now(u))
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn what_keeps_a_unit_from_a_task_is_said_in_words() {
        let session = fixture::session();
        let view = session.view();
        let unit = UnitSnapshot { activity: Activity::Transit, ..view.scenes[0].units[0] };
        let said = |u: UnitSnapshot| view.unit_now(&u);
        assert_eq!(said(UnitSnapshot { hindrance: None, ..unit }), "under way");
        assert_eq!(said(UnitSnapshot { searching: true, ..unit }), "searching");
        assert_eq!(said(UnitSnapshot { towing: Some(BoatId(2)), ..unit }), "towing Boat 3");
        let broken = UnitSnapshot { hindrance: Some(Hindrance::BrokenDown), ..unit };
        assert_eq!(said(broken), "broken down, out of action, makes for port");
        let turning = UnitSnapshot {
            activity: Activity::Landing,
            hindrance: Some(Hindrance::TurningRound),
            ready: Some(Tick(360)),
            ..unit
        };
        assert_eq!(said(turning), "in port, refuelling or relieving its crew until 21:00");
        let making = UnitSnapshot { activity: Activity::MakingReady, ready: Some(Tick(360)), ..unit };
        assert_eq!(said(making), "making ready, under way at 21:00");
    }

    #[test]
    fn a_boat_in_tow_or_turned_back_says_so() {
        let session = fixture::busy_session();
        let view = session.view();
        let boat = view.scenes[0].boats.iter().find(|b| b.phase.afloat()).copied().expect("a boat is on the water");
        let towed = BoatView { towed_by: Some(UnitId(0)), ..boat };
        assert!(view.boat_now(&towed).contains("in tow of "), "{}", view.boat_now(&towed));
        assert!(view.boat_now(&BoatView { turned_back: true, ..boat }).contains("turned back"));
    }
}
