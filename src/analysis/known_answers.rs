//! Do the estimators that stand alone give what scipy, numpy, statsmodels and contourpy give?
//!
//! One fixture for those that are too small to have one each (`tests/fixtures/oracles/pairs.py`); the others stand beside their
//! estimator. `docs/studies.md` has the whole list, held by `tests/oracles.rs`.

use super::moments::{covariance, quantile, sorted, student_t_p, student_t_two_sided};
use super::paired::PairedDifference;
use super::ranking::{chance_of_best, front, paired_spread};
use super::rare::control::three_ways;
use super::resample::Resampler;
use super::selection::Wanted;
use super::sensitivity::break_even::{BreakEven, Side, Turn};
use super::sensitivity::contour::Grid;
use super::sensitivity::differ::by_luck;
use crate::units::maths;

#[derive(serde::Deserialize)]
struct Known {
    pairs: Vec<Pair>,
    t_two_sided: Vec<(usize, f64)>,
    values: Vec<f64>,
    quantiles: Vec<(f64, f64)>,
    control: Control,
    worlds: Vec<Dealt>,
    ranked: Ranked,
    turn: Turning,
    contour: Contour,
}
#[derive(serde::Deserialize)]
struct Pair {
    name: String,
    a: Vec<f64>,
    b: Vec<f64>,
    standard_error: f64,
    interval: (f64, f64),
    p: f64,
    bought: f64,
    covariance: f64,
}
#[derive(serde::Deserialize)]
struct Control {
    counted: Vec<f64>,
    controls: Vec<Vec<f64>>,
    mean: f64,
    standard_error: f64,
    beta: Vec<f64>,
    worth: f64,
}
#[derive(serde::Deserialize)]
struct Dealt {
    worlds: Vec<Vec<f64>>,
    p: f64,
}
#[derive(serde::Deserialize)]
struct Ranked {
    seed: u64,
    resamples: usize,
    doctrines: Vec<Vec<f64>>,
    second: Vec<Vec<f64>>,
    chances: Vec<f64>,
    dominated_in: Vec<f64>,
    dominated_by: Vec<usize>,
    paired_spread: Vec<f64>,
}
#[derive(serde::Deserialize)]
struct Turning {
    slope: Vec<f64>,
    level: Vec<f64>,
    at: f64,
    interval: (f64, f64),
}
#[derive(serde::Deserialize)]
struct Contour {
    xs: Vec<f64>,
    ys: Vec<f64>,
    means: Vec<f64>,
    length: f64,
    corners: Vec<(f64, f64)>,
}

fn known() -> Known {
    serde_json::from_str(include_str!("../../tests/fixtures/oracles/pairs.json")).unwrap()
}

#[track_caller]
fn near(ours: f64, theirs: f64, by: f64, what: &str) {
    assert!((ours - theirs).abs() <= by * theirs.abs().max(1e-12), "{what}: ours {ours}, theirs {theirs}");
}

#[test]
fn paired_differences_and_what_pairing_bought_agree_with_scipy_and_numpy() {
    for k in known().pairs {
        let d = PairedDifference::of(&k.a, &k.b).unwrap();
        let (low, high) = d.interval_95.unwrap();
        near(d.standard_error.unwrap(), k.standard_error, 1e-12, &k.name);
        near(low, k.interval.0, 1e-9, &k.name);
        near(high, k.interval.1, 1e-9, &k.name);
        near(d.correlation_bought.unwrap(), k.bought, 1e-10, &k.name);
        near(covariance(&k.a, &k.b).unwrap(), k.covariance, 1e-10, &k.name);
        near(student_t_p(d.mean_difference / d.standard_error.unwrap(), d.n - 1), k.p, 1e-9, &k.name);
    }
}

#[test]
fn quantiles_agree_with_numpy_and_students_t_with_scipy() {
    let k = known();
    for (freedom, t) in k.t_two_sided {
        near(student_t_two_sided(freedom), t, 1e-10, "t");
    }
    let values = sorted(&k.values);
    for (p, q) in k.quantiles {
        near(quantile(&values, p).unwrap(), q, 1e-12, "quantile");
    }
}

