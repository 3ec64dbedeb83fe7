//! What does the program say about the people of a night? One line for each who was in the water or died.

mod common;

use common::root;
use std::process::{Command, Stdio};

fn run(night: &str) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_slackwater"))
        .args(["run", "gravelines_dawn", "--night", night, "--people"])
        .current_dir(root())
        .stdin(Stdio::null())
        .output()
        .expect("the program starts");
    assert!(out.status.success());
    String::from_utf8(out.stdout).expect("text")
}

/// The first value in the table's row of this title.
fn count(page: &str, title: &str) -> f64 {
    let row = page.lines().find(|l| l.starts_with(title)).expect("the row is there");
    row.split_whitespace().find_map(|w| w.parse().ok()).expect("a number")
}

#[test]
fn people_in_the_water_or_dead_have_a_line_each_and_no_names() {
    let mut lines = 0;
    for night in 0..40 {
        let page = run(&night.to_string());
        let people: Vec<&str> = page.lines().filter(|l| l.starts_with("Person ")).collect();
        let said = format!("{} of ", people.len());
        assert!(
            page.lines().any(|l| l.starts_with(&said) && l.ends_with(" people were in the water or died.")),
            "{page}"
        );
        let deaths = people.iter().filter(|l| l.contains("; died at ")).count();
        assert!((deaths as f64 - count(&page, "Deaths")).abs() < 0.01, "{page}");
        assert!(people.len() as f64 + 0.01 > count(&page, "People in the water"), "{page}");
        for line in &people {
            let (who, what) = line.split_once(": ").expect("who: what");
            assert!(who.contains(" of boat ") && (who.contains(", adult") || who.contains(", child")), "{line}");
            assert!(what.contains("boarded from ") || what.contains("left ashore"), "{line}");
        }
        lines += people.len();
        if lines > 0 && night > 0 {
            return;
        }
    }
    panic!("nobody is in the water or dies in forty nights");
}
