//! What stands in each part of the page? A function for each, from findings to a piece of HTML.
//!
//! Every chart stands in a figure with a caption that says what it shows in words and numbers, and a table with all that
//! was drawn: whoever can't see it, or doesn't trust it, reads the same.

use super::charts::{self, Drawn, Estimate, Place};
use super::map::{Map, map};
use super::nights::{night_by_night, worlds};
use super::{Limit, escaped};
use crate::analysis::study::{CellFindings, Contrast, Findings, Table};
use crate::analysis::verdict::{VerdictKind, decimals_for_difference, interval_text};
use crate::metrics::Direction;
use crate::report::depends::Block;
use crate::report::study::{letter, p_text, rate_text};
use crate::units::format::{count, fixed, signed};

/// Cells that are told one by one; beyond, the charts over axes tell them.
pub(super) const ONE_BY_ONE: usize = 4;

/// From so many comparisons on an overview comes first, and single nights are folded away.
const MANY: usize = 3;

/// Metrics between which doctrines are placed: what a doctrine is feared for, and what it is wanted for.
const FRONT: [&str; 2] = ["arrived_uk", "deaths"];

/// A chart with its caption, and a table with the same content.
pub(super) fn figure(drawn: &Drawn, label: &str, caption: &str, head: &[&str], rows: &[Vec<String>]) -> String {
    let picture = match drawn {
        Ok(svg) => svg.replacen("<svg ", &format!("<svg role=\"img\" aria-label=\"{}\" ", escaped(label)), 1),
        Err(why) => format!("<p class=\"soft\">{}</p>", escaped(why)),
    };
    format!(
        "<figure>\n{picture}\n<figcaption>{}</figcaption>\n<details><summary>The same as a table</summary>\n{}</details>\n</figure>\n",
        escaped(caption),
        grid(head, rows, 0)
    )
}

/// A table. Columns from `numbers` on are set as numbers.
fn grid(head: &[&str], rows: &[Vec<String>], numbers: usize) -> String {
    let class = |i: usize| if i >= numbers && numbers > 0 { " class=\"n\"" } else { "" };
    let mut out = String::from("<div class=\"wide\"><table><thead><tr>");
    for (i, h) in head.iter().enumerate() {
        out += &format!("<th scope=\"col\"{}>{}</th>", class(i), set(h));
    }
    out += "</tr></thead><tbody>\n";
    for row in rows {
        out += "<tr>";
        for (i, cell) in row.iter().enumerate() {
            let text = if numbers > 0 && i >= numbers { pieces(cell) } else { escaped(cell) };
            out += &format!("<td{}>{text}</td>", class(i));
        }
        out += "</tr>\n";
    }
    out + "</tbody></table></div>\n"
}

/// A cell of numbers, such as `0.018 (0.006 to 0.057)`: each part stays whole, and a line may end between them. Words wrap.
fn pieces(cell: &str) -> String {
    let numeric = |part: &str| part.split(' ').all(|w| w == "to" || !w.contains(char::is_alphabetic));
    let piece = |part: &str| {
        let text = escaped(part);
        if numeric(part) { format!("<span class=\"piece\">{text}</span>") } else { text }
    };
    match cell.split_once(" (") {
        Some((value, rest)) => format!("{} {}", piece(value), piece(&format!("({rest}"))),
        None => piece(cell),
    }
}

/// A sentence: what stands between backticks is to be typed, and `r_I` is written as in a formula.
fn set(text: &str) -> String {
    let formula = |t: &str| escaped(t).replace("r_I", "r<sub>I</sub>").replace("r_C", "r<sub>C</sub>");
    let part = |(i, t): (usize, &str)| {
        if i % 2 == 1 { format!("<code>{}</code>", escaped(t)) } else { formula(t) }
    };
    text.split('`').enumerate().map(part).collect()
}

/// Blocks that the terminal shows too.
pub(super) fn blocks(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        out += &match block {
            Block::Heading(h) => format!("<h2>{}</h2>\n", escaped(h)),
            Block::Text(t) => format!("<p>{}</p>\n", set(t)),
            Block::Grid(g) => grid(&g.head.iter().map(String::as_str).collect::<Vec<_>>(), &g.rows, 1),
            Block::Figure { drawn, label, caption, grid } => {
                let head: Vec<&str> = grid.head.iter().map(String::as_str).collect();
                figure(drawn, label, caption, &head, &grid.rows)
            }
        };
    }
    out
}

