//! What did a search for the turning point of one input come to, as it is kept and read again?
//!
//! `study turn` lives nights at values that nobody knows beforehand, so its rows are no part of a study's file of results. What it
//! found is kept by itself, with what made it, and goes on the page of the study beside the sweep.
//!
//! A file may come from anybody, so what it says is bounded and held against the rows it is to stand beside: the same study, seed and
//! files, an axis and a metric that they have, numbers that are finite and in order ([`Turned::fits`]).
//!
//! Left out: the differences of single nights; the command lives them again.

use super::table::Table;
use crate::ensemble::study::rows::Input;
use serde::{Deserialize, Serialize};

/// The kind of file, for whoever opens it.
pub const KIND: &str = "slackwater turn";

/// Goes up when a key changes meaning.
pub const FORMAT: u32 = 2;

/// Decimals beyond which no metric is told; more are a slip or an ill will.
const MOST_DECIMALS: usize = 12;

/// Values that a search may have tried: it halves, and comes to the last digit long before.
const MOST_TRIED: usize = 10_000;

/// No number of a night, and no value of an axis, is beyond this.
const LARGEST: f64 = 1e12;

/// What a search found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Turned {
    /// [`KIND`].
    pub kind: String,
    /// [`FORMAT`].
    pub format: u32,
    /// Version of the program.
    pub program: String,
    /// Its commit, if known.
    pub commit: Option<String>,
    /// All files that went in, each with the SHA-256 of its bytes.
    #[serde(default)]
    pub inputs: Vec<Input>,
    /// The command that searches again.
    pub command: String,
    /// Title of the study.
    pub study: String,
    /// Names of the two doctrines, A first.
    pub doctrines: [String; 2],
    /// The seed.
    pub seed: u64,
    /// Paired nights at each value.
    pub nights: u64,
    /// Title of the metric.
    pub metric: String,
    /// Decimals of its differences.
    pub decimals: usize,
    /// Title of the axis.
    pub axis: String,
    /// What stands still, in sentences.
    pub notes: Vec<String>,
    /// The answer in the fixed grammar.
    pub sentence: String,
    /// Where the mean difference is nought, if the verdict turns round.
    pub at: Option<f64>,
    /// Ends of the stretch in which these nights cannot tell; none where it reaches beyond the range, or nothing turns round.
    pub unsure: [Option<f64>; 2],
    /// All values tried, rising.
    pub tried: Vec<Tried>,
}

/// One value that was tried.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    /// The value of the axis.
    pub value: f64,
    /// Mean difference, B − A.
    pub difference: f64,
    /// Its 95 % interval, the wider of Student's and the bootstrap's.
    pub interval_95: [f64; 2],
    /// The side told to be lower, in words.
    pub lower: String,
    /// Whether a side is named.
    pub told: bool,
}

impl Turned {
    /// Whether this belongs beside these rows and can be told.
    ///
    /// # Errors
    /// What is wrong, what was expected, and what to do; to be read behind the name of the file.
    pub fn fits(&self, rows: &Table) -> Result<(), String> {
        if self.kind != KIND || self.format != FORMAT {
            return Err(format!(
                "is not what `study turn --json` of this version writes (kind “{KIND}”, format {FORMAT}); search anew"
            ));
        }
        self.in_bounds()?;
        let h = &rows.header;
        if self.study != h.study.title {
            return Err(format!("is of the study “{}”; expected one of “{}”", self.study, h.study.title));
        }
        let others = h.doctrines.iter().skip(1).map(|d| d.title.as_str());
        if h.doctrines.first().is_none_or(|d| d.title != self.doctrines[0])
            || !others.clone().any(|t| t == self.doctrines[1])
        {
            let others: Vec<&str> = others.collect();
            return Err(format!(
                "holds “{}” against “{}”; expected a doctrine of these rows ({}) against their first",
                self.doctrines[1],
                self.doctrines[0],
                others.join(", ")
            ));
        }
        if self.seed != h.seed {
            return Err(format!(
                "is of seed {}, and the rows are of seed {}; search anew with that seed",
                self.seed, h.seed
            ));
        }
        if !h.axes.iter().any(|a| a.title == self.axis) {
            let known: Vec<&str> = h.axes.iter().map(|a| a.title.as_str()).collect();
            return Err(format!("is along “{}”; expected an axis of these rows: {}", self.axis, known.join(", ")));
        }
        if !rows.metrics.iter().any(|m| m.title == self.metric) {
            return Err(format!(
                "is of the metric “{}”, which these rows do not have; search on one of theirs",
                self.metric
            ));
        }
        self.same_files(&h.inputs)
    }

    /// The digests are those of the rows; paths may be typed otherwise.
    fn same_files(&self, rows: &[Input]) -> Result<(), String> {
        let lacks = |list: &[Input], i: &Input| !list.iter().any(|other| other.sha256 == i.sha256);
        let apart =
            self.inputs.iter().find(|i| lacks(rows, i)).or_else(|| rows.iter().find(|i| lacks(&self.inputs, i)));
        match apart {
            Some(i) => Err(format!(
                "was not made of the files that the rows were made of: {} stands on one side alone; live the rows or search again, so that both are of the same files",
                i.short()
            )),
            None => Ok(()),
        }
    }

