//! What does a study file say, and can it be run?
//!
//! Text becomes a [`Study`] whole or not at all, with all problems told at once. Scenarios and doctrines are only named in
//! it; whoever reads files judges them through [`Names`], so that a wrong name is told with its line.
//!
//! Left out: whether the nights are enough to decide anything; that is seen when they have been lived.

use super::rows::ARMS;
use super::strata::By;
use super::{Axis, Bound, BoundSide, Design, DrawPlan, StopRule, StrataPlan, Study, Target};
use crate::parameters::{Entry, Number, Register};
use crate::reading::{Checked, Fields, Kind, Node, Problem, Report, parse, stem};
use core::ops::RangeInclusive;

/// Judges a name of a scenario or doctrine: nothing, or why it cannot be used.
pub type Judge<'a> = &'a dyn Fn(&str) -> Result<(), String>;

/// What a study may name.
pub struct Names<'a> {
    /// Metrics, by id.
    pub metrics: &'a [&'a str],
    /// The register, for draws and axes.
    pub register: &'a Register,
    /// Can this scenario be used?
    pub scenario: Judge<'a>,
    /// Can this doctrine be used?
    pub doctrine: Judge<'a>,
}

/// Most cells. Each is a comparison of its own; beyond this a study would be nobody's to read.
const MOST_CELLS: usize = 20_000;
/// Most nights in a cell.
const NIGHTS: RangeInclusive<u32> = 1..=1_000_000;
/// Most draws.
const DRAWS: RangeInclusive<u32> = 2..=20_000;
/// Most parameters of Sobol's design: its points are even in so many dimensions.
const MOST_SOBOL: usize = 20;
/// Fewest nights before a cell may stop by itself, unless the file says otherwise (METHODS 3).
const FLOOR: u32 = 100;
/// For how many further nights in a hundred the precision must hold, unless the file says otherwise.
const LOOK_AHEAD: u32 = 5;
/// Strata of nights, unless the file says otherwise.
const STRATA: u32 = 5;
/// Nights that are sorted, unless the file says otherwise.
const POPULATION: u32 = 20_000;
/// Values of an axis.
const VALUES: RangeInclusive<f64> = -1e6..=1e6;

/// Reads a study file. `file` is its name or path: the id is its stem, and messages show it.
///
/// # Errors
/// All problems of the file.
pub fn load(file: &str, text: &str, names: &Names<'_>) -> Result<Checked<Study>, Vec<Problem>> {
    let mut report = Report::new(file);
    let value = parse(text, &mut report).and_then(|root| read(&root, file, names, &mut report));
    report.finish(value)
}