/// What decides: a metric, or a rate of two.
struct Decides {
    title: &'static str,
    unit: &'static str,
    definition: &'static str,
    direction: Direction,
    decimals: usize,
    /// Its place among the columns, or the rate's id.
    place: Result<usize, &'static str>,
}

impl Decides {
    fn of(table: &Table) -> Option<Self> {
        if let Some(m) = table.metric(&table.header.primary) {
            let i = &table.metrics[m];
            let (title, unit, definition) = (i.title, i.unit, i.definition);
            return Some(Self { title, unit, definition, direction: i.direction, decimals: i.decimals, place: Ok(m) });
        }
        let r = table.rate()?;
        let (title, definition) = (r.title, r.definition);
        Some(Self { title, unit: "a rate", definition, direction: r.direction, decimals: r.decimals, place: Err(r.id) })
    }

    /// What an axis of its difference is called.
    fn difference(&self, less: &str) -> String {
        let night = if self.place.is_ok() { ", per night" } else { "" };
        format!("{}, {less}{night}", self.title)
    }
}

/// What is said first: the verdict of each cell and doctrine in a sentence, with how nights differ.
pub(super) fn verdicts(table: &Table, findings: &Findings) -> String {
    let mut out = String::from("<h2>What the nights say</h2>\n");
    let Some(info) = Decides::of(table) else { return out };
    out += &format!(
        "<p>The metric that decides was named beforehand: <b>{}</b> ({}; {}). {}</p>\n",
        escaped(info.title),
        escaped(info.unit),
        info.direction.words(),
        escaped(info.definition)
    );
    if table.header.draws.is_some() {
        if let Ok(m) = info.place {
            out += &worlds(table, findings, m);
        }
        return out;
    }
    if findings.cells.len() > ONE_BY_ONE {
        let sure = count_sure(findings);
        out += &format!(
            "<p class=\"verdict\">{} comparisons of a doctrine with {} in {} cells: fewer in {}, more in {}, no difference shown in {}, too few nights in {} (95 % intervals, each comparison alone; with so many, about one in twenty would show a difference by luck).</p>\n",
            sure.iter().sum::<usize>(),
            letter(0),
            findings.cells.len(),
            sure[0],
            sure[1],
            sure[2],
            sure[3]
        );
        return out;
    }
    for cell in &findings.cells {
        let (words, nights) = (escaped(&cell.words), count(cell.nights as u64));
        out += &format!("<h3>{words} <span class=\"soft\">({nights} paired nights)</span></h3>\n");
        let many = cell.contrasts.len() >= MANY;
        if many {
            out += &overview(table, cell, &info);
        }
        for contrast in &cell.contrasts {
            if let Some(v) = &contrast.verdict {
                out += &format!("<p class=\"verdict\">{}</p>\n", escaped(&v.sentence));
            }
            let Ok(m) = info.place else { continue };
            let nights = night_by_night(table, cell, contrast, m);
            out += &if many {
                format!("<details><summary>Night by night, {}</summary>\n{nights}</details>\n", letter(contrast.arm))
            } else {
                nights
            };
        }
    }
    out
}

/// All doctrines held against the first in one picture.
fn overview(table: &Table, cell: &CellFindings, info: &Decides) -> String {
    let name = |arm: usize| format!("{}: {}", letter(arm), table.header.doctrines[arm].title);
    let points: Vec<Estimate> = cell.contrasts.iter().map(|c| estimate(c, info, name(c.arm), 0.0)).collect();
    let title = info.difference(&format!("less {}", letter(0)));
    figure(
        &charts::forest(&points, &title, Some(0.0)),
        &format!("{title}, doctrine by doctrine"),
        &format!(
            "Each line is the 95 % interval of the mean difference to {}, each comparison alone; grey where no side is named, by the verdicts below.",
            table.header.doctrines[0].title
        ),
        &["doctrine", "mean difference", "95 % of the mean"],
        &rows_of(&points, |p| p.label.clone(), info.decimals),
    )
}

