//! What does the verdict depend on, who may be best, and what does an interception pay? Told once, for the terminal and for the
//! page alike.
//!
//! A list of blocks: headings, sentences, tables, and charts with the table of what they show. The terminal prints all but the
//! charts. So both say the same, word for word.

use super::html::charts::{self, Drawn, Estimate};
use super::study::letter;
use crate::analysis::rate::Rate;
use crate::analysis::sensitivity::morris::MorrisIndex;
use crate::analysis::sentence::{self, Input};
use crate::analysis::study::doubt::FEWEST;
use crate::analysis::study::price::{PUBLISHED, Price, RETRY, Rests, curve};
use crate::analysis::study::rank::Standing;
use crate::analysis::study::{Findings, Table};
use crate::analysis::verdict::{DIFFERING_FLOOR, NIGHTS_FLOOR, Question};
use crate::metrics::Direction;
use crate::units::format::{fixed, signed};

/// Parameters or inputs shown, the first so many.
const SHOWN: usize = 12;

/// A piece of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A table.
    Grid(Grid),
    /// A chart; the terminal shows its table.
    Figure {
        /// SVG, or why there is none.
        drawn: Drawn,
        /// What it shows, for whoever can't see it.
        label: String,
        /// What it says.
        caption: String,
        /// All that was drawn.
        grid: Grid,
    },
}

/// A table: head and rows, the first column text and the others numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    /// Names of the columns.
    pub head: Vec<String>,
    /// Rows, each as long as the head.
    pub rows: Vec<Vec<String>>,
}

impl Grid {
    /// From its head and rows.
    #[must_use]
    pub fn new(head: &[&str], rows: Vec<Vec<String>>) -> Self {
        Self { head: head.iter().map(|h| (*h).to_owned()).collect(), rows }
    }

    /// The table for a terminal, indented by two.
    #[must_use]
    pub fn text(&self) -> String {
        let width = |i: usize| {
            let cell = |r: &Vec<String>| r.get(i).map_or(0, |c| c.chars().count());
            self.rows.iter().map(cell).max().unwrap_or(0).max(self.head[i].chars().count())
        };
        let widths: Vec<usize> = (0..self.head.len()).map(width).collect();
        let line = |cells: &[String]| {
            let mut out = String::from(" ");
            for (i, (cell, w)) in cells.iter().zip(&widths).enumerate() {
                let pad = " ".repeat(w.saturating_sub(cell.chars().count()));
                out += &if i == 0 { format!(" {cell}{pad}") } else { format!("  {pad}{cell}") };
            }
            out.trim_end().to_owned() + "\n"
        };
        let mut out = line(&self.head);
        self.rows.iter().for_each(|r| out += &line(r));
        out
    }
}

/// The blocks for a terminal.
#[must_use]
pub fn text(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Heading(h) => out += &format!("\n{h}\n"),
            Block::Text(t) => out += &format!("  {t}\n"),
            Block::Grid(g) => out += &g.text(),
            Block::Figure { caption, grid, .. } => out += &format!("  {caption}\n{}", grid.text()),
        }
    }
    out
}

/// Everything that goes beyond single contrasts.
#[must_use]
pub fn blocks(table: &Table, findings: &Findings) -> Vec<Block> {
    let mut out = Vec::new();
    super::precision::blocks(table, findings, &mut out);
    super::turn::blocks(findings, &mut out);
    ranks(table, findings, &mut out);
    super::bounds::blocks(table, findings, &mut out);
    prices(table, findings, &mut out);
    super::pull::blocks(table, findings, &mut out);
    doubts(table, findings, &mut out);
    out
}

pub(super) fn title(table: &Table, arm: usize) -> String {
    format!("{}: {}", letter(arm), table.header.doctrines[arm].title)
}

pub(super) fn per_cent(x: f64) -> String {
    format!("{} %", fixed(100.0 * x, 0))
}

