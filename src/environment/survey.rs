//! What does a depth grid of the user's say? NetCDF, GeoTIFF or ESRI ASCII, turned into the form we ship.
//!
//! GEBCO and EMODnet hand out elevations in degrees of WGS 84, positive up; GEBCO's count from mean sea level,
//! EMODnet's from lowest astronomical tide. Which way is up is found by holding the grid against the one we
//! have where that is deep, unless the user says so. The survey is laid over our grid: where it has no value ours
//! stays, and the seam is as sharp as the two differ.
//!
//! Left out: projected grids, several bands, and the survey's own doubt about its depths.

use std::io::Cursor;

use tiff::decoder::{Decoder, DecodingResult};
use tiff::tags::Tag;

use crate::geo::LatLon;
use crate::units::maths;

/// The code for land in a grid of ours.
const LAND: i16 = -32768;
/// The most values a survey may have: a GEBCO grid of the whole North Sea has some 30 million.
const LARGEST: usize = 60_000_000;
/// Area of the grid we make, degrees: that of the shipped one.
const AREA: [f64; 4] = [49.4, 52.1, -0.75, 3.55];
/// The finest step of the grid we make, degrees of latitude: 8 arc seconds, some 250 m. A look-up goes by a
/// lattice that is hardly finer.
const FINEST_DEG: f64 = 1.0 / 450.0;

/// A grid of elevations in degrees, row by row from the south.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    /// What it was read from: `NetCDF`, `GeoTIFF`, `ESRI ASCII`.
    pub format: &'static str,
    /// Place of the first value (middle of its cell).
    first: LatLon,
    /// Step north and east.
    step: LatLon,
    nx: usize,
    /// As in the file; not a number where there is no value.
    values: Vec<f32>,
}

/// What the values count from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zero {
    /// Mean sea level.
    MeanSeaLevel,
    /// Lowest astronomical tide, taken as chart datum.
    LowestTide,
}

/// Which way values grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Positive {
    /// Elevations.
    Up,
    /// Depths.
    Down,
}

impl Survey {
    /// Reads a survey, by what the file begins with.
    ///
    /// # Errors
    /// What is wrong, what was expected, what to do.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let survey = match bytes {
            [b'C', b'D', b'F', ..] | [0x89, b'H', b'D', b'F', ..] => netcdf(bytes),
            [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => geotiff(bytes),
            _ => ascii(bytes),
        }?;
        survey.check()
    }

    fn check(self) -> Result<Self, String> {
        let ny = self.values.len() / self.nx.max(1);
        if self.nx < 2 || ny < 2 {
            return Err(format!("it has {} × {ny} values; expected at least 2 × 2", self.nx));
        }
        if !(1e-5..=1.0).contains(&self.step.lat) || !(1e-5..=1.0).contains(&self.step.lon) {
            return Err(format!(
                "its steps are {} and {} degrees; expected latitudes and longitudes in even steps of at most 1 degree",
                self.step.lat, self.step.lon
            ));
        }
        let last = LatLon::new(
            self.first.lat + self.step.lat * (ny - 1) as f64,
            self.first.lon + self.step.lon * (self.nx - 1) as f64,
        );
        if last.lat < AREA[0] || self.first.lat > AREA[1] || last.lon < AREA[2] || self.first.lon > AREA[3] {
            return Err(format!(
                "it covers {:.2} to {:.2} N, {:.2} to {:.2} E and nothing of the strait; expected some of {} to {} N, {} to {} E",
                self.first.lat, last.lat, self.first.lon, last.lon, AREA[0], AREA[1], AREA[2], AREA[3]
            ));
        }
        // Everest and the deepest trench.
        if let Some(x) = self.values.iter().find(|x| x.is_finite() && !(-12_000.0..=9_000.0).contains(*x)) {
            return Err(format!("a value is {x}; expected metres, with the value for \"none\" marked in the file"));
        }
        if !self.values.iter().any(|x| x.is_finite()) {
            return Err("it has no values at all".to_owned());
        }
        Ok(self)
    }

    /// The value at a place, by the four around it; none beside it or where one of them is missing.
    fn at(&self, p: LatLon) -> Option<f64> {
        let ny = self.values.len() / self.nx;
        let (x, y) = ((p.lon - self.first.lon) / self.step.lon, (p.lat - self.first.lat) / self.step.lat);
        // Half a cell beyond the middle of the outermost cells still belongs to them.
        if x < -0.5 || y < -0.5 || x > self.nx as f64 - 0.5 || y > ny as f64 - 0.5 {
            return None;
        }
        let part = |x: f64, n: usize| {
            let i = super::lattice::whole(x, (n - 2) as f64);
            (i, (x - i as f64).clamp(0.0, 1.0))
        };
        let ((i, fx), (j, fy)) = (part(x, self.nx), part(y, ny));
        let v = |di: usize, dj: usize| f64::from(self.values[(j + dj) * self.nx + i + di]);
        let mix = (1.0 - fy) * ((1.0 - fx) * v(0, 0) + fx * v(1, 0)) + fy * ((1.0 - fx) * v(0, 1) + fx * v(1, 1));
        mix.is_finite().then_some(mix)
    }

    /// Which way its values grow: by their median where ours is deeper than 15 m.
    ///
    /// # Errors
    /// If too little of it lies over deep water.
    pub fn positive(&self, ours: &dyn Fn(LatLon) -> f64) -> Result<Positive, String> {
        let mut over_deep: Vec<f64> =
            grid_points(0.05).filter(|p| ours(*p) > 15.0).filter_map(|p| self.at(p)).collect();
        over_deep.sort_by(f64::total_cmp);
        match over_deep.get(over_deep.len() / 2) {
            Some(m) if over_deep.len() >= 5 && m.abs() > 3.0 => {
                Ok(if *m < 0.0 { Positive::Up } else { Positive::Down })
            }
            _ => Err(
                "too little of it lies over deep water to tell which way is up; say --positive up or --positive down"
                    .to_owned(),
            ),
        }
    }
}

