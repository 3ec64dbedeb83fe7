//! Are the tables of `docs/sea.md` and the pages beside it those that the commands write?

mod common;

use common::{root, run};

/// Every row the command writes stands on the page, and (on a page of its own) no other.
fn check(page: &str, arguments: &[&str], rows_at_least: usize, alone: bool) {
    let (code, out, err) = run(arguments);
    assert_eq!((code, err.as_str()), (0, ""), "{arguments:?}");
    let page = std::fs::read_to_string(root().join(page)).expect("the page");
    let rows = |text: &str| text.lines().filter(|l| l.starts_with('|')).map(str::to_owned).collect::<Vec<_>>();
    let (made, written) = (rows(&out), rows(&page));
    assert!(made.len() >= rows_at_least, "{out}");
    if alone {
        assert_eq!(made, written, "write the table anew with {arguments:?}");
    } else {
        for row in made {
            assert!(written.contains(&row), "not on the page: {row}");
        }
    }
}

#[test]
fn the_weather_tables_of_the_page_are_the_commands() {
    check("docs/sea.md", &["weather", "--years", "200"], 20, false);
}

#[test]
fn the_tables_of_tides_drift_and_light_are_the_commands() {
    check("docs/sea/tides.md", &["tide", "--agreement"], 30, true);
    check("docs/sea/drift.md", &["drift", "--agreement"], 20, true);
    check("docs/sea/light.md", &["sea", "--light-agreement"], 7, true);
}