fn read(root: &Node, file: &str, names: &Names<'_>, r: &mut Report) -> Option<Study> {
    let mut f = Fields::of(r, root, "a study")?;
    f.whole(r, "format", 1..=1);
    let title = f.text(r, "title");
    let question = f.text(r, "question");
    let description = f.text(r, "description");
    let scenarios = read_names(f.list(r, "scenarios", "scenarios"), "scenario", names.scenario, r);
    let doctrines = read_names(f.list(r, "doctrines", "doctrines"), "doctrine", names.doctrine, r);
    let (scenarios_place, doctrines_place) = (f.place_of("scenarios"), f.place_of("doctrines"));
    let primary = match f.get("primary") {
        Some(n) => {
            let rates = crate::metrics::RATES.iter().map(|i| i.id);
            r.reference(n, "metric", &names.metrics.iter().copied().chain(rates).collect::<Vec<_>>())
        }
        None => Some(crate::metrics::PRIMARY.to_owned()),
    };
    let primary_place = f.place_of("primary");
    let nights = f.whole(r, "nights", NIGHTS);
    let seed = f.whole_or(r, "seed", 0..=u32::MAX, 42);
    let draws = match f.get("draws") {
        Some(n) => read_draws(n, names.register, r).map(Some),
        None => Some(None),
    };
    let axes: Vec<Option<Axis>> =
        f.list_or_empty(r, "axes", "axes").iter().map(|n| read_axis(n, names.register, r)).collect();
    let axes_place = f.place_of("axes");
    let stop = match f.get("stop") {
        Some(n) => read_stop(n, r).map(Some),
        None => Some(None),
    };
    let strata = match f.get("stratify") {
        Some(n) => read_strata(n, r).map(Some),
        None => Some(None),
    };
    let strata_place = f.place_of("stratify");
    let satisfice: Vec<Option<Bound>> =
        f.list_or_empty(r, "satisfice", "bounds").iter().map(|n| read_bound(n, names.metrics, r)).collect();
    let satisfice_place = f.place_of("satisfice");
    f.finish(r);
    if scenarios.as_ref().is_some_and(Vec::is_empty) {
        r.error(scenarios_place, "a study needs a scenario");
    }
    if let Some(d) = &doctrines
        && !(2..=ARMS.len()).contains(&d.len())
    {
        r.error(doctrines_place, format!("{} doctrines; expected 2 to {}", d.len(), ARMS.len()));
    }
    let axes: Vec<Axis> = axes.into_iter().collect::<Option<_>>()?;
    for (i, axis) in axes.iter().enumerate() {
        if axes[..i].iter().any(|a| a.id == axis.id) {
            r.error(axes_place, format!("there are two axes `{}`; each id stands once", axis.id));
        }
        if axes[..i].iter().any(|a| overlap(&a.target, &axis.target)) {
            r.error(axes_place, format!("axis `{}` sets what another axis sets; expected one axis for each", axis.id));
        }
    }
    let satisfice: Vec<Bound> = satisfice.into_iter().collect::<Option<_>>()?;
    let study = Study {
        id: stem(file).to_owned(),
        title: title?,
        description: description?,
        question: question?,
        scenarios: scenarios?,
        doctrines: doctrines?,
        primary: primary?,
        nights: u64::from(nights?),
        seed: u64::from(seed?),
        draws: draws?,
        axes,
        stop: stop?,
        strata: strata?,
        satisfice,
    };
    for (i, b) in study.satisfice.iter().enumerate() {
        if study.satisfice[..i].iter().any(|a| (&a.metric, a.side) == (&b.metric, b.side)) {
            r.error(satisfice_place, format!("`{}` {} is bounded twice; expected one limit", b.metric, b.side.words()));
        }
    }
    if !study.satisfice.is_empty() && study.cells() < 2 {
        r.error(
            satisfice_place,
            "bounds are counted over worlds, and this study has one; expected `axes`, `draws` or several scenarios",
        );
    }
    if crate::metrics::RATES.iter().any(|i| i.id == study.primary) && (study.stop.is_some() || study.draws.is_some()) {
        r.error(
            primary_place,
            format!(
                "`{}` is a rate over all nights and has no difference of a single one, which `stop` and `draws` go by; expected a metric, or a study without them",
                study.primary
            ),
        );
    }
    if let Some(s) = &study.strata {
        for why in against_strata(&study, s) {
            r.error(strata_place, why);
        }
    }
    let cells = study.cells();
    if cells > MOST_CELLS {
        r.error(
            axes_place,
            format!("the study has {cells} cells (scenarios × points × draws); expected at most {MOST_CELLS}"),
        );
    }
    if let Some(s) = study.stop
        && s.floor > study.nights
    {
        r.error(
            f_place(root),
            format!("`stop` asks for at least {} nights, but `nights` is {}", s.floor, study.nights),
        );
    }
    Some(study)
}

const fn f_place(root: &Node) -> crate::reading::Place {
    root.place
}

