//! `slackwater rare SCENARIO`: deaths under one doctrine by multilevel splitting, beside plain counting on the same nights.
//!
//! Where no death was seen there is no spread, and Student's interval would be nought to nought: none seen is not no risk, so
//! the bound on nights with a death stands there instead (rule of three, METHODS 4).

use super::library::{Library, Trouble};
use super::numbers::NumberArguments;
use crate::analysis::moments::variance;
use crate::analysis::paired::rule_of_three;
use crate::analysis::rare::Estimate;
use crate::analysis::verdict::DIFFERING_FLOOR;
use crate::draws::NightKey;
use crate::ensemble::split::{Found, LEVELS, NightTrial, split};
use crate::ensemble::study::rows;
use crate::ensemble::{self, NightRow};
use crate::report::Manifest;
use crate::units::format;
use std::path::PathBuf;
use std::sync::Arc;

/// Arguments of `rare`.
#[derive(Debug, clap::Args)]
pub struct RareArguments {
    /// Scenario: path, or name of a shipped one
    #[arg(default_value = "gravelines_dawn")]
    pub scenario: String,
    /// Doctrine: path, or name of a shipped one
    #[arg(long, default_value = "imminent_danger_only")]
    pub doctrine: String,
    /// Nights that are begun (some 20 ms each, and as much for every branch)
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u64).range(2..=1_000_000))]
    pub nights: u64,
    /// Branches at each level: 1 is plain counting
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=20))]
    pub branches: u32,
    /// Seed of all random draws
    #[arg(long, default_value_t = 42)]
    pub seed: u64,
    /// Worker threads (otherwise one for each core)
    #[arg(long)]
    pub workers: Option<usize>,
    /// Numbers of the model
    #[command(flatten)]
    pub numbers: NumberArguments,
}

pub(super) fn rare(root: Option<PathBuf>, a: &RareArguments) -> Result<bool, Trouble> {
    let library = Library::open(root)?;
    let mut scenario = library.scenario(&a.scenario)?;
    let (doctrine, stamp, warnings) = library.doctrine_to_run(&a.doctrine)?;
    for warning in scenario.warnings.iter().chain(&warnings) {
        super::warn(&format!("warning: {warning}"));
    }
    let changes = a.numbers.apply(&library, &mut scenario.value)?;
    let title = scenario.value.title.clone();
    let setting = library.setting(scenario.value)?;
    let workers = a.workers.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let one = |night| {
        let key = NightKey { seed: a.seed, night };
        split(&NightTrial::new(Arc::clone(&setting), Arc::clone(&doctrine), key), a.branches)
    };
    let rows: Vec<NightRow<Found>> = ensemble::run(0..a.nights, workers, super::interrupt::cancel(), &|_| (), &one);
    if super::interrupt::asked() && (rows.len() as u64) < a.nights {
        return Err(super::interrupt::nothing_written(&format!("{} of {} nights", rows.len(), a.nights)));
    }
    let failed: Vec<String> =
        rows.iter().filter_map(|r| r.outcome.as_ref().err().map(|why| format!("night {}: {why}", r.night))).collect();
    let found: Vec<Found> = rows.into_iter().filter_map(|r| r.outcome.ok()).collect();
    let too_few = || Trouble::one("fewer than two nights were finished; expected two at least".to_owned());
    let mut text = format!("{title}, {}: deaths, {} nights, seed {}\n", doctrine.title, found.len(), a.seed);
    text += &format!("Levels: {}; {} branches at each\n\n", LEVELS.join("; "), a.branches);
    text += &estimates(&found).ok_or_else(too_few)?;
    text += "Branches are no fair pairs: no difference of doctrines can be read off two of these.\n";
    for f in &failed {
        text += &format!("failed: {f}\n");
    }
    let command = |nights: u64| {
        let again = a.numbers.typed_again();
        let (scenario, doctrine) = (&scenario.stamps[0].path, &stamp.path);
        format!(
            "slackwater rare {scenario} --doctrine {doctrine} --nights {nights} --branches {} --seed {}{again}",
            a.branches, a.seed
        )
    };
    let manifest = Manifest {
        program: "slackwater".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        commit: rows::commit(),
        scenario: scenario.stamps[0].clone(),
        doctrine_a: stamp.clone(),
        doctrine_b: None,
        parameters: library.parameter_stamps.clone(),
        changes,
        assets: library.assets_with(&scenario.stamps),
        seed: a.seed,
        nights: a.nights,
        command: command(a.nights),
        night_command: String::new(),
    };
    text += &format!("\n{}\n", manifest.to_text());
    super::say(&text)?;
    Ok(failed.is_empty())
}

