//! What is the state of the window, and what does each command do to it? All of it, without Bevy.
//!
//! Commands are applied between frames, so that everything drawn in a frame shows the same moment and the
//! same view. The two panes always share scenario, night, clock and camera; only the doctrine is theirs.

use super::background::{Findings, OpenScenario, Opening, PairsRun, PairsWanted, SavePairs, Saving};
use super::camera::{Bounds, ChartCamera};
use super::clock::PlayClock;
use super::layers::LayerSet;
use super::pane::Pane;
use super::stage::{Choice, Stage};
use super::theme::Theme;
use super::view::{Arm, Subject, Tab, UiCommand, View};
use crate::doctrine::Doctrine;
use crate::draws::NightKey;
use crate::events::BoatId;
use crate::geo::{LatLon, to_plane};
use crate::sim::{Setting, Snapshot};
use crate::units::{Tick, Vec2};
use std::sync::Arc;

/// Steps of scale of the whole window (DEMANDS: 75 to 250 %).
pub const UI_SCALES: [f32; 9] = [0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5];

/// What the window opens on.
pub struct Opened {
    /// Scenarios to choose from.
    pub scenarios: Vec<Choice>,
    /// Opens one of them.
    pub open: OpenScenario,
    /// Saves the pairs that were lived.
    pub save: SavePairs,
    /// The first one's place in the list, and itself, opened.
    pub scenario: (usize, Arc<Setting>),
    /// Doctrines to choose from; never empty.
    pub doctrines: Vec<Arc<Doctrine>>,
    /// Those on show at first, left and right.
    pub picks: [usize; 2],
    /// Seed of the study.
    pub seed: u64,
    /// Night on show at first.
    pub night: u64,
    /// Pairs to live beside.
    pub pairs: u64,
    /// What the depths were made from, if they are the user's own: a sentence.
    pub own_depth: Option<String>,
}

/// The state of the window.
pub struct Session {
    theme: Theme,
    scenarios: Vec<Choice>,
    open: OpenScenario,
    save: SavePairs,
    scenario: usize,
    stage: Arc<Stage>,
    doctrines: Vec<Arc<Doctrine>>,
    picks: [usize; 2],
    seed: u64,
    night: u64,
    clock: PlayClock,
    panes: [Pane; 2],
    scenes: [Snapshot; 2],
    camera: ChartCamera,
    fitted: bool,
    pane_size: egui::Vec2,
    layers: LayerSet,
    selection: Option<Subject>,
    story_arm: Arm,
    pointer: Option<Vec2>,
    opening: Option<Opening>,
    pairs: Option<PairsRun>,
    findings: Findings,
    pairs_wanted: u64,
    tab: Tab,
    side_open: Option<bool>,
    window_width: f32,
    about_open: bool,
    help_open: bool,
    ui_scale: f32,
    notice: Option<String>,
    saving: Option<Saving>,
    saved: Option<String>,
    own_depth: Option<String>,
}

impl Session {
    /// The window as it opens; pairs start at once if any are wanted.
    #[must_use]
    pub fn new(theme: Theme, opened: Opened) -> Self {
        let Opened { scenarios, open, save, doctrines, picks, seed, night, pairs, own_depth, .. } = opened;
        let (scenario, setting) = opened.scenario;
        let stage = Arc::new(Stage::new(setting));
        let key = NightKey { seed, night };
        let panes = pair_of_panes(&stage, &doctrines, picks, key);
        let scenes = [panes[0].scene(0.0), panes[1].scene(0.0)];
        let clock = PlayClock::new(stage.setting.scenario.length_ticks);
        let mut session = Self {
            theme,
            scenarios,
            open,
            save,
            scenario,
            stage,
            doctrines,
            picks,
            seed,
            night,
            clock,
            panes,
            scenes,
            camera: ChartCamera { centre: Vec2::ZERO, metres_per_point: 150.0 },
            fitted: true,
            pane_size: egui::Vec2::ZERO,
            layers: LayerSet::default(),
            selection: None,
            story_arm: Arm::A,
            pointer: None,
            opening: None,
            pairs: None,
            findings: Findings::default(),
            pairs_wanted: pairs,
            tab: Tab::Verdict,
            side_open: None,
            window_width: f32::INFINITY,
            about_open: false,
            help_open: false,
            ui_scale: 1.0,
            notice: None,
            saving: None,
            saved: None,
            own_depth,
        };
        if pairs > 0 {
            session.apply(UiCommand::StartPairs(pairs));
        }
        session
    }

