//! How are the findings of a study drawn? Each chart is one function from numbers to SVG.
//!
//! By `plotters`, which lays out axes and ticks and writes SVG without fonts, scripts or a browser. Black in its output
//! becomes `currentColor`, so that the page's light and dark themes and a printer each get their own. Blue and orange are
//! those of Okabe & Ito (2008), which people with any colour vision can tell apart, and shape or place says the same as
//! colour. The 50-dot quantile plot and the icon array are the two devices with the best evidence (Fernandes et al. 2018;
//! METHODS 13).
//!
//! Left out: anything that moves, and words beyond axis titles: the page has a text for every chart.

use crate::units::{format, maths};
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;

/// Lower, or the first doctrine.
pub const BLUE: RGBColor = RGBColor(0, 114, 178);
/// Higher, or the other doctrine.
pub const ORANGE: RGBColor = RGBColor(213, 94, 0);
/// Neither.
pub const GREY: RGBColor = RGBColor(140, 140, 140);

/// What could not be drawn, in words; the page then shows the text alone.
pub type Drawn = Result<String, String>;

pub(super) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

const WIDTH: u32 = 640;

/// Size of letters: a chart of two beside each other is drawn at three quarters, and 12 pixels are to be left.
pub(super) const LABEL: u32 = 16;

/// Room at the right for the half of the last number under an axis that stands out.
const ROOM_RIGHT: u32 = 30;

pub(super) fn svg(height: u32, draw: impl FnOnce(&Area<'_>) -> Result<(), Box<dyn std::error::Error>>) -> Drawn {
    let mut text = String::new();
    {
        let area = SVGBackend::with_string(&mut text, (WIDTH, height)).into_drawing_area();
        draw(&area).and_then(|()| Ok(area.present()?)).map_err(|e| format!("the chart could not be drawn: {e}"))?;
    }
    // Its place on the page gives the size; the theme gives the colour of lines and letters.
    let sized = text.replacen(&format!("width=\"{WIDTH}\" height=\"{height}\" "), "", 1);
    Ok(sized.replace("#000000", "currentColor").replace("sans-serif", "inherit"))
}

/// Room above and below a range, and some room if it is a point.
fn padded(low: f64, high: f64) -> (f64, f64) {
    let span = high - low;
    let pad = if span > 0.0 { 0.06 * span } else { 0.5_f64.max(0.1 * low.abs()) };
    (low - pad, high + pad)
}

fn ends(x: impl Iterator<Item = f64>) -> (f64, f64) {
    x.filter(|x| x.is_finite()).fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)))
}

/// Decimals for the ticks of an axis of this span.
fn tick(span: f64) -> impl Fn(&f64) -> String {
    let decimals = if span >= 20.0 {
        0
    } else if span >= 2.0 {
        1
    } else if span >= 0.2 {
        2
    } else if span >= 0.02 {
        3
    } else {
        4
    };
    move |x: &f64| format::fixed(*x, decimals)
}

pub(super) fn font(size: u32) -> TextStyle<'static> {
    TextStyle::from(("sans-serif", size).into_font()).color(&BLACK)
}

/// A bin of a histogram: from, to, how many.
pub type Bin = (f64, f64, usize);

/// Bins for a histogram: one for each whole number where all are whole and not many, else 31 of equal width.
#[must_use]
pub fn bins(values: &[f64]) -> Vec<Bin> {
    let (low, high) = ends(values.iter().copied());
    if values.is_empty() {
        return Vec::new();
    }
    let whole = values.iter().all(|x| x.fract() == 0.0);
    let (start, width, n) = if whole && high - low <= 60.0 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 60")]
        (low - 0.5, 1.0, (high - low) as usize + 1)
    } else {
        // Zero stands in the middle of a bin, so that "the same" is not split.
        let width = ((high - low) / 30.0).max(f64::MIN_POSITIVE);
        (maths::floor(low / width - 0.5) * width + 0.5 * width, width, 32)
    };
    let mut out: Vec<Bin> = (0..n).map(|i| (start + width * i as f64, start + width * (i + 1) as f64, 0)).collect();
    for x in values {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "within the bins, not below the first"
        )]
        let i = (((x - start) / width) as usize).min(n - 1);
        out[i].2 += 1;
    }
    while out.last().is_some_and(|b| b.2 == 0) {
        out.pop();
    }
    out
}

