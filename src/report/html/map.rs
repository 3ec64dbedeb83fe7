//! How is a difference over two axes drawn: a field for each pair of values, and the line on which two doctrines tie?
//!
//! Fields are lived worlds and carry their number; the line and its hatched band lie between them, straight between the points
//! lived (`analysis::sensitivity::contour`). Left out: colour for size. Beyond the sign, the number in the field says it.

use super::charts::{BLUE, Chart, Drawn, Estimate, GREY, LABEL, ORANGE, font, svg};
use crate::analysis::study::flip::Flip;
use crate::units::format::signed;
use crate::units::maths;
use plotters::prelude::*;

/// A difference over two axes: a field for each pair of values, and whether its sign is sure.
pub struct Map<'a> {
    /// Titles of the axes, across and upwards.
    pub titles: [&'a str; 2],
    /// Values of the axes as text.
    pub values: [Vec<String>; 2],
    /// For each value upwards, for each value across: the estimate.
    pub fields: Vec<Vec<Estimate>>,
    /// Decimals shown.
    pub decimals: usize,
    /// Where the difference is nought, if there is anything between the values.
    pub flip: Option<&'a Flip>,
}

/// The map of a difference over two axes: blue below zero, orange above, grey where the interval covers zero.
/// On it the line on which the difference is nought, and hatching where the interval covers zero between the values lived.
pub fn map(m: &Map<'_>) -> Drawn {
    let (nx, ny) = (m.values[0].len() as f64, m.values[1].len() as f64);
    svg(400, |area| {
        let mut chart = ChartBuilder::on(area)
            .margin(8)
            .x_label_area_size(56)
            .y_label_area_size(96)
            .build_cartesian_2d(0.0..nx, 0.0..ny)?;
        let inner = chart.plotting_area().strip_coord_spec();
        let mut numbers = Vec::new();
        for (iy, row) in m.fields.iter().enumerate() {
            for (ix, e) in row.iter().enumerate() {
                let colour = if e.unsure {
                    GREY.mix(0.25)
                } else if e.mean < 0.0 {
                    BLUE.mix(0.55)
                } else {
                    ORANGE.mix(0.55)
                };
                let (x, y) = (ix as f64, iy as f64);
                chart.draw_series([Rectangle::new([(x + 0.02, y + 0.02), (x + 0.98, y + 0.98)], colour.filled())])?;
                numbers.push((ix, iy, e));
            }
        }
        drop(inner);
        if let Some(flip) = m.flip {
            draw_flip(&mut chart, flip)?;
        }
        for (ix, iy, e) in numbers {
            // Under the point lived, where line and hatching leave room.
            let down = if m.flip.is_some() { NUMBER_BELOW } else { 0.0 };
            let at = chart.backend_coord(&(ix as f64 + 0.5, iy as f64 + 0.5 - down));
            let style = font(LABEL).pos(plotters::style::text_anchor::Pos::new(
                plotters::style::text_anchor::HPos::Center,
                plotters::style::text_anchor::VPos::Center,
            ));
            // On a plate, so that line and hatching leave the number to be read.
            let text = signed(e.mean, m.decimals);
            area.draw(&Text::new(text, at, style))?;
        }
        let centred = |size| {
            font(size).pos(plotters::style::text_anchor::Pos::new(
                plotters::style::text_anchor::HPos::Center,
                plotters::style::text_anchor::VPos::Center,
            ))
        };
        for (i, v) in m.values[0].iter().enumerate() {
            let at = chart.backend_coord(&(i as f64 + 0.5, 0.0));
            area.draw(&Text::new(v.clone(), (at.0, at.1 + 14), centred(LABEL)))?;
        }
        for (i, v) in m.values[1].iter().enumerate() {
            let at = chart.backend_coord(&(0.0, i as f64 + 0.5));
            area.draw(&Text::new(v.clone(), (at.0 - 34, at.1), centred(LABEL)))?;
        }
        let bottom = chart.backend_coord(&(nx / 2.0, 0.0));
        area.draw(&Text::new(m.titles[0].to_owned(), (bottom.0, bottom.1 + 42), centred(LABEL)))?;
        let side = chart.backend_coord(&(0.0, ny / 2.0));
        let style = font(LABEL).transform(FontTransform::Rotate270).pos(plotters::style::text_anchor::Pos::new(
            plotters::style::text_anchor::HPos::Center,
            plotters::style::text_anchor::VPos::Center,
        ));
        area.draw(&Text::new(m.titles[1].to_owned(), (side.0 - 80, side.1), style))?;
        Ok(())
    })
}

