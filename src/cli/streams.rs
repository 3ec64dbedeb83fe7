//! `slackwater streams facts` and `slackwater streams build`: do the streams agree with what is published,
//! and how is their grid made?
//!
//! `build` runs the shallow-water model of `environment::stream_build` over a depth grid and writes the
//! three files of a stream grid into a folder of its own: it replaces nothing by itself. It is one core
//! for some minutes and says after each day how far it is.

use super::library::{Library, Trouble, read_bytes, read_text};
use crate::environment::StreamAtlas;
use crate::environment::depth_source::DepthSource;
use crate::environment::shallow_water::Bed;
use crate::environment::stream_build::{Settings, StreamBuild};
use crate::environment::stream_facts::{Agreement, agreement, read_facts, to_csv, weaknesses};
use crate::environment::stream_grid::GaugeRow;
use crate::report::FileStamp;
use crate::units::format;
use std::path::{Path, PathBuf};

/// Arguments of `streams`.
#[derive(Debug, clap::Args)]
pub struct StreamsArguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Compare the streams with published rates, directions and turns, fact by fact (a second or two)
    Facts(FactsArguments),
    /// Rebuild the stream grid from tide stations and depth (some minutes on one core)
    Build(BuildArguments),
}

#[derive(Debug, clap::Args)]
struct FactsArguments {
    /// Print as comma-separated values
    #[arg(long, group = "form")]
    csv: bool,
    /// Print as JSON
    #[arg(long, group = "form")]
    json: bool,
    /// Print as a Markdown table, as in docs/sea/streams.md
    #[arg(long, group = "form")]
    markdown: bool,
    /// Compare another grid: a folder as `streams build` writes it (the shipped one otherwise)
    #[arg(long, value_name = "FOLDER")]
    grid: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct BuildArguments {
    /// Folder for the three files of the grid; it is made, and must not hold them yet
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Depth grid: its JSON, with the .i16 file beside it (the shipped one otherwise, and wherever it gives nothing)
    #[arg(long, value_name = "JSON")]
    depth: Option<PathBuf>,
    /// Days to run; the first three are thrown away, and the rest must tell M2 from N2 (27.6 days)
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u32).range(31..=373))]
    days: u32,
    /// 1 for cells of 1.8 km, 2 for half of that: eight times the work, and so on
    #[arg(long, default_value_t = 1)]
    fineness: u32,
    /// Manning's coefficient of the bed (that of the register otherwise)
    #[arg(long, value_name = "N")]
    manning: Option<f64>,
    /// Metres added to every depth, for a grid that counts from chart datum or is known to be too shallow
    #[arg(long, value_name = "M", default_value_t = 0.0, allow_negative_numbers = true)]
    deepen: f64,
    /// Depth that shallower cells are given, metres (that of the register otherwise)
    #[arg(long, value_name = "M")]
    least_depth: Option<f64>,
}

pub(super) fn streams(root: Option<PathBuf>, arguments: &StreamsArguments) -> Result<bool, Trouble> {
    let library = Library::open(root)?;
    match &arguments.what {
        What::Facts(a) => facts(library, a),
        What::Build(a) => build(&library, a),
    }
}

fn facts(mut library: Library, a: &FactsArguments) -> Result<bool, Trouble> {
    if let Some(folder) = &a.grid {
        let json = read_text(&folder.join(FILES[0]))?;
        let [layers, mask] = [FILES[1], FILES[2]].map(|name| read_bytes(&folder.join(name)));
        library.sea.streams = StreamAtlas::from_bytes(&json, &layers?, &mask?)
            .map_err(|e| Trouble::one(format!("{}: {e}", folder.display())))?;
    }
    let path = library.root().join(FACTS);
    let text = read_text(&path)?;
    let trouble = |e: crate::environment::DataError| Trouble::one(format!("{}: {e}", path.display()));
    let rows = agreement(&library.sea, &read_facts(&text).map_err(trouble)?).map_err(trouble)?;
    super::say(&if a.json {
        let mut json = serde_json::to_string_pretty(&rows).map_err(|e| Trouble::one(e.to_string()))?;
        json.push('\n');
        json
    } else if a.csv {
        to_csv(&rows)
    } else if a.markdown {
        markdown(&rows)
    } else {
        terminal(&rows)
    })?;
    Ok(true)
}

fn cells(r: &Agreement) -> [String; 5] {
    let verdict = if r.agrees { "yes" } else { "no" };
    [r.place.clone(), r.published.clone(), r.ours_in_words(), r.difference_in_words(), verdict.to_owned()]
}

const HEADING: [&str; 5] = ["Place", "Published", "Ours", "Outside by", "Agrees"];

fn summary(rows: &[Agreement]) -> String {
    let agree = rows.iter().filter(|r| r.agrees).count();
    let mut text = format!("{agree} of {} facts agree.\n", rows.len());
    for miss in weaknesses(rows) {
        text += &format!("- {}\n", miss.sentence());
    }
    text
}

fn terminal(rows: &[Agreement]) -> String {
    let table: Vec<[String; 5]> = core::iter::once(HEADING.map(str::to_owned)).chain(rows.iter().map(cells)).collect();
    let width = |k: usize| table.iter().map(|r| r[k].chars().count()).max().unwrap_or(0);
    let widths = [0, 1, 2, 3, 4].map(width);
    let mut text = String::new();
    for row in &table {
        let line: Vec<String> = row.iter().zip(widths).map(|(cell, w)| format!("{cell:<w$}")).collect();
        text += line.join("  ").trim_end();
        text.push('\n');
    }
    text + "\n" + &summary(rows)
}

