//! Which published figures should the baseline reproduce, and how near?
//!
//! Patterns as data (`assets/validation.ron`): what is measured, over which years, the observed value, the
//! band for the simulated middle, its role and confidence, and whether the model met it when the file
//! was last written (the baseline against which a later change is held). Method: pattern-oriented validation
//! (Grimm et al. 2005, doi 10.1126/science.1116681): many weak patterns at once.
//!
//! Left out: how a figure is worked out of nights (`measure`) and judged (`judge`).

use super::measure::Measure;
use super::replay::Case;
use crate::parameters::Confidence;
use crate::reading::{Checked, Fields, Kind, Node, Problem, Report, parse};

/// What a pattern may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Numbers may be calibrated on it.
    Calibration,
    /// Held out: looked at after calibration.
    HeldOut,
    /// A unit test, replay or budget.
    Test,
    /// The model must allow it; no number is fitted.
    Structural,
}

impl Role {
    const NAMES: [&'static str; 4] = ["C", "V", "T", "S"];
    const ALL: [Self; 4] = [Self::Calibration, Self::HeldOut, Self::Test, Self::Structural];

    /// Letter in tables.
    #[must_use]
    pub fn letter(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// Words in tables.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Calibration => "may be calibrated on",
            Self::HeldOut => "held out",
            Self::Test => "test",
            Self::Structural => "structure",
        }
    }
}

/// One published figure, or one of the model description's.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// Number of VALIDATION; several rows may share it.
    pub id: String,
    /// What is measured, for people.
    pub title: String,
    /// How it is worked out.
    pub measure: Measure,
    /// Fleets (years) it is worked out over.
    pub fleets: Vec<String>,
    /// Years run from May to April; the fleet named is that of the last four months.
    pub to_april: bool,
    /// The incident, for replays.
    pub replay: Option<Case>,
    /// Minutes after entering at which those alive are counted, for replays.
    pub alive_at_min: f64,
    /// The published figure, if it is one.
    pub observed: Option<f64>,
    /// Band for the simulated middle.
    pub band: Option<(f64, f64)>,
    /// What the simulated interval must reach from and to.
    pub covers: Option<(f64, f64)>,
    /// Width of the simulated interval, percent.
    pub interval: u32,
    /// Decimals in tables.
    pub decimals: usize,
    /// What it may be used for.
    pub role: Role,
    /// How well the figure is known.
    pub confidence: Confidence,
    /// Who says so.
    pub source: String,
    /// What else one should know.
    pub note: String,
    /// Was it met when the file was last written: in the whole run, and in the quick one (none: not part of that).
    pub was_in: (bool, Option<bool>),
}

/// A pattern that is not simulated, or a thing that cannot be validated, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its number, if it has one.
    pub id: String,
    /// What.
    pub title: String,
    /// Why not.
    pub reason: String,
}

/// All of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Patterns {
    /// Figures to hold the model against.
    pub patterns: Vec<Pattern>,
    /// Published figures that no part of the model makes.
    pub not_simulated: Vec<Named>,
    /// What no figure can settle.
    pub beyond: Vec<Named>,
}

/// As shipped, compiled in.
pub const SHIPPED: &str = include_str!("../../../assets/validation.ron");

/// Reads the patterns; `fleets` are the presets they may name.
///
/// # Errors
/// All problems of the file.
pub fn load(file: &str, text: &str, fleets: &[&str]) -> Result<Checked<Patterns>, Vec<Problem>> {
    let mut report = Report::new(file);
    let value = parse(text, &mut report).and_then(|root| read(&root, fleets, &mut report));
    report.finish(value)
}

fn read(root: &Node, fleets: &[&str], r: &mut Report) -> Option<Patterns> {
    let mut f = Fields::of(r, root, "a file of patterns")?;
    f.whole(r, "format", 1..=1);
    let patterns: Vec<_> = f.list(r, "patterns", "patterns").iter().map(|n| read_pattern(n, fleets, r)).collect();
    let not_simulated: Vec<_> = f.list(r, "not_simulated", "names").iter().map(|n| read_named(n, r)).collect();
    let beyond: Vec<_> = f.list(r, "cannot_be_validated", "names").iter().map(|n| read_named(n, r)).collect();
    f.finish(r);
    Some(Patterns {
        patterns: patterns.into_iter().collect::<Option<_>>()?,
        not_simulated: not_simulated.into_iter().collect::<Option<_>>()?,
        beyond: beyond.into_iter().collect::<Option<_>>()?,
    })
}