/// Deaths by counting and by splitting, and what splitting is worth; none below two nights.
fn estimates(found: &[Found]) -> Option<String> {
    let column = |of: fn(&Found) -> f64| found.iter().map(of).collect::<Vec<f64>>();
    let (plain, by_split) = (column(|f| f.plain), column(|f| f.split));
    let mut text = line("counted", &plain)?;
    text += &line("by splitting", &by_split)?;
    let (before, after) = (variance(&plain)?, variance(&by_split)?);
    let lives = column(|f| f64::from(f.lives)).iter().sum::<f64>() / found.len() as f64;
    let (worth, lives_text) = (before / after, format::fixed(lives, 2));
    // A variance of one night with deaths is that night's; the floor is that of verdicts, of nights that differ.
    let with = |column: &[f64]| column.iter().filter(|x| **x > 0.0).count();
    let few = with(&plain).min(with(&by_split));
    text += &match (before > 0.0, after > 0.0) {
        (true, true) if few < DIFFERING_FLOOR => format!(
            "\nToo few nights with deaths to tell what splitting is worth: {} by counting and {} by splitting, and it takes at least {DIFFERING_FLOOR} by each; each night was lived {lives_text} times.\n",
            with(&plain),
            with(&by_split)
        ),
        (true, true) => format!(
            "\nSplitting divides the variance by {}; each night was lived {lives_text} times, so for the same work it is worth {} of plain counting.\n",
            format::fixed(worth, 2),
            format::fixed(worth / lives, 2)
        ),
        (false, true) => format!(
            "\nOnly branches saw a death, so what splitting is worth cannot be told; each night was lived {lives_text} times.\n"
        ),
        (_, false) => format!(
            "\nBranches differed in nothing from night to night, so what splitting is worth cannot be told; each night was lived {lives_text} times.\n"
        ),
    };
    Some(text)
}

/// One estimate; where no death was seen, the bound on nights with one.
fn line(name: &str, column: &[f64]) -> Option<String> {
    let e = Estimate::of(column)?;
    let n = column.len();
    let with = column.iter().filter(|x| **x > 0.0).count();
    let count = |n: usize| format::count(n as u64);
    Some(if with == 0 {
        // Branches of one night share its beginning, so they make no further nights.
        let bound = rule_of_three(n)?;
        format!(
            "  {name:<24} no death in {} nights: that is not no risk, nights with any are below about 3/{} = {} (95 %)\n",
            count(n),
            count(n),
            format::fixed(bound, if bound < 0.01 { 4 } else { 3 })
        )
    } else {
        format!(
            "  {name:<24} {} per night (standard error {}; 95 % {} to {}), with any in {} of {} nights\n",
            format::fixed(e.mean, 3),
            format::fixed(e.standard_error, 3),
            format::fixed(e.interval_95.0, 3),
            format::fixed(e.interval_95.1, 3),
            count(with),
            count(n)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nights(plain: &[f64], split: &[f64]) -> Vec<Found> {
        plain.iter().zip(split).map(|(p, s)| Found { plain: *p, split: *s, lives: 2 }).collect()
    }

    #[test]
    fn no_death_seen_is_a_bound_and_no_interval_of_nought() {
        let none = estimates(&nights(&[0.0; 200], &[0.0; 200])).unwrap();
        assert!(none.contains("counted                  no death in 200 nights: that is not no risk"), "{none}");
        assert!(
            none.contains("nights with any are below about 3/200 = 0.015 (95 %)") && !none.contains("0.000"),
            "{none}"
        );
        assert!(none.contains("Branches differed in nothing from night to night"), "{none}");
    }

    #[test]
    fn what_splitting_is_worth_is_a_whole_sentence() {
        let (mut plain, mut split) = (vec![2.0; 6], vec![1.0; 6]);
        plain.extend([0.0; 4]);
        split.extend([0.0; 4]);
        let some = estimates(&nights(&plain, &split)).unwrap();
        assert!(
            some.contains(
                "Splitting divides the variance by 4.00; each night was lived 2.00 times, so for the same work it is worth \
                 2.00 of plain counting."
            ),
            "{some}"
        );
        assert!(some.contains("with any in 6 of 10 nights"), "{some}");
        let only = estimates(&nights(&[0.0; 4], &[0.0, 0.5, 0.0, 0.0])).unwrap();
        assert!(only.contains("no death in 4 nights") && only.contains("Only branches saw a death"), "{only}");
        assert_eq!(estimates(&nights(&[1.0], &[1.0])), None);
    }

    #[test]
    fn of_a_few_nights_with_deaths_no_factor_is_told() {
        let (mut plain, mut split) = (vec![2.0; 5], vec![1.0; 6]);
        plain.extend([0.0; 15]);
        split.extend([0.0; 14]);
        let few = estimates(&nights(&plain, &split)).unwrap();
        assert!(
            few.contains("Too few nights with deaths to tell what splitting is worth: 5 by counting and 6 by splitting, and it takes at least 6"),
            "{few}"
        );
        assert!(!few.contains("divides the variance"), "{few}");
    }
}
