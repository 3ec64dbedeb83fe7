//! What is on disk? Finds the folder of the program's files and loads from it, whole or not at all.
//!
//! The core takes text and bytes; this is where they come from, for the command line and the window
//! alike. Each file read is stamped with its digest for the manifest.

mod files;
mod titles;

pub(super) use files::files_in;
pub use files::{Trouble, find_root, read_bytes, read_large, read_register, read_text};
pub use titles::tell_apart;

use crate::agents::{CraftClass, SensorClass};
use crate::doctrine::load::{DoctrineFile, Sources};
use crate::doctrine::{Chains, Doctrine};
use crate::ensemble::study::Study;
use crate::environment::{Sea, SeaData, SeaFiles};
use crate::geo::{Chart, ChartFiles, LatLon, to_plane};
use crate::law::Reading;
use crate::parameters::Register;
use crate::reading::{Checked, Problem, stem};
use crate::report::FileStamp;
use crate::scenario::Scenario;
use crate::scenario::expect::Expectation;
use crate::scenario::fleet::Fleets;
use crate::scenario::load::Names;
use crate::sim::Setting;
use crate::units::Tick;
use files::Reader;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A shipped file, as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Where it is.
    pub path: PathBuf,
    /// Its name without ending.
    pub id: String,
    /// Its title, or why it cannot be read.
    pub title: Result<String, String>,
}

/// A scenario or doctrine with its stamp and the warnings it gave.
#[derive(Clone, Debug)]
pub struct Loaded<T> {
    /// The thing.
    pub value: T,
    /// Its file's stamp (and those of the files it extends).
    pub stamps: Vec<FileStamp>,
    /// Doubts, ready to print.
    pub warnings: Vec<String>,
}

/// Everything shipped, read and checked.
pub struct Library {
    root: PathBuf,
    /// The chart.
    pub chart: Arc<Chart>,
    /// The data of the sea.
    pub sea: SeaData,
    /// The register.
    pub register: Register,
    /// Presets of boats by year.
    pub fleets: Fleets,
    /// Chains of authority.
    pub chains: Chains,
    /// Classes of craft.
    pub craft: Vec<CraftClass>,
    /// Classes of sensors.
    pub sensors: Vec<SensorClass>,
    /// Stamps of the register's files.
    pub parameter_stamps: Vec<FileStamp>,
    /// Stamps of the other assets.
    pub asset_stamps: Vec<FileStamp>,
    /// Depths of the user's own, if they are in use.
    pub own_depth: Option<OwnDepth>,
}

/// What is known of depths that the user has imported.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
pub struct OwnDepth {
    /// Name of the file they were made from.
    pub made_from: String,
    /// Mean sea level or lowest astronomical tide.
    pub counted_from: String,
}

/// What to do about depths of the user's own that cannot be used.
const RESET: &str = "`slackwater depth reset` goes back to the shipped depths";

/// Ending of scenario files.
pub const SCENARIO: &str = ".scenario.ron";
/// Ending of doctrine files.
pub const DOCTRINE: &str = ".doctrine.ron";

/// Ending of study files.
pub const STUDY: &str = ".study.ron";

/// Where shipped studies lie, below the root.
pub const STUDIES: &str = "scenarios/studies";

/// Ending of readings of the law.
pub const LAW: &str = ".law.ron";

/// Where depths of the user's own lie, below the root.
pub const USER_DEPTH: &str = "user/depth";

impl Library {
    /// Reads and checks all assets.
    ///
    /// # Errors
    /// Everything that is missing or wrong.
    pub fn open(asked: Option<PathBuf>) -> Result<Self, Trouble> {
        Self::open_with(asked, true)
    }

    /// The same with the shipped depths alone, whatever the user has laid over them.
    ///
    /// # Errors
    /// Everything that is missing or wrong.
    pub fn open_shipped(asked: Option<PathBuf>) -> Result<Self, Trouble> {
        Self::open_with(asked, false)
    }