/// Comparisons in which B is surely lower, surely higher, neither, or of too few nights to say; by their verdicts.
fn count_sure(findings: &Findings) -> [usize; 4] {
    let mut sure = [0; 4];
    for contrast in findings.cells.iter().flat_map(|c| &c.contrasts) {
        let i = match contrast.verdict.as_ref().map(|v| v.kind) {
            Some(VerdictKind::BLower) => 0,
            Some(VerdictKind::ALower) => 1,
            Some(VerdictKind::Identical | VerdictKind::CannotTell) => 2,
            Some(VerdictKind::TooFew) | None => 3,
        };
        sure[i] += 1;
    }
    sure
}

/// A cell's difference on the metric that decides, as a point with its interval.
fn estimate(contrast: &Contrast, info: &Decides, label: String, x: f64) -> Estimate {
    let (mean, interval) = match info.place {
        Ok(m) => (contrast.lines[m].difference.mean_difference, contrast.lines[m].difference.interval_95),
        Err(id) => contrast.rates.iter().find(|(i, _)| i.id == id).map_or((0.0, None), |(_, r)| {
            // Below the floors of the verdict a resampling of so few events would look surer than it is.
            (r.difference, r.difference_interval.filter(|_| r.carries()).map(|i| (i.low, i.high)))
        }),
    };
    Estimate {
        label,
        x,
        mean,
        interval,
        unsure: !contrast.verdict.as_ref().is_some_and(|v| matches!(v.kind, VerdictKind::ALower | VerdictKind::BLower)),
    }
}

/// The difference along one axis, over two, or cell by cell.
pub(super) fn sweeps(table: &Table, findings: &Findings) -> String {
    let Some(info) = Decides::of(table) else { return String::new() };
    if findings.cells.len() < 2 || table.header.draws.is_some() {
        return String::new();
    }
    let h = &table.header;
    let mut out = String::from(
        "<h2>Where the answer changes</h2>\n<p>Deep uncertainties are swept, never averaged: each point is a world of its own. All worlds have the same nights.</p>\n",
    );
    for arm in 1..table.arms() {
        let title = info.difference(&format!("{} less {}", letter(arm), letter(0)));
        out += &format!("<h3>{} against {}</h3>\n", escaped(&h.doctrines[arm].title), escaped(&h.doctrines[0].title));
        let swept = h.scenarios.len() == 1;
        match h.axes.as_slice() {
            [axis] if swept && axis.labels.is_empty() => {
                let points: Vec<Estimate> = findings
                    .cells
                    .iter()
                    .zip(&axis.values)
                    .map(|(c, x)| estimate(&c.contrasts[arm - 1], &info, c.words.clone(), *x))
                    .collect();
                out += &figure(
                    &charts::sweep(&points, &axis.title, &title),
                    &format!("{title} along {}", axis.title),
                    &sweep_words(&points, &axis.title, letter(arm), &crate::analysis::comparison::noun(info.title)),
                    &[&axis.title, "mean difference", "95 % of the mean"],
                    &rows_of(&points, |p| crate::units::format::short(p.x), info.decimals),
                );
            }
            [across, up] if swept => {
                let name = |axis: &crate::ensemble::study::rows::AxisText| -> Vec<String> {
                    if axis.labels.is_empty() {
                        axis.values.iter().map(|x| crate::units::format::short(*x)).collect()
                    } else {
                        axis.labels.clone()
                    }
                };
                let (nx, ny) = (across.values.len(), up.values.len());
                let field = |ix: usize, iy: usize| {
                    let c = &findings.cells[ix * ny + iy];
                    estimate(&c.contrasts[arm - 1], &info, c.words.clone(), 0.0)
                };
                let fields: Vec<Vec<Estimate>> = (0..ny).map(|iy| (0..nx).map(|ix| field(ix, iy)).collect()).collect();
                let flat: Vec<Estimate> = fields.iter().flatten().cloned().collect();
                let unsure = flat.iter().filter(|e| e.unsure).count();
                let flip = findings.flips.iter().find(|f| f.arm == arm);
                let fields = Map {
                    titles: [&across.title, &up.title],
                    values: [name(across), name(up)],
                    fields,
                    decimals: info.decimals,
                    flip,
                };
                out += &figure(
                    &map(&fields),
                    &format!("{title} over {} and {}", across.title, up.title),
                    &format!(
                        "Blue: fewer under {0}; orange: more; grey: no side is named ({unsure} of {1} fields).{2}",
                        letter(arm),
                        nx * ny,
                        flip.map_or_else(String::new, |_| format!(" {}", crate::report::flip::CAPTION))
                    ),
                    &["where", "mean difference", "95 % of the mean"],
                    &rows_of(&flat, |p| p.label.clone(), info.decimals),
                );
                if let Some(flip) = flip {
                    out += &format!("<p>{}</p>\n", escaped(&crate::report::flip::words(table, flip)));
                    let g = crate::report::flip::grid(table, flip);
                    out += &grid(&g.head.iter().map(String::as_str).collect::<Vec<_>>(), &g.rows, 1);
                }
            }
            _ => {
                let points: Vec<Estimate> = findings
                    .cells
                    .iter()
                    .map(|c| estimate(&c.contrasts[arm - 1], &info, c.words.clone(), 0.0))
                    .collect();
                let shown: Vec<Estimate> = points.iter().take(60).cloned().collect();
                let more =
                    if points.len() > shown.len() { " The first sixty are drawn; the table has all." } else { "" };
                out += &figure(
                    &charts::forest(&shown, &title, Some(0.0)),
                    &format!("{title}, cell by cell"),
                    &format!("Each line is the 95 % interval of the mean; grey where no side is named.{more}"),
                    &["cell", "mean difference", "95 % of the mean"],
                    &rows_of(&points, |p| p.label.clone(), info.decimals),
                );
            }
        }
    }
    out
}

