//! What does the program answer about the sea? Tide, drift, and everything at one place, with bad input refused.

mod common;

use common::run;

fn json(arguments: &[&str]) -> serde_json::Value {
    let (code, out, err) = run(arguments);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    serde_json::from_str(&out).expect("JSON")
}

/// MODEL 1.7 with all constituents: Dover, an equinoctial spring.
#[test]
fn the_tide_of_a_day_has_24_heights_and_its_turns_to_the_second() {
    let page = json(&["tide", "dover", "2026-03-20", "--json"]);
    assert_eq!(page["station"], "dover");
    let heights = page["heights"].as_array().expect("heights");
    assert_eq!((heights.len(), heights[0]["time_utc"].as_str()), (24, Some("2026-03-20T00:00:00Z")));
    let turns: Vec<(&str, &str, f64)> = page["extremes"]
        .as_array()
        .expect("extremes")
        .iter()
        .map(|e| (e["type"].as_str().unwrap(), e["time_utc"].as_str().unwrap(), e["height_m"].as_f64().unwrap()))
        .collect();
    let expected = [("LW", "06:56", 0.50), ("HW", "11:56", 6.90), ("LW", "19:16", 0.64)];
    for (kind, clock, height) in expected {
        let minutes = |t: &str| t[..2].parse::<i32>().unwrap() * 60 + t[3..5].parse::<i32>().unwrap();
        let hit = turns.iter().any(|(k, t, m)| {
            *k == kind
                && (minutes(&t[11..16]) - minutes(clock)).abs() <= 2
                && (m - height).abs() <= 0.03
                && t.len() == 20
        });
        assert!(hit, "{kind} {clock}: {turns:?}");
    }
}

#[test]
fn every_datum_is_given_or_refused_with_its_reason() {
    let first = |datum: &str| {
        json(&["tide", "calais", "2026-03-20", "--datum", datum, "--json"])["heights"][0]["height_m"].as_f64()
    };
    let (chart, msl) = (first("chart").unwrap(), first("msl").unwrap());
    assert!((chart - msl - 4.08).abs() < 0.002, "{chart} and {msl}");
    assert_eq!(first("gauge"), Some(chart));
    let dutch = |datum: &str| {
        json(&["tide", "cadzand", "2026-03-20", "--datum", datum, "--json"])["heights"][0]["height_m"].as_f64().unwrap()
    };
    assert!((dutch("chart") - dutch("nap") - 2.431).abs() < 0.002);
    let (code, out, err) = run(&["tide", "dover", "2026-03-20", "--datum", "nap"]);
    assert!(code == 2 && out.is_empty() && err.contains("NAP is the zero of Dutch stations"), "{err}");
}

#[test]
fn a_place_without_a_gauge_says_so_and_dates_outside_the_years_are_marked() {
    let (code, out, _) = run(&["tide", "50.87,1.58", "2026-03-20"]);
    assert!(code == 0 && out.contains("No gauge stands here"), "{out}");
    let (code, out, err) = run(&["tide", "dover", "2050-01-01", "--csv"]);
    assert!(code == 0 && out.lines().count() > 25 && err.contains("extrapolated"), "{err}");
    let page = json(&["tide", "dover", "2050-01-01", "--json"]);
    assert!(page["extrapolated"].as_str().is_some_and(|s| s.contains("2018 to 2035")));
}

#[test]
fn a_drift_without_spread_is_the_reference_case() {
    let page = json(&[
        "drift",
        "--object",
        "PIW-1",
        "--from",
        "51.0,1.8",
        "--wind-to",
        "0,5",
        "--hours",
        "6",
        "--no-spread",
        "--orientation",
        "left",
        "--json",
    ]);
    assert_eq!((page["object"].as_str(), page["positions"].as_array().map(Vec::len)), (Some("PIW-1"), Some(7)));
    let last = &page["positions"][6];
    // 1e-4 degrees is some 10 m.
    assert!((last["lat"].as_f64().unwrap() - 51.009_320).abs() < 1e-4);
    assert!((last["lon"].as_f64().unwrap() - 1.808_309).abs() < 1e-4);
    let mirrored = json(&["drift", "--object", "PIW-1", "--wind-to", "0,5", "--hours", "6", "--no-spread", "--json"]);
    assert!((mirrored["positions"][6]["lon"].as_f64().unwrap() - 1.791_691).abs() < 1e-4);
}

