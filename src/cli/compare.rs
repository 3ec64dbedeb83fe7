//! `slackwater compare SCENARIO --nights N`: what does each doctrine do to people, and how sure is that?

use super::library::{Library, Trouble, tell_apart};
use super::numbers::NumberArguments;
use super::pair_rows::{self, PairFiles};
use super::progress::{ProgressLine, SoFar};
use crate::analysis::PairOutcome;
use crate::analysis::comparison::Comparison;
use crate::analysis::verdict::NIGHTS_FLOOR;
use crate::doctrine::{Doctrine, Order, Rule, Step, Steps};
use crate::draws::NightKey;
use crate::ensemble::study::rows;
use crate::ensemble::{self, NightRow};
use crate::metrics;
use crate::report::{ComparisonReport, Manifest, WeakParameter, json, table};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Arguments of `compare`.
#[derive(Clone, Debug, clap::Args)]
pub struct CompareArguments {
    /// Scenario: path, or name of a shipped one
    #[arg(default_value = "gravelines_dawn")]
    pub scenario: String,
    /// Doctrine A: path, or name of a shipped one; named numbers may be set behind a colon, as in `taxi_boat_300m:line=500`
    #[arg(long, default_value = "imminent_danger_only", value_name = "DOCTRINE")]
    pub a: String,
    /// Doctrine B
    #[arg(long, default_value = "taxi_boat_interception", value_name = "DOCTRINE")]
    pub b: String,
    /// Number of paired nights
    #[arg(long, default_value_t = 200, allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub nights: u64,
    /// Seed of all random draws
    #[arg(long, default_value_t = 42, allow_negative_numbers = true)]
    pub seed: u64,
    /// Compare doctrine A with itself: every difference must be zero (exit code 1 if not)
    #[arg(long, conflicts_with = "b")]
    pub aa: bool,
    /// Worker threads (the result is the same for any number)
    #[arg(long, value_name = "N")]
    pub workers: Option<usize>,
    /// Write one row a night to this CSV file, of which `slackwater study report` makes a page
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// Write the whole comparison to this JSON file
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Numbers of the model
    #[command(flatten)]
    pub numbers: NumberArguments,
}

impl CompareArguments {
    /// What `slackwater compare` without arguments asks for.
    #[must_use]
    pub fn standard() -> Self {
        Self {
            scenario: "gravelines_dawn".into(),
            a: "imminent_danger_only".into(),
            b: "taxi_boat_interception".into(),
            nights: 200,
            seed: 42,
            aa: false,
            workers: None,
            csv: None,
            json: None,
            numbers: NumberArguments::default(),
        }
    }
}