    /// What panels and layers may see.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        View {
            theme: &self.theme,
            scenarios: &self.scenarios,
            scenario: self.scenario,
            doctrines: &self.doctrines,
            picks: self.picks,
            seed: self.seed,
            night: self.night,
            stage: &self.stage,
            clock: &self.clock,
            panes: &self.panes,
            scenes: &self.scenes,
            camera: self.camera,
            layers: &self.layers,
            selection: self.selection,
            story_arm: self.story_arm,
            pointer: self.pointer,
            findings: &self.findings,
            pairs_wanted: self.pairs_wanted,
            tab: self.tab,
            side_open: self.side_open(),
            about_open: self.about_open,
            help_open: self.help_open,
            ui_scale: self.ui_scale,
            notice: self.notice.as_deref(),
            saved: self.saved.as_deref(),
            own_depth: self.own_depth.as_deref(),
        }
    }

    /// The scenario on show.
    #[must_use]
    pub const fn stage(&self) -> &Arc<Stage> {
        &self.stage
    }

    /// Does anything change by itself: time, pairs, a scenario being opened?
    #[must_use]
    pub fn is_moving(&self) -> bool {
        self.clock.playing()
            || !self.in_step()
            || self.findings.running
            || self.opening.is_some()
            || self.saving.is_some()
    }

    /// Scale of the whole window.
    #[must_use]
    pub const fn ui_scale(&self) -> f32 {
        self.ui_scale
    }

    /// Tells how large panes and window came out, in points.
    pub fn laid_out(&mut self, pane: egui::Vec2, window_width: f32) {
        self.pane_size = pane;
        self.window_width = window_width;
        self.fit();
    }

    /// Lets time pass, takes the nights along with at most so many steps in all, and fetches what came in
    /// from behind. Says how many steps it took.
    pub fn advance(&mut self, seconds: f64, steps: u32) -> u32 {
        // A clock that runs ahead of the nights would show a moment that was not lived yet: it waits.
        if self.in_step() {
            self.clock.advance(seconds);
        }
        let target = Tick(self.clock.ticks().ceil() as u32);
        let mut taken = 0;
        for pane in &mut self.panes {
            taken += pane.reach(target, (steps / 2).max(1));
        }
        for (scene, pane) in self.scenes.iter_mut().zip(&self.panes) {
            *scene = pane.scene(self.clock.ticks());
        }
        self.fetch();
        taken
    }

    /// Shows the whole strait, as long as nobody has moved the chart.
    fn fit(&mut self) {
        if self.fitted && self.pane_size.x > 1.0 && self.pane_size.y > 1.0 {
            self.camera = ChartCamera::fitting(&home(&self.stage.setting), self.pane_size);
        }
    }

    fn in_step(&self) -> bool {
        let target = Tick(self.clock.ticks().ceil() as u32);
        self.panes.iter().all(|p| p.tick() == target || p.finished())
    }

    fn fetch(&mut self) {
        if let Some(pairs) = &self.pairs {
            self.findings = pairs.findings();
        }
        if let Some(said) = self.saving.as_ref().and_then(Saving::take) {
            (self.saving, self.saved) = (None, Some(said));
        }
        if let Some(result) = self.opening.as_ref().and_then(Opening::take) {
            let index = self.opening.take().map_or(self.scenario, |o| o.index);
            match result {
                Ok(stage) => {
                    self.notice = None;
                    self.scenario = index;
                    self.clock = self.clock.restarted(stage.setting.scenario.length_ticks);
                    self.stage = stage;
                    self.restart();
                    self.compare_again();
                }
                Err(reason) => self.notice = Some(format!("The scenario could not be opened: {reason}")),
            }
        }
    }

    /// Starts both nights anew, at the time on show.
    fn restart(&mut self) {
        let key = NightKey { seed: self.seed, night: self.night };
        self.panes = pair_of_panes(&self.stage, &self.doctrines, self.picks, key);
        self.scenes = [self.panes[0].scene(0.0), self.panes[1].scene(0.0)];
        self.selection = self.selection.filter(|s| self.exists(*s));
    }

    fn exists(&self, subject: Subject) -> bool {
        match subject {
            Subject::Boat(id) => (id.0 as usize) < self.scenes[0].boats.len(),
            Subject::Unit(id) => (id.0 as usize) < self.scenes[0].units.len(),
        }
    }

    fn compare_again(&mut self) {
        if self.pairs.is_some() {
            self.start_pairs();
        }
    }

    fn start_pairs(&mut self) {
        self.saved = None;
        let wanted = PairsWanted {
            choices: (self.scenario, self.picks),
            setting: Arc::clone(&self.stage.setting),
            doctrines: self.picks.map(|i| Arc::clone(&self.doctrines[i])),
            seed: self.seed,
            nights: self.pairs_wanted,
        };
        let run = PairsRun::start(wanted);
        self.findings = run.findings();
        self.pairs = Some(run);
    }

    const fn side_open(&self) -> bool {
        match self.side_open {
            Some(open) => open,
            None => self.window_width >= self.theme.sizes.side_panel_min_window,
        }
    }

    /// Does what was asked for. What makes no sense (a doctrine that is not there) changes nothing.
    #[expect(clippy::needless_pass_by_value, reason = "a command is spent when it is applied")]
    pub fn apply(&mut self, command: UiCommand) {
        match command {
            UiCommand::PlayPause => self.clock.toggle(),
            UiCommand::Step(ticks) => self.clock.step(ticks),
            UiCommand::Seek(ticks) => self.clock.set(ticks),
            UiCommand::SetSpeed(speed) => self.clock.set_speed(speed),
            UiCommand::ShiftSpeed { up } => self.clock.shift_speed(up),
            UiCommand::ChooseScenario(i) => {
                if i < self.scenarios.len() && i != self.scenario {
                    self.notice = Some(format!("Opening {}…", self.scenarios[i].title));
                    self.opening = Some(Opening::start(&self.open, i));
                }
            }
            UiCommand::ChooseDoctrine(arm, i) => {
                if i < self.doctrines.len() && self.picks[arm.index()] != i {
                    self.picks[arm.index()] = i;
                    self.restart();
                    self.compare_again();
                }
            }
            UiCommand::SwapDoctrines => {
                if self.picks[0] != self.picks[1] {
                    self.picks.swap(0, 1);
                    self.restart();
                    self.compare_again();
                }
            }
            UiCommand::SetNight(night) => {
                if night != self.night {
                    self.night = night;
                    self.restart();
                }
            }
            UiCommand::SetSeed(seed) => {
                if seed != self.seed {
                    self.seed = seed;
                    self.restart();
                    self.compare_again();
                }
            }
            UiCommand::SetUiScale(scale) => {
                let (least, most) = (UI_SCALES[0], UI_SCALES[UI_SCALES.len() - 1]);
                self.ui_scale = if scale.is_finite() { scale.clamp(least, most) } else { 1.0 };
            }
            UiCommand::ShiftUiScale { up } => {
                let next = if up {
                    UI_SCALES.iter().copied().find(|&s| s > self.ui_scale)
                } else {
                    UI_SCALES.iter().rev().copied().find(|&s| s < self.ui_scale)
                };
                self.apply(UiCommand::SetUiScale(next.unwrap_or(self.ui_scale)));
            }
            UiCommand::Select(subject) => {
                self.selection = subject.filter(|s| self.exists(*s));
                if self.selection.is_some() {
                    self.tab = Tab::Story;
                }
            }
            UiCommand::SelectNextBoat { back } => self.select_next_boat(back),
            UiCommand::ShowStoryOf(arm) => self.story_arm = arm,
            UiCommand::ToggleLayer(layer) => self.layers.toggle(layer),
            UiCommand::Fit => {
                self.fitted = true;
                self.fit();
            }
            UiCommand::Drag(by) => {
                self.fitted = false;
                self.camera = self.camera.dragged(by).held_within(&reach_of_chart());
            }
            UiCommand::Zoom { factor, about } => {
                self.fitted = false;
                let about = about.unwrap_or(self.camera.centre);
                self.camera = self.camera.zoomed(factor, about).held_within(&reach_of_chart());
            }
            UiCommand::Point(p) => self.pointer = p,
            UiCommand::StartPairs(nights) => {
                self.pairs_wanted = nights.max(1);
                self.start_pairs();
            }
            UiCommand::CancelPairs => {
                if let Some(pairs) = &self.pairs {
                    pairs.cancel();
                }
            }
            UiCommand::SavePairs => {
                if self.saving.is_none()
                    && let Some(what) = self.pairs.as_ref().and_then(PairsRun::to_save)
                {
                    self.saved = Some("Saving…".to_owned());
                    self.saving = Some(Saving::start(&self.save, what));
                }
            }
            UiCommand::ShowAbout(open) => self.about_open = open,
            UiCommand::ShowHelp(open) => self.help_open = open,
            UiCommand::ShowTab(tab) => {
                self.tab = tab;
                self.side_open = self.side_open.map(|_| true);
            }
            UiCommand::ToggleSidePanel => self.side_open = Some(!self.side_open()),
            UiCommand::Escape => {
                if self.about_open || self.help_open {
                    (self.about_open, self.help_open) = (false, false);
                } else {
                    self.selection = None;
                }
            }
        }
    }

    /// Through the boats that are on the water in either pane, by number; through all if there are none.
    fn select_next_boat(&mut self, back: bool) {
        let count = self.scenes[0].boats.len();
        if count == 0 {
            return;
        }
        let afloat = |i: usize| self.scenes.iter().any(|s| s.boats.get(i).is_some_and(|b| b.phase.afloat()));
        let any = (0..count).any(afloat);
        let here = match self.selection {
            Some(Subject::Boat(id)) => id.0 as usize,
            _ if back => 0,
            _ => count - 1,
        };
        let next = (1..=count)
            .map(|k| if back { (here + count - k % count) % count } else { (here + k) % count })
            .find(|&i| !any || afloat(i));
        if let Some(i) = next {
            self.apply(UiCommand::Select(u32::try_from(i).ok().map(|i| Subject::Boat(BoatId(i)))));
        }
    }
}