#[test]
fn a_drift_of_many_repeats_itself_and_tells_its_spread() {
    let ask = ["drift", "--object", "SKIFF-3", "--wind-to", "-3,4", "--hours", "2", "--particles", "200", "--json"];
    let (a, b) = (json(&ask), json(&ask));
    assert_eq!(a, b);
    assert!(a["positions"][2]["p90_m"].as_f64().unwrap() > a["positions"][2]["median_m"].as_f64().unwrap());
    let (code, out, _) = run(&["drift", "--list"]);
    assert!(code == 0 && out.contains("REFUGEE-RAFT-1") && out.lines().count() == 87, "{out}");
}

#[test]
fn a_place_at_sea_has_every_line_with_source_and_confidence() {
    let page = json(&["sea", "51.02,2.05", "2026-03-20T05:00Z", "--json"]);
    let facts = page["facts"].as_array().expect("facts");
    for quantity in
        ["tide", "depth now", "tidal stream", "distance to the shore", "zone", "Sun", "Moon", "civil twilight"]
    {
        let fact = facts.iter().find(|f| f["quantity"] == quantity).unwrap_or_else(|| panic!("no {quantity}"));
        assert!(fact["source"].as_str().is_some_and(|s| s.len() > 5), "{quantity}");
        assert!(["H", "M", "L", "E"].contains(&fact["confidence"].as_str().unwrap()), "{quantity}");
    }
    let (code, out, _) = run(&["sea", "50.9,2.0", "2026-03-20T05:00Z"]);
    assert!(code == 0 && out.contains("this place is land, ") && !out.contains("mean sea level"), "{out}");
}

#[test]
fn the_season_is_told_beside_the_moment_and_called_no_forecast() {
    let page = json(&["sea", "51.02,2.05", "2026-03-20T05:00Z", "--json"]);
    let facts = page["facts"].as_array().expect("facts");
    let value = |q: &str| facts.iter().find(|f| f["quantity"] == q).and_then(|f| f["value"].as_f64());
    for (quantity, low, high) in [
        ("sea temperature", 6.0, 12.0),
        ("air temperature", 4.0, 12.0),
        ("wind", 5.0, 25.0),
        ("wave height, open water", 0.3, 2.0),
        ("visibility", 2.0, 20.0),
        ("fog, below 1 km", 0.0, 15.0),
    ] {
        let fact = facts.iter().find(|f| f["quantity"] == quantity).unwrap_or_else(|| panic!("no {quantity}"));
        assert!(fact["source"].as_str().unwrap().contains("climate of the date, not a forecast"), "{quantity}");
        assert!((low..=high).contains(&value(quantity).unwrap()), "{fact}");
    }
    assert_eq!(value("breakers at the beach"), None, "the shore is farther than 500 m");
    // On the beach of Calais: breakers, ground that dries, and craft aground.
    let page = json(&["sea", "calais_beach", "2026-03-20T06:00Z", "--json"]);
    assert!(page["facts"].as_array().unwrap().iter().any(|f| f["quantity"] == "breakers at the beach"), "{page}");
    let (_, out, _) = run(&["sea", "51.005,1.95", "2026-03-20T07:00Z"]);
    assert!(out.contains("2026-03-20 07:00 UTC"), "the year stands in the heading: {out}");
    assert!(out.contains("(draught 1.6 m): "), "{out}");
    let signs = out.lines().filter(|l| l.contains('\u{2212}') || l.contains(" -")).count();
    assert_eq!(signs, 0, "heights are told by above and below: {out}");
}

fn quantities(page: &serde_json::Value) -> Vec<&str> {
    page["facts"].as_array().expect("facts").iter().map(|f| f["quantity"].as_str().expect("a name")).collect()
}