/// Decimals with which both ends of every bin that holds something are told apart: those asked for, up to nine more.
#[must_use]
pub fn decimals_of_bins(bins: &[Bin], decimals: usize) -> usize {
    let alike = |k: usize| bins.iter().any(|b| b.2 > 0 && format::fixed(b.0, k) == format::fixed(b.1, k));
    (decimals..decimals + 9).find(|&k| !alike(k)).unwrap_or(decimals + 9)
}

/// The bars of a histogram as rows of a table, with their ends told apart.
#[must_use]
pub fn rows_of_bins(bins: &[Bin], decimals: usize) -> Vec<Vec<String>> {
    let decimals = decimals_of_bins(bins, decimals);
    let row = |b: &Bin| vec![format::signed(b.0, decimals), format::signed(b.1, decimals), b.2.to_string()];
    bins.iter().filter(|b| b.2 > 0).map(row).collect()
}

/// What the colours of a histogram say, for its caption.
pub const COLOURS_OF_BARS: &str = "Bars below nought are blue, above it orange, and the one that holds nought is grey.";

/// How often nights differed by so much: below zero blue, above orange, zero grey.
pub fn histogram(bins: &[Bin], title: &str, counted: &str) -> Drawn {
    let (low, high) = (bins.first().map_or(0.0, |b| b.0), bins.last().map_or(1.0, |b| b.1));
    let top = bins.iter().map(|b| b.2).max().unwrap_or(1) as f64;
    svg(280, |area| {
        let mut chart = ChartBuilder::on(area)
            .margin(8)
            .margin_right(ROOM_RIGHT)
            .x_label_area_size(52)
            .y_label_area_size(64)
            .build_cartesian_2d(low..high, 0.0..top * 1.06)?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(GREY.mix(0.3))
            .axis_style(BLACK)
            .x_desc(title)
            .y_desc(counted)
            .label_style(font(LABEL))
            .axis_desc_style(font(LABEL))
            .x_labels(6)
            .x_label_formatter(&tick(high - low))
            // Nights are whole: more ticks than there are nights would be printed twice.
            .y_labels(bins.iter().map(|b| b.2).max().unwrap_or(1).clamp(1, 9) + 1)
            .y_label_formatter(&|y| format::fixed(*y, 0))
            .draw()?;
        chart.draw_series(bins.iter().filter(|b| b.2 > 0).map(|(from, to, n)| {
            let middle = 0.5 * (from + to);
            let colour = if *from < 0.0 && *to > 0.0 {
                GREY
            } else if middle < 0.0 {
                BLUE
            } else {
                ORANGE
            };
            let gap = 0.08 * (to - from);
            Rectangle::new([(from + gap, 0.0), (to - gap, *n as f64)], colour.filled())
        }))?;
        Ok(())
    })
}

/// Fifty dots, each standing for two nights in a hundred: the difference at the 1st, 3rd, … 99th part of a hundred.
#[must_use]
pub fn fifty(sorted: &[f64]) -> Vec<f64> {
    (0..50).filter_map(|i| crate::analysis::moments::quantile(sorted, (f64::from(i) + 0.5) / 50.0)).collect()
}

/// Dots on each other at which they are still drawn at full size.
const TALLEST: usize = 14;

/// Where each dot stands, and how many are below it: dots that are nearer than a dot's width stand on each other, at the lowest of
/// them. Nought has a stack of its own, so that "the same" stands at nought and nothing else does.
fn stacked(values: &[f64], width: f64) -> Vec<(f64, usize)> {
    let mut placed: Vec<(f64, usize)> = Vec::new();
    for x in values {
        match placed.last() {
            Some(&(at, n)) if x - at < width && (at == 0.0) == (*x == 0.0) => placed.push((at, n + 1)),
            _ => placed.push((*x, 0)),
        }
    }
    placed
}

