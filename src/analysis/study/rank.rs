//! Among many doctrines, which may be the best, which are surely worse in everything, and how far is each from the best where
//! nobody knows the odds?
//!
//! In each cell: the chance of being best on the metric that decides, and the front of doctrines on metrics whose wanted
//! direction nobody disputes (`ranking`). Over all cells: regret, cell by cell a future (`regret`): no odds are put on them.
//!
//! Chances and dominance are told only from a hundred nights on, and of two doctrines only if six nights differ or none
//! (`ranking::told_apart`): the floors of the verdict.
//!
//! Left out: a single score.

use super::table::Table;
use crate::analysis::moments::mean;
use crate::analysis::ranking::{Place, front, told_chance_of_best};
use crate::analysis::resample::Resampler;
use crate::analysis::selection::Wanted;
use crate::analysis::sensitivity::regret::{Regret, regrets};
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
    let primary = table.metric(&table.header.primary)?;
    let way = wanted(table.metrics[primary].direction);
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
            CellRank {
                cell,
                best: way.map_or_else(Vec::new, |w| told_chance_of_best(&decides, w, resampler)),
                front: front(&all, &ways, resampler),
            }
        })
        .collect();
    let outcomes: Vec<Vec<f64>> =
        (0..table.arms()).map(|arm| lived.iter().map(|c| mean(&table.column(*c, arm, primary))).collect()).collect();
    let outcomes: Vec<&[f64]> = outcomes.iter().map(Vec::as_slice).collect();
    let regrets = way.filter(|_| lived.len() > 1).and_then(|w| regrets(&outcomes, w));
    Some(Ranks { cells, front_metrics: front_metrics.iter().map(|(m, _)| table.metrics[*m].id).collect(), regrets })
}

#[cfg(test)]
mod tests {
    use super::super::table::tests::header;
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
    }
}