/// Names of one kind, each once, each judged where it stands.
fn read_names(nodes: &[Node], what: &str, judge: Judge<'_>, r: &mut Report) -> Option<Vec<String>> {
    let mut out: Vec<String> = Vec::new();
    let mut whole = true;
    for node in nodes {
        let Some(name) = r.text(node) else {
            whole = false;
            continue;
        };
        if out.iter().any(|n| n == name) {
            r.error(node.place, format!("the {what} `{name}` is named twice"));
        }
        if let Err(why) = judge(name) {
            r.error(node.place, why);
        }
        out.push(name.to_owned());
    }
    whole.then_some(out)
}

fn read_draws(node: &Node, register: &Register, r: &mut Report) -> Option<DrawPlan> {
    let mut f = Fields::of(r, node, "draws")?;
    let number = f.get("number").map(|n| r.whole(n, &DRAWS));
    let morris = f.get("morris").map(|n| r.whole(n, &(2..=500)));
    let sobol = f.get("sobol").map(|n| r.whole(n, &(8..=4096)));
    let of = match f.need("of") {
        Some(n) if matches!(&n.kind, Kind::Named { name, body: None } if name == "All") => {
            Some(register.of_all().filter(|e| is_doubtful(e)).map(|e| e.id.clone()).collect())
        }
        Some(n) => read_ids(n, register, r),
        None => None,
    };
    let of_place = f.place_of("of");
    f.finish(r);
    let of: Vec<String> = of?;
    for id in &of {
        if register.get(id).is_some_and(|e| !is_doubtful(e)) {
            r.error(of_place, format!("`{id}` is known exactly in the register: there is nothing to draw"));
        }
    }
    let inputs = super::prepare::inputs(&of, register).len();
    let runs =
        |each: usize, n: u32| u32::try_from(each).ok().and_then(|e| e.checked_mul(n)).filter(|n| DRAWS.contains(n));
    let (number, design) = match (number, morris, sobol) {
        (Some(n), None, None) => (n?, Design::Random),
        (None, Some(n), None) => (runs(inputs + 1, n?).unwrap_or(0), Design::Morris(n?)),
        (None, None, Some(n)) => {
            if inputs > MOST_SOBOL {
                r.error(
                    of_place,
                    format!("{inputs} parameters; expected at most {MOST_SOBOL}: screen them with `morris` first"),
                );
            }
            (runs(inputs + 2, n?).unwrap_or(0), Design::Sobol(n?))
        }
        _ => {
            r.error(node.place, "draws need one of `number` (random), `morris` (trajectories) or `sobol` (rows)");
            return None;
        }
    };
    if number == 0 {
        r.error(
            node.place,
            format!("the design has more than {} points; expected fewer parameters or rows", DRAWS.end()),
        );
    }
    Some(DrawPlan { number, of, design })
}

/// Is there anything to draw?
fn is_doubtful(e: &Entry) -> bool {
    e.uncertainty().is_ok_and(|u| u.is_some())
}

/// A list of parameters of the register, by name or by pattern. What a pattern means and is known exactly is passed over.
fn read_ids(node: &Node, register: &Register, r: &mut Report) -> Option<Vec<String>> {
    let items = r.list(node, "parameters");
    if items.is_empty() && matches!(node.kind, Kind::List(_)) {
        r.error(node.place, "the list is empty; expected ids of parameters");
    }
    let mut out = Vec::new();
    for n in items {
        let name = r.text(n)?;
        let meant = register.named(name).map_err(|problem| r.error(n.place, problem)).ok()?;
        let several = meant.len() > 1;
        for id in meant.into_iter().filter(|e| !several || is_doubtful(e)).map(|e| e.id.clone()) {
            if out.contains(&id) {
                r.error(n.place, format!("the parameter `{id}` is named twice"));
            }
            out.push(id);
        }
    }
    Some(out)
}

