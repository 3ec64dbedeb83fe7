//! Is every estimator held against something from outside, as docs/studies.md says?
//!
//! The table "Known answers" there is read: each row names tests, which exist and use its estimator; the fixture that it names exists and
//! is read by the file of each of these tests; what is named under "held against" is used by the script that made the fixture; and no
//! file of `src/analysis` is missing that is not in the list below with its reason.
//!
//! Left out: whether a script calls what it names as one should; that is for readers.

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

/// A row of the table.
struct Row {
    what: String,
    files: Vec<String>,
    /// As it stands there.
    held_against: String,
    fixture: Option<String>,
    tests: Vec<String>,
}

/// Packages that a row may be held against, and how a script names them.
const PACKAGES: [(&str, &str); 10] = [
    ("scipy", "scipy"),
    ("numpy", "numpy"),
    ("statsmodels", "statsmodels"),
    ("samplics", "samplics"),
    ("sim-tools", "sim_tools"),
    ("SALib", "SALib"),
    ("EMA workbench", "ema_workbench"),
    ("Rhodium", "rhodium"),
    ("contourpy", "contourpy"),
    ("pandas", "pandas"),
];

fn rows() -> Vec<Row> {
    let text = fs::read_to_string("docs/studies.md").unwrap();
    let part = text.split("\n## Known answers").nth(1).expect("docs/studies.md has the table");
    let part = part.split("\n## ").next().unwrap();
    let quoted = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let row = |line: &str| {
        let inner = line.trim().strip_prefix('|').and_then(|l| l.strip_suffix('|')).expect("a row between bars");
        let cells: Vec<&str> = inner.split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 5, "{line}: expected estimator, files, held against, fixture, test");
        Row {
            what: cells[0].to_owned(),
            files: quoted(cells[1]),
            held_against: cells[2].to_owned(),
            fixture: quoted(cells[3]).pop(),
            tests: quoted(cells[4]),
        }
    };
    part.lines()
        .filter(|l| l.starts_with("| ") && !l.starts_with("| estimator") && !l.starts_with("| ---"))
        .map(row)
        .collect()
}

/// All files of `folder`, with their text.
fn sources(folder: &Path, ending: &str, out: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, ending, out);
        } else if path.extension().is_some_and(|x| x == ending) {
            out.push((path.to_str().unwrap().replace('\\', "/"), fs::read_to_string(&path).unwrap()));
        }
    }
}

/// Whether the text has a test of this name.
fn has_test(text: &str, name: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines.windows(2).any(|w| w[0] == "#[test]" && w[1].starts_with(&format!("fn {name}(")))
}

fn source(file: &str) -> String {
    let path = if file.starts_with("src/") { file.to_owned() } else { format!("src/analysis/{file}") };
    let mut text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    // Tests of a file may stand in a folder of its name.
    text += &fs::read_to_string(path.replace(".rs", "/tests.rs")).unwrap_or_default();
    text
}

/// A test beside its estimator, or one that uses it from elsewhere (`known_answers.rs`, or a file that leans on it).
fn is_of(row: &Row, path: &str, text: &str) -> bool {
    row.files.iter().any(|file| {
        let own = if file.starts_with("src/") { file.clone() } else { format!("src/analysis/{file}") };
        let module = Path::new(file).file_stem().unwrap().to_str().unwrap();
        path == own || path == own.replace(".rs", "/tests.rs") || text.contains(&format!("{module}::"))
    })
}

#[test]
fn every_row_names_tests_that_exist_and_read_its_fixture_and_the_script_has_what_it_is_held_against() {
    let rows = rows();
    assert!(rows.len() >= 29, "{} rows", rows.len());
    let (mut code, mut scripts) = (Vec::new(), Vec::new());
    sources(Path::new("src/analysis"), "rs", &mut code);
    sources(Path::new("src/ensemble"), "rs", &mut code);
    sources(Path::new("tests/fixtures/oracles"), "py", &mut scripts);
    for row in &rows {
        let what = &row.what;
        assert!(!row.files.is_empty() && !row.tests.is_empty(), "{what}: expected a file and a test");
        row.files.iter().for_each(|f| drop(source(f)));
        for test in &row.tests {
            let found: Vec<_> = code.iter().filter(|(_, text)| has_test(text, test)).collect();
            assert_eq!(found.len(), 1, "{what}: expected one test `{test}`, found {}", found.len());
            let (path, text) = found[0];
            assert!(is_of(row, path, text), "{what}: `{test}` is in {path}, which does not use {:?}", row.files);
            let Some(fixture) = &row.fixture else { continue };
            let read = text.contains(&format!("oracles/{fixture}\""));
            assert!(read, "{what}: {path} with `{test}` does not read {fixture}");
        }
        let named: Vec<_> = PACKAGES.iter().filter(|p| row.held_against.contains(p.0)).collect();
        let Some(fixture) = &row.fixture else {
            assert!(!row.held_against.is_empty() && named.is_empty(), "{what}: {} needs a fixture", row.held_against);
            continue;
        };
        assert!(Path::new("tests/fixtures/oracles").join(fixture).is_file(), "{what}: no {fixture}");
        assert!(!named.is_empty(), "{what}: “{}” names no package for {fixture}", row.held_against);
        let (path, script) = scripts
            .iter()
            .find(|(_, text)| text.contains(fixture))
            .unwrap_or_else(|| panic!("no script makes {fixture}"));
        for (package, import) in named {
            assert!(script.contains(import), "{what}: {path} does not use {package}");
        }
        for call in row
            .held_against
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|c| Path::new(c).extension().is_none_or(|x| x != "rs"))
        {
            assert!(script.contains(call), "{what}: {path} does not use {call}");
        }
    }
}

#[test]
fn every_fixture_has_its_script_and_its_row() {
    let rows = rows();
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
        assert!(
            rows.iter().any(|r| r.fixture.as_ref() == Some(&name)),
            "{name} is not in the table of docs/studies.md"
        );
    }
}

#[test]
fn no_file_of_estimators_is_missing() {
    let named: Vec<String> = rows().into_iter().flat_map(|r| r.files).collect();
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
