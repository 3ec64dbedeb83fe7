//! How does a study file become something that can be lived? Everything it names is read once, stamped, and laid out when
//! its turn comes.
//!
//! All that could go wrong is tried before the first night: each scenario is placed, each doctrine read with each value
//! that an axis gives it, and the numbers of every cell held against their bounds. A study that starts runs through.

use crate::analysis::study::design;
use crate::cli::library::{Library, Trouble, tell_apart};
use crate::cli::pair_rows::{inputs_of, weak_texts};
use crate::doctrine::Doctrine;
use crate::ensemble::study::drive::Ready;
use crate::ensemble::study::prepare;
use crate::ensemble::study::rows::{DrawText, DrawnText, Header, NameText, header_of};
use crate::ensemble::study::{Cell, Strata, StrataText, Study, Target};
use crate::environment::Sea;
use crate::scenario::Scenario;
use std::path::PathBuf;
use std::sync::Arc;

/// A study with all it needs.
pub struct Opened {
    library: Library,
    /// The study.
    pub study: Study,
    /// What stands above its rows, for the whole of it.
    pub header: Header,
    scenarios: Vec<(Scenario, Arc<Sea>)>,
    drawn: Vec<(String, Vec<f64>)>,
    inputs: Vec<PathBuf>,
}

impl Opened {
    /// Reads a study and all that it names. `nights` and `seed` may be others than the file says.
    ///
    /// # Errors
    /// All problems, before anything is lived.
    pub fn read(
        root: Option<PathBuf>,
        given: &str,
        nights: Option<u64>,
        seed: Option<u64>,
    ) -> Result<(Self, Vec<String>), Trouble> {
        let library = Library::open(root)?;
        let loaded = library.study(given)?;
        let mut study = loaded.value;
        study.nights = nights.unwrap_or(study.nights);
        study.seed = seed.unwrap_or(study.seed);
        if let Some(stop) = &mut study.stop {
            stop.floor = stop.floor.min(study.nights);
        }
        let mut warnings = loaded.warnings;
        let mut header = header_of(&study);
        let mut inputs = loaded.stamps.clone();
        let mut scenarios = Vec::new();
        for name in &study.scenarios {
            let found = library.scenario(name)?;
            header.scenarios.push(NameText { name: name.clone(), title: found.value.title.clone() });
            inputs.extend(found.stamps);
            warnings.extend(found.warnings);
            let sea = library.sea_of(&found.value)?;
            header.drawn_each_night = header.drawn_each_night.max(found.value.drawn_each_night());
            scenarios.push((found.value, sea));
        }
        header.strata = strata(&library, &study, &scenarios)?;
        let mut opened = Vec::new();
        for name in &study.doctrines {
            let (doctrine, stamp, doubts) = library.doctrine_to_run(name)?;
            opened.push((doctrine, stamp));
            warnings.extend(doubts);
        }
        tell_apart(&mut opened);
        let mut doctrines = Vec::new();
        for (name, (doctrine, stamp)) in study.doctrines.iter().zip(opened) {
            header.doctrines.push(NameText { name: name.clone(), title: doctrine.title.clone() });
            // The stamp's path has the numbers that are set; the file is what stands before them.
            inputs.push(stamp);
            doctrines.push(doctrine);
        }
        check_axes(&study, &doctrines)?;
        let of: Vec<&Doctrine> = doctrines.iter().map(AsRef::as_ref).collect();
        header.weak = weak_texts(&library, &of);
        let of_design = study.draws.as_ref().map_or_else(Vec::new, |d| prepare::inputs(&d.of, &library.register));
        let points = design::points(&study, of_design.len()).map_err(Trouble::one)?;
        let drawn = prepare::drawn(&study, &library.register, points.as_deref()).map_err(Trouble)?;
        header.draws = study.draws.as_ref().map(|plan| DrawText {
            number: plan.number,
            design: design::name(plan.design).to_owned(),
            size: design::size(plan),
            inputs: of_design.iter().map(|i| i.name.clone()).collect(),
            parameters: drawn.iter().map(|(id, values)| DrawnText { id: id.clone(), values: values.clone() }).collect(),
        });
        let path = &loaded.stamps[0].path;
        let mut again = String::new();
        if let Some(n) = nights {
            again += &format!(" --nights {n}");
        }
        if let Some(s) = seed {
            again += &format!(" --seed {s}");
        }
        header.command = format!("slackwater study run {path}{again}");
        header.night_command = format!("slackwater study night {path}{again} --cell {{cell}} --night {{night}}");
        inputs.extend(library.parameter_stamps.iter().chain(&library.asset_stamps).cloned());
        let paths = inputs.iter().map(|s| PathBuf::from(&s.path)).collect();
        header.inputs = inputs_of(inputs);
        header.warnings.clone_from(&warnings);
        let opened = Self { library, study, header, scenarios, drawn, inputs: paths };
        opened.try_cells()?;
        Ok((opened, warnings))
    }