/// Where along an axis the sign is sure, in words.
fn sweep_words(points: &[Estimate], axis: &str, arm: char, noun: &str) -> String {
    let sure = |below: bool| -> Vec<String> {
        points
            .iter()
            .filter(|p| !p.unsure && (p.mean < 0.0) == below)
            .map(|p| crate::units::format::short(p.x))
            .collect()
    };
    let list =
        |values: Vec<String>| if values.is_empty() { "none of these values".to_owned() } else { values.join(", ") };
    format!(
        "The line is the mean difference, the band its 95 % interval{}; filled dots are values at which a side is named. Surely fewer {noun} under {arm} at {axis}: {}. Surely more at: {}. At all others this many nights cannot tell.",
        if points.iter().all(|p| p.interval.is_some()) { "" } else { " where enough nights carry one" },
        list(sure(true)),
        list(sure(false))
    )
}

fn rows_of(points: &[Estimate], name: impl Fn(&Estimate) -> String, decimals: usize) -> Vec<Vec<String>> {
    let decimals = decimals.max(2);
    let row = |p: &Estimate| {
        let interval = match p.interval {
            None => "none".to_owned(),
            // Nought to nought would read as sure.
            Some((l, h)) if l == 0.0 && h == 0.0 => "none differ".to_owned(),
            Some((l, h)) => format!("{} to {}", signed(l, decimals), signed(h, decimals)),
        };
        vec![name(p), signed(p.mean, decimals), interval]
    };
    points.iter().map(row).collect()
}

/// Where doctrines lie between what they are wanted and feared for, if there are more than two.
pub(super) fn doctrines(table: &Table, findings: &Findings) -> String {
    let (Some(x), Some(y)) = (table.metric(FRONT[0]), table.metric(FRONT[1])) else { return String::new() };
    let [cell] = findings.cells.as_slice() else { return String::new() };
    if table.arms() < 3 || cell.nights < 2 || table.header.strata.is_some() {
        return String::new();
    }
    let place = |arm: usize| {
        let side = |m: usize| {
            let column = table.column(cell.cell, arm, m);
            let none = vec![0.0; column.len()];
            let d = crate::analysis::paired::PairedDifference::of(&none, &column).expect("rows hold finite numbers");
            (d.mean_b, d.interval_95)
        };
        let dominated = findings.ranks.as_ref().and_then(|r| r.cells.first()).is_some_and(|c| c.front[arm].dominated);
        Place { label: letter(arm).to_string(), x: side(x), y: side(y), dominated }
    };
    let places: Vec<Place> = (0..table.arms()).map(place).collect();
    let (tx, ty) = (table.metrics[x].title, table.metrics[y].title);
    let text = |(mean, i): (f64, Option<(f64, f64)>), decimals: usize| {
        i.map_or_else(
            || fixed(mean, decimals),
            |(l, h)| format!("{} ({} to {})", fixed(mean, decimals), fixed(l, decimals), fixed(h, decimals)),
        )
    };
    let rows: Vec<Vec<String>> = places
        .iter()
        .zip(&table.header.doctrines)
        .map(|(p, d)| {
            vec![
                format!("{}: {}", p.label, d.title),
                text(p.x, table.metrics[x].decimals),
                text(p.y, table.metrics[y].decimals),
            ]
        })
        .collect();
    format!(
        "<h2>Between two aims</h2>\n<p>No weight is put on one against the other. Whether more or fewer arrivals are wanted is not for this page to say.</p>\n{}",
        figure(
            &charts::pareto(&places, &format!("{tx}, per night"), &format!("{ty}, per night")),
            &format!("{ty} against {tx}, per night, for {} doctrines", places.len()),
            "Each cross is a doctrine's mean with its 95 % intervals. Intervals of single doctrines are wider than those of differences on the same nights: two that overlap here may still differ surely above. Grey: dominated on what people suffer (below).",
            &["doctrine", tx, ty],
            &rows,
        )
    )
}

