//! How do single nights differ, and how do worlds? The pictures of spread: a hundred nights, fifty dots, a histogram.
//!
//! Frequencies and dots are read more truly than densities (Kay and others 2016, quantile dot plots; METHODS on showing
//! doubt). Left out: intervals of means, which stand in sentence and table.

use super::charts::{self, bins, fifty};
use super::escaped;
use super::rare::{counted, few_differ, in_words, those_that_differ};
use super::section::figure;
use crate::analysis::moments::sorted;
use crate::analysis::study::{CellFindings, Contrast, Findings, Table};
use crate::analysis::verdict::decimals_for_difference;
use crate::report::study::letter;
use crate::units::format::{fixed, signed};

/// How single nights differ: a hundred nights, fifty dots, and the histogram.
pub(super) fn night_by_night(table: &Table, cell: &CellFindings, contrast: &Contrast, m: usize) -> String {
    let info = &table.metrics[m];
    let d = &contrast.lines[m].difference;
    if d.n == 0 {
        return String::new();
    }
    let (a, b) = (letter(0), letter(contrast.arm));
    let parts = [d.nights_b_lower, d.nights_a_lower, d.nights_equal];
    let mut out = counted(parts, &crate::analysis::comparison::noun(info.title), [a, b]);
    if table.header.strata.is_some() {
        let line = &contrast.lines[m];
        let share = |s: crate::analysis::contrast::Share| fixed(100.0 * s.value().unwrap_or(0.0), 1);
        return out
            + &format!(
                "<p>Nights were not lived in equal shares: the counts above are of the nights lived. Of all nights {b} is lower in {} of 100, higher in {}, the same in {}. Means and intervals are weighted back to all nights; a picture of the nights lived would mislead.</p>\n",
                share(line.b_lower),
                share(line.a_lower),
                share(line.equal)
            );
    }
    let difference: Vec<f64> = table
        .column(cell.cell, 0, m)
        .iter()
        .zip(table.column(cell.cell, contrast.arm, m))
        .map(|(a, b)| b - a)
        .collect();
    let (lowest, highest) =
        difference.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(*x), h.max(*x)));
    if highest <= lowest {
        return out
            + &format!(
                "<p>In each night the difference is {}, so there is no spread to be drawn.</p>\n",
                signed(lowest, decimals_for_difference(d, info.decimals))
            );
    }
    let axis = format!("{}, {b} less {a}, one night ({})", info.title, info.unit);
    // A night has whole people and boats: decimals are for means.
    let decimals = if difference.iter().all(|d| d.fract() == 0.0) { 0 } else { info.decimals };
    let fifty = fifty(&sorted(&difference));
    let ends = |i: usize| fifty.get(i).map_or_else(String::new, |x| signed(*x, decimals));
    let rare = few_differ(parts);
    let spread = if rare {
        in_words(&difference, decimals)
    } else {
        format!(
            "one night in ten differs by {} or less, half by {} or less, one in ten by {} or more.",
            ends(4),
            ends(24),
            ends(45)
        )
    };
    let mean = signed(d.mean_difference, decimals_for_difference(d, info.decimals));
    out += "<div class=\"pair\">\n";
    out += &figure(
        &charts::dots(&fifty, (lowest, highest), &axis),
        &format!("Fifty dots for the difference of a night, from {} to {}", ends(0), ends(49)),
        &format!(
            "Each of the 50 dots stands for 2 nights in 100: {spread} The single nights that differ most, {} and {}, are marked on the axis.",
            signed(lowest, decimals),
            signed(highest, decimals)
        ),
        &["difference", "dots of 50"],
        &stacked(&fifty, decimals),
    );
    if rare {
        out += &those_that_differ(table.nights(cell.cell), &difference, &axis, decimals, &mean);
        return out + "</div>\n";
    }
    let bins = bins(&difference);
    out += &figure(
        &charts::histogram(&bins, &axis, "nights"),
        &format!("Histogram of the difference of a night over {} nights", d.n),
        &format!(
            "The mean of these {} differences is {mean}; one terrible night counts as much as many quiet ones, so the tail matters more than the bars near zero. {}",
            d.n,
            charts::COLOURS_OF_BARS
        ),
        &["from", "to", "nights"],
        &charts::rows_of_bins(&bins, info.decimals),
    );
    out + "</div>\n"
}

/// Values with how many dots each has, as they would be printed: the same content as the dots, in few rows.
fn stacked(fifty: &[f64], decimals: usize) -> Vec<Vec<String>> {
    let mut rows: Vec<(String, usize)> = Vec::new();
    for x in fifty {
        let text = signed(*x, decimals);
        match rows.last_mut() {
            Some((same, n)) if *same == text => *n += 1,
            _ => rows.push((text, 1)),
        }
    }
    rows.into_iter().map(|(x, n)| vec![x, n.to_string()]).collect()
}

/// What the worlds of a study with draws say together: how the mean difference of a world lies.
pub(super) fn worlds(table: &Table, findings: &Findings, m: usize) -> String {
    let info = &table.metrics[m];
    let mut out = String::from(
        "<p>Each world is one draw of what nobody knows, and has a few nights only: the mean of one world carries the luck of its nights. How much of the spread is doubt and how much is luck stands below.</p>\n",
    );
    for arm in 1..table.arms() {
        let of = |c: &CellFindings| c.contrasts.get(arm - 1).map(|k| k.lines[m].difference.mean_difference);
        let means: Vec<f64> = findings.cells.iter().filter_map(of).collect();
        let (a, b) = (letter(0), letter(arm));
        let (fewer, more) = (means.iter().filter(|x| **x < 0.0).count(), means.iter().filter(|x| **x > 0.0).count());
        let noun = crate::analysis::comparison::noun(info.title);
        let same = means.len() - fewer - more;
        out += &format!(
            "<p class=\"verdict\">In {fewer} of {} worlds {noun} were fewer on average under {} than under {}, in {more} more, in {same} the same. What a single world shows may be luck.</p>\n",
            means.len(),
            escaped(&table.header.doctrines[arm].title),
            escaped(&table.header.doctrines[0].title)
        );
        let bins = bins(&means);
        let decimals = info.decimals.max(2);
        out += &figure(
            &charts::histogram(
                &bins,
                &format!("{}, {b} less {a}, mean of a world ({})", info.title, info.unit),
                "worlds",
            ),
            &format!("Histogram of the mean difference of a world over {} worlds", means.len()),
            &format!(
                "Each world counts once. The mean over worlds is no forecast: nobody knows how likely a world is but for the ranges in the register. {}",
                charts::COLOURS_OF_BARS
            ),
            &["from", "to", "worlds"],
            &charts::rows_of_bins(&bins, decimals),
        );
    }
    out
}