    /// The files that went in.
    #[must_use]
    pub fn inputs(&self) -> &[PathBuf] {
        &self.inputs
    }

    /// The folder of the program's files.
    #[must_use]
    pub fn root(&self) -> &std::path::Path {
        self.library.root()
    }

    /// Lays out a cell.
    ///
    /// # Errors
    /// If its numbers are out of bounds, or its doctrines can't be read with them.
    pub fn cell(&self, cell: &Cell) -> Result<Ready, String> {
        let (scenario, sea) = &self.scenarios[cell.scenario];
        let mut scenario = scenario.clone();
        let set = prepare::overrides(&self.study, cell, &self.drawn, &scenario.overrides, &self.library.register);
        prepare::lay_over(&mut scenario.overrides, set.map_err(|p| p.join("; "))?);
        let setting = self.library.setting_on(scenario, Arc::clone(sea)).map_err(|t| t.0.join("; "))?;
        let doctrines = self.study.doctrines.iter().map(|name| self.doctrine(name, cell)).collect::<Result<_, _>>();
        Ok(Ready { setting, doctrines: doctrines.map_err(|t| t.0.join("; "))? })
    }

    fn doctrine(&self, name: &str, cell: &Cell) -> Result<Arc<Doctrine>, Trouble> {
        let (plain, _, _) = self.library.doctrine_to_run(name)?;
        let numbers: Vec<String> = prepare::doctrine_numbers(&self.study, cell)
            .into_iter()
            .filter(|(id, _)| plain.parameters.iter().any(|p| p.id == *id))
            .map(|(id, value)| format!("{id}={value}"))
            .collect();
        let mut doctrine = if numbers.is_empty() {
            plain
        } else {
            // The axis stands behind what the study sets itself, and a number may be set once.
            let sets_own = name.rsplit_once(':').is_some_and(|(_, s)| s.contains('='));
            let behind = if sets_own { "," } else { ":" };
            self.library.doctrine_to_run(&format!("{name}{behind}{}", numbers.join(",")))?.0
        };
        prepare::set_commitment(&self.study, cell, Arc::make_mut(&mut doctrine));
        Ok(doctrine)
    }

    /// What an axis stands at where the study does not sweep it: the register's value of its one parameter, or a factor of
    /// one. None where there is no one value: several parameters, one that the first scenario sets, or a number of doctrines.
    #[must_use]
    pub fn now(&self, target: &Target) -> Option<f64> {
        match target {
            Target::Factor(_) => Some(1.0),
            Target::Parameters(ids) => {
                let [id] = ids.as_slice() else { return None };
                let set = self.scenarios.first()?.0.overrides.iter().any(|o| o.id == *id);
                self.library.register.get(id).filter(|_| !set).map(|entry| entry.value)
            }
            Target::Doctrine(_) | Target::Commitment => None,
        }
    }

