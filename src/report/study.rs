//! How does a study read on a terminal? The question, then cell by cell what each doctrine does against the first.
//!
//! A study of a few cells shows all metrics; one of many shows one line for each cell and doctrine, on the metric that
//! decides. Below stand what failed, what is weakly known, and the manifest.

use super::one_line;
use crate::analysis::contrast::Agreement;
use crate::analysis::rare::Estimate;
use crate::analysis::rate::RateContrast;
use crate::analysis::sentence;
use crate::analysis::study::{CellFindings, Contrast, Findings, Table};
use crate::analysis::verdict::{decimals_for_difference, interval_text};
use crate::ensemble::study::Header;
use crate::metrics::RateInfo;
use crate::units::format;

/// Cells up to which all metrics are shown.
const IN_FULL: usize = 4;

/// The page, with a line break at its end.
#[must_use]
pub fn page(table: &Table, findings: &Findings) -> String {
    let h = &table.header;
    let mut out = format!("{}\n{}\n\n", one_line(&h.study.title), one_line(&h.study.question));
    for (i, d) in h.doctrines.iter().enumerate() {
        let role = if i == 0 { "held against it are the others" } else { "doctrine" };
        out += &format!("  {}: {} ({role})\n", letter(i), one_line(&d.title));
    }
    out.push('\n');
    if table.header.draws.is_some() {
        // A cell of a few nights under one draw is nobody's to read alone.
    } else if findings.cells.len() <= IN_FULL {
        findings.cells.iter().for_each(|c| out += &in_full(table, c));
    } else {
        out += &by_line(table, findings);
        out += &super::depends::text(&super::beside::blocks(table, findings, IN_FULL));
    }
    for flip in &findings.flips {
        let (a, b) = (&table.header.doctrines[0].title, &table.header.doctrines[flip.arm].title);
        out += &format!(
            "\nWhere the verdict turns round: {} and {}\n  {}\n",
            one_line(b),
            one_line(a),
            super::flip::words(table, flip)
        );
        out += &super::flip::grid(table, flip).text();
    }
    out += &super::depends::text(&super::depends::blocks(table, findings));
    let failed = table.failed();
    for f in failed.iter().take(20) {
        out += &format!("failed: cell {}, night {}: {}\n  again: {}\n", f.cell, f.night, f.reason, f.replay);
    }
    if failed.len() > 20 {
        out += &format!("and {} more failed nights\n", failed.len() - 20);
    }
    if !h.weak.is_empty() {
        let list: Vec<String> = h.weak.iter().map(|w| format!("{} = {} ({})", w.id, w.value, w.confidence)).collect();
        out += &format!("\nLow confidence (L) or elicited (E): {}\n", list.join(", "));
    }
    out + &manifest(table)
}

fn manifest(table: &Table) -> String {
    let h = &table.header;
    made_by(h, h.seed, &format!("{} nights", table.finished()), &h.command)
}

/// What made a result of a study and how it is made again: program, commit, seed, nights in words, a digest of each file, what was
/// changed beside the files, and the command.
#[must_use]
pub fn made_by(h: &Header, seed: u64, nights: &str, command: &str) -> String {
    let commit = h.commit.as_deref().unwrap_or("unknown");
    let mut out = format!("\n{}, commit {commit}; seed {seed}; {nights}\n", h.program);
    for i in &h.inputs {
        out += &format!("  {}\n", i.short());
    }
    for c in &h.changes {
        out += &format!("  {}\n", one_line(c));
    }
    out + &format!("again: {}\n", one_line(command))
}

/// A p value for a table.
#[must_use]
pub fn p_text(p: f64) -> String {
    if p < 0.001 { "<0.001".to_owned() } else { format::fixed(p, 3) }
}

/// A rate under both doctrines, its difference and its ratio, in one sentence.
#[must_use]
pub fn rate_text(table: &Table, arm: usize, info: &RateInfo, r: &RateContrast) -> String {
    let name = |arm: usize| table.header.doctrines[arm].title.as_str();
    sentence::rate([name(0), name(arm)], info.title, info.decimals, r)
}

