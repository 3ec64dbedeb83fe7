//! `slackwater streams facts` and `slackwater streams build`: do the streams agree with what is published,
//! and how is their grid made?
//!
//! `build` runs the shallow-water model of `environment::stream_build` over a depth grid and writes the
//! three files of a stream grid into a folder of its own: it replaces nothing by itself. It is one core
//! for some minutes and says after each day how far it is.

use super::library::{Library, Trouble, read_bytes};
use crate::environment::shallow_water::Bed;
use crate::environment::stream_build::{DepthSource, GaugeRow, Settings, StreamBuild};
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
    /// Rebuild the stream grid from tide stations and depth (some minutes on one core)
    Build(BuildArguments),
}

#[derive(Debug, clap::Args)]
struct BuildArguments {
    /// Folder for the three files of the grid; it is made, and must not hold them yet
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Depth grid: its JSON, with the .i16 file beside it (the shipped one otherwise)
    #[arg(long, value_name = "JSON")]
    depth: Option<PathBuf>,
    /// Days to run; the first three are thrown away
    #[arg(long, default_value_t = 32)]
    days: u32,
    /// 1 for cells of 1.8 km, 2 for half of that: eight times the work, and so on
    #[arg(long, default_value_t = 1)]
    fineness: u32,
    /// Manning's coefficient of the bed (that of the register otherwise)
    #[arg(long, value_name = "N")]
    manning: Option<f64>,
    /// Depth that shallower cells are given, metres (that of the register otherwise)
    #[arg(long, value_name = "M")]
    least_depth: Option<f64>,
}

pub(super) fn streams(root: Option<PathBuf>, arguments: &StreamsArguments) -> Result<bool, Trouble> {
    let library = Library::open(root)?;
    match &arguments.what {
        What::Build(a) => build(&library, a),
    }
}

/// The files of a grid.
const FILES: [&str; 3] = ["stream_constants.json", "stream_constants.i16", "stream_mask.u8"];

fn build(library: &Library, a: &BuildArguments) -> Result<bool, Trouble> {
    let shipped = library.root().join("assets/chart/depth/dover_depth_open.json");
    let json_path = a.depth.clone().unwrap_or(shipped);
    let i16_path = json_path.with_extension("i16");
    let (json_bytes, depth_bytes) = (read_bytes(&json_path)?, read_bytes(&i16_path)?);
    let json = String::from_utf8(json_bytes)
        .map_err(|_| Trouble::one(format!("{}: is not UTF-8 text", json_path.display())))?;
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
    let settings = Settings { days: a.days, fineness: a.fineness, ..Settings::standard(bed) };
    let depth = |place| source.depth(place);
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
        "{}; {}; {}; Manning {}, least depth {} m, {} days",
        shown(&json_path, json.as_bytes()),
        shown(&i16_path, &depth_bytes),
        library.asset_stamps.iter().filter(|s| s.path.ends_with("stations.json")).map(|s| format!("{} (SHA-256 {})", s.path, s.sha256)).collect::<Vec<_>>().join("; "),
        bed.manning,
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
    let mut text = "Level at gauges that did not force the model\n\n".to_owned();
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
    text
}
