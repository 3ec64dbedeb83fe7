//! How are single nights shown where few of them differ? By counts of nights, and by those that differ alone.
//!
//! Where 4 nights of 1,000 differ, "0 of 100", a histogram of one bar and quantiles that are all nought are true and say
//! nothing, or that nothing happened. So a count that is not nought is never rounded to nought, and the nights that differ have a picture
//! of their own, with the others told beside it.
//!
//! Left out: a logarithmic axis of nights, on which four nights look like half of a thousand.

use super::charts::{self, bins, of_hundred};
use super::section::figure;
use crate::analysis::moments::{quantile, sorted};
use crate::units::format::{count, signed};

/// Up to so many nights that differ are told one by one.
const ONE_BY_ONE: usize = 40;

/// Up to so many of their differences stand in a caption.
const IN_A_CAPTION: usize = 8;

/// Whether so few nights differ that shares of a hundred and tenths say nothing: fewer than one in ten.
pub(super) const fn few_differ([less, more, same]: [usize; 3]) -> bool {
    same * 10 > (less + more + same) * 9
}

/// The picture of how many nights had less, more and the same: of a hundred, or of all where a count that is not nought would be
/// rounded to nought.
pub(super) fn counted(parts: [usize; 3], noun: &str, [a, b]: [char; 2]) -> String {
    let n: usize = parts.iter().sum();
    let rounded = of_hundred(parts);
    let lost = parts.iter().zip(rounded).any(|(n, r)| *n > 0 && r == 0);
    let (shown, of) = if lost { (parts, n) } else { (rounded, 100) };
    let (shown_text, of) = (shown.map(|n| count(n as u64)), count(of as u64));
    let [less, more, same] = &shown_text;
    let note = if lost {
        " One dot is one night: of a hundred dots, none would be left for some of these.".to_owned()
    } else {
        let [l, m, s] = parts.map(|n| count(n as u64));
        match n {
            // A hundred are themselves.
            100 => String::new(),
            n if parts.iter().all(|part| part * 100 % n == 0) => {
                format!(" That is {l}, {m} and {s} of {} nights.", count(n as u64))
            }
            n => format!(" Rounded from {l}, {m} and {s} of {} nights.", count(n as u64)),
        }
    };
    let drawn = charts::icons(shown);
    let (dots, note) =
        if drawn.is_ok() { ([" (filled dots)", " (rings)", " (small dots)"], note) } else { ([""; 3], String::new()) };
    figure(
        &drawn,
        &format!("{of} nights: {b} lower in {less}, higher in {more}, the same in {same}"),
        &format!(
            "In {less} of {of} nights {noun} were fewer under {b} than under {a}{}, in {more} more{}, in {same} the same{}.{note}",
            dots[0], dots[1], dots[2]
        ),
        &["", "nights"],
        &[
            vec![format!("fewer under {b}"), parts[0].to_string()],
            vec![format!("more under {b}"), parts[1].to_string()],
            vec!["the same".into(), parts[2].to_string()],
        ],
    )
}

/// "996 of 1,000 nights are the same; of the 4 that differ: …"
pub(super) fn in_words(difference: &[f64], decimals: usize) -> String {
    let moved = sorted(&difference.iter().copied().filter(|d| *d != 0.0).collect::<Vec<_>>());
    let (all, n) = (difference.len(), moved.len());
    let text = |x: f64| signed(x, decimals);
    let values = if n <= IN_A_CAPTION {
        moved.iter().map(|x| text(*x)).collect::<Vec<_>>().join(", ")
    } else {
        let fewer = moved.iter().filter(|d| **d < 0.0).count();
        let at = |p: f64| quantile(&moved, p).map_or_else(String::new, text);
        format!("{fewer} lower and {} higher, half by {} or less, from {} to {}", n - fewer, at(0.5), at(0.0), at(1.0))
    };
    let (same, all) = (count((all - n) as u64), count(all as u64));
    let differ = if n == 1 { "the 1 that differs".to_owned() } else { format!("the {} that differ", count(n as u64)) };
    format!("{same} of {all} nights are the same; of {differ}: {values}.")
}

