//! Where a verdict turns round over two axes, in words: one row for each value of the second axis.
//!
//! The same for terminal, page and JSON, so that whoever can't see the map, or doesn't trust it, reads the line and its band.

use super::depends::Grid;
use super::study::letter;
use crate::analysis::study::Table;
use crate::analysis::study::flip::{Flip, Stretch};
use crate::units::format::fixed;
use serde_json::{Value, json};

/// What line and hatching on the map are.
pub const CAPTION: &str = "The line is where the mean difference is nought. Hatched: the interval covers zero, so these nights cannot tell; between the values lived, ends of intervals are taken as straight.";

/// What the map comes to, in a sentence or two.
#[must_use]
pub fn words(table: &Table, flip: &Flip) -> String {
    let [below, above, band] = flip.rectangles;
    let b = letter(flip.arm);
    let sides = format!(
        "Of {} rectangles between neighbouring points {below} have fewer under {b} at all corners beyond luck, {above} more, and in {band} these nights cannot tell somewhere. Each interval is of 95 % alone.",
        below + above + band
    );
    let (along, title) = (&table.header.axes[0].title, &table.header.axes[1].title);
    if flip.line.is_empty() {
        return format!("The mean difference changes sign nowhere on the map. {sides}");
    }
    format!(
        "For each value of {title}, in values of {along}: where the difference is nought, and in which stretches the side is sure or not. {sides}"
    )
}

/// The line and its band, row by row.
#[must_use]
pub fn grid(table: &Table, flip: &Flip) -> Grid {
    let h = &table.header;
    let (y, b) = (&h.axes[1].title, letter(flip.arm));
    let head = [y, "nought at", "cannot tell", &format!("surely fewer under {b}"), "surely more"];
    let number = |v: f64| short(v, &flip.xs);
    let list = |all: Vec<String>| if all.is_empty() { "nowhere".to_owned() } else { all.join("; ") };
    let stretches = |s: &[Stretch]| list(s.iter().map(|(f, t)| format!("{} to {}", number(*f), number(*t))).collect());
    let rows = flip
        .rows
        .iter()
        .map(|r| {
            vec![
                r.at.to_string(),
                list(r.zero.iter().map(|z| number(*z)).collect()),
                stretches(&r.unsure),
                stretches(&r.below),
                stretches(&r.above),
            ]
        })
        .collect();
    Grid::new(&head, rows)
}

/// A value of an axis, to about a hundredth of its range.
fn short(x: f64, values: &[f64]) -> String {
    let range = values[values.len() - 1] - values[0];
    let mut decimals = 0;
    let mut step = 1.0;
    while step > range / 100.0 && decimals < 9 {
        step /= 10.0;
        decimals += 1;
    }
    let text = fixed(x, decimals);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// The whole for a script.
#[must_use]
pub fn json(table: &Table, flip: &Flip) -> Value {
    let h = &table.header;
    let row = |r: &crate::analysis::study::flip::FlipRow| {
        json!({
            "at": r.at,
            "nought_at": r.zero,
            "cannot_tell": r.unsure,
            "surely_below": r.below,
            "surely_above": r.above,
        })
    };
    json!({
        "a": h.doctrines[0].name,
        "b": h.doctrines[flip.arm].name,
        "metric": h.primary,
        "along": h.axes[0].id,
        "rows_of": h.axes[1].id,
        "rows": flip.rows.iter().map(row).collect::<Vec<_>>(),
        "line": flip.line,
        "band_edges": flip.edges,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::study::flip::FlipRow;
    use crate::analysis::study::table::tests::header;

    #[test]
    fn a_row_tells_the_line_and_its_band_in_values_of_the_axis() {
        let table = Table::new(header()).unwrap();
        let row = FlipRow {
            at: 2.0,
            zero: vec![0.333],
            unsure: vec![(0.0, 0.5)],
            below: Vec::new(),
            above: vec![(0.5, 1.0)],
        };
        let flip = Flip {
            arm: 1,
            xs: vec![0.0, 0.5, 1.0],
            ys: vec![1.0, 2.0],
            line: vec![((0.333, 1.0), (0.333, 2.0))],
            edges: Vec::new(),
            intervals: Vec::new(),
            rows: vec![row],
            rectangles: [0, 1, 1],
        };
        let grid = grid(&table, &flip);
        assert_eq!(grid.head[0..2], ["y".to_owned(), "nought at".to_owned()]);
        assert_eq!(grid.rows, [["2", "0.33", "0 to 0.5", "nowhere", "0.5 to 1"].map(str::to_owned).to_vec()]);
        assert!(words(&table, &flip).contains("Of 2 rectangles between neighbouring points 0 have fewer under B"));
        assert!(
            words(&table, &Flip { line: Vec::new(), ..flip }).starts_with("The mean difference changes sign nowhere")
        );
        assert_eq!(
            (short(-7.346, &[-10.2, -4.2]), short(12.0, &[0.0, 500.0])),
            ("\u{2212}7.35".to_owned(), "12".to_owned())
        );
    }
}
