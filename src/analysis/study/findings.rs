//! What does each cell of a study say: every doctrine held against the first, metric by metric?
//!
//! One metric was named beforehand as the one that decides; its verdict is a sentence. All others are told beside it with p
//! values adjusted after Holm over all of them, and decide nothing. Cells are never added up here: a deep axis is not
//! averaged.

use super::doubt::{Doubt, doubts};
use super::price::{Price, prices};
use super::rank::{Ranks, ranks};
use super::table::Table;
use super::weighted;
use crate::analysis::comparison::noun;
use crate::analysis::contrast::Contrast as Line;
use crate::analysis::multiple::{PValue, holm, p_value};
use crate::analysis::rare::control::{ThreeWays, three_ways};
use crate::analysis::rate::{Counted, RateContrast};
use crate::analysis::resample::Resampler;
use crate::analysis::stopping::{Plan, Precision, Status, Target};
use crate::analysis::verdict::{NIGHTS_FLOOR, Question, Verdict, Wording, verdict_in_two, verdict_without_precision};
use crate::metrics::{MetricInfo, RATES, RateInfo};

/// What a study says.
#[derive(Clone, Debug)]
pub struct Findings {
    /// Its cells, in order of their number.
    pub cells: Vec<CellFindings>,
    /// What its draws say; empty without draws.
    pub doubts: Vec<Doubt>,
    /// All doctrines at once; none with fewer than three.
    pub ranks: Option<Ranks>,
    /// What each doctrine that tried interceptions pays and averts for one; cell by cell, not draw by draw.
    pub prices: Vec<Price>,
}

/// What a cell says.
#[derive(Clone, Debug)]
pub struct CellFindings {
    /// Its number.
    pub cell: usize,
    /// In words.
    pub words: String,
    /// Nights that were finished.
    pub nights: usize,
    /// Each doctrine but the first, held against the first.
    pub contrasts: Vec<Contrast>,
}

/// A doctrine (B) held against the first (A) on the same nights.
#[derive(Clone, Debug)]
pub struct Contrast {
    /// Index of the doctrine.
    pub arm: usize,
    /// What the nights say on each metric, in the order of columns. Differences are B − A.
    pub lines: Vec<Line>,
    /// The p value of each metric, as it stands alone.
    pub p: Vec<PValue>,
    /// The same after Holm, over all metrics but the one that decides; that one's stands alone.
    pub p_adjusted: Vec<f64>,
    /// The rates that the columns give.
    pub rates: Vec<(RateInfo, RateContrast)>,
    /// The verdict on the metric that decides.
    pub verdict: Option<Verdict>,
    /// The difference in deaths as counted, by the odds, and with luck taken off; none if there are too few nights.
    pub three_ways: Option<ThreeWays>,
    /// What sorting the nights bought on the metric that decides, and the shares that would have been best.
    pub strata: Option<(f64, Vec<u32>)>,
}

impl Findings {
    /// Works out everything that the rows say.
    #[must_use]
    pub fn of(table: &Table) -> Self {
        let cells = (0..table.cells()).map(|cell| cell_findings(table, cell)).collect();
        let prices = if table.header.draws.is_none() { prices(table) } else { Vec::new() };
        Self { cells, doubts: doubts(table), ranks: ranks(table), prices }
    }
}

fn cell_findings(table: &Table, cell: usize) -> CellFindings {
    let contrasts = (1..table.arms()).map(|arm| contrast(table, cell, arm)).collect();
    CellFindings { cell, words: table.words(cell), nights: table.nights(cell).len(), contrasts }
}

/// One doctrine against the first, in one cell.
///
/// # Panics
/// Never: a row with a number that is not finite is not read.
#[must_use]
pub fn contrast(table: &Table, cell: usize, arm: usize) -> Contrast {
    let resampler = Resampler::new(table.header.seed);
    let columns: Vec<[Vec<f64>; 2]> =
        (0..table.metrics.len()).map(|m| [table.column(cell, 0, m), table.column(cell, arm, m)]).collect();
    let pairs: Vec<(&[f64], &[f64])> = columns.iter().map(|[a, b]| (a.as_slice(), b.as_slice())).collect();
    let mut lines = Line::of_many(&pairs, resampler).expect("rows hold finite numbers, as many for each doctrine");
    let mut p: Vec<PValue> = pairs
        .iter()
        .map(|(a, b)| p_value(&a.iter().zip(*b).map(|(a, b)| b - a).collect::<Vec<_>>(), table.header.seed))
        .collect();
    let sorted = table.header.strata.is_some();
    for (i, (a, b)) in pairs.iter().enumerate().filter(|_| sorted) {
        if let Some((line, by_strata)) = weighted::line(table, cell, a, b) {
            (lines[i], p[i]) = (line, by_strata);
        }
    }
    let primary = table.metric(&table.header.primary);
    let others: Vec<usize> = (0..p.len()).filter(|m| Some(*m) != primary).collect();
    let mut p_adjusted: Vec<f64> = p.iter().map(|p| p.p).collect();
    for (m, adjusted) in others.iter().zip(holm(&others.iter().map(|m| p[*m].p).collect::<Vec<_>>())) {
        p_adjusted[*m] = adjusted;
    }
    let rates = RATES
        .iter()
        .filter_map(|info| {
            let (events, exposure) = (table.metric(info.events)?, table.metric(info.exposure)?);
            let per = f64::from(info.per);
            let both = |i: usize| [columns[events][i].as_slice(), columns[exposure][i].as_slice()];
            if sorted {
                return Some((*info, weighted::rate(table, cell, both(0), both(1), per)?));
            }
            let side = |i: usize| Counted { events: &columns[events][i], exposure: &columns[exposure][i] };
            Some((*info, RateContrast::of(side(0), side(1), per, resampler)?))
        })
        .collect();
    let name = |arm: usize| table.header.doctrines[arm].title.as_str();
    let verdict = primary.map(|m| {
        let (a, b) = pairs[m];
        let missed = precision_missed(table, a.iter().zip(b).map(|(a, b)| b - a));
        of_metric(&table.metrics[m], &lines[m], name(0), name(arm), missed)
            .over_doubt_too(table.header.drawn_each_night)
    });
    let three_ways = if sorted { None } else { deaths_three_ways(table, &columns) };
    let strata = primary.and_then(|m| weighted::bought(table, cell, pairs[m].0, pairs[m].1));
    Contrast { arm, lines, p, p_adjusted, rates, verdict, three_ways, strata }
}