/// What was done about rare deaths, in sentences: the difference three ways, or what sorting the nights bought.
#[must_use]
pub fn rare_text(table: &Table, contrast: &Contrast) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(t) = &contrast.three_ways {
        out.push(format!(
            "Difference in deaths as counted {}; by the odds {}, {}; counted, with the luck of the draw taken off {}, {}",
            estimate_text(&t.counted),
            estimate_text(&t.by_odds.estimate),
            worth_text(t.by_odds.worth),
            estimate_text(&t.adjusted.estimate),
            worth_text(t.adjusted.worth)
        ));
    }
    let Some(strata) = &table.header.strata else { return out };
    let lead = format!("Nights sorted by {} out of {}, and weighted back", strata.by.words(), strata.population);
    out.push(match &contrast.strata {
        Some((worth, shares)) => {
            let list: Vec<String> = shares.iter().map(u32::to_string).collect();
            format!(
                "{lead}: worth {} times the nights lived in equal shares. Best next time: `shares: [{}]`",
                format::fixed(*worth, 2),
                list.join(", ")
            )
        }
        None if nothing_differed(table, contrast) => {
            format!("{lead}; nothing differed on what decides, so what it bought cannot be told")
        }
        None => format!("{lead}; of a stratum too few nights were finished to tell what it bought"),
    });
    out
}

/// Whether all nights were alike on what decides.
fn nothing_differed(table: &Table, contrast: &Contrast) -> bool {
    let of_rate = || contrast.rates.iter().find(|(i, _)| i.id == table.header.primary).map(|(_, r)| r.differing == 0);
    let line = table.metric(&table.header.primary).and_then(|m| contrast.lines.get(m));
    line.map(|l| l.difference.is_identical()).or_else(of_rate).unwrap_or(false)
}

/// A mean difference with its interval, in as many digits as tell it from nought; nought to nought would read as sure.
fn estimate_text(e: &Estimate) -> String {
    let (low, high) = e.interval_95;
    if [e.mean, low, high].iter().all(|x| *x == 0.0) {
        return "the same in every night".to_owned();
    }
    let reads_as_nought = |x: f64, k: usize| x != 0.0 && format::fixed(x, k) == format::fixed(0.0, k);
    let decimals = (3..9).find(|&k| ![e.mean, low, high].iter().any(|&x| reads_as_nought(x, k))).unwrap_or(9);
    let signed = |x| format::signed(x, decimals);
    format!("{} (95 % {} to {})", signed(e.mean), signed(low), signed(high))
}

/// What a way of estimating bought.
fn worth_text(worth: Option<f64>) -> String {
    worth.map_or_else(
        || "nothing differed, so what it bought cannot be told".to_owned(),
        |w| format!("worth {} times the nights", format::fixed(w, 2)),
    )
}

/// The letter of a doctrine.
#[must_use]
pub fn letter(arm: usize) -> char {
    crate::ensemble::study::rows::ARMS.chars().nth(arm).unwrap_or('?').to_ascii_uppercase()
}

fn in_full(table: &Table, c: &CellFindings) -> String {
    let mut out = format!("{} ({} paired nights)\n", c.words, format::count(c.nights as u64));
    for contrast in &c.contrasts {
        if let Some(v) = &contrast.verdict {
            out += &format!("  {}\n", v.sentence);
        }
        let letters = (letter(0), letter(contrast.arm));
        out += &format!(
            "  {:<34} {:>10} {:>10} {:>10}  {:<24} {:>9}  {}\n",
            "per night",
            letters.0,
            letters.1,
            format!("{}-{}", letters.1, letters.0),
            "95 % of the mean",
            "p (Holm)",
            "pairing"
        );
        for (i, (info, line)) in table.metrics.iter().zip(&contrast.lines).enumerate() {
            let d = &line.difference;
            let decimals = decimals_for_difference(d, info.decimals);
            let mark = match line.agreement {
                Agreement::Agree | Agreement::NoInterval => String::new(),
                Agreement::EndsDiffer | Agreement::ConclusionsDiffer => {
                    let bca = line.bootstrap.map_or_else(String::new, |b| {
                        format!("{} to {}", format::signed(b.low, decimals), format::signed(b.high, decimals))
                    });
                    format!("  bootstrap: {bca}")
                }
            };
            let pairing = d.correlation_bought.map_or_else(|| "-".to_owned(), |c| format::fixed(c, 2));
            out += &format!(
                "  {:<34} {:>10} {:>10} {:>10}  {:<24} {:>9}  {pairing}{mark}\n",
                info.title,
                format::fixed(d.mean_a, info.decimals),
                format::fixed(d.mean_b, info.decimals),
                format::signed(d.mean_difference, decimals),
                interval_text(d, decimals),
                p_text(contrast.p_adjusted[i]),
            );
        }
        for (info, rate) in &contrast.rates {
            out += &format!("  {}\n", rate_text(table, contrast.arm, info, rate));
        }
        for text in rare_text(table, contrast) {
            out += &format!("  {text}\n");
        }
        out.push('\n');
    }
    out
}

