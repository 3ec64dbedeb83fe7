//! Did a scenario's nights come out as its writer expects?
//!
//! The mean of one metric, or of a paired difference, over the first nights, held against the stated bounds. Its
//! standard error stands beside it, so that whoever writes bounds can see which are noise. A night that failed
//! makes the expectation fail with its reason: a mean over fewer nights is another mean.

use super::PairedDifference;
use crate::ensemble::expect::Lived;
use crate::metrics::MetricInfo;
use crate::scenario::expect::Expectation;

/// What came of one expectation.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Mean and standard error of it in the metric's unit, or why there is none.
    pub found: Result<(f64, f64), String>,
    /// The mean is within the bounds.
    pub holds: bool,
}

/// Judges an expectation by the nights that were lived; `metrics` are the columns of their rows.
#[must_use]
pub fn judge(e: &Expectation, metrics: &[MetricInfo], lived: &[Lived]) -> Judged {
    let found = mean(e, metrics, lived);
    let holds = found.as_ref().is_ok_and(|(mean, _)| e.holds(*mean));
    Judged { found, holds }
}

fn mean(e: &Expectation, metrics: &[MetricInfo], lived: &[Lived]) -> Result<(f64, f64), String> {
    let column =
        metrics.iter().position(|m| m.id == e.metric).ok_or_else(|| format!("there is no metric `{}`", e.metric))?;
    let of = |id: &str| -> Result<Vec<f64>, String> {
        let nights = lived.iter().find(|l| l.doctrine == id).map_or(&[][..], |l| &l.nights[..]);
        let nights = nights.get(..e.nights as usize).ok_or_else(|| format!("{id}: {} nights only", nights.len()))?;
        let value = |(i, row): (usize, &Result<Vec<f64>, String>)| match row {
            Ok(values) => values.get(column).copied().ok_or_else(|| format!("{id}, night {i}: no such column")),
            Err(why) => Err(format!("{id}, night {i}: {why}")),
        };
        nights.iter().enumerate().map(value).collect()
    };
    let own = of(&e.doctrine)?;
    // A mean alone is a difference from nothing: the same sums give its standard error.
    let (from, to) = match &e.against {
        Some(against) => (own, of(against)?),
        None => (vec![0.0; own.len()], own),
    };
    let d = PairedDifference::of(&from, &to).map_err(|why| why.to_string())?;
    Ok((d.mean_difference, d.standard_error.unwrap_or(f64::INFINITY)))
}

/// One line: whether it holds, what was found, what was expected.
#[must_use]
pub fn words(e: &Expectation, judged: &Judged) -> String {
    let what = match &e.against {
        Some(against) => format!("{}, {against} less {}", e.metric, e.doctrine),
        None => format!("{} under {}", e.metric, e.doctrine),
    };
    let found = match &judged.found {
        Ok((mean, error)) => format!("{mean:.3} (standard error {error:.3})"),
        Err(why) => format!("no mean: {why}"),
    };
    let verdict = if judged.holds { "holds" } else { "FAILS" };
    format!("{verdict}: {}: {what}, {} nights: {found}; expected {}", e.note, e.nights, e.bounds())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expectation(against: Option<&str>, at_least: f64, at_most: f64) -> Expectation {
        Expectation {
            note: "n".into(),
            doctrine: "a".into(),
            against: against.map(Into::into),
            metric: "fatal_boats".into(),
            nights: 3,
            at_least,
            at_most,
        }
    }

    fn lived(id: &str, values: &[f64]) -> Lived {
        let column = crate::metrics::infos().iter().position(|m| m.id == "fatal_boats").unwrap();
        let row = |v: &f64| {
            let mut row = vec![99.0; crate::metrics::ALL.len()];
            row[column] = *v;
            Ok(row)
        };
        Lived { doctrine: id.into(), nights: values.iter().map(row).collect() }
    }

    #[test]
    fn means_and_differences_are_taken_over_the_first_nights_only() {
        let metrics = crate::metrics::infos();
        let rows = [lived("a", &[1.0, 2.0, 3.0, 1000.0]), lived("b", &[1.0, 1.0, 1.0])];
        let alone = judge(&expectation(None, 2.0, 2.0), &metrics, &rows);
        let (mean, error) = alone.found.clone().unwrap();
        assert!(alone.holds && (mean - 2.0).abs() < 1e-12 && (error - (1.0_f64 / 3.0).sqrt()).abs() < 1e-12);
        let pair = judge(&expectation(Some("b"), -1.0, -0.5), &metrics, &rows);
        assert!(pair.holds && (pair.found.clone().unwrap().0 + 1.0).abs() < 1e-12);
        let over = judge(&expectation(Some("b"), -0.9, f64::INFINITY), &metrics, &rows);
        assert!(!over.holds);
        assert_eq!(
            words(&expectation(Some("b"), -0.9, f64::INFINITY), &over),
            "FAILS: n: fatal_boats, b less a, 3 nights: -1.000 (standard error 0.577); expected at least -0.9"
        );
    }

    #[test]
    fn a_night_that_failed_or_was_not_lived_fails_the_expectation() {
        let metrics = crate::metrics::infos();
        let mut rows = [lived("a", &[1.0, 2.0, 3.0])];
        rows[0].nights[1] = Err("two people in one place".into());
        let judged = judge(&expectation(None, 0.0, 9.0), &metrics, &rows);
        assert!(!judged.holds && judged.found.unwrap_err().contains("night 1: two people"));
        let short = judge(&expectation(None, 0.0, 9.0), &metrics, &[lived("a", &[1.0, 2.0])]);
        assert!(!short.holds && short.found.unwrap_err().contains("2 nights only"));
    }
}
