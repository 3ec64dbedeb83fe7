//! How does a comparison look in a terminal of 100 columns?
//!
//! The verdict first, then one line per metric, then what a careful reader asks next: how many nights, which
//! failed and how to replay them, what the pairing bought, which weak numbers carry the result, what each
//! metric means, and what produced the page (METHODS 13). Text only, so that it survives a mail.
//!
//! Left out: colours and charts.

use super::{ComparisonReport, Manifest, ONE_NIGHT_NOTE, one_line};
use crate::analysis::PairedDifference;
use crate::analysis::counts::nights_upper;
use crate::analysis::verdict::{decimals_for_difference, interval_text};
use crate::metrics::MetricInfo;
use crate::units::format;

/// Columns of a page. Only file names and commands may stand out, so that they can be copied whole.
pub const COLUMNS: usize = 100;
/// Narrowest column for the names of metrics, whatever the numbers take.
const METRIC_COLUMNS_MIN: usize = 20;
/// Failed nights that are listed; all of them stand in the CSV and JSON.
const FAILED_SHOWN: usize = 10;
const GAP: &str = "  ";

/// The page of a comparison, with a final line break.
#[must_use]
pub fn comparison(report: &ComparisonReport) -> String {
    let mut page = Page::default();
    page.line(format!("A  {}", one_line(report.name_a)));
    page.line(format!("B  {}", one_line(report.name_b)));
    if let Some(verdict) = report.verdict() {
        page.blank();
        page.paragraph(&verdict.sentence, "");
    }
    page.blank();
    page.0.extend(metric_table(report));
    page.blank();
    notes(&mut page, report);
    page.blank();
    definitions(&mut page, report.comparison.metrics());
    page.blank();
    page.0.extend(report.manifest.lines());
    page.text()
}

/// The page of one night under one doctrine, with the note that it is one night, and a final line break.
/// Values stand in the order of the metrics.
#[must_use]
pub fn single_night(manifest: &Manifest, name: &str, night: u64, metrics: &[MetricInfo], values: &[f64]) -> String {
    let mut page = Page::default();
    page.line(format!("Night {night} under {}", one_line(name)));
    page.paragraph(ONE_NIGHT_NOTE, "");
    page.blank();
    let row = |(info, value): (&MetricInfo, &f64)| vec![title(info), format::fixed(*value, info.decimals)];
    let mut rows = vec![vec!["Metric".to_owned(), "This night".to_owned()]];
    rows.extend(metrics.iter().zip(values).map(row));
    page.0.extend(grid(&rows));
    page.blank();
    definitions(&mut page, metrics);
    page.blank();
    page.0.extend(manifest.lines());
    page.text()
}

fn metric_table(report: &ComparisonReport) -> Vec<String> {
    let header = ["Metric", "A", "B", "B − A", "95 % interval", "B lower", "higher", "same"];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    for (info, d) in report.comparison.lines() {
        let mark = if info.id == report.primary { "* " } else { "" };
        let decimals = decimals_for_difference(d, info.decimals);
        let number = |text: String| if d.n > 0 { text } else { "none".to_owned() };
        let nights = |n: usize| format::count(n as u64);
        rows.push(vec![
            format!("{mark}{}", title(info)),
            number(format::fixed(d.mean_a, info.decimals)),
            number(format::fixed(d.mean_b, info.decimals)),
            number(format::signed(d.mean_difference, decimals)),
            interval_text(d, decimals),
            nights(d.nights_b_lower),
            nights(d.nights_a_lower),
            nights(d.nights_equal),
        ]);
    }
    grid(&rows)
}

fn title(info: &MetricInfo) -> String {
    if info.unit.is_empty() { info.title.to_owned() } else { format!("{} ({})", info.title, info.unit) }
}

/// Rows under a header with a rule between; the first column to the left and wrapped, the others to the right.
fn grid(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.first().map_or(0, Vec::len);
    let widest = |c: usize| rows.iter().map(|row| width(&row[c])).max().unwrap_or(0);
    let mut widths: Vec<usize> = (0..columns).map(widest).collect();
    let numbers: usize = widths[1..].iter().map(|w| w + GAP.len()).sum();
    widths[0] = widths[0].min(COLUMNS.saturating_sub(numbers).max(METRIC_COLUMNS_MIN));
    let mut lines = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let name = &row[0];
        let room = if width(name) > widths[0] { widths[0] - GAP.len() } else { widths[0] };
        for (k, name) in wrap(name, room).into_iter().enumerate() {
            let mut line = if k == 0 { name } else { format!("{GAP}{name}") };
            if k == 0 {
                line.push_str(&" ".repeat(widths[0] - width(&line)));
                for (cell, w) in row.iter().zip(&widths).skip(1) {
                    line.push_str(GAP);
                    line.push_str(&" ".repeat(w - width(cell)));
                    line.push_str(cell);
                }
            }
            lines.push(line);
        }
        if i == 0 {
            lines.push(widths.iter().map(|w| "─".repeat(*w)).collect::<Vec<_>>().join(GAP));
        }
    }
    lines
}