fn read_named(node: &Node, r: &mut Report) -> Option<Named> {
    let mut f = Fields::of(r, node, "a name")?;
    let id = f.text_or(r, "id", "");
    let title = f.text(r, "title");
    let reason = f.text(r, "reason");
    f.finish(r);
    Some(Named { id: id?, title: title?, reason: reason? })
}

/// `(0.8, 0.86)`: from and to.
fn read_span(node: &Node, r: &mut Report) -> Option<(f64, f64)> {
    let Kind::Tuple(items) = &node.kind else {
        r.wrong_kind(node, "from and to, like (0.8, 0.86)");
        return None;
    };
    let [low, high] = items.as_slice() else {
        r.error(node.place, format!("expected two numbers, from and to, found {}", items.len()));
        return None;
    };
    let any = f64::MIN..=f64::MAX;
    let (low, high) = (r.number(low, "", &any)?, r.number(high, "", &any)?);
    if low > high {
        r.error(node.place, format!("{low} is above {high}; expected order of size"));
    }
    Some((low, high))
}

fn read_case(node: &Node, r: &mut Report) -> Option<Case> {
    let mut f = Fields::of(r, node, "a replay")?;
    let people = f.whole(r, "people", 1..=1000);
    let water_c = f.number(r, "water_c", -2.0..=30.0);
    let first_min = f.number(r, "first_min", 0.0..=10_000.0);
    let per_min = f.number(r, "per_min", 0.01..=100.0);
    let at_shore = f.flag_or(r, "at_shore", false);
    let wave_height_m = f.number_or(r, "wave_height_m", 0.0..=12.0, 0.0);
    let waded_min = f.number_or(r, "waded_min", 0.0..=600.0, 0.0);
    let no_flotation = f.get("no_flotation").map(|n| r.number(n, "", &(0.0..=1.0)));
    f.finish(r);
    Some(Case {
        people: people?,
        water_c: water_c?,
        first_min: first_min?,
        per_min: per_min?,
        at_shore: at_shore?,
        wave_height_m: wave_height_m?,
        waded_min: waded_min?,
        no_flotation: no_flotation.map_or(Some(None), |given| given.map(Some))?,
    })
}

/// A value is there and wrong; the report says how.
struct Refused;

/// A value that may be left out but must be right if it is there.
fn optional<T>(
    node: Option<&Node>,
    r: &mut Report,
    read: impl FnOnce(&Node, &mut Report) -> Option<T>,
) -> Result<Option<T>, Refused> {
    node.map_or(Ok(None), |n| read(n, r).map(Some).ok_or(Refused))
}

fn read_pattern(node: &Node, fleets: &[&str], r: &mut Report) -> Option<Pattern> {
    let any = f64::MIN..=f64::MAX;
    let mut f = Fields::of(r, node, "a pattern")?;
    let id = f.text(r, "id");
    let title = f.text(r, "title");
    let names: Vec<&str> = Measure::ALL.iter().map(|m| m.name()).collect();
    let measure = f.choice(r, "measure", "measure", &names).map(|i| Measure::ALL[i]);
    let over: Vec<_> = f.list_or_empty(r, "fleets", "fleets").iter().map(|n| r.reference(n, "fleet", fleets)).collect();
    let to_april = f.flag_or(r, "to_april", false);
    let replay = optional(f.get("replay"), r, read_case);
    let alive_at_min = f.number_or(r, "alive_at_min", 0.0..=10_000.0, 0.0);
    let observed = optional(f.get("observed"), r, |n, r| r.number(n, "", &any));
    let band = optional(f.get("band"), r, read_span);
    let covers = optional(f.get("covers"), r, read_span);
    let interval = f.whole_or(r, "interval", 50..=99, 90);
    let decimals = f.whole(r, "decimals", 0..=5);
    let role = f.choice(r, "role", "role", &Role::NAMES).map(|i| Role::ALL[i]);
    let confidence = Confidence::read(&mut f, r);
    let source = f.text(r, "source");
    let note = f.text_or(r, "note", "");
    let was_in = f.need("was_in").and_then(|n| r.flag(n));
    let quick = optional(f.get("was_in_quick"), r, |n, r| r.flag(n));
    f.finish(r);
    let (measure, over, replay) = (measure?, over.into_iter().collect::<Option<Vec<_>>>()?, replay.ok()?);
    let (observed, band, covers) = (observed.ok()?, band.ok()?, covers.ok()?);
    if observed.is_none() && band.is_none() && covers.is_none() {
        r.error(node.place, "a pattern needs `observed`, `band` or `covers`: else nothing can be in or out");
    }
    match (measure.needs_replay(), replay.is_some()) {
        (true, false) => r.error(node.place, format!("`{}` needs a `replay`", measure.name())),
        (false, true) => r.error(node.place, format!("`{}` is no replay", measure.name())),
        _ => {}
    }
    if over.len() < measure.fleets_needed() {
        r.error(node.place, format!("`{}` needs {} of `fleets`", measure.name(), measure.fleets_needed()));
    }
    Some(Pattern {
        id: id?,
        title: title?,
        measure,
        fleets: over,
        to_april: to_april?,
        replay,
        alive_at_min: alive_at_min?,
        observed,
        band,
        covers,
        interval: interval?,
        decimals: usize::try_from(decimals?).ok()?,
        role: role?,
        confidence: confidence?,
        source: source?,
        note: note?,
        was_in: (was_in?, quick.ok()?),
    })
}

