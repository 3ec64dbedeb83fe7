//! In how many worlds does each doctrine do well enough, by bounds that the study's file sets?
//!
//! Satisficing after Simon (1956) and Lempert, Popper & Bankes (2003; METHODS 9): a world is kept if the means of its nights
//! are on the right side of every limit. No odds are put on worlds. A mean of few nights may lie on the right side by luck,
//! so beside the count stands in how many worlds all limits are kept beyond luck, with Student's 95 % interval of each mean
//! on the right side, and in how many one is broken beyond luck.
//!
//! Draws are worlds of one point of the axes: shares are counted point by point, and never over a deep axis. Without draws
//! the cells are the worlds, counted and not weighed.
//!
//! Left out: how good is good enough. That is the file's to say.

use super::table::Table;
use crate::analysis::moments::{mean, student_t_two_sided, variance};
use crate::analysis::selection::Wanted;
use crate::analysis::sensitivity::regret::satisficing;
use crate::ensemble::study::{Bound, BoundSide};
use crate::units::maths;

/// How one doctrine keeps the bounds over some worlds.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The scenario and the point of the axes whose draws are the worlds; none if the cells are.
    pub of: Option<(usize, Vec<usize>)>,
    /// Index of the doctrine.
    pub arm: usize,
    /// The worlds: cells with two nights or more, by number.
    pub worlds: Vec<usize>,
    /// In how many of them each bound is kept, in the file's order.
    pub each: Vec<usize>,
    /// In how many all are kept.
    pub all: usize,
    /// In how many all are kept beyond luck.
    pub surely: usize,
    /// In how many one is broken beyond luck.
    pub surely_not: usize,
}

/// Counts how the bounds of the study are kept: world by world, doctrine by doctrine.
#[must_use]
pub fn kept(table: &Table) -> Vec<Kept> {
    let bounds = &table.header.satisfice;
    let places: Option<Vec<usize>> = bounds.iter().map(|b| table.metric(&b.metric)).collect();
    let Some(places) = places.filter(|p| !p.is_empty()) else { return Vec::new() };
    let draws = table.header.draws.as_ref().map_or(table.cells(), |d| d.number as usize).max(1);
    let mut out = Vec::new();
    for first in (0..table.cells()).step_by(draws) {
        let worlds: Vec<usize> = (first..first + draws).filter(|c| table.nights(*c).len() > 1).collect();
        if worlds.is_empty() {
            continue;
        }
        let (scenario, point, draw) = table.place(first);
        for arm in 0..table.arms() {
            let of = draw.map(|_| (scenario, point.clone()));
            out.push(of_arm(table, of, arm, worlds.clone(), &places));
        }
    }
    out
}

fn of_arm(table: &Table, of: Option<(usize, Vec<usize>)>, arm: usize, worlds: Vec<usize>, places: &[usize]) -> Kept {
    let bounds = &table.header.satisfice;
    // The mean of a metric in a world with its half-width.
    let seen = |world: usize, metric: usize| {
        let column = table.column(world, arm, metric);
        let error = maths::sqrt(variance(&column).unwrap_or(0.0) / column.len() as f64);
        (mean(&column), student_t_two_sided(column.len() - 1) * error)
    };
    let all_seen: Vec<Vec<(f64, f64)>> = places.iter().map(|m| worlds.iter().map(|w| seen(*w, *m)).collect()).collect();
    let counted = |shift: &dyn Fn(&Bound, (f64, f64)) -> f64, which: &[usize]| {
        let moved: Vec<Vec<f64>> =
            which.iter().map(|&i| all_seen[i].iter().map(|s| shift(&bounds[i], *s)).collect()).collect();
        let metrics: Vec<(&[f64], Wanted, f64)> =
            which.iter().zip(&moved).map(|(&i, m)| (m.as_slice(), wanted(bounds[i].side), bounds[i].limit)).collect();
        satisficing(&metrics).unwrap_or(0)
    };
    let every: Vec<usize> = (0..bounds.len()).collect();
    // The end of the interval that is nearest to breaking a bound, and the one furthest from it.
    let worst =
        |b: &Bound, (mean, half): (f64, f64)| if b.side == BoundSide::AtMost { mean + half } else { mean - half };
    let best =
        |b: &Bound, (mean, half): (f64, f64)| if b.side == BoundSide::AtMost { mean - half } else { mean + half };
    let plain = |_: &Bound, (mean, _): (f64, f64)| mean;
    Kept {
        of,
        arm,
        each: every.iter().map(|&i| counted(&plain, &[i])).collect(),
        all: counted(&plain, &every),
        surely: counted(&worst, &every),
        surely_not: worlds.len() - counted(&best, &every),
        worlds,
    }
}

const fn wanted(side: BoundSide) -> Wanted {
    match side {
        BoundSide::AtMost => Wanted::Lowest,
        BoundSide::AtLeast => Wanted::Highest,
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::tests::header;
    use super::*;
    use crate::ensemble::study::{Job, Row};

    /// Doctrine `arm` has in world `cell` a mean of deaths that the caller says, spread by ± 1, and 10 arrivals.
    fn table(mean: impl Fn(usize, usize) -> f64, draws: bool) -> Table {
        let mut header = header();
        if !draws {
            header.draws = None;
        }
        let bound = |metric: &str, side, limit| Bound { metric: metric.into(), side, limit };
        header.satisfice = vec![bound("deaths", BoundSide::AtMost, 2.0), bound("arrived_uk", BoundSide::AtLeast, 10.0)];
        let mut table = Table::new(header).unwrap();
        let (n, deaths, arrived) =
            (table.metrics.len(), table.metric("deaths").unwrap(), table.metric("arrived_uk").unwrap());
        for night in 0..40_u64 {
            for cell in 0..4 {
                let mut v = vec![0.0; 3 * n];
                for arm in 0..3 {
                    v[arm * n + deaths] = mean(cell, arm) + if night % 2 == 0 { 1.0 } else { -1.0 };
                    v[arm * n + arrived] = 10.0;
                }
                table.push(&Row { job: Job { cell, night }, outcome: Ok(v) }).unwrap();
            }
        }
        table
    }

    #[test]
    fn worlds_are_counted_and_what_is_near_a_limit_is_not_sure() {
        // Half-width: 2.02 × 1.01 / √40 = 0.32.
        let found = kept(&table(|cell, arm| [[1.0, 1.9, 2.1, 3.0], [2.0; 4], [5.0; 4]][arm][cell], false));
        assert_eq!(found.len(), 3);
        let told = |k: &Kept| (k.each.clone(), k.all, k.surely, k.surely_not, k.worlds.len());
        assert_eq!(told(&found[0]), (vec![2, 4], 2, 1, 1, 4));
        assert_eq!(told(&found[1]), (vec![4, 4], 4, 0, 0, 4));
        assert_eq!(told(&found[2]), (vec![0, 4], 0, 0, 4, 4));
    }

    #[test]
    fn draws_are_counted_point_by_point() {
        let found = kept(&table(|cell, _| if cell < 2 { 0.0 } else { 9.0 }, true));
        assert_eq!(found.len(), 6, "two points with nights, three doctrines");
        assert_eq!((found[0].of.clone(), found[0].all), (Some((0, vec![0, 0])), 2));
        assert_eq!((found[3].of.clone(), found[3].all), (Some((0, vec![0, 1])), 0));
    }
}