    fn open_with(asked: Option<PathBuf>, users_depth: bool) -> Result<Self, Trouble> {
        let root = find_root(asked)?;
        let mut r = Reader { root: &root, stamps: Vec::new(), problems: Vec::new() };
        let (register, parameter_stamps) = r.register()?;

        let coast = r.text("assets/chart/odbl/coast.geojson");
        let limits = r.text("assets/chart/odbl/limits.geojson");
        let lanes = r.text("assets/chart/odbl/lanes.geojson");
        let canals = r.text("assets/chart/odbl/canals.geojson");
        let sites = r.text("assets/chart/launch_sites.csv");
        let ports = r.text("assets/chart/ports.csv");
        let banks = r.text("assets/chart/banks.csv");
        let stations = r.text("assets/tides/stations.json");
        let constituents = r.text("assets/tides/constituents.json");
        let own = users_depth && root.join(USER_DEPTH).join("depth.json").is_file();
        let depth_json = r.text("assets/chart/depth/dover_depth_open.json");
        let depth = r.bytes("assets/chart/depth/dover_depth_open.i16");
        let [json, grid] = ["json", "i16"].map(|ending| format!("{USER_DEPTH}/depth.{ending}"));
        let problems = r.problems.len();
        let own_files = own.then(|| (r.text(&json), r.bytes(&grid)));
        if r.problems.len() > problems {
            r.problems.push(RESET.to_owned());
        }
        let streams_json = r.text("assets/chart/streams/stream_constants.json");
        let streams = r.bytes("assets/chart/streams/stream_constants.i16");
        let mask = r.bytes("assets/chart/streams/stream_mask.u8");
        let climatology = r.text("assets/weather/climatology.csv");
        let craft_text = r.text("assets/craft.ron");
        let sensors_text = r.text("assets/sensors.ron");
        let fleets_text = r.text("assets/fleet.ron");
        let chains_text = r.text(crate::doctrine::chains::FILE);
        let asset_stamps = r.done()?;

        let chart = Chart::load(&ChartFiles {
            coast_geojson: &coast,
            limits_geojson: &limits,
            lanes_geojson: &lanes,
            canals_geojson: &canals,
            launch_sites_csv: &sites,
            ports_csv: &ports,
            banks_csv: &banks,
        })
        .map_err(|errors| Trouble(errors.iter().map(ToString::to_string).collect()))?;
        let sea = SeaData::from_files(SeaFiles {
            stations_json: &stations,
            constituents_json: &constituents,
            depth_json: &depth_json,
            depth_i16: &depth,
            own_depth: own_files.as_ref().map(|(json, grid)| (&**json, &**grid)),
            streams_json: &streams_json,
            streams_i16: &streams,
            streams_mask: &mask,
            climatology_csv: &climatology,
        })
        .map_err(|mut e| {
            if e.data == crate::environment::depth::OWN_DATA {
                e.remedy = format!("{json} and {grid} are yours: {RESET}");
            }
            Trouble::one(e.to_string())
        })?;
        let own_depth = own_files.map(|(json, _)| serde_json::from_str(&json)).transpose().map_err(|e| {
            Trouble(vec![format!("{json}: does not say what it was made from ({e})"), RESET.to_owned()])
        })?;
        let sensors = crate::agents::load::load_sensors("assets/sensors.ron", &sensors_text)?.value;
        let craft = crate::agents::load::load_craft("assets/craft.ron", &craft_text, &sensors.list)?.value;
        let chains = crate::doctrine::chains::load(crate::doctrine::chains::FILE, &chains_text)?.value;
        let of_classes = craft.numbers.into_iter().chain(sensors.numbers).chain(chains.numbers.iter().cloned());
        let register = register.with_classes(of_classes.collect());
        let (craft, sensors) = (craft.list, sensors.list);
        let fleets = crate::scenario::fleet::load("assets/fleet.ron", &fleets_text, &register)?.value;
        let register = register.and_classes(fleets.numbers.clone());
        Ok(Self {
            chart: Arc::new(chart),
            sea,
            register,
            fleets,
            chains,
            craft,
            sensors,
            parameter_stamps,
            asset_stamps,
            own_depth,
            root,
        })
    }

    /// The folder that holds everything.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Stamps of the assets, and of the files that a scenario read besides itself (its weather).
    #[must_use]
    pub fn assets_with(&self, scenario: &[FileStamp]) -> Vec<FileStamp> {
        self.asset_stamps.iter().chain(scenario.iter().skip(1)).cloned().collect()
    }

