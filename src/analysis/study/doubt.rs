//! What does a study's verdict depend on, and how much of its doubt would more nights take away?
//!
//! For each scenario and point of the axes, and each doctrine against the first, the draws are worlds: the difference of each
//! is the mean over its nights. Luck and ignorance are told apart (`layers`); which parameter would be worth knowing
//! (`evppi`, with the metric that decides as the only utility); in which part of the worlds the doctrine does worse (`prim`, its
//! limits judged against luck over all ends that could have been tried); and for a design, which inputs matter (`design`).
//! Where no world tells a side beyond the luck of its own nights, and worlds do not differ from each other beyond the luck of the
//! nights that they share (`differ`), parameters are not looked at: whatever was found in them would be read out of noise. Axes are
//! never thrown together.

use super::design::{morris_of, sobol_of};
use super::table::Table;
use super::weighted::{self, by_strata, mean_of, told};
use crate::analysis::layers::{Layers, World};
use crate::analysis::rare::strata::{of_strata, variance_of_a_night};
use crate::analysis::sensitivity::differ;
use crate::analysis::sensitivity::evppi::{Evppi, evppi_each};
use crate::analysis::sensitivity::morris::MorrisIndex;
use crate::analysis::sensitivity::prim::{PrimBox, PrimSettings, prim, pruned, widest};
use crate::analysis::sensitivity::sobol::SobolIndex;
use crate::ensemble::study::rows::DrawnText;
use crate::metrics::Direction;
use std::collections::BTreeSet;

/// Least share of worlds of interest in a box that is told.
const DENSITY: f64 = 0.7;
/// Fewest draws for boxes and values of knowing: below that they are found in noise.
pub const FEWEST: usize = 40;
/// Worlds differ among each other if luck of shared nights would spread them so far in at most so many of a hundred cases.
const DIFFER: f64 = 0.05;
/// Largest quasi-p value of a limit that is told, before it is shared out over both ends of all inputs.
const P_MOST: f64 = 0.05;

/// What the draws of one world say about one doctrine.
#[derive(Clone, Debug)]
pub struct Doubt {
    /// Index of the scenario.
    pub scenario: usize,
    /// Index of the value on each axis.
    pub point: Vec<usize>,
    /// Index of the doctrine held against the first.
    pub arm: usize,
    /// Luck and ignorance; only for random draws.
    pub layers: Option<Layers>,
    /// No world tells a side beyond the luck of its own nights and worlds do not differ among each other, so nothing is said of
    /// parameters; only for random draws.
    pub in_noise: bool,
    /// Parameters with the value of knowing each, highest first; only for random draws.
    pub worth_knowing: Vec<(String, Evppi)>,
    /// The widest part of the worlds in which the doctrine mostly does worse, if there is one that luck would hardly give.
    pub worse_in: Option<PrimBox>,
    /// The names of the inputs that the limits of `worse_in` count.
    pub inputs: Vec<String>,
    /// Morris' indices, highest first.
    pub morris: Vec<(String, MorrisIndex)>,
    /// Sobol's indices, highest total first.
    pub sobol: Vec<(String, SobolIndex)>,
}

/// Everything that the draws say; empty for a study without draws.
#[must_use]
pub fn doubts(table: &Table) -> Vec<Doubt> {
    let (Some(draws), Some(metric)) = (&table.header.draws, table.metric(&table.header.primary)) else {
        return Vec::new();
    };
    let number = draws.number as usize;
    (0..table.cells() / number.max(1))
        .flat_map(|world| (1..table.arms()).map(move |arm| (world, arm)))
        .map(|(world, arm)| doubt(table, world * number, arm, metric))
        .collect()
}

