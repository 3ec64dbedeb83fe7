//! Does the built program's `study report` say what the rows say: where a map turns round, who does well enough, where a cell
//! stopped? Each answer in the JSON is held against the cells' own means, and found on terminal and page.

mod common;

use common::{Scratch, run};
use serde_json::Value;
use std::fs;

/// A is held to a line off the shore that is swept, B to fewer people aboard: close to the shore A tries less than B, far
/// off it tries more.
const MAP: &str = r#"(
    format: 1, title: "Turn", question: "Where does it turn round?", description: "For tests.",
    scenarios: ["one_taxi_boat"],
    doctrines: ["taxi_boat_300m:most_aboard=14,most_aboard_upper=24", "taxi_boat_interception"],
    primary: "interceptions_tried", nights: 130,
    stop: (half_width: 0.12),
    satisfice: [(metric: "interceptions_tried", at_most: 0.2), (metric: "deaths", at_most: 1)],
    axes: [
        (id: "line", title: "Line off the shore", of: Doctrine("line"), values: [50, 2000], note: "For a test"),
        (id: "will", title: "Commitment", of: Commitment, values: [0.6, 1], note: "For a test"),
    ],
)"#;

fn succeeds(arguments: &[&str]) -> String {
    let (code, out, err) = run(arguments);
    assert_eq!(code, 0, "{arguments:?}: {out}{err}");
    out
}

/// Terminal, page and JSON of a study that was just lived.
fn reported(name: &str, study: &str) -> (String, String, Value) {
    let desk = Scratch::new(name);
    let path = |name: &str| desk.path().join(name).to_string_lossy().into_owned();
    fs::write(path("map.study.ron"), study).expect("the study is written");
    succeeds(&["study", "run", &path("map.study.ron"), "--out", &path("rows.csv"), "--quiet"]);
    let (page, json) = (path("page.html"), path("all.json"));
    let text = succeeds(&["study", "report", &path("rows.csv"), "--html", &page, "--json", &json]);
    let read = |p: &str| fs::read_to_string(p).expect("it was written");
    (text, read(&page), serde_json::from_str(&read(&json)).expect("JSON"))
}

/// Of each cell: the values of both axes, its nights, and the mean difference of what decides.
fn cells(json: &Value, metric: &str) -> Vec<(f64, f64, u64, f64)> {
    let of = |c: &Value| {
        let lines = c["contrasts"][0]["metrics"].as_array().expect("metrics");
        let line = lines.iter().find(|l| l["metric"] == metric).expect("the metric");
        let axis = |id: &str| c["axes"][id].as_f64().expect("a value");
        let nights = c["nights"].as_u64().expect("nights");
        (axis("line"), axis("will"), nights, line["mean_difference"].as_f64().expect("a mean"))
    };
    json["cells"].as_array().expect("cells").iter().map(of).collect()
}

#[test]
fn a_map_turns_round_between_the_cells_whose_means_have_opposite_signs() {
    let (text, page, json) = reported("map", MAP);
    let cells = cells(&json, "interceptions_tried");
    assert_eq!(cells.len(), 4);
    let rows = json["turns_round"][0]["rows"].as_array().expect("a map");
    assert_eq!(rows.len(), 2);
    let mut turned = 0;
    for row in rows {
        let at = row["at"].as_f64().expect("a value of the second axis");
        let mean = |line: f64| cells.iter().find(|c| (c.0 - line).abs() + (c.1 - at).abs() < 1e-9).expect("a cell").3;
        let (near, far) = (mean(50.0), mean(2000.0));
        let zero: Vec<f64> = row["nought_at"].as_array().expect("a list").iter().filter_map(Value::as_f64).collect();
        // Straight between the two values lived.
        let expected: Vec<f64> = if near * far < 0.0 { vec![50.0 + 1950.0 * near / (near - far)] } else { Vec::new() };
        assert_eq!(zero.len(), expected.len(), "{row}: {near} and {far}");
        assert!(zero.iter().zip(&expected).all(|(z, e)| (z - e).abs() < 1e-6), "{zero:?} {expected:?}");
        turned += zero.len();
        // A side is sure nowhere that is also told as open.
        let inside = |key: &str, x: f64| {
            let stretch = |s: &Value| (s[0].as_f64().expect("from"), s[1].as_f64().expect("to"));
            row[key].as_array().expect("stretches").iter().map(stretch).any(|(f, t)| f < x && x < t)
        };
        for i in 0..200 {
            let x = 50.1 + 9.7 * f64::from(i);
            let told = ["cannot_tell", "surely_below", "surely_above"].map(|k| usize::from(inside(k, x)));
            assert!(told.iter().sum::<usize>() <= 1, "{told:?} at {x} of {row}");
        }
    }
    assert!(turned > 0, "the study was made to turn round: {cells:?}");
    for said in ["nought at", "cannot tell", "surely fewer under B"] {
        assert!(text.contains(said) && page.contains(said), "{said}");
    }
    assert!(page.contains("Hatched: the interval covers zero"));
}