/// A quantile dot plot of fifty dots.
///
/// The axis reaches from the lowest to the highest night (`reach`), which the dots themselves may not show; both are marked.
pub fn dots(fifty: &[f64], reach: (f64, f64), title: &str) -> Drawn {
    // Where all is alike there is no width of its own: one unit to each side keeps the dots on the value that they have.
    let span = if reach.1 > reach.0 { reach } else { (reach.0 - 1.0, reach.1 + 1.0) };
    let (low, high) = padded(span.0.min(0.0), span.1.max(0.0));
    let placed = stacked(fifty, (high - low) / 38.0);
    // A stack that grows tall is drawn of smaller dots: put side by side, some would stand where no night was.
    let tallest = placed.iter().map(|(_, n)| n + 1).max().unwrap_or(0).max(TALLEST);
    #[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "2 to 6")]
    let radius = (6 * TALLEST / tallest).max(2) as i32;
    let tallest = tallest as f64;
    svg(280, |area| {
        let mut chart = ChartBuilder::on(area)
            .margin(8)
            .margin_right(ROOM_RIGHT)
            .x_label_area_size(52)
            .y_label_area_size(8)
            .build_cartesian_2d(low..high, 0.0..tallest)?;
        chart
            .configure_mesh()
            .disable_mesh()
            .disable_y_axis()
            .axis_style(BLACK)
            .x_desc(title)
            .label_style(font(LABEL))
            .axis_desc_style(font(LABEL))
            .x_labels(6)
            .x_label_formatter(&tick(high - low))
            .draw()?;
        if low < 0.0 && high > 0.0 {
            chart.draw_series([PathElement::new(vec![(0.0, 0.0), (0.0, tallest)], GREY)])?;
        }
        let mark = |x: f64| PathElement::new(vec![(x, 0.0), (x, 1.2)], BLACK);
        chart.draw_series([reach.0, reach.1].into_iter().filter(|x| *x != 0.0).map(mark))?;
        chart.draw_series(placed.iter().map(|(x, n)| {
            let colour = match x.partial_cmp(&0.0) {
                Some(core::cmp::Ordering::Less) => BLUE,
                Some(core::cmp::Ordering::Greater) => ORANGE,
                _ => GREY,
            };
            Circle::new((*x, *n as f64 + 0.5), radius, colour.filled())
        }))?;
        Ok(())
    })
}

/// Out of a hundred, by largest remainder, so that the parts make a hundred.
#[must_use]
pub fn of_hundred(parts: [usize; 3]) -> [usize; 3] {
    let all: usize = parts.iter().sum();
    if all == 0 {
        return [0; 3];
    }
    let mut out = parts.map(|n| n * 100 / all);
    let mut order = [0, 1, 2];
    order.sort_by_key(|i| core::cmp::Reverse(parts[*i] * 100 % all));
    let left = 100 - out.iter().sum::<usize>();
    for i in order.iter().take(left) {
        out[*i] += 1;
    }
    out
}

/// Most nights that are drawn one by one.
const MOST: usize = 1000;

/// Nights as dots: filled in which B had less, rings in which it had more, small grey ones in which both had the same. Up to a hundred
/// are drawn large; more of them smaller, up to a thousand.
pub fn icons([less, more, same]: [usize; 3]) -> Drawn {
    let n = less + more + same;
    if n > MOST {
        return Err(format!(
            "Too few of the {} nights differ to be seen among a hundred dots, and one dot for each night would be too many to be drawn.",
            format::count(n as u64)
        ));
    }
    let (columns, apart, down) = if n <= 100 { (20, 27, 34) } else { (50, 11, 12) };
    let (filled, ring, line, small) = if n <= 100 { (9, 8, 3, 3) } else { (5, 4, 2, 2) };
    #[expect(clippy::cast_possible_truncation, reason = "50 rows at most")]
    let height = 30 + down * n.div_ceil(columns).max(1) as u32;
    svg(height, |area| {
        for i in 0..n {
            #[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "below a thousand")]
            let at = (50 + (i % columns) as i32 * apart, 24 + (i / columns) as i32 * down as i32);
            if i < less {
                area.draw(&Circle::new(at, filled, BLUE.filled()))?;
            } else if i < less + more {
                area.draw(&Circle::new(at, ring, ORANGE.stroke_width(line)))?;
            } else {
                area.draw(&Circle::new(at, small, GREY.filled()))?;
            }
        }
        Ok(())
    })
}