/// The text of the file with a new baseline: what is in now, pattern by pattern in the order of the file. Comments and
/// layout stay. None if the file has another number of baselines than there are verdicts.
#[must_use]
pub fn with_baseline(text: &str, inside: &[bool], quick: bool) -> Option<String> {
    let mark = if quick { "was_in_quick: " } else { "was_in: " };
    let parts: Vec<&str> = text.split(mark).collect();
    if parts.len() != inside.len() + 1 {
        return None;
    }
    let mut out = parts[0].to_owned();
    for (part, inside) in parts[1..].iter().zip(inside) {
        let rest = part.strip_prefix("true").or_else(|| part.strip_prefix("false"))?;
        out += &format!("{mark}{inside}{rest}");
    }
    Some(out)
}

impl Pattern {
    /// The fleets whose years must be run for it: with years to April also the one before.
    #[must_use]
    pub fn fleets_to_run(&self) -> Vec<String> {
        let before = |id: &String| id.parse::<u32>().ok().map(|year| (year - 1).to_string());
        let earlier = if self.to_april { self.fleets.iter().filter_map(before).collect() } else { Vec::new() };
        self.fleets.iter().cloned().chain(earlier).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::fleet::Fleets;

    fn shipped(text: &str) -> Result<Checked<Patterns>, Vec<Problem>> {
        let fleets = Fleets::shipped();
        let ids: Vec<&str> = fleets.fleets.iter().map(|f| f.id.as_str()).collect();
        load("validation.ron", text, &ids)
    }

    #[test]
    fn the_shipped_patterns_read_and_cover_the_list() {
        let patterns = shipped(SHIPPED).unwrap().value;
        let known: Vec<&str> = patterns
            .patterns
            .iter()
            .map(|p| p.id.as_str())
            .chain(patterns.not_simulated.iter().map(|n| n.id.as_str()))
            .collect();
        for id in [
            "P1", "P2", "P4", "P5", "P5b", "P5c", "P6", "P6b", "P7b", "P9", "P10", "P12", "P16", "P18", "P20", "P23",
            "P24", "R1", "R2", "R3", "R4",
        ] {
            assert!(known.contains(&id), "{id}");
        }
        assert!(patterns.beyond.len() >= 12);
    }

    #[test]
    fn a_new_baseline_changes_the_verdicts_and_nothing_else() {
        let old = shipped(SHIPPED).unwrap().value.patterns;
        let turned: Vec<bool> = old.iter().map(|p| !p.was_in.0).collect();
        let text = with_baseline(SHIPPED, &turned, false).unwrap();
        let new = shipped(&text).unwrap().value.patterns;
        assert!(old.iter().zip(&new).all(|(a, b)| a.was_in.0 != b.was_in.0 && a.was_in.1 == b.was_in.1));
        let back: Vec<bool> = old.iter().map(|p| p.was_in.0).collect();
        assert_eq!(with_baseline(&text, &back, false).unwrap(), SHIPPED);
        let quick: Vec<bool> = old.iter().filter_map(|p| p.was_in.1).collect();
        assert_eq!(with_baseline(SHIPPED, &quick, true).unwrap(), SHIPPED);
        assert!(with_baseline(SHIPPED, &[true], false).is_none());
    }

    #[test]
    fn a_bad_file_of_patterns_is_answered_with_all_its_problems() {
        let text = SHIPPED
            .replacen("measure: arrived_share", "measure: arived_share", 1)
            .replacen("fleets: [\"2023\"]", "fleets: [\"2033\"]", 1)
            .replacen("band: (0.80, 0.86)", "band: (0.86, 0.80)", 1)
            .replacen("role: V", "role: X", 1);
        let problems = shipped(&text).unwrap_err();
        let text = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        for part in
            ["did you mean `arrived_share`?", "there is no fleet `2033`", "0.86 is above 0.8", "there is no role `X`"]
        {
            assert!(text.contains(part), "{part} in\n{text}");
        }
    }
}