/// The same where a rate decides.
fn rates_by_line(table: &Table, findings: &Findings) -> String {
    let Some(info) = table.rate() else { return String::new() };
    let mut out = format!("{}; the difference is of the doctrine less {}\n", info.title, letter(0));
    let width = findings.cells.iter().map(|c| c.words.chars().count()).max().unwrap_or(0).min(70);
    for (c, contrast) in findings.cells.iter().flat_map(|c| c.contrasts.iter().map(move |k| (c, k))) {
        let Some((_, r)) = contrast.rates.iter().find(|(i, _)| i.id == info.id) else { continue };
        let interval = r.difference_interval.filter(|_| r.carries()).map_or_else(
            || "no interval: too few nights carry it".to_owned(),
            |i| format!("{} to {}", format::signed(i.low, info.decimals), format::signed(i.high, info.decimals)),
        );
        out += &format!(
            "  {:<width$}  {}  {:>5} nights  {:>8}  {:>8}  {:>9}  {interval}\n",
            c.words,
            letter(contrast.arm),
            c.nights,
            format::fixed(r.a.value, info.decimals),
            format::fixed(r.b.value, info.decimals),
            format::signed(r.difference, info.decimals),
        );
    }
    out
}

fn by_line(table: &Table, findings: &Findings) -> String {
    let Some(m) = table.metric(&table.header.primary) else { return rates_by_line(table, findings) };
    let info = &table.metrics[m];
    let mut out = format!("{}, per night; the difference is of the doctrine less {}\n", info.title, letter(0));
    let width = findings.cells.iter().map(|c| c.words.chars().count()).max().unwrap_or(0).min(70);
    for c in &findings.cells {
        for contrast in &c.contrasts {
            let d = &contrast.lines[m].difference;
            let decimals = decimals_for_difference(d, info.decimals);
            out += &format!(
                "  {:<width$}  {}  {:>5} nights  {:>8}  {:>8}  {:>9}  {}\n",
                c.words,
                letter(contrast.arm),
                d.n,
                format::fixed(d.mean_a, info.decimals),
                format::fixed(d.mean_b, info.decimals),
                format::signed(d.mean_difference, decimals),
                interval_text(d, decimals)
            );
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::study::Table;
    use crate::analysis::study::table::tests::header;
    use crate::ensemble::study::{Job, Row};

    /// Deaths of both doctrines, and the odds of the second, night by night.
    fn told(deaths: impl Fn(u64) -> [f64; 2], odds: f64) -> String {
        let mut h = header();
        (h.axes, h.draws) = (Vec::new(), None);
        h.scenarios.truncate(1);
        h.doctrines.truncate(2);
        let mut table = Table::new(h).unwrap();
        let n = table.metrics.len();
        let [d, e] = ["deaths", "expected_deaths"].map(|id| table.metric(id).unwrap());
        for night in 0..120 {
            let mut v = vec![0.0; 2 * n];
            [v[d], v[n + d]] = deaths(night);
            v[n + e] = odds * (night % 7) as f64;
            table.push(&Row { job: Job { cell: 0, night }, outcome: Ok(v) }).unwrap();
        }
        let findings = Findings::of(&table);
        rare_text(&table, &findings.cells[0].contrasts[0]).join("\n")
    }

    #[test]
    fn where_nothing_differed_no_interval_of_nought_and_no_factor_is_told() {
        let same = told(|_| [0.0, 0.0], 1e-5);
        assert!(
            same.starts_with("Difference in deaths as counted the same in every night; by the odds +0.0000"),
            "{same}"
        );
        assert!(same.contains("nothing differed, so what it bought cannot be told"), "{same}");
        assert!(!same.contains("worth") && !same.contains(" 0.000 "), "{same}");
        let some = told(|night| [(night % 3) as f64, 0.0], 0.1);
        assert!(some.matches("times the nights").count() == 2 && !some.contains("nothing differed"), "{some}");
    }
}
