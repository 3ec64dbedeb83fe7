//! How does a study's result stand in a file, so that it can be added to, cut off anywhere, gone on with, put
//! together from shares, and read by a spreadsheet?
//!
//! Text: one line with a manifest as JSON behind `# `, one line with names of columns, then a line for each night of each
//! cell, ending with a line break. Nothing that is written is changed later. A line without its line break is one that
//! somebody ended by force: reading on stops before it. Numbers are the shortest text that gives the same bits back.
//! pandas and R read it with `comment="#"`.
//!
//! Left out: the time and machine of the run, the number of workers and whether it was gone on with. They change no
//! number, and with them the same study would not give the same bytes.

use super::plan::{Job, Shard};
use super::{Axis, Bound, StopRule, StrataText, Study, Target};
use crate::metrics::MetricInfo;
use serde::{Deserialize, Serialize};

/// Version of this form.
pub const FORMAT: u32 = 1;

/// Letters of doctrines in names of columns.
pub const ARMS: &str = "abcdefghijklmnopqrstuvwxyz";

/// What made the rows, and what they mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// [`FORMAT`].
    pub format: u32,
    /// Name and version of the program.
    pub program: String,
    /// The commit it was built from, if known.
    pub commit: Option<String>,
    /// Id, title and question of the study.
    pub study: StudyText,
    /// The share of the study that this file holds; none if it is the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<String>,
    /// The command that makes the whole again.
    pub command: String,
    /// The command that lives one night again, with `{cell}` and `{night}` in the place of their numbers.
    pub night_command: String,
    /// Seed of all draws.
    pub seed: u64,
    /// Nights for each cell, at most.
    pub nights: u64,
    /// When a cell stops by itself.
    pub stop: Option<StopText>,
    /// How nights were sorted and which of each stratum are lived, if not all in equal shares.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub strata: Option<StrataText>,
    /// Bounds whose keeping is counted over the cells.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub satisfice: Vec<Bound>,
    /// Id of the metric that decides.
    pub primary: String,
    /// The scenarios.
    pub scenarios: Vec<NameText>,
    /// The doctrines; the first is the one that the others are held against.
    pub doctrines: Vec<NameText>,
    /// Ids of the metrics, in the order of columns.
    pub metrics: Vec<String>,
    /// The axes.
    pub axes: Vec<AxisText>,
    /// The draws.
    pub draws: Option<DrawText>,
    /// How many numbers of the model were drawn anew each night, by the scenario or the command line: with any, intervals over
    /// nights are over luck and doubt together.
    #[serde(skip_serializing_if = "is_nought", default)]
    pub drawn_each_night: usize,
    /// What the command line set or let be drawn beside the files, a line each.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub changes: Vec<String>,
    /// All files that went in, each with the SHA-256 of its bytes.
    pub inputs: Vec<Input>,
    /// Parameters of the register with low confidence that the result may rest on.
    pub weak: Vec<WeakText>,
    /// Doubts that files gave when they were read.
    pub warnings: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde hands it over")]
const fn is_nought(n: &usize) -> bool {
    *n == 0
}

/// The study in its own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudyText {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Question.
    pub question: String,
    /// Description.
    pub description: String,
}

/// Something with a name as typed, and a title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameText {
    /// As one types it.
    pub name: String,
    /// Title for people.
    pub title: String,
}

/// An axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AxisText {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it sets, in words.
    pub sets: String,
    /// Its values.
    pub values: Vec<f64>,
    /// Names of the values, if they are choices.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub labels: Vec<String>,
    /// Why, and where from.
    pub note: String,
}

/// When a cell stops by itself.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct StopText {
    /// Half-width of the 95 % interval on the primary metric, in its unit.
    pub half_width: f64,
    /// Fewest nights.
    pub floor: u64,
    /// For how many further nights in a hundred it must hold.
    pub look_ahead: u64,
}

