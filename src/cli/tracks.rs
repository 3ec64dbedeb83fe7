//! In which files does a night leave for other programs?
//!
//! One option for each format, as `compare` and `study report` have them: a file's ending would not tell all (`.json` may be
//! anything, sentences have no ending of their own), and one night is often wanted in more than one. Without any of them the
//! night is not looked at while it runs, and costs nothing more.

use super::compare::{Output, refuse_overwriting};
use super::library::{Library, Trouble};
use crate::report::Manifest;
use crate::report::tracks::{NightTracks, geojson, gpx, kml, nmea};
use crate::sim::{NightFault, Setting, Simulation};
use std::path::{Path, PathBuf};

/// Options that write a night's events and tracks.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct TrackArguments {
    /// Write events, units and boats for maps (GeoJSON, RFC 7946)
    #[arg(long, value_name = "FILE")]
    pub geojson: Option<PathBuf>,
    /// Write events, units and boats for globes that play them (KML 2.2)
    #[arg(long, value_name = "FILE")]
    pub kml: Option<PathBuf>,
    /// Write events and the units' tracks for chart plotters (GPX 1.1)
    #[arg(long, value_name = "FILE")]
    pub gpx: Option<PathBuf>,
    /// Write the units' AIS sentences for chart plotters (NMEA 0183), with numbers that no vessel has
    #[arg(long, value_name = "FILE")]
    pub nmea: Option<PathBuf>,
}

impl TrackArguments {
    fn paths(&self) -> [Option<&Path>; 4] {
        [&self.geojson, &self.kml, &self.gpx, &self.nmea].map(|path| path.as_deref())
    }

    /// Lives the night, and writes the files that were asked for if it is sound: of a night that failed there is nothing to show.
    ///
    /// # Errors
    /// If a file is an input or can't be written; nothing half-written stays.
    pub fn live(
        &self,
        library: &Library,
        sim: &mut Simulation,
        setting: &Setting,
        doctrine: &str,
        manifest: &Manifest,
    ) -> Result<Option<NightFault>, Trouble> {
        let paths = self.paths();
        if paths.iter().all(Option::is_none) {
            return Ok(sim.run().err());
        }
        let stamps = [&manifest.scenario, &manifest.doctrine_a].into_iter();
        let inputs = stamps.chain(&manifest.parameters).chain(&manifest.assets).map(|s| PathBuf::from(&s.path));
        let asked: Vec<&Path> = paths.into_iter().flatten().collect();
        refuse_overwriting(&asked, &inputs.collect::<Vec<_>>(), library.root())?;
        let [geojson, kml, gpx, nmea] = paths.map(open);
        let files = [geojson?, kml?, gpx?, nmea?];
        let (night, fault) = NightTracks::follow(sim, setting, doctrine);
        if fault.is_some() {
            return Ok(fault);
        }
        let [geojson, kml, gpx, nmea] = files;
        put(geojson, || geojson::text(&night, manifest).map_err(std::io::Error::from))?;
        put(kml, || kml::text(&night, manifest))?;
        put(gpx, || gpx::text(&night, manifest))?;
        put(nmea, || Ok(nmea::text(&night, manifest)))?;
        Ok(None)
    }
}

fn open(path: Option<&Path>) -> Result<Option<(&Path, Output)>, Trouble> {
    path.map(|p| Output::create(p).map(|output| (p, output))).transpose()
}

fn put(file: Option<(&Path, Output)>, text: impl FnOnce() -> std::io::Result<String>) -> Result<(), Trouble> {
    let Some((path, output)) = file else { return Ok(()) };
    let text = text().map_err(|e| Trouble::one(format!("{}: could not be written: {e}", path.display())))?;
    output.fill(|out| out.write_all(text.as_bytes()))
}
