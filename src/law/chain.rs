//! Was this log written as it stands, or changed since? Each line carries the digest of the line before.
//!
//! JSON lines: the run, its records, and a last line that counts them. A line's digest (SHA-256, FIPS 180-4) is taken over its
//! bytes without the digest itself, and these hold the digest of the line before, so that a changed, added or missing line
//! breaks the chain at the next one at the latest. Whoever makes the whole chain anew leaves no trace in it: that shows only
//! against a last digest kept elsewhere, so the program prints it.
//!
//! Left out: signatures, and the time of writing, which would make two logs of the same night differ.

use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use thiserror::Error;

/// What stands for the digest of the line before the first.
pub const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What comes between a line's bytes and its digest.
const MARK: &str = ",\"hash\":\"";

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}

/// A record with the digest of the one before.
#[derive(Serialize)]
struct Linked<'a, T> {
    #[serde(flatten)]
    record: &'a T,
    prev_hash: &'a str,
}

/// The last line.
#[derive(Serialize)]
struct End {
    kind: &'static str,
    records: usize,
}

/// A chain while it is written.
#[derive(Clone, Debug)]
pub struct Chain {
    text: String,
    last: String,
    lines: usize,
}

impl Default for Chain {
    fn default() -> Self {
        Self { text: String::new(), last: START.to_owned(), lines: 0 }
    }
}

impl Chain {
    /// Adds a record: anything that becomes a JSON object.
    ///
    /// # Errors
    /// If it does not become one.
    pub fn push(&mut self, record: &impl Serialize) -> Result<(), serde_json::Error> {
        let body = serde_json::to_string(&Linked { record, prev_hash: &self.last })?;
        self.last = digest(body.as_bytes());
        // A struct becomes an object, which ends with its brace.
        let open = &body[..body.len() - 1];
        self.text += &format!("{open}{MARK}{}\"}}\n", self.last);
        self.lines += 1;
        Ok(())
    }

    /// The digest of the last line so far.
    #[must_use]
    pub fn last_hash(&self) -> &str {
        &self.last
    }

    /// Adds the last line and gives the text, and its last digest.
    ///
    /// # Errors
    /// As [`Chain::push`].
    pub fn finish(mut self) -> Result<(String, String), serde_json::Error> {
        // The run's own line is no record.
        let records = self.lines.saturating_sub(1);
        self.push(&End { kind: "end", records })?;
        Ok((self.text, self.last))
    }
}

/// A chain that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// Records, without the first and the last line.
    pub records: usize,
    /// Digest of the last line: hold it against the one that was printed when the log was written.
    pub last_hash: String,
}

/// Where a chain breaks first.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {what}")]
pub struct Broken {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub what: String,
}

/// Does the chain hold, from the first line to the last?
///
/// # Errors
/// The first line where it does not, and why.
pub fn verify(text: &str) -> Result<Whole, Broken> {
    let mut last = START.to_owned();
    let mut ended = None;
    let mut lines = 0;
    for (i, line) in text.lines().enumerate() {
        let broken = |what: &str| Broken { line: i + 1, what: what.to_owned() };
        if ended.is_some() {
            return Err(broken("a line after the one that ends the log"));
        }
        let no_digest = "no record of a decision log; expected a JSON object that ends with its `hash`";
        let (open, given) = line.rsplit_once(MARK).ok_or_else(|| broken(no_digest))?;
        let given = given.strip_suffix("\"}").ok_or_else(|| broken(no_digest))?;
        let body = format!("{open}}}");
        let record: serde_json::Value = serde_json::from_str(&body).map_err(|_| broken(no_digest))?;
        if digest(body.as_bytes()) != given {
            return Err(broken("changed since it was written: its content does not give its digest"));
        }
        if record.get("prev_hash").and_then(serde_json::Value::as_str) != Some(&last) {
            let what = if i == 0 {
                "a line before this one is missing"
            } else {
                "the link is broken: a line before this one was changed, added or taken out"
            };
            return Err(broken(what));
        }
        given.clone_into(&mut last);
        lines += 1;
        if record.get("kind").and_then(serde_json::Value::as_str) == Some("end") {
            ended = Some(record.get("records").and_then(serde_json::Value::as_u64));
        }
    }
    let records: usize = usize::saturating_sub(lines, 2);
    match ended {
        None => Err(Broken {
            line: text.lines().count() + 1,
            what: "the log is cut off: its last line is missing".to_owned(),
        }),
        Some(said) if said != u64::try_from(records).ok() => {
            let what = format!("the last line counts {} records, and there are {records}", said.unwrap_or_default());
            Err(Broken { line: text.lines().count(), what })
        }
        Some(_) => Ok(Whole { records, last_hash: last }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Item {
        kind: &'static str,
        n: u32,
        text: String,
    }

    fn log() -> (String, String) {
        let mut chain = Chain::default();
        for n in 0..4 {
            let text = format!("a \"quoted\" text, {MARK}");
            chain.push(&Item { kind: if n == 0 { "run" } else { "decision" }, n, text }).unwrap();
        }
        chain.finish().unwrap()
    }

    fn break_of(lines: &[&str]) -> Broken {
        verify(&(lines.join("\n") + "\n")).unwrap_err()
    }

    #[test]
    fn a_chain_as_written_holds() {
        let (text, last) = log();
        assert_eq!(verify(&text).unwrap(), Whole { records: 3, last_hash: last });
        // FIPS 180-4 example: "abc".
        assert_eq!(digest(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn whatever_is_changed_the_first_broken_line_is_named() {
        let (text, _) = log();
        let lines: Vec<&str> = text.lines().collect();
        let changed = lines[2].replacen("\"n\":2", "\"n\":7", 1);
        assert_eq!(break_of(&[lines[0], lines[1], &changed, lines[3], lines[4]]).line, 3);
        let without: Vec<&str> = [0, 1, 3, 4].map(|i| lines[i]).to_vec();
        let broken = break_of(&without);
        assert_eq!(broken.line, 3);
        assert!(broken.what.contains("taken out"), "{broken}");
        assert_eq!(break_of(&[lines[0], lines[2], lines[1], lines[3], lines[4]]).line, 2);
        assert_eq!(break_of(&lines[1..]).line, 1);
        assert!(break_of(&lines[..4]).what.contains("cut off"));
        assert!(break_of(&[&lines[..], &["{}"]].concat()).what.contains("after"));
        assert_eq!(break_of(&["nonsense"]).line, 1);
        assert!(verify("").unwrap_err().what.contains("cut off"));
    }

    /// A changed line with a digest made to fit breaks the next one.
    #[test]
    fn a_line_forged_with_its_own_digest_breaks_the_next() {
        let (text, _) = log();
        let lines: Vec<&str> = text.lines().collect();
        let (open, _) = lines[2].rsplit_once(MARK).unwrap();
        let body = format!("{}}}", open.replacen("\"n\":2", "\"n\":7", 1));
        let forged = format!("{}{MARK}{}\"}}", body.strip_suffix('}').unwrap(), digest(body.as_bytes()));
        assert_eq!(break_of(&[lines[0], lines[1], &forged, lines[3], lines[4]]).line, 4);
    }

    #[test]
    fn a_last_line_that_counts_wrongly_is_told() {
        let mut chain = Chain::default();
        chain.push(&Item { kind: "run", n: 0, text: String::new() }).unwrap();
        chain.push(&End { kind: "end", records: 5 }).unwrap();
        assert!(verify(&chain.text).unwrap_err().what.contains("counts 5 records, and there are 0"));
    }
}
