//! What does it look like? Every colour and size by name, from `assets/theme.ron`; none in code.
//!
//! One file so that a lecture room, a printed page or a colour-blind reader can be served by changing
//! names, not code. The file is compiled in and checked like any other of ours; a test holds it sound.

use crate::reading::{Fields, Problem, Report, parse};
use egui::Color32;

/// The shipped theme.
const SHIPPED: &str = include_str!("../../assets/theme.ron");

macro_rules! theme {
    (colours { $($colour:ident: $colour_doc:literal,)* } sizes { $($size:ident: $size_doc:literal,)* }) => {
        /// Colours by name.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Colours { $(#[doc = $colour_doc] pub $colour: Color32,)* }

        /// Sizes by name: points unless the name says otherwise.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Sizes { $(#[doc = $size_doc] pub $size: f32,)* }

        fn read_colours(report: &mut Report, fields: &mut Fields<'_>) -> Option<Colours> {
            $(let $colour = colour(report, fields, stringify!($colour));)*
            Some(Colours { $($colour: $colour?,)* })
        }

        fn read_sizes(report: &mut Report, fields: &mut Fields<'_>) -> Option<Sizes> {
            // Nothing on a screen is larger than some thousand points.
            $(let $size = fields.number(report, stringify!($size), 0.0..=4000.0);)*
            Some(Sizes { $($size: $size? as f32,)* })
        }
    };
}

theme! {
    colours {
        land: "Land.",
        land_edge: "High-water line.",
        dries: "Ground above the water now.",
        depth_0_m: "Water from 0 to 5 m deep now.",
        depth_5_m: "From 5 to 10 m.",
        depth_10_m: "From 10 to 20 m.",
        depth_20_m: "From 20 to 30 m.",
        depth_30_m: "Deeper.",
        beyond_chart: "Where the depth grid ends.",
        land_night: "Land at night.",
        land_edge_night: "High-water line at night.",
        sea_tint_night: "What the shades of the water are multiplied by at night.",
        beyond_chart_night: "Where the depth grid ends, at night.",
        grid_day: "Latitude and longitude by day.",
        grid_night: "The same by night.",
        lane_day: "Traffic lanes by day.",
        lane_night: "The same by night.",
        separation_zone: "Zones between lanes.",
        limit_day: "Boundaries by day.",
        limit_night: "The same by night.",
        stream_day: "Stream arrows by day.",
        stream_night: "The same by night.",
        canal: "Tidal channels.",
        contour_day: "Depth contours by day.",
        contour_night: "The same by night.",
        ship_day: "Merchant ships by day.",
        ship_night: "The same by night.",
        ink_day: "Words on the chart by day.",
        ink_night: "The same by night.",
        halo_day: "Behind words by day.",
        halo_night: "The same by night.",
        place_day: "Place names by day.",
        place_night: "The same by night.",
        boat_before_loading: "A boat with few aboard.",
        boat_loading: "A boat loading at the shore.",
        boat_under_way: "A loaded boat.",
        boat_adrift: "A boat without engine.",
        boat_wrecked: "A wreck.",
        boat_empty: "An empty hull.",
        unit_french: "French units.",
        unit_british: "British units.",
        people_in_water: "People in the water.",
        people_waiting: "Groups waiting ashore.",
        contact: "What a side believes.",
        search_day: "Searches by day.",
        search_night: "The same by night.",
        outline_day: "Edge of symbols by day.",
        outline_night: "The same by night.",
        selected: "Ring around what is selected.",
        panel: "Ground of panels.",
        panel_raised: "Buttons and fields.",
        panel_sunken: "Lists and bars.",
        panel_line: "Lines between panels.",
        text: "Text.",
        text_quiet: "Notes and units.",
        accent: "What is on.",
        accent_ink: "Text on the accent.",
        caution: "Notes of caution.",
        badge_a: "The letter of the left pane.",
        badge_b: "The letter of the right pane.",
        sun_up: "Time bar, sun above the horizon.",
        twilight: "Time bar, civil twilight.",
        night: "Time bar, darker than civil twilight.",
        tide_line: "Tide curve on light ground.",
        tide_line_night: "Tide curve on dark ground.",
        played: "Time gone by.",
    }
    sizes {
        text: "Body text.",
        text_small: "Notes.",
        text_heading: "Headings.",
        text_clock: "The clock.",
        label: "Words on the chart.",
        label_small: "Small words on the chart.",
        halo: "Width of the halo behind words.",
        spacing: "Between widgets.",
        margin: "Inside panels.",
        rounding: "Corners.",
        side_panel: "Width of the side panel.",
        side_panel_min_window: "Narrowest window that keeps the side panel open by itself.",
        time_bar: "Height of the time bar.",
        pane_gap: "Between the panes.",
        land_edge: "High-water line.",
        grid: "Grid lines.",
        lane: "Lane lines.",
        limit: "Boundary lines.",
        contour: "Depth contours.",
        contour_cell: "Between the samples of depth contours.",
        ship: "Least length of a merchant ship.",
        wind_barb: "Length of a wind barb.",
        stream: "Stream arrows.",
        stream_spacing: "Between stream arrows.",
        stream_per_knot: "Length of a stream arrow per knot.",
        search: "Tracks and rings of searches.",
        trail: "Trails.",
        trail_minutes: "How far back trails go, minutes.",
        boat: "Half a boat symbol.",
        unit: "Half a unit symbol.",
        person: "Radius of a person in the water.",
        place: "Radius of a place's dot.",
        outline: "Edge of symbols.",
        pick: "How near a click must be.",
        label_gap: "Between a symbol and its words.",
        depth_cell: "Size of a sample of the depth shading.",
    }
}