fn markdown(rows: &[Agreement]) -> String {
    let mut text = format!("| {} |\n|---|---|---|---|---|\n", HEADING.join(" | "));
    for r in rows {
        text += &format!("| {} |\n", cells(r).join(" | "));
    }
    text + "\n" + &summary(rows)
}

/// The published facts.
const FACTS: &str = "assets/chart/streams/published_facts.csv";
/// The files of a grid.
const FILES: [&str; 3] = ["stream_constants.json", "stream_constants.i16", "stream_mask.u8"];

/// The shipped depths' description.
const SHIPPED_DEPTH: &str = "assets/chart/depth/dover_depth_open.json";

/// The shipped depths, over their whole area: the sea of the nights is a part of it.
pub(super) fn shipped_depth(library: &Library) -> Result<DepthSource, Trouble> {
    let path = library.root().join(SHIPPED_DEPTH);
    let (json, bytes) = (read_text(&path)?, read_bytes(&path.with_extension("i16"))?);
    DepthSource::from_bytes(&json, &bytes).map_err(|e| Trouble::one(format!("{}: {e}", path.display())))
}

fn build(library: &Library, a: &BuildArguments) -> Result<bool, Trouble> {
    let shipped_path = library.root().join(SHIPPED_DEPTH);
    let json_path = a.depth.clone().unwrap_or(shipped_path);
    let i16_path = json_path.with_extension("i16");
    let (json, depth_bytes) = (read_text(&json_path)?, read_bytes(&i16_path)?);
    let trouble = |e: crate::environment::DataError| Trouble::one(format!("{}: {e}", json_path.display()));
    let source = DepthSource::from_bytes(&json, &depth_bytes).map_err(trouble)?;
    for file in FILES {
        let path = a.out.join(file);
        if path.exists() {
            return Err(Trouble::one(format!("{}: is there already; name another folder", path.display())));
        }
    }
    let parameters = library.register.typed();
    let bed = Bed {
        manning: a.manning.unwrap_or(parameters.stream_manning),
        least_depth_m: a.least_depth.unwrap_or(parameters.stream_least_depth_m),
    };
    let settings = Settings { deepen_m: a.deepen, days: a.days, fineness: a.fineness, ..Settings::standard(bed) };
    // Where a grid of the user's has no word, the shipped depths hold.
    let shipped = shipped_depth(library)?;
    let depth = |place| source.depth_over(&shipped, place);
    let mut model = StreamBuild::new(&library.sea.stations, &depth, settings).map_err(trouble)?;
    std::fs::create_dir_all(&a.out).map_err(|e| Trouble::one(format!("{}: {e}", a.out.display())))?;
    super::warn(&format!("{} cells of sea, a step of {} s", model.cells_of_sea(), format::fixed(model.step_s(), 1)));
    let mut day = 0;
    while model.advance_day().map_err(trouble)? {
        day += 1;
        super::whisper(&format!("\rday {day} of {}", a.days));
    }
    super::warn("");
    let grid = model.finish().map_err(trouble)?;
    let shown = |path: &Path, bytes: &[u8]| {
        let stamp = FileStamp::of(&library.shown(path), bytes);
        format!("{} (SHA-256 {})", stamp.path, stamp.sha256)
    };
    let inputs = format!(
        "{}; {}; {}; {}Manning {}, {} m added to depths, least depth {} m, {} days",
        shown(&json_path, json.as_bytes()),
        shown(&i16_path, &depth_bytes),
        library
            .asset_stamps
            .iter()
            .filter(|s| s.path.ends_with("stations.json"))
            .map(|s| format!("{} (SHA-256 {})", s.path, s.sha256))
            .collect::<Vec<_>>()
            .join("; "),
        if a.depth.is_some() { format!("beyond that grid {SHIPPED_DEPTH}; ") } else { String::new() },
        bed.manning,
        a.deepen,
        bed.least_depth_m,
        a.days
    );
    let files = grid.files(&inputs);
    for (name, bytes) in FILES.iter().zip([files.json.as_bytes(), &files.layers, &files.mask]) {
        let path = a.out.join(name);
        std::fs::write(&path, bytes)
            .map_err(|e| Trouble::one(format!("{}: could not be written: {e}", path.display())))?;
    }
    super::say(&gauges(&grid.against_gauges(&library.sea.stations).map_err(trouble)?))?;
    Ok(true)
}

/// Level at the gauges inside the area, which took no part in the forcing.
fn gauges(rows: &[GaugeRow]) -> String {
    let mut text = String::new();
    text += "| constituent | gauge | observed m | model m | ratio | model later by min |\n|---|---|---|---|---|---|\n";
    for r in rows {
        text += &format!(
            "| {} | {} | {} | {} | {} | {} |\n",
            r.constituent,
            r.station,
            format::fixed(r.observed_m, 3),
            format::fixed(r.model_m, 3),
            format::fixed(r.model_m / r.observed_m, 2),
            format::signed(r.late_min, 0),
        );
    }
    text.push('\n');
    for constituent in ["M2", "S2", "N2", "M4"] {
        // Outside the Thames, whose shoals no grid of this size can hold.
        let open = |r: &&GaugeRow| r.constituent == constituent && !["herne_bay", "harwich"].contains(&&*r.station);
        let squares: Vec<f64> = rows.iter().filter(open).map(GaugeRow::miss_squared).collect();
        let rms = (squares.iter().sum::<f64>() / squares.len() as f64).sqrt();
        text += &format!(
            "{constituent}: {} m between the two as vectors, root mean square over {} gauges outside the Thames\n",
            format::fixed(rms, 3),
            squares.len()
        );
    }
    text
}
