//! How do the findings of a study leave for a script? One JSON object: the manifest, and each cell with what every doctrine
//! does against the first on every metric.
//!
//! Left out: single nights; they are in the file of results and in Parquet.

use super::depends::Block;
use crate::analysis::resample::Interval;
use crate::analysis::study::{CellFindings, Contrast, Findings, Table};
use serde_json::{Value, json};

/// The whole as JSON, with a line break at its end.
///
/// # Panics
/// Never: all of it can be written.
#[must_use]
pub fn text(table: &Table, findings: &Findings) -> String {
    let cells: Vec<Value> = findings.cells.iter().map(|c| cell(table, c)).collect();
    let metrics: Vec<Value> = table.metrics.iter().map(|m| json!(m)).collect();
    let failed: Vec<Value> = table
        .failed()
        .iter()
        .map(|f| json!({ "cell": f.cell, "night": f.night, "reason": f.reason, "replay": f.replay }))
        .collect();
    let flips: Vec<Value> = findings.flips.iter().map(|f| super::flip::json(table, f)).collect();
    let whole = json!({
        "manifest": table.header,
        "metrics": metrics,
        "cells": cells,
        "what_it_depends_on": depends(table, findings),
        "pull_of_rescue": super::pull::json(table, findings),
        "turns_round": flips,
        "turns_round_over_one_input": findings.switches.turns,
        "bounds": super::bounds::json(table, findings),
        "failed": failed,
    });
    serde_json::to_string_pretty(&whole).expect("plain data can be written") + "\n"
}

/// All that the page tells below the verdicts (ranks, regret, K*, layers of doubt, sensitivity), with the figures as they are
/// printed: a heading begins a part, which has sentences and tables.
fn depends(table: &Table, findings: &Findings) -> Vec<Value> {
    let mut parts: Vec<(String, Vec<String>, Vec<Value>)> = Vec::new();
    for block in super::depends::blocks(table, findings) {
        if let Block::Heading(title) = block {
            parts.push((title, Vec::new(), Vec::new()));
            continue;
        }
        if parts.is_empty() {
            parts.push((String::new(), Vec::new(), Vec::new()));
        }
        let Some((_, sentences, tables)) = parts.last_mut() else { continue };
        match block {
            Block::Heading(_) => {}
            Block::Text(text) => sentences.push(text),
            Block::Grid(grid) => tables.push(json!({ "columns": grid.head, "rows": grid.rows })),
            Block::Figure { label, caption, grid, .. } => {
                tables.push(json!({ "shows": label, "says": caption, "columns": grid.head, "rows": grid.rows }));
            }
        }
    }
    parts.into_iter().map(|(title, text, tables)| json!({ "part": title, "text": text, "tables": tables })).collect()
}

fn cell(table: &Table, c: &CellFindings) -> Value {
    let (scenario, point, draw) = table.place(c.cell);
    let axes: serde_json::Map<String, Value> =
        table.header.axes.iter().zip(&point).map(|(a, i)| (a.id.clone(), json!(a.values[*i]))).collect();
    let contrasts: Vec<Value> = c.contrasts.iter().map(|contrast| against_first(table, contrast)).collect();
    json!({
        "cell": c.cell,
        "scenario": table.header.scenarios[scenario].name,
        "axes": axes,
        "draw": draw,
        "nights": c.nights,
        "contrasts": contrasts,
    })
}

fn against_first(table: &Table, contrast: &Contrast) -> Value {
    let lines: Vec<Value> = table
        .metrics
        .iter()
        .zip(&contrast.lines)
        .enumerate()
        .map(|(i, (info, line))| {
            let d = &line.difference;
            json!({
                "metric": info.id,
                "mean_a": d.mean_a,
                "mean_b": d.mean_b,
                "mean_difference": d.mean_difference,
                "standard_error": d.standard_error,
                "interval_95_student": d.interval_95,
                "interval_95_bca": line.bootstrap.map(ends),
                "agreement": line.agreement,
                "nights_b_lower": line.b_lower,
                "nights_a_lower": line.a_lower,
                "nights_equal": line.equal,
                "p": contrast.p[i],
                "p_holm": contrast.p_adjusted[i],
                "correlation_bought": d.correlation_bought,
            })
        })
        .collect();
    let rates: Vec<Value> = contrast
        .rates
        .iter()
        .map(|(info, r)| {
            json!({
                "rate": info.id,
                "per": info.per,
                "nights": r.nights,
                "nights_differing": r.differing,
                "a_nights_with_event": r.a.nights_with_event,
                "b_nights_with_event": r.b.nights_with_event,
                "a": r.a.value,
                "a_interval_95": r.a.interval.map(ends),
                "b": r.b.value,
                "b_interval_95": r.b.interval.map(ends),
                "difference": r.difference,
                "difference_interval_95": r.difference_interval.map(ends),
                "ratio": r.ratio,
                "ratio_interval_95": r.ratio_interval.map(ends),
                "ratio_interval_95_fieller": r.ratio_fieller,
            })
        })
        .collect();
    json!({
        "a": table.header.doctrines[0].name,
        "b": table.header.doctrines[contrast.arm].name,
        "verdict": contrast.verdict.as_ref().map(|v| &v.sentence),
        "metrics": lines,
        "rates": rates,
        "deaths_three_ways": contrast.three_ways,
        "precision": contrast.stop.map(super::precision::json),
        "sorting_worth": contrast.strata.as_ref().map(|(worth, _)| worth),
        "what_was_bought": super::study::rare_text(table, contrast),
    })
}

/// Both ends; one that is infinite is null in JSON.
fn ends(i: Interval) -> [f64; 2] {
    [i.low, i.high]
}