#[test]
fn waves_and_breakers_are_those_of_the_place() {
    let value = |place: &str, quantity: &str| {
        let page = json(&["sea", place, "2026-03-20T05:00Z", "--json"]);
        let facts = page["facts"].as_array().expect("facts");
        facts.iter().find(|f| f["quantity"] == quantity).and_then(|f| f["value"].as_f64())
    };
    // The sea of March comes from the south-west more often than not: Dungeness's east side lies in its lee.
    let (open, lee) = (value("50.98,1.00", "wave height, open water"), value("50.98,1.00", "wave height here"));
    assert!(lee.unwrap() < 0.8 * open.unwrap(), "{lee:?} of {open:?}");
    let out = value("51.35,2.2", "wave height here").unwrap();
    assert!(out > 0.85 * open.unwrap() && out <= open.unwrap(), "{out} of {open:?}");
    // 0.9 of what is there.
    let (here, breakers) = (value("calais_beach", "wave height here"), value("calais_beach", "breakers at the beach"));
    assert!((breakers.unwrap() - 0.9 * here.unwrap()).abs() < 1e-6, "{breakers:?} of {here:?}");
    // In the channel of the Aa, between its banks.
    let page = json(&["sea", "aa_channel_mouth", "2026-03-20T05:00Z", "--json"]);
    let quantities = quantities(&page);
    assert!(quantities.contains(&"waves, breakers"), "{page}");
    assert!(!quantities.iter().any(|q| q.starts_with("wave height") || *q == "breakers at the beach"), "{page}");
}

#[test]
fn a_place_far_inland_has_no_tide_and_says_why() {
    let page = json(&["sea", "50.75,2.25", "2026-03-20T05:00Z", "--json"]);
    let quantities = quantities(&page);
    for none in ["tide", "above chart datum", "next turn of the tide", "wave height here", "sea temperature"] {
        assert!(!quantities.contains(&none), "{none}: {page}");
    }
    assert!(
        page.to_string().contains("this place is land, ") && page.to_string().contains("km from the sea"),
        "{page}"
    );
    for form in [&[][..], &["--csv"], &["--json"]] {
        let (code, out, err) = run(&[&["tide", "50.9,2.2", "2026-06-01"], form].concat());
        assert!(code == 2 && out.is_empty() && err.contains("this place is land, "), "{form:?}: {out}{err}");
        assert!(err.contains("within 500 m of the shore"), "{err}");
    }
}

#[test]
fn a_place_may_be_named_and_what_is_assumed_is_told() {
    let page = json(&["sea", "dunkerque", "2026-03-20T05:00Z", "--json"]);
    assert!(page["place"].as_str().is_some_and(|p| p.contains("Dunkerque")) && page["assumed"].is_null(), "{page}");
    assert!(
        (page["lat"].as_f64().unwrap() - 51.05).abs() < 0.03 && (page["lon"].as_f64().unwrap() - 2.36).abs() < 0.05
    );
    for name in ["gravelines", "wissant", "Dover"] {
        assert_eq!(run(&["sea", name, "2026-03-20T05:00Z"]).0, 0, "{name}");
    }
    let (code, out, _) = run(&["sea", "51.02,2.05", "2026-03-20"]);
    assert!(code == 0 && out.contains("00:00 UTC (no time of day is given: 00:00 UTC is taken)"), "{out}");
    let page = json(&["sea", "51.02,2.05", "2026-03-20", "--json"]);
    assert!(page["assumed"].as_str().is_some_and(|a| a.contains("00:00 UTC")), "{page}");
}

#[test]
fn a_place_beyond_the_stated_edges_is_marked() {
    let (code, _, err) = run(&["sea", "51.53,2.0", "2026-03-20T05:00Z"]);
    assert!(code == 0 && err.contains("beyond 50.2 to 51.5 N") && err.contains("extrapolated"), "{err}");
    let page = json(&["sea", "51.53,2.0", "2040-03-20T05:00Z", "--json"]);
    let said = page["extrapolated"].as_str().unwrap();
    assert!(said.contains("2018 to 2035") && said.contains("50.2 to 51.5 N"), "{page}");
    let (_, out, err) = run(&["tide", "51.53,2.0", "2026-03-20", "--csv"]);
    assert!(err.contains("beyond 50.2") && out.lines().skip(1).all(|l| l.ends_with(",yes")), "{err}{out}");
}