fn doubt(table: &Table, first: usize, arm: usize, metric: usize) -> Doubt {
    let header = &table.header;
    let draws = header.draws.as_ref().expect("asked only where there are draws");
    let seed = header.seed;
    let (scenario, point, _) = table.place(first);
    let columns: Vec<[Vec<f64>; 2]> = (0..draws.number as usize)
        .map(|d| [table.column(first + d, 0, metric), table.column(first + d, arm, metric)])
        .collect();
    let differences: Vec<Vec<f64>> =
        columns.iter().map(|[a, b]| a.iter().zip(b).map(|(a, b)| b - a).collect()).collect();
    let lived: Vec<usize> = (0..differences.len()).filter(|d| !differences[*d].is_empty()).collect();
    let results: Vec<f64> = lived.iter().map(|d| mean_of(table, first + d, &differences[*d])).collect();
    let whole = lived.len() == differences.len();
    let sign = if table.metrics[metric].direction == Direction::HigherIsWanted { 1.0 } else { -1.0 };
    let mut out = Doubt {
        scenario,
        point,
        arm,
        layers: None,
        in_noise: false,
        worth_knowing: Vec::new(),
        worse_in: None,
        inputs: draws.parameters.iter().map(|p| p.id.clone()).collect(),
        morris: Vec::new(),
        sobol: Vec::new(),
    };
    if whole {
        let named = |i: usize| draws.inputs[i].clone();
        out.morris = morris_of(draws, &results, seed)
            .unwrap_or_default()
            .into_iter()
            .enumerate()
            .map(|(i, x)| (named(i), x))
            .collect();
        out.morris.sort_by(|a, b| b.1.mu_star.total_cmp(&a.1.mu_star));
        out.sobol = sobol_of(draws, &results, seed)
            .unwrap_or_default()
            .into_iter()
            .enumerate()
            .map(|(i, x)| (named(i), x))
            .collect();
        out.sobol.sort_by(|a, b| b.1.total.total_cmp(&a.1.total));
    }
    if draws.design != "random" {
        return out;
    }
    let worlds: Vec<World> = lived.iter().map(|&d| world(table, first + d, &columns[d], &differences[d])).collect();
    out.layers = Layers::of(&worlds);
    // Where opinions differ on which way is wanted, nothing is worse, and no choice is the better one.
    if lived.len() < FEWEST || table.metrics[metric].direction == Direction::Neutral {
        return out;
    }
    let no_side = out.layers.as_ref().is_some_and(|l| l.a_lower_beyond_luck + l.b_lower_beyond_luck == 0);
    out.in_noise = no_side && !differ_beyond_luck(table, first, &lived, &differences);
    if out.in_noise {
        return out;
    }
    let utility = |arm: usize| -> Vec<f64> {
        lived.iter().map(|d| sign * mean_of(table, first + d, &columns[*d][arm])).collect()
    };
    let (a, b) = (utility(0), utility(1));
    let values = |p: &DrawnText| -> Vec<f64> { lived.iter().map(|d| p.values[*d]).collect() };
    let parameters: Vec<Vec<f64>> = draws.parameters.iter().map(values).collect();
    let parameters: Vec<&[f64]> = parameters.iter().map(Vec::as_slice).collect();
    let found = draws.parameters.iter().zip(evppi_each(&parameters, &[&a, &b], seed));
    out.worth_knowing = found.filter_map(|(p, e)| Some((p.id.clone(), e?))).collect();
    out.worth_knowing.sort_by(|x, y| y.1.value.total_cmp(&x.1.value));
    let rows: Vec<Vec<f64>> = lived.iter().map(|d| draws.parameters.iter().map(|p| p.values[*d]).collect()).collect();
    let worse: Vec<bool> = results.iter().map(|d| sign * d < 0.0).collect();
    let p_most = P_MOST / (2 * draws.parameters.len().max(1)) as f64;
    out.worse_in = prim(&rows, &worse, PrimSettings::default())
        .and_then(|boxes| widest(&boxes, DENSITY).map(|b| pruned(&rows, &worse, b, p_most)))
        .filter(|b| !b.limits.is_empty() && b.density >= DENSITY);
    out
}

/// One world with which side its own nights tell.
fn world<'a>(table: &Table, cell: usize, [a, b]: &[Vec<f64>; 2], differences: &'a [f64]) -> World<'a> {
    let weighted = by_strata(table, cell, differences).and_then(|strata| {
        let e = of_strata(&strata)?;
        Some([e.mean, e.standard_error * e.standard_error, variance_of_a_night(&strata)?])
    });
    World { differences, told: told(table, cell, a, b), weighted }
}

/// Whether worlds differ among each other beyond the luck of shared nights. Nights that failed somewhere are left out everywhere.
fn differ_beyond_luck(table: &Table, first: usize, lived: &[usize], differences: &[Vec<f64>]) -> bool {
    let Some(&one) = lived.first() else { return false };
    let sets: Vec<BTreeSet<u64>> = lived.iter().map(|d| table.nights(first + d).iter().copied().collect()).collect();
    let shared = |night: &u64| sets.iter().all(|s| s.contains(night));
    let of = |d: &usize| -> Vec<f64> {
        let pairs = table.nights(first + d).iter().zip(&differences[*d]);
        pairs.filter(|(n, _)| shared(n)).map(|(_, x)| *x).collect()
    };
    let worlds: Vec<Vec<f64>> = lived.iter().map(of).collect();
    let worlds: Vec<&[f64]> = worlds.iter().map(Vec::as_slice).collect();
    let weights = weighted::weights(table, first + one);
    let kept = table.nights(first + one).iter().zip(&weights).filter(|(n, _)| shared(n)).map(|(_, w)| *w);
    differ::by_luck(&worlds, &kept.collect::<Vec<_>>(), table.header.seed).is_some_and(|p| p <= DIFFER)
}

