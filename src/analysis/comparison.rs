//! What do the rows of a run say, metric by metric?
//!
//! Rows come in (in any order, perhaps a part of them); one paired difference for each metric comes out,
//! beside the nights themselves and those that failed. A night counts for all metrics or for none, so
//! that every line of a table stands on the same nights.
//!
//! Left out: a metric that some nights do not have. Dropping those nights would favour the doctrine that
//! has the value more often; such a night is failed and says which metric it was.

use super::contrast::Contrast;
use super::paired::PairedDifference;
use super::resample::Resampler;
use super::verdict::{Question, Verdict, Wording, verdict, verdict_in_two};
use crate::ensemble::NightRow;
use crate::metrics::{Direction, MetricInfo};

/// One night under both doctrines: values in the order of the list of metrics.
#[derive(Clone, Debug, PartialEq)]
pub struct PairOutcome {
    /// Values under doctrine A.
    pub a: Vec<f64>,
    /// Values under doctrine B.
    pub b: Vec<f64>,
}

/// A night without a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedNight {
    /// Its number.
    pub night: u64,
    /// What went wrong.
    pub reason: String,
}

/// Two doctrines over many paired nights.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    metrics: Vec<MetricInfo>,
    nights: Vec<NightRow<PairOutcome>>,
    differences: Vec<PairedDifference>,
}

impl Comparison {
    /// Compares the nights that were finished. Rows may come in any order; a night that comes twice counts
    /// once; one whose values are not finite, or not as many as the metrics, is failed with a reason.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "the nights that could make it panic were set aside before")]
    pub fn from_rows(metrics: &[MetricInfo], rows: &[NightRow<PairOutcome>]) -> Self {
        let mut nights: Vec<_> = rows.iter().map(|row| checked(metrics, row)).collect();
        nights.sort_by_key(|row| row.night);
        nights.dedup_by_key(|row| row.night);
        let column = |arm: fn(&PairOutcome) -> &[f64], i: usize| -> Vec<f64> {
            nights.iter().filter_map(|row| row.outcome.as_ref().ok()).map(|pair| arm(pair)[i]).collect()
        };
        let differences = (0..metrics.len())
            .map(|i| PairedDifference::of(&column(|p| &p.a, i), &column(|p| &p.b, i)))
            .map(|d| d.expect("each night was checked to have finite values in both arms"))
            .collect();
        Self { metrics: metrics.to_vec(), nights, differences }
    }

    /// The metrics, in order.
    #[must_use]
    pub fn metrics(&self) -> &[MetricInfo] {
        &self.metrics
    }

    /// All nights in order of their number, failed ones included.
    #[must_use]
    pub fn nights(&self) -> &[NightRow<PairOutcome>] {
        &self.nights
    }

    /// The metrics with what the nights say about each.
    pub fn lines(&self) -> impl Iterator<Item = (&MetricInfo, &PairedDifference)> {
        self.metrics.iter().zip(&self.differences)
    }

    /// One metric by its id.
    #[must_use]
    pub fn line(&self, id: &str) -> Option<(&MetricInfo, &PairedDifference)> {
        self.lines().find(|(info, _)| info.id == id)
    }

    /// How many nights count.
    #[must_use]
    pub fn nights_finished(&self) -> usize {
        self.nights.iter().filter(|row| row.outcome.is_ok()).count()
    }

    /// The nights that do not count, with reasons.
    #[must_use]
    pub fn failed(&self) -> Vec<FailedNight> {
        let failed = |row: &NightRow<PairOutcome>| {
            row.outcome.as_ref().err().map(|reason| FailedNight { night: row.night, reason: reason.clone() })
        };
        self.nights.iter().filter_map(failed).collect()
    }

    /// Whether the arms are the same in every night on every metric: what A against A must give.
    #[must_use]
    pub fn is_identical(&self) -> bool {
        !self.differences.is_empty() && self.differences.iter().all(PairedDifference::is_identical)
    }

    /// The verdict on one metric; `None` if there is no such metric. Both intervals are asked (see `verdict_in_two`), on
    /// resamples that do not depend on the study's seed, so that the same nights always give the same sentence.
    #[must_use]
    pub fn verdict(&self, id: &str, name_a: &str, name_b: &str, nights_floor: usize) -> Option<Verdict> {
        let (info, difference) = self.line(id)?;
        let noun = noun(info.title);
        let question = Question {
            name_a,
            name_b,
            noun: &noun,
            wording: Wording::for_unit(info.unit),
            harm: info.direction == Direction::LowerIsWanted,
            decimals: info.decimals,
            nights_floor,
        };
        let i = self.metrics.iter().position(|m| m.id == id)?;
        let side = |arm: fn(&PairOutcome) -> &[f64]| -> Vec<f64> {
            self.nights.iter().filter_map(|row| row.outcome.as_ref().ok()).map(|pair| arm(pair)[i]).collect()
        };
        match Contrast::of(&side(|p| &p.a), &side(|p| &p.b), Resampler::new(0)) {
            Ok(contrast) => Some(verdict_in_two(&question, &contrast)),
            Err(_) => Some(verdict(&question, difference)),
        }
    }
}

