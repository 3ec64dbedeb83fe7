//! What exactly produced these numbers, and how are they produced again?
//!
//! Every page and file carries it: program, version, commit, a digest of each input, seed, number of nights
//! and one line that replays it. Digests are SHA-256 of the bytes of the file (FIPS 180-4), whole in files
//! and twelve digits in text: enough to see a difference, short enough to read.
//!
//! Left out: the time and machine of the run. They change nothing in the numbers, and with them the same
//! run would not give the same file.

use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// Digits of a digest shown in text.
const SHORT_DIGITS: usize = 12;

/// A file that went into a result.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct FileStamp {
    /// Path as the reader would type it.
    pub path: String,
    /// SHA-256 of its bytes, 64 lower-case hexadecimal digits.
    pub sha256: String,
}

impl FileStamp {
    /// The stamp of a file with these bytes.
    #[must_use]
    pub fn of(path: &str, bytes: &[u8]) -> Self {
        let mut sha256 = String::with_capacity(64);
        for byte in Sha256::digest(bytes) {
            write!(sha256, "{byte:02x}").expect("writing to a string cannot fail");
        }
        Self { path: path.to_owned(), sha256 }
    }

    /// The first twelve digits of the digest.
    #[must_use]
    pub fn short(&self) -> &str {
        self.sha256.get(..SHORT_DIGITS).unwrap_or(&self.sha256)
    }
}

/// What produced a result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Manifest {
    /// Name of the program: `slackwater`.
    pub program: String,
    /// Its version.
    pub version: String,
    /// The commit it was built from, if known.
    pub commit: Option<String>,
    /// The scenario.
    pub scenario: FileStamp,
    /// Doctrine A, or the only one.
    pub doctrine_a: FileStamp,
    /// Doctrine B; `None` for a night under one doctrine.
    pub doctrine_b: Option<FileStamp>,
    /// Files of the parameter register.
    pub parameters: Vec<FileStamp>,
    /// Parameters that were set or drawn for this run, beyond what the scenario says; a sentence each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<String>,
    /// Other shipped data: chart, tides, craft.
    pub assets: Vec<FileStamp>,
    /// Seed of all random draws.
    pub seed: u64,
    /// Nights asked for.
    pub nights: u64,
    /// The command that replays the whole.
    pub command: String,
    /// The command that replays one night, with `{night}` in the place of its number.
    pub night_command: String,
}

impl Manifest {
    /// The command that replays this night.
    #[must_use]
    pub fn replay_night(&self, night: u64) -> String {
        self.night_command.replace("{night}", &night.to_string())
    }

    /// The block that stands on every page, one fact a line, without a final line break.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.lines().join("\n")
    }

    /// The lines of [`Manifest::to_text`]. None contains a line break.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let commit = self.commit.as_deref().unwrap_or("unknown");
        let mut lines = vec![format!("{} {}, commit {commit}", self.program, self.version)];
        let mut file =
            |what: &str, stamp: &FileStamp| lines.push(format!("{what:<10}  {}  {}", stamp.short(), stamp.path));
        file("scenario", &self.scenario);
        file(if self.doctrine_b.is_some() { "doctrine A" } else { "doctrine" }, &self.doctrine_a);
        self.doctrine_b.iter().for_each(|stamp| file("doctrine B", stamp));
        self.parameters.iter().for_each(|stamp| file("parameters", stamp));
        self.assets.iter().for_each(|stamp| file("asset", stamp));
        lines.extend(self.changes.iter().map(|change| format!("changed: {change}")));
        lines.push(format!(
            "seed {}, {} {}",
            self.seed,
            self.nights,
            if self.nights == 1 { "night" } else { "nights" }
        ));
        lines.push(format!("replay: {}", self.command));
        lines.into_iter().map(|line| super::one_line(&line)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::example;

    #[test]
    fn digests_are_those_of_the_standard() {
        // FIPS 180-4 example: "abc".
        let stamp = FileStamp::of("x", b"abc");
        assert_eq!(stamp.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(stamp.short(), "ba7816bf8f01");
    }

    #[test]
    fn the_block_names_every_input_and_how_to_replay() {
        let expected = "\
slackwater 0.1.0, commit f57dffa
scenario    2b4b2eadf7b2  scenarios/calm.scenario.ron
doctrine A  e9323c87c2e5  scenarios/doctrines/imminent.doctrine.ron
doctrine B  12796d3d5f4e  scenarios/doctrines/taxi.doctrine.ron
parameters  3a973d2fc311  assets/parameters/boats.ron
asset       355543f790a3  assets/craft.ron
seed 42, 5 nights
replay: slackwater compare calm imminent taxi --nights 5 --seed 42";
        assert_eq!(example::manifest().to_text(), expected);
    }

    #[test]
    fn a_path_with_a_line_break_stays_on_its_line() {
        let scenario = FileStamp::of("odd\npath", b"");
        let manifest = Manifest { scenario, commit: None, ..example::manifest() };
        assert_eq!(manifest.lines().len(), manifest.to_text().lines().count());
        assert!(manifest.to_text().starts_with("slackwater 0.1.0, commit unknown\n"));
    }

    #[test]
    fn a_single_night_has_its_own_command() {
        assert_eq!(example::manifest().replay_night(17), "slackwater night calm imminent taxi --seed 42 --night 17");
    }
}