/// The draws: the value of each drawn parameter in each draw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DrawText {
    /// How many.
    pub number: u32,
    /// `random`, `morris` or `sobol`.
    pub design: String,
    /// Trajectories of Morris' screening, rows of Sobol's points, or the number of random draws.
    pub size: u32,
    /// Names of the inputs: parameters that are drawn together are one.
    pub inputs: Vec<String>,
    /// Each parameter.
    pub parameters: Vec<DrawnText>,
}

/// A drawn parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DrawnText {
    /// Its id.
    pub id: String,
    /// Its value in each draw.
    pub values: Vec<f64>,
}

/// A file that went in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Input {
    /// Path as the reader would type it.
    pub path: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

impl Input {
    /// The first twelve digits of the digest, and the path.
    #[must_use]
    pub fn short(&self) -> String {
        format!("{} {}", self.sha256.get(..12).unwrap_or(&self.sha256), self.path)
    }
}

/// A number of the model with little behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeakText {
    /// Its id.
    pub id: String,
    /// Its value with unit.
    pub value: String,
    /// `L` or `E`.
    pub confidence: char,
    /// Who says so.
    pub source: String,
}

impl From<StopRule> for StopText {
    fn from(s: StopRule) -> Self {
        Self { half_width: s.half_width, floor: s.floor, look_ahead: s.look_ahead }
    }
}

impl From<&Axis> for AxisText {
    fn from(a: &Axis) -> Self {
        let sets = match &a.target {
            Target::Parameters(ids) => format!("the value of {}", ids.join(", ")),
            Target::Factor(ids) => format!("a factor on {}", ids.join(", ")),
            Target::Doctrine(id) => format!("the number `{id}` of each doctrine that has it"),
            Target::Commitment => {
                "the probability that a lawful request gets its order, of each doctrine with a chain of authority"
                    .into()
            }
        };
        Self {
            id: a.id.clone(),
            title: a.title.clone(),
            sets,
            values: a.values.clone(),
            labels: a.labels.clone(),
            note: a.note.clone(),
        }
    }
}

impl Header {
    /// The lines above the rows: the manifest, and the names of the columns.
    ///
    /// # Panics
    /// Never: all of it can be written as JSON.
    #[must_use]
    pub fn text(&self) -> String {
        let json = serde_json::to_string(self).expect("plain data can be written");
        format!("# {json}\n{}\n", self.columns())
    }

    /// The names of the columns, with commas.
    #[must_use]
    pub fn columns(&self) -> String {
        let mut out = String::from("cell,night,status");
        for (letter, _) in ARMS.chars().zip(&self.doctrines) {
            for metric in &self.metrics {
                out += &format!(",{letter}_{metric}");
            }
        }
        out + ",reason"
    }

    /// Reads the two lines above the rows. `file` is named in messages.
    ///
    /// # Errors
    /// A sentence: not such a file, of another form, or cut off in its head.
    pub fn read(file: &str, first: &str, second: &str) -> Result<Self, String> {
        let json = first
            .strip_prefix("# ")
            .ok_or_else(|| format!("{file}:1: is no file of results; expected a first line that begins with `# {{`"))?;
        let header: Self =
            serde_json::from_str(json).map_err(|e| format!("{file}:1: the manifest cannot be read: {e}"))?;
        if header.format != FORMAT {
            return Err(format!("{file}:1: has form {}; this program reads form {FORMAT}", header.format));
        }
        if header.columns() != second {
            return Err(format!(
                "{file}:2: the names of the columns are not those of the manifest; the file was changed"
            ));
        }
        Ok(header)
    }

    /// The share that the file holds.
    ///
    /// # Errors
    /// If the manifest names one that cannot be.
    pub fn shard(&self) -> Result<Shard, String> {
        self.share.as_deref().map_or(Ok(Shard::WHOLE), Shard::parse)
    }

    /// The same, as the whole would have it.
    #[must_use]
    pub fn as_whole(&self) -> Self {
        Self { share: None, ..self.clone() }
    }

    /// The number of cells.
    #[must_use]
    pub fn cells(&self) -> usize {
        let points: usize = self.axes.iter().map(|a| a.values.len()).product();
        self.scenarios.len() * points * self.draws.as_ref().map_or(1, |d| d.number as usize)
    }