/// A title as it stands inside a sentence: `Deaths` → `deaths`, `UK landings` → `UK landings`.
pub(crate) fn noun(title: &str) -> String {
    let mut letters = title.chars();
    let small = match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(letters).collect(),
        _ => title.to_owned(),
    };
    // Titles that say what befell people, without the people: a sentence needs them.
    let who = match small.split(' ').next().unwrap_or_default() {
        "arrived" | "died" | "landed" | "embarked" => "people who ",
        "taken" | "left" | "prevented" | "aboard" | "in" => "people ",
        "seen" => "boats ",
        "from" | "without" => "minutes ",
        _ => "",
    };
    format!("{who}{small}")
}

fn checked(metrics: &[MetricInfo], row: &NightRow<PairOutcome>) -> NightRow<PairOutcome> {
    let outcome = row.outcome.clone().and_then(|pair| match fault(metrics, &pair) {
        Some(reason) => Err(reason),
        None => Ok(pair),
    });
    NightRow { night: row.night, outcome }
}

fn fault(metrics: &[MetricInfo], pair: &PairOutcome) -> Option<String> {
    let expected = metrics.len();
    for (arm, values) in [("A", &pair.a), ("B", &pair.b)] {
        if values.len() != expected {
            return Some(format!("doctrine {arm} gave {} values for {expected} metrics", values.len()));
        }
        if let Some(i) = values.iter().position(|x| !x.is_finite()) {
            return Some(format!("metric `{}` is {} under doctrine {arm}", metrics[i].id, values[i]));
        }
    }
    let too_far = (0..expected).find(|&i| !(pair.b[i] - pair.a[i]).is_finite())?;
    Some(format!("metric `{}` differs by more than a number can hold", metrics[too_far].id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::Clustering;

    const METRICS: [MetricInfo; 2] = [
        MetricInfo {
            id: "deaths",
            title: "Deaths",
            unit: "people",
            direction: Direction::LowerIsWanted,
            clustering: Clustering::Boat,
            definition: "People who died.",
            decimals: 2,
        },
        MetricInfo {
            id: "uk_landings",
            title: "UK landings",
            unit: "people",
            direction: Direction::Neutral,
            clustering: Clustering::Boat,
            definition: "People who landed in the UK.",
            decimals: 1,
        },
    ];

    fn row(night: u64, a: [f64; 2], b: [f64; 2]) -> NightRow<PairOutcome> {
        NightRow { night, outcome: Ok(PairOutcome { a: a.to_vec(), b: b.to_vec() }) }
    }

    #[test]
    fn the_order_of_rows_changes_nothing_and_a_night_counts_once() {
        let rows =
            [row(0, [1.0, 90.0], [0.0, 80.0]), row(1, [0.0, 50.0], [0.0, 55.0]), row(2, [2.0, 10.0], [3.0, 0.0])];
        let forward = Comparison::from_rows(&METRICS, &rows);
        let jumbled = [rows[2].clone(), rows[0].clone(), rows[1].clone(), rows[0].clone()];
        assert_eq!(Comparison::from_rows(&METRICS, &jumbled), forward);
        let (_, deaths) = forward.line("deaths").unwrap();
        assert_eq!((deaths.n, deaths.mean_a, deaths.mean_b, deaths.mean_difference), (3, 1.0, 1.0, 0.0));
        assert!(forward.line("cost").is_none());
    }

    #[test]
    fn a_night_that_is_not_whole_is_failed_for_every_metric() {
        let lame = NightRow { night: 4, outcome: Ok(PairOutcome { a: vec![0.0], b: vec![0.0, 0.0] }) };
        let broken = NightRow { night: 5, outcome: Err("ran aground".to_owned()) };
        let rows = [row(3, [0.0, f64::NAN], [0.0, 1.0]), lame, broken, row(6, [1.0, 1.0], [1.0, 1.0])];
        let comparison = Comparison::from_rows(&METRICS, &rows);
        assert_eq!(comparison.nights_finished(), 1);
        assert!(comparison.is_identical());
        let reasons: Vec<_> = comparison.failed().into_iter().map(|f| (f.night, f.reason)).collect();
        assert_eq!(
            reasons,
            [
                (3, "metric `uk_landings` is NaN under doctrine A".to_owned()),
                (4, "doctrine A gave 1 values for 2 metrics".to_owned()),
                (5, "ran aground".to_owned()),
            ]
        );
    }

    #[test]
    fn nothing_finished_is_not_identical() {
        let empty = Comparison::from_rows(&METRICS, &[]);
        assert!(!empty.is_identical());
        let said = empty.verdict("deaths", "X", "Y", 100).unwrap();
        assert_eq!(said.sentence, "No paired night was finished.");
    }

    #[test]
    fn a_verdict_takes_its_words_from_the_metric() {
        let rows: Vec<_> = (0..3).map(|i| row(i, [1.0, 5.0], [0.0, 5.0 + i as f64])).collect();
        let comparison = Comparison::from_rows(&METRICS, &rows);
        let said = |id| comparison.verdict(id, "X", "Y", 2).unwrap().sentence;
        assert!(said("deaths").starts_with("On 3 paired nights, Y had fewer deaths than X in 3, more in 0"));
        assert!(said("uk_landings").starts_with("On 3 paired nights, Y had fewer UK landings than X in 0, more in 2"));
    }
}