/// Both nights; each pane's doctrine is asked beside the other's night what it would order there.
fn pair_of_panes(stage: &Stage, doctrines: &[Arc<Doctrine>], picks: [usize; 2], key: NightKey) -> [Pane; 2] {
    let [a, b] = picks.map(|i| &doctrines[i]);
    let other = |d: &Arc<Doctrine>| if picks[0] == picks[1] { Vec::new() } else { vec![Arc::clone(d)] };
    [Pane::with_shadows(&stage.setting, a, key, &other(b)), Pane::with_shadows(&stage.setting, b, key, &other(a))]
}

/// What `F` shows: both shores from the bay of the Authie to the North Foreland, Dungeness to Dunkirk, and every place where a
/// boat of the scenario starts or loads, as some start in Belgium.
fn home(setting: &Setting) -> Bounds {
    /// Room around such a place, m: its name and the boats off it.
    const AROUND_M: f64 = 6_000.0;
    let corners = [LatLon::new(50.37, 0.95), LatLon::new(51.40, 2.45)].map(to_plane);
    let strait = Bounds { min: corners[0], max: corners[1] };
    let places = setting.departures.iter().flat_map(|d| d.pickups.iter().map(|p| p.water).chain([d.launch]));
    let of_boats = Bounds::around(places).map(|b| b.grown(AROUND_M)).into_iter().flat_map(|b| [b.min, b.max]);
    Bounds::around(corners.into_iter().chain(of_boats)).unwrap_or(strait)
}