    /// The metrics, by their ids.
    ///
    /// # Errors
    /// Names one that this program does not know.
    pub fn infos(&self) -> Result<Vec<MetricInfo>, String> {
        let known = crate::ensemble::columns::infos();
        let find = |id: &String| {
            known.iter().find(|m| m.id == id).copied().ok_or_else(|| {
                format!(
                    "there is no metric `{id}` here; the results were made by {}, this is {}",
                    self.program,
                    program()
                )
            })
        };
        self.metrics.iter().map(find).collect()
    }

    /// The command that lives one night again.
    #[must_use]
    pub fn replay(&self, cell: usize, night: u64) -> String {
        self.night_command.replace("{cell}", &cell.to_string()).replace("{night}", &night.to_string())
    }
}

/// Name and version of this program, as it stands in manifests.
#[must_use]
pub fn program() -> String {
    format!("slackwater {}", env!("CARGO_PKG_VERSION"))
}

/// The commit that this program was built from, as it stands in manifests; none if the build did not know it (`build.rs`).
#[must_use]
pub fn commit() -> Option<String> {
    option_env!("SLACKWATER_COMMIT").map(str::to_owned)
}

/// A header with what a study itself knows; what files say is put in by whoever has read them.
#[must_use]
pub fn header_of(study: &Study) -> Header {
    Header {
        format: FORMAT,
        program: program(),
        commit: commit(),
        study: StudyText {
            id: study.id.clone(),
            title: study.title.clone(),
            question: study.question.clone(),
            description: study.description.clone(),
        },
        share: None,
        command: String::new(),
        night_command: String::new(),
        seed: study.seed,
        nights: study.nights,
        stop: study.stop.map(StopText::from),
        strata: None,
        satisfice: study.satisfice.clone(),
        primary: study.primary.clone(),
        scenarios: Vec::new(),
        doctrines: Vec::new(),
        metrics: crate::ensemble::columns::infos().iter().map(|m| m.id.to_owned()).collect(),
        axes: study.axes.iter().map(AxisText::from).collect(),
        draws: None,
        drawn_each_night: 0,
        changes: Vec::new(),
        inputs: Vec::new(),
        weak: Vec::new(),
        warnings: Vec::new(),
    }
}

/// One night of one cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which.
    pub job: Job,
    /// The metrics under each doctrine, doctrine by doctrine in one list; or why there are none.
    pub outcome: Result<Vec<f64>, String>,
}

/// Why a row cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowError {
    /// It has not as many fields as the columns.
    #[error("has {found} fields; expected {expected}")]
    Fields {
        /// As many as it has.
        found: usize,
        /// As many as it should have.
        expected: usize,
    },
    /// A field is no number.
    #[error("`{0}` is no number of that column")]
    Number(String),
    /// Its status is neither of the two.
    #[error("`{0}` is no status; expected `finished` or `failed`")]
    Status(String),
}

impl Row {
    /// The line of this row, with its line break. `columns`: numbers in a row that is finished.
    #[must_use]
    pub fn text(&self, columns: usize) -> String {
        use core::fmt::Write as _;
        let mut out = String::with_capacity(24 + columns * 4);
        // Writing to a string cannot fail.
        let _ = write!(out, "{},{}", self.job.cell, self.job.night);
        match &self.outcome {
            Ok(values) => {
                out.push_str(",finished");
                for value in values {
                    let _ = write!(out, ",{value}");
                }
                out.push(',');
            }
            Err(reason) => {
                out.push_str(",failed");
                (0..columns).for_each(|_| out.push(','));
                let plain: String = reason.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
                let _ = write!(out, ",\"{}\"", plain.replace('"', "\"\""));
            }
        }
        out.push('\n');
        out
    }

