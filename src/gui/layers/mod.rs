//! What is drawn on the chart, in which order, and which of it can be hidden?
//!
//! Each layer is one function over a `Canvas` and one line in [`LAYERS`]; a new layer is a function and its
//! line. Everything here goes through egui's painter: lines keep their width and words their sharpness at
//! any zoom, and what comes last lies on top. The filled ground (land, depth) lies behind, on the graphics
//! card (see `ground`). Boats, units and people in the water cannot be hidden.

mod contour;
mod ground_lines;
mod sea;
mod searches;
pub mod symbols;
mod things;
mod words;

use super::camera::Viewport;
use super::labels::LabelWish;
use super::view::{Arm, Subject, View};
use crate::sim::Snapshot;
use egui::{Color32, Painter, Pos2, Rect};

/// A layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// Depth by shade, with the tide.
    Depth,
    /// Lines of equal depth.
    Contours,
    /// The band along the beach.
    BeachBand,
    /// Wind.
    Wind,
    /// Merchant ships.
    Ships,
    /// Banks of sand.
    Banks,
    /// Darker chart at night.
    NightShade,
    /// Latitude and longitude.
    Grid,
    /// Traffic separation.
    Lanes,
    /// Boundaries between states.
    Limits,
    /// Stream arrows.
    Streams,
    /// Ports and launch sites.
    Places,
    /// Where boats and units came from.
    Trails,
    /// What each side believes.
    Beliefs,
    /// Searches under way.
    Searches,
    /// Names of boats and units.
    Names,
}

/// A line of the list.
pub struct LayerInfo {
    /// The layer, for the switch; none if it can't be hidden.
    pub layer: Option<Layer>,
    /// Name in the list.
    pub title: &'static str,
    /// Drawn at first?
    pub at_first: bool,
    /// Has its switch a key?
    pub keyed: bool,
    /// How it is drawn; nothing for what the ground does.
    pub draw: fn(&mut Canvas),
}

const fn switched(layer: Layer, title: &'static str, at_first: bool, draw: fn(&mut Canvas)) -> LayerInfo {
    LayerInfo { layer: Some(layer), title, at_first, keyed: true, draw }
}

/// With a switch but no key: there are ten keys.
const fn unkeyed(layer: Layer, title: &'static str, draw: fn(&mut Canvas)) -> LayerInfo {
    LayerInfo { layer: Some(layer), title, at_first: true, keyed: false, draw }
}

const fn always(title: &'static str, draw: fn(&mut Canvas)) -> LayerInfo {
    LayerInfo { layer: None, title, at_first: true, keyed: false, draw }
}

/// All layers from the bottom up. The first nine that are keyed have the keys 1 to 9, the tenth has 0.
pub const LAYERS: &[LayerInfo] = &[
    switched(Layer::Depth, "Depth now, with the tide", true, |_| ()),
    switched(Layer::NightShade, "Darker by night", true, |_| ()),
    switched(Layer::Grid, "Latitude and longitude", true, ground_lines::grid),
    switched(Layer::Lanes, "Traffic lanes", true, ground_lines::lanes),
    switched(Layer::Limits, "Boundaries and 12-mile limits", true, ground_lines::limits),
    always("Shore and channels", ground_lines::shore),
    switched(Layer::Streams, "Tidal stream, with rates from close by", true, sea::streams),
    switched(Layer::Places, "Ports and launch sites", true, words::places),
    switched(Layer::Trails, "Trails of the last hour", true, things::trails),
    switched(Layer::Beliefs, "What each side believes", false, things::beliefs),
    unkeyed(Layer::Ships, "Merchant ships", things::ships),
    unkeyed(Layer::Searches, "Searches, with datum and tracks", searches::searches),
    always("Groups waiting ashore", things::waiting),
    always("Units", things::units),
    always("Boats", things::boats),
    always("People in the water", things::people),
    switched(Layer::Names, "Names of boats and units", true, words::names),
    unkeyed(Layer::Contours, "Depth contours, below chart datum", sea::contours),
    unkeyed(Layer::Banks, "Banks by name", words::banks),
    unkeyed(Layer::BeachBand, "Line 300 m off the beach", sea::beach_band),
    unkeyed(Layer::Wind, "Wind and waves", sea::wind),
    always("Scale", words::scale_bar),
    always("Words", words::put_down),
];

/// The layers with a switch: those with a key in order of their keys, then the others.
pub fn switches() -> impl Iterator<Item = (Layer, &'static LayerInfo)> {
    let some = |keyed: bool| LAYERS.iter().filter(move |i| i.keyed == keyed);
    some(true).chain(some(false)).filter_map(|info| Some((info.layer?, info)))
}