    /// Numbers that can be told and drawn.
    fn in_bounds(&self) -> Result<(), String> {
        let again = "search anew, or leave the file out";
        if self.decimals > MOST_DECIMALS {
            return Err(format!("has {} decimals; expected {MOST_DECIMALS} at most; {again}", self.decimals));
        }
        if !(2..=MOST_TRIED).contains(&self.tried.len()) {
            let n = self.tried.len();
            return Err(format!(
                "has {n} values tried; expected 2 to {MOST_TRIED}, both ends of the search at least; {again}"
            ));
        }
        let found = [self.at, self.unsure[0], self.unsure[1]].into_iter().flatten();
        let tried = self.tried.iter().flat_map(|t| [t.value, t.difference, t.interval_95[0], t.interval_95[1]]);
        // What is not finite is not below either.
        if let Some(x) = found.chain(tried).find(|x| x.is_nan() || x.abs() > LARGEST) {
            return Err(format!("has the number {x:e}; expected numbers between −1e12 and 1e12; {again}"));
        }
        if let Some(w) = self.tried.windows(2).find(|w| w[0].value >= w[1].value) {
            return Err(format!(
                "has {} before {} among the values tried; expected them rising; {again}",
                w[0].value, w[1].value
            ));
        }
        let inside = |t: &Tried| t.interval_95[0] <= t.difference && t.difference <= t.interval_95[1];
        if let Some(t) = self.tried.iter().find(|t| !inside(t)) {
            return Err(format!(
                "has the interval {} to {} of the difference {} at {}; expected one around the difference; {again}",
                t.interval_95[0], t.interval_95[1], t.difference, t.value
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::tests::header;
    use super::*;

    /// A search that belongs to these rows.
    fn good(rows: &Table) -> Turned {
        let h = &rows.header;
        let tried = |value, difference: f64| Tried {
            value,
            difference,
            interval_95: [difference - 1.0, difference + 1.0],
            lower: "cannot tell".into(),
            told: false,
        };
        Turned {
            kind: KIND.into(),
            format: FORMAT,
            program: h.program.clone(),
            commit: None,
            inputs: h.inputs.clone(),
            command: "slackwater study turn x".into(),
            study: h.study.title.clone(),
            doctrines: [h.doctrines[0].title.clone(), h.doctrines[1].title.clone()],
            seed: h.seed,
            nights: 30,
            metric: rows.metrics[0].title.into(),
            decimals: 3,
            axis: h.axes[0].title.clone(),
            notes: Vec::new(),
            sentence: "Cannot tell.".into(),
            at: None,
            unsure: [None; 2],
            tried: vec![tried(0.0, -1.0), tried(1.0, 1.0)],
        }
    }

    type Spoil = fn(&mut Turned);

    #[test]
    fn a_search_that_does_not_belong_to_the_rows_or_cannot_be_told_is_refused_with_words() {
        let mut h = header();
        let file = |path: &str, digit: &str| Input { path: path.into(), sha256: digit.repeat(64) };
        h.inputs = vec![file("a.ron", "1"), file("b.ron", "2")];
        let rows = Table::new(h).unwrap();
        good(&rows).fits(&rows).unwrap();
        // Paths may be typed otherwise.
        let mut moved = good(&rows);
        moved.inputs[0].path = "./a.ron".into();
        moved.fits(&rows).unwrap();
        let cases: [(Spoil, &str); 15] = [
            (|t| t.format = 1, "search anew"),
            (|t| t.study = "Another".into(), "is of the study “Another”; expected one of"),
            (|t| t.doctrines.swap(0, 1), "against their first"),
            (|t| t.seed += 1, "search anew with that seed"),
            (|t| t.axis = "Moon".into(), "is along “Moon”; expected an axis of these rows"),
            (|t| t.metric = "Joy".into(), "which these rows do not have"),
            (
                |t| t.inputs[0].sha256 = "3".repeat(64),
                "not made of the files that the rows were made of: 333333333333 a.ron",
            ),
            (|t| t.inputs.truncate(1), "222222222222 b.ron stands on one side alone"),
            (|t| t.decimals = 99_999, "99999 decimals; expected 12 at most"),
            (|t| t.tried.clear(), "has 0 values tried; expected 2 to"),
            (|t| t.tried[1].value = 1e308, "has the number 1e308"),
            (|t| t.tried[0].interval_95[0] = f64::NEG_INFINITY, "has the number -inf"),
            (|t| t.at = Some(f64::NAN), "has the number NaN"),
            (|t| t.tried.reverse(), "expected them rising"),
            (|t| t.tried[0].difference = 5.0, "expected one around the difference"),
        ];
        for (spoil, why) in cases {
            let mut bad = good(&rows);
            spoil(&mut bad);
            let said = bad.fits(&rows).expect_err(why);
            assert!(said.contains(why), "{why}: {said}");
        }
    }
}