#[test]
fn bounds_and_stops_are_told_cell_by_cell_as_the_rows_have_them() {
    let (text, page, json) = reported("bounds", MAP);
    let bounds = &json["bounds"];
    assert_eq!(bounds["bounds"][0]["metric"], "interceptions_tried");
    // Means of B in each cell against the limit.
    let means: Vec<f64> = json["cells"]
        .as_array()
        .expect("cells")
        .iter()
        .map(|c| {
            let lines = c["contrasts"][0]["metrics"].as_array().expect("metrics");
            lines.iter().find(|l| l["metric"] == "interceptions_tried").expect("it")["mean_b"].as_f64().expect("a mean")
        })
        .collect();
    let within = means.iter().filter(|m| **m <= 0.2).count() as u64;
    let b = &bounds["doctrines"][1];
    assert_eq!(b["kept_each"][0].as_u64(), Some(within), "{means:?}");
    let (kept, sure) = (b["kept"].as_u64().expect("a count"), b["kept_beyond_luck"].as_u64().expect("a count"));
    assert!(sure <= kept && kept <= within, "{b}");
    assert!(text.contains("Where a doctrine does well enough") && page.contains("kept beyond luck"));

    let half = 0.12;
    for c in json["cells"].as_array().expect("cells") {
        let precision = &c["contrasts"][0]["precision"];
        let nights = c["nights"].as_u64().expect("nights");
        let reached = precision["half_width"].as_f64();
        match precision["status"].as_str().expect("a status") {
            "stopped" => assert!(reached.is_some_and(|h| h <= half) && nights >= 100, "{precision}"),
            "cannot_tell_yet" => {
                assert_eq!(nights, 130, "{precision}");
                let verdict = c["contrasts"][0]["verdict"].as_str().expect("a verdict");
                assert!(verdict.contains("Cannot tell yet") || verdict.contains("dentical"), "{verdict}");
            }
            other => panic!("{other}"),
        }
    }
    assert!(text.contains("How precise each cell became") && page.contains("half-width of 0.12 or less"));
}

/// Sorted nights, an axis and a rule for stopping in one study: it runs, and both sides are weighted the same way.
#[test]
fn sorted_nights_go_with_axes_and_stopping_in_the_built_program() {
    let study = MAP.replace("nights: 130,", "nights: 130, stratify: (by: Risk, strata: 3, population: 400),");
    let (text, _, json) = reported("sorted_map", &study);
    let again = cells(&json, "interceptions_tried");
    assert_eq!(again.len(), 4);
    assert!(again.iter().all(|c| (100..=130).contains(&c.2)), "{again:?}");
    assert!(text.contains("Nights sorted by people at risk"), "{text}");
    let strata = json["manifest"]["strata"]["scenarios"][0]["strata"].as_array().expect("strata").len();
    assert_eq!(strata, 3);
}

#[test]
fn a_rate_that_decides_has_its_verdict_on_terminal_page_and_json() {
    let study = r#"(
        format: 1, title: "Rate", question: "Q?", description: "For tests.",
        scenarios: ["one_taxi_boat"], doctrines: ["imminent_danger_only", "taxi_boat_interception"],
        primary: "deaths_per_1000", nights: 110,
    )"#;
    let (text, page, json) = reported("rate", study);
    let verdict = json["cells"][0]["contrasts"][0]["verdict"].as_str().expect("a verdict");
    assert!(verdict.starts_with("On 110 paired nights. Deaths per 1,000 embarked: "), "{verdict}");
    let rates = json["cells"][0]["contrasts"][0]["rates"].as_array().expect("rates");
    let rate = rates.iter().find(|r| r["rate"] == "deaths_per_1000").expect("the rate");
    let b = slackwater::units::format::fixed(rate["b"].as_f64().expect("a rate"), 2);
    // Where nobody died in any night a rate of nought is not told as if it were known.
    let said = if rate["b_nights_with_event"] == 0 {
        "none seen under".to_owned()
    } else {
        format!("{b} under Taxi-boat interception")
    };
    assert!(verdict.contains(&said), "{verdict}");
    assert!(text.contains(verdict) && page.contains("<b>Deaths per 1,000 embarked</b>"));
    let (code, _, err) = run(&["study", "turn", "commitment", "--metric", "deaths_per_1000"]);
    assert!(code == 2 && err.contains("is a rate over all nights"), "{err}");
}