/// The nights that differ alone: a histogram, and the same as a table of nights or, if they are many, of bars. `nights` holds the
/// number of each night.
pub(super) fn those_that_differ(nights: &[u64], difference: &[f64], axis: &str, decimals: usize, mean: &str) -> String {
    let moved: Vec<(u64, f64)> =
        nights.iter().copied().zip(difference.iter().copied()).filter(|(_, d)| *d != 0.0).collect();
    let bins = bins(&moved.iter().map(|(_, d)| *d).collect::<Vec<_>>());
    let (n, all) = (count(moved.len() as u64), count(difference.len() as u64));
    let (head, rows): (&[&str], _) = if moved.len() <= ONE_BY_ONE {
        (&["night", "difference"], moved.iter().map(|(i, d)| vec![i.to_string(), signed(*d, decimals)]).collect())
    } else {
        (&["from", "to", "nights"], charts::rows_of_bins(&bins, decimals.max(1)))
    };
    figure(
        &charts::histogram(&bins, axis, "nights"),
        &format!("Histogram of the difference of a night over the {n} nights that differ"),
        &format!(
            "The nights that differ alone, {n} of {all}; the others, of no difference, are not drawn here. The mean of all {all} differences is {mean}, and rests on these {n}: one terrible night counts as much as many quiet ones. {}",
            charts::COLOURS_OF_BARS
        ),
        head,
        &rows,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_of_a_thousand_are_four_of_a_thousand() {
        let told = counted([4, 0, 996], "deaths", ['A', 'B']);
        assert!(told.contains("In 4 of 1\u{2009}000 nights deaths were fewer under B than under A"), "{told}");
        assert!(told.matches("<circle").count() == 1000 && !told.contains("of 100 nights"), "{told}");
        let told = counted([312, 141, 547], "deaths", ['A', 'B']);
        assert!(told.contains("In 31 of 100 nights") && told.contains("Rounded from 312, 141 and 547"), "{told}");
        let told = |parts| counted(parts, "deaths", ['A', 'B']);
        assert!(!told([0, 0, 100]).contains("Rounded") && !told([20, 30, 50]).contains("That is"));
        assert!(told([0, 0, 200]).contains("That is 0, 0 and 200 of 200 nights."));
        // One night alone in which both had the same is no nought either.
        assert!(counted([600, 399, 1], "deaths", ['A', 'B']).contains("in 1 the same"));
        // Too many for a dot each: a sentence in the place of the picture.
        let told = counted([4, 0, 9996], "deaths", ['A', 'B']);
        assert!(told.contains("In 4 of 10\u{2009}000 nights") && !told.contains("<svg") && !told.contains("dots)"));
    }

    #[test]
    fn the_nights_that_differ_are_told_by_themselves() {
        let mut difference = vec![0.0; 1000];
        for (i, d) in [(17, -2.0), (300, 1.0), (555, -1.0), (999, -30.0)] {
            difference[i] = d;
        }
        assert!(few_differ([3, 1, 996]) && !few_differ([60, 40, 900]) && few_differ([60, 39, 901]));
        let said = "996 of 1\u{2009}000 nights are the same; of the 4 that differ: −30, −2, −1, +1.";
        assert_eq!(in_words(&difference, 0), said);
        let nights: Vec<u64> = (0..1000).collect();
        let page = those_that_differ(&nights, &difference, "x", 0, "−0.032");
        assert!(page.contains("<td>555</td><td>−1</td>") && page.matches("<tr>").count() == 5, "{page}");
        assert!(page.contains("4 of 1\u{2009}000") && page.contains("is −0.032"), "{page}");
        let many: Vec<f64> = (0..1000).map(|i| if i % 12 == 0 { f64::from(i % 5) - 1.5 } else { 0.0 }).collect();
        let said = in_words(&many, 1);
        assert!(said.starts_with("916 of 1\u{2009}000 nights are the same; of the 84 that differ: 34 lower"), "{said}");
        assert!(said.ends_with("from −1.5 to +2.5."), "{said}");
        assert!(those_that_differ(&nights, &many, "x", 1, "0.04").contains("<th scope=\"col\">from</th>"));
    }
}
