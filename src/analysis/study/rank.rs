//! Among many doctrines, which may be the best, which are surely worse in everything, and how far is each from the best where
//! nobody knows the odds?
//!
//! In each cell: the chance of being best on the metric that decides, and the front of doctrines on metrics whose wanted
//! direction nobody disputes (`ranking`). Over all cells: regret, cell by cell a future (`regret`): no odds are put on them.
//!
//! Chances and dominance are told only from a hundred nights on, and of two doctrines only if six nights differ or none
//! (`ranking::told_apart`): the floors of the verdict. A regret is a difference of two means like any other, so beside it stands
//! whether the doctrine is behind the best of that cell beyond luck, surely ahead of all others, or neither, by the same rule as a
//! verdict. The best of a cell is looked for on the same nights, and which it is may be luck: where two are close, neither is told.
//! Nights that were sorted are weighted, here as everywhere.
//!
//! Left out: a single score.

use super::table::Table;
use super::weighted::{mean_of, resampled, told};
use crate::analysis::ranking::{Place, front_in, told_chance_of_best_in};
use crate::analysis::resample::Resampler;
use crate::analysis::selection::Wanted;
use crate::analysis::sensitivity::regret::{Regret, regrets};
use crate::analysis::verdict::VerdictKind;
use crate::metrics::Direction;

/// What one cell says of all doctrines at once.
#[derive(Clone, Debug)]
pub struct CellRank {
    /// Its number.
    pub cell: usize,
    /// For each doctrine, the chance that it is the best on the metric that decides; none where the nights can't place it.
    /// Empty where the wanted direction of that metric is disputed.
    pub best: Vec<Option<f64>>,
    /// For each doctrine, its place on the front of undisputed metrics.
    pub front: Vec<Place>,
}

/// What the study says of all doctrines at once.
#[derive(Clone, Debug)]
pub struct Ranks {
    /// Cell by cell, of those with two nights or more.
    pub cells: Vec<CellRank>,
    /// Ids of the metrics of the front.
    pub front_metrics: Vec<&'static str>,
    /// For each doctrine, its regret over all cells on the metric that decides; none for a single cell, or where the wanted
    /// direction of that metric is disputed.
    pub regrets: Option<Vec<Regret>>,
    /// For each doctrine, where it stands in each of the cells, in their order; empty without regrets.
    pub standings: Vec<Vec<Standing>>,
}

/// Where a doctrine stands in one cell on the metric that decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is ahead of every other beyond luck, or as good as the best in every night.
    Best,
    /// It is behind the best beyond luck.
    Behind,
    /// These nights cannot tell, or are too few.
    CannotTell,
}

/// Metrics of the front: what people suffer. Each is undisputed, and none is contained in another.
const FRONT: [&str; 3] = ["deaths", "entered_water", "wait_for_help"];

fn wanted(d: Direction) -> Option<Wanted> {
    match d {
        Direction::LowerIsWanted => Some(Wanted::Lowest),
        Direction::HigherIsWanted => Some(Wanted::Highest),
        Direction::Neutral => None,
    }
}

/// Ranks all doctrines of a study; none with fewer than three, as then the contrast says it all.
#[must_use]
pub fn ranks(table: &Table) -> Option<Ranks> {
    if table.arms() < 3 {
        return None;
    }
    let resampler = Resampler::new(table.header.seed);
    // A rate is no column: on it no chance of being best and no regret are told, and the front stands all the same.
    let primary = table.metric(&table.header.primary);
    let way = primary.and_then(|m| wanted(table.metrics[m].direction));
    let primary = primary.unwrap_or(0);
    let front_metrics: Vec<(usize, Wanted)> = FRONT
        .iter()
        .filter_map(|id| table.metric(id))
        .filter_map(|m| Some((m, wanted(table.metrics[m].direction)?)))
        .collect();
    let lived: Vec<usize> = (0..table.cells()).filter(|c| table.nights(*c).len() > 1).collect();
    let cells = lived
        .iter()
        .map(|&cell| {
            let column = |arm: usize, m: usize| table.column(cell, arm, m);
            let decides: Vec<Vec<f64>> = (0..table.arms()).map(|arm| column(arm, primary)).collect();
            let decides: Vec<&[f64]> = decides.iter().map(Vec::as_slice).collect();
            let all: Vec<Vec<Vec<f64>>> =
                (0..table.arms()).map(|arm| front_metrics.iter().map(|(m, _)| column(arm, *m)).collect()).collect();
            let all: Vec<Vec<&[f64]>> = all.iter().map(|c| c.iter().map(Vec::as_slice).collect()).collect();
            let ways: Vec<Wanted> = front_metrics.iter().map(|(_, w)| *w).collect();
            let flat: Vec<&[f64]> = all.iter().flatten().copied().collect();
            let means = |columns: &[&[f64]]| resampled(table, cell, columns, resampler);
            CellRank {
                cell,
                best: way.map_or_else(Vec::new, |w| told_chance_of_best_in(&decides, w, &means(&decides))),
                front: front_in(&all, &ways, &means(&flat)),
            }
        })
        .collect();
    let outcomes: Vec<Vec<f64>> = (0..table.arms())
        .map(|arm| lived.iter().map(|c| mean_of(table, *c, &table.column(*c, arm, primary))).collect())
        .collect();
    let outcomes: Vec<&[f64]> = outcomes.iter().map(Vec::as_slice).collect();
    let regrets = way.filter(|_| lived.len() > 1).and_then(|w| regrets(&outcomes, w));
    let by_cell: Vec<Vec<Standing>> = match (way, &regrets) {
        (Some(w), Some(_)) => lived.iter().map(|cell| standings(table, *cell, primary, w)).collect(),
        _ => Vec::new(),
    };
    let of = |arm: usize| by_cell.iter().map(|cell| cell[arm]).collect();
    let standings = if by_cell.is_empty() { Vec::new() } else { (0..table.arms()).map(of).collect() };
    let front_metrics = front_metrics.iter().map(|(m, _)| table.metrics[*m].id).collect();
    Some(Ranks { cells, front_metrics, regrets, standings })
}