fn ranks(table: &Table, findings: &Findings, out: &mut Vec<Block>) {
    let Some(ranks) = &findings.ranks else { return };
    let rate = table.rate().map(|r| r.title);
    let decides = table.metric(&table.header.primary).map_or(rate.unwrap_or(""), |m| table.metrics[m].title);
    let front: Vec<&str> = ranks
        .front_metrics
        .iter()
        .filter_map(|id| table.metrics.iter().find(|m| m.id == *id))
        .map(|m| m.title)
        .collect();
    out.push(Block::Heading("All doctrines at once".into()));
    // Draws are told together below; one draw of a few nights is nobody's to read alone.
    let most = (0..table.cells()).map(|cell| table.nights(cell).len()).max().unwrap_or(0);
    let too_few = most < NIGHTS_FLOOR;
    let each: &[_] = if too_few || table.header.draws.is_some() { &[] } else { &ranks.cells };
    if too_few {
        let of = if table.header.draws.is_some() { "draw" } else { "cell" };
        out.push(Block::Text(format!(
            "Too few nights to place any doctrine: {most} {} lived in a {of} at most, and it takes at least {NIGHTS_FLOOR}.",
            if most == 1 { "was" } else { "were" }
        )));
    }
    for cell in each.iter().take(6) {
        if table.cells() > 1 {
            out.push(Block::Text(table.words(cell.cell)));
        }
        let nights = table.nights(cell.cell).len();
        if nights < NIGHTS_FLOOR {
            out.push(Block::Text(format!(
                "Too few nights to place any doctrine: {nights} were lived, and it takes at least {NIGHTS_FLOOR}."
            )));
            continue;
        }
        let or_too_few = |share: Option<f64>| share.map_or_else(|| "too few".into(), per_cent);
        let row = |arm: usize| {
            let place = &cell.front[arm];
            let by = place.most_often_by.map_or_else(String::new, |(j, s)| format!("{} in {}", letter(j), per_cent(s)));
            let mark = if place.dominated { "dominated" } else { "" };
            vec![
                title(table, arm),
                cell.best.get(arm).map_or_else(|| "-".into(), |b| or_too_few(*b)),
                or_too_few(place.on_front),
                by,
                mark.to_owned(),
            ]
        };
        let head = [
            "doctrine",
            &format!("best on {}", crate::analysis::comparison::noun(decides)),
            "on the front",
            "most often worse than",
            "",
        ];
        out.push(Block::Grid(Grid::new(&head, (0..table.arms()).map(row).collect())));
    }
    let shares = !each.is_empty();
    out.extend(shares.then(|| Block::Text(format!(
        "Shares of 2,000 resamplings of the same nights. The front is taken on what people suffer ({}), none weighed against another; a doctrine is marked dominated only if the same other one is at least as good on all and better on one in 95 of 100, and at least {DIFFERING_FLOOR} nights differ between the two on each of these on which any does. “Too few”: so few nights differ from some other doctrine that their side may be luck. It says nothing on crossings, law or cost.",
        front.join(", ")
    ))));
    if rate.is_some() {
        out.push(Block::Text(format!(
            "{decides} decides, a rate over all nights: the chance of being best and regret are told for what is counted night by night only."
        )));
    }
    if let Some(regrets) = &ranks.regrets {
        let rows = regrets
            .iter()
            .enumerate()
            .map(|(arm, r)| {
                let stands = &ranks.standings[arm];
                let number = |s: Standing| stands.iter().filter(|x| **x == s).count().to_string();
                let behind = r.each.iter().zip(stands).filter(|(_, s)| **s == Standing::Behind).map(|(r, _)| *r);
                vec![
                    title(table, arm),
                    fixed(r.max, 3),
                    fixed(r.p90, 3),
                    behind.reduce(f64::max).map_or_else(|| "none".into(), |r| fixed(r, 3)),
                    number(Standing::Best),
                    number(Standing::Behind),
                    number(Standing::CannotTell),
                ]
            })
            .collect();
        out.push(Block::Text(format!(
            "Regret on {decides}, per night, over the {} cells as futures without odds: the shortfall against the best doctrine of each. Which one is best, and how far behind another is, may be luck of the nights: behind and best are counted where a verdict would say so (each comparison alone, {NIGHTS_FLOOR} nights, of which {DIFFERING_FLOOR} differ), and elsewhere these nights cannot tell.",
            ranks.cells.len()
        )));
        let head = [
            "doctrine",
            "largest",
            "90th part of a hundred",
            "largest beyond luck",
            "surely best in",
            "surely behind in",
            "cannot tell in",
        ];
        out.push(Block::Grid(Grid::new(&head, rows)));
    }
}

