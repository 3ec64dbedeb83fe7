//! In how many worlds does each doctrine do well enough, by bounds that the study's file sets?
//!
//! Satisficing after Simon (1956) and Lempert, Popper & Bankes (2003; METHODS 9): a world is kept if the means of its nights
//! are on the right side of every limit. No odds are put on worlds. A mean of few nights may lie on the right side by luck,
//! so beside the count stands in how many worlds all limits are kept beyond luck, with Student's 95 % interval of each mean
//! on the right side, and in how many one is broken beyond luck. A world of fewer than a
//! hundred nights, or in which a metric is other than usual in fewer than six (but some), is neither: the verdict's floors.
//! Sorted nights are weighted.
//!
//! Draws are worlds of one point of the axes: shares are counted point by point, and never over a deep axis. Without draws
//! the cells are the worlds, counted and not weighed.
//!
//! Left out: how good is good enough. That is the file's to say.

use super::table::Table;
use super::weighted::{estimate, mean_of};
use crate::analysis::moments::{quantile, sorted};
use crate::analysis::selection::Wanted;
use crate::analysis::sensitivity::regret::satisficing;
use crate::analysis::verdict::{DIFFERING_FLOOR, NIGHTS_FLOOR};
use crate::ensemble::study::{Bound, BoundSide};

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
    /// In how many a mean rests on too few nights to say more than that it is on this side of its limit.
    pub too_few: usize,
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
    // The mean of a metric in a world with its half-width: endless where so few nights carry it that it has none.
    let seen = |world: usize, metric: usize| {
        let column = table.column(world, arm, metric);
        let half = estimate(table, world, &column).filter(|_| carries(&column)).map(|e| e.interval_95.1 - e.mean);
        (mean_of(table, world, &column), half.unwrap_or(f64::INFINITY))
    };
    let all_seen: Vec<Vec<(f64, f64)>> = places.iter().map(|m| worlds.iter().map(|w| seen(*w, *m)).collect()).collect();
    let endless = |w: &usize| all_seen.iter().any(|metric| metric[*w].1.is_infinite());
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
        too_few: (0..worlds.len()).filter(endless).count(),
        worlds,
    }
}

/// Whether a column can carry an interval of its mean: the floors of the verdict, with the usual night (the median) in the place of
/// the other doctrine's. Nights that are all alike carry what they show, but for nought in each: none seen is not none.
fn carries(column: &[f64]) -> bool {
    let usual = quantile(&sorted(column), 0.5).unwrap_or(0.0);
    let others = column.iter().filter(|x| x.total_cmp(&usual).is_ne()).count();
    column.len() >= NIGHTS_FLOOR && (others >= DIFFERING_FLOOR || (others == 0 && usual != 0.0))
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
        for night in 0..120_u64 {
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
        // Half-width: 1.98 × 1.00 / √120 = 0.18.
        let found = kept(&table(|cell, arm| [[1.0, 1.9, 2.1, 3.0], [2.0; 4], [5.0; 4]][arm][cell], false));
        assert_eq!(found.len(), 3);
        let told = |k: &Kept| (k.each.clone(), k.all, k.surely, k.surely_not, k.worlds.len());
        assert_eq!(told(&found[0]), (vec![2, 4], 2, 1, 1, 4));
        assert_eq!(told(&found[1]), (vec![4, 4], 4, 0, 0, 4));
        assert_eq!(told(&found[2]), (vec![0, 4], 0, 0, 4, 4));
    }

    #[test]
    fn too_few_nights_keep_and_break_nothing_beyond_luck() {
        let mut lucky = vec![0.0; 120];
        assert!(carries(&vec![2.0; 120]), "all alike");
        assert!(!carries(&lucky), "none seen is not none");
        lucky[..5].fill(30.0);
        assert!(!carries(&lucky), "five nights with deaths carry no interval");
        lucky[5] = 1.0;
        assert!(carries(&lucky) && !carries(&lucky[..99]));
        let whole = table(|_, _| 9.0, false);
        let k = &kept(&whole)[0];
        assert_eq!((k.surely_not, k.too_few), (4, 0));
        let mut few = Table::new(whole.header.clone()).unwrap();
        let n = 3 * few.metrics.len();
        for night in 0..40 {
            few.push(&Row { job: Job { cell: 0, night }, outcome: Ok(vec![9.0 + (night % 2) as f64; n]) }).unwrap();
        }
        let k = &kept(&few)[0];
        assert_eq!((k.all, k.surely, k.surely_not, k.too_few, k.worlds.len()), (0, 0, 0, 1, 1));
    }

    #[test]
    fn draws_are_counted_point_by_point() {
        let found = kept(&table(|cell, _| if cell < 2 { 0.0 } else { 9.0 }, true));
        assert_eq!(found.len(), 6, "two points with nights, three doctrines");
        assert_eq!((found[0].of.clone(), found[0].all), (Some((0, vec![0, 0])), 2));
        assert_eq!((found[3].of.clone(), found[3].all), (Some((0, vec![0, 1])), 0));
    }
}