/// A point with its interval.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// What it is of.
    pub label: String,
    /// Its place on the axis, where there is one.
    pub x: f64,
    /// The estimate.
    pub mean: f64,
    /// Its 95 % interval, if there is one.
    pub interval: Option<(f64, f64)>,
    /// Greyed: its interval covers zero.
    pub unsure: bool,
}

impl Estimate {
    fn span(&self) -> (f64, f64) {
        self.interval.unwrap_or((self.mean, self.mean))
    }
}

pub(super) type Chart<'a> = ChartContext<'a, SVGBackend<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// Axes with titles and a light mesh, over a range across and one upwards.
fn meshed<'a>(
    area: &Area<'a>,
    [(x_low, x_high), (y_low, y_high)]: [(f64, f64); 2],
    [x_title, y_title]: [&str; 2],
) -> Result<Chart<'a>, Box<dyn std::error::Error>> {
    let mut chart = ChartBuilder::on(area)
        .margin(8)
        .x_label_area_size(52)
        .y_label_area_size(84)
        .build_cartesian_2d(x_low..x_high, y_low..y_high)?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(GREY.mix(0.25))
        .axis_style(BLACK)
        .x_desc(x_title)
        .y_desc(y_title)
        .label_style(font(LABEL))
        .axis_desc_style(font(LABEL))
        .x_labels(6)
        .x_label_formatter(&tick(x_high - x_low))
        .y_label_formatter(&tick(y_high - y_low))
        .draw()?;
    Ok(chart)
}

/// A difference along an axis, with its band and the line at zero.
pub fn sweep(points: &[Estimate], x_title: &str, y_title: &str) -> Drawn {
    let (x_low, x_high) = ends(points.iter().map(|p| p.x));
    let (y_low, y_high) = ends(points.iter().flat_map(|p| [p.span().0, p.span().1, 0.0]));
    let ((x_low, x_high), (y_low, y_high)) = (padded(x_low, x_high), padded(y_low, y_high));
    svg(340, |area| {
        let mut chart = meshed(area, [(x_low, x_high), (y_low, y_high)], [x_title, y_title])?;
        // A point without an interval has no band: drawn as narrow as its mean it would look sure.
        for run in points.split(|p| p.interval.is_none()).filter(|run| !run.is_empty()) {
            let upper = run.iter().map(|p| (p.x, p.span().1));
            let band: Vec<(f64, f64)> = upper.chain(run.iter().rev().map(|p| (p.x, p.span().0))).collect();
            chart.draw_series([Polygon::new(band, BLUE.mix(0.2))])?;
        }
        chart.draw_series([PathElement::new(vec![(x_low, 0.0), (x_high, 0.0)], BLACK)])?;
        chart.draw_series(LineSeries::new(points.iter().map(|p| (p.x, p.mean)), BLUE.stroke_width(2)))?;
        let dot = |unsure: bool| points.iter().filter(move |p| p.unsure == unsure).map(|p| (p.x, p.mean));
        chart.draw_series(dot(false).map(|at| Circle::new(at, 5, BLUE.filled())))?;
        chart.draw_series(dot(true).map(|at| Circle::new(at, 4, BLUE.stroke_width(2))))?;
        Ok(())
    })
}

/// Room for the names of rows, and letters that find it there.
const NAMES: i32 = 280;
const NAME: usize = 36;

/// A name that fits beside its row; the table has it whole.
fn shortened(name: &str) -> String {
    if name.chars().count() <= NAME {
        return name.to_owned();
    }
    let cut: String = name.chars().take(NAME - 1).collect();
    format!("{}…", cut.trim_end())
}

