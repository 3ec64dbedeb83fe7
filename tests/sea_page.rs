//! Are the tables of `docs/sea.md` those that the command writes?

mod common;

use common::root;
use std::process::Command;

#[test]
fn the_weather_tables_of_the_page_are_the_commands() {
    let out = Command::new(env!("CARGO_BIN_EXE_slackwater"))
        .args(["weather", "--years", "200"])
        .current_dir(root())
        .output()
        .expect("the program starts");
    assert!(out.status.success());
    let text = String::from_utf8(out.stdout).expect("text");
    let page = std::fs::read_to_string(root().join("docs/sea.md")).expect("the page");
    let rows: Vec<&str> = text.lines().filter(|l| l.starts_with('|')).collect();
    assert!(rows.len() > 20);
    for row in rows {
        assert!(page.contains(row), "not on the page: {row}");
    }
}
