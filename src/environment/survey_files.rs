//! What do the files of depth grids look like? NetCDF, GeoTIFF and ESRI ASCII, read into one form.
//!
//! Each names its coordinates, its value for "none" and its unit in its own way; whatever is not understood is
//! refused with what to do about it, and whatever is taken for granted is noted. Rows come out from south to north,
//! columns from west to east, values in metres.
//!
//! Left out: projected grids and other datums (GDAL turns them), several bands, and rotated rasters.

use std::io::Cursor;

use tiff::decoder::{Decoder, DecodingResult};
use tiff::tags::Tag;

use super::survey::Survey;
use crate::geo::LatLon;

/// The most values a survey may have: a GEBCO grid of the whole North Sea has some 30 million.
const LARGEST: usize = 60_000_000;
/// What to do about a grid that is not in degrees of WGS 84.
const DEGREES: &str =
    "expected latitude and longitude of WGS 84: turn it with gdalwarp -t_srs EPSG:4326 FILE turned.tif";
/// Geographic systems within a metre of WGS 84: itself, in two and three dimensions, ETRS89 the same, and RGF93.
const NEAR_WGS84: [u16; 5] = [4326, 4979, 4258, 4937, 4171];

/// Reads a survey, by what the file begins with.
pub(super) fn read(bytes: &[u8]) -> Result<Survey, String> {
    match bytes {
        [b'C', b'D', b'F', ..] | [0x89, b'H', b'D', b'F', ..] => netcdf(bytes),
        [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => geotiff(bytes),
        _ => ascii(bytes),
    }
}

/// Even steps of a coordinate: first value and step, and whether it runs backwards.
fn even(values: &[f64], what: &str) -> Result<(f64, f64, bool), String> {
    let (Some(first), Some(last)) = (values.first(), values.last()) else { return Err(format!("its {what} is empty")) };
    let step = (last - first) / (values.len().max(2) - 1) as f64;
    if step == 0.0 || !step.is_finite() {
        return Err(format!("its {what} does not change"));
    }
    let off = values.iter().zip(0_u32..).map(|(v, k)| (v - (first + step * f64::from(k))).abs()).fold(0.0, f64::max);
    if off > step.abs() * 0.1 {
        return Err(format!("its {what} is not in even steps; regrid it first"));
    }
    Ok(if step > 0.0 { (*first, step, false) } else { (*last, -step, true) })
}

fn netcdf(bytes: &[u8]) -> Result<Survey, String> {
    let wrong = |e: &dyn core::fmt::Display| format!("cannot be read as NetCDF: {e}");
    let file = netcdf_reader::NcFile::from_bytes(bytes).map_err(|e| wrong(&e))?;
    let variables = file.variables().map_err(|e| wrong(&e))?;
    let names: Vec<&str> = variables.iter().map(netcdf_reader::NcVariable::name).collect();
    let find = |list: &[&str]| list.iter().find(|n| names.contains(n)).map(|n| (*n).to_owned());
    let axis = |list: &[&str], what: &str| -> Result<Vec<f64>, String> {
        let name =
            find(list).ok_or_else(|| format!("it has no variable for {what}; expected one of {}", list.join(", ")))?;
        Ok(file.read_variable_as_f64(&name).map_err(|e| wrong(&e))?.iter().copied().collect())
    };
    let lats = axis(&["lat", "latitude", "LINES", "y"], "latitude")?;
    let lons = axis(&["lon", "longitude", "COLUMNS", "x"], "longitude")?;
    let value = find(&["elevation", "Band1", "z", "depth", "DEPTH", "bathymetry", "altitude"]).ok_or_else(|| {
        format!("it has no variable for depth among {}; expected elevation, Band1, z or depth", names.join(", "))
    })?;
    if lats.len().saturating_mul(lons.len()) > LARGEST {
        return Err(format!("it has {} × {} values; cut it to the strait first", lons.len(), lats.len()));
    }
    let grid = file.read_variable_unpacked_masked(&value).map_err(|e| wrong(&e))?;
    if grid.shape() != [lats.len(), lons.len()] {
        return Err(format!(
            "its {value} has the shape {:?}; expected latitude by longitude, {} × {}",
            grid.shape(),
            lats.len(),
            lons.len()
        ));
    }
    let units = file
        .variable(&value)
        .map_err(|e| wrong(&e))?
        .attribute("units")
        .and_then(|a| a.value.as_string())
        .map(|u| u.trim_matches(['\0', ' ']).to_owned());
    let (factor, note) = match units.as_deref() {
        None | Some("") => (1.0, Some(format!("its {value} has no unit; taken as metres"))),
        Some(unit) => {
            let factor = metres(unit).ok_or_else(|| {
                format!("its {value} is in `{unit}`; expected metres, feet or fathoms: convert it first")
            })?;
            (factor, ((factor - 1.0_f64).abs() > 1e-9).then(|| format!("its {value} is in {unit}; turned into metres")))
        }
    };
    let values: Vec<f64> = grid.iter().map(|x| x * factor).collect();
    let mut survey = assemble("NetCDF", &lats, &lons, &values)?;
    survey.notes.extend(note);
    Ok(survey)
}

/// What one of this unit is in metres.
fn metres(unit: &str) -> Option<f64> {
    match unit.to_lowercase().trim_end_matches('.') {
        "m" | "metre" | "metres" | "meter" | "meters" => Some(1.0),
        "dm" | "decimetre" | "decimetres" | "decimeter" | "decimeters" => Some(0.1),
        "cm" | "centimetre" | "centimetres" | "centimeter" | "centimeters" => Some(0.01),
        // The international foot and the fathom of six of them.
        "ft" | "foot" | "feet" | "international_foot" | "international_feet" => Some(0.3048),
        "fathom" | "fathoms" | "fm" | "ftm" => Some(1.8288),
        _ => None,
    }
}

/// Puts rows and columns in order, south to north and west to east.
fn assemble(format: &'static str, lats: &[f64], lons: &[f64], values: &[f64]) -> Result<Survey, String> {
    // Metres of a projection, and not degrees.
    if lats.iter().any(|x| x.abs() > 90.0) || lons.iter().any(|x| x.abs() > 720.0) {
        return Err(format!(
            "its coordinates run to {} and {}, so it is projected; {DEGREES}",
            lons.iter().fold(0.0_f64, |a, x| if x.abs() > a.abs() { *x } else { a }),
            lats.iter().fold(0.0_f64, |a, x| if x.abs() > a.abs() { *x } else { a })
        ));
    }
    let (lat, dlat, flip_rows) = even(lats, "latitude")?;
    let (mut lon, dlon, flip_columns) = even(lons, "longitude")?;
    let mut notes = Vec::new();
    let east = lon + dlon * (lons.len() - 1) as f64;
    if lon > 180.0 {
        lon -= 360.0;
        notes.push("its longitudes run to 360; those beyond 180 are taken as west".to_owned());
    } else if east > 180.0 && lon > -0.75 {
        notes.push(
            "its longitudes run from 0 to 360 and begin in the strait; the sea west of them is not taken from it"
                .to_owned(),
        );
    }
    let (nx, ny) = (lons.len(), lats.len());
    let mut out = Vec::with_capacity(values.len());
    for j in 0..ny {
        for i in 0..nx {
            let (j, i) = (if flip_rows { ny - 1 - j } else { j }, if flip_columns { nx - 1 - i } else { i });
            #[expect(clippy::cast_possible_truncation, reason = "metres: single precision is plenty")]
            out.push(values[j * nx + i] as f32);
        }
    }
    Ok(Survey { format, first: LatLon::new(lat, lon), step: LatLon::new(dlat, dlon), nx, values: out, notes })
}

fn geotiff(bytes: &[u8]) -> Result<Survey, String> {
    let wrong = |e: tiff::TiffError| format!("cannot be read as GeoTIFF: {e}");
    let mut file = Decoder::new(Cursor::new(bytes)).map_err(wrong)?;
    let (nx, ny) = file.dimensions().map_err(wrong)?;
    if nx as usize * ny as usize > LARGEST {
        return Err(format!("it has {nx} × {ny} values; cut it to the strait first"));
    }
    let scale = file
        .get_tag_f64_vec(Tag::ModelPixelScaleTag)
        .map_err(|_| "it has no pixel scale; expected a GeoTIFF in degrees".to_owned())?;
    let tie = file
        .get_tag_f64_vec(Tag::ModelTiepointTag)
        .map_err(|_| "it has no tie point; expected a GeoTIFF in degrees".to_owned())?;
    let keys = file.get_tag_u16_vec(Tag::GeoKeyDirectoryTag).unwrap_or_default();
    let key = |id: u16| keys.chunks_exact(4).skip(1).find(|k| k[0] == id).map(|k| k[3]);
    // GTModelType 1024: 2 is geographic. GTRasterType 1025: 2 has the value at the corner and not in the middle.
    if key(1024).is_some_and(|m| m != 2) {
        return Err(format!("it is projected; {DEGREES}"));
    }
    // GeographicType 2048. 32767 is a datum of the file's own, spelt out in words that are not read.
    let mut notes = Vec::new();
    match key(2048) {
        Some(code) if NEAR_WGS84.contains(&code) => {}
        Some(32_767) | None => notes.push("it names no datum; taken as WGS 84".to_owned()),
        Some(code) => {
            return Err(format!(
                "its degrees are of EPSG:{code}, which may lie 100 m and more beside those of WGS 84; {DEGREES}"
            ));
        }
    }
    // VerticalUnits 4099.
    let factor = match key(4099) {
        None | Some(9001) => 1.0,
        Some(9002) => 0.3048,
        Some(9003) => 1200.0 / 3937.0,
        Some(9014) => 1.8288,
        Some(code) => {
            return Err(format!(
                "its heights are in the unit EPSG:{code}; expected metres, feet or fathoms: convert it first"
            ));
        }
    };
    if (factor - 1.0_f64).abs() > 1e-9 {
        notes.push("its heights are in feet or fathoms; turned into metres".to_owned());
    }
    let half = if key(1025) == Some(2) { 0.0 } else { 0.5 };
    let (&[sx, sy, ..], &[ti, tj, _, tx, ty, ..]) = (&scale[..], &tie[..]) else {
        return Err("its pixel scale or tie point is incomplete".to_owned());
    };
    let none =
        file.get_tag_ascii_string(Tag::GdalNodata).ok().and_then(|t| t.trim_matches(['\0', ' ']).parse::<f64>().ok());
    let list: Vec<f64> = match file.read_image().map_err(wrong)? {
        DecodingResult::I8(v) => v.into_iter().map(f64::from).collect(),
        DecodingResult::I16(v) => v.into_iter().map(f64::from).collect(),
        DecodingResult::I32(v) => v.into_iter().map(f64::from).collect(),
        DecodingResult::U8(v) => v.into_iter().map(f64::from).collect(),
        DecodingResult::U16(v) => v.into_iter().map(f64::from).collect(),
        DecodingResult::F32(v) => v.into_iter().map(f64::from).collect(),
        DecodingResult::F64(v) => v,
        _ => {
            return Err(
                "its values are of a kind that depths do not come in; expected 16-bit numbers or floats".to_owned()
            );
        }
    };
    if list.len() != nx as usize * ny as usize {
        return Err("it has several bands; expected one".to_owned());
    }
    let values: Vec<f64> = list
        .into_iter()
        .map(|x| if none.is_some_and(|n| (x - n).abs() < 1e-6) { f64::NAN } else { x * factor })
        .collect();
    let lats: Vec<f64> = (0..ny).map(|j| ty - (f64::from(j) + half - tj) * sy).collect();
    let lons: Vec<f64> = (0..nx).map(|i| tx + (f64::from(i) + half - ti) * sx).collect();
    let mut survey = assemble("GeoTIFF", &lats, &lons, &values)?;
    survey.notes.extend(notes);
    Ok(survey)
}

fn ascii(bytes: &[u8]) -> Result<Survey, String> {
    let text = core::str::from_utf8(bytes).map_err(|_| {
        "it is neither NetCDF, GeoTIFF nor ESRI ASCII; expected one of them, as GEBCO and EMODnet give".to_owned()
    })?;
    let (mut nx, mut ny, mut x, mut y, mut step, mut none) = (None, None, None, None, None, None);
    let mut corner = true;
    let mut numbers = Vec::new();
    for (k, line) in text.lines().enumerate() {
        let mut words = line.split_whitespace();
        let Some(first) = words.next() else { continue };
        // `nan` and `inf` are numbers to the parser.
        if first.starts_with(|c: char| c.is_ascii_alphabetic()) && first.parse::<f64>().is_err() {
            let word = words.next().unwrap_or_default();
            let value: f64 = word.parse().map_err(|_| {
                format!("line {}: `{line}` has no number; expected a heading of ESRI ASCII like `ncols 100`", k + 1)
            })?;
            let heading = first.to_ascii_lowercase();
            let count = || {
                if (2.0..=100_000.0).contains(&value) && value.fract() == 0.0 {
                    Ok(super::lattice::whole(value, 1e5))
                } else {
                    Err(format!("line {}: {heading} is {word}; expected a whole number of 2 to 100000", k + 1))
                }
            };
            match heading.as_str() {
                "ncols" => nx = Some(count()?),
                "nrows" => ny = Some(count()?),
                "xllcorner" => x = Some(value),
                "yllcorner" => y = Some(value),
                "xllcenter" => (x, corner) = (Some(value), false),
                "yllcenter" => (y, corner) = (Some(value), false),
                "cellsize" => step = Some(value),
                "nodata_value" => none = Some(value),
                other => {
                    return Err(format!(
                        "line {}: `{other}` is no heading of ESRI ASCII; expected ncols, nrows, xllcorner, yllcorner, cellsize, NODATA_value",
                        k + 1
                    ));
                }
            }
            continue;
        }
        for w in core::iter::once(first).chain(words) {
            let v: f64 = w.parse().map_err(|_| format!("line {}: `{w}` is not a number", k + 1))?;
            if v.is_infinite() {
                return Err(format!(
                    "line {}: `{w}` is not finite; expected metres, and where there is no value the NODATA_value",
                    k + 1
                ));
            }
            numbers.push(if none.is_some_and(|n: f64| (v - n).abs() < 1e-6) { f64::NAN } else { v });
            if numbers.len() > LARGEST {
                return Err("it is too large; cut it to the strait first".to_owned());
            }
        }
    }
    let (Some(nx), Some(ny), Some(x), Some(y), Some(step)) = (nx, ny, x, y, step) else {
        return Err(
            "it is neither NetCDF, GeoTIFF nor ESRI ASCII with ncols, nrows, xllcorner, yllcorner and cellsize"
                .to_owned(),
        );
    };
    if numbers.len() != nx * ny {
        return Err(format!(
            "it has {} values; expected {nx} × {ny} = {}, as its heading says",
            numbers.len(),
            nx * ny
        ));
    }
    let half = if corner { step / 2.0 } else { 0.0 };
    // Rows come from the north.
    let lats: Vec<f64> = (0..ny).rev().map(|j| y + half + step * j as f64).collect();
    let lons: Vec<f64> = (0..nx).map(|i| x + half + step * i as f64).collect();
    assemble("ESRI ASCII", &lats, &lons, &numbers)
}