pub(super) fn compare(root: Option<PathBuf>, a: &CompareArguments) -> Result<bool, Trouble> {
    let library = Library::open(root)?;
    let mut scenario = library.scenario(&a.scenario)?;
    let second = if a.aa { &a.a } else { &a.b };
    let (doctrine_a, stamp_a, warnings_a) = library.doctrine_for(&a.a, &scenario.value)?;
    let (doctrine_b, stamp_b, warnings_b) = library.doctrine_for(second, &scenario.value)?;
    let mut arms = [(doctrine_a, stamp_a), (doctrine_b, stamp_b)];
    tell_apart(&mut arms);
    let [(doctrine_a, stamp_a), (doctrine_b, stamp_b)] = arms;
    for warning in scenario.warnings.iter().chain(&warnings_a).chain(&warnings_b) {
        super::warn(&format!("warning: {warning}"));
    }
    let changes = a.numbers.apply(&library, &mut scenario.value)?;
    let again = a.numbers.typed_again();
    let setting = library.setting(scenario.value.clone())?;
    // Inputs are judged first, then outputs, before the long part: a bad path or file costs nothing.
    let outputs: Vec<&Path> = [&a.csv, &a.json].into_iter().flatten().map(PathBuf::as_path).collect();
    let inputs = scenario.stamps.iter().chain([&stamp_a, &stamp_b]).map(|s| PathBuf::from(&s.path));
    refuse_overwriting(&outputs, &inputs.collect::<Vec<_>>(), library.root())?;
    let csv_file = a.csv.as_deref().map(Output::create).transpose()?;
    let json_file = a.json.as_deref().map(Output::create).transpose()?;
    let workers = a.workers.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));

    let bar = ProgressLine::new("nights");
    let infos = ensemble::columns::infos();
    let so_far = Mutex::new(SoFar::of_pair(&infos, metrics::PRIMARY));
    let so_far = || so_far.lock().unwrap_or_else(PoisonError::into_inner);
    let rows: Vec<NightRow<PairOutcome>> = ensemble::run_streaming(
        0..a.nights,
        workers,
        super::interrupt::cancel(),
        &|p| bar.show_with(p, || so_far().as_ref().map_or_else(String::new, SoFar::words)),
        &|row: &NightRow<PairOutcome>| {
            if let (Some(so_far), Ok(pair)) = (so_far().as_mut(), &row.outcome) {
                so_far.pair(&pair.a, &pair.b);
            }
        },
        &|night| {
            let key = NightKey { seed: a.seed, night };
            let [a, b] = ensemble::pair::pair(&setting, [&doctrine_a, &doctrine_b], key)?;
            Ok(PairOutcome { a, b })
        },
    );
    bar.finish();
    if super::interrupt::asked() && (rows.len() as u64) < a.nights {
        return Err(super::interrupt::nothing_written(&format!("{} of {} paired nights", rows.len(), a.nights)));
    }

    let comparison = Comparison::from_rows(&infos, &rows);
    let warnings: Vec<String> = [&scenario.warnings, &warnings_a, &warnings_b].into_iter().flatten().cloned().collect();
    let files = PairFiles {
        scenario: &scenario,
        doctrines: [(&doctrine_a, &stamp_a), (&doctrine_b, &stamp_b)],
        seed: a.seed,
        again: &again,
        changes: &changes,
        warnings: &warnings,
    };
    let manifest = Manifest {
        program: "slackwater".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        commit: rows::commit(),
        scenario: scenario.stamps[0].clone(),
        night_command: files.night_command(),
        doctrine_a: stamp_a.clone(),
        doctrine_b: Some(stamp_b.clone()),
        parameters: library.parameter_stamps.clone(),
        changes: changes.clone(),
        assets: library.assets_with(&scenario.stamps),
        seed: a.seed,
        nights: a.nights,
        command: files.command(a.nights),
    };
    let weak = weak_parameters(&library, &[&doctrine_a, &doctrine_b]);
    let [name_a, name_b] = files.names();
    let report = ComparisonReport {
        manifest: &manifest,
        name_a: &name_a,
        name_b: &name_b,
        comparison: &comparison,
        primary: metrics::PRIMARY,
        nights_floor: NIGHTS_FLOOR,
        drawn_each_night: scenario.value.drawn_each_night(),
        weak_parameters: Some(&weak),
    };
    super::say(&table::comparison(&report))?;
    if let Some(output) = csv_file {
        let header = files.header(&library, a.nights);
        output.fill(|file| pair_rows::write(file, &header, &rows))?;
    }
    if let Some(output) = json_file {
        output.fill(|file| json::write(file, &report))?;
    }
    let failed = !comparison.failed().is_empty();
    if a.aa && !comparison.is_identical() {
        super::warn("A against A is not zero: a pair was not fair; please report it");
    }
    Ok(!failed && (!a.aa || comparison.is_identical()))
}

/// The numbers with low confidence that a death count in these scenarios rests on: the hazards of the
/// boats, survival in the water, and the harm of an interception; and those that only the orders of these doctrines use.
/// Which of them carry a given result is not worked out yet.
pub(crate) fn weak_parameters(library: &Library, doctrines: &[&Doctrine]) -> Vec<WeakParameter> {
    const CARRYING: [&str; 18] = [
        "engine.failure_per_h",
        "hull.failure_per_h",
        "hull.mass_immersion",
        "swamping.onset_probability",
        "swamping.mass_immersion",
        "swamping.motion_factor",
        "boarding.drowning_per_person",
        "crush.coefficient",
        "p.no_flotation",
        "no_flotation.mean_min",
        "jacket.effective_share",
        "swimmer.share",
        "intercept.level4",
        "intercept.fall_intercept",
        "intercept.mass_intercept",
        "intercept.near_fall_intercept",
        "intercept.near_mass_intercept",
        "intercept.jump_probability",
    ];
    library
        .register
        .entries()
        .iter()
        .filter(|e| {
            CARRYING.contains(&e.id.as_str()) || doctrines.iter().any(|d| of_orders(d).contains(&e.id.as_str()))
        })
        .filter(|e| matches!(e.confidence.letter(), "L" | "E"))
        .map(|e| WeakParameter {
            id: e.id.clone(),
            value: if e.unit == "-" { e.value.to_string() } else { format!("{} {}", e.value, e.unit) },
            confidence: e.confidence.letter().chars().next().unwrap_or('?'),
        })
        .collect()
}

/// Numbers that matter only where a doctrine gives orders that use them.
fn of_orders(doctrine: &Doctrine) -> Vec<&'static str> {
    let gives = |order| doctrine.rules.iter().any(|r| r.order == order);
    let asks = |r: &Rule| r.order == Order::Intercept && r.steps.has(Step::OrderToStop);
    let mut ids = Vec::new();
    if doctrine.rules.iter().any(asks) {
        ids.push("intercept.complies");
    }
    if gives(Order::InterdictAshore) || gives(Order::WadeIn) {
        ids.extend(["shore.preparation_min", "shore.prevented_share", "shore.rush_probability"]);
    }
    if doctrine.rules.iter().any(|r| r.order.by_steps(r.steps).is_some_and(Steps::weapons)) {
        ids.extend(["weapons.prevented_factor", "weapons.rush_factor", "weapons.hurt_share"]);
    }
    if gives(Order::WadeIn) {
        ids.extend(["wade.cut_share", "wade.in_water_share", "wade.overturn_probability"]);
    }
    if doctrine.rules.iter().any(|r| r.order == Order::Intercept && r.steps.has(Step::Entangle)) {
        ids.extend(["net.works_probability", "net.harm_factor", "net.strikes_probability"]);
    }
    for (step, numbers) in [
        (Step::CutTubes, ["cut.works_probability", "cut.harm_factor", "cut.minutes_median"]),
        (Step::Ram, ["ram.works_probability", "ram.harm_factor", "ram.burst_probability"]),
    ] {
        if doctrine.rules.iter().any(|r| r.order == Order::Intercept && r.steps.has(step)) {
            ids.extend(numbers);
        }
    }
    if gives(Order::CloseCanal) {
        ids.push("canal.boom_min");
    }
    if gives(Order::CloseCanal) || !doctrine.closed_canals.is_empty() {
        ids.extend(["canal.displaced_share", "canal.displaced_delay_min"]);
    }
    ids
}

