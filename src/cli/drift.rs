//! `slackwater drift --object CLASS …`: where do wind and current carry it, hour by hour?
//!
//! Wind and current are given and hold throughout: a calculation to learn from and to hold against other
//! programs, not a search plan. What runs over land or off the chart is marked from that hour on (`drift_shore`).

use super::drift_shore::{self, State};
use super::library::Trouble;
use super::place;
use crate::agents::leeway::{self, DriftPlan, Drifter, LeewayClass, Orientation};
use crate::agents::leeway_agreement::agreement;
use crate::draws::{Draws, NightKey};
use crate::geo::{Chart, LatLon};
use crate::parameters::Parameters;
use crate::reading::nearest;
use crate::units::{Speed, Vec2, format, maths};
use clap::ValueEnum;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Arguments of `drift`.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct DriftArguments {
    /// Class of the object in the published list, like PIW-1
    #[arg(long, required_unless_present_any = ["list", "agreement"])]
    pub object: Option<String>,
    /// List the classes and their coefficients
    #[arg(long)]
    pub list: bool,
    /// How far from a reference program objects end, case by case, as in docs/sea/drift.md
    #[arg(long, conflicts_with_all = ["object", "list", "csv", "json"])]
    pub agreement: bool,
    /// Where it begins: latitude,longitude
    #[arg(long, default_value = "51.0,1.8", allow_hyphen_values = true)]
    pub from: String,
    /// Where the wind at 10 m blows to: east,north in m/s (0,5 is 5 m/s to the north)
    #[arg(long, default_value = "0,0", allow_hyphen_values = true)]
    pub wind_to: String,
    /// Where the current goes: east,north in m/s
    #[arg(long, default_value = "0,0", allow_hyphen_values = true)]
    pub current: String,
    /// How many hours
    #[arg(long, default_value_t = 24, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=240))]
    pub hours: u32,
    /// Seconds in a step; a whole number of steps makes an hour
    #[arg(long, default_value_t = 600, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub step: u32,
    /// Columns of the table for the crosswind part: right (OpenDrift's orientation 0) or left (1). Without it, half of
    /// the objects have each; a single track takes right
    #[arg(long, value_enum)]
    pub orientation: Option<Side>,
    /// One track without errors and jibes, instead of the mean of many objects
    #[arg(long, conflicts_with_all = ["particles", "jibe", "seed"])]
    pub no_spread: bool,
    /// Number of objects
    #[arg(long, default_value_t = 1000, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=200_000))]
    pub particles: u32,
    /// Probability of a jibe within an hour [default: `leeway.jibe_per_h` of the register]
    #[arg(long, allow_negative_numbers = true)]
    pub jibe: Option<f64>,
    /// Seed of the objects' errors and jibes
    #[arg(long, default_value_t = 42, allow_negative_numbers = true)]
    pub seed: u64,
    /// A table for other programs
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
    /// JSON for other programs
    #[arg(long)]
    pub json: bool,
}

/// Which columns of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Side {
    /// Those of left-going objects
    Left,
    /// Those of right-going objects
    Right,
}

#[derive(Serialize)]
struct Page<'a> {
    object: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<String>,
    /// What has become of the track, or of the objects, if not all stays at sea and on the chart.
    #[serde(skip_serializing_if = "Option::is_none")]
    ends: Option<String>,
    positions: Vec<Row>,
}

/// One hour: the object, or the mean of many and how far they spread.
#[derive(Serialize)]
struct Row {
    hour: u32,
    lat: f64,
    lon: f64,
    /// Has the way to this position (of many: the mean's) met land, or left the chart? Then it is a position on paper.
    state: State,
    /// Share of the objects that have stranded by then.
    #[serde(skip_serializing_if = "Option::is_none")]
    stranded_share: Option<f64>,
    /// … and that have left the chart.
    #[serde(skip_serializing_if = "Option::is_none")]
    off_chart_share: Option<f64>,
    /// Half of the objects lie within this of the mean, m.
    #[serde(skip_serializing_if = "Option::is_none")]
    median_m: Option<f64>,
    /// Nine in ten lie within this, m.
    #[serde(skip_serializing_if = "Option::is_none")]
    p90_m: Option<f64>,
    /// Standard deviation of the objects' places eastwards, m.
    #[serde(skip_serializing_if = "Option::is_none")]
    sd_east_m: Option<f64>,
    /// … and northwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    sd_north_m: Option<f64>,
}

/// The most steps of all objects together that are worked out: some tens of seconds, and at an hour's step some
/// 800 MB of positions.
const MOST_STEPS: u64 = 50_000_000;