#[test]
fn a_drift_from_land_or_off_the_chart_is_marked_in_every_form() {
    for (from, part) in
        [("50.75,2.25", "is land"), ("48.4,-4.5", "off the chart"), ("2.05,51.02", "did you mean 51.02,2.05?")]
    {
        let ask = ["drift", "--object", "PIW-1", "--from", from, "--wind-to", "0,5", "--hours", "1", "--no-spread"];
        let (code, _, err) = run(&ask);
        assert!(code == 0 && err.contains("warning: --from") && err.contains(part), "{from}: {err}");
        let page = json(&[&ask[..], &["--json"]].concat());
        assert!(page["warning"].as_str().is_some_and(|w| w.contains(part)), "{from}: {page}");
    }
    let page = json(&["drift", "--object", "PIW-1", "--wind-to", "0,5", "--hours", "3", "--json"]);
    assert!(page["warning"].is_null(), "{page}");
    for row in page["positions"].as_array().unwrap() {
        for figure in [&row["lat"], &row["lon"]] {
            let text = figure.to_string();
            assert!(text.split_once('.').is_none_or(|(_, decimals)| decimals.len() <= 6), "{text}");
        }
    }
}

#[test]
fn a_drift_onto_land_or_off_the_chart_is_marked_from_that_hour_in_every_form() {
    for (track, state, said) in [
        (["--from", "51.0,1.9", "--current", "0,-1", "--hours", "12"], "stranded", "runs onto land"),
        (["--from", "51.4,2.0", "--current", "2,2", "--hours", "48"], "off_chart", "leaves the chart"),
    ] {
        let ask = [&["drift", "--object", "PIW-1", "--no-spread"][..], &track[..]].concat();
        let page = json(&[&ask[..], &["--json"]].concat());
        let states: Vec<&str> =
            page["positions"].as_array().unwrap().iter().map(|p| p["state"].as_str().expect("a state")).collect();
        let from = states.iter().position(|s| *s != "afloat").expect("not afloat to the end");
        assert!(from > 0 && states[from..].iter().all(|s| *s == state), "{states:?}");
        let words = format!("the track {said} by hour {from};");
        assert!(page["ends"].as_str().is_some_and(|e| e.starts_with(&words)), "{page}");
        let (_, out, err) = run(&ask);
        assert!(out.contains(&words) && err.contains(&words), "{out}{err}");
        let (_, out, err) = run(&[&ask[..], &["--csv"]].concat());
        let marked = out.lines().skip(1).map(|l| l.contains(&format!(",{state},")));
        assert!(marked.eq((0..states.len()).map(|h| h >= from)) && err.contains(&words), "{out}{err}");
    }
    // Of many objects, the share: some strand before the mean does.
    let ask = ["drift", "--object", "PIW-1", "--from", "51.0,1.9", "--current", "0,-1", "--hours", "3", "--json"];
    let page = json(&ask);
    let share = |h: usize| page["positions"][h]["stranded_share"].as_f64().expect("a share");
    assert!(share(0) == 0.0 && (1..4).all(|h| share(h) >= share(h - 1)) && share(3) > 0.9, "{page}");
    assert!(page["ends"].as_str().is_some_and(|e| e.contains("% of the objects have stranded by hour 3")), "{page}");
}

#[test]
fn where_the_ground_is_dry_no_stream_runs() {
    let page = json(&["sea", "51.11,1.32", "2026-03-20T07:00Z", "--json"]);
    let facts = page["facts"].as_array().expect("facts");
    let fact = |q: &str| facts.iter().find(|f| f["quantity"] == q).unwrap_or_else(|| panic!("no {q}: {page}"));
    assert!(fact("depth now")["value"].as_f64().unwrap() < 0.0, "{page}");
    for quantity in ["tidal stream", "stream towards"] {
        assert!(fact(quantity).as_object().unwrap().get("value").is_some_and(serde_json::Value::is_null), "{page}");
        assert!(fact(quantity)["text"].as_str().unwrap().contains("the ground is dry now"), "{page}");
    }
    let (_, out, _) = run(&["sea", "51.11,1.32", "2026-03-20T07:00Z"]);
    let streams: Vec<&str> = out.lines().filter(|l| l.contains("stream") && l.contains("the ground is dry")).collect();
    assert!(streams.len() == 2 && streams.iter().all(|l| !l.contains(" kn")), "{out}");
    // Afloat it runs.
    let page = json(&["sea", "51.11,1.32", "2026-03-20T12:00Z", "--json"]);
    let facts = page["facts"].as_array().expect("facts");
    assert!(facts.iter().any(|f| f["quantity"] == "tidal stream" && f["value"].is_f64()), "{page}");
}

