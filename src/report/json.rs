//! How does a whole comparison leave for another program? One JSON document, keys in a fixed order.
//!
//! The shape is written out here, apart from the types inside the program, so that renaming one does not
//! change the files people keep. `format` goes up when a key changes meaning or goes away. Numbers are
//! written so that reading them back gives the same bits; what does not exist is `null`.

use super::{ComparisonReport, Manifest, WeakParameter};
use crate::metrics::Direction;
use serde::Serialize;
use std::io::{self, Write};

/// Version of this format.
pub const FORMAT: u32 = 1;

/// Writes a comparison with its manifest, verdict and nights, indented by two spaces, with a final line break.
///
/// # Errors
/// Those of the writer.
pub fn write(out: &mut dyn Write, report: &ComparisonReport) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &document(report))?;
    writeln!(out)
}

#[derive(Serialize)]
struct Document<'a> {
    kind: &'static str,
    format: u32,
    manifest: &'a Manifest,
    doctrine_a: &'a str,
    doctrine_b: &'a str,
    nights_finished: usize,
    nights_failed: usize,
    primary: &'a str,
    verdict: Option<VerdictOut>,
    weak_parameters: Option<&'a [WeakParameter]>,
    metrics: Vec<Metric<'a>>,
    nights: Vec<Night<'a>>,
}

#[derive(Serialize)]
struct VerdictOut {
    kind: &'static str,
    sentence: String,
    nights_floor: usize,
}

#[derive(Serialize)]
struct Metric<'a> {
    id: &'a str,
    title: &'a str,
    unit: &'a str,
    direction: Direction,
    definition: &'a str,
    nights: usize,
    mean_a: Option<f64>,
    mean_b: Option<f64>,
    mean_difference_b_minus_a: Option<f64>,
    standard_error: Option<f64>,
    interval_95: Option<(f64, f64)>,
    nights_b_lower: usize,
    nights_b_higher: usize,
    nights_equal: usize,
    correlation_bought: Option<f64>,
}

#[derive(Serialize)]
struct Night<'a> {
    #[serde(rename = "night")]
    number: u64,
    status: &'static str,
    a: Option<&'a [f64]>,
    b: Option<&'a [f64]>,
    reason: Option<&'a str>,
    replay: Option<String>,
}

fn document<'a>(report: &'a ComparisonReport) -> Document<'a> {
    let comparison = report.comparison;
    let metrics = comparison.lines().map(|(info, d)| {
        let some = |x: f64| (d.n > 0).then_some(x);
        Metric {
            id: info.id,
            title: info.title,
            unit: info.unit,
            direction: info.direction,
            definition: info.definition,
            nights: d.n,
            mean_a: some(d.mean_a),
            mean_b: some(d.mean_b),
            mean_difference_b_minus_a: some(d.mean_difference),
            standard_error: d.standard_error,
            interval_95: d.interval_95,
            nights_b_lower: d.nights_b_lower,
            nights_b_higher: d.nights_a_lower,
            nights_equal: d.nights_equal,
            correlation_bought: d.correlation_bought,
        }
    });
    let nights = comparison.nights().iter().map(|row| {
        let pair = row.outcome.as_ref().ok();
        Night {
            number: row.night,
            status: if pair.is_some() { "finished" } else { "failed" },
            a: pair.map(|p| p.a.as_slice()),
            b: pair.map(|p| p.b.as_slice()),
            reason: row.outcome.as_ref().err().map(String::as_str),
            replay: pair.is_none().then(|| report.manifest.replay_night(row.night)),
        }
    });
    Document {
        kind: "slackwater comparison",
        format: FORMAT,
        manifest: report.manifest,
        doctrine_a: report.name_a,
        doctrine_b: report.name_b,
        nights_finished: comparison.nights_finished(),
        nights_failed: comparison.nights().len() - comparison.nights_finished(),
        primary: report.primary,
        verdict: report.verdict().map(|v| VerdictOut {
            kind: v.kind.id(),
            sentence: v.sentence,
            nights_floor: report.nights_floor,
        }),
        weak_parameters: report.weak_parameters,
        metrics: metrics.collect(),
        nights: nights.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Comparison;
    use crate::report::example;

    fn text(comparison: &Comparison) -> String {
        let (manifest, weak) = (example::manifest(), example::weak());
        let mut out = Vec::new();
        write(&mut out, &example::report(&manifest, comparison, &weak)).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// Keys of the outermost object, in the order of the text.
    fn keys(text: &str) -> Vec<&str> {
        let outermost = text.lines().filter_map(|line| line.strip_prefix("  \""));
        outermost.filter_map(|line| line.split_once('"').map(|(key, _)| key)).collect()
    }

    #[test]
    fn keys_come_in_a_fixed_order_and_the_same_comparison_gives_the_same_bytes() {
        let once = text(&example::comparison());
        assert_eq!(once, text(&example::comparison()));
        assert_eq!(
            keys(&once),
            [
                "kind",
                "format",
                "manifest",
                "doctrine_a",
                "doctrine_b",
                "nights_finished",
                "nights_failed",
                "primary",
                "verdict",
                "weak_parameters",
                "metrics",
                "nights"
            ]
        );
        assert!(once.ends_with("}\n"));
    }

    #[test]
    fn the_document_holds_manifest_means_and_failed_nights() {
        let value: serde_json::Value = serde_json::from_str(&text(&example::comparison())).unwrap();
        assert_eq!(value["manifest"]["scenario"]["sha256"].as_str().unwrap().len(), 64);
        assert_eq!(value["nights_finished"], 4);
        assert_eq!(value["nights_failed"], 1);
        assert_eq!(value["verdict"]["kind"], "too_few");
        assert_eq!(value["metrics"][0]["mean_difference_b_minus_a"], -0.75);
        assert_eq!(value["metrics"][0]["direction"], "lower_is_wanted");
        assert_eq!(value["metrics"][1]["interval_95"], serde_json::json!([0.0, 0.0]));
        assert_eq!(value["nights"][2]["status"], "failed");
        assert_eq!(value["nights"][2]["a"], serde_json::Value::Null);
        assert_eq!(value["nights"][2]["replay"], "slackwater night calm imminent taxi --seed 42 --night 2");
        assert_eq!(value["weak_parameters"][0]["confidence"], "E");
    }

    #[test]
    fn without_nights_there_are_no_means() {
        let value: serde_json::Value =
            serde_json::from_str(&text(&Comparison::from_rows(&example::METRICS, &[]))).unwrap();
        assert_eq!(value["metrics"][0]["mean_a"], serde_json::Value::Null);
        assert_eq!(value["nights"], serde_json::json!([]));
    }
}
