//! Does a study that a cluster's scripts share out and put together have the bytes of one run?
//!
//! The scripts are run as a scheduler would, share by share with the number of the task set by hand: there is no Slurm here.
//! GNU parallel and Snakemake drive the same two scripts, and `.ci/run` runs them.

mod common;

use common::{Scratch, root, run};
use std::fs;
use std::process::Command;

const TINY: &str = r#"(
    format: 1,
    title: "Tiny",
    question: "Do bytes agree?",
    description: "For a test.",
    scenarios: ["one_taxi_boat"],
    doctrines: ["imminent_danger_only", "announced_but_hollow"],
    nights: 35,
    axes: [(id: "will", title: "Commitment", of: Commitment, values: [0, 1], note: "For a test")],
)"#;

/// Runs a script of `scripts/cluster` as a task of an array: exit code and all that was said.
fn script(name: &str, arguments: &[&str], task: Option<&str>) -> (i32, String) {
    let mut command = Command::new("bash");
    command.arg(root().join("scripts/cluster").join(name)).args(arguments).current_dir(root());
    command.env("SLACKWATER", env!("CARGO_BIN_EXE_slackwater"));
    for variable in ["SLURM_ARRAY_TASK_ID", "SLURM_CPUS_PER_TASK", "PBS_ARRAY_INDEX", "SGE_TASK_ID", "WORKERS"] {
        command.env_remove(variable);
    }
    if let Some(task) = task {
        command.env("SLURM_ARRAY_TASK_ID", task);
    }
    let out = command.output().expect("bash is there");
    let said = [out.stdout, out.stderr].map(|b| String::from_utf8(b).expect("text")).concat();
    (out.status.code().expect("an exit code"), said)
}

#[test]
fn an_array_of_tasks_and_a_merge_give_the_bytes_of_one_run() {
    let scratch = Scratch::new("cluster");
    let study = scratch.write("tiny.study.ron", TINY).to_string_lossy().into_owned();
    let whole = scratch.path().join("whole.csv");
    let (code, _, err) = run(&["study", "run", &study, "--out", &whole.to_string_lossy(), "--quiet"]);
    assert_eq!(code, 0, "{err}");
    let folder = scratch.path().join("shares").to_string_lossy().into_owned();
    let arguments = [study.as_str(), &folder, "3"];
    for task in ["2", "3", "1"] {
        let (code, said) = script("share.sh", &arguments, Some(task));
        assert_eq!(code, 0, "{said}");
        if task == "3" {
            let (code, said) = script("merge.sh", &arguments, None);
            assert!(code == 2 && said.contains("share-1-of-3.csv"), "{code} {said}");
        }
    }
    // A task that was ended by force and sent again goes on where it stopped.
    let second = format!("{folder}/share-2-of-3.csv");
    let rows = fs::read(&second).expect("the share is there");
    fs::write(&second, &rows[..rows.len() - 40]).expect("the share is cut");
    let (code, said) = script("share.sh", &arguments, Some("2"));
    assert!(code == 0 && said.contains("went on after"), "{code} {said}");
    assert!(fs::read(&second).expect("the share is there") == rows);
    let (code, said) = script("merge.sh", &arguments, None);
    assert_eq!(code, 0, "{said}");
    let merged = fs::read_to_string(format!("{folder}/tiny.results.csv")).expect("the whole is there");
    assert_eq!(merged.lines().count(), 2 + 2 * 35);
    assert!(merged == fs::read_to_string(&whole).expect("the one run is there"));
}

#[test]
fn a_task_that_is_no_share_is_refused_with_the_array_to_ask_for() {
    let scratch = Scratch::new("cluster-refused");
    let folder = scratch.path().join("shares").to_string_lossy().into_owned();
    for task in [None, Some("0"), Some("4"), Some("one")] {
        let (code, said) = script("share.sh", &["tiny.study.ron", &folder, "3"], task);
        assert!(code == 2 && said.contains("--array=1-3"), "{task:?}: {code} {said}");
    }
    assert!(scratch.files().is_empty());
    let (code, said) = script("share.sh", &["no_such.study.ron", &folder, "3", "1"], None);
    assert!(code == 2 && said.contains("no_such.study.ron"), "{code} {said}");
}