#[test]
fn land_by_the_shore_has_no_zone_of_the_sea_and_no_breakers() {
    let page = json(&["sea", "50.985,2.12", "2026-03-20T05:00Z", "--json"]);
    let facts = page["facts"].as_array().expect("facts");
    let text = |q: &str| facts.iter().find(|f| f["quantity"] == q).and_then(|f| f["text"].as_str()).unwrap_or_default();
    assert!(text("depth, stream").contains("this place is land"), "{page}");
    assert_eq!(text("zone"), "on land: none of the sea's", "{page}");
    assert_eq!(text("waves, breakers"), "none: this place is land", "{page}");
    for none in ["breakers at the beach", "wave height here", "wave height on this stream"] {
        assert!(!quantities(&page).contains(&none), "{none}: {page}");
    }
}

#[test]
fn a_laden_inflatable_stands_among_the_keels_and_merchant_ships_are_said_not_to() {
    let (_, out, _) = run(&["sea", "51.02,2.05", "2026-03-20T05:00Z"]);
    // MODEL 3.2: 5130 kg on 0.85 of 9 m by 2.2 m draw 0.30 m.
    assert!(out.contains("Inflatable of 9 m with 60 adults aboard (draught 0.3 m): "), "{out}");
    assert!(out.contains("Merchant ships: not modelled"), "{out}");
}

/// March's wind comes from the south-west more often than not: a flood to the north-east goes with its waves and lowers
/// them; against an ebb of the same rate they stand higher than that, up to where they are as steep as a sea stands.
#[test]
fn waves_are_told_on_the_stream_of_the_moment() {
    let heights = |time: &str| {
        let page = json(&["sea", "51.0,1.45", time, "--json"]);
        let facts = page["facts"].as_array().expect("facts");
        ["wave height here", "wave height on this stream", "stream towards", "tidal stream"].map(|q| {
            facts
                .iter()
                .find(|f| f["quantity"] == q)
                .and_then(|f| f["value"].as_f64())
                .unwrap_or_else(|| panic!("no {q}"))
        })
    };
    let (flood, ebb) = (heights("2026-03-20T02:00Z"), heights("2026-03-20T08:00Z"));
    assert!((0.0..90.0).contains(&flood[2]) && (180.0..270.0).contains(&ebb[2]), "{flood:?} {ebb:?}");
    assert!(flood[3] > 2.0 && ebb[3] > flood[3], "{flood:?} {ebb:?}");
    assert!((flood[0] - ebb[0]).abs() < 1e-9 && flood[1] < 0.95 * flood[0] && ebb[1] > flood[1], "{flood:?} {ebb:?}");
}

#[test]
fn ground_that_dries_is_told_so_and_craft_on_it_are_aground() {
    // The flats off Zuydcoote, at low water of a spring.
    let (_, out, err) = run(&["sea", "51.057,2.40", "2026-03-20T19:00Z"]);
    for part in ["dries ", " m above chart datum", "dry, ", "(draught 0.5 m): aground"] {
        assert!(out.contains(part), "{part} not in\n{out}{err}");
    }
}

#[test]
fn a_coarse_stretch_of_the_coast_lowers_the_confidence_of_the_distance() {
    for (place, letter) in [("51.14,2.62", "M"), ("50.88,1.50", "H")] {
        let page = json(&["sea", place, "2026-03-20T05:00Z", "--json"]);
        let facts = page["facts"].as_array().expect("facts");
        let off = facts.iter().find(|f| f["quantity"] == "distance to the shore").expect("a distance");
        assert_eq!(off["confidence"], letter, "{off}");
    }
}

#[test]
fn the_tide_of_gravelines_names_its_other_mix() {
    let (_, out, _) = run(&["tide", "gravelines", "2026-03-20"]);
    assert!(out.contains("0.535") && out.contains("0.17 m"), "{out}");
    assert!(!run(&["tide", "folkestone", "2026-03-20"]).1.contains("0.535"));
}