#[cfg(test)]
mod tests {
    use super::super::table::tests::header;
    use super::*;
    use crate::ensemble::study::rows::DrawText;
    use crate::ensemble::study::{Job, Row};

    /// One world of two doctrines in which B is worse by the first parameter less one half, with luck of the night.
    fn table(draws: usize, nights: u64) -> Table {
        let mut header = header();
        header.axes.clear();
        header.scenarios.truncate(1);
        header.doctrines.truncate(2);
        let spread = |step: usize| (0..draws).map(|d| ((d * step) % draws) as f64 / draws as f64).collect::<Vec<_>>();
        let drawn = |id: &str, values| DrawnText { id: id.into(), values };
        header.draws = Some(DrawText {
            number: u32::try_from(draws).unwrap(),
            design: "random".into(),
            size: 0,
            inputs: vec!["matters".into(), "idle".into()],
            parameters: vec![drawn("matters", spread(1)), drawn("idle", spread(37))],
        });
        let mut table = Table::new(header).unwrap();
        let (m, n) = (table.metric("deaths").unwrap(), table.metrics.len());
        for draw in 0..draws {
            for night in 0..nights {
                let mut values = vec![0.0; 2 * n];
                let luck = if night % 2 == 0 { 0.3 } else { -0.3 };
                values[n + m] = 2.0 * (draw as f64 / draws as f64 - 0.5) + luck;
                table.push(&Row { job: Job { cell: draw, night }, outcome: Ok(values) }).unwrap();
            }
        }
        table
    }

    #[test]
    fn ignorance_is_told_from_luck_and_what_matters_is_named() {
        let found = doubts(&table(100, 10));
        assert_eq!(found.len(), 1);
        let d = &found[0];
        let layers = d.layers.as_ref().unwrap();
        assert!((layers.night_variance.unwrap() - 0.1).abs() < 0.02, "{layers:?}");
        assert!((layers.draw_variance.unwrap() - 1.0 / 3.0).abs() < 0.03, "{layers:?}");
        assert!(layers.share_not_bought_by_nights().unwrap() > 0.9);
        assert_eq!(d.worth_knowing[0].0, "matters");
        assert!((d.worth_knowing[0].1.value - 0.25).abs() < 0.03 && !d.worth_knowing[0].1.noise);
        assert!(d.worth_knowing[1].1.noise);
        let worse = d.worse_in.as_ref().unwrap();
        assert_eq!(d.inputs[worse.limits[0].input], "matters");
        assert!(worse.coverage > 0.9, "{worse:?}");
    }

    /// Ten nights tell no world's side by themselves, and yet the worlds differ: parameters are looked at.
    #[test]
    fn few_nights_name_no_world_and_worlds_may_differ_all_the_same() {
        let d = &doubts(&table(100, 10))[0];
        let layers = d.layers.as_ref().unwrap();
        assert_eq!((layers.too_few, layers.a_lower_beyond_luck, layers.b_lower_beyond_luck), (100, 0, 0));
        assert!(!d.in_noise && !d.worth_knowing.is_empty());
        let d = &doubts(&table(60, 100))[0];
        let layers = d.layers.as_ref().unwrap();
        assert_eq!(layers.too_few, 0);
        assert!(layers.a_lower_beyond_luck > 20 && layers.b_lower_beyond_luck > 20, "{layers:?}");
    }

    /// A few worlds in which one night of ten was worse, by luck alone: no part of the worlds, nothing worth knowing.
    #[test]
    fn where_no_world_is_beyond_luck_parameters_are_left_alone() {
        let mut table = table(100, 0);
        let (m, n) = (table.metric("deaths").unwrap(), table.metrics.len());
        for draw in 0..100 {
            for night in 0..10 {
                let mut values = vec![0.0; 2 * n];
                values[n + m] = f64::from(u8::from(night == 3 && draw % 9 == 0));
                table.push(&Row { job: Job { cell: draw, night }, outcome: Ok(values) }).unwrap();
            }
        }
        let d = &doubts(&table)[0];
        assert_eq!(d.layers.as_ref().unwrap().a_lower.nights, 12);
        assert!(d.in_noise && d.worth_knowing.is_empty() && d.worse_in.is_none(), "{d:?}");
    }

    #[test]
    fn few_draws_say_nothing_of_parameters() {
        let d = &doubts(&table(20, 2))[0];
        assert!(d.layers.is_some() && d.worth_knowing.is_empty() && d.worse_in.is_none());
        let mut none = table(20, 2);
        none.header.draws = None;
        assert!(doubts(&none).is_empty());
    }
}