/// Estimates one below the other, each with its interval, and a line at `zero`.
pub fn forest(rows: &[Estimate], x_title: &str, zero: Option<f64>) -> Drawn {
    let (low, high) = ends(rows.iter().flat_map(|p| [p.span().0, p.span().1]).chain(zero));
    let (low, high) = padded(low, high);
    let n = rows.len() as f64;
    #[expect(clippy::cast_possible_truncation, reason = "some hundred rows at most")]
    let height = 84 + 24 * rows.len() as u32;
    svg(height, |area| {
        let (labels, plot) = area.split_horizontally(NAMES);
        let mut chart = ChartBuilder::on(&plot)
            .margin(8)
            .margin_right(ROOM_RIGHT)
            .x_label_area_size(52)
            .build_cartesian_2d(low..high, 0.0..n.max(1.0))?;
        chart
            .configure_mesh()
            .disable_y_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(GREY.mix(0.25))
            .disable_y_axis()
            .axis_style(BLACK)
            .x_desc(x_title)
            .label_style(font(LABEL))
            .axis_desc_style(font(LABEL))
            .x_labels(6)
            .x_label_formatter(&tick(high - low))
            .draw()?;
        if let Some(z) = zero {
            chart.draw_series([PathElement::new(vec![(z, 0.0), (z, n)], BLACK)])?;
        }
        for (i, row) in rows.iter().enumerate() {
            let y = n - i as f64 - 0.5;
            let colour = if row.unsure { GREY } else { BLUE };
            if let Some((l, h)) = row.interval {
                chart.draw_series([PathElement::new(vec![(l, y), (h, y)], colour.stroke_width(3))])?;
            }
            chart.draw_series([Circle::new((row.mean, y), 5, colour.filled())])?;
            let (_, pixel) = chart.backend_coord(&(row.mean, y));
            let short = shortened(&row.label);
            let style = font(LABEL).pos(plotters::style::text_anchor::Pos::new(
                plotters::style::text_anchor::HPos::Left,
                plotters::style::text_anchor::VPos::Center,
            ));
            labels.draw(&Text::new(short, (4, pixel), style))?;
        }
        Ok(())
    })
}

/// Doctrines in two metrics at once, each with both intervals.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its letter.
    pub label: String,
    /// Mean and 95 % interval across.
    pub x: (f64, Option<(f64, f64)>),
    /// Mean and 95 % interval upwards.
    pub y: (f64, Option<(f64, f64)>),
    /// Surely dominated: another is better in both.
    pub dominated: bool,
}

/// Where doctrines lie between two metrics.
pub fn pareto(places: &[Place], x_title: &str, y_title: &str) -> Drawn {
    let span = |(m, i): (f64, Option<(f64, f64)>)| i.unwrap_or((m, m));
    let (x_low, x_high) = ends(places.iter().flat_map(|p| [span(p.x).0, span(p.x).1]));
    let (y_low, y_high) = ends(places.iter().flat_map(|p| [span(p.y).0, span(p.y).1]));
    let ((x_low, x_high), (y_low, y_high)) = (padded(x_low, x_high), padded(y_low, y_high));
    svg(380, |area| {
        let mut chart = meshed(area, [(x_low, x_high), (y_low, y_high)], [x_title, y_title])?;
        let mut taken: Vec<(i32, i32)> = Vec::new();
        for p in places {
            let colour = if p.dominated { GREY } else { BLUE };
            let (x, y) = (span(p.x), span(p.y));
            chart.draw_series([PathElement::new(vec![(x.0, p.y.0), (x.1, p.y.0)], colour)])?;
            chart.draw_series([PathElement::new(vec![(p.x.0, y.0), (p.x.0, y.1)], colour)])?;
            chart.draw_series([Circle::new((p.x.0, p.y.0), 5, colour.filled())])?;
            let at = chart.backend_coord(&(p.x.0, p.y.0));
            let place = beside(at, &taken);
            taken.push(place);
            area.draw(&Text::new(p.label.clone(), place, font(LABEL)))?;
        }
        Ok(())
    })
}