/// The look of the window.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Colours by name.
    pub colours: Colours,
    /// Sizes by name.
    pub sizes: Sizes,
}

impl Theme {
    /// The theme that comes with the program.
    ///
    /// # Panics
    /// If the compiled-in file is unsound, which a test excludes.
    #[must_use]
    pub fn shipped() -> Self {
        Self::read("assets/theme.ron", SHIPPED).expect("a test reads the shipped theme")
    }

    /// Reads a theme, or says everything that is wrong with it.
    pub fn read(file: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let mut report = Report::new(file);
        let theme = parse(text, &mut report).and_then(|root| {
            let mut fields = Fields::of(&mut report, &root, "a theme")?;
            let format = fields.whole(&mut report, "format", 1..=1);
            let colours = fields.need("colours").and_then(|node| {
                let mut fields = Fields::of(&mut report, node, "the colours")?;
                let colours = read_colours(&mut report, &mut fields);
                fields.finish(&mut report);
                colours
            });
            let sizes = fields.need("sizes").and_then(|node| {
                let mut fields = Fields::of(&mut report, node, "the sizes")?;
                let sizes = read_sizes(&mut report, &mut fields);
                fields.finish(&mut report);
                sizes
            });
            fields.finish(&mut report);
            format?;
            Some(Self { colours: colours?, sizes: sizes? })
        });
        report.finish(theme).map(|checked| checked.value)
    }