#[test]
fn luck_is_taken_off_as_least_squares_of_statsmodels_takes_it_off() {
    let k = known().control;
    let found = three_ways(&k.counted, &k.controls).unwrap().adjusted;
    near(found.estimate.mean, k.mean, 1e-9, "mean");
    near(found.estimate.standard_error, k.standard_error, 1e-9, "standard error");
    near(found.worth.unwrap(), k.worth, 1e-9, "worth");
    for (ours, theirs) in found.beta.iter().zip(&k.beta) {
        near(*ours, *theirs, 1e-9, "beta");
    }
}

/// Scipy deals the values of each night out in every way there is; the program in 399 of them.
#[test]
fn worlds_differ_beyond_luck_as_in_scipys_permutation_test() {
    for k in known().worlds {
        let worlds: Vec<&[f64]> = k.worlds.iter().map(Vec::as_slice).collect();
        let found = by_luck(&worlds, &[], 5).unwrap();
        let error = maths::sqrt(k.p * (1.0 - k.p) / 400.0);
        assert!((found - k.p).abs() < 4.0 * error + 1.0 / 400.0, "{found}, scipy {}", k.p);
    }
}

#[test]
fn chances_and_dominance_are_the_shares_that_numpy_counts_on_the_same_resamples() {
    let k = known().ranked;
    let resampler = Resampler { seed: k.seed, resamples: k.resamples };
    let doctrines: Vec<&[f64]> = k.doctrines.iter().map(Vec::as_slice).collect();
    for (ours, theirs) in chance_of_best(&doctrines, Wanted::Lowest, resampler).iter().zip(&k.chances) {
        near(*ours, *theirs, 1e-9, "chance");
    }
    let columns: Vec<Vec<&[f64]>> =
        k.doctrines.iter().zip(&k.second).map(|(a, b)| vec![a.as_slice(), b.as_slice()]).collect();
    let places = front(&columns, &[Wanted::Lowest; 2], resampler);
    for (place, (share, by)) in places.iter().zip(k.dominated_in.iter().zip(&k.dominated_by)) {
        let (arm, found) = place.most_often_by.unwrap();
        near(found, *share, 1e-9, "dominated");
        assert_eq!(arm, *by);
    }
    let lived: Vec<Vec<Option<f64>>> = k.doctrines.iter().map(|d| d.iter().copied().map(Some).collect()).collect();
    for (ours, theirs) in paired_spread(&lived, Wanted::Lowest).unwrap().iter().zip(&k.paired_spread) {
        near(*ours, *theirs, 1e-10, "paired spread");
    }
}

#[test]
fn a_verdict_turns_round_where_brent_finds_nought() {
    let k = known().turn;
    let mut search = BreakEven::new(0.0, 5.0, 0.001, 1).unwrap();
    while let Some(at) = search.ask() {
        let differences: Vec<f64> = k.slope.iter().zip(&k.level).map(|(s, l)| s * at - l).collect();
        assert!(search.tell(at, &differences));
    }
    let Some(Turn::At { value, interval: (Some(low), Some(high)), below }) = search.turn() else {
        panic!("{:?}", search.turn())
    };
    assert!((value - k.at).abs() < 1e-3 && below == Side::BLower, "{value}, scipy {}", k.at);
    // Scipy's ends are Student's alone; ours are the wider of his and the bootstrap's.
    let room = 0.06 * (k.interval.1 - k.interval.0);
    assert!((low - k.interval.0).abs() < room && (high - k.interval.1).abs() < room, "{low} {high} {:?}", k.interval);
    assert!(low < k.interval.0 + 1e-3 && high > k.interval.1 - 1e-3, "{low} {high} {:?}", k.interval);
}

#[test]
fn the_line_of_nought_is_that_of_contourpy() {
    let k = known().contour;
    let intervals: Vec<(f64, f64)> = k.means.iter().map(|m| (m - 0.1, m + 0.1)).collect();
    let line = Grid { xs: &k.xs, ys: &k.ys, means: &k.means, intervals: &intervals }.zero_line().unwrap();
    let far = |(x, y): (f64, f64), (u, v): (f64, f64)| maths::sqrt((x - u) * (x - u) + (y - v) * (y - v));
    near(line.iter().map(|(a, b)| far(*a, *b)).sum(), k.length, 1e-9, "length");
    for end in line.iter().flat_map(|(a, b)| [*a, *b]) {
        assert!(k.corners.iter().any(|c| far(*c, end) < 1e-9), "{end:?} is no corner of theirs");
    }
}