/// MODEL 1.7: the Aa with the threshold of the reference day, and every other channel.
#[test]
fn channels_that_dry_open_and_close_with_the_tide() {
    let page = json(&["canal", "aa", "2025-07-10", "--bed", "2.5", "--need", "0.6", "--json"]);
    let minutes = |v: &serde_json::Value| {
        let t = v.as_str().expect("a time");
        t[11..13].parse::<i32>().unwrap() * 60 + t[14..16].parse::<i32>().unwrap()
    };
    let open = page["open"].as_array().expect("windows");
    assert_eq!(open.len(), 3, "{page}");
    for (got, expected) in [
        (&open[0]["to_utc"], 190),
        (&open[1]["from_utc"], 510),
        (&open[1]["to_utc"], 935),
        (&open[2]["from_utc"], 1245),
    ] {
        assert!((minutes(got) - expected).abs() <= 15, "{page}");
    }
    for (bed, share) in [("1.5", 0.78), ("2.5", 0.59), ("3.5", 0.44)] {
        let page = json(&["canal", "aa", "2025-06-15", "--bed", bed, "--need", "0.6", "--json"]);
        let got = page["share_over_60_days"].as_f64().expect("a share");
        assert!((got - share).abs() <= 0.03, "bed {bed}: {got}");
    }
    let far = json(&["canal", "aa", "2036-01-01", "--json"]);
    assert!(far["extrapolated"].as_str().is_some_and(|w| w.contains("2018 to 2035")), "{far}");
    let (code, _, err) = run(&["canal", "aa", "2025-07-10", "--bed", "-9"]);
    assert!(code == 2 && err.contains("expected -5 to 15 metres"), "{err}");
    for name in ["canche", "authie", "somme"] {
        let (code, out, err) = run(&["canal", name, "2025-07-10"]);
        assert!(code == 0 && out.contains("sill.") && out.contains("could be"), "{out}{err}");
    }
    let (code, out, _) = run(&["canal", "somme", "2025-07-10", "--bed", "14"]);
    assert!(code == 0 && out.contains("no water all day"));
    let (code, _, err) = run(&["canal", "cance", "2025-07-10"]);
    assert!(code == 2 && err.contains("did you mean `canche`?"), "{err}");
}

#[test]
fn days_outside_the_years_are_marked_in_every_form() {
    let (_, out, _) = run(&["tide", "dover", "2050-01-01", "--csv"]);
    assert!(out.starts_with("station,datum,time_utc,type,height_m,extrapolated\n"), "{out}");
    assert!(out.lines().skip(1).all(|l| l.ends_with(",yes")), "{out}");
    let (_, out, err) = run(&["tide", "51.0,1.8", "2026-03-20", "--csv"]);
    assert!(err.is_empty() && out.lines().skip(1).all(|l| l.starts_with("\"51,1.8\",") && l.ends_with(",no")), "{out}");
    let page = json(&["canal", "aa", "2050-07-10", "--json"]);
    assert!(page["extrapolated"].as_str().is_some_and(|s| s.contains("2018 to 2035")), "{page}");
    let page = json(&["canal", "aa", "2025-07-10", "--bed", "-1", "--json"]);
    assert!(page["extrapolated"].is_null() && page["bed_m"].as_f64() == Some(-1.0), "{page}");
}

#[test]
fn a_drift_tells_its_spread_each_way_and_what_it_lacks() {
    let page = json(&["drift", "--object", "PIW-1", "--wind-to", "0,8", "--hours", "3", "--json"]);
    let (x, y) = (&page["positions"][3]["sd_east_m"], &page["positions"][3]["sd_north_m"]);
    // The wind goes north: the objects part to its left and right.
    assert!(x.as_f64().unwrap() > 100.0 && y.as_f64().unwrap() > 10.0, "{page}");
    let (code, out, err) = run(&["drift", "--object", "PIW-1", "--hours", "1", "--csv"]);
    assert!(code == 0 && err.contains("neither wind nor current"), "{err}");
    assert!(
        out.starts_with(
            "object,hour,lat,lon,median_m,p90_m,sd_east_m,sd_north_m,state,stranded_share,off_chart_share\n"
        )
    );
    assert!(out.lines().skip(1).all(|l| l.ends_with(",afloat,0.0000,0.0000")), "{out}");
    let (code, _, err) = run(&["drift", "--object", "PIW-1", "--from", "2.05,51.02", "--wind-to", "0,5"]);
    assert!(code == 0 && err.contains("did you mean 51.02,2.05?"), "{err}");
}

