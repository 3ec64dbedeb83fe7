//! What does each cell of a study say: every doctrine held against the first, metric by metric?
//!
//! One metric was named beforehand as the one that decides; its verdict is a sentence. All others are told beside it with p
//! values adjusted after Holm over all of them, and decide nothing. Cells are never added up here: a deep axis is not
//! averaged.

use super::bounds::{Kept, kept};
use super::doubt::{Doubt, doubts};
use super::enough::{Stop, stop};
use super::flip::{Flip, flips};
use super::price::{Price, prices};
use super::pull::{Pull, pulls};
use super::rank::{Ranks, ranks};
use super::table::Table;
use super::turned::Turned;
use super::weighted;
use crate::analysis::comparison::noun;
use crate::analysis::contrast::Contrast as Line;
use crate::analysis::multiple::{PValue, holm, p_value};
use crate::analysis::rare::control::{ThreeWays, three_ways};
use crate::analysis::rate::{Counted, RateContrast};
use crate::analysis::rate_verdict::verdict_of_rate;
use crate::analysis::resample::Resampler;
use crate::analysis::stopping::Status;
use crate::analysis::verdict::{NIGHTS_FLOOR, Question, Verdict, Wording, verdict_in_two, verdict_without_precision};
use crate::metrics::{RATES, RateInfo};

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
    /// What a pull of rescue would do to the difference in deaths; cell by cell, not draw by draw.
    pub pulls: Vec<Pull>,
    /// In how many worlds each doctrine keeps the study's bounds; empty if it has none.
    pub kept: Vec<Kept>,
    /// Where the verdict turns round over two axes, for each doctrine but the first; empty for another study.
    pub flips: Vec<Flip>,
    /// Rival assumptions that a reader has switched on.
    pub switches: Switches,
}

/// Rival assumptions about what goes beyond a night. All are off unless a reader names values; then each value stands alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Switches {
    /// People who attempt in later nights for each one more taken aboard (see `pull`).
    pub pull: Vec<f64>,
    /// Searches for a turning point that were made apart and go on the page too; no assumption, but like one named by the reader.
    pub turns: Vec<Turned>,
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
    /// The verdict on the metric, or the rate, that decides.
    pub verdict: Option<Verdict>,
    /// The difference in deaths as counted, by the odds, and with luck taken off; none if there are too few nights.
    pub three_ways: Option<ThreeWays>,
    /// What sorting the nights bought on the metric, or the rate, that decides, and the shares that would have been best; none if
    /// nights were not sorted, or nothing differed.
    pub strata: Option<(f64, Vec<u32>)>,
    /// Where it stands against the precision at which a cell stops; none if the study does not stop by itself.
    pub stop: Option<Stop>,
}

impl Findings {
    /// Works out everything that the rows say.
    #[must_use]
    pub fn of(table: &Table) -> Self {
        let cells: Vec<CellFindings> = (0..table.cells()).map(|cell| cell_findings(table, cell)).collect();
        // Plain sums over nights: with sorted nights, which are lived in unequal shares, they would be wrong.
        let plain = table.header.draws.is_none() && table.header.strata.is_none();
        let prices = if plain { prices(table) } else { Vec::new() };
        let flips = flips(table, &cells);
        Self {
            cells,
            doubts: doubts(table),
            ranks: ranks(table),
            prices,
            pulls: pulls(table),
            kept: kept(table),
            flips,
            switches: Switches::default(),
        }
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
    let by_strata = if sorted { weighted::lines(table, cell, &pairs) } else { Vec::new() };
    for (i, (line, p_by_strata)) in by_strata.into_iter().enumerate().filter_map(|(i, l)| Some((i, l?))) {
        (lines[i], p[i]) = (line, p_by_strata);
    }
    let primary = table.metric(&table.header.primary);
    let others: Vec<usize> = (0..p.len()).filter(|m| Some(*m) != primary).collect();
    let mut p_adjusted: Vec<f64> = p.iter().map(|p| p.p).collect();
    for (m, adjusted) in others.iter().zip(holm(&others.iter().map(|m| p[*m].p).collect::<Vec<_>>())) {
        p_adjusted[*m] = adjusted;
    }
    let rates: Vec<(RateInfo, RateContrast)> = RATES
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
    let stop = stop(table, cell, arm);
    let of_rate = table.rate().and_then(|info| {
        let (_, r) = rates.iter().find(|(i, _): &&(RateInfo, RateContrast)| i.id == info.id)?;
        let question = Question {
            name_a: &table.header.doctrines[0].title,
            name_b: &table.header.doctrines[arm].title,
            noun: info.title,
            wording: Wording::LowerHigher,
            harm: true,
            decimals: info.decimals,
            nights_floor: NIGHTS_FLOOR,
        };
        Some(verdict_of_rate(&question, info.title, r))
    });
    let verdict = primary.map(|m| {
        let noun = noun(table.metrics[m].title);
        let question = table.question(arm, &table.metrics[m], &noun);
        // Nights that ran out before the precision asked for name no side.
        let missed = stop.as_ref().filter(|s| !matches!(s.status, Status::Stopped { .. }));
        match missed.and_then(|s| Some((s.half_width?, s.asked))) {
            Some((reached, asked)) => verdict_without_precision(&question, &lines[m], reached, asked),
            None => verdict_in_two(&question, &lines[m]),
        }
    });
    let verdict = verdict.or(of_rate).map(|v| v.over_doubt_too(table.header.drawn_each_night));
    let three_ways = if sorted { None } else { deaths_three_ways(table, &columns) };
    let strata = match (primary, table.rate()) {
        (Some(m), _) => weighted::bought(table, cell, pairs[m].0, pairs[m].1),
        (None, Some(info)) if sorted => {
            table.metric(info.events).zip(table.metric(info.exposure)).and_then(|(e, x)| {
                let both = |i: usize| [columns[e][i].as_slice(), columns[x][i].as_slice()];
                weighted::bought_of_rate(table, cell, both(0), both(1))
            })
        }
        _ => None,
    };
    Contrast { arm, lines, p, p_adjusted, rates, verdict, three_ways, strata, stop }
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

    /// Fewer deaths, and as much fewer people who embark: the count names a side, and the rate that decides does not.
    #[test]
    fn a_rate_may_decide_in_the_place_of_a_count() {
        let said = |primary: &str| {
            let mut header = header();
            primary.clone_into(&mut header.primary);
            let mut table = Table::new(header).unwrap();
            let (m, e, n) = (table.metric("deaths").unwrap(), table.metric("embarked").unwrap(), table.metrics.len());
            for night in 0..200 {
                let mut v = vec![0.0; 3 * n];
                (v[m], v[e]) = ((night % 4) as f64, 100.0);
                (v[n + m], v[n + e]) = (0.5 * ((night + 1) % 4) as f64, 50.0);
                (v[2 * n + m], v[2 * n + e]) = (0.0, 100.0);
                table.push(&Row { job: Job { cell: 0, night }, outcome: Ok(v) }).unwrap();
            }
            let verdict = |arm| contrast(&table, 0, arm).verdict.unwrap();
            (verdict(1), verdict(2))
        };
        assert_eq!(said("deaths").0.kind, VerdictKind::BLower);
        let (same, lower) = said("deaths_per_1000");
        assert_eq!((same.kind, lower.kind), (VerdictKind::CannotTell, VerdictKind::BLower));
        assert!(
            lower.sentence.starts_with("On 200 paired nights. Deaths per 1,000 embarked: none seen under C, 15.00"),
            "{}",
            lower.sentence
        );
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