pub(super) fn drift(root: Option<PathBuf>, a: &DriftArguments) -> Result<bool, Trouble> {
    let root = super::library::find_root(root)?;
    let text = super::library::read_text(&root.join("assets/drift/leeway_classes.csv"))?;
    let classes = leeway::read_classes(&text).map_err(Trouble::one)?;
    if a.agreement {
        return super::say(&agreement_table(&root, &classes)?).map(|()| true);
    }
    let Some(wanted) = a.object.as_deref().filter(|_| !a.list) else {
        return super::say(&list(&classes)).map(|()| true);
    };
    let class = find(&classes, wanted)?;
    let plan = plan(a, &super::library::read_register(&root)?.typed())?;
    if plan.wind.length() == 0.0 && plan.current.length() == 0.0 {
        super::warn(
            "warning: neither wind nor current is given (--wind-to, --current): only the classes' offsets move it",
        );
    }
    let library = super::library::Library::open_shipped(Some(root))?;
    let chart = &library.chart;
    let doubt = from_doubt(chart, plan.from);
    let rows = if a.no_spread {
        let side = orientation(a).unwrap_or(Orientation::Right);
        let plan = DriftPlan { jibe_per_h: 0.0, ..plan };
        let luck = Draws::new(NightKey { seed: a.seed, night: 0 });
        let track = leeway::track(&plan, Drifter::mean(class, side), luck, 0);
        let states = drift_shore::along(chart, &track);
        (0..)
            .zip(track)
            .zip(states)
            .map(|((hour, p), state)| Row {
                hour,
                lat: p.lat,
                lon: p.lon,
                state,
                stranded_share: None,
                off_chart_share: None,
                median_m: None,
                p90_m: None,
                sd_east_m: None,
                sd_north_m: None,
            })
            .collect()
    } else {
        mean_track(chart, &leeway::ensemble(&plan, class, orientation(a), a.particles, a.seed))
    };
    let ends = ending(&rows);
    // A beginning on land or off the chart says it already.
    if let (Some(said), false) = (doubt.as_ref().or(ends.as_ref()), a.json) {
        super::warn(&format!("warning: {said}"));
    }
    super::say(&if a.json {
        let positions =
            rows.into_iter().map(|r| Row { lat: place::rounded(r.lat), lon: place::rounded(r.lon), ..r }).collect();
        let page = Page { object: &class.key, warning: doubt, ends, positions };
        serde_json::to_string_pretty(&page).map_err(|e| Trouble::one(e.to_string()))? + "\n"
    } else if a.csv {
        let mut text =
            "object,hour,lat,lon,median_m,p90_m,sd_east_m,sd_north_m,state,stranded_share,off_chart_share\n".to_owned();
        let number = |x: Option<f64>| x.map_or(String::new(), |x| format!("{x:.0}"));
        let share = |x: Option<f64>| x.map_or(String::new(), |x| format!("{x:.4}"));
        for r in &rows {
            text += &format!(
                "{},{},{:.6},{:.6},{},{},{},{},{},{},{}\n",
                class.key,
                r.hour,
                r.lat,
                r.lon,
                number(r.median_m),
                number(r.p90_m),
                number(r.sd_east_m),
                number(r.sd_north_m),
                r.state.word(),
                share(r.stranded_share),
                share(r.off_chart_share)
            );
        }
        text
    } else {
        page(class, a, &plan, &rows)
    })
    .map(|()| true)
}

/// Why the beginning is no place at sea that is covered, if so. Drift is worked out all the same: wind and current are
/// given, and hold anywhere.
fn from_doubt(chart: &Chart, from: LatLon) -> Option<String> {
    if place::on_the_chart(from).is_err() {
        let hint = place::swapped(from).map_or_else(String::new, |hint| format!("; {hint}"));
        return Some(format!("--from {},{} lies off the chart: no shore is known there{hint}", from.lat, from.lon));
    }
    drift_shore::ashore(chart, crate::geo::to_plane(from))
        .then(|| format!("--from {},{} is land: nothing drifts there", from.lat, from.lon))
}

/// From which hour on does the track (or the mean, or a part of the objects) no longer drift at sea and on the chart?
fn ending(rows: &[Row]) -> Option<String> {
    const PAPER: &str = "positions from there on are on paper: wind and current as given, and no shore";
    let subject = if rows.first()?.stranded_share.is_some() { "the mean" } else { "the track" };
    let mut told = Vec::new();
    if let Some(r) = rows.iter().find(|r| r.state != State::Afloat) {
        let what = if r.state == State::Stranded { "runs onto land" } else { "leaves the chart" };
        told.push(format!("{subject} {what} by hour {}; {PAPER}", r.hour));
    }
    let last = rows.last()?;
    for (share, what) in [(last.stranded_share, "have stranded"), (last.off_chart_share, "have left the chart")] {
        if let Some(share) = share.filter(|s| *s > 0.0) {
            told.push(format!("{:.1} % of the objects {what} by hour {}", 100.0 * share, last.hour));
        }
    }
    (!told.is_empty()).then(|| told.join("; "))
}