/// Every metric, cell by cell.
pub(super) fn metrics(table: &Table, findings: &Findings) -> String {
    if findings.cells.len() > ONE_BY_ONE || table.header.draws.is_some() {
        return String::new();
    }
    let mut out = String::from(
        "<h2>All metrics</h2>\n<p>Means per night. One metric was named beforehand; all others are told beside it, with p values adjusted after Holm for looking at so many. <i>Pairing</i> is the share of variance that living the same nights took away. “None differ”: both doctrines had the same in every night; “none seen”: nothing in any night under either. Neither is an interval: of n nights, those of another kind are below about 3 in n (95 %).</p>\n",
    );
    for cell in &findings.cells {
        for contrast in &cell.contrasts {
            out += &format!(
                "<h3>{}: {} and {}</h3>\n",
                escaped(&cell.words),
                escaped(&table.header.doctrines[0].title),
                escaped(&table.header.doctrines[contrast.arm].title)
            );
            out += &metric_table(table, contrast);
            for text in crate::report::study::rare_text(table, contrast) {
                out += &format!("<p>{}</p>\n", escaped(&text));
            }
            for (info, rate) in &contrast.rates {
                out += &format!(
                    "<p><b>{}</b> <span class=\"soft\">{}</span></p>\n",
                    escaped(&rate_text(table, contrast.arm, info, rate)),
                    escaped(info.definition)
                );
            }
        }
    }
    let definitions: Vec<Vec<String>> = table
        .metrics
        .iter()
        .map(|m| {
            vec![
                m.title.to_owned(),
                m.unit.to_owned(),
                direction(m.direction).to_owned(),
                m.clustering.word().to_owned(),
                m.definition.to_owned(),
            ]
        })
        .collect();
    out + "<details><summary>What each metric counts</summary>\n"
        + &grid(&["metric", "unit", "wanted", "cases hang together within", "definition"], &definitions, 0)
        + "</details>\n"
}

const fn direction(d: Direction) -> &'static str {
    match d {
        Direction::LowerIsWanted => "lower",
        Direction::HigherIsWanted => "higher",
        Direction::Neutral => "neither",
    }
}

fn metric_table(table: &Table, contrast: &Contrast) -> String {
    let (a, b) = (letter(0).to_string(), letter(contrast.arm).to_string());
    let less = format!("{b} − {a}");
    let rows: Vec<Vec<String>> = table
        .metrics
        .iter()
        .zip(&contrast.lines)
        .zip(&contrast.p_adjusted)
        .map(|((info, line), p)| {
            let d = &line.difference;
            let decimals = decimals_for_difference(d, info.decimals);
            let bootstrap = line
                .bootstrap
                .filter(|_| !d.is_identical())
                .map_or_else(String::new, |i| format!("{} to {}", signed(i.low, decimals), signed(i.high, decimals)));
            vec![
                info.title.to_owned(),
                fixed(d.mean_a, info.decimals),
                fixed(d.mean_b, info.decimals),
                signed(d.mean_difference, decimals),
                interval_text(d, decimals),
                bootstrap,
                p_text(*p),
                d.correlation_bought.map_or_else(String::new, |c| fixed(c, 2)),
            ]
        })
        .collect();
    grid(&["metric", &a, &b, &less, "95 %, Student", "95 %, bootstrap", "p (Holm)", "pairing"], &rows, 1)
}