fn notes(page: &mut Page, report: &ComparisonReport) {
    let metrics = report.comparison.metrics();
    let primary = report.comparison.line(report.primary);
    page.paragraph("A and B are averages a night; the last three columns count nights.", "");
    let alike = report.comparison.lines().find(|(_, d)| d.n > 0 && d.is_identical());
    if let Some(most) = alike.and_then(|(_, d)| nights_upper(0, d.unseen_of)) {
        let most = format::fixed(most * 100.0, 1);
        page.paragraph(
            &format!("Where no night differs no interval follows: up to {most} % of nights may differ (95 %)."),
            "",
        );
    }
    match primary {
        Some((info, _)) if metrics.len() > 1 => page.paragraph(
            &format!(
                "* {} was named beforehand as the metric that decides. Every interval is 95 % by itself: of {} metrics some \
                 may exclude zero by chance.",
                info.title,
                metrics.len()
            ),
            "  ",
        ),
        Some(_) => {}
        None => page.paragraph("No metric was named beforehand, so there is no verdict.", ""),
    }
    nights_run(page, report);
    if let Some((info, d)) = primary {
        page.paragraph(&pairing(info, d), "");
    }
    page.paragraph(&weak_parameters(report), "");
}

fn nights_run(page: &mut Page, report: &ComparisonReport) {
    let count = |n: usize| format::count(n as u64);
    let finished = report.comparison.nights_finished();
    let failed = report.failed();
    let not_run = usize::try_from(report.manifest.nights).unwrap_or(usize::MAX).saturating_sub(finished + failed.len());
    let not_run = if not_run > 0 { format!(", {} not run", count(not_run)) } else { String::new() };
    page.line(format!("Nights: {} finished, {} failed{not_run}", count(finished), count(failed.len())));
    for (night, command) in failed.iter().take(FAILED_SHOWN) {
        page.paragraph(&format!("  Night {} failed: {}", night.night, one_line(&night.reason)), "    ");
        page.line(format!("    replay: {}", one_line(command)));
    }
    if failed.len() > FAILED_SHOWN {
        page.line(format!("  and {} more", count(failed.len() - FAILED_SHOWN)));
    }
}

fn pairing(info: &MetricInfo, d: &PairedDifference) -> String {
    let what = format!("the variance that unpaired nights would give the difference ({})", info.title);
    match d.correlation_bought {
        None => format!("Pairing: nothing to measure it on yet ({}).", info.title),
        Some(bought) if bought < 0.0 => {
            format!("Pairing cost: it added {} % to {what}.", format::fixed(-bought * 100.0, 0))
        }
        Some(bought) => format!("Pairing bought: it took away {} % of {what}.", format::fixed(bought * 100.0, 0)),
    }
}

fn weak_parameters(report: &ComparisonReport) -> String {
    match report.weak_parameters {
        None => "Which numbers of low confidence carry this result has not been examined.".to_owned(),
        Some([]) => "No number of low confidence (L) or elicited (E) was found to carry this result.".to_owned(),
        Some(weak) => {
            let list: Vec<_> =
                weak.iter().map(|p| format!("{} = {} ({})", p.id, one_line(&p.value), p.confidence)).collect();
            format!("Carried by numbers of low confidence (L) or elicited (E): {}.", list.join(", "))
        }
    }
}

fn definitions(page: &mut Page, metrics: &[MetricInfo]) {
    for info in metrics {
        page.paragraph(&format!("{}: {} ({})", info.title, info.definition, info.direction.words()), "  ");
    }
}

/// A page under construction: its lines.
#[derive(Default)]
struct Page(Vec<String>);

impl Page {
    fn line(&mut self, text: String) {
        self.0.push(text);
    }

    fn blank(&mut self) {
        self.0.push(String::new());
    }