fn prices(table: &Table, findings: &Findings, out: &mut Vec<Block>) {
    if findings.prices.is_empty() {
        return;
    }
    out.push(Block::Heading("What an interception would have to avert".into()));
    out.push(Block::Text(
        "Two doctrines tie in deaths when each interception durably averts K* = r_I / r_C crossings: deaths by an interception, over deaths for each boat that sets out (MODEL 8.3). Nobody knows r_I for loaded boats, so K* is a curve and no verdict.".into(),
    ));
    let with = |rate: Option<Rate>, rests: Option<Rests>| match (rate, rests) {
        (Some(r), Some(Rests::Enough)) => match r.interval {
            Some(i) => format!("{} ({} to {})", fixed(r.value, 4), fixed(i.low, 4), fixed(i.high, 4)),
            None => fixed(r.value, 4),
        },
        (Some(r), Some(Rests::TooFew)) => {
            let nights = if r.nights_with_event == 1 { "night" } else { "nights" };
            format!("{}: too few, deaths in {} {nights}", fixed(r.value, 4), r.nights_with_event)
        }
        (Some(_), _) => "no death seen".to_owned(),
        (None, _) => "-".to_owned(),
    };
    let rows: Vec<Vec<String>> = findings
        .prices
        .iter()
        .take(40)
        .map(|p| {
            let mut row = vec![
                if table.cells() > 1 {
                    format!("{} ({})", table.words(p.cell), letter(p.arm))
                } else {
                    title(table, p.arm)
                },
                fixed(p.tried, 0),
                p.fatal_attempts_below().map_or_else(
                    || with(p.per_interception, p.interception_rests()),
                    |share| format!("no death seen; attempts with one below {} %", fixed(100.0 * share, 1)),
                ),
                with(p.per_crossing, p.crossing_rests()),
                match (p.fatal_attempts_below(), p.to_tie()) {
                    (Some(_), _) => "not bounded".to_owned(),
                    (None, Some(_)) if p.averted.is_none() || !rests_well(p) => "too few".to_owned(),
                    (None, Some(k)) => fixed(k, 2),
                    (None, None) => "-".to_owned(),
                },
            ];
            row.extend(RETRY.iter().enumerate().map(|(i, r)| match p.averted_with_retry(*r) {
                None if i == 0 => format!("too few nights with an attempt: {}", p.nights_tried),
                None => "-".into(),
                Some((k, Some(w))) if i == 0 => {
                    format!("{} ({} to {})", fixed(k, 2), fixed(w.low, 2), fixed(w.high, 2))
                }
                Some((k, None)) if i == 0 => format!("{} (no interval)", fixed(k, 2)),
                Some((k, _)) => fixed(k, 2),
            }));
            row
        })
        .collect();
    let retry: Vec<String> =
        RETRY.iter().map(|r| if *r > 0.0 { format!("{} retry", per_cent(*r)) } else { "K".to_owned() }).collect();
    let mut head = vec!["here", "tried", "r_I", "r_C", "K*"];
    head.extend(retry.iter().map(String::as_str));
    out.push(Block::Grid(Grid::new(&head, rows)));
    out.push(Block::Text(
        format!("K is boats fewer that set out for each interception tried, within the night, displacement included, with its 95 % interval by whole nights, from {DIFFERING_FLOOR} nights with an attempt on; r_I and r_C have theirs, and K* is told, from {NIGHTS_FLOOR} nights on, {DIFFERING_FLOOR} of them with a death of that kind; whether the others try again is a switch, its settings side by side and never averaged: K and its interval shrink alike. Where no death by an interception was seen, r_I is not nought: attempts with a death are below about 3 in n (95 %, attempts taken as independent). As one of them may cost many lives, that bounds neither r_I nor K*."),
    ));
    let curve_rows: Vec<Vec<String>> = curve(PUBLISHED[0].1)
        .iter()
        .zip(curve(PUBLISHED[1].1))
        .map(|((r, k), (_, l))| vec![r.to_string(), fixed(*k, 3), fixed(l, 3)])
        .collect();
    let years = PUBLISHED.map(|(y, _)| format!("K* at the hazard of {y}"));
    out.push(Block::Grid(Grid::new(&["r_I", &years[0], &years[1]], curve_rows)));
}