/// The weakly known numbers that the result may rest on, and what was swept or drawn.
pub(super) fn assumptions(table: &Table) -> String {
    let h = &table.header;
    let mut out = String::from("<h2>What is assumed</h2>\n");
    let drawn = |id: &str| h.draws.as_ref().is_some_and(|d| d.parameters.iter().any(|p| p.id == id));
    let value = |w: &crate::ensemble::study::rows::WeakText| {
        if drawn(&w.id) { format!("drawn, about {}", w.value) } else { w.value.clone() }
    };
    let rows: Vec<Vec<String>> =
        h.weak.iter().map(|w| vec![w.id.clone(), value(w), w.confidence.to_string(), w.source.clone()]).collect();
    if rows.is_empty() {
        out += "<p>No parameter of low confidence was named for this result.</p>\n";
    } else {
        out += "<p>Numbers with little evidence that a count of deaths here may rest on. L: low confidence; E: elicited, a judgement.</p>\n";
        out += &grid(&["parameter", "value", "confidence", "source"], &rows, 0);
    }
    let axes: Vec<Vec<String>> = h
        .axes
        .iter()
        .map(|a| {
            let values: Vec<String> = a.values.iter().map(ToString::to_string).collect();
            vec![a.title.clone(), a.sets.clone(), values.join(", "), a.note.clone()]
        })
        .collect();
    if !axes.is_empty() {
        out += "<h3>Swept</h3>\n";
        out += &grid(&["axis", "sets", "values", "why"], &axes, 0);
    }
    if let Some(d) = &h.draws {
        let ids: Vec<&str> = d.parameters.iter().map(|p| p.id.as_str()).collect();
        out += &format!(
            "<h3>Drawn</h3>\n<p>{} draws of {} parameters, the same for all doctrines: <code>{}</code></p>\n",
            d.number,
            ids.len(),
            escaped(&ids.join(", "))
        );
    }
    for c in &h.changes {
        out += &format!("<p>Set or drawn beside the files: {}</p>\n", escaped(c));
    }
    for w in &h.warnings {
        out += &format!("<p class=\"soft\">Doubt: {}</p>\n", escaped(w));
    }
    out
}

/// What no number of nights can settle.
pub(super) fn limits(limits: &[Limit]) -> String {
    let mut out = String::from(
        "<h2>What the model cannot tell</h2>\n<p>More nights make intervals narrower. They do not make the model truer. Nothing here speaks of what follows from one night to another: trying again, learning, fewer or more departures.</p>\n<ul>\n",
    );
    for l in limits {
        out += &format!("<li>{}: <span class=\"soft\">{}</span></li>\n", escaped(&l.title), escaped(&l.reason));
    }
    out + "</ul>\n"
}

/// Nights without a result.
pub(super) fn failed(table: &Table) -> String {
    let failed = table.failed();
    if failed.is_empty() {
        return String::new();
    }
    let rows: Vec<Vec<String>> = failed
        .iter()
        .take(200)
        .map(|f| vec![f.cell.to_string(), f.night.to_string(), f.reason.clone(), f.replay.clone()])
        .collect();
    format!(
        "<h2>Nights that failed</h2>\n<p>{} nights have no result and count for no doctrine.</p>\n{}",
        failed.len(),
        grid(&["cell", "night", "reason", "again"], &rows, 0)
    )
}

/// What made the page.
pub(super) fn manifest(table: &Table) -> String {
    let h = &table.header;
    let rows: Vec<Vec<String>> = h.inputs.iter().map(|i| vec![i.path.clone(), i.sha256.clone()]).collect();
    let stop = h.stop.map_or_else(String::new, |s| {
        format!(
            " A cell stops once its 95 % interval has a half-width of {} or less, from {} nights on and for {} further nights in a hundred.",
            s.half_width, s.floor, s.look_ahead
        )
    });
    format!(
        "<h2>How to make this page again</h2>\n<p>{}, commit {}; seed {}; {} paired nights in {} cells, at most {} each.{stop}</p>\n<p><code>{}</code></p>\n<details class=\"long\"><summary>{} files went in</summary>\n{}</details>\n<p class=\"soft\">{}</p>\n",
        escaped(&h.program),
        escaped(h.commit.as_deref().unwrap_or("unknown")),
        h.seed,
        count(table.finished() as u64),
        table.cells(),
        count(h.nights),
        escaped(&h.command),
        h.inputs.len(),
        grid(&["file", "SHA-256"], &rows, 0),
        escaped(&h.study.description)
    )
}