fn grid_points(step: f64) -> impl Iterator<Item = LatLon> {
    let n = move |a: f64, b: f64| super::lattice::whole((b - a) / step, 1e5);
    (0..n(AREA[0], AREA[1])).flat_map(move |j| {
        (0..n(AREA[2], AREA[3])).map(move |i| LatLon::new(AREA[0] + step * j as f64, AREA[2] + step * i as f64))
    })
}

/// A grid in the form we ship: the description and the depths.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// `nx`, `ny`, first middle, steps, code for land.
    pub nx: usize,
    /// Rows.
    pub ny: usize,
    /// Middle of the first cell.
    pub first: LatLon,
    /// Steps.
    pub step: LatLon,
    /// Decimetres below mean sea level, row by row from the south, 16 bits little-endian.
    pub bytes: Vec<u8>,
    /// Share of the sea cells that the survey gave.
    pub covered: f64,
}

impl Made {
    /// The code for land.
    #[must_use]
    pub const fn land() -> i16 {
        LAND
    }
}

/// Lays a survey over our own depths. `ours`: metres below mean level; `is_land`; `datum`: chart datum below mean
/// level, metres.
#[must_use]
pub fn lay_over(
    survey: &Survey,
    zero: Zero,
    positive: Positive,
    ours: &dyn Fn(LatLon) -> f64,
    is_land: &dyn Fn(LatLon) -> bool,
    datum: &dyn Fn(LatLon) -> f64,
) -> Made {
    let step_lat = survey.step.lat.clamp(FINEST_DEG, 1.0 / 120.0);
    // Cells about as wide as high at 51 degrees, as in the shipped grid.
    let step = LatLon::new(step_lat, step_lat * 1.5);
    let count = |a: f64, b: f64, s: f64| super::lattice::whole(maths::round((b - a) / s), 1e4);
    let (ny, nx) = (count(AREA[0], AREA[1], step.lat), count(AREA[2], AREA[3], step.lon));
    let first = LatLon::new(AREA[0] + step.lat / 2.0, AREA[2] + step.lon / 2.0);
    let mut bytes = Vec::with_capacity(nx * ny * 2);
    let (mut sea, mut given) = (0_u32, 0_u32);
    for j in 0..ny {
        for i in 0..nx {
            let p = LatLon::new(first.lat + step.lat * j as f64, first.lon + step.lon * i as f64);
            // A cell is the mean of nine places in it, so that a fine survey is not sampled at random.
            let mut sum = 0.0;
            let mut n = 0.0;
            for (a, b) in [-1.0, 0.0, 1.0].into_iter().flat_map(|a| [-1.0, 0.0, 1.0].map(|b| (a, b))) {
                let q = LatLon::new(p.lat + a * step.lat / 3.0, p.lon + b * step.lon / 3.0);
                if let Some(v) = survey.at(q) {
                    let depth = if positive == Positive::Up { -v } else { v };
                    sum += if zero == Zero::LowestTide { depth + datum(q) } else { depth };
                    n += 1.0;
                }
            }
            let land = is_land(p);
            sea += u32::from(!land);
            given += u32::from(!land && n > 0.0);
            let decimetres = if land {
                LAND
            } else {
                let metres = if n > 0.0 { sum / n } else { ours(p) };
                #[expect(clippy::cast_possible_truncation, reason = "held to 16 bits")]
                {
                    maths::round((metres * 10.0).clamp(-3000.0, 32_000.0)) as i16
                }
            };
            bytes.extend(decimetres.to_le_bytes());
        }
    }
    Made { nx, ny, first, step, bytes, covered: f64::from(given) / f64::from(sea.max(1)) }
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
    let values: Vec<f64> = grid.iter().copied().collect();
    assemble("NetCDF", &lats, &lons, &values)
}

