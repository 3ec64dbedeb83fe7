//! Is `docs/ODD.md` what the program says of itself?
//!
//! The page is the output of `slackwater odd`; `SLACKWATER_WRITE=1` writes it anew.

mod common;

use common::root;
use std::process::Command;

#[test]
fn the_page_is_the_output_of_the_command() {
    let out = Command::new(env!("CARGO_BIN_EXE_slackwater"))
        .arg("odd")
        .current_dir(root())
        .output()
        .expect("the program starts");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let now = String::from_utf8(out.stdout).expect("text");
    let path = root().join("docs/ODD.md");
    if std::env::var_os("SLACKWATER_WRITE").is_some() {
        std::fs::write(&path, &now).expect("the page can be written");
        return;
    }
    let page = std::fs::read_to_string(&path).unwrap_or_default();
    if page != now {
        let differs = page.lines().zip(now.lines()).find(|(old, new)| old != new);
        let (old, new) = differs.unwrap_or(("(as long as it goes)", "(longer or shorter)"));
        panic!(
            "docs/ODD.md is not what the program says.\n  page: {old}\n   now: {new}\n\
             Read src/cli/odd/page.md against the change, then write the page anew with \
             SLACKWATER_WRITE=1 cargo test --no-default-features --test odd_page."
        );
    }
}

#[test]
fn the_page_has_all_parts_of_the_protocol() {
    let page = std::fs::read_to_string(root().join("docs/ODD.md")).expect("the page");
    for heading in [
        "## 1 Purpose and patterns",
        "## 2 Entities, state variables and scales",
        "## 3 Process overview and scheduling",
        "## 4 Design concepts",
        "### Basic principles",
        "### Emergence",
        "### Adaptation",
        "### Objectives",
        "### Learning",
        "### Prediction",
        "### Sensing",
        "### Interaction",
        "### Stochasticity",
        "### Collectives",
        "### Observation",
        "## 5 Initialisation",
        "## 6 Input data",
        "## 7 Submodels",
    ] {
        assert!(page.lines().any(|l| l == heading), "no part {heading:?}");
    }
    for (_, id) in slackwater::parameters::FIELDS {
        assert!(page.contains(&format!("| `{id}` |")), "{id} is in no table");
    }
}