fn unwritable(path: &Path, e: &std::io::Error) -> Trouble {
    Trouble::one(format!("{}: could not be written: {e}", path.display()))
}

/// No result may take the place of a file that it was made from, and no two the same place.
pub(super) fn refuse_overwriting(outputs: &[&Path], inputs: &[PathBuf], root: &Path) -> Result<(), Trouble> {
    // As the system names it, so that `./x` and `x` are one; a file not there yet is named by its folder.
    let named = |p: &Path| p.canonicalize().unwrap_or_else(|_| p.to_path_buf());
    let taken: Vec<PathBuf> = inputs.iter().flat_map(|p| [named(p), named(&root.join(p))]).collect();
    for (i, output) in outputs.iter().enumerate() {
        if taken.contains(&named(output)) {
            return Err(Trouble::one(format!(
                "{}: is an input of this comparison; name another file",
                output.display()
            )));
        }
        if outputs[..i].iter().any(|o| named(o) == named(output)) {
            return Err(Trouble::one(format!("{}: is named for two outputs; name two files", output.display())));
        }
    }
    Ok(())
}

/// A file of results: written beside its place and moved there when it is whole, so that an earlier
/// result stays until there is a new one. Whether that can be is tried at once, and no file begun stays behind while nights are lived: a
/// run that is ended by force leaves nothing.
pub(super) struct Output {
    path: PathBuf,
    part: Option<PathBuf>,
    /// Open from the start for a pipe or a device; a file is opened when there is something to write.
    file: Option<BufWriter<File>>,
}

impl Output {
    pub(super) fn create(path: &Path) -> Result<Self, Trouble> {
        if path.is_dir() {
            return Err(Trouble::one(format!("{}: could not be written: it is a folder", path.display())));
        }
        if path.exists() && !path.is_file() {
            // A pipe or device takes the text as it comes.
            let file = std::fs::OpenOptions::new().write(true).open(path).map_err(|e| unwritable(path, &e))?;
            return Ok(Self { path: path.to_path_buf(), part: None, file: Some(BufWriter::new(file)) });
        }
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        File::create(&part).and_then(|_| std::fs::remove_file(&part)).map_err(|e| unwritable(path, &e))?;
        Ok(Self { path: path.to_path_buf(), part: Some(part), file: None })
    }

    pub(super) fn fill(mut self, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<(), Trouble> {
        let file = match (self.file.take(), &self.part) {
            (None, Some(part)) => File::create(part).map(BufWriter::new),
            (file, _) => file.ok_or_else(|| std::io::Error::other("it is not open")),
        };
        file.and_then(|mut file| write(&mut file).and_then(|()| file.flush()))
            .and_then(|()| self.part.as_ref().map_or(Ok(()), |part| std::fs::rename(part, &self.path)))
            .map_err(|e| unwritable(&self.path, &e))
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // After a success it has been moved and is not there; otherwise nothing half-written stays.
        if let Some(part) = &self.part {
            let _ = std::fs::remove_file(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctrine::Condition;
    use crate::parameters::Register;

    #[test]
    fn what_only_some_orders_use_is_told_where_they_are_given() {
        let mut d = Doctrine::for_tests(Condition::PeopleInWater);
        assert!(of_orders(&d).is_empty());
        let rule = |order, steps| Rule { steps, ..Rule::for_tests("r", Condition::Always, order) };
        d.rules = vec![
            rule(Order::Intercept, Steps::USUAL.with(Step::OrderToStop).with(Step::Entangle)),
            rule(Order::Intercept, Steps::none().with(Step::CutTubes).with(Step::Ram)),
            rule(Order::WadeIn, Steps::USUAL),
            rule(Order::InterdictAshore, Steps::USUAL.with_weapons()),
            rule(Order::CloseCanal, Steps::USUAL),
        ];
        let ids = of_orders(&d);
        assert!(ids.len() >= 22 && ids.contains(&"cut.harm_factor") && ids.contains(&"ram.burst_probability"));
        let register = Register::shipped();
        assert!(ids.iter().all(|id| register.get(id).is_some_and(|e| e.confidence.is_guess())), "{ids:?}");
    }
}
