//! How are files found and read, with which limits, and in which words does it fail?
//!
//! The folder of the program's files, files whole or not at all, and folders in order of name. What is read for a
//! library is stamped with its digest, and all problems are told together.

use crate::parameters::Register;
use crate::reading::Problem;
use crate::report::FileStamp;
use std::path::{Path, PathBuf};
/// What went wrong, a line for each problem, ready to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble(pub Vec<String>);

impl Trouble {
    /// A single problem.
    #[must_use]
    pub fn one(line: impl Into<String>) -> Self {
        Self(vec![line.into()])
    }
}

impl From<Vec<Problem>> for Trouble {
    fn from(problems: Vec<Problem>) -> Self {
        Self(problems.iter().map(ToString::to_string).collect())
    }
}

impl core::fmt::Display for Trouble {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for Trouble {}

/// The largest survey that is read, bytes: all of GEBCO's North Sea as text.
const LARGEST_SURVEY: u64 = 1024 * 1024 * 1024;

/// The largest file that is read, bytes: ten times our largest asset. Beyond that it is not one of ours.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The folder with `assets` and `scenarios`: as asked, or here, beside the program, where it was built.
///
/// # Errors
/// Says where it looked.
pub fn find_root(asked: Option<PathBuf>) -> Result<PathBuf, Trouble> {
    let has_assets = |p: &Path| p.join("assets").is_dir();
    if let Some(root) = asked {
        return if has_assets(&root) {
            Ok(root)
        } else {
            Err(Trouble::one(format!("no folder `assets` in {}; give the folder that holds it", root.display())))
        };
    }
    let mut candidates = vec![PathBuf::from(".")];
    if let Ok(exe) = std::env::current_exe() {
        candidates.extend(exe.ancestors().skip(1).take(4).map(Path::to_path_buf));
    }
    candidates.push(PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    candidates.into_iter().find(|p| has_assets(p)).ok_or_else(|| {
        Trouble::one("no folder `assets` here, beside the program or where it was built; name it with --root FOLDER")
    })
}

/// Reads a file whole.
///
/// # Errors
/// Says which file and why.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Trouble> {
    read_up_to(path, LARGEST)
}

/// Reads a survey whole: it may be larger than files of ours.
///
/// # Errors
/// Says which file and why.
pub fn read_large(path: &Path) -> Result<Vec<u8>, Trouble> {
    read_up_to(path, LARGEST_SURVEY)
}

fn read_up_to(path: &Path, most: u64) -> Result<Vec<u8>, Trouble> {
    let trouble = |why: String| Trouble::one(format!("{}: could not be read: {why}", path.display()));
    let size = std::fs::metadata(path).map_err(|e| trouble(e.to_string()))?;
    if !size.is_file() {
        return Err(trouble("it is not a file".into()));
    }
    if size.len() > most {
        return Err(trouble(format!("it has {} bytes; at most {most} are read", size.len())));
    }
    std::fs::read(path).map_err(|e| trouble(e.to_string()))
}

/// Reads a text file whole.
///
/// # Errors
/// Says which file and why.
pub fn read_text(path: &Path) -> Result<String, Trouble> {
    String::from_utf8(read_bytes(path)?).map_err(|e| {
        Trouble::one(format!("{}: is not UTF-8 text (byte {})", path.display(), e.utf8_error().valid_up_to()))
    })
}

/// Reads files below the root and keeps their stamps; problems are gathered.
pub(super) struct Reader<'a> {
    /// The folder that paths count from.
    pub(super) root: &'a Path,
    /// What was read.
    pub(super) stamps: Vec<FileStamp>,
    /// What could not be read.
    pub(super) problems: Vec<String>,
}

impl Reader<'_> {
    pub(super) fn bytes(&mut self, path: &str) -> Vec<u8> {
        match read_bytes(&self.root.join(path)) {
            Ok(bytes) => {
                self.stamps.push(FileStamp::of(path, &bytes));
                bytes
            }
            Err(trouble) => {
                self.problems.extend(trouble.0);
                Vec::new()
            }
        }
    }

    pub(super) fn text(&mut self, path: &str) -> String {
        let bytes = self.bytes(path);
        String::from_utf8(bytes).unwrap_or_else(|_| {
            self.problems.push(format!("{path}: is not UTF-8 text"));
            String::new()
        })
    }

    pub(super) fn done(&mut self) -> Result<Vec<FileStamp>, Trouble> {
        if self.problems.is_empty() {
            Ok(core::mem::take(&mut self.stamps))
        } else {
            Err(Trouble(core::mem::take(&mut self.problems)))
        }
    }

    pub(super) fn register(&mut self) -> Result<(Register, Vec<FileStamp>), Trouble> {
        let names: Vec<String> =
            crate::parameters::SHIPPED.iter().map(|(n, _)| format!("assets/parameters/{n}")).collect();
        let texts: Vec<String> = names.iter().map(|n| self.text(n)).collect();
        let stamps = self.done()?;
        let files: Vec<(&str, &str)> = names.iter().zip(&texts).map(|(n, t)| (n.as_str(), t.as_str())).collect();
        Ok((Register::parse(&files)?, stamps))
    }
}

/// Reads the register alone.
///
/// # Errors
/// Everything in it that is missing or wrong.
pub fn read_register(root: &Path) -> Result<Register, Trouble> {
    let mut reader = Reader { root, stamps: Vec::new(), problems: Vec::new() };
    reader.register().map(|(register, _)| register)
}

/// Files in a folder with this ending, in order of name.
pub(in crate::cli) fn files_in(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, Trouble> {
    let entries = std::fs::read_dir(folder)
        .map_err(|e| Trouble::one(format!("{}: the folder could not be read: {e}", folder.display())))?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|e| e.path())
        .filter(|p| p.is_file() && p.to_string_lossy().ends_with(ending))
        .collect();
    paths.sort();
    Ok(paths)
}
