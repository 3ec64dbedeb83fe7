//! `slackwater depth import FILE`: sail over depths of your own. `depth show` tells whose are in use, `depth reset`
//! goes back to the shipped ones.
//!
//! The grid made from a survey lies in the folder `user/depth` beside the assets; whatever is there is used by every
//! later run and stands in each result's list of inputs with its digest.

use super::library::{Library, Trouble, USER_DEPTH, find_root, read_bytes};
use crate::environment::survey::{Positive, Survey, Zero};
use crate::environment::survey_compare::{Against, Comparison};
use crate::environment::survey_lay::{Made, lay_over};
use crate::geo::{LatLon, to_plane};
use crate::report::FileStamp;
use crate::units::format;
use clap::{Subcommand, ValueEnum};
use std::path::{Path, PathBuf};

/// Metres in a degree of latitude, to tell the size of cells.
const METRES_OF_LATITUDE: f64 = 111_250.0;

/// Arguments of `depth`.
#[derive(Debug, clap::Args)]
pub struct DepthArguments {
    /// What to do
    #[command(subcommand)]
    pub what: What,
}

/// What to do about depths.
#[derive(Debug, Subcommand)]
pub enum What {
    /// Read a grid (NetCDF, GeoTIFF or ESRI ASCII in degrees, as GEBCO and EMODnet give) and use it from now on
    Import {
        /// The file
        file: PathBuf,
        /// What it counts from: GEBCO mean sea level, EMODnet lowest astronomical tide
        #[arg(long, value_enum, default_value_t = DatumChoice::Msl)]
        datum: DatumChoice,
        /// Which way its values grow; without it this is found out
        #[arg(long, value_enum)]
        positive: Option<Way>,
        /// Take a grid that hardly goes with the shipped depths all the same
        #[arg(long)]
        force: bool,
    },
    /// Go back to the shipped depths
    Reset,
    /// Tell whose depths are in use
    Show,
}

/// What a survey counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DatumChoice {
    /// Mean sea level
    Msl,
    /// Lowest astronomical tide
    Lat,
}

/// Which way values grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Way {
    /// Elevations: the sea bed is negative
    Up,
    /// Depths: the sea bed is positive
    Down,
}

pub(super) fn depth(root: Option<PathBuf>, a: &DepthArguments) -> Result<bool, Trouble> {
    match &a.what {
        What::Import { file, datum, positive, force } => import(root, file, *datum, *positive, *force),
        What::Reset => reset(&find_root(root)?),
        What::Show => show(&find_root(root)?),
    }
}