/// Cases run with OpenDrift 1.14.11.
const REFERENCE: &str = "assets/drift/reference/opendrift.csv";

fn agreement_table(root: &Path, classes: &[LeewayClass]) -> Result<String, Trouble> {
    let path = root.join(REFERENCE);
    let csv = super::library::read_text(&path)?;
    let rows = agreement(classes, &csv).map_err(|e| Trouble::one(format!("{}: {e}", path.display())))?;
    let mut text = "| object | side | wind to, m/s | current, m/s | hours | drifted, m | apart, m |\n\
                    | --- | --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    let vector = |v: Vec2| format!("{},{}", format::fixed(v.x, 1), format::fixed(v.y, 1));
    for r in &rows {
        text += &format!(
            "| {} | {} | {} | {} | {} | {} | {} |\n",
            r.object,
            if r.orientation == Orientation::Left { "left" } else { "right" },
            vector(r.wind),
            vector(r.current),
            r.hours,
            format::fixed(r.drifted_m, 0),
            format::fixed(r.off_m, 1)
        );
    }
    Ok(text)
}

const fn orientation(a: &DriftArguments) -> Option<Orientation> {
    match a.orientation {
        Some(Side::Left) => Some(Orientation::Left),
        Some(Side::Right) => Some(Orientation::Right),
        None => None,
    }
}

fn find<'a>(classes: &'a [LeewayClass], wanted: &str) -> Result<&'a LeewayClass, Trouble> {
    classes.iter().find(|c| c.key.eq_ignore_ascii_case(wanted.trim())).ok_or_else(|| {
        let hint = nearest(wanted, classes.iter().map(|c| c.key.as_str()))
            .map_or_else(|| "`slackwater drift --list` lists them".to_owned(), |n| format!("did you mean `{n}`?"));
        Trouble::one(format!("no class of objects `{wanted}`: {hint}"))
    })
}

fn plan(a: &DriftArguments, parameters: &Parameters) -> Result<DriftPlan, Trouble> {
    let vector = |text: &str, what: &str, most: f64| -> Result<Vec2, Trouble> {
        let [x, y] = place::pair(text).map_err(|e| Trouble::one(format!("{what}: {e}")))?;
        let v = Vec2::new(x, y);
        if v.length() > most {
            return Err(Trouble::one(format!("{what}: {:.1} m/s; expected {most} m/s at most", v.length())));
        }
        Ok(v)
    };
    let from = place::lat_lon(&a.from).map_err(Trouble::one)?;
    if from.lat.abs() > 85.0 {
        return Err(Trouble::one(format!("--from: {} degrees north; expected -85 to 85", from.lat)));
    }
    let jibe_per_h = a.jibe.unwrap_or(parameters.leeway_jibe_per_h);
    if !(0.0..1.0).contains(&jibe_per_h) {
        return Err(Trouble::one(format!("--jibe {jibe_per_h}: expected a probability from 0 to below 1")));
    }
    if !3600_u32.is_multiple_of(a.step) {
        return Err(Trouble::one(format!("--step {}: expected a divisor of 3600, like 600 or 900", a.step)));
    }
    let steps = u64::from(a.particles) * u64::from(a.hours) * u64::from(3600 / a.step);
    if steps > MOST_STEPS && !a.no_spread {
        return Err(Trouble::one(format!(
            "--particles {} over {} h in steps of {} s are {} million steps; expected {} million at most: ask for fewer objects, \
             fewer hours or longer steps",
            a.particles,
            a.hours,
            a.step,
            steps / 1_000_000,
            MOST_STEPS / 1_000_000
        )));
    }
    Ok(DriftPlan {
        from,
        // Beyond anything at sea: 50 m/s of mean wind, 8 m/s of current.
        wind: vector(&a.wind_to, "--wind-to", 50.0)?,
        current: vector(&a.current, "--current", 8.0)?,
        hours: a.hours,
        step_s: a.step,
        jibe_per_h,
    })
}