/// How far the middle of a pane may be taken: where there is a chart.
fn reach_of_chart() -> Bounds {
    Bounds { min: crate::environment::AREA_MIN, max: crate::environment::AREA_MAX }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::super::layers::Layer;
    use super::*;

    #[test]
    fn both_panes_stay_at_the_clocks_time_whatever_is_done() {
        let mut s = fixture::session();
        for command in [
            UiCommand::PlayPause,
            UiCommand::Seek(500.0),
            UiCommand::Step(-7),
            UiCommand::ChooseDoctrine(Arm::B, 0),
            UiCommand::SetNight(3),
            UiCommand::Seek(20.5),
            UiCommand::SwapDoctrines,
        ] {
            s.apply(command.clone());
            for _ in 0..3 {
                s.advance(0.01, 100_000);
            }
            let target = Tick(s.clock.ticks().ceil() as u32);
            assert!(s.panes.iter().all(|p| p.tick() == target), "after {command:?}");
        }
    }

    #[test]
    fn the_clock_waits_for_the_nights() {
        let mut s = fixture::session();
        s.apply(UiCommand::Seek(600.0));
        s.apply(UiCommand::PlayPause);
        s.advance(1.0, 50);
        assert!(s.clock.ticks() < 640.0 && s.panes[0].tick() < Tick(600));
    }

    #[test]
    fn a_doctrine_against_itself_shows_the_same_in_both_panes() {
        let mut s = fixture::session();
        s.apply(UiCommand::ChooseDoctrine(Arm::B, s.picks[0]));
        s.apply(UiCommand::Seek(700.0));
        for _ in 0..2 {
            s.advance(0.0, 100_000);
        }
        assert_eq!(s.scenes[0], s.scenes[1]);
    }

    #[test]
    fn selecting_turns_to_the_story_and_escape_clears() {
        let mut s = fixture::session();
        s.apply(UiCommand::SelectNextBoat { back: false });
        assert!(s.selection.is_some() && s.tab == Tab::Story);
        s.apply(UiCommand::ShowHelp(true));
        s.apply(UiCommand::Escape);
        assert!(s.selection.is_some() && !s.help_open);
        s.apply(UiCommand::Escape);
        assert_eq!(s.selection, None);
        s.apply(UiCommand::Select(Some(Subject::Boat(BoatId(9999)))));
        assert_eq!(s.selection, None);
    }

    #[test]
    fn commands_about_things_that_are_not_there_change_nothing() {
        let mut s = fixture::session();
        s.apply(UiCommand::ChooseDoctrine(Arm::A, 99));
        s.apply(UiCommand::ChooseScenario(99));
        s.apply(UiCommand::SetUiScale(f32::NAN));
        assert!(s.picks == [0, 1] && s.opening.is_none() && (s.ui_scale - 1.0).abs() < 1e-6);
    }

    #[test]
    fn layers_and_scale_follow_their_commands() {
        let mut s = fixture::session();
        let before = s.layers.shows(Layer::Streams);
        s.apply(UiCommand::ToggleLayer(Layer::Streams));
        assert_ne!(s.layers.shows(Layer::Streams), before);
        for _ in 0..20 {
            s.apply(UiCommand::ShiftUiScale { up: true });
        }
        assert!((s.ui_scale - 2.5).abs() < 1e-6);
    }

    #[test]
    fn the_first_layout_shows_the_whole_strait() {
        let mut s = fixture::session();
        s.laid_out(egui::vec2(500.0, 600.0), 1366.0);
        let port = super::super::camera::Viewport {
            rect: egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(500.0, 600.0)),
            camera: s.camera,
        };
        assert!(port.bounds().grown(1.0).holds(&home(&s.stage.setting)));
        // Wherever its boats start.
        assert!(s.stage.setting.departures.iter().all(|d| port.bounds().contains(d.launch)));
    }
}