/// Where each doctrine stands in one cell.
fn standings(table: &Table, cell: usize, metric: usize, wanted: Wanted) -> Vec<Standing> {
    let columns: Vec<Vec<f64>> = (0..table.arms()).map(|arm| table.column(cell, arm, metric)).collect();
    let cost = |arm: &usize| wanted.as_cost(mean_of(table, cell, &columns[*arm]));
    let Some(best) = (0..columns.len()).min_by(|a, b| cost(a).total_cmp(&cost(b))) else { return Vec::new() };
    let worse = if wanted == Wanted::Lowest { VerdictKind::ALower } else { VerdictKind::BLower };
    // The best against itself stands as whatever its nights can say: too few, or identical.
    let against: Vec<VerdictKind> = columns.iter().map(|c| told(table, cell, &columns[best], c)).collect();
    let ahead = against.iter().all(|k| *k == worse || *k == VerdictKind::Identical);
    let one = |kind: &VerdictKind| match kind {
        VerdictKind::Identical if ahead => Standing::Best,
        k if *k == worse => Standing::Behind,
        _ => Standing::CannotTell,
    };
    against.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::super::table::tests::header;
    use super::Standing::{Behind, Best, CannotTell};
    use super::*;
    use crate::ensemble::study::{Job, Row};

    #[test]
    fn a_doctrine_worse_in_all_is_dominated_and_has_the_regret() {
        let mut table = Table::new(header()).unwrap();
        let n = table.metrics.len();
        let places: Vec<usize> = FRONT.iter().map(|id| table.metric(id).unwrap()).collect();
        for cell in [0, 1] {
            for night in 0..120 {
                let mut v = vec![0.0; 3 * n];
                for (i, m) in places.iter().enumerate() {
                    let luck = ((night * 7 + i as u64 * 3) % 5) as f64;
                    // The first is best in the first cell, the second in the other; the third is worst in both.
                    v[*m] = luck + if cell == 1 { 1.0 } else { 0.0 };
                    v[n + *m] = luck + if cell == 0 { 1.0 } else { 0.0 };
                    v[2 * n + *m] = luck + 3.0;
                }
                table.push(&Row { job: Job { cell, night }, outcome: Ok(v) }).unwrap();
            }
        }
        let r = ranks(&table).unwrap();
        assert_eq!(r.cells.len(), 2, "cells without nights are left out");
        assert!(r.cells[0].best[0].unwrap() > 0.99 && r.cells[1].best[1].unwrap() > 0.99);
        assert!(r.cells.iter().all(|c| c.front[2].dominated));
        assert!(!r.cells[0].front[0].dominated);
        let regrets = r.regrets.unwrap();
        assert!((regrets[0].max - 1.0).abs() < 1e-9 && (regrets[2].max - 3.0).abs() < 1e-9);
        assert_eq!(r.standings, [vec![Best, Behind], vec![Behind, Best], vec![Behind, Behind]]);
    }

    /// Below the floors of the verdict a regret is a number and no finding.
    #[test]
    fn where_nights_are_few_or_close_no_doctrine_is_told_behind() {
        let table = |nights: u64, gap: &dyn Fn(u64) -> f64| {
            let mut table = Table::new(header()).unwrap();
            let (n, m) = (table.metrics.len(), table.metric("deaths").unwrap());
            for cell in [0, 1] {
                for night in 0..nights {
                    let mut v = vec![0.0; 3 * n];
                    v[n + m] = gap(night);
                    v[2 * n + m] = 1.0 + (night % 3) as f64;
                    table.push(&Row { job: Job { cell, night }, outcome: Ok(v) }).unwrap();
                }
            }
            ranks(&table).unwrap()
        };
        let few = table(99, &|_| 1.0);
        assert!(few.standings.iter().flatten().all(|s| *s == CannotTell));
        assert!(few.regrets.unwrap()[2].max > 1.9, "the number is told all the same");
        // Five nights of 120 differ between the first two: nothing is told between them, and so none is surely the best.
        let close = table(120, &|night| if night < 5 { 9.0 } else { 0.0 });
        assert_eq!(close.standings, [vec![CannotTell; 2], vec![CannotTell; 2], vec![Behind; 2]]);
        let alike = table(120, &|_| 0.0);
        assert_eq!(alike.standings, [vec![Best; 2], vec![Best; 2], vec![Behind; 2]]);
    }
}