fn mean_track(chart: &Chart, tracks: &[Vec<LatLon>]) -> Vec<Row> {
    let hours = tracks.first().map_or(0, Vec::len);
    let n = tracks.len() as f64;
    let mut gone = vec![(0_u32, 0_u32); hours];
    for track in tracks {
        for (count, state) in gone.iter_mut().zip(drift_shore::along(chart, track)) {
            count.0 += u32::from(state == State::Stranded);
            count.1 += u32::from(state == State::OffChart);
        }
    }
    let means: Vec<LatLon> = (0..hours)
        .map(|h| {
            let (lat, lon) = tracks.iter().fold((0.0, 0.0), |(a, b), t| (a + t[h].lat / n, b + t[h].lon / n));
            LatLon::new(lat, lon)
        })
        .collect();
    let states = drift_shore::along(chart, &means);
    (0..hours)
        .map(|h| {
            let LatLon { lat, lon } = means[h];
            let east = 111_320.0 * maths::cos(lat.to_radians());
            let away = |t: &Vec<LatLon>| Vec2::new((t[h].lon - lon) * east, (t[h].lat - lat) * 111_250.0);
            let (x2, y2) = tracks.iter().map(away).fold((0.0, 0.0), |(x2, y2), v| (x2 + v.x * v.x, y2 + v.y * v.y));
            let sd = |sum: f64| Some(maths::round(maths::sqrt(sum / n)));
            let mut off: Vec<f64> = tracks.iter().map(|t| away(t).length()).collect();
            off.sort_by(f64::total_cmp);
            let quantile = |q: usize| Some(maths::round(off[(off.len() * q / 100).min(off.len() - 1)]));
            #[expect(clippy::cast_possible_truncation, reason = "at most 240 hours")]
            Row {
                hour: h as u32,
                lat,
                lon,
                state: states[h],
                stranded_share: Some(f64::from(gone[h].0) / n),
                off_chart_share: Some(f64::from(gone[h].1) / n),
                median_m: quantile(50),
                p90_m: quantile(90),
                sd_east_m: sd(x2),
                sd_north_m: sd(y2),
            }
        })
        .collect()
}

fn words(v: Vec2) -> String {
    if v.length() < 1e-9 {
        return "none".to_owned();
    }
    format!("{:.1} kn to {:03.0}°", Speed::metres_per_second(v.length()).kn(), v.bearing().deg())
}

fn page(class: &LeewayClass, a: &DriftArguments, plan: &DriftPlan, rows: &[Row]) -> String {
    let mut text = format!("{}: {}\n", class.key, class.title);
    text += &format!("wind {}, current {}, steps of {} s\n", words(plan.wind), words(plan.current), plan.step_s);
    text += &if a.no_spread {
        "one track without errors and jibes\n\n".to_owned()
    } else {
        format!("mean of {} objects, {} jibes an hour, seed {}\n\n", a.particles, plan.jibe_per_h, a.seed)
    };
    text += "hour  position                      ";
    text += if a.no_spread { "\n" } else { "half within  nine in ten within   sd east  sd north\n" };
    for r in rows {
        text += &format!("{:>4}  {:<28}", r.hour, format::lat_lon(r.lat, r.lon));
        if let (Some(m), Some(p)) = (r.median_m, r.p90_m) {
            text += &format!("  {:>7.1} nm  {:>12.1} nm", m / 1852.0, p / 1852.0);
        }
        if let (Some(x), Some(y)) = (r.sd_east_m, r.sd_north_m) {
            text += &format!("  {:>5.2} nm  {:>5.2} nm", x / 1852.0, y / 1852.0);
        }
        if let Some(share) = r.stranded_share.filter(|s| *s > 0.0) {
            text += &format!("  {:.1} % stranded", 100.0 * share);
        }
        if let Some(share) = r.off_chart_share.filter(|s| *s > 0.0) {
            text += &format!("  {:.1} % off the chart", 100.0 * share);
        }
        if r.state != State::Afloat {
            let whose = if a.no_spread { "" } else { "mean " };
            text += &format!("  ({whose}{})", r.state.mark());
        }
        text.push('\n');
    }
    if let Some(ends) = ending(rows) {
        text += &format!("\n{ends}\n");
    }
    text += "\nLeeway after Allen & Plourde 1999, Allen 2005, Breivik & Allen 2008. A study tool, not a search plan.\n";
    text
}

fn list(classes: &[LeewayClass]) -> String {
    let mut text = "class                    downwind          right             left              what\n\
                    \u{20}                        %    cm/s   sd     %    cm/s   sd     %    cm/s   sd\n"
        .to_owned();
    for c in classes {
        let [down, down_offset, down_sd, right, right_offset, right_sd, left, left_offset, left_sd] = c.numbers();
        text += &format!(
            "{:<22} {down:>5.2} {down_offset:>6.2} {down_sd:>5.2} {right:>5.2} {right_offset:>6.2} {right_sd:>5.2} \
             {left:>6.2} {left_offset:>6.2} {left_sd:>5.2}  {}\n",
            c.key, c.title
        );
    }
    text
}