/// Where a letter stands beside its point without covering one that is there: above right if that is free.
fn beside(at: (i32, i32), taken: &[(i32, i32)]) -> (i32, i32) {
    const WIDE: i32 = 13;
    const TALL: i32 = 15;
    let free = |p: &(i32, i32)| taken.iter().all(|t| (t.0 - p.0).abs() >= WIDE || (t.1 - p.1).abs() >= TALL);
    let rings = (0..6).flat_map(|r| {
        let (dx, dy) = (8 + r * WIDE, r * TALL);
        [(dx, -18 - dy), (dx, 4 + dy), (-dx - 10, -18 - dy), (-dx - 10, 4 + dy), (8, -18 - dy), (8, 4 + dy)]
    });
    let mut places = rings.map(|(x, y)| (at.0 + x, at.1 + y));
    places.find(free).unwrap_or((at.0 + 8, at.1 - 18))
}

#[cfg(test)]
mod tests {
    use super::super::map::{Map, among, covers_zero, map};
    use super::*;
    use crate::analysis::study::flip::Flip;

    fn estimate(x: f64, mean: f64) -> Estimate {
        Estimate {
            label: format!("row {x}"),
            x,
            mean,
            interval: Some((mean - 0.1, mean + 0.1)),
            unsure: mean.abs() < 0.1,
        }
    }

    #[test]
    fn every_chart_is_svg_that_takes_the_pages_colour() {
        let points: Vec<Estimate> = (0..5).map(|i| estimate(f64::from(i), f64::from(i) - 2.0)).collect();
        let values: Vec<f64> = (0..200).map(|i| f64::from(i % 7) - 3.0).collect();
        let place = |label: &str, x, y| Place {
            label: label.into(),
            x: (x, None),
            y: (y, Some((y - 1.0, y + 1.0))),
            dominated: false,
        };
        let text = |v: &[f64]| v.iter().map(ToString::to_string).collect::<Vec<_>>();
        let m = Map {
            titles: ["across", "upwards"],
            values: [text(&[0.0, 1.0]), text(&[5.0])],
            fields: vec![vec![estimate(0.0, -1.0), estimate(1.0, 0.05)]],
            decimals: 2,
            flip: None,
        };
        let all = [
            histogram(&bins(&values), "difference", "nights"),
            dots(&fifty(&crate::analysis::moments::sorted(&values)), (-3.0, 9.0), "difference"),
            icons([10, 5, 85]),
            icons([4, 0, 996]),
            sweep(&points, "x", "y"),
            forest(&points, "x", Some(0.0)),
            pareto(&[place("A", 1.0, 2.0), place("B", 1.0, 2.0)], "x", "y"),
            map(&m),
        ];
        for drawn in all {
            let text = drawn.unwrap();
            assert!(text.starts_with("<svg ") && text.trim_end().ends_with("</svg>"), "{text}");
            assert!(!text.contains("#000000") && !text.contains("NaN"), "{text}");
        }
    }

    #[test]
    fn ends_of_bars_are_told_apart_in_the_table() {
        let values = [0.0, 0.001, -0.0005, 0.0, 0.04];
        let rows = rows_of_bins(&bins(&values), 2);
        assert!(rows.len() >= 3 && rows.iter().all(|r| r[0] != r[1]), "{rows:?}");
        assert_eq!(rows.iter().map(|r| r[2].parse::<usize>().unwrap()).sum::<usize>(), values.len());
        assert_eq!(rows_of_bins(&[(-0.5, 0.5, 3), (0.5, 1.5, 0)], 1), [["−0.5", "+0.5", "3"]]);
    }