    /// Tells egui.
    pub fn apply(&self, ctx: &egui::Context) {
        use egui::{CornerRadius, FontFamily, FontId, Stroke, TextStyle, Visuals};
        let (c, s) = (&self.colours, &self.sizes);
        let mut visuals = Visuals::dark();
        let rounding = CornerRadius::same(s.rounding as u8);
        visuals.panel_fill = c.panel;
        visuals.window_fill = c.panel;
        visuals.window_stroke = Stroke::new(1.0, c.panel_line);
        visuals.extreme_bg_color = c.panel_sunken;
        visuals.faint_bg_color = c.panel_sunken;
        visuals.override_text_color = None;
        visuals.hyperlink_color = c.accent;
        visuals.warn_fg_color = c.caution;
        visuals.selection.bg_fill = c.accent;
        visuals.selection.stroke = Stroke::new(1.0, c.accent_ink);
        let w = &mut visuals.widgets;
        for (state, fill, edge) in [
            (&mut w.noninteractive, c.panel, c.panel_line),
            (&mut w.inactive, c.panel_raised, c.panel_line),
            (&mut w.hovered, c.panel_raised, c.accent),
            (&mut w.active, c.panel_sunken, c.accent),
            (&mut w.open, c.panel_raised, c.accent),
        ] {
            state.bg_fill = fill;
            state.weak_bg_fill = fill;
            state.bg_stroke = Stroke::new(1.0, edge);
            state.fg_stroke = Stroke::new(1.0, c.text);
            state.corner_radius = rounding;
            state.expansion = 0.0;
        }
        ctx.set_theme(egui::Theme::Dark);
        ctx.all_styles_mut(|style| {
            style.visuals = visuals.clone();
            style.spacing.item_spacing = egui::vec2(s.spacing, s.spacing * 0.6);
            style.spacing.button_padding = egui::vec2(s.spacing, s.spacing * 0.4);
            style.interaction.tooltip_delay = 0.2;
            for (text, size) in [
                (TextStyle::Body, s.text),
                (TextStyle::Button, s.text),
                (TextStyle::Small, s.text_small),
                (TextStyle::Heading, s.text_heading),
            ] {
                style.text_styles.insert(text, FontId::new(size, FontFamily::Proportional));
            }
            style.text_styles.insert(TextStyle::Monospace, FontId::new(s.text, FontFamily::Monospace));
        });
    }
}

fn colour(report: &mut Report, fields: &mut Fields<'_>, name: &'static str) -> Option<Color32> {
    let node = fields.need(name)?;
    let text = report.text(node)?;
    let digits = text.strip_prefix('#').filter(|d| d.len() == 6).and_then(|d| u32::from_str_radix(d, 16).ok());
    let Some(rgb) = digits else {
        report.error(node.place, format!("`{text}` is not a colour; write it like \"#56b4e9\""));
        return None;
    };
    let [_, r, g, b] = rgb.to_be_bytes();
    Some(Color32::from_rgb(r, g, b))
}

/// A colour part of the way from one to another, in display space.
#[must_use]
pub fn mix(a: Color32, b: Color32, t: f32) -> Color32 {
    let t = t.clamp(0.0, 1.0);
    let part = |x: u8, y: u8| (f32::from(x) + (f32::from(y) - f32::from(x)) * t).round() as u8;
    Color32::from_rgb(part(a.r(), b.r()), part(a.g(), b.g()), part(a.b(), b.b()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_theme_is_sound() {
        let theme = Theme::read("assets/theme.ron", SHIPPED);
        assert!(theme.is_ok(), "{:?}", theme.err());
    }

    #[test]
    fn a_bad_colour_and_a_missing_size_are_told_together() {
        let text = SHIPPED.replace("\"#e3d7b0\"", "\"beige\"").replace("label: 11.5,", "");
        let problems = Theme::read("theme.ron", &text).expect_err("two mistakes");
        let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert!(all.iter().any(|p| p.contains("beige")) && all.iter().any(|p| p.contains("`label`")), "{all:?}");
    }

    #[test]
    fn symbol_colours_stay_apart_in_brightness_or_hue_from_the_sea() {
        let theme = Theme::shipped();
        let c = &theme.colours;
        let apart = |a: Color32, b: Color32| {
            let d = |x: u8, y: u8| f32::from(x) - f32::from(y);
            (d(a.r(), b.r()).powi(2) + d(a.g(), b.g()).powi(2) + d(a.b(), b.b()).powi(2)).sqrt()
        };
        for symbol in [c.boat_under_way, c.boat_wrecked, c.unit_french, c.unit_british, c.people_in_water] {
            for sea in [c.depth_0_m, c.depth_10_m, c.depth_30_m, c.sea_tint_night] {
                assert!(apart(symbol, sea) > 80.0, "{symbol:?} on {sea:?}");
            }
        }
    }
}