    /// Text wrapped to the page; its own leading spaces stay, and lines after the first are indented.
    fn paragraph(&mut self, text: &str, indent: &str) {
        let lead = &text[..text.len() - text.trim_start().len()];
        let room = COLUMNS - lead.len().max(indent.len());
        for (i, line) in wrap(text, room).into_iter().enumerate() {
            self.0.push(format!("{}{line}", if i == 0 { lead } else { indent }));
        }
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for line in &self.0 {
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

/// Words in lines of at most this many characters; a longer word has a line to itself.
/// Only ordinary spaces break: the thin space inside a number does not.
fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(word) <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Columns taken in a terminal: every character we write takes one.
fn width(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Comparison, PairOutcome};
    use crate::ensemble::NightRow;
    use crate::report::example;

    #[test]
    fn the_page_reads_from_verdict_to_manifest() {
        let (manifest, comparison, weak) = (example::manifest(), example::comparison(), example::weak());
        let page = super::comparison(&example::report(&manifest, &comparison, &weak));
        let expected = "\
A  Imminent danger only
B  Taxi-boat interception

On 4 paired nights, Taxi-boat interception had fewer deaths than Imminent danger only in 2, more in
1, the same in 1. Average difference −0.75 a night (95 % −3.47 to +1.97). Too few nights for a
verdict: it takes at least 100.

Metric                                       A      B  B − A    95 % interval  B lower  higher  same
───────────────────────────────────────  ─────  ─────  ─────  ───────────────  ───────  ──────  ────
* Deaths (people)                         1.50   0.75  −0.75   −3.47 to +1.97        2       1     1
Time with no rescue unit within reach     11.9   11.9    0.0      none differ        0       0     4
  of any boat at sea (min)
Landed in the UK (people)                575.0  542.5  −32.5  −111.9 to +46.9        2       1     1

A and B are averages a night; the last three columns count nights.
Where no night differs no interval follows: up to 52.7 % of nights may differ (95 %).
* Deaths was named beforehand as the metric that decides. Every interval is 95 % by itself: of 3
  metrics some may exclude zero by chance.
Nights: 4 finished, 1 failed
  Night 2 failed: lost \"two\" people, at tick 9
    replay: slackwater night calm imminent taxi --seed 42 --night 2
Pairing bought: it took away 26 % of the variance that unpaired nights would give the difference
(Deaths).
Carried by numbers of low confidence (L) or elicited (E): harm.interception = 0.004 (E),
survival.median = 40 min (L).

Deaths: People who died between departure and the end of the night, missing people not included.
  (lower is wanted)
Time with no rescue unit within reach of any boat at sea: Minutes. (lower is wanted)
Landed in the UK: People who came ashore in the UK by any means. (no direction is wanted)

slackwater 0.1.0, commit f57dffa
scenario    2b4b2eadf7b2  scenarios/calm.scenario.ron
doctrine A  e9323c87c2e5  scenarios/doctrines/imminent.doctrine.ron
doctrine B  12796d3d5f4e  scenarios/doctrines/taxi.doctrine.ron
parameters  3a973d2fc311  assets/parameters/boats.ron
asset       355543f790a3  assets/craft.ron
seed 42, 5 nights
replay: slackwater compare calm imminent taxi --nights 5 --seed 42
";
        assert_eq!(page, expected, "\n{page}");
    }

    #[test]
    fn one_night_is_said_to_be_one_night() {
        let manifest = Manifest { doctrine_b: None, nights: 1, ..example::manifest() };
        let page = single_night(&manifest, "Imminent danger only", 7, &example::METRICS, &[1.0, 12.5, 1200.0]);
        let expected = "\
Night 7 under Imminent danger only
One night is not evidence: it is one of many that could have been. Compare over many paired nights.

Metric                                                          This night
──────────────────────────────────────────────────────────────  ──────────
Deaths (people)                                                       1.00
Time with no rescue unit within reach of any boat at sea (min)        12.5
Landed in the UK (people)                                           1200.0

Deaths: People who died between departure and the end of the night, missing people not included.
  (lower is wanted)
Time with no rescue unit within reach of any boat at sea: Minutes. (lower is wanted)
Landed in the UK: People who came ashore in the UK by any means. (no direction is wanted)

slackwater 0.1.0, commit f57dffa
scenario    2b4b2eadf7b2  scenarios/calm.scenario.ron
doctrine    e9323c87c2e5  scenarios/doctrines/imminent.doctrine.ron
parameters  3a973d2fc311  assets/parameters/boats.ron
asset       355543f790a3  assets/craft.ron
seed 42, 1 night
replay: slackwater compare calm imminent taxi --nights 5 --seed 42
";
        assert_eq!(page, expected, "\n{page}");
    }

    #[test]
    fn no_line_is_wider_than_the_page_except_what_one_copies() {
        let manifest = example::manifest();
        let rows: Vec<_> = (0..1500)
            .map(|night| {
                let x = f64::from(u32::try_from(night % 97).unwrap());
                let outcome = if night % 50 == 7 {
                    Err("a reason that goes on ".repeat(20))
                } else {
                    Ok(PairOutcome { a: vec![x, 1e4 + x, 3e3], b: vec![x + 1.0, 1e4 - 10.0 * x, -30.0 * x] })
                };
                NightRow { night, outcome }
            })
            .collect();
        let comparison = Comparison::from_rows(&example::METRICS, &rows);
        let page = super::comparison(&example::report(&manifest, &comparison, &example::weak()));
        let manifest_lines = manifest.lines();
        for line in page.lines() {
            let copied = line.contains("replay: ") || manifest_lines.iter().any(|m| m == line);
            assert!(copied || width(line) <= COLUMNS, "{} columns: {line}", width(line));
            assert_eq!(line, line.trim_end());
        }
        assert!(page.contains("  and 20 more\n"), "{page}");
    }

    #[test]
    fn a_run_without_nights_is_still_a_page() {
        let (manifest, comparison) = (example::manifest(), Comparison::from_rows(&example::METRICS, &[]));
        let mut report = example::report(&manifest, &comparison, &[]);
        report.weak_parameters = None;
        let page = super::comparison(&report);
        assert!(page.contains("No paired night was finished."), "{page}");
        assert!(page.contains("Nights: 0 finished, 0 failed, 5 not run"), "{page}");
        assert!(page.contains("has not been examined"), "{page}");
        assert!(!page.contains("0.00"), "{page}");
    }
}