fn import(
    root: Option<PathBuf>,
    file: &Path,
    datum: DatumChoice,
    way: Option<Way>,
    force: bool,
) -> Result<bool, Trouble> {
    let named = |e: String| Trouble::one(format!("{}: {e}", file.display()));
    let bytes = super::library::read_large(file)?;
    let survey = Survey::read(&bytes).map_err(named)?;
    // Held against the shipped depths, not against an earlier import.
    let library = Library::open_shipped(root)?;
    let shipped = super::streams::shipped_depth(&library)?;
    let ours = |p: LatLon| shipped.between(p);
    let is_land = |p: LatLon| library.chart.is_land(to_plane(p));
    let positive = match way {
        Some(Way::Up) => Positive::Up,
        Some(Way::Down) => Positive::Down,
        None => survey.positive(&ours).map_err(named)?,
    };
    let zero = if datum == DatumChoice::Msl { Zero::MeanSeaLevel } else { Zero::LowestTide };
    let below = |p: LatLon| library.sea.tide_at_place(p).map_or(0.0, |t| t.datum_m);
    survey.believable(positive).map_err(named)?;
    let against = Against { zero, positive, ours: &ours, datum: &below };
    let compared = against.compare(&survey);
    if let Some(doubt) = against.doubt(&survey) {
        if !force {
            return Err(named(format!("{doubt}; nothing was changed. To use it all the same, say --force")));
        }
        super::warn(&format!("warning: {doubt}"));
    }
    let made = lay_over(&survey, zero, positive, &is_land, &below);
    if made.covered <= 0.0 {
        return Err(named("it gives no depth at sea in the area".into()));
    }
    let stamp = FileStamp::of(&file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned()), &bytes);
    let description = serde_json::json!({
        "nx": made.nx, "ny": made.ny,
        "lon_center_0": made.first.lon, "lat_center_0": made.first.lat,
        "dlon": made.step.lon, "dlat": made.step.lat,
        "land": Made::land(), "none": Made::none(), "units": "decimetres below mean sea level, positive down",
        "made_from": stamp.path, "made_from_sha256": stamp.sha256, "format": survey.format,
        "counted_from": if datum == DatumChoice::Msl { "mean sea level" } else { "lowest astronomical tide" },
        "values_grow": if positive == Positive::Up { "up" } else { "down" },
        "share_of_sea_given": made.covered, "covers": survey.covers(),
    });
    let folder = library.root().join(USER_DEPTH);
    let text = serde_json::to_string_pretty(&description).map_err(|e| Trouble::one(e.to_string()))?;
    write(&folder, "depth.i16", &made.bytes)?;
    write(&folder, "depth.json", text.as_bytes())?;
    for note in &survey.notes {
        super::warn(&format!("note: {note}"));
    }
    warn_of_difference(compared);
    super::say(&format!(
        "Read {} as {}: values grow {}{}, counted from {}{}.\n\
         It gives {} % of the sea that the shipped depths cover, in cells of {:.0} m; elsewhere the shipped depths stay.\n\
         {}\
         From now on every run uses {}; `slackwater depth reset` goes back.\n\
         A better stream: `slackwater streams build --depth {}`.\n",
        file.display(),
        survey.format,
        if positive == Positive::Up { "up" } else { "down" },
        if way.is_some() { "" } else { " (found by holding it against the shipped depths)" },
        if datum == DatumChoice::Msl { "mean sea level" } else { "lowest astronomical tide, taken as chart datum" },
        if datum == DatumChoice::Msl { " (for EMODnet say --datum lat)" } else { "" },
        format::fixed(100.0 * made.covered, 1),
        made.step.lat * METRES_OF_LATITUDE,
        difference(compared),
        folder.join("depth.i16").display(),
        folder.join("depth.json").display(),
    ))
    .map(|()| true)
}

/// A difference that is none in print, metres.
const SAME_M: f64 = 0.05;

/// How it differs from the shipped depths, in a line.
fn difference(compared: Option<Comparison>) -> String {
    let Some(c) = compared else {
        return "It has too few places at sea to be held against the shipped depths.\n".to_owned();
    };
    let median = if c.median_m.abs() < SAME_M {
        "like the shipped ones in the median".to_owned()
    } else {
        let way = if c.median_m < 0.0 { "shallower" } else { "deeper" };
        format!("{} m {way} than the shipped ones in the median", format::fixed(c.median_m.abs(), 1))
    };
    format!(
        "At sea its depths are {median}; rms difference {} m, correlation {}, at the {} places where both have a depth.\n",
        format::fixed(c.rms_m, 1),
        format::fixed(c.correlation, 2),
        c.places
    )
}

fn warn_of_difference(compared: Option<Comparison>) {
    /// More than the difference between mean level and lowest tide is anywhere near: a wrong unit or datum.
    const MUCH_M: f64 = 5.0;
    let Some(c) = compared else { return };
    if c.median_m.abs() > MUCH_M {
        super::warn(
            "warning: its depths are more than 5 m off the shipped ones in the median; check its unit and what it counts from (--datum)",
        );
    }
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Trouble> {
    let path = folder.join(name);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&path, bytes))
        .map_err(|e| Trouble::one(format!("{}: could not be written: {e}", path.display())))
}

fn reset(root: &Path) -> Result<bool, Trouble> {
    let folder = root.join(USER_DEPTH);
    if !folder.exists() {
        return super::say("The shipped depths are in use already.\n").map(|()| true);
    }
    for name in ["depth.json", "depth.i16"] {
        let path = folder.join(name);
        if path.exists() {
            std::fs::remove_file(&path)
                .map_err(|e| Trouble::one(format!("{}: could not be removed: {e}", path.display())))?;
        }
    }
    super::say("The shipped depths are in use again.\n").map(|()| true)
}

fn show(root: &Path) -> Result<bool, Trouble> {
    let path = root.join(USER_DEPTH).join("depth.json");
    if !path.is_file() {
        return super::say("The shipped depths are in use (assets/chart/depth).\n").map(|()| true);
    }
    let bytes = read_bytes(&path)?;
    super::say(&format!("Depths of your own are in use, {}:\n{}\n", path.display(), String::from_utf8_lossy(&bytes)))
        .map(|()| true)
}