fn read_axis(node: &Node, register: &Register, r: &mut Report) -> Option<Axis> {
    let mut f = Fields::of(r, node, "an axis")?;
    let id = f.id(r, "id");
    let title = f.text(r, "title");
    let target = f.need("of").and_then(|n| read_target(n, register, r));
    let nodes = f.list(r, "values", "numbers");
    let values: Option<Vec<f64>> = nodes.iter().map(|n| r.number(n, "", &VALUES)).collect();
    let labels: Option<Vec<String>> =
        f.list_or_empty(r, "labels", "names").iter().map(|n| r.text(n).map(str::to_owned)).collect();
    let note = f.text(r, "note");
    let place = f.place_of("values");
    let labels_place = f.place_of("labels");
    f.finish(r);
    let (target, values, labels) = (target?, values?, labels?);
    if values.len() < 2 {
        r.error(place, "an axis with fewer than two values sweeps nothing; expected two or more");
    }
    if values.windows(2).any(|w| w[0] >= w[1]) {
        r.error(place, "expected the values in rising order, each once");
    }
    if !labels.is_empty() && labels.len() != values.len() {
        r.error(
            labels_place,
            format!("{} names for {} values; expected one for each, or none", labels.len(), values.len()),
        );
    }
    for (value, n) in values.iter().zip(nodes) {
        for problem in out_of_bounds(&target, *value, register) {
            r.error(n.place, problem);
        }
    }
    Some(Axis { id: id?, title: title?, target, values, labels, note: note? })
}

fn read_target(node: &Node, register: &Register, r: &mut Report) -> Option<Target> {
    const EXPECTED: &str =
        "what the axis sets: `Parameters([\"id\"])`, `Factor([\"id\"])`, `Doctrine(\"name\")` or `Commitment`";
    let Kind::Named { name, body } = &node.kind else {
        r.wrong_kind(node, EXPECTED);
        return None;
    };
    let inside = match body.as_deref().map(|b| &b.kind) {
        Some(Kind::Tuple(items)) if items.len() == 1 => items.first(),
        _ => None,
    };
    match (name.as_str(), inside) {
        ("Commitment", None) if body.is_none() => Some(Target::Commitment),
        ("Parameters", Some(n)) => read_ids(n, register, r).map(Target::Parameters),
        ("Factor", Some(n)) => read_ids(n, register, r).map(Target::Factor),
        ("Doctrine", Some(n)) => r.text(n).map(|t| Target::Doctrine(t.to_owned())),
        (other, _) => {
            let known = ["Parameters", "Factor", "Doctrine", "Commitment"];
            if known.contains(&other) {
                r.error(node.place, format!("expected {EXPECTED}"));
            } else {
                r.position_of(node.place, other, "kind of axis", &known);
            }
            None
        }
    }
}

/// What is said against this value of an axis, before the doctrines are asked.
#[must_use]
pub fn out_of_bounds(target: &Target, value: f64, register: &Register) -> Vec<String> {
    let refuse = |id: &String, x: f64| register.overriding(id, Number::Fixed(x)).err();
    match target {
        Target::Parameters(ids) => ids.iter().filter_map(|id| refuse(id, value)).collect(),
        Target::Factor(ids) => {
            let scaled = |id: &String| register.get(id).map_or(value, |e| e.value * value);
            ids.iter().filter_map(|id| refuse(id, scaled(id))).collect()
        }
        Target::Commitment if !(0.0..=1.0).contains(&value) => {
            vec![format!("{value} is no probability; expected 0 to 1")]
        }
        // The doctrine knows the bounds of its own numbers, and says so when it is read.
        Target::Commitment | Target::Doctrine(_) => Vec::new(),
    }
}

fn overlap(a: &Target, b: &Target) -> bool {
    use Target::{Commitment, Doctrine, Factor, Parameters};
    match (a, b) {
        (Parameters(x) | Factor(x), Parameters(y) | Factor(y)) => x.iter().any(|id| y.contains(id)),
        (Doctrine(x), Doctrine(y)) => x == y,
        (Commitment, Commitment) => true,
        _ => false,
    }
}

