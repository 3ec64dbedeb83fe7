//! Which commit was this program built from? Read from `.git` at build time, so that every manifest can say it.
//!
//! Only for release builds: those are what people keep results of, and a build for tests would be made anew at every commit.
//! Whoever packages the program without a repository sets `SLACKWATER_COMMIT`; that goes first, and without either the
//! manifest says that the commit is not known. Reads files only and needs no git.
//!
//! Left out: whether the files differed from that commit. Only git can tell, and asking it would make a build hang on the
//! state of the whole folder; the digests in the manifest cover scenarios, doctrines, parameters and assets, the program's own
//! sources are covered by nothing but care.

use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=SLACKWATER_COMMIT");
    let release = std::env::var("PROFILE").is_ok_and(|p| p == "release");
    if !release || std::env::var_os("SLACKWATER_COMMIT").is_some() {
        return;
    }
    if let Some(commit) = commit(Path::new(".git")) {
        println!("cargo:rustc-env=SLACKWATER_COMMIT={commit}");
    }
}

/// The commit that is checked out; none without a repository. Tells cargo which files it hangs on.
fn commit(git: &Path) -> Option<String> {
    let folder = folder(git)?;
    let head = watched(&folder.join("HEAD"))?;
    // A branch may go from the packed list to a file of its own; the log of HEAD grows whenever the commit changes.
    let _ = watched(&folder.join("logs/HEAD"));
    let Some(name) = head.strip_prefix("ref: ") else { return hash(&head) };
    // The branches of a second working tree lie in the first.
    let common =
        fs::read_to_string(folder.join("commondir")).map_or_else(|_| folder.clone(), |c| folder.join(c.trim()));
    [&folder, &common].into_iter().find_map(|f| hash(&watched(&f.join(name))?)).or_else(|| {
        let packed = watched(&common.join("packed-refs"))?;
        packed.lines().find_map(|l| hash(l.strip_suffix(name)?.trim()))
    })
}

/// `.git` is a folder, or in a second working tree a file that names one.
fn folder(git: &Path) -> Option<PathBuf> {
    if git.is_dir() {
        return Some(git.to_path_buf());
    }
    let text = fs::read_to_string(git).ok()?;
    Some(PathBuf::from(text.trim().strip_prefix("gitdir: ")?))
}

/// The text of a file, and the build hangs on it.
fn watched(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    println!("cargo:rerun-if-changed={}", path.display());
    Some(text.trim().to_owned())
}

fn hash(text: &str) -> Option<String> {
    (text.len() >= 40 && text.bytes().all(|b| b.is_ascii_hexdigit())).then(|| text.to_owned())
}