fn doubts(table: &Table, findings: &Findings, out: &mut Vec<Block>) {
    let Some(m) = table.metric(&table.header.primary) else { return };
    let info = &table.metrics[m];
    if findings.doubts.is_empty() {
        return;
    }
    out.push(Block::Heading("What the verdict depends on".into()));
    for d in findings.doubts.iter().take(12) {
        let draws = table.header.draws.as_ref().map_or(1, |d| d.number as usize);
        let world = table.words_of(d.scenario, &d.point);
        let place = if world.is_empty() { String::new() } else { format!(" ({world})") };
        let lead = format!("{}, {} less {}{place}", info.title, letter(d.arm), letter(0));
        let noun = crate::analysis::comparison::noun(info.title);
        let question = Question { decimals: info.decimals.max(3), ..table.question(d.arm, info, &noun) };
        if let Some(l) = &d.layers {
            out.push(Block::Text(format!("{lead}. {}", sentence::layers(&question, l))));
        }
        if d.in_noise {
            out.push(Block::Text("In no world is the difference told beyond the luck of its own nights, and the worlds do not differ from each other beyond the luck of the nights that they share. So neither is it said what knowing a parameter would be worth, nor in which part of the worlds a doctrine does worse: it would be read out of noise. More nights in each world could tell.".into()));
            indices(&lead, d, out);
            continue;
        }
        let told: Vec<_> = d.worth_knowing.iter().filter(|(_, e)| !e.noise).collect();
        if let Some((_, first)) = d.worth_knowing.first() {
            let (of, reach) = (d.worth_knowing.len(), fixed(first.noise_level, 4));
            out.push(Block::Text(if told.is_empty() {
                format!("What knowing one parameter would be worth: of {of} parameters none is told from noise. The luckiest of as many that tell nothing would seem worth up to {reach}, and none is above that.")
            } else {
                format!("Of {of} parameters {} are told from noise: the luckiest of as many that tell nothing would seem worth up to {reach}.", told.len())
            }));
        }
        if !told.is_empty() {
            let rows = told
                .iter()
                .take(SHOWN)
                .map(|(id, e)| vec![id.clone(), fixed(e.value, 4), fixed(e.noise_level, 4)])
                .collect();
            out.push(Block::Text(format!(
                "What knowing one parameter would be worth: {noun} avoided a night by choosing the better doctrine, if {noun} alone were what counts."
            )));
            out.push(Block::Grid(Grid::new(&["parameter", "worth", "noise reaches"], rows)));
        }
        if let Some(p) = d
            .worse_in
            .as_ref()
            .and_then(|b| b.limits.iter().flat_map(|l| [l.p_low, l.p_high]).flatten().reduce(f64::max))
        {
            out.push(Block::Text(format!(
                "Limits that luck would give too easily were left out: those below have a quasi-p value of {} at most, 0.05 shared out over both ends of {} parameters.",
                if p < 1e-6 { "0.000001".to_owned() } else { fixed(p, 6) },
                d.inputs.len()
            )));
        }
        // Too few draws, or a metric on which opinions differ: no such part was looked for.
        let looked = d.layers.is_some() && draws >= FEWEST && info.direction != Direction::Neutral;
        if looked || d.worse_in.is_some() {
            let more = if info.direction == Direction::HigherIsWanted {
                question.wording.lower()
            } else {
                question.wording.higher()
            };
            let interest = format!("{} has {more} {noun} than {}", question.name_b, question.name_a);
            let inputs: Vec<Input> = d.inputs.iter().map(|id| Input { noun: id, unit: "" }).collect();
            out.push(Block::Text(sentence::worlds(&interest, &inputs, d.worse_in.as_ref())));
        }
        indices(&lead, d, out);
    }
}

/// Whether both rates of K* rest on enough nights.
fn rests_well(p: &Price) -> bool {
    [p.interception_rests(), p.crossing_rests()].iter().all(|r| *r == Some(Rests::Enough))
}

/// Decimals, four to eight, with which the smallest of these that is not nought has two digits.
fn decimals_for(values: impl Iterator<Item = f64>) -> usize {
    let least = values.filter(|x| *x > 0.0).fold(f64::INFINITY, f64::min);
    let mut step = 1e-3;
    (4..8)
        .find(|_| {
            step /= 10.0;
            least >= 10.0 * step
        })
        .unwrap_or(8)
}