    #[test]
    fn the_line_stands_on_the_map_where_the_difference_is_nought() {
        // x − 1 over two rows, known to 0.25: the line stands upright through the middle of three fields.
        let intervals = [-1.25, -0.25, 0.75].map(|low| (low, low + 0.5)).repeat(2);
        let flip = Flip {
            arm: 1,
            xs: vec![0.0, 1.0, 2.0],
            ys: vec![0.0, 1.0],
            line: vec![((1.0, 0.0), (1.0, 1.0))],
            edges: vec![((0.75, 0.0), (0.75, 1.0)), ((1.25, 0.0), (1.25, 1.0))],
            intervals,
            rows: Vec::new(),
            rectangles: [0, 0, 2],
        };
        assert!((among(&flip.xs, 1.5) - 1.5).abs() < 1e-12 && (among(&[0.0, 10.0, 11.0], 5.0) - 0.5).abs() < 1e-12);
        assert!((among(&flip.xs, 2.0) - 2.0).abs() < 1e-12);
        assert!(covers_zero(&flip, 1.0, 0.5) && covers_zero(&flip, 0.8, 0.5) && !covers_zero(&flip, 0.7, 0.5));
        let text = |v: &[f64]| v.iter().map(ToString::to_string).collect::<Vec<_>>();
        let row: Vec<Estimate> = (0..3).map(|i| estimate(f64::from(i), f64::from(i) - 1.0)).collect();
        let m = |flip| Map {
            titles: ["across", "upwards"],
            values: [text(&[0.0, 1.0, 2.0]), text(&[0.0, 1.0])],
            fields: vec![row.clone(), row.clone()],
            decimals: 2,
            flip,
        };
        let (with, without) = (map(&m(Some(&flip))).unwrap(), map(&m(None)).unwrap());
        let lines = |s: &str| s.matches("<polyline").count() + s.matches("<line").count();
        // One line, two edges, and hatching in between.
        assert!(lines(&with) > lines(&without) + 3 + 10, "{} {}", lines(&with), lines(&without));
        assert!(!with.contains("#000000") && !with.contains("NaN"));
    }

    #[test]
    fn bins_hold_every_night_and_zero_has_its_own() {
        for values in [vec![0.0, 0.0, 1.0, -3.0, 2.0], vec![0.3, -0.2, 900.0, 0.0], vec![5.0]] {
            let bins = bins(&values);
            assert_eq!(bins.iter().map(|b| b.2).sum::<usize>(), values.len(), "{values:?}");
            let zeros = values.iter().filter(|x| **x == 0.0).count();
            if zeros > 0 {
                assert!(bins.iter().any(|b| b.0 < 0.0 && b.1 > 0.0 && b.2 >= zeros), "{values:?} {bins:?}");
            }
        }
    }

    #[test]
    fn a_hundred_is_a_hundred() {
        assert_eq!(of_hundred([1, 1, 1]).iter().sum::<usize>(), 100);
        assert_eq!(of_hundred([0, 0, 7]), [0, 0, 100]);
        assert_eq!(of_hundred([312, 141, 547]), [31, 14, 55]);
        assert_eq!(of_hundred([0, 0, 0]), [0, 0, 0]);
    }

    #[test]
    fn a_thousand_nights_are_a_thousand_dots_and_more_are_told_in_words() {
        let drawn = icons([3, 1, 996]).unwrap();
        let of =
            |colour: RGBColor| drawn.matches(&format!("#{:02X}{:02X}{:02X}", colour.0, colour.1, colour.2)).count();
        assert_eq!((drawn.matches("<circle").count(), of(BLUE), of(ORANGE), of(GREY)), (1000, 3, 1, 996));
        assert!(icons([4, 0, 1996]).unwrap_err().contains("2\u{2009}000 nights"));
    }

    #[test]
    fn dots_of_nought_stand_at_nought_and_no_other_does() {
        let mut values = vec![-0.5, -0.01];
        values.extend([0.0; 46]);
        values.extend([0.01, 3.0]);
        let placed = stacked(&values, 0.1);
        assert_eq!(
            placed.iter().filter(|(x, _)| *x == 0.0).map(|(_, n)| *n).collect::<Vec<_>>(),
            (0..46).collect::<Vec<_>>()
        );
        // All in one column on the picture too.
        let drawn = dots(&[0.0; 50], (-1.0, 2.0), "x").unwrap();
        let across: std::collections::BTreeSet<&str> =
            drawn.split("<circle cx=\"").skip(1).filter_map(|c| c.split('"').next()).collect();
        assert_eq!(across.len(), 1, "{across:?}");
    }
}