    /// Reads a line without its line break. `columns` as in [`Row::text`].
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn read(line: &str, columns: usize) -> Result<Self, RowError> {
        // Numbers hold no comma, and the reason stands last: so no more than this many parts are looked for.
        let parts: Vec<&str> = line.splitn(4 + columns, ',').collect();
        if parts.len() != 4 + columns {
            return Err(RowError::Fields { found: parts.len(), expected: 4 + columns });
        }
        let number = |t: &str| RowError::Number(t.to_owned());
        let job = Job {
            cell: parts[0].parse().map_err(|_| number(parts[0]))?,
            night: parts[1].parse().map_err(|_| number(parts[1]))?,
        };
        let outcome = match parts[2] {
            "finished" => {
                let read = |t: &&str| t.parse::<f64>().ok().filter(|x| x.is_finite()).ok_or_else(|| number(t));
                Ok(parts[3..3 + columns].iter().map(read).collect::<Result<_, _>>()?)
            }
            "failed" => {
                let quoted = parts[3 + columns];
                let inside = quoted.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or(quoted);
                Err(inside.replace("\"\"", "\""))
            }
            other => return Err(RowError::Status(other.to_owned())),
        };
        Ok(Self { job, outcome })
    }
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;
    use proptest::prelude::*;

    fn header() -> Header {
        let name = |n: &str| NameText { name: n.into(), title: n.to_uppercase() };
        Header {
            doctrines: vec![name("a"), name("b")],
            scenarios: vec![name("one")],
            night_command: "slackwater study night x --cell {cell} --night {night}".into(),
            ..header_of(&example::study())
        }
    }

    #[test]
    fn a_header_is_read_back_and_slips_are_told() {
        let h = header();
        let text = h.text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(Header::read("f", lines[0], lines[1]).unwrap(), h);
        assert_eq!(h.replay(3, 7), "slackwater study night x --cell 3 --night 7");
        assert_eq!(h.shard(), Ok(Shard::WHOLE));
        assert_eq!(h.infos().unwrap().len(), crate::ensemble::columns::count());
        for (first, second, part) in [
            ("cell,night", lines[1], "f:1: is no file of results"),
            ("# {", lines[1], "f:1: the manifest cannot be read"),
            (lines[0], "cell,night", "f:2: the names of the columns"),
            (&lines[0].replace("\"format\":1", "\"format\":9"), lines[1], "this program reads form 1"),
        ] {
            assert!(Header::read("f", first, second).unwrap_err().contains(part), "{part}");
        }
        let strange = Header { metrics: vec!["luck".into()], ..h };
        assert!(strange.infos().unwrap_err().contains("there is no metric `luck` here"));
    }

    #[test]
    fn a_line_that_is_not_whole_is_no_row() {
        let row = Row { job: Job { cell: 1, night: 2 }, outcome: Ok(vec![0.0, 1.5]) };
        assert_eq!(row.text(2), "1,2,finished,0,1.5,\n");
        assert!(matches!(Row::read("1,2,finished,0", 2), Err(RowError::Fields { found: 4, expected: 6 })));
        assert!(matches!(Row::read("1,2,finished,0,x,", 2), Err(RowError::Number(_))));
        assert!(matches!(Row::read("1,2,finished,0,NaN,", 2), Err(RowError::Number(_))));
        assert!(matches!(Row::read("1,2,lost,0,1,", 2), Err(RowError::Status(_))));
    }

    proptest! {
        #[test]
        fn rows_are_read_back_to_the_bit(values in prop::collection::vec(-1e9_f64..1e9, 1..20), cell in 0_usize..9999, night: u64) {
            let row = Row { job: Job { cell, night }, outcome: Ok(values.clone()) };
            let text = row.text(values.len());
            let back = Row::read(text.trim_end_matches('\n'), values.len()).unwrap();
            let bits = |v: &[f64]| v.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
            prop_assert_eq!(bits(&back.outcome.unwrap()), bits(&values));
            prop_assert_eq!(back.job, row.job);
        }

        #[test]
        fn reasons_are_read_back(reason in "[ -~äé,\"]{0,60}") {
            let row = Row { job: Job { cell: 0, night: 1 }, outcome: Err(reason) };
            let text = row.text(5);
            prop_assert_eq!(text.matches('\n').count(), 1);
            prop_assert_eq!(Row::read(text.trim_end_matches('\n'), 5).unwrap(), row);
        }
    }
}