    /// The path of a file as a reader would type it: relative to the root where it lies in it.
    #[must_use]
    pub fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }

    /// The shipped scenarios, by name.
    ///
    /// # Errors
    /// If the folder cannot be read, or is empty.
    pub fn scenarios(&self) -> Result<Vec<Listed>, Trouble> {
        let paths = files_in(&self.root.join("scenarios"), SCENARIO)?;
        if paths.is_empty() {
            let folder = self.root.join("scenarios");
            return Err(Trouble::one(format!(
                "{}: no file ending in {SCENARIO}; put a scenario there, or name one by its path",
                folder.display()
            )));
        }
        Ok(paths
            .into_iter()
            .map(|path| {
                let title = self.scenario(&path.to_string_lossy()).map(|s| s.value.title).map_err(|t| t.to_string());
                listed(path, title)
            })
            .collect())
    }

    /// The shipped doctrines, by name.
    ///
    /// # Errors
    /// If the folder cannot be read, or is empty.
    pub fn doctrines(&self) -> Result<Vec<Listed>, Trouble> {
        let folder = self.root.join("scenarios/doctrines");
        let paths = files_in(&folder, DOCTRINE)?;
        if paths.is_empty() {
            return Err(Trouble::one(format!(
                "{}: no file ending in {DOCTRINE}; put a doctrine there, or name one by its path",
                folder.display()
            )));
        }
        Ok(paths
            .into_iter()
            .map(|path| {
                let title =
                    self.doctrine(&path.to_string_lossy()).map(|d| d.value.doctrine.title).map_err(|t| t.to_string());
                listed(path, title)
            })
            .collect())
    }

    /// The shipped studies, by path.
    #[must_use]
    pub fn studies(&self) -> Vec<PathBuf> {
        files_in(&self.root.join(STUDIES), STUDY).unwrap_or_default()
    }

    /// Reads and checks a study with all scenarios and doctrines that it names, by path or by the name of a shipped one.
    ///
    /// # Errors
    /// All problems of the file, and of those it names.
    pub fn study(&self, given: &str) -> Result<Loaded<Study>, Trouble> {
        let path = self.resolve(given, STUDIES, STUDY)?;
        let text = read_text(&path)?;
        let shown = self.shown(&path);
        let metrics: Vec<&str> = crate::metrics::ALL.iter().map(|m| m.info.id).collect();
        let names = crate::ensemble::study::load::Names {
            metrics: &metrics,
            register: &self.register,
            scenario: &|name| self.scenario(name).map(|_| ()).map_err(|t| t.0.join("; ")),
            doctrine: &|name| self.doctrine(name).map(|_| ()).map_err(|t| t.0.join("; ")),
        };
        let Checked { value, warnings } = crate::ensemble::study::load::load(&shown, &text, &names)?;
        let stamps = vec![FileStamp::of(&shown, text.as_bytes())];
        Ok(Loaded { value, stamps, warnings: warnings.iter().map(ToString::to_string).collect() })
    }

    /// Ids of the shipped doctrines, whether they can be read or not.
    fn doctrine_ids(&self) -> Vec<String> {
        let paths = files_in(&self.root.join("scenarios/doctrines"), DOCTRINE).unwrap_or_default();
        paths.iter().map(|p| stem(&p.to_string_lossy()).to_owned()).collect()
    }

    /// Each doctrine that the scenario's expectations name, once, in order of first mention.
    ///
    /// # Errors
    /// All problems of those files.
    pub fn expected_doctrines(&self, scenario: &Scenario) -> Result<Vec<(String, Arc<Doctrine>)>, Trouble> {
        let mut found: Vec<(String, Arc<Doctrine>)> = Vec::new();
        for id in scenario.expect.iter().flat_map(Expectation::doctrines) {
            if found.iter().all(|(known, _)| known != id) {
                found.push((id.to_owned(), self.doctrine_to_run(id)?.0));
            }
        }
        Ok(found)
    }

    /// The shipped scenario, doctrine or reading of the law that is called so, unless a file of that name is there.
    pub fn shipped(&self, name: &Path) -> Option<PathBuf> {
        if name.exists() {
            return None;
        }
        let name = name.to_str()?;
        [("scenarios", SCENARIO), ("scenarios/doctrines", DOCTRINE), ("assets/law", LAW)]
            .into_iter()
            .map(|(folder, ending)| self.root.join(folder).join(format!("{name}{ending}")))
            .find(|path| path.is_file())
    }

    /// The path that a name or path means.
    fn resolve(&self, given: &str, folder: &str, ending: &str) -> Result<PathBuf, Trouble> {
        let direct = PathBuf::from(given);
        if direct.is_file() {
            return Ok(direct);
        }
        let inside = self.root.join(given);
        if inside.is_file() {
            return Ok(inside);
        }
        let by_name = self.root.join(folder).join(format!("{given}{ending}"));
        if by_name.is_file() {
            return Ok(by_name);
        }
        let known: Vec<String> = files_in(&self.root.join(folder), ending)
            .unwrap_or_default()
            .iter()
            .map(|p| stem(&p.to_string_lossy()).to_owned())
            .collect();
        let hint = crate::reading::nearest(given, known.iter().map(String::as_str))
            .map_or_else(String::new, |n| format!("; did you mean `{n}`?"));
        Err(Trouble::one(format!(
            "{given}: there is no such file, and no shipped {} of that name{hint}",
            folder_noun(ending)
        )))
    }

    /// Reads and checks a scenario, by path or by the name of a shipped one.
    ///
    /// # Errors
    /// All problems of the file.
    pub fn scenario(&self, given: &str) -> Result<Loaded<Scenario>, Trouble> {
        let path = self.resolve(given, "scenarios", SCENARIO)?;
        let text = read_text(&path)?;
        let shown = self.shown(&path);
        let stamps = RefCell::new(vec![FileStamp::of(&shown, text.as_bytes())]);
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        let beside = |name: &str| {
            let other = folder.join(name);
            let text = read_text(&other).map_err(|t| t.to_string())?;
            stamps.borrow_mut().push(FileStamp::of(&self.shown(&other), text.as_bytes()));
            Ok(text)
        };
        let Checked { value, warnings } = self.check_scenario(&shown, &text, &beside)?;
        Ok(Loaded { value, stamps: stamps.into_inner(), warnings: warnings.iter().map(ToString::to_string).collect() })
    }

    /// Checks the text of a scenario; `beside` gives the text of a file in its folder.
    ///
    /// # Errors
    /// All problems.
    pub fn check_scenario(
        &self,
        name: &str,
        text: &str,
        beside: &dyn Fn(&str) -> Result<String, String>,
    ) -> Result<Checked<Scenario>, Vec<Problem>> {
        let sites: Vec<&str> = self.chart.launch_sites().iter().map(|p| p.id.as_str()).collect();
        let ports: Vec<&str> = self.chart.ports().iter().map(|p| p.id.as_str()).collect();
        let chart = Arc::clone(&self.chart);
        let is_land = move |lat: f64, lon: f64| chart.is_land(to_plane(LatLon::new(lat, lon)));
        let metrics: Vec<&str> = crate::metrics::ALL.iter().map(|m| m.info.id).collect();
        let doctrines = self.doctrine_ids();
        let doctrines: Vec<&str> = doctrines.iter().map(String::as_str).collect();
        let names = Names {
            sites: &sites,
            ports: &ports,
            craft: &self.craft,
            sensors: &self.sensors,
            register: &self.register,
            fleets: &self.fleets,
            metrics: &metrics,
            doctrines: &doctrines,
            is_land: &is_land,
            beside,
        };
        crate::scenario::load::load(name, text, &names)
    }

    /// Reads and checks a doctrine, by path or by the name of a shipped one. Its named numbers may be given other values
    /// behind a colon: `taxi_boat_300m:line=500`.
    ///
    /// # Errors
    /// All problems of the file and of those it extends; a number that is not there, or out of its bounds.
    pub fn doctrine(&self, given: &str) -> Result<Loaded<DoctrineFile>, Trouble> {
        let (given, set) = with_settings(given)?;
        let set = &set;
        let path = self.resolve(given, "scenarios/doctrines", DOCTRINE)?;
        let text = read_text(&path)?;
        let shown = self.shown(&path);
        // Who extends a doctrine may have it lie beside; what is shown of a path is not always what opens it.
        let found = RefCell::new(vec![(shown.clone(), path.clone())]);
        let find = |name: &str, asked_by: &str| -> Option<(String, String)> {
            let asking = found.borrow().iter().find(|(shown, _)| shown == asked_by).map(|(_, path)| path.clone());
            let beside = asking.and_then(|p| p.parent().map(Path::to_path_buf)).unwrap_or_default();
            let folders = [beside, PathBuf::new(), self.root.join("scenarios/doctrines")];
            let is_path = name.contains(['/', '\\']) || name.ends_with(DOCTRINE);
            let places = folders.iter().enumerate().filter(|(i, _)| is_path || *i != 1);
            let path = places
                .map(|(_, folder)| {
                    folder.join(if name.ends_with(DOCTRINE) { name.to_owned() } else { format!("{name}{DOCTRINE}") })
                })
                .find(|p| p.is_file())?;
            let text = read_text(&path).ok()?;
            let shown = self.shown(&path);
            found.borrow_mut().push((shown.clone(), path));
            Some((shown, text))
        };
        let mut known = self.doctrine_ids();
        let beside = path.parent().map(Path::to_path_buf).unwrap_or_default();
        known.extend(
            files_in(&beside, DOCTRINE).unwrap_or_default().iter().map(|p| stem(&p.to_string_lossy()).to_owned()),
        );
        let from = Sources { lookup: &find, known: &known, chains: &self.chains };
        let Checked { value, warnings } = crate::doctrine::load::load_set(&shown, &text, from, set)?;
        let mut stamps = vec![FileStamp::of(&shown, text.as_bytes())];
        let found = found.borrow();
        for file in &value.extended_files {
            let path = found.iter().find(|(shown, _)| shown == file).map(|(_, path)| path);
            stamps.extend(path.and_then(|p| read_text(p).ok()).map(|text| FileStamp::of(file, text.as_bytes())));
        }
        Ok(Loaded { value, stamps, warnings: warnings.iter().map(ToString::to_string).collect() })
    }

    /// Reads and checks a reading of the law, by path or by the name of a shipped one.
    ///
    /// # Errors
    /// All problems of the file.
    pub fn law(&self, given: &str) -> Result<Loaded<Reading>, Trouble> {
        let path = self.resolve(given, "assets/law", LAW)?;
        let text = read_text(&path)?;
        let shown = self.shown(&path);
        let Checked { value, warnings } = crate::law::load::load(&shown, &text)?;
        let stamps = vec![FileStamp::of(&shown, text.as_bytes())];
        Ok(Loaded { value, stamps, warnings: warnings.iter().map(ToString::to_string).collect() })
    }

    /// The two shipped readings, the strict one first.
    ///
    /// # Errors
    /// As [`Library::law`].
    pub fn laws(&self) -> Result<Vec<Loaded<Reading>>, Trouble> {
        crate::law::SHIPPED.iter().map(|(name, _)| self.law(name)).collect()
    }

    /// Lays out the sea and places everything of a scenario. About 40 ms.
    ///
    /// # Errors
    /// If its weather or span cannot be laid out.
    pub fn setting(&self, scenario: Scenario) -> Result<Arc<Setting>, Trouble> {
        let sea = self.sea_of(&scenario)?;
        self.setting_on(scenario, sea)
    }

    /// Lays out the sea of a scenario: the part of its setting that no parameter changes.
    ///
    /// # Errors
    /// If its weather or span cannot be laid out.
    pub fn sea_of(&self, scenario: &Scenario) -> Result<Arc<Sea>, Trouble> {
        let length = Tick(scenario.length_ticks).elapsed();
        Sea::new(&self.sea, scenario.start, length, &scenario.weather_source())
            .map(Arc::new)
            .map_err(|e| Trouble::one(e.to_string()))
    }

    /// Places everything of a scenario on a sea that is laid out.
    ///
    /// # Errors
    /// If something in it cannot be placed.
    pub fn setting_on(&self, scenario: Scenario, sea: Arc<Sea>) -> Result<Arc<Setting>, Trouble> {
        let parameters = self.register.with_overrides(&scenario.overrides).map_err(Trouble)?.typed();
        Setting::new(scenario, Arc::clone(&self.chart), sea, &self.craft, &self.sensors, parameters)
            .map(Arc::new)
            .map_err(Trouble::one)
    }

    /// A doctrine ready to run.
    ///
    /// # Errors
    /// As [`Library::doctrine`].
    pub fn doctrine_to_run(&self, given: &str) -> Result<(Arc<Doctrine>, FileStamp, Vec<String>), Trouble> {
        let loaded = self.doctrine(given)?;
        let mut stamp = combined(&loaded.stamps);
        if let Some((_, settings)) = split_settings(given) {
            // Whoever repeats the run types them again.
            stamp.path = format!("{}:{settings}", stamp.path);
        }
        Ok((Arc::new(loaded.value.doctrine), stamp, loaded.warnings))
    }

    /// The same for nights of one scenario: what of the doctrine holds for none of its units is a warning too.
    ///
    /// # Errors
    /// As [`Library::doctrine`].
    pub fn doctrine_for(
        &self,
        given: &str,
        scenario: &Scenario,
    ) -> Result<(Arc<Doctrine>, FileStamp, Vec<String>), Trouble> {
        let (doctrine, stamp, mut warnings) = self.doctrine_to_run(given)?;
        warnings.extend(self.misfits(&doctrine, scenario));
        Ok((doctrine, stamp, warnings))
    }

    /// Layers of a doctrine that hold for no unit of the scenario: warnings, each with the nearest name. A mission that some other
    /// scenario of the folder has is meant for that one, and not told.
    pub fn misfits(&self, doctrine: &Doctrine, scenario: &Scenario) -> Vec<String> {
        let missions = missions_of(scenario);
        let units: Vec<&str> = scenario.units.iter().map(|u| u.id.as_str()).collect();
        let told = doctrine.layers_for_nobody(&missions, &units, &[]);
        if told.is_empty() {
            return told;
        }
        let paths = files_in(&self.root.join("scenarios"), SCENARIO).unwrap_or_default();
        let others: Vec<Scenario> =
            paths.iter().filter_map(|p| self.scenario(&p.to_string_lossy()).ok()).map(|s| s.value).collect();
        let elsewhere: Vec<&str> = others.iter().flat_map(missions_of).collect();
        doctrine.layers_for_nobody(&missions, &units, &elsewhere)
    }
}

