//! Is every estimator held against something from outside, as docs/studies.md says?
//!
//! The table "Known answers" there is read: each fixture it names exists with the script that made it, and is read by the file of its
//! estimator (or by `known_answers.rs`, which has those too small for a fixture of their own); each file is there and has tests; and
//! no file of `src/analysis` is missing that is not in the list below with its reason.

use std::fs;
use std::path::Path;

/// Files without an estimator of their own, and why.
const NONE: [(&str, &str); 29] = [
    ("mod.rs", "lists its children"),
    ("known_answers.rs", "tests alone"),
    ("comparison.rs", "gathers"),
    ("contrast.rs", "in the table for its shares; the rest is `paired` and `resample`"),
    ("divergence.rs", "compares two logs"),
    ("expectation.rs", "a statement and whether it holds"),
    ("rate_verdict.rs", "judges what `rate` estimates"),
    ("sentence.rs", "words"),
    ("verdict.rs", "judges what `paired` and `resample` estimate"),
    ("rare/mod.rs", "lists its children"),
    ("resample/tests.rs", "tests alone"),
    ("sensitivity/mod.rs", "lists its children"),
    ("study/mod.rs", "lists its children"),
    ("study/best.rs", "asks `selection` and `ranking`"),
    ("study/bounds.rs", "counts with `regret`"),
    ("study/design.rs", "asks `points`, `morris` and `sobol`"),
    ("study/doubt.rs", "asks `layers`, `evppi` and `prim`"),
    ("study/enough.rs", "asks `stopping`"),
    ("study/findings.rs", "gathers"),
    ("study/flip.rs", "asks `contour`"),
    ("study/rank.rs", "asks `ranking` and `regret`"),
    ("study/table.rs", "holds the rows"),
    ("study/turned.rs", "a file's form"),
    ("validation/mod.rs", "holds the model, not estimators, against what was seen"),
    ("validation/judge.rs", "as `validation/mod.rs`"),
    ("validation/measure.rs", "as `validation/mod.rs`"),
    ("validation/pattern.rs", "as `validation/mod.rs`"),
    ("validation/physics.rs", "as `validation/mod.rs`"),
    ("validation/night.rs", "as `validation/mod.rs`"),
];
/// Two more of the same kind.
const NONE_OF_NIGHTS: [&str; 2] = ["validation/replay.rs", "validation/seen.rs"];

/// Rows of the table: what is estimated, the files, the fixture if there is one.
fn rows() -> Vec<(String, Vec<String>, Option<String>)> {
    let text = fs::read_to_string("docs/studies.md").unwrap();
    let part = text.split("\n## Known answers").nth(1).expect("docs/studies.md has the table");
    let part = part.split("\n## ").next().unwrap();
    let quoted = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let row = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split(" |").map(str::trim).collect();
        let fixture = cells.get(3).map(|c| quoted(c.trim_start_matches('|'))).and_then(|q| q.first().cloned());
        (cells[0].to_owned(), quoted(cells[1]), fixture)
    };
    part.lines()
        .filter(|l| l.starts_with("| ") && !l.starts_with("| estimator") && !l.starts_with("| ---"))
        .map(row)
        .collect()
}

fn source(file: &str) -> String {
    let path = if file.starts_with("src/") { file.to_owned() } else { format!("src/analysis/{file}") };
    let mut text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    // Tests of a file may stand in a folder of its name.
    text += &fs::read_to_string(path.replace(".rs", "/tests.rs")).unwrap_or_default();
    text
}

#[test]
fn every_fixture_named_exists_with_its_script_and_is_read() {
    let rows = rows();
    assert!(rows.len() >= 29, "{} rows", rows.len());
    let shared = source("known_answers.rs");
    for (what, files, fixture) in &rows {
        assert!(!files.is_empty(), "{what}: no file");
        let texts: Vec<String> = files.iter().map(|f| source(f)).collect();
        let Some(fixture) = fixture else {
            assert!(texts.iter().all(|t| t.contains("#[test]")), "{what}: no fixture and no test");
            continue;
        };
        assert!(Path::new("tests/fixtures/oracles").join(fixture).is_file(), "{what}: no {fixture}");
        let quoted = format!("oracles/{fixture}\"");
        // A fixture of one file may hold what another leans on (`pull.json` and `fieller.rs`).
        let elsewhere = || {
            fs::read_to_string("src/analysis/study/pull.rs").unwrap().contains(&quoted)
                || fs::read_to_string("src/analysis/study/weighted.rs").unwrap().contains(&quoted)
        };
        let read = texts.iter().any(|t| t.contains(&quoted)) || shared.contains(&quoted) || elsewhere();
        assert!(read, "{what}: {fixture} is read by no test of {files:?}");
    }
    let made: String = fs::read_dir("tests/fixtures/oracles")
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|x| x == "py"))
        .map(|p| fs::read_to_string(p).unwrap())
        .collect();
    for entry in fs::read_dir("tests/fixtures/oracles").unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if Path::new(&name).extension().is_none_or(|x| x != "json") || name == "ais.json" {
            continue;
        }
        assert!(made.contains(&name), "{name}: no script names it");
        assert!(rows.iter().any(|r| r.2.as_ref() == Some(&name)), "{name} is not in the table of docs/studies.md");
    }
}

#[test]
fn no_file_of_estimators_is_missing() {
    let named: Vec<String> = rows().into_iter().flat_map(|r| r.1).collect();
    let mut folders = vec![Path::new("src/analysis").to_path_buf()];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix("src/analysis").unwrap().to_str().unwrap().replace('\\', "/");
            seen += 1;
            let known =
                named.contains(&name) || NONE.iter().any(|n| n.0 == name) || NONE_OF_NIGHTS.contains(&name.as_str());
            assert!(
                known,
                "src/analysis/{name}: name what it is held against in docs/studies.md, or here why it estimates nothing"
            );
        }
    }
    assert!(seen > 50, "{seen} files");
}
