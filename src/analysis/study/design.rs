//! Which points does the design of a study's draws have, and what do their results say of each input?
//!
//! Morris' screening runs between the 5th and the 95th part of a hundred of each parameter: its grid has points on both
//! ends, and a distribution may have none there. Sobol's points run over the whole distribution. Both judge the *difference*
//! between two doctrines, not one doctrine: what moves both alike carries no verdict (METHODS 7).

use crate::analysis::resample::Resampler;
use crate::analysis::sensitivity::morris::{LEVELS, MorrisDesign, MorrisIndex};
use crate::analysis::sensitivity::sobol::{SobolDesign, SobolIndex};
use crate::ensemble::study::rows::DrawText;
use crate::ensemble::study::{Design, DrawPlan, Study};

/// The part of the distribution between which Morris' grid lies.
const MORRIS_RANGE: (f64, f64) = (0.05, 0.95);

/// The points of a study's design, a share of each input's distribution; none for random draws.
///
/// # Errors
/// If there are too many inputs for Sobol's points.
pub fn points(study: &Study, inputs: usize) -> Result<Option<Vec<Vec<f64>>>, String> {
    match study.draws.as_ref().map(|d| d.design) {
        None | Some(Design::Random) => Ok(None),
        Some(Design::Morris(n)) => {
            let (low, high) = MORRIS_RANGE;
            let unit = morris(inputs, n, study.seed).points();
            Ok(Some(unit.into_iter().map(|p| p.into_iter().map(|u| low + (high - low) * u).collect()).collect()))
        }
        Some(Design::Sobol(n)) => sobol(inputs, n, study.seed)
            .points()
            .map(Some)
            .ok_or_else(|| format!("{inputs} inputs are too many for Sobol's points; screen them with `morris` first")),
    }
}

/// The name of a design in manifests.
#[must_use]
pub const fn name(design: Design) -> &'static str {
    match design {
        Design::Random => "random",
        Design::Morris(_) => "morris",
        Design::Sobol(_) => "sobol",
    }
}

/// Trajectories, rows, or the number of draws.
#[must_use]
pub const fn size(plan: &DrawPlan) -> u32 {
    match plan.design {
        Design::Random => plan.number,
        Design::Morris(n) | Design::Sobol(n) => n,
    }
}

const fn morris(inputs: usize, trajectories: u32, seed: u64) -> MorrisDesign {
    MorrisDesign { inputs, trajectories: trajectories as usize, levels: LEVELS, seed }
}

const fn sobol(inputs: usize, rows: u32, seed: u64) -> SobolDesign {
    SobolDesign { inputs, rows: rows as usize, seed }
}

/// Morris' indices from one result for each draw; none for another design, or if results are missing.
#[must_use]
pub fn morris_of(draws: &DrawText, results: &[f64], seed: u64) -> Option<Vec<MorrisIndex>> {
    let design = morris(draws.inputs.len(), draws.size, seed);
    (draws.design == "morris").then(|| design.estimate(&design.points(), results, Resampler::new(seed)))?
}

/// Sobol's indices from one result for each draw; none for another design, or if results are missing or nothing varies.
#[must_use]
pub fn sobol_of(draws: &DrawText, results: &[f64], seed: u64) -> Option<Vec<SobolIndex>> {
    let design = sobol(draws.inputs.len(), draws.size, seed);
    (draws.design == "sobol").then(|| design.estimate(results, Resampler::new(seed)))?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ensemble::study::example;

    fn study(design: Design) -> Study {
        Study { draws: Some(DrawPlan { number: 0, of: Vec::new(), design }), ..example::study() }
    }

    fn text(design: &str, size: u32, inputs: usize, number: usize) -> DrawText {
        let number = u32::try_from(number).unwrap();
        let inputs = (0..inputs).map(|i| i.to_string()).collect();
        DrawText { number, design: design.into(), size, inputs, parameters: Vec::new() }
    }

    #[test]
    fn a_sum_of_inputs_is_told_apart_by_both_designs() {
        let result = |p: &[f64]| 3.0 * p[0] + p[1] + 0.0 * p[2];
        let points = points(&study(Design::Morris(20)), 3).unwrap().unwrap();
        assert_eq!(points.len(), 80);
        assert!(points.iter().flatten().all(|u| (0.05..=0.95).contains(u)));
        let results: Vec<f64> = points.iter().map(|p| result(p)).collect();
        let found = morris_of(&text("morris", 20, 3, 80), &results, 42).unwrap();
        // A whole step of the grid is nine tenths of the share.
        let stars: Vec<f64> = found.iter().map(|i| i.mu_star).collect();
        assert!((stars[0] - 2.7).abs() < 1e-9 && (stars[1] - 0.9).abs() < 1e-9 && stars[2].abs() < 1e-9, "{stars:?}");

        let points = super::points(&study(Design::Sobol(256)), 3).unwrap().unwrap();
        let results: Vec<f64> = points.iter().map(|p| result(p)).collect();
        let found = sobol_of(&text("sobol", 256, 3, points.len()), &results, 42).unwrap();
        assert!((found[0].total - 0.9).abs() < 0.05 && (found[1].total - 0.1).abs() < 0.03 && found[2].noise);
        assert!(morris_of(&text("sobol", 256, 3, 80), &results, 42).is_none());
        assert!(super::points(&study(Design::Sobol(8)), 21).is_err());
    }
}