fn missions_of(scenario: &Scenario) -> Vec<&str> {
    scenario.units.iter().filter_map(|u| u.mission.as_deref()).collect()
}

/// What stands behind the colon, if it sets something.
fn split_settings(given: &str) -> Option<(&str, &str)> {
    given.rsplit_once(':').filter(|(_, settings)| settings.contains('='))
}

/// Values given to named numbers.
type Settings = Vec<(String, f64)>;

/// The name of a doctrine, and the values given to its named numbers.
fn with_settings(given: &str) -> Result<(&str, Settings), Trouble> {
    let Some((name, settings)) = split_settings(given) else { return Ok((given, Vec::new())) };
    let read = |text: &str| {
        let wrong = || Trouble::one(format!("{given}: expected NAME=NUMBER behind the colon, like `line=300`"));
        let (id, value) = text.split_once('=').ok_or_else(wrong)?;
        let value = value.trim().parse::<f64>().ok().filter(|x| x.is_finite()).ok_or_else(wrong)?;
        Ok((id.trim().to_owned(), value))
    };
    Ok((name, settings.split(',').map(read).collect::<Result<_, Trouble>>()?))
}

/// One stamp for a doctrine and what it extends: the digest covers all of them.
fn combined(stamps: &[FileStamp]) -> FileStamp {
    match stamps {
        [one] => one.clone(),
        many => {
            let all: String = many.iter().map(|s| s.sha256.as_str()).collect();
            FileStamp::of(&many[0].path, all.as_bytes())
        }
    }
}

fn listed(path: PathBuf, title: Result<String, String>) -> Listed {
    let id = stem(&path.to_string_lossy()).to_owned();
    Listed { path, id, title }
}

fn folder_noun(ending: &str) -> &'static str {
    match ending {
        SCENARIO => "scenario",
        LAW => "reading of the law",
        STUDY => "study",
        _ => "doctrine",
    }
}