#[test]
fn bad_input_is_refused_in_one_line_with_what_to_do() {
    for (arguments, part) in [
        (&["tide", "dovr", "2026-03-20"][..], "did you mean `dover`?"),
        (&["tide", "dover", "2026-02-30"], "is not a date"),
        (&["tide", "dover", "2026-03-20T00:00Z"], "write 2026-03-20"),
        (&["tide", "dover", "9999-12-31"], "expected 1990 to 2050"),
        (&["tide", "dover", "1800-06-01"], "the year 1800 is too far"),
        (&["canal", "aa", "2500-06-01"], "the year 2500 is too far"),
        (&["sea", "51.02,2.05", "2500-06-01T00:00Z"], "the year 2500 is too far"),
        (&["sea", "dunkrque", "2026-03-20T05:00Z"], "did you mean `dunkerque`?"),
        (&["sea", "vlissingen", "2026-03-20T05:00Z"], "off the chart"),
        (&["sea", "51.6,2.0", "2026-03-20T05:00Z"], "expected a place from 50.2 to 51.5 N"),
        (&["canal", "aa", "2025-07-10", "--need", "-5"], "--need -5: expected 0 to 15 metres"),
        (&["tide", "Dunkirk", "2026-03-20"], "did you mean `dunkerque`?"),
        (&["tide", "flushing", "2026-03-20"], "did you mean `vlissingen`?"),
        (&["tide", "ostend", "2026-03-20"], "did you mean `oostende`?"),
        (&["tide", "2.05,51.02", "2026-03-20"], "did you mean 51.02,2.05?"),
        (&["sea", "2.05,51.02", "2026-03-20T05:00Z"], "did you mean 51.02,2.05?"),
        (&["canal", "aa", "2025-07-10", "--bed", "-9"], "expected -5 to 15"),
        (&["drift", "--object", "PIW-1", "--jibe", "-0.1"], "probability"),
        (&["drift", "--object", "PIW-1", "--seed", "-1"], "'-1'"),
        (&["drift", "--object", "PIW-1", "--no-spread", "--jibe", "0.1"], "cannot be used with"),
        (&["drift", "--object", "PIW-1", "--no-spread", "--particles", "9"], "cannot be used with"),
        (&["drift", "--object", "PIW-1", "--no-spread", "--seed", "9"], "cannot be used with"),
        (&["drift", "--object", "PIW-1", "--particles", "200000", "--step", "1"], "fewer objects"),
        (&["run", "one_taxi_boat", "--night", "-1"], "'-1'"),
        (&["tide", "48.4,-4.5", "2026-03-20"], "off the chart"),
        (&["sea", "51.02", "2026-03-20T05:00Z"], "latitude,longitude"),
        (&["sea", "51.02,2.05", "yesterday"], "is not a time"),
        (&["sea", "51.02,2.05", "2026-03-20T05:00:60Z"], "has a second 60; expected 00 to 59"),
        (&["sea", "60,2.05", "2026-03-20T05:00Z"], "off the chart"),
        (&["drift", "--object", "PWI-1"], "did you mean `PIW-1`?"),
        (&["drift", "--object", "PIW-1", "--step", "7"], "divisor of 3600"),
        (&["drift", "--object", "PIW-1", "--wind-to", "5"], "two numbers"),
        (&["drift", "--object", "PIW-1", "--wind-to", "500,0"], "50 m/s at most"),
        (&["drift", "--object", "PIW-1", "--jibe", "1.5"], "probability"),
        (&["drift"], "--object"),
    ] {
        let (code, out, err) = run(arguments);
        assert!(code == 2 && out.is_empty() && err.contains(part) && !err.contains("panicked"), "{arguments:?}: {err}");
    }
}