    /// Refuses a value that an axis can't take; `option` says where it was given.
    ///
    /// # Errors
    /// The bounds.
    pub fn refuse_out_of_bounds(&self, axis: usize, option: &str, value: f64) -> Result<(), Trouble> {
        let axis = &self.study.axes[axis];
        let problems = crate::ensemble::study::load::out_of_bounds(&axis.target, value, &self.library.register);
        let told = |p: &String| format!("{option} {value}, axis `{}`: {p}", axis.id);
        if problems.is_empty() { Ok(()) } else { Err(Trouble(problems.iter().map(told).collect())) }
    }

    /// Lays out the first cell, for a point that the file does not name.
    ///
    /// # Errors
    /// What the point is out of.
    pub fn try_first_cell(&self) -> Result<(), Trouble> {
        self.cell(&self.study.cell(0)).map(|_| ()).map_err(Trouble::one)
    }

    /// Tries the numbers of every cell, and lays out the first of each scenario.
    fn try_cells(&self) -> Result<(), Trouble> {
        let mut problems: Vec<String> = Vec::new();
        let draws = self.study.draws.as_ref().map_or(1, |d| d.number as usize);
        let cells = self.study.cells();
        for number in 0..cells {
            let cell = self.study.cell(number);
            let scenario = &self.scenarios[cell.scenario].0.overrides;
            if let Err(found) = prepare::overrides(&self.study, &cell, &self.drawn, scenario, &self.library.register) {
                problems.extend(found);
            }
            // Doctrines hang on the point alone: those of the first scenario and draw are those of all.
            if cell.scenario == 0 && number % draws == 0 {
                for name in &self.study.doctrines {
                    problems.extend(self.doctrine(name, &cell).err().map_or_else(Vec::new, |t| t.0));
                }
            }
        }
        for scenario in 0..self.study.scenarios.len() {
            if problems.is_empty() {
                let first = scenario * cells / self.study.scenarios.len();
                problems.extend(self.cell(&self.study.cell(first)).err());
            }
        }
        problems.sort();
        problems.dedup();
        if problems.is_empty() { Ok(()) } else { Err(Trouble(problems)) }
    }
}

/// Sorts the nights of each scenario, if the study asks for it.
fn strata(library: &Library, study: &Study, scenarios: &[(Scenario, Arc<Sea>)]) -> Result<Option<StrataText>, Trouble> {
    let Some(plan) = &study.strata else { return Ok(None) };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let mut out = StrataText { by: plan.by, population: plan.population, scenarios: Vec::new() };
    for (scenario, sea) in scenarios {
        let setting = library.setting_on(scenario.clone(), Arc::clone(sea))?;
        out.scenarios.push(Strata::of(&setting, plan, study.seed, study.nights, workers));
    }
    Ok(Some(out))
}

/// An axis that changes nothing would look like an answer.
fn check_axes(study: &Study, doctrines: &[Arc<Doctrine>]) -> Result<(), Trouble> {
    let mut problems = Vec::new();
    for axis in &study.axes {
        match &axis.target {
            Target::Doctrine(id) if doctrines.iter().all(|d| d.parameters.iter().all(|p| p.id != *id)) => {
                let known: Vec<&str> =
                    doctrines.iter().flat_map(|d| d.parameters.iter().map(|p| p.id.as_str())).collect();
                let hint = crate::reading::nearest(id, known.iter().copied())
                    .map_or_else(String::new, |n| format!("; did you mean `{n}`?"));
                problems.push(format!("axis `{}`: no doctrine of this study has a number `{id}`{hint}", axis.id));
            }
            Target::Commitment if doctrines.iter().all(|d| d.authority.is_none()) => {
                problems.push(format!("axis `{}`: no doctrine of this study has a chain of authority", axis.id));
            }
            _ => {}
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Trouble(problems)) }
}
