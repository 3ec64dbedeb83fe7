//! What does a depth grid of the user's say, and can it be believed?
//!
//! GEBCO and EMODnet hand out elevations in degrees of WGS 84, positive up; GEBCO's count from mean sea level,
//! EMODnet's from lowest astronomical tide. Which way is up is found by holding the grid against the one we
//! have where that is deep, unless the user says so. Values that no sea bed or land of this area has are refused.
//! What the files look like is in `survey_files`, how the two grids differ in `survey_compare`, how one is laid over
//! the other in `survey_lay`.
//!
//! Left out: the survey's own doubt about its depths.

use crate::geo::LatLon;
use crate::units::maths;

/// The deepest bed below mean sea level and the highest ground above it that are believed in the area, metres. The
/// sea is some 100 m deep in the west of the area, the hills of the Weald and Artois reach some 290 m.
const DEEPEST_M: f32 = 150.0;
const HIGHEST_M: f32 = 500.0;
/// Area of the grid we make, degrees: that of the shipped one.
pub(super) const AREA: [f64; 4] = [49.4, 52.1, -0.75, 3.55];

/// A grid of elevations in degrees, row by row from the south.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    /// What it was read from: `NetCDF`, `GeoTIFF`, `ESRI ASCII`.
    pub format: &'static str,
    /// Place of the first value (middle of its cell).
    pub(super) first: LatLon,
    /// Step north and east.
    pub(super) step: LatLon,
    pub(super) nx: usize,
    /// Metres, the way the file counts them; not a number where there is no value.
    pub(super) values: Vec<f32>,
    /// What was taken for granted or changed while reading, ready to print.
    pub notes: Vec<String>,
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
        super::survey_files::read(bytes)?.check()
    }

    pub(super) fn rows(&self) -> usize {
        self.values.len() / self.nx.max(1)
    }

    fn place(&self, k: usize) -> LatLon {
        LatLon::new(
            self.first.lat + self.step.lat * (k / self.nx) as f64,
            self.first.lon + self.step.lon * (k % self.nx) as f64,
        )
    }

    /// South, north, west and east end, degrees.
    #[must_use]
    pub fn covers(&self) -> [f64; 4] {
        let last = self.place(self.values.len().max(1) - 1);
        [self.first.lat, last.lat, self.first.lon, last.lon]
    }

    fn check(self) -> Result<Self, String> {
        let ny = self.rows();
        if self.nx < 2 || ny < 2 {
            return Err(format!("it has {} × {ny} values; expected at least 2 × 2", self.nx));
        }
        let [south, north, west, east] = self.covers();
        if !(1e-5..=1.0).contains(&self.step.lat) || !(1e-5..=1.0).contains(&self.step.lon) {
            return Err(format!(
                "its steps are {} and {} degrees; expected latitudes and longitudes in even steps of at most 1 degree",
                self.step.lat, self.step.lon
            ));
        }
        if north < AREA[0] || south > AREA[1] || east < AREA[2] || west > AREA[3] {
            return Err(format!(
                "it covers {south:.2} to {north:.2} N, {west:.2} to {east:.2} E and nothing of the strait; expected some of {} to {} N, {} to {} E",
                AREA[0], AREA[1], AREA[2], AREA[3]
            ));
        }
        // Everest and the deepest trench.
        if let Some(x) = self.values.iter().find(|x| !x.is_nan() && !(-12_000.0..=9_000.0).contains(*x)) {
            return Err(format!("a value is {x}; expected metres, with the value for \"none\" marked in the file"));
        }
        if !self.values.iter().any(|x| x.is_finite()) {
            return Err("it has no values at all".to_owned());
        }
        Ok(self)
    }

    /// Refuses values that neither sea bed nor land of the area has, like a mark for "none" that the file does not
    /// declare.
    ///
    /// # Errors
    /// How many, and the first of them with its place.
    pub fn believable(&self, positive: Positive) -> Result<(), String> {
        // Whatever lies a step beyond the area still counts in its outermost cells.
        let within = |p: LatLon| {
            (AREA[0] - self.step.lat..=AREA[1] + self.step.lat).contains(&p.lat)
                && (AREA[2] - self.step.lon..=AREA[3] + self.step.lon).contains(&p.lon)
        };
        let mut bad = self.values.iter().enumerate().filter(|&(k, v)| {
            let up = if positive == Positive::Up { *v } else { -*v };
            !v.is_nan() && !(-DEEPEST_M..=HIGHEST_M).contains(&up) && within(self.place(k))
        });
        let Some((first, value)) = bad.next() else { return Ok(()) };
        let (p, count) = (self.place(first), 1 + bad.count());
        let many = if count == 1 { "value is" } else { "values are" };
        Err(format!(
            "{count} {many} deeper than {DEEPEST_M} m below sea level or higher than {HIGHEST_M} m above it, the first {value} at \
             {:.3} N {:.3} E; this area has none such: mark the value for \"none\" in the file \
             (gdal_translate -a_nodata {value}), or turn the sign with --positive",
            p.lat, p.lon
        ))
    }

    /// The value at a place, by the four around it; none beside it or where one of them is missing.
    pub(super) fn at(&self, p: LatLon) -> Option<f64> {
        let ny = self.rows();
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

    /// The value of the cell a place lies in.
    pub(super) fn nearest(&self, p: LatLon) -> Option<f64> {
        let cell = |x: f64, n: usize| {
            let k = maths::round(x);
            (k >= 0.0 && k < n as f64).then(|| super::lattice::whole(k, n as f64))
        };
        let i = cell((p.lon - self.first.lon) / self.step.lon, self.nx)?;
        let j = cell((p.lat - self.first.lat) / self.step.lat, self.rows())?;
        let v = f64::from(self.values[j * self.nx + i]);
        v.is_finite().then_some(v)
    }

    /// Depth below mean level that a value stands for. `datum`: chart datum below mean level there, metres.
    pub(super) fn depth_of(value: f64, zero: Zero, positive: Positive, datum: f64) -> f64 {
        let depth = if positive == Positive::Up { -value } else { value };
        if zero == Zero::LowestTide { depth + datum } else { depth }
    }

    /// Which way its values grow: by their median where ours (none on land) is deeper than 15 m.
    ///
    /// # Errors
    /// If too little of it lies over deep water.
    pub fn positive(&self, ours: &dyn Fn(LatLon) -> Option<f64>) -> Result<Positive, String> {
        let mut over_deep: Vec<f64> =
            grid_points(0.05).filter(|p| ours(*p).is_some_and(|d| d > 15.0)).filter_map(|p| self.at(p)).collect();
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

pub(super) fn grid_points(step: f64) -> impl Iterator<Item = LatLon> {
    let n = move |a: f64, b: f64| super::lattice::whole((b - a) / step, 1e5);
    (0..n(AREA[0], AREA[1])).flat_map(move |j| {
        (0..n(AREA[2], AREA[3])).map(move |i| LatLon::new(AREA[0] + step * j as f64, AREA[2] + step * i as f64))
    })
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
    fn up_is_told_from_down() {
        let s = Survey::read(CLASSIC).unwrap();
        assert_eq!(s.positive(&|_| Some(30.0)), Ok(Positive::Up));
        for ours in [&(|_| Some(3.0)) as &dyn Fn(LatLon) -> Option<f64>, &|_| None] {
            assert!(s.positive(ours).is_err_and(|e| e.contains("--positive")));
        }
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
            (ascii.replace("ncols 51", "ncols 51.5").into_bytes(), "line 1: ncols is 51.5; expected a whole number"),
            (ascii.replace("ncols 51", "ncols 1e300").into_bytes(), "expected a whole number"),
            (ascii.replace("nrows 21", "nrows -21").into_bytes(), "line 2: nrows is -21"),
            (ascii.replace("_value -9999\n", "_value -9999\ninf ").into_bytes(), "line 7: `inf` is not finite"),
            (ascii.replace("_value -9999\n", "_value -9999\n-inf ").into_bytes(), "line 7: `-inf` is not finite"),
            (
                ascii.replace("1.49", "400000").replace("50.89", "5600000").replace("0.02", "1000").into_bytes(),
                "gdalwarp -t_srs EPSG:4326",
            ),
        ] {
            let error = Survey::read(&bytes).map(|s| s.format).unwrap_err();
            assert!(error.contains(part), "{part} not in {error}");
        }
    }

    #[test]
    fn longitudes_to_360_are_shifted_and_told() {
        let s = Survey::read(ascii_text().replace("1.49", "361.49").as_bytes()).unwrap();
        assert!((s.covers()[2] - 1.5).abs() < 1e-9 && s.notes.iter().any(|n| n.contains("360")), "{:?}", s.notes);
        assert!(Survey::read(ascii_text().as_bytes()).unwrap().notes.is_empty());
    }

    #[test]
    fn an_undeclared_mark_for_none_is_refused_with_its_place() {
        let text = ascii_text().replace("NODATA_value -9999\n", "").replacen("\n-", "\n-9999 -", 1);
        // One value more in the first row, so one is taken away at its end.
        let row = text.lines().nth(5).unwrap().to_owned();
        let s = Survey::read(text.replace(&row, row.rsplit_once(' ').unwrap().0).as_bytes()).unwrap();
        let error = s.believable(Positive::Up).unwrap_err();
        assert!(error.contains("1 value is") && error.contains("the first -9999 at 51.300 N 1.500 E"), "{error}");
        let plane = Survey::read(CLASSIC).unwrap();
        assert_eq!((plane.believable(Positive::Up), plane.believable(Positive::Down)), (Ok(()), Ok(())));
    }
}