fn read_stop(node: &Node, r: &mut Report) -> Option<StopRule> {
    let mut f = Fields::of(r, node, "a rule for stopping")?;
    let half_width = f.number(r, "half_width", 1e-6..=1e6);
    let floor = f.whole_or(r, "floor", 20..=1_000_000, FLOOR);
    let look_ahead = f.whole_or(r, "look_ahead", 0..=100, LOOK_AHEAD);
    f.finish(r);
    Some(StopRule { half_width: half_width?, floor: u64::from(floor?), look_ahead: u64::from(look_ahead?) })
}

/// A bound: a metric, and `at_most` or `at_least`.
fn read_bound(node: &Node, metrics: &[&str], r: &mut Report) -> Option<Bound> {
    let mut f = Fields::of(r, node, "a bound")?;
    let metric = f.need("metric").map(|n| r.reference(n, "metric", metrics));
    let at_most = f.get("at_most").map(|n| r.number(n, "", &VALUES));
    let at_least = f.get("at_least").map(|n| r.number(n, "", &VALUES));
    f.finish(r);
    let (side, limit) = match (at_most, at_least) {
        (Some(limit), None) => (BoundSide::AtMost, limit),
        (None, Some(limit)) => (BoundSide::AtLeast, limit),
        _ => {
            r.error(node.place, "a bound needs one of `at_most` and `at_least`, with the limit a night");
            return None;
        }
    };
    Some(Bound { metric: metric??, side, limit: limit? })
}

fn read_strata(node: &Node, r: &mut Report) -> Option<StrataPlan> {
    let mut f = Fields::of(r, node, "how nights are sorted")?;
    let by = f.choice(r, "by", "yardstick", &By::ALL.map(|(name, _)| name));
    let strata = f.whole_or(r, "strata", 2..=20, STRATA);
    let population = f.whole_or(r, "population", 100..=1_000_000, POPULATION);
    let shares: Option<Vec<u32>> =
        f.list_or_empty(r, "shares", "whole numbers").iter().map(|n| whole_number(n, r)).collect();
    f.finish(r);
    Some(StrataPlan { by: By::ALL[by?].1, strata: strata?, population: u64::from(population?), shares: shares? })
}

/// A share of nights.
fn whole_number(node: &Node, r: &mut Report) -> Option<u32> {
    let x = r.number(node, "", &(1.0..=1e6))?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and a million")]
    Some(x.round() as u32)
}

