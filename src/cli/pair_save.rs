//! How does the window save a pair, so that it can be gone on with outside: the nights as a table, what they come to as
//! a page?
//!
//! Two files in the folder where the program was started, or the user's own if that can't be written to: the rows, to
//! the byte what `slackwater compare --csv` writes (`pair_rows`), and the page that `study report --html` makes of them.
//! Nothing that is there is written over: the next free name is taken.
//!
//! Left out: a dialogue for choosing the folder. It would bring a toolkit of windows for one path.

use super::library::{Library, Loaded, Trouble};
use super::pair_rows::{self, PairFiles};
use super::study::limits_of;
use crate::analysis::PairOutcome;
use crate::analysis::study::{Findings, Table};
use crate::doctrine::Doctrine;
use crate::ensemble::NightRow;
use crate::report::FileStamp;
use crate::scenario::Scenario;
use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Names that are tried before giving up.
const MOST_NAMES: u32 = 1000;

/// A doctrine, its stamp, and the doubts that its file gave.
pub(crate) type Rules = (Arc<Doctrine>, FileStamp, Vec<String>);

/// Writes rows and page and says where, as two paths.
///
/// # Errors
/// If there are no nights, or no folder can be written to.
pub(crate) fn save(
    library: &Library,
    scenario: &Loaded<Scenario>,
    doctrines: [&Rules; 2],
    (seed, nights): (u64, &[NightRow<PairOutcome>]),
    folders: &[PathBuf],
) -> Result<[PathBuf; 2], Trouble> {
    if nights.is_empty() {
        return Err(Trouble::one("no pair has ended yet; there is nothing to save"));
    }
    let mut warnings = scenario.warnings.clone();
    for (doctrine, _, doubts) in doctrines {
        warnings.extend(doubts.iter().cloned());
        warnings.extend(library.misfits(doctrine, &scenario.value));
    }
    let doctrines = doctrines.map(|(doctrine, stamp, _)| (doctrine.as_ref(), stamp));
    let files = PairFiles { scenario, doctrines, seed, again: "", changes: &[], warnings: &warnings };
    let header = files.header(library, nights.len() as u64);
    let mut table = Table::new(header.clone()).map_err(Trouble::one)?;
    for night in nights {
        table.push(&pair_rows::row(night)).map_err(Trouble::one)?;
    }
    let page = crate::report::html::page(&table, &Findings::of(&table), &limits_of(library));
    let mut why = Vec::new();
    for folder in folders {
        match begin(folder, &header.study.id) {
            Ok((rows, out, page_path, page_out)) => {
                let mut out = BufWriter::new(out);
                pair_rows::write(&mut out, &header, nights)
                    .and_then(|()| out.flush())
                    .map_err(|e| Trouble::one(format!("{}: could not be written: {e}", rows.display())))?;
                let mut page_out = page_out;
                page_out
                    .write_all(page.as_bytes())
                    .map_err(|e| Trouble::one(format!("{}: could not be written: {e}", page_path.display())))?;
                return Ok([rows, page_path]);
            }
            Err(e) => why.push(e),
        }
    }
    Err(Trouble(why))
}

/// Both files under the first name of which neither is there, begun.
fn begin(folder: &Path, id: &str) -> Result<(PathBuf, File, PathBuf, File), String> {
    let new = |path: &Path| OpenOptions::new().write(true).create_new(true).open(path);
    for n in 1..=MOST_NAMES {
        let name = if n == 1 { id.to_owned() } else { format!("{id}_{n}") };
        let (rows, page) = (folder.join(format!("{name}.results.csv")), folder.join(format!("{name}.html")));
        if rows.exists() || page.exists() {
            continue;
        }
        return match (new(&rows), new(&page)) {
            (Ok(a), Ok(b)) => Ok((rows, a, page, b)),
            (a, b) => {
                // The half that could be begun goes again: an empty file would look like a result.
                for (path, file) in [(&rows, &a), (&page, &b)] {
                    if file.is_ok() {
                        let _ = std::fs::remove_file(path);
                    }
                }
                let e = a.err().or(b.err()).map_or_else(String::new, |e| e.to_string());
                Err(format!("{}: could not be written: {e}", folder.display()))
            }
        };
    }
    Err(format!("{}: holds {MOST_NAMES} results of this name; move some away", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::compare::{CompareArguments, compare};
    use crate::draws::NightKey;
    use crate::ensemble::pair::pair;

    #[test]
    fn the_window_and_the_command_line_write_the_same_bytes() {
        let folder = std::env::temp_dir().join(format!("slackwater_same_{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let standard = CompareArguments::standard();
        let there = folder.join("cli.csv");
        let asked = CompareArguments {
            scenario: "one_taxi_boat".into(),
            nights: 3,
            csv: Some(there.clone()),
            ..standard.clone()
        };
        assert!(compare(None, &asked).unwrap());
        let library = Library::open(None).unwrap();
        let scenario = library.scenario("one_taxi_boat").unwrap();
        let (a, b) = (library.doctrine_to_run(&standard.a).unwrap(), library.doctrine_to_run(&standard.b).unwrap());
        let setting = library.setting(scenario.value.clone()).unwrap();
        let nights: Vec<_> = (0..3)
            .map(|night| {
                let [a, b] = pair(&setting, [&a.0, &b.0], NightKey { seed: standard.seed, night }).unwrap();
                NightRow { night, outcome: Ok(PairOutcome { a, b }) }
            })
            .collect();
        let folders = [folder.join("nowhere"), folder.clone()];
        let [rows, page] = save(&library, &scenario, [&a, &b], (standard.seed, &nights), &folders).unwrap();
        assert_eq!(std::fs::read_to_string(rows).unwrap(), std::fs::read_to_string(there).unwrap());
        assert!(std::fs::read_to_string(page).unwrap().contains("On 3 paired nights"));
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn nothing_is_written_over_and_nothing_half_is_left() {
        let folder = std::env::temp_dir().join(format!("slackwater_save_{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("x_pair.html"), "an earlier page").unwrap();
        let (rows, _, page, _) = begin(&folder, "x_pair").unwrap();
        assert!(rows.ends_with("x_pair_2.results.csv") && page.ends_with("x_pair_2.html"));
        assert_eq!(std::fs::read_to_string(folder.join("x_pair.html")).unwrap(), "an earlier page");
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(begin(&folder, "x_pair").unwrap_err().contains("could not be written"));
    }
}