/// Which layers are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerSet {
    hidden: Vec<Layer>,
}

impl Default for LayerSet {
    fn default() -> Self {
        Self { hidden: switches().filter(|(_, info)| !info.at_first).map(|(layer, _)| layer).collect() }
    }
}

impl LayerSet {
    /// Is it shown?
    #[must_use]
    pub fn shows(&self, layer: Layer) -> bool {
        !self.hidden.contains(&layer)
    }

    /// Shows or hides it.
    pub fn toggle(&mut self, layer: Layer) {
        if self.shows(layer) {
            self.hidden.push(layer);
        } else {
            self.hidden.retain(|l| *l != layer);
        }
    }
}

/// A word waiting for its place.
pub struct Word {
    /// What it needs.
    pub wish: LabelWish,
    /// What it says.
    pub galley: std::sync::Arc<egui::Galley>,
    /// In which colour.
    pub colour: Color32,
}

/// Something that can be pointed at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// What.
    pub subject: Subject,
    /// Where on the screen.
    pub at: Pos2,
}

/// One pane while it is being drawn.
pub struct Canvas<'a> {
    /// Draws, clipped to the pane.
    pub painter: Painter,
    /// The pane and where it looks.
    pub port: Viewport,
    /// What is on show.
    pub view: &'a View<'a>,
    /// Which pane.
    pub arm: Arm,
    /// What is in it.
    pub scene: &'a Snapshot,
    /// Colours of the night?
    pub dark: bool,
    /// Words to be placed.
    pub words: Vec<Word>,
    /// What words must not cover.
    pub obstacles: Vec<Rect>,
    /// What can be pointed at.
    pub targets: Vec<Target>,
}

/// From this darkness on, words and lines take their night colours: the chart then is darker than they are.
const DARK_FROM: f32 = 0.65;

impl<'a> Canvas<'a> {
    /// Draws all layers that are shown and tells what can be pointed at.
    pub fn draw(painter: Painter, port: Viewport, view: &'a View<'a>, arm: Arm) -> Vec<Target> {
        let dark = view.shade() >= DARK_FROM;
        let scene = &view.scenes[arm.index()];
        let mut canvas = Self {
            painter,
            port,
            view,
            arm,
            scene,
            dark,
            words: Vec::new(),
            obstacles: Vec::new(),
            targets: Vec::new(),
        };
        for info in LAYERS {
            if info.layer.is_none_or(|l| view.layers.shows(l)) {
                (info.draw)(&mut canvas);
            }
        }
        canvas.targets
    }

    /// One of two colours, by day or by night.
    const fn by_light(&self, day: Color32, night: Color32) -> Color32 {
        if self.dark { night } else { day }
    }

    /// A word that wants a place near a point.
    fn wish(&mut self, text: &str, size: f32, colour: Color32, anchor: Pos2, clear: f32, priority: u8) {
        if !self.port.rect.expand(4.0).contains(anchor) {
            return;
        }
        let galley = self.painter.layout_no_wrap(text.to_owned(), egui::FontId::proportional(size), colour);
        let wish = LabelWish { anchor, clear, size: galley.size(), priority };
        self.words.push(Word { wish, galley, colour });
    }
}

/// The nearest thing within reach of a click.
#[must_use]
pub fn pick(targets: &[Target], at: Pos2, reach: f32) -> Option<Subject> {
    targets
        .iter()
        .map(|t| (t.at.distance(at), t.subject))
        .filter(|(d, _)| *d <= reach)
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, s)| s)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{BoatId, UnitId};

    #[test]
    fn the_nearest_thing_is_picked_and_far_ones_are_not() {
        let targets = [
            Target { subject: Subject::Boat(BoatId(1)), at: egui::pos2(10.0, 10.0) },
            Target { subject: Subject::Unit(UnitId(2)), at: egui::pos2(16.0, 10.0) },
        ];
        assert_eq!(pick(&targets, egui::pos2(14.0, 10.0), 12.0), Some(Subject::Unit(UnitId(2))));
        assert_eq!(pick(&targets, egui::pos2(60.0, 10.0), 12.0), None);
    }

    #[test]
    fn every_switch_toggles_alone_and_boats_have_none() {
        for (layer, _) in switches() {
            let mut set = LayerSet::default();
            set.toggle(layer);
            let changed = switches().filter(|(l, _)| set.shows(*l) != LayerSet::default().shows(*l)).count();
            assert_eq!(changed, 1, "{layer:?}");
        }
        for title in ["Boats", "Units", "People in the water"] {
            assert!(LAYERS.iter().any(|l| l.title == title && l.layer.is_none()), "{title}");
        }
        assert_eq!(switches().filter(|(_, info)| info.keyed).count(), 10, "there are ten keys");
    }
}