/// Puts rows and columns in order, south to north and west to east.
fn assemble(format: &'static str, lats: &[f64], lons: &[f64], values: &[f64]) -> Result<Survey, String> {
    let (lat, dlat, flip_rows) = even(lats, "latitude")?;
    let (lon, dlon, flip_columns) = even(lons, "longitude")?;
    let (nx, ny) = (lons.len(), lats.len());
    let mut out = Vec::with_capacity(values.len());
    for j in 0..ny {
        for i in 0..nx {
            let (j, i) = (if flip_rows { ny - 1 - j } else { j }, if flip_columns { nx - 1 - i } else { i });
            #[expect(clippy::cast_possible_truncation, reason = "metres: single precision is plenty")]
            out.push(values[j * nx + i] as f32);
        }
    }
    Ok(Survey { format, first: LatLon::new(lat, lon), step: LatLon::new(dlat, dlon), nx, values: out })
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
        return Err(
            "it is projected; expected latitude and longitude (EPSG:4326): turn it with gdalwarp -t_srs EPSG:4326"
                .to_owned(),
        );
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
    let values: Vec<f64> =
        list.into_iter().map(|x| if none.is_some_and(|n| (x - n).abs() < 1e-6) { f64::NAN } else { x }).collect();
    let lats: Vec<f64> = (0..ny).map(|j| ty - (f64::from(j) + half - tj) * sy).collect();
    let lons: Vec<f64> = (0..nx).map(|i| tx + (f64::from(i) + half - ti) * sx).collect();
    assemble("GeoTIFF", &lats, &lons, &values)
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
        if first.starts_with(|c: char| c.is_ascii_alphabetic()) && !first.eq_ignore_ascii_case("nan") {
            let value: f64 = words.next().and_then(|w| w.parse().ok()).ok_or_else(|| {
                format!("line {}: `{line}` has no number; expected a heading of ESRI ASCII like `ncols 100`", k + 1)
            })?;
            match first.to_ascii_lowercase().as_str() {
                "ncols" => nx = Some(value),
                "nrows" => ny = Some(value),
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
    let (nx, ny) = (super::lattice::whole(nx, 1e5), super::lattice::whole(ny, 1e5));
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

#[cfg(test)]
mod tests {
    use super::*;

    const CLASSIC: &[u8] = include_bytes!("../../tests/fixtures/depth/plane_classic.nc");
    const NC4: &[u8] = include_bytes!("../../tests/fixtures/depth/plane_nc4.nc");
    const TIFF: &[u8] = include_bytes!("../../tests/fixtures/depth/plane.tif");
    const PROJECTED: &[u8] = include_bytes!("../../tests/fixtures/depth/projected.tif");

    /// Depth of the fixtures: a tilted plane.
    fn plane(p: LatLon) -> f64 {
        20.0 + 10.0 * (p.lon - 1.5) + 8.0 * (p.lat - 50.9)
    }

    fn ascii_text() -> String {
        let mut text =
            "ncols 51\nnrows 21\nxllcorner 1.49\nyllcorner 50.89\ncellsize 0.02\nNODATA_value -9999\n".to_owned();
        for j in (0..21).rev() {
            let row: Vec<String> = (0..51)
                .map(|i| (-plane(LatLon::new(50.9 + 0.02 * f64::from(j), 1.5 + 0.02 * f64::from(i)))).to_string())
                .collect();
            text += &(row.join(" ") + "\n");
        }
        text
    }

    #[test]
    fn all_formats_give_the_same_grid() {
        let ascii = ascii_text();
        for (bytes, format) in
            [(CLASSIC, "NetCDF"), (NC4, "NetCDF"), (TIFF, "GeoTIFF"), (ascii.as_bytes(), "ESRI ASCII")]
        {
            let s = Survey::read(bytes).unwrap_or_else(|e| panic!("{format}: {e}"));
            assert_eq!(s.format, format);
            for p in [LatLon::new(50.95, 1.63), LatLon::new(51.211, 2.377), LatLon::new(50.9, 2.5)] {
                let got = -s.at(p).unwrap();
                assert!((got - plane(p)).abs() < 0.02, "{format} at {p:?}: {got}, expected {}", plane(p));
            }
            assert_eq!(s.at(LatLon::new(50.5, 2.0)), None);
        }
        // The corner without a value.
        assert_eq!(Survey::read(TIFF).unwrap().at(LatLon::new(51.3, 1.5)), None);
    }

    #[test]
    fn up_is_told_from_down_and_a_survey_is_laid_over_ours() {
        let s = Survey::read(CLASSIC).unwrap();
        assert_eq!(s.positive(&|_| 30.0), Ok(Positive::Up));
        assert!(s.positive(&|_| 3.0).is_err_and(|e| e.contains("--positive")));
        let land = |p: LatLon| p.lat < 50.95;
        let made = |zero| lay_over(&s, zero, Positive::Up, &|_| 77.0, &land, &|_| 3.5);
        let (msl, lat) = (made(Zero::MeanSeaLevel), made(Zero::LowestTide));
        let at = |m: &Made, lat: f64, lon: f64| {
            let cell = |x: f64, n: usize| crate::environment::lattice::whole(maths::round(x), n as f64);
            let k = cell((lat - m.first.lat) / m.step.lat, m.ny - 1) * m.nx
                + cell((lon - m.first.lon) / m.step.lon, m.nx - 1);
            i16::from_le_bytes([m.bytes[2 * k], m.bytes[2 * k + 1]])
        };
        let near = |got: i16, metres: f64| (f64::from(got) / 10.0 - metres).abs() < 0.2;
        assert!(near(at(&msl, 51.2, 2.0), plane(LatLon::new(51.2, 2.0))));
        assert!(near(at(&lat, 51.2, 2.0), plane(LatLon::new(51.2, 2.0)) + 3.5));
        assert!(near(at(&msl, 51.8, 2.0), 77.0), "ours stays outside");
        assert_eq!(at(&msl, 50.92, 2.0), LAND);
        assert!((0.0..0.2).contains(&msl.covered) && msl.bytes.len() == 2 * msl.nx * msl.ny);
    }

    #[test]
    fn what_cannot_be_used_is_refused_with_a_reason() {
        let ascii = ascii_text();
        for (bytes, part) in [
            (PROJECTED.to_vec(), "EPSG:4326"),
            (TIFF[..TIFF.len() / 2].to_vec(), "GeoTIFF"),
            (CLASSIC[..300].to_vec(), "NetCDF"),
            (NC4[..NC4.len() / 2].to_vec(), "NetCDF"),
            (b"hello".to_vec(), "has no number"),
            (vec![0xff, 0xfe, 0, 1], "neither NetCDF"),
            (ascii.replace("ncols 51", "ncols 50").into_bytes(), "as its heading says"),
            (ascii.replace("yllcorner 50.89", "yllcorner 10").into_bytes(), "nothing of the strait"),
            (ascii.replace("xllcorner", "left").into_bytes(), "no heading"),
            (ascii.replacen("-2", "-200000", 1).into_bytes(), "expected metres"),
        ] {
            let error = Survey::read(&bytes).map(|s| s.format).unwrap_err();
            assert!(error.contains(part), "{part} not in {error}");
        }
    }
}