/// Bars of a design's indices: Morris' or Sobol's.
fn indices(lead: &str, d: &crate::analysis::study::doubt::Doubt, out: &mut Vec<Block>) {
    if !d.morris.is_empty() {
        let bar = |(id, i): &(String, MorrisIndex)| Estimate {
            label: id.clone(),
            x: 0.0,
            mean: i.mu_star,
            interval: i.mu_star_interval.map(|i| (i.low, i.high)),
            unsure: i.mu_star_interval.is_none_or(|i| i.low <= 0.0),
        };
        let bars: Vec<Estimate> = d.morris.iter().take(SHOWN).map(bar).collect();
        // What is not told from nought needs no digits of its own.
        let told = |i: &MorrisIndex| i.mu_star_interval.is_some_and(|w| w.low > 0.0);
        let decimals = decimals_for(d.morris.iter().filter(|(_, i)| told(i)).map(|(_, i)| i.mu_star));
        let rows = d
            .morris
            .iter()
            .map(|(id, i)| {
                vec![
                    id.clone(),
                    fixed(i.mu_star, decimals),
                    i.mu_star_interval.map_or_else(
                        || "-".into(),
                        |w| format!("{} to {}", fixed(w.low, decimals), fixed(w.high, decimals)),
                    ),
                    if i.mu_star_interval.is_none_or(|w| w.low <= 0.0) { "not told from nought" } else { "" }
                        .to_owned(),
                    signed(i.mu, decimals),
                    i.sigma.map_or_else(|| "-".into(), |s| fixed(s, decimals)),
                ]
            })
            .collect();
        out.push(Block::Figure {
            drawn: charts::forest(&bars, "mean size of the effect (μ*)", Some(0.0)),
            label: format!("Morris' screening of {lead}"),
            caption: format!("{lead}: by how much a step over the whole range of each input moves the difference, on the same nights (Morris' screening). A sieve: it ranks, and shares out nothing."),
            grid: Grid::new(&["input", "μ*", "95 %", "", "μ", "σ"], rows),
        });
    }
    if !d.sobol.is_empty() {
        let bar = |(id, i): &(String, crate::analysis::sensitivity::sobol::SobolIndex)| Estimate {
            label: id.clone(),
            x: 0.0,
            mean: i.total,
            interval: Some((i.total_interval.low, i.total_interval.high)),
            unsure: i.total_interval.low <= 0.0,
        };
        let bars: Vec<Estimate> = d.sobol.iter().map(bar).collect();
        let rows = d
            .sobol
            .iter()
            .map(|(id, i)| {
                let within =
                    |i: crate::analysis::resample::Interval| format!("{} to {}", fixed(i.low, 2), fixed(i.high, 2));
                vec![
                    id.clone(),
                    fixed(i.first, 2),
                    within(i.first_interval),
                    fixed(i.total, 2),
                    within(i.total_interval),
                    if i.noise { "noise".to_owned() } else { String::new() },
                ]
            })
            .collect();
        out.push(Block::Figure {
            drawn: charts::forest(&bars, "share of the spread that goes with the input (total)", Some(0.0)),
            label: format!("Sobol's total indices of {lead}"),
            caption: format!("{lead}: the share of the spread between worlds that goes away only with this input fixed (Sobol, total), with 95 % intervals; grey where they reach nought. Alone means without company of others."),
            grid: Grid::new(&["input", "alone", "95 %", "total", "95 %", ""], rows),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_nought_does_not_read_as_nought() {
        let of = |x: &[f64]| decimals_for(x.iter().copied());
        assert_eq!((of(&[2.0, 0.0]), of(&[0.0029, 0.00081]), of(&[0.0029, 0.000_021]), of(&[1e-12])), (4, 5, 6, 8));
        assert_eq!(fixed(0.000_021, of(&[0.000_021])), "0.000021");
    }

    #[test]
    fn a_draw_of_one_night_is_told_as_such() {
        use crate::ensemble::study::{Job, Row};
        let mut table = Table::new(crate::analysis::study::table::tests::header()).unwrap();
        let columns = table.arms() * table.metrics.len();
        for cell in 0..table.cells() {
            table.push(&Row { job: Job { cell, night: 0 }, outcome: Ok(vec![0.0; columns]) }).unwrap();
        }
        let said = text(&blocks(&table, &Findings::of(&table)));
        assert!(said.contains("Too few nights to place any doctrine: 1 was lived in a draw at most"), "{said}");
    }

    #[test]
    fn a_table_is_even_and_numbers_stand_right() {
        let grid = Grid::new(&["who", "n"], vec![vec!["a".into(), "10".into()], vec!["long".into(), "2".into()]]);
        assert_eq!(grid.text(), "  who    n\n  a     10\n  long   2\n");
        let all = [Block::Heading("H".into()), Block::Text("t".into()), Block::Grid(grid)];
        assert!(text(&all).starts_with("\nH\n  t\n  who"));
    }
}