/// Hatching lines over the whole map, and steps along each at which it is asked whether it lies in the band.
const HATCHES: u32 = 70;
const STEPS: u32 = 600;

/// The line on which the difference is nought, with its band. A value of an axis stands in the middle of its field.
fn draw_flip(chart: &mut Chart<'_>, flip: &Flip) -> Result<(), Box<dyn std::error::Error>> {
    let (xs, ys) = (&flip.xs, &flip.ys);
    let (nx, ny) = (xs.len() as f64, ys.len() as f64);
    let place = |(x, y): (f64, f64)| (among(xs, x) + 0.5, among(ys, y) + 0.5);
    let mut hatched: Vec<Vec<(f64, f64)>> = Vec::new();
    for k in 1..HATCHES {
        // From one end of the falling diagonal to the other, each line rising to the right.
        let shift = 2.0 * f64::from(k) / f64::from(HATCHES) - 1.0;
        let at = |s: u32| {
            let t = f64::from(s) / f64::from(STEPS);
            (0.5 + (nx - 1.0) * t, 0.5 + (ny - 1.0) * (t + shift))
        };
        let mut run: Vec<(f64, f64)> = Vec::new();
        for s in 0..=STEPS {
            let (x, y) = at(s);
            let inside = (0.5..=ny - 0.5).contains(&y) && !beside_number(x, y) && covers_zero(flip, x - 0.5, y - 0.5);
            if inside {
                run.push((x, y));
            } else if run.len() > 1 {
                hatched.push(vec![run[0], run[run.len() - 1]]);
            }
            if !inside {
                run.clear();
            }
        }
        if run.len() > 1 {
            hatched.push(vec![run[0], run[run.len() - 1]]);
        }
    }
    chart.draw_series(hatched.into_iter().map(|run| PathElement::new(run, BLACK.mix(0.35))))?;
    let pieces = |of: &[crate::analysis::sensitivity::contour::Segment], style: ShapeStyle| {
        of.iter().map(|(a, b)| PathElement::new(vec![place(*a), place(*b)], style)).collect::<Vec<_>>()
    };
    chart.draw_series(pieces(&flip.edges, BLACK.mix(0.6).stroke_width(1)))?;
    chart.draw_series(pieces(&flip.line, BLACK.stroke_width(3)))?;
    let points = (0..ys.len()).flat_map(|j| (0..xs.len()).map(move |i| (i as f64 + 0.5, j as f64 + 0.5)));
    chart.draw_series(points.map(|at| Circle::new(at, 3, BLACK.filled())))?;
    Ok(())
}

/// How far under its point a number stands, in heights of a field.
const NUMBER_BELOW: f64 = 0.25;

/// Does this place lie on the number of a field?
fn beside_number(x: f64, y: f64) -> bool {
    let (dx, dy) = (x - maths::floor(x) - 0.5, y - maths::floor(y) - 0.5 + NUMBER_BELOW);
    dx.abs() < 0.22 && dy.abs() < 0.1
}

/// The place of a value among the rising values of an axis: the index, and between two a part of one.
pub(super) fn among(values: &[f64], x: f64) -> f64 {
    let i = values.partition_point(|v| *v <= x).clamp(1, values.len().max(2) - 1) - 1;
    i as f64 + (x - values[i]) / (values[i + 1] - values[i])
}

/// Does the interval, straight between the points lived, cover zero at this place (in indices of both axes)?
pub(super) fn covers_zero(flip: &Flip, x: f64, y: f64) -> bool {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index of an axis, not below 0")]
    let cell = |v: f64, n: usize| (v.max(0.0) as usize).min(n.max(2) - 2);
    let n = flip.xs.len();
    let (ix, iy) = (cell(x, n), cell(y, flip.ys.len()));
    let (tx, ty) = (x - ix as f64, y - iy as f64);
    let of = |end: fn(&(f64, f64)) -> f64| {
        let at = |dx: usize, dy: usize| end(&flip.intervals[(iy + dy) * n + ix + dx]);
        (at(0, 0) * (1.0 - tx) + at(1, 0) * tx) * (1.0 - ty) + (at(0, 1) * (1.0 - tx) + at(1, 1) * tx) * ty
    };
    of(|i| i.0) <= 0.0 && of(|i| i.1) >= 0.0
}