/// The difference in deaths, B − A, three ways. Controls: deaths less their odds, and people aboard boats that gave way less
/// theirs.
fn deaths_three_ways(table: &Table, columns: &[[Vec<f64>; 2]]) -> Option<ThreeWays> {
    let difference = |id: &str| -> Option<Vec<f64>> {
        let [a, b] = &columns[table.metric(id)?];
        Some(a.iter().zip(b).map(|(a, b)| b - a).collect())
    };
    let less = |of: &str, expected: &str| -> Option<Vec<f64>> {
        Some(difference(of)?.iter().zip(difference(expected)?).map(|(n, e)| n - e).collect())
    };
    let controls = [less("deaths", "expected_deaths")?, less("at_stake", "at_stake_expected")?];
    three_ways(&difference("deaths")?, &controls)
}

/// For a study that stops by itself and whose nights, in their order, did not reach the precision asked for: the half-width
/// reached, and the one asked.
fn precision_missed(table: &Table, differences: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let rule = table.header.stop?;
    let whole = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let plan = Plan {
        floor: whole(rule.floor),
        look_ahead: whole(rule.look_ahead),
        ..Plan::new(Target::Absolute(rule.half_width), whole(table.header.nights))
    };
    let mut precision = Precision::new(plan);
    for d in differences {
        precision.push(d);
    }
    let reached = matches!(precision.status(), Status::Stopped { .. });
    precision.half_width().filter(|_| !reached).map(|half| (half, rule.half_width))
}

fn of_metric(info: &MetricInfo, line: &Line, name_a: &str, name_b: &str, missed: Option<(f64, f64)>) -> Verdict {
    let noun = noun(info.title);
    let question = Question {
        name_a,
        name_b,
        noun: &noun,
        wording: Wording::for_unit(info.unit),
        decimals: info.decimals,
        nights_floor: NIGHTS_FLOOR,
    };
    match missed {
        Some((reached, asked)) => verdict_without_precision(&question, line, reached, asked),
        None => verdict_in_two(&question, line),
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::tests::header;
    use super::*;
    use crate::analysis::verdict::VerdictKind;
    use crate::ensemble::study::rows::StopText;
    use crate::ensemble::study::{Job, Row};

    fn verdict(half_width: Option<f64>) -> Verdict {
        let mut header = header();
        header.nights = 120;
        header.stop = half_width.map(|half_width| StopText { half_width, floor: 100, look_ahead: 5 });
        let mut table = Table::new(header).unwrap();
        let (m, n) = (table.metric("deaths").unwrap(), table.metrics.len());
        for night in 0..120 {
            let mut v = vec![0.0; 3 * n];
            v[m] = 1.0 + (night % 3) as f64;
            table.push(&Row { job: Job { cell: 0, night }, outcome: Ok(v) }).unwrap();
        }
        contrast(&table, 0, 1).verdict.unwrap()
    }

    #[test]
    fn numbers_drawn_each_night_are_said_in_the_verdict() {
        let mut header = header();
        header.drawn_each_night = 3;
        let mut table = Table::new(header).unwrap();
        for night in 0..120 {
            let v = vec![0.0; 3 * table.metrics.len()];
            table.push(&Row { job: Job { cell: 0, night }, outcome: Ok(v) }).unwrap();
        }
        let said = contrast(&table, 0, 1).verdict.unwrap().sentence;
        assert!(said.contains("over luck and doubt together, as 3 numbers of the model were drawn anew"), "{said}");
    }

    #[test]
    fn nights_that_ran_out_before_the_precision_name_no_side() {
        // Half-width of 120 such nights: 1.98 × 0.82 / √120 = 0.148.
        for (asked, kind) in
            [(None, VerdictKind::BLower), (Some(0.2), VerdictKind::BLower), (Some(0.1), VerdictKind::CannotTell)]
        {
            let said = verdict(asked);
            assert_eq!(said.kind, kind, "{asked:?}: {}", said.sentence);
            let missed = said.sentence.contains("the precision asked for was not reached (half-width 0.15, and 0.10");
            assert_eq!(missed, asked == Some(0.1), "{}", said.sentence);
        }
    }
}
