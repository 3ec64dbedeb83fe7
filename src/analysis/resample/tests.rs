//! Do the bootstrap's intervals agree with scipy's, with closed forms, and with themselves?

use super::*;

#[derive(serde::Deserialize)]
struct Known {
    resamples: usize,
    seed: u64,
    means: Vec<Case>,
    ratios: Vec<Case>,
}
#[derive(serde::Deserialize)]
struct Case {
    name: String,
    x: Vec<f64>,
    #[serde(default)]
    y: Vec<f64>,
    low: f64,
    high: f64,
    first_indices: Vec<usize>,
}

fn check(case: &Case, seed: u64, resamples: usize, ours: Interval) {
    let resampler = Resampler { seed, resamples };
    let first: Vec<usize> = resampler.indices(0, case.x.len()).take(8).collect();
    assert_eq!(first, case.first_indices, "{}: the resamples are the oracle's", case.name);
    assert_eq!(ours.method, Method::Bca, "{}", case.name);
    for (ours, theirs) in [(ours.low, case.low), (ours.high, case.high)] {
        assert!((ours - theirs).abs() <= 1e-8 * theirs.abs().max(1.0), "{}: ours {ours}, scipy {theirs}", case.name);
    }
}

#[test]
fn intervals_agree_with_scipy_on_the_same_resamples() {
    let known: Known = serde_json::from_str(include_str!("../../../tests/fixtures/oracles/bootstrap.json")).unwrap();
    assert_eq!((known.means.len(), known.ratios.len()), (4, 3));
    let resampler = Resampler { seed: known.seed, resamples: known.resamples };
    for case in &known.means {
        check(case, known.seed, known.resamples, resampler.mean_interval(&case.x).unwrap());
    }
    for case in &known.ratios {
        check(case, known.seed, known.resamples, resampler.ratio_interval(&case.x, &case.y).unwrap());
    }
}

#[test]
fn a_mean_of_normals_has_nearly_the_interval_of_the_closed_form() {
    let luck = Draws::new(NightKey { seed: 5, night: 0 });
    let x: Vec<f64> = (0..2000).map(|i| 3.0 + luck.normal(Subject::boat(i), Purpose::Surge, 0)).collect();
    let half = 1.96 * maths::sqrt(super::super::moments::variance(&x).unwrap() / 2000.0);
    let found = Resampler::new(1).mean_interval(&x).unwrap();
    // The ends of a bootstrap of 2,000 scatter by some 4 % of the half-width.
    assert!((found.low - (mean(&x) - half)).abs() < 0.15 * half, "{found:?}");
    assert!((found.high - (mean(&x) + half)).abs() < 0.15 * half, "{found:?}");
}

#[test]
fn rare_counts_have_an_interval_that_leans_to_the_long_side() {
    let x: Vec<f64> = (0..200).map(|i| if i % 20 == 0 { f64::from(1 << (i / 20 % 5)) } else { 0.0 }).collect();
    let found = Resampler::new(1).mean_interval(&x).unwrap();
    let m = mean(&x);
    assert!(found.low > 0.0 && found.high - m > 1.2 * (m - found.low), "{found:?} around {m}");
}

#[test]
fn what_cannot_vary_has_no_width_and_one_night_has_no_interval() {
    let same = Resampler::new(1).mean_interval(&[0.1; 7]).unwrap();
    assert_eq!((same.low, same.high, same.method), (0.1, 0.1, Method::NothingVaries));
    assert_eq!(Resampler::new(1).mean_interval(&[4.0]), None);
    assert_eq!(Resampler::new(1).mean_interval(&[]), None);
    assert_eq!(Resampler::new(1).ratio_interval(&[1.0], &[2.0]), None);
    let rate = Resampler::new(1).ratio_interval(&[0.0; 9], &[5.0; 9]).unwrap();
    assert_eq!((rate.low, rate.high, rate.method), (0.0, 0.0, Method::NothingVaries));
}

#[test]
fn a_rate_on_next_to_no_nights_is_refused() {
    // One night of three has anybody in it: eight resamples of 27 divide by nothing.
    assert_eq!(Resampler::new(1).ratio_interval(&[1.0, 0.0, 0.0], &[50.0, 0.0, 0.0]), None);
}

#[test]
fn resamples_do_not_depend_on_which_others_are_taken_nor_on_the_company_of_columns() {
    let resampler = Resampler { seed: 9, resamples: 50 };
    let (x, y): (Vec<f64>, Vec<f64>) = (0..101).map(|i| (f64::from(i % 7), f64::from(i % 11))).unzip();
    let both = resampler.sums(&[&x, &y]);
    assert_eq!(both[1], resampler.sums(&[&y])[0]);
    let shares = [0..17, 17..40, 40..50].map(|r| resampler.sums_of(&[&x], r).remove(0));
    assert_eq!(both[0], shares.concat());
    let mut alone = vec![0.0; 101];
    resampler.weights(49, &mut alone);
    assert_eq!(both[0][49].to_bits(), dot(&alone, &x).to_bits());
    assert!((alone.iter().sum::<f64>() - 101.0).abs() < 1e-9);
    assert_ne!(resampler.sums(&[&x]), Resampler { seed: 10, ..resampler }.sums(&[&x]));
}

#[test]
fn each_night_is_drawn_as_often_as_any_other() {
    let (n, resampler) = (37, Resampler { seed: 3, resamples: 4000 });
    let mut seen = vec![0_u32; n];
    (0..resampler.resamples).flat_map(|r| resampler.indices(r, n)).for_each(|i| seen[i] += 1);
    let chi2: f64 = seen.iter().map(|&k| (f64::from(k) - 4000.0).powi(2) / 4000.0).sum();
    // 36 degrees of freedom: mean 36, standard deviation 8.5.
    assert!((12.0..70.0).contains(&chi2), "chi squared {chi2}");
}

#[test]
fn a_ratio_to_a_constant_is_the_mean_over_that_constant() {
    let x: Vec<f64> = (0..60).map(|i| f64::from(i * i % 13)).collect();
    let mean = Resampler::new(2).mean_interval(&x).unwrap();
    let rate = Resampler::new(2).ratio_interval(&x, &[4.0; 60]).unwrap();
    assert!((mean.low / 4.0 - rate.low).abs() < 1e-12 && (mean.high / 4.0 - rate.high).abs() < 1e-12);
}

#[test]
fn intervals_hold_the_truth_about_as_often_as_they_say() {
    // Exponential nights, 60 of them, mean 1: BCa holds the truth in somewhat under 95 of 100 studies (Efron & Tibshirani
    // report 93 % for such sizes); a wrong correction drops below 90.
    let studies = 600_u32;
    let held = (0..studies).filter(|&s| {
        let luck = Draws::new(NightKey { seed: 77, night: u64::from(s) });
        let x: Vec<f64> = (0..60).map(|i| luck.exponential(Subject::boat(i), Purpose::EngineFate, 0)).collect();
        Resampler { seed: u64::from(s), resamples: 500 }.mean_interval(&x).unwrap().covers(1.0)
    });
    let share = held.count() as f64 / f64::from(studies);
    assert!((0.90..0.98).contains(&share), "{share}");
}