/// What does not go with sorted nights.
fn against_strata(study: &Study, s: &StrataPlan) -> Vec<String> {
    let mut out = Vec::new();
    if !s.shares.is_empty() && s.shares.len() != s.strata as usize {
        out.push(format!("{} shares for {} strata; expected one for each, or none", s.shares.len(), s.strata));
    }
    if study.nights > s.population || study.nights < 2 * u64::from(s.strata) {
        out.push(format!(
            "{} nights of a set of {} in {} strata; expected two for each stratum at least, and no more than the set has",
            study.nights, s.population, s.strata
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_read_and_slips_are_told_with_their_place() {
        const AXIS: &str = r#"axes: [(id: "a", title: "A", of: Commitment, values: [0, 1], note: "n")]"#;
        let with = |rest: &str| judged(&format!("({HEAD}\ndoctrines: [\"a\", \"b\"], nights: 5, {rest})"));
        let study =
            with(&format!(r#"{AXIS}, satisfice: [(metric: "deaths", at_most: 0.5), (metric: "deaths", at_least: 0)]"#));
        let bound = |side, limit| Bound { metric: "deaths".into(), side, limit };
        assert_eq!(study.unwrap().satisfice, [bound(BoundSide::AtMost, 0.5), bound(BoundSide::AtLeast, 0.0)]);
        for (rest, part) in [
            (r#"satisfice: [(metric: "deaths", at_most: 1)]"#, "s.study.ron:2:46: bounds are counted over worlds"),
            (
                r#"satisfice: [(metric: "death", at_most: 1)]"#,
                "2:56: there is no metric `death`; did you mean `deaths`?",
            ),
            (r#"satisfice: [(metric: "deaths", at_mots: 1)]"#, "did you mean `at_most`?"),
            (r#"satisfice: [(metric: "deaths", at_most: 1, at_least: 0)]"#, "needs one of `at_most` and `at_least`"),
            (r#"satisfice: [(metric: "deaths")]"#, "2:47: a bound needs one of"),
            (
                r#"satisfice: [(metric: "deaths", at_most: 1), (metric: "deaths", at_most: 2)]"#,
                "`deaths` at most is bounded twice",
            ),
        ] {
            let problems = with(rest).unwrap_err();
            assert!(problems.iter().any(|p| p.contains(part)), "{rest}: {problems:?}");
        }
    }

    #[test]
    fn a_rate_may_decide_where_nothing_goes_by_single_nights() {
        let with = |rest: &str| {
            judged(&format!("({HEAD} doctrines: [\"a\", \"b\"], nights: 500, primary: \"deaths_per_1000\"{rest})"))
        };
        assert_eq!(with("").unwrap().primary, "deaths_per_1000");
        for rest in [", stop: (half_width: 0.1)", ", draws: (number: 3, of: [\"engine.failure_per_h\"])"] {
            let problems = with(rest).unwrap_err();
            assert!(problems.iter().any(|p| p.contains("is a rate over all nights")), "{problems:?}");
        }
    }

    /// Weights are counts of one set of nights, the same in every cell, so sorted nights go with all else that a study has.
    #[test]
    fn sorted_nights_go_with_draws_axes_bounds_and_stopping() {
        let study = judged(&format!(
            r#"({HEAD} doctrines: ["a", "b"], nights: 500, stratify: (by: Risk), stop: (half_width: 0.1),
            draws: (number: 3, of: ["engine.failure_per_h"]), satisfice: [(metric: "deaths", at_most: 1)],
            axes: [(id: "a", title: "A", of: Commitment, values: [0, 1], note: "n")])"#
        ))
        .unwrap();
        assert!(study.strata.is_some() && study.stop.is_some() && study.draws.is_some() && study.axes.len() == 1);
    }

    #[test]
    fn nights_are_sorted_as_the_file_says_and_slips_are_told() {
        let with = |rest: &str| judged(&format!("({HEAD} doctrines: [\"a\", \"b\"], nights: 500, {rest})"));
        let plan =
            with("stratify: (by: Waves, strata: 3, population: 9000, shares: [1, 2, 4])").unwrap().strata.unwrap();
        assert_eq!(plan, StrataPlan { by: By::Waves, strata: 3, population: 9000, shares: vec![1, 2, 4] });
        assert_eq!(with("stratify: (by: Risk)").unwrap().strata.unwrap().strata, STRATA);
        for (rest, part) in [
            ("stratify: (by: Luck)", "there is no yardstick `Luck`"),
            ("stratify: (by: Risk, strata: 3, shares: [1])", "1 shares for 3 strata"),
            ("stratify: (by: Risk, population: 400)", "500 nights of a set of 400"),
        ] {
            let problems = with(rest).unwrap_err();
            assert!(problems.iter().any(|p| p.contains(part)), "{problems:?}");
        }
    }

    fn judged(text: &str) -> Result<Study, Vec<String>> {
        let register = Register::shipped();
        let known = |name: &str| if name.starts_with('x') { Err(format!("no `{name}` here")) } else { Ok(()) };
        let metrics = ["deaths", "arrived_uk"];
        let names = Names { metrics: &metrics, register: &register, scenario: &known, doctrine: &known };
        load("s.study.ron", text, &names).map(|c| c.value).map_err(|p| p.iter().map(ToString::to_string).collect())
    }

    const HEAD: &str = r#"format: 1, title: "T", question: "Q?", description: "D", scenarios: ["one"],"#;

    #[test]
    fn a_study_is_read_whole() {
        let study = judged(&format!(
            r#"({HEAD} doctrines: ["a", "b:line=500"], nights: 200, seed: 7, primary: "arrived_uk",
            draws: (number: 8, of: All), stop: (half_width: 0.1),
            axes: [
                (id: "will", title: "Commitment", of: Commitment, values: [0, 0.5, 1], note: "n"),
                (id: "harm", title: "Harm", of: Factor(["intercept.mass_intercept"]), values: [0.5, 1], note: "n"),
            ])"#
        ))
        .unwrap();
        assert_eq!((study.cells(), study.nights, study.seed), (48, 200, 7));
        assert_eq!(study.primary, "arrived_uk");
        assert_eq!(study.stop, Some(StopRule { half_width: 0.1, floor: 100, look_ahead: 5 }));
        assert_eq!(study.axes[0].target, Target::Commitment);
        let plain = judged(&format!(r#"({HEAD} doctrines: ["a", "b"], nights: 5)"#)).unwrap();
        assert_eq!((plain.seed, plain.primary.as_str(), plain.cells()), (42, "deaths", 1));
        assert_eq!(plain.draws, None);
    }

    #[test]
    fn all_that_is_wrong_is_told_with_its_place() {
        let told = |rest: &str| judged(&format!("({HEAD}\n{rest})")).unwrap_err().join("\n");
        for (rest, part) in [
            (r#"doctrines: ["a"], nights: 5"#, "s.study.ron:2:12: 1 doctrines; expected 2 to 26"),
            (r#"doctrines: ["a", "a"], nights: 5"#, "s.study.ron:2:18: the doctrine `a` is named twice"),
            (r#"doctrines: ["a", "xb"], nights: 5"#, "s.study.ron:2:18: no `xb` here"),
            (r#"doctrines: ["a", "b"], nights: 0"#, "0 is out of bounds; expected 1 to 1000000"),
            (
                r#"doctrines: ["a", "b"], nights: 5, primary: "death""#,
                "there is no metric `death`; did you mean `deaths`?",
            ),
            (r#"doctrines: ["a", "b"], nights: 5, stop: (half_width: 1)"#, "at least 100 nights, but `nights` is 5"),
            (
                r#"doctrines: ["a", "b"], nights: 5, draws: (number: 4, of: ["engine.failure"])"#,
                "did you mean `engine.failure_per_h`?",
            ),
            (
                r#"doctrines: ["a", "b"], nights: 5, axes: [(id: "a", title: "A", of: Comitment, values: [0, 1], note: "n")]"#,
                "there is no kind of axis `Comitment`; did you mean `Commitment`?",
            ),
            (
                r#"doctrines: ["a", "b"], nights: 5, axes: [(id: "a", title: "A", of: Commitment, values: [0, 1.5], note: "n")]"#,
                "1.5 is no probability",
            ),
            (
                r#"doctrines: ["a", "b"], nights: 5, axes: [(id: "a", title: "A", of: Parameters(["engine.failure_per_h"]), values: [0.1, 9], note: "n")]"#,
                "9 is out of bounds for `engine.failure_per_h`",
            ),
            (
                r#"doctrines: ["a", "b"], nights: 5, axes: [(id: "a", title: "A", of: Commitment, values: [1, 0], note: "n")]"#,
                "expected the values in rising order",
            ),
            (
                r#"doctrines: ["a", "b"], nights: 5, axes: [(id: "a", title: "A", of: Commitment, values: [0, 1], labels: ["no"], note: "n")]"#,
                "1 names for 2 values",
            ),
            (
                r#"doctrines: ["a", "b"], nights: 5, axes: [(id: "a", title: "A", of: Commitment, values: [0, 1], note: "n"), (id: "a", title: "A", of: Commitment, values: [0, 1], note: "n")]"#,
                "sets what another axis sets",
            ),
        ] {
            let said = told(rest);
            assert!(said.contains(part), "{rest}: {said}");
        }
    }
}
