//! What do whole-program tests share? The shipped files, read once, and a folder that cleans up after itself.
#![allow(dead_code, reason = "each test program takes what it needs")]

use slackwater::cli::library::Library;
use slackwater::doctrine::Doctrine;
use slackwater::draws::NightKey;
use slackwater::events::Event;
use slackwater::sim::{Setting, Simulation};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};

/// The folder of the project.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Runs the built program in the project's folder: exit code, standard output, standard error.
pub fn run(arguments: &[&str]) -> (i32, String, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_slackwater"))
        .args(arguments)
        .current_dir(root())
        .stdin(Stdio::null())
        .output()
        .expect("the program starts");
    let text = |b: Vec<u8>| String::from_utf8(b).expect("text");
    (out.status.code().expect("an exit code"), text(out.stdout), text(out.stderr))
}

/// Everything shipped.
pub static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::open(Some(root())).expect("the assets are good"));

/// The flagship's night, laid out.
pub static FLAGSHIP: LazyLock<Arc<Setting>> = LazyLock::new(|| setting("gravelines_dawn"));

/// The two doctrines that the flagship compares.
pub const DOCTRINES: [&str; 2] = ["imminent_danger_only", "taxi_boat_interception"];

/// A shipped scenario, laid out.
pub fn setting(name: &str) -> Arc<Setting> {
    let loaded = LIBRARY.scenario(name).unwrap_or_else(|trouble| panic!("{trouble}"));
    LIBRARY.setting(loaded.value).unwrap_or_else(|trouble| panic!("{trouble}"))
}

/// A shipped doctrine.
pub fn doctrine(name: &str) -> Arc<Doctrine> {
    LIBRARY.doctrine_to_run(name).unwrap_or_else(|trouble| panic!("{trouble}")).0
}

/// The key of a night under the seed that everything uses unless told otherwise.
pub fn key(night: u64) -> NightKey {
    NightKey { seed: 42, night }
}

/// The events of one whole night.
pub fn events(setting: &Arc<Setting>, doctrine: &Arc<Doctrine>, night: u64) -> Vec<Event> {
    let mut sim = Simulation::new(setting, doctrine, key(night));
    sim.run().unwrap_or_else(|fault| panic!("{fault}"));
    sim.take_events()
}

/// Fails with the first event that differs, and not with two whole logs.
#[track_caller]
pub fn assert_same_log(a: &[Event], b: &[Event], what: &str) {
    if let Some(i) = (0..a.len().max(b.len())).find(|&i| a.get(i) != b.get(i)) {
        panic!("{what}: event {i} differs\n  one: {:?}\nother: {:?}", a.get(i), b.get(i));
    }
}

/// A folder of its own for one test, under the system's folder for such things; gone when dropped.
pub struct Scratch(PathBuf);

impl Scratch {
    /// A new, empty one.
    pub fn new(name: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("slackwater-{}-{name}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a scratch folder can be made");
        Self(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file into it and gives its path.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().expect("it lies in the folder")).expect("a scratch folder can be made");
        std::fs::write(&path, text).expect("a scratch file can be written");
        path
    }

    /// Names of all files in it.
    pub fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(&self.0)
            .expect("the scratch folder is there")
            .map(|e| e.expect("it can be read").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A folder that stays behind is litter, not a failed test.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Copies a folder with all that is in it.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a scratch folder can be made");
    for entry in std::fs::read_dir(from).expect("the folder can be read") {
        let entry = entry.expect("it can be read");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a file can be copied");
        }
    }
}
